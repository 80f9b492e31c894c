/* SPDX-License-Identifier: MIT */
/*
** UTF-8 and the few shapes of regular expression that the API's members have.
**
** Lengths in the API count Unicode code points, and its patterns have Java's meaning: they match
** the whole value, "." matches no line terminator, "\s" is ASCII white space.
*/
#include "text/text.h"

#include <string.h>

size_t text_decode(const char *z, const char *end, uint32_t *point) {
  const unsigned char *u = (const unsigned char *)z;
  size_t left = (size_t)(end - z);
  uint32_t c = u[0];
  size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
  if (c < 0xc2 || c > 0xf4 || left < length) return 0;
  c &= 0x7fu >> length;
  for (size_t i = 1; i < length; i++) {
    if ((u[i] & 0xc0) != 0x80) return 0;
    c = c << 6 | (u[i] & 0x3f);
  }
  /* The shortest form only, and no surrogate. */
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return 0;
  *point = c;
  return length;
}

size_t text_encode(uint32_t point, char *out) {
  size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
  for (size_t i = length - 1; i > 0; i--, point >>= 6) out[i] = (char)(0x80 | (point & 0x3f));
  out[0] = (char)(first[length] | point);
  return length;
}

#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define HAVE_VECTORS
/* A comparison of two sets all bits of each byte where it holds. */
typedef signed char TextBytes __attribute__((vector_size(16)));
#endif

/* Goes over ASCII from `least` on, but for two characters. Inlined, so that these are constants. */
static inline const char *text_skip(const char *z, const char *end, signed char least,
                                    signed char stop, signed char other_stop) {
#ifdef HAVE_VECTORS
  for (TextBytes bytes; end - z >= 16; z += 16) {
    memcpy(&bytes, z, sizeof(bytes));
    /* A byte beyond ASCII is negative. */
    TextBytes stops = (bytes < least) | (bytes == stop) | (bytes == other_stop);
    uint64_t half[2];
    memcpy(half, &stops, sizeof(half));
    if (half[0]) return z + __builtin_ctzll(half[0]) / 8;
    if (half[1]) return z + 8 + __builtin_ctzll(half[1]) / 8;
  }
#endif
  for (; z < end && *z != stop && *z != other_stop; z++) {
    if ((signed char)*z < least) break;
  }
  return z;
}

const char *text_skip_printable(const char *z, const char *end) {
  return text_skip(z, end, ' ', '\0', '\0');
}

const char *text_skip_unescaped(const char *z, const char *end) {
  return text_skip(z, end, ' ', '"', '\\');
}

size_t text_malformed(const char *z, size_t n) {
  const char *end = z + n;
  for (const char *at = z; (at = text_skip_printable(at, end)) < end;) {
    uint32_t point;
    size_t length = (unsigned char)*at < 0x80 ? 1 : text_decode(at, end, &point);
    if (length == 0) return (size_t)(at - z);
    at += length;
  }
  return n;
}

size_t text_points(const char *z, size_t n) {
  size_t points = 0;
  for (size_t i = 0; i < n; i++) points += ((unsigned char)z[i] & 0xc0) != 0x80;
  return points;
}

size_t text_prefix(const char *z, size_t n, size_t points) {
  size_t i = 0;
  for (; i < n; i++) {
    if (((unsigned char)z[i] & 0xc0) == 0x80) continue;
    if (points == 0) break;
    points--;
  }
  return i;
}

/* clang-format off */
#define N TEXT_NAME
const unsigned char text_kinds[256] = {
    ['0'] = N, N, N, N, N, N, N, N, N, N,
    ['A'] = N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
    ['_'] = N,
    ['a'] = N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
    ['\t'] = TEXT_BLANK, ['\n'] = TEXT_BLANK, ['\r'] = TEXT_BLANK, [' '] = TEXT_BLANK,
    ['"'] = TEXT_BLANK, ['\''] = TEXT_BLANK, ['`'] = TEXT_BLANK, ['>'] = TEXT_BLANK,
    ['<'] = TEXT_BLANK | TEXT_LESS, [':'] = TEXT_COLON, ['='] = TEXT_EQUALS, ['@'] = TEXT_AT,
    ['{'] = TEXT_BRACE, ['$'] = TEXT_DOLLAR,
};
#undef N
/* clang-format on */

