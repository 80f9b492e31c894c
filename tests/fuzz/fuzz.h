/* SPDX-License-Identifier: MIT */
/*
** What the fuzz targets share. A target is the function LLVMFuzzerTestOneInput(), which libFuzzer
** calls with whatever it comes up with (`make fuzz`); in `make test`, main.c stands in for libFuzzer
** and calls it with the inputs in tests/fuzz/corpus/NAME and with mutations of them.
**
** What has to hold for every input is said with MUST(), which stops the program, so that the input
** is seen. Included once per program, after _XOPEN_SOURCE 700 is defined.
*/
#ifndef GLUE_FUZZ_H
#define GLUE_FUZZ_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "glue_connections.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* How many mutations of the corpus `make test` is to try: some seconds' worth. */
extern const unsigned long fuzz_mutations;

/* How often the inputs have got to what is hard to get to, and how often `make test` is to get there
** per hundred of them: properties that next to no input reaches are not tested. A target defines
** FUZZ_REACH before it includes this, and counts. */
#ifndef FUZZ_REACH
#define FUZZ_REACH 0
#endif
extern const unsigned long fuzz_reach;
extern unsigned long fuzz_reached;
const unsigned long fuzz_reach = FUZZ_REACH;
unsigned long fuzz_reached = 0;

static sqlite3 *fuzz_db; /* whose error message a failure shows */

_Noreturn static inline void fuzz_fail(const char *file, int line, const char *condition) {
  fprintf(stderr, "%s:%d: MUST(%s)\n", file, line, condition);
  if (fuzz_db) fprintf(stderr, "  the last error: %s\n", sqlite3_errmsg(fuzz_db));
  abort();
}

#define MUST(condition) ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition))

/* ---- A keyring with two keys, in a folder that goes with the process. */

#define FUZZ_KEYS                                                                                  \
  "arn:aws:kms:eu-west-1:123456789012:key/a QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n"        \
  "arn:aws:kms:eu-west-1:123456789012:key/b QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=\n"

static char fuzz_folder[64], fuzz_keyring[80];

static inline void fuzz_remove_folder(void) {
  unlink(fuzz_keyring);
  rmdir(fuzz_folder);
}

static inline void fuzz_write_keyring(const void *bytes, size_t n) {
  unlink(fuzz_keyring);
  FILE *file = fopen(fuzz_keyring, "wb");
  MUST(file != NULL && (n == 0 || fwrite(bytes, n, 1, file) == 1) && fclose(file) == 0);
  MUST(chmod(fuzz_keyring, 0600) == 0);
}

/* Makes the folder and the keyring, once, and has $GLUE_KEYRING name it. */
static inline void fuzz_begin(void) {
  if (*fuzz_folder) return;
  const char *temporary = getenv("TMPDIR");
  snprintf(fuzz_folder, sizeof(fuzz_folder), "%s/fuzz.XXXXXX",
           temporary && strlen(temporary) < 40 ? temporary : "/tmp");
  MUST(mkdtemp(fuzz_folder) != NULL);
  snprintf(fuzz_keyring, sizeof(fuzz_keyring), "%s/keyring", fuzz_folder);
  fuzz_write_keyring(FUZZ_KEYS, strlen(FUZZ_KEYS));
  setenv("GLUE_KEYRING", fuzz_keyring, 1);
  atexit(fuzz_remove_folder);
}

/* ---- Databases in memory. */

static inline sqlite3 *fuzz_open(void) {
  sqlite3 *db = NULL;
  fuzz_begin();
  MUST(sqlite3_open(":memory:", &db) == SQLITE_OK);
  MUST(sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_OK);
  MUST(sqlite3_extended_result_codes(db, 1) == SQLITE_OK);
  return fuzz_db = db;
}

/* Fails where a statement or cursor of the extension's own is still open. */
static inline void fuzz_close(sqlite3 *db) {
  MUST(sqlite3_close(db) == SQLITE_OK);
  if (fuzz_db == db) fuzz_db = NULL;
}

/* The statements that somebody is in the middle of. */
static inline int fuzz_busy(sqlite3 *db) {
  int busy = 0;
  for (sqlite3_stmt *s = sqlite3_next_stmt(db, NULL); s; s = sqlite3_next_stmt(db, s)) {
    busy += sqlite3_stmt_busy(s);
  }
  return busy;
}

