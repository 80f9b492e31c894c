/* SPDX-License-Identifier: MIT */
/*
** The hosts of MySQL and MariaDB where they depart from the common form. Each item of the list may
** have a user of its own, and be a list of keys:
**
**     [USER[:PASSWORD]@]HOST[:PORT]
**     [USER[:PASSWORD]@](host=HOST,port=PORT,...)
**     [USER[:PASSWORD]@]address=(host=HOST)(port=PORT)...
**
** All of it may stand in brackets, with one user before them: [USER[:PASSWORD]@][ITEM,ITEM].
*/
#include <string.h>

#include "text/reference.h"
#include "url/url_parts.h"

static const char url_mysql_address[] = "address=";

/* One item of the list. */
typedef struct UrlMysqlItem {
  Span user;   /* USER[:PASSWORD]; absent where there is none */
  Span target; /* what follows it */
} UrlMysqlItem;

/* The first of the characters outside of parentheses and brackets, or the end. */
static const char *url_mysql_find_outside(Span s, const char *characters) {
  int depth = 0;
  for (const char *z = s.text; z < span_end(s); z++) {
    size_t reference = *z == '$' || *z == '{' ? reference_length(z, span_end(s)) : 0;
    if (reference) {
      z += reference - 1;
    } else if (depth == 0 && *z && strchr(characters, *z)) {
      return z;
    } else if (*z == '(' || *z == '[') {
      depth++;
    } else if ((*z == ')' || *z == ']') && depth > 0) {
      depth--;
    }
  }
  return span_end(s);
}

/* Parts an item at the last @ before its keys. */
static UrlMysqlItem url_mysql_take_apart(Span s) {
  const char *at = span_find_last(span_of(s.text, span_find(s, "([")), '@');
  if (at == NULL) return (UrlMysqlItem){span_absent, s};
  return (UrlMysqlItem){span_of(s.text, at), span_of(at + 1, span_end(s))};
}

static bool url_mysql_next_item(Span list, size_t *at, UrlMysqlItem *item) {
  while (*at < list.length) {
    Span rest = span_after(list, *at);
    const char *end = url_mysql_find_outside(rest, ",");
    Span text = span_trim(span_of(rest.text, end));
    *at += (size_t)(end - rest.text) + (end < span_end(rest));
    *item = url_mysql_take_apart(text);
    if (text.length) return true;
  }
  return false;
}

static bool url_mysql_has_keys(Span target) {
  if (span_begins_with(target, url_mysql_address))
    target = span_after(target, sizeof(url_mysql_address) - 1);
  return target.length > 1 && *target.text == '(' && span_end(target)[-1] == ')';
}

/* The next KEY=VALUE of an item with keys; *good is false where something else stands there. */
static bool url_mysql_next_key(Span target, size_t *at, UrlParameter *key, bool *good) {
  bool is_address = span_begins_with(target, url_mysql_address);
  const char *delimiters = is_address ? "()" : "(),";
  if (is_address && *at == 0) *at = sizeof(url_mysql_address) - 1;
  while (*at < target.length) {
    Span rest = span_after(target, *at);
    const char *end = span_find(rest, delimiters);
    Span text = span_trim(span_of(rest.text, end));
    *at += (size_t)(end - rest.text) + (end < span_end(rest));
    if (text.length == 0) continue;
    const char *equals = span_find(text, "=");
    *good = equals > text.text && equals < span_end(text);
    if (!*good) return false;
    key->name = span_trim(span_of(text.text, equals));
    key->value = span_trim(span_of(equals + 1, span_end(text)));
    key->secret = url_is_secret(key->name, key->value);
    return true;
  }
  return false;
}

static bool url_mysql_read_target(Span target, UrlHost *host) {
  if (!url_mysql_has_keys(target)) return url_host(target, host);
  UrlParameter key;
  bool good = true;
  *host = (UrlHost){span_absent, -1};
  for (size_t at = 0; url_mysql_next_key(target, &at, &key, &good);) {
    if (span_equals(key.name, "host")) host->name = span_or_absent(key.value);
    if (span_equals(key.name, "port") && !url_port(key.value, &host->port)) return false;
  }
  return good && host->name.text;
}

bool url_next_mysql_host(Span list, size_t *at, UrlHost *host) {
  UrlMysqlItem item;
  return url_mysql_next_item(list, at, &item) && url_mysql_read_target(item.target, host);
}

static void url_mysql_note_keys(Url *url, Span target) {
  UrlParameter key;
  bool good;
  for (size_t at = 0; url_mysql_next_key(target, &at, &key, &good);) {
    if (url->user.text == NULL && span_equals(key.name, "user")) {
      url->user = span_or_absent(key.value);
    }
    if (key.secret) url->has_password = true;
  }
}

const char *url_mysql_authority_end(Span rest) {
  return url_mysql_find_outside(rest, "/?;#");
}

bool url_take_mysql_hosts(Url *url, Span authority) {
  UrlMysqlItem whole = url_mysql_take_apart(authority), item;
  Span list = authority, inside = whole.target;
  if (inside.length > 2 && *inside.text == '[' && span_end(inside)[-1] == ']') {
    inside = span_of(inside.text + 1, span_end(inside) - 1);
    if (span_find(inside, ",(") < span_end(inside)) list = inside; /* not an IPv6 address */
  }
  bool is_sublist = list.text != authority.text || list.length != authority.length;
  size_t count = 0, keys = 0;
  bool first_has_user = false;
  for (size_t at = 0; url_mysql_next_item(list, &at, &item); count++) {
    UrlHost host;
    if (!url_mysql_read_target(item.target, &host)) return false;
    if (count == 0) first_has_user = item.user.text;
    keys += url_mysql_has_keys(item.target);
  }
  /* In u:12,w@HOST, "12,w" is the password: users of their own begin with the first host. */
  if (count == 0 || (!is_sublist && keys == 0 && (count == 1 || !first_has_user))) return false;
  if (is_sublist && whole.user.text) url_note_user(url, whole.user, ':');
  for (size_t at = 0; url_mysql_next_item(list, &at, &item);) {
    if (item.user.text) url_note_user(url, item.user, ':');
    if (url_mysql_has_keys(item.target)) url_mysql_note_keys(url, item.target);
  }
  url->hosts = list;
  url->host_form = HOSTS_MYSQL;
  return true;
}
