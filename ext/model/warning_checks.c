/* SPDX-License-Identifier: MIT */
#include "model/warning_checks.h"

#include <stdlib.h>
#include <string.h>

#include "model/shapes.h"
#include "model/types.h"
#include "text/reference.h"
#include "text/secret.h"
#include "text/text.h"
#include "url/url.h"

#define PORT_MAX 65535

static bool warning_checks_is_named(const JsonValue *member, const char *name, size_t length) {
  return strncmp(json_key(member), name, length) == 0 && json_key(member)[length] == '\0';
}

const JsonValue *json_at(const JsonValue *object, const char *path) {
  while (object && json_type(object) == JSON_OBJECT) {
    size_t length = strcspn(path, ".");
    object = json_first(object);
    while (object && !warning_checks_is_named(object, path, length)) object = json_next(object);
    if (object && json_type(object) == JSON_NULL) return NULL;
    if (path[length] == '\0') return object;
    path += length + 1;
  }
  return NULL;
}

/* ---- values ---- */

static bool warning_checks_equals(const WarningSubject *subject, const char *value, bool nocase) {
  if (strlen(value) != subject->length) return false;
  return nocase ? text_equal_nocase(subject->text, value, subject->length)
                : memcmp(subject->text, value, subject->length) == 0;
}

static bool warning_checks_is_among(const WarningRule *rule, const WarningSubject *subject,
                                    bool nocase) {
  for (size_t i = 0; rule->values[i]; i++) {
    if (warning_checks_equals(subject, rule->values[i], nocase)) return true;
  }
  return false;
}

static bool warning_checks_is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool warning_checks_has_reference(const char *text, size_t length) {
  for (const char *z = text, *end = text + length; z < end; z++) {
    if (reference_length(z, end)) return true;
  }
  return false;
}

static bool warning_checks_holds_reference(const WarningSubject *subject) {
  return warning_checks_has_reference(subject->text, subject->length);
}

bool is_reference(const WarningRule *rule, WarningSubject *subject) {
  const char *end = subject->text + subject->length;
  (void)rule;
  for (const char *z = subject->text; z < end; z++) {
    size_t length = reference_length(z, end), name = 2;
    if (length == 0) continue;
    while (warning_checks_is_name_character(z[name])) name++; /* a brace is none */
    if (name > 2 && (z[name] == ':' || (*z == '$' && z[name] == '.'))) return true;
  }
  return false;
}

bool is_none_of(const WarningRule *rule, WarningSubject *subject) {
  return !warning_checks_is_among(rule, subject, false) && !warning_checks_holds_reference(subject);
}

bool is_one_of_nocase(const WarningRule *rule, WarningSubject *subject) {
  return warning_checks_is_among(rule, subject, true);
}

bool is_none_of_nocase(const WarningRule *rule, WarningSubject *subject) {
  return !warning_checks_is_among(rule, subject, true) && !warning_checks_holds_reference(subject);
}

static bool warning_checks_in_run(char kind, char c) {
  bool digit = c >= '0' && c <= '9';
  switch (kind) {
  case '@': return c >= 'a' && c <= 'z';
  case '#': return digit;
  default: return digit || (c >= 'a' && c <= 'f');
  }
}

static bool warning_checks_matches_form(const char *form, const char *text, size_t length) {
  size_t at = 0;
  for (; *form; form++) {
    if (strchr("@#$", *form) == NULL) {
      if (at == length || text[at++] != *form) return false;
      continue;
    }
    size_t from = at;
    while (at < length && warning_checks_in_run(*form, text[at])) at++;
    if (at == from) return false;
  }
  return at == length;
}

bool has_form(const WarningRule *rule, WarningSubject *subject) {
  for (size_t i = 0; rule->values[i]; i++) {
    if (warning_checks_matches_form(rule->values[i], subject->text, subject->length)) return true;
  }
  return false;
}

bool has_no_form(const WarningRule *rule, WarningSubject *subject) {
  return !has_form(rule, subject) && !warning_checks_holds_reference(subject);
}

bool has_character(const WarningRule *rule, WarningSubject *subject) {
  return strcspn(subject->text, rule->values[0]) < subject->length;
}

/* ---- siblings ---- */

static bool warning_checks_is_there(const JsonValue *object, const char *path) {
  const JsonValue *value = json_at(object, path);
  return value && (json_type(value) != JSON_ARRAY || json_first(value));
}

bool lacks_siblings(const WarningRule *rule, WarningSubject *subject) {
  for (size_t i = 0; rule->values[i]; i++) {
    if (warning_checks_is_there(subject->container, rule->values[i])) return false;
  }
  return true;
}

bool lacks_credentials(const WarningRule *rule, WarningSubject *subject) {
  if (!warning_checks_equals(subject, rule->values[0], false)) return false;
  if (subject->connection->member[COLUMN_CREDENTIALS].present) return false;
  for (size_t i = 1; rule->values[i]; i++) {
    if (warning_checks_is_there(subject->container, rule->values[i])) return false;
  }
  return true;
}

/* ---- ports and URLs ---- */

bool is_no_port(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  if (warning_checks_holds_reference(subject)) return false;
  long port = 0;
  for (size_t i = 0; i < subject->length && port <= PORT_MAX; i++) {
    char c = subject->text[i];
    if (c < '0' || c > '9') return true;
    port = port * 10 + (c - '0');
  }
  return port < 1 || port > PORT_MAX;
}

