/* SPDX-License-Identifier: MIT */
#include "request/document.h"

#include <string.h>

#include "json/json.h"
#include "model/types.h"
#include "request/observation.h"
#include "text/text.h"

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

/* ---- texts ---- */

static bool document_reserve(DocumentText *out, size_t capacity) {
  char *text = out->out_of_memory ? NULL : sqlite3_realloc64(out->text, capacity + 1);
  out->out_of_memory = text == NULL;
  if (text == NULL) return false;
  out->text = text;
  out->capacity = capacity;
  return true;
}

/* Begins anew, with room for so much at least (more than 0): chosen so that most texts need no more. */
static void document_begin(DocumentText *out, size_t capacity) {
  out->length = 0;
  out->out_of_memory = false;
  if (capacity > out->capacity) document_reserve(out, capacity);
}

static inline bool document_has_room(DocumentText *out, size_t length) {
  return length <= out->capacity - out->length || document_reserve(out, 2 * (out->length + length));
}

static inline void document_append(DocumentText *out, const char *text, size_t length) {
  if (length == 0 || !document_has_room(out, length)) return;
  memcpy(out->text + out->length, text, length);
  out->length += length;
}

/* The text in quotes, which needs no escape. */
static char *document_quote(char *z, const char *text, size_t length) {
  *z++ = '"';
  memcpy(z, text, length);
  z[length] = '"';
  return z + length + 1;
}

static void document_append_all(DocumentText *out, const char *text) {
  document_append(out, text, strlen(text));
}

static void document_append_piece(void *context, const char *piece, size_t size) {
  document_append(context, piece, size);
}

static const char *document_finish(DocumentText *out) {
  if (out->out_of_memory) return NULL;
  out->text[out->length] = '\0';
  return out->text;
}

void document_free(DocumentText *out) {
  sqlite3_free(out->text);
}

const char *document_arn(DocumentText *out, const Connection *row, const char *own_account) {
  const MemberValue *catalog_id = &row->member[COLUMN_CATALOG_ID];
  const MemberValue *region = &row->member[COLUMN_REGION], *name = &row->member[COLUMN_NAME];
  const char *account = document_is_account_id(catalog_id) ? catalog_id->text : own_account;
  document_begin(out, region->length + name->length + 64); /* that is enough for the rest */
  document_append_all(out, "arn:");
  document_append_all(out, document_partition(region));
  document_append_all(out, ":glue:");
  document_append(out, region->text, region->length);
  document_append_all(out, ":");
  document_append(out, account, DOCUMENT_ACCOUNT_DIGITS);
  document_append_all(out, ":connection/");
  document_append(out, name->text, name->length);
  return document_finish(out);
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

/* ---- documents ---- */

/* Begins the document of a row: room for its texts as they are, and for the names of its members. */
static void document_begin_row(DocumentText *out, const Connection *row) {
  size_t capacity = 64;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (row->member[id].present) capacity += row->member[id].length + 48;
  }
  document_begin(out, capacity);
  document_append(out, "{", 1);
}

/* "name": of a member, behind the one before it. */
static void document_append_key(DocumentText *out, const char *name) {
  size_t length = strlen(name);
  if (!document_has_room(out, length + 4)) return;
  char *z = out->text + out->length;
  if (z[-1] != '{') *z++ = ','; /* every document begins with one */
  z = document_quote(z, name, length);
  *z++ = ':';
  out->length = (size_t)(z - out->text);
}

static void document_append_string(DocumentText *out, const MemberValue *value) {
  const char *end = value->text + value->length;
  bool is_plain = value->length > 0 && text_skip_unescaped(value->text, end) == end;
  if (!is_plain) {
    json_write_string(value->text, value->length, document_append_piece, out);
  } else if (document_has_room(out, value->length + 2)) {
    char *z = document_quote(out->text + out->length, value->text, value->length);
    out->length = (size_t)(z - out->text);
  }
}

/* AuthenticationConfiguration with our own member EncryptedCredentials at its end. Damaged text,
** which is no object, stays as it is. */
static void document_append_authentication(DocumentText *out, const Connection *row) {
  const MemberValue *value = &row->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  bool is_object = value->length >= 2 && value->text[value->length - 1] == '}';
  document_append(out, value->text, value->length - is_object);
  if (!is_object) return;
  document_append_key(out, "EncryptedCredentials");
  document_append_string(out, &row->member[COLUMN_CREDENTIALS]);
  document_append(out, "}", 1);
}

