/* SPDX-License-Identifier: MIT */
/*
** Scans: the SELECT statements of cursors, made for a plan and the columns that are wanted, and
** kept for the next cursor that wants the same.
*/
#include "store/store_private.h"

/* Scans that are kept prepared while nobody reads with them. */
#define IDLE_SCANS_MAX 16

static void free_scan(StoreScan *scan) {
  sqlite3_finalize(scan->statement);
  sqlite3_free(scan);
}

void store_finalize_scans(Store *store) {
  while (store->idle) {
    StoreScan *scan = store->idle;
    store->idle = scan->next;
    free_scan(scan);
  }
}

/* In the order of the bits. */
static const char *const plan_texts[] = {
    "rowid = ?",
    "name = ?",
    "name >= ?",
    "name <= ?",
    "catalog_id = ?",
    "connection_type = ?",
    "ORDER BY name",
    "ORDER BY name, catalog_id",
    "ORDER BY connection_type",
    "ORDER BY rowid",
    "DESC",
};

const char *store_plan_text(unsigned bit) {
  int index = 0;
  while (bit >> index != 1) index++;
  return plan_texts[index];
}

/* The operand is looked for as it is stored: what stands for the own catalog is no name of any. */
static void append_restriction(sqlite3_str *out, const Store *store, unsigned bit, int parameter) {
  if (bit == PLAN_CATALOG_ID) {
    sqlite3_str_appendf(out, "catalog_id = CASE ?%d WHEN '' THEN NULL WHEN %Q THEN '' ELSE ?%d END",
                        parameter, store->own_catalog, parameter);
  } else {
    sqlite3_str_appendf(out, "%s%d", store_plan_text(bit), parameter);
  }
}

static void append_order(sqlite3_str *out, const Store *store, unsigned plan) {
  const char *direction = plan & PLAN_DESCENDING ? " DESC" : "";
  if (plan & PLAN_BY_ROWID) sqlite3_str_appendf(out, " ORDER BY id%s", direction);
  if (plan & PLAN_BY_CONNECTION_TYPE) {
    sqlite3_str_appendf(out, " ORDER BY connection_type%s, id%s", direction, direction);
  }
  if (plan & PLAN_BY_NAME) sqlite3_str_appendf(out, " ORDER BY name%s", direction);
  if (plan & PLAN_BY_NAME_AND_CATALOG_ID) {
    sqlite3_str_appendf(out, " ORDER BY name%s, %s%s", direction,
                        store_column_sql(store, COLUMN_CATALOG_ID), direction);
  }
}

static char *scan_sql(Store *store, unsigned plan, uint32_t wanted, StoreScan *scan) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  int8_t index = 1;
  sqlite3_str_appendall(out, "SELECT id");
  for (int id = 0; id < COLUMN_COUNT; id++) {
    scan->index[id] = -1;
    if (!store_keeps(id) || !(wanted >> id & 1)) continue;
    sqlite3_str_appendf(out, ", %s", store_column_sql(store, id));
    scan->index[id] = index++;
  }
  sqlite3_str_appendf(out, " FROM \"%w\".\"%w_data\"", store->schema, store->table);
  const char *conjunction = " WHERE ";
  int parameter = 0;
  for (unsigned bit = 1; bit & PLAN_OPERANDS; bit <<= 1) {
    if (!(plan & bit)) continue;
    sqlite3_str_appendall(out, conjunction);
    append_restriction(out, store, bit, ++parameter);
    conjunction = " AND ";
  }
  append_order(out, store, plan);
  return sqlite3_str_finish(out);
}

int store_open_scan(Store *store, unsigned plan, uint32_t wanted, StoreScan **out) {
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
  int rc = store_prepare(store, scan_sql(store, plan, wanted, scan), &scan->statement);
  if (rc == SQLITE_OK) {
    *out = scan;
  } else {
    free_scan(scan);
  }
  return rc;
}

int store_scan_next(Store *store, StoreScan *scan, bool *row) {
  *row = sqlite3_step(scan->statement) == SQLITE_ROW;
  return *row ? SQLITE_OK : store_reset(store, scan->statement);
}

void store_close_scan(Store *store, StoreScan *scan) {
  if (scan == NULL) return;
  sqlite3_reset(scan->statement);
  sqlite3_clear_bindings(scan->statement);
  scan->next = store->idle;
  store->idle = scan;
  int idle = 0;
  for (StoreScan **link = &store->idle; *link; link = &(*link)->next) {
    if (++idle <= IDLE_SCANS_MAX) continue;
    free_scan(*link); /* the last of the list */
    *link = NULL;
    return;
  }
}

int store_scan_member(StoreScan *scan, ColumnId id, MemberValue *value) {
  *value = (MemberValue){.present = false};
  if (scan->index[id] < 0) return SQLITE_OK;
  return store_read_member(scan->statement, scan->index[id], columns[id].kind, value);
}
