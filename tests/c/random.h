/* SPDX-License-Identifier: MIT */
/*
** Random numbers that are the same everywhere (xorshift64*). `random_state` is the seed, and not 0.
*/
#ifndef GLUE_TESTS_RANDOM_H
#define GLUE_TESTS_RANDOM_H

#include <stdint.h>

static uint64_t random_state;

static inline uint64_t random_number(void) {
  random_state ^= random_state >> 12;
  random_state ^= random_state << 25;
  random_state ^= random_state >> 27;
  return random_state * 0x2545f4914f6cdd1d;
}

static inline int random_below(int n) {
  return (int)(random_number() >> 33) % n;
}

#endif
