/* SPDX-License-Identifier: MIT */
/*
** The counters of connections, which a transaction changes in memory first: whatever statements,
** savepoints, rollbacks and changes of the schema follow one another, and whichever of them are
** interrupted or denied at any point, the counter of every catalog is the number of its rows, and the
** quota is neither exceeded nor reached too early.
**
** The statements are random; the seed is printed and fixed, $SEED sets another; LONG=1 runs more.
*/
#define _XOPEN_SOURCE 700
#include <stdint.h>

#include "table_fixture.h"

#define STEPS 6000
#define STEPS_LONG 300000
#define QUOTA 12
#define CATALOGS 4
#define HISTORY 400

static uint64_t state;

static int below(int n) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (int)((state >> 16) % (uint64_t)n);
}

/* What happened, to be shown when something is wrong. */
static char *history[HISTORY];
static int history_length;

static void note(const char *sql, int rc) {
  int slot = history_length++ % HISTORY;
  sqlite3_free(history[slot]);
  history[slot] = sqlite3_mprintf("%s  -> %d", sql, rc);
}

static void show_history(void) {
  for (int i = history_length > HISTORY ? history_length - HISTORY : 0; i < history_length; i++) {
    fprintf(stderr, "  %s\n", history[i % HISTORY]);
  }
}

/* ---- Random statements. */

static const char table[] = "t";

/* Where a connection of that catalog is inserted. */
#define REGION_OF(catalog) ((catalog) % 2)

/* The catalog of an INSERT of one row; -1 for every other statement. */
static int only_catalog;

static char *random_insert(void) {
  static const char *const verbs[] = {"INSERT", "INSERT OR IGNORE", "INSERT OR FAIL",
                                      "INSERT OR REPLACE", "INSERT OR ROLLBACK"};
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(
      out, "%s INTO %s(name, connection_type, connection_properties, catalog_id, region) VALUES ",
      verbs[below(8) % 5], table);
  int count = below(2) ? 1 : 2 + below(4);
  for (int i = 0; i < count; i++) {
    int catalog = below(CATALOGS);
    /* Now and then one that is refused, after others that are not. */
    sqlite3_str_appendf(out, "%s('n%d', '%s', '{}', 'c%d', 'r%d')", i ? ", " : "", below(25),
                        below(12) ? "CUSTOM" : "", catalog, REGION_OF(catalog));
    if (count == 1) only_catalog = catalog;
  }
  return sqlite3_str_finish(out);
}

static char *random_update(void) {
  static const char *const verbs[] = {"UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"};
  const char *verb = verbs[below(3)];
  switch (below(4)) {
  case 3:
    return sqlite3_mprintf("%s %s SET region = 'r%d' WHERE name = 'n%d'", verb, table, below(2),
                           below(25));
  case 0:
    return sqlite3_mprintf("%s %s SET catalog_id = 'c%d' WHERE name = 'n%d'", verb, table,
                           below(CATALOGS), below(25));
  case 1:
    return sqlite3_mprintf("%s %s SET name = 'n%d' WHERE name = 'n%d' AND catalog_id = 'c%d'", verb,
                           table, below(25), below(25), below(CATALOGS));
  default:
    return sqlite3_mprintf("%s %s SET rowid = %d WHERE name = 'n%d' AND catalog_id = 'c%d'", verb,
                           table, 1 + below(40), below(25), below(CATALOGS));
  }
}

static char *random_other(void) {
  switch (below(12)) {
  case 0: return sqlite3_mprintf("BEGIN");
  case 1: return sqlite3_mprintf("BEGIN IMMEDIATE");
  case 2: return sqlite3_mprintf("COMMIT");
  case 3: return sqlite3_mprintf("ROLLBACK");
  case 4:
  case 5: return sqlite3_mprintf("SAVEPOINT s%d", below(3));
  case 6:
  case 7: return sqlite3_mprintf("ROLLBACK TO s%d", below(3));
  case 8: return sqlite3_mprintf("RELEASE s%d", below(3));
  case 9: return sqlite3_mprintf("CREATE TABLE o%d(a)", below(3));
  case 10: return sqlite3_mprintf("DROP TABLE o%d", below(3));
  default: return sqlite3_mprintf("ANALYZE");
  }
}

