/* SPDX-License-Identifier: MIT */
/*
** The conflict matrix: what INSERT and UPDATE do under the five modes of ON CONFLICT, beside the
** same statements on an ordinary table. Two databases hold a table `t`, one of the extension and
** one of SQLite's own with UNIQUE(name, catalog_id, region) and CHECKs; after each statement both must have
** the same rows, changes(), last_insert_rowid(), transaction and extended code.
*/
#define _XOPEN_SOURCE 700
#include "table_fixture.h"

static const char *const modes[] = {"ABORT", "FAIL", "IGNORE", "REPLACE", "ROLLBACK"};
#define MODES (sizeof(modes) / sizeof(modes[0]))

static const char ordinary_table[] =
    "CREATE TABLE t(name TEXT NOT NULL, connection_type TEXT NOT NULL,"
    " connection_properties TEXT NOT NULL, description TEXT CHECK(length(description) <= 2048),"
    " catalog_id TEXT NOT NULL DEFAULT '000000000000', region TEXT NOT NULL DEFAULT 'us-east-1',"
    " UNIQUE(name, catalog_id, region))";

static const char contents[] = "INSERT INTO t(" COLUMNS ") VALUES" ROW("a") "," ROW("b") "," ROW(
    "c") ";"
         "INSERT INTO t(" COLUMNS
         ", catalog_id, region) VALUES('b', 'CUSTOM', '{}', 'other', 'us-east-1'),"
         " ('b', 'CUSTOM', '{}', 'other', 'elsewhere')";

#define TOO_LONG "printf('%2049d', 0)"

/* A statement with one conflict in its middle; %s is the mode. The codes are those of our table;
** an ordinary table says NOT NULL where ours speaks of a validation error. */
typedef struct Case {
  const char *sql;
  int code;        /* under ABORT */
  bool by_replace; /* REPLACE resolves it */
} Case;

/* clang-format off */
static const Case cases[] = {
    /* Three rows, the middle one a duplicate. */
    {"INSERT OR %s INTO t(" COLUMNS ") VALUES" ROW("p") "," ROW("b") "," ROW("q"),
     SQLITE_CONSTRAINT_UNIQUE, true},
    /* The middle one is a duplicate of the first. */
    {"INSERT OR %s INTO t(" COLUMNS ") VALUES" ROW("p") "," ROW("p") "," ROW("q"),
     SQLITE_CONSTRAINT_UNIQUE, true},
    /* The middle one is invalid. */
    {"INSERT OR %s INTO t(" COLUMNS ", description) VALUES('p', 'CUSTOM', '{}', 'ok'),"
     " ('r', 'CUSTOM', '{}', " TOO_LONG "), ('q', 'CUSTOM', '{}', 'ok')",
     SQLITE_CONSTRAINT_CHECK, false},
    /* The middle one lacks what is required. */
    {"INSERT OR %s INTO t(" COLUMNS ") VALUES" ROW("p") ", (NULL, 'CUSTOM', '{}')," ROW("q"),
     SQLITE_CONSTRAINT_CHECK, false},
    /* A copy of the table into itself. */
    {"INSERT OR %s INTO t(" COLUMNS ") SELECT CASE name WHEN 'b' THEN 'c' ELSE name || '2' END,"
     " connection_type, connection_properties FROM t ORDER BY rowid",
     SQLITE_CONSTRAINT_UNIQUE, true},
    /* A rowid that is taken, by another row; by one that also has the name; by two rows at once. */
    {"INSERT OR %s INTO t(rowid, " COLUMNS ") VALUES(2, 'n', 'CUSTOM', '{}')",
     SQLITE_CONSTRAINT_ROWID, true},
    {"INSERT OR %s INTO t(rowid, " COLUMNS ") VALUES(2, 'b', 'CUSTOM', '{}')",
     SQLITE_CONSTRAINT_ROWID, true},
    {"INSERT OR %s INTO t(rowid, " COLUMNS ") VALUES(1, 'c', 'CUSTOM', '{}')",
     SQLITE_CONSTRAINT_ROWID, true},
    /* Several rows, the middle one becomes invalid. */
    {"UPDATE OR %s t SET description = CASE name WHEN 'b' THEN " TOO_LONG " ELSE 'new' END",
     SQLITE_CONSTRAINT_CHECK, false},
    /* Several rows, the middle one gets a taken name. */
    {"UPDATE OR %s t SET name = CASE name WHEN 'b' THEN 'a2' ELSE name || '2' END",
     SQLITE_CONSTRAINT_UNIQUE, true},
    /* A rename to a taken name: found by a scan, and by the rowid (SQLite writes in one pass). */
    {"UPDATE OR %s t SET name = 'b' WHERE length(name) = 1 AND name < 'b'",
     SQLITE_CONSTRAINT_UNIQUE, true},
    {"UPDATE OR %s t SET name = 'b', description = 'was a' WHERE rowid = 1",
     SQLITE_CONSTRAINT_UNIQUE, true},
    /* Into a catalog that has the name. */
    {"UPDATE OR %s t SET catalog_id = 'other' WHERE rowid = 2", SQLITE_CONSTRAINT_UNIQUE, true},
    /* Into a region that has the name; into both at once. */
    {"UPDATE OR %s t SET region = 'elsewhere' WHERE catalog_id = 'other' AND region = 'us-east-1'",
     SQLITE_CONSTRAINT_UNIQUE, true},
    {"UPDATE OR %s t SET catalog_id = 'other', region = 'elsewhere' WHERE rowid = 2",
     SQLITE_CONSTRAINT_UNIQUE, true},
    /* A rowid that is taken, and a name of a third row at once. */
    {"UPDATE OR %s t SET rowid = 2 WHERE rowid = 1", SQLITE_CONSTRAINT_ROWID, true},
    {"UPDATE OR %s t SET rowid = rowid + 1 WHERE rowid < 3", SQLITE_CONSTRAINT_ROWID, true},
    {"UPDATE OR %s t SET rowid = 2, name = 'c' WHERE rowid = 1", SQLITE_CONSTRAINT_ROWID, true},
};
/* clang-format on */

