/* SPDX-License-Identifier: MIT */
/*
** A script that touches every path of the table, step by step, for the tests that let something go
** wrong at every point of it; and what a database says, to be compared with what it said before.
**
** Each step is one statement, or a transaction of several. What it does without any fault is found
** by script_play(), which leaves the database before each step in the file script_before(i).
*/
#ifndef GLUE_SCRIPT_H
#define GLUE_SCRIPT_H

#include <stdint.h>

#include "table_fixture.h"

#define JDBC(name, more)                                                                           \
  "('" name "', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:postgresql://db:5432/" name "\","         \
  "\"USERNAME\":\"app\",\"PASSWORD\":\"secret of " name "\"}'" more ")"
#define OAUTH2                                                                                     \
  "'{\"AuthenticationType\":\"OAUTH2\",\"SecretArn\":\"arn:aws:secretsmanager:eu-west-1:1:secret:" \
  "s-AbCdEf\",\"OAuth2Properties\":{\"OAuth2GrantType\":\"AUTHORIZATION_CODE\","                   \
  "\"TokenUrl\":\"https://login.example.com/token\",\"OAuth2Credentials\":"                        \
  "{\"AccessToken\":\"secret access token\",\"RefreshToken\":\"secret refresh token\"}}}'"
#define LONG_TEXT "printf('%.*c', 2000, 'x')"

#define STATEMENTS_MAX 10

typedef struct Step {
  const char *sql;
  int code; /* that it ends with when nothing goes wrong */
} Step;

