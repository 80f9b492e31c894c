/* SPDX-License-Identifier: MIT */
/*
** Sealing: the secrets are taken out of the documents of a connection, which keep the user's own text in
** all other parts.
*/
#include "secrets/secret_seal.h"

#include <string.h>

#include "secrets/secret.h"
#include "secrets/secret_text.h"

/* How the secrets of one connection are sealed. */
typedef struct SecretSealing {
  Keyring *keyring;
  const KeyringDefault *table;
  const char *key_arn;      /* NULL or "": the default key */
  bool *by_default;         /* out: something was sealed with that */
  Request *request;         /* what is asked for */
  const Connection *stored; /* the row that changes; NULL: a new one */
  const Connection *from; /* under whose name sealed values open; NULL: they are left as they are */
  Connection *row;        /* what is made of the request; secrets are sealed under its name */
  char **message;
} SecretSealing;

/* Seals a secret of the row. */
static int secret_seal_close(const SecretSealing *sealing, const char *property, const char *plain,
                             size_t length, char **sealed) {
  SealContext to = secret_context(sealing->row, property);
  int rc = seal_close(sealing->keyring, sealing->key_arn, sealing->table, &to, plain, length,
                      sealed, sealing->message);
  bool is_default = sealing->key_arn == NULL || *sealing->key_arn == '\0';
  if (rc == SQLITE_OK && is_default) *sealing->by_default = true;
  return rc;
}

/* Opens a sealed text and seals it again. */
static int secret_seal_reseal(const SecretSealing *sealing, const char *property, const char *text,
                              size_t length, char **sealed) {
  SealContext from = secret_context(sealing->from, property);
  char *plain;
  size_t plain_length;
  int rc =
      seal_open(sealing->keyring, &from, text, length, &plain, &plain_length, sealing->message);
  if (rc != SQLITE_OK) return rc;
  rc = secret_seal_close(sealing, property, plain, plain_length, sealed);
  cipher_free(plain, plain_length);
  return rc;
}

/* Appends "key":"sealed" and frees the sealed text. */
static void secret_seal_append_sealed(SecretText *out, const char *key, char *sealed) {
  secret_text_append_own_key(out, key);
  secret_text_append_string(out, sealed, strlen(sealed));
  sqlite3_free(sealed);
}

/* One entry of connection_properties as it is to be stored. */
static int secret_seal_property(const SecretSealing *sealing, const JsonValue *properties,
                                const JsonCursor *entry, SecretText *out) {
  const char *key = json_key(entry->value), *value = json_string(entry->value);
  const SecretProperty *secret = secret_in_clear(entry->value),
                       *twin_of = secret_property_of_twin(key);
  char *sealed = NULL;
  int rc = SQLITE_OK;
  if (secret) {
    rc = secret_seal_close(sealing, key, value, strlen(value), &sealed);
    if (rc == SQLITE_OK) secret_seal_append_sealed(out, secret->twin, sealed);
  } else if (twin_of && json_member(properties, twin_of->name)) {
    /* The clear value that is given beside it takes its place. */
  } else if (twin_of && sealing->from && secret_is_sealed(value)) {
    rc = secret_seal_reseal(sealing, twin_of->name, value, strlen(value), &sealed);
    if (rc == SQLITE_OK) secret_seal_append_sealed(out, key, sealed);
  } else {
    secret_text_append_entry(out, entry);
  }
  return rc;
}

/* Makes a finished text the value of a column of the row. */
static int secret_seal_set(const SecretSealing *sealing, ColumnId id, SecretText *text) {
  if (text->out_of_memory) {
    secret_text_discard(text);
    return SQLITE_NOMEM;
  }
  request_own(sealing->request, text->text);
  sealing->row->member[id] =
      (MemberValue){.present = true, .text = text->text, .length = text->length};
  return SQLITE_OK;
}

/* What claims to be sealed here has to be complete, so that it is refused when it comes in and not
** when it is needed. */
static int secret_seal_refuse_malformed(const char *property, char **message) {
  return key_refuse(message, sqlite3_mprintf(SECRET_MALFORMED, property));
}

