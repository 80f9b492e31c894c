/* SPDX-License-Identifier: MIT */
/*
** The parts that every form of URL is made of: one host, users, parameters, a path.
*/
#include "url/url_parts.h"

#include <stdint.h>
#include <string.h>

#include "text/reference.h"
#include "text/suspect.h"
#include "text/text.h"

/* Digits of a port: six, so that 70000 is a port out of range, and not a text without sense. */
#define PORT_DIGITS_MAX 6

/* ---- one host ---- */

static inline bool url_parts_is_letter_or_digit(char c) {
  char lower = (char)(c | 0x20);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
}

bool url_is_host_character(char c) {
  if (url_parts_is_letter_or_digit(c) || (unsigned char)c >= 0x80) return true;
  switch (c) {
  case '-':
  case '_':
  case '.':
  case '$':
  case '{':
  case '}':
  case '%': return true;
  default: return false;
  }
}

static bool url_parts_is_address_character(char c) {
  return url_parts_is_letter_or_digit(c) || (c != '\0' && strchr(":.%-_", c));
}

bool url_port(Span s, int *port) {
  if (s.length && reference_length(s.text, span_end(s)) == s.length) return true;
  if (s.length == 0 || s.length > PORT_DIGITS_MAX) return false;
  *port = 0;
  for (size_t i = 0; i < s.length; i++) {
    if (s.text[i] < '0' || s.text[i] > '9') return false;
    *port = *port * 10 + (s.text[i] - '0');
  }
  return true;
}

/* HOST, HOST:PORT, [IPv6], [IPv6]:PORT */
bool url_host(Span s, UrlHost *host) {
  *host = (UrlHost){span_absent, -1};
  if (s.length == 0) return false;
  bool (*allowed)(char) = url_is_host_character;
  const char *end;
  if (*s.text == '[') {
    s = span_after(s, 1);
    end = span_find(s, "]");
    if (end == span_end(s)) return false;
    allowed = url_parts_is_address_character;
  } else {
    end = span_find(s, ":");
  }
  host->name = span_of(s.text, end);
  for (const char *z = s.text; z < end; z++) {
    size_t reference = *z == '$' || *z == '{' ? reference_length(z, end) : 0;
    if (reference) z += reference - 1;
    if (!reference && !allowed(*z)) return false;
  }
  if (end < span_end(s) && *end == ']') end++;
  if (host->name.length == 0) return false;
  if (end == span_end(s)) return true;
  return *end == ':' && url_port(span_of(end + 1, span_end(s)), &host->port);
}

/* ---- parameters ---- */

/* The end of the value that SQL Server's driver reads from "{", a doubled "}}" being one of it; the
** end of the text where the brace is never closed. {${password}} is a template's. */
static const char *url_parts_braced_end(Span rest) {
  const char *end = span_end(rest);
  size_t reference = rest.length > 1 ? reference_length(rest.text + 1, end) : 0;
  const char *close = rest.text + 1 + reference;
  if (reference && close < end && *close == '}' && (close + 1 == end || close[1] == ';')) {
    return close;
  }
  for (const char *z = rest.text + 1; z < end; z++) {
    if (*z != '}') continue;
    if (z + 1 == end || z[1] != '}') return z;
    z++;
  }
  return end;
}

/* The value at the front of the text, up to the separator; *end is the separator. */
static Span url_parts_take_value(const Url *url, Span rest, const char **end) {
  const char separators[] = {url->separator, '\0'};
  size_t reference = rest.length ? reference_length(rest.text, span_end(rest)) : 0;
  if (url->separator != ';' || rest.length == 0 || *rest.text != '{' || reference) {
    *end = span_find(rest, separators);
    return span_of(rest.text, *end);
  }
  const char *close = url_parts_braced_end(rest);
  *end = span_find(span_of(close, span_end(rest)), separators);
  return span_of(rest.text + 1, close);
}

/* A secret goes on up to the next NAME=: what stands before it was meant to be its rest, with a
** separator that nobody has escaped. */
static const char *url_parts_secret_end(const Url *url, const char *from, const char *end) {
  const char name_end[] = {url->separator, '=', '\0'};
  while (from < end) {
    const char *next = span_find(span_of(from + 1, end), name_end);
    if (next < end && *next == '=') break;
    from = next;
  }
  return from;
}

bool url_is_secret(Span name, Span value) {
  if (suspect_text(value.text, value.length, false)) return true;
  if (url_seems_to_hold_password(value.text, value.length)) return true;
  return suspect_name(name.text, name.length) && !suspect_placeholder(value.text, value.length);
}

