/* SPDX-License-Identifier: MIT */
/*
** The system fails while a keyring is read, created or added to: each call of it that key_file.c makes
** fails at each of its turns, in every way that matters. A keyring that was there stays as it was, no
** half-written file is left behind, and the message says what could not be done.
**
** The calls are interposed: what this program defines under the name of a function of the C library,
** the objects linked into it call.
*/
#define _GNU_SOURCE /* RTLD_NEXT */
#ifdef __APPLE__
#define _DARWIN_C_SOURCE
#endif

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>

#include "secrets_fixture.h"

/* ---- The calls, and what becomes of them. */

typedef enum Call {
  NO_CALL,
  OPEN,
  READ,
  WRITE,
  FSYNC,
  FSTAT,
  STAT,
  FCHMOD,
  FCHOWN,
  FLOCK,
  LINK,
  RENAME,
  MKDIR,
  CALLS
} Call;

static const char *const call_names[CALLS] = {"nothing", "open",   "read",   "write",  "fsync",
                                              "fstat",   "stat",   "fchmod", "fchown", "flock",
                                              "link",    "rename", "mkdir"};

static struct {
  Call call;
  Call always;   /* another one, which fails each time; NO_CALL */
  int remaining; /* until it happens; -1: it does not (any more) */
  int error;     /* errno; 0: the call does less than it should, where it can */
  bool lasting;
  int happened;
  void (*before)(void); /* what another process does just before */
} plan = {.remaining = -1};

static uid_t user;                         /* that this process seems to be */
static time_t time_ahead;                  /* of the clock */
static void (*alter)(struct stat *status); /* what stat() says */

static bool happens(Call call) {
  if (plan.always == call && plan.remaining >= 0) {
    errno = plan.error;
    return true;
  }
  if (plan.call != call || plan.remaining < 0) return false;
  if (plan.remaining > 0) {
    plan.remaining--;
    return false;
  }
  if (!plan.lasting) plan.remaining = -1;
  plan.happened++;
  if (plan.before) plan.before();
  errno = plan.error;
  return plan.error != 0 || plan.before == NULL;
}

/* The C library's own. */
#define REAL(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))

int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    va_list arguments;
    va_start(arguments, flags);
    mode = (mode_t)va_arg(arguments, int);
    va_end(arguments);
  }
  if (happens(OPEN)) return -1;
  return REAL(open)(path, flags, mode);
}

ssize_t read(int descriptor, void *buffer, size_t n) {
  if (happens(READ)) return plan.error ? -1 : 0;
  return REAL(read)(descriptor, buffer, n);
}

ssize_t write(int descriptor, const void *buffer, size_t n) {
  if (happens(WRITE)) {
    if (plan.error) return -1;
    n = n > 1 ? n / 2 : 0;
    if (n == 0) return 0;
  }
  return REAL(write)(descriptor, buffer, n);
}

int fsync(int descriptor) {
  (void)descriptor; /* the disk is not waited for */
  return happens(FSYNC) ? -1 : 0;
}

int fstat(int descriptor, struct stat *status) {
  if (happens(FSTAT)) return -1;
  return REAL(fstat)(descriptor, status);
}

int stat(const char *path, struct stat *status) {
  if (happens(STAT)) return -1;
  int rc = REAL(stat)(path, status);
  if (rc == 0 && alter) alter(status);
  return rc;
}

int fchmod(int descriptor, mode_t mode) {
  if (happens(FCHMOD)) return -1;
  return REAL(fchmod)(descriptor, mode);
}

int fchown(int descriptor, uid_t owner, gid_t group) {
  if (happens(FCHOWN)) return -1;
  return REAL(fchown)(descriptor, owner, group);
}

int flock(int descriptor, int operation) {
  if (happens(FLOCK)) return -1;
  return REAL(flock)(descriptor, operation);
}

int link(const char *from, const char *to) {
  if (happens(LINK)) return -1;
  return REAL(link)(from, to);
}

int rename(const char *from, const char *to) {
  if (happens(RENAME)) return -1;
  return REAL(rename)(from, to);
}

int mkdir(const char *path, mode_t mode) {
  if (happens(MKDIR)) return -1;
  return REAL(mkdir)(path, mode);
}

