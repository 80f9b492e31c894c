/*
** Which parts of a connection are secrets, and how they are taken out of its documents and put
** back. The documents keep the user's own text in all other parts.
**
** The property under which a value is sealed is its key in clear: PASSWORD for what is stored as
** ENCRYPTED_PASSWORD, "credentials" for the credentials of authentication_configuration.
*/
#include "catalog/secret.h"

#include <string.h>

#include "model/shapes.h"

static const char credentials_property[] = "credentials";
static const char encrypted_credentials[] = "EncryptedCredentials";

/* ---- text that is wiped ---- */

/* A text under construction that may hold secrets: what it outgrows is wiped. */
typedef struct SecretText {
  char *text; /* owned, NUL-terminated once finished */
  size_t length;
  size_t capacity;
  bool out_of_memory;
} SecretText;

static void append(SecretText *out, const char *piece, size_t size) {
  if (out->out_of_memory) return;
  if (out->length + size + 1 > out->capacity) {
    size_t capacity = (out->length + size + 1) * 2;
    char *text = sqlite3_malloc64(capacity);
    if (text == NULL) {
      out->out_of_memory = true;
      return;
    }
    if (out->length) memcpy(text, out->text, out->length);
    seal_free(out->text, out->length);
    out->text = text;
    out->capacity = capacity;
  }
  if (size) memcpy(out->text + out->length, piece, size);
  out->length += size;
  out->text[out->length] = '\0';
}

static void append_literal(SecretText *out, const char *literal) {
  append(out, literal, strlen(literal));
}

static void append_piece(void *out, const char *piece, size_t size) {
  append(out, piece, size);
}

static void append_string(SecretText *out, const char *text, size_t length) {
  json_write_string(text, length, append_piece, out);
}

/* The comma before a member, unless it is the first. */
static void append_comma(SecretText *out) {
  if (out->length && out->text[out->length - 1] != '{') append(out, ",", 1);
}

static void append_entry(SecretText *out, const JsonCursor *entry) {
  append_comma(out);
  append(out, entry->key, entry->key_length);
  append(out, ":", 1);
  append(out, entry->text, entry->length);
}

static void discard(SecretText *out) {
  seal_free(out->text, out->length);
  *out = (SecretText){.text = NULL};
}

void secret_release(void *text) {
  if (text) seal_free(text, strlen(text));
}

/* ---- which secret it is ---- */

static SealContext context_of(const MemberValue *catalog_id, const MemberValue *name,
                              const char *property) {
  return (SealContext){.catalog_id = catalog_id->text,
                       .catalog_id_length = catalog_id->length,
                       .name = name->text,
                       .name_length = name->length,
                       .property = property,
                       .property_length = strlen(property)};
}

static SealContext context_in(const Connection *connection, const char *property) {
  return context_of(&connection->member[COLUMN_CATALOG_ID], &connection->member[COLUMN_NAME],
                    property);
}

/* The property whose sealed value that key carries, or NULL. */
static const char *clear_key(const char *key) {
  static const char prefix[] = "ENCRYPTED_";
  size_t length = sizeof(prefix) - 1;
  if (strncmp(key, prefix, length) != 0) return NULL;
  const PropertyKey *property = property_key(key + length);
  return property && property->encrypted_twin ? property->name : NULL;
}

static bool is_sealed(const char *text) {
  return seal_is_ours(text, strlen(text));
}

/* ---- sealing ---- */

/* How the secrets of one connection are sealed. */
typedef struct Sealing {
  Keyring *keyring;
  const char *key_arn; /* NULL: the default key */
  const Connection *from; /* under whose name sealed values open; NULL: they are left as they are */
  const Connection *to;   /* under whose name secrets are sealed */
  char **message;
} Sealing;

/* Opens a sealed text and seals it again. */
static int reseal(const Sealing *sealing, const char *property, const char *text, size_t length,
                  char **sealed) {
  SealContext from = context_in(sealing->from, property);
  SealContext to = context_in(sealing->to, property);
  char *plain;
  size_t plain_length;
  int rc = seal_open(sealing->keyring, &from, text, length, &plain, &plain_length,
                     sealing->message);
  if (rc != SQLITE_OK) return rc;
  rc = seal_close(sealing->keyring, sealing->key_arn, &to, plain, plain_length, sealed,
                  sealing->message);
  seal_free(plain, plain_length);
  return rc;
}

