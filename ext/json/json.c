/* SPDX-License-Identifier: MIT */
/*
** JSON on top of cJSON.
**
** cJSON accepts more than JSON: control characters in strings, numbers such as 01, malformed
** UTF-8, trailing text; it cuts a string at \u0000 and returns NULL for a syntax error and for a
** lack of memory alike. So a text passes a strict scan first, which also takes the white space
** out of it and knows the path of whatever is wrong. What cJSON refuses after that is a lack of
** memory.
*/
#include "json/json.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

/* No string of JSON is longer, nor is anything that a machine of 32 bits has behind the quote before it. */
#define STRING_LENGTH_MAX 0x7ffffffd
/* cJSON copies a number into a buffer of 64 bytes. */
#define NUMBER_LENGTH_MAX 63

typedef struct JsonScan {
  const char *start, *at, *end; /* the user's text */
  const char *kept;             /* what follows it has not been copied yet */
  char *copy;                   /* owned; made at the first white space between two tokens */
  size_t copied;                /* bytes of the copy */
  bool out_of_memory;
  bool looks_only;  /* nothing is copied */
  JsonError *error; /* its steps are the path of `at` */
} JsonScan;

static bool json_scan_value(JsonScan *scan);

static bool json_fail(JsonScan *scan, const char *reason) {
  scan->error->reason = reason;
  scan->error->offset = (size_t)(scan->at - scan->start);
  return false;
}

/* Copies what has been kept so far, up to `end`. */
static void json_copy_kept(JsonScan *scan, const char *end) {
  size_t length = (size_t)(end - scan->kept);
  if (scan->copy == NULL) scan->copy = sqlite3_malloc64((sqlite3_uint64)(scan->end - scan->start));
  if (scan->copy == NULL) {
    scan->out_of_memory = true;
  } else {
    memcpy(scan->copy + scan->copied, scan->kept, length);
    scan->copied += length;
  }
}

static inline bool json_is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* White space is left out of the copy; after the last token it is merely cut off. */
static void json_leave_out_space(JsonScan *scan) {
  const char *from = scan->at;
  while (scan->at < scan->end && json_is_space(*scan->at)) scan->at++;
  if (scan->at == scan->end) {
    scan->at = scan->end = from;
    return;
  }
  if (scan->looks_only) return;
  json_copy_kept(scan, from);
  scan->kept = scan->at;
}

static inline void json_skip_space(JsonScan *scan) {
  if (scan->at < scan->end && json_is_space(*scan->at)) json_leave_out_space(scan);
}

/* Goes beyond the expected character, after any white space. */
static inline bool json_take(JsonScan *scan, char expected) {
  json_skip_space(scan);
  if (scan->at == scan->end || *scan->at != expected) return false;
  scan->at++;
  return true;
}

/* The four hexadecimal digits at z, or -1. */
static int json_hex4(const char *z, const char *end) {
  if (end - z < 4) return -1;
  int value = 0;
  for (int i = 0; i < 4; i++) {
    char c = z[i];
    int digit = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
    if (digit < 0) return -1;
    value = value << 4 | digit;
  }
  return value;
}

/* at: the backslash. */
static bool json_scan_escape(JsonScan *scan) {
  const char *z = scan->at + 1, *end = scan->end;
  if (z == end) return json_fail(scan, "must not end inside a string");
  if (*z != 'u') {
    if (*z == '\0' || strchr("\"\\/bfnrt", *z) == NULL) {
      return json_fail(scan, "must not contain an unknown escape");
    }
    scan->at += 2;
    return true;
  }
  int unit = json_hex4(z + 1, end);
  if (unit < 0) return json_fail(scan, "must have four hexadecimal digits after \\u");
  if (unit == 0) return json_fail(scan, "must not contain \\u0000");
  scan->at += 6;
  if (unit < 0xd800 || unit > 0xdfff) return true;
  z = scan->at;
  int low =
      unit <= 0xdbff && end - z >= 6 && z[0] == '\\' && z[1] == 'u' ? json_hex4(z + 2, end) : -1;
  if (low < 0xdc00 || low > 0xdfff) {
    scan->at -= 6;
    return json_fail(scan, "must not contain a lone surrogate");
  }
  scan->at += 6;
  return true;
}

