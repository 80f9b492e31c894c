/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* st_ctimespec */
#define st_ctim st_ctimespec
#endif

#include "keyring/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int key_file_refuse_errno(char **message, const char *action, const char *path) {
  char reason[128];
  int number = errno;
  if (strerror_r(number, reason, sizeof(reason)) != 0) {
    snprintf(reason, sizeof(reason), "error %d", number);
  }
  return key_refuse(message, sqlite3_mprintf("cannot %s %s: %s", action, path, reason));
}

void key_file_contents_free(KeyFileContents *contents) {
  cipher_free(contents->text, contents->size);
  *contents = (KeyFileContents){NULL, 0, 0};
}

char *key_file_folder(const char *path) {
  const char *slash = strrchr(path, '/');
  if (slash == NULL) return sqlite3_mprintf(".");
  while (slash > path && slash[-1] == '/') slash--;
  if (slash == path) return sqlite3_mprintf("/");
  return sqlite3_mprintf("%.*s", (int)(slash - path), path);
}

/* "REASON; run: COMMAND 'PATH'", the path quoted for a shell. */
static int key_file_refuse_mendable(char **message, char *reason, const char *command,
                                    const char *path) {
  if (reason == NULL) return SQLITE_NOMEM;
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "%s; run: %s '", reason, command);
  sqlite3_free(reason);
  for (; *path; path++) {
    if (*path == '\'') {
      sqlite3_str_appendall(out, "'\\''");
    } else {
      sqlite3_str_appendchar(out, 1, *path);
    }
  }
  sqlite3_str_appendchar(out, 1, '\'');
  return key_refuse(message, sqlite3_str_finish(out));
}

int key_file_check_folder(const char *folder, const struct stat *status, char **message) {
  if ((status->st_mode & (S_IWGRP | S_IWOTH)) == 0 || status->st_mode & S_ISVTX) return SQLITE_OK;
  return key_file_refuse_mendable(
      message,
      sqlite3_mprintf("other users may write to the folder of the keyring, %s (mode %04o)", folder,
                      (unsigned)status->st_mode & 07777u),
      "chmod go-w", folder);
}

/* The folders above are not looked at. */
static int key_file_check_folder_of(const char *target, char **message) {
  struct stat status;
  char *folder = key_file_folder(target);
  if (folder == NULL) return SQLITE_NOMEM;
  int rc = stat(folder, &status) == 0
               ? key_file_check_folder(folder, &status, message)
               : key_file_refuse_errno(message, "look at the folder", folder);
  sqlite3_free(folder);
  return rc;
}

int key_file_check(const char *target, const char *path, const struct stat *status,
                   char **message) {
  mode_t others = S_IRWXG | S_IRWXO;
  if (!S_ISREG(status->st_mode)) {
    return key_refuse(message, sqlite3_mprintf("the keyring %s is not a regular file", path));
  }
  if (status->st_uid == 0) {
    others &= (mode_t)~S_IRGRP;
  } else if (status->st_uid != geteuid()) {
    char command[32];
    snprintf(command, sizeof(command), "chown %lu", (unsigned long)geteuid());
    return key_file_refuse_mendable(
        message, sqlite3_mprintf("the keyring %s belongs to another user", path), command, path);
  }
  if ((status->st_mode & others) != 0) {
    return key_file_refuse_mendable(
        message,
        sqlite3_mprintf("the keyring %s is open to other users (mode %04o)", path,
                        (unsigned)status->st_mode & 07777u),
        "chmod 600", path);
  }
  if (status->st_size > KEY_FILE_MAX) {
    return key_refuse(
        message, sqlite3_mprintf("the keyring %s is larger than %d bytes", path, KEY_FILE_MAX));
  }
  return key_file_check_folder_of(target, message);
}

int key_file_target(const char *path, char **target, char **message) {
  *target = realpath(path, NULL);
  if (*target) return SQLITE_OK;
  if (errno == ENOMEM) return SQLITE_NOMEM;
  return errno == ENOENT ? SQLITE_NOTFOUND
                         : key_file_refuse_errno(message, "open the keyring", path);
}

