/* SPDX-License-Identifier: MIT */
/*
** The command rekey, stopped in every way: the process is killed, at random moments and at every call
** of the file system; the statement is interrupted at every instruction of SQLite's virtual machine;
** a row does not open. All rows open with the old key or all with the new one, and a keyring that
** has nothing but that key is enough. In the rollback journal and in WAL.
**
** LONG=1: ten times as many random moments, and all the calls under a sanitizer too.
*/
#define _XOPEN_SOURCE 700
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "script.h"

#include "fault_vfs.h"

#define FEW 60   /* rows; their pages do not fit into the cache that the killed process has */
#define MANY 400 /* rows, at random moments */
#if defined(__SANITIZE_ADDRESS__) /* everything takes ten times as long */
#define STRIDE (getenv("LONG") ? 1 : 7)
#define ROUNDS 20
#else
#define STRIDE 1
#define ROUNDS 150
#endif

#define ARN "arn:aws:kms:eu-west-1:123456789012:key/"
#define KEY_A ARN "a QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n"
#define KEY_B ARN "b QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=\n"

#define REKEY "INSERT INTO c(c) VALUES('rekey')"

static void write_keyring(const char *first, const char *second) {
  FILE *file = fopen("keyring", "w");
  if (!CHECK(file != NULL)) return;
  fprintf(file, "%s%s", first, second);
  CHECK(fclose(file) == 0);
  CHECK(chmod("keyring", 0600) == 0);
  setenv("GLUE_KEYRING", "keyring", 1);
}

/* The keyring with that one first. */
static void prefer(char key) {
  write_keyring(key == 'a' ? KEY_A : KEY_B, key == 'a' ? KEY_B : KEY_A);
}

/* The letter of the key that all our secrets are sealed with; '?' where they are not all alike. */
static char key_of_all(sqlite3 *db) {
  char *keys = query(db, "SELECT DISTINCT substr(s, length('glue-connections:2:" ARN "x'), 1) FROM"
                         " (SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' AS s FROM c"
                         " UNION ALL SELECT credentials FROM c) WHERE s LIKE 'glue-connections:%'");
  char key = '?';
  if (strlen(keys) == 1) key = *keys;
  sqlite3_free(keys);
  return key;
}

/* A table whose secrets are sealed with the key a, which they also name. The last row has none, but for
** what the service has encrypted. */
static sqlite3 *make_catalog(const char *journal, int rows) {
  sqlite3 *db = open_database("rekey.db");
  CHECK(runf(db, "PRAGMA journal_mode = %s", journal) == SQLITE_OK);
  must(db, "CREATE VIRTUAL TABLE c USING glue_connections; BEGIN");
  for (int i = 0; i < rows - 1; i++) {
    CHECK(runf(db,
               "INSERT INTO c(name, connection_type, connection_properties,"
               " authentication_configuration) VALUES('c%d', 'CUSTOM', '{\"PASSWORD\":\"%d\"}',"
               " '{\"AuthenticationType\":\"BASIC\",\"KmsKeyArn\":\"" ARN "a\","
               "\"BasicAuthenticationCredentials\":{\"Username\":\"u\",\"Password\":\"%d\"}}')",
               i, i, i) == SQLITE_OK);
  }
  must(db, "INSERT INTO c(name, connection_type, connection_properties) VALUES"
           " ('z', 'CUSTOM', '{\"ENCRYPTED_PASSWORD\":\"AQICAHh\"}'); COMMIT");
  return db;
}

/* All sealed with one key, which is the only one that is needed to open them all, and which the table
** remembers once it has been sealed anew. Returns it. */
static char check_state(sqlite3 *db, const char *opened) {
  char now = key_of_all(db);
  CHECK(now == 'a' || now == 'b');
  write_keyring(now == 'a' ? KEY_A : KEY_B, "");
  CHECK(means(db, opened) && sound(db));
  char *last =
      query(db, "SELECT replace(value, '" ARN "', '') FROM c_config WHERE key = 'default_key'");
  CHECK(*last == '\0' || (last[0] == now && last[1] == '\0'));
  sqlite3_free(last);
  return now;
}

/* ---- Killed. */

