/* SPDX-License-Identifier: MIT */
/*
** Any bytes as a keyring. Which keys it has is read here once more, and the extension agrees: it
** seals with the first one, or with the one that is named, and opens again; or it refuses the file,
** by the number of the first line that is malformed, and without a word of what stands in it. A
** key that is added leaves the rest of the file, byte for byte, and what was sealed before opens.
*/
#define _XOPEN_SOURCE 700
#include "fuzz.h"

const unsigned long fuzz_mutations = 1500;

#define KEYS_MAX 256 /* more than an input can have */
#define SIZE_MAX_BYTES 8192
#define ARN_MAX 2048
#define FRESH_ARN "arn:aws:kms:::fresh"

/* ---- An independent reading of the file. */

typedef struct Line {
  const char *arn;
  size_t length;
} Line;

typedef struct Reading {
  int malformed_line; /* the first one, counted from 1; 0: none */
  const char *reason;
  int count;
  Line key[KEYS_MAX];
} Reading;

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/* arn:aws[a-z0-9-]*:kms:.* without blanks, quotes and backslashes, in printable ASCII */
static bool is_arn(const char *z, size_t n) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
  if (n < 7 || n > ARN_MAX || memcmp(z, "arn:aws", 7) != 0) return false;
  for (size_t i = 0; i < n; i++) {
    if (z[i] < '!' || z[i] > '~' || z[i] == '"' || z[i] == '\'' || z[i] == '\\') return false;
  }
  size_t i = 7;
  while (i < n && memchr(letters, z[i], sizeof(letters) - 1)) i++;
  return n - i >= 5 && memcmp(z + i, ":kms:", 5) == 0;
}

/* 32 bytes: 43 digits and a padding, the last digit without bits to spare. */
static bool is_key(const char *z, size_t n) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (n != 44 || z[43] != '=') return false;
  for (size_t i = 0; i < 43; i++) {
    if (memchr(digits, z[i], sizeof(digits) - 1) == NULL) return false;
  }
  const char *last = memchr(digits, z[42], sizeof(digits) - 1);
  return (last - digits) % 4 == 0;
}

static const char *read_line(const char *z, size_t n, Reading *reading) {
  while (n > 0 && is_blank(*z)) z++, n--;
  while (n > 0 && is_blank(z[n - 1])) n--;
  if (n == 0 || *z == '#') return NULL;
  size_t length = 0;
  while (length < n && !is_blank(z[length])) length++;
  if (!is_arn(z, length)) return "does not begin with the ARN of a key (arn:aws:kms:...)";
  size_t key = length;
  while (key < n && is_blank(z[key])) key++;
  if (!is_key(z + key, n - key)) return "does not end with the base64 of 32 bytes";
  for (int i = 0; i < reading->count; i++) {
    if (reading->key[i].length == length && memcmp(reading->key[i].arn, z, length) == 0) {
      return "repeats the ARN of an earlier line";
    }
  }
  MUST(reading->count < KEYS_MAX);
  reading->key[reading->count++] = (Line){z, length};
  return NULL;
}

static void read_file(const char *text, size_t size, Reading *reading) {
  int number = 0;
  *reading = (Reading){0};
  for (const char *z = text, *end = text + size; z <= end && !reading->reason;) {
    const char *line_end = z < end ? memchr(z, '\n', (size_t)(end - z)) : NULL;
    if (line_end == NULL) line_end = end;
    number++;
    reading->reason = read_line(z, (size_t)(line_end - z), reading);
    z = line_end + 1;
  }
  if (reading->reason) reading->malformed_line = number;
}

/* ---- The extension's. */

static sqlite3 *db;

/* Runs a statement with one parameter; the only value it yields or, where it fails, its message: for
** sqlite3_free(). */
static char *answer(const char *sql, const char *text, size_t n, int *rc) {
  sqlite3_stmt *statement = fuzz_statement(db, sql);
  char *value = NULL;
  sqlite3_bind_text64(statement, 1, text, n, SQLITE_STATIC, SQLITE_UTF8);
  if (sqlite3_step(statement) == SQLITE_ROW) {
    value = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
  }
  *rc = sqlite3_reset(statement);
  if (value == NULL) value = sqlite3_mprintf("%s", *rc ? sqlite3_errmsg(db) : "");
  return value;
}

static char *expected_refusal(const Reading *reading) {
  if (reading->reason) {
    return sqlite3_mprintf("GlueEncryptionException: line %d of the keyring %s %s",
                           reading->malformed_line, fuzz_keyring, reading->reason);
  }
  return sqlite3_mprintf("GlueEncryptionException: the keyring %s (named by $GLUE_KEYRING) has no "
                         "key; SELECT glue_create_key('ARN') adds one",
                         fuzz_keyring);
}

static const char create_sql[] =
    "INSERT OR REPLACE INTO c(name, connection_type, connection_properties,"
    " authentication_configuration) VALUES('n', 'CUSTOM', '{\"PASSWORD\":\"open sesame\"}',"
    " iif(?1 = '', NULL, json_object('KmsKeyArn', ?1)))";
