/* SPDX-License-Identifier: MIT */
#include "text/message.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "text/text.h"

/* Whether the code point shows nothing by itself, but changes how a terminal or an editor shows the
** rest. */
static bool message_is_control(uint32_t c) {
  return c <= 0x9f ||                  /* C0, DEL, C1: between them is ASCII that shows itself */
         c == 0x2028 || c == 0x2029 || /* separators of lines, paragraphs */
         c == 0x061c || c == 0x200e || c == 0x200f ||                  /* marks of direction */
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069); /* embedded, isolated */
}

/* Where something else stands than ASCII that shows itself, or `end`. */
static const char *message_skip_plain(const char *z, const char *end) {
  const char *stop = text_skip_printable(z, end);
  const char *del = stop > z ? memchr(z, 0x7f, (size_t)(stop - z)) : NULL;
  return del ? del : stop;
}

const char *message_find_control(const char *z, const char *end, uint32_t *point, size_t *length) {
  for (; (z = message_skip_plain(z, end)) < end; z += *length) {
    *point = (unsigned char)*z;
    *length = *point < 0x80 ? 1 : text_decode(z, end, point);
    if (message_is_control(*point)) break;
  }
  return z;
}

void message_append(sqlite3_str *out, const char *text, size_t length, size_t points) {
  const char *z = text, *end = text + length, *from = z; /* what has not been appended yet */
  while (z < end && points > 0) {
    const char *plain = message_skip_plain(z, points < (size_t)(end - z) ? z + points : end);
    points -= (size_t)(plain - z);
    z = plain;
    if (z == end || points == 0) break;
    points--;
    uint32_t c = (unsigned char)*z;
    size_t size = c < 0x80 ? 1 : text_decode(z, end, &c);
    if (size > 0 && !message_is_control(c)) {
      z += size;
      continue;
    }
    sqlite3_str_append(out, from, (int)(z - from));
    sqlite3_str_appendf(out, size ? "\\u%04x" : "\\x%02x", c);
    z += size ? size : 1;
    from = z;
  }
  sqlite3_str_append(out, from, (int)(z - from));
  if (z < end) sqlite3_str_appendall(out, "…");
}

char *message_finish(sqlite3_str *out) {
  bool failed = sqlite3_str_errcode(out) != SQLITE_OK;
  char *text = sqlite3_str_finish(out); /* NULL, too, where nothing was appended */
  return text || failed ? text : sqlite3_mprintf("");
}

char *message_shown(const char *text, size_t length) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  message_append(out, text, length, MESSAGE_WHOLE);
  return message_finish(out);
}

char *message_list(const char *const *words, size_t count) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  for (size_t i = 0; i < count; i++) {
    sqlite3_str_appendf(out, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " and ", words[i]);
  }
  return sqlite3_str_finish(out);
}

int refuse(char **message, int code, const char *exception, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char *text = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  sqlite3_free(*message); /* which the text may have been made of */
  *message = NULL;
  if (text == NULL) return SQLITE_NOMEM;
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "%s: ", exception);
  message_append(out, text, strlen(text), MESSAGE_WHOLE);
  sqlite3_free(text);
  *message = sqlite3_str_finish(out);
  return *message ? code : SQLITE_NOMEM;
}
