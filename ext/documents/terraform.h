/* SPDX-License-Identifier: MIT */
/*
** Terraform: every resource aws_glue_connection of a state, a plan or a configuration.
*/
#ifndef GLUE_DOCUMENTS_TERRAFORM_H
#define GLUE_DOCUMENTS_TERRAFORM_H

#include "documents/reading.h"

/* A state as it is kept: version 4. Others are told. */
void terraform_read_state(Reading *reading, const JsonMembers *state, const Place *place);
/* What `terraform show -json` prints of a state or of a plan. */
void terraform_read_show(Reading *reading, const JsonMembers *show);
/* A .tf.json. */
void terraform_read_configuration(Reading *reading, const JsonMembers *configuration);

#endif