static char *random_delete(void) {
  if (below(5)) return sqlite3_mprintf("DELETE FROM %s WHERE name = 'n%d'", table, below(25));
  return sqlite3_mprintf("DELETE FROM %s WHERE catalog_id = 'c%d'", table, below(CATALOGS));
}

static char *random_statement(void) {
  only_catalog = -1;
  switch (below(10)) {
  case 0:
  case 1:
  case 2:
  case 3:
  case 4: return random_insert();
  case 5: return random_update();
  case 6: return random_delete();
  default: return random_other();
  }
}

/* ---- What must hold. */

static sqlite3_int64 answer(sqlite3 *db, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *sql = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  sqlite3_int64 value = number(db, sql);
  sqlite3_free(sql);
  return value;
}

/* No catalog holds more than the quota, and one that was said to be full is. */
static bool quota_holds(sqlite3 *db, bool full) {
  sqlite3_int64 most = answer(db,
                              "SELECT coalesce(max(n), 0) FROM"
                              " (SELECT count(*) AS n FROM %s GROUP BY catalog_id, region)",
                              table);
  if (most > QUOTA) return false;
  if (!full || only_catalog < 0) return true;
  return answer(db, "SELECT count(*) FROM %s WHERE catalog_id = 'c%d' AND region = 'r%d'", table,
                only_catalog, REGION_OF(only_catalog)) == QUOTA;
}

static bool counters_right(sqlite3 *db) {
  return answer(db,
                "SELECT count(*) FROM (SELECT catalog_id, region, count(*) FROM %s_data GROUP BY"
                " 1, 2 EXCEPT SELECT catalog_id, region, connections FROM %s_catalogs)",
                table, table) == 0 &&
         answer(db,
                "SELECT (SELECT count(*) FROM %s) -"
                " (SELECT coalesce(sum(connections), 0) FROM %s_catalogs)",
                table, table) == 0;
}

/* ---- Statements that are stopped: interrupted, or refused by an authorizer. */

static int patience = -1; /* instructions or questions until then; -1: no end */

static int interrupt(void *unused) {
  (void)unused;
  return patience >= 0 && patience-- == 0;
}

static int deny(void *unused, int action, const char *first, const char *second,
                const char *database, const char *trigger) {
  (void)action, (void)first, (void)second, (void)database, (void)trigger;
  return interrupt(unused) ? SQLITE_DENY : SQLITE_OK;
}

static int run_stopped(sqlite3 *db, const char *sql) {
  bool denied = below(4) == 0;
  patience = below(denied ? 12 : 300);
  if (denied) {
    sqlite3_set_authorizer(db, deny, NULL);
  } else {
    sqlite3_progress_handler(db, 1, interrupt, NULL);
  }
  int rc = run(db, sql);
  sqlite3_set_authorizer(db, NULL, NULL);
  sqlite3_progress_handler(db, 0, NULL, NULL);
  patience = -1;
  return rc;
}

/* The quota is reached so often, and so many transactions commit, that the test is worth its time. */
static int refusals, commits, stops;

static bool step(sqlite3 *db) {
  char *sql = random_statement();
  bool was_open = !sqlite3_get_autocommit(db);
  int rc = below(6) ? run(db, sql) : run_stopped(db, sql);
  bool full = rc == SQLITE_ERROR && strstr(sqlite3_errmsg(db), "ResourceNumberLimitExceeded");
  note(sql, rc);
  sqlite3_free(sql);
  bool is_closed = sqlite3_get_autocommit(db);
  refusals += full;
  commits += was_open && is_closed;
  stops += rc == SQLITE_INTERRUPT || rc == SQLITE_AUTH;
  return CHECK(rc == SQLITE_OK || rc == SQLITE_ERROR || rc == SQLITE_INTERRUPT ||
               rc == SQLITE_AUTH || (rc & 0xff) == SQLITE_CONSTRAINT) &&
         CHECK(quota_holds(db, full)) && (!is_closed || CHECK(counters_right(db)));
}

