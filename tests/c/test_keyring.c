/* SPDX-License-Identifier: MIT */
/*
** The keyring: which file it is, what the file must be, and several processes at once.
*/
#define _XOPEN_SOURCE 700
#ifdef __APPLE__
#define _DARWIN_C_SOURCE
#endif

#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <time.h>

#include "secrets_fixture.h"

#define PROCESSES 8
#define KEYS_PER_PROCESS 10

/* ---- The keyring. */

static bool path_is(const Keyring *keyring, const char *expected) {
  char *path, *message;
  bool same = keyring_path(keyring, &path, &message) == SQLITE_OK && strcmp(path, expected) == 0;
  sqlite3_free(path);
  sqlite3_free(message);
  return same;
}

static void test_path(void) {
  Keyring *keyring = open_keyring(NULL);
  const Key *key;
  char *path, *message;
  unset_environment();
  CHECK(keyring_path(keyring, &path, &message) == SQLITE_ERROR);
  CHECK(path == NULL && says(message, "$HOME"));
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(key == NULL && says(message, "glue_keyring"));
  CHECK(keyring_opening_key(keyring, ARN_A, strlen(ARN_A), &key, &message) == SQLITE_ERROR);
  CHECK(says(message, "$HOME"));
  CHECK(keyring_create_key(keyring, ARN_A, &message) == SQLITE_ERROR);
  CHECK(says(message, "$HOME"));
  setenv("HOME", "", 1);
  CHECK(keyring_path(keyring, &path, &message) == SQLITE_ERROR && says(message, "$HOME"));
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, "there is no place for a keyring"));
  CHECK(files_below(".") == 0 && access(".config", F_OK) != 0); /* no file anywhere */
  setenv("HOME", "/home/me", 1);
  CHECK(path_is(keyring, "/home/me/.config/glue-connections/keyring"));
  setenv("XDG_CONFIG_HOME", "relative", 1);
  CHECK(path_is(keyring, "/home/me/.config/glue-connections/keyring"));
  setenv("XDG_CONFIG_HOME", "/config", 1);
  CHECK(path_is(keyring, "/config/glue-connections/keyring"));
  setenv("GLUE_KEYRING", "named", 1);
  CHECK(path_is(keyring, "named"));
  /* The operator has decided. */
  CHECK(keyring_set_path(keyring, "mine", &message) == SQLITE_ERROR && path_is(keyring, "named"));
  CHECK(says(message, "$GLUE_KEYRING names the keyring of this process"));
  CHECK(set_path(keyring, NULL) == SQLITE_OK && path_is(keyring, "named"));
  unsetenv("GLUE_KEYRING");
  CHECK(set_path(keyring, "mine") == SQLITE_OK && path_is(keyring, "mine"));
  setenv("GLUE_KEYRING", "named", 1);
  CHECK(path_is(keyring, "named")); /* also later */
  setenv("GLUE_KEYRING", "", 1);
  CHECK(path_is(keyring, "mine"));
  CHECK(set_path(keyring, "") == SQLITE_OK);
  CHECK(path_is(keyring, "/config/glue-connections/keyring"));
  keyring_free(keyring);
  keyring_free(NULL);
  unset_environment();
}

/* A keyring that somebody named is never created by sealing. */
static void test_named_missing(void) {
  const Key *key;
  char *message;
  Keyring *keyring = open_keyring("missing");
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(strstr(message, "missing") && says(message, "glue_keyring()"));
  CHECK(keyring_sealing_key(keyring, ARN_A, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, ARN_A));
  CHECK(keyring_opening_key(keyring, ARN_A, strlen(ARN_A), &key, &message) == SQLITE_ERROR);
  CHECK(strstr(message, ARN_A) && says(message, "missing"));
  CHECK(set_path(keyring, NULL) == SQLITE_OK);
  setenv("GLUE_KEYRING", "missing", 1);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, "$GLUE_KEYRING"));
  unset_environment();
  CHECK(access("missing", F_OK) != 0);
  /* At the default path neither, when a key is named: a fresh one would not be it. */
  set_folder("XDG_CONFIG_HOME", "config");
  CHECK(keyring_sealing_key(keyring, ARN_A, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, ARN_A));
  CHECK(keyring_opening_key(keyring, ARN_A, strlen(ARN_A), &key, &message) == SQLITE_ERROR);
  CHECK(says(message, ARN_A));
  CHECK(access("config", F_OK) != 0);
  unset_environment();
  keyring_free(keyring);
}

static bool keyring_default_is(Keyring *keyring, const char *arn) {
  const Key *key;
  char *message = NULL;
  keyring_refresh(keyring);
  int rc = keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message);
  sqlite3_free(message);
  return rc == SQLITE_OK && strcmp(key->arn, arn) == 0;
}

