/* SPDX-License-Identifier: MIT */
/*
** xUpdate: which statement is this, and which request is it?
*/
#include <string.h>

#include "catalog/connection.h"
#include "catalog/maintenance.h"
#include "glue_connections.h"
#include "table/table.h"
#include "text/message.h"

/* xUpdate's arguments: the old rowid, the new rowid, then the columns. */
#define WRITE_FIRST_COLUMN 2

/* A column that an UPDATE leaves alone comes as NULL too (sqlite3_value_nochange() tells). */
static bool write_sets(sqlite3_value **columns_set, int id) {
  return sqlite3_value_type(columns_set[id]) != SQLITE_NULL;
}

/* `request` is the whole row in one value: anything beside it would be a guess. */
static int write_refuse_mixture(ColumnId id, char **message) {
  return refuse(message, SQLITE_CONSTRAINT_CHECK, GLUE_INVALID_INPUT,
                "request is the whole connection in one value and cannot be combined with "
                "%s",
                columns[id].name);
}

static int write_refuse_read_only(ColumnId id, char **message) {
  return refuse(
      message, SQLITE_CONSTRAINT_CHECK, GLUE_INVALID_INPUT, "%s is read only%s", columns[id].name,
      id == COLUMN_CREDENTIALS ? ": set the credentials in authentication_configuration" : "");
}

/* Before 3.44 SQLite does not mark the columns that an UPDATE ... FROM leaves alone: all come with
** their values, also the two documents, which no statement would set together. */
static int write_check_update(sqlite3_value **values, char **message) {
  if (write_sets(values, COLUMN_REQUEST) && write_sets(values, COLUMN_CONNECTION)) {
    return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "UPDATE ... FROM needs SQLite 3.44 or newer, this is %s; write "
                  "SET column = (SELECT ...) instead",
                  sqlite3_libversion());
  }
  if (!sqlite3_value_nochange(values[COLUMN_REQUEST]) && !write_sets(values, COLUMN_REQUEST)) {
    return refuse(message, SQLITE_CONSTRAINT_CHECK, GLUE_INVALID_INPUT, "request must not be NULL");
  }
  return SQLITE_OK;
}

/* A BLOB in a JSON column may be JSONB, which only SQLite reads. */
static int write_set_column(const Catalog *catalog, ColumnId id, sqlite3_value *value,
                            Request *request) {
  if (sqlite3_value_type(value) != SQLITE_BLOB || columns[id].kind != KIND_JSON) {
    return request_set(request, id, value, catalog->utf8);
  }
  char *text;
  size_t length = 0;
  int rc = store_jsonb_text(catalog->store, value, &text, &length);
  return rc == SQLITE_OK ? request_set_jsonb(request, id, text, length) : rc;
}

/* Reads a column that the statement sets, where `request` is not the whole row. */
static int write_read_column(const Catalog *catalog, ColumnId id, sqlite3_value *value, bool whole,
                             Request *request, char **message) {
  if (id == COLUMN_REQUEST) return SQLITE_OK;
  if (id == COLUMN_CONNECTION || id == COLUMN_CREDENTIALS)
    return write_refuse_read_only(id, message);
  if (!whole) return write_set_column(catalog, id, value, request);
  return sqlite3_value_type(value) == SQLITE_NULL ? SQLITE_OK : write_refuse_mixture(id, message);
}

/* Reads the columns that the statement sets. On UPDATE those it leaves alone are marked so; an
** INSERT sets a column by giving it a value. */
static int write_read_request(Table *table, bool is_update, sqlite3_value **values,
                              Request *request, char **message) {
  const Catalog *catalog = &table->catalog;
  bool whole = write_sets(values, COLUMN_REQUEST);
  int rc = is_update ? write_check_update(values, message) : SQLITE_OK;
  for (int id = 0; id < COLUMN_COMMAND && rc == SQLITE_OK; id++) {
    if (is_update ? sqlite3_value_nochange(values[id]) : !write_sets(values, id)) continue;
    rc = write_read_column(catalog, (ColumnId)id, values[id], whole, request, message);
  }
  if (rc == SQLITE_OK && whole) {
    rc = write_set_column(catalog, COLUMN_REQUEST, values[COLUMN_REQUEST], request);
  }
  return rc;
}

