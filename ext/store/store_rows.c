/* SPDX-License-Identifier: MIT */
/*
** The statements on rows, counters and settings. Each is prepared when it is first needed and kept.
*/
#include "store/store_private.h"

#include <string.h>

/* ---- statements ---- */

/* No catalog holds more. A counter that says so is off, and must not overflow when it changes. */
#define COUNT_MAX (INT64_MAX / 2)

/* The parameter of a stored column; ?1 is a new rowid, OLD_ROWID the one that an UPDATE changes. */
#define PARAMETER(id) ((int)(id) + 2)
#define OLD_ROWID PARAMETER(COLUMN_COUNT)

/* INSERT of the stored columns. The rowid is ?1, or SQLite's choice: it need not look whether one that
** it chooses is taken. */
static char *insert_sql(Store *store, const char *verb, bool chooses_rowid) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  const char *separator = "";
  sqlite3_str_appendf(out, "%s INTO \"%w\".\"%w_data\"(", verb, store->schema, store->table);
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!store_keeps(id)) continue;
    sqlite3_str_appendf(out, "%s%s", separator, columns[id].name);
    separator = ", ";
  }
  sqlite3_str_appendall(out, chooses_rowid ? ") VALUES(" : ", id) VALUES(");
  separator = "";
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!store_keeps(id)) continue;
    sqlite3_str_appendf(out, "%s?%d", separator, PARAMETER(id));
    separator = ", ";
  }
  sqlite3_str_appendall(out, chooses_rowid ? ")" : ", ?1)");
  return sqlite3_str_finish(out);
}

/* Columns that an index is made of. A statement that does not name them leaves the indexes be. */
static bool is_indexed(int id) {
  return id == COLUMN_NAME || id == COLUMN_CATALOG_ID || id == COLUMN_CONNECTION_TYPE;
}

/* UPDATE of the stored columns; where the row moves, to the rowid ?1. */
static char *update_sql(Store *store, const char *verb, bool moves) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "%s \"%w\".\"%w_data\" SET ", verb, store->schema, store->table);
  const char *separator = "";
  if (moves) {
    sqlite3_str_appendall(out, "id = ?1");
    separator = ", ";
  }
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!store_keeps(id) || (!moves && is_indexed(id))) continue;
    sqlite3_str_appendf(out, "%s%s = ?%d", separator, columns[id].name, PARAMETER(id));
    separator = ", ";
  }
  sqlite3_str_appendf(out, " WHERE id = ?%d", OLD_ROWID);
  return sqlite3_str_finish(out);
}

static char *read_sql(Store *store) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out, "SELECT id");
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!store_keeps(id)) continue;
    sqlite3_str_appendf(out, ", %s", store_column_sql(store, id));
  }
  sqlite3_str_appendf(out, " FROM \"%w\".\"%w_data\" WHERE id = ?1", store->schema, store->table);
  return sqlite3_str_finish(out);
}

static char *simple_sql(Store *store, Statement which) {
  const char *s = store->schema, *t = store->table;
  const char *catalog_id = store_column_sql(store, COLUMN_CATALOG_ID);
  switch (which) {
  case DELETE_ROW: return sqlite3_mprintf("DELETE FROM \"%w\".\"%w_data\" WHERE id = ?1", s, t);
  case READ_CATALOG_ID:
    return sqlite3_mprintf("SELECT %s FROM \"%w\".\"%w_data\" WHERE id = ?1", catalog_id, s, t);
  case FIND_CONFLICTS:
    return sqlite3_mprintf("SELECT id, name = ?3 AND catalog_id = ?4 FROM \"%w\".\"%w_data\""
                           " WHERE (id = ?2 OR (name = ?3 AND catalog_id = ?4)) AND id IS NOT ?1",
                           s, t);
  case COUNT_WRITE:
    return sqlite3_mprintf("REPLACE INTO \"%w\".\"%w_catalogs\" VALUES(?1, ?2)", s, t);
  case COUNT_READ:
    return sqlite3_mprintf("SELECT connections FROM \"%w\".\"%w_catalogs\" WHERE catalog_id = ?1",
                           s, t);
  case COUNT_CHECK:
    return sqlite3_mprintf(
        "SELECT catalog_id, sum(counter), sum(rows) FROM ("
        " SELECT catalog_id, connections AS counter, 0 AS rows FROM \"%w\".\"%w_catalogs\""
        " UNION ALL SELECT %s, 0, count(*) FROM \"%w\".\"%w_data\" GROUP BY 1)"
        " GROUP BY 1 HAVING sum(counter) <> sum(rows)",
        s, t, catalog_id, s, t);
  case FIND_NAMED_OWN:
    return sqlite3_mprintf("SELECT id FROM \"%w\".\"%w_data\" WHERE catalog_id = %Q", s, t,
                           store->own_catalog);
  case READ_SETTINGS: return sqlite3_mprintf("SELECT key, value FROM \"%w\".\"%w_config\"", s, t);
  case WRITE_SETTING:
    return sqlite3_mprintf("REPLACE INTO \"%w\".\"%w_config\" VALUES(?1, ?2)", s, t);
  default: return NULL;
  }
}

