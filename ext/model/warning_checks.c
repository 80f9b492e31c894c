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

static bool warning_is_among(const WarningRule *rule, Span text, bool nocase) {
  for (size_t i = 0; rule->values[i]; i++) {
    const char *value = rule->values[i];
    if (nocase ? span_equals(text, value) : span_is(text, value)) return true;
  }
  return false;
}

static bool warning_holds_reference(const WarningSubject *subject) {
  Reference reference;
  return reference_next(subject->text, &reference);
}

bool warning_is_none_of(const WarningRule *rule, WarningSubject *subject) {
  return !warning_is_among(rule, subject->text, false) && !warning_holds_reference(subject);
}

bool warning_is_one_of_nocase(const WarningRule *rule, WarningSubject *subject) {
  return warning_is_among(rule, subject->text, true);
}

bool warning_is_none_of_nocase(const WarningRule *rule, WarningSubject *subject) {
  return !warning_is_among(rule, subject->text, true) && !warning_holds_reference(subject);
}

static bool warning_in_run(char kind, char c) {
  bool digit = c >= '0' && c <= '9';
  switch (kind) {
  case '@': return c >= 'a' && c <= 'z';
  case '#': return digit;
  default: return digit || (c >= 'a' && c <= 'f');
  }
}

static bool warning_matches_form(const char *form, Span text) {
  size_t at = 0;
  for (; *form; form++) {
    if (*form != '@' && *form != '#' && *form != '$') {
      if (at == text.length || text.text[at++] != *form) return false;
      continue;
    }
    size_t from = at;
    while (at < text.length && warning_in_run(*form, text.text[at])) at++;
    if (at == from) return false;
  }
  return at == text.length;
}

bool warning_has_form(const WarningRule *rule, WarningSubject *subject) {
  for (size_t i = 0; rule->values[i]; i++) {
    if (warning_matches_form(rule->values[i], subject->text)) return true;
  }
  return false;
}

bool warning_has_no_form(const WarningRule *rule, WarningSubject *subject) {
  return !warning_has_form(rule, subject) && !warning_holds_reference(subject);
}

bool warning_has_character(const WarningRule *rule, WarningSubject *subject) {
  for (const char *c = rule->values[0]; *c; c++) {
    if (memchr(subject->text.text, *c, subject->text.length)) return true;
  }
  return false;
}

bool warning_begins_with(const WarningRule *rule, WarningSubject *subject) {
  return span_begins_with(subject->text, rule->values[0]);
}

/* ---- references, and what was never filled in ---- */

static inline bool warning_is_letter(char c) {
  char lower = (char)(c | 0x20);
  return lower >= 'a' && lower <= 'z';
}

static inline bool warning_is_name_character(char c) {
  return warning_is_letter(c) || (c >= '0' && c <= '9') || c == '_';
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
  Span text = subject->text;
  Reference reference;
  (void)rule;
  if (!(subject->marks & TEXT_BRACE)) return false;
  for (Span rest = text; reference_next(rest, &reference);) {
    if (reference.kind != REFERENCE_VARIABLE || warning_is_path(&reference)) return true;
    rest = span_of(span_end(reference.whole), span_end(text));
  }
  return false;
}

/* Words that stand for a value, of whatever letter case, alone between other characters; those that end
** with a separator also with something after it. By their first letters. */
#define LEFT_MAX 4 /* and a NULL at the end */
static const char *const warning_left_words['z' - 'a' + 1][LEFT_MAX] = {
    ['c' - 'a'] = {"change_me", "changeme", "change-me"},
    ['f' - 'a'] = {"fixme"},
    ['r' - 'a'] = {"replace_me", "replaceme", "replace-me"},
    ['t' - 'a'] = {"todo", "tbd"},
    ['u' - 'a'] = {"undefined"},
    ['y' - 'a'] = {"your_", "your-"},
};

/* <host>, <your host>; not what is compared or marked up. */
static bool warning_is_bracketed(const char *z, const char *end) {
  if (++z == end || !warning_is_letter(*z)) return false;
  while (z < end && (warning_is_name_character(*z) || *z == ' ' || *z == '-' || *z == '.')) z++;
  return z < end && *z == '>';
}

/* $HOST, where a shell would have put a value: at the front of a part, all in upper case. */
static bool warning_is_shell_variable(const char *z, Span text) {
  const char *from = z + 1, *end = span_end(text);
  if (z > text.text && !strchr("/:@=,;?& \"'", z[-1])) return false;
  for (z++; z < end; z++) {
    if (!(*z >= 'A' && *z <= 'Z') && *z != '_' && !(z > from && *z >= '0' && *z <= '9')) break;
  }
  return z - from > 1 && (z == end || strchr("/:@,;?&.", *z));
}

static bool warning_begins_with_left_word(Span rest) {
  const char *const *word = warning_left_words[(*rest.text | 0x20) - 'a'];
  for (; *word; word++) {
    size_t length = strlen(*word);
    if (!span_begins_with(rest, *word)) continue;
    bool is_beginning = !warning_is_letter((*word)[length - 1]);
    if (is_beginning ? rest.length > length
                     : rest.length == length || !warning_is_name_character(rest.text[length])) {
      return true;
    }
  }
  return false;
}

