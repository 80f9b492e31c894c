/* SPDX-License-Identifier: MIT */
/*
** Which keyring is in force, and the keys last read from it. The file itself is key_file.c's and
** key_writer.c's.
*/
#include "keyring/keyring.h"

#include <string.h>

#include "keyring/environment.h"
#include "keyring/key_file.h"
#include "keyring/key_writer.h"
#include "keyring/nonce.h"

#define KEYRING_VARIABLE "GLUE_KEYRING"

typedef enum KeyringSource {
  KEYRING_ENVIRONMENT, /* $GLUE_KEYRING */
  KEYRING_SET,         /* glue_keyring('path') */
  KEYRING_DEFAULT,     /* the only one at which sealing creates a keyring */
} KeyringSource;

struct Keyring {
  int owners;
  bool has_functions;   /* the key functions are on */
  char *set_path;       /* owned; NULL unless glue_keyring('path') set one */
  char *path;           /* owned: the path in force when the file was read; NULL before */
  KeyringSource source; /* of that path */
  KeyFile file;         /* owned: what was read; empty while there is nothing */
  bool is_current;      /* path and file were checked since keyring_refresh() */
  NonceSource nonces;
};

Keyring *keyring_new(void) {
  Keyring *keyring = sqlite3_malloc64(sizeof(*keyring));
  if (keyring == NULL) return NULL;
  memset(keyring, 0, sizeof(*keyring));
  keyring->owners = 1;
  keyring->has_functions = environment_has_key_functions();
  return keyring;
}

Keyring *keyring_share(Keyring *keyring) {
  keyring->owners++;
  return keyring;
}

static void keyring_forget(Keyring *keyring) {
  key_file_forget(&keyring->file);
  sqlite3_free(keyring->path);
  keyring->path = NULL;
  keyring->is_current = false;
}

void keyring_free(Keyring *keyring) {
  if (keyring == NULL || --keyring->owners > 0) return;
  keyring_forget(keyring);
  sqlite3_free(keyring->set_path);
  cipher_wipe(keyring, sizeof(*keyring));
  sqlite3_free(keyring);
}

void keyring_release(void *keyring) {
  keyring_free(keyring);
}

void keyring_refresh(Keyring *keyring) {
  keyring->is_current = false;
  nonce_renew(&keyring->nonces);
}

/* ---- the path ---- */

/* The path in force, the caller's, and what named it. */
static int keyring_resolve(const Keyring *keyring, char **path, KeyringSource *source,
                           char **message) {
  const char *named = environment_path(KEYRING_VARIABLE);
  const char *folder = environment_folder("XDG_CONFIG_HOME");
  const char *home = environment_folder("HOME");
  *path = NULL;
  if (named || keyring->set_path) {
    *source = named ? KEYRING_ENVIRONMENT : KEYRING_SET;
    *path = sqlite3_mprintf("%s", named ? named : keyring->set_path);
  } else if (!keyring->has_functions) {
    return key_refuse(message,
                      sqlite3_mprintf("this process has no keyring: its operator names one in the "
                                      "environment, as " KEYRING_VARIABLE));
  } else if (folder || home) {
    *source = KEYRING_DEFAULT;
    *path = sqlite3_mprintf("%s%s/glue-connections/keyring", folder ? folder : home,
                            folder ? "" : "/.config");
  } else {
    return key_refuse(
        message, sqlite3_mprintf("there is no place for a keyring: $HOME and $XDG_CONFIG_HOME are "
                                 "not set; name one with SELECT glue_keyring('PATH') or "
                                 "$" KEYRING_VARIABLE));
  }
  return *path ? SQLITE_OK : SQLITE_NOMEM;
}

