/* SPDX-License-Identifier: MIT */
/*
** Two requests cut down to what is not the same in both to the letter: most of a request that has changed has
** not, and need not be taken apart to be compared.
*/
#ifndef GLUE_DOCUMENTS_DIFF_REDUCE_H
#define GLUE_DOCUMENTS_DIFF_REDUCE_H

#include "secrets/secret_text.h"
#include "text/span.h"

typedef struct DiffReduction {
  SecretText before, after;
} DiffReduction;

/* Puts shorter texts, which the reduction owns, in the place of two CreateConnection requests. Those of another
** form stay, as does what is no JSON. SQLITE_OK or SQLITE_NOMEM. */
int diff_reduce(Span *before, Span *after, DiffReduction *reduction);
void diff_reduce_free(DiffReduction *reduction);

#endif