/* Whether one of the words begins somewhere. */
static bool warning_has_left_word(Span text) {
  bool begins = true;
  for (const char *z = text.text, *end = span_end(text); z < end; z++) {
    if (begins && warning_is_letter(*z) && warning_begins_with_left_word(span_of(z, end))) {
      return true;
    }
    begins = !(text_kinds[(unsigned char)*z] & TEXT_NAME);
  }
  return false;
}

bool warning_has_placeholder(const WarningRule *rule, WarningSubject *subject) {
  Span text = subject->text;
  const char *end = span_end(text);
  (void)rule;
  /* Free text speaks of such things. */
  if (subject->column == COLUMN_DESCRIPTION || subject->column == COLUMN_STATUS_REASON)
    return false;
  for (const char *z = text.text; z < end && subject->marks & (TEXT_LESS | TEXT_DOLLAR); z++) {
    if (*z == '<' && warning_is_bracketed(z, end)) return true;
    if (*z == '$' && warning_is_shell_variable(z, text)) return true;
  }
  return warning_has_left_word(text);
}

/* ---- ports and URLs ---- */

bool warning_is_no_port(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  if (warning_holds_reference(subject)) return false;
  long port = 0;
  for (size_t i = 0; i < subject->text.length && port <= PORT_MAX; i++) {
    char c = subject->text.text[i];
    if (c < '0' || c > '9') return true;
    port = port * 10 + (c - '0');
  }
  return port < 1 || port > PORT_MAX;
}

/* The URL that a string is; NULL: it cannot be taken apart. */
static const Url *warning_url(WarningUrls *urls, Span text) {
  for (size_t i = 0; i < WARNING_URLS_MAX && i < urls->count; i++) {
    struct WarningUrl *known = &urls->list[i];
    if (known->text == text.text) return known->is_parsed ? &known->url : NULL;
  }
  struct WarningUrl *next = &urls->list[urls->count++ % WARNING_URLS_MAX];
  next->text = text.text;
  next->is_parsed = url_parse(text.text, text.length, &next->url);
  return next->is_parsed ? &next->url : NULL;
}

bool warning_is_no_url(const WarningRule *rule, WarningSubject *subject) {
  static const char *const kinds[] = {
      [URL_JDBC] = "jdbc", [URL_MONGODB] = "mongodb", [URL_KAFKA] = "kafka", [URL_OTHER] = ""};
  const Url *url = warning_url(subject->urls, subject->text);
  if (url == NULL) return !warning_holds_reference(subject);
  return strcmp(kinds[url->kind], rule->values[0]) != 0;
}

