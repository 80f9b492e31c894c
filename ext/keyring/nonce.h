/* SPDX-License-Identifier: MIT */
/*
** Nonces for sealing, each for one label and one secret.
**
** A nonce is a keyed hash over a random seed, a counter, the label and the secret. The seed and the
** counter alone would do, were it not that a process may be copied, seed, counter and all: by a fork,
** by a snapshot of a virtual machine that is restored. The copy may then seal another secret, or under
** another label, and gets another nonce for it; for the same of both it may get the same one, and the
** same ciphertext, which tells nothing that the two together did not tell.
*/
#ifndef GLUE_KEYRING_NONCE_H
#define GLUE_KEYRING_NONCE_H

#include <stdint.h>

#include "keyring/key.h"

#define NONCE_SEED_BYTES 32

/* All zero: there is no seed yet. */
typedef struct NonceSource {
  bool has_seed;
  uint64_t counter; /* of the nonces made with the seed */
  unsigned char seed[NONCE_SEED_BYTES];
} NonceSource;

/* Has the next nonce fetch a seed: once a transaction, for asking the system takes longer than sealing. */
void nonce_renew(NonceSource *source);

/* The nonce to seal these bytes with. */
void nonce_next(NonceSource *source, const Key *key, CipherPart label, CipherPart plain,
                unsigned char nonce[CIPHER_NONCE_BYTES]);

#endif
