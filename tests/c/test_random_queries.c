/* SPDX-License-Identifier: MIT */
/*
** The randomized comparison: a table of the extension and an ordinary table with the same rows and
** the same declared types answer every query alike, whatever it restricts, orders, groups or joins.
**
** Every query is well defined: with a LIMIT its order is total, or it shows nothing but what it is
** ordered by. The seed is printed and fixed, $SEED sets another; LONG=1 runs many more.
*/
#define _XOPEN_SOURCE 700
#include <stdint.h>

#include "table_fixture.h"

#define ROWS 160
#define QUERIES 5000
#define QUERIES_LONG 200000

/* ---- Random choices. */

static uint64_t state;

static unsigned below(unsigned n) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)((state >> 16) % n);
}

static bool one_in(unsigned n) {
  return below(n) == 0;
}

#define PICK(list) list[below(sizeof(list) / sizeof(list[0]))]

/* ---- The two tables. */

/* Small sets, so that values meet: in other cases, as numbers, with blanks. */
static const char *const names[] = {
    "'Alpha'",    "'alpha'",    "'ALPHA'", "'beta'", "'Beta '", "'beta '", "'5'",   "'05'",
    "'5.0'",      "' 5'",       "'5e0'",   "'10'",   "'9'",     "'-1'",    "'1e3'", "'1000'",
    "'\xc3\xa9'", "'\xc3\x89'", "'a b'",   "'x%y'",  "'x_y'",   "'zz'",    "'0'",   "'NULL'",
};
/* Some are before the table's own in the alphabet, some behind it. */
static const char *const catalogs[] = {"NULL",           "'5'", "'05'", "'other'", "'Other'",
                                       "'300000000000'", "''"};
static const char *const regions[] = {"NULL", "'5'", "'05'", "'eu-west-1'", "'us-east-1'"};
static const char *const types[] = {"'JDBC'", "'jdbc'",       "'KAFKA'",
                                    "'5'",    "'SALESFORCE'", "'CUSTOM'"};
static const char *const texts[] = {"NULL",  "NULL",    "''",      "'5'",
                                    "'5.0'", "'alpha'", "'Alpha'", "'x'"};
static const char *const documents[] = {"'{}'", "'{\"a\":\"b\"}'", "'{\"A\":\"b\"}'",
                                        "'{\"n\":\"5\"}'"};
static const char *const times[] = {"0", "5", "1700000000.5", "'2024-01-02 03:04:05.678'",
                                    "'1969-12-31'"};
static const char *const statuses[] = {"'READY'", "'FAILED'", "'IN_PROGRESS'"};

static sqlite3 *open_tables(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections(account_id=300000000000,"
           " validation=lenient, quota=0);"
           "CREATE TABLE k(i INTEGER, x, s TEXT, n NUMERIC, r REAL, c TEXT COLLATE NOCASE);"
           "INSERT INTO k VALUES(5, 5, '5', 5, 5, 'ALPHA'), (10, '05', '05', '05', '10', 'beta'),"
           " (NULL, NULL, NULL, NULL, NULL, NULL), ('x', x'35', 'alpha', 'alpha', 5.5, '5'),"
           " (1000, 'alpha', '1000', 1e3, 1e3, 'other'), (-1, 5.0, 'JDBC', 'JDBC', -1, 'jdbc'),"
           " (0, 1, '\xc3\xa9', '', 0, '\xc3\x89')");
  for (int i = 0; i < ROWS; i++) {
    CHECK(runf(db,
               "INSERT OR IGNORE INTO t(rowid, name, catalog_id, region, connection_type,"
               " connection_properties, description, tags, spark_properties, match_criteria,"
               " validate_credentials, status, connection_schema_version, creation_time,"
               " last_updated_time, last_connection_validation_time, status_reason)"
               " VALUES(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
               one_in(8) ? "(SELECT max(rowid) + 10 FROM t)" : "NULL", PICK(names), PICK(catalogs),
               PICK(regions), PICK(types), PICK(documents), PICK(texts), PICK(documents),
               one_in(2) ? "NULL" : PICK(documents), one_in(3) ? "'[\"5\",\"a\"]'" : "NULL",
               one_in(3)   ? "NULL"
               : one_in(2) ? "0"
                           : "1",
               PICK(statuses), one_in(2) ? "1" : "2", PICK(times), PICK(times),
               one_in(2) ? "NULL" : PICK(times), PICK(texts)) == SQLITE_OK);
  }
  char *columns = query(db, "SELECT group_concat(format('\"%w\" %s', name, type), ', ')"
                            " FROM pragma_table_xinfo('t')");
  CHECK(runf(db, "CREATE TABLE o(%s)", columns) == SQLITE_OK);
  sqlite3_free(columns);
  columns =
      query(db, "SELECT group_concat(format('\"%w\"', name), ', ') FROM pragma_table_xinfo('t')");
  CHECK(runf(db, "INSERT INTO o(rowid, %s) SELECT rowid, %s FROM t", columns, columns) ==
        SQLITE_OK);
  sqlite3_free(columns);
  CHECK(number(db, "SELECT count(*) FROM o") > ROWS / 4);
  return db;
}