static char *statement_sql(Store *store, Statement which) {
  switch (which) {
  case INSERT_ROW: return insert_sql(store, "INSERT", true);
  case INSERT_ROW_AT: return insert_sql(store, "INSERT", false);
  case REPLACE_ROW: return insert_sql(store, "REPLACE", false);
  case UPDATE_ROW: return update_sql(store, "UPDATE", false);
  case MOVE_ROW: return update_sql(store, "UPDATE", true);
  case MOVE_REPLACING: return update_sql(store, "UPDATE OR REPLACE", true);
  case READ_ROW: return read_sql(store);
  default: return simple_sql(store, which);
  }
}

/* The statement, prepared and reset. */
static int get(Store *store, Statement which, sqlite3_stmt **statement) {
  int rc = SQLITE_OK;
  if (store->statement[which] == NULL) {
    rc = store_prepare(store, statement_sql(store, which), &store->statement[which]);
  }
  *statement = store->statement[which];
  return rc;
}

/* Runs a statement that yields no rows, unless binding its parameters has failed. */
static int run_bound(Store *store, sqlite3_stmt *statement, int rc) {
  if (rc != SQLITE_OK) return rc;
  sqlite3_step(statement);
  return store_reset(store, statement);
}

/* The same, and nothing is bound afterwards: bound texts are the caller's and must not be looked at
** later. */
static int run(Store *store, sqlite3_stmt *statement, int rc) {
  rc = run_bound(store, statement, rc);
  if (statement) sqlite3_clear_bindings(statement);
  return rc;
}

static int bind_member(sqlite3_stmt *statement, int parameter, ColumnKind kind,
                       const MemberValue *value) {
  if (kind == KIND_TEXT || kind == KIND_JSON) {
    return sqlite3_bind_text64(statement, parameter, value->text, value->length, SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  return sqlite3_bind_int64(statement, parameter, value->number);
}

/* The value of a column as it is stored. */
static MemberValue stored_value(const Store *store, int id, const MemberValue *value) {
  bool is_own = id == COLUMN_CATALOG_ID && member_is(value, store->own_catalog);
  return is_own ? member_text("") : *value;
}

/* Binds the stored columns. What is absent need not be bound: no parameter is, between two
** executions. */
static int bind_connection(const Store *store, sqlite3_stmt *statement,
                           const Connection *connection) {
  int rc = SQLITE_OK;
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    const MemberValue *value = &connection->member[id];
    if (!value->present || !store_keeps(id)) continue;
    const MemberValue stored = stored_value(store, id, value);
    rc = bind_member(statement, PARAMETER(id), columns[id].kind, &stored);
  }
  return rc;
}

/* ---- inserting row after row ---- */

/* Whether a row mostly has in that column what the row before had. Then the value stays bound, as a copy
** of SQLite's: a call that binds one costs about as much as checking it. */
static inline bool is_common(int id) {
  switch (id) {
  case COLUMN_STATUS:
  case COLUMN_CATALOG_ID:
  case COLUMN_VALIDATE_CREDENTIALS:
  case COLUMN_CONNECTION_SCHEMA_VERSION:
  case COLUMN_CREATION_TIME:
  case COLUMN_LAST_UPDATED_TIME:
  case COLUMN_LAST_UPDATED_BY: return true;
  default: return false;
  }
}

static inline bool is_bound(const CommonValue *bound, const MemberValue *value) {
  return bound->is_known && bound->number == value->number && bound->length == value->length &&
         (bound->length == 0 || memcmp(bound->text, value->text, bound->length) == 0);
}

/* Such a value is never absent. */
static int bind_common(Store *store, sqlite3_stmt *statement, int id, const MemberValue *value) {
  CommonValue *bound = &store->common[id];
  const MemberValue stored = stored_value(store, id, value);
  bool is_text = columns[id].kind == KIND_TEXT;
  bound->is_known = false;
  int rc = is_text ? sqlite3_bind_text64(statement, PARAMETER(id), stored.text, stored.length,
                                         SQLITE_TRANSIENT, SQLITE_UTF8)
                   : sqlite3_bind_int64(statement, PARAMETER(id), stored.number);
  if (rc != SQLITE_OK || value->length > sizeof(bound->text)) return rc;
  *bound = (CommonValue){.is_known = true, .number = value->number, .length = value->length};
  if (is_text) memcpy(bound->text, value->text, value->length);
  return SQLITE_OK;
}

/* Inserts a row under the rowid that SQLite chooses. */
static int insert_next(Store *store, const Connection *connection) {
  sqlite3_stmt *statement;
  int passing[COLUMN_COUNT], count = 0; /* the parameters that do not stay bound */
  int rc = get(store, INSERT_ROW, &statement);
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    const MemberValue *value = &connection->member[id];
    if (is_common(id)) {
      if (is_bound(&store->common[id], value)) continue;
      rc = bind_common(store, statement, id, value);
    } else if (value->present && store_keeps(id)) {
      passing[count++] = PARAMETER(id);
      rc = bind_member(statement, PARAMETER(id), columns[id].kind, value);
    }
  }
  rc = run_bound(store, statement, rc);
  /* Their texts are the caller's, and must not be looked at later. */
  while (count > 0) sqlite3_bind_null(statement, passing[--count]);
  return rc;
}

