/* SPDX-License-Identifier: MIT */
/*
** The engine that holds a connection against the API's shapes.
**
** The texts are the API's own where it has one ("Member must have length less than or equal to
** 255"); what only JSON can get wrong (a number where a string belongs, an unknown member, a key
** given twice) is said in the same form.
*/
#include "model/validate.h"

#include <string.h>

#include "json/json_walk.h"
#include "model/types.h"
#include "model/warnings.h"
#include "text/reference.h"

/* A walk over the text of one JSON column. */
typedef struct Validation {
  Findings *findings;
  JsonTexts texts;
} Validation;

static void validate_check(Validation *validation, const Shape *shape, Span value,
                           const Path *path);

/* The value as a finding may show it: never a secret, nor what may well hold one. An empty value
** is no secret. */
static const char *validate_shown(const Shape *shape, const char *text, size_t length) {
  if (shape->flags & SHAPE_SENSITIVE) return NULL;
  if (shape->flags & SHAPE_UNPRINTED && length > 0) return NULL;
  return text;
}

/* "[A, B, C]"; NULL: out of memory. */
static char *validate_value_set(const char *const *values) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  for (size_t i = 0; values[i]; i++) {
    sqlite3_str_appendf(out, "%s%s", i ? ", " : "[", values[i]);
  }
  sqlite3_str_appendchar(out, 1, ']');
  return sqlite3_str_finish(out);
}

static void validate_check_enumeration(const Shape *shape, const char *text, size_t length,
                                       const Path *path, Findings *findings) {
  for (size_t i = 0; shape->values[i]; i++) {
    if (strlen(shape->values[i]) == length && memcmp(shape->values[i], text, length) == 0) return;
  }
  char *set = validate_value_set(shape->values);
  if (set == NULL) findings->out_of_memory = true;
  findings_add_value_constraint(findings, RULE_ENUMERATION, path,
                                validate_shown(shape, text, length), length,
                                "Member must satisfy enum value set: %s", set);
  sqlite3_free(set);
}

/* The rule names of the three kinds of limit are the API's words for them. */
static void validate_check_size(const Shape *shape, size_t size, const char *text, size_t length,
                                const Path *path, Findings *findings) {
  if (size < shape->min) {
    findings_add_value_constraint(findings, RULE_LENGTH, path, text, length,
                                  "Member must have length greater than or equal to %llu",
                                  (unsigned long long)shape->min);
  }
  if (shape->max && size > shape->max) {
    findings_add_value_constraint(findings, RULE_LENGTH, path, text, length,
                                  "Member must have length less than or equal to %llu",
                                  (unsigned long long)shape->max);
  }
}

/* A string of JSON is well-formed, or it would not have been parsed; a text of SQL need not be. */
static void validate_check_string(const Shape *shape, const char *text, size_t length, bool is_json,
                                  const Path *path, Findings *findings) {
  const char *value = validate_shown(shape, text, length);
  bool matches = shape->pattern && text_matches(shape->pattern, text, length);
  /* What matches is well-formed. */
  if (!is_json && !matches && text_malformed(text, length) < length) {
    findings_add_constraint(findings, RULE_TYPE, path, "Member must be well-formed UTF-8");
    return;
  }
  if (!is_json && !matches && memchr(text, '\0', length)) {
    findings_add_constraint(findings, RULE_TYPE, path, "Member must not contain U+0000");
    return;
  }
  /* A code point takes one to four bytes: most values need no counting. */
  if (length < 4 * shape->min || (shape->max && length > shape->max)) {
    validate_check_size(shape, text_points(text, length), value, length, path, findings);
  }
  /* Of a value that is known elsewhere, an ARN say, its form is not known here. */
  bool is_elsewhere = !matches && reference_is_all(text, length) && !memchr(text, '\n', length);
  if (shape->pattern && !matches && !is_elsewhere) {
    findings_add_value_constraint(findings, RULE_PATTERN, path, value, length,
                                  "Member must satisfy regular expression pattern: %s",
                                  shape->pattern->expression);
  }
  if (shape->values) validate_check_enumeration(shape, text, length, path, findings);
}

