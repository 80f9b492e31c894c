/* SPDX-License-Identifier: MIT */
#include "secrets/secret_check.h"

#include <string.h>

#include "secrets/secret.h"

#define SECRET_CHECK_NOT_SEALED "is not sealed as it should be"
#define SECRET_CHECK_NOT_OPENING                                                                   \
  "does not open: it was altered, or sealed for another connection, or with other bytes of that "  \
  "key"

/* Where the damage that has been found goes. */
typedef struct SecretCheck {
  Keyring *keyring;
  const Connection *row;
  SecretReport report;
  void *context;
} SecretCheck;

/* A value that claims to be sealed here. */
static int secret_check_sealed(void *context, const char *member, const char *property,
                               const char *text, size_t length) {
  const SecretCheck *check = context;
  char *message = NULL;
  bool is_alone = strcmp(property, SECRET_CREDENTIALS) == 0 &&
                  !check->row->member[COLUMN_AUTHENTICATION_CONFIGURATION].present;
  if (is_alone || !seal_is_well_formed(text, length)) {
    check->report(check->context, member, SECRET_CHECK_NOT_SEALED);
    return SQLITE_OK;
  }
  int rc = secret_try_open(check->keyring, check->row, property, text, length, &message);
  if (rc != SQLITE_ERROR) return rc;
  check->report(check->context, member, SECRET_CHECK_NOT_OPENING);
  sqlite3_free(message);
  return SQLITE_OK;
}

/* A secret in clear can only have been written past the extension. */
static void secret_check_clear(const SecretCheck *check) {
  const MemberValue *member = check->row->member;
  const MemberValue *authentication = &member[COLUMN_AUTHENTICATION_CONFIGURATION];
  const JsonValue *entry = json_first(member[COLUMN_CONNECTION_PROPERTIES].json);
  for (; entry; entry = json_next(entry)) {
    if (secret_in_clear(entry)) {
      check->report(check->context, json_key(entry), SECRET_CHECK_NOT_SEALED);
    }
  }
  const Shape *shape = &shape_authentication_configuration;
  if (authentication->present && secret_has_credentials(shape, authentication->json, false) &&
      !secret_are_references(shape, authentication->json)) {
    check->report(check->context, columns[COLUMN_AUTHENTICATION_CONFIGURATION].name,
                  SECRET_CHECK_NOT_SEALED);
  }
}

int secret_check(Keyring *keyring, const Connection *row, SecretReport report, void *context) {
  SecretCheck check = {keyring, row, report, context};
  secret_check_clear(&check);
  return secret_visit(row, secret_check_sealed, &check);
}

#undef SECRET_CHECK_NOT_SEALED
#undef SECRET_CHECK_NOT_OPENING
