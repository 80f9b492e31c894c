/* SPDX-License-Identifier: MIT */
/*
** The shapes of CreateConnection once more, for the tests alone: read from tests/data/shapes.json
** (the part of the API's published model that a request reaches) and interpreted here. Nothing is
** taken from ext/: the limits come from the JSON, and its patterns are compiled into programs for a
** machine that walks all their ways at once, where ext/text has hand-made steps.
**
** Where the product departs from the published shapes on purpose, it says so here: departures[].
*/
#ifndef GLUE_FACTS_H
#define GLUE_FACTS_H

#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Text as code points. Malformed UTF-8 has none. */

#define POINTS_MAX 20000

typedef struct Points {
  int count; /* -1: malformed */
  uint32_t at[POINTS_MAX];
} Points;

static inline void read_points(const char *text, Points *points) {
  const unsigned char *u = (const unsigned char *)text;
  points->count = 0;
  while (*u) {
    static const struct {
      unsigned char mask, lead;
      int more;
      uint32_t least;
    } forms[] = {{0x80, 0x00, 0, 0},
                 {0xe0, 0xc0, 1, 0x80},
                 {0xf0, 0xe0, 2, 0x800},
                 {0xf8, 0xf0, 3, 0x10000}};
    int form = 0;
    while (form < 4 && (*u & forms[form].mask) != forms[form].lead) form++;
    uint32_t point = form < 4 ? *u++ & (unsigned char)~forms[form].mask : 0x110000;
    for (int i = 0; form < 4 && i < forms[form].more; i++, u++) {
      point = (*u & 0xc0) == 0x80 ? point << 6 | (*u & 0x3f) : 0x110000;
      if (point >= 0x110000) break;
    }
    if (point > 0x10ffff || point < forms[form & 3].least || (point >= 0xd800 && point < 0xe000) ||
        points->count == POINTS_MAX) {
      points->count = -1;
      return;
    }
    points->at[points->count++] = point;
  }
}

/* ---- Patterns, compiled. The whole text must match; "." and "\s" mean what Java means. */

#define PROGRAM_MAX 96
#define RANGES_MAX 80

typedef struct Step {
  enum { STEP_CLASS, STEP_SPLIT, STEP_JUMP, STEP_START, STEP_END } kind;
  int a, b;     /* SPLIT, JUMP: where to, counted from here. CLASS: its ranges, from .. to */
  bool negated; /* CLASS */
} Step;

typedef struct Program {
  const char *pattern;
  int length;
  Step step[PROGRAM_MAX];
  int range_count;
  uint32_t range[RANGES_MAX][2];
} Program;

static inline void fail_pattern(const Program *program, const char *at) {
  fprintf(stderr, "cannot read the pattern %s at %s\n", program->pattern, at);
  exit(1);
}

static inline void add_range(Program *program, uint32_t from, uint32_t to) {
  if (program->range_count == RANGES_MAX) fail_pattern(program, "(too many ranges)");
  program->range[program->range_count][0] = from;
  program->range[program->range_count++][1] = to;
}

static inline void add_white_space(Program *program) {
  add_range(program, '\t', '\r');
  add_range(program, ' ', ' ');
}

static inline void add_terminators(Program *program) {
  static const uint32_t terminators[] = {'\n', '\r', 0x85, 0x2028, 0x2029};
  for (size_t i = 0; i < 5; i++) add_range(program, terminators[i], terminators[i]);
}

static inline Step *insert_step(Program *program, int at, int kind) {
  if (program->length == PROGRAM_MAX) fail_pattern(program, "(too long)");
  memmove(&program->step[at + 1], &program->step[at],
          (size_t)(program->length++ - at) * sizeof(Step));
  program->step[at] = (Step){.kind = (unsigned)kind};
  return &program->step[at];
}

/* One character of a pattern or of a class: itself, or an escape. */
static inline uint32_t read_character(const char **z) {
  char c = *(*z)++;
  if (c != '\\') return (unsigned char)c;
  c = *(*z)++;
  if (c != 'u' && c != 'x')
    return c == 't' ? '\t' : c == 'r' ? '\r' : c == 'n' ? '\n' : (uint32_t)c;
  char digits[5] = {0};
  memcpy(digits, *z, c == 'u' ? 4 : 2);
  *z += c == 'u' ? 4 : 2;
  uint32_t point = (uint32_t)strtoul(digits, NULL, 16);
  if (point < 0xd800 || point > 0xdbff || strncmp(*z, "\\u", 2) != 0) return point;
  uint32_t low = read_character(z); /* a pair of surrogates is one character */
  return 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
}

