#!/bin/sh
# SPDX-License-Identifier: MIT
# A reason holds for a place that is there. tests/untaken.txt names lines of functions, and
# tests/survivors.txt mutants that tests/mutants.awk makes of today's code; the words that it changes are
# words of the tables. Who renames one of these renames it there, or the reason, or the mutant, is lost
# without a sign.
set -u

# Each place of untaken.txt: the source has that line, in a function of that name.
grep -v '^#' tests/untaken.txt | grep . | while IFS= read -r entry; do
  source=${entry%%:*}
  name=$(printf '%s\n' "$entry" | cut -d: -f2)
  [ -f "$source" ] || { echo "no such file: $entry"; continue; }
  LINE=${entry#*:*:*: } awk -v name="$name" '
    /^[A-Za-z].*\(/ { inside = $0 ~ ("[ *]" name "\\(") }
    { line = $0; sub(/^[ \t]+/, "", line); sub(/[ \t]+$/, "", line) }
    inside && line == ENVIRON["LINE"] { found = 1 }
    END { exit !found }' "$source" || printf 'no such line in a function of that name: %s\n' "$entry"
done > "$TMP/findings"

for source in ext/model/*.c ext/model/*.h; do
  awk -v strings=1 -f tests/mutants.awk "$source" | awk -F '\t' -v source="$source" '{ print source ": " $5 }'
done > "$TMP/mutants"
[ "$(wc -l < "$TMP/mutants")" -gt 1000 ] || echo "there are hardly any mutants" >> "$TMP/findings"
grep -v '^#' tests/survivors.txt | grep . | while IFS= read -r entry; do
  grep -qxF -- "$entry" "$TMP/mutants" || echo "no such mutant: $entry"
done >> "$TMP/findings"

# What is left without its place in the tables: the second word of each pair may stand there no more.
sed -n '/split("true/,/words, " ")/p' tests/mutants.awk | grep -o '[A-Z][A-Z_]*' | sort -u | while read -r word; do
  grep -rqw --include='*.[ch]' "$word" ext/model || grep -rqw --include='*.[ch]' "PROVENANCE_$word" ext/model ||
    echo "tests/mutants.awk changes $word, which ext/model does not have"
done >> "$TMP/findings"

cat "$TMP/findings"
[ ! -s "$TMP/findings" ]
