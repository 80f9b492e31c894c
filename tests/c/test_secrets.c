/* SPDX-License-Identifier: MIT */
/*
** Sealing: what opens, what does not, and what stays in memory. test_keyring.c has the keys.
*/
#define _XOPEN_SOURCE 700
#ifdef __APPLE__
#define _DARWIN_C_SOURCE
#endif

#include <sys/wait.h>

#include "secrets_fixture.h"

/* The message of a text that must not open. */
static char *refusal(Keyring *keyring, const SealContext *context, const char *sealed, size_t n) {
  char *opened, *message;
  size_t length;
  int rc = seal_open(keyring, context, sealed, n, &opened, &length, &message);
  bool refused = rc == SQLITE_ERROR && opened == NULL && length == 0 && message != NULL;
  CHECK(refused);
  CHECK(message == NULL || strstr(message, SECRET) == NULL);
  cipher_free(opened, length);
  return message;
}

static void test_round_trip(Keyring *keyring) {
  static const size_t sizes[] = {0, 1, 2, 3, 28, 63, 64, 65, 1024, 100000};
  char *plain = malloc(100000);
  for (size_t i = 0; i < 100000; i++) plain[i] = (char)(i * 7 + i / 256);
  for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
    char *sealed = seal(keyring, i % 2 ? ARN_B : NULL, plain, sizes[i]);
    char *again = seal(keyring, i % 2 ? ARN_B : NULL, plain, sizes[i]);
    const char *arn;
    size_t arn_length, n = strlen(sealed);
    CHECK(strcmp(sealed, again) != 0);
    CHECK(opens(keyring, sealed, plain, sizes[i]));
    CHECK(seal_is_ours(sealed, n) && seal_is_well_formed(sealed, n));
    seal_key_arn(sealed, n, &arn, &arn_length);
    CHECK(arn_length == strlen(i % 2 ? ARN_B : ARN_A));
    CHECK(memcmp(arn, i % 2 ? ARN_B : ARN_A, arn_length) == 0);
    bool plain_ascii = true;
    for (size_t j = 0; j < n; j++) {
      if (sealed[j] <= ' ' || sealed[j] > '~' || strchr("\"'\\", sealed[j])) plain_ascii = false;
    }
    CHECK(plain_ascii);
    sqlite3_free(sealed);
    sqlite3_free(again);
  }
  free(plain);
  char *sealed = seal(keyring, "", NULL, 0);
  CHECK(opens(keyring, sealed, "", 0));
  sqlite3_free(sealed);
}

