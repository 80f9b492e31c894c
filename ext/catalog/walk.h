/* SPDX-License-Identifier: MIT */
/*
** A walk over all rows of a table, each with its trees.
*/
#ifndef GLUE_CATALOG_WALK_H
#define GLUE_CATALOG_WALK_H

#include "catalog/catalog.h"
#include "request/request.h"

/* A row, read into a request. A document that is no JSON is a finding, and so is null, for which
** nothing is stored. The walk ends with the first code that is not SQLITE_OK. */
typedef int (*WalkVisit)(Catalog *catalog, sqlite3_int64 rowid, Request *request, void *context);

int walk_rows(Catalog *catalog, WalkVisit visit, void *context);

/* A stored row has to satisfy the shapes, unless the service has answered so; the level may have been another
** when it was written. What does not is a finding of the request. */
void walk_validate(Request *request);

#endif
