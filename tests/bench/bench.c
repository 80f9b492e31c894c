/* SPDX-License-Identifier: MIT */
/*
** `make bench`: the extension beside an ordinary table and beside the same rules in SQL.
**
**     bench FOLDER      prints the figures and writes FOLDER/results.md and FOLDER/growth.svg;
**                       up to 1,000,000 rows, or to ROWS in the environment
**     bench inserts     prints the figures of inserts alone
**     bench operations  prints those of one kind of table by the number of rows
**     bench reports     prints those of the reports
**     bench documents   prints those of exports and of the comparison
**     bench imports     prints those of imports
**     bench file KIND COUNT PATH
**                       writes a database with so many connections in such a table (see compare/run)
**     bench profile OPERATION KIND COUNT
**                       runs one operation so many times and prints nothing, for a profiler (see
**                       instructions.sh); OPERATION: insert, seal, or one of `operations`;
**                       KIND: extension, ordinary, rules
*/
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "glue_connections.h"

static const char lookup_sql[] =
    "SELECT connection_type, status, connection_properties FROM connections WHERE name = ?1";
static const char scan_sql[] = "SELECT name, connection_type, status FROM connections";
static const char json_scan_sql[] = "SELECT connection_properties FROM connections";
static const char type_report_sql[] =
    "SELECT connection_type, count(*) FROM connections GROUP BY connection_type";
static const char owner_report_sql[] =
    "SELECT count(*) FROM connections WHERE tags ->> '$.owner' IS NULL";

/* The SELECT of a request, as a user of the ordinary table would write it. */
static const char plain_request_sql[] =
    "SELECT json_object('CatalogId', catalog_id, 'Region', region, 'ConnectionInput',"
    " json_patch('{}', json_object('Name', name, 'ConnectionType', connection_type, 'Description',"
    " description, 'ConnectionProperties', json(connection_properties), 'AthenaProperties',"
    " json(athena_properties), 'MatchCriteria', json(match_criteria),"
    " 'PhysicalConnectionRequirements', json(physical_connection_requirements),"
    " 'AuthenticationConfiguration', json(authentication_configuration))), 'Tags', json(tags))"
    " FROM connections";

#define SET_TAGS(env)                                                                              \
  "UPDATE connections SET tags = '{\"env\":\"" env "\",\"owner\":\"team-' || ?2 || '\"}'"
#define LINT(tail) "SELECT count(f.message) FROM connections c, glue_lint(c.request) f" tail
#define COMMAND(name) "INSERT INTO connections(connections) VALUES('" name "')"

/* What else is measured: on all rows, or (with ?1) on rows by name. ?2 is another value in each round: SQLite does not
** write what it finds unchanged. Those that write come last, and leave as many rows as there were. */
typedef struct Operation {
  const char *name, *label;    /* without a label it is for profilers alone */
  const char *sql, *plain_sql; /* NULL: the same */
  Work work;
  double limit;
  Secrets secrets;      /* of the rows; those with a password are sealed */
  bool is_alone;        /* an ordinary table has nothing like it: no findings, no keys */
  bool is_long;         /* each row has a description of its own, of 300 bytes */
  bool by_instructions; /* instructions.sh judges it, too (see Figure) */
} Operation;

