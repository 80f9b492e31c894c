/* SPDX-License-Identifier: MIT */
#include "request/document.h"

#include <string.h>

#include "json/json.h"
#include "model/types.h"

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

static void document_append_value(sqlite3_str *out, const Connection *row, ColumnId id) {
  const MemberValue *value = &row->member[id];
  switch (columns[id].kind) {
  case KIND_TEXT: json_append_string(out, value->text, value->length); break;
  case KIND_JSON: sqlite3_str_append(out, value->text, (int)value->length); break;
  case KIND_BOOLEAN: sqlite3_str_appendall(out, "false"); break; /* true is never written */
  case KIND_INTEGER: sqlite3_str_appendf(out, "%lld", value->number); break;
  case KIND_TIME: sqlite3_str_appendf(out, "%.3f", (double)value->number / 1000); break;
  }
}

/* Appends "Member":value where the row has one. */
static void document_append_member(sqlite3_str *out, const Connection *row, ColumnId id,
                                   bool in_request) {
  size_t length = 0;
  const char *environments = NULL;
  bool present = row->member[id].present;
  if (id == COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS) {
    environments = document_compute_environments(row, &length);
    present = environments != NULL;
  }
  /* True is what its absence means. */
  if (id == COLUMN_VALIDATE_CREDENTIALS && row->member[id].number) present = false;
  if (!present) return;
  document_append_separator(out);
  sqlite3_str_appendf(out, "\"%s\":", columns[id].member);
  if (environments) {
    sqlite3_str_append(out, environments, (int)length);
  } else if (in_request && id == COLUMN_AUTHENTICATION_CONFIGURATION &&
             row->member[COLUMN_CREDENTIALS].present) {
    document_append_authentication(out, row);
  } else {
    document_append_value(out, row, id);
  }
}

static void document_append_members(sqlite3_str *out, const Connection *row, unsigned places,
                                    bool in_request) {
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & places) document_append_member(out, row, (ColumnId)id, in_request);
  }
}

char *document_request(const Connection *row) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendchar(out, 1, '{');
  document_append_member(out, row, COLUMN_CATALOG_ID, true);
  document_append_member(out, row, COLUMN_REGION, true);
  document_append_separator(out);
  sqlite3_str_appendall(out, "\"ConnectionInput\":{");
  document_append_members(out, row, MEMBER_OF_INPUT, true);
  sqlite3_str_appendchar(out, 1, '}');
  /* "{}" is stored where there are none. */
  if (row->member[COLUMN_TAGS].length > 2) document_append_member(out, row, COLUMN_TAGS, true);
  sqlite3_str_appendchar(out, 1, '}');
  return sqlite3_str_finish(out);
}

char *document_connection(const Connection *row) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendchar(out, 1, '{');
  document_append_members(out, row, MEMBER_OF_CONNECTION, false);
  sqlite3_str_appendchar(out, 1, '}');
  return sqlite3_str_finish(out);
}

static ColumnSet members_of(unsigned places) {
  ColumnSet members = 0;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & places) members |= COLUMN_BIT(id);
  }
  return members;
}

ColumnSet document_columns(ColumnId id) {
  const ColumnSet environments = COLUMN_BIT(COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS) |
                                 COLUMN_BIT(COLUMN_CONNECTION_TYPE) |
                                 COLUMN_BIT(COLUMN_CONNECTION_SCHEMA_VERSION);
  switch (id) {
  case COLUMN_ARN:
    return COLUMN_BIT(COLUMN_NAME) | COLUMN_BIT(COLUMN_CATALOG_ID) | COLUMN_BIT(COLUMN_REGION);
  case COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS: return environments;
  case COLUMN_REQUEST:
    return members_of(MEMBER_OF_REQUEST | MEMBER_OF_INPUT) | COLUMN_BIT(COLUMN_CREDENTIALS);
  case COLUMN_CONNECTION: return members_of(MEMBER_OF_CONNECTION) | environments;
  default: return columns[id].places & IS_STORED ? COLUMN_BIT(id) : 0;
  }
}

#undef DOCUMENT_ACCOUNT_DIGITS
