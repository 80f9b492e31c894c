/* SPDX-License-Identifier: MIT */
#include "secrets/secret_keep.h"

#include <string.h>

#include "secrets/secret.h"
#include "secrets/secret_text.h"

/* Whether an entry of the stored properties is to be kept beside those of the request (NULL: none). */
static bool secret_keep_is_kept(const JsonValue *entry, const JsonValue *properties) {
  const SecretProperty *twin_of = secret_property_of_twin(json_key(entry));
  const char *value = json_string(entry);
  if (twin_of == NULL || value == NULL || !secret_is_sealed(value)) return false;
  return properties == NULL || (json_member(properties, twin_of->name) == NULL &&
                                json_member(properties, twin_of->twin) == NULL);
}

/* Makes the properties of the request and what is kept of the stored ones one object. */
static int secret_keep_merge(Request *request, const JsonDocument *stored) {
  const MemberValue *value = &request->connection.member[COLUMN_CONNECTION_PROPERTIES];
  SecretText out = {.text = NULL};
  JsonCursor entry;
  secret_text_append(&out, "{", 1);
  if (value->present) {
    json_open(&entry, value->json, value->text);
    for (; entry.value; json_advance(&entry)) secret_text_append_entry(&out, &entry);
  }
  json_open(&entry, stored->root, stored->text);
  for (; entry.value; json_advance(&entry)) {
    if (secret_keep_is_kept(entry.value, value->json)) secret_text_append_entry(&out, &entry);
  }
  secret_text_append(&out, "}", 1);
  if (out.out_of_memory) {
    secret_text_discard(&out);
    return SQLITE_NOMEM;
  }
  request_own(request, out.text);
  return request_set_json(request, COLUMN_CONNECTION_PROPERTIES, out.text, out.length);
}

/* Credentials that are references stand in the configuration itself, where an answer has none: they are put beside what
** it has. */
static void secret_keep_references(const Shape *shape, const JsonCursor *answer,
                                   const JsonCursor *stored, SecretText *out) {
  JsonCursor entry, kept;
  secret_text_append(out, "{", 1);
  for (json_open(&entry, answer->value, answer->text); entry.value; json_advance(&entry)) {
    const char *name = json_key(entry.value);
    const Member *member = shape_member(shape, name, strlen(name));
    json_open(&kept, stored->value, stored->text);
    while (kept.value && strcmp(json_key(kept.value), name) != 0) json_advance(&kept);
    if (member && kept.value && secret_has_credentials(member->shape, kept.value, true)) {
      secret_text_append_key(out, &entry);
      secret_keep_references(member->shape, &entry, &kept, out);
    } else {
      secret_text_append_entry(out, &entry);
    }
  }
  for (json_open(&kept, stored->value, stored->text); kept.value; json_advance(&kept)) {
    const Member *member = shape_member(shape, json_key(kept.value), strlen(json_key(kept.value)));
    if (member && member->credential) secret_text_append_entry(out, &kept);
  }
  secret_text_append(out, "}", 1);
}

/* Both are there, and the stored one can be read: the caller has compared how they authenticate. */
static int secret_keep_configuration(Request *request, const Connection *stored) {
  const ColumnId id = COLUMN_AUTHENTICATION_CONFIGURATION;
  const Shape *shape = &shape_authentication_configuration;
  const MemberValue *value = &request->connection.member[id], *kept = &stored->member[id];
  JsonDocument document;
  JsonError error;
  if (json_type(value->json) != JSON_OBJECT || secret_has_credentials(shape, value->json, false)) {
    return SQLITE_OK;
  }
  int rc = json_parse(kept->text, kept->length, &document, &error);
  if (rc != SQLITE_OK) return rc;
  SecretText out = {.text = NULL};
  if (secret_are_references(shape, document.root)) {
    const JsonCursor answer = {.value = value->json, .text = value->text};
    const JsonCursor before = {.value = document.root, .text = document.text};
    secret_keep_references(shape, &answer, &before, &out);
  }
  json_free(&document);
  if (out.out_of_memory) {
    secret_text_discard(&out);
    return SQLITE_NOMEM;
  }
  if (out.text == NULL) return SQLITE_OK;
  request_own(request, out.text);
  return request_set_json(request, id, out.text, out.length);
}

static int secret_keep_properties(Request *request, const Connection *stored) {
  const MemberValue *value = &request->connection.member[COLUMN_CONNECTION_PROPERTIES];
  const MemberValue *kept = &stored->member[COLUMN_CONNECTION_PROPERTIES];
  JsonDocument document;
  JsonError error;
  if (request_grow(request, COLUMN_CONNECTION_PROPERTIES) != SQLITE_OK) return SQLITE_NOMEM;
  if (!kept->present || (value->present && json_type(value->json) != JSON_OBJECT)) return SQLITE_OK;
  int rc = json_parse(kept->text, kept->length, &document, &error);
  if (rc != SQLITE_OK) return rc == SQLITE_ERROR ? SQLITE_OK : rc; /* damaged: nothing to keep */
  bool any = false;
  for (const JsonValue *entry = json_first(document.root); entry; entry = json_next(entry)) {
    any = any || secret_keep_is_kept(entry, value->json);
  }
  if (any) rc = secret_keep_merge(request, &document);
  json_free(&document);
  return rc;
}

int secret_keep(Request *request, const Connection *stored, bool keeps_credentials) {
  int rc = secret_keep_properties(request, stored);
  if (rc != SQLITE_OK || !keeps_credentials) return rc;
  return secret_keep_configuration(request, stored);
}
