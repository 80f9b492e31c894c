/* SPDX-License-Identifier: MIT */
/*
** Any sequence of writes and transactions: the table of the extension and an ordinary table with the
** same rules (NOT NULL, CHECK, UNIQUE) answer every statement with the same code and the same
** changes(), and hold the same rows under the same rowids afterwards, whatever the conflict clause.
**
** The input is a sequence of choices. Each statement is written once, for a table named t; there
** are two databases, so that a ROLLBACK is each one's own affair.
*/
#define _XOPEN_SOURCE 700
#include "fuzz.h"

const unsigned long fuzz_mutations = 1500;

#define STATEMENTS_MAX 60

static sqlite3 *ours, *ordinary;

/* ---- Statements. */

/* A NULL is for name an error; so are the names that are too long. */
static const char *const names[] = {"'a'",
                                    "'b'",
                                    "'c'",
                                    "'A'",
                                    "'\xc3\xa9'",
                                    "NULL",
                                    "''",
                                    "printf('%.*c', 255, 'x')",
                                    "printf('%.*c', 256, 'x')"};
static const char *const catalogs[] = {"'000000000000'", "'k'", "'l'", "''"};
static const char *const regions[] = {"'us-east-1'", "'k'", "''"};
static const char *const types[] = {"'JDBC'", "'CUSTOM'", "NULL"};
static const char *const rowids[] = {"NULL", "1",   "2",   "3",   "7",  "-1",
                                     "0",    "'4'", "5.0", "5.5", "'x'"};
static const char *const conflicts[] = {"",          "OR ABORT",   "OR FAIL",
                                        "OR IGNORE", "OR REPLACE", "OR ROLLBACK"};
/* Each makes both tables look at their rows in the order of the rowids: the order decides which of
** two rows that get into each other's way is the first. */
static const char *const conditions[] = {
    "rowid = 1",    "rowid = 2",         "rowid = 3", "+rowid > 1", "+rowid < 3",
    "+name = 'a'",  "+catalog_id = 'k'", "1",         "0",          "+connection_type = 'JDBC'",
    "+region = 'k'"};
static const char *const transactions[] = {"BEGIN",       "COMMIT",        "ROLLBACK",
                                           "SAVEPOINT s", "ROLLBACK TO s", "RELEASE s",
                                           "SAVEPOINT r", "ROLLBACK TO r", "RELEASE r"};

static void append_row(Choices *choices, sqlite3_str *sql, bool with_rowid) {
  if (with_rowid) sqlite3_str_appendf(sql, "(%s, ", CHOOSE(choices, rowids));
  if (!with_rowid) sqlite3_str_appendchar(sql, 1, '(');
  sqlite3_str_appendf(sql, "%s, %s, %s, ", CHOOSE(choices, names), CHOOSE(choices, catalogs),
                      CHOOSE(choices, types));
  sqlite3_str_appendf(sql, "%s, ", CHOOSE(choices, regions));
  sqlite3_str_appendf(sql, "'{}', 'd%u')", choose(choices, 4));
}

static void append_insert(Choices *choices, sqlite3_str *sql) {
  bool with_rowid = choose(choices, 3) == 0;
  sqlite3_str_appendf(sql, "INSERT %s INTO t(%s", CHOOSE(choices, conflicts),
                      with_rowid ? "rowid, " : "");
  sqlite3_str_appendall(sql, "name, catalog_id, connection_type, region, connection_properties,"
                             " description) VALUES");
  unsigned rows = 1 + choose(choices, 4);
  for (unsigned i = 0; i < rows; i++) {
    if (i > 0) sqlite3_str_appendall(sql, ", ");
    append_row(choices, sql, with_rowid);
  }
}

static void append_assignment(Choices *choices, sqlite3_str *sql) {
  switch (choose(choices, 9)) {
  case 8: sqlite3_str_appendf(sql, "region = %s", CHOOSE(choices, regions)); break;
  case 0: sqlite3_str_appendf(sql, "name = %s", CHOOSE(choices, names)); break;
  case 1: sqlite3_str_appendf(sql, "catalog_id = %s", CHOOSE(choices, catalogs)); break;
  case 2: sqlite3_str_appendf(sql, "connection_type = %s", CHOOSE(choices, types)); break;
  case 3: sqlite3_str_appendf(sql, "description = 'd%u'", choose(choices, 4)); break;
  case 4: sqlite3_str_appendf(sql, "rowid = %s", CHOOSE(choices, rowids)); break;
  case 5: sqlite3_str_appendall(sql, "name = name || 'a'"); break;
  case 6: sqlite3_str_appendall(sql, "rowid = rowid + 1"); break;
  default: sqlite3_str_appendall(sql, "name = substr(name, 1, 1)");
  }
}

static void append_update(Choices *choices, sqlite3_str *sql) {
  sqlite3_str_appendf(sql, "UPDATE %s t SET ", CHOOSE(choices, conflicts));
  append_assignment(choices, sql);
  /* The second one is of another column, as the last of two assignments counts. */
  if (choose(choices, 4) == 0) {
    sqlite3_str_appendf(sql, ", tags = '{\"k\":\"%u\"}'", choose(choices, 3));
  }
  sqlite3_str_appendf(sql, " WHERE %s", CHOOSE(choices, conditions));
}

