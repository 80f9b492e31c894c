#!/bin/sh
# SPDX-License-Identifier: MIT
# The examples for other hosts in the manuals run as they stand there, where the host is installed
# and loads extensions.
set -eu
mkdir "$TMP/work"
ln -s "$(dirname "$EXTENSION")" "$TMP/work/dist"

# The code block of that language in a manual.
block() { awk -v fence="\`\`\`$1" '/^```/ { on = $0 == fence; next } on' "$2"; }

block python README.md > "$TMP/work/example.py"
block python sql/README.md > "$TMP/work/fake.py"
block js tests/hosts/README.md > "$TMP/work/example.js"
cd "$TMP/work"
for python in python3 /usr/bin/python3; do
  "$python" -c 'import sqlite3
assert sqlite3.sqlite_version_info >= (3, 38)
assert hasattr(sqlite3.Connection, "enable_load_extension")' 2>/dev/null || continue
  rm -f inventory.db
  "$python" example.py
  "$python" example.py | grep -qx 'AlreadyExistsException: Connection already exists: orders-db'
  "$python" fake.py
  break
done
if node -e 'require("node:sqlite")' 2>/dev/null; then
  rm -f inventory.db
  node example.js 2>/dev/null | grep -qx '\[\]'
fi
