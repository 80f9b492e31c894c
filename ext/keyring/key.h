/* SPDX-License-Identifier: MIT */
/*
** A key: 32 bytes that an ARN names, from which two keys follow. And how a call of this room refuses.
**
** Results are SQLite's codes. SQLITE_ERROR comes with *message set (sqlite3_free() it) to a text
** without the exception's name, which never shows a key or a secret; every other code leaves
** *message NULL. Messages are set or cleared, never read: they need no initialising.
*/
#ifndef GLUE_KEYRING_KEY_H
#define GLUE_KEYRING_KEY_H

#include "keyring/cipher.h"
#include "sqlite.h"

/* The longest ARN taken, in bytes: AWS's own limit. */
#define KEY_ARN_MAX 2048

typedef struct Key {
  const char *arn; /* NUL-terminated; points into the memory of whoever has the key */
  size_t arn_length;
  unsigned char sealing[CIPHER_KEY_BYTES];
  unsigned char nonces[CIPHER_KEY_BYTES];
} Key;

/* Sets what follows from the bytes of a key, of which nothing else is kept. */
void key_set(Key *key, const unsigned char bytes[CIPHER_KEY_BYTES]);

/* Whether it is the ARN of a key: the API's arn:aws[a-z0-9-]*:kms:.* in printable ASCII without
** blanks, quotes and backslashes, at most KEY_ARN_MAX bytes. */
bool key_arn_is_valid(const char *arn, size_t n);

/* The key of that ARN among so many, NULL where there is none. */
const Key *key_find(const Key *keys, size_t count, const char *arn, size_t arn_length);

/* Hands out the text of sqlite3_mprintf(), NULL if memory was out. Inline, so that a static
** analyzer knows that it never returns SQLITE_OK. */
static inline int key_refuse(char **message, char *text) {
  *message = text;
  return text ? SQLITE_ERROR : SQLITE_NOMEM;
}

#endif
