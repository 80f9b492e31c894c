/* SPDX-License-Identifier: MIT */
/*
** Somebody else is at the database. First every attempt to lock it, for every n, in every step of a
** script that touches all of the table's paths; trial.h says what must hold. Then each step with a
** second connection that reads, writes, excludes or has written since: who must wait is told so,
** nobody sees anything half done, and when the other is gone the step does what it ever does.
*/
#define _XOPEN_SOURCE 700
#include "trial.h"

#include "fault_vfs.h"

/* ---- Every lock. */

static bool lasting;

static void begin_busy(sqlite3 *db, long n) {
  (void)db;
  fault_plan =
      (FaultPlan){.calls = CALL_LOCK, .code = SQLITE_BUSY, .lasting = lasting, .remaining = n};
}

static bool end_busy(sqlite3 *db, int code) {
  (void)db, (void)code;
  fault_plan.remaining = -1;
  return fault_plan.failed > 0;
}

/* SQLITE_PROTOCOL is SQLite's own word for a WAL whose locks stay taken. */
static bool is_busy(sqlite3 *db, int code) {
  (void)db;
  return (code & 0xff) == SQLITE_BUSY || code == SQLITE_PROTOCOL;
}

static void test_locks(void) {
  Fault fault = {.settings = "", .begin = begin_busy, .end = end_busy, .allows = is_busy};
  for (int i = 0; i < 2; i++) {
    lasting = i > 0;
    fault.name = lasting ? "locked" : "locked once";
    try_everywhere(&fault, 1);
  }
}

/* ---- A second connection. */

static bool wal;
static sqlite3 *ours, *theirs;

static bool step_holds(bool ok, const char *words, int step, int rc) {
  if (!CHECK(ok)) {
    fprintf(stderr, "%s: step %d, code %d: %s\n  %s\n", trial_journal, step, rc, words,
            script[step].sql);
  }
  return ok;
}

/* A file as it is before the step, and two connections on it that have used it. */
static void open_both(int step) {
  copy_database(script_before(step), "busy.db");
  ours = open_database("busy.db");
  theirs = open_database("busy.db");
  CHECK(gives(ours, "SELECT x FROM other", "untouched"));
  CHECK(gives(theirs, "SELECT x FROM other", "untouched"));
}

/* With the other out of the way: the step does what it ever does, and both connections see it. */
static void close_both(int step, bool is_done) {
  const Expected *e = &expected[step];
  const char *wanted = e->after[e->count - 1];
  int done, rc = script[step].code;
  if (!is_done) rc = run_step(ours, script[step].sql, &done, NULL);
  step_holds(rc == script[step].code, "another code, with nobody in the way", step, rc);
  step_holds(means(ours, wanted), "another state, with nobody in the way", step, rc);
  step_holds(means(theirs, wanted), "another state for the other one", step, rc);
  CHECK(sound(ours) && sound(theirs));
  close_database(ours);
  close_database(theirs);
}

/* A command is an INSERT, and waits as one, also if it only looks. */
static bool reads_only(int step) {
  return strncmp(script[step].sql, "SELECT", 6) == 0;
}

/* The other one writes, or has the database for itself: nothing is done, and the code is
** SQLITE_BUSY. */
static void test_writer(int step, const char *begin_sql) {
  int done;
  open_both(step);
  must(theirs, begin_sql);
  must(theirs, "UPDATE other SET x = 'not yet'");
  bool readable = wal || strcmp(begin_sql, "BEGIN IMMEDIATE") == 0;
  int rc = run_step(ours, script[step].sql, &done, NULL);
  bool expected_rc = rc == SQLITE_BUSY || (readable && reads_only(step) && rc == SQLITE_OK);
  step_holds(expected_rc, "not told to wait", step, rc);
  if (!sqlite3_get_autocommit(ours)) must(ours, "ROLLBACK");
  step_holds(!readable || says_bytes(ours, expected[step].before), "not as before", step, rc);
  must(theirs, "ROLLBACK");
  step_holds(says_bytes(ours, expected[step].before), "not as before", step, rc);
  close_both(step, false);
}

/* The other one is in the middle of a scan. In WAL both go on; in the rollback journal the step cannot
** commit until the scan is over. */
static void test_reader(int step) {
  const Expected *e = &expected[step];
  int done;
  open_both(step);
  must(theirs, "BEGIN");
  must(theirs, "SELECT * FROM other");
  int rc = run_step(ours, script[step].sql, &done, NULL);
  bool commits = !reads_only(step) && script[step].code == SQLITE_OK;
  step_holds(rc == (commits && !wal ? SQLITE_BUSY : script[step].code), "another code", step, rc);
  step_holds(says_bytes(theirs, e->before), "the snapshot has changed", step, rc);
  bool is_open = !sqlite3_get_autocommit(ours);
  if (rc == SQLITE_BUSY && is_open) {
    step_holds(done == e->count - 1 && means(ours, e->after[done - 1]), "not all done", step, rc);
  } else if (rc == SQLITE_BUSY) {
    step_holds(says_bytes(ours, e->before), "not as before", step, rc);
  }
  must(theirs, "COMMIT");
  if (is_open) must(ours, "COMMIT");
  close_both(step, is_open || rc == script[step].code);
}

/* The other one has written since our transaction began to read. */
static void test_snapshot(int step) {
  const char *sql = script[step].sql;
  const char *statements = strncmp(sql, "BEGIN; ", 7) == 0 ? sql + 7 : sql;
  int done;
  open_both(step);
  must(ours, "BEGIN");
  must(ours, "SELECT * FROM other");
  must(theirs, "UPDATE other SET x = 'changed'");
  int rc = run_step(ours, statements, &done, NULL);
  bool expected_rc = rc == SQLITE_BUSY_SNAPSHOT || (reads_only(step) && rc == SQLITE_OK);
  step_holds(expected_rc && done == (rc == SQLITE_OK), "not told that its view is old", step, rc);
  step_holds(says_bytes(ours, expected[step].before), "the snapshot has changed", step, rc);
  must(ours, "ROLLBACK");
  must(theirs, "UPDATE other SET x = 'untouched'");
  close_both(step, false);
}

int main(void) {
  static const char *const journals[] = {"delete", "wal"};
  if (!begin() || !CHECK(fault_vfs_install())) return end();
  for (size_t i = 0; i < sizeof(journals) / sizeof(journals[0]); i++) {
    wal = strcmp(journals[i], "wal") == 0;
    trials_begin(journals[i]);
    test_locks();
    for (int step = 0; step < STEPS; step++) {
      test_writer(step, "BEGIN IMMEDIATE");
      test_writer(step, "BEGIN EXCLUSIVE");
      test_reader(step);
      if (wal) test_snapshot(step);
    }
  }
  script_forget();
  return end();
}
