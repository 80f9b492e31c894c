/* SPDX-License-Identifier: MIT */
/*
** Secrets of a connection: which parts of its documents they are, sealed and opened in place.
*/
#ifndef GLUE_SECRET_H
#define GLUE_SECRET_H

#include "keyring/seal.h"
#include "request/request.h"

/* Each returns SQLite's code. SQLITE_ERROR comes with *message set to the text of a
** GlueEncryptionException, without its name. */

/* Replaces the secrets among the members of the request by sealed ones: PASSWORD and its kin in
** connection_properties by their ENCRYPTED_* twins, the credentials of
** authentication_configuration by the column `credentials`. `stored` is the row that an UPDATE
** changes (NULL: there is none): what is sealed there for another name or catalog is sealed again
** for the new one. */
int secret_seal(Keyring *keyring, Request *request, const Connection *stored, char **message);

/* Seals every secret of a stored row again with the default key. The row's trees must have been
** made. */
int secret_rekey(Keyring *keyring, Request *request, char **message);

/* What is wrong with a secret of a stored row: the problem in words, of a member. */
typedef void (*SecretReport)(void *context, const char *member, const char *problem);
#define SECRET_NOT_SEALED "is not sealed as it should be"
#define SECRET_NOT_OPENING "does not open: it was altered, or sealed for another connection"

/* Reports every secret of the row that is not sealed, or does not open; the latter where its key is in
** the keyring. The row's trees must have been made. */
int secret_check(Keyring *keyring, const Connection *row, SecretReport report, void *context);

/* Adds an error for every value of a request that claims to be sealed here and is not complete, so
** that secret_seal() would refuse it. Needs no key. */
void secret_lint(const Connection *connection, Findings *findings);

/* Opens the secrets of a document: *out is the caller's, to be given to secret_release(). The
** request is opened in whole; the three-argument form of glue_decrypt() names the connection. */
int secret_open_request(Keyring *keyring, const char *text, size_t length, char **out,
                        char **message);
int secret_open_value(Keyring *keyring, const char *text, size_t length, const char *catalog_id,
                      size_t catalog_id_length, const char *name, size_t name_length, char **out,
                      char **message);

/* Wipes and frees a text with secrets; a destructor for sqlite3_result_text(). */
void secret_release(void *text);

#endif
