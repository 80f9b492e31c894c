/* SPDX-License-Identifier: MIT */
/*
** Walks the rules of a connection type. What the rules are stands in types_data.c.
*/
#include "model/types.h"

#include <string.h>

#include "json/json_walk.h"
#include "model/shapes.h"
#include "text/text.h"

/* The key by which style 1 is known (in use), and that of SageMaker Studio (documented). */
static const char *const types_style_1_keys[] = {"SparkProperties", "PythonProperties", NULL};

/* Customers' own types, made with RegisterConnectionType, begin so. */
static const char types_registered_prefix[] = "REST-";

/* ---- finding a type ---- */

const ConnectionTypeRow *types_find(const char *name, size_t length) {
  for (const ConnectionTypeRow *row = types_rows; row->name; row++) {
    if (row->length == length && *row->name == *name && memcmp(row->name, name, length) == 0)
      return row;
  }
  return NULL;
}

const ConnectionTypeRow *types_row(size_t i) {
  return types_rows[i].name ? &types_rows[i] : NULL;
}

const char *types_name(size_t i) {
  return types_rows[i].name;
}

const TypeFact *types_optional(const ConnectionTypeRow *row) {
  return row->optional.names ? &row->optional : &row->family->optional;
}

const TypeFact *types_authentication(const ConnectionTypeRow *row) {
  return row->authentication.names ? &row->authentication : &row->family->authentication;
}

static bool types_is_registered(const char *name, size_t length) {
  size_t prefix = sizeof(types_registered_prefix) - 1;
  return length > prefix && memcmp(name, types_registered_prefix, prefix) == 0;
}

bool types_is_open(const char *name, size_t length) {
  const ConnectionTypeRow *row = types_find(name, length);
  return row ? row->family->open : types_is_registered(name, length);
}

static const ConnectionTypeRow *types_row_of(const Connection *connection) {
  const MemberValue *type = &connection->member[COLUMN_CONNECTION_TYPE];
  return type->present ? types_find(type->text, type->length) : NULL;
}

/* ---- schema version, compute environments ---- */

/* The text of a map column; absent where it is absent or no object (which its shape reports). */
static Span types_map_of(const Connection *connection, ColumnId column) {
  const MemberValue *member = &connection->member[column];
  Span map = {member->text, member->length};
  return member->present && json_walk_type(map) == JSON_OBJECT ? map : span_absent;
}

static bool types_is_style_2(const Connection *connection) {
  Span properties = types_map_of(connection, COLUMN_CONNECTION_PROPERTIES);
  for (size_t i = 0; types_style_1_keys[i]; i++) {
    if (json_walk_find(properties, span_text(types_style_1_keys[i])).text) return false;
  }
  return true;
}

int types_schema_version(const Connection *connection) {
  const ConnectionTypeRow *row = types_row_of(connection);
  /* All classic types are known: any other is of the newer kind. */
  if (row && row->family->classic) return 1;
  return types_is_style_2(connection) ? 2 : 1;
}

const char *types_compute_environments(const char *connection_type, size_t length,
                                       int schema_version) {
  const ConnectionTypeRow *row = types_find(connection_type, length);
  return row ? row->family->environments[schema_version == 2] : NULL;
}

/* ---- terms ---- */

static bool types_is_term(const Term *term) {
  return term->key || term->column;
}

size_t types_count_terms(const Term *terms) {
  size_t count = 0;
  while (types_is_term(&terms[count])) count++;
  return count;
}

size_t types_count_alternatives(const TypeRule *rule) {
  size_t count = 0;
  while (types_is_term(&rule->any_of[count][0])) count++;
  return count;
}

const char *types_term_name(const Term *term) {
  if (term->key == NULL) return columns[term->column].member;
  return term->key;
}

/* Whether it can be said at all if the request has the term. A map that is missing where it is
** required, or that is no map, has been reported already. */
static bool types_is_readable(const Connection *connection, const Term *term) {
  const MemberValue *member = &connection->member[term->column];
  if (member->faulty) return false;
  if (term->key == NULL) return true;
  if (!member->present) return !(columns[term->column].places & IS_REQUIRED);
  return types_map_of(connection, term->column).text;
}

