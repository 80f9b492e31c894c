/* SPDX-License-Identifier: MIT */
/*
** How many connections each place (a catalog and a region) holds.
**
** The shadow table has a row for each place. While a transaction goes on, what it adds and takes
** away is kept in memory: the first change has locked the database, so nobody else can change a
** counter meanwhile. It is written before the transaction commits and before every savepoint, and
** forgotten with every rollback.
*/
#ifndef GLUE_CATALOG_COUNTER_H
#define GLUE_CATALOG_COUNTER_H

#include "store/store.h"

typedef struct Counter {
  char *text;                              /* owned: the catalog's id, then the region */
  size_t catalog_id_length, region_length; /* bytes of them */
  sqlite3_int64 stored;                    /* what the shadow table has */
  sqlite3_int64 change;                    /* since, and not yet written */
} Counter;

/* The places that one operation on a row can touch: its old one, its new one, and those of the two
** rows that may be in its way. */
#define COUNTERS_PER_ROW 4
/* Beyond so many the counters are written and forgotten: they are searched one after the other. */
#define COUNTERS_MAX 64

/* The places of the transaction. All zero: none. */
typedef struct Counters {
  Counter *list; /* owned; with room for COUNTERS_MAX + COUNTERS_PER_ROW */
  size_t count;
  bool is_void; /* a rollback or a commit has come: nothing of the list holds any more */
} Counters;

void counters_free(Counters *counters);

/* Begins an operation on a row. The counters that it gets stay where they are until the next one
** begins; it changes them once the row is written. */
int counters_begin(Counters *counters, Store *store);
/* The counter of a place; reads it if the transaction has not needed it yet. */
int counters_get(Counters *counters, Store *store, const StorePlace *place, Counter **counter);

/* Writes what has changed. */
int counters_write(Counters *counters, Store *store);
/* Gives up what has not been written. */
void counters_forget(Counters *counters);

#endif
