/* SPDX-License-Identifier: MIT */
/*
** The key that a table remembers to have sealed with by default: when it is written and when it is not,
** and what a keyring without it may do. test_keyring.c has the keyring's side of it.
*/
#define _XOPEN_SOURCE 700
#include <sys/stat.h>

#include "table_fixture.h"

#define ARN "arn:aws:kms:eu-west-1:123456789012:key/"
#define SECRET(name) "('" name "', 'CUSTOM', '{\"PASSWORD\":\"p\"}')"
#define INSERT "INSERT INTO c(" COLUMNS ") VALUES"
#define LAST "SELECT replace(value, '" ARN "', '') FROM c_config WHERE key = 'default_key'"

/* The file "keyring", with the keys of these letters, the first one the default. */
static void write_keys(const char *letters) {
  FILE *file = fopen("keyring", "w");
  if (!CHECK(file != NULL)) return;
  for (const char *z = letters; *z; z++) {
    fprintf(file, ARN "%c %.42sE=\n", *z,
            *z == 'a'   ? "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU"
            : *z == 'b' ? "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk"
                        : "Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0");
  }
  CHECK(fclose(file) == 0 && chmod("keyring", 0600) == 0);
  setenv("GLUE_KEYRING", "keyring", 1);
}

static sqlite3 *make_table(const char *letters) {
  write_keys(letters);
  sqlite3 *db = open_database("default.db");
  must(db, "CREATE VIRTUAL TABLE c USING glue_connections");
  return db;
}

static void remove_table(sqlite3 *db) {
  CHECK(sound(db));
  close_database(db);
  remove_database("default.db");
}

/* Only what is sealed by default, and stored, is remembered. */
static void test_remembered(void) {
  sqlite3 *db = make_table("ab");
  CHECK(gives(db, LAST, ""));
  must(db, INSERT "('plain', 'CUSTOM', '{}')");
  must(db, "INSERT INTO c(" COLUMNS ", authentication_configuration) VALUES('named', 'CUSTOM',"
           " '{\"PASSWORD\":\"p\"}', '{\"KmsKeyArn\":\"" ARN "b\"}')");
  CHECK(gives(db, LAST, ""));
  /* Refused, ignored: nothing is stored. */
  CHECK(run(db, INSERT SECRET("plain")) == SQLITE_CONSTRAINT_UNIQUE);
  must(db, "INSERT OR IGNORE INTO c(" COLUMNS ") VALUES" SECRET("plain"));
  must(db, "BEGIN");
  CHECK(run(db, INSERT SECRET("plain")) == SQLITE_CONSTRAINT_UNIQUE);
  CHECK(run(db, "UPDATE c SET name = 'named', connection_properties = '{\"PASSWORD\":\"q\"}'"
                " WHERE name = 'plain'") == SQLITE_CONSTRAINT_UNIQUE);
  must(db, "COMMIT");
  CHECK(gives(db, LAST, ""));
  must(db, INSERT SECRET("first"));
  CHECK(gives(db, LAST, "a"));
  /* The default key is another one of the same keyring: then that. */
  write_keys("ba");
  must(db, "UPDATE c SET description = 'd'; UPDATE c SET tags = '{\"k\":\"v\"}'");
  CHECK(gives(db, LAST, "a"));
  must(db, "UPDATE c SET name = 'renamed' WHERE name = 'first'");
  CHECK(gives(db, LAST, "b"));
  write_keys("ab");
  must(db, "INSERT INTO c(c) VALUES('rekey')");
  CHECK(gives(db, LAST, "a"));
  remove_table(db);
}