static int insert_at(Store *store, const sqlite3_int64 *rowid, const Connection *connection,
                     bool replace) {
  sqlite3_stmt *statement;
  int rc = get(store, replace ? REPLACE_ROW : INSERT_ROW_AT, &statement);
  if (rc == SQLITE_OK) rc = bind_connection(store, statement, connection);
  if (rc == SQLITE_OK && rowid) rc = sqlite3_bind_int64(statement, 1, *rowid);
  return run(store, statement, rc);
}

/* ---- settings ---- */

int store_read_settings(Store *store,
                        void (*each)(void *context, const char *key, const char *value),
                        void *context) {
  sqlite3_stmt *statement;
  int rc = get(store, READ_SETTINGS, &statement);
  if (rc != SQLITE_OK) return rc;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    const char *key = (const char *)sqlite3_column_text(statement, 0);
    const char *value = (const char *)sqlite3_column_text(statement, 1);
    if (key && value) each(context, key, value);
  }
  return store_reset(store, statement);
}

int store_write_setting(Store *store, const char *key, const char *value) {
  sqlite3_stmt *statement;
  int rc = get(store, WRITE_SETTING, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK) rc = sqlite3_bind_text(statement, 2, value, -1, SQLITE_STATIC);
  return run(store, statement, rc);
}

/* ---- rows ---- */

static int bind_rowid(sqlite3_stmt *statement, int parameter, const sqlite3_int64 *rowid) {
  return rowid ? sqlite3_bind_int64(statement, parameter, *rowid)
               : sqlite3_bind_null(statement, parameter);
}

int store_insert(Store *store, const sqlite3_int64 *rowid, const Connection *connection,
                 bool replace, sqlite3_int64 *inserted) {
  int rc = replace || rowid ? insert_at(store, rowid, connection, replace)
                            : insert_next(store, connection);
  if (rc == SQLITE_OK) *inserted = sqlite3_last_insert_rowid(store->db);
  return rc;
}

int store_update(Store *store, sqlite3_int64 rowid, sqlite3_int64 new_rowid,
                 const Connection *connection, bool replace, bool moves) {
  sqlite3_stmt *statement;
  Statement which = replace ? MOVE_REPLACING : moves ? MOVE_ROW : UPDATE_ROW;
  int rc = get(store, which, &statement);
  if (rc == SQLITE_OK) rc = bind_connection(store, statement, connection);
  if (rc == SQLITE_OK && which != UPDATE_ROW) rc = sqlite3_bind_int64(statement, 1, new_rowid);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, OLD_ROWID, rowid);
  return run(store, statement, rc);
}

int store_delete(Store *store, sqlite3_int64 rowid) {
  sqlite3_stmt *statement;
  int rc = get(store, DELETE_ROW, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 1, rowid);
  return run(store, statement, rc);
}

/* Where a text cannot be had the column is left out, and the lack of memory shows in the code. */
int store_read_member(sqlite3_stmt *statement, int index, ColumnKind kind, MemberValue *value) {
  *value = (MemberValue){.present = false};
  if (sqlite3_column_type(statement, index) == SQLITE_NULL) return SQLITE_OK;
  value->present = true;
  if (kind == KIND_TEXT || kind == KIND_JSON) {
    value->text = (const char *)sqlite3_column_text(statement, index);
    value->length = (size_t)sqlite3_column_bytes(statement, index);
    return value->text ? SQLITE_OK : SQLITE_NOMEM;
  }
  value->number = sqlite3_column_int64(statement, index);
  return SQLITE_OK;
}

