/* SPDX-License-Identifier: MIT */
/*
** The API's own documents, made of a stored row.
*/
#ifndef GLUE_REQUEST_DOCUMENT_H
#define GLUE_REQUEST_DOCUMENT_H

#include "model/connection.h"

/* A text that is made of one row after the other, in the same memory. */
typedef struct DocumentText {
  char *text;         /* owned; with room for a NUL behind what it can hold; NULL: none yet */
  size_t length;      /* in bytes, as is ... */
  size_t capacity;    /* ... what it can hold */
  bool out_of_memory; /* sticky: it does not grow any more */
} DocumentText;

void document_free(DocumentText *out);

/* Each of these makes the text anew and returns it, terminated; NULL: out of memory. */

/* arn:PARTITION:glue:REGION:ACCOUNT:connection/NAME. The account is the catalog where that is the id of an
** account, else the table's. Of the row it needs the members in document_columns(). */
const char *document_arn(DocumentText *out, const Connection *row, const char *own_account);

/* The CreateConnection request that makes this row again, its secrets sealed. */
const char *document_request(DocumentText *out, const Connection *row);

/* The Connection structure of a GetConnection response. */
const char *document_connection(DocumentText *out, const Connection *row);

/* The stored columns that a column is made of: the two documents and the ARN of several, the compute
** environments of those that decide them, any other of itself. */
ColumnSet document_columns(ColumnId id);

/* CompatibleComputeEnvironments as the service gave it, else what is known of the type. NULL where
** there is neither. *length is in bytes; the text is the row's or static. Of the row it needs the members in
** document_columns(). */
const char *document_compute_environments(const Connection *row, size_t *length);

#endif