static void test_at_random(int steps) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections(quota=12)");
  for (int i = 0; i < steps; i++) {
    if (step(db)) continue;
    show_history();
    break;
  }
  if (!sqlite3_get_autocommit(db)) must(db, "COMMIT");
  CHECK(counters_right(db));
  CHECK(refusals > steps / 200 && commits > steps / 100 && stops > steps / 20);
  CHECK(sound(db));
  close_database(db);
}

/* ---- More catalogs than are kept in memory, in one transaction. */

static void test_many_catalogs(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections(quota=2);"
           "BEGIN;"
           "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
           " INSERT INTO t(name, connection_type, connection_properties, catalog_id)"
           " SELECT 'n' || i, 'CUSTOM', '{}', 'c' || (i % 500) FROM n");
  CHECK(refused(db,
                "INSERT INTO t(name, connection_type, connection_properties, catalog_id)"
                " VALUES('x', 'CUSTOM', '{}', 'c7')",
                SQLITE_ERROR, "quota of 2 connections in catalog c7"));
  must(db, "UPDATE t SET catalog_id = 'other' || rowid; COMMIT");
  CHECK(counters_right(db));
  CHECK(sound(db));
  close_database(db);
}

/* ---- The table itself changes in the transaction. */

static void test_rename_and_drop(void) {
  static const char row[] = "INSERT INTO %s(name, connection_type, connection_properties)"
                            " VALUES('%s', 'CUSTOM', '{}')";
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections(quota=3); BEGIN");
  CHECK(runf(db, row, "t", "a") == SQLITE_OK);
  must(db, "SAVEPOINT s; ALTER TABLE t RENAME TO u");
  CHECK(runf(db, row, "u", "b") == SQLITE_OK);
  must(db, "ROLLBACK TO s");
  CHECK(runf(db, row, "t", "b") == SQLITE_OK);
  must(db, "ALTER TABLE t RENAME TO u");
  CHECK(runf(db, row, "u", "c") == SQLITE_OK);
  CHECK(runf(db, row, "u", "d") == SQLITE_ERROR);
  must(db, "COMMIT");
  CHECK(gives(db, "SELECT connections FROM u_catalogs", "3"));
  must(db,
       "BEGIN; DELETE FROM u WHERE name = 'a'; SAVEPOINT s; DROP TABLE u; ROLLBACK TO s; COMMIT");
  CHECK(gives(db, "SELECT connections FROM u_catalogs", "2"));
  must(db, "BEGIN; DELETE FROM u; DROP TABLE u; CREATE VIRTUAL TABLE u USING glue_connections");
  CHECK(runf(db, row, "u", "a") == SQLITE_OK);
  must(db, "COMMIT");
  CHECK(gives(db, "SELECT connections FROM u_catalogs", "1"));
  CHECK(sound(db));
  close_database(db);
}

/* ---- A counter that is off keeps nobody from deleting. */

static void test_wrong_counter(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections;"
           "INSERT INTO t(name, connection_type, connection_properties) VALUES"
           " ('a', 'CUSTOM', '{}'), ('b', 'CUSTOM', '{}');"
           "UPDATE t_catalogs SET connections = 1; DELETE FROM t");
  CHECK(gives(db, "SELECT connections FROM t_catalogs", "0"));
  CHECK(sound(db));
  close_database(db);
}

/* ---- A counter that cannot be written, or not be read, is an error of the statement. */

#define HUNDRED "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) "
#define INTO_T "INTO t(rowid, name, connection_type, connection_properties, catalog_id) "

