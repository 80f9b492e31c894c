/* SPDX-License-Identifier: MIT */
/*
** One row and the counter of its place, changed together.
*/
#ifndef GLUE_CATALOG_ROW_H
#define GLUE_CATALOG_ROW_H

#include "catalog/catalog.h"

/* Each returns SQLite's code; AlreadyExistsException and ResourceNumberLimitExceededException come
** with *message. */

int row_insert(Catalog *catalog, const Connection *connection, const sqlite3_int64 *rowid,
               sqlite3_int64 *inserted, char **message);

/* OR REPLACE: deletes the rows in the way. */
int row_replace(Catalog *catalog, const Connection *connection, const sqlite3_int64 *rowid,
                sqlite3_int64 *inserted, char **message);

/* Writes a row whose rowid, identity or type changes. */
int row_move(Catalog *catalog, const Connection *connection, const Connection *stored,
             sqlite3_int64 rowid, sqlite3_int64 new_rowid, bool replace, char **message);

int row_delete(Catalog *catalog, sqlite3_int64 rowid);

#endif
