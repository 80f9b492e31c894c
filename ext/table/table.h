/* SPDX-License-Identifier: MIT */
/*
** The virtual table. Only this room knows sqlite3_module.
*/
#ifndef GLUE_TABLE_TABLE_H
#define GLUE_TABLE_TABLE_H

#include "catalog/catalog.h"
#include "request/document.h"
#include "request/timestamp.h"
#include "sqlite.h"

typedef struct Table {
  sqlite3_vtab base; /* must be first */
  Catalog catalog;   /* owns the store and the settings */
  bool has_command;  /* the last column is the one for commands */
  bool is_in_transaction;
  bool is_writing;      /* xUpdate is at work, or the counters are being written */
  int savepoints;       /* that are open */
  int outer_savepoints; /* those that were when the work began */
} Table;

typedef struct Cursor {
  sqlite3_vtab_cursor base; /* must be first */
  StoreScan *scan;          /* owned while it reads; NULL before the first xFilter */
  const char *plan;         /* the idxStr of the scan, for a quick "the same again" */
  StoreScan *rest; /* owned: what is asked of a row beyond the scan, by rowid; NULL: nothing yet */
  bool is_rest_read; /* it stands on the row of the scan */
  bool eof;
  bool is_single;                       /* no second row can come */
  bool is_further;                      /* the row is not the first */
  DocumentText text;                    /* owned: the last ARN or document */
  sqlite3_int64 time;                   /* in milliseconds since 1970 */
  char time_text[TIMESTAMP_LENGTH + 1]; /* that time; empty: none so far */
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
int table_register(sqlite3 *db, Session *session);

/* work.c: what a method does, how it fails, and what SQL called from inside may do meanwhile */

/* Begins to write, and ends it: *rc becomes SQLITE_ABORT_ROLLBACK where the transaction has come to its
** end meanwhile. */
void table_begin_work(Table *table);
int table_end_work(Table *table, int rc);

/* Hands a message over to SQLite as the table's error, and returns the code. */
int table_error(Table *table, int rc, char *message);
/* The same with what an error of the store's means; `message` (may be NULL) goes before that. */
int table_store_error(Table *table, int rc, char *message);
/* Refuses with SQLITE_LOCKED what SQL called from inside of a statement must not do to it; SQLITE_OK where
** none is on the call stack. */
int table_refuse_at_work(Table *table);

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
