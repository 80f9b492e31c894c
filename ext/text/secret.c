/* SPDX-License-Identifier: MIT */
/*
** Names of secrets. The words are those of the connectors that Glue documents (Snowflake's
** sfPassword, Cosmos DB's accountKey, OpenSearch's net.http.auth.pass, OAuth2's members) and of
** common sense.
*/
#include "text/secret.h"

#include <string.h>

#include "text/reference.h"
#include "text/span.h"
#include "text/text.h"

/* Keys longer than this are looked at by their end, which is where the telling word stands. */
#define NAME_MAX_LENGTH 128

/* Anywhere in a name, without its separators. */
static const char *const secret_words[] = {"password",   "passwd",     "passphrase", "secret",
                                           "token",      "apikey",     "privatekey", "credential",
                                           "accountkey", "fsazuresas", NULL};
/* Only at its end. */
static const char *const secret_endings[] = {"pass",      "pwd",       "authkey",
                                             "accesskey", "sharedkey", NULL};
/* A name that ends so says where a secret is, or something about it. */
static const char *const secret_harmless_endings[] = {
    "id",       "arn",        "url",      "uri",     "endpoint",  "name",   "path",   "location",
    "prefix",   "file",       "provider", "type",    "mode",      "class",  "expiry", "version",
    "region",   "manager",    "encoding", "charset", "algorithm", "length", "policy", "timeout",
    "lifetime", "expiration", "format",   "plugin",  "mechanism", NULL};

static bool secret_ends_with(const char *text, size_t n, const char *const *list) {
  for (; *list; list++) {
    size_t length = strlen(*list);
    if (n >= length && memcmp(text + n - length, *list, length) == 0) return true;
  }
  return false;
}

static bool secret_is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool secret_name(const char *name, size_t n) {
  char plain[NAME_MAX_LENGTH + 1];
  size_t length = 0;
  for (size_t i = n > NAME_MAX_LENGTH ? n - NAME_MAX_LENGTH : 0; i < n; i++) {
    if (!secret_is_letter_or_digit(name[i])) continue;
    plain[length++] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i]);
  }
  plain[length] = '\0';
  if (secret_ends_with(plain, length, secret_harmless_endings)) return false;
  if (secret_ends_with(plain, length, secret_endings)) return true;
  for (const char *const *word = secret_words; *word; word++) {
    if (strstr(plain, *word)) return true;
  }
  return false;
}

static bool secret_begins_with(const char *text, size_t n, const char *prefix) {
  size_t length = strlen(prefix);
  return n >= length && memcmp(text, prefix, length) == 0;
}

bool secret_placeholder(const char *value, size_t n) {
  /* References alone: what is in braces may as well begin a password. */
  size_t referenced = 0, length;
  while (referenced < n && (length = reference_length(value + referenced, value + n)) > 0) {
    referenced += length;
  }
  if (referenced == n) return true;
  if (secret_begins_with(value, n, "arn:")) return true;
  if (n == 4 && text_equal_nocase(value, "true", 4)) return true;
  if (n == 5 && text_equal_nocase(value, "false", 5)) return true;
  for (size_t i = 0; i < n; i++) {
    if (value[i] != '*') return false;
  }
  return true;
}

/* ---- prose ---- */

/* The words that a secret follows in prose, with what stands between: "password: x". */
static const char *const secret_announcements[] = {"password", "passwd", "pwd",    "passphrase",
                                                   "secret",   "token",  "apikey", "api key",
                                                   "api_key",  NULL};
/* The first word of what says where a secret is, or that there is none: "password: see the vault". */
static const char *const secret_pointers[] = {"see",     "ask",     "in",   "from",    "via",  "is",
                                              "kept",    "stored",  "held", "managed", "not",  "on",
                                              "rotated", "contact", "the",  "unknown", "none", "no",
                                              "n/a",     "tbd",     "with", "at",      NULL};
/* After "Bearer", these are no token either. */
static const char *const secret_schemes[] = {"token",          "tokens",        "auth",
                                             "authentication", "authorization", NULL};

static bool secret_is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool secret_is_among(Span word, const char *const *list) {
  for (; *list; list++) {
    if (span_equals(word, *list)) return true;
  }
  return false;
}

static Span secret_skip_blanks(Span s) {
  while (s.length && (*s.text == ' ' || *s.text == '\t')) s = span_after(s, 1);
  return s;
}

