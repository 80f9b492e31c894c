/* SPDX-License-Identifier: MIT */
/*
** Any sequence of statements of a small grammar: all that can be said to tables of the extension, in
** three schemas, within and outside of transactions, while somebody reads. After each of them
**
**  - it ended with success or with a code that a statement may end with, and its message names an
**    exception where the refusal is ours;
**  - where it failed, all is as it was before (but for OR FAIL and OR ROLLBACK);
**  - the integrity check of every table finds nothing (it is asked now and then): rows, counters,
**    sealed values are sound;
**  - no statement of the extension's own is left open.
**
** The input is a sequence of choices, a byte each.
*/
#define _XOPEN_SOURCE 700
/* So many statements out of a hundred inputs have to change rows. */
#define FUZZ_REACH 100
#include "fuzz.h"

const unsigned long fuzz_mutations = 1200;

#define STATEMENTS_MAX 40
#define DEPTH_MAX 4

/* ---- The grammar: a letter stands for one of its texts, and @LETTER in a text for another choice.
** The first text is the plainest: it is what the end of the input chooses. One time in eight a letter
** stands for one of the odd texts that follow a NULL, which are refused for the most part: with more of
** them next to no statement would change a row. */

#define ALTERNATIVES_MAX 48 /* with two NULLs at the end at least */
#define CREATE "CREATE VIRTUAL TABLE @U USING glue_connections"

