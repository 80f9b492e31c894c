/*
** Connection URLs. One parser for the common form
**
**     SCHEME://[USER[:PASSWORD]@]HOST[:PORT][,HOST[:PORT]...][/DATABASE][?PARAMETERS]
**
** and one each for what departs from it: Oracle, SQL Server, Kafka. A small table says what an
** engine does differently; the forms are those of the drivers' own manuals.
*/
#include "text/url.h"

#include <string.h>

#include "text/secret.h"
#include "text/text.h"

/* Digits of a port: six, so that 70000 is a port out of range, and not a text without sense. */
#define PORT_DIGITS_MAX 6
/* Bytes; the API's longest value that can hold a URL has 2,048 code points. Some walks below are
** quadratic. */
#define URL_LENGTH_MAX 8192

/* ---- spans ---- */

static const Span absent = {NULL, 0};

static Span span(const char *from, const char *to) {
  return (Span){from, (size_t)(to - from)};
}

static const char *end_of(Span s) {
  return s.text + s.length;
}

static Span after(Span s, size_t n) {
  return (Span){s.text + n, s.length - n};
}

static bool begins_with(Span s, const char *prefix) {
  size_t length = strlen(prefix);
  return s.length >= length && text_equal_nocase(s.text, prefix, length);
}

bool span_equals(Span s, const char *text) {
  return s.text && s.length == strlen(text) && text_equal_nocase(s.text, text, s.length);
}

/* The first of the characters in the span, outside of references, or its end. */
static const char *find_any(Span s, const char *characters) {
  for (const char *z = s.text; z < end_of(s); z++) {
    size_t reference = text_reference(z, end_of(s));
    if (*z && !reference && strchr(characters, *z)) return z;
    if (reference) z += reference - 1;
  }
  return end_of(s);
}

static const char *find_last(Span s, char c) {
  for (size_t i = s.length; i > 0; i--) {
    if (s.text[i - 1] == c) return s.text + i - 1;
  }
  return NULL;
}

static Span trim(Span s) {
  while (s.length && (s.text[0] == ' ' || s.text[0] == '\t')) s = after(s, 1);
  while (s.length && (s.text[s.length - 1] == ' ' || s.text[s.length - 1] == '\t')) s.length--;
  return s;
}

static Span or_absent(Span s) {
  return s.length ? s : absent;
}

/* ---- engines ---- */

typedef struct Engine {
  const char *name;
  enum {
    FORM_COMMON,
    FORM_ORACLE,
    FORM_SQLSERVER,
    FORM_WRAPPER, /* the name of a driver around another's: jdbc:aws-wrapper:postgresql://... */
  } form;
  bool hostless;       /* jdbc:ENGINE:DATABASE means this machine */
  char path_separator; /* parameters follow the database after ':' with this between them, or,
                        ** where it is ',', stand in the path */
} Engine;

/* An engine that is not here has the common form. */
static const Engine engines[] = {
    {"postgresql", FORM_COMMON, true, 0},    {"mysql", FORM_COMMON, false, 0},
    {"mariadb", FORM_COMMON, false, 0},      {"oracle", FORM_ORACLE, false, 0},
    {"sqlserver", FORM_SQLSERVER, false, 0}, {"redshift", FORM_COMMON, false, 0},
    {"snowflake", FORM_COMMON, false, 0},    {"db2", FORM_COMMON, false, ';'},
    {"teradata", FORM_COMMON, false, ','},   {"sap", FORM_COMMON, false, 0},
    {"vertica", FORM_COMMON, false, 0},      {"hive2", FORM_COMMON, false, 0},
    {"impala", FORM_COMMON, false, 0},       {"databricks", FORM_COMMON, false, 0},
    {"trino", FORM_COMMON, false, 0},        {"clickhouse", FORM_COMMON, false, 0},
    {"aws-wrapper", FORM_WRAPPER, false, 0}, {"jtds", FORM_WRAPPER, false, 0},
    {"otel", FORM_WRAPPER, false, 0},        {"tracing", FORM_WRAPPER, false, 0},
    {"p6spy", FORM_WRAPPER, false, 0},
};
static const Engine other_engine = {"", FORM_COMMON, true, 0};

static const Engine *find_engine(Span name) {
  for (size_t i = 0; i < sizeof(engines) / sizeof(*engines); i++) {
    if (span_equals(name, engines[i].name)) return &engines[i];
  }
  return &other_engine;
}

/* ---- hosts ---- */

static bool is_host_character(char c) {
  unsigned char u = (unsigned char)c;
  return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') ||
         strchr("-_.${}", c);
}

static bool is_address_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         strchr(":.%-_", c);
}

