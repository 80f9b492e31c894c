/*
** Thousands of random queries give the same rows as on an ordinary table with the same contents.
** The seed is fixed: a failure is printed as the two statements that differ.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "glue_connections.h"

#define QUERIES 4000
#define QUERIES_LONG 200000

static unsigned long long state = 20241124;

/* xorshift64: the same numbers everywhere. */
static unsigned below(unsigned n) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)((state >> 11) % n);
}

#define PICK(list) list[below(sizeof(list) / sizeof(*list))]

static const char *const text_columns[] = {
    "name",        "catalog_id", "connection_type", "status", "arn",
    "description", "tags",       "last_updated_by"};
static const char *const any_columns[] = {"name",
                                          "catalog_id",
                                          "connection_type",
                                          "status",
                                          "description",
                                          "tags",
                                          "rowid",
                                          "validate_credentials",
                                          "connection_schema_version",
                                          "arn",
                                          "creation_time",
                                          "connection_properties",
                                          "name",
                                          "rowid",
                                          "compatible_compute_environments"};
static const char *const operands[] = {"'n5'",        "'N5'",
                                       "'05'",        "'5'",
                                       "5",           "5.0",
                                       "NULL",        "'n'",
                                       "'z'",         "''",
                                       "'é'",         "'JDBC'",
                                       "'CUSTOM'",    "'lake'",
                                       "x'6e35'",     "'000000000000'",
                                       "3",           "'READY'",
                                       "1",           "-1",
                                       "'n1' || '2'", "CAST(5 AS INTEGER)",
                                       "9e99"};
static const char *const operators[] = {"=", "=", "=", "<", ">", "<=", ">=", "<>", "IS", "IS NOT"};
static const char *const collations[] = {
    "", "", "", "", " COLLATE NOCASE", " COLLATE RTRIM", " COLLATE BINARY"};

static void append_term(sqlite3_str *out) {
  switch (below(8)) {
  case 0: sqlite3_str_appendf(out, "rowid %s %s", PICK(operators), PICK(operands)); break;
  case 1:
    sqlite3_str_appendf(out, "%s IN (%s, %s, %s)", PICK(text_columns), PICK(operands),
                        PICK(operands), PICK(operands));
    break;
  case 2:
    sqlite3_str_appendf(out, "%s BETWEEN %s AND %s", PICK(any_columns), PICK(operands),
                        PICK(operands));
    break;
  case 3: sqlite3_str_appendf(out, "%s IS NULL", PICK(any_columns)); break;
  case 4: sqlite3_str_appendf(out, "name LIKE 'n%u%%'", below(9)); break;
  default:
    sqlite3_str_appendf(out, "%s %s %s%s", PICK(any_columns), PICK(operators), PICK(operands),
                        PICK(collations));
  }
}

static void append_where(sqlite3_str *out) {
  unsigned terms = below(4);
  for (unsigned i = 0; i < terms; i++) {
    sqlite3_str_appendall(out, i == 0 ? " WHERE " : below(3) ? " AND " : " OR ");
    if (below(8) == 0) sqlite3_str_appendall(out, "NOT ");
    append_term(out);
  }
}

/* A whole order, so that a LIMIT means the same rows. */
static void append_order(sqlite3_str *out) {
  static const char *const directions[] = {"", " DESC", " ASC"};
  const char *direction = PICK(directions);
  switch (below(4)) {
  case 0: sqlite3_str_appendf(out, " ORDER BY rowid%s", direction); break;
  case 1: sqlite3_str_appendf(out, " ORDER BY name%s, catalog_id%s", direction, direction); break;
  case 2: sqlite3_str_appendf(out, " ORDER BY name%s, rowid", direction); break;
  default:
    sqlite3_str_appendf(out, " ORDER BY %s%s%s, rowid%s", PICK(any_columns), PICK(collations),
                        direction, PICK(directions));
  }
  if (below(2))
    sqlite3_str_appendf(out, " LIMIT %u", below(20));
  else if (below(2))
    sqlite3_str_appendf(out, " LIMIT %u OFFSET %u", below(20), below(20));
}

/* With "TABLE" where the name of the table goes. */
static char *random_query(void) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  switch (below(6)) {
  case 0:
    sqlite3_str_appendf(out, "SELECT DISTINCT %s FROM TABLE", PICK(any_columns));
    append_where(out);
    sqlite3_str_appendall(out, " ORDER BY 1");
    break;
  case 1: {
    const char *column = PICK(any_columns);
    sqlite3_str_appendf(out, "SELECT %s, count(*), min(name), max(rowid) FROM TABLE", column);
    append_where(out);
    sqlite3_str_appendall(out, " GROUP BY 1 ORDER BY 1, 2");
    break;
  }
  case 2:
    sqlite3_str_appendf(out,
                        "SELECT p.i, p.x, q.rowid, q.name FROM other p %s JOIN TABLE q ON q.%s = "
                        "p.%s ORDER BY p.rowid, q.rowid",
                        below(2) ? "LEFT" : "", below(2) ? "name" : PICK(any_columns),
                        below(2) ? "i" : "x");
    break;
  case 3:
    sqlite3_str_appendf(out, "SELECT count(*), total(length(%s)) FROM TABLE", PICK(any_columns));
    append_where(out);
    break;
  default:
    sqlite3_str_appendf(out, "SELECT rowid, %s, %s FROM TABLE", PICK(any_columns),
                        PICK(any_columns));
    append_where(out);
    append_order(out);
  }
  return sqlite3_str_finish(out);
}

