/* SPDX-License-Identifier: MIT */
/*
** Nonces for sealing: each is used once, by one process.
*/
#ifndef GLUE_KEYRING_NONCE_H
#define GLUE_KEYRING_NONCE_H

#include <sys/types.h>

#include "keyring/cipher.h"

/* Nonces fetched at once: so many that fetching is lost in the cost of sealing. */
#define NONCE_BATCH 64

typedef struct NonceBatch {
  size_t count; /* the first of them that are unused */
  unsigned char nonces[NONCE_BATCH][CIPHER_NONCE_BYTES];
} NonceBatch;

/* All zero: none yet. */
typedef struct NoncePool {
  bool has_asked;   /* for the page */
  NonceBatch *page; /* owned: memory that a forked process finds empty; NULL: there is none */
  pid_t owner;      /* of the batch below, which serves where there is no page */
  NonceBatch batch;
} NoncePool;

/* A fresh nonce. */
void nonce_next(NoncePool *pool, unsigned char nonce[CIPHER_NONCE_BYTES]);

/* Wipes the pool, which is empty afterwards. */
void nonce_pool_free(NoncePool *pool);

#endif
