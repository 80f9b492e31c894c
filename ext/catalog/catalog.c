/* SPDX-License-Identifier: MIT */
#include "catalog/catalog.h"

#include "catalog/default_key.h"

void catalog_free(Catalog *catalog) {
  store_free(catalog->store);
  counters_free(&catalog->counters);
  default_key_forget(catalog);
  settings_free(&catalog->settings);
}

int catalog_write(Catalog *catalog) {
  int rc = counters_write(&catalog->counters, catalog->store);
  return rc == SQLITE_OK ? default_key_write(catalog) : rc;
}

void catalog_forget(Catalog *catalog) {
  counters_forget(&catalog->counters);
  default_key_forget(catalog);
  catalog->settings_stale = true;
}

int catalog_load(Catalog *catalog, char **message) {
  Settings *settings = &catalog->settings;
  int rc = settings_load(settings, catalog->store, message);
  if (rc != SQLITE_OK) return rc;
  return store_configure(catalog->store, settings->value[SETTING_ACCOUNT_ID],
                         settings->value[SETTING_REGION], settings->format);
}

int catalog_refresh(Catalog *catalog, char **message) {
  if (!catalog->settings_stale) return SQLITE_OK;
  keyring_refresh(catalog->keyring);
  int rc = catalog_load(catalog, message);
  if (rc == SQLITE_OK) catalog->settings_stale = false;
  return rc;
}

int catalog_begin(Catalog *catalog, char **message) {
  int rc = catalog_refresh(catalog, message);
  return rc == SQLITE_OK ? settings_refuse_foreign(&catalog->settings, message) : rc;
}
