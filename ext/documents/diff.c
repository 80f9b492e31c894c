/* SPDX-License-Identifier: MIT */
/*
** Two trees side by side. Objects are taken apart only where they are not the same in the same order; then their
** members are sorted, so that time is linear but for the sorting.
*/
#include "documents/diff.h"

#include <stdlib.h>
#include <string.h>

#include "model/shapes.h"
#include "model/warnings.h"
#include "secrets/secret.h"
#include "text/reference.h"
#include "text/suspect.h"

/* What lint takes for a secret. */
#define DIFF_SECRET_RULES (RULE_SET(RULE_URL_PASSWORD) | RULE_SET(RULE_CLEAR_TEXT_SECRET))

/* A place in both trees. */
typedef struct DiffPlace {
  Path path;
  const Shape *shape; /* of what stands there; NULL: unknown */
  DiffSecrecy secrecy;
  DiffSecrecy unknown; /* of a member of a structure that the API has not */
} DiffPlace;

static void diff_trees(Diff *diff, const DiffPlace *place, const JsonValue *before,
                       const JsonValue *after);

/* ---- values ---- */

/* A null is an absent value. */
static const JsonValue *diff_present(const JsonValue *value) {
  return value && json_type(value) != JSON_NULL ? value : NULL;
}

static DiffValue diff_value(const JsonValue *value) {
  if (value == NULL) return (DiffValue){NULL, NULL};
  if (json_type(value) == JSON_STRING) return (DiffValue){json_string(value), NULL};
  return (DiffValue){NULL, value};
}

static bool diff_is_container(const JsonValue *value) {
  return value && (json_type(value) == JSON_OBJECT || json_type(value) == JSON_ARRAY);
}

/* Whether both are the same, their members in the same order. */
static bool diff_is_same(const JsonValue *a, const JsonValue *b) {
  if (a == NULL || b == NULL) return a == b;
  if (json_type(a) != json_type(b)) return false;
  switch (json_type(a)) {
  case JSON_STRING: return strcmp(json_string(a), json_string(b)) == 0;
  case JSON_NUMBER: return strcmp(json_number_text(a), json_number_text(b)) == 0;
  case JSON_BOOLEAN: return json_is_true(a) == json_is_true(b);
  case JSON_NULL: return true;
  default: break;
  }
  a = json_first(a);
  b = json_first(b);
  for (; a && b; a = json_next(a), b = json_next(b)) {
    if (json_key(a) && strcmp(json_key(a), json_key(b)) != 0) return false;
    if (!diff_is_same(a, b)) return false;
  }
  return a == b;
}

static void diff_add(Diff *diff, const DiffPlace *place, DiffValue before, DiffValue after) {
  char *pointer = path_pointer(&place->path);
  if (diff->count == diff->capacity && pointer) {
    size_t capacity = diff->capacity ? diff->capacity * 2 : 8;
    Difference *list = sqlite3_realloc64(diff->list, capacity * sizeof(*list));
    if (list) {
      diff->list = list;
      diff->capacity = capacity;
    }
  }
  if (pointer == NULL || diff->count == diff->capacity) {
    sqlite3_free(pointer);
    diff->out_of_memory = true;
    return;
  }
  diff->list[diff->count++] = (Difference){pointer, before, after, place->secrecy};
}

/* ---- what is declared a secret ---- */

/* A reference says where a secret is, and is none; nor is what is not there. A number may be one. */
static bool diff_is_reference(const JsonValue *value) {
  if (value == NULL) return true;
  return json_type(value) == JSON_STRING &&
         reference_leads_elsewhere(json_string(value), strlen(json_string(value)));
}

/* The place of a member or an entry. */
static DiffPlace diff_enter(const DiffPlace *place, const char *key, const JsonValue *before,
                            const JsonValue *after) {
  const Shape *shape = place->shape;
  DiffPlace inner = {PATH_MEMBER(&place->path, key), NULL, place->secrecy, place->unknown};
  if (shape && shape->type == SHAPE_STRUCTURE) {
    const Member *member = shape_member(shape, key, strlen(key));
    bool is_sealed = strcmp(key, SECRET_ENCRYPTED_CREDENTIALS) == 0;
    if (member) inner.shape = member->shape;
    if (member == NULL) inner.secrecy = place->unknown;
    if (member && member->credential) inner.secrecy = is_sealed ? DIFF_SEALED : DIFF_SECRET;
  } else {
    inner.path.is_key = true;
    inner.shape = shape && shape->type == SHAPE_MAP ? shape->element : NULL;
  }
  /* Lint looks at strings alone. */
  if (inner.shape == NULL && suspect_name(key, strlen(key))) inner.secrecy = DIFF_SECRET;
  if (shape == &shape_connection_properties) {
    if (secret_property_of_twin(key)) inner.secrecy = DIFF_SEALED;
    if (secret_property_named(key)) inner.secrecy = DIFF_SECRET;
  }
  bool is_secret =
      inner.secrecy == DIFF_SECRET && !diff_is_container(before) && !diff_is_container(after);
  if (is_secret && diff_is_reference(before) && diff_is_reference(after)) {
    inner.secrecy = DIFF_OPEN;
  }
  return inner;
}

