/* SPDX-License-Identifier: MIT */
#include "documents/intrinsic.h"

#include <stdint.h>
#include <string.h>

#include "text/reference.h"

/* A list of the API is shorter. */
#define INTRINSIC_ELEMENTS_MAX 1024
/* Bytes of the name of a variable. */
#define INTRINSIC_NAME_MAX 512
/* What parameters, mappings and variables put into texts, and the functions that are looked at (one that stands in
** others may be several times for each), in all: so many bytes for one of the document, and these. */
#define INTRINSIC_INSERTED_FACTOR 4
#define INTRINSIC_WORKED_FACTOR 64
#define INTRINSIC_MORE 8388608
/* Bytes of a text in JSON, where a character has six at most. */
#define INTRINSIC_ESCAPED_MAX ((size_t)6 * INTRINSIC_TEXT_MAX)
/* Conditions that lead to conditions. */
#define INTRINSIC_STEPS_MAX 64

/* The states of a condition in the lookup. */
enum { CONDITION_NEW, CONDITION_BEGUN, CONDITION_FALSE, CONDITION_TRUE, CONDITION_UNKNOWN };

static int intrinsic_holds(Template *template, Span condition);

void intrinsic_open(Template *template, Reading *reading, Span root, const JsonMembers *members) {
  *template = (Template){.reading = reading,
                         .root = root,
                         .declared = json_members_find(members, "Parameters"),
                         .mappings = json_members_find(members, "Mappings"),
                         .conditions = json_members_find(members, "Conditions"),
                         .tags = json_members_find(members, "Tags")};
  lookup_add_object(&template->lookup, reading->parameters, 1);
  lookup_add_object(&template->lookup, template->declared, 2);
  lookup_add_object(&template->lookup, template->mappings, 3);
  lookup_add_object(&template->lookup, template->conditions, 1);
  reading->out_of_memory |= template->lookup.out_of_memory;
}

void intrinsic_close(Template *template) {
  lookup_free(&template->lookup);
}

bool intrinsic_charge(Template *template, size_t n) {
  template->inserted += n;
  return template->inserted <= INTRINSIC_INSERTED_FACTOR * template->root.length + INTRINSIC_MORE;
}

/* Whether a function with that argument may be worked out; else it is left as it is. */
static bool intrinsic_may_work(Template *template, Span argument) {
  template->worked += argument.length;
  return template->worked <=
         (uint64_t)INTRINSIC_WORKED_FACTOR * template->root.length + INTRINSIC_MORE;
}

/* ---- what is known ---- */

static Span intrinsic_find(Template *template, Span object, Span key) {
  LookupEntry *entry = object.text ? lookup_find(&template->lookup, object.text, key) : NULL;
  return entry ? entry->value : span_absent;
}

Span intrinsic_declared(Template *template, Span name) {
  return intrinsic_find(template, template->declared, name);
}

static Span intrinsic_find_text(Template *template, Span object, const char *key) {
  return intrinsic_find(template, object, (Span){key, strlen(key)});
}

/* Whether a value is what a parameter or an entry of a mapping may be: a scalar, or a list of such. A
** function in one would not be carried out by CloudFormation either. A text that is too long is one, so that
** whoever puts it in finds that out, and says so. */
static bool intrinsic_is_plain(Template *template, Span value) {
  JsonType type = json_walk_type(value);
  if (type == JSON_STRING && value.length > INTRINSIC_ESCAPED_MAX) return true;
  if (type != JSON_STRING && value.length > INTRINSIC_TEXT_MAX) return false;
  if (!intrinsic_charge(template, value.length)) return false;
  if (type != JSON_ARRAY) return type != JSON_OBJECT && type != JSON_NULL;
  JsonWalk walk;
  for (json_walk_open(&walk, value); walk.value.text; json_walk_next(&walk)) {
    type = json_walk_type(walk.value);
    if (type == JSON_ARRAY || type == JSON_OBJECT || walk.index >= INTRINSIC_ELEMENTS_MAX)
      return false;
  }
  return true;
}

