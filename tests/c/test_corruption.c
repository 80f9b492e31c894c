/*
** Shadow tables that somebody has written to without the extension: another connection, which has not
** loaded it and ignores the CHECK constraints, damages them; before this one has read them, or while
** it has statements on them. Then
**
**  - every statement answers with an error or with rows; nothing crashes (the sanitizers look on) and no
**    memory is lost;
**  - rows that were not damaged come back as they were, or with an error;
**  - what is copied into another table is sound there;
**  - the integrity check says what is wrong;
**  - the table can be dropped.
**
** First with a list of damages, each with the words that the integrity check must find for it, then with
** random ones. The seed is printed; $SEED sets another; LONG=1 runs twenty times as many.
*/
#define _XOPEN_SOURCE 700
#include <stdint.h>

#include "table_fixture.h"

#include "fault_vfs.h"

#if defined(__SANITIZE_ADDRESS__)
#define ROUNDS 150
#else
#define ROUNDS 600
#endif

static const char setup[] =
    "CREATE VIRTUAL TABLE c USING glue_connections(quota=100);"
    "INSERT INTO c(name, connection_type, connection_properties, tags, description, match_criteria,"
    " physical_connection_requirements, athena_properties) VALUES"
    " ('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"PASSWORD\":\"p\"}',"
    "  '{\"k\":\"v\"}', 'text', '[\"x\"]', '{\"SubnetId\":\"subnet-1\"}', '{\"k\":\"v\"}'),"
    " ('b', 'CUSTOM', '{}', NULL, NULL, NULL, NULL, NULL);"
    "INSERT INTO c(name, connection_type, connection_properties, authentication_configuration)"
    " VALUES('o', 'SALESFORCE', '{\"INSTANCE_URL\":\"https://x\"}',"
    "  '{\"AuthenticationType\":\"BASIC\",\"BasicAuthenticationCredentials\":{\"Username\":\"u\","
    "  \"Password\":\"p\"}}');"
    "INSERT INTO c(rowid, name, connection_type, connection_properties, catalog_id) VALUES"
    " (9, 'witness', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"PASSWORD\":\"p\"}',"
    "  'elsewhere');"
    "CREATE VIRTUAL TABLE copy USING glue_connections(validation=lenient, quota=0)";

static const char *const statements[] = {
    "SELECT * FROM c",
    "SELECT rowid, name, count(*) OVER () FROM c ORDER BY name DESC",
    "SELECT request, connection, arn, credentials FROM c",
    "SELECT name FROM c WHERE name IN ('a', 'b') AND catalog_id = '000000000000'",
    "SELECT name FROM c WHERE connection_type = 'JDBC' AND name >= 'a'",
    "SELECT json_object('p', connection_properties, 't', tags) FROM c",
    "SELECT glue_decrypt(request) FROM c",
    "SELECT glue_decrypt(connection_properties, catalog_id, name) FROM c",
    "SELECT glue_decrypt(credentials, catalog_id, name) FROM c",
    "SELECT f.* FROM c, glue_lint(c.request) f",
    "INSERT INTO c(" COLUMNS ") VALUES" ROW("new"),
    "INSERT OR REPLACE INTO c(" COLUMNS ") VALUES" ROW("b"),
    "UPDATE c SET description = 'x'",
    "UPDATE c SET tags = '{}'",
    "UPDATE c SET name = name || '2'",
    "UPDATE OR IGNORE c SET catalog_id = 'r'",
    "UPDATE OR REPLACE c SET name = 'b2', rowid = 2",
    "UPDATE c SET request = request",
    "UPDATE c SET connection_properties = connection_properties",
    "UPDATE c SET authentication_configuration = authentication_configuration",
    "UPDATE OR IGNORE c SET status = 'READY', status_reason = NULL",
    "INSERT INTO c(c) VALUES('quota=50')",
    "INSERT INTO c(c) VALUES('rekey')",
    "DELETE FROM c WHERE name = 'b'",
    "DELETE FROM c",
    "ALTER TABLE c RENAME TO d",
    "PRAGMA integrity_check",
};

