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
  catalog->settings_stale = false;
  return SQLITE_OK;
}
