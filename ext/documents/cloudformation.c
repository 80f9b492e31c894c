/* SPDX-License-Identifier: MIT */
/*
** The shapes of the API tell what becomes of a value of a template: scalars become strings, and a single
** string becomes a list, where the API wants them so, as CloudFormation does it.
*/
#include "documents/cloudformation.h"

#include <string.h>

#include "documents/intrinsic.h"
#include "documents/parameters.h"
#include "model/columns.h"
#include "model/shapes.h"
#include "text/reference.h"
#include "text/text.h"

static const char cloudformation_kind[] = "cloudformation";

/* Bytes of a request: more than the API takes. */
#define CLOUDFORMATION_REQUEST_MAX 1048576

static bool cloudformation_value(Template *template, Span value, const Shape *shape,
                                 const Place *way);

/* ---- values ---- */

/* Appends "key":value; nothing where the value comes to nothing. Returns whether it is there. */
static bool cloudformation_member(Template *template, Span key, Span value, const Shape *shape,
                                  const Place *above) {
  Buffer *out = &template->reading->request;
  size_t before = out->length;
  buffer_append_comma(out);
  buffer_append(out, "\"", 1);
  buffer_append_span(out, key);
  buffer_append(out, "\":", 2);
  if (cloudformation_value(template, value, shape, &(Place){.parent = above, .key = key}))
    return true;
  buffer_cut(out, before);
  return false;
}

/* A value that the text of it does not fit makes the whole of no use: half of it would be wrong. */
static void cloudformation_refuse(Template *template, const Place *way, const char *words) {
  reading_note_at(template->reading, way, "%s", words);
  template->reading->unusable = true;
}

static const char cloudformation_too_long[] = "is longer than any text of the API";

/* Appends the text of a value; false, and nothing, where it has none. */
static bool cloudformation_text(Template *template, Span value, const Shape *shape,
                                bool is_for_list, const Place *way) {
  Buffer text = {.limit = INTRINSIC_TEXT_MAX}, *out = &template->reading->request;
  bool has_text = intrinsic_text(template, value, &text);
  if (has_text && text.too_long) {
    cloudformation_refuse(template, way, cloudformation_too_long);
    has_text = false;
  } else if (has_text) {
    bool is_true = text.length == 4 && text_equal_nocase(text.text, "true", 4);
    bool is_false = text.length == 5 && text_equal_nocase(text.text, "false", 5);
    if (shape->type == SHAPE_BOOLEAN && (is_true || is_false)) {
      buffer_append_text(out, is_true ? "true" : "false");
    } else {
      if (is_for_list) reading_mark_elements(&text);
      buffer_append_string(out, buffer_text(&text));
    }
  }
  template->reading->out_of_memory |= text.out_of_memory;
  buffer_free(&text);
  return has_text;
}

static bool cloudformation_element(void *context, Span text) {
  Template *template = context;
  Buffer *out = &template->reading->request;
  buffer_append_comma(out);
  buffer_append_string(out, text);
  return !out->too_long;
}

static bool cloudformation_list(Template *template, Span value, const Shape *shape,
                                const Place *way) {
  Buffer *out = &template->reading->request;
  Span name, argument;
  size_t before = out->length;
  buffer_append(out, "[", 1);
  if (!intrinsic_each(template, value, cloudformation_element, template)) {
    buffer_cut(out, before + 1);
    bool is_function = intrinsic_is_function(intrinsic_reduce(template, value), &name, &argument);
    if (!cloudformation_text(template, value, shape->element, is_function, way)) {
      buffer_cut(out, before);
      return false;
    }
  }
  buffer_append(out, "]", 1);
  return true;
}

