/* SPDX-License-Identifier: MIT */
/*
** The shadow tables: how they are made, renamed, dropped and checked.
**
** Identifiers are formatted with "%w", values are always bound.
*/
#include "store/store.h"

#include <string.h>

#include "store/store_private.h"
#include "text/message.h"

/* The suffixes, listed once for create, drop, rename, xShadowName and the integrity check, to which
** the text of the bodies is part of the format. */
static const struct {
  const char *suffix;
  const char *body; /* NULL: made of the list of columns */
} store_shadows[] = {
    {"data", NULL},
    {"catalogs", "(catalog_id TEXT NOT NULL PRIMARY KEY,"
                 " connections INTEGER NOT NULL CHECK(connections >= 0)) STRICT, WITHOUT ROWID"},
    {"config", "(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"},
};
#define STORE_SHADOW_COUNT (sizeof(store_shadows) / sizeof(*store_shadows))

/* What keeps the rows honest where they are written without the extension. The index on the type
** is a constraint so that it follows a rename of the table. An IN of three texts would build a table
** of them for every row. */
static const char store_constraints[] = ", CHECK(status = 'READY' OR status = 'IN_PROGRESS'"
                                        " OR status = 'FAILED')"
                                        ", CHECK(validate_credentials IN (0, 1))"
                                        ", CHECK(connection_schema_version IN (1, 2))"
                                        ", UNIQUE(name, catalog_id), UNIQUE(connection_type, id)";

static const ColumnId store_never_null[] = {
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
  if (store->schema && store->table && store->own_catalog) return store;
  store_free(store);
  return NULL;
}

void store_free(Store *store) {
  if (store == NULL) return;
  store_finalize(store);
  sqlite3_free(store->schema);
  sqlite3_free(store->table);
  sqlite3_free(store->own_catalog);
  sqlite3_free(store->message);
  sqlite3_free(store);
}

bool store_is_shadow(const char *suffix) {
  for (size_t i = 0; i < STORE_SHADOW_COUNT; i++) {
    if (sqlite3_stricmp(suffix, store_shadows[i].suffix) == 0) return true;
  }
  return false;
}

/* Runs one statement and frees its text, which may be NULL for a lack of memory. */
static int store_execute(Store *store, char *sql, char **message) {
  int rc = sql ? sqlite3_exec(store->db, sql, NULL, NULL, message) : SQLITE_NOMEM;
  if (sql && rc != SQLITE_OK) rc = sqlite3_extended_errcode(store->db);
  sqlite3_free(sql);
  return rc;
}

static char *store_data_body(void) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out, "(id INTEGER PRIMARY KEY");
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!store_keeps(id)) continue;
    bool is_text = columns[id].kind == KIND_TEXT || columns[id].kind == KIND_JSON;
    sqlite3_str_appendf(out, ", %s %s", columns[id].name, is_text ? "TEXT" : "INTEGER");
    for (size_t i = 0; i < sizeof(store_never_null) / sizeof(*store_never_null); i++) {
      if ((int)store_never_null[i] == id) sqlite3_str_appendall(out, " NOT NULL");
    }
  }
  sqlite3_str_appendf(out, "%s) STRICT", store_constraints);
  return sqlite3_str_finish(out);
}

int store_create(Store *store, char **message) {
  char *body = store_data_body();
  int rc = body ? SQLITE_OK : SQLITE_NOMEM;
  for (size_t i = 0; i < STORE_SHADOW_COUNT && rc == SQLITE_OK; i++) {
    rc = store_execute(store,
                       sqlite3_mprintf("CREATE TABLE \"%w\".\"%w_%s\"%s", store->schema,
                                       store->table, store_shadows[i].suffix,
                                       store_shadows[i].body ? store_shadows[i].body : body),
                       message);
  }
  sqlite3_free(body);
  if (rc != SQLITE_OK) return rc;
  return store_execute(store,
                       sqlite3_mprintf("INSERT INTO \"%w\".\"%w_config\" VALUES('format', '%d')",
                                       store->schema, store->table, STORE_FORMAT),
                       message);
}

/* IF EXISTS, so that a damaged table can be dropped as well. */
int store_drop(Store *store) {
  int rc = SQLITE_OK;
  for (size_t i = 0; i < STORE_SHADOW_COUNT && rc == SQLITE_OK; i++) {
    rc = store_execute(store,
                       sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\".\"%w_%s\"", store->schema,
                                       store->table, store_shadows[i].suffix),
                       NULL);
  }
  return rc;
}

