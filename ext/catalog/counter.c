/* SPDX-License-Identifier: MIT */
#include "catalog/counter.h"

#include <string.h>

static void counters_clear(Counters *counters) {
  for (size_t i = 0; i < counters->count; i++) sqlite3_free(counters->list[i].text);
  counters->count = 0;
  counters->is_void = false;
}

void counters_free(Counters *counters) {
  counters_clear(counters);
  sqlite3_free(counters->list);
  counters->list = NULL;
}

void counters_forget(Counters *counters) {
  counters->is_void = true;
}

static MemberValue counters_text(const char *text, size_t length) {
  return (MemberValue){.present = true, .text = text, .length = length};
}

static StorePlace counters_place(const Counter *counter) {
  return (StorePlace){
      counters_text(counter->text, counter->catalog_id_length),
      counters_text(counter->text + counter->catalog_id_length, counter->region_length)};
}

/* One that was off, and would fall below 0, must not keep anybody from deleting. */
static sqlite3_int64 counters_at_least_0(sqlite3_int64 count) {
  return count > 0 ? count : 0;
}

/* Where one of them cannot be written, SQLite may take back those that were written before it: none counts as written
** then, and all are written again. */
int counters_write(Counters *counters, Store *store) {
  if (counters->is_void) return SQLITE_OK; /* an operation may still point into the list */
  for (size_t i = 0; i < counters->count; i++) {
    Counter *counter = &counters->list[i];
    if (counter->change == 0) continue;
    const StorePlace place = counters_place(counter);
    sqlite3_int64 count = counters_at_least_0(counter->stored + counter->change);
    int rc = store_write_count(store, &place, count);
    if (rc != SQLITE_OK) return rc;
  }
  for (size_t i = 0; i < counters->count; i++) {
    Counter *counter = &counters->list[i];
    counter->stored = counters_at_least_0(counter->stored + counter->change);
    counter->change = 0;
  }
  return SQLITE_OK;
}

int counters_begin(Counters *counters, Store *store) {
  if (counters->is_void) counters_clear(counters);
  if (counters->count <= COUNTERS_MAX) return SQLITE_OK;
  int rc = counters_write(counters, store);
  if (rc == SQLITE_OK) counters_clear(counters);
  return rc;
}

static int counters_append(Counters *counters, const StorePlace *place, sqlite3_int64 stored) {
  const MemberValue *catalog_id = &place->catalog_id, *region = &place->region;
  if (counters->list == NULL) {
    size_t capacity = COUNTERS_MAX + COUNTERS_PER_ROW;
    counters->list = sqlite3_malloc64(capacity * sizeof(*counters->list));
    if (counters->list == NULL) return SQLITE_NOMEM;
  }
  char *text = sqlite3_malloc64(catalog_id->length + region->length + 1);
  if (text == NULL) return SQLITE_NOMEM;
  memcpy(text, catalog_id->text, catalog_id->length);
  memcpy(text + catalog_id->length, region->text, region->length);
  counters->list[counters->count++] =
      (Counter){text, catalog_id->length, region->length, stored, 0};
  return SQLITE_OK;
}

static bool counters_are_of(const Counter *counter, const StorePlace *place) {
  size_t length = counter->catalog_id_length;
  return length == place->catalog_id.length && counter->region_length == place->region.length &&
         memcmp(counter->text, place->catalog_id.text, length) == 0 &&
         memcmp(counter->text + length, place->region.text, counter->region_length) == 0;
}

int counters_get(Counters *counters, Store *store, const StorePlace *place, Counter **counter) {
  for (size_t i = 0; i < counters->count; i++) {
    if (!counters_are_of(&counters->list[i], place)) continue;
    *counter = &counters->list[i];
    return SQLITE_OK;
  }
  sqlite3_int64 stored;
  int rc = store_count(store, place, &stored);
  if (rc == SQLITE_OK) rc = counters_append(counters, place, stored);
  if (rc == SQLITE_OK) *counter = &counters->list[counters->count - 1];
  return rc;
}
