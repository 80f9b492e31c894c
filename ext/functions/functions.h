/* SPDX-License-Identifier: MIT */
/*
** The SQL functions and table-valued functions, one file each.
*/
#ifndef GLUE_FUNCTIONS_FUNCTIONS_H
#define GLUE_FUNCTIONS_FUNCTIONS_H

#include "catalog/session.h"
#include "keyring/keyring.h"
#include "sqlite.h"

/* Registers all of them but glue_settings, and glue_version(), which comes last of all: where it is, the
** extension is loaded. Those that use the keyring become owners of it. */
int functions_register(sqlite3 *db, Keyring *keyring);

/* file_functions.c: where many clients share the process, takes away the host's functions that read or write
** files. SQLITE_BUSY where it has one and a statement runs. */
int file_functions_close(sqlite3 *db);

/* settings.c: glue_settings */
int settings_register(sqlite3 *db, Session *session);

/* principal.c: glue_principal(), which becomes an owner of the session */
int principal_register(sqlite3 *db, Session *session);

/* version.c: glue_version() */
int version_register(sqlite3 *db);

/* decrypt.c: glue_decrypt() */
int decrypt_register(sqlite3 *db, Keyring *keyring);

/* keys.c: glue_keyring(), glue_create_key(), glue_default_key(), glue_keys */
int keys_register(sqlite3 *db, Keyring *keyring);

/* lint.c: glue_lint() */
int lint_register(sqlite3 *db);

/* connection_types.c: glue_connection_types */
int connection_types_register(sqlite3 *db);

/* jdbc_url.c: glue_jdbc_url() */
int jdbc_url_register(sqlite3 *db);

/* requests.c: glue_requests() */
int requests_register(sqlite3 *db);

/* diff.c: glue_diff() */
int diff_register(sqlite3 *db);

/* export.c: the aggregates glue_export_...() */
int export_register(sqlite3 *db);

#endif
