/* SPDX-License-Identifier: MIT */
/*
** The file of a keyring: read and checked, created, added to. What it must be stands in keyfile.h.
*/
#define _XOPEN_SOURCE 700
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* flock(), st_ctimespec */
#define st_ctim st_ctimespec
#endif

#include "keyring/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "sqlite.h"

/* Bytes of a keyring; more is no keyring. */
#define FILE_MAX 1048576
/* Bytes of a key's line: a newline that the line before it lacks, ARN, blank, key, newline. */
#define LINE_MAX_BYTES (1 + KEY_ARN_MAX + 1 + SEAL_KEY_TEXT + 1)
/* How often a writer waits for the lock again because another one has replaced the file, and how
** often it starts again because the file has come or gone meanwhile. */
#define LOCK_ATTEMPTS_MAX 1000
#define ADD_ATTEMPTS_MAX 10
/* arn:aws:kms:local:000000000000:key/UUID, and a NUL. */
#define LOCAL_ARN_PREFIX "arn:aws:kms:local:000000000000:key/"
#define LOCAL_ARN_SIZE (sizeof(LOCAL_ARN_PREFIX) + 36)

static const char file_head[] =
    "# The keys of glue_connections: KEY-ARN BASE64KEY, the first one is the default.\n"
    "# Keep them secret, and keep a copy: without them no sealed secret opens again.\n";

/* A file's bytes; a NUL follows them. */
typedef struct Contents {
  char *text; /* owned */
  size_t length;
  size_t size; /* allocated */
} Contents;

/* "cannot ACTION PATH: what errno says" */
static int refuse_errno(char **message, const char *action, const char *path) {
  char reason[128];
  int number = errno;
  if (strerror_r(number, reason, sizeof(reason)) != 0) {
    snprintf(reason, sizeof(reason), "error %d", number);
  }
  return keyring_refuse(message, sqlite3_mprintf("cannot %s %s: %s", action, path, reason));
}

static void contents_free(Contents *contents) {
  seal_free(contents->text, contents->size);
  *contents = (Contents){NULL, 0, 0};
}

/* The command that mends the mode, with the path quoted for a shell. NULL: out of memory. */
static char *mending_command(const char *path) {
  sqlite3_str *command = sqlite3_str_new(NULL);
  sqlite3_str_appendall(command, "chmod 600 '");
  for (; *path; path++) {
    if (*path == '\'') {
      sqlite3_str_appendall(command, "'\\''");
    } else {
      sqlite3_str_appendchar(command, 1, *path);
    }
  }
  sqlite3_str_appendchar(command, 1, '\'');
  return sqlite3_str_finish(command);
}

