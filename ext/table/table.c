/* SPDX-License-Identifier: MIT */
/*
** The life of the table: created, connected, renamed, dropped, checked. The module comes last.
**
** All state is in the shadow tables but for the counters of connections, which a transaction changes
** in memory first (catalog/counter.h).
*/
#include "table/table.h"

#include <string.h>

#include "catalog/maintenance.h"
#include "catalog/session.h"
#include "glue_connections.h"
#include "text/message.h"

/* xIntegrity came with SQLite 3.44 as the last member of version 4 of the module. With older
** headers the struct is extended by it; older versions of the library do not look that far. */
typedef struct TableModule {
  sqlite3_module base;
#if SQLITE_VERSION_NUMBER < 3044000
  int (*integrity)(sqlite3_vtab *vtab, const char *schema, const char *name, int flags,
                   char **report);
#endif
} TableModule;

/* ---- create, connect ---- */

/* Accepts a half-built table. */
static void table_free(Table *table) {
  session_remove(&table->catalog);
  sqlite3_free(
      table->base.zErrMsg); /* SQLite takes it over after most methods, but not after all */
  catalog_free(&table->catalog);
  sqlite3_free(table);
}

/* The columns as SQLite is to know them. No key: an automatic index in the declaration of a
** virtual table makes PRAGMA integrity_check report errors for the whole database. */
static int table_declare(sqlite3 *db, const char *name, bool has_command, char **message) {
  sqlite3_str *out = sqlite3_str_new(db);
  sqlite3_str_appendall(out, "CREATE TABLE x(");
  for (int id = 0; id < COLUMN_COMMAND; id++) {
    bool is_number = columns[id].kind == KIND_BOOLEAN || columns[id].kind == KIND_INTEGER;
    sqlite3_str_appendf(out, "%s%s %s%s", id ? ", " : "", columns[id].name,
                        is_number ? "INTEGER" : "TEXT",
                        columns[id].places & IS_HIDDEN ? " HIDDEN" : "");
  }
  if (has_command) sqlite3_str_appendf(out, ", \"%w\" HIDDEN", name);
  sqlite3_str_appendchar(out, 1, ')');
  char *sql = sqlite3_str_finish(out);
  if (sql == NULL) return SQLITE_NOMEM;
  int rc = sqlite3_declare_vtab(db, sql);
  sqlite3_free(sql);
  if (rc == SQLITE_ERROR) *message = sqlite3_mprintf("%s", sqlite3_errmsg(db));
  return rc;
}

static bool table_is_column(const char *name) {
  for (int id = 0; id < COLUMN_COMMAND; id++) {
    if (sqlite3_stricmp(columns[id].name, name) == 0) return true;
  }
  return false;
}

/* The command column has the table's name, which therefore cannot be that of another column, nor one
** of those that SQLite has for the rowid, which it would hide. (A table whose name a column has taken
** later has no command column.) */
static int table_check_name(const char *name, char **message) {
  static const char *const rowids[] = {"rowid", "oid", "_rowid_"};
  for (size_t i = 0; i < sizeof(rowids) / sizeof(*rowids); i++) {
    if (sqlite3_stricmp(rowids[i], name) != 0) continue;
    return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "the table cannot be named %s, which is a name of the rowid", name);
  }
  if (!table_is_column(name)) return SQLITE_OK;
  return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "the table cannot be named %s, because one of its columns is", name);
}

/* These calls fail only outside of xCreate and xConnect. */
static void table_configure(sqlite3 *db) {
  sqlite3_vtab_config(db, SQLITE_VTAB_CONSTRAINT_SUPPORT, 1);
  /* No column ever shows a secret, and nothing but this table is read or written: it is as
  ** harmless as FTS5 or R-Tree, and views, triggers and hosts that distrust the schema may use
  ** it. What opens secrets or manages keys is a function, and SQLITE_DIRECTONLY. */
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
}

/* Until it is read what _config says, the table is taken to be what its arguments say. */
static int table_make_store(Catalog *catalog, const char *const *arguments) {
  catalog->store = store_new(catalog->db, arguments[1], arguments[2]);
  if (catalog->store == NULL) return SQLITE_NOMEM;
  return store_configure(catalog->store, catalog->settings.value[SETTING_ACCOUNT_ID],
                         catalog->settings.value[SETTING_REGION], STORE_FORMAT);
}

