/* SPDX-License-Identifier: MIT */
/*
** The manners of an ordinary table: whatever a host binds (node:sqlite, better-sqlite3, libsql and R
** bind every number as REAL, Perl and PDO all as TEXT) is taken as a table of SQLite with the same
** declaration takes it.
**
** Every column meets NULL, integers, real numbers, texts and BLOBs through INSERT, UPDATE, every
** comparison and joins, here and in an ordinary table beside it. What is different on purpose stands in
** `differences`, once; a line of it that no value needs any more fails the test, too.
*/
#define _XOPEN_SOURCE 700
#include "table_fixture.h"

#include "model/columns.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* The columns that everybody sees, in their order: those before `request`. */
#define VISIBLE COLUMN_UNKNOWN_MEMBERS

/* ---- What is bound. */

static const char *const values[] = {
    "NULL",
    /* integers */
    "0",
    "1",
    "2",
    "-1",
    "5",
    "1700000000",
    "1700000000123",
    "123456789012",
    "253402300799",
    "253402300800",
    "253402300799999",
    "253402300800000",
    "9223372036854775807",
    /* real numbers */
    "0.0",
    "-0.0",
    "1.0",
    "1.5",
    "2.0",
    "-1.0",
    "1700000000.5",
    "1700000000123.0",
    "9007199254740993.0",
    "1e300",
    "-9e999",
    /* texts */
    "''",
    "'0'",
    "'1'",
    "'1.0'",
    "'1e0'",
    "' 1 '",
    "'01'",
    "'+1'",
    "'0x1'",
    "'1x'",
    "'1.5'",
    "'true'",
    "'a'",
    "' '",
    "'READY'",
    "'eu-west-1'",
    "'2024-01-02 03:04:05.678'",
    "'2024-01-02'",
    "'1700000000'",
    "'1700000000.5'",
    "'1700000000123'",
    "'1e999'",
    "'{}'",
    "'{ \"a\" : \"b\" }'",
    "'[]'",
    "'[ \"a\" , \"b\" ]'",
    "'null'",
    "'\"a\"'",
    "'{'",
    "'\xf0\x9f\x90\x98 \xc3\xa9'",
    /* BLOBs */
    "x''",
    "x'ff31'",
    "x'00ff'",
};

/* ---- What is different on purpose. */

#define MAPS "connection_properties athena_properties spark_properties python_properties tags"
#define STRUCTURES "physical_connection_requirements authentication_configuration"
#define LISTS "match_criteria validate_for_compute_environments compatible_compute_environments"
#define NO_NUMBER                                                                                  \
  "(typeof(v) = 'text' AND v NOT IN ('0', '1', '1.0', '1e0', ' 1 ', '01', '+1', '1.5',"            \
  " '1700000000', '1700000000.5', '1700000000123', '1e999'))"
#define FORMAT "'%Y-%m-%d %H:%M:%f'"

