/* SPDX-License-Identifier: MIT */
/*
** What the service derives for a connection: status, schema version, compute environments, ARN,
** times. A request may give these values only where it repeats them or copies a connection.
*/
#ifndef GLUE_CATALOG_DERIVED_H
#define GLUE_CATALOG_DERIVED_H

#include "catalog/settings.h"
#include "model/validate.h"
#include "request/request.h"

/* The status that CreateConnection answers. */
const char *derived_status(const Connection *connection);

/* Holds a request against everything that CreateConnection asks of it, but for what depends on the
** table (its ARN, duplicates, the quota); takes an observation as it is. The linter and INSERT both call it.
** SQLITE_OK or SQLITE_NOMEM. */
int derived_validate_new(Request *request, ValidationLevel level, ValidationScope scope);

/* A given schema version, a given list of compute environments must be the derived one, unless it
** `is_copied`. A schema version that is not given is derived. */
void derived_check_schema_version(Request *request, bool is_copied);
void derived_check_environments(Request *request, bool is_copied);

/* A given ARN must be the connection's own. SQLITE_OK or SQLITE_NOMEM. */
int derived_check_arn(const Settings *settings, Request *request);

/* Sets every member of a row that is still open; of one that holds an observation, those that none has. */
void derived_complete(const char *principal, Connection *connection, sqlite3_int64 now);

#endif