static char text_lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_equal_nocase(const char *a, const char *b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (text_lower(a[i]) != text_lower(b[i])) return false;
  }
  return true;
}

/* Words longer than this are nobody's misspelling of a name of the API. */
#define NEAREST_WORD_MAX 64

static size_t text_edit_distance(const char *a, size_t na, const char *b, size_t nb) {
  size_t row[NEAREST_WORD_MAX + 1];
  for (size_t j = 0; j <= nb; j++) row[j] = j;
  for (size_t i = 1; i <= na; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= nb; j++) {
      size_t substitution = diagonal + (text_lower(a[i - 1]) != text_lower(b[j - 1]));
      size_t other = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
      diagonal = row[j];
      row[j] = substitution < other ? substitution : other;
    }
  }
  return row[nb];
}

Nearest nearest_begin(const char *word, size_t length) {
  /* A third of the letters wrong is another word. */
  return (Nearest){word, length, length / 3 + 1, NULL};
}

void nearest_consider(Nearest *nearest, const char *name) {
  size_t length = strlen(name);
  if (nearest->length == 0 || nearest->length > NEAREST_WORD_MAX) return;
  if (length > NEAREST_WORD_MAX) return;
  size_t distance = text_edit_distance(nearest->word, nearest->length, name, length);
  bool is_first = nearest->name == NULL && nearest->length > 2;
  if (distance < nearest->distance || (distance == nearest->distance && is_first)) {
    nearest->name = name;
    nearest->distance = distance;
  }
}

static inline bool text_in_bitmap(const uint64_t *ascii, unsigned char c) {
  return ascii[c >> 6] >> (c & 63) & 1;
}

/* Of a character beyond ASCII. */
static bool text_is_beyond_in_class(const CharacterClass *class, uint32_t point) {
  switch (class->beyond) {
  case BEYOND_ALL: return true;
  case BEYOND_BMP_VALID: return point != 0xfffe && point != 0xffff;
  case BEYOND_NOT_TERMINATOR: return point != 0x85 && point != 0x2028 && point != 0x2029;
  case BEYOND_NONE: break;
  }
  return false;
}

/* The end of the longest run of the class, of at most max characters (0: without limit). */
static const char *text_run(const CharacterClass *class, uint32_t max, const char *z,
                            const char *end) {
  bool has_printable = class->ascii[0] >> ' ' == UINT32_MAX && class->ascii[1] == UINT64_MAX;
  if (has_printable && max == 0) z = text_skip_printable(z, end);
  for (uint32_t left = max ? max : UINT32_MAX; z < end && left > 0; left--) {
    unsigned char c = (unsigned char)*z;
    if (c < 0x80) {
      if (!text_in_bitmap(class->ascii, c)) break;
      z++;
    } else {
      uint32_t point;
      size_t length = text_decode(z, end, &point);
      if (length == 0 || !text_is_beyond_in_class(class, point)) break;
      z += length;
    }
  }
  return z;
}

/* The end of the first of the literals that stands at z, NULL where none does. */
static const char *text_literal(const char *const *literals, const char *z, const char *end) {
  for (; *literals; literals++) {
    size_t length = strlen(*literals);
    if ((size_t)(end - z) >= length && memcmp(z, *literals, length) == 0) return z + length;
  }
  return NULL;
}

bool text_matches(const Pattern *pattern, const char *z, size_t n) {
  const char *at = z, *end = z + n;
  if (n == 0 && pattern->or_empty) return true;
  for (size_t i = 0; i < pattern->step_count; i++) {
    const PatternStep *step = &pattern->steps[i];
    if (step->literals) {
      at = text_literal(step->literals, at, end);
      if (at == NULL) return false;
    } else {
      const char *from = at;
      at = text_run(step->class, step->max, at, end);
      if (step->min && text_points(from, (size_t)(at - from)) < step->min) return false;
    }
  }
  return at == end &&
         (pattern->last == NULL || text_in_bitmap(pattern->last, (unsigned char)end[-1]));
}

#undef HAVE_VECTORS
#undef NEAREST_WORD_MAX
#undef REFERENCE_LENGTH_MAX