/* The value of a parameter; absent where it is not given. For null it is the template's default. */
static Span intrinsic_value_of(Template *template, Span name) {
  Span value = intrinsic_find(template, template->reading->parameters, name);
  if (value.text && json_walk_type(value) == JSON_NULL) {
    Span declared = intrinsic_declared(template, name);
    Span type = intrinsic_find_text(template, declared, "Type");
    /* There the default is not the value, but where it is kept. */
    bool is_elsewhere = type.text && span_after_word(type, "AWS::SSM::Parameter::Value<").text;
    value = is_elsewhere ? span_absent : intrinsic_find_text(template, declared, "Default");
  }
  return intrinsic_is_plain(template, value) ? value : span_absent;
}

Span intrinsic_parameter(Template *template, const char *name) {
  return intrinsic_value_of(template, (Span){name, strlen(name)});
}

bool intrinsic_is_list_parameter(Template *template, Span name) {
  Span declared = intrinsic_declared(template, name);
  Span type = intrinsic_find_text(template, declared, "Type");
  return span_after_word(type, "list").text != NULL;
}

bool intrinsic_is_function(Span value, Span *name, Span *argument) {
  JsonWalk walk;
  if (json_walk_type(value) != JSON_OBJECT) return false;
  json_walk_open(&walk, value);
  if (walk.value.text == NULL) return false;
  *name = walk.key;
  *argument = walk.value;
  json_walk_next(&walk);
  if (walk.value.text) return false;
  return json_walk_key_is(*name, "Ref") || (name->length > 4 && memcmp(name->text, "Fn::", 4) == 0);
}

/* The elements of an array, at most `max`. Returns how many there are. */
static size_t intrinsic_take(Span array, Span *element, size_t max) {
  JsonWalk walk;
  size_t count = 0;
  if (json_walk_type(array) != JSON_ARRAY) return 0;
  for (json_walk_open(&walk, array); walk.value.text && count < max; json_walk_next(&walk)) {
    element[count++] = walk.value;
  }
  return count;
}

/* The text of a value if no reference is in it; false where there is one. */
static bool intrinsic_known(Template *template, Span value, Buffer *out) {
  bool had_reference = template->has_reference;
  template->has_reference = false;
  bool known = intrinsic_text(template, value, out) && !template->has_reference && !out->too_long;
  template->has_reference = had_reference;
  return known;
}

static Buffer intrinsic_buffer(void) {
  return (Buffer){.limit = INTRINSIC_TEXT_MAX};
}

static void intrinsic_free(Template *template, Buffer *buffer) {
  template->reading->out_of_memory |= buffer->out_of_memory;
  buffer_free(buffer);
}

/* What is too long is not even looked at. */
static void intrinsic_literal(Span escaped, Buffer *out) {
  if (escaped.length > INTRINSIC_ESCAPED_MAX) {
    out->too_long = true;
  } else {
    json_walk_unescape(escaped, buffer_piece, out);
  }
}

/* ---- conditions ---- */

static int intrinsic_equals(Template *template, Span argument) {
  Span side[2];
  if (intrinsic_take(argument, side, 2) < 2) return -1;
  Buffer left = intrinsic_buffer(), right = intrinsic_buffer();
  int result = -1;
  if (intrinsic_known(template, side[0], &left) && intrinsic_known(template, side[1], &right)) {
    result = buffer_equal(&left, &right);
  }
  intrinsic_free(template, &left);
  intrinsic_free(template, &right);
  return result;
}

/* Of Fn::And (which one that is false decides) or Fn::Or (one that is true). */
static int intrinsic_all(Template *template, Span argument, int deciding) {
  JsonWalk walk;
  Span first;
  int result = !deciding;
  if (intrinsic_take(argument, &first, 1) == 0) return -1;
  for (json_walk_open(&walk, argument); walk.value.text; json_walk_next(&walk)) {
    int holds = intrinsic_holds(template, walk.value);
    if (holds == deciding) return deciding;
    if (holds < 0) result = -1;
  }
  return result;
}

