/* SPDX-License-Identifier: MIT */
/*
** What a reference brings along: a function of a template chooses between texts, encodes or joins them, and so
** does an expression of Terraform. Where one of these stands in the place of a secret, such a text may be the
** secret itself. Names, indexes and what stands between two values are none.
**
** A word too many is a secret sealed that need not be; a word too few stays in clear. In doubt it is a literal.
*/
#include <string.h>

#include "text/reference.h"

/* Bytes: what is longer is no index of a list, and no delimiter. */
#define LITERAL_INDEX_MAX 3
#define LITERAL_DELIMITER_MAX 4

static bool literal_is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool literal_is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* A letter, a digit, or a byte of a character beyond ASCII. */
static bool literal_is_word(char c) {
  char lower = (char)(c | 0x20);
  return literal_is_digit(c) || (lower >= 'a' && lower <= 'z') || (signed char)c < 0;
}

/* Nothing but punctuation, or white space as JSON writes it: what a function puts between values, or splits at. */
static bool literal_is_delimiter(Span text) {
  const char *end = span_end(text);
  if (text.length > LITERAL_DELIMITER_MAX) return false;
  for (const char *z = text.text; z < end; z++) {
    if (*z == '\\' && end - z > 1 && memchr("nrt", z[1], 3)) {
      z++;
    } else if (literal_is_word(*z)) {
      return false;
    }
  }
  return true;
}

/* The place after the word or the number at z. */
static const char *literal_word_end(const char *z, const char *end) {
  while (z < end && (literal_is_word(*z) || memchr("_.-", *z, 3))) z++;
  return z;
}

/* ---- functions of templates ---- */

/* Functions whose strings are names of what holds the value. */
static const char *const literal_naming[] = {"Ref",       "GetAtt",         "ImportValue",
                                             "FindInMap", "GetStackOutput", "GetAZs",
                                             "Cidr",      "Condition",      NULL};

/* What stands around a value of a function's argument. */
typedef struct LiteralPlace {
  Span function; /* whose argument it is, or an element of that; absent: none */
  size_t index;  /* of an element */
  bool is_list;
  bool is_named;     /* it is part of a name, whatever function makes it */
  bool is_joined;    /* it is put behind the element before it */
  bool is_resolving; /* a {{resolve: is open, which a later element ends */
} LiteralPlace;

/* Whether what stands there is a name, or part of one; what is taken where FindInMap finds nothing is none. */
static bool literal_is_name(const LiteralPlace *place) {
  if (span_is(place->function, "DefaultValue")) return false;
  for (size_t i = 0; literal_naming[i]; i++) {
    if (span_is(place->function, literal_naming[i])) return true;
  }
  return place->is_named;
}

/* The text of Fn::Sub: variables, and what stands between. ${!x} is the text ${x}. */
static bool literal_in_sub(Span text) {
  const char *end = span_end(text), *from = text.text;
  for (const char *z = from; z < end; z++) {
    Reference reference;
    if (*z == '$' && end - z > 2 && z[2] == '!') return true;
    if ((*z != '$' && *z != '{') || !reference_at(z, end, &reference)) continue;
    if (reference_has_literal(&reference) || !literal_is_delimiter(span_of(from, z))) return true;
    from = span_end(reference.whole);
    z = from - 1;
  }
  return !literal_is_delimiter(span_of(from, end));
}

/* Whether an element of what is joined is part of a {{resolve:...}} whose middle is a value of another kind. */
static bool literal_resolves(LiteralPlace *place, Span text) {
  static const char begin[] = "{{resolve:";
  if (!place->is_joined) return false;
  bool begins =
      text.length >= sizeof(begin) - 1 && memcmp(text.text, begin, sizeof(begin) - 1) == 0;
  const char *close = text.text;
  while (close < span_end(text) && (*close != '}' || close[1] != '}')) close++;
  bool is_open = close == span_end(text), ends = close == span_end(text) - 2;
  bool is_part = place->is_resolving ? is_open || ends : begins && is_open;
  place->is_resolving = is_part && is_open;
  return is_part;
}

/* Whether a string of an argument may be a secret. */
static bool literal_in_string(LiteralPlace *place, Span text) {
  bool is_first = place->is_list && place->index == 0;
  if (text.length == 0 || literal_is_name(place) || literal_resolves(place, text)) return false;
  if (is_first && span_is(place->function, "If")) return false; /* the name of a condition */
  if (is_first && span_is(place->function, "Select")) return text.length > LITERAL_INDEX_MAX;
  if (is_first && (span_is(place->function, "Join") || span_is(place->function, "Split"))) {
    return !literal_is_delimiter(text);
  }
  if (span_is(place->function, "Sub")) return literal_in_sub(text);
  return !reference_leads_elsewhere(text.text, text.length);
}

