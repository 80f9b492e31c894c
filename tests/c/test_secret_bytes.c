/* SPDX-License-Identifier: MIT */
/*
** No byte of a secret in clear is written to any file, and none is shown: with a marker in every place
** that the API has for a secret, through statements of every kind, those that fail and those that are
** undone among them; in the rollback journal, in WAL, with temporary files, in UTF-8 and UTF-16.
** Every write of SQLite is watched, whatever the file, and in the end all files are read.
**
** The secrets are bound, as programs should: text of SQL is the application's own, and SQLite hands
** the text of a statement that fails to the error log.
*/
#define _XOPEN_SOURCE 700
#include "table_fixture.h"

#include "fault_vfs.h"
#include "secret_documents.h"

/* ---- What is watched. */

static long bytes_written, temporary_bytes; /* since the last reset */
static long marks_written, marks_logged;
static const char *current_sql = ""; /* for the messages of failures */

static void watch_writes(int flags, const void *bytes, int size) {
  bytes_written += size;
  if (flags & (SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TRANSIENT_DB | SQLITE_OPEN_SUBJOURNAL |
               SQLITE_OPEN_TEMP_JOURNAL)) {
    temporary_bytes += size;
  }
  if (!has_mark(bytes, (size_t)size)) return;
  if (marks_written++ == 0)
    fprintf(stderr, "written, flags %x: %s\n", (unsigned)flags, current_sql);
}

static void watch_log(void *unused, int code, const char *text) {
  (void)unused;
  if (!text_has_mark(text)) return;
  if (marks_logged++ == 0) fprintf(stderr, "logged with %d: %s\n", code, text);
}

/* ---- Statements. */

static bool shows_no_mark(sqlite3_stmt *statement) {
  bool clean = true;
  for (int i = 0; i < sqlite3_column_count(statement); i++) {
    const void *value = sqlite3_column_blob(statement, i);
    if (value && has_mark(value, (size_t)sqlite3_column_bytes(statement, i))) clean = false;
  }
  return clean;
}

/* Runs one statement with the documents bound to it, and ?1 to the text; its code. Neither its rows
** nor its message may show a marker. */
static int play(sqlite3 *db, const char *sql, const char *text) {
  sqlite3_stmt *statement = NULL;
  bool clean = true;
  current_sql = sql;
  int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  if (!CHECK(rc == SQLITE_OK)) fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
  bind_documents(statement);
  if (text) sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
  while (sqlite3_step(statement) == SQLITE_ROW) clean = shows_no_mark(statement) && clean;
  rc = sqlite3_finalize(statement);
  if (!CHECK(clean)) fprintf(stderr, "shown by: %s\n", sql);
  if (!CHECK(!text_has_mark(sqlite3_errmsg(db)))) {
    fprintf(stderr, "%s\n  says: %s\n", sql, sqlite3_errmsg(db));
  }
  return rc;
}

/* Everything that can be read of every table, and all findings of what is stored. */
static void look_everywhere(sqlite3 *db) {
  static const char *const queries[] = {
      "SELECT format('SELECT *, request, connection, credentials FROM \"%w\"', name)"
      " FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'",
      "SELECT format('SELECT c.name, f.* FROM \"%w\" c, glue_lint(c.request) f', name)"
      " FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'",
      "SELECT format('SELECT * FROM \"%w\"', name) FROM sqlite_schema WHERE type = 'table'",
  };
  for (size_t i = 0; i < COUNT(queries); i++) {
    sqlite3_stmt *statement = NULL;
    CHECK(sqlite3_prepare_v2(db, queries[i], -1, &statement, NULL) == SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      CHECK(play(db, (const char *)sqlite3_column_text(statement, 0), NULL) == SQLITE_OK);
    }
    sqlite3_finalize(statement);
  }
}

#define NEW "INSERT INTO c(name, connection_type, connection_properties"
#define OR_IGNORE "INSERT OR IGNORE INTO c(name, connection_type, connection_properties"
#define OR_REPLACE "INSERT OR REPLACE INTO c(name, connection_type, connection_properties"
#define SET "UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', "

