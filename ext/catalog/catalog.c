/* SPDX-License-Identifier: MIT */
#include "catalog/catalog.h"

int catalog_write_counters(Catalog *catalog) {
  return counters_write(&catalog->counters, catalog->store);
}

int catalog_savepoint(Catalog *catalog, int savepoint) {
  return counters_savepoint(&catalog->counters, catalog->store, savepoint);
}

void catalog_forget(Catalog *catalog) {
  counters_forget(&catalog->counters);
  catalog->settings_stale = true;
}

void catalog_rollback_to(Catalog *catalog, int savepoint) {
  counters_rollback_to(&catalog->counters, savepoint);
  catalog->settings_stale = true;
}

int catalog_refresh(Catalog *catalog, char **message) {
  if (!catalog->settings_stale) return SQLITE_OK;
  keyring_refresh(catalog->keyring);
  int rc = settings_load(&catalog->settings, catalog->store, message);
  if (rc != SQLITE_OK) return rc;
  int format = catalog->settings.format; /* that somebody has changed: rows would be missed */
  if (format && format != store_format(catalog->store)) {
    *message = sqlite3_mprintf("the table is now of format %d: open the database again", format);
    return *message ? SQLITE_ERROR : SQLITE_NOMEM;
  }
  catalog->settings_stale = false;
  return SQLITE_OK;
}
