/* SPDX-License-Identifier: MIT */
#include "request/document.h"

#include <string.h>

#include "json/json.h"
#include "model/types.h"
#include "request/observation.h"

#define DOCUMENT_ACCOUNT_DIGITS 12

static bool document_is_account_id(const MemberValue *value) {
  if (!value->present || value->length != DOCUMENT_ACCOUNT_DIGITS) return false;
  for (size_t i = 0; i < value->length; i++) {
    if (value->text[i] < '0' || value->text[i] > '9') return false;
  }
  return true;
}

/* A part of AWS with accounts of its own. */
static const char *document_partition(const MemberValue *region) {
  static const struct {
    const char *prefix, *partition;
  } partitions[] = {{"cn-", "aws-cn"}, {"us-gov-", "aws-us-gov"}};
  for (size_t i = 0; i < sizeof(partitions) / sizeof(*partitions); i++) {
    size_t length = strlen(partitions[i].prefix);
    if (region->length >= length && memcmp(region->text, partitions[i].prefix, length) == 0) {
      return partitions[i].partition;
    }
  }
  return "aws";
}

char *document_arn(const Connection *row, const char *own_account) {
  const MemberValue *catalog_id = &row->member[COLUMN_CATALOG_ID];
  const MemberValue *region = &row->member[COLUMN_REGION], *name = &row->member[COLUMN_NAME];
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "arn:%s:glue:%.*s:%.*s:connection/", document_partition(region),
                      (int)region->length, region->text, DOCUMENT_ACCOUNT_DIGITS,
                      document_is_account_id(catalog_id) ? catalog_id->text : own_account);
  sqlite3_str_append(out, name->text, (int)name->length);
  return sqlite3_str_finish(out);
}

const char *document_compute_environments(const Connection *row, size_t *length) {
  const MemberValue *given = &row->member[COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS];
  const MemberValue *type = &row->member[COLUMN_CONNECTION_TYPE];
  if (given->present) {
    *length = given->length;
    return given->text;
  }
  *length = 0;
  if (row->member[COLUMN_IS_OBSERVATION].number) return NULL; /* it did not say */
  const char *text = types_compute_environments(
      type->text, type->length, (int)row->member[COLUMN_CONNECTION_SCHEMA_VERSION].number);
  *length = text ? strlen(text) : 0;
  return text;
}

static void document_append_separator(sqlite3_str *out) {
  int length = sqlite3_str_length(out);
  const char *text = sqlite3_str_value(out);
  if (length > 0 && text[length - 1] != '{') sqlite3_str_appendchar(out, 1, ',');
}

/* AuthenticationConfiguration with our own member EncryptedCredentials at its end. Damaged text,
** which is no object, stays as it is. */
static void document_append_authentication(sqlite3_str *out, const Connection *row) {
  const MemberValue *value = &row->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  const MemberValue *credentials = &row->member[COLUMN_CREDENTIALS];
  bool is_object = value->length >= 2 && value->text[value->length - 1] == '}';
  sqlite3_str_append(out, value->text, (int)value->length - is_object);
  if (!is_object) return;
  document_append_separator(out);
  sqlite3_str_appendall(out, "\"EncryptedCredentials\":");
  json_append_string(out, credentials->text, credentials->length);
  sqlite3_str_appendchar(out, 1, '}');
}

/* A structure of an answer with the members of it that are not known here. Returns SQLITE_OK or
** SQLITE_NOMEM. */
static int document_append_structure(sqlite3_str *out, const Connection *row, ColumnId id,
                                     const JsonDocument *unknown) {
  const MemberValue *value = &row->member[id];
  JsonDocument document;
  JsonError error;
  int rc = json_parse(value->text, value->length, &document, &error);
  if (rc == SQLITE_NOMEM) return rc;
  if (rc != SQLITE_OK || json_type(document.root) != JSON_OBJECT) { /* damaged: it stays as it is */
    sqlite3_str_append(out, value->text, (int)value->length);
    rc = SQLITE_OK;
  } else {
    char *pointer = sqlite3_mprintf("/%s", columns[id].member);
    rc = pointer ? observation_append_structure(out, columns[id].shape, document.root,
                                                document.text, unknown, pointer)
                 : SQLITE_NOMEM;
    sqlite3_free(pointer);
  }
  json_free(&document);
  return rc;
}

static void document_append_value(sqlite3_str *out, const Connection *row, ColumnId id) {
  const MemberValue *value = &row->member[id];
  switch (columns[id].kind) {
  case KIND_TEXT: json_append_string(out, value->text, value->length); break;
  case KIND_JSON: sqlite3_str_append(out, value->text, (int)value->length); break;
  case KIND_BOOLEAN: sqlite3_str_appendall(out, value->number ? "true" : "false"); break;
  case KIND_INTEGER: sqlite3_str_appendf(out, "%lld", value->number); break;
  case KIND_TIME: sqlite3_str_appendf(out, "%.3f", (double)value->number / 1000); break;
  }
}

