/* SPDX-License-Identifier: MIT */
/*
** Sealing: what opens, what does not, and what stays in memory. test_keyring.c has the keys.
*/
#define _XOPEN_SOURCE 700
#ifdef __APPLE__
#define _DARWIN_C_SOURCE
#endif

#include <pthread.h>
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
      CONTEXT("123456789012", "eu-west-1", "orders-dc", "PASSWORD"),
      CONTEXT("123456789013", "eu-west-1", "orders-db", "PASSWORD"),
      CONTEXT("123456789012", "eu-west-1", "orders-db", "KEYSTORE_PASSWORD"),
      CONTEXT("123456789012", "eu-west-2", "orders-db", "PASSWORD"),
      CONTEXT("123456789012", "", "orders-db", "PASSWORD"),
      /* the same bytes, parted elsewhere */
      CONTEXT("123456789012", "eu-west-1", "orders-d", "bPASSWORD"),
      CONTEXT("123456789012", "eu-west-1o", "rders-db", "PASSWORD"),
      CONTEXT("123456789012e", "u-west-1", "orders-db", "PASSWORD"),
      CONTEXT("", "", "", ""),
      {NULL, 0, NULL, 0, "orders-db", 9, NULL, 0},
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
  SealContext long_name = {"1", 1, "r", 1, name, huge, "PASSWORD", 8};
  sqlite3_free(refusal(keyring, &long_name, sealed, n));
  char *unsealed, *reason;
  CHECK(seal_close(keyring, NULL, &fresh_table, &long_name, "x", 1, &unsealed, &reason) ==
        SQLITE_ERROR);
  CHECK(unsealed == NULL && says(reason, "too long"));
  /* Each of them would fit alone. */
  SealContext long_names = {name, 5000, "r", 1, name, 5000, "PASSWORD", 8};
  CHECK(seal_close(keyring, NULL, &fresh_table, &long_names, "x", 1, &unsealed, &reason) ==
        SQLITE_ERROR);
  CHECK(unsealed == NULL && says(reason, "too long"));
  SealContext fitting = {name, 3000, "r", 1, name, 5000, "PASSWORD", 8};
  CHECK(seal_close(keyring, NULL, &fresh_table, &fitting, "x", 1, &unsealed, &reason) == SQLITE_OK);
  /* A message shows the beginning of a long name, up to a whole character. */
  fitting.name_length--;
  for (size_t i = 0; i + 2 < 5000; i += 2) memcpy(name + i + 1, "\xc3\xa9", 2);
  message = refusal(keyring, &fitting, unsealed, strlen(unsealed));
  CHECK(message && strstr(message, "\xc3\xa9 in catalog") && strlen(message) < 1000);
  sqlite3_free(message);
  memset(name, '\x80', 5000); /* no character at all */
  message = refusal(keyring, &fitting, unsealed, strlen(unsealed));
  CHECK(says(message, "PASSWORD of connection  in catalog , region r does not open"));
  sqlite3_free(unsealed);
  free(name);
  sqlite3_free(sealed);
  /* Names that imitate the seams between the parts: a length of four bytes. */
  static const SealContext one = {"1", 1, "r", 1, "a", 1, "b\1\0\0\0c", 6};
  static const SealContext two = {"1", 1, "r", 1, "a\1\0\0\0b", 6, "c", 1};
  static const SealContext three = {"1", 1, "r", 1, "a\0\0\0\0b", 6, "c", 1};
  static const SealContext four = {"1", 1, "r", 1, "a", 1, "b\0\0\0\0c", 6};
  CHECK(seal_close(keyring, NULL, &fresh_table, &one, SECRET, strlen(SECRET), &sealed, &reason) ==
        SQLITE_OK);
  sqlite3_free(refusal(keyring, &two, sealed, strlen(sealed)));
  sqlite3_free(sealed);
  CHECK(seal_close(keyring, NULL, &fresh_table, &three, SECRET, strlen(SECRET), &sealed, &reason) ==
        SQLITE_OK);
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
#define BYTES_36 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define BYTES_32 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define SEALED "glue-connections:2:" ARN_A ":"
      {"glue-connections:1:" ARN_A ":" BYTES_36 BYTES_36, true, false}, /* another format */
      {"glue-connections:2:" ARN_A, true, false},
      {"glue-connections:2:" BYTES_36 BYTES_36, true, false},
      {"glue-connections:2:arn:aws:s3:::b:" BYTES_36 BYTES_36, true, false}, /* no key's ARN */
      {SEALED, true, false},
      {SEALED BYTES_36, true, false},                  /* nonce, tag and padding are not complete */
      {SEALED BYTES_36 "AAAAAA==", true, false},       /* 40 bytes: without padding */
      {SEALED BYTES_36 BYTES_36, true, true},          /* 72: one block */
      {SEALED BYTES_36 BYTES_36 "AA==", true, false},  /* 73 */
      {SEALED BYTES_36 BYTES_36 BYTES_32, true, true}, /* 104: two blocks */
      {SEALED BYTES_36 BYTES_36 BYTES_36, true, false}, /* 108 */
