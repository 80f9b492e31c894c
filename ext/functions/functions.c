/* SPDX-License-Identifier: MIT */
#include "functions/functions.h"

int functions_register(sqlite3 *db, Keyring *keyring) {
  int rc = decrypt_register(db, keyring);
  if (rc == SQLITE_OK) rc = keys_register(db, keyring);
  if (rc == SQLITE_OK) rc = lint_register(db);
  if (rc == SQLITE_OK) rc = connection_types_register(db);
  if (rc == SQLITE_OK) rc = jdbc_url_register(db);
  if (rc == SQLITE_OK) rc = requests_register(db);
  if (rc == SQLITE_OK) rc = export_register(db);
  if (rc == SQLITE_OK) rc = diff_register(db);
  return rc;
}
