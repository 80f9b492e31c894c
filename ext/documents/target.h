/* SPDX-License-Identifier: MIT */
/*
** What a target, Terraform or CloudFormation, would refuse of a connection, or take for something else.
*/
#ifndef GLUE_DOCUMENTS_TARGET_H
#define GLUE_DOCUMENTS_TARGET_H

#include "request/request.h"

typedef struct Target Target;

/* The target of that name, "terraform" or "cloudformation"; NULL where there is none. */
const Target *target_find(const char *name);

/* Adds a warning for each such thing to the findings of a request that has been read. */
void target_lint(const Target *target, Request *request);

#endif