/* Appends "key":"sealed" and frees the sealed text. */
static void append_sealed(SecretText *out, const char *key, char *sealed) {
  append_comma(out);
  append_string(out, key, strlen(key));
  append(out, ":", 1);
  append_string(out, sealed, strlen(sealed));
  sqlite3_free(sealed);
}

/* One entry of connection_properties as it is to be stored. */
static int seal_property(const Sealing *sealing, const JsonValue *properties,
                         const JsonCursor *entry, SecretText *out) {
  const char *key = json_key(entry->value), *value = json_string(entry->value);
  const PropertyKey *property = property_key(key);
  const char *clear = clear_key(key);
  char *sealed = NULL;
  int rc = SQLITE_OK;
  if (property && property->encrypted_twin) {
    SealContext to = context_in(sealing->to, key);
    rc = seal_close(sealing->keyring, sealing->key_arn, &to, value, strlen(value), &sealed,
                    sealing->message);
    if (rc == SQLITE_OK) append_sealed(out, property->encrypted_twin, sealed);
  } else if (clear && json_member(properties, clear)) {
    /* The clear value that is given beside it takes its place. */
  } else if (clear && sealing->from && is_sealed(value)) {
    rc = reseal(sealing, clear, value, strlen(value), &sealed);
    if (rc == SQLITE_OK) append_sealed(out, key, sealed);
  } else {
    append_entry(out, entry);
  }
  return rc;
}

/* Hands a finished text over to the request as the value of a column. */
static int adopt(Request *request, ColumnId id, SecretText *text) {
  if (text->out_of_memory) {
    discard(text);
    return SQLITE_NOMEM;
  }
  request->texts[request->text_count++] = text->text;
  request->connection.member[id] =
      (MemberValue){.present = true, .text = text->text, .length = text->length};
  return SQLITE_OK;
}

static int seal_properties(const Sealing *sealing, Request *request, bool *sealed) {
  const MemberValue *value = &request->connection.member[COLUMN_CONNECTION_PROPERTIES];
  *sealed = false;
  for (const JsonValue *entry = json_first(value->json); entry; entry = json_next(entry)) {
    const PropertyKey *property = property_key(json_key(entry));
    *sealed = *sealed || (property && property->encrypted_twin);
    *sealed = *sealed || (sealing->from && clear_key(json_key(entry)));
  }
  if (!*sealed) return SQLITE_OK;
  SecretText out = {.text = NULL};
  int rc = SQLITE_OK;
  JsonCursor entry;
  append(&out, "{", 1);
  json_open(&entry, value->json, value->text);
  for (; entry.value && rc == SQLITE_OK; json_advance(&entry)) {
    rc = seal_property(sealing, value->json, &entry, &out);
  }
  append(&out, "}", 1);
  if (rc == SQLITE_OK) return adopt(request, COLUMN_CONNECTION_PROPERTIES, &out);
  discard(&out);
  return rc;
}

/* Whether a structure holds credentials, at any depth. */
static bool has_credentials(const Shape *shape, const JsonValue *value) {
  if (shape->type != SHAPE_STRUCTURE || json_type(value) != JSON_OBJECT) return false;
  for (const JsonValue *entry = json_first(value); entry; entry = json_next(entry)) {
    const Member *member = shape_member(shape, json_key(entry));
    if (member == NULL || json_type(entry) == JSON_NULL) continue;
    if (member->credential || has_credentials(member->shape, entry)) return true;
  }
  return false;
}

