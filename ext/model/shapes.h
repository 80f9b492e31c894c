/* SPDX-License-Identifier: MIT */
/*
** The API's shapes as data: every member, length, pattern, enumeration, list and map size of a
** CreateConnection request. validate.c walks them; nothing else knows a limit.
*/
#ifndef GLUE_MODEL_SHAPES_H
#define GLUE_MODEL_SHAPES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "text/text.h"

typedef enum ShapeType {
  SHAPE_STRING,
  SHAPE_BOOLEAN,
  SHAPE_INTEGER,
  SHAPE_TIMESTAMP,
  SHAPE_LIST,
  SHAPE_MAP,
  SHAPE_STRUCTURE,
} ShapeType;

enum {
  SHAPE_SENSITIVE = 0x01,    /* marked so by the API: the value is never printed */
  SHAPE_UNPRINTED = 0x02,    /* free-form text that may well hold a secret: never printed either */
  SHAPE_RESERVED_AWS = 0x04, /* map keys beginning "aws:" (any case) are reserved */
};

struct Shape;

typedef struct Member {
  const char *name;
  const struct Shape *shape;
  bool credential; /* taken out of the stored document and sealed */
} Member;

typedef struct Shape {
  const char *name; /* the API's */
  ShapeType type;
  unsigned flags;
  size_t min, max;             /* code points, elements or entries; max 0: no limit */
  const Pattern *pattern;      /* NULL: any text */
  const char *const *values;   /* an enumeration, NULL-terminated; NULL: any text */
  const struct Shape *key;     /* of a map */
  const struct Shape *element; /* of a list, or the value of a map */
  const Member *members;       /* of a structure */
  size_t member_count;
} Shape;

extern const Shape shape_name, shape_catalog_id, shape_region, shape_description,
    shape_connection_type, shape_connection_status, shape_connection_properties, shape_property_map,
    shape_match_criteria, shape_physical_connection_requirements,
    shape_authentication_configuration, shape_boolean, shape_compute_environment_list, shape_tags,
    shape_connection_schema_version, shape_status_reason, shape_timestamp;

/* The member of a structure with that name, which needs no NUL, or NULL. */
const Member *shape_member(const Shape *structure, const char *name, size_t length);

/* The i-th property of ConnectionProperties that the API names, NULL for the one after the last: for
** text_nearest(). */
const char *property_key_name(size_t i);
/* Whether the API names it. */
bool property_is_known(const char *key, size_t length);

/* The secrets among the properties: PASSWORD and its kin. The API has a twin for each, which carries
** the encrypted value: ENCRYPTED_PASSWORD. */
typedef struct SecretProperty {
  const char *name, *twin;
  size_t length; /* bytes of the name */
} SecretProperty;

/* The i-th, NULL for the one after the last. */
const SecretProperty *secret_property(size_t i);
/* The one whose name, or whose twin's name, is that key; NULL where there is none. */
const SecretProperty *secret_property_find(const char *key, size_t length);
const SecretProperty *secret_property_find_twin(const char *key, size_t length);

/* The same for a key that ends with a NUL. */
static inline const SecretProperty *secret_property_named(const char *key) {
  return secret_property_find(key, strlen(key));
}

static inline const SecretProperty *secret_property_of_twin(const char *key) {
  return secret_property_find_twin(key, strlen(key));
}

#endif
