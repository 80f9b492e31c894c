/* SPDX-License-Identifier: MIT */
/*
** What a document seems to be that is none of those that are read, and what to do.
*/
#ifndef GLUE_DOCUMENTS_UNKNOWN_H
#define GLUE_DOCUMENTS_UNKNOWN_H

#include "documents/reading.h"

/* Adds a row that says so, unless the last one says the same: a value of JSON, which may have been YAML. */
void unknown_value(Reading *reading, Span value, const Place *place);

/* Whether the text, which does not begin as JSON does, is known by its looks not to be YAML either. Then a
** row says so. */
bool unknown_text(Reading *reading, Span text);

/* Adds a row about a text that is YAML in syntax at most. */
void unknown_yaml(Reading *reading, Span text);

#endif
