/* SPDX-License-Identifier: MIT */
/*
** The door: the one exported function, which registers the virtual table and the functions.
*/
#define GLUE_EXTENSION_C
#include "sqlite.h"
SQLITE_EXTENSION_INIT1

#include <string.h>

#include "functions/functions.h"
#include "glue_connections.h"
#include "table/table.h"

/* The oldest SQLite that has all that is used here. */
#define EXTENSION_SQLITE_OLDEST 3038000

/* Hands out a text with the code; who calls the entry point need not want it. */
static int extension_refuse(char **message, int rc, char *text) {
  if (text == NULL) rc = SQLITE_NOMEM;
  if (message) {
    *message = text;
  } else {
    sqlite3_free(text);
  }
  return rc;
}

/* Takes over the version that glue_version() tells. */
static int extension_take_version(void *version, int count, char **values, char **names) {
  (void)count;
  (void)names;
  *(char **)version = sqlite3_mprintf("%s", values[0] ? values[0] : "of no version");
  return *(char **)version == NULL;
}

/* Notes whether there is a function glue_version(). */
static int extension_take_name(void *is_known, int count, char **values, char **names) {
  (void)count;
  (void)names;
  if (values[0] && strcmp(values[0], "glue_version") == 0) *(bool *)is_known = true;
  return 0;
}

/* Asks the function that is registered last whether the extension is there already, in this version
** (*loaded) or, which is refused, in another: the tables of the database connection would go on with the
** keyring of one, its functions with that of the other.
**
** Whether there is such a function a pragma tells: for a SELECT, newer versions of SQLite first read the schema
** of the database, which may be locked, damaged, or wait for its key. */
static int extension_check_loaded(sqlite3 *db, bool *loaded, char **message) {
  char *version = NULL, *reason = NULL;
  bool is_known = false;
  *loaded = false;
  int rc = sqlite3_exec(db, "PRAGMA function_list", extension_take_name, &is_known, &reason);
  if (rc == SQLITE_OK && !is_known) return rc;
  if (rc == SQLITE_OK) {
    rc = sqlite3_exec(db, "SELECT glue_version()", extension_take_version, &version, &reason);
  }
  if (rc == SQLITE_OK) {
    *loaded = strcmp(version, GLUE_CONNECTIONS_VERSION) == 0;
    if (!*loaded) {
      rc = extension_refuse(
          message, SQLITE_ERROR,
          sqlite3_mprintf(
              "glue_connections " GLUE_CONNECTIONS_VERSION
              " is not loaded: this database connection has glue_connections %s already",
              version));
    }
  } else if (rc == SQLITE_ABORT) {
    sqlite3_free(reason);
    rc = SQLITE_NOMEM;
  } else if (reason) {
    rc = extension_refuse(message, rc, reason);
  }
  sqlite3_free(version);
  return rc;
}

static int extension_register(sqlite3 *db) {
  Keyring *keyring = keyring_new();
  Session *session = keyring ? session_new(keyring) : NULL;
  int rc = session ? functions_register(db, keyring) : SQLITE_NOMEM;
  if (rc == SQLITE_OK) rc = settings_register(db, session);
  if (rc == SQLITE_OK) rc = principal_register(db, session);
  if (rc == SQLITE_OK) rc = table_register(db, session);
  if (rc == SQLITE_OK) rc = version_register(db);
  if (session) session_release(session);
  keyring_free(keyring);
  return rc;
}

int sqlite3_glueconnections_init(sqlite3 *db, char **message,
                                 const struct sqlite3_api_routines *api) {
  bool loaded;
  SQLITE_EXTENSION_INIT2(api);
  if (sqlite3_libversion_number() < EXTENSION_SQLITE_OLDEST) {
    return extension_refuse(message, SQLITE_ERROR,
                            sqlite3_mprintf("glue_connections needs SQLite 3.38.0 or newer, this "
                                            "is %s",
                                            sqlite3_libversion()));
  }
  int rc = cipher_init();
  if (rc == SQLITE_OK) rc = extension_check_loaded(db, &loaded, message);
  if (rc != SQLITE_OK || loaded) return rc;
  rc = file_functions_close(db);
  if (rc == SQLITE_BUSY) {
    return extension_refuse(
        message, rc,
        sqlite3_mprintf(
            "glue_connections is not loaded: where GLUE_KEY_FUNCTIONS is off it takes readfile() "
            "and its like away, which cannot be while a statement runs; have the host load it"));
  }
  return rc == SQLITE_OK ? extension_register(db) : rc;
}

#undef EXTENSION_SQLITE_OLDEST
