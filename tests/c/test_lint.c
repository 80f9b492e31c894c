/* SPDX-License-Identifier: MIT */
/*
** glue_lint and INSERT agree on generated requests (requests.h), valid and mutated at every member
** and boundary:
**
**  - what the linter calls errors is what an INSERT at level standard refuses, in the same words;
**  - what it says at all is what an INSERT at level strict refuses, in the same words;
**  - what has a level at all refuses the request at that level and at those above it, and nothing else does;
**  - of sealed values that are not complete, INSERT refuses the first, with a GlueEncryptionException,
**    and only where nothing else is wrong; the linter tells them all;
**  - no message of either shows a secret.
**
** The same is asked of Connections, as GetConnections returns them.
*/
#define _XOPEN_SOURCE 700
#include "requests.h"
#include "table_fixture.h"

#define REQUESTS 8000
#define REQUESTS_LONG 100000
#define DISAGREEMENTS_MAX 20
/* An exception's text shows so many findings and counts the rest. */
#define SHOWN_MAX 20

static sqlite3 *db;
static sqlite3_stmt *lint, *insert_lenient, *insert_standard, *insert_strict;
static int requests, clean, warned, disagreements;

/* ---- What the linter says. */

typedef struct LintFindings {
  int count;
  struct {
    bool is_error;
    char *path, *message; /* sqlite3_free() them */
    char level[16];       /* "": none */
  } at[PLACES_MAX];
  char *sealed; /* the first about a sealed value; sqlite3_free() it. Not among the others */
} LintFindings;

static const char *column(sqlite3_stmt *statement, int index) {
  const char *text = (const char *)sqlite3_column_text(statement, index);
  return text ? text : "";
}

static void ask_linter(const char *text, LintFindings *findings) {
  findings->count = 0;
  findings->sealed = NULL;
  bool warnings = false;
  sqlite3_bind_text(lint, 1, text, -1, SQLITE_STATIC);
  while (sqlite3_step(lint) == SQLITE_ROW) {
    bool is_error = strcmp(column(lint, 0), "error") == 0;
    CHECK(is_error || strcmp(column(lint, 0), "warning") == 0);
    bool is_sealed = strcmp(column(lint, 3), "sealed-value") == 0;
    const char *exception = is_sealed ? "GlueEncryptionException" : "InvalidInputException";
    CHECK(strcmp(column(lint, 1), is_error ? exception : "") == 0);
    CHECK(is_error == (sqlite3_column_type(lint, 1) != SQLITE_NULL));
    CHECK(sqlite3_column_type(lint, 2) == SQLITE_TEXT && *column(lint, 3) && *column(lint, 4));
    CHECK(!(warnings && is_error)); /* errors come first */
    warnings = warnings || !is_error;
    if (is_sealed && findings->sealed) continue;
    if (is_sealed) {
      CHECK(is_error && strstr(column(lint, 2), "connectionInput.") == column(lint, 2));
      findings->sealed = sqlite3_mprintf("GlueEncryptionException: %s", column(lint, 4));
      continue;
    }
    if (findings->count == PLACES_MAX) continue;
    findings->at[findings->count].is_error = is_error;
    snprintf(findings->at[findings->count].level, 16, "%s", column(lint, 6));
    findings->at[findings->count].path = sqlite3_mprintf("%s", column(lint, 2));
    findings->at[findings->count++].message = sqlite3_mprintf("%s", column(lint, 4));
  }
  CHECK(sqlite3_reset(lint) == SQLITE_OK);
}

static void findings_forget(LintFindings *findings) {
  for (int i = 0; i < findings->count; i++) {
    sqlite3_free(findings->at[i].path);
    sqlite3_free(findings->at[i].message);
  }
  sqlite3_free(findings->sealed);
}

static int count_errors(const LintFindings *findings) {
  int count = 0;
  for (int i = 0; i < findings->count; i++) count += findings->at[i].is_error;
  return count;
}

/* ---- What INSERT says. */

static const char encryption[] = "GlueEncryptionException";

/* NULL where the table takes it; else the text of the InvalidInputException, or the whole message of
** a GlueEncryptionException, to be freed. */
static char *refusal(sqlite3_stmt *insert, const char *text) {
  static const char invalid[] = "InvalidInputException: ";
  sqlite3_reset(insert);
  sqlite3_bind_text(insert, 1, text, -1, SQLITE_STATIC);
  if (sqlite3_step(insert) == SQLITE_DONE) return NULL;
  int rc = sqlite3_reset(insert);
  const char *message = sqlite3_errmsg(db);
  if (rc == SQLITE_ERROR && strncmp(message, encryption, strlen(encryption)) == 0) {
    return sqlite3_mprintf("%s", message);
  }
  CHECK(sqlite3_extended_errcode(db) == SQLITE_CONSTRAINT_CHECK);
  if (!CHECK(strncmp(message, invalid, strlen(invalid)) == 0)) fprintf(stderr, "%s\n", message);
  return sqlite3_mprintf("%s", message + strlen(invalid));
}

