/* SPDX-License-Identifier: MIT */
/*
** Passwords in what may be a URL, or only looks like one: what no driver could take apart holds a
** password all the same.
*/
#include <string.h>

#include "text/suspect.h"
#include "url/url_parts.h"

/* Whether ?NAME= or its like stands in the text: what follows is the value of a parameter. */
static bool url_secret_holds_parameter(Span s) {
  for (const char *z = s.text; z < span_end(s); z++) {
    if (*z != '?' && *z != ';' && *z != '&') continue;
    const char *name_end = span_find(span_of(z + 1, span_end(s)), "?;&=/:");
    if (name_end > z + 1 && name_end < span_end(s) && *name_end == '=') return true;
  }
  return false;
}

/* Whether a password stands between the separator and the first @. */
static bool url_secret_holds_credentials(Span s, const char *separator) {
  const char *at = span_find(s, "@");
  if (at == span_end(s)) return false;
  Span front = span_of(s.text, at);
  const char *password = span_find(front, separator);
  if (password == at || password == s.text) return false;
  Span value = span_of(password + 1, at);
  return !suspect_placeholder(value.text, value.length) && !url_secret_holds_parameter(front);
}

/* Whether HOST:PORT stands at the front, or a host alone: then a slash ends the authority for good, as in
** https://HOST:8080/@NAME. */
static bool url_secret_begins_with_host(Span s) {
  Span authority = span_of(s.text, span_find(s, "/?#"));
  const char *colon = span_find(authority, ":");
  for (const char *z = colon; z < span_end(authority); z++) {
    if (z > colon && (*z < '0' || *z > '9')) return false;
  }
  return true;
}

bool url_seems_to_hold_password(const char *text, size_t n) {
  Span all = {text, n};
  if (n == 0 || memchr(text, '@', n) == NULL) return false;
  Span oracle = span_after_word(all, "jdbc:oracle:");
  if (oracle.text) {
    const char *driver = span_find(oracle, ":");
    if (driver == span_end(oracle)) return false;
    return url_secret_holds_credentials(span_of(driver + 1, span_end(oracle)), "/");
  }
  bool is_lax = span_after_word(all, "jdbc:").text || span_after_word(all, "mongodb").text;
  for (Span rest = span_after_word(all, "://"); rest.text; rest = span_after_word(rest, "://")) {
    bool is_host = !is_lax && url_secret_begins_with_host(rest);
    Span authority = is_host ? span_of(rest.text, span_find(rest, "/?#")) : rest;
    if (url_secret_holds_credentials(authority, ":")) return true;
    is_lax = false; /* what follows is a URL in a parameter */
  }
  return false;
}
