/* SPDX-License-Identifier: MIT */
/*
** Rows, counters and settings.
*/
#include "store/store_private.h"

/* No catalog holds more. A counter that says so is off, and must not overflow when it changes. */
#define STORE_COUNT_MAX (INT64_MAX / 2)

/* What has to be written cannot be ignored: a counter would be wrong. */
static int store_rows_must_write(Store *store, int rc, const char *shadow) {
  if (rc != SQLITE_OK || !store->is_ignored) return rc;
  sqlite3_free(store->message);
  store->message =
      sqlite3_mprintf("a trigger on %s_%s ignores what has to be written", store->table, shadow);
  return store->message ? SQLITE_CONSTRAINT_TRIGGER : SQLITE_NOMEM;
}

/* ---- settings ---- */

int store_read_settings(Store *store,
                        void (*each)(void *context, const char *key, const char *value),
                        void *context) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_READ_SETTINGS, &statement);
  if (rc != SQLITE_OK) return rc;
  while (store_step(store, statement) == SQLITE_ROW) {
    const char *key = (const char *)sqlite3_column_text(statement, 0);
    const char *value = (const char *)sqlite3_column_text(statement, 1);
    if (key && value) each(context, key, value);
  }
  return store_reset(store, statement);
}

int store_write_setting(Store *store, const char *key, const char *value) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_WRITE_SETTING, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK) rc = sqlite3_bind_text(statement, 2, value, -1, SQLITE_STATIC);
  return store_rows_must_write(store, store_run(store, statement, rc), "config");
}

/* ---- rows ---- */

static int store_rows_bind_rowid(sqlite3_stmt *statement, int parameter,
                                 const sqlite3_int64 *rowid) {
  return rowid ? sqlite3_bind_int64(statement, parameter, *rowid) : SQLITE_OK;
}

/* Whether it is a catalog or region that is stored as ''. */
static bool store_rows_is_own(const Store *store, int id, const MemberValue *value) {
  const char *own = store_own(store, id);
  return own && member_is(value, own);
}

/* Binds the stored columns; what is absent need not be, nor what is the table's own. */
static int store_rows_bind(const Store *store, sqlite3_stmt *statement,
                           const Connection *connection) {
  int rc = SQLITE_OK;
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    const MemberValue *value = &connection->member[id];
    if (!value->present || !store_has(store, id) || store_rows_is_own(store, id, value)) continue;
    rc = store_bind_member(statement, STORE_FIRST_COLUMN + id, columns[id].kind, value);
  }
  return rc;
}

int store_insert(Store *store, const sqlite3_int64 *rowid, const Connection *connection,
                 bool replace, sqlite3_int64 *inserted) {
  sqlite3_stmt *statement;
  StoreStatement which = replace ? STORE_REPLACE : rowid ? STORE_INSERT_AT : STORE_INSERT;
  int rc = store_get(store, which, &statement);
  if (rc == SQLITE_OK) rc = store_rows_bind(store, statement, connection);
  if (rc == SQLITE_OK) rc = store_rows_bind_rowid(statement, STORE_NEW_ROWID, rowid);
  rc = store_run(store, statement, rc);
  if (rc == SQLITE_OK) *inserted = sqlite3_last_insert_rowid(store->db);
  return rc;
}

int store_update(Store *store, sqlite3_int64 rowid, sqlite3_int64 new_rowid,
                 const Connection *connection, bool replace, bool moves) {
  sqlite3_stmt *statement;
  StoreStatement which = replace ? STORE_MOVE_REPLACING : moves ? STORE_MOVE : STORE_UPDATE;
  int rc = store_get(store, which, &statement);
  if (rc == SQLITE_OK) rc = store_rows_bind(store, statement, connection);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, STORE_NEW_ROWID, new_rowid);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, STORE_OLD_ROWID, rowid);
  return store_run(store, statement, rc);
}

int store_update_tags(Store *store, sqlite3_int64 rowid, const MemberValue *tags) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_UPDATE_TAGS, &statement);
  if (rc == SQLITE_OK) rc = store_bind_member(statement, 1, KIND_JSON, tags);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 2, rowid);
  return store_run(store, statement, rc);
}

int store_delete(Store *store, sqlite3_int64 rowid) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_DELETE, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 1, rowid);
  return store_run(store, statement, rc);
}

int store_read_row(Store *store, sqlite3_int64 rowid, Connection *connection, bool *found) {
  sqlite3_stmt *statement;
  *found = false;
  int rc = store_get(store, STORE_READ, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 1, rowid);
  if (rc != SQLITE_OK) return rc;
  rc = store_step(store, statement);
  if (rc != SQLITE_ROW) return store_reset(store, statement);
  *found = true;
  rc = SQLITE_OK;
  int index = 0;
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    connection->member[id] = (MemberValue){.present = false};
    if (!store_has(store, id)) continue;
    rc = store_read_member(sqlite3_column_value(statement, index++), columns[id].kind,
                           &connection->member[id]);
  }
  return rc;
}

