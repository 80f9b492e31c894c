/* SPDX-License-Identifier: MIT */
/*
** What CreateConnection, UpdateConnection, TagResource and DeleteConnection mean. Everything that can
** be wrong with a request is found before anything is written.
*/
#include <string.h>

#include "catalog/connection.h"
#include "catalog/default_key.h"
#include "catalog/derived.h"
#include "catalog/row.h"
#include "catalog/session.h"
#include "glue_connections.h"
#include "model/observed.h"
#include "model/validate.h"
#include "request/observation.h"
#include "request/timestamp.h"
#include "secrets/secret_keep.h"
#include "secrets/secret_seal.h"
#include "text/message.h"
#include "text/text.h"

/* The InvalidInputException for what has been found, or SQLITE_OK. */
static int connection_refuse_findings(const Request *request, char **message) {
  const Findings *findings = &request->findings;
  if (findings->out_of_memory) return SQLITE_NOMEM;
  if (findings->count == 0) return SQLITE_OK;
  char *text = findings_message(findings);
  if (text == NULL) return SQLITE_NOMEM;
  int rc = refuse(message, SQLITE_CONSTRAINT_CHECK, GLUE_INVALID_INPUT, "%s", text);
  sqlite3_free(text);
  return rc;
}

/* Makes the row that is to be stored of a valid request. *default_arn is the key to be remembered once it
** is, or NULL. */
static int connection_seal(Catalog *catalog, Request *request, const Connection *stored,
                           Connection *row, char **default_arn, char **message) {
  char *text = NULL;
  bool by_default;
  const KeyringDefault table = default_key_of(catalog);
  *default_arn = NULL;
  int rc = secret_seal(catalog->keyring, &table, request, stored, row, &by_default, &text);
  if (rc == SQLITE_OK && by_default) rc = default_key_find(catalog, default_arn, &text);
  if (rc == SQLITE_ERROR) rc = refuse(message, rc, GLUE_ENCRYPTION, "%s", text);
  sqlite3_free(text);
  return rc;
}

/* After the row has been stored, or not. */
static int connection_end(Catalog *catalog, int rc, char *default_arn) {
  if (rc == SQLITE_OK) {
    default_key_remember(catalog, default_arn);
  } else {
    sqlite3_free(default_arn);
  }
  return rc;
}

/* What the statement does not say is the table's own. */
static void connection_default_place(const Catalog *catalog, Connection *connection) {
  char *const *own = catalog->settings.value;
  member_default(&connection->member[COLUMN_CATALOG_ID], member_text(own[SETTING_ACCOUNT_ID]));
  member_default(&connection->member[COLUMN_REGION], member_text(own[SETTING_REGION]));
}

/* A file of an older format has no room for what came later. */
static int connection_refuse_lacking(const Catalog *catalog, const Connection *row,
                                     char **message) {
  ColumnSet lacks = store_lacks(catalog->store);
  for (int id = 0; lacks && id < COLUMN_COUNT; id++) {
    if (!(lacks & COLUMN_BIT(id)) || !row->member[id].present) continue;
    return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "%s came with format %d of the file, and this table has format %d: the command "
                  "upgrade makes room for it",
                  columns[id].name, column_format(id), catalog->settings.format);
  }
  return SQLITE_OK;
}

/* ---- CreateConnection ---- */

static int connection_validate_new(Catalog *catalog, Request *request) {
  Connection *connection = &request->connection;
  if (connection->member[COLUMN_REQUEST].faulty) return SQLITE_OK;
  int rc = derived_validate_new(request, catalog->settings.validation, SCOPE_ERRORS);
  if (rc != SQLITE_OK) return rc;
  connection_default_place(catalog, connection);
  if (observation_is(request)) {
    connection->member[COLUMN_IS_OBSERVATION] = member_number(1);
    return SQLITE_OK; /* a copy gets the ARN that it has in this table */
  }
  return derived_check_arn(&catalog->settings, request);
}

