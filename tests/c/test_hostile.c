/* SPDX-License-Identifier: MIT */
/*
** Databases that somebody else has prepared, and hosts whose functions call back.
**
** Triggers on the shadow tables call a function of the host, which runs SQL on the same database
** connection while a statement of ours is at work: it drops or renames the table, writes to it, ends the
** transaction, changes the schema. Whatever it does and whenever,
**
**  - nothing crashes (the sanitizers look on), and no memory is lost;
**  - what would pull the table out from under the statement at work is refused with SQLITE_LOCKED, and the
**    statement does what it does otherwise;
**  - where the transaction is ended or rolled back from inside, the statement fails, and nothing of it
**    is left;
**  - the counters are right afterwards.
**
** Then triggers that raise errors or ignore rows, indexes that are not ours, lowered limits: what they
** say reaches the user as SQLite says it. Then contents that try to get into messages.
*/
#define _XOPEN_SOURCE 700
#include "table_fixture.h"

#include "model/columns.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char secret[] = "Cl3ar-S3cret";

/* ---- A host that calls back. */

static struct {
  const char *sql; /* NULL: only calls are counted */
  int remaining;   /* calls until the SQL is run */
  int calls;
  int code; /* what the SQL came to, extended; -1: it has not been run */
  int done; /* its statements that succeeded */
  bool is_running;
  bool found_none;      /* there was no row to be changed */
  bool has_rolled_back; /* a ROLLBACK, or SQLite for an error, has ended the transaction */
} callback;

/* host(): called by the triggers and views of the hostile schema. */
static void host(sqlite3_context *context, int count, sqlite3_value **values) {
  sqlite3 *db = sqlite3_context_db_handle(context);
  (void)count, (void)values;
  sqlite3_result_int(context, 1);
  if (callback.is_running) return;
  callback.calls++;
  if (callback.sql == NULL || callback.remaining-- != 0) return;
  callback.is_running = true;
  callback.code = SQLITE_OK;
  for (const char *sql = callback.sql; *sql && callback.code == SQLITE_OK;) {
    sqlite3_stmt *statement = NULL;
    callback.code = sqlite3_prepare_v2(db, sql, -1, &statement, &sql);
    while (callback.code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) continue;
    int rc = sqlite3_finalize(statement);
    if (callback.code == SQLITE_OK) callback.code = rc;
    callback.done += callback.code == SQLITE_OK;
  }
  callback.found_none = callback.code == SQLITE_OK && sqlite3_changes(db) == 0;
  if (callback.code != SQLITE_OK) callback.code = sqlite3_extended_errcode(db);
  callback.is_running = false;
}

static void note_rollback(void *context) {
  (void)context;
  if (callback.is_running) callback.has_rolled_back = true;
}

static void plan_callback(const char *sql, int remaining) {
  memset(&callback, 0, sizeof(callback));
  callback.sql = sql;
  callback.remaining = remaining;
  callback.code = -1;
}

/* ---- The database. */

static const char setup[] =
    "PRAGMA recursive_triggers = on;"
    "CREATE VIRTUAL TABLE c USING glue_connections(quota=20);"
    "CREATE VIRTUAL TABLE other USING glue_connections;"
    "CREATE TABLE log(x UNIQUE CHECK(x <> 'no'));"
    "INSERT INTO log VALUES('kept');"
    "INSERT INTO c(rowid, name, connection_type, connection_properties, catalog_id) VALUES"
    " (1, 'a', 'JDBC', "
    "'{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"PASSWORD\":\"Cl3ar-S3cret\"}',"
    "  NULL),"
    " (2, 'b', 'CUSTOM', '{}', NULL), (3, 'a', 'CUSTOM', '{}', 'lake'), (4, 'd', 'CUSTOM', '{}', "
    "NULL)";

static const char *const shadows[] = {"data", "catalogs", "config"};

/* Every event on every shadow table calls the host. */
static void create_triggers(sqlite3 *db) {
  static const char *const times[] = {"BEFORE", "AFTER"};
  static const char *const events[] = {"INSERT", "UPDATE", "DELETE"};
  int number_of = 0;
  for (size_t s = 0; s < COUNT(shadows); s++) {
    for (size_t t = 0; t < COUNT(times); t++) {
      for (size_t e = 0; e < COUNT(events); e++) {
        CHECK(runf(db, "CREATE TRIGGER hostile_%d %s %s ON c_%s BEGIN SELECT host(); END",
                   number_of++, times[t], events[e], shadows[s]) == SQLITE_OK);
      }
    }
  }
}

/* Those that are still there: their table may be gone or have another name. */
static void drop_triggers(sqlite3 *db) {
  char *drops = query(db, "SELECT group_concat(format('DROP TRIGGER \"%w\"', name), ';')"
                          " FROM sqlite_schema WHERE type = 'trigger'");
  if (strcmp(drops, "NULL") != 0) must(db, drops);
  sqlite3_free(drops);
}

static sqlite3 *open_hostile(void) {
  sqlite3 *db = open_database("");
  CHECK(sqlite3_create_function(db, "host", 0, SQLITE_UTF8, NULL, host, NULL, NULL) == SQLITE_OK);
  sqlite3_rollback_hook(db, note_rollback, NULL);
  plan_callback(NULL, 0);
  must(db, setup);
  return db;
}

