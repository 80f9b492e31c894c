/* SPDX-License-Identifier: MIT */
/*
** What the integrity check finds wrong with the secrets of a stored row.
*/
#ifndef GLUE_SECRETS_SECRET_CHECK_H
#define GLUE_SECRETS_SECRET_CHECK_H

#include "keyring/keyring.h"
#include "model/connection.h"

/* The problem in words, of a member of the row. */
typedef void (*SecretReport)(void *context, const char *member, const char *problem);

/* Reports every secret of the row that is not sealed, or does not open; the latter where its key is in
** the keyring: a key that is not at hand is no damage. The row's trees must have been made. SQLite's
** code. */
int secret_check(Keyring *keyring, const Connection *row, SecretReport report, void *context);

#endif