static void validate_check_list(Validation *validation, const Shape *shape, Span value,
                                const Path *path) {
  JsonWalk at;
  for (json_walk_open(&at, value); at.value.text; json_walk_next(&at)) {
    Path place = PATH_ELEMENT(path, at.index + 1);
    validate_check(validation, shape->element, at.value, &place);
  }
  validate_check_size(shape, at.index, NULL, 0, path, validation->findings);
}

/* Sealed values and those of the service may be longer than what they were made of. */
static bool validate_is_encrypted_twin(const Shape *map, Span key) {
  return map == &shape_connection_properties && secret_property_find_twin(key.text, key.length);
}

static void validate_check_key(const Shape *map, Span name, const Path *path, Findings *findings) {
  const Shape *shape = map->key;
  const char *key = name.text;
  size_t length = name.length;
  /* A code point takes one to four bytes: most keys need no counting. */
  size_t points =
      length < 4 * shape->min || length > shape->max ? text_points(key, length) : length;
  const char *value = validate_shown(map, key, length);
  if (points < shape->min) {
    findings_add_value_constraint(
        findings, RULE_MAP_KEY, path, value, length,
        "Map keys must satisfy constraint: [Member must have length greater "
        "than or equal to %llu]",
        (unsigned long long)shape->min);
  }
  if (points > shape->max) {
    findings_add_value_constraint(
        findings, RULE_MAP_KEY, path, value, length,
        "Map keys must satisfy constraint: [Member must have length less than "
        "or equal to %llu]",
        (unsigned long long)shape->max);
  }
  if (shape->pattern && !text_matches(shape->pattern, key, length)) {
    findings_add_value_constraint(findings, RULE_MAP_KEY, path, value, length,
                                  "Map keys must satisfy constraint: [Member must satisfy regular "
                                  "expression pattern: %s]",
                                  shape->pattern->expression);
  }
  if (shape->flags & SHAPE_RESERVED_AWS && length >= 4 && text_equal_nocase(key, "aws:", 4)) {
    findings_add_value_constraint(findings, RULE_RESERVED_TAG_KEY, path, value, length,
                                  "Map keys must not begin with aws:, which is reserved");
  }
}

/* Where keys are looked for that are given twice. */
typedef struct ValidateDuplicates {
  const Path *parent;
  bool is_map;
  Findings *findings;
} ValidateDuplicates;

static void validate_report_duplicate(void *context, const JsonKey *duplicate) {
  const ValidateDuplicates *duplicates = context;
  Path place = {.parent = duplicates->parent,
                .name = duplicate->text.text,
                .length = duplicate->text.length,
                .is_key = duplicates->is_map};
  findings_add_constraint(duplicates->findings, RULE_DUPLICATE_KEY, &place,
                          "Member must not be given twice");
}

void validate_duplicates(const JsonValue *object, bool is_map, const Path *path,
                         Findings *findings) {
  ValidateDuplicates context = {path, is_map, findings};
  if (json_duplicates(object, validate_report_duplicate, &context) != SQLITE_OK) {
    findings->out_of_memory = true;
  }
}

void validate_members_duplicates(JsonMembers *members, bool is_map, const Path *path,
                                 Findings *findings) {
  ValidateDuplicates context = {path, is_map, findings};
  json_keys_report(members->list, members->count, validate_report_duplicate, &context);
}

static void validate_check_map(Validation *validation, const Shape *shape, Span value,
                               const Path *path) {
  static const Shape unlimited = {.type = SHAPE_STRING, .flags = SHAPE_UNPRINTED, .min = 1};
  JsonMembers members;
  if (json_members_read(&members, value, &validation->texts) != SQLITE_OK) {
    validation->findings->out_of_memory = true;
  }
  for (size_t i = 0; i < members.count; i++) {
    Span key = members.list[i].text;
    Path place = {.parent = path, .name = key.text, .length = key.length, .is_key = true};
    bool is_twin = validate_is_encrypted_twin(shape, key);
    validate_check_key(shape, key, path, validation->findings);
    validate_check(validation, is_twin ? &unlimited : shape->element, members.list[i].value,
                   &place);
  }
  validate_members_duplicates(&members, true, path, validation->findings);
  validate_check_size(shape, members.count, NULL, 0, path, validation->findings);
  json_members_free(&members);
}

