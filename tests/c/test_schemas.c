/* SPDX-License-Identifier: MIT */
/*
** Where a table may live and what it may be called: attached and temporary databases, names that
** need quoting, databases that keep text as UTF-16.
*/
#define _XOPEN_SOURCE 700
#include "table_fixture.h"

/* ---- Names. */

static const char *const schemas[] = {"main", "temp", "we ird", "x\"y'z", "\xc3\xa9tage"};
static const char *const tables[] = {
    "t",
    "o'd\"d",
    "two words",
    "SELECT",
    "x'); DROP TABLE keep; --",
    "100%s %n %w",
    "\xf0\x9f\x90\x98 \xc3\xa9l\xc3\xa9phant",
    "[brackets]",
    "`ticks`",
    "a.b",
    "_",
    "1",
};

/* A life of a table under these names; %w stands for schema and table. */
static void live(const char *schema, const char *table) {
  /* SQLite 3.44 stumbles over the name of a virtual table, be it an R-tree, that begins with a digit. */
  if (sqlite3_libversion_number() / 1000 == 3044 && *table == '1') return;
  sqlite3 *db = open_database("");
  must(db, "CREATE TABLE keep(x)");
  if (strcmp(schema, "main") != 0 && strcmp(schema, "temp") != 0) {
    CHECK(runf(db, "ATTACH ':memory:' AS \"%w\"", schema) == SQLITE_OK);
  }
  const char *s = schema, *t = table, *renamed = "n'e\"w %s";
  int ok = SQLITE_OK;
  ok |= runf(db, "CREATE VIRTUAL TABLE \"%w\".\"%w\" USING glue_connections", s, t);
  ok |= runf(db, "INSERT INTO \"%w\".\"%w\"(" COLUMNS ") VALUES" ROW("a") "," KAFKA("b"), s, t);
  ok |= runf(db, "INSERT INTO \"%w\".\"%w\"(\"%w\") VALUES('quota=3')", s, t, t);
  ok |= runf(db,
             "INSERT INTO \"%w\".\"%w\"(request)"
             " SELECT json_set(request, '$.ConnectionInput.Name', 'c') FROM \"%w\".\"%w\""
             " WHERE name = 'b'",
             s, t, s, t);
  ok |=
      runf(db, "UPDATE \"%w\".\"%w\" SET name = 'd', tags = '{\"k\":\"v\"}' WHERE rowid = 1", s, t);
  CHECK(ok == SQLITE_OK);
  CHECK(runf(db, "INSERT INTO \"%w\".\"%w\"(" COLUMNS ") VALUES" ROW("e"), s, t) == SQLITE_ERROR);
  CHECK(runf(db, "INSERT OR IGNORE INTO \"%w\".\"%w\"(" COLUMNS ") VALUES" ROW("d"), s, t) ==
        SQLITE_OK);
  ok |= runf(db, "ALTER TABLE \"%w\".\"%w\" RENAME TO \"%w\"", s, t, renamed);
  ok |= runf(db, "DELETE FROM \"%w\".\"%w\" WHERE name = 'c'", s, renamed);
  ok |= runf(db, "INSERT INTO \"%w\".\"%w\"(\"%w\") VALUES('integrity-check'), ('rekey')", s,
             renamed, renamed);
  CHECK(ok == SQLITE_OK);
  char *sql =
      sqlite3_mprintf("SELECT name, tags ->> 'k' FROM \"%w\".\"%w\" ORDER BY name", s, renamed);
  CHECK(gives(db, sql, "b|NULL\nd|v"));
  sqlite3_free(sql);
  sql = sqlite3_mprintf("PRAGMA \"%w\".integrity_check", s);
  CHECK(gives(db, sql, "ok"));
  sqlite3_free(sql);
  CHECK(runf(db, "DROP TABLE \"%w\".\"%w\"", s, renamed) == SQLITE_OK);
  sql = sqlite3_mprintf("SELECT count(*) FROM \"%w\".sqlite_schema WHERE name <> 'keep'", s);
  CHECK(gives(db, sql, "0"));
  sqlite3_free(sql);
  CHECK(gives(db, "SELECT name FROM main.sqlite_schema", "keep"));
  close_database(db);
}

static void test_names(void) {
  for (size_t s = 0; s < sizeof(schemas) / sizeof(schemas[0]); s++) {
    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
      live(schemas[s], tables[t]);
    }
  }
}

