/* SPDX-License-Identifier: MIT */
#include "catalog/session.h"

#include <string.h>

#include "text/message.h"

Session *session_new(Keyring *keyring) {
  Session *session = sqlite3_malloc64(sizeof(*session));
  if (session == NULL) return NULL;
  *session = (Session){.owners = 1, .keyring = keyring_share(keyring)};
  return session;
}

Session *session_share(Session *session) {
  session->owners++;
  return session;
}

void session_release(void *shared) {
  Session *session = shared;
  if (--session->owners > 0) return;
  keyring_free(session->keyring);
  sqlite3_free(session->principal);
  sqlite3_free(session);
}

int session_set_principal(Session *session, const char *principal, char **message) {
  for (const Catalog *catalog = session->first; catalog; catalog = catalog->next) {
    if (store_is_at_work(catalog->store)) return SQLITE_LOCKED;
  }
  int rc = principal ? settings_try(SETTING_PRINCIPAL, principal, message) : SQLITE_OK;
  if (rc != SQLITE_OK) return rc;
  char *copy = principal ? sqlite3_mprintf("%s", principal) : NULL;
  if (principal && copy == NULL) return SQLITE_NOMEM;
  sqlite3_free(session->principal);
  session->principal = copy;
  return SQLITE_OK;
}

const char *session_principal(const Catalog *catalog) {
  const char *principal = catalog->session->principal;
  return principal ? principal : catalog->settings.value[SETTING_PRINCIPAL];
}

void session_add(Session *session, Catalog *catalog) {
  catalog->session = session;
  catalog->keyring = session->keyring;
  catalog->next = session->first;
  session->first = catalog;
}

void session_remove(Catalog *catalog) {
  Catalog **link = &catalog->session->first;
  while (*link != catalog) link = &(*link)->next;
  *link = catalog->next;
}

typedef struct SessionWalk {
  Session *session;
  int (*each)(void *context, const char *schema, const char *table, const Settings *settings);
  void *context;
  char **message;
} SessionWalk;

/* A table is connected twice where the schema has changed under a statement that is still at work: the
** later one is meant. */
static Catalog *session_find(const Session *session, const char *schema, const char *table) {
  Catalog *catalog = session->first;
  while (catalog && !store_is(catalog->store, schema, table)) catalog = catalog->next;
  return catalog;
}

/* The settings are read into a copy: a statement of the table may be at work with its own. */
static int session_visit(void *context, const char *schema, const char *table) {
  const SessionWalk *walk = context;
  Catalog *catalog = session_find(walk->session, schema, table);
  Settings settings;
  char *message = NULL;
  if (catalog == NULL) return walk->session->unconnected;
  int rc = settings_copy(&settings, &catalog->settings);
  if (rc == SQLITE_OK) rc = settings_load(&settings, catalog->store, &message);
  if (rc == SQLITE_OK) {
    rc = walk->each(walk->context, schema, table, &settings);
  } else {
    /* Of a newer format, or damaged: its own statements say so. */
    bool is_newer = message != NULL;
    rc = store_explain(catalog->store, rc, &message);
    if (is_newer || rc == SQLITE_CORRUPT_VTAB) rc = SQLITE_OK;
  }
  if (rc == SQLITE_ERROR) {
    *walk->message = message;
  } else {
    sqlite3_free(message);
  }
  settings_free(&settings);
  return rc;
}

int session_each(Session *session, sqlite3 *db,
                 int (*each)(void *context, const char *schema, const char *table,
                             const Settings *settings),
                 void *context, char **message) {
  SessionWalk walk = {session, each, context, message};
  session->unconnected = SQLITE_OK;
  int rc = store_each_table(db, "glue_connections", session_visit, &walk);
  if (rc != SQLITE_ERROR || *message) return rc;
  const char *words = sqlite3_errmsg(db);
  *message = message_shown(words, strlen(words));
  return *message ? rc : SQLITE_NOMEM;
}