static Span types_entry_of(const Connection *connection, const Term *term) {
  return json_walk_find(types_map_of(connection, term->column), span_text(term->key));
}

/* A secret that is sealed already stands under its twin's key. */
static Span types_twin_of(const Connection *connection, const Term *term) {
  const SecretProperty *property = secret_property_named(term->key);
  if (property == NULL) return span_absent;
  return json_walk_find(types_map_of(connection, term->column), span_text(property->twin));
}

static bool types_has_term(const Connection *connection, const Term *term) {
  if (term->key == NULL) return connection->member[term->column].present;
  return json_walk_type(types_entry_of(connection, term)) != JSON_NULL ||
         json_walk_type(types_twin_of(connection, term)) != JSON_NULL;
}

static bool types_condition_holds(const TypeRule *rule, const Connection *connection) {
  if (rule->equals == NULL) return true;
  Span value = types_entry_of(connection, &rule->when);
  return json_walk_type(value) == JSON_STRING &&
         json_walk_means_nocase(json_walk_inside(value), span_text(rule->equals));
}

/* ---- reports ---- */

/* The path of a term; the storage is the caller's. */
static const Path *types_term_path(const Term *term, Path storage[2]) {
  storage[0] = column_path(term->column);
  if (term->key == NULL) return &storage[0];
  storage[1] = (Path)PATH_KEY(&storage[0], term->key);
  return &storage[1];
}

/* "A, or B, C and D" */
static char *types_alternatives_text(const TypeRule *rule) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  for (size_t i = 0; i < types_count_alternatives(rule); i++) {
    size_t count = types_count_terms(rule->any_of[i]);
    if (i > 0) sqlite3_str_appendall(out, ", or ");
    for (size_t j = 0; j < count; j++) {
      if (j > 0) sqlite3_str_appendall(out, j + 1 == count ? " and " : ", ");
      sqlite3_str_appendall(out, types_term_name(&rule->any_of[i][j]));
    }
  }
  return sqlite3_str_finish(out);
}

static void types_report_missing(const TypeRule *rule, const char *type, const Term *term,
                                 Findings *findings) {
  Path storage[2];
  const Path *path = types_term_path(term, storage);
  if (rule->verbatim) {
    findings_add_verbatim(findings, rule->rule, path, rule->verbatim);
  } else if (rule->severity == SEVERITY_ERROR) {
    findings_add_constraint(findings, rule->rule, path,
                            "Member must not be null for connection type %s", type);
  } else if (rule->advice) {
    findings_add(findings, SEVERITY_WARNING, rule->rule, path, "%s", rule->advice);
  } else {
    findings_add(findings, SEVERITY_WARNING, rule->rule, path,
                 "Connections of type %s are known to need %s; add it", type,
                 types_term_name(term));
  }
}

/* Of the first alternative that is there in part, what is missing: "PASSWORD is missing beside USERNAME".
** Returns whether there is one. */
static bool types_report_part(const TypeRule *rule, const Connection *connection,
                              Findings *findings) {
  for (size_t i = 0; rule->lack && types_is_term(rule->any_of[i]); i++) {
    const Term *terms = rule->any_of[i], *present = NULL, *missing = terms;
    for (size_t n = types_count_terms(terms); n > 0; n--) { /* the first of each is meant */
      *(types_has_term(connection, &terms[n - 1]) ? &present : &missing) = &terms[n - 1];
    }
    if (present == NULL) continue; /* where one is, another one is missing: none is there whole */
    Path storage[2];
    findings_add(findings, rule->severity, rule->rule, types_term_path(missing, storage),
                 "%s is missing beside %s; %s", types_term_name(missing), types_term_name(present),
                 rule->advice);
    return true;
  }
  return false;
}

