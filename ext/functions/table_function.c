/* SPDX-License-Identifier: MIT */
/*
** The scaffolding of the table-valued functions. They read nothing but their argument and tables
** of constants: they are marked innocuous, for views and triggers of untrusted schemas as well.
**
** idxNum is 1 where the argument is handed over.
*/
#include "functions/table_function.h"

#include <string.h>

#include "keyring/cipher.h"

/* More than anything else costs. */
#define WITHOUT_ARGUMENT_COST 1e99

typedef struct FunctionTable {
  sqlite3_vtab base;
  const TableFunction *function; /* not owned */
  sqlite3 *db;                   /* not owned */
} FunctionTable;

typedef struct FunctionCursor {
  sqlite3_vtab_cursor base;
  sqlite3_value *argument; /* owned */
  sqlite3_int64 rowid;
  bool begun, at_end;
  sqlite3_int64 state[]; /* the function's own, aligned as SQLite's memory is */
} FunctionCursor;

static const TableFunction *table_function_of(sqlite3_vtab_cursor *cursor) {
  return ((FunctionTable *)cursor->pVtab)->function;
}

static int table_function_connect(sqlite3 *db, void *data, int count, const char *const *arguments,
                                  sqlite3_vtab **table, char **message) {
  const TableFunction *function = data;
  (void)count;
  (void)arguments;
  int rc = sqlite3_declare_vtab(db, function->declaration);
  if (rc == SQLITE_ERROR) *message = sqlite3_mprintf("%s", sqlite3_errmsg(db));
  if (rc != SQLITE_OK) return rc;
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  FunctionTable *created = sqlite3_malloc64(sizeof(*created));
  if (created == NULL) return SQLITE_NOMEM;
  *created = (FunctionTable){.function = function, .db = db};
  *table = &created->base;
  return SQLITE_OK;
}

static int table_function_disconnect(sqlite3_vtab *table) {
  sqlite3_free(table);
  return SQLITE_OK;
}

/* The constraint that gives the argument, or -1; *hopeless: there is one that cannot be used in
** this order of the joins. */
static int table_function_find_argument(const TableFunction *function, sqlite3_index_info *info,
                                        bool *hopeless) {
  for (int i = 0; i < info->nConstraint; i++) {
    const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
    if (constraint->iColumn != function->argument || constraint->op != SQLITE_INDEX_CONSTRAINT_EQ) {
      continue;
    }
    if (!constraint->usable) {
      *hopeless = true;
    } else if (function->required || strcmp(sqlite3_vtab_collation(info, i), "BINARY") == 0) {
      return i;
    }
  }
  return -1;
}

static int table_function_best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  const TableFunction *function = ((FunctionTable *)base)->function;
  bool hopeless = false;
  int found = table_function_find_argument(function, info, &hopeless);
  info->estimatedCost = function->rows;
  info->estimatedRows = (sqlite3_int64)function->rows;
  if (found >= 0) {
    info->idxNum = 1;
    info->aConstraintUsage[found].argvIndex = 1;
    info->aConstraintUsage[found].omit = function->required;
    if (function->required) return SQLITE_OK;
    info->estimatedCost = 1;
    info->estimatedRows = 1;
    info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
    return SQLITE_OK;
  }
  if (!function->required) return SQLITE_OK;
  if (hopeless) return SQLITE_CONSTRAINT;
  /* For the terms of an OR SQLite asks about each alone, without the argument: such a plan may be
  ** offered, but not be run. */
  info->estimatedCost = WITHOUT_ARGUMENT_COST;
  return SQLITE_OK;
}

static int table_function_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
  size_t size = sizeof(FunctionCursor) + ((FunctionTable *)table)->function->state_size;
  FunctionCursor *opened = sqlite3_malloc64(size);
  if (opened == NULL) return SQLITE_NOMEM;
  memset(opened, 0, size);
  *cursor = &opened->base;
  return SQLITE_OK;
}