/* ---- Queries. The table is written as @, to be replaced. */

static sqlite3_str *out;

static void put(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  sqlite3_str_vappendf(out, format, arguments);
  va_end(arguments);
}

/* The first ones have an index: they come up more often. */
static const char *const columns[] = {
    "name",
    "name",
    "name",
    "connection_type",
    "connection_type",
    "catalog_id",
    "catalog_id",
    "region",
    "region",
    "rowid",
    "rowid",
    "oid",
    "status",
    "description",
    "arn",
    "connection_properties",
    "spark_properties",
    "match_criteria",
    "validate_credentials",
    "tags",
    "connection_schema_version",
    "compatible_compute_environments",
    "status_reason",
    "creation_time",
    "last_updated_time",
    "last_connection_validation_time",
    "last_updated_by",
    "request",
    "connection",
    "credentials",
    "authentication_configuration",
};
static const char *const helper_columns[] = {"i", "x", "s", "n", "r", "c"};
static const char *const odd_values[] = {
    "NULL",
    "5",
    "5.0",
    "5.5",
    "'5'",
    "'05'",
    "' 5'",
    "x'35'",
    "-1",
    "10",
    "'10'",
    "1e3",
    "'1e3'",
    "1e300",
    "9223372036854775807",
    "''",
    "x''",
    "'x'",
    "0",
    "1",
    "2",
    "'2024-01-02 03:04:05.678'",
};
static const char *const operators[] = {"=",  "=", "=",  "=",  "==", "<",
                                        "<=", ">", ">=", "<>", "IS", "IS NOT"};
static const char *const collations[] = {"NOCASE", "BINARY", "RTRIM"};

/* What the query reads. */
static enum Source { ONE, SUBQUERY, PAIR, WITH_HELPER, HELPER_FIRST } source;

static void choose_source(void) {
  static const enum Source sources[] = {ONE, ONE,      ONE,         ONE,
                                        ONE, SUBQUERY, WITH_HELPER, HELPER_FIRST};
  source = one_in(16) ? PAIR : PICK(sources);
}

static void put_column(void) {
  put("%s.%s", source == PAIR && one_in(2) ? "b" : "a", PICK(columns));
}

/* A column of text that equals an integer is compared as a number, so that several texts equal it. For
** SQLite an ORDER BY of that column is settled then, and an ordinary table yields its rows in any order. */
static bool is_order_open;

static void put_value(void) {
  switch (below(7)) {
  case 0: put("%s", PICK(odd_values)); break;
  case 1: put("%s", PICK(catalogs)); break;
  case 2: put("%s", PICK(types)); break;
  case 3: put("CAST(%s AS TEXT)", PICK(odd_values)); break;
  case 4:
    is_order_open = true;
    put("CAST(%s AS INTEGER)", PICK(odd_values));
    break;
  default: put("%s", PICK(names));
  }
}

