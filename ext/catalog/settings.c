/* SPDX-License-Identifier: MIT */
/*
** Settings: one list, from which arguments and commands are read, checked, stored, loaded and named in
** messages.
*/
#include "catalog/settings.h"

#include <stdlib.h>
#include <string.h>

#include "glue_connections.h"
#include "keyring/key.h"
#include "text/message.h"
#include "text/text.h"

/* ---- the list ---- */

/* A value is good if the function says so, which also sets what follows from it. */
typedef struct Setting {
  const char *name;
  const char *fallback; /* "" of what is no argument */
  const char *command;  /* how the command that changes it is written; NULL: none does */
  const char *expected; /* what a good value is, for the message */
  bool is_recorded;     /* _config has it from CREATE VIRTUAL TABLE on */
  bool (*apply)(Settings *settings, const char *value);
} Setting;

static bool settings_apply_account_id(Settings *settings, const char *value) {
  (void)settings;
  return strlen(value) == 12 && strspn(value, "0123456789") == 12;
}

static bool settings_apply_region(Settings *settings, const char *value) {
  size_t length = strlen(value);
  (void)settings;
  return length >= shape_region.min && length <= shape_region.max &&
         text_matches(shape_region.pattern, value, length);
}

static bool settings_apply_quota(Settings *settings, const char *value) {
  size_t length = strlen(value);
  if (length == 0 || length > 18 || strspn(value, "0123456789") < length) return false;
  settings->quota = 0;
  for (; *value; value++) settings->quota = settings->quota * 10 + (*value - '0');
  return true;
}

static bool settings_apply_validation(Settings *settings, const char *value) {
  for (int level = 0; level < LEVEL_COUNT; level++) {
    if (strcmp(value, validate_levels[level]) != 0) continue;
    settings->validation = (ValidationLevel)level;
    return true;
  }
  return false;
}

/* A NameString, as LastUpdatedBy is one. */
static bool settings_apply_principal(Settings *settings, const char *value) {
  size_t length = strlen(value), points = text_points(value, length);
  (void)settings;
  return text_malformed(value, length) == length && points >= shape_name.min &&
         points <= shape_name.max && text_matches(shape_name.pattern, value, length);
}

/* A format that is not known is kept as it is, and refused by settings_load(). */
static bool settings_apply_format(Settings *settings, const char *value) {
  bool is_number = *value && strspn(value, "0123456789") == strlen(value) && strlen(value) < 10;
  sqlite3_int64 number = is_number ? strtol(value, NULL, 10) : 0;
  settings->format = number <= STORE_FORMAT ? (int)number : 0;
  return true;
}

static bool settings_apply_any(Settings *settings, const char *value) {
  (void)settings;
  return *value != '\0';
}

static bool settings_apply_default_key(Settings *settings, const char *value) {
  (void)settings;
  return key_arn_is_valid(value, strlen(value));
}

static const Setting settings_list[SETTING_COUNT] = {
    [SETTING_ACCOUNT_ID] = {.name = "account_id",
                            .fallback = "000000000000",
                            .expected = "12 digits",
                            .is_recorded = true,
                            .apply = settings_apply_account_id},
    [SETTING_REGION] = {.name = "region",
                        .fallback = "us-east-1",
                        .expected = "a region such as eu-west-1",
                        .is_recorded = true,
                        .apply = settings_apply_region},
    [SETTING_QUOTA] = {.name = "quota",
                       .fallback = "1000",
                       .command = "quota=N",
                       .expected = "a number of connections per catalog and region, 0 for none",
                       .apply = settings_apply_quota},
    [SETTING_VALIDATION] = {.name = "validation",
                            .fallback = "standard",
                            .command = "validation=LEVEL",
                            .expected = "lenient, standard or strict",
                            .apply = settings_apply_validation},
    [SETTING_PRINCIPAL] = {.name = "principal",
                           .fallback = "user/local",
                           .command = "principal=TEXT",
                           .expected = "1 to 255 characters, no control characters",
                           .apply = settings_apply_principal},
    [SETTING_FORMAT] = {.name = "format",
                        .fallback = "",
                        .is_recorded = true,
                        .apply = settings_apply_format},
    [SETTING_VERSION] = {.name = "version",
                         .fallback = "",
                         .is_recorded = true,
                         .apply = settings_apply_any},
    [SETTING_DEFAULT_KEY] = {.name = "default_key",
                             .fallback = "",
                             .apply = settings_apply_default_key},
};

