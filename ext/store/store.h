/* SPDX-License-Identifier: MIT */
/*
** Storage: the shadow tables of one virtual table, all SQL text, all prepared statements.
** Knows nothing of JSON or of Glue's rules.
**
**   <name>_data      one row per connection
**   <name>_catalogs  one row per catalog and region that ever held a connection: how many it holds
**   <name>_config    the table's own account and region, settings changed by command, the format
**
** In _data and _catalogs '' is the table's own catalog or region, to which nearly all rows belong: half
** of the index on the names would be their repetition.
*/
#ifndef GLUE_STORE_H
#define GLUE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/connection.h"
#include "sqlite.h"

/* The formats: X(number, version of the extension that it came with). A release that adds a stored column
** adds a format. The columns of an older file are those of its format; the others are absent. */
#define STORE_FORMATS(X) X(1, "1.0.0")

/* The newest, which store_create() makes. */
enum {
#define X(number, version) STORE_FORMAT_##number,
  STORE_FORMATS(X)
#undef X
      STORE_FORMAT
};

/* The version of the extension that a format needs. */
const char *store_version(int format);

typedef struct Store Store;

/* ---- the store itself ---- */

/* For the shadow tables of "schema"."table". Touches no database. NULL: out of memory. */
Store *store_new(sqlite3 *db, const char *schema, const char *table);
/* Says which catalog and region are the table's own, and which format the tables have: before
** any statement on rows, and again whenever it may have changed. */
int store_configure(Store *store, const char *own_catalog, const char *own_region, int format);
void store_free(Store *store);

/* Finalizes every cached statement: before a DROP, which an open one would block. */
void store_finalize(Store *store);

/* Makes the tables, in the newest format. */
int store_create(Store *store, char **message);
/* Adds the columns that the tables lack. The format in _config is the caller's to write. */
int store_upgrade(Store *store, char **message);
/* The stored columns that the tables lack. */
ColumnSet store_lacks(const Store *store);
int store_drop(Store *store);
int store_rename(Store *store, const char *new_table, char **message);

/* Whether its virtual table is that one. */
bool store_is(const Store *store, const char *schema, const char *table);

/* Calls `each` for every virtual table, in any schema, whose text names that module, when SQLite has connected
** it or, with SQLITE_ERROR, has not. SQLITE_OK or SQLite's code; an error of `each` ends it. */
int store_each_table(sqlite3 *db, const char *module,
                     int (*each)(void *context, const char *schema, const char *table),
                     void *context);

/* Whether <name>_<suffix> is one of the shadow tables. */
bool store_is_shadow(const char *suffix);

/* What an error of the store's means: where *message is NULL, sets it to SQLite's words for it (NULL where
** they say no more than the code), which are the caller's to free. Where a statement of ours does not
** find what it needs, and the shadow tables are not as store_create() makes them, it says so, and the code
** that is returned is SQLITE_CORRUPT_VTAB; SQLITE_ABORT where the table has been renamed under a SELECT that is still
** open. */
int store_explain(Store *store, int rc, char **message);

/* ---- what is at work ---- */

/* A trigger or a view that somebody has put into the database may call a function of the host, which runs
** SQL on the same database connection while a statement of the store's is stepping. */

/* Whether a statement of the store's is on the call stack. */
bool store_is_at_work(const Store *store);

/* The transaction of the work that has begun is over, or rolled back to before it: all that would be
** written until the next work begins is refused with SQLITE_ABORT_ROLLBACK. */
void store_begin_work(Store *store);
void store_abort_work(Store *store);
bool store_is_aborted(const Store *store);

/* Whether a trigger of somebody else's has ignored what was written last: nothing has changed. */
bool store_is_ignored(const Store *store);

/* Whether the database keeps text as UTF-8. */
int store_is_utf8(Store *store, bool *utf8);

/* Turns JSONB into JSON text (*text is the caller's, NULL where the BLOB is no JSONB or SQLite
** has none, which it has from 3.45 on). */
int store_jsonb_text(Store *store, sqlite3_value *blob, char **text, size_t *length);
/* The same where there is no store, with a statement for the occasion. */
int store_jsonb_text_once(sqlite3 *db, sqlite3_value *blob, char **text, size_t *length);

/* ---- settings ---- */

/* Calls `each` for every row of _config. */
int store_read_settings(Store *store,
                        void (*each)(void *context, const char *key, const char *value),
                        void *context);
int store_write_setting(Store *store, const char *key, const char *value);

/* ---- rows ---- */

/* Inserts a row under that rowid, or (NULL) the next free one; *inserted is the rowid it has got. A
** taken identity or rowid is SQLITE_CONSTRAINT_UNIQUE or _PRIMARYKEY, and nothing is
** written; `replace` deletes the rows in the way instead. */
int store_insert(Store *store, const sqlite3_int64 *rowid, const Connection *connection,
                 bool replace, sqlite3_int64 *inserted);

/* Writes all columns of a row, under a new rowid where that differs. `moves` says that its rowid,
** identity or type change; `replace` is as for store_insert(). */
int store_update(Store *store, sqlite3_int64 rowid, sqlite3_int64 new_rowid,
                 const Connection *connection, bool replace, bool moves);
/* Writes the tags of a row, if there is one, and leaves the rest unread. */
int store_update_tags(Store *store, sqlite3_int64 rowid, const MemberValue *tags);
int store_delete(Store *store, sqlite3_int64 rowid);

