/* SPDX-License-Identifier: MIT */
/*
** The one list of columns. It drives the declaration of the virtual table, the shadow table, the
** reads, the writes and the JSON documents.
**
** X(id, name, kind, places, member, shape)
**   id      COLUMN_<id> is the column's index in the virtual table
**   kind    what the column holds (ColumnKind)
**   places  in which of the API's structures the member stands (MEMBER_OF_*), whether the
**           shadow table stores it (IS_STORED), from which format on (SINCE_FORMAT), and
**           whether the virtual table hides it (IS_HIDDEN)
**   member  the API's name of it, NULL where the API has none
**   shape   its shape (shapes.h), NULL where the extension makes the value itself
**
** A new column comes after last_updated_by, and raises the format of the file (store.h); none that is
** there ever moves. What follows `credentials` is only stored; in its place SQLite knows the command
** column, hidden and named after the table.
*/
#ifndef GLUE_MODEL_COLUMNS_H
#define GLUE_MODEL_COLUMNS_H

#include <stdint.h>

#include "model/finding.h"
#include "text/span.h"

typedef enum ColumnKind {
  KIND_TEXT,
  KIND_JSON,    /* minified JSON text, with the JSON subtype on reading */
  KIND_BOOLEAN, /* 0 or 1 */
  KIND_INTEGER,
  KIND_TIME, /* stored as milliseconds since 1970 UTC, shown as YYYY-MM-DD HH:MM:SS.SSS */
} ColumnKind;

enum {
  MEMBER_OF_REQUEST = 0x01,    /* CreateConnectionRequest */
  MEMBER_OF_INPUT = 0x02,      /* ConnectionInput */
  MEMBER_OF_CONNECTION = 0x04, /* Connection, as GetConnection returns it */
  IS_STORED = 0x10,
  IS_HIDDEN = 0x20,
  IS_REQUIRED = 0x40,
};
/* The format of the file that a column came with, where that is not the first. */
#define SINCE_FORMAT(format) ((unsigned)(format) << 8)

#define INPUT_AND_CONNECTION (MEMBER_OF_INPUT | MEMBER_OF_CONNECTION | IS_STORED)
#define ONLY_CONNECTION (MEMBER_OF_CONNECTION | IS_STORED)
#define ONLY_INPUT (MEMBER_OF_INPUT | IS_STORED)
#define ONLY_REQUEST (MEMBER_OF_REQUEST | IS_STORED)

