/* SPDX-License-Identifier: MIT */
#include "documents/reading.h"

#include <stdarg.h>
#include <string.h>

#include "keyring/cipher.h"
#include "text/message.h"
#include "text/reference.h"

/* More are counted only: a document may be wrong in every line. */
#define READING_PROBLEMS_MAX 10
#define READING_KEY_POINTS 100
#define READING_ADDRESS_POINTS 500

/* ---- places ---- */

/* Lines are counted from the last place on, which is near. */
size_t reading_line(Reading *reading, const char *z) {
  Source *source = &reading->source;
  for (const char *end; source->at < z; source->at = end + 1) {
    end = memchr(source->at, '\n', (size_t)(z - source->at));
    if (end == NULL) break;
    source->line++;
  }
  if (source->at < z) source->at = z;
  while (source->at > z) source->line -= *--source->at == '\n';
  return source->line;
}

void reading_append_shown(Reading *reading, sqlite3_str *out, Span escaped, size_t points) {
  Buffer text = {.text = NULL};
  json_walk_unescape(escaped, buffer_piece, &text);
  reading->out_of_memory |= text.out_of_memory;
  message_append(out, buffer_text(&text).text, text.length, points);
  buffer_free(&text);
}

/* Returns whether anything was appended. */
static bool reading_append_way(Reading *reading, sqlite3_str *out, const Place *place) {
  if (place == NULL) return false;
  bool begun = reading_append_way(reading, out, place->parent);
  if (place->key.text) {
    if (begun) sqlite3_str_appendchar(out, 1, '.');
    reading_append_shown(reading, out, place->key, READING_KEY_POINTS);
  } else {
    sqlite3_str_appendf(out, "[%llu]", (sqlite3_uint64)place->index);
  }
  return true;
}

void reading_append_place(Reading *reading, sqlite3_str *out, const char *start, const Place *place,
                          const char *address) {
  sqlite3_uint64 line = reading_line(reading, start);
  sqlite3_str_appendf(out, "%sline %llu", reading->source.before, line);
  if (place || address) sqlite3_str_appendall(out, ": ");
  if (address) {
    message_append(out, address, strlen(address), READING_ADDRESS_POINTS);
  } else {
    reading_append_way(reading, out, place);
  }
}

/* ---- the row that is being made ---- */

void reading_begin(Reading *reading, const char *kind, const char *start, const Place *place) {
  reading->kind = kind;
  reading->start = start;
  reading->place = place;
  reading->address = NULL;
  buffer_clear(&reading->name);
  buffer_clear(&reading->catalog_id);
  buffer_clear(&reading->region);
  buffer_clear(&reading->request);
  reading->problems = 0;
  reading->unusable = false;
  reading->is_begun = true;
  reading->told = NULL;
}

static void reading_vnote(Reading *reading, const Place *way, const char *format,
                          va_list arguments) {
  if (reading->problems++ >= READING_PROBLEMS_MAX) return;
  char *text = sqlite3_vmprintf(format, arguments);
  if (reading->problem == NULL) reading->problem = sqlite3_str_new(NULL);
  if (sqlite3_str_length(reading->problem)) sqlite3_str_appendall(reading->problem, "; ");
  if (reading_append_way(reading, reading->problem, way)) {
    sqlite3_str_appendall(reading->problem, ": ");
  }
  if (text) message_append(reading->problem, text, strlen(text), MESSAGE_WHOLE);
  reading->out_of_memory |= text == NULL;
  sqlite3_free(text);
}

void reading_note(Reading *reading, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  reading_vnote(reading, NULL, format, arguments);
  va_end(arguments);
}

void reading_note_name(Reading *reading, const char *before, Span name, const char *after) {
  sqlite3_str *shown = sqlite3_str_new(NULL);
  reading_append_shown(reading, shown, name, READING_KEY_POINTS);
  char *text = message_finish(shown);
  if (text) reading_note(reading, "%s %s %s", before, text, after);
  reading->out_of_memory |= text == NULL;
  sqlite3_free(text);
}

