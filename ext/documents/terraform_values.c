/* SPDX-License-Identifier: MIT */
#include "documents/terraform_values.h"

#include <string.h>

#include "documents/lookup.h"
#include "documents/terraform_names.h"
#include "text/reference.h"

typedef struct TerraformValues {
  Reading *reading;
  const TerraformResource *resource;
  bool has_type, has_properties; /* else the provider's defaults hold */
  unsigned others;               /* a bit for each of terraform_others that the resource has */
} TerraformValues;

/* The longest name of an argument of a block, in bytes. */
#define TERRAFORM_NAME_MAX 63

static bool terraform_value(TerraformValues *values, Span value, Span unknown, const Shape *shape,
                            const Place *way);

/* ---- texts ---- */

static bool terraform_is_true(Span value) {
  return value.length == 4 && memcmp(value.text, "true", 4) == 0;
}

static bool terraform_is_empty(Span value) {
  JsonWalk walk;
  JsonType type = json_walk_type(value);
  if (type == JSON_STRING) return value.length == 2;
  json_walk_open(&walk, value);
  return (type == JSON_ARRAY || type == JSON_OBJECT) && walk.value.text == NULL;
}

/* Appends the text of a template between the quotes of a string of Terraform's language: there a quote
** has to be escaped, but for those in ${ } and %{ }. Behind one that is never closed all is text. */
static void terraform_quote(const char *z, const char *end, Buffer *out) {
  bool closes = true;
  buffer_append(out, "\"", 1);
  for (; z < end; z++) {
    bool opens = closes && (*z == '$' || *z == '%') && end - z > 2 && z[1] == '{';
    const char *after = opens ? reference_expression_end(z + 2, end) : NULL;
    if (opens && after == NULL) closes = false;
    if (after) {
      buffer_append_span(out, span_of(z, after));
      z = after - 1;
    } else if (end - z > 2 && (*z == '$' || *z == '%') && z[1] == *z && z[2] == '{') {
      buffer_append(out, z, 3);
      z += 2;
    } else if (*z == '\n') {
      buffer_append_text(out, "\\n");
    } else {
      if (*z == '"' || *z == '\\') buffer_append(out, "\\", 1);
      buffer_append(out, z, 1);
    }
  }
  buffer_append(out, "\"", 1);
}

/* Whether a directive stands in it: %{ if ... }. */
static bool terraform_has_directive(const char *z, const char *end) {
  for (; end - z > 2; z++) {
    if (z[0] == '%' && z[1] == '%' && z[2] == '{') z += 2;
    if (z[0] == '%' && z[1] == '{') return true;
  }
  return false;
}

/* Appends an expression as a reference; "$" and "%" alone are how an export writes a sign that must not
** begin one. */
static void terraform_refer(Span expression, Buffer *out) {
  if (expression.length == 3 && expression.text[0] == '"' && expression.text[2] == '"' &&
      (expression.text[1] == '$' || expression.text[1] == '%')) {
    buffer_append(out, expression.text + 1, 1);
    return;
  }
  buffer_append_text(out, "${terraform:");
  buffer_append_span(out, expression);
  buffer_append_text(out, "}");
}

/* Appends what a template means. What is never closed is text. */
static void terraform_template(Span template, Buffer *out) {
  const char *z = template.text, *end = span_end(template), *from = z;
  if (terraform_has_directive(z, end)) {
    buffer_append_text(out, "${terraform:");
    terraform_quote(z, end, out);
    buffer_append_text(out, "}");
    return;
  }
  for (; end - z > 2; z++) {
    if (*z != '$' && *z != '%') continue;
    if (z[1] == *z && z[2] == '{') { /* doubled: one of them stands for itself */
      buffer_append_span(out, span_of(from, z));
      from = z + 1;
      z += 2;
    } else if (*z == '$' && z[1] == '{') {
      const char *after = reference_expression_end(z + 2, end);
      if (after == NULL) break;
      buffer_append_span(out, span_of(from, z));
      terraform_refer(span_of(z + 2, after - 1), out);
      from = after;
      z = after - 1;
    }
  }
  buffer_append_span(out, span_of(from, end));
}

