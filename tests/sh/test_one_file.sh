#!/bin/sh
# SPDX-License-Identifier: MIT
# All of ext/ compiles as one file, without a warning, loadable and for a program, with gcc and clang:
# no name of one source is taken by another, no macro of one changes another. The result shows its
# entry point and nothing else, so that a program may have a json_parse() of its own.
set -u
failed=0
tests/packages/amalgamate > "$TMP/glue_connections.c"
packages=$(pkg-config --cflags sqlite3 libcjson libsodium yaml-0.1)
for compiler in gcc clang; do
  command -v $compiler > /dev/null || continue
  for variant in -fPIC -DSQLITE_CORE -DGLUE_NO_YAML; do
    # shellcheck disable=SC2086  # words
    $compiler -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -Wno-error=unused-function -O0 $variant -Iinclude $packages \
      -c "$TMP/glue_connections.c" -o "$TMP/one.o" > "$TMP/said" 2>&1 || {
      echo "$compiler $variant:"
      grep -E 'error|warning' "$TMP/said" | head -n 20
      failed=1
      continue
    }
    # gcc and clang say it in other words and with other quotes: the name is what they have in common
    awk '/-Wunused-function/ { for (i = 1; i <= NF; i++) if ($i ~ /_/ && $i !~ /[\/.\[]/) print $i }' "$TMP/said" |
      LC_ALL=C tr -cd 'a-z0-9_\n' >> "$TMP/unused"
    visible=$(nm -g --defined-only "$TMP/one.o" | awk '{ print $3 }' | tr '\n' ' ')
    [ "$visible" = 'sqlite3_glueconnections_init ' ] || {
      echo "$compiler $variant: visible outside: $visible"
      failed=1
    }
  done
done

# A macro of one file is undone at its end, but for what other people's headers are told or lack.
for source in ext/*.c ext/*/*.c; do
  awk -v source="$source" '
    /^# *define/ { sub(/[(].*/, "", $2); defined[$2] = 1 }
    /^# *undef/ { delete defined[$2] }
    END { for (name in defined) if (name !~ /^(_|SQLITE_|st_|GLUE_EXTENSION_C$)/) print source ": #undef " name " is missing" }
  ' "$source"
done > "$TMP/macros"
cat "$TMP/macros"
[ ! -s "$TMP/macros" ] || failed=1
sort -u "$TMP/unused" | sed 's/.*/hint: nobody calls &()/'
exit $failed