/* The first line that fits counts. */
static const struct {
  const char *columns; /* their names or kinds: text, json, boolean, integer, time */
  const char *when;    /* of the value v, as SQL; u: in an UPDATE */
  const char *stored;  /* in its place, as SQL; NULL: it is refused */
  const char *words;   /* of the refusal */
} differences[] = {
    /* A number in a text column would lose its zeros, and a BLOB is no text. */
    {"text", "typeof(v) = 'integer'", NULL, "must be a string: an integer was given; quote it"},
    {"text", "typeof(v) = 'real'", NULL, "must be a string: a real number was given; quote it"},
    {"text", "typeof(v) = 'blob'", NULL, "must be a string: a BLOB was given"},
    /* What a connection cannot be without. */
    {"name connection_type connection_properties", "v IS NULL", NULL, "must not be null"},
    {"name connection_type catalog_id region", "v = ''", NULL, "greater than or equal to 1"},
    {"region", "v GLOB '*[^a-z0-9-]*'", NULL, "regular expression pattern"},
    /* Where nothing is said, the table's own. */
    {"catalog_id", "v IS NULL", "'000000000000'", NULL},
    {"region", "v IS NULL", "'us-east-1'", NULL},
    {"last_updated_by", "v IS NULL AND u", "'user/local'", NULL},
    {"last_updated_by", "v = '' AND u", NULL,
     "greater than or equal to 1"}, /* of an answer it may */
    /* An ARN follows from the name, the catalog and the region; a copy gets its own. */
    {"arn", "1", "'arn:aws:glue:us-east-1:000000000000:connection/it'", NULL},
    /* JSON is kept as text without white space; what is no JSON is not kept. */
    {"json", "typeof(v) = 'integer'", NULL, "must be JSON text: an integer was given; quote it"},
    {"json", "typeof(v) = 'real'", NULL, "must be JSON text: a real number was given; quote it"},
    {"json", "typeof(v) = 'blob'", NULL, "must be JSON text, or JSONB that"},
    {"json", "v = ''", NULL, "Member is empty text; give NULL"},
    {"json", "typeof(v) = 'text' AND NOT json_valid(v)", NULL, "(at byte "},
    {"connection_properties", "v = 'null'", NULL, "must not be null"},
    {"tags", "v IS NULL OR v = 'null'", "'{}'", NULL},
    {"json", "v = 'null'", "NULL", NULL},
    {MAPS " " STRUCTURES, "json_type(v) <> 'object'", NULL, "must be a JSON object"},
    {LISTS, "json_type(v) <> 'array'", NULL, "must be a JSON array"},
    {STRUCTURES, "v <> '{}'", NULL, "has no such member"},
    {"json", "typeof(v) = 'text'", "json(v)", NULL},
    /* A truth value is 0 or 1, and 1 where nothing is said. */
    {"boolean", "v IS NULL", "1", NULL},
    {"boolean", "typeof(v) = 'blob' OR " NO_NUMBER, NULL, "Member must be 0 or 1"},
    {"boolean", "CAST(v AS NUMERIC) NOT IN (0, 1)", NULL, "Member must be 0 or 1"},
    /* An integer is whole. */
    {"integer", "typeof(v) = 'blob' OR " NO_NUMBER, NULL, "Member must be an integer"},
    {"integer", "CAST(v AS NUMERIC) <> CAST(v AS INTEGER)", NULL, "Member must be an integer"},
    /* Times are shown as SQLite's date functions write them, however they were given: as text, as
    ** seconds since 1970, or as milliseconds where such seconds would be beyond the year 9999. */
    {"creation_time last_updated_time", "v IS NULL AND u", "(SELECT last_updated_time FROM c)",
     NULL},
    {"creation_time", "v IS NULL", "(SELECT last_updated_time FROM c)", NULL},
    {"time", "typeof(v) = 'text' AND v LIKE '2024-%'", "strftime(" FORMAT ", v)", NULL},
    {"time", "typeof(v) = 'blob' OR " NO_NUMBER, NULL, "Member must be a time"},
    {"time", "CAST(v AS REAL) NOT BETWEEN -62167219200 AND 253402300799999", NULL,
     "Member must be a time"},
    {"time", "CAST(v AS REAL) >= 253402300800",
     "strftime(" FORMAT ", CAST(v AS REAL) / 1000, 'unixepoch')", NULL},
    {"time", "v IS NOT NULL", "strftime(" FORMAT ", CAST(v AS REAL), 'unixepoch')", NULL},
};

static int uses[COUNT(differences)];

static const char *kind_name(int id) {
  switch (columns[id].kind) {
  case KIND_TEXT: return "text";
  case KIND_JSON: return "json";
  case KIND_BOOLEAN: return "boolean";
  case KIND_INTEGER: return "integer";
  case KIND_TIME: return "time";
  }
  return "";
}

