/* SPDX-License-Identifier: MIT */
/*
** What is looked at in secrets that are there already: whether they open, and what the integrity check
** finds wrong with those of a stored row.
*/
#include <string.h>

#include "model/shapes.h"
#include "secrets/secret_text.h"
#include "text/reference.h"

SealContext secret_context(const Connection *connection, const char *property) {
  const MemberValue *catalog_id = &connection->member[COLUMN_CATALOG_ID];
  const MemberValue *name = &connection->member[COLUMN_NAME];
  return (SealContext){.catalog_id = catalog_id->text,
                       .catalog_id_length = catalog_id->length,
                       .name = name->text,
                       .name_length = name->length,
                       .property = property,
                       .property_length = strlen(property)};
}

const SecretProperty *secret_in_clear(const JsonValue *entry) {
  const SecretProperty *property = secret_property_named(json_key(entry));
  if (property == NULL) return NULL;
  const char *value = json_string(entry);
  return reference_is_all(value, strlen(value)) ? NULL : property;
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

/* Where the damage that has been found goes. */
typedef struct Check {
  Keyring *keyring;
  const Connection *row;
  SecretReport report;
  void *context;
} Check;

/* A value that claims to be sealed here. */
static int check_sealed(const Check *check, const char *member, const char *property,
                        const char *text, size_t length) {
  char *message = NULL;
  if (!seal_is_well_formed(text, length)) {
    check->report(check->context, member, SECRET_NOT_SEALED);
    return SQLITE_OK;
  }
  int rc = secret_try_open(check->keyring, check->row, property, text, length, &message);
  if (rc != SQLITE_ERROR) return rc;
  check->report(check->context, member, SECRET_NOT_OPENING);
  sqlite3_free(message);
  return SQLITE_OK;
}

static int check_properties(const Check *check) {
  const MemberValue *properties = &check->row->member[COLUMN_CONNECTION_PROPERTIES];
  for (const JsonValue *entry = json_first(properties->json); entry; entry = json_next(entry)) {
    const char *key = json_key(entry), *value = json_string(entry);
    const SecretProperty *twin_of = secret_property_of_twin(key);
    if (secret_in_clear(entry)) check->report(check->context, key, SECRET_NOT_SEALED);
    if (twin_of == NULL || !secret_is_sealed(value)) continue;
    int rc = check_sealed(check, key, twin_of->name, value, strlen(value));
    if (rc != SQLITE_OK) return rc;
  }
  return SQLITE_OK;
}

/* A secret in clear can only have been written past the extension. */
static int check_authentication(const Check *check) {
  const MemberValue *authentication = &check->row->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  const MemberValue *credentials = &check->row->member[COLUMN_CREDENTIALS];
  if (authentication->present &&
      secret_has_credentials(&shape_authentication_configuration, authentication->json, false)) {
    check->report(check->context, columns[COLUMN_AUTHENTICATION_CONFIGURATION].name,
                  SECRET_NOT_SEALED);
  }
  if (!credentials->present) return SQLITE_OK;
  if (!authentication->present) {
    check->report(check->context, columns[COLUMN_CREDENTIALS].name, SECRET_NOT_SEALED);
    return SQLITE_OK;
  }
  return check_sealed(check, columns[COLUMN_CREDENTIALS].name, SECRET_CREDENTIALS,
                      credentials->text, credentials->length);
}

int secret_check(Keyring *keyring, const Connection *row, SecretReport report, void *context) {
  const Check check = {keyring, row, report, context};
  int rc = check_properties(&check);
  return rc == SQLITE_OK ? check_authentication(&check) : rc;
}
