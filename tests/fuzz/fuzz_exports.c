/* SPDX-License-Identifier: MIT */
/*
** Any lines as requests. Each export of each of them, and of all, is an error of ours or the document that it
** claims to be, with as many connections in it (exports.h); it is the same in whatever order they come. Two
** requests have as many differences in one direction as in the other, and one has none to itself.
*/
#define _XOPEN_SOURCE 700
#define FUZZ_REACH 10
#include "fuzz.h"

#include "../c/exports.h"

const unsigned long fuzz_mutations = 6000;

#define LINES_MAX 8

static sqlite3 *db;

/* The rows of a query over the lines; an error, but for one of ours, stops the program. NULL: it failed. */
static char *export_answer(const char *sql) {
  sqlite3_stmt *statement = fuzz_statement(db, sql);
  int rc = sqlite3_step(statement);
  char *text = NULL;
  if (rc == SQLITE_ROW) {
    MUST(sqlite3_column_type(statement, 0) == SQLITE_TEXT);
    text = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
  } else {
    MUST(rc == SQLITE_ERROR && strstr(sqlite3_errmsg(db), "Exception: ") &&
         export_is_plain(sqlite3_errmsg(db)));
  }
  sqlite3_reset(statement);
  return text;
}

static void check_exports(int count) {
  for (int i = 0; i < EXPORT_CALLS; i++) {
    static char *sql[EXPORT_CALLS][2]; /* kept: the statements are known by them */
    if (sql[i][0] == NULL) {
      sql[i][0] = sqlite3_mprintf("SELECT %s FROM lines", export_calls[i]);
      sql[i][1] = sqlite3_mprintf("SELECT %s FROM (SELECT * FROM lines ORDER BY rowid DESC)",
                                  export_calls[i]);
    }
    char *document = export_answer(sql[i][0]), *again = export_answer(sql[i][1]);
    MUST((document == NULL) == (again == NULL));
    if (document) {
      MUST(export_is_valid(db, export_calls[i], document, count));
      /* One that stands there twice may be written in two ways. */
      if (i >= 5) MUST(strcmp(document, again) == 0);
      if (i == 0) fuzz_reached++;
    }
    sqlite3_free(document);
    sqlite3_free(again);
  }
}

static void check_differences(void) {
  char *differences =
      export_answer("SELECT CAST(count(*) AS TEXT) FROM lines l, glue_diff(l.request, l.request)");
  if (differences) MUST(strcmp(differences, "0") == 0);
  sqlite3_free(differences);
  differences = export_answer(
      "SELECT CAST(total(n) AS TEXT) FROM (SELECT count(*) AS n FROM lines a, lines b,"
      " glue_diff(a.request, b.request) WHERE a.rowid < b.rowid UNION ALL"
      " SELECT -count(*) FROM lines a, lines b, glue_diff(b.request, a.request)"
      " WHERE a.rowid < b.rowid)");
  if (differences) MUST(strcmp(differences, "0.0") == 0);
  sqlite3_free(differences);
}

static void insert_line(const char *line, size_t length) {
  sqlite3_stmt *insert =
      fuzz_statement(db, "INSERT INTO lines VALUES(CAST(?1 AS TEXT), json_object('Name',"
                         " CASE WHEN json_valid(?1) THEN coalesce(json_extract(?1,"
                         " '$.ConnectionInput.Name'), json_extract(?1, '$.Name')) END))");
  MUST(sqlite3_bind_text(insert, 1, line, (int)length, SQLITE_STATIC) == SQLITE_OK);
  int rc = sqlite3_step(insert);
  if (rc != SQLITE_DONE) MUST(rc == SQLITE_ERROR); /* SQLite's JSON takes offence at a path */
  sqlite3_reset(insert);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (db == NULL) {
    db = fuzz_open();
    fuzz_must_run(db, "CREATE TABLE lines(request TEXT, connection TEXT)");
  }
  fuzz_db = db;
  const char *at = (const char *)data, *end = at + size;
  int count = 0;
  for (; at < end && count < LINES_MAX; count++) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    if (stop == NULL) stop = end;
    insert_line(at, (size_t)(stop - at));
    at = stop + 1;
  }
  char *lines = fuzz_value(db, "SELECT count(*) FROM lines");
  check_exports(atoi(lines));
  sqlite3_free(lines);
  check_differences();
  fuzz_must_run(db, "DELETE FROM lines");
  return 0;
}
