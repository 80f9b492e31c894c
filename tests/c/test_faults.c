/* SPDX-License-Identifier: MIT */
/*
** SQLite or its host stops a statement: the database may not grow, the user interrupts, an authorizer
** denies. Each at every opportunity in every step of a script that touches all of the table's
** paths. After each, everything that trial.h lists must hold. (test_io_errors.c has the disk.)
**
** `make test` interrupts at every 41st instruction of SQLite's virtual machine and denies every third
** question (under a sanitizer the 83rd and the fifth), from another one on in each step; LONG=1 tries all
** of them.
*/
#define _XOPEN_SOURCE 700
#include "trial.h"

#include "fault_vfs.h"

#if defined(__SANITIZE_ADDRESS__)
#define INTERRUPT_STRIDE 83
#define DENIAL_STRIDE 5
#else
#define INTERRUPT_STRIDE 41
#define DENIAL_STRIDE 3
#endif

static long opportunities; /* still to pass until the fault; -1: it happens no more */
static bool lasting;       /* and at all later ones */
static bool happened;

static bool is_time(void) {
  if (opportunities < 0) return false;
  if (opportunities > 0) {
    opportunities--;
    return false;
  }
  happened = true;
  if (!lasting) opportunities = -1;
  return true;
}

static void begin_waiting(long n) {
  opportunities = n;
  happened = false;
}

static bool end_waiting(void) {
  opportunities = -1;
  return happened;
}

/* ---- The database may grow by n pages. */

static void begin_page_limit(sqlite3 *db, long n) {
  sqlite3_int64 pages = number(db, "PRAGMA page_count");
  CHECK(runf(db, "PRAGMA max_page_count = %lld", pages + n) == SQLITE_OK);
}

static bool end_page_limit(sqlite3 *db, int code) {
  must(db, "PRAGMA max_page_count = 1000000");
  return code == SQLITE_FULL;
}

static bool is_full(sqlite3 *db, int code) {
  (void)db;
  return code == SQLITE_FULL;
}

/* ---- The n-th instruction of the virtual machine is the last. If it is the last one anyway, SQLite
** says that the statement was interrupted, and all of it is done: with any table. */

static int interrupt(void *unused) {
  (void)unused;
  return is_time();
}

static void begin_interrupt(sqlite3 *db, long n) {
  begin_waiting(n);
  sqlite3_progress_handler(db, 1, interrupt, NULL);
}

static bool end_interrupt(sqlite3 *db, int code) {
  (void)code;
  sqlite3_progress_handler(db, 0, NULL, NULL);
  return end_waiting();
}

static bool is_interrupt(sqlite3 *db, int code) {
  (void)db;
  return code == SQLITE_INTERRUPT;
}

/* ---- The n-th question to the authorizer is answered with no. */

static int authorize(void *unused, int action, const char *first, const char *second,
                     const char *database, const char *trigger) {
  (void)unused, (void)action, (void)first, (void)second, (void)database, (void)trigger;
  return is_time() ? SQLITE_DENY : SQLITE_OK;
}

static void begin_denial(sqlite3 *db, long n) {
  begin_waiting(n);
  sqlite3_set_authorizer(db, authorize, NULL);
}

static bool end_denial(sqlite3 *db, int code) {
  (void)code;
  sqlite3_set_authorizer(db, NULL, NULL);
  return end_waiting();
}

int main(void) {
  static const char *const journals[] = {"delete", "wal"};
  static const Fault page_limit = {.name = "no more pages",
                                   .settings = "",
                                   .begin = begin_page_limit,
                                   .end = end_page_limit,
                                   .allows = is_full};
  static const Fault interrupts = {.name = "interrupt",
                                   .settings = "",
                                   .begin = begin_interrupt,
                                   .end = end_interrupt,
                                   .allows = is_interrupt,
                                   .may_complete = true};
  static const Fault denials = {.name = "denial",
                                .settings = "",
                                .begin = begin_denial,
                                .end = end_denial,
                                .allows = is_denial};
  bool is_long = getenv("LONG") != NULL;
  if (!begin() || !CHECK(fault_vfs_install())) return end();
  for (size_t i = 0; i < sizeof(journals) / sizeof(journals[0]); i++) {
    trials_begin(journals[i]);
    try_everywhere(&page_limit, 1);
    try_everywhere(&interrupts, is_long ? 1 : INTERRUPT_STRIDE);
    try_everywhere(&denials, is_long ? 1 : DENIAL_STRIDE);
  }
  script_forget();
  return end();
}
