/* SPDX-License-Identifier: MIT */
/*
** Any values in the shadow tables, written past the extension: in those the extension makes, and in
** tables that hold what they are told to. Every statement then ends with an answer or with an error,
** and where it ends with an error nothing has changed. And what the integrity check finds nothing
** wrong with is sound: every row can be read, written, copied and deleted, and the counters are right.
**
** The input: a character that says what else is odd about the tables (oddities[]), one that says
** whether they are written by hand (HAND_WRITTEN), then lines. Each writes one value: a character for
** the row and column (cells[]), one for the type, then the bytes.
*/
#define _XOPEN_SOURCE 700
/* The integrity check has to find nothing wrong with so many of a hundred inputs. */
#define FUZZ_REACH 20
#include "fuzz.h"

#include "model/columns.h"

const unsigned long fuzz_mutations = 200;

#define LINES_MAX 12

/* ---- What is written to. */

#define UPDATE "UPDATE OR IGNORE "
#define DATA(column, id) UPDATE "c_data SET " column " = ?1 WHERE id = " id
#define REQUIRED                                                                                   \
  "connection_type, status, catalog_id, connection_properties, validate_credentials, tags,"        \
  " connection_schema_version, creation_time, last_updated_time"

static const char *const cells[] = {
    DATA("name", "1"),
    DATA("connection_type", "1"),
    DATA("status", "2"),
    DATA("description", "1"),
    DATA("catalog_id", "1"),
    DATA("connection_properties", "1"),
    DATA("connection_properties", "3"),
    DATA("athena_properties", "1"),
    DATA("spark_properties", "2"),
    DATA("python_properties", "3"),
    DATA("match_criteria", "1"),
    DATA("physical_connection_requirements", "1"),
    DATA("authentication_configuration", "2"),
    DATA("authentication_configuration", "1"),
    DATA("validate_credentials", "2"),
    DATA("validate_for_compute_environments", "1"),
    DATA("tags", "1"),
    DATA("connection_schema_version", "1"),
    DATA("compatible_compute_environments", "1"),
    DATA("status_reason", "2"),
    DATA("creation_time", "1"),
    DATA("last_updated_time", "2"),
    DATA("last_connection_validation_time", "3"),
    DATA("last_updated_by", "1"),
    DATA("credentials", "2"),
    DATA("id", "3"),
    UPDATE "c_catalogs SET connections = ?1 WHERE catalog_id = ''",
    UPDATE "c_catalogs SET catalog_id = ?1 WHERE catalog_id = ''",
    UPDATE "c_catalogs SET connections = connections + ?1",
    UPDATE "c_config SET value = ?1 WHERE key = 'format'",
    UPDATE "c_config SET value = ?1 WHERE key = 'quota'",
    UPDATE "c_config SET value = ?1 WHERE key = 'validation'",
    UPDATE "c_config SET value = ?1 WHERE key = 'principal'",
    UPDATE "c_config SET key = ?1 WHERE key = 'format'",
    "DELETE FROM c_data WHERE id = ?1",
    "INSERT OR IGNORE INTO c_data(name, " REQUIRED ") SELECT ?1, " REQUIRED
    " FROM c_data WHERE id = 1",
    "DELETE FROM c_catalogs WHERE catalog_id = ?1",
    "INSERT OR IGNORE INTO c_catalogs VALUES(?1, ?1, 0)",
    "DELETE FROM c_config WHERE key = ?1",
    "INSERT OR IGNORE INTO c_config VALUES(?1, '5')",
    DATA("authentication_configuration", "3"),
    DATA("status", "1"),
    DATA("catalog_id", "2"),
};

/* What a trigger does is not ours to take back. */
static const char *const oddities[] = {
    "",
    "ALTER TABLE c_data DROP COLUMN description",
    "ALTER TABLE c_data RENAME TO z; CREATE VIEW c_data AS SELECT * FROM z",
    "ALTER TABLE c_data RENAME TO z; CREATE VIRTUAL TABLE c_data USING glue_connections",
    "DROP TABLE c_catalogs",
    "DROP TABLE c_config",
    "DELETE FROM c_config",
    "CREATE TRIGGER g AFTER INSERT ON c_data BEGIN DELETE FROM c_catalogs; END",
    "CREATE TRIGGER g BEFORE UPDATE ON c_data BEGIN SELECT raise(IGNORE); END",
    "CREATE TRIGGER g AFTER UPDATE ON c_catalogs BEGIN SELECT raise(ABORT, 'no'); END",
    "CREATE TRIGGER g AFTER DELETE ON c_data BEGIN SELECT glue_decrypt('x'); END",
    "INSERT INTO c_data SELECT * FROM c_data",
    "INSERT INTO c_catalogs SELECT * FROM c_catalogs",
    "CREATE UNIQUE INDEX i ON c_data(status)",
};

