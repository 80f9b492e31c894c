/* SPDX-License-Identifier: MIT */
/*
** The settings of a table: arguments of CREATE VIRTUAL TABLE, some of which commands may change, and
** what _config keeps besides. settings.c has the one list of them.
*/
#ifndef GLUE_CATALOG_SETTINGS_H
#define GLUE_CATALOG_SETTINGS_H

#include "model/validate.h"
#include "store/store.h"

typedef enum SettingId {
  SETTING_ACCOUNT_ID, /* 12 digits; recorded when the table is made, as is the region */
  SETTING_REGION,
  SETTING_QUOTA,
  SETTING_VALIDATION,
  SETTING_PRINCIPAL,                  /* what last_updated_by records */
  SETTING_ARGUMENTS,                  /* the number of those above, which are arguments */
  SETTING_FORMAT = SETTING_ARGUMENTS, /* of the file */
  SETTING_VERSION,                    /* of the extension that this format needs */
  SETTING_DEFAULT_KEY, /* the ARN of the key that was last sealed with by default; "": none */
  SETTING_COUNT,
} SettingId;

typedef struct Settings {
  char *value[SETTING_COUNT]; /* owned: as each is now */
  char *declared
      [SETTING_COUNT]; /* owned: as CREATE VIRTUAL TABLE has it, "" where it is no argument */
  /* What follows from the values. */
  sqlite3_int64 quota; /* connections per catalog and region; 0 = none */
  ValidationLevel validation;
  int format;      /* of the file */
  bool is_foreign; /* the arguments are not those that the table was made with: it is read only */
} Settings;

/* Sets the defaults and then the arguments of CREATE VIRTUAL TABLE ("key=value"). SQLITE_ERROR
** with *message set where one is unknown, bad or given twice. settings_free() in any case. */
int settings_parse(Settings *settings, int count, const char *const *arguments, char **message);
void settings_free(Settings *settings);
/* The same arguments once more, to be given to settings_load(). settings_free() in any case. */
int settings_copy(Settings *settings, const Settings *from);

/* Writes what is recorded when a table is made. */
int settings_record(Settings *settings, Store *store);
/* Reads what _config has, in place of what was read before. SQLITE_ERROR where the table has a newer
** format. */
int settings_load(Settings *settings, Store *store, char **message);
/* Writes one, in memory and in the store. The value is good. */
int settings_store(Settings *settings, Store *store, SettingId id, const char *value);
/* Writes that the table has the newest format. */
int settings_store_format(Settings *settings, Store *store);

/* Whether a setting may have that value: SQLITE_OK, or SQLITE_ERROR with *message set. */
int settings_try(SettingId id, const char *value, char **message);

/* SQLITE_READONLY with *message set where the table is_foreign. */
int settings_refuse_foreign(const Settings *settings, char **message);

/* Calls `each` for every row of _config that is no setting, or whose value is none for it; also where one
** that is always recorded is missing. settings_load() leaves these out. */
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
