/* SPDX-License-Identifier: MIT */
/*
** Statements on the shadow tables: prepared when they are first needed and kept, run and read.
**
** A shadow table that another virtual table stands in for is refused (SQLITE_PREPARE_NO_VTAB), and so
** are functions that only the top level may call (FROM_DDL; older versions ignore the flag).
*/
#include <string.h>

#include "store/store_private.h"
#include "text/message.h"

#ifndef SQLITE_PREPARE_FROM_DDL
#define SQLITE_PREPARE_FROM_DDL 0x20
#endif
#define STORE_PREPARE_FLAGS                                                                        \
  (SQLITE_PREPARE_PERSISTENT | SQLITE_PREPARE_NO_VTAB | SQLITE_PREPARE_FROM_DDL)

/* The extended code of an error, with SQLite's words for it in store->message where they say more. (Where an
** authorizer denies a function, SQLite leaves the code at SQLITE_ERROR.) */
static int store_statement_explain(Store *store, int rc) {
  const int code = sqlite3_extended_errcode(store->db);
  const char *words = sqlite3_errmsg(store->db);
  sqlite3_free(store->message);
  store->message = NULL;
  if (code == SQLITE_NOMEM || strcmp(words, sqlite3_errstr(code)) == 0) return code;
  store->message = message_shown(words, strlen(words));
  if (store->message == NULL) return SQLITE_NOMEM;
  bool is_denied = rc == SQLITE_ERROR && sqlite3_strnicmp(words, "not authorized", 14) == 0;
  return is_denied ? SQLITE_AUTH : code;
}

int store_step(Store *store, sqlite3_stmt *statement) {
  store->steps++;
  int rc = sqlite3_step(statement);
  store->steps--;
  return rc;
}

bool store_is_at_work(const Store *store) {
  return store->steps > 0;
}

void store_begin_work(Store *store) {
  store->is_aborted = false;
}

void store_abort_work(Store *store) {
  store->is_aborted = true;
}

bool store_is_aborted(const Store *store) {
  return store->is_aborted;
}

bool store_is_ignored(const Store *store) {
  return store->is_ignored;
}

int store_prepare(Store *store, char *sql, sqlite3_stmt **statement) {
  *statement = NULL;
  if (sql == NULL) return SQLITE_NOMEM;
  int rc = sqlite3_prepare_v3(store->db, sql, -1, STORE_PREPARE_FLAGS, statement, NULL);
  sqlite3_free(sql);
  if (rc == SQLITE_OK) store->is_renamed = false; /* or not any more */
  return rc == SQLITE_OK ? SQLITE_OK : store_statement_explain(store, rc);
}

int store_get(Store *store, StoreStatement which, sqlite3_stmt **statement) {
  int rc = SQLITE_OK;
  if (store->statement[which] == NULL) {
    rc = store_prepare(store, store_sql(store, which), &store->statement[which]);
  }
  *statement = store->statement[which];
  return rc;
}

void store_finalize(Store *store) {
  for (int i = 0; i < STORE_STATEMENT_COUNT; i++) {
    sqlite3_finalize(store->statement[i]);
    store->statement[i] = NULL;
  }
  while (store->idle) {
    StoreScan *scan = store->idle;
    store->idle = scan->next;
    sqlite3_finalize(scan->statement);
    sqlite3_free(scan);
  }
}

/* A cached statement is prepared anew by SQLite when the schema has changed, and may fail then. */
int store_reset(Store *store, sqlite3_stmt *statement) {
  int rc = sqlite3_reset(statement);
  return rc == SQLITE_OK ? SQLITE_OK : store_statement_explain(store, rc);
}

/* Where SQL that is called from inside ends the transaction, SQLite lets the statement succeed if it has
** done its own part by then. */
int store_run(Store *store, sqlite3_stmt *statement, int rc) {
  if (rc == SQLITE_OK && store->is_aborted) rc = SQLITE_ABORT_ROLLBACK;
  if (rc == SQLITE_OK) {
    store_step(store, statement);
    rc = store_reset(store, statement);
    store->is_ignored = rc == SQLITE_OK && sqlite3_changes(store->db) == 0;
    if (rc == SQLITE_OK && store->is_aborted) rc = SQLITE_ABORT_ROLLBACK;
  }
  if (statement) sqlite3_clear_bindings(statement);
  return rc;
}

int store_bind_member(sqlite3_stmt *statement, int parameter, ColumnKind kind,
                      const MemberValue *value) {
  if (kind == KIND_TEXT || kind == KIND_JSON) {
    return sqlite3_bind_text64(statement, parameter, value->text, value->length, SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  return sqlite3_bind_int64(statement, parameter, value->number);
}

/* Its own lock of the database connection, which whoever calls the extension holds, is not taken for each
** question about the value. Where a text cannot be had the column is left out, and the lack of memory shows in the code. */
int store_read_member(sqlite3_value *column, ColumnKind kind, MemberValue *value) {
  *value = (MemberValue){.present = false};
  if (column == NULL || sqlite3_value_type(column) == SQLITE_NULL) return SQLITE_OK;
  value->present = true;
  if (kind == KIND_TEXT || kind == KIND_JSON) {
    value->text = (const char *)sqlite3_value_text(column);
    value->length = (size_t)sqlite3_value_bytes(column);
    return value->text ? SQLITE_OK : SQLITE_NOMEM;
  }
  value->number = sqlite3_value_int64(column);
  return SQLITE_OK;
}

#undef STORE_PREPARE_FLAGS