uid_t geteuid(void) {
  return user;
}

time_t time(time_t *out) {
  time_t now = REAL(time)(NULL) + time_ahead;
  if (out) *out = now;
  return now;
}

static void fail(Call call, int nth, int error) {
  plan.call = call;
  plan.always = NO_CALL;
  plan.remaining = nth;
  plan.error = error;
  plan.lasting = false;
  plan.happened = 0;
  plan.before = NULL;
}

static int end_of_fault(void) {
  plan.remaining = -1;
  return plan.happened;
}

/* ---- */

#define LINES ARN_A " " KEY_A "\n"

static char *contents(const char *path) {
  static char text[65536];
  FILE *file = fopen(path, "r");
  size_t n = file ? fread(text, 1, sizeof(text) - 1, file) : 0;
  if (file) fclose(file);
  text[n] = '\0';
  return text;
}

/* What is done to a keyring. The message is the caller's. */
typedef int Deed(char **message);

static int seal_by_default(char **message) {
  const Key *key;
  Keyring *keyring = open_keyring(NULL);
  int rc = keyring_sealing_key(keyring, NULL, &fresh_table, &key, message);
  keyring_free(keyring);
  return rc;
}

static int add_key(char **message) {
  Keyring *keyring = open_keyring("folder/keyring");
  int rc = keyring_create_key(keyring, ARN_B, message);
  keyring_free(keyring);
  return rc;
}

static int use_key(char **message) {
  const Key *key;
  Keyring *keyring = open_keyring("folder/keyring");
  int rc = keyring_opening_key(keyring, ARN_A, strlen(ARN_A), &key, message);
  keyring_free(keyring);
  return rc;
}

static int make_default(char **message) {
  Keyring *keyring = open_keyring("folder/keyring");
  int rc = keyring_set_default(keyring, ARN_B, message);
  keyring_free(keyring);
  return rc;
}

static void start_over(bool exists) {
  remove_tree("folder");
  remove_tree("config");
  if (exists) {
    CHECK(mkdir("folder", 0700) == 0);
    write_keyring("folder/keyring", LINES);
  }
}

/* Lets the n-th call fail, for every n. However it ends, there is a whole keyring or none. */
static void try_call(Deed *deed, bool exists, Call call, int error, bool may_succeed) {
  bool reached = true;
  for (int n = 0; reached && n < 100; n++) {
    char *message = NULL;
    start_over(exists);
    fail(call, n, error);
    int rc = deed(&message);
    reached = end_of_fault() > 0;
    bool refused = rc == SQLITE_ERROR && message && strstr(message, "QUFB") == NULL;
    if (!CHECK(refused || (rc == SQLITE_OK && (!reached || may_succeed)))) {
      fprintf(stderr, "%s fails at %d with %d: %d %s\n", call_names[call], n, error, rc,
              message ? message : "");
    }
    sqlite3_free(message);
    if (exists) {
      const char *text = contents("folder/keyring");
      CHECK(strncmp(text, LINES, strlen(LINES)) == 0);
      CHECK(strcmp(text + strlen(LINES), "") == 0 || lines_in("folder/keyring", ARN_B) == 1);
    }
    /* Nothing beside it; and the next one finds nothing wrong. */
    int files = files_below(".");
    CHECK(files == exists ||
          (files == 1 && (lines_in("folder/keyring", "arn:") == 1 ||
                          lines_in("config/glue-connections/keyring", "arn:") == 1)));
    rc = deed(&message);
    CHECK(rc == SQLITE_OK || (message && strstr(message, "already")));
    sqlite3_free(message);
  }
  CHECK(!reached);
}