static void put_collation(void) {
  if (one_in(6)) put(" COLLATE %s", PICK(collations));
}

static void put_in_list(void) {
  put(" %sIN (", one_in(4) ? "NOT " : "");
  if (one_in(4)) {
    put("SELECT %s FROM k", PICK(helper_columns));
  } else {
    for (unsigned i = 0, n = 1 + below(5); i < n; i++) {
      if (i) put(", ");
      put_value();
    }
  }
  put(")");
}

static void put_comparison(void) {
  unsigned form = below(14);
  /* A row value takes no sign. */
  if (one_in(12)) put("%s", one_in(2) && form != 8 ? "+" : "NOT ");
  switch (form) {
  case 0:
  case 1:
    put_column();
    put_in_list();
    break;
  case 2:
    put_column();
    put(" BETWEEN ");
    put_value();
    put(" AND ");
    put_value();
    break;
  case 3:
    put_column();
    put(" IS %sNULL", one_in(2) ? "NOT " : "");
    break;
  case 4:
    put_column();
    put(" %s %s", one_in(2) ? "LIKE" : "GLOB", PICK(names));
    break;
  case 5:
    put_column();
    put(" %s ", PICK(operators));
    put_column();
    break;
  case 6:
    put_value();
    put(" %s ", PICK(operators));
    put_column();
    break;
  case 7:
    put("%sEXISTS (SELECT 1 FROM k AS e WHERE e.%s %s ", one_in(2) ? "NOT " : "",
        PICK(helper_columns), PICK(operators));
    put_column();
    put(")");
    break;
  case 8:
    put("(a.name, a.catalog_id) %s (%s, '300000000000')", PICK(operators), PICK(names));
    break;
  default:
    put_column();
    put_collation();
    put(" %s ", PICK(operators));
    put_value();
    put_collation();
  }
}

static void put_condition(unsigned depth) {
  if (depth == 0 || one_in(3)) {
    put_comparison();
    return;
  }
  put("(");
  put_condition(depth - 1);
  put(one_in(3) ? " OR " : " AND ");
  put_condition(depth - 1);
  put(")");
}

static void put_from(void) {
  switch (source) {
  case ONE: put(" FROM @ AS a"); break;
  case SUBQUERY:
    put(" FROM (SELECT rowid AS rowid, rowid AS oid, name, connection_type, catalog_id, region, "
        "status,"
        " description, arn, connection_properties, spark_properties, match_criteria,"
        " validate_credentials, tags, connection_schema_version, compatible_compute_environments,"
        " status_reason, creation_time, last_updated_time, last_connection_validation_time,"
        " last_updated_by, request, connection, credentials, authentication_configuration"
        " FROM @ ORDER BY name, catalog_id, region LIMIT %d OFFSET %d) AS a",
        (int)below(60), (int)below(20));
    break;
  case PAIR:
    put(" FROM @ AS a %sJOIN @ AS b ON a.%s = b.%s", one_in(2) ? "LEFT " : "", PICK(columns),
        PICK(columns));
    break;
  case WITH_HELPER:
    put(" FROM @ AS a %sJOIN k ON k.%s %s a.%s", one_in(2) ? "LEFT " : "", PICK(helper_columns),
        PICK(operators), PICK(columns));
    break;
  case HELPER_FIRST:
    put(" FROM k LEFT JOIN @ AS a ON k.%s = a.%s", PICK(helper_columns), PICK(columns));
    break;
  }
}

static void put_from_where(void) {
  put_from();
  if (one_in(8)) return;
  put(" WHERE ");
  put_condition(below(4));
}

static void put_limit(void) {
  if (one_in(2)) return;
  put(" LIMIT %d", (int)below(30));
  if (one_in(2)) put(" OFFSET %d", (int)below(20));
}

static void put_direction(void) {
  put("%s%s", one_in(3) ? " DESC" : "",
      one_in(6) ? (one_in(2) ? " NULLS FIRST" : " NULLS LAST") : "");
}

