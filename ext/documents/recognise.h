/* SPDX-License-Identifier: MIT */
/*
** Documents in: the connections that a file holds, whatever wrote it.
**
** The rest of this room, in the order in which it is best read:
**
**     reading.c          rows, and where in the text something stands
**     encoding.c         the bytes of a file as UTF-8
**     answers.c          what the API takes and answers
**     cloudformation.c   templates; intrinsic.c: the functions in them
**     terraform.c        states, plans and configurations of Terraform; terraform_values.c: the
**                        attributes in them, terraform_names.c: what they are called
**     yaml.c             YAML as JSON
**     unknown.c          what to say of a document that is nothing of this
**     buffer.c           a text that grows; lookup.c: many members found by their names
*/
#ifndef GLUE_DOCUMENTS_RECOGNISE_H
#define GLUE_DOCUMENTS_RECOGNISE_H

#include "documents/reading.h"

/* Reads n bytes, UTF-8 or UTF-16. `parameters` is a text of JSON, or absent. The rows are in *reading,
** which the caller frees in any case (reading_free). SQLITE_OK; SQLITE_NOMEM; SQLITE_ERROR where the
** parameters are wrong, and *message, to be freed with sqlite3_free(), says how. */
int recognise_document(Reading *reading, const char *bytes, size_t n, Span parameters,
                       char **message);

#endif