static int intrinsic_holds(Template *template, Span condition) {
  JsonWalk walk;
  if (json_walk_type(condition) != JSON_OBJECT) return -1;
  json_walk_open(&walk, condition);
  if (json_walk_key_is(walk.key, "Fn::Equals")) return intrinsic_equals(template, walk.value);
  if (json_walk_key_is(walk.key, "Fn::And")) return intrinsic_all(template, walk.value, 0);
  if (json_walk_key_is(walk.key, "Fn::Or")) return intrinsic_all(template, walk.value, 1);
  if (json_walk_key_is(walk.key, "Fn::Not")) {
    Span only;
    int holds = intrinsic_take(walk.value, &only, 1) ? intrinsic_holds(template, only) : -1;
    return holds < 0 ? -1 : !holds;
  }
  if (json_walk_key_is(walk.key, "Condition") && json_walk_type(walk.value) == JSON_STRING) {
    return intrinsic_condition(template, json_walk_inside(walk.value));
  }
  return -1;
}

/* Each is worked out once. */
int intrinsic_condition(Template *template, Span name) {
  LookupEntry *entry = template->conditions.text
                           ? lookup_find(&template->lookup, template->conditions.text, name)
                           : NULL;
  if (entry == NULL) return -1;
  if (entry->state == CONDITION_NEW && template->condition_depth < INTRINSIC_STEPS_MAX) {
    entry->state = CONDITION_BEGUN;
    template->condition_depth++;
    int holds = intrinsic_holds(template, entry->value);
    template->condition_depth--;
    entry->state = holds < 0 ? CONDITION_UNKNOWN : holds ? CONDITION_TRUE : CONDITION_FALSE;
  }
  return entry->state == CONDITION_TRUE ? 1 : entry->state == CONDITION_FALSE ? 0 : -1;
}

/* ---- functions that lead to another value ---- */

static bool intrinsic_choose(Template *template, Span argument, Span *value) {
  Span part[3];
  if (intrinsic_take(argument, part, 3) < 3 || json_walk_type(part[0]) != JSON_STRING) return false;
  int holds = intrinsic_condition(template, json_walk_inside(part[0]));
  if (holds < 0) return false;
  *value = part[holds ? 1 : 2];
  return true;
}

static bool intrinsic_find_in_map(Template *template, Span argument, Span *value) {
  Span part[4], found = template->mappings;
  size_t count = intrinsic_take(argument, part, 4);
  if (count < 3 || template->mappings.text == NULL) return false;
  for (int i = 0; i < 3; i++) {
    Buffer key = intrinsic_buffer();
    bool known = intrinsic_known(template, part[i], &key);
    if (known) found = intrinsic_find(template, found, buffer_text(&key));
    intrinsic_free(template, &key);
    if (!known) return false;
  }
  if (found.text == NULL && count == 4) {
    *value = reading_member(template->reading, part[3], "DefaultValue", NULL);
    return value->text != NULL;
  }
  if (!intrinsic_is_plain(template, found)) return false;
  *value = found;
  return true;
}

/* The number that stands in the value, or SIZE_MAX. */
static size_t intrinsic_index(Template *template, Span value) {
  Buffer text = intrinsic_buffer();
  size_t index = SIZE_MAX;
  if (intrinsic_known(template, value, &text) && text.length > 0 && text.length < 5) {
    index = 0;
    for (size_t i = 0; i < text.length && index != SIZE_MAX; i++) {
      char c = text.text[i];
      index = c >= '0' && c <= '9' ? index * 10 + (size_t)(c - '0') : SIZE_MAX;
    }
  }
  intrinsic_free(template, &text);
  return index;
}

/* Of a list that stands there. */
static bool intrinsic_select(Template *template, Span argument, Span *value) {
  Span part[2];
  if (intrinsic_take(argument, part, 2) < 2) return false;
  Span list = intrinsic_reduce(template, part[1]);
  if (json_walk_type(list) != JSON_ARRAY) return false;
  size_t index = intrinsic_index(template, part[0]);
  JsonWalk walk;
  for (json_walk_open(&walk, list); walk.value.text; json_walk_next(&walk)) {
    if (walk.index == index) {
      *value = walk.value;
      return true;
    }
  }
  return false;
}

