/* SPDX-License-Identifier: MIT */
#include "keyring/cipher.h"

#include <sodium.h>

#include "sqlite.h"

_Static_assert(CIPHER_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");
_Static_assert(CIPHER_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce size");
_Static_assert(CIPHER_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag size");
_Static_assert(CIPHER_KEY_TEXT + 1 ==
                   sodium_base64_ENCODED_LEN(CIPHER_KEY_BYTES, sodium_base64_VARIANT_ORIGINAL),
               "size of a key in base64");

int cipher_init(void) {
  return sodium_init() < 0 ? SQLITE_ERROR : SQLITE_OK;
}

void cipher_wipe(void *memory, size_t n) {
  if (n > 0) sodium_memzero(memory, n);
}

void cipher_free(char *plain, size_t n) {
  if (plain) cipher_wipe(plain, n);
  sqlite3_free(plain);
}

void cipher_random(unsigned char *out, size_t n) {
  randombytes_buf(out, n);
}

void cipher_random_many(unsigned char *out, size_t n) {
  unsigned char seed[randombytes_SEEDBYTES];
  cipher_random(seed, sizeof(seed));
  randombytes_buf_deterministic(out, n, seed);
  cipher_wipe(seed, sizeof(seed));
}

void cipher_encrypt(unsigned char *sealed, const unsigned char *plain, size_t n,
                    const unsigned char *label, size_t label_length,
                    const unsigned char key[CIPHER_KEY_BYTES]) {
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + CIPHER_NONCE_BYTES, NULL, plain, n, label,
                                             label_length, NULL, sealed, key);
}

bool cipher_decrypt(unsigned char *plain, const unsigned char *sealed, size_t n,
                    const unsigned char *label, size_t label_length,
                    const unsigned char key[CIPHER_KEY_BYTES]) {
  return crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, sealed + CIPHER_NONCE_BYTES,
                                                    n - CIPHER_NONCE_BYTES, label, label_length,
                                                    sealed, key) == 0;
}

void cipher_key_encode(char text[CIPHER_KEY_TEXT + 1], const unsigned char key[CIPHER_KEY_BYTES]) {
  sodium_bin2base64(text, CIPHER_KEY_TEXT + 1, key, CIPHER_KEY_BYTES,
                    sodium_base64_VARIANT_ORIGINAL);
}

bool cipher_key_decode(unsigned char key[CIPHER_KEY_BYTES], const char *text, size_t n) {
  size_t length = 0;
  /* libsodium (1.0.18) takes every byte beyond ASCII for a '/'. */
  for (size_t i = 0; i < n; i++) {
    if ((unsigned char)text[i] >= 0x80) return false;
  }
  int rc = sodium_base642bin(key, CIPHER_KEY_BYTES, text, n, NULL, &length, NULL,
                             sodium_base64_VARIANT_ORIGINAL);
  if (rc == 0 && length == CIPHER_KEY_BYTES) return true;
  cipher_wipe(key, CIPHER_KEY_BYTES);
  return false;
}

bool cipher_decode(unsigned char *out, size_t size, const char *text, size_t n) {
  return sodium_base642bin(out, size, text, n, NULL, NULL, NULL, sodium_base64_VARIANT_ORIGINAL) ==
         0;
}
