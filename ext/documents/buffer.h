/* SPDX-License-Identifier: MIT */
/*
** A text that grows, and may hold secrets: whatever memory it leaves is overwritten.
*/
#ifndef GLUE_DOCUMENTS_BUFFER_H
#define GLUE_DOCUMENTS_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "text/span.h"

typedef struct Buffer {
  char *text;         /* owned; NULL: nothing yet. Not terminated */
  size_t length;      /* bytes */
  size_t capacity;    /* bytes */
  size_t limit;       /* it never gets longer than so many bytes; 0: no limit */
  bool too_long;      /* sticky until it is cleared: what went beyond the limit is not there */
  bool out_of_memory; /* sticky */
} Buffer;

void buffer_append(Buffer *buffer, const char *text, size_t n);
void buffer_append_text(Buffer *buffer, const char *text); /* to its NUL */
void buffer_append_span(Buffer *buffer, Span span);
/* The text as a string of JSON, with its quotes. */
void buffer_append_string(Buffer *buffer, Span text);
/* A comma, where a member of an object or an element of a list stands before. */
void buffer_append_comma(Buffer *buffer);
/* The same as buffer_append(), for what takes pieces; the context is a Buffer. */
void buffer_piece(void *buffer, const char *piece, size_t n);

/* Takes back what is behind the first n bytes. */
void buffer_cut(Buffer *buffer, size_t n);
/* Empty again; the memory stays for what comes next. */
void buffer_clear(Buffer *buffer);
void buffer_free(Buffer *buffer);

/* What it holds: absent where it is empty, or never absent. */
Span buffer_span(const Buffer *buffer);
Span buffer_text(const Buffer *buffer);
/* Whether both hold the same bytes. */
bool buffer_equal(const Buffer *a, const Buffer *b);

#endif
