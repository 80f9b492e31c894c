/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* flock() */
#endif

#include "keyring/key_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "keyring/key_file.h"

/* Bytes of a key's line: a newline that the line before it lacks, ARN, blank, key, newline. */
#define KEY_WRITER_LINE_MAX (1 + KEY_ARN_MAX + 1 + CIPHER_KEY_TEXT + 1)
/* How often a writer waits for the lock again because another one has replaced the file, and how
** often it starts again because the file has come or gone meanwhile. */
#define KEY_WRITER_LOCK_ATTEMPTS_MAX 1000
#define KEY_WRITER_ADD_ATTEMPTS_MAX 10
/* arn:aws:kms:local:000000000000:key/UUID, and a NUL. */
#define KEY_WRITER_LOCAL_ARN_PREFIX "arn:aws:kms:local:000000000000:key/"
#define KEY_WRITER_LOCAL_ARN_SIZE (sizeof(KEY_WRITER_LOCAL_ARN_PREFIX) + 36)

static const char key_writer_head[] =
    "# The keys of glue_connections: KEY-ARN BASE64KEY, the first one is the default.\n"
    "# Keep them secret, and keep a copy: without them no sealed secret opens again.\n";

/* ---- a whole file ---- */

/* Forces the file or folder to the disk. */
static int key_writer_sync_descriptor(int descriptor) {
#ifdef F_FULLFSYNC
  if (fcntl(descriptor, F_FULLFSYNC) == 0) return 0;
#endif
  return fsync(descriptor);
}

/* Makes a new entry of the folder durable. Some file systems cannot sync a folder (EINVAL); they
** have their own way. */
static int key_writer_sync_folder_of(const char *path, char **message) {
  char *folder = key_file_folder(path);
  if (folder == NULL) return SQLITE_NOMEM;
  int rc = SQLITE_OK;
  int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 || (key_writer_sync_descriptor(descriptor) != 0 && errno != EINVAL)) {
    rc = key_file_refuse_errno(message, "sync the folder", folder);
  }
  if (descriptor >= 0) close(descriptor);
  sqlite3_free(folder);
  return rc;
}

/* Creates a folder, and those above it as far as they are missing. `is_own`: it is the keyring's own,
** to which nobody else may write. */
static int key_writer_make_folder(const char *folder, bool is_own, char **message) {
  struct stat status;
  if (stat(folder, &status) == 0) {
    if (status.st_uid != geteuid() && status.st_uid != 0) {
      return key_refuse(message, sqlite3_mprintf("no keyring is made in the folder %s, which "
                                                 "belongs to another user",
                                                 folder));
    }
    return is_own ? key_file_check_folder(folder, &status, message) : SQLITE_OK;
  }
  if (errno != ENOENT) return key_file_refuse_errno(message, "look at the folder", folder);
  char *parent = key_file_folder(folder);
  if (parent == NULL) return SQLITE_NOMEM;
  bool is_top = strcmp(parent, folder) == 0;
  int rc = is_top ? SQLITE_OK : key_writer_make_folder(parent, false, message);
  sqlite3_free(parent);
  if (rc) return rc;
  if (mkdir(folder, S_IRWXU) == 0) return key_writer_sync_folder_of(folder, message);
  if (errno == EEXIST) return SQLITE_OK; /* another process was faster */
  return key_file_refuse_errno(message, "create the folder", folder);
}

/* Creates the folder that the path is in. */
static int key_writer_make_folder_of(const char *path, char **message) {
  char *folder = key_file_folder(path);
  if (folder == NULL) return SQLITE_NOMEM;
  int rc = key_writer_make_folder(folder, true, message);
  sqlite3_free(folder);
  return rc;
}

/* Writes it all to a new file, and to the disk. Returns 0, or -1 with errno set. */
static int key_writer_write_all(int descriptor, const char *text, size_t n) {
  while (n > 0) {
    ssize_t written = write(descriptor, text, n);
    if (written < 0 && errno != EINTR) return -1;
    if (written > 0) {
      text += written;
      n -= (size_t)written;
    }
  }
  return key_writer_sync_descriptor(descriptor);
}

/* Gives a new file the mode, and where it replaces one the owner and the group: root must not take it
** from its owner, nor from the group that may read it. */
static int key_writer_set_mode(int descriptor, const struct stat *replaced) {
  const mode_t own = S_IRUSR | S_IWUSR;
  if (replaced == NULL) return fchmod(descriptor, own);
  mode_t mode = own | (replaced->st_mode & S_IRGRP);
  if (replaced->st_uid != geteuid() || mode != own) {
    if (fchown(descriptor, replaced->st_uid, replaced->st_gid) != 0) return -1;
  }
  return fchmod(descriptor, mode);
}

