#!/bin/sh
# SPDX-License-Identifier: MIT
# What the manuals name is there: every link leads to a file and, after "#", to a heading of it; every
# `make target` is one of the Makefile; the words of the code that ext/README.md uses are in the code.
# And they leave nothing out: README.md or sql/README.md says what each column and function is,
# ext/README.md what each file is. README.md stays short.
set -u
manuals=$(find README.md ext include sql tests -name README.md)

# The headings of a manual as links name them: small letters, no punctuation, - for a space.
anchors() {
  awk '/^```/ { inside = !inside } !inside && sub(/^#+ +/, "")' "$1" | tr '[:upper:]' '[:lower:]' |
    sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}

# The lines of code blocks, and what stands between backquotes.
code() {
  awk '/^```/ { inside = !inside; next } inside { print; next }
       { while (match($0, /`[^`]*`/)) { print substr($0, RSTART + 1, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH) } }' "$1"
}

links() { # MANUAL: those that lead nowhere
  awk '/^```/ { inside = !inside; next } !inside { gsub(/`[^`]*`/, "`"); print }' "$1" |
    grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//' | sort -u | while read -r link; do
    case $link in http://* | https://*) continue ;; esac
    file=${link%%#*}
    target=$1
    [ -z "$file" ] || target=$(dirname "$1")/$file
    [ -e "$target" ] || { echo "$1: no such file: $link"; continue; }
    case $link in
      *#*) anchors "$target" | grep -qx -- "${link#*#}" || echo "$1: no such heading: $link" ;;
    esac
  done
}

targets() { # MANUAL: those that the Makefile has not
  code "$1" | sed -n 's/^\([$] \)\{0,1\}\([A-Z0-9_]*=[^ ]* \)*make \([a-z][a-z-]*\).*/\3/p' | sort -u |
    while read -r target; do
      grep -q "^\([a-z -]* \)\{0,1\}$target\( [a-z -]*\)\{0,1\}:" Makefile || echo "$1: no such target: make $target"
    done
}

# The names of all columns, of all functions and of the columns of those that have rows.
names() {
  "${SQLITE3:-sqlite3}" -batch -init /dev/null -cmd ".load ./dist/glue_connections" :memory: "
    CREATE VIRTUAL TABLE connections USING glue_connections;
    WITH module(name) AS (SELECT name FROM pragma_module_list WHERE name LIKE 'glue\_%' ESCAPE '\' AND name <> 'glue_connections')
    SELECT name FROM module UNION
    SELECT name FROM pragma_function_list WHERE name LIKE 'glue\_%' ESCAPE '\' UNION
    SELECT name FROM pragma_table_xinfo('connections') UNION
    SELECT c.name FROM module, pragma_table_xinfo(module.name) c
      WHERE c.hidden = 0; -- the others are arguments"
}

{
  for manual in $manuals; do
    links "$manual"
    targets "$manual"
  done
  code ext/README.md | grep -xE '[A-Za-z]+_[A-Za-z_]+' | grep -v '^NAME_' | sort -u | while read -r word; do
    grep -rqw --include='*.[ch]' -- "$word" ext include tests || [ -f "tests/c/$word.c" ] || echo "ext/README.md: no such word in the code: $word"
  done
  names > "$TMP/names"
  [ "$(wc -l < "$TMP/names")" -gt 50 ] || echo "the extension has few names"
  while read -r name; do
    grep -q "\`${name}[\`(]" README.md sql/README.md || echo "no manual says what $name is"
  done < "$TMP/names"
  for file in ext/*.c ext/*/*.c; do
    grep -q "[\`/]$(basename "$file")\`" ext/README.md || echo "ext/README.md does not say what $file is"
  done
  [ "$(wc -l < README.md)" -le 450 ] || echo "README.md: more than 450 lines"
} > "$TMP/findings"
cat "$TMP/findings"
[ ! -s "$TMP/findings" ]
