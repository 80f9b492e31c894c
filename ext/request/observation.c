/* SPDX-License-Identifier: MIT */
#include "request/observation.h"

#include <string.h>

#include "model/validate.h"
#include "model/warnings.h"

/* The structure that answers are, as a document wraps it. */
static const char observation_connection[] = "Connection";

/* What stands in it: the API's own members, and those that an export puts beside them. */
#define OBSERVATION_MEMBERS (MEMBER_OF_INPUT | MEMBER_OF_CONNECTION | MEMBER_OF_REQUEST)

static const char observation_authentication[] = "/AuthenticationConfiguration";

/* Levels of an unknown member: what an export wraps around it stays far below JSON_DEPTH_MAX. */
#define OBSERVATION_DEPTH_MAX 32

bool observation_is(const Request *request) {
  return request->is_observation || request->connection.member[COLUMN_CREATION_TIME].present;
}

/* ---- pointers ---- */

static void observation_append_token(sqlite3_str *out, const char *name) {
  sqlite3_str_appendchar(out, 1, '/');
  for (const char *z = name; *z; z++) {
    if (*z == '~' || *z == '/') {
      sqlite3_str_appendall(out, *z == '~' ? "~0" : "~1");
    } else {
      sqlite3_str_appendchar(out, 1, *z);
    }
  }
}

/* The path within the Connection, whose own is the root. */
static void observation_append_pointer(sqlite3_str *out, const Path *path) {
  if (path->parent == NULL) return;
  observation_append_pointer(out, path->parent);
  observation_append_token(out, path->name);
}

/* The token at the end of a pointer to a member of that structure; NULL where it leads to none of these. */
static const char *observation_token(const char *pointer, const char *structure) {
  size_t length = strlen(structure);
  if (strncmp(pointer, structure, length) != 0 || pointer[length] != '/') return NULL;
  const char *token = pointer + length + 1;
  return strchr(token, '/') ? NULL : token;
}

/* Appends the name that a token stands for as a JSON string; SQLITE_NOMEM or SQLITE_OK. */
static int observation_append_name(sqlite3_str *out, const char *token) {
  sqlite3_str *name = sqlite3_str_new(NULL);
  for (const char *z = token; *z; z++) {
    bool is_escape = *z == '~' && (z[1] == '0' || z[1] == '1');
    sqlite3_str_appendchar(name, 1, !is_escape ? *z : *++z == '0' ? '~' : '/');
  }
  int rc = sqlite3_str_errcode(name);
  if (rc == SQLITE_OK) {
    json_append_string(out, *token ? sqlite3_str_value(name) : "",
                       (size_t)sqlite3_str_length(name));
  }
  sqlite3_free(sqlite3_str_finish(name));
  return rc;
}

static bool observation_is_below(const char *pointer, const char *parent) {
  size_t length = strlen(parent);
  return strncmp(pointer, parent, length) == 0 &&
         (pointer[length] == '/' || pointer[length] == '\0');
}

/* ---- taking out ---- */

typedef struct ObservationTaking {
  Request *request;
  sqlite3_str *kept; /* owned: the members of unknown_members */
  bool is_kept;      /* none of AuthenticationConfiguration are */
} ObservationTaking;

/* Whether it is nested deeper than so many levels; no document goes beyond JSON_DEPTH_MAX. */
static bool observation_is_deep(const JsonValue *value, int levels) {
  if (json_type(value) != JSON_OBJECT && json_type(value) != JSON_ARRAY) return false;
  if (levels == 0) return true;
  for (const JsonValue *entry = json_first(value); entry; entry = json_next(entry)) {
    if (observation_is_deep(entry, levels - 1)) return true;
  }
  return false;
}