/* Whether a word stands in a list of words. */
static bool lists(const char *list, const char *word) {
  size_t length = strlen(word);
  for (const char *at = strstr(list, word); at; at = strstr(at + 1, word)) {
    if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) return true;
  }
  return false;
}

/* An expression over the value v, as text. */
static char *evaluate(sqlite3 *db, const char *expression, const char *value, bool is_update) {
  char *sql =
      sqlite3_mprintf("SELECT %s FROM (SELECT %s AS v, %d AS u)", expression, value, is_update);
  char *answer = query(db, sql);
  sqlite3_free(sql);
  return answer;
}

static bool is_true(sqlite3 *db, const char *expression, const char *value, bool is_update) {
  char *answer = evaluate(db, expression, value, is_update);
  bool yes = strcmp(answer, "1") == 0;
  CHECK(strncmp(answer, "error", 5) != 0);
  sqlite3_free(answer);
  return yes;
}

/* The difference that is due for a value of a column, or COUNT(differences). */
static size_t find_difference(sqlite3 *db, int id, const char *value, bool is_update) {
  for (size_t i = 0; i < COUNT(differences); i++) {
    if (!lists(differences[i].columns, columns[id].name) &&
        !lists(differences[i].columns, kind_name(id))) {
      continue;
    }
    if (!is_true(db, differences[i].when, value, is_update)) continue;
    uses[i]++;
    return i;
  }
  return COUNT(differences);
}

/* ---- Binding. */

/* Runs a statement with a value, or two of them, bound; its extended code. */
static int run_bound(sqlite3 *db, const char *sql, const char *value) {
  sqlite3_stmt *statement = NULL, *source = NULL;
  char *literal = sqlite3_mprintf("SELECT %s", value);
  int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  CHECK(sqlite3_prepare_v2(db, literal, -1, &source, NULL) == SQLITE_OK);
  CHECK(sqlite3_step(source) == SQLITE_ROW);
  if (rc == SQLITE_OK) {
    CHECK(sqlite3_bind_value(statement, 1, sqlite3_column_value(source, 0)) == SQLITE_OK);
    sqlite3_step(statement);
  }
  sqlite3_finalize(source); /* before the codes are asked for: it succeeds */
  rc = sqlite3_finalize(statement);
  sqlite3_free(literal);
  return rc == SQLITE_OK ? rc : sqlite3_extended_errcode(db);
}

/* The same of a query, whose answer the caller frees. */
static char *query_bound(sqlite3 *db, const char *sql, const char *value) {
  char *literal = sqlite3_mprintf("SELECT %s", value);
  sqlite3_stmt *statement = NULL, *source = NULL;
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out, "");
  int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  CHECK(sqlite3_prepare_v2(db, literal, -1, &source, NULL) == SQLITE_OK);
  CHECK(sqlite3_step(source) == SQLITE_ROW);
  if (CHECK(rc == SQLITE_OK)) {
    if (sqlite3_bind_parameter_count(statement)) {
      CHECK(sqlite3_bind_value(statement, 1, sqlite3_column_value(source, 0)) == SQLITE_OK);
    }
    while (sqlite3_step(statement) == SQLITE_ROW) {
      sqlite3_str_appendf(out, "%s ", sqlite3_column_text(statement, 0));
    }
  }
  CHECK(sqlite3_finalize(statement) == SQLITE_OK);
  sqlite3_finalize(source);
  sqlite3_free(literal);
  return sqlite3_str_finish(out);
}

/* ---- The two tables. */

/* c, and an ordinary table o with the same declaration. */
static sqlite3 *open_tables(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE c USING glue_connections(validation=lenient, quota=0)");
  char *declaration = query(db, "SELECT group_concat(format('\"%w\" %s', name, type), ', ')"
                                " FROM pragma_table_info('c')");
  CHECK(runf(db, "CREATE TABLE o(%s)", declaration) == SQLITE_OK);
  sqlite3_free(declaration);
  return db;
}

