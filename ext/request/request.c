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

static const char request_input[] = "ConnectionInput";
/* In its place: what GetConnection answers, with the CatalogId and the Tags that it leaves out. */
static const char request_connection[] = "Connection";

/* The credentials are sealed in their tree, and what an observation holds beyond the columns is looked at in one. */
#define REQUEST_TREES                                                                              \
  (COLUMN_BIT(COLUMN_AUTHENTICATION_CONFIGURATION) | COLUMN_BIT(COLUMN_UNKNOWN_MEMBERS))

void request_init(Request *request) {
  /* Not the documents and texts themselves. */
  memset(request, 0, offsetof(Request, documents));
  request->trees = REQUEST_TREES;
  request->inner = request_input;
  request->text_count = 0;
}

void request_free(Request *request) {
  findings_free(&request->findings);
  json_texts_free(&request->strings);
  for (int id = 0; request->document_set >> id; id++) {
    if (request->document_set >> id & 1) json_free_secret(&request->documents[id], cipher_wipe);
  }
  for (size_t i = 0; i < request->text_count; i++) {
    cipher_free(request->texts[i], strlen(request->texts[i]));
  }
}

void request_own(Request *request, char *text) {
  request->texts[request->text_count++] = text;
}

void request_refuse_member(Request *request, ColumnId id, Rule rule, const char *words) {
  const Path path = column_path(id);
  findings_add_constraint(&request->findings, rule, &path, "%s", words);
}

static void request_refuse_type(Request *request, ColumnId id, const char *words,
                                const char *given) {
  const Path path = column_path(id);
  request->connection.member[id].faulty = true;
  findings_add_constraint(&request->findings, RULE_TYPE, &path, "Member must be %s%s", words,
                          given);
}