void reading_note_at(Reading *reading, const Place *way, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  reading_vnote(reading, way, format, arguments);
  va_end(arguments);
}

static void reading_link(Reading *reading, DocumentRow *row) {
  if (reading->last) {
    reading->last->next = row;
  } else {
    reading->first = row;
  }
  reading->last = row;
}

/* Copies the fields into one piece of memory. */
static void reading_add(Reading *reading, const Span field[ROW_FIELDS]) {
  size_t size = 0;
  for (int i = 0; i < ROW_FIELDS; i++) size += field[i].text ? field[i].length : 0;
  DocumentRow *row = sqlite3_malloc64(sizeof(*row) + size);
  if (row == NULL) {
    reading->out_of_memory = true;
    return;
  }
  row->next = NULL;
  row->size = size;
  char *at = row->bytes;
  for (int i = 0; i < ROW_FIELDS; i++) {
    row->field[i] = field[i].text ? (Span){at, field[i].length} : span_absent;
    if (field[i].text == NULL) continue;
    memcpy(at, field[i].text, field[i].length);
    at += field[i].length;
  }
  if (reading->holds) {
    reading_drop_held(reading);
    reading->held = row;
  } else {
    reading_link(reading, row);
  }
  reading->holds = false;
}

static Span reading_text(Reading *reading, sqlite3_str *text) {
  reading->out_of_memory |= sqlite3_str_errcode(text) != SQLITE_OK;
  const char *z = sqlite3_str_value(text);
  return z ? (Span){z, (size_t)sqlite3_str_length(text)} : span_absent;
}

void reading_finish(Reading *reading) {
  Span field[ROW_FIELDS] = {{NULL, 0}};
  reading->is_begun = false;
  sqlite3_str *place = sqlite3_str_new(NULL);
  reading_append_place(reading, place, reading->start, reading->place, reading->address);
  if (reading->problems > READING_PROBLEMS_MAX) {
    sqlite3_str_appendf(reading->problem, "; and %llu more",
                        (sqlite3_uint64)(reading->problems - READING_PROBLEMS_MAX));
  }
  field[ROW_PLACE] = reading_text(reading, place);
  field[ROW_KIND] = (Span){reading->kind, reading->kind ? strlen(reading->kind) : 0};
  field[ROW_NAME] = buffer_span(&reading->name);
  field[ROW_CATALOG_ID] = buffer_span(&reading->catalog_id);
  field[ROW_REGION] = buffer_span(&reading->region);
  if (!reading->unusable) field[ROW_REQUEST] = buffer_span(&reading->request);
  if (reading->problems) field[ROW_PROBLEM] = reading_text(reading, reading->problem);
  reading->out_of_memory |= reading->name.out_of_memory || reading->catalog_id.out_of_memory ||
                            reading->region.out_of_memory || reading->request.out_of_memory;
  if (!reading->out_of_memory) reading_add(reading, field);
  sqlite3_str_reset(place);
  sqlite3_free(sqlite3_str_finish(place));
  if (reading->problem) sqlite3_str_reset(reading->problem);
}

void reading_pass_over(Reading *reading, const char *kind, const char *start, const Place *place,
                       const char *format, ...) {
  va_list arguments;
  reading_begin(reading, kind, start, place);
  va_start(arguments, format);
  reading_vnote(reading, NULL, format, arguments);
  va_end(arguments);
  reading_finish(reading);
}

/* ---- what stands around connections ---- */

void reading_members(Reading *reading, JsonMembers *members, Span object) {
  if (json_walk_type(object) != JSON_OBJECT) object = span_absent;
  reading->out_of_memory |= json_members_read(members, object, &reading->texts) != SQLITE_OK;
}

