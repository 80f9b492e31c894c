/* SPDX-License-Identifier: MIT */
/*
** CreateConnection requests for the tests: valid ones made of the shapes in tests/data/shapes.json,
** and mutations of them at every member and boundary. A request is a tree of cJSON's; the same seed
** makes the same request everywhere.
*/
#ifndef GLUE_REQUESTS_H
#define GLUE_REQUESTS_H

#include "facts.h"

/* ---- Chance. */

static uint64_t random_state;

/* Splitmix64: the numbers below n. */
static inline int chance(int n) {
  uint64_t z = random_state += 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return (int)((z ^ z >> 31) % (uint64_t)n);
}

/* ---- Texts. */

/* Characters on both sides of every boundary that a pattern, UTF-8 or JSON has. */
static const uint32_t notable[] = {
    'a',    'z',    'A',    'Z',    'g',    '0',    '9',    ' ',     '\t',    '\n',     '\r',
    0x0b,   0x01,   0x1f,   0x7e,   0x7f,   0x80,   0x85,   0xa0,    0xe9,    0x7ff,    0x800,
    0x2028, 0x2029, 0xd7ff, 0xe000, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1f600, 0x10ffff, '"',
    '\\',   '/',    '\'',   '$',    '.',    '?',    '#',    '-',     '_',     '=',      '%',
    ':',    ';',    ',',    '(',    '!',    '|',    '~',    '@',     '&',     '+',      '[',
    ']',    '{',    '<',    '`',    '*',    '^'};
#define NOTABLE ((int)(sizeof(notable) / sizeof(notable[0])))

static inline uint32_t any_point(void) {
  if (chance(3)) return (uint32_t)('a' + chance(26));
  return notable[chance(NOTABLE)];
}

static inline uint32_t any_of_class(const Program *program, const Step *step) {
  for (int tries = 0; tries < 1000; tries++) {
    uint32_t point = any_point();
    if (!step->negated && chance(2)) {
      const uint32_t *range = program->range[step->a + chance(step->b - step->a)];
      uint32_t among[] = {range[0], range[1],
                          range[0] + (uint32_t)chance((int)(range[1] - range[0]) + 1)};
      point = among[chance(3)];
    }
    if (class_has(program, step, point)) return point;
  }
  return program->range[step->a][0];
}

static inline void append_point(char *text, size_t *length, uint32_t point) {
  unsigned char *out = (unsigned char *)text + *length;
  if (point < 0x80) {
    out[0] = (unsigned char)point;
    *length += 1;
  } else if (point < 0x800) {
    out[0] = (unsigned char)(0xc0 | point >> 6);
    out[1] = (unsigned char)(0x80 | (point & 0x3f));
    *length += 2;
  } else if (point < 0x10000) {
    out[0] = (unsigned char)(0xe0 | point >> 12);
    out[1] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
    out[2] = (unsigned char)(0x80 | (point & 0x3f));
    *length += 3;
  } else {
    out[0] = (unsigned char)(0xf0 | point >> 18);
    out[1] = (unsigned char)(0x80 | (point >> 12 & 0x3f));
    out[2] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
    out[3] = (unsigned char)(0x80 | (point & 0x3f));
    *length += 4;
  }
}

/* A walk through a pattern's program that stays in its loops until there are `wanted` characters.
** Returns how many there are. */
static inline int walk(const Program *program, int wanted, char *text, size_t *length) {
  int count = 0;
  *length = 0;
  for (int at = 0; at < program->length;) {
    const Step *step = &program->step[at];
    if (step->kind == STEP_CLASS) {
      append_point(text, length, any_of_class(program, step));
      count++;
      at++;
    } else if (step->kind == STEP_JUMP) {
      at += step->a;
    } else if (step->kind == STEP_SPLIT) {
      const Step *last = &program->step[at + step->b - 1];
      bool is_loop = step->a < 0 || (last->kind == STEP_JUMP && last->a < 0);
      bool goes_on = is_loop ? count < wanted && chance(64) : chance(2) == 0;
      at += goes_on ? step->a : step->b;
    } else {
      at++;
    }
  }
  return count;
}