/* Reports a text that is no JSON. In a whole document the path leads through its members. */
static void request_refuse_json(Request *request, ColumnId id, const JsonError *error) {
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

/* A place for the document of a column, empty. */
static JsonDocument *request_document(Request *request, ColumnId id) {
  JsonDocument *document = &request->documents[id];
  if (request->document_set & COLUMN_BIT(id)) json_free_secret(document, cipher_wipe);
  request->document_set |= COLUMN_BIT(id);
  *document = (JsonDocument){.text = NULL};
  return document;
}

/* Reads a document of the request, whose text is absent where it is no JSON. */
static int request_read(Request *request, ColumnId id, const char *text, size_t length,
                        Span *whole) {
  JsonError error;
  JsonDocument *document = request_document(request, id);
  int rc = json_read(text, length, document, &error);
  *whole = rc == SQLITE_OK ? (Span){document->text, document->length} : span_absent;
  if (rc != SQLITE_ERROR) return rc;
  request_refuse_json(request, id, &error);
  return request->findings.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

int request_grow(Request *request, ColumnId id) {
  MemberValue *member = &request->connection.member[id];
  if (!member->present || member->json) return SQLITE_OK;
  JsonDocument *document = &request->documents[id];
  bool is_own = request->document_set & COLUMN_BIT(id) && document->text == member->text;
  if (!is_own) { /* its text is a part of the whole document */
    document = request_document(request, id);
    document->text = member->text;
    document->length = member->length;
  }
  int rc = json_grow(document);
  member->json = document->root;
  return rc;
}

/* Sets a JSON column to a part of a document that has been read. */
static int request_set_text(Request *request, ColumnId id, Span text) {
  request->connection.member[id] = (MemberValue){
      .present = json_walk_type(text) != JSON_NULL, .text = text.text, .length = text.length};
  return request->trees & COLUMN_BIT(id) ? request_grow(request, id) : SQLITE_OK;
}

int request_set_json(Request *request, ColumnId id, const char *text, size_t length) {
  Span whole;
  int rc = request_read(request, id, text, length, &whole);
  return whole.text ? request_set_text(request, id, whole) : rc;
}

/* A text of SQL, without the copy that sqlite3_value_text() would make to add a NUL where the
** database is UTF-8 anyway. NULL: out of memory. */
static const char *request_value_text(sqlite3_value *value, bool utf8, size_t *length) {
  const char *text = utf8 ? sqlite3_value_blob(value) : (const char *)sqlite3_value_text(value);
  *length = (size_t)sqlite3_value_bytes(value);
  return text == NULL && *length == 0 && utf8 ? "" : text;
}

/* A text in the column of a JSON document; in COLUMN_REQUEST of all of them. */
static int request_set_sql_text(Request *request, ColumnId id, const char *text, size_t length) {
  return id == COLUMN_REQUEST ? request_set_document(request, text, length)
                              : request_set_json(request, id, text, length);
}

/* Hosts bind numbers unasked, and a CSV file has '' where there is nothing. */
const char *request_given(int type) {
  static const char *const words[] = {
      [SQLITE_INTEGER] = ": an integer was given; quote it",
      [SQLITE_FLOAT] = ": a real number was given; quote it",
      [SQLITE_TEXT] = "",
      [SQLITE_BLOB] = ": a BLOB was given",
      [SQLITE_NULL] = "",
  };
  return words[type];
}

static int request_set_json_value(Request *request, ColumnId id, sqlite3_value *value, bool utf8) {
  int type = sqlite3_value_type(value);
  if (type != SQLITE_TEXT) {
    request_refuse_type(request, id, "JSON text", request_given(type));
    return SQLITE_OK;
  }
  size_t length;
  const char *text = request_value_text(value, utf8, &length);
  if (text == NULL) return SQLITE_NOMEM;
  if (length > 0) return request_set_sql_text(request, id, text, length);
  request->connection.member[id].faulty = true;
  request_refuse_member(request, id, RULE_JSON, "Member is empty text; give NULL");
  return SQLITE_OK;
}

int request_set_jsonb(Request *request, ColumnId id, char *text, size_t length) {
  request->given[id] = true;
  if (text == NULL) {
    request_refuse_type(request, id, "JSON text, or JSONB that this version of SQLite can read",
                        "");
    return SQLITE_OK;
  }
  request_own(request, text);
  return request_set_sql_text(request, id, text, length);
}

/* ---- one value ---- */

/* A value that is no JSON document, wherever it comes from. */
typedef struct RequestScalar {
  const char *text; /* UTF-8; NULL: it is no text */
  size_t length;
  bool is_number;
  bool is_whole;         /* a number, and this one: */
  sqlite3_int64 integer; /* as a boolean 0 or 1 */
  double real;
  bool is_boolean;
  const char *booleans; /* what they are where it comes from */
  const char *given;    /* what it is in place of a text, as in request_given() */
} RequestScalar;

static bool request_whole(double real, sqlite3_int64 *integer) {
  if (!(real > -0x1p63 && real < 0x1p63) || real != (double)(sqlite3_int64)real) return false;
  *integer = (sqlite3_int64)real;
  return true;
}

bool request_integer(sqlite3_value *value, sqlite3_int64 *integer) {
  int type = sqlite3_value_numeric_type(value);
  if (type == SQLITE_FLOAT) return request_whole(sqlite3_value_double(value), integer);
  *integer = sqlite3_value_int64(value);
  return type == SQLITE_INTEGER;
}

/* Of a value of SQL that is not NULL. In a column that holds no text, one that looks like a number is
** one: hosts without integers bind real numbers, others bind all as text. */
static int request_scalar_of_value(sqlite3_value *value, ColumnKind kind, bool utf8,
                                   RequestScalar *scalar) {
  int type = sqlite3_value_type(value);
  *scalar = (RequestScalar){.booleans = "0 or 1", .given = request_given(type)};
  if (type == SQLITE_TEXT) {
    scalar->text = request_value_text(value, utf8, &scalar->length);
    if (scalar->text == NULL) return SQLITE_NOMEM;
    if (kind == KIND_TEXT) return SQLITE_OK;
    sqlite3_int64 ignored;
    if (kind == KIND_TIME && timestamp_parse(scalar->text, scalar->length, &ignored)) {
      return SQLITE_OK;
    }
  }
  type = sqlite3_value_numeric_type(value);
  if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) return SQLITE_OK;
  scalar->text = NULL;
  scalar->is_number = true;
  scalar->real = sqlite3_value_double(value);
  scalar->is_whole = request_integer(value, &scalar->integer);
  scalar->is_boolean = scalar->is_whole && (scalar->integer == 0 || scalar->integer == 1);
  return SQLITE_OK;
}

/* Of a member of a document that is not null. */
static int request_scalar_of_json(Request *request, Span value, RequestScalar *scalar) {
  JsonDocument number = {.text = value.text, .length = value.length};
  Span text;
  *scalar = (RequestScalar){.booleans = "true or false", .given = ""};
  switch (json_walk_type(value)) {
  case JSON_STRING:
    text = json_walk_inside(value);
    text = request->trees == COLUMNS_ALL ? json_texts_copy(&request->strings, text)
                                         : json_texts_add(&request->strings, text);
    scalar->text = text.text;
    scalar->length = text.length;
    break;
  case JSON_NUMBER:
    if (json_grow(&number) != SQLITE_OK) return SQLITE_NOMEM;
    scalar->is_number = true;
    scalar->real = json_number(number.root);
    json_free(&number);
    /* Beyond this not every integer is a double. */
    scalar->is_whole = scalar->real >= -0x1p53 && scalar->real <= 0x1p53 &&
                       request_whole(scalar->real, &scalar->integer);
    scalar->given = ": a number was given; quote it";
    break;
  case JSON_BOOLEAN:
    scalar->is_boolean = true;
    scalar->integer = *value.text == 't';
    break;
  default: break;
  }
  return request->strings.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

static bool request_scalar_time(const RequestScalar *scalar, sqlite3_int64 *milliseconds) {
  if (scalar->text) return timestamp_parse(scalar->text, scalar->length, milliseconds);
  return scalar->is_number && timestamp_from_number(scalar->real, milliseconds);
}

/* Makes it the value of a column that holds no JSON, or says what it should have been. */
static void request_set_scalar(Request *request, ColumnId id, const RequestScalar *scalar) {
  MemberValue member = member_number(scalar->integer);
  const char *expected = NULL, *given = "";
  switch (columns[id].kind) {
  case KIND_TEXT:
    member = (MemberValue){.present = true, .text = scalar->text, .length = scalar->length};
    if (scalar->text == NULL) expected = "a string", given = scalar->given;
    break;
  case KIND_BOOLEAN:
    if (!scalar->is_boolean) expected = scalar->booleans;
    break;
  case KIND_INTEGER:
    if (!scalar->is_whole) expected = "an integer";
    break;
  case KIND_TIME:
    if (!request_scalar_time(scalar, &member.number)) {
      expected = "a time as YYYY-MM-DD HH:MM:SS.SSS, ISO 8601 or seconds since 1970";
    }
    break;
  case KIND_JSON: break; /* its text is parsed instead */
  }
  if (expected) {
    request_refuse_type(request, id, expected, given);
  } else {
    request->connection.member[id] = member;
  }
}

int request_set(Request *request, ColumnId id, sqlite3_value *value, bool utf8) {
  request->given[id] = true;
  if (sqlite3_value_type(value) == SQLITE_NULL) return SQLITE_OK;
  if (columns[id].kind == KIND_JSON) return request_set_json_value(request, id, value, utf8);
  RequestScalar scalar;
  int rc = request_scalar_of_value(value, columns[id].kind, utf8, &scalar);
  if (rc == SQLITE_OK) request_set_scalar(request, id, &scalar);
  return rc;
}

/* ---- whole documents ---- */

static const Path request_input_path = PATH_MEMBER(NULL, request_input);

/* Sets a column from a member of a document. */
static int request_set_member(Request *request, ColumnId id, Span value) {
  request->given[id] = true;
  if (json_walk_type(value) == JSON_NULL) return SQLITE_OK;
  if (columns[id].kind == KIND_JSON) return request_set_text(request, id, value);
  RequestScalar scalar;
  int rc = request_scalar_of_json(request, value, &scalar);
  if (rc == SQLITE_OK) request_set_scalar(request, id, &scalar);
  return rc;
}

/* The member of one structure that a name was meant to be; NULL: none. */
static const char *request_nearest_member(Span name, unsigned places) {
  Nearest nearest = nearest_begin(name.text, name.length);
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & places) nearest_consider(&nearest, columns[id].member);
  }
  if (places & MEMBER_OF_REQUEST) nearest_consider(&nearest, request_input);
  return nearest.name;
}