static void test_every_call(void) {
  static const int errors[] = {EIO, ENOSPC, EACCES, 99999};
  set_folder("XDG_CONFIG_HOME", "config");
  for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
    for (Call call = OPEN; call < CALLS; call++) {
      /* stat() only asks what a later call finds out too. */
      bool may_succeed = call == STAT;
      try_call(seal_by_default, false, call, errors[i], may_succeed);
      try_call(add_key, false, call, errors[i], may_succeed);
      try_call(add_key, true, call, errors[i], may_succeed);
      try_call(use_key, true, call, errors[i], may_succeed);
    }
  }
  /* What is no failure: interrupted, only begun, not for this file system, there already. */
  static const struct {
    Call call;
    int error;
  } harmless[] = {{READ, EINTR},  {WRITE, EINTR},  {FLOCK, EINTR},  {WRITE, 0},
                  {READ, 0},      {FSYNC, EINVAL}, {MKDIR, EEXIST}, {LINK, EEXIST},
                  {OPEN, ENOENT}, {MKDIR, ENOENT}, {STAT, ENOENT}};
  for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
    try_call(seal_by_default, false, harmless[i].call, harmless[i].error, true);
    try_call(add_key, false, harmless[i].call, harmless[i].error, true);
    try_call(add_key, true, harmless[i].call, harmless[i].error, true);
  }
  unset_environment();
}

/* Two lines change places, or do not: there is never another file than one of these two. */
static void test_every_call_of_order(void) {
  static const char before[] = LINES ARN_B " " KEY_B "\n", after[] = ARN_B " " KEY_B "\n" LINES;
  static const int errors[] = {EIO, ENOSPC, 0};
  for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
    for (Call call = OPEN; call < CALLS; call++) {
      bool reached = true;
      for (int n = 0; reached && n < 100; n++) {
        char *message = NULL;
        start_over(true);
        write_keyring("folder/keyring", before);
        fail(call, n, errors[i]);
        int rc = make_default(&message);
        reached = end_of_fault() > 0;
        const char *text = contents("folder/keyring");
        bool is_done = strcmp(text, after) == 0;
        CHECK(is_done || strcmp(text, before) == 0);
        CHECK(rc == SQLITE_OK ? is_done && message == NULL : message != NULL);
        CHECK(files_below("folder") == 1 && mode_of("folder/keyring") == 0600);
        sqlite3_free(message);
      }
    }
  }
}

/* ---- Particular ones. */

static bool refuses(Deed *deed, const char *words) {
  char *message = NULL;
  return CHECK(deed(&message) == SQLITE_ERROR) && says(message, words);
}

static void test_messages(void) {
  static const struct {
    Call call;
    int nth, error;
    const char *words;
  } cases[] = {
      {READ, 0, EIO, "cannot read the keyring folder/keyring: "},
      {READ, 0, 99999, "cannot read the keyring folder/keyring: "},
      {READ, 0, 0, "the keyring folder/keyring was changed while it was read; try again"},
      {FSTAT, 0, EIO, "cannot read the keyring folder/keyring: "},
      {OPEN, 0, EMFILE, "cannot open the keyring folder/keyring: "},
  };
  start_over(true);
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    fail(cases[i].call, cases[i].nth, cases[i].error);
    CHECK(refuses(use_key, cases[i].words));
    CHECK(end_of_fault() == 1);
  }
  fail(RENAME, 0, EXDEV);
  CHECK(refuses(add_key, "cannot replace the keyring "));
  fail(FLOCK, 0, ENOLCK);
  CHECK(refuses(add_key, "cannot lock the keyring "));
  fail(FSYNC, 1, EIO);
  CHECK(refuses(add_key, "cannot sync the folder "));
  start_over(false);
  fail(LINK, 0, EPERM);
  CHECK(refuses(add_key, "cannot create the keyring folder/keyring"));
  start_over(false);
  fail(MKDIR, 0, EROFS);
  CHECK(refuses(add_key, "cannot create the folder folder"));
  write_file("folder", "", 0, 0600);
  CHECK(refuses(add_key, "cannot open the keyring folder/keyring"));
  CHECK(unlink("folder") == 0);
  end_of_fault();
}

/* A folder that cannot be had keeps the default keyring from being made. */
static void test_no_folder(void) {
  write_file("config", "", 0, 0600);
  set_folder("XDG_CONFIG_HOME", "config");
  CHECK(refuses(seal_by_default, "cannot open the keyring"));
  set_folder("XDG_CONFIG_HOME", "config2");
  fail(MKDIR, 0, EACCES);
  CHECK(refuses(seal_by_default, "cannot create the folder"));
  end_of_fault();
  CHECK(unlink("config") == 0 && access("config2", F_OK) != 0);
  unset_environment();
}