/* Parts a structure into what may be shown and its credentials, each an object. */
static void part(const Shape *shape, const JsonValue *value, const char *text, SecretText *open,
                 SecretText *credentials) {
  JsonCursor entry;
  append(open, "{", 1);
  append(credentials, "{", 1);
  for (json_open(&entry, value, text); entry.value; json_advance(&entry)) {
    const Member *member = shape_member(shape, json_key(entry.value));
    if (member->credential) {
      if (strcmp(member->name, encrypted_credentials) != 0) append_entry(credentials, &entry);
    } else if (has_credentials(member->shape, entry.value)) {
      SecretText *outs[] = {open, credentials};
      for (size_t i = 0; i < 2; i++) {
        append_comma(outs[i]);
        append(outs[i], entry.key, entry.key_length);
        append(outs[i], ":", 1);
      }
      part(member->shape, entry.value, entry.text, open, credentials);
    } else {
      append_entry(open, &entry);
    }
  }
  append(open, "}", 1);
  append(credentials, "}", 1);
}

/* Sets the column `credentials` from clear ones. */
static int seal_credentials(const Sealing *sealing, Request *request, const SecretText *clear) {
  SealContext to = context_in(sealing->to, credentials_property);
  char *sealed;
  int rc = seal_close(sealing->keyring, sealing->key_arn, &to, clear->text, clear->length, &sealed,
                      sealing->message);
  if (rc != SQLITE_OK) return rc;
  request->texts[request->text_count++] = sealed;
  request->connection.member[COLUMN_CREDENTIALS] =
      (MemberValue){.present = true, .text = sealed, .length = strlen(sealed)};
  return SQLITE_OK;
}

/* Takes the credentials out of authentication_configuration. Credentials in clear win over sealed
** ones given beside them. */
static int seal_authentication(const Sealing *sealing, Request *request, bool *sealed) {
  const MemberValue *value = &request->connection.member[COLUMN_AUTHENTICATION_CONFIGURATION];
  const Shape *shape = &shape_authentication_configuration;
  *sealed = value->present && has_credentials(shape, value->json);
  if (!*sealed) return SQLITE_OK;
  const JsonValue *given = json_member(value->json, encrypted_credentials);
  SecretText open = {.text = NULL}, credentials = {.text = NULL};
  part(shape, value->json, value->text, &open, &credentials);
  int rc = open.out_of_memory || credentials.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
  if (rc == SQLITE_OK && credentials.length > 2) {
    rc = seal_credentials(sealing, request, &credentials);
  } else if (rc == SQLITE_OK && given && json_type(given) == JSON_STRING) {
    const char *text = json_string(given); /* the document outlives the request's columns */
    request->connection.member[COLUMN_CREDENTIALS] =
        (MemberValue){.present = true, .text = text, .length = strlen(text)};
  }
  discard(&credentials);
  if (rc == SQLITE_OK) return adopt(request, COLUMN_AUTHENTICATION_CONFIGURATION, &open);
  discard(&open);
  return rc;
}

static const char *kms_key_arn(const Connection *connection) {
  const MemberValue *value = &connection->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  if (!value->present || value->json == NULL) return NULL;
  const JsonValue *arn = json_member(value->json, "KmsKeyArn");
  return arn ? json_string(arn) : NULL;
}

