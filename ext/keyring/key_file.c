/* SPDX-License-Identifier: MIT */
/*
** The file of a keyring: read and checked, created, added to. What it must be stands in keyfile.h.
*/
#define _XOPEN_SOURCE 700
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* flock(), st_ctimespec */
#define st_ctim st_ctimespec
#endif

#include "keyring/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* Bytes of a keyring; more is no keyring. */
#define KEY_FILE_MAX 1048576
/* Bytes of a key's line: a newline that the line before it lacks, ARN, blank, key, newline. */
#define KEY_FILE_LINE_MAX (1 + KEY_ARN_MAX + 1 + CIPHER_KEY_TEXT + 1)
/* How often a writer waits for the lock again because another one has replaced the file, and how
** often it starts again because the file has come or gone meanwhile. */
#define KEY_FILE_LOCK_ATTEMPTS_MAX 1000
#define KEY_FILE_ADD_ATTEMPTS_MAX 10
/* arn:aws:kms:local:000000000000:key/UUID, and a NUL. */
#define KEY_FILE_LOCAL_ARN_PREFIX "arn:aws:kms:local:000000000000:key/"
#define KEY_FILE_LOCAL_ARN_SIZE (sizeof(KEY_FILE_LOCAL_ARN_PREFIX) + 36)

static const char key_file_head[] =
    "# The keys of glue_connections: KEY-ARN BASE64KEY, the first one is the default.\n"
    "# Keep them secret, and keep a copy: without them no sealed secret opens again.\n";

/* A file's bytes; a NUL follows them. */
typedef struct KeyFileContents {
  char *text; /* owned */
  size_t length;
  size_t size; /* allocated */
} KeyFileContents;

/* "cannot ACTION PATH: what errno says" */
static int key_file_refuse_errno(char **message, const char *action, const char *path) {
  char reason[128];
  int number = errno;
  if (strerror_r(number, reason, sizeof(reason)) != 0) {
    snprintf(reason, sizeof(reason), "error %d", number);
  }
  return key_refuse(message, sqlite3_mprintf("cannot %s %s: %s", action, path, reason));
}

static void key_file_contents_free(KeyFileContents *contents) {
  cipher_free(contents->text, contents->size);
  *contents = (KeyFileContents){NULL, 0, 0};
}

