/* SPDX-License-Identifier: MIT */
/*
** The arguments of Terraform's resource aws_glue_connection, and the API's members that they stand for. The
** members of ConnectionInput, and CatalogId and Tags, are arguments of the resource itself, under the names
** of their columns; the others stand in nested blocks.
**
** What the provider has no argument for stands in a comment, from where it is read again: members of the
** request as they are, nothing in them being a template of Terraform.
**
**     "//": {"glue_connections": {"SparkProperties": {"k": "v"}, "ValidateCredentials": false}}
*/
#ifndef GLUE_DOCUMENTS_TERRAFORM_NAMES_H
#define GLUE_DOCUMENTS_TERRAFORM_NAMES_H

#include <stdbool.h>

#include "model/columns.h"
#include "model/shapes.h"

#define TERRAFORM_RESOURCE_TYPE "aws_glue_connection"
/* The member of "//" that marks a comment of ours. */
#define TERRAFORM_COMMENT "glue_connections"
/* Beside them, the places of what could not be written as it is meant: JSON pointers into its request. */
#define TERRAFORM_UNWRITTEN "unwritten"

/* Whether the provider has an argument for a column of a request. */
bool terraform_has_argument(ColumnId id);

/* The argument for the member of a structure, or NULL. */
const char *terraform_argument(const char *member);
/* The member for an argument in the block of a structure of that shape, or NULL. */
const char *terraform_member(const Shape *structure, const char *argument);

#endif
