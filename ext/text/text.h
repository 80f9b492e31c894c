/* SPDX-License-Identifier: MIT */
/*
** Text: UTF-8, code points, patterns. Knows nothing of JSON, Glue or SQL.
*/
#ifndef GLUE_TEXT_H
#define GLUE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the code point beyond ASCII at z (z < end) into *point. Returns the number of bytes it takes, or 0
** where the bytes are no well-formed UTF-8 (overlong forms, surrogates, above U+10FFFF). */
size_t text_decode(const char *z, const char *end, uint32_t *point);

/* Writes a code point as UTF-8, up to four bytes, and returns how many that are. */
size_t text_encode(uint32_t point, char *out);

/* These go over ASCII without control characters (but DEL), and return where something else stands, or
** `end`: over all of it; all but quotes and backslashes. */
const char *text_skip_printable(const char *z, const char *end);
const char *text_skip_unescaped(const char *z, const char *end);

/* Returns the offset of the first malformed byte, or n where all of it is well-formed. */
size_t text_malformed(const char *z, size_t n);

/* The number of code points in well-formed UTF-8. */
size_t text_points(const char *z, size_t n);

/* The number of bytes that the first `points` code points of well-formed UTF-8 take. */
size_t text_prefix(const char *z, size_t n, size_t points);

/* What a text is made of: each has a bit, which spares the checks that ask for what is not there. */
enum {
  TEXT_NAME = 1,  /* a letter, digit or underscore of ASCII */
  TEXT_BLANK = 2, /* what ends a word: space, tab, line end, quote, angle bracket */
  TEXT_COLON = 4,
  TEXT_EQUALS = 8,
  TEXT_AT = 16,
  TEXT_BRACE = 32, /* an opening one */
  TEXT_LESS = 64,
  TEXT_DOLLAR = 128,
};
extern const unsigned char text_kinds[256]; /* by characters; 0: any other */

static inline unsigned text_marks(const char *z, size_t n) {
  const unsigned char *u = (const unsigned char *)z, *end = u + n;
  unsigned marks = 0;
  for (; end - u >= 4; u += 4) {
    marks |= text_kinds[u[0]] | text_kinds[u[1]] | text_kinds[u[2]] | text_kinds[u[3]];
  }
  for (; u < end; u++) marks |= text_kinds[*u];
  return marks;
}

/* ASCII case-insensitive comparison of n bytes, whatever the locale. */
bool text_equal_nocase(const char *a, const char *b, size_t n);

/* Looks for the name that a word was meant to be: of the names considered the nearest by edit distance,
** ASCII case ignored, and the first of several. */
typedef struct Nearest {
  const char *word; /* not owned */
  size_t length;    /* bytes */
  size_t distance;
  const char *name; /* the nearest, not owned; NULL: none is near enough to be meant */
} Nearest;

Nearest nearest_begin(const char *word, size_t length);
void nearest_consider(Nearest *nearest, const char *name);

/* A set of characters: a bitmap for ASCII and one rule for everything beyond it. */
typedef struct CharacterClass {
  uint64_t ascii[2]; /* bit c: the character c belongs to the class */
  enum {
    BEYOND_NONE,           /* no character beyond ASCII */
    BEYOND_ALL,            /* every one */
    BEYOND_BMP_VALID,      /* all but U+FFFE and U+FFFF: \u0080-\uD7FF\uE000-\uFFFD and above */
    BEYOND_NOT_TERMINATOR, /* Java's "." : all but U+0085, U+2028 and U+2029 */
  } beyond;
} CharacterClass;

/* One step of a pattern: one of several literals (the longest comes first), or a run of `min` to
** `max` characters of a class (max 0: without limit). Runs are greedy and never give back: the
** API's patterns need no more, because what follows a run begins outside of its class. */
typedef struct PatternStep {
  const char *const *literals; /* NULL-terminated; NULL where the step is a run */
  const CharacterClass *class;
  uint32_t min, max;
} PatternStep;

/* A regular expression of the API as steps over the whole value. */
typedef struct Pattern {
  const char *expression; /* as the API prints it */
  const PatternStep *steps;
  size_t step_count;
  const uint64_t *last; /* of a run of ASCII at the end, the characters that may come last, as a
                        ** bitmap; NULL: any */
  bool or_empty;        /* the empty value matches as well */
} Pattern;

/* Whether the whole of the well-formed UTF-8 text matches. */
bool text_matches(const Pattern *pattern, const char *z, size_t n);

#endif