/* Rows in no order. */
static void put_rows(void) {
  put("SELECT %s", one_in(4) ? "DISTINCT " : "");
  for (unsigned i = 0, n = 1 + below(4); i < n; i++) {
    if (i) put(", ");
    put_column();
  }
  put_from_where();
}

/* The keys of the order and nothing else. */
static void put_keys(void) {
  static const char *const keys[] = {"a.name",
                                     "a.rowid",
                                     "a.name, a.catalog_id",
                                     "a.catalog_id, a.name",
                                     "a.name, a.catalog_id, a.region",
                                     "a.name, a.region",
                                     "a.connection_type, a.rowid",
                                     "a.name, a.rowid"};
  put("SELECT %s", one_in(4) ? "DISTINCT " : "");
  const char *key = PICK(keys);
  put("%s", key);
  put_from_where();
  const char *comma = strchr(key, ',');
  put(" ORDER BY %.*s", (int)(comma ? comma - key : (int)strlen(key)), key);
  put_direction();
  if (comma) {
    put("%s", comma);
    put_direction();
  }
  put_limit();
}

/* A total order of one table. */
static void put_total(void) {
  source = one_in(4) ? SUBQUERY : ONE;
  put("SELECT a.rowid, a.name, ");
  put_column();
  put_from_where();
  put(" ORDER BY ");
  for (unsigned i = 0, n = below(3); i < n; i++) {
    put_column();
    put_collation();
    put_direction();
    put(", ");
  }
  if (one_in(2)) {
    put("a.rowid");
    put_direction();
  } else {
    const char *direction = one_in(2) ? " DESC" : "";
    put("a.name%s, a.catalog_id%s, a.region%s", direction, one_in(5) ? "" : direction,
        one_in(5) ? "" : direction);
  }
  put_limit();
}

static void put_groups(void) {
  const char *key = PICK(columns);
  bool nocase = one_in(5);
  put("SELECT %s%s, count(*), min(a.name), max(a.rowid), count(DISTINCT a.catalog_id)",
      nocase ? "min(a." : "a.", nocase ? "name)" : key);
  put_from_where();
  put(" GROUP BY a.%s", nocase ? "name COLLATE NOCASE" : key);
  if (one_in(3)) put(" HAVING count(*) > %d", (int)below(4));
  if (!nocase && one_in(2)) put(" ORDER BY a.%s", key);
}

static void put_aggregates(void) {
  put("SELECT count(*), count(a.description), min(a.name), max(a.name), sum(a.rowid), "
      "max(a.rowid)");
  put_from_where();
}

static void put_compound(void) {
  static const char *const compounds[] = {"UNION", "UNION ALL", "EXCEPT", "INTERSECT"};
  const char *column = PICK(columns);
  for (int i = 0; i < 2; i++) {
    source = ONE;
    put("SELECT a.%s", one_in(4) ? PICK(columns) : column);
    put_from_where();
    if (i == 0) put(" %s ", PICK(compounds));
  }
}

static void put_window(void) {
  source = ONE;
  put("SELECT a.name, row_number() OVER (PARTITION BY a.%s ORDER BY a.name, a.catalog_id, "
      "a.region),"
      " lag(a.rowid) OVER (ORDER BY a.name%s, a.catalog_id, a.region)",
      PICK(columns), one_in(2) ? " DESC" : "");
  put_from_where();
}

/* Statements that change rows; what they leave is compared, and undone. */
static void put_write(void) {
  static const char *const changes[] = {"description = 'changed'", "rowid = a.rowid + 100000",
                                        "tags = json_set(tags, '$.w', a.name)"};
  source = ONE;
  if (one_in(2)) {
    put("DELETE FROM @ AS a WHERE ");
  } else {
    put("UPDATE @ AS a SET %s WHERE ", PICK(changes));
  }
  put_condition(below(3));
}

/* ---- Comparing. */