/* ---- Where clients share the process. */

/* Whether it names no path; releases it. */
static bool says_no_path(char *message, const char *words) {
  bool silent = message && strchr(message, '/') == NULL && strstr(message, root) == NULL;
  if (!silent) fprintf(stderr, "a path: %s\n", message ? message : "(no message)");
  return says(message, words) && silent;
}

static void test_key_functions_on(void) {
  static const struct {
    const char *value;
    bool on;
  } cases[] = {{"", true},    {"on", true}, {"off", false}, {"ON", false},
               {"of", false}, {"1", false}, {"on ", false}, {"yes", false}};
  char *message;
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    setenv("GLUE_KEY_FUNCTIONS", cases[i].value, 1);
    Keyring *keyring = keyring_new();
    unsetenv("GLUE_KEY_FUNCTIONS"); /* that does not open them later */
    CHECK((keyring_check_functions(keyring, &message) == SQLITE_OK) == cases[i].on);
    CHECK((message == NULL) == cases[i].on);
    sqlite3_free(message);
    keyring_free(keyring);
  }
  Keyring *keyring = keyring_new();
  setenv("GLUE_KEY_FUNCTIONS", "off", 1); /* nor close */
  CHECK(keyring_check_functions(keyring, &message) == SQLITE_OK);
  keyring_free(keyring);
  unset_environment();
}

/* The keyring is $GLUE_KEYRING alone, nothing is made, and no message names a path. */
static void test_key_functions_off(void) {
  const Key *key;
  char *message;
  set_folder("HOME", "home");
  CHECK(mkdir("home", 0700) == 0);
  setenv("GLUE_KEY_FUNCTIONS", "off", 1);
  Keyring *keyring = keyring_new();
  CHECK(keyring_check_functions(keyring, &message) == SQLITE_ERROR);
  CHECK(says_no_path(message, "the functions that open secrets and manage keys are off in this"));
  static const char *const arns[] = {NULL, ARN_A};
  for (size_t i = 0; i < 2; i++) {
    CHECK(keyring_sealing_key(keyring, arns[i], &fresh_table, &key, &message) == SQLITE_ERROR);
    CHECK(says_no_path(message, "this process has no keyring: its operator names one in the"));
  }
  CHECK(keyring_opening_key(keyring, ARN_A, strlen(ARN_A), &key, &message) == SQLITE_ERROR);
  CHECK(says_no_path(message, "this process has no keyring"));
  CHECK(entries_below("home") == 1);
  set_folder("GLUE_KEYRING", "keyring of the server");
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says_no_path(message, "this process has no keyring"));
  CHECK(keyring_sealing_key(keyring, "arn:aws:kms:x", &fresh_table, &key, &message) ==
        SQLITE_ERROR);
  CHECK(says_no_path(message, "arn:aws:kms:x is needed to seal with, and this process has no"));
  CHECK(access("keyring of the server", F_OK) != 0);
  /* What is wrong with the file its operator reads in the log. */
  static const struct {
    const char *text, *words;
    mode_t mode;
  } bad[] = {
      {ARN_A " " KEY_A "\n", "is open to other users", 0644},
      {"nonsense\n", "line 1", 0600},
  };
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
    write_file("keyring of the server", bad[i].text, strlen(bad[i].text), bad[i].mode);
    CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
    CHECK(says_no_path(message, "the keyring of this process cannot be used; its operator"));
    CHECK(strstr(last_error, bad[i].words) && strstr(last_error, "keyring of the server"));
  }
  write_keyring("keyring of the server", "# none\n");
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says_no_path(message, "the keyring of this process has no key"));
  write_keyring("keyring of the server", "arn:aws:kms:x " KEY_A "\n");
  keyring_refresh(keyring);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK);
  CHECK(key_is(key, "arn:aws:kms:x", 'A'));
  const KeyringDefault other = {"arn:aws:kms:y", say_unsealed, NULL};
  CHECK(keyring_sealing_key(keyring, NULL, &other, &key, &message) == SQLITE_ERROR);
  CHECK(says_no_path(message, "the table last sealed with the default key arn:aws:kms:y, and the "
                              "keyring of this process does not have it"));
  CHECK(keyring_opening_key(keyring, "arn:aws:kms:y", 13, &key, &message) == SQLITE_ERROR);
  CHECK(says_no_path(message, "and the keyring of this process does not have it"));
  keyring_free(keyring);
  remove_tree("home");
  unset_environment();
}

/* ---- The default key that a table last sealed with. */

static int say_sealed(void *context, bool *is_unsealed) {
  ++*(int *)context;
  *is_unsealed = false;
  return SQLITE_OK;
}