/* O_NONBLOCK: a FIFO must be refused, not waited for. */
int key_file_open(const char *target, const char *path, int access, int *descriptor,
                  char **message) {
  *descriptor = open(target, access | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  if (*descriptor >= 0) return SQLITE_OK;
  return errno == ENOENT ? SQLITE_NOTFOUND
                         : key_file_refuse_errno(message, "open the keyring", path);
}

int key_file_contents(int descriptor, const char *path, const struct stat *status,
                      KeyFileContents *contents, char **message) {
  size_t wanted = (size_t)status->st_size;
  contents->size = wanted + 1;
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

const char *key_file_line_arn(const char *line, const char *end, size_t *arn_length) {
  while (line < end && key_file_is_blank(*line)) line++;
  const char *arn_end = line;
  while (arn_end < end && !key_file_is_blank(*arn_end)) arn_end++;
  *arn_length = (size_t)(arn_end - line);
  return line == end || *line == '#' ? NULL : line;
}

/* Reads the line of a key, and wipes all of it but its ARN, to which it adds a NUL. Returns why it
** is malformed, or NULL; a line without a key leaves key->arn NULL. */
static const char *key_file_parse_line(char *line, char *end, Key *key) {
  size_t arn_length;
  key->arn = NULL;
  while (end > line && key_file_is_blank(end[-1])) end--;
  const char *arn = key_file_line_arn(line, end, &arn_length);
  if (arn == NULL) {
    cipher_wipe(line, (size_t)(end - line));
    return NULL;
  }
  char *arn_end = line + (arn - line) + arn_length, *base64 = arn_end;
  while (base64 < end && key_file_is_blank(*base64)) base64++;
  const char *reason = NULL;
  unsigned char bytes[CIPHER_KEY_BYTES];
  if (!key_arn_is_valid(arn, arn_length)) {
    reason = "does not begin with the ARN of a key (arn:aws:kms:...)";
  } else if (!cipher_key_decode(bytes, base64, (size_t)(end - base64))) {
    reason = "does not end with the base64 of 32 bytes";
  } else {
    key_set(key, bytes);
    cipher_wipe(bytes, sizeof(bytes));
  }
  cipher_wipe(arn_end, (size_t)(end - arn_end));
  if (reason) return reason;
  key->arn = arn;
  key->arn_length = arn_length;
  return NULL;
}

/* Finds the keys in file->text. */
static int key_file_find_keys(KeyFile *file, size_t length, const char *path, char **message) {
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

void key_file_forget(KeyFile *file) {
  if (file->keys) cipher_wipe(file->keys, file->key_count * sizeof(Key));
  if (file->text) cipher_wipe(file->text, file->text_size);
  sqlite3_free(file->keys);
  sqlite3_free(file->text);
  memset(file, 0, sizeof(*file));
}

int key_file_parse(KeyFile *file, KeyFileContents *contents, const char *path, char **message) {
  file->text = contents->text;
  file->text_size = contents->size;
  int rc = key_file_find_keys(file, contents->length, path, message);
  *contents = (KeyFileContents){NULL, 0, 0};
  if (rc) key_file_forget(file);
  return rc;
}

/* Reads the file that is open. */
static int key_file_read_open(KeyFile *file, int descriptor, const char *target, const char *path,
                              char **message) {
  struct stat status;
  KeyFileContents contents = {NULL, 0, 0};
  if (fstat(descriptor, &status) != 0) {
    return key_file_refuse_errno(message, "read the keyring", path);
  }
  int rc = key_file_check(target, path, &status, message);
  if (rc == SQLITE_OK) rc = key_file_contents(descriptor, path, &status, &contents, message);
  if (rc == SQLITE_OK) rc = key_file_parse(file, &contents, path, message);
  if (rc) return rc;
  file->seen = status;
  /* The clock of a file system ticks in steps of milliseconds, or even of a second or two: what is
  ** written within the same step as we read would show in no time stamp. */
  file->is_settled = status.st_ctim.tv_sec + 2 < time(NULL);
  return SQLITE_OK;
}

int key_file_read(KeyFile *file, const char *path, char **message) {
  char *target;
  int descriptor;
  int rc = key_file_target(path, &target, message);
  if (rc) return rc;
  rc = key_file_open(target, path, O_RDONLY, &descriptor, message);
  if (rc == SQLITE_OK) {
    rc = key_file_read_open(file, descriptor, target, path, message);
    close(descriptor);
  }
  free(target);
  return rc;
}

bool key_file_is_same(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool key_file_is_unchanged(const KeyFile *file, const char *path) {
  struct stat now;
  const struct stat *seen = &file->seen;
  /* Every change of contents, mode or owner moves the ctime. */
  return file->text && file->is_settled && stat(path, &now) == 0 && key_file_is_same(&now, seen) &&
         now.st_size == seen->st_size && now.st_ctim.tv_sec == seen->st_ctim.tv_sec &&
         now.st_ctim.tv_nsec == seen->st_ctim.tv_nsec;
}