/* What there is to see after a statement. */
typedef struct Outcome {
  int code;
  int changes;
  int autocommit;
  sqlite3_int64 last_rowid;
  char *rows; /* owned */
} Outcome;

static const char all_rows[] = "SELECT rowid, name, catalog_id, region, connection_type,"
                               " connection_properties, substr(description, 1, 9)"
                               " FROM t ORDER BY rowid";

static Outcome outcome_of(sqlite3 *db, const char *sql) {
  Outcome outcome = {.code = run(db, sql)};
  outcome.changes = outcome.code == SQLITE_OK ? sqlite3_changes(db) : -1;
  outcome.autocommit = sqlite3_get_autocommit(db);
  outcome.last_rowid = sqlite3_last_insert_rowid(db);
  outcome.rows = query(db, all_rows);
  return outcome;
}

static void say(const char *table, const Outcome *outcome) {
  fprintf(stderr, "  %s: code %d, changes() %d, autocommit %d, last_insert_rowid() %lld\n%s\n",
          table, outcome->code, outcome->changes, outcome->autocommit, outcome->last_rowid,
          outcome->rows);
}

/* The counter of every catalog is the number of its rows. In a transaction the counters are written
** before each savepoint. */
static bool counters_right(sqlite3 *db) {
  must(db, "SAVEPOINT counters; RELEASE counters");
  return gives(db,
               "SELECT * FROM (SELECT catalog_id, region, count(*) AS connections FROM t_data"
               " GROUP BY 1, 2 UNION SELECT catalog_id, region, 0 FROM t_catalogs"
               " WHERE (catalog_id, region) NOT IN (SELECT catalog_id, region FROM t_data))"
               " EXCEPT SELECT catalog_id, region, connections FROM t_catalogs",
               "");
}

static bool same_code(int ours, int ordinary) {
  return ours == ordinary ||
         (ours == SQLITE_CONSTRAINT_CHECK && ordinary == SQLITE_CONSTRAINT_NOTNULL) ||
         (ours == SQLITE_CONSTRAINT_UNIQUE && ordinary == SQLITE_CONSTRAINT_PRIMARYKEY);
}

