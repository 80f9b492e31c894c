/* SPDX-License-Identifier: MIT */
/*
** One row and the counters of the places it concerns. The counters are looked at first and change
** in memory once the row is written, so there is never anything to undo.
*/
#include "catalog/row.h"

#include "glue_connections.h"
#include "text/message.h"

/* ---- refusals ---- */

static int row_refuse_duplicate(const Connection *connection, char **message) {
  const MemberValue *name = &connection->member[COLUMN_NAME];
  return refuse(message, SQLITE_CONSTRAINT_UNIQUE, GLUE_ALREADY_EXISTS,
                "Connection already exists: %.*s", (int)name->length, name->text);
}

static int row_refuse_rowid(sqlite3_int64 rowid, char **message) {
  return refuse(message, SQLITE_CONSTRAINT_ROWID, GLUE_ALREADY_EXISTS,
                "a connection with rowid %lld already exists", rowid);
}

static int row_refuse_quota(const Catalog *catalog, const Connection *connection, char **message) {
  const StorePlace place = store_place(connection);
  return refuse(
      message, SQLITE_ERROR, GLUE_LIMIT_EXCEEDED,
      "the quota of %lld connections in catalog %.*s and region %.*s is reached; raise it "
      "with the command quota=N (0 for none)",
      catalog->settings.quota, (int)place.catalog_id.length, place.catalog_id.text,
      (int)place.region.length, place.region.text);
}

/* Turns the code of a failed INSERT of a row into the API's exception, where it is another connection that
** is in the way: a trigger or an index that somebody has put on the shadow table has words of its own. */
static int row_refuse_conflict(Catalog *catalog, int code, const Connection *connection,
                               const sqlite3_int64 *rowid, char **message) {
  if (code != SQLITE_CONSTRAINT_UNIQUE && code != SQLITE_CONSTRAINT_PRIMARYKEY) return code;
  char *words = NULL;
  StoreConflict conflicts[2];
  int count;
  store_explain(catalog->store, code, &words);
  int rc = store_find_conflicts(catalog->store, NULL, rowid, connection, conflicts, &count);
  for (int i = 0; i < count && rc == SQLITE_OK; i++) {
    bool by_name = code == SQLITE_CONSTRAINT_UNIQUE && conflicts[i].same_name;
    bool by_rowid = code == SQLITE_CONSTRAINT_PRIMARYKEY && rowid && conflicts[i].rowid == *rowid;
    if (!by_name && !by_rowid) continue;
    sqlite3_free(words);
    return by_name ? row_refuse_duplicate(connection, message) : row_refuse_rowid(*rowid, message);
  }
  *message = words;
  return rc == SQLITE_OK ? code : rc;
}

/* ---- what an operation changes in the counters ---- */

typedef struct RowTally {
  int count;
  struct {
    Counter *counter;
    int change;
  } entry[COUNTERS_PER_ROW];
} RowTally;

static int row_tally_begin(Catalog *catalog, RowTally *tally) {
  tally->count = 0;
  return counters_begin(&catalog->counters, catalog->store);
}

static int row_tally_add(Catalog *catalog, RowTally *tally, const StorePlace *place, int change) {
  Counter *counter;
  if (!place->catalog_id.present || !place->region.present) return SQLITE_OK; /* a damaged row */
  int rc = counters_get(&catalog->counters, catalog->store, place, &counter);
  if (rc != SQLITE_OK) return rc;
  for (int i = 0; i < tally->count; i++) {
    if (tally->entry[i].counter != counter) continue;
    tally->entry[i].change += change;
    return SQLITE_OK;
  }
  tally->entry[tally->count].counter = counter;
  tally->entry[tally->count++].change = change;
  return SQLITE_OK;
}

static int row_tally_add_row(Catalog *catalog, RowTally *tally, const Connection *connection,
                             int change) {
  const StorePlace place = store_place(connection);
  return row_tally_add(catalog, tally, &place, change);
}

/* A stored row goes: its place holds one less. */
static int row_tally_remove(Catalog *catalog, RowTally *tally, sqlite3_int64 rowid) {
  StorePlace place;
  int rc = store_read_place(catalog->store, rowid, &place);
  if (rc == SQLITE_OK) rc = row_tally_add(catalog, tally, &place, -1);
  store_release_place(catalog->store);
  return rc;
}

/* Whether no place that grows gets beyond the quota. */
static bool row_tally_fits(const Catalog *catalog, const RowTally *tally) {
  for (int i = 0; i < tally->count; i++) {
    const Counter *counter = tally->entry[i].counter;
    sqlite3_int64 total = counter->stored + counter->change + tally->entry[i].change;
    if (tally->entry[i].change > 0 && total > settings_limit(&catalog->settings)) return false;
  }
  return true;
}

