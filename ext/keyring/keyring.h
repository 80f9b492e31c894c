/* SPDX-License-Identifier: MIT */
/*
** The keyring of one database connection: which file it is, and the keys last read from it.
**
** The path in force is $GLUE_KEYRING, else the one set by glue_keyring('path'), else
** ${XDG_CONFIG_HOME:-~/.config}/glue-connections/keyring (an empty variable counts as unset, and so
** does a folder that is not absolute). The last is the default path, the only one at which sealing
** creates a keyring. key_file.h describes the file.
**
** Where many clients share one process the key functions are off (environment.h): then the path is
** $GLUE_KEYRING alone, nothing is ever created, and no message names a path; what is wrong with the file
** goes to sqlite3_log(), for the operator.
**
** Keys are read when first needed and kept until keyring_free(), a new path, or a changed file.
** Nothing looks at the file again before keyring_refresh() or a key that is not found; so call
** keyring_refresh() at the start of every transaction (xBegin) and of every call of a SQL function
** that opens or manages keys. It costs nothing itself: the next use of a key does one stat().
**
** As with everything of a database connection, one thread at a time.
**
** Results and messages are as in key.h.
*/
#ifndef GLUE_KEYRING_H
#define GLUE_KEYRING_H

#include <stdbool.h>
#include <stddef.h>

#include "keyring/key.h"

typedef struct Keyring Keyring;

/* NULL where memory is out. cipher_init() comes first. Here it is asked whether the key functions are
** on. */
Keyring *keyring_new(void);
/* One more owner, who will call keyring_free() too. */
Keyring *keyring_share(Keyring *keyring);
/* The last owner's call wipes the keys. NULL is allowed. */
void keyring_free(Keyring *keyring);
/* The same as a destructor for SQLite. */
void keyring_release(void *keyring);

/* Has the next use of a key check the path in force and the file behind it, and the next nonce fetch
** fresh randomness. */
void keyring_refresh(Keyring *keyring);

/* ---- for sealing and opening ---- */

/* What a table knows of the key that it seals with where a connection names none. */
typedef struct KeyringDefault {
  const char *last; /* the ARN of the one last sealed with; NULL: none yet */
  /* Asked where a default keyring would be created: whether the table holds nothing sealed. SQLite's
  ** code. */
  int (*is_unsealed)(void *context, bool *is_unsealed);
  void *context;
} KeyringDefault;

/* The key to seal with: that of the ARN; NULL or "" means the default key, the first of the file.
** A keyring that lacks the one that the table last sealed with seals nothing by default. Where the table
** holds nothing sealed, the default path is in force and no file is there, the file is created with a
** fresh key, once, however many processes come at the same moment; sqlite3_log() reports it. *key is
** valid until the next call on this keyring. */
int keyring_sealing_key(Keyring *keyring, const char *arn, const KeyringDefault *table,
                        const Key **key, char **message);

/* Refuses an ARN that is not the default key's. */
int keyring_check_default(Keyring *keyring, const char *arn, char **message);

/* The key to open with; the ARN needs no NUL. Never creates a file. The message of a key that is
** missing names the key and the keyring. *key is valid until the next call on this keyring. */
int keyring_opening_key(Keyring *keyring, const char *arn, size_t arn_length, const Key **key,
                        char **message);

/* The nonce to seal the plain bytes with, under that label and with that key. */
void keyring_nonce(Keyring *keyring, const Key *key, CipherPart label, CipherPart plain,
                   unsigned char nonce[CIPHER_NONCE_BYTES]);

/* ---- for the key functions ---- */

/* SQLITE_OK where they are on; else the refusal. Each of them asks this first. */
int keyring_check_functions(const Keyring *keyring, char **message);

/* glue_keyring('path'): the path for this database connection, copied; NULL or "" goes back to the
** default. Not looked at before a key is needed. Refused where $GLUE_KEYRING has decided. */
int keyring_set_path(Keyring *keyring, const char *path, char **message);

/* The path in force, the caller's to sqlite3_free(). An error where nothing names one. */
int keyring_path(const Keyring *keyring, char **path, char **message);

/* glue_create_key(arn): adds a fresh key of that ARN at the end of the keyring in force, and
** creates the file where it is missing, at whatever path: here it was asked for. An error where the
** ARN is there already or is none. */
int keyring_create_key(Keyring *keyring, const char *arn, char **message);

/* glue_default_key(arn): makes that key of the keyring in force the default one. */
int keyring_set_default(Keyring *keyring, const char *arn, char **message);

/* All keys of the keyring in force, the default one first; none where there is no file. They are valid
** until the next call on this keyring. */
int keyring_list(Keyring *keyring, const Key **keys, size_t *count, char **message);

#endif