/* clang-format off */
static const struct Symbol {
  char letter;
  const char *texts[ALTERNATIVES_MAX];
} grammar[] = {
    {'s', /* a statement */
     {"SELECT count(*) FROM @T",
      "INSERT @O INTO @T(name, connection_type, connection_properties) VALUES(@N, @K, @P)",
      "INSERT @O INTO @T(name, connection_type, connection_properties) VALUES(@N, @K, @P), (@N, @K, @P), (@N, 'CUSTOM', '{}')",
      "INSERT @O INTO @T(rowid, name, connection_type, connection_properties, catalog_id) VALUES(@R, @N, 'CUSTOM', '{}', @I), (@R, @N, 'CUSTOM', '{}', @I)",
      "INSERT @O INTO @T(name, connection_type, connection_properties, authentication_configuration, validate_credentials, tags) VALUES(@N, 'CUSTOM', @P, @A, @V, @G)",
      "INSERT @O INTO @T(request) VALUES(@Q)",
      "INSERT @O INTO @T(request) SELECT request FROM @T",
      "INSERT @O INTO @T(request) SELECT connection FROM @T WHERE @W",
      "INSERT @O INTO @T SELECT * FROM @T",
      "INSERT INTO @T(name, connection_type, connection_properties) VALUES(@N, @K, @P) RETURNING rowid, name",
      "UPDATE @O @T SET @E WHERE @W",
      "UPDATE @O @T SET @E, @E WHERE @W",
      "UPDATE @O @T SET @E",
      "UPDATE @O @T SET description = o.x FROM o WHERE @W",
      "DELETE FROM @T WHERE @W",
      "DELETE FROM @T",
      "INSERT INTO @T(@C) VALUES(@X)",
      "SELECT @F FROM @T WHERE @W",
      "SELECT @F FROM @T ORDER BY @B",
      "SELECT a.name, f.* FROM @T a, glue_lint(a.request) f WHERE @W",
      "SELECT @F FROM @T a JOIN @T b ON a.name = b.name WHERE a.rowid = @R",
      "SELECT glue_decrypt(@F, catalog_id, region, name) FROM @T",
      "SELECT * FROM glue_connection_types WHERE connection_type = @K",
      "@t", "@t", "@t",
      "ALTER TABLE @T RENAME TO @D",
      "DROP TABLE @T",
      CREATE, CREATE "(quota=2)", CREATE "(validation=lenient, quota=0)", CREATE "(nonsense)",
      "INSERT INTO o VALUES(@N)",
      "INSERT INTO o(x) SELECT name FROM v WHERE @W",
      "PRAGMA integrity_check",
      "VACUUM",
      "CREATE TABLE p AS SELECT * FROM @T",
      "DROP TABLE IF EXISTS p",
      "UPDATE @O @T SET @E WHERE rowid = @R",
      "UPDATE OR REPLACE @T SET name = @N WHERE rowid = @R",
      "UPDATE OR REPLACE @T SET rowid = @R, catalog_id = @I WHERE name = @N",
      "DELETE FROM @T WHERE rowid = @R",
      "INSERT @O INTO @T(name, connection_type, connection_properties, catalog_id, region) VALUES(@N, 'CUSTOM', @P, @I, @J)",
      "UPDATE @O @T SET region = @J WHERE name = @N",
      "SELECT * FROM glue_settings"}},
    {'t', {"SAVEPOINT s", "ROLLBACK TO s", "RELEASE s", "BEGIN", "COMMIT", "ROLLBACK", "BEGIN IMMEDIATE"}},
    {'T', {"c", "d", "\"w \"\"x\"", "main.c", "temp.d", "aux.\"w \"\"x\"", NULL, "temp.c", "main.d", "aux.c"}},
    {'U', /* for the most part not there yet */
     {"temp.c", "main.d", "aux.c", "c", "main.\"w \"\"x\""}},
    {'D', {"d", "c", "\"w \"\"x\"", "name", "c_data"}},
    {'C', {"c", "d", "\"w \"\"x\""}},
    {'O', {"", "OR ABORT", "OR FAIL", "OR IGNORE", "OR REPLACE", "OR ROLLBACK"}},
    {'N',
     {"'a'", "'b'", "'d'", "'e'", "'f'", "'g'", "'A'", "'\xc3\xa9'",
      NULL, "NULL", "''", "5", "x'61'", "name", "printf('%.*c', 256, 'x')", "'a' || char(10)"}},
    {'K', {"'CUSTOM'", "'JDBC'", "'KAFKA'", "'NETWORK'", NULL, "'SALESFORCE'", "'REST-x'", "'jdbc'", "NULL", "connection_type"}},
    {'P',
     {"'{}'", "'{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"USERNAME\":\"u\",\"PASSWORD\":\"p\"}'",
      "'{\"KAFKA_BOOTSTRAP_SERVERS\":\"h:1\",\"KAFKA_CLIENT_KEY_PASSWORD\":\"k\"}'", "'{\"ENCRYPTED_PASSWORD\":\"AQIC\"}'", "'{\"a\":1}'",
      NULL, "'{\"ENCRYPTED_PASSWORD\":\"glue-connections:2:x\"}'", "'{'", "NULL", "x'00'", "'{\"a\":{}}'"}},
    {'p', /* where there is a row */
     {"json_set(connection_properties, '$.PASSWORD', 'q')", "json_remove(connection_properties, '$.ENCRYPTED_PASSWORD')",
      "connection_properties", "@P"}},
    {'A',
     {"NULL", "'{\"AuthenticationType\":\"BASIC\",\"BasicAuthenticationCredentials\":{\"Username\":\"u\",\"Password\":\"p\"}}'",
      "'{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":{\"OAuth2Credentials\":{\"AccessToken\":\"t\"}}}'",
      "'{\"AuthenticationType\":\"OAUTH2\"}'", "'{\"KmsKeyArn\":\"arn:aws:kms:eu-west-1:123456789012:key/b\"}'",
      NULL, "'{}'", "'{\"KmsKeyArn\":\"arn:aws:kms:none\"}'", "'{\"EncryptedCredentials\":\"x\"}'", "authentication_configuration",
      "json_set(authentication_configuration, '$.AuthenticationType', 'CUSTOM')"}},
    {'G', {"NULL", "'{}'", "'{\"k\":\"v\"}'", NULL, "'{\"aws:k\":\"v\"}'", "'[]'", "json_set(tags, '$.owner', 'me')"}},
    {'I', {"NULL", "'k'", "'l'", "'000000000000'", NULL, "''", "5"}},
    {'J', {"NULL", "'r'", "'us-east-1'", NULL, "''", "'R'", "5"}},
    {'R', {"NULL", "1", "2", "3", "4", "5", "-1", "0", NULL, "'4'", "5.0", "5.5", "'x'"}},
    {'V', {"NULL", "0", "1", NULL, "2", "'1'"}},
    {'M', {"1700000000.5", "0", "'2024-02-29 12:00:00'", "creation_time", NULL, "NULL", "'2023-02-29'", "-1e10", "1e300"}},
    {'Q',
     {"'{\"Name\":\"q\",\"ConnectionType\":\"CUSTOM\",\"ConnectionProperties\":{}}'",
      "'{\"ConnectionInput\":{\"Name\":\"a\",\"ConnectionType\":\"CUSTOM\",\"ConnectionProperties\":{\"PASSWORD\":\"p\"}},\"CatalogId\":\"k\",\"Region\":\"r\",\"Tags\":{\"k\":\"v\"}}'",
      "'{\"Name\":\"r\",\"ConnectionType\":\"CUSTOM\",\"ConnectionProperties\":{},\"CreationTime\":1,\"Status\":\"FAILED\",\"StatusReason\":\"x\"}'",
      "request", "connection", "json_set(request, '$.ConnectionInput.Name', @N)", NULL, "'{\"Nme\":1}'", "'['", "NULL"}},
    {'E', /* what an UPDATE sets */
     {"description = @N", "name = @N", "catalog_id = @I", "rowid = @R", "connection_type = @K", "connection_properties = @p",
      "authentication_configuration = @A", "tags = @G", "request = @Q", "status = 'READY'", "status = 'FAILED', status_reason = @N",
      "status_reason = NULL", "validate_credentials = @V", "creation_time = @M", "last_updated_time = @M",
      "last_connection_validation_time = @M", "last_updated_by = @N", "arn = arn",
      "connection_schema_version = @V", "compatible_compute_environments = '[\"SPARK\"]'", "match_criteria = '[\"x\"]'",
      "spark_properties = @G", "physical_connection_requirements = '{\"SubnetId\":\"subnet-1\"}'",
      "validate_for_compute_environments = '[\"SPARK\",\"X\"]'", "name = name || 'a'", "rowid = rowid + 1", "region = @J",
      NULL, "arn = NULL", "connection = NULL", "credentials = 'x'", "status = @N", "catalog_id = name"}},
    {'W', {"1", "0", "name = @N", "rowid = @R", "name IN (@N, @N)", "rowid IN (1, 3)", "catalog_id = @I", "name > @N", "name <= @N AND name > 'a'",
           "connection_type = @K", "connection_type IN ('CUSTOM', @K) AND catalog_id = @I", "name = @N COLLATE NOCASE", "description IS NULL",
           "rowid = (SELECT max(rowid) FROM @T)", "name NOT IN (SELECT name FROM @T)", "tags ->> 'k' = 'v'",
           "region = @J", "name = @N AND catalog_id = @I AND region = @J", "region IN ('r', @J)"}},
    {'F', {"*", "name", "count(*)", "request", "connection", "credentials", "arn", "connection_properties", "glue_decrypt(request)",
           "creation_time, tags, status", "compatible_compute_environments", "rowid, c", "region, unknown_members"}},
    {'B', {"name", "rowid", "name DESC", "rowid DESC", "name, catalog_id", "connection_type", "name COLLATE NOCASE", "catalog_id DESC LIMIT 1", "name, catalog_id, region"}},
    {'X',
     {"'integrity-check'", "'rekey'", "'quota=0'", "'quota=3'", "'quota=4'", "'quota=8'", "'validation=lenient'", "'validation=strict'",
      "'validation=standard'", "'principal=p'", "'upgrade'", NULL, "'quota=x'", "'nonsense'", "NULL", "5", "x'00'"}},
};
/* clang-format on */

static unsigned count_texts(const char *const *texts) {
  unsigned count = 0;
  while (texts[count]) count++;
  return count;
}

static void expand(Choices *choices, sqlite3_str *sql, char letter, int depth) {
  const struct Symbol *symbol = grammar;
  while (symbol->letter != letter) symbol++;
  unsigned count = count_texts(symbol->texts), odd = count_texts(symbol->texts + count + 1);
  const char *text = symbol->texts[0];
  if (depth < DEPTH_MAX) {
    bool is_odd = odd > 0 && choose(choices, 8) == 7;
    text = symbol->texts[is_odd ? count + 1 + choose(choices, odd) : choose(choices, count)];
  }
  for (; *text; text++) {
    if (*text == '@') {
      expand(choices, sql, *++text, depth + 1);
    } else {
      sqlite3_str_appendchar(sql, 1, *text);
    }
  }
}

/* ---- What the databases say. */

static const char *const places[][2] = {{"main", "c"},      {"main", "d"},      {"main", "w \"x"},
                                        {"main", "c_data"}, {"temp", "c"},      {"temp", "d"},
                                        {"temp", "w \"x"},  {"temp", "c_data"}, {"aux", "c"},
                                        {"aux", "d"},       {"aux", "w \"x"},   {"aux", "c_data"}};
#define PLACES (sizeof(places) / sizeof(places[0]))

/* All tables, for sqlite3_free(). Asked of the schemas on the disk: within a transaction, SQLite goes
** on to know a virtual table whose creation has failed. */
static char *tables_of(sqlite3 *db) {
  return fuzz_rows(db,
                   "SELECT 'main.' || name FROM main.sqlite_schema UNION ALL"
                   " SELECT 'temp.' || name FROM temp.sqlite_schema UNION ALL"
                   " SELECT 'aux.' || name FROM aux.sqlite_schema",
                   NULL);
}

static bool is_there(const char *tables, const char *schema, const char *table) {
  char *line = sqlite3_mprintf("'%s.%q'\n", schema, table);
  bool found = strstr(tables, line) != NULL;
  sqlite3_free(line);
  return found;
}

/* Every stored byte, for sqlite3_free(), but what a transaction may write late: the counters, and the key
** that was last sealed with by default. */
static char *stored(sqlite3 *db) {
  static const char *const suffixes[] = {"data", "config"};
  sqlite3_str *out = sqlite3_str_new(NULL);
  char *tables = tables_of(db);
  for (size_t i = 0; i < PLACES; i++) {
    for (size_t j = 0; j < 2; j++) {
      const char *schema = places[i][0];
      char *table = sqlite3_mprintf("%s_%s", places[i][1], suffixes[j]);
      if (is_there(tables, schema, table)) {
        char *sql = sqlite3_mprintf("SELECT * FROM \"%w\".\"%w\" %s ORDER BY 1", schema, table,
                                    j == 1 ? "WHERE key <> 'default_key'" : "");
        char *rows = fuzz_rows(db, sql, NULL);
        sqlite3_str_appendf(out, "%s.%s\n%s", schema, table, rows);
        sqlite3_free(rows);
        sqlite3_free(sql);
      }
      sqlite3_free(table);
    }
  }
  sqlite3_free(tables);
  return sqlite3_str_finish(out);
}

/* Between transactions, the counters stand in the file as they must. */
static void check_counters(sqlite3 *db, const char *schema, const char *table) {
  char *sql = sqlite3_mprintf(
      "SELECT catalog_id, region, sum(n) FROM (SELECT catalog_id, region, connections AS n FROM"
      " \"%w\".\"%w_catalogs\" UNION ALL SELECT catalog_id, region, -1 FROM \"%w\".\"%w_data\")"
      " GROUP BY 1, 2 HAVING sum(n) <> 0",
      schema, table, schema, table);
  MUST(fuzz_gives(db, sql, ""));
  sqlite3_free(sql);
}

/* The table's own check, which writes the counters too, is not made after every statement. */
static void check_tables(sqlite3 *db, bool thoroughly) {
  char *tables = tables_of(db);
  for (size_t i = 0; i < PLACES; i++) {
    const char *schema = places[i][0], *table = places[i][1];
    char *shadow = sqlite3_mprintf("%s_catalogs", table); /* c_data may be c's shadow table */
    bool is_one = is_there(tables, schema, table) && is_there(tables, schema, shadow);
    sqlite3_free(shadow);
    if (is_one && sqlite3_get_autocommit(db)) check_counters(db, schema, table);
    if (!is_one || !thoroughly) continue;
    char *sql = sqlite3_mprintf("INSERT INTO \"%w\".\"%w\"(\"%w\") VALUES('integrity-check')",
                                schema, table, table);
    fuzz_must_run(db, sql);
    sqlite3_free(sql);
  }
  sqlite3_free(tables);
}

/* A constraint is ours, and so is every code with an exception's name. */
static void check_message(int rc, const char *message) {
  static const struct {
    const char *name;
    int code;
  } exceptions[] = {{"AlreadyExistsException: ", SQLITE_CONSTRAINT},
                    {"InvalidInputException: ", SQLITE_CONSTRAINT},
                    {"InvalidInputException: ", SQLITE_ERROR},
                    {"ResourceNumberLimitExceededException: ", SQLITE_ERROR},
                    {"GlueEncryptionException: ", SQLITE_ERROR}};
  int primary = rc & 0xff;
  bool is_ours = false, has_name = strstr(message, "Exception: ") != NULL;
  for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++) {
    is_ours = is_ours || (primary == exceptions[i].code &&
                          strncmp(message, exceptions[i].name, strlen(exceptions[i].name)) == 0);
  }
  if (has_name) MUST(is_ours);
  if (primary == SQLITE_CONSTRAINT) MUST(is_ours);
  MUST(primary == SQLITE_ERROR || primary == SQLITE_CONSTRAINT || primary == SQLITE_MISMATCH ||
       primary == SQLITE_LOCKED || primary == SQLITE_ABORT);
}

