/* SPDX-License-Identifier: MIT */
/*
** Sealing: a row to be stored is made of a request, with its secrets sealed.
*/
#ifndef GLUE_SECRETS_SECRET_SEAL_H
#define GLUE_SECRETS_SECRET_SEAL_H

#include "keyring/keyring.h"
#include "request/request.h"

/* Both return SQLite's code; SQLITE_ERROR comes with *message set to the text of a
** GlueEncryptionException, without its name. They make *row of the request, which they leave as it is, but
** that it owns the texts that are new: PASSWORD and its kin in connection_properties become their
** ENCRYPTED_* twins, the credentials of authentication_configuration the column `credentials`. A row has
** no JSON trees: whatever is to be told from a document is told from the request. */

/* The request has been validated. `stored` is the row that an UPDATE changes (NULL: there is none): what
** is sealed there for another name, catalog or region is sealed again for the new one. *by_default:
** something has been sealed with the default key. */
int secret_seal(Keyring *keyring, const KeyringDefault *table, Request *request,
                const Connection *stored, Connection *row, bool *by_default, char **message);

/* Seals every secret of a stored row again with the default key; *any: it has some. The row has been read
** into the request, with its trees. */
int secret_seal_again(Keyring *keyring, const KeyringDefault *table, Request *request,
                      Connection *row, bool *any, char **message);

/* What secret_seal_again() would stumble over: calls `report` for every secret of a stored row that does
** not open, and counts all that are sealed. SQLite's code. */
typedef void (*SecretSealReport)(void *context, const char *message);
int secret_seal_try(Keyring *keyring, const Connection *row, SecretSealReport report, void *context,
                    sqlite3_int64 *sealed);

#endif
