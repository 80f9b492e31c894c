/* SPDX-License-Identifier: MIT */
/*
** What the API takes and answers: requests, get-connection, get-connections. They go on as they are.
*/
#ifndef GLUE_DOCUMENTS_ANSWERS_H
#define GLUE_DOCUMENTS_ANSWERS_H

#include "documents/reading.h"

/* The ConnectionList of get-connections. */
void answers_read_list(Reading *reading, Span list, const Place *place);

/* The answer of get-connection: {"Connection": ...}, with CatalogId, Region and Tags beside it where
** there are any. */
void answers_read_answer(Reading *reading, Span answer, const Place *place);

/* A Connection alone, or a request: {"ConnectionInput": ...}, or a ConnectionInput alone. */
void answers_read_request(Reading *reading, Span request, const Place *place);

#endif