/* A sealed value that comes in has to open here, where its key is at hand: one that was sealed for
** another connection would be of no use, and keep the whole table from being sealed anew. Nothing can
** be said where the key is not there, or the keyring cannot be read: copies need neither. */
static int secret_seal_refuse_moved(const SecretSealing *sealing, const char *property,
                                    const char *text) {
  int rc = secret_try_open(sealing->keyring, sealing->row, property, text, strlen(text),
                           sealing->message);
  if (rc != SQLITE_ERROR) return rc;
  char *reason = *sealing->message;
  rc = key_refuse(sealing->message, sqlite3_mprintf("%s; a copy under another name goes through "
                                                    "glue_decrypt(request)",
                                                    reason));
  sqlite3_free(reason);
  return rc;
}

/* Whether the row holds that value under that property already: *held. What is there is kept, even
** where it does not open. */
static int secret_seal_is_held(const SecretSealing *sealing, const char *key, const char *value,
                               bool *held) {
  JsonDocument document;
  JsonError error;
  *held = false;
  if (sealing->stored == NULL) return SQLITE_OK;
  const MemberValue *now = &sealing->request->connection.member[COLUMN_CONNECTION_PROPERTIES];
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
static int secret_seal_check_sealed(const SecretSealing *sealing, const char *key,
                                    const char *property, const char *value, bool stays) {
  if (!seal_is_well_formed(value, strlen(value)))
    return secret_seal_refuse_malformed(key, sealing->message);
  /* To be sealed for another name it is opened anyway. */
  return stays || sealing->from ? SQLITE_OK : secret_seal_refuse_moved(sealing, property, value);
}

static int secret_seal_check_twin(const SecretSealing *sealing, const char *key,
                                  const SecretProperty *twin_of, const char *value,
                                  bool is_replaced) {
  bool held = false;
  int rc = is_replaced ? SQLITE_OK : secret_seal_is_held(sealing, key, value, &held);
  if (rc != SQLITE_OK) return rc;
  return secret_seal_check_sealed(sealing, key, twin_of->name, value, is_replaced || held);
}

/* Finds out whether there is something to seal or to replace among the properties: *any. */
static int secret_seal_look_for_secrets(const SecretSealing *sealing, const JsonValue *properties,
                                        bool *any) {
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
    int rc =
        is_sealed ? secret_seal_check_twin(sealing, key, twin_of, value, is_replaced) : SQLITE_OK;
    if (rc != SQLITE_OK) return rc;
    *any = *any || is_replaced || (is_sealed && sealing->from);
  }
  return SQLITE_OK;
}

/* Whether one of the keys may be that of a secret or of its twin. Most connections have none: they need no tree. A key
** with an escape is not looked up. */
static bool secret_seal_may_have_secrets(Span properties) {
  JsonWalk entry;
  for (json_walk_open(&entry, properties); entry.value.text; json_walk_next(&entry)) {
    const Span key = entry.key;
    if (secret_property_find(key.text, key.length) ||
        secret_property_find_twin(key.text, key.length) || json_walk_has_escape(key)) {
      return true;
    }
  }
  return false;
}

static int secret_seal_properties(const SecretSealing *sealing, bool *sealed) {
  const ColumnId id = COLUMN_CONNECTION_PROPERTIES;
  const MemberValue *value = &sealing->request->connection.member[id];
  *sealed = false;
  if (!secret_seal_may_have_secrets((Span){value->text, value->length})) return SQLITE_OK;
  int rc = request_grow(sealing->request, id);
  if (rc == SQLITE_OK) rc = secret_seal_look_for_secrets(sealing, value->json, sealed);
  if (rc != SQLITE_OK || !*sealed) return rc;
  SecretText out = {.text = NULL};
  JsonCursor entry;
  secret_text_append(&out, "{", 1);
  json_open(&entry, value->json, value->text);
  for (; entry.value && rc == SQLITE_OK; json_advance(&entry)) {
    rc = secret_seal_property(sealing, value->json, &entry, &out);
  }
  secret_text_append(&out, "}", 1);
  if (rc == SQLITE_OK) return secret_seal_set(sealing, COLUMN_CONNECTION_PROPERTIES, &out);
  secret_text_discard(&out);
  return rc;
}

