/* SPDX-License-Identifier: MIT */
/*
** Reading requests: from the columns of an INSERT or UPDATE, or from one JSON document.
**
** Whatever cannot be read becomes a finding with its path and leaves the member absent, so that
** everything that is wrong with a request can be reported at once.
*/
#include "request/request.h"

#include <string.h>

#include "keyring/cipher.h"
#include "model/validate.h"
#include "request/timestamp.h"
#include "text/text.h"

void request_init(Request *request) {
  /* Not the lists of documents and texts: they have counts. */
  memset(request, 0, offsetof(Request, documents));
  request->text_count = 0;
}

void request_free(Request *request) {
  findings_free(&request->findings);
  for (size_t i = 0; i < request->document_count; i++) {
    json_free_secret(&request->documents[i], cipher_wipe);
  }
  for (size_t i = 0; i < request->text_count; i++) {
    cipher_free(request->texts[i], strlen(request->texts[i]));
  }
}

void request_own(Request *request, char *text) {
  request->texts[request->text_count++] = text;
}

static void add_type_finding(Request *request, ColumnId id, const char *words) {
  const Path path = column_path(id);
  request->connection.member[id].faulty = true;
  findings_add_constraint(&request->findings, RULE_TYPE, &path, "Member must be %s", words);
}

/* Reports a text that is no JSON. In a whole document the path leads through its members. */
static void add_json_finding(Request *request, ColumnId id, const JsonError *error) {
  const Path whole = column_path(id);
  request->connection.member[id].faulty = true;
  if (id != COLUMN_REQUEST) {
    validate_json_error(&whole, columns[id].shape, error, 0, &request->findings);
    return;
  }
  static const char input[] = "ConnectionInput";
  const JsonStep *step = error->step;
  size_t first = error->depth > 0 && step->key && step->key_length == sizeof(input) - 1 &&
                 memcmp(step->key, input, sizeof(input) - 1) == 0;
  for (int i = 0; i < COLUMN_COUNT && error->depth > first; i++) {
    const char *member = columns[i].member;
    if (member == NULL || step[first].key == NULL || strlen(member) != step[first].key_length ||
        memcmp(member, step[first].key, step[first].key_length) != 0) {
      continue;
    }
    const Path path = column_path((ColumnId)i);
    validate_json_error(&path, columns[i].shape, error, first + 1, &request->findings);
    return;
  }
  validate_json_error(&whole, NULL, error, 0, &request->findings);
}

