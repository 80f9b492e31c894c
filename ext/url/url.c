/* SPDX-License-Identifier: MIT */
/*
** Connection URLs. One parser for the common form
**
**     SCHEME://[USER[:PASSWORD]@]HOST[:PORT][,HOST[:PORT]...][/DATABASE][?PARAMETERS]
**
** and one each for what departs from it: Oracle, SQL Server, Kafka. A small table says what an
** engine does differently; the forms are those of the drivers' own manuals.
*/
#include "url/url.h"

#include <string.h>

#include "text/suspect.h"
#include "text/text.h"
#include "url/url_parts.h"

/* Bytes; the API's longest value that can hold a URL has 2,048 code points. Some walks below are
** quadratic. */
#define URL_LENGTH_MAX 8192

/* ---- engines ---- */

typedef struct UrlEngine {
  const char *name;
  enum {
    URL_FORM_COMMON,
    URL_FORM_MYSQL, /* the common one, with hosts that have users and keys of their own */
    URL_FORM_ORACLE,
    URL_FORM_SQLSERVER,
    URL_FORM_WRAPPER, /* the name of a driver around another's: jdbc:aws-wrapper:postgresql://... */
  } form;
  bool needs_host;     /* or else jdbc:ENGINE:DATABASE means this machine */
  char path_separator; /* parameters follow the database after ':' with this between them, or,
                        ** where it is ',', stand in the path */
} UrlEngine;

/* An engine that is not here has the common form. */
static const UrlEngine url_engines[] = {
    {.name = "postgresql"},
    {.name = "mysql", .form = URL_FORM_MYSQL, .needs_host = true},
    {.name = "mariadb", .form = URL_FORM_MYSQL, .needs_host = true},
    {.name = "oracle", .form = URL_FORM_ORACLE},
    {.name = "sqlserver", .form = URL_FORM_SQLSERVER, .needs_host = true},
    {.name = "redshift", .needs_host = true},
    {.name = "snowflake", .needs_host = true},
    {.name = "db2", .needs_host = true, .path_separator = ';'},
    {.name = "informix-sqli", .needs_host = true, .path_separator = ';'},
    {.name = "teradata", .needs_host = true, .path_separator = ','},
    {.name = "sap", .needs_host = true},
    {.name = "vertica", .needs_host = true},
    {.name = "hive2", .needs_host = true},
    {.name = "impala", .needs_host = true},
    {.name = "databricks", .needs_host = true},
    {.name = "trino", .needs_host = true},
    {.name = "clickhouse", .needs_host = true},
    {.name = "aws-wrapper", .form = URL_FORM_WRAPPER},
    {.name = "jtds", .form = URL_FORM_WRAPPER},
    {.name = "otel", .form = URL_FORM_WRAPPER},
    {.name = "tracing", .form = URL_FORM_WRAPPER},
    {.name = "p6spy", .form = URL_FORM_WRAPPER},
};
static const UrlEngine url_other_engine = {.name = ""};

/* The name is not empty. */
static const UrlEngine *url_find_engine(Span name) {
  for (size_t i = 0; i < sizeof(url_engines) / sizeof(*url_engines); i++) {
    const char *known = url_engines[i].name;
    if ((*name.text | 0x20) == *known && span_equals(name, known)) return &url_engines[i];
  }
  return &url_other_engine;
}

/* ---- the common form ---- */

/* redshift:iam://CLUSTER:REGION/DATABASE */
static bool url_parse_cluster(Url *url, Span authority) {
  const char *colon = span_find(authority, ":");
  int port;
  if (colon == span_end(authority) || url_port(span_of(colon + 1, span_end(authority)), &port)) {
    return false;
  }
  url->instance = span_of(colon + 1, span_end(authority));
  url->host_form = HOSTS_ONE;
  return url_host(span_of(authority.text, colon), &url->host);
}

/* Sets the one host, and its port, that only parameters tell; false where the port is none. */
static bool url_read_host(Url *url, const UrlTold *told) {
  Span name = told->value[URL_ROLE_HOST], port = told->value[URL_ROLE_PORT];
  UrlHost host;
  if (url->host.name.text == NULL && name.text && url_host(name, &host)) url->host = host;
  return url->host.port >= 0 || port.text == NULL || url_port(port, &url->host.port);
}

