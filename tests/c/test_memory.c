/*
** Memory runs out: the n-th allocation fails, for every n, once and from there on, of SQLite's
** allocations and of the C library's (which cJSON uses). Whatever happens, a statement ends with
** success or SQLITE_NOMEM, nothing is half done, and nothing leaks.
**
** Under a sanitizer every 7th n is tried, with LONG=1 every one.
*/
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "glue_connections.h"

#if defined(__SANITIZE_ADDRESS__)
#define STRIDE 7L
#else
#define STRIDE 1L
#endif

/* ---- allocators that fail ---- */

static long countdown = -1; /* allocations until the next failure; -1: none fails */
static int persistent;      /* all the later ones fail too */
static long failures;

static int fails(void) {
  if (countdown < 0) return 0;
  if (countdown > 0) {
    countdown--;
    return 0;
  }
  failures++;
  if (!persistent) countdown = -1;
  return 1;
}

static sqlite3_mem_methods real;

static void *test_malloc(int n) {
  return fails() ? NULL : real.xMalloc(n);
}

static void *test_realloc(void *p, int n) {
  return fails() ? NULL : real.xRealloc(p, n);
}

static void *library_malloc(size_t n) {
  return fails() ? NULL : malloc(n);
}

static void install(void) {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
  sqlite3_mem_methods methods = real;
  methods.xMalloc = test_malloc;
  methods.xRealloc = test_realloc;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
  cJSON_Hooks hooks = {library_malloc, free};
  cJSON_InitHooks(&hooks);
}

/* ---- scripts ---- */

#define CREATE                                                                                     \
  "CREATE VIRTUAL TABLE c USING glue_connections(account_id=123456789012, quota=3);"               \
  "INSERT INTO c(name, connection_type, connection_properties, tags) VALUES"                       \
  " ('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"PASSWORD\":\"s3cret\"}',"       \
  "  '{\"env\":\"prod\"}'),"                                                                       \
  " ('b', 'KAFKA', '{\"KAFKA_BOOTSTRAP_SERVERS\":\"b:9092\"}', NULL);"

/* Each statement is tried with every failure, on a database as CREATE makes it. */
static const char *const statements[] = {
    "CREATE VIRTUAL TABLE d USING glue_connections(region='eu-west-1', principal=\"user/x\")",
    "CREATE VIRTUAL TABLE d USING glue_connections(nonsense=1)",
    "INSERT INTO c(name, connection_type, connection_properties, description, match_criteria,"
    " physical_connection_requirements, athena_properties) VALUES('n', 'JDBC',"
    " '{\"JDBC_CONNECTION_URL\":\"jdbc:x\",\"USERNAME\":\"u\",\"PASSWORD\":\"p\"}', 'text',"
    " '[\"m\"]', '{\"SubnetId\":\"subnet-1\",\"SecurityGroupIdList\":[\"sg-1\"]}', "
    "'{\"k\":\"v\"}')",
    "INSERT INTO c(request) VALUES('{\"ConnectionInput\":{\"Name\":\"n\",\"ConnectionType\":"
    "\"SALESFORCE\",\"ConnectionProperties\":{\"INSTANCE_URL\":\"u\"},"
    "\"AuthenticationConfiguration\":{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":"
    "{\"OAuth2Credentials\":{\"AccessToken\":\"t\"}}}},\"Tags\":{\"k\":\"v\"}}')",
    "INSERT INTO c(name, connection_type, connection_properties) VALUES('', 'JBDC', '{\"\":1}')",
    "INSERT INTO c(name, connection_type, connection_properties) VALUES('x', 'JDBC', '{\"a\":')",
    "INSERT INTO c(request) VALUES('{\"Nme\":\"x\",\"ConnectionInput\":{\"Foo\":[]}}')",
    "INSERT OR REPLACE INTO c(name, connection_type, connection_properties) VALUES"
    "('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:x\"}')",
    "INSERT INTO c(name, connection_type, connection_properties) VALUES"
    "('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:x\"}')",
    "INSERT INTO c SELECT * FROM c WHERE 0 UNION ALL SELECT * FROM c",
    "UPDATE c SET description = 'new'",
    "UPDATE c SET tags = json_set(tags, '$.owner', 'me') WHERE name = 'a'",
    "UPDATE c SET name = 'renamed' WHERE name = 'a'",
    "UPDATE OR REPLACE c SET name = 'b' WHERE name = 'a'",
    "UPDATE c SET catalog_id = 'other' WHERE name = 'a'",
    "UPDATE c SET rowid = 77 WHERE name = 'a'",
    "UPDATE c SET request = json_set(request, '$.ConnectionInput.Name', 'n') WHERE name = 'a'",
    "UPDATE c SET status = 'FAILED' WHERE name = 'a'",
    "DELETE FROM c WHERE name = 'a'",
    "DELETE FROM c",
    "INSERT INTO c(c) VALUES('quota=7')",
    "INSERT INTO c(c) VALUES('nonsense')",
    "INSERT INTO c(c) VALUES('integrity-check')",
    "INSERT INTO c(c) VALUES('rekey')",
    "PRAGMA integrity_check",
    "SELECT * FROM c ORDER BY name DESC",
    "SELECT request, connection, credentials, arn FROM c WHERE name = 'a' AND catalog_id > ''",
    "SELECT name FROM c WHERE connection_type IN ('JDBC', 'KAFKA') AND rowid = 1",
    "SELECT count(*) FROM c x, c y WHERE x.name >= y.name",
    "SELECT glue_decrypt(request) FROM c",
    "SELECT glue_decrypt(connection_properties, catalog_id, name) FROM c",
    "SELECT glue_decrypt(connection_properties ->> 'ENCRYPTED_PASSWORD', catalog_id, name) FROM c",
    "SELECT glue_keyring(), glue_version()",
    "SELECT glue_create_key('arn:aws:kms:x:y:key/' || hex(randomblob(8)))",
    "SELECT * FROM c, glue_lint(c.request)",
    "SELECT * FROM glue_lint('{\"Name\":1,\"ConnectionType\":\"JDBK\",\"Tags\":{}}')",
    "SELECT * FROM glue_connection_types",
    "SELECT * FROM glue_jdbc_url('jdbc:postgresql://a:1,b:2/db?user=u&password=p')",
    "ALTER TABLE c RENAME TO d",
    "DROP TABLE c",
};

