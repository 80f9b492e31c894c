/* SPDX-License-Identifier: MIT */
#include "functions/key_function.h"

#include "glue_connections.h"
#include "request/request.h"
#include "text/message.h"

int key_function_register(sqlite3 *db, Keyring *keyring, const KeyFunction *functions,
                          size_t count) {
  int rc = SQLITE_OK;
  for (size_t i = 0; i < count && rc == SQLITE_OK; i++) {
    rc = sqlite3_create_function_v2(db, functions[i].name, functions[i].arguments,
                                    SQLITE_UTF8 | SQLITE_DIRECTONLY | functions[i].flags,
                                    keyring_share(keyring), functions[i].call, NULL, NULL,
                                    keyring_release);
  }
  return rc;
}

char *key_function_message(int *rc, char *message) {
  char *text = NULL;
  if (message) *rc = refuse(&text, *rc, GLUE_ENCRYPTION, "%s", message);
  sqlite3_free(message);
  return text;
}

void key_function_error(sqlite3_context *context, int rc, char *message) {
  char *text = key_function_message(&rc, message);
  if (text) {
    sqlite3_result_error(context, text, -1);
  } else {
    sqlite3_result_error_code(context, rc);
  }
  sqlite3_free(text);
}

Keyring *key_function_begin(sqlite3_context *context) {
  Keyring *keyring = sqlite3_user_data(context);
  char *message;
  int rc = keyring_check_functions(keyring, &message);
  if (rc != SQLITE_OK) {
    key_function_error(context, rc, message);
    return NULL;
  }
  keyring_refresh(keyring);
  return keyring;
}

const char *key_function_text(sqlite3_context *context, sqlite3_value *value, size_t *length) {
  const char *text = NULL;
  if (sqlite3_value_type(value) == SQLITE_TEXT) {
    text = (const char *)sqlite3_value_text(value);
    if (text == NULL) sqlite3_result_error_nomem(context);
  } else {
    char *message =
        sqlite3_mprintf("the arguments must be text%s", request_given(sqlite3_value_type(value)));
    key_function_error(context, message ? SQLITE_ERROR : SQLITE_NOMEM, message);
  }
  *length = (size_t)sqlite3_value_bytes(value);
  return text;
}