static const Operation operations[] = {
    {.name = "lookup", .sql = lookup_sql, .work = look_up},
    {.name = "scan", .sql = scan_sql, .work = query},
    {.name = "select-all",
     .label = "SELECT *",
     .sql = "SELECT * FROM connections",
     .work = query,
     .limit = 2.0},
    {.name = "request",
     .label = "SELECT request",
     .sql = "SELECT request FROM connections",
     .plain_sql = plain_request_sql,
     .work = query},
    {.name = "lint",
     .label = "glue_lint, all rules",
     .sql = LINT(""),
     .work = query,
     .is_alone = true},
    {.name = "lint-one",
     .label = "glue_lint, one rule",
     .sql = LINT(" WHERE f.rule = 'tls-not-enforced'"),
     .work = query,
     .is_alone = true},
    {.name = "report-tls", .sql = "SELECT * FROM report_tls", .work = query},
    {.name = "json-each", .sql = json_each_sql, .work = query},
    {.name = "lint-secret",
     .label = "glue_lint, the two about secrets",
     .sql = LINT(" WHERE f.rule IN ('url-password', 'clear-text-secret')"),
     .work = query,
     .is_alone = true},
    {.name = "tags",
     .label = "UPDATE of tags, all rows",
     .sql = SET_TAGS("test"),
     .work = write_rows,
     .limit = 5.0},
    {.name = "tags-named",
     .label = "UPDATE of tags by name",
     .sql = SET_TAGS("prod") " WHERE name = ?1",
     .work = write_rows,
     .limit = 1.6},
    {.name = "tags-long",
     .label = "UPDATE of tags, rows of 650 bytes",
     .sql = SET_TAGS("test"),
     .work = write_rows,
     .is_long = true,
     .limit = 2.0,
     .by_instructions = true},
    {.name = "json-set",
     .label = "UPDATE by json_set, rows of 650 bytes",
     .sql = "UPDATE connections SET connection_properties ="
            " json_set(connection_properties, '$.SECRET_ID', 'prod/other-' || ?2)",
     .work = write_rows,
     .is_long = true,
     .limit = 2.5},
    {.name = "delete",
     .label = "DELETE of all rows",
     .sql = "DELETE FROM connections WHERE name <> ''",
     .work = delete_rows,
     .limit = 1.5},
    {.name = "decrypt",
     .label = "glue_decrypt of every request",
     .sql = "SELECT glue_decrypt(request) FROM connections",
     .work = query,
     .secrets = SECRETS_CLEAR,
     .is_alone = true},
    {.name = "integrity-check",
     .label = "integrity-check, sealed passwords",
     .sql = COMMAND("integrity-check"),
     .work = write_rows,
     .secrets = SECRETS_CLEAR,
     .is_alone = true},
    {.name = "rekey",
     .label = "rekey, sealed passwords",
     .sql = COMMAND("rekey"),
     .work = write_rows,
     .secrets = SECRETS_CLEAR,
     .is_alone = true},
    {.name = NULL},
};

/* Makes the rows those of connections that somebody has described. */
static void lengthen(Contender *table) {
  execute(table->db, "UPDATE connections SET description = substr(name || ' ' || "
                     "replace(hex(zeroblob(150)), '00', 'ab'), 1, 300)");
}

static void operation_set(Contender *table, const Operation *operation) {
  bool is_plain = table->kind != EXTENSION && operation->plain_sql;
  table->sql = is_plain ? operation->plain_sql : operation->sql;
}

/* ---- inserts ---- */

static void create_contenders(Contender tables[3], Secrets secrets, const char *folder) {
  for (int i = 0; i < 3; i++) contender_create(&tables[i], (Kind)i, secrets, folder);
}

static void measure_insert(Results *results, const char *label, Secrets secrets,
                           const char *folder) {
  Contender tables[3];
  void *contenders[3] = {&tables[0], &tables[1], &tables[2]};
  create_contenders(tables, secrets, folder);
  Figure *figure = add_figure(results, TABLE_INSERTS, label, 0);
  figure->timing = measure(insert_batch, contenders, 3, 31);
  figure->operations = tables[0].batch;
  /* SQL cannot seal a password: there the rules are not the same. */
  figure->factor = secrets == SECRETS_ELSEWHERE ? 5 : 0;
  for (int i = 0; i < 3; i++) contender_close(&tables[i]);
}

/* The same rows with a password to seal, and with one that is sealed already. */
static void measure_sealing(Results *results, const char *label, const char *folder, double limit) {
  Contender tables[2];
  void *contenders[2] = {&tables[0], &tables[1]};
  contender_create(&tables[0], EXTENSION, SECRETS_CLEAR, folder);
  contender_create(&tables[1], EXTENSION, SECRETS_SEALED, folder);
  Timing timing = measure(insert_batch, contenders, 2, 61);
  results->share[results->shares++] = (Share){label, 100 * (1 - 1 / timing.ratio[1]), limit};
  for (int i = 0; i < 2; i++) contender_close(&tables[i]);
}

/* Has a secret sealed, which makes the keyring and shows how long a sealed password is. */
static void seal_one(void) {
  Contender table;
  contender_create(&table, EXTENSION, SECRETS_CLEAR, NULL);
  contender_fill(&table, 1);
  sealed_length = (size_t)query_integer(
      table.db, "SELECT length(connection_properties ->> '$.ENCRYPTED_PASSWORD') FROM connections");
  contender_close(&table);
}

