#!/bin/sh
# SPDX-License-Identifier: MIT
# The static library in a host that has functions of the same names as ours.
set -eu
cat > "$TMP/host.c" <<'C'
#include "glue_connections.h"
#include <stdio.h>

int json_parse(void) { return 0; }
int finding_add(void) { return 0; }
int store_open(void) { return 0; }

int main(void) {
  sqlite3 *db;
  sqlite3_stmt *statement;
  sqlite3_auto_extension((void (*)(void))sqlite3_glueconnections_init);
  if (json_parse() || finding_add() || store_open()) return 1;
  if (sqlite3_open(":memory:", &db)) return 2;
  if (sqlite3_prepare_v2(db, "SELECT glue_version()", -1, &statement, 0)) return 3;
  if (sqlite3_step(statement) != SQLITE_ROW) return 4;
  puts((const char *)sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  return sqlite3_close(db);
}
C
# shellcheck disable=SC2046  # words
${CC:-cc} -Iinclude $(pkg-config --cflags sqlite3) "$TMP/host.c" dist/libglue_connections.a \
  $(pkg-config --libs sqlite3 libcjson libsodium yaml-0.1) -lm -o "$TMP/host"
version=$("$TMP/host")
grep -q "GLUE_CONNECTIONS_VERSION \"$version\"" include/glue_connections.h
