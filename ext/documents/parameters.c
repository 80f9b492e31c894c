/* SPDX-License-Identifier: MIT */
#include "documents/parameters.h"

/* Whether two scalars have the same text, as 5 and "5" have. */
static bool parameters_are_same(Template *template, Span a, Span b) {
  Buffer left = {.limit = INTRINSIC_TEXT_MAX}, right = {.limit = INTRINSIC_TEXT_MAX};
  intrinsic_text(template, a, &left);
  intrinsic_text(template, b, &right);
  bool is_same = buffer_equal(&left, &right);
  template->reading->out_of_memory |= left.out_of_memory || right.out_of_memory;
  buffer_free(&left);
  buffer_free(&right);
  return is_same;
}

/* Whether the value is among the parameter's AllowedValues, if it has any. Of lists nothing is said, and null is
** the default. */
static bool parameters_allow(Template *template, Span name, Span value) {
  Span allowed = json_walk_member(intrinsic_declared(template, name), "AllowedValues");
  JsonType type = json_walk_type(value);
  JsonWalk walk;
  if (json_walk_type(allowed) != JSON_ARRAY || type == JSON_NULL || type == JSON_ARRAY) return true;
  if (intrinsic_is_list_parameter(template, name)) return true;
  for (json_walk_open(&walk, allowed); walk.value.text; json_walk_next(&walk)) {
    if (parameters_are_same(template, walk.value, value)) return true;
  }
  return false;
}

void parameters_check(Template *template, const char *kind, const Place *place) {
  Reading *reading = template->reading;
  JsonWalk walk;
  bool has_row = false;
  if (reading->parameters.text == NULL) return;
  for (json_walk_open(&walk, reading->parameters); walk.value.text; json_walk_next(&walk)) {
    bool is_declared = intrinsic_declared(template, walk.key).text != NULL;
    if (is_declared && parameters_allow(template, walk.key, walk.value)) continue;
    if (!is_declared && span_begins_with(walk.key, "AWS::"))
      continue; /* every template has these */
    if (!has_row) reading_begin(reading, kind, template->root.text, place);
    has_row = true;
    if (is_declared) { /* which value it is is not shown: it may be a secret */
      reading_note_name(reading, "the value given for the parameter", walk.key,
                        "is none of its AllowedValues");
    } else {
      reading_note_name(reading, "a value is given for the parameter", walk.key,
                        "that the template does not have");
    }
  }
  if (has_row) reading_finish(reading);
}