static bool settings_is_argument(SettingId id) {
  return id < SETTING_ARGUMENTS;
}

/* SETTING_COUNT where there is none of that name. */
static SettingId settings_find(const char *name, size_t length) {
  int id = 0;
  while (id < SETTING_COUNT && (strlen(settings_list[id].name) != length ||
                                memcmp(settings_list[id].name, name, length) != 0)) {
    id++;
  }
  return (SettingId)id;
}

/* Gives a setting a value that is good for it. */
static int settings_set(Settings *settings, SettingId id, const char *value) {
  char **now = &settings->value[id];
  if (*now && strcmp(*now, value) == 0) return SQLITE_OK;
  char *copy = sqlite3_mprintf("%s", value);
  if (copy == NULL) return SQLITE_NOMEM;
  settings_list[id].apply(settings, value);
  sqlite3_free(*now);
  *now = copy;
  return SQLITE_OK;
}

int settings_try(SettingId id, const char *value, char **message) {
  Settings tried = {.quota = 0};
  if (settings_list[id].apply(&tried, value)) return SQLITE_OK;
  return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT, "%s must be %s, not '%s'",
                settings_list[id].name, settings_list[id].expected, value);
}

/* Sets a value that is good, or refuses it. */
static int settings_change(Settings *settings, SettingId id, const char *value, char **message) {
  int rc = settings_try(id, value, message);
  return rc == SQLITE_OK ? settings_set(settings, id, value) : rc;
}

sqlite3_int64 settings_limit(const Settings *settings) {
  return settings->quota ? settings->quota : INT64_MAX;
}

/* ---- "key=value" ---- */

static bool settings_is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The text from z to end without white space and without a pair of quotes around it (inside of
** which a quote is doubled). *copy is the caller's. */
static int settings_unquote(const char *z, const char *end, char **copy) {
  while (z < end && settings_is_space(*z)) z++;
  while (z < end && settings_is_space(end[-1])) end--;
  char quote = '\0';
  if (end - z >= 2 && (*z == '\'' || *z == '"') && end[-1] == *z) {
    quote = *z++;
    end--;
  }
  *copy = sqlite3_malloc64((sqlite3_uint64)(end - z) + 1);
  if (*copy == NULL) return SQLITE_NOMEM;
  char *out = *copy;
  for (; z < end; z++) {
    if (quote && *z == quote && z + 1 < end && z[1] == quote) z++;
    *out++ = *z;
  }
  *out = '\0';
  return SQLITE_OK;
}

/* Splits "key=value". *id is SETTING_COUNT where there is no such key; *value is the caller's. */
static int settings_split(const char *text, SettingId *id, char **value) {
  const char *equals = strchr(text, '=');
  *id = SETTING_COUNT;
  *value = NULL;
  if (equals == NULL) return SQLITE_OK;
  const char *from = text, *end = equals;
  while (from < end && settings_is_space(*from)) from++;
  while (from < end && settings_is_space(end[-1])) end--;
  *id = settings_find(from, (size_t)(end - from));
  if (!settings_is_argument(*id)) *id = SETTING_COUNT;
  if (*id == SETTING_COUNT) return SQLITE_OK;
  return settings_unquote(equals + 1, equals + 1 + strlen(equals + 1), value);
}

/* ---- arguments ---- */

static int settings_refuse_unknown(const char *argument, char **message) {
  const char *names[SETTING_ARGUMENTS];
  for (int id = 0; id < SETTING_ARGUMENTS; id++) names[id] = settings_list[id].name;
  char *list = message_list(names, SETTING_ARGUMENTS);
  int rc = list ? refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                         "unknown table argument '%s'; the arguments are %s, each as key=value",
                         argument, list)
                : SQLITE_NOMEM;
  sqlite3_free(list);
  return rc;
}