static int say_no_memory(void *context, bool *is_unsealed) {
  (void)context, (void)is_unsealed;
  return SQLITE_NOMEM;
}

static void test_last_default(void) {
  const KeyringDefault last_a = {ARN_A, say_unsealed, NULL};
  const Key *key;
  char *message;
  Keyring *keyring = open_keyring("home/mine");
  set_folder("HOME", "home");
  CHECK(mkdir("home", 0700) == 0);
  /* Without the key it seals nothing by default, be there another key or none or no keyring. */
  static const char *const contents[] = {NULL, "", ARN_B " " KEY_B "\n"};
  static const char *const words[] = {
      "and there is no keyring at home/mine (named by glue_keyring())",
      "and the keyring home/mine (named by glue_keyring()) does not",
      "and the keyring home/mine (named by glue_keyring()) does not"};
  for (size_t i = 0; i < 3; i++) {
    if (contents[i]) write_keyring("home/mine", contents[i]);
    keyring_refresh(keyring);
    CHECK(keyring_sealing_key(keyring, NULL, &last_a, &key, &message) == SQLITE_ERROR);
    CHECK(message && strstr(message, "the table last sealed with the default key " ARN_A));
    CHECK(message && strstr(message, "$GLUE_KEYRING") && strstr(message, "glue_keyring('PATH')"));
    CHECK(message && strstr(message, "the command default-key=ARN"));
    CHECK(says(message, words[i]));
  }
  /* A connection that names its key is not concerned. */
  CHECK(keyring_sealing_key(keyring, ARN_B, &last_a, &key, &message) == SQLITE_OK);
  CHECK(key_is(key, ARN_B, 'B'));
  /* The key comes back, at any place: the first one seals. It is found at once. */
  write_keyring("home/mine", ARN_B " " KEY_B "\n" ARN_A " " KEY_A "\n");
  CHECK(keyring_sealing_key(keyring, NULL, &last_a, &key, &message) == SQLITE_OK);
  CHECK(key_is(key, ARN_B, 'B'));
  /* Another HOME: no default keyring is made for a table that has sealed with another, or that holds
  ** what was sealed elsewhere. */
  int asked = 0;
  const KeyringDefault sealed = {NULL, say_sealed, &asked};
  CHECK(set_path(keyring, NULL) == SQLITE_OK);
  CHECK(keyring_sealing_key(keyring, NULL, &last_a, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, "/home/.config/glue-connections/keyring; name the keyring that has it"));
  CHECK(keyring_sealing_key(keyring, NULL, &sealed, &key, &message) == SQLITE_ERROR && asked == 1);
  CHECK(says(message, "/home/.config/glue-connections/keyring, and the table holds sealed values"));
  const KeyringDefault no_memory = {NULL, say_no_memory, NULL};
  CHECK(keyring_sealing_key(keyring, NULL, &no_memory, &key, &message) == SQLITE_NOMEM);
  CHECK(key == NULL && message == NULL && entries_below("home") == 2);
  /* One that is asked for is made, and one that is there is not asked about. */
  CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_OK);
  CHECK(keyring_sealing_key(keyring, NULL, &sealed, &key, &message) == SQLITE_OK && asked == 1);
  CHECK(keyring_sealing_key(keyring, NULL, &last_a, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, ARN_A));
  keyring_free(keyring);
  remove_tree("home");
  unset_environment();
}

