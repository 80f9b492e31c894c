/* SPDX-License-Identifier: MIT */
#include "model/warning_checks.h"

#include <string.h>

#include "model/shapes.h"
#include "model/types.h"
#include "text/reference.h"
#include "text/suspect.h"
#include "text/text.h"

#define PORT_MAX 65535

/* ---- values ---- */

static bool warning_equals(const WarningSubject *subject, const char *value, bool nocase) {
  if (strlen(value) != subject->length) return false;
  return nocase ? text_equal_nocase(subject->text, value, subject->length)
                : memcmp(subject->text, value, subject->length) == 0;
}

static bool warning_is_among(const WarningRule *rule, const WarningSubject *subject, bool nocase) {
  for (size_t i = 0; rule->values[i]; i++) {
    if (warning_equals(subject, rule->values[i], nocase)) return true;
  }
  return false;
}

static bool warning_holds_reference(const WarningSubject *subject) {
  Reference reference;
  return reference_next((Span){subject->text, subject->length}, &reference);
}

bool warning_is_none_of(const WarningRule *rule, WarningSubject *subject) {
  return !warning_is_among(rule, subject, false) && !warning_holds_reference(subject);
}

bool warning_is_one_of_nocase(const WarningRule *rule, WarningSubject *subject) {
  return warning_is_among(rule, subject, true);
}

bool warning_is_none_of_nocase(const WarningRule *rule, WarningSubject *subject) {
  return !warning_is_among(rule, subject, true) && !warning_holds_reference(subject);
}

static bool warning_in_run(char kind, char c) {
  bool digit = c >= '0' && c <= '9';
  switch (kind) {
  case '@': return c >= 'a' && c <= 'z';
  case '#': return digit;
  default: return digit || (c >= 'a' && c <= 'f');
  }
}

static bool warning_matches_form(const char *form, const char *text, size_t length) {
  size_t at = 0;
  for (; *form; form++) {
    if (strchr("@#$", *form) == NULL) {
      if (at == length || text[at++] != *form) return false;
      continue;
    }
    size_t from = at;
    while (at < length && warning_in_run(*form, text[at])) at++;
    if (at == from) return false;
  }
  return at == length;
}

bool warning_has_form(const WarningRule *rule, WarningSubject *subject) {
  for (size_t i = 0; rule->values[i]; i++) {
    if (warning_matches_form(rule->values[i], subject->text, subject->length)) return true;
  }
  return false;
}

bool warning_has_no_form(const WarningRule *rule, WarningSubject *subject) {
  return !warning_has_form(rule, subject) && !warning_holds_reference(subject);
}

bool warning_has_character(const WarningRule *rule, WarningSubject *subject) {
  for (size_t i = 0; i < subject->length; i++) {
    if (subject->text[i] && strchr(rule->values[0], subject->text[i])) return true;
  }
  return false;
}

bool warning_begins_with(const WarningRule *rule, WarningSubject *subject) {
  size_t length = strlen(rule->values[0]);
  return subject->length >= length && text_equal_nocase(subject->text, rule->values[0], length);
}

/* ---- references, and what was never filled in ---- */

static bool warning_is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A variable with a colon or a dot in it is a reference that something else than this extension wrote:
** ${var.password}, ${self:custom.host}, {{vault:x}}. */
static bool warning_is_path(const Reference *reference) {
  Span argument = reference->argument;
  size_t name = 0;
  while (name < argument.length && warning_is_name_character(argument.text[name])) name++;
  if (name == 0 || name == argument.length) return false;
  return argument.text[name] == ':' ||
         (argument.text[name] == '.' && *reference->whole.text == '$');
}

bool warning_has_reference(const WarningRule *rule, WarningSubject *subject) {
  Span text = {subject->text, subject->length};
  Reference reference;
  (void)rule;
  for (Span rest = text; reference_next(rest, &reference);) {
    if (reference.kind != REFERENCE_VARIABLE || warning_is_path(&reference)) return true;
    rest = span_of(span_end(reference.whole), span_end(text));
  }
  return false;
}

