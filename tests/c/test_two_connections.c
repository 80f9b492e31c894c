/* SPDX-License-Identifier: MIT */
/*
** Two database connections on one file, in both journal modes: who has to wait, whose settings
** hold, what a rename or a drop by one means for the other.
*/
#define _XOPEN_SOURCE 700
#include "table_fixture.h"

#define INSERT_ROW(name) "INSERT INTO t(" COLUMNS ") VALUES" ROW(name)

static const char *const journal_modes[] = {"delete", "wal"};
static bool wal; /* which of them is being tested */

static sqlite3 *a, *b;

/* Two connections on a file that holds a table t with one row. */
static void open_both(void) {
  remove_database("t.db");
  a = open_database("t.db");
  must(a, wal ? "PRAGMA journal_mode = wal" : "PRAGMA journal_mode = delete");
  must(a, "CREATE VIRTUAL TABLE t USING glue_connections(region=eu-west-1)");
  must(a, INSERT_ROW("first"));
  b = open_database("t.db");
}

/* One after the other: PRAGMA integrity_check of SQLite 3.44 waits for ever where two connections share
** a cache, because it takes the table of one for that of the other. */
static void close_both(void) {
  close_database(b);
  CHECK(sound(a));
  close_database(a);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = NULL;
  CHECK(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK);
  return statement;
}

/* ---- Waiting. */

/* One who knows the schema, but has not used the table so far, is told of the lock, too. */
static void test_busy_at_first(void) {
  open_both();
  CHECK(gives(b, "SELECT name FROM sqlite_schema WHERE name = 't'", "t"));
  must(a, "BEGIN EXCLUSIVE");
  if (!wal) CHECK(refused(b, "SELECT name FROM t", SQLITE_BUSY, "database is locked"));
  must(a, "COMMIT");
  CHECK(gives(b, "SELECT name FROM t", "first"));
  close_both();
}

static void test_busy(void) {
  open_both();
  must(a, "BEGIN IMMEDIATE");
  must(a, INSERT_ROW("mine"));
  CHECK(gives(b, "SELECT name FROM t", "first"));
  CHECK(refused(b, INSERT_ROW("yours"), SQLITE_BUSY, "locked"));
  CHECK(refused(b, "UPDATE t SET description = 'x'", SQLITE_BUSY, "locked"));
  CHECK(refused(b, "DELETE FROM t", SQLITE_BUSY, "locked"));
  CHECK(refused(b, "INSERT INTO t(t) VALUES('quota=1')", SQLITE_BUSY, "locked"));
  CHECK(refused(b, "CREATE VIRTUAL TABLE u USING glue_connections", SQLITE_BUSY, "locked"));
  CHECK(refused(b, "ALTER TABLE t RENAME TO u", SQLITE_BUSY, "locked"));
  CHECK(refused(b, "DROP TABLE t", SQLITE_BUSY, "locked"));
  must(a, "COMMIT");
  must(b, INSERT_ROW("yours"));
  CHECK(gives(a, "SELECT group_concat(name) FROM (SELECT * FROM t ORDER BY rowid)",
              "first,mine,yours"));
  CHECK(refused(a, INSERT_ROW("yours"), SQLITE_CONSTRAINT_UNIQUE, "AlreadyExistsException"));
  close_both();
}

/* A reader that wants to write when another has written since. */
static void test_upgrade(void) {
  open_both();
  must(a, "BEGIN");
  CHECK(gives(a, "SELECT name FROM t", "first"));
  if (wal) {
    must(b, INSERT_ROW("second"));
  } else {
    must(b, "BEGIN IMMEDIATE");
    must(b, INSERT_ROW("second"));
    CHECK(refused(b, "COMMIT", SQLITE_BUSY, "locked"));
  }
  int code = wal ? SQLITE_BUSY_SNAPSHOT : SQLITE_BUSY;
  CHECK(refused(a, INSERT_ROW("mine"), code, "locked"));
  CHECK(refused(a, "UPDATE t SET description = 'x' WHERE rowid = 1", code, "locked"));
  CHECK(refused(a, "DELETE FROM t", code, "locked"));
  CHECK(refused(a, "INSERT INTO t(t) VALUES('quota=7')", code, "locked"));
  CHECK(gives(a, "SELECT name FROM t", "first")); /* its snapshot */
  must(a, "ROLLBACK");
  if (!wal) must(b, "COMMIT");
  must(a, INSERT_ROW("mine"));
  CHECK(gives(b, "SELECT group_concat(name) FROM (SELECT * FROM t ORDER BY rowid)",
              "first,second,mine"));
  close_both();
}

