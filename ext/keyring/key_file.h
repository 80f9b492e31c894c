/* SPDX-License-Identifier: MIT */
/*
** The file of a keyring: lines "KEY-ARN BASE64KEY", the first key being the default one. Blank
** lines and lines that begin with # are comments. For keyring.c and key_writer.c alone.
**
** It must be a regular file (a link to one will do) that nobody else can read or change: its owner is
** this user or root, its mode gives nothing to group and others, but that the group may read a file of
** root's, as systemd and Kubernetes hand them out. Nobody else may write to the folder it is in, unless
** that is sticky. It is only ever replaced as a whole (key_writer.h), so readers take no lock and never
** see half a file.
**
** Results and messages as in key.h, but for one: SQLITE_NOTFOUND, without a message, says that
** there is no file at the path.
*/
#ifndef GLUE_KEYRING_KEY_FILE_H
#define GLUE_KEYRING_KEY_FILE_H

#include <sys/stat.h>

#include "keyring/key.h"

/* Bytes of a keyring; more is no keyring. */
#define KEY_FILE_MAX 1048576

typedef struct KeyFile {
  char *text; /* owned: the file's bytes, all wiped but the ARNs; NUL-terminated */
  size_t text_size;
  Key *keys; /* owned; their ARNs point into the text */
  size_t key_count;
  struct stat seen; /* of the file that was read */
  bool is_settled;  /* it was old enough then for a later change to show in its times */
} KeyFile;

/* Reads the file into a KeyFile that is empty (all zero), and stays so after a failure. */
int key_file_read(KeyFile *file, const char *path, char **message);

/* Whether the path still leads to the very file that was read, unchanged. One stat(). */
bool key_file_is_unchanged(const KeyFile *file, const char *path);

/* Wipes and releases what was read: the KeyFile is empty again. */
void key_file_forget(KeyFile *file);

/* ---- what writing has in common with reading ---- */

/* A file's bytes; a NUL follows them. */
typedef struct KeyFileContents {
  char *text; /* owned */
  size_t length;
  size_t size; /* allocated */
} KeyFileContents;

void key_file_contents_free(KeyFileContents *contents);

/* The file that the path leads to, the caller's to free(): no link, and absolute. */
int key_file_target(const char *path, char **target, char **message);
/* Opens that file for `access` (O_RDONLY, O_RDWR). `path` is what messages call it. */
int key_file_open(const char *target, const char *path, int access, int *descriptor,
                  char **message);
/* Whether the open file, whose status that is, may be trusted with keys. */
int key_file_check(const char *target, const char *path, const struct stat *status, char **message);
/* Reads what is behind the descriptor, of the size that its status says. */
int key_file_contents(int descriptor, const char *path, const struct stat *status,
                      KeyFileContents *contents, char **message);
/* Finds the keys in contents, which it takes over, also where they turn out to be malformed. */
int key_file_parse(KeyFile *file, KeyFileContents *contents, const char *path, char **message);

/* The ARN that a line begins with; NULL where the line has no key. */
const char *key_file_line_arn(const char *line, const char *end, size_t *arn_length);

bool key_file_is_same(const struct stat *a, const struct stat *b);
/* The folder that the path is in, the caller's; NULL: out of memory. */
char *key_file_folder(const char *path);
/* Whether nobody else can write to the folder. */
int key_file_check_folder(const char *folder, const struct stat *status, char **message);
/* "cannot ACTION PATH: what errno says" */
int key_file_refuse_errno(char **message, const char *action, const char *path);

#endif