/* Words that stand for a value, of whatever letter case, alone between other characters. */
static const char *const warning_left_words[] = {
    "replace_me", "replaceme", "replace-me", "change_me", "changeme", "change-me",
    "undefined",  "fixme",     "todo",       "tbd",       NULL};
/* And beginnings of such words. */
static const char *const warning_left_beginnings[] = {"your_", "your-", NULL};

/* <host>, <your host>; not what is compared or marked up. */
static bool warning_is_bracketed(const char *z, const char *end) {
  const char *from = ++z;
  if (z == end || !((*z >= 'a' && *z <= 'z') || (*z >= 'A' && *z <= 'Z'))) return false;
  while (z < end && (warning_is_name_character(*z) || *z == ' ' || *z == '-' || *z == '.')) z++;
  return z < end && z > from && *z == '>';
}

/* $HOST, where a shell would have put a value: at the front of a part, all in upper case. */
static bool warning_is_shell_variable(const char *z, const char *end) {
  const char *from = ++z;
  while (z < end && ((*z >= 'A' && *z <= 'Z') || *z == '_' || (z > from && *z >= '0' && *z <= '9')))
    z++;
  return z - from > 1 && (z == end || strchr("/:@,;?&.", *z));
}

static bool warning_is_left_word(const char *z, const char *end) {
  size_t left = (size_t)(end - z);
  for (const char *const *word = warning_left_words; *word; word++) {
    size_t length = strlen(*word);
    if (left < length || !text_equal_nocase(z, *word, length)) continue;
    if (left == length || !warning_is_name_character(z[length])) return true;
  }
  for (const char *const *word = warning_left_beginnings; *word; word++) {
    size_t length = strlen(*word);
    if (left > length && text_equal_nocase(z, *word, length)) return true;
  }
  return false;
}

bool warning_has_placeholder(const WarningRule *rule, WarningSubject *subject) {
  const char *end = subject->text + subject->length;
  (void)rule;
  /* Free text speaks of such things. */
  if (subject->column == COLUMN_DESCRIPTION || subject->column == COLUMN_STATUS_REASON)
    return false;
  for (const char *z = subject->text; z < end; z++) {
    bool begins = z == subject->text || !warning_is_name_character(z[-1]);
    if (*z == '<' && warning_is_bracketed(z, end)) return true;
    if (*z == '$' && begins && (z == subject->text || strchr("/:@=,;?& \"'", z[-1])) &&
        warning_is_shell_variable(z, end)) {
      return true;
    }
    if (begins && strchr("rcufytRCUFYT", *z) && warning_is_left_word(z, end)) return true;
  }
  return false;
}

/* ---- ports and URLs ---- */

bool warning_is_no_port(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  if (warning_holds_reference(subject)) return false;
  long port = 0;
  for (size_t i = 0; i < subject->length && port <= PORT_MAX; i++) {
    char c = subject->text[i];
    if (c < '0' || c > '9') return true;
    port = port * 10 + (c - '0');
  }
  return port < 1 || port > PORT_MAX;
}

const Url *warning_url(WarningUrls *urls, const JsonValue *value, const char *text, size_t length) {
  const char *key = value ? json_key(value) : NULL;
  WarningUrl *slot = &urls->other;
  if (key == NULL) {
    slot->value = NULL;
  } else if (strcmp(key, "JDBC_CONNECTION_URL") == 0) {
    slot = &urls->jdbc;
  } else if (strcmp(key, "CONNECTION_URL") == 0) {
    slot = &urls->connection;
  } else if (strcmp(key, "KAFKA_BOOTSTRAP_SERVERS") == 0) {
    slot = &urls->kafka;
  }
  if (slot->value == NULL || slot->value != value) {
    slot->value = value;
    slot->is_parsed = url_parse(text, length, &slot->url);
  }
  return slot->is_parsed ? &slot->url : NULL;
}

static const Url *warning_subject_url(WarningSubject *subject) {
  return warning_url(subject->urls, subject->value, subject->text, subject->length);
}

