#!/bin/sh
# SPDX-License-Identifier: MIT
# sql/nightly.sh against a fake `aws`: an inventory of two places over three nights, and every way in which a
# night can fail. Whatever fails, what was published stays as it was.
set -u
home="$TMP/$(printf 'it%ss %shome%s 100%%20? #1 \\n' \' \" \")" # whatever a path may have in it
mkdir "$TMP/bin" "$home" "$home/sql" "$TMP/places"
cp sql/*.sql "$EXTENSION" "$home/sql"
: > "$TMP/failed"
fail() { printf '%s\n' "$*" | tee -a "$TMP/failed"; }

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
  writes) "$SQLITE3" -batch -init /dev/null "$NIGHTLY_FOLDER/inventory.db" 'CREATE TABLE IF NOT EXISTS mine(a); DROP TABLE mine' ;;
  half) head -c 200 "$PLACES/$profile.$region"; exit 0 ;;
  empty) exit 0 ;;
esac
cat "$PLACES/$profile.$region"
FAKE
printf '#!/bin/sh\nshift\nexec timeout 2 "$@"\n' > "$TMP/bin/soon" # in place of a timeout of minutes
chmod +x "$TMP/bin/aws" "$TMP/bin/soon"
sed 's/^  timeout 300 /  soon 300 /' sql/nightly.sh > "$TMP/nightly.sh"

export PLACES="$TMP/places" NIGHTLY_FOLDER="$home" NIGHTLY_SCRIPTS="$home/sql" SQLITE3
NIGHTLY_EXTENSION=$home/sql/$(basename "${EXTENSION%.*}")
export NIGHTLY_EXTENSION
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
published() { "$SQLITE3" -batch -init /dev/null -cmd ".load '${EXTENSION%.*}'" "$home/inventory.db" "$1"; }
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
grep -q '<!DOCTYPE html>' "$home/inventory.html" || fail 'no page'

# the second: one changed, one gone, one new; one of the same name elsewhere stays
answer one.eu-west-1 "$(connection orders jdbc:mysql://db2.example.com/orders)" "$(connection new jdbc:mysql://db.example.com/new)"
night || fail "the second night: $(cat "$TMP/err")"
grep -q '3 connections in 2 accounts, 3 changed' "$TMP/out" || fail "its summary: $(cat "$TMP/out")"
expect 'what has changed' "$(published "SELECT group_concat(change || ' ' || name, ', ') FROM (SELECT DISTINCT change, name FROM report_changes ORDER BY 1, 2)")" \
  'changed orders, created new, deleted old'
grep -q 'What has changed' "$home/inventory.html" || fail 'the page does not say what has changed'
expect 'yesterday is kept' "$(find "$home" -name 'inventory-*.db' | wc -l)" 1

# nights that fail: nothing is replaced, the exit code says so, and one line why
before=$(cksum "$home/inventory.db" "$home/inventory.html")
for how in fails hangs text page half empty; do
  echo "$how" > "$TMP/places/night"
  night && fail "$how: it should have failed"
  tail -n 1 "$TMP/err" | grep -q '^connections: NOT updated: .' || fail "$how: it says $(cat "$TMP/err")"
  expect "$how" "$(cksum "$home/inventory.db" "$home/inventory.html")" "$before"
  expect "$how: nothing half done" "$(find "$home" -name '.nightly-*' -type d | wc -l)" 0
done
echo fine > "$TMP/places/night"

# The disk is full when the page is written: here, a file that may not grow, without a signal to anybody.
many() { # many COUNT: connections with long names, whose page is larger than their table
  for i in $(seq "$1"); do connection "$(printf 'n%0250d' "$i")" jdbc:mysql://us.example.com/orders; echo ,; done
  connection orders jdbc:mysql://us.example.com/orders
}
answer two.us-east-1 "$(many 100)"
(NIGHTLY_FOLDER=$TMP/roomy && night) || fail "many: $(cat "$TMP/err")"
blocks=$(($(wc -c < "$TMP/roomy/inventory.html") / 512 - 8))
[ "$blocks" -gt $(($(wc -c < "$TMP/roomy/inventory.db") / 512)) ] || fail 'the page should be larger than the table'
(trap '' XFSZ && ulimit -f "$blocks" && night) && fail 'no room for the page: it should have failed'
grep -q '^connections: NOT updated: .*could not write' "$TMP/err" ||
  fail "no room for the page: it says $(cat "$TMP/err")"
expect 'no room for the page' "$(cksum "$home/inventory.db" "$home/inventory.html")" "$before"
answer two.us-east-1 "$(connection orders jdbc:mysql://us.example.com/orders)"

# What a killed run has left is taken away. Two at once do not work; one that is told to stop says so.
mkdir "$home/.nightly-killed"
echo hangs > "$TMP/places/night"
PATH="$TMP/bin:$PATH" sh "$TMP/nightly.sh" 2> "$TMP/stopped" &
run=$!
until find "$home" -path '*/.nightly-*/inventory.db' | grep -q .; do sleep 0.1; done
night && fail 'two at once: the second should have failed'
grep -q 'another run is under way' "$TMP/err" || fail "two at once: $(cat "$TMP/err")"
kill "$run"
wait "$run" && fail 'stopped: it should have failed'
grep -q '^connections: NOT updated: stopped' "$TMP/stopped" || fail "stopped: it says $(cat "$TMP/stopped")"
expect 'what a killed run has left' "$(find "$home" -name '.nightly-*' -type d | wc -l)" 0
echo fine > "$TMP/places/night"
(NIGHTLY_PLACES=' ' && night) && fail 'without places: it should have failed'
grep -q 'no place is listed' "$TMP/err" || fail "without places: $(cat "$TMP/err")"

