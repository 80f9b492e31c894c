/* SPDX-License-Identifier: MIT */
/*
** Warnings: what the service accepts and users regret. They refuse nothing but at level strict.
*/
#ifndef GLUE_MODEL_WARNINGS_H
#define GLUE_MODEL_WARNINGS_H

#include "model/connection.h"
#include "model/finding.h"

/* Adds every warning about the connection, those of its type (types_warn) included. */
void warnings_validate(const Connection *connection, Findings *findings);

/* Whether a member of an object that the API does not have tells a secret by its name, or anything within it does:
** what would be a warning in a request. For want of memory it is taken to be one, and *out_of_memory is set. */
bool warnings_tell_secret(const JsonCursor *member, bool *out_of_memory);

/* Adds those about the tags alone. */
void warnings_validate_tags(const Connection *connection, Findings *findings);

#endif
