/* SPDX-License-Identifier: MIT */
/*
** What each connection type requires, as data: types_data.c holds the rules, types.c walks them.
**
** The newer types can be declared in two styles. In style 2, ConnectionProperties holds HOST, PORT
** and their like, and AuthenticationConfiguration the credentials: connection schema version 2. In
** style 1, ConnectionProperties holds a key SparkProperties (or PythonProperties) whose value is a
** JSON document as a string: schema version 1, and none of the requirements of style 2. The classic
** types (JDBC, KAFKA, ...) know no styles; their schema version is 1.
*/
#ifndef GLUE_MODEL_TYPES_H
#define GLUE_MODEL_TYPES_H

#include "model/connection.h"
#include "model/finding.h"

/* Where a rule comes from. */
typedef enum Provenance {
  PROVENANCE_DOCUMENTED, /* AWS's documentation */
  PROVENANCE_OBSERVED,   /* a message or outcome reported from the real service */
  PROVENANCE_IN_USE,     /* code that runs against the real service */
  PROVENANCE_INFERRED,   /* from its kin */
} Provenance;

/* Something a request can have: a member, or with a key an entry of the member's map. */
typedef struct Term {
  ColumnId column;
  const char *key;
} Term;

#define ALTERNATIVES_MAX 3
#define TERMS_MAX 4

typedef enum TypeRuleKind {
  TYPE_RULE_REQUIRES, /* all the terms of one of the alternatives */
  TYPE_RULE_REFUSES,  /* the only term */
  TYPE_RULE_ADVISES,  /* says something about the type as such */
} TypeRuleKind;

typedef struct TypeRule {
  Rule rule; /* of the finding */
  TypeRuleKind kind;
  Severity severity;
  Provenance provenance;
  bool style_2;       /* holds for style 2 only */
  Term when;          /* holds only where this has the value `equals`, ASCII */
  const char *equals; /* case ignored; NULL: always */
  /* Each ends with one that is all zero. */
  Term any_of[ALTERNATIVES_MAX + 1][TERMS_MAX + 1];
  const char *verbatim; /* the service's own refusal; NULL: its words are not known */
  const char *advice;   /* what to do, a warning's message; NULL: made of the terms */
  const char *lack; /* stands before the advice where nothing of any alternative is there; where a
                        ** part is, what it lacks does. NULL: the advice says it all */
} TypeRule;

/* Names that are known of a type, and from where. */
typedef struct TypeFact {
  const char *const *names; /* NULL-terminated; NULL: nothing is known */
  Provenance provenance;
  const char *page; /* of the AWS Glue Developer Guide, by its title; NULL: another source */
} TypeFact;

/* What types have in common. */
typedef struct TypeFamily {
  bool classic;                 /* knows no styles */
  bool open;                    /* takes any property key: a connector's own business */
  bool needs_nothing;           /* it is documented that nothing is required */
  const TypeRule *const *rules; /* NULL-terminated */
  TypeFact optional;            /* property keys, besides those of the rules */
  TypeFact authentication;      /* AuthenticationTypes. Another one is worth a warning */
  const char *environments[2];  /* CompatibleComputeEnvironments at schema version 1 and 2, minified
                                ** JSON, inferred; NULL: not known */
  const char *notes;
} TypeFamily;

typedef struct ConnectionTypeRow {
  const char *name;
  size_t length;         /* bytes of the name */
  Provenance provenance; /* of the type's existence */
  const TypeFamily *family;
  TypeFact optional, authentication; /* in place of the family's, where they have names */
} ConnectionTypeRow;

extern const ConnectionTypeRow *const types_rows; /* the last has no name */

/* How many alternatives a rule has, and an alternative terms. */
size_t types_count_alternatives(const TypeRule *rule);
size_t types_count_terms(const Term *terms);

/* What is known of the type itself, or else of its family. */
const TypeFact *types_optional(const ConnectionTypeRow *row);
const TypeFact *types_authentication(const ConnectionTypeRow *row);

/* "HOST", "AuthenticationConfiguration" */
const char *types_term_name(const Term *term);

/* ---- the walk ---- */

/* Adds errors: an unknown type, what is required, what is refused. */
void types_validate(const Connection *connection, Findings *findings);

/* Adds warnings: what is expected of a type, but not known to be refused without. */
void types_warn(const Connection *connection, Findings *findings);

/* The ConnectionSchemaVersion: 1 or 2 (inferred). */
int types_schema_version(const Connection *connection);

/* The CompatibleComputeEnvironments derived for a type, as minified JSON, static; NULL where
** nothing is known. */
const char *types_compute_environments(const char *connection_type, size_t length,
                                       int schema_version);

/* The row of a type; NULL where the type is not known. */
const ConnectionTypeRow *types_find(const char *name, size_t length);

/* The i-th row, in the API's order; the i-th name. NULL for the one after the last. */
const ConnectionTypeRow *types_row(size_t i);
const char *types_name(size_t i);

/* Whether the type takes any property key: connectors, and types that a customer registered. */
bool types_is_open(const char *name, size_t length);

/* Calls visit() for each property key that is known, those of the API's enumeration first, then those
** that the types require, take or refuse, some more than once; until it returns true. Returns whether it
** did. */
bool types_visit_property_keys(bool (*visit)(void *context, const char *key), void *context);

#endif