/* ---- Holding a damaged table against what must be true. */

static bool is_fair(int code) {
  switch (code & 0xff) {
  case SQLITE_OK:
  case SQLITE_ERROR:
  case SQLITE_CONSTRAINT:
  case SQLITE_CORRUPT:
  case SQLITE_MISMATCH: return true;
  default: return false;
  }
}

static bool holds(bool ok, const char *damage, const char *sql, const char *words) {
  if (!CHECK(ok)) fprintf(stderr, "  %s\n  %s: %s\n", damage, sql, words);
  return ok;
}

/* The rows that nobody touched. */
static const char witness[] =
    "SELECT rowid, *, request, connection, glue_decrypt(request) FROM c WHERE rowid = 9";

static char *witness_before;

static void check_witness(sqlite3 *db, const char *damage) {
  char *now = query(db, witness);
  bool same = strcmp(now, witness_before) == 0 || strstr(now, "error ") != NULL;
  if (!holds(same, damage, witness, "a row that is sound is not read as it is")) {
    fprintf(stderr, "  %s\n", now);
  }
  sqlite3_free(now);
}

/* What the copy takes in is sound, also if the rest of it is refused. */
static void check_copies(sqlite3 *db, const char *damage) {
  static const char *const copies[] = {
      "INSERT OR FAIL INTO copy(request) SELECT request FROM c",
      "INSERT OR FAIL INTO copy SELECT * FROM c",
      "INSERT OR FAIL INTO copy(request) SELECT connection FROM c",
  };
  for (size_t i = 0; i < sizeof(copies) / sizeof(copies[0]); i++) {
    must(db, "SAVEPOINT s");
    holds(is_fair(run(db, copies[i])), damage, copies[i], sqlite3_errmsg(db));
    int rc = run(db, "INSERT INTO copy(copy) VALUES('integrity-check')");
    holds(rc == SQLITE_OK, damage, copies[i], sqlite3_errmsg(db));
    must(db, "ROLLBACK TO s; RELEASE s");
  }
}

static void check_statements(sqlite3 *db, const char *damage, bool is_row_damage) {
  for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
    must(db, "SAVEPOINT s");
    int rc = run(db, statements[i]);
    holds(is_fair(rc), damage, statements[i], rc ? sqlite3_errmsg(db) : "");
    must(db, "ROLLBACK TO s; RELEASE s");
  }
  if (is_row_damage) check_witness(db, damage);
  check_copies(db, damage);
}

/* `words` must be in what the integrity check says; NULL: it may say anything. */
static void check_report(sqlite3 *db, const char *damage, const char *words) {
  static const char command[] = "INSERT INTO c(c) VALUES('integrity-check')";
  int rc = run(db, command);
  const char *message = rc ? sqlite3_errmsg(db) : "";
  bool named = words == NULL || (rc != SQLITE_OK && strstr(message, words) != NULL);
  holds(is_fair(rc) && named, damage, command, message);
}

/* ---- Damaging it. */

/* A connection that knows nothing of the extension. */
static sqlite3 *open_stranger(void) {
  sqlite3 *db = NULL;
  CHECK(sqlite3_open("damaged.db", &db) == SQLITE_OK);
  must(db, "PRAGMA ignore_check_constraints = on");
  return db;
}

/* A table that is sound. */
static sqlite3 *open_sound(void) {
  remove_database("damaged.db");
  sqlite3 *db = open_database("damaged.db");
  must(db, setup);
  return db;
}

static int damage_code; /* of the last damage_with() */

/* Lets a stranger do that; `connected` says whether our connection has statements on the table then
** or is opened afterwards. */
static sqlite3 *damage_with(const char *sql, bool connected) {
  sqlite3 *db = open_sound(), *stranger;
  sqlite3_free(witness_before);
  witness_before = query(db, witness);
  if (connected) {
    must(db, "UPDATE c SET tags = tags; SELECT * FROM c");
  } else {
    close_database(db);
  }
  stranger = open_stranger();
  damage_code = run(stranger, sql);
  bool no_module = damage_code && strstr(sqlite3_errmsg(stranger), "no such module");
  if (no_module) printf("skipped, for want of a module: %s\n", sql);
  if (no_module) damage_code = SQLITE_OK;
  close_database(stranger);
  return connected ? db : open_database("damaged.db");
}