/* Says of the keyring that was looked for what it lacks ("does not have it"), or, where that is NULL, that
** there is none. The caller's; NULL: out of memory. */
static char *keyring_state(const Keyring *keyring, const char *lack) {
  static const char *const named_by[] = {[KEYRING_ENVIRONMENT] =
                                             " (named by $" KEYRING_VARIABLE ")",
                                         [KEYRING_SET] = " (named by glue_keyring())",
                                         [KEYRING_DEFAULT] = ""};
  if (!keyring->has_functions) {
    return lack ? sqlite3_mprintf("the keyring of this process %s", lack)
                : sqlite3_mprintf("this process has no keyring");
  }
  const char *named = named_by[keyring->source];
  return lack ? sqlite3_mprintf("the keyring %s%s %s", keyring->path, named, lack)
              : sqlite3_mprintf("there is no keyring at %s%s", keyring->path, named);
}

/* Refuses for want of a key: "BEFORE ARN AFTER, and the keyring ... does not have itHINT". */
static int keyring_refuse_key(const Keyring *keyring, bool is_there, const char *before,
                              const char *arn, size_t arn_length, const char *after,
                              const char *hint, char **message) {
  char *state = keyring_state(keyring, is_there ? "does not have it" : NULL);
  if (state == NULL) return SQLITE_NOMEM;
  int rc = key_refuse(message, sqlite3_mprintf("%s %.*s%s, and %s%s", before, (int)arn_length, arn,
                                               after, state, hint));
  sqlite3_free(state);
  return rc;
}

/* Refuses because of the keyring itself. */
static int keyring_refuse(const Keyring *keyring, const char *lack, const char *hint,
                          char **message) {
  char *state = keyring_state(keyring, lack);
  if (state == NULL) return SQLITE_NOMEM;
  int rc = key_refuse(message, sqlite3_mprintf("%s%s", state, hint));
  sqlite3_free(state);
  return rc;
}

/* What is wrong with a file is its operator's to know where clients are others. */
static int keyring_tell_operator(const Keyring *keyring, char **message) {
  if (keyring->has_functions) return SQLITE_ERROR;
  sqlite3_log(SQLITE_ERROR, "glue_connections: %s", *message);
  sqlite3_free(*message);
  return key_refuse(message,
                    sqlite3_mprintf("the keyring of this process cannot be used; its operator "
                                    "finds the reason in SQLite's error log"));
}

/* ---- its keys ---- */

/* Makes keyring->file what stands at the path in force. SQLITE_NOTFOUND, with keyring->path and
** ->source set, where there is no file. */
static int keyring_load(Keyring *keyring, char **message) {
  char *path = NULL;
  KeyringSource source = KEYRING_DEFAULT;
  if (keyring->is_current) return SQLITE_OK;
  int rc = keyring_resolve(keyring, &path, &source, message);
  if (rc == SQLITE_OK && path && keyring->path && strcmp(path, keyring->path) == 0 &&
      key_file_is_unchanged(&keyring->file, path)) {
    sqlite3_free(path);
    keyring->source = source;
    keyring->is_current = true;
    return SQLITE_OK;
  }
  keyring_forget(keyring);
  keyring->path = path;
  if (rc) return rc;
  keyring->source = source;
  rc = key_file_read(&keyring->file, path, message);
  keyring->is_current = rc == SQLITE_OK;
  return rc == SQLITE_ERROR ? keyring_tell_operator(keyring, message) : rc;
}

/* *key is NULL where the file does not have it: not even a moment ago, for it may have come since
** the file was last looked at. */
static int keyring_find(Keyring *keyring, const char *arn, size_t arn_length, const Key **key,
                        char **message) {
  bool was_current = keyring->is_current;
  int rc = keyring_load(keyring, message);
  *key = rc ? NULL : key_find(keyring->file.keys, keyring->file.key_count, arn, arn_length);
  if (rc || *key || !was_current) return rc;
  keyring->is_current = false;
  rc = keyring_load(keyring, message);
  *key = rc ? NULL : key_find(keyring->file.keys, keyring->file.key_count, arn, arn_length);
  return rc;
}

