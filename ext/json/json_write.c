/* SPDX-License-Identifier: MIT */
/*
** Printing trees.
*/
#include "json/json_write.h"

#include <string.h>

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
  case JSON_NUMBER:
    append(context, json_number_text(value), strlen(json_number_text(value)));
    break;
  case JSON_BOOLEAN:
    append(context, json_is_true(value) ? "true" : "false", json_is_true(value) ? 4 : 5);
    break;
  case JSON_NULL: append(context, "null", 4); break;
  case JSON_ARRAY: json_write_container(value, false, append, context); break;
  case JSON_OBJECT: json_write_container(value, true, append, context); break;
  }
}
