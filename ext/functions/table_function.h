/* SPDX-License-Identifier: MIT */
/*
** What the table-valued functions share: an eponymous virtual table (no CREATE) whose rows a few
** callbacks bring forth from one argument.
*/
#ifndef GLUE_FUNCTIONS_TABLE_FUNCTION_H
#define GLUE_FUNCTIONS_TABLE_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "sqlite.h"

typedef struct TableFunction {
  const char *name;
  const char *declaration; /* CREATE TABLE x(...) */
  int argument;  /* the column that `=` hands to begin(): the argument, HIDDEN, or one to look up */
  bool required; /* it is an argument: nothing can be said without. It is declared as `argument`,
                 ** a name that no table is likely to have: in a subquery, a column of the function
                 ** hides one of the outer table (FROM glue_lint(request)) */
  double rows;   /* an estimate, of all there are or of those for one argument */
  size_t state_size;
  /* Begins the rows for an argument, which stays until end(); NULL: all rows. The state is all
  ** zero before. SQLITE_OK or SQLite's code. */
  int (*begin)(void *state, sqlite3 *db, sqlite3_value *argument);
  /* Goes to the next row, first to the first; false after the last. */
  bool (*next)(void *state);
  int (*column)(void *state, sqlite3_context *context, int column);
  /* Frees what the state owns; NULL: nothing. */
  void (*end)(void *state);
} TableFunction;

/* Registers it; the function must live as long as the process. */
int table_function_register(sqlite3 *db, const TableFunction *function);

/* Sets the result to JSON text made with sqlite3_str, which is freed. */
int table_function_result_json(sqlite3_context *context, sqlite3_str *json);

#endif