static bool json_scan_string(JsonScan *scan) {
  for (scan->at++;;) {
    scan->at = text_skip_unescaped(scan->at, scan->end);
    if (scan->at == scan->end) return json_fail(scan, "must not end inside a string");
    unsigned char c = (unsigned char)*scan->at;
    if (c == '"') {
      scan->at++;
      return true;
    }
    if (c == '\\') {
      if (!json_scan_escape(scan)) return false;
    } else if (c < 0x20) {
      return json_fail(scan, "must not contain an unescaped control character");
    } else {
      uint32_t point;
      size_t length = text_decode(scan->at, scan->end, &point);
      if (length == 0) return json_fail(scan, "must be well-formed UTF-8");
      scan->at += length;
    }
  }
}

static bool json_digits(JsonScan *scan) {
  const char *from = scan->at;
  while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') scan->at++;
  return scan->at > from;
}

static bool json_scan_number(JsonScan *scan) {
  const char *from = scan->at;
  if (*scan->at == '-') scan->at++;
  bool zero = scan->at < scan->end && *scan->at == '0';
  const char *integer = scan->at;
  bool ok = json_digits(scan) && !(zero && scan->at - integer > 1);
  if (ok && scan->at < scan->end && *scan->at == '.') {
    scan->at++;
    ok = json_digits(scan);
  }
  if (ok && scan->at < scan->end && (*scan->at == 'e' || *scan->at == 'E')) {
    scan->at++;
    if (scan->at < scan->end && (*scan->at == '+' || *scan->at == '-')) scan->at++;
    ok = json_digits(scan);
  }
  if (!ok) return json_fail(scan, "must not contain a malformed number");
  if (scan->at - from > NUMBER_LENGTH_MAX) {
    return json_fail(scan, "must not contain a number of more than 63 characters");
  }
  return true;
}

static bool json_scan_word(JsonScan *scan, const char *word) {
  size_t length = strlen(word);
  if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0) {
    return json_fail(scan, "must be well-formed JSON");
  }
  scan->at += length;
  return true;
}

/* The rest of an object or array, after its opening bracket. */
static bool json_scan_container(JsonScan *scan, bool object) {
  JsonError *error = scan->error;
  char close = object ? '}' : ']';
  if (error->depth == JSON_DEPTH_MAX)
    return json_fail(scan, "must not be nested deeper than 64 levels");
  if (json_take(scan, close)) return true;
  JsonStep *step = &error->step[error->depth];
  *step = (JsonStep){NULL, 0, 0};
  do {
    if (object) {
      json_skip_space(scan);
      if (scan->at == scan->end || *scan->at != '"') {
        return json_fail(scan, "must have a key in quotes here");
      }
      const char *key = scan->at + 1;
      if (!json_scan_string(scan)) return false;
      step->key = key;
      step->key_length = (size_t)(scan->at - key) - 1;
      if (!json_take(scan, ':')) return json_fail(scan, "must have a colon after the key");
    }
    error->depth++;
    if (!json_scan_value(scan)) return false;
    error->depth--;
    step->index++;
  } while (json_take(scan, ','));
  if (json_take(scan, close)) return true;
  return json_fail(scan, object ? "must have , or } here" : "must have , or ] here");
}

static bool json_scan_value(JsonScan *scan) {
  json_skip_space(scan);
  if (scan->at == scan->end) return json_fail(scan, "must not end before the JSON is complete");
  switch (*scan->at) {
  case '{': json_take(scan, '{'); return json_scan_container(scan, true);
  case '[': json_take(scan, '['); return json_scan_container(scan, false);
  case '"': return json_scan_string(scan);
  case 't': return json_scan_word(scan, "true");
  case 'f': return json_scan_word(scan, "false");
  case 'n': return json_scan_word(scan, "null");
  default:
    if (*scan->at == '-' || (*scan->at >= '0' && *scan->at <= '9')) return json_scan_number(scan);
    return json_fail(scan, "must be well-formed JSON");
  }
}

static bool json_scan_document(JsonScan *scan) {
  if (!json_scan_value(scan)) return false;
  json_skip_space(scan);
  if (scan->at == scan->end) return true;
  return json_fail(scan, "must not have text after the JSON");
}

void json_free(JsonDocument *document) {
  cJSON_Delete(document->root);
  sqlite3_free(document->copy);
  *document = (JsonDocument){.text = NULL};
}

