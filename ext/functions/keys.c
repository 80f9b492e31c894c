/* SPDX-License-Identifier: MIT */
/*
** The functions that manage keys:
**
**   glue_keyring() -> TEXT
**       The path of the keyring in force.
**   glue_keyring(path) -> TEXT
**       Sets it for this database connection (NULL: back to the default), and returns the path now in
**       force. Refused where $GLUE_KEYRING has decided.
**   glue_create_key(arn) -> TEXT
**       Adds a fresh key to the keyring, which is created if need be, and returns its ARN.
**   glue_default_key(arn) -> TEXT
**       Makes that key the default one: its line goes first. Returns the ARN.
**   glue_keys -> arn, is_default
**       A row for each key of the keyring, the default one first; none where there is no keyring.
**
** Errors: GlueEncryptionException.
*/
#include <string.h>

#include "functions/functions.h"
#include "functions/key_function.h"
#include "functions/table_function.h"

/* Returns the path in force. */
static void keys_result_path(sqlite3_context *context, Keyring *keyring) {
  char *path, *message;
  int rc = keyring_path(keyring, &path, &message);
  if (rc != SQLITE_OK) {
    key_function_error(context, rc, message);
  } else {
    sqlite3_result_text(context, path, -1, sqlite3_free);
  }
}

static void keys_keyring(sqlite3_context *context, int count, sqlite3_value **values) {
  Keyring *keyring = key_function_begin(context);
  const char *path = NULL;
  if (keyring == NULL) return;
  if (count == 1) {
    size_t length;
    char *message;
    if (sqlite3_value_type(values[0]) != SQLITE_NULL) {
      path = key_function_text(context, values[0], &length);
      if (path == NULL) return;
    }
    int rc = keyring_set_path(keyring, path, &message);
    if (rc != SQLITE_OK) {
      key_function_error(context, rc, message);
      return;
    }
  }
  keys_result_path(context, keyring);
}

/* Does something with the key of an ARN, and returns that. */
static void keys_change(sqlite3_context *context, sqlite3_value *value,
                        int (*change)(Keyring *keyring, const char *arn, char **message)) {
  Keyring *keyring = key_function_begin(context);
  size_t length;
  char *message;
  const char *arn = keyring ? key_function_text(context, value, &length) : NULL;
  if (arn == NULL) return;
  int rc = change(keyring, arn, &message);
  if (rc != SQLITE_OK) {
    key_function_error(context, rc, message);
  } else {
    sqlite3_result_value(context, value);
  }
}

static void keys_create(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  keys_change(context, values[0], keyring_create_key);
}

static void keys_set_default(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  keys_change(context, values[0], keyring_set_default);
}

/* ---- glue_keys ---- */

enum { KEYS_ARN, KEYS_IS_DEFAULT };

/* The ARNs, copied: the keyring may be read anew between two rows. */
typedef struct Keys {
  char *arns; /* owned: each with its NUL, one after the other */
  size_t count, at;
  const char *arn; /* of the row */
} Keys;

static int keys_begin(void *state, TableFunctionCall *call) {
  Keys *keys = state;
  Keyring *keyring = call->data;
  const Key *list;
  char *message;
  int rc = keyring_check_functions(keyring, &message);
  if (rc == SQLITE_OK) {
    keyring_refresh(keyring);
    rc = keyring_list(keyring, &list, &keys->count, &message);
  }
  if (rc != SQLITE_OK) {
    call->message = key_function_message(&rc, message);
    return rc;
  }
  size_t size = 1;
  for (size_t i = 0; i < keys->count; i++) size += list[i].arn_length + 1;
  char *out = keys->arns = sqlite3_malloc64(size);
  if (out == NULL) return SQLITE_NOMEM;
  for (size_t i = 0; i < keys->count; i++) {
    memcpy(out, list[i].arn, list[i].arn_length + 1);
    out += list[i].arn_length + 1;
  }
  return SQLITE_OK;
}

static bool keys_next(void *state) {
  Keys *keys = state;
  keys->arn = keys->at == 0 ? keys->arns : keys->arn + strlen(keys->arn) + 1;
  return keys->at++ < keys->count;
}

static int keys_column(void *state, sqlite3_context *context, int column) {
  const Keys *keys = state;
  if (column == KEYS_ARN) {
    sqlite3_result_text(context, keys->arn, -1, SQLITE_TRANSIENT);
  } else {
    sqlite3_result_int(context, keys->at == 1);
  }
  return SQLITE_OK;
}

static void keys_end(void *state) {
  sqlite3_free(((Keys *)state)->arns);
}

static const TableFunction keys_table = {
    .name = "glue_keys",
    .declaration = "CREATE TABLE x(arn TEXT, is_default INTEGER)",
    .direct_only = true,
    .rows = 4,
    .state_size = sizeof(Keys),
    .begin = keys_begin,
    .next = keys_next,
    .column = keys_column,
    .end = keys_end,
};

int keys_register(sqlite3 *db, Keyring *keyring) {
  static const KeyFunction functions[] = {
      {"glue_keyring", 0, 0, keys_keyring},
      {"glue_keyring", 1, 0, keys_keyring},
      {"glue_create_key", 1, 0, keys_create},
      {"glue_default_key", 1, 0, keys_set_default},
  };
  int rc = key_function_register(db, keyring, functions, sizeof(functions) / sizeof(*functions));
  if (rc != SQLITE_OK) return rc;
  return table_function_register_with(db, &keys_table, keyring_share(keyring), keyring_release);
}