/* A scan under way keeps its snapshot; the other's rows come with the next one. */
static void test_snapshot(void) {
  open_both();
  must(a, INSERT_ROW("second"));
  sqlite3_stmt *scan = prepare(b, "SELECT name, arn, request FROM t ORDER BY name");
  CHECK(sqlite3_step(scan) == SQLITE_ROW);
  if (wal) {
    must(a, INSERT_ROW("third"));
    must(a, "DELETE FROM t WHERE name = 'second'");
  } else {
    CHECK(refused(a, INSERT_ROW("third"), SQLITE_BUSY, "locked"));
  }
  CHECK(sqlite3_step(scan) == SQLITE_ROW);
  CHECK(strcmp((const char *)sqlite3_column_text(scan, 0), "second") == 0);
  CHECK(sqlite3_step(scan) == SQLITE_DONE);
  CHECK(sqlite3_reset(scan) == SQLITE_OK);
  must(a, INSERT_ROW("fourth"));
  int count = 0;
  while (sqlite3_step(scan) == SQLITE_ROW) count++;
  CHECK(count == 3);
  CHECK(sqlite3_finalize(scan) == SQLITE_OK);
  close_both();
}

/* ---- Settings that a command changes. */

static void test_settings(void) {
  open_both();
  must(b, INSERT_ROW("second"));
  sqlite3_stmt *insert = prepare(b, "INSERT INTO t(" COLUMNS ") VALUES(?, ?, '{}')");
  must(a, "INSERT INTO t(t) VALUES('quota=2')");
  CHECK(refused(b, INSERT_ROW("third"), SQLITE_ERROR, "ResourceNumberLimitExceededException"));
  sqlite3_bind_text(insert, 1, "third", -1, SQLITE_STATIC);
  sqlite3_bind_text(insert, 2, "NOVEL", -1, SQLITE_STATIC);
  CHECK(sqlite3_step(insert) == SQLITE_CONSTRAINT);
  sqlite3_reset(insert);
  must(a, "INSERT INTO t(t) VALUES('quota=0'), ('validation=lenient'), ('principal=user/ann')");
  CHECK(gives(b, "SELECT quota, validation, principal FROM glue_settings", "0|lenient|user/ann"));
  CHECK(sqlite3_step(insert) == SQLITE_DONE); /* the same statement, prepared before */
  sqlite3_finalize(insert);
  CHECK(gives(b, "SELECT last_updated_by FROM t WHERE name = 'third'", "user/ann"));
  /* A transaction under way has the settings of its snapshot; the next has the new ones. */
  must(b, "BEGIN");
  must(b, "UPDATE t SET description = 'x' WHERE name = 'third'");
  CHECK(refused(a, "INSERT INTO t(t) VALUES('principal=user/bob')", SQLITE_BUSY, "locked"));
  must(b, "COMMIT");
  must(a, "INSERT INTO t(t) VALUES('principal=user/bob')");
  must(b, "UPDATE t SET description = 'y' WHERE name = 'third'");
  CHECK(gives(b, "SELECT last_updated_by FROM t WHERE name = 'third'", "user/bob"));
  /* They outlive the connections. */
  close_both();
  a = open_database("t.db");
  must(a, "INSERT INTO t(" COLUMNS ") VALUES('fourth', 'NOVEL', '{}')");
  CHECK(gives(a, "SELECT last_updated_by FROM t WHERE name = 'fourth'", "user/bob"));
  b = open_database("t.db");
  close_both();
}