/* Says where the member belongs, or which one may have been meant. */
static void request_refuse_unknown(Request *request, const Path *parent, Span name) {
  Path place = {.parent = parent, .name = name.text, .length = name.length};
  const char *structure = parent ? request_input : "CreateConnectionRequest";
  const char *nearest = request_nearest_member(name, parent ? MEMBER_OF_INPUT : MEMBER_OF_REQUEST);
  const char *hint = nearest ? "; did you mean " : "", *end = nearest ? "?" : "";
  if (parent && column_find(name, MEMBER_OF_REQUEST) != COLUMN_COUNT) {
    hint = "; it belongs beside ConnectionInput";
    nearest = end = "";
  } else if (!parent && column_find(name, MEMBER_OF_INPUT) != COLUMN_COUNT) {
    hint = "; it belongs in ConnectionInput";
    nearest = end = "";
  } else if (parent && column_find(name, MEMBER_OF_CONNECTION) != COLUMN_COUNT) {
    hint = "; it is one of Connection, as GetConnections returns it";
    nearest = end = "";
  }
  findings_add_constraint(&request->findings, RULE_UNKNOWN_MEMBER, &place,
                          "%s has no such member%s%s%s", structure, hint, nearest ? nearest : "",
                          end);
}

/* Without a ConnectionInput that can be read nothing can be said of its members. */
static void request_refuse_input(Request *request, Span value) {
  if (json_walk_type(value) == JSON_NULL) {
    findings_add_null(&request->findings, &request_input_path);
  } else {
    findings_add_constraint(&request->findings, RULE_TYPE, &request_input_path,
                            "Member must be a JSON object");
  }
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & MEMBER_OF_INPUT) request->connection.member[id].faulty = true;
  }
}