/* What the service sets: a request does not give it, a copy does. */
static bool is_of_service(int id) {
  return !(columns[id].places & (MEMBER_OF_INPUT | MEMBER_OF_REQUEST));
}

/* What the service sets, and an UPDATE does not change. */
static bool is_fixed(int id) {
  return is_of_service(id) && id != COLUMN_LAST_UPDATED_TIME && id != COLUMN_LAST_UPDATED_BY;
}

/* ---- INSERT and UPDATE. */

/* A row of which only one column is open; a copy where the service sets that. */
static char *insert_sql(const char *table, int id) {
  static const struct {
    int id;
    const char *value;
  } rest[] = {{COLUMN_NAME, "'it'"},
              {COLUMN_CONNECTION_TYPE, "'CUSTOM'"},
              {COLUMN_CONNECTION_PROPERTIES, "'{}'"},
              {COLUMN_CREATION_TIME, "0"}};
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "INSERT INTO %s(%s", table, columns[id].name);
  size_t count = is_of_service(id) ? COUNT(rest) : COUNT(rest) - 1;
  for (size_t i = 0; i < count; i++) {
    if (rest[i].id != id) sqlite3_str_appendf(out, ", %s", columns[rest[i].id].name);
  }
  sqlite3_str_appendall(out, ") VALUES(?1");
  for (size_t i = 0; i < count; i++) {
    if (rest[i].id != id) sqlite3_str_appendf(out, ", %s", rest[i].value);
  }
  sqlite3_str_appendall(out, ")");
  return sqlite3_str_finish(out);
}

/* Stores a value in a column of a table that is then rolled back; what is there, or "code: message". */
static char *store(sqlite3 *db, const char *table, int id, const char *value, bool is_update,
                   int *code) {
  char *sql = is_update ? sqlite3_mprintf("UPDATE %s SET %s = ?1", table, columns[id].name)
                        : insert_sql(table, id);
  *code = run_bound(db, sql, value);
  char *answer;
  if (*code == SQLITE_OK) {
    sqlite3_free(sql);
    sql = sqlite3_mprintf("SELECT quote(%s) FROM %s", columns[id].name, table);
    answer = query(db, sql);
  } else {
    answer = sqlite3_mprintf("%s", sqlite3_errmsg(db));
  }
  sqlite3_free(sql);
  return answer;
}

static void check_cell(sqlite3 *db, int id, const char *value, bool is_update) {
  size_t difference = find_difference(db, id, value, is_update);
  bool differs = difference < COUNT(differences);
  bool refuses = differs && differences[difference].stored == NULL;
  int code, ordinary_code;
  must(db, "SAVEPOINT s");
  char *ours = store(db, "c", id, value, is_update, &code);
  char *expected = store(db, "o", id, value, is_update, &ordinary_code);
  CHECK(ordinary_code == SQLITE_OK);
  if (differs && !refuses) {
    sqlite3_free(expected);
    char *expression = sqlite3_mprintf("quote(%s)", differences[difference].stored);
    expected = evaluate(db, expression, value, is_update);
    sqlite3_free(expression);
  }
  bool same = refuses ? code == SQLITE_CONSTRAINT_CHECK &&
                            strstr(ours, differences[difference].words) != NULL
                      : code == SQLITE_OK && strcmp(ours, expected) == 0;
  if (!CHECK(same)) {
    fprintf(stderr, "  %s of %s = %s (difference %d)\n  expected: %s\n  answered: %d %s\n",
            is_update ? "UPDATE" : "INSERT", columns[id].name, value, (int)difference,
            refuses ? differences[difference].words : expected, code, ours);
  }
  sqlite3_free(ours);
  sqlite3_free(expected);
  must(db, "ROLLBACK TO s; RELEASE s");
}

