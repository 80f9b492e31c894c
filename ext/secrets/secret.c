/* SPDX-License-Identifier: MIT */
#include "secrets/secret.h"

#include <string.h>

#include "text/reference.h"
#include "url/url.h"

bool secret_has_credentials(const Shape *shape, const JsonValue *value, bool clear) {
  if (shape->type != SHAPE_STRUCTURE || json_type(value) != JSON_OBJECT) return false;
  for (const JsonValue *entry = json_first(value); entry; entry = json_next(entry)) {
    const char *name = json_key(entry);
    const Member *member = shape_member(shape, name, strlen(name));
    if (member == NULL || json_type(entry) == JSON_NULL) continue;
    bool is_sought =
        member->credential && !(clear && strcmp(name, SECRET_ENCRYPTED_CREDENTIALS) == 0);
    if (is_sought || secret_has_credentials(member->shape, entry, clear)) return true;
  }
  return false;
}

/* Counts the texts of a credential that the API calls sensitive; false where one of them is a secret, or what is there
** is nothing that is known. */
static bool secret_refers(const Shape *shape, const JsonValue *value, size_t *references) {
  JsonType type = json_type(value);
  if (type == JSON_NULL) return true;
  if (shape->type == SHAPE_STRING) {
    if (type != JSON_STRING) return false;
    const char *text = json_string(value);
    size_t length = strlen(text);
    if (!(shape->flags & SHAPE_SENSITIVE)) return !url_tells_secret(text, length, false);
    ++*references;
    return reference_leads_elsewhere(text, length);
  }
  if (type != JSON_OBJECT) return false;
  for (const JsonValue *entry = json_first(value); entry; entry = json_next(entry)) {
    const char *key = json_key(entry);
    const Member *member =
        shape->type == SHAPE_STRUCTURE ? shape_member(shape, key, strlen(key)) : NULL;
    const Shape *inner = member ? member->shape : shape->element; /* of a structure: none */
    if (inner == NULL || !secret_refers(inner, entry, references)) return false;
  }
  return true;
}

/* The same of all credentials of a structure. Those that are sealed refer to nothing. */
static bool secret_all_refer(const Shape *shape, const JsonValue *value, size_t *references) {
  if (shape->type != SHAPE_STRUCTURE || json_type(value) != JSON_OBJECT) return true;
  for (const JsonValue *entry = json_first(value); entry; entry = json_next(entry)) {
    const char *name = json_key(entry);
    const Member *member = shape_member(shape, name, strlen(name));
    if (member == NULL || json_type(entry) == JSON_NULL) continue;
    if (strcmp(name, SECRET_ENCRYPTED_CREDENTIALS) == 0) return false;
    bool refer = member->credential ? secret_refers(member->shape, entry, references)
                                    : secret_all_refer(member->shape, entry, references);
    if (!refer) return false;
  }
  return true;
}

bool secret_are_references(const Shape *shape, const JsonValue *value) {
  size_t references = 0;
  return secret_all_refer(shape, value, &references) && references > 0;
}

bool secret_is_sealed(const char *text) {
  return seal_is_ours(text, strlen(text));
}

SealContext secret_context(const Connection *connection, const char *property) {
  const MemberValue *catalog_id = &connection->member[COLUMN_CATALOG_ID];
  const MemberValue *region = &connection->member[COLUMN_REGION];
  const MemberValue *name = &connection->member[COLUMN_NAME];
  return (SealContext){.catalog_id = catalog_id->text,
                       .catalog_id_length = catalog_id->length,
                       .region = region->text,
                       .region_length = region->length,
                       .name = name->text,
                       .name_length = name->length,
                       .property = property,
                       .property_length = strlen(property)};
}

const SecretProperty *secret_in_clear(const JsonValue *entry) {
  const SecretProperty *property = secret_property_named(json_key(entry));
  if (property == NULL) return NULL;
  const char *value = json_string(entry);
  return reference_leads_elsewhere(value, strlen(value)) ? NULL : property;
}

int secret_visit(const Connection *row, SecretVisit visit, void *context) {
  const MemberValue *properties = &row->member[COLUMN_CONNECTION_PROPERTIES];
  const MemberValue *credentials = &row->member[COLUMN_CREDENTIALS];
  int rc = SQLITE_OK;
  const JsonValue *entry = json_first(properties->json);
  for (; entry && rc == SQLITE_OK; entry = json_next(entry)) {
    const char *value = json_string(entry);
    const SecretProperty *twin_of = secret_property_of_twin(json_key(entry));
    if (twin_of == NULL || !secret_is_sealed(value)) continue;
    rc = visit(context, json_key(entry), twin_of->name, value, strlen(value));
  }
  if (rc != SQLITE_OK || !credentials->present) return rc;
  return visit(context, columns[COLUMN_CREDENTIALS].name, SECRET_CREDENTIALS, credentials->text,
               credentials->length);
}

int secret_try_open(Keyring *keyring, const Connection *connection, const char *property,
                    const char *text, size_t length, char **message) {
  const char *arn;
  size_t arn_length, plain_length;
  const Key *key;
  char *plain;
  seal_key_arn(text, length, &arn, &arn_length);
  int rc = keyring_opening_key(keyring, arn, arn_length, &key, message);
  if (rc == SQLITE_ERROR) {
    sqlite3_free(*message);
    *message = NULL;
    return SQLITE_OK;
  }
  if (rc != SQLITE_OK) return rc;
  SealContext context = secret_context(connection, property);
  rc = seal_open(keyring, &context, text, length, &plain, &plain_length, message);
  cipher_free(plain, plain_length);
  return rc;
}
