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
seconds=${SECONDS_OF_LOAD:-4}

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
  for clients in 1 8 32 100; do speed readers $clients "$seconds" "$(pid_of 0)" "$port"; done
  for batch in 1 100; do
    for clients in 1 8 32; do speed writers $clients "$seconds" $batch "$(pid_of 0)" "$port"; done
  done
}

replicas() {
  echo "| what | clients | a second | ms, median | ms, 99 % | ms of a processor each, by node |"
  echo '|---|--:|--:|--:|--:|--:|'
  pids=$(pid_of 0),$(pid_of 1),$(pid_of 2)
  speed readers 32 "$seconds" "$pids" "$(port_of 1)"
  speed readers 32 "$seconds" "$pids" "$(port_of 0)" "$(port_of 1)" "$(port_of 2)"
  speed writers 8 "$seconds" 1 "$pids" "$port"
  speed writers 8 "$seconds" 1 "$pids" "$(port_of 1)"
  speed writers 8 "$seconds" 100 "$pids" "$port"
  echo
  echo "A replica shows a write of the primary after $(speed lag "$port" "$(port_of 1)" 50)."
}

report() {
  echo '## Inserts beside an ordinary table'
  echo
  growth
  echo
  rows=$(ask 0 'SELECT count(*) FROM connections')
  echo "## What one primary carries, with $rows connections"
  echo
  carries
  echo
  echo '| accounts | one account, ms each | spread over all of them | factor |'
  echo '|--:|--:|--:|--:|'
  for number in 100 10000; do speed accounts "$port" $number; done
  echo
  echo '## What two replicas add'
  echo
  begin=$(date +%s%N)
  for node in 1 2; do sqld_start $node; done
  count=$(ask 0 'SELECT count(*) FROM connections')
  for node in 1 2; do wait_for $node 'SELECT count(*) FROM connections' "$count"; done
  took=$((($(date +%s%N) - begin) / 1000000))
  replicas
  echo "Two new replicas had copied $(megabytes "$(size "$data/data")") after $(awk -v ms=$took 'BEGIN { printf "%.1f", ms / 1000 }') s."
}

sqld_install
sqld_prepare
sqld_start 0
port=$(port_of 0)
exceeded=0
tables
{
  report
} | tee "$CLUSTER/report.md"
exit $exceeded