/* What the table holds, without what differs from run to run. In a transaction the counters may still be
** in memory: a savepoint brings them to where they are stored. */
static char *contents(sqlite3 *db) {
  if (!sqlite3_get_autocommit(db)) must(db, "SAVEPOINT contents; RELEASE contents");
  return query(db, "SELECT rowid, name, catalog_id, tags, description,"
                   " glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties' FROM c"
                   " UNION ALL SELECT 'count', catalog_id, connections, NULL, NULL, NULL"
                   " FROM c_catalogs WHERE connections > 0"
                   " UNION ALL SELECT 'setting', key, value, NULL, NULL, NULL FROM c_config"
                   " ORDER BY 1, 2, 3");
}

/* ---- Callbacks. */

typedef enum Effect {
  IS_LOCKED, /* refused with SQLITE_LOCKED, as if it had not been tried */
  IS_ASIDE,  /* concerns nothing of ours; allowed or not, the statement goes on */
  ENDS,      /* where it is allowed, nothing of the statement stays */
  ALTERS,    /* the shadow tables themselves: the table may be damaged afterwards */
} Effect;

/* No ALTER TABLE on a table that is being written to: SQLite itself (3.38 to 3.53) reads memory that it has
** freed then, of any STRICT table with such a trigger. */
static const struct {
  const char *sql;
  Effect effect;
} callbacks[] = {
    {"DROP TABLE c", IS_LOCKED},
    {"ALTER TABLE c RENAME TO renamed", IS_LOCKED},
    {"INSERT INTO c(" COLUMNS ") VALUES" ROW("inner"), IS_LOCKED},
    {"INSERT OR REPLACE INTO c(" COLUMNS ") VALUES" ROW("b"), IS_LOCKED},
    {"INSERT OR IGNORE INTO c(" COLUMNS ") VALUES" ROW("inner"), IS_LOCKED},
    {"UPDATE c SET description = 'inner'", IS_LOCKED},
    {"UPDATE c SET catalog_id = 'inner'", IS_LOCKED},
    {"DELETE FROM c WHERE name = 'd'", IS_LOCKED},
    {"INSERT INTO c(c) VALUES('quota=7')", IS_LOCKED},
    {"INSERT INTO c(c) VALUES('rekey')", IS_LOCKED},
    {"INSERT INTO c(c) VALUES('integrity-check')", IS_LOCKED},
    {"SELECT glue_principal('user/inner')", IS_LOCKED},
    {"SELECT *, request, connection FROM c ORDER BY name", IS_ASIDE},
    {"SELECT glue_decrypt(request) FROM c", IS_ASIDE},
    {"SELECT f.* FROM c, glue_lint(c.request) f", IS_ASIDE},
    {"INSERT OR IGNORE INTO log VALUES('kept')", IS_ASIDE},
    {"INSERT INTO log VALUES('kept')", IS_ASIDE}, /* fails */
    {"UPDATE log SET x = x; DELETE FROM log WHERE x = 'nothing'", IS_ASIDE},
    {"INSERT INTO other(" COLUMNS ") VALUES" ROW("x") "; DELETE FROM other", IS_ASIDE},
    {"CREATE TABLE passing(x); DROP TABLE passing", IS_ASIDE},
    {"CREATE TEMP TABLE passing(x)", IS_ASIDE},
    {"CREATE VIRTUAL TABLE temp.passing USING glue_connections", IS_ASIDE},
    {"SELECT glue_keyring(glue_keyring())", IS_ASIDE},
    {"SAVEPOINT s", IS_ASIDE},
    {"RELEASE outermost", IS_ASIDE},
    {"BEGIN; SELECT * FROM c; COMMIT", IS_ASIDE},
    {"COMMIT", IS_ASIDE},
    {"VACUUM", IS_ASIDE},
    {"ATTACH ':memory:' AS x; DETACH x", IS_ASIDE},
    {"ANALYZE", IS_ASIDE},
    {"ROLLBACK", ENDS},
    {"BEGIN; ROLLBACK", ENDS},
    {"ROLLBACK TO outermost", ENDS},
    {"ROLLBACK; BEGIN", ENDS},
    {"ROLLBACK; INSERT INTO log VALUES('after')", ENDS},
    {"ROLLBACK; INSERT INTO other(" COLUMNS ") VALUES" ROW("after"), ENDS},
    {"ROLLBACK; INSERT INTO c(" COLUMNS ") VALUES" ROW("after"), ENDS},
    {"ROLLBACK; DROP TABLE c", ENDS},
    {"ROLLBACK; ALTER TABLE c RENAME TO renamed", ENDS},
    {"ROLLBACK TO outermost; DELETE FROM c", ENDS},
    {"DROP TABLE c_data", ALTERS},
    {"DROP TABLE c_catalogs", ALTERS},
    {"DROP TABLE c_config", ALTERS},
    {"CREATE INDEX foreign_index ON c_data(description)", ALTERS},
    {"DELETE FROM c_data", ALTERS},
    {"UPDATE c_data SET name = name || '!'", ALTERS},
    {"DELETE FROM c_catalogs", ALTERS},
    {"DELETE FROM c_config", ALTERS},
    {"REINDEX", ALTERS},
};