static int by_text(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t line_count(const char *answer) {
  size_t count = 1;
  for (const char *z = answer; *z; z++) count += *z == '\n';
  return count;
}

/* Sorts the lines of an answer, in place of the order that the query leaves open. */
static char *sorted(char *answer) {
  size_t i = 0;
  char **lines = malloc(line_count(answer) * sizeof(*lines));
  for (char *line = strtok(answer, "\n"); line; line = strtok(NULL, "\n")) lines[i++] = line;
  qsort(lines, i, sizeof(*lines), by_text);
  sqlite3_str *text = sqlite3_str_new(NULL);
  for (size_t k = 0; k < i; k++) sqlite3_str_appendf(text, "%s\n", lines[k]);
  free(lines);
  sqlite3_free(answer);
  char *result = sqlite3_str_finish(text);
  return result ? result : sqlite3_mprintf("");
}

/* The statement with the name of a table in it. */
static char *on_table(const char *statement, char table) {
  char *sql = sqlite3_mprintf("%s", statement);
  for (char *z = sql; *z; z++) {
    if (*z == '@') *z = table;
  }
  return sql;
}

static char *answer_of(sqlite3 *db, const char *statement, char table, bool writes) {
  char *sql = on_table(statement, table), *answer;
  if (!writes) {
    answer = query(db, sql);
  } else {
    must(db, "SAVEPOINT s");
    char *error = query(db, sql);
    int changes = sqlite3_changes(db);
    char *rows =
        on_table("SELECT rowid, name, catalog_id, region, description, tags FROM @", table);
    answer = sqlite3_mprintf("%d\n%z\n%z", changes, error, query(db, rows));
    sqlite3_free(rows);
    must(db, "ROLLBACK TO s; RELEASE s");
  }
  sqlite3_free(sql);
  return answer;
}

typedef struct Kind {
  void (*put)(void);
  bool ordered, writes;
} Kind;

static const Kind kinds[] = {
    {put_rows, false, false},     {put_rows, false, false},   {put_rows, false, false},
    {put_keys, true, false},      {put_keys, true, false},    {put_total, true, false},
    {put_total, true, false},     {put_groups, false, false}, {put_aggregates, false, false},
    {put_compound, false, false}, {put_window, false, false}, {put_write, false, true},
};

static void compare(sqlite3 *db, int i, int *errors, int *rows) {
  const Kind *kind = &PICK(kinds);
  out = sqlite3_str_new(NULL);
  is_order_open = false;
  choose_source();
  kind->put();
  char *statement = sqlite3_str_finish(out);
  if (strstr(statement, "k.i") || strstr(statement, "k.n")) is_order_open = true;
  char *ours = answer_of(db, statement, 't', kind->writes);
  char *expected = answer_of(db, statement, 'o', kind->writes);
  *errors += strstr(expected, "error ") != NULL;
  *rows += *expected != '\0';
  if (!kind->ordered) {
    ours = sorted(ours);
    expected = sorted(expected);
  }
  bool is_same = strcmp(ours, expected) == 0;
  if (!CHECK(is_same || (is_order_open && line_count(ours) == line_count(expected)))) {
    fprintf(stderr, "query %d: %s\n  ordinary:  %.1000s\n  extension: %.1000s\n", i, statement,
            expected, ours);
  }
  sqlite3_free(ours);
  sqlite3_free(expected);
  sqlite3_free(statement);
}

int main(void) {
  const char *seed = getenv("SEED"), *lengthy = getenv("LONG");
  if (!begin()) return end();
  state = seed ? strtoull(seed, NULL, 10) : 20241124;
  printf("SEED=%llu\n", (unsigned long long)state);
  if (state == 0) state = 1;
  int count = lengthy && *lengthy ? QUERIES_LONG : QUERIES, errors = 0, rows = 0;
  sqlite3 *db = open_tables();
  for (int i = 0; i < count; i++) {
    compare(db, i, &errors, &rows);
    if (check_failed > 10) break;
  }
  /* The queries are worth asking: none is refused, and most have rows. */
  CHECK(errors == 0);
  CHECK(rows > count / 3);
  CHECK(sound(db));
  close_database(db);
  return end();
}