static void validate_add_unknown_member(const Shape *structure, const Path *place,
                                        Findings *findings) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  for (size_t i = 0; i < structure->member_count; i++) {
    const char *separator = i == 0 ? "" : i + 1 < structure->member_count ? ", " : " and ";
    sqlite3_str_appendf(out, "%s%s", separator, structure->members[i].name);
  }
  char *names = sqlite3_str_finish(out);
  if (names == NULL) findings->out_of_memory = true;
  findings_add_constraint(findings, RULE_UNKNOWN_MEMBER, place, "%s has no such member; it has %s",
                          structure->name, names);
  sqlite3_free(names);
}

static void validate_check_structure(Validation *validation, const Shape *shape, Span value,
                                     const Path *path) {
  JsonMembers members;
  if (json_members_read(&members, value, &validation->texts) != SQLITE_OK) {
    validation->findings->out_of_memory = true;
  }
  for (size_t i = 0; i < members.count; i++) {
    Span name = members.list[i].text;
    Path place = {.parent = path, .name = name.text, .length = name.length};
    const Member *member = shape_member(shape, name.text, name.length);
    if (member == NULL) {
      validate_add_unknown_member(shape, &place, validation->findings);
    } else if (json_walk_type(members.list[i].value) != JSON_NULL) {
      validate_check(validation, member->shape, members.list[i].value, &place);
    }
  }
  validate_members_duplicates(&members, false, path, validation->findings);
  json_members_free(&members);
}

/* The JSON type a shape asks for, and the words for it. */
static const struct {
  JsonType type;
  const char *words;
} json_types[] = {
    [SHAPE_STRING] = {JSON_STRING, "a string"},
    [SHAPE_BOOLEAN] = {JSON_BOOLEAN, "true or false"},
    [SHAPE_INTEGER] = {JSON_NUMBER, "a number"},
    [SHAPE_TIMESTAMP] = {JSON_NUMBER, "a number"},
    [SHAPE_LIST] = {JSON_ARRAY, "a JSON array"},
    [SHAPE_MAP] = {JSON_OBJECT, "a JSON object"},
    [SHAPE_STRUCTURE] = {JSON_OBJECT, "a JSON object"},
};

static void validate_check(Validation *validation, const Shape *shape, Span value,
                           const Path *path) {
  JsonType type = json_walk_type(value);
  if (type == JSON_NULL) {
    findings_add_null(validation->findings, path);
  } else if (type != json_types[shape->type].type) {
    bool is_unquoted = shape->type == SHAPE_STRING && type == JSON_NUMBER;
    findings_add_constraint(validation->findings, RULE_TYPE, path, "Member must be %s%s",
                            json_types[shape->type].words,
                            is_unquoted ? ": a number was given; quote it" : "");
  } else if (shape->type == SHAPE_STRING) {
    Span text = json_texts_add(&validation->texts, json_walk_inside(value));
    validate_check_string(shape, text.text, text.length, true, path, validation->findings);
  } else if (shape->type == SHAPE_LIST) {
    validate_check_list(validation, shape, value, path);
  } else if (shape->type == SHAPE_MAP) {
    validate_check_map(validation, shape, value, path);
  } else { /* numbers and truth values are columns, and no JSON by the time they come here */
    validate_check_structure(validation, shape, value, path);
  }
}

static void validate_check_json(const Shape *shape, Span value, const Path *path,
                                Findings *findings) {
  Validation validation = {.findings = findings, .texts = json_texts_of(value)};
  validate_check(&validation, shape, value, path);
  if (validation.texts.out_of_memory) findings->out_of_memory = true;
  json_texts_free(&validation.texts);
}

