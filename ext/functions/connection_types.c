/* SPDX-License-Identifier: MIT */
/*
** glue_connection_types -> connection_type, schema_version, required, expected, optional,
**                          authentication_types, compute_environments, refused, source, rules,
**                          notes, sources
**
**   One row for each known connection type, in the API's order: what ListConnectionTypes and
**   DescribeConnectionType would tell, as far as it is known; NULL where nothing is. The rows are those
**   that INSERT and glue_lint go by.
**
**   required      what an INSERT at level standard refuses to do without: a JSON array of property
**                 keys and members; {"any_of":[...]} where there are alternatives. '[]' is said to be
**                 nothing
**   expected      the same, of what is only warned about
**   optional      further property keys
**   refused       property keys that are refused in any case
**   source        how the type is known: documented, observed, in use
**   rules         all rules in full, conditional ones too, each with its own source
**   sources       where each of the other columns is from, as a JSON object: documented, observed, in
**                 use, or inferred from other types; with the title of the page of the AWS Glue
**                 Developer Guide, where it is from there and not from the API reference
**
**   The requirements are those of schema_version; `notes` says where there is another style.
**
**     SELECT * FROM glue_connection_types WHERE connection_type = 'KAFKA';
*/
#include <string.h>

#include "functions/functions.h"
#include "functions/table_function.h"
#include "json/json.h"
#include "model/types.h"

enum {
  CONNECTION_TYPES_CONNECTION_TYPE,
  CONNECTION_TYPES_SCHEMA_VERSION,
  CONNECTION_TYPES_REQUIRED_TERMS,
  CONNECTION_TYPES_EXPECTED,
  CONNECTION_TYPES_OPTIONAL,
  CONNECTION_TYPES_AUTHENTICATION_TYPES,
  CONNECTION_TYPES_COMPUTE_ENVIRONMENTS,
  CONNECTION_TYPES_REFUSED,
  CONNECTION_TYPES_SOURCE,
  CONNECTION_TYPES_RULES,
  CONNECTION_TYPES_NOTES,
  CONNECTION_TYPES_SOURCES
};

typedef struct ConnectionTypesRows {
  const ConnectionTypeRow *row;
  const ConnectionTypeRow *only; /* the type looked up; NULL: there is none */
  bool is_lookup;
  size_t next;
} ConnectionTypesRows;

static int connection_types_hint(void *state, sqlite3_value *value) {
  ConnectionTypesRows *types = state;
  types->is_lookup = true;
  if (sqlite3_value_type(value) != SQLITE_TEXT) return SQLITE_OK;
  const char *name = (const char *)sqlite3_value_text(value);
  if (name == NULL) return SQLITE_NOMEM;
  types->only = types_find(name, (size_t)sqlite3_value_bytes(value));
  return SQLITE_OK;
}

static int connection_types_begin(void *state, TableFunctionCall *call) {
  (void)state;
  (void)call;
  return SQLITE_OK;
}

static bool connection_types_next(void *state) {
  ConnectionTypesRows *types = state;
  types->row = types->is_lookup ? types->only : types_row(types->next++);
  types->only = NULL;
  return types->row != NULL;
}

/* ---- JSON ---- */

/* Puts a comma before every element but the first. */
static void connection_types_separate(sqlite3_str *out) {
  char last = sqlite3_str_value(out) ? sqlite3_str_value(out)[sqlite3_str_length(out) - 1] : '[';
  if (last != '[' && last != '{') sqlite3_str_appendchar(out, 1, ',');
}

static void connection_types_append_text(sqlite3_str *out, const char *text) {
  connection_types_separate(out);
  json_append_string(out, text, strlen(text));
}

/* Of a string of JSON what stands between its quotes. */
static void connection_types_append_inside(void *context, const char *piece, size_t size) {
  if (size > 1 || *piece != '"') sqlite3_str_append(context, piece, (int)size);
}