static void json_wipe_strings(JsonValue *value, void (*wipe)(void *, size_t)) {
  for (; value; value = value->next) {
    if (value->valuestring) wipe(value->valuestring, strlen(value->valuestring));
    if (value->string) wipe(value->string, strlen(value->string));
    json_wipe_strings(value->child, wipe);
  }
}

void json_free_secret(JsonDocument *document, void (*wipe)(void *, size_t)) {
  json_wipe_strings(document->root, wipe);
  if (document->copy) wipe(document->copy, document->length);
  json_free(document);
}

/* A text that is refused, or only looked at, may hold a secret like any other. */
void json_wipe(void *bytes, size_t size) {
  volatile char *z = bytes;
  for (size_t i = 0; i < size; i++) z[i] = 0;
}

int json_read(const char *text, size_t length, JsonDocument *document, JsonError *error) {
  *document = (JsonDocument){.text = text, .length = length};
  JsonScan scan = {.start = text, .at = text, .end = text + length, .kept = text, .error = error};
  error->depth = 0;
  bool ok = json_scan_document(&scan);
  document->length = (size_t)(scan.end - text);
  if (scan.copy) {
    json_copy_kept(&scan, scan.end);
    document->text = document->copy = scan.copy;
    document->length = scan.copied;
  }
  if (ok && !scan.out_of_memory) return SQLITE_OK;
  json_free_secret(document, json_wipe);
  return ok ? SQLITE_NOMEM : SQLITE_ERROR;
}

const char *json_string_end(const char *z) {
  for (;;) {
    z = memchr(z + 1, '"', STRING_LENGTH_MAX); /* there is one */
    const char *escape = z;
    while (escape[-1] == '\\') escape--;
    if ((z - escape) % 2 == 0) return z + 1;
  }
}

const char *json_value_end(const char *z) {
  if (*z == '"') return json_string_end(z);
  if (*z != '{' && *z != '[') {
    while (strchr(",}] \n\t\r", *z) == NULL) z++;
    return z;
  }
  for (size_t depth = 0;;) {
    if (*z == '"') {
      z = json_string_end(z);
      continue;
    }
    if (*z == '{' || *z == '[') depth++;
    if ((*z == '}' || *z == ']') && --depth == 0) return z + 1;
    z++;
  }
}

/* Gives the first number from z on, which is this one, the text that it has. The end of it, or NULL: out of
** memory. */
static const char *json_keep_number(JsonValue *number, const char *z, const char *end) {
  while (strchr("-0123456789", *z) == NULL) z = *z == '"' ? json_string_end(z) : z + 1;
  const char *from = z;
  while (z < end && strchr("-+.0123456789Ee", *z)) z++;
  char *text = cJSON_malloc((size_t)(z - from) + 1); /* cJSON_Delete() frees it */
  if (text == NULL) return NULL;
  memcpy(text, from, (size_t)(z - from));
  text[z - from] = '\0';
  number->valuestring = text;
  return z;
}

/* The numbers of a tree stand in its text in the same order. */
static const char *json_keep_numbers(JsonValue *value, const char *z, const char *end) {
  for (; value && z; value = value->next) {
    if (json_type(value) == JSON_NUMBER) z = json_keep_number(value, z, end);
    if (value->child) z = json_keep_numbers(value->child, z, end);
  }
  return z;
}

/* cJSON makes doubles of numbers, which are not the same as what is written. */
int json_grow(JsonDocument *document) {
  const char *text = document->text;
  JsonValue *root = cJSON_ParseWithLength(text, document->length);
  if (root && json_keep_numbers(root, text, text + document->length) == NULL) {
    json_wipe_strings(root, json_wipe);
    cJSON_Delete(root);
    root = NULL;
  }
  document->root = root;
  return root ? SQLITE_OK : SQLITE_NOMEM;
}

int json_parse(const char *text, size_t length, JsonDocument *document, JsonError *error) {
  int rc = json_read(text, length, document, error);
  if (rc == SQLITE_OK) rc = json_grow(document);
  if (rc != SQLITE_OK) json_free_secret(document, json_wipe);
  return rc;
}

const char *json_end(const char *text, size_t length, JsonError *error) {
  JsonScan scan = {
      .start = text, .at = text, .end = text + length, .looks_only = true, .error = error};
  error->depth = 0;
  return json_scan_value(&scan) ? scan.at : NULL;
}