/* clang-format off */
static const struct {
  const char *sql;
  int code; /* primary */
} statements[] = {
    /* CreateConnection, by columns and by the documents that `request` takes */
    {NEW ") VALUES('jdbc', 'JDBC', :jdbc), ('kafka', 'KAFKA', :kafka)", SQLITE_OK},
    {NEW ", authentication_configuration) VALUES('crm', 'SALESFORCE', '{\"INSTANCE_URL\":\"u\"}', :authentication)", SQLITE_OK},
    {"INSERT INTO c(request) VALUES(:request), (:input), (:response)", SQLITE_OK},
    {NEW ", description) VALUES('long', 'JDBC', :jdbc, printf('%.*c', 2000, 'd'))", SQLITE_OK},
    /* refused: before anything is written, and half-way through a statement */
    {NEW ") VALUES('jdbc', 'JDBC', :jdbc)", SQLITE_CONSTRAINT},
    {NEW ") VALUES('new', 'JDBC', :jdbc), ('new2', 'KAFKA', :kafka), ('jdbc', 'JDBC', :jdbc)", SQLITE_CONSTRAINT},
    {NEW ") VALUES('', 'JBDC', :jdbc)", SQLITE_CONSTRAINT},
    {NEW ", tags) VALUES('x', 'KAFKA', :kafka, '{\"aws:k\":\"v\"}')", SQLITE_CONSTRAINT},
    {"INSERT INTO c(request) VALUES(:secret)", SQLITE_CONSTRAINT},
    {"INSERT INTO c(request, name) VALUES(:request, 'x')", SQLITE_CONSTRAINT},
    {NEW ") VALUES(:jdbc, 'JDBC', '{}')", SQLITE_CONSTRAINT},
    {NEW ", authentication_configuration) VALUES('nokey', 'JDBC', :jdbc, '{\"KmsKeyArn\":\"arn:aws:kms:x:y:key/none\"}')", SQLITE_ERROR},
    /* conflicts */
    {OR_IGNORE ") VALUES('jdbc', 'JDBC', :jdbc), ('', 'JDBC', :jdbc), ('late', 'JDBC', :jdbc)", SQLITE_OK},
    {OR_REPLACE ", authentication_configuration) VALUES('late', 'SALESFORCE', :jdbc, :authentication)", SQLITE_OK},
    {"INSERT OR ROLLBACK INTO c(request) VALUES(:request)", SQLITE_CONSTRAINT},
    {"INSERT OR FAIL INTO c(request) VALUES(json_replace(:request, '$.ConnectionInput.Name', 'before')), (:request)", SQLITE_CONSTRAINT},
    /* UpdateConnection */
    {SET ":secret) WHERE name = 'jdbc'", SQLITE_OK},
    {SET ":secret || '-' || rowid)", SQLITE_OK},
    {SET "printf('%.*c%s', 1020, 'x', :secret))", SQLITE_CONSTRAINT},
    {"UPDATE c SET connection_properties = :kafka, name = 'kafka-2' WHERE name = 'kafka'", SQLITE_OK},
    {"UPDATE c SET authentication_configuration = :authentication WHERE name IN ('crm', 'late')", SQLITE_OK},
    {"UPDATE c SET authentication_configuration = :authentication, name = 'crm-2' WHERE name = 'crm'", SQLITE_OK},
    {"UPDATE c SET request = json_replace(:request, '$.ConnectionInput.Name', name) WHERE name = 'bare'", SQLITE_OK},
    {"UPDATE c SET request = :request WHERE name = 'bare'", SQLITE_CONSTRAINT},
    {"UPDATE OR REPLACE c SET request = json_replace(:request, '$.ConnectionInput.Name', 'bare') WHERE name = 'bare'", SQLITE_OK},
    {"UPDATE c SET name = name || '-3'", SQLITE_OK},
    {"UPDATE c SET name = 'same'", SQLITE_CONSTRAINT},
    {"UPDATE OR IGNORE c SET name = 'same', connection_properties = :jdbc", SQLITE_OK},
    {"UPDATE c SET catalog_id = 'other', rowid = rowid + 100 WHERE name LIKE 'crm%'", SQLITE_OK},
    {"UPDATE c SET credentials = :secret", SQLITE_CONSTRAINT},
    {"UPDATE c SET status = 'FAILED', status_reason = 'no token' WHERE catalog_id = 'other'", SQLITE_OK},
    /* undone */
    {"BEGIN", SQLITE_OK},
    {NEW ", authentication_configuration) VALUES('undone', 'SALESFORCE', :jdbc, :authentication)", SQLITE_OK},
    {SET ":secret)", SQLITE_OK},
    {"UPDATE c SET name = name || '-4'", SQLITE_OK},
    {"ROLLBACK", SQLITE_OK},
    {"BEGIN", SQLITE_OK},
    {"SAVEPOINT s", SQLITE_OK},
    {NEW ") VALUES('undone', 'KAFKA', :kafka)", SQLITE_OK},
    {"UPDATE c SET authentication_configuration = :authentication", SQLITE_OK},
    {NEW ") VALUES('undone', 'KAFKA', :kafka)", SQLITE_CONSTRAINT},
    {"ROLLBACK TO s", SQLITE_OK},
    {NEW ") VALUES('kept', 'KAFKA', :kafka)", SQLITE_OK},
    {"COMMIT", SQLITE_OK},
    /* commands, copies, the tables as wholes */
    {"INSERT INTO c(c) VALUES('rekey')", SQLITE_OK},
    {"INSERT INTO c(c) VALUES('integrity-check')", SQLITE_OK},
    {"INSERT INTO c(c) VALUES(:request)", SQLITE_ERROR}, /* into the wrong column */
    {"CREATE VIRTUAL TABLE copy USING glue_connections", SQLITE_OK},
    {"INSERT INTO copy(request) SELECT request FROM c ORDER BY length(request), name", SQLITE_OK},
    {"INSERT OR REPLACE INTO copy SELECT * FROM c ORDER BY name DESC", SQLITE_OK},
    {"INSERT INTO copy(request) SELECT json_replace(request, '$.ConnectionInput.Name', name || '-copy') FROM c WHERE credentials IS NULL AND instr(connection_properties, 'glue-connections') = 0", SQLITE_OK},
    {"CREATE TABLE plain AS SELECT *, request, connection, credentials FROM c ORDER BY description, name", SQLITE_OK},
    {"CREATE TEMP TABLE plain_too AS SELECT request AS r FROM copy UNION SELECT request FROM c ORDER BY 1", SQLITE_OK},
    {"SELECT DISTINCT connection_properties, credentials FROM c ORDER BY 2, 1", SQLITE_OK},
    {"SELECT count(glue_decrypt(request)), count(DISTINCT length(glue_decrypt(request))) FROM c", SQLITE_OK},
    {"SELECT glue_decrypt(credentials, catalog_id, region, 'another') FROM c", SQLITE_ERROR},
    {"SELECT glue_decrypt(:secret)", SQLITE_ERROR},
    {"SELECT length(glue_decrypt(:jdbc, :secret, :secret, :secret))", SQLITE_OK},
    {"ALTER TABLE c RENAME TO d", SQLITE_OK},
    {"INSERT INTO d(name, connection_type, connection_properties) VALUES('after', 'JDBC', :jdbc)", SQLITE_OK},
    {"UPDATE d SET authentication_configuration = :authentication WHERE name = 'after'", SQLITE_OK},
    {"ALTER TABLE d RENAME TO c", SQLITE_OK},
    {"DELETE FROM c WHERE rowid % 2", SQLITE_OK},
    {"VACUUM", SQLITE_OK},
    {"VACUUM INTO 'vacuumed.db'", SQLITE_OK},
    {"DROP TABLE copy", SQLITE_OK},
};
/* clang-format on */

