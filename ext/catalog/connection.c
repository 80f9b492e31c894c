/*
** What CreateConnection, UpdateConnection, TagResource and DeleteConnection do to the store.
**
** Two statements may be needed for one operation: one on the row, one on the counter of its
** catalog. SQLite rolls a failed statement of the user's back where the failure is one of memory,
** disk or interruption; for every other failure of the second statement the first is undone here.
** Everything that can be wrong with a request is found before the first of them.
*/
#include <stdarg.h>
#include <string.h>

#include "catalog/catalog.h"
#include "catalog/document.h"
#include "catalog/secret.h"
#include "catalog/timestamp.h"
#include "glue_connections.h"
#include "model/types.h"
#include "model/validate.h"

int catalog_refuse(char **message, int code, const char *exception, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  sqlite3_free(*message);
  *message = text ? sqlite3_mprintf("%s: %s", exception, text) : NULL;
  sqlite3_free(text);
  return *message ? code : SQLITE_NOMEM;
}

int catalog_refresh(Catalog *catalog, char **message) {
  if (!catalog->settings_stale) return SQLITE_OK;
  keyring_refresh(catalog->keyring);
  int rc = settings_load(&catalog->settings, catalog->store, message);
  if (rc == SQLITE_OK) catalog->settings_stale = false;
  return rc;
}

/* ---- members ---- */