/* Kills a rekey at its n-th call; returns whether it was killed. */
static bool kill_at_call(const char *journal, long n) {
  int status;
  pid_t child = fork();
  if (child == 0) {
    sqlite3 *db = open_database("rekey.db");
    int rc = runf(db, "PRAGMA journal_mode = %s; PRAGMA cache_size = 1", journal);
    fault_plan = (FaultPlan){.calls = CALL_OPEN | CALL_DELETE | CALL_WRITE | CALL_TRUNCATE |
                                      CALL_SYNC | CALL_LOCK | CALL_MAP,
                             .kills = true,
                             .remaining = n};
    _exit(rc != SQLITE_OK || run(db, REKEY) != SQLITE_OK);
  }
  CHECK(waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) || !CHECK(WEXITSTATUS(status) == 0);
}

static void test_every_call(const char *journal) {
  long stride = STRIDE, n = 0;
  int undone = 0;
  prefer('a');
  sqlite3 *db = make_catalog(journal, FEW);
  char *opened = meaning(db), key = 'a';
  close_database(db);
  for (bool killed = true; killed; n += stride) {
    prefer(key == 'a' ? 'b' : 'a');
    killed = kill_at_call(journal, n);
    db = open_database("rekey.db");
    char now = check_state(db, opened);
    close_database(db);
    CHECK(killed || now != key);
    undone += now == key;
    key = now;
  }
  CHECK(undone > 1);
  printf("%s: rekey killed at %ld calls, undone at %d\n", journal, n / stride - 1, undone);
  sqlite3_free(opened);
  remove_database("rekey.db");
}

static long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Kills a rekey after so long; returns how long it took where it came to its end, or -1. */
static long kill_after(long wait) {
  int ends[2], status;
  char ready;
  if (!CHECK(pipe(ends) == 0)) return -1;
  pid_t child = fork();
  if (child == 0) {
    sqlite3 *db = open_database("rekey.db");
    int rc = run(db, "PRAGMA cache_size = 10");
    if (write(ends[1], "r", 1) != 1) _exit(1);
    _exit(rc != SQLITE_OK || run(db, REKEY) != SQLITE_OK);
  }
  close(ends[1]);
  CHECK(read(ends[0], &ready, 1) == 1);
  long start = microseconds();
  if (wait >= 0) {
    struct timespec time = {wait / 1000000, wait % 1000000 * 1000};
    nanosleep(&time, NULL);
    kill(child, SIGKILL);
  }
  CHECK(waitpid(child, &status, 0) == child);
  close(ends[0]);
  if (WIFSIGNALED(status)) return -1;
  CHECK(WEXITSTATUS(status) == 0);
  return microseconds() - start;
}

static void test_random_moments(const char *journal) {
  int rounds = getenv("LONG") ? 10 * ROUNDS : ROUNDS, killed = 0, undone = 0;
  prefer('a');
  sqlite3 *db = make_catalog(journal, MANY);
  char *opened = meaning(db), key = 'a';
  close_database(db);
  long duration = kill_after(-1); /* with the same key: as long as with another one */
  if (!CHECK(duration > 0)) duration = 1;
  srand(20260101);
  for (int round = 0; round < rounds; round++) {
    prefer(key == 'a' ? 'b' : 'a');
    long took = kill_after(rand() % (duration * 3 / 2 + 1));
    bool done = took >= 0;
    /* The machine may have been busy before. */
    if (took > 0 && took < duration) duration = took;
    db = open_database("rekey.db");
    char now = check_state(db, opened);
    close_database(db);
    CHECK(!done || now != key);
    killed += !done;
    undone += now == key;
    key = now;
  }
  CHECK(killed > rounds / 8 && undone > rounds / 8);
  printf("%s: rekey killed at %d of %d random moments, undone %d times\n", journal, killed, rounds,
         undone);
  sqlite3_free(opened);
  remove_database("rekey.db");
}

/* ---- Interrupted. */

static int interrupt(void *remaining) {
  return (*(long *)remaining)-- == 0;
}

/* At the n-th instruction, for every n: nothing has changed then, in a transaction neither. */
static void test_every_instruction(const char *journal, const char *begin_sql,
                                   const char *end_sql) {
  int rc = SQLITE_INTERRUPT;
  long n = 0;
  prefer('a');
  sqlite3 *db = make_catalog(journal, 5);
  must(db, "UPDATE c SET description = 'd'");
  char *opened = meaning(db);
  prefer('b');
  for (; rc == SQLITE_INTERRUPT; n++) {
    long remaining = n;
    must(db, begin_sql);
    char *before = stored_bytes(db);
    sqlite3_progress_handler(db, 1, interrupt, &remaining);
    rc = run(db, REKEY);
    sqlite3_progress_handler(db, 0, NULL, NULL);
    /* What is interrupted at the very last instruction, when all is done, may stay. */
    CHECK(rc == SQLITE_OK || key_of_all(db) != '?');
    if (rc != SQLITE_OK && !says_bytes(db, before)) CHECK(means(db, opened));
    sqlite3_free(before);
    if (!sqlite3_get_autocommit(db)) must(db, rc == SQLITE_OK ? "COMMIT" : end_sql);
    if (n % 16 == 0) CHECK(means(db, opened) && sound(db));
  }
  CHECK(rc == SQLITE_OK && n > 100);
  CHECK(check_state(db, opened) == 'b');
  printf("%s: rekey interrupted at %ld instructions\n", journal, n - 1);
  close_database(db);
  sqlite3_free(opened);
  remove_database("rekey.db");
}

