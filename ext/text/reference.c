/* SPDX-License-Identifier: MIT */
/*
** References in texts: where they end, and of what kind they are. Each kind has its own rule for its
** end, because what stands in it may hold braces.
*/
#include "text/reference.h"

#include <string.h>

/* The longest of the words below, and its colon. */
#define REFERENCE_HEAD_MAX 15

typedef const char *(*ReferenceEnd)(const char *z, const char *end);

/* Counts braces: what is within goes unread. Returns the place after the brace that closes the one
** at z, or NULL. */
static const char *reference_braces_end(const char *z, const char *end) {
  size_t depth = 0;
  for (; z < end; z++) {
    if (*z == '{' && ++depth > REFERENCE_DEPTH_MAX) return NULL;
    if (*z == '}' && --depth == 0) return z + 1;
  }
  return NULL;
}

/* A name: no brace, quote or control character. */
static const char *reference_name_end(const char *z, const char *end) {
  const char *from = z;
  while (z < end && (unsigned char)*z >= ' ' && strchr("{}\"$\\", *z) == NULL) z++;
  return z < end && z > from && *z == '}' ? z + 1 : NULL;
}

const char *reference_string_end(const char *z, const char *end) {
  for (z++; z < end && *z != '"'; z++) {
    if (*z == '\\' && ++z == end) return NULL;
  }
  return z < end ? z + 1 : NULL;
}

static const char reference_elements[] = REFERENCE_ELEMENTS;

/* Whether that stands at z. */
static bool reference_at_elements(const char *z, const char *end) {
  size_t length = sizeof(reference_elements) - 1;
  return (size_t)(end - z) > length && memcmp(z, reference_elements, length) == 0;
}

/* One value of JSON, braces in strings being none. Its syntax is not looked at. */
static const char *reference_json_end(const char *z, const char *end) {
  size_t depth = 0;
  if (z == end || (*z != '"' && *z != '[' && *z != '{')) return NULL;
  do {
    if (*z == '"') {
      z = reference_string_end(z, end);
      if (z == NULL) return NULL;
      continue;
    }
    if ((*z == '{' || *z == '[') && ++depth > REFERENCE_DEPTH_MAX) return NULL;
    if (*z == '}' || *z == ']') depth--; /* what is the first opens */
    z++;
  } while (z < end && depth > 0);
  if (reference_at_elements(z, end)) z += sizeof(reference_elements) - 1;
  return z < end && *z == '}' ? z + 1 : NULL;
}

/* An expression of Terraform: braces, and strings, in which expressions stand in ${ } or %{ } again. A
** doubled $${ or %%{ in a string is text. */
const char *reference_expression_end(const char *z, const char *end) {
  bool in_string[REFERENCE_DEPTH_MAX + 1] = {false}; /* what is open, from the outside inwards */
  size_t depth = 0;
  for (; z < end; z++) {
    bool opens = *z == '{', quoted = in_string[depth];
    if (quoted && *z == '\\') {
      if (++z == end) return NULL;
    } else if (quoted && *z == '"') {
      depth--;
    } else if (quoted) {
      bool sign = (*z == '$' || *z == '%') && end - z > 1;
      if (sign && z[1] == *z && end - z > 2 && z[2] == '{') {
        z += 2;
      } else if (sign && z[1] == '{') {
        z++;
        opens = true;
      } else {
        opens = false;
      }
    } else if (*z == '}') {
      if (depth == 0) return z + 1;
      depth--;
    }
    if (opens || (!quoted && *z == '"')) {
      if (depth == REFERENCE_DEPTH_MAX) return NULL;
      in_string[++depth] = !opens;
    }
  }
  return NULL;
}

/* clang-format off */
static const struct {
  const char *head;
  ReferenceKind kind;
  ReferenceEnd end;
} reference_heads[] = {
    {"Ref", REFERENCE_REF, reference_name_end},
    {"terraform", REFERENCE_TERRAFORM, reference_expression_end},
    {"unknown", REFERENCE_UNKNOWN, reference_name_end},
    {"secret", REFERENCE_SECRET, reference_name_end},
    /* The functions of templates */
    {"Base64", REFERENCE_FUNCTION, reference_json_end},
    {"Cidr", REFERENCE_FUNCTION, reference_json_end},
    {"FindInMap", REFERENCE_FUNCTION, reference_json_end},
    {"GetAtt", REFERENCE_FUNCTION, reference_json_end},
    {"GetAZs", REFERENCE_FUNCTION, reference_json_end},
    {"GetStackOutput", REFERENCE_FUNCTION, reference_json_end},
    {"If", REFERENCE_FUNCTION, reference_json_end},
    {"ImportValue", REFERENCE_FUNCTION, reference_json_end},
    {"Join", REFERENCE_FUNCTION, reference_json_end},
    {"Length", REFERENCE_FUNCTION, reference_json_end},
    {"Select", REFERENCE_FUNCTION, reference_json_end},
    {"Split", REFERENCE_FUNCTION, reference_json_end},
    {"Sub", REFERENCE_FUNCTION, reference_json_end},
    {"ToJsonString", REFERENCE_FUNCTION, reference_json_end},
    {"Transform", REFERENCE_FUNCTION, reference_json_end},
};
/* clang-format on */

