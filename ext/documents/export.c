/* SPDX-License-Identifier: MIT */
/*
** Collecting the rows of an export, and sorting them.
*/
#include "documents/export.h"

#include <stdlib.h>
#include <string.h>

#include "documents/export_label.h"
#include "glue_connections.h"
#include "json/json_walk.h"
#include "keyring/cipher.h"
#include "model/validate.h"
#include "text/message.h"

/* Code points of a name in a refusal. */
#define EXPORT_NAME_POINTS 64

/* Bytes that a document has for each row besides its fragment, more or less. */
#define EXPORT_ROW_MORE 160

/* ---- reading a row ---- */

static const char *export_member_text(const Connection *connection, ColumnId id) {
  const MemberValue *value = &connection->member[id];
  return value->present ? value->text : "";
}

/* Refuses what has no name, from which nothing could be told, and a region that is none: it stands in command
** lines. */
static void export_check(Request *request) {
  const Connection *connection = &request->connection;
  const MemberValue *name = &connection->member[COLUMN_NAME];
  const Path path = column_path(COLUMN_NAME);
  if (!name->present && !name->faulty) findings_add_null(&request->findings, &path);
  if (connection->member[COLUMN_REGION].present) {
    validate_member(connection, COLUMN_REGION, &request->findings);
  }
}

static size_t export_count_errors(const Findings *findings) {
  size_t errors = 0;
  for (size_t i = 0; i < findings->count; i++) {
    errors += findings->list[i].severity == SEVERITY_ERROR;
  }
  return errors;
}

/* Refuses a request for its errors. Its findings are in another order then. */
static int export_refuse_request(Request *request, char **message) {
  Findings *findings = &request->findings;
  size_t errors = 0, count = findings->count;
  for (size_t i = 0; i < count; i++) {
    if (findings->list[i].severity != SEVERITY_ERROR) continue;
    Finding error = findings->list[i];
    findings->list[i] = findings->list[errors];
    findings->list[errors++] = error;
  }
  findings->count = errors;
  char *text = findings_message(findings);
  findings->count = count;
  if (text == NULL) return SQLITE_NOMEM;
  const char *name = export_member_text(&request->connection, COLUMN_NAME);
  size_t length = text_prefix(name, strlen(name), EXPORT_NAME_POINTS);
  int rc = refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "the connection%s%.*s cannot be exported: %s", length > 0 ? " " : "", (int)length,
                  name, text);
  sqlite3_free(text);
  return rc;
}

static int export_read(Export *export, Span document, char **message) {
  Request *request = export->request;
  if (request == NULL) {
    request = export->request = sqlite3_malloc64(sizeof(*request));
    if (request == NULL) return SQLITE_NOMEM;
  } else {
    request_free(request);
  }
  request_init(request);
  request->trees = COLUMNS_ALL;
  int rc = request_set_document(request, document.text, document.length);
  if (rc != SQLITE_OK) return rc;
  if (!request->connection.member[COLUMN_REQUEST].faulty) export_check(request);
  if (request->findings.out_of_memory) return SQLITE_NOMEM;
  return export_count_errors(&request->findings) ? export_refuse_request(request, message)
                                                 : SQLITE_OK;
}

/* Whether the answer has that name. */
static bool export_is_named(Span connection, const char *name) {
  Span value = json_walk_member(connection, columns[COLUMN_NAME].member);
  return json_walk_type(value) == JSON_STRING &&
         json_walk_means(json_walk_inside(value), (Span){name, strlen(name)});
}

/* Finds the answer of the service that belongs to the request; GetConnection has it in a member. What it holds is
** not judged: it goes out as it is. */
static int export_read_connection(const Export *export, Span text, Span *connection,
                                  char **message) {
  JsonError error;
  const char *name = export->request->connection.member[COLUMN_NAME].text;
  const char *from = text.text + strspn(text.text, " \t\r\n");
  const char *end = json_end(from, (size_t)(span_end(text) - from), &error);
  if (end == NULL) {
    return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT, "the connection %s", error.reason);
  }
  *connection = span_of(from, end);
  Span inner = json_walk_member(*connection, "Connection");
  if (inner.text) *connection = inner;
  if (end[strspn(end, " \t\r\n")] == '\0' && export_is_named(*connection, name)) return SQLITE_OK;
  return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "the connection that is given with the request %s is another", name);
}

/* ---- collecting ---- */

static int export_grow(Export *export) {
  if (export->count < export->capacity) return SQLITE_OK;
  size_t capacity = export->capacity ? export->capacity * 2 : 64;
  ExportRow *rows = sqlite3_realloc64(export->rows, capacity * sizeof(*rows));
  if (rows == NULL) return SQLITE_NOMEM;
  export->rows = rows;
  export->capacity = capacity;
  return SQLITE_OK;
}

static void export_append_key(Export *export, const Connection *connection) {
  static const ColumnId parts[] = {COLUMN_CATALOG_ID, COLUMN_REGION, COLUMN_NAME};
  for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
    const char *text = export_member_text(connection, parts[i]);
    secret_text_append(&export->keys, text, strlen(text) + 1);
  }
}

