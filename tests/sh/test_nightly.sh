#!/bin/sh
# SPDX-License-Identifier: MIT
# sql/nightly.sh against a fake `aws`: an inventory of two places over three nights, and every way in which a
# night can fail. Whatever fails, what was published stays as it was.
set -u
top=$PWD
mkdir "$TMP/bin" "$TMP/published" "$TMP/places"
: > "$TMP/failed"
fail() { echo "$*" | tee -a "$TMP/failed"; }

# The fake prints the file of its place, unless the night says otherwise.
cat > "$TMP/bin/aws" <<'FAKE'
#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in --profile) profile=$2 ;; --region) region=$2 ;; --hide-password) hidden=1 ;; esac
  shift
done
[ -n "${hidden-}" ] || { echo 'without --hide-password' >&2; exit 9; }
case $(cat "$PLACES/night" 2>/dev/null) in
  fails) echo 'Unable to locate credentials. You can configure credentials by running "aws configure".' >&2; exit 253 ;;
  hangs) exec sleep 60 ;;
  text) echo 'An error occurred (AccessDeniedException) when calling the GetConnections operation'; exit 0 ;;
  page) printf '{"ConnectionList": [], "NextToken": "more"}' ; exit 0 ;;
  half) head -c 200 "$PLACES/$profile.$region"; exit 0 ;;
  empty) exit 0 ;;
esac
cat "$PLACES/$profile.$region"
FAKE
printf '#!/bin/sh\nshift\nexec timeout 2 "$@"\n' > "$TMP/bin/soon" # in place of a timeout of minutes
chmod +x "$TMP/bin/aws" "$TMP/bin/soon"
sed 's/^  timeout 300 /  soon 300 /' sql/nightly.sh > "$TMP/nightly.sh"

export PLACES="$TMP/places" NIGHTLY_FOLDER="$TMP/published" NIGHTLY_EXTENSION="${EXTENSION%.*}" NIGHTLY_SCRIPTS="$top/sql" SQLITE3
export NIGHTLY_PLACES='
one 123456789012 eu-west-1
two 210987654321 us-east-1
'
connection() { # connection NAME URL
  printf '{"Name": "%s", "ConnectionType": "JDBC", "ConnectionProperties": {"JDBC_CONNECTION_URL": "%s", "SECRET_ID": "s"}, "CreationTime": 1700000000.5, "LastUpdatedTime": 1700000000.5}' "$1" "$2"
}
answer() { # answer PLACE CONNECTION...
  place=$1
  shift
  (IFS=,; printf '{"ConnectionList": [%s]}' "$*") > "$TMP/places/$place"
}
night() { (PATH="$TMP/bin:$PATH" sh "$TMP/nightly.sh" > "$TMP/out" 2> "$TMP/err"); }
published() { "$SQLITE3" -batch -init /dev/null -cmd ".load '${EXTENSION%.*}'" "$TMP/published/inventory.db" "$1"; }
expect() { # expect WHAT ACTUAL EXPECTED
  [ "$2" = "$3" ] || fail "$1: $2, not $3"
}

# the first night
answer one.eu-west-1 "$(connection orders jdbc:mysql://db.example.com/orders)" "$(connection old jdbc:mysql://db.example.com/old)"
answer two.us-east-1 "$(connection orders jdbc:mysql://us.example.com/orders)"
night || fail "the first night: $(cat "$TMP/err")"
grep -q '3 connections in 2 accounts, 0 changed, 0 secrets in clear' "$TMP/out" || fail "its summary: $(cat "$TMP/out")"
expect 'what is published' "$(published "SELECT group_concat(name || ' ' || region, ', ') FROM (SELECT * FROM connections ORDER BY name, region)")" \
  'old eu-west-1, orders eu-west-1, orders us-east-1'
expect 'journal mode' "$(published 'PRAGMA journal_mode')" delete
grep -q '<!DOCTYPE html>' "$TMP/published/inventory.html" || fail 'no page'

# the second: one changed, one gone, one new; one of the same name elsewhere stays
answer one.eu-west-1 "$(connection orders jdbc:mysql://db2.example.com/orders)" "$(connection new jdbc:mysql://db.example.com/new)"
night || fail "the second night: $(cat "$TMP/err")"
grep -q '3 connections in 2 accounts, 3 changed' "$TMP/out" || fail "its summary: $(cat "$TMP/out")"
expect 'what has changed' "$(published "SELECT group_concat(change || ' ' || name, ', ') FROM (SELECT DISTINCT change, name FROM report_changes ORDER BY 1, 2)")" \
  'changed orders, created new, deleted old'
grep -q 'What has changed' "$TMP/published/inventory.html" || fail 'the page does not say what has changed'
expect 'yesterday is kept' "$(find "$TMP/published" -name 'inventory-*.db' | wc -l)" 1

# nights that fail: nothing is replaced, the exit code says so, and one line why
before=$(cksum "$TMP/published/inventory.db" "$TMP/published/inventory.html")
for how in fails hangs text page half empty; do
  echo "$how" > "$TMP/places/night"
  night && fail "$how: it should have failed"
  tail -n 1 "$TMP/err" | grep -q '^connections: NOT updated: .' || fail "$how: it says $(cat "$TMP/err")"
  expect "$how" "$(cksum "$TMP/published/inventory.db" "$TMP/published/inventory.html")" "$before"
  expect "$how: nothing half done" "$(find "$TMP/published" -name '.nightly-*' -type d | wc -l)" 0
done
echo fine > "$TMP/places/night"

# somebody writes to what is published
: > "$TMP/published/inventory.db-wal"
night && fail 'a -wal beside it: it should have failed'
rm "$TMP/published/inventory.db-wal"

# a reader that has yesterday's open goes on reading it
(echo 'BEGIN; SELECT count(*) FROM connections_data;'; sleep 3; echo 'SELECT count(*) FROM connections_data;') |
  "$SQLITE3" -batch -init /dev/null "$TMP/published/inventory.db" > "$TMP/reader" &
answer two.us-east-1
sleep 1
night || fail "with a reader: $(cat "$TMP/err")"
wait
expect 'the reader' "$(tr '\n' ' ' < "$TMP/reader")" '3 3 '
expect 'an empty place' "$(published 'SELECT count(*) FROM connections')" 2

# old files go after so many days
touch -d '20 days ago' "$TMP/published/inventory-2020-01-01.db"
night || fail "$(cat "$TMP/err")"
[ ! -e "$TMP/published/inventory-2020-01-01.db" ] || fail 'an old file stays'
[ ! -s "$TMP/failed" ]