static void play_statements(sqlite3 *db) {
  for (size_t i = 0; i < COUNT(statements); i++) {
    int rc = play(db, statements[i].sql, NULL);
    if (!CHECK(rc == statements[i].code)) {
      fprintf(stderr, "%s\n  ended with %d: %s\n", statements[i].sql, rc, sqlite3_errmsg(db));
    }
    if (i % 4 == 3) look_everywhere(db);
  }
  look_everywhere(db);
}

/* Each of the documents that are refused, in INSERT, UPDATE, as part of a request and to the linter. */
static void play_refusals(sqlite3 *db, const char *const *documents, size_t count,
                          const char *column) {
  static const char *const uses[] = {
      "INSERT INTO c(name, connection_type, connection_properties, authentication_configuration)"
      " VALUES('bad', 'JDBC', iif('%s' = 'connection_properties', ?1, :jdbc),"
      " iif('%s' = 'connection_properties', NULL, ?1))",
      "UPDATE c SET %s = ?1",
      "UPDATE c SET name = 'another', %s = ?1",
  };
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < COUNT(uses); j++) {
      char *sql = sqlite3_mprintf(uses[j], column, column);
      int rc = play(db, sql, documents[i]);
      /* Malformed UTF-8 becomes well-formed on the way to a database in UTF-16. */
      if (strchr(documents[i], '\xff') == NULL)
        CHECK(rc == SQLITE_CONSTRAINT || rc == SQLITE_ERROR);
      sqlite3_free(sql);
    }
    char *request = sqlite3_mprintf(
        "{\"ConnectionInput\": {\"Name\":\"bad\",\"ConnectionType\":\"JDBC\","
        "\"%s\": %s, \"ConnectionProperties\":%s}}",
        *column == 'c' ? "SparkProperties" : "AuthenticationConfiguration",
        *column == 'c' ? "{}" : documents[i], *column == 'c' ? documents[i] : JDBC_PROPERTIES);
    int rc = play(db, "INSERT INTO c(request) SELECT ?1", request);
    CHECK(rc == SQLITE_CONSTRAINT || rc == SQLITE_ERROR);
    CHECK(play(db, "SELECT * FROM glue_lint(?1)", request) == SQLITE_OK);
    sqlite3_free(request);
  }
}

