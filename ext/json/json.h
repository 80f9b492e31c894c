/* SPDX-License-Identifier: MIT */
/*
** JSON, strictly as RFC 8259 has it. json.c is the only file that knows cJSON.
**
** A document is kept twice: as the user's own text without white space between its tokens, which
** is what gets stored, and as cJSON's tree, which is what gets inspected. Most texts have no such
** white space: those are not copied.
*/
#ifndef GLUE_JSON_H
#define GLUE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "json/json_keys.h"
#include "sqlite.h"

/* Deeper documents are refused; the API's own go seven levels deep. */
#define JSON_DEPTH_MAX 64

typedef struct cJSON JsonValue;

typedef enum JsonType {
  JSON_NULL,
  JSON_BOOLEAN,
  JSON_NUMBER,
  JSON_STRING,
  JSON_ARRAY,
  JSON_OBJECT,
} JsonType;

typedef struct JsonDocument {
  const char *text; /* minified, without a NUL: the text that was parsed, or `copy` */
  size_t length;    /* bytes of the text */
  char *copy;       /* owned: the text without its white space; NULL where it had none */
  JsonValue *root;  /* owned; NULL where no tree was wanted */
} JsonDocument;

/* One step down from the root of a document: into a member (its key as it stands in the text,
** still escaped), or into the index-th element of an array. */
typedef struct JsonStep {
  const char *key; /* NULL: an element of an array. Points into the text given to json_parse() */
  size_t key_length;
  size_t index;
} JsonStep;

/* Why and where a text is no JSON. Holds no part of a value. */
typedef struct JsonError {
  const char *reason; /* static: "must not contain \\u0000", ... */
  size_t offset;      /* bytes from the start of the text */
  size_t depth;       /* number of steps */
  JsonStep step[JSON_DEPTH_MAX];
} JsonError;

/* Reads a document from a text that must outlive it. SQLITE_OK; SQLITE_NOMEM; SQLITE_ERROR with
** *error filled in where the text is not JSON (or not well-formed UTF-8). The caller owns the
** document (json_free), also a failed one, which is empty. */
int json_parse(const char *text, size_t length, JsonDocument *document, JsonError *error);
/* The same without the tree: for who walks over the text (json_walk.h). */
int json_read(const char *text, size_t length, JsonDocument *document, JsonError *error);
/* Adds the tree of the document's text. SQLITE_OK or SQLITE_NOMEM. */
int json_grow(JsonDocument *document);
void json_free(JsonDocument *document);
/* The same, and overwrites the memory that is its own: for documents that hold secrets. `wipe`
** overwrites n bytes in a way that no compiler removes. */
void json_free_secret(JsonDocument *document, void (*wipe)(void *, size_t));
/* One that will do. */
void json_wipe(void *bytes, size_t size);

/* The end of the JSON value that begins at the text, after white space, where a tree of it is not wanted
** (json_walk.h goes over the text). NULL, and *error filled in, where there is none. What follows it is
** not looked at. */
const char *json_end(const char *text, size_t length, JsonError *error);

/* The end of the string whose quote is at z, and of the member's or element's value that begins there, in text
** that is known to be JSON. */
const char *json_string_end(const char *z);
const char *json_value_end(const char *z);

JsonType json_type(const JsonValue *value);
const char *json_string(const JsonValue *value); /* NUL-terminated UTF-8; NULL if no string */
bool json_is_true(const JsonValue *value);
double json_number(const JsonValue *value); /* the nearest to it; infinite where none is */
const char *json_number_text(const JsonValue *value);    /* as it is written, NUL-terminated */
const JsonValue *json_first(const JsonValue *container); /* the first member or element, or NULL; of
                                                          ** no container (NULL) there is none */
const JsonValue *json_next(const JsonValue *value);      /* the next sibling, or NULL */
const char *json_key(const JsonValue *value);            /* unescaped; NULL in an array */
const JsonValue *json_member(const JsonValue *object, const char *key); /* or NULL; first wins */

/* Reports every key that an object has more than once, with its second member (json_keys.h). SQLITE_OK or
** SQLITE_NOMEM. */
int json_duplicates(const JsonValue *object,
                    void (*report)(void *context, const JsonKey *duplicate), void *context);

/* Walks the members or elements of a container together with their texts:
**
**     JsonCursor cursor;
**     for (json_open(&cursor, value, text); cursor.value; json_advance(&cursor)) ...
*/
typedef struct JsonCursor {
  const JsonValue *value; /* NULL after the last */
  const char *key;        /* the key's text with its quotes; NULL in an array */
  size_t key_length;
  const char *text; /* the value's text, inside the document's */
  size_t length;
} JsonCursor;

void json_open(JsonCursor *cursor, const JsonValue *container, const char *minified_text);
void json_advance(JsonCursor *cursor);

/* Writes the text as a JSON string with its quotes, piece by piece, by `append`. */
void json_write_string(const char *text, size_t length,
                       void (*append)(void *context, const char *piece, size_t size),
                       void *context);
/* Appends it to a string of SQLite's. */
void json_append_string(sqlite3_str *out, const char *text, size_t length);

#endif
