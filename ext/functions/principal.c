/* SPDX-License-Identifier: MIT */
/*
** glue_principal(text): from now on `last_updated_by` of what this database connection writes is that text,
** in every table; NULL goes back to what each table has as its own. Returns the argument.
**
** Only the top level of a statement may call it (SQLITE_DIRECTONLY): no view or trigger of a database that
** somebody else made.
*/
#include <string.h>

#include "functions/functions.h"
#include "glue_connections.h"
#include "request/request.h"
#include "text/message.h"

static void principal_set(sqlite3_context *context, int count, sqlite3_value **values) {
  Session *session = sqlite3_user_data(context);
  const char *text = NULL;
  char *message = NULL;
  int type = sqlite3_value_type(values[0]);
  (void)count;
  if (type == SQLITE_TEXT) {
    text = (const char *)sqlite3_value_text(values[0]);
    if (text == NULL) {
      sqlite3_result_error_nomem(context);
      return;
    }
  }
  int rc;
  if (type != SQLITE_NULL && type != SQLITE_TEXT) {
    rc = refuse(&message, SQLITE_ERROR, GLUE_INVALID_INPUT, "the principal must be text%s",
                request_given(type));
  } else if (text && strlen(text) != (size_t)sqlite3_value_bytes(values[0])) {
    rc = refuse(&message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "the principal must be text without U+0000");
  } else {
    rc = session_set_principal(session, text, &message);
  }
  if (rc == SQLITE_OK) {
    sqlite3_result_value(context, values[0]);
  } else if (message) {
    sqlite3_result_error(context, message, -1);
    sqlite3_result_error_code(context, rc);
  } else {
    sqlite3_result_error_code(context, rc);
  }
  sqlite3_free(message);
}

int principal_register(sqlite3 *db, Session *session) {
  return sqlite3_create_function_v2(db, "glue_principal", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                    session_share(session), principal_set, NULL, NULL,
                                    session_release);
}
