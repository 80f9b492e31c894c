/* SPDX-License-Identifier: MIT */
/*
** What the tests of ext/secrets share. Every allocation goes through an allocator that fails on
** demand and looks at what is released: no block may still hold a secret or a key.
**
** Included once per program, after _XOPEN_SOURCE 700 is defined.
*/
#ifndef GLUE_SECRETS_FIXTURE_H
#define GLUE_SECRETS_FIXTURE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "keyring/keyring.h"
#include "keyring/seal.h"
#include "sqlite.h"

#define ARN_A "arn:aws:kms:eu-west-1:123456789012:key/a"
#define ARN_B "arn:aws-us-gov:kms:us-gov-west-1:123456789012:alias/b$c:d"
#define KEY_A "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=" /* 32 x 'A' */
#define KEY_B "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=" /* 32 x 'B' */
#define SECRET "correct horse battery staple"

#define CONTEXT(catalog_id, region, name, property)                                                \
  {                                                                                                \
    catalog_id, sizeof(catalog_id) - 1, region, sizeof(region) - 1, name, sizeof(name) - 1,        \
        property, sizeof(property) - 1                                                             \
  }

static const SealContext orders = CONTEXT("123456789012", "eu-west-1", "orders-db", "PASSWORD");

/* ---- The allocator: a header with the size before every block. */

static int leaks;           /* released blocks that held a secret or a key */
static int fail_after = -1; /* allocations until one fails; -1: never */
static long blocks_in_use;

typedef union Header {
  size_t size;
  long double alignment;
} Header;

static inline bool holds(const void *block, size_t size, const char *marker) {
  size_t n = strlen(marker);
  for (size_t i = 0; i + n <= size; i++) {
    if (memcmp((const char *)block + i, marker, n) == 0) return true;
  }
  return false;
}

static inline void *watch_malloc(int size) {
  if (fail_after >= 0 && fail_after-- == 0) return NULL;
  Header *header = malloc(sizeof(Header) + (size_t)size);
  if (header == NULL) return NULL;
  header->size = (size_t)size;
  memset(header + 1, 0x55, (size_t)size); /* watch_free() looks at every byte */
  blocks_in_use++;
  return header + 1;
}

static inline int watch_size(void *block) {
  return block ? (int)((Header *)block - 1)->size : 0;
}

static inline void watch_free(void *block) {
  static const char *const markers[] = {SECRET, "AAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBB",
                                        "QUFBQUFBQUFB", "QkJCQkJCQkJC"};
  if (block == NULL) return;
  for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++) {
    leaks += holds(block, (size_t)watch_size(block), markers[i]);
  }
  blocks_in_use--;
  free((Header *)block - 1);
}

static inline void *watch_realloc(void *block, int size) {
  void *moved = watch_malloc(size);
  if (moved == NULL) return NULL;
  memcpy(moved, block, (size_t)(watch_size(block) < size ? watch_size(block) : size));
  watch_free(block);
  return moved;
}

static inline int watch_roundup(int size) {
  return (size + 7) & ~7;
}

static inline int watch_init(void *unused) {
  (void)unused;
  return SQLITE_OK;
}

static inline void watch_shutdown(void *unused) {
  (void)unused;
}

/* ---- What sqlite3_log() was told. */

static int notices;
static char last_notice[512], last_error[512];

static inline void note(void *unused, int code, const char *text) {
  (void)unused;
  if (code == SQLITE_ERROR) snprintf(last_error, sizeof(last_error), "%s", text);
  if (code != SQLITE_NOTICE) return;
  notices++;
  snprintf(last_notice, sizeof(last_notice), "%s", text);
}

/* ---- Files. */

static char root[64]; /* the folder of everything these tests write, and the current one */

/* A variable of the environment that names a folder in there. */
static inline void set_folder(const char *variable, const char *name) {
  char path[128];
  snprintf(path, sizeof(path), "%s/%s", root, name);
  setenv(variable, path, 1);
}

static inline void unset_environment(void) {
  unsetenv("GLUE_KEYRING");
  unsetenv("GLUE_KEY_FUNCTIONS");
  unsetenv("XDG_CONFIG_HOME");
  unsetenv("HOME");
}

static inline int remove_entry(const char *path, const struct stat *status, int type,
                               struct FTW *ftw) {
  (void)status, (void)type, (void)ftw;
  return remove(path);
}