/* Runs the statement on both tables, in fresh databases. `around` opens the transaction. */
static void compare(const char *around, const char *sql, int code) {
  sqlite3 *ours = open_database(""), *ordinary = open_database("");
  must(ours, "CREATE VIRTUAL TABLE t USING glue_connections");
  must(ordinary, ordinary_table);
  sqlite3 *both[] = {ours, ordinary};
  for (size_t i = 0; i < 2; i++) {
    must(both[i], contents);
    must(both[i], around);
    must(both[i], "INSERT INTO t(" COLUMNS ") VALUES" ROW("d"));
  }
  Outcome a = outcome_of(ours, sql), b = outcome_of(ordinary, sql);
  bool same = a.code == code && same_code(a.code, b.code) && a.changes == b.changes &&
              a.autocommit == b.autocommit && a.last_rowid == b.last_rowid &&
              strcmp(a.rows, b.rows) == 0;
  if (!CHECK(same)) {
    fprintf(stderr, "%s; %s\n", around, sql);
    say("the extension's table", &a);
    say("the ordinary table", &b);
  }
  CHECK(counters_right(ours));
  CHECK(sound(ours));
  if (!a.autocommit) {
    must(ours, "COMMIT");
    CHECK(gives(ours, all_rows, a.rows));
    CHECK(sound(ours));
  }
  sqlite3_free(a.rows);
  sqlite3_free(b.rows);
  close_database(ours);
  close_database(ordinary);
}

static void test_matrix(void) {
  static const char *const arounds[] = {"", "BEGIN", "SAVEPOINT s"};
  for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
    for (size_t m = 0; m < MODES; m++) {
      bool resolved = strcmp(modes[m], "IGNORE") == 0 ||
                      (strcmp(modes[m], "REPLACE") == 0 && cases[c].by_replace);
      for (size_t i = 0; i < sizeof(arounds) / sizeof(arounds[0]); i++) {
        char *mode = sqlite3_mprintf("%s", modes[m]);
        const char *at = strstr(cases[c].sql, "%s");
        char *sql =
            sqlite3_mprintf("%.*s%s%s", (int)(at - cases[c].sql), cases[c].sql, mode, at + 2);
        compare(arounds[i], sql, resolved ? SQLITE_OK : cases[c].code);
        sqlite3_free(sql);
        sqlite3_free(mode);
      }
    }
  }
}

/* One thing differs: a row that an earlier row of the same UPDATE has replaced counts in changes(),
** because a virtual table cannot say that it was left alone. */
static void test_replaced_before_its_turn(void) {
  static const char update[] = "UPDATE OR REPLACE t SET name = CASE name WHEN 'a' THEN 'b' ELSE"
                               " name || '2' END WHERE catalog_id <> 'other'";
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  must(db, contents);
  must(db, update);
  CHECK(gives(db, "SELECT rowid, name FROM t WHERE catalog_id <> 'other'", "1|b\n3|c2"));
  CHECK(gives(db, "SELECT changes()", "3")); /* 2 in an ordinary table */
  CHECK(counters_right(db) && sound(db));
  close_database(db);
}

/* ---- Rowids that are none. */