static const char *const statements[] = {
    "INSERT INTO c(" COLUMNS ") VALUES" ROW("new"),
    "INSERT INTO c(" COLUMNS ", catalog_id) VALUES('x', 'CUSTOM', '{}', 'x'),"
    " ('y', 'CUSTOM', '{}', 'lake'), ('z', 'CUSTOM', '{}', NULL)",
    "INSERT INTO c(rowid, " COLUMNS ") VALUES(9, 'new', 'CUSTOM', '{\"PASSWORD\":\"p\"}')",
    "INSERT OR REPLACE INTO c(rowid, " COLUMNS ") VALUES(2, 'a', 'CUSTOM', '{}')",
    "INSERT OR IGNORE INTO c(" COLUMNS ") VALUES" ROW("a") "," ROW("new"),
    "UPDATE c SET tags = '{\"k\":\"v\"}' WHERE name = 'a'",
    "UPDATE c SET description = 'text'",
    "UPDATE c SET name = name || '2'",
    "UPDATE c SET catalog_id = 'elsewhere' WHERE rowid < 3",
    "UPDATE OR REPLACE c SET name = 'a', rowid = 7 WHERE name = 'b'",
    "DELETE FROM c WHERE name = 'a'",
    "DELETE FROM c",
    "INSERT INTO c(c) VALUES('quota=50')",
    "INSERT INTO c(c) VALUES('rekey')",
};

static const struct {
  const char *begin, *end;
} contexts[] = {
    {"SELECT 1", "SELECT 1"},
    {"BEGIN; UPDATE log SET x = x; INSERT INTO c(" COLUMNS ") VALUES" ROW("earlier"), "COMMIT"},
    {"SAVEPOINT outermost; INSERT INTO c(" COLUMNS ") VALUES" ROW("earlier"), "RELEASE outermost"},
    {"BEGIN; SAVEPOINT outermost; DELETE FROM c WHERE name = 'e'", "COMMIT"},
};

/* What a statement does without a callback. */
typedef struct Undisturbed {
  int calls;
  char *initial, *after; /* owned: contents, before all and after the end of the transaction */
} Undisturbed;

static Undisturbed run_undisturbed(const char *statement, size_t context) {
  Undisturbed u;
  sqlite3 *db = open_hostile();
  u.initial = contents(db);
  create_triggers(db);
  must(db, contexts[context].begin);
  plan_callback(NULL, 0);
  must(db, statement);
  u.calls = callback.calls;
  plan_callback(NULL, 0);
  must(db, contexts[context].end);
  u.after = contents(db);
  drop_triggers(db);
  CHECK(sound(db));
  close_database(db);
  return u;
}

#define HOLDS(condition, words)                                                                    \
  (CHECK(condition) ||                                                                             \
   (fprintf(stderr, "  %s\n  %s; call %d: %s\n  codes %d, %d: %s\n", contexts[context].begin,      \
            statement, call, callbacks[which].sql, rc, callback.code, words),                      \
    false))

static long trials;

/* Whether the transaction that the statement was in has been ended, or undone, from inside. (For an error in
** autocommit mode SQLite may end it, as it does to an ordinary table.) */
static bool is_undone(size_t which) {
  bool goes_back = strncmp(callbacks[which].sql, "ROLLBACK TO", 11) == 0 && callback.done > 0;
  return callback.has_rolled_back || goes_back;
}

static void check_contents(sqlite3 *db, const char *expected, const char *statement, size_t context,
                           size_t which, int call, int rc) {
  char *now = contents(db);
  if (!HOLDS(strcmp(now, expected) == 0, "the table holds something else")) {
    fprintf(stderr, "  expected:\n%s\n  holds:\n%s\n", expected, now);
  }
  sqlite3_free(now);
}

/* Brings the transaction to an end, whatever has become of it. */
static void end_transaction(sqlite3 *db, size_t context) {
  if (!sqlite3_get_autocommit(db)) run(db, contexts[context].end);
  if (!sqlite3_get_autocommit(db)) must(db, "COMMIT");
}

static void try_callback(const Undisturbed *u, const char *statement, size_t context, size_t which,
                         int call) {
  Effect effect = callbacks[which].effect;
  sqlite3_int64 memory = sqlite3_memory_used();
  trials++;
  sqlite3 *db = open_hostile();
  create_triggers(db);
  must(db, contexts[context].begin);
  plan_callback(callbacks[which].sql, call);
  int rc = run(db, statement);
  bool undone = is_undone(which);
  HOLDS(callback.code >= 0, "the host has not been called");
  if (effect == IS_LOCKED) {
    HOLDS((callback.code & 0xff) == SQLITE_LOCKED || callback.found_none,
          "is not refused with SQLITE_LOCKED");
  }
  if (undone) {
    HOLDS(rc != SQLITE_OK, "succeeds though nothing is left of it");
  } else if (effect != ALTERS) {
    HOLDS(rc == SQLITE_OK, "does not go on");
  }
  callback.sql = NULL;
  end_transaction(db, context);
  drop_triggers(db);
  if (effect != ALTERS) {
    check_contents(db, undone ? u->initial : u->after, statement, context, which, call, rc);
    HOLDS(sound(db), "not sound");
    rc = run(db, "SAVEPOINT z; SELECT * FROM c; UPDATE c SET tags = '{}';"
                 "INSERT INTO c(" COLUMNS ") VALUES" ROW("later") "; ROLLBACK TO z; RELEASE z");
    HOLDS(rc == SQLITE_OK, "does not go on working");
    HOLDS(sound(db), "not sound in the end");
    HOLDS(run(db, "DROP TABLE c") == SQLITE_OK, "cannot be dropped");
  }
  close_database(db);
  HOLDS(sqlite3_memory_used() == memory, "memory is lost");
}

static void test_callbacks(void) {
  for (size_t context = 0; context < COUNT(contexts); context++) {
    for (size_t i = 0; i < COUNT(statements); i++) {
      Undisturbed u = run_undisturbed(statements[i], context);
      CHECK(u.calls > 0);
      int step = getenv("LONG") ? 1 : u.calls / 2 + 1;
      for (size_t which = 0; which < COUNT(callbacks); which++) {
        for (int call = 0; call < u.calls; call += step) {
          try_callback(&u, statements[i], context, which, call);
        }
      }
      sqlite3_free(u.initial);
      sqlite3_free(u.after);
    }
  }
  printf("%ld trials of a host that calls back\n", trials);
}

