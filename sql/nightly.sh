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
folder=${NIGHTLY_FOLDER:-"/var/lib/connections"}             # where inventory.db and inventory.html are published
extension=${NIGHTLY_EXTENSION:-"/usr/local/lib/glue_connections"} # without .so
scripts=${NIGHTLY_SCRIPTS:-"/usr/local/share/glue_connections"} # import.sql and the others
days=${NIGHTLY_DAYS:-14}                                     # how many old files are kept, a day each
sqlite3=${SQLITE3:-sqlite3}

# Prints the connections of a place as JSON. --hide-password: what does not arrive cannot leak. The AWS CLI
# follows the pages by itself.
fetch() { # fetch PROFILE ACCOUNT REGION
  timeout 300 aws glue get-connections --hide-password --output json --profile "$1" --region "$3"
}

# ------------------------------------------------------------------------------------------------------

today=$(date -u +%Y-%m-%d)
fail() {
  printf 'connections: NOT updated: %s\n' "$*" >&2
  exit 1
}
mkdir -p "$folder" || fail "there is no folder $folder"
(: > "$folder/.nightly-lock") || fail "nothing can be written to $folder"
exec 9> "$folder/.nightly-lock"
# One at a time: the folder is taken for as long as this runs. What a run left that was killed goes.
if command -v flock > /dev/null; then
  flock -n 9 || fail 'another run is under way'
  rm -rf "$folder"/.nightly-??????
fi
# In the same file system, so that a rename is enough to publish; and nobody else's to read.
work=$(mktemp -d "$folder/.nightly-XXXXXX") || fail "no room for the work in $folder"
trap 'rm -rf "$work"' EXIT
trap 'fail "stopped by a signal"' HUP INT TERM

# A path as a text of SQL; a text as an argument of a command of the shell of SQLite.
text() { printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"; }
argument() { printf '"%s"' "$(printf %s "$1" | sed 's/[\\"]/\\&/g')"; }
# said LINES: the end of what the last command said, in one line
said() { tail -n "$1" "$work/said" | tr '\n' ' '; }

# sql [WHERE]: runs a script from standard input on the new file, up to the first error.
sql() {
  { printf '.load %s\n' "$(argument "$extension")"; cat; } | "$sqlite3" -batch -bail -init /dev/null "$new" > "$work/said" 2>&1 ||
    fail "${1:+$1: }$(said 3)"
}

# Yesterday's file as it is, or a new one. VACUUM INTO needs no lock for longer than it reads.
old=$folder/inventory.db
new=$work/inventory.db
if [ -f "$old" ]; then
  "$sqlite3" -batch -init /dev/null "$old" "VACUUM INTO $(text "$new")" > "$work/said" 2>&1 || fail "$(said 3)"
  before=$(cksum < "$old")
else
  echo 'CREATE VIRTUAL TABLE connections USING glue_connections(validation=lenient, quota=0);' | sql
fi

[ -n "$(echo "$places" | tr -d ' \t\n')" ] || fail 'no place is listed'
printf '%s\n' "$places" | while read -r profile account region; do
  [ -n "$profile" ] || continue
  fetch "$profile" "$account" "$region" > "$work/answer.json" 2> "$work/said" < /dev/null ||
    fail "$profile $region: $(said 2)"
  # Replaced, created and deleted as the answer has it; whatever is odd about it is an error here.
  sql "$profile $region" <<SQL
.parameter set @file $(argument "$(text "$work/answer.json")")
.parameter set @catalog_id $(argument "$(text "$account")")
.parameter set @region $(argument "$(text "$region")")
.parameter set @existing replace
.parameter set @missing delete
.read $(argument "$scripts/import.sql")
SQL
done || exit 1

# What has changed, and the page.
{
  printf '.read %s\n' "$(argument "$scripts/reports.sql")"
  if [ -f "$old" ]; then
    cat <<SQL
ATTACH $(text "$old") AS yesterday;
CREATE TEMP VIEW compare_before AS SELECT *, request, credentials FROM yesterday.connections;
CREATE TEMP VIEW compare_after AS SELECT *, request, credentials FROM main.connections;
.read $(argument "$scripts/compare.sql")
SQL
  fi
  cat <<SQL
.parameter set @out $(argument "$(text "$work/inventory.html")")
.read $(argument "$scripts/page.sql")
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA main.journal_mode = delete;
.mode list
.headers off
.once $(argument "$work/summary")
SELECT connections || iif(connections = 1, ' connection in ', ' connections in ') || accounts ||
       iif(accounts = 1, ' account, ', ' accounts, ') ||
       (SELECT count(DISTINCT name || char(10) || catalog_id || char(10) || region) FROM report_changes) || ' changed, ' ||
       (SELECT count(*) FROM report_secrets WHERE kept = 'in clear') || ' secrets in clear'
  FROM (SELECT count(*) AS connections, count(DISTINCT catalog_id) AS accounts FROM connections);
SQL
} | sql

# A disk that is full is no error to everybody who writes: the page must end as pages do.
if [ "$(tail -n 1 "$work/inventory.html" 2>&1)" != '</script></body></html>' ] || [ ! -s "$work/summary" ]; then
  fail "no whole page was made: $(said 3)"
fi
for file in "$new-wal" "$new-journal" "$old-wal" "$old-journal"; do
  [ ! -e "$file" ] || fail "$file is there: somebody writes to the inventory"
done
if [ -f "$old" ] && [ "$(cksum < "$old")" != "$before" ]; then fail "somebody has written to $old"; fi

# Yesterday's stays under its date; then each file is swapped by one rename, the page first: whoever stops this
# between the two finds in the next night's page what has changed.
chmod 644 "$new" "$work/inventory.html"
sync
trap '' HUP INT TERM
if [ -f "$old" ]; then
  ln -f "$old" "$folder/inventory-$(date -u -r "$old" +%Y-%m-%d).db" || fail "yesterday's file cannot be kept"
fi
mv -f "$work/inventory.html" "$folder/inventory.html" || fail 'the page cannot be swapped'
mv -f "$new" "$old" || fail 'the inventory cannot be swapped'
find "$folder" -maxdepth 1 -name 'inventory-????-??-??.db' -mtime "+$days" -exec rm -f {} + ||
  echo 'connections: old files could not be taken away' >&2

echo "connections: $today: $(cat "$work/summary")"
