/* SPDX-License-Identifier: MIT */
/*
** What of a connection is a secret, and under which label it is sealed.
**
** Secrets are the values of PASSWORD and its kin in connection_properties (each has a twin,
** ENCRYPTED_PASSWORD, that takes it up sealed) and the credentials of authentication_configuration,
** which become one sealed document, the column `credentials`. The property under which a value is
** sealed is its key in clear: PASSWORD for what is stored as ENCRYPTED_PASSWORD, "credentials" for the
** credentials.
*/
#ifndef GLUE_SECRETS_SECRET_H
#define GLUE_SECRETS_SECRET_H

#include "keyring/seal.h"
#include "model/connection.h"
#include "model/shapes.h"

/* The property under which the credentials of authentication_configuration are sealed. */
#define SECRET_CREDENTIALS "credentials"
/* Our own member of AuthenticationConfiguration that carries them in a request. */
#define SECRET_ENCRYPTED_CREDENTIALS "EncryptedCredentials"
/* What is said of a value that claims to be sealed here, and is not complete. */
#define SECRET_MALFORMED "the value of %s is no complete sealed text: it was cut or altered"

/* Whether a structure of a request holds credentials, at any depth; `clear`: such as are not sealed. */
bool secret_has_credentials(const Shape *shape, const JsonValue *value, bool clear);

/* Whether the secrets of its credentials are references, all of them: then there is nothing to seal, and whoever reads
** the structure sees where they lead. Where one is a secret, all of the credentials are sealed. */
bool secret_are_references(const Shape *shape, const JsonValue *value);

/* The secret property whose value the entry has in clear; NULL where there is nothing to seal. What
** is nothing but references says where a secret is, and is none: sealed, nobody would see what it leads to. */
const SecretProperty *secret_in_clear(const JsonValue *entry);

/* Whether a NUL-terminated value claims to be sealed by this extension. */
bool secret_is_sealed(const char *text);

/* The context in which a property of the connection is sealed. */
SealContext secret_context(const Connection *connection, const char *property);

/* Calls `visit` for every value of a row that is sealed, or claims to be: the member that holds it, and
** the property it is sealed as. The row's trees must have been made. Ends with the first code that is not
** SQLITE_OK. */
typedef int (*SecretVisit)(void *context, const char *member, const char *property,
                           const char *text, size_t length);
int secret_visit(const Connection *row, SecretVisit visit, void *context);

/* Whether a sealed text that is well-formed opens under the name of the connection: SQLITE_ERROR with a
** message where it does not, SQLITE_OK also where the key is not at hand and nothing can be said. */
int secret_try_open(Keyring *keyring, const Connection *connection, const char *property,
                    const char *text, size_t length, char **message);

#endif
