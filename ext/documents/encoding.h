/* SPDX-License-Identifier: MIT */
/*
** The encodings that files come in.
*/
#ifndef GLUE_DOCUMENTS_ENCODING_H
#define GLUE_DOCUMENTS_ENCODING_H

#include "documents/buffer.h"

/* The text of n bytes: UTF-8, with or without a byte order mark, which is left out, or UTF-16 with one,
** which is converted into `converted`; half a pair of surrogates becomes U+FFFD. Where all lines end with
** CR alone, they end with LF. The text lies in one of both. Where `converted` lacks memory it says so. */
Span encoding_text(const char *bytes, size_t n, Buffer *converted);

#endif