/* The line of a key goes first, and nothing else moves. */
static void test_set_default(void) {
  static const char before[] = "# one\n\n \t" ARN_B "   " KEY_B "\r\n# two\n" ARN_A " " KEY_A
                               "\n# three\narn:aws:kms:c " KEY_A;
  static const char after[] = "# one\n\narn:aws:kms:c " KEY_A "\n \t" ARN_B "   " KEY_B
                              "\r\n# two\n" ARN_A " " KEY_A "\n# three\n";
  char text[1024] = "", *message;
  const Key *keys;
  size_t count;
  struct stat first, second;
  write_keyring("ordered", before);
  Keyring *keyring = open_keyring("ordered");
  CHECK(keyring_set_default(keyring, "arn:aws:kms:c", &message) == SQLITE_OK);
  FILE *file = fopen("ordered", "r");
  text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
  fclose(file);
  CHECK(strcmp(text, after) == 0 && mode_of("ordered") == 0600);
  CHECK(keyring_list(keyring, &keys, &count, &message) == SQLITE_OK && count == 3);
  CHECK(key_is(&keys[0], "arn:aws:kms:c", 'A') && key_is(&keys[1], ARN_B, 'B'));
  CHECK(key_is(&keys[2], ARN_A, 'A'));
  /* What is first stays so: the file is not touched. */
  CHECK(stat("ordered", &first) == 0);
  CHECK(keyring_set_default(keyring, "arn:aws:kms:c", &message) == SQLITE_OK);
  CHECK(stat("ordered", &second) == 0 && first.st_ino == second.st_ino);
  CHECK(keyring_set_default(keyring, ARN_A, &message) == SQLITE_OK);
  CHECK(keyring_default_is(keyring, ARN_A));
  CHECK(keyring_set_default(keyring, ARN_A "x", &message) == SQLITE_ERROR);
  CHECK(says(message, "the key " ARN_A "x is not in the keyring "));
  CHECK(keyring_set_default(keyring, "", &message) == SQLITE_ERROR);
  CHECK(says(message, "is not in the keyring "));
  write_keyring("ordered", "nonsense\n");
  keyring_refresh(keyring);
  CHECK(keyring_set_default(keyring, ARN_A, &message) == SQLITE_ERROR);
  CHECK(says(message, "line 1"));
  CHECK(keyring_list(keyring, &keys, &count, &message) == SQLITE_ERROR && says(message, "line 1"));
  CHECK(unlink("ordered") == 0);
  CHECK(keyring_set_default(keyring, ARN_A, &message) == SQLITE_ERROR);
  CHECK(says(message, "there is no keyring at ordered"));
  CHECK(keyring_list(keyring, &keys, &count, &message) == SQLITE_OK && count == 0);
  keyring_free(keyring);
}

/* The message of a keyring that must not be used. */
static char *keyring_refusal(const char *path) {
  const Key *key;
  char *message, *second;
  Keyring *keyring = open_keyring(path);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR &&
        key == NULL);
  CHECK(keyring_opening_key(keyring, ARN_A, strlen(ARN_A), &key, &second) == SQLITE_ERROR);
  CHECK(key == NULL);
  sqlite3_free(second);
  keyring_free(keyring);
  return message;
}

/* Where others may write, they may put another keyring in its place. */
static void test_folder(void) {
  static const mode_t writable[] = {0770, 0707, 0775, 0702};
  const char *path = "shared/key'ring";
  char command[512], *message;
  CHECK(mkdir("shared", 0700) == 0);
  write_keyring(path, ARN_A " " KEY_A "\n");
  CHECK(symlink(path, "link into it") == 0);
  for (size_t i = 0; i < sizeof(writable) / sizeof(writable[0]); i++) {
    CHECK(chmod("shared", writable[i]) == 0);
    CHECK(says(keyring_refusal(path), "/shared (mode 07"));
    CHECK(says(keyring_refusal("link into it"), "run: chmod go-w '"));
    /* The command in the message is the one that mends it. */
    message = keyring_refusal(path);
    CHECK(snprintf(command, sizeof(command), "%s", strstr(message, "chmod")) > 0);
    sqlite3_free(message);
    CHECK(system(command) == 0);
    Keyring *keyring = open_keyring("link into it");
    CHECK(keyring_default_is(keyring, ARN_A));
    keyring_free(keyring);
    /* No key is made there either. */
    CHECK(chmod("shared", writable[i]) == 0);
    keyring = open_keyring("shared/new");
    CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_ERROR);
    CHECK(says(message, "run: chmod go-w 'shared'"));
    set_path(keyring, path);
    CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_ERROR);
    CHECK(says(message, "run: chmod go-w '"));
    CHECK(files_below("shared") == 1 && lines_in(path, "arn:") == 1);
    keyring_free(keyring);
  }
  /* In a sticky one each has files of his own, as in /tmp. */
  CHECK(chmod("shared", 01777) == 0);
  Keyring *keyring = open_keyring(path);
  CHECK(keyring_default_is(keyring, ARN_A));
  CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_OK);
  keyring_free(keyring);
  /* What is above does not matter. */
  CHECK(chmod("shared", 0777) == 0);
  keyring = open_keyring("shared/own/keyring");
  CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_OK);
  CHECK(keyring_default_is(keyring, ARN_B) && mode_of("shared/own") == 0700);
  keyring_free(keyring);
  CHECK(unlink("link into it") == 0);
  remove_tree("shared");
}