/* A key file is read again for each use while its time stamps are too young to show every change (key_file.c): how often
** that happens would depend on how fast the machine is. */
static void let_key_settle(void) {
  sleep(3);
}

/* ---- numbers of rows ---- */

static const int size_rows[SIZES_MAX] = {1000, 10000, 100000, 1000000};

static Figure *add_size_figure(Results *results, const char *label, int rows, Work work,
                               Contender tables[3], int count, int rounds) {
  void *contenders[3] = {&tables[0], &tables[1], &tables[2]};
  Figure *figure = add_figure(results, TABLE_SIZES, label, rows);
  figure->timing = measure(work, contenders, count, rounds);
  figure->operations = tables[0].batch;
  return figure;
}

static void add_query_figure(Results *results, const char *label, int rows, const char *sql,
                             Contender tables[3], double limit) {
  for (int i = 0; i < 3; i++) {
    tables[i].sql = sql;
    tables[i].batch = rows < 100000 ? 100000 / rows : 1;
  }
  Figure *figure = add_size_figure(results, label, rows, query, tables, 3, 11);
  figure->operations *= rows;
  figure->limit = limited(rows, limit);
}

static void add_lookup_figure(Results *results, const char *label, int rows, bool prepare,
                              Contender tables[3], double limit) {
  for (int i = 0; i < 3; i++) {
    tables[i].sql = lookup_sql;
    tables[i].prepare = prepare;
    tables[i].batch = 2000;
  }
  Figure *figure = add_size_figure(results, label, rows, look_up, tables, 3, 31);
  figure->limit = limited(rows, limit);
}

/* The operations with a label, on rows with these secrets. */
static void add_operation_figures(Results *results, int rows, Contender tables[3]) {
  bool is_long = false;
  for (const Operation *operation = operations; operation->name; operation++) {
    if (operation->label == NULL || operation->secrets != tables[0].secrets) continue;
    if (operation->is_alone && rows > LIMITED_ROWS) continue;
    bool by_name = strstr(operation->sql, "?1") != NULL;
    for (int i = 0; i < 3; i++) {
      if (operation->is_long && !is_long) lengthen(&tables[i]);
      operation_set(&tables[i], operation);
      tables[i].batch = by_name ? 1000 : 1;
    }
    is_long = is_long || operation->is_long;
    /* A time alone is for reading: it need not be as steady as a ratio. */
    int count = operation->is_alone ? 1 : 3, rounds = operation->is_alone ? 3 : 7;
    Figure *figure =
        add_size_figure(results, operation->label, rows, operation->work, tables, count, rounds);
    if (!by_name) figure->operations = rows;
    figure->limit = limited(rows, operation->limit);
    figure->by_instructions = operation->by_instructions;
  }
}

/* What a scan of all rows and columns, and a transaction of inserts, take beyond what the database
** connection holds anyway. */
static void measure_memory(Size *size, Contender tables[3]) {
  for (int i = 0; i < 2; i++) {
    Contender small;
    contender_open_small(&small, &tables[i]);
    sqlite3_stmt *statement = prepare(small.db, "SELECT * FROM connections");
    sqlite3_int64 before = sqlite3_memory_used();
    sqlite3_memory_highwater(1);
    read_rows(statement);
    size->scan_memory[i] = sqlite3_memory_highwater(1) - before;
    sqlite3_finalize(statement);
    small.batch = 1000;
    insert_batch(&small, 0);
    size->insert_memory[i] = sqlite3_memory_highwater(1) - before;
    tables[i].rows = small.rows;
    contender_close(&small);
  }
}

static void fill_contenders(Contender tables[3], int rows) {
  for (int i = 0; i < 3; i++) contender_fill(&tables[i], rows);
}

static void add_insert_figure(Results *results, const char *label, int rows, Contender tables[3]) {
  for (int i = 0; i < 3; i++) tables[i].batch = 100;
  add_size_figure(results, label, rows, insert_batch, tables, 3, 21);
}

/* What a row takes of the file, all pages of it. */
static void measure_file(Size *size, Contender tables[3]) {
  for (int i = 0; i < 2; i++) {
    sqlite3_int64 pages = query_integer(tables[i].db, "PRAGMA page_count");
    size->row_bytes[i] =
        (double)(pages * query_integer(tables[i].db, "PRAGMA page_size")) / size->rows;
  }
}