static inline char *copy_text(const char *text) {
  char *copy = malloc(strlen(text) + 1);
  if (copy == NULL) exit(1);
  return strcpy(copy, text);
}

/* A text of the shape with so many characters, as far as the pattern lets it. */
static inline char *text_of_length(const cJSON *shape, int wanted) {
  static char text[POINTS_MAX * 4 + 1];
  size_t length = 0;
  int goal = wanted;
  if (get(shape, "pattern")) {
    for (int tries = 0; tries < 10; tries++) {
      int count = walk(compile(get_text(shape, "pattern")), goal, text, &length);
      if (count == wanted) break;
      if (count > 0) goal += goal + wanted - count > 0 ? wanted - count : 0;
    }
  } else {
    bool ascii = chance(2);
    for (int i = 0; i < wanted; i++) append_point(text, &length, ascii ? 'x' : any_point());
  }
  text[length] = '\0';
  return copy_text(text);
}

/* Values that mean something to the rules of the connection types and to the warnings. */
static const char *const telling[] = {
    "jdbc:postgresql://db.internal:5432/orders",
    "jdbc:mysql://h/d?user=u&password=p",
    "jdbc:oracle:thin:@//h:1521/s",
    "jdbc:sqlserver://h:99999;databaseName=d",
    "jdbc:nonsense",
    "mongodb+srv://u:p@h/d",
    "b-1.kafka:9094,b-2.kafka:9094",
    "true",
    "False",
    "{\"a\":\"b\"}",
    "SCRAM-SHA-512",
    "GSSAPI",
    "Jdbc",
    "5432",
    "70000",
    "https://example.com",
};
static const char *const known_beyond[] = {
    "SNOWFLAKE",         "REDSHIFT",    "REST-mine", "WAREHOUSE",    "ROLE",
    "SparkProperties",   "ENFORCE_SSL", "S3",        "INSTANCE_URL", "CATALOG_CASING_FILTER",
    "MANAGED_CONNECTION"};

/* A text that the shape allows. */
static inline char *good_text(const char *name) {
  const cJSON *shape = fact(name);
  const cJSON *known = get(shape, "enum") ? get(shape, "enum") : get(shape, "known");
  if (known && (get(shape, "enum") || chance(10) < 7)) {
    return copy_text(cJSON_GetArrayItem(known, chance(cJSON_GetArraySize(known)))->valuestring);
  }
  if (known && chance(2)) {
    return copy_text(known_beyond[chance(sizeof(known_beyond) / sizeof(known_beyond[0]))]);
  }
  if (strcmp(name, "ValueString") == 0 && chance(2)) {
    return copy_text(telling[chance(sizeof(telling) / sizeof(telling[0]))]);
  }
  int min = limit(shape, "min"), max = limit(shape, "max");
  if (min < 0) min = 0;
  if (max < 0 || max > min + 12) max = min + 12;
  return text_of_length(shape, min + chance(max - min + 1));
}

/* ---- Valid requests. */

#define EVERYTHING (-1) /* in place of a depth: all optional members, lists and maps of two */

static inline cJSON *generate(const char *name, int depth);

static inline void generate_members(cJSON *object, const cJSON *shape, int depth) {
  const cJSON *member, *required;
  cJSON_ArrayForEach(member, get(shape, "members")) {
    bool wanted = depth == EVERYTHING || chance(depth + 2) == 0;
    cJSON_ArrayForEach(required, get(shape, "required")) {
      wanted = wanted || strcmp(required->valuestring, member->string) == 0;
    }
    if (!wanted) continue;
    int next = depth == EVERYTHING ? depth : depth + 1;
    cJSON_AddItemToObject(object, member->string, generate(get_text(member, "shape"), next));
  }
}

