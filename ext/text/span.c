/* SPDX-License-Identifier: MIT */
#include "text/span.h"

#include <stdint.h>
#include <string.h>

#include "text/reference.h"
#include "text/text.h"

/* Bytes. */
#define SPAN_PIECE 64

const Span span_absent = {NULL, 0};

bool span_is(Span s, const char *text) {
  return s.text && strncmp(s.text, text, s.length) == 0 && text[s.length] == '\0';
}

bool span_begins_with(Span s, const char *prefix) {
  size_t length = strlen(prefix);
  return s.length >= length && text_equal_nocase(s.text, prefix, length);
}

bool span_equals(Span s, const char *text) {
  return s.text && s.length == strlen(text) && text_equal_nocase(s.text, text, s.length);
}

Span span_after_word(Span s, const char *word) {
  size_t length = strlen(word);
  const char any_case = 'a' ^ 'A',
             first = *word | any_case; /* of a letter the same in both cases */
  for (const char *z = s.text, *end = span_end(s); (size_t)(end - z) >= length; z++) {
    if ((*z | any_case) != first) continue;
    if (text_equal_nocase(z, word, length)) return span_of(z + length, end);
  }
  return span_absent;
}

/* Character by character, references left out. */
static const char *span_find_slowly(const char *z, const char *end, const char *characters) {
  uint64_t set[2] = {0, 0}; /* of ASCII characters: bit c is c */
  for (const char *c = characters; *c; c++) set[*c >> 6] |= UINT64_C(1) << (*c & 63);
  for (; z < end; z++) {
    unsigned char c = (unsigned char)*z;
    size_t reference = c == '$' || c == '{' ? reference_length(z, end) : 0;
    if (reference) {
      z += reference - 1;
    } else if (c < 0x80 && set[c >> 6] >> (c & 63) & 1) {
      return z;
    }
  }
  return end;
}

/* A reference has a brace: where there is none, memchr() is quicker. A piece at a time, lest a character
** that comes late, or never, is looked for in all of the text each time. */
const char *span_find(Span s, const char *characters) {
  const char *end = span_end(s);
  for (const char *z = s.text; z < end; z += SPAN_PIECE) {
    const char *stop = end - z > SPAN_PIECE ? z + SPAN_PIECE : end, *first = stop;
    for (const char *c = characters; *c; c++) {
      const char *found = memchr(z, *c, (size_t)(first - z));
      if (found) first = found;
    }
    if (memchr(z, '{', (size_t)(first - z))) {
      bool is_begun = z > s.text && z[-1] == '$';
      return span_find_slowly(is_begun ? z - 1 : z, end, characters);
    }
    if (first < stop) return first;
  }
  return end;
}

const char *span_find_last(Span s, char c) {
  for (size_t i = s.length; i > 0; i--) {
    if (s.text[i - 1] == c) return s.text + i - 1;
  }
  return NULL;
}

Span span_trim(Span s) {
  while (s.length && (s.text[0] == ' ' || s.text[0] == '\t')) s = span_after(s, 1);
  while (s.length && (s.text[s.length - 1] == ' ' || s.text[s.length - 1] == '\t')) s.length--;
  return s;
}

#undef SPAN_PIECE
