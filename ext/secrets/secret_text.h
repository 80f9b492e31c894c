/* SPDX-License-Identifier: MIT */
/*
** Text under construction that may hold secrets, and what the files about secrets share: secret.c
** seals, secret_open.c opens, secret_check.c looks at what is stored, secret_lint.c tells what secret.c
** would refuse.
*/
#ifndef GLUE_SECRET_TEXT_H
#define GLUE_SECRET_TEXT_H

#include "model/shapes.h"
#include "secrets/secret.h"

/* The property under which the credentials of authentication_configuration are sealed. */
#define SECRET_CREDENTIALS "credentials"
/* Our own member of AuthenticationConfiguration that carries them in a request. */
#define SECRET_ENCRYPTED_CREDENTIALS "EncryptedCredentials"
/* What is said of a value that claims to be sealed here, and is not complete. */
#define SECRET_MALFORMED "the value of %s is no complete sealed text: it was cut or altered"

/* What it outgrows is wiped. */
typedef struct SecretText {
  char *text;    /* owned, NUL-terminated */
  size_t length; /* bytes */
  size_t capacity;
  bool out_of_memory; /* sticky */
} SecretText;

void secret_append(SecretText *out, const char *piece, size_t size);
/* As a JSON string with its quotes. */
void secret_append_string(SecretText *out, const char *text, size_t length);
/* A member of an object, with the comma before it unless it is the first: as it stands at the
** cursor; its key and colon alone; a key of our own and its colon. */
void secret_append_entry(SecretText *out, const JsonCursor *entry);
void secret_append_key(SecretText *out, const JsonCursor *entry);
void secret_append_own_key(SecretText *out, const char *key);
/* Wipes and frees it. */
void secret_discard(SecretText *out);

/* Whether a structure of a request holds credentials, at any depth; `clear`: such as are not sealed. */
bool secret_has_credentials(const Shape *shape, const JsonValue *value, bool clear);

/* Whether a NUL-terminated value is sealed by this extension. */
bool secret_is_sealed(const char *text);

/* The context in which a property of the connection is sealed. */
SealContext secret_context(const Connection *connection, const char *property);

/* The secret property whose value the entry has in clear; NULL where there is nothing to seal. A
** reference says where a secret is, and is none: sealed, nobody would see what it leads to. */
const SecretProperty *secret_in_clear(const JsonValue *entry);

/* Whether a sealed text that is well-formed opens under the name of the connection: SQLITE_ERROR with a
** message where it does not, SQLITE_OK also where the key is not at hand and nothing can be said. */
int secret_try_open(Keyring *keyring, const Connection *connection, const char *property,
                    const char *text, size_t length, char **message);

#endif
