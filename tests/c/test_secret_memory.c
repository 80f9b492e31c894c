/* SPDX-License-Identifier: MIT */
/*
** Memory that is given back holds no secret and no key: every block that is freed while statements
** with secrets run, of SQLite's allocator and of cJSON's, is searched for the marker and for the keys.
** The same when memory runs out, at every allocation in turn (every 7th under a sanitizer), and when
** the sealing fails.
**
** Outside of this are SQLite's own copies of a program's values and text of SQL. So the secrets are
** bound as SQLITE_STATIC, which SQLite does not copy, and the statements are such that it has no
** reason to: no functions of JSON over secrets, no UPDATE of several rows (which SQLite collects
** first), no UTF-16. What cJSON has built of a document when memory runs out is outside too: it frees
** that by itself.
*/
#define _XOPEN_SOURCE 700
#include <cjson/cJSON.h>

#include "table_fixture.h"

#include "secret_documents.h"

#if defined(__SANITIZE_ADDRESS__)
#define STRIDE 7
#else
#define STRIDE 1
#endif

#define ARN_A "arn:aws:kms:eu-west-1:123456789012:key/a"
#define ARN_B "arn:aws:kms:eu-west-1:123456789012:key/b"
#define LINE_A ARN_A " QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n" /* 32 x 'A' */
#define LINE_B ARN_B " QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=\n" /* 32 x 'B' */

/* ---- The allocators: the size before every block. */

typedef union Header {
  size_t size;
  long double alignment;
} Header;

static bool watching;          /* what is freed is searched */
static long dirty;             /* blocks freed that held something */
static long blocks_freed;      /* while watching */
static long remaining = -1;    /* allocations until one fails; -1: none does */
static const char *first = ""; /* the statement that freed the first one */

static bool holds(const void *block, size_t size, const char *text) {
  size_t n = strlen(text);
  for (size_t i = 0; i + n <= size; i++) {
    if (memcmp((const char *)block + i, text, n) == 0) return true;
  }
  return false;
}

static void search(const Header *header) {
  static const char *const keys[] = {"AAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBB", "QUFBQUFBQUFB",
                                     "QkJCQkJCQkJC"};
  bool found = has_mark(header + 1, header->size);
  for (size_t i = 0; i < COUNT(keys); i++)
    found = found || holds(header + 1, header->size, keys[i]);
  blocks_freed++;
  if (found && dirty++ == 0) {
    fprintf(stderr, "freed by %s: %.*s\n", first, (int)header->size, (const char *)(header + 1));
  }
}

static bool fails(void) {
  if (remaining < 0) return false;
  return remaining-- == 0;
}

static void *allocate(size_t size) {
  if (fails()) return NULL;
  Header *header = malloc(sizeof(Header) + size);
  if (header == NULL) return NULL;
  header->size = size;
  memset(header + 1, 0x55, size); /* nothing of an earlier block */
  return header + 1;
}

static void release(void *block, bool is_searched) {
  if (block == NULL) return;
  Header *header = (Header *)block - 1;
  if (watching && is_searched) search(header);
  free(header);
}

/* Nor does the error log hear of one. */
static long logged;

static void watch_log(void *unused, int code, const char *text) {
  (void)unused, (void)code;
  if (!text_has_mark(text) && strstr(text, "QUFBQUFB") == NULL &&
      strstr(text, "QkJCQkJC") == NULL) {
    return;
  }
  if (logged++ == 0) fprintf(stderr, "logged: %s\n", text);
}

static void *watch_malloc(int size) {
  return allocate((size_t)size);
}

static void watch_free(void *block) {
  release(block, true);
}

static int watch_size(void *block) {
  return block ? (int)((Header *)block - 1)->size : 0;
}

static void *watch_realloc(void *block, int size) {
  void *moved = watch_malloc(size);
  if (moved == NULL) return NULL;
  memcpy(moved, block, (size_t)(watch_size(block) < size ? watch_size(block) : size));
  watch_free(block);
  return moved;
}

static int watch_roundup(int size) {
  return (size + 7) & ~7;
}

static int watch_init(void *unused) {
  (void)unused;
  return SQLITE_OK;
}

static void watch_shutdown(void *unused) {
  (void)unused;
}

static bool out_of_memory; /* it has run out, or will */

static void json_release(void *block) {
  release(block, !out_of_memory);
}

