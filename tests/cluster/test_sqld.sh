#!/bin/bash
# SPDX-License-Identifier: MIT
# `make test-cluster`: what the manual says of sqld (tests/cluster/README.md), against one primary and two
# replicas on loopback. SECONDS_OF_LOAD is how long the clients write while the primary is killed.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=/dev/null
. tests/cluster/sqld.sh
# shellcheck source=/dev/null
. tests/cluster/check.sh
trap sqld_stop_all EXIT
trap 'exit 1' HUP INT TERM
SECONDS_OF_LOAD=${SECONDS_OF_LOAD:-15}

# reaches WHAT NODE SQL EXPECTED: a replica says so, sooner or later.
reaches() {
  what=$1
  shift
  if wait_for "$@"; then is "$what" 1 1; else is "$what" 'not reached' reached; fi
}

# sqld sometimes gets stuck where several clients write at once, as the manual says: then it is started again.
unstick() {
  [ "$(PATIENCE=5 ask 0 "DELETE FROM connections WHERE name = 'nobody'")" = '' ] && return
  echo 'the primary answers no write any more: started again'
  sqld_stop 0 KILL
  sqld_start 0
}

sqld_install
sqld_prepare
for node in 0 1 2; do sqld_start "$node"; done
is 'nobody listens but on loopback' "$(listens_elsewhere "$SQLD")" ''
ports="$(port_of 0) $(port_of 1) $(port_of 2)"
custom="INSERT INTO connections(name, connection_type, connection_properties) VALUES(?, 'CUSTOM', '{}')"

# ---- the requests over all nodes -----------------------------------------------------------------
is 'the table' "$(ask 0 'CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0)')" ''
for node in 1 2; do wait_for $node "SELECT count(*) FROM pragma_table_list WHERE name = 'connections' AND type = 'virtual'" 1; done
number=0
while read -r request; do
  is "request $number" "$(ask $((number % 3)) 'INSERT INTO connections(request) VALUES(?)' "$request")" ''
  number=$((number + 1))
done < tests/data/requests.jsonl
for node in 0 1 2; do reaches "all on node $node" $node 'SELECT count(*) FROM connections' $number; done
first=$(ask 0 'SELECT min(name) FROM connections')
for node in 0 1 2; do
  has "a duplicate on node $node" "$(ask $node "$custom" "$first")" "AlreadyExistsException: Connection already exists: $first"
  [ $node -eq 0 ] && code=SQLITE_CONSTRAINT || code=PROXY_ERROR
  is "its code on node $node" "$(answer error.code)" "$code"
done
has 'an invalid request, asked of a replica' "$(ask 1 "$custom" '')" 'InvalidInputException: 1 validation error detected'

# ---- one's own writes on a replica: as soon as replication_index is that of the write -------------------------
for round in 1 2 3 4 5; do
  ask 0 "$custom" "mine $round"
  written=$(answer response.result.replication_index)
  for _ in $(seq 100); do
    seen=$(ask 2 "SELECT count(*) FROM connections WHERE name = 'mine $round'")
    [ "$(answer response.result.replication_index)" -ge "$written" ] && break
  done
  is "what was written is there, round $round" "$seen" 1
  number=$((number + 1))
done

# ---- who it was: known to the process that is asked, for one stream ------------------------------------------
alice() { # NAME: her statements
  echo "SELECT glue_principal('user/alice')"
  echo "INSERT INTO connections(name, connection_type, connection_properties) VALUES('$1', 'CUSTOM', '{}')"
}
alice asked | ask_each 0
alice forwarded | ask_each 1
alice 'in one piece' | sed 's/$/;/' > "$CLUSTER/alice.sql"
run_file 1 "$CLUSTER/alice.sql"
number=$((number + 3))
ask 0 "$custom" "somebody's"
is 'whose they are' "$(ask 0 "SELECT name, last_updated_by FROM connections
  WHERE name IN ('asked', 'forwarded', 'in one piece', 'somebody''s') ORDER BY 1")" "asked|user/alice
forwarded|user/local
in one piece|user/alice
somebody's|user/local"
number=$((number + 1))