/* "FIRST", or "FIRST<separator>SECOND" where there is a second. */
static void connection_types_append_joined(sqlite3_str *out, const char *first,
                                           const char *separator, const char *second) {
  const char *const texts[] = {first, second ? separator : NULL, second};
  sqlite3_str_appendchar(out, 1, '"');
  for (size_t i = 0; i < 3; i++) {
    if (texts[i] == NULL) continue;
    json_write_string(texts[i], strlen(texts[i]), connection_types_append_inside, out);
  }
  sqlite3_str_appendchar(out, 1, '"');
}

static void connection_types_append_member(sqlite3_str *out, const char *name) {
  connection_types_append_text(out, name);
  sqlite3_str_appendchar(out, 1, ':');
}

static void connection_types_append_names(sqlite3_str *out, const char *const *names) {
  connection_types_separate(out);
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; names[i]; i++) connection_types_append_text(out, names[i]);
  sqlite3_str_appendchar(out, 1, ']');
}

static void connection_types_append_terms(sqlite3_str *out, const Term *terms) {
  for (size_t i = 0; i < types_count_terms(terms); i++)
    connection_types_append_text(out, types_term_name(&terms[i]));
}

/* An alternative: "A", or ["A","B"] */
static void connection_types_append_alternative(sqlite3_str *out, const Term *terms) {
  bool several = types_count_terms(terms) > 1;
  if (several) {
    connection_types_separate(out);
    sqlite3_str_appendchar(out, 1, '[');
  }
  connection_types_append_terms(out, terms);
  if (several) sqlite3_str_appendchar(out, 1, ']');
}

/* What a rule asks for, as elements: "A","B", or {"any_of":["A",["B","C"]]} */
static void connection_types_append_requirement(sqlite3_str *out, const TypeRule *rule) {
  size_t alternatives = types_count_alternatives(rule);
  if (alternatives == 1) {
    connection_types_append_terms(out, rule->any_of[0]);
    return;
  }
  connection_types_separate(out);
  sqlite3_str_appendchar(out, 1, '{');
  connection_types_append_member(out, "any_of");
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; i < alternatives; i++) {
    connection_types_append_alternative(out, rule->any_of[i]);
  }
  sqlite3_str_appendall(out, "]}");
}

static const char *const connection_types_provenances[] = {[PROVENANCE_DOCUMENTED] = "documented",
                                                           [PROVENANCE_OBSERVED] = "observed",
                                                           [PROVENANCE_IN_USE] = "in use",
                                                           [PROVENANCE_INFERRED] = "inferred"};

/* Whether the rule says what a column of that kind and severity shows. What is required or refused under
** a condition only stands under `rules`. */
static bool connection_types_is_of(const TypeRule *rule, TypeRuleKind kind, Severity severity) {
  return rule->kind == kind && rule->severity == severity && rule->equals == NULL;
}

static bool connection_types_has(const TypeFamily *family, TypeRuleKind kind, Severity severity) {
  for (size_t i = 0; family->rules[i]; i++) {
    if (connection_types_is_of(family->rules[i], kind, severity)) return true;
  }
  return kind == TYPE_RULE_REQUIRES && severity == SEVERITY_ERROR && family->needs_nothing;
}

static int connection_types_result_terms(sqlite3_context *context, const TypeFamily *family,
                                         TypeRuleKind kind, Severity severity) {
  if (!connection_types_has(family, kind, severity)) return SQLITE_OK;
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; family->rules[i]; i++) {
    const TypeRule *rule = family->rules[i];
    if (connection_types_is_of(rule, kind, severity))
      connection_types_append_requirement(out, rule);
  }
  sqlite3_str_appendchar(out, 1, ']');
  return table_function_result_json(context, out);
}

static int connection_types_result_fact(sqlite3_context *context, const TypeFact *fact) {
  if (fact->names == NULL) return SQLITE_OK;
  sqlite3_str *out = sqlite3_str_new(NULL);
  connection_types_append_names(out, fact->names);
  return table_function_result_json(context, out);
}