static inline int fuzz_run(sqlite3 *db, const char *sql) {
  return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static inline void fuzz_must_run(sqlite3 *db, const char *sql) {
  int rc = fuzz_run(db, sql);
  if (rc != SQLITE_OK) fprintf(stderr, "%s\n", sql);
  MUST(rc == SQLITE_OK);
}

static inline sqlite3_stmt *fuzz_prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (rc != SQLITE_OK) fprintf(stderr, "%s\n", sql);
  MUST(rc == SQLITE_OK);
  return statement;
}

/* A statement that is prepared once and kept, reset and without bindings. */
static inline sqlite3_stmt *fuzz_statement(sqlite3 *db, const char *sql) {
  static struct {
    const char *sql;
    sqlite3_stmt *statement;
  } kept[64];
  size_t i = 0;
  for (; i < sizeof(kept) / sizeof(kept[0]) && kept[i].sql; i++) {
    sqlite3_stmt *statement = kept[i].statement;
    if (sqlite3_db_handle(statement) != db || strcmp(kept[i].sql, sql) != 0) continue;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return statement;
  }
  MUST(i < sizeof(kept) / sizeof(kept[0]));
  kept[i].sql = sql;
  return kept[i].statement = fuzz_prepare(db, sql);
}

/* All values of all rows of a query, for sqlite3_free(): "1|'text'|NULL\n". *rc (may be NULL, then
** it must succeed) is the query's code. */
static inline char *fuzz_rows(sqlite3 *db, const char *sql, int *rc) {
  sqlite3_stmt *statement = NULL;
  sqlite3_str *out = sqlite3_str_new(NULL);
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  while (code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
      if (i > 0) sqlite3_str_appendchar(out, 1, '|');
      switch (sqlite3_column_type(statement, i)) {
      case SQLITE_NULL: sqlite3_str_appendall(out, "NULL"); break;
      case SQLITE_TEXT: sqlite3_str_appendf(out, "%Q", sqlite3_column_text(statement, i)); break;
      case SQLITE_BLOB: sqlite3_str_appendf(out, "x%d", sqlite3_column_bytes(statement, i)); break;
      default: sqlite3_str_appendf(out, "%s", sqlite3_column_text(statement, i));
      }
    }
    sqlite3_str_appendchar(out, 1, '\n');
  }
  int finalize_code = sqlite3_finalize(statement);
  if (code == SQLITE_OK) code = finalize_code;
  if (rc) *rc = code;
  if (rc == NULL && code != SQLITE_OK) fprintf(stderr, "%s\n", sql);
  MUST(rc || code == SQLITE_OK);
  char *text = sqlite3_str_finish(out);
  return text ? text : sqlite3_mprintf("");
}

/* The only value of a query that must succeed, for sqlite3_free(). */
static inline char *fuzz_value(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = fuzz_prepare(db, sql);
  MUST(sqlite3_step(statement) == SQLITE_ROW);
  char *text = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
  MUST(text && sqlite3_step(statement) == SQLITE_DONE);
  sqlite3_finalize(statement);
  return text;
}

/* Whether a query answers with these rows, in the form of fuzz_rows(). */
static inline bool fuzz_gives(sqlite3 *db, const char *sql, const char *expected) {
  char *rows = fuzz_rows(db, sql, NULL);
  bool same = strcmp(rows, expected) == 0;
  if (!same) fprintf(stderr, "%s\n  expected: %s\n  answered: %s\n", sql, expected, rows);
  sqlite3_free(rows);
  return same;
}

/* ---- An input as a source of choices. At its end every choice is the first one. */

typedef struct Choices {
  const uint8_t *at, *end;
} Choices;

static inline bool choices_left(const Choices *choices) {
  return choices->at < choices->end;
}

static inline unsigned choose(Choices *choices, unsigned n) {
  return n > 0 && choices_left(choices) ? *choices->at++ % n : 0;
}

#define CHOOSE(choices, list) ((list)[choose((choices), sizeof(list) / sizeof((list)[0]))])

#endif