/* One more entry with a key of its own; false where there is none. */
static inline bool add_entry(cJSON *map, const cJSON *shape) {
  for (int tries = 0; tries < 100; tries++) {
    char *key = good_text(get_text(get(shape, "key"), "shape"));
    bool fresh = get(map, key) == NULL && sqlite3_strnicmp(key, "aws:", 4) != 0;
    if (fresh) {
      cJSON_AddItemToObject(map, key, generate(get_text(get(shape, "value"), "shape"), 2));
    }
    free(key);
    if (fresh) return true;
  }
  return false;
}

static inline cJSON *generate(const char *name, int depth) {
  const cJSON *shape = fact(name);
  const char *type = get_text(shape, "type");
  int count = depth == EVERYTHING ? 2 : chance(4);
  if (strcmp(type, "boolean") == 0) return cJSON_CreateBool(chance(2));
  if (strcmp(type, "string") == 0) {
    char *text = good_text(name);
    cJSON *value = cJSON_CreateString(text);
    free(text);
    return value;
  }
  if (strcmp(type, "list") == 0) {
    cJSON *list = cJSON_CreateArray();
    for (int i = 0; i < count; i++) {
      cJSON_AddItemToArray(list, generate(get_text(get(shape, "member"), "shape"), depth));
    }
    return list;
  }
  cJSON *object = cJSON_CreateObject();
  if (strcmp(type, "structure") == 0) {
    generate_members(object, shape, depth);
  } else {
    while (count-- > 0) add_entry(object, shape);
  }
  return object;
}

/* What the known types need, so that level standard takes some of the requests. */
static const char *const recipes[] = {
    "{\"ConnectionType\":\"JDBC\",\"ConnectionProperties\":{\"JDBC_CONNECTION_URL\":"
    "\"jdbc:mysql://h:3306/d\",\"USERNAME\":\"u\",\"PASSWORD\":\"s3cret\"}}",
    "{\"ConnectionType\":\"JDBC\",\"ConnectionProperties\":{\"HOST\":\"h\",\"PORT\":\"1\","
    "\"JDBC_ENGINE\":\"mysql\",\"SECRET_ID\":\"s\"}}",
    "{\"ConnectionType\":\"KAFKA\",\"ConnectionProperties\":{\"KAFKA_BOOTSTRAP_SERVERS\":"
    "\"h:9092\",\"KAFKA_SASL_PLAIN_PASSWORD\":\"s3cret\"}}",
    "{\"ConnectionType\":\"MONGODB\",\"ConnectionProperties\":{\"CONNECTION_URL\":"
    "\"mongodb://h/d\",\"SECRET_ID\":\"s\"}}",
    "{\"ConnectionType\":\"NETWORK\",\"ConnectionProperties\":{},\"PhysicalConnectionRequirements\""
    ":{\"SubnetId\":\"subnet-1\",\"SecurityGroupIdList\":[\"sg-1\"]}}",
    "{\"ConnectionType\":\"CUSTOM\",\"ConnectionProperties\":{}}",
    "{\"ConnectionType\":\"MARKETPLACE\",\"ConnectionProperties\":{\"CONNECTOR_TYPE\":\"Jdbc\","
    "\"CONNECTOR_URL\":\"u\",\"CONNECTOR_CLASS_NAME\":\"c\"}}",
    "{\"ConnectionType\":\"SNOWFLAKE\",\"ConnectionProperties\":{\"HOST\":\"h\",\"WAREHOUSE\":"
    "\"w\"},"
    "\"AuthenticationConfiguration\":{\"AuthenticationType\":\"BASIC\"}}",
    "{\"ConnectionType\":\"SNOWFLAKE\",\"ConnectionProperties\":{\"SparkProperties\":\"{}\"}}",
    "{\"ConnectionType\":\"MYSQL\",\"ConnectionProperties\":{\"HOST\":\"h\",\"PORT\":\"3306\","
    "\"DATABASE\":\"d\"},\"AuthenticationConfiguration\":{\"AuthenticationType\":\"BASIC\","
    "\"BasicAuthenticationCredentials\":{\"Username\":\"u\",\"Password\":\"s3cret\"}}}",
    "{\"ConnectionType\":\"SALESFORCE\",\"ConnectionProperties\":{\"INSTANCE_URL\":\"https://x\"},"
    "\"AuthenticationConfiguration\":{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":"
    "{\"OAuth2GrantType\":\"JWT_BEARER\",\"OAuth2Credentials\":{\"JwtToken\":\"a.b.c\"}}}}",
    "{\"ConnectionType\":\"VIEW_VALIDATION_ATHENA\",\"ConnectionProperties\":{\"WORKGROUP_NAME\":"
    "\"w\"}}",
};

