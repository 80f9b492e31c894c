#include "functions/functions.h"

int functions_register(sqlite3 *db, Keyring *keyring) {
  int rc = version_register(db);
  if (rc == SQLITE_OK) rc = decrypt_register(db, keyring);
  return rc;
}
