#include "catalog/derived.h"

#include <string.h>

#include "catalog/document.h"
#include "model/types.h"

/* READY, except for an OAUTH2 connection whose credentials are to be validated: its token exchange
** is still to come. */
const char *derived_status(const Connection *connection) {
  const MemberValue *validate = &connection->member[COLUMN_VALIDATE_CREDENTIALS];
  const MemberValue *value = &connection->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  if (!value->present || (validate->present && !validate->number)) return "READY";
  const JsonValue *type = json_member(value->json, "AuthenticationType");
  const char *text = type ? json_string(type) : NULL;
  return text && strcmp(text, "OAUTH2") == 0 ? "IN_PROGRESS" : "READY";
}

/* Status, schema version and compute environments belong to the service. Only a copy, which gives
** its creation time, keeps what they were. */
static void check_history(Request *request) {
  const Connection *connection = &request->connection;
  const MemberValue *status = &connection->member[COLUMN_STATUS];
  if (status->present && !member_is(status, derived_status(connection))) {
    request_refuse_member(
        request, COLUMN_STATUS, "derived",
        "Member is set by CreateConnection; only a copy, which gives creation_time, "
        "keeps it");
  }
  if (connection->member[COLUMN_STATUS_REASON].present) {
    request_refuse_member(
        request, COLUMN_STATUS_REASON, "derived",
        "Member is set by CreateConnection; only a copy, which gives creation_time, "
        "keeps it");
  }
  const MemberValue *version = &connection->member[COLUMN_CONNECTION_SCHEMA_VERSION];
  if (version->present && version->number != types_schema_version(connection)) {
    const Path path = column_path(COLUMN_CONNECTION_SCHEMA_VERSION);
    findings_add_constraint(&request->findings, "derived", &path, NULL, 0,
                            "Member is derived and must be NULL or %d",
                            types_schema_version(connection));
  }
}

void derived_check_environments(Request *request, bool is_copied) {
  Connection *connection = &request->connection;
  MemberValue *given = &connection->member[COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS];
  if (!given->present) return;
  MemberValue kept = *given;
  size_t length;
  given->present = false;
  const char *derived = document_compute_environments(connection, &length);
  if (derived && length == kept.length && memcmp(derived, kept.text, length) == 0) return;
  given->present = is_copied;
  if (!is_copied) {
    const Path path = column_path(COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS);
    findings_add_constraint(&request->findings, "derived", &path, NULL, 0,
                            "Member is derived and must be NULL%s%s", derived ? " or " : "",
                            derived ? derived : "");
  }
}

void derived_validate_new(Request *request, ValidationLevel level, ValidationScope scope) {
  Connection *connection = &request->connection;
  bool is_copied = connection->member[COLUMN_CREATION_TIME].present;
  if (connection->member[COLUMN_REQUEST].faulty) return; /* nothing could be read */
  validate_connection(connection, level, scope, &request->findings);
  if (request->findings.error_count) return;
  if (!is_copied) check_history(request);
  MemberValue *version = &connection->member[COLUMN_CONNECTION_SCHEMA_VERSION];
  if (!version->present) *version = member_number(types_schema_version(connection));
  derived_check_environments(request, is_copied);
}

int derived_check_arn(const Settings *settings, Request *request) {
  const Connection *connection = &request->connection;
  const MemberValue *given = &connection->member[COLUMN_ARN];
  const MemberValue *name = &connection->member[COLUMN_NAME];
  if (!given->present) return SQLITE_OK;
  char *arn = document_arn(settings, &connection->member[COLUMN_CATALOG_ID], name);
  if (arn == NULL) return SQLITE_NOMEM;
  if (!member_is(given, arn)) {
    const Path path = column_path(COLUMN_ARN);
    findings_add_constraint(&request->findings, "derived", &path, given->text, given->length,
                            "Member is derived and must be NULL or %s", arn);
  }
  sqlite3_free(arn);
  return SQLITE_OK;
}

void derived_complete(const Settings *settings, Connection *connection, sqlite3_int64 now) {
  MemberValue *member = connection->member;
  member_default(&member[COLUMN_TAGS], member_text("{}"));
  member_default(&member[COLUMN_VALIDATE_CREDENTIALS], member_number(1));
  member_default(&member[COLUMN_CREATION_TIME], member_number(now));
  member_default(&member[COLUMN_LAST_UPDATED_TIME], member[COLUMN_CREATION_TIME]);
  member_default(&member[COLUMN_LAST_UPDATED_BY], member_text(settings->principal));
}
