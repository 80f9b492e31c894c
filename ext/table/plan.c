/* SPDX-License-Identifier: MIT */
/*
** xBestIndex: which restrictions and which order the store takes over.
**
** A plan is a set of the PLAN_ bits of store.h. They travel to xFilter as idxNum. idxStr begins with the
** columns that the statement reads, as bits in hexadecimal, and then says the plan in words, for
** EXPLAIN QUERY PLAN:
**
**     0x11 name = ? AND catalog_id = ? ORDER BY name
**
** The operands follow in the order of the bits. That of one restriction on a text column may be the
** whole list of an IN; which one stands in the upper half of idxNum (PLAN_LIST).
**
**     restriction            cost    rows
**     rowid = ?                 4       1   unique
**     name = ? (and more)       5       1
**     name IN (...)           100      20
**     connection_type = ?     1/8 of a full scan
**     name >= ? and/or <= ?   1/4 (1/16 for both) of a full scan
**     catalog_id = ?          1/2 of a full scan: no index serves it, but fewer rows come up
**     region = ?              the same
**     nothing                 a full scan
**
** No restriction is marked `omit`: SQLite tests every row again. That costs little and keeps the
** answers right where a comparison is not the store's own: with the affinity of another table's
** column ('05' = 5), or with NULL. A collation other than BINARY is not the index's at all. An IN is
** taken as a whole, because SQLite would test the rows for one value of it alone with the affinity of
** our column, whatever that of the subquery is. (It does for a row value, of which no column tells
** that it belongs to an IN: a number there is compared as text.)
*/
#include <stdlib.h>
#include <string.h>

#include "request/document.h"
#include "table/table.h"

/* What a full scan is taken to yield: the usual quota of a catalog, several times. */
#define PLAN_FULL_SCAN_ROWS 10000.0

/* The index of the rowid among SQLite's columns. */
#define PLAN_COLUMN_ROWID (-1)

/* The plan bit that serves a constraint, 0 where none does. */
static unsigned plan_constraint_bit(sqlite3_index_info *info, int i) {
  int column = info->aConstraint[i].iColumn, op = info->aConstraint[i].op;
  if (op == SQLITE_INDEX_CONSTRAINT_EQ) {
    switch (column) {
    case PLAN_COLUMN_ROWID: return PLAN_ROWID;
    case COLUMN_NAME: return PLAN_NAME;
    case COLUMN_CATALOG_ID: return PLAN_CATALOG_ID;
    case COLUMN_REGION: return PLAN_REGION;
    case COLUMN_CONNECTION_TYPE: return PLAN_CONNECTION_TYPE;
    default: return 0;
    }
  }
  if (column != COLUMN_NAME) return 0;
  if (op == SQLITE_INDEX_CONSTRAINT_GT || op == SQLITE_INDEX_CONSTRAINT_GE) return PLAN_NAME_FROM;
  if (op == SQLITE_INDEX_CONSTRAINT_LT || op == SQLITE_INDEX_CONSTRAINT_LE) return PLAN_NAME_TO;
  return 0;
}

/* Chooses one usable constraint for each bit. */
static unsigned plan_choose_constraints(sqlite3_index_info *info, int constraint_of[32]) {
  unsigned plan = 0;
  for (int i = 0; i < info->nConstraint; i++) {
    if (!info->aConstraint[i].usable) continue;
    unsigned bit = plan_constraint_bit(info, i);
    if (bit == 0 || plan & bit) continue;
    if (bit != PLAN_ROWID && sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") != 0) {
      continue;
    }
    int index = 0;
    while (bit >> index != 1) index++;
    constraint_of[index] = i;
    plan |= bit;
  }
  /* A range adds nothing to an equality. */
  if (plan & PLAN_NAME) plan &= ~(unsigned)(PLAN_NAME_FROM | PLAN_NAME_TO);
  return plan;
}

/* Takes over the list of one IN, and leaves the others to SQLite. */
static unsigned plan_choose_list(sqlite3_index_info *info, unsigned *plan,
                                 const int constraint_of[32]) {
  static const unsigned text_columns[] = {PLAN_NAME, PLAN_CONNECTION_TYPE, PLAN_CATALOG_ID,
                                          PLAN_REGION};
  unsigned list = 0;
  for (size_t i = 0; i < sizeof(text_columns) / sizeof(*text_columns); i++) {
    unsigned bit = text_columns[i];
    if (!(*plan & bit)) continue;
    int index = 0;
    while (bit >> index != 1) index++;
    if (!sqlite3_vtab_in(info, constraint_of[index], -1)) continue;
    if (list) {
      *plan &= ~bit;
    } else {
      sqlite3_vtab_in(info, constraint_of[index], 1);
      list = bit;
    }
  }
  return list;
}

/* The orders in which rows come out of the store: of a column that has an index, then of others, all in
** the same direction. */
#define PLAN_ORDER_MAX 3
static const struct {
  unsigned bit;
  int count;
  int columns[PLAN_ORDER_MAX];
} plan_orders[] = {
    {PLAN_BY_NAME, 1, {COLUMN_NAME}},
    {PLAN_BY_CATALOG_ID, 2, {COLUMN_NAME, COLUMN_CATALOG_ID}},
    {PLAN_BY_IDENTITY, 3, {COLUMN_NAME, COLUMN_CATALOG_ID, COLUMN_REGION}},
    {PLAN_BY_CONNECTION_TYPE, 2, {COLUMN_CONNECTION_TYPE, PLAN_COLUMN_ROWID}},
    {PLAN_BY_ROWID, 1, {PLAN_COLUMN_ROWID}},
};

