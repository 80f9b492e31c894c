/* SPDX-License-Identifier: MIT */
/*
** The functions that open secrets and manage keys. Only the top level of a statement may call
** them (SQLITE_DIRECTONLY): no view, trigger or default of a database somebody else made.
**
**   glue_decrypt(request) -> TEXT (JSON)
**       The column `request` of a connection with every secret opened, in the members the API has
**       for them: what CreateConnection takes.
**   glue_decrypt(value, catalog_id, name) -> TEXT
**       The same for connection_properties, for credentials or for one sealed value of that
**       connection. A text that is not sealed by this extension comes back as it is.
**       NULL where the value is NULL. Errors: GlueEncryptionException.
**   glue_keyring() -> TEXT
**       The path of the keyring in force.
**   glue_keyring(path) -> TEXT
**       Sets it for this database connection (NULL: back to $GLUE_KEYRING or the default), and
**       returns the path now in force.
**   glue_create_key(arn) -> TEXT
**       Adds a fresh key to the keyring, which is created if need be, and returns its ARN.
*/
#include <string.h>

#include "functions/functions.h"
#include "glue_connections.h"
#include "secrets/secret_open.h"

/* From SQLite 3.45 on, functions that set a subtype have to say so; older versions ignore it. */
#ifndef SQLITE_RESULT_SUBTYPE
#define SQLITE_RESULT_SUBTYPE 0x001000000
#endif

/* Reports the code of a failed call; takes the message over. */
static void result_error(sqlite3_context *context, int rc, char *message) {
  char *text = message ? sqlite3_mprintf("%s: %s", GLUE_ENCRYPTION, message) : NULL;
  if (text) {
    sqlite3_result_error(context, text, -1);
  } else {
    sqlite3_result_error_code(context, message ? SQLITE_NOMEM : rc);
  }
  sqlite3_free(text);
  sqlite3_free(message);
}

/* A text argument; NULL (and an error is reported) where it is none. */
static const char *text_argument(sqlite3_context *context, sqlite3_value *value, size_t *length) {
  const char *text = NULL;
  if (sqlite3_value_type(value) == SQLITE_TEXT) {
    text = (const char *)sqlite3_value_text(value);
    if (text == NULL) sqlite3_result_error_nomem(context);
  } else {
    sqlite3_result_error(context, GLUE_ENCRYPTION ": the arguments must be text", -1);
  }
  *length = (size_t)sqlite3_value_bytes(value);
  return text;
}

static void decrypt(sqlite3_context *context, int count, sqlite3_value **values) {
  Keyring *keyring = sqlite3_user_data(context);
  const char *text[3] = {NULL, NULL, NULL};
  size_t length[3] = {0, 0, 0};
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  for (int i = 0; i < count; i++) {
    text[i] = text_argument(context, values[i], &length[i]);
    if (text[i] == NULL) return;
  }
  char *opened, *message = NULL;
  int rc = count == 1 ? secret_open_request(keyring, text[0], length[0], &opened, &message)
                      : secret_open_value(keyring, text[0], length[0], text[1], length[1], text[2],
                                          length[2], &opened, &message);
  if (rc != SQLITE_OK) {
    result_error(context, rc, message);
    return;
  }
  /* Without a length: so SQLite knows of the NUL, and makes no copy to add one. */
  sqlite3_result_text(context, opened, -1, secret_open_release);
  if (count == 1) sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
}

static void result_path(sqlite3_context *context, Keyring *keyring) {
  char *path, *message;
  int rc = keyring_path(keyring, &path, &message);
  if (rc != SQLITE_OK) {
    result_error(context, rc, message);
  } else {
    sqlite3_result_text(context, path, -1, sqlite3_free);
  }
}

static void keyring(sqlite3_context *context, int count, sqlite3_value **values) {
  Keyring *ring = sqlite3_user_data(context);
  if (count == 1) {
    size_t length;
    const char *path = NULL;
    if (sqlite3_value_type(values[0]) != SQLITE_NULL) {
      path = text_argument(context, values[0], &length);
      if (path == NULL) return;
    }
    int rc = keyring_set_path(ring, path);
    if (rc != SQLITE_OK) {
      sqlite3_result_error_code(context, rc);
      return;
    }
  }
  result_path(context, ring);
}

static void create_key(sqlite3_context *context, int count, sqlite3_value **values) {
  Keyring *ring = sqlite3_user_data(context);
  size_t length;
  const char *arn = text_argument(context, values[0], &length);
  (void)count;
  if (arn == NULL) return;
  char *message;
  keyring_refresh(ring);
  int rc = keyring_create_key(ring, arn, &message);
  if (rc != SQLITE_OK) {
    result_error(context, rc, message);
  } else {
    sqlite3_result_value(context, values[0]);
  }
}

int decrypt_register(sqlite3 *db, Keyring *ring) {
  static const struct {
    const char *name;
    int arguments;
    int flags;
    void (*function)(sqlite3_context *context, int count, sqlite3_value **values);
  } functions[] = {
      {"glue_decrypt", 1, SQLITE_RESULT_SUBTYPE, decrypt},
      {"glue_decrypt", 3, 0, decrypt},
      {"glue_keyring", 0, 0, keyring},
      {"glue_keyring", 1, 0, keyring},
      {"glue_create_key", 1, 0, create_key},
  };
  int rc = SQLITE_OK;
  for (size_t i = 0; i < sizeof(functions) / sizeof(*functions) && rc == SQLITE_OK; i++) {
    rc = sqlite3_create_function_v2(db, functions[i].name, functions[i].arguments,
                                    SQLITE_UTF8 | SQLITE_DIRECTONLY | functions[i].flags,
                                    keyring_share(ring), functions[i].function, NULL, NULL,
                                    keyring_release);
  }
  return rc;
}