/* Appends the text of a scalar. */
static void terraform_text(TerraformValues *values, Span value, Buffer *out) {
  if (json_walk_type(value) != JSON_STRING) {
    json_walk_minify(value, buffer_piece, out);
  } else if (!values->resource->is_configuration) {
    json_walk_unescape(json_walk_inside(value), buffer_piece, out);
  } else {
    Buffer template = {.text = NULL};
    json_walk_unescape(json_walk_inside(value), buffer_piece, &template);
    terraform_template(buffer_text(&template), out);
    values->reading->out_of_memory |= template.out_of_memory;
    buffer_free(&template);
  }
}

/* Appends "a.b.c"; what a reference could not hold is left out of it. */
static void terraform_append_way(Buffer *out, const Place *way) {
  if (way == NULL) return;
  size_t before = out->length;
  terraform_append_way(out, way->parent);
  for (size_t i = 0; i < way->key.length; i++) {
    if (strchr("{}\"$\\", way->key.text[i])) return;
  }
  if (out->length > before) buffer_append(out, ".", 1);
  buffer_append_span(out, way->key);
}

static void terraform_append_unknown(TerraformValues *values, const Place *way) {
  Buffer text = {.text = NULL};
  buffer_append_text(&text, "${unknown:");
  terraform_append_way(&text, way);
  buffer_append_text(&text, "}");
  buffer_append_string(&values->reading->request, buffer_text(&text));
  values->reading->out_of_memory |= text.out_of_memory;
  buffer_free(&text);
}

/* ---- objects, and what of them is not known ---- */

typedef void (*TerraformMember)(TerraformValues *values, Span key, Span value, Span unknown,
                                const void *shape, const Place *way);

/* Calls for each member that is there, and for each that is not known. */
static void terraform_each(TerraformValues *values, Span object, Span unknown,
                           TerraformMember member, const void *shape, const Place *way) {
  Lookup found = {.entry = NULL};
  JsonWalk walk;
  lookup_add_object(&found, unknown, 1);
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    LookupEntry *entry = lookup_find(&found, unknown.text, walk.key);
    bool is_null = json_walk_type(walk.value) == JSON_NULL;
    if (is_null && (entry == NULL || !terraform_is_true(entry->value))) continue;
    if (entry) entry->state = 1;
    member(values, walk.key, is_null ? span_absent : walk.value, entry ? entry->value : span_absent,
           shape, way);
  }
  for (json_walk_open(&walk, unknown); walk.value.text; json_walk_next(&walk)) {
    LookupEntry *entry = lookup_find(&found, unknown.text, walk.key);
    if (entry == NULL || entry->state || entry->value.text != walk.value.text) continue;
    member(values, walk.key, span_absent, walk.value, shape, way);
  }
  values->reading->out_of_memory |= found.out_of_memory;
  lookup_free(&found);
}

/* Appends the key of an entry of a map with its quotes: in a configuration it is a template as well. */
static void terraform_append_key(TerraformValues *values, Span key) {
  Buffer *out = &values->reading->request;
  if (values->resource->is_configuration && memchr(key.text, '{', key.length)) {
    Buffer text = {.text = NULL};
    terraform_text(values, span_of(key.text - 1, span_end(key) + 1), &text);
    buffer_append_string(out, buffer_text(&text));
    values->reading->out_of_memory |= text.out_of_memory;
    buffer_free(&text);
    return;
  }
  buffer_append(out, "\"", 1);
  buffer_append_span(out, key);
  buffer_append(out, "\"", 1);
}

/* Appends "key":value under a key of the API or, where the key is absent, of the map. */
static bool terraform_append_member(TerraformValues *values, const char *name, Span value,
                                    Span unknown, const Shape *shape, const Place *way) {
  Buffer *out = &values->reading->request;
  size_t before = out->length;
  buffer_append_comma(out);
  if (name) {
    buffer_append_string(out, (Span){name, strlen(name)});
  } else {
    terraform_append_key(values, way->key);
  }
  buffer_append(out, ":", 1);
  if (terraform_value(values, value, unknown, shape, way)) return true;
  buffer_cut(out, before);
  return false;
}

