#!/bin/sh
# SPDX-License-Identifier: MIT
# What the manuals name is there: every link leads to a file and, after "#", to a heading of it;
# every `make target` is one of the Makefile.
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

for manual in $manuals; do
  folder=$(dirname "$manual")
  # links outside of code
  awk '/^```/ { inside = !inside; next } !inside { gsub(/`[^`]*`/, "`"); print }' "$manual" |
    grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//' | sort -u | while read -r link; do
    case $link in http://* | https://*) continue ;; esac
    file=${link%%#*}
    target=$manual
    [ -z "$file" ] || target=$folder/$file
    [ -e "$target" ] || { echo "$manual: no such file: $link"; continue; }
    case $link in
      *#*) anchors "$target" | grep -qx -- "${link#*#}" || echo "$manual: no such heading: $link" ;;
    esac
  done
  code "$manual" | sed -n 's/^\([$] \)\{0,1\}\([A-Z0-9_]*=[^ ]* \)*make \([a-z-]*\).*/\3/p' | sort -u |
    while read -r target; do
      grep -q "^\([a-z -]* \)\{0,1\}$target\( [a-z -]*\)\{0,1\}:" Makefile || echo "$manual: no such target: make $target"
    done
done > "$TMP/findings"
cat "$TMP/findings"
[ ! -s "$TMP/findings" ]
