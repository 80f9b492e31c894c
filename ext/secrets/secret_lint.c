/* SPDX-License-Identifier: MIT */
#include "secrets/secret_lint.h"

#include <string.h>

#include "glue_connections.h"
#include "secrets/secret.h"

static void secret_lint_report(Findings *findings, const Path *path, const char *property) {
  findings_add_exception(findings, GLUE_ENCRYPTION, RULE_SEALED_VALUE, path, SECRET_MALFORMED,
                         property);
}

static const char *secret_lint_string(const JsonValue *value) {
  return value && json_type(value) == JSON_STRING ? json_string(value) : NULL;
}

static void secret_lint_properties(const MemberValue *properties, Findings *findings) {
  if (!properties->present || json_type(properties->json) != JSON_OBJECT) return;
  const Path column = column_path(COLUMN_CONNECTION_PROPERTIES);
  const JsonValue *entry = json_first(properties->json);
  for (; entry; entry = json_next(entry)) {
    const char *key = json_key(entry), *value = secret_lint_string(entry);
    if (value == NULL || secret_property_of_twin(key) == NULL || !secret_is_sealed(value)) continue;
    const Path path = PATH_KEY(&column, key);
    if (!seal_is_well_formed(value, strlen(value))) secret_lint_report(findings, &path, key);
  }
}

void secret_lint(const Connection *connection, Findings *findings) {
  const MemberValue *value = &connection->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  secret_lint_properties(&connection->member[COLUMN_CONNECTION_PROPERTIES], findings);
  if (!value->present || json_type(value->json) != JSON_OBJECT) return;
  const char *sealed = secret_lint_string(json_member(value->json, SECRET_ENCRYPTED_CREDENTIALS));
  /* An empty one has been reported as too short. */
  if (sealed == NULL || *sealed == '\0' || seal_is_well_formed(sealed, strlen(sealed))) return;
  /* In clear they win over sealed ones, which are not looked at then. */
  if (secret_has_credentials(&shape_authentication_configuration, value->json, true)) return;
  const Path column = column_path(COLUMN_AUTHENTICATION_CONFIGURATION);
  const Path path = PATH_MEMBER(&column, SECRET_ENCRYPTED_CREDENTIALS);
  secret_lint_report(findings, &path, SECRET_ENCRYPTED_CREDENTIALS);
}
