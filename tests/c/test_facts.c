/* SPDX-License-Identifier: MIT */
/*
** The tables of ext/model say what the API's published model says (tests/data/shapes.json): every shape
** with its name, limits, pattern and values, every member, property key and connection type, in the
** same order. What the tables say beyond it stands in the lists below.
*/
#define _XOPEN_SOURCE 700
#include "check.h"
#include "facts.h"

#include "model/columns.h"
#include "model/shapes.h"
#include "model/types.h"

static int compared; /* shapes */

static bool is_among(const char *name, const char *const *list) {
  while (*list && strcmp(*list, name) != 0) list++;
  return *list != NULL;
}

/* ---- What is not in the model. */

/* Its own name for a credential map says that it is sensitive, not that of the values in it. */
static const char *const sensitive_too[] = {"CredentialValue", NULL};
/* Free text in which people keep secrets. */
static const char *const unprinted[] = {
    "DescriptionString",      "LongValueString", "ValueString", "PropertyValue",        "TokenUrl",
    "TokenUrlParameterValue", "RedirectUri",     "Username",    "EncryptedCredentials", NULL};
/* What is taken out of authentication_configuration and sealed, each as a whole. */
static const char *const credentials[] = {
    "AuthorizationCodeProperties",     "OAuth2Credentials",    "BasicAuthenticationCredentials",
    "CustomAuthenticationCredentials", "EncryptedCredentials", NULL};

static void check_flags(const Shape *shape, const cJSON *facts_shape) {
  bool sensitive = is_among(shape->name, sensitive_too) ||
                   (facts_shape && cJSON_IsTrue(get(facts_shape, "sensitive")));
  unsigned expected = (sensitive ? SHAPE_SENSITIVE : 0) |
                      (is_among(shape->name, unprinted) ? SHAPE_UNPRINTED : 0) |
                      (strcmp(shape->name, "TagKey") == 0 ? SHAPE_RESERVED_AWS : 0);
  if (!CHECK(shape->flags == expected)) fprintf(stderr, "%s: %x\n", shape->name, shape->flags);
}

/* ---- The comparison. */

/* Two structures are called after what they are the input of. */
static bool is_named(const Shape *shape, const char *name) {
  size_t length = strlen(name), input = strlen("Input");
  bool is_input = length > input && strcmp(name + length - input, "Input") == 0;
  return strlen(shape->name) == length - (is_input ? input : 0) &&
         strncmp(shape->name, name, strlen(shape->name)) == 0;
}

static ShapeType type_of(const cJSON *facts_shape) {
  static const char *const names[] = {
      [SHAPE_STRING] = "string",      [SHAPE_BOOLEAN] = "boolean",     [SHAPE_INTEGER] = "integer",
      [SHAPE_LIST] = "list",          [SHAPE_TIMESTAMP] = "timestamp", [SHAPE_MAP] = "map",
      [SHAPE_STRUCTURE] = "structure"};
  int type = 0;
  while (strcmp(names[type], get_text(facts_shape, "type")) != 0) type++;
  return (ShapeType)type;
}

static void check_values(const char *const *values, const cJSON *expected) {
  const cJSON *value;
  cJSON_ArrayForEach(value, expected) {
    if (!CHECK(values && *values && strcmp(*values, value->valuestring) == 0)) return;
    values++;
  }
  CHECK(values == NULL || *values == NULL);
}

static void check_shape(const Shape *shape, const char *name);

static void check_members(const Shape *shape, const cJSON *members) {
  const cJSON *member;
  size_t i = 0;
  cJSON_ArrayForEach(member, members) {
    const Member *ours = &shape->members[i++];
    if (!CHECK(i <= shape->member_count && strcmp(ours->name, member->string) == 0)) return;
    CHECK(shape_member(shape, member->string, strlen(member->string)) == ours);
    bool is_credential =
        shape != columns[COLUMN_PHYSICAL_CONNECTION_REQUIREMENTS].shape && ours->credential;
    if (!CHECK(is_credential == is_among(ours->name, credentials))) {
      fprintf(stderr, "%s.%s\n", shape->name, ours->name);
    }
    check_shape(ours->shape, get_text(member, "shape"));
  }
  CHECK(i == shape->member_count);
}

/* The shape against that of the model with this name, and all below it. */
static void check_shape(const Shape *shape, const char *name) {
  bool is_sealed = strcmp(name, sealed_value) == 0; /* our own */
  const cJSON *expected = fact(name);
  const char *pattern = get_text(expected, "pattern");
  int min = limit(expected, "min"), max = limit(expected, "max"), failed = check_failed;
  compared++;
  CHECK(is_sealed || is_named(shape, name));
  CHECK(shape->type == type_of(expected));
  CHECK(shape->min == (min < 0 ? 0u : (size_t)min) && shape->max == (max < 0 ? 0u : (size_t)max));
  CHECK(pattern ? shape->pattern && strcmp(shape->pattern->expression, pattern) == 0
                : shape->pattern == NULL);
  check_flags(shape, expected);
  check_values(shape->values, get(expected, "enum"));
  CHECK((shape->key != NULL) == (shape->type == SHAPE_MAP));
  CHECK((shape->element != NULL) == (shape->type == SHAPE_MAP || shape->type == SHAPE_LIST));
  if (check_failed > failed) fprintf(stderr, "  the shape %s\n", name);
  if (shape->key) check_shape(shape->key, get_text(get(expected, "key"), "shape"));
  if (shape->type == SHAPE_MAP) {
    check_shape(shape->element, get_text(get(expected, "value"), "shape"));
  }
  if (shape->type == SHAPE_LIST) {
    check_shape(shape->element, get_text(get(expected, "member"), "shape"));
  }
  if (shape->type == SHAPE_STRUCTURE) check_members(shape, get(expected, "members"));
}

