/* SPDX-License-Identifier: MIT */
/*
** What is needed of libsodium, and nothing else: cipher.c is the only file that knows it.
*/
#ifndef GLUE_KEYRING_CIPHER_H
#define GLUE_KEYRING_CIPHER_H

#include <stdbool.h>
#include <stddef.h>

#define CIPHER_KEY_BYTES 32
#define CIPHER_KEY_TEXT 44 /* characters of a key in base64 */
#define CIPHER_NONCE_BYTES 24
#define CIPHER_TAG_BYTES 16
/* By how much what is encrypted is longer: a nonce before it, a tag behind it. */
#define CIPHER_OVERHEAD (CIPHER_NONCE_BYTES + CIPHER_TAG_BYTES)
#define CIPHER_PADDING 32

/* To be called before everything else here, as often as one likes, from any thread. SQLITE_OK, or
** SQLITE_ERROR where the system has no randomness to give. */
int cipher_init(void);

/* Overwrites n bytes in a way that no compiler removes. NULL is allowed with 0. */
void cipher_wipe(void *memory, size_t n);

/* Wipes n bytes and releases them with sqlite3_free(). NULL is allowed. */
void cipher_free(char *plain, size_t n);

/* Random bytes, straight from the system. */
void cipher_random(unsigned char *out, size_t n);

/* One of the keys that follow from a key (crypto_kdf): that of the number. */
void cipher_derive(unsigned char out[CIPHER_KEY_BYTES], const unsigned char key[CIPHER_KEY_BYTES],
                   unsigned number);

/* A nonce made of all the parts, each with its length (keyed BLAKE2b). */
typedef struct CipherPart {
  const void *bytes;
  size_t length;
} CipherPart;
void cipher_nonce(unsigned char nonce[CIPHER_NONCE_BYTES], const CipherPart *parts, size_t count,
                  const unsigned char key[CIPHER_KEY_BYTES]);

/* A text is padded before it is encrypted, for its length tells much: to the next multiple of
** CIPHER_PADDING, by one byte at least. */
size_t cipher_padded(size_t n);
void cipher_pad(unsigned char *plain, size_t n);
/* The reverse; false where that is no padding. */
bool cipher_unpad(const unsigned char *plain, size_t padded, size_t *n);

/* XChaCha20-Poly1305 (IETF), in place: `sealed` begins with the nonce, then come n plain bytes, which
** the ciphertext replaces, and room for the tag: n + CIPHER_OVERHEAD bytes in all. The tag covers the
** label too. */
void cipher_encrypt(unsigned char *sealed, size_t n, const unsigned char *label,
                    size_t label_length, const unsigned char key[CIPHER_KEY_BYTES]);
/* The reverse, for n sealed bytes, at least CIPHER_OVERHEAD: n - CIPHER_OVERHEAD plain ones. False,
** and nothing of them, where key or label is another, or a bit has been changed. */
bool cipher_decrypt(unsigned char *plain, const unsigned char *sealed, size_t n,
                    const unsigned char *label, size_t label_length,
                    const unsigned char key[CIPHER_KEY_BYTES]);

/* Standard base64 of a key, in constant time. The text has CIPHER_KEY_TEXT characters and a NUL. */
void cipher_key_encode(char text[CIPHER_KEY_TEXT + 1], const unsigned char key[CIPHER_KEY_BYTES]);
/* False where the n characters are not the base64 of exactly one key, which is then wiped. */
bool cipher_key_decode(unsigned char key[CIPHER_KEY_BYTES], const char *text, size_t n);

/* The bytes of n characters of standard base64, no more than `size` of them; false where it is none. */
bool cipher_decode(unsigned char *out, size_t size, const char *text, size_t n);

#endif
