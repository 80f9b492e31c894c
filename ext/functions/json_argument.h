/* SPDX-License-Identifier: MIT */
/*
** JSON in an argument of a function: TEXT, or JSONB in a BLOB.
*/
#ifndef GLUE_FUNCTIONS_JSON_ARGUMENT_H
#define GLUE_FUNCTIONS_JSON_ARGUMENT_H

#include <stddef.h>

#include "sqlite.h"
#include "text/span.h"

typedef struct JsonArgument {
  Span text;  /* of the value, or the copy; absent where the value is neither TEXT nor JSONB */
  char *copy; /* owned: the text of JSONB */
} JsonArgument;

/* Reads a value, which must outlive it. SQLITE_OK or SQLite's code. */
int json_argument_read(sqlite3 *db, sqlite3_value *value, JsonArgument *argument);

/* Wipes and frees what it owns: a request may hold secrets. */
void json_argument_free(JsonArgument *argument);

#endif
