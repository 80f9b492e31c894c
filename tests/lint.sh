#!/bin/sh
# SPDX-License-Identifier: MIT
# `make lint`: the format of every C file, static analysis of every C source, and the scripts.
# Runs all of it and fails if any of it did. LANGUAGE holds the compiler's language flags.
set -u
cd "$(dirname "$0")/.." || exit 1
jobs=${JOBS:-2} failed=0
have() { command -v "$1" >/dev/null 2>&1; }

echo "lint: clang-format"
find ext include tests -name '*.[ch]' | sort | xargs clang-format --dry-run -Werror || failed=1

if have clang-tidy; then
  echo "lint: clang-tidy"
  # As in the static library: through the loadable one's routine table the analyzer sees nothing of
  # what SQLite's functions do.
  # shellcheck disable=SC2016  # the inner shell is to expand it
  find ext tests -name '*.c' | sort |
    xargs -n 1 -P "$jobs" sh -c '
      output=$(clang-tidy --quiet --warnings-as-errors="*" "$1" -- $LANGUAGE -DSQLITE_CORE 2>&1) ||
        { printf "%s\n" "$output"; exit 1; }' sh || failed=1
else
  echo "lint: cppcheck (no clang-tidy here)"
  cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
    -j "$jobs" -Iinclude -Iext -DSQLITE_CORE ext tests || failed=1
fi

echo "lint: scripts"
scripts=$(grep -rlE '^#!.*(/| )(ba)?sh$' tests sql .ci | sort)
for script in $scripts; do
  [ -x "$script" ] || { echo "$script is not executable"; failed=1; }
  case $(head -n 1 "$script") in
    *bash) bash -n "$script" || failed=1 ;;
    *) sh -n "$script" || failed=1 ;;
  esac
done
# shellcheck disable=SC2086  # words
if have shellcheck; then shellcheck $scripts || failed=1; fi

[ $failed -eq 0 ] && echo "lint: nothing found"
exit $failed
