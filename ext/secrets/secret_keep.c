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

int secret_keep(Request *request, const Connection *stored) {
  const MemberValue *value = &request->connection.member[COLUMN_CONNECTION_PROPERTIES];
  const MemberValue *kept = &stored->member[COLUMN_CONNECTION_PROPERTIES];
  JsonDocument document;
  JsonError error;
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