JsonType json_type(const JsonValue *value) {
  switch (value->type & 0xff) {
  case cJSON_True:
  case cJSON_False: return JSON_BOOLEAN;
  case cJSON_Number: return JSON_NUMBER;
  case cJSON_String: return JSON_STRING;
  case cJSON_Array: return JSON_ARRAY;
  case cJSON_Object: return JSON_OBJECT;
  default: return JSON_NULL;
  }
}

const char *json_string(const JsonValue *value) {
  return json_type(value) == JSON_STRING ? value->valuestring : NULL;
}

bool json_is_true(const JsonValue *value) {
  return cJSON_IsTrue(value);
}

double json_number(const JsonValue *value) {
  return value->valuedouble;
}

const char *json_number_text(const JsonValue *value) {
  return value->valuestring;
}

const JsonValue *json_first(const JsonValue *container) {
  return container ? container->child : NULL;
}

const JsonValue *json_next(const JsonValue *value) {
  return value->next;
}

const char *json_key(const JsonValue *value) {
  return value->string;
}

const JsonValue *json_member(const JsonValue *object, const char *key) {
  for (const JsonValue *member = object->child; member; member = member->next) {
    if (member->string && strcmp(member->string, key) == 0) return member;
  }
  return NULL;
}

int json_duplicates(const JsonValue *object,
                    void (*report)(void *context, const JsonKey *duplicate), void *context) {
  JsonKey few[JSON_KEYS_FEW], *keys = few;
  size_t count = 0;
  for (const JsonValue *member = object->child; member; member = member->next) count++;
  if (count > JSON_KEYS_FEW) keys = sqlite3_malloc64(count * sizeof(*keys));
  if (keys == NULL) return SQLITE_NOMEM;
  count = 0;
  for (const JsonValue *member = object->child; member; member = member->next, count++) {
    keys[count] = (JsonKey){.text = {member->string, strlen(member->string)},
                            .value = span_absent,
                            .member = member,
                            .index = count};
  }
  json_keys_report(keys, count, report, context);
  if (keys != few) sqlite3_free(keys);
  return SQLITE_OK;
}

/* Sets the cursor on the member or element whose text begins at z. */
static void json_set_cursor(JsonCursor *cursor, const JsonValue *value, const char *z) {
  cursor->value = value;
  cursor->key = NULL;
  cursor->key_length = 0;
  if (value == NULL) return;
  if (value->string) {
    cursor->key = z;
    z = json_string_end(z);
    cursor->key_length = (size_t)(z - cursor->key);
    z++; /* the colon */
  }
  cursor->text = z;
  cursor->length = (size_t)(json_value_end(z) - z);
}

void json_open(JsonCursor *cursor, const JsonValue *container, const char *minified_text) {
  *cursor = (JsonCursor){NULL, NULL, 0, NULL, 0};
  json_set_cursor(cursor, container->child, minified_text + 1);
}

void json_advance(JsonCursor *cursor) {
  json_set_cursor(cursor, cursor->value->next, cursor->text + cursor->length + 1);
}

void json_write_string(const char *text, size_t length,
                       void (*append)(void *context, const char *piece, size_t size),
                       void *context) {
  static const char hex[] = "0123456789abcdef";
  append(context, "\"", 1);
  const char *from = text, *end = text + length;
  for (const char *z = text; (z = text_skip_unescaped(z, end)) < end; z++) {
    unsigned char c = (unsigned char)*z;
    if (c >= 0x80) continue;
    append(context, from, (size_t)(z - from));
    from = z + 1;
    char escape[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    size_t size = 6;
    const char *short_form = memchr("\"\\\bb\ff\nn\rr\tt", c, 12);
    if (short_form) {
      escape[1] = c < 0x20 ? short_form[1] : (char)c;
      size = 2;
    }
    append(context, escape, size);
  }
  append(context, from, (size_t)(end - from));
  append(context, "\"", 1);
}

static void json_append_piece(void *context, const char *piece, size_t size) {
  sqlite3_str_append(context, piece, (int)size);
}

void json_append_string(sqlite3_str *out, const char *text, size_t length) {
  json_write_string(text, length, json_append_piece, out);
}

#undef STRING_LENGTH_MAX
#undef NUMBER_LENGTH_MAX