/* The service's own refusals stand in brackets. */
static bool is_verbatim(const char *message) {
  return *message == '[' && message[strlen(message) - 1] == ']';
}

/* The text that these findings make. At level strict, the linter's order (errors first) need not be
** that of the text, so there only the beginning is made and each message searched for. */
static char *text_of(const LintFindings *findings, bool warnings) {
  int count = warnings ? findings->count : count_errors(findings), shown = 0, verbatim = 0;
  for (int i = 0; i < findings->count; i++) {
    verbatim += (warnings || findings->at[i].is_error) && is_verbatim(findings->at[i].message);
  }
  sqlite3_str *out = sqlite3_str_new(NULL);
  bool all = verbatim == count;
  if (!all) {
    sqlite3_str_appendf(out, "%d validation error%s detected: ", count, count == 1 ? "" : "s");
  }
  for (int i = 0; i < findings->count && (all || shown < SHOWN_MAX); i++) {
    if (!warnings && !findings->at[i].is_error) continue;
    if (shown++ > 0) sqlite3_str_appendall(out, all ? " " : "; ");
    if (!findings->at[i].is_error) {
      sqlite3_str_appendf(out, "Value at '%s' failed strict validation: ", findings->at[i].path);
    }
    sqlite3_str_appendall(out, findings->at[i].message);
  }
  if (shown < count) sqlite3_str_appendf(out, "; and %d more", count - shown);
  return sqlite3_str_finish(out);
}

/* Whether the text is made of exactly these findings, in whatever order. */
static bool is_made_of(const char *text, const LintFindings *findings) {
  char *same_order = text_of(findings, true);
  bool same = strlen(text) == strlen(same_order);
  const char *head = strstr(text, " detected: ");
  same = same && (!head || strncmp(text, same_order, (size_t)(head - text)) == 0);
  for (int i = 0; i < findings->count && same; i++) {
    same = strstr(text, findings->at[i].message) != NULL;
  }
  /* Which twenty of more are shown depends on the order. */
  if (findings->count > SHOWN_MAX) same = strncmp(text, same_order, strlen("21 valid")) == 0;
  sqlite3_free(same_order);
  return same;
}

/* ---- The comparison. */

/* Nothing was wrong with the request but its sealed values; or a key is not in the keyring, and INSERT
** may not have come to these. */
static bool agree_on_sealed(const LintFindings *findings, const char *refused) {
  if (refused == NULL || strncmp(refused, encryption, strlen(encryption)) != 0) {
    return findings->sealed == NULL && refused == NULL;
  }
  if (strstr(refused, "sealed text") == NULL) return true;
  return findings->sealed && strcmp(findings->sealed, refused) == 0;
}

/* What the service answered is taken as it is at every level: warnings refuse none. */
static bool is_observation(const char *text) {
  char *sql =
      sqlite3_mprintf("SELECT json_valid(%Q) AND json_type(%Q, '$.ConnectionInput') IS NULL AND"
                      " (json_type(%Q, '$.Connection') IS NOT NULL OR"
                      "  coalesce(json_type(%Q, '$.CreationTime'), 'null') <> 'null')",
                      text, text, text, text);
  bool is = number(db, sql) == 1;
  sqlite3_free(sql);
  return is;
}

static bool agree(const char *text, const LintFindings *findings, const char *standard,
                  const char *strict) {
  int errors = count_errors(findings);
  if (is_observation(text)) {
    bool same = standard && strict ? strcmp(standard, strict) == 0 : standard == strict;
    if (!same || errors == 0) return same && agree_on_sealed(findings, standard);
    char *expected = text_of(findings, false);
    same = standard && strcmp(expected, standard) == 0;
    sqlite3_free(expected);
    return same;
  }
  if (errors == 0 && !agree_on_sealed(findings, standard)) return false;
  if (findings->count == 0) return agree_on_sealed(findings, strict);
  if (strict == NULL || !is_made_of(strict, findings)) return false;
  if (errors == 0) return true;
  if (standard == NULL) return false;
  char *expected = text_of(findings, false);
  bool same = strcmp(expected, standard) == 0;
  if (!same) fprintf(stderr, "expected: %s\n", expected);
  sqlite3_free(expected);
  return same;
}

