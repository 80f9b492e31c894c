/* SPDX-License-Identifier: MIT */
/*
** glue_lint(request [, target]) -> severity, exception, path, rule, message, pointer
**
**   Every finding about a CreateConnection request, a bare ConnectionInput or a Connection as
**   GetConnections returns it (whatever the column `request` takes), as JSON text (or JSONB); nothing
**   is stored. Errors first: those are what an INSERT at level standard refuses, but for what it can
**   only tell with a key. `exception` is NULL for warnings. `pointer` is the JSON pointer to the place
**   in the document, as far as that is JSON; '' is the whole. It is data, to look things up by, and holds
**   the keys as they are; `path` and `message` are text to be shown, in which control characters are
**   escapes. No rows: there is nothing to find fault with. NULL has no rows; a text that is no JSON has
**   one.
**
**   With a target, 'terraform' or 'cloudformation', also warnings (target-...) of what that tool would
**   refuse, or take for something else.
**
**   The hidden column `refused_at` is the least level of a table that refuses the document for this finding: lenient,
**   standard, strict, which is their order as text, too; NULL where none does.
**
**     SELECT c.name, f.* FROM connections c, glue_lint(c.request) f;
**     SELECT f.* FROM json_each(readfile('connections.json'), '$.ConnectionList') c,
**                     glue_lint(c.value) f;
**
**   What is not asked for is not looked at: rule = 'x' and rule IN ('x', 'y') are quicker.
*/
#include <stdint.h>
#include <string.h>

#include "catalog/derived.h"
#include "documents/target.h"
#include "functions/functions.h"
#include "functions/table_function.h"
#include "glue_connections.h"
#include "request/observation.h"
#include "secrets/secret_lint.h"
#include "store/store.h"
#include "text/message.h"

enum {
  LINT_SEVERITY,
  LINT_EXCEPTION,
  LINT_PATH,
  LINT_RULE,
  LINT_MESSAGE,
  LINT_POINTER,
  LINT_ARGUMENT,
  LINT_TARGET,
  LINT_REFUSED_AT
};

/* Where the members of a ConnectionInput stand in a document. */
static const char lint_input[] = "ConnectionInput";
static const char lint_connection[] = "Connection";

typedef struct Lint {
  RuleSet wanted;    /* by a hint; 0: there is none */
  Findings findings; /* owned */
  const char *inner; /* the member of the document that holds them; NULL: the document itself */
  bool is_observation;
  size_t next;                /* the next to look at, in this round */
  bool warnings;              /* the second round: errors come first */
  uint32_t found[RULE_COUNT]; /* how many findings of each rule have been shown */
} Lint;

/* The target that is asked about, if any; another name is an error. */
static int lint_find_target(TableFunctionCall *call, const Target **target) {
  sqlite3_value *value = call->argument[1];
  *target = NULL;
  if (value == NULL || sqlite3_value_type(value) == SQLITE_NULL) return SQLITE_OK;
  const char *name = (const char *)sqlite3_value_text(value);
  if (name == NULL) return SQLITE_NOMEM;
  *target = target_find(name);
  if (*target) return SQLITE_OK;
  return refuse(&call->message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "glue_lint() knows no target '%s', but 'terraform' and 'cloudformation'", name);
}

