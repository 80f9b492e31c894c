#!/bin/sh
# SPDX-License-Identifier: MIT
# shell.sh SQLITE3 [EXTENSION]: says clearly what is wrong with a sqlite3 shell: not there, older
# than 3.38, not able to load the extension. Silent if nothing is.
set -u
shell=$1
if ! command -v "$shell" >/dev/null; then
  echo "no sqlite3 shell '$shell': 'make deps' installs one, SQLITE3=path names another" >&2
  exit 1
fi
version=$("$shell" --version | cut -d' ' -f1)
minor=${version#3.}
minor=${minor%%.*}
if [ "${minor:-0}" -lt 38 ]; then
  echo "'$shell' is SQLite $version; 3.38 or newer is needed (SQLITE3=path names another)" >&2
  exit 1
fi
[ $# -lt 2 ] && exit 0
"$shell" -batch -bail -init /dev/null -cmd ".load $2" :memory: 'SELECT glue_version();' >/dev/null || {
  echo "'$shell' (SQLite $version) does not load $2" >&2
  exit 1
}
