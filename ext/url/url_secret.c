/* SPDX-License-Identifier: MIT */
/*
** Passwords in what may be a URL, or only looks like one: what no driver could take apart holds a
** password all the same.
*/
#include <string.h>

#include "text/suspect.h"
#include "url/url_parts.h"

/* The first @ at or after a place, or the end of the text. A text may have many places before one @: it and what
** stands before it are looked for once. */
typedef struct UrlSecretAt {
  const char *at;
  const char *parameter; /* the last ?NAME= or its like before it; NULL: none */
} UrlSecretAt;

/* Where ?NAME= or its like stands last: what follows is the value of a parameter. NULL: nowhere. */
static const char *url_secret_last_parameter(Span s) {
  const char *last = NULL;
  for (const char *z = s.text; z < span_end(s); z++) {
    if (*z != '?' && *z != ';' && *z != '&') continue;
    const char *name_end = span_find(span_of(z + 1, span_end(s)), "?;&=/:");
    if (name_end > z + 1 && name_end < span_end(s) && *name_end == '=') last = z;
  }
  return last;
}

static void url_secret_find_at(UrlSecretAt *first, Span rest) {
  if (first->at && first->at >= rest.text) return;
  first->at = span_find(rest, "@");
  first->parameter = url_secret_last_parameter(span_of(rest.text, first->at));
}

/* Whether a password stands between the separator and the first @. */
static bool url_secret_holds_credentials(Span s, const UrlSecretAt *first, const char *separator) {
  if (first->at >= span_end(s)) return false;
  const char *password = span_find(span_of(s.text, first->at), separator);
  if (password == first->at || password == s.text) return false;
  if (first->parameter && first->parameter >= s.text) return false;
  return !suspect_placeholder(password + 1, (size_t)(first->at - password - 1));
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
  UrlSecretAt first = {.at = NULL};
  if (n == 0 || memchr(text, '@', n) == NULL) return false;
  Span oracle = span_after_word(all, "jdbc:oracle:");
  if (oracle.text) {
    const char *driver = span_find(oracle, ":");
    if (driver == span_end(oracle)) return false;
    Span credentials = span_of(driver + 1, span_end(oracle));
    url_secret_find_at(&first, credentials);
    return url_secret_holds_credentials(credentials, &first, "/");
  }
  bool is_lax = span_after_word(all, "jdbc:").text || span_after_word(all, "mongodb").text;
  for (Span rest = span_after_word(all, "://"); rest.text; rest = span_after_word(rest, "://")) {
    bool is_host = !is_lax && url_secret_begins_with_host(rest);
    Span authority = is_host ? span_of(rest.text, span_find(rest, "/?#")) : rest;
    url_secret_find_at(&first, rest);
    if (url_secret_holds_credentials(authority, &first, ":")) return true;
    is_lax = false; /* what follows is a URL in a parameter */
  }
  return false;
}