/* The linter's findings in what is all right. */
static void play_lint(sqlite3 *db) {
  for (size_t i = 0; i < COUNT(good_documents); i++) {
    CHECK(play(db, "SELECT * FROM glue_lint(?1)", good_documents[i].text) == SQLITE_OK);
  }
  CHECK(play(db,
             "SELECT * FROM glue_lint(json_set(:request, '$.ConnectionInput.Name', '',"
             " '$.ConnectionInput.ConnectionType', 'SALESFROCE'))",
             NULL) == SQLITE_OK);
}

/* The same documents as JSONB, where SQLite has it. */
static void play_jsonb(sqlite3 *db) {
  static const char *const uses[] = {
      "INSERT INTO c(request) VALUES(jsonb_replace(:request, '$.ConnectionInput.Name', 'binary'))",
      "INSERT OR REPLACE INTO c(name, connection_type, connection_properties,"
      " authentication_configuration) VALUES('binary', 'JDBC', jsonb(:jdbc), "
      "jsonb(:authentication))",
      "UPDATE c SET connection_properties = jsonb(:jdbc) WHERE name = 'binary'",
      "SELECT * FROM glue_lint(jsonb(:request))",
  };
  for (size_t i = 0; i < COUNT(uses) && sqlite3_libversion_number() >= 3045000; i++) {
    CHECK(play(db, uses[i], NULL) == SQLITE_OK);
  }
}

/* Whether any file in the folder holds a marker. */
static int files_with_mark;

static int search_file(const char *path, const struct stat *status, int type, struct FTW *ftw) {
  (void)ftw;
  if (type != FTW_F || status->st_size == 0) return 0;
  char *bytes = malloc((size_t)status->st_size);
  FILE *file = fopen(path, "rb");
  size_t n = file && bytes ? fread(bytes, 1, (size_t)status->st_size, file) : 0;
  if (file) fclose(file);
  CHECK(n == (size_t)status->st_size);
  if (has_mark(bytes, n)) {
    fprintf(stderr, "%s has a marker\n", path);
    files_with_mark++;
  }
  free(bytes);
  return 0;
}

static void search_files(void) {
  files_with_mark = 0;
  nftw(".", search_file, 16, FTW_PHYS);
}

/* ---- */