/* ---- One input. */

typedef struct Session {
  sqlite3 *db;
  sqlite3_stmt *reader; /* somebody who reads while all this goes on */
  char *stored;         /* before the next statement; owned */
} Session;

static void read_on(Choices *choices, Session *session) {
  if (session->reader == NULL) {
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendall(sql, "SELECT *, request FROM ");
    expand(choices, sql, 'T', 0);
    sqlite3_str_appendall(sql, " WHERE ");
    expand(choices, sql, 'W', 0);
    char *text = sqlite3_str_finish(sql);
    sqlite3_prepare_v2(session->db, text, -1, &session->reader, NULL);
    sqlite3_free(text);
  }
  if (session->reader && sqlite3_step(session->reader) == SQLITE_ROW) return;
  sqlite3_finalize(session->reader);
  session->reader = NULL;
}

static bool changes_rows(const char *sql) {
  return strncmp(sql, "INSERT", 6) == 0 || strncmp(sql, "UPDATE", 6) == 0 ||
         strncmp(sql, "DELETE", 6) == 0;
}

static void play(Choices *choices, Session *session) {
  sqlite3 *db = session->db;
  sqlite3_str *out = sqlite3_str_new(NULL);
  expand(choices, out, 's', 0);
  char *sql = sqlite3_str_finish(out), *before = session->stored;
  int rc, was_autocommit = sqlite3_get_autocommit(db);
  sqlite3_free(fuzz_rows(db, sql, &rc));
  if (rc != SQLITE_OK) check_message(rc, sqlite3_errmsg(db));
  if (session->reader == NULL && fuzz_busy(db) > 0) fprintf(stderr, "after %s\n", sql);
  MUST(session->reader || fuzz_busy(db) == 0);
  session->stored = stored(db);
  bool keeps_all = (rc & 0xff) != SQLITE_CONSTRAINT ||
                   (!strstr(sql, " OR FAIL ") && !strstr(sql, " OR ROLLBACK "));
  if (rc != SQLITE_OK && keeps_all) {
    bool same = strcmp(before, session->stored) == 0;
    if (!same) fprintf(stderr, "%s\n%s\n%s", sql, before, session->stored);
    MUST(same && sqlite3_get_autocommit(db) == was_autocommit);
  }
  bool thoroughly = choose(choices, 8) == 0, changed = strcmp(before, session->stored) != 0;
  fuzz_reached += rc == SQLITE_OK && changed && changes_rows(sql);
  if (changed || thoroughly || sqlite3_get_autocommit(db) != was_autocommit) {
    check_tables(db, thoroughly);
  }
  sqlite3_free(before);
  sqlite3_free(sql);
}