/* NAME=VALUE;NAME=VALUE in place of host and database, as CData's drivers and Athena's have it. */
static bool url_parse_pairs(Url *url, Span rest) {
  url_set_pairs(url, span_of(rest.text, span_find(rest, "#")), '\0');
  UrlTold told;
  url_read_parameters(url, &told);
  url->host_form = HOSTS_ONE;
  url_read_host(url, &told);
  return true;
}

/* HOST:PORT of a list of one whose port a parameter tells. */
static bool url_check_list(Url *url, const UrlTold *told) {
  if (!url_check_hosts(url)) return false;
  if (url->host.port >= 0 || memchr(url->hosts.text, ',', url->hosts.length)) return true;
  if (!url_read_host(url, told)) return false;
  if (url->host.port >= 0) url->host_form = HOSTS_ONE;
  return true;
}

/* What follows "//". */
static bool url_parse_common(Url *url, Span rest, const UrlEngine *engine) {
  bool is_mysql = engine->form == URL_FORM_MYSQL;
  const char *end = is_mysql ? url_mysql_authority_end(rest) : span_find(rest, "/?;#");
  Span authority = span_of(rest.text, end);
  bool is_taken = is_mysql && url_take_mysql_hosts(url, authority);
  if (!is_taken && is_mysql) { /* a bracket may belong to a password */
    end = span_find(rest, "/?;#");
    authority = span_of(rest.text, end);
  }
  if (!is_taken && span_find_last(authority, '@') == NULL) {
    const char *pairs = url_pairs(authority);
    if (pairs == authority.text) return url_parse_pairs(url, rest);
    if (pairs) end = pairs - 1;
    authority = span_of(authority.text, end);
  }
  if (!is_taken) authority = url_take_user(url, authority, ':');
  url_parse_path(url, span_of(end, span_end(rest)), engine->path_separator);
  UrlTold told;
  url_read_parameters(url, &told);
  if (is_taken) return url_check_hosts(url);
  if (span_equals(url->variant, "iam") && url_parse_cluster(url, authority)) return true;
  url->hosts = authority;
  url->host_form = HOSTS_LIST;
  if (authority.length > 0) return url_check_list(url, &told);
  url->host_form = HOSTS_ONE;
  return url->database.text != NULL;
}

/* ---- SQL Server ---- */

/* HOST[\INSTANCE][:PORT] */
static bool url_parse_sqlserver_host(Url *url, Span authority) {
  const char *backslash = span_find(authority, "\\");
  if (backslash == span_end(authority)) return url_host(authority, &url->host);
  Span instance = span_of(backslash + 1, span_end(authority));
  const char *colon = span_find(instance, ":");
  url->instance = span_or_absent(span_of(instance.text, colon));
  if (!url_host(span_of(authority.text, backslash), &url->host)) return false;
  if (colon == span_end(instance)) return true;
  return url_port(span_of(colon + 1, span_end(instance)), &url->host.port);
}

/* [HOST[\\INSTANCE][:PORT]][/DATABASE][;NAME=VALUE]..., after "//". The database in the path is
** jTDS's way. */
static bool url_parse_sqlserver(Url *url, Span rest) {
  const char *end = span_find(rest, "/;");
  Span authority = span_of(rest.text, end);
  if (url_pairs(authority) == authority.text) {
    authority.length = 0;
    url_set_pairs(url, rest, ';');
  } else {
    url_parse_path(url, span_of(end, span_end(rest)), 0);
  }
  UrlTold told;
  url_read_parameters(url, &told);
  url->host_form = HOSTS_ONE;
  if (authority.length > 0 && !url_parse_sqlserver_host(url, authority)) return false;
  if (url->instance.text == NULL) url->instance = told.value[URL_ROLE_INSTANCE];
  return url_read_host(url, &told) && url->host.name.text;
}

/* ---- the whole ---- */

/* Takes WORD: off the front; an empty span where there is none. */
static Span url_take_word(Span *rest) {
  for (size_t i = 0; i < rest->length; i++) {
    if (rest->text[i] == ':') {
      Span word = {rest->text, i};
      *rest = span_after(*rest, i + 1);
      return word;
    }
    if (!url_is_host_character(rest->text[i]) && rest->text[i] != '+') break;
  }
  return span_absent;
}