/* Parts a structure into what may be shown and its credentials, each an object. */
static void secret_seal_part(const Shape *shape, const JsonValue *value, const char *text,
                             SecretText *open, SecretText *credentials) {
  JsonCursor entry;
  secret_text_append(open, "{", 1);
  secret_text_append(credentials, "{", 1);
  for (json_open(&entry, value, text); entry.value; json_advance(&entry)) {
    const char *name = json_key(entry.value);
    const Member *member = shape_member(shape, name, strlen(name));
    if (member->credential) {
      if (json_type(entry.value) != JSON_NULL &&
          strcmp(member->name, SECRET_ENCRYPTED_CREDENTIALS) != 0)
        secret_text_append_entry(credentials, &entry);
    } else if (secret_has_credentials(member->shape, entry.value, false)) {
      secret_text_append_key(open, &entry);
      secret_text_append_key(credentials, &entry);
      secret_seal_part(member->shape, entry.value, entry.text, open, credentials);
    } else {
      secret_text_append_entry(open, &entry);
    }
  }
  secret_text_append(open, "}", 1);
  secret_text_append(credentials, "}", 1);
}

/* Makes a sealed text the column `credentials` of the row. */
static void secret_seal_set_credentials(const SecretSealing *sealing, char *sealed) {
  request_own(sealing->request, sealed);
  sealing->row->member[COLUMN_CREDENTIALS] = member_text(sealed);
}

/* Sets the column `credentials` from clear ones. */
static int secret_seal_credentials(const SecretSealing *sealing, const SecretText *clear) {
  char *sealed;
  int rc = secret_seal_close(sealing, SECRET_CREDENTIALS, clear->text, clear->length, &sealed);
  if (rc == SQLITE_OK) secret_seal_set_credentials(sealing, sealed);
  return rc;
}

/* Seals the column `credentials` again, if there are any. */
static int secret_seal_reseal_credentials(const SecretSealing *sealing) {
  const MemberValue *kept = &sealing->row->member[COLUMN_CREDENTIALS];
  char *sealed;
  if (!kept->present) return SQLITE_OK;
  int rc = secret_seal_reseal(sealing, SECRET_CREDENTIALS, kept->text, kept->length, &sealed);
  if (rc == SQLITE_OK) secret_seal_set_credentials(sealing, sealed);
  return rc;
}

/* Takes the credentials out of authentication_configuration. Credentials in clear (*sealed) win over
** sealed ones given beside them. */
static int secret_seal_authentication(const SecretSealing *sealing, bool *sealed) {
  const MemberValue *value =
      &sealing->request->connection.member[COLUMN_AUTHENTICATION_CONFIGURATION];
  const Shape *shape = &shape_authentication_configuration;
  *sealed = false;
  if (!value->present || !secret_has_credentials(shape, value->json, false)) return SQLITE_OK;
  if (secret_are_references(shape, value->json)) { /* they take the place of what was sealed */
    sealing->row->member[COLUMN_CREDENTIALS].present = false;
    return SQLITE_OK;
  }
  SecretText open = {.text = NULL}, credentials = {.text = NULL};
  secret_seal_part(shape, value->json, value->text, &open, &credentials);
  int rc = open.out_of_memory || credentials.out_of_memory ? SQLITE_NOMEM : SQLITE_OK;
  if (rc == SQLITE_OK && credentials.length > 2) {
    *sealed = true;
    rc = secret_seal_credentials(sealing, &credentials);
  } else if (rc == SQLITE_OK) { /* then there is nothing but sealed ones */
    const JsonValue *given = json_member(value->json, SECRET_ENCRYPTED_CREDENTIALS);
    const char *text = json_string(given); /* the document outlives the row */
    sealing->row->member[COLUMN_CREDENTIALS] = member_text(text);
    bool held = sealing->stored && member_is(&sealing->stored->member[COLUMN_CREDENTIALS], text);
    rc = secret_seal_check_sealed(sealing, SECRET_ENCRYPTED_CREDENTIALS, SECRET_CREDENTIALS, text,
                                  held);
  }
  secret_text_discard(&credentials);
  if (rc == SQLITE_OK) return secret_seal_set(sealing, COLUMN_AUTHENTICATION_CONFIGURATION, &open);
  secret_text_discard(&open);
  return rc;
}

