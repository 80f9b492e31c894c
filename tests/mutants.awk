# SPDX-License-Identifier: MIT
# mutants.awk: prints every mutant of a C source, one a line:
#
#   LINE TAB COLUMN TAB WHAT STANDS THERE TAB WHAT TAKES ITS PLACE TAB THE LINE AS THE MUTANT HAS IT
#
# Mutated are comparisons, && and ||, numbers (but for those in [brackets]: sizes and indexes), true and
# false, the words of tables in `words` below and, with -v strings=1, the first character of every
# string. Comments, includes and characters in quotes stay as they are.

BEGIN {
  OFS = "\t"
  split("<= < < <= >= > > >= == != != == && || || &&", operators, " ")
  for (i = 1; i in operators; i += 2) other[operators[i]] = operators[i + 1]
  split("true false false true SEVERITY_ERROR SEVERITY_WARNING SEVERITY_WARNING SEVERITY_ERROR " \
        "DOCUMENTED INFERRED OBSERVED INFERRED IN_USE INFERRED " \
        "PROVENANCE_DOCUMENTED PROVENANCE_INFERRED PROVENANCE_OBSERVED PROVENANCE_INFERRED " \
        "PROVENANCE_IN_USE PROVENANCE_INFERRED TYPE_RULE_REQUIRES TYPE_RULE_REFUSES " \
        "TYPE_RULE_REFUSES TYPE_RULE_REQUIRES SHAPE_SENSITIVE 0 SHAPE_UNPRINTED 0 " \
        "SHAPE_RESERVED_AWS 0 IS_REQUIRED 0 IS_HIDDEN 0 " \
        "MEMBER_OF_INPUT MEMBER_OF_CONNECTION MEMBER_OF_CONNECTION MEMBER_OF_REQUEST " \
        "BEYOND_ALL BEYOND_NONE BEYOND_NONE BEYOND_ALL BEYOND_BMP_VALID BEYOND_ALL " \
        "BEYOND_NOT_TERMINATOR BEYOND_ALL", words, " ")
  for (i = 1; i in words; i += 2) other[words[i]] = words[i + 1]
}

function mutant(length_, replacement,   line) {
  line = substr($0, 1, column - 1) replacement substr($0, column + length_)
  sub(/^[ \t]+/, "", line)
  print FNR, column, substr(rest, 1, length_), replacement, line
}

/^[ \t]*#[ \t]*(include|ifndef|ifdef|endif|if|else|pragma)/ { next }

{
  rest = $0
  column = 1
  while (rest != "") {
    used = 1
    if (in_comment) {
      end = index(rest, "*/")
      if (!end) next
      used = end + 1
      in_comment = 0
    } else if (substr(rest, 1, 2) == "/*") {
      in_comment = 1
      used = 2
    } else if (substr(rest, 1, 2) == "//") {
      next
    } else if (match(rest, /^"([^"\\]|\\.)*"/)) {
      used = RLENGTH
      first = substr(rest, 2, 1)
      if (strings && used > 2 && first !~ /[\\%]/) {
        column++
        rest = substr(rest, 2)
        mutant(1, first == "Q" ? "Z" : "Q")
        column--
        rest = "\"" rest
      }
    } else if (match(rest, /^'([^'\\]|\\.)*'/)) {
      used = RLENGTH
    } else if (match(rest, /^\[[A-Za-z0-9_ +]*\]/)) {
      used = RLENGTH
    } else if (match(rest, /^(->|<<|>>|\+\+|--)/)) {
      used = 2
    } else if (match(rest, /^(<=|>=|==|!=|&&|\|\|)/)) {
      used = 2
      mutant(2, other[substr(rest, 1, 2)])
    } else if (match(rest, /^[<>]/)) {
      mutant(1, other[substr(rest, 1, 1)])
    } else if (match(rest, /^[A-Za-z_][A-Za-z0-9_]*/)) {
      used = RLENGTH
      if (substr(rest, 1, used) in other) mutant(used, other[substr(rest, 1, used)])
    } else if (match(rest, /^(0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*/)) {
      used = RLENGTH
      number = substr(rest, 1, used)
      if (number ~ /^[0-9]+$/) {
        mutant(used, number + 1)
        if (number > 1) mutant(used, number - 1)
      }
    }
    rest = substr(rest, used + 1)
    column += used
  }
}
