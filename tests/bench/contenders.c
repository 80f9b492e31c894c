/* SPDX-License-Identifier: MIT */
/*
** The three tables that are compared, and the operations that are timed on them.
**
** All hold the same: the ordinary table has the columns that the extension stores, gets every value
** with the INSERT (times as integers, as the extension stores them, and what it derives from a
** request), and has its UNIQUE constraint and its index on the type. It names the catalog and the
** region in every row, for which the extension has '': nobody who reads such a table would know what that is.
*/
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static const char plain_columns[] =
    "id INTEGER PRIMARY KEY, name TEXT, connection_type TEXT, status TEXT, description TEXT,"
    "catalog_id TEXT, region TEXT, connection_properties TEXT, athena_properties TEXT,"
    "spark_properties TEXT, python_properties TEXT, match_criteria TEXT, "
    "physical_connection_requirements TEXT,"
    "authentication_configuration TEXT, validate_credentials INTEGER,"
    "validate_for_compute_environments TEXT, tags TEXT, connection_schema_version INTEGER,"
    "compatible_compute_environments TEXT, status_reason TEXT, creation_time INTEGER,"
    "last_updated_time INTEGER, last_connection_validation_time INTEGER, last_updated_by TEXT,"
    "credentials TEXT, UNIQUE(name, catalog_id, region)";

/* Both take the fields of a Row as ?1 to ?9. */
static const char extension_insert[] =
    "INSERT INTO connections(name, connection_type, description, connection_properties,"
    " athena_properties, match_criteria, physical_connection_requirements,"
    " authentication_configuration, tags) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char plain_insert[] =
    "INSERT INTO connections(name, connection_type, description, connection_properties,"
    " athena_properties, match_criteria, physical_connection_requirements,"
    " authentication_configuration, tags, status, catalog_id, region, validate_credentials,"
    " connection_schema_version, creation_time, last_updated_time, last_updated_by)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'READY', '000000000000', 'us-east-1', 1, 1,"
    " ?10, ?10, 'user/local')";
#define TIME_PARAMETER 10

/* What is timed, and nothing else: a function that a profiler finds by its name. */
#ifdef __GNUC__
#define TIMED __attribute__((noinline))
#else
#define TIMED
#endif

/* ---- SQLite ---- */

void execute(sqlite3 *db, const char *sql) {
  char *message = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) fail("%s: %.200s", message, sql);
}

sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
    fail("%s: %.200s", sqlite3_errmsg(db), sql);
  }
  return statement;
}

