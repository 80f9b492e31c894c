/* SPDX-License-Identifier: MIT */
/*
** Spans: parts of a text that somebody else owns. References, as templates write them (${...},
** {{...}}), stay whole: no character inside of one is found.
*/
#ifndef GLUE_TEXT_SPAN_H
#define GLUE_TEXT_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct Span {
  const char *text; /* NULL: absent */
  size_t length;
} Span;

extern const Span span_absent;

static inline Span span_of(const char *from, const char *to) {
  return (Span){from, (size_t)(to - from)};
}

/* Of an absent one NULL: C knows no NULL + 0. */
static inline const char *span_end(Span span) {
  return span.length ? span.text + span.length : span.text;
}

/* Of a text that ends with a NUL. */
static inline Span span_text(const char *text) {
  return (Span){text, strlen(text)};
}

/* Without its first n bytes. */
static inline Span span_after(Span span, size_t n) {
  return (Span){span.text + n, span.length - n};
}

/* Absent where it is empty. */
static inline Span span_or_absent(Span span) {
  return span.length ? span : span_absent;
}

Span span_trim(Span span); /* without spaces and tabs around it */

/* Whether it is that text, and no absent one. */
bool span_is(Span span, const char *text);
/* ASCII case ignored; false where absent. */
bool span_begins_with(Span span, const char *prefix);
bool span_equals(Span span, const char *text);

/* What follows the first such word, ASCII case ignored; absent where there is none. */
Span span_after_word(Span span, const char *word);

/* The first of the characters in the span, outside of references, or its end. */
const char *span_find(Span span, const char *characters);
/* The last one, also inside of references; NULL where there is none. */
const char *span_find_last(Span span, char c);

#endif