/* Reads a row. Its texts stay valid until store_release_row(), which must follow in any case.
** *found says whether there is such a row. The JSON trees are not made. */
int store_read_row(Store *store, sqlite3_int64 rowid, Connection *connection, bool *found);
void store_release_row(Store *store);

/* Rows that stand in the way of this one under this rowid, other than `self` (either rowid may be
** NULL). There are at most two. */
typedef struct StoreConflict {
  sqlite3_int64 rowid;
  bool same_name; /* and the same catalog and region */
} StoreConflict;
int store_find_conflicts(Store *store, const sqlite3_int64 *self, const sqlite3_int64 *rowid,
                         const Connection *connection, StoreConflict conflicts[2], int *count);

/* Whether a row has credentials, or that text among its properties. Looks at all rows. */
int store_find_sealed(Store *store, const char *text, bool *found);

/* ---- the counters of connections, one for each place ---- */

/* Where a connection is: a catalog of AWS Glue is one per account and region. */
typedef struct StorePlace {
  MemberValue catalog_id, region;
} StorePlace;

static inline StorePlace store_place(const Connection *connection) {
  return (StorePlace){connection->member[COLUMN_CATALOG_ID], connection->member[COLUMN_REGION]};
}

/* Reads where a row is; absent where there is no such row. Its texts stay valid until
** store_release_place(), which must follow in any case. */
int store_read_place(Store *store, sqlite3_int64 rowid, StorePlace *place);
void store_release_place(Store *store);

/* 0 where nothing has been there yet. */
int store_count(Store *store, const StorePlace *place, sqlite3_int64 *count);
/* Writes the number itself: a statement that is interrupted at its very end has done its work and
** fails all the same, and is then repeated. */
int store_write_count(Store *store, const StorePlace *place, sqlite3_int64 count);

/* Calls `each` for every shadow table that is missing, or whose columns and constraints are not those of
** its format, in whatever order. */
int store_check_tables(Store *store,
                       void (*each)(void *context, const char *table, const char *suffix),
                       void *context);

/* Calls `each` for every trigger and every index on a shadow table that is not of store_create()'s
** making. */
int store_check_foreign(Store *store,
                        void (*each)(void *context, const char *type, const char *name,
                                     const char *shadow),
                        void *context);

/* Calls `each` for every row that names the table's own catalog or region where it should have ''. */
int store_check_places(Store *store, void (*each)(void *context, sqlite3_int64 rowid),
                       void *context);

/* Calls `each` for every place whose counter is not the number of its rows. */
int store_check_counts(Store *store,
                       void (*each)(void *context, const char *catalog_id, const char *region,
                                    sqlite3_int64 counter, sqlite3_int64 rows),
                       void *context);

/* ---- scans ---- */

/* What a scan is restricted to and ordered by: the bits of a plan. The operands of the
** restrictions are bound as ?1, ?2, ... in the order of the bits. */
enum {
  PLAN_ROWID = 0x01,           /* rowid = ? */
  PLAN_NAME = 0x02,            /* name = ? */
  PLAN_NAME_FROM = 0x04,       /* name >= ? */
  PLAN_NAME_TO = 0x08,         /* name <= ? */
  PLAN_CATALOG_ID = 0x10,      /* catalog_id = ? */
  PLAN_REGION = 0x20,          /* region = ? */
  PLAN_CONNECTION_TYPE = 0x40, /* connection_type = ? */
  PLAN_OPERANDS = 0x7f,
  PLAN_BY_NAME = 0x80,
  PLAN_BY_CATALOG_ID = 0x100,      /* ORDER BY name, catalog_id */
  PLAN_BY_IDENTITY = 0x200,        /* ORDER BY name, catalog_id, region */
  PLAN_BY_CONNECTION_TYPE = 0x400, /* ORDER BY connection_type, rowid */
  PLAN_BY_ROWID = 0x800,
  PLAN_DESCENDING = 0x1000,
  PLAN_IDENTITY = PLAN_NAME | PLAN_CATALOG_ID | PLAN_REGION,
};

/* The restriction or order as text, for EXPLAIN QUERY PLAN: the name of one bit. */
const char *store_plan_text(unsigned bit);

/* A prepared scan. It yields the rowid and the wanted columns. */
typedef struct StoreScan StoreScan;

/* Takes an idle scan of that plan and these columns, or prepares one. */
int store_open_scan(Store *store, unsigned plan, ColumnSet wanted, StoreScan **scan);
/* Resets a scan and keeps it for the next who wants the same. NULL is no scan. */
void store_close_scan(Store *store, StoreScan *scan);
unsigned store_scan_plan(const StoreScan *scan);
ColumnSet store_scan_columns(const StoreScan *scan);

/* Goes back to before the first row; operands may be bound again then. They are counted from 1. */
void store_scan_rewind(StoreScan *scan);
int store_scan_bind(StoreScan *scan, int operand, const sqlite3_value *value);
int store_scan_bind_rowid(StoreScan *scan, int operand, sqlite3_int64 rowid);
/* Goes to the next row, first to the first; *row is false after the last. */
int store_scan_next(Store *store, StoreScan *scan, bool *row);

/* Of the row the scan stands on, each valid until the next step: its rowid; a column as SQLite's value
** (NULL where the scan does not read it); those columns as members, and no others. */
sqlite3_int64 store_scan_rowid(StoreScan *scan);
sqlite3_value *store_scan_value(StoreScan *scan, ColumnId id);
int store_scan_members(StoreScan *scan, ColumnSet wanted, Connection *row);

#endif