/* ---- One by one. */

#define REPLACED(table) "ALTER TABLE c_" table " RENAME TO x; CREATE TABLE c_" table
#define STRICT_LOST REPLACED("data") " AS SELECT * FROM x; UPDATE c_data SET "

static const struct {
  const char *sql;
  bool is_row_damage; /* the other rows can still be read */
  const char *words;  /* in what the integrity check says */
} damages[] = {
    /* counters */
    {"UPDATE c_catalogs SET connections = 9 WHERE catalog_id = '000000000000'", true,
     "catalog 000000000000 counts 9 connections but holds 3"},
    {"UPDATE c_catalogs SET connections = -1", true, "counts -1 connections but holds"},
    {"DELETE FROM c_catalogs", true, "catalog elsewhere counts 0 connections but holds 1"},
    {"INSERT INTO c_catalogs VALUES('ghost', 4)", true, "catalog ghost counts 4 connections"},
    {"INSERT INTO c_catalogs VALUES(CAST(x'ff00fe' AS TEXT), 4)", true, "counts 4 connections"},
    {"DELETE FROM c_data WHERE id = 1", true, "counts 3 connections but holds 2"},
    {"UPDATE c_data SET catalog_id = 'zz' WHERE id = 1", true, "catalog zz counts 0"},
    /* members of the request */
    {"UPDATE c_data SET name = '' WHERE id = 1", true, "row 1: Value '' at 'connectionInput.name'"},
    {"UPDATE c_data SET name = 'a' || char(0) || 'b' WHERE id = 1", true, "connectionInput.name'"},
    {"UPDATE c_data SET name = CAST(x'61ff' AS TEXT) WHERE id = 1", true, "well-formed UTF-8"},
    {"UPDATE c_data SET name = hex(zeroblob(200)) WHERE id = 1", true, "connectionInput.name'"},
    {"UPDATE c_data SET connection_type = '' WHERE id = 1", true, "connectionType"},
    {"UPDATE c_data SET description = char(1) WHERE id = 1", true, "connectionInput.description"},
    {"UPDATE c_data SET connection_properties = '{' WHERE id = 1", true, "connectionProperties"},
    {"UPDATE c_data SET connection_properties = '' WHERE id = 1", true, "connectionProperties"},
    {"UPDATE c_data SET connection_properties = '[]' WHERE id = 1", true, "must be a JSON object"},
    {"UPDATE c_data SET connection_properties = '{} {}' WHERE id = 1", true, "text after the JSON"},
    {"UPDATE c_data SET connection_properties = 'null' WHERE id = 1", true, "must not be null"},
    {"UPDATE c_data SET connection_properties = '{\"A\":1}' WHERE id = 1", true, "be a string"},
    {"UPDATE c_data SET connection_properties = '{\"A\":\"\",\"A\":\"\"}' WHERE id = 1", true,
     "given twice"},
    {"UPDATE c_data SET tags = 'x' WHERE id = 1", true, "'tags'"},
    {"UPDATE c_data SET tags = '{\"aws:x\":\"\"}' WHERE id = 1", true, "aws:"},
    {"UPDATE c_data SET match_criteria = '{}' WHERE id = 1", true, "matchCriteria"},
    {"UPDATE c_data SET physical_connection_requirements = '[]' WHERE id = 1", true,
     "physicalConnectionRequirements"},
    {"UPDATE c_data SET athena_properties = '\"' WHERE id = 1", true, "athenaProperties"},
    {"UPDATE c_data SET spark_properties = '[[' WHERE id = 2", true, "sparkProperties"},
    {"UPDATE c_data SET python_properties = '{\"\":\"\"}' WHERE id = 2", true, "pythonProperties"},
    {"UPDATE c_data SET authentication_configuration = '{' WHERE id = 3", true,
     "authenticationConfiguration"},
    {"UPDATE c_data SET authentication_configuration = '{\"Foo\":1}' WHERE id = 3", true,
     "authenticationConfiguration.foo"},
    {"UPDATE c_data SET validate_for_compute_environments = '[\"?\"]' WHERE id = 1", true,
     "validateForComputeEnvironments"},
    {"UPDATE c_data SET validate_credentials = 7 WHERE id = 1", true, "validate_credentials"},
    /* what the service derives */
    {"UPDATE c_data SET status = 'BOGUS' WHERE id = 1", true, "connection.status"},
    {"UPDATE c_data SET status_reason = hex(zeroblob(20000)) WHERE id = 1", true, "statusReason"},
    {"UPDATE c_data SET compatible_compute_environments = 'x' WHERE id = 1", true,
     "compatibleComputeEnvironments"},
    {"UPDATE c_data SET connection_schema_version = 99 WHERE id = 1", true, "SchemaVersion"},
    {"UPDATE c_data SET creation_time = -9223372036854775807 - 1 WHERE id = 1", true,
     "row 1: creation_time"},
    {"UPDATE c_data SET last_updated_time = 9223372036854775807 WHERE id = 1", true,
     "row 1: last_updated_time"},
    {"UPDATE c_data SET last_connection_validation_time = 253402300800000 WHERE id = 1", true,
     "row 1: last_connection_validation_time"},
    {"UPDATE c_data SET last_updated_by = char(1) WHERE id = 1", true, "lastUpdatedBy"},
    /* more than a report has lines for */
    {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)"
     " INSERT INTO c_data(name, connection_type, status, catalog_id, connection_properties,"
     "  validate_credentials, tags, connection_schema_version, creation_time, last_updated_time)"
     " SELECT 'many ' || i, 'CUSTOM', 'READY', 'many', '[]', 1, '{}', 1, 0, 0 FROM n",
     true, "\nand 21 more"},
    /* secrets */
    {"UPDATE c_data SET connection_properties = '{\"PASSWORD\":\"clear\"}' WHERE id = 1", true,
     "row 1: PASSWORD is not sealed"},
    {"UPDATE c_data SET connection_properties = replace(connection_properties, ':1:', ':2:')"
     " WHERE id = 1",
     true, "row 1: ENCRYPTED_PASSWORD is not sealed"},
    {"UPDATE c_data SET connection_properties = substr(connection_properties, 1, 120) || '\"}'"
     " WHERE id = 1",
     true, "row 1: ENCRYPTED_PASSWORD is not sealed"},
    {"UPDATE c_data SET credentials = '' WHERE id = 3", true, "row 3: credentials is not sealed"},
    {"UPDATE c_data SET credentials = substr(credentials, 1, 90) WHERE id = 3", true,
     "row 3: credentials is not sealed"},
    {"UPDATE c_data SET authentication_configuration = NULL WHERE id = 3", true,
     "row 3: credentials is not sealed"},
    {"UPDATE c_data SET authentication_configuration = '{\"BasicAuthenticationCredentials\":"
     "{\"Username\":\"u\",\"Password\":\"clear\"}}' WHERE id = 3",
     true, "row 3: authentication_configuration is not sealed"},
    {"UPDATE c_data SET authentication_configuration = '{\"OAuth2Properties\":{"
     "\"OAuth2Credentials\":{\"AccessToken\":\"clear\"}}}' WHERE id = 2",
     true, "row 2: authentication_configuration is not sealed"},
    {"UPDATE c_data SET authentication_configuration = '{\"EncryptedCredentials\":\"clear\"}'"
     " WHERE id = 3",
     true, "row 3: authentication_configuration is not sealed"},
    {"UPDATE c_data SET name = 'renamed' WHERE id = 1", true,
     "row 1: ENCRYPTED_PASSWORD does not open"},
    {"UPDATE c_data SET catalog_id = 'moved' WHERE id = 3", true,
     "row 3: credentials does not open"},
    {"UPDATE c_data SET credentials = replace(credentials, substr(credentials, -20, 4), 'AAAA')"
     " WHERE id = 3",
     true, "row 3: credentials does not open"},
    /* what no statement leaves behind */
    {"UPDATE c_data SET tags = 'null' WHERE id = 1", true, "row 1: Value at 'tags'"},
    {"UPDATE c_data SET match_criteria = 'null' WHERE id = 1", true, "matchCriteria"},
    {"UPDATE c_data SET status_reason = 'why' WHERE id = 1", true, "row 1: status_reason"},
    /* settings */
    {"INSERT INTO c_config VALUES('quota', 'x')", true, "setting quota"},
    {"INSERT INTO c_config VALUES('quota', '-1')", true, "setting quota"},
    {"INSERT INTO c_config VALUES('validation', '')", true, "setting validation"},
    {"INSERT INTO c_config VALUES('principal', CAST(x'ff' AS TEXT))", true, "setting principal"},
    {"INSERT INTO c_config VALUES('region', 'eu-west-1')", true, "setting region"},
    {"INSERT INTO c_config VALUES('nonsense', '1')", true, "setting nonsense"},
    {"DELETE FROM c_config", true, "setting format"},
    {"UPDATE c_config SET value = '0'", true, "setting format"},
    {"UPDATE c_config SET value = ''", true, "format"},
    {"UPDATE c_config SET value = '2'", true, "load a newer glue_connections"},
    /* shadow tables that are gone or something else */
    {"DROP TABLE c_data", false, "c_data"},
    {"DROP TABLE c_catalogs", false, "c_catalogs"},
    {"DROP TABLE c_config", false, "c_config"},
    {"DROP TABLE c_data; DROP TABLE c_catalogs; DROP TABLE c_config", false, "c_config"},
    {"DROP TABLE c_data; CREATE TABLE c_data(id)", false, "c_data"},
    {"DROP TABLE c_catalogs; CREATE TABLE c_catalogs(x)", false, "c_catalogs"},
    {"DROP TABLE c_config; CREATE TABLE c_config(x)", false, "damaged"},
    {"DROP TABLE c_config; CREATE TABLE c_config(key, value)", false, "c_config"},
    {"ALTER TABLE c_data DROP COLUMN description", false, "c_data"},
    {"ALTER TABLE c_data RENAME COLUMN description TO x", false, "c_data"},
    {"ALTER TABLE c_data ADD COLUMN x TEXT", false, "c_data"},
    {REPLACED("data") " AS SELECT * FROM x", false, "c_data"},
    {REPLACED("data") " AS SELECT * FROM x UNION ALL SELECT * FROM x", false, "c_data"},
    {REPLACED("catalogs") " AS SELECT * FROM x", false, "c_catalogs"},
    {REPLACED("catalogs") "(catalog_id, connections);"
                          "INSERT INTO c_catalogs VALUES(NULL, 'x'), (x'00', NULL), ('a', 1e99)",
     false, "c_catalogs"},
    {REPLACED("config") "(key, value); INSERT INTO c_config VALUES(NULL, 1), (x'ff', x'ff'),"
                        " ('quota', NULL), ('format', 1)",
     false, "c_config"},
    {"ALTER TABLE c_data RENAME TO x; CREATE VIEW c_data AS SELECT * FROM x", false, "c_data"},
    {"ALTER TABLE c_data RENAME TO x; CREATE VIEW c_data AS SELECT * FROM c_data", false, "c_data"},
    {"ALTER TABLE c_catalogs RENAME TO x; CREATE VIEW c_catalogs AS SELECT * FROM x", false,
     "c_catalogs"},
    {"ALTER TABLE c_config RENAME TO x; CREATE VIEW c_config AS SELECT * FROM x", false,
     "c_config"},
    {"DROP TABLE c_data; CREATE VIRTUAL TABLE c_data USING fts5(id, name)", false, "c_data"},
    {"DROP TABLE c_catalogs; CREATE VIRTUAL TABLE c_catalogs USING fts5(catalog_id, connections)",
     false, "c_catalogs"},
    {STRICT_LOST "name = NULL", false, "c_data"},
    {STRICT_LOST "catalog_id = NULL", false, "c_data"},
    {STRICT_LOST "name = x'00ff', catalog_id = x'', connection_type = 1.5", false, "c_data"},
    {STRICT_LOST "id = NULL, status = NULL, tags = NULL, connection_properties = NULL", false,
     "c_data"},
    {STRICT_LOST "id = 'x', tags = x'7b7d', creation_time = 'x', connection_properties = 5", false,
     "c_data"},
    {STRICT_LOST "credentials = x'', authentication_configuration = 1, last_updated_time = x'00'",
     false, "c_data"},
};

