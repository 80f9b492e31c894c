/* SPDX-License-Identifier: MIT */
/*
** A connection on its way through validation: one value for each column.
*/
#ifndef GLUE_MODEL_CONNECTION_H
#define GLUE_MODEL_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "json/json.h"
#include "model/columns.h"

/* The value of one column. Owns nothing: text and tree belong to the statement's values or to the
** documents of the request. */
typedef struct MemberValue {
  bool present;          /* false: absent, or an explicit null */
  bool faulty;           /* it was given, could not be read, and a finding says so */
  const char *text;      /* KIND_TEXT: UTF-8. KIND_JSON: minified JSON */
  size_t length;         /* bytes of the text */
  const JsonValue *json; /* KIND_JSON: the tree of the text; NULL where none was wanted */
  sqlite3_int64 number;  /* KIND_BOOLEAN, KIND_INTEGER, KIND_TIME (milliseconds since 1970) */
} MemberValue;

typedef struct Connection {
  MemberValue member[COLUMN_COUNT];
} Connection;

/* Whether both are absent, or hold the same text or number. */
bool member_equal(const MemberValue *a, const MemberValue *b);
/* Whether it is that text. */
bool member_is(const MemberValue *value, const char *text);

/* A NUL-terminated text, which must outlive the value. */
static inline MemberValue member_text(const char *text) {
  return (MemberValue){.present = true, .text = text, .length = strlen(text)};
}

static inline MemberValue member_number(sqlite3_int64 number) {
  return (MemberValue){.present = true, .number = number};
}

/* Gives a value to a member that has none. */
static inline void member_default(MemberValue *value, MemberValue fallback) {
  if (!value->present) *value = fallback;
}

#endif