/* For sqlite3_free(). */
static char *next_statement(Choices *choices) {
  sqlite3_str *sql = sqlite3_str_new(NULL);
  switch (choose(choices, 8)) {
  case 0:
  case 1:
  case 2: append_insert(choices, sql); break;
  case 3:
  case 4: append_update(choices, sql); break;
  case 5: sqlite3_str_appendf(sql, "DELETE FROM t WHERE %s", CHOOSE(choices, conditions)); break;
  case 6:
    sqlite3_str_appendf(sql,
                        "INSERT %s INTO t(name, catalog_id, region, connection_type,"
                        " connection_properties, description) SELECT name, %s,"
                        " region, connection_type, connection_properties, description FROM t"
                        " WHERE %s ORDER BY rowid",
                        CHOOSE(choices, conflicts), CHOOSE(choices, catalogs),
                        CHOOSE(choices, conditions));
    break;
  default: sqlite3_str_appendall(sql, CHOOSE(choices, transactions));
  }
  return sqlite3_str_finish(sql);
}

/* ---- The comparison. */

static const char rows_sql[] =
    "SELECT rowid, name, catalog_id, region, connection_type, description, tags"
    " FROM t ORDER BY rowid";

/* Which constraint it is that fails, each has its own words for. */
static bool same_codes(int a, int b) {
  return (a & 0xff) == (b & 0xff);
}

/* Whether changes() is to be the same. Of an UPDATE OR REPLACE that takes away a row it would have come
** to later, SQLite counts that row too if the table is virtual; and SAVEPOINT and COMMIT, which are
** no changes, leave the number of what they have our table write. */
static bool counts_alike(const char *sql) {
  return strncmp(sql, "INSERT", 6) == 0 || strncmp(sql, "DELETE", 6) == 0 ||
         (strncmp(sql, "UPDATE", 6) == 0 && strstr(sql, "OR REPLACE") == NULL);
}

/* Between transactions, the counters stand in the file as they must. */
static void check_counters(void) {
  MUST(fuzz_gives(ours,
                  "SELECT catalog_id, region, sum(n) FROM (SELECT catalog_id, region, connections"
                  " AS n FROM t_catalogs UNION ALL SELECT catalog_id, region, -1 FROM t_data)"
                  " GROUP BY 1, 2 HAVING sum(n) <> 0",
                  ""));
}

static void check(const char *sql) {
  int our_rc = fuzz_run(ours, sql), ordinary_rc = fuzz_run(ordinary, sql);
  char *our_rows = fuzz_rows(ours, rows_sql, NULL);
  char *ordinary_rows = fuzz_rows(ordinary, rows_sql, NULL);
  bool same = same_codes(our_rc, ordinary_rc) && strcmp(our_rows, ordinary_rows) == 0 &&
              sqlite3_get_autocommit(ours) == sqlite3_get_autocommit(ordinary) &&
              (!counts_alike(sql) || sqlite3_changes(ours) == sqlite3_changes(ordinary)) &&
              sqlite3_last_insert_rowid(ours) == sqlite3_last_insert_rowid(ordinary);
  if (!same) {
    fprintf(stderr, "%s\n  ours: code %d, %d changes, last rowid %lld\n%s", sql, our_rc,
            sqlite3_changes(ours), sqlite3_last_insert_rowid(ours), our_rows);
    fprintf(stderr, "  ordinary: code %d, %d changes, last rowid %lld\n%s", ordinary_rc,
            sqlite3_changes(ordinary), sqlite3_last_insert_rowid(ordinary), ordinary_rows);
  }
  MUST(same);
  sqlite3_free(our_rows);
  sqlite3_free(ordinary_rows);
  MUST(fuzz_busy(ours) == 0);
  if (sqlite3_get_autocommit(ours)) check_counters();
}

static void open_tables(void) {
  ordinary = fuzz_open();
  fuzz_must_run(
      ordinary,
      "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK(length(name) BETWEEN 1 AND"
      " 255), catalog_id TEXT NOT NULL CHECK(length(catalog_id) BETWEEN 1 AND 255),"
      " region TEXT NOT NULL DEFAULT 'us-east-1' CHECK(length(region) BETWEEN 1 AND 64),"
      " connection_type TEXT NOT NULL, connection_properties TEXT NOT NULL, description TEXT,"
      " tags TEXT NOT NULL DEFAULT '{}', UNIQUE(name, catalog_id, region))");
  ours = fuzz_open();
  fuzz_must_run(ours, "CREATE VIRTUAL TABLE t USING glue_connections(validation=lenient, quota=0)");
}

static void empty(sqlite3 *db) {
  if (!sqlite3_get_autocommit(db)) fuzz_must_run(db, "ROLLBACK");
  fuzz_must_run(db, "DELETE FROM t");
  fuzz_must_run(db, "INSERT INTO t(rowid, name, catalog_id, connection_type,"
                    " connection_properties) VALUES(1, 'a', 'k', 'JDBC', '{}'),"
                    " (2, 'b', 'k', 'CUSTOM', '{}'), (3, 'a', 'l', 'CUSTOM', '{}')");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Choices choices = {data, data + size};
  if (ours == NULL) open_tables();
  empty(ours);
  empty(ordinary);
  for (int i = 0; choices_left(&choices) && i < STATEMENTS_MAX; i++) {
    char *sql = next_statement(&choices);
    check(sql);
    sqlite3_free(sql);
  }
  fuzz_must_run(ours, "INSERT INTO t(t) VALUES('integrity-check')");
  if (!sqlite3_get_autocommit(ours)) fuzz_must_run(ours, "COMMIT");
  if (!sqlite3_get_autocommit(ordinary)) fuzz_must_run(ordinary, "COMMIT");
  check_counters();
  return 0;
}
