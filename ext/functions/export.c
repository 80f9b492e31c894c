/* SPDX-License-Identifier: MIT */
/*
** Aggregate functions that write connections into one document.
**
**   glue_export_requests(request [, 'sealed'])         -> TEXT (JSON Lines)
**   glue_export_script(request [, 'sealed'])           -> TEXT (a shell script)
**   glue_export_cloudformation(request [, 'sealed'])   -> TEXT (JSON)
**   glue_export_terraform(request [, 'sealed'] [, 'no-import']) -> TEXT (JSON)
**   glue_export_connections(connection, request [, 'sealed'])   -> TEXT (JSON)
**
**     SELECT glue_export_terraform(request) FROM connections WHERE ...
**
**   A request is the column `request`, glue_decrypt(request), or whatever else INSERT takes for one. Rows with
**   a NULL are left out, and so is an option that is NULL; without rows the document is an empty one. The
**   connections come out by catalog, region and name, whatever order they come in. Control characters and the like
**   (message.h) are escapes in every string.
**
**   Sealed values go out as placeholders; 'sealed' lets them out as they are, for a table with the same keyring.
**   'no-import' leaves Terraform's import blocks out. Errors: InvalidInputException, AlreadyExistsException.
**
** They read nothing but their arguments: innocuous, for views and triggers of untrusted schemas as well.
*/
#include <string.h>

#include "documents/export.h"
#include "functions/functions.h"
#include "functions/json_argument.h"
#include "glue_connections.h"
#include "secrets/secret_open.h"
#include "text/message.h"

/* From SQLite 3.45 on, functions that set a subtype have to say so; older versions ignore it. */
#ifndef SQLITE_RESULT_SUBTYPE
#define SQLITE_RESULT_SUBTYPE 0x001000000
#endif

#define EXPORT_DOCUMENTS_MAX 2

typedef struct ExportFunction {
  const char *name;
  const ExportForm *form;
  int documents; /* arguments that come before the options */
  int options;   /* at most */
  bool is_json;
} ExportFunction;

static const ExportFunction export_functions[] = {
    {"glue_export_requests", &export_requests, 1, 1, false},
    {"glue_export_script", &export_script, 1, 1, false},
    {"glue_export_connections", &export_connections, 2, 1, true},
    {"glue_export_cloudformation", &export_cloudformation, 1, 1, true},
    {"glue_export_terraform", &export_terraform, 1, 2, true},
};

static void export_result_error(sqlite3_context *context, int rc, char *message) {
  if (message) {
    sqlite3_result_error(context, message, -1);
  } else {
    sqlite3_result_error_code(context, rc);
  }
  sqlite3_free(message);
}

/* Reads an option; SQLITE_ERROR with *message where it is none. */
static int export_read_option(const ExportFunction *function, sqlite3_value *value, Export *export,
                              bool *sealed, char **message) {
  if (sqlite3_value_type(value) == SQLITE_NULL) return SQLITE_OK;
  const char *option = (const char *)sqlite3_value_text(value);
  if (option == NULL) return SQLITE_NOMEM;
  bool has_imports = function->form == &export_terraform;
  if (strcmp(option, "sealed") == 0) {
    *sealed = true;
  } else if (has_imports && strcmp(option, "no-import") == 0) {
    export->without_imports = true;
  } else {
    return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT, "%s() has no option '%s', but %s",
                  function->name, option,
                  has_imports ? "'sealed' and 'no-import'" : "'sealed' alone");
  }
  return SQLITE_OK;
}

static void export_step(sqlite3_context *context, int count, sqlite3_value **values) {
  const ExportFunction *function = sqlite3_user_data(context);
  Export *export = sqlite3_aggregate_context(context, sizeof(*export));
  char *message = NULL;
  bool sealed = false;
  if (export == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  int rc = SQLITE_OK;
  for (int i = function->documents; i < count && rc == SQLITE_OK; i++) {
    rc = export_read_option(function, values[i], export, &sealed, &message);
  }
  for (int i = 0; i < function->documents && rc == SQLITE_OK; i++) {
    if (sqlite3_value_type(values[i]) == SQLITE_NULL) return;
  }
  JsonArgument document[EXPORT_DOCUMENTS_MAX] = {{.copy = NULL}};
  for (int i = 0; i < function->documents && rc == SQLITE_OK; i++) {
    rc = json_argument_read(sqlite3_context_db_handle(context), values[i], &document[i]);
    if (rc != SQLITE_OK || document[i].text.text) continue;
    rc = refuse(&message, SQLITE_ERROR, GLUE_INVALID_INPUT, "%s() takes JSON, as text or JSONB%s",
                function->name, request_given(sqlite3_value_type(values[i])));
  }
  if (rc == SQLITE_OK) {
    Span connection = function->documents == 2 ? document[0].text : span_absent;
    rc = export_add(export, function->form, connection, document[function->documents - 1].text,
                    sealed, &message);
  }
  for (int i = 0; i < function->documents; i++) json_argument_free(&document[i]);
  if (rc != SQLITE_OK) export_result_error(context, rc, message);
}

static void export_final(sqlite3_context *context) {
  static const Export empty = {.rows = NULL};
  const ExportFunction *function = sqlite3_user_data(context);
  Export *found = sqlite3_aggregate_context(context, 0), without_rows = empty;
  Export *export = found ? found : &without_rows;
  SecretText out;
  char *message = NULL;
  int rc = export_finish(export, function->form, &out, &message);
  export_free(export);
  if (rc != SQLITE_OK) {
    secret_text_discard(&out);
    export_result_error(context, rc, message);
    return;
  }
  sqlite3_result_text64(context, out.text, out.length, secret_open_release, SQLITE_UTF8);
  if (function->is_json) sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
}

int export_register(sqlite3 *db) {
  int rc = SQLITE_OK;
  for (size_t i = 0; i < sizeof(export_functions) / sizeof(*export_functions); i++) {
    const ExportFunction *function = &export_functions[i];
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS |
                (function->is_json ? SQLITE_RESULT_SUBTYPE : 0);
    for (int options = 0; options <= function->options && rc == SQLITE_OK; options++) {
      rc = sqlite3_create_function_v2(db, function->name, function->documents + options, flags,
                                      (void *)function, NULL, export_step, export_final, NULL);
    }
  }
  return rc;
}

#undef EXPORT_DOCUMENTS_MAX