/* A process of root's that has kept the HOME of a user (sudo) leaves it alone. */
static void test_home_of_another(void) {
  char *message;
  const Key *key;
  if (geteuid() != 0) return;
  set_folder("HOME", "home");
  CHECK(mkdir("home", 0755) == 0 && chown("home", 12345, 12345) == 0);
  Keyring *keyring = open_keyring(NULL);
  for (int with_config = 0; with_config < 3; with_config++) {
    if (with_config == 1) CHECK(mkdir("home/.config", 0755) == 0);
    if (with_config == 2) CHECK(mkdir("home/.config/glue-connections", 0700) == 0);
    if (with_config >= 1) CHECK(chown("home/.config", 12345, 12345) == 0);
    if (with_config == 2) CHECK(chown("home/.config/glue-connections", 12345, 12345) == 0);
    CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
    CHECK(says(message, "which belongs to another user"));
    CHECK(keyring_create_key(keyring, ARN_A, &message) == SQLITE_ERROR);
    CHECK(says(message, "which belongs to another user"));
    CHECK(files_below("home") == 0 && entries_below("home") == 1 + with_config);
  }
  /* Nor does it use a keyring that is there. */
  write_keyring("home/.config/glue-connections/keyring", ARN_A " " KEY_A "\n");
  CHECK(chown("home/.config/glue-connections/keyring", 12345, 12345) == 0);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, "belongs to another user; run: chown 0 '"));
  keyring_free(keyring);
  remove_tree("home");
  unset_environment();
}

static void test_permissions(void) {
  static const mode_t open_to_others[] = {0640, 0440, 0604, 0620, 0602, 0610, 0601, 0666};
  const char *path = "it's mine";
  char command[512];
  for (size_t i = 0; i < sizeof(open_to_others) / sizeof(open_to_others[0]); i++) {
    char *message;
    Keyring *keyring = open_keyring(path);
    write_file(path, ARN_A " " KEY_A "\n", strlen(ARN_A " " KEY_A "\n"), open_to_others[i]);
    if (geteuid() == 0 && (open_to_others[i] & 0037) == 0) { /* root hands it out to a group */
      const Key *key;
      CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK);
      CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_OK);
      CHECK(mode_of(path) == 0640 && keyring_default_is(keyring, ARN_A));
      keyring_free(keyring);
      continue;
    }
    CHECK(says(keyring_refusal(path), "chmod 600 '"));
    CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_ERROR);
    CHECK(says(message, "chmod 600 '"));
    keyring_free(keyring);
  }
  /* The command in the message is the one that mends it. */
  char *message = keyring_refusal(path);
  CHECK(snprintf(command, sizeof(command), "%s", strstr(message, "chmod")) > 0);
  sqlite3_free(message);
  CHECK(system(command) == 0);
  Keyring *keyring = open_keyring(path);
  const Key *key;
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK &&
        key_is(key, ARN_A, 'A'));
  /* Loosened later: noticed from the next transaction on. */
  CHECK(chmod(path, 0644) == 0);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK);
  keyring_refresh(keyring);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, "chmod 600"));
  keyring_free(keyring);
  CHECK(unlink("it's mine") == 0);
}

static void test_no_keyring_at_all(void) {
  CHECK(mkfifo("fifo", 0600) == 0);
  CHECK(says(keyring_refusal("fifo"), "not a regular file"));
  CHECK(says(keyring_refusal(root), "not a regular file"));
  write_keyring("file", "");
  CHECK(says(keyring_refusal("file/below"), "cannot open"));
  char *large = malloc(2000000);
  memset(large, '\n', 2000000);
  write_file("large", large, 2000000, 0600);
  CHECK(says(keyring_refusal("large"), "larger"));
  free(large);
}

static void test_lines(void) {
  static const struct {
    const char *text, *message;
  } malformed[] = {
      {ARN_A, "line 1"},
      {ARN_A "\n", "line 1"},
      {"\n# comment\n" ARN_A " " KEY_A "\n" ARN_B "\t\n", "line 4"},
      {ARN_A " " KEY_A " more\n", "line 1"},
      {KEY_A " " ARN_A "\n", "line 1"},
      {"arn:aws:s3:::bucket " KEY_A "\n", "line 1"},
      {ARN_A " QUFBQUFB\n", "base64"},
      {ARN_A " QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE\n", "base64"}, /* no padding */
      {ARN_A " " KEY_A KEY_A "\n", "base64"},
      {ARN_A " QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF=\n", "base64"},    /* stray bits */
      {ARN_A " QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\xd1=\n", "base64"}, /* 'Q', or so */
      {ARN_A " " KEY_A "\n" ARN_B " " KEY_B "\n" ARN_A " " KEY_B "\n", "line 3"},
      {"", "no key"},
      {"# nothing here\n\n  \r\n", "no key"},
  };
  const char *path = "lines";
  for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
    write_keyring(path, malformed[i].text);
    char *message = keyring_refusal(path);
    CHECK(message && strstr(message, "QUFB") == NULL && strstr(message, ARN_A) == NULL);
    CHECK(says(message, malformed[i].message));
  }
  write_file(path, "a\0b\n", 4, 0600);
  CHECK(says(keyring_refusal(path), "line 1"));
  /* Comments, blank lines, other line ends and blanks; a last line without an end. */
  write_keyring(path, "# keys\r\n\r\n \t" ARN_B "\t  " KEY_B " \r\n#" ARN_A " x\n" ARN_A " " KEY_A);
  const Key *key;
  char *message;
  Keyring *keyring = open_keyring(path);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK &&
        key_is(key, ARN_B, 'B'));
  CHECK(keyring_sealing_key(keyring, ARN_A, &fresh_table, &key, &message) == SQLITE_OK);
  CHECK(key_is(key, ARN_A, 'A'));
  CHECK(keyring_sealing_key(keyring, ARN_A "x", &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, ARN_A "x"));
  CHECK(keyring_opening_key(keyring, ARN_A "x", strlen(ARN_A), &key, &message) == SQLITE_OK);
  CHECK(key_is(key, ARN_A, 'A'));
  keyring_free(keyring);
}

