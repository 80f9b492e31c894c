#!/bin/sh
# SPDX-License-Identifier: MIT
# What keeps the repository readable: not too many files, and corpora that git can compare and merge.
set -u
failed=0

for corpus in tests/fuzz/corpus/*; do
  LC_ALL=C sort -cu "$corpus" || failed=1
done
for target in tests/fuzz/fuzz_*.c; do
  name=$(basename "$target" .c)
  [ -f "tests/fuzz/corpus/${name#fuzz_}" ] || { echo "no corpus of $name"; failed=1; }
done

# A release has no .git. A golden test is two files; all else stays well below 500.
if [ -e .git ] && command -v git > /dev/null; then
  files=$(git ls-files | grep -vc '^tests/sql/')
  [ "$files" -le 500 ] || { echo "$files files are tracked besides the golden tests, more than 500"; failed=1; }
fi
exit $failed
