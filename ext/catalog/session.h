/* SPDX-License-Identifier: MIT */
/*
** What the tables of one database connection share: the keyring, who works with it, and the list of themselves.
**
** As with everything of a database connection, one thread at a time.
*/
#ifndef GLUE_CATALOG_SESSION_H
#define GLUE_CATALOG_SESSION_H

#include "catalog/catalog.h"

struct Session {
  int owners;
  Keyring *keyring; /* owned together with others */
  char *principal;  /* owned: what last_updated_by records; NULL: what each table has */
  Catalog *first;   /* not owned: the tables that are connected, the latest first */
  int unconnected; /* SQLite's code where the last table could not be connected though nothing in it is wrong */
};

/* NULL where memory is out. Becomes an owner of the keyring. */
Session *session_new(Keyring *keyring);
/* One more owner, who will call session_release() too; a destructor for SQLite. */
Session *session_share(Session *session);
void session_release(void *session);

/* Sets the principal of the database connection, NULL: none. SQLITE_ERROR with *message set for a text that can
** be none; SQLITE_LOCKED while a statement of a table is at work, with the one there is. */
int session_set_principal(Session *session, const char *principal, char **message);
/* What last_updated_by of a table is to record. */
const char *session_principal(const Catalog *catalog);

/* A table comes and goes: each does so before and after its catalog is of any use. */
void session_add(Session *session, Catalog *catalog);
void session_remove(Catalog *catalog);

/* Calls `each` for every table of this module in any schema of the database connection, in the order of
** the schemas, with the settings in force; but for those that are refused for what is in them: bad arguments, a
** newer format, damage. SQLITE_OK or SQLite's code, SQLITE_ERROR with *message set; an error of `each`
** ends it. */
int session_each(Session *session, sqlite3 *db,
                 int (*each)(void *context, const char *schema, const char *table,
                             const Settings *settings),
                 void *context, char **message);

#endif