/* Whether a table of that level refuses what the linter says it does. */
static bool agree_on_level(const LintFindings *findings, const char *level, const char *refused) {
  bool is_refused = false;
  for (int i = 0; i < findings->count; i++) {
    const char *least = findings->at[i].level;
    is_refused = is_refused || (*least && strcmp(least, level) <= 0);
  }
  bool is_sealed = refused && strncmp(refused, encryption, strlen(encryption)) == 0;
  return is_refused == (refused && !is_sealed);
}

static bool tells(const char *message) {
  return message && (strstr(message, "s3cret") || strstr(message, "S3CRET"));
}

static void test_text(const char *text) {
  static LintFindings findings;
  if (disagreements >= DISAGREEMENTS_MAX) return;
  ask_linter(text, &findings);
  char *standard = refusal(insert_standard, text), *strict = refusal(insert_strict, text);
  char *lenient = refusal(insert_lenient, text);
  requests++;
  clean += findings.count == 0 && findings.sealed == NULL;
  warned += findings.count > 0 && count_errors(&findings) == 0;
  CHECK(agree_on_level(&findings, "standard", standard));
  CHECK(agree_on_level(&findings, "strict", strict));
  bool agree_on_lenient = agree_on_level(&findings, "lenient", lenient);
  if (!CHECK(agree_on_lenient)) {
    fprintf(stderr, "%.2000s\n  lenient: %s\n", text, lenient ? lenient : "taken");
    disagreements++;
  }
  if (!CHECK(agree(text, &findings, standard, strict))) {
    fprintf(stderr, "%.2000s\n  standard: %s\n  strict: %s\n", text, standard ? standard : "taken",
            strict ? strict : "taken");
    for (int i = 0; i < findings.count; i++) {
      fprintf(stderr, "  lint %d: %s\n", findings.at[i].is_error, findings.at[i].message);
    }
    disagreements++;
  }
  CHECK(!tells(standard) && !tells(strict));
  for (int i = 0; i < findings.count; i++) CHECK(!tells(findings.at[i].message));
  sqlite3_free(lenient);
  sqlite3_free(standard);
  sqlite3_free(strict);
  findings_forget(&findings);
}

static void test_request(const cJSON *request) {
  char *text = print_request(request);
  test_text(text);
  free(text);
}

/* Writes a mark into every value that is a secret. */
static void mark_secrets(cJSON *value, const char *name) {
  static const char *const keys[] = {"PASSWORD", "KAFKA_CLIENT_KEYSTORE_PASSWORD",
                                     "KAFKA_CLIENT_KEY_PASSWORD", "KAFKA_SASL_PLAIN_PASSWORD",
                                     "KAFKA_SASL_SCRAM_PASSWORD"};
  const cJSON *shape = name ? fact(name) : NULL;
  bool is_secret = shape && cJSON_IsTrue(get(shape, "sensitive"));
  for (size_t i = 0; value->string && i < sizeof(keys) / sizeof(keys[0]); i++) {
    is_secret = is_secret || strcmp(value->string, keys[i]) == 0;
  }
  if (is_secret && cJSON_IsString(value)) {
    char *text = sqlite3_mprintf("s3cret%s", value->valuestring);
    cJSON_SetValuestring(value, text);
    sqlite3_free(text);
  }
  cJSON *entry;
  cJSON_ArrayForEach(entry, value) {
    const cJSON *next = get(get(shape, "members"), entry->string ? entry->string : "");
    if (next == NULL) next = get(shape, cJSON_IsArray(value) ? "member" : "value");
    const char *below_name = next ? get_text(next, "shape") : NULL;
    mark_secrets(entry, is_secret && next ? name : below_name);
  }
}

/* ---- Connections, as GetConnections returns them: with the members that the service derives. */