/* Lays a recipe over the members of a ConnectionInput. */
static inline void apply_recipe(cJSON *input, int which) {
  cJSON *recipe = cJSON_Parse(recipes[which]);
  while (recipe && recipe->child) {
    cJSON *member = cJSON_DetachItemViaPointer(recipe, recipe->child);
    cJSON *old = cJSON_GetObjectItemCaseSensitive(input, member->string);
    if (cJSON_IsObject(old) && cJSON_IsObject(member)) {
      while (member->child) {
        cJSON *entry = cJSON_DetachItemViaPointer(member, member->child);
        cJSON_DeleteItemFromObjectCaseSensitive(old, entry->string);
        cJSON_AddItemToObject(old, entry->string, entry);
      }
      cJSON_Delete(member);
    } else {
      cJSON_DeleteItemFromObjectCaseSensitive(input, member->string);
      cJSON_AddItemToObject(input, member->string, member);
    }
  }
  cJSON_Delete(recipe);
}

static inline cJSON *generate_request(bool everything) {
  cJSON *request = generate("CreateConnectionRequest", everything ? EVERYTHING : 0);
  if (!everything && chance(3)) {
    apply_recipe(cJSON_GetObjectItem(request, "ConnectionInput"),
                 chance(sizeof(recipes) / sizeof(recipes[0])));
  }
  return request;
}

/* ---- Mutations. */

typedef struct Node {
  cJSON *value, *parent;
  const char *shape; /* NULL: a member that the API does not have */
} Node;

#define NODES_MAX 600

typedef struct Nodes {
  int count;
  Node node[NODES_MAX];
} Nodes;

/* All values of a request, with their shapes. */
static inline void collect(cJSON *value, cJSON *parent, const char *name, Nodes *nodes) {
  if (nodes->count == NODES_MAX) return;
  nodes->node[nodes->count++] = (Node){value, parent, name};
  const cJSON *shape = name ? fact(name) : NULL;
  cJSON *entry;
  cJSON_ArrayForEach(entry, value) {
    const cJSON *next = get(get(shape, "members"), entry->string ? entry->string : "");
    if (next == NULL) next = get(shape, cJSON_IsArray(value) ? "member" : "value");
    collect(entry, value, next ? get_text(next, "shape") : NULL, nodes);
  }
}

/* Puts another value in the place of one, under the same key. */
static inline bool put(const Node *node, cJSON *value) {
  if (node->parent == NULL) {
    cJSON_Delete(value);
    return false;
  }
  if (node->value->string) { /* cJSON's own replacement by key would take the first of two */
    char *key = copy_text(node->value->string);
    cJSON_ReplaceItemViaPointer(node->parent, node->value, value);
    value->string = key; /* cJSON allocates with malloc() too */
    value->type &= ~cJSON_StringIsConst;
  } else {
    cJSON_ReplaceItemViaPointer(node->parent, node->value, value);
  }
  return true;
}

/* Takes the text over. */
static inline bool put_text(const Node *node, char *text) {
  bool done = cJSON_IsString(node->value) && put(node, cJSON_CreateString(text));
  free(text);
  return done;
}

static inline bool rename_key(const Node *node, char *key) {
  bool done = node->parent && node->value->string;
  if (done) {
    cJSON *value = cJSON_DetachItemViaPointer(node->parent, node->value);
    cJSON_AddItemToObject(node->parent, key, value);
  }
  free(key);
  return done;
}