static void test_rowids(void) {
  static const struct {
    const char *value;
    int insert_code, update_code;
  } rowids[] = {
      {"7", SQLITE_OK, SQLITE_OK},
      {"-7", SQLITE_OK, SQLITE_OK},
      {"'7'", SQLITE_OK, SQLITE_OK},
      {"7.0", SQLITE_OK, SQLITE_OK},
      {"'7.0'", SQLITE_OK, SQLITE_OK},
      {"9223372036854775807", SQLITE_OK, SQLITE_OK},
      {"NULL", SQLITE_OK, SQLITE_MISMATCH}, /* INSERT takes the next free one */
      {"1.5", SQLITE_MISMATCH, SQLITE_MISMATCH},
      {"1e300", SQLITE_MISMATCH, SQLITE_MISMATCH},
      {"-1e300", SQLITE_MISMATCH, SQLITE_MISMATCH},
      {"9223372036854775808", SQLITE_MISMATCH, SQLITE_MISMATCH},
      {"'abc'", SQLITE_MISMATCH, SQLITE_MISMATCH},
      {"''", SQLITE_MISMATCH, SQLITE_MISMATCH},
      {"x'37'", SQLITE_MISMATCH, SQLITE_MISMATCH},
  };
  for (size_t i = 0; i < sizeof(rowids) / sizeof(rowids[0]); i++) {
    char *sql = sqlite3_mprintf("INSERT INTO t(rowid, " COLUMNS ") VALUES(%s, 'n', 'CUSTOM', '{}')",
                                rowids[i].value);
    compare("BEGIN", sql, rowids[i].insert_code);
    sqlite3_free(sql);
    sql = sqlite3_mprintf("UPDATE t SET rowid = %s WHERE rowid = 1", rowids[i].value);
    compare("BEGIN", sql, rowids[i].update_code);
    sqlite3_free(sql);
  }
  /* Beyond the largest rowid SQLite looks for a free one. */
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  must(db, "INSERT INTO t(rowid, " COLUMNS ") VALUES(9223372036854775807, 'z', 'CUSTOM', '{}')");
  must(db, "INSERT INTO t(" COLUMNS ") VALUES" ROW("a"));
  CHECK(gives(db, "SELECT rowid = last_insert_rowid() FROM t WHERE name = 'a'", "1"));
  CHECK(sound(db));
  close_database(db);
}

/* ---- The quota is no constraint that OR IGNORE may pass over. */

static void test_quota(void) {
  static const char *const statements[] = {
      "INSERT OR %s INTO t(" COLUMNS ") VALUES" ROW("p") "," ROW("q"),
      "UPDATE OR %s t SET catalog_id = '000000000000' WHERE catalog_id = 'other'",
  };
  for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
    for (size_t m = 0; m < MODES; m++) {
      sqlite3 *db = open_database("");
      must(db, "CREATE VIRTUAL TABLE t USING glue_connections(quota=4)");
      must(db, contents);
      must(db, "INSERT INTO t(" COLUMNS ", catalog_id) VALUES('e', 'CUSTOM', '{}', 'other')");
      must(db, "BEGIN");
      if (i == 1) must(db, "UPDATE t SET name = 'd' WHERE catalog_id = 'other' AND name = 'b'");
      char *before = query(db, all_rows);
      char *sql = sqlite3_mprintf(statements[i], modes[m]);
      CHECK(
          refused(db, sql, SQLITE_ERROR, "ResourceNumberLimitExceededException: the quota of 4 "));
      /* A statement that fails for another reason than a constraint is undone as a whole. */
      CHECK(!sqlite3_get_autocommit(db));
      CHECK(gives(db, all_rows, before));
      CHECK(counters_right(db) && sound(db));
      sqlite3_free(sql);
      sqlite3_free(before);
      close_database(db);
    }
  }
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections(quota=3)");
  must(db, contents);
  /* At a full quota a duplicate is a duplicate, and OR REPLACE takes the place of what it replaces,
  ** also across two rows, or from the other catalog. */
  CHECK(refused(db, "INSERT INTO t(" COLUMNS ") VALUES" ROW("a"), SQLITE_CONSTRAINT_UNIQUE,
                "AlreadyExistsException: Connection already exists: a"));
  must(db, "INSERT OR IGNORE INTO t(" COLUMNS ") VALUES" ROW("a"));
  must(db, "INSERT OR REPLACE INTO t(" COLUMNS ") VALUES" ROW("a"));
  must(db, "INSERT OR REPLACE INTO t(rowid, " COLUMNS ") VALUES(2, 'new', 'CUSTOM', '{}')");
  CHECK(refused(db, "INSERT OR REPLACE INTO t(rowid, " COLUMNS ") VALUES(4, 'x', 'CUSTOM', '{}')",
                SQLITE_ERROR, "ResourceNumberLimitExceededException"));
  must(db, "UPDATE OR REPLACE t SET name = 'c', catalog_id = '000000000000' WHERE rowid = 4");
  CHECK(gives(db,
              "SELECT group_concat(catalog_id || '/' || name) FROM"
              " (SELECT * FROM t ORDER BY name, catalog_id)",
              "000000000000/a,other/b,000000000000/c,000000000000/new"));
  CHECK(counters_right(db) && sound(db));
  close_database(db);
}