static void install(void) {
  static const sqlite3_mem_methods methods = {
      watch_malloc,  watch_free, watch_realloc,  watch_size,
      watch_roundup, watch_init, watch_shutdown, NULL,
  };
  cJSON_Hooks hooks = {allocate, json_release};
  CHECK(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
  CHECK(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK);
  CHECK(sqlite3_config(SQLITE_CONFIG_LOG, watch_log, NULL) == SQLITE_OK);
  cJSON_InitHooks(&hooks);
}

/* ---- */

static void write_keyring(const char *text) {
  FILE *file = fopen("keyring", "w");
  if (!CHECK(file != NULL)) return;
  fputs(text, file);
  CHECK(fclose(file) == 0);
  CHECK(chmod("keyring", 0600) == 0);
}

#define NEW "INSERT INTO c(name, connection_type, connection_properties"

/* Each on a table that holds 'a', 'b', 'c' (with credentials) and 'd' (with long ones). */
static const char *const statements[] = {
    NEW ") VALUES('n', 'JDBC', :jdbc)",
    NEW ") VALUES('n', 'KAFKA', :kafka)",
    NEW ", authentication_configuration) VALUES('n', 'SALESFORCE', :jdbc, :authentication)",
    NEW ", authentication_configuration) VALUES('n', 'JDBC', :kafka,"
        " '{\"KmsKeyArn\":\"arn:aws:kms:x:y:key/none\"}')",
    NEW ", authentication_configuration) VALUES('n', 'CUSTOM', :long, :tokens)",
    "INSERT INTO c(request) VALUES(:request)",
    "INSERT INTO c(request) VALUES(:input)",
    "INSERT INTO c(request) VALUES(:response)",
    "INSERT OR REPLACE INTO c(name, connection_type, connection_properties)"
    " VALUES('a', 'JDBC', :jdbc)",
    NEW ") VALUES('a', 'JDBC', :jdbc)",
    NEW ") VALUES('', 'JBDC', :kafka)",
    "INSERT INTO c(request, name) VALUES(:request, 'x')",
    "INSERT INTO c(c) VALUES(:request)",
    "UPDATE c SET connection_properties = :kafka WHERE rowid = 1",
    "UPDATE c SET connection_properties = :jdbc, name = 'n' WHERE rowid = 1",
    "UPDATE c SET authentication_configuration = :authentication WHERE rowid = 2",
    "UPDATE c SET request = :request WHERE rowid = 1",
    "UPDATE c SET name = 'n' WHERE rowid = 3",
    "UPDATE c SET description = 'd' WHERE rowid = 3",
    "INSERT INTO c(c) VALUES('rekey')",
    "INSERT INTO c(c) VALUES('integrity-check')",
    "SELECT glue_decrypt(request) FROM c",
    "SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c",
    "SELECT glue_decrypt(connection_properties ->> 'ENCRYPTED_PASSWORD', catalog_id, region, name) "
    "FROM c",
    "SELECT glue_decrypt(credentials, catalog_id, region, name) FROM c",
    "SELECT glue_decrypt(credentials, catalog_id, region, 'another') FROM c",
    "SELECT glue_decrypt(:request), glue_decrypt(:kafka, 'x', 'r', 'y'), glue_decrypt(:secret, "
    "'x', 'r', "
    "'y')",
    "SELECT glue_decrypt(:kafka, 'x', 'r', 'y')",
    "SELECT * FROM glue_lint(:request)",
    "SELECT * FROM glue_lint(:jdbc)",
    "SELECT glue_create_key('arn:aws:kms:x:y:key/new')",
    "SELECT glue_keyring('elsewhere')",
};

static sqlite3 *open_catalog(void) {
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE c USING glue_connections;"
           "INSERT INTO c(name, connection_type, connection_properties) VALUES"
           " ('a', 'CUSTOM', '{\"PASSWORD\":\"" MARK "\"}'), ('b', 'CUSTOM', '{}');"
           "INSERT INTO c(name, connection_type, connection_properties,"
           " authentication_configuration) VALUES('c', 'SALESFORCE', '{}', '" AUTHENTICATION "')");
  CHECK(runf(db,
             "INSERT INTO c(name, connection_type, connection_properties,"
             " authentication_configuration) VALUES('d', 'CUSTOM', '%s', '%s')",
             LONG_PROPERTIES, LONG_CREDENTIALS) == SQLITE_OK);
  return db;
}

/* Prepares, binds and runs one statement; its code. All that it frees is searched, up to the closing
** of the database if that is asked for. Reads what it yields, as it is. */
static int play(sqlite3 *db, const char *sql, const char *text, long fail_at) {
  sqlite3_stmt *statement = NULL;
  first = sql;
  int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  if (!CHECK(rc == SQLITE_OK)) fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
  bind_documents(statement);
  if (text) sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
  out_of_memory = fail_at >= 0;
  remaining = fail_at;
  watching = true;
  while (sqlite3_step(statement) == SQLITE_ROW) (void)sqlite3_column_text(statement, 0);
  rc = sqlite3_finalize(statement);
  remaining = -1;
  watching = false;
  return rc;
}

