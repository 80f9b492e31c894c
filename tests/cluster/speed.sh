#!/bin/bash
# SPDX-License-Identifier: MIT
# `make bench-cluster`: how fast a cluster of sqld is, beside an ordinary table in the same engine, and how
# much it carries; prints the tables of tests/results/cluster.md, and writes them to RESULTS if that is set.
# ROWS are the sizes of the table, SECONDS_OF_LOAD how long each crowd of clients reads or writes. Ends
# with 1 where a factor is above its limit.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=/dev/null
. tests/cluster/sqld.sh
trap sqld_stop_all EXIT
trap 'exit 1' HUP INT TERM
sizes=${ROWS:-"1000 10000 100000"}
seconds=${SECONDS_OF_LOAD:-3}

speed() { # JOB ARGUMENT...
  job=$1
  shift
  node tests/cluster/speed.mjs "$job" "$READ_WRITE" "$@"
}
pid_of() { cat "$CLUSTER/node$1.pid"; }
size() { du -sb "$@" | awk '{ sum += $1 } END { print sum }'; }
megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f MB", bytes / 1e6 }'; }
data=$CLUSTER/node0/dbs/default

tables() {
  ask 0 'CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0)'
  # What the extension stores, with no rule, its values by default.
  ask 0 "CREATE TABLE ordinary(id INTEGER PRIMARY KEY, name TEXT NOT NULL, connection_type TEXT NOT NULL,
    status TEXT DEFAULT 'READY', description TEXT, catalog_id TEXT NOT NULL DEFAULT '123456789012',
    region TEXT NOT NULL DEFAULT 'eu-west-1', connection_properties TEXT, athena_properties TEXT, spark_properties TEXT,
    python_properties TEXT, match_criteria TEXT, physical_connection_requirements TEXT, authentication_configuration TEXT,
    validate_credentials INTEGER DEFAULT 1, validate_for_compute_environments TEXT, tags TEXT,
    connection_schema_version INTEGER DEFAULT 1, compatible_compute_environments TEXT, status_reason TEXT,
    creation_time INTEGER DEFAULT (unixepoch()), last_updated_time INTEGER DEFAULT (unixepoch()),
    last_connection_validation_time INTEGER, last_updated_by TEXT DEFAULT 'user/local', unknown_members TEXT,
    credentials TEXT, is_observation INTEGER, UNIQUE(name, catalog_id, region), UNIQUE(connection_type, id)) STRICT"
}

growth() {
  lookups=
  echo '| rows | inserts a transaction | ordinary, ms each | extension | factor (limit 1.3) | ordinary, with a password | extension, sealed | factor (limit 1.6) |'
  echo '|--:|--:|--:|--:|--:|--:|--:|--:|'
  for rows in $sizes; do
    for table in ordinary connections; do speed fill "$port" $table "$rows"; done
    speed inserts "$port" "$rows" || exceeded=1
    lookups="$lookups$(speed lookups "$port" "$rows")
"
  done
  echo
  echo '## Reads as the table grows'
  echo
  echo '| rows | by name: ordinary, ms | extension | count of a type: ordinary | extension | an account without any: ordinary | extension |'
  echo '|--:|--:|--:|--:|--:|--:|--:|'
  printf '%s' "$lookups"
}

carries() {
  echo '| what | clients | a second | ms, median | ms, 99 % | ms of a processor each |'
  echo '|---|--:|--:|--:|--:|--:|'
  for clients in 1 8 32; do speed readers '' $clients "$seconds" "$(pid_of 0)" "$port"; done
  # One writer: there is one at a time anyway, and sqld may get stuck where several come at once.
  for batch in 1 100 1000; do speed writers '' 1 "$seconds" $batch "$(pid_of 0)" "$port"; done
}

# Until the servers have nothing more to do for each other: they compact logs and send them.
settle() {
  ticks=
  for _ in $(seq 30); do
    before=$ticks
    ticks=$(for node in 0 1 2; do cut -d' ' -f14-15 "/proc/$(pid_of $node)/stat"; done)
    [ "$ticks" = "$before" ] && return
    sleep 1
  done
}

replicas() {
  settle
  echo "| what | clients | a second | ms, median | ms, 99 % | ms of a processor each, by node |"
  echo '|---|--:|--:|--:|--:|--:|'
  pids=$(pid_of 0),$(pid_of 1),$(pid_of 2)
  speed readers ', at a replica' 32 "$seconds" "$pids" "$(port_of 1)"
  speed readers ', 3 nodes' 32 "$seconds" "$pids" "$(port_of 0)" "$(port_of 1)" "$(port_of 2)"
  speed writers ', at the primary' 1 "$seconds" 1 "$pids" "$port"
  speed writers ', at a replica' 1 "$seconds" 1 "$pids" "$(port_of 1)"
  speed writers ', at the primary' 1 "$seconds" 100 "$pids" "$port"
  echo
  echo "A replica shows a write of the primary after $(speed lag "$port" "$(port_of 1)" 50)."
}