/* The command that mends the mode, with the path quoted for a shell. NULL: out of memory. */
static char *key_file_mending_command(const char *path) {
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
static int key_file_check(const struct stat *status, const char *path, char **message) {
  if (!S_ISREG(status->st_mode)) {
    return key_refuse(message, sqlite3_mprintf("the keyring %s is not a regular file", path));
  }
  if (geteuid() != 0 && status->st_uid != geteuid()) {
    return key_refuse(message, sqlite3_mprintf("the keyring %s belongs to another user", path));
  }
  if ((status->st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    char *command = key_file_mending_command(path);
    if (command == NULL) return SQLITE_NOMEM;
    int rc = key_refuse(
        message, sqlite3_mprintf("the keyring %s is open to other users (mode %04o); run: %s", path,
                                 (unsigned)status->st_mode & 07777u, command));
    sqlite3_free(command);
    return rc;
  }
  if (status->st_size > KEY_FILE_MAX) {
    return key_refuse(
        message, sqlite3_mprintf("the keyring %s is larger than %d bytes", path, KEY_FILE_MAX));
  }
  return SQLITE_OK;
}

/* Opens the file for `access` (O_RDONLY, O_RDWR). O_NONBLOCK: a FIFO must be refused, not waited
** for. */
static int key_file_open(const char *path, int access, int *descriptor, char **message) {
  *descriptor = open(path, access | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (*descriptor >= 0) return SQLITE_OK;
  return errno == ENOENT ? SQLITE_NOTFOUND
                         : key_file_refuse_errno(message, "open the keyring", path);
}

/* Reads what is behind the descriptor, of the size that its status says, and leaves room for
** `room` bytes more. */
static int key_file_read_contents(int descriptor, const struct stat *status, size_t room,
                                  const char *path, KeyFileContents *contents, char **message) {
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
      int rc = n == 0 ? key_refuse(message, sqlite3_mprintf("the keyring %s was changed while "
                                                            "it was read; try again",
                                                            path))
                      : key_file_refuse_errno(message, "read the keyring", path);
      key_file_contents_free(contents);
      return rc;
    }
  }
  contents->text[contents->length] = '\0';
  return SQLITE_OK;
}

static bool key_file_is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/* Reads the line of a key, and wipes all of it but its ARN, to which it adds a NUL. Returns why it
** is malformed, or NULL; a line without a key leaves key->arn NULL. */
static const char *key_file_parse_line(char *line, char *end, Key *key) {
  char *text = line;
  key->arn = NULL;
  while (text < end && key_file_is_blank(*text)) text++;
  while (end > text && key_file_is_blank(end[-1])) end--;
  if (text == end || *text == '#') {
    cipher_wipe(text, (size_t)(end - text));
    return NULL;
  }
  char *arn_end = text;
  while (arn_end < end && !key_file_is_blank(*arn_end)) arn_end++;
  char *base64 = arn_end;
  while (base64 < end && key_file_is_blank(*base64)) base64++;
  const char *reason = NULL;
  unsigned char bytes[CIPHER_KEY_BYTES];
  if (!key_arn_is_valid(text, (size_t)(arn_end - text))) {
    reason = "does not begin with the ARN of a key (arn:aws:kms:...)";
  } else if (!cipher_key_decode(bytes, base64, (size_t)(end - base64))) {
    reason = "does not end with the base64 of 32 bytes";
  } else {
    key_set(key, bytes);
    cipher_wipe(bytes, sizeof(bytes));
  }
  cipher_wipe(arn_end, (size_t)(end - arn_end));
  if (reason) return reason;
  key->arn = text;
  key->arn_length = (size_t)(arn_end - text);
  return NULL;
}

/* Finds the keys in file->text. */
static int key_file_parse(KeyFile *file, size_t length, const char *path, char **message) {
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
    const char *reason = key_file_parse_line(line, line_end, key);
    if (reason == NULL && key->arn &&
        key_find(file->keys, file->key_count, key->arn, key->arn_length)) {
      reason = "repeats the ARN of an earlier line";
    }
    if (key->arn) file->key_count++;
    if (reason) {
      return key_refuse(message, sqlite3_mprintf("line %llu of the keyring %s %s",
                                                 (unsigned long long)number, path, reason));
    }
    line = line_end + 1;
  }
  return SQLITE_OK;
}

/* Takes the contents over, also where they turn out to be malformed: then the file is empty. */
static int key_file_adopt(KeyFile *file, KeyFileContents *contents, const char *path,
                          char **message) {
  file->text = contents->text;
  file->text_size = contents->size;
  int rc = key_file_parse(file, contents->length, path, message);
  *contents = (KeyFileContents){NULL, 0, 0};
  if (rc) key_file_forget(file);
  return rc;
}

void key_file_forget(KeyFile *file) {
  if (file->keys) cipher_wipe(file->keys, file->key_count * sizeof(Key));
  if (file->text) cipher_wipe(file->text, file->text_size);
  sqlite3_free(file->keys);
  sqlite3_free(file->text);
  memset(file, 0, sizeof(*file));
}

int key_file_read(KeyFile *file, const char *path, char **message) {
  int descriptor;
  struct stat status;
  KeyFileContents contents = {NULL, 0, 0};
  int rc = key_file_open(path, O_RDONLY, &descriptor, message);
  if (rc) return rc;
  if (fstat(descriptor, &status) != 0) {
    rc = key_file_refuse_errno(message, "read the keyring", path);
  } else {
    rc = key_file_check(&status, path, message);
  }
  if (rc == SQLITE_OK)
    rc = key_file_read_contents(descriptor, &status, 0, path, &contents, message);
  close(descriptor);
  if (rc == SQLITE_OK) rc = key_file_adopt(file, &contents, path, message);
  if (rc) return rc;
  file->seen = status;
  /* The clock of a file system ticks in steps of milliseconds, or even of a second or two: what is
  ** written within the same step as we read would show in no time stamp. */
  file->is_settled = status.st_ctim.tv_sec + 2 < time(NULL);
  return SQLITE_OK;
}