static void begin(Session *session) {
  static sqlite3 *db;
  if (db == NULL) fuzz_must_run(db = fuzz_open(), "ATTACH ':memory:' AS aux");
  session->db = db;
  session->reader = NULL;
  fuzz_must_run(
      db, "CREATE VIRTUAL TABLE main.c USING glue_connections(quota=5);"
          "CREATE VIRTUAL TABLE temp.d USING glue_connections(validation=lenient);"
          "CREATE VIRTUAL TABLE aux.\"w \"\"x\" USING glue_connections(validation=strict, quota=0);"
          "CREATE TABLE o(x); INSERT INTO o VALUES('x');"
          "CREATE TRIGGER og AFTER INSERT ON o BEGIN INSERT INTO c(name, connection_type,"
          " connection_properties) VALUES(new.x, 'CUSTOM', '{}'); END;"
          "CREATE VIEW v AS SELECT * FROM c WHERE name > 'a';"
          "INSERT INTO main.c(name, connection_type, connection_properties, catalog_id)"
          " VALUES('a', 'CUSTOM', '{\"PASSWORD\":\"p\"}', NULL), ('b', 'JDBC',"
          " '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"USERNAME\":\"u\","
          "\"PASSWORD\":\"p\",\"JDBC_ENFORCE_SSL\":\"true\"}', NULL), ('c', 'CUSTOM', "
          "'{}', NULL), ('a', 'CUSTOM', '{}',"
          " 'k'); INSERT INTO d SELECT * FROM main.c;"
          "INSERT INTO \"w \"\"x\" SELECT * FROM main.c");
  session->stored = stored(db);
}

