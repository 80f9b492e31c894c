#!/bin/sh
# SPDX-License-Identifier: MIT
# The examples for Python in the manuals run as they stand there, and the steps of tests/hosts in Python
# and the shell; `make test-hosts` runs them in all hosts.
set -eu
mkdir "$TMP/work"
ln -s "$(dirname "$EXTENSION")" "$TMP/work/dist"

# The code block of that language in a manual.
block() { awk -v fence="\`\`\`$1" '/^```/ { on = $0 == fence; next } on' "$2"; }

block python README.md > "$TMP/work/example.py"
block python sql/README.md > "$TMP/work/fake.py"

# A Python whose SQLite is new enough and loads extensions.
for python in python3 /usr/bin/python3; do
  "$python" -c 'import sqlite3
assert sqlite3.sqlite_version_info >= (3, 38)
assert hasattr(sqlite3.Connection, "enable_load_extension")' 2>/dev/null || continue
  (
    cd "$TMP/work"
    "$python" example.py
    "$python" example.py | grep -qx 'AlreadyExistsException: Connection already exists: orders-db'
    "$python" fake.py
  )
  INSTALL=no PYTHON=$python tests/hosts/run python
  # where SQLite is a library of its own, the extension can also come in through that
  "$python" -c 'import _sqlite3; _sqlite3.__file__' 2>/dev/null && [ -f "${EXTENSION%.*}.so" ] &&
    { INSTALL=no PYTHON=$python tests/hosts/run python_ctypes || exit 1; }
  break
done
INSTALL=no tests/hosts/run shell
