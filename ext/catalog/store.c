/*
** The shadow tables and every statement on them.
**
** Each statement is prepared when it is first needed and kept. Identifiers are formatted with
** "%w", values are always bound. A shadow table that another virtual table stands in for is
** refused (SQLITE_PREPARE_NO_VTAB), and so are functions that only the top level may call
** (FROM_DDL; older versions ignore the flag).
*/
#include "catalog/store_private.h"

#include <string.h>

#ifndef SQLITE_PREPARE_FROM_DDL
#define SQLITE_PREPARE_FROM_DDL 0x20
#endif
#define PREPARE_FLAGS (SQLITE_PREPARE_PERSISTENT | SQLITE_PREPARE_NO_VTAB | SQLITE_PREPARE_FROM_DDL)

/* The suffixes, listed once for create, drop, rename, xShadowName and the integrity check, to which
** the text of the bodies is part of the format. */
static const struct {
  const char *suffix;
  const char *body; /* NULL: made of the list of columns */
} shadows[] = {
    {"data", NULL},
    {"catalogs", "(catalog_id TEXT NOT NULL PRIMARY KEY,"
                 " connections INTEGER NOT NULL CHECK(connections >= 0)) STRICT, WITHOUT ROWID"},
    {"config", "(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"},
};
#define SHADOW_COUNT (sizeof(shadows) / sizeof(*shadows))

/* What keeps the rows honest where they are written without the extension. The index on the type
** is a constraint so that it follows a rename of the table. An IN of three texts would build a table
** of them for every row. */
static const char data_constraints[] = ", CHECK(status = 'READY' OR status = 'IN_PROGRESS'"
                                       " OR status = 'FAILED')"
                                       ", CHECK(validate_credentials IN (0, 1))"
                                       ", CHECK(connection_schema_version IN (1, 2))"
                                       ", UNIQUE(name, catalog_id), UNIQUE(connection_type, id)";

static const ColumnId never_null[] = {
    COLUMN_NAME,
    COLUMN_CONNECTION_TYPE,
    COLUMN_STATUS,
    COLUMN_CATALOG_ID,
    COLUMN_CONNECTION_PROPERTIES,
    COLUMN_VALIDATE_CREDENTIALS,
    COLUMN_TAGS,
    COLUMN_CONNECTION_SCHEMA_VERSION,
    COLUMN_CREATION_TIME,
    COLUMN_LAST_UPDATED_TIME,
};

bool store_keeps(int id) {
  return (columns[id].places & STORED) != 0;
}

/* ---- the store itself ---- */

Store *store_new(sqlite3 *db, const char *schema, const char *table) {
  Store *store = sqlite3_malloc64(sizeof(*store));
  if (store == NULL) return NULL;
  memset(store, 0, sizeof(*store));
  store->db = db;
  store->schema = sqlite3_mprintf("%s", schema);
  store->table = sqlite3_mprintf("%s", table);
  if (store->schema && store->table) return store;
  store_free(store);
  return NULL;
}

void store_finalize(Store *store) {
  for (int i = 0; i < STATEMENT_COUNT; i++) {
    sqlite3_finalize(store->statement[i]);
    store->statement[i] = NULL;
  }
  store_finalize_scans(store);
}

void store_free(Store *store) {
  if (store == NULL) return;
  store_finalize(store);
  sqlite3_free(store->schema);
  sqlite3_free(store->table);
  sqlite3_free(store->message);
  sqlite3_free(store);
}

char *store_take_message(Store *store) {
  char *message = store->message;
  store->message = NULL;
  return message;
}

bool store_is_shadow(const char *suffix) {
  for (size_t i = 0; i < SHADOW_COUNT; i++) {
    if (sqlite3_stricmp(suffix, shadows[i].suffix) == 0) return true;
  }
  return false;
}

/* Runs one statement and frees its text, which may be NULL for a lack of memory. */
static int execute(Store *store, char *sql, char **message) {
  int rc = sql ? sqlite3_exec(store->db, sql, NULL, NULL, message) : SQLITE_NOMEM;
  if (sql && rc != SQLITE_OK) rc = sqlite3_extended_errcode(store->db);
  sqlite3_free(sql);
  return rc;
}

static char *data_body(void) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out, "(id INTEGER PRIMARY KEY");
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!store_keeps(id)) continue;
    bool is_text = columns[id].kind == KIND_TEXT || columns[id].kind == KIND_JSON;
    sqlite3_str_appendf(out, ", %s %s", columns[id].name, is_text ? "TEXT" : "INTEGER");
    for (size_t i = 0; i < sizeof(never_null) / sizeof(*never_null); i++) {
      if ((int)never_null[i] == id) sqlite3_str_appendall(out, " NOT NULL");
    }
  }
  sqlite3_str_appendf(out, "%s) STRICT", data_constraints);
  return sqlite3_str_finish(out);
}

int store_create(Store *store, char **message) {
  char *body = data_body();
  int rc = body ? SQLITE_OK : SQLITE_NOMEM;
  for (size_t i = 0; i < SHADOW_COUNT && rc == SQLITE_OK; i++) {
    rc = execute(store,
                 sqlite3_mprintf("CREATE TABLE \"%w\".\"%w_%s\"%s", store->schema, store->table,
                                 shadows[i].suffix, shadows[i].body ? shadows[i].body : body),
                 message);
  }
  sqlite3_free(body);
  if (rc != SQLITE_OK) return rc;
  return execute(store,
                 sqlite3_mprintf("INSERT INTO \"%w\".\"%w_config\" VALUES('format', '%d')",
                                 store->schema, store->table, STORE_FORMAT),
                 message);
}

