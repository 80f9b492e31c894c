#!/bin/sh
# SPDX-License-Identifier: MIT
# The rooms of ext/ and who may know what: includes go one way, calls go one way between files too, and
# some words belong to one room. A new room gets its line here. That a file is long is a hint alone.
set -u

# A room, and the rooms below it: only their headers may it include (and its own, and the public one)
rooms='
extension  table functions catalog keyring
table      catalog secrets request store model keyring json text
functions  documents catalog secrets request store model keyring url json text
documents  catalog secrets request model keyring url json text
catalog    secrets request store model keyring json text
secrets    request model keyring url json text
request    model keyring json text
store      model text
model      url json text
keyring    text
url        json text
json       text
text
'

# A pattern | what it is searched in: the code, the strings (SQL is one), or the includes of a file,
# each without comments | the only files that may have it
words='
[<"]sqlite3(ext)?[.]h[>"]            include  ^ext/sqlite[.]h$
cJSON[.]h[>"]                        include  ^ext/json/json[.]c$
sodium[.]h[>"]                       include  ^ext/keyring/cipher[.]c$
[<"]yaml[.]h[>"]                     include  ^ext/documents/yaml[.]c$
^"keyring/([^c]|c[^i])               include  ^ext/(table|functions|catalog|secrets|keyring)/|^ext/extension[.]c$
sqlite3_module[^a-z0-9_]             code     ^ext/(table|functions)/
sqlite3_stmt[^a-z0-9_]               code     ^ext/store/
_(data|catalogs|config)[^a-z0-9_]    string   ^ext/(store/store[a-z_]*|documents/.*)[.][ch]$
'

long=600

# Prints "line kind text" for every include, string literal and line of code, without comments.
tokens() {
  awk '
    function put(kind, text) { if (text ~ /[^ \t]/) print FNR, kind, text }
    /^[ \t]*#[ \t]*include/ && !comment {
      match($0, /["<][^">]*[">]/)
      put("include", substr($0, RSTART, RLENGTH))
      next
    }
    {
      rest = $0; code = ""
      while (rest != "") {
        if (comment) {
          end = index(rest, "*/")
          if (!end) break
          rest = substr(rest, end + 2)
          comment = 0
        } else if (substr(rest, 1, 2) == "/*") { rest = substr(rest, 3); comment = 1
        } else if (substr(rest, 1, 2) == "//") { break
        } else if (match(rest, /^"([^"\\]|\\.)*"/)) {
          put("string", substr(rest, 1, RLENGTH))
          rest = substr(rest, RLENGTH + 1)
        } else if (match(rest, /^\047([^\047\\]|\\.)*\047/)) { rest = substr(rest, RLENGTH + 1)
        } else { code = code substr(rest, 1, 1); rest = substr(rest, 2) }
      }
      put("code", code)
    }' "$1"
}

find ext -name '*.[ch]' | sort | while read -r file; do
  room=$(echo "$file" | cut -d/ -f2)
  case $file in ext/*/*) ;; *) room=extension ;; esac
  below=$(echo "$rooms" | sed -n "s/^$room  *//p" | tail -n 1)
  echo "$rooms" | grep -q "^$room\$\|^$room " || echo "$file: the room '$room' is not in the table"
  [ "$(wc -l < "$file")" -le $long ] || echo "hint: $file: more than $long lines: two subjects?"

  tokens "$file" > "$TMP/tokens"
  while read -r line kind text; do
    [ "$kind" = include ] || continue
    case $text in \"*) ;; *) continue ;; esac
    header=$(echo "$text" | tr -d '"')
    case $header in glue_connections.h | sqlite.h) continue ;; esac
    case " $room $below " in
      *" ${header%%/*} "*) [ -f "ext/$header" ] || echo "$file:$line: no such header: ext/$header" ;;
      *) echo "$file:$line: $room must not include $text" ;;
    esac
  done < "$TMP/tokens"

  echo "$words" | while read -r word kind allowed; do
    [ -n "$word" ] || continue
    echo "$file" | grep -Eq "$allowed" && continue
    awk -v file="$file" -v word="$word" -v kind="$kind" '
      $2 == kind && $0 " " ~ word { print file ":" $1 ": not in this file: " substr($0, length($1 $2) + 3) }
    ' "$TMP/tokens"
  done
done > "$TMP/findings"

# Who calls whom, from the symbols of the object files: FILE FILE SYMBOL... for each pair that lies on a
# circle, in the order of the files.
for source in ext/*.c ext/*/*.c; do
  nm -A -P "build/static/${source%.c}.o" || echo "$source: no object: make build-tests" >> "$TMP/findings"
done | awk '
  {
    sub(/^build\/static\//, "", $1)
    sub(/\.o:$/, ".c", $1)
    if (!($1 in number)) { number[$1] = ++files; name[files] = $1 }
    if ($3 == "U") needs[number[$1], ++count[number[$1]]] = $2
    else if ($3 ~ /^[A-Z]$/) owner[$2] = number[$1]
  }
  END {
    for (from = 1; from <= files; from++) {
      for (i = 1; i <= count[from]; i++) {
        to = owner[needs[from, i]]
        if (!to || to == from) continue
        reaches[from, to] = 1
        symbols[from, to] = symbols[from, to] " " needs[from, i]
      }
    }
    for (by = 1; by <= files; by++)
      for (from = 1; from <= files; from++)
        for (to = 1; to <= files; to++)
          if (reaches[from, by] && reaches[by, to]) reaches[from, to] = 1
    for (from = 1; from <= files; from++)
      for (to = 1; to <= files; to++)
        if (symbols[from, to] && reaches[to, from]) print name[from], name[to] symbols[from, to]
  }' | while read -r from to symbols; do
  echo "a circle: $from calls $to, which calls it again: $symbols"
done >> "$TMP/findings"

cat "$TMP/findings"
! grep -qv '^hint: ' "$TMP/findings"
