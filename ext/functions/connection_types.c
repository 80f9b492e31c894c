/* SPDX-License-Identifier: MIT */
/*
** glue_connection_types -> connection_type, schema_version, required, expected, optional,
**                          authentication_types, compute_environments, refused, source, rules,
**                          notes
**
**   One row for each known connection type, in the API's order: what ListConnectionTypes and
**   DescribeConnectionType would tell, as far as it is known. The rows are those that INSERT and
**   glue_lint go by.
**
**   required      what an INSERT at level standard refuses to do without: a JSON array of property
**                 keys and members; {"any_of":[...]} where there are alternatives
**   expected      the same, of what is only warned about
**   optional      further property keys
**   refused       property keys that are refused in any case
**   source        how the type is known: documented, observed, in use
**   rules         all rules in full, conditional ones too, each with its own source: that of the
**                 types, or inferred from other types
**
**   compute_environments is inferred: from the connectors that Spark, Athena and SageMaker have.
**   NULL where nothing is known. The requirements are those of schema_version; `notes` says where
**   there is another style.
**
**     SELECT * FROM glue_connection_types WHERE connection_type = 'KAFKA';
*/
#include <string.h>

#include "functions/functions.h"
#include "functions/table_function.h"
#include "json/json.h"
#include "model/types.h"

enum {
  CONNECTION_TYPE,
  SCHEMA_VERSION,
  REQUIRED_TERMS,
  EXPECTED,
  OPTIONAL,
  AUTHENTICATION_TYPES,
  COMPUTE_ENVIRONMENTS,
  REFUSED,
  SOURCE,
  RULES,
  NOTES
};

typedef struct Types {
  const ConnectionTypeRow *row;
  const ConnectionTypeRow *only; /* the type looked up; NULL: all */
  bool lookup;
  size_t next;
} Types;

static int begin(void *state, sqlite3 *db, sqlite3_value *argument) {
  Types *types = state;
  (void)db;
  if (argument == NULL) return SQLITE_OK;
  types->lookup = true;
  if (sqlite3_value_type(argument) != SQLITE_TEXT) return SQLITE_OK;
  const char *name = (const char *)sqlite3_value_text(argument);
  if (name == NULL) return SQLITE_NOMEM;
  types->only = types_find(name, (size_t)sqlite3_value_bytes(argument));
  return SQLITE_OK;
}

static bool next(void *state) {
  Types *types = state;
  types->row = types->lookup ? types->only : types_row(types->next++);
  types->only = NULL;
  return types->row != NULL;
}

/* ---- JSON ---- */

/* Puts a comma before every element but the first. */
static void separate(sqlite3_str *out) {
  char last = sqlite3_str_value(out) ? sqlite3_str_value(out)[sqlite3_str_length(out) - 1] : '[';
  if (last != '[' && last != '{') sqlite3_str_appendchar(out, 1, ',');
}

static void append_text(sqlite3_str *out, const char *text) {
  separate(out);
  json_append_string(out, text, strlen(text));
}

static void append_member(sqlite3_str *out, const char *name) {
  append_text(out, name);
  sqlite3_str_appendchar(out, 1, ':');
}

static void append_names(sqlite3_str *out, const char *const *names) {
  separate(out);
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; names[i]; i++) append_text(out, names[i]);
  sqlite3_str_appendchar(out, 1, ']');
}

static void append_terms(sqlite3_str *out, const Term *terms) {
  for (size_t i = 0; i < types_count_terms(terms); i++)
    append_text(out, types_term_name(&terms[i]));
}

/* An alternative: "A", or ["A","B"] */
static void append_alternative(sqlite3_str *out, const Term *terms) {
  bool several = types_count_terms(terms) > 1;
  if (several) {
    separate(out);
    sqlite3_str_appendchar(out, 1, '[');
  }
  append_terms(out, terms);
  if (several) sqlite3_str_appendchar(out, 1, ']');
}

/* What a rule asks for, as elements: "A","B", or {"any_of":["A",["B","C"]]} */
static void append_requirement(sqlite3_str *out, const TypeRule *rule) {
  size_t alternatives = types_count_alternatives(rule);
  if (alternatives == 1) {
    append_terms(out, rule->any_of[0]);
    return;
  }
  separate(out);
  sqlite3_str_appendchar(out, 1, '{');
  append_member(out, "any_of");
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; i < alternatives; i++) {
    append_alternative(out, rule->any_of[i]);
  }
  sqlite3_str_appendall(out, "]}");
}

