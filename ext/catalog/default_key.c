/* SPDX-License-Identifier: MIT */
#include "catalog/default_key.h"

#include "keyring/seal.h"

/* A table that somebody has copied may hold sealed values, and have sealed none. */
static int default_key_is_unsealed(void *context, bool *is_unsealed) {
  const Catalog *catalog = context;
  bool found;
  int rc = store_find_sealed(catalog->store, SEAL_OURS, &found);
  *is_unsealed = !found;
  return rc;
}

KeyringDefault default_key_of(Catalog *catalog) {
  return (KeyringDefault){.is_unsealed = default_key_is_unsealed, .context = catalog};
}