static void close_catalog(sqlite3 *db) {
  watching = true;
  close_database(db);
  watching = out_of_memory = false;
}

static void test_statements(void) {
  for (size_t i = 0; i < COUNT(statements); i++) {
    sqlite3 *db = open_catalog();
    play(db, statements[i], NULL, -1);
    close_catalog(db);
    if (!CHECK(dirty == 0)) fprintf(stderr, "not wiped by: %s\n", statements[i]);
    dirty = 0;
  }
  CHECK(blocks_freed > 1000);
}

static void test_refused(const char *const *documents, size_t count, const char *sql) {
  for (size_t i = 0; i < count; i++) {
    sqlite3 *db = open_catalog();
    int rc = play(db, sql, documents[i], -1);
    CHECK(rc == SQLITE_CONSTRAINT || rc == SQLITE_ERROR);
    close_catalog(db);
    if (!CHECK(dirty == 0)) fprintf(stderr, "not wiped: %.200s in %s\n", documents[i], sql);
    dirty = 0;
  }
}

static void test_without_memory(void) {
  for (size_t i = 0; i < COUNT(statements); i++) {
    for (long n = (long)i % STRIDE, done = 0; !done; n += STRIDE) {
      sqlite3 *db = open_catalog();
      int rc = play(db, statements[i], NULL, n);
      done = rc != SQLITE_NOMEM;
      close_catalog(db);
      if (!CHECK(dirty == 0)) fprintf(stderr, "allocation %ld of %s\n", n, statements[i]);
      dirty = 0;
    }
  }
}

/* The keyring is read again and again, and refused; a key that does not open, or is not there. */
static void test_keyrings(void) {
  static const char *const keyrings[] = {
      LINE_B,
      ARN_A " QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=\n",
      LINE_A LINE_B "nonsense\n",
      LINE_A LINE_A,
      LINE_A ARN_B " QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI\n",
      "# " LINE_A,
  };
  for (size_t i = 0; i < COUNT(keyrings); i++) {
    write_keyring(LINE_A LINE_B);
    sqlite3 *db = open_catalog();
    write_keyring(keyrings[i]);
    play(db, "SELECT glue_decrypt(request) FROM c", NULL, -1);
    play(db, NEW ") VALUES('n', 'JDBC', :jdbc)", NULL, -1);
    play(db, "INSERT INTO c(c) VALUES('rekey')", NULL, -1);
    play(db, "SELECT glue_create_key('arn:aws:kms:x:y:key/more')", NULL, -1);
    close_catalog(db);
    if (!CHECK(dirty == 0)) fprintf(stderr, "not wiped with the keyring %s\n", keyrings[i]);
    dirty = 0;
  }
  write_keyring(LINE_A LINE_B);
}

/* The search does find what is not wiped. */
static void test_search(void) {
  static const char *const found[] = {MARK, LINE_A, LINE_B, "AAAAAAAAAAAAAAAAA"};
  watching = true;
  first = "the test of the search";
  for (size_t i = 0; i < COUNT(found); i++) {
    long before = dirty;
    sqlite3_free(sqlite3_mprintf("-%s-", found[i]));
    CHECK(dirty == before + 1);
  }
  cJSON_Delete(cJSON_CreateString(MARK));
  CHECK(dirty == COUNT(found) + 1);
  sqlite3_log(SQLITE_NOTICE, "%s", MARK);
  sqlite3_log(SQLITE_NOTICE, "%s", LINE_A);
  CHECK(logged == 2);
  logged = 0;
  watching = false;
  dirty = 0;
}

int main(void) {
  install();
  if (!begin() || !CHECK(forms_work())) return end();
  setenv("GLUE_KEYRING", "keyring", 1);
  write_keyring(LINE_A LINE_B);
  test_search();
  test_statements();
  test_refused(bad_properties, COUNT(bad_properties), NEW ") VALUES('bad', 'JDBC', ?1)");
  test_refused(bad_properties, COUNT(bad_properties),
               "UPDATE c SET connection_properties = ?1 WHERE rowid = 1");
  test_refused(bad_authentications, COUNT(bad_authentications),
               "UPDATE c SET authentication_configuration = ?1 WHERE rowid = 3");
  test_keyrings();
  test_without_memory();
  CHECK(logged == 0);
  return end();
}