static const char *const derived[] = {
    "{\"Name\":\"n\",\"ConnectionType\":\"CUSTOM\",\"ConnectionProperties\":{}%s}",
    ("{\"Name\":\"n\",\"ConnectionType\":\"MYSQL\",\"ConnectionProperties\":{\"HOST\":\"h\"},"
     "\"AuthenticationConfiguration\":{\"AuthenticationType\":\"OAUTH2\"}%s}"),
    "{\"Name\":\"n\",\"ConnectionType\":\"S3\",\"ConnectionProperties\":{}%s}",
};
static const char *const additions[] = {
    "",
    ",\"CreationTime\":1700000000.5",
    ",\"CreationTime\":\"2024-02-29 12:00:00\"",
    ",\"CreationTime\":\"2023-02-29\"",
    ",\"CreationTime\":null",
    ",\"CreationTime\":true",
    ",\"LastUpdatedTime\":1e300",
    ",\"Status\":\"READY\"",
    ",\"Status\":\"IN_PROGRESS\"",
    ",\"Status\":\"FAILED\"",
    ",\"Status\":\"FAILED\",\"StatusReason\":\"why\",\"CreationTime\":1",
    ",\"Status\":\"ready\",\"CreationTime\":1",
    ",\"Status\":1",
    ",\"StatusReason\":\"why\"",
    ",\"StatusReason\":\"\",\"CreationTime\":1",
    ",\"ConnectionSchemaVersion\":1",
    ",\"ConnectionSchemaVersion\":2",
    ",\"ConnectionSchemaVersion\":2,\"CreationTime\":1",
    ",\"ConnectionSchemaVersion\":0,\"CreationTime\":1",
    ",\"ConnectionSchemaVersion\":3,\"CreationTime\":1",
    ",\"ConnectionSchemaVersion\":1.5",
    ",\"ConnectionSchemaVersion\":\"1\"",
    ",\"CompatibleComputeEnvironments\":[\"SPARK\"]",
    ",\"CompatibleComputeEnvironments\":[\"SPARK\",\"ATHENA\",\"PYTHON\"]",
    ",\"CompatibleComputeEnvironments\":[\"SPARK\",\"X\"],\"CreationTime\":1",
    ",\"CompatibleComputeEnvironments\":{}",
    ",\"LastConnectionValidationTime\":2,\"LastUpdatedBy\":\"user/x\"",
    ",\"LastUpdatedBy\":\"\"",
    ",\"LastUpdatedBy\":7",
    ",\"ValidateCredentials\":false,\"Status\":\"READY\"",
    ",\"ValidateCredentials\":0",
    ",\"CatalogId\":\"1\"",
    ",\"Tags\":{}",
    ",\"Name\":\"n\"",
};

static void test_connections(void) {
  for (size_t i = 0; i < sizeof(derived) / sizeof(derived[0]); i++) {
    for (size_t j = 0; j < sizeof(additions) / sizeof(additions[0]); j++) {
      char *text = sqlite3_mprintf(derived[i], additions[j]);
      test_text(text);
      sqlite3_free(text);
    }
  }
}

/* ---- Sealed values that are cut or altered, or never were any. */

#define CUT "glue-connections:2:arn:aws:kms:eu-west-1:1:key/a:AAAA"

static void test_sealed_values(void) {
  static const char *const properties[] = {
      "{}",
      "{\"ENCRYPTED_PASSWORD\":\"the service's own\"}",
      "{\"ENCRYPTED_PASSWORD\":\"glue-connections:2:garbage\"}",
      "{\"ENCRYPTED_PASSWORD\":\"" CUT "\",\"PASSWORD\":\"s3cret\"}",
      "{\"ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD\":\"" CUT "\",\"ENCRYPTED_PASSWORD\":\"" CUT "\"}",
      "{\"ENCRYPTED_COLOUR\":\"" CUT "\"}",
      "{\"ENCRYPTED_PASSWORD\":\"" CUT "\",\"\":\"\"}",
  };
  static const char *const authentications[] = {
      "null",
      "{\"EncryptedCredentials\":\"garbage\"}",
      "{\"EncryptedCredentials\":\"" CUT "\",\"AuthenticationType\":\"BASIC\"}",
      "{\"EncryptedCredentials\":\"\"}",
      "{\"EncryptedCredentials\":null}",
      "{\"EncryptedCredentials\":7}",
      "{\"EncryptedCredentials\":\"garbage\",\"BasicAuthenticationCredentials\":null}",
      ("{\"EncryptedCredentials\":\"garbage\","
       "\"BasicAuthenticationCredentials\":{\"Password\":\"s3cret\"}}"),
      ("{\"EncryptedCredentials\":\"garbage\","
       "\"OAuth2Properties\":{\"OAuth2Credentials\":{\"AccessToken\":\"s3cret\"}}}"),
      "{\"EncryptedCredentials\":\"garbage\",\"OAuth2Properties\":{\"TokenUrl\":\"https://h/\"}}",
  };
  for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
    for (size_t j = 0; j < sizeof(authentications) / sizeof(authentications[0]); j++) {
      char *text = sqlite3_mprintf("{\"Name\":\"n\",\"ConnectionType\":\"CUSTOM\","
                                   "\"ConnectionProperties\":%s,"
                                   "\"AuthenticationConfiguration\":%s}",
                                   properties[i], authentications[j]);
      test_text(text);
      sqlite3_free(text);
    }
  }
}

