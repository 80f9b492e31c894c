/* SPDX-License-Identifier: MIT */
/*
** Sealing: which parts of a connection are secrets, and how they are taken out of its documents. The
** documents keep the user's own text in all other parts.
**
** The property under which a value is sealed is its key in clear: PASSWORD for what is stored as
** ENCRYPTED_PASSWORD, "credentials" for the credentials of authentication_configuration.
*/
#include <string.h>

#include "model/shapes.h"
#include "secrets/secret_text.h"

/* How the secrets of one connection are sealed. */
typedef struct Sealing {
  Keyring *keyring;
  const char *key_arn;      /* NULL: the default key */
  const Connection *stored; /* the row that changes; NULL: a new one */
  const Connection *from; /* under whose name sealed values open; NULL: they are left as they are */
  const Connection *to;   /* under whose name secrets are sealed */
  char **message;
} Sealing;

/* Opens a sealed text and seals it again. */
static int reseal(const Sealing *sealing, const char *property, const char *text, size_t length,
                  char **sealed) {
  SealContext from = secret_context(sealing->from, property);
  SealContext to = secret_context(sealing->to, property);
  char *plain;
  size_t plain_length;
  int rc =
      seal_open(sealing->keyring, &from, text, length, &plain, &plain_length, sealing->message);
  if (rc != SQLITE_OK) return rc;
  rc = seal_close(sealing->keyring, sealing->key_arn, &to, plain, plain_length, sealed,
                  sealing->message);
  cipher_free(plain, plain_length);
  return rc;
}

/* Appends "key":"sealed" and frees the sealed text. */
static void append_sealed(SecretText *out, const char *key, char *sealed) {
  secret_append_own_key(out, key);
  secret_append_string(out, sealed, strlen(sealed));
  sqlite3_free(sealed);
}

/* One entry of connection_properties as it is to be stored. */
static int seal_property(const Sealing *sealing, const JsonValue *properties,
                         const JsonCursor *entry, SecretText *out) {
  const char *key = json_key(entry->value), *value = json_string(entry->value);
  const SecretProperty *secret = secret_in_clear(entry->value),
                       *twin_of = secret_property_of_twin(key);
  char *sealed = NULL;
  int rc = SQLITE_OK;
  if (secret) {
    SealContext to = secret_context(sealing->to, key);
    rc = seal_close(sealing->keyring, sealing->key_arn, &to, value, strlen(value), &sealed,
                    sealing->message);
    if (rc == SQLITE_OK) append_sealed(out, secret->twin, sealed);
  } else if (twin_of && json_member(properties, twin_of->name)) {
    /* The clear value that is given beside it takes its place. */
  } else if (twin_of && sealing->from && secret_is_sealed(value)) {
    rc = reseal(sealing, twin_of->name, value, strlen(value), &sealed);
    if (rc == SQLITE_OK) append_sealed(out, key, sealed);
  } else {
    secret_append_entry(out, entry);
  }
  return rc;
}

/* Hands a finished text over to the request as the value of a column. */
static int adopt(Request *request, ColumnId id, SecretText *text) {
  if (text->out_of_memory) {
    secret_discard(text);
    return SQLITE_NOMEM;
  }
  request->texts[request->text_count++] = text->text;
  request->connection.member[id] =
      (MemberValue){.present = true, .text = text->text, .length = text->length};
  return SQLITE_OK;
}

/* What claims to be sealed here has to be complete, so that it is refused when it comes in and not
** when it is needed. */
static int refuse_malformed(const char *property, char **message) {
  return key_refuse(message, sqlite3_mprintf(SECRET_MALFORMED, property));
}

/* A sealed value that comes in has to open here, where its key is at hand: one that was sealed for
** another connection would be of no use, and keep the whole table from being sealed anew. Nothing can
** be said where the key is not there, or the keyring cannot be read: copies need neither. */
static int refuse_moved(const Sealing *sealing, const char *property, const char *text) {
  int rc = secret_try_open(sealing->keyring, sealing->to, property, text, strlen(text),
                           sealing->message);
  if (rc != SQLITE_ERROR) return rc;
  char *reason = *sealing->message;
  rc =
      key_refuse(sealing->message, sqlite3_mprintf("%s; a copy under another name goes through "
                                                       "glue_decrypt(request)",
                                                       reason));
  sqlite3_free(reason);
  return rc;
}

