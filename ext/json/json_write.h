/* SPDX-License-Identifier: MIT */
/*
** JSON printed from its tree: whatever a text looked like, what comes out is JSON, on one line and without
** white space. Strings are escaped anew (json_write_string() in json.h), numbers stay as they are written.
*/
#ifndef GLUE_JSON_WRITE_H
#define GLUE_JSON_WRITE_H

#include "json/json.h"

/* Takes one piece of the text. */
typedef void (*JsonAppend)(void *context, const char *piece, size_t size);

void json_write_value(const JsonValue *value, JsonAppend append, void *context);

#endif
