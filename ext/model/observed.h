/* SPDX-License-Identifier: MIT */
/*
** What the service answered is an observation and no request: it is what it is. A rule that it breaks is one
** that has changed since, or that only requests are held against.
*/
#ifndef GLUE_MODEL_OBSERVED_H
#define GLUE_MODEL_OBSERVED_H

#include "model/connection.h"
#include "model/finding.h"

/* The rules that are looked for to find these: what breaks one of today's shapes is newer than known. */
RuleSet observed_rules(RuleSet wanted);

/* Makes a warning of every error that an answer of the service may have: newer-than-known where this version
** does not know what it found. What stays an error: JSON of another type than a member has, no name, no
** connection type, and where the connection is kept (CatalogId, Region), which is not the service's to say. */
void observed_soften(const Connection *connection, Findings *findings);

/* Leaves the warnings out, which refuse no observation at any level. */
void observed_drop_warnings(Findings *findings);

/* Leaves out of what is found in a connection what is known of the stored row as well, in the same words and of the
** same text: an UPDATE is not refused for what the service answered. The JSON of both has been read. */
void observed_drop_known(Findings *findings, const Connection *connection, const Findings *known,
                         const Connection *stored);

#endif
