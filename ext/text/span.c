/* SPDX-License-Identifier: MIT */
#include "text/span.h"

#include <string.h>

#include "text/reference.h"
#include "text/text.h"

const Span span_absent = {NULL, 0};

Span span_of(const char *from, const char *to) {
  return (Span){from, (size_t)(to - from)};
}

const char *span_end(Span s) {
  return s.text + s.length;
}

Span span_after(Span s, size_t n) {
  return (Span){s.text + n, s.length - n};
}

bool span_begins_with(Span s, const char *prefix) {
  size_t length = strlen(prefix);
  return s.length >= length && text_equal_nocase(s.text, prefix, length);
}

bool span_equals(Span s, const char *text) {
  return s.text && s.length == strlen(text) && text_equal_nocase(s.text, text, s.length);
}

Span span_after_word(Span s, const char *word) {
  for (; s.length; s = span_after(s, 1)) {
    if (span_begins_with(s, word)) return span_after(s, strlen(word));
  }
  return span_absent;
}

const char *span_find(Span s, const char *characters) {
  for (const char *z = s.text; z < span_end(s); z++) {
    size_t reference = reference_length(z, span_end(s));
    if (*z && !reference && strchr(characters, *z)) return z;
    if (reference) z += reference - 1;
  }
  return span_end(s);
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

Span span_or_absent(Span s) {
  return s.length ? s : span_absent;
}
