/* SPDX-License-Identifier: MIT */
/*
** JSON without a tree: walks over the text itself, for documents that are too big to be built. All of
** these take text that json_end() has found to be JSON; a value is a span of it without white space
** around. Keys and strings are compared as they are written: "\u0041" is not "A", but where it is asked what
** that means, or for the member of a name.
*/
#ifndef GLUE_JSON_WALK_H
#define GLUE_JSON_WALK_H

#include "json/json.h"
#include "text/span.h"

/* The document that a text is, absent where it is none. */
Span json_walk_document(Span text);

/* The type of a value; JSON_NULL where it is absent. */
static inline JsonType json_walk_type(Span value) {
  switch (value.text ? *value.text : 'n') {
  case '{': return JSON_OBJECT;
  case '[': return JSON_ARRAY;
  case '"': return JSON_STRING;
  case 'n': return JSON_NULL;
  case 't':
  case 'f': return JSON_BOOLEAN;
  default: return JSON_NUMBER;
  }
}

/* Walks the members or elements of a container; of anything else, and of what is absent, there are none:
**
**     JsonWalk walk;
**     for (json_walk_open(&walk, value); walk.value.text; json_walk_next(&walk)) ...
*/
typedef struct JsonWalk {
  Span key;             /* escaped, without its quotes; absent in an array */
  Span value;           /* absent after the last */
  size_t index;         /* counted from 0 */
  const char *closing;  /* after the last: the bracket that ends the container */
  const char *open_end; /* of json_walk_open_ended(): where every value ends for now */
} JsonWalk;

void json_walk_open(JsonWalk *walk, Span container);
void json_walk_next(JsonWalk *walk);

/* The same for a long array of objects whose members are walked over anyway, which finds their ends: the value
** of each reaches to the end of the array, until json_walk_end_value() cuts it before json_walk_next(). `closing`
** is that of a walk that has gone over its members; NULL where none has. */
void json_walk_open_ended(JsonWalk *walk, Span array);
void json_walk_end_value(JsonWalk *walk, const char *closing);

/* The first member of that name, however it is written; absent where there is none, or no object. */
Span json_walk_member(Span object, const char *name);

/* Whether the key, or the string with its quotes, is that text. */
bool json_walk_key_is(Span key, const char *text);
bool json_walk_string_is(Span value, const char *text);

/* Whether the key, or what stands between the quotes of a string, means that text, however it is written;
** ASCII case ignored. Neither is absent. */
bool json_walk_means(Span escaped, Span text);
bool json_walk_means_nocase(Span escaped, Span text);
/* The first member whose name means that one. */
Span json_walk_find(Span object, Span name);

/* Takes one piece of a text. */
typedef void (*JsonPiece)(void *context, const char *piece, size_t size);

/* What a string means: its text between the quotes, unescaped. */
void json_walk_unescape(Span escaped, JsonPiece append, void *context);
/* A string with its quotes, and then without them. */
Span json_walk_inside(Span string);

/* Whether a key, or what stands between the quotes of a string, has an escape; of a whole document, whether any
** string has one. Absent: none. */
static inline bool json_walk_has_escape(Span escaped) {
  return escaped.length && memchr(escaped.text, '\\', escaped.length);
}

/* What the strings of a document mean, as spans. Most have no escape, and are a piece of the document; the
** others are copied. */
typedef struct JsonTexts {
  struct JsonCopy *copies; /* owned; NULL: none */
  bool out_of_memory;
  bool is_plain; /* no string of the document has an escape: none is looked for in each */
} JsonTexts;

/* For the strings of that document alone. Texts of several begin as {.copies = NULL}. */
static inline JsonTexts json_texts_of(Span document) {
  return (JsonTexts){.is_plain = !json_walk_has_escape(document)};
}

/* A copy of what stands between the quotes of a string or a key, which ends with a NUL; empty where memory is
** out. */
Span json_texts_copy(JsonTexts *texts, Span escaped);
/* The same, or a piece of the document where it is one. */
static inline Span json_texts_add(JsonTexts *texts, Span escaped) {
  bool has_escape = !texts->is_plain && json_walk_has_escape(escaped);
  return has_escape ? json_texts_copy(texts, escaped) : escaped;
}
/* Overwrites what was copied: it may be a secret. */
void json_texts_free(JsonTexts *texts);

/* The members of an object, read once where they are looked at more than once. */
typedef struct JsonMembers {
  JsonKey *list; /* with their values: `few`, or owned */
  size_t count;
  JsonKey few[JSON_KEYS_FEW];
} JsonMembers;

/* Of an object. SQLITE_OK or SQLITE_NOMEM; to be freed in any case. */
int json_members_read(JsonMembers *members, Span object, JsonTexts *texts);
void json_members_free(JsonMembers *members);
/* The value of the first of that name; absent where there is none. */
Span json_members_find(const JsonMembers *members, const char *name);

/* The text of the value without the white space between its tokens. */
void json_walk_minify(Span value, JsonPiece append, void *context);

#endif