static inline bool wrong_type(const Node *node, int variant) {
  switch (variant) {
  case 0: return put(node, cJSON_CreateNull());
  case 1: return put(node, cJSON_CreateTrue());
  case 2: return put(node, cJSON_CreateNumber(1));
  case 3: return put(node, cJSON_CreateNumber(-0.5));
  case 4: return put(node, cJSON_CreateString("text"));
  case 5: return put(node, cJSON_CreateArray());
  default: return put(node, cJSON_CreateObject());
  }
}

/* A text at a boundary of its length; of one character that takes several bytes, if the pattern has
** one. */
static inline bool boundary(const Node *node, int variant) {
  const cJSON *shape = fact(node->shape);
  int min = limit(shape, "min"), max = limit(shape, "max");
  int wanted[] = {0, 1, min - 1, min, min + 1, max - 1, max, max + 1, 4 * max, max + 1};
  if (wanted[variant] < 0 || (variant > 4 && max < 0) || wanted[variant] >= POINTS_MAX)
    return false;
  if (variant == 9) {
    char *text = malloc((size_t)max * 2 + 3);
    size_t length = 0;
    if (text == NULL) exit(1);
    for (int i = chance(2); i <= max; i++) append_point(text, &length, 0xe9);
    text[length] = '\0';
    return put_text(node, text);
  }
  return put_text(node, text_of_length(shape, wanted[variant]));
}

/* The same on the key of a map's entry. */
static inline bool key_boundary(const Node *node, const char *map, int variant) {
  const cJSON *shape = fact(get_text(get(fact(map), "key"), "shape"));
  int max = limit(shape, "max");
  int wanted[] = {0, 1, max, max + 1};
  return rename_key(node, text_of_length(shape, wanted[variant]));
}

/* A text with one character put in, taken out or changed. */
static inline char *with_character(const char *old, uint32_t point, int where) {
  size_t length = strlen(old), at = 0;
  char *text = malloc(length + 5);
  if (text == NULL) exit(1);
  if (where == 1) at = length;
  if (where == 2 && length) at = (size_t)chance((int)length);
  while (((unsigned char)old[at] & 0xc0) == 0x80) at++;
  memcpy(text, old, at);
  size_t end = at;
  append_point(text, &end, point);
  strcpy(text + end, old + at);
  return text;
}

static inline char *near_miss(const char *old, int variant) {
  char *text = malloc(strlen(old) + 2);
  if (text == NULL) exit(1);
  strcpy(text, old);
  if (variant == 0) strcat(text, " ");
  if (variant == 1 && *text) text[strlen(text) - 1] = '\0';
  for (char *z = text; *z && variant == 2; z++) *z = (char)(*z >= 'A' && *z <= 'Z' ? *z + 32 : *z);
  if (variant == 3 && *text) text[0] = (char)(text[0] ^ 0x20); /* the case of the first letter */
  return text;
}

static inline char *malformed(const char *old, int variant) {
  static const char *const bytes[] = {
      "\x80",     "\xc3",         "\xc0\xaf",         "\xed\xa0\x80",
      "\xe2\x82", "\xf5\x80\x80", "\xf4\x90\x80\x80", "\xff"};
  char *text = malloc(strlen(old) + 5);
  if (text == NULL) exit(1);
  strcpy(text, variant & 1 ? old : "");
  strcat(text, bytes[variant]);
  return strcat(text, variant & 1 ? "" : old);
}

static inline bool resize(const Node *node, int variant) {
  const cJSON *shape = fact(node->shape);
  int max = limit(shape, "max");
  int sizes[] = {0, 1, max, max + 1, 60, 2};
  int wanted = sizes[variant];
  bool is_list = cJSON_IsArray(node->value);
  if (wanted < 0) return false;
  while (cJSON_GetArraySize(node->value) > wanted) cJSON_DeleteItemFromArray(node->value, 0);
  while (cJSON_GetArraySize(node->value) < wanted) {
    if (is_list) {
      cJSON_AddItemToArray(node->value, generate(get_text(get(shape, "member"), "shape"), 2));
    } else if (!add_entry(node->value, shape)) {
      return false;
    }
  }
  return true;
}

