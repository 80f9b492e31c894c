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

/* ---- the store itself ---- */

static ColumnSet store_columns(int format) {
  ColumnSet set = 0;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & IS_STORED && column_format(id) <= format) set |= COLUMN_BIT(id);
  }
  return set;
}

const char *store_version(int format) {
  static const char *const versions[] = {
#define X(number, version) version,
      STORE_FORMATS(X)
#undef X
  };
  return versions[format - 1];
}

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

int store_configure(Store *store, const char *own_catalog, const char *own_region, int format) {
  bool same = store->own_catalog && strcmp(store->own_catalog, own_catalog) == 0 &&
              strcmp(store->own_region, own_region) == 0 && store->format == format;
  if (same) return SQLITE_OK;
  char *catalog = sqlite3_mprintf("%s", own_catalog), *region = sqlite3_mprintf("%s", own_region);
  if (catalog == NULL || region == NULL) {
    sqlite3_free(catalog);
    sqlite3_free(region);
    return SQLITE_NOMEM;
  }
  store_finalize(store);
  sqlite3_free(store->own_catalog);
  sqlite3_free(store->own_region);
  store->own_catalog = catalog;
  store->own_region = region;
  store->format = format;
  store->columns = store_columns(format);
  store->lacks = store_columns(STORE_FORMAT) & ~store->columns;
  store->generation++;
  return SQLITE_OK;
}

ColumnSet store_lacks(const Store *store) {
  return store->lacks;
}

void store_free(Store *store) {
  if (store == NULL) return;
  store_finalize(store);
  sqlite3_free(store->schema);
  sqlite3_free(store->table);
  sqlite3_free(store->own_catalog);
  sqlite3_free(store->own_region);
  sqlite3_free(store->message);
  sqlite3_free(store);
}

bool store_is(const Store *store, const char *schema, const char *table) {
  return sqlite3_stricmp(store->schema, schema) == 0 && sqlite3_stricmp(store->table, table) == 0;
}

bool store_is_shadow(const char *suffix) {
  for (size_t i = 0; store_sql_suffix(i); i++) {
    if (sqlite3_stricmp(suffix, store_sql_suffix(i)) == 0) return true;
  }
  return false;
}

/* ---- making and changing the tables ---- */

/* Runs one statement and frees its text, which may be NULL for a lack of memory. */
static int store_execute(Store *store, char *sql, char **message) {
  int rc = sql ? sqlite3_exec(store->db, sql, NULL, NULL, message) : SQLITE_NOMEM;
  if (sql && rc != SQLITE_OK) rc = sqlite3_extended_errcode(store->db);
  sqlite3_free(sql);
  return rc;
}

int store_create(Store *store, char **message) {
  int rc = SQLITE_OK;
  for (size_t i = 0; store_sql_suffix(i) && rc == SQLITE_OK; i++) {
    char *body = store_sql_body(store, i);
    if (body == NULL) return SQLITE_NOMEM;
    rc = store_execute(store,
                       sqlite3_mprintf("CREATE TABLE \"%w\".\"%w_%s\"%s", store->schema,
                                       store->table, store_sql_suffix(i), body),
                       message);
    sqlite3_free(body);
  }
  return rc;
}

/* IF EXISTS, so that a damaged table can be dropped as well. */
int store_drop(Store *store) {
  int rc = SQLITE_OK;
  for (size_t i = 0; store_sql_suffix(i) && rc == SQLITE_OK; i++) {
    rc = store_execute(store,
                       sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\".\"%w_%s\"", store->schema,
                                       store->table, store_sql_suffix(i)),
                       NULL);
  }
  return rc;
}

int store_rename(Store *store, const char *new_table, char **message) {
  int rc = SQLITE_OK;
  for (size_t i = 0; store_sql_suffix(i) && rc == SQLITE_OK; i++) {
    const char *suffix = store_sql_suffix(i);
    rc = store_execute(store,
                       sqlite3_mprintf("ALTER TABLE \"%w\".\"%w_%s\" RENAME TO \"%w_%s\"",
                                       store->schema, store->table, suffix, new_table, suffix),
                       message);
  }
  if (rc == SQLITE_OK) store->is_renamed = true;
  return rc;
}

static char *store_add_column_sql(const Store *store, int id) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "ALTER TABLE \"%w\".\"%w_data\" ADD COLUMN ", store->schema,
                      store->table);
  store_sql_append_definition(out, id);
  return sqlite3_str_finish(out);
}

/* By ADD COLUMN alone: to build the table anew, SQLite would have to lock what is at work. */
int store_upgrade(Store *store, char **message) {
  ColumnSet lacks = store_lacks(store);
  int rc = SQLITE_OK;
  store_finalize(store);
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    if (!(lacks & COLUMN_BIT(id))) continue;
    rc = store_execute(store, store_add_column_sql(store, id), message);
  }
  return rc;
}

/* ---- the database ---- */

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
  const bool is_renamed = store->is_renamed;
  bool is_altered = false;
  store->message = NULL;
  if (rc == SQLITE_ERROR && words && *message == NULL) {
    int check_rc = store_check_tables(store, store_note_altered, &is_altered);
    store->is_renamed = is_renamed; /* what it reads is there all the same */
    sqlite3_free(store->message);
    store->message = NULL;
    if (check_rc != SQLITE_OK) is_altered = false;
    if (check_rc == SQLITE_NOMEM) rc = SQLITE_NOMEM;
  }
  if (is_altered) {
    sqlite3_str *out = sqlite3_str_new(NULL);
    sqlite3_str_appendall(out, is_renamed ? "the table " : "the shadow tables of ");
    message_append(out, store->table, strlen(store->table), MESSAGE_WHOLE);
    sqlite3_str_appendf(out,
                        is_renamed
                            ? " was renamed while this statement read it; run the statement again"
                            : " are damaged: %s",
                        words);
    *message = sqlite3_str_finish(out);
    rc = *message == NULL ? SQLITE_NOMEM : is_renamed ? SQLITE_ABORT : SQLITE_CORRUPT_VTAB;
  } else if (rc != SQLITE_OK && *message == NULL) {
    *message = words;
    words = NULL;
  }
  sqlite3_free(words);
  return rc;
}