void validate_member(const Connection *connection, ColumnId id, Findings *findings) {
  const Column *column = &columns[id];
  const MemberValue *value = &connection->member[id];
  bool is_missing = !value->present && column->places & IS_REQUIRED && !value->faulty;
  if (!value->present && !is_missing) return;
  const Path place = column_path(id), *path = &place;
  if (is_missing) {
    findings_add_null(findings, path);
  } else if (column->kind == KIND_JSON) {
    validate_check_json(column->shape, (Span){value->text, value->length}, path, findings);
  } else if (column->kind == KIND_TEXT) {
    validate_check_string(column->shape, value->text, value->length, false, path, findings);
  } else if (column->kind == KIND_INTEGER) {
    if (value->number < (sqlite3_int64)column->shape->min ||
        value->number > (sqlite3_int64)column->shape->max) {
      findings_add_constraint(findings, RULE_RANGE, path, "Member must be between %llu and %llu",
                              (unsigned long long)column->shape->min,
                              (unsigned long long)column->shape->max);
    }
  }
}

const char *const validate_levels[LEVEL_COUNT] = {
    [LEVEL_LENIENT] = "lenient", [LEVEL_STANDARD] = "standard", [LEVEL_STRICT] = "strict"};

/* Enumerations of what a request can hold are open at level lenient. */
#define VALIDATE_OPEN RULE_SET(RULE_ENUMERATION)

ValidationLevel validate_level(const Finding *finding) {
  if (finding->severity == SEVERITY_WARNING) return LEVEL_STRICT;
  bool is_lenient = (RULES_OF_FORM & ~VALIDATE_OPEN & RULE_SET(finding->rule)) != 0;
  return is_lenient ? LEVEL_LENIENT : LEVEL_STANDARD;
}

void validate_connection(const Connection *connection, ValidationLevel level, ValidationScope scope,
                         Findings *findings) {
  const RuleSet unwanted = findings->unwanted;
  bool is_form_wanted = findings_want(findings, RULES_OF_FORM);
  for (int id = 0; id < COLUMN_COUNT && is_form_wanted; id++) {
    bool asks = connection->member[id].present || columns[id].places & IS_REQUIRED;
    bool is_open = level == LEVEL_LENIENT && columns[id].places & MEMBER_OF_INPUT;
    findings->unwanted = is_open ? unwanted | VALIDATE_OPEN : unwanted;
    if (asks && columns[id].shape) validate_member(connection, (ColumnId)id, findings);
  }
  findings->unwanted = unwanted;
  if (level >= LEVEL_STANDARD) types_validate(connection, findings);
  if (level == LEVEL_STRICT || scope == SCOPE_ALL) warnings_validate(connection, findings);
}

static void validate_place_json_error(const Path *path, const Shape *shape, const JsonError *error,
                                      size_t at, Findings *findings) {
  if (at >= error->depth) {
    findings_add_constraint(findings, RULE_JSON, path, "Member %s (at byte %llu)", error->reason,
                            (unsigned long long)error->offset + 1);
    return;
  }
  const JsonStep *step = &error->step[at];
  ShapeType type = shape ? shape->type : SHAPE_MAP;
  Path place = {.parent = path,
                .name = step->key,
                .length = step->key_length,
                .is_key = type != SHAPE_STRUCTURE,
                .index = step->index + 1};
  const Shape *below = NULL;
  if (type == SHAPE_STRUCTURE && step->key) {
    const Member *member = shape_member(shape, step->key, step->key_length);
    if (member) below = member->shape;
  }
  validate_place_json_error(&place, below, error, at + 1, findings);
}

void validate_json_error(const Path *root, const Shape *shape, const JsonError *error, size_t first,
                         Findings *findings) {
  validate_place_json_error(root, shape, error, first, findings);
}

void validate_tags(const Connection *connection, ValidationLevel level, Findings *findings) {
  validate_member(connection, COLUMN_TAGS, findings);
  if (level == LEVEL_STRICT) warnings_validate_tags(connection, findings);
}

#undef VALIDATE_OPEN
