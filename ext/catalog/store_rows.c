/*
** The statements on rows, counters and settings. Each is prepared when it is first needed and kept.
*/
#include "catalog/store_private.h"

/* ---- statements ---- */

/* No catalog holds more. A counter that says so is off, and must not overflow when it changes. */
#define COUNT_MAX (INT64_MAX / 2)

/* The stored columns are bound from here on. */
#define FIRST_COLUMN_PARAMETER 2

static int stored_count(void) {
  int count = 0;
  for (int id = 0; id < COLUMN_COUNT; id++) count += store_keeps(id);
  return count;
}

/* The names of the stored columns, with ", " before each: "%s" formatted once for each. */
static void append_columns(sqlite3_str *out, const char *format) {
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (store_keeps(id)) sqlite3_str_appendf(out, format, columns[id].name);
  }
}

/* INSERT with the stored columns as ?2 and on. The rowid is ?1, or SQLite's choice: it need not look
** whether one that it chooses is taken. */
static char *insert_sql(Store *store, const char *verb, bool chooses_rowid) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "%s INTO \"%w\".\"%w_data\"(", verb, store->schema, store->table);
  const char *separator = "";
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!store_keeps(id)) continue;
    sqlite3_str_appendf(out, "%s%s", separator, columns[id].name);
    separator = ", ";
  }
  sqlite3_str_appendf(out, "%s) VALUES(?2", chooses_rowid ? "" : ", id");
  for (int parameter = 3; parameter < FIRST_COLUMN_PARAMETER + stored_count(); parameter++) {
    sqlite3_str_appendf(out, ", ?%d", parameter);
  }
  sqlite3_str_appendf(out, "%s)", chooses_rowid ? "" : ", ?1");
  return sqlite3_str_finish(out);
}

/* Columns that an index is made of. A statement that does not name them leaves the indexes be. */
static bool is_indexed(int id) {
  return id == COLUMN_NAME || id == COLUMN_CATALOG_ID || id == COLUMN_CONNECTION_TYPE;
}

/* UPDATE with the new rowid as ?1, the stored columns as ?2 and on, and the old rowid last. */
static char *update_sql(Store *store, const char *verb, bool moves) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "%s \"%w\".\"%w_data\" SET ", verb, store->schema, store->table);
  const char *separator = "";
  if (moves) {
    sqlite3_str_appendall(out, "id = ?1");
    separator = ", ";
  }
  int parameter = 2;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!store_keeps(id)) continue;
    if (moves || !is_indexed(id)) {
      sqlite3_str_appendf(out, "%s%s = ?%d", separator, columns[id].name, parameter);
      separator = ", ";
    }
    parameter++;
  }
  sqlite3_str_appendf(out, " WHERE id = ?%d", parameter);
  return sqlite3_str_finish(out);
}

static char *read_sql(Store *store) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out, "SELECT id");
  append_columns(out, ", %s");
  sqlite3_str_appendf(out, " FROM \"%w\".\"%w_data\" WHERE id = ?1", store->schema, store->table);
  return sqlite3_str_finish(out);
}

static char *simple_sql(Store *store, Statement which) {
  const char *s = store->schema, *t = store->table;
  switch (which) {
  case DELETE_ROW: return sqlite3_mprintf("DELETE FROM \"%w\".\"%w_data\" WHERE id = ?1", s, t);
  case READ_CATALOG_ID:
    return sqlite3_mprintf("SELECT catalog_id FROM \"%w\".\"%w_data\" WHERE id = ?1", s, t);
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
        " UNION ALL SELECT catalog_id, 0, count(*) FROM \"%w\".\"%w_data\" GROUP BY 1)"
        " GROUP BY 1 HAVING sum(counter) <> sum(rows)",
        s, t, s, t);
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

/* Runs a statement that yields no rows, unless binding its parameters has failed. Bound texts are
** the caller's and must not be looked at later. */
static int run(Store *store, sqlite3_stmt *statement, int rc) {
  if (rc == SQLITE_OK) {
    sqlite3_step(statement);
    rc = store_reset(store, statement);
  }
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

/* Binds the stored columns as ?2 and on; *parameter is the number of the next one. What is absent
** need not be bound: no parameter is, between two executions. */
static int bind_connection(sqlite3_stmt *statement, const Connection *connection, int *parameter) {
  int rc = SQLITE_OK, next = FIRST_COLUMN_PARAMETER;
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    if (!store_keeps(id)) continue;
    const MemberValue *value = &connection->member[id];
    if (value->present) rc = bind_member(statement, next, columns[id].kind, value);
    next++;
  }
  *parameter = next;
  return rc;
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
  sqlite3_stmt *statement;
  Statement which = replace ? REPLACE_ROW : rowid ? INSERT_ROW_AT : INSERT_ROW;
  int parameter, rc = get(store, which, &statement);
  if (rc == SQLITE_OK) rc = bind_connection(statement, connection, &parameter);
  if (rc == SQLITE_OK && rowid) rc = sqlite3_bind_int64(statement, 1, *rowid);
  rc = run(store, statement, rc);
  if (rc == SQLITE_OK) *inserted = sqlite3_last_insert_rowid(store->db);
  return rc;
}

int store_update(Store *store, sqlite3_int64 rowid, sqlite3_int64 new_rowid,
                 const Connection *connection, bool replace, bool moves) {
  sqlite3_stmt *statement;
  Statement which = replace ? MOVE_REPLACING : moves ? MOVE_ROW : UPDATE_ROW;
  int parameter, rc = get(store, which, &statement);
  if (rc == SQLITE_OK) rc = bind_connection(statement, connection, &parameter);
  if (rc == SQLITE_OK && which != UPDATE_ROW) rc = sqlite3_bind_int64(statement, 1, new_rowid);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(statement, parameter, rowid);
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
  sqlite3_stmt *statement;
  *count = 0;
  int rc = get(store, FIND_CONFLICTS, &statement);
  if (rc == SQLITE_OK) rc = bind_rowid(statement, 1, self);
  if (rc == SQLITE_OK) rc = bind_rowid(statement, 2, rowid);
  if (rc == SQLITE_OK) rc = bind_member(statement, 3, KIND_TEXT, name);
  if (rc == SQLITE_OK) rc = bind_member(statement, 4, KIND_TEXT, catalog_id);
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
