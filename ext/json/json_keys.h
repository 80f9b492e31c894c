/* SPDX-License-Identifier: MIT */
/*
** Keys that an object has more than once.
*/
#ifndef GLUE_JSON_KEYS_H
#define GLUE_JSON_KEYS_H

#include <stddef.h>

#include "text/span.h"

/* Up to so many keys, comparing each with each is quicker than sorting them. */
#define JSON_KEYS_FEW 24

typedef struct JsonKey {
  Span text;          /* unescaped */
  Span value;         /* the text of the member's value; absent where the caller has a tree */
  const void *member; /* the member in the tree; NULL where there is none */
  size_t index;       /* in the order of the text */
} JsonKey;

/* Reports the second place of each key that the list holds more than once, in its order while there are
** few. */
void json_keys_report(JsonKey *keys, size_t count,
                      void (*report)(void *context, const JsonKey *duplicate), void *context);

#endif
