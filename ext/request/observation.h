/* SPDX-License-Identifier: MIT */
/*
** What an answer of the service holds and this version does not know: taken out of the documents that are
** stored, kept beside them, and put back where the answer is shown again.
**
** `unknown_members` is an object from JSON pointer (within the Connection structure) to value. A whole
** value that is unknown is one entry: {"/NewMember":{...},"/PhysicalConnectionRequirements/NewMember":1}.
*/
#ifndef GLUE_REQUEST_OBSERVATION_H
#define GLUE_REQUEST_OBSERVATION_H

#include "model/shapes.h"
#include "request/request.h"

/* Whether what is read is an observation: a Connection as GetConnections returns it, or, of an INSERT, a copy by
** columns, which gives the creation time. */
bool observation_is(const Request *request);

/* Takes what is unknown out of the documents, once all of the observation is read, and sets unknown_members.
** Each gets a warning that says whether it is kept: what looks like a secret is not, nor what stands in
** AuthenticationConfiguration. Returns SQLITE_OK or SQLITE_NOMEM. */
int observation_complete(Request *request);

/* Makes an object of those members of the Connection itself that are not known, as they are: to be freed like any that
** holds secrets, before the request. All zero, it stays so where there are none. SQLITE_OK or SQLITE_NOMEM. */
int observation_unknown(Request *request, JsonDocument *unknown);

/* Adds what is wrong with unknown_members. */
void observation_check(Request *request);

/* Appends the unknown members of a structure (NULL: the Connection itself), whose own pointer that is: each behind
** a comma where something precedes it. `unknown` is a JSON object. SQLITE_OK or SQLITE_NOMEM. */
int observation_append(sqlite3_str *out, const Shape *shape, const JsonDocument *unknown,
                       const char *pointer);

/* Appends a structure with the unknown members of it and of those below. */
int observation_append_structure(sqlite3_str *out, const Shape *shape, const JsonValue *value,
                                 const char *text, const JsonDocument *unknown,
                                 const char *pointer);

#endif