int store_read_row(Store *store, sqlite3_int64 rowid, Connection *connection, bool *found) {
  sqlite3_stmt *statement;
  *found = false;
  int rc = get(store, READ_ROW, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 1, rowid);
  if (rc != SQLITE_OK) return rc;
  rc = sqlite3_step(statement);
  if (rc != SQLITE_ROW) return store_reset(store, statement);
  *found = true;
  rc = SQLITE_OK;
  int index = 1;
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    connection->member[id] = (MemberValue){.present = false};
    if (!store_keeps(id)) continue;
    rc = store_read_member(statement, index++, columns[id].kind, &connection->member[id]);
  }
  return rc;
}

void store_release_row(Store *store) {
  sqlite3_reset(store->statement[READ_ROW]);
}

int store_read_catalog_id(Store *store, sqlite3_int64 rowid, MemberValue *catalog_id) {
  sqlite3_stmt *statement;
  *catalog_id = (MemberValue){.present = false};
  int rc = get(store, READ_CATALOG_ID, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 1, rowid);
  if (rc != SQLITE_OK) return rc;
  if (sqlite3_step(statement) != SQLITE_ROW) return store_reset(store, statement);
  return store_read_member(statement, 0, KIND_TEXT, catalog_id);
}

void store_release_catalog_id(Store *store) {
  sqlite3_reset(store->statement[READ_CATALOG_ID]);
}

int store_find_conflicts(Store *store, const sqlite3_int64 *self, const sqlite3_int64 *rowid,
                         const MemberValue *name, const MemberValue *catalog_id,
                         StoreConflict conflicts[2], int *count) {
  const MemberValue stored_id = stored_value(store, COLUMN_CATALOG_ID, catalog_id);
  sqlite3_stmt *statement;
  *count = 0;
  int rc = get(store, FIND_CONFLICTS, &statement);
  if (rc == SQLITE_OK) rc = bind_rowid(statement, 1, self);
  if (rc == SQLITE_OK) rc = bind_rowid(statement, 2, rowid);
  if (rc == SQLITE_OK) rc = bind_member(statement, 3, KIND_TEXT, name);
  if (rc == SQLITE_OK) rc = bind_member(statement, 4, KIND_TEXT, &stored_id);
  if (rc != SQLITE_OK) return rc;
  while (*count < 2 && sqlite3_step(statement) == SQLITE_ROW) {
    conflicts[*count].rowid = sqlite3_column_int64(statement, 0);
    conflicts[*count].same_name = sqlite3_column_int(statement, 1) != 0;
    ++*count;
  }
  rc = store_reset(store, statement);
  sqlite3_clear_bindings(statement);
  return rc;
}

/* ---- counters ---- */

int store_write_count(Store *store, const MemberValue *catalog_id, sqlite3_int64 count) {
  sqlite3_stmt *statement;
  int rc = get(store, COUNT_WRITE, &statement);
  if (rc == SQLITE_OK) rc = bind_member(statement, 1, KIND_TEXT, catalog_id);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, 2, count);
  return run(store, statement, rc);
}

int store_count(Store *store, const MemberValue *catalog_id, sqlite3_int64 *count) {
  sqlite3_stmt *statement;
  *count = 0;
  int rc = get(store, COUNT_READ, &statement);
  if (rc == SQLITE_OK) rc = bind_member(statement, 1, KIND_TEXT, catalog_id);
  if (rc != SQLITE_OK) return rc;
  if (sqlite3_step(statement) == SQLITE_ROW) *count = sqlite3_column_int64(statement, 0);
  if (*count > COUNT_MAX) *count = COUNT_MAX;
  if (*count < 0) *count = 0;
  rc = store_reset(store, statement);
  sqlite3_clear_bindings(statement);
  return rc;
}

int store_check_catalogs(Store *store, void (*each)(void *context, sqlite3_int64 rowid),
                         void *context) {
  sqlite3_stmt *statement;
  if (store_format(store) == 1) return SQLITE_OK; /* there all rows name their catalog */
  int rc = get(store, FIND_NAMED_OWN, &statement);
  if (rc != SQLITE_OK) return rc;
  while (sqlite3_step(statement) == SQLITE_ROW) each(context, sqlite3_column_int64(statement, 0));
  return store_reset(store, statement);
}

int store_check_counts(Store *store,
                       void (*each)(void *context, const char *catalog_id, sqlite3_int64 counter,
                                    sqlite3_int64 rows),
                       void *context) {
  sqlite3_stmt *statement;
  int rc = get(store, COUNT_CHECK, &statement);
  if (rc != SQLITE_OK) return rc;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    const char *catalog_id = (const char *)sqlite3_column_text(statement, 0);
    each(context, catalog_id ? catalog_id : "", sqlite3_column_int64(statement, 1),
         sqlite3_column_int64(statement, 2));
  }
  return store_reset(store, statement);
}