/* A secret opens as itself only. */
static void test_moved(Keyring *keyring) {
  char *sealed = seal(keyring, NULL, SECRET, strlen(SECRET));
  size_t n = strlen(sealed);
  static const SealContext others[] = {
      {"123456789012", 12, "orders-dc", 9, "PASSWORD", 8},
      {"123456789013", 12, "orders-db", 9, "PASSWORD", 8},
      {"123456789012", 12, "orders-db", 9, "KEYSTORE_PASSWORD", 17},
      {"123456789012", 12, "orders-d", 8, "bPASSWORD", 9}, /* the same bytes, parted elsewhere */
      {"123456789012o", 13, "rders-db", 8, "PASSWORD", 8},
      {"", 0, "", 0, "", 0},
      {NULL, 0, "orders-db", 9, NULL, 0},
  };
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
    sqlite3_free(refusal(keyring, &others[i], sealed, n));
  }
  char *message = refusal(keyring, &others[2], sealed, n);
  CHECK(message && strstr(message, "orders-db") && strstr(message, "KEYSTORE_PASSWORD"));
  CHECK(says(message, ARN_A));
  /* A name that no connection can have. */
  size_t huge = 1000000;
  char *name = malloc(huge);
  memset(name, 'n', huge);
  SealContext long_name = {"1", 1, name, huge, "PASSWORD", 8};
  sqlite3_free(refusal(keyring, &long_name, sealed, n));
  char *unsealed, *reason;
  CHECK(seal_close(keyring, NULL, &long_name, "x", 1, &unsealed, &reason) == SQLITE_ERROR);
  CHECK(unsealed == NULL && says(reason, "too long"));
  /* Each of them would fit alone. */
  SealContext long_names = {name, 5000, name, 5000, "PASSWORD", 8};
  CHECK(seal_close(keyring, NULL, &long_names, "x", 1, &unsealed, &reason) == SQLITE_ERROR);
  CHECK(unsealed == NULL && says(reason, "too long"));
  SealContext fitting = {name, 3000, name, 5000, "PASSWORD", 8};
  CHECK(seal_close(keyring, NULL, &fitting, "x", 1, &unsealed, &reason) == SQLITE_OK);
  /* A message shows the beginning of a long name, up to a whole character. */
  fitting.name_length--;
  for (size_t i = 0; i + 2 < 5000; i += 2) memcpy(name + i + 1, "\xc3\xa9", 2);
  message = refusal(keyring, &fitting, unsealed, strlen(unsealed));
  CHECK(message && strstr(message, "\xc3\xa9 in catalog") && strlen(message) < 1000);
  sqlite3_free(message);
  memset(name, '\x80', 5000); /* no character at all */
  message = refusal(keyring, &fitting, unsealed, strlen(unsealed));
  CHECK(says(message, "PASSWORD of connection  in catalog  does not open"));
  sqlite3_free(unsealed);
  free(name);
  sqlite3_free(sealed);
  /* Names that imitate the seams between the parts: a length of four bytes. */
  static const SealContext one = {"1", 1, "a", 1, "b\1\0\0\0c", 6};
  static const SealContext two = {"1", 1, "a\1\0\0\0b", 6, "c", 1};
  static const SealContext three = {"1", 1, "a\0\0\0\0b", 6, "c", 1};
  static const SealContext four = {"1", 1, "a", 1, "b\0\0\0\0c", 6};
  CHECK(seal_close(keyring, NULL, &one, SECRET, strlen(SECRET), &sealed, &reason) == SQLITE_OK);
  sqlite3_free(refusal(keyring, &two, sealed, strlen(sealed)));
  sqlite3_free(sealed);
  CHECK(seal_close(keyring, NULL, &three, SECRET, strlen(SECRET), &sealed, &reason) == SQLITE_OK);
  sqlite3_free(refusal(keyring, &four, sealed, strlen(sealed)));
  sqlite3_free(sealed);
}

/* Every altered bit and every truncation is noticed. The text is copied into a block of its exact
** size, so that the sanitizer sees a read beyond it. */
static void test_damaged(Keyring *keyring) {
  char *sealed = seal(keyring, NULL, SECRET, strlen(SECRET));
  size_t n = strlen(sealed);
  int opened = 0;
  for (size_t length = 0; length <= n; length++) {
    char *copy = malloc(length ? length : 1);
    memcpy(copy, sealed, length);
    for (size_t bit = 0; length == n && bit < n * 8; bit++) {
      copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
      char *message = refusal(keyring, &orders, copy, n);
      opened += message == NULL;
      sqlite3_free(message);
      copy[bit / 8] = (char)(copy[bit / 8] ^ 1 << bit % 8);
    }
    if (length < n) {
      char *message = refusal(keyring, &orders, copy, length);
      opened += message == NULL;
      sqlite3_free(message);
    }
    free(copy);
  }
  CHECK(opened == 0);
  char *longer = sqlite3_mprintf("%sAAAA", sealed);
  sqlite3_free(refusal(keyring, &orders, longer, n + 4));
  sqlite3_free(longer);
  sqlite3_free(sealed);
}

