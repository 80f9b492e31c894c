/* SPDX-License-Identifier: MIT */
/*
** The intrinsic functions of templates. What the template and the given parameters know is worked out;
** what only a stack knows stays a reference (text/reference.h). A text that was put in is not looked at
** again, and no text gets longer than the API takes, so that all of this is linear in the document.
*/
#ifndef GLUE_DOCUMENTS_INTRINSIC_H
#define GLUE_DOCUMENTS_INTRINSIC_H

#include <stdint.h>

#include "documents/lookup.h"
#include "documents/reading.h"

/* More than any text of the API has, in bytes. */
#define INTRINSIC_TEXT_MAX 32768

typedef struct Template {
  Reading *reading;
  Span root;       /* the template */
  Span declared;   /* its Parameters */
  Span mappings;   /* absent: none */
  Span conditions; /* absent: none */
  Span tags;       /* of all resources: not CloudFormation's, but beside Resources; absent: none */
  Lookup lookup;   /* owned: the members of these, and the given parameters */
  size_t condition_depth;
  size_t inserted;    /* bytes that were put in */
  uint64_t worked;    /* bytes of the functions that were looked at */
  bool has_reference; /* sticky until somebody clears it: a reference was left in a text */
} Template;

void intrinsic_open(Template *template, Reading *reading, Span root, const JsonMembers *members);
void intrinsic_close(Template *template);

/* Whether n bytes more may be put into the document's texts, counting them. */
bool intrinsic_charge(Template *template, size_t n);

/* The parameter's value, as it was given; absent where it was not. */
Span intrinsic_parameter(Template *template, const char *name);

/* What the template declares of a parameter; absent: there is none of that name. */
Span intrinsic_declared(Template *template, Span name);
/* Whether its value is a list. */
bool intrinsic_is_list_parameter(Template *template, Span name);

/* Whether the value is a function: an object with one member, whose name is one. */
bool intrinsic_is_function(Span value, Span *name, Span *argument);

/* What the value comes to, as far as it is known without a text of it: the branch of an Fn::If, an entry
** of a mapping, a parameter. A function that is not known stays itself; absent: AWS::NoValue, or null. */
Span intrinsic_reduce(Template *template, Span value);

/* Appends the value as a text; false: it has none. An object or a list is not for this, and becomes its
** JSON. */
bool intrinsic_text(Template *template, Span value, Buffer *out);

/* Calls for each element of a list, as text, until false is returned. Returns false where the list is not
** known. */
typedef bool (*IntrinsicElement)(void *context, Span text);
bool intrinsic_each(Template *template, Span list, IntrinsicElement element, void *context);

/* Whether the condition of that name holds: 1 or 0; -1: not known. */
int intrinsic_condition(Template *template, Span name);

#endif
