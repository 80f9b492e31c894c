/* SPDX-License-Identifier: MIT */
/*
** What the functions that open secrets and manage keys share. Only the top level of a statement may call
** them (SQLITE_DIRECTONLY): no view, trigger or default of a database somebody else made. Where many
** clients share the process they are off (keyring/environment.h).
*/
#ifndef GLUE_FUNCTIONS_KEY_FUNCTION_H
#define GLUE_FUNCTIONS_KEY_FUNCTION_H

#include "keyring/keyring.h"
#include "sqlite.h"

typedef struct KeyFunction {
  const char *name;
  int arguments;
  int flags; /* besides those that all of them have */
  void (*call)(sqlite3_context *context, int count, sqlite3_value **values);
} KeyFunction;

/* Registers so many; each becomes an owner of the keyring. */
int key_function_register(sqlite3 *db, Keyring *keyring, const KeyFunction *functions,
                          size_t count);

/* The keyring of a call, to be looked at anew; NULL (and an error is reported) where the functions are
** off. */
Keyring *key_function_begin(sqlite3_context *context);

/* A text argument; NULL (and an error is reported) where it is none. */
const char *key_function_text(sqlite3_context *context, sqlite3_value *value, size_t *length);

/* The text of a GlueEncryptionException for the message of a failed call, which is freed; NULL where there
** is none, or memory is out, as *rc then says. */
char *key_function_message(int *rc, char *message);
/* Reports a failed call with it. */
void key_function_error(sqlite3_context *context, int rc, char *message);

#endif
