/* SPDX-License-Identifier: MIT */
/*
** References: pieces of a string that stand for a value known elsewhere.
**
**   {{resolve:SERVICE:...}}   CloudFormation's dynamic references, as they are
**   ${Ref:NAME}               Ref; ${Ref:NAME.ATTRIBUTE} is Fn::GetAtt
**   ${FUNCTION:ARGUMENT}      any other function of a template; ARGUMENT is the compact JSON of the
**                             function's argument, so that it can be written back as it was:
**                             ${Select:[0,{"Fn::GetAZs":""}]}, ${ImportValue:"subnet"}
**   ${terraform:EXPRESSION}   what stands in ${...} in a configuration of Terraform
**
** Where a list is wanted, and a function or an expression stands in its place, the list has one element, with ...
** at its end: ${Ref:Groups...} stands for all that there are, and ${Ref:Group} for one.
**
**   ${unknown:ATTRIBUTE}      what a plan of Terraform does not know yet
**   ${secret:NAME}            a sealed value that an export left out
**
** Other text in such braces, ${user} or {{name}}, is a variable that a connector, or another tool, puts
** something in the place of.
*/
#ifndef GLUE_TEXT_REFERENCE_H
#define GLUE_TEXT_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/span.h"

/* Longer ones (bytes), and more braces in each other, are taken for text: so every walk over a text
** stays linear. A value of the API is shorter, but for secrets, which hold no references. */
#define REFERENCE_LENGTH_MAX 4096
#define REFERENCE_DEPTH_MAX 32

typedef enum ReferenceKind {
  REFERENCE_VARIABLE,
  REFERENCE_RESOLVE,
  REFERENCE_REF,
  REFERENCE_FUNCTION,
  REFERENCE_TERRAFORM,
  REFERENCE_UNKNOWN,
  REFERENCE_SECRET,
} ReferenceKind;

typedef struct Reference {
  ReferenceKind kind;
  Span whole;    /* with its braces */
  Span head;     /* what stands before the first colon: "Ref", "Select"; absent in a variable */
  Span argument; /* what stands after it, or all that stands in the braces of a variable */
  bool is_list;  /* it stands for the elements of a list: ... is behind the argument */
} Reference;

/* The reference that begins at z (z < end); false where none does. */
bool reference_at(const char *z, const char *end, Reference *reference);

/* The length in bytes of the reference that begins at z (z < end), 0 where none does. */
size_t reference_length(const char *z, const char *end);

/* The first reference in the text; false where there is none. For all of them:
**
**   for (Span rest = text; reference_next(rest, &r); rest = span_of(span_end(r.whole), span_end(text)))
*/
bool reference_next(Span text, Reference *reference);

/* The place after the string of JSON whose quotation mark is at z; NULL where it does not end. */
const char *reference_string_end(const char *z, const char *end);
/* The place after the brace that closes an expression of Terraform, which begins at z, after its ${ or %{;
** NULL where none does. */
const char *reference_expression_end(const char *z, const char *end);

/* What makes a reference one to the elements of a list. */
#define REFERENCE_ELEMENTS "..."

/* Whether the text is nothing but one such reference, and which. */
bool reference_is_list(Span text, Reference *reference);

/* Whether the text is nothing but references to values that are known elsewhere, one or more: no variable. */
bool reference_is_all(const char *z, size_t n);

/* reference_literal.c */

/* Whether the reference brings a text of its own that may be what it stands for: ${If:["Prod","text",...]},
** ${terraform:var.prod ? "text" : ...}. Names, indexes, delimiters and what is compared are none. */
bool reference_has_literal(const Reference *reference);
/* The same as reference_is_all(), and none of them has a literal: it is no secret itself. */
bool reference_leads_elsewhere(const char *z, size_t n);

#endif