/* Triggers are somebody's own; they must not lead back into the table. */
static const char *const triggers[] = {
    "CREATE TRIGGER x AFTER INSERT ON c_data BEGIN INSERT INTO c(" COLUMNS
    ") VALUES(new.name || 'x', 'CUSTOM', '{}'); END",
    "CREATE TRIGGER x AFTER UPDATE ON c_data BEGIN UPDATE c SET description = 'x'; END",
    "CREATE TRIGGER x BEFORE UPDATE ON c_data BEGIN SELECT count(*) FROM c; END",
    "CREATE TRIGGER x AFTER INSERT ON c_catalogs BEGIN DELETE FROM c; END",
    "CREATE TRIGGER x AFTER DELETE ON c_data BEGIN INSERT INTO c(c) VALUES('rekey'); END",
    "CREATE TRIGGER x AFTER INSERT ON c_config BEGIN INSERT INTO c(c) VALUES('quota=1'); END",
    "CREATE TRIGGER x BEFORE INSERT ON c_data BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TRIGGER x BEFORE DELETE ON c_data BEGIN SELECT RAISE(FAIL, 'no'); END",
    "CREATE TRIGGER x AFTER INSERT ON c_data BEGIN DELETE FROM c_data; END",
    "CREATE TRIGGER x AFTER UPDATE ON c_data BEGIN UPDATE c_data SET name = 'z' || id; END",
};