static void test_writes(void) {
  sqlite3 *db = open_tables();
  for (int id = 0; id < VISIBLE; id++) {
    for (size_t i = 0; i < COUNT(values); i++) check_cell(db, id, values[i], false);
  }
  must(db, "INSERT INTO c(" COLUMNS ") VALUES('it', 'CUSTOM', '{}');"
           "INSERT INTO o(" COLUMNS ") VALUES('it', 'CUSTOM', '{}')");
  for (int id = 0; id < VISIBLE; id++) {
    if (is_fixed(id)) continue;
    for (size_t i = 0; i < COUNT(values); i++) check_cell(db, id, values[i], true);
  }
  close_database(db);
  for (size_t i = 0; i < COUNT(differences); i++) {
    if (!CHECK(uses[i] > 0)) {
      fprintf(stderr, "  no value needs: %s, %s\n", differences[i].columns, differences[i].when);
    }
  }
}

/* What an UPDATE does not change may be given as it is: as every type that is the same. */
static void test_fixed_columns(void) {
  static const char *const same[] = {"%s", "CAST(%s AS TEXT)", "CAST(%s AS REAL)"};
  sqlite3 *db = open_tables();
  must(db, "INSERT INTO c(" COLUMNS ", creation_time, status, connection_schema_version)"
           " VALUES('it', 'CUSTOM', '{}', '2024-01-02 03:04:05.678', 'READY', 1)");
  for (int id = 0; id < VISIBLE; id++) {
    bool is_number = columns[id].kind == KIND_INTEGER;
    if (!is_fixed(id)) continue;
    for (size_t i = 0; i < (is_number ? COUNT(same) : 2); i++) {
      char *expression = sqlite3_mprintf(same[i], columns[id].name);
      CHECK(runf(db, "UPDATE c SET %s = %s", columns[id].name, expression) == SQLITE_OK);
      sqlite3_free(expression);
    }
  }
  must(db, "UPDATE c SET creation_time = 1704164645.678");
  must(db, "UPDATE c SET creation_time = '1704164645678'");
  CHECK(refused(db, "UPDATE c SET creation_time = 1704164645", SQLITE_CONSTRAINT_CHECK,
                "Member is set by CreateConnection and stays"));
  CHECK(gives(db, "SELECT creation_time, status, connection_schema_version FROM c",
              "2024-01-02 03:04:05.678|READY|1"));
  close_database(db);
}

/* ---- Rowids. */

/* An ordinary table answers the same, or refuses the same. */
static void check_rowid(sqlite3 *db, const char *sql, const char *value) {
  char *answer[2];
  for (int i = 0; i < 2; i++) {
    const char *table = i ? "o" : "c";
    char *statement = sqlite3_mprintf(sql, table);
    must(db, "SAVEPOINT s");
    int rc = run_bound(db, statement, value);
    char *rows = sqlite3_mprintf("SELECT rowid, name FROM %s ORDER BY 1", table);
    char *state = query(db, rows);
    /* A rowid that is taken is AlreadyExistsException here. */
    bool is_taken = rc == SQLITE_CONSTRAINT_PRIMARYKEY || rc == SQLITE_CONSTRAINT_ROWID;
    answer[i] = sqlite3_mprintf("%d\n%s", is_taken ? SQLITE_CONSTRAINT : rc, state);
    sqlite3_free(state);
    sqlite3_free(rows);
    sqlite3_free(statement);
    must(db, "ROLLBACK TO s; RELEASE s");
  }
  if (!CHECK(strcmp(answer[0], answer[1]) == 0)) {
    fprintf(stderr, "  %s with %s\n  ordinary: %s\n  ours: %s\n", sql, value, answer[1], answer[0]);
  }
  sqlite3_free(answer[0]);
  sqlite3_free(answer[1]);
}