/* ---- The same while a SELECT is at work. */

/* Shadow tables that are views which call the host: each step of our statements does. */
static const char views[] = "ALTER TABLE c_data RENAME TO kept;"
                            "CREATE VIEW c_data AS SELECT * FROM kept WHERE host()";

static void try_select(size_t which, const char *select) {
  sqlite3_int64 memory = sqlite3_memory_used();
  sqlite3 *db = open_hostile();
  must(db, views);
  for (int call = 0; call < 3; call++) {
    plan_callback(callbacks[which].sql, call);
    run(db, select);
    bool good = callback.code >= 0;
    if (callbacks[which].effect == IS_LOCKED) good = (callback.code & 0xff) == SQLITE_LOCKED;
    if (!CHECK(good)) {
      fprintf(stderr, "  %s during %s: %d\n", callbacks[which].sql, select, callback.code);
    }
    if (!sqlite3_get_autocommit(db)) run(db, "ROLLBACK");
  }
  close_database(db);
  CHECK(sqlite3_memory_used() == memory);
}

static void test_select_at_work(void) {
  static const char *const selects[] = {
      "SELECT name FROM c",
      "SELECT request FROM c WHERE connection_type = 'CUSTOM'",
      "SELECT count(*) FROM c AS x, c AS y WHERE x.name = y.name",
  };
  for (size_t i = 0; i < COUNT(selects); i++) {
    for (size_t which = 0; which < COUNT(callbacks); which++) try_select(which, selects[i]);
  }
}

/* One that is open but not stepping is in nobody's way. */
static void test_select_open(void) {
  static const char *const allowed[] = {
      "INSERT INTO c(" COLUMNS ") VALUES" ROW("inner"),
      "UPDATE c SET description = 'inner'",
      "DELETE FROM c WHERE name = 'd'",
      "INSERT INTO c(c) VALUES('quota=7')",
      "INSERT INTO c(c) VALUES('integrity-check')",
      "ALTER TABLE c RENAME TO renamed",
  };
  for (size_t i = 0; i < COUNT(allowed); i++) {
    sqlite3 *db = open_hostile();
    plan_callback(allowed[i], 1);
    CHECK(run(db, "SELECT name, host() FROM c") == SQLITE_OK);
    if (!CHECK(callback.code == SQLITE_OK)) {
      fprintf(stderr, "  %s: %d\n", allowed[i], callback.code);
    }
    CHECK(sound(db));
    close_database(db);
  }
}

/* A statement whose own expressions end the transaction before its rows are written. */
static void test_transaction_gone(void) {
  static const char *const writes[] = {
      "UPDATE c SET description = 'x' || host()",
      "UPDATE c SET catalog_id = 'x' || host()",
      "INSERT INTO c(" COLUMNS ") SELECT 'n' || rowid || host(), 'CUSTOM', '{}' FROM c",
      "DELETE FROM c WHERE host()",
  };
  static const char *const ends[] = {"ROLLBACK", "ROLLBACK; BEGIN", "ROLLBACK TO outermost",
                                     "ROLLBACK; INSERT INTO c(" COLUMNS ") VALUES" ROW("inner")};
  for (size_t i = 0; i < COUNT(writes); i++) {
    for (size_t e = 0; e < COUNT(ends); e++) {
      for (int call = 0; call < 4; call++) {
        sqlite3 *db = open_hostile();
        must(db, "BEGIN; INSERT INTO c(" COLUMNS
                 ") VALUES" ROW("earlier") ";"
                                           "SAVEPOINT outermost; DELETE FROM c WHERE rowid = 4");
        plan_callback(ends[e], call);
        run(db, writes[i]);
        CHECK(callback.code == SQLITE_OK);
        if (!sqlite3_get_autocommit(db)) must(db, "COMMIT");
        if (!CHECK(sound(db))) fprintf(stderr, "  %s, %s, call %d\n", writes[i], ends[e], call);
        close_database(db);
      }
    }
  }
}

/* A statement that writes, in the middle of its own reading. It fails whether it would have written by then or not. */
static void test_transaction_gone_reading(void) {
  static const char *const writes[] = {
      "UPDATE c SET description = 'x'", "INSERT INTO c(c) VALUES('rekey')",
      "DELETE FROM kept WHERE rowid = 1; INSERT INTO c(c) VALUES('rekey')", /* of nothing */
  };
  static const char *const ends[] = {"ROLLBACK", "ROLLBACK; BEGIN"};
  for (size_t i = 0; i < COUNT(writes); i++) {
    for (size_t e = 0; e < COUNT(ends); e++) {
      for (int call = 0; call == 0 || callback.code >= 0; call++) {
        sqlite3 *db = open_hostile();
        must(db, views);
        must(db, "CREATE TRIGGER writable INSTEAD OF UPDATE ON c_data BEGIN SELECT 1; END; BEGIN");
        plan_callback(ends[e], call);
        int rc = run(db, writes[i]);
        bool good = callback.code == SQLITE_OK ? (rc & 0xff) == SQLITE_ABORT : rc == SQLITE_OK;
        if (!CHECK(good)) fprintf(stderr, "  %s, %s, call %d: %d\n", writes[i], ends[e], call, rc);
        close_database(db);
      }
    }
  }
}

