/* SPDX-License-Identifier: MIT */
/*
** The settings of a table: arguments of CREATE VIRTUAL TABLE, some of which commands may change.
** settings.c has the one list of them.
*/
#ifndef GLUE_CATALOG_SETTINGS_H
#define GLUE_CATALOG_SETTINGS_H

#include "model/validate.h"
#include "store/store.h"

typedef enum SettingId {
  SETTING_ACCOUNT_ID, /* 12 digits */
  SETTING_REGION,
  SETTING_QUOTA,
  SETTING_VALIDATION,
  SETTING_PRINCIPAL, /* what last_updated_by records */
  SETTING_COUNT,
} SettingId;

typedef struct Settings {
  char *value[SETTING_COUNT];    /* owned: as each is now */
  char *declared[SETTING_COUNT]; /* owned: as CREATE VIRTUAL TABLE has it */
  /* What follows from the values. */
  const char *partition; /* of ARNs */
  sqlite3_int64 quota;   /* connections per catalog; 0 = none */
  ValidationLevel validation;
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

/* Performs a command that changes a setting ("quota=N"), in memory and in the store. *known is false,
** and nothing is done, where the command is another one. */
int settings_command(Settings *settings, Store *store, const char *command, bool *known,
                     char **message);
/* How these commands are written, for a message: their number. */
size_t settings_commands(const char *forms[SETTING_COUNT]);

/* The quota as the limit of a counter. */
sqlite3_int64 settings_limit(const Settings *settings);

#endif
