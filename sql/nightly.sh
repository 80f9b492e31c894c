#!/bin/sh
# SPDX-License-Identifier: MIT
# An inventory made anew every night: copy this file, change what stands above the line, and let cron run it.
#
# It fetches the connections of each place, imports them into a copy of yesterday's file, compares the two,
# makes the page, and only then puts both in the place of the old ones. Whatever fails, nothing is
# replaced: the exit code is 1, and the last line on standard error says why. Else the last line is a
# summary, which cron sends by mail.
#
# The published file is in journal_mode DELETE and has no -wal or -journal beside it when it is swapped in.
# A reader that has it open keeps yesterday's: readers open it anew.
set -eu

# ---- yours to change ---------------------------------------------------------------------------------

# One line a place: a profile of the AWS CLI, the account it leads to, a region.
places=${NIGHTLY_PLACES:-'
default 123456789012 eu-west-1
'}
folder=${NIGHTLY_FOLDER:-/var/lib/connections}               # where inventory.db and inventory.html are published
extension=${NIGHTLY_EXTENSION:-/usr/local/lib/glue_connections} # without .so
scripts=${NIGHTLY_SCRIPTS:-/usr/local/share/glue_connections} # import.sql and the others
days=${NIGHTLY_DAYS:-14}                                     # how many old files are kept, a day each
sqlite3=${SQLITE3:-sqlite3}

# Prints the connections of a place as JSON. --hide-password: what does not arrive cannot leak. The AWS CLI
# follows the pages by itself.
fetch() { # fetch PROFILE ACCOUNT REGION
  timeout 300 aws glue get-connections --hide-password --output json --profile "$1" --region "$3"
}

# ------------------------------------------------------------------------------------------------------

today=$(date -u +%Y-%m-%d)
mkdir -p "$folder"
# In the same file system, so that a rename is enough to publish; and nobody else's to read.
work=$(mktemp -d "$folder/.nightly-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
fail() {
  echo "connections: NOT updated: $*" >&2
  exit 1
}

# One at a time: the folder is taken for as long as this runs.
exec 9> "$folder/.nightly-lock"
if command -v flock > /dev/null; then flock -n 9 || fail 'another run is under way'; fi

# sql FILE: runs a script from standard input, up to the first error.
sql() {
  { echo ".load '$extension'"; cat; } | "$sqlite3" -batch -bail -init /dev/null "$1" > "$work/said" 2>&1 ||
    fail "$(tail -n 3 "$work/said" | tr '\n' ' ')"
}

# Yesterday's file as it is, or a new one. VACUUM INTO needs no lock for longer than it reads.
old=$folder/inventory.db
new=$work/inventory.db
if [ -f "$old" ]; then
  "$sqlite3" -batch -init /dev/null "file:$old?mode=ro" "VACUUM INTO '$new'" > "$work/said" 2>&1 || fail "$(cat "$work/said")"
else
  echo 'CREATE VIRTUAL TABLE connections USING glue_connections(validation=lenient, quota=0);' | sql "$new"
fi

echo "$places" | while read -r profile account region; do
  [ -n "$profile" ] || continue
  fetch "$profile" "$account" "$region" > "$work/answer.json" 2> "$work/said" < /dev/null ||
    fail "$profile $region: $(tail -n 2 "$work/said" | tr '\n' ' ')"
  # Replaced, created and deleted as the answer has it; whatever is odd about it is an error here.
  sql "$new" <<SQL
.parameter set @file "'$work/answer.json'"
.parameter set @catalog_id "'$account'"
.parameter set @region "'$region'"
.parameter set @existing replace
.parameter set @missing delete
.read '$scripts/import.sql'
SQL
done || exit 1

# What has changed, and the page.
{
  echo ".read '$scripts/reports.sql'"
  if [ -f "$old" ]; then
    cat <<SQL
ATTACH 'file:$old?mode=ro' AS yesterday;
CREATE TEMP VIEW compare_before AS SELECT *, request, credentials FROM yesterday.connections;
CREATE TEMP VIEW compare_after AS SELECT *, request, credentials FROM main.connections;
.read '$scripts/compare.sql'
SQL
  fi
  cat <<SQL
.parameter set @out "'$work/inventory.html'"
.read '$scripts/page.sql'
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA journal_mode = delete;
.mode list
.headers off
.output '$work/summary'
SELECT count(*) || ' connections in ' || count(DISTINCT catalog_id) || ' accounts, ' ||
       (SELECT count(DISTINCT name || char(10) || catalog_id || char(10) || region) FROM report_changes) || ' changed, ' ||
       (SELECT count(*) FROM report_secrets WHERE kept = 'in clear') || ' secrets in clear' FROM connections;
.output
SQL
} | sql "$new"

for file in "$new-wal" "$new-journal" "$old-wal" "$old-journal"; do
  [ ! -e "$file" ] || fail "$file is there: somebody writes to the inventory"
done
if [ ! -s "$work/summary" ] || [ ! -s "$work/inventory.html" ]; then fail "no page was made"; fi

# Yesterday's stays under its date; then each file is swapped by one rename.
chmod 644 "$new" "$work/inventory.html"
if [ -f "$old" ]; then ln -f "$old" "$folder/inventory-$(date -u -r "$old" +%Y-%m-%d).db"; fi
mv -f "$new" "$old"
mv -f "$work/inventory.html" "$folder/inventory.html"
find "$folder" -maxdepth 1 -name 'inventory-????-??-??.db' -mtime "+$days" -exec rm -f {} +

echo "connections: $today: $(cat "$work/summary")"