#define BYTES_30 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      {SEALED BYTES_36 BYTES_36 BYTES_30 "AAB=", true, false}, /* stray bits */
      {SEALED BYTES_36 BYTES_36 BYTES_30 "AA=A", true, false},
      {SEALED BYTES_36 BYTES_36 BYTES_30 "A===", true, false},
      {SEALED BYTES_36 BYTES_36 BYTES_30 "A-_=", true, false}, /* another alphabet */
      {SEALED BYTES_36 BYTES_36 BYTES_32 "\n", true, false},
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

/* A sealed text tells of its secret's length only how many blocks of 32 bytes it fills, with at least a
** byte of padding. */
static void test_lengths(Keyring *keyring) {
  char plain[97];
  size_t first[4] = {0};
  memset(plain, 'x', sizeof(plain));
  for (size_t n = 0; n < sizeof(plain); n++) {
    char *sealed = seal(keyring, NULL, plain, n);
    size_t length = strlen(sealed), blocks = n / 32;
    if (n % 32 == 0) first[blocks] = length;
    CHECK(length == first[blocks]);
    CHECK(n % 32 != 0 || blocks == 0 || length > first[blocks - 1]);
    CHECK(opens(keyring, sealed, plain, n));
    sqlite3_free(sealed);
  }
}

/* What opens and has no padding was not sealed here. */
static void test_unpadded(Keyring *keyring) {
  static const char *const parts[] = {"glue-connections:2:", ARN_A,       "123456789012",
                                      "eu-west-1",           "orders-db", "PASSWORD"};
  unsigned char label[512], sealed[CIPHER_OVERHEAD + CIPHER_PADDING] = {0};
  char text[256] = "glue-connections:2:" ARN_A ":";
  size_t label_length = 0;
  const Key *key;
  char *message;
  for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
    size_t n = strlen(parts[i]);
    memcpy(label + label_length, (const unsigned char[]){(unsigned char)n, 0, 0, 0}, 4);
    memcpy(label + label_length + 4, parts[i], n);
    label_length += 4 + n;
  }
  for (int padded = 0; padded < 2; padded++) {
    memset(sealed + CIPHER_NONCE_BYTES, 'x', CIPHER_PADDING);
    if (padded) sealed[CIPHER_NONCE_BYTES + CIPHER_PADDING - 1] = 0x80;
    CHECK(keyring_sealing_key(keyring, ARN_A, &fresh_table, &key, &message) == SQLITE_OK);
    cipher_encrypt(sealed, CIPHER_PADDING, label, label_length, key->sealing);
    char *end = text + strlen("glue-connections:2:" ARN_A ":");
    for (size_t i = 0; i < sizeof(sealed); i += 3) { /* base64, without need of padding */
      static const char digits[] =
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      unsigned three = (unsigned)sealed[i] << 16 | (unsigned)sealed[i + 1] << 8 | sealed[i + 2];
      for (int shift = 18; shift >= 0; shift -= 6) *end++ = digits[three >> shift & 63];
    }
    *end = '\0';
    if (padded) {
      CHECK(opens(keyring, text, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 31));
    } else {
      CHECK(says(refusal(keyring, &orders, text, strlen(text)), "does not open"));
    }
  }
}

/* ---- Nonces: none is used for two labels or two secrets, whatever copies the process. */

#define SEALS 100000
#define COPIES 8
#define THREADS 4

typedef struct Used {
  char nonce[33];   /* 24 bytes in base64 */
  int name, secret; /* of what it was used for */
} Used;

