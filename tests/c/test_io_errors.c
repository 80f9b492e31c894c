/* SPDX-License-Identifier: MIT */
/*
** The disk fails: every n-th call of the file system, for every n, in every step of a script that
** touches all of the table's paths. After each, everything that trial.h lists must hold.
**
** The calls fail once (a bad sector), or from there on (the device is gone), or only the writes from
** there on (the disk is full). In the rollback journal and in WAL; with a cache so small that pages
** are written before the transaction ends, and with statement journals in files.
**
** `make test` tries every 7th n (under a sanitizer every 11th), from another one on in each step;
** LONG=1 tries all.
*/
#define _XOPEN_SOURCE 700
#include "trial.h"

#include "fault_vfs.h"

#if defined(__SANITIZE_ADDRESS__)
#define STRIDE 11
#else
#define STRIDE 7
#endif

#define DISK                                                                                       \
  (CALL_OPEN | CALL_DELETE | CALL_ACCESS | CALL_READ | CALL_WRITE | CALL_TRUNCATE | CALL_SYNC |    \
   CALL_SIZE | CALL_LOCK | CALL_MAP)

static FaultPlan failure; /* what the trials arm */

static void begin_failure(sqlite3 *db, long n) {
  (void)db;
  fault_plan = failure;
  fault_plan.remaining = n;
}

static bool end_failure(sqlite3 *db, int code) {
  (void)db, (void)code;
  fault_plan.remaining = -1;
  return fault_plan.failed > 0;
}

static bool is_io_error(sqlite3 *db, int code) {
  (void)db;
  int primary = code & 0xff;
  return primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
}

static bool is_full(sqlite3 *db, int code) {
  (void)db;
  return code == SQLITE_FULL;
}

/* As few pages in memory as SQLite can do with, and a checkpoint after each transaction. */
#define SMALL_CACHE "PRAGMA cache_size = 1; PRAGMA wal_autocheckpoint = 1"

static const struct {
  Fault fault;
  FaultPlan plan;
} failures[] = {
    {{"a call fails", "", begin_failure, end_failure, is_io_error, false}, {.calls = DISK}},
    {{"a call fails, small cache", SMALL_CACHE, begin_failure, end_failure, is_io_error, false},
     {.calls = DISK}},
    {{"all calls fail", SMALL_CACHE, begin_failure, end_failure, is_io_error, false},
     {.calls = DISK, .lasting = true}},
    {{"the disk is full", SMALL_CACHE, begin_failure, end_failure, is_full, false},
     {.calls = CALL_WRITE, .code = SQLITE_FULL, .lasting = true}},
};

int main(void) {
  static const char *const journals[] = {"delete", "persist", "wal"};
  long stride = getenv("LONG") ? 1 : STRIDE;
  CHECK(sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 0) == SQLITE_OK);
  if (!begin() || !CHECK(fault_vfs_install())) return end();
  for (size_t i = 0; i < sizeof(journals) / sizeof(journals[0]); i++) {
    trials_begin(journals[i]);
    for (size_t j = 0; j < sizeof(failures) / sizeof(failures[0]); j++) {
      failure = failures[j].plan;
      try_everywhere(&failures[j].fault, stride);
    }
  }
  script_forget();
  return end();
}