static const char *secret_seal_kms_key_arn(const Connection *connection) {
  const MemberValue *value = &connection->member[COLUMN_AUTHENTICATION_CONFIGURATION];
  if (!value->present) return NULL;
  const JsonValue *arn = json_member(value->json, "KmsKeyArn");
  return arn ? json_string(arn) : NULL;
}

/* The row as it is where there is nothing to seal. */
static void secret_seal_copy(const Connection *connection, Connection *row) {
  *row = *connection;
  for (int id = 0; id < COLUMN_COUNT; id++) row->member[id].json = NULL;
}

/* Whether a row is no longer what its secrets are sealed for. */
static bool secret_seal_moves(const Connection *connection, const Connection *stored) {
  static const ColumnId identity[] = {COLUMN_CATALOG_ID, COLUMN_REGION, COLUMN_NAME};
  bool same = true;
  for (size_t i = 0; i < sizeof(identity) / sizeof(*identity); i++) {
    same = same && member_equal(&connection->member[identity[i]], &stored->member[identity[i]]);
  }
  return !same;
}

int secret_seal(Keyring *keyring, const KeyringDefault *table, Request *request,
                const Connection *stored, Connection *row, bool *by_default, char **message) {
  bool moves = stored && secret_seal_moves(&request->connection, stored);
  bool properties, credentials;
  SecretSealing sealing = {.keyring = keyring,
                           .table = table,
                           .key_arn = secret_seal_kms_key_arn(&request->connection),
                           .by_default = by_default,
                           .request = request,
                           .stored = stored,
                           .from = moves ? stored : NULL,
                           .row = row,
                           .message = message};
  *by_default = false;
  secret_seal_copy(&request->connection, row);
  int rc = secret_seal_properties(&sealing, &properties);
  if (rc == SQLITE_OK) rc = secret_seal_authentication(&sealing, &credentials);
  if (rc == SQLITE_OK && moves && !credentials) rc = secret_seal_reseal_credentials(&sealing);
  return rc;
}

int secret_seal_again(Keyring *keyring, const KeyringDefault *table, Request *request,
                      Connection *row, bool *any, char **message) {
  bool properties;
  SecretSealing sealing = {.keyring = keyring,
                           .table = table,
                           .by_default = any,
                           .request = request,
                           .stored = &request->connection,
                           .from = &request->connection,
                           .row = row,
                           .message = message};
  *any = false;
  secret_seal_copy(&request->connection, row);
  int rc = secret_seal_properties(&sealing, &properties);
  return rc == SQLITE_OK ? secret_seal_reseal_credentials(&sealing) : rc;
}

typedef struct SecretSealTrial {
  Keyring *keyring;
  const Connection *row;
  SecretSealReport report;
  void *context;
  sqlite3_int64 *sealed;
} SecretSealTrial;

static int secret_seal_try_value(void *context, const char *member, const char *property,
                                 const char *text, size_t length) {
  const SecretSealTrial *trial = context;
  SealContext label = secret_context(trial->row, property);
  char *plain, *message;
  size_t plain_length;
  (void)member;
  ++*trial->sealed;
  int rc = seal_open(trial->keyring, &label, text, length, &plain, &plain_length, &message);
  cipher_free(plain, plain_length);
  if (rc != SQLITE_ERROR) return rc;
  trial->report(trial->context, message);
  sqlite3_free(message);
  return SQLITE_OK;
}

int secret_seal_try(Keyring *keyring, const Connection *row, SecretSealReport report, void *context,
                    sqlite3_int64 *sealed) {
  SecretSealTrial trial = {keyring, row, report, context, sealed};
  return secret_visit(row, secret_seal_try_value, &trial);
}