int connection_create(Catalog *catalog, Request *request, const sqlite3_int64 *rowid, bool replace,
                      sqlite3_int64 *inserted, char **message) {
  Connection row;
  char *default_arn = NULL;
  int rc = catalog_begin(catalog, message);
  if (rc == SQLITE_OK) rc = connection_validate_new(catalog, request);
  if (rc == SQLITE_OK) rc = connection_refuse_findings(request, message);
  if (rc == SQLITE_OK) rc = connection_seal(catalog, request, NULL, &row, &default_arn, message);
  if (rc != SQLITE_OK) return rc;
  if (!observation_is(request)) {
    member_default(&row.member[COLUMN_STATUS], member_text(derived_status(&request->connection)));
  }
  derived_complete(session_principal(catalog), &row, timestamp_now());
  rc = connection_refuse_lacking(catalog, &row, message);
  if (rc == SQLITE_OK) {
    rc = replace ? row_replace(catalog, &row, rowid, inserted, message)
                 : row_insert(catalog, &row, rowid, inserted, message);
  }
  return connection_end(catalog, rc, default_arn);
}

/* ---- UpdateConnection ---- */

/* What an UPDATE is, by the columns it sets. */
typedef struct ConnectionChange {
  bool tags;       /* TagResource */
  bool completion; /* of a validation */
  bool input;      /* UpdateConnection */
} ConnectionChange;

static ConnectionChange connection_classify(const Request *request) {
  ConnectionChange change = {request->given[COLUMN_TAGS], false, false};
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!request->given[id] || id == COLUMN_TAGS) continue;
    if (id == COLUMN_STATUS || id == COLUMN_STATUS_REASON ||
        id == COLUMN_LAST_CONNECTION_VALIDATION_TIME) {
      change.completion = true;
    } else {
      change.input = true;
    }
  }
  return change;
}

/* Whether a configuration authenticates in the same way as the stored one does: *same. */
static int connection_same_authentication(const MemberValue *value, const MemberValue *stored,
                                          bool *same) {
  JsonDocument document;
  JsonError error;
  *same = false;
  if (!value->present || !stored->present) return SQLITE_OK;
  int rc = json_parse(stored->text, stored->length, &document, &error);
  if (rc != SQLITE_OK) return rc == SQLITE_ERROR ? SQLITE_OK : rc;
  const JsonValue *type = json_member(value->json, "AuthenticationType");
  const JsonValue *stored_type = json_member(document.root, "AuthenticationType");
  const char *a = type ? json_string(type) : NULL;
  const char *b = stored_type ? json_string(stored_type) : NULL;
  *same = a && b ? strcmp(a, b) == 0 : a == b;
  json_free(&document);
  return SQLITE_OK;
}

/* The columns, and answers of the service, show a configuration without its credentials, so one that is
** written back without any keeps those that are stored, as long as it authenticates in the same way: *keeps. */
static int connection_keeps_credentials(const Request *request, const Connection *stored,
                                        bool *keeps) {
  const ColumnId id = COLUMN_AUTHENTICATION_CONFIGURATION;
  bool is_request = request->given[COLUMN_REQUEST] && !request->is_observation;
  *keeps = !is_request;
  if (is_request || !(request->given[id] || request->is_observation)) return SQLITE_OK;
  return connection_same_authentication(&request->connection.member[id], &stored->member[id],
                                        keeps);
}

/* Whether the statement leaves a stored column as it is. A whole document replaces what documents of its
** kind hold: a request the input, an observation all of the Connection. */
static bool connection_leaves(const Request *request, int id, bool keeps_credentials) {
  if (request->given[id] || !(columns[id].places & IS_STORED)) return false;
  if (id == COLUMN_CREDENTIALS) return keeps_credentials;
  if (!request->given[COLUMN_REQUEST]) return true;
  if (id == COLUMN_UNKNOWN_MEMBERS || id == COLUMN_IS_OBSERVATION) return false;
  return !(columns[id].places & (request->is_observation ? MEMBER_OF_CONNECTION : MEMBER_OF_INPUT));
}

/* Takes over what the statement leaves as it is. */
static int connection_keep(Request *request, const Connection *stored, bool parse) {
  bool keeps;
  int rc = connection_keeps_credentials(request, stored, &keeps);
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    const MemberValue *value = &stored->member[id];
    if (!connection_leaves(request, id, keeps)) continue;
    if (parse && value->present && columns[id].kind == KIND_JSON) {
      rc = request_set_json(request, (ColumnId)id, value->text, value->length);
    } else {
      request->connection.member[id] = *value;
    }
  }
  return rc;
}

