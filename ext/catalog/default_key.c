/* SPDX-License-Identifier: MIT */
#include "catalog/default_key.h"

#include <string.h>

#include "glue_connections.h"
#include "keyring/seal.h"
#include "text/message.h"

/* A table that somebody has copied may hold sealed values, and have sealed none. */
static int default_key_is_unsealed(void *context, bool *is_unsealed) {
  const Catalog *catalog = context;
  bool found;
  int rc = store_find_sealed(catalog->store, SEAL_OURS, &found);
  *is_unsealed = !found;
  return rc;
}

/* What was last sealed with; "": nothing. */
static const char *default_key_last(const Catalog *catalog) {
  return catalog->unwritten_key ? catalog->unwritten_key
                                : catalog->settings.value[SETTING_DEFAULT_KEY];
}

KeyringDefault default_key_of(Catalog *catalog) {
  const char *last = default_key_last(catalog);
  return (KeyringDefault){
      .last = *last ? last : NULL, .is_unsealed = default_key_is_unsealed, .context = catalog};
}

int default_key_find(Catalog *catalog, char **arn, char **message) {
  const KeyringDefault table = default_key_of(catalog);
  const Key *key;
  *arn = NULL;
  int rc = keyring_sealing_key(catalog->keyring, NULL, &table, &key, message);
  if (rc != SQLITE_OK || (table.last && strcmp(table.last, key->arn) == 0)) return rc;
  *arn = sqlite3_mprintf("%s", key->arn);
  return *arn ? SQLITE_OK : SQLITE_NOMEM;
}

void default_key_forget(Catalog *catalog) {
  sqlite3_free(catalog->unwritten_key);
  catalog->unwritten_key = NULL;
}

void default_key_remember(Catalog *catalog, char *arn) {
  if (arn == NULL) return;
  default_key_forget(catalog);
  catalog->unwritten_key = arn;
}

int default_key_write(Catalog *catalog) {
  if (catalog->unwritten_key == NULL) return SQLITE_OK;
  int rc = settings_store(&catalog->settings, catalog->store, SETTING_DEFAULT_KEY,
                          catalog->unwritten_key);
  if (rc == SQLITE_OK) {
    default_key_forget(catalog);
  } else {
    catalog->settings_stale = true; /* the store knows best */
  }
  return rc;
}

int default_key_set(Catalog *catalog, const char *arn, char **message) {
  char *text = NULL;
  keyring_refresh(catalog->keyring);
  int rc = keyring_check_default(catalog->keyring, arn, &text);
  if (rc == SQLITE_ERROR) rc = refuse(message, rc, GLUE_ENCRYPTION, "%s", text);
  sqlite3_free(text);
  if (rc != SQLITE_OK || strcmp(default_key_last(catalog), arn) == 0) return rc;
  char *copy = sqlite3_mprintf("%s", arn);
  if (copy == NULL) return SQLITE_NOMEM;
  default_key_remember(catalog, copy);
  return SQLITE_OK;
}