typedef struct ReadingTwice {
  Reading *reading;
  const char *kind;
  const Place *place;
  bool has_row; /* one of its own has been begun */
} ReadingTwice;

static void reading_note_twice(void *context, const JsonKey *member) {
  ReadingTwice *twice = context;
  if (!twice->reading->is_begun) {
    reading_begin(twice->reading, twice->kind, member->value.text, twice->place);
    twice->has_row = true;
  }
  if (twice->reading->told == member->value.text) return;
  twice->reading->told = member->value.text;
  sqlite3_str *name = sqlite3_str_new(NULL);
  message_append(name, member->text.text, member->text.length, READING_KEY_POINTS);
  reading_note_at(twice->reading, twice->has_row ? NULL : twice->place,
                  "the member %s stands there twice", sqlite3_str_value(name));
  twice->reading->out_of_memory |= sqlite3_str_errcode(name) != SQLITE_OK;
  sqlite3_free(sqlite3_str_finish(name));
}

void reading_tell_twice(Reading *reading, const JsonMembers *members, const char *kind,
                        const Place *place) {
  ReadingTwice twice = {reading, kind, place, false};
  json_keys_report(members->list, members->count, reading_note_twice, &twice);
  if (twice.has_row) reading_finish(reading);
}

void reading_check(Reading *reading, const char *kind, Span object, const Place *place,
                   int levels) {
  JsonMembers members;
  JsonWalk walk;
  reading_members(reading, &members, object);
  reading_tell_twice(reading, &members, kind, place);
  json_members_free(&members);
  if (levels == 1 || json_walk_type(object) != JSON_OBJECT) return;
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    Place inner = {.parent = place, .key = walk.key};
    reading_check(reading, kind, walk.value, &inner, levels - 1);
  }
}

Span reading_member(Reading *reading, Span object, const char *name, const Place *way) {
  JsonMembers members;
  reading_members(reading, &members, object);
  reading_tell_twice(reading, &members, NULL, way);
  Span value = json_members_find(&members, name);
  json_members_free(&members);
  return value;
}

void reading_mark_elements(Buffer *text) {
  Reference reference;
  if (text->length == 0 || !reference_is_all(text->text, text->length)) return;
  reference_at(text->text, text->text + text->length, &reference);
  if (reference.whole.length < text->length) return;
  if (reference.is_list || reference.kind == REFERENCE_RESOLVE) return;
  if (text->length + strlen(REFERENCE_ELEMENTS) > REFERENCE_LENGTH_MAX) return;
  buffer_cut(text, text->length - 1);
  buffer_append_text(text, REFERENCE_ELEMENTS "}");
}

/* ---- the rows that are there ---- */

void reading_add_held(Reading *reading) {
  DocumentRow *row = reading->held;
  if (row == NULL) return;
  reading->held = NULL;
  reading_link(reading, row);
}

void reading_drop_held(Reading *reading) {
  reading_free_row(reading->held);
  reading->held = NULL;
}

DocumentRow *reading_take(Reading *reading) {
  DocumentRow *row = reading->first;
  if (row == NULL) return NULL;
  reading->first = row->next;
  if (reading->first == NULL) reading->last = NULL;
  return row;
}

/* A request may hold secrets in clear. */
void reading_free_row(DocumentRow *row) {
  if (row) cipher_wipe(row->bytes, row->size);
  sqlite3_free(row);
}

void reading_free(Reading *reading) {
  for (DocumentRow *row; (row = reading_take(reading));) reading_free_row(row);
  buffer_free(&reading->name);
  buffer_free(&reading->catalog_id);
  buffer_free(&reading->region);
  buffer_free(&reading->request);
  if (reading->problem) sqlite3_free(sqlite3_str_finish(reading->problem));
  reading->problem = NULL;
  reading_drop_held(reading);
  json_texts_free(&reading->texts);
}

#undef READING_PROBLEMS_MAX
#undef READING_KEY_POINTS
#undef READING_ADDRESS_POINTS
