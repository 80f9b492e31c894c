/* SPDX-License-Identifier: MIT */
/*
** What concerns the whole table: its commands, and whether it is sound.
*/
#ifndef GLUE_CATALOG_MAINTENANCE_H
#define GLUE_CATALOG_MAINTENANCE_H

#include "catalog/catalog.h"

/* A command of the command column. *message is set for every refusal of the extension's own. */
int maintenance_command(Catalog *catalog, const char *command, char **message);

/* Whether all is sound: *report stays NULL where it is, else it says what is not. `quick` leaves
** out the contents of the rows. Where the check itself fails, *report has SQLite's words for it, or
** NULL. */
int maintenance_check(Catalog *catalog, bool quick, char **report);

#endif
