/* SPDX-License-Identifier: MIT */
/*
** Which keyring is in force, and the keys last read from it. The file itself is keyfile.c's.
*/
#include "keyring/keyring.h"

#include <stdlib.h>
#include <string.h>

#include "keyring/keyfile.h"
#include "keyring/nonce.h"
#include "sqlite.h"

typedef enum PathSource {
  PATH_SET,         /* glue_keyring('path') */
  PATH_ENVIRONMENT, /* $GLUE_KEYRING */
  PATH_DEFAULT,     /* the only one at which sealing creates a keyring */
} PathSource;

struct Keyring {
  int owners;
  char *set_path;    /* owned; NULL unless glue_keyring('path') set one */
  char *path;        /* owned: the path in force when the file was read; NULL before */
  PathSource source; /* of that path */
  KeyFile file;      /* owned: what was read; empty while there is nothing */
  bool is_current;   /* path and file were checked since keyring_refresh() */
  NoncePool nonces;  /* owned */
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

static void forget(Keyring *keyring) {
  key_file_forget(&keyring->file);
  sqlite3_free(keyring->path);
  keyring->path = NULL;
  keyring->is_current = false;
}

void keyring_free(Keyring *keyring) {
  if (keyring == NULL || --keyring->owners > 0) return;
  forget(keyring);
  nonce_pool_free(&keyring->nonces);
  sqlite3_free(keyring->set_path);
  seal_wipe(keyring, sizeof(*keyring));
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
  forget(keyring);
  return SQLITE_OK;
}

void keyring_refresh(Keyring *keyring) {
  keyring->is_current = false;
}

/* A variable of the environment; NULL where it is unset or empty. */
static const char *variable(const char *name) {
  const char *value = getenv(name);
  return value && *value ? value : NULL;
}

/* The same for a folder, which counts only if it is absolute. */
static const char *folder_variable(const char *name) {
  const char *value = variable(name);
  return value && *value == '/' ? value : NULL;
}

/* The path in force, the caller's, and what named it. */
static int resolve(const Keyring *keyring, char **path, PathSource *source, char **message) {
  const char *named = keyring->set_path ? keyring->set_path : variable("GLUE_KEYRING");
  const char *folder = folder_variable("XDG_CONFIG_HOME");
  const char *home = folder_variable("HOME");
  *path = NULL;
  if (named) {
    *source = keyring->set_path ? PATH_SET : PATH_ENVIRONMENT;
    *path = sqlite3_mprintf("%s", named);
  } else if (folder || home) {
    *source = PATH_DEFAULT;
    *path = sqlite3_mprintf("%s%s/glue-connections/keyring", folder ? folder : home,
                            folder ? "" : "/.config");
  } else {
    return keyring_refuse(
        message,
        sqlite3_mprintf("there is no place for a keyring: $HOME and $XDG_CONFIG_HOME are "
                        "not set; name one with SELECT glue_keyring('PATH') or $GLUE_KEYRING"));
  }
  return *path ? SQLITE_OK : SQLITE_NOMEM;
}

int keyring_path(const Keyring *keyring, char **path, char **message) {
  PathSource source;
  *message = NULL;
  return resolve(keyring, path, &source, message);
}

/* Makes keyring->file what stands at the path in force. SQLITE_NOTFOUND, with keyring->path and
** ->source set, where there is no file. */
static int load(Keyring *keyring, char **message) {
  char *path;
  PathSource source;
  if (keyring->is_current) return SQLITE_OK;
  int rc = resolve(keyring, &path, &source, message);
  if (rc == SQLITE_OK && keyring->path && strcmp(path, keyring->path) == 0 &&
      key_file_is_unchanged(&keyring->file, path)) {
    sqlite3_free(path);
    keyring->source = source;
    keyring->is_current = true;
    return SQLITE_OK;
  }
  forget(keyring);
  keyring->path = path;
  if (rc) return rc;
  keyring->source = source;
  rc = key_file_read(&keyring->file, path, message);
  keyring->is_current = rc == SQLITE_OK;
  return rc;
}

/* The key of that ARN among those read, NULL where there is none. */
static const Key *search(const Keyring *keyring, const char *arn, size_t arn_length) {
  for (size_t i = 0; i < keyring->file.key_count; i++) {
    const Key *key = &keyring->file.keys[i];
    if (key->arn_length == arn_length && memcmp(key->arn, arn, arn_length) == 0) return key;
  }
  return NULL;
}

/* *key is NULL where the file does not have it: not even a moment ago, for it may have come since
** the file was last looked at. */
static int find(Keyring *keyring, const char *arn, size_t arn_length, const Key **key,
                char **message) {
  bool was_current = keyring->is_current;
  int rc = load(keyring, message);
  *key = rc ? NULL : search(keyring, arn, arn_length);
  if (rc || *key || !was_current) return rc;
  keyring_refresh(keyring);
  rc = load(keyring, message);
  *key = rc ? NULL : search(keyring, arn, arn_length);
  return rc;
}

/* What a message says of the file that is not there. */
static const char *named_by(const Keyring *keyring) {
  if (keyring->source == PATH_SET) return " (named by glue_keyring())";
  return keyring->source == PATH_ENVIRONMENT ? " (named by $GLUE_KEYRING)" : "";
}

/* The first key, of a keyring that is created if it may be. */
static int default_key(Keyring *keyring, const Key **key, char **message) {
  bool created;
  int rc = load(keyring, message);
  if (rc == SQLITE_NOTFOUND && keyring->source == PATH_DEFAULT) {
    rc = key_file_create(keyring->path, NULL, &created, message);
    if (rc == SQLITE_OK) rc = load(keyring, message);
  }
  if (rc == SQLITE_NOTFOUND) {
    return keyring_refuse(
        message,
        sqlite3_mprintf("there is no keyring at %s%s; SELECT glue_create_key('ARN') creates "
                        "it with a fresh key",
                        keyring->path, named_by(keyring)));
  }
  if (rc) return rc;
  if (keyring->file.key_count == 0) {
    return keyring_refuse(
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
  if (arn == NULL || *arn == '\0') return default_key(keyring, key, message);
  int rc = find(keyring, arn, strlen(arn), key, message);
  if (rc == SQLITE_NOTFOUND || (rc == SQLITE_OK && *key == NULL)) {
    return keyring_refuse(message,
                          sqlite3_mprintf("the key %.*s to seal with is not in the keyring %s%s; "
                                          "SELECT glue_create_key('ARN') adds a key",
                                          KEY_ARN_MAX, arn, keyring->path, named_by(keyring)));
  }
  return rc;
}

int keyring_opening_key(Keyring *keyring, const char *arn, size_t arn_length, const Key **key,
                        char **message) {
  *key = NULL;
  *message = NULL;
  int length = arn_length < KEY_ARN_MAX ? (int)arn_length : KEY_ARN_MAX;
  int rc = find(keyring, arn, arn_length, key, message);
  if (rc == SQLITE_NOTFOUND) {
    return keyring_refuse(message,
                          sqlite3_mprintf("the key %.*s is needed, and there is no keyring at %s%s",
                                          length, arn, keyring->path, named_by(keyring)));
  }
  if (rc == SQLITE_OK && *key == NULL) {
    return keyring_refuse(
        message, sqlite3_mprintf("the key %.*s is needed, and the keyring %s%s does not have it",
                                 length, arn, keyring->path, named_by(keyring)));
  }
  return rc;
}

int keyring_create_key(Keyring *keyring, const char *arn, char **message) {
  char *path;
  PathSource source;
  *message = NULL;
  if (arn == NULL || !key_arn_is_valid(arn, strlen(arn))) {
    return keyring_refuse(
        message, sqlite3_mprintf("a key's ARN has the form arn:aws[a-z0-9-]*:kms:.* in printable "
                                 "ASCII without blanks, quotes and backslashes, at most %d bytes",
                                 KEY_ARN_MAX));
  }
  int rc = resolve(keyring, &path, &source, message);
  if (rc == SQLITE_OK) rc = key_file_add(path, arn, message);
  sqlite3_free(path);
  keyring_refresh(keyring);
  return rc;
}

bool key_arn_is_valid(const char *arn, size_t n) {
  static const char head[] = "arn:aws", service[] = ":kms:";
  if (n > KEY_ARN_MAX || n < strlen(head) || memcmp(arn, head, strlen(head)) != 0) return false;
  size_t i = strlen(head);
  while (i < n &&
         ((arn[i] >= 'a' && arn[i] <= 'z') || (arn[i] >= '0' && arn[i] <= '9') || arn[i] == '-')) {
    i++;
  }
  if (n - i < strlen(service) || memcmp(arn + i, service, strlen(service)) != 0) return false;
  for (i += strlen(service); i < n; i++) {
    if (arn[i] <= ' ' || arn[i] > '~' || strchr("\"'\\", arn[i])) return false;
  }
  return true;
}

void keyring_nonce(Keyring *keyring, unsigned char nonce[SEAL_NONCE_BYTES]) {
  nonce_next(&keyring->nonces, nonce);
}
