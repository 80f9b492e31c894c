/* SPDX-License-Identifier: MIT */
/*
** The table at work: how its methods fail, and what SQL that is called from inside of them may do.
**
** A trigger or a view that somebody has put into the database may call a function of the host, which runs
** SQL on the same database connection while a statement on the shadow tables is stepping. The statements
** at work must then not be used twice, nor finalized, nor their table be pulled away; and where the
** transaction is ended, or rolled back to before them, SQLite lets them succeed if they have done their own
** part by then, though nothing of it is left.
*/
#include "table/table.h"

int table_error(Table *table, int rc, char *message) {
  if (message == NULL) return rc;
  sqlite3_free(table->base.zErrMsg);
  table->base.zErrMsg = message;
  return rc;
}

int table_store_error(Table *table, int rc, char *message) {
  rc = store_explain(table->catalog.store, rc, &message);
  return table_error(table, rc, message);
}

int table_refuse_at_work(Table *table) {
  if (!table->is_writing && !store_is_at_work(table->catalog.store)) return SQLITE_OK;
  return table_error(table, SQLITE_LOCKED_VTAB,
                     sqlite3_mprintf("another statement is at work on the table"));
}

void table_begin_work(Table *table) {
  table->is_writing = true;
  table->outer_savepoints = table->savepoints;
  store_begin_work(table->catalog.store);
}

int table_end_work(Table *table, int rc) {
  table->is_writing = false;
  return rc == SQLITE_OK && store_is_aborted(table->catalog.store) ? SQLITE_ABORT_ROLLBACK : rc;
}