static void add_read_figures(Results *results, int rows, Contender tables[3]) {
  add_lookup_figure(results, LOOKUP_LABEL, rows, false, tables, 1.3);
  add_lookup_figure(results, "the same, prepared anew", rows, true, tables, 0);
  add_query_figure(results, "scan of three columns", rows, scan_sql, tables, 1.7);
  add_query_figure(results, "scan of a JSON column", rows, json_scan_sql, tables, 0);
  add_query_figure(results, "report: rows by type", rows, type_report_sql, tables, 0);
  add_query_figure(results, "report: no owner tag", rows, owner_report_sql, tables, 0);
}

/* Up to `most` rows; the reads of tables in files, the inserts everywhere (or in the first `count` variants). The
** inserts come last: they change the number of rows. */
static void measure_sizes(Results *results, const char *folder, int most, int count) {
  static const struct {
    const char *label;
    Secrets secrets;
    bool in_file;
  } variants[] = {{INSERT_LABEL, SECRETS_ELSEWHERE, true},
                  {"insert, in memory", SECRETS_ELSEWHERE, false},
                  {"insert with a password, WAL file", SECRETS_CLEAR, true},
                  {"insert with a password, in memory", SECRETS_CLEAR, false}};
  for (int variant = 0; variant < count; variant++) {
    Contender tables[3];
    const char *label = variants[variant].label;
    create_contenders(tables, variants[variant].secrets, variants[variant].in_file ? folder : NULL);
    for (int i = 0; i < SIZES_MAX && size_rows[i] <= most; i++) {
      int rows = size_rows[i];
      Size *size = &results->size[i];
      fprintf(stderr, "bench: %s, %d rows\n", label, rows);
      size->rows = rows;
      results->sizes = i + 1;
      fill_contenders(tables, rows);
      if (variant == 0) {
        measure_file(size, tables);
        add_read_figures(results, rows, tables);
      }
      if (variants[variant].in_file) add_operation_figures(results, rows, tables);
      add_insert_figure(results, label, rows, tables);
      if (variant == 0) measure_memory(size, tables);
    }
    for (int i = 0; i < 3; i++) contender_close(&tables[i]);
  }
}

/* ---- main ---- */

static char folder[] = "build/bench-XXXXXX";

static void remove_folder(void) {
  char *keyring = sqlite3_mprintf("%s/glue-connections/keyring", folder);
  char *parent = sqlite3_mprintf("%s/glue-connections", folder);
  remove(keyring);
  rmdir(parent);
  rmdir(folder);
  sqlite3_free(keyring);
  sqlite3_free(parent);
}

/* A folder for the databases, and for a keyring of its own. */
static void make_folder(void) {
  if (mkdtemp(folder) == NULL) fail("%s cannot be made (start from the project's folder)", folder);
  char path[4096];
  if (getcwd(path, sizeof(path)) == NULL) fail("no working directory");
  char *home = sqlite3_mprintf("%s/%s", path, folder);
  unsetenv("GLUE_KEYRING");
  if (setenv("XDG_CONFIG_HOME", home, 1) != 0) fail("out of memory");
  sqlite3_free(home);
}

static FILE *create_file(const char *where, const char *name) {
  char *path = sqlite3_mprintf("%s/%s", where, name);
  FILE *file = fopen(path, "w");
  if (file == NULL) fail("%s cannot be written", path);
  sqlite3_free(path);
  return file;
}

static void write_files(const Results *results, const char *where) {
  FILE *file = create_file(where, "results.md");
  report(file, results, true);
  fclose(file);
  file = create_file(where, "growth.svg");
  draw_growth(file, results);
  fclose(file);
}

/* What is measured with LIMITED_ROWS at most. */
static void measure_part(void (*measure_rows)(Results *, const char *, int), Results *results,
                         int most) {
  for (int i = 0; i < SIZES_MAX && size_rows[i] <= most && size_rows[i] <= LIMITED_ROWS; i++) {
    measure_rows(results, folder, size_rows[i]);
  }
}

