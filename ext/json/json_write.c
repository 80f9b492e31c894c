/* SPDX-License-Identifier: MIT */
/*
** Printing trees.
*/
#include "json/json_write.h"

#include <string.h>

/* All integers up to here are doubles too. */
#define JSON_WRITE_INTEGER_MAX 9007199254740992.0

/* Numbers are doubles in a tree. Integers, and those with up to three decimals, as times have them, are
** printed as people write them: a quotient is rounded as a numeral is that is read. All others get the 17
** digits that tell one double from the next. No locale has a say. */
static void json_write_number(double number, JsonAppend append, void *context) {
  char text[40];
  double size = number < 0 ? -number : number;
  sqlite3_int64 whole = size < JSON_WRITE_INTEGER_MAX ? (sqlite3_int64)size : -1;
  sqlite3_int64 thousandths =
      size < JSON_WRITE_INTEGER_MAX / 1000 ? (sqlite3_int64)(size * 1000 + 0.5) : -1;
  const char *sign = number < 0 ? "-" : "";
  if ((double)whole == size) {
    sqlite3_snprintf(sizeof(text), text, "%s%lld", sign, whole);
  } else if (thousandths >= 0 && (double)thousandths / 1000 == size) {
    sqlite3_snprintf(sizeof(text), text, "%s%lld.%03lld", sign, thousandths / 1000,
                     thousandths % 1000);
    for (size_t end = strlen(text); text[end - 1] == '0'; end--) text[end - 1] = '\0';
  } else {
    sqlite3_snprintf(sizeof(text), text, "%!.17g", number);
  }
  append(context, text, strlen(text));
}

static void json_write_container(const JsonValue *value, bool is_object, JsonAppend append,
                                 void *context) {
  append(context, is_object ? "{" : "[", 1);
  for (const JsonValue *entry = json_first(value); entry; entry = json_next(entry)) {
    if (entry != json_first(value)) append(context, ",", 1);
    if (is_object) {
      json_write_string(json_key(entry), strlen(json_key(entry)), append, context);
      append(context, ":", 1);
    }
    json_write_value(entry, append, context);
  }
  append(context, is_object ? "}" : "]", 1);
}

void json_write_value(const JsonValue *value, JsonAppend append, void *context) {
  switch (json_type(value)) {
  case JSON_STRING:
    json_write_string(json_string(value), strlen(json_string(value)), append, context);
    break;
  case JSON_NUMBER: json_write_number(json_number(value), append, context); break;
  case JSON_BOOLEAN:
    append(context, json_is_true(value) ? "true" : "false", json_is_true(value) ? 4 : 5);
    break;
  case JSON_NULL: append(context, "null", 4); break;
  case JSON_ARRAY: json_write_container(value, false, append, context); break;
  case JSON_OBJECT: json_write_container(value, true, append, context); break;
  }
}

#undef JSON_WRITE_INTEGER_MAX
