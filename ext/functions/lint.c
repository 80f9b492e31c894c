/* SPDX-License-Identifier: MIT */
/*
** glue_lint(request) -> severity, exception, path, rule, message
**
**   Every finding about a CreateConnection request, a bare ConnectionInput or a Connection as
**   GetConnections returns it (whatever the column `request` takes), as JSON text (or JSONB); nothing
**   is stored. Errors first: those are what an INSERT at level standard refuses, but for what it can
**   only tell with a key. `exception` is NULL for warnings. No rows: there is nothing to find fault
**   with. NULL has no rows; a text that is no JSON has one.
**
**     SELECT c.name, f.* FROM connections c, glue_lint(c.request) f;
**     SELECT f.* FROM json_each(readfile('connections.json'), '$.ConnectionList') c,
**                     glue_lint(c.value) f;
*/
#include "catalog/derived.h"
#include "functions/functions.h"
#include "functions/table_function.h"
#include "glue_connections.h"
#include "secrets/secret_lint.h"
#include "store/store.h"

enum { LINT_SEVERITY, LINT_EXCEPTION, LINT_PATH, LINT_RULE, LINT_MESSAGE, LINT_ARGUMENT };

typedef struct Lint {
  Findings findings; /* owned */
  size_t next;       /* the next to look at, in this round */
  bool warnings;     /* the second round: errors come first */
} Lint;

static int lint_check(Request *request, sqlite3 *db, sqlite3_value *argument) {
  int rc;
  if (sqlite3_value_type(argument) == SQLITE_BLOB) {
    char *text;
    size_t length = 0;
    rc = store_jsonb_text_once(db, argument, &text, &length);
    if (rc == SQLITE_OK) rc = request_set_jsonb(request, COLUMN_REQUEST, text, length);
  } else {
    rc = request_set(request, COLUMN_REQUEST, argument, false);
  }
  if (rc != SQLITE_OK) return rc;
  derived_validate_new(request, LEVEL_STANDARD, SCOPE_ALL);
  secret_lint(&request->connection, &request->findings);
  return request->findings.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

static int lint_begin(void *state, TableFunctionCall *call) {
  Lint *lint = state;
  sqlite3_value *argument = call->argument[0];
  if (sqlite3_value_type(argument) == SQLITE_NULL) return SQLITE_OK;
  Request *request = sqlite3_malloc64(sizeof(*request));
  if (request == NULL) return SQLITE_NOMEM;
  request_init(request);
  int rc = lint_check(request, call->db, argument);
  lint->findings = request->findings;
  request->findings = (Findings){0};
  request_free(request);
  sqlite3_free(request);
  return rc;
}

static bool lint_next(void *state) {
  Lint *lint = state;
  for (;;) {
    while (lint->next < lint->findings.count) {
      const Finding *finding = &lint->findings.list[lint->next++];
      if ((finding->severity == SEVERITY_WARNING) == lint->warnings) return true;
    }
    if (lint->warnings) return false;
    lint->warnings = true;
    lint->next = 0;
  }
}

static int lint_column(void *state, sqlite3_context *context, int index) {
  const Lint *lint = state;
  const Finding *finding = &lint->findings.list[lint->next - 1];
  bool warning = finding->severity == SEVERITY_WARNING;
  switch (index) {
  case LINT_SEVERITY:
    sqlite3_result_text(context, warning ? "warning" : "error", -1, SQLITE_STATIC);
    break;
  case LINT_EXCEPTION:
    if (!warning) {
      const char *exception = finding->exception ? finding->exception : GLUE_INVALID_INPUT;
      sqlite3_result_text(context, exception, -1, SQLITE_STATIC);
    }
    break;
  case LINT_PATH: sqlite3_result_text(context, finding->path, -1, SQLITE_TRANSIENT); break;
  case LINT_RULE: sqlite3_result_text(context, rule_name(finding->rule), -1, SQLITE_STATIC); break;
  case LINT_MESSAGE: sqlite3_result_text(context, finding->message, -1, SQLITE_TRANSIENT); break;
  default: break;
  }
  return SQLITE_OK;
}

static void lint_end(void *state) {
  findings_free(&((Lint *)state)->findings);
}

static const TableFunction lint_function = {
    .name = "glue_lint",
    .declaration = "CREATE TABLE x(severity TEXT, exception TEXT, path TEXT, rule TEXT, "
                   "message TEXT, argument HIDDEN)",
    .first_argument = LINT_ARGUMENT,
    .arguments = 1,
    .required = 1,
    .rows = 4,
    .state_size = sizeof(Lint),
    .begin = lint_begin,
    .next = lint_next,
    .column = lint_column,
    .end = lint_end,
};

int lint_register(sqlite3 *db) {
  return table_function_register(db, &lint_function);
}
