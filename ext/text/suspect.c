/* SPDX-License-Identifier: MIT */
/*
** Names of secrets. The words are those of the connectors that Glue documents (Snowflake's
** sfPassword, Cosmos DB's accountKey, OpenSearch's net.http.auth.pass, OAuth2's members) and of
** common sense.
*/
#include "text/suspect.h"

#include <stdint.h>
#include <string.h>

#include "text/reference.h"
#include "text/span.h"
#include "text/text.h"

/* Bytes. A longer name is looked at by its end, which is where the telling word stands; a longer value by
** its beginning. So the walk over a text stays linear. */
#define NAME_MAX_LENGTH 128
/* Words of a name that stands before " = ", where more are a sentence. */
#define NAME_WORDS_MAX 3

/* In a list of words, whose last is absent. */
#define WORD(word)                                                                                 \
  { word, sizeof(word) - 1 }

/* ---- names ---- */

/* Anywhere in a name, without its separators; by their first letters. */
#define WORDS_MAX 4
static const Span suspect_words['z' - 'a' + 1][WORDS_MAX] = {
    ['a' - 'a'] = {WORD("apikey"), WORD("accountkey")},
    ['c' - 'a'] = {WORD("credential")},
    ['f' - 'a'] = {WORD("fsazuresas")},
    ['p' - 'a'] = {WORD("password"), WORD("passwd"), WORD("passphrase"), WORD("privatekey")},
    ['s' - 'a'] = {WORD("secret")},
    ['t' - 'a'] = {WORD("token")},
};
/* Only at its end. */
static const Span suspect_endings[] = {WORD("pass"),      WORD("pwd"),       WORD("authkey"),
                                       WORD("accesskey"), WORD("sharedkey"), WORD("clientkey"),
                                       WORD("sig"),       WORD("passcode"),  WORD("pvtkey"),
                                       WORD("logdata"),   {NULL, 0}};
/* A name that ends so says where a secret is, or something about it. */
static const Span suspect_harmless_endings[] = {
    WORD("id"),         WORD("arn"),    WORD("url"),      WORD("uri"),       WORD("endpoint"),
    WORD("name"),       WORD("path"),   WORD("location"), WORD("prefix"),    WORD("file"),
    WORD("provider"),   WORD("type"),   WORD("mode"),     WORD("class"),     WORD("expiry"),
    WORD("version"),    WORD("region"), WORD("manager"),  WORD("encoding"),  WORD("charset"),
    WORD("algorithm"),  WORD("length"), WORD("policy"),   WORD("timeout"),   WORD("lifetime"),
    WORD("expiration"), WORD("format"), WORD("plugin"),   WORD("mechanism"), WORD("user"),
    {NULL, 0}};

static bool suspect_ends_with(const char *text, size_t n, const Span *list) {
  for (; list->text; list++) {
    if (n < list->length || text[n - 1] != list->text[list->length - 1]) continue;
    if (memcmp(text + n - list->length, list->text, list->length) == 0) return true;
  }
  return false;
}

