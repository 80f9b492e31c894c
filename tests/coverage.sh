#!/bin/sh
# coverage.sh SOURCE...: what `make coverage` has run, in percent of lines and of branches taken.
# Every source was compiled twice (loadable, and with SQLITE_CORE into the C tests): a line or a
# branch counts if it ran in either. The annotated sources stay in build/coverage/gcov.
set -u
cd "$(dirname "$0")/.." || exit 1
case ${CC:-cc} in *clang*) gcov=${GCOV:-llvm-cov gcov} ;; *) gcov=${GCOV:-gcov} ;; esac
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

for source in "$@"; do
  files=$(find build/coverage/gcov -path "*/$source.gcov" 2>/dev/null)
  if [ -z "$files" ]; then
    echo "$source"
    continue
  fi
  # shellcheck disable=SC2086  # words
  awk -v source="$source" '
    sub(/^ *-: *0:Source:/, "") { here = $0 == source } # headers with code are listed too
    !here { next }
    /^branch/ { # "branch  0 taken 12", "branch  1 never executed", after the line they belong to
      branch = number "/" ++branches
      isbranch[branch] = 1
      if ($3 == "taken" && $4 + 0 > 0) taken[branch] = 1
      next
    }
    /^ *[^:]*: *[0-9]+:/ {
      split($0, field, ":") # "12:  34:text", "-" for no code, "#####" for not run
      number = field[2] + 0
      branches = 0
      gsub(/[ *]/, "", field[1])
      if (number == 0 || field[1] == "-") next
      isline[number] = 1
      if (field[1] + 0 > 0) ran[number] = 1
    }
    END {
      for (i in isline) { lines++; if (i in ran) linesrun++ }
      for (i in isbranch) { all++; if (i in taken) alltaken++ }
      print source, lines + 0, linesrun + 0, all + 0, alltaken + 0
    }' $files
done | awk '
  function percent(part, of) { return of ? sprintf("%.1f %%", 100 * part / of) : "-" }
  function row(name, l, r, b, t) {
    printf "%-32s %6d %8s %9d %8s\n", name, l, percent(r, l), b, percent(t, b)
  }
  BEGIN { printf "%-32s %6s %8s %9s %8s\n", "", "lines", "run", "branches", "taken" }
  NF == 1 { print $1, "(never run)"; next }
  { row($1, $2, $3, $4, $5); l += $2; r += $3; b += $4; t += $5 }
  END { row("total", l, r, b, t) }'
