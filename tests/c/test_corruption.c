/* SPDX-License-Identifier: MIT */
/*
** Shadow tables that somebody has written to without the extension: another connection, which has not
** loaded it and ignores the CHECK constraints, damages them; before this one has read them, or while
** it has statements on them. Then
**
**  - every statement answers with an error or with rows; nothing crashes (the sanitizers look on) and no
**    memory is lost;
**  - rows that were not damaged come back as they were, or with an error;
**  - what is copied into another table is sound there;
**  - the integrity check says what is wrong: each damage has the words that it must find for it;
**  - the table can be dropped.
**
** test_corruption_random does the same with damages at random.
*/
#define _XOPEN_SOURCE 700
#include "corruption.h"

/* ---- One by one. */

#define REPLACED(table) "ALTER TABLE c_" table " RENAME TO x; CREATE TABLE c_" table
#define STRICT_LOST REPLACED("data") " AS SELECT * FROM x; UPDATE c_data SET "

static const struct {
  const char *sql;
  bool is_row_damage; /* the other rows can still be read */
  const char *words;  /* in what the integrity check says */
} damages[] = {
    /* counters */
    {"UPDATE c_catalogs SET connections = 9 WHERE catalog_id = ''", true,
     "catalog 000000000000, region us-east-1 counts 9 connections but holds 3"},
    {"UPDATE c_catalogs SET connections = -1", true, "counts -1 connections but holds"},
    {"DELETE FROM c_catalogs", true,
     "catalog 222222222222, region elsewhere counts 0 connections but holds 1"},
    {"INSERT INTO c_catalogs VALUES('ghost', '', 4)", true,
     "catalog ghost, region us-east-1 counts 4 connections"},
    {"INSERT INTO c_catalogs VALUES('', 'ghost', 4)", true,
     "catalog 000000000000, region ghost counts 4 connections"},
    {"INSERT INTO c_catalogs VALUES(CAST(x'ff00fe' AS TEXT), CAST(x'ff00fe' AS TEXT), 4)", true,
     "counts 4 connections"},
    {"DELETE FROM c_data WHERE id = 1", true, "counts 3 connections but holds 2"},
    {"UPDATE c_data SET catalog_id = 'zz' WHERE id = 1", true,
     "catalog zz, region us-east-1 counts 0"},
    {"UPDATE c_data SET region = 'zz' WHERE id = 1", true,
     "catalog 000000000000, region zz counts 0"},
    {"UPDATE c_data SET region = 'us-east-1' WHERE id = 1", true, "names the table's own"},
    {"UPDATE c_data SET catalog_id = '000000000000' WHERE id = 1", true, "names the table's own"},
    {"UPDATE c_data SET region = 'Z Z' WHERE id = 1", true, "row 1: Value 'Z Z' at 'region'"},
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
    {"UPDATE c_data SET validate_for_compute_environments = '[1]' WHERE id = 1", true,
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
     " INSERT INTO c_data(name, connection_type, status, catalog_id, region,"
     "  connection_properties, validate_credentials, tags, connection_schema_version,"
     "  creation_time, last_updated_time)"
     " SELECT 'many ' || i, 'CUSTOM', 'READY', 'many', 'r', '[]', 1, '{}', 1, 0, 0 FROM n",
     true, "\nand 21 more"},
    /* secrets */
    {"UPDATE c_data SET connection_properties = '{\"PASSWORD\":\"clear\"}' WHERE id = 1", true,
     "row 1: PASSWORD is not sealed"},
    {"UPDATE c_data SET connection_properties = replace(connection_properties, ':2:', ':3:')"
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
    {"UPDATE c_config SET value = 'EU' WHERE key = 'region'", true, "setting region"},
    {"UPDATE c_config SET value = 'eu-west-1' WHERE key = 'region'", true, "made with"},
    {"UPDATE c_config SET value = '123456789012' WHERE key = 'account_id'", true, "made with"},
    {"DELETE FROM c_config WHERE key = 'account_id'", true, "setting account_id"},
    {"UPDATE c_config SET value = '' WHERE key = 'version'", true, "setting version"},
    {"INSERT INTO c_config VALUES('nonsense', '1')", true, "setting nonsense"},
    {"DELETE FROM c_config", true, "setting format"},
    {"UPDATE c_config SET value = '0' WHERE key = 'format'", true, "load a newer version"},
    {"UPDATE c_config SET value = '' WHERE key = 'format'", true, "load a newer version"},
    {"UPDATE c_config SET value = '3' WHERE key = 'format'", true, "load a newer version"},
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
    {REPLACED("catalogs") "(catalog_id, region, connections);"
                          "INSERT INTO c_catalogs VALUES(NULL, 1, 'x'), (x'00', '', NULL),"
                          " ('a', NULL, 1e99)",
     false, "c_catalogs"},
    {REPLACED("config") "(key, value); INSERT INTO c_config VALUES(NULL, 1), (x'ff', x'ff'),"
                        " ('quota', NULL), ('region', x'61'), ('format', 1)",
     false, "c_config"},
    {"ALTER TABLE c_data RENAME TO x; CREATE VIEW c_data AS SELECT * FROM x", false, "c_data"},
    {"ALTER TABLE c_data RENAME TO x; CREATE VIEW c_data AS SELECT * FROM c_data", false, "c_data"},
    {"ALTER TABLE c_catalogs RENAME TO x; CREATE VIEW c_catalogs AS SELECT * FROM x", false,
     "c_catalogs"},
    {"ALTER TABLE c_config RENAME TO x; CREATE VIEW c_config AS SELECT * FROM x", false,
     "c_config"},
    {"DROP TABLE c_data; CREATE VIRTUAL TABLE c_data USING fts5(id, name)", false, "c_data"},
    {"DROP TABLE c_catalogs; CREATE VIRTUAL TABLE c_catalogs USING fts5(catalog_id, region, "
     "connections)",
     false, "c_catalogs"},
    {STRICT_LOST "name = NULL", false, "c_data"},
    {STRICT_LOST "catalog_id = NULL", false, "c_data"},
    {STRICT_LOST "region = NULL", false, "c_data"},
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

/* Lets a stranger do that. */
static void damage_with(const char *sql) {
  sqlite3 *stranger = open_stranger();
  int rc = run(stranger, sql);
  const char *message = rc ? sqlite3_errmsg(stranger) : "";
  if (strstr(message, "no such module")) {
    printf("skipped, for want of a module: %s\n", sql);
  } else {
    holds(rc == SQLITE_OK, sql, "did not do anything", message);
  }
  close_database(stranger);
}

static void check_damage(const char *sql, bool is_row_damage, const char *words, bool connected) {
  sqlite3_int64 memory = sqlite3_memory_used();
  sqlite3 *db = open_before(connected);
  damage_with(sql);
  db = open_after(db);
  check_report(db, sql, words);
  check_statements(db, sql, is_row_damage);
  check_drop(db, sql);
  close_damaged(db, sql, memory);
}

static void test_one_by_one(void) {
  for (int connected = 0; connected < 2; connected++) {
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
      check_damage(damages[i].sql, damages[i].is_row_damage, damages[i].words, connected);
    }
    for (size_t i = 0; i < sizeof(triggers) / sizeof(triggers[0]); i++) {
      check_damage(triggers[i], true, NULL, connected);
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

int main(void) {
  if (!begin() || !CHECK(fault_vfs_install())) return end();
  sqlite3 *db = open_sound(); /* makes the keyring, and whatever is made once */
  CHECK(sound(db));
  close_database(db);
  test_one_by_one();
  test_spoiled_pages();
  return end();
}