/* clang-format off */
static const Step script[] = {
    {"CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, quota=12)", SQLITE_OK},
    /* CreateConnection */
    {"INSERT INTO connections(" COLUMNS ") VALUES" JDBC("orders", ""), SQLITE_OK},
    {"INSERT INTO connections(" COLUMNS ", tags, description) VALUES"
     JDBC("users", ", '{\"env\":\"prod\"}', " LONG_TEXT) "," JDBC("stock", ", NULL, 'in stock'") ","
     "('plain', 'CUSTOM', '{}', NULL, NULL), ('a''b', 'CUSTOM', '{}', NULL, " LONG_TEXT ")", SQLITE_OK},
    {"INSERT INTO connections(" COLUMNS ", catalog_id) VALUES" JDBC("orders", ", 'other'") ","
     JDBC("users", ", 'third'"), SQLITE_OK},
    {"INSERT INTO connections(" COLUMNS ", region) VALUES" JDBC("orders", ", 'eu-west-1'") ","
     JDBC("stock", ", 'eu-west-1'"), SQLITE_OK},
    {"INSERT INTO connections(" COLUMNS ", authentication_configuration) VALUES("
     "'crm', 'SALESFORCE', '{\"INSTANCE_URL\":\"https://x.my.salesforce.com\"}', " OAUTH2 ")", SQLITE_OK},
    {"INSERT INTO connections(" COLUMNS ") VALUES" ROW("new") "," ROW("orders"), SQLITE_CONSTRAINT_UNIQUE},
    {"INSERT OR IGNORE INTO connections(" COLUMNS ") VALUES" ROW("orders") "," ROW("") "," ROW("late"), SQLITE_OK},
    {"INSERT OR REPLACE INTO connections(" COLUMNS ") VALUES" JDBC("late", ""), SQLITE_OK},
    {"INSERT OR REPLACE INTO connections(rowid, " COLUMNS ") VALUES(1, 'late', 'CUSTOM', '{}')", SQLITE_OK},
    {"INSERT INTO connections(request) SELECT json_set(request, '$.ConnectionInput.Name', 'copy')"
     " FROM connections WHERE name = 'plain'", SQLITE_OK},
    /* UpdateConnection, TagResource, the completion of a validation */
    {"UPDATE connections SET description = " LONG_TEXT " WHERE name = 'stock'", SQLITE_OK},
    {"UPDATE connections SET description = name || rowid", SQLITE_OK},
    {"UPDATE connections SET tags = '{\"team\":\"a\"}' WHERE rowid < 4", SQLITE_OK},
    {"UPDATE connections SET status = 'FAILED', status_reason = 'no token' WHERE name = 'crm'", SQLITE_OK},
    {"UPDATE connections SET name = 'renamed' WHERE name = 'stock'", SQLITE_OK},
    {"UPDATE connections SET name = name || '-2' WHERE catalog_id = '123456789012'", SQLITE_OK},
    {"UPDATE connections SET catalog_id = 'fourth' WHERE name = 'users'", SQLITE_OK},
    {"UPDATE connections SET region = 'eu-west-2' WHERE region = 'eu-west-1'", SQLITE_OK},
    {"UPDATE OR REPLACE connections SET region = NULL, name = 'late-2' WHERE region = 'eu-west-2' AND name LIKE 'orders%'", SQLITE_OK},
    {"UPDATE OR REPLACE connections SET name = 'a''b-2', rowid = 5 WHERE name = 'copy-2'", SQLITE_OK},
    {"UPDATE connections SET rowid = 77, connection_type = 'KAFKA',"
     " connection_properties = '{\"KAFKA_BOOTSTRAP_SERVERS\":\"h:9092\"}' WHERE name = 'plain-2'", SQLITE_OK},
    /* commands */
    {"INSERT INTO connections(connections) VALUES('quota=6')", SQLITE_OK},
    {"INSERT INTO connections(" COLUMNS ") VALUES" ROW("one") "," ROW("two") "," ROW("three"), SQLITE_ERROR},
    {"INSERT INTO connections(connections) VALUES('principal=role/test')", SQLITE_OK},
    {"INSERT INTO connections(connections) VALUES('integrity-check')", SQLITE_OK},
    {"INSERT INTO connections(connections) VALUES('rekey')", SQLITE_OK},
    {"INSERT INTO connections(connections) VALUES('upgrade')", SQLITE_OK},
    /* GetConnections */
    {"SELECT * FROM glue_settings", SQLITE_OK},
    {"SELECT name, arn FROM connections WHERE region IN ('us-east-1', 'eu-west-2') ORDER BY name, catalog_id, region", SQLITE_OK},
    {"SELECT *, request, connection, credentials FROM connections ORDER BY name", SQLITE_OK},
    {"SELECT f.*, glue_decrypt(c.request) FROM connections c, glue_lint(c.request) f WHERE"
     " c.connection_type IN ('JDBC', 'CUSTOM')", SQLITE_OK},
    /* transactions */
    {"BEGIN; DELETE FROM connections WHERE rowid = 5;"
     " INSERT INTO connections(" COLUMNS ") VALUES" JDBC("t1", "") ";"
     " SAVEPOINT s; UPDATE connections SET name = 't2', description = " LONG_TEXT " WHERE name = 't1';"
     " INSERT INTO connections(connections) VALUES('quota=20');"
     " ROLLBACK TO s; INSERT INTO connections(connections) VALUES('quota=30'); INSERT OR REPLACE INTO connections(" COLUMNS ") VALUES" JDBC("t1", "") "; COMMIT", SQLITE_OK},
    {"BEGIN; INSERT INTO connections(" COLUMNS ", catalog_id) VALUES" JDBC("x1", ", 'fifth'") ";"
     " INSERT INTO connections(" COLUMNS ", description) VALUES('x2', 'CUSTOM', '{}', " LONG_TEXT ");"
     " UPDATE connections SET catalog_id = 'other', region = 'eu-west-3' WHERE name = 'x1'; COMMIT", SQLITE_OK},
    {"BEGIN; INSERT INTO connections(" COLUMNS ", catalog_id) VALUES" JDBC("y1", ", 'sixth'") ";"
     " INSERT INTO connections(" COLUMNS ", catalog_id) VALUES" JDBC("y2", ", 'fifth'") "," JDBC("y3", ", 'sixth'") ";"
     " SAVEPOINT s; DELETE FROM connections WHERE catalog_id = 'fifth';"
     " INSERT INTO connections(" COLUMNS ", catalog_id) VALUES" JDBC("y4", ", 'sixth'") ";"
     " RELEASE s; UPDATE connections SET catalog_id = 'seventh' WHERE name > 'y2'; COMMIT", SQLITE_OK},
    {"CREATE TABLE backup AS SELECT * FROM connections", SQLITE_OK},
    /* DeleteConnection and the end */
    {"DELETE FROM connections WHERE name = 'orders' AND catalog_id = 'other'", SQLITE_OK},
    {"ALTER TABLE connections RENAME TO \"o'd\"\"d\"", SQLITE_OK},
    {"INSERT INTO \"o'd\"\"d\"(" COLUMNS ") VALUES" JDBC("after", ""), SQLITE_OK},
    {"DELETE FROM \"o'd\"\"d\" WHERE catalog_id <> 'other'", SQLITE_OK},
    {"BEGIN; CREATE VIRTUAL TABLE b USING glue_connections;"
     " INSERT INTO b SELECT * FROM \"o'd\"\"d\"; COMMIT", SQLITE_OK},
    {"DROP TABLE \"o'd\"\"d\"", SQLITE_OK},
};
/* clang-format on */
#define STEPS ((int)(sizeof(script) / sizeof(script[0])))

