/* SPDX-License-Identifier: MIT */
/*
** The virtual table. Only this room knows sqlite3_module.
*/
#ifndef GLUE_TABLE_TABLE_H
#define GLUE_TABLE_TABLE_H

#include "catalog/catalog.h"
#include "sqlite.h"

typedef struct Table {
  sqlite3_vtab base; /* must be first */
  Catalog catalog;   /* owns the store and the settings */
  bool is_writing;   /* xUpdate is at work */
} Table;

typedef struct Cursor {
  sqlite3_vtab_cursor base; /* must be first */
  StoreScan *scan;          /* owned while it reads; NULL before the first xFilter */
  const char *plan;         /* the idxStr of the scan, for a quick "the same again" */
  bool eof;
  bool is_single;       /* no second row can come */
  bool is_further;      /* the row is not the first */
  sqlite3_value **list; /* owned, as is each: the operands of an IN, scanned for in turn */
  int list_count;
  int list_next;      /* the operand that is scanned for next */
  int list_parameter; /* of the statement, which is bound to them one after the other; 0: no list */
} Cursor;

/* The restriction among PLAN_OPERANDS whose operand is the list of an IN; 0: none. */
#define PLAN_LIST_SHIFT 16
#define PLAN_LIST(number) ((unsigned)(number) >> PLAN_LIST_SHIFT)

/* Registers the module, which becomes an owner of the keyring: the tables of the database connection
** share it. */
int table_register(sqlite3 *db, Keyring *keyring);

/* Hands a message over to SQLite as the table's error, and returns the code. */
static inline int table_error(Table *table, int rc, char *message) {
  if (message == NULL) return rc;
  sqlite3_free(table->base.zErrMsg);
  table->base.zErrMsg = message;
  return rc;
}

/* plan.c */
int plan_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info);
/* The columns to be read that an idxStr begins with. */
ColumnSet plan_wanted(const char *text);

/* cursor.c */
int cursor_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **cursor);
int cursor_close(sqlite3_vtab_cursor *cursor);
int cursor_filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int count,
                  sqlite3_value **values);
int cursor_next(sqlite3_vtab_cursor *cursor);
int cursor_eof(sqlite3_vtab_cursor *cursor);
int cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column);
int cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid);

/* write.c */
int write_update(sqlite3_vtab *vtab, int count, sqlite3_value **values, sqlite3_int64 *rowid);

#endif