namespaces() {
  sqld_stop_all
  mv "$CLUSTER/node0" "$CLUSTER/filled"
  admin=127.0.0.1:$((BASE_PORT + 11))
  sqld_start 0 --enable-namespaces --admin-listen-addr $admin
  targets=
  for name in a b c d; do
    curl -sf -m 10 -H 'Content-Type: application/json' -d '{}' "http://$admin/v1/namespaces/$name/create" > /dev/null ||
      die 'no namespace'
    targets="$targets $port/$name"
  done
  for target in $targets; do speed create "$target"; done
  echo '| what | clients | a second | ms, median | ms, 99 % | ms of a processor each |'
  echo '|---|--:|--:|--:|--:|--:|'
  for batch in 1 100; do
    speed writers ', 1 namespace' 1 "$seconds" $batch "$(pid_of 0)" "$port/a"
    # shellcheck disable=SC2086 # a list of targets
    speed writers ', 4 namespaces' 4 "$seconds" $batch "$(pid_of 0)" $targets
  done
}

# One file, and the same connections in four: reads in a shell, by a view over all of them.
split() {
  rm -f "$CLUSTER"/whole.db* "$CLUSTER"/part?.db*
  {
    echo '.load dist/glue_connections'
    echo "ATTACH '$CLUSTER/filled/dbs/default/data' AS filled;"
    for file in whole part1 part2 part3 part4; do
      echo "ATTACH '$CLUSTER/$file.db' AS $file;
        CREATE VIRTUAL TABLE $file.connections USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0);"
    done
    echo "INSERT INTO whole.connections SELECT * FROM filled.connections WHERE name GLOB 'row-*';"
    for part in 1 2 3 4; do
      echo "INSERT INTO part$part.connections SELECT * FROM whole.connections WHERE rowid % 4 = $part - 1;"
    done
    # The columns that are asked for: a view hands over all that it has.
    columns='name, connection_type, tags'
    echo "CREATE TEMP VIEW parts AS SELECT $columns FROM part1.connections UNION ALL SELECT $columns FROM part2.connections
      UNION ALL SELECT $columns FROM part3.connections UNION ALL SELECT $columns FROM part4.connections;"
    echo '.timer on'
    for table in whole.connections parts; do
      echo ".print $table"
      echo "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
        SELECT '=' || count((SELECT tags FROM $table WHERE name = 'row-' || (i * 7 % 1000))) FROM n;"
      echo "SELECT '=' || count(*) FROM $table WHERE connection_type = 'JDBC';"
      echo "SELECT '=' || count(*) FROM $table WHERE tags ->> 'owner' = 'me';"
    done
  } | GLUE_KEYRING="$CLUSTER/keyring" "$SQLITE3" -batch -bail -init /dev/null > "$CLUSTER/split"
  echo '| read in the shell, ms | one file | four files |'
  echo '|---|--:|--:|'
  awk '/^Run Time/ { time[++n] = $4 * 1000 }
    END {
      printf "| a lookup by name | %.3f | %.3f |\n", time[1] / 1000, time[4] / 1000
      printf "| count of a type, all of them | %.1f | %.1f |\n", time[2], time[5]
      printf "| report over the tags of all | %.1f | %.1f |\n", time[3], time[6]
    }' "$CLUSTER/split"
}

report() {
  echo '## Inserts beside an ordinary table'
  echo
  growth
  echo
  rows=$(ask 0 'SELECT count(*) FROM connections')
  echo '## What one primary carries'
  echo
  echo "With $rows connections in the table."
  echo
  carries
  echo
  echo '| accounts | inserts into one, ms each | spread over all of them | factor |'
  echo '|--:|--:|--:|--:|'
  for number in 100 10000; do speed accounts "$port" $number; done
  echo
  echo '## What two replicas add'
  echo
  begin=$(date +%s%N)
  count=$(ask 0 'SELECT count(*) FROM connections')
  for node in 1 2; do sqld_start $node; done
  for node in 1 2; do
    sqld_wait_copied $node
    wait_for $node 'SELECT count(*) FROM connections' "$count"
  done
  took=$((($(date +%s%N) - begin) / 1000000))
  replicas
  echo "Two new ones had the $(megabytes "$(size "$data/data")") of the file after $(awk -v ms=$took 'BEGIN { printf "%.1f", ms / 1000 }') s."
  echo
  echo '## Bytes'
  echo
  echo '| changes a transaction | of the log for an insert with a password | for a change of tags |'
  echo '|--:|--:|--:|'
  speed log "$port"
  echo
  stopped 0 "SELECT printf('In the file: %d bytes for each of %d connections with their indexes, %d for each of %d rows of the ordinary table.',
    (SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%connections%') / (SELECT count(*) FROM connections),
    (SELECT count(*) FROM connections),
    (SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%ordinary%') / (SELECT count(*) FROM ordinary), (SELECT count(*) FROM ordinary))"
  echo
  echo '## Namespaces'
  echo
  namespaces
  echo
  echo '## One file or four'
  echo
  split
}

sqld_install
sqld_prepare
sqld_start 0
port=$(port_of 0)
exceeded=0
tables
report > "$CLUSTER/report.md"
cat "$CLUSTER/report.md"
[ -z "${RESULTS-}" ] || cp "$CLUSTER/report.md" "$RESULTS"
exit $exceeded
