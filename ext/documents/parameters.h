/* SPDX-License-Identifier: MIT */
/*
** The values that are given for the parameters of a template.
*/
#ifndef GLUE_DOCUMENTS_PARAMETERS_H
#define GLUE_DOCUMENTS_PARAMETERS_H

#include "documents/intrinsic.h"

/* Says with which of them CloudFormation would make no stack of the template, in a row of that kind. */
void parameters_check(Template *template, const char *kind, const Place *place);

#endif