/* Each changes more counters than are kept, so that some are written before its end. */
static void test_unwritable(void) {
  static const char *const statements[] = {
      HUNDRED "INSERT " INTO_T "SELECT 100 + i, 'n', 'CUSTOM', '{}', 'new' || i FROM n",
      HUNDRED "INSERT OR REPLACE " INTO_T "SELECT i, 'n', 'CUSTOM', '{}', 'new' || i FROM n",
      "UPDATE t SET catalog_id = 'new' || rowid",
      "DELETE FROM t",
  };
  for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
    sqlite3 *db = open_database("");
    must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
    must(db, HUNDRED "INSERT " INTO_T "SELECT i, 'n', 'CUSTOM', '{}', 'c' || i FROM n");
    must(db, "CREATE TRIGGER x BEFORE INSERT ON t_catalogs"
             " WHEN new.catalog_id IN ('c33', 'new33') BEGIN SELECT RAISE(FAIL, 'no'); END");
    CHECK(run(db, statements[i]) == SQLITE_CONSTRAINT_TRIGGER);
    CHECK(gives(db, "SELECT count(*), max(rowid), max(catalog_id) FROM t", "100|100|c99"));
    CHECK(counters_right(db));
    must(db, "DROP TRIGGER x");
    must(db, statements[i]);
    CHECK(gives(db, "SELECT max(connections) FROM t_catalogs WHERE catalog_id = 'new7'",
                i < 3 ? "1" : "NULL"));
    CHECK(sound(db));
    close_database(db);
  }
}

/* The rows that OR FAIL leaves there are counted, although the trigger has undone the statement that
** was to write a counter. */
static void test_unwritable_for_now(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections;"
           "CREATE TRIGGER x BEFORE INSERT ON t_catalogs WHEN new.catalog_id = 'c50' BEGIN"
           " SELECT RAISE(ABORT, 'no'); END; BEGIN");
  CHECK(
      run(db, HUNDRED "INSERT OR FAIL " INTO_T "SELECT i, 'n', 'CUSTOM', '{}', 'c' || i FROM n") ==
      SQLITE_CONSTRAINT_TRIGGER);
  CHECK(number(db, "SELECT count(*) FROM t") > 50);
  must(db, "DROP TRIGGER x; COMMIT");
  CHECK(counters_right(db) && sound(db));
  close_database(db);
}

/* A savepoint that cannot be made, as a counter cannot be written, takes nothing with it that is older. */
static void test_failed_savepoint(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections; CREATE TABLE stop(x);"
           "CREATE TRIGGER x BEFORE INSERT ON t_catalogs WHEN EXISTS (SELECT 1 FROM stop) BEGIN"
           " SELECT RAISE(ABORT, 'no'); END");
  for (int older = 0; older < 2; older++) {
    must(db, "BEGIN; SAVEPOINT older; INSERT " INTO_T "VALUES(1, 'a', 'CUSTOM', '{}', 'one');"
             "INSERT INTO stop VALUES(1)");
    CHECK(run(db, "SAVEPOINT newer") == SQLITE_CONSTRAINT_TRIGGER && !sqlite3_get_autocommit(db));
    must(db, older ? "ROLLBACK TO older; COMMIT" : "DELETE FROM stop; COMMIT");
    CHECK(number(db, "SELECT count(*) FROM t") == (older ? 0 : 1));
    CHECK(counters_right(db));
    must(db, "DELETE FROM t");
  }
  must(db, "DROP TRIGGER x");
  CHECK(sound(db));
  close_database(db);
}