/* What is rolled back never held, however far the memory of it has come. */
static void test_settings_rolled_back(void) {
  static const struct {
    const char *before, *after;
  } rollbacks[] = {
      {"BEGIN", "ROLLBACK"},
      {"SAVEPOINT s", "ROLLBACK TO s; RELEASE s"},
      {"BEGIN; SAVEPOINT s", "ROLLBACK TO s; COMMIT"},
      {"BEGIN; SAVEPOINT s; SAVEPOINT inner_one", "RELEASE inner_one; ROLLBACK TO s; COMMIT"},
      {"BEGIN; " INSERT_ROW("before") "; SAVEPOINT s", "ROLLBACK TO s; COMMIT"},
      {"BEGIN; SAVEPOINT s; " INSERT_ROW("before") "; SAVEPOINT inner_one",
       "ROLLBACK TO inner_one; RELEASE s; COMMIT"},
  };
  for (size_t i = 0; i < sizeof(rollbacks) / sizeof(rollbacks[0]); i++) {
    open_both();
    must(a, rollbacks[i].before);
    must(a, "INSERT INTO t(t) VALUES('quota=3'), ('principal=user/ann')");
    must(a, "INSERT OR REPLACE INTO t(" COLUMNS ") VALUES" ROW("first")); /* reads the settings */
    CHECK(gives(a, "SELECT last_updated_by FROM t WHERE name = 'first'", "user/ann"));
    must(a, rollbacks[i].after);
    CHECK(sqlite3_get_autocommit(a));
    must(a, "DELETE FROM t WHERE name = 'before'");
    must(a, INSERT_ROW("2") "," ROW("3") "," ROW("4"));
    CHECK(gives(a, "SELECT DISTINCT last_updated_by FROM t", "user/local"));
    CHECK(gives(b, "SELECT count(*) FROM t", "4"));
    close_both();
  }
}

/* ---- Changes of the schema. */

static void test_rename(void) {
  open_both();
  sqlite3_stmt *select = prepare(b, "SELECT name FROM t");
  CHECK(sqlite3_step(select) == SQLITE_ROW);
  sqlite3_reset(select);
  must(b, "UPDATE t SET description = 'x'"); /* statements on the shadow tables are kept */
  must(a, "ALTER TABLE t RENAME TO u");
  CHECK(sqlite3_step(select) == SQLITE_ERROR);
  CHECK(strstr(sqlite3_errmsg(b), "no such table: t") != NULL);
  sqlite3_finalize(select);
  CHECK(gives(b, "SELECT name FROM u", "first"));
  must(b, "UPDATE u SET name = 'renamed'");
  must(b, "INSERT INTO u(u) VALUES('quota=2')");
  CHECK(gives(a, "SELECT name FROM u", "renamed"));
  /* Another table takes the old name; nothing of either shows in the other. */
  must(a, "CREATE VIRTUAL TABLE t USING glue_connections(account_id=123456789012)");
  must(b, INSERT_ROW("second"));
  CHECK(gives(b, "SELECT arn FROM t", "arn:aws:glue:us-east-1:123456789012:connection/second"));
  CHECK(gives(a, "SELECT name FROM u UNION ALL SELECT name FROM t", "renamed\nsecond"));
  /* A rename that is rolled back. */
  must(a, "BEGIN");
  must(a, "ALTER TABLE u RENAME TO v");
  must(a, "INSERT INTO v(" COLUMNS ") VALUES" ROW("gone"));
  must(a, "ROLLBACK");
  CHECK(refused(a, "SELECT * FROM v", SQLITE_ERROR, "no such table"));
  must(a, "INSERT INTO u(" COLUMNS ") VALUES" ROW("kept"));
  CHECK(gives(b, "SELECT name FROM u ORDER BY name", "kept\nrenamed"));
  /* Names that are taken, by a column and by a table. */
  CHECK(refused(a, "ALTER TABLE u RENAME TO tags", SQLITE_ERROR, "InvalidInputException"));
  must(a, "CREATE TABLE w_config(x)");
  CHECK(refused(a, "ALTER TABLE u RENAME TO w", SQLITE_ERROR, "w_config"));
  CHECK(gives(a, "SELECT count(*) FROM u", "2"));
  CHECK(gives(a,
              "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema"
              " WHERE type = 'table' ORDER BY 1)",
              "t,t_catalogs,t_config,t_data,u,u_catalogs,u_config,u_data,w_config"));
  close_both();
}

