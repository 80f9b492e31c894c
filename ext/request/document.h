/* SPDX-License-Identifier: MIT */
/*
** The API's own documents, made of a stored row.
*/
#ifndef GLUE_REQUEST_DOCUMENT_H
#define GLUE_REQUEST_DOCUMENT_H

#include "model/connection.h"

/* arn:PARTITION:glue:REGION:ACCOUNT:connection/NAME, to be freed by the caller; NULL: out of
** memory. The account is the catalog where that is the id of an account, else the table's. */
char *document_arn(const Connection *row, const char *own_account);

/* The CreateConnection request that makes this row again, its secrets sealed. */
char *document_request(const Connection *row);

/* The Connection structure of a GetConnection response. */
char *document_connection(const Connection *row);

/* The stored columns that a column is made of: the two documents and the ARN of several, the compute
** environments of those that decide them, any other of itself. */
ColumnSet document_columns(ColumnId id);

/* CompatibleComputeEnvironments as the service gave it, else what is known of the type. NULL where
** there is neither. *length is in bytes; the text is the row's or static. */
const char *document_compute_environments(const Connection *row, size_t *length);

#endif