void store_release_row(Store *store) {
  sqlite3_reset(store->statement[STORE_READ]);
}

int store_read_place(Store *store, sqlite3_int64 rowid, StorePlace *place) {
  sqlite3_stmt *statement;
  *place = (StorePlace){.catalog_id = {.present = false}};
  int rc = store_get(store, STORE_READ_PLACE, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 1, rowid);
  if (rc != SQLITE_OK) return rc;
  if (store_step(store, statement) != SQLITE_ROW) return store_reset(store, statement);
  rc = store_read_member(sqlite3_column_value(statement, 0), KIND_TEXT, &place->catalog_id);
  if (rc != SQLITE_OK) return rc;
  return store_read_member(sqlite3_column_value(statement, 1), KIND_TEXT, &place->region);
}

void store_release_place(Store *store) {
  sqlite3_reset(store->statement[STORE_READ_PLACE]);
}

/* Binds a catalog or region as it is stored. */
static int store_rows_bind_stored(const Store *store, sqlite3_stmt *statement, int parameter,
                                  int id, const MemberValue *value) {
  static const MemberValue own = {.present = true, .text = ""};
  return store_bind_member(statement, parameter, KIND_TEXT,
                           store_rows_is_own(store, id, value) ? &own : value);
}

/* Binds both columns of a place, to that parameter and the next. */
static int store_rows_bind_place(const Store *store, sqlite3_stmt *statement, int parameter,
                                 const StorePlace *place) {
  int rc =
      store_rows_bind_stored(store, statement, parameter, COLUMN_CATALOG_ID, &place->catalog_id);
  if (rc != SQLITE_OK) return rc;
  return store_rows_bind_stored(store, statement, parameter + 1, COLUMN_REGION, &place->region);
}

int store_find_sealed(Store *store, const char *text, bool *found) {
  sqlite3_stmt *statement;
  *found = false;
  int rc = store_get(store, STORE_FIND_SEALED, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
  if (rc != SQLITE_OK) return rc;
  *found = store_step(store, statement) == SQLITE_ROW;
  return store_reset(store, statement);
}

int store_find_conflicts(Store *store, const sqlite3_int64 *self, const sqlite3_int64 *rowid,
                         const Connection *connection, StoreConflict conflicts[2], int *count) {
  const StorePlace place = store_place(connection);
  sqlite3_stmt *statement;
  *count = 0;
  int rc = store_get(store, STORE_FIND_CONFLICTS, &statement);
  if (rc == SQLITE_OK) rc = store_rows_bind_rowid(statement, 1, self);
  if (rc == SQLITE_OK) rc = store_rows_bind_rowid(statement, 2, rowid);
  if (rc == SQLITE_OK) {
    rc = store_bind_member(statement, 3, KIND_TEXT, &connection->member[COLUMN_NAME]);
  }
  if (rc == SQLITE_OK) rc = store_rows_bind_place(store, statement, 4, &place);
  if (rc != SQLITE_OK) return rc;
  while (*count < 2 && store_step(store, statement) == SQLITE_ROW) {
    conflicts[*count].rowid = sqlite3_column_int64(statement, 0);
    conflicts[*count].same_name = sqlite3_column_int(statement, 1) != 0;
    ++*count;
  }
  rc = store_reset(store, statement);
  sqlite3_clear_bindings(statement);
  return rc;
}

/* ---- counters ---- */

int store_write_count(Store *store, const StorePlace *place, sqlite3_int64 count) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_WRITE_COUNT, &statement);
  if (rc == SQLITE_OK) rc = store_rows_bind_place(store, statement, 1, place);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 3, count);
  rc = store_rows_must_write(store, store_run(store, statement, rc), "catalogs");
  /* While SQLite commits, nobody tells of a ROLLBACK that SQL called from inside has brought about. */
  bool is_over = sqlite3_txn_state(store->db, store->schema) != SQLITE_TXN_WRITE;
  return rc == SQLITE_OK && is_over ? SQLITE_ABORT_ROLLBACK : rc;
}

int store_count(Store *store, const StorePlace *place, sqlite3_int64 *count) {
  sqlite3_stmt *statement;
  *count = 0;
  int rc = store_get(store, STORE_READ_COUNT, &statement);
  if (rc == SQLITE_OK) rc = store_rows_bind_place(store, statement, 1, place);
  if (rc != SQLITE_OK) return rc;
  if (store_step(store, statement) == SQLITE_ROW) *count = sqlite3_column_int64(statement, 0);
  if (*count > STORE_COUNT_MAX) *count = STORE_COUNT_MAX;
  if (*count < 0) *count = 0;
  rc = store_reset(store, statement);
  sqlite3_clear_bindings(statement);
  return rc;
}

#undef STORE_COUNT_MAX