/* Somebody else's keyring, also for root; root's own, as far as it can be read. */
static void test_owner(void) {
  uid_t own = user, other = own ? own : 12345;
  char *message = NULL;
  struct stat status = {0};
  start_over(true);
  if (own == 0) CHECK(chown("folder/keyring", other, other) == 0);
  user = other + 1;
  CHECK(refuses(use_key, "the keyring folder/keyring belongs to another user; run: chown "));
  CHECK(refuses(add_key, "belongs to another user"));
  user = 0;
  CHECK(refuses(use_key, "the keyring folder/keyring belongs to another user; run: chown 0 "));
  user = other;
  CHECK(use_key(&message) == SQLITE_OK);
  if (own == 0) {
    /* Another user's process may use root's keyring, but takes none from root. */
    CHECK(chown("folder/keyring", 0, 12345) == 0 && chmod("folder/keyring", 0640) == 0);
    CHECK(use_key(&message) == SQLITE_OK);
    fail(FCHOWN, 0, EPERM);
    CHECK(refuses(add_key, "cannot write ") && end_of_fault() == 1);
    CHECK(files_below("folder") == 1 && lines_in("folder/keyring", "arn:") == 1);
    /* Root leaves it to the group. */
    user = 0;
    CHECK(add_key(&message) == SQLITE_OK && lines_in("folder/keyring", "arn:") == 2);
    CHECK(stat("folder/keyring", &status) == 0 && (status.st_mode & 07777) == 0640);
    CHECK(status.st_uid == 0 && status.st_gid == 12345);
    /* Neither makes one in a folder of the other's. */
    user = 12345;
    start_over(false);
    CHECK(mkdir("folder", 0700) == 0 && chown("folder", 54321, 54321) == 0);
    CHECK(refuses(add_key, "no keyring is made in the folder folder, which belongs to another"));
  }
  user = own;
}

/* The file is replaced, or goes, between one call and the next. */
static void replace_file(void) {
  unlink("folder/keyring");
  write_keyring("folder/keyring", "# replaced\n" LINES);
}

static void remove_file(void) {
  unlink("folder/keyring");
}

static void move_away(struct stat *status) {
  status->st_ino++;
}

static void move_to_other_disk(struct stat *status) {
  status->st_dev++;
}

static void test_replaced_meanwhile(void) {
  char *message = NULL;
  start_over(true);
  fail(FLOCK, 0, 0);
  plan.before = replace_file;
  CHECK(add_key(&message) == SQLITE_OK && end_of_fault() == 1);
  CHECK(lines_in("folder/keyring", "# replaced") == 1 && lines_in("folder/keyring", "arn:") == 2);
  start_over(true);
  fail(FLOCK, 0, 0);
  plan.before = remove_file;
  CHECK(add_key(&message) == SQLITE_OK && end_of_fault() == 1); /* into a new one */
  CHECK(lines_in("folder/keyring", "arn:") == 1);
  start_over(true);
  fail(OPEN, 0, 0);
  plan.before = remove_file;
  CHECK(add_key(&message) == SQLITE_OK && end_of_fault() == 1);
  start_over(true);
  alter = move_away;
  CHECK(refuses(add_key, "keeps changing"));
  alter = move_to_other_disk;
  CHECK(refuses(add_key, "keeps changing"));
  alter = NULL;
}

/* Whether what was read is read again, by one thing that stat() says. */
static void smaller(struct stat *status) {
  status->st_size--;
}

static void later(struct stat *status) {
  status->st_ctim.tv_sec++;
}

static void a_little_later(struct stat *status) {
  status->st_ctim.tv_nsec++;
}

static bool reads_again(Keyring *keyring) {
  const Key *key;
  char *message;
  fail(READ, 0, EIO);
  keyring_refresh(keyring);
  int rc = keyring_sealing_key(keyring, ARN_A, &fresh_table, &key, &message);
  bool again = end_of_fault() == 1;
  CHECK(again == (rc == SQLITE_ERROR));
  sqlite3_free(message);
  keyring_refresh(keyring);
  CHECK(keyring_sealing_key(keyring, ARN_A, &fresh_table, &key, &message) == SQLITE_OK);
  return again;
}