/* [WRAPPER:]ENGINE:[VARIANT:]//... after "jdbc:" */
static bool url_parse_jdbc(Url *url, Span rest) {
  url->kind = URL_JDBC;
  const UrlEngine *engine;
  Span variant = span_absent;
  for (;;) {
    Span name = url_take_word(&rest);
    if (name.length == 0) return false;
    engine = url_find_engine(name);
    url->engine = engine == &url_other_engine ? name : (Span){engine->name, strlen(engine->name)};
    if (engine->form != URL_FORM_WRAPPER) break;
    variant = url->engine;
  }
  url->variant = variant;
  if (engine->form == URL_FORM_ORACLE) return url_parse_oracle(url, rest);
  while (!span_begins_with(rest, "//")) {
    Span word = url_take_word(&rest);
    if (word.length == 0) break;
    url->variant = word;
  }
  if (!span_begins_with(rest, "//")) {
    const char *end = span_find(rest, "?;#");
    if (url_pairs(span_of(rest.text, end)) == rest.text) return url_parse_pairs(url, rest);
    if (engine->needs_host || url->variant.text != variant.text || rest.length == 0) return false;
    url->database = span_or_absent(span_of(rest.text, end));
    if (span_equals(url->database, "/")) url->database = span_absent;
    url->host_form = HOSTS_ONE;
    url_parse_path(url, span_of(end, span_end(rest)), 0);
    UrlTold told;
    url_read_parameters(url, &told);
    return url->database.text != NULL;
  }
  rest = span_after(rest, 2);
  if (engine->form == URL_FORM_SQLSERVER) return url_parse_sqlserver(url, rest);
  return url_parse_common(url, rest, engine);
}

/* Whether the first server of a list names a protocol with TLS, and none after it another. */
static bool url_is_encrypted_list(Span list) {
  bool encrypted = false;
  for (Span rest = list; rest.length;) {
    const char *end = span_find(rest, ",");
    Span server = span_trim(span_of(rest.text, end));
    bool has_tls = span_begins_with(server, "SSL://") || span_begins_with(server, "SASL_SSL://");
    bool names_none = !span_begins_with(span_of(span_find(server, ":"), span_end(server)), "://");
    encrypted = has_tls || (encrypted && names_none);
    if (!encrypted) return false;
    rest = end < span_end(rest) ? span_of(end + 1, span_end(rest)) : span_absent;
  }
  return encrypted;
}

/* [PROTOCOL://]HOST:PORT,... */
static bool url_parse_kafka(Url *url, Span text) {
  url->kind = URL_KAFKA;
  url->engine = (Span){"kafka", 5};
  url->hosts = text;
  url->host_form = HOSTS_LIST;
  url->encrypted = url_is_encrypted_list(text);
  if (!url_check_hosts(url)) return false;
  size_t at = 0;
  UrlHost host;
  while (url_next_host(url, &at, &host)) {
    const char *end = span_end(host.name); /* a reference may be the port */
    if (host.port < 0 && (end == span_end(text) || *end != ':')) return false;
  }
  return true;
}

static bool url_parse_scheme(Url *url, Span scheme, Span rest) {
  static const char *const kafka_protocols[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL",
                                                NULL};
  for (size_t i = 0; kafka_protocols[i]; i++) {
    if (span_equals(scheme, kafka_protocols[i])) {
      return url_parse_kafka(url, span_of(scheme.text, span_end(rest)));
    }
  }
  for (size_t i = 0; i < scheme.length; i++) {
    if (!url_is_host_character(scheme.text[i]) && scheme.text[i] != '+') return false;
  }
  const char *plus = span_find(scheme, "+");
  url->engine = span_of(scheme.text, plus);
  if (plus < span_end(scheme)) url->variant = span_of(plus + 1, span_end(scheme));
  if (span_equals(url->engine, "mongodb")) {
    url->kind = URL_MONGODB;
    url->engine = (Span){"mongodb", 7};
    url->encrypted = span_equals(url->variant, "srv");
  } else {
    url->kind = URL_OTHER;
  }
  return url->engine.length > 0 && url_parse_common(url, rest, &url_other_engine);
}