static bool plan_serves_order(const sqlite3_index_info *info, size_t order) {
  const struct sqlite3_index_orderby *by = info->aOrderBy;
  if (info->nOrderBy > plan_orders[order].count) return false;
  for (int i = 0; i < info->nOrderBy; i++) {
    if (by[i].iColumn != plan_orders[order].columns[i] || by[i].desc != by[0].desc) return false;
  }
  return true;
}

static unsigned plan_choose_order(const sqlite3_index_info *info) {
  if (info->nOrderBy == 0) return 0;
  for (size_t i = 0; i < sizeof(plan_orders) / sizeof(*plan_orders); i++) {
    if (!plan_serves_order(info, i)) continue;
    return plan_orders[i].bit | (info->aOrderBy[0].desc ? PLAN_DESCENDING : 0u);
  }
  return 0;
}

static void plan_estimate(sqlite3_index_info *info, unsigned plan, unsigned list) {
  double rows = PLAN_FULL_SCAN_ROWS, cost;
  if (plan & PLAN_ROWID) {
    rows = 1;
    cost = 4;
    info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
  } else if (plan & PLAN_NAME) {
    rows = list == PLAN_NAME ? 20 : 1;
    cost = rows * 5;
  } else {
    if (plan & PLAN_CONNECTION_TYPE) rows /= 8;
    if (plan & PLAN_NAME_FROM) rows /= 4;
    if (plan & PLAN_NAME_TO) rows /= 4;
    cost = rows * 3;
    if (plan & PLAN_CATALOG_ID) rows /= 2;
    if (plan & PLAN_REGION) rows /= 2;
  }
  info->estimatedRows = (sqlite3_int64)rows;
  info->estimatedCost = cost;
}

static char *plan_description(unsigned plan, unsigned list, ColumnSet wanted) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "0x%llx", (unsigned long long)wanted);
  const char *conjunction = " ";
  for (unsigned bit = 1; bit <= PLAN_DESCENDING; bit <<= 1) {
    if (!(plan & bit)) continue;
    const char *text = store_plan_text(bit);
    sqlite3_str_appendall(out, bit & PLAN_OPERANDS ? conjunction : " ");
    if (bit == list) {
      sqlite3_str_appendf(out, "%.*sIN (...)", (int)(strchr(text, '=') - text), text);
    } else {
      sqlite3_str_appendall(out, text);
    }
    conjunction = " AND ";
  }
  return sqlite3_str_finish(out);
}

/* Of an UPDATE SQLite says that it reads all columns, also those that there are not, and asks for none that the
** statement leaves alone. */
static bool plan_is_update(const sqlite3_index_info *info) {
  return (info->colUsed & ~COLUMNS_ALL) != 0;
}

/* The columns of the store that serve the ones a statement reads. SQLite's mask has a bit for
** each of the first 63 columns. Those of an UPDATE are read as they are asked for, but for the ones
** it is known to ask for. */
static ColumnSet plan_columns(const sqlite3_index_info *info) {
  sqlite3_uint64 used = info->colUsed;
  ColumnSet wanted = 0;
  if (plan_is_update(info)) {
    used = 0;
    for (int i = 0; i < info->nConstraint; i++) {
      int column = info->aConstraint[i].iColumn;
      if (column >= 0 && column < COLUMN_COMMAND) used |= COLUMN_BIT(column);
    }
  }
  for (int id = 0; id < COLUMN_COMMAND; id++) {
    if (used & COLUMN_BIT(id)) wanted |= document_columns((ColumnId)id);
  }
  return wanted;
}

int plan_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info) {
  int constraint_of[32] = {0}, argument = 0;
  (void)vtab;
  unsigned plan = plan_choose_constraints(info, constraint_of);
  unsigned list = plan_choose_list(info, &plan, constraint_of);
  for (int index = 0; 1u << index & PLAN_OPERANDS; index++) {
    if (plan & 1u << index) info->aConstraintUsage[constraint_of[index]].argvIndex = ++argument;
  }
  /* The values of a list come in an order of their own. */
  unsigned order = list ? 0 : plan_choose_order(info);
  plan |= order;
  info->orderByConsumed = order != 0;
  /* Without columns to read SQLite would go through an index, and to and fro in the table. */
  bool is_by_index = (plan & (PLAN_OPERANDS & ~(PLAN_CATALOG_ID | PLAN_REGION))) != 0;
  if (plan_is_update(info) && order == 0 && !is_by_index) plan |= PLAN_BY_ROWID;
  plan_estimate(info, plan, list);
  info->idxNum = (int)(plan | list << PLAN_LIST_SHIFT);
  info->idxStr = plan_description(plan, list, plan_columns(info));
  info->needToFreeIdxStr = 1;
  return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}

ColumnSet plan_wanted(const char *text) {
  return strtoull(text, NULL, 16);
}

#undef PLAN_FULL_SCAN_ROWS
#undef PLAN_COLUMN_ROWID
#undef PLAN_ORDER_MAX