/* To be called with the code of the statement that has written the row, which is returned. */
static int row_tally_apply(const Catalog *catalog, const RowTally *tally, int rc) {
  if (rc != SQLITE_OK || store_is_ignored(catalog->store)) return rc;
  for (int i = 0; i < tally->count; i++) {
    tally->entry[i].counter->change += tally->entry[i].change;
  }
  return rc;
}

/* ---- operations ---- */

/* A duplicate at a full quota is a duplicate. */
static int row_refuse_at_quota(Catalog *catalog, const Connection *connection,
                               const sqlite3_int64 *rowid, char **message) {
  StoreConflict conflicts[2];
  int count;
  int rc = store_find_conflicts(catalog->store, NULL, rowid, connection, conflicts, &count);
  if (rc != SQLITE_OK) return rc;
  if (count == 0) return row_refuse_quota(catalog, connection, message);
  return conflicts[0].same_name ? row_refuse_duplicate(connection, message)
                                : row_refuse_rowid(*rowid, message);
}

int row_insert(Catalog *catalog, const Connection *connection, const sqlite3_int64 *rowid,
               sqlite3_int64 *inserted, char **message) {
  RowTally tally;
  int rc = row_tally_begin(catalog, &tally);
  if (rc == SQLITE_OK) {
    rc = row_tally_add_row(catalog, &tally, connection, 1);
  }
  if (rc != SQLITE_OK) return rc;
  if (!row_tally_fits(catalog, &tally))
    return row_refuse_at_quota(catalog, connection, rowid, message);
  rc = store_insert(catalog->store, rowid, connection, false, inserted);
  if (rc != SQLITE_OK) return row_refuse_conflict(catalog, rc, connection, rowid, message);
  return row_tally_apply(catalog, &tally, rc);
}

/* OR REPLACE: the rows in the way go, and the new one may take the place of one of them at a full
** quota. One statement replaces and inserts, so that neither happens without the other. */
int row_replace(Catalog *catalog, const Connection *connection, const sqlite3_int64 *rowid,
                sqlite3_int64 *inserted, char **message) {
  Store *store = catalog->store;
  StoreConflict conflicts[2];
  RowTally tally;
  int count;
  int rc = row_tally_begin(catalog, &tally);
  if (rc == SQLITE_OK) {
    rc = store_find_conflicts(store, NULL, rowid, connection, conflicts, &count);
  }
  for (int i = 0; rc == SQLITE_OK && i < count; i++) {
    rc = row_tally_remove(catalog, &tally, conflicts[i].rowid);
  }
  if (rc == SQLITE_OK) rc = row_tally_add_row(catalog, &tally, connection, 1);
  if (rc != SQLITE_OK) return rc;
  if (!row_tally_fits(catalog, &tally)) return row_refuse_quota(catalog, connection, message);
  rc = store_insert(store, rowid, connection, true, inserted);
  return row_tally_apply(catalog, &tally, rc);
}

int row_move(Catalog *catalog, const Connection *connection, const Connection *stored,
             sqlite3_int64 rowid, sqlite3_int64 new_rowid, bool replace, char **message) {
  Store *store = catalog->store;
  StoreConflict conflicts[2];
  RowTally tally;
  int count;
  int rc = row_tally_begin(catalog, &tally);
  if (rc == SQLITE_OK) {
    rc = store_find_conflicts(store, &rowid, &new_rowid, connection, conflicts, &count);
  }
  if (rc == SQLITE_OK && count > 0 && !replace) {
    return conflicts[0].same_name ? row_refuse_duplicate(connection, message)
                                  : row_refuse_rowid(new_rowid, message);
  }
  for (int i = 0; rc == SQLITE_OK && i < count; i++) {
    rc = row_tally_remove(catalog, &tally, conflicts[i].rowid);
  }
  if (rc == SQLITE_OK) rc = row_tally_add_row(catalog, &tally, stored, -1);
  if (rc == SQLITE_OK) rc = row_tally_add_row(catalog, &tally, connection, 1);
  if (rc != SQLITE_OK) return rc;
  if (!row_tally_fits(catalog, &tally)) return row_refuse_quota(catalog, connection, message);
  rc = store_update(store, rowid, new_rowid, connection, count > 0, true);
  return row_tally_apply(catalog, &tally, rc);
}

int row_delete(Catalog *catalog, sqlite3_int64 rowid) {
  RowTally tally;
  int rc = row_tally_begin(catalog, &tally);
  if (rc == SQLITE_OK) rc = row_tally_remove(catalog, &tally, rowid);
  if (rc != SQLITE_OK) return rc;
  rc = store_delete(catalog->store, rowid);
  return row_tally_apply(catalog, &tally, rc);
}