/* A table of a newer format is none to be dropped; a view in the place of a shadow table takes a DROP
** VIEW first. */
static void check_drop(sqlite3 *db, const char *damage) {
  static const char drop[] = "DROP TABLE c";
  int rc = run(db, drop);
  const char *message = rc ? sqlite3_errmsg(db) : "";
  bool may_stay = strstr(message, "format") || strstr(damage, "CREATE VIEW");
  holds(rc == SQLITE_OK || may_stay, damage, drop, message);
}

static void check_damage(const char *sql, bool is_row_damage, const char *words, bool connected) {
  sqlite3_int64 memory = sqlite3_memory_used();
  sqlite3 *db = damage_with(sql, connected);
  check_report(db, sql, words);
  check_statements(db, sql, is_row_damage);
  check_drop(db, sql);
  close_database(db);
  sqlite3_free(witness_before);
  witness_before = NULL;
  holds(sqlite3_memory_used() == memory, sql, "afterwards", "memory is lost");
}

static void test_one_by_one(void) {
  for (int connected = 0; connected < 2; connected++) {
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
      check_damage(damages[i].sql, damages[i].is_row_damage, damages[i].words, connected);
      holds(damage_code == SQLITE_OK, damages[i].sql, "", "did not do anything");
    }
    for (size_t i = 0; i < sizeof(triggers) / sizeof(triggers[0]); i++) {
      check_damage(triggers[i], true, NULL, connected);
      holds(damage_code == SQLITE_OK, triggers[i], "", "did not do anything");
    }
  }
}