/* A number, true, false or null. */
static bool literal_in_word(const LiteralPlace *place, Span word) {
  if (span_is(word, "true") || span_is(word, "false") || span_is(word, "null")) return false;
  bool is_index = place->is_list && place->index == 0 && span_is(place->function, "Select");
  return !literal_is_name(place) && !(is_index && word.length <= LITERAL_INDEX_MAX);
}

/* What a key makes of its value; any other key is the user's own. */
static Span literal_function(Span key) {
  if (span_begins_with(key, "Fn::")) return span_after(key, 4);
  bool is_known = span_is(key, "Ref") || span_is(key, "Condition") || span_is(key, "DefaultValue");
  return is_known ? key : span_absent;
}

/* What stands around what is in the bracket at z. */
static LiteralPlace literal_open(const LiteralPlace *outer, char bracket) {
  LiteralPlace inner = {.is_list = bracket == '[', .is_named = literal_is_name(outer)};
  if (inner.is_list && !outer->is_list) inner.function = outer->function;
  inner.is_joined = outer->is_list && outer->index == 1 && span_is(outer->function, "Join");
  return inner;
}

/* The argument is what reference_at() has found: its strings and brackets end in it. */
static bool literal_in_function(Span head, Span json) {
  LiteralPlace open[REFERENCE_DEPTH_MAX + 1] = {{.function = head}};
  size_t depth = 0;
  const char *end = span_end(json);
  for (const char *z = json.text, *after; z < end; z = after) {
    LiteralPlace *place = &open[depth];
    after = z + 1;
    if (*z == '"') {
      after = reference_string_end(z, end);
      Span text = {z + 1, (size_t)(after - z) - 2};
      bool is_key = !place->is_list && depth > 0 && *after == ':';
      if (is_key) place->function = literal_function(text);
      if (!is_key && literal_in_string(place, text)) return true;
    } else if (*z == '[' || *z == '{') {
      if (depth == REFERENCE_DEPTH_MAX) return true;
      open[++depth] = literal_open(place, *z);
    } else if (*z == ']' || *z == '}') {
      /* That is no JSON, or a {{resolve: that nothing ends. */
      if (depth == 0 || place->is_resolving) return true;
      depth--;
    } else if (*z == ',') {
      place->index++;
    } else if (*z != ':' && !literal_is_space(*z)) {
      after = literal_word_end(z, end);
      if (after == z || literal_in_word(place, span_of(z, after))) return true;
    }
  }
  return false;
}

/* ---- expressions of Terraform ---- */

static bool literal_in_expression(Span expression);

/* The place after the expression in ${ } or %{ } that begins at z, in a string; NULL where none does. A doubled sign
** is text. */
static const char *literal_interpolation_end(Span string, const char *z) {
  const char *end = span_end(string);
  bool opens = (*z == '$' || *z == '%') && end - z > 2 && z[1] == '{';
  bool is_doubled = z > string.text && z[-1] == *z;
  return opens && !is_doubled ? reference_expression_end(z + 2, end) : NULL;
}

/* Between the quotation marks: expressions in ${ } or %{ }, and text. */
static bool literal_in_template(Span text) {
  const char *end = span_end(text), *from = text.text;
  for (const char *z = from; z < end; z++) {
    const char *after = literal_interpolation_end(text, z);
    if (after == NULL) continue;
    if (!literal_is_delimiter(span_of(from, z))) return true;
    if (literal_in_expression(span_of(z + 2, after - 1))) return true;
    from = after;
    z = after - 1;
  }
  return !literal_is_delimiter(span_of(from, end));
}

/* The place after the string at z, whose quotation marks may stand in expressions within it; the end where it has
** none. */
static const char *literal_template_end(const char *z, const char *end) {
  const Span rest = span_of(z, end);
  for (z++; z < end && *z != '"';) {
    const char *after = literal_interpolation_end(rest, z);
    z = after ? after : *z == '\\' && end - z > 1 ? z + 2 : z + 1;
  }
  return z < end ? z + 1 : end;
}

