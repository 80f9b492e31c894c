/* SPDX-License-Identifier: MIT */
/*
** The scaffolding of the table-valued functions. Unless they are for the host alone, they read nothing
** but their arguments and tables of constants, and are marked innocuous: views and triggers of
** untrusted schemas may use them.
**
** idxNum has a bit for each argument that is handed over, in their order, and after them:
*/
#include "functions/table_function.h"

#include <string.h>

#include "glue_connections.h"
#include "keyring/cipher.h"
#include "text/message.h"

#define HINT_VALUE 0x100 /* a value of the hint column */
#define HINT_SET 0x200   /* a set of them, for sqlite3_vtab_in_first() */

/* More than anything else costs. */
#define WITHOUT_ARGUMENT_COST 1e99

/* A function as it has been registered. */
typedef struct FunctionModule {
  const TableFunction *function; /* not owned */
  void *data;                    /* owned */
  void (*destroy)(void *);       /* the data; NULL: nothing */
} FunctionModule;

typedef struct FunctionTable {
  sqlite3_vtab base;
  const TableFunction *function; /* not owned */
  void *data;                    /* not owned */
  sqlite3 *db;                   /* not owned */
} FunctionTable;

typedef struct FunctionCursor {
  sqlite3_vtab_cursor base;
  sqlite3_value *argument[TABLE_FUNCTION_ARGUMENTS_MAX]; /* owned */
  bool not_kept[TABLE_FUNCTION_ARGUMENTS_MAX];
  sqlite3_int64 rowid;
  bool begun, at_end;
  sqlite3_int64 state[]; /* the function's own, aligned as SQLite's memory is */
} FunctionCursor;

static const TableFunction *table_function_of(sqlite3_vtab_cursor *cursor) {
  return ((FunctionTable *)cursor->pVtab)->function;
}

static int table_function_connect(sqlite3 *db, void *data, int count, const char *const *arguments,
                                  sqlite3_vtab **table, char **message) {
  const FunctionModule *module = data;
  const TableFunction *function = module->function;
  (void)count;
  (void)arguments;
  int rc = sqlite3_declare_vtab(db, function->declaration);
  if (rc == SQLITE_ERROR) *message = sqlite3_mprintf("%s", sqlite3_errmsg(db));
  if (rc != SQLITE_OK) return rc;
  sqlite3_vtab_config(db, function->direct_only ? SQLITE_VTAB_DIRECTONLY : SQLITE_VTAB_INNOCUOUS);
  FunctionTable *created = sqlite3_malloc64(sizeof(*created));
  if (created == NULL) return SQLITE_NOMEM;
  *created = (FunctionTable){.function = function, .data = module->data, .db = db};
  *table = &created->base;
  return SQLITE_OK;
}

static int table_function_disconnect(sqlite3_vtab *table) {
  sqlite3_free(table);
  return SQLITE_OK;
}

/* ---- plans ---- */

/* The constraint that gives the column a value, or -1; *hopeless: there is one that cannot be used in
** this order of the joins. */
static int table_function_find(const sqlite3_index_info *info, int column, bool *hopeless) {
  for (int i = 0; i < info->nConstraint; i++) {
    const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
    if (constraint->iColumn != column || constraint->op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (constraint->usable) return i;
    *hopeless = true;
  }
  return -1;
}

/* Hands over what the hint column is compared with, where the comparison is byte by byte. */
static void table_function_plan_hint(const TableFunction *function, sqlite3_index_info *info,
                                     int next) {
  bool hopeless = false;
  int found = function->has_hint ? table_function_find(info, function->hint_column, &hopeless) : -1;
  if (found < 0 || strcmp(sqlite3_vtab_collation(info, found), "BINARY") != 0) return;
  bool is_set = function->hint_set && sqlite3_vtab_in(info, found, 1);
  info->aConstraintUsage[found].argvIndex = next;
  info->idxNum |= is_set ? HINT_SET : HINT_VALUE;
  info->estimatedCost = function->required ? info->estimatedCost / 2 : 1;
  info->estimatedRows = 1;
}

static int table_function_best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  const TableFunction *function = ((FunctionTable *)base)->function;
  int given = 0, next = 1;
  info->estimatedCost = function->rows;
  info->estimatedRows = (sqlite3_int64)function->rows;
  for (int i = 0; i < function->arguments; i++) {
    bool hopeless = false;
    int found = table_function_find(info, function->first_argument + i, &hopeless);
    if (found < 0 && hopeless) return SQLITE_CONSTRAINT;
    if (found < 0) continue;
    info->idxNum |= 1 << i;
    info->aConstraintUsage[found].argvIndex = next++;
    info->aConstraintUsage[found].omit = 1;
    given += i < function->required;
  }
  table_function_plan_hint(function, info, next);
  /* For the terms of an OR SQLite asks about each alone; before 3.52 without the arguments: such a plan may be
  ** offered, but is not run. */
  if (given < function->required) info->estimatedCost = WITHOUT_ARGUMENT_COST;
  return SQLITE_OK;
}

/* ---- cursors ---- */

static int table_function_open(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor) {
  size_t size = sizeof(FunctionCursor) + ((FunctionTable *)table)->function->state_size;
  FunctionCursor *opened = sqlite3_malloc64(size);
  if (opened == NULL) return SQLITE_NOMEM;
  memset(opened, 0, size);
  *cursor = &opened->base;
  return SQLITE_OK;
}