#define FIRST_CELL 'A'
#define FIRST_ODDITY '0'
#define HAND_WRITTEN 'h'

/* ---- Statements. */

static const char *const statements[] = {
    "SELECT * FROM c",
    "SELECT rowid, request, connection, credentials FROM c",
    "SELECT name FROM c WHERE name >= 'a' ORDER BY name DESC",
    "SELECT arn, creation_time FROM c WHERE catalog_id = '000000000000' AND connection_type = "
    "'JDBC'",
    "SELECT f.* FROM c, glue_lint(c.request) f",
    "SELECT f.* FROM c, glue_lint(c.connection) f",
    "SELECT u.* FROM c, glue_jdbc_url(c.connection_properties ->> 'JDBC_CONNECTION_URL') u",
    "SELECT glue_decrypt(request) FROM c",
    "SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c",
    "SELECT glue_decrypt(credentials, catalog_id, region, name) FROM c",
    "INSERT INTO c(name, connection_type, connection_properties) VALUES('n', 'CUSTOM', '{}')",
    "INSERT OR REPLACE INTO c(name, connection_type, connection_properties) VALUES('a', 'CUSTOM',"
    " '{\"PASSWORD\":\"p\"}')",
    "INSERT OR REPLACE INTO c(rowid, name, connection_type, connection_properties) VALUES(1, 'm',"
    " 'CUSTOM', '{}'), (1, 'b', 'CUSTOM', '{}')",
    "UPDATE c SET description = 'x'",
    "UPDATE c SET tags = '{\"k\":\"v\"}'",
    "UPDATE c SET name = name || 'x'",
    "UPDATE c SET catalog_id = 'z' WHERE rowid = 1",
    "UPDATE OR REPLACE c SET name = 'a', catalog_id = NULL",
    "UPDATE OR IGNORE c SET rowid = rowid + 1",
    "UPDATE c SET connection_type = 'CUSTOM', connection_properties = '{}'",
    "UPDATE c SET authentication_configuration = '{\"AuthenticationType\":\"OAUTH2\"}'",
    "UPDATE c SET status = 'FAILED', status_reason = 'x'",
    "UPDATE c SET request = request",
    "DELETE FROM c WHERE rowid = 1",
    "DELETE FROM c WHERE name = 'b' AND catalog_id = 'k'",
    "INSERT INTO c(c) VALUES('rekey')",
    "INSERT INTO c(c) VALUES('quota=1')",
    "INSERT INTO c(c) VALUES('integrity-check')",
    "INSERT INTO d SELECT * FROM c",
    "PRAGMA integrity_check",
    "ALTER TABLE c RENAME TO e",
    "DROP TABLE c",
};

static sqlite3 *db;

/* Everything there is, for sqlite3_free(). A counter of 0 is as good as none. */
static char *stored(void) {
  int rc;
  sqlite3_str *out = sqlite3_str_new(NULL);
  static const char *const tables[] = {"sqlite_schema", "c_data",
                                       "c_catalogs WHERE connections IS NOT 0", "c_config", "z"};
  for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
    char *sql = sqlite3_mprintf("SELECT * FROM %s", tables[i]), *rows = fuzz_rows(db, sql, &rc);
    sqlite3_str_appendf(out, "%s %d\n%s", tables[i], rc, rows);
    sqlite3_free(rows);
    sqlite3_free(sql);
  }
  return sqlite3_str_finish(out);
}

static bool may_end_with(int rc) {
  static const int codes[] = {SQLITE_OK,       SQLITE_ERROR,  SQLITE_CONSTRAINT, SQLITE_CORRUPT,
                              SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_LOCKED};
  for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
    if ((rc & 0xff) == codes[i]) return true;
  }
  return false;
}

/* Each on the tables as they are, taken back afterwards. */
static void check_statements(bool has_trigger) {
  for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
    int rc;
    fuzz_must_run(db, "SAVEPOINT one");
    char *before = stored();
    sqlite3_free(fuzz_rows(db, statements[i], &rc));
    if (!may_end_with(rc)) fprintf(stderr, "code %d: %s\n", rc, statements[i]);
    MUST(may_end_with(rc) && fuzz_busy(db) == 0);
    if (rc != SQLITE_OK && !has_trigger) {
      char *after = stored();
      bool same = strcmp(before, after) == 0;
      if (!same) fprintf(stderr, "code %d: %s\n%s\n%s", rc, statements[i], before, after);
      MUST(same);
      sqlite3_free(after);
    }
    sqlite3_free(before);
    fuzz_must_run(db, "ROLLBACK TO one; RELEASE one");
  }
}

