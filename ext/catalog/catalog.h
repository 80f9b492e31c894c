/* SPDX-License-Identifier: MIT */
/*
** The catalog: what the API's operations mean for the rows of one virtual table.
*/
#ifndef GLUE_CATALOG_CATALOG_H
#define GLUE_CATALOG_CATALOG_H

#include <stdbool.h>

#include "catalog/counter.h"
#include "catalog/settings.h"
#include "keyring/keyring.h"
#include "store/store.h"

typedef struct Session Session;

typedef struct Catalog {
  sqlite3 *db;          /* not owned */
  Session *session;     /* not owned: the database connection's, see session.h; NULL: in none yet */
  struct Catalog *next; /* in the session's list */
  Keyring *keyring;     /* not owned: the session's */
  Store *store;         /* owned */
  Settings settings;    /* owned */
  Counters counters;    /* owned; of the transaction */
  /* Owned: the ARN of the key that something has been sealed with by default, until _config has it
  ** (default_key.h); NULL: none. */
  char *unwritten_key;
  bool settings_stale; /* another database connection may have changed them since */
  bool utf8;           /* the database keeps text as UTF-8 */
} Catalog;

/* Reads the settings, and tells the store what follows from them. */
int catalog_load(Catalog *catalog, char **message);
/* The same where another connection may have changed them. */
int catalog_refresh(Catalog *catalog, char **message);
/* The same before whatever writes, which a table that is read only refuses. */
int catalog_begin(Catalog *catalog, char **message);

/* Releases what it owns. */
void catalog_free(Catalog *catalog);

/* Writes what the transaction has gathered in memory: before it commits, before a savepoint. */
int catalog_write(Catalog *catalog);
/* Forgets what a rollback may have undone, and what others may change after a commit. */
void catalog_forget(Catalog *catalog);

#endif
