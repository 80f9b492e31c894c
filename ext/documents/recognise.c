/* SPDX-License-Identifier: MIT */
#include "documents/recognise.h"

#include <string.h>

#include "documents/answers.h"
#include "documents/cloudformation.h"
#include "documents/encoding.h"
#include "documents/terraform.h"
#include "documents/unknown.h"
#include "documents/yaml.h"
#include "glue_connections.h"
#include "text/message.h"

/* A text in a text in a text: the body of a template stands in a string. */
#define RECOGNISE_NESTING_MAX 2
/* Code points of the name of a parameter in a message. */
#define RECOGNISE_POINTS 255

static void recognise_text(Reading *reading, Span text, const char *before, int nesting);

/* The members that tell what an object is. */
enum {
  HAS_CONNECTION_LIST,
  HAS_NEXT_TOKEN,
  HAS_CONNECTION,
  HAS_CONNECTION_INPUT,
  HAS_CONNECTION_TYPE,
  HAS_CONNECTION_PROPERTIES,
  HAS_RESOURCES,
  HAS_TEMPLATE_BODY,
  HAS_RESOURCE,
  HAS_DATA,
  HAS_FORMAT_VERSION,
  HAS_VALUES,
  HAS_PLANNED_VALUES,
  HAS_RESOURCE_CHANGES,
  HAS_TERRAFORM_VERSION,
  HAS_VERSION,
  HAS_LINEAGE,
  HAS_ENCRYPTED_DATA,
  HAS_COUNT,
};

static const char *const recognise_members[HAS_COUNT] = {
    "ConnectionList",    "NextToken",
    "Connection",        "ConnectionInput",
    "ConnectionType",    "ConnectionProperties",
    "Resources",         "TemplateBody",
    "resource",          "data",
    "format_version",    "values",
    "planned_values",    "resource_changes",
    "terraform_version", "version",
    "lineage",           "encrypted_data"};

static bool recognise_is(Span value, JsonType type) {
  return value.text && json_walk_type(value) == type;
}

/* ---- pages ---- */

/* A page with a NextToken is complete where the next one follows it. */
static void recognise_page(Reading *reading, const JsonMembers *page, const Span found[HAS_COUNT],
                           const Place *place) {
  reading_tell_twice(reading, page, "get-connections", place);
  static const char list[] = "ConnectionList", token[] = "NextToken";
  answers_read_list(reading, found[HAS_CONNECTION_LIST],
                    &(Place){.parent = place, .key = {list, sizeof(list) - 1}});
  reading_drop_held(reading);
  if (!recognise_is(found[HAS_NEXT_TOKEN], JSON_STRING)) return;
  reading->holds = true;
  reading_pass_over(reading, "get-connections", found[HAS_NEXT_TOKEN].text,
                    &(Place){.parent = place, .key = {token, sizeof(token) - 1}},
                    "a page of several: those after its NextToken are not here");
}

/* ---- one value ---- */

/* A template that stands in a string: places in it are lines of that string. */
static void recognise_body(Reading *reading, Span body, const Place *place, int nesting) {
  static const char member[] = "TemplateBody";
  Buffer text = {.text = NULL};
  sqlite3_str *before = sqlite3_str_new(NULL);
  reading_append_place(reading, before, body.text,
                       &(Place){.parent = place, .key = {member, sizeof(member) - 1}}, NULL);
  sqlite3_str_appendall(before, ", ");
  json_walk_unescape(json_walk_inside(body), buffer_piece, &text);
  reading->out_of_memory |= text.out_of_memory || sqlite3_str_errcode(before);
  if (!reading->out_of_memory) {
    Source outside = reading->source;
    recognise_text(reading, buffer_text(&text), sqlite3_str_value(before), nesting + 1);
    reading->source = outside;
  }
  buffer_free(&text);
  sqlite3_free(sqlite3_str_finish(before));
}

static void recognise_template_body(Reading *reading, Span body, const Place *place, int nesting) {
  static const char member[] = "TemplateBody";
  Place inside = {.parent = place, .key = {member, sizeof(member) - 1}};
  if (json_walk_type(body) == JSON_STRING && nesting < RECOGNISE_NESTING_MAX) {
    recognise_body(reading, body, place, nesting);
    return;
  }
  JsonMembers root;
  reading_members(reading, &root, body);
  if (recognise_is(json_members_find(&root, "Resources"), JSON_OBJECT)) {
    cloudformation_read(reading, body, &root, &inside);
  } else {
    unknown_value(reading, body, &inside);
  }
  json_members_free(&root);
}