static bool key_file_is_same_file(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool key_file_is_unchanged(const KeyFile *file, const char *path) {
  struct stat now;
  const struct stat *seen = &file->seen;
  /* Every change of contents, mode or owner moves the ctime. */
  return file->text && file->is_settled && stat(path, &now) == 0 &&
         key_file_is_same_file(&now, seen) && now.st_size == seen->st_size &&
         now.st_ctim.tv_sec == seen->st_ctim.tv_sec && now.st_ctim.tv_nsec == seen->st_ctim.tv_nsec;
}

/* Forces the file or folder to the disk. */
static int key_file_sync_descriptor(int descriptor) {
#ifdef F_FULLFSYNC
  if (fcntl(descriptor, F_FULLFSYNC) == 0) return 0;
#endif
  return fsync(descriptor);
}

/* The folder that the path is in, the caller's; NULL: out of memory. */
static char *key_file_folder_of(const char *path) {
  const char *slash = strrchr(path, '/');
  if (slash == NULL) return sqlite3_mprintf(".");
  while (slash > path && slash[-1] == '/') slash--;
  if (slash == path) return sqlite3_mprintf("/");
  return sqlite3_mprintf("%.*s", (int)(slash - path), path);
}

/* Makes a new entry of the folder durable. Some file systems cannot sync a folder (EINVAL); they
** have their own way. */
static int key_file_sync_folder_of(const char *path, char **message) {
  char *folder = key_file_folder_of(path);
  if (folder == NULL) return SQLITE_NOMEM;
  int rc = SQLITE_OK;
  int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 || (key_file_sync_descriptor(descriptor) != 0 && errno != EINVAL)) {
    rc = key_file_refuse_errno(message, "sync the folder", folder);
  }
  if (descriptor >= 0) close(descriptor);
  sqlite3_free(folder);
  return rc;
}

/* Creates the folder that the path is in, and those above it as far as they are missing. */
static int key_file_make_folder_of(const char *path, char **message) {
  struct stat status;
  char *folder = key_file_folder_of(path);
  if (folder == NULL) return SQLITE_NOMEM;
  int rc = SQLITE_OK;
  if (stat(folder, &status) != 0) {
    int made = mkdir(folder, S_IRWXU);
    if (made != 0 && errno == ENOENT && strcmp(folder, path) != 0) {
      rc = key_file_make_folder_of(folder, message);
      if (rc == SQLITE_OK) made = mkdir(folder, S_IRWXU);
    }
    if (rc == SQLITE_OK && made == 0) {
      rc = key_file_sync_folder_of(folder, message);
    } else if (rc == SQLITE_OK && errno != EEXIST) { /* where another process was faster */
      rc = key_file_refuse_errno(message, "create the folder", folder);
    }
  }
  sqlite3_free(folder);
  return rc;
}

/* Writes it all to a new file, and to the disk. Returns 0, or -1 with errno set. */
static int key_file_write_all(int descriptor, const char *text, size_t n) {
  while (n > 0) {
    ssize_t written = write(descriptor, text, n);
    if (written < 0 && errno != EINTR) return -1;
    if (written > 0) {
      text += written;
      n -= (size_t)written;
    }
  }
  return key_file_sync_descriptor(descriptor);
}

/* Writes a file beside its future place. `replaced`, if any, is the file it will stand for: root
** must not take it from its owner. *temporary is the caller's to unlink and to sqlite3_free(); NULL
** where it failed. */
static int key_file_write_temporary(const char *path, const char *text, size_t n,
                                    const struct stat *replaced, char **temporary, char **message) {
  unsigned char random[8];
  sqlite3_uint64 suffix;
  cipher_random(random, sizeof(random));
  memcpy(&suffix, random, sizeof(suffix));
  *temporary = sqlite3_mprintf("%s.%016llx.tmp", path, suffix);
  if (*temporary == NULL) return SQLITE_NOMEM;
  int descriptor = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  bool done = descriptor >= 0 && fchmod(descriptor, S_IRUSR | S_IWUSR) == 0 &&
              (replaced == NULL || replaced->st_uid == geteuid() ||
               fchown(descriptor, replaced->st_uid, replaced->st_gid) == 0) &&
              key_file_write_all(descriptor, text, n) == 0;
  int rc = done ? SQLITE_OK : key_file_refuse_errno(message, "write", *temporary);
  if (descriptor >= 0) close(descriptor);
  if (done) return SQLITE_OK;
  if (descriptor >= 0) unlink(*temporary);
  sqlite3_free(*temporary);
  *temporary = NULL;
  return rc;
}

