/* SPDX-License-Identifier: MIT */
/*
** The key that a table seals with where a connection names none: the default one of the keyring.
*/
#ifndef GLUE_CATALOG_DEFAULT_KEY_H
#define GLUE_CATALOG_DEFAULT_KEY_H

#include "catalog/catalog.h"

/* What the keyring has to know of the table. */
KeyringDefault default_key_of(Catalog *catalog);

#endif
