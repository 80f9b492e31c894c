/* SPDX-License-Identifier: MIT */
/*
** The API's operations on one connection.
**
** Each returns SQLite's code; *message is set (the caller's to free) for every refusal of the
** extension's own, and reads "<exception>: <text>".
*/
#ifndef GLUE_CATALOG_CONNECTION_H
#define GLUE_CATALOG_CONNECTION_H

#include "catalog/catalog.h"
#include "request/request.h"

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

#endif