/* What the database says before the step and after each of its statements. */
typedef struct Expected {
  char *before;                /* owned: every byte that is stored */
  char *after[STATEMENTS_MAX]; /* owned: what it means */
  int count;
  uint64_t rows; /* hash of the rows that its SELECTs yield */
} Expected;

static Expected expected[STEPS];

static inline const char *script_before(int step) {
  static char path[32];
  snprintf(path, sizeof(path), "before-%d.db", step);
  return path;
}

static inline void copy_database(const char *from, const char *to) {
  char buffer[16384];
  size_t n;
  remove_database(to);
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  if (CHECK(in && out)) {
    while ((n = fread(buffer, 1, sizeof(buffer), in)) > 0) fwrite(buffer, 1, n, out);
  }
  if (in) fclose(in);
  if (out) CHECK(fclose(out) == 0);
}

/* ---- What a database says. */

/* The answers to a query that yields queries, one below the other. */
static inline char *answers(sqlite3 *db, const char *queries) {
  sqlite3_stmt *statement = NULL;
  char *all = query(db, "SELECT type, name, tbl_name FROM sqlite_schema ORDER BY 1, 2");
  int rc = sqlite3_prepare_v2(db, queries, -1, &statement, NULL);
  while (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    char *answer = query(db, (const char *)sqlite3_column_text(statement, 0));
    char *longer = sqlite3_mprintf("%s\n%s\n%s", all, sqlite3_column_text(statement, 0), answer);
    sqlite3_free(answer);
    sqlite3_free(all);
    all = longer;
  }
  rc = sqlite3_finalize(statement);
  if (rc == SQLITE_OK) return all;
  sqlite3_free(all);
  return sqlite3_mprintf("error %d", rc);
}

/* Every stored byte. */
static inline char *stored_bytes(sqlite3 *db) {
  return answers(db, "SELECT format('SELECT * FROM \"%w\" ORDER BY 1', name) FROM sqlite_schema"
                     " WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name");
}

/* What it means: without the times of writing and the nonces of sealing. In a transaction the counters
** may be in memory alone; a savepoint brings them to where they are stored. */
static inline char *meaning(sqlite3 *db) {
  if (!sqlite3_get_autocommit(db)) must(db, "SAVEPOINT meaning; RELEASE meaning");
  return answers(db,
                 "SELECT CASE WHEN sql LIKE 'CREATE VIRTUAL%' THEN"
                 " format('SELECT rowid, status, last_updated_by, glue_decrypt(request) FROM \"%w\""
                 " ORDER BY rowid', name)"
                 " ELSE format('SELECT * FROM \"%w\" %s ORDER BY 1', name, iif(name LIKE"
                 " '%\\_config' ESCAPE '\\', 'WHERE key <> ''default_key''', '')) END"
                 " FROM sqlite_schema"
                 " WHERE type = 'table' AND name NOT LIKE '%\\_data' ESCAPE '\\' ORDER BY name");
}

