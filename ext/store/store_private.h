/* SPDX-License-Identifier: MIT */
/*
** What the files of the storage share: store.c (the tables), store_rows.c (single rows, counters,
** settings) and store_scan.c (scans).
*/
#ifndef GLUE_STORE_PRIVATE_H
#define GLUE_STORE_PRIVATE_H

#include "store/store.h"

typedef enum Statement {
  INSERT_ROW,
  INSERT_ROW_AT,
  REPLACE_ROW,
  UPDATE_ROW,
  MOVE_ROW,
  MOVE_REPLACING,
  DELETE_ROW,
  READ_ROW,
  FIND_CONFLICTS,
  READ_CATALOG_ID,
  COUNT_WRITE,
  COUNT_READ,
  COUNT_CHECK,
  FIND_NAMED_OWN,
  READ_SETTINGS,
  WRITE_SETTING,
  STATEMENT_COUNT,
} Statement;

/* The value of a column that stays bound to the statement INSERT_ROW. */
typedef struct CommonValue {
  bool is_known; /* false: it has to be bound anew */
  sqlite3_int64 number;
  size_t length; /* bytes of the text */
  char text[64];
} CommonValue;

struct Store {
  sqlite3 *db;       /* not owned */
  char *schema;      /* owned */
  char *table;       /* owned: the virtual table's name */
  char *own_catalog; /* owned: the catalog that stands as '' in _data; "" in format 1 */
  char *catalog_sql; /* owned: the expression that gives the catalog of a row */
  sqlite3_stmt *statement[STATEMENT_COUNT];
  CommonValue common[COLUMN_COUNT]; /* of the columns that are is_common() */
  StoreScan *idle;                  /* owned, the last used first */
  char *message;                    /* owned, see store_take_message() */
};

/* Whether the shadow table holds the column. */
static inline bool store_keeps(int id) {
  return (columns[id].places & IS_STORED) != 0;
}

/* The expression that gives the value of a column. */
static inline const char *store_column_sql(const Store *store, int id) {
  bool is_abbreviated = id == COLUMN_CATALOG_ID && store_format(store) > 1;
  return is_abbreviated ? store->catalog_sql : columns[id].name;
}

/* Prepares and frees the text (NULL: out of memory). */
int store_prepare(Store *store, char *sql, sqlite3_stmt **statement);

/* Resets a statement and returns the code of its last step: in full, whether the host has asked for
** extended codes or not. */
int store_reset(Store *store, sqlite3_stmt *statement);

/* Reads a column of a result row; its text is valid as long as SQLite says. */
int store_read_member(sqlite3_stmt *statement, int index, ColumnKind kind, MemberValue *value);

/* Finalizes the idle scans. */
void store_finalize_scans(Store *store);

#endif