/* ---- Pages that are none, below the tables. */

static void spoil_page(sqlite3_int64 page, sqlite3_int64 size) {
  FILE *file = fopen("damaged.db", "r+b");
  if (!CHECK(file != NULL && fseek(file, (long)((page - 1) * size), SEEK_SET) == 0)) return;
  for (sqlite3_int64 i = 0; i < size; i++) putc(0xff, file);
  CHECK(fclose(file) == 0);
}

static void test_spoiled_pages(void) {
  static const char pages[] = "SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'c_data'"
                              " AND rootpage > %lld ORDER BY 1 LIMIT 1";
  sqlite3_int64 memory = sqlite3_memory_used(), page = 0;
  close_database(open_sound());
  sqlite3 *db = open_stranger();
  sqlite3_int64 size = number(db, "PRAGMA page_size");
  do {
    char *sql = sqlite3_mprintf(pages, page);
    page = number(db, sql);
    sqlite3_free(sql);
    if (page) spoil_page(page, size);
  } while (page);
  close_database(db);
  db = open_database("damaged.db");
  check_report(db, "spoiled pages", "the shadow tables are damaged");
  CHECK((run(db, witness) & 0xff) == SQLITE_CORRUPT);
  CHECK((run(db, "INSERT INTO c(" COLUMNS ") VALUES" ROW("new")) & 0xff) == SQLITE_CORRUPT);
  must(db, "INSERT INTO copy(" COLUMNS ") VALUES" ROW("new"));
  CHECK(gives(db, "SELECT name FROM copy", "new"));
  close_database(db);
  holds(sqlite3_memory_used() == memory, "spoiled pages", "afterwards", "memory is lost");
}