/* ---- sources ---- */

/* "required":"observed, in use": of all rules that the column shows. */
static void connection_types_append_terms_source(sqlite3_str *out, const char *column,
                                                 const TypeFamily *family, TypeRuleKind kind,
                                                 Severity severity) {
  if (!connection_types_has(family, kind, severity)) return;
  unsigned told = 0;
  connection_types_append_member(out, column);
  sqlite3_str_appendchar(out, 1, '"');
  for (size_t i = 0; family->rules[i]; i++) {
    const TypeRule *rule = family->rules[i];
    unsigned bit = 1u << rule->provenance;
    if (!connection_types_is_of(rule, kind, severity) || told & bit) continue;
    sqlite3_str_appendf(out, "%s%s", told ? ", " : "",
                        connection_types_provenances[rule->provenance]);
    told |= bit;
  }
  if (!told) sqlite3_str_appendall(out, connection_types_provenances[PROVENANCE_DOCUMENTED]);
  sqlite3_str_appendchar(out, 1, '"');
}

static void connection_types_append_source(sqlite3_str *out, const char *column,
                                           Provenance provenance, const char *page) {
  connection_types_append_member(out, column);
  connection_types_append_joined(out, connection_types_provenances[provenance], ": ", page);
}

static void connection_types_append_fact_source(sqlite3_str *out, const char *column,
                                                const TypeFact *fact) {
  if (fact->names) connection_types_append_source(out, column, fact->provenance, fact->page);
}

static int connection_types_result_sources(sqlite3_context *context, const ConnectionTypeRow *row,
                                           int version) {
  const TypeFamily *family = row->family;
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendchar(out, 1, '{');
  connection_types_append_source(out, "connection_type", row->provenance, NULL);
  connection_types_append_source(out, "schema_version", PROVENANCE_INFERRED, NULL);
  connection_types_append_terms_source(out, "required", family, TYPE_RULE_REQUIRES, SEVERITY_ERROR);
  connection_types_append_terms_source(out, "expected", family, TYPE_RULE_REQUIRES,
                                       SEVERITY_WARNING);
  connection_types_append_fact_source(out, "optional", types_optional(row));
  connection_types_append_fact_source(out, "authentication_types", types_authentication(row));
  if (family->environments[version - 1]) {
    connection_types_append_source(out, "compute_environments", PROVENANCE_INFERRED, NULL);
  }
  connection_types_append_terms_source(out, "refused", family, TYPE_RULE_REFUSES, SEVERITY_ERROR);
  sqlite3_str_appendchar(out, 1, '}');
  return table_function_result_json(context, out);
}

/* ---- rules ---- */

static void connection_types_append_rule(sqlite3_str *out, const TypeRule *rule) {
  static const char *const kinds[] = {[TYPE_RULE_REQUIRES] = "requires",
                                      [TYPE_RULE_REFUSES] = "refuses",
                                      [TYPE_RULE_ADVISES] = NULL};
  connection_types_separate(out);
  sqlite3_str_appendchar(out, 1, '{');
  connection_types_append_member(out, "rule");
  const char *name = rule_name(rule->rule);
  json_append_string(out, name, strlen(name));
  connection_types_append_member(out, "severity");
  sqlite3_str_appendall(out, rule->severity == SEVERITY_ERROR ? "\"error\"" : "\"warning\"");
  connection_types_append_member(out, "source");
  sqlite3_str_appendf(out, "\"%s\"", connection_types_provenances[rule->provenance]);
  if (kinds[rule->kind]) {
    connection_types_append_member(out, kinds[rule->kind]);
    sqlite3_str_appendchar(out, 1, '[');
    connection_types_append_requirement(out, rule);
    sqlite3_str_appendchar(out, 1, ']');
  }
  if (rule->equals) {
    connection_types_append_member(out, "when");
    sqlite3_str_appendchar(out, 1, '{');
    sqlite3_str_appendf(out, "\"%s.%s\":", columns[rule->when.column].member, rule->when.key);
    json_append_string(out, rule->equals, strlen(rule->equals));
    sqlite3_str_appendchar(out, 1, '}');
  }
  if (rule->verbatim || rule->advice) {
    const char *message = rule->verbatim ? rule->verbatim : rule->advice;
    connection_types_append_member(out, "message");
    connection_types_append_joined(out, rule->lack ? rule->lack : message, "; ",
                                   rule->lack ? message : NULL);
  }
  sqlite3_str_appendchar(out, 1, '}');
}