static void terraform_map_member(TerraformValues *values, Span key, Span value, Span unknown,
                                 const void *shape, const Place *way) {
  Place place = {.parent = way, .key = key};
  terraform_append_member(values, NULL, value, unknown, shape, &place);
}

/* ---- blocks ---- */

/* What an argument of the resource (structure NULL) or of a block stands for. False where it stands for
** nothing of the connection. */
static bool terraform_find(const Shape *structure, Span key, const char **member,
                           const Shape **shape) {
  for (int id = 0; structure == NULL && id < COLUMN_COUNT; id++) {
    if (columns[id].places & MEMBER_OF_INPUT && terraform_has_argument((ColumnId)id) &&
        json_walk_key_is(key, columns[id].name)) {
      *member = columns[id].member;
      *shape = columns[id].shape;
      return true;
    }
  }
  char name[TERRAFORM_NAME_MAX + 1];
  if (structure == NULL || key.length > TERRAFORM_NAME_MAX) return false;
  memcpy(name, key.text, key.length);
  name[key.length] = '\0';
  *member = terraform_member(structure, name);
  if (*member == NULL) return false;
  *shape = shape_member(structure, *member, strlen(*member))->shape;
  return true;
}

/* A block, or a list of one: absent where there is none. */
static Span terraform_block(TerraformValues *values, Span value, const Place *way) {
  if (json_walk_type(value) != JSON_ARRAY) return value;
  JsonWalk walk;
  json_walk_open(&walk, value);
  Span first = walk.value;
  if (first.text) json_walk_next(&walk);
  if (walk.value.text && way) {
    reading_note_at(values->reading, way, "is more than one block; the first is taken");
  }
  return first;
}

static void terraform_attribute(TerraformValues *values, Span key, Span value, Span unknown,
                                const void *structure, const Place *way);

/* "dynamic": {"LABEL": {"for_each": ..., "content": {...}}}, or a list of such. The content is taken as if
** it stood there once. */
static void terraform_dynamic(TerraformValues *values, Span blocks, const void *structure,
                              const Place *way) {
  JsonWalk walk;
  bool is_list = json_walk_type(blocks) == JSON_ARRAY;
  for (json_walk_open(&walk, blocks); walk.value.text; json_walk_next(&walk)) {
    if (is_list) {
      if (json_walk_type(walk.value) == JSON_OBJECT) {
        terraform_dynamic(values, walk.value, structure, way);
      }
      continue;
    }
    Place label = {.parent = way, .key = walk.key};
    reading_note_at(values->reading, &label,
                    "is a dynamic block, which is not expanded: its content is taken once");
    Span block = terraform_block(values, walk.value, &label);
    Span content = reading_member(values->reading, block, "content", &label);
    if (content.text) terraform_attribute(values, walk.key, content, span_absent, structure, way);
  }
}

/* Arguments that say nothing of the connection, or are dealt with beside it. */
static const char *const terraform_others[] = {
    "arn",         "id",         "region",   "catalog_id", "tags",      "tags_all",
    "count",       "for_each",   "provider", "depends_on", "lifecycle", "timeouts",
    "provisioner", "connection", "//",       NULL};

/* Says so where the resource has it a second time, since whoever looks for it takes the first. */
static bool terraform_is_other(TerraformValues *values, Span key, bool is_of_resource) {
  for (int i = 0; terraform_others[i]; i++) {
    if (!json_walk_means(key, span_text(terraform_others[i]))) continue;
    if (is_of_resource && values->others & 1U << i) {
      reading_note(values->reading, "the member %s stands there twice", terraform_others[i]);
    }
    values->others |= is_of_resource ? 1U << i : 0;
    return true;
  }
  return false;
}