# a folder that cannot be written to: the exit code is the same, and so are the words
mkdir -p "$TMP/taken/.nightly-lock"
(NIGHTLY_FOLDER=$TMP/taken && night)
expect 'nothing can be written: exit code' $? 1
grep -q '^connections: NOT updated: nothing can be written' "$TMP/err" || fail "nothing can be written: $(cat "$TMP/err")"

# somebody writes to what is published
: > "$home/inventory.db-wal"
night && fail 'a -wal beside it: it should have failed'
rm "$home/inventory.db-wal"
echo writes > "$TMP/places/night" # and has finished by the time of the swap
night && fail 'somebody writes meanwhile: it should have failed'
grep -q 'somebody has written' "$TMP/err" || fail "somebody writes meanwhile: $(cat "$TMP/err")"
echo fine > "$TMP/places/night"

# somebody has set another journal_mode: that is no reason to stop, and is undone
published 'PRAGMA journal_mode = wal' > "$TMP/none"
night || fail "journal_mode wal: $(cat "$TMP/err")"
expect 'journal mode after another' "$(published 'PRAGMA journal_mode')" delete
expect 'beside it' "$(find "$home" -name '*-wal' -o -name '*-shm' -o -name '*-journal' | wc -l)" 0

# a reader that has yesterday's open goes on reading it
(echo 'BEGIN; SELECT count(*) FROM connections_data;'; sleep 3; echo 'SELECT count(*) FROM connections_data;') |
  "$SQLITE3" -batch -init /dev/null "$home/inventory.db" > "$TMP/reader" &
answer two.us-east-1
sleep 1
night || fail "with a reader: $(cat "$TMP/err")"
wait
expect 'the reader' "$(tr '\n' ' ' < "$TMP/reader")" '3 3 '
expect 'an empty place' "$(published 'SELECT count(*) FROM connections')" 2

# old files go after so many days
touch -d '20 days ago' "$home/inventory-2020-01-01.db"
night || fail "$(cat "$TMP/err")"
[ ! -e "$home/inventory-2020-01-01.db" ] || fail 'an old file stays'
[ ! -s "$TMP/failed" ]
