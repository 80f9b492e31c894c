/* SPDX-License-Identifier: MIT */
/*
** The catalog: what the API's operations mean for the rows of one virtual table.
*/
#ifndef GLUE_CATALOG_CATALOG_H
#define GLUE_CATALOG_CATALOG_H

#include <stdbool.h>

#include "catalog/counter.h"
#include "catalog/settings.h"
#include "keyring/keyring.h"
#include "request/request.h"
#include "store/store.h"

typedef struct Catalog {
  sqlite3 *db;         /* not owned */
  Keyring *keyring;    /* not owned: the database connection's */
  Store *store;        /* owned */
  Settings settings;   /* owned */
  Counters counters;   /* owned; of the transaction */
  bool settings_stale; /* another database connection may have changed them since */
  bool utf8;           /* the database keeps text as UTF-8 */
} Catalog;

/* Each operation returns SQLite's code; *message is set (the caller's to free) for every refusal of
** the extension's own, and reads "<exception>: <text>". */

/* CreateConnection. Stores the request under *rowid, or (NULL) the next free one; `replace`
** deletes the connections in its way. *inserted is the rowid it has got. */
int connection_create(Catalog *catalog, Request *request, const sqlite3_int64 *rowid, bool replace,
                      sqlite3_int64 *inserted, char **message);

/* UpdateConnection, TagResource or the completion of a validation, by what the request sets. A row
** that is gone is left alone. */
int connection_update(Catalog *catalog, Request *request, sqlite3_int64 rowid,
                      sqlite3_int64 new_rowid, bool replace, char **message);

/* DeleteConnection. */
int connection_delete(Catalog *catalog, sqlite3_int64 rowid);

/* Brings the settings up to date, where another connection may have changed them. */
int catalog_refresh(Catalog *catalog, char **message);

/* Writes the counters that the transaction has changed: before it commits, before a savepoint. */
int catalog_write_counters(Catalog *catalog);
int catalog_savepoint(Catalog *catalog, int savepoint);
/* Forgets what a rollback may have undone, and what others may change after a commit. */
void catalog_forget(Catalog *catalog);
void catalog_rollback_to(Catalog *catalog, int savepoint);

/* A command of the command column. */
int catalog_command(Catalog *catalog, const char *command, char **message);

/* Whether all is sound: *report stays NULL where it is, else it says what is not. `quick` leaves
** out the contents of the rows. */
int catalog_check(Catalog *catalog, bool quick, char **report);

#endif