bool warning_is_no_url(const WarningRule *rule, WarningSubject *subject) {
  static const char *const kinds[] = {
      [URL_JDBC] = "jdbc", [URL_MONGODB] = "mongodb", [URL_KAFKA] = "kafka", [URL_OTHER] = ""};
  const Url *url = warning_subject_url(subject);
  if (url == NULL) return !warning_holds_reference(subject);
  return strcmp(kinds[url->kind], rule->values[0]) != 0;
}

bool warning_has_url_port(const WarningRule *rule, WarningSubject *subject) {
  const Url *url = warning_subject_url(subject);
  UrlHost host;
  size_t at = 0;
  (void)rule;
  while (url && url_next_host(url, &at, &host)) {
    if (host.port == 0 || host.port > PORT_MAX) return true;
  }
  return false;
}

/* The parameters by which drivers are told to use TLS. That some of these values leave the server's
** certificate unchecked is another matter. */
static const struct {
  const char *name;
  const char *const values[7];
} warning_tls_parameters[] = {
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

static bool warning_asks_for_tls(const UrlParameter *parameter) {
  for (size_t i = 0; warning_tls_parameters[i].name; i++) {
    if (!span_equals(parameter->name, warning_tls_parameters[i].name)) continue;
    for (size_t j = 0; warning_tls_parameters[i].values[j]; j++) {
      if (span_equals(parameter->value, warning_tls_parameters[i].values[j])) return true;
    }
  }
  return false;
}

static bool warning_url_uses_tls(const Url *url) {
  /* Snowflake's driver knows nothing else. */
  if (url->encrypted || span_equals(url->engine, "snowflake")) return true;
  UrlParameter parameter;
  for (size_t at = 0; url_next_parameter(url, &at, &parameter);) {
    if (warning_asks_for_tls(&parameter)) return true;
  }
  return false;
}

static const char *warning_string(const JsonValue *object, const char *key) {
  const JsonValue *value = json_member(object, key);
  return value ? json_string(value) : NULL;
}

bool warning_lacks_tls(const WarningRule *rule, WarningSubject *subject) {
  static const char *const urls[] = {"JDBC_CONNECTION_URL", "CONNECTION_URL", NULL};
  const char *text = warning_string(subject->container, "JDBC_ENFORCE_SSL");
  Reference reference;
  (void)rule;
  if (text && sqlite3_stricmp(text, "true") == 0) return false;
  if (text && reference_next((Span){text, strlen(text)}, &reference)) return false;
  for (size_t i = 0; urls[i]; i++) {
    const JsonValue *value = json_member(subject->container, urls[i]);
    text = value ? json_string(value) : NULL;
    if (text == NULL) continue;
    size_t length = strlen(text);
    /* ${Ref:Url}: what the URL will say is not known. */
    if (length > 0 && reference_length(text, text + length) > 0) return false;
    const Url *url = warning_url(subject->urls, value, text, length);
    if (url && warning_url_uses_tls(url)) return false;
  }
  return true;
}

/* ---- objects ---- */

/* Whether the member that a path of names separated by dots leads to is there, and no empty list. */
static bool warning_is_there(const JsonValue *object, const char *path) {
  while (object && json_type(object) == JSON_OBJECT) {
    size_t length = strcspn(path, ".");
    const JsonValue *member = json_first(object);
    while (member && (strncmp(json_key(member), path, length) != 0 || json_key(member)[length])) {
      member = json_next(member);
    }
    if (member == NULL || json_type(member) == JSON_NULL) return false;
    if (path[length] == '\0') return json_type(member) != JSON_ARRAY || json_first(member);
    object = member;
    path += length + 1;
  }
  return false;
}

bool warning_lacks_members(const WarningRule *rule, WarningSubject *subject) {
  const char *const *name = rule->values;
  bool applies = **name == '\0';
  for (; **name; name++) applies = applies || warning_is_there(subject->container, *name);
  for (name++; *name && applies; name++) applies = !warning_is_there(subject->container, *name);
  return applies;
}

bool warning_lacks_credentials(const WarningRule *rule, WarningSubject *subject) {
  const char *type = warning_string(subject->container, "AuthenticationType");
  if (type == NULL || strcmp(type, rule->values[0]) != 0) return false;
  if (subject->connection->member[COLUMN_CREDENTIALS].present) return false;
  for (size_t i = 1; rule->values[i]; i++) {
    if (warning_is_there(subject->container, rule->values[i])) return false;
  }
  return true;
}

/* ---- secrets ---- */

/* Of the properties that the API names, the secret ones are encrypted. */
static bool warning_is_secret_by_name(const WarningSubject *subject) {
  if (!subject->is_entry) return false;
  if (subject->column == COLUMN_CONNECTION_PROPERTIES && !subject->is_embedded &&
      property_is_known(subject->member)) {
    return false;
  }
  return suspect_name(subject->member, strlen(subject->member)) &&
         !suspect_placeholder(subject->text, subject->length);
}

/* jdbc:..., SCHEME://..., or the template of one that Glue's connectors have. */
static bool warning_looks_like_url(const WarningSubject *subject) {
  Span text = {subject->text, subject->length};
  size_t scheme = 0;
  if (span_begins_with(text, "jdbc:") || span_begins_with(text, "[[\"")) return true;
  while (scheme < text.length &&
         (warning_is_name_character(text.text[scheme]) || strchr("+-.", text.text[scheme]))) {
    scheme++;
  }
  return scheme > 0 && span_begins_with(span_after(text, scheme), "://");
}

/* Takes the URL apart only once. */
static bool warning_url_tells_secret(WarningSubject *subject) {
  const Url *url = warning_subject_url(subject);
  return url ? url->has_password : url_tells_secret(subject->text, subject->length, false);
}

static void warning_look_for_secret(WarningSubject *subject) {
  bool is_prose = subject->column == COLUMN_DESCRIPTION || subject->column == COLUMN_STATUS_REASON;
  subject->secrecy = SECRECY_NONE;
  if (subject->is_sealed) return;
  if (!is_prose && warning_looks_like_url(subject) && warning_url_tells_secret(subject)) {
    subject->secrecy = SECRECY_URL;
  } else if (warning_is_secret_by_name(subject) ||
             url_tells_secret(subject->text, subject->length, is_prose)) {
    subject->secrecy = SECRECY_TEXT;
  }
}

bool warning_is_secret_url(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  if (subject->secrecy == SECRECY_UNKNOWN) warning_look_for_secret(subject);
  return subject->secrecy == SECRECY_URL;
}

bool warning_is_secret_text(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  if (subject->secrecy == SECRECY_UNKNOWN) warning_look_for_secret(subject);
  return subject->secrecy == SECRECY_TEXT;
}

/* ---- property keys ---- */

static bool warning_is_key(void *context, const char *known) {
  return strcmp(context, known) == 0;
}

static bool warning_consider(void *context, const char *known) {
  nearest_consider(context, known);
  return false;
}

/* A connector's own keys are its own business, and nothing says what is wrong with them; but one
** that is all but the name of a known property was meant to be it. */
static bool warning_is_all_but(const char *key, const char *known) {
  size_t length = strlen(key), known_length = strlen(known);
  if (length == known_length && text_equal_nocase(key, known, length)) return true;
  return length >= 8 && length <= known_length + 1 && known_length <= length + 1;
}

bool warning_is_unknown_property(const WarningRule *rule, WarningSubject *subject) {
  const char *key = subject->member;
  (void)rule;
  const MemberValue *type = &subject->connection->member[COLUMN_CONNECTION_TYPE];
  if (types_visit_property_keys(warning_is_key, (void *)key)) return false;
  Nearest nearest = nearest_begin(key, strlen(key));
  types_visit_property_keys(warning_consider, &nearest);
  subject->suggestion = nearest.name;
  if (!type->present || !types_is_open(type->text, type->length)) return true;
  return nearest.name && warning_is_all_but(key, nearest.name);
}

#undef PORT_MAX