static int lint_check(Request *request, sqlite3 *db, sqlite3_value *argument,
                      const Target *target) {
  int rc;
  request->trees = target ? COLUMNS_ALL : COLUMN_BIT(COLUMN_UNKNOWN_MEMBERS);
  if (sqlite3_value_type(argument) == SQLITE_BLOB) {
    char *text;
    size_t length = 0;
    rc = store_jsonb_text_once(db, argument, &text, &length);
    if (rc == SQLITE_OK) rc = request_set_jsonb(request, COLUMN_REQUEST, text, length);
  } else {
    rc = request_set(request, COLUMN_REQUEST, argument, false);
  }
  if (rc == SQLITE_OK) rc = derived_validate_new(request, LEVEL_STANDARD, SCOPE_ALL);
  if (rc != SQLITE_OK) return rc;
  secret_lint(&request->connection, &request->findings);
  if (target) target_lint(target, request);
  return request->findings.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

static int lint_hint(void *state, sqlite3_value *value) {
  Lint *lint = state;
  if (sqlite3_value_type(value) != SQLITE_TEXT) return SQLITE_OK;
  const char *name = (const char *)sqlite3_value_text(value);
  if (name == NULL) return SQLITE_NOMEM;
  Rule rule = rule_find(name, (size_t)sqlite3_value_bytes(value));
  if (rule != RULE_COUNT) lint->wanted |= RULE_SET(rule);
  return SQLITE_OK;
}

static int lint_begin(void *state, TableFunctionCall *call) {
  Lint *lint = state;
  sqlite3_value *argument = call->argument[0];
  const Target *target;
  int rc = lint_find_target(call, &target);
  if (rc != SQLITE_OK || sqlite3_value_type(argument) == SQLITE_NULL) return rc;
  Request request;
  request_init(&request);
  if (lint->wanted) request.findings.unwanted = ~lint->wanted;
  rc = lint_check(&request, call->db, argument, target);
  lint->inner = request.inner;
  lint->is_observation = observation_is(&request);
  lint->findings = request.findings;
  request.findings = (Findings){0};
  request_free(&request);
  return rc;
}

static bool lint_next(void *state) {
  Lint *lint = state;
  for (;;) {
    while (lint->next < lint->findings.count) {
      const Finding *finding = &lint->findings.list[lint->next++];
      if ((finding->severity == SEVERITY_WARNING) != lint->warnings) continue;
      lint->found[finding->rule]++;
      return true;
    }
    if (lint->warnings) return false;
    lint->warnings = true;
    lint->next = 0;
  }
}

/* A finding points into a CreateConnection request, or, at what that cannot have, into {"Connection":...}. */
static void lint_result_pointer(sqlite3_context *context, const Lint *lint,
                                const Finding *finding) {
  const char *pointer = finding->rule == RULE_JSON ? "" : finding->pointer;
  const char *const roots[] = {lint_input, lint_connection};
  for (size_t i = 0; i < 2; i++) {
    size_t length = strlen(roots[i]);
    if (*pointer != '/' || strncmp(pointer + 1, roots[i], length) != 0) continue;
    if (pointer[length + 1] != '/' && pointer[length + 1] != '\0') continue;
    const char *rest = pointer + 1 + length;
    char *text = lint->inner ? sqlite3_mprintf("/%s%s", lint->inner, rest) : NULL;
    if (text) {
      sqlite3_result_text(context, text, -1, sqlite3_free);
    } else if (lint->inner) {
      sqlite3_result_error_nomem(context);
    } else {
      sqlite3_result_text(context, rest, -1, SQLITE_TRANSIENT);
    }
    return;
  }
  sqlite3_result_text(context, pointer, -1, SQLITE_TRANSIENT);
}

/* What the service answered is judged alike at all levels; a target is asked about here alone. */
static const char *lint_refused_at(const Lint *lint, const Finding *finding) {
  bool is_warning = finding->severity == SEVERITY_WARNING;
  if (is_warning && (lint->is_observation || finding->rule >= RULE_TARGET_TYPE)) return NULL;
  return validate_levels[lint->is_observation ? LEVEL_LENIENT : validate_level(finding)];
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
  case LINT_REFUSED_AT:
    sqlite3_result_text(context, lint_refused_at(lint, finding), -1, SQLITE_STATIC);
    break;
  case LINT_POINTER: lint_result_pointer(context, lint, finding); break;
  default: break;
  }
  return SQLITE_OK;
}

/* Errors first, then by rule: the how-manieth of it this one is. */
static sqlite3_int64 lint_rowid(const void *state) {
  const Lint *lint = state;
  Rule rule = lint->findings.list[lint->next - 1].rule;
  return (sqlite3_int64)lint->warnings << 48 | (sqlite3_int64)rule << 32 | lint->found[rule];
}

static void lint_end(void *state) {
  findings_free(&((Lint *)state)->findings);
}

static const TableFunction lint_function = {
    .name = "glue_lint",
    .declaration = "CREATE TABLE x(severity TEXT, exception TEXT, path TEXT, rule TEXT, "
                   "message TEXT, pointer TEXT, argument HIDDEN, target HIDDEN, refused_at HIDDEN)",
    .first_argument = LINT_ARGUMENT,
    .arguments = 2,
    .required = 1,
    .has_hint = true,
    .hint_column = LINT_RULE,
    .hint_set = true,
    .rows = 4,
    .state_size = sizeof(Lint),
    .hint = lint_hint,
    .begin = lint_begin,
    .next = lint_next,
    .column = lint_column,
    .rowid = lint_rowid,
    .end = lint_end,
};

int lint_register(sqlite3 *db) {
  return table_function_register(db, &lint_function);
}
