/* SPDX-License-Identifier: MIT */
#include "catalog/walk.h"

#include <string.h>

#include "model/observed.h"
#include "model/validate.h"
#include "request/observation.h"

/* Reads a stored row into a request, with its trees. A document that is no JSON becomes a finding, and
** so does null, for which nothing is stored. */
static int walk_read(Catalog *catalog, sqlite3_int64 rowid, Connection *stored, Request *request) {
  bool found;
  int rc = store_read_row(catalog->store, rowid, stored, &found);
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK && found; id++) {
    const MemberValue *value = &stored->member[id];
    if (value->present && columns[id].kind == KIND_JSON) {
      rc = request_set_json(request, (ColumnId)id, value->text, value->length);
      const MemberValue *member = &request->connection.member[id];
      bool is_null = rc == SQLITE_OK && !member->present && !member->faulty;
      if (is_null && !(columns[id].places & IS_REQUIRED)) { /* or else the shapes say so */
        request_refuse_member(request, (ColumnId)id, RULE_TYPE, "Member must not be the JSON null");
      }
    } else {
      request->connection.member[id] = *value;
    }
  }
  return rc;
}

static int walk_row(Catalog *catalog, sqlite3_int64 rowid, WalkVisit visit, void *context) {
  Connection stored;
  Request request;
  memset(&stored, 0, sizeof(stored));
  request_init(&request);
  request.trees |= COLUMN_BIT(COLUMN_CONNECTION_PROPERTIES);
  int rc = walk_read(catalog, rowid, &stored, &request);
  if (rc == SQLITE_OK) rc = visit(catalog, rowid, &request, context);
  store_release_row(catalog->store);
  request_free(&request);
  return rc;
}

int walk_rows(Catalog *catalog, WalkVisit visit, void *context) {
  StoreScan *scan;
  bool row;
  int rc = store_open_scan(catalog->store, PLAN_BY_ROWID, 0, &scan);
  if (rc != SQLITE_OK) return rc;
  while (rc == SQLITE_OK) {
    rc = store_scan_next(catalog->store, scan, &row);
    if (rc != SQLITE_OK || !row) break;
    rc = walk_row(catalog, store_scan_rowid(scan), visit, context);
  }
  store_close_scan(catalog->store, scan);
  return rc;
}

void walk_validate(Request *request) {
  const Connection *row = &request->connection;
  validate_connection(row, LEVEL_LENIENT, SCOPE_ERRORS, &request->findings);
  if (row->member[COLUMN_IS_OBSERVATION].number) observed_soften(row, &request->findings);
  observed_drop_warnings(&request->findings);
  observation_check(request);
}
