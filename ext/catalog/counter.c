/* SPDX-License-Identifier: MIT */
#include "catalog/counter.h"

#include <string.h>

static void counters_clear(Counters *counters) {
  for (size_t i = 0; i < counters->count; i++) sqlite3_free(counters->list[i].catalog_id);
  counters->count = 0;
  counters->is_void = false;
  counters->unwritten = 0;
}

void counters_free(Counters *counters) {
  counters_clear(counters);
  sqlite3_free(counters->list);
  counters->list = NULL;
}

void counters_forget(Counters *counters) {
  counters->is_void = true;
}

static MemberValue counters_id(const Counter *counter) {
  return (MemberValue){.present = true, .text = counter->catalog_id, .length = counter->length};
}

/* One that was off, and would fall below 0, must not keep anybody from deleting. */
static sqlite3_int64 counters_at_least_0(sqlite3_int64 count) {
  return count > 0 ? count : 0;
}

static int counters_write_all(Counters *counters, Store *store) {
  for (size_t i = 0; i < counters->count; i++) {
    Counter *counter = &counters->list[i];
    if (counter->change == 0) continue;
    const MemberValue id = counters_id(counter);
    sqlite3_int64 count = counters_at_least_0(counter->stored + counter->change);
    int rc = store_write_count(store, &id, count);
    if (rc != SQLITE_OK) return rc;
    counter->stored = count;
    counter->change = 0;
  }
  counters->unwritten = 0;
  return SQLITE_OK;
}

int counters_write(Counters *counters, Store *store) {
  if (counters->is_void) return SQLITE_OK; /* an operation may still point into the list */
  return counters_write_all(counters, store);
}

int counters_savepoint(Counters *counters, Store *store, int savepoint) {
  int rc = counters_write(counters, store);
  if (rc != SQLITE_OK) counters->unwritten = savepoint + 1;
  return rc;
}

/* The statement or SAVEPOINT whose savepoint failed has done nothing. */
void counters_rollback_to(Counters *counters, int savepoint) {
  if (counters->unwritten && savepoint + 1 >= counters->unwritten) return;
  counters_forget(counters);
}

int counters_begin(Counters *counters, Store *store) {
  if (counters->is_void) counters_clear(counters);
  if (counters->count <= COUNTERS_MAX) return SQLITE_OK;
  int rc = counters_write(counters, store);
  if (rc == SQLITE_OK) counters_clear(counters);
  return rc;
}

static int counters_append(Counters *counters, const MemberValue *catalog_id,
                           sqlite3_int64 stored) {
  if (counters->list == NULL) {
    size_t capacity = COUNTERS_MAX + COUNTERS_PER_ROW;
    counters->list = sqlite3_malloc64(capacity * sizeof(*counters->list));
    if (counters->list == NULL) return SQLITE_NOMEM;
  }
  char *copy = sqlite3_malloc64(catalog_id->length + 1);
  if (copy == NULL) return SQLITE_NOMEM;
  memcpy(copy, catalog_id->text, catalog_id->length);
  counters->list[counters->count++] = (Counter){copy, catalog_id->length, stored, 0};
  return SQLITE_OK;
}

int counters_get(Counters *counters, Store *store, const MemberValue *catalog_id,
                 Counter **counter) {
  for (size_t i = 0; i < counters->count; i++) {
    Counter *known = &counters->list[i];
    if (known->length != catalog_id->length ||
        memcmp(known->catalog_id, catalog_id->text, known->length) != 0) {
      continue;
    }
    *counter = known;
    return SQLITE_OK;
  }
  sqlite3_int64 stored;
  int rc = store_count(store, catalog_id, &stored);
  if (rc == SQLITE_OK) rc = counters_append(counters, catalog_id, stored);
  if (rc == SQLITE_OK) *counter = &counters->list[counters->count - 1];
  return rc;
}
