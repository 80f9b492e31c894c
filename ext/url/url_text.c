/* SPDX-License-Identifier: MIT */
/*
** Whether a text tells a secret, as a URL or as whatever else.
*/
#include <string.h>

#include "text/suspect.h"
#include "url/url.h"

/* Whether "://" stands in it, or "jdbc:" where `anywhere`, or else at its front. */
static bool url_text_holds_url(Span s, bool anywhere) {
  static const char jdbc[] = "jdbc:";
  const char *end = span_end(s), *z = s.text;
  if (span_begins_with(s, jdbc)) return true;
  for (; z < end && (z = memchr(z, ':', (size_t)(end - z))); z++) {
    if (span_begins_with(span_of(z, end), "://")) return true;
    if (anywhere && z - s.text >= 4 && span_begins_with(span_of(z - 4, end), jdbc)) return true;
  }
  return false;
}

static bool url_text_holds_password(Span s) {
  Url url;
  if (url_parse(s.text, s.length, &url)) return url.has_password;
  return url_seems_to_hold_password(s.text, s.length);
}

static bool url_text_ends_word(char c) {
  return c <= ' ' ? c == ' ' || c == '\t' || c == '\r' || c == '\n'
                  : c == '"' || c == '\'' || c == '`' || c == '<' || c == '>';
}

/* Of each word that is written as a URL; of the text as a whole where `whole`. */
static bool url_text_in_words(const char *text, size_t n, bool whole) {
  for (size_t from = 0, to; from < n; from = to + 1) {
    for (to = from; to < n && !url_text_ends_word(text[to]); to++) continue;
    if (!whole && from == 0 && to == n) return false;
    while (from < to && strchr("([{", text[from])) from++;
    size_t end = to; /* without the escape of a quote, in a document that is a string */
    while (to < n && end > from && text[end - 1] == '\\') end--;
    Span word = {text + from, end - from};
    if (url_text_holds_url(word, false) && url_text_holds_password(word)) return true;
  }
  return false;
}

bool url_words_tell_secret(const char *text, size_t n) {
  return url_text_in_words(text, n, false);
}

bool url_tells_secret(const char *text, size_t n, bool is_prose) {
  const Span all = {text, n};
  if (suspect_text(text, n, is_prose)) return true;
  if (n == 0 || memchr(text, ':', n) == NULL) return false;
  bool is_url = !is_prose && url_text_holds_url(all, false);
  if (is_url && url_text_holds_password(all)) return true;
  return (is_url || url_text_holds_url(all, true)) && url_text_in_words(text, n, !is_url);
}