/* Takes over a piece that has been made by itself. */
static int document_append_part(DocumentText *out, sqlite3_str *part, int rc) {
  if (rc == SQLITE_OK) rc = sqlite3_str_errcode(part);
  size_t length = (size_t)sqlite3_str_length(part);
  char *text = sqlite3_str_finish(part);
  if (rc == SQLITE_OK) document_append(out, text, length);
  sqlite3_free(text);
  return rc;
}

/* A structure of an answer with the members of it that are not known here. Returns SQLITE_OK or
** SQLITE_NOMEM. */
static int document_append_structure(DocumentText *out, const Connection *row, ColumnId id,
                                     const JsonDocument *unknown) {
  const MemberValue *value = &row->member[id];
  JsonDocument document;
  JsonError error;
  int rc = json_parse(value->text, value->length, &document, &error);
  if (rc == SQLITE_NOMEM) return rc;
  if (rc != SQLITE_OK || json_type(document.root) != JSON_OBJECT) { /* damaged: it stays as it is */
    document_append(out, value->text, value->length);
    rc = SQLITE_OK;
  } else {
    char *pointer = sqlite3_mprintf("/%s", columns[id].member);
    sqlite3_str *part = sqlite3_str_new(NULL);
    rc = pointer ? observation_append_structure(part, columns[id].shape, document.root,
                                                document.text, unknown, pointer)
                 : SQLITE_NOMEM;
    rc = document_append_part(out, part, rc);
    sqlite3_free(pointer);
  }
  json_free(&document);
  return rc;
}

static void document_append_value(DocumentText *out, const Connection *row, ColumnId id) {
  const MemberValue *value = &row->member[id];
  char number[40];
  switch (columns[id].kind) {
  case KIND_TEXT: document_append_string(out, value); return;
  case KIND_JSON: document_append(out, value->text, value->length); return;
  case KIND_BOOLEAN: document_append_all(out, value->number ? "true" : "false"); return;
  case KIND_INTEGER: sqlite3_snprintf(sizeof(number), number, "%lld", value->number); break;
  case KIND_TIME:
    sqlite3_snprintf(sizeof(number), number, "%.3f", (double)value->number / 1000);
    break;
  }
  document_append_all(out, number);
}

/* Appends "Member":value where the row has one. `unknown`: what else an answer held, NULL in a request.
** Returns SQLITE_OK or SQLITE_NOMEM. */
static int document_append_member(DocumentText *out, const Connection *row, ColumnId id,
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
  document_append_key(out, columns[id].member);
  if (environments) {
    document_append(out, environments, length);
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

const char *document_request(DocumentText *out, const Connection *row) {
  document_begin_row(out, row);
  document_append_member(out, row, COLUMN_CATALOG_ID, true, NULL);
  document_append_member(out, row, COLUMN_REGION, true, NULL);
  document_append_key(out, "ConnectionInput");
  document_append(out, "{", 1);
  for (int id = 0; id < COLUMN_COUNT; id++) {
    bool is_input = (columns[id].places & MEMBER_OF_INPUT) != 0;
    if (is_input) document_append_member(out, row, (ColumnId)id, true, NULL);
  }
  document_append(out, "}", 1);
  /* "{}" is stored where there are none. */
  if (row->member[COLUMN_TAGS].length > 2) {
    document_append_member(out, row, COLUMN_TAGS, true, NULL);
  }
  document_append(out, "}", 1);
  return document_finish(out);
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

/* What else an answer held, beside the known members. */
static int document_append_unknown(DocumentText *out, const JsonDocument *unknown) {
  sqlite3_str *part = sqlite3_str_new(NULL);
  int rc = observation_append(part, NULL, unknown, "");
  if (sqlite3_str_length(part) > 0) document_append(out, ",", 1);
  return document_append_part(out, part, rc);
}

const char *document_connection(DocumentText *out, const Connection *row) {
  JsonDocument unknown;
  bool any;
  int rc = document_parse_unknown(row, &unknown, &any);
  document_begin_row(out, row);
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    if (!(columns[id].places & MEMBER_OF_CONNECTION)) continue;
    rc = document_append_member(out, row, (ColumnId)id, false, any ? &unknown : NULL);
  }
  if (rc == SQLITE_OK && any) rc = document_append_unknown(out, &unknown);
  if (any) json_free(&unknown);
  document_append(out, "}", 1);
  return rc == SQLITE_OK ? document_finish(out) : NULL;
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
  default: return COLUMN_BIT(id); /* it is stored */
  }
}

#undef DOCUMENT_ACCOUNT_DIGITS