static void test_unchanged(void) {
  static void (*const changes[])(struct stat *) = {move_away, move_to_other_disk, smaller, later,
                                                   a_little_later};
  const Key *key;
  char *message;
  start_over(true);
  Keyring *keyring = open_keyring("folder/keyring");
  CHECK(reads_again(keyring) && reads_again(keyring)); /* as long as it is fresh */
  time_ahead = 100;
  CHECK(reads_again(keyring) && !reads_again(keyring));
  for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
    alter = changes[i];
    CHECK(reads_again(keyring));
    alter = NULL;
    CHECK(!reads_again(keyring));
  }
  /* A key that is not there is looked for once more; the file may have gone. */
  CHECK(unlink("folder/keyring") == 0);
  CHECK(keyring_sealing_key(keyring, ARN_B, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, "the key " ARN_B " is needed to seal with, and there is no keyring at "));
  keyring_refresh(keyring);
  CHECK(keyring_sealing_key(keyring, ARN_A, &fresh_table, &key, &message) == SQLITE_ERROR);
  CHECK(says(message, ARN_A));
  time_ahead = 0;
  keyring_free(keyring);
}

/* Paths with more slashes than needed, at the root and in a folder that has gone. */
static void test_paths(void) {
  char *message = NULL;
  start_over(true);
  Keyring *keyring = open_keyring("folder///new//keyring");
  CHECK(keyring_create_key(keyring, ARN_A, &message) == SQLITE_OK);
  CHECK(mode_of("folder/new") == 0700 && mode_of("folder/new/keyring") == 0600);
  CHECK(set_path(keyring, "//no-such-keyring") == SQLITE_OK);
  fail(OPEN, 0, EROFS);
  CHECK(keyring_create_key(keyring, ARN_A, &message) == SQLITE_ERROR);
  CHECK(says(message, "cannot write //no-such-keyring.") && end_of_fault() == 1);
  CHECK(set_path(keyring, "here") == SQLITE_OK);
  fail(STAT, 0, ENOENT); /* of the current folder */
  plan.lasting = true;
  CHECK(keyring_create_key(keyring, ARN_A, &message) == SQLITE_OK && end_of_fault() > 0);
  CHECK(unlink("here") == 0);
  fail(MKDIR, 0, ENOENT);
  plan.always = STAT;
  plan.lasting = true;
  CHECK(keyring_create_key(keyring, ARN_A, &message) == SQLITE_ERROR);
  CHECK(says(message, "cannot create the folder .: ") && end_of_fault() > 0);
  keyring_free(keyring);
}

/* The largest keyring takes no key more. */
static void test_full(void) {
  static char text[1048576];
  char *message = NULL;
  start_over(true);
  memset(text, '\n', sizeof(text));
  memcpy(text, LINES, strlen(LINES));
  write_file("folder/keyring", text, sizeof(text), 0600);
  CHECK(use_key(&message) == SQLITE_OK);
  CHECK(refuses(add_key, "is full"));
  write_file("folder/keyring", text, sizeof(text) - strlen(ARN_B " " KEY_A "\n"), 0600);
  CHECK(add_key(&message) == SQLITE_OK);
  CHECK(refuses(add_key, "already") && files_below("folder") == 1);
}

/* Memory runs out while the command that mends a keyring is made. */
static void test_no_memory(void) {
  int rc = SQLITE_NOMEM;
  start_over(true);
  CHECK(chmod("folder/keyring", 0644) == 0);
  for (int n = 0; rc == SQLITE_NOMEM && n < 100; n++) {
    char *message = NULL;
    Keyring *keyring = open_keyring("folder/keyring");
    const Key *key;
    fail_after = n;
    rc = keyring_sealing_key(keyring, NULL, &fresh_table, &key, &message);
    fail_after = -1;
    CHECK(rc == SQLITE_NOMEM ? message == NULL : message && strstr(message, "chmod 600"));
    sqlite3_free(message);
    keyring_free(keyring);
  }
  CHECK(rc == SQLITE_ERROR);
}

int main(void) {
  user = REAL(geteuid)();
  if (!begin()) return end();
  test_every_call();
  test_every_call_of_order();
  test_messages();
  test_no_folder();
  test_owner();
  test_replaced_meanwhile();
  test_unchanged();
  test_paths();
  test_full();
  test_no_memory();
  return end();
}