/* An argument of the resource (structure NULL) or of a block. In a state nothing is the same as "", [] and
** {}. */
static void terraform_attribute(TerraformValues *values, Span key, Span value, Span unknown,
                                const void *structure, const Place *way) {
  Place place = {.parent = way, .key = key};
  bool is_configuration = values->resource->is_configuration;
  const char *member;
  const Shape *shape;
  if (is_configuration && json_walk_key_is(key, "dynamic")) {
    terraform_dynamic(values, value, structure, way);
  } else if (!terraform_find(structure, key, &member, &shape)) {
    if (!terraform_is_other(values, key, structure == NULL) && is_configuration) {
      reading_note_at(values->reading, &place,
                      "is no argument of " TERRAFORM_RESOURCE_TYPE ", and left out");
    }
  } else if (is_configuration || terraform_is_true(unknown) || !terraform_is_empty(value)) {
    bool there = terraform_append_member(values, member, value, unknown, shape, &place);
    values->has_type |= there && shape == &shape_connection_type;
    values->has_properties |= there && shape == &shape_connection_properties;
  }
}

/* ---- values ---- */

/* What stands where a list or an object belongs: only a plan knows what comes of it. */
static bool terraform_refuse(TerraformValues *values, const Shape *shape, const Place *way) {
  bool is_needed = shape == &shape_connection_properties;
  reading_note_at(values->reading, way,
                  is_needed
                      ? "is an expression of Terraform: only `terraform show -json` of a plan "
                        "or a state tells what it comes to"
                      : "is an expression of Terraform, and left out");
  values->reading->unusable |= is_needed;
  return false;
}

/* A text in the place of a list: an expression, which stands for all of the list, or one element. */
static void terraform_list_text(TerraformValues *values, Span value) {
  Buffer text = {.text = NULL}, *out = &values->reading->request;
  terraform_text(values, value, &text);
  if (values->resource->is_configuration) reading_mark_elements(&text);
  buffer_append(out, "[", 1);
  buffer_append_string(out, buffer_text(&text));
  buffer_append(out, "]", 1);
  values->reading->out_of_memory |= text.out_of_memory;
  buffer_free(&text);
}

static bool terraform_list(TerraformValues *values, Span value, Span unknown, const Shape *shape,
                           const Place *way) {
  Buffer *out = &values->reading->request;
  JsonWalk walk, unknown_walk;
  if (json_walk_type(value) == JSON_STRING) {
    terraform_list_text(values, value);
    return true;
  }
  if (json_walk_type(value) != JSON_ARRAY) {
    buffer_append(out, "[", 1);
    terraform_value(values, value, span_absent, shape->element, way);
    buffer_append(out, "]", 1);
    return true;
  }
  buffer_append(out, "[", 1);
  json_walk_open(&unknown_walk, unknown);
  for (json_walk_open(&walk, value); walk.value.text; json_walk_next(&walk)) {
    bool is_unknown = terraform_is_true(unknown_walk.value);
    if (is_unknown || json_walk_type(walk.value) != JSON_NULL) {
      buffer_append_comma(out);
      Span element = is_unknown ? span_absent : walk.value;
      terraform_value(values, element, unknown_walk.value, shape->element, way);
    }
    if (unknown_walk.value.text) json_walk_next(&unknown_walk);
  }
  buffer_append(out, "]", 1);
  return true;
}

static bool terraform_object(TerraformValues *values, Span value, Span unknown, const Shape *shape,
                             const Place *way) {
  Buffer *out = &values->reading->request;
  bool is_map = shape->type == SHAPE_MAP;
  if (!is_map) {
    value = terraform_block(values, value, way);
    unknown = terraform_block(values, unknown, NULL);
    if (value.text == NULL && unknown.text == NULL) return false;
  }
  if (value.text && json_walk_type(value) != JSON_OBJECT) {
    return terraform_refuse(values, shape, way);
  }
  buffer_append(out, "{", 1);
  terraform_each(values, value, unknown, is_map ? terraform_map_member : terraform_attribute,
                 is_map ? (const void *)shape->element : shape, way);
  buffer_append(out, "}", 1);
  return true;
}