/* The word at the front, without quotes and punctuation around it. Of a long one the beginning does:
** so the walk over a text of nothing but announcements stays linear. */
static Span secret_first_word(Span s) {
  if (s.length > NAME_MAX_LENGTH) s.length = NAME_MAX_LENGTH;
  while (s.length && strchr("\"'`(", *s.text)) s = span_after(s, 1);
  size_t length = 0;
  while (length < s.length && !secret_is_space(s.text[length])) length++;
  while (length > 0 && strchr("\"'`),.;", s.text[length - 1])) length--;
  return (Span){s.text, length};
}

/* Whether a word is none of a language: "hunter2", "pa$$", not "required". */
static bool secret_is_no_word(Span word) {
  if (word.length < 4) return false;
  for (size_t i = 0; i < word.length; i++) {
    if (strchr("0123456789@#$%^&*+=~|!", word.text[i])) return true;
  }
  return false;
}

/* Whether a secret follows: after a colon or an equals sign it may be any word, after a mere "is"
** (when an announcement stands alone: "mypassword is") what is none of a language. */
static bool secret_follows(Span rest, bool alone) {
  rest = secret_skip_blanks(rest);
  bool is = rest.length >= 2 && text_equal_nocase(rest.text, "is", 2);
  if (is) rest = secret_skip_blanks(span_after(rest, 2));
  bool sign = rest.length && (*rest.text == ':' || *rest.text == '=');
  if (sign) rest = secret_skip_blanks(span_after(rest, 1));
  Span word = secret_first_word(rest);
  if (word.length == 0 || secret_placeholder(word.text, word.length)) return false;
  return sign ? !secret_is_among(word, secret_pointers) : is && alone && secret_is_no_word(word);
}

/* Whether the text is "Bearer TOKEN" or "Basic BASE64", as a header says it. */
static bool secret_is_authorization(Span s) {
  bool basic = span_begins_with(s, "basic ");
  if (!basic && !span_begins_with(s, "bearer ")) return false;
  Span word = secret_first_word(secret_skip_blanks(span_after(s, basic ? 6 : 7)));
  if (word.length == 0 || secret_placeholder(word.text, word.length)) return false;
  if (!basic) return !secret_is_among(word, secret_schemes);
  /* "Basic authentication" is none; base64 mixes its letters. */
  for (size_t i = 1; i < word.length; i++) {
    if (!(word.text[i] >= 'a' && word.text[i] <= 'z')) return true;
  }
  return false;
}

bool secret_in_prose(const char *text, size_t n) {
  static const char header[] = "authorization";
  for (size_t i = 0; i < n; i++) {
    Span rest = {text + i, n - i};
    bool alone = i == 0 || !secret_is_letter_or_digit(text[i - 1]);
    for (const char *const *word = secret_announcements; *word; word++) {
      if (span_begins_with(rest, *word) && secret_follows(span_after(rest, strlen(*word)), alone)) {
        return true;
      }
    }
    if (!span_begins_with(rest, header)) continue;
    rest = secret_skip_blanks(span_after(rest, sizeof(header) - 1));
    if (rest.length && *rest.text == ':' &&
        secret_is_authorization(secret_skip_blanks(span_after(rest, 1)))) {
      return true;
    }
  }
  return false;
}

/* ---- values ---- */

/* NAME=VALUE;NAME=VALUE..., one of the names a secret's: Azure's connection strings. A first part
** without a name is something else: a URL, whose parts its own rules look at. */
static bool secret_holds_secret_pair(Span s) {
  while (s.length) {
    const char *end = memchr(s.text, ';', s.length);
    Span part = span_of(s.text, end ? end : span_end(s));
    const char *equals = part.length ? memchr(part.text, '=', part.length) : NULL;
    if (equals == NULL) return false;
    for (const char *z = part.text; z < equals; z++) {
      if (!secret_is_letter_or_digit(*z) && !strchr(" _.-", *z)) return false;
    }
    if (secret_name(part.text, (size_t)(equals - part.text)) &&
        !secret_placeholder(equals + 1, (size_t)(span_end(part) - equals) - 1)) {
      return true;
    }
    s = end ? span_trim(span_of(end + 1, span_end(s))) : span_absent;
  }
  return false;
}

bool secret_value(const char *text, size_t n) {
  Span s = span_trim((Span){text, n});
  if (span_begins_with(s, "-----BEGIN "))
    return span_after_word(s, "PRIVATE KEY-----").text != NULL;
  if (secret_is_authorization(s) || secret_holds_secret_pair(s)) return true;
  return span_after_word(s, "LoginModule").text && secret_in_prose(text, n); /* sasl.jaas.config */
}

#undef NAME_MAX_LENGTH
