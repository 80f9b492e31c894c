/*
** Two statements may be needed for one operation: one on the row, one on the counter of its
** catalog. Where memory or disk fails, or the user interrupts, SQLite rolls the user's statement
** back; for every other failure of the second statement the first is undone here.
*/
#include "catalog/row.h"

#include "glue_connections.h"

static int refuse_duplicate(const Connection *connection, char **message) {
  const MemberValue *name = &connection->member[COLUMN_NAME];
  return catalog_refuse(message, SQLITE_CONSTRAINT_UNIQUE, GLUE_ALREADY_EXISTS,
                        "Connection already exists: %.*s", (int)name->length, name->text);
}

static int refuse_quota(const Catalog *catalog, const Connection *connection, char **message) {
  const MemberValue *id = &connection->member[COLUMN_CATALOG_ID];
  return catalog_refuse(message, SQLITE_ERROR, GLUE_LIMIT_EXCEEDED,
                        "the quota of %lld connections in catalog %.*s is reached; raise it with "
                        "the command quota=N (0 for none)",
                        catalog->settings.quota, (int)id->length, id->text);
}

/* Turns the code of a failed INSERT or UPDATE of a row into the API's exception. */
static int refuse_conflict(int rc, const Connection *connection, sqlite3_int64 rowid,
                           char **message) {
  if (rc == SQLITE_CONSTRAINT_UNIQUE) return refuse_duplicate(connection, message);
  if (rc != SQLITE_CONSTRAINT_PRIMARYKEY && rc != SQLITE_CONSTRAINT_ROWID) return rc;
  return catalog_refuse(message, SQLITE_CONSTRAINT_ROWID, GLUE_ALREADY_EXISTS,
                        "a connection with rowid %lld already exists", rowid);
}

int row_insert(Catalog *catalog, const Connection *connection, const sqlite3_int64 *rowid,
               sqlite3_int64 *inserted, char **message) {
  Store *store = catalog->store;
  bool full;
  int rc = store_insert(store, rowid, connection, false, inserted);
  if (rc != SQLITE_OK) return refuse_conflict(rc, connection, rowid ? *rowid : 0, message);
  rc = store_count_up(store, &connection->member[COLUMN_CATALOG_ID],
                      settings_limit(&catalog->settings), &full);
  if (rc == SQLITE_OK && !full) return SQLITE_OK;
  int undo_rc = store_delete(store, *inserted);
  if (rc == SQLITE_OK && undo_rc == SQLITE_OK) return refuse_quota(catalog, connection, message);
  return undo_rc != SQLITE_OK ? undo_rc : rc;
}

/* Takes the rows that will be replaced off their catalogs' counters, or (change 1) puts them
** back. */
static int count_conflicts(Store *store, const StoreConflict *conflicts, int count, int change) {
  int rc = SQLITE_OK;
  for (int i = 0; i < count && rc == SQLITE_OK; i++) {
    rc = store_count_row(store, conflicts[i].rowid, change);
  }
  return rc;
}

/* OR REPLACE: the rows in the way go, and the new one may take the place of one of them at a full
** quota. One statement replaces and inserts, so that neither happens without the other. */
int row_replace(Catalog *catalog, const Connection *connection, const sqlite3_int64 *rowid,
                sqlite3_int64 *inserted, char **message) {
  Store *store = catalog->store;
  const MemberValue *catalog_id = &connection->member[COLUMN_CATALOG_ID];
  StoreConflict conflicts[2];
  int count;
  bool full;
  int rc = store_find_conflicts(store, NULL, rowid, &connection->member[COLUMN_NAME], catalog_id,
                                conflicts, &count);
  if (rc == SQLITE_OK) rc = count_conflicts(store, conflicts, count, -1);
  if (rc != SQLITE_OK) return rc;
  rc = store_count_up(store, catalog_id, settings_limit(&catalog->settings), &full);
  if (rc == SQLITE_OK && full) rc = refuse_quota(catalog, connection, message);
  if (rc == SQLITE_OK) {
    rc = store_insert(store, rowid, connection, true, inserted);
    if (rc == SQLITE_OK) return SQLITE_OK;
    store_count_change(store, catalog_id, -1);
  }
  int undo_rc = count_conflicts(store, conflicts, count, 1);
  return undo_rc != SQLITE_OK ? undo_rc : rc;
}

int row_move(Catalog *catalog, const Connection *connection, const Connection *stored,
             sqlite3_int64 rowid, sqlite3_int64 new_rowid, bool replace, char **message) {
  Store *store = catalog->store;
  const MemberValue *catalog_id = &connection->member[COLUMN_CATALOG_ID];
  const MemberValue *old_catalog_id = &stored->member[COLUMN_CATALOG_ID];
  bool changes_catalog = !member_equal(catalog_id, old_catalog_id), full = false;
  StoreConflict conflicts[2];
  int count;
  int rc = store_find_conflicts(store, &rowid, &new_rowid, &connection->member[COLUMN_NAME],
                                catalog_id, conflicts, &count);
  if (rc == SQLITE_OK && count > 0 && !replace) {
    return refuse_conflict(conflicts[0].same_name ? SQLITE_CONSTRAINT_UNIQUE
                                                  : SQLITE_CONSTRAINT_ROWID,
                           connection, new_rowid, message);
  }
  if (rc == SQLITE_OK) rc = count_conflicts(store, conflicts, count, -1);
  if (rc != SQLITE_OK) return rc;
  if (changes_catalog) {
    rc = store_count_up(store, catalog_id, settings_limit(&catalog->settings), &full);
    if (rc == SQLITE_OK && full) rc = refuse_quota(catalog, connection, message);
    if (rc == SQLITE_OK) rc = store_count_change(store, old_catalog_id, -1);
  }
  if (rc == SQLITE_OK) {
    rc = store_update(store, rowid, new_rowid, connection, count > 0, true);
    if (rc == SQLITE_OK) return SQLITE_OK;
    if (changes_catalog) {
      store_count_change(store, catalog_id, -1);
      store_count_change(store, old_catalog_id, 1);
    }
  }
  int undo_rc = count_conflicts(store, conflicts, count, 1);
  return undo_rc != SQLITE_OK ? undo_rc : rc;
}

int row_delete(Catalog *catalog, sqlite3_int64 rowid) {
  int rc = store_count_row(catalog->store, rowid, -1);
  if (rc != SQLITE_OK) return rc;
  rc = store_delete(catalog->store, rowid);
  if (rc == SQLITE_OK) return SQLITE_OK;
  int undo_rc = store_count_row(catalog->store, rowid, 1);
  return undo_rc != SQLITE_OK ? undo_rc : rc;
}
