/* SPDX-License-Identifier: MIT */
/*
** The API's own documents: requests of CreateConnection, one on each line or in a shell script of calls of the
** AWS CLI, and what get-connections prints.
*/
#include <string.h>

#include "documents/export_form.h"
#include "json/json_walk.h"

static void export_requests_member(Writer *writer, const Connection *connection, ColumnId id,
                                   size_t *members) {
  if (!writer_has_member(connection, id)) return;
  writer_text(writer, (*members)++ ? ",\"" : "\"");
  writer_text(writer, columns[id].member);
  writer_text(writer, "\":");
  writer_member(writer, connection, id);
}

/* A request of the API. The region is no part of one, but sealed values open in theirs alone. */
static void export_requests_row(Writer *writer, const ExportSource *source) {
  const Connection *connection = source->request;
  size_t members = 0;
  writer_text(writer, "{");
  export_requests_member(writer, connection, COLUMN_CATALOG_ID, &members);
  if (writer->sealed) export_requests_member(writer, connection, COLUMN_REGION, &members);
  writer_text(writer, members ? ",\"ConnectionInput\":{" : "\"ConnectionInput\":{");
  members = 0;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!(columns[id].places & MEMBER_OF_INPUT)) continue;
    export_requests_member(writer, connection, (ColumnId)id, &members);
  }
  writer_text(writer, "}");
  export_requests_member(writer, connection, COLUMN_TAGS, &members);
  writer_text(writer, "}");
}

/* ---- JSON Lines ---- */

static int export_requests_document(const Export *export, SecretText *out, char **message) {
  if (export->has_several_regions && !export->sealed) {
    return export_refuse_scopes(export, "a list of requests does not say of which region each is",
                                message);
  }
  for (size_t i = 0; i < export->count; i++) {
    export_fragment(export, &export->rows[i], out);
    export_text(out, "\n");
  }
  return SQLITE_OK;
}

const ExportForm export_requests = {
    .writer = &writer_plain,
    .row = export_requests_row,
    .document = export_requests_document,
};

/* ---- the script ---- */

/* What a request may have in the place of a value: placeholders of secrets, and references. grep asks for them
** when the script runs, because by then somebody may have put in the values. */
static const char export_script_create[] =
    "umask 077\n"
    "request=$(mktemp) || exit 1\n"
    "trap 'rm -f \"$request\"' EXIT\n"
    "trap 'exit 1' HUP INT TERM\n"
    "export AWS_CLI_FILE_ENCODING=UTF-8\n"
    "number=0 failed=0\n"
    "create() {\n"
    "  number=$((number + 1))\n"
    "  if ! cat > \"$request\"; then\n"
    "    failed=1\n"
    "  elif LC_ALL=C grep -Eq '[$][{](secret|terraform|unknown|[A-Z]+[a-z][A-Za-z0-9]*):' "
    "\"$request\"; then\n"
    "    echo \"request $number is left out: put the values in the place of its placeholders, "
    "\\${...}\" >&2\n"
    "    failed=1\n"
    "  else\n"
    "    aws glue create-connection --cli-input-json \"file://$request\" \"$@\" || failed=1\n"
    "  fi\n"
    "}\n";

static void export_script_head(const Export *export, SecretText *out) {
  char count[64];
  sqlite3_snprintf(sizeof(count), count, "# Creates %llu connection%s in AWS Glue",
                   (unsigned long long)export->count, export->count == 1 ? "" : "s");
  export_text(out, "#!/bin/sh\n");
  export_text(out, count);
  if (export->has_several_regions) {
    export_text(out, ", each in its own region");
  } else if (export->count > 0 && *export_region(&export->rows[0])) {
    export_text(out, ". They are of the region ");
    export_text(out, export_region(&export->rows[0]));
  }
  export_text(out, ".\n# The arguments go to the AWS CLI: --region, --profile, ...\n");
  export_text(out, export_script_create);
}

/* A request is one line of JSON, which the line that ends it cannot be. */
static int export_script_document(const Export *export, SecretText *out, char **message) {
  (void)message;
  export_script_head(export, out);
  for (size_t i = 0; i < export->count; i++) {
    const char *region = export_region(&export->rows[i]);
    export_text(out, "create \"$@\"");
    if (export->has_several_regions && *region) {
      export_text(out, " --region ");
      export_text(out, region);
    }
    export_text(out, " <<'REQUEST'\n");
    export_fragment(export, &export->rows[i], out);
    export_text(out, "\nREQUEST\n");
  }
  export_text(out, "exit $failed\n");
  return SQLITE_OK;
}

const ExportForm export_script = {
    .writer = &writer_plain,
    .row = export_requests_row,
    .document = export_script_document,
};

/* ---- get-connections ---- */

/* What the request tells of a connection, and better: it may have its secrets in clear. */
static const ColumnId export_connections_secret[] = {COLUMN_CONNECTION_PROPERTIES,
                                                     COLUMN_AUTHENTICATION_CONFIGURATION};