/* ---- Refused, and undone. */

static void test_refused(void) {
  prefer('a');
  sqlite3 *db = make_catalog("delete", 5);
  char *opened = meaning(db);
  /* A value of another connection, in the last row that has one. */
  must(db, "UPDATE c_data SET credentials = (SELECT credentials FROM c_data WHERE name = 'c0')"
           " WHERE name = 'c3'");
  prefer('b');
  char *before = stored_bytes(db);
  CHECK(refused(db, REKEY, SQLITE_ERROR, ": credentials of connection c3"));
  CHECK(says_bytes(db, before));
  must(db, "BEGIN");
  CHECK(refused(db, REKEY, SQLITE_ERROR, ": credentials of connection c3"));
  must(db, "COMMIT");
  CHECK(says_bytes(db, before));
  sqlite3_free(before);
  must(db, "DELETE FROM c WHERE name = 'c3'");
  sqlite3_free(opened);
  opened = meaning(db);
  before = stored_bytes(db);
  /* A dozen that do not open: the first ten are named, the others counted. */
  must(db,
       "BEGIN; UPDATE c_data SET credentials = (SELECT credentials FROM c_data WHERE name = 'c0')"
       " WHERE credentials IS NOT NULL AND name <> 'c0'; INSERT INTO c(request) SELECT"
       " json_set(json_remove(glue_decrypt(request),"
       "  '$.ConnectionInput.AuthenticationConfiguration'), '$.ConnectionInput.Name', 'd' || n)"
       " FROM c, (WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 12)"
       "  SELECT n FROM i) WHERE name = 'c0'; UPDATE c_data SET connection_properties = (SELECT"
       " connection_properties FROM c_data WHERE name = 'c0') WHERE name LIKE 'd%'");
  CHECK(
      refused(db, REKEY, SQLITE_ERROR,
              "GlueEncryptionException: 14 of 18 sealed values do not open, and none is sealed "
              "again: credentials of connection c1 in catalog 000000000000, region us-east-1 does "
              "not open with the key " ARN "a"));
  CHECK(refused(db, REKEY, SQLITE_ERROR, "; PASSWORD of connection d8 in catalog 000000000000"));
  CHECK(refused(db, REKEY, SQLITE_ERROR, "with other bytes of that key; and 4 more"));
  must(db, "ROLLBACK");
  CHECK(says_bytes(db, before));
  /* Without the new key, or without the old one, nothing changes either. */
  write_keyring("", "");
  CHECK(refused(db, REKEY, SQLITE_ERROR, ARN "a"));
  write_keyring(KEY_B, "");
  CHECK(refused(db, REKEY, SQLITE_ERROR, "cannot be opened: the key " ARN "a is needed"));
  CHECK(says_bytes(db, before));
  /* Undone with its transaction, or its savepoint. */
  prefer('b');
  must(db, "BEGIN; " REKEY "; ROLLBACK");
  CHECK(says_bytes(db, before));
  must(db, "BEGIN; SAVEPOINT s; " REKEY "; ROLLBACK TO s; COMMIT");
  CHECK(says_bytes(db, before));
  sqlite3_free(before);
  must(db, REKEY);
  CHECK(check_state(db, opened) == 'b');
  sqlite3_free(opened);
  close_database(db);
  remove_database("rekey.db");
}

int main(void) {
  static const char *const journals[] = {"delete", "wal"};
  if (!begin() || !CHECK(fault_vfs_install())) return end();
  test_refused();
  for (size_t i = 0; i < sizeof(journals) / sizeof(journals[0]); i++) {
    test_every_call(journals[i]);
    test_random_moments(journals[i]);
    test_every_instruction(journals[i], "SELECT 1", "");
    test_every_instruction(journals[i], "BEGIN; UPDATE c SET description = 'd'", "ROLLBACK");
  }
  return end();
}
