/* SPDX-License-Identifier: MIT */
#include "functions/json_argument.h"

#include "keyring/cipher.h"
#include "store/store.h"

int json_argument_read(sqlite3 *db, sqlite3_value *value, JsonArgument *argument) {
  *argument = (JsonArgument){.copy = NULL};
  int type = sqlite3_value_type(value);
  if (type == SQLITE_BLOB) {
    int rc = store_jsonb_text_once(db, value, &argument->copy, &argument->text.length);
    argument->text.text = argument->copy;
    return rc;
  }
  if (type != SQLITE_TEXT) return SQLITE_OK;
  argument->text.text = (const char *)sqlite3_value_text(value);
  argument->text.length = (size_t)sqlite3_value_bytes(value);
  return argument->text.text ? SQLITE_OK : SQLITE_NOMEM;
}

void json_argument_free(JsonArgument *argument) {
  cipher_free(argument->copy, argument->text.length);
}
