/* SPDX-License-Identifier: MIT */
#include "documents/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "json/json_walk.h"
#include "sqlite.h"

#define LOOKUP_FIRST 32

void lookup_add(Lookup *lookup, const char *parent, Span key, Span value) {
  if (lookup->out_of_memory) return;
  if (lookup->count == lookup->capacity) {
    size_t capacity = lookup->capacity ? 2 * lookup->capacity : LOOKUP_FIRST;
    LookupEntry *entry = sqlite3_realloc64(lookup->entry, capacity * sizeof(*entry));
    if (entry == NULL) {
      lookup->out_of_memory = true;
      return;
    }
    lookup->entry = entry;
    lookup->capacity = capacity;
  }
  lookup->entry[lookup->count++] = (LookupEntry){parent, key, value, 0, span_absent};
}

void lookup_add_object(Lookup *lookup, Span object, int levels) {
  JsonWalk walk;
  if (levels == 0 || json_walk_type(object) != JSON_OBJECT) return;
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    lookup_add(lookup, object.text, walk.key, walk.value);
    lookup_add_object(lookup, walk.value, levels - 1);
  }
}

/* By object and name; the first member of a name comes first. */
static int lookup_compare(const void *a, const void *b) {
  const LookupEntry *left = a, *right = b;
  if (left->parent != right->parent) return left->parent < right->parent ? -1 : 1;
  if (left->key.length != right->key.length) return left->key.length < right->key.length ? -1 : 1;
  int order = left->key.length ? memcmp(left->key.text, right->key.text, left->key.length) : 0;
  if (order != 0 || left->value.text == right->value.text) return order;
  return left->value.text < right->value.text ? -1 : 1;
}

LookupEntry *lookup_find(Lookup *lookup, const char *parent, Span key) {
  if (lookup->out_of_memory || lookup->count == 0) return NULL;
  if (!lookup->is_sorted)
    qsort(lookup->entry, lookup->count, sizeof(*lookup->entry), lookup_compare);
  lookup->is_sorted = true;
  /* Nothing stands before a member that has no value: the first is what follows it. */
  LookupEntry wanted = {parent, key, span_absent, 0, span_absent};
  size_t low = 0, high = lookup->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (lookup_compare(&lookup->entry[middle], &wanted) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == lookup->count) return NULL;
  LookupEntry *found = &lookup->entry[low];
  wanted.value = found->value;
  return lookup_compare(found, &wanted) == 0 ? found : NULL;
}

void lookup_free(Lookup *lookup) {
  sqlite3_free(lookup->entry);
  *lookup = (Lookup){.entry = NULL};
}

#undef LOOKUP_FIRST
