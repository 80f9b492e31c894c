/* SPDX-License-Identifier: MIT */
#include "keyring/cipher.h"

#include <sodium.h>

#include "sqlite.h"

_Static_assert(CIPHER_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");
_Static_assert(CIPHER_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce size");
_Static_assert(CIPHER_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag size");
_Static_assert(CIPHER_KEY_BYTES == crypto_kdf_KEYBYTES, "size of a key to derive from");
_Static_assert(CIPHER_KEY_BYTES <= crypto_generichash_KEYBYTES_MAX, "size of a key for nonces");
_Static_assert(CIPHER_NONCE_BYTES >= crypto_generichash_BYTES_MIN, "size of a nonce as a hash");
_Static_assert(CIPHER_KEY_TEXT + 1 ==
                   sodium_base64_ENCODED_LEN(CIPHER_KEY_BYTES, sodium_base64_VARIANT_ORIGINAL),
               "size of a key in base64");

/* What the derived keys are for: eight characters. */
#define CIPHER_DERIVATION "glueconn"
_Static_assert(sizeof(CIPHER_DERIVATION) == crypto_kdf_CONTEXTBYTES + 1, "size of the context");

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

void cipher_derive(unsigned char out[CIPHER_KEY_BYTES], const unsigned char key[CIPHER_KEY_BYTES],
                   unsigned number) {
  crypto_kdf_derive_from_key(out, CIPHER_KEY_BYTES, number, CIPHER_DERIVATION, key);
}

void cipher_nonce(unsigned char nonce[CIPHER_NONCE_BYTES], const CipherPart *parts, size_t count,
                  const unsigned char key[CIPHER_KEY_BYTES]) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key, CIPHER_KEY_BYTES, CIPHER_NONCE_BYTES);
  for (size_t i = 0; i < count; i++) {
    unsigned char length[8];
    for (int byte = 0; byte < 8; byte++) {
      length[byte] = (unsigned char)((unsigned long long)parts[i].length >> (8 * byte) & 0xff);
    }
    crypto_generichash_update(&state, length, sizeof(length));
    crypto_generichash_update(&state, parts[i].bytes, parts[i].length);
  }
  crypto_generichash_final(&state, nonce, CIPHER_NONCE_BYTES);
  cipher_wipe(&state, sizeof(state));
}

size_t cipher_padded(size_t n) {
  return n + (CIPHER_PADDING - n % CIPHER_PADDING);
}

void cipher_pad(unsigned char *plain, size_t n) {
  sodium_pad(NULL, plain, n, CIPHER_PADDING, cipher_padded(n));
}

bool cipher_unpad(const unsigned char *plain, size_t padded, size_t *n) {
  return sodium_unpad(n, plain, padded, CIPHER_PADDING) == 0;
}

void cipher_encrypt(unsigned char *sealed, size_t n, const unsigned char *label,
                    size_t label_length, const unsigned char key[CIPHER_KEY_BYTES]) {
  unsigned char *text = sealed + CIPHER_NONCE_BYTES;
  crypto_aead_xchacha20poly1305_ietf_encrypt(text, NULL, text, n, label, label_length, NULL, sealed,
                                             key);
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

#undef CIPHER_DERIVATION