/* It goes with its transaction, or its savepoint. */
static void test_transactions(void) {
  sqlite3 *db = make_table("a");
  must(db, "BEGIN; " INSERT SECRET("x") "; ROLLBACK");
  CHECK(gives(db, LAST, ""));
  must(db, "BEGIN; SAVEPOINT s; " INSERT SECRET("x") "; ROLLBACK TO s; COMMIT");
  CHECK(gives(db, LAST, ""));
  must(db, "BEGIN; " INSERT SECRET("x") "; SAVEPOINT s; DELETE FROM c; ROLLBACK TO s");
  CHECK(gives(db, LAST, "a"));
  must(db, "ROLLBACK");
  CHECK(gives(db, LAST, ""));
  /* Also where commands have it read anew meanwhile. */
  must(db, "BEGIN; " INSERT SECRET("x") "; INSERT INTO c(c) VALUES('quota=7')");
  write_keys("b");
  CHECK(refused(db, INSERT SECRET("y"), SQLITE_ERROR, "last sealed with the default key " ARN "a"));
  must(db, "COMMIT");
  CHECK(gives(db, LAST, "a"));
  CHECK(refused(db, INSERT SECRET("y"), SQLITE_ERROR, "last sealed with the default key " ARN "a"));
  remove_table(db);
}

static int deny_config(void *denies, int action, const char *table, const char *b, const char *c,
                       const char *d) {
  (void)b, (void)c, (void)d;
  bool is_config = action == SQLITE_INSERT && strcmp(table, "c_config") == 0;
  return *(bool *)denies && is_config ? SQLITE_DENY : SQLITE_OK;
}

/* Where it cannot be written, nothing is committed; a savepoint that could not be made for it takes nothing
** with it that is older. */
static void test_unwritten(void) {
  bool denies = true;
  sqlite3 *db = make_table("a");
  sqlite3_set_authorizer(db, deny_config, &denies);
  must(db, "BEGIN; " INSERT SECRET("x"));
  CHECK(run(db, "COMMIT") == SQLITE_AUTH && sqlite3_get_autocommit(db));
  CHECK(gives(db, "SELECT count(*) FROM c", "0") && gives(db, LAST, ""));
  for (int older = 0; older < 2; older++) {
    must(db, "BEGIN; SAVEPOINT older; " INSERT SECRET("y"));
    sqlite3_set_authorizer(db, deny_config, &denies);
    CHECK(run(db, "SAVEPOINT newer") == SQLITE_AUTH && !sqlite3_get_autocommit(db));
    sqlite3_set_authorizer(db, NULL, NULL);
    must(db, older ? "ROLLBACK TO older; COMMIT" : "COMMIT");
    CHECK(gives(db, LAST, older ? "" : "a"));
    CHECK(gives(db, "SELECT count(*) FROM c", older ? "0" : "1"));
    must(db, "DELETE FROM c_config WHERE key = 'default_key'; DELETE FROM c");
  }
  /* Nor does a statement that could not begin. */
  must(db, "BEGIN; " INSERT SECRET("y"));
  sqlite3_set_authorizer(db, deny_config, &denies);
  CHECK(run(db, "UPDATE c SET rowid = rowid + 1, description = 'x'") == SQLITE_AUTH);
  sqlite3_set_authorizer(db, NULL, NULL);
  must(db, "COMMIT");
  CHECK(gives(db, LAST, "a") && gives(db, "SELECT count(*) FROM c", "1"));
  remove_table(db);
}

/* Another database connection holds to it from its next transaction on. */
static void test_two_connections(void) {
  sqlite3 *db = make_table("a");
  sqlite3 *other = open_database("default.db");
  CHECK(gives(other, "SELECT count(*) FROM c", "0"));
  must(db, INSERT SECRET("x"));
  write_keys("b");
  CHECK(refused(other, INSERT SECRET("y"), SQLITE_ERROR, "default key " ARN "a"));
  must(db, "INSERT INTO c(c) VALUES('default-key=" ARN "b')");
  must(other, INSERT SECRET("y"));
  CHECK(gives(other, LAST, "b"));
  /* What the first key has sealed stays as it is, and needs it. */
  CHECK(refused(other, "INSERT INTO c(c) VALUES('rekey')", SQLITE_ERROR,
                "1 of 2 sealed values do not open"));
  CHECK(refused(other, "UPDATE c SET name = 'z' WHERE name = 'x'", SQLITE_ERROR,
                "PASSWORD of connection x in catalog 000000000000, region us-east-1 cannot be "
                "opened: the key " ARN "a is needed"));
  CHECK(sound(other)); /* a key that is not at hand is no damage */
  write_keys("cba");
  must(other, "INSERT INTO c(c) VALUES('rekey')");
  CHECK(gives(other, LAST, "c"));
  close_database(other);
  remove_table(db);
}

