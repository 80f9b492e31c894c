/* SPDX-License-Identifier: MIT */
/*
** A process that writes is killed with SIGKILL. Whatever it had acknowledged is there, once; of what it
** was doing then there is all or nothing; the counters of the quota are right, and both integrity
** checks find nothing. In the rollback journal and in WAL.
**
**  - At random moments: a child works through a random sequence of statements and acknowledges each
**    through a pipe. The parent plays the same sequence on a database in memory to compare with. The
**    file goes on from crash to crash.
**  - At every call of the file system: in each step of script.h the n-th one kills the process, a write
**    in the middle. (test_rekey.c has the command rekey with many rows.)
**
** LONG=1: ten times as many random moments, and all the calls instead of every third (under a
** sanitizer every seventh).
*/
#define _XOPEN_SOURCE 700
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "trial.h"

#include "fault_vfs.h"
#include "random.h"

#if defined(__SANITIZE_ADDRESS__) /* everything takes ten times as long */
#define STRIDE 7
#define ROUNDS 30
#define LIFETIME_MAX 30000
#else
#define STRIDE 3
#define ROUNDS 200
#define LIFETIME_MAX 5000 /* microseconds from when a child is ready until it is killed */
#endif

static void wait_randomly(int microseconds) {
  struct timespec time = {0, (long)random_below(microseconds) * 1000};
  nanosleep(&time, NULL);
}

/* ---- At random moments. */

/* The k-th of the random statements, which depends on nothing but k. */
static char *random_sql(int k) {
  random_state = (uint64_t)k * 0x9e3779b97f4a7c15 + 1;
  random_number();
  int kind = random_below(12), a = random_below(40), b = random_below(40),
      catalog = random_below(3);
  char row[400];
  sqlite3_snprintf(sizeof(row), row,
                   "INTO c(name, connection_type, connection_properties, catalog_id, description)"
                   " VALUES('n%d', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\","
                   "\"PASSWORD\":\"secret %d\"}', 'catalog %d', printf('%%.*c', %d, 'd'))",
                   a, k, catalog, random_below(2000));
  switch (kind) {
  case 0: return sqlite3_mprintf("INSERT OR REPLACE %s", row);
  case 1: return sqlite3_mprintf("UPDATE c SET description = 'of %d' WHERE name = 'n%d'", k, a);
  case 2: return sqlite3_mprintf("UPDATE c SET name = 'n%d' WHERE name = 'n%d'", a, b);
  case 3:
    return sqlite3_mprintf("UPDATE OR REPLACE c SET catalog_id = 'catalog %d', region = 'r%d'"
                           " WHERE rowid = (SELECT min(rowid) FROM c WHERE name > 'n%d')",
                           catalog, b % 2, a);
  case 4: return sqlite3_mprintf("DELETE FROM c WHERE name = 'n%d' OR rowid %% 7 = %d", a, b % 7);
  case 5:
    return sqlite3_mprintf("BEGIN; INSERT OR IGNORE %s; DELETE FROM c WHERE name = 'n%d';"
                           " UPDATE c SET tags = '{\"k\":\"%d\"}' WHERE rowid < 9; COMMIT",
                           row, b, k);
  case 6: return sqlite3_mprintf("INSERT INTO c(c) VALUES('quota=%d')", 10 + b);
  default: return sqlite3_mprintf("INSERT %s", row);
  }
}

/* A statement may be refused, by the quota for instance: in the reference too. */
static void play(sqlite3 *db, int k) {
  char *sql = random_sql(k);
  if (run(db, sql) != SQLITE_OK && !sqlite3_get_autocommit(db)) must(db, "ROLLBACK");
  sqlite3_free(sql);
}

/* What the child does until it is killed. It acknowledges first that it is ready. */
static void write_forever(int acknowledgements, int k, bool synchronous) {
  sqlite3 *db = open_database("crash.db");
  if (db == NULL || (!synchronous && run(db, "PRAGMA synchronous = off") != SQLITE_OK)) _exit(1);
  for (k--;; play(db, ++k)) {
    if (write(acknowledgements, &k, sizeof(k)) != sizeof(k)) _exit(2);
  }
}