/* What an object comes to; absent where it is none, or nothing. Of the objects between which a condition
** chooses that is not known, the first is taken. */
static Span cloudformation_object(Template *template, Span value, const Place *way) {
  Span name, argument;
  value = intrinsic_reduce(template, value);
  if (!intrinsic_is_function(value, &name, &argument)) return value;
  if (json_walk_key_is(name, "Fn::If")) {
    JsonWalk walk;
    for (json_walk_open(&walk, argument); walk.value.text; json_walk_next(&walk)) {
      Span branch = walk.index ? intrinsic_reduce(template, walk.value) : span_absent;
      Span inner, rest;
      if (json_walk_type(branch) != JSON_OBJECT || intrinsic_is_function(branch, &inner, &rest)) {
        continue;
      }
      reading_note_at(template->reading, way,
                      "the first of what Fn::If chooses from is taken: its condition is not known");
      return branch;
    }
  }
  return value;
}

/* A key that CloudFormation would carry out. */
static bool cloudformation_is_macro(Template *template, Span key, const Place *way) {
  if (key.length < 4 || memcmp(key.text, "Fn::", 4) != 0) return false;
  reading_note_at(template->reading, &(Place){.parent = way, .key = key},
                  "is not carried out here");
  return true;
}

/* A list of Key and Value, as other resources have their tags. */
static bool cloudformation_pairs(Template *template, Span list, const Shape *shape,
                                 const Place *way) {
  Buffer *out = &template->reading->request;
  JsonWalk walk;
  buffer_append(out, "{", 1);
  for (json_walk_open(&walk, list); walk.value.text; json_walk_next(&walk)) {
    Place element = {.parent = way, .index = walk.index};
    Span pair = cloudformation_object(template, walk.value, &element);
    Buffer key = {.limit = INTRINSIC_TEXT_MAX};
    size_t before = out->length;
    JsonMembers members;
    reading_members(template->reading, &members, pair);
    reading_tell_twice(template->reading, &members, NULL, &element);
    Span name = json_members_find(&members, "Key"), text = json_members_find(&members, "Value");
    json_members_free(&members);
    if (name.text && text.text && intrinsic_text(template, name, &key) && !key.too_long) {
      buffer_append_comma(out);
      buffer_append_string(out, buffer_text(&key));
      buffer_append(out, ":", 1);
      if (!cloudformation_text(template, text, shape->element, false, &element)) {
        buffer_cut(out, before);
      }
    } else if (pair.text) {
      reading_note_at(template->reading, &element, "is no Key and Value, and left out");
    }
    template->reading->out_of_memory |= key.out_of_memory;
    buffer_free(&key);
  }
  buffer_append(out, "}", 1);
  return true;
}

/* The text of an object of JSON; false where it is none. It is taken as it is. */
static bool cloudformation_json(Template *template, Span string) {
  Buffer text = {.limit = INTRINSIC_TEXT_MAX};
  JsonError error;
  bool is_object = false;
  intrinsic_text(template, string, &text);
  if (!text.too_long && text.length && *text.text == '{') {
    const char *end = json_end(text.text, text.length, &error);
    is_object = end == text.text + text.length;
    if (is_object) json_walk_minify(buffer_span(&text), buffer_piece, &template->reading->request);
  }
  template->reading->out_of_memory |= text.out_of_memory;
  buffer_free(&text);
  return is_object;
}

/* Neither this nor a structure is asked for where a value comes to nothing. */
static bool cloudformation_map(Template *template, Span value, const Shape *shape,
                               const Place *way) {
  Span object = cloudformation_object(template, value, way), name, argument;
  Buffer *out = &template->reading->request;
  if (json_walk_type(object) == JSON_ARRAY && shape == &shape_tags) {
    return cloudformation_pairs(template, object, shape, way);
  }
  if (json_walk_type(object) == JSON_STRING && cloudformation_json(template, object)) return true;
  if (intrinsic_is_function(object, &name, &argument)) {
    reading_note_at(template->reading, way,
                    "is a function whose result only a stack knows, and left out");
    if (shape == &shape_connection_properties) template->reading->unusable = true;
    return false;
  }
  if (json_walk_type(object) != JSON_OBJECT) {
    json_walk_minify(object, buffer_piece, out); /* for the INSERT to refuse */
    return true;
  }
  JsonWalk walk;
  buffer_append(out, "{", 1);
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    if (cloudformation_is_macro(template, walk.key, way)) continue;
    cloudformation_member(template, walk.key, walk.value, shape->element, way);
  }
  buffer_append(out, "}", 1);
  return true;
}

