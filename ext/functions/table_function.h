/* SPDX-License-Identifier: MIT */
/*
** What the table-valued functions share: an eponymous virtual table (no CREATE) whose rows a few
** callbacks bring forth from its arguments.
*/
#ifndef GLUE_FUNCTIONS_TABLE_FUNCTION_H
#define GLUE_FUNCTIONS_TABLE_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "sqlite.h"

#define TABLE_FUNCTION_ARGUMENTS_MAX 4
/* Bytes of an argument that is kept where begin() alone needs it. */
#define TABLE_FUNCTION_KEPT_MAX 1000000

/* What begin() is called with. */
typedef struct TableFunctionCall {
  sqlite3 *db;
  void *data; /* what the function has been registered with, or NULL */
  sqlite3_value *argument[TABLE_FUNCTION_ARGUMENTS_MAX]; /* NULL: not given. Stay until end() */
  char *message; /* out: what to say, and only where SQLITE_ERROR is returned; made with
                 ** sqlite3_mprintf() */
} TableFunctionCall;

typedef struct TableFunction {
  const char *name;
  const char
      *declaration;   /* CREATE TABLE x(...). The arguments are its first HIDDEN columns, and have
                           ** names that no table is likely to have, as `argument`: in a subquery, a
                           ** column of the function hides one of the outer table, as in
                           ** FROM glue_lint(request) */
  int first_argument; /* its column */
  int arguments, required; /* how many there are, how many must be given */
  bool has_hint;
  int hint_column; /* a column whose `=` tells hint() which rows are wanted. SQLite looks at each row
                   ** again, so that more than those do no harm */
  bool hint_set;   /* all the values of an IN make one call; else there is one for each value */
  bool begin_only;  /* begin() alone needs the arguments: a long one is not copied, and its column
                    ** cannot be read */
  bool direct_only; /* only statements of the host may ask: no view, no trigger */
  double rows;      /* an estimate, of all there are or of those for one argument */
  size_t state_size;
  /* Before begin(), for each value that the hint column may have. SQLITE_OK or SQLite's code. */
  int (*hint)(void *state, sqlite3_value *value);
  /* Begins the rows. The state is all zero before. SQLITE_OK or SQLite's code. */
  int (*begin)(void *state, TableFunctionCall *call);
  /* Goes to the next row, first to the first; false after the last. */
  bool (*next)(void *state);
  int (*column)(void *state, sqlite3_context *context, int column);
  /* The row's number, which must be the same whatever hint() was told: for the terms of an OR, each of which has a
  ** hint of its own, SQLite tells by it which rows are the same. NULL: there is no hint, and the rows are counted. */
  sqlite3_int64 (*rowid)(const void *state);
  /* Frees what the state owns, also where begin() has failed; NULL: nothing. */
  void (*end)(void *state);
} TableFunction;

/* Registers it; the function must live as long as the process. */
int table_function_register(sqlite3 *db, const TableFunction *function);
/* The same with data for its calls, which it owns from then on, also where this fails. */
int table_function_register_with(sqlite3 *db, const TableFunction *function, void *data,
                                 void (*destroy)(void *));

/* Sets the result to JSON text made with sqlite3_str, which is freed. */
int table_function_result_json(sqlite3_context *context, sqlite3_str *json);

#endif