/* Rows that an expression takes away before their columns are asked for are not updated, all others are. */
static void test_rows_gone(void) {
  static const struct {
    const char *deletes, *left;
  } cases[] = {{"DELETE FROM c WHERE rowid = 1", "2 x1b,3 x1a,4 x1d"},
               {"DELETE FROM c WHERE rowid = 2", "1 x1a,3 x1a,4 x1d"},
               {"DELETE FROM c", "NULL"}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    sqlite3 *db = open_hostile();
    plan_callback(cases[i].deletes, 0);
    CHECK(run(db, "UPDATE c SET description = 'x' || host() || name") == SQLITE_OK);
    CHECK(callback.code == SQLITE_OK);
    CHECK(gives(db, "SELECT group_concat(rowid || ' ' || description) FROM c", cases[i].left));
    CHECK(sound(db));
    close_database(db);
  }
}

/* ---- Triggers that raise, ignore, or fail. */

static const struct {
  const char *body;
  int code;
  const char *words; /* the whole message */
} raises[] = {
    {"SELECT RAISE(ABORT, 'hands off: 100%s')", SQLITE_CONSTRAINT_TRIGGER, "hands off: 100%s"},
    {"SELECT RAISE(FAIL, 'hands off')", SQLITE_CONSTRAINT_TRIGGER, "hands off"},
    {"SELECT RAISE(ROLLBACK, 'hands off')", SQLITE_CONSTRAINT_TRIGGER, "hands off"},
    {"INSERT INTO log VALUES('no')", SQLITE_CONSTRAINT_CHECK, "CHECK constraint failed: x <> 'no'"},
    {"INSERT INTO gone VALUES(1)", SQLITE_ERROR, "no such table: main.gone"},
    {"SELECT missing_function()", SQLITE_ERROR, "no such function: missing_function"},
};

/* What fires them. */
static const struct {
  const char *event, *sql;
} firing[] = {
    {"BEFORE INSERT ON c_data", "INSERT INTO c(" COLUMNS ") VALUES" ROW("new")},
    {"AFTER INSERT ON c_data", "INSERT INTO c(" COLUMNS ") VALUES" ROW("new")},
    {"AFTER INSERT ON c_data",
     "INSERT INTO c(rowid, " COLUMNS ") VALUES(9, 'new', 'CUSTOM', '{}')"},
    {"AFTER INSERT ON c_data", "INSERT OR REPLACE INTO c(" COLUMNS ") VALUES" ROW("b")},
    {"BEFORE UPDATE ON c_data", "UPDATE c SET description = 'x'"},
    {"AFTER UPDATE ON c_data", "UPDATE c SET name = name || '2'"},
    {"AFTER UPDATE ON c_data", "UPDATE c SET catalog_id = 'x' WHERE name = 'b'"},
    {"BEFORE DELETE ON c_data", "DELETE FROM c"},
    {"AFTER DELETE ON c_data", "DELETE FROM c WHERE name = 'd'"},
    {"AFTER DELETE ON c_data", "INSERT OR REPLACE INTO c(" COLUMNS ") VALUES" ROW("b")},
    {"AFTER INSERT ON c_catalogs", "INSERT INTO c(" COLUMNS ") VALUES" ROW("new")},
    {"BEFORE INSERT ON c_catalogs", "DELETE FROM c WHERE name = 'd'"},
    {"AFTER INSERT ON c_config", "INSERT INTO c(c) VALUES('quota=7')"},
    {"AFTER UPDATE ON c_data", "INSERT INTO c(c) VALUES('rekey')"},
};

static bool fails_with(sqlite3 *db, int rc, int code, const char *message) {
  if (rc == code && strcmp(sqlite3_errmsg(db), message) == 0) return true;
  fprintf(stderr, "  expected: %d %s\n  answered: %d %s\n", code, message, rc, sqlite3_errmsg(db));
  return false;
}

static void test_raises(void) {
  for (size_t i = 0; i < COUNT(firing); i++) {
    for (size_t r = 0; r < COUNT(raises); r++) {
      for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
        sqlite3 *db = open_hostile();
        char *before = contents(db);
        CHECK(runf(db, "CREATE TRIGGER hostile %s BEGIN %s; END", firing[i].event,
                   raises[r].body) == SQLITE_OK);
        if (in_transaction) must(db, "BEGIN");
        int rc = run(db, firing[i].sql);
        /* Counters are written as the transaction ends. */
        if (rc == SQLITE_OK && in_transaction) rc = run(db, "COMMIT");
        if (!CHECK(fails_with(db, rc, raises[r].code, raises[r].words))) {
          fprintf(stderr, "  %s: %s; %s\n", firing[i].event, raises[r].body, firing[i].sql);
        }
        if (!sqlite3_get_autocommit(db)) must(db, "ROLLBACK");
        drop_triggers(db);
        char *after = contents(db);
        CHECK(strcmp(before, after) == 0);
        sqlite3_free(before);
        sqlite3_free(after);
        CHECK(sound(db));
        close_database(db);
      }
    }
  }
}

/* OR IGNORE passes over duplicates and invalid rows, but for an ordinary table, too, not over what a
** trigger aborts. */
static void test_or_ignore(void) {
  sqlite3 *db = open_hostile();
  must(db, "CREATE TRIGGER hostile AFTER INSERT ON c_data BEGIN SELECT RAISE(ABORT, 'no'); END");
  int rc = run(db, "INSERT OR IGNORE INTO c(" COLUMNS ") VALUES" ROW("new"));
  CHECK(rc != SQLITE_OK && strcmp(sqlite3_errmsg(db), "no") == 0);
  CHECK(run(db, "INSERT OR IGNORE INTO c(" COLUMNS ") VALUES" ROW("a")) == SQLITE_OK);
  CHECK(run(db, "INSERT OR IGNORE INTO c(" COLUMNS ") VALUES('', '', '')") == SQLITE_OK);
  close_database(db);
}