/* What the API does not know goes on as it is, for the INSERT to refuse by its name. */
static bool cloudformation_structure(Template *template, Span value, const Shape *shape,
                                     const Place *way) {
  Span object = cloudformation_object(template, value, way), name, argument;
  Buffer *out = &template->reading->request;
  if (intrinsic_is_function(object, &name, &argument)) {
    reading_note_at(template->reading, way,
                    "is a function whose result only a stack knows, and left out");
    return false;
  }
  if (json_walk_type(object) != JSON_OBJECT) {
    json_walk_minify(object, buffer_piece, out);
    return true;
  }
  JsonWalk walk;
  buffer_append(out, "{", 1);
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    if (cloudformation_is_macro(template, walk.key, way)) continue;
    const Member *member = shape_member(shape, walk.key.text, walk.key.length);
    cloudformation_member(template, walk.key, walk.value, member ? member->shape : NULL, way);
  }
  buffer_append(out, "}", 1);
  return true;
}

/* Appends the value; false, and nothing, where it comes to nothing. No shape: it goes on as it is. */
static bool cloudformation_value(Template *template, Span value, const Shape *shape,
                                 const Place *way) {
  Span reduced = intrinsic_reduce(template, value), name, argument;
  if (reduced.text == NULL) return false;
  switch (shape ? shape->type : SHAPE_INTEGER) {
  case SHAPE_MAP: return cloudformation_map(template, value, shape, way);
  case SHAPE_STRUCTURE: return cloudformation_structure(template, value, shape, way);
  case SHAPE_LIST: return cloudformation_list(template, value, shape, way);
  case SHAPE_STRING:
  case SHAPE_BOOLEAN:
    if ((json_walk_type(reduced) != JSON_OBJECT && json_walk_type(reduced) != JSON_ARRAY) ||
        intrinsic_is_function(reduced, &name, &argument)) {
      return cloudformation_text(template, value, shape, false, way);
    }
    break;
  default: break;
  }
  json_walk_minify(reduced, buffer_piece, &template->reading->request);
  return true;
}

/* ---- resources ---- */

static const char *const cloudformation_attributes[] = {
    "Type",           "Properties",     "Condition",    "DependsOn",           "Metadata",
    "DeletionPolicy", "CreationPolicy", "UpdatePolicy", "UpdateReplacePolicy", NULL};

/* The column of a member of ConnectionInput, or COLUMN_COUNT. */
static ColumnId cloudformation_column(Span key) {
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & MEMBER_OF_INPUT && json_walk_key_is(key, columns[id].member)) {
      return (ColumnId)id;
    }
  }
  return COLUMN_COUNT;
}

/* CloudFormation needs nothing but ConnectionType: its defaults are the name that it gives, and no
** properties. */
static void cloudformation_input(Template *template, Span id, Span input, const Place *way) {
  Buffer *out = &template->reading->request;
  Span object = cloudformation_object(template, input, way);
  bool has_name = false, has_properties = false;
  JsonWalk walk;
  buffer_append_text(out, "\"ConnectionInput\":{");
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    if (cloudformation_is_macro(template, walk.key, way)) continue;
    ColumnId column = cloudformation_column(walk.key);
    const Shape *shape = column == COLUMN_COUNT ? NULL : columns[column].shape;
    bool there = cloudformation_member(template, walk.key, walk.value, shape, way);
    has_name |= there && column == COLUMN_NAME;
    has_properties |= there && column == COLUMN_CONNECTION_PROPERTIES;
    if (there && column == COLUMN_NAME) {
      buffer_clear(&template->reading->name);
      intrinsic_text(template, walk.value, &template->reading->name);
    }
  }
  if (!has_name) {
    buffer_append_text(&template->reading->name, "${Ref:");
    json_walk_unescape(id, buffer_piece, &template->reading->name);
    buffer_append_text(&template->reading->name, "}");
    buffer_append_comma(out);
    buffer_append_text(out, "\"Name\":");
    buffer_append_string(out, buffer_text(&template->reading->name));
  }
  if (!has_properties) {
    buffer_append_comma(out);
    buffer_append_text(out, "\"ConnectionProperties\":{}");
  }
  buffer_append(out, "}", 1);
}