static bool same_text(const MemberValue *a, const MemberValue *b) {
  return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Whether a configuration authenticates in the same way as the stored one does. */
static bool same_authentication(const MemberValue *value, const MemberValue *stored) {
  if (!value->present || !stored->present) return false;
  JsonDocument document;
  JsonError error;
  const JsonValue *type = json_member(value->json, "AuthenticationType");
  if (json_parse(stored->text, stored->length, &document, &error) != SQLITE_OK) return false;
  const JsonValue *stored_type = json_member(document.root, "AuthenticationType");
  const char *a = type ? json_string(type) : NULL;
  const char *b = stored_type ? json_string(stored_type) : NULL;
  bool same = a && b ? strcmp(a, b) == 0 : a == b;
  json_free(&document);
  return same;
}

/* The column shows a configuration without its credentials, so one that is written back without
** any keeps those that are stored, as long as it authenticates in the same way. */
static void keep_credentials(Request *request, const Connection *stored) {
  MemberValue *member = request->connection.member;
  const MemberValue *kept = &stored->member[COLUMN_CREDENTIALS];
  if (member[COLUMN_CREDENTIALS].present && !request->given[COLUMN_AUTHENTICATION_CONFIGURATION]) {
    return;
  }
  member[COLUMN_CREDENTIALS].present = false;
  if (!kept->present || request->given[COLUMN_REQUEST]) return;
  if (same_authentication(&member[COLUMN_AUTHENTICATION_CONFIGURATION],
                          &stored->member[COLUMN_AUTHENTICATION_CONFIGURATION])) {
    member[COLUMN_CREDENTIALS] = *kept;
  }
}

int secret_seal(Keyring *keyring, Request *request, const Connection *stored, char **message) {
  Connection *connection = &request->connection;
  bool moves = stored && !(same_text(&connection->member[COLUMN_NAME],
                                     &stored->member[COLUMN_NAME]) &&
                           same_text(&connection->member[COLUMN_CATALOG_ID],
                                     &stored->member[COLUMN_CATALOG_ID]));
  Sealing sealing = {keyring, kms_key_arn(connection), moves ? stored : NULL, connection, message};
  bool properties = false, credentials = false;
  if (stored) keep_credentials(request, stored);
  int rc = seal_properties(&sealing, request, &properties);
  if (rc == SQLITE_OK) rc = seal_authentication(&sealing, request, &credentials);
  MemberValue *kept = &connection->member[COLUMN_CREDENTIALS];
  if (rc == SQLITE_OK && moves && !credentials && kept->present) {
    char *sealed;
    rc = reseal(&sealing, credentials_property, kept->text, kept->length, &sealed);
    if (rc != SQLITE_OK) return rc;
    request->texts[request->text_count++] = sealed;
    *kept = (MemberValue){.present = true, .text = sealed, .length = strlen(sealed)};
  }
  request->holds_no_secret = rc == SQLITE_OK && !properties && !credentials;
  return rc;
}

int secret_rekey(Keyring *keyring, Request *request, char **message) {
  Connection *connection = &request->connection;
  Sealing sealing = {keyring, NULL, connection, connection, message};
  MemberValue *kept = &connection->member[COLUMN_CREDENTIALS];
  bool sealed_any;
  int rc = seal_properties(&sealing, request, &sealed_any);
  if (rc != SQLITE_OK || !kept->present) return rc;
  char *sealed;
  rc = reseal(&sealing, credentials_property, kept->text, kept->length, &sealed);
  if (rc != SQLITE_OK) return rc;
  request->texts[request->text_count++] = sealed;
  *kept = (MemberValue){.present = true, .text = sealed, .length = strlen(sealed)};
  return rc;
}

void secret_check(const Connection *row, const char **broken) {
  const MemberValue *properties = &row->member[COLUMN_CONNECTION_PROPERTIES];
  const MemberValue *credentials = &row->member[COLUMN_CREDENTIALS];
  *broken = NULL;
  if (credentials->present && !seal_is_well_formed(credentials->text, credentials->length)) {
    *broken = columns[COLUMN_CREDENTIALS].name;
  }
  for (const JsonValue *entry = json_first(properties->json); entry; entry = json_next(entry)) {
    const char *key = json_key(entry), *value = json_string(entry);
    const PropertyKey *property = property_key(key);
    if (value == NULL) continue;
    /* A secret in clear can only have been written past the extension. */
    if (property && property->encrypted_twin) *broken = property->name;
    if (clear_key(key) && is_sealed(value) && !seal_is_well_formed(value, strlen(value))) {
      *broken = property->name;
    }
  }
}

/* ---- opening ---- */

typedef struct Opening {
  Keyring *keyring;
  const char *catalog_id, *name;
  size_t catalog_id_length, name_length;
  char **message;
} Opening;

static int open_sealed(const Opening *opening, const char *property, const char *text,
                       size_t length, char **plain, size_t *plain_length) {
  SealContext context = {opening->catalog_id,  opening->catalog_id_length,
                         opening->name,        opening->name_length,
                         property,             strlen(property)};
  return seal_open(opening->keyring, &context, text, length, plain, plain_length,
                   opening->message);
}

/* connection_properties with every sealed value in the key it has in clear. The service's own
** ciphertext is left as it is. */
static int open_properties(const Opening *opening, const JsonValue *properties, const char *text,
                           SecretText *out) {
  JsonCursor entry;
  int rc = SQLITE_OK;
  append(out, "{", 1);
  for (json_open(&entry, properties, text); entry.value && rc == SQLITE_OK; json_advance(&entry)) {
    const char *clear = clear_key(json_key(entry.value)), *value = json_string(entry.value);
    if (clear == NULL || value == NULL || !is_sealed(value)) {
      append_entry(out, &entry);
      continue;
    }
    char *plain;
    size_t length;
    rc = open_sealed(opening, clear, value, strlen(value), &plain, &length);
    if (rc != SQLITE_OK) break;
    append_comma(out);
    append_string(out, clear, strlen(clear));
    append(out, ":", 1);
    append_string(out, plain, length);
    seal_free(plain, length);
  }
  append(out, "}", 1);
  return rc;
}

/* The members of both objects; objects that both have are merged in turn. EncryptedCredentials,
** which the second takes the place of, is left out. */
static void merge(const JsonValue *a, const char *a_text, const JsonValue *b, const char *b_text,
                  SecretText *out) {
  JsonCursor entry, other;
  append(out, "{", 1);
  for (json_open(&entry, a, a_text); entry.value; json_advance(&entry)) {
    const char *key = json_key(entry.value);
    if (strcmp(key, encrypted_credentials) == 0) continue;
    json_open(&other, b, b_text);
    while (other.value && strcmp(json_key(other.value), key) != 0) json_advance(&other);
    if (other.value && json_type(entry.value) == JSON_OBJECT &&
        json_type(other.value) == JSON_OBJECT) {
      append_comma(out);
      append(out, entry.key, entry.key_length);
      append(out, ":", 1);
      merge(entry.value, entry.text, other.value, other.text, out);
    } else {
      append_entry(out, &entry);
    }
  }
  for (json_open(&other, b, b_text); other.value; json_advance(&other)) {
    if (json_member(a, json_key(other.value)) == NULL) append_entry(out, &other);
  }
  append(out, "}", 1);
}

static int open_authentication(const Opening *opening, const JsonCursor *at, SecretText *out) {
  const JsonValue *sealed = json_type(at->value) == JSON_OBJECT
                                ? json_member(at->value, encrypted_credentials)
                                : NULL;
  const char *text = sealed ? json_string(sealed) : NULL;
  if (text == NULL) {
    append(out, at->text, at->length);
    return SQLITE_OK;
  }
  char *plain;
  size_t length;
  int rc = open_sealed(opening, credentials_property, text, strlen(text), &plain, &length);
  if (rc != SQLITE_OK) return rc;
  JsonDocument document;
  JsonError error;
  rc = json_parse(plain, length, &document, &error);
  if (rc == SQLITE_OK) merge(at->value, at->text, document.root, document.text, out);
  json_free_secret(&document, seal_wipe);
  seal_free(plain, length);
  return rc;
}

/* The members of ConnectionInput. */
static int open_input(const Opening *opening, const JsonCursor *input, SecretText *out) {
  JsonCursor at;
  int rc = SQLITE_OK;
  append(out, "{", 1);
  json_open(&at, input->value, input->text);
  for (; at.value && rc == SQLITE_OK; json_advance(&at)) {
    bool is_object = json_type(at.value) == JSON_OBJECT;
    const char *key = json_key(at.value);
    bool properties = is_object && strcmp(key, "ConnectionProperties") == 0;
    bool authentication = is_object && strcmp(key, "AuthenticationConfiguration") == 0;
    if (!properties && !authentication) {
      append_entry(out, &at);
      continue;
    }
    append_comma(out);
    append(out, at.key, at.key_length);
    append(out, ":", 1);
    rc = properties ? open_properties(opening, at.value, at.text, out)
                    : open_authentication(opening, &at, out);
  }
  append(out, "}", 1);
  return rc;
}

/* The text of a string member, or NULL. */
static const char *string_member(const JsonValue *object, const char *key) {
  const JsonValue *value = object ? json_member(object, key) : NULL;
  return value ? json_string(value) : NULL;
}

static int finish(int rc, SecretText *text, char **out) {
  if (rc == SQLITE_OK && text->out_of_memory) rc = SQLITE_NOMEM;
  if (rc == SQLITE_OK) {
    *out = text->text;
  } else {
    discard(text);
  }
  return rc;
}

static int open_document(Opening *opening, const JsonDocument *document, SecretText *out) {
  const JsonValue *input = json_member(document->root, "ConnectionInput");
  const char *catalog_id = string_member(document->root, "CatalogId");
  const char *name = string_member(input, "Name");
  if (json_type(document->root) != JSON_OBJECT || catalog_id == NULL || name == NULL) {
    return keyring_refuse(
        opening->message,
        sqlite3_mprintf("glue_decrypt(request) takes the column `request` of a connection, which "
                        "names its CatalogId and Name"));
  }
  opening->catalog_id = catalog_id;
  opening->catalog_id_length = strlen(catalog_id);
  opening->name = name;
  opening->name_length = strlen(name);
  JsonCursor at;
  int rc = SQLITE_OK;
  append(out, "{", 1);
  json_open(&at, document->root, document->text);
  for (; at.value && rc == SQLITE_OK; json_advance(&at)) {
    if (at.value != input || json_type(input) != JSON_OBJECT) {
      append_entry(out, &at);
      continue;
    }
    append_comma(out);
    append_literal(out, "\"ConnectionInput\":");
    rc = open_input(opening, &at, out);
  }
  append(out, "}", 1);
  return rc;
}

int secret_open_request(Keyring *keyring, const char *text, size_t length, char **out,
                        char **message) {
  Opening opening = {.keyring = keyring, .message = message};
  JsonDocument document;
  JsonError error;
  *out = NULL;
  int rc = json_parse(text, length, &document, &error);
  if (rc == SQLITE_ERROR) {
    return keyring_refuse(message, sqlite3_mprintf("the request %s", error.reason));
  }
  if (rc != SQLITE_OK) return rc;
  SecretText result = {.text = NULL};
  rc = open_document(&opening, &document, &result);
  json_free(&document);
  return finish(rc, &result, out);
}

/* A sealed text says nothing of the property it was sealed for, so each is tried in turn. */
static int open_bare(const Opening *opening, const char *text, size_t length, SecretText *out) {
  char *plain;
  size_t plain_length;
  int rc = open_sealed(opening, credentials_property, text, length, &plain, &plain_length);
  for (size_t i = 0; rc == SQLITE_ERROR && property_key_name(i); i++) {
    const PropertyKey *property = property_key(property_key_name(i));
    if (property->encrypted_twin == NULL) continue;
    sqlite3_free(*opening->message);
    *opening->message = NULL;
    rc = open_sealed(opening, property->name, text, length, &plain, &plain_length);
  }
  if (rc != SQLITE_OK) return rc;
  append(out, plain, plain_length);
  seal_free(plain, plain_length);
  return SQLITE_OK;
}

int secret_open_value(Keyring *keyring, const char *text, size_t length, const char *catalog_id,
                      size_t catalog_id_length, const char *name, size_t name_length, char **out,
                      char **message) {
  Opening opening = {keyring, catalog_id, name, catalog_id_length, name_length, message};
  SecretText result = {.text = NULL};
  JsonDocument document;
  JsonError error;
  *out = NULL;
  if (seal_is_ours(text, length)) return finish(open_bare(&opening, text, length, &result), &result, out);
  int rc = json_parse(text, length, &document, &error);
  if (rc == SQLITE_OK && json_type(document.root) == JSON_OBJECT) {
    rc = open_properties(&opening, document.root, document.text, &result);
    json_free(&document);
    return finish(rc, &result, out);
  }
  if (rc == SQLITE_OK) json_free(&document);
  if (rc == SQLITE_NOMEM) return rc;
  /* Neither a document nor sealed by us: the service's own ciphertext stays as it is. */
  append(&result, text, length);
  return finish(SQLITE_OK, &result, out);
}
