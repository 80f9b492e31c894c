/* SPDX-License-Identifier: MIT */
/*
** Any text as a request: from JSON to findings, to a row, and back.
**
**  - What glue_lint calls errors is what an INSERT refuses at level standard, what it says at all is
**    what one refuses at level strict; what is taken at a level is taken at every lower one.
**  - A row's `request` makes the same row again: in another table, in a database of UTF-16, by
**    UPDATE. So do its `connection`, its columns, and its request with the secrets opened.
**  - No secret of the request is in anything that is stored, shown or told.
*/
#define _XOPEN_SOURCE 700
#include "fuzz.h"

#include <cjson/cJSON.h>

const unsigned long fuzz_mutations = 4000;

static sqlite3 *db, *utf16;

/* ---- Statements. */

static sqlite3_stmt *with_text(sqlite3 *on, const char *sql, const char *text, size_t length) {
  sqlite3_stmt *statement = fuzz_statement(on, sql);
  MUST(sqlite3_bind_text64(statement, 1, text, length, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
  return statement;
}

/* The only value that the statement yields, for sqlite3_free(). */
static char *value(sqlite3_stmt *statement) {
  MUST(sqlite3_step(statement) == SQLITE_ROW);
  char *text = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
  MUST(text && sqlite3_step(statement) == SQLITE_DONE);
  sqlite3_reset(statement);
  return text;
}

static char *value_in(sqlite3 *on, const char *sql) {
  return value(fuzz_statement(on, sql));
}

static void must_do(sqlite3 *on, const char *sql) {
  sqlite3_stmt *statement = fuzz_statement(on, sql);
  fuzz_db = on;
  if (sqlite3_step(statement) != SQLITE_DONE) fprintf(stderr, "%s\n", sql);
  MUST(sqlite3_reset(statement) == SQLITE_OK);
}

/* ---- Secrets of the request, as far as they can be told from all else: long enough, and nowhere
** else in it. */

#define SECRETS_MAX 16

static char *secrets[SECRETS_MAX];
static int secret_count;

static int count_in(const char *text, const char *word) {
  int count = 0;
  for (; (text = strstr(text, word)) != NULL; text++) count++;
  return count;
}

static void find_secrets(const cJSON *value, bool in_credentials, const char *all) {
  static const char *const keys[] = {"PASSWORD", "KAFKA_CLIENT_KEYSTORE_PASSWORD",
                                     "KAFKA_CLIENT_KEY_PASSWORD", "KAFKA_SASL_PLAIN_PASSWORD",
                                     "KAFKA_SASL_SCRAM_PASSWORD"};
  static const char *const structures[] = {"BasicAuthenticationCredentials",
                                           "CustomAuthenticationCredentials", "OAuth2Credentials",
                                           "AuthorizationCodeProperties"};
  for (const cJSON *entry = value ? value->child : NULL; entry; entry = entry->next) {
    bool is_secret = in_credentials;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
      is_secret = is_secret || (entry->string && strcmp(entry->string, keys[i]) == 0);
    }
    for (size_t i = 0; i < sizeof(structures) / sizeof(structures[0]); i++) {
      is_secret = is_secret || (entry->string && strcmp(entry->string, structures[i]) == 0);
    }
    const char *text = cJSON_GetStringValue(entry);
    if (is_secret && text && strlen(text) >= 6 && count_in(all, text) == 1 &&
        secret_count < SECRETS_MAX) {
      secrets[secret_count++] = sqlite3_mprintf("%s", text);
    }
    find_secrets(entry, is_secret, all);
  }
}

static void forget_secrets(void) {
  while (secret_count > 0) sqlite3_free(secrets[--secret_count]);
}

/* Only in the members that hold secrets: elsewhere a key PASSWORD is the user's own affair. */
static void note_secrets(const char *text) {
  static const char *const members[] = {"ConnectionProperties", "AuthenticationConfiguration"};
  cJSON *request = cJSON_Parse(text);
  const cJSON *input = cJSON_GetObjectItemCaseSensitive(request, "ConnectionInput");
  if (input == NULL) input = request;
  for (size_t i = 0; i < 2; i++) {
    find_secrets(cJSON_GetObjectItemCaseSensitive(input, members[i]), false, text);
  }
  cJSON_Delete(request);
}

static void check_secrecy(const char *text) {
  for (int i = 0; i < secret_count; i++) MUST(strstr(text, secrets[i]) == NULL);
}

/* ---- Findings. */

#define SHOWN_MAX 20 /* findings in the text of an exception */

typedef struct Findings {
  int errors, warnings;
  char *message[SHOWN_MAX]; /* of the first errors */
} Findings;

static void ask_linter(const char *text, size_t length, Findings *findings) {
  static const char sql[] = "SELECT severity, message, path FROM glue_lint(?1)";
  sqlite3_stmt *statement = with_text(db, sql, text, length);
  *findings = (Findings){0, 0, {NULL}};
  while (sqlite3_step(statement) == SQLITE_ROW) {
    const char *message = (const char *)sqlite3_column_text(statement, 1);
    const char *path = (const char *)sqlite3_column_text(statement, 2);
    MUST(message && *message && path);
    check_secrecy(message);
    if (strcmp((const char *)sqlite3_column_text(statement, 0), "error") != 0) {
      findings->warnings++;
      continue;
    }
    MUST(findings->warnings == 0); /* errors come first */
    if (findings->errors < SHOWN_MAX) {
      findings->message[findings->errors] = sqlite3_mprintf("%s", message);
    }
    findings->errors++;
  }
  MUST(sqlite3_reset(statement) == SQLITE_OK);
}

static void findings_forget(Findings *findings) {
  for (int i = 0; i < SHOWN_MAX; i++) sqlite3_free(findings->message[i]);
}

/* ---- From the text to a row. */

typedef enum Outcome {
  TAKEN,
  REFUSED,  /* an InvalidInputException */
  UNSEALED, /* valid, but it names a key that is not there, or a sealed value of ours is cut */
} Outcome;

static Outcome create(const char *sql, const char *text, size_t length, const Findings *findings) {
  static const char invalid[] = "InvalidInputException: ", encryption[] = "GlueEncryptionException";
  sqlite3_stmt *statement = with_text(db, sql, text, length);
  sqlite3_step(statement);
  int rc = sqlite3_reset(statement);
  if (rc == SQLITE_OK) return TAKEN;
  const char *message = sqlite3_errmsg(db);
  check_secrecy(message);
  if (strncmp(message, encryption, strlen(encryption)) == 0) {
    MUST(rc == SQLITE_ERROR);
    return UNSEALED;
  }
  MUST(rc == SQLITE_CONSTRAINT_CHECK && strncmp(message, invalid, strlen(invalid)) == 0);
  for (int i = 0; findings && i < findings->errors && i < SHOWN_MAX; i++) {
    MUST(strstr(message, findings->message[i]) != NULL);
  }
  return REFUSED;
}

/* ---- From the row to the text, and to the row again. */

/* All that can be read of the row of a table, but its ARN and credentials, which are its place's. */
#define READ_ALL(table)                                                                            \
  "SELECT json_array(name, connection_type, status, description, connection_properties,"           \
  " athena_properties, spark_properties, python_properties, match_criteria,"                       \
  " physical_connection_requirements, authentication_configuration, validate_credentials,"         \
  " validate_for_compute_environments, tags, connection_schema_version,"                           \
  " compatible_compute_environments, status_reason, creation_time, last_updated_time,"             \
  " last_connection_validation_time, last_updated_by) FROM " table

/* Both are freed. */
static void must_equal(char *a, char *b) {
  if (strcmp(a, b) != 0) fprintf(stderr, "  %s\n  %s\n", a, b);
  MUST(strcmp(a, b) == 0);
  sqlite3_free(a);
  sqlite3_free(b);
}

static void check_copy_by_request(const char *request) {
  must_do(db, "INSERT INTO copy(request) SELECT request FROM lenient");
  must_equal(value_in(db, "SELECT request FROM copy"), sqlite3_mprintf("%s", request));
  must_equal(value_in(db, "SELECT credentials IS (SELECT credentials FROM lenient) FROM copy"),
             sqlite3_mprintf("1"));
  must_do(db, "DELETE FROM copy");
}

/* A Connection tells nothing of what is only asked of CreateConnection: catalog, tags, validation. */
static void check_copy_by_connection(void) {
  must_do(db, "INSERT INTO copy(request) SELECT connection FROM lenient");
  must_equal(value_in(db, "SELECT connection FROM copy"),
             value_in(db, "SELECT connection FROM lenient"));
  must_do(db, "DELETE FROM copy");
}

static void check_copy_by_columns(void) {
  must_do(db, "INSERT INTO copy SELECT * FROM lenient");
  must_equal(value_in(db, READ_ALL("copy")), value_in(db, READ_ALL("lenient")));
  must_do(db, "DELETE FROM copy");
}

/* What is opened and sealed again opens to the same. */
static void check_secrets(void) {
  char *opened = value_in(db, "SELECT glue_decrypt(request) FROM lenient");
  sqlite3_stmt *insert =
      with_text(db, "INSERT INTO copy(request) VALUES(?1)", opened, strlen(opened));
  MUST(sqlite3_step(insert) == SQLITE_DONE);
  must_equal(opened, value_in(db, "SELECT glue_decrypt(request) FROM copy"));
  must_do(db, "DELETE FROM copy");
  must_do(db, "INSERT INTO lenient(lenient) VALUES('rekey')");
}

static void check_utf16(const char *request) {
  sqlite3_stmt *insert =
      with_text(utf16, "INSERT INTO copy(request) VALUES(?1)", request, strlen(request));
  fuzz_db = utf16;
  MUST(sqlite3_step(insert) == SQLITE_DONE);
  must_equal(value_in(utf16, "SELECT request FROM copy"), sqlite3_mprintf("%s", request));
  must_do(utf16, "UPDATE copy SET request = request");
  must_equal(value_in(utf16, "SELECT request FROM copy"), sqlite3_mprintf("%s", request));
  must_do(utf16, "DELETE FROM copy");
  fuzz_db = db;
}

/* An UPDATE that changes nothing changes nothing. */
static void check_update(const char *sql, const char *request) {
  must_do(db, sql);
  must_equal(value_in(db, "SELECT request FROM lenient"), sqlite3_mprintf("%s", request));
}

static void check_updates(const char *request) {
  check_update("UPDATE lenient SET request = request", request);
  check_update("UPDATE lenient SET name = name, connection_type = connection_type,"
               " catalog_id = catalog_id, description = description, tags = tags,"
               " connection_properties = connection_properties,"
               " authentication_configuration = authentication_configuration",
               request);
  check_update("UPDATE lenient SET validate_credentials = validate_credentials,"
               " match_criteria = match_criteria, spark_properties = spark_properties",
               request);
  check_update("UPDATE lenient SET tags = tags", request);
}

/* Whether a sealed value of ours is given, which may have been sealed for another connection: such
** a one is stored, but it does not open. */
static bool has_sealed(const char *request) {
  return strstr(request, "glue-connections:") != NULL;
}

static void check_row(bool opens, bool is_standard) {
  char *request = value_in(db, "SELECT request FROM lenient");
  check_secrecy(request);
  char *stored = value_in(db, "SELECT group_concat(connection_properties || coalesce("
                              "authentication_configuration, '') || coalesce(credentials, '')) ||"
                              " (SELECT connection FROM lenient) FROM lenient_data");
  check_secrecy(stored);
  sqlite3_free(stored);
  if (is_standard) {
    Findings findings;
    ask_linter(request, strlen(request), &findings);
    MUST(findings.errors == 0);
    findings_forget(&findings);
  }
  check_copy_by_request(request);
  check_copy_by_connection();
  check_copy_by_columns();
  check_utf16(request);
  check_updates(request);
  must_do(db, "INSERT INTO lenient(lenient) VALUES('integrity-check')");
  if (opens) check_secrets();
  sqlite3_free(request);
}

/* ---- */

static void open_databases(void) {
  utf16 = fuzz_open();
  fuzz_must_run(utf16, "PRAGMA encoding = 'UTF-16';"
                       "CREATE VIRTUAL TABLE copy USING glue_connections(validation=lenient)");
  db = fuzz_open();
  fuzz_must_run(db, "CREATE VIRTUAL TABLE lenient USING glue_connections(validation=lenient);"
                    "CREATE VIRTUAL TABLE standard USING glue_connections;"
                    "CREATE VIRTUAL TABLE strict USING glue_connections(validation=strict);"
                    "CREATE VIRTUAL TABLE copy USING glue_connections(validation=lenient);"
                    "BEGIN");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (db == NULL) open_databases();
  char *text = sqlite3_mprintf("%.*s", (int)size, size ? (const char *)data : "");
  Findings findings;
  if (strlen(text) == size) note_secrets(text);
  must_do(db, "SAVEPOINT input");
  ask_linter((const char *)data, size, &findings);
  Outcome lenient =
      create("INSERT INTO lenient(request) VALUES(?1)", (const char *)data, size, NULL);
  Outcome standard =
      create("INSERT INTO standard(request) VALUES(?1)", (const char *)data, size, &findings);
  Outcome strict =
      create("INSERT INTO strict(request) VALUES(?1)", (const char *)data, size, &findings);
  MUST((standard == REFUSED) == (findings.errors > 0));
  MUST((strict == REFUSED) == (findings.errors + findings.warnings > 0));
  MUST(standard == REFUSED || standard == lenient);
  MUST(strict == REFUSED || strict == standard);
  if (lenient == TAKEN) check_row(!has_sealed(text), standard == TAKEN);
  MUST(fuzz_busy(db) == 0 && fuzz_busy(utf16) == 0);
  must_do(db, "ROLLBACK TO input");
  must_do(db, "RELEASE input");
  findings_forget(&findings);
  forget_secrets();
  sqlite3_free(text);
  return 0;
}