/* Runs a script to its end; returns its code. */
static int run(sqlite3 *db, const char *sql) {
  return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* All rows and the counters, as one text; NULL where the table is not there. */
static char *contents(sqlite3 *db) {
  static const char sql[] =
      "SELECT coalesce((SELECT group_concat(t, '|') FROM (SELECT name || rowid || status || tags ||"
      " connection_properties || coalesce(description, '') || catalog_id AS t FROM c ORDER BY"
      " rowid)), '') || (SELECT group_concat(catalog_id || connections) FROM c_catalogs WHERE"
      " connections > 0)";
  sqlite3_stmt *statement;
  char *text = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) return NULL;
  if (sqlite3_step(statement) == SQLITE_ROW) {
    text = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
  }
  sqlite3_finalize(statement);
  return text;
}

static sqlite3 *open_database(void) {
  sqlite3 *db = NULL;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
      sqlite3_glueconnections_init(db, NULL, NULL) != SQLITE_OK || run(db, CREATE) != SQLITE_OK) {
    sqlite3_close(db);
    return NULL;
  }
  return db;
}

static int is_sound(sqlite3 *db) {
  int rc = run(db, "INSERT INTO c(c) VALUES('integrity-check')");
  return rc == SQLITE_OK || rc == SQLITE_ERROR; /* an error: the table is not there any more */
}

/* One statement with one failure. Returns whether the failure was reached. */
static int try_failure(const char *sql, long n, int expected) {
  sqlite3 *db = open_database();
  if (!CHECK(db != NULL)) return 0;
  char *before = contents(db);
  failures = 0;
  countdown = n;
  int rc = run(db, sql) & 0xff;
  countdown = -1;
  char *after = contents(db);
  int ok = rc == expected || rc == SQLITE_NOMEM ||
           (failures && rc == SQLITE_ERROR); /* a parser's own report of it */
  if (rc == SQLITE_NOMEM)
    ok = ok && (after == NULL || before == NULL || strcmp(before, after) == 0);
  ok = ok && is_sound(db);
  if (!CHECK(ok)) printf("  allocation %ld, code %d: %s\n", n, rc, sql);
  sqlite3_free(before);
  sqlite3_free(after);
  CHECK(sqlite3_close(db) == SQLITE_OK);
  return failures > 0;
}

static void test_statement(const char *sql, long stride) {
  sqlite3 *db = open_database();
  if (!CHECK(db != NULL)) return;
  int expected = run(db, sql) & 0xff;
  sqlite3_close(db);
  sqlite3_int64 baseline = sqlite3_memory_used();
  for (persistent = 0; persistent < 2; persistent++) {
    for (long n = 0; try_failure(sql, n, expected); n += stride) {
    }
  }
  if (!CHECK(sqlite3_memory_used() == baseline)) printf("  leaks: %s\n", sql);
}

int main(void) {
  install();
  char folder[] = "/tmp/glue_memory_XXXXXX", path[64];
  if (!CHECK(mkdtemp(folder) != NULL)) return check_summary();
  snprintf(path, sizeof(path), "%s/keyring", folder);
  unsetenv("GLUE_KEYRING");
  setenv("XDG_CONFIG_HOME", folder, 1);
  sqlite3 *db = open_database(); /* makes the keyring, and whatever is made once */
  CHECK(db != NULL);
  sqlite3_close(db);
  const char *is_long = getenv("LONG");
  long stride = STRIDE;
  if (is_long && *is_long) stride = 1;
  for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
    test_statement(statements[i], stride);
  }
  return check_summary();
}