static void test_drop(void) {
  open_both();
  sqlite3_stmt *insert = prepare(b, INSERT_ROW("second"));
  CHECK(gives(b, "SELECT arn FROM t", "arn:aws:glue:eu-west-1:000000000000:connection/first"));
  must(a, "DROP TABLE t");
  CHECK(gives(a, "SELECT count(*) FROM sqlite_schema", "0"));
  CHECK(sqlite3_step(insert) == SQLITE_ERROR);
  sqlite3_reset(insert);
  CHECK(refused(b, "SELECT * FROM t", SQLITE_ERROR, "no such table"));
  must(a, "CREATE VIRTUAL TABLE t USING glue_connections(region=cn-north-1, quota=1)");
  CHECK(sqlite3_step(insert) == SQLITE_DONE);
  sqlite3_finalize(insert);
  CHECK(gives(b, "SELECT arn FROM t", "arn:aws-cn:glue:cn-north-1:000000000000:connection/second"));
  CHECK(refused(b, INSERT_ROW("third"), SQLITE_ERROR, "ResourceNumberLimitExceededException"));
  /* Both ways back. */
  must(a, "BEGIN");
  must(a, "DROP TABLE t");
  must(a, "CREATE VIRTUAL TABLE u USING glue_connections");
  must(a, "ROLLBACK");
  CHECK(gives(a, "SELECT name FROM t", "second"));
  must(a, "SAVEPOINT s");
  must(a, "CREATE VIRTUAL TABLE u USING glue_connections");
  must(a, "INSERT INTO u(" COLUMNS ") VALUES" ROW("x"));
  must(a, "ROLLBACK TO s");
  CHECK(refused(a, "SELECT * FROM u", SQLITE_ERROR, "no such table"));
  must(a, "CREATE VIRTUAL TABLE u USING glue_connections; RELEASE s");
  CHECK(gives(b, "SELECT count(*) FROM u", "0"));
  close_both();
}

/* In the rollback journal a reader keeps a drop or a rename from being committed; the table then
** is as it was. */
static void test_schema_change_that_cannot_commit(void) {
  static const char *const statements[] = {"DROP TABLE t", "ALTER TABLE t RENAME TO u"};
  for (size_t i = 0; !wal && i < sizeof(statements) / sizeof(statements[0]); i++) {
    open_both();
    must(a, INSERT_ROW("second"));
    sqlite3_stmt *scan = prepare(b, "SELECT name FROM t");
    CHECK(sqlite3_step(scan) == SQLITE_ROW);
    CHECK(refused(a, statements[i], SQLITE_BUSY, "locked"));
    CHECK(gives(a, "SELECT name FROM t", "first\nsecond"));
    CHECK(sqlite3_step(scan) == SQLITE_ROW);
    sqlite3_finalize(scan);
    must(a, INSERT_ROW("third"));
    CHECK(sound(a));
    must(a, statements[i]);
    close_both();
  }
}

/* ---- Formats. */

static void test_format(void) {
  static const char *const newer[] = {"2", "10", "9999999999999", "x"};
  for (size_t i = 0; i < sizeof(newer) / sizeof(newer[0]); i++) {
    open_both();
    CHECK(gives(b, "SELECT name FROM t", "first"));
    CHECK(runf(a, "UPDATE t_config SET value = %Q WHERE key = 'format'", newer[i]) == SQLITE_OK);
    /* One who is connected already notices with its next transaction that writes. */
    CHECK(refused(b, INSERT_ROW("x"), SQLITE_ERROR, "load a newer version"));
    CHECK(refused(b, "UPDATE t SET name = 'x'", SQLITE_ERROR, "load a newer version"));
    CHECK(refused(b, "DELETE FROM t", SQLITE_ERROR, "load a newer version"));
    CHECK(refused(b, "INSERT INTO t(t) VALUES('rekey')", SQLITE_ERROR, "load a newer version"));
    close_database(b);
    b = open_database("t.db");
    CHECK(refused(b, "SELECT * FROM t", SQLITE_ERROR, "load a newer version"));
    CHECK(refused(b, INSERT_ROW("x"), SQLITE_ERROR, newer[i]));
    CHECK(refused(b, "DROP TABLE t", SQLITE_ERROR, "load a newer version"));
    CHECK(gives(b, "SELECT name FROM t_data", "first"));
    must(b, "UPDATE t_config SET value = '1' WHERE key = 'format'");
    CHECK(gives(b, "SELECT name FROM t", "first"));
    must(a, INSERT_ROW("second"));
    close_both();
  }
}

