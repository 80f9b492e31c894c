/* SPDX-License-Identifier: MIT */
#include "catalog/derived.h"

#include <string.h>

#include "model/observed.h"
#include "model/types.h"
#include "request/document.h"
#include "request/observation.h"
#include "text/text.h"

/* READY, except for an OAUTH2 connection whose credentials are to be validated: its token exchange
** is still to come. */
const char *derived_status(const Connection *connection) {
  const MemberValue *validate = &connection->member[COLUMN_VALIDATE_CREDENTIALS];
  const MemberValue *value = &connection->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  if (!value->present || (validate->present && !validate->number)) return "READY";
  Span type = json_walk_find((Span){value->text, value->length}, span_text("AuthenticationType"));
  bool is_oauth2 = json_walk_type(type) == JSON_STRING &&
                   json_walk_means(json_walk_inside(type), span_text("OAUTH2"));
  return is_oauth2 ? "IN_PROGRESS" : "READY";
}

/* Status and what is said about it belong to the service, and so does what an answer of the service held beyond what
** is known here. Only a copy, which gives its creation time, keeps what they were. */
static void derived_check_own(Request *request) {
  static const char words[] = "Member is set by CreateConnection; only a copy, which gives "
                              "creation_time, keeps it";
  const Connection *connection = &request->connection;
  const MemberValue *status = &connection->member[COLUMN_STATUS];
  bool is_derivable = !connection->member[COLUMN_AUTHENTICATION_CONFIGURATION].faulty;
  if (status->present && is_derivable && !member_is(status, derived_status(connection))) {
    request_refuse_member(request, COLUMN_STATUS, RULE_DERIVED, words);
  }
  if (connection->member[COLUMN_STATUS_REASON].present) {
    request_refuse_member(request, COLUMN_STATUS_REASON, RULE_DERIVED, words);
  }
  if (connection->member[COLUMN_UNKNOWN_MEMBERS].present) {
    request_refuse_member(request, COLUMN_UNKNOWN_MEMBERS, RULE_DERIVED,
                          "Member can only be given with a copy, which gives creation_time");
  }
}

/* What the type and the properties decide cannot be told where these could not be read. */
static bool derived_has_type(const Connection *connection) {
  return connection->member[COLUMN_CONNECTION_TYPE].present &&
         connection->member[COLUMN_CONNECTION_PROPERTIES].present;
}

void derived_check_schema_version(Request *request, bool is_copied) {
  const Connection *connection = &request->connection;
  MemberValue *version = &request->connection.member[COLUMN_CONNECTION_SCHEMA_VERSION];
  if (!derived_has_type(connection)) return;
  int derived = types_schema_version(connection);
  bool is_one = version->number == 1 || version->number == 2; /* or else its shape says so */
  if (version->present && is_one && version->number != derived && !is_copied) {
    const Path path = column_path(COLUMN_CONNECTION_SCHEMA_VERSION);
    findings_add_constraint(&request->findings, RULE_DERIVED, &path,
                            "Member is derived and must be NULL or %d", derived);
  }
  if (!version->present || !is_copied) *version = member_number(derived);
}

void derived_check_environments(Request *request, bool is_copied) {
  Connection *connection = &request->connection;
  MemberValue *given = &connection->member[COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS];
  if (!given->present || !derived_has_type(connection)) return;
  MemberValue *mark = &connection->member[COLUMN_IS_OBSERVATION];
  const MemberValue kept = *given, kept_mark = *mark;
  size_t length;
  given->present = false;
  mark->number = 0;
  const char *derived = document_compute_environments(connection, &length);
  *mark = kept_mark;
  if (derived && length == kept.length && memcmp(derived, kept.text, length) == 0) return;
  given->present = is_copied;
  if (!is_copied) {
    const Path path = column_path(COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS);
    findings_add_constraint(&request->findings, RULE_DERIVED, &path,
                            "Member is derived and must be NULL%s%s", derived ? " or " : "",
                            derived ? derived : "");
  }
}

/* What the service answered is taken as it is: its level is none. */
static void derived_validate_observation(Request *request, ValidationLevel level,
                                         ValidationScope scope) {
  Findings *findings = &request->findings;
  const RuleSet unwanted = findings->unwanted;
  findings->unwanted = ~observed_rules(~unwanted);
  validate_connection(&request->connection, scope == SCOPE_ALL ? level : LEVEL_LENIENT, scope,
                      findings);
  findings->unwanted = unwanted;
  observed_soften(&request->connection, findings);
  observation_check(request);
  if (scope == SCOPE_ERRORS) observed_drop_warnings(findings);
}

/* All that is wrong is said at once: what is derived is looked at also where something else has been
** found already. */
int derived_validate_new(Request *request, ValidationLevel level, ValidationScope scope) {
  if (request->connection.member[COLUMN_REQUEST].faulty)
    return SQLITE_OK; /* nothing could be read */
  if (observation_is(request)) {
    int rc = observation_complete(request);
    if (rc == SQLITE_OK) derived_validate_observation(request, level, scope);
    return rc;
  }
  validate_connection(&request->connection, level, scope, &request->findings);
  if (!findings_want(&request->findings, RULE_SET(RULE_DERIVED))) return SQLITE_OK;
  derived_check_own(request);
  derived_check_schema_version(request, false);
  derived_check_environments(request, false);
  return SQLITE_OK;
}

/* Whether it may stand in a message: a name that is refused need not end, nor be printable. */
static bool derived_is_name(const MemberValue *name) {
  return name->length > 0 && name->length <= 4 * shape_name.max &&
         text_matches(shape_name.pattern, name->text, name->length);
}

int derived_check_arn(const Settings *settings, Request *request) {
  const Connection *connection = &request->connection;
  const MemberValue *given = &connection->member[COLUMN_ARN];
  const MemberValue *name = &connection->member[COLUMN_NAME];
  if (!given->present || !name->present) return SQLITE_OK;
  DocumentText text = {.text = NULL};
  const char *arn = document_arn(&text, connection, settings->value[SETTING_ACCOUNT_ID]);
  if (arn && !member_is(given, arn)) {
    const Path path = column_path(COLUMN_ARN);
    bool shows = derived_is_name(name);
    findings_add_value_constraint(&request->findings, RULE_DERIVED, &path, given->text,
                                  given->length, "Member is derived and must be NULL%s%s",
                                  shows ? " or " : "", shows ? arn : "");
  }
  document_free(&text);
  return arn ? SQLITE_OK : SQLITE_NOMEM;
}

void derived_complete(const char *principal, Connection *connection, sqlite3_int64 now) {
  MemberValue *member = connection->member;
  member_default(&member[COLUMN_TAGS], member_text("{}"));
  member_default(&member[COLUMN_VALIDATE_CREDENTIALS], member_number(1));
  if (member[COLUMN_IS_OBSERVATION].number) return; /* what an answer does not say is not known */
  member_default(&member[COLUMN_CREATION_TIME], member_number(now));
  member_default(&member[COLUMN_LAST_UPDATED_TIME], member[COLUMN_CREATION_TIME]);
  member_default(&member[COLUMN_LAST_UPDATED_BY], member_text(principal));
}