/* A row that a trigger ignores is not there, and is not counted; a counter or a setting that it ignores
** is an error. */
static void test_ignores(void) {
  static const char *const skipped[] = {
      "INSERT INTO c(" COLUMNS ") VALUES" ROW("new"),
      "INSERT INTO c(" COLUMNS ", catalog_id) VALUES('x', 'CUSTOM', '{}', 'x')",
      "INSERT INTO c(rowid, " COLUMNS ") VALUES(9, 'new', 'CUSTOM', '{}')",
      "INSERT OR REPLACE INTO c(" COLUMNS ") VALUES" ROW("b"),
      "INSERT OR REPLACE INTO c(rowid, " COLUMNS ") VALUES(1, 'b', 'CUSTOM', '{}')",
      "UPDATE c SET description = 'x'",
      "UPDATE c SET name = name || '2'",
      "UPDATE c SET catalog_id = 'x'",
      "UPDATE OR REPLACE c SET name = 'b', rowid = 4 WHERE rowid = 1",
      "DELETE FROM c",
      "DELETE FROM c WHERE name = 'a'",
  };
  static const char *const events[] = {"INSERT", "UPDATE", "DELETE"};
  sqlite3 *db = open_hostile();
  for (size_t i = 0; i < COUNT(events); i++) {
    CHECK(runf(db, "CREATE TRIGGER hostile_%s BEFORE %s ON c_data BEGIN SELECT RAISE(IGNORE); END",
               events[i], events[i]) == SQLITE_OK);
  }
  char *before = contents(db);
  for (size_t i = 0; i < COUNT(skipped); i++) {
    sqlite3_int64 last = sqlite3_last_insert_rowid(db);
    CHECK(runf(db, "BEGIN; %s; COMMIT", skipped[i]) == SQLITE_OK);
    char *after = contents(db);
    if (!CHECK(strcmp(before, after) == 0)) fprintf(stderr, "  %s\n%s\n", skipped[i], after);
    CHECK(sqlite3_last_insert_rowid(db) == last);
    sqlite3_free(after);
  }
  drop_triggers(db);
  CHECK(sound(db));
  must(db, "CREATE TRIGGER hostile BEFORE INSERT ON c_catalogs BEGIN SELECT RAISE(IGNORE); END");
  CHECK(refused(db, "INSERT INTO c(" COLUMNS ") VALUES" ROW("new"), SQLITE_CONSTRAINT_TRIGGER,
                "a trigger on c_catalogs ignores"));
  drop_triggers(db);
  must(db, "CREATE TRIGGER hostile BEFORE INSERT ON c_config BEGIN SELECT RAISE(IGNORE); END");
  CHECK(refused(db, "INSERT INTO c(c) VALUES('quota=7')", SQLITE_CONSTRAINT_TRIGGER,
                "a trigger on c_config ignores"));
  drop_triggers(db);
  char *after = contents(db);
  CHECK(strcmp(before, after) == 0);
  sqlite3_free(after);
  sqlite3_free(before);
  CHECK(sound(db));
  close_database(db);
}

/* ---- Indexes and triggers that are not ours. */

static void test_foreign(void) {
  static const char command[] = "INSERT INTO c(c) VALUES('integrity-check')";
  sqlite3 *db = open_hostile();
  must(db, "CREATE UNIQUE INDEX \"one\ntext\" ON c_data(description);"
           "CREATE INDEX by_name ON c_data(lower(name));"
           "CREATE TRIGGER \"log it\" AFTER INSERT ON c_data BEGIN"
           " INSERT INTO log VALUES(new.name); END;"
           "CREATE TRIGGER counted AFTER UPDATE ON c_catalogs BEGIN SELECT 1; END;"
           "CREATE TEMP TRIGGER passing AFTER DELETE ON main.c_config BEGIN SELECT 1; END");
  /* They are no damage, and the table goes on. */
  CHECK(gives(db, "PRAGMA integrity_check", "ok"));
  must(db, "INSERT INTO c(" COLUMNS ", description) VALUES('new', 'CUSTOM', '{}', 'text')");
  CHECK(gives(db, "SELECT x FROM log", "kept\nnew"));
  CHECK(run(db, command) == SQLITE_ERROR);
  static const char *const named[] = {"index one\\u000atext on c_data", "index by_name on c_data",
                                      "trigger log it on c_data", "trigger counted on c_catalogs",
                                      "trigger passing on c_config"};
  for (size_t i = 0; i < COUNT(named); i++) {
    if (!CHECK(strstr(sqlite3_errmsg(db), named[i]) != NULL)) {
      fprintf(stderr, "  %s\n  %s\n", named[i], sqlite3_errmsg(db));
    }
  }
  CHECK(strstr(sqlite3_errmsg(db), "has been altered") == NULL);
  /* A conflict with such an index is no AlreadyExistsException; one with a name is. */
  int rc = run(db, "INSERT INTO c(" COLUMNS ", description) VALUES('n2', 'CUSTOM', '{}', 'text')");
  CHECK(
      fails_with(db, rc, SQLITE_CONSTRAINT_UNIQUE, "UNIQUE constraint failed: c_data.description"));
  rc = run(db, "UPDATE c SET description = 'text' WHERE name = 'b'");
  CHECK(
      fails_with(db, rc, SQLITE_CONSTRAINT_UNIQUE, "UNIQUE constraint failed: c_data.description"));
  CHECK(refused(db, "INSERT INTO c(" COLUMNS ") VALUES" ROW("b"), SQLITE_CONSTRAINT_UNIQUE,
                "AlreadyExistsException: Connection already exists: b"));
  CHECK(refused(db, "INSERT INTO c(rowid, " COLUMNS ") VALUES(1, 'n3', 'CUSTOM', '{}')",
                SQLITE_CONSTRAINT_ROWID, "AlreadyExistsException"));
  /* With damage beside them it is damage. */
  must(db, "UPDATE c_catalogs SET connections = connections + 1");
  CHECK(refused(db, command, SQLITE_CORRUPT_VTAB, "connections but holds"));
  CHECK(strstr(sqlite3_errmsg(db), "trigger log it on c_data") != NULL);
  must(db, "UPDATE c_catalogs SET connections = connections - 1;"
           "DROP INDEX \"one\ntext\"; DROP INDEX by_name; DROP TRIGGER passing");
  drop_triggers(db);
  CHECK(sound(db));
  close_database(db);
}