/* A validation in progress is completed to READY or FAILED, FAILED with a reason if there is one to
** tell. That sets the time of the validation, which otherwise stays; but a whole document brings the
** times that it has. */
static void connection_check_completion(Request *request, const Connection *stored,
                                        sqlite3_int64 now) {
  MemberValue *member = request->connection.member;
  MemberValue *status = &member[COLUMN_STATUS], *reason = &member[COLUMN_STATUS_REASON];
  const ColumnId time = COLUMN_LAST_CONNECTION_VALIDATION_TIME;
  if (!status->present) *status = stored->member[COLUMN_STATUS];
  bool changes = !member_equal(status, &stored->member[COLUMN_STATUS]);
  if (!changes) {
    if (request->given[COLUMN_STATUS_REASON] &&
        !member_equal(reason, &stored->member[COLUMN_STATUS_REASON])) {
      request_refuse_member(request, COLUMN_STATUS_REASON, RULE_STATUS,
                            "Member can only be set as a validation ends, with status FAILED");
    }
    if (!request->given[COLUMN_REQUEST] && request->given[time] &&
        !member_equal(&member[time], &stored->member[time])) {
      request_refuse_member(
          request, time, RULE_STATUS,
          "Member can only be set as a validation ends, with status READY or FAILED");
    }
    return;
  }
  if (!member_is(&stored->member[COLUMN_STATUS], "IN_PROGRESS")) {
    request_refuse_member(request, COLUMN_STATUS, RULE_STATUS,
                          "Member can only be changed while it is IN_PROGRESS, to READY or FAILED");
  }
  if (!member_is(status, "FAILED")) {
    if (request->given[COLUMN_STATUS_REASON] && reason->present) {
      request_refuse_member(request, COLUMN_STATUS_REASON, RULE_STATUS,
                            "Member can only be set together with status FAILED");
    }
    reason->present = false;
  }
  if (!request->given[time]) member[time] = member_number(now);
}

/* Whether the configuration is the one that is stored, with the credentials that are. As it was given it is
** where it holds none. What is sealed anew in another place was the same before. */
static bool connection_same_configuration(const Connection *given, const Connection *row,
                                          const Connection *stored) {
  const ColumnId id = COLUMN_AUTHENTICATION_CONFIGURATION;
  if (member_equal(&given->member[id], &stored->member[id])) return true;
  return member_equal(&row->member[id], &stored->member[id]) &&
         member_equal(&row->member[COLUMN_CREDENTIALS], &stored->member[COLUMN_CREDENTIALS]);
}

/* New credentials, or a new way to authenticate, start over; anything else leaves the status. */
static void connection_restart_status(const Request *request, Connection *row,
                                      const Connection *stored) {
  const ColumnId type = COLUMN_CONNECTION_TYPE, validate = COLUMN_VALIDATE_CREDENTIALS;
  MemberValue *member = row->member;
  member_default(&member[validate], member_number(1)); /* a request need not say so */
  bool same = member_equal(&member[type], &stored->member[type]) &&
              member_equal(&member[validate], &stored->member[validate]) &&
              connection_same_configuration(&request->connection, row, stored);
  if (same || request->given[COLUMN_STATUS]) return;
  member[COLUMN_STATUS] = member_text(derived_status(row));
  member[COLUMN_STATUS_REASON].present = false;
}

static void connection_check_creation_time(Request *request, const Connection *stored) {
  MemberValue *time = &request->connection.member[COLUMN_CREATION_TIME];
  const MemberValue *created = &stored->member[COLUMN_CREATION_TIME];
  if (time->present && time->number != created->number) {
    request_refuse_member(request, COLUMN_CREATION_TIME, RULE_DERIVED,
                          "Member is set by CreateConnection and stays");
  }
  *time = *created;
}

static bool connection_is_observed(const Connection *row) {
  return row->member[COLUMN_IS_OBSERVATION].number != 0;
}