/* Names that are somebody else's: nothing is left of a table that could not be created. */
static void test_taken_names(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  CHECK(refused(db, "CREATE VIRTUAL TABLE t_data USING glue_connections", SQLITE_ERROR, "t_data"));
  CHECK(refused(db, "CREATE VIRTUAL TABLE status USING glue_connections", SQLITE_ERROR,
                "InvalidInputException: the table cannot be named status"));
  CHECK(refused(db, "CREATE VIRTUAL TABLE \"Request\" USING glue_connections", SQLITE_ERROR,
                "InvalidInputException"));
  must(db, "CREATE TABLE u_config(x)");
  CHECK(refused(db, "CREATE VIRTUAL TABLE u USING glue_connections", SQLITE_ERROR, "u_config"));
  must(db, "CREATE VIEW v_catalogs AS SELECT 1");
  CHECK(refused(db, "CREATE VIRTUAL TABLE v USING glue_connections", SQLITE_ERROR, "v_catalogs"));
  CHECK(refused(db, "ALTER TABLE t RENAME TO v", SQLITE_ERROR, "v_catalogs"));
  CHECK(gives(db, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name",
              "t\nt_catalogs\nt_config\nt_data\nu_config\nv_catalogs"));
  must(db, "INSERT INTO t(" COLUMNS ") VALUES" ROW("a"));
  CHECK(sound(db));
  close_database(db);
}

/* ---- Several databases at once. */

static void test_same_name_everywhere(void) {
  static const char *const homes[] = {"main", "temp", "aux"};
  sqlite3 *db = open_database("");
  must(db, "ATTACH ':memory:' AS aux");
  for (size_t i = 0; i < 3; i++) {
    CHECK(runf(db, "CREATE VIRTUAL TABLE %s.t USING glue_connections(account_id=%012d, quota=%d)",
               homes[i], (int)i, (int)i + 1) == SQLITE_OK);
    for (size_t k = 0; k <= i; k++) {
      CHECK(runf(db, "INSERT INTO %s.t(" COLUMNS ") VALUES('%s%d', 'CUSTOM', '{}')", homes[i],
                 homes[i], (int)k) == SQLITE_OK);
    }
    CHECK(runf(db, "INSERT INTO %s.t(" COLUMNS ") VALUES('one too many', 'CUSTOM', '{}')",
               homes[i]) == SQLITE_ERROR);
  }
  CHECK(
      gives(db, "SELECT arn FROM main.t", "arn:aws:glue:us-east-1:000000000000:connection/main0"));
  CHECK(gives(db, "SELECT name, catalog_id FROM temp.t", "temp0|000000000001\ntemp1|000000000001"));
  CHECK(gives(db, "SELECT name FROM aux.t ORDER BY name", "aux0\naux1\naux2"));
  CHECK(gives(db, "SELECT count(*) FROM t", "2")); /* temp comes first */
  /* A copy from one to the other keeps all there is. */
  must(db, "INSERT INTO aux.t(t) VALUES('quota=0')");
  must(db, "UPDATE temp.t SET tags = '{\"a\":\"b\"}'");
  must(db, "INSERT INTO aux.t SELECT * FROM temp.t");
  CHECK(gives(db, "SELECT * FROM temp.t EXCEPT SELECT * FROM aux.t", ""));
  /* One transaction over all of them. */
  must(db, "BEGIN; DELETE FROM main.t; UPDATE temp.t SET description = 'x'; DELETE FROM aux.t;"
           "DROP TABLE aux.t; ROLLBACK");
  CHECK(gives(db,
              "SELECT (SELECT count(*) FROM main.t), (SELECT count(*) FROM temp.t),"
              " (SELECT count(*) FROM aux.t), (SELECT max(description) FROM temp.t)",
              "1|2|5|NULL"));
  CHECK(sound(db));
  must(db, "INSERT INTO temp.t(t) VALUES('integrity-check')");
  must(db, "INSERT INTO aux.t(t) VALUES('integrity-check')");
  close_database(db);
}