/* Whether the row holds that value under that property already: *held. What is there is kept, even
** where it does not open. */
static int is_held(const Sealing *sealing, const char *key, const char *value, bool *held) {
  JsonDocument document;
  JsonError error;
  *held = false;
  if (sealing->stored == NULL) return SQLITE_OK;
  const MemberValue *now = &sealing->to->member[COLUMN_CONNECTION_PROPERTIES];
  const MemberValue *stored = &sealing->stored->member[COLUMN_CONNECTION_PROPERTIES];
  *held = member_equal(now, stored);
  if (*held) return SQLITE_OK;
  int rc = json_parse(stored->text, stored->length, &document, &error);
  if (rc != SQLITE_OK) return rc == SQLITE_ERROR ? SQLITE_OK : rc;
  const JsonValue *entry = json_member(document.root, key);
  const char *text = entry ? json_string(entry) : NULL;
  *held = text && strcmp(text, value) == 0;
  json_free(&document);
  return SQLITE_OK;
}

/* Looks at a sealed value; `stays`: there is no need to open it. */
static int check_sealed(const Sealing *sealing, const char *key, const char *property,
                        const char *value, bool stays) {
  if (!seal_is_well_formed(value, strlen(value))) return refuse_malformed(key, sealing->message);
  /* To be sealed for another name it is opened anyway. */
  return stays || sealing->from ? SQLITE_OK : refuse_moved(sealing, property, value);
}

static int check_twin(const Sealing *sealing, const char *key, const SecretProperty *twin_of,
                      const char *value, bool is_replaced) {
  bool held = false;
  int rc = is_replaced ? SQLITE_OK : is_held(sealing, key, value, &held);
  if (rc != SQLITE_OK) return rc;
  return check_sealed(sealing, key, twin_of->name, value, is_replaced || held);
}

/* Finds out whether there is something to seal or to replace among the properties: *any. */
static int look_for_secrets(const Sealing *sealing, const JsonValue *properties, bool *any) {
  *any = false;
  for (const JsonValue *entry = json_first(properties); entry; entry = json_next(entry)) {
    const char *key = json_key(entry), *value = json_string(entry);
    if (secret_in_clear(entry)) {
      *any = true;
      continue;
    }
    const SecretProperty *twin_of = secret_property_of_twin(key);
    if (twin_of == NULL) continue;
    bool is_sealed = secret_is_sealed(value);
    bool is_replaced = json_member(properties, twin_of->name) != NULL;
    int rc = is_sealed ? check_twin(sealing, key, twin_of, value, is_replaced) : SQLITE_OK;
    if (rc != SQLITE_OK) return rc;
    *any = *any || is_replaced || (is_sealed && sealing->from);
  }
  return SQLITE_OK;
}

static int seal_properties(const Sealing *sealing, Request *request, bool *sealed) {
  const MemberValue *value = &request->connection.member[COLUMN_CONNECTION_PROPERTIES];
  int any_rc = look_for_secrets(sealing, value->json, sealed);
  if (any_rc != SQLITE_OK || !*sealed) return any_rc;
  SecretText out = {.text = NULL};
  int rc = SQLITE_OK;
  JsonCursor entry;
  secret_append(&out, "{", 1);
  json_open(&entry, value->json, value->text);
  for (; entry.value && rc == SQLITE_OK; json_advance(&entry)) {
    rc = seal_property(sealing, value->json, &entry, &out);
  }
  secret_append(&out, "}", 1);
  if (rc == SQLITE_OK) return adopt(request, COLUMN_CONNECTION_PROPERTIES, &out);
  secret_discard(&out);
  return rc;
}

bool secret_has_credentials(const Shape *shape, const JsonValue *value, bool clear) {
  if (shape->type != SHAPE_STRUCTURE || json_type(value) != JSON_OBJECT) return false;
  for (const JsonValue *entry = json_first(value); entry; entry = json_next(entry)) {
    const char *name = json_key(entry);
    const Member *member = shape_member(shape, name, strlen(name));
    if (member == NULL || json_type(entry) == JSON_NULL) continue;
    bool is_sought =
        member->credential && !(clear && strcmp(name, SECRET_ENCRYPTED_CREDENTIALS) == 0);
    if (is_sought || secret_has_credentials(member->shape, entry, clear)) return true;
  }
  return false;
}

/* Parts a structure into what may be shown and its credentials, each an object. */
static void part(const Shape *shape, const JsonValue *value, const char *text, SecretText *open,
                 SecretText *credentials) {
  JsonCursor entry;
  secret_append(open, "{", 1);
  secret_append(credentials, "{", 1);
  for (json_open(&entry, value, text); entry.value; json_advance(&entry)) {
    const char *name = json_key(entry.value);
    const Member *member = shape_member(shape, name, strlen(name));
    if (member->credential) {
      if (json_type(entry.value) != JSON_NULL &&
          strcmp(member->name, SECRET_ENCRYPTED_CREDENTIALS) != 0)
        secret_append_entry(credentials, &entry);
    } else if (secret_has_credentials(member->shape, entry.value, false)) {
      secret_append_key(open, &entry);
      secret_append_key(credentials, &entry);
      part(member->shape, entry.value, entry.text, open, credentials);
    } else {
      secret_append_entry(open, &entry);
    }
  }
  secret_append(open, "}", 1);
  secret_append(credentials, "}", 1);
}