/* What was derived, or answered by the service, may be given as it is, and stays so as long as what decides it
** does; also where an answer said nothing. */
static void connection_check_derived(Request *request, const Connection *stored) {
  MemberValue *member = request->connection.member;
  const ColumnId version = COLUMN_CONNECTION_SCHEMA_VERSION;
  const ColumnId environments = COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS;
  bool decides_anew =
      request->given[COLUMN_CONNECTION_PROPERTIES] || request->given[COLUMN_CONNECTION_TYPE];
  bool same =
      member_equal(&member[COLUMN_CONNECTION_TYPE], &stored->member[COLUMN_CONNECTION_TYPE]) &&
      member_equal(&member[COLUMN_CONNECTION_PROPERTIES],
                   &stored->member[COLUMN_CONNECTION_PROPERTIES]);
  bool same_version = same && member_equal(&member[version], &stored->member[version]);
  bool same_environments =
      same && member_equal(&member[environments], &stored->member[environments]);
  bool is_observed = connection_is_observed(&request->connection);
  if (!is_observed || !same_version) {
    if (!request->given[version] && decides_anew) member[version].present = false;
    derived_check_schema_version(request, !request->given[version] || same_version);
  }
  if (!is_observed || !same_environments) {
    derived_check_environments(request, !request->given[environments] || same_environments);
  }
}

/* The identity of a connection changes by its columns alone: a document with another one in it, pasted
** into the wrong row, would do what nobody meant. */
static void connection_check_identity(Request *request, const Connection *stored) {
  static const struct {
    ColumnId id;
    const char *verb;
  } identity[] = {{COLUMN_NAME, "renames"}, {COLUMN_CATALOG_ID, "moves"}, {COLUMN_REGION, "moves"}};
  for (size_t i = 0; i < sizeof(identity) / sizeof(*identity); i++) {
    ColumnId id = identity[i].id;
    MemberValue *value = &request->connection.member[id];
    if (!value->present && id != COLUMN_NAME) *value = stored->member[id];
    if (!value->present || member_equal(value, &stored->member[id])) continue;
    const Path path = column_path(id);
    findings_add_value_constraint(
        &request->findings, RULE_DERIVED, &path, value->text, value->length,
        "Member must be that of the connection; SET %s %s it", columns[id].name, identity[i].verb);
  }
}

/* What an answer of the service held beyond what is known here is no request, and is kept as it was. */
static void connection_check_unknown(Request *request, const Connection *stored) {
  MemberValue *value = &request->connection.member[COLUMN_UNKNOWN_MEMBERS];
  const MemberValue *kept = &stored->member[COLUMN_UNKNOWN_MEMBERS];
  if (request->given[COLUMN_UNKNOWN_MEMBERS] && !member_equal(value, kept)) {
    request_refuse_member(request, COLUMN_UNKNOWN_MEMBERS, RULE_DERIVED,
                          "Member can only be given with a copy, which gives creation_time");
  }
}

static void connection_note_who(const Catalog *catalog, Request *request, sqlite3_int64 now) {
  MemberValue *member = request->connection.member;
  if (!request->given[COLUMN_LAST_UPDATED_TIME]) member[COLUMN_LAST_UPDATED_TIME].present = false;
  if (!request->given[COLUMN_LAST_UPDATED_BY]) member[COLUMN_LAST_UPDATED_BY].present = false;
  member_default(&member[COLUMN_LAST_UPDATED_TIME], member_number(now));
  member_default(&member[COLUMN_LAST_UPDATED_BY], member_text(session_principal(catalog)));
}

/* Reads the stored row again, for what is wrong with it. */
static int connection_find_known(const Catalog *catalog, const Connection *stored,
                                 Request *before) {
  int rc = SQLITE_OK;
  before->trees = 0;
  before->connection = *stored;
  /* Damage is never forgiven; of tags more is asked: connection_forgive_tags(). */
  before->findings.unwanted = RULE_SET(RULE_JSON) | RULE_SET(RULE_RESERVED_TAG_KEY);
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    const MemberValue *value = &stored->member[id];
    if (columns[id].kind != KIND_JSON || !value->present) continue;
    before->connection.member[id].present = false;
    rc = request_set_json(before, (ColumnId)id, value->text, value->length);
  }
  if (rc != SQLITE_OK) return rc;
  validate_connection(&before->connection, catalog->settings.validation, SCOPE_ERRORS,
                      &before->findings);
  return before->findings.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

/* What the service answered is not held against an UPDATE by columns: only what it brings with it is. Nobody is
** asked but who would be refused. */
static int connection_forgive(const Catalog *catalog, Request *request, const Connection *stored) {
  Request before;
  if (request->findings.count == 0 || request->is_observation ||
      !connection_is_observed(&request->connection)) {
    return SQLITE_OK;
  }
  request_init(&before);
  int rc = connection_find_known(catalog, stored, &before);
  if (rc == SQLITE_OK) {
    observed_drop_known(&request->findings, &request->connection, &before.findings,
                        &before.connection);
  }
  request_free(&before);
  return rc;
}

