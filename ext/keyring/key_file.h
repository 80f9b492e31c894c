/* SPDX-License-Identifier: MIT */
/*
** The file of a keyring: lines "KEY-ARN BASE64KEY", the first key being the default one. Blank
** lines and lines that begin with # are comments. For keyring.c alone.
**
** It must be a regular file of this user (root may use another's) that gives nothing to group and
** others. It is only ever replaced as a whole: written beside its place, synced, then linked or
** renamed into it. So readers take no lock and never see half a file. Writers lock the file itself.
**
** Results and messages as in key.h, but for one: SQLITE_NOTFOUND, without a message, says that
** there is no file at the path.
*/
#ifndef GLUE_KEYFILE_H
#define GLUE_KEYFILE_H

#include <sys/stat.h>

#include "keyring/key.h"

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

/* Creates the file, and the folders on the way to it (0700), with one fresh key of that ARN; NULL
** means a random one. SQLITE_OK with *created false where a file is there already: it is left
** alone. */
int key_file_create(const char *path, const char *arn, bool *created, char **message);

/* Adds a fresh key of that ARN (a valid one), and creates the file where it is missing. */
int key_file_add(const char *path, const char *arn, char **message);

#endif