/* What is cached follows the file from refresh to refresh, however quickly it changes. */
static void test_refresh(void) {
  const char *path = "refreshed";
  const Key *key;
  char *message;
  Keyring *keyring = open_keyring(path);
  for (int i = 0; i < 20; i++) {
    write_keyring(path, i % 2 ? ARN_A " " KEY_A "\n" : ARN_A " " KEY_B "\n"); /* the same size */
    keyring_refresh(keyring);
    CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK);
    CHECK(key_is(key, ARN_A, i % 2 ? 'A' : 'B'));
  }
  /* Once the file is old enough, one stat() is all: and it still notices. */
  struct timespec wait = {3, 100000000};
  nanosleep(&wait, NULL);
  for (int i = 0; i < 3; i++) {
    keyring_refresh(keyring);
    CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK);
    CHECK(key_is(key, ARN_A, 'A'));
  }
  write_keyring(path, ARN_A " " KEY_B "\n");
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK &&
        key_is(key, ARN_A, 'A'));
  keyring_refresh(keyring);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK &&
        key_is(key, ARN_A, 'B'));
  CHECK(unlink(path) == 0);
  keyring_refresh(keyring);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, "no keyring"));
  keyring_free(keyring);
}

static void test_create_key(void) {
  static const char *const no_arns[] = {NULL,
                                        "",
                                        "arn",
                                        "arn:aws:kms",
                                        "arn:AWS:kms:x",
                                        "arn:aws:s3:::b",
                                        "arn:aws:kms:a b",
                                        "arn:aws:kms:a\n",
                                        "arn:aws:kms:\"",
                                        "arn:aws:kms:'",
                                        "arn:aws:kms:\\",
                                        "arn:aws:kms:\xc3\xa9",
                                        " arn:aws:kms:x"};
  const char *path = "new/folder/keyring";
  const Key *key;
  char *message, longest[KEY_ARN_MAX + 2];
  Keyring *keyring = open_keyring(path);
  for (size_t i = 0; i < sizeof(no_arns) / sizeof(no_arns[0]); i++) {
    CHECK(keyring_create_key(keyring, no_arns[i], &message) == SQLITE_ERROR);
    CHECK(says(message, "ARN"));
  }
  CHECK(access("new", F_OK) != 0);
  memset(longest, 'k', sizeof(longest));
  memcpy(longest, "arn:aws:kms:", 12);
  longest[KEY_ARN_MAX + 1] = '\0';
  CHECK(keyring_create_key(keyring, longest, &message) == SQLITE_ERROR && says(message, "2048"));
  CHECK(keyring_create_key(keyring, ARN_A, &message) == SQLITE_OK && message == NULL);
  CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_OK);
  longest[KEY_ARN_MAX] = '\0';
  CHECK(keyring_create_key(keyring, longest, &message) == SQLITE_OK);
  CHECK(keyring_create_key(keyring, ARN_A, &message) == SQLITE_ERROR);
  CHECK(says(message, "already"));
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK);
  CHECK(strcmp(key->arn, ARN_A) == 0);
  CHECK(keyring_sealing_key(keyring, longest, &fresh_table, &key, &message) == SQLITE_OK);
  char *sealed = seal(keyring, longest, SECRET, strlen(SECRET));
  CHECK(opens(keyring, sealed, SECRET, strlen(SECRET)));
  sqlite3_free(sealed);
  CHECK(mode_of(path) == 0600 && mode_of("new/folder") == 0700);
  CHECK(mode_of("new") == 0700 && files_below("new") == 1);
  keyring_free(keyring);
}

