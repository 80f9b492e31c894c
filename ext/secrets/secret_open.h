/* SPDX-License-Identifier: MIT */
/*
** Opening: the documents of a connection with their secrets put back, for glue_decrypt().
*/
#ifndef GLUE_SECRETS_SECRET_OPEN_H
#define GLUE_SECRETS_SECRET_OPEN_H

#include "keyring/seal.h"

/* Each returns SQLite's code; SQLITE_ERROR comes with *message set to the text of a
** GlueEncryptionException, without its name. *out is the caller's, to be given to
** secret_open_release(). */

/* The column `request` of a connection, which names its catalog, its region and itself. */
int secret_open_request(Keyring *keyring, const char *text, size_t length, char **out,
                        char **message);
/* connection_properties, credentials or one sealed value of that connection (its property is left out). */
int secret_open_value(Keyring *keyring, const char *text, size_t length,
                      const SealContext *connection, char **out, char **message);

/* Wipes and frees a text with secrets; a destructor for sqlite3_result_text(). */
void secret_open_release(void *text);

#endif
