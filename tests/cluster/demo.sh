#!/bin/sh
# SPDX-License-Identifier: MIT
# `make demo-cluster`: the main job on a cluster of sqld: one primary and two replicas on loopback.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
. tests/cluster/sqld.sh
trap sqld_stop_all EXIT
trap 'exit 1' HUP INT TERM

show() { # show NODE SQL [TEXT...]
  echo "node $1> $2"
  ask "$@" || :
  echo
}

sqld_install
sqld_prepare
for node in 0 1 2; do sqld_start "$node"; done
echo "one primary (node 0) and two replicas (nodes 1 and 2) on 127.0.0.1, ports $(port_of 0) to $(port_of 2)"
echo

show 0 'CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1)'
wait_for 1 "SELECT count(*) FROM pragma_table_list WHERE name = 'connections' AND type = 'virtual'" 1
wait_for 2 "SELECT count(*) FROM pragma_table_list WHERE name = 'connections' AND type = 'virtual'" 1

echo "the requests of tests/data/requests.jsonl, over all three nodes in turn"
number=0
while read -r request; do
  ask $((number % 3)) 'INSERT INTO connections(request) VALUES(?)' "$request" > "$CLUSTER/said" || cat "$CLUSTER/said"
  number=$((number + 1))
done < tests/data/requests.jsonl
wait_for 2 'SELECT count(*) FROM connections' "$number"
show 2 'SELECT connection_type, count(*) FROM connections GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5'

first=$(ask 0 'SELECT min(name) FROM connections')
echo "a duplicate is refused, whichever node is asked"
show 1 'INSERT INTO connections(name, connection_type, connection_properties) VALUES(?, '"'CUSTOM', '{}')" "$first"
grep -q AlreadyExistsException "$CLUSTER/answer.json" || die 'which it is not'

echo "a report on a replica"
show 1 'SELECT f.rule, count(*) FROM connections c, glue_lint(c.request) f GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3'

echo "the primary is killed: the replicas go on reading, and writing has to wait"
sqld_stop 0 KILL
show 2 'SELECT count(*) FROM connections'
sqld_start 0
echo "it is back"
show 0 "INSERT INTO connections(name, connection_type, connection_properties) VALUES('after the crash', 'CUSTOM', '{}')"
for node in 1 2; do sqld_revive $node "SELECT count(*) FROM connections WHERE name = 'after the crash'" 1; done
wait_for 2 "SELECT count(*) FROM connections WHERE name = 'after the crash'" 1
show 2 "SELECT name, arn FROM connections WHERE name = 'after the crash'"