/* A row read back as `request` or `connection` has nothing that it had not before. */
static void test_rows(void) {
  sqlite3_stmt *rows;
  int count = 0;
  CHECK(sqlite3_prepare_v2(
            db,
            "SELECT (SELECT count(*) FROM glue_lint(request) WHERE severity = 'error'),"
            " (SELECT count(*) FROM glue_lint(connection) WHERE severity = 'error'),"
            " name FROM standard",
            -1, &rows, NULL) == SQLITE_OK);
  while (sqlite3_step(rows) == SQLITE_ROW) {
    count++;
    if (!CHECK(sqlite3_column_int(rows, 0) == 0 && sqlite3_column_int(rows, 1) == 0)) {
      fprintf(stderr, "findings about the stored %s\n", column(rows, 2));
    }
  }
  CHECK(sqlite3_finalize(rows) == SQLITE_OK);
  CHECK(count > 100);
}

/* ---- Texts that are no requests. */

static void test_no_requests(void) {
  static const char *const texts[] = {
      "",
      " ",
      "null",
      "1",
      "\"x\"",
      "[]",
      "{}",
      "{",
      "{\"a\":1}x",
      "{\"a\":01}",
      "nul",
      "{\"ConnectionInput\":{}}",
      "[{}]",
      "{\"a\"}",
      "{\"Name\":\"\\u0000\"}",
      "{\"Name\":\"\\ud800\"}",
      "{\"ConnectionInput\":{\"Name\":\"x\",}}",
      "{\"ConnectionInput\":{\"Name\":\"\x01\"}}",
      "{\"ConnectionInput\":{\"Tags\":{\"a\":tru}}}",
      "{\"Tags\":{\"a\":[[[[[}}",
  };
  for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) test_text(texts[i]);
}

static void test_every_mutation(int step) {
  static Nodes nodes;
  int values = 2, total = mutation_count();
  for (int which = 1; which < values; which++) {
    for (int number = which % step; number < total; number += step) {
      random_state = 4711;
      cJSON *request = generate_request(true);
      nodes.count = 0;
      collect(request, NULL, "CreateConnectionRequest", &nodes);
      values = nodes.count;
      const Node *node = &nodes.node[which];
      if (mutate(node, shape_of(&nodes, node->parent), number)) test_request(request);
      cJSON_Delete(request);
    }
  }
}

static void test_at_random(int wanted) {
  for (uint64_t seed = 1; requests < wanted && disagreements < DISAGREEMENTS_MAX; seed++) {
    random_state = seed;
    cJSON *request = generate_request(chance(50) == 0);
    mark_secrets(request, "CreateConnectionRequest");
    for (int i = chance(4) - 1; i > 0; i--) mutate_somewhere(request);
    cJSON *input = cJSON_GetObjectItemCaseSensitive(request, "ConnectionInput");
    test_request(chance(4) || !input ? request : input); /* a bare one does as well */
    cJSON_Delete(request);
  }
}

int main(void) {
  if (!CHECK(facts_load())) return check_summary();
  if (!begin()) return check_summary();
  db = open_database("");
  must(db, "CREATE VIRTUAL TABLE standard USING glue_connections(quota=0)");
  must(db, "CREATE VIRTUAL TABLE lenient USING glue_connections(quota=0, validation=lenient)");
  must(db, "CREATE VIRTUAL TABLE strict USING glue_connections(quota=0, validation=strict)");
  sqlite3_prepare_v2(db, "SELECT *, refused_at FROM glue_lint(?1)", -1, &lint, NULL);
  sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO lenient(request) VALUES(?1)", -1, &insert_lenient,
                     NULL);
  sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO standard(request) VALUES(?1)", -1,
                     &insert_standard, NULL);
  sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO strict(request) VALUES(?1)", -1, &insert_strict,
                     NULL);
  bool is_long = getenv("LONG") && *getenv("LONG");
  test_no_requests();
  test_connections();
  test_sealed_values();
  test_every_mutation(is_long ? 1 : 11);
  test_at_random(is_long ? REQUESTS_LONG : REQUESTS);
  fprintf(stderr, "%d requests, %d clean, %d with warnings\n", requests, clean, warned);
  CHECK(clean > requests / 100 && warned > requests / 10);
  test_rows();
  sqlite3_finalize(lint);
  sqlite3_finalize(insert_lenient);
  sqlite3_finalize(insert_standard);
  sqlite3_finalize(insert_strict);
  CHECK(sound(db));
  close_database(db);
  facts_free();
  return end();
}
