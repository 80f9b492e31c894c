/*
** Names of secrets. The words are those of the connectors that Glue documents (Snowflake's
** sfPassword, Cosmos DB's accountKey, OpenSearch's net.http.auth.pass, OAuth2's members) and of
** common sense.
*/
#include "text/secret.h"

#include <string.h>

#include "text/text.h"

/* Keys longer than this are looked at by their end, which is where the telling word stands. */
#define NAME_MAX_LENGTH 128

/* Anywhere in a name, without its separators. */
static const char *const words[] = {"password", "passwd",     "passphrase", "secret", "token",
                                    "apikey",   "privatekey", "credential", NULL};
/* Only at its end. */
static const char *const endings[] = {"pass",      "pwd",       "accountkey", "authkey",
                                      "accesskey", "sharedkey", NULL};
/* A name that ends so says where a secret is, or something about it. */
static const char *const harmless_endings[] = {
    "id",       "arn",     "url",    "uri",      "endpoint", "name", "path",
    "location", "prefix",  "file",   "provider", "type",     "mode", "class",
    "expiry",   "version", "region", "manager",  NULL};

static bool ends_with(const char *text, size_t n, const char *const *list) {
  for (; *list; list++) {
    size_t length = strlen(*list);
    if (n >= length && memcmp(text + n - length, *list, length) == 0) return true;
  }
  return false;
}

static bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool secret_name(const char *name, size_t n) {
  char plain[NAME_MAX_LENGTH + 1];
  size_t length = 0;
  for (size_t i = n > NAME_MAX_LENGTH ? n - NAME_MAX_LENGTH : 0; i < n; i++) {
    if (!is_letter_or_digit(name[i])) continue;
    plain[length++] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i]);
  }
  plain[length] = '\0';
  if (ends_with(plain, length, harmless_endings)) return false;
  if (ends_with(plain, length, endings)) return true;
  for (const char *const *word = words; *word; word++) {
    if (strstr(plain, *word)) return true;
  }
  return false;
}

static bool begins_with(const char *text, size_t n, const char *prefix) {
  size_t length = strlen(prefix);
  return n >= length && memcmp(text, prefix, length) == 0;
}

bool secret_placeholder(const char *value, size_t n) {
  if (begins_with(value, n, "${") || begins_with(value, n, "{{")) return true;
  if (begins_with(value, n, "arn:")) return true;
  if (n == 4 && text_equal_nocase(value, "true", 4)) return true;
  if (n == 5 && text_equal_nocase(value, "false", 5)) return true;
  for (size_t i = 0; i < n; i++) {
    if (value[i] != '*') return false;
  }
  return true;
}

/* The words that a secret follows in prose, with what stands between: "password: x". */
static const char *const announcements[] = {"password", "passwd", "pwd",     "passphrase", "secret",
                                            "token",    "apikey", "api key", "api_key",    NULL};

static size_t after_spaces(const char *text, size_t n, size_t at) {
  while (at < n && (text[at] == ' ' || text[at] == '\t')) at++;
  return at;
}

/* Whether a value follows at `at`: "is", a colon or an equals sign, and then something. */
static bool value_follows(const char *text, size_t n, size_t at) {
  at = after_spaces(text, n, at);
  if (n - at >= 2 && text_equal_nocase(text + at, "is", 2)) at = after_spaces(text, n, at + 2);
  if (at == n || (text[at] != ':' && text[at] != '=')) return false;
  at = after_spaces(text, n, at + 1);
  return at < n && text[at] != '\r' && text[at] != '\n' && !secret_placeholder(text + at, n - at);
}

bool secret_in_prose(const char *text, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (i > 0 && is_letter_or_digit(text[i - 1])) continue;
    for (const char *const *word = announcements; *word; word++) {
      size_t length = strlen(*word);
      if (n - i >= length && text_equal_nocase(text + i, *word, length) &&
          value_follows(text, n, i + length)) {
        return true;
      }
    }
  }
  return false;
}