static inline void read_class(Program *program, const char **z, Step *step) {
  step->a = program->range_count;
  if (**z == '[') {
    ++*z;
    step->negated = **z == '^';
    *z += step->negated;
    while (**z != ']') {
      if (strncmp(*z, "\\s", 2) == 0) {
        *z += 2;
        add_white_space(program);
        continue;
      }
      uint32_t from = read_character(z), to = from;
      if (**z == '-' && (*z)[1] != ']') {
        ++*z;
        to = read_character(z);
      }
      add_range(program, from, to);
    }
    ++*z;
  } else if (strncmp(*z, "\\S", 2) == 0 || **z == '.') {
    step->negated = true;
    if (**z == '.') {
      add_terminators(program);
    } else {
      add_white_space(program);
    }
    *z += **z == '.' ? 1 : 2;
  } else {
    uint32_t point = read_character(z);
    add_range(program, point, point);
  }
  step->b = program->range_count;
}

static inline void compile_alternatives(Program *program, const char **z);

static inline void compile_sequence(Program *program, const char **z) {
  while (**z && **z != '|' && **z != ')') {
    int start = program->length;
    if (**z == '^' || **z == '$') {
      insert_step(program, start, *(*z)++ == '^' ? STEP_START : STEP_END);
      continue;
    }
    if (**z == '(') {
      ++*z;
      compile_alternatives(program, z);
      if (*(*z)++ != ')') fail_pattern(program, *z);
    } else {
      read_class(program, z, insert_step(program, start, STEP_CLASS));
    }
    int length = program->length - start;
    Step *step;
    switch (**z) {
    case '*':
      step = insert_step(program, start, STEP_SPLIT);
      step->a = 1;
      step->b = length + 2;
      insert_step(program, program->length, STEP_JUMP)->a = -(length + 1);
      break;
    case '+':
      step = insert_step(program, program->length, STEP_SPLIT);
      step->a = -length;
      step->b = 1;
      break;
    case '?':
      step = insert_step(program, start, STEP_SPLIT);
      step->a = 1;
      step->b = length + 1;
      break;
    default: continue;
    }
    ++*z;
  }
}

static inline void compile_alternatives(Program *program, const char **z) {
  int start = program->length;
  compile_sequence(program, z);
  if (**z != '|') return;
  ++*z;
  Step *split = insert_step(program, start, STEP_SPLIT);
  split->a = 1;
  split->b = program->length - start + 1;
  int jump = program->length;
  insert_step(program, jump, STEP_JUMP);
  compile_alternatives(program, z);
  program->step[jump].a = program->length - jump;
}

/* The program of a pattern, which must outlive it. */
static inline const Program *compile(const char *pattern) {
  static Program programs[24];
  static size_t count;
  for (size_t i = 0; i < count; i++) {
    if (strcmp(programs[i].pattern, pattern) == 0) return &programs[i];
  }
  if (count == sizeof(programs) / sizeof(programs[0])) exit(1);
  Program *program = &programs[count++];
  const char *z = pattern;
  program->pattern = pattern;
  compile_alternatives(program, &z);
  if (*z) fail_pattern(program, z);
  return program;
}

static inline bool class_has(const Program *program, const Step *step, uint32_t point) {
  for (int i = step->a; i < step->b; i++) {
    if (point >= program->range[i][0] && point <= program->range[i][1]) return !step->negated;
  }
  return step->negated;
}

/* The states that can be reached without a character; that after the last step means a match. */
static inline void reach(const Program *program, bool *states, int at, bool is_start, bool is_end) {
  if (states[at]) return;
  states[at] = true;
  if (at == program->length) return;
  const Step *step = &program->step[at];
  switch (step->kind) {
  case STEP_CLASS: break;
  case STEP_SPLIT: reach(program, states, at + step->b, is_start, is_end); /* fall through */
  case STEP_JUMP: reach(program, states, at + step->a, is_start, is_end); break;
  case STEP_START:
    if (is_start) reach(program, states, at + 1, is_start, is_end);
    break;
  case STEP_END:
    if (is_end) reach(program, states, at + 1, is_start, is_end);
    break;
  }
}