/* Nor does that of a statement, to which SQLite goes back though it was never made: the counters that were to be
** written, of this table and of another one, in places that are refused and in others. */
static void test_failed_statement_savepoint(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections; CREATE VIRTUAL TABLE u USING "
           "glue_connections;"
           "CREATE TABLE stop(x);"
           "CREATE TRIGGER x BEFORE INSERT ON t_catalogs WHEN new.catalog_id IN stop BEGIN"
           " SELECT RAISE(ABORT, 'no'); END;"
           "CREATE TRIGGER y BEFORE INSERT ON u_catalogs BEGIN SELECT RAISE(IGNORE) WHERE 0; END");
  static const char *const stops[] = {"INSERT INTO stop VALUES('')",
                                      "INSERT INTO stop VALUES('one')",
                                      "INSERT INTO stop VALUES('two')"};
  for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++) {
    must(db, "BEGIN; INSERT INTO u(name, connection_type, connection_properties)"
             " VALUES('a', 'CUSTOM', '{}')");
    must(db, "INSERT " INTO_T "VALUES(1, 'a', 'CUSTOM', '{}', NULL)");
    must(db, "INSERT " INTO_T "VALUES(2, 'a', 'CUSTOM', '{}', 'one')");
    must(db, "INSERT " INTO_T "VALUES(3, 'a', 'CUSTOM', '{}', 'two')");
    must(db, stops[i]);
    CHECK(run(db, "INSERT INTO t(name, connection_type, connection_properties)"
                  " SELECT 'b' || value, 'CUSTOM', '{}' FROM json_each('[1, 2]')") != SQLITE_OK);
    must(db, "DELETE FROM stop; COMMIT");
    CHECK(number(db, "SELECT count(*) FROM t") == 3 && number(db, "SELECT count(*) FROM u") == 1);
    CHECK(number(db, "SELECT sum(connections) FROM t_catalogs") == 3);
    CHECK(number(db, "SELECT sum(connections) FROM u_catalogs") == 1);
    must(db, "DELETE FROM t; DELETE FROM u");
  }
  must(db, "DROP TRIGGER x; DROP TRIGGER y");
  CHECK(sound(db));
  close_database(db);
}

/* The table of the counters goes while the transaction keeps some in memory: a statement that wants
** it fails, and at the latest the transaction. */
static void test_lost_table(void) {
  static const char *const statements[] = {
      "INSERT " INTO_T "VALUES(NULL, 'c', 'CUSTOM', '{}', 'one')",
      "INSERT OR REPLACE " INTO_T "VALUES(2, 'c', 'CUSTOM', '{}', 'one')",
      "UPDATE t SET catalog_id = 'two' WHERE name = 'a'",
      "UPDATE OR REPLACE t SET catalog_id = 'one', rowid = 1 WHERE name = 'b'",
      "DELETE FROM t WHERE name = 'a'",
  };
  static const char rows[] = "SELECT rowid, name, catalog_id FROM t";
  for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
    sqlite3 *db = open_database("");
    must(db,
         "CREATE VIRTUAL TABLE t USING glue_connections;"
         "INSERT " INTO_T "VALUES(1, 'a', 'CUSTOM', '{}', 'one'), (2, 'b', 'CUSTOM', '{}', 'two')");
    must(db, "BEGIN");
    must(db, statements[i]);
    must(db, "ROLLBACK; BEGIN; UPDATE t SET catalog_id = 'three'; DROP TABLE t_catalogs;"
             "UPDATE t SET description = 'x'");
    if (run(db, statements[i]) == SQLITE_OK) {
      CHECK(refused(db, "COMMIT", SQLITE_CORRUPT_VTAB, "the shadow tables of t are damaged"));
    } else {
      CHECK(sqlite3_extended_errcode(db) == SQLITE_CORRUPT_VTAB);
      must(db, "ROLLBACK");
    }
    CHECK(gives(db, rows, "1|a|one\n2|b|two"));
    must(db, statements[i]);
    CHECK(counters_right(db) && sound(db));
    close_database(db);
  }
}

int main(void) {
  const char *seed = getenv("SEED"), *lengthy = getenv("LONG");
  if (!begin()) return end();
  state = seed ? strtoull(seed, NULL, 10) : 20261125;
  printf("SEED=%llu\n", (unsigned long long)state);
  if (state == 0) state = 1;
  test_at_random(lengthy && *lengthy ? STEPS_LONG : STEPS);
  test_many_catalogs();
  test_rename_and_drop();
  test_wrong_counter();
  test_unwritable();
  test_unwritable_for_now();
  test_failed_savepoint();
  test_failed_statement_savepoint();
  test_lost_table();
  for (int i = 0; i < HISTORY; i++) sqlite3_free(history[i]);
  return end();
}
