/* SPDX-License-Identifier: MIT */
/*
** The command rekey: every secret of the table is sealed again with the default key.
*/
#ifndef GLUE_CATALOG_REKEY_H
#define GLUE_CATALOG_REKEY_H

#include "catalog/catalog.h"

/* SQLite's code; *message is set for a refusal. */
int rekey_perform(Catalog *catalog, char **message);

#endif
