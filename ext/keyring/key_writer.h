/* SPDX-License-Identifier: MIT */
/*
** Changes to the file of a keyring. It is only ever replaced as a whole: written beside its place, synced,
** then linked or renamed into it. Writers lock the file itself. For keyring.c alone.
**
** Results and messages as in key.h.
*/
#ifndef GLUE_KEYRING_KEY_WRITER_H
#define GLUE_KEYRING_KEY_WRITER_H

#include "keyring/key.h"

/* Creates the file, and the folders on the way to it (0700), with one fresh key of that ARN; NULL
** means a random one. SQLITE_OK with *created false where a file is there already: it is left
** alone. Nothing is made in a folder that belongs to another user (but root). */
int key_writer_create(const char *path, const char *arn, bool *created, char **message);

/* Adds a fresh key of that ARN (a valid one), and creates the file where it is missing. */
int key_writer_add(const char *path, const char *arn, char **message);

/* Makes the key of that ARN the first one. SQLITE_NOTFOUND, without a message, where there is no file. */
int key_writer_put_first(const char *path, const char *arn, char **message);

#endif
