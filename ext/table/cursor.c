/* SPDX-License-Identifier: MIT */
/*
** Reading: a cursor is one scan of the store.
*/
#include <string.h>

#include "table/table.h"

static Table *cursor_table(const Cursor *cursor) {
  return (Table *)cursor->base.pVtab;
}

int cursor_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out) {
  Cursor *cursor = sqlite3_malloc64(sizeof(*cursor));
  (void)vtab;
  if (cursor == NULL) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof(*cursor));
  *out = &cursor->base;
  return SQLITE_OK;
}

static void cursor_free_list(Cursor *cursor) {
  for (int i = 0; i < cursor->list_count; i++) sqlite3_value_free(cursor->list[i]);
  sqlite3_free(cursor->list);
  cursor->list = NULL;
  cursor->list_count = cursor->list_next = cursor->list_parameter = 0;
}

int cursor_close(sqlite3_vtab_cursor *base) {
  Cursor *cursor = (Cursor *)base;
  store_close_scan(cursor_table(cursor)->catalog.store, cursor->scan);
  store_close_scan(cursor_table(cursor)->catalog.store, cursor->rest);
  cursor_free_list(cursor);
  document_free(&cursor->text);
  sqlite3_free(cursor);
  return SQLITE_OK;
}

/* Passes an error of the store on with what it has to say about it. */
static int cursor_pass_on(Cursor *cursor, int rc) {
  if (rc == SQLITE_OK) return rc;
  Table *table = cursor_table(cursor);
  return table_store_error(table, rc, NULL);
}

/* ---- operands ---- */

