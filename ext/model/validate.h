/* SPDX-License-Identifier: MIT */
/*
** Validation: one walk over a connection's members; findings are collected, nothing is decided.
*/
#ifndef GLUE_MODEL_VALIDATE_H
#define GLUE_MODEL_VALIDATE_H

#include "json/json_walk.h"
#include "model/connection.h"
#include "model/finding.h"
#include "model/shapes.h"

typedef enum ValidationLevel {
  LEVEL_LENIENT,  /* the API's shapes only, its enumerations open */
  LEVEL_STANDARD, /* and the known connection types with what each of them requires */
  LEVEL_STRICT,   /* and every warning is an error */
  LEVEL_COUNT,
} ValidationLevel;

extern const char *const validate_levels[LEVEL_COUNT]; /* their names */

/* What a walk looks for, besides what its level makes an error. */
typedef enum ValidationScope {
  SCOPE_ERRORS, /* what refuses a row at this level */
  SCOPE_ALL,    /* and every warning, for the linter */
} ValidationScope;

/* Adds a finding for everything that is wrong with the members of a ConnectionInput, CatalogId and
** Tags. */
void validate_connection(const Connection *connection, ValidationLevel level, ValidationScope scope,
                         Findings *findings);

/* The least level that refuses a request for a finding. */
ValidationLevel validate_level(const Finding *finding);

/* Only the tags: TagResource. */
void validate_tags(const Connection *connection, ValidationLevel level, Findings *findings);

/* One member against its shape; the path is the column's own. */
void validate_member(const Connection *connection, ColumnId column, Findings *findings);

/* Adds a finding for every key that an object has more than once: all but one of its members would be
** lost without a word. */
void validate_duplicates(const JsonValue *object, bool is_map, const Path *path,
                         Findings *findings);

/* The same of members that have been read. */
void validate_members_duplicates(JsonMembers *members, bool is_map, const Path *path,
                                 Findings *findings);

/* Adds the finding for a text that is no JSON, at its exact path: the steps of the error from
** `first` on, below `root`, whose value has that shape (NULL: unknown). */
void validate_json_error(const Path *root, const Shape *shape, const JsonError *error, size_t first,
                         Findings *findings);

#endif
