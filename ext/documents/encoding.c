/* SPDX-License-Identifier: MIT */
#include "documents/encoding.h"

#include <stdint.h>
#include <string.h>

#include "text/text.h"

static uint32_t encoding_unit(const char *z, bool little_endian) {
  const unsigned char *u = (const unsigned char *)z;
  return little_endian ? (uint32_t)(u[1] << 8 | u[0]) : (uint32_t)(u[0] << 8 | u[1]);
}

/* Nothing is said of a last byte without its other half. */
static void encoding_convert(const char *z, const char *end, bool little_endian, Buffer *out) {
  while (end - z >= 2) {
    uint32_t point = encoding_unit(z, little_endian);
    z += 2;
    if (point >= 0xd800 && point <= 0xdfff) {
      uint32_t low = point <= 0xdbff && end - z >= 2 ? encoding_unit(z, little_endian) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        point = 0x10000 + ((point & 0x3ff) << 10 | (low & 0x3ff));
        z += 2;
      } else {
        point = 0xfffd;
      }
    }
    char bytes[4];
    buffer_append(out, bytes, text_encode(point, bytes));
  }
}

/* Lines that end with CR alone end with LF from here on: what counts lines knows no others. */
static Span encoding_lines(Span text, Buffer *converted) {
  if (text.length == 0 || memchr(text.text, '\r', text.length) == NULL) return text;
  if (memchr(text.text, '\n', text.length)) return text;
  if (text.text != converted->text) buffer_append_span(converted, text);
  for (size_t i = 0; i < converted->length; i++) {
    if (converted->text[i] == '\r') converted->text[i] = '\n';
  }
  return buffer_text(converted);
}

Span encoding_text(const char *bytes, size_t n, Buffer *converted) {
  static const struct {
    const char *mark;
    size_t length;
  } marks[] = {{"\xef\xbb\xbf", 3}, {"\xff\xfe", 2}, {"\xfe\xff", 2}};
  for (size_t i = 0; i < 3; i++) {
    size_t length = marks[i].length;
    if (n < length || memcmp(bytes, marks[i].mark, length) != 0) continue;
    if (i == 0) return encoding_lines((Span){bytes + length, n - length}, converted);
    encoding_convert(bytes + length, bytes + n, i == 1, converted);
    return encoding_lines(buffer_text(converted), converted);
  }
  return encoding_lines((Span){n ? bytes : "", n}, converted);
}