/* Puts a complete file at the path, at one stroke: instead of the file it replaces, or, where that
** is NULL, only if there is none. *placed tells whether it did. */
static int key_file_place(const char *path, const char *text, size_t n, const struct stat *replaced,
                          bool *placed, char **message) {
  char *temporary;
  *placed = false;
  int rc = key_file_write_temporary(path, text, n, replaced, &temporary, message);
  if (temporary == NULL) return rc;
  int failed = replaced ? rename(temporary, path) : link(temporary, path);
  *placed = !failed;
  if (failed && (replaced || errno != EEXIST)) {
    rc = key_file_refuse_errno(message, replaced ? "replace the keyring" : "create the keyring",
                               path);
  }
  if (failed || !replaced) unlink(temporary);
  sqlite3_free(temporary);
  return *placed ? key_file_sync_folder_of(path, message) : rc;
}

/* Writes the line of a fresh key and a NUL: at most KEY_FILE_LINE_MAX. Returns the line's length. */
static size_t key_file_write_line(char *out, const char *arn) {
  unsigned char key[CIPHER_KEY_BYTES];
  size_t n = strlen(arn);
  memcpy(out, arn, n);
  out[n++] = ' ';
  cipher_random(key, sizeof(key));
  cipher_key_encode(out + n, key);
  cipher_wipe(key, sizeof(key));
  n += CIPHER_KEY_TEXT;
  out[n++] = '\n';
  out[n] = '\0';
  return n;
}

/* The ARN of a key that nobody named: a random UUID (RFC 9562, version 4). */
static void key_file_write_local_arn(char out[KEY_FILE_LOCAL_ARN_SIZE]) {
  unsigned char uuid[16];
  cipher_random(uuid, sizeof(uuid));
  uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x40);
  uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
  char *end = out + strlen(KEY_FILE_LOCAL_ARN_PREFIX);
  memcpy(out, KEY_FILE_LOCAL_ARN_PREFIX, strlen(KEY_FILE_LOCAL_ARN_PREFIX) + 1);
  for (size_t i = 0; i < sizeof(uuid); i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *end++ = '-';
    end += snprintf(end, 3, "%02x", (unsigned)uuid[i]);
  }
}

int key_file_create(const char *path, const char *arn, bool *created, char **message) {
  char local_arn[KEY_FILE_LOCAL_ARN_SIZE];
  char text[sizeof(key_file_head) + KEY_FILE_LINE_MAX];
  *created = false;
  int rc = key_file_make_folder_of(path, message);
  if (rc) return rc;
  if (arn == NULL) key_file_write_local_arn(local_arn);
  size_t head = strlen(key_file_head);
  memcpy(text, key_file_head, sizeof(key_file_head));
  size_t n = head + key_file_write_line(text + head, arn ? arn : local_arn);
  rc = key_file_place(path, text, n, NULL, created, message);
  cipher_wipe(text, sizeof(text));
  if (*created) {
    sqlite3_log(SQLITE_NOTICE, "glue_connections: created the keyring %s with the key %s", path,
                arn ? arn : local_arn);
  }
  return rc;
}