/* Appends the value; false, and nothing, where there is none. In a state nothing and "", [] or {} are the
** same, but for entries of a map. */
static bool terraform_value(TerraformValues *values, Span value, Span unknown, const Shape *shape,
                            const Place *way) {
  Buffer *out = &values->reading->request;
  bool is_object = shape->type == SHAPE_MAP || shape->type == SHAPE_STRUCTURE;
  if (terraform_is_true(unknown)) {
    if (!is_object) {
      if (shape->type == SHAPE_LIST) buffer_append(out, "[", 1);
      terraform_append_unknown(values, way);
      if (shape->type == SHAPE_LIST) buffer_append(out, "]", 1);
      return true;
    }
    bool is_needed = shape == &shape_connection_properties;
    reading_note_at(values->reading, way, "is not known before the plan is applied%s",
                    is_needed ? "" : ", and left out");
    values->reading->unusable |= is_needed;
    return false;
  }
  if (is_object) return terraform_object(values, value, unknown, shape, way);
  if (value.text == NULL) return false;
  if (shape->type == SHAPE_LIST) return terraform_list(values, value, unknown, shape, way);
  JsonType type = json_walk_type(value);
  if (type == JSON_OBJECT || type == JSON_ARRAY) {
    json_walk_minify(value, buffer_piece, out); /* for the INSERT to refuse */
    return true;
  }
  Buffer text = {.text = NULL};
  terraform_text(values, value, &text);
  buffer_append_string(out, buffer_text(&text));
  values->reading->out_of_memory |= text.out_of_memory;
  buffer_free(&text);
  return true;
}

/* ---- the resource ---- */

/* Of what the provider has no argument for, a comment that an export has made tells: members of
** ConnectionInput as they are. */
static void terraform_comment(TerraformValues *values) {
  Span comment = json_walk_member(values->resource->attributes, "//");
  Span marked = reading_member(values->reading, comment, TERRAFORM_COMMENT, NULL);
  Buffer *out = &values->reading->request;
  JsonWalk walk;
  if (json_walk_type(marked) != JSON_OBJECT) return;
  for (json_walk_open(&walk, marked); walk.value.text; json_walk_next(&walk)) {
    bool is_taken = false;
    if (json_walk_key_is(walk.key, TERRAFORM_UNWRITTEN)) continue;
    for (int id = 0; id < COLUMN_COUNT; id++) {
      is_taken |= columns[id].places & MEMBER_OF_INPUT && !terraform_has_argument((ColumnId)id) &&
                  json_walk_key_is(walk.key, columns[id].member);
    }
    if (!is_taken) {
      reading_note_at(values->reading, &(Place){.key = walk.key},
                      "stands in a comment, and is left out: Terraform has an argument for it");
      continue;
    }
    buffer_append_comma(out);
    buffer_append(out, "\"", 1);
    buffer_append_span(out, walk.key);
    buffer_append(out, "\":", 2);
    json_walk_minify(walk.value, buffer_piece, out);
  }
}

/* CatalogId or Region: one that is only a reference is left out, so that the table's own holds. */
static void terraform_beside(TerraformValues *values, const char *argument, const char *member,
                             Buffer *text) {
  Span value = json_walk_member(values->resource->attributes, argument);
  Buffer *out = &values->reading->request;
  if (json_walk_type(value) == JSON_NULL) return;
  terraform_text(values, value, text);
  if (text->length == 0) return;
  if (reference_is_all(text->text, text->length)) {
    buffer_clear(text);
    reading_note(values->reading,
                 "%s: is an expression of Terraform: left out, so that the table's own "
                 "holds",
                 argument);
    return;
  }
  buffer_append_comma(out);
  buffer_append(out, "\"", 1);
  buffer_append_text(out, member);
  buffer_append(out, "\":", 2);
  buffer_append_string(out, buffer_text(text));
}

