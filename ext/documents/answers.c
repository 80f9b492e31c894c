/* SPDX-License-Identifier: MIT */
#include "documents/answers.h"

/* What stands beside a Connection or a ConnectionInput: ours, but for the tags of a request. */
static const char *const answers_beside[] = {"CatalogId", "Region", "Tags", NULL};

static bool answers_is_beside(Span key) {
  for (const char *const *name = answers_beside; *name; name++) {
    if (json_walk_key_is(key, *name)) return true;
  }
  return false;
}

/* The value of a string; nothing of anything else. */
static void answers_set(Buffer *field, Span value) {
  buffer_clear(field);
  if (json_walk_type(value) == JSON_STRING) {
    json_walk_unescape(json_walk_inside(value), buffer_piece, field);
  }
}

/* Appends "key":value. */
static void answers_append(Buffer *out, Span key, Span value) {
  buffer_append_comma(out);
  buffer_append(out, "\"", 1);
  buffer_append_span(out, key);
  buffer_append(out, "\":", 2);
  json_walk_minify(value, buffer_piece, out);
}

/* Appends the members of the object that belong into the connection, or those that belong beside it. What stands
** there twice goes on as it is, for the INSERT to refuse. */
static void answers_append_members(Buffer *out, Span object, bool beside) {
  JsonWalk walk;
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    if (answers_is_beside(walk.key) == beside) answers_append(out, walk.key, walk.value);
  }
}

/* The element of a ConnectionList on which the walk is, which may hold what belongs beside it. */
static void answers_read_element(Reading *reading, JsonWalk *list, const Place *place) {
  static const char kind[] = "get-connections";
  if (json_walk_type(list->value) != JSON_OBJECT) {
    json_walk_end_value(list, NULL);
    reading_pass_over(reading, kind, list->value.text, place, "no connection: not an object");
    return;
  }
  reading_begin(reading, kind, list->value.text, place);
  Buffer *out = &reading->request;
  bool beside = false;
  JsonWalk walk;
  for (json_walk_open(&walk, list->value); walk.value.text; json_walk_next(&walk)) {
    if (json_walk_key_is(walk.key, "Name")) answers_set(&reading->name, walk.value);
    if (!answers_is_beside(walk.key)) continue;
    beside = true;
    if (json_walk_key_is(walk.key, "CatalogId")) answers_set(&reading->catalog_id, walk.value);
    if (json_walk_key_is(walk.key, "Region")) answers_set(&reading->region, walk.value);
  }
  json_walk_end_value(list, walk.closing);
  buffer_append(out, "{", 1);
  if (beside) {
    answers_append_members(out, list->value, true);
    buffer_append_text(out, ",\"Connection\":{");
    answers_append_members(out, list->value, false);
    buffer_append(out, "}}", 2);
  } else {
    buffer_append_text(out, "\"Connection\":");
    json_walk_minify(list->value, buffer_piece, out);
    buffer_append(out, "}", 1);
  }
  reading_finish(reading);
}

void answers_read_list(Reading *reading, Span list, const Place *place) {
  JsonWalk walk;
  for (json_walk_open_ended(&walk, list); walk.value.text; json_walk_next(&walk)) {
    answers_read_element(reading, &walk, &(Place){.parent = place, .index = walk.index});
  }
}

static void answers_set_beside(Reading *reading, Span object) {
  answers_set(&reading->catalog_id, json_walk_member(object, "CatalogId"));
  answers_set(&reading->region, json_walk_member(object, "Region"));
}

void answers_read_answer(Reading *reading, Span answer, const Place *place) {
  static const char key[] = "Connection";
  reading_begin(reading, "get-connection", answer.text, place);
  answers_set(&reading->name, json_walk_member(json_walk_member(answer, key), "Name"));
  answers_set_beside(reading, answer);
  Buffer *out = &reading->request;
  buffer_append(out, "{", 1);
  answers_append_members(out, answer, true);
  JsonWalk walk;
  for (json_walk_open(&walk, answer); walk.value.text; json_walk_next(&walk)) {
    if (json_walk_means(walk.key, span_text(key))) answers_append(out, walk.key, walk.value);
  }
  buffer_append(out, "}", 1);
  reading_finish(reading);
}

void answers_read_request(Reading *reading, Span request, const Place *place) {
  Span input = json_walk_member(request, "ConnectionInput");
  bool is_answer = json_walk_member(request, "CreationTime").text != NULL && input.text == NULL;
  reading_begin(reading, is_answer ? "get-connection" : "request", request.text, place);
  answers_set(&reading->name, json_walk_member(input.text ? input : request, "Name"));
  answers_set_beside(reading, request);
  json_walk_minify(request, buffer_piece, &reading->request);
  reading_finish(reading);
}
