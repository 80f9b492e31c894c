/* SPDX-License-Identifier: MIT */
/*
** The randomized comparison of the functions that are asked for some of their rows by a hint (glue_lint()
** for rules, glue_connection_types for a type): whatever a WHERE is made of, they answer it like ordinary
** tables that hold all of their rows.
**
** The seed is printed and fixed, $SEED sets another; LONG=1 runs many more.
*/
#define _XOPEN_SOURCE 700
#include "random.h"
#include "table_fixture.h"

#define QUERIES 1000
#define QUERIES_LONG 100000
#define PICK(list) list[random_below((int)(sizeof(list) / sizeof(list[0])))]

/* What is compared: @ stands for the function or for the table. */
typedef struct Compared {
  const char *function, *table;
  const char *select;             /* ends where the WHERE begins */
  const char *hint;               /* the hint column */
  const char *const *values;      /* of it */
  const char *const *comparisons; /* of others */
} Compared;

static const char *const type_values[] = {"'JDBC'",      "'KAFKA'", "'MYSQL'", "'kafka'",
                                          "'SNOWFLAKE'", "5",       "NULL",    "'NETWORK'"};
static const char *const type_comparisons[] = {
    "a.schema_version = 1",    "a.schema_version = 2",
    "a.connection_type > 'K'", "a.required LIKE '%HOST%'",
    "a.source = 'documented'", "a.connection_type LIKE 'S%'",
    "a.refused IS NULL",       "a.rowid < 20"};
static const char *const rule_values[] = {
    "'clear-text-secret'", "'unknown-member'",  "'port-range'", "'type'", "'TYPE'", "NULL",
    "'required'",          "'tls-not-enforced'"};
static const char *const rule_comparisons[] = {
    "a.severity = 'error'", "a.path LIKE '%port%'",   "r.id = 2",
    "a.exception IS NULL",  "r.id IN (1, 3)",         "a.rule > 'l'",
    "a.pointer GLOB '*a*'", "a.refused_at = 'strict'"};

static const Compared compared[] = {
    {"glue_connection_types", "types",
     "SELECT group_concat(a.connection_type || a.schema_version, '|') FROM @ a WHERE ",
     "a.connection_type", type_values, type_comparisons},
    {"glue_lint(r.request)", "(SELECT * FROM found)",
     "SELECT group_concat(r.id || a.rule || a.path, '|') FROM requests r JOIN @ a ON %s WHERE ",
     "a.rule", rule_values, rule_comparisons},
};

static sqlite3 *open_tables(void) {
  sqlite3 *db = open_database("");
  must(db,
       "CREATE TABLE types AS SELECT * FROM glue_connection_types;"
       "CREATE TABLE requests(id INTEGER PRIMARY KEY, request);"
       "INSERT INTO requests(request) VALUES"
       "('{\"Name\":\"n\",\"ConnectionType\":\"JDBC\",\"Colour\":1,\"ConnectionProperties\":{"
       "\"JDBC_CONNECTION_URL\":\"jdbc:mysql://u:s3cret@h/d\",\"a token\":\"x\",\"PORT\":\"x\"}}'),"
       "('{\"ConnectionType\":5,\"ConnectionProperties\":{\"PORT\":99999,\"b token\":\"x\"}}'),"
       "('{\"Name\":\"n\",\"ConnectionType\":\"KAFKA\",\"Big\":1,\"ConnectionProperties\":{"
       "\"KAFKA_SSL_ENABLED\":\"false\",\"password\":\"x\",\"c token\":\"x\"}}');"
       "CREATE TABLE found AS SELECT r.id, f.*, f.refused_at FROM requests r,"
       " glue_lint(r.request) f");
  CHECK(number(db, "SELECT count(*) FROM found") > 10);
  return db;
}

/* ---- conditions ---- */

static void put_hint(sqlite3_str *out, const Compared *of) {
  static const char *const operators[] = {"=", "=", "=", "IS", "<>", "NOT IN", "IN", "IN"};
  const char *operator= PICK(operators);
  sqlite3_str_appendf(out, "%s %s ", of->hint, operator);
  bool is_list = strstr(operator, "IN") != NULL;
  sqlite3_str_appendf(out, "%s%s", is_list ? "(" : "", of->values[random_below(8)]);
  for (int i = random_below(3); is_list && i > 0; i--) {
    sqlite3_str_appendf(out, ", %s", of->values[random_below(8)]);
  }
  sqlite3_str_appendall(out, is_list ? ")" : "");
}

static void put_condition(sqlite3_str *out, const Compared *of, int depth) {
  if (depth == 0 || random_below(4) == 0) {
    if (random_below(3) > 0) {
      put_hint(out, of);
    } else {
      sqlite3_str_appendall(out, of->comparisons[random_below(8)]);
    }
    return;
  }
  sqlite3_str_appendall(out, "(");
  put_condition(out, of, depth - 1);
  sqlite3_str_appendall(out, random_below(2) ? " OR " : " AND ");
  put_condition(out, of, depth - 1);
  sqlite3_str_appendall(out, ")");
}

/* ---- comparison ---- */

/* The values in their order: each is followed by a bar. NULL: none. */
static char *answer(sqlite3 *db, const Compared *of, bool is_function, const char *condition) {
  const char *source = is_function ? of->function : of->table;
  const char *at = strchr(of->select, '@');
  const char *join = strstr(of->select, "%s");
  char *sql = join ? sqlite3_mprintf("%.*s%s%.*s%s%s%s", (int)(at - of->select), of->select, source,
                                     (int)(join - at - 1), at + 1,
                                     is_function ? "true" : "a.id = r.id", join + 2, condition)
                   : sqlite3_mprintf("%.*s%s%s%s", (int)(at - of->select), of->select, source,
                                     at + 1, condition);
  char *rows = query(db, sql);
  char *sorted =
      sqlite3_mprintf("SELECT group_concat(value, '|') FROM (SELECT value FROM"
                      " json_each('[\"' || replace(%Q, '|', '\",\"') || '\"]') ORDER BY value)",
                      rows ? rows : "");
  char *result = query(db, sorted);
  sqlite3_free(sorted);
  sqlite3_free(rows);
  sqlite3_free(sql);
  return result;
}

static void compare(sqlite3 *db, const Compared *of) {
  sqlite3_str *out = sqlite3_str_new(db);
  put_condition(out, of, 1 + random_below(3));
  char *condition = sqlite3_str_finish(out);
  char *expected = answer(db, of, false, condition), *actual = answer(db, of, true, condition);
  if (!CHECK(expected && actual && strcmp(expected, actual) == 0)) {
    fprintf(stderr, "%s WHERE %s\n  expected %s\n  actual   %s\n", of->function, condition,
            expected, actual);
  }
  sqlite3_free(expected);
  sqlite3_free(actual);
  sqlite3_free(condition);
}

int main(void) {
  const char *seed = getenv("SEED");
  random_state = seed ? strtoull(seed, NULL, 0) : 0x9e3779b97f4a7c15;
  printf("SEED=%llu\n", (unsigned long long)random_state);
  if (!begin()) return end();
  sqlite3 *db = open_tables();
  for (int i = 0; i < (getenv("LONG") ? QUERIES_LONG : QUERIES); i++) {
    compare(db, &compared[random_below(2)]);
  }
  close_database(db);
  return end();
}
