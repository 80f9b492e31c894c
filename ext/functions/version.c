/* SPDX-License-Identifier: MIT */
/*
** glue_version() -> TEXT: the version of the extension. Never NULL, no errors.
*/
#include "functions/functions.h"
#include "glue_connections.h"

static void version_call(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  (void)values;
  sqlite3_result_text(context, GLUE_CONNECTIONS_VERSION, -1, SQLITE_STATIC);
}

int version_register(sqlite3 *db) {
  return sqlite3_create_function_v2(db, "glue_version", 0,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                    version_call, NULL, NULL, NULL);
}
