/* SPDX-License-Identifier: MIT */
/*
** glue_diff(request_before, request_after) -> pointer, before, after, secret
**
**   What is different between two requests, one row for each value: text, a word or a number of JSON, an empty
**   {} or []; NULL on the side that has none. pointer is the JSON pointer into a CreateConnection request,
**   whatever form the two have. Of an answer, what no request has (its status, its times) is not compared, but members
**   that are not known here are. All three are data, as the requests have it: control characters, too. A number is
**   what is written: 1 and 1.0 are different.
**   No rows: they are the same, or one is NULL.
**
**   No secret is shown: where secret is 1, before and after only say that there is one: (secret), or (sealed) for
**   ciphertext; and where both have one, after is (changed), or (sealed anew): then it may be the same, what
**   glue_decrypt() of both requests tells. Secrets are what the API declares one, and what glue_lint() takes for
**   one in clear.
**
**     SELECT c.name, d.* FROM yesterday.connections b JOIN connections c USING(catalog_id, region, name),
**                             glue_diff(b.request, c.request) d;
*/
#include <string.h>

#include "documents/diff.h"
#include "documents/diff_reduce.h"
#include "functions/functions.h"
#include "functions/json_argument.h"
#include "functions/table_function.h"
#include "glue_connections.h"
#include "json/json_write.h"
#include "request/observation.h"
#include "request/request.h"
#include "text/message.h"

enum {
  DIFF_ROWS_POINTER,
  DIFF_ROWS_BEFORE,
  DIFF_ROWS_AFTER,
  DIFF_ROWS_IS_SECRET,
  DIFF_ROWS_ARGUMENT
};

#define DIFF_ROWS_SIDES 2

typedef struct DiffRows {
  JsonArgument argument[DIFF_ROWS_SIDES]; /* owned */
  Request *request;                       /* owned: one for each side */
  JsonDocument unknown[DIFF_ROWS_SIDES];  /* owned: members of an answer that are not known here */
  DiffReduction reduction;                /* owned */
  Diff diff;                              /* owned */
  size_t next;
} DiffRows;

static int diff_rows_refuse(const Request *request, bool is_after, char **message) {
  char *text = findings_message(&request->findings);
  if (text == NULL) return SQLITE_NOMEM;
  int rc = refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "the request %s cannot be compared: %s", is_after ? "after" : "before", text);
  sqlite3_free(text);
  return rc;
}

static int diff_rows_read_argument(DiffRows *rows, int side, TableFunctionCall *call) {
  int rc = json_argument_read(call->db, call->argument[side], &rows->argument[side]);
  if (rc != SQLITE_OK || rows->argument[side].text.text) return rc;
  return refuse(&call->message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "glue_diff() takes JSON, as text or JSONB%s",
                request_given(sqlite3_value_type(call->argument[side])));
}

/* Most requests that are compared are the same to the letter, and need not be read. */
static bool diff_rows_are_same(const DiffRows *rows) {
  Span before = rows->argument[0].text, after = rows->argument[1].text;
  return before.length == after.length && memcmp(before.text, after.text, before.length) == 0;
}

static int diff_rows_read(DiffRows *rows, int side, Span text, char **message) {
  Request *request = &rows->request[side];
  int rc = request_set_document(request, text.text, text.length);
  if (rc != SQLITE_OK) return rc;
  if (request->findings.count > 0) return diff_rows_refuse(request, side > 0, message);
  return observation_unknown(request, &rows->unknown[side]);
}

static int diff_rows_begin(void *state, TableFunctionCall *call) {
  DiffRows *rows = state;
  for (int side = 0; side < DIFF_ROWS_SIDES; side++) {
    if (sqlite3_value_type(call->argument[side]) == SQLITE_NULL) return SQLITE_OK;
  }
  int rc = SQLITE_OK;
  for (int side = 0; side < DIFF_ROWS_SIDES && rc == SQLITE_OK; side++) {
    rc = diff_rows_read_argument(rows, side, call);
  }
  if (rc != SQLITE_OK || diff_rows_are_same(rows)) return rc;
  rows->request = sqlite3_malloc64(DIFF_ROWS_SIDES * sizeof(*rows->request));
  if (rows->request == NULL) return SQLITE_NOMEM;
  for (int side = 0; side < DIFF_ROWS_SIDES; side++) {
    request_init(&rows->request[side]);
    rows->request[side].trees = COLUMNS_ALL;
  }
  Span text[DIFF_ROWS_SIDES] = {rows->argument[0].text, rows->argument[1].text};
  rc = diff_reduce(&text[0], &text[1], &rows->reduction);
  for (int side = 0; side < DIFF_ROWS_SIDES && rc == SQLITE_OK; side++) {
    rc = diff_rows_read(rows, side, text[side], &call->message);
  }
  if (rc == SQLITE_OK) {
    rc = diff_requests(&rows->diff, &rows->request[0].connection, &rows->request[1].connection);
  }
  return rc == SQLITE_OK ? diff_unknown(&rows->diff, &rows->unknown[0], &rows->unknown[1]) : rc;
}

