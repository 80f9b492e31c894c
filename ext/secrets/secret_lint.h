/* SPDX-License-Identifier: MIT */
/*
** What can be told of sealed values without a key: whether they are complete.
*/
#ifndef GLUE_SECRETS_SECRET_LINT_H
#define GLUE_SECRETS_SECRET_LINT_H

#include "model/connection.h"
#include "model/finding.h"

/* Adds an error for every value of a request that claims to be sealed here and is not complete. Sealing
** refuses those one at a time; the linter tells all of them. */
void secret_lint(const Connection *connection, Findings *findings);

#endif
