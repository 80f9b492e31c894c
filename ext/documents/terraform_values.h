/* SPDX-License-Identifier: MIT */
/*
** The attributes of one aws_glue_connection as a request: of a state or a plan, where they are values, or
** of a configuration, where strings are templates and what they refer to is not known.
*/
#ifndef GLUE_DOCUMENTS_TERRAFORM_VALUES_H
#define GLUE_DOCUMENTS_TERRAFORM_VALUES_H

#include "documents/reading.h"

typedef struct TerraformResource {
  const char *kind;    /* static: that of the row */
  const char *start;   /* where in the text it stands */
  const char *address; /* NUL-terminated */
  Span attributes;
  Span
      unknown; /* what a plan does not know yet: true where the attribute of that name is; or absent */
  bool is_configuration;
} TerraformResource;

/* Adds the row. */
void terraform_add(Reading *reading, const TerraformResource *resource);

#endif