/* A document that is JSON and no template. */
static void recognise_json(Reading *reading, Span object, const JsonMembers *root,
                           const Span found[HAS_COUNT], const Place *place) {
  if (recognise_is(found[HAS_CONNECTION_LIST], JSON_ARRAY)) {
    recognise_page(reading, root, found, place);
  } else if (recognise_is(found[HAS_CONNECTION], JSON_OBJECT)) {
    answers_read_answer(reading, object, place);
  } else if (found[HAS_CONNECTION_INPUT].text || found[HAS_CONNECTION_TYPE].text ||
             found[HAS_CONNECTION_PROPERTIES].text) {
    answers_read_request(reading, object, place);
  } else if (recognise_is(found[HAS_FORMAT_VERSION], JSON_STRING) &&
             (found[HAS_VALUES].text || found[HAS_PLANNED_VALUES].text ||
              found[HAS_RESOURCE_CHANGES].text || found[HAS_TERRAFORM_VERSION].text ||
              root->count == 1)) { /* there is no state */
    terraform_read_show(reading, root);
  } else if (recognise_is(found[HAS_VERSION], JSON_NUMBER) &&
             (found[HAS_TERRAFORM_VERSION].text || found[HAS_LINEAGE].text)) {
    terraform_read_state(reading, root, place);
  } else if (recognise_is(found[HAS_RESOURCE], JSON_OBJECT) ||
             recognise_is(found[HAS_RESOURCE], JSON_ARRAY) ||
             recognise_is(found[HAS_DATA], JSON_OBJECT)) {
    terraform_read_configuration(reading, root);
  } else {
    unknown_value(reading, object, place);
  }
}

/* What is YAML is a template, or nothing that is read; nor is what OpenTofu has encrypted. */
static bool recognise_is_readable(const Reading *reading, const Span found[HAS_COUNT]) {
  return !reading->source.is_yaml && !found[HAS_ENCRYPTED_DATA].text;
}

static void recognise_object(Reading *reading, Span object, const Place *place, int nesting) {
  Span found[HAS_COUNT];
  JsonMembers root;
  reading_members(reading, &root, object);
  for (int i = 0; i < HAS_COUNT; i++) found[i] = json_members_find(&root, recognise_members[i]);
  if (recognise_is(found[HAS_RESOURCES], JSON_OBJECT)) {
    cloudformation_read(reading, object, &root, place);
  } else if (found[HAS_TEMPLATE_BODY].text) {
    reading_tell_twice(reading, &root, "cloudformation", place);
    recognise_template_body(reading, found[HAS_TEMPLATE_BODY], place, nesting);
  } else if (recognise_is_readable(reading, found)) {
    recognise_json(reading, object, &root, found, place);
  } else {
    unknown_value(reading, object, place);
  }
  json_members_free(&root);
}

static void recognise_value(Reading *reading, Span value, const Place *place, int nesting) {
  if (reading->out_of_memory) return;
  JsonType type = json_walk_type(value);
  if (type == JSON_OBJECT) {
    recognise_object(reading, value, place, nesting);
  } else if (type != JSON_ARRAY || reading->source.is_yaml) {
    unknown_value(reading, value, place);
  } else {
    JsonWalk walk;
    for (json_walk_open(&walk, value); walk.value.text; json_walk_next(&walk)) {
      recognise_value(reading, walk.value, &(Place){.parent = place, .index = walk.index}, nesting);
    }
  }
}

/* ---- one text: documents one after the other ---- */

static bool recognise_is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\x1e'; /* RS: RFC 7464 */
}

static const char *recognise_skip_space(const char *z, const char *end) {
  while (z < end && recognise_is_space(*z)) z++;
  return z;
}

/* Where to go on after what is wrong at `wrong`, in a document that began at z: at the next line that
** begins as an object or an array does. If lines may be indented, it must be one of JSON Lines: one that is
** wrong in its own line. Elsewhere an indented brace is within the document. */
static const char *recognise_next_line(const char *z, const char *wrong, const char *end) {
  const char *line_end = memchr(z, '\n', (size_t)(end - z));
  bool is_line = line_end == NULL || wrong <= line_end;
  const char *line =
      wrong > z && wrong[-1] == '\n' ? wrong : memchr(wrong, '\n', (size_t)(end - wrong));
  for (; line; line = memchr(line, '\n', (size_t)(end - line))) {
    if (*line == '\n') line++;
    const char *first = is_line ? recognise_skip_space(line, end) : line;
    if (first == end) break;
    if (*first == '{' || *first == '[') return first;
  }
  return end;
}

/* What is no JSON, one after the other: a file of another kind is so in every line. */
typedef struct Broken {
  const char *start; /* where the first begins; NULL: there is none */
  const char *reason;
  size_t line;  /* in which it goes wrong */
  size_t count; /* how many there are */
} Broken;

static void recognise_tell(Reading *reading, Broken *broken) {
  if (broken->start == NULL) return;
  reading_begin(reading, NULL, broken->start, NULL);
  reading_note(reading, "no JSON: it %s (line %llu)", broken->reason, (sqlite3_uint64)broken->line);
  if (broken->count > 1) {
    reading_note(reading, "nor are %llu more after it", (sqlite3_uint64)broken->count - 1);
  }
  reading_finish(reading);
  *broken = (Broken){.start = NULL};
}