/* Takes a sealed text over as the column `credentials`. */
static void adopt_credentials(Request *request, char *sealed) {
  request->texts[request->text_count++] = sealed;
  request->connection.member[COLUMN_CREDENTIALS] = member_text(sealed);
}

/* Sets the column `credentials` from clear ones. */
static int seal_credentials(const Sealing *sealing, Request *request, const SecretText *clear) {
  SealContext to = secret_context(sealing->to, SECRET_CREDENTIALS);
  char *sealed;
  int rc = seal_close(sealing->keyring, sealing->key_arn, &to, clear->text, clear->length, &sealed,
                      sealing->message);
  if (rc == SQLITE_OK) adopt_credentials(request, sealed);
  return rc;
}

/* Seals the column `credentials` again. */
static int reseal_credentials(const Sealing *sealing, Request *request) {
  const MemberValue *kept = &request->connection.member[COLUMN_CREDENTIALS];
  char *sealed;
  int rc = reseal(sealing, SECRET_CREDENTIALS, kept->text, kept->length, &sealed);
  if (rc == SQLITE_OK) adopt_credentials(request, sealed);
  return rc;
}

/* Takes the credentials out of authentication_configuration. Credentials in clear (*sealed) win over
** sealed ones given beside them. */
static int seal_authentication(const Sealing *sealing, Request *request, bool *sealed) {
  const MemberValue *value = &request->connection.member[COLUMN_AUTHENTICATION_CONFIGURATION];
  const Shape *shape = &shape_authentication_configuration;
  *sealed = false;
  if (!value->present || !secret_has_credentials(shape, value->json, false)) return SQLITE_OK;
  SecretText open = {.text = NULL}, credentials = {.text = NULL};
  part(shape, value->json, value->text, &open, &credentials);
  int rc = open.out_of_memory || credentials.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
  if (rc == SQLITE_OK && credentials.length > 2) {
    *sealed = true;
    rc = seal_credentials(sealing, request, &credentials);
  } else if (rc == SQLITE_OK) { /* then there is nothing but sealed ones */
    const JsonValue *given = json_member(value->json, SECRET_ENCRYPTED_CREDENTIALS);
    const char *text = json_string(given); /* the document outlives the request's columns */
    request->connection.member[COLUMN_CREDENTIALS] = member_text(text);
    bool held = sealing->stored && member_is(&sealing->stored->member[COLUMN_CREDENTIALS], text);
    rc = check_sealed(sealing, SECRET_ENCRYPTED_CREDENTIALS, SECRET_CREDENTIALS, text, held);
  }
  secret_discard(&credentials);
  if (rc == SQLITE_OK) return adopt(request, COLUMN_AUTHENTICATION_CONFIGURATION, &open);
  secret_discard(&open);
  return rc;
}

static const char *kms_key_arn(const Connection *connection) {
  const MemberValue *value = &connection->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  if (!value->present) return NULL;
  const JsonValue *arn = json_member(value->json, "KmsKeyArn");
  return arn ? json_string(arn) : NULL;
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
  bool moves =
      stored &&
      !(member_equal(&connection->member[COLUMN_NAME], &stored->member[COLUMN_NAME]) &&
        member_equal(&connection->member[COLUMN_CATALOG_ID], &stored->member[COLUMN_CATALOG_ID]));
  Sealing sealing = {keyring, kms_key_arn(connection), stored, moves ? stored : NULL, connection,
                     message};
  bool properties = false, credentials = false;
  if (stored) keep_credentials(request, stored);
  int rc = seal_properties(&sealing, request, &properties);
  if (rc == SQLITE_OK) rc = seal_authentication(&sealing, request, &credentials);
  if (rc == SQLITE_OK && moves && !credentials && connection->member[COLUMN_CREDENTIALS].present) {
    rc = reseal_credentials(&sealing, request);
  }
  request->holds_no_secret = rc == SQLITE_OK && !properties && !credentials;
  return rc;
}

int secret_rekey(Keyring *keyring, Request *request, char **message) {
  Connection *connection = &request->connection;
  Sealing sealing = {keyring, NULL, connection, connection, connection, message};
  bool sealed_any;
  int rc = seal_properties(&sealing, request, &sealed_any);
  if (rc != SQLITE_OK || !connection->member[COLUMN_CREDENTIALS].present) return rc;
  return reseal_credentials(&sealing, request);
}