/* Whether what stands from `from` to `to` is compared with something, which is no value then. */
static bool literal_is_compared(Span expression, const char *from, const char *to) {
  const char *begin = expression.text, *end = span_end(expression);
  while (from > begin && literal_is_space(from[-1])) from--;
  while (to < end && literal_is_space(*to)) to++;
  bool is_arrow = from - begin >= 2 && from[-1] == '>' && from[-2] == '='; /* for k in m : k => v */
  if (from > begin && !is_arrow && memchr("<>", from[-1], 2)) return true;
  if (to < end && memchr("<>", *to, 2)) return true;
  bool before = from - begin >= 2 && from[-1] == '=' && memchr("=!<>", from[-2], 4);
  return before || (end - to >= 2 && to[1] == '=' && memchr("=!", *to, 2));
}

/* Functions with arguments that are names, or only looked at: from the first of them to the last. */
static const struct {
  const char *function;
  size_t first, last;
} literal_names[] = {{"contains", 0, 1}, {"file", 0, 0},         {"filebase64", 0, 0},
                     {"lookup", 1, 1},   {"templatefile", 0, 0}, {"substr", 1, 2}};

/* What stands around a value of an expression. */
typedef struct LiteralCall {
  Span function; /* that is called; absent: another bracket */
  size_t argument;
  bool is_name; /* an index, or within an argument that is one */
} LiteralCall;

static bool literal_is_argument_name(const LiteralCall *call) {
  for (size_t i = 0; i < sizeof(literal_names) / sizeof(*literal_names); i++) {
    if (!span_is(call->function, literal_names[i].function)) continue;
    if (call->argument >= literal_names[i].first && call->argument <= literal_names[i].last) {
      return true;
    }
  }
  return call->is_name;
}

/* The bracket at z, and the word before it, which ends there. */
static LiteralCall literal_call(const LiteralCall *outer, Span expression, const char *z,
                                Span word) {
  LiteralCall inner = {.is_name = literal_is_argument_name(outer)};
  bool is_behind = word.text && span_end(word) == z;
  if (*z == '(' && is_behind) inner.function = word;
  bool is_element =
      is_behind ? !span_is(word, "in") : z > expression.text && memchr(")]", z[-1], 2) != NULL;
  if (*z == '[' && is_element) inner.is_name = true;
  return inner;
}

static bool literal_begins_comment(const char *z, const char *end) {
  return *z == '#' || (*z == '/' && end - z > 1 && memchr("/*", z[1], 2));
}

static bool literal_in_expression(Span expression) {
  LiteralCall open[REFERENCE_DEPTH_MAX + 1] = {{.argument = 0}};
  size_t depth = 0;
  const char *end = span_end(expression);
  Span word = span_absent;
  for (const char *z = expression.text, *after; z < end; z = after) {
    LiteralCall *call = &open[depth];
    after = z + 1;
    if (*z == '"') {
      after = literal_template_end(z, end);
      size_t quotes = after > z + 1 && after[-1] == '"' ? 2 : 1;
      bool is_name = literal_is_argument_name(call) || literal_is_compared(expression, z, after);
      Span text = {z + 1, (size_t)(after - z) - quotes};
      if (!is_name && literal_in_template(text)) return true;
    } else if (memchr("([{", *z, 3)) {
      if (depth == REFERENCE_DEPTH_MAX) return true;
      open[++depth] = literal_call(call, expression, z, word);
    } else if (memchr(")]}", *z, 3)) {
      if (depth > 0) depth--;
    } else if (*z == ',') {
      call->argument++;
    } else if (literal_begins_comment(z, end) || (*z == '<' && after < end && *after == '<')) {
      return true; /* nobody looks into comments, nor into texts of several lines */
    } else if (literal_is_word(*z)) {
      after = literal_word_end(z, end);
      word = span_of(z, after);
      bool is_number = literal_is_digit(*z) && word.length > LITERAL_INDEX_MAX;
      bool is_name = is_number &&
                     (literal_is_argument_name(call) || literal_is_compared(expression, z, after));
      if (is_number && !is_name) return true;
    }
  }
  return false;
}

/* ---- */

bool reference_has_literal(const Reference *reference) {
  switch (reference->kind) {
  case REFERENCE_FUNCTION: return literal_in_function(reference->head, reference->argument);
  case REFERENCE_TERRAFORM: return literal_in_expression(reference->argument);
  default: return false;
  }
}

bool reference_leads_elsewhere(const char *z, size_t n) {
  const Span text = {z, n};
  Reference reference;
  if (!reference_is_all(z, n)) return false;
  for (Span rest = text; reference_next(rest, &reference);
       rest = span_of(span_end(reference.whole), span_end(text))) {
    if (reference_has_literal(&reference)) return false;
  }
  return true;
}

#undef LITERAL_INDEX_MAX
#undef LITERAL_DELIMITER_MAX