static inline bool says_bytes(sqlite3 *db, const char *wanted) {
  char *bytes = stored_bytes(db);
  bool same = strcmp(bytes, wanted) == 0;
  sqlite3_free(bytes);
  return same;
}

static inline bool means(sqlite3 *db, const char *wanted) {
  char *text = meaning(db);
  bool same = strcmp(text, wanted) == 0;
  sqlite3_free(text);
  return same;
}

/* ---- Playing it. */

/* Of the last run_step(): all values of all rows, in their order; the statement that failed and those
** behind it. */
static uint64_t rows_hash;
static const char *rest_of_step;

static inline void hash_row(sqlite3_stmt *statement) {
  for (int i = 0; i < sqlite3_column_count(statement); i++) {
    const char *text = (const char *)sqlite3_column_text(statement, i);
    for (; text && *text; text++) rows_hash = (rows_hash ^ (unsigned char)*text) * 0x100000001b3;
    rows_hash = (rows_hash ^ (text ? 256u : 257u)) * 0x100000001b3;
  }
}

/* Runs the statements of a step up to the first that fails; its extended code. *done counts those
** before it. `each` (may be NULL) is called after every one that succeeds. */
static inline int run_step(sqlite3 *db, const char *sql, int *done,
                           void (*each)(sqlite3 *db, int index)) {
  int rc = SQLITE_OK;
  rows_hash = 0xcbf29ce484222325;
  for (*done = 0; *sql && rc == SQLITE_OK;) {
    sqlite3_stmt *statement = NULL;
    rest_of_step = sql;
    rc = sqlite3_prepare_v2(db, sql, -1, &statement, &sql);
    if (rc != SQLITE_OK) break;
    while (sqlite3_step(statement) == SQLITE_ROW) hash_row(statement);
    rc = sqlite3_finalize(statement);
    if (rc != SQLITE_OK) break;
    if (each) each(db, *done);
    ++*done;
  }
  return rc == SQLITE_OK ? rc : sqlite3_extended_errcode(db);
}

static int script_step; /* the one that script_play() plays */

static inline void note_meaning(sqlite3 *db, int index) {
  expected[script_step].after[index] = meaning(db);
}

/* Two keys; the first is the default one. */
static inline void write_script_keyring(void) {
  FILE *file = fopen("keyring", "w");
  if (!CHECK(file != NULL)) return;
  fputs("arn:aws:kms:eu-west-1:123456789012:key/a QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n"
        "arn:aws:kms:eu-west-1:123456789012:key/b QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=\n",
        file);
  CHECK(fclose(file) == 0);
  CHECK(chmod("keyring", 0600) == 0);
  setenv("GLUE_KEYRING", "keyring", 1);
}

static inline void script_forget(void) {
  for (int i = 0; i < STEPS; i++) {
    sqlite3_free(expected[i].before);
    for (int j = 0; j < STATEMENTS_MAX; j++) sqlite3_free(expected[i].after[j]);
  }
  memset(expected, 0, sizeof(expected));
}

/* Plays the whole script on a new database that begins with these settings. */
static inline void script_play(const char *settings) {
  script_forget();
  write_script_keyring();
  remove_database("script.db");
  sqlite3 *db = open_database("script.db");
  must(db, settings);
  must(db, "CREATE TABLE other(x); INSERT INTO other VALUES('untouched')");
  close_database(db);
  for (script_step = 0; script_step < STEPS; script_step++) {
    const Step *step = &script[script_step];
    copy_database("script.db", script_before(script_step));
    db = open_database("script.db");
    expected[script_step].before = stored_bytes(db);
    int done, rc = run_step(db, step->sql, &done, note_meaning);
    if (!CHECK(rc == step->code)) fprintf(stderr, "%s: %d %s\n", step->sql, rc, sqlite3_errmsg(db));
    expected[script_step].rows = rows_hash;
    if (done == 0) note_meaning(db, done++);
    expected[script_step].count = done;
    CHECK(sound(db));
    close_database(db);
  }
  remove_database("script.db");
}

#endif