/* Whether the text is a part of the whole. */
static bool url_lies_in(Span part, Span whole) {
  return part.text && whole.text && part.text >= whole.text && part.text <= span_end(whole);
}

/* Where a password holds one of "/?;#" and nobody has escaped it, what follows that character looks
** like a path or parameters, up to the @ before the host. An @ that stands where it belongs to
** nothing gives it away; the parts would show the password. */
static bool url_has_stray_at(const Url *url, Span all) {
  if (!memchr(all.text, '@', all.length)) return false;
  if (!url_lies_in(url->database, url->parameters) && span_find_last(url->database, '@'))
    return true;
  if (span_find_last(url->instance, '@')) return true;
  bool is_bare = url->user.text == NULL && url->host.port >= 0 &&
                 !span_equals(url->engine, "sqlserver") &&
                 (url->database.text == NULL || url_lies_in(url->database, url->parameters));
  UrlParameter parameter;
  for (size_t at = 0; url_next_parameter(url, &at, &parameter);) {
    if (span_find_last(parameter.name, '@')) return true;
    /* HOST:1?x=y@HOST/DATABASE; in ?user=me@example.com nothing follows */
    const char *sign = is_bare && !parameter.secret ? span_find_last(parameter.value, '@') : NULL;
    if (sign && span_find_last(span_of(sign, span_end(parameter.value)), '/')) return true;
  }
  const char *fragment = span_find(all, "#");
  return span_find_last(span_of(fragment, span_end(all)), '@') != NULL;
}

/* The URL inside of [["default=URL"],"SEPARATOR"], the form of Glue's connectors. */
static Span url_without_template(Span text) {
  static const char key[] = "default=";
  if (!span_begins_with(text, "[[\"")) return text;
  text = span_after(text, 3);
  if (span_begins_with(text, key)) text = span_after(text, sizeof(key) - 1);
  return span_of(text.text, span_find(text, "\""));
}

static bool url_parse_any(Url *url, Span all) {
  if (span_begins_with(all, "jdbc:")) return url_parse_jdbc(url, span_after(all, 5));
  const char *colon = span_find(all, ":,");
  if (colon < span_end(all) && span_begins_with(span_of(colon, span_end(all)), "://")) {
    return url_parse_scheme(url, span_of(all.text, colon), span_of(colon + 3, span_end(all)));
  }
  return url_parse_kafka(url, all);
}

/* Whether a part that would be shown tells a secret: a user "password=x", a host, a TNS alias. The values of
** parameters that do are secrets. */
static bool url_shows_secret(const Url *url) {
  const Span parts[] = {url->engine, url->variant, url->user, url->instance, url->database};
  for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
    if (suspect_text(parts[i].text, parts[i].length, false)) return true;
    if (url_seems_to_hold_password(parts[i].text, parts[i].length)) return true;
  }
  UrlHost host;
  for (size_t at = 0; url_next_host(url, &at, &host);) {
    if (suspect_text(host.name.text, host.name.length, false)) return true;
  }
  UrlParameter parameter;
  for (size_t at = 0; url_next_parameter(url, &at, &parameter);) {
    if (suspect_text(parameter.name.text, parameter.name.length, false)) return true;
  }
  return false;
}

bool url_parse(const char *text, size_t n, Url *url) {
  memset(url, 0, sizeof(*url));
  url->host.port = -1;
  if (n == 0 || n > URL_LENGTH_MAX || text_malformed(text, n) < n) return false;
  Span all = span_trim(url_without_template(span_trim((Span){text, n})));
  const char *end = span_end(all);
  for (const char *z = all.text; (z = text_skip_printable(z, end)) < end; z++) {
    if ((unsigned char)*z < ' ') return false;
  }
  if (memchr(all.text, 0x7f, all.length)) return false;
  if (!url_parse_any(url, all) || url_has_stray_at(url, all)) return false;
  if (!url->has_password && !suspect_text(all.text, all.length, false)) return true;
  url->has_password = true;
  return !url_shows_secret(url);
}

#undef URL_LENGTH_MAX
