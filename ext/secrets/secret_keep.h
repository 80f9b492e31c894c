/* SPDX-License-Identifier: MIT */
/*
** What stays of the secrets of a connection where an answer of the service, which holds none, takes its place.
*/
#ifndef GLUE_SECRETS_SECRET_KEEP_H
#define GLUE_SECRETS_SECRET_KEEP_H

#include "request/request.h"

/* Adds the values that are sealed here in connection_properties of the stored row to those of the request, but
** for properties that it has itself, in clear or encrypted; and, where credentials are kept, those of its
** authentication_configuration that are references: then both have one that can be read. SQLITE_OK or SQLITE_NOMEM. */
int secret_keep(Request *request, const Connection *stored, bool keeps_credentials);

#endif