/* None of several alternatives is there: the finding stands at the map as a whole. */
static void types_report_no_alternative(const TypeRule *rule, const char *type,
                                        const Connection *connection, Findings *findings) {
  const Path path = column_path(rule->any_of[0][0].column);
  if (types_report_part(rule, connection, findings)) return;
  if (rule->severity == SEVERITY_WARNING) {
    findings_add(findings, SEVERITY_WARNING, rule->rule, &path, "%s%s%s",
                 rule->lack ? rule->lack : "", rule->lack ? "; " : "", rule->advice);
    return;
  }
  char *alternatives = types_alternatives_text(rule);
  if (alternatives == NULL) findings->out_of_memory = true;
  findings_add_constraint(findings, rule->rule, &path, "Member must have %s for connection type %s",
                          alternatives, type);
  sqlite3_free(alternatives);
}

static void types_report_refused(const TypeRule *rule, Findings *findings) {
  Path storage[2];
  const Path *path = types_term_path(&rule->any_of[0][0], storage);
  if (rule->verbatim) {
    findings_add_verbatim(findings, rule->rule, path, rule->verbatim);
  } else if (rule->severity == SEVERITY_WARNING) {
    findings_add(findings, SEVERITY_WARNING, rule->rule, path, "%s", rule->advice);
  } else {
    findings_add_constraint(findings, rule->rule, path,
                            "%s are not allowed in the request object where %s.%s is %s",
                            types_term_name(&rule->any_of[0][0]), columns[rule->when.column].member,
                            rule->when.key, rule->equals);
  }
}

/* ---- property keys ---- */

typedef bool (*TypesVisit)(void *context, const char *key);

static bool types_visit_term(const Term *term, TypesVisit visit, void *context) {
  return term->column == COLUMN_CONNECTION_PROPERTIES && visit(context, term->key);
}

static bool types_visit_rule(const TypeRule *rule, TypesVisit visit, void *context) {
  if (types_visit_term(&rule->when, visit, context)) return true;
  for (size_t i = 0; types_is_term(rule->any_of[i]); i++) {
    for (const Term *term = rule->any_of[i]; types_is_term(term); term++) {
      if (types_visit_term(term, visit, context)) return true;
    }
  }
  return false;
}

static bool types_visit_names(const TypeFact *fact, TypesVisit visit, void *context) {
  for (size_t i = 0; fact->names && fact->names[i]; i++) {
    if (visit(context, fact->names[i])) return true;
  }
  return false;
}

static bool types_visit_family(const TypeFamily *family, TypesVisit visit, void *context) {
  for (size_t i = 0; family->rules[i]; i++) {
    if (types_visit_rule(family->rules[i], visit, context)) return true;
  }
  return types_visit_names(&family->optional, visit, context);
}

bool types_visit_property_keys(bool (*visit)(void *context, const char *key), void *context) {
  for (size_t i = 0; property_key_name(i); i++) {
    if (visit(context, property_key_name(i))) return true;
  }
  for (size_t i = 0; types_style_1_keys[i]; i++) {
    if (visit(context, types_style_1_keys[i])) return true;
  }
  const TypeFamily *last = NULL; /* kin mostly stand together */
  for (const ConnectionTypeRow *row = types_rows; row->name; row++) {
    if (row->family != last && types_visit_family(row->family, visit, context)) return true;
    if (types_visit_names(&row->optional, visit, context)) return true;
    last = row->family;
  }
  return false;
}

/* ---- rules ---- */

static void types_apply_requirement(const TypeRule *rule, const char *type,
                                    const Connection *connection, Findings *findings) {
  for (size_t i = 0; types_is_term(rule->any_of[i]); i++) {
    bool all = true;
    for (const Term *term = rule->any_of[i]; types_is_term(term) && all; term++) {
      if (!types_is_readable(connection, term)) return;
      all = types_has_term(connection, term);
    }
    if (all) return;
  }
  if (types_count_alternatives(rule) > 1) {
    types_report_no_alternative(rule, type, connection, findings);
    return;
  }
  for (const Term *term = rule->any_of[0]; types_is_term(term); term++) {
    if (!types_has_term(connection, term)) types_report_missing(rule, type, term, findings);
  }
}