static inline bool program_matches(const Program *program, const Points *points) {
  bool states[PROGRAM_MAX + 1] = {false};
  reach(program, states, 0, true, points->count == 0);
  for (int i = 0; i < points->count; i++) {
    bool next[PROGRAM_MAX + 1] = {false};
    for (int at = 0; at < program->length; at++) {
      const Step *step = &program->step[at];
      if (states[at] && step->kind == STEP_CLASS && class_has(program, step, points->at[i])) {
        reach(program, next, at + 1, false, i + 1 == points->count);
      }
    }
    memcpy(states, next, sizeof(states));
  }
  return states[program->length];
}

/* ---- The facts. */

static cJSON *facts; /* the object of shapes */

static inline const cJSON *get(const cJSON *object, const char *key) {
  return cJSON_GetObjectItemCaseSensitive(object, key);
}

static inline const char *get_text(const cJSON *object, const char *key) {
  return cJSON_GetStringValue(get(object, key));
}

/* A limit of a shape, -1 where it has none. */
static inline int limit(const cJSON *shape, const char *which) {
  const cJSON *value = get(shape, which);
  return value ? value->valueint : -1;
}

static inline const cJSON *fact(const char *name) {
  const cJSON *shape = get(facts, name);
  if (shape == NULL) {
    fprintf(stderr, "tests/data/shapes.json has no %s\n", name);
    exit(1);
  }
  return shape;
}

/* ---- Where the product departs from the published shapes.
**
**  - ConnectionType and the keys of ConnectionProperties are open sets: the published enumerations
**    lag the service. Any NameString will do (at level standard, types must be known).
**  - AuthenticationConfiguration has one more member, EncryptedCredentials: its own credentials,
**    sealed, as the column `request` shows them.
**  - The values under ENCRYPTED_* keys may be longer than a ValueString: they are sealed.
**  - Keys of tags that begin with aws: are reserved; that stands in the documentation only. */

static const char sealed_value[] = "(sealed)";
static const char departures[] =
    "{\"ConnectionType\":{\"type\":\"string\",\"max\":255,\"min\":1,\"pattern\":%s,"
    "\"known\":%s},"
    "\"ConnectionPropertyKey\":{\"type\":\"string\",\"max\":255,\"min\":1,\"pattern\":%s,"
    "\"known\":%s},"
    "\"(sealed)\":{\"type\":\"string\",\"min\":1}}";

static inline bool is_sealed_key(const char *map, const char *key) {
  if (strcmp(map, "ConnectionProperties") != 0 || strncmp(key, "ENCRYPTED_", 10) != 0) return false;
  const cJSON *known;
  cJSON_ArrayForEach(known, get(fact("ConnectionPropertyKey"), "known")) {
    if (strcmp(known->valuestring, key) == 0) return true;
  }
  return false;
}

static inline bool is_reserved_key(const char *map, const char *key) {
  return strcmp(map, "TagsMap") == 0 && sqlite3_strnicmp(key, "aws:", 4) == 0;
}

static inline void depart(void) {
  char *pattern = cJSON_PrintUnformatted(get(fact("NameString"), "pattern"));
  char *types = cJSON_PrintUnformatted(get(fact("ConnectionType"), "enum"));
  char *keys = cJSON_PrintUnformatted(get(fact("ConnectionPropertyKey"), "enum"));
  char *text = sqlite3_mprintf(departures, pattern, types, pattern, keys);
  cJSON *changes = cJSON_Parse(text);
  while (changes && changes->child) {
    cJSON *shape = cJSON_DetachItemViaPointer(changes, changes->child);
    cJSON_DeleteItemFromObjectCaseSensitive(facts, shape->string);
    cJSON_AddItemToObject(facts, shape->string, shape);
  }
  cJSON *member = cJSON_CreateObject();
  cJSON_AddStringToObject(member, "shape", sealed_value);
  cJSON_AddItemToObject(
      cJSON_GetObjectItem(cJSON_GetObjectItem(facts, "AuthenticationConfigurationInput"),
                          "members"),
      "EncryptedCredentials", member);
  cJSON_Delete(changes);
  cJSON_free(pattern);
  cJSON_free(types);
  cJSON_free(keys);
  sqlite3_free(text);
}

/* The whole of a file, for free(); NULL where it cannot be read. */
static inline char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  size_t length = 0, size = 65536;
  char *text = malloc(size);
  for (size_t n; text && (n = fread(text + length, 1, size - length - 1, file)) > 0;) {
    length += n;
    if (size - length < 2) {
      char *larger = realloc(text, size *= 2);
      if (larger == NULL) free(text);
      text = larger;
    }
  }
  if (text) text[length] = '\0';
  fclose(file);
  return text;
}