/* Whether a text would be recognised as ours, and as complete. */
static void test_recognised(void) {
  static const struct {
    const char *text;
    bool ours, well_formed;
  } cases[] = {
      {"", false, false},
      {"AQICAHhxV0mzOh8v1uOQm9oYcmRqkYjQ", false, false}, /* of the service */
      {"glue-connections", false, false},
      {"glue-connections:", true, false},
      {"glue-connections:2:" ARN_A ":" KEY_A, true, false}, /* a newer format */
      {"glue-connections:1:" ARN_A, true, false},
      {"glue-connections:1:" ARN_A ":", true, false},
      {"glue-connections:1:" ARN_A ":" KEY_A, true, false}, /* 32 bytes: too short */
      {"glue-connections:1:" KEY_A, true, false},
      {"glue-connections:1:arn:aws:s3:::b:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
       true, false}, /* no key's ARN */
#define LONG_ENOUGH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      {"glue-connections:1:" ARN_A ":" LONG_ENOUGH "AAA=", true, true}, /* 41 bytes */
      {"glue-connections:1:" ARN_A ":" LONG_ENOUGH "AA==", true, true}, /* 40 bytes: empty secret */
      {"glue-connections:1:" ARN_A ":" LONG_ENOUGH, true, false},       /* 39 bytes */
      {"glue-connections:1:" ARN_A ":" LONG_ENOUGH "AAB=", true, false}, /* stray bits */
      {"glue-connections:1:" ARN_A ":" LONG_ENOUGH "AA=A", true, false},
      {"glue-connections:1:" ARN_A ":" LONG_ENOUGH "A===", true, false},
      {"glue-connections:1:" ARN_A ":" LONG_ENOUGH "AA-_", true, false}, /* another alphabet */
      {"glue-connections:1:" ARN_A ":" LONG_ENOUGH "AAAA\n", true, false},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    const char *arn;
    size_t arn_length, n = strlen(cases[i].text);
    CHECK(seal_is_ours(cases[i].text, n) == cases[i].ours);
    CHECK(seal_is_well_formed(cases[i].text, n) == cases[i].well_formed);
    seal_key_arn(cases[i].text, n, &arn, &arn_length);
    CHECK((arn != NULL) == cases[i].well_formed);
  }
}

static void test_wrong_key(Keyring *keyring) {
  char *sealed = seal(keyring, ARN_B, SECRET, strlen(SECRET));
  size_t n = strlen(sealed);
  Keyring *other = open_keyring("other");
  write_keyring("other", ARN_A " " KEY_A "\n");
  char *message = refusal(other, &orders, sealed, n);
  CHECK(message && strstr(message, ARN_B));
  CHECK(says(message, "other"));
  write_keyring("other", ARN_B " " KEY_A "\n"); /* the ARN with other bytes */
  message = refusal(other, &orders, sealed, n);
  CHECK(message && strstr(message, ARN_B));
  CHECK(says(message, "does not open"));
  /* The key comes while the connection is open: found without keyring_refresh(). */
  write_keyring("other", ARN_A " " KEY_A "\n");
  keyring_refresh(other);
  sqlite3_free(refusal(other, &orders, sealed, n));
  write_keyring("other", ARN_A " " KEY_A "\n" ARN_B " " KEY_B "\n");
  CHECK(opens(other, sealed, SECRET, strlen(SECRET)));
  keyring_free(other);
  sqlite3_free(sealed);
}

/* A forked process must not seal with the nonces of its parent. */
static void test_fork_nonces(Keyring *keyring) {
  char theirs[256] = "";
  int ends[2];
  char *sealed = seal(keyring, NULL, SECRET, strlen(SECRET));
  size_t head = (size_t)(strrchr(sealed, ':') - sealed) + 1;
  CHECK(pipe(ends) == 0);
  pid_t child = fork();
  if (child == 0) {
    char *text, *message;
    if (seal_close(keyring, NULL, &orders, SECRET, strlen(SECRET), &text, &message)) _exit(1);
    _exit(write(ends[1], text, strlen(text)) == (ssize_t)strlen(text) ? 0 : 1);
  }
  sqlite3_free(sealed);
  sealed = seal(keyring, NULL, SECRET, strlen(SECRET));
  CHECK(read(ends[0], theirs, sizeof(theirs) - 1) == (ssize_t)strlen(sealed));
  CHECK(memcmp(theirs, sealed, head) == 0);
  CHECK(memcmp(theirs + head, sealed + head, 32) != 0); /* 24 bytes */
  CHECK(waitpid(child, NULL, 0) == child);
  close(ends[0]);
  close(ends[1]);
  sqlite3_free(sealed);
}