/* ---- Databases that may not be written. */

static void test_read_only(void) {
  open_both();
  must(a, "INSERT INTO t(" COLUMNS ", tags) VALUES('tagged', 'CUSTOM', '{}', '{\"a\":\"b\"}')");
  close_database(b);
  b = open_with_flags("t.db", SQLITE_OPEN_READONLY);
  for (int query_only = 0; query_only < 2; query_only++) {
    CHECK(gives(b, "SELECT name, status, tags ->> 'a' FROM t ORDER BY name DESC",
                "tagged|READY|b\nfirst|READY|NULL"));
    CHECK(gives(b, "SELECT count(*) FROM t WHERE connection_type = 'CUSTOM'", "2"));
    CHECK(refused(b, INSERT_ROW("x"), SQLITE_READONLY, "readonly database"));
    CHECK(refused(b, "UPDATE t SET name = 'x' WHERE rowid = 1", SQLITE_READONLY, "readonly"));
    CHECK(refused(b, "DELETE FROM t", SQLITE_READONLY, "readonly database"));
    CHECK(refused(b, "INSERT INTO t(t) VALUES('quota=1')", SQLITE_READONLY, "readonly"));
    CHECK(refused(b, "INSERT INTO t(t) VALUES('integrity-check')", SQLITE_READONLY, "readonly"));
    CHECK(refused(b, "DROP TABLE t", SQLITE_READONLY, "readonly database"));
    CHECK(refused(b, "CREATE VIRTUAL TABLE u USING glue_connections", SQLITE_READONLY, "readonly"));
    CHECK(gives(b, "PRAGMA integrity_check", "ok"));
    close_database(b);
    b = open_database("t.db");
    must(b, query_only == 0 ? "PRAGMA query_only = on" : "PRAGMA query_only = off");
  }
  must(b, INSERT_ROW("written"));
  close_both();
  /* On a medium that cannot change. */
  a = open_database("file:t.db?immutable=1");
  CHECK(gives(a, "SELECT count(*), max(name) FROM t", "3|written"));
  close_database(a);
}

/* Both in one process with a shared cache: locks on tables instead of the file. */
static void test_shared_cache(void) {
  static const char name[] = "file:shared?mode=memory&cache=shared";
  a = open_database(name);
  must(a, "CREATE VIRTUAL TABLE t USING glue_connections");
  b = open_database(name);
  must(a, "BEGIN");
  must(a, INSERT_ROW("first"));
  CHECK(run(b, "SELECT * FROM t") == SQLITE_LOCKED_SHAREDCACHE);
  CHECK(run(b, INSERT_ROW("second")) == SQLITE_LOCKED_SHAREDCACHE);
  must(a, "COMMIT");
  must(b, INSERT_ROW("second"));
  CHECK(gives(a, "SELECT name FROM t", "first\nsecond"));
  close_both();
}

int main(void) {
  if (!begin()) return end();
  for (size_t i = 0; i < sizeof(journal_modes) / sizeof(journal_modes[0]); i++) {
    wal = strcmp(journal_modes[i], "wal") == 0;
    test_busy_at_first();
    test_busy();
    test_upgrade();
    test_snapshot();
    test_settings();
    test_settings_rolled_back();
    test_rename();
    test_drop();
    test_schema_change_that_cannot_commit();
    test_format();
    test_read_only();
  }
  test_shared_cache();
  return end();
}
