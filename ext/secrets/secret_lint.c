/* SPDX-License-Identifier: MIT */
/*
** What can be told of sealed values without a key: whether they are complete. secret.c refuses those
** that are not one at a time, when it seals; the linter tells all of them.
*/
#include <string.h>

#include "glue_connections.h"
#include "model/shapes.h"
#include "secrets/secret_text.h"

static void report(Findings *findings, const Path *path, const char *property) {
  findings_add_exception(findings, GLUE_ENCRYPTION, RULE_SEALED_VALUE, path, SECRET_MALFORMED,
                         property);
}

static const char *string_in(const JsonValue *value) {
  return value && json_type(value) == JSON_STRING ? json_string(value) : NULL;
}

static void lint_properties(const MemberValue *properties, Findings *findings) {
  if (!properties->present || json_type(properties->json) != JSON_OBJECT) return;
  const Path column = column_path(COLUMN_CONNECTION_PROPERTIES);
  const JsonValue *entry = json_first(properties->json);
  for (; entry; entry = json_next(entry)) {
    const char *key = json_key(entry), *value = string_in(entry);
    if (value == NULL || secret_property_of_twin(key) == NULL || !secret_is_sealed(value)) continue;
    const Path path = PATH_KEY(&column, key);
    if (!seal_is_well_formed(value, strlen(value))) report(findings, &path, key);
  }
}

void secret_lint(const Connection *connection, Findings *findings) {
  const MemberValue *value = &connection->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  lint_properties(&connection->member[COLUMN_CONNECTION_PROPERTIES], findings);
  if (!value->present || json_type(value->json) != JSON_OBJECT) return;
  const char *sealed = string_in(json_member(value->json, SECRET_ENCRYPTED_CREDENTIALS));
  /* An empty one has been reported as too short. */
  if (sealed == NULL || *sealed == '\0' || seal_is_well_formed(sealed, strlen(sealed))) return;
  /* In clear they win over sealed ones, which are not looked at then. */
  if (secret_has_credentials(&shape_authentication_configuration, value->json, true)) return;
  const Path column = column_path(COLUMN_AUTHENTICATION_CONFIGURATION);
  const Path path = PATH_MEMBER(&column, SECRET_ENCRYPTED_CREDENTIALS);
  report(findings, &path, SECRET_ENCRYPTED_CREDENTIALS);
}