static int settings_parse_argument(Settings *settings, const char *argument, unsigned *seen,
                                   char **message) {
  SettingId id;
  char *value;
  int rc = settings_split(argument, &id, &value);
  if (rc != SQLITE_OK) return rc;
  if (id == SETTING_COUNT) return settings_refuse_unknown(argument, message);
  if (*seen & 1u << id) {
    rc = refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT, "the table argument %s is given twice",
                settings_list[id].name);
  } else {
    *seen |= 1u << id;
    rc = settings_change(settings, id, value, message);
  }
  sqlite3_free(value);
  return rc;
}

int settings_parse(Settings *settings, int count, const char *const *arguments, char **message) {
  unsigned seen = 0;
  int rc = SQLITE_OK;
  memset(settings, 0, sizeof(*settings));
  for (int id = 0; id < SETTING_COUNT && rc == SQLITE_OK; id++) {
    rc = settings_set(settings, (SettingId)id, settings_list[id].fallback);
  }
  for (int i = 0; i < count && rc == SQLITE_OK; i++) {
    rc = settings_parse_argument(settings, arguments[i], &seen, message);
  }
  for (int id = 0; id < SETTING_COUNT && rc == SQLITE_OK; id++) {
    settings->declared[id] = sqlite3_mprintf("%s", settings->value[id]);
    if (settings->declared[id] == NULL) rc = SQLITE_NOMEM;
  }
  return rc;
}

void settings_free(Settings *settings) {
  for (int id = 0; id < SETTING_COUNT; id++) {
    sqlite3_free(settings->value[id]);
    sqlite3_free(settings->declared[id]);
  }
  memset(settings, 0, sizeof(*settings));
}

int settings_copy(Settings *settings, const Settings *from) {
  int rc = SQLITE_OK;
  memset(settings, 0, sizeof(*settings));
  for (int id = 0; id < SETTING_COUNT && rc == SQLITE_OK; id++) {
    settings->declared[id] = sqlite3_mprintf("%s", from->declared[id]);
    rc = settings->declared[id] ? settings_set(settings, (SettingId)id, from->declared[id])
                                : SQLITE_NOMEM;
  }
  return rc;
}

/* ---- in the shadow table ---- */

int settings_store(Settings *settings, Store *store, SettingId id, const char *value) {
  int rc = settings_set(settings, id, value);
  return rc == SQLITE_OK ? store_write_setting(store, settings_list[id].name, value) : rc;
}

int settings_store_format(Settings *settings, Store *store) {
  char number[12];
  sqlite3_snprintf((int)sizeof(number), number, "%d", STORE_FORMAT);
  int rc = settings_store(settings, store, SETTING_FORMAT, number);
  if (rc != SQLITE_OK) return rc;
  return settings_store(settings, store, SETTING_VERSION, store_version(STORE_FORMAT));
}

int settings_record(Settings *settings, Store *store) {
  int rc = settings_store_format(settings, store);
  for (int id = 0; id < SETTING_ARGUMENTS && rc == SQLITE_OK; id++) {
    if (!settings_list[id].is_recorded) continue;
    rc = settings_store(settings, store, (SettingId)id, settings->value[id]);
  }
  return rc;
}

typedef struct SettingsLoading {
  Settings *settings;
  Settings tried;
  unsigned seen; /* bits */
  int rc;
} SettingsLoading;

/* A bad value can only have been written past the extension: it is left out, and settings_check()
** names it. */
static void settings_load_row(void *context, const char *name, const char *value) {
  SettingsLoading *loading = context;
  SettingId id = settings_find(name, strlen(name));
  if (loading->rc != SQLITE_OK || id == SETTING_COUNT) return;
  if (!settings_list[id].apply(&loading->tried, value)) return;
  loading->seen |= 1u << id;
  loading->rc = settings_set(loading->settings, id, value);
}