/* Each step leads to what stands in the value, or to what is plain. */
Span intrinsic_reduce(Template *template, Span value) {
  Span name, argument;
  while (intrinsic_is_function(value, &name, &argument)) {
    if (!intrinsic_may_work(template, argument)) return value;
    if (json_walk_key_is(name, "Ref")) {
      if (json_walk_string_is(argument, "AWS::NoValue")) return span_absent;
      if (json_walk_type(argument) != JSON_STRING) return value;
      Span known = intrinsic_value_of(template, json_walk_inside(argument));
      return known.text ? known : value;
    }
    bool known = false;
    if (json_walk_key_is(name, "Fn::If")) known = intrinsic_choose(template, argument, &value);
    if (json_walk_key_is(name, "Fn::FindInMap")) {
      known = intrinsic_find_in_map(template, argument, &value);
    }
    if (json_walk_key_is(name, "Fn::Select")) known = intrinsic_select(template, argument, &value);
    if (!known) return value;
  }
  return json_walk_type(value) == JSON_NULL ? span_absent : value;
}

/* ---- lists ---- */

/* Calls for each piece between the delimiters; commas may have spaces around them. False where there are
** too many. */
static bool intrinsic_split(Span text, Span delimiter, bool trims, IntrinsicElement element,
                            void *context) {
  const char *z = text.text, *end = span_end(text), *from = z;
  for (size_t count = 1; z < end;) {
    if ((size_t)(end - z) < delimiter.length || memcmp(z, delimiter.text, delimiter.length) != 0) {
      z++;
      continue;
    }
    Span piece = span_of(from, z);
    if (count++ == INTRINSIC_ELEMENTS_MAX) return false;
    if (!element(context, trims ? span_trim(piece) : piece)) return true;
    from = z += delimiter.length;
  }
  Span rest = span_of(from, end);
  element(context, trims ? span_trim(rest) : rest);
  return true;
}

/* Fn::Split of a text that is known. */
static bool intrinsic_each_split(Template *template, Span argument, IntrinsicElement element,
                                 void *context) {
  Span part[2];
  if (intrinsic_take(argument, part, 2) < 2) return false;
  Buffer delimiter = intrinsic_buffer(), text = intrinsic_buffer();
  bool known = intrinsic_known(template, part[0], &delimiter) && delimiter.length > 0 &&
               intrinsic_known(template, part[1], &text);
  known = known &&
          intrinsic_split(buffer_text(&text), buffer_text(&delimiter), false, element, context);
  intrinsic_free(template, &delimiter);
  intrinsic_free(template, &text);
  return known;
}

bool intrinsic_each(Template *template, Span list, IntrinsicElement element, void *context) {
  Span name, argument, value = intrinsic_reduce(template, list);
  if (json_walk_type(value) == JSON_ARRAY) {
    JsonWalk walk;
    for (json_walk_open(&walk, value); walk.value.text; json_walk_next(&walk)) {
      if (walk.index == INTRINSIC_ELEMENTS_MAX) return false;
      Buffer text = intrinsic_buffer();
      bool has_text = intrinsic_text(template, walk.value, &text), too_long = text.too_long;
      bool goes_on = too_long || !has_text || element(context, buffer_text(&text));
      intrinsic_free(template, &text);
      if (too_long) return false;
      if (!goes_on) break;
    }
    return true;
  }
  if (intrinsic_is_function(value, &name, &argument)) {
    return json_walk_key_is(name, "Fn::Split") &&
           intrinsic_each_split(template, argument, element, context);
  }
  /* A parameter whose value is a list in a text */
  if (!intrinsic_is_function(list, &name, &argument) || !json_walk_key_is(name, "Ref") ||
      json_walk_type(value) != JSON_STRING ||
      !intrinsic_is_list_parameter(template, json_walk_inside(argument))) {
    return false;
  }
  Buffer text = intrinsic_buffer();
  intrinsic_literal(json_walk_inside(value), &text);
  bool known =
      !text.too_long && intrinsic_split(buffer_text(&text), (Span){",", 1}, true, element, context);
  intrinsic_free(template, &text);
  return known;
}

/* ---- texts ---- */

/* A function as it is: ${Select:[0,...]}. */
static void intrinsic_keep(Template *template, Span name, Span argument, Buffer *out) {
  size_t from = out->length;
  if (!json_walk_key_is(name, "Ref")) name = span_after(name, 4); /* Fn:: */
  buffer_append_text(out, "${");
  buffer_append_span(out, name);
  buffer_append_text(out, ":");
  json_walk_minify(argument, buffer_piece, out);
  buffer_append_text(out, "}");
  if (out->length - from > REFERENCE_LENGTH_MAX) out->too_long = true;
  template->has_reference = true;
}