# ---- quota, tags, updates, renames, the life of an OAUTH2 connection ----------------------------------
command='INSERT INTO connections(connections) VALUES(?)'
is 'quota, set on a replica' "$(ask 2 "$command" "quota=$((number + 2))")" ''
is 'one more' "$(ask 0 "$custom" q1)" ''
is 'another' "$(ask 1 "$custom" q2)" ''
has 'no third' "$(ask 2 "$custom" q3)" 'ResourceNumberLimitExceededException'
is 'no quota' "$(ask 0 "$command" quota=0)" ''
is 'tags' "$(ask 1 "UPDATE connections SET tags = json_set(tags, '\$.owner', 'me') WHERE name = 'q1'")" ''
is 'an update' "$(ask 2 "UPDATE connections SET description = 'changed' WHERE name = 'q1'")" ''
is 'a rename' "$(ask 1 "UPDATE connections SET name = 'q1 renamed' WHERE name = 'q1'")" ''
reaches 'all of it on a replica' 2 "SELECT description || tags || arn FROM connections WHERE name = 'q1 renamed'" 'changed{"owner":"me"}arn:aws:glue:eu-west-1:123456789012:connection/q1 renamed'
is 'OAUTH2' "$(ask 2 "INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration)
  VALUES('crm', 'SALESFORCE', '{\"INSTANCE_URL\":\"https://example.my.salesforce.com\"}',
  '{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":{\"OAuth2GrantType\":\"CLIENT_CREDENTIALS\",\"TokenUrl\":\"https://login.salesforce.com/services/oauth2/token\"}}')")" ''
reaches 'in progress' 1 "SELECT status FROM connections WHERE name = 'crm'" IN_PROGRESS
is 'completed' "$(ask 1 "UPDATE connections SET status = 'READY' WHERE name = 'crm'")" ''
reaches 'ready' 2 "SELECT status FROM connections WHERE name = 'crm'" READY

# ---- lint, types and reports on a replica ------------------------------------------------------------
has 'lint' "$(ask 1 'SELECT rule FROM glue_lint(?)' '{"Name":"x","ConnectionType":"JBDC","ConnectionProperties":{}}')" connection-type
has 'types' "$(ask 2 "SELECT count(*) > 50 FROM glue_connection_types")" 1
is 'reports are made' "$(run_file 0 sql/reports.sql)" ''
for node in 1 2; do reaches "reports on node $node" $node "SELECT count(*) FROM report_types WHERE connection_type = 'JDBC'" 1; done
is 'an index serves a replica too' "$(ask 1 "EXPLAIN QUERY PLAN SELECT 1 FROM connections WHERE name = 'x'" | grep -c 'name = ?')" 1

# ---- who may open secrets: nobody over the network ---------------------------------------------------
secret="INSERT INTO connections(name, connection_type, connection_properties) VALUES(?, 'JDBC',
  '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://db.example.com/d\",\"USERNAME\":\"u\",\"PASSWORD\":\"s3cr3t-over-the-wire\"}')"
is 'a password' "$(ask 1 "$secret" secretive)" ''
is 'a password that is bound' "$(ask 0 "INSERT INTO connections(name, connection_type, connection_properties) VALUES(?, 'JDBC', ?)" bound \
  '{"JDBC_CONNECTION_URL":"jdbc:mysql://db.example.com/d","USERNAME":"u","PASSWORD":"b0und-over-the-wire"}')" ''
wait_for 2 "SELECT count(*) FROM connections WHERE name IN ('secretive', 'bound')" 2
for node in 0 1 2; do
  for token in "$READ_ONLY" "$READ_WRITE"; do
    for call in 'SELECT glue_decrypt(request) FROM connections WHERE name = '"'secretive'" "SELECT glue_keyring()" \
      "SELECT glue_keyring('/tmp/x')" "SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/x')" \
      "SELECT glue_default_key('arn:aws:kms:eu-west-1:123456789012:key/cluster')" 'SELECT * FROM glue_keys' \
      "SELECT readfile('keyring')" "SELECT writefile('keyring', '')" "SELECT data FROM fsdir('keyring')"; do
      said=$(TOKEN=$token ask "$node" "$call")
      has "node $node, refused: $call" "$said" 'ERROR'
      is "no path in: $said" "$(echo "$said" | grep -c "$CLUSTER")" 0
    done
  done
done
for node in 0 1; do
  has "a read-only token writes nothing on node $node" "$(TOKEN=$READ_ONLY ask $node "$custom" intruder)" 'ERROR'
done
is 'which is so' "$(ask 0 "SELECT count(*) FROM connections WHERE name = 'intruder'")" 0
for pragma in 'journal_mode = delete' synchronous=off wal_checkpoint writable_schema=1 cache_size=9; do
  has "refused: PRAGMA $pragma" "$(ask 0 "PRAGMA $pragma")" 'unsupported statement'
done
for statement in VACUUM "ATTACH 'x' AS x"; do has "refused: $statement" "$(ask 0 "$statement")" 'unsupported statement'; done
is 'no secret in any file' "$(grep -rlaE 's3cr3t-over-the-wire' "$CLUSTER"/node*/dbs | grep -v stats.json)" ''
is 'no bound one in the logs and statistics either' "$(grep -rlaE 'b0und-over-the-wire' "$CLUSTER"/node*)" ''
is 'rekey works with the keyring of the environment' "$(ask 1 "$command" rekey)" ''

