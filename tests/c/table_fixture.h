/* SPDX-License-Identifier: MIT */
/*
** What the tests of the table share: databases with the extension in them, statements and what they
** answer, and whether a database is sound afterwards.
**
** Included once per program, after _XOPEN_SOURCE 700 is defined.
*/
#ifndef GLUE_TABLE_FIXTURE_H
#define GLUE_TABLE_FIXTURE_H

#include <ftw.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "glue_connections.h"

/* The least that an INSERT needs, and values for it. */
#define COLUMNS "name, connection_type, connection_properties"
#define ROW(name) "('" name "', 'CUSTOM', '{}')"
#define KAFKA(name) "('" name "', 'KAFKA', '{\"KAFKA_BOOTSTRAP_SERVERS\":\"h:9092\"}')"

/* ---- A folder for the files of the test. */

static char folder[64];

static inline int remove_entry(const char *path, const struct stat *status, int type,
                               struct FTW *ftw) {
  (void)status, (void)type, (void)ftw;
  return remove(path);
}

/* A fresh folder to be in, where HOME is too: a keyring that a test makes stays in there. */
static inline bool begin(void) {
  const char *temporary = getenv("TMPDIR");
  snprintf(folder, sizeof(folder), "%s/table.XXXXXX",
           temporary && strlen(temporary) < 40 ? temporary : "/tmp");
  if (!CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0)) return false;
  setenv("HOME", folder, 1);
  unsetenv("XDG_CONFIG_HOME");
  unsetenv("GLUE_KEYRING");
  unsetenv("GLUE_KEY_FUNCTIONS");
  return true;
}

static inline int end(void) {
  CHECK(chdir("/") == 0);
  nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  return check_summary();
}

/* ---- Databases. */

/* An empty path is a database in memory; NULL where it cannot be opened. */
static inline sqlite3 *open_with_flags(const char *path, int flags) {
  sqlite3 *db = NULL;
  char *message = NULL;
  if (sqlite3_open_v2(*path ? path : ":memory:", &db, flags, NULL) != SQLITE_OK ||
      sqlite3_glueconnections_init(db, &message, NULL) != SQLITE_OK) {
    fprintf(stderr, "open %s: %s\n", path, message ? message : sqlite3_errmsg(db));
    CHECK(false && "the database opens");
    sqlite3_free(message);
    sqlite3_close(db);
    return NULL;
  }
  return db;
}

static inline sqlite3 *open_database(const char *path) {
  return open_with_flags(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI);
}

static inline void remove_database(const char *path) {
  static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
  char name[128];
  for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
    snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
    unlink(name);
  }
}

/* Fails where a statement or cursor of the extension's own is still open. */
static inline void close_database(sqlite3 *db) {
  CHECK(sqlite3_close(db) == SQLITE_OK);
}

/* ---- Statements. */

/* Runs statements up to the first that fails; its extended code, or SQLITE_OK. */
static inline int run(sqlite3 *db, const char *sql) {
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK ? rc : sqlite3_extended_errcode(db);
}

/* The same with the formats of sqlite3_mprintf(). */
static inline int runf(sqlite3 *db, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *sql = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  int rc = run(db, sql);
  sqlite3_free(sql);
  return rc;
}

/* Runs what a test takes for granted. */
static inline void must(sqlite3 *db, const char *sql) {
  int rc = run(db, sql);
  if (rc == SQLITE_OK) return;
  fprintf(stderr, "%s\n  failed with %d: %s\n", sql, rc, sqlite3_errmsg(db));
  CHECK(false && "the statement succeeds");
}

/* What a statement answers: a line for each row, its values parted by bars; "error N: ..." at the
** end where it fails. The caller frees it with sqlite3_free(). */
static inline char *query(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = NULL;
  sqlite3_str *out = sqlite3_str_new(NULL);
  int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  while (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    if (sqlite3_str_length(out)) sqlite3_str_appendchar(out, 1, '\n');
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
      const char *text = (const char *)sqlite3_column_text(statement, i);
      sqlite3_str_appendf(out, "%s%s", i ? "|" : "", text ? text : "NULL");
    }
  }
  int finalize_rc = sqlite3_finalize(statement);
  if (rc != SQLITE_OK || finalize_rc != SQLITE_OK) {
    sqlite3_str_appendf(out, "%serror %d: %s", sqlite3_str_length(out) ? "\n" : "",
                        sqlite3_extended_errcode(db), sqlite3_errmsg(db));
  }
  char *text = sqlite3_str_finish(out);
  return text ? text : sqlite3_mprintf("");
}

static inline bool gives(sqlite3 *db, const char *sql, const char *expected) {
  char *answer = query(db, sql);
  bool same = strcmp(answer, expected) == 0;
  if (!same) fprintf(stderr, "%s\n  expected: %s\n  answered: %s\n", sql, expected, answer);
  sqlite3_free(answer);
  return same;
}

/* Whether the statement fails with that extended code and those words in its message. */
static inline bool refused(sqlite3 *db, const char *sql, int code, const char *words) {
  int rc = run(db, sql);
  bool same = rc == code && strstr(sqlite3_errmsg(db), words) != NULL;
  if (!same) {
    fprintf(stderr, "%s\n  expected: %d %s\n  answered: %d %s\n", sql, code, words, rc,
            rc ? sqlite3_errmsg(db) : "");
  }
  return same;
}

/* True if `rc`, with the message of the connection, says that the authorizer denied something. SQLite
** itself keeps the code to SQLITE_ERROR where a function is denied, or what it asks for while a virtual
** table declares its columns; 3.38 says nothing else, either, where ALTER calls functions. */
static inline bool is_denial(sqlite3 *db, int rc) {
  static const char *const words[] = {"not authorized", "prohibited", "authorization denied"};
  const char *message = sqlite3_errmsg(db);
  if (rc == SQLITE_AUTH) return true;
  for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
    if (strstr(message, words[i])) return true;
  }
  return sqlite3_libversion_number() < 3039000 && strcmp(message, "SQL logic error") == 0;
}

static inline sqlite3_int64 number(sqlite3 *db, const char *sql) {
  char *answer = query(db, sql);
  sqlite3_int64 value = strtoll(answer, NULL, 10);
  sqlite3_free(answer);
  return value;
}

/* ---- Soundness. */

/* Whether SQLite's own check and the table's find nothing, for every table of the extension in the
** main database. */
static inline bool sound(sqlite3 *db) {
  sqlite3_stmt *statement = NULL;
  bool ok = gives(db, "PRAGMA main.integrity_check", "ok");
  int rc = sqlite3_prepare_v2(db,
                              "SELECT format('INSERT INTO main.\"%w\"(\"%w\")"
                              " VALUES(''integrity-check'')', name, name) FROM main.sqlite_schema"
                              " WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING glue_connections%'",
                              -1, &statement, NULL);
  while (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    const char *command = (const char *)sqlite3_column_text(statement, 0);
    int command_rc = run(db, command);
    if (command_rc == SQLITE_OK) continue;
    fprintf(stderr, "%s: %d %s\n", command, command_rc, sqlite3_errmsg(db));
    ok = false;
  }
  return sqlite3_finalize(statement) == SQLITE_OK && ok;
}

#endif