static void test_command(void) {
  static const char set_b[] = "INSERT INTO c(c) VALUES('default-key=" ARN "b')";
  sqlite3 *db = make_table("ab");
  CHECK(refused(db, set_b, SQLITE_ERROR,
                "GlueEncryptionException: the keyring keyring (named by $GLUE_KEYRING) has the "
                "default key " ARN "a"));
  CHECK(
      refused(db, "INSERT INTO c(c) VALUES('default-key=')", SQLITE_ERROR, "has the default key"));
  CHECK(refused(db, "INSERT INTO c(c) VALUES('default-key')", SQLITE_ERROR, "unknown command"));
  CHECK(gives(db, LAST, ""));
  must(db, "INSERT INTO c(c) VALUES('default-key=" ARN "a')");
  CHECK(gives(db, LAST, "a"));
  write_keys("");
  CHECK(refused(db, set_b, SQLITE_ERROR, "has no key"));
  CHECK(remove("keyring") == 0);
  CHECK(refused(db, set_b, SQLITE_ERROR, "there is no keyring at keyring"));
  write_keys("b");
  must(db, "BEGIN");
  must(db, set_b);
  must(db, "ROLLBACK");
  CHECK(gives(db, LAST, "a"));
  must(db, set_b);
  must(db, set_b);
  CHECK(gives(db, LAST, "b"));
  must(db, INSERT SECRET("x"));
  remove_table(db);
}

static int deny_search(void *unused, int action, const char *a, const char *function, const char *c,
                       const char *d) {
  (void)unused, (void)a, (void)c, (void)d;
  bool is_search = action == SQLITE_FUNCTION && strcmp(function, "instr") == 0;
  return is_search ? SQLITE_DENY : SQLITE_OK;
}

/* A table that holds what was sealed elsewhere gets no new default keyring; nor does one whose memory has
** been tampered with. */
static void test_sealed_elsewhere(void) {
  sqlite3 *db = make_table("a");
  must(db, INSERT SECRET("x"));
  must(db, "CREATE VIRTUAL TABLE copy USING glue_connections");
  unsetenv("GLUE_KEYRING");
  CHECK(mkdir("home", 0700) == 0);
  char *home = realpath("home", NULL);
  setenv("HOME", home, 1);
  free(home);
  must(db, "INSERT INTO copy(request) SELECT request FROM c");
  CHECK(refused(db, "INSERT INTO copy(" COLUMNS ") VALUES" SECRET("y"), SQLITE_ERROR,
                "and the table holds sealed values"));
  must(db, "UPDATE c_config SET value = 'no ARN' WHERE key = 'default_key'");
  CHECK(refused(db, INSERT SECRET("y"), SQLITE_ERROR, "and the table holds sealed values"));
  CHECK(refused(db, "INSERT INTO c(c) VALUES('integrity-check')", SQLITE_CORRUPT_VTAB,
                "the setting default_key is unknown, missing or has a bad value"));
  must(db, "DELETE FROM c_config WHERE key = 'default_key'");
  /* Without them it does, once; but not where nobody may look for them. */
  must(db, "DELETE FROM c");
  sqlite3 *other = open_database("default.db");
  sqlite3_set_authorizer(other, deny_search, NULL);
  CHECK(is_denial(other, run(other, INSERT SECRET("y"))));
  close_database(other);
  CHECK(access("home/.config", F_OK) != 0);
  must(db, INSERT SECRET("y"));
  must(db, INSERT SECRET("z"));
  CHECK(access("home/.config/glue-connections/keyring", F_OK) == 0);
  must(db, "DROP TABLE copy");
  setenv("HOME", "/nonexistent", 1);
  remove_table(db);
}

int main(void) {
  if (!begin()) return end();
  test_remembered();
  test_transactions();
  test_unwritten();
  test_two_connections();
  test_command();
  test_sealed_elsewhere();
  return end();
}
