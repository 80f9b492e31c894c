/* SPDX-License-Identifier: MIT */
/*
**   glue_decrypt(request) -> TEXT (JSON)
**       The column `request` of a connection with every secret opened, in the members the API has
**       for them: what CreateConnection takes.
**   glue_decrypt(value, catalog_id, region, name) -> TEXT
**       The same for connection_properties, for credentials or for one sealed value of that
**       connection. A text that is not sealed by this extension comes back as it is.
**       NULL where the value is NULL. Errors: GlueEncryptionException.
*/
#include "functions/functions.h"
#include "functions/key_function.h"
#include "secrets/secret_open.h"

/* From SQLite 3.45 on, functions that set a subtype have to say so; older versions ignore it. */
#ifndef SQLITE_RESULT_SUBTYPE
#define SQLITE_RESULT_SUBTYPE 0x001000000
#endif

static void decrypt_call(sqlite3_context *context, int count, sqlite3_value **values) {
  Keyring *keyring = key_function_begin(context);
  const char *text[4] = {NULL, NULL, NULL, NULL};
  size_t length[4] = {0, 0, 0, 0};
  if (keyring == NULL || sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  for (int i = 0; i < count; i++) {
    text[i] = key_function_text(context, values[i], &length[i]);
    if (text[i] == NULL) return;
  }
  const SealContext connection = {.catalog_id = text[1],
                                  .catalog_id_length = length[1],
                                  .region = text[2],
                                  .region_length = length[2],
                                  .name = text[3],
                                  .name_length = length[3]};
  char *opened, *message = NULL;
  int rc = count == 1
               ? secret_open_request(keyring, text[0], length[0], &opened, &message)
               : secret_open_value(keyring, text[0], length[0], &connection, &opened, &message);
  if (rc != SQLITE_OK) {
    key_function_error(context, rc, message);
    return;
  }
  /* Without a length: so SQLite knows of the NUL, and makes no copy to add one. */
  sqlite3_result_text(context, opened, -1, secret_open_release);
  if (count == 1) sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
}

int decrypt_register(sqlite3 *db, Keyring *keyring) {
  static const KeyFunction functions[] = {
      {"glue_decrypt", 1, SQLITE_RESULT_SUBTYPE, decrypt_call},
      {"glue_decrypt", 4, 0, decrypt_call},
  };
  return key_function_register(db, keyring, functions, sizeof(functions) / sizeof(*functions));
}
