/* SPDX-License-Identifier: MIT */
/*
** Any text as JSON: json_parse() takes what JSON is (as SQLite's json_valid() says), and what it has
** made of it stands for itself: its text is minified, its tree and the walk over both agree.
*/
#define _XOPEN_SOURCE 700
#include "fuzz.h"

#include "json/json.h"

const unsigned long fuzz_mutations = 100000;

/* ---- What it takes. */

/* The only value of a statement with one parameter, for sqlite3_free(). */
static char *ask_sqlite(const char *sql, const char *text, size_t length) {
  static sqlite3 *db;
  if (db == NULL) db = fuzz_open();
  sqlite3_stmt *statement = fuzz_statement(db, sql);
  sqlite3_bind_text(statement, 1, text, (int)length, SQLITE_STATIC);
  MUST(sqlite3_step(statement) == SQLITE_ROW);
  char *value = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
  MUST(sqlite3_reset(statement) == SQLITE_OK);
  return value;
}

static bool is_valid_for_sqlite(const char *text, size_t length) {
  char *value = ask_sqlite("SELECT json_valid(?1)", text, length);
  bool valid = strcmp(value, "1") == 0;
  sqlite3_free(value);
  return valid;
}

/* Not to be asked of what SQLite alone takes for JSON: older versions then read what they have not. */
static bool is_minified_for_sqlite(const JsonDocument *document, const char *text, size_t length) {
  char *value = ask_sqlite("SELECT json(?1)", text, length);
  bool same =
      strlen(value) == document->length && memcmp(value, document->text, document->length) == 0;
  sqlite3_free(value);
  return same;
}

/* The reasons for which JSON is refused that is no more than well-formed: they lie outside of what
** json_valid() looks at. */
static bool is_our_own(const char *reason) {
  static const char *const reasons[] = {
      "must not contain \\u0000", "must not contain a lone surrogate", "must be well-formed UTF-8",
      "must not be nested deeper than 64 levels",
      "must not contain a number of more than 63 characters"};
  for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
    if (strcmp(reason, reasons[i]) == 0) return true;
  }
  /* Before 3.42, SQLite takes {"a":1,["b"]:2}: a key whose last part is a string. */
  return sqlite3_libversion_number() < 3042000 &&
         strcmp(reason, "must have a key in quotes here") == 0;
}

static void check_error(const JsonError *error, const char *text, size_t length) {
  MUST(error->reason && error->offset <= length && error->depth <= JSON_DEPTH_MAX);
  for (size_t i = 0; i < error->depth; i++) {
    const JsonStep *step = &error->step[i];
    if (step->key == NULL) continue;
    MUST(step->key > text && step->key + step->key_length <= text + error->offset);
    MUST(step->key[-1] == '"' && step->key[step->key_length] == '"');
  }
}

/* ---- What it makes of it. */

static void check_value(const JsonValue *value, const char *text, size_t length);

/* The members or elements are parted by one comma, and their texts parse to the same tree. */
static void check_container(const JsonValue *value, const char *text, size_t length) {
  JsonCursor at;
  const JsonValue *child = json_first(value);
  const char *expected = text + 1;
  bool is_object = json_type(value) == JSON_OBJECT;
  for (json_open(&at, value, text); at.value; json_advance(&at)) {
    MUST(at.value == child);
    if (is_object) {
      MUST(at.key == expected && at.key[0] == '"' && at.key[at.key_length - 1] == '"');
      MUST(at.text == at.key + at.key_length + 1 && at.text[-1] == ':');
      MUST(json_key(at.value) && json_member(value, json_key(at.value)));
    } else {
      MUST(at.key == NULL && json_key(at.value) == NULL && at.text == expected);
    }
    check_value(at.value, at.text, at.length);
    child = json_next(child);
    expected = at.text + at.length + 1;
    MUST(expected[-1] == (child ? ',' : is_object ? '}' : ']'));
  }
  MUST(child == NULL && (json_first(value) == NULL ? length == 2 : expected == text + length));
}

static void append(void *context, const char *piece, size_t size) {
  sqlite3_str_append(context, piece, (int)size);
}

/* A string written anew is the same string. */
static void check_string(const char *string) {
  JsonDocument document;
  JsonError error;
  sqlite3_str *out = sqlite3_str_new(NULL);
  json_write_string(string, strlen(string), append, out);
  int length = sqlite3_str_length(out);
  char *text = sqlite3_str_finish(out);
  MUST(text && json_parse(text, (size_t)length, &document, &error) == SQLITE_OK);
  MUST(strcmp(json_string(document.root), string) == 0);
  MUST((int)document.length == length);
  json_free(&document);
  sqlite3_free(text);
}

