/* SPDX-License-Identifier: MIT */
/*
** The hosts of a URL: lists of HOST:PORT, and the descriptors of Oracle.
*/
#include <string.h>

#include "text/text.h"
#include "url/url_parts.h"

/* The next item of a list, without spaces around it. */
static bool url_hosts_next_item(Span list, char separator, size_t *at, Span *item) {
  const char characters[] = {separator, '\0'};
  while (*at < list.length) {
    Span rest = span_after(list, *at);
    const char *end = span_find(rest, characters);
    *item = span_trim(span_of(rest.text, end));
    *at += (size_t)(end - rest.text) + (end < span_end(rest));
    if (item->length) return true;
  }
  return false;
}

/* The value of NAME in a descriptor's "(NAME=value)"; spaces may stand
** around each part. */
Span url_descriptor_value(Span s, const char *name) {
  for (const char *z = s.text; z < span_end(s); z++) {
    if (*z != '(') continue;
    Span rest = span_trim(span_of(z + 1, span_end(s)));
    if (!span_begins_with(rest, name)) continue;
    rest = span_trim(span_after(rest, strlen(name)));
    if (rest.length == 0 || *rest.text != '=') continue;
    const char *close = span_find(rest, "()");
    if (close == span_end(rest) || *close != ')') continue;
    return span_trim(span_of(rest.text + 1, close));
  }
  return span_absent;
}

/* One (HOST=...) with the (PORT=...) of the same address. */
static bool url_hosts_next_descriptor_host(Span list, size_t *at, UrlHost *host) {
  Span rest = span_after(list, *at);
  *host = (UrlHost){span_or_absent(url_descriptor_value(rest, "HOST")), -1};
  if (host->name.text == NULL) return false;
  const char *next = span_end(host->name);
  *at = (size_t)(next - list.text);
  /* An address ends before the next one begins; the port may stand before the host. */
  const char *from = next, *to = next;
  for (int depth = 0; from > list.text && depth < 2; from--) {
    if (from[-1] == ')') depth--;
    if (from[-1] == '(') depth++;
  }
  for (int depth = 1; to < span_end(list) && depth >= 0; to++) {
    if (*to == ')') depth--;
    if (*to == '(') depth++;
  }
  Span port = url_descriptor_value(span_of(from, to), "PORT");
  return port.text == NULL || url_port(port, &host->port);
}

bool url_next_host(const Url *url, size_t *at, UrlHost *host) {
  if (url->host_form == HOSTS_ONE) {
    *host = url->host;
    return url->host.name.text && (*at)++ == 0;
  }
  if (url->host_form == HOSTS_MYSQL) return url_next_mysql_host(url->hosts, at, host);
  if (url->host_form == HOSTS_DESCRIPTOR)
    return url_hosts_next_descriptor_host(url->hosts, at, host);
  Span item;
  if (!url_hosts_next_item(url->hosts, ',', at, &item)) return false;
  Span rest = span_of(span_find(item, ":"), span_end(item));
  if (url->kind == URL_KAFKA && span_begins_with(rest, "://")) item = span_after(rest, 3);
  return url_host(item, host);
}

/* Whether every host of the list is one; the first goes to url->host. */
bool url_check_hosts(Url *url) {
  size_t at = 0, count = 0;
  UrlHost host;
  while (at < url->hosts.length) {
    size_t before = at;
    if (!url_next_host(url, &at, &host)) {
      /* what is left of a descriptor need not hold a host */
      return url->host_form == HOSTS_DESCRIPTOR && count > 0 && before == at;
    }
    if (count++ == 0) url->host = host;
  }
  return count > 0;
}
