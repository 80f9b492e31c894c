/* SPDX-License-Identifier: MIT */
/*
** Sealing: a secret becomes a text that only the key it names opens again, and only as the secret
** it was sealed as. seal.c is the only file that knows libsodium.
**
** A sealed text reads
**
**     glue-connections:1:KEY-ARN:BASE64
**
** with the base64 of a 24-byte nonce, the ciphertext and a 16-byte tag (XChaCha20-Poly1305, IETF).
** The ARN may hold colons, the base64 holds none: the last colon parts them. All of it is printable
** ASCII without quotes and backslashes, so it stands in JSON and in SQL as it is, and the first
** hyphen tells it from the ciphertext of the service, which is base64 alone.
**
** The tag covers, besides the secret, the format, the key's ARN and the SealContext: a sealed text
** that was altered, or moved to another connection, catalog or property, does not open.
**
** Errors are those of keyring.h: SQLITE_ERROR with *message set (sqlite3_free() it) to a text
** without the exception's name; every other code with *message NULL.
*/
#ifndef GLUE_SEAL_H
#define GLUE_SEAL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Keyring Keyring;

/* Which secret it is. The texts need no NUL at their end; lengths in bytes. */
typedef struct SealContext {
  const char *catalog_id;
  size_t catalog_id_length;
  const char *name; /* of the connection */
  size_t name_length;
  const char *property; /* under which the secret is known: PASSWORD, ... */
  size_t property_length;
} SealContext;

/* To be called before everything else here, as often as one likes, from any thread. SQLITE_OK, or
** SQLITE_ERROR where the system has no randomness to give. */
int seal_init(void);

/* Seals n bytes with the key of that ARN; NULL or "" means the keyring's default key, which may
** create the default keyring (keyring_sealing_key()). *sealed is NUL-terminated, the caller's to
** sqlite3_free(). Does not wipe `plain`. SQLITE_TOOBIG above 1,000,000,000 bytes. */
int seal_close(Keyring *keyring, const char *key_arn, const SealContext *context, const char *plain,
               size_t n, char **sealed, char **message);

/* Opens what seal_close() made under the same context. *plain has *plain_length bytes and a NUL
** after them; the caller gives it back with seal_free(). Every failure leaves it NULL. Messages
** name the connection, the property and the key that is needed, never a value. */
int seal_open(Keyring *keyring, const SealContext *context, const char *sealed, size_t n,
              char **plain, size_t *plain_length, char **message);

/* Whether the text claims to be sealed by this extension, be it damaged or of a newer format. */
bool seal_is_ours(const char *text, size_t n);

/* Whether it is ours, of a format known here, and structurally complete. Needs no key, and so
** cannot tell whether it opens. */
bool seal_is_well_formed(const char *text, size_t n);

/* The ARN of the key that opens it: points into `sealed`, no NUL at its end. NULL and 0 where the
** text is not well-formed. */
void seal_key_arn(const char *sealed, size_t n, const char **arn, size_t *arn_length);

/* Overwrites n bytes in a way that no compiler removes. NULL is allowed with 0. */
void seal_wipe(void *memory, size_t n);

/* Wipes n bytes and releases them with sqlite3_free(). NULL is allowed. */
void seal_free(char *plain, size_t n);

/* What the keyring needs of libsodium. */

#define SEAL_KEY_BYTES 32
#define SEAL_KEY_TEXT 44 /* characters of a key in base64 */
#define SEAL_NONCE_BYTES 24

/* Random bytes, straight from the system. */
void seal_random(unsigned char *out, size_t n);
/* Many random bytes at once: a key stream under a seed from the system, which is a call less and
** for a kilobyte some times faster. */
void seal_random_many(unsigned char *out, size_t n);

/* Standard base64 of a key, in constant time. The text has SEAL_KEY_TEXT characters and a NUL. */
void seal_key_encode(char text[SEAL_KEY_TEXT + 1], const unsigned char key[SEAL_KEY_BYTES]);
/* False where the n characters are not the base64 of exactly one key, which is then wiped. */
bool seal_key_decode(unsigned char key[SEAL_KEY_BYTES], const char *text, size_t n);

#endif