static void types_apply_rule(const TypeRule *rule, const char *type, const Connection *connection,
                             Findings *findings) {
  switch (rule->kind) {
  case TYPE_RULE_REQUIRES: types_apply_requirement(rule, type, connection, findings); break;
  case TYPE_RULE_REFUSES:
    if (types_has_term(connection, &rule->any_of[0][0])) types_report_refused(rule, findings);
    break;
  case TYPE_RULE_ADVISES: {
    const Path path = column_path(COLUMN_CONNECTION_TYPE);
    findings_add(findings, rule->severity, rule->rule, &path, "%s", rule->advice);
    break;
  }
  }
}

static void types_apply_rules(const ConnectionTypeRow *row, Severity severity,
                              const Connection *connection, Findings *findings) {
  bool style_2 = !row->family->classic && types_is_style_2(connection);
  for (const TypeRule *const *next = row->family->rules; *next; next++) {
    const TypeRule *rule = *next;
    if (rule->severity != severity || (rule->style_2 && !style_2)) continue;
    if (!types_condition_holds(rule, connection)) continue;
    types_apply_rule(rule, row->name, connection, findings);
  }
}

static void types_report_unknown_type(const MemberValue *type, Findings *findings) {
  const Path path = column_path(COLUMN_CONNECTION_TYPE);
  sqlite3_str *set = sqlite3_str_new(NULL);
  for (size_t i = 0; types_name(i); i++) {
    sqlite3_str_appendf(set, "%s%s", i ? ", " : "", types_name(i));
  }
  char *names = sqlite3_str_finish(set);
  if (names == NULL) findings->out_of_memory = true;
  Nearest nearest = nearest_begin(type->text, type->length);
  for (size_t i = 0; types_name(i); i++) nearest_consider(&nearest, types_name(i));
  findings_add_value_constraint(findings, RULE_CONNECTION_TYPE, &path, type->text, type->length,
                                "Member must satisfy enum value set: [%s]%s%s%s", names,
                                nearest.name ? "; did you mean " : "",
                                nearest.name ? nearest.name : "", nearest.name ? "?" : "");
  sqlite3_free(names);
}

void types_validate(const Connection *connection, Findings *findings) {
  const MemberValue *type = &connection->member[COLUMN_CONNECTION_TYPE];
  /* An empty type has been reported as too short. */
  if (!type->present || type->length == 0 || !findings_want(findings, RULES_OF_TYPES)) return;
  const ConnectionTypeRow *row = types_find(type->text, type->length);
  if (row) {
    types_apply_rules(row, SEVERITY_ERROR, connection, findings);
  } else if (!types_is_registered(type->text, type->length)) {
    types_report_unknown_type(type, findings);
  }
}

/* The AuthenticationType against those the type is known to take. */
static void types_warn_authentication_type(const ConnectionTypeRow *row,
                                           const Connection *connection, Findings *findings) {
  static const Term term = {COLUMN_AUTHENTICATION_CONFIGURATION, "AuthenticationType"};
  Span value = types_entry_of(connection, &term);
  const char *const *known = types_authentication(row)->names;
  if (json_walk_type(value) != JSON_STRING || known == NULL) return;
  for (size_t i = 0; known[i]; i++) {
    if (json_walk_means(json_walk_inside(value), span_text(known[i]))) return;
  }
  sqlite3_str *names = sqlite3_str_new(NULL);
  for (size_t i = 0; known[i]; i++) sqlite3_str_appendf(names, "%s%s", i ? " or " : "", known[i]);
  char *list = sqlite3_str_finish(names);
  if (list == NULL) findings->out_of_memory = true;
  const Path parent = column_path(term.column);
  const Path path = PATH_MEMBER(&parent, term.key);
  findings_add(findings, SEVERITY_WARNING, RULE_AUTHENTICATION_TYPE, &path,
               "Connections of type %s are known to take %s; check that this one works", row->name,
               list);
  sqlite3_free(list);
}

void types_warn(const Connection *connection, Findings *findings) {
  if (!findings_want(findings, RULES_OF_TYPES)) return;
  const ConnectionTypeRow *row = types_row_of(connection);
  if (row == NULL) return;
  types_apply_rules(row, SEVERITY_WARNING, connection, findings);
  types_warn_authentication_type(row, connection, findings);
}