/* Opens and locks the file that stands at the path: by the time the lock is ours, it may be
** another one. *status is that of the locked file. The lock goes with the descriptor. */
static int key_file_open_locked(const char *path, int *descriptor, struct stat *status,
                                char **message) {
  for (int attempt = 0; attempt < KEY_FILE_LOCK_ATTEMPTS_MAX; attempt++) {
    struct stat current;
    int locked;
    int rc = key_file_open(path, O_RDWR, descriptor, message);
    if (rc) return rc;
    do {
      locked = flock(*descriptor, LOCK_EX);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0 || fstat(*descriptor, status) != 0) {
      rc = key_file_refuse_errno(message, "lock the keyring", path);
      close(*descriptor);
      return rc;
    }
    if (stat(path, &current) == 0 && key_file_is_same_file(&current, status)) return SQLITE_OK;
    close(*descriptor);
  }
  return key_refuse(message, sqlite3_mprintf("the keyring %s keeps changing", path));
}

/* Refuses what is malformed already, and an ARN that is there. */
static int key_file_check_contents(const KeyFileContents *contents, const char *arn,
                                   const char *path, char **message) {
  KeyFile file;
  KeyFileContents copy = {sqlite3_malloc64(contents->length + 1), contents->length,
                          contents->length + 1};
  if (copy.text == NULL) return SQLITE_NOMEM;
  memcpy(copy.text, contents->text, contents->length + 1);
  memset(&file, 0, sizeof(file));
  int rc = key_file_adopt(&file, &copy, path, message);
  if (rc == SQLITE_OK && key_find(file.keys, file.key_count, arn, strlen(arn))) {
    rc = key_refuse(message, sqlite3_mprintf("the key %s is in the keyring %s already", arn, path));
  }
  key_file_forget(&file);
  return rc;
}

/* The same bytes and one line more, under the lock. */
static int key_file_add_line(int descriptor, const struct stat *status, const char *path,
                             const char *arn, char **message) {
  bool placed;
  KeyFileContents contents = {NULL, 0, 0};
  int rc = key_file_check(status, path, message);
  if (rc) return rc;
  rc = key_file_read_contents(descriptor, status, KEY_FILE_LINE_MAX, path, &contents, message);
  if (contents.text == NULL) return rc;
  rc = key_file_check_contents(&contents, arn, path, message);
  if (rc == SQLITE_OK) {
    size_t n = contents.length;
    if (n > 0 && contents.text[n - 1] != '\n') contents.text[n++] = '\n';
    n += key_file_write_line(contents.text + n, arn);
    rc = n > KEY_FILE_MAX ? key_refuse(message, sqlite3_mprintf("the keyring %s is full", path))
                          : key_file_place(path, contents.text, n, status, &placed, message);
  }
  key_file_contents_free(&contents);
  return rc;
}

/* SQLITE_NOTFOUND where there is no file to add to. */
static int key_file_add_to_existing(const char *path, const char *arn, char **message) {
  int descriptor;
  struct stat status;
  /* A link stays a link: the file behind it is what gets replaced. */
  char *target = realpath(path, NULL);
  if (target == NULL) {
    return errno == ENOENT ? SQLITE_NOTFOUND
                           : key_file_refuse_errno(message, "open the keyring", path);
  }
  int rc = key_file_open_locked(target, &descriptor, &status, message);
  if (rc == SQLITE_OK) {
    rc = key_file_add_line(descriptor, &status, target, arn, message);
    close(descriptor);
  }
  free(target);
  return rc;
}

int key_file_add(const char *path, const char *arn, char **message) {
  for (int attempt = 0; attempt < KEY_FILE_ADD_ATTEMPTS_MAX; attempt++) {
    bool created;
    int rc = key_file_add_to_existing(path, arn, message);
    if (rc != SQLITE_NOTFOUND) return rc;
    rc = key_file_create(path, arn, &created, message);
    if (rc || created) return rc;
  }
  return key_refuse(
      message,
      sqlite3_mprintf("the keyring %s cannot be opened: it is a link that leads nowhere", path));
}

#undef KEY_FILE_MAX
#undef KEY_FILE_LINE_MAX
#undef KEY_FILE_LOCK_ATTEMPTS_MAX
#undef KEY_FILE_ADD_ATTEMPTS_MAX
#undef KEY_FILE_LOCAL_ARN_PREFIX
#undef KEY_FILE_LOCAL_ARN_SIZE
