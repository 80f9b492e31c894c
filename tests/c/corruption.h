/* SPDX-License-Identifier: MIT */
/*
** What the tests of damaged shadow tables share: tables that are sound, somebody who has not loaded the
** extension to damage them, and what must be true of a damaged table.
**
** Included once per program, after _XOPEN_SOURCE 700 is defined.
*/
#ifndef GLUE_CORRUPTION_H
#define GLUE_CORRUPTION_H

#include "table_fixture.h"

#include "fault_vfs.h"

static const char setup[] =
    "CREATE VIRTUAL TABLE c USING glue_connections(quota=100);"
    "INSERT INTO c(name, connection_type, connection_properties, tags, description, match_criteria,"
    " physical_connection_requirements, athena_properties) VALUES"
    " ('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"PASSWORD\":\"p\"}',"
    "  '{\"k\":\"v\"}', 'text', '[\"x\"]', '{\"SubnetId\":\"subnet-1\"}', '{\"k\":\"v\"}'),"
    " ('b', 'CUSTOM', '{}', NULL, NULL, NULL, NULL, NULL);"
    "INSERT INTO c(name, connection_type, connection_properties, authentication_configuration)"
    " VALUES('o', 'SALESFORCE', '{\"INSTANCE_URL\":\"https://x\"}',"
    "  '{\"AuthenticationType\":\"BASIC\",\"BasicAuthenticationCredentials\":{\"Username\":\"u\","
    "  \"Password\":\"p\"}}');"
    "INSERT INTO c(rowid, name, connection_type, connection_properties, catalog_id, region) VALUES"
    " (9, 'witness', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"PASSWORD\":\"p\"}',"
    "  '222222222222', 'elsewhere');"
    "CREATE VIRTUAL TABLE copy USING glue_connections(validation=lenient, quota=0)";

static const char *const statements[] = {
    "SELECT * FROM c",
    "SELECT rowid, name, count(*) OVER () FROM c ORDER BY name DESC",
    "SELECT request, connection, arn, credentials FROM c",
    "SELECT name FROM c WHERE name IN ('a', 'b') AND catalog_id = '000000000000'",
    "SELECT name FROM c WHERE connection_type = 'JDBC' AND name >= 'a'",
    "SELECT json_object('p', connection_properties, 't', tags) FROM c",
    "SELECT glue_decrypt(request) FROM c",
    "SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c",
    "SELECT glue_decrypt(credentials, catalog_id, region, name) FROM c",
    "SELECT f.* FROM c, glue_lint(c.request) f",
    "SELECT f.* FROM c, glue_lint(c.request, 'terraform') f",
    "SELECT glue_export_script(request) FROM c",
    "SELECT glue_export_connections(connection, glue_decrypt(request)) FROM c",
    "SELECT glue_export_cloudformation(request), glue_export_terraform(request) FROM c",
    "SELECT d.* FROM c a JOIN c b, glue_diff(a.request, b.request) d",
    "INSERT INTO c(" COLUMNS ") VALUES" ROW("new"),
    "INSERT OR REPLACE INTO c(" COLUMNS ") VALUES" ROW("b"),
    "UPDATE c SET description = 'x'",
    "UPDATE c SET tags = '{}'",
    "UPDATE c SET name = name || '2'",
    "UPDATE OR IGNORE c SET catalog_id = 'r'",
    "UPDATE OR REPLACE c SET name = 'b2', rowid = 2",
    "UPDATE c SET request = request",
    "UPDATE c SET connection_properties = connection_properties",
    "UPDATE c SET authentication_configuration = authentication_configuration",
    "UPDATE OR IGNORE c SET status = 'READY', status_reason = NULL",
    "INSERT INTO c(c) VALUES('quota=50')",
    "INSERT INTO c(c) VALUES('rekey')",
    "DELETE FROM c WHERE name = 'b'",
    "DELETE FROM c",
    "ALTER TABLE c RENAME TO d",
    "PRAGMA integrity_check",
};
#define STATEMENT_COUNT (sizeof(statements) / sizeof(statements[0]))

/* ---- Holding a damaged table against what must be true. */

static inline bool is_fair(int code) {
  switch (code & 0xff) {
  case SQLITE_OK:
  case SQLITE_ERROR:
  case SQLITE_CONSTRAINT:
  case SQLITE_CORRUPT:
  case SQLITE_READONLY: /* its account or region is not what its arguments say */
  case SQLITE_MISMATCH: return true;
  default: return false;
  }
}

static inline bool holds(bool ok, const char *damage, const char *sql, const char *words) {
  if (!CHECK(ok)) fprintf(stderr, "  %s\n  %s: %s\n", damage, sql, words);
  return ok;
}