/* ${Ref:NAME} or ${Ref:NAME.ATTRIBUTE} */
static void intrinsic_refer(Template *template, Span name, Buffer *out) {
  buffer_append_text(out, "${Ref:");
  json_walk_unescape(name, buffer_piece, out);
  buffer_append_text(out, "}");
  template->has_reference = true;
}

static void intrinsic_get_attribute(Template *template, Span name, Span argument, Buffer *out) {
  Span part[2];
  if (json_walk_type(argument) == JSON_STRING) {
    intrinsic_refer(template, json_walk_inside(argument), out);
  } else if (intrinsic_take(argument, part, 2) == 2 && json_walk_type(part[0]) == JSON_STRING &&
             json_walk_type(part[1]) == JSON_STRING) {
    buffer_append_text(out, "${Ref:");
    json_walk_unescape(json_walk_inside(part[0]), buffer_piece, out);
    buffer_append_text(out, ".");
    json_walk_unescape(json_walk_inside(part[1]), buffer_piece, out);
    buffer_append_text(out, "}");
    template->has_reference = true;
  } else {
    intrinsic_keep(template, name, argument, out);
  }
}

typedef struct IntrinsicJoin {
  Template *template;
  Buffer *out;
  Span delimiter;
  bool begun;
} IntrinsicJoin;

static bool intrinsic_join_element(void *context, Span text) {
  IntrinsicJoin *join = context;
  if (join->begun) buffer_append_span(join->out, join->delimiter);
  join->begun = true;
  if (!intrinsic_charge(join->template, join->delimiter.length)) join->out->too_long = true;
  buffer_append_span(join->out, text);
  return !join->out->too_long;
}

static void intrinsic_join(Template *template, Span name, Span argument, Buffer *out) {
  Span part[2];
  Buffer delimiter = intrinsic_buffer();
  size_t from = out->length;
  bool known =
      intrinsic_take(argument, part, 2) == 2 && intrinsic_known(template, part[0], &delimiter);
  IntrinsicJoin join = {template, out, buffer_span(&delimiter), false};
  if (!known || !intrinsic_each(template, part[1], intrinsic_join_element, &join)) {
    buffer_cut(out, from);
    intrinsic_keep(template, name, argument, out);
  }
  intrinsic_free(template, &delimiter);
}

typedef struct IntrinsicPick {
  size_t index, at;
  Buffer *out;
  bool found;
} IntrinsicPick;

static bool intrinsic_pick_element(void *context, Span text) {
  IntrinsicPick *pick = context;
  if (pick->at++ < pick->index) return true;
  buffer_append_span(pick->out, text);
  pick->found = true;
  return false;
}

/* Of a list that is worked out; one that stands there has been dealt with. */
static void intrinsic_pick(Template *template, Span name, Span argument, Buffer *out) {
  Span part[2];
  IntrinsicPick pick = {SIZE_MAX, 0, out, false};
  if (intrinsic_take(argument, part, 2) == 2 &&
      json_walk_type(intrinsic_reduce(template, part[1])) != JSON_ARRAY) {
    pick.index = intrinsic_index(template, part[0]);
    if (pick.index != SIZE_MAX) intrinsic_each(template, part[1], intrinsic_pick_element, &pick);
  }
  if (!pick.found) intrinsic_keep(template, name, argument, out);
}

/* Appends what a variable of Fn::Sub stands for. The texts of the map are worked out when they are first
** wanted, and kept behind `texts`. */
static void intrinsic_variable(Template *template, Span name, Lookup *map, Buffer *texts,
                               Buffer *out) {
  LookupEntry *entry = lookup_find(map, NULL, name);
  if (entry == NULL) {
    Span value = intrinsic_value_of(template, name);
    if (value.text == NULL) {
      buffer_append_text(out, "${Ref:");
      buffer_append_span(out, name);
      buffer_append_text(out, "}");
      template->has_reference = true;
    } else {
      intrinsic_text(template, value, out);
    }
    return;
  }
  /* state: 1 + where the text begins; the length is that of the memo, whose text would move */
  if (entry->state == 0) {
    entry->state = (int)texts->length + 1;
    intrinsic_text(template, entry->value, texts);
    entry->memo.length = texts->length - (size_t)(entry->state - 1);
    out->too_long |= texts->too_long;
  }
  if (!intrinsic_charge(template, entry->memo.length)) out->too_long = true;
  if (entry->memo.length) buffer_append(out, texts->text + entry->state - 1, entry->memo.length);
}

