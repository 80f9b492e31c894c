/* SPDX-License-Identifier: MIT */
/*
** Oracle's URLs: jdbc:oracle:DRIVER:[USER/PASSWORD]@TARGET. The target is an address, a descriptor or
** an alias.
*/
#include <string.h>

#include "text/text.h"
#include "url/url_parts.h"

/* HOST[:PORT][,...]/SERVICE, HOST:PORT:SID, or an alias of tnsnames.ora */
static bool url_oracle_parse_oracle_address(Url *url, Span target, bool protocol) {
  const char *end = span_find(target, "/?");
  Span authority = span_of(target.text, end);
  Span rest = span_of(end, span_end(target));
  Span ports = authority;
  if (ports.length && *ports.text == '[') {
    ports = span_of(span_find(ports, "]"), span_end(ports));
  }
  const char *first = span_find(ports, ":");
  const char *last = span_find_last(ports, ':');
  if (rest.length && *rest.text == '/') {
    const char *service_end = span_find(span_after(rest, 1), "?:/");
    url->database = span_or_absent(span_of(rest.text + 1, service_end));
    rest = span_of(span_find(rest, "?"), span_end(rest));
  } else if (last && last != first && !memchr(authority.text, ',', authority.length)) {
    url->database = span_or_absent(span_of(last + 1, span_end(authority)));
    authority = span_of(authority.text, last);
  } else if (!last && !protocol) {
    url->database = span_or_absent(authority);
    authority.length = 0;
  }
  if (rest.length) {
    url->parameters = span_after(rest, 1);
    url->separator = '&';
  }
  UrlTold told;
  url_read_parameters(url, &told);
  url->hosts = authority;
  url->host_form = authority.length ? HOSTS_LIST : HOSTS_ONE;
  return authority.length ? url_check_hosts(url) : url->database.text != NULL;
}

/* Whether all addresses that name a protocol name that with TLS, and one does. */
static bool url_oracle_is_encrypted(Span descriptor) {
  bool encrypted = false;
  Span protocol;
  while ((protocol = url_descriptor_value(descriptor, "PROTOCOL")).text) {
    encrypted = span_equals(protocol, "tcps");
    if (!encrypted) return false;
    descriptor = span_of(span_end(protocol), span_end(descriptor));
  }
  return encrypted;
}

/* (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s))) */
static bool url_oracle_parse_oracle_descriptor(Url *url, Span target) {
  int depth = 0;
  for (size_t i = 0; i < target.length; i++) {
    if (target.text[i] == '(') depth++;
    if (target.text[i] == ')' && --depth == 0) target.length = i + 1;
  }
  if (depth != 0) return false;
  url->database = span_or_absent(url_descriptor_value(target, "SERVICE_NAME"));
  if (url->database.text == NULL)
    url->database = span_or_absent(url_descriptor_value(target, "SID"));
  url->encrypted = url_oracle_is_encrypted(target);
  url->hosts = target;
  url->host_form = HOSTS_DESCRIPTOR;
  return url_check_hosts(url);
}

/* The end of [USER/PASSWORD]@ and of what may follow it before a descriptor or parameters. A user or
** a password in double quotes may hold anything else. */
static const char *url_oracle_front_end(Span rest) {
  bool begins = true; /* a name, a password */
  for (const char *z = rest.text; z < span_end(rest); z++) {
    if (*z == '"' && begins) {
      Span quoted = span_of(z + 1, span_end(rest));
      const char *close = quoted.length ? memchr(quoted.text, '"', quoted.length) : NULL;
      if (close == NULL) return span_end(rest);
      z = close;
    } else if (*z == '(' || *z == '?') {
      return z;
    }
    begins = *z == '/';
  }
  return span_end(rest);
}

/* DRIVER:[USER/PASSWORD]@TARGET */
bool url_parse_oracle(Url *url, Span rest) {
  const char *colon = span_find(rest, ":");
  url->variant = span_or_absent(span_of(rest.text, colon));
  if (colon == span_end(rest)) return false;
  rest = span_of(colon + 1, span_end(rest));
  /* Glue's own manual writes thin://@HOST. */
  if (span_begins_with(rest, "//@")) rest = span_after(rest, 2);
  Span front = span_of(rest.text, url_oracle_front_end(rest));
  if (span_find_last(front, '@') == NULL) return false;
  Span target = span_of(url_take_user(url, front, '/').text, span_end(rest));
  bool protocol = true;
  if (span_begins_with(target, "tcps://")) {
    target = span_after(target, 7);
    url->encrypted = true;
  } else if (span_begins_with(target, "tcp://")) {
    target = span_after(target, 6);
  } else if (span_begins_with(target, "//")) {
    target = span_after(target, 2);
  } else {
    protocol = false;
  }
  if (target.length && *target.text == '(') return url_oracle_parse_oracle_descriptor(url, target);
  return url_oracle_parse_oracle_address(url, target, protocol);
}