/* Drops it all: then nothing may be left of it. */
static void end(Session *session) {
  sqlite3 *db = session->db;
  sqlite3_finalize(session->reader);
  sqlite3_free(session->stored);
  if (!sqlite3_get_autocommit(db)) {
    check_tables(db, true);
    fuzz_must_run(db, "ROLLBACK");
  }
  check_tables(db, true);
  MUST(fuzz_gives(db, "PRAGMA integrity_check", "'ok'\n"));
  fuzz_must_run(db, "DROP VIEW v; DROP TABLE o; DROP TABLE IF EXISTS p");
  for (size_t i = PLACES; i-- > 0;) { /* c_data may be the shadow table of c */
    char *sql = sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\".\"%w\"", places[i][0], places[i][1]);
    fuzz_must_run(db, sql);
    sqlite3_free(sql);
  }
  char *tables = tables_of(db);
  MUST(*tables == '\0');
  MUST(sqlite3_next_stmt(db, NULL) == NULL);
  sqlite3_free(tables);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Choices choices = {data, data + size};
  Session session;
  begin(&session);
  for (int i = 0; choices_left(&choices) && i < STATEMENTS_MAX; i++) {
    if (choose(&choices, 8) == 7) {
      read_on(&choices, &session);
    } else {
      play(&choices, &session);
    }
  }
  end(&session);
  return 0;
}