static void observation_take(ObservationTaking *taking, const Path *place, const JsonCursor *at) {
  if (json_type(at->value) == JSON_NULL) return; /* as if it were not there */
  Findings *findings = &taking->request->findings;
  bool is_secret = warnings_tell_secret(at, &findings->out_of_memory);
  bool is_deep = observation_is_deep(at->value, OBSERVATION_DEPTH_MAX);
  findings_add(findings, SEVERITY_WARNING, RULE_NEWER_THAN_KNOWN, place,
               "The service answers a member that is newer than this version of glue_connections; "
               "%s",
               !taking->is_kept ? "it is not kept, because it may be a credential"
               : is_secret      ? "it is not kept, because it looks like a secret"
               : is_deep        ? "it is not kept, because it is nested too deeply"
                                : "it is kept in unknown_members");
  if (!taking->is_kept || is_secret || is_deep) return;
  sqlite3_str *pointer = sqlite3_str_new(NULL);
  observation_append_pointer(pointer, place);
  if (sqlite3_str_length(taking->kept)) sqlite3_str_appendchar(taking->kept, 1, ',');
  json_append_string(taking->kept, sqlite3_str_value(pointer), (size_t)sqlite3_str_length(pointer));
  sqlite3_str_appendchar(taking->kept, 1, ':');
  sqlite3_str_append(taking->kept, at->text, (int)at->length);
  if (sqlite3_str_errcode(pointer)) findings->out_of_memory = true;
  sqlite3_free(sqlite3_str_finish(pointer));
}

/* Whether there may be an unknown member in it: a name with an escape is not looked up. */
static bool observation_has_unknown(const Shape *shape, Span value) {
  if (shape->type != SHAPE_STRUCTURE || json_walk_type(value) != JSON_OBJECT) return false;
  JsonWalk entry;
  for (json_walk_open(&entry, value); entry.value.text; json_walk_next(&entry)) {
    const Member *member = shape_member(shape, entry.key.text, entry.key.length);
    if (member == NULL || observation_has_unknown(member->shape, entry.value)) return true;
  }
  return false;
}

static char *observation_copy(char *to, const char *text, size_t length) {
  memcpy(to, text, length);
  return to + length;
}

/* Writes a structure without what is unknown; what is written is never longer. */
static char *observation_strip_structure(ObservationTaking *taking, const Shape *shape,
                                         const JsonValue *value, const char *text, const Path *path,
                                         char *to) {
  JsonCursor entry;
  char *first = to = observation_copy(to, "{", 1);
  for (json_open(&entry, value, text); entry.value; json_advance(&entry)) {
    const char *name = json_key(entry.value);
    const Path place = PATH_MEMBER(path, name);
    const Member *member = shape_member(shape, name, strlen(name));
    if (member == NULL) {
      observation_take(taking, &place, &entry);
      continue;
    }
    if (to > first) to = observation_copy(to, ",", 1);
    to = observation_copy(to, entry.key, entry.key_length);
    to = observation_copy(to, ":", 1);
    if (observation_has_unknown(member->shape, (Span){entry.text, entry.length})) {
      to = observation_strip_structure(taking, member->shape, entry.value, entry.text, &place, to);
    } else {
      to = observation_copy(to, entry.text, entry.length);
    }
  }
  return observation_copy(to, "}", 1);
}

/* Takes what is unknown out of the document in a column. */
static int observation_strip(ObservationTaking *taking, ColumnId id) {
  MemberValue *member = &taking->request->connection.member[id];
  const Shape *shape = columns[id].shape;
  const Span value = {member->text, member->length};
  if (!member->present || !observation_has_unknown(shape, value)) return SQLITE_OK;
  if (request_grow(taking->request, id) != SQLITE_OK) return SQLITE_NOMEM;
  const Path path = column_path(id);
  taking->is_kept = id != COLUMN_AUTHENTICATION_CONFIGURATION;
  char *text = sqlite3_malloc64(member->length + 1);
  if (text == NULL) return SQLITE_NOMEM;
  char *end = observation_strip_structure(taking, shape, member->json, member->text, &path, text);
  *end = '\0';
  request_own(taking->request, text);
  return request_set_json(taking->request, id, text, (size_t)(end - text));
}

/* Goes on to a member of the Connection itself that is not known. */
static void observation_skip_known(JsonCursor *member) {
  while (member->value) {
    Span name = span_text(json_key(member->value));
    if (column_find(name, OBSERVATION_MEMBERS) == COLUMN_COUNT) return;
    json_advance(member);
  }
}