/* Adds a row with what has been written, of which no trace is left behind in memory that grows. */
static int export_keep_fragment(Export *export, ExportRow *row) {
  SecretText *written = &export->fragment;
  if (written->out_of_memory) return SQLITE_NOMEM;
  row->fragment = sqlite3_malloc64(written->length);
  if (row->fragment == NULL) return SQLITE_NOMEM;
  memcpy(row->fragment, written->text, written->length);
  row->fragment_length = written->length;
  export->length += written->length;
  cipher_wipe(written->text, written->length);
  written->length = 0;
  export->rows[export->count++] = *row;
  return SQLITE_OK;
}

static int export_append_row(Export *export, const ExportForm *form, const ExportSource *source,
                             bool sealed) {
  Findings *findings = &export->request->findings;
  Writer writer = {.form = form->writer,
                   .out = &export->fragment,
                   .findings = findings,
                   .sealed = sealed,
                   .names = &export->names,
                   .first_warning = findings->count};
  ExportRow row = {.key_offset = export->keys.length};
  int rc = export_grow(export);
  if (rc != SQLITE_OK) return rc;
  export_append_key(export, source->request);
  form->row(&writer, source);
  if (findings->out_of_memory || export->keys.out_of_memory) return SQLITE_NOMEM;
  row.key_length = export->keys.length - row.key_offset;
  row.placeholders = writer.placeholders;
  return export_keep_fragment(export, &row);
}

int export_add(Export *export, const ExportForm *form, Span connection, Span request, bool sealed,
               char **message) {
  ExportSource source = {.request = NULL};
  int rc = export_read(export, request, message);
  if (rc != SQLITE_OK) return rc;
  source.request = &export->request->connection;
  if (connection.text) {
    rc = export_read_connection(export, connection, &source.connection, message);
  }
  if (rc == SQLITE_OK) rc = export_append_row(export, form, &source, sealed);
  if (rc != SQLITE_OK) return rc;
  export->sealed = export->sealed || sealed;
  return export_count_errors(&export->request->findings)
             ? export_refuse_request(export->request, message)
             : SQLITE_OK;
}

/* ---- all of them ---- */

/* By catalog, region and name: a NUL, which ends each, comes before all other bytes. */
static int export_compare(const void *a, const void *b) {
  const ExportRow *left = a, *right = b;
  size_t length = left->key_length < right->key_length ? left->key_length : right->key_length;
  int order = memcmp(left->key, right->key, length);
  if (order != 0) return order;
  return (left->key_length > right->key_length) - (left->key_length < right->key_length);
}

static void export_sort(Export *export) {
  bool is_sorted = true;
  for (size_t i = 0; i < export->count; i++) {
    export->rows[i].key = export->keys.text + export->rows[i].key_offset;
    if (i > 0 && export_compare(&export->rows[i - 1], &export->rows[i]) > 0) is_sorted = false;
  }
  if (!is_sorted) qsort(export->rows, export->count, sizeof(*export->rows), export_compare);
  for (size_t i = 1; i < export->count; i++) {
    const char *first = export_region(&export->rows[0]), *region = export_region(&export->rows[i]);
    if (strcmp(first, region) != 0) export->has_several_regions = true;
  }
}

/* What would change how a terminal shows the rest becomes an escape. But for the ends of lines it stands in strings
** of JSON alone, where that means the same. */
static void export_escape(SecretText *document) {
  SecretText out = {.text = NULL};
  const char *from = document->text, *end = from + document->length;
  char escape[16];
  uint32_t point;
  size_t length;
  for (const char *z = from; (z = message_find_control(z, end, &point, &length)) < end;
       z += length) {
    if (point < ' ') continue;
    secret_text_append(&out, from, (size_t)(z - from));
    sqlite3_snprintf(sizeof(escape), escape, "\\u%04x", point);
    export_text(&out, escape);
    from = z + length;
  }
  if (from == document->text) return;
  secret_text_append(&out, from, (size_t)(end - from));
  secret_text_discard(document);
  *document = out;
}

int export_finish(Export *export, const ExportForm *form, SecretText *out, char **message) {
  *out = (SecretText){.text = NULL};
  export_sort(export);
  int rc = SQLITE_OK;
  if (form->labels != LABELS_NONE) rc = export_label_all(export, form->labels, message);
  secret_text_reserve(out, export->length + (export->count + 1) * EXPORT_ROW_MORE);
  if (rc == SQLITE_OK) rc = form->document(export, out, message);
  export_text(out, ""); /* an empty document is a text, too */
  if (!out->out_of_memory) export_escape(out);
  return rc == SQLITE_OK && out->out_of_memory ? SQLITE_NOMEM : rc;
}

void export_free(Export *export) {
  if (export->request) request_free(export->request);
  sqlite3_free(export->request);
  for (size_t i = 0; i < export->count; i++) {
    cipher_free(export->rows[i].fragment, export->rows[i].fragment_length);
  }
  secret_text_discard(&export->fragment);
  secret_text_discard(&export->keys);
  secret_text_discard(&export->names);
  secret_text_discard(&export->labels);
  sqlite3_free(export->rows);
  *export = (Export){.rows = NULL};
}

#undef EXPORT_NAME_POINTS
#undef EXPORT_ROW_MORE
