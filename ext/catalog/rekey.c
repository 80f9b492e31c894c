/* SPDX-License-Identifier: MIT */
#include "catalog/rekey.h"

#include "catalog/default_key.h"
#include "catalog/walk.h"
#include "glue_connections.h"
#include "secrets/secret_seal.h"
#include "text/message.h"

/* Values that a refusal names; the rest is counted. */
#define REKEY_NAMED_MAX 10

typedef struct Rekey {
  sqlite3_int64 sealed, closed; /* values; of them those that do not open */
  sqlite3_str *list;            /* owned: the first of those */
  char *message;                /* owned: why a row cannot be sealed at all */
} Rekey;

static void rekey_note(void *context, const char *message) {
  Rekey *rekey = context;
  if (rekey->closed++ >= REKEY_NAMED_MAX) return;
  sqlite3_str_appendf(rekey->list, "%s%s", rekey->closed > 1 ? "; " : "", message);
}

static int rekey_try_row(Catalog *catalog, sqlite3_int64 rowid, Request *request, void *context) {
  Rekey *rekey = context;
  walk_validate(request);
  if (request->findings.out_of_memory) return SQLITE_NOMEM;
  if (request->findings.count) {
    rekey->message = sqlite3_mprintf("row %lld is damaged: see the command integrity-check", rowid);
    return rekey->message ? SQLITE_CORRUPT_VTAB : SQLITE_NOMEM;
  }
  return secret_seal_try(catalog->keyring, &request->connection, rekey_note, rekey, &rekey->sealed);
}

static int rekey_write_row(Catalog *catalog, sqlite3_int64 rowid, Request *request, void *context) {
  Rekey *rekey = context;
  Connection row;
  bool any;
  const KeyringDefault table = default_key_of(catalog);
  int rc = secret_seal_again(catalog->keyring, &table, request, &row, &any, &rekey->message);
  if (rc != SQLITE_OK || !any) return rc;
  return store_update(catalog->store, rowid, rowid, &row, false, false);
}

static int rekey_refuse_closed(Rekey *rekey, char **message) {
  if (rekey->closed > REKEY_NAMED_MAX) {
    sqlite3_str_appendf(rekey->list, "; and %lld more", rekey->closed - REKEY_NAMED_MAX);
  }
  if (sqlite3_str_errcode(rekey->list) != SQLITE_OK) return SQLITE_NOMEM;
  return refuse(message, SQLITE_ERROR, GLUE_ENCRYPTION,
                "%lld of %lld sealed values do not open, and none is sealed again: %s",
                rekey->closed, rekey->sealed, sqlite3_str_value(rekey->list));
}

/* Every row is tried before the first is written, so that one that does not open leaves all of
** them as they were, inside of a transaction too. */
static int rekey_rows(Catalog *catalog, Rekey *rekey, char **message) {
  int rc = walk_rows(catalog, rekey_try_row, rekey);
  if (rc == SQLITE_OK && rekey->closed) return rekey_refuse_closed(rekey, message);
  if (rc != SQLITE_OK || rekey->sealed == 0) return rc;
  char *default_arn;
  rc = default_key_find(catalog, &default_arn, &rekey->message);
  if (rc == SQLITE_OK) rc = walk_rows(catalog, rekey_write_row, rekey);
  if (rc != SQLITE_OK) {
    sqlite3_free(default_arn);
    return rc;
  }
  default_key_remember(catalog, default_arn);
  return SQLITE_OK;
}

int rekey_perform(Catalog *catalog, char **message) {
  Rekey rekey = {.list = sqlite3_str_new(NULL)};
  int rc = catalog_begin(catalog, message);
  if (rc == SQLITE_OK) {
    keyring_refresh(catalog->keyring);
    rc = rekey_rows(catalog, &rekey, message);
  }
  if (rekey.message && rc == SQLITE_ERROR) {
    rc = refuse(message, rc, GLUE_ENCRYPTION, "%s", rekey.message);
  } else if (rekey.message) {
    sqlite3_free(*message);
    *message = rekey.message;
    rekey.message = NULL;
  }
  sqlite3_free(rekey.message);
  sqlite3_free(sqlite3_str_finish(rekey.list));
  return rc;
}

#undef REKEY_NAMED_MAX
