/* SPDX-License-Identifier: MIT */
/*
** An export from its first row to its document.
*/
#ifndef GLUE_DOCUMENTS_EXPORT_H
#define GLUE_DOCUMENTS_EXPORT_H

#include "documents/export_form.h"
#include "text/span.h"

/* Each returns SQLite's code; SQLITE_ERROR comes with *message, the exception's name before it. */

/* Adds the connection of a request, in any form that INSERT takes. `connection` is absent but for
** export_connections. Sealed values go out as they are where `sealed`. */
int export_add(Export *export, const ExportForm *form, Span connection, Span request, bool sealed,
               char **message);

/* Writes the document of all that was added. *out is the caller's (secret_text_discard), also of one that fails. */
int export_finish(Export *export, const ExportForm *form, SecretText *out, char **message);

void export_free(Export *export);

#endif
