/* SPDX-License-Identifier: MIT */
/*
** Any bytes as a document. glue_requests() never fails; each row has a place in a line that there is, and
** a request or a problem; a request is JSON that an INSERT takes or refuses, and nothing else; a text and
** the same bytes in a BLOB say the same, and so do a template and its text in the answer of get-template;
** and what comes out is bounded by what came in.
*/
#define _XOPEN_SOURCE 700
#define FUZZ_REACH 5
#include "fuzz.h"

#include "text/text.h"

const unsigned long fuzz_mutations = 30000;

/* Bytes that come out, for one that came in and in all: what aliases, parameters and mappings may put in
** (yaml.c, intrinsic.c), and the words of messages. */
#define OUT_FACTOR 600
#define OUT_MORE 16777216

static sqlite3 *db;

static const char parameters[] =
    "{\"A\":\"a\",\"L\":[\"x\",\"y\"],\"N\":null,\"AWS::Region\":\"eu-west-1\",\"E\":\"${A}\"}";

/* A NUL would end it elsewhere, and a byte order mark is none in text. */
static bool is_text(const char *bytes, size_t n) {
  return memchr(bytes, '\0', n) == NULL && text_malformed(bytes, n) == n;
}

static sqlite3_stmt *ask(const char *sql, const char *bytes, size_t n, bool is_blob) {
  sqlite3_stmt *statement = fuzz_statement(db, sql);
  const char *text = n ? bytes : "";
  int rc = is_blob ? sqlite3_bind_blob64(statement, 1, text, n, SQLITE_STATIC)
                   : sqlite3_bind_text64(statement, 1, text, n, SQLITE_STATIC, SQLITE_UTF8);
  MUST(rc == SQLITE_OK);
  if (sqlite3_bind_parameter_count(statement) > 1) {
    MUST(sqlite3_bind_text(statement, 2, parameters, -1, SQLITE_STATIC) == SQLITE_OK);
  }
  return statement;
}

/* The last "line N" of a place is one of the text; an encoding changes no number of lines. */
static void check_place(const char *place, const char *bytes, size_t n) {
  long line = strtol(place + 5, NULL, 10), lines = 1;
  MUST(strncmp(place, "line ", 5) == 0);
  for (size_t i = 0; i < n; i++) {
    bool ends_in_two = bytes[i] == '\r' && i + 1 < n && bytes[i + 1] == '\n';
    lines += bytes[i] == '\n' || (bytes[i] == '\r' && !ends_in_two);
  }
  MUST(line >= 1 && line <= lines);
}

static void insert(const char *request) {
  sqlite3_stmt *statement = fuzz_statement(db, "INSERT INTO c(request) VALUES(?1)");
  MUST(sqlite3_bind_text(statement, 1, request, -1, SQLITE_STATIC) == SQLITE_OK);
  int rc = sqlite3_step(statement);
  MUST(rc == SQLITE_DONE || (rc & 0xff) == SQLITE_CONSTRAINT);
  sqlite3_reset(statement);
  if (rc == SQLITE_DONE) fuzz_reached++;
}

/* Reads it, and returns the sum of its rows as a text, for sqlite3_free(). */
static char *read_rows(const char *bytes, size_t n, bool is_blob) {
  sqlite3_stmt *rows = ask("SELECT place, kind, name, catalog_id, region, request, problem, "
                           "json_valid(request) FROM glue_requests(?1, ?2)",
                           bytes, n, is_blob);
  sqlite3_str *all = sqlite3_str_new(NULL);
  sqlite3_uint64 size = 0;
  int rc;
  while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
    const char *place = (const char *)sqlite3_column_text(rows, 0);
    const char *request = (const char *)sqlite3_column_text(rows, 5);
    const char *problem = (const char *)sqlite3_column_text(rows, 6);
    MUST(place && (request || problem));
    check_place(place, bytes, n);
    if (request) {
      MUST(sqlite3_column_int(rows, 7) == 1 && *request == '{');
      MUST(sqlite3_column_type(rows, 1) == SQLITE_TEXT);
      insert(request);
    }
    for (int i = 0; i < 7; i++) {
      const char *text = (const char *)sqlite3_column_text(rows, i);
      size += (sqlite3_uint64)sqlite3_column_bytes(rows, i);
      sqlite3_str_appendf(all, "%s|", text ? text : "NULL");
    }
  }
  MUST(rc == SQLITE_DONE && sqlite3_reset(rows) == SQLITE_OK);
  MUST(size <= OUT_FACTOR * (sqlite3_uint64)n + OUT_MORE);
  fuzz_must_run(db, "DELETE FROM c");
  char *text = sqlite3_str_finish(all);
  return text ? text : sqlite3_mprintf("");
}

/* A template in a string is the same template. */
static void check_body(const char *bytes, size_t n) {
  sqlite3_stmt *rows = ask("SELECT count(*), sum(body.request IS own.request) FROM"
                           " glue_requests(json_object('TemplateBody', ?1), ?2) body"
                           " JOIN glue_requests(?1, ?2) own ON body.rowid = own.rowid"
                           " WHERE own.kind = 'cloudformation'",
                           bytes, n, false);
  MUST(sqlite3_step(rows) == SQLITE_ROW);
  MUST(sqlite3_column_int(rows, 0) == sqlite3_column_int(rows, 1));
  sqlite3_reset(rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *bytes = (const char *)data;
  if (db == NULL) {
    db = fuzz_open();
    fuzz_must_run(db, "CREATE VIRTUAL TABLE c USING glue_connections(quota=0)");
  }
  fuzz_db = db;
  char *of_blob = read_rows(bytes, size, true);
  if (is_text(bytes, size)) {
    char *of_text = read_rows(bytes, size, false);
    MUST(strcmp(of_text, of_blob) == 0);
    sqlite3_free(of_text);
    check_body(bytes, size);
  }
  sqlite3_free(of_blob);
  return 0;
}