/* ---- last_insert_rowid() is the last row that the user's own INSERT made. */

static void test_last_rowid(void) {
  static const char *const statements[] = {
      "UPDATE t SET description = 'x'",
      "UPDATE t SET name = 'z' WHERE name = 'a'",
      "UPDATE t SET catalog_id = 'third' WHERE name = 'z'",
      "UPDATE t SET rowid = 99 WHERE name = 'z'",
      "UPDATE OR REPLACE t SET rowid = 2 WHERE name = 'c'",
      "DELETE FROM t WHERE name = 'z'",
      "INSERT INTO t(t) VALUES('quota=5')",
      "INSERT INTO t(t) VALUES('integrity-check')",
      "INSERT INTO t(t) VALUES('rekey')",
      "CREATE VIRTUAL TABLE u USING glue_connections",
      "ALTER TABLE u RENAME TO v",
      "DROP TABLE v",
      "INSERT OR IGNORE INTO t(" COLUMNS ") VALUES" ROW("c"),
      "PRAGMA integrity_check",
  };
  sqlite3 *db = open_database("rowid.db");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  must(db, contents);
  must(db, "CREATE TABLE anchor(x); INSERT INTO anchor(rowid) VALUES(4711)");
  for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
    must(db, statements[i]);
    if (!CHECK(sqlite3_last_insert_rowid(db) == 4711)) fprintf(stderr, "%s\n", statements[i]);
  }
  CHECK(run(db, "INSERT INTO t(" COLUMNS ") VALUES" ROW("c")) == SQLITE_CONSTRAINT_UNIQUE);
  CHECK(run(db, "INSERT INTO t(" COLUMNS ") VALUES('n', 'NOTHING', '{}')") ==
        SQLITE_CONSTRAINT_CHECK);
  CHECK(run(db, "INSERT INTO t(t) VALUES('nonsense')") != SQLITE_OK);
  CHECK(sqlite3_last_insert_rowid(db) == 4711);
  must(db, "INSERT INTO t(rowid, " COLUMNS ") VALUES(4712, 'n', 'CUSTOM', '{}')");
  CHECK(sqlite3_last_insert_rowid(db) == 4712);
  /* Reopening connects the table, which writes nothing. */
  close_database(db);
  db = open_database("rowid.db");
  must(db, "INSERT INTO anchor(rowid) VALUES(4713)");
  CHECK(number(db, "SELECT count(*) FROM t") == 4);
  CHECK(sqlite3_last_insert_rowid(db) == 4713 && sqlite3_total_changes(db) == 1);
  CHECK(sound(db));
  close_database(db);
}

/* A statement that fails after some of its rows were written takes them back, and the settings that
** a command changed in between with them. */
static void test_settings_follow_the_statement(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  must(db, "BEGIN");
  CHECK(refused(db,
                "INSERT INTO t(t, " COLUMNS ") VALUES('quota=1', NULL, NULL, NULL),"
                " (NULL, 'a', 'CUSTOM', '{}'), (NULL, 'b', 'CUSTOM', '{}')",
                SQLITE_ERROR, "the quota of 1 "));
  must(db, "INSERT INTO t(" COLUMNS ") VALUES" ROW("a") "," ROW("b"));
  must(db, "COMMIT");
  CHECK(sound(db));
  close_database(db);
}

int main(void) {
  if (!begin()) return end();
  test_matrix();
  test_replaced_before_its_turn();
  test_rowids();
  test_quota();
  test_last_rowid();
  test_settings_follow_the_statement();
  return end();
}