bool is_no_url(const WarningRule *rule, WarningSubject *subject) {
  static const char *const kinds[] = {
      [URL_JDBC] = "jdbc", [URL_MONGODB] = "mongodb", [URL_KAFKA] = "kafka", [URL_OTHER] = ""};
  Url url;
  if (!url_parse(subject->text, subject->length, &url))
    return !warning_checks_holds_reference(subject);
  return strcmp(kinds[url.kind], rule->values[0]) != 0;
}

bool has_url_password(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  Url url;
  if (url_parse(subject->text, subject->length, &url)) return url.has_password;
  /* What cannot be taken apart may still say password=... */
  return url_seems_to_hold_password(subject->text, subject->length) ||
         secret_in_prose(subject->text, subject->length);
}

bool has_url_port(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  Url url;
  UrlHost host;
  size_t at = 0;
  if (!url_parse(subject->text, subject->length, &url)) return false;
  while (url_next_host(&url, &at, &host)) {
    if (host.port == 0 || host.port > PORT_MAX) return true;
  }
  return false;
}

/* The parameters by which drivers are told to use TLS. That some of these values leave the server's
** certificate unchecked is another matter. */
static const struct {
  const char *name;
  const char *const values[7];
} tls_parameters[] = {
    {"sslmode",
     {"require", "required", "verify-ca", "verify_ca", "verify-full", "verify_identity"}},
    {"ssl", {"true", "1"}},
    {"tls", {"true", "1"}},
    {"useSSL", {"true"}},
    {"requireSSL", {"true"}},
    {"encrypt", {"true", "mandatory", "strict"}},
    {"sslConnection", {"true"}},
    {"security", {"ssl"}},
    {NULL, {NULL}},
};

static bool warning_checks_url_uses_tls(const Url *url) {
  /* Snowflake's driver knows nothing else. */
  if (url->encrypted || span_equals(url->engine, "snowflake")) return true;
  for (size_t i = 0; tls_parameters[i].name; i++) {
    UrlParameter parameter;
    if (!url_parameter(url, tls_parameters[i].name, &parameter)) continue;
    for (size_t j = 0; tls_parameters[i].values[j]; j++) {
      if (span_equals(parameter.value, tls_parameters[i].values[j])) return true;
    }
  }
  return false;
}

bool lacks_tls(const WarningRule *rule, WarningSubject *subject) {
  static const char *const urls[] = {"JDBC_CONNECTION_URL", "CONNECTION_URL", NULL};
  (void)rule;
  const JsonValue *enforced = json_at(subject->container, "JDBC_ENFORCE_SSL");
  const char *text = enforced ? json_string(enforced) : NULL;
  if (text && sqlite3_stricmp(text, "true") == 0) return false;
  if (text && warning_checks_has_reference(text, strlen(text))) return false;
  for (size_t i = 0; urls[i]; i++) {
    const JsonValue *value = json_at(subject->container, urls[i]);
    text = value ? json_string(value) : NULL;
    Url url;
    if (text && url_parse(text, strlen(text), &url) && warning_checks_url_uses_tls(&url))
      return false;
  }
  return true;
}

/* ---- secrets ---- */

bool is_secret(const WarningRule *rule, WarningSubject *subject) {
  bool named = secret_name(subject->key, strlen(subject->key));
  if (rule->column == COLUMN_CONNECTION_PROPERTIES && property_is_known(subject->key)) {
    /* Of the properties that the API names, the secret ones are encrypted. */
    if (secret_property_named(subject->key)) return false;
    named = false;
  }
  return (named && !secret_placeholder(subject->text, subject->length)) ||
         secret_value(subject->text, subject->length);
}

bool tells_secret(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  return secret_in_prose(subject->text, subject->length) ||
         url_password_in_prose(subject->text, subject->length);
}

bool is_no_json(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  JsonDocument document;
  JsonError error;
  int rc = json_parse(subject->text, subject->length, &document, &error);
  if (rc == SQLITE_NOMEM) subject->out_of_memory = true;
  if (rc != SQLITE_OK) return rc == SQLITE_ERROR;
  bool is_object = json_type(document.root) == JSON_OBJECT;
  json_free(&document);
  return !is_object;
}

/* ---- property keys ---- */

static bool warning_checks_is_key(void *context, const char *known) {
  return strcmp(context, known) == 0;
}

static bool warning_checks_consider(void *context, const char *known) {
  nearest_consider(context, known);
  return false;
}

/* A connector's own keys are its own business, and nothing says what is wrong with them; but one
** that is all but the name of a known property was meant to be it. */
static bool warning_checks_is_all_but(const char *key, const char *known) {
  size_t length = strlen(key), known_length = strlen(known);
  if (length == known_length && text_equal_nocase(key, known, length)) return true;
  return length >= 8 && length <= known_length + 1 && known_length <= length + 1;
}

bool is_unknown_property(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  const MemberValue *type = &subject->connection->member[COLUMN_CONNECTION_TYPE];
  if (types_visit_property_keys(warning_checks_is_key, (void *)subject->key)) return false;
  Nearest nearest = nearest_begin(subject->key, strlen(subject->key));
  types_visit_property_keys(warning_checks_consider, &nearest);
  subject->suggestion = nearest.name;
  if (!type->present || !types_is_open(type->text, type->length)) return true;
  return nearest.name && warning_checks_is_all_but(subject->key, nearest.name);
}

#undef PORT_MAX