/* Statements kept for an attached database do not hold it, nor serve the next of that name. */
static void test_detach(void) {
  sqlite3 *db = open_database("");
  for (int i = 0; i < 3; i++) {
    CHECK(runf(db, "ATTACH 'd%d.db' AS aux", i) == SQLITE_OK);
    must(db, "CREATE VIRTUAL TABLE aux.t USING glue_connections");
    CHECK(runf(db, "INSERT INTO aux.t(" COLUMNS ") VALUES('in %d', 'CUSTOM', '{}')", i) ==
          SQLITE_OK);
    must(db, "UPDATE aux.t SET description = 'x'");
    CHECK(number(db, "SELECT count(*) FROM aux.t WHERE name > 'i'") == 1);
    must(db, "DETACH aux");
  }
  sqlite3_stmt *select = NULL;
  must(db, "ATTACH 'd0.db' AS aux");
  CHECK(sqlite3_prepare_v2(db, "SELECT name FROM aux.t", -1, &select, NULL) == SQLITE_OK);
  CHECK(sqlite3_step(select) == SQLITE_ROW);
  CHECK(refused(db, "DETACH aux", SQLITE_ERROR, "locked"));
  CHECK(sqlite3_reset(select) == SQLITE_OK);
  must(db, "DETACH aux; ATTACH 'd2.db' AS aux");
  CHECK(sqlite3_step(select) == SQLITE_ROW);
  CHECK(strcmp((const char *)sqlite3_column_text(select, 0), "in 2") == 0);
  CHECK(sqlite3_finalize(select) == SQLITE_OK);
  must(db, "INSERT INTO aux.t(t) VALUES('integrity-check')");
  close_database(db);
}

/* Copies of the whole database hold the same table. */
static void test_copies(void) {
  sqlite3 *db = open_database("from.db"), *copy;
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections(quota=2)");
  must(db, "INSERT INTO t(" COLUMNS ") VALUES" ROW("a") "," ROW("b"));
  must(db, "DELETE FROM t WHERE name = 'a'");
  char *before = query(db, "SELECT rowid, *, request FROM t");
  must(db, "VACUUM");
  CHECK(gives(db, "SELECT rowid, *, request FROM t", before));
  must(db, "VACUUM INTO 'to.db'");
  copy = open_database("to.db");
  CHECK(gives(copy, "SELECT rowid, *, request FROM t", before));
  must(copy, "INSERT INTO t(" COLUMNS ") VALUES" ROW("c"));
  CHECK(refused(copy, "INSERT INTO t(" COLUMNS ") VALUES" ROW("d"), SQLITE_ERROR, "quota"));
  CHECK(sound(copy));
  /* Over a database whose table is connected and used already. */
  sqlite3_backup *backup = sqlite3_backup_init(copy, "main", db, "main");
  CHECK(sqlite3_backup_step(backup, -1) == SQLITE_DONE &&
        sqlite3_backup_finish(backup) == SQLITE_OK);
  CHECK(gives(copy, "SELECT rowid, *, request FROM t", before));
  must(copy, "INSERT INTO t(" COLUMNS ") VALUES" ROW("d"));
  CHECK(sound(copy) && sound(db));
  sqlite3_free(before);
  close_database(copy);
  close_database(db);
}

/* ---- UTF-16. */

static const char *const script[] = {
    "CREATE VIRTUAL TABLE t USING glue_connections(principal='us\xc3\xa9r/\xf0\x9f\x90\x98')",
    "INSERT INTO t(" COLUMNS ", description, tags, creation_time, last_updated_time) VALUES"
    "('gr\xc3\xbc\xc3\x9f', 'CUSTOM', '{\"k\":\"\xe2\x82\xac \\u20ac \xf0\x9f\x90\x98\"}', "
    "'\xe6\x97\xa5', "
    " '{\"\xe6\x97\xa5\":\"\xe6\x9c\xac\"}', '2024-05-06 07:08:09.123', '2024-05-06T07:08:09Z'),"
    "('plain', 'CUSTOM', '{}', '', NULL, 1700000000, 1700000000.5)",
    "INSERT INTO t(request) VALUES('{\"Name\":\"by r\xc3\xa9quest\",\"ConnectionType\":\"KAFKA\","
    "\"ConnectionProperties\":{\"KAFKA_BOOTSTRAP_SERVERS\":\"h:9\"},\"CreationTime\":1,"
    "\"LastUpdatedTime\":2}')",
    "INSERT INTO t(" COLUMNS ") VALUES('gr\xc3\xbc\xc3\x9f', 'CUSTOM', '{}')",
    "INSERT INTO t(" COLUMNS ") VALUES('bad', '\xc3\xa9', '{\"\xe2\x82\xac\":5}')",
    "UPDATE t SET tags = json_set(tags, '$.neu', '\xc3\xbc') WHERE name = 'gr\xc3\xbc\xc3\x9f'",
    "SELECT *, request, connection FROM t ORDER BY name",
    "SELECT arn FROM t WHERE name BETWEEN 'g' AND 'gz'",
    "SELECT name FROM t WHERE catalog_id = '000000000000' AND connection_type IN ('CUSTOM', "
    "'\xc3\xa9')"
    " ORDER BY name DESC",
    "SELECT f.* FROM t, glue_lint(t.request) f",
    "SELECT * FROM glue_lint('{\"\xc3\xa9\":5}')",
    "INSERT INTO t(t) VALUES('\xc3\xa9')",
    "INSERT INTO t(t) VALUES('principal=\xc3\xa9')",
    "ALTER TABLE t RENAME TO \"\xc3\xa9\"",
    "DELETE FROM \"\xc3\xa9\" WHERE name = 'plain'",
    "SELECT name, last_updated_by FROM \"\xc3\xa9\"",
    "DROP TABLE \"\xc3\xa9\"",
};

