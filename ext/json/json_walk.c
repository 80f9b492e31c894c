/* SPDX-License-Identifier: MIT */
#include "json/json_walk.h"

#include <string.h>

#include "text/text.h"

static inline bool json_walk_is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static const char *json_walk_skip_space(const char *z) {
  while (json_walk_is_space(*z)) z++;
  return z;
}

/* Sets the walk on what begins at z, after white space. */
static void json_walk_set(JsonWalk *walk, const char *z) {
  z = json_walk_skip_space(z);
  if (*z == '}' || *z == ']') {
    walk->key = walk->value = span_absent;
    walk->closing = z;
    return;
  }
  if (walk->key.text) {
    const char *key = z + 1;
    z = json_string_end(z);
    walk->key = span_of(key, z - 1);
    z = json_walk_skip_space(json_walk_skip_space(z) + 1); /* the colon */
  }
  walk->value = span_of(z, walk->open_end ? walk->open_end : json_value_end(z));
}

Span json_walk_document(Span text) {
  JsonError error;
  const char *end = json_end(text.text, text.length, &error);
  if (end == NULL) return span_absent;
  const char *from = text.text;
  while (json_walk_is_space(*from)) from++;
  for (const char *z = end; z < span_end(text); z++) {
    if (!json_walk_is_space(*z)) return span_absent;
  }
  return span_of(from, end);
}

void json_walk_open(JsonWalk *walk, Span container) {
  JsonType type = json_walk_type(container);
  *walk = (JsonWalk){.index = 0};
  if (type != JSON_OBJECT && type != JSON_ARRAY) return;
  if (type == JSON_OBJECT) walk->key = container; /* that there are keys */
  json_walk_set(walk, container.text + 1);
}

void json_walk_next(JsonWalk *walk) {
  const char *z = json_walk_skip_space(span_end(walk->value));
  walk->index++;
  json_walk_set(walk, *z == ',' ? z + 1 : z);
}

void json_walk_open_ended(JsonWalk *walk, Span array) {
  *walk = (JsonWalk){.open_end = span_end(array)};
  json_walk_set(walk, array.text + 1);
}

void json_walk_end_value(JsonWalk *walk, const char *closing) {
  const char *end = closing ? closing + 1 : json_value_end(walk->value.text);
  walk->value = span_of(walk->value.text, end);
}

bool json_walk_key_is(Span key, const char *text) {
  size_t length = strlen(text);
  return key.text && key.length == length && memcmp(key.text, text, length) == 0;
}

bool json_walk_string_is(Span value, const char *text) {
  return json_walk_type(value) == JSON_STRING && json_walk_key_is(json_walk_inside(value), text);
}

Span json_walk_inside(Span string) {
  return (Span){string.text + 1, string.length - 2};
}

static uint32_t json_walk_hex4(const char *z) {
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) {
    char c = z[i];
    value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

void json_walk_unescape(Span escaped, JsonPiece append, void *context) {
  const char *z = escaped.text, *end = span_end(escaped);
  while (z < end) {
    const char *from = z, *escape = memchr(z, '\\', (size_t)(end - z));
    z = escape ? escape : end;
    append(context, from, (size_t)(z - from));
    if (z == end) return;
    if (z[1] != 'u') {
      static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
      append(context, meanings + (strchr(letters, z[1]) - letters), 1);
      z += 2;
      continue;
    }
    uint32_t point = json_walk_hex4(z + 2);
    z += 6;
    if (point >= 0xd800 && point <= 0xdfff) {
      point = 0x10000 + ((point & 0x3ff) << 10 | (json_walk_hex4(z + 2) & 0x3ff));
      z += 6;
    }
    char bytes[4];
    append(context, bytes, text_encode(point, bytes));
  }
}

/* What is left of a text that the pieces so far began with. */
typedef struct JsonComparison {
  Span rest;
  bool is_nocase;
  bool differs;
} JsonComparison;

static void json_walk_compare(void *context, const char *piece, size_t size) {
  JsonComparison *comparison = context;
  Span rest = comparison->rest;
  bool equals = !comparison->differs && rest.length >= size &&
                (comparison->is_nocase ? text_equal_nocase(rest.text, piece, size)
                                       : memcmp(rest.text, piece, size) == 0);
  comparison->differs = !equals;
  if (equals) comparison->rest = span_after(rest, size);
}

static bool json_walk_compares(Span escaped, Span text, bool is_nocase) {
  JsonComparison comparison = {text, is_nocase, false};
  if (escaped.length < text.length) return false;
  json_walk_unescape(escaped, json_walk_compare, &comparison);
  return !comparison.differs && comparison.rest.length == 0;
}

bool json_walk_means(Span escaped, Span text) {
  if (!json_walk_has_escape(escaped)) {
    return escaped.length == text.length &&
           (text.length == 0 || memcmp(escaped.text, text.text, text.length) == 0);
  }
  return json_walk_compares(escaped, text, false);
}

bool json_walk_means_nocase(Span escaped, Span text) {
  return json_walk_compares(escaped, text, true);
}

Span json_walk_find(Span object, Span name) {
  JsonWalk walk;
  if (json_walk_type(object) != JSON_OBJECT) return span_absent;
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    if (json_walk_means(walk.key, name)) return walk.value;
  }
  return span_absent;
}

