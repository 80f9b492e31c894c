/* SPDX-License-Identifier: MIT */
#include "documents/buffer.h"

#include <string.h>

#include "json/json.h"
#include "keyring/cipher.h"
#include "sqlite.h"

#define BUFFER_FIRST 256

static bool buffer_grow(Buffer *buffer, size_t n) {
  size_t capacity = buffer->capacity ? buffer->capacity : BUFFER_FIRST;
  while (capacity - buffer->length < n) capacity *= 2;
  char *text = sqlite3_malloc64(capacity);
  if (text == NULL) {
    buffer->out_of_memory = true;
    return false;
  }
  if (buffer->length) memcpy(text, buffer->text, buffer->length);
  cipher_free(buffer->text, buffer->length);
  buffer->text = text;
  buffer->capacity = capacity;
  return true;
}

void buffer_append(Buffer *buffer, const char *text, size_t n) {
  if (n == 0 || buffer->out_of_memory || buffer->too_long) return;
  if (buffer->limit && n > buffer->limit - buffer->length) {
    buffer->too_long = true;
    return;
  }
  if (buffer->capacity - buffer->length < n && !buffer_grow(buffer, n)) return;
  memcpy(buffer->text + buffer->length, text, n);
  buffer->length += n;
}

void buffer_append_text(Buffer *buffer, const char *text) {
  buffer_append(buffer, text, strlen(text));
}

void buffer_append_span(Buffer *buffer, Span span) {
  buffer_append(buffer, span.text, span.length);
}

void buffer_piece(void *buffer, const char *piece, size_t n) {
  buffer_append(buffer, piece, n);
}

void buffer_append_string(Buffer *buffer, Span text) {
  json_write_string(text.text, text.length, buffer_piece, buffer);
}

void buffer_append_comma(Buffer *buffer) {
  char last = buffer->length ? buffer->text[buffer->length - 1] : '{';
  if (last != '{' && last != '[') buffer_append(buffer, ",", 1);
}

void buffer_cut(Buffer *buffer, size_t n) {
  if (n >= buffer->length) return;
  cipher_wipe(buffer->text + n, buffer->length - n);
  buffer->length = n;
}

void buffer_clear(Buffer *buffer) {
  buffer_cut(buffer, 0);
  buffer->too_long = false;
}

void buffer_free(Buffer *buffer) {
  cipher_free(buffer->text, buffer->length);
  *buffer = (Buffer){.text = NULL};
}

Span buffer_span(const Buffer *buffer) {
  return buffer->length ? (Span){buffer->text, buffer->length} : span_absent;
}

Span buffer_text(const Buffer *buffer) {
  return (Span){buffer->length ? buffer->text : "", buffer->length};
}

bool buffer_equal(const Buffer *a, const Buffer *b) {
  return a->length == b->length && (a->length == 0 || memcmp(a->text, b->text, a->length) == 0);
}

#undef BUFFER_FIRST