static bool suspect_is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char suspect_lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static int suspect_hex(char c) {
  c = suspect_lower(c);
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The name in lower case, without separators, its %-escapes decoded. Returns its length. */
static size_t suspect_plain(const char *name, size_t n, char plain[NAME_MAX_LENGTH + 1]) {
  size_t length = 0;
  for (size_t i = n > NAME_MAX_LENGTH ? n - NAME_MAX_LENGTH : 0; i < n; i++) {
    char c = name[i];
    bool may_escape = c == '%' && n - i > 2;
    int high = may_escape ? suspect_hex(name[i + 1]) : -1;
    int low = may_escape ? suspect_hex(name[i + 2]) : -1;
    if (high >= 0 && low >= 0) {
      c = (char)(high << 4 | low);
      i += 2;
    }
    char lower = (char)(c | 0x20);
    if (lower >= 'a' && lower <= 'z') {
      plain[length++] = lower;
    } else if (c >= '0' && c <= '9') {
      plain[length++] = c;
    }
  }
  plain[length] = '\0';
  return length;
}

static bool suspect_holds_word(const char *plain) {
  for (const char *z = plain; *z; z++) {
    const Span *word = *z >= 'a' ? suspect_words[*z - 'a'] : NULL;
    for (size_t i = 0; word && i < WORDS_MAX && word[i].text; i++) {
      if (z[1] == word[i].text[1] && strncmp(z, word[i].text, word[i].length) == 0) return true;
    }
  }
  return false;
}

bool suspect_name(const char *name, size_t n) {
  char plain[NAME_MAX_LENGTH + 1];
  size_t length = suspect_plain(name, n, plain);
  if (length < 3) return false;
  bool is_announced =
      suspect_ends_with(plain, length, suspect_endings) || suspect_holds_word(plain);
  return is_announced && !suspect_ends_with(plain, length, suspect_harmless_endings);
}

bool suspect_harmless_name(const char *name, size_t n) {
  char plain[NAME_MAX_LENGTH + 1];
  size_t length = suspect_plain(name, n, plain);
  return length > 0 && suspect_ends_with(plain, length, suspect_harmless_endings);
}

bool suspect_placeholder(const char *value, size_t n) {
  /* References alone: what is in braces may as well begin a password, or stand in a function. */
  const char *z = value, *end = value + n;
  Reference reference;
  while (z < end && reference_at(z, end, &reference) && !reference_has_literal(&reference)) {
    z = span_end(reference.whole);
  }
  if (z == end) return true;
  if (n >= 4 && memcmp(value, "arn:", 4) == 0) return true;
  if (n == 4 && text_equal_nocase(value, "true", 4)) return true;
  if (n == 5 && text_equal_nocase(value, "false", 5)) return true;
  for (size_t i = 0; i < n; i++) {
    if (value[i] != '*') return false;
  }
  return true;
}

/* ---- texts ---- */

/* The words that a secret follows in prose, with what stands between: "password: x". */
static const Span suspect_announcements[] = {
    WORD("password"), WORD("passwd"), WORD("pwd"),     WORD("passphrase"), WORD("secret"),
    WORD("token"),    WORD("apikey"), WORD("api key"), WORD("api_key"),    {NULL, 0}};
/* The first word of what says where a secret is, or that there is none: "password: see the vault". */
static const Span suspect_pointers[] = {
    WORD("see"),     WORD("ask"),     WORD("in"),   WORD("from"),    WORD("via"),  WORD("is"),
    WORD("kept"),    WORD("stored"),  WORD("held"), WORD("managed"), WORD("not"),  WORD("on"),
    WORD("rotated"), WORD("contact"), WORD("the"),  WORD("unknown"), WORD("none"), WORD("no"),
    WORD("n/a"),     WORD("tbd"),     WORD("with"), WORD("at"),      {NULL, 0}};
/* After "Bearer", these are no token either. */
static const Span suspect_schemes[] = {WORD("token"),          WORD("tokens"),        WORD("auth"),
                                       WORD("authentication"), WORD("authorization"), {NULL, 0}};

#define QUOTES "\"'`"

static bool suspect_is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool suspect_is_among(Span word, const Span *list) {
  for (; list->text; list++) {
    if (word.length != list->length) continue;
    if (text_equal_nocase(word.text, list->text, word.length)) return true;
  }
  return false;
}

static Span suspect_skip_blanks(Span s) {
  while (s.length && (*s.text == ' ' || *s.text == '\t')) s = span_after(s, 1);
  return s;
}

/* The same at the end. */
static Span suspect_drop_blanks(Span s) {
  while (s.length && (s.text[s.length - 1] == ' ' || s.text[s.length - 1] == '\t')) s.length--;
  return s;
}

/* Without the last n bytes of it. */
static Span suspect_front(Span s, size_t n) {
  return (Span){s.text, s.length - n};
}

static bool suspect_ends_nocase(Span s, Span word) {
  if (s.length < word.length) return false;
  if (suspect_lower(span_end(s)[-1]) != word.text[word.length - 1]) return false;
  return text_equal_nocase(span_end(s) - word.length, word.text, word.length);
}

/* Without the quotes at the end, and the backslashes before them in a document that is a string. */
static Span suspect_drop_quotes(Span s) {
  while (s.length && strchr(QUOTES "\\", span_end(s)[-1])) s.length--;
  return s;
}

/* The word at the front, without quotes and punctuation around it. Of a long one the beginning does. */
static Span suspect_first_word(Span s) {
  if (s.length > NAME_MAX_LENGTH) s.length = NAME_MAX_LENGTH;
  while (s.length && strchr(QUOTES "\\(", *s.text)) s = span_after(s, 1);
  size_t length = 0;
  while (length < s.length && !suspect_is_space(s.text[length])) length++;
  while (length > 0 && strchr(QUOTES "\\),.;", s.text[length - 1])) length--;
  return (Span){s.text, length};
}

/* Whether a word is none of a language: "hunter2", "pa$$", not "required". */
static bool suspect_is_no_word(Span word) {
  if (word.length < 4) return false;
  for (size_t i = 0; i < word.length; i++) {
    if (strchr("0123456789@#$%^&*+=~|!", word.text[i])) return true;
  }
  return false;
}

/* Whether the text is "Bearer TOKEN" or "Basic BASE64", as a header says it. */
static bool suspect_is_authorization(Span s) {
  bool basic = span_begins_with(s, "basic ");
  if (!basic && !span_begins_with(s, "bearer ")) return false;
  Span word = suspect_first_word(suspect_skip_blanks(span_after(s, basic ? 6 : 7)));
  if (word.length == 0 || suspect_placeholder(word.text, word.length)) return false;
  if (!basic) return !suspect_is_among(word, suspect_schemes);
  /* "Basic authentication" is none; base64 mixes its letters. */
  for (size_t i = 1; i < word.length; i++) {
    if (!(word.text[i] >= 'a' && word.text[i] <= 'z')) return true;
  }
  return false;
}

/* What follows a sign, up to what may end it. */
static Span suspect_value(Span rest) {
  size_t escapes = 0; /* of the quote, in a document that is a string */
  while (escapes < rest.length && rest.text[escapes] == '\\') escapes++;
  bool has_quote = escapes < rest.length && strchr(QUOTES, rest.text[escapes]);
  char quote = has_quote ? rest.text[escapes] : '\0';
  if (quote) rest = span_after(rest, escapes + 1);
  const char *ends = quote == '"' ? "\"" : quote == '\'' ? "'" : quote ? "`" : ";&,\"'`)} \t\r\n";
  if (rest.length > 1 && *rest.text == '{') { /* SQL Server's braces around a reference */
    size_t inner = reference_length(rest.text + 1, span_end(rest));
    if (inner && inner + 1 < rest.length && rest.text[inner + 1] == '}') {
      return (Span){rest.text + 1, inner};
    }
  }
  bool is_reference = rest.length && reference_length(rest.text, span_end(rest)) > 0;
  size_t most = is_reference ? REFERENCE_LENGTH_MAX : NAME_MAX_LENGTH;
  if (rest.length > most) rest.length = most;
  const char *end = span_find(rest, ends);
  Span value = span_of(rest.text, end);
  bool ends_with_quote = end < span_end(rest) && strchr(QUOTES, *end);
  return ends_with_quote ? suspect_drop_quotes(value) : value;
}

/* The name that ends where the text does: letters, digits and what stands between them in names, of several
** words where `words` is more than one. */
static Span suspect_last_name(Span front, size_t words) {
  size_t length = 0;
  for (; length < front.length && length < NAME_MAX_LENGTH; length++) {
    char c = front.text[front.length - length - 1];
    if (c == ' ' && --words == 0) break;
    if (!suspect_is_letter_or_digit(c) && strchr(" _.-%", c) == NULL) break;
  }
  return (Span){span_end(front) - length, length};
}

/* NAME=VALUE. Blanks around the sign are those of a list of settings, "User Id = a; Password = b", or, after
** too many words, of a query. */
static bool suspect_is_pair(Span front, Span rest, bool is_prose) {
  Span name = suspect_drop_blanks(front), value = suspect_skip_blanks(rest);
  bool is_loose = name.length < front.length || value.length < rest.length;
  name = suspect_drop_quotes(name);
  Span segment = suspect_last_name(name, NAME_WORDS_MAX);
  bool is_sentence = is_loose && segment.length < name.length &&
                     span_end(name)[-(ptrdiff_t)segment.length - 1] == ' ';
  if (is_sentence && !is_prose) return false;
  Span word = suspect_last_name(name, 1);
  bool is_announced = suspect_name(word.text, word.length);
  if (!is_announced && segment.length > word.length) {
    is_announced = suspect_name(segment.text, segment.length);
  }
  if (!is_announced) return false;
  Span told = suspect_value(value);
  if (suspect_placeholder(told.text, told.length)) return false;
  return !is_loose || !suspect_is_among(suspect_first_word(value), suspect_pointers);
}

/* Whether the text ends with an announcement. */
static bool suspect_is_announced(Span front) {
  for (const Span *word = suspect_announcements; word->text; word++) {
    if (suspect_ends_nocase(front, *word)) return true;
  }
  return false;
}

bool suspect_announcing_name(const char *name, size_t n) {
  return suspect_is_announced((Span){name, n});
}

/* "password: x", "password is: x", "\"password\":\"x\"", "authorization: Bearer x". */
static bool suspect_is_told(Span front, Span rest) {
  static const Span authorization = WORD("authorization"), is = WORD(" is");
  Span name = suspect_drop_blanks(front), value = suspect_skip_blanks(rest);
  if (suspect_ends_nocase(name, authorization)) return suspect_is_authorization(value);
  if (suspect_ends_nocase(name, is)) name = suspect_drop_blanks(suspect_front(name, 3));
  name = suspect_drop_quotes(name);
  if (!suspect_is_announced(name)) return false;
  /* In an ARN the word is a part like any other: arn:aws:secretsmanager:eu-west-1:1:secret:x. */
  Span word = suspect_last_name(name, 1);
  bool is_tight = value.length == rest.length;
  if (is_tight && word.text > front.text && word.text[-1] == ':') return false;
  Span told = suspect_first_word(value);
  if (told.length == 0 || suspect_placeholder(told.text, told.length)) return false;
  Span all = suspect_value(value);
  if (suspect_placeholder(all.text, all.length)) return false;
  if (suspect_is_among(told, suspect_pointers) || span_begins_with(rest, "//")) return false;
  /* The port of a host that has such a name. */
  size_t digits = 0;
  while (digits < told.length && told.text[digits] >= '0' && told.text[digits] <= '9') digits++;
  return !is_tight || digits == 0 || digits > 5 ||
         (digits < told.length && strchr(",/?;", told.text[digits]) == NULL);
}

/* "the password is hunter2": z is the i of "is". */
static bool suspect_is_sentence(Span text, const char *z) {
  Span rest = span_of(z, span_end(text));
  if (!span_begins_with(rest, "is ") && !span_begins_with(rest, "is\t")) return false;
  Span front = suspect_drop_blanks(span_of(text.text, z));
  if (front.length == (size_t)(z - text.text) || !suspect_is_announced(front)) return false;
  for (const Span *word = suspect_announcements; word->text; word++) {
    if (!suspect_ends_nocase(front, *word)) continue;
    bool alone = word->length == front.length ||
                 !suspect_is_letter_or_digit(span_end(front)[-(ptrdiff_t)word->length - 1]);
    Span told = suspect_first_word(suspect_skip_blanks(span_after(rest, 2)));
    if (alone && !suspect_placeholder(told.text, told.length) && suspect_is_no_word(told))
      return true;
  }
  return false;
}

static bool suspect_is_key_block(Span s) {
  if (memchr(s.text, '-', s.length) == NULL) return false;
  Span block = span_after_word(s, "-----BEGIN ");
  return block.text && span_after_word(block, "PRIVATE KEY-----").text;
}

/* Whether a sign at z, '=' or ':', announces a secret. */
static bool suspect_is_sign(Span text, const char *z, bool is_prose) {
  Span front = span_of(text.text, z), rest = span_of(z + 1, span_end(text));
  return *z == '=' ? suspect_is_pair(front, rest, is_prose) : suspect_is_told(front, rest);
}

/* Each of the signs, where the text holds no reference. */
static bool suspect_has_sign(Span text, char sign, bool is_prose) {
  const char *end = span_end(text);
  for (const char *z = text.text; z < end; z++) {
    z = memchr(z, sign, (size_t)(end - z));
    if (z == NULL) return false;
    if (suspect_is_sign(text, z, is_prose)) return true;
  }
  return false;
}

bool suspect_text(const char *text, size_t n, bool is_prose) {
  const Span all = {text, n};
  if (n < 4) return false;
  bool has_space = memchr(text, ' ', n) != NULL;
  if (has_space && (suspect_is_key_block(all) || suspect_is_authorization(span_trim(all))))
    return true;
  bool is_sentence = is_prose && has_space;
  if (!is_sentence && !memchr(text, '{', n)) {
    return suspect_has_sign(all, '=', is_prose) || suspect_has_sign(all, ':', is_prose);
  }
  for (const char *z = text, *end = text + n; z < end; z++) {
    Reference reference;
    bool begins = (*z == '$' || *z == '{') && reference_at(z, end, &reference);
    if (begins && !reference_has_literal(&reference)) {
      z = span_end(reference.whole) - 1;
    } else if (*z == '=' || *z == ':') {
      if (suspect_is_sign(all, z, is_prose)) return true;
    } else if (is_sentence && (*z == 'i' || *z == 'I')) {
      if (suspect_is_sentence(all, z)) return true;
    }
  }
  return false;
}

#undef NAME_MAX_LENGTH
#undef NAME_WORDS_MAX
#undef QUOTES
#undef WORD
#undef WORDS_MAX