/* ---- At random. */

static uint64_t random_state;

static int below(int n) {
  random_state ^= random_state >> 12;
  random_state ^= random_state << 25;
  random_state ^= random_state >> 27;
  return (int)((random_state * 0x2545f4914f6cdd1d) >> 33) % n;
}

/* A column of c_data; one that was not sound before will not become sound by chance. */
static const char *const any_column[] = {
    "name",
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
    "validate_credentials",
    "validate_for_compute_environments",
    "tags",
    "connection_schema_version",
    "compatible_compute_environments",
    "status_reason",
    "creation_time",
    "last_updated_time",
    "last_connection_validation_time",
    "last_updated_by",
    "credentials",
};
#define COLUMN_COUNT_OF_DATA (int)(sizeof(any_column) / sizeof(any_column[0]))

/* %1$s is the column that it goes to. */
static const char *const any_value[] = {
    "NULL",
    "''",
    "'x'",
    "'{'",
    "'{}'",
    "'[]'",
    "'null'",
    "'\"\"'",
    "'{\"PASSWORD\":\"clear\"}'",
    "'{\"ENCRYPTED_PASSWORD\":\"glue-connections:1:\"}'",
    "'{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":{\"OAuth2Credentials\":{}}}'",
    "'{\"BasicAuthenticationCredentials\":null}'",
    "'{\"EncryptedCredentials\":[\"x\"]}'",
    "'{\"a\":{\"b\":[1,{\"c\":\"\\u0000\"}]}}'",
    "'{\"k\":\"\\ud800\"}'",
    "printf('%%.*c', 3000, '[')",
    "printf('{\"k\":\"%%.*c\"}', 100000, 'v')",
    "printf('%%.*c', 70000, '9')",
    "CAST(x'7b22ff223a22fe227d' AS TEXT)",
    "CAST(x'ff' AS TEXT)",
    "char(0)",
    "char(0x10ffff, 1, 0, 65)",
    "'glue-connections:1:arn:aws:kms:x:1:key/x:AAAA'",
    "'glue-connections:'",
    "0",
    "-1",
    "7",
    "9223372036854775807",
    "-9223372036854775807 - 1",
    "253402300800000",
    "'1e400'",
};
#define VALUE_COUNT (int)(sizeof(any_value) / sizeof(any_value[0]))

/* A value, or the old one with a piece cut out, or with another piece in its place. */
static char *random_value(const char *column) {
  int place = below(200), length = 1 + below(40);
  switch (below(4)) {
  case 0:
    return sqlite3_mprintf("substr(%s, 1, %d) || substr(%s, %d)", column, place, column,
                           place + length);
  case 1:
    return sqlite3_mprintf("substr(%s, 1, %d) || char(%d) || substr(%s, %d)", column, place,
                           1 + below(300), column, place + 2);
  default: return sqlite3_mprintf(any_value[below(VALUE_COUNT)]);
  }
}

/* Never the row of the witness, which is the last one. */
static char *random_row_damage(void) {
  const char *column = any_column[below(COLUMN_COUNT_OF_DATA)];
  char *value = random_value(column);
  char *sql = NULL;
  switch (below(10)) {
  case 0: sql = sqlite3_mprintf("DELETE FROM c_data WHERE id = %d", 1 + below(3)); break;
  case 1:
    sql = sqlite3_mprintf("UPDATE c_data SET id = %d WHERE id = %d", below(20) - 12, 1 + below(3));
    break;
  case 2:
    sql = sqlite3_mprintf("UPDATE c_catalogs SET connections = %d WHERE catalog_id <> ''",
                          below(7) - 2);
    break;
  case 3:
    sql = sqlite3_mprintf("INSERT OR REPLACE INTO c_catalogs SELECT %s, %d FROM c_data", value,
                          below(9));
    break;
  case 4:
    sql = sqlite3_mprintf("INSERT OR REPLACE INTO c_config SELECT"
                          " %Q, %s FROM c_data WHERE %s IS NOT NULL",
                          below(2) ? "principal" : "quota", value, column);
    break;
  default:
    sql = sqlite3_mprintf("UPDATE OR IGNORE c_data SET %s = %s WHERE id = %d", column, value,
                          1 + below(3));
  }
  sqlite3_free(value);
  return sql;
}

/* Takes a shadow table's types and constraints away, so that anything may stand in it. */
static char *random_table_damage(void) {
  static const char *const suffixes[] = {"data", "catalogs", "config"};
  const char *suffix = suffixes[below(5) % 3];
  static const char *const blobs[] = {"x''",     "x'00'", "1.5",          "NULL",
                                      "x'7b7d'", "'x'",   "randomblob(9)"};
  const char *value = blobs[below(7)];
  const char *column = strcmp(suffix, "data") == 0     ? any_column[below(COLUMN_COUNT_OF_DATA)]
                       : strcmp(suffix, "config") == 0 ? "value"
                                                       : "catalog_id";
  return sqlite3_mprintf("CREATE TABLE IF NOT EXISTS x_%s AS SELECT * FROM c_%s;"
                         "DROP TABLE c_%s; CREATE TABLE c_%s AS SELECT * FROM x_%s;"
                         "UPDATE c_%s SET %s = %s WHERE abs(random() %% 2)",
                         suffix, suffix, suffix, suffix, suffix, suffix, column, value);
}

static void test_at_random(int rounds) {
  for (int round = 0; round < rounds; round++) {
    bool is_row_damage = below(5) > 0;
    sqlite3_str *damage = sqlite3_str_new(NULL);
    for (int i = 1 + below(3); i > 0; i--) {
      char *sql = is_row_damage || below(2) ? random_row_damage() : random_table_damage();
      sqlite3_str_appendf(damage, "%s;", sql);
      sqlite3_free(sql);
    }
    char *sql = sqlite3_str_finish(damage);
    check_damage(sql, is_row_damage, NULL, below(2));
    sqlite3_free(sql);
  }
}

int main(void) {
  const char *seed = getenv("SEED");
  if (!begin() || !CHECK(fault_vfs_install())) return end();
  random_state = seed ? strtoull(seed, NULL, 10) : 20240229;
  printf("SEED=%llu\n", (unsigned long long)random_state);
  if (random_state == 0) random_state = 1;
  sqlite3 *db = open_sound(); /* makes the keyring, and whatever is made once */
  CHECK(sound(db));
  close_database(db);
  test_one_by_one();
  test_spoiled_pages();
  test_at_random(getenv("LONG") ? 20 * ROUNDS : ROUNDS);
  return end();
}