/* The version that a newer format names may not be one; and it may name none. */
static int settings_refuse_format(const Settings *settings, char **message) {
  const char *version = settings->value[SETTING_VERSION];
  bool names = *version && strlen(version) < 20 && strcmp(version, GLUE_CONNECTIONS_VERSION) != 0 &&
               strspn(version, "0123456789.") == strlen(version);
  return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "the table has format %s, which glue_connections %s does not know: load "
                "%s%s%s",
                settings->value[SETTING_FORMAT], GLUE_CONNECTIONS_VERSION,
                names ? "version " : "a newer version", names ? version : "",
                names ? " or a newer one" : "");
}

int settings_load(Settings *settings, Store *store, char **message) {
  SettingsLoading loading = {.settings = settings};
  int rc = store_read_settings(store, settings_load_row, &loading);
  if (rc == SQLITE_OK) rc = loading.rc;
  for (int id = 0; id < SETTING_COUNT && rc == SQLITE_OK; id++) {
    if (loading.seen & 1u << id) continue;
    rc = settings_set(settings, (SettingId)id, settings->declared[id]);
  }
  if (rc != SQLITE_OK) return rc;
  settings->is_foreign = false;
  for (int id = 0; id < SETTING_ARGUMENTS; id++) {
    settings->is_foreign |=
        settings_list[id].is_recorded && strcmp(settings->value[id], settings->declared[id]) != 0;
  }
  if (!(loading.seen & 1u << SETTING_FORMAT)) settings->format = STORE_FORMAT;
  return settings->format ? SQLITE_OK : settings_refuse_format(settings, message);
}

int settings_refuse_foreign(const Settings *settings, char **message) {
  if (!settings->is_foreign) return SQLITE_OK;
  return refuse(message, SQLITE_READONLY, GLUE_INVALID_INPUT,
                "the table was made with account_id=%s and region=%s, and its arguments are now "
                "account_id=%s and region=%s: it is read only until they are as they were",
                settings->value[SETTING_ACCOUNT_ID], settings->value[SETTING_REGION],
                settings->declared[SETTING_ACCOUNT_ID], settings->declared[SETTING_REGION]);
}

typedef struct SettingsCheck {
  Settings tried;
  unsigned seen; /* bits */
  void (*each)(void *context, const char *key);
  void *context;
} SettingsCheck;

static void settings_check_row(void *context, const char *name, const char *value) {
  SettingsCheck *check = context;
  SettingId id = settings_find(name, strlen(name));
  bool good = id < SETTING_COUNT && settings_list[id].apply(&check->tried, value);
  if (id < SETTING_COUNT) check->seen |= 1u << id;
  if (!good) check->each(check->context, name);
}

int settings_check(Store *store, void (*each)(void *context, const char *key), void *context) {
  SettingsCheck check = {.each = each, .context = context};
  int rc = store_read_settings(store, settings_check_row, &check);
  for (int id = 0; id < SETTING_COUNT && rc == SQLITE_OK; id++) {
    if (settings_list[id].is_recorded && !(check.seen & 1u << id)) {
      each(context, settings_list[id].name);
    }
  }
  return rc;
}

/* ---- commands ---- */

size_t settings_commands(const char *forms[SETTING_COUNT]) {
  size_t count = 0;
  for (int id = 0; id < SETTING_COUNT; id++) {
    if (settings_list[id].command) forms[count++] = settings_list[id].command;
  }
  return count;
}

int settings_command(Settings *settings, Store *store, const char *command, bool *known,
                     char **message) {
  SettingId id;
  char *value;
  int rc = settings_split(command, &id, &value);
  *known = rc != SQLITE_OK || (id < SETTING_COUNT && settings_list[id].command);
  if (rc == SQLITE_OK && *known) {
    rc = settings_change(settings, id, value, message);
    if (rc == SQLITE_OK) rc = store_write_setting(store, settings_list[id].name, value);
  }
  sqlite3_free(value);
  return rc;
}