/* An addition keeps comments, completes a last line, respects links, and leaves a
** malformed file as it is. */
static void test_add_key(void) {
  const char *path = "added";
  const Key *key;
  char *message;
  struct stat status;
  Keyring *keyring = open_keyring("link");
  write_keyring(path, "# mine\n" ARN_A " " KEY_A);
  CHECK(symlink("added", "link") == 0);
  CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_OK);
  CHECK(lines_in(path, "# mine") == 1 && lines_in(path, "arn:") == 2);
  CHECK(lstat("link", &status) == 0 && S_ISLNK(status.st_mode));
  CHECK(stat(path, &status) == 0 && (status.st_mode & 07777) == 0600);
  CHECK(status.st_uid == geteuid());
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK &&
        key_is(key, ARN_A, 'A'));
  CHECK(keyring_sealing_key(keyring, ARN_B, &fresh_table, &key, &message) == SQLITE_OK);
  CHECK(unlink(path) == 0);
  CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_ERROR); /* a link to nowhere */
  CHECK(says(message, "link"));
  write_keyring(path, "nonsense\n");
  CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_ERROR && says(message, "line 1"));
  CHECK(lines_in(path, "nonsense") == 1 && lines_in(path, "arn:") == 0);
  keyring_free(keyring);
}

/* A clock that ran ahead has dated the file beyond 2038, which 32 bits hold no times of unless they are
** asked for 64. touch has them of its own: where it, or the file system, does not, nothing is tried. */
static void test_beyond_2038(void) {
  const char *path = "later";
  const Key *key;
  char *message;
  struct stat status;
  write_keyring(path, ARN_A " " KEY_A "\n");
  if (system("touch -t 204001010000 later 2> /dev/null") != 0) return;
  if (CHECK(stat(path, &status) == 0) && status.st_mtim.tv_sec <= INT32_MAX) return;
  Keyring *keyring = open_keyring(path);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK &&
        key_is(key, ARN_A, 'A'));
  CHECK(keyring_create_key(keyring, ARN_B, &message) == SQLITE_OK && lines_in(path, "arn:") == 2);
  keyring_free(keyring);
}

/* ---- Several processes at once. */

/* Does the same in PROCESSES children, which all start when the pipe closes; returns how many ended
** with 0. */
static int run_at_once(int (*work)(int number, FILE *out), FILE *out) {
  int gate[2], good = 0;
  CHECK(pipe(gate) == 0);
  fflush(NULL);
  for (int i = 0; i < PROCESSES; i++) {
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
      char unused;
      close(gate[1]);
      if (read(gate[0], &unused, 1) != 0) _exit(1);
      int rc = work(i, out);
      fflush(out);
      _exit(rc);
    }
  }
  close(gate[0]);
  close(gate[1]);
  for (int i = 0; i < PROCESSES; i++) {
    int status;
    if (wait(&status) > 0 && WIFEXITED(status)) good += WEXITSTATUS(status) == 0;
  }
  return good;
}

/* Writes "ARN KEY NOTICES" in one line, which O_APPEND keeps whole. */
static int need_default_key(int number, FILE *out) {
  const Key *key;
  char *message, text[CIPHER_KEY_TEXT + 1];
  (void)number;
  notices = 0;
  Keyring *keyring = keyring_new();
  if (keyring == NULL || keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message)) return 1;
  cipher_key_encode(text, key->sealing);
  fprintf(out, "%s %s %d\n", key->arn, text, notices);
  keyring_free(keyring);
  return 0;
}

static void test_default_keyring_at_once(void) {
  char first[256] = "", line[256];
  for (int round = 0; round < 20; round++) {
    int lines = 0, created = 0;
    set_folder("HOME", "home");
    CHECK(mkdir("home", 0755) == 0);
    FILE *out = fopen("answers", "a+");
    CHECK(run_at_once(need_default_key, out) == PROCESSES);
    rewind(out);
    while (fgets(line, sizeof(line), out)) {
      char *notice = strrchr(line, ' ');
      created += strcmp(notice, " 0\n") != 0;
      *notice = '\0';
      if (lines++ == 0) memcpy(first, line, sizeof(first));
      CHECK(strcmp(first, line) == 0);
    }
    fclose(out);
    CHECK(lines == PROCESSES && created == 1);
    CHECK(strncmp(first, "arn:aws:kms:local:000000000000:key/", 35) == 0);
    CHECK(strspn(first + 35, "0123456789abcdef-") == 36 && first[35 + 14] == '4');
    CHECK(strchr("89ab", first[35 + 19]) != NULL);
    CHECK(files_below("home") == 1);
    CHECK(mode_of("home/.config/glue-connections/keyring") == 0600);
    CHECK(mode_of("home/.config/glue-connections") == 0700);
    CHECK(lines_in("home/.config/glue-connections/keyring", "arn:") == 1);
    CHECK(unlink("answers") == 0);
    remove_tree("home");
  }
  unset_environment();
}