/* IF EXISTS, so that a damaged table can be dropped as well. */
int store_drop(Store *store) {
  int rc = SQLITE_OK;
  for (size_t i = 0; i < SHADOW_COUNT && rc == SQLITE_OK; i++) {
    rc = execute(store,
                 sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\".\"%w_%s\"", store->schema,
                                 store->table, shadows[i].suffix),
                 NULL);
  }
  return rc;
}

int store_rename(Store *store, const char *new_table, char **message) {
  int rc = SQLITE_OK;
  for (size_t i = 0; i < SHADOW_COUNT && rc == SQLITE_OK; i++) {
    rc = execute(store,
                 sqlite3_mprintf("ALTER TABLE \"%w\".\"%w_%s\" RENAME TO \"%w_%s\"", store->schema,
                                 store->table, shadows[i].suffix, new_table, shadows[i].suffix),
                 message);
  }
  return rc;
}

/* A statement of ours that fails for no reason of SQLite's own does not find what it needs: the shadow
** tables have been damaged, the user's statement is not wrong. (Where an authorizer denies a function,
** SQLite leaves the code at SQLITE_ERROR.) */
static int explain_error(Store *store, int rc) {
  if (rc != SQLITE_ERROR) return sqlite3_extended_errcode(store->db);
  if (sqlite3_strnicmp(sqlite3_errmsg(store->db), "not authorized", 14) == 0) return SQLITE_AUTH;
  sqlite3_free(store->message);
  store->message = sqlite3_mprintf("the shadow tables of %s are damaged: %s", store->table,
                                   sqlite3_errmsg(store->db));
  return store->message ? SQLITE_CORRUPT_VTAB : SQLITE_NOMEM;
}

/* Prepares and frees the text. */
int store_prepare(Store *store, char *sql, sqlite3_stmt **statement) {
  *statement = NULL;
  if (sql == NULL) return SQLITE_NOMEM;
  int rc = sqlite3_prepare_v3(store->db, sql, -1, PREPARE_FLAGS, statement, NULL);
  sqlite3_free(sql);
  return rc == SQLITE_OK ? SQLITE_OK : explain_error(store, rc);
}

/* A cached statement is prepared anew by SQLite when the schema has changed, and may fail then. */
int store_reset(Store *store, sqlite3_stmt *statement) {
  int rc = sqlite3_reset(statement);
  return rc == SQLITE_OK ? SQLITE_OK : explain_error(store, rc);
}

int store_is_utf8(Store *store, bool *utf8) {
  sqlite3_stmt *statement;
  int rc = sqlite3_prepare_v2(store->db, "PRAGMA encoding", -1, &statement, NULL);
  *utf8 = false;
  if (rc == SQLITE_AUTH) return SQLITE_OK; /* a host without pragmas: texts cost a copy more */
  if (rc != SQLITE_OK) return rc;
  *utf8 = sqlite3_step(statement) == SQLITE_ROW &&
          sqlite3_stricmp((const char *)sqlite3_column_text(statement, 0), "UTF-8") == 0;
  return sqlite3_finalize(statement);
}

int store_jsonb_text(sqlite3 *db, sqlite3_value *blob, char **text, size_t *length) {
  sqlite3_stmt *statement;
  *text = NULL;
  int rc = sqlite3_prepare_v2(db, "SELECT json(?1)", -1, &statement, NULL);
  if (rc != SQLITE_OK) return rc;
  rc = sqlite3_bind_value(statement, 1, blob);
  if (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    const char *json = (const char *)sqlite3_column_text(statement, 0);
    *length = (size_t)sqlite3_column_bytes(statement, 0);
    if (json) *text = sqlite3_mprintf("%.*s", (int)*length, json);
    if (*text == NULL) rc = SQLITE_NOMEM;
  }
  int step_rc = sqlite3_finalize(statement);
  if (rc == SQLITE_OK && step_rc != SQLITE_ERROR) rc = step_rc; /* an error: it is no JSONB */
  return rc;
}

/* ---- statements ---- */

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
  if (!value->present) return sqlite3_bind_null(statement, parameter);
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
  rc = store_reset(store, statement);
  sqlite3_clear_bindings(statement);
  return rc;
}

/* Whether the shadow table has that body: views, virtual tables and tables with other columns or
** constraints have not. Its name may have been quoted in another way since, by a rename or a dump. */
static int check_table(Store *store, const char *suffix, const char *body, bool *good) {
  sqlite3_stmt *statement;
  size_t length = strlen(body);
  int rc = store_prepare(store,
                         sqlite3_mprintf("SELECT sql FROM \"%w\".sqlite_schema WHERE type = 'table'"
                                         " AND name = '%q_%q' COLLATE NOCASE",
                                         store->schema, store->table, suffix),
                         &statement);
  *good = false;
  if (rc != SQLITE_OK) return rc;
  if (sqlite3_step(statement) == SQLITE_ROW) {
    const char *sql = (const char *)sqlite3_column_text(statement, 0);
    size_t size = sql ? strlen(sql) : 0;
    *good = size > length && strcmp(sql + size - length, body) == 0;
  }
  rc = store_reset(store, statement);
  sqlite3_finalize(statement);
  return rc;
}

int store_check_tables(Store *store,
                       void (*each)(void *context, const char *table, const char *suffix),
                       void *context) {
  char *data = data_body();
  int rc = data ? SQLITE_OK : SQLITE_NOMEM;
  for (size_t i = 0; i < SHADOW_COUNT && rc == SQLITE_OK; i++) {
    bool good;
    rc = check_table(store, shadows[i].suffix, shadows[i].body ? shadows[i].body : data, &good);
    if (rc == SQLITE_OK && !good) each(context, store->table, shadows[i].suffix);
  }
  sqlite3_free(data);
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