Span json_walk_member(Span object, const char *name) {
  return json_walk_find(object, span_text(name));
}

typedef struct JsonCopy {
  struct JsonCopy *next;
  size_t length;
  char text[];
} JsonCopy;

static void json_texts_append(void *context, const char *piece, size_t size) {
  JsonCopy *copy = context;
  memcpy(copy->text + copy->length, piece, size);
  copy->length += size;
}

Span json_texts_copy(JsonTexts *texts, Span escaped) {
  JsonCopy *copy = sqlite3_malloc64(sizeof(*copy) + escaped.length + 1);
  if (copy == NULL) {
    texts->out_of_memory = true;
    return (Span){"", 0};
  }
  *copy = (JsonCopy){.next = texts->copies};
  json_walk_unescape(escaped, json_texts_append, copy);
  copy->text[copy->length] = '\0';
  texts->copies = copy;
  return (Span){copy->text, copy->length};
}

void json_texts_free(JsonTexts *texts) {
  for (JsonCopy *copy = texts->copies, *next; copy; copy = next) {
    next = copy->next;
    json_wipe(copy->text, copy->length);
    sqlite3_free(copy);
  }
  texts->copies = NULL;
}

int json_members_read(JsonMembers *members, Span object, JsonTexts *texts) {
  JsonWalk walk;
  size_t count = 0;
  members->list = members->few;
  members->count = 0;
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk), count++) {
    if (count >= JSON_KEYS_FEW) continue;
    members->few[count] = (JsonKey){json_texts_add(texts, walk.key), walk.value, NULL, count};
  }
  if (count > JSON_KEYS_FEW) {
    members->list = sqlite3_malloc64(count * sizeof(*members->list));
    if (members->list == NULL) return SQLITE_NOMEM;
    json_walk_open(&walk, object);
    for (size_t i = 0; i < count; i++, json_walk_next(&walk)) {
      members->list[i] = (JsonKey){json_texts_add(texts, walk.key), walk.value, NULL, i};
    }
  }
  members->count = count;
  return texts->out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

void json_members_free(JsonMembers *members) {
  if (members->list != members->few) sqlite3_free(members->list);
}

Span json_members_find(const JsonMembers *members, const char *name) {
  for (size_t i = 0; i < members->count; i++) {
    if (span_is(members->list[i].text, name)) return members->list[i].value;
  }
  return span_absent;
}

void json_walk_minify(Span value, JsonPiece append, void *context) {
  const char *z = value.text, *end = span_end(value), *from = z;
  while (z < end) {
    if (*z == '"') {
      z = json_string_end(z);
    } else if (json_walk_is_space(*z)) {
      if (z > from) append(context, from, (size_t)(z - from));
      from = ++z;
    } else {
      z++;
    }
  }
  append(context, from, (size_t)(end - from));
}
