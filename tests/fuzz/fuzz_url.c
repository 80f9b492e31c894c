/* SPDX-License-Identifier: MIT */
/*
** Any text as a connection URL. url_parse() and the walks over what it has found stay inside of the
** text and come to an end; glue_jdbc_url() tells the same, its parameters are JSON, and nothing it
** shows holds a password.
*/
#define _XOPEN_SOURCE 700
#include "fuzz.h"

#include <ctype.h>

#include "text/suspect.h"
#include "url/url.h"

const unsigned long fuzz_mutations = 100000;

static const char *input, *input_end;

/* A part of the input, or the name of an engine that is known. */
static bool is_part(Span span) {
  if (span.text == NULL) return span.length == 0;
  bool inside = span.text >= input && span.text <= input_end &&
                span.length <= (size_t)(input_end - span.text);
  return inside || strlen(span.text) == span.length;
}

static void check_parts(const Url *url) {
  const Span parts[] = {url->engine,   url->variant, url->user,      url->instance,
                        url->database, url->hosts,   url->host.name, url->parameters};
  for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) MUST(is_part(parts[i]));
  MUST(url->kind == URL_KAFKA || url->engine.length > 0);
  MUST(url->host.port >= -1 && url->host.port <= 999999);
}

/* Returns how many hosts there are. */
static size_t check_hosts(const Url *url) {
  size_t at = 0, count = 0;
  UrlHost host;
  while (url_next_host(url, &at, &host)) {
    MUST(is_part(host.name) && host.name.length > 0);
    MUST(host.port >= -1 && host.port <= 999999);
    if (count++ == 0) {
      MUST(host.name.text == url->host.name.text && host.port == url->host.port);
    }
    MUST(count <= (size_t)(input_end - input));
  }
  MUST(count > 0 || url->database.text != NULL || url->parameters.text != NULL);
  return count;
}

static void check_parameters(const Url *url) {
  size_t at = 0, count = 0;
  UrlParameter parameter;
  while (url_next_parameter(url, &at, &parameter)) {
    MUST(is_part(parameter.name) && parameter.name.length > 0 && is_part(parameter.value));
    MUST(!parameter.secret || url->has_password);
    MUST(parameter.secret || !suspect_text(parameter.value.text, parameter.value.length, false));
    MUST(memchr(parameter.name.text, '@', parameter.name.length) == NULL); /* a stray password's */
    MUST(++count <= (size_t)(input_end - input));
  }
}

static bool holds(const char *text, size_t n, Span word) {
  for (size_t i = 0; i + word.length <= n; i++) {
    if (memcmp(text + i, word.text, word.length) == 0) return true;
  }
  return false;
}

/* A word that stands only once in the input and is no JSON either: it is in no value. */
static void check_password(sqlite3_stmt *row, Span password) {
  const char *after = password.text + password.length;
  for (size_t i = 0; i < password.length; i++) {
    if (!isalnum((unsigned char)password.text[i])) return;
  }
  if (password.length < 6 || holds(input, (size_t)(after - input) - 1, password) ||
      holds(password.text + 1, (size_t)(input_end - password.text) - 1, password)) {
    return;
  }
  for (int i = 0; i < sqlite3_column_count(row); i++) {
    const char *text = (const char *)sqlite3_column_text(row, i);
    MUST(text == NULL || !holds(text, strlen(text), password));
  }
}

/* The password of USER:PASSWORD@HOST and those of the parameters. */
static void check_secrecy(sqlite3_stmt *row, const Url *url) {
  size_t at = 0;
  UrlParameter parameter;
  while (url_next_parameter(url, &at, &parameter)) {
    if (parameter.secret) check_password(row, parameter.value);
  }
  if (url->user.text == NULL || url->host.name.text < url->user.text) return;
  const char *from = url->user.text + url->user.length + 1, *to = url->host.name.text;
  while (to > from && *to != '@') to--;
  if (to > from && from[-1] != '@') check_password(row, (Span){from, (size_t)(to - from)});
}

static bool same_text(sqlite3_stmt *row, int column, Span span) {
  if (span.text == NULL) return sqlite3_column_type(row, column) == SQLITE_NULL;
  const char *text = (const char *)sqlite3_column_text(row, column);
  return text && (size_t)sqlite3_column_bytes(row, column) == span.length &&
         memcmp(text, span.text, span.length) == 0;
}

/* One row for each host, with what url_parse() has found; a row of NULLs where it finds nothing. */
static void check_function(const Url *url, size_t hosts) {
  static sqlite3_stmt *statement;
  static const char sql[] = "SELECT *, json_valid(parameters), host_index FROM glue_jdbc_url(?1)";
  if (statement == NULL) statement = fuzz_prepare(fuzz_open(), sql);
  sqlite3_bind_text(statement, 1, input, (int)(input_end - input), SQLITE_STATIC);
  size_t rows = 0;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    rows++;
    if (url == NULL) {
      for (int i = 0; i < 10; i++) MUST(sqlite3_column_type(statement, i) == SQLITE_NULL);
      continue;
    }
    MUST(same_text(statement, 0, url->engine) && same_text(statement, 3, url->database));
    MUST(rows > 1 || same_text(statement, 1, url->host.name));
    MUST(same_text(statement, 5, url->user) && same_text(statement, 7, url->variant));
    MUST(same_text(statement, 8, url->instance));
    MUST(sqlite3_column_int(statement, 6) == url->has_password);
    MUST(sqlite3_column_int(statement, 10) == 1);
    MUST((size_t)sqlite3_column_int(statement, 11) == rows);
    check_secrecy(statement, url);
  }
  MUST(sqlite3_reset(statement) == SQLITE_OK);
  MUST(rows == (hosts ? hosts : 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Url url; /* whatever was there before must not matter */
  input = (const char *)data;
  input_end = input + size;
  bool parsed = url_parse(input, size, &url);
  size_t hosts = 0;
  if (parsed) {
    check_parts(&url);
    hosts = check_hosts(&url);
    check_parameters(&url);
  }
  check_function(parsed ? &url : NULL, hosts);
  return 0;
}