/* What is linted may hold secrets in clear. */
static void table_function_free_arguments(FunctionCursor *cursor) {
  for (int i = 0; i < TABLE_FUNCTION_ARGUMENTS_MAX; i++) {
    if (cursor->argument[i] == NULL) continue;
    void *copy = (void *)sqlite3_value_blob(cursor->argument[i]);
    if (copy) cipher_wipe(copy, (size_t)sqlite3_value_bytes(cursor->argument[i]));
    sqlite3_value_free(cursor->argument[i]);
    cursor->argument[i] = NULL;
  }
  memset(cursor->not_kept, 0, sizeof(cursor->not_kept));
}

static void table_function_end_rows(FunctionCursor *cursor) {
  const TableFunction *function = table_function_of(&cursor->base);
  if (cursor->begun && function->end) function->end(cursor->state);
  table_function_free_arguments(cursor);
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

static int table_function_fail(sqlite3_vtab *table, char *message) {
  if (message == NULL) return SQLITE_NOMEM;
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = message;
  return SQLITE_ERROR;
}

static int table_function_take_hint(FunctionCursor *cursor, int plan, sqlite3_value *value) {
  const TableFunction *function = table_function_of(&cursor->base);
  if (plan & HINT_VALUE) return function->hint(cursor->state, value);
  sqlite3_value *element;
  int rc = sqlite3_vtab_in_first(value, &element);
  while (rc == SQLITE_OK && element) {
    rc = function->hint(cursor->state, element);
    if (rc == SQLITE_OK) rc = sqlite3_vtab_in_next(value, &element);
  }
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int table_function_begin(FunctionCursor *cursor, TableFunctionCall *call) {
  FunctionTable *table = (FunctionTable *)cursor->base.pVtab;
  cursor->begun = true;
  int rc = table->function->begin(cursor->state, call);
  return call->message ? table_function_fail(&table->base, call->message) : rc;
}

/* Hands an argument to the call, and keeps a copy of it. */
static int table_function_take(FunctionCursor *cursor, TableFunctionCall *call, int i,
                               sqlite3_value *value) {
  int type = sqlite3_value_type(value);
  bool has_bytes = type == SQLITE_TEXT || type == SQLITE_BLOB;
  call->argument[i] = value;
  if (table_function_of(&cursor->base)->begin_only && has_bytes &&
      sqlite3_value_bytes(value) > TABLE_FUNCTION_KEPT_MAX) {
    cursor->not_kept[i] = true;
    return SQLITE_OK;
  }
  call->argument[i] = cursor->argument[i] = sqlite3_value_dup(value);
  return cursor->argument[i] ? SQLITE_OK : SQLITE_NOMEM;
}

static int table_function_filter(sqlite3_vtab_cursor *base, int plan, const char *text, int count,
                                 sqlite3_value **values) {
  FunctionCursor *cursor = (FunctionCursor *)base;
  const TableFunction *function = table_function_of(base);
  (void)text;
  (void)count;
  table_function_end_rows(cursor);
  memset(cursor->state, 0, function->state_size);
  cursor->rowid = 0;
  const FunctionTable *table = (const FunctionTable *)base->pVtab;
  TableFunctionCall call = {.db = table->db, .data = table->data};
  for (int i = 0; i < function->arguments; i++) {
    if (plan & 1 << i) {
      if (table_function_take(cursor, &call, i, *values++) != SQLITE_OK) return SQLITE_NOMEM;
    } else if (i < function->required) {
      const char *words =
          function->required > 1 ? "%s() needs %d arguments" : "%s() needs an argument";
      refuse(&call.message, SQLITE_ERROR, GLUE_INVALID_INPUT, words, function->name,
             function->required);
      return table_function_fail(base->pVtab, call.message);
    }
  }
  int rc =
      plan & (HINT_VALUE | HINT_SET) ? table_function_take_hint(cursor, plan, *values) : SQLITE_OK;
  if (rc == SQLITE_OK) rc = table_function_begin(cursor, &call);
  return rc == SQLITE_OK ? table_function_next(base) : rc;
}

static int table_function_at_end(sqlite3_vtab_cursor *base) {
  return ((FunctionCursor *)base)->at_end;
}

static int table_function_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int index) {
  FunctionCursor *cursor = (FunctionCursor *)base;
  const TableFunction *function = table_function_of(base);
  int argument = index - function->first_argument;
  if (argument < 0 || argument >= function->arguments) {
    return function->column(cursor->state, context, index);
  }
  if (cursor->argument[argument]) sqlite3_result_value(context, cursor->argument[argument]);
  if (cursor->not_kept[argument]) {
    sqlite3_result_error(context, "an argument of this length is not kept", -1);
  }
  return SQLITE_OK;
}

static int table_function_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *result) {
  const FunctionCursor *cursor = (const FunctionCursor *)base;
  const TableFunction *function = table_function_of(base);
  *result = function->rowid ? function->rowid(cursor->state) : cursor->rowid;
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

static void table_function_destroy(void *registered) {
  FunctionModule *module = registered;
  if (module->destroy) module->destroy(module->data);
  sqlite3_free(module);
}

int table_function_register_with(sqlite3 *db, const TableFunction *function, void *data,
                                 void (*destroy)(void *)) {
  FunctionModule *module = sqlite3_malloc64(sizeof(*module));
  if (module == NULL) {
    if (destroy) destroy(data);
    return SQLITE_NOMEM;
  }
  *module = (FunctionModule){function, data, destroy};
  return sqlite3_create_module_v2(db, function->name, &table_function_module, module,
                                  table_function_destroy);
}

int table_function_register(sqlite3 *db, const TableFunction *function) {
  return table_function_register_with(db, function, NULL, NULL);
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

#undef HINT_VALUE
#undef HINT_SET
#undef WITHOUT_ARGUMENT_COST