static bool diff_rows_next(void *state) {
  DiffRows *rows = state;
  return rows->next++ < rows->diff.count;
}

static void diff_rows_append(void *out, const char *piece, size_t size) {
  sqlite3_str_append(out, piece, (int)size);
}

/* A number, true or false; {} or []. */
static int diff_rows_result_json(sqlite3_context *context, const JsonValue *value) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  json_write_value(value, diff_rows_append, out);
  int rc = sqlite3_str_errcode(out);
  char *text = sqlite3_str_finish(out);
  if (rc == SQLITE_OK) {
    sqlite3_result_text(context, text, -1, sqlite3_free);
  } else {
    sqlite3_free(text);
  }
  return rc;
}

static bool diff_rows_is_there(const DiffValue *value) {
  return value->text || value->json;
}

static int diff_rows_result(sqlite3_context *context, const DiffValue *value) {
  if (value->json) return diff_rows_result_json(context, value->json);
  if (value->text) sqlite3_result_text(context, value->text, -1, SQLITE_TRANSIENT);
  return SQLITE_OK;
}

static const char *diff_rows_mask_text(const Difference *difference, bool is_after) {
  bool is_sealed = difference->secrecy == DIFF_SEALED;
  if (is_after && diff_rows_is_there(&difference->before)) {
    return is_sealed ? "(sealed anew)" : "(changed)";
  }
  return is_sealed ? "(sealed)" : "(secret)";
}

static int diff_rows_column(void *state, sqlite3_context *context, int index) {
  const DiffRows *rows = state;
  const Difference *difference = &rows->diff.list[rows->next - 1];
  const DiffValue *value = index == DIFF_ROWS_AFTER ? &difference->after : &difference->before;
  bool is_secret = difference->secrecy != DIFF_OPEN;
  switch (index) {
  case DIFF_ROWS_POINTER:
    sqlite3_result_text(context, difference->pointer, -1, SQLITE_TRANSIENT);
    return SQLITE_OK;
  case DIFF_ROWS_IS_SECRET: sqlite3_result_int(context, is_secret); return SQLITE_OK;
  default: break;
  }
  if (!is_secret) return diff_rows_result(context, value);
  if (diff_rows_is_there(value)) {
    sqlite3_result_text(context, diff_rows_mask_text(difference, index == DIFF_ROWS_AFTER), -1,
                        SQLITE_STATIC);
  }
  return SQLITE_OK;
}

static void diff_rows_end(void *state) {
  DiffRows *rows = state;
  diff_free(&rows->diff);
  diff_reduce_free(&rows->reduction);
  for (int side = 0; side < DIFF_ROWS_SIDES; side++) {
    json_free_secret(&rows->unknown[side], json_wipe);
  }
  for (int side = 0; side < DIFF_ROWS_SIDES && rows->request; side++)
    request_free(&rows->request[side]);
  sqlite3_free(rows->request);
  for (int side = 0; side < DIFF_ROWS_SIDES; side++) json_argument_free(&rows->argument[side]);
}

static const TableFunction diff_function = {
    .name = "glue_diff",
    .declaration = "CREATE TABLE x(pointer TEXT, before TEXT, after TEXT, secret INTEGER, "
                   "request_before HIDDEN, request_after HIDDEN)",
    .first_argument = DIFF_ROWS_ARGUMENT,
    .arguments = DIFF_ROWS_SIDES,
    .required = DIFF_ROWS_SIDES,
    .rows = 4,
    .state_size = sizeof(DiffRows),
    .begin = diff_rows_begin,
    .next = diff_rows_next,
    .column = diff_rows_column,
    .end = diff_rows_end,
};

int diff_register(sqlite3 *db) {
  return table_function_register(db, &diff_function);
}

#undef DIFF_ROWS_SIDES
