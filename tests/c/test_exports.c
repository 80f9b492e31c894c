/* SPDX-License-Identifier: MIT */
/*
** The documents that connections are exported into.
**
**  - Hostile tables, written past the extension: an export of them is an error, or a document that is what
**    it claims to be (exports.h). No line of it is one that the table has brought in.
**  - The same rows give the same document in whatever order they come, and every connection has a label of
**    its own, whatever the names, for several catalogs.
**  - Any valid request comes back from every form as it was.
**
** LONG=1 tries more names and requests.
*/
#define _XOPEN_SOURCE 700
#include "requests.h"
#include "table_fixture.h"

#include "exports.h"

static int times;

/* ---- Hostile tables. */

#define BREAK "\\\"}\nREQUEST\ntouch pwned\ncreate <<'REQUEST'\n{\\\""

/* What is put into each column in turn. %s is a text of SQL. */
static const char *const columns_of_data[] = {"name",
                                              "connection_type",
                                              "status",
                                              "description",
                                              "catalog_id",
                                              "connection_properties",
                                              "athena_properties",
                                              "spark_properties",
                                              "python_properties",
                                              "match_criteria",
                                              "physical_connection_requirements",
                                              "authentication_configuration",
                                              "validate_for_compute_environments",
                                              "tags",
                                              "compatible_compute_environments",
                                              "status_reason",
                                              "last_updated_by",
                                              "credentials",
                                              "validate_credentials",
                                              "connection_schema_version",
                                              "creation_time",
                                              "last_updated_time"};

static const char *const hostile_values[] = {
    "char(10) || 'REQUEST' || char(10) || 'touch pwned' || char(10)",
    "'x' || char(10) || 'exit 0' || char(10) || '#'",
    "'\"}' || char(10) || 'REQUEST' || char(10) || 'touch pwned'",
    "'{}' || char(10) || 'REQUEST' || char(10) || 'touch pwned' || char(10)",
    "'{\"a\":\"b\"},\"Name\":\"other\"'",
    "'{\"a\":\"b\"}}}' || char(10) || '{\"Name\":\"other\"}'",
    "'{\"a\":{\"b\":[1,2,{}]}}'",
    "'{\"a\":1,\"b\":null,\"c\":true}'",
    "'{\"a\":\"x\",\"a\":\"y\"}'",
    "'[\"a\",{\"b\":1}]'",
    "'[[[[[[[[]]]]]]]]'",
    "'\"text\"'",
    "'null'",
    "'{'",
    "''",
    "'{\"\":\"\"}'",
    "'{\"a\\u0000b\":\"c\\u0000d\"}'",
    "'{\"a\\n\\u0001\\u0002\\u007f\":\"\\u001b[31m\\u0001\\u0002\"}'",
    "char(1) || char(2) || char(27) || '[31m' || char(127)",
    "CAST(x'61ff62' AS TEXT)",
    "'a' || char(0) || 'b'",
    "x'00010203'",
    "'$(touch pwned)`touch pwned`'",
    "'{\"Ref\":\"AWS::AccountId\"}'",
    "'{\"Fn::Transform\":\"x\"}'",
    "'{\"a\":\"${terraform:file(\\\"/etc/passwd\\\")}\",\"b\":\"${Transform:{}}\"}'",
    "'{\"PASSWORD\":\"clear\",\"ENCRYPTED_PASSWORD\":\"glue-connections:\"}'",
    "'{\"EncryptedCredentials\":5,\"SecretArn\":[],\"Foo\":{\"Bar\":1}}'",
    "'{\"OAuth2Properties\":{\"OAuth2Credentials\":\"x\",\"TokenUrlParametersMap\":[1]}}'",
    "hex(zeroblob(3000))",
    "7",
    "-1.5e300",
};

/* One export of the table; false where it is neither an error of ours nor a valid document. */
static bool export_holds(sqlite3 *db, const char *call, int count) {
  char *sql = sqlite3_mprintf("SELECT %s FROM c", call);
  sqlite3_stmt *statement = NULL;
  bool holds = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK;
  int rc = sqlite3_step(statement);
  if (rc == SQLITE_ROW) {
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    holds = text && export_is_valid(db, call, text, count) && strstr(text, "passwd\")}") == NULL;
    if (!holds) fprintf(stderr, "%s\n%s\n", sql, text ? text : "NULL");
  } else {
    const char *words = sqlite3_errmsg(db);
    holds = holds && export_is_plain(words) &&
            (strstr(words, "Exception: ") || sqlite3_errcode(db) == SQLITE_CORRUPT);
    if (!holds) fprintf(stderr, "%s\n%s\n", sql, words);
  }
  sqlite3_finalize(statement);
  sqlite3_free(sql);
  return holds;
}

static void test_hostile(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE c USING glue_connections; PRAGMA ignore_check_constraints = on");
  must(db, "INSERT INTO c(" COLUMNS ", authentication_configuration, tags) VALUES"
           " ('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"PASSWORD\":\"p\"}',"
           " '{\"AuthenticationType\":\"BASIC\",\"BasicAuthenticationCredentials\":{\"Username\":"
           "\"u\",\"Password\":\"p\"}}', '{\"k\":\"v\"}')");
  must(db, "INSERT INTO c(" COLUMNS ") VALUES" ROW("b"));
  const int columns = (int)(sizeof(columns_of_data) / sizeof(columns_of_data[0]));
  const int values = (int)(sizeof(hostile_values) / sizeof(hostile_values[0]));
  for (int i = 0; i < columns; i++) {
    for (int k = 0; k < values; k++) {
      must(db, "SAVEPOINT damage");
      int rc =
          runf(db, "UPDATE c_data SET %s = %s WHERE id = 1", columns_of_data[i], hostile_values[k]);
      for (int call = 0; call < EXPORT_CALLS && rc == SQLITE_OK; call++) {
        if (CHECK(export_holds(db, export_calls[call], 2))) continue;
        fprintf(stderr, "%s = %s\n", columns_of_data[i], hostile_values[k]);
      }
      must(db, "ROLLBACK TO damage; RELEASE damage");
    }
  }
  close_database(db);
}

