/* SPDX-License-Identifier: MIT */
#include "catalog/catalog.h"

#include <stdarg.h>

int catalog_refuse(char **message, int code, const char *exception, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  sqlite3_free(*message);
  *message = text ? sqlite3_mprintf("%s: %s", exception, text) : NULL;
  sqlite3_free(text);
  return *message ? code : SQLITE_NOMEM;
}

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