/* Goes over the text once; what is put in is not looked at. */
static void intrinsic_substitute(Template *template, Span text, Lookup *map, Buffer *out) {
  const char *z = text.text, *end = span_end(text), *from = z;
  Buffer texts = intrinsic_buffer();
  while (z < end && !out->too_long && !out->out_of_memory) {
    const char *close = NULL;
    if (*z == '$' && end - z > 2 && z[1] == '{') {
      size_t most = end - z < INTRINSIC_NAME_MAX ? (size_t)(end - z) : INTRINSIC_NAME_MAX;
      close = memchr(z, '}', most);
    }
    if (close == NULL) {
      z++;
      continue;
    }
    buffer_append_span(out, span_of(from, z));
    Span name = span_trim(span_of(z + 2, close));
    if (name.length && *name.text == '!') {
      buffer_append_text(out, "${");
      buffer_append_span(out, span_of(name.text + 1, close + 1));
    } else if (name.length == 0 || memchr(name.text, '{', name.length)) {
      close = z; /* no variable: the text goes on behind the $ */
      buffer_append(out, "$", 1);
    } else {
      intrinsic_variable(template, name, map, &texts, out);
    }
    from = z = close + 1;
  }
  buffer_append_span(out, span_of(from, end));
  intrinsic_free(template, &texts);
}

static void intrinsic_sub(Template *template, Span name, Span argument, Buffer *out) {
  Span part[2] = {argument, span_absent};
  if (json_walk_type(argument) == JSON_ARRAY) {
    part[0] = span_absent;
    intrinsic_take(argument, part, 2);
  }
  Span value = intrinsic_reduce(template, part[0]);
  if (json_walk_type(value) != JSON_STRING) {
    intrinsic_keep(template, name, argument, out);
    return;
  }
  Buffer text = intrinsic_buffer();
  Lookup map = {.entry = NULL};
  JsonWalk walk;
  intrinsic_literal(json_walk_inside(value), &text);
  if (json_walk_type(part[1]) == JSON_OBJECT) {
    reading_check(template->reading, NULL, part[1], NULL, 1);
    for (json_walk_open(&walk, part[1]); walk.value.text; json_walk_next(&walk)) {
      lookup_add(&map, NULL, walk.key, walk.value);
    }
  }
  template->reading->out_of_memory |= map.out_of_memory;
  if (text.too_long) {
    out->too_long = true;
  } else {
    intrinsic_substitute(template, buffer_text(&text), &map, out);
  }
  lookup_free(&map);
  intrinsic_free(template, &text);
}

bool intrinsic_text(Template *template, Span value, Buffer *out) {
  Span name, argument;
  value = intrinsic_reduce(template, value);
  if (value.text == NULL) return false;
  if (json_walk_type(value) == JSON_STRING) {
    intrinsic_literal(json_walk_inside(value), out);
  } else if (!intrinsic_is_function(value, &name, &argument)) {
    json_walk_minify(value, buffer_piece, out);
  } else if (json_walk_key_is(name, "Ref") && json_walk_type(argument) == JSON_STRING) {
    intrinsic_refer(template, json_walk_inside(argument), out);
  } else if (json_walk_key_is(name, "Fn::GetAtt")) {
    intrinsic_get_attribute(template, name, argument, out);
  } else if (json_walk_key_is(name, "Fn::Join")) {
    intrinsic_join(template, name, argument, out);
  } else if (json_walk_key_is(name, "Fn::Sub")) {
    intrinsic_sub(template, name, argument, out);
  } else if (json_walk_key_is(name, "Fn::Select")) {
    intrinsic_pick(template, name, argument, out);
  } else {
    intrinsic_keep(template, name, argument, out);
  }
  return true;
}

#undef INTRINSIC_ELEMENTS_MAX
#undef INTRINSIC_ESCAPED_MAX
#undef INTRINSIC_STEPS_MAX
#undef INTRINSIC_NAME_MAX
#undef INTRINSIC_INSERTED_FACTOR
#undef INTRINSIC_WORKED_FACTOR
#undef INTRINSIC_MORE