/* What is no JSON is told, and the lines after it are read. */
static void recognise_documents(Reading *reading, int nesting) {
  Span text = reading->source.text;
  const char *z = text.text, *end = span_end(text);
  Broken broken = {.start = NULL};
  while ((z = recognise_skip_space(z, end)) < end && !reading->out_of_memory) {
    JsonError error;
    const char *after = json_end(z, (size_t)(end - z), &error);
    if (after) {
      recognise_tell(reading, &broken);
      recognise_value(reading, span_of(z, after), NULL, nesting);
      z = after;
      continue;
    }
    const char *wrong = z + error.offset;
    if (broken.start == NULL) {
      broken = (Broken){.start = z, .reason = error.reason, .line = reading_line(reading, wrong)};
    }
    broken.count++;
    z = recognise_next_line(z, wrong, end);
  }
  recognise_tell(reading, &broken);
}

static void recognise_empty(Reading *reading, Span text) {
  reading_pass_over(reading, NULL, text.text, NULL, "empty: there is nothing in it");
}

static void recognise_yaml(Reading *reading, Span text, int nesting) {
  YamlError error = {NULL, 0};
  Buffer json = {.text = NULL};
  if (yaml_to_json(text, &json, &error)) {
    if (json.length == 0) recognise_empty(reading, text);
    reading->source.text = buffer_text(&json);
    reading->source.at = reading->source.text.text;
    reading->source.is_yaml = true;
    recognise_documents(reading, nesting);
  } else if (error.reason && span_after_word(text, "Resources:").text) {
    reading_pass_over(reading, NULL, text.text, NULL,
                      "a template in YAML that cannot be read: %s (line %llu)", error.reason,
                      (sqlite3_uint64)error.line);
  } else if (error.reason) {
    unknown_yaml(reading, text);
  }
  reading->out_of_memory |= json.out_of_memory;
  buffer_free(&json);
}

static void recognise_text(Reading *reading, Span text, const char *before, int nesting) {
  reading->source = (Source){.text = text, .before = before, .at = text.text, .line = 1};
  const char *z = recognise_skip_space(text.text, span_end(text));
  if (z == span_end(text)) {
    recognise_empty(reading, text);
  } else if ((*z == '{' || *z == '[') && !(text.length > 1 && z[1] == '\0')) {
    recognise_documents(reading, nesting);
  } else if (!unknown_text(reading, span_of(z, span_end(text)))) {
    recognise_yaml(reading, text, nesting);
  }
}

/* ---- parameters ---- */

static bool recognise_is_plain(Span value) {
  JsonType type = json_walk_type(value);
  return type != JSON_OBJECT && type != JSON_ARRAY;
}

/* Whether the text is an object of plain values and lists of such. */
static bool recognise_parameters(Span text, Span *parameters) {
  JsonError error;
  const char *start = recognise_skip_space(text.text, span_end(text));
  const char *end = json_end(text.text, text.length, &error);
  if (end == NULL || recognise_skip_space(end, span_end(text)) < span_end(text)) return false;
  *parameters = span_of(start, end);
  if (json_walk_type(*parameters) != JSON_OBJECT) return false;
  JsonWalk walk, element;
  for (json_walk_open(&walk, *parameters); walk.value.text; json_walk_next(&walk)) {
    if (json_walk_type(walk.value) == JSON_OBJECT) return false;
    for (json_walk_open(&element, walk.value); element.value.text; json_walk_next(&element)) {
      if (!recognise_is_plain(element.value)) return false;
    }
  }
  return true;
}

static void recognise_note_twice(void *context, const JsonKey *parameter) {
  *(Span *)context = parameter->text;
}

/* Which of two values is meant nobody can know. */
static int recognise_refuse_twice(Reading *reading, char **message) {
  JsonMembers members;
  Span twice = span_absent;
  reading_members(reading, &members, reading->parameters);
  json_keys_report(members.list, members.count, recognise_note_twice, &twice);
  int rc = SQLITE_OK;
  if (twice.text) {
    sqlite3_str *name = sqlite3_str_new(NULL);
    message_append(name, twice.text, twice.length, RECOGNISE_POINTS);
    char *shown = message_finish(name);
    rc = shown ? refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                        "parameters: %s stands there twice; give one value for it", shown)
               : SQLITE_NOMEM;
    sqlite3_free(shown);
  }
  json_members_free(&members);
  return rc;
}

int recognise_document(Reading *reading, const char *bytes, size_t n, Span parameters,
                       char **message) {
  Buffer converted = {.text = NULL};
  if (parameters.text && !recognise_parameters(parameters, &reading->parameters)) {
    return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "parameters: must be a JSON object of strings, numbers, true, false, null and "
                  "lists of those");
  }
  int rc = recognise_refuse_twice(reading, message);
  if (rc != SQLITE_OK) return rc;
  Span text = encoding_text(bytes, n, &converted);
  reading->out_of_memory |= converted.out_of_memory;
  if (!reading->out_of_memory) recognise_text(reading, text, "", 0);
  reading_add_held(reading);
  buffer_free(&converted);
  return reading->out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

#undef RECOGNISE_NESTING_MAX
#undef RECOGNISE_POINTS