/* ---- containers ---- */

static int diff_compare_members(const void *a, const void *b) {
  const JsonValue *const *left = a, *const *right = b;
  return strcmp(json_key(*left), json_key(*right));
}

/* The members of an object, sorted; *members is the caller's. What is no object has none. */
static size_t diff_sort_members(Diff *diff, const JsonValue *object, const JsonValue ***members) {
  size_t count = 0;
  bool is_object = object && json_type(object) == JSON_OBJECT;
  const JsonValue *first = is_object ? json_first(object) : NULL;
  *members = NULL;
  for (const JsonValue *member = first; member; member = json_next(member)) count++;
  if (count == 0) return 0;
  *members = sqlite3_malloc64(count * sizeof(**members));
  if (*members == NULL) {
    diff->out_of_memory = true;
    return 0;
  }
  count = 0;
  for (const JsonValue *member = first; member; member = json_next(member)) {
    (*members)[count++] = member;
  }
  qsort(*members, count, sizeof(**members), diff_compare_members);
  return count;
}

static void diff_objects(Diff *diff, const DiffPlace *place, const JsonValue *before,
                         const JsonValue *after) {
  const JsonValue **left, **right;
  size_t left_count = diff_sort_members(diff, before, &left);
  size_t right_count = diff_sort_members(diff, after, &right);
  for (size_t i = 0, j = 0; i < left_count || j < right_count;) {
    int order = i == left_count    ? 1
                : j == right_count ? -1
                                   : strcmp(json_key(left[i]), json_key(right[j]));
    const JsonValue *a = order <= 0 ? diff_present(left[i++]) : NULL;
    const JsonValue *b = order >= 0 ? diff_present(right[j++]) : NULL;
    const char *key = json_key(order <= 0 ? left[i - 1] : right[j - 1]);
    const DiffPlace inner = diff_enter(place, key, a, b);
    diff_trees(diff, &inner, a, b);
  }
  sqlite3_free(left);
  sqlite3_free(right);
}

static void diff_lists(Diff *diff, const DiffPlace *place, const JsonValue *before,
                       const JsonValue *after) {
  const JsonValue *a = before && json_type(before) == JSON_ARRAY ? json_first(before) : NULL;
  const JsonValue *b = after && json_type(after) == JSON_ARRAY ? json_first(after) : NULL;
  for (size_t index = 1; a || b; index++) {
    const Shape *shape =
        place->shape && place->shape->type == SHAPE_LIST ? place->shape->element : NULL;
    const DiffPlace inner = {PATH_ELEMENT(&place->path, index), shape, place->secrecy,
                             place->unknown};
    diff_trees(diff, &inner, diff_present(a), diff_present(b));
    if (a) a = json_next(a);
    if (b) b = json_next(b);
  }
}

static bool diff_is_leaf(const JsonValue *value) {
  return value && (!diff_is_container(value) || json_first(value) == NULL);
}

/* NULL: absent. An object against a list, or against a plain value, are the leaves of both. */
static void diff_trees(Diff *diff, const DiffPlace *place, const JsonValue *before,
                       const JsonValue *after) {
  if (diff_is_same(before, after)) return;
  if (diff_is_leaf(before) || diff_is_leaf(after)) {
    diff_add(diff, place, diff_value(diff_is_leaf(before) ? before : NULL),
             diff_value(diff_is_leaf(after) ? after : NULL));
  }
  diff_objects(diff, place, before, after);
  diff_lists(diff, place, before, after);
}

/* ---- columns ---- */

/* What a member is that a request leaves out: an empty map, true. */
static bool diff_is_default(ColumnId id, const MemberValue *value) {
  if (!value->present) return true;
  if (id == COLUMN_VALIDATE_CREDENTIALS) return value->number != 0;
  bool may_be_empty = id == COLUMN_CONNECTION_PROPERTIES || id == COLUMN_TAGS;
  return may_be_empty && json_type(value->json) == JSON_OBJECT && json_first(value->json) == NULL;
}

static DiffValue diff_member(ColumnId id, const MemberValue *value) {
  if (id == COLUMN_VALIDATE_CREDENTIALS) {
    return (DiffValue){value->present && value->number == 0 ? "false" : "true", NULL};
  }
  return (DiffValue){value->present ? value->text : NULL, NULL};
}