static double number(const char *text, size_t length) {
  char digits[64];
  snprintf(digits, sizeof(digits), "%.*s", (int)length, text);
  return strtod(digits, NULL);
}

static void check_value(const JsonValue *value, const char *text, size_t length) {
  bool is_number = *text == '-' || (*text >= '0' && *text <= '9');
  MUST(length > 0);
  switch (json_type(value)) {
  case JSON_NULL: MUST(length == 4 && memcmp(text, "null", 4) == 0); break;
  case JSON_BOOLEAN:
    MUST(length == (json_is_true(value) ? 4u : 5u) && *text == (json_is_true(value) ? 't' : 'f'));
    break;
  case JSON_NUMBER:
    MUST(is_number && json_number(value) == number(text, length));
    MUST(strlen(json_number_text(value)) == length);
    MUST(memcmp(json_number_text(value), text, length) == 0);
    break;
  case JSON_STRING:
    MUST(*text == '"' && text[length - 1] == '"');
    check_string(json_string(value));
    break;
  case JSON_ARRAY:
    MUST(*text == '[');
    check_container(value, text, length);
    break;
  case JSON_OBJECT:
    MUST(*text == '{');
    check_container(value, text, length);
    break;
  }
  MUST((json_type(value) == JSON_STRING) == (json_string(value) != NULL));
}

/* How many members before this one have its key. */
static int same_before(const JsonValue *object, const JsonValue *member) {
  int count = 0;
  for (const JsonValue *other = json_first(object); other != member; other = json_next(other)) {
    count += strcmp(json_key(other), json_key(member)) == 0;
  }
  return count;
}

typedef struct Duplicates {
  const JsonValue *object, *last;
  int count;
} Duplicates;

static void count_duplicate(void *context, const JsonKey *key) {
  Duplicates *duplicates = context;
  const JsonValue *duplicate = key->member;
  MUST(duplicate != duplicates->last && same_before(duplicates->object, duplicate) == 1);
  duplicates->last = duplicate;
  duplicates->count++;
}

/* Of an object, each key that it has more than once is reported with its second member. */
static void check_duplicates(const JsonValue *object) {
  Duplicates duplicates = {object, NULL, 0};
  int expected = 0;
  MUST(json_duplicates(object, count_duplicate, &duplicates) == SQLITE_OK);
  for (const JsonValue *member = json_first(object); member; member = json_next(member)) {
    expected += same_before(object, member) == 1;
  }
  MUST(duplicates.count == expected);
}

/* A text without a space goes a shorter way: with one in front of it, it is taken or refused alike. */
static void check_with_space(const char *text, size_t length, int rc) {
  JsonDocument document;
  JsonError error;
  char *spaced = malloc(length + 1);
  MUST(spaced);
  spaced[0] = ' ';
  if (length) memcpy(spaced + 1, text, length);
  MUST(json_parse(spaced, length + 1, &document, &error) == rc);
  json_free(&document);
  free(spaced);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *text = (const char *)data;
  JsonDocument document, again;
  JsonError error;
  int rc = json_parse(text, size, &document, &error);
  check_with_space(text, size, rc);
  bool is_valid = is_valid_for_sqlite(text, size);
  if (rc != SQLITE_OK) {
    MUST(rc == SQLITE_ERROR && document.root == NULL && document.text == NULL);
    check_error(&error, text, size);
    bool ends_early = memchr(text, '\0', size) != NULL; /* for SQLite, a text ends at a NUL */
    MUST(!is_valid || ends_early || is_our_own(error.reason));
    return 0;
  }
  MUST(is_valid && is_minified_for_sqlite(&document, text, size) && document.length <= size);
  /* Only a text with white space between its tokens is copied. */
  bool is_copied = document.text < text || document.text > text + size;
  MUST(document.copy == (is_copied ? document.text : NULL));
  MUST(!is_copied || document.length < size);
  check_value(document.root, document.text, document.length);
  if (json_type(document.root) == JSON_OBJECT) check_duplicates(document.root);
  MUST(json_parse(document.text, document.length, &again, &error) == SQLITE_OK);
  MUST(again.length == document.length && memcmp(again.text, document.text, again.length) == 0);
  json_free(&again);
  json_free(&document);
  return 0;
}