/* A catalog that only a stack knows is left out, so that it is the table's own. */
static void cloudformation_catalog_id(Template *template, Span value, const Place *way) {
  Reading *reading = template->reading;
  Buffer *id = &reading->catalog_id;
  if (value.text == NULL || !intrinsic_text(template, value, id)) return;
  if (id->too_long) {
    cloudformation_refuse(template, way, cloudformation_too_long);
    return;
  }
  if (id->length && reference_is_all(id->text, id->length)) {
    static const char own[] = "${Ref:AWS::AccountId}";
    if (id->length != sizeof(own) - 1 || memcmp(id->text, own, id->length) != 0) {
      reading_note_at(reading, way,
                      "only a stack knows it: left out, so that the table's own holds");
    }
    buffer_clear(id);
    return;
  }
  buffer_append_text(&reading->request, "\"CatalogId\":");
  buffer_append_string(&reading->request, buffer_text(id));
}

/* A template is of one region, which only a parameter can tell. */
static void cloudformation_region(Template *template) {
  Reading *reading = template->reading;
  static const char key[] = "AWS::Region";
  Span region = intrinsic_parameter(template, key);
  if (json_walk_type(region) != JSON_STRING) return;
  intrinsic_text(template, region, &reading->region);
  if (reading->region.too_long) {
    cloudformation_refuse(template, &(Place){.key = {key, sizeof(key) - 1}},
                          cloudformation_too_long);
    return;
  }
  buffer_append_comma(&reading->request);
  buffer_append_text(&reading->request, "\"Region\":");
  buffer_append_span(&reading->request, region);
}

static Place cloudformation_step(const Place *parent, const char *key) {
  return (Place){.parent = parent, .key = {key, strlen(key)}};
}

/* Says what stands where it does not belong. */
static void cloudformation_check(Template *template, Span resource, Span properties) {
  JsonWalk walk;
  for (json_walk_open(&walk, resource); walk.value.text; json_walk_next(&walk)) {
    const char *const *known = cloudformation_attributes;
    while (*known && !json_walk_key_is(walk.key, *known)) known++;
    if (*known) continue;
    reading_note_at(template->reading, &(Place){.key = walk.key},
                    "stands beside Properties, where it means nothing, and is left out");
  }
  for (json_walk_open(&walk, properties); walk.value.text; json_walk_next(&walk)) {
    if (json_walk_key_is(walk.key, "CatalogId") || json_walk_key_is(walk.key, "ConnectionInput") ||
        json_walk_key_is(walk.key, "Tags") || cloudformation_is_macro(template, walk.key, NULL)) {
      continue;
    }
    reading_note_at(template->reading, &(Place){.key = walk.key},
                    cloudformation_column(walk.key) == COLUMN_COUNT
                        ? "is no property of AWS::Glue::Connection, and left out"
                        : "stands beside ConnectionInput, and belongs in it: left out");
  }
}