/* Every member of a request has a column, and every column a member; the region is ours. */
static void test_columns(void) {
  const cJSON *request = fact("CreateConnectionRequest"), *input = fact("ConnectionInput");
  const cJSON *required, *member;
  int count = 0;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    const Column *column = &columns[id];
    bool in_request = column->places & MEMBER_OF_REQUEST,
         in_input = column->places & MEMBER_OF_INPUT;
    if ((!in_request && !in_input) || id == COLUMN_REGION) continue;
    member = get(get(in_request ? request : input, "members"), column->member);
    bool is_required = false;
    cJSON_ArrayForEach(required, get(in_request ? request : input, "required")) {
      is_required = is_required || strcmp(required->valuestring, column->member) == 0;
    }
    CHECK(is_required == ((column->places & IS_REQUIRED) != 0));
    if (CHECK(member != NULL)) check_shape(column->shape, get_text(member, "shape"));
    count++;
  }
  CHECK(count == cJSON_GetArraySize(get(request, "members")) - 1 + /* ConnectionInput itself */
                     cJSON_GetArraySize(get(input, "members")));
}

/* What only a Connection has, as GetConnections returns it. */
static void test_connection(void) {
  static const char *const statuses[] = {"READY", "IN_PROGRESS", "FAILED", NULL};
  const Shape *reason = columns[COLUMN_STATUS_REASON].shape;
  for (size_t i = 0; statuses[i]; i++) {
    CHECK(strcmp(shape_connection_status.values[i], statuses[i]) == 0);
  }
  CHECK(shape_connection_status.values[3] == NULL);
  CHECK(strcmp(shape_connection_status.name, "ConnectionStatus") == 0);
  CHECK(strcmp(reason->name, "LongValueString") == 0 && reason->min == 1 && reason->max == 16384);
  check_flags(reason, NULL);
  CHECK(shape_connection_schema_version.min == 1 && shape_connection_schema_version.max == 2);
  CHECK(strcmp(shape_connection_schema_version.name, "ConnectionSchemaVersion") == 0);
  CHECK(strcmp(shape_timestamp.name, "Timestamp") == 0);
}

static void test_properties(void) {
  const cJSON *key, *keys = get(fact("ConnectionPropertyKey"), "known");
  size_t i = 0, secrets = 0;
  cJSON_ArrayForEach(key, keys) {
    const char *name = key->valuestring;
    CHECK(property_key_name(i) && strcmp(property_key_name(i), name) == 0);
    CHECK(property_is_known(name, strlen(name)));
    /* A secret is what has a twin. */
    char *twin = sqlite3_mprintf("ENCRYPTED_%s", name);
    bool has_twin = false;
    const cJSON *other;
    cJSON_ArrayForEach(other, keys) has_twin = has_twin || strcmp(other->valuestring, twin) == 0;
    const SecretProperty *secret = secret_property_named(name);
    CHECK((secret != NULL) == has_twin && secret_property_of_twin(twin) == secret);
    if (secret) {
      CHECK(secret == secret_property(secrets++));
      CHECK(strcmp(secret->name, name) == 0 && strcmp(secret->twin, twin) == 0);
    }
    sqlite3_free(twin);
    i++;
  }
  CHECK(i > 40 && property_key_name(i) == NULL);
  CHECK(secrets == 5 && secret_property(secrets) == NULL);
  CHECK(!property_is_known("host", 4) && !secret_property_of_twin("PASSWORD"));
}

static void test_types(void) {
  const cJSON *type;
  size_t i = 0;
  cJSON_ArrayForEach(type, get(fact("ConnectionType"), "known")) {
    const char *name = type->valuestring;
    CHECK(types_name(i) && strcmp(types_name(i), name) == 0);
    CHECK(types_find(name, strlen(name)) == types_row(i));
    i++;
  }
  CHECK(i == 92 && types_name(i) != NULL); /* those that lag behind the service follow */
  while (types_name(i)) i++;
  CHECK(i > 97 && types_row(i) == NULL);
  CHECK(types_find("jdbc", 4) == NULL && types_find("JDBC2", 5) == NULL);
}

int main(void) {
  if (!CHECK(facts_load())) return check_summary();
  test_columns();
  CHECK(compared > 40);
  test_connection();
  test_properties();
  test_types();
  facts_free();
  return check_summary();
}
