/* SPDX-License-Identifier: MIT */
/*
** Nonces are fetched from the system in batches, because its call would be the largest part of sealing a
** password. A forked process has a copy of the batch, and must not seal with what its parent seals with:
** Linux empties a page that asks for it (MADV_WIPEONFORK) for the child. Elsewhere the process is
** compared, which is one more call for every nonce.
*/
#define _DEFAULT_SOURCE /* MADV_WIPEONFORK */

#include "keyring/nonce.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef MADV_WIPEONFORK
static NonceBatch *nonce_map_page(void) {
  void *page =
      mmap(NULL, sizeof(NonceBatch), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return NULL;
  if (madvise(page, sizeof(NonceBatch), MADV_WIPEONFORK) == 0) return page;
  munmap(page, sizeof(NonceBatch));
  return NULL;
}

static void nonce_unmap_page(NonceBatch *page) {
  munmap(page, sizeof(*page));
}
#else
static NonceBatch *nonce_map_page(void) {
  return NULL;
}

static void nonce_unmap_page(NonceBatch *page) {
  (void)page;
}
#endif

/* The batch of this process. */
static NonceBatch *nonce_batch_of(NoncePool *pool) {
  if (!pool->has_asked) pool->page = nonce_map_page();
  pool->has_asked = true;
  if (pool->page) return pool->page;
  pid_t process = getpid();
  if (pool->owner != process) pool->batch.count = 0;
  pool->owner = process;
  return &pool->batch;
}

void nonce_next(NoncePool *pool, unsigned char nonce[CIPHER_NONCE_BYTES]) {
  NonceBatch *batch = nonce_batch_of(pool);
  if (batch->count == 0) {
    cipher_random_many(batch->nonces[0], sizeof(batch->nonces));
    batch->count = NONCE_BATCH;
  }
  unsigned char *next = batch->nonces[--batch->count];
  memcpy(nonce, next, CIPHER_NONCE_BYTES);
  cipher_wipe(next, CIPHER_NONCE_BYTES);
}

void nonce_pool_free(NoncePool *pool) {
  if (pool->page) {
    cipher_wipe(pool->page, sizeof(*pool->page));
    nonce_unmap_page(pool->page);
  }
  cipher_wipe(pool, sizeof(*pool));
}
