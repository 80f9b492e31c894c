/* SPDX-License-Identifier: MIT */
#include "secrets/secret_check.h"

#include <string.h>

#include "secrets/secret.h"

#define SECRET_CHECK_NOT_SEALED "is not sealed as it should be"
#define SECRET_CHECK_NOT_OPENING "does not open: it was altered, or sealed for another connection"

/* Where the damage that has been found goes. */
typedef struct SecretCheck {
  Keyring *keyring;
  const Connection *row;
  SecretReport report;
  void *context;
} SecretCheck;

/* A value that claims to be sealed here. */
static int secret_check_sealed(const SecretCheck *check, const char *member, const char *property,
                               const char *text, size_t length) {
  char *message = NULL;
  if (!seal_is_well_formed(text, length)) {
    check->report(check->context, member, SECRET_CHECK_NOT_SEALED);
    return SQLITE_OK;
  }
  int rc = secret_try_open(check->keyring, check->row, property, text, length, &message);
  if (rc != SQLITE_ERROR) return rc;
  check->report(check->context, member, SECRET_CHECK_NOT_OPENING);
  sqlite3_free(message);
  return SQLITE_OK;
}

static int secret_check_properties(const SecretCheck *check) {
  const MemberValue *properties = &check->row->member[COLUMN_CONNECTION_PROPERTIES];
  for (const JsonValue *entry = json_first(properties->json); entry; entry = json_next(entry)) {
    const char *key = json_key(entry), *value = json_string(entry);
    const SecretProperty *twin_of = secret_property_of_twin(key);
    if (secret_in_clear(entry)) check->report(check->context, key, SECRET_CHECK_NOT_SEALED);
    if (twin_of == NULL || !secret_is_sealed(value)) continue;
    int rc = secret_check_sealed(check, key, twin_of->name, value, strlen(value));
    if (rc != SQLITE_OK) return rc;
  }
  return SQLITE_OK;
}

/* A secret in clear can only have been written past the extension. */
static int secret_check_authentication(const SecretCheck *check) {
  const MemberValue *authentication = &check->row->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  const MemberValue *credentials = &check->row->member[COLUMN_CREDENTIALS];
  if (authentication->present &&
      secret_has_credentials(&shape_authentication_configuration, authentication->json, false)) {
    check->report(check->context, columns[COLUMN_AUTHENTICATION_CONFIGURATION].name,
                  SECRET_CHECK_NOT_SEALED);
  }
  if (!credentials->present) return SQLITE_OK;
  if (!authentication->present) {
    check->report(check->context, columns[COLUMN_CREDENTIALS].name, SECRET_CHECK_NOT_SEALED);
    return SQLITE_OK;
  }
  return secret_check_sealed(check, columns[COLUMN_CREDENTIALS].name, SECRET_CREDENTIALS,
                             credentials->text, credentials->length);
}

int secret_check(Keyring *keyring, const Connection *row, SecretReport report, void *context) {
  const SecretCheck check = {keyring, row, report, context};
  int rc = secret_check_properties(&check);
  return rc == SQLITE_OK ? secret_check_authentication(&check) : rc;
}

#undef SECRET_CHECK_NOT_SEALED
#undef SECRET_CHECK_NOT_OPENING