/* ---- Memory. */

static int use_everything(const char *path) {
  char *sealed = NULL, *opened = NULL, *message = NULL, *where = NULL;
  size_t length = 0;
  Keyring *keyring = keyring_new();
  int rc = keyring ? keyring_set_path(keyring, path) : SQLITE_NOMEM;
  if (rc == SQLITE_OK) rc = keyring_create_key(keyring, ARN_B, &message);
  if (rc == SQLITE_OK) rc = keyring_path(keyring, &where, &message);
  if (rc == SQLITE_OK) {
    rc = seal_close(keyring, ARN_B, &orders, SECRET, strlen(SECRET), &sealed, &message);
  }
  if (rc == SQLITE_OK) {
    rc = seal_open(keyring, &orders, sealed, strlen(sealed), &opened, &length, &message);
  }
  if (rc == SQLITE_OK) {
    char *digit = sealed + strlen(sealed) - 5;
    *digit = *digit == 'A' ? 'B' : 'A';
    cipher_free(opened, length);
    rc = seal_open(keyring, &orders, sealed, strlen(sealed), &opened, &length, &message);
    if (rc == SQLITE_ERROR) rc = SQLITE_OK;
  }
  CHECK(rc == SQLITE_OK || (rc == SQLITE_NOMEM && message == NULL));
  sqlite3_free(message);
  sqlite3_free(sealed);
  sqlite3_free(where);
  cipher_free(opened, length);
  keyring_free(keyring);
  return rc;
}

/* Every allocation fails once: SQLITE_NOMEM, nothing lost, no half-written file. */
static void test_out_of_memory(void) {
  const char *path = "memory/keyring";
  int rc = SQLITE_NOMEM;
  for (int exists = 0; exists < 2; exists++) {
    rc = SQLITE_NOMEM;
    for (int n = 0; rc == SQLITE_NOMEM && n < 1000; n++) {
      remove_tree("memory");
      if (exists) {
        CHECK(mkdir("memory", 0700) == 0);
        write_keyring(path, ARN_A " " KEY_A "\n");
      }
      long before = blocks_in_use;
      fail_after = n;
      rc = use_everything(path);
      fail_after = -1;
      CHECK(blocks_in_use == before);
      CHECK(files_below("memory") <= 1);
    }
    CHECK(rc == SQLITE_OK);
  }
}

static void test_wipe(void) {
  char memory[64];
  memset(memory, 'x', sizeof(memory));
  cipher_wipe(memory + 8, 48);
  cipher_wipe(NULL, 0);
  cipher_free(NULL, 0);
  for (size_t i = 0; i < sizeof(memory); i++) {
    CHECK(memory[i] == (i >= 8 && i < 56 ? '\0' : 'x'));
  }
  /* The allocator that all tests ran on does notice. */
  char *block = sqlite3_mprintf("%s", SECRET);
  int before = leaks;
  sqlite3_free(block);
  CHECK(leaks == before + 1);
  leaks = before;
}

int main(void) {
  if (!begin()) return end();
  write_keyring("keyring", ARN_A " " KEY_A "\n" ARN_B " " KEY_B "\n");
  Keyring *keyring = open_keyring("keyring");
  test_round_trip(keyring);
  test_moved(keyring);
  test_damaged(keyring);
  test_recognised();
  test_wrong_key(keyring);
  test_fork_nonces(keyring);
  keyring_free(keyring);
  test_out_of_memory();
  test_wipe();
  return end();
}
