/* SPDX-License-Identifier: MIT */
/*
** What the time is: that of SQLite's default VFS, as for SQLite's own functions, whichever version of
** its interface it speaks; and with no VFS left, the epoch.
*/
#define _XOPEN_SOURCE 700
#include "table_fixture.h"

/* The Julian day of 2024-05-06 06:00 UTC. */
#define DAYS 2460436.75
#define TIME_IN_DAYS "2024-05-06 06:00:00.000"
/* The finer clock is fast. */
#define TIME_IN_MILLISECONDS "2024-05-06 06:00:01.500"

static int current_time(sqlite3_vfs *vfs, double *days) {
  (void)vfs;
  *days = DAYS;
  return SQLITE_OK;
}

static int current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  (void)vfs;
  *milliseconds = (sqlite3_int64)(DAYS * 86400000) + 1500;
  return SQLITE_OK;
}

/* A connection that is created now. */
static bool is_created(sqlite3 *db, const char *time) {
  must(db, "INSERT OR REPLACE INTO t(" COLUMNS ") VALUES" ROW("a"));
  return gives(db, "SELECT creation_time FROM t", time);
}

/* The clock of the default VFS, while it is this one. */
static bool tells(sqlite3 *db, sqlite3_vfs *vfs, const char *time) {
  CHECK(sqlite3_vfs_register(vfs, 1) == SQLITE_OK);
  bool ok = is_created(db, time);
  CHECK(sqlite3_vfs_unregister(vfs) == SQLITE_OK);
  return ok;
}

int main(void) {
  if (!begin()) return end();
  sqlite3_vfs *real = sqlite3_vfs_find(NULL), vfs;
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  if (!CHECK(real != NULL)) return end();
  vfs = *real;
  vfs.zName = "clock";
  vfs.pNext = NULL;
  vfs.xCurrentTime = current_time;
  vfs.xCurrentTimeInt64 = current_time_int64;
  CHECK(tells(db, &vfs, TIME_IN_MILLISECONDS));
  vfs.iVersion = 1; /* has no such clock, whatever stands in its place */
  CHECK(tells(db, &vfs, TIME_IN_DAYS));
  vfs.iVersion = 2;
  vfs.xCurrentTimeInt64 = NULL;
  CHECK(tells(db, &vfs, TIME_IN_DAYS));
  while ((real = sqlite3_vfs_find(NULL)) != NULL) sqlite3_vfs_unregister(real);
  CHECK(is_created(db, "1970-01-01 00:00:00.000"));
  CHECK(sound(db));
  close_database(db);
  return end();
}