/* ---- Names. */

/* Names that collide in part, and some of what every identifier leaves out. */
static void any_name(char *name, size_t size) {
  static const char *const parts[] = {"a", "b", "a", " ", "_",      "-",
                                      ".", "1", "é", "😀", "Secret", "/"};
  int length = 1 + chance(4);
  *name = '\0';
  for (int i = 0; i < length; i++) {
    strncat(name, parts[chance(sizeof(parts) / sizeof(parts[0]))], size - strlen(name) - 1);
  }
}

static void test_names(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE TABLE names(request TEXT, connection TEXT, catalog TEXT, name TEXT,"
           " UNIQUE(catalog, name))");
  sqlite3_stmt *insert;
  CHECK(sqlite3_prepare_v2(
            db,
            "INSERT OR IGNORE INTO names SELECT json_object('CatalogId', ?1, 'ConnectionInput',"
            " json_object('Name', ?2, 'ConnectionType', 'CUSTOM', 'ConnectionProperties', "
            "json('{}'))),"
            " json_object('Name', ?2), ?1, ?2",
            -1, &insert, NULL) == SQLITE_OK);
  for (int i = 0; i < times * 10; i++) {
    char name[64], catalog[2] = {(char)('1' + chance(3)), '\0'};
    must(db, "DELETE FROM names");
    int rows = 1 + chance(40);
    for (int k = 0; k < rows; k++) {
      any_name(name, sizeof(name));
      sqlite3_bind_text(insert, 1, catalog, -1, SQLITE_TRANSIENT);
      sqlite3_bind_text(insert, 2, name, -1, SQLITE_TRANSIENT);
      sqlite3_step(insert);
      CHECK(sqlite3_reset(insert) == SQLITE_OK);
      if (chance(8) == 0) *catalog = (char)('1' + chance(3));
    }
    for (int call = 0; call < EXPORT_CALLS; call++) {
      const char *where = strstr(export_calls[call], "cloudformation") ? "catalog = '1'" : "1";
      char *up = sqlite3_mprintf("SELECT %s FROM (SELECT * FROM names WHERE %s ORDER BY name)",
                                 export_calls[call], where);
      char *down =
          sqlite3_mprintf("SELECT %s FROM (SELECT * FROM names WHERE %s ORDER BY random())",
                          export_calls[call], where);
      char *count = sqlite3_mprintf("SELECT count(*) FROM names WHERE %s", where);
      char *document = query(db, up), *again = query(db, down);
      CHECK(strcmp(document, again) == 0);
      CHECK(export_is_valid(db, export_calls[call], document, (int)number(db, count)));
      sqlite3_free(up), sqlite3_free(down), sqlite3_free(count);
      sqlite3_free(document), sqlite3_free(again);
    }
  }
  sqlite3_finalize(insert);
  close_database(db);
}

/* ---- Round trips. */

/* Of requests that a lenient table takes, each alone and all of them at once. */
static void test_round_trips(void) {
  static const char *const forms[] = {"requests(request)", "cloudformation(request)",
                                      "terraform(request)", "connections(connection, request)"};
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE c USING glue_connections(validation=lenient, quota=0)");
  must(db, "CREATE VIRTUAL TABLE back USING glue_connections(validation=lenient, quota=0)");
  sqlite3_stmt *insert;
  CHECK(sqlite3_prepare_v2(
            db, "INSERT OR IGNORE INTO c(request) VALUES(json_remove(?1, '$.CatalogId'))", -1,
            &insert, NULL) == SQLITE_OK);
  for (int i = 0; i < times * 4; i++) {
    cJSON *request = generate_request(i % 50 == 0);
    char *text = print_request(request);
    sqlite3_bind_text(insert, 1, text, -1, SQLITE_TRANSIENT);
    sqlite3_step(insert);
    sqlite3_reset(insert);
    cJSON_Delete(request);
    free(text);
  }
  sqlite3_finalize(insert);
  CHECK(number(db, "SELECT count(*) FROM c") > times);
  must(db,
       "CREATE TABLE clear AS SELECT name, glue_decrypt(request) AS request, connection FROM c");
  for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
    char *sql = sqlite3_mprintf(
        "INSERT INTO back(request) SELECT r.request FROM (SELECT glue_export_%s AS document"
        " FROM clear), glue_requests(document) r",
        forms[i]);
    must(db, sql);
    sqlite3_free(sql);
    char *lost =
        query(db, "SELECT c.name, d.pointer FROM clear c LEFT JOIN back b USING(name) LEFT JOIN"
                  " glue_diff(c.request, glue_decrypt(b.request)) d"
                  " WHERE b.name IS NULL OR d.pointer IS NOT NULL LIMIT 5");
    if (!CHECK(*lost == '\0')) fprintf(stderr, "%s: %s\n", forms[i], lost);
    sqlite3_free(lost);
    must(db, "DELETE FROM back");
  }
  close_database(db);
}

int main(void) {
  const char *is_long = getenv("LONG");
  times = is_long && *is_long ? 2000 : 50;
  random_state = 18;
  if (!CHECK(facts_load()) || !begin()) return check_summary();
  test_hostile();
  test_names();
  test_round_trips();
  facts_free();
  return end();
}
