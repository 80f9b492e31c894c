/* SPDX-License-Identifier: MIT */
#include "secrets/secret_lint.h"

#include <string.h>

#include "glue_connections.h"
#include "json/json_walk.h"
#include "secrets/secret.h"

static void secret_lint_report(Findings *findings, const Path *path, const char *property) {
  findings_add_exception(findings, GLUE_ENCRYPTION, RULE_SEALED_VALUE, path, SECRET_MALFORMED,
                         property);
}

/* A string that claims to be sealed here and is not complete. */
static bool secret_lint_is_malformed(JsonTexts *texts, Span value) {
  if (json_walk_type(value) != JSON_STRING) return false;
  Span text = json_texts_add(texts, json_walk_inside(value));
  return seal_is_ours(text.text, text.length) && !seal_is_well_formed(text.text, text.length);
}

static void secret_lint_properties(Span properties, JsonTexts *texts, Findings *findings) {
  const Path column = column_path(COLUMN_CONNECTION_PROPERTIES);
  JsonWalk at;
  if (json_walk_type(properties) != JSON_OBJECT) return;
  for (json_walk_open(&at, properties); at.value.text; json_walk_next(&at)) {
    Span key = json_texts_add(texts, at.key);
    const SecretProperty *twin_of = secret_property_find_twin(key.text, key.length);
    if (twin_of == NULL || !secret_lint_is_malformed(texts, at.value)) continue;
    const Path path = PATH_KEY(&column, twin_of->twin);
    secret_lint_report(findings, &path, twin_of->twin);
  }
}

/* In clear they win over sealed ones, which are not looked at then. */
static bool secret_lint_is_overruled(Span authentication, Findings *findings) {
  JsonDocument document = {.text = authentication.text, .length = authentication.length};
  if (json_grow(&document) != SQLITE_OK) {
    findings->out_of_memory = true;
    return true;
  }
  bool is_overruled =
      secret_has_credentials(&shape_authentication_configuration, document.root, true);
  json_free_secret(&document, json_wipe);
  return is_overruled;
}

static void secret_lint_credentials(Span authentication, JsonTexts *texts, Findings *findings) {
  Span sealed = json_walk_find(authentication, span_text(SECRET_ENCRYPTED_CREDENTIALS));
  /* An empty one has been reported as too short. */
  if (json_walk_type(sealed) != JSON_STRING || json_walk_inside(sealed).length == 0) return;
  Span text = json_texts_add(texts, json_walk_inside(sealed));
  if (seal_is_well_formed(text.text, text.length)) return;
  if (secret_lint_is_overruled(authentication, findings)) return;
  const Path column = column_path(COLUMN_AUTHENTICATION_CONFIGURATION);
  const Path path = PATH_MEMBER(&column, SECRET_ENCRYPTED_CREDENTIALS);
  secret_lint_report(findings, &path, SECRET_ENCRYPTED_CREDENTIALS);
}

static Span secret_lint_text(const MemberValue *value) {
  return value->present ? (Span){value->text, value->length} : span_absent;
}

void secret_lint(const Connection *connection, Findings *findings) {
  const MemberValue *member = connection->member;
  JsonTexts texts = {.copies = NULL};
  if (!findings_want(findings, RULE_SET(RULE_SEALED_VALUE))) return;
  secret_lint_properties(secret_lint_text(&member[COLUMN_CONNECTION_PROPERTIES]), &texts, findings);
  secret_lint_credentials(secret_lint_text(&member[COLUMN_AUTHENTICATION_CONFIGURATION]), &texts,
                          findings);
  if (texts.out_of_memory) findings->out_of_memory = true;
  json_texts_free(&texts);
}