static inline bool facts_load(void) {
  char *text = read_file("tests/data/shapes.json");
  facts = text ? cJSON_Parse(text) : NULL;
  free(text);
  if (facts) depart();
  return facts != NULL;
}

static inline void facts_free(void) {
  cJSON_Delete(facts);
}

/* ---- The validator: everything that is wrong with a value, each as the extension's name for the rule,
** a space and the path. */

#define PLACES_MAX 1000

typedef struct Places {
  int count;
  char *place[PLACES_MAX]; /* sqlite3_free() each */
  bool malformed;          /* some text is no UTF-8: only the first such place counts */
  bool repeated;           /* some member is given twice */
} Places;

static inline void add_place(Places *places, const char *rule, const char *path) {
  if (places->count == PLACES_MAX) return;
  places->place[places->count++] = sqlite3_mprintf("%s %s", rule, path);
}

static inline void places_free(Places *places) {
  for (int i = 0; i < places->count; i++) sqlite3_free(places->place[i]);
  places->count = 0;
}

#define NAME_POINTS_SHOWN 255

/* A well-formed name as a path shows it: what shows nothing by itself but plays tricks on the rest (controls,
** separators, marks of direction) escaped, and no longer than the longest name that the API allows. */
static inline void append_name(sqlite3_str *out, const char *name) {
  static const unsigned ranges[][2] = {{0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},
                                       {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}};
  const unsigned char *u = (const unsigned char *)name;
  for (int points = 0; *u; points++) {
    int size = *u >= 0xf0 ? 4 : *u >= 0xe0 ? 3 : *u >= 0xc0 ? 2 : 1;
    unsigned point = size == 1 ? *u : *u & (0x7fu >> size);
    for (int i = 1; i < size; i++) point = point << 6 | (u[i] & 0x3f);
    bool escaped = false;
    for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
      escaped = escaped || (point >= ranges[i][0] && point <= ranges[i][1]);
    }
    if (points == NAME_POINTS_SHOWN) {
      sqlite3_str_appendall(out, "\xe2\x80\xa6");
      return;
    }
    if (escaped) {
      sqlite3_str_appendf(out, "\\u%04x", point);
    } else {
      sqlite3_str_append(out, (const char *)u, size);
    }
    u += size;
  }
}

/* The path of a member or entry. */
static inline char *below(const char *path, const char *name, bool is_map) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "%s%s", path, *path ? "." : "");
  int length = sqlite3_str_length(out);
  append_name(out, name);
  sqlite3_str_append(out, "", 0);
  char *text = sqlite3_str_finish(out);
  char *first = text + length;
  if (!is_map && *first >= 'A' && *first <= 'Z') *first = (char)(*first + ('a' - 'A'));
  return text;
}

static inline void find_length(const cJSON *shape, int count, const char *rule, const char *path,
                               Places *places) {
  int min = limit(shape, "min"), max = limit(shape, "max");
  if (min >= 0 && count < min) add_place(places, rule, path);
  if (max >= 0 && count > max) add_place(places, rule, path);
}

/* All that can be wrong with the key of a map is one rule. */
static inline void find_text(const cJSON *shape, const char *text, bool is_key, const char *path,
                             Places *places) {
  static Points points;
  const cJSON *value;
  read_points(text, &points);
  find_length(shape, points.count, is_key ? "map-key" : "length", path, places);
  if (get(shape, "pattern") && !program_matches(compile(get_text(shape, "pattern")), &points)) {
    add_place(places, is_key ? "map-key" : "pattern", path);
  }
  if (get(shape, "enum") == NULL) return;
  cJSON_ArrayForEach(value, get(shape, "enum")) {
    if (strcmp(value->valuestring, text) == 0) return;
  }
  add_place(places, "enumeration", path);
}

static inline void find(const char *name, const cJSON *value, const char *path, Places *places);

static inline void find_repeated(const cJSON *value, bool is_map, const char *path,
                                 Places *places) {
  const cJSON *member;
  cJSON_ArrayForEach(member, value) {
    if (get(value, member->string) == member) continue;
    char *place = below(path, member->string, is_map);
    add_place(places, "duplicate-key", place);
    places->repeated = true;
    sqlite3_free(place);
  }
}