static inline void remove_tree(const char *path) {
  nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* Writes in place, as an editor might. */
static inline void write_file(const char *path, const char *text, size_t n, mode_t mode) {
  FILE *file = fopen(path, "w");
  CHECK(file != NULL);
  if (file == NULL) return;
  CHECK(fwrite(text, 1, n, file) == n);
  CHECK(fclose(file) == 0);
  CHECK(chmod(path, mode) == 0);
}

static inline void write_keyring(const char *path, const char *text) {
  write_file(path, text, strlen(text), 0600);
}

static inline mode_t mode_of(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 ? status.st_mode & 07777 : 0;
}

static inline int lines_in(const char *path, const char *word) {
  char line[4096];
  int count = 0;
  FILE *file = fopen(path, "r");
  while (file && fgets(line, sizeof(line), file)) count += strstr(line, word) != NULL;
  if (file) fclose(file);
  return count;
}

static int entries, all_entries;

static inline int count_entry(const char *path, const struct stat *status, int type,
                              struct FTW *ftw) {
  (void)path, (void)status, (void)ftw;
  entries += type == FTW_F;
  all_entries++;
  return 0;
}

static inline int files_below(const char *path) {
  entries = 0;
  nftw(path, count_entry, 16, FTW_PHYS);
  return entries;
}

/* Folders too, and that one itself. */
static inline int entries_below(const char *path) {
  all_entries = 0;
  files_below(path);
  return all_entries;
}

/* ---- Keyrings. */

static inline int say_unsealed(void *context, bool *is_unsealed) {
  (void)context;
  *is_unsealed = true;
  return SQLITE_OK;
}

/* A table that has sealed nothing yet. */
static const KeyringDefault fresh_table = {NULL, say_unsealed, NULL};

static inline int set_path(Keyring *keyring, const char *path) {
  char *message;
  int rc = keyring_set_path(keyring, path, &message);
  sqlite3_free(message);
  return rc;
}

/* A keyring of one connection, with this path set (NULL: the environment decides). */
static inline Keyring *open_keyring(const char *path) {
  Keyring *keyring = keyring_new();
  CHECK(keyring != NULL);
  CHECK(set_path(keyring, path) == SQLITE_OK);
  return keyring;
}

/* Whether the message holds the words; releases it. */
static inline bool says(char *message, const char *words) {
  bool found = message && strstr(message, words);
  if (!found) fprintf(stderr, "not \"%s\": %s\n", words, message ? message : "(no message)");
  sqlite3_free(message);
  return found;
}

static inline bool key_is(const Key *key, const char *arn, char byte) {
  if (key == NULL || strcmp(key->arn, arn) != 0 || strlen(arn) != key->arn_length) return false;
  unsigned char bytes[CIPHER_KEY_BYTES];
  Key expected;
  memset(bytes, byte, sizeof(bytes));
  key_set(&expected, bytes);
  return memcmp(key->sealing, expected.sealing, CIPHER_KEY_BYTES) == 0 &&
         memcmp(key->nonces, expected.nonces, CIPHER_KEY_BYTES) == 0;
}

static inline char *seal(Keyring *keyring, const char *arn, const char *plain, size_t n) {
  char *sealed = NULL, *message = NULL;
  CHECK(seal_close(keyring, arn, &fresh_table, &orders, plain, n, &sealed, &message) == SQLITE_OK);
  CHECK(sealed != NULL && message == NULL);
  return sealed;
}

/* Whether it opens to this. */
static inline bool opens(Keyring *keyring, const char *sealed, const char *plain, size_t n) {
  char *opened, *message;
  size_t length;
  int rc = seal_open(keyring, &orders, sealed, strlen(sealed), &opened, &length, &message);
  bool same = rc == SQLITE_OK && message == NULL && length == n && memcmp(opened, plain, n) == 0 &&
              opened[n] == '\0';
  cipher_free(opened, length);
  sqlite3_free(message);
  return same;
}

/* ---- Before and after the tests. */

/* A fresh folder to be in, an empty environment. Returns false where there is none. */
static inline bool begin(void) {
  static const sqlite3_mem_methods methods = {
      watch_malloc,  watch_free, watch_realloc,  watch_size,
      watch_roundup, watch_init, watch_shutdown, NULL,
  };
  CHECK(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
  CHECK(sqlite3_config(SQLITE_CONFIG_LOG, note, NULL) == SQLITE_OK);
  CHECK(sqlite3_initialize() == SQLITE_OK);
  CHECK(cipher_init() == SQLITE_OK && cipher_init() == SQLITE_OK);
  blocks_in_use = 0;
  unset_environment();
  const char *folder = getenv("TMPDIR");
  snprintf(root, sizeof(root), "%s/secrets.XXXXXX",
           folder && strlen(folder) < 40 ? folder : "/tmp");
  return CHECK(mkdtemp(root) != NULL && chdir(root) == 0);
}

static inline int end(void) {
  CHECK(leaks == 0);
  CHECK(blocks_in_use == 0);
  CHECK(chdir("/") == 0);
  remove_tree(root);
  return check_summary();
}

#endif
