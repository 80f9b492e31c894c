/* SPDX-License-Identifier: MIT */
/*
** The door: the one exported function, which registers the virtual table and the functions.
*/
#define GLUE_EXTENSION_C
#include "sqlite.h"
SQLITE_EXTENSION_INIT1

#include "functions/functions.h"
#include "glue_connections.h"
#include "table/table.h"

/* The oldest SQLite that has all that is used here. */
#define SQLITE_OLDEST 3038000

static int refuse_old(char **message) {
  *message = sqlite3_mprintf("glue_connections needs SQLite 3.38.0 or newer, this is %s",
                             sqlite3_libversion());
  return *message ? SQLITE_ERROR : SQLITE_NOMEM;
}

int sqlite3_glueconnections_init(sqlite3 *db, char **message,
                                 const struct sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  if (sqlite3_libversion_number() < SQLITE_OLDEST) return refuse_old(message);
  int rc = cipher_init();
  if (rc != SQLITE_OK) return rc;
  Keyring *keyring = keyring_new();
  if (keyring == NULL) return SQLITE_NOMEM;
  /* Functions first: a second load while they are in use is refused before anything changes. */
  rc = functions_register(db, keyring);
  if (rc == SQLITE_OK) rc = table_register(db, keyring);
  keyring_free(keyring);
  return rc;
}