static inline void find_in_map(const char *name, const cJSON *value, const char *path,
                               Places *places) {
  const cJSON *shape = fact(name), *entry;
  const char *key_shape = get_text(get(shape, "key"), "shape");
  const char *value_shape = get_text(get(shape, "value"), "shape");
  cJSON_ArrayForEach(entry, value) {
    const char *key = entry->string;
    char *place = below(path, key, true);
    find_text(fact(key_shape), key, true, path, places);
    if (is_reserved_key(name, key)) add_place(places, "reserved-tag-key", path);
    find(is_sealed_key(name, key) ? sealed_value : value_shape, entry, place, places);
    sqlite3_free(place);
  }
  find_repeated(value, true, path, places);
  find_length(shape, cJSON_GetArraySize(value), "length", path, places);
}

static inline void find_in_structure(const cJSON *shape, const cJSON *value, const char *path,
                                     Places *places) {
  const cJSON *entry, *name;
  cJSON_ArrayForEach(entry, value) {
    char *place = below(path, entry->string, false);
    const cJSON *member = get(get(shape, "members"), entry->string);
    if (member == NULL) {
      add_place(places, "unknown-member", place);
    } else if (!cJSON_IsNull(entry)) {
      find(get_text(member, "shape"), entry, place, places);
    }
    sqlite3_free(place);
  }
  cJSON_ArrayForEach(name, get(shape, "required")) {
    char *place = below(path, name->valuestring, false);
    if (get(value, name->valuestring) == NULL) add_place(places, "required", place);
    cJSON_ArrayForEach(entry, value) { /* each, where it is given twice */
      bool is_it = strcmp(entry->string, name->valuestring) == 0;
      if (is_it && cJSON_IsNull(entry)) add_place(places, "required", place);
    }
    sqlite3_free(place);
  }
  find_repeated(value, false, path, places);
}

static inline void find_in_list(const cJSON *shape, const cJSON *value, const char *path,
                                Places *places) {
  const cJSON *element;
  int count = 0;
  cJSON_ArrayForEach(element, value) {
    char *place = sqlite3_mprintf("%s.%d.member", path, ++count);
    find(get_text(get(shape, "member"), "shape"), element, place, places);
    sqlite3_free(place);
  }
  find_length(shape, count, "length", path, places);
}

static inline void find(const char *name, const cJSON *value, const char *path, Places *places) {
  const cJSON *shape = fact(name);
  const char *type = get_text(shape, "type");
  if (strcmp(type, "string") == 0 && cJSON_IsString(value)) {
    find_text(shape, value->valuestring, false, path, places);
  } else if (strcmp(type, "list") == 0 && cJSON_IsArray(value)) {
    find_in_list(shape, value, path, places);
  } else if (strcmp(type, "map") == 0 && cJSON_IsObject(value)) {
    find_in_map(name, value, path, places);
  } else if (strcmp(type, "structure") == 0 && cJSON_IsObject(value)) {
    find_in_structure(shape, value, path, places);
  } else if (strcmp(type, "boolean") != 0 || !cJSON_IsBool(value)) {
    add_place(places, cJSON_IsNull(value) ? "required" : "type", path);
  }
}

/* The first text that is no UTF-8, in the order of the document. A bad key belongs to its object. */
static inline bool find_malformed(const cJSON *value, bool is_map, const char *path,
                                  const char *shape_name, Places *places) {
  static Points points;
  if (cJSON_IsString(value)) {
    read_points(value->valuestring, &points);
    if (points.count < 0) add_place(places, "json", path);
    return points.count < 0;
  }
  const cJSON *entry, *shape = shape_name ? fact(shape_name) : NULL;
  int count = 0;
  cJSON_ArrayForEach(entry, value) {
    char *place;
    const cJSON *next = NULL;
    count++;
    if (entry->string) {
      read_points(entry->string, &points);
      if (points.count < 0) {
        add_place(places, "json", path);
        return true;
      }
      place = below(path, entry->string, is_map);
      next = is_map ? get(shape, "value") : get(get(shape, "members"), entry->string);
    } else {
      place = sqlite3_mprintf("%s.%d.member", path, count);
      next = get(shape, "member");
    }
    const char *next_shape = get_text(next, "shape");
    bool below_is_map =
        next_shape == NULL || strcmp(get_text(fact(next_shape), "type"), "structure") != 0;
    bool found = find_malformed(entry, below_is_map, place, next_shape, places);
    sqlite3_free(place);
    if (found) return true;
  }
  return false;
}

/* Everything that is wrong with a CreateConnectionRequest. */
static inline void find_all(const cJSON *request, Places *places) {
  static const char root[] = "CreateConnectionRequest";
  places->count = 0;
  places->repeated = false;
  places->malformed = find_malformed(request, false, "", root, places);
  if (!places->malformed) find(root, request, "", places);
}

#endif