/* Writes a file beside its future place. *temporary is the caller's to unlink and to sqlite3_free(); NULL
** where it failed. */
static int key_writer_write_temporary(const char *path, const char *text, size_t n,
                                      const struct stat *replaced, char **temporary,
                                      char **message) {
  unsigned char random[8];
  sqlite3_uint64 suffix;
  cipher_random(random, sizeof(random));
  memcpy(&suffix, random, sizeof(suffix));
  *temporary = sqlite3_mprintf("%s.%016llx.tmp", path, suffix);
  if (*temporary == NULL) return SQLITE_NOMEM;
  int descriptor = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  bool done = descriptor >= 0 && key_writer_set_mode(descriptor, replaced) == 0 &&
              key_writer_write_all(descriptor, text, n) == 0;
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
static int key_writer_place(const char *path, const char *text, size_t n,
                            const struct stat *replaced, bool *placed, char **message) {
  char *temporary;
  *placed = false;
  int rc = key_writer_write_temporary(path, text, n, replaced, &temporary, message);
  if (temporary == NULL) return rc;
  int failed = replaced ? rename(temporary, path) : link(temporary, path);
  *placed = !failed;
  if (failed && (replaced || errno != EEXIST)) {
    rc = key_file_refuse_errno(message, replaced ? "replace the keyring" : "create the keyring",
                               path);
  }
  if (failed || !replaced) unlink(temporary);
  sqlite3_free(temporary);
  return *placed ? key_writer_sync_folder_of(path, message) : rc;
}

/* ---- a fresh key ---- */

/* Writes the line of a fresh key and a NUL: at most KEY_WRITER_LINE_MAX. Returns the line's length. */
static size_t key_writer_write_line(char *out, const char *arn) {
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
static void key_writer_write_local_arn(char out[KEY_WRITER_LOCAL_ARN_SIZE]) {
  unsigned char uuid[16];
  cipher_random(uuid, sizeof(uuid));
  uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x40);
  uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
  char *end = out + strlen(KEY_WRITER_LOCAL_ARN_PREFIX);
  memcpy(out, KEY_WRITER_LOCAL_ARN_PREFIX, strlen(KEY_WRITER_LOCAL_ARN_PREFIX) + 1);
  for (size_t i = 0; i < sizeof(uuid); i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *end++ = '-';
    end += snprintf(end, 3, "%02x", (unsigned)uuid[i]);
  }
}

int key_writer_create(const char *path, const char *arn, bool *created, char **message) {
  char local_arn[KEY_WRITER_LOCAL_ARN_SIZE];
  char text[sizeof(key_writer_head) + KEY_WRITER_LINE_MAX];
  *created = false;
  int rc = key_writer_make_folder_of(path, message);
  if (rc) return rc;
  if (arn == NULL) key_writer_write_local_arn(local_arn);
  size_t head = strlen(key_writer_head);
  memcpy(text, key_writer_head, sizeof(key_writer_head));
  size_t n = head + key_writer_write_line(text + head, arn ? arn : local_arn);
  rc = key_writer_place(path, text, n, NULL, created, message);
  cipher_wipe(text, sizeof(text));
  if (*created) {
    sqlite3_log(SQLITE_NOTICE, "glue_connections: created the keyring %s with the key %s", path,
                arn ? arn : local_arn);
  }
  return rc;
}

/* ---- changes to a file ---- */

/* Opens and locks the file that stands at the path: by the time the lock is ours, it may be
** another one. *status is that of the locked file. The lock goes with the descriptor. */
static int key_writer_open_locked(const char *path, int *descriptor, struct stat *status,
                                  char **message) {
  for (int attempt = 0; attempt < KEY_WRITER_LOCK_ATTEMPTS_MAX; attempt++) {
    struct stat current;
    int locked;
    int rc = key_file_open(path, path, O_RDWR, descriptor, message);
    if (rc) return rc;
    do {
      locked = flock(*descriptor, LOCK_EX);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0 || fstat(*descriptor, status) != 0) {
      rc = key_file_refuse_errno(message, "lock the keyring", path);
      close(*descriptor);
      return rc;
    }
    if (stat(path, &current) == 0 && key_file_is_same(&current, status)) return SQLITE_OK;
    close(*descriptor);
  }
  return key_refuse(message, sqlite3_mprintf("the keyring %s keeps changing", path));
}

/* Makes of well-formed contents, of which `file` has the keys, those that are to replace them; their text
** stays NULL where there is nothing to change. */
typedef int (*KeyWriterEdit)(const KeyFileContents *contents, const KeyFile *file, const char *arn,
                             const char *path, KeyFileContents *edited, char **message);

/* A copy of contents, with room for more. */
static int key_writer_copy(const KeyFileContents *contents, size_t room, KeyFileContents *copy) {
  copy->length = contents->length;
  copy->size = contents->length + room + 1;
  copy->text = sqlite3_malloc64(copy->size);
  if (copy->text == NULL) return SQLITE_NOMEM;
  memcpy(copy->text, contents->text, contents->length + 1);
  return SQLITE_OK;
}

/* One line more. */
static int key_writer_append(const KeyFileContents *contents, const KeyFile *file, const char *arn,
                             const char *path, KeyFileContents *edited, char **message) {
  if (key_find(file->keys, file->key_count, arn, strlen(arn))) {
    return key_refuse(message,
                      sqlite3_mprintf("the key %s is in the keyring %s already", arn, path));
  }
  if (key_writer_copy(contents, KEY_WRITER_LINE_MAX, edited) != SQLITE_OK) return SQLITE_NOMEM;
  char *text = edited->text;
  size_t n = edited->length;
  if (n > 0 && text[n - 1] != '\n') text[n++] = '\n';
  edited->length = n + key_writer_write_line(text + n, arn);
  return SQLITE_OK;
}

/* The line of the key before the first one. */
static int key_writer_move(const KeyFileContents *contents, const KeyFile *file, const char *arn,
                           const char *path, KeyFileContents *edited, char **message) {
  const Key *key = key_find(file->keys, file->key_count, arn, strlen(arn));
  if (key == NULL) {
    return key_refuse(message, sqlite3_mprintf("the key %s is not in the keyring %s", arn, path));
  }
  if (key == &file->keys[0]) return SQLITE_OK;
  if (key_writer_copy(contents, 1, edited) != SQLITE_OK) return SQLITE_NOMEM;
  const char *end = contents->text + contents->length;
  char *first = NULL, *out = edited->text;
  for (const char *line = contents->text, *next; line < end; line = next) {
    size_t arn_length;
    next = memchr(line, '\n', (size_t)(end - line));
    const char *line_end = next ? next : end;
    next = next ? next + 1 : end;
    const char *line_arn = key_file_line_arn(line, line_end, &arn_length);
    if (line_arn && first == NULL) first = out;
    size_t n = (size_t)(line_end - line);
    if (line_arn && arn_length == key->arn_length && memcmp(line_arn, arn, arn_length) == 0) {
      memmove(first + n + 1, first, (size_t)(out - first));
      memcpy(first, line, n);
      first[n] = '\n';
    } else {
      memcpy(out, line, n);
      out[n] = '\n';
    }
    out += n + 1;
  }
  edited->length = (size_t)(out - edited->text);
  return SQLITE_OK;
}

/* Edits the file that is open and locked, whose status that is. */
static int key_writer_edit_locked(int descriptor, const struct stat *status, const char *path,
                                  const char *arn, KeyWriterEdit edit, char **message) {
  KeyFile file;
  KeyFileContents contents = {NULL, 0, 0}, copy = contents, edited = contents;
  memset(&file, 0, sizeof(file));
  int rc = key_file_check(path, path, status, message);
  if (rc == SQLITE_OK) rc = key_file_contents(descriptor, path, status, &contents, message);
  if (rc == SQLITE_OK) rc = key_writer_copy(&contents, 0, &copy);
  if (rc == SQLITE_OK) rc = key_file_parse(&file, &copy, path, message);
  if (rc == SQLITE_OK) rc = edit(&contents, &file, arn, path, &edited, message);
  if (rc == SQLITE_OK && edited.length > KEY_FILE_MAX) {
    rc = key_refuse(message, sqlite3_mprintf("the keyring %s is full", path));
  } else if (rc == SQLITE_OK && edited.text) {
    bool placed;
    rc = key_writer_place(path, edited.text, edited.length, status, &placed, message);
  }
  key_file_forget(&file);
  key_file_contents_free(&contents);
  key_file_contents_free(&edited);
  return rc;
}

/* SQLITE_NOTFOUND where there is no file to edit. A link stays a link: the file behind it is what gets
** replaced. */
static int key_writer_edit(const char *path, const char *arn, KeyWriterEdit edit, char **message) {
  int descriptor;
  struct stat status = {0};
  char *target;
  int rc = key_file_target(path, &target, message);
  if (rc) return rc;
  rc = key_writer_open_locked(target, &descriptor, &status, message);
  if (rc == SQLITE_OK) {
    rc = key_writer_edit_locked(descriptor, &status, target, arn, edit, message);
    close(descriptor);
  }
  free(target);
  return rc;
}

int key_writer_add(const char *path, const char *arn, char **message) {
  for (int attempt = 0; attempt < KEY_WRITER_ADD_ATTEMPTS_MAX; attempt++) {
    bool created;
    int rc = key_writer_edit(path, arn, key_writer_append, message);
    if (rc != SQLITE_NOTFOUND) return rc;
    rc = key_writer_create(path, arn, &created, message);
    if (rc || created) return rc;
  }
  return key_refuse(
      message,
      sqlite3_mprintf("the keyring %s cannot be opened: it is a link that leads nowhere", path));
}

int key_writer_put_first(const char *path, const char *arn, char **message) {
  return key_writer_edit(path, arn, key_writer_move, message);
}

#undef KEY_WRITER_LINE_MAX
#undef KEY_WRITER_LOCK_ATTEMPTS_MAX
#undef KEY_WRITER_ADD_ATTEMPTS_MAX
#undef KEY_WRITER_LOCAL_ARN_PREFIX
#undef KEY_WRITER_LOCAL_ARN_SIZE