/* Parses a document of the request; *document is NULL where it is no JSON. */
static int parse(Request *request, ColumnId id, const char *text, size_t length,
                 JsonDocument **document) {
  JsonError error;
  *document = &request->documents[request->document_count];
  int rc = json_parse(text, length, *document, &error);
  if (rc == SQLITE_OK) {
    request->document_count++;
    return SQLITE_OK;
  }
  *document = NULL;
  if (rc != SQLITE_ERROR) return rc;
  add_json_finding(request, id, &error);
  return request->findings.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

int request_set_json(Request *request, ColumnId id, const char *text, size_t length) {
  JsonDocument *document;
  int rc = parse(request, id, text, length, &document);
  MemberValue *member = &request->connection.member[id];
  if (rc != SQLITE_OK || document == NULL) return rc;
  *member = (MemberValue){.present = json_type(document->root) != JSON_NULL,
                          .text = document->text,
                          .length = document->length,
                          .json = document->root};
  return SQLITE_OK;
}

/* A text of SQL, without the copy that sqlite3_value_text() would make to add a NUL where the
** database is UTF-8 anyway. NULL: out of memory. */
static const char *value_text(sqlite3_value *value, bool utf8, size_t *length) {
  const char *text = utf8 ? sqlite3_value_blob(value) : (const char *)sqlite3_value_text(value);
  *length = (size_t)sqlite3_value_bytes(value);
  return text == NULL && *length == 0 && utf8 ? "" : text;
}

/* A text in the column of a JSON document; in COLUMN_REQUEST of all of them. */
static int set_text(Request *request, ColumnId id, const char *text, size_t length) {
  return id == COLUMN_REQUEST ? request_set_document(request, text, length)
                              : request_set_json(request, id, text, length);
}

static int set_json_value(Request *request, ColumnId id, sqlite3_value *value, bool utf8) {
  if (sqlite3_value_type(value) != SQLITE_TEXT) {
    add_type_finding(request, id, "JSON text");
    return SQLITE_OK;
  }
  size_t length;
  const char *text = value_text(value, utf8, &length);
  return text ? set_text(request, id, text, length) : SQLITE_NOMEM;
}

int request_set_jsonb(Request *request, ColumnId id, char *text, size_t length) {
  request->given[id] = true;
  if (text == NULL) {
    add_type_finding(request, id, "JSON text, or JSONB that this version of SQLite can read");
    return SQLITE_OK;
  }
  request_own(request, text);
  return set_text(request, id, text, length);
}

static void set_number(Request *request, ColumnId id, sqlite3_int64 number) {
  request->connection.member[id] = (MemberValue){.present = true, .number = number};
}

static void set_time(Request *request, ColumnId id, bool good, sqlite3_int64 milliseconds) {
  if (good) {
    set_number(request, id, milliseconds);
  } else {
    add_type_finding(request, id,
                     "a time as YYYY-MM-DD HH:MM:SS.SSS, ISO 8601 or seconds since 1970");
  }
}

static int set_time_value(Request *request, ColumnId id, sqlite3_value *value, bool utf8) {
  sqlite3_int64 milliseconds = 0;
  bool good = false;
  if (sqlite3_value_type(value) == SQLITE_TEXT) {
    size_t length;
    const char *text = value_text(value, utf8, &length);
    if (text == NULL) return SQLITE_NOMEM;
    good = timestamp_parse(text, length, &milliseconds);
  } else if (sqlite3_value_type(value) != SQLITE_BLOB) {
    good = timestamp_from_seconds(sqlite3_value_double(value), &milliseconds);
  }
  set_time(request, id, good, milliseconds);
  return SQLITE_OK;
}

static void set_integer_value(Request *request, ColumnId id, sqlite3_value *value) {
  sqlite3_int64 number = sqlite3_value_int64(value);
  bool is_boolean = columns[id].kind == KIND_BOOLEAN;
  if (sqlite3_value_type(value) != SQLITE_INTEGER || (is_boolean && number != 0 && number != 1)) {
    add_type_finding(request, id, is_boolean ? "0 or 1" : "an integer");
  } else {
    set_number(request, id, number);
  }
}

int request_set(Request *request, ColumnId id, sqlite3_value *value, bool utf8) {
  MemberValue *member = &request->connection.member[id];
  request->given[id] = true;
  int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return SQLITE_OK;
  switch (columns[id].kind) {
  case KIND_JSON: return set_json_value(request, id, value, utf8);
  case KIND_TEXT:
    if (type != SQLITE_TEXT) {
      add_type_finding(request, id, "a string");
      return SQLITE_OK;
    }
    member->present = true;
    member->text = value_text(value, utf8, &member->length);
    return member->text ? SQLITE_OK : SQLITE_NOMEM;
  case KIND_TIME: return set_time_value(request, id, value, utf8);
  case KIND_BOOLEAN:
  case KIND_INTEGER: set_integer_value(request, id, value); break;
  }
  return SQLITE_OK;
}

/* ---- whole documents ---- */

static const char input_member[] = "ConnectionInput";
/* In its place: what GetConnection answers, with the CatalogId and the Tags that it leaves out. */
static const char connection_member[] = "Connection";
static const Path input_path = {NULL, input_member, sizeof(input_member) - 1, false, 0};

/* Sets a column from a member of a document. */
static void set_member(Request *request, ColumnId id, const JsonCursor *at) {
  MemberValue *member = &request->connection.member[id];
  JsonType type = json_type(at->value);
  request->given[id] = true;
  if (type == JSON_NULL) return;
  switch (columns[id].kind) {
  case KIND_JSON:
    *member =
        (MemberValue){.present = true, .text = at->text, .length = at->length, .json = at->value};
    break;
  case KIND_TEXT:
    if (type == JSON_STRING) {
      const char *text = json_string(at->value);
      *member = (MemberValue){.present = true, .text = text, .length = strlen(text)};
    } else {
      add_type_finding(request, id, "a string");
    }
    break;
  case KIND_BOOLEAN:
    if (type == JSON_BOOLEAN) {
      set_number(request, id, json_is_true(at->value));
    } else {
      add_type_finding(request, id, "true or false");
    }
    break;
  case KIND_INTEGER: {
    double number = type == JSON_NUMBER ? json_number(at->value) : -1;
    if (number >= 0 && number <= 1000000 && number == (double)(sqlite3_int64)number) {
      set_number(request, id, (sqlite3_int64)number);
    } else {
      add_type_finding(request, id, "an integer");
    }
    break;
  }
  case KIND_TIME: {
    sqlite3_int64 milliseconds = 0;
    bool good = false;
    if (type == JSON_NUMBER) {
      good = timestamp_from_seconds(json_number(at->value), &milliseconds);
    } else if (type == JSON_STRING) {
      const char *text = json_string(at->value);
      good = timestamp_parse(text, strlen(text), &milliseconds);
    }
    set_time(request, id, good, milliseconds);
    break;
  }
  }
}

/* The column that holds the member of that name in one of these structures, or COLUMN_COUNT. */
static ColumnId find_member(const char *name, unsigned places) {
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & places && strcmp(columns[id].member, name) == 0) return (ColumnId)id;
  }
  return COLUMN_COUNT;
}

