/* SPDX-License-Identifier: MIT */
/*
** What depends on the version of SQLite: one that is too old refuses the extension with a message, and
** UPDATE ... FROM works from 3.44 on and is refused before.
*/
#define _XOPEN_SOURCE 700
#include <dlfcn.h>
#include <sqlite3ext.h>

#include "table_fixture.h"

/* ---- The extension that is loaded gets SQLite's functions in a table; here one of another version. */

typedef int (*Entry)(sqlite3 *db, char **message, const sqlite3_api_routines *api);

static sqlite3_api_routines routines;
static bool has_routines;

/* SQLite hands its table to this as to an extension. */
static int note_routines(sqlite3 *db, char **message, const sqlite3_api_routines *api) {
  (void)db, (void)message;
  has_routines = api != NULL;
  if (has_routines) routines = *api;
  return SQLITE_OK;
}

static int old_number(void) {
  return 3037002;
}

static const char *old_name(void) {
  return "3.37.2";
}

static char *no_memory(const char *format, ...) {
  (void)format;
  return NULL;
}

static Entry find_entry(void) {
  const char *path = getenv("EXTENSION");
  void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
  void *symbol = library ? dlsym(library, "sqlite3_glueconnections_init") : NULL;
  Entry entry = NULL;
  memcpy(&entry, &symbol, sizeof(entry)); /* ISO C converts no object pointer to a function */
  return entry;
}

static void test_old_library(void) {
  sqlite3 *db = NULL;
  char *message = NULL;
  /* The table of a library older than these headers is shorter. */
  if (sqlite3_libversion_number() < SQLITE_VERSION_NUMBER) return;
  sqlite3_auto_extension((void (*)(void))note_routines);
  CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
  sqlite3_reset_auto_extension();
  Entry entry = find_entry();
  if (!CHECK(has_routines && entry != NULL)) return;
  CHECK(entry(db, &message, &routines) == SQLITE_OK && message == NULL);
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  close_database(db);
  routines.libversion_number = old_number;
  routines.libversion = old_name;
  CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
  CHECK(entry(db, &message, &routines) == SQLITE_ERROR);
  CHECK(message &&
        strcmp(message, "glue_connections needs SQLite 3.38.0 or newer, this is 3.37.2") == 0);
  sqlite3_free(message);
  routines.mprintf = no_memory;
  CHECK(entry(db, &message, &routines) == SQLITE_NOMEM && message == NULL);
  CHECK(run(db, "SELECT glue_version()") == SQLITE_ERROR);
  CHECK(run(db, "CREATE VIRTUAL TABLE t USING glue_connections") == SQLITE_ERROR);
  close_database(db);
}

/* ---- UPDATE ... FROM */

static void test_update_from(void) {
  static const char update[] = "UPDATE t SET description = d FROM o WHERE n = name";
  sqlite3 *db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections;"
           "INSERT INTO t(" COLUMNS
           ") VALUES" ROW("a") "," ROW("b") ";"
                                            "CREATE TABLE o AS SELECT 'a' AS n, 'from o' AS d");
  if (sqlite3_libversion_number() < 3044000) {
    CHECK(refused(db, update, SQLITE_ERROR, "UPDATE ... FROM needs SQLite 3.44 or newer"));
    CHECK(gives(db, "SELECT name, description FROM t", "a|NULL\nb|NULL"));
  } else {
    must(db, update);
    CHECK(gives(db, "SELECT name, description FROM t", "a|from o\nb|NULL"));
  }
  CHECK(sound(db));
  close_database(db);
}

int main(void) {
  if (!begin()) return end();
  test_old_library();
  test_update_from();
  return end();
}