/* ---- Soundness. */

static int one_number(const char *sql) {
  char *text = fuzz_value(db, sql);
  int number = atoi(text);
  sqlite3_free(text);
  return number;
}

/* What anybody can see to be wrong without the extension. */
static const char *const wrongs[] = {
    "SELECT count(*) FROM c_data WHERE json_type(connection_properties) <> 'object'"
    " OR json_type(tags) <> 'object'",
    "SELECT count(*) FROM c_data WHERE status_reason NOT NULL AND status <> 'FAILED'",
    "SELECT count(*) FROM c_data WHERE length(name) NOT BETWEEN 1 AND 255"
    " OR length(connection_type) = 0",
    "SELECT count(*) FROM (SELECT catalog_id, region, sum(n) FROM (SELECT catalog_id, region,"
    " connections AS n FROM c_catalogs UNION ALL SELECT catalog_id, region, -1 FROM c_data)"
    " GROUP BY 1, 2 HAVING sum(n) <> 0)",
    "SELECT count(*) FROM c_data WHERE catalog_id = '000000000000' OR region = 'us-east-1'",
    "SELECT count(*) FROM c_config WHERE key NOT IN ('format', 'quota', 'validation', 'principal',"
    " 'account_id', 'region', 'version', 'default_key')",
    "SELECT count(*) <> 4 FROM c_config WHERE (key, value) IN (VALUES('format', '1'),"
    " ('account_id', '000000000000'), ('region', 'us-east-1')) OR key = 'version'",
};

static bool has_any(const char *sql) {
  bool any = one_number(sql) > 0;
  if (any) fprintf(stderr, "%s\n", sql);
  return any;
}

static bool is_plainly_wrong(void) {
  bool wrong = false;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].kind != KIND_JSON || !(columns[id].places & IS_STORED)) continue;
    const char *name = columns[id].name;
    char *sql = sqlite3_mprintf("SELECT count(*) FROM c_data WHERE %s NOT NULL AND"
                                " iif(json_valid(%s), json_type(%s) = 'null', 1)",
                                name, name, name);
    wrong = wrong || has_any(sql);
    sqlite3_free(sql);
  }
  for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
    wrong = wrong || has_any(wrongs[i]);
  }
  return wrong;
}

static void must_run_and_take_back(const char *sql) {
  fuzz_must_run(db, "SAVEPOINT one");
  fuzz_must_run(db, sql);
  fuzz_must_run(db, "ROLLBACK TO one; RELEASE one");
}

/* A table that passes its own check does all that a table does. */
static void check_soundness(void) {
  int rc = fuzz_run(db, "INSERT INTO c(c) VALUES('integrity-check')");
  if (rc != SQLITE_OK) return;
  fuzz_reached++;
  MUST(!is_plainly_wrong());
  sqlite3_free(fuzz_rows(db, "SELECT *, request, connection, credentials FROM c", NULL));
  must_run_and_take_back("INSERT OR REPLACE INTO d(request) SELECT request FROM c");
  must_run_and_take_back("INSERT OR REPLACE INTO d(request) SELECT connection FROM c");
  must_run_and_take_back("INSERT OR REPLACE INTO d SELECT * FROM c");
  must_run_and_take_back("INSERT INTO c(c) VALUES('validation=lenient');"
                         "UPDATE c SET tags = '{}'; UPDATE c SET description = 'x';"
                         "INSERT INTO c(c) VALUES('integrity-check')");
  must_run_and_take_back("DELETE FROM c; INSERT INTO c(c) VALUES('integrity-check')");
}

/* ---- The tables. */

