#!/bin/sh
# SPDX-License-Identifier: MIT
# coverage.sh SOURCE...: what `make coverage` has run, in percent of lines and of branches taken, and
# whether the branches that no test takes are those that tests/untaken.txt gives a reason for. Fails
# where one is not listed there; says which of the listed ones are taken after all.
#
# Every source was compiled twice (loadable, and with SQLITE_CORE into the C tests): a line or a
# branch counts if it ran in either. What gcov says of each branch stays in build/coverage/branches,
# the annotated sources in build/coverage/gcov.
#
# Each && and || is two branches to gcov, and each case of a switch is one.
set -u
cd "$(dirname "$0")/.." || exit 1
case ${CC:-cc} in *clang*) gcov=${GCOV:-llvm-cov gcov} ;; *) gcov=${GCOV:-gcov} ;; esac
listed=tests/untaken.txt branches=build/coverage/branches
rm -rf build/coverage/gcov

for variant in loadable static; do
  for source in "$@"; do
    object=build/coverage/$variant/${source%.c}
    [ -f "$object.gcda" ] || continue
    listing=build/coverage/gcov/$variant/$source.gcov
    mkdir -p "$(dirname "$listing")"
    $gcov -t -b -c -o "$object.o" "$source" > "$listing" 2>/dev/null
  done
done

# A row for each line of code and each branch:
#   SOURCE TAB FUNCTION TAB NUMBER TAB "line" or the branch's index TAB 1 if it ran TAB the line's text
for source in "$@"; do
  # Tables of data have no code: for them there are no listings.
  files=$(find build/coverage/gcov -path "*/$source.gcov" 2>/dev/null)
  [ -n "$files" ] || continue
  # shellcheck disable=SC2086  # words
  awk -v source="$source" '
    function note(what, ran) {
      key = number "\t" what
      if (!(key in seen)) order[++count] = key
      seen[key] = (key in seen ? seen[key] : 0) || ran
      place[key] = name "\t" number
    }
    sub(/^ *-: *0:Source:/, "") { here = $0 == source; name = "-" } # headers with code are listed too
    !here { next }
    /^function / { name = $2; next }
    /^branch/ { # "branch  0 taken 12", "branch  1 never executed", after the line they belong to
      note(branch++, $3 == "taken" && $4 + 0 > 0)
      next
    }
    /^ *[^:]*: *[0-9]+:/ { # "12:  34:text", "-" for no code, "#####" for not run
      split($0, field, ":")
      number = field[2] + 0
      branch = 0
      gsub(/[ *]/, "", field[1])
      line = $0
      sub(/^[^:]*:[^:]*:[ \t]*/, "", line)
      text[number] = line
      if (number > 0 && field[1] != "-") note("line", field[1] + 0 > 0)
    }
    END {
      for (i = 1; i <= count; i++) {
        split(order[i], part, "\t")
        print source "\t" place[order[i]] "\t" part[2] "\t" seen[order[i]] "\t" text[part[1]]
      }
    }' $files
done > "$branches"

# Two tables: of the files, to look at, and of the rooms, for the manual.
awk -F '\t' -v rooms=tests/results/coverage.md '
  function percent(part, of) { return of ? sprintf("%.1f %%", 100 * part / of) : "-" }
  function row(format, name) {
    return sprintf(format, name, lines[name], percent(run[name], lines[name]), all[name],
      percent(taken[name], all[name]), all[name] - taken[name])
  }
  function place_of(name) { if (!(name in known)) { known[name] = 1; order[++places] = name } }
  function add(name) {
    if ($4 == "line") { lines[name]++; run[name] += $5 } else { all[name]++; taken[name] += $5 }
  }
  BEGIN {
    wide = "%-32s %6s %8s %9s %8s %8s\n"
    markdown = "| `%s` | %d | %s | %d | %s | %d |\n"
    printf wide, "", "lines", "run", "branches", "taken", "untaken"
    print "| | lines | run | branches | taken | not taken |\n|---|--:|--:|--:|--:|--:|" > rooms
  }
  {
    room = $1
    sub(/[^\/]*$/, "", room)
    place_of($1); place_of(room)
    add($1); add(room); add("all")
  }
  END {
    for (i = 1; i <= places; i++) {
      if (order[i] ~ /\/$/) printf "%s", row(markdown, order[i]) > rooms
      else printf "%s", row(wide, order[i])
    }
    printf "%s", row(markdown, "all") > rooms
    printf "%s", row(wide, "all")
  }' "$branches"

# The list: a reason (lines that begin with #), and below it the places it holds for, each as
#   SOURCE:FUNCTION:NUMBER OF BRANCHES: the line as it stands
# so that a place is found again when lines are added above it.
awk -F '\t' -v listed="$listed" '
  function trimmed(text) { gsub(/^[ \t]+|[ \t]+$/, "", text); return text }
  BEGIN {
    while ((getline entry < listed) > 0) {
      entries++
      if (entry ~ /^#/ || entry !~ /[^ ]/) { reason = entry ~ /^#/; continue }
      if (match(entry, /^[^:]*:[^:]*:[0-9]+: /) == 0 || !reason) {
        print listed ":" entries ": no place, or no reason above it: " entry
        failed = 1
        continue
      }
      split(entry, part, ":")
      key = part[1] ":" part[2] ": " trimmed(substr(entry, RLENGTH + 1))
      expected[key] += part[3]
    }
  }
  $4 != "line" && !$5 {
    key = $1 ":" $2 ": " trimmed($6)
    if (!(key in found)) order[++count] = key
    found[key]++
    where[key] = $1 ":" $3
  }
  END {
    for (i = 1; i <= count; i++) {
      key = order[i]
      reasoned += found[key] < expected[key] ? found[key] : expected[key]
      if (found[key] <= expected[key]) continue
      failed = 1
      printf "%s: %d not taken, %d listed: %s\n", where[key], found[key], expected[key], key
    }
    for (key in expected) {
      if (found[key] < expected[key]) {
        printf "listed, but taken (%d of %d): %s\n", expected[key] - found[key], expected[key], key
      }
    }
    if (!failed) {
      said = sprintf("Every branch is taken but %d, which are listed with their reasons.", reasoned)
      print said
      print "\n" said >> "tests/results/coverage.md"
    }
    exit failed
  }' "$branches"
