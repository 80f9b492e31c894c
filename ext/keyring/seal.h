/* SPDX-License-Identifier: MIT */
/*
** Sealing: a secret becomes a text that only the key it names opens again, and only as the secret
** it was sealed as.
**
** A sealed text reads
**
**     glue-connections:2:KEY-ARN:BASE64
**
** with the base64 of a 24-byte nonce, the ciphertext and a 16-byte tag (XChaCha20-Poly1305, IETF).
** What is encrypted is the secret padded to a multiple of 32 bytes. The ARN may hold colons, the base64
** holds none: the last colon parts them. All of it is printable ASCII without quotes and backslashes, so
** it stands in JSON and in SQL as it is, and the first hyphen tells it from the ciphertext of the
** service, which is base64 alone. The 1 that some have instead of the 2 is from before the first release.
**
** The tag covers, besides the secret, the format, the key's ARN and the SealContext: a sealed text
** that was altered, or moved to another connection, catalog, region or property, does not open.
**
** Results and messages are as in key.h.
*/
#ifndef GLUE_SEAL_H
#define GLUE_SEAL_H

#include "keyring/keyring.h"

/* What every sealed text of ours begins with. */
#define SEAL_OURS "glue-connections:"

/* Which secret it is. The texts need no NUL at their end; lengths in bytes. */
typedef struct SealContext {
  const char *catalog_id;
  size_t catalog_id_length;
  const char *region;
  size_t region_length;
  const char *name; /* of the connection */
  size_t name_length;
  const char *property; /* under which the secret is known: PASSWORD, ... */
  size_t property_length;
} SealContext;

/* Seals n bytes with the key of that ARN; NULL or "" means the default key, of which the table has a say
** (keyring_sealing_key()). *sealed is NUL-terminated, the caller's to sqlite3_free(). Does not wipe
** `plain`. SQLITE_TOOBIG above 1,000,000,000 bytes. */
int seal_close(Keyring *keyring, const char *key_arn, const KeyringDefault *table,
               const SealContext *context, const char *plain, size_t n, char **sealed,
               char **message);

/* Opens what seal_close() made under the same context. *plain has *plain_length bytes and a NUL
** after them; the caller gives it back with cipher_free(). Every failure leaves it NULL. Messages
** name the connection, the property and the key that is needed, never a value. */
int seal_open(Keyring *keyring, const SealContext *context, const char *sealed, size_t n,
              char **plain, size_t *plain_length, char **message);

/* Puts the secret's place before the message of a refused keyring_opening_key(); *message is replaced.
** Returns rc, or SQLITE_NOMEM. */
int seal_refuse_opening(char **message, int rc, const SealContext *context);

/* Whether the text claims to be sealed by this extension, be it damaged or of a newer format. */
bool seal_is_ours(const char *text, size_t n);

/* Whether it is ours, of a format known here, and structurally complete. Needs no key, and so
** cannot tell whether it opens. */
bool seal_is_well_formed(const char *text, size_t n);

/* The ARN of the key that opens it: points into `sealed`, no NUL at its end. NULL and 0 where the
** text is not well-formed. */
void seal_key_arn(const char *sealed, size_t n, const char **arn, size_t *arn_length);

#endif