/* The one that creates it says so, and the mode depends on nothing. */
static void test_default_keyring_reported(void) {
  const Key *key;
  char *message;
  Keyring *keyring = open_keyring(NULL);
  set_folder("XDG_CONFIG_HOME", "config");
  mode_t mask = umask(0);
  notices = 0;
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK);
  CHECK(notices == 1 && strstr(last_notice, "config/glue-connections/keyring"));
  /* The key that is in the file, and that no notice shows. */
  char line[256] = "", *base64;
  unsigned char bytes[CIPHER_KEY_BYTES];
  Key expected;
  FILE *file = fopen("config/glue-connections/keyring", "r");
  while (strstr(line, key->arn) == NULL && fgets(line, sizeof(line), file)) continue;
  fclose(file);
  line[strcspn(line, "\n")] = '\0';
  base64 = strchr(line, ' ') + 1;
  CHECK(cipher_key_decode(bytes, base64, strlen(base64)));
  key_set(&expected, bytes);
  CHECK(memcmp(key->sealing, expected.sealing, CIPHER_KEY_BYTES) == 0);
  CHECK(strstr(last_notice, key->arn) && strstr(last_notice, base64) == NULL);
  umask(mask);
  CHECK(mode_of("config/glue-connections/keyring") == 0600);
  CHECK(mode_of("config/glue-connections") == 0700 && mode_of("config") == 0700);
  keyring_refresh(keyring);
  CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK &&
        notices == 1);
  keyring_free(keyring);
  unset_environment();
}

static int add_keys(int number, FILE *out) {
  char arn[64], *message;
  (void)out;
  Keyring *keyring = keyring_new();
  if (keyring == NULL || set_path(keyring, "shared/keyring")) return 1;
  for (int i = 0; i < KEYS_PER_PROCESS; i++) {
    snprintf(arn, sizeof(arn), "arn:aws:kms:local:%d:key/%d", number, i);
    if (keyring_create_key(keyring, arn, &message)) return 2;
  }
  keyring_free(keyring);
  return 0;
}

static void test_create_key_at_once(void) {
  const Key *key;
  char arn[64], *message;
  CHECK(run_at_once(add_keys, stdout) == PROCESSES);
  CHECK(lines_in("shared/keyring", "arn:") == PROCESSES * KEYS_PER_PROCESS);
  Keyring *keyring = open_keyring("shared/keyring");
  for (int i = 0; i < PROCESSES * KEYS_PER_PROCESS; i++) {
    snprintf(arn, sizeof(arn), "arn:aws:kms:local:%d:key/%d", i / KEYS_PER_PROCESS,
             i % KEYS_PER_PROCESS);
    CHECK(keyring_sealing_key(keyring, arn, &fresh_table, &key, &message) == SQLITE_OK &&
          key != NULL);
    if (key == NULL) sqlite3_free(message);
  }
  CHECK(files_below("shared") == 1);
  keyring_free(keyring);
}

/* Killed at any moment, a writer leaves a keyring that is complete and keeps what was there. */
static void test_killed(void) {
  const char *path = "killed";
  int keys = 1;
  write_keyring(path, ARN_A " " KEY_A "\n");
  for (int round = 0; round < 20; round++) {
    pid_t child = fork();
    if (child == 0) {
      char arn[64], *message;
      Keyring *keyring = keyring_new();
      if (keyring == NULL || set_path(keyring, path)) _exit(1);
      for (int i = 0;; i++) {
        snprintf(arn, sizeof(arn), "arn:aws:kms:local:%d:key/%d", round, i);
        if (keyring_create_key(keyring, arn, &message)) _exit(2);
      }
    }
    struct timespec wait = {0, 3000000 + round * 1100000};
    int status;
    nanosleep(&wait, NULL);
    kill(child, SIGKILL);
    CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
    const Key *key;
    char *message;
    Keyring *keyring = open_keyring(path);
    CHECK(keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message) == SQLITE_OK);
    CHECK(key_is(key, ARN_A, 'A'));
    CHECK(lines_in(path, "arn:") >= keys);
    keys = lines_in(path, "arn:");
    keyring_free(keyring);
  }
}

int main(void) {
  if (!begin()) return end();
  test_path();
  test_named_missing();
  test_key_functions_on();
  test_key_functions_off();
  test_last_default();
  test_set_default();
  test_permissions();
  test_folder();
  test_home_of_another();
  test_no_keyring_at_all();
  test_lines();
  test_refresh();
  test_create_key();
  test_add_key();
  test_beyond_2038();
  test_default_keyring_reported();
  test_default_keyring_at_once();
  test_create_key_at_once();
  test_killed();
  return end();
}