/* Walks these members; there are none where the document is no observation that has some. */
static int observation_open(Request *request, JsonCursor *member) {
  JsonDocument *document = &request->documents[COLUMN_REQUEST];
  *member = (JsonCursor){.value = NULL};
  if (!request->has_unknown) return SQLITE_OK;
  if (json_grow(document) != SQLITE_OK) return SQLITE_NOMEM; /* for the first and only time */
  const JsonValue *object = document->root;
  const char *text = document->text;
  for (json_open(member, object, text); member->value; json_advance(member)) {
    bool is_named = strcmp(json_key(member->value), observation_connection) == 0;
    if (!is_named || json_type(member->value) != JSON_OBJECT) continue;
    object = member->value;
    text = member->text;
    break;
  }
  json_open(member, object, text);
  observation_skip_known(member);
  return SQLITE_OK;
}

static void observation_advance(JsonCursor *member) {
  json_advance(member);
  observation_skip_known(member);
}

static int observation_take_members(ObservationTaking *taking) {
  static const Path path = PATH_MEMBER(NULL, observation_connection);
  JsonCursor member;
  taking->is_kept = true;
  int rc = observation_open(taking->request, &member);
  for (; rc == SQLITE_OK && member.value; observation_advance(&member)) {
    const Path place = PATH_MEMBER(&path, json_key(member.value));
    observation_take(taking, &place, &member);
  }
  return rc;
}

int observation_unknown(Request *request, JsonDocument *unknown) {
  JsonError error;
  JsonCursor member;
  sqlite3_str *out = sqlite3_str_new(NULL);
  int rc = observation_open(request, &member);
  for (; rc == SQLITE_OK && member.value; observation_advance(&member)) {
    sqlite3_str_appendf(out, "%s%.*s:", sqlite3_str_length(out) ? "," : "{", (int)member.key_length,
                        member.key);
    sqlite3_str_append(out, member.text, (int)member.length);
  }
  if (sqlite3_str_length(out) > 0) sqlite3_str_appendchar(out, 1, '}');
  if (rc == SQLITE_OK) rc = sqlite3_str_errcode(out);
  char *text = sqlite3_str_finish(out);
  if (text) request_own(request, text);
  return rc == SQLITE_OK && text ? json_parse(text, strlen(text), unknown, &error) : rc;
}

int observation_complete(Request *request) {
  MemberValue *unknown = &request->connection.member[COLUMN_UNKNOWN_MEMBERS];
  ObservationTaking taking = {.request = request, .kept = sqlite3_str_new(NULL)};
  if (unknown->present && unknown->length > 2) { /* a copy brings them, without their braces */
    sqlite3_str_append(taking.kept, unknown->text + 1, (int)unknown->length - 2);
  }
  int rc = observation_take_members(&taking);
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    bool is_structure = columns[id].shape && columns[id].shape->type == SHAPE_STRUCTURE;
    if (is_structure) rc = observation_strip(&taking, (ColumnId)id);
  }
  bool any = sqlite3_str_length(taking.kept) > 0;
  if (rc == SQLITE_OK) rc = sqlite3_str_errcode(taking.kept);
  char *members = sqlite3_str_finish(taking.kept);
  if (rc == SQLITE_OK && request->findings.out_of_memory) rc = SQLITE_NOMEM;
  char *text = rc == SQLITE_OK && any ? sqlite3_mprintf("{%s}", members) : NULL;
  if (rc == SQLITE_OK && any && text == NULL) rc = SQLITE_NOMEM;
  sqlite3_free(members);
  if (text == NULL) return rc;
  request_own(request, text);
  return request_set_json(request, COLUMN_UNKNOWN_MEMBERS, text, strlen(text));
}

/* ---- checking ---- */