static bool same_value(const MemberValue *a, const MemberValue *b) {
  if (a->present != b->present) return false;
  if (!a->present) return true;
  if (a->text == NULL || b->text == NULL) return a->text == b->text && a->number == b->number;
  return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

static MemberValue text_value(const char *text) {
  return (MemberValue){.present = true, .text = text, .length = strlen(text)};
}

static MemberValue number_value(sqlite3_int64 number) {
  return (MemberValue){.present = true, .number = number};
}

static bool is_text(const MemberValue *value, const char *text) {
  return value->present && value->length == strlen(text) &&
         memcmp(value->text, text, value->length) == 0;
}

static void add_finding(Request *request, ColumnId id, const char *rule, const char *words) {
  Path storage[2];
  findings_add_constraint(&request->findings, rule, column_path(id, storage), NULL, 0, "%s", words);
}

/* The InvalidInputException for what has been found, or SQLITE_OK. */
static int refuse_findings(const Catalog *catalog, Request *request, char **message) {
  bool strict = catalog->settings.validation == LEVEL_STRICT;
  const Findings *findings = &request->findings;
  if (findings->out_of_memory) return SQLITE_NOMEM;
  if (strict ? findings->count == 0 : findings->error_count == 0) return SQLITE_OK;
  char *text = findings_message(findings, strict);
  if (text == NULL) return SQLITE_NOMEM;
  int rc = catalog_refuse(message, SQLITE_CONSTRAINT_CHECK, GLUE_INVALID_INPUT, "%s", text);
  sqlite3_free(text);
  return rc;
}

static int refuse_duplicate(const Connection *connection, char **message) {
  const MemberValue *name = &connection->member[COLUMN_NAME];
  return catalog_refuse(message, SQLITE_CONSTRAINT_UNIQUE, GLUE_ALREADY_EXISTS,
                        "Connection already exists: %.*s", (int)name->length, name->text);
}

static int refuse_quota(const Catalog *catalog, const Connection *connection, char **message) {
  const MemberValue *id = &connection->member[COLUMN_CATALOG_ID];
  return catalog_refuse(message, SQLITE_ERROR, GLUE_LIMIT_EXCEEDED,
                        "the quota of %lld connections in catalog %.*s is reached; raise it with "
                        "the command quota=N (0 for none)",
                        catalog->settings.quota, (int)id->length, id->text);
}

/* Turns the code of a failed INSERT or UPDATE of a row into the API's exception. */
static int refuse_conflict(int rc, const Connection *connection, sqlite3_int64 rowid,
                           char **message) {
  if (rc == SQLITE_CONSTRAINT_UNIQUE) return refuse_duplicate(connection, message);
  if (rc != SQLITE_CONSTRAINT_PRIMARYKEY && rc != SQLITE_CONSTRAINT_ROWID) return rc;
  return catalog_refuse(message, SQLITE_CONSTRAINT_ROWID, GLUE_ALREADY_EXISTS,
                        "a connection with rowid %lld already exists", rowid);
}

/* READY, except for an OAUTH2 connection whose credentials are to be validated: its token exchange
** is still to come. */
static const char *initial_status(const Connection *connection) {
  const MemberValue *validate = &connection->member[COLUMN_VALIDATE_CREDENTIALS];
  const MemberValue *value = &connection->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  if (!value->present || (validate->present && !validate->number)) return "READY";
  const JsonValue *type = json_member(value->json, "AuthenticationType");
  const char *text = type ? json_string(type) : NULL;
  return text && strcmp(text, "OAUTH2") == 0 ? "IN_PROGRESS" : "READY";
}

/* ---- what the extension derives ---- */

/* A given ARN must be the connection's own. */
static int check_arn(const Catalog *catalog, Request *request) {
  const Connection *connection = &request->connection;
  const MemberValue *given = &connection->member[COLUMN_ARN];
  const MemberValue *name = &connection->member[COLUMN_NAME];
  if (!given->present || !name->present) return SQLITE_OK;
  char *arn = document_arn(&catalog->settings, &connection->member[COLUMN_CATALOG_ID], name);
  if (arn == NULL) return SQLITE_NOMEM;
  if (!is_text(given, arn)) {
    Path storage[2];
    findings_add_constraint(&request->findings, "derived", column_path(COLUMN_ARN, storage),
                            given->text, given->length,
                            "Member is derived and must be NULL or %s", arn);
  }
  sqlite3_free(arn);
  return SQLITE_OK;
}

/* Status, schema version and compute environments belong to the service. Only a copy, which gives
** its creation time, keeps what they were. */
static void check_history(Request *request, bool is_copy) {
  const Connection *connection = &request->connection;
  const MemberValue *status = &connection->member[COLUMN_STATUS];
  if (is_copy) return;
  if (status->present && !is_text(status, initial_status(connection))) {
    add_finding(request, COLUMN_STATUS, "derived",
                "Member is set by CreateConnection; only a copy, which gives creation_time, "
                "keeps it");
  }
  if (connection->member[COLUMN_STATUS_REASON].present) {
    add_finding(request, COLUMN_STATUS_REASON, "derived",
                "Member is set by CreateConnection; only a copy, which gives creation_time, "
                "keeps it");
  }
  const MemberValue *version = &connection->member[COLUMN_CONNECTION_SCHEMA_VERSION];
  if (version->present && version->number != types_schema_version(connection)) {
    add_finding(request, COLUMN_CONNECTION_SCHEMA_VERSION, "derived",
                "Member is derived and must be NULL or the derived value");
  }
}

static void drop_derived_environments(Request *request, bool is_copy) {
  Connection *connection = &request->connection;
  MemberValue *given = &connection->member[COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS];
  if (!given->present) return;
  MemberValue kept = *given;
  size_t length;
  given->present = false;
  const char *derived = document_compute_environments(connection, &length);
  if (derived && length == kept.length && memcmp(derived, kept.text, length) == 0) return;
  given->present = is_copy;
  if (!is_copy) {
    add_finding(request, COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS, "derived",
                "Member is derived and must be NULL or the derived value");
  }
}

static void set_default(MemberValue *value, MemberValue fallback) {
  if (!value->present) *value = fallback;
}

static void stamp(const Catalog *catalog, Connection *connection, sqlite3_int64 now) {
  MemberValue *member = connection->member;
  set_default(&member[COLUMN_TAGS], text_value("{}"));
  set_default(&member[COLUMN_VALIDATE_CREDENTIALS], number_value(1));
  set_default(&member[COLUMN_CREATION_TIME], number_value(now));
  set_default(&member[COLUMN_LAST_UPDATED_TIME], member[COLUMN_CREATION_TIME]);
  set_default(&member[COLUMN_LAST_UPDATED_BY], text_value(catalog->settings.principal));
  set_default(&member[COLUMN_CONNECTION_SCHEMA_VERSION],
              number_value(types_schema_version(connection)));
}

/* ---- CreateConnection ---- */

static int insert_row(Catalog *catalog, const Connection *connection, const sqlite3_int64 *rowid,
                      sqlite3_int64 *inserted, char **message) {
  Store *store = catalog->store;
  bool full;
  int rc = store_insert(store, rowid, connection, false, inserted);
  if (rc != SQLITE_OK) return refuse_conflict(rc, connection, rowid ? *rowid : 0, message);
  rc = store_count_up(store, &connection->member[COLUMN_CATALOG_ID],
                      settings_limit(&catalog->settings), &full);
  if (rc == SQLITE_OK && !full) return SQLITE_OK;
  int undo_rc = store_delete(store, *inserted);
  if (rc == SQLITE_OK && undo_rc == SQLITE_OK) return refuse_quota(catalog, connection, message);
  return undo_rc != SQLITE_OK ? undo_rc : rc;
}

/* Takes the rows that will be replaced off their catalogs' counters, or (change 1) puts them
** back. */
static int count_conflicts(Store *store, const StoreConflict *conflicts, int count, int change) {
  int rc = SQLITE_OK;
  for (int i = 0; i < count && rc == SQLITE_OK; i++) {
    rc = store_count_row(store, conflicts[i].rowid, change);
  }
  return rc;
}

/* OR REPLACE: the rows in the way go, and the new one may take the place of one of them at a full
** quota. One statement replaces and inserts, so that neither happens without the other. */
static int replace_row(Catalog *catalog, const Connection *connection, const sqlite3_int64 *rowid,
                       sqlite3_int64 *inserted, char **message) {
  Store *store = catalog->store;
  const MemberValue *catalog_id = &connection->member[COLUMN_CATALOG_ID];
  StoreConflict conflicts[2];
  int count;
  bool full;
  int rc = store_find_conflicts(store, NULL, rowid, &connection->member[COLUMN_NAME], catalog_id,
                                conflicts, &count);
  if (rc == SQLITE_OK) rc = count_conflicts(store, conflicts, count, -1);
  if (rc != SQLITE_OK) return rc;
  rc = store_count_up(store, catalog_id, settings_limit(&catalog->settings), &full);
  if (rc == SQLITE_OK && full) rc = refuse_quota(catalog, connection, message);
  if (rc == SQLITE_OK) {
    rc = store_insert(store, rowid, connection, true, inserted);
    if (rc == SQLITE_OK) return SQLITE_OK;
    store_count_change(store, catalog_id, -1);
  }
  int undo_rc = count_conflicts(store, conflicts, count, 1);
  return undo_rc != SQLITE_OK ? undo_rc : rc;
}

static int validate_new(Catalog *catalog, Request *request, bool is_copy) {
  Connection *connection = &request->connection;
  if (connection->member[COLUMN_REQUEST].faulty) return SQLITE_OK; /* nothing could be read */
  set_default(&connection->member[COLUMN_CATALOG_ID], text_value(catalog->settings.account_id));
  validate_connection(connection, catalog->settings.validation, SCOPE_ERRORS, &request->findings);
  if (request->findings.error_count) return SQLITE_OK;
  check_history(request, is_copy);
  set_default(&connection->member[COLUMN_CONNECTION_SCHEMA_VERSION],
              number_value(types_schema_version(connection)));
  drop_derived_environments(request, is_copy);
  return check_arn(catalog, request);
}

static int seal(Catalog *catalog, Request *request, const Connection *stored, char **message) {
  char *text = NULL;
  int rc = secret_seal(catalog->keyring, request, stored, &text);
  if (rc == SQLITE_ERROR && text) {
    rc = catalog_refuse(message, SQLITE_ERROR, GLUE_ENCRYPTION, "%s", text);
  }
  sqlite3_free(text);
  return rc;
}

int connection_create(Catalog *catalog, Request *request, const sqlite3_int64 *rowid, bool replace,
                      sqlite3_int64 *inserted, char **message) {
  Connection *connection = &request->connection;
  bool is_copy = connection->member[COLUMN_CREATION_TIME].present;
  int rc = catalog_refresh(catalog, message);
  if (rc == SQLITE_OK) rc = validate_new(catalog, request, is_copy);
  if (rc == SQLITE_OK) rc = refuse_findings(catalog, request, message);
  if (rc != SQLITE_OK) return rc;
  set_default(&connection->member[COLUMN_STATUS], text_value(initial_status(connection)));
  rc = seal(catalog, request, NULL, message);
  if (rc != SQLITE_OK) return rc;
  stamp(catalog, connection, timestamp_now());
  return replace ? replace_row(catalog, connection, rowid, inserted, message)
                 : insert_row(catalog, connection, rowid, inserted, message);
}

/* ---- UpdateConnection ---- */

/* What an UPDATE is, by the columns it sets. */
typedef struct Change {
  bool tags;       /* TagResource */
  bool completion; /* of a validation */
  bool input;      /* UpdateConnection */
} Change;

static Change classify(const Request *request) {
  Change change = {request->given[COLUMN_TAGS], false, false};
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

/* Takes over what the statement leaves as it is. A whole document replaces the whole input, but
** for what is no part of a ConnectionInput. */
static int keep_stored(Request *request, const Connection *stored, bool parse) {
  bool replaces_input = request->given[COLUMN_REQUEST];
  int rc = SQLITE_OK;
  for (int id = 0; id < COLUMN_COUNT && rc == SQLITE_OK; id++) {
    const MemberValue *value = &stored->member[id];
    if (request->given[id] || !(columns[id].places & STORED)) continue;
    if (replaces_input && (columns[id].places & MEMBER_OF_INPUT || id == COLUMN_CREDENTIALS)) {
      continue;
    }
    if (parse && value->present && columns[id].kind == KIND_JSON) {
      rc = request_set_json(request, (ColumnId)id, value->text, value->length);
    } else {
      request->connection.member[id] = *value;
    }
  }
  return rc;
}

/* A validation in progress is completed to READY or FAILED, FAILED with a reason. */
static void check_completion(Request *request, const Connection *stored, sqlite3_int64 now) {
  MemberValue *member = request->connection.member;
  MemberValue *status = &member[COLUMN_STATUS], *reason = &member[COLUMN_STATUS_REASON];
  if (!status->present) *status = stored->member[COLUMN_STATUS];
  bool changes = !same_value(status, &stored->member[COLUMN_STATUS]);
  if (!changes) {
    if (request->given[COLUMN_STATUS_REASON] &&
        !same_value(reason, &stored->member[COLUMN_STATUS_REASON])) {
      add_finding(request, COLUMN_STATUS_REASON, "status",
                  "Member can only be set together with status FAILED");
    }
    return;
  }
  if (!is_text(&stored->member[COLUMN_STATUS], "IN_PROGRESS")) {
    add_finding(request, COLUMN_STATUS, "status",
                "Member can only be changed while it is IN_PROGRESS, to READY or FAILED");
  }
  if (!is_text(status, "FAILED")) {
    if (request->given[COLUMN_STATUS_REASON] && reason->present) {
      add_finding(request, COLUMN_STATUS_REASON, "status",
                  "Member can only be set together with status FAILED");
    }
    reason->present = false;
  }
  if (!request->given[COLUMN_LAST_CONNECTION_VALIDATION_TIME]) {
    member[COLUMN_LAST_CONNECTION_VALIDATION_TIME] = number_value(now);
  }
}

/* New credentials, or a new way to authenticate, start over; anything else leaves the status. */
static void restart_status(Request *request, const Connection *stored) {
  static const ColumnId decisive[] = {COLUMN_CONNECTION_TYPE, COLUMN_AUTHENTICATION_CONFIGURATION,
                                      COLUMN_VALIDATE_CREDENTIALS};
  MemberValue *member = request->connection.member;
  bool same = true;
  for (size_t i = 0; i < sizeof(decisive) / sizeof(*decisive); i++) {
    same = same && same_value(&member[decisive[i]], &stored->member[decisive[i]]);
  }
  if (same || request->given[COLUMN_STATUS]) return;
  member[COLUMN_STATUS] = text_value(initial_status(&request->connection));
  member[COLUMN_STATUS_REASON].present = false;
}

static void check_creation_time(Request *request, const Connection *stored) {
  MemberValue *time = &request->connection.member[COLUMN_CREATION_TIME];
  const MemberValue *created = &stored->member[COLUMN_CREATION_TIME];
  if (time->present && time->number != created->number) {
    add_finding(request, COLUMN_CREATION_TIME, "derived",
                "Member is set by CreateConnection and stays");
  }
  *time = *created;
}

static int validate_input(Catalog *catalog, Request *request, const Connection *stored,
                          sqlite3_int64 now) {
  MemberValue *member = request->connection.member;
  set_default(&member[COLUMN_CATALOG_ID], text_value(catalog->settings.account_id));
  validate_connection(&request->connection, catalog->settings.validation, SCOPE_ERRORS,
                      &request->findings);
  check_creation_time(request, stored);
  if (request->findings.error_count) return SQLITE_OK;
  if (!request->given[COLUMN_CONNECTION_SCHEMA_VERSION] &&
      (request->given[COLUMN_CONNECTION_PROPERTIES] || request->given[COLUMN_CONNECTION_TYPE])) {
    member[COLUMN_CONNECTION_SCHEMA_VERSION].present = false;
  }
  set_default(&member[COLUMN_CONNECTION_SCHEMA_VERSION],
              number_value(types_schema_version(&request->connection)));
  drop_derived_environments(request, !request->given[COLUMN_COMPATIBLE_COMPUTE_ENVIRONMENTS]);
  restart_status(request, stored);
  if (!request->given[COLUMN_LAST_UPDATED_TIME]) {
    member[COLUMN_LAST_UPDATED_TIME] = number_value(now);
  }
  set_default(&member[COLUMN_LAST_UPDATED_TIME], number_value(now));
  if (!request->given[COLUMN_LAST_UPDATED_BY]) member[COLUMN_LAST_UPDATED_BY].present = false;
  return check_arn(catalog, request);
}

static int validate_change(Catalog *catalog, Request *request, const Connection *stored,
                           Change change) {
  sqlite3_int64 now = timestamp_now();
  int rc = keep_stored(request, stored, change.input);
  if (rc != SQLITE_OK) return rc;
  if (request->connection.member[COLUMN_REQUEST].faulty) return SQLITE_OK;
  if (change.completion) {
    validate_member(&request->connection, COLUMN_STATUS, &request->findings);
    validate_member(&request->connection, COLUMN_STATUS_REASON, &request->findings);
    check_completion(request, stored, now);
  }
  if (change.input) return validate_input(catalog, request, stored, now);
  if (change.tags) validate_tags(&request->connection, &request->findings);
  return SQLITE_OK;
}

/* Writes a row whose rowid, name, catalog or type changes. */
static int move_row(Catalog *catalog, const Connection *connection, const Connection *stored,
                    sqlite3_int64 rowid, sqlite3_int64 new_rowid, bool replace, char **message) {
  Store *store = catalog->store;
  const MemberValue *catalog_id = &connection->member[COLUMN_CATALOG_ID];
  const MemberValue *old_catalog_id = &stored->member[COLUMN_CATALOG_ID];
  bool changes_catalog = !same_value(catalog_id, old_catalog_id), full = false;
  StoreConflict conflicts[2];
  int count;
  int rc = store_find_conflicts(store, &rowid, &new_rowid, &connection->member[COLUMN_NAME],
                                catalog_id, conflicts, &count);
  if (rc == SQLITE_OK && count > 0 && !replace) {
    return refuse_conflict(conflicts[0].same_name ? SQLITE_CONSTRAINT_UNIQUE
                                                  : SQLITE_CONSTRAINT_ROWID,
                           connection, new_rowid, message);
  }
  if (rc == SQLITE_OK) rc = count_conflicts(store, conflicts, count, -1);
  if (rc != SQLITE_OK) return rc;
  if (changes_catalog) {
    rc = store_count_up(store, catalog_id, settings_limit(&catalog->settings), &full);
    if (rc == SQLITE_OK && full) rc = refuse_quota(catalog, connection, message);
    if (rc == SQLITE_OK) rc = store_count_change(store, old_catalog_id, -1);
  }
  if (rc == SQLITE_OK) {
    rc = store_update(store, rowid, new_rowid, connection, count > 0, true);
    if (rc == SQLITE_OK) return SQLITE_OK;
    if (changes_catalog) {
      store_count_change(store, catalog_id, -1);
      store_count_change(store, old_catalog_id, 1);
    }
  }
  int undo_rc = count_conflicts(store, conflicts, count, 1);
  return undo_rc != SQLITE_OK ? undo_rc : rc;
}

static int update_row(Catalog *catalog, Request *request, const Connection *stored,
                      sqlite3_int64 rowid, sqlite3_int64 new_rowid, bool replace, char **message) {
  Connection *connection = &request->connection;
  Change change = classify(request);
  int rc = validate_change(catalog, request, stored, change);
  if (rc == SQLITE_OK) rc = refuse_findings(catalog, request, message);
  if (rc == SQLITE_OK && change.input) rc = seal(catalog, request, stored, message);
  if (rc != SQLITE_OK) return rc;
  stamp(catalog, connection, stored->member[COLUMN_CREATION_TIME].number);
  const MemberValue *a = connection->member, *b = stored->member;
  if (rowid != new_rowid || !same_value(&a[COLUMN_NAME], &b[COLUMN_NAME]) ||
      !same_value(&a[COLUMN_CATALOG_ID], &b[COLUMN_CATALOG_ID]) ||
      !same_value(&a[COLUMN_CONNECTION_TYPE], &b[COLUMN_CONNECTION_TYPE])) {
    return move_row(catalog, connection, stored, rowid, new_rowid, replace, message);
  }
  return store_update(catalog->store, rowid, rowid, connection, false, false);
}

int connection_update(Catalog *catalog, Request *request, sqlite3_int64 rowid,
                      sqlite3_int64 new_rowid, bool replace, char **message) {
  Connection stored;
  bool found = false;
  memset(&stored, 0, sizeof(stored));
  int rc = catalog_refresh(catalog, message);
  if (rc == SQLITE_OK) rc = store_read_row(catalog->store, rowid, &stored, &found);
  if (rc == SQLITE_OK && found) {
    rc = update_row(catalog, request, &stored, rowid, new_rowid, replace, message);
  }
  store_release_row(catalog->store);
  return rc;
}

/* ---- DeleteConnection ---- */

int connection_delete(Catalog *catalog, sqlite3_int64 rowid) {
  int rc = store_count_row(catalog->store, rowid, -1);
  if (rc != SQLITE_OK) return rc;
  rc = store_delete(catalog->store, rowid);
  if (rc == SQLITE_OK) return SQLITE_OK;
  int undo_rc = store_count_row(catalog->store, rowid, 1);
  return undo_rc != SQLITE_OK ? undo_rc : rc;
}