/* What GetConnections leaves out, and stands beside its members. */
static const ColumnId export_connections_beside[] = {COLUMN_CATALOG_ID, COLUMN_REGION, COLUMN_TAGS,
                                                     COLUMN_VALIDATE_CREDENTIALS,
                                                     COLUMN_VALIDATE_FOR_COMPUTE_ENVIRONMENTS};
#define EXPORT_COUNT(list) (sizeof(list) / sizeof(*(list)))

/* The column of a member, COLUMN_COUNT where it is none. */
static ColumnId export_connections_column(Span key) {
  int id = 0;
  while (id < COLUMN_COUNT && !(columns[id].member && json_walk_key_is(key, columns[id].member))) {
    id++;
  }
  return (ColumnId)id;
}

static bool export_connections_is_one(const ColumnId *ids, size_t count, ColumnId id) {
  for (size_t i = 0; i < count; i++) {
    if (ids[i] == id) return true;
  }
  return false;
}

static void export_connections_append(void *out, const char *piece, size_t size) {
  secret_text_append(out, piece, size);
}

/* Writes a member of the answer as it is written there, which is JSON, but for white space. */
static void export_connections_entry(Writer *writer, const JsonWalk *entry) {
  Span key = span_of(entry->key.text - 1, span_end(entry->key) + 1);
  secret_text_append(writer->out, key.text, key.length);
  writer_text(writer, ":");
  json_walk_minify(entry->value, export_connections_append, writer->out);
}

/* The properties of the request, and behind them what a request cannot hold: values that are no text, of a service
** that is newer than this version. */
static void export_connections_properties(Writer *writer, const Connection *request,
                                          Span answered) {
  JsonWalk entry;
  writer_member(writer, request, COLUMN_CONNECTION_PROPERTIES);
  if (json_walk_type(answered) != JSON_OBJECT) return;
  for (json_walk_open(&entry, answered); entry.value.text; json_walk_next(&entry)) {
    if (json_walk_type(entry.value) == JSON_STRING) continue;
    writer->out->length--; /* the brace */
    writer_text(writer, writer->out->text[writer->out->length - 1] == '{' ? "" : ",");
    export_connections_entry(writer, &entry);
    writer_text(writer, "}");
  }
}

/* Refuses a member that stands there twice: a reader would lose one of them. */
static void export_connections_check_twice(Writer *writer, ColumnId id, bool *is_seen) {
  if (is_seen[id]) {
    const Path path = column_path(id);
    findings_add_constraint(writer->findings, RULE_DUPLICATE_KEY, &path,
                            "Member must not be given twice");
  }
  is_seen[id] = true;
}

/* An answer as it is, but for the secrets. It is walked over and not made a tree of: most of it the request has. */
static void export_connections_row(Writer *writer, const ExportSource *source) {
  size_t members = 0;
  Span properties = span_absent;
  bool is_seen[COLUMN_COUNT] = {false};
  JsonWalk walk;
  writer_text(writer, "{");
  for (json_walk_open(&walk, source->connection); walk.value.text; json_walk_next(&walk)) {
    ColumnId id = export_connections_column(walk.key);
    if (id != COLUMN_COUNT) export_connections_check_twice(writer, id, is_seen);
    if (id == COLUMN_CONNECTION_PROPERTIES) properties = walk.value;
    if (json_walk_type(walk.value) == JSON_NULL ||
        export_connections_is_one(export_connections_secret,
                                  EXPORT_COUNT(export_connections_secret), id) ||
        export_connections_is_one(export_connections_beside,
                                  EXPORT_COUNT(export_connections_beside), id)) {
      continue;
    }
    if (members++) writer_text(writer, ",");
    export_connections_entry(writer, &walk);
  }
  if (writer_has_member(source->request, COLUMN_CONNECTION_PROPERTIES)) {
    writer_text(writer, ",\"ConnectionProperties\":"); /* behind the name at least */
    export_connections_properties(writer, source->request, properties);
  }
  export_requests_member(writer, source->request, COLUMN_AUTHENTICATION_CONFIGURATION, &members);
  for (size_t i = 0; i < EXPORT_COUNT(export_connections_beside); i++) {
    export_requests_member(writer, source->request, export_connections_beside[i], &members);
  }
  writer_text(writer, "}");
}

static int export_connections_document(const Export *export, SecretText *out, char **message) {
  (void)message;
  export_text(out, "{\"ConnectionList\": [\n");
  for (size_t i = 0; i < export->count; i++) {
    export_fragment(export, &export->rows[i], out);
    export_text(out, i + 1 < export->count ? ",\n" : "\n");
  }
  export_text(out, "]}\n");
  return SQLITE_OK;
}

const ExportForm export_connections = {
    .writer = &writer_answer,
    .row = export_connections_row,
    .document = export_connections_document,
};

#undef EXPORT_COUNT