/* The arguments: module, schema and table, then the table's own. Where the shadow tables cannot be
** read the table is connected all the same, so that it can be dropped. */
static int table_init(sqlite3 *db, void *session, int count, const char *const *arguments,
                      sqlite3_vtab **out, char **message, bool create) {
  Table *table = sqlite3_malloc64(sizeof(*table));
  if (table == NULL) return SQLITE_NOMEM;
  memset(table, 0, sizeof(*table));
  Catalog *catalog = &table->catalog;
  catalog->db = db;
  session_add(session, catalog);
  catalog->settings_stale = true;
  sqlite3_int64 last_rowid = sqlite3_last_insert_rowid(db);
  table_configure(db);
  int rc = settings_parse(&catalog->settings, count - 3, arguments + 3, message);
  if (rc == SQLITE_OK && create) rc = table_check_name(arguments[2], message);
  bool is_refused = *message != NULL;
  table->has_command = !table_is_column(arguments[2]);
  if (rc == SQLITE_OK) rc = table_declare(db, arguments[2], table->has_command, message);
  if (rc == SQLITE_OK) rc = table_make_store(catalog, arguments);
  if (rc == SQLITE_OK && create) {
    rc = store_create(catalog->store, message);
    if (rc == SQLITE_OK) rc = settings_record(&catalog->settings, catalog->store);
  }
  if (rc == SQLITE_OK) rc = store_is_utf8(catalog->store, &catalog->utf8);
  if (rc == SQLITE_OK) {
    char *words = NULL;
    rc = catalog_load(catalog, &words);
    is_refused = words != NULL;
    rc = store_explain(catalog->store, rc, &words);
    if ((rc & 0xff) == SQLITE_CORRUPT) {
      sqlite3_free(words);
      rc = SQLITE_OK;
    } else if (words) {
      *message = words;
    }
  }
  sqlite3_set_last_insert_rowid(db, last_rowid);
  table->is_in_transaction = create; /* xBegin is not called for the one that creates the table */
  if (rc == SQLITE_OK) {
    *out = &table->base;
  } else {
    if (!is_refused) catalog->session->unconnected = rc;
    /* SQLite would say that a constructor has failed, of a file that is locked too. */
    if (*message == NULL && rc != SQLITE_NOMEM) {
      *message = sqlite3_mprintf("%s", sqlite3_errstr(rc));
    }
    table_free(table);
  }
  return rc;
}

static int table_create(sqlite3 *db, void *session, int count, const char *const *arguments,
                        sqlite3_vtab **out, char **message) {
  return table_init(db, session, count, arguments, out, message, true);
}

static int table_connect(sqlite3 *db, void *session, int count, const char *const *arguments,
                         sqlite3_vtab **out, char **message) {
  return table_init(db, session, count, arguments, out, message, false);
}

static int table_disconnect(sqlite3_vtab *vtab) {
  table_free((Table *)vtab);
  return SQLITE_OK;
}

/* ---- drop, rename ---- */

/* Where a DROP fails the table stays, and SQLite disconnects it later. Its message would be lost. */
static int table_destroy(sqlite3_vtab *vtab) {
  Table *table = (Table *)vtab;
  if (table_refuse_at_work(table) != SQLITE_OK) return SQLITE_LOCKED;
  store_finalize(table->catalog.store);
  int rc = store_drop(table->catalog.store);
  if (rc == SQLITE_OK) table_free(table);
  return rc;
}

/* SQLite connects the table anew under its new name. */
static int table_rename(sqlite3_vtab *vtab, const char *new_name) {
  Table *table = (Table *)vtab;
  char *message = NULL;
  int rc = table_refuse_at_work(table);
  if (rc != SQLITE_OK) return rc;
  rc = table_check_name(new_name, &message);
  if (rc == SQLITE_OK) rc = catalog_write(&table->catalog);
  if (rc == SQLITE_OK) {
    store_finalize(table->catalog.store);
    rc = store_rename(table->catalog.store, new_name, &message);
  }
  return table_store_error(table, rc, message);
}

static int table_shadow_name(const char *suffix) {
  return store_is_shadow(suffix);
}

/* ---- transactions ---- */

/* SQLite calls xSync and xCommit only where there is an xBegin. */
static int table_begin(sqlite3_vtab *vtab) {
  Table *table = (Table *)vtab;
  table->is_in_transaction = true;
  table->savepoints = 0;
  catalog_forget(&table->catalog);
  return SQLITE_OK;
}

/* What is kept in memory goes to the shadow tables before the transaction commits, and before each
** savepoint, so that going back to it is to forget. */
static int table_sync(sqlite3_vtab *vtab) {
  Table *table = (Table *)vtab;
  sqlite3_int64 last_rowid = sqlite3_last_insert_rowid(table->catalog.db);
  table_begin_work(table);
  int rc = table_end_work(table, catalog_write(&table->catalog));
  sqlite3_set_last_insert_rowid(table->catalog.db, last_rowid);
  return table_store_error(table, rc, NULL);
}

