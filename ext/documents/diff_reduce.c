/* SPDX-License-Identifier: MIT */
/*
** Both are walked over side by side. Members come in the same order as a rule, but for one that only one of them
** has: what is not found right behind is kept on both sides, which is never wrong.
*/
#include "documents/diff_reduce.h"

#include <string.h>

#include "json/json_walk.h"

static const char diff_reduce_input[] = "ConnectionInput";

static bool diff_reduce_is_same(Span a, Span b) {
  return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

static bool diff_reduce_is_key(const JsonWalk *a, const JsonWalk *b) {
  return a->value.text && b->value.text && diff_reduce_is_same(a->key, b->key);
}

/* Appends the key of an entry, with a comma before it but for the first. The brace is there, or memory would have
** run out before. */
static void diff_reduce_key(SecretText *out, const JsonWalk *entry) {
  if (out->text[out->length - 1] != '{') secret_text_append(out, ",", 1);
  secret_text_append(out, entry->key.text - 1, entry->key.length + 2);
  secret_text_append(out, ":", 1);
}

static void diff_reduce_empty(SecretText *out, const JsonWalk *entry) {
  diff_reduce_key(out, entry);
  secret_text_append(out, "{}", 2);
}

/* Keeps an entry, and goes to the next. */
static void diff_reduce_keep(SecretText *out, JsonWalk *entry) {
  diff_reduce_key(out, entry);
  secret_text_append(out, entry->value.text, entry->value.length);
  json_walk_next(entry);
}

/* Whether the next entry of `other`, which is on one, has the key that `entry` has now. */
static bool diff_reduce_follows(const JsonWalk *entry, const JsonWalk *other) {
  JsonWalk next = *other;
  json_walk_next(&next);
  return diff_reduce_is_key(entry, &next);
}

static void diff_reduce_objects(Span before, Span after, DiffReduction *reduction, bool is_whole) {
  SecretText *left = &reduction->before, *right = &reduction->after;
  JsonWalk a, b;
  secret_text_append(left, "{", 1);
  secret_text_append(right, "{", 1);
  json_walk_open(&a, before);
  json_walk_open(&b, after);
  while ((a.value.text || b.value.text) && !left->out_of_memory && !right->out_of_memory) {
    if (!diff_reduce_is_key(&a, &b)) {
      bool is_left = a.value.text && (b.value.text == NULL || !diff_reduce_follows(&a, &b));
      diff_reduce_keep(is_left ? left : right, is_left ? &a : &b);
    } else if (diff_reduce_is_same(a.value, b.value)) {
      /* Without its input a request would be one of another form. */
      if (is_whole && json_walk_key_is(a.key, diff_reduce_input)) {
        diff_reduce_empty(left, &a);
        diff_reduce_empty(right, &b);
      }
      json_walk_next(&a);
      json_walk_next(&b);
    } else if (is_whole && json_walk_key_is(a.key, diff_reduce_input) &&
               json_walk_type(a.value) == JSON_OBJECT && json_walk_type(b.value) == JSON_OBJECT) {
      diff_reduce_key(left, &a);
      diff_reduce_key(right, &b);
      diff_reduce_objects(a.value, b.value, reduction, false);
      json_walk_next(&a);
      json_walk_next(&b);
    } else {
      diff_reduce_keep(left, &a);
      diff_reduce_keep(right, &b);
    }
  }
  secret_text_append(left, "}", 1);
  secret_text_append(right, "}", 1);
}

/* The request that the text is; absent where it is none. */
static Span diff_reduce_request(Span text) {
  static const char space[] = " \t\r\n";
  JsonError error;
  const char *from = text.text, *end = span_end(text);
  while (from < end && strchr(space, *from)) from++;
  const char *after = from < end ? json_end(from, (size_t)(end - from), &error) : NULL;
  if (after == NULL) return span_absent;
  Span request = span_of(from, after);
  while (after < end && strchr(space, *after)) after++;
  return after == end && json_walk_member(request, diff_reduce_input).text ? request : span_absent;
}

int diff_reduce(Span *before, Span *after, DiffReduction *reduction) {
  Span a = diff_reduce_request(*before), b = diff_reduce_request(*after);
  if (a.text == NULL || b.text == NULL) return SQLITE_OK;
  diff_reduce_objects(a, b, reduction, true);
  if (reduction->before.out_of_memory || reduction->after.out_of_memory) return SQLITE_NOMEM;
  *before = (Span){reduction->before.text, reduction->before.length};
  *after = (Span){reduction->after.text, reduction->after.length};
  return SQLITE_OK;
}

void diff_reduce_free(DiffReduction *reduction) {
  secret_text_discard(&reduction->before);
  secret_text_discard(&reduction->after);
}
