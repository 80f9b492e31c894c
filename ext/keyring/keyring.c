/* SPDX-License-Identifier: MIT */
/*
** Which keyring is in force, and the keys last read from it. The file itself is keyfile.c's.
*/
#include "keyring/keyring.h"

#include <stdlib.h>
#include <string.h>

#include "keyring/key_file.h"
#include "keyring/key_writer.h"
#include "keyring/nonce.h"

typedef enum KeyringSource {
  KEYRING_SET,         /* glue_keyring('path') */
  KEYRING_ENVIRONMENT, /* $GLUE_KEYRING */
  KEYRING_DEFAULT,     /* the only one at which sealing creates a keyring */
} KeyringSource;

struct Keyring {
  int owners;
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

int keyring_set_path(Keyring *keyring, const char *path) {
  char *copy = NULL;
  if (path && *path) {
    copy = sqlite3_mprintf("%s", path);
    if (copy == NULL) return SQLITE_NOMEM;
  }
  sqlite3_free(keyring->set_path);
  keyring->set_path = copy;
  keyring_forget(keyring);
  return SQLITE_OK;
}

void keyring_refresh(Keyring *keyring) {
  keyring->is_current = false;
  nonce_renew(&keyring->nonces);
}

/* A variable of the environment; NULL where it is unset or empty. */
static const char *keyring_variable(const char *name) {
  const char *value = getenv(name);
  return value && *value ? value : NULL;
}

/* The same for a folder, which counts only if it is absolute. */
static const char *keyring_folder_variable(const char *name) {
  const char *value = keyring_variable(name);
  return value && *value == '/' ? value : NULL;
}

/* The path in force, the caller's, and what named it. */
static int keyring_resolve(const Keyring *keyring, char **path, KeyringSource *source,
                           char **message) {
  const char *named = keyring->set_path ? keyring->set_path : keyring_variable("GLUE_KEYRING");
  const char *folder = keyring_folder_variable("XDG_CONFIG_HOME");
  const char *home = keyring_folder_variable("HOME");
  *path = NULL;
  if (named) {
    *source = keyring->set_path ? KEYRING_SET : KEYRING_ENVIRONMENT;
    *path = sqlite3_mprintf("%s", named);
  } else if (folder || home) {
    *source = KEYRING_DEFAULT;
    *path = sqlite3_mprintf("%s%s/glue-connections/keyring", folder ? folder : home,
                            folder ? "" : "/.config");
  } else {
    return key_refuse(
        message,
        sqlite3_mprintf("there is no place for a keyring: $HOME and $XDG_CONFIG_HOME are "
                        "not set; name one with SELECT glue_keyring('PATH') or $GLUE_KEYRING"));
  }
  return *path ? SQLITE_OK : SQLITE_NOMEM;
}

int keyring_path(const Keyring *keyring, char **path, char **message) {
  KeyringSource source;
  *message = NULL;
  return keyring_resolve(keyring, path, &source, message);
}

/* Makes keyring->file what stands at the path in force. SQLITE_NOTFOUND, with keyring->path and
** ->source set, where there is no file. */
static int keyring_load(Keyring *keyring, char **message) {
  char *path;
  KeyringSource source;
  if (keyring->is_current) return SQLITE_OK;
  int rc = keyring_resolve(keyring, &path, &source, message);
  if (rc == SQLITE_OK && keyring->path && strcmp(path, keyring->path) == 0 &&
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
  return rc;
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

/* What a message says of the file that is not there. */
static const char *keyring_named_by(const Keyring *keyring) {
  if (keyring->source == KEYRING_SET) return " (named by glue_keyring())";
  return keyring->source == KEYRING_ENVIRONMENT ? " (named by $GLUE_KEYRING)" : "";
}

/* The first key, of a keyring that is created if it may be. */
static int keyring_default_key(Keyring *keyring, const Key **key, char **message) {
  bool created;
  int rc = keyring_load(keyring, message);
  if (rc == SQLITE_NOTFOUND && keyring->source == KEYRING_DEFAULT) {
    rc = key_writer_create(keyring->path, NULL, &created, message);
    if (rc == SQLITE_OK) rc = keyring_load(keyring, message);
  }
  if (rc == SQLITE_NOTFOUND) {
    return key_refuse(
        message,
        sqlite3_mprintf("there is no keyring at %s%s; SELECT glue_create_key('ARN') creates "
                        "it with a fresh key",
                        keyring->path, keyring_named_by(keyring)));
  }
  if (rc) return rc;
  if (keyring->file.key_count == 0) {
    return key_refuse(
        message,
        sqlite3_mprintf("the keyring %s has no key; SELECT glue_create_key('ARN') adds one",
                        keyring->path));
  }
  *key = &keyring->file.keys[0];
  return SQLITE_OK;
}

int keyring_sealing_key(Keyring *keyring, const char *arn, const Key **key, char **message) {
  *key = NULL;
  *message = NULL;
  if (arn == NULL || *arn == '\0') return keyring_default_key(keyring, key, message);
  int rc = keyring_find(keyring, arn, strlen(arn), key, message);
  if (rc == SQLITE_NOTFOUND || (rc == SQLITE_OK && *key == NULL)) {
    return key_refuse(message,
                      sqlite3_mprintf("the key %.*s to seal with is not in the keyring %s%s; "
                                      "SELECT glue_create_key('ARN') adds a key",
                                      KEY_ARN_MAX, arn, keyring->path, keyring_named_by(keyring)));
  }
  return rc;
}

int keyring_opening_key(Keyring *keyring, const char *arn, size_t arn_length, const Key **key,
                        char **message) {
  *key = NULL;
  *message = NULL;
  int length = arn_length < KEY_ARN_MAX ? (int)arn_length : KEY_ARN_MAX;
  int rc = keyring_find(keyring, arn, arn_length, key, message);
  if (rc == SQLITE_NOTFOUND) {
    return key_refuse(message,
                      sqlite3_mprintf("the key %.*s is needed, and there is no keyring at %s%s",
                                      length, arn, keyring->path, keyring_named_by(keyring)));
  }
  if (rc == SQLITE_OK && *key == NULL) {
    return key_refuse(
        message, sqlite3_mprintf("the key %.*s is needed, and the keyring %s%s does not have it",
                                 length, arn, keyring->path, keyring_named_by(keyring)));
  }
  return rc;
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

void keyring_nonce(Keyring *keyring, const Key *key, CipherPart label, CipherPart plain,
                   unsigned char nonce[CIPHER_NONCE_BYTES]) {
  nonce_next(&keyring->nonces, key, label, plain, nonce);
}