/* Appends "Member":value where the row has one. `unknown`: what else an answer held, NULL in a request.
** Returns SQLITE_OK or SQLITE_NOMEM. */
static int document_append_member(sqlite3_str *out, const Connection *row, ColumnId id,
                                  bool in_request, const JsonDocument *unknown) {
  int rc = SQLITE_OK;
  size_t length = 0;
  const char *environments = NULL;
  bool present = row->member[id].present;
  if (id == COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS) {
    environments = document_compute_environments(row, &length);
    present = environments != NULL;
  }
  /* True is what its absence means. */
  if (id == COLUMN_VALIDATE_CREDENTIALS && row->member[id].number) present = false;
  if (!present) return rc;
  document_append_separator(out);
  sqlite3_str_appendf(out, "\"%s\":", columns[id].member);
  if (environments) {
    sqlite3_str_append(out, environments, (int)length);
  } else if (in_request && id == COLUMN_AUTHENTICATION_CONFIGURATION &&
             row->member[COLUMN_CREDENTIALS].present) {
    document_append_authentication(out, row);
  } else if (unknown && columns[id].shape->type == SHAPE_STRUCTURE) {
    rc = document_append_structure(out, row, id, unknown);
  } else {
    document_append_value(out, row, id);
  }
  return rc;
}

char *document_request(const Connection *row) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendchar(out, 1, '{');
  document_append_member(out, row, COLUMN_CATALOG_ID, true, NULL);
  document_append_member(out, row, COLUMN_REGION, true, NULL);
  document_append_separator(out);
  sqlite3_str_appendall(out, "\"ConnectionInput\":{");
  for (int id = 0; id < COLUMN_COUNT; id++) {
    bool is_input = (columns[id].places & MEMBER_OF_INPUT) != 0;
    if (is_input) document_append_member(out, row, (ColumnId)id, true, NULL);
  }
  sqlite3_str_appendchar(out, 1, '}');
  /* "{}" is stored where there are none. */
  if (row->member[COLUMN_TAGS].length > 2) {
    document_append_member(out, row, COLUMN_TAGS, true, NULL);
  }
  sqlite3_str_appendchar(out, 1, '}');
  return sqlite3_str_finish(out);
}

/* Where the unknown members are damaged the rest is shown. */
static int document_parse_unknown(const Connection *row, JsonDocument *unknown, bool *any) {
  const MemberValue *value = &row->member[COLUMN_UNKNOWN_MEMBERS];
  JsonError error;
  *any = false;
  if (!value->present) return SQLITE_OK;
  int rc = json_parse(value->text, value->length, unknown, &error);
  *any = rc == SQLITE_OK && json_type(unknown->root) == JSON_OBJECT;
  if (rc == SQLITE_OK && !*any) json_free(unknown);
  return rc == SQLITE_NOMEM ? rc : SQLITE_OK;
}

char *document_connection(const Connection *row) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  JsonDocument unknown;
  bool any;
  int rc = document_parse_unknown(row, &unknown, &any);
  sqlite3_str_appendchar(out, 1, '{');
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    if (!(columns[id].places & MEMBER_OF_CONNECTION)) continue;
    rc = document_append_member(out, row, (ColumnId)id, false, any ? &unknown : NULL);
  }
  if (rc == SQLITE_OK && any) rc = observation_append(out, NULL, &unknown, "");
  if (any) json_free(&unknown);
  sqlite3_str_appendchar(out, 1, '}');
  char *text = sqlite3_str_finish(out);
  if (rc == SQLITE_OK) return text;
  sqlite3_free(text);
  return NULL;
}

static ColumnSet members_of(unsigned places) {
  ColumnSet members = 0;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & places) members |= COLUMN_BIT(id);
  }
  return members;
}

ColumnSet document_columns(ColumnId id) {
  const ColumnSet environments =
      COLUMN_BIT(COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS) | COLUMN_BIT(COLUMN_CONNECTION_TYPE) |
      COLUMN_BIT(COLUMN_CONNECTION_SCHEMA_VERSION) | COLUMN_BIT(COLUMN_IS_OBSERVATION);
  switch (id) {
  case COLUMN_ARN:
    return COLUMN_BIT(COLUMN_NAME) | COLUMN_BIT(COLUMN_CATALOG_ID) | COLUMN_BIT(COLUMN_REGION);
  case COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS: return environments;
  case COLUMN_REQUEST:
    return members_of(MEMBER_OF_REQUEST | MEMBER_OF_INPUT) | COLUMN_BIT(COLUMN_CREDENTIALS);
  case COLUMN_CONNECTION:
    return members_of(MEMBER_OF_CONNECTION) | environments | COLUMN_BIT(COLUMN_UNKNOWN_MEMBERS);
  default: return columns[id].places & IS_STORED ? COLUMN_BIT(id) : 0;
  }
}

#undef DOCUMENT_ACCOUNT_DIGITS
