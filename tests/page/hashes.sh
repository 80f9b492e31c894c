#!/bin/sh
# SPDX-License-Identifier: MIT
# The hashes in the policy of the page (sql/page.sql) are those of its style and its script.
#
#   tests/page/hashes.sh           compares them; ends with 1 where one is another
#   tests/page/hashes.sh --update  writes them into sql/page.sql
set -eu
file=sql/page.sql
# element NAME: the base64 of the SHA-256 of what stands in <NAME>, as a browser takes it
element() {
  awk -v name="$1" '
    index($0, "</" name ">") { exit }
    inside { printf "\n%s", $0 }
    index($0, "<" name ">") == 1 { inside = 1 }
    END { printf "\n" }' "$file" | openssl dgst -sha256 -binary | openssl base64
}
style=$(element style) script=$(element script)
if [ "${1-}" = --update ]; then
  sed "s|style-src ''sha256-[^']*''; script-src ''sha256-[^']*''|style-src ''sha256-$style''; script-src ''sha256-$script''|" \
    "$file" > "$file.new"
  mv "$file.new" "$file"
fi
for hash in "style-src ''sha256-$style''" "script-src ''sha256-$script''"; do
  grep -qF "$hash" "$file" || { echo "$file: its policy should have $hash: tests/page/hashes.sh --update"; exit 1; }
done