static void test_rowids(void) {
  static const char *const statements[] = {
      "INSERT INTO %s(rowid, " COLUMNS ") VALUES(?1, 'new', 'CUSTOM', '{}')",
      "INSERT OR REPLACE INTO %s(rowid, " COLUMNS ") VALUES(?1, 'new', 'CUSTOM', '{}')",
      "UPDATE %s SET rowid = ?1 WHERE name = 'five'",
      "UPDATE %s SET description = 'x', name = name || '!' WHERE rowid = ?1",
      "DELETE FROM %s WHERE rowid = ?1",
      "DELETE FROM %s WHERE rowid >= ?1",
      "DELETE FROM %s WHERE rowid IN (?1, 5)",
  };
  sqlite3 *db = open_tables();
  for (int i = 0; i < 2; i++) {
    CHECK(runf(db,
               "INSERT INTO %s(rowid, " COLUMNS ") VALUES(0, 'zero', 'CUSTOM', '{}'),"
               " (1, 'one', 'CUSTOM', '{}'), (2, 'two', 'CUSTOM', '{}'),"
               " (5, 'five', 'CUSTOM', '{}')",
               i ? "o" : "c") == SQLITE_OK);
  }
  for (size_t i = 0; i < COUNT(statements); i++) {
    for (size_t j = 0; j < COUNT(values); j++) check_rowid(db, statements[i], values[j]);
  }
  close_database(db);
}

/* ---- WHERE and joins. */

/* Rows whose texts look like numbers and the other way round, and o with the same ones; k with every
** value in columns of every affinity. */
static sqlite3 *open_filled(void) {
  sqlite3 *db = open_tables();
  must(db, "INSERT INTO c(rowid, name, connection_type, connection_properties, catalog_id, region,"
           " description, tags, match_criteria, validate_credentials, creation_time, status,"
           " connection_schema_version, compatible_compute_environments, status_reason,"
           " last_updated_time, last_updated_by) VALUES"
           "(1, '1', '1', '{}', '1', '1', '1', '{}', '[]', 1, 1, 'READY', 1, '[]', '1', 1, '1'),"
           "(2, '01', '1.0', '{}', '01', '01', '01', '{}', NULL, 0, 0, '0', 0, NULL, '', 5, '0'),"
           "(5, '1.0', 'a', '{\"a\":\"b\"}', '5', '5', '', '{\"a\":\"b\"}', '[\"a\",\"b\"]', 1,"
           " '2024-01-02 03:04:05.678', '1', 5, '[\"a\",\"b\"]', ' 1 ', 1700000000.5, '1.0'),"
           "(7, 'a', 'true', '{}', '123456789012', 'eu-west-1', NULL, '{}', NULL, 0,"
           " '2024-01-02', NULL, NULL, NULL, NULL, NULL, NULL),"
           "(1700000000, ' 1 ', 'READY', '{}', NULL, NULL, '1e0', '{}', NULL, 1, 1700000000123,"
           " 'FAILED', 1700000000, NULL, '1x', NULL, 'true')");
  must(db, "INSERT INTO o(rowid) SELECT rowid FROM c");
  for (int id = 0; id < VISIBLE; id++) {
    CHECK(runf(db, "UPDATE o SET %s = (SELECT %s FROM c WHERE c.rowid = o.rowid)", columns[id].name,
               columns[id].name) == SQLITE_OK);
  }
  must(db,
       "CREATE TABLE k(x, s TEXT, i INTEGER, n NUMERIC, r REAL, b BLOB, c TEXT COLLATE NOCASE)");
  for (size_t i = 0; i < COUNT(values); i++) {
    const char *v = values[i];
    CHECK(runf(db, "INSERT INTO k VALUES(%s, %s, %s, %s, %s, %s, %s)", v, v, v, v, v, v, v) ==
          SQLITE_OK);
  }
  return db;
}

/* A query that shows rowids, with the value bound: of c and of o it answers the same. */
static void check_query(sqlite3 *db, const char *format, const char *column, const char *value) {
  char *answer[2];
  for (int i = 0; i < 2; i++) {
    const char *table = i ? "o" : "c";
    char *sql = sqlite3_mprintf(format, table, column);
    answer[i] = query_bound(db, sql, value);
    sqlite3_free(sql);
  }
  if (!CHECK(strcmp(answer[0], answer[1]) == 0)) {
    fprintf(stderr, "  ");
    fprintf(stderr, "%s: %s with %s\n  ordinary: %s\n  ours: %s\n", format, column, value,
            answer[1], answer[0]);
  }
  sqlite3_free(answer[0]);
  sqlite3_free(answer[1]);
}

