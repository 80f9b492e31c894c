#!/bin/bash
# SPDX-License-Identifier: MIT
# `make bench-cluster`: inserts into the extension's table and into an ordinary one, on the same sqld, in
# turn: medians of ROUNDS, as a table. ROWS are first put into both, to see how it grows.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=/dev/null
. tests/cluster/sqld.sh
trap sqld_stop_all EXIT
trap 'exit 1' HUP INT TERM
ROUNDS=${ROUNDS:-5}
sizes=${ROWS:-"1000 10000 100000"}

sqld_install
sqld_prepare
sqld_start 0
port=$(port_of 0)
columns="name TEXT NOT NULL, connection_type TEXT NOT NULL, connection_properties TEXT NOT NULL, tags TEXT,
  catalog_id TEXT NOT NULL DEFAULT '123456789012', region TEXT NOT NULL DEFAULT 'eu-west-1', status TEXT NOT NULL DEFAULT 'READY',
  creation_time TEXT DEFAULT CURRENT_TIMESTAMP, last_updated_time TEXT DEFAULT CURRENT_TIMESTAMP"
ask 0 'CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0)'
ask 0 "CREATE TABLE ordinary(id INTEGER PRIMARY KEY, $columns, UNIQUE(name, catalog_id, region))"
ask 0 'CREATE INDEX ordinary_type ON ordinary(connection_type)'

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
insert() { node tests/cluster/clients.mjs speed "$READ_WRITE" "$1" "$2" "$3" "$4" "$port"; } # TABLE COUNT BATCH PASSWORD

echo '| rows in the table | inserts a transaction | ordinary, ms each | extension, ms each | factor | with a password |'
echo '|--:|--:|--:|--:|--:|--:|'
for rows in $sizes; do
  for table in ordinary connections; do
    there=$(ask 0 "SELECT count(*) FROM $table")
    insert $table $((rows - there)) 1000 '' > /dev/null
  done
  for batch in 1 100 1000; do
    count=$((batch < 100 ? 200 : batch < 1000 ? 1000 : 3000))
    rm -f "$CLUSTER"/speed.*
    for _ in $(seq "$ROUNDS"); do
      insert ordinary $count $batch '' >> "$CLUSTER/speed.ordinary"
      insert connections $count $batch '' >> "$CLUSTER/speed.plain"
      insert connections $count $batch s3cret >> "$CLUSTER/speed.sealed"
      for table in ordinary connections; do ask 0 "DELETE FROM $table WHERE name GLOB 'speed-*' AND rowid > $rows"; done
    done
    awk -v rows="$rows" -v batch=$batch -v count=$count -v o="$(median < "$CLUSTER/speed.ordinary")" \
      -v p="$(median < "$CLUSTER/speed.plain")" -v s="$(median < "$CLUSTER/speed.sealed")" \
      'BEGIN { printf "| %d | %d | %.3f | %.3f | %.2f | %.2f |\n", rows, batch, o / count, p / count, p / o, s / o }'
  done
done
echo
du -sb "$CLUSTER/node0/dbs/default/data" | awk '{ printf "%.1f MB in the file\n", $1 / 1e6 }'
