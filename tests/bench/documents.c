/* SPDX-License-Identifier: MIT */
/*
** Documents: what goes out, and what is compared. The figures are of CPU time, for all rows.
**
** The rival of an export is plain SQLite that writes the same text: an ordinary table has its lines, in no order,
** and group_concat() puts them together in theirs. The rival of the comparison is json_each() over one of the two
** files that are compared.
*/
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"

#define DOCUMENT_ROUNDS 3
#define EXPORT_LIMIT 6
#define COMPARISON_LIMIT 12

static const struct {
  const char *label, *sql;
} exports[] = {
    {"glue_export_requests", "SELECT glue_export_requests(request) FROM connections"},
    {"glue_export_script", "SELECT glue_export_script(request) FROM connections"},
    {"glue_export_connections",
     "SELECT glue_export_connections(connection, request) FROM connections"},
    {"glue_export_cloudformation", "SELECT glue_export_cloudformation(request) FROM connections"},
    {"glue_export_terraform", "SELECT glue_export_terraform(request) FROM connections"},
};

static double cpu(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Runs the statements of a contender, and reads all their rows. */
static double run_statements(void *contender, int round) {
  const Contender *table = contender;
  double start = cpu();
  (void)round;
  for (const char *sql = table->sql; *sql;) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(table->db, sql, -1, &statement, &sql) != SQLITE_OK) {
      fail("%s: %.200s", sqlite3_errmsg(table->db), sql);
    }
    if (statement) read_rows(statement);
    sqlite3_finalize(statement);
  }
  return cpu() - start;
}

static void add_document(Results *results, const char *label, Contender tables[2], double limit) {
  void *contenders[2] = {&tables[0], &tables[1]};
  int rows = tables[0].rows;
  fprintf(stderr, "bench: %s, %d rows\n", label, rows);
  Figure *figure = add_figure(results, TABLE_DOCUMENTS, label, rows);
  figure->limit = limited(rows, limit);
  figure->timing = measure(run_statements, contenders, 2, DOCUMENT_ROUNDS);
}

/* The lines of a document, each with its number, in an order that is none. */
static void make_lines(sqlite3 *db, const char *text) {
  execute(db,
          "DROP TABLE IF EXISTS lines; CREATE TEMP TABLE lines(number INTEGER, line TEXT); BEGIN");
  sqlite3_stmt *insert = prepare(db, "INSERT INTO lines(rowid, number, line) VALUES(?1, ?2, ?3)");
  unsigned number = 0;
  for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
    sqlite3_bind_int64(insert, 1, (number * 2654435761u) & 0xffffffffu);
    sqlite3_bind_int64(insert, 2, ++number);
    sqlite3_bind_text(insert, 3, text, (int)(end - text), SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE) fail("%s", sqlite3_errmsg(db));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  execute(db, "COMMIT");
}

static void measure_exports(Results *results, Contender *table) {
  Contender pair[2] = {*table, *table};
  for (size_t i = 0; i < sizeof(exports) / sizeof(exports[0]); i++) {
    sqlite3_stmt *statement = prepare(table->db, exports[i].sql);
    if (sqlite3_step(statement) != SQLITE_ROW) fail("%s", sqlite3_errmsg(table->db));
    char *text = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    if (text == NULL) fail("out of memory");
    make_lines(table->db, text);
    sqlite3_free(text);
    pair[0].sql = exports[i].sql;
    pair[1].sql =
        "SELECT group_concat(line, char(10)) FROM (SELECT line FROM lines ORDER BY number)";
    add_document(results, exports[i].label, pair, EXPORT_LIMIT);
  }
}

/* sql/compare.sql without what only the shell knows; the caller frees it. */
static char *read_script(void) {
  FILE *file = fopen("sql/compare.sql", "r");
  char line[1024];
  sqlite3_str *out = sqlite3_str_new(NULL);
  if (file == NULL) fail("sql/compare.sql cannot be read (start from the project's folder)");
  while (fgets(line, sizeof(line), file)) {
    if (*line != '.' && strncmp(line, "--", 2) != 0) sqlite3_str_appendall(out, line);
  }
  fclose(file);
  return sqlite3_str_finish(out);
}

/* Every connection has changed. */
static void measure_comparison(Results *results, Contender *table) {
  Contender pair[2] = {*table, *table};
  execute(table->db,
          "CREATE VIRTUAL TABLE later USING glue_connections(quota=0);"
          "INSERT INTO later(request) SELECT json_set(request, '$.ConnectionInput.Description',"
          " 'changed ' || rowid) FROM connections;"
          "CREATE TEMP VIEW compare_before AS SELECT *, request FROM connections;"
          "CREATE TEMP VIEW compare_after AS SELECT *, request FROM later;"
          "CREATE TEMP TABLE file AS SELECT glue_export_connections(connection, request) AS text"
          " FROM later");
  char *script = read_script();
  pair[0].sql = script;
  pair[1].sql = "SELECT value FROM file, json_each(text, '$.ConnectionList')";
  add_document(results, "sql/compare.sql, all changed", pair, COMPARISON_LIMIT);
  if (query_integer(table->db, "SELECT count(*) FROM comparison") < table->rows)
    fail("not all have changed");
  execute(table->db,
          "DROP TABLE later; DROP VIEW compare_before; DROP VIEW compare_after; DROP TABLE file");
  sqlite3_free(script);
}

void measure_documents(Results *results, const char *folder, int rows) {
  Contender table;
  contender_create(&table, EXTENSION, SECRETS_ELSEWHERE, folder);
  contender_fill(&table, rows);
  measure_exports(results, &table);
  measure_comparison(results, &table);
  contender_close(&table);
}