static void open_tables(bool strict) {
  if (strict) {
    fuzz_must_run(db, "CREATE VIRTUAL TABLE c USING glue_connections");
  } else {
    /* The same columns, in a schema that somebody has written by hand. */
    fuzz_must_run(db, "CREATE VIRTUAL TABLE s USING glue_connections");
    char *columns = fuzz_value(db, "SELECT group_concat(name, ', ') FROM"
                                   " pragma_table_info('s_data') WHERE name <> 'id'");
    char *sql = sqlite3_mprintf(
        "CREATE VIRTUAL TABLE c USING glue_connections; DROP TABLE c_data; DROP TABLE c_catalogs;"
        "DROP TABLE c_config; CREATE TABLE c_data(id INTEGER PRIMARY KEY, %s,"
        " UNIQUE(name, catalog_id, region));"
        "CREATE TABLE c_catalogs(catalog_id, region, connections, PRIMARY KEY(catalog_id, region));"
        "CREATE TABLE c_config(key PRIMARY KEY, value); INSERT INTO c_config VALUES('format', '1'),"
        " ('version', '1.0.0'), ('account_id', '000000000000'), ('region', 'us-east-1');"
        "DROP TABLE s",
        columns);
    fuzz_must_run(db, sql);
    sqlite3_free(columns);
    sqlite3_free(sql);
  }
  fuzz_must_run(db, "CREATE VIRTUAL TABLE d USING glue_connections(validation=lenient, quota=0);"
                    "INSERT INTO c(rowid, name, connection_type, connection_properties, tags)"
                    " VALUES(1, 'a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\","
                    "\"USERNAME\":\"u\",\"PASSWORD\":\"p\"}', '{\"k\":\"v\"}');"
                    "INSERT INTO c(rowid, name, connection_type, connection_properties,"
                    " authentication_configuration) VALUES(2, 'b', 'SALESFORCE',"
                    " '{\"INSTANCE_URL\":\"https://x\"}', '{\"AuthenticationType\":\"OAUTH2\","
                    "\"OAuth2Properties\":{\"OAuth2Credentials\":{\"AccessToken\":\"t\"}}}');"
                    "INSERT INTO c(rowid, name, connection_type, connection_properties, catalog_id)"
                    " VALUES(3, 'b', 'KAFKA', '{\"KAFKA_BOOTSTRAP_SERVERS\":\"h:1\"}', 'k');"
                    "INSERT INTO c(c) VALUES('quota=10'), ('validation=standard'),"
                    " ('principal=p')");
}

/* ---- One input. */

static void bind_bytes(sqlite3_stmt *statement, char type, const char *bytes, int n) {
  char number[32];
  snprintf(number, sizeof(number), "%.*s", n, bytes);
  switch (type) {
  case 'b': sqlite3_bind_blob(statement, 1, bytes, n, SQLITE_STATIC); break;
  case 'i': sqlite3_bind_int64(statement, 1, strtoll(number, NULL, 10)); break;
  case 'r': sqlite3_bind_double(statement, 1, strtod(number, NULL)); break;
  case 'n': break;
  case 'z': sqlite3_bind_zeroblob(statement, 1, n); break;
  default: sqlite3_bind_text(statement, 1, bytes, n, SQLITE_STATIC);
  }
}

static void write_line(const char *line, size_t n) {
  sqlite3_stmt *statement = NULL;
  if (n < 2) return;
  size_t cell = (unsigned char)(line[0] - FIRST_CELL) % (sizeof(cells) / sizeof(cells[0]));
  sqlite3_prepare_v2(db, cells[cell], -1, &statement, NULL); /* an oddity may have taken it away */
  if (statement) bind_bytes(statement, line[1], line + 2, (int)n - 2);
  if (statement) sqlite3_step(statement);
  sqlite3_finalize(statement);
}

static sqlite3 *template_of(bool strict) {
  static sqlite3 *templates[2];
  if (templates[strict] == NULL) {
    db = templates[strict] = fuzz_open();
    open_tables(strict);
  }
  return templates[strict];
}

static void open_copy(sqlite3 *original) {
  db = fuzz_open();
  sqlite3_backup *backup = sqlite3_backup_init(db, "main", original, "main");
  MUST(backup && sqlite3_backup_step(backup, -1) == SQLITE_DONE);
  MUST(sqlite3_backup_finish(backup) == SQLITE_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2) return 0;
  const char *oddity =
      oddities[(unsigned char)(data[0] - FIRST_ODDITY) % (sizeof(oddities) / sizeof(oddities[0]))];
  open_copy(template_of(data[1] != HAND_WRITTEN));
  const char *line = (const char *)data + 2, *end = (const char *)data + size;
  for (int i = 0; line < end && i < LINES_MAX; i++) {
    const char *line_end = memchr(line, '\n', (size_t)(end - line));
    if (line_end == NULL) line_end = end;
    write_line(line, (size_t)(line_end - line));
    line = line_end + (line_end < end);
  }
  check_soundness();
  fuzz_run(db, oddity);
  check_statements(strstr(oddity, "TRIGGER") != NULL);
  fuzz_close(db);
  return 0;
}