/* The rows that nobody touched. */
static const char witness[] =
    "SELECT rowid, *, request, connection, glue_decrypt(request) FROM c WHERE rowid = 9";

static char *witness_before;

static inline void check_witness(sqlite3 *db, const char *damage) {
  char *now = query(db, witness);
  bool same = strcmp(now, witness_before) == 0 || strstr(now, "error ") != NULL;
  if (!holds(same, damage, witness, "a row that is sound is not read as it is")) {
    fprintf(stderr, "  %s\n", now);
  }
  sqlite3_free(now);
}

static const char *const copies[] = {
    "INSERT OR FAIL INTO copy(request) SELECT request FROM c",
    "INSERT OR FAIL INTO copy SELECT * FROM c",
    "INSERT OR FAIL INTO copy(request) SELECT connection FROM c",
};
#define COPY_COUNT (sizeof(copies) / sizeof(copies[0]))

/* What the copy takes in is sound, also if the rest of it is refused. */
static inline void check_copies(sqlite3 *db, const char *damage) {
  for (size_t i = 0; i < COPY_COUNT; i++) {
    must(db, "SAVEPOINT s");
    holds(is_fair(run(db, copies[i])), damage, copies[i], sqlite3_errmsg(db));
    int rc = run(db, "INSERT INTO copy(copy) VALUES('integrity-check')");
    holds(rc == SQLITE_OK, damage, copies[i], sqlite3_errmsg(db));
    must(db, "ROLLBACK TO s; RELEASE s");
  }
}

static inline void check_statements(sqlite3 *db, const char *damage, bool is_row_damage) {
  for (size_t i = 0; i < STATEMENT_COUNT; i++) {
    must(db, "SAVEPOINT s");
    int rc = run(db, statements[i]);
    holds(is_fair(rc), damage, statements[i], rc ? sqlite3_errmsg(db) : "");
    must(db, "ROLLBACK TO s; RELEASE s");
  }
  if (is_row_damage) check_witness(db, damage);
  check_copies(db, damage);
}

/* `words` must be in what the integrity check says; NULL: it may say anything. Returns whether it says
** nothing. */
static inline bool check_report(sqlite3 *db, const char *damage, const char *words) {
  static const char command[] = "INSERT INTO c(c) VALUES('integrity-check')";
  int rc = run(db, command);
  const char *message = rc ? sqlite3_errmsg(db) : "";
  bool named = words == NULL || (rc != SQLITE_OK && strstr(message, words) != NULL);
  holds(is_fair(rc) && named, damage, command, message);
  return rc == SQLITE_OK;
}

/* ---- Damaging it. */

/* A connection that knows nothing of the extension. */
static inline sqlite3 *open_stranger(void) {
  sqlite3 *db = NULL;
  CHECK(sqlite3_open("damaged.db", &db) == SQLITE_OK);
  must(db, "PRAGMA ignore_check_constraints = on");
  return db;
}

/* A table that is sound. */
static inline sqlite3 *open_sound(void) {
  remove_database("damaged.db");
  sqlite3 *db = open_database("damaged.db");
  must(db, setup);
  return db;
}

/* Our connection with statements on a sound table, where it is `connected` before the damage; or NULL. */
static inline sqlite3 *open_before(bool connected) {
  sqlite3 *db = open_sound();
  sqlite3_free(witness_before);
  witness_before = query(db, witness);
  if (connected) {
    must(db, "UPDATE c SET tags = tags; SELECT * FROM c");
    return db;
  }
  close_database(db);
  return NULL;
}

static inline sqlite3 *open_after(sqlite3 *db) {
  return db ? db : open_database("damaged.db");
}

/* A table of a newer format is none to be dropped; a view in the place of a shadow table takes a DROP
** VIEW first. */
static inline void check_drop(sqlite3 *db, const char *damage) {
  static const char drop[] = "DROP TABLE c";
  int rc = run(db, drop);
  const char *message = rc ? sqlite3_errmsg(db) : "";
  bool may_stay = strstr(message, "format") || strstr(damage, "CREATE VIEW");
  holds(rc == SQLITE_OK || may_stay, damage, drop, message);
}

/* The end of it. `memory` was in use before the table was opened. */
static inline void close_damaged(sqlite3 *db, const char *damage, sqlite3_int64 memory) {
  close_database(db);
  sqlite3_free(witness_before);
  witness_before = NULL;
  holds(sqlite3_memory_used() == memory, damage, "afterwards", "memory is lost");
}

#endif
