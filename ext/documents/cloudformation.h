/* SPDX-License-Identifier: MIT */
/*
** Templates of CloudFormation, SAM and the CDK: every resource AWS::Glue::Connection as the request that
** CloudFormation makes of it.
*/
#ifndef GLUE_DOCUMENTS_CLOUDFORMATION_H
#define GLUE_DOCUMENTS_CLOUDFORMATION_H

#include "documents/reading.h"

void cloudformation_read(Reading *reading, Span template, const JsonMembers *members,
                         const Place *place);

#endif
