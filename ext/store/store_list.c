/* SPDX-License-Identifier: MIT */
/*
** Which virtual tables of a module there are in a database connection.
*/
#include "store/store_private.h"

/* The first column of a SELECT. */
typedef struct StoreList {
  char **text; /* owned, as is each */
  size_t count, capacity;
  int rc; /* SQLITE_OK, or what went wrong */
} StoreList;

static void store_list_add(StoreList *list, const char *text) {
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? list->capacity * 2 : 8;
    char **grown = sqlite3_realloc64(list->text, capacity * sizeof(*grown));
    if (grown == NULL) {
      list->rc = SQLITE_NOMEM;
      return;
    }
    list->text = grown;
    list->capacity = capacity;
  }
  char *copy = text ? sqlite3_mprintf("%s", text) : NULL;
  if (copy) {
    list->text[list->count++] = copy;
  } else {
    list->rc = SQLITE_NOMEM;
  }
}

/* Frees the SQL (NULL: out of memory). */
static StoreList store_list_read(sqlite3 *db, char *sql) {
  StoreList list = {.text = NULL};
  sqlite3_stmt *statement = NULL;
  list.rc = sql ? sqlite3_prepare_v2(db, sql, -1, &statement, NULL) : SQLITE_NOMEM;
  sqlite3_free(sql);
  while (list.rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    store_list_add(&list, (const char *)sqlite3_column_text(statement, 0));
  }
  int rc = sqlite3_finalize(statement);
  if (list.rc == SQLITE_OK) list.rc = rc;
  return list;
}

static void store_list_free(StoreList *list) {
  for (size_t i = 0; i < list->count; i++) sqlite3_free(list->text[i]);
  sqlite3_free(list->text);
}

/* SQLite connects a virtual table when a statement needs it. One that does not connect may be of another
** module: whoever asks knows which are ours. */
static int store_list_connect(sqlite3 *db, const char *schema, const char *table) {
  sqlite3_stmt *statement = NULL;
  char *sql = sqlite3_mprintf("SELECT 1 FROM \"%w\".\"%w\"", schema, table);
  int rc = sql ? sqlite3_prepare_v2(db, sql, -1, &statement, NULL) : SQLITE_NOMEM;
  sqlite3_free(sql);
  sqlite3_finalize(statement);
  return rc == SQLITE_ERROR ? SQLITE_OK : rc;
}

int store_each_table(sqlite3 *db, const char *module,
                     int (*each)(void *context, const char *schema, const char *table),
                     void *context) {
  /* A file may have a table or a view of that name, but not in temp. */
  StoreList schemas =
      store_list_read(db, sqlite3_mprintf("SELECT name FROM temp.pragma_database_list"));
  int rc = schemas.rc;
  for (size_t i = 0; i < schemas.count && rc == SQLITE_OK; i++) {
    /* SQLite itself writes the beginning of this text. */
    StoreList tables = store_list_read(
        db, sqlite3_mprintf("SELECT name FROM \"%w\".sqlite_schema WHERE type = 'table'"
                            " AND sql GLOB 'CREATE VIRTUAL TABLE *' AND instr(lower(sql), %Q)"
                            " ORDER BY name",
                            schemas.text[i], module));
    rc = tables.rc;
    for (size_t j = 0; j < tables.count && rc == SQLITE_OK; j++) {
      rc = store_list_connect(db, schemas.text[i], tables.text[j]);
      if (rc == SQLITE_OK) rc = each(context, schemas.text[i], tables.text[j]);
    }
    store_list_free(&tables);
  }
  store_list_free(&schemas);
  return rc;
}