/* What else can be done, for those who may call the key functions. */
static const char *keyring_hint(const Keyring *keyring, const char *hint) {
  return keyring->has_functions ? hint : "";
}

/* Refuses a keyring that lacks the key that the table last sealed with. */
static int keyring_check_last(Keyring *keyring, const char *last, char **message) {
  const Key *key;
  size_t length = strlen(last);
  int rc = keyring_find(keyring, last, length, &key, message);
  if (rc == SQLITE_NOTFOUND || (rc == SQLITE_OK && key == NULL)) {
    return keyring_refuse_key(
        keyring, rc == SQLITE_OK, "the table last sealed with the default key", last, length, "",
        keyring_hint(keyring, "; name the keyring that has it (SELECT glue_keyring('PATH') or "
                              "$" KEYRING_VARIABLE "), or let the table go on with the default key "
                              "of this one: the command default-key=ARN"),
        message);
  }
  return rc;
}

/* Creates the default keyring, for the first secret of a table. */
static int keyring_create_default(Keyring *keyring, const KeyringDefault *table, char **message) {
  bool is_unsealed, created;
  int rc = table->is_unsealed(table->context, &is_unsealed);
  if (rc) return rc;
  if (!is_unsealed) {
    return keyring_refuse(keyring, NULL,
                          ", and the table holds sealed values: name the keyring they were sealed "
                          "with (SELECT glue_keyring('PATH') or $" KEYRING_VARIABLE
                          "), or make another with SELECT glue_create_key('ARN')",
                          message);
  }
  rc = key_writer_create(keyring->path, NULL, &created, message);
  return rc == SQLITE_OK ? keyring_load(keyring, message) : rc;
}

/* The first key of the file, which has been loaded with that result. */
static int keyring_first(const Keyring *keyring, int rc, const Key **key, char **message) {
  if (rc == SQLITE_NOTFOUND) {
    return keyring_refuse(
        keyring, NULL,
        keyring_hint(keyring, "; SELECT glue_create_key('ARN') creates it with a fresh key"),
        message);
  }
  if (rc == SQLITE_OK && keyring->file.key_count == 0) {
    return keyring_refuse(keyring, "has no key",
                          keyring_hint(keyring, "; SELECT glue_create_key('ARN') adds one"),
                          message);
  }
  if (rc == SQLITE_OK) *key = &keyring->file.keys[0];
  return rc;
}

/* The default key, of a keyring that is there, whatever a table last sealed with. */
static int keyring_default_key(Keyring *keyring, const Key **key, char **message) {
  *key = NULL;
  *message = NULL;
  return keyring_first(keyring, keyring_load(keyring, message), key, message);
}

int keyring_check_default(Keyring *keyring, const char *arn, char **message) {
  const Key *key;
  int rc = keyring_default_key(keyring, &key, message);
  if (rc || strcmp(key->arn, arn) == 0) return rc;
  char *has = sqlite3_mprintf("has the default key %s", key->arn);
  if (has == NULL) return SQLITE_NOMEM;
  rc = keyring_refuse(
      keyring, has,
      keyring_hint(keyring, "; SELECT glue_default_key('ARN') makes another the default"), message);
  sqlite3_free(has);
  return rc;
}

static int keyring_sealing_default(Keyring *keyring, const KeyringDefault *table, const Key **key,
                                   char **message) {
  int rc;
  if (table->last) {
    rc = keyring_check_last(keyring, table->last, message);
    if (rc) return rc;
  } else {
    rc = keyring_load(keyring, message);
    if (rc == SQLITE_NOTFOUND && keyring->source == KEYRING_DEFAULT) {
      rc = keyring_create_default(keyring, table, message);
    }
  }
  return keyring_first(keyring, rc, key, message);
}

