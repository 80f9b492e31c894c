/* SPDX-License-Identifier: MIT */
/*
** What is different between two requests, leaf by leaf: each value that is no object or list, or an empty one.
** How a request is written is no difference: the order of members, escapes, a null for what is absent. But a number
** is what is written: 1 and 1.0 are different, as the store keeps them.
*/
#ifndef GLUE_DOCUMENTS_DIFF_H
#define GLUE_DOCUMENTS_DIFF_H

#include "model/connection.h"

typedef enum DiffSecrecy {
  DIFF_OPEN,
  DIFF_SECRET, /* in clear: declared, or found by lint */
  DIFF_SEALED, /* ciphertext, ours or the service's */
} DiffSecrecy;

/* A value of one side. Owns nothing. */
typedef struct DiffValue {
  const char *text;      /* of a string, or of a word of JSON; NULL: see `json` */
  const JsonValue *json; /* any other; NULL with `text` NULL: absent */
} DiffValue;

typedef struct Difference {
  char *pointer; /* owned; into a CreateConnection request, without what a key holds of a secret */
  DiffValue before, after;
  DiffSecrecy secrecy;
} Difference;

/* All zero is none. */
typedef struct Diff {
  Difference *list; /* owned; by columns, then by keys */
  size_t count, capacity;
  bool out_of_memory; /* sticky */
} Diff;

/* Finds the differences of two requests that have been read and must outlive it. SQLITE_OK or
** SQLITE_NOMEM. */
int diff_requests(Diff *diff, const Connection *before, const Connection *after);
/* Adds those of the members of two answers that are not known here (observation.h), which must outlive it, too. */
int diff_unknown(Diff *diff, const JsonDocument *before, const JsonDocument *after);
void diff_free(Diff *diff);

#endif