static bool parse_port(Span s, int *port) {
  if (s.length && text_reference(s.text, end_of(s)) == s.length) return true;
  if (s.length == 0 || s.length > PORT_DIGITS_MAX) return false;
  *port = 0;
  for (size_t i = 0; i < s.length; i++) {
    if (s.text[i] < '0' || s.text[i] > '9') return false;
    *port = *port * 10 + (s.text[i] - '0');
  }
  return true;
}

/* HOST, HOST:PORT, [IPv6], [IPv6]:PORT */
static bool parse_host(Span s, UrlHost *host) {
  *host = (UrlHost){absent, -1};
  if (s.length == 0) return false;
  bool (*allowed)(char) = is_host_character;
  const char *end;
  if (*s.text == '[') {
    s = after(s, 1);
    end = find_any(s, "]");
    if (end == end_of(s)) return false;
    allowed = is_address_character;
  } else {
    end = find_any(s, ":");
  }
  host->name = span(s.text, end);
  for (const char *z = s.text; z < end; z++) {
    size_t reference = text_reference(z, end);
    if (reference) z += reference - 1;
    if (!reference && !allowed(*z)) return false;
  }
  if (end < end_of(s) && *end == ']') end++;
  if (host->name.length == 0) return false;
  if (end == end_of(s)) return true;
  return *end == ':' && parse_port(span(end + 1, end_of(s)), &host->port);
}

/* The next item of a list, without spaces around it. */
static bool next_item(Span list, char separator, size_t *at, Span *item) {
  const char characters[] = {separator, '\0'};
  while (*at < list.length) {
    Span rest = after(list, *at);
    const char *end = find_any(rest, characters);
    *item = trim(span(rest.text, end));
    *at += (size_t)(end - rest.text) + (end < end_of(rest));
    if (item->length) return true;
  }
  return false;
}

/* The value of NAME in a descriptor's "(NAME=value)"; spaces may stand
** around each part. */
static Span descriptor_value(Span s, const char *name) {
  for (const char *z = s.text; z < end_of(s); z++) {
    if (*z != '(') continue;
    Span rest = trim(span(z + 1, end_of(s)));
    if (!begins_with(rest, name)) continue;
    rest = trim(after(rest, strlen(name)));
    if (rest.length == 0 || *rest.text != '=') continue;
    const char *close = find_any(rest, "()");
    if (close == end_of(rest) || *close != ')') continue;
    return trim(span(rest.text + 1, close));
  }
  return absent;
}

/* One (HOST=...) with the (PORT=...) of the same address. */
static bool next_descriptor_host(Span list, size_t *at, UrlHost *host) {
  Span rest = after(list, *at);
  *host = (UrlHost){or_absent(descriptor_value(rest, "HOST")), -1};
  if (host->name.text == NULL) return false;
  const char *next = end_of(host->name);
  *at = (size_t)(next - list.text);
  /* An address ends before the next one begins; the port may stand before the host. */
  const char *from = next, *to = next;
  for (int depth = 0; from > list.text && depth < 2; from--) {
    if (from[-1] == ')') depth--;
    if (from[-1] == '(') depth++;
  }
  for (int depth = 1; to < end_of(list) && depth >= 0; to++) {
    if (*to == ')') depth--;
    if (*to == '(') depth++;
  }
  Span port = descriptor_value(span(from, to), "PORT");
  return port.text == NULL || parse_port(port, &host->port);
}

bool url_next_host(const Url *url, size_t *at, UrlHost *host) {
  if (url->host_form == HOSTS_ONE) {
    *host = url->host;
    return url->host.name.text && (*at)++ == 0;
  }
  if (url->host_form == HOSTS_DESCRIPTOR) return next_descriptor_host(url->hosts, at, host);
  Span item;
  if (!next_item(url->hosts, ',', at, &item)) return false;
  Span rest = span(find_any(item, ":"), end_of(item));
  if (url->kind == URL_KAFKA && begins_with(rest, "://")) item = after(rest, 3);
  return parse_host(item, host);
}