/* The key of that ARN, or the refusal. */
static int keyring_named_key(Keyring *keyring, const char *arn, size_t arn_length,
                             const char *purpose, const char *hint, const Key **key,
                             char **message) {
  int rc = keyring_find(keyring, arn, arn_length, key, message);
  if (rc == SQLITE_NOTFOUND || (rc == SQLITE_OK && *key == NULL)) {
    return keyring_refuse_key(keyring, rc == SQLITE_OK, "the key", arn, arn_length, purpose, hint,
                              message);
  }
  return rc;
}

int keyring_sealing_key(Keyring *keyring, const char *arn, const KeyringDefault *table,
                        const Key **key, char **message) {
  *key = NULL;
  *message = NULL;
  if (arn == NULL || *arn == '\0') return keyring_sealing_default(keyring, table, key, message);
  return keyring_named_key(keyring, arn, strlen(arn), " is needed to seal with",
                           keyring_hint(keyring, "; SELECT glue_create_key('ARN') adds a key"), key,
                           message);
}

int keyring_opening_key(Keyring *keyring, const char *arn, size_t arn_length, const Key **key,
                        char **message) {
  *key = NULL;
  *message = NULL;
  return keyring_named_key(keyring, arn, arn_length, " is needed", "", key, message);
}

void keyring_nonce(Keyring *keyring, const Key *key, CipherPart label, CipherPart plain,
                   unsigned char nonce[CIPHER_NONCE_BYTES]) {
  nonce_next(&keyring->nonces, key, label, plain, nonce);
}

/* ---- the key functions ---- */

int keyring_check_functions(const Keyring *keyring, char **message) {
  *message = NULL;
  if (keyring->has_functions) return SQLITE_OK;
  return key_refuse(message,
                    sqlite3_mprintf("the functions that open secrets and manage keys are off in "
                                    "this process: its operator uses them elsewhere"));
}

int keyring_set_path(Keyring *keyring, const char *path, char **message) {
  char *copy = NULL;
  *message = NULL;
  if (path && *path) {
    if (environment_path(KEYRING_VARIABLE)) {
      return key_refuse(message, sqlite3_mprintf("$" KEYRING_VARIABLE
                                                 " names the keyring of this process, and "
                                                 "glue_keyring() sets no other"));
    }
    copy = sqlite3_mprintf("%s", path);
    if (copy == NULL) return SQLITE_NOMEM;
  }
  sqlite3_free(keyring->set_path);
  keyring->set_path = copy;
  keyring_forget(keyring);
  return SQLITE_OK;
}

int keyring_path(const Keyring *keyring, char **path, char **message) {
  KeyringSource source;
  *message = NULL;
  return keyring_resolve(keyring, path, &source, message);
}

int keyring_create_key(Keyring *keyring, const char *arn, char **message) {
  char *path;
  KeyringSource source;
  *message = NULL;
  if (arn == NULL || !key_arn_is_valid(arn, strlen(arn))) {
    return key_refuse(
        message, sqlite3_mprintf("a key's ARN has the form arn:aws[a-z0-9-]*:kms:.* in printable "
                                 "ASCII without blanks, quotes and backslashes, at most %d bytes",
                                 KEY_ARN_MAX));
  }
  int rc = keyring_resolve(keyring, &path, &source, message);
  if (rc == SQLITE_OK) rc = key_writer_add(path, arn, message);
  sqlite3_free(path);
  keyring->is_current = false;
  return rc;
}

int keyring_set_default(Keyring *keyring, const char *arn, char **message) {
  const Key *key;
  int rc = keyring_default_key(keyring, &key, message);
  if (rc) return rc;
  rc = key_writer_put_first(keyring->path, arn, message);
  keyring->is_current = false;
  return rc == SQLITE_NOTFOUND ? keyring_first(keyring, rc, &key, message) : rc;
}

int keyring_list(Keyring *keyring, const Key **keys, size_t *count, char **message) {
  *message = NULL;
  int rc = keyring_load(keyring, message);
  *keys = keyring->file.keys;
  *count = keyring->file.key_count;
  return rc == SQLITE_NOTFOUND ? SQLITE_OK : rc;
}

#undef KEYRING_VARIABLE