/* The tags that AWS itself has set (those of CloudFormation's stacks) may be given back as an answer held them:
** json_patch(tags, ...) is TagResource, and that leaves them as they are. */
static int connection_forgive_tags(Request *request, const Connection *stored) {
  const MemberValue *given = &request->connection.member[COLUMN_TAGS];
  const MemberValue *kept = &stored->member[COLUMN_TAGS];
  JsonDocument document;
  JsonError error;
  if (!request->given[COLUMN_TAGS]) request->findings.unwanted |= RULE_SET(RULE_RESERVED_TAG_KEY);
  if (!request->given[COLUMN_TAGS] || !given->present) return SQLITE_OK;
  if (request_grow(request, COLUMN_TAGS) != SQLITE_OK) return SQLITE_NOMEM;
  int rc = json_parse(kept->text, kept->length, &document, &error);
  if (rc != SQLITE_OK) return rc == SQLITE_ERROR ? SQLITE_OK : rc;
  bool are_kept = true;
  for (const JsonValue *tag = json_first(given->json); tag && are_kept; tag = json_next(tag)) {
    const char *key = json_key(tag), *value = json_string(tag);
    if (!key || strlen(key) < 4 || !text_equal_nocase(key, "aws:", 4)) continue;
    const JsonValue *before = json_member(document.root, key);
    const char *was = before ? json_string(before) : NULL;
    are_kept = value && was && strcmp(value, was) == 0;
  }
  json_free(&document);
  if (are_kept) request->findings.unwanted |= RULE_SET(RULE_RESERVED_TAG_KEY);
  return SQLITE_OK;
}

static int connection_validate_input(Catalog *catalog, Request *request, const Connection *stored,
                                     sqlite3_int64 now) {
  if (request->given[COLUMN_REQUEST]) connection_check_identity(request, stored);
  connection_default_place(catalog, &request->connection);
  validate_connection(&request->connection, catalog->settings.validation, SCOPE_ERRORS,
                      &request->findings);
  connection_check_creation_time(request, stored);
  connection_check_unknown(request, stored);
  connection_check_derived(request, stored);
  connection_note_who(catalog, request, now);
  return derived_check_arn(&catalog->settings, request);
}

/* A request takes the place of what the service answered: what that said of the connection goes, as far as no
** request leads to it. */
static void connection_end_observation(Request *request, const Connection *stored) {
  MemberValue *member = request->connection.member;
  MemberValue *status = &member[COLUMN_STATUS], *reason = &member[COLUMN_STATUS_REASON];
  if (!connection_is_observed(stored) || !request->given[COLUMN_REQUEST]) return;
  bool is_known =
      member_is(status, "READY") || member_is(status, "IN_PROGRESS") || member_is(status, "FAILED");
  if (!is_known) *status = member_text(derived_status(&request->connection));
  if (!member_is(status, "FAILED") || reason->length == 0) reason->present = false;
  member[COLUMN_CONNECTION_SCHEMA_VERSION].present = false;
  member[COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS].present = false;
}

/* An observation is taken as it is. What none can hold stays: tags, where the connection is kept, what is
** sealed. */
static int connection_observe(Catalog *catalog, Request *request, const Connection *stored) {
  bool keeps = false;
  connection_default_place(catalog, &request->connection);
  int rc = derived_validate_new(request, catalog->settings.validation, SCOPE_ERRORS);
  connection_check_identity(request, stored);
  request->connection.member[COLUMN_IS_OBSERVATION] = member_number(1);
  if (rc == SQLITE_OK) rc = connection_keeps_credentials(request, stored, &keeps);
  return rc == SQLITE_OK ? secret_keep(request, stored, keeps) : rc;
}

static int connection_validate_change(Catalog *catalog, Request *request, const Connection *stored,
                                      ConnectionChange change) {
  sqlite3_int64 now = timestamp_now();
  int rc = connection_keep(request, stored, change.input);
  if (rc != SQLITE_OK) return rc;
  if (request->connection.member[COLUMN_REQUEST].faulty) return SQLITE_OK;
  if (request->is_observation) return connection_observe(catalog, request, stored);
  connection_end_observation(request, stored);
  if (connection_is_observed(&request->connection)) rc = connection_forgive_tags(request, stored);
  if (rc != SQLITE_OK) return rc;
  if (change.completion) {
    validate_member(&request->connection, COLUMN_STATUS, &request->findings);
    validate_member(&request->connection, COLUMN_STATUS_REASON, &request->findings);
    connection_check_completion(request, stored, now);
  }
  if (change.input) return connection_validate_input(catalog, request, stored, now);
  if (change.tags) {
    validate_tags(&request->connection, catalog->settings.validation, &request->findings);
  }
  return SQLITE_OK;
}

