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

/* Of a number or a key of a list: what is longer is no index. */
#define LITERAL_INDEX_MAX 3

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

/* Nothing but punctuation: what a function puts between values, or splits at. */
static bool literal_is_delimiter(Span text) {
  for (size_t i = 0; i < text.length; i++) {
    if (literal_is_word(text.text[i])) return false;
  }
  return true;
}

/* The place after the string whose quotation mark is at z; the end where it has none. */
static const char *literal_string_end(const char *z, const char *end) {
  for (z++; z < end && *z != '"'; z++) {
    if (*z == '\\' && end - z > 1) z++;
  }
  return z < end ? z + 1 : end;
}

/* The place after the word or the number at z. */
static const char *literal_word_end(const char *z, const char *end) {
  while (z < end && (literal_is_word(*z) || strchr("_.-", *z))) z++;
  return z;
}

/* ---- functions of templates ---- */

/* Functions whose strings are names of what holds the value. */
static const char *const literal_naming[] = {
    "Ref", "GetAtt", "ImportValue", "FindInMap", "GetStackOutput", "GetAZs", "Condition", NULL};

/* What stands around a value of a function's argument. */
typedef struct LiteralPlace {
  Span function; /* whose argument it is, or an element of that; absent: none */
  size_t index;  /* of an element */
  bool is_list;
  bool is_named; /* it is part of a name, whatever function makes it */
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
  const char *end = span_end(text);
  for (const char *z = text.text; z < end; z++) {
    Reference reference;
    if (*z == '$' && end - z > 2 && z[2] == '!') return true;
    if ((*z == '$' || *z == '{') && reference_at(z, end, &reference)) {
      if (reference_has_literal(&reference)) return true;
      z = span_end(reference.whole) - 1;
    } else if (literal_is_word(*z)) {
      return true;
    }
  }
  return false;
}

/* Whether a string of an argument may be a secret. */
static bool literal_in_string(const LiteralPlace *place, Span text) {
  bool is_first = place->is_list && place->index == 0;
  if (text.length == 0 || literal_is_name(place)) return false;
  if (is_first && span_is(place->function, "If")) return false; /* the name of a condition */
  if (is_first && span_is(place->function, "Select")) return text.length > LITERAL_INDEX_MAX;
  if (is_first && (span_is(place->function, "Join") || span_is(place->function, "Split"))) {
    return !literal_is_delimiter(text);
  }
  if (span_is(place->function, "Sub")) return literal_in_sub(text);
  return !reference_leads_elsewhere(text.text, text.length);
}

/* A number, true, false or null. */
static bool literal_in_word(Span word) {
  bool is_known = span_is(word, "true") || span_is(word, "false") || span_is(word, "null");
  return !is_known && word.length > LITERAL_INDEX_MAX;
}

static Span literal_function(Span key) {
  return span_begins_with(key, "Fn::") ? span_after(key, 4) : key;
}

static bool literal_in_function(Span head, Span json) {
  LiteralPlace open[REFERENCE_DEPTH_MAX + 1] = {{.function = head}};
  size_t depth = 0;
  const char *end = span_end(json);
  for (const char *z = json.text, *after; z < end; z = after) {
    LiteralPlace *place = &open[depth];
    after = z + 1;
    if (*z == '"') {
      after = literal_string_end(z, end);
      Span text = {z + 1, after - z < 2 ? 0 : (size_t)(after - z) - 2};
      bool is_key = after < end && *after == ':';
      if (is_key) place->function = literal_function(text);
      if (!is_key && literal_in_string(place, text)) return true;
    } else if (*z == '[' || *z == '{') {
      if (depth == REFERENCE_DEPTH_MAX) return true;
      Span function = *z == '[' && !place->is_list ? place->function : span_absent;
      const LiteralPlace inner = {function, 0, *z == '[', literal_is_name(place)};
      open[++depth] = inner;
    } else if (*z == ']' || *z == '}') {
      if (depth == 0) return true; /* no JSON */
      depth--;
    } else if (*z == ',') {
      place->index++;
    } else if (*z != ':' && !literal_is_space(*z)) {
      after = literal_word_end(z, end);
      if (after == z || literal_in_word(span_of(z, after))) return true;
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
  const char *end = span_end(text);
  for (const char *z = text.text; z < end; z++) {
    const char *after = literal_interpolation_end(text, z);
    if (after) {
      if (literal_in_expression(span_of(z + 2, after - 1))) return true;
      z = after - 1;
    } else if (literal_is_word(*z)) {
      return true;
    }
  }
  return false;
}

/* Whether what stands from `from` to `to` is compared with something, which is no value then. */
static bool literal_is_compared(Span expression, const char *from, const char *to) {
  const char *end = span_end(expression);
  while (from > expression.text && literal_is_space(from[-1])) from--;
  while (to < end && literal_is_space(*to)) to++;
  bool before = from - expression.text >= 2 && from[-1] == '=' && strchr("=!", from[-2]);
  return before || (end - to >= 2 && to[1] == '=' && strchr("=!", *to));
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

/* Whether the bracket at z takes an element of what stands before it. */
static bool literal_is_index(Span expression, const char *z) {
  return z > expression.text && (literal_is_word(z[-1]) || strchr("_)]\"", z[-1]));
}

static bool literal_in_expression(Span expression) {
  const char *end = span_end(expression);
  size_t depth = 0; /* brackets within an index, and its own */
  for (const char *z = expression.text, *after; z < end; z = after) {
    after = z + 1;
    if (*z == '"') {
      after = literal_template_end(z, end);
      bool is_name = depth > 0 || literal_is_compared(expression, z, after);
      if (!is_name && literal_in_template(span_of(z + 1, after))) return true;
    } else if (*z == '[' && (depth > 0 || literal_is_index(expression, z))) {
      depth++;
    } else if (*z == ']' && depth > 0) {
      depth--;
    } else if (*z == '<' && after < end && *after == '<') {
      return true; /* a text of several lines */
    } else if (literal_is_word(*z)) {
      after = literal_word_end(z, end);
      bool is_number = literal_is_digit(*z) && after - z > LITERAL_INDEX_MAX;
      if (is_number && depth == 0 && !literal_is_compared(expression, z, after)) return true;
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
  const char *end = z + n;
  Reference reference;
  if (n == 0) return false;
  for (; z < end; z = span_end(reference.whole)) {
    if (!reference_at(z, end, &reference) || reference.kind == REFERENCE_VARIABLE) return false;
    if (reference_has_literal(&reference)) return false;
  }
  return true;
}

#undef LITERAL_INDEX_MAX