/* The kinds of mutation and their variants; mutate() counts through them. */
static const struct {
  enum {
    WRONG_TYPE,
    REMOVED,
    REPEATED,
    UNKNOWN_MEMBER,
    MISSPELT_MEMBER,
    BOUNDARY,
    FORBIDDEN_CHARACTER,
    NEAR_MISS,
    EMPTIED,
    MALFORMED,
    RESIZED,
    KEY_BOUNDARY,
    KEY_CHARACTER,
    KEY_MALFORMED,
    RESERVED_KEY,
    SEALED_KEY,
  } kind;
  int variants;
} mutations[] = {
    {WRONG_TYPE, 7},
    {REMOVED, 1},
    {REPEATED, 1},
    {UNKNOWN_MEMBER, 3},
    {MISSPELT_MEMBER, 4},
    {BOUNDARY, 10},
    {FORBIDDEN_CHARACTER, 3 * NOTABLE},
    {NEAR_MISS, 4},
    {EMPTIED, 1},
    {MALFORMED, 8},
    {RESIZED, 6},
    {KEY_BOUNDARY, 4},
    {KEY_CHARACTER, 3 * NOTABLE},
    {KEY_MALFORMED, 8},
    {RESERVED_KEY, 4},
    {SEALED_KEY, 4},
};

static inline int mutation_count(void) {
  int count = 0;
  for (size_t i = 0; i < sizeof(mutations) / sizeof(mutations[0]); i++) {
    count += mutations[i].variants;
  }
  return count;
}

static inline bool mutate_member(const Node *node, int kind, int variant) {
  static const char *const strangers[] = {"Colour", "name", "ConnectionInput2"};
  bool is_structure = node->shape && strcmp(get_text(fact(node->shape), "type"), "structure") == 0;
  switch (kind) {
  case WRONG_TYPE: return wrong_type(node, variant);
  case REMOVED:
    if (node->parent == NULL) return false;
    cJSON_Delete(cJSON_DetachItemViaPointer(node->parent, node->value));
    return true;
  case REPEATED:
    if (node->parent == NULL || node->value->string == NULL) return false;
    cJSON_AddItemToObject(node->parent, node->value->string, cJSON_Duplicate(node->value, true));
    return true;
  case UNKNOWN_MEMBER:
    if (!is_structure || !cJSON_IsObject(node->value)) return false;
    cJSON_AddItemToObject(node->value, strangers[variant],
                          variant ? cJSON_CreateString("x") : cJSON_CreateNull());
    return true;
  default:
    if (node->value->string == NULL) return false;
    return rename_key(node, near_miss(node->value->string, variant));
  }
}

static inline bool mutate_text(const Node *node, int kind, int variant) {
  if (!cJSON_IsString(node->value) || node->shape == NULL) return false;
  const char *old = node->value->valuestring;
  switch (kind) {
  case BOUNDARY: return boundary(node, variant);
  case FORBIDDEN_CHARACTER:
    return put_text(node, with_character(old, notable[variant / 3], variant % 3));
  case NEAR_MISS: return put_text(node, near_miss(old, variant));
  case EMPTIED: return put_text(node, copy_text(""));
  default: return put_text(node, malformed(old, variant));
  }
}

