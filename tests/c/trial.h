/* SPDX-License-Identifier: MIT */
/*
** One fault in one step of the script (script.h), and everything that must be true afterwards:
**
**  - the step ends with its own code, or with one that the fault stands for;
**  - the database holds the old state or the new one and nothing between: what the step's own
**    statements had done before the one that failed where the transaction is still open; every byte
**    as before once it is over;
**  - a SELECT that succeeds has yielded all its rows;
**  - both integrity checks find nothing, the counters of the quota among what they look at;
**  - the same connection performs the step when it is tried again: the whole of it, or in every other
**    trial only what is left of its transaction;
**  - when all is closed, no memory is in use that was not before.
*/
#ifndef GLUE_TRIAL_H
#define GLUE_TRIAL_H

#include "script.h"

/* A way for things to go wrong at the n-th opportunity. */
typedef struct Fault {
  const char *name;
  const char *settings; /* SQL, for the connection that it happens to */
  void (*begin)(sqlite3 *db, long n);
  bool (*end)(sqlite3 *db, int code);    /* whether it has happened; the code is the step's */
  bool (*allows)(sqlite3 *db, int code); /* whether it is an (extended) code of this fault */
  bool may_complete; /* a statement may have done all it has to do when it fails */
} Fault;

static const char *trial_journal; /* the journal mode of all databases */
static long trials, trials_refused;

/* Plays the script without faults, to know what to compare with. */
static inline void trials_begin(const char *journal) {
  char settings[64];
  trial_journal = journal;
  snprintf(settings, sizeof(settings), "PRAGMA journal_mode = %s", journal);
  script_play(settings);
}

static inline void explain(const Fault *fault, int step, long n, int rc, const char *words) {
  fprintf(stderr, "%s, step %d, at %ld, code %d: %s\n  %s\n", fault->name, step, n, rc, words,
          script[step].sql);
}

#define HOLDS(condition, words) (CHECK(condition) || (explain(fault, step, n, rc, words), false))

/* The last statement of a step may have committed before it failed. */
static inline bool is_new_state(sqlite3 *db, int step) {
  const Expected *e = &expected[step];
  return script[step].code == SQLITE_OK && means(db, e->after[e->count - 1]);
}

/* A step that did not end as it does without the fault. */
static inline void check_refused(sqlite3 *db, const Fault *fault, int step, long n, int rc,
                                 int done) {
  const Expected *e = &expected[step];
  trials_refused++;
  if (!sqlite3_get_autocommit(db)) {
    bool is_complete = fault->may_complete && means(db, e->after[done]);
    HOLDS(is_complete || means(db, e->after[done - 1]), "not what the statements before it did");
    if (!is_complete && trials_refused % 2) {
      rc = run_step(db, rest_of_step, &done, NULL);
      HOLDS(rc == SQLITE_OK && is_new_state(db, step), "the transaction cannot go on");
      HOLDS(sound(db), "not sound after all");
      return;
    }
    must(db, "ROLLBACK");
  }
  bool is_old = says_bytes(db, e->before);
  HOLDS(is_old || is_new_state(db, step), "neither the old state nor the new one");
  if (!HOLDS(sound(db), "not sound") || !is_old) return;
  rc = run_step(db, script[step].sql, &done, NULL);
  if (!HOLDS(rc == script[step].code, "does not work when tried again")) {
    fprintf(stderr, "  %s\n", sqlite3_errmsg(db));
    return;
  }
  HOLDS(means(db, e->after[e->count - 1]), "does something else when tried again");
}

/* Returns whether the step got as far as the fault. */
static inline bool try_fault(const Fault *fault, int step, long n) {
  const Expected *e = &expected[step];
  sqlite3_int64 memory = sqlite3_memory_used();
  int done;
  trials++;
  copy_database(script_before(step), "trial.db");
  sqlite3 *db = open_database("trial.db");
  CHECK(runf(db, "PRAGMA journal_mode = %s; %s", trial_journal, fault->settings) == SQLITE_OK);
  fault->begin(db, n);
  int rc = run_step(db, script[step].sql, &done, NULL);
  bool is_own = rc == script[step].code, is_allowed = is_own || fault->allows(db, rc);
  bool happened = fault->end(db, rc);
  if (is_own) {
    HOLDS(means(db, e->after[e->count - 1]), "not the state that its code says");
    HOLDS(rc != SQLITE_OK || rows_hash == e->rows, "rows are missing, and no error");
    HOLDS(sound(db), "not sound");
  } else if (HOLDS(happened && is_allowed, "not a code of this fault")) {
    check_refused(db, fault, step, n, rc, done);
  }
  bool is_old = says_bytes(db, e->before);
  close_database(db);
  db = open_database("trial.db");
  HOLDS(is_old ? says_bytes(db, e->before) : means(db, e->after[e->count - 1]),
        "a new connection sees something else");
  HOLDS(sound(db), "not sound for a new connection");
  close_database(db);
  HOLDS(sqlite3_memory_used() == memory, "memory is lost");
  return happened;
}

/* Tries a fault at every opportunity of every step; with a stride, at every so many of them, from
** another one on in each step. */
static inline void try_everywhere(const Fault *fault, long stride) {
  long before = trials, refused_before = trials_refused;
  for (int step = 0; step < STEPS; step++) {
    long n = step % stride;
    while (try_fault(fault, step, n)) n += stride;
  }
  printf("%s, %s: %ld trials, %ld refused\n", trial_journal, fault->name, trials - before,
         trials_refused - refused_before);
}

#endif