static int benchmark(const char *what) {
  static Results results;
  static const char *const parts[] = {"inserts",   "operations", "reports",
                                      "documents", "imports",    NULL};
  const char *rows = getenv("ROWS"), *const *part = parts;
  int most = rows && *rows ? atoi(rows) : 1000000;
  if (most < size_rows[0]) fail("ROWS is %d at least", size_rows[0]);
  while (*part && (what == NULL || strcmp(what, *part) != 0)) part++;
  bool whole = *part == NULL;
  let_key_settle();
  /* The imports come first: for the system a program has at least the memory of the one that started it. */
  if (whole || part == &parts[4]) measure_part(measure_imports, &results, most);
  if (whole || part == &parts[0]) {
    fputs("bench: inserts\n", stderr);
    /* What an insert may cost is told by instructions (instructions.md): machines differ in what a page costs. */
    measure_insert(&results, INSERT_LABEL, SECRETS_ELSEWHERE, folder);
    measure_insert(&results, "insert, in memory", SECRETS_ELSEWHERE, NULL);
    measure_insert(&results, "insert with a password, WAL file", SECRETS_CLEAR, folder);
    measure_insert(&results, "insert with a password, in memory", SECRETS_CLEAR, NULL);
    measure_sealing(&results, "WAL file", folder, 22);
    measure_sealing(&results, "in memory", NULL, 0);
  }
  if (whole || part == &parts[1]) measure_sizes(&results, folder, most, whole ? 4 : 1);
  if (whole || part == &parts[2]) measure_part(measure_reports, &results, most);
  if (whole || part == &parts[3]) measure_part(measure_documents, &results, most);
  report(stdout, &results, false);
  if (whole && what) write_files(&results, what);
  return report_missed(&results) > 0;
}

static int find_word(const char *const *words, const char *word) {
  for (int i = 0; words[i]; i++) {
    if (strcmp(words[i], word) == 0) return i;
  }
  fail("unknown: %s", word);
}

/* The operation of that name; NULL: it inserts. */
static const Operation *find_operation(const char *name) {
  const Operation *operation = operations;
  while (operation->name && strcmp(operation->name, name) != 0) operation++;
  if (operation->name) return operation;
  if (strcmp(name, "insert") != 0 && strcmp(name, "seal") != 0) fail("unknown: %s", name);
  return NULL;
}

/* The kind of table of that name. */
static Kind find_kind(const char *name) {
  static const char *const kinds[] = {"extension", "ordinary", "rules", NULL};
  return (Kind)find_word(kinds, name);
}

static void write_database(const char *kind, int count, const char *path) {
  Contender table;
  contender_create(&table, find_kind(kind), SECRETS_ELSEWHERE, NULL);
  contender_fill(&table, count);
  char *sql = sqlite3_mprintf("VACUUM INTO %Q", path);
  execute(table.db, sql);
  sqlite3_free(sql);
  contender_close(&table);
}

static void profile(const char *name, const char *kind, int count) {
  const Operation *operation = find_operation(name);
  Secrets secrets = strcmp(name, "seal") == 0 ? SECRETS_CLEAR : SECRETS_ELSEWHERE;
  if (operation) secrets = operation->secrets;
  if (secrets == SECRETS_CLEAR) let_key_settle();
  Contender table;
  contender_create(&table, find_kind(kind), secrets, NULL);
  if (operation == NULL) {
    table.batch = count;
    insert_batch(&table, 0);
  } else {
    contender_fill(&table, count);
    if (strstr(operation->sql, "FROM report_")) create_reports(table.db);
    if (operation->is_long) lengthen(&table);
    operation_set(&table, operation);
    table.batch = strstr(operation->sql, "?1") ? count : 1;
    operation->work(&table, 0);
  }
  contender_close(&table);
}

int main(int count, char **arguments) {
  sqlite3_auto_extension((void (*)(void))sqlite3_glueconnections_init);
  make_folder();
  atexit(remove_folder);
  seal_one();
  if (count == 5 && strcmp(arguments[1], "file") == 0) {
    write_database(arguments[2], atoi(arguments[3]), arguments[4]);
    return 0;
  }
  if (count == 5 && strcmp(arguments[1], "profile") == 0) {
    profile(arguments[2], arguments[3], atoi(arguments[4]));
    return 0;
  }
  return benchmark(count > 1 ? arguments[1] : NULL);
}