/* `map`: the shape of the map that the node is an entry of. */
static inline bool mutate_key(const Node *node, const char *map, int kind, int variant) {
  static const char *const reserved[] = {"aws:", "aws:x", "AWS:x", "aws"};
  static const char *const sealed[] = {"ENCRYPTED_PASSWORD", "ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD",
                                       "ENCRYPTED_", "encrypted_password"};
  const char *key = node->value->string;
  switch (kind) {
  case KEY_BOUNDARY: return key_boundary(node, map, variant);
  case KEY_CHARACTER:
    return rename_key(node, with_character(key, notable[variant / 3], variant % 3));
  case KEY_MALFORMED: return rename_key(node, malformed(key, variant));
  case RESERVED_KEY: return rename_key(node, copy_text(reserved[variant]));
  default:
    if (get(node->parent, sealed[variant])) return false;
    if (!cJSON_IsString(node->value)) return false;
    char *text = text_of_length(fact(sealed_value), chance(2) ? chance(3000) : 0);
    cJSON *parent = node->parent;
    cJSON_Delete(cJSON_DetachItemViaPointer(parent, node->value));
    cJSON_AddStringToObject(parent, sealed[variant], text);
    free(text);
    return true;
  }
}

/* Applies the mutation of that number; false where it makes no sense on the node. */
static inline bool mutate(const Node *node, const char *parent_shape, int number) {
  size_t i = 0;
  while (number >= mutations[i].variants) number -= mutations[i++].variants;
  int kind = (int)mutations[i].kind;
  if (kind <= MISSPELT_MEMBER) return mutate_member(node, kind, number);
  if (kind <= MALFORMED) return mutate_text(node, kind, number);
  if (kind == RESIZED) {
    const char *type = node->shape ? get_text(fact(node->shape), "type") : "";
    bool has_size = (cJSON_IsArray(node->value) && strcmp(type, "list") == 0) ||
                    (cJSON_IsObject(node->value) && strcmp(type, "map") == 0);
    return has_size && resize(node, number);
  }
  bool in_map = parent_shape && get(fact(parent_shape), "key") && node->value->string;
  return in_map && mutate_key(node, parent_shape, kind, number);
}

static inline const char *shape_of(const Nodes *nodes, const cJSON *value) {
  for (int i = 0; i < nodes->count; i++) {
    if (nodes->node[i].value == value) return nodes->node[i].shape;
  }
  return NULL;
}

/* Applies one mutation of a random kind to a random value. */
static inline void mutate_somewhere(cJSON *request) {
  static Nodes nodes;
  for (int tries = 0; tries < 100; tries++) {
    nodes.count = 0;
    collect(request, NULL, "CreateConnectionRequest", &nodes);
    const Node *node = &nodes.node[chance(nodes.count)];
    size_t kind = (size_t)chance(sizeof(mutations) / sizeof(mutations[0]));
    int number = chance(mutations[kind].variants);
    for (size_t i = 0; i < kind; i++) number += mutations[i].variants;
    if (mutate(node, shape_of(&nodes, node->parent), number)) return;
  }
}

/* ---- Requests as text. */

/* Writes what lies beyond ASCII as \u escapes: JSON allows both. Malformed text stays. */
static inline char *escaped(const char *text) {
  static Points points;
  read_points(text, &points);
  if (points.count < 0) return copy_text(text);
  char *out = malloc((size_t)points.count * 12 + 1);
  size_t length = 0;
  if (out == NULL) exit(1);
  for (int i = 0; i < points.count; i++) {
    uint32_t point = points.at[i];
    if (point < 0x80) {
      out[length++] = (char)point;
    } else if (point < 0x10000) {
      length += (size_t)sprintf(out + length, "\\u%04x", point);
    } else {
      length += (size_t)sprintf(out + length, "\\u%04X\\u%04x", 0xd7c0 + (point >> 10),
                                0xdc00 + (point & 0x3ff));
    }
  }
  out[length] = '\0';
  return out;
}

/* The request as JSON text, for free(). */
static inline char *print_request(const cJSON *request) {
  char *text = chance(4) ? cJSON_PrintUnformatted(request) : cJSON_Print(request);
  if (text == NULL) exit(1);
  if (chance(4) || strlen(text) > POINTS_MAX) return text;
  char *with_escapes = escaped(text);
  free(text);
  return with_escapes;
}

#endif