/* Whether a column changes that an index is made of. */
static bool connection_moves(const Connection *row, const Connection *stored) {
  static const ColumnId indexed[] = {COLUMN_NAME, COLUMN_CATALOG_ID, COLUMN_REGION,
                                     COLUMN_CONNECTION_TYPE};
  for (size_t i = 0; i < sizeof(indexed) / sizeof(*indexed); i++) {
    if (!member_equal(&row->member[indexed[i]], &stored->member[indexed[i]])) return true;
  }
  return false;
}

static int connection_update_row(Catalog *catalog, Request *request, const Connection *stored,
                                 ConnectionChange change, sqlite3_int64 rowid,
                                 sqlite3_int64 new_rowid, bool replace, char **message) {
  Connection row;
  char *default_arn = NULL;
  int rc = connection_validate_change(catalog, request, stored, change);
  if (rc == SQLITE_OK) rc = connection_forgive(catalog, request, stored);
  if (rc == SQLITE_OK) rc = connection_refuse_findings(request, message);
  if (rc == SQLITE_OK && change.input) {
    rc = connection_seal(catalog, request, stored, &row, &default_arn, message);
  } else {
    row = request->connection;
  }
  if (rc != SQLITE_OK) return rc;
  if (change.input && !request->is_observation) connection_restart_status(request, &row, stored);
  derived_complete(session_principal(catalog), &row, timestamp_now());
  rc = connection_refuse_lacking(catalog, &row, message);
  if (rc != SQLITE_OK) {
    /* nothing is stored */
  } else if (rowid != new_rowid || connection_moves(&row, stored)) {
    rc = row_move(catalog, &row, stored, rowid, new_rowid, replace, message);
  } else {
    rc = store_update(catalog->store, rowid, rowid, &row, false, false);
  }
  return connection_end(catalog, rc, default_arn);
}

/* UpdateConnection, and all that is not TagResource alone. */
static int connection_update_whole(Catalog *catalog, Request *request, ConnectionChange change,
                                   sqlite3_int64 rowid, sqlite3_int64 new_rowid, bool replace,
                                   char **message) {
  Connection stored;
  bool found = false;
  memset(&stored, 0, sizeof(stored));
  int rc = store_read_row(catalog->store, rowid, &stored, &found);
  if (rc == SQLITE_OK && found) {
    rc = connection_update_row(catalog, request, &stored, change, rowid, new_rowid, replace,
                               message);
  }
  store_release_row(catalog->store);
  return rc;
}

/* Whether the tags are the only thing that changes, and nothing is wrong with them: then the row need not be
** read. What is wrong may be forgiven to what the service has answered. */
static bool connection_tags_only(const Catalog *catalog, const Request *request,
                                 ConnectionChange change) {
  if (!change.tags || change.completion || change.input) return false;
  if (request->findings.count > 0 || request->findings.out_of_memory) return false;
  Findings findings = {.list = NULL};
  validate_tags(&request->connection, catalog->settings.validation, &findings);
  bool any = findings.count > 0 || findings.out_of_memory;
  findings_free(&findings); /* they are found again beside the row */
  return !any;
}

int connection_update(Catalog *catalog, Request *request, sqlite3_int64 rowid,
                      sqlite3_int64 new_rowid, bool replace, char **message) {
  const ConnectionChange change = connection_classify(request);
  int rc = catalog_begin(catalog, message);
  if (rc != SQLITE_OK) return rc;
  if (rowid != new_rowid || !connection_tags_only(catalog, request, change)) {
    return connection_update_whole(catalog, request, change, rowid, new_rowid, replace, message);
  }
  MemberValue *tags = &request->connection.member[COLUMN_TAGS];
  member_default(tags, member_text("{}"));
  return store_update_tags(catalog->store, rowid, tags);
}

/* ---- DeleteConnection ---- */

int connection_delete(Catalog *catalog, sqlite3_int64 rowid) {
  return row_delete(catalog, rowid);
}