bool url_next_parameter(const Url *url, size_t *at, UrlParameter *parameter) {
  while (*at < url->parameters.length) {
    Span rest = span_after(url->parameters, *at);
    const char name_end[] = {url->separator, '=', '\0'};
    const char *equals = span_find(rest, name_end), *end = equals;
    Span name = span_trim(span_of(rest.text, equals)), value = span_absent;
    bool secret = false;
    if (equals < span_end(rest) && *equals == '=') {
      value = url_parts_take_value(url, span_of(equals + 1, span_end(rest)), &end);
      secret = url_is_secret(name, value);
    }
    if (secret) end = url_parts_secret_end(url, end, span_end(rest));
    *at += (size_t)(end - rest.text) + (end < span_end(rest));
    if (name.length == 0) continue;
    *parameter = (UrlParameter){name, value, secret};
    return true;
  }
  return false;
}

/* What drivers call the parameters that tell what others have in the URL itself; the first of a list counts
** most. */
static const char *const url_parts_names[URL_ROLE_COUNT][5] = {
    [URL_ROLE_DATABASE] = {"databaseName", "database", "db"},
    [URL_ROLE_HOST] = {"serverName", "server", "host"},
    [URL_ROLE_PORT] = {"portNumber", "port", "DBS_PORT"},
    [URL_ROLE_INSTANCE] = {"instanceName", "instance"},
};

void url_read_parameters(Url *url, UrlTold *told) {
  size_t ranks[URL_ROLE_COUNT];
  size_t at = 0;
  UrlParameter parameter;
  for (size_t role = 0; role < URL_ROLE_COUNT; role++) {
    told->value[role] = span_absent;
    ranks[role] = SIZE_MAX;
  }
  while (url_next_parameter(url, &at, &parameter)) {
    if (parameter.secret) url->has_password = true;
    if (parameter.secret || parameter.value.length == 0) continue;
    for (size_t role = 0; role < URL_ROLE_COUNT; role++) {
      for (size_t rank = 0; url_parts_names[role][rank] && rank < ranks[role]; rank++) {
        if (!span_equals(parameter.name, url_parts_names[role][rank])) continue;
        told->value[role] = parameter.value;
        ranks[role] = rank;
      }
    }
  }
  if (url->database.text == NULL) url->database = told->value[URL_ROLE_DATABASE];
}

/* Of the name of a property, as drivers have them: "Security Token", "oracle.net.ssl". */
static bool url_parts_is_name_character(char c) {
  return url_parts_is_letter_or_digit(c) || (c != '\0' && strchr(" _-.%", c));
}

const char *url_pairs(Span s) {
  const char *equals = s.length ? memchr(s.text, '=', s.length) : NULL;
  if (equals == NULL) return NULL;
  const char *z = equals;
  while (z > s.text && url_parts_is_name_character(z[-1])) z--;
  bool begins = z == s.text || z[-1] == ':';
  return begins && z < equals ? z : NULL;
}

void url_set_pairs(Url *url, Span pairs, char separator) {
  bool has_semicolon = memchr(pairs.text, ';', pairs.length);
  url->parameters = pairs;
  url->separator = separator ? separator : has_semicolon ? ';' : '&';
}

/* ---- users, paths ---- */

void url_note_user(Url *url, Span user, char separator) {
  const char separators[] = {separator, '\0'};
  const char *end = span_find(user, separators);
  if (url->user.text == NULL) url->user = span_or_absent(span_of(user.text, end));
  if (end < span_end(user) && !suspect_placeholder(end + 1, (size_t)(span_end(user) - end) - 1)) {
    url->has_password = true;
  }
}

Span url_take_user(Url *url, Span authority, char separator) {
  const char *at = span_find_last(authority, '@');
  if (at == NULL) return authority;
  url_note_user(url, span_of(authority.text, at), separator);
  return span_of(at + 1, span_end(authority));
}

void url_parse_path(Url *url, Span rest, char path_separator) {
  const char *hash = span_find(rest, "#");
  rest = span_of(rest.text, hash);
  if (rest.length && *rest.text == '/') {
    rest = span_after(rest, 1);
    const char *end = span_find(rest, path_separator == ';' ? "?;:" : "?;");
    const char *pairs = url_pairs(span_of(rest.text, span_find(rest, "?;")));
    if (path_separator == ',' && memchr(rest.text, '=', rest.length)) pairs = rest.text;
    if (pairs) {
      if (pairs > rest.text) url->database = span_or_absent(span_of(rest.text, pairs - 1));
      url_set_pairs(url, span_of(pairs, hash), path_separator == ',' ? ',' : '\0');
      return;
    }
    url->database = span_or_absent(span_of(rest.text, end));
    rest = span_of(end, hash);
  }
  if (rest.length == 0) return;
  url->separator = *rest.text == '?' ? '&' : ';';
  url->parameters = span_after(rest, 1);
}

#undef PORT_DIGITS_MAX