/* Before version 6 the provider knows a region from the ARN alone. */
static void terraform_region(TerraformValues *values) {
  Reading *reading = values->reading;
  Span arn = json_walk_member(values->resource->attributes, "arn");
  terraform_beside(values, "region", "Region", &reading->region);
  if (reading->region.length || json_walk_type(arn) != JSON_STRING) return;
  Span rest = json_walk_inside(arn);
  for (int i = 0; i < 3; i++) { /* arn:aws:glue:REGION:... */
    const char *colon = memchr(rest.text, ':', rest.length);
    if (colon == NULL) return;
    rest = span_of(colon + 1, span_end(rest));
  }
  const char *end = memchr(rest.text, ':', rest.length);
  if (end == NULL || end == rest.text) return;
  json_walk_unescape(span_of(rest.text, end), buffer_piece, &reading->region);
  buffer_append_comma(&reading->request);
  buffer_append_text(&reading->request, "\"Region\":");
  buffer_append_string(&reading->request, buffer_text(&reading->region));
}

/* tags_all has the provider's own tags too, and is what the connection has in the end. */
static void terraform_tags(TerraformValues *values) {
  static const char *const names[] = {"tags_all", "tags"};
  const TerraformResource *resource = values->resource;
  for (int i = resource->is_configuration ? 1 : 0; i < 2; i++) {
    Span value = json_walk_member(resource->attributes, names[i]);
    Span unknown = json_walk_member(resource->unknown, names[i]);
    bool is_there = json_walk_type(value) != JSON_NULL || terraform_is_true(unknown);
    if (i == 0 && (json_walk_type(value) == JSON_NULL || terraform_is_true(unknown))) continue;
    if (!is_there || (!resource->is_configuration && terraform_is_empty(value))) continue;
    Place way = {.key = {names[i], strlen(names[i])}};
    terraform_append_member(values, "Tags", value, unknown, &shape_tags, &way);
    return;
  }
}

/* What Terraform makes several of is not expanded. It has a name of its own where the name does not depend
** on which of them it is. */
static void terraform_repetition(TerraformValues *values) {
  Span attributes = values->resource->attributes;
  Span name = json_walk_member(attributes, "name");
  bool is_counted = json_walk_member(attributes, "count").text != NULL;
  if (!is_counted && json_walk_member(attributes, "for_each").text == NULL) return;
  bool depends = span_after_word(name, is_counted ? "count.index" : "each.").text != NULL;
  reading_note(values->reading, "%s is not expanded%s", is_counted ? "count" : "for_each",
               depends ? ", and the name depends on it: read what `terraform show -json` prints"
                       : "");
  values->reading->unusable |= depends;
}

void terraform_add(Reading *reading, const TerraformResource *resource) {
  TerraformValues values = {.reading = reading, .resource = resource};
  Buffer *out = &reading->request;
  reading_begin(reading, resource->kind, resource->start, NULL);
  reading->address = resource->address;
  if (resource->is_configuration) terraform_repetition(&values);
  Span name = json_walk_member(resource->attributes, "name");
  if (terraform_is_true(json_walk_member(resource->unknown, "name"))) {
    buffer_append_text(&reading->name, "${unknown:name}");
  } else if (json_walk_type(name) != JSON_NULL) {
    terraform_text(&values, name, &reading->name);
  }
  buffer_append(out, "{", 1);
  terraform_beside(&values, "catalog_id", "CatalogId", &reading->catalog_id);
  terraform_region(&values);
  buffer_append_comma(out);
  buffer_append_text(out, "\"ConnectionInput\":{");
  terraform_each(&values, resource->attributes, resource->unknown, terraform_attribute, NULL, NULL);
  if (!values.has_type) {
    buffer_append_comma(out);
    buffer_append_text(out, "\"ConnectionType\":\"JDBC\"");
  }
  if (!values.has_properties) {
    buffer_append_comma(out);
    buffer_append_text(out, "\"ConnectionProperties\":{}");
  }
  if (resource->is_configuration) terraform_comment(&values);
  buffer_append(out, "}", 1);
  terraform_tags(&values);
  buffer_append(out, "}", 1);
  reading_finish(reading);
}

#undef TERRAFORM_NAME_MAX