/* Takes the mark of a list off the argument. */
static void reference_take_elements(Reference *reference) {
  const size_t length = sizeof(reference_elements) - 1;
  bool may_be = reference->kind == REFERENCE_REF || reference->kind == REFERENCE_FUNCTION ||
                reference->kind == REFERENCE_TERRAFORM;
  const char *end = span_end(reference->argument);
  reference->is_list = may_be && reference->argument.length > length &&
                       memcmp(end - length, reference_elements, length) == 0;
  if (reference->is_list) reference->argument.length -= length;
}

/* Reads what stands in the braces, ${ at z, by the rule of its head; false where it is a variable. */
static bool reference_by_head(const char *z, const char *end, Reference *reference) {
  const char *head = z + 2;
  size_t left = (size_t)(end - head);
  const char *colon = memchr(head, ':', left < REFERENCE_HEAD_MAX ? left : REFERENCE_HEAD_MAX);
  if (colon == NULL) return false;
  size_t length = (size_t)(colon - head);
  for (size_t i = 0; i < sizeof(reference_heads) / sizeof(*reference_heads); i++) {
    if (strlen(reference_heads[i].head) != length) continue;
    if (memcmp(reference_heads[i].head, head, length) != 0) continue;
    const char *after = reference_heads[i].end(colon + 1, end);
    if (after == NULL) return false;
    reference->kind = reference_heads[i].kind;
    reference->whole = (Span){z, (size_t)(after - z)};
    reference->head = (Span){head, length};
    reference->argument = (Span){colon + 1, (size_t)(after - colon) - 2};
    reference_take_elements(reference);
    return true;
  }
  return false;
}

bool reference_at(const char *z, const char *end, Reference *reference) {
  static const char resolve[] = "{{resolve:";
  if (end - z < 3 || z[1] != '{' || (*z != '$' && *z != '{')) return false;
  if (end - z > REFERENCE_LENGTH_MAX) end = z + REFERENCE_LENGTH_MAX;
  if (*z == '$' && reference_by_head(z, end, reference)) return true;
  const char *after = reference_braces_end(*z == '$' ? z + 1 : z, end);
  if (after == NULL) return false;
  size_t length = (size_t)(after - z), head = sizeof(resolve) - 1;
  *reference = (Reference){
      .kind = REFERENCE_VARIABLE, .whole = {z, length}, .argument = {z + 2, length - 3}};
  if (*z == '$') return true;
  reference->argument.length--;
  if (length <= head + 2 || after[-2] != '}' || memcmp(z, resolve, head) != 0) return true;
  reference->kind = REFERENCE_RESOLVE;
  reference->head = (Span){z + 2, head - 3};
  reference->argument = (Span){z + head, length - head - 2};
  return true;
}

size_t reference_length(const char *z, const char *end) {
  Reference reference;
  return reference_at(z, end, &reference) ? reference.whole.length : 0;
}

bool reference_next(Span text, Reference *reference) {
  const char *end = span_end(text);
  for (const char *z = text.text; z < end; z++) {
    if ((*z == '$' || *z == '{') && reference_at(z, end, reference)) return true;
  }
  return false;
}

bool reference_is_list(Span text, Reference *reference) {
  return reference_at(text.text, span_end(text), reference) &&
         reference->whole.length == text.length && reference->is_list;
}

bool reference_is_all(const char *z, size_t n) {
  const char *end = z + n;
  Reference reference;
  if (n == 0) return false;
  for (; z < end; z = span_end(reference.whole)) {
    if (!reference_at(z, end, &reference) || reference.kind == REFERENCE_VARIABLE) return false;
  }
  return true;
}

#undef REFERENCE_HEAD_MAX
