/* SPDX-License-Identifier: MIT */
#include "json/json_keys.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool json_keys_equal(const JsonKey *a, const JsonKey *b) {
  return a->text.length == b->text.length &&
         memcmp(a->text.text, b->text.text, a->text.length) == 0;
}

/* Members of the same key stand in the order of the text, so that it does not depend on the sorting
** which one is the second. */
static int json_keys_compare(const void *a, const void *b) {
  const JsonKey *left = a, *right = b;
  size_t least = left->text.length < right->text.length ? left->text.length : right->text.length;
  int order = memcmp(left->text.text, right->text.text, least);
  if (order != 0) return order;
  if (left->text.length != right->text.length) {
    return left->text.length < right->text.length ? -1 : 1;
  }
  return left->index < right->index ? -1 : 1;
}

static int json_keys_compare_indexes(const void *a, const void *b) {
  const JsonKey *left = a, *right = b;
  return left->index < right->index ? -1 : left->index > right->index;
}

static void json_keys_compare_each(const JsonKey *keys, size_t count,
                                   void (*report)(void *context, const JsonKey *duplicate),
                                   void *context) {
  for (size_t i = 1; i < count; i++) {
    int before = 0;
    for (size_t j = 0; j < i && before < 2; j++) before += json_keys_equal(&keys[j], &keys[i]);
    if (before == 1) report(context, &keys[i]);
  }
}

void json_keys_report(JsonKey *keys, size_t count,
                      void (*report)(void *context, const JsonKey *duplicate), void *context) {
  if (count <= JSON_KEYS_FEW) {
    json_keys_compare_each(keys, count, report, context);
    return;
  }
  qsort(keys, count, sizeof(*keys), json_keys_compare);
  for (size_t i = 1; i < count; i++) {
    if (!json_keys_equal(&keys[i - 1], &keys[i])) continue;
    if (i == 1 || !json_keys_equal(&keys[i - 2], &keys[i])) report(context, &keys[i]);
  }
  qsort(keys, count, sizeof(*keys), json_keys_compare_indexes);
}
