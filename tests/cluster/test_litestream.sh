#!/bin/bash
# SPDX-License-Identifier: MIT
# `make test-litestream`: a WAL file that litestream copies while it is written to. Three writers, one of
# them killed, rekey in between, litestream killed and started again, the copy restored while they write and
# afterwards: what is restored is sound, has whole transactions alone, and its secrets open with the keyring,
# which is not copied.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=/dev/null
. tests/cluster/check.sh
SQLITE3=${SQLITE3:-sqlite3}
WORK=$PWD/build/cluster/litestream
TRANSACTIONS=${TRANSACTIONS:-150} # of each writer, ten connections each
export GLUE_KEYRING=$WORK/keyring
trap 'kill -9 $(jobs -p) 2>/dev/null' EXIT
trap 'exit 1' HUP INT TERM

LITESTREAM=$PWD/build/cluster/npm/node_modules/@flydotio/litestream-linux-x64/litestream
if [ ! -x "$LITESTREAM" ]; then
  mkdir -p build/cluster/npm
  npm install --prefix build/cluster/npm --cache build/cluster/npm/cache --ignore-scripts --no-audit --no-fund --no-package-lock \
    @flydotio/litestream@1.0.1 > build/cluster/npm/log 2>&1 || { cat build/cluster/npm/log; exit 1; }
  chmod +x "$LITESTREAM"
fi
rm -rf "$WORK"
mkdir -p "$WORK"
db=$WORK/inventory.db

shell() { # shell FILE: a script on standard input
  { echo '.load dist/glue_connections'; echo '.timeout 20000'; cat; } | "$SQLITE3" -batch -bail -init /dev/null "$1" 2>&1
}
key() { printf 'arn:aws:kms:eu-west-1:123456789012:key/%s %s\n' "$1" "$(openssl rand -base64 32)"; }
(umask 077 && key first > "$GLUE_KEYRING")

cat > "$WORK/litestream.yml" <<YML
dbs:
  - path: $db
    replicas:
      - type: file
        path: $WORK/copy
        sync-interval: 100ms
YML
replicate() {
  "$LITESTREAM" replicate -config "$WORK/litestream.yml" >> "$WORK/litestream.log" 2>&1 &
  litestream=$!
}
end_litestream() {
  kill -9 $litestream
  wait $litestream 2>/dev/null
}
restore() { "$LITESTREAM" restore -config "$WORK/litestream.yml" -o "$1" "$db" >> "$WORK/restore.log" 2>&1; }

# transactions WRITER COUNT [COMMAND]: of ten connections, each with a password.
transactions() {
  for number in $(seq "$2"); do
    echo "BEGIN IMMEDIATE;
      INSERT INTO connections(name, connection_type, connection_properties, tags)
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
        SELECT 'w$1-$number-' || i, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://db.example.com/d',
                 'USERNAME', 'u', 'PASSWORD', 'secret of w$1-$number'), json_object('transaction', 'w$1-$number') FROM n;
      COMMIT;
${3-}"
  done
}
writer() { transactions "$1" "$TRANSACTIONS" '.system sleep 0.02' | shell "$db" > "$WORK/writer$1.log"; }

# check WHAT FILE: the file holds whole transactions, is sound, and its secrets open.
check() {
  is "$1: whole transactions" "$(echo "SELECT count(*) FROM (SELECT 1 FROM connections GROUP BY tags HAVING count(*) <> 10);" | shell "$2")" 0
  is "$1: sound" "$(echo "INSERT INTO connections(connections) VALUES('integrity-check'); PRAGMA integrity_check;" | shell "$2")" ok
  is "$1: all secrets open" "$(echo "SELECT count(*) FROM connections
    WHERE glue_decrypt(request) ->> '\$.ConnectionInput.ConnectionProperties.PASSWORD' IS NOT 'secret of ' || (tags ->> 'transaction');" | shell "$2")" 0
  echo "$1: $(echo 'SELECT count(*) FROM connections;' | shell "$2") connections"
}

is 'the table' "$(echo 'PRAGMA journal_mode = wal; CREATE VIRTUAL TABLE connections USING glue_connections(quota=0);' | shell "$db")" wal
replicate
writer 1 & writer_1=$!
writer 2 & writer_2=$!
{ echo '.load dist/glue_connections'; echo '.timeout 20000'; transactions 3 5000; } > "$WORK/writer3.sql"
"$SQLITE3" -batch -init /dev/null "$db" < "$WORK/writer3.sql" > "$WORK/writer3.log" 2>&1 & writer_3=$!
sleep 1
end_litestream
kill -9 $writer_3 # in the middle of its work
wait $writer_3 2>/dev/null
sleep 0.5
replicate
sleep 1.5
restore "$WORK/meanwhile.db"
is 'restored while it was written to' $? 0
is 'with a part of what is to come' "$(echo "SELECT count(*) BETWEEN 10 AND $((TRANSACTIONS * 20 - 10)) FROM connections WHERE name NOT GLOB 'w3-*';" | shell "$WORK/meanwhile.db")" 1
check meanwhile "$WORK/meanwhile.db"

# a new key, first in the keyring, and all sealed with it
(umask 077 && { key second; cat "$GLUE_KEYRING"; } > "$GLUE_KEYRING.new" && mv "$GLUE_KEYRING.new" "$GLUE_KEYRING")
is rekey "$(echo "INSERT INTO connections(connections) VALUES('default-key=arn:aws:kms:eu-west-1:123456789012:key/second');
  INSERT INTO connections(connections) VALUES('rekey');" | shell "$db")" ''
end_litestream
wait $writer_1 $writer_2
is 'what the writers say' "$(cat "$WORK"/writer?.log)" ''
is 'all that they wrote is there' "$(echo "SELECT count(*) FROM connections WHERE name NOT GLOB 'w3-*';" | shell "$db")" $((TRANSACTIONS * 20))
total=$(echo 'SELECT count(*) FROM connections;' | shell "$db")
is 'and a part of what the killed one wrote' "$((total > TRANSACTIONS * 20 && total < TRANSACTIONS * 20 + 50000))" 1
replicate
for _ in $(seq 100); do # until the copy has caught up
  sleep 0.2
  rm -f "$WORK/afterwards.db"
  restore "$WORK/afterwards.db" || continue
  [ "$(echo 'SELECT count(*) FROM connections;' | shell "$WORK/afterwards.db")" = "$total" ] && break
done
is 'all of it' "$(echo 'SELECT count(*) FROM connections;' | shell "$WORK/afterwards.db")" "$total"
check afterwards "$WORK/afterwards.db"
is 'all with the new key' "$(echo "SELECT count(*) FROM connections WHERE connection_properties ->> 'ENCRYPTED_PASSWORD' NOT LIKE '%:key/second:%';" | shell "$WORK/afterwards.db")" 0
is 'the keyring is not in the copy' "$(find "$WORK/copy" -type f -print0 | xargs -0 grep -laF "$(head -1 "$GLUE_KEYRING" | cut -d' ' -f2)")" ''
is 'nor in what is restored from it, in clear' "$(grep -laF 'secret of w' "$WORK/meanwhile.db" "$WORK/afterwards.db")" ''
echo "the copy: $(du -sb "$WORK/copy" | cut -f1) bytes for $total connections, $(du -sb "$db" | cut -f1) in the file"
is 'no secret is in the copy' "$(find "$WORK/copy" -type f -print0 | xargs -0 grep -laF 'secret of w')" ''
kill $litestream
wait $litestream 2>/dev/null
is 'no process is left' "$(running "$LITESTREAM")" ''
result