static void test_queries(void) {
  static const char *const queries[] = {
      "SELECT rowid FROM %s WHERE %s = ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE ?1 = %s ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s <> ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s < ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s >= ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s > ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s <= ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s IS ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s IS NOT ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s IN (?1, '1', 5) ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s IN (SELECT ?1) ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s BETWEEN ?1 AND 5 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s BETWEEN '1' AND ?1 ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s = CAST(?1 AS TEXT) ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s = CAST(?1 AS NUMERIC) ORDER BY 1",
      "SELECT rowid FROM %s WHERE %s = ?1 COLLATE NOCASE ORDER BY 1",
  };
  sqlite3 *db = open_filled();
  for (int id = -1; id < VISIBLE; id++) {
    const char *column = id < 0 ? "rowid" : columns[id].name;
    for (size_t i = 0; i < COUNT(values); i++) {
      for (size_t j = 0; j < COUNT(queries); j++) check_query(db, queries[j], column, values[i]);
    }
  }
  close_database(db);
}

static void test_joins(void) {
  static const char *const keys[] = {"x", "s", "i", "n", "r", "b", "c"};
  static const char *const joins[] = {
      "SELECT k.rowid || ':' || t.rowid FROM k CROSS JOIN %%s AS t ON t.%%s = k.%s ORDER BY 1",
      "SELECT k.rowid || ':' || t.rowid FROM k CROSS JOIN %%s AS t ON t.%%s > k.%s ORDER BY 1",
      "SELECT k.rowid || ':' || t.rowid FROM k CROSS JOIN %%s AS t ON t.%%s <= k.%s ORDER BY 1",
      "SELECT quote(k.rowid) || quote(t.rowid) FROM k LEFT JOIN %%s t ON t.%%s IS k.%s ORDER BY 1",
      "SELECT rowid FROM %%s WHERE %%s IN (SELECT %s FROM k) ORDER BY 1",
      "SELECT rowid FROM %%s AS t WHERE EXISTS (SELECT 1 FROM k WHERE t.%%s = k.%s) ORDER BY 1",
      "SELECT t.rowid FROM %%s AS t CROSS JOIN k ON t.%%s = k.%s ORDER BY 1",
  };
  sqlite3 *db = open_filled();
  for (int id = -1; id < VISIBLE; id++) {
    const char *column = id < 0 ? "rowid" : columns[id].name;
    for (size_t i = 0; i < COUNT(joins); i++) {
      for (size_t j = 0; j < COUNT(keys); j++) {
        char *format = sqlite3_mprintf(joins[i], keys[j]);
        check_query(db, format, column, "NULL");
        sqlite3_free(format);
      }
    }
  }
  close_database(db);
}

/* ---- Copies as hosts make them. */

/* Binds a value as a host without that type does. */
typedef int Bind(sqlite3_stmt *statement, int parameter, sqlite3_value *value);

static int bind_as_it_is(sqlite3_stmt *statement, int parameter, sqlite3_value *value) {
  return sqlite3_bind_value(statement, parameter, value);
}

/* Hosts whose numbers are all real. */
static int bind_as_real(sqlite3_stmt *statement, int parameter, sqlite3_value *value) {
  return sqlite3_value_type(value) == SQLITE_INTEGER
             ? sqlite3_bind_double(statement, parameter, sqlite3_value_double(value))
             : sqlite3_bind_value(statement, parameter, value);
}

