/* SPDX-License-Identifier: MIT */
/*
** The key that a table seals with where a connection names none: the default one of the keyring. The
** table remembers which it was, in _config, so that another keyring (of another HOME, or a new one)
** does not seal what the first cannot open, and nobody all.
**
** As with the counters (counter.h), what changes is kept in memory while a transaction goes on, and is
** written before it commits and before a savepoint: a statement that fails has changed nothing.
*/
#ifndef GLUE_CATALOG_DEFAULT_KEY_H
#define GLUE_CATALOG_DEFAULT_KEY_H

#include "catalog/catalog.h"

/* What the keyring has to know of the table. Its texts are the settings'. */
KeyringDefault default_key_of(Catalog *catalog);

/* Finds the default key to seal with: *arn is the caller's to free, and NULL where it is the last one
** again. SQLITE_ERROR comes with *message, as
** in keyring/key.h. */
int default_key_find(Catalog *catalog, char **arn, char **message);

/* Remembers the key that something has been sealed with by default, once that is stored. Takes the ARN
** over; NULL is none. */
void default_key_remember(Catalog *catalog, char *arn);

/* The command default-key=ARN: remembers the default key of the keyring in force, which must be that
** one, and seals nothing. *message as for a command. */
int default_key_set(Catalog *catalog, const char *arn, char **message);

/* Writes what is remembered. */
int default_key_write(Catalog *catalog);
/* Gives up what has not been written. */
void default_key_forget(Catalog *catalog);

#endif