/* Seals the secret of that number for the connection of that number. */
static Used use_nonce(Keyring *keyring, int name, int secret) {
  Used used = {"", name, secret};
  char text[32], word[32], *sealed, *message;
  SealContext context = orders;
  context.name = text;
  context.name_length = (size_t)snprintf(text, sizeof(text), "n%d", name);
  size_t length = (size_t)snprintf(word, sizeof(word), "s%d", secret);
  if (seal_close(keyring, NULL, &fresh_table, &context, word, length, &sealed, &message) ==
      SQLITE_OK) {
    memcpy(used.nonce, strrchr(sealed, ':') + 1, 32);
    sqlite3_free(sealed);
  }
  return used;
}

static int compare_used(const void *a, const void *b) {
  return strcmp(((const Used *)a)->nonce, ((const Used *)b)->nonce);
}

/* Counts the nonces that were used again: for the same label and secret, and otherwise. */
static void count_repeated(Used *used, size_t count, int *same, int *different) {
  *same = *different = 0;
  qsort(used, count, sizeof(*used), compare_used);
  CHECK(count > 0 && used[0].nonce[0] != '\0');
  for (size_t i = 1; i < count; i++) {
    if (strcmp(used[i].nonce, used[i - 1].nonce) != 0) continue;
    bool is_same = used[i].name == used[i - 1].name && used[i].secret == used[i - 1].secret;
    *same += is_same;
    *different += !is_same;
  }
}

/* A fork copies a process as restoring a snapshot does: all copies go on from the same seed and the same
** counter. Each copy seals other secrets under the same labels, and at last one that all of them seal
** too: there the same nonce shows that they did go on from the same state. */
static void test_copied_nonces(Keyring *keyring) {
  static Used used[SEALS];
  const int each = SEALS / COPIES;
  int ends[2], same, different;
  keyring_refresh(keyring);
  use_nonce(keyring, 0, 0); /* there is a seed now */
  for (int copy = 0; copy < COPIES; copy++) {
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
      for (int i = 0; i < each; i++) {
        Used one = use_nonce(keyring, i, i + 1 < each ? copy : -1);
        if (write(ends[1], &one, sizeof(one)) != (ssize_t)sizeof(one)) _exit(1);
      }
      _exit(0);
    }
    close(ends[1]);
    char *into = (char *)&used[(size_t)copy * (size_t)each];
    size_t wanted = (size_t)each * sizeof(Used), done = 0;
    while (done < wanted) {
      ssize_t n = read(ends[0], into + done, wanted - done);
      if (!CHECK(n > 0)) return;
      done += (size_t)n;
    }
    close(ends[0]);
    CHECK(waitpid(child, NULL, 0) == child);
  }
  count_repeated(used, SEALS, &same, &different);
  CHECK(same == COPIES - 1);
  CHECK(different == 0);
}

static void *seal_in_thread(void *list) {
  Keyring *keyring = open_keyring("keyring");
  for (int i = 0; i < SEALS / THREADS; i++) {
    if (i % 1000 == 0) keyring_refresh(keyring); /* a transaction begins */
    ((Used *)list)[i] = use_nonce(keyring, i, i);
  }
  keyring_free(keyring);
  return NULL;
}

/* Each database connection has a seed of its own: not even for the same secret is a nonce repeated. */
static void test_nonces_of_threads(void) {
  static Used used[SEALS];
  pthread_t threads[THREADS];
  int same, different;
  for (int i = 0; i < THREADS; i++) {
    CHECK(pthread_create(&threads[i], NULL, seal_in_thread, &used[(size_t)i * (SEALS / THREADS)]) ==
          0);
  }
  for (int i = 0; i < THREADS; i++) CHECK(pthread_join(threads[i], NULL) == 0);
  count_repeated(used, SEALS, &same, &different);
  CHECK(same == 0);
  CHECK(different == 0);
}

/* ---- Memory. */

static int use_everything(const char *path) {
  char *sealed = NULL, *opened = NULL, *message = NULL, *where = NULL;
  size_t length = 0;
  Keyring *keyring = keyring_new();
  int rc = keyring ? set_path(keyring, path) : SQLITE_NOMEM;
  if (rc == SQLITE_OK) rc = keyring_create_key(keyring, ARN_B, &message);
  if (rc == SQLITE_OK) rc = keyring_path(keyring, &where, &message);
  if (rc == SQLITE_OK) {
    rc = seal_close(keyring, ARN_B, &fresh_table, &orders, SECRET, strlen(SECRET), &sealed,
                    &message);
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
  test_lengths(keyring);
  test_unpadded(keyring);
  test_copied_nonces(keyring);
  test_nonces_of_threads();
  keyring_free(keyring);
  test_out_of_memory();
  test_wipe();
  return end();
}