# ---- eight clients with the same names over all nodes: one winner each ------------------------------------
race() {
  # shellcheck disable=SC2086  # a list of ports
  node tests/cluster/clients.mjs race "$READ_WRITE" 20 $ports > "$CLUSTER/race" 2> "$CLUSTER/race.log"
}
race || {
  unstick
  is 'the race again' "$(ask 0 "DELETE FROM connections WHERE name GLOB 'race-*'")" ''
  race || cat "$CLUSTER/race.log"
}
is 'names' "$(grep -c . "$CLUSTER/race")" 20
is 'one winner each' "$(cut -d' ' -f2 "$CLUSTER/race" | sort -u)" 1

# ---- without the primary: a replica reads, and what it has to ask the primary fails -------------------------
sqld_stop 0
is 'a replica reads' "$(ask 1 "SELECT count(*) FROM connections WHERE name = 'secretive'")" 1
has 'but does not write' "$(PATIENCE=2 ask 1 "$custom" alone)" ERROR
has 'and integrity-check is the primary'"'"'s' "$(PATIENCE=2 ask 1 "$command" integrity-check)" ERROR
sqld_start 0

# ---- the primary is killed three times under load ----------------------------------------------------
: > "$CLUSTER/journal"
# shellcheck disable=SC2086
node tests/cluster/clients.mjs load "$READ_WRITE" "$SECONDS_OF_LOAD" "$CLUSTER/journal" $ports > "$CLUSTER/load" &
clients=$!
for _ in 1 2 3; do
  sleep $((SECONDS_OF_LOAD / 5))
  sqld_stop 0 KILL
  sleep 0.5
  sqld_start 0
  lines=$(grep -c '^ok' "$CLUSTER/journal")
done
wait $clients || cat "$CLUSTER/load"
unstick
is 'they went on after each kill' "$(($(grep -c '^ok' "$CLUSTER/journal") > lines))" 1
count=$(ask 0 'SELECT count(*) FROM connections')
for node in 1 2; do sqld_revive $node 'SELECT count(*) FROM connections' "$count"; done
for node in 1 2; do reaches "node $node has caught up" $node 'SELECT count(*) FROM connections' "$count"; done
sqld_renew 2
reaches 'a new replica has all of it' 2 'SELECT count(*) FROM connections' "$count"
is 'sound' "$(ask 0 "$command" integrity-check)" ''
is 'integrity-check on a replica asks the primary' "$(ask 1 "$command" integrity-check)" ''

# ---- somebody writes to a shadow table: possible, and found -------------------------------------------
is 'direct write' "$(ask 0 "UPDATE connections_catalogs SET connections = connections + 1")" ''
has 'is found' "$(ask 2 "$command" integrity-check)" 'connections'
is 'and mended' "$(ask 0 "UPDATE connections_catalogs SET connections = connections - 1")" ''

# ---- the files of the stopped servers --------------------------------------------------------------------
is 'a last write' "$(ask 0 "$custom" last)" ''
for node in 1 2; do
  is "node $node has everything" "$(sqld_wait_copied $node 2>&1)" ''
  reaches "the last write on node $node" $node "SELECT count(*) FROM connections WHERE name = 'last'" 1
done
sleep 1
for node in 2 1 0; do sqld_stop $node; done
for node in 0 1 2; do
  said=$(stopped $node "$(printf '%s\n' 'CREATE TEMP TABLE journal(line);' ".import $CLUSTER/journal journal" "$(cat tests/cluster/journal.sql)")")
  is "node $node: everything acknowledged is there once" "$(echo "$said" | grep -v acknowledged)" ''
  echo "node $node: $said, $(stopped $node 'SELECT count(*) FROM connections') connections"
  is "node $node: all secrets open" "$(stopped $node "SELECT count(*) > 100,
    sum(glue_decrypt(request) ->> '\$.ConnectionInput.ConnectionProperties.PASSWORD' IS NOT 's3cret')
    FROM connections WHERE name GLOB 'load-*'")" '1|0'
  is "node $node: the counters are right" "$(stopped $node 'SELECT sum(connections) - (SELECT count(*) FROM connections)
    FROM connections_catalogs')" 0
  is "node $node: SQLite's own check" "$(stopped $node 'PRAGMA integrity_check')" ok
done
is "the clients' work: $(cat "$CLUSTER/load")" "$(grep -c '"ok insert"' "$CLUSTER/load"), $(grep -c wrong "$CLUSTER/load")" '1, 0'
is 'no process is left' "$(running "$SQLD")" ''
result