/* Whether it is a file that may be trusted with keys. */
static int check_file(const struct stat *status, const char *path, char **message) {
  if (!S_ISREG(status->st_mode)) {
    return keyring_refuse(message, sqlite3_mprintf("the keyring %s is not a regular file", path));
  }
  if (geteuid() != 0 && status->st_uid != geteuid()) {
    return keyring_refuse(message, sqlite3_mprintf("the keyring %s belongs to another user", path));
  }
  if ((status->st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    char *command = mending_command(path);
    if (command == NULL) return SQLITE_NOMEM;
    int rc = keyring_refuse(
        message, sqlite3_mprintf("the keyring %s is open to other users (mode %04o); run: %s", path,
                                 (unsigned)status->st_mode & 07777u, command));
    sqlite3_free(command);
    return rc;
  }
  if (status->st_size > FILE_MAX) {
    return keyring_refuse(
        message, sqlite3_mprintf("the keyring %s is larger than %d bytes", path, FILE_MAX));
  }
  return SQLITE_OK;
}

/* Opens the file for `access` (O_RDONLY, O_RDWR). O_NONBLOCK: a FIFO must be refused, not waited
** for. */
static int open_file(const char *path, int access, int *descriptor, char **message) {
  *descriptor = open(path, access | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (*descriptor >= 0) return SQLITE_OK;
  return errno == ENOENT ? SQLITE_NOTFOUND : refuse_errno(message, "open the keyring", path);
}

/* Reads what is behind the descriptor, of the size that its status says, and leaves room for
** `room` bytes more. */
static int read_contents(int descriptor, const struct stat *status, size_t room, const char *path,
                         Contents *contents, char **message) {
  size_t wanted = (size_t)status->st_size;
  contents->size = wanted + room + 1;
  contents->length = 0;
  contents->text = sqlite3_malloc64(contents->size);
  if (contents->text == NULL) return SQLITE_NOMEM;
  while (contents->length < wanted) {
    ssize_t n = read(descriptor, contents->text + contents->length, wanted - contents->length);
    if (n > 0) {
      contents->length += (size_t)n;
    } else if (n == 0 || errno != EINTR) {
      /* Its end comes too early where somebody writes it in place: a part of it is no keyring, and
      ** nothing to put in its place. */
      int rc = n == 0 ? keyring_refuse(message, sqlite3_mprintf("the keyring %s was changed while "
                                                                "it was read; try again",
                                                                path))
                      : refuse_errno(message, "read the keyring", path);
      contents_free(contents);
      return rc;
    }
  }
  contents->text[contents->length] = '\0';
  return SQLITE_OK;
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/* Reads the line of a key, and wipes all of it but its ARN, to which it adds a NUL. Returns why it
** is malformed, or NULL; a line without a key leaves key->arn NULL. */
static const char *parse_line(char *line, char *end, Key *key) {
  char *text = line;
  key->arn = NULL;
  while (text < end && is_blank(*text)) text++;
  while (end > text && is_blank(end[-1])) end--;
  if (text == end || *text == '#') {
    seal_wipe(text, (size_t)(end - text));
    return NULL;
  }
  char *arn_end = text;
  while (arn_end < end && !is_blank(*arn_end)) arn_end++;
  char *base64 = arn_end;
  while (base64 < end && is_blank(*base64)) base64++;
  const char *reason = NULL;
  if (!key_arn_is_valid(text, (size_t)(arn_end - text))) {
    reason = "does not begin with the ARN of a key (arn:aws:kms:...)";
  } else if (!seal_key_decode(key->bytes, base64, (size_t)(end - base64))) {
    reason = "does not end with the base64 of 32 bytes";
  }
  seal_wipe(arn_end, (size_t)(end - arn_end));
  if (reason) return reason;
  key->arn = text;
  key->arn_length = (size_t)(arn_end - text);
  return NULL;
}

static bool has_key(const KeyFile *file, const char *arn, size_t arn_length) {
  for (size_t i = 0; i < file->key_count; i++) {
    const Key *key = &file->keys[i];
    if (key->arn_length == arn_length && memcmp(key->arn, arn, arn_length) == 0) return true;
  }
  return false;
}

/* Finds the keys in file->text. */
static int parse(KeyFile *file, size_t length, const char *path, char **message) {
  char *end = file->text + length;
  size_t lines = 1;
  for (const char *z = file->text; z < end; z++) lines += *z == '\n';
  /* All at once: a list that grows would leave copies of keys behind. */
  file->keys = sqlite3_malloc64(lines * sizeof(Key));
  if (file->keys == NULL) return SQLITE_NOMEM;
  char *line = file->text;
  for (size_t number = 1; number <= lines; number++) {
    char *line_end = memchr(line, '\n', (size_t)(end - line));
    if (line_end == NULL) line_end = end;
    Key *key = &file->keys[file->key_count];
    const char *reason = parse_line(line, line_end, key);
    if (reason == NULL && key->arn && has_key(file, key->arn, key->arn_length)) {
      reason = "repeats the ARN of an earlier line";
    }
    if (key->arn) file->key_count++;
    if (reason) {
      return keyring_refuse(message, sqlite3_mprintf("line %llu of the keyring %s %s",
                                                     (unsigned long long)number, path, reason));
    }
    line = line_end + 1;
  }
  return SQLITE_OK;
}

/* Takes the contents over, also where they turn out to be malformed: then the file is empty. */
static int adopt(KeyFile *file, Contents *contents, const char *path, char **message) {
  file->text = contents->text;
  file->text_size = contents->size;
  int rc = parse(file, contents->length, path, message);
  *contents = (Contents){NULL, 0, 0};
  if (rc) key_file_forget(file);
  return rc;
}

void key_file_forget(KeyFile *file) {
  if (file->keys) seal_wipe(file->keys, file->key_count * sizeof(Key));
  if (file->text) seal_wipe(file->text, file->text_size);
  sqlite3_free(file->keys);
  sqlite3_free(file->text);
  memset(file, 0, sizeof(*file));
}

int key_file_read(KeyFile *file, const char *path, char **message) {
  int descriptor;
  struct stat status;
  Contents contents = {NULL, 0, 0};
  int rc = open_file(path, O_RDONLY, &descriptor, message);
  if (rc) return rc;
  if (fstat(descriptor, &status) != 0) {
    rc = refuse_errno(message, "read the keyring", path);
  } else {
    rc = check_file(&status, path, message);
  }
  if (rc == SQLITE_OK) rc = read_contents(descriptor, &status, 0, path, &contents, message);
  close(descriptor);
  if (rc == SQLITE_OK) rc = adopt(file, &contents, path, message);
  if (rc) return rc;
  file->seen = status;
  /* The clock of a file system ticks in steps of milliseconds, or even of a second or two: what is
  ** written within the same step as we read would show in no time stamp. */
  file->is_settled = status.st_ctim.tv_sec + 2 < time(NULL);
  return SQLITE_OK;
}

static bool is_same_file(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool key_file_is_unchanged(const KeyFile *file, const char *path) {
  struct stat now;
  const struct stat *seen = &file->seen;
  /* Every change of contents, mode or owner moves the ctime. */
  return file->text && file->is_settled && stat(path, &now) == 0 && is_same_file(&now, seen) &&
         now.st_size == seen->st_size && now.st_ctim.tv_sec == seen->st_ctim.tv_sec &&
         now.st_ctim.tv_nsec == seen->st_ctim.tv_nsec;
}

/* Forces the file or folder to the disk. */
static int sync_descriptor(int descriptor) {
#ifdef F_FULLFSYNC
  if (fcntl(descriptor, F_FULLFSYNC) == 0) return 0;
#endif
  return fsync(descriptor);
}

/* The folder that the path is in, the caller's; NULL: out of memory. */
static char *folder_of(const char *path) {
  const char *slash = strrchr(path, '/');
  if (slash == NULL) return sqlite3_mprintf(".");
  while (slash > path && slash[-1] == '/') slash--;
  if (slash == path) return sqlite3_mprintf("/");
  return sqlite3_mprintf("%.*s", (int)(slash - path), path);
}

/* Makes a new entry of the folder durable. Some file systems cannot sync a folder (EINVAL); they
** have their own way. */
static int sync_folder_of(const char *path, char **message) {
  char *folder = folder_of(path);
  if (folder == NULL) return SQLITE_NOMEM;
  int rc = SQLITE_OK;
  int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 || (sync_descriptor(descriptor) != 0 && errno != EINVAL)) {
    rc = refuse_errno(message, "sync the folder", folder);
  }
  if (descriptor >= 0) close(descriptor);
  sqlite3_free(folder);
  return rc;
}

/* Creates the folder that the path is in, and those above it as far as they are missing. */
static int make_folder_of(const char *path, char **message) {
  struct stat status;
  char *folder = folder_of(path);
  if (folder == NULL) return SQLITE_NOMEM;
  int rc = SQLITE_OK;
  if (stat(folder, &status) != 0) {
    int made = mkdir(folder, S_IRWXU);
    if (made != 0 && errno == ENOENT && strcmp(folder, path) != 0) {
      rc = make_folder_of(folder, message);
      if (rc == SQLITE_OK) made = mkdir(folder, S_IRWXU);
    }
    if (rc == SQLITE_OK && made == 0) {
      rc = sync_folder_of(folder, message);
    } else if (rc == SQLITE_OK && errno != EEXIST) { /* where another process was faster */
      rc = refuse_errno(message, "create the folder", folder);
    }
  }
  sqlite3_free(folder);
  return rc;
}

/* Writes it all to a new file, and to the disk. Returns 0, or -1 with errno set. */
static int write_all(int descriptor, const char *text, size_t n) {
  while (n > 0) {
    ssize_t written = write(descriptor, text, n);
    if (written < 0 && errno != EINTR) return -1;
    if (written > 0) {
      text += written;
      n -= (size_t)written;
    }
  }
  return sync_descriptor(descriptor);
}

/* Writes a file beside its future place. `replaced`, if any, is the file it will stand for: root
** must not take it from its owner. *temporary is the caller's to unlink and to sqlite3_free(); NULL
** where it failed. */
static int write_temporary(const char *path, const char *text, size_t n,
                           const struct stat *replaced, char **temporary, char **message) {
  unsigned char random[8];
  sqlite3_uint64 suffix;
  seal_random(random, sizeof(random));
  memcpy(&suffix, random, sizeof(suffix));
  *temporary = sqlite3_mprintf("%s.%016llx.tmp", path, suffix);
  if (*temporary == NULL) return SQLITE_NOMEM;
  int descriptor = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  bool done = descriptor >= 0 && fchmod(descriptor, S_IRUSR | S_IWUSR) == 0 &&
              (replaced == NULL || replaced->st_uid == geteuid() ||
               fchown(descriptor, replaced->st_uid, replaced->st_gid) == 0) &&
              write_all(descriptor, text, n) == 0;
  int rc = done ? SQLITE_OK : refuse_errno(message, "write", *temporary);
  if (descriptor >= 0) close(descriptor);
  if (done) return SQLITE_OK;
  if (descriptor >= 0) unlink(*temporary);
  sqlite3_free(*temporary);
  *temporary = NULL;
  return rc;
}

/* Puts a complete file at the path, at one stroke: instead of the file it replaces, or, where that
** is NULL, only if there is none. *placed tells whether it did. */
static int place(const char *path, const char *text, size_t n, const struct stat *replaced,
                 bool *placed, char **message) {
  char *temporary;
  *placed = false;
  int rc = write_temporary(path, text, n, replaced, &temporary, message);
  if (temporary == NULL) return rc;
  int failed = replaced ? rename(temporary, path) : link(temporary, path);
  *placed = !failed;
  if (failed && (replaced || errno != EEXIST)) {
    rc = refuse_errno(message, replaced ? "replace the keyring" : "create the keyring", path);
  }
  if (failed || !replaced) unlink(temporary);
  sqlite3_free(temporary);
  return *placed ? sync_folder_of(path, message) : rc;
}

/* Writes the line of a fresh key and a NUL: at most LINE_MAX_BYTES. Returns the line's length. */
static size_t write_line(char *out, const char *arn) {
  unsigned char key[SEAL_KEY_BYTES];
  size_t n = strlen(arn);
  memcpy(out, arn, n);
  out[n++] = ' ';
  seal_random(key, sizeof(key));
  seal_key_encode(out + n, key);
  seal_wipe(key, sizeof(key));
  n += SEAL_KEY_TEXT;
  out[n++] = '\n';
  out[n] = '\0';
  return n;
}

/* The ARN of a key that nobody named: a random UUID (RFC 9562, version 4). */
static void write_local_arn(char out[LOCAL_ARN_SIZE]) {
  unsigned char uuid[16];
  seal_random(uuid, sizeof(uuid));
  uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x40);
  uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
  char *end = out + strlen(LOCAL_ARN_PREFIX);
  memcpy(out, LOCAL_ARN_PREFIX, strlen(LOCAL_ARN_PREFIX) + 1);
  for (size_t i = 0; i < sizeof(uuid); i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *end++ = '-';
    end += snprintf(end, 3, "%02x", (unsigned)uuid[i]);
  }
}

int key_file_create(const char *path, const char *arn, bool *created, char **message) {
  char local_arn[LOCAL_ARN_SIZE];
  char text[sizeof(file_head) + LINE_MAX_BYTES];
  *created = false;
  int rc = make_folder_of(path, message);
  if (rc) return rc;
  if (arn == NULL) write_local_arn(local_arn);
  size_t head = strlen(file_head);
  memcpy(text, file_head, sizeof(file_head));
  size_t n = head + write_line(text + head, arn ? arn : local_arn);
  rc = place(path, text, n, NULL, created, message);
  seal_wipe(text, sizeof(text));
  if (*created) {
    sqlite3_log(SQLITE_NOTICE, "glue_connections: created the keyring %s with the key %s", path,
                arn ? arn : local_arn);
  }
  return rc;
}

/* Opens and locks the file that stands at the path: by the time the lock is ours, it may be
** another one. *status is that of the locked file. The lock goes with the descriptor. */
static int open_locked(const char *path, int *descriptor, struct stat *status, char **message) {
  for (int attempt = 0; attempt < LOCK_ATTEMPTS_MAX; attempt++) {
    struct stat current;
    int locked;
    int rc = open_file(path, O_RDWR, descriptor, message);
    if (rc) return rc;
    do {
      locked = flock(*descriptor, LOCK_EX);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0 || fstat(*descriptor, status) != 0) {
      rc = refuse_errno(message, "lock the keyring", path);
      close(*descriptor);
      return rc;
    }
    if (stat(path, &current) == 0 && is_same_file(&current, status)) return SQLITE_OK;
    close(*descriptor);
  }
  return keyring_refuse(message, sqlite3_mprintf("the keyring %s keeps changing", path));
}

/* Refuses what is malformed already, and an ARN that is there. */
static int check_contents(const Contents *contents, const char *arn, const char *path,
                          char **message) {
  KeyFile file;
  Contents copy = {sqlite3_malloc64(contents->length + 1), contents->length, contents->length + 1};
  if (copy.text == NULL) return SQLITE_NOMEM;
  memcpy(copy.text, contents->text, contents->length + 1);
  memset(&file, 0, sizeof(file));
  int rc = adopt(&file, &copy, path, message);
  if (rc == SQLITE_OK && has_key(&file, arn, strlen(arn))) {
    rc = keyring_refuse(message,
                        sqlite3_mprintf("the key %s is in the keyring %s already", arn, path));
  }
  key_file_forget(&file);
  return rc;
}

/* The same bytes and one line more, under the lock. */
static int add_line(int descriptor, const struct stat *status, const char *path, const char *arn,
                    char **message) {
  bool placed;
  Contents contents = {NULL, 0, 0};
  int rc = check_file(status, path, message);
  if (rc) return rc;
  rc = read_contents(descriptor, status, LINE_MAX_BYTES, path, &contents, message);
  if (contents.text == NULL) return rc;
  rc = check_contents(&contents, arn, path, message);
  if (rc == SQLITE_OK) {
    size_t n = contents.length;
    if (n > 0 && contents.text[n - 1] != '\n') contents.text[n++] = '\n';
    n += write_line(contents.text + n, arn);
    rc = n > FILE_MAX ? keyring_refuse(message, sqlite3_mprintf("the keyring %s is full", path))
                      : place(path, contents.text, n, status, &placed, message);
  }
  contents_free(&contents);
  return rc;
}

/* SQLITE_NOTFOUND where there is no file to add to. */
static int add_to_existing(const char *path, const char *arn, char **message) {
  int descriptor;
  struct stat status;
  /* A link stays a link: the file behind it is what gets replaced. */
  char *target = realpath(path, NULL);
  if (target == NULL) {
    return errno == ENOENT ? SQLITE_NOTFOUND : refuse_errno(message, "open the keyring", path);
  }
  int rc = open_locked(target, &descriptor, &status, message);
  if (rc == SQLITE_OK) {
    rc = add_line(descriptor, &status, target, arn, message);
    close(descriptor);
  }
  free(target);
  return rc;
}

int key_file_add(const char *path, const char *arn, char **message) {
  for (int attempt = 0; attempt < ADD_ATTEMPTS_MAX; attempt++) {
    bool created;
    int rc = add_to_existing(path, arn, message);
    if (rc != SQLITE_NOTFOUND) return rc;
    rc = key_file_create(path, arn, &created, message);
    if (rc || created) return rc;
  }
  return keyring_refuse(
      message,
      sqlite3_mprintf("the keyring %s cannot be opened: it is a link that leads nowhere", path));
}