/* ---- Limits that the host has lowered. */

static void test_limits(void) {
  static const struct {
    int id, low;
  } limits[] = {
      {SQLITE_LIMIT_VARIABLE_NUMBER, 0}, {SQLITE_LIMIT_VARIABLE_NUMBER, 1},
      {SQLITE_LIMIT_VARIABLE_NUMBER, 5}, {SQLITE_LIMIT_COLUMN, 2},
      {SQLITE_LIMIT_COLUMN, 10},         {SQLITE_LIMIT_COMPOUND_SELECT, 1},
      {SQLITE_LIMIT_EXPR_DEPTH, 1},      {SQLITE_LIMIT_EXPR_DEPTH, 2},
      {SQLITE_LIMIT_FUNCTION_ARG, 0},    {SQLITE_LIMIT_SQL_LENGTH, 60},
      {SQLITE_LIMIT_SQL_LENGTH, 200},    {SQLITE_LIMIT_VDBE_OP, 20},
      {SQLITE_LIMIT_LENGTH, 100},        {SQLITE_LIMIT_LENGTH, 1000},
      {SQLITE_LIMIT_TRIGGER_DEPTH, 0},   {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1},
      {SQLITE_LIMIT_ATTACHED, 0},
  };
  static const char *const more[] = {
      "SELECT * FROM c",
      "SELECT request, connection FROM c WHERE name = 'a'",
      "SELECT name FROM c WHERE name IN ('a', 'b') AND catalog_id = 'lake'",
      "PRAGMA integrity_check",
      "INSERT INTO c(c) VALUES('integrity-check')",
      "ALTER TABLE c RENAME TO d",
      "DROP TABLE c",
  };
  long refusals = 0;
  for (size_t l = 0; l < COUNT(limits); l++) {
    for (size_t i = 0; i < COUNT(statements) + COUNT(more); i++) {
      for (int warm = 0; warm < 2; warm++) {
        const char *sql = i < COUNT(statements) ? statements[i] : more[i - COUNT(statements)];
        /* SQLite 3.38 crashes there, with tables of FTS5 and rtree as well. */
        if (sqlite3_libversion_number() < 3040000 && limits[l].id == SQLITE_LIMIT_SQL_LENGTH &&
            strncmp(sql, "ALTER", 5) == 0) {
          continue;
        }
        remove_database("limits.db");
        sqlite3 *db = open_database("limits.db");
        must(db, setup);
        char *before = contents(db);
        if (!warm) {
          close_database(db);
          db = open_database("limits.db");
        }
        must(db, "BEGIN");
        int normal = sqlite3_limit(db, limits[l].id, limits[l].low);
        int rc = run(db, sql);
        const char *message = rc ? sqlite3_errmsg(db) : "";
        /* SQLite itself calls a schema malformed that it cannot read within its limits. */
        bool good = strstr(message, "damaged") == NULL && strstr(message, "altered") == NULL &&
                    ((rc & 0xff) != SQLITE_CORRUPT || strstr(message, "malformed database schema"));
        if (!CHECK(good)) {
          fprintf(stderr, "  limit %d at %d: %s: %d %s\n", limits[l].id, limits[l].low, sql, rc,
                  message);
        }
        refusals += rc != SQLITE_OK;
        sqlite3_limit(db, limits[l].id, normal);
        if (!sqlite3_get_autocommit(db)) must(db, "ROLLBACK");
        char *after = contents(db);
        CHECK(strcmp(before, after) == 0);
        sqlite3_free(before);
        sqlite3_free(after);
        CHECK(sound(db));
        close_database(db);
      }
    }
  }
  printf("%ld statements refused at a lowered limit\n", refusals);
  CHECK(refusals > 50);
}

/* ---- Contents that want to get out. */

/* A terminal's escape sequence, a forged line, a bell, a C1 control, a turn of direction, a separator. */
#define NASTY                                                                                      \
  "\x1b[2J\x1b]0;x\x07\nforged: ok\r\xc2\x9b"                                                      \
  "31m\xe2\x80\xae\xe2\x80\xa8"

