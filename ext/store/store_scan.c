/* SPDX-License-Identifier: MIT */
/*
** Scans: the SELECT statements of cursors, made for a plan and the columns that are wanted, and
** kept for the next cursor that wants the same.
*/
#include <string.h>

#include "store/store_private.h"

/* Scans that are kept prepared while nobody reads with them. */
#define STORE_IDLE_SCANS_MAX 16

static void store_scan_free(StoreScan *scan) {
  sqlite3_finalize(scan->statement);
  sqlite3_free(scan);
}

int store_open_scan(Store *store, unsigned plan, ColumnSet wanted, StoreScan **out) {
  for (StoreScan **link = &store->idle; *link; link = &(*link)->next) {
    StoreScan *scan = *link;
    if (scan->plan != plan || scan->columns != wanted) continue;
    *link = scan->next;
    *out = scan;
    return SQLITE_OK;
  }
  StoreScan *scan = sqlite3_malloc64(sizeof(*scan));
  *out = NULL;
  if (scan == NULL) return SQLITE_NOMEM;
  scan->plan = plan;
  scan->columns = wanted;
  scan->generation = store->generation;
  int rc = store_prepare(store, store_sql_scan(store, scan), &scan->statement);
  if (rc == SQLITE_OK) {
    *out = scan;
  } else {
    store_scan_free(scan);
  }
  return rc;
}

void store_close_scan(Store *store, StoreScan *scan) {
  if (scan == NULL) return;
  if (scan->generation != store->generation) {
    store_scan_free(scan);
    return;
  }
  sqlite3_reset(scan->statement);
  sqlite3_clear_bindings(scan->statement);
  scan->next = store->idle;
  store->idle = scan;
  int idle = 0;
  for (StoreScan **link = &store->idle; *link; link = &(*link)->next) {
    if (++idle <= STORE_IDLE_SCANS_MAX) continue;
    store_scan_free(*link); /* the last of the list */
    *link = NULL;
    return;
  }
}

unsigned store_scan_plan(const StoreScan *scan) {
  return scan->plan;
}

ColumnSet store_scan_columns(const StoreScan *scan) {
  return scan->columns;
}

void store_scan_rewind(StoreScan *scan) {
  sqlite3_reset(scan->statement);
}

int store_scan_bind(StoreScan *scan, int operand, const sqlite3_value *value) {
  return sqlite3_bind_value(scan->statement, operand, value);
}

int store_scan_bind_rowid(StoreScan *scan, int operand, sqlite3_int64 rowid) {
  return sqlite3_bind_int64(scan->statement, operand, rowid);
}

int store_scan_next(Store *store, StoreScan *scan, bool *row) {
  memset(scan->value, 0, sizeof(scan->value));
  *row = store_step(store, scan->statement) == SQLITE_ROW;
  return *row ? SQLITE_OK : store_reset(store, scan->statement);
}

sqlite3_int64 store_scan_rowid(StoreScan *scan) {
  return sqlite3_column_int64(scan->statement, 0);
}

/* Each is fetched once: SQLite locks the database connection for it, and an ARN asks for columns that were read
** before it. */
sqlite3_value *store_scan_value(StoreScan *scan, ColumnId id) {
  if (scan->value[id] == NULL && scan->index[id] >= 0) {
    scan->value[id] = sqlite3_column_value(scan->statement, scan->index[id]);
  }
  return scan->value[id];
}

int store_scan_members(StoreScan *scan, ColumnSet wanted, Connection *row) {
  for (int id = 0; wanted; id++, wanted >>= 1) {
    if (!(wanted & 1)) continue;
    sqlite3_value *value = store_scan_value(scan, (ColumnId)id);
    int rc = store_read_member(value, columns[id].kind, &row->member[id]);
    if (rc != SQLITE_OK) return rc;
  }
  return SQLITE_OK;
}

#undef STORE_IDLE_SCANS_MAX
