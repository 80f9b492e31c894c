/*
** Input and output that fail. For each step of the script (script.h) and every n, the step is done
** on a copy of the database while the n-th operation on its files fails: once, or from there on.
**
** After each failure:
**   - the statement has answered with the very code of the operation, or it has succeeded,
**   - the database holds what it held before, to the byte, or what the step makes of it; within a
**     transaction that is still open, what the statements before the failed one made of it,
**   - SQLite's integrity check and the table's own find nothing, nothing has leaked,
**   - all of that also for the next process, which finds a journal or WAL left behind.
*/
#define _XOPEN_SOURCE 700
#include "fault_vfs.h"
#include "script.h"

typedef struct Scenario {
  const char *title;
  const char *settings; /* of the database */
  const char *each;     /* settings of every connection */
  unsigned kinds;
  int code;
  bool only_long;
} Scenario;

#define ROLLBACK_JOURNAL "PRAGMA page_size = 1024; PRAGMA journal_mode = DELETE"
#define WAL "PRAGMA page_size = 1024; PRAGMA journal_mode = WAL"
/* A cache too small for a statement: pages are written and read again in its middle. */
#define SPILLING "PRAGMA cache_size = 6; PRAGMA cache_spill = 1"

static const Scenario scenarios[] = {
    {"I/O errors, journal", ROLLBACK_JOURNAL, SPILLING, FAULT_EVERYTHING, 0, false},
    {"I/O errors, WAL", WAL, "", FAULT_EVERYTHING, 0, false},
    {"disk full, journal", ROLLBACK_JOURNAL, SPILLING, FAULT_WRITE, SQLITE_FULL, false},
    {"disk full, WAL", WAL, "", FAULT_WRITE, SQLITE_FULL, false},
    {"locked, journal", ROLLBACK_JOURNAL, SPILLING, FAULT_LOCK, SQLITE_BUSY, false},
    {"locked, WAL", WAL, "", FAULT_LOCK, SQLITE_BUSY, false},
    {"I/O errors, journal, large cache", ROLLBACK_JOURNAL, "", FAULT_EVERYTHING, 0, true},
    {"I/O errors, WAL, small cache", WAL, SPILLING, FAULT_EVERYTHING, 0, true},
    {"I/O errors, truncated journal", "PRAGMA journal_mode = TRUNCATE",
     "PRAGMA journal_mode = TRUNCATE", FAULT_EVERYTHING, 0, true},
    {"I/O errors, persistent journal, auto-vacuum",
     "PRAGMA auto_vacuum = FULL; PRAGMA page_size = 512", "PRAGMA journal_mode = PERSIST",
     FAULT_EVERYTHING, 0, true},
    {"I/O errors, UTF-16", "PRAGMA encoding = 'UTF-16'", SPILLING, FAULT_EVERYTHING, 0, true},
};

/* What came of all attempts. */
static struct { long points, refused, unharmed, in_doubt, altered; } totals;

static sqlite3_int64 memory_at_rest;

static sqlite3 *open_copy(const Scenario *scenario, int step) {
  copy_database(script_before(step), "copy.db");
  sqlite3 *db = open_database("file:copy.db?vfs=" FAULT_VFS);
  must(db, scenario->each);
  return db;
}

/* What to say where a CHECK has failed. */
static bool report(bool ok, const Scenario *scenario, int step, int rc, const char *what) {
  if (!ok) {
    fprintf(stderr, "%s, operation %ld%s of: %s\n  rc %d; %s\n", scenario->title, fault.n,
            fault.lasting ? " and on" : "", script[step].sql, rc, what);
  }
  return ok;
}

/* In a transaction that the failure has left open stands what was there before the statement. */
static bool transaction_is_sound(sqlite3 *db, int step, int done) {
  if (done < 1 || done > expected[step].count) return true;
  return means(db, expected[step].after[done - 1]) && sound(db);
}

static bool is_old(sqlite3 *db, int step) {
  return says_bytes(db, expected[step].before);
}

static bool is_new(sqlite3 *db, int step) {
  return means(db, expected[step].after[expected[step].count - 1]);
}

/* The code passed through untouched? SQLite itself says CANTOPEN where it fails to look for a WAL,
** and an xOpen that fails with something else. */
static bool is_right_code(int rc) {
  return fault_answered(rc) || (rc & 0xff) == SQLITE_CANTOPEN;
}

/* One attempt; false where there is no n-th operation. */
static bool attempt(const Scenario *scenario, int step, long n, bool lasting) {
  sqlite3 *db = open_copy(scenario, step);
  if (db == NULL) return false;
  int done;
  fault_arm(n, scenario->kinds, scenario->code, lasting);
  int rc = run_step(db, script[step].sql, &done, NULL);
  uint64_t rows = rows_hash;
  fault_disarm();
  bool struck = fault.hits > 0, succeeded = rc == script[step].code;
  char *message = sqlite3_mprintf("%s", sqlite3_errmsg(db));
  totals.points += struck;
  if (struck && !succeeded) {
    totals.refused++;
    CHECK(report(is_right_code(rc), scenario, step, rc, message));
    CHECK(report(strstr(message, "damaged") == NULL, scenario, step, rc, message));
    if (!is_right_code(rc)) totals.altered++;
  } else {
    totals.unharmed += struck;
    CHECK(report(succeeded, scenario, step, rc, message));
    CHECK(report(rows == expected[step].rows, scenario, step, rc, "other rows"));
  }
  if (!sqlite3_get_autocommit(db)) {
    CHECK(report(transaction_is_sound(db, step, done), scenario, step, rc, "open transaction"));
    CHECK(report(run(db, "ROLLBACK") == SQLITE_OK, scenario, step, rc, "ROLLBACK"));
  }
  bool now_old = is_old(db, step), now_new = is_new(db, step);
  CHECK(
      report(succeeded ? now_new : now_old || now_new, scenario, step, rc, "neither old nor new"));
  sqlite3_free(message);
  close_database(db);
  CHECK(report(sqlite3_memory_used() == memory_at_rest, scenario, step, rc, "leak"));
  db = open_database("copy.db");
  bool later_old = is_old(db, step), later_new = is_new(db, step);
  CHECK(report(succeeded ? later_new : later_old || later_new, scenario, step, rc,
               "neither old nor new for the next"));
  CHECK(report(sound(db), scenario, step, rc, "not sound"));
  if (struck && !succeeded && !later_old) totals.in_doubt++;
  close_database(db);
  return struck;
}

static void play(const Scenario *scenario) {
  script_play(scenario->settings);
  close_database(open_copy(scenario, 0));
  memory_at_rest = sqlite3_memory_used();
  memset(&totals, 0, sizeof(totals));
  for (int step = 0; step < STEPS; step++) {
    for (int lasting = 0; lasting < 2; lasting++) {
      long n = 1;
      while (n < 100000 && attempt(scenario, step, n, lasting)) n++;
      CHECK(n < 100000);
    }
  }
  printf("%-45s %6ld points: %ld refused, %ld unharmed, %ld in doubt\n", scenario->title,
         totals.points, totals.refused, totals.unharmed, totals.in_doubt);
}

int main(void) {
  if (!begin()) return end();
  CHECK(fault_register() == SQLITE_OK);
  for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
    if (!scenarios[i].only_long || getenv("LONG")) play(&scenarios[i]);
  }
  script_forget();
  return end();
}