void observation_check(Request *request) {
  const MemberValue *value = &request->connection.member[COLUMN_UNKNOWN_MEMBERS];
  const ColumnId id = COLUMN_UNKNOWN_MEMBERS;
  if (!value->present) return;
  if (json_type(value->json) != JSON_OBJECT) {
    request_refuse_member(request, id, RULE_TYPE, "Member must be a JSON object");
    return;
  }
  const Path path = column_path(id);
  validate_duplicates(value->json, true, &path, &request->findings);
  JsonCursor entry;
  for (json_open(&entry, value->json, value->text); entry.value; json_advance(&entry)) {
    const char *pointer = json_key(entry.value);
    if (*pointer != '/') {
      request_refuse_member(request, id, RULE_MAP_KEY, "Map keys must be JSON pointers");
    } else if (observation_is_below(pointer, observation_authentication) ||
               warnings_tell_secret(&entry, &request->findings.out_of_memory)) {
      request_refuse_member(request, id, RULE_CLEAR_TEXT_SECRET,
                            "Member must not hold what may be a secret");
    } else if (observation_is_deep(entry.value, OBSERVATION_DEPTH_MAX)) {
      request_refuse_member(request, id, RULE_JSON,
                            "Member must not be nested deeper than 32 levels");
    }
  }
}

/* ---- putting back ---- */

/* No name of a known member has an escape in it. What an export puts beside the members is no answer's either:
** a copy may bring it, and the export would have it twice. */
static bool observation_is_known(const Shape *shape, const char *token) {
  return shape ? shape_member(shape, token, strlen(token)) != NULL
               : column_find(span_text(token), OBSERVATION_MEMBERS) != COLUMN_COUNT;
}

int observation_append(sqlite3_str *out, const Shape *shape, const JsonDocument *unknown,
                       const char *pointer) {
  JsonCursor entry;
  int rc = SQLITE_OK;
  json_open(&entry, unknown->root, unknown->text);
  for (; entry.value && rc == SQLITE_OK; json_advance(&entry)) {
    const char *token = observation_token(json_key(entry.value), pointer);
    if (token == NULL || observation_is_known(shape, token)) continue;
    int length = sqlite3_str_length(out);
    bool is_first = length == 0 || sqlite3_str_value(out)[length - 1] == '{';
    if (!is_first) sqlite3_str_appendchar(out, 1, ',');
    rc = observation_append_name(out, token);
    sqlite3_str_appendchar(out, 1, ':');
    sqlite3_str_append(out, entry.text, (int)entry.length);
  }
  return rc;
}

/* One member of a structure: what is below it may be unknown, too. */
static int observation_append_member(sqlite3_str *out, const Member *member,
                                     const JsonCursor *entry, const JsonDocument *unknown,
                                     const char *pointer) {
  bool is_structure = member && member->shape->type == SHAPE_STRUCTURE;
  if (!is_structure || json_type(entry->value) != JSON_OBJECT) {
    sqlite3_str_append(out, entry->text, (int)entry->length);
    return SQLITE_OK;
  }
  char *below = sqlite3_mprintf("%s/%s", pointer, member->name);
  if (below == NULL) return SQLITE_NOMEM;
  int rc =
      observation_append_structure(out, member->shape, entry->value, entry->text, unknown, below);
  sqlite3_free(below);
  return rc;
}

int observation_append_structure(sqlite3_str *out, const Shape *shape, const JsonValue *value,
                                 const char *text, const JsonDocument *unknown,
                                 const char *pointer) {
  JsonCursor entry;
  int rc = SQLITE_OK;
  sqlite3_str_appendchar(out, 1, '{');
  json_open(&entry, value, text);
  for (const char *separator = ""; entry.value && rc == SQLITE_OK; json_advance(&entry)) {
    const char *name = json_key(entry.value);
    sqlite3_str_appendf(out, "%s%.*s:", separator, (int)entry.key_length, entry.key);
    rc = observation_append_member(out, shape_member(shape, name, strlen(name)), &entry, unknown,
                                   pointer);
    separator = ",";
  }
  if (rc == SQLITE_OK) rc = observation_append(out, shape, unknown, pointer);
  sqlite3_str_appendchar(out, 1, '}');
  return rc;
}

#undef OBSERVATION_DEPTH_MAX
#undef OBSERVATION_MEMBERS