/* Of the rules of that kind and severity. What is required or refused under a condition only stands
** under `rules`. */
static int result_terms(sqlite3_context *context, const TypeFamily *family, RuleKind kind,
                        Severity severity) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; family->rules[i]; i++) {
    const TypeRule *rule = family->rules[i];
    if (rule->kind != kind || rule->severity != severity) continue;
    if (rule->equals) continue;
    append_requirement(out, rule);
  }
  sqlite3_str_appendchar(out, 1, ']');
  return table_function_result_json(context, out);
}

static int result_names(sqlite3_context *context, const char *const *names) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  append_names(out, names);
  return table_function_result_json(context, out);
}

static const char *const sources[] = {[DOCUMENTED] = "documented",
                                      [OBSERVED] = "observed",
                                      [IN_USE] = "in use",
                                      [INFERRED] = "inferred"};

static void append_rule(sqlite3_str *out, const TypeRule *rule) {
  static const char *const kinds[] = {
      [RULE_REQUIRES] = "requires", [RULE_REFUSES] = "refuses", [RULE_ADVISES] = NULL};
  separate(out);
  sqlite3_str_appendchar(out, 1, '{');
  append_member(out, "rule");
  json_append_string(out, rule->name, strlen(rule->name));
  append_member(out, "severity");
  sqlite3_str_appendall(out, rule->severity == SEVERITY_ERROR ? "\"error\"" : "\"warning\"");
  append_member(out, "source");
  sqlite3_str_appendf(out, "\"%s\"", sources[rule->provenance]);
  if (kinds[rule->kind]) {
    append_member(out, kinds[rule->kind]);
    sqlite3_str_appendchar(out, 1, '[');
    append_requirement(out, rule);
    sqlite3_str_appendchar(out, 1, ']');
  }
  if (rule->equals) {
    append_member(out, "when");
    sqlite3_str_appendchar(out, 1, '{');
    sqlite3_str_appendf(out, "\"%s.%s\":", columns[rule->when.column].member, rule->when.key);
    json_append_string(out, rule->equals, strlen(rule->equals));
    sqlite3_str_appendchar(out, 1, '}');
  }
  const char *message = rule->verbatim ? rule->verbatim : rule->advice;
  if (message) {
    append_member(out, "message");
    json_append_string(out, message, strlen(message));
  }
  sqlite3_str_appendchar(out, 1, '}');
}

static int result_rules(sqlite3_context *context, const TypeFamily *family) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendchar(out, 1, '[');
  for (size_t i = 0; family->rules[i]; i++) append_rule(out, family->rules[i]);
  sqlite3_str_appendchar(out, 1, ']');
  return table_function_result_json(context, out);
}

static int column(void *state, sqlite3_context *context, int index) {
  const ConnectionTypeRow *row = ((const Types *)state)->row;
  const TypeFamily *family = row->family;
  int version = family->classic ? 1 : 2;
  switch (index) {
  case CONNECTION_TYPE: sqlite3_result_text(context, row->name, -1, SQLITE_STATIC); break;
  case SCHEMA_VERSION: sqlite3_result_int(context, version); break;
  case REQUIRED_TERMS: return result_terms(context, family, RULE_REQUIRES, SEVERITY_ERROR);
  case EXPECTED: return result_terms(context, family, RULE_REQUIRES, SEVERITY_WARNING);
  case OPTIONAL: return result_names(context, family->optional);
  case AUTHENTICATION_TYPES:
    if (family->authentication_types[0] == NULL) break;
    return result_names(context, family->authentication_types);
  case COMPUTE_ENVIRONMENTS:
    sqlite3_result_text(context, family->environments[version - 1], -1, SQLITE_STATIC);
    sqlite3_result_subtype(context, GLUE_JSON_SUBTYPE);
    break;
  case REFUSED: return result_terms(context, family, RULE_REFUSES, SEVERITY_ERROR);
  case SOURCE: sqlite3_result_text(context, sources[row->provenance], -1, SQLITE_STATIC); break;
  case RULES: return result_rules(context, family);
  case NOTES: sqlite3_result_text(context, family->notes, -1, SQLITE_STATIC); break;
  default: break;
  }
  return SQLITE_OK;
}

static const TableFunction connection_types_function = {
    .name = "glue_connection_types",
    .declaration = "CREATE TABLE x(connection_type TEXT, schema_version INTEGER, required TEXT, "
                   "expected TEXT, optional TEXT, authentication_types TEXT, "
                   "compute_environments TEXT, refused TEXT, source TEXT, rules TEXT, notes TEXT)",
    .argument = CONNECTION_TYPE,
    .rows = 100,
    .state_size = sizeof(Types),
    .begin = begin,
    .next = next,
    .column = column,
};

int connection_types_register(sqlite3 *db) {
  return table_function_register(db, &connection_types_function);
}