static int table_release(sqlite3_vtab *vtab, int savepoint) {
  Table *table = (Table *)vtab;
  if (savepoint < table->savepoints) table->savepoints = savepoint;
  return SQLITE_OK;
}

/* A statement of ours has a savepoint of its own where there are triggers on the shadow tables, and so have
** the statements of these. They leave the counters alone: what is in memory is older than all of them, and
** what the statement at work changes follows when it is done.
**
** Where it cannot be written (memory or the disk may have failed, or an authorizer) there is no savepoint. What is
** in memory is older and stays: SQLite goes back to the savepoint of a statement all the same. The statements that
** were to write it may have had savepoints, too, which are gone. */
static int table_savepoint(sqlite3_vtab *vtab, int savepoint) {
  Table *table = (Table *)vtab;
  int made = table->savepoints < savepoint ? table->savepoints : savepoint;
  table->savepoints = savepoint;
  int rc = table->is_writing ? SQLITE_OK : table_sync(vtab);
  if (rc != SQLITE_OK) {
    table_release(vtab, made);
  } else {
    table->savepoints = savepoint + 1;
  }
  return rc;
}

/* The savepoint of a statement is gone, and going back to it changes nothing, where SQL called from inside has
** gone back to an older one; or there never was one. */
static int table_rollback_to(sqlite3_vtab *vtab, int savepoint) {
  Table *table = (Table *)vtab;
  if (savepoint >= table->savepoints) return SQLITE_OK;
  table->savepoints = savepoint + 1;
  if (table->is_writing && savepoint >= table->outer_savepoints) return SQLITE_OK;
  if (table->is_writing) store_abort_work(table->catalog.store);
  catalog_forget(&table->catalog);
  return SQLITE_OK;
}

/* xCommit and xRollback. */
static int table_end(sqlite3_vtab *vtab) {
  Table *table = (Table *)vtab;
  table->is_in_transaction = false;
  if (table->is_writing) store_abort_work(table->catalog.store);
  catalog_forget(&table->catalog);
  return SQLITE_OK;
}

/* ---- integrity ---- */

/* PRAGMA integrity_check, and (flags 1) PRAGMA quick_check. */
static int table_integrity(sqlite3_vtab *vtab, const char *schema, const char *name, int flags,
                           char **report) {
  Table *table = (Table *)vtab;
  char *text = NULL;
  int rc = table_refuse_at_work(table);
  if (rc == SQLITE_OK) rc = maintenance_check(&table->catalog, flags & 1, &text);
  if (rc != SQLITE_OK) sqlite3_free(text);
  if (rc != SQLITE_OK || text == NULL) return rc;
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out, "glue_connections table ");
  message_append(out, schema, strlen(schema), MESSAGE_WHOLE);
  sqlite3_str_appendchar(out, 1, '.');
  message_append(out, name, strlen(name), MESSAGE_WHOLE);
  sqlite3_str_appendf(out, ": %s", text);
  sqlite3_free(text);
  *report = sqlite3_str_finish(out);
  return *report ? SQLITE_OK : SQLITE_NOMEM;
}

static const TableModule table_module = {
    .base =
        {
            .iVersion = 4,
            .xCreate = table_create,
            .xConnect = table_connect,
            .xBestIndex = plan_best_index,
            .xDisconnect = table_disconnect,
            .xDestroy = table_destroy,
            .xOpen = cursor_open,
            .xClose = cursor_close,
            .xFilter = cursor_filter,
            .xNext = cursor_next,
            .xEof = cursor_eof,
            .xColumn = cursor_column,
            .xRowid = cursor_rowid,
            .xUpdate = write_update,
            .xBegin = table_begin,
            .xSync = table_sync,
            .xCommit = table_end,
            .xRollback = table_end,
            .xFindFunction = NULL,
            .xRename = table_rename,
            .xSavepoint = table_savepoint,
            .xRelease = table_release,
            .xRollbackTo = table_rollback_to,
            .xShadowName = table_shadow_name,
#if SQLITE_VERSION_NUMBER >= 3044000
            .xIntegrity = table_integrity,
        },
#else
        },
    .integrity = table_integrity,
#endif
};

int table_register(sqlite3 *db, Session *session) {
  return sqlite3_create_module_v2(db, "glue_connections", &table_module.base,
                                  session_share(session), session_release);
}