/* What is linted may hold secrets in clear. */
static void table_function_free_argument(FunctionCursor *cursor) {
  void *copy = (void *)sqlite3_value_blob(cursor->argument);
  if (copy) cipher_wipe(copy, (size_t)sqlite3_value_bytes(cursor->argument));
  sqlite3_value_free(cursor->argument);
  cursor->argument = NULL;
}

static void table_function_end_rows(FunctionCursor *cursor) {
  const TableFunction *function = table_function_of(&cursor->base);
  if (cursor->begun && function->end) function->end(cursor->state);
  if (cursor->argument) table_function_free_argument(cursor);
  cursor->begun = false;
}

static int table_function_close(sqlite3_vtab_cursor *base) {
  table_function_end_rows((FunctionCursor *)base);
  sqlite3_free(base);
  return SQLITE_OK;
}

static int table_function_next(sqlite3_vtab_cursor *base) {
  FunctionCursor *cursor = (FunctionCursor *)base;
  cursor->at_end = !table_function_of(base)->next(cursor->state);
  cursor->rowid++;
  return SQLITE_OK;
}

static int table_function_filter(sqlite3_vtab_cursor *base, int plan, const char *text, int count,
                                 sqlite3_value **values) {
  FunctionCursor *cursor = (FunctionCursor *)base;
  FunctionTable *table = (FunctionTable *)base->pVtab;
  (void)text;
  (void)count;
  table_function_end_rows(cursor);
  memset(cursor->state, 0, table->function->state_size);
  cursor->rowid = 0;
  if (plan == 0 && table->function->required) {
    sqlite3_free(base->pVtab->zErrMsg);
    base->pVtab->zErrMsg = sqlite3_mprintf("%s() needs an argument", table->function->name);
    return base->pVtab->zErrMsg ? SQLITE_ERROR : SQLITE_NOMEM;
  }
  if (plan) {
    cursor->argument = sqlite3_value_dup(values[0]);
    if (cursor->argument == NULL) return SQLITE_NOMEM;
  }
  cursor->begun = true;
  int rc = table->function->begin(cursor->state, table->db, cursor->argument);
  return rc == SQLITE_OK ? table_function_next(base) : rc;
}

static int table_function_at_end(sqlite3_vtab_cursor *base) {
  return ((FunctionCursor *)base)->at_end;
}

static int table_function_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int index) {
  FunctionCursor *cursor = (FunctionCursor *)base;
  const TableFunction *function = table_function_of(base);
  if (function->required && index == function->argument) {
    sqlite3_result_value(context, cursor->argument);
    return SQLITE_OK;
  }
  return function->column(cursor->state, context, index);
}

static int table_function_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *result) {
  *result = ((FunctionCursor *)base)->rowid;
  return SQLITE_OK;
}

static const sqlite3_module table_function_module = {
    .iVersion = 0,
    .xCreate = NULL, /* eponymous only */
    .xConnect = table_function_connect,
    .xBestIndex = table_function_best_index,
    .xDisconnect = table_function_disconnect,
    .xOpen = table_function_open,
    .xClose = table_function_close,
    .xFilter = table_function_filter,
    .xNext = table_function_next,
    .xEof = table_function_at_end,
    .xColumn = table_function_column,
    .xRowid = table_function_rowid,
};

int table_function_register(sqlite3 *db, const TableFunction *function) {
  return sqlite3_create_module_v2(db, function->name, &table_function_module, (void *)function,
                                  NULL);
}

int table_function_result_json(sqlite3_context *context, sqlite3_str *json) {
  int rc = sqlite3_str_errcode(json);
  char *text = sqlite3_str_finish(json);
  if (rc != SQLITE_OK) {
    sqlite3_free(text);
    return rc;
  }
  sqlite3_result_text(context, text, -1, sqlite3_free);
  sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
  return SQLITE_OK;
}

#undef WITHOUT_ARGUMENT_COST
