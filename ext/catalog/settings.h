/* SPDX-License-Identifier: MIT */
/*
** The table's arguments and those of its commands that change a setting.
*/
#ifndef GLUE_CATALOG_SETTINGS_H
#define GLUE_CATALOG_SETTINGS_H

#include "model/validate.h"
#include "store/store.h"

typedef struct Settings {
  char *account_id;      /* owned; 12 digits */
  char *region;          /* owned */
  const char *partition; /* of ARNs, follows from the region */
  /* What commands may change, as it is now ... */
  char *principal;     /* owned; what last_updated_by records */
  sqlite3_int64 quota; /* connections per catalog; 0 = none */
  ValidationLevel validation;
  /* ... and as CREATE VIRTUAL TABLE has it. */
  char *declared_principal; /* owned */
  sqlite3_int64 declared_quota;
  ValidationLevel declared_validation;
} Settings;

/* Sets the defaults and then the arguments of CREATE VIRTUAL TABLE ("key=value"). SQLITE_ERROR
** with *message set where one is unknown, bad or given twice. settings_free() in any case. */
int settings_parse(Settings *settings, int count, const char *const *arguments, char **message);
void settings_free(Settings *settings);

/* Reads what commands have changed, in place of what was read before. SQLITE_ERROR where the table
** has a newer format. */
int settings_load(Settings *settings, Store *store, char **message);

/* Calls `each` for every row of _config that is no setting, or whose value is none for it; also where
** the format is missing. settings_load() leaves these out. */
int settings_check(Store *store, void (*each)(void *context, const char *key), void *context);

/* Performs "quota=N", "validation=LEVEL" or "principal=TEXT", in memory and in the store. */
int settings_command(Settings *settings, Store *store, const char *command, char **message);

/* The quota as the limit of a counter. */
sqlite3_int64 settings_limit(const Settings *settings);

#endif
