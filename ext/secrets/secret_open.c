/* SPDX-License-Identifier: MIT */
#include "secrets/secret_open.h"

#include <string.h>

#include "secrets/secret.h"
#include "secrets/secret_text.h"

typedef struct SecretOpening {
  Keyring *keyring;
  SealContext connection; /* its property is left out */
  char **message;
} SecretOpening;

static SealContext secret_open_context(const SecretOpening *opening, const char *property) {
  SealContext context = opening->connection;
  context.property = property;
  context.property_length = strlen(property);
  return context;
}

static int secret_open_sealed(const SecretOpening *opening, const char *property, const char *text,
                              size_t length, char **plain, size_t *plain_length) {
  const SealContext context = secret_open_context(opening, property);
  return seal_open(opening->keyring, &context, text, length, plain, plain_length, opening->message);
}

/* connection_properties with every sealed value in the key it has in clear. The service's own
** ciphertext is left as it is. */
static int secret_open_properties(const SecretOpening *opening, const JsonValue *properties,
                                  const char *text, SecretText *out) {
  JsonCursor entry;
  int rc = SQLITE_OK;
  secret_text_append(out, "{", 1);
  for (json_open(&entry, properties, text); entry.value; json_advance(&entry)) {
    const SecretProperty *property = secret_property_of_twin(json_key(entry.value));
    const char *value = json_string(entry.value);
    if (property == NULL || value == NULL || !secret_is_sealed(value)) {
      secret_text_append_entry(out, &entry);
      continue;
    }
    char *plain;
    size_t length;
    rc = secret_open_sealed(opening, property->name, value, strlen(value), &plain, &length);
    if (rc != SQLITE_OK) break;
    secret_text_append_own_key(out, property->name);
    secret_text_append_string(out, plain, length);
    cipher_free(plain, length);
  }
  secret_text_append(out, "}", 1);
  return rc;
}

/* The members of both objects; objects that both have are merged in turn. EncryptedCredentials,
** which the second takes the place of, is left out. */
static void secret_open_merge(const JsonValue *a, const char *a_text, const JsonValue *b,
                              const char *b_text, SecretText *out) {
  JsonCursor entry, other;
  secret_text_append(out, "{", 1);
  for (json_open(&entry, a, a_text); entry.value; json_advance(&entry)) {
    const char *key = json_key(entry.value);
    if (strcmp(key, SECRET_ENCRYPTED_CREDENTIALS) == 0) continue;
    json_open(&other, b, b_text);
    while (other.value && strcmp(json_key(other.value), key) != 0) json_advance(&other);
    if (other.value && json_type(entry.value) == JSON_OBJECT &&
        json_type(other.value) == JSON_OBJECT) {
      secret_text_append_key(out, &entry);
      secret_open_merge(entry.value, entry.text, other.value, other.text, out);
    } else {
      secret_text_append_entry(out, &entry);
    }
  }
  for (json_open(&other, b, b_text); other.value; json_advance(&other)) {
    if (json_member(a, json_key(other.value)) == NULL) secret_text_append_entry(out, &other);
  }
  secret_text_append(out, "}", 1);
}

/* `at` is an object. */
static int secret_open_authentication(const SecretOpening *opening, const JsonCursor *at,
                                      SecretText *out) {
  const JsonValue *sealed = json_member(at->value, SECRET_ENCRYPTED_CREDENTIALS);
  const char *text = sealed ? json_string(sealed) : NULL;
  if (text == NULL) {
    secret_text_append(out, at->text, at->length);
    return SQLITE_OK;
  }
  char *plain;
  size_t length;
  int rc = secret_open_sealed(opening, SECRET_CREDENTIALS, text, strlen(text), &plain, &length);
  if (rc != SQLITE_OK) return rc;
  JsonDocument document;
  JsonError error;
  rc = json_parse(plain, length, &document, &error);
  if (rc == SQLITE_OK) secret_open_merge(at->value, at->text, document.root, document.text, out);
  json_free_secret(&document, cipher_wipe);
  cipher_free(plain, length);
  return rc;
}

/* The members of ConnectionInput. */
static int secret_open_input(const SecretOpening *opening, const JsonCursor *input,
                             SecretText *out) {
  JsonCursor at;
  int rc = SQLITE_OK;
  secret_text_append(out, "{", 1);
  json_open(&at, input->value, input->text);
  for (; at.value && rc == SQLITE_OK; json_advance(&at)) {
    bool is_object = json_type(at.value) == JSON_OBJECT;
    const char *key = json_key(at.value);
    bool properties = is_object && strcmp(key, "ConnectionProperties") == 0;
    bool authentication = is_object && strcmp(key, "AuthenticationConfiguration") == 0;
    if (!properties && !authentication) {
      secret_text_append_entry(out, &at);
      continue;
    }
    secret_text_append_key(out, &at);
    rc = properties ? secret_open_properties(opening, at.value, at.text, out)
                    : secret_open_authentication(opening, &at, out);
  }
  secret_text_append(out, "}", 1);
  return rc;
}

/* The text of a string member, or NULL. */
static const char *secret_open_string_member(const JsonValue *object, const char *key) {
  const JsonValue *value = object ? json_member(object, key) : NULL;
  return value ? json_string(value) : NULL;
}