sqlite3_int64 query_integer(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = prepare(db, sql);
  if (sqlite3_step(statement) != SQLITE_ROW) fail("%s: %.200s", sqlite3_errmsg(db), sql);
  sqlite3_int64 value = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

static void step_insert(sqlite3_stmt *statement) {
  sqlite3_step(statement);
  if (sqlite3_reset(statement) != SQLITE_OK) {
    fail("INSERT: %s", sqlite3_errmsg(sqlite3_db_handle(statement)));
  }
}

/* ---- the tables ---- */

sqlite3 *open_file(const char *path) {
  sqlite3 *db;
  if (sqlite3_open(path, &db) != SQLITE_OK) fail("%s: %s", path, sqlite3_errmsg(db));
  return db;
}

static void create(sqlite3 *db, Kind kind) {
  if (kind == EXTENSION) {
    execute(db, "CREATE VIRTUAL TABLE connections USING glue_connections(quota=1000000000)");
    return;
  }
  char *sql = sqlite3_mprintf("CREATE TABLE connections(%s);"
                              "CREATE INDEX connections_type ON connections(connection_type)",
                              kind == RULES ? rules_columns : plain_columns);
  execute(db, sql);
  sqlite3_free(sql);
  for (int i = 0; kind == RULES && rules_schema[i]; i++) execute(db, rules_schema[i]);
}

static void prepare_insert(Contender *table) {
  bool plain = table->kind != EXTENSION;
  table->insert = prepare(table->db, plain ? plain_insert : extension_insert);
  if (plain) sqlite3_bind_int64(table->insert, TIME_PARAMETER, 1764000000000);
}

void contender_create(Contender *table, Kind kind, Secrets secrets, const char *folder) {
  static int files;
  *table = (Contender){.kind = kind, .secrets = secrets, .batch = 1000};
  if (folder) table->path = sqlite3_mprintf("%s/%d.db", folder, ++files);
  table->db = open_file(folder ? table->path : ":memory:");
  if (folder) execute(table->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  create(table->db, kind);
  prepare_insert(table);
}

void contender_close(Contender *table) {
  sqlite3_finalize(table->insert);
  if (sqlite3_close(table->db) != SQLITE_OK) fail("close: %s", sqlite3_errmsg(table->db));
  if (table->path) remove(table->path);
  sqlite3_free(table->path);
  *table = (Contender){.db = NULL};
}

void contender_open_small(Contender *small, const Contender *table) {
  *small = *table;
  small->path = NULL;
  small->db = open_file(table->path);
  execute(small->db, "PRAGMA cache_size = 64; PRAGMA synchronous = NORMAL");
  prepare_insert(small);
}

/* ---- inserting ---- */

static void bind_row(const Contender *table, const Row *row) {
  for (int i = 0; i < FIELD_COUNT; i++) {
    const char *text = row->field[i];
    if (text == NULL && i == FIELD_TAGS && table->kind != EXTENSION) text = "{}";
    sqlite3_bind_text(table->insert, i + 1, text, -1, SQLITE_STATIC);
  }
}

TIMED static double timed_insert(Contender *table, const Row *rows) {
  double start = now();
  execute(table->db, "BEGIN");
  for (int i = 0; i < table->batch; i++) {
    bind_row(table, &rows[i]);
    step_insert(table->insert);
  }
  execute(table->db, "COMMIT");
  return now() - start;
}

double insert_batch(void *context, int round) {
  Contender *table = context;
  (void)round;
  Row *rows = calloc((size_t)table->batch, sizeof(*rows));
  if (rows == NULL) fail("out of memory");
  for (int i = 0; i < table->batch; i++) row_make(&rows[i], table->secrets, table->rows++);
  double seconds = timed_insert(table, rows);
  for (int i = 0; i < table->batch; i++) row_free(&rows[i]);
  free(rows);
  return seconds;
}

void contender_fill(Contender *table, int rows) {
  int batch = table->batch;
  while (table->rows < rows) {
    table->batch = rows - table->rows < 5000 ? rows - table->rows : 5000;
    insert_batch(table, 0);
  }
  table->batch = batch;
}

/* ---- reading ---- */

/* Reads every column of the row as text, as a driver does. Returns the bytes. */
static sqlite3_int64 read_row(sqlite3_stmt *statement) {
  sqlite3_int64 bytes = 0;
  int count = sqlite3_column_count(statement);
  for (int i = 0; i < count; i++) {
    if (sqlite3_column_text(statement, i)) bytes += sqlite3_column_bytes(statement, i);
  }
  return bytes;
}

int read_rows(sqlite3_stmt *statement) {
  int rows = 0, rc;
  while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
    if (read_row(statement) < 0) fail("a negative length");
    rows++;
  }
  if (rc != SQLITE_DONE) fail("SELECT: %s", sqlite3_errmsg(sqlite3_db_handle(statement)));
  sqlite3_reset(statement);
  return rows;
}

/* The names are those of other connections in each round, the same for all contenders. */
static char **pick_names(const Contender *table, int round) {
  char **names = calloc((size_t)table->batch, sizeof(*names));
  if (names == NULL) fail("out of memory");
  for (int i = 0; i < table->batch; i++) {
    unsigned number = (unsigned)((round + 1) * table->batch + i) * 2654435761u;
    names[i] = row_name(table->secrets, (int)(number % (unsigned)table->rows));
  }
  return names;
}

TIMED static double timed_look_up(const Contender *table, char *const *names,
                                  sqlite3_stmt *prepared, int *found) {
  double start = now();
  for (int i = 0; i < table->batch; i++) {
    sqlite3_stmt *statement = prepared ? prepared : prepare(table->db, table->sql);
    sqlite3_bind_text(statement, 1, names[i], -1, SQLITE_STATIC);
    *found += read_rows(statement);
    if (!prepared) sqlite3_finalize(statement);
  }
  return now() - start;
}

double look_up(void *context, int round) {
  Contender *table = context;
  char **names = pick_names(table, round);
  int found = 0;
  sqlite3_stmt *prepared = table->prepare ? NULL : prepare(table->db, table->sql);
  double seconds = timed_look_up(table, names, prepared, &found);
  if (found != table->batch) fail("%d of %d names found", found, table->batch);
  sqlite3_finalize(prepared);
  for (int i = 0; i < table->batch; i++) sqlite3_free(names[i]);
  free(names);
  return seconds;
}

TIMED static double timed_query(const Contender *table, sqlite3_stmt *statement) {
  double start = now();
  for (int i = 0; i < table->batch; i++) {
    if (read_rows(statement) == 0) fail("no rows: %s", table->sql);
  }
  return now() - start;
}

double query(void *context, int round) {
  Contender *table = context;
  (void)round;
  sqlite3_stmt *statement = prepare(table->db, table->sql);
  double seconds = timed_query(table, statement);
  sqlite3_finalize(statement);
  return seconds;
}

/* ---- writing ---- */

/* One statement for all rows, or (names) once for each of these. */
TIMED static double timed_write(const Contender *table, sqlite3_stmt *statement, char *const *names,
                                int count) {
  int before = sqlite3_total_changes(table->db);
  double start = now();
  execute(table->db, "BEGIN");
  for (int i = 0; i < count; i++) {
    if (names) sqlite3_bind_text(statement, 1, names[i], -1, SQLITE_STATIC);
    sqlite3_step(statement);
    if (sqlite3_reset(statement) != SQLITE_OK)
      fail("%s: %s", table->sql, sqlite3_errmsg(table->db));
  }
  execute(table->db, "COMMIT");
  double seconds = now() - start;
  if (sqlite3_total_changes(table->db) == before) fail("nothing has changed: %s", table->sql);
  return seconds;
}

double write_rows(void *context, int round) {
  Contender *table = context;
  sqlite3_stmt *statement = prepare(table->db, table->sql);
  bool by_name = sqlite3_bind_parameter_index(statement, "?1") > 0;
  char **names = by_name ? pick_names(table, round) : NULL;
  sqlite3_bind_int(statement, 2, 10 + (round & 1));
  double seconds = timed_write(table, statement, names, by_name ? table->batch : 1);
  for (int i = 0; names && i < table->batch; i++) sqlite3_free(names[i]);
  free(names);
  sqlite3_finalize(statement);
  return seconds;
}

/* Makes the one database what the other is. */
static void copy_database(sqlite3 *to, sqlite3 *from) {
  sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == NULL) fail("copy: %s", sqlite3_errmsg(to));
  sqlite3_backup_step(backup, -1);
  if (sqlite3_backup_finish(backup) != SQLITE_OK) fail("copy: %s", sqlite3_errmsg(to));
}

double delete_rows(void *context, int round) {
  Contender *table = context;
  if (table->path == NULL) return write_rows(context, round);
  char *path = sqlite3_mprintf("%s-copy", table->path);
  char *sql = sqlite3_mprintf("VACUUM INTO %Q", path);
  execute(table->db, sql);
  double seconds = write_rows(context, round);
  sqlite3 *copy = open_file(path);
  copy_database(table->db, copy);
  sqlite3_close(copy);
  remove(path);
  sqlite3_free(sql);
  sqlite3_free(path);
  return seconds;
}