static void cloudformation_connection(Template *template, Span id, Span resource,
                                      const JsonMembers *attributes, const Place *place) {
  JsonMembers members;
  Reading *reading = template->reading;
  Place input_way = cloudformation_step(NULL, "ConnectionInput");
  Place catalog_way = cloudformation_step(NULL, "CatalogId");
  Span properties = json_members_find(attributes, "Properties");
  reading_begin(reading, cloudformation_kind, id.text, place);
  properties = cloudformation_object(template, properties, NULL);
  reading_members(reading, &members, properties);
  reading_tell_twice(reading, &members, NULL, NULL);
  cloudformation_check(template, resource, properties);
  buffer_append(&reading->request, "{", 1);
  cloudformation_catalog_id(template, json_members_find(&members, "CatalogId"), &catalog_way);
  cloudformation_region(template);
  buffer_append_comma(&reading->request);
  cloudformation_input(template, id, json_members_find(&members, "ConnectionInput"), &input_way);
  static const char tags_key[] = "Tags";
  Span tags = json_members_find(&members, tags_key);
  if (tags.text == NULL && intrinsic_charge(template, template->tags.length)) tags = template->tags;
  if (tags.text) {
    cloudformation_member(template, (Span){tags_key, sizeof(tags_key) - 1}, tags, &shape_tags,
                          NULL);
  }
  buffer_append(&reading->request, "}", 1);
  if (reading->request.too_long) {
    cloudformation_refuse(template, NULL, "it is longer than any connection of the API");
  }
  Span condition = json_members_find(attributes, "Condition");
  int holds = json_walk_type(condition) == JSON_STRING
                  ? intrinsic_condition(template, json_walk_inside(condition))
                  : 1;
  if (holds == 0) {
    cloudformation_refuse(template, NULL, "its condition does not hold with these parameters");
  } else if (holds < 0) {
    reading_note_name(reading, "whether its condition", json_walk_inside(condition),
                      "holds is not known");
  }
  json_members_free(&members);
  reading_finish(reading);
}

static bool cloudformation_holds_connection(Span value) {
  static const char type[] = "AWS::Glue::Connection";
  const char *end = span_end(value);
  for (const char *z = value.text; (z = memchr(z, type[0], (size_t)(end - z))) != NULL; z++) {
    if ((size_t)(end - z) >= sizeof(type) && memcmp(z, type, sizeof(type) - 1) == 0) return true;
  }
  return false;
}

/* What the template has around its connections, and its functions look at. */
static void cloudformation_check_root(Reading *reading, const Template *template,
                                      const JsonMembers *root, const Place *place) {
  const struct {
    const char *key;
    Span value;
    int levels;
  } parts[] = {{"Parameters", template->declared, 2},
               {"Mappings", template->mappings, 3},
               {"Conditions", template->conditions, 2},
               {"Resources", json_members_find(root, "Resources"), 1}};
  reading_tell_twice(reading, root, cloudformation_kind, place);
  for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
    Place part = cloudformation_step(place, parts[i].key);
    reading_check(reading, cloudformation_kind, parts[i].value, &part, parts[i].levels);
  }
}

void cloudformation_read(Reading *reading, Span root, const JsonMembers *members,
                         const Place *place) {
  Template template;
  JsonWalk walk;
  Place resources = cloudformation_step(place, "Resources");
  intrinsic_open(&template, reading, root, members);
  cloudformation_check_root(reading, &template, members, place);
  parameters_check(&template, cloudformation_kind, place);
  reading->request.limit = CLOUDFORMATION_REQUEST_MAX;
  reading->name.limit = reading->catalog_id.limit = reading->region.limit = INTRINSIC_TEXT_MAX;
  for (json_walk_open(&walk, json_members_find(members, "Resources"));
       walk.value.text && !reading->out_of_memory; json_walk_next(&walk)) {
    Place resource = {.parent = &resources, .key = walk.key};
    JsonMembers attributes;
    reading_members(reading, &attributes, walk.value);
    reading_tell_twice(reading, &attributes, cloudformation_kind, &resource);
    if (json_walk_string_is(json_members_find(&attributes, "Type"), "AWS::Glue::Connection")) {
      cloudformation_connection(&template, walk.key, walk.value, &attributes, &resource);
    } else if (walk.key.length > 4 && memcmp(walk.key.text, "Fn::", 4) == 0 &&
               cloudformation_holds_connection(walk.value)) {
      reading_pass_over(
          reading, cloudformation_kind, walk.key.text, &resource,
          "is not carried out here: read the stack's template with `aws cloudformation "
          "get-template --template-stage Processed`");
    }
    json_members_free(&attributes);
  }
  reading->request.limit = 0;
  reading->name.limit = reading->catalog_id.limit = reading->region.limit = 0;
  intrinsic_close(&template);
}

#undef CLOUDFORMATION_REQUEST_MAX
