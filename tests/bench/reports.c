/* SPDX-License-Identifier: MIT */
/*
** The views of sql/reports.sql, each read to its end: over the extension's table, and over an ordinary
** table with the same columns, the same rows and the same indexes. What the linter or a URL costs is in
** both: the views call the extension's functions over either table. So some have to be done in time too, and
** the one about TLS stands beside json_each() over the requests that it reads, which finds nothing in them.
*/
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define REPORT_ROUNDS 3
#define REPORT_LIMIT 2.5

/* The most seconds, with LIMITED_ROWS. */
static const struct {
  const char *view;
  double seconds;
} report_limits[] = {{"report_tls", 0.5}, {"report_secrets", 0.6}, {"report_findings", 0.8}};

const char json_each_sql[] =
    "SELECT c.name, j.key, j.value FROM connections c, json_each(c.request) j";

/* The hidden columns that the views use are ordinary ones here. */
static const char copy_sql[] =
    "CREATE TABLE connections AS SELECT *, request, connection, credentials FROM "
    "source.connections;"
    "CREATE UNIQUE INDEX connections_name ON connections(name, catalog_id, region);"
    "CREATE INDEX connections_type ON connections(connection_type)";

/* The text of a file, to be given to free(). */
static char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("%s cannot be read (start from the project's folder)", path);
  if (fseek(file, 0, SEEK_END) != 0) fail("%s cannot be read", path);
  long size = ftell(file);
  rewind(file);
  char *text = size > 0 ? calloc(1, (size_t)size + 1) : NULL;
  if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) fail("%s: no text", path);
  fclose(file);
  return text;
}

void create_reports(sqlite3 *db) {
  char *script = read_file("sql/reports.sql");
  execute(db, script);
  free(script);
}

static void create_copy(Contender *copy, const Contender *original) {
  *copy = (Contender){.kind = ORDINARY, .rows = original->rows};
  copy->path = sqlite3_mprintf("%s-copy", original->path);
  copy->db = open_file(copy->path);
  char *attach = sqlite3_mprintf("ATTACH %Q AS source", original->path);
  execute(copy->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  execute(copy->db, attach);
  execute(copy->db, copy_sql);
  execute(copy->db, "DETACH source");
  sqlite3_free(attach);
}

/* Reads all rows, of which there may be none. */
static double read_view(void *context, int round) {
  const Contender *table = context;
  (void)round;
  sqlite3_stmt *statement = prepare(table->db, table->sql);
  double start = now();
  read_rows(statement);
  double seconds = now() - start;
  sqlite3_finalize(statement);
  return seconds;
}

static Figure *add_view(Results *results, const char *label, const Contender *table,
                        const char *sql, const Contender *rival, const char *rival_sql,
                        double limit) {
  Contender pair[2] = {*table, *rival};
  void *contenders[2] = {&pair[0], &pair[1]};
  pair[0].sql = sql;
  pair[1].sql = rival_sql;
  Figure *figure = add_figure(results, TABLE_REPORTS, label, table->rows);
  figure->timing = measure(read_view, contenders, 2, REPORT_ROUNDS);
  figure->limit = limited(table->rows, limit);
  return figure;
}

static void measure_view(Results *results, const char *view, const Contender tables[2]) {
  char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", view);
  Figure *figure = add_view(results, sqlite3_mprintf("%s", view), &tables[0], sql, &tables[1], sql,
                            REPORT_LIMIT);
  for (size_t i = 0; i < sizeof(report_limits) / sizeof(report_limits[0]); i++) {
    if (strcmp(view, report_limits[i].view) == 0) {
      figure->most = limited(figure->rows, report_limits[i].seconds);
    }
  }
  sqlite3_free(sql);
}

void measure_reports(Results *results, const char *folder, int rows) {
  Contender tables[2];
  fprintf(stderr, "bench: reports, %d rows\n", rows);
  contender_create(&tables[0], EXTENSION, SECRETS_ELSEWHERE, folder);
  contender_fill(&tables[0], rows);
  create_copy(&tables[1], &tables[0]);
  for (int i = 0; i < 2; i++) create_reports(tables[i].db);
  sqlite3_stmt *views =
      prepare(tables[1].db, "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY rowid");
  while (sqlite3_step(views) == SQLITE_ROW) {
    measure_view(results, (const char *)sqlite3_column_text(views, 0), tables);
  }
  sqlite3_finalize(views);
  add_view(results, "report_tls beside json_each(request)", &tables[0], "SELECT * FROM report_tls",
           &tables[0], json_each_sql, 1.0)
      ->by_instructions = true;
  for (int i = 0; i < 2; i++) contender_close(&tables[i]);
}