static bool cursor_is_number(sqlite3_value *value) {
  int type = sqlite3_value_type(value);
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

static int cursor_append_operand(Cursor *cursor, sqlite3_value *value) {
  /* Grows at powers of two. */
  if ((cursor->list_count & (cursor->list_count - 1)) == 0) {
    size_t capacity = cursor->list_count ? (size_t)cursor->list_count * 2 : 1;
    sqlite3_value **list = sqlite3_realloc64(cursor->list, capacity * sizeof(*list));
    if (list == NULL) return SQLITE_NOMEM;
    cursor->list = list;
  }
  sqlite3_value *copy = sqlite3_value_dup(value);
  if (copy == NULL) return SQLITE_NOMEM;
  cursor->list[cursor->list_count++] = copy;
  return SQLITE_OK;
}

/* Copies the operands of an IN, which SQLite shows during xFilter alone. */
static int cursor_read_list(Cursor *cursor, sqlite3_value *in, bool *has_number) {
  sqlite3_value *value;
  int rc = sqlite3_vtab_in_first(in, &value);
  for (; rc == SQLITE_OK && value; rc = sqlite3_vtab_in_next(in, &value)) {
    *has_number = *has_number || cursor_is_number(value);
    rc = cursor_append_operand(cursor, value);
    if (rc != SQLITE_OK) break;
  }
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Whether names that look like numbers may be below a text though they are not as texts: where it comes
** out of a column of numbers, they are compared as numbers, which are below every text. */
static bool cursor_is_above_numbers(sqlite3_value *value) {
  const unsigned char *text =
      sqlite3_value_type(value) == SQLITE_TEXT ? sqlite3_value_text(value) : NULL;
  return text && *text <= '9';
}

/* The restrictions that the store is to apply. A number compared with a text column may be converted
** either way, by rules that only SQLite knows (the affinity of the other operand): such a
** restriction is left to it. */
static int cursor_choose_operands(Cursor *cursor, unsigned given, unsigned list,
                                  sqlite3_value **values, unsigned *plan) {
  int argument = 0, rc = SQLITE_OK;
  *plan = given;
  for (unsigned bit = 1; bit & PLAN_OPERANDS && rc == SQLITE_OK; bit <<= 1) {
    if (!(given & bit)) continue;
    sqlite3_value *value = values[argument++];
    bool has_number = bit != list && cursor_is_number(value);
    if (bit == list) rc = cursor_read_list(cursor, value, &has_number);
    if (bit != PLAN_ROWID && has_number) *plan &= ~bit;
    if (bit == PLAN_NAME_TO && cursor_is_above_numbers(value)) *plan &= ~bit;
  }
  return rc;
}

/* Binds the operands in the order of the bits; that of a list follows in cursor_next_operand(). */
static int cursor_bind_operands(Cursor *cursor, unsigned given, unsigned list,
                                sqlite3_value **values) {
  int argument = 0, parameter = 0, rc = SQLITE_OK;
  for (unsigned bit = 1; bit & PLAN_OPERANDS && rc == SQLITE_OK; bit <<= 1) {
    if (!(given & bit)) continue;
    sqlite3_value *value = values[argument++];
    if (!(store_scan_plan(cursor->scan) & bit)) continue;
    parameter++;
    if (bit == list) {
      cursor->list_parameter = parameter;
    } else {
      rc = store_scan_bind(cursor->scan, parameter, value);
    }
  }
  return rc;
}

/* Begins the scan for the next operand of the list; *any: there is one. */
static int cursor_next_operand(Cursor *cursor, bool *any) {
  *any = cursor->list_parameter && cursor->list_next < cursor->list_count;
  if (!*any) return SQLITE_OK;
  return store_scan_bind(cursor->scan, cursor->list_parameter, cursor->list[cursor->list_next++]);
}

/* ---- rows ---- */

/* Makes cursor->scan one of that plan, at its beginning. */
static int cursor_begin_scan(Cursor *cursor, unsigned plan, const char *text) {
  Store *store = cursor_table(cursor)->catalog.store;
  if (cursor->scan && (cursor->plan != text || store_scan_plan(cursor->scan) != plan)) {
    store_close_scan(store, cursor->scan);
    cursor->scan = NULL;
  }
  cursor->plan = text;
  if (cursor->scan == NULL) return store_open_scan(store, plan, plan_wanted(text), &cursor->scan);
  store_scan_rewind(cursor->scan);
  return SQLITE_OK;
}

static int cursor_step(Cursor *cursor) {
  Store *store = cursor_table(cursor)->catalog.store;
  bool row = false, any = true;
  int rc = SQLITE_OK;
  if (cursor->is_rest_read) store_scan_rewind(cursor->rest);
  cursor->is_rest_read = false;
  while (rc == SQLITE_OK && !row && any) {
    rc = store_scan_next(store, cursor->scan, &row);
    if (rc == SQLITE_OK && !row) rc = cursor_next_operand(cursor, &any);
  }
  cursor->eof = !row;
  return cursor_pass_on(cursor, rc);
}

int cursor_filter(sqlite3_vtab_cursor *base, int number, const char *text, int count,
                  sqlite3_value **values) {
  Cursor *cursor = (Cursor *)base;
  unsigned list = PLAN_LIST(number), given = (unsigned)number & ~(list << PLAN_LIST_SHIFT), plan;
  bool any = true;
  (void)count;
  cursor_free_list(cursor);
  cursor->eof = true;
  int rc = cursor_choose_operands(cursor, given, list, values, &plan);
  if (rc == SQLITE_OK) rc = cursor_begin_scan(cursor, plan, text);
  if (rc == SQLITE_OK) rc = cursor_bind_operands(cursor, given, list, values);
  if (rc == SQLITE_OK && cursor->list_parameter) rc = cursor_next_operand(cursor, &any);
  if (rc != SQLITE_OK) return cursor_pass_on(cursor, rc);
  cursor->is_further = false;
  cursor->is_single = !list && (plan & PLAN_ROWID || (plan & PLAN_IDENTITY) == PLAN_IDENTITY);
  return any ? cursor_step(cursor) : SQLITE_OK;
}

int cursor_next(sqlite3_vtab_cursor *base) {
  Cursor *cursor = (Cursor *)base;
  cursor->is_further = true;
  if (!cursor->is_single) return cursor_step(cursor);
  cursor->eof = true;
  return SQLITE_OK;
}

int cursor_eof(sqlite3_vtab_cursor *base) {
  return ((Cursor *)base)->eof;
}

int cursor_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
  *rowid = store_scan_rowid(((Cursor *)base)->scan);
  return SQLITE_OK;
}

/* ---- columns ---- */

/* What is asked for on the first row of a whole table will be asked for on every row: the scan is begun anew with these
** columns, too. */
static int cursor_widen(Cursor *cursor, ColumnSet wanted) {
  Store *store = cursor_table(cursor)->catalog.store;
  StoreScan *scan = cursor->scan, *wider;
  unsigned plan = store_scan_plan(scan);
  bool row;
  if (cursor->is_further || plan & PLAN_OPERANDS) return SQLITE_OK;
  int rc = store_open_scan(store, plan, wanted | store_scan_columns(scan), &wider);
  if (rc != SQLITE_OK) return rc;
  rc = store_scan_next(store, wider, &row);
  bool is_same = rc == SQLITE_OK && row && store_scan_rowid(wider) == store_scan_rowid(scan);
  if (is_same) cursor->scan = wider;
  store_close_scan(store, is_same ? scan : wider);
  return rc;
}

/* The scan that has those columns of the row: that of the cursor, or another one by rowid, which has all that
** were asked for so far. Of a row that is gone by now all are NULL, as its UPDATE comes to nothing. */
static int cursor_scan_of(Cursor *cursor, ColumnSet wanted, StoreScan **scan) {
  Store *store = cursor_table(cursor)->catalog.store;
  bool row;
  *scan = cursor->scan;
  if ((wanted & ~store_scan_columns(*scan)) == 0) return SQLITE_OK;
  int rc = cursor_widen(cursor, wanted);
  *scan = cursor->scan;
  if (rc != SQLITE_OK || (wanted & ~store_scan_columns(*scan)) == 0) {
    return cursor_pass_on(cursor, rc);
  }
  if (cursor->rest && wanted & ~store_scan_columns(cursor->rest)) {
    wanted |= store_scan_columns(cursor->rest);
    store_close_scan(store, cursor->rest);
    cursor->rest = NULL;
    cursor->is_rest_read = false;
  }
  if (cursor->rest == NULL) rc = store_open_scan(store, PLAN_ROWID, wanted, &cursor->rest);
  if (rc == SQLITE_OK && !cursor->is_rest_read) {
    rc = store_scan_bind_rowid(cursor->rest, 1, store_scan_rowid(cursor->scan));
    if (rc == SQLITE_OK) rc = store_scan_next(store, cursor->rest, &row);
    cursor->is_rest_read = rc == SQLITE_OK;
  }
  *scan = cursor->rest;
  return cursor_pass_on(cursor, rc);
}

static int cursor_read_members(Cursor *cursor, ColumnSet wanted, Connection *row) {
  StoreScan *scan;
  int rc = cursor_scan_of(cursor, wanted, &scan);
  return rc == SQLITE_OK ? store_scan_members(scan, wanted, row) : rc;
}

/* A text is copied into the memory that the one of the row before has had. Given without its length, it stays
** terminated: sqlite3_column_text() would allocate to make it so. */
static int cursor_result_text(sqlite3_context *context, const char *text) {
  if (text == NULL) return SQLITE_NOMEM;
  sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
  return SQLITE_OK;
}

static int cursor_result_arn(Cursor *cursor, sqlite3_context *context) {
  Connection row;
  int rc = cursor_read_members(cursor, document_columns(COLUMN_ARN), &row);
  if (rc != SQLITE_OK) return rc;
  const char *own_account = cursor_table(cursor)->catalog.settings.value[SETTING_ACCOUNT_ID];
  return cursor_result_text(context, document_arn(&cursor->text, &row, own_account));
}

/* What is known of a type is static, and its text terminated. */
static int cursor_result_environments(Cursor *cursor, sqlite3_context *context) {
  Connection row;
  size_t length;
  int rc =
      cursor_read_members(cursor, document_columns(COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS), &row);
  if (rc != SQLITE_OK) return rc;
  const char *text = document_compute_environments(&row, &length);
  if (text && row.member[COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS].present) {
    sqlite3_result_text64(context, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
  } else {
    sqlite3_result_text(context, text, -1, SQLITE_STATIC);
  }
  sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
  return SQLITE_OK;
}

static int cursor_result_document(Cursor *cursor, sqlite3_context *context, ColumnId id) {
  Connection row = {.member = {{.present = false}}};
  int rc = cursor_read_members(cursor, document_columns(id), &row);
  if (rc != SQLITE_OK) return rc;
  rc = cursor_result_text(context, id == COLUMN_REQUEST ? document_request(&cursor->text, &row)
                                                        : document_connection(&cursor->text, &row));
  sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
  return rc;
}

/* The times of a row are mostly one, as are those of rows that were inserted together. */
static void cursor_result_number(Cursor *cursor, sqlite3_context *context, ColumnId id,
                                 sqlite3_int64 number) {
  if (columns[id].kind != KIND_TIME) {
    sqlite3_result_int64(context, number);
    return;
  }
  if (cursor->time_text[0] == '\0' || cursor->time != number) {
    timestamp_format(number, cursor->time_text);
    cursor->time = number;
  }
  sqlite3_result_text(context, cursor->time_text, -1, SQLITE_TRANSIENT);
}

/* A text of a further row is copied into the memory that the one before it has had: sqlite3_result_value() would
** allocate anew for every row. Given without its length, it stays terminated. Where that would cut it off, it is
** handed over as any other value. */
static void cursor_result_stored_text(const Cursor *cursor, sqlite3_context *context,
                                      sqlite3_value *value) {
  const char *text = NULL;
  if (cursor->is_further && cursor_table(cursor)->catalog.utf8) {
    text = (const char *)sqlite3_value_text(value);
  }
  if (text && strlen(text) == (size_t)sqlite3_value_bytes(value)) {
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
  } else {
    sqlite3_result_value(context, value);
  }
}

/* A column as it is stored. */
static int cursor_result_stored(Cursor *cursor, sqlite3_context *context, ColumnId id) {
  StoreScan *scan;
  sqlite3_value *value = store_scan_value(cursor->scan, id);
  if (value == NULL) {
    int rc = cursor_scan_of(cursor, COLUMN_BIT(id), &scan);
    if (rc == SQLITE_OK) value = store_scan_value(scan, id);
    if (value == NULL) return rc;
  }
  switch (sqlite3_value_type(value)) {
  case SQLITE_NULL: return SQLITE_OK;
  case SQLITE_TEXT: cursor_result_stored_text(cursor, context, value); break;
  case SQLITE_INTEGER: cursor_result_number(cursor, context, id, sqlite3_value_int64(value)); break;
  default: sqlite3_result_value(context, value);
  }
  if (columns[id].kind == KIND_JSON) sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
  return SQLITE_OK;
}

int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
  Cursor *cursor = (Cursor *)base;
  /* An UPDATE that leaves the column alone: xUpdate sees it as unchanged. */
  if (sqlite3_vtab_nochange(context)) return SQLITE_OK;
  switch (column) {
  case COLUMN_ARN: return cursor_result_arn(cursor, context);
  case COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS: return cursor_result_environments(cursor, context);
  case COLUMN_REQUEST:
  case COLUMN_CONNECTION: return cursor_result_document(cursor, context, (ColumnId)column);
  case COLUMN_COMMAND: return SQLITE_OK;
  default: return cursor_result_stored(cursor, context, (ColumnId)column);
  }
}