static const char sealed_sql[] =
    "SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' FROM c WHERE ?1 IS NOT NULL";
static const char opened_sql[] = "SELECT glue_decrypt(connection_properties, catalog_id, region, "
                                 "name) FROM c WHERE ?1 IS NOT NULL";

/* Seals with that key ("": the default one), and opens. */
static void check_sealing(const char *arn, size_t length, const Line *used) {
  int rc;
  sqlite3_free(answer(create_sql, arn, length, &rc));
  MUST(rc == SQLITE_OK);
  char *head = sqlite3_mprintf("glue-connections:2:%.*s:", (int)used->length, used->arn);
  char *sealed = answer(sealed_sql, "", 0, &rc);
  MUST(rc == SQLITE_OK && strncmp(sealed, head, strlen(head)) == 0);
  MUST(memchr(sealed + strlen(head), ':', strlen(sealed + strlen(head))) == NULL);
  sqlite3_free(head);
  sqlite3_free(sealed);
}

static void check_opening(void) {
  int rc;
  char *opened = answer(opened_sql, "", 0, &rc);
  MUST(rc == SQLITE_OK && strcmp(opened, "{\"PASSWORD\":\"open sesame\"}") == 0);
  sqlite3_free(opened);
}

/* ---- A key more. */

/* The file, with a NUL, for free(). */
static char *contents(size_t *size) {
  FILE *file = fopen(fuzz_keyring, "rb");
  char *text = malloc(1 << 20);
  MUST(file && text);
  *size = fread(text, 1, (1 << 20) - 1, file);
  text[*size] = '\0';
  fclose(file);
  return text;
}

static void check_addition(const Reading *before, const char *text, size_t size) {
  int rc;
  size_t new_size, kept = size;
  char *result = answer("SELECT glue_create_key(?1)", FRESH_ARN, strlen(FRESH_ARN), &rc);
  char *now = contents(&new_size);
  bool is_there = false;
  for (int i = 0; i < before->count; i++) {
    is_there = is_there || (before->key[i].length == strlen(FRESH_ARN) &&
                            memcmp(before->key[i].arn, FRESH_ARN, strlen(FRESH_ARN)) == 0);
  }
  MUST(memcmp(now, text, size) == 0);
  if (before->reason || is_there) {
    MUST(rc == SQLITE_ERROR && strncmp(result, "GlueEncryptionException: ", 25) == 0);
    MUST(new_size == size);
  } else {
    MUST(rc == SQLITE_OK && strcmp(result, FRESH_ARN) == 0);
    if (size > 0 && text[size - 1] != '\n') MUST(now[kept++] == '\n');
    MUST(new_size == kept + strlen(FRESH_ARN " ") + 45);
    MUST(memcmp(now + kept, FRESH_ARN " ", strlen(FRESH_ARN " ")) == 0);
    MUST(is_key(now + new_size - 45, 44) && now[new_size - 1] == '\n');
    if (before->count > 0) check_opening();
    const Line fresh = {FRESH_ARN, strlen(FRESH_ARN)};
    check_sealing(FRESH_ARN, strlen(FRESH_ARN), &fresh);
    check_opening();
  }
  free(now);
  sqlite3_free(result);
}

/* ---- */

static void open_table(void) {
  db = fuzz_open();
  fuzz_must_run(db, "CREATE VIRTUAL TABLE c USING glue_connections(validation=lenient)");
}

/* A keyring, read anew, for a table that has sealed nothing by default. */
static void use_keyring(const void *text, size_t size) {
  int rc;
  fuzz_write_keyring(text, size);
  sqlite3_free(answer("SELECT glue_keyring(NULL) WHERE ?1 = ''", "", 0, &rc));
  MUST(rc == SQLITE_OK);
  sqlite3_free(answer("DELETE FROM c_config WHERE key = 'default_key' AND ?1 = ''", "", 0, &rc));
  MUST(rc == SQLITE_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Reading reading;
  const char *text = (const char *)data;
  int rc;
  if (size > SIZE_MAX_BYTES) return 0;
  if (db == NULL) open_table();
  use_keyring(FUZZ_KEYS, strlen(FUZZ_KEYS));
  const Line standard = {FUZZ_KEYS, strlen("arn:aws:kms:eu-west-1:123456789012:key/a")};
  check_sealing("", 0, &standard);

  use_keyring(data, size);
  read_file(text, size, &reading);
  if (reading.reason || reading.count == 0) {
    char *expected = expected_refusal(&reading), *message = answer(create_sql, "", 0, &rc);
    if (strcmp(message, expected) != 0) fprintf(stderr, "  %s\n  %s\n", message, expected);
    MUST(rc == SQLITE_ERROR && strcmp(message, expected) == 0);
    sqlite3_free(message);
    sqlite3_free(expected);
  } else {
    check_sealing("", 0, &reading.key[0]);
    check_opening();
    const Line *last = &reading.key[reading.count - 1];
    check_sealing(last->arn, last->length, last);
    check_opening();
  }
  /* What is written to the disk is slow: not every time. */
  if (size % 8 == 0) check_addition(&reading, text, size);
  MUST(fuzz_busy(db) == 0);
  return 0;
}
