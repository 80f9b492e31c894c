/* SPDX-License-Identifier: MIT */
/*
** glue_requests(document [, parameters]) -> place, kind, name, catalog_id, region, request, problem
**
**   One row for each connection that a document holds, whatever wrote it: the AWS CLI or an SDK,
**   CloudFormation, SAM, the CDK, Terraform. The document is TEXT, or a BLOB in UTF-8 or UTF-16.
**
**     INSERT INTO connections(request) SELECT request FROM glue_requests(?) WHERE request IS NOT NULL;
**
**   problem NULL: the request is complete. Both: it can be used, and the problem says what was left out.
**   request NULL: there is nothing to insert, and the problem says why, and what to do.
**
**   kind is get-connections, get-connection, request, cloudformation, terraform-state, terraform-plan or
**   terraform-configuration; NULL where the document is nothing of this. place says where in the document
**   it stands, the line first.
**
**   place and problem are text to be shown, in which control characters and the like are escapes. The
**   other columns are data, as the document has them.
**
**   parameters is a JSON object with values for the parameters of a template, and for its pseudo
**   parameters; for null the template's default is taken. Without a value a reference stays one, as
**   reference.h has them: ${Ref:Name}.
*/
#include "documents/recognise.h"
#include "functions/functions.h"
#include "functions/table_function.h"
#include "glue_connections.h"
#include "request/request.h"
#include "text/message.h"

enum { REQUESTS_DOCUMENT = ROW_FIELDS };

typedef struct Requests {
  Reading reading;  /* owned */
  DocumentRow *row; /* owned: the one that the cursor is on */
} Requests;

static int requests_begin(void *state, TableFunctionCall *call) {
  Requests *requests = state;
  sqlite3_value *document = call->argument[0], *parameters = call->argument[1];
  int type = sqlite3_value_type(document);
  if (type == SQLITE_NULL) return SQLITE_OK;
  if (type != SQLITE_TEXT && type != SQLITE_BLOB) {
    return refuse(&call->message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "glue_requests() takes a document as text or a BLOB%s", request_given(type));
  }
  const char *bytes = type == SQLITE_BLOB ? sqlite3_value_blob(document)
                                          : (const char *)sqlite3_value_text(document);
  size_t n = (size_t)sqlite3_value_bytes(document);
  if (bytes == NULL && n > 0) return SQLITE_NOMEM;
  Span text = span_absent;
  if (parameters && sqlite3_value_type(parameters) != SQLITE_NULL) {
    text.text = (const char *)sqlite3_value_text(parameters);
    text.length = (size_t)sqlite3_value_bytes(parameters);
    if (text.text == NULL) return SQLITE_NOMEM;
  }
  return recognise_document(&requests->reading, bytes, n, text, &call->message);
}

static bool requests_next(void *state) {
  Requests *requests = state;
  reading_free_row(requests->row);
  requests->row = reading_take(&requests->reading);
  return requests->row != NULL;
}

static int requests_column(void *state, sqlite3_context *context, int index) {
  const Span *field = &((Requests *)state)->row->field[index];
  if (field->text) {
    sqlite3_result_text64(context, field->text, field->length, SQLITE_TRANSIENT, SQLITE_UTF8);
    if (index == ROW_REQUEST) sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
  }
  return SQLITE_OK;
}

static void requests_end(void *state) {
  Requests *requests = state;
  reading_free_row(requests->row);
  reading_free(&requests->reading);
}

static const TableFunction requests_function = {
    .name = "glue_requests",
    .declaration = "CREATE TABLE x(place TEXT, kind TEXT, name TEXT, catalog_id TEXT, region TEXT, "
                   "request TEXT, problem TEXT, argument HIDDEN, parameters_argument HIDDEN)",
    .first_argument = REQUESTS_DOCUMENT,
    .arguments = 2,
    .required = 1,
    .begin_only = true,
    .rows = 100,
    .state_size = sizeof(Requests),
    .begin = requests_begin,
    .next = requests_next,
    .column = requests_column,
    .end = requests_end,
};

int requests_register(sqlite3 *db) {
  return table_function_register(db, &requests_function);
}
