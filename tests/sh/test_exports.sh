#!/bin/sh
# SPDX-License-Identifier: MIT
# The extension and the static library show the world one name, the entry point: any other could
# clash with a host's own. And the extension brings no SQLite of its own.
set -u
entry=sqlite3_glueconnections_init
failed=0

# expect WHAT NAMES: Apple's names carry one more underscore
expect() {
  [ "$(echo "$2" | sed 's/^_//')" = $entry ] && return
  echo "$1 must define $entry and no other external symbol; it has:" "${2:-none}"
  failed=1
}

case $(uname -s) in
  Darwin) dynamic=-gU ;;
  *) dynamic='-D --defined-only' ;;
esac
# shellcheck disable=SC2086  # words
expect dist/glue_connections "$(nm $dynamic "$EXTENSION" | awk '{ print $NF }')"
# lines of an archive that name no symbol: "member.o:", and empty ones
expect dist/libglue_connections.a "$(nm -g dist/libglue_connections.a |
  awk 'NF == 3 && $2 != "U" { print $3 }')"

if command -v readelf >/dev/null; then
  dynamic=$(readelf -dW "$EXTENSION")
  echo "$dynamic" | grep -q 'NEEDED.*libsqlite3' && { echo "linked with libsqlite3"; failed=1; }
  echo "$dynamic" | grep -q 'NOW' || { echo "not linked with -z now"; failed=1; }
  readelf -lW "$EXTENSION" | grep -q GNU_RELRO || { echo "not linked with -z relro"; failed=1; }
fi
exit $failed