/* Whether every host of the list is one; the first goes to url->host. */
static bool check_hosts(Url *url) {
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

/* ---- parameters ---- */

bool url_next_parameter(const Url *url, size_t *at, UrlParameter *parameter) {
  while (*at < url->parameters.length) {
    Span rest = after(url->parameters, *at);
    const char separators[] = {url->separator, '\0'};
    const char name_end[] = {url->separator, '=', '\0'};
    const char *equals = find_any(rest, name_end);
    const char *end = equals;
    Span value = absent;
    if (equals < end_of(rest) && *equals == '=') {
      value = span(equals + 1, end_of(rest));
      const char *brace = value.length && *value.text == '{' ? find_any(value, "}") : end_of(value);
      if (url->separator == ';' && brace < end_of(value)) { /* SQL Server quotes so */
        end = find_any(span(brace, end_of(rest)), separators);
        value = span(value.text + 1, brace);
      } else {
        end = find_any(value, separators);
        value = span(value.text, end);
      }
    }
    *at += (size_t)(end - rest.text) + (end < end_of(rest));
    Span name = trim(span(rest.text, equals));
    if (name.length == 0) continue;
    *parameter = (UrlParameter){name, value,
                                value.text && secret_name(name.text, name.length) &&
                                    !secret_placeholder(value.text, value.length)};
    return true;
  }
  return false;
}

bool url_parameter(const Url *url, const char *name, UrlParameter *parameter) {
  size_t at = 0;
  while (url_next_parameter(url, &at, parameter)) {
    if (span_equals(parameter->name, name)) return true;
  }
  return false;
}

/* Drivers that take the database as a parameter call it one of these. */
static const char *const database_parameters[] = {"databaseName", "database", "db", NULL};

/* Sets what is known only from the parameters. */
static void read_parameters(Url *url) {
  size_t at = 0;
  UrlParameter parameter;
  while (url_next_parameter(url, &at, &parameter)) {
    if (parameter.secret) url->has_password = true;
  }
  for (size_t i = 0; database_parameters[i] && url->database.text == NULL; i++) {
    if (url_parameter(url, database_parameters[i], &parameter)) {
      url->database = or_absent(parameter.value);
    }
  }
}

/* ---- the common form ---- */

/* Takes USER[:PASSWORD]@ off the front. */
static Span take_user(Url *url, Span authority, char separator) {
  const char *at = find_last(authority, '@');
  if (at == NULL) return authority;
  const char separators[] = {separator, '\0'};
  Span user = span(authority.text, at);
  const char *end = find_any(user, separators);
  url->user = or_absent(span(user.text, end));
  if (end < at) {
    url->has_password = !secret_placeholder(end + 1, (size_t)(at - end - 1));
  }
  return span(at + 1, end_of(authority));
}

/* [/DATABASE][?PARAMETERS], or with ";" */
static void parse_path(Url *url, Span rest, char path_separator) {
  if (rest.length && *rest.text == '/') {
    rest = after(rest, 1);
    const char *end = find_any(rest, path_separator == ';' ? "?;#:" : "?;#");
    if (path_separator == ',' && memchr(rest.text, '=', rest.length)) {
      url->parameters = rest;
      url->separator = ',';
      return;
    }
    url->database = or_absent(span(rest.text, end));
    rest = span(end, end_of(rest));
  }
  if (rest.length == 0 || *rest.text == '#') return;
  url->separator = *rest.text == '?' ? '&' : ';';
  rest = after(rest, 1);
  url->parameters = span(rest.text, find_any(rest, "#"));
}

/* redshift:iam://CLUSTER:REGION/DATABASE */
static bool parse_cluster(Url *url, Span authority) {
  const char *colon = find_any(authority, ":");
  int port;
  if (colon == end_of(authority) || parse_port(span(colon + 1, end_of(authority)), &port)) {
    return false;
  }
  url->instance = span(colon + 1, end_of(authority));
  url->host_form = HOSTS_ONE;
  return parse_host(span(authority.text, colon), &url->host);
}

/* What follows "//". */
static bool parse_common(Url *url, Span rest, char path_separator) {
  const char *end = find_any(rest, "/?;#");
  Span authority = take_user(url, span(rest.text, end), ':');
  parse_path(url, span(end, end_of(rest)), path_separator);
  read_parameters(url);
  if (span_equals(url->variant, "iam") && parse_cluster(url, authority)) return true;
  url->hosts = authority;
  url->host_form = HOSTS_LIST;
  if (authority.length > 0) return check_hosts(url);
  url->host_form = HOSTS_ONE;
  return url->database.text != NULL;
}

/* ---- Oracle ---- */

/* HOST[:PORT][,...]/SERVICE, HOST:PORT:SID, or an alias of tnsnames.ora */
static bool parse_oracle_address(Url *url, Span target, bool protocol) {
  const char *end = find_any(target, "/?");
  Span authority = span(target.text, end);
  Span rest = span(end, end_of(target));
  Span ports = authority;
  if (ports.length && *ports.text == '[') {
    ports = span(find_any(ports, "]"), end_of(ports));
  }
  const char *first = find_any(ports, ":");
  const char *last = find_last(ports, ':');
  if (rest.length && *rest.text == '/') {
    const char *service_end = find_any(after(rest, 1), "?:/");
    url->database = or_absent(span(rest.text + 1, service_end));
    rest = span(find_any(rest, "?"), end_of(rest));
  } else if (last && last != first && !memchr(authority.text, ',', authority.length)) {
    url->database = or_absent(span(last + 1, end_of(authority)));
    authority = span(authority.text, last);
  } else if (!last && !protocol) {
    url->database = or_absent(authority);
    authority.length = 0;
  }
  if (rest.length) {
    url->parameters = after(rest, 1);
    url->separator = '&';
  }
  read_parameters(url);
  url->hosts = authority;
  url->host_form = authority.length ? HOSTS_LIST : HOSTS_ONE;
  return authority.length ? check_hosts(url) : url->database.text != NULL;
}

/* (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s))) */
static bool parse_oracle_descriptor(Url *url, Span target) {
  int depth = 0;
  for (size_t i = 0; i < target.length; i++) {
    if (target.text[i] == '(') depth++;
    if (target.text[i] == ')' && --depth == 0) target.length = i + 1;
  }
  if (depth != 0) return false;
  url->database = or_absent(descriptor_value(target, "SERVICE_NAME"));
  if (url->database.text == NULL) url->database = or_absent(descriptor_value(target, "SID"));
  url->encrypted = span_equals(descriptor_value(target, "PROTOCOL"), "tcps");
  url->hosts = target;
  url->host_form = HOSTS_DESCRIPTOR;
  return check_hosts(url);
}

/* DRIVER:[USER/PASSWORD]@TARGET */
static bool parse_oracle(Url *url, Span rest) {
  const char *colon = find_any(rest, ":");
  url->variant = or_absent(span(rest.text, colon));
  if (colon == end_of(rest)) return false;
  rest = span(colon + 1, end_of(rest));
  /* Glue's own manual writes thin://@HOST. */
  if (begins_with(rest, "//@")) rest = after(rest, 2);
  const char *end = find_any(rest, "(?");
  Span front = span(rest.text, end);
  if (find_last(front, '@') == NULL) return false;
  Span target = span(take_user(url, front, '/').text, end_of(rest));
  bool protocol = true;
  if (begins_with(target, "tcps://")) {
    target = after(target, 7);
    url->encrypted = true;
  } else if (begins_with(target, "tcp://")) {
    target = after(target, 6);
  } else if (begins_with(target, "//")) {
    target = after(target, 2);
  } else {
    protocol = false;
  }
  if (target.length && *target.text == '(') return parse_oracle_descriptor(url, target);
  return parse_oracle_address(url, target, protocol);
}

/* ---- SQL Server ---- */

/* HOST[\INSTANCE][:PORT] */
static bool parse_sqlserver_host(Url *url, Span authority) {
  const char *backslash = find_any(authority, "\\");
  if (backslash == end_of(authority)) return parse_host(authority, &url->host);
  Span instance = span(backslash + 1, end_of(authority));
  const char *colon = find_any(instance, ":");
  url->instance = or_absent(span(instance.text, colon));
  if (!parse_host(span(authority.text, backslash), &url->host)) return false;
  if (colon == end_of(instance)) return true;
  return parse_port(span(colon + 1, end_of(instance)), &url->host.port);
}

/* The value of the first of the parameters that is there. */
static Span first_parameter(const Url *url, const char *name, const char *other_name) {
  UrlParameter parameter;
  if (url_parameter(url, name, &parameter) || url_parameter(url, other_name, &parameter)) {
    return or_absent(parameter.value);
  }
  return absent;
}

/* [HOST[\INSTANCE][:PORT]][/DATABASE][;NAME=VALUE]..., after "//". The database in the path is
** jTDS's way. */
static bool parse_sqlserver(Url *url, Span rest) {
  const char *end = find_any(rest, "/;");
  Span authority = span(rest.text, end);
  parse_path(url, span(end, end_of(rest)), 0);
  read_parameters(url);
  url->host_form = HOSTS_ONE;
  if (authority.length == 0) {
    url->host.name = first_parameter(url, "serverName", "server");
  } else if (!parse_sqlserver_host(url, authority)) {
    return false;
  }
  if (url->instance.text == NULL) url->instance = first_parameter(url, "instanceName", "instance");
  Span port = first_parameter(url, "portNumber", "port");
  if (url->host.port < 0 && port.text && !parse_port(port, &url->host.port)) return false;
  return url->host.name.text != NULL;
}

/* ---- the whole ---- */

/* Takes WORD: off the front; an empty span where there is none. */
static Span take_word(Span *rest) {
  for (size_t i = 0; i < rest->length; i++) {
    if (rest->text[i] == ':') {
      Span word = {rest->text, i};
      *rest = after(*rest, i + 1);
      return word;
    }
    if (!is_host_character(rest->text[i]) && rest->text[i] != '+') break;
  }
  return absent;
}

/* [WRAPPER:]ENGINE:[VARIANT:]//... after "jdbc:" */
static bool parse_jdbc(Url *url, Span rest) {
  url->kind = URL_JDBC;
  const Engine *engine;
  Span variant = absent;
  for (;;) {
    Span name = take_word(&rest);
    if (name.length == 0) return false;
    engine = find_engine(name);
    url->engine = engine == &other_engine ? name : (Span){engine->name, strlen(engine->name)};
    if (engine->form != FORM_WRAPPER) break;
    variant = url->engine;
  }
  url->variant = variant;
  if (engine->form == FORM_ORACLE) return parse_oracle(url, rest);
  while (!begins_with(rest, "//")) {
    Span word = take_word(&rest);
    if (word.length == 0) break;
    url->variant = word;
  }
  if (!begins_with(rest, "//")) {
    if (!engine->hostless || url->variant.text != variant.text || rest.length == 0) return false;
    const char *end = find_any(rest, "?;#");
    url->database = or_absent(span(rest.text, end));
    url->host_form = HOSTS_ONE;
    parse_path(url, span(end, end_of(rest)), 0);
    read_parameters(url);
    return url->database.text != NULL;
  }
  rest = after(rest, 2);
  if (engine->form == FORM_SQLSERVER) return parse_sqlserver(url, rest);
  return parse_common(url, rest, engine->path_separator);
}

/* [PROTOCOL://]HOST:PORT,... */
static bool parse_kafka(Url *url, Span text) {
  url->kind = URL_KAFKA;
  url->engine = (Span){"kafka", 5};
  url->hosts = text;
  url->host_form = HOSTS_LIST;
  url->encrypted = begins_with(text, "SSL://") || begins_with(text, "SASL_SSL://");
  if (!check_hosts(url)) return false;
  size_t at = 0;
  UrlHost host;
  while (url_next_host(url, &at, &host)) {
    const char *end = end_of(host.name); /* a reference may be the port */
    if (host.port < 0 && (end == end_of(text) || *end != ':')) return false;
  }
  return true;
}

static bool parse_scheme(Url *url, Span scheme, Span rest) {
  static const char *const kafka_protocols[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL",
                                                NULL};
  for (size_t i = 0; kafka_protocols[i]; i++) {
    if (span_equals(scheme, kafka_protocols[i])) {
      return parse_kafka(url, span(scheme.text, end_of(rest)));
    }
  }
  for (size_t i = 0; i < scheme.length; i++) {
    if (!is_host_character(scheme.text[i]) && scheme.text[i] != '+') return false;
  }
  const char *plus = find_any(scheme, "+");
  url->engine = span(scheme.text, plus);
  if (plus < end_of(scheme)) url->variant = span(plus + 1, end_of(scheme));
  if (span_equals(url->engine, "mongodb")) {
    url->kind = URL_MONGODB;
    url->engine = (Span){"mongodb", 7};
    url->encrypted = span_equals(url->variant, "srv");
  } else {
    url->kind = URL_OTHER;
  }
  return url->engine.length > 0 && parse_common(url, rest, 0);
}

/* The URL inside of [["default=URL"],"SEPARATOR"], the form of Glue's connectors. */
static Span without_template(Span text) {
  static const char key[] = "default=";
  if (!begins_with(text, "[[\"")) return text;
  text = after(text, 3);
  if (begins_with(text, key)) text = after(text, sizeof(key) - 1);
  return span(text.text, find_any(text, "\""));
}

bool url_parse(const char *text, size_t n, Url *url) {
  memset(url, 0, sizeof(*url));
  url->host.port = -1;
  if (n == 0 || n > URL_LENGTH_MAX || text_malformed(text, n) < n) return false;
  Span all = trim(without_template(trim((Span){text, n})));
  for (size_t i = 0; i < all.length; i++) {
    if ((unsigned char)all.text[i] < ' ' || all.text[i] == 0x7f) return false;
  }
  if (begins_with(all, "jdbc:")) return parse_jdbc(url, after(all, 5));
  const char *colon = find_any(all, ":,");
  if (colon < end_of(all) && begins_with(span(colon, end_of(all)), "://")) {
    return parse_scheme(url, span(all.text, colon), span(colon + 3, end_of(all)));
  }
  return parse_kafka(url, all);
}