/* A database in UTF-16 answers as one in UTF-8 does (but for the order of BINARY, which SQLite makes
** of the bytes, and for U+FFFE, which it replaces). */
static void test_utf16(void) {
  static const char *const encodings[] = {"UTF-16le", "UTF-16be"};
  for (size_t e = 0; e < 2; e++) {
    sqlite3 *db = open_database(""), *utf8 = open_database("");
    CHECK(runf(db, "PRAGMA encoding = '%s'", encodings[e]) == SQLITE_OK);
    must(db, "CREATE TABLE x(y)");
    CHECK(gives(db, "PRAGMA encoding", encodings[e]));
    for (size_t i = 0; i < sizeof(script) / sizeof(script[0]); i++) {
      char *expected = query(utf8, script[i]);
      CHECK(gives(db, script[i], expected));
      sqlite3_free(expected);
      CHECK(sound(db));
    }
    close_database(db);
    close_database(utf8);
  }
}

/* UTF-16 in the text of statements and parameters, and text that is no Unicode. */
static void test_utf16_values(void) {
  static const unsigned short halves[] = {'a', 0xd800, 'b', 0};
  static const char *const encodings[] = {"UTF-8", "UTF-16le"};
  for (size_t e = 0; e < 2; e++) {
    sqlite3 *db = open_database("");
    CHECK(runf(db, "PRAGMA encoding = '%s'", encodings[e]) == SQLITE_OK);
    must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
    sqlite3_stmt *insert = NULL;
    CHECK(sqlite3_prepare_v2(db, "INSERT INTO t(" COLUMNS ") VALUES(?, 'CUSTOM', '{}')", -1,
                             &insert, NULL) == SQLITE_OK);
    CHECK(sqlite3_bind_text(insert, 1, "\xf0\x9f\x90\x98", -1, SQLITE_STATIC) == SQLITE_OK);
    CHECK(sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK);
    sqlite3_bind_text16(insert, 1, halves, 6, SQLITE_STATIC);
    /* SQLite itself replaces a half of a surrogate pair, or hands it on; both end well. */
    int rc = sqlite3_step(insert);
    CHECK(rc == SQLITE_DONE || rc == SQLITE_CONSTRAINT);
    sqlite3_reset(insert);
    sqlite3_bind_text(insert, 1, "a\0b", 3, SQLITE_STATIC);
    CHECK(sqlite3_step(insert) == SQLITE_CONSTRAINT);
    sqlite3_reset(insert);
    sqlite3_bind_text(insert, 1, "a\xff", 2, SQLITE_STATIC);
    rc = sqlite3_step(insert);
    CHECK(rc == SQLITE_CONSTRAINT || e == 1); /* in UTF-16 it is U+FFFD by then */
    sqlite3_finalize(insert);
    CHECK(gives(db, "SELECT count(*) FROM t WHERE name = char(0x1f418)", "1"));
    CHECK(sound(db));
    close_database(db);
  }
}