/* clang-format off */
#define GLUE_COLUMNS(X) \
  X(NAME, "name", KIND_TEXT, INPUT_AND_CONNECTION | IS_REQUIRED, "Name", &shape_name) \
  X(CONNECTION_TYPE, "connection_type", KIND_TEXT, INPUT_AND_CONNECTION | IS_REQUIRED, "ConnectionType", &shape_connection_type) \
  X(STATUS, "status", KIND_TEXT, ONLY_CONNECTION, "Status", &shape_connection_status) \
  X(DESCRIPTION, "description", KIND_TEXT, INPUT_AND_CONNECTION, "Description", &shape_description) \
  X(CATALOG_ID, "catalog_id", KIND_TEXT, ONLY_REQUEST, "CatalogId", &shape_catalog_id) \
  X(REGION, "region", KIND_TEXT, ONLY_REQUEST, "Region", &shape_region) \
  X(ARN, "arn", KIND_TEXT, 0, NULL, NULL) \
  X(CONNECTION_PROPERTIES, "connection_properties", KIND_JSON, INPUT_AND_CONNECTION | IS_REQUIRED, "ConnectionProperties", &shape_connection_properties) \
  X(ATHENA_PROPERTIES, "athena_properties", KIND_JSON, INPUT_AND_CONNECTION, "AthenaProperties", &shape_property_map) \
  X(SPARK_PROPERTIES, "spark_properties", KIND_JSON, INPUT_AND_CONNECTION, "SparkProperties", &shape_property_map) \
  X(PYTHON_PROPERTIES, "python_properties", KIND_JSON, INPUT_AND_CONNECTION, "PythonProperties", &shape_property_map) \
  X(MATCH_CRITERIA, "match_criteria", KIND_JSON, INPUT_AND_CONNECTION, "MatchCriteria", &shape_match_criteria) \
  X(PHYSICAL_CONNECTION_REQUIREMENTS, "physical_connection_requirements", KIND_JSON, INPUT_AND_CONNECTION, "PhysicalConnectionRequirements", &shape_physical_connection_requirements) \
  X(AUTHENTICATION_CONFIGURATION, "authentication_configuration", KIND_JSON, INPUT_AND_CONNECTION, "AuthenticationConfiguration", &shape_authentication_configuration) \
  X(VALIDATE_CREDENTIALS, "validate_credentials", KIND_BOOLEAN, ONLY_INPUT, "ValidateCredentials", &shape_boolean) \
  X(VALIDATE_FOR_COMPUTE_ENVIRONMENTS, "validate_for_compute_environments", KIND_JSON, ONLY_INPUT, "ValidateForComputeEnvironments", &shape_compute_environment_list) \
  X(TAGS, "tags", KIND_JSON, ONLY_REQUEST, "Tags", &shape_tags) \
  X(CONNECTION_SCHEMA_VERSION, "connection_schema_version", KIND_INTEGER, ONLY_CONNECTION, "ConnectionSchemaVersion", &shape_connection_schema_version) \
  X(COMPATIBLE_COMPUTE_ENVIRONMENTS, "compatible_compute_environments", KIND_JSON, ONLY_CONNECTION, "CompatibleComputeEnvironments", &shape_compute_environment_list) \
  X(STATUS_REASON, "status_reason", KIND_TEXT, ONLY_CONNECTION, "StatusReason", &shape_status_reason) \
  X(CREATION_TIME, "creation_time", KIND_TIME, ONLY_CONNECTION, "CreationTime", &shape_timestamp) \
  X(LAST_UPDATED_TIME, "last_updated_time", KIND_TIME, ONLY_CONNECTION, "LastUpdatedTime", &shape_timestamp) \
  X(LAST_CONNECTION_VALIDATION_TIME, "last_connection_validation_time", KIND_TIME, ONLY_CONNECTION, "LastConnectionValidationTime", &shape_timestamp) \
  X(LAST_UPDATED_BY, "last_updated_by", KIND_TEXT, ONLY_CONNECTION, "LastUpdatedBy", &shape_name) \
  X(UNKNOWN_MEMBERS, "unknown_members", KIND_JSON, IS_HIDDEN | IS_STORED, NULL, NULL) \
  X(REQUEST, "request", KIND_JSON, IS_HIDDEN, NULL, NULL) \
  X(CONNECTION, "connection", KIND_JSON, IS_HIDDEN, NULL, NULL) \
  X(CREDENTIALS, "credentials", KIND_TEXT, IS_HIDDEN | IS_STORED, NULL, NULL) \
  X(IS_OBSERVATION, "is_observation", KIND_BOOLEAN, IS_STORED, NULL, NULL)
/* clang-format on */

typedef enum ColumnId {
#define X(id, name, kind, places, member, shape) COLUMN_##id,
  GLUE_COLUMNS(X)
#undef X
      COLUMN_COUNT,
  COLUMN_COMMAND = COLUMN_IS_OBSERVATION, /* also how many columns are declared before it */
} ColumnId;

/* A set of columns. SQLite has one too, whose last bit stands for all columns from the 64th on. */
typedef uint64_t ColumnSet;
_Static_assert(COLUMN_COUNT < 63, "a set has a bit for each column");
#define COLUMN_BIT(id) (UINT64_C(1) << (id))
#define COLUMNS_ALL (COLUMN_BIT(COLUMN_COUNT) - 1)

struct Shape;

typedef struct Column {
  const char *name;
  ColumnKind kind;
  unsigned places;
  const char *member;
  const struct Shape *shape;
} Column;

extern const Column columns[COLUMN_COUNT];

/* The format of the file that it came with. */
static inline int column_format(int id) {
  unsigned format = columns[id].places >> 8;
  return format ? (int)format : 1;
}

/* The column that holds the member of that name in one of these structures (MEMBER_OF_*), or
** COLUMN_COUNT. */
ColumnId column_find(Span member, unsigned places);

/* The path of a column's member: "connectionInput.name", "tags". */
Path column_path(ColumnId id);

#endif