/* Hosts that bind text alone. */
static int bind_as_text(sqlite3_stmt *statement, int parameter, sqlite3_value *value) {
  if (sqlite3_value_type(value) == SQLITE_NULL) return sqlite3_bind_null(statement, parameter);
  const char *text = (const char *)sqlite3_value_text(value);
  return sqlite3_bind_text(statement, parameter, text, -1, SQLITE_TRANSIENT);
}

/* Reads a table in one database connection and writes its rows into another, value by value. */
static void copy_rows(sqlite3 *from, const char *select, sqlite3 *to, const char *insert,
                      Bind *bind) {
  sqlite3_stmt *reading = NULL, *writing = NULL;
  CHECK(sqlite3_prepare_v2(from, select, -1, &reading, NULL) == SQLITE_OK);
  if (!CHECK(sqlite3_prepare_v2(to, insert, -1, &writing, NULL) == SQLITE_OK)) {
    fprintf(stderr, "  %s: %s\n", insert, sqlite3_errmsg(to));
  }
  while (sqlite3_step(reading) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(reading); i++) {
      /* What sqlite3_column_value() gives is not to be converted. */
      sqlite3_value *value = sqlite3_value_dup(sqlite3_column_value(reading, i));
      CHECK(bind(writing, i + 1, value) == SQLITE_OK);
      sqlite3_value_free(value);
    }
    if (!CHECK(sqlite3_step(writing) == SQLITE_DONE)) {
      fprintf(stderr, "  %s: %s\n", insert, sqlite3_errmsg(to));
    }
    sqlite3_reset(writing);
  }
  CHECK(sqlite3_finalize(reading) == SQLITE_OK);
  sqlite3_finalize(writing);
}

static void test_copies(void) {
  Bind *const binds[] = {bind_as_it_is, bind_as_real, bind_as_text};
  sqlite3 *from = open_filled();
  char *all =
      query(from, "SELECT group_concat('?' || (cid + 1), ', ') FROM pragma_table_info('c')");
  char *insert = sqlite3_mprintf("INSERT INTO c VALUES(%s)", all);
  char *expected = query(from, "SELECT * FROM c ORDER BY name, catalog_id");
  char *with_rowids = query(from, "SELECT rowid, * FROM c ORDER BY rowid");
  for (size_t i = 0; i < COUNT(binds); i++) {
    sqlite3 *to = open_tables();
    copy_rows(from, "SELECT * FROM c", to, insert, binds[i]);
    CHECK(gives(to, "SELECT * FROM c ORDER BY name, catalog_id", expected));
    must(to, "DELETE FROM c");
    char *at = query(to, "SELECT 'INSERT INTO c(rowid, ' || group_concat(name) || ') VALUES(?, ' ||"
                         " group_concat('?') || ')' FROM pragma_table_info('c')");
    copy_rows(from, "SELECT rowid, * FROM c", to, at, binds[i]);
    CHECK(gives(to, "SELECT rowid, * FROM c ORDER BY rowid", with_rowids));
    sqlite3_free(at);
    CHECK(sound(to));
    /* Over themselves: every column that an UPDATE may change. */
    copy_rows(
        from,
        "SELECT description, tags, match_criteria, validate_credentials,"
        " connection_schema_version, creation_time, last_updated_time, rowid, name, rowid"
        " FROM c",
        to,
        "UPDATE c SET description = ?, tags = ?, match_criteria = ?, validate_credentials = ?,"
        " connection_schema_version = ?, creation_time = ?,"
        " last_updated_time = ?, rowid = ?, name = ? WHERE rowid = ?",
        binds[i]);
    CHECK(gives(to, "SELECT count(*), sum(rowid), sum(validate_credentials) FROM c",
                "5|1700000015|3"));
    close_database(to);
  }
  sqlite3_free(all);
  sqlite3_free(insert);
  sqlite3_free(expected);
  sqlite3_free(with_rowids);
  close_database(from);
}

int main(void) {
  if (!begin()) return 1;
  test_writes();
  test_fixed_columns();
  test_rowids();
  test_queries();
  test_joins();
  test_copies();
  return end();
}