/* The encoding may change while nothing but temporary tables is there. */
static void test_encoding_changes(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE temp.t USING glue_connections");
  must(db, "INSERT INTO t(" COLUMNS ") VALUES('\xc3\xa9', 'CUSTOM', '{}')");
  must(db, "PRAGMA encoding = 'UTF-16le'; CREATE TABLE x(y)");
  must(db, "INSERT INTO t(" COLUMNS ") VALUES('\xc3\xbc', 'CUSTOM', '{}')");
  CHECK(gives(db, "SELECT name FROM t ORDER BY name", "\xc3\xa9\n\xc3\xbc"));
  must(db, "INSERT INTO t(t) VALUES('integrity-check')");
  close_database(db);
}

/* ---- A trigger on a shadow table, made by somebody else. */

/* execute(SQL): runs it and returns its code. */
static void execute(sqlite3_context *context, int count, sqlite3_value **values) {
  const char *sql = (const char *)sqlite3_value_text(values[0]);
  (void)count;
  sqlite3_result_int(context, run(sqlite3_context_db_handle(context), sql));
}

/* It may call a function that writes to the table while the table is being written to: that is
** refused, and reading is not. */
static void test_trigger_on_shadow(void) {
  static const char insert[] = "INSERT INTO t(" COLUMNS ") VALUES('%s', 'CUSTOM', '{}')";
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections; CREATE TABLE log(rc)");
  CHECK(runf(db, insert, "a") == SQLITE_OK);
  CHECK(sqlite3_create_function_v2(db, "execute", 1, SQLITE_UTF8, NULL, execute, NULL, NULL,
                                   NULL) == SQLITE_OK);
  must(db, "CREATE TRIGGER x AFTER INSERT ON t_data WHEN new.name <> 'x' BEGIN"
           " INSERT INTO log VALUES"
           "  (execute('INSERT INTO t(" COLUMNS ") VALUES(''x'', ''CUSTOM'', ''{}'')')),"
           "  (execute('UPDATE t SET name = ''y'' WHERE name = ''a''')),"
           "  (execute('DELETE FROM t WHERE name = ''a''')),"
           "  (execute('INSERT INTO t(t) VALUES(''quota=1'')')),"
           "  (execute('SELECT * FROM t')); END");
  CHECK(runf(db, insert, "b") == SQLITE_OK);
  CHECK(gives(db, "SELECT group_concat(rc) FROM log", "518,518,518,518,0")); /* LOCKED_VTAB */
  CHECK(gives(db, "SELECT name FROM t", "a\nb"));
  must(db, "DROP TRIGGER x");
  CHECK(sound(db));
  close_database(db);
}

/* A SELECT that is open while the table is renamed: it goes on, or says so where it has to look anew. */
static void test_rename_while_reading(void) {
  sqlite3 *db = open_database("");
  sqlite3_stmt *scan, *lookups;
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  must(db, "INSERT INTO t(" COLUMNS ") VALUES" ROW("a") "," ROW("b") "," ROW("c"));
  CHECK(sqlite3_prepare_v2(db, "SELECT name FROM t", -1, &scan, NULL) == SQLITE_OK);
  CHECK(sqlite3_prepare_v2(db, "SELECT name FROM t WHERE name IN ('a', 'b', 'c')", -1, &lookups,
                           NULL) == SQLITE_OK);
  CHECK(sqlite3_step(scan) == SQLITE_ROW && sqlite3_step(lookups) == SQLITE_ROW);
  must(db, "ALTER TABLE t RENAME TO q");
  CHECK(sqlite3_step(scan) == SQLITE_ROW && sqlite3_step(scan) == SQLITE_ROW);
  CHECK(sqlite3_step(scan) == SQLITE_DONE);
  CHECK(sqlite3_step(lookups) == SQLITE_ABORT);
  CHECK(strcmp(sqlite3_errmsg(db), "the table t was renamed while this statement read it; run the "
                                   "statement again") == 0);
  sqlite3_finalize(scan);
  sqlite3_finalize(lookups);
  CHECK(gives(db, "SELECT name FROM q", "a\nb\nc"));
  must(db, "INSERT INTO q(q) VALUES('integrity-check')");
  CHECK(sound(db));
  close_database(db);
}

int main(void) {
  if (!begin()) return end();
  test_rename_while_reading();
  test_trigger_on_shadow();
  test_names();
  test_taken_names();
  test_same_name_everywhere();
  test_detach();
  test_copies();
  test_utf16();
  test_utf16_values();
  test_encoding_changes();
  return end();
}