/* A command stands alone: what is given beside it would be lost without a word. An UPDATE would run it
** once for each row. */
static int write_command(Table *table, bool is_update, sqlite3_value **values, char **message) {
  sqlite3_value *value = values[COLUMN_COMMAND];
  if (is_update) {
    return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "a command is given with INSERT, not with UPDATE");
  }
  for (int id = 0; id < COLUMN_COMMAND; id++) {
    if (!write_sets(values, id)) continue;
    return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT, "a command cannot be combined with %s",
                  columns[id].name);
  }
  if (sqlite3_value_type(value) != SQLITE_TEXT) {
    return maintenance_command(&table->catalog, "", message);
  }
  const char *command = (const char *)sqlite3_value_text(value);
  return command ? maintenance_command(&table->catalog, command, message) : SQLITE_NOMEM;
}

static int write_row(Table *table, bool is_update, sqlite3_value **values, sqlite3_int64 *rowid,
                     char **message) {
  Catalog *catalog = &table->catalog;
  sqlite3_int64 new_rowid = 0;
  /* Only an INSERT may leave the rowid to us. */
  bool explicit_rowid = is_update || sqlite3_value_type(values[1]) != SQLITE_NULL;
  bool replace = sqlite3_vtab_on_conflict(catalog->db) == SQLITE_REPLACE;
  if (explicit_rowid && !request_integer(values[1], &new_rowid)) return SQLITE_MISMATCH;
  Request request;
  request_init(&request);
  int rc = write_read_request(table, is_update, values + WRITE_FIRST_COLUMN, &request, message);
  if (rc == SQLITE_OK && is_update) {
    rc = connection_update(catalog, &request, sqlite3_value_int64(values[0]), new_rowid, replace,
                           message);
  } else if (rc == SQLITE_OK) {
    rc = connection_create(catalog, &request, explicit_rowid ? &new_rowid : NULL, replace, rowid,
                           message);
  }
  request_free(&request);
  return rc;
}

static int write_statement(Table *table, bool is_update, int count, sqlite3_value **values,
                           sqlite3_int64 *rowid, char **message) {
  Catalog *catalog = &table->catalog;
  if (count > 1 && table->has_command && write_sets(values + WRITE_FIRST_COLUMN, COLUMN_COMMAND)) {
    *rowid = sqlite3_last_insert_rowid(catalog->db);
    return write_command(table, is_update, values + WRITE_FIRST_COLUMN, message);
  }
  if (count > 1) return write_row(table, is_update, values, rowid, message);
  int rc = catalog_begin(catalog, message);
  return rc == SQLITE_OK ? connection_delete(catalog, sqlite3_value_int64(values[0])) : rc;
}

int write_update(sqlite3_vtab *vtab, int count, sqlite3_value **values, sqlite3_int64 *rowid) {
  Table *table = (Table *)vtab;
  sqlite3 *db = table->catalog.db;
  char *message = NULL;
  int rc = table_refuse_at_work(table);
  if (rc != SQLITE_OK) return rc;
  /* The statement has called a function that has ended the transaction, and SQLite goes on with it. */
  if (!table->is_in_transaction) return SQLITE_ABORT_ROLLBACK;
  sqlite3_int64 last_rowid = sqlite3_last_insert_rowid(db);
  bool is_update = sqlite3_value_type(values[0]) != SQLITE_NULL; /* or a DELETE */
  table_begin_work(table);
  rc = table_end_work(table, write_statement(table, is_update, count, values, rowid, &message));
  /* Statements on the shadow tables must not show in last_insert_rowid(); of a successful INSERT
  ** SQLite sets it itself. */
  if (rc != SQLITE_OK || is_update) sqlite3_set_last_insert_rowid(db, last_rowid);
  rc = store_explain(table->catalog.store, rc, &message);
  if (sqlite3_vtab_on_conflict(db) != SQLITE_IGNORE) return table_error(table, rc, message);
  /* OR IGNORE passes over a row that is refused, but not over what a trigger aborts. */
  if (rc == SQLITE_CONSTRAINT_TRIGGER) return table_error(table, SQLITE_ERROR, message);
  /* SQLite would show the message with the next error that has none of its own. */
  if ((rc & 0xff) == SQLITE_CONSTRAINT) {
    sqlite3_free(message);
    message = NULL;
  }
  return table_error(table, rc, message);
}

#undef WRITE_FIRST_COLUMN
