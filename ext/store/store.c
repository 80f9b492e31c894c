/* SPDX-License-Identifier: MIT */
/*
** The shadow tables: how they are made, renamed, dropped and checked, and how statements on them are
** prepared. store_rows.c has the statements on rows, counters and settings, store_scan.c the scans.
**
** Identifiers are formatted with "%w", values are always bound. A shadow table that another virtual
** table stands in for is refused (SQLITE_PREPARE_NO_VTAB), and so are functions that only the top
** level may call (FROM_DDL; older versions ignore the flag).
*/
#include "store/store_private.h"

#include <string.h>

#include "text/message.h"

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

/* ---- the store itself ---- */

Store *store_new(sqlite3 *db, const char *schema, const char *table, const char *own_catalog) {
  Store *store = sqlite3_malloc64(sizeof(*store));
  if (store == NULL) return NULL;
  memset(store, 0, sizeof(*store));
  store->db = db;
  store->schema = sqlite3_mprintf("%s", schema);
  store->table = sqlite3_mprintf("%s", table);
  store->own_catalog = sqlite3_mprintf("%s", own_catalog);
  store->catalog_sql =
      sqlite3_mprintf("CASE catalog_id WHEN '' THEN %Q ELSE catalog_id END", own_catalog);
  if (store->schema && store->table && store->own_catalog && store->catalog_sql) return store;
  store_free(store);
  return NULL;
}

void store_use_format_1(Store *store) {
  store->own_catalog[0] = '\0';
}

int store_format(const Store *store) {
  return store->own_catalog[0] ? STORE_FORMAT : 1;
}

void store_finalize(Store *store) {
  for (int i = 0; i < STATEMENT_COUNT; i++) {
    sqlite3_finalize(store->statement[i]);
    store->statement[i] = NULL;
  }
  memset(store->common, 0, sizeof(store->common));
  store_finalize_scans(store);
}

void store_free(Store *store) {
  if (store == NULL) return;
  store_finalize(store);
  sqlite3_free(store->schema);
  sqlite3_free(store->table);
  sqlite3_free(store->own_catalog);
  sqlite3_free(store->catalog_sql);
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
  char *text = sqlite3_mprintf("the shadow tables of %s are damaged: %s", store->table,
                               sqlite3_errmsg(store->db));
  store->message = text ? message_shown(text, strlen(text)) : NULL;
  sqlite3_free(text);
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

/* ---- the check of the tables ---- */

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
