/* SPDX-License-Identifier: MIT */
#include "keyring/nonce.h"

void nonce_renew(NonceSource *source) {
  source->has_seed = false;
}

void nonce_next(NonceSource *source, const Key *key, CipherPart label, CipherPart plain,
                unsigned char nonce[CIPHER_NONCE_BYTES]) {
  if (!source->has_seed) cipher_random(source->seed, sizeof(source->seed));
  source->has_seed = true;
  source->counter++;
  const CipherPart parts[] = {{source->seed, sizeof(source->seed)},
                              {&source->counter, sizeof(source->counter)},
                              label,
                              plain};
  cipher_nonce(nonce, parts, sizeof(parts) / sizeof(*parts), key->nonces);
}
