/* SPDX-License-Identifier: MIT */
/*
** glue_settings -> schema, name, account_id, region, quota, validation, principal, format
**
**   A row for each table of this module in the database connection: main, temp and attached files. The
**   settings are those in force: what commands have changed, and the account and region that the table was
**   made with. A table that is refused for what is in it (bad arguments, a newer format, damage) has none; its
**   own statements say why.
**
**     SELECT account_id, region FROM glue_settings WHERE schema = 'main' AND name = 'connections';
*/
#include <stdlib.h>
#include <string.h>

#include "functions/functions.h"
#include "functions/table_function.h"

enum {
  SETTINGS_SCHEMA,
  SETTINGS_NAME,
  SETTINGS_ACCOUNT_ID,
  SETTINGS_REGION,
  SETTINGS_QUOTA,
  SETTINGS_VALIDATION,
  SETTINGS_PRINCIPAL,
  SETTINGS_FORMAT,
  SETTINGS_COLUMNS
};

typedef struct SettingsRow {
  char *text[SETTINGS_COLUMNS]; /* owned */
} SettingsRow;

/* All rows: the tables are read while nothing else is. */
typedef struct SettingsRows {
  SettingsRow *list; /* owned */
  size_t count, capacity;
  size_t at; /* the row that is shown, from 1 */
} SettingsRows;

static int settings_add(void *state, const char *schema, const char *table,
                        const Settings *settings) {
  SettingsRows *rows = state;
  char *const *value = settings->value;
  const char *texts[SETTINGS_COLUMNS] = {[SETTINGS_SCHEMA] = schema,
                                         [SETTINGS_NAME] = table,
                                         [SETTINGS_ACCOUNT_ID] = value[SETTING_ACCOUNT_ID],
                                         [SETTINGS_REGION] = value[SETTING_REGION],
                                         [SETTINGS_QUOTA] = value[SETTING_QUOTA],
                                         [SETTINGS_VALIDATION] = value[SETTING_VALIDATION],
                                         [SETTINGS_PRINCIPAL] = value[SETTING_PRINCIPAL],
                                         [SETTINGS_FORMAT] = value[SETTING_FORMAT]};
  if (rows->count == rows->capacity) {
    size_t capacity = rows->capacity ? rows->capacity * 2 : 4;
    SettingsRow *grown = sqlite3_realloc64(rows->list, capacity * sizeof(*grown));
    if (grown == NULL) return SQLITE_NOMEM;
    rows->list = grown;
    rows->capacity = capacity;
  }
  SettingsRow *row = &rows->list[rows->count++];
  int rc = SQLITE_OK;
  for (int i = 0; i < SETTINGS_COLUMNS; i++) {
    row->text[i] = sqlite3_mprintf("%s", texts[i]);
    if (row->text[i] == NULL) rc = SQLITE_NOMEM;
  }
  return rc;
}

static int settings_begin(void *state, TableFunctionCall *call) {
  return session_each(call->data, call->db, settings_add, state, &call->message);
}

static bool settings_next(void *state) {
  SettingsRows *rows = state;
  return rows->at++ < rows->count;
}

static int settings_column(void *state, sqlite3_context *context, int column) {
  const SettingsRows *rows = state;
  const char *text = rows->list[rows->at - 1].text[column];
  if (column == SETTINGS_QUOTA || column == SETTINGS_FORMAT) {
    if (*text) sqlite3_result_int64(context, strtoll(text, NULL, 10));
  } else {
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
  }
  return SQLITE_OK;
}

static void settings_end(void *state) {
  SettingsRows *rows = state;
  for (size_t i = 0; i < rows->count; i++) {
    for (int j = 0; j < SETTINGS_COLUMNS; j++) sqlite3_free(rows->list[i].text[j]);
  }
  sqlite3_free(rows->list);
}

static const TableFunction settings_function = {
    .name = "glue_settings",
    .declaration = "CREATE TABLE x(schema TEXT, name TEXT, account_id TEXT, region TEXT,"
                   " quota INTEGER, validation TEXT, principal TEXT, format INTEGER)",
    .rows = 2,
    .state_size = sizeof(SettingsRows),
    .begin = settings_begin,
    .next = settings_next,
    .column = settings_column,
    .end = settings_end,
};

int settings_register(sqlite3 *db, Session *session) {
  return table_function_register_with(db, &settings_function, session_share(session),
                                      session_release);
}