/* Sets the columns from a ConnectionInput, or from a Connection. What an observation holds beyond these is no
** mistake (observation.h). */
static int request_set_members(Request *request, JsonMembers *members, unsigned places) {
  int rc = SQLITE_OK;
  for (size_t i = 0; i < members->count && rc == SQLITE_OK; i++) {
    const JsonKey *member = &members->list[i];
    ColumnId id = column_find(member->text, places);
    if (id != COLUMN_COUNT) {
      rc = request_set_member(request, id, member->value);
    } else if (request->is_observation) {
      request->has_unknown = true;
    } else {
      request_refuse_unknown(request, &request_input_path, member->text);
    }
  }
  validate_members_duplicates(members, false, &request_input_path, &request->findings);
  return rc;
}

/* Sets them from the structure that stands in the document. */
static int request_set_inner(Request *request, Span object, unsigned places) {
  JsonMembers members;
  int rc = json_members_read(&members, object, &request->strings);
  if (rc == SQLITE_OK) rc = request_set_members(request, &members, places);
  json_members_free(&members);
  return rc;
}

static int request_set_whole(Request *request, JsonMembers *members, unsigned places) {
  int rc = SQLITE_OK;
  validate_members_duplicates(members, false, NULL, &request->findings);
  for (size_t i = 0; i < members->count && rc == SQLITE_OK; i++) {
    const JsonKey *member = &members->list[i];
    bool is_inner = span_is(member->text, request->inner);
    ColumnId id = is_inner ? COLUMN_COUNT : column_find(member->text, MEMBER_OF_REQUEST);
    if (id != COLUMN_COUNT) {
      rc = request_set_member(request, id, member->value);
    } else if (!is_inner) {
      request_refuse_unknown(request, NULL, member->text);
    } else if (json_walk_type(member->value) != JSON_OBJECT) {
      request_refuse_input(request, member->value);
    } else {
      rc = request_set_inner(request, member->value, places);
    }
  }
  return rc;
}

static int request_set_object(Request *request, JsonMembers *members) {
  unsigned places = MEMBER_OF_INPUT | MEMBER_OF_CONNECTION;
  if (json_members_find(members, request_input).text) {
    request->inner = request_input;
    return request_set_whole(request, members, MEMBER_OF_INPUT);
  }
  Span time = json_members_find(members, columns[COLUMN_CREATION_TIME].member);
  bool is_wrapped = json_members_find(members, request_connection).text;
  request->is_observation = is_wrapped || json_walk_type(time) != JSON_NULL;
  if (request->is_observation) places |= MEMBER_OF_REQUEST; /* an export has them there, too */
  request->inner = is_wrapped ? request_connection : NULL;
  return is_wrapped ? request_set_whole(request, members, places)
                    : request_set_members(request, members, places);
}

int request_set_document(Request *request, const char *text, size_t length) {
  Span document;
  JsonMembers members;
  int rc = request_read(request, COLUMN_REQUEST, text, length, &document);
  request->given[COLUMN_REQUEST] = true;
  request->strings.is_plain = json_texts_of(document).is_plain;
  if (document.text == NULL) return rc;
  if (json_walk_type(document) == JSON_OBJECT) {
    rc = json_members_read(&members, document, &request->strings);
    if (rc == SQLITE_OK) rc = request_set_object(request, &members);
    json_members_free(&members);
  } else {
    request->inner = NULL;
    request_refuse_type(request, COLUMN_REQUEST, "a JSON object", "");
  }
  return rc == SQLITE_OK && request->findings.out_of_memory ? SQLITE_NOMEM : rc;
}

#undef REQUEST_TREES
