/* SPDX-License-Identifier: MIT */
/*
** What the files of the storage share. From the bottom up: store_sql.c (the text of every statement on
** rows), store_statement.c (statements prepared, run and read), and above these, side by side,
** store_rows.c (rows, counters, settings), store_scan.c (scans), store_check.c (whether the tables
** are sound) and store.c (the tables).
*/
#ifndef GLUE_STORE_PRIVATE_H
#define GLUE_STORE_PRIVATE_H

#include "store/store.h"

typedef enum StoreStatement {
  STORE_INSERT,
  STORE_INSERT_AT,
  STORE_REPLACE,
  STORE_UPDATE,
  STORE_UPDATE_TAGS,
  STORE_MOVE,
  STORE_MOVE_REPLACING,
  STORE_DELETE,
  STORE_READ,
  STORE_READ_PLACE,
  STORE_FIND_CONFLICTS,
  STORE_FIND_NAMED_OWN,
  STORE_FIND_SEALED,
  STORE_READ_COUNT,
  STORE_WRITE_COUNT,
  STORE_CHECK_COUNTS,
  STORE_READ_SETTINGS,
  STORE_WRITE_SETTING,
  STORE_READ_SCHEMA,
  STORE_READ_FOREIGN,
  STORE_READ_JSONB,
  STORE_STATEMENT_COUNT,
} StoreStatement;

struct Store {
  sqlite3 *db;       /* not owned */
  char *schema;      /* owned */
  char *table;       /* owned: the virtual table's name */
  char *own_catalog; /* owned: the catalog that is stored as '' ... */
  char *own_region;  /* owned: ... and the region */
  ColumnSet columns; /* that the tables have ... */
  ColumnSet lacks;   /* ... and that those of the newest format have besides */
  int format;        /* of the tables */
  int generation;    /* counts the changes of these: scans of an older one are not used again */
  sqlite3_stmt *statement[STORE_STATEMENT_COUNT]; /* owned, each NULL until it is needed */
  StoreScan *idle;                                /* owned: the scans, the last used first */
  char *message;   /* owned: SQLite's words for the last error, see store_explain() */
  int steps;       /* of its statements on the call stack */
  bool is_aborted; /* see store_abort_work() */
  bool is_ignored; /* see store_is_ignored() */
  bool is_renamed; /* its tables, while a SELECT goes on: they are not found by their names */
};

struct StoreScan {
  sqlite3_stmt *statement;    /* owned */
  unsigned plan;              /* bits PLAN_* */
  ColumnSet columns;          /* that are wanted; the tables need not have them */
  int generation;             /* see Store */
  int8_t index[COLUMN_COUNT]; /* of the column in the result, -1 where it is not read */
  /* The statement's, of the row it stands on; NULL: not asked for there. */
  sqlite3_value *value[COLUMN_COUNT];
  struct StoreScan *next; /* in the list of idle scans */
};

/* ---- store_sql.c ---- */

/* The parameters of a statement on a whole row. */
enum {
  STORE_NEW_ROWID = 1,
  STORE_OLD_ROWID,
  STORE_FIRST_COLUMN, /* that of the column with this id, and so on */
};

/* Whether the tables hold the column. */
static inline bool store_has(const Store *store, int id) {
  return (store->columns & COLUMN_BIT(id)) != 0;
}

/* What is stored as '' in that column; NULL: nothing is. */
static inline const char *store_own(const Store *store, int id) {
  return id == COLUMN_CATALOG_ID ? store->own_catalog
         : id == COLUMN_REGION   ? store->own_region
                                 : NULL;
}

/* The text of a statement, to be freed by the caller; NULL: out of memory. */
char *store_sql(const Store *store, StoreStatement which);
/* The suffix of the i-th shadow table, NULL for the one after the last; and all that follows its name in
** CREATE TABLE. */
const char *store_sql_suffix(size_t i);
char *store_sql_body(const Store *store, size_t i);
/* A column as CREATE TABLE and ALTER TABLE have it. */
void store_sql_append_definition(sqlite3_str *out, int id);
/* The same for the SELECT of a scan; sets where its columns stand in the result. */
char *store_sql_scan(const Store *store, StoreScan *scan);

/* ---- store_statement.c ---- */

/* Prepares and frees the text (NULL: out of memory). */
int store_prepare(Store *store, char *sql, sqlite3_stmt **statement);
/* The statement, prepared once, with nothing bound to it. */
int store_get(Store *store, StoreStatement which, sqlite3_stmt **statement);
/* Finalizes all of them. */
void store_finalize(Store *store);

/* sqlite3_step(), counted. Whoever steps uses this. */
int store_step(Store *store, sqlite3_stmt *statement);
/* Runs a statement that writes, unless binding its parameters has failed (rc); nothing is
** bound to it afterwards: bound texts are the caller's and must not be looked at later. */
int store_run(Store *store, sqlite3_stmt *statement, int rc);
/* Resets a statement that has yielded rows and returns the code of its last step: in full, whether the
** host has asked for extended codes or not. */
int store_reset(Store *store, sqlite3_stmt *statement);

int store_bind_member(sqlite3_stmt *statement, int parameter, ColumnKind kind,
                      const MemberValue *value);
/* Reads a column of a result row (NULL: the row has none); its text is valid as long as SQLite says. */
int store_read_member(sqlite3_value *column, ColumnKind kind, MemberValue *value);

#endif