int store_rename(Store *store, const char *new_table, char **message) {
  int rc = SQLITE_OK;
  for (size_t i = 0; i < STORE_SHADOW_COUNT && rc == SQLITE_OK; i++) {
    rc = store_execute(store,
                       sqlite3_mprintf("ALTER TABLE \"%w\".\"%w_%s\" RENAME TO \"%w_%s\"",
                                       store->schema, store->table, store_shadows[i].suffix,
                                       new_table, store_shadows[i].suffix),
                       message);
  }
  return rc;
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

/* ---- JSONB ---- */

static int store_read_jsonb(sqlite3_stmt *statement, sqlite3_value *blob, char **text,
                            size_t *length) {
  int rc = sqlite3_bind_value(statement, 1, blob);
  if (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    const char *json = (const char *)sqlite3_column_text(statement, 0);
    *length = (size_t)sqlite3_column_bytes(statement, 0);
    if (json) *text = sqlite3_mprintf("%.*s", (int)*length, json);
    if (*text == NULL) rc = SQLITE_NOMEM;
  }
  int step_rc = sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (rc == SQLITE_OK && step_rc != SQLITE_ERROR) rc = step_rc; /* an error: it is no JSONB */
  return rc;
}

int store_jsonb_text(Store *store, sqlite3_value *blob, char **text, size_t *length) {
  sqlite3_stmt *statement;
  *text = NULL;
  int rc = store_get(store, STORE_READ_JSONB, &statement);
  return rc == SQLITE_OK ? store_read_jsonb(statement, blob, text, length) : rc;
}

int store_jsonb_text_once(sqlite3 *db, sqlite3_value *blob, char **text, size_t *length) {
  Store store = {.db = db};
  int rc = store_jsonb_text(&store, blob, text, length);
  store_finalize(&store);
  sqlite3_free(store.message);
  return rc;
}

/* ---- the check of the tables ---- */

/* Whether the shadow table has that body: views, virtual tables and tables with other columns or
** constraints have not. Its name may have been quoted in another way since, by a rename or a dump. */
static int store_check_table(Store *store, const char *suffix, const char *body, bool *good) {
  sqlite3_stmt *statement;
  size_t length = strlen(body);
  char *name = sqlite3_mprintf("%s_%s", store->table, suffix);
  *good = false;
  if (name == NULL) return SQLITE_NOMEM;
  int rc = store_get(store, STORE_READ_SCHEMA, &statement);
  if (rc == SQLITE_OK) rc = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
  if (rc == SQLITE_OK) {
    if (store_step(store, statement) == SQLITE_ROW) {
      const char *sql = (const char *)sqlite3_column_text(statement, 0);
      size_t size = sql ? strlen(sql) : 0;
      *good = size > length && strcmp(sql + size - length, body) == 0;
    }
    rc = store_reset(store, statement);
    sqlite3_clear_bindings(statement);
  }
  sqlite3_free(name);
  return rc;
}

int store_check_tables(Store *store,
                       void (*each)(void *context, const char *table, const char *suffix),
                       void *context) {
  char *data = store_data_body();
  int rc = data ? SQLITE_OK : SQLITE_NOMEM;
  for (size_t i = 0; i < STORE_SHADOW_COUNT && rc == SQLITE_OK; i++) {
    bool good;
    rc = store_check_table(store, store_shadows[i].suffix,
                           store_shadows[i].body ? store_shadows[i].body : data, &good);
    if (rc == SQLITE_OK && !good) each(context, store->table, store_shadows[i].suffix);
  }
  sqlite3_free(data);
  return rc;
}

int store_check_foreign(Store *store,
                        void (*each)(void *context, const char *type, const char *name,
                                     const char *shadow),
                        void *context) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_READ_FOREIGN, &statement);
  for (size_t i = 0; i < STORE_SHADOW_COUNT && rc == SQLITE_OK; i++) {
    char *shadow = sqlite3_mprintf("%s_%s", store->table, store_shadows[i].suffix);
    rc = shadow ? sqlite3_bind_text(statement, 1, shadow, -1, SQLITE_STATIC) : SQLITE_NOMEM;
    while (rc == SQLITE_OK && store_step(store, statement) == SQLITE_ROW) {
      const char *type = (const char *)sqlite3_column_text(statement, 0);
      const char *name = (const char *)sqlite3_column_text(statement, 1);
      if (type && name) each(context, type, name, shadow);
    }
    int step_rc = store_reset(store, statement);
    if (rc == SQLITE_OK) rc = step_rc;
    sqlite3_clear_bindings(statement);
    sqlite3_free(shadow);
  }
  return rc;
}

/* ---- errors ---- */

static void store_note_altered(void *context, const char *table, const char *suffix) {
  (void)table, (void)suffix;
  *(bool *)context = true;
}

/* A statement of ours that fails for no reason of SQLite's own may not find what it needs, because the
** shadow tables have been altered: then the user's statement is not wrong. A limit that the host has
** lowered, or a trigger that fails, is no damage. */
int store_explain(Store *store, int rc, char **message) {
  char *words = store->message;
  bool is_altered = false;
  store->message = NULL;
  if (rc == SQLITE_ERROR && words && *message == NULL) {
    int check_rc = store_check_tables(store, store_note_altered, &is_altered);
    sqlite3_free(store->message);
    store->message = NULL;
    if (check_rc != SQLITE_OK) is_altered = false;
    if (check_rc == SQLITE_NOMEM) rc = SQLITE_NOMEM;
  }
  if (is_altered) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    sqlite3_str_appendall(out, "the shadow tables of ");
    message_append(out, store->table, strlen(store->table), MESSAGE_WHOLE);
    sqlite3_str_appendf(out, " are damaged: %s", words);
    *message = sqlite3_str_finish(out);
    rc = *message ? SQLITE_CORRUPT_VTAB : SQLITE_NOMEM;
  } else if (rc != SQLITE_OK && *message == NULL) {
    *message = words;
    words = NULL;
  }
  sqlite3_free(words);
  return rc;
}

#undef STORE_SHADOW_COUNT
