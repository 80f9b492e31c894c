/* SPDX-License-Identifier: MIT */
#include "keyring/key.h"

#include <string.h>

/* The numbers of the keys that follow from one. */
enum { KEY_SEALING = 1, KEY_NONCES = 2 };

void key_set(Key *key, const unsigned char bytes[CIPHER_KEY_BYTES]) {
  cipher_derive(key->sealing, bytes, KEY_SEALING);
  cipher_derive(key->nonces, bytes, KEY_NONCES);
}

bool key_arn_is_valid(const char *arn, size_t n) {
  static const char head[] = "arn:aws", service[] = ":kms:";
  if (n > KEY_ARN_MAX || n < strlen(head) || memcmp(arn, head, strlen(head)) != 0) return false;
  size_t i = strlen(head);
  while (i < n &&
         ((arn[i] >= 'a' && arn[i] <= 'z') || (arn[i] >= '0' && arn[i] <= '9') || arn[i] == '-')) {
    i++;
  }
  if (n - i < strlen(service) || memcmp(arn + i, service, strlen(service)) != 0) return false;
  for (i += strlen(service); i < n; i++) {
    if (arn[i] <= ' ' || arn[i] > '~' || strchr("\"'\\", arn[i])) return false;
  }
  return true;
}

const Key *key_find(const Key *keys, size_t count, const char *arn, size_t arn_length) {
  for (size_t i = 0; i < count; i++) {
    if (keys[i].arn_length == arn_length && memcmp(keys[i].arn, arn, arn_length) == 0) {
      return &keys[i];
    }
  }
  return NULL;
}