static void test_statements(const char *settings) {
  sqlite3 *db = open_database("secret.db");
  must(db, settings);
  must(db, "PRAGMA cache_size = 4; PRAGMA temp_store = file; PRAGMA temp.cache_size = 4;"
           "CREATE VIRTUAL TABLE c USING glue_connections");
  bytes_written = temporary_bytes = 0;
  play_statements(db);
  play_refusals(db, bad_properties, COUNT(bad_properties), "connection_properties");
  play_refusals(db, bad_authentications, COUNT(bad_authentications),
                "authentication_configuration");
  play_lint(db);
  play_jsonb(db);
  look_everywhere(db);
  CHECK(sound(db));
  /* With what is left in the WAL, or in the journal that stays. */
  search_files();
  CHECK(files_with_mark == 0);
  close_database(db);
  search_files();
  CHECK(files_with_mark == 0);
  CHECK(marks_written == 0 && marks_logged == 0);
  CHECK(bytes_written > 100000 && temporary_bytes > 10000);
  unlink("vacuumed.db");
  remove_database("secret.db");
}

/*
** What a statement changes in more than one row SQLite collects first, in a table of its own: the new
** values in clear, before the extension sees the first of them. In memory up to some 2 MB, beyond that
** in a temporary file, but for PRAGMA temp_store = memory, as the manual says.
*/
static void test_large_update(void) {
  sqlite3 *db = open_database("secret.db");
  must(db, "PRAGMA temp_store = memory; CREATE VIRTUAL TABLE c USING glue_connections(quota=0)");
  must(db, "INSERT INTO c(name, connection_type, connection_properties)"
           " WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 4000)"
           " SELECT 'c' || n, 'CUSTOM', '{}' FROM i");
  CHECK(play(db,
             "UPDATE c SET connection_properties = json_object('PASSWORD',"
             " printf('%s%.*c', :secret, 900, 'x'))",
             NULL) == SQLITE_OK);
  CHECK(play(db, "SELECT count(*) FROM (SELECT glue_decrypt(request) AS r FROM c ORDER BY r)",
             NULL) == SQLITE_OK);
  CHECK(gives(db, "SELECT count(*) FROM c WHERE glue_decrypt(request) LIKE '%" MARK "15xxx%'",
              "4000"));
  close_database(db);
  CHECK(marks_written == 0);
  remove_database("secret.db");
}

/* The watch does see what is written in clear: to the database, a journal, a temporary file. */
static void test_watch(void) {
  sqlite3 *db = open_database("clear.db");
  must(db, "PRAGMA journal_mode = wal; CREATE TABLE clear(x)");
  fflush(stderr);
  long before = marks_written;
  must(db, "INSERT INTO clear VALUES('" MARK "')");
  CHECK(marks_written == before + 1);       /* in the WAL */
  must(db, "PRAGMA journal_mode = delete"); /* to the database */
  CHECK(marks_written == before + 2);
  must(db, "UPDATE clear SET x = ''"); /* in the rollback journal */
  CHECK(marks_written == before + 3);
  must(db, "PRAGMA encoding = 'UTF-16'; PRAGMA temp_store = file; PRAGMA cache_size = 4;"
           "CREATE TEMP TABLE large AS WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL"
           " SELECT n + 1 FROM i WHERE n < 20000) SELECT n || '" MARK "' AS x FROM i ORDER BY x");
  CHECK(marks_written > before + 3);
  close_database(db);
  search_files();
  CHECK(files_with_mark == 0); /* only in the temporary file, which is gone */
  sqlite3_log(SQLITE_NOTICE, "%s", MARK);
  CHECK(marks_logged == 1);
  remove_database("clear.db");
  marks_written = marks_logged = 0;
}

int main(void) {
  /* Sorters write to disk from the second page on. */
  sqlite3_config(SQLITE_CONFIG_PMASZ, 1);
  sqlite3_config(SQLITE_CONFIG_LOG, watch_log, NULL);
  if (!begin() || !CHECK(fault_vfs_install()) || !CHECK(forms_work())) return end();
  fault_watch = watch_writes;
  test_watch();
  test_statements("PRAGMA journal_mode = delete");
  test_statements("PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 5");
  test_statements(
      "PRAGMA journal_mode = persist; PRAGMA page_size = 512; PRAGMA auto_vacuum = full");
  test_statements("PRAGMA encoding = 'UTF-16'; PRAGMA journal_mode = wal");
  test_large_update();
  return end();
}