bool warning_has_url_port(const WarningRule *rule, WarningSubject *subject) {
  const Url *url = warning_url(subject->urls, subject->text);
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

/* The member of the object that is a string; absent where there is none. */
static Span warning_string(const WarningSubject *subject, const char *key) {
  Span value = json_walk_find(subject->container, span_text(key));
  if (json_walk_type(value) != JSON_STRING) return span_absent;
  return json_texts_add(subject->texts, json_walk_inside(value));
}

bool warning_lacks_tls(const WarningRule *rule, WarningSubject *subject) {
  static const char *const urls[] = {"JDBC_CONNECTION_URL", "CONNECTION_URL", NULL};
  Span enforced = warning_string(subject, "JDBC_ENFORCE_SSL");
  Reference reference;
  (void)rule;
  if (span_equals(enforced, "true") || reference_next(enforced, &reference)) return false;
  for (size_t i = 0; urls[i]; i++) {
    Span text = warning_string(subject, urls[i]);
    if (text.length == 0) continue;
    /* ${Ref:Url}: what the URL will say is not known. */
    if (reference_length(text.text, span_end(text)) > 0) return false;
    const Url *url = warning_url(subject->urls, text);
    if (url && warning_url_uses_tls(url)) return false;
  }
  return true;
}

/* ---- objects ---- */

/* Whether the member that a path of names separated by dots leads to is there, and no empty list. */
static bool warning_is_there(Span object, const char *path) {
  size_t length = strcspn(path, ".");
  Span member = json_walk_find(object, (Span){path, length});
  JsonWalk element;
  if (path[length] == '.') return warning_is_there(member, path + length + 1);
  if (json_walk_type(member) != JSON_ARRAY) return json_walk_type(member) != JSON_NULL;
  json_walk_open(&element, member);
  return element.value.text;
}

bool warning_lacks_members(const WarningRule *rule, WarningSubject *subject) {
  const char *const *name = rule->values;
  bool applies = **name == '\0';
  for (; **name; name++) applies = applies || warning_is_there(subject->container, *name);
  for (name++; *name && applies; name++) applies = !warning_is_there(subject->container, *name);
  return applies;
}

bool warning_lacks_credentials(const WarningRule *rule, WarningSubject *subject) {
  if (!span_is(warning_string(subject, "AuthenticationType"), rule->values[0])) return false;
  if (subject->connection->member[COLUMN_CREDENTIALS].present) return false;
  for (size_t i = 1; rule->values[i]; i++) {
    if (warning_is_there(subject->container, rule->values[i])) return false;
  }
  return true;
}

/* ---- secrets ---- */

/* A key may tell a secret by itself, as any text; or that its value is one. Of the properties that the API names, the
** secret ones are encrypted. */
static bool warning_is_secret_by_name(const WarningSubject *subject) {
  Span name = subject->member, value = subject->text;
  if (!subject->is_entry) return false;
  if (suspect_text(name.text, name.length, false)) return true;
  bool is_property = subject->column == COLUMN_CONNECTION_PROPERTIES && !subject->is_embedded;
  if (is_property && property_is_known(name.text, name.length)) return false;
  return suspect_name(name.text, name.length) && !suspect_placeholder(value.text, value.length);
}

/* jdbc:..., SCHEME://..., or the template of one that Glue's connectors have. */
static bool warning_looks_like_url(Span text) {
  size_t scheme = 0;
  if (span_begins_with(text, "jdbc:") || span_begins_with(text, "[[\"")) return true;
  while (scheme < text.length &&
         (warning_is_name_character(text.text[scheme]) || strchr("+-.", text.text[scheme]))) {
    scheme++;
  }
  return scheme > 0 && span_begins_with(span_after(text, scheme), "://");
}

static bool warning_text_tells_secret(const WarningSubject *subject, bool is_url, bool is_prose) {
  Span text = subject->text;
  /* All that announces a secret in a text has one of these. */
  if (!(subject->marks & (TEXT_BLANK | TEXT_COLON | TEXT_EQUALS))) return false;
  /* A URL has one before an @ or behind an equals sign, or in the way that any text may have it. */
  if (is_url && !(subject->marks & (TEXT_BLANK | TEXT_AT | TEXT_EQUALS))) {
    return suspect_text(text.text, text.length, false);
  }
  const Url *url = is_url ? warning_url(subject->urls, text) : NULL;
  if (url == NULL) return url_tells_secret(text.text, text.length, is_prose);
  if (url->has_password) return true;
  /* All of the text has been looked at, as one URL, but not what stands around one in a template. */
  return *text.text == '[' ? url_tells_secret(text.text, text.length, is_prose)
                           : url_words_tell_secret(text.text, text.length);
}

static void warning_look_for_secret(WarningSubject *subject) {
  bool is_prose = subject->column == COLUMN_DESCRIPTION || subject->column == COLUMN_STATUS_REASON;
  subject->secrecy = SECRECY_NONE;
  if (subject->is_sealed) return;
  bool is_url = !is_prose && subject->marks & TEXT_COLON && warning_looks_like_url(subject->text);
  if (warning_text_tells_secret(subject, is_url, is_prose)) {
    subject->secrecy = is_url ? SECRECY_URL : SECRECY_TEXT;
  } else if (warning_is_secret_by_name(subject)) {
    subject->secrecy = SECRECY_TEXT;
  }
}

bool warning_is_secret_url(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  warning_look_for_secret(subject); /* which is asked first */
  return subject->secrecy == SECRECY_URL;
}

bool warning_is_secret_text(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  if (subject->secrecy == SECRECY_UNKNOWN) warning_look_for_secret(subject);
  return subject->secrecy == SECRECY_TEXT;
}

/* ---- property keys ---- */

static bool warning_is_key(void *context, const char *known) {
  const Span *key = context;
  return key->length && *known == *key->text && span_is(*key, known);
}

static bool warning_consider(void *context, const char *known) {
  nearest_consider(context, known);
  return false;
}

/* A connector's own keys are its own business, and nothing says what is wrong with them; but one
** that is all but the name of a known property was meant to be it. */
static bool warning_is_all_but(Span key, const char *known) {
  size_t known_length = strlen(known);
  if (span_equals(key, known)) return true;
  return key.length >= 8 && key.length <= known_length + 1 && known_length <= key.length + 1;
}

bool warning_is_unknown_property(const WarningRule *rule, WarningSubject *subject) {
  Span key = subject->member;
  (void)rule;
  const MemberValue *type = &subject->connection->member[COLUMN_CONNECTION_TYPE];
  if (property_is_known(key.text, key.length)) return false;
  if (types_visit_property_keys(warning_is_key, &key)) return false;
  Nearest nearest = nearest_begin(key.text, key.length);
  types_visit_property_keys(warning_consider, &nearest);
  subject->suggestion = nearest.name;
  if (!type->present || !types_is_open(type->text, type->length)) return true;
  return nearest.name && warning_is_all_but(key, nearest.name);
}

bool warning_is_no_document(const WarningRule *rule, WarningSubject *subject) {
  (void)rule;
  return !subject->is_document;
}

#undef LEFT_MAX
#undef PORT_MAX
