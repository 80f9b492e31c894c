#!/bin/sh
# SPDX-License-Identifier: MIT
# The rooms of ext/ and who may know what: calls go one way, and some words belong to one room.
# A new room or file gets its line here.
set -u
cd "${1:-.}" || exit 1

# A room, and the rooms below it: only their headers may it include (and its own, and the public one)
rooms='
extension  table functions catalog keyring
table      catalog secrets request store model keyring json text
functions  catalog secrets request model keyring url json text
catalog    secrets request store model keyring json text
secrets    request model keyring json text
request    store model keyring json text
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
cJSON[.]h[>"]                        include  ^ext/json/json[.]c$
sodium[.]h[>"]                       include  ^ext/keyring/seal[.]c$
sqlite3_module[^a-z0-9_]             code     ^ext/(table|functions)/
sqlite3_stmt[^a-z0-9_]               code     ^ext/(table|functions|catalog|store)/|^ext/extension[.]c$
_(data|catalogs|config)[^a-z0-9_]    string   ^ext/store/store[a-z_]*[.][ch]$
'

longest=600

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
  [ "$(wc -l < "$file")" -le $longest ] || echo "$file: more than $longest lines: two rooms?"

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
cat "$TMP/findings"
[ ! -s "$TMP/findings" ]