static int secret_open_finish(int rc, SecretText *text, char **out) {
  if (rc == SQLITE_OK && text->out_of_memory) rc = SQLITE_NOMEM;
  if (rc == SQLITE_OK) {
    *out = text->text;
  } else {
    secret_text_discard(text);
  }
  return rc;
}

static int secret_open_document(SecretOpening *opening, const JsonDocument *document,
                                SecretText *out) {
  const JsonValue *input = json_member(document->root, "ConnectionInput");
  const char *catalog_id = secret_open_string_member(document->root, "CatalogId");
  const char *region = secret_open_string_member(document->root, "Region");
  const char *name = secret_open_string_member(input, "Name");
  /* Only objects have members. */
  if (catalog_id == NULL || region == NULL || name == NULL) {
    return key_refuse(
        opening->message,
        sqlite3_mprintf("glue_decrypt(request) takes the column `request` of a connection, which "
                        "names its CatalogId, Region and Name"));
  }
  opening->connection = (SealContext){.catalog_id = catalog_id,
                                      .catalog_id_length = strlen(catalog_id),
                                      .region = region,
                                      .region_length = strlen(region),
                                      .name = name,
                                      .name_length = strlen(name)};
  JsonCursor at;
  int rc = SQLITE_OK;
  secret_text_append(out, "{", 1);
  json_open(&at, document->root, document->text);
  for (; at.value && rc == SQLITE_OK; json_advance(&at)) {
    if (at.value != input) {
      secret_text_append_entry(out, &at);
      continue;
    }
    secret_text_append_key(out, &at);
    rc = secret_open_input(opening, &at, out);
  }
  secret_text_append(out, "}", 1);
  return rc;
}

int secret_open_request(Keyring *keyring, const char *text, size_t length, char **out,
                        char **message) {
  SecretOpening opening = {.keyring = keyring, .message = message};
  JsonDocument document;
  JsonError error;
  *out = NULL;
  int rc = json_parse(text, length, &document, &error);
  if (rc == SQLITE_ERROR) {
    return key_refuse(message, sqlite3_mprintf("the request %s", error.reason));
  }
  if (rc != SQLITE_OK) return rc;
  SecretText result = {.text = NULL};
  rc = secret_open_document(&opening, &document, &result);
  json_free_secret(&document, cipher_wipe);
  return secret_open_finish(rc, &result, out);
}

static int secret_open_bare_as(const SecretOpening *opening, const char *property, const char *text,
                               size_t length, SecretText *out) {
  char *plain;
  size_t plain_length;
  int rc = secret_open_sealed(opening, property, text, length, &plain, &plain_length);
  if (rc != SQLITE_OK) return rc;
  secret_text_append(out, plain, plain_length);
  cipher_free(plain, plain_length);
  return SQLITE_OK;
}

/* A sealed text does not say for which property it was sealed, so each is tried in turn. */
static int secret_open_bare(const SecretOpening *opening, const char *text, size_t length,
                            SecretText *out) {
  const SealContext *connection = &opening->connection;
  const char *arn;
  size_t arn_length;
  const Key *key;
  seal_key_arn(text, length, &arn, &arn_length);
  int rc = SQLITE_ERROR;
  if (arn) {
    const SealContext context = secret_open_context(opening, "a value");
    rc = keyring_opening_key(opening->keyring, arn, arn_length, &key, opening->message);
    if (rc != SQLITE_OK) return seal_refuse_opening(opening->message, rc, &context);
    rc = secret_open_bare_as(opening, SECRET_CREDENTIALS, text, length, out);
  }
  for (size_t i = 0; rc == SQLITE_ERROR && secret_property(i); i++) {
    sqlite3_free(*opening->message);
    *opening->message = NULL;
    rc = secret_open_bare_as(opening, secret_property(i)->name, text, length, out);
  }
  if (rc != SQLITE_ERROR) return rc;
  sqlite3_free(*opening->message);
  return key_refuse(opening->message,
                    sqlite3_mprintf("the value is no secret of connection %.*s in catalog %.*s, "
                                    "region %.*s: it was altered, or sealed for another connection",
                                    (int)connection->name_length, connection->name,
                                    (int)connection->catalog_id_length, connection->catalog_id,
                                    (int)connection->region_length, connection->region));
}

int secret_open_value(Keyring *keyring, const char *text, size_t length,
                      const SealContext *connection, char **out, char **message) {
  SecretOpening opening = {.keyring = keyring, .connection = *connection, .message = message};
  SecretText result = {.text = NULL};
  JsonDocument document;
  JsonError error;
  *out = NULL;
  if (seal_is_ours(text, length))
    return secret_open_finish(secret_open_bare(&opening, text, length, &result), &result, out);
  int rc = json_parse(text, length, &document, &error);
  if (rc == SQLITE_OK && json_type(document.root) == JSON_OBJECT) {
    rc = secret_open_properties(&opening, document.root, document.text, &result);
    json_free_secret(&document, cipher_wipe);
    return secret_open_finish(rc, &result, out);
  }
  if (rc == SQLITE_OK) json_free_secret(&document, cipher_wipe);
  if (rc == SQLITE_NOMEM) return rc;
  /* Neither a document nor sealed by us: the service's own ciphertext stays as it is. */
  secret_text_append(&result, text, length);
  return secret_open_finish(SQLITE_OK, &result, out);
}

void secret_open_release(void *text) {
  cipher_free(text, strlen(text));
}