/* Returns the last statement that a killed child has acknowledged, from k on; k - 1 for none. */
static int run_and_kill(int k, bool synchronous) {
  int ends[2], acknowledged, status, last = k - 1;
  if (!CHECK(pipe(ends) == 0)) return last;
  pid_t child = fork();
  if (child == 0) write_forever(ends[1], k, synchronous);
  close(ends[1]);
  CHECK(read(ends[0], &last, sizeof(last)) == sizeof(last) && last == k - 1);
  random_state = (uint64_t)k + 77;
  wait_randomly(LIFETIME_MAX);
  CHECK(kill(child, SIGKILL) == 0);
  CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
  while (read(ends[0], &acknowledged, sizeof(acknowledged)) == sizeof(acknowledged)) {
    CHECK(acknowledged == last + 1);
    last = acknowledged;
  }
  close(ends[0]);
  return last;
}

static bool same_meaning(sqlite3 *a, sqlite3 *b) {
  char *text = meaning(a);
  bool same = means(b, text);
  sqlite3_free(text);
  return same;
}

static void test_random_moments(const char *journal) {
  static const char create[] = "CREATE VIRTUAL TABLE c USING glue_connections(quota=20)";
  int rounds = getenv("LONG") ? 10 * ROUNDS : ROUNDS, next = 0, in_flight = 0;
  sqlite3 *reference = open_database(""), *db = open_database("crash.db");
  must(reference, create);
  CHECK(runf(db, "PRAGMA journal_mode = %s; %s", journal, create) == SQLITE_OK);
  close_database(db);
  for (int round = 0; round < rounds; round++) {
    int last = run_and_kill(next, round % 8 == 0);
    while (next <= last) play(reference, next++);
    db = open_database("crash.db");
    /* A WAL that is left behind is longer the next time. */
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, round % 4 > 0, NULL);
    CHECK(sound(db));
    if (!same_meaning(reference, db)) {
      play(reference, next++); /* it was done, and the child did not live to say so */
      in_flight++;
      if (!CHECK(same_meaning(reference, db))) {
        fprintf(stderr, "%s: round %d, after statement %d\n", journal, round, last);
        break;
      }
    }
    close_database(db);
  }
  printf("%s: killed %d times in %d statements, %d of which were complete unacknowledged\n",
         journal, rounds, next, in_flight);
  close_database(reference);
  remove_database("crash.db");
}

/* ---- At every call of the file system. */

static void kill_self_at(long n) {
  fault_plan = (FaultPlan){.calls = CALL_OPEN | CALL_DELETE | CALL_WRITE | CALL_TRUNCATE |
                                    CALL_SYNC | CALL_LOCK | CALL_MAP,
                           .kills = true,
                           .remaining = n};
}

/* Returns whether the step was killed. */
static bool kill_step(int step, long n) {
  const Expected *e = &expected[step];
  int status, done;
  copy_database(script_before(step), "crash.db");
  pid_t child = fork();
  if (child == 0) {
    sqlite3 *db = open_database("crash.db");
    int rc = runf(db, "PRAGMA journal_mode = %s; PRAGMA cache_size = 1", trial_journal);
    kill_self_at(n);
    _exit(rc != SQLITE_OK || run_step(db, script[step].sql, &done, NULL) != script[step].code);
  }
  CHECK(waitpid(child, &status, 0) == child);
  bool killed = WIFSIGNALED(status);
  CHECK(killed || WEXITSTATUS(status) == 0);
  trials++;
  sqlite3 *db = open_database("crash.db");
  bool is_old = says_bytes(db, e->before), is_new = means(db, e->after[e->count - 1]);
  if (!CHECK(sound(db) && (is_new || (killed && is_old)))) {
    fprintf(stderr, "%s: step %d, killed at %ld: %s\n", trial_journal, step, n, script[step].sql);
  }
  close_database(db);
  return killed;
}

static void test_every_call(const char *journal) {
  long stride = getenv("LONG") ? 1 : STRIDE, before = trials;
  trials_begin(journal);
  for (int step = 0; step < STEPS; step++) {
    long n = step % stride;
    while (kill_step(step, n)) n += stride;
  }
  printf("%s: killed at %ld calls\n", journal, trials - before);
  remove_database("crash.db");
}

int main(void) {
  static const char *const journals[] = {"delete", "wal"};
  if (!begin() || !CHECK(fault_vfs_install())) return end();
  for (size_t i = 0; i < sizeof(journals) / sizeof(journals[0]); i++) {
    test_every_call(journals[i]);
    test_random_moments(journals[i]);
  }
  script_forget();
  return end();
}