static void diff_column(Diff *diff, ColumnId id, const MemberValue *before,
                        const MemberValue *after) {
  /* What is not known of an authentication may be a credential. */
  const DiffSecrecy unknown = id == COLUMN_AUTHENTICATION_CONFIGURATION ? DIFF_SECRET : DIFF_OPEN;
  const DiffPlace place = {column_path(id), columns[id].shape, DIFF_OPEN, unknown};
  bool is_default = diff_is_default(id, before);
  if (is_default && diff_is_default(id, after)) return;
  if (columns[id].kind == KIND_JSON) {
    diff_trees(diff, &place, is_default ? NULL : before->json,
               diff_is_default(id, after) ? NULL : after->json);
  } else if (!member_equal(before, after)) {
    diff_add(diff, &place, diff_member(id, before), diff_member(id, after));
  }
}

/* ---- what lint takes for a secret ---- */

static int diff_compare_texts(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whether a pointer, or one to a place around it, is among the sorted ones. The pointer is cut for a moment. */
static bool diff_is_within(char *pointer, const char **sorted, size_t count) {
  size_t length = strlen(pointer);
  bool is_within = false;
  for (size_t n = length; n > 0 && !is_within; n--) {
    if (n < length && pointer[n] != '/') continue;
    char kept = pointer[n];
    const char *key = pointer;
    pointer[n] = '\0';
    is_within = bsearch(&key, sorted, count, sizeof(*sorted), diff_compare_texts) != NULL;
    pointer[n] = kept;
  }
  return is_within;
}

/* Of the differences from that one on, those that findings of DIFF_SECRET_RULES are about. */
static void diff_mask(Diff *diff, size_t from, const Findings *findings) {
  size_t count = findings->count;
  const char **sorted = sqlite3_malloc64((count + 1) * sizeof(*sorted));
  if (sorted == NULL) {
    diff->out_of_memory = true;
    return;
  }
  for (size_t i = 0; i < count; i++) sorted[i] = findings->list[i].pointer;
  qsort(sorted, count, sizeof(*sorted), diff_compare_texts);
  for (size_t i = from; i < diff->count && count > 0; i++) {
    Difference *difference = &diff->list[i];
    if (difference->secrecy == DIFF_OPEN && diff_is_within(difference->pointer, sorted, count)) {
      difference->secrecy = DIFF_SECRET;
    }
  }
  sqlite3_free(sorted);
}

/* Asks about those columns alone that have something to show. */
static void diff_lint(Diff *diff, const Connection *connection, const bool *is_open) {
  Findings findings = {.unwanted = ~DIFF_SECRET_RULES};
  Connection shown = *connection;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    shown.member[id].present = shown.member[id].present && is_open[id];
  }
  warnings_validate(&shown, &findings);
  if (findings.out_of_memory) diff->out_of_memory = true;
  diff_mask(diff, 0, &findings);
  findings_free(&findings);
}

/* ---- all of it ---- */

int diff_requests(Diff *diff, const Connection *before, const Connection *after) {
  bool is_open[COLUMN_COUNT] = {false}, is_any_open = false;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    size_t from = diff->count;
    if (!(columns[id].places & (MEMBER_OF_REQUEST | MEMBER_OF_INPUT))) continue;
    diff_column(diff, (ColumnId)id, &before->member[id], &after->member[id]);
    for (; from < diff->count; from++) is_open[id] |= diff->list[from].secrecy == DIFF_OPEN;
    is_any_open |= is_open[id];
  }
  if (is_any_open && !diff->out_of_memory) {
    diff_lint(diff, before, is_open);
    diff_lint(diff, after, is_open);
  }
  return diff->out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

/* The members that tell a secret. */
static void diff_find_secrets(const DiffPlace *place, const JsonDocument *unknown,
                              Findings *findings) {
  JsonCursor member;
  if (unknown->root == NULL) return;
  for (json_open(&member, unknown->root, unknown->text); member.value; json_advance(&member)) {
    const Path path = PATH_KEY(&place->path, json_key(member.value));
    if (!warnings_tell_secret(&member, &findings->out_of_memory)) continue;
    findings_add(findings, SEVERITY_WARNING, RULE_CLEAR_TEXT_SECRET, &path, "a secret");
  }
}

int diff_unknown(Diff *diff, const JsonDocument *before, const JsonDocument *after) {
  const DiffPlace place = {PATH_MEMBER(NULL, "ConnectionInput"), NULL, DIFF_OPEN, DIFF_OPEN};
  const size_t from = diff->count;
  Findings findings = {.list = NULL};
  diff_objects(diff, &place, before->root, after->root);
  if (diff->count > from && !diff->out_of_memory) {
    diff_find_secrets(&place, before, &findings);
    diff_find_secrets(&place, after, &findings);
    if (findings.out_of_memory) diff->out_of_memory = true;
    diff_mask(diff, from, &findings);
  }
  findings_free(&findings);
  return diff->out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
}

void diff_free(Diff *diff) {
  for (size_t i = 0; i < diff->count; i++) sqlite3_free(diff->list[i].pointer);
  sqlite3_free(diff->list);
  *diff = (Diff){.list = NULL};
}

#undef DIFF_SECRET_RULES