static int connection_types_result_rules(sqlite3_context *context, const TypeFamily *family) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; family->rules[i]; i++) connection_types_append_rule(out, family->rules[i]);
  sqlite3_str_appendchar(out, 1, ']');
  return table_function_result_json(context, out);
}

static int connection_types_column(void *state, sqlite3_context *context, int index) {
  const ConnectionTypeRow *row = ((const ConnectionTypesRows *)state)->row;
  const TypeFamily *family = row->family;
  int version = family->classic ? 1 : 2;
  switch (index) {
  case CONNECTION_TYPES_CONNECTION_TYPE:
    sqlite3_result_text(context, row->name, -1, SQLITE_STATIC);
    break;
  case CONNECTION_TYPES_SCHEMA_VERSION: sqlite3_result_int(context, version); break;
  case CONNECTION_TYPES_REQUIRED_TERMS:
    return connection_types_result_terms(context, family, TYPE_RULE_REQUIRES, SEVERITY_ERROR);
  case CONNECTION_TYPES_EXPECTED:
    return connection_types_result_terms(context, family, TYPE_RULE_REQUIRES, SEVERITY_WARNING);
  case CONNECTION_TYPES_OPTIONAL: return connection_types_result_fact(context, types_optional(row));
  case CONNECTION_TYPES_AUTHENTICATION_TYPES:
    return connection_types_result_fact(context, types_authentication(row));
  case CONNECTION_TYPES_COMPUTE_ENVIRONMENTS:
    sqlite3_result_text(context, family->environments[version - 1], -1, SQLITE_STATIC);
    sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
    break;
  case CONNECTION_TYPES_REFUSED:
    return connection_types_result_terms(context, family, TYPE_RULE_REFUSES, SEVERITY_ERROR);
  case CONNECTION_TYPES_SOURCE:
    sqlite3_result_text(context, connection_types_provenances[row->provenance], -1, SQLITE_STATIC);
    break;
  case CONNECTION_TYPES_RULES: return connection_types_result_rules(context, family);
  case CONNECTION_TYPES_NOTES:
    sqlite3_result_text(context, family->notes, -1, SQLITE_STATIC);
    break;
  case CONNECTION_TYPES_SOURCES: return connection_types_result_sources(context, row, version);
  default: break;
  }
  return SQLITE_OK;
}

static sqlite3_int64 connection_types_rowid(const void *state) {
  return 1 + (((const ConnectionTypesRows *)state)->row - types_row(0));
}

static const TableFunction connection_types_table = {
    .name = "glue_connection_types",
    .declaration = "CREATE TABLE x(connection_type TEXT, schema_version INTEGER, required TEXT, "
                   "expected TEXT, optional TEXT, authentication_types TEXT, "
                   "compute_environments TEXT, refused TEXT, source TEXT, rules TEXT, notes TEXT, "
                   "sources TEXT)",
    .has_hint = true,
    .hint_column = CONNECTION_TYPES_CONNECTION_TYPE,
    .rows = 100,
    .state_size = sizeof(ConnectionTypesRows),
    .hint = connection_types_hint,
    .begin = connection_types_begin,
    .next = connection_types_next,
    .column = connection_types_column,
    .rowid = connection_types_rowid,
};

int connection_types_register(sqlite3 *db) {
  return table_function_register(db, &connection_types_table);
}