/* The query on that table. */
static char *for_table(const char *query, const char *table) {
  const char *place = strstr(query, "TABLE");
  return sqlite3_mprintf("%.*s%s%s", (int)(place - query), query, table, place + 5);
}

/* All rows as one text, or the error. */
static char *answer(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement;
  sqlite3_str *out = sqlite3_str_new(NULL);
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
    sqlite3_str_appendf(out, "error: %s", sqlite3_errmsg(db));
    return sqlite3_str_finish(out);
  }
  while (sqlite3_step(statement) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
      sqlite3_str_appendf(out, "%d:%s|", sqlite3_column_type(statement, i),
                          sqlite3_column_text(statement, i));
    }
    sqlite3_str_appendchar(out, 1, '\n');
  }
  int rc = sqlite3_finalize(statement);
  sqlite3_str_appendf(out, "rc %d", rc);
  return sqlite3_str_finish(out);
}

static void compare(sqlite3 *db) {
  char *query = random_query();
  char *a = for_table(query, "c"), *b = for_table(query, "o");
  char *from_a = answer(db, a), *from_b = answer(db, b);
  if (!CHECK(strcmp(from_a, from_b) == 0)) {
    printf("  %s;\n%s\n  %s;\n%s\n", a, from_a, b, from_b);
  }
  sqlite3_free(query);
  sqlite3_free(a);
  sqlite3_free(b);
  sqlite3_free(from_a);
  sqlite3_free(from_b);
}

static const char setup[] =
    "CREATE VIRTUAL TABLE c USING glue_connections(quota=0);"
    "INSERT INTO c(name, connection_type, connection_properties, catalog_id, description, tags,"
    " validate_credentials, creation_time)"
    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)"
    " SELECT CASE i % 7 WHEN 0 THEN printf('%02d', i) WHEN 1 THEN 'N' || i WHEN 2 THEN '' || i"
    "  WHEN 3 THEN 'é' || i ELSE 'n' || i END,"
    "  CASE i % 3 WHEN 0 THEN 'JDBC' WHEN 1 THEN 'CUSTOM' ELSE 'SNOWFLAKE' END,"
    "  CASE i % 3 WHEN 0 THEN '{\"JDBC_CONNECTION_URL\":\"jdbc:x\"}'"
    "  ELSE '{\"SparkProperties\":\"{}\"}' END,"
    "  CASE i % 5 WHEN 0 THEN 'lake' WHEN 1 THEN 'LAKE' END, CASE i % 4 WHEN 0 THEN '' || i END,"
    "  json_object('n', '' || (i % 6)), i % 2, 1700000000 + i % 11 FROM n;"
    /* the same affinities; SQLite makes none of its own for CREATE TABLE AS */
    "CREATE TABLE o(rowid INTEGER PRIMARY KEY, name TEXT, connection_type TEXT, status TEXT,"
    " description TEXT, catalog_id TEXT, arn TEXT, connection_properties TEXT,"
    " athena_properties TEXT, spark_properties TEXT, python_properties TEXT, match_criteria TEXT,"
    " physical_connection_requirements TEXT, authentication_configuration TEXT,"
    " validate_credentials INTEGER, validate_for_compute_environments TEXT, tags TEXT,"
    " connection_schema_version INTEGER, compatible_compute_environments TEXT, status_reason TEXT,"
    " creation_time TEXT, last_updated_time TEXT, last_connection_validation_time TEXT,"
    " last_updated_by TEXT);"
    "INSERT INTO o SELECT rowid, * FROM c;"
    "CREATE TABLE other(i INTEGER, x TEXT);"
    "INSERT INTO other VALUES(2, 'n5'), (7, '07'), (NULL, NULL), (35, 'N1'), (9, 'é3'), (5, 'x');";

int main(void) {
  sqlite3 *db;
  if (!CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK)) return check_summary();
  CHECK(sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_OK);
  if (CHECK(sqlite3_exec(db, setup, NULL, NULL, NULL) == SQLITE_OK)) {
    const char *is_long = getenv("LONG");
    int queries = is_long && *is_long ? QUERIES_LONG : QUERIES;
    for (int i = 0; i < queries; i++) compare(db);
  } else {
    printf("  %s\n", sqlite3_errmsg(db));
  }
  CHECK(sqlite3_close(db) == SQLITE_OK);
  return check_summary();
}