/* Rows that no INSERT would take, written past the extension by somebody hostile. */
static sqlite3 *open_nasty(void) {
  sqlite3 *db = open_hostile();
  must(db,
       "INSERT INTO c(" COLUMNS ", authentication_configuration) VALUES('s', 'SALESFORCE',"
       " '{\"INSTANCE_URL\":\"https://x\"}', '{\"AuthenticationType\":\"BASIC\","
       "\"BasicAuthenticationCredentials\":{\"Username\":\"u\",\"Password\":\"Cl3ar-S3cret\"}}')");
  must(db, "PRAGMA ignore_check_constraints = on");
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].kind != KIND_TEXT || !(columns[id].places & IS_STORED)) continue;
    if (id == COLUMN_CREDENTIALS) continue;
    char *sql =
        sqlite3_mprintf("UPDATE c_data SET %s = coalesce(%s, '') || '" NASTY "' WHERE id = 2",
                        columns[id].name, columns[id].name);
    must(db, sql);
    sqlite3_free(sql);
  }
  must(db, "UPDATE c_data SET connection_properties = '{\"K\\u001b[2J\\n\":\"v\\u001b\"}',"
           " tags = '{\"t\\u001b]0;\\u0007\":\"\\n\\r\"}', match_criteria = '[\"\\u001b\"]'"
           " WHERE id = 3");
  must(db, "UPDATE c_data SET connection_properties = '{\"K" NASTY "\":1}', tags = '" NASTY "',"
           " physical_connection_requirements = '{\"" NASTY "\":\"x\"}' WHERE id = 4");
  must(db, "INSERT OR REPLACE INTO c_config VALUES('" NASTY "', '" NASTY "'),"
           " ('principal', '" NASTY "')");
  must(db, "PRAGMA ignore_check_constraints = off");
  return db;
}

/* Whether a text holds what a terminal would obey, or the end of a line. */
static bool is_raw(const char *text) {
  for (const unsigned char *z = (const unsigned char *)text; *z; z++) {
    if (*z < 0x20 && *z != '\n') return true;
    if (*z == 0x7f || (*z == 0xc2 && z[1] < 0xa0)) return true;
    if (z[0] == 0xe2 && z[1] == 0x80 && (z[2] == 0xae || z[2] == 0xa8)) return true;
  }
  return strstr(text, "\nforged") != NULL;
}

static void check_shown(const char *sql, const char *text) {
  if (!CHECK(!is_raw(text))) fprintf(stderr, "  %s shows control characters\n", sql);
  if (!CHECK(strstr(text, secret) == NULL)) fprintf(stderr, "  %s shows the secret\n", sql);
}

static void test_contents(void) {
  /* What we print: messages, findings, reports. */
  static const char *const shown[] = {
      "SELECT severity, exception, path, rule, message FROM c, glue_lint(c.request)",
      "SELECT severity, exception, path, rule, message FROM c, glue_lint(c.connection)",
  };
  static const char *const more[] = {
      "INSERT INTO c(c) VALUES('integrity-check')",
      "INSERT INTO c(c) VALUES('rekey')",
      "INSERT INTO c(c) VALUES('quota=" NASTY "')",
      "INSERT INTO c(c) VALUES('" NASTY "')",
      "INSERT INTO c(c) VALUES('principal=" NASTY "')",
      "INSERT INTO c(" COLUMNS ") VALUES('" NASTY "', '" NASTY "', '{\"" NASTY "\":1}')",
      "INSERT INTO c(" COLUMNS ") VALUES('a', 'CUSTOM', '{\"PASSWORD\":\"Cl3ar-S3cret')",
      "INSERT INTO c(request) VALUES('{\"" NASTY "\":\"Cl3ar-S3cret\"}')",
      "INSERT INTO c(request) VALUES('" NASTY "Cl3ar-S3cret')",
      "INSERT OR FAIL INTO other SELECT * FROM c",
      "INSERT OR FAIL INTO other(request) SELECT request FROM c",
      "INSERT OR FAIL INTO other(request) SELECT connection FROM c",
      "SELECT glue_decrypt(request) FROM c WHERE rowid = 2",
      "SELECT glue_decrypt(replace(request, 'orders', '" NASTY "')) FROM c",
      "SELECT glue_decrypt('{\"CatalogId\":\"" NASTY "\",\"ConnectionInput\":{\"Name\":\"" NASTY
      "\","
      "\"ConnectionProperties\":{\"ENCRYPTED_PASSWORD\":\"glue-connections:2:x\"}}}')",
      "SELECT glue_keyring('" NASTY "'); SELECT glue_create_key('" NASTY "')",
      "CREATE VIRTUAL TABLE y USING glue_connections(region='" NASTY "')",
      "CREATE VIRTUAL TABLE y USING glue_connections(quota='" NASTY "')",
  };
  sqlite3 *db = open_nasty();
  for (size_t i = 0; i < COUNT(shown); i++) {
    char *answer = query(db, shown[i]);
    CHECK(strlen(answer) > 100);
    check_shown(shown[i], answer);
    sqlite3_free(answer);
  }
  for (size_t i = 0; i < COUNT(statements) + COUNT(more); i++) {
    const char *sql = i < COUNT(statements) ? statements[i] : more[i - COUNT(statements)];
    must(db, "SAVEPOINT s");
    if (run(db, sql) != SQLITE_OK) check_shown(sql, sqlite3_errmsg(db));
    must(db, "ROLLBACK TO s; RELEASE s");
  }
  close_database(db);
}

int main(void) {
  if (!begin()) return 1;
  test_callbacks();
  test_select_at_work();
  test_select_open();
  test_transaction_gone();
  test_transaction_gone_reading();
  test_rows_gone();
  test_raises();
  test_or_ignore();
  test_ignores();
  test_foreign();
  test_limits();
  test_contents();
  return end();
}