/* The member of one structure that a name was meant to be; NULL: none. */
static const char *nearest_member(const char *name, unsigned places) {
  Nearest nearest = nearest_begin(name, strlen(name));
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & places) nearest_consider(&nearest, columns[id].member);
  }
  if (places & MEMBER_OF_REQUEST) nearest_consider(&nearest, input_member);
  return nearest.name;
}

/* Says where the member belongs, or which one may have been meant. */
static void add_unknown_member(Request *request, const Path *parent, const char *name) {
  Path place = PATH_MEMBER(parent, name);
  const char *structure = parent ? input_member : "CreateConnectionRequest";
  const char *nearest = nearest_member(name, parent ? MEMBER_OF_INPUT : MEMBER_OF_REQUEST);
  const char *hint = nearest ? "; did you mean " : "", *end = nearest ? "?" : "";
  if (parent && find_member(name, MEMBER_OF_REQUEST) != COLUMN_COUNT) {
    hint = "; it belongs beside ConnectionInput";
    nearest = end = "";
  } else if (!parent && find_member(name, MEMBER_OF_INPUT) != COLUMN_COUNT) {
    hint = "; it belongs in ConnectionInput";
    nearest = end = "";
  } else if (parent && find_member(name, MEMBER_OF_CONNECTION) != COLUMN_COUNT) {
    hint = "; it is one of Connection, as GetConnections returns it";
    nearest = end = "";
  }
  findings_add_constraint(&request->findings, RULE_UNKNOWN_MEMBER, &place,
                          "%s has no such member%s%s%s", structure, hint, nearest ? nearest : "",
                          end);
}

/* Without a ConnectionInput that can be read nothing can be said of its members. */
static void add_no_input(Request *request, const JsonValue *value) {
  if (json_type(value) == JSON_NULL) {
    findings_add_null(&request->findings, &input_path);
  } else {
    findings_add_constraint(&request->findings, RULE_TYPE, &input_path,
                            "Member must be a JSON object");
  }
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & MEMBER_OF_INPUT) request->connection.member[id].faulty = true;
  }
}

static int check_duplicates(Request *request, const JsonValue *object, const Path *parent) {
  validate_duplicates(object, false, parent, &request->findings);
  return request->findings.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

/* Sets the columns from a ConnectionInput, or from a Connection. */
static int set_members(Request *request, const JsonValue *object, const char *text,
                       unsigned places) {
  JsonCursor cursor;
  for (json_open(&cursor, object, text); cursor.value; json_advance(&cursor)) {
    const char *name = json_key(cursor.value);
    ColumnId id = find_member(name, places);
    if (id == COLUMN_COUNT) {
      add_unknown_member(request, &input_path, name);
    } else {
      set_member(request, id, &cursor);
    }
  }
  return check_duplicates(request, object, &input_path);
}

static int set_request(Request *request, const JsonDocument *document, const char *inner,
                       unsigned places) {
  JsonCursor cursor;
  int rc = check_duplicates(request, document->root, NULL);
  json_open(&cursor, document->root, document->text);
  for (; cursor.value && rc == SQLITE_OK; json_advance(&cursor)) {
    const char *name = json_key(cursor.value);
    ColumnId id = find_member(name, MEMBER_OF_REQUEST);
    if (id != COLUMN_COUNT) {
      set_member(request, id, &cursor);
    } else if (strcmp(name, inner) != 0) {
      add_unknown_member(request, NULL, name);
    } else if (json_type(cursor.value) != JSON_OBJECT) {
      add_no_input(request, cursor.value);
    } else {
      rc = set_members(request, cursor.value, cursor.text, places);
    }
  }
  return rc;
}

int request_set_document(Request *request, const char *text, size_t length) {
  JsonDocument *document;
  int rc = parse(request, COLUMN_REQUEST, text, length, &document);
  request->given[COLUMN_REQUEST] = true;
  if (rc != SQLITE_OK || document == NULL) return rc;
  if (json_type(document->root) != JSON_OBJECT) {
    add_type_finding(request, COLUMN_REQUEST, "a JSON object");
    return SQLITE_OK;
  }
  const unsigned connection = MEMBER_OF_INPUT | MEMBER_OF_CONNECTION;
  if (json_member(document->root, input_member)) {
    return set_request(request, document, input_member, MEMBER_OF_INPUT);
  }
  if (json_member(document->root, connection_member)) {
    return set_request(request, document, connection_member, connection);
  }
  return set_members(request, document->root, document->text, connection);
}

void request_refuse_member(Request *request, ColumnId id, Rule rule, const char *words) {
  const Path path = column_path(id);
  findings_add_constraint(&request->findings, rule, &path, "%s", words);
}
