/* SPDX-License-Identifier: MIT */
/*
** Settings: five keys, each with its default, its check, and whether a command may change it.
*/
#include "catalog/settings.h"

#include <string.h>

#include "glue_connections.h"
#include "text/message.h"
#include "text/text.h"

typedef struct Key {
  const char *name;
  const char *fallback;
  bool by_command;
  const char *expected; /* what a good value is, for the message */
  int (*set)(Settings *settings, const char *value, bool *good);
} Key;

/* Replaces an owned string. */
static int set_string(char **field, const char *value) {
  char *copy = sqlite3_mprintf("%s", value);
  if (copy == NULL) return SQLITE_NOMEM;
  sqlite3_free(*field);
  *field = copy;
  return SQLITE_OK;
}

static int set_account_id(Settings *settings, const char *value, bool *good) {
  *good = strlen(value) == 12 && strspn(value, "0123456789") == 12;
  return *good ? set_string(&settings->account_id, value) : SQLITE_OK;
}

static int set_region(Settings *settings, const char *value, bool *good) {
  size_t length = strlen(value);
  *good = length > 0 && length <= 64 &&
          strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
  if (!*good) return SQLITE_OK;
  settings->partition = strncmp(value, "cn-", 3) == 0       ? "aws-cn"
                        : strncmp(value, "us-gov-", 7) == 0 ? "aws-us-gov"
                                                            : "aws";
  return set_string(&settings->region, value);
}

static int set_quota(Settings *settings, const char *value, bool *good) {
  size_t length = strlen(value);
  *good = length > 0 && length <= 18 && strspn(value, "0123456789") == length;
  if (!*good) return SQLITE_OK;
  settings->quota = 0;
  for (; *value; value++) settings->quota = settings->quota * 10 + (*value - '0');
  return SQLITE_OK;
}

static const char *const level_names[] = {
    [LEVEL_LENIENT] = "lenient", [LEVEL_STANDARD] = "standard", [LEVEL_STRICT] = "strict"};

static int set_validation(Settings *settings, const char *value, bool *good) {
  *good = false;
  for (size_t i = 0; i < sizeof(level_names) / sizeof(*level_names); i++) {
    if (strcmp(value, level_names[i]) != 0) continue;
    settings->validation = (ValidationLevel)i;
    *good = true;
  }
  return SQLITE_OK;
}

/* A NameString, as LastUpdatedBy is one. */
static int set_principal(Settings *settings, const char *value, bool *good) {
  size_t length = strlen(value), points = text_points(value, length);
  *good = text_malformed(value, length) == length && points >= shape_name.min &&
          points <= shape_name.max && text_matches(shape_name.pattern, value, length);
  return *good ? set_string(&settings->principal, value) : SQLITE_OK;
}

static const Key keys[] = {
    {"account_id", "000000000000", false, "12 digits", set_account_id},
    {"region", "us-east-1", false, "a region such as eu-west-1", set_region},
    {"quota", "1000", true, "a number of connections per catalog, 0 for none", set_quota},
    {"validation", "standard", true, "lenient, standard or strict", set_validation},
    {"principal", "user/local", true, "1 to 255 characters, no control characters", set_principal},
};
#define KEY_COUNT (sizeof(keys) / sizeof(*keys))

/* The version of the format stands among the settings. */
#define FORMAT_KEY "format"

static const Key *find_key(const char *name, size_t length) {
  for (size_t i = 0; i < KEY_COUNT; i++) {
    if (strlen(keys[i].name) == length && memcmp(keys[i].name, name, length) == 0) return &keys[i];
  }
  return NULL;
}

static int set(Settings *settings, const Key *key, const char *value, char **message) {
  bool good;
  int rc = key->set(settings, value, &good);
  if (rc != SQLITE_OK || good) return rc;
  return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT, "%s must be %s, not '%s'", key->name,
                key->expected, value);
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The text from z to end without white space and without a pair of quotes around it (inside of
** which a quote is doubled). *copy is the caller's. */
static int unquote(const char *z, const char *end, char **copy) {
  while (z < end && is_space(*z)) z++;
  while (z < end && is_space(end[-1])) end--;
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

/* Splits "key=value". *key is NULL where there is no such key; *value is the caller's. */
static int split(const char *text, const Key **key, char **value) {
  const char *equals = strchr(text, '=');
  *key = NULL;
  *value = NULL;
  if (equals == NULL) return SQLITE_OK;
  const char *from = text, *end = equals;
  while (from < end && is_space(*from)) from++;
  while (from < end && is_space(end[-1])) end--;
  *key = find_key(from, (size_t)(end - from));
  return *key ? unquote(equals + 1, equals + 1 + strlen(equals + 1), value) : SQLITE_OK;
}

static int fail_unknown(const char *argument, char **message) {
  return refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "unknown table argument '%s'; the arguments are account_id, region, quota, "
                "validation and principal, each as key=value",
                argument);
}

static int parse_argument(Settings *settings, const char *argument, unsigned *seen,
                          char **message) {
  const Key *key;
  char *value;
  int rc = split(argument, &key, &value);
  if (rc != SQLITE_OK) return rc;
  if (key == NULL) return fail_unknown(argument, message);
  unsigned bit = 1u << (key - keys);
  if (*seen & bit) {
    rc = refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT, "the table argument %s is given twice",
                key->name);
  } else {
    *seen |= bit;
    rc = set(settings, key, value, message);
  }
  sqlite3_free(value);
  return rc;
}

int settings_parse(Settings *settings, int count, const char *const *arguments, char **message) {
  unsigned seen = 0;
  int rc = SQLITE_OK;
  memset(settings, 0, sizeof(*settings));
  for (size_t i = 0; i < KEY_COUNT && rc == SQLITE_OK; i++) {
    rc = set(settings, &keys[i], keys[i].fallback, message);
  }
  for (int i = 0; i < count && rc == SQLITE_OK; i++) {
    rc = parse_argument(settings, arguments[i], &seen, message);
  }
  settings->declared_quota = settings->quota;
  settings->declared_validation = settings->validation;
  return rc == SQLITE_OK ? set_string(&settings->declared_principal, settings->principal) : rc;
}

void settings_free(Settings *settings) {
  sqlite3_free(settings->account_id);
  sqlite3_free(settings->region);
  sqlite3_free(settings->principal);
  sqlite3_free(settings->declared_principal);
  memset(settings, 0, sizeof(*settings));
}

typedef struct Loading {
  Settings *settings;
  int rc;
  char **message;
} Loading;

/* A bad value can only have been written past the extension: it is left out, and settings_check()
** names it. */
static void load(void *context, const char *name, const char *value) {
  Loading *loading = context;
  if (loading->rc != SQLITE_OK) return;
  if (strcmp(name, FORMAT_KEY) == 0) {
    if (strlen(value) == 1 && *value <= '0' + STORE_FORMAT) {
      return;
    }
    *loading->message =
        sqlite3_mprintf("the table has format %s, this version of glue_connections knows formats "
                        "up to %d: load a newer glue_connections",
                        value, STORE_FORMAT);
    loading->rc = *loading->message ? SQLITE_ERROR : SQLITE_NOMEM;
    return;
  }
  const Key *key = find_key(name, strlen(name));
  bool good;
  if (key && key->by_command) loading->rc = key->set(loading->settings, value, &good);
}

int settings_load(Settings *settings, Store *store, char **message) {
  Loading loading = {settings, SQLITE_OK, message};
  settings->quota = settings->declared_quota;
  settings->validation = settings->declared_validation;
  if (strcmp(settings->principal, settings->declared_principal) != 0) {
    int string_rc = set_string(&settings->principal, settings->declared_principal);
    if (string_rc != SQLITE_OK) return string_rc;
  }
  int rc = store_read_settings(store, load, &loading);
  return loading.rc != SQLITE_OK ? loading.rc : rc;
}

typedef struct Checking {
  Settings settings; /* owned; what the values are tried on */
  bool has_format;
  int rc;
  void (*each)(void *context, const char *key);
  void *context;
} Checking;

static void check(void *context, const char *name, const char *value) {
  Checking *checking = context;
  const Key *key = find_key(name, strlen(name));
  bool good = false;
  if (strcmp(name, FORMAT_KEY) == 0) {
    good = *value == '0' + STORE_FORMAT; /* settings_load() has refused a higher one */
    checking->has_format = true;
  } else if (key && key->by_command && checking->rc == SQLITE_OK) {
    checking->rc = key->set(&checking->settings, value, &good);
  }
  if (!good && checking->rc == SQLITE_OK) checking->each(checking->context, name);
}

int settings_check(Store *store, void (*each)(void *context, const char *key), void *context) {
  Checking checking = {.each = each, .context = context};
  int rc = store_read_settings(store, check, &checking);
  settings_free(&checking.settings);
  if (rc == SQLITE_OK) rc = checking.rc;
  if (rc == SQLITE_OK && !checking.has_format) each(context, FORMAT_KEY);
  return rc;
}

int settings_command(Settings *settings, Store *store, const char *command, char **message) {
  const Key *key;
  char *value;
  int rc = split(command, &key, &value);
  if (rc == SQLITE_OK && (key == NULL || !key->by_command)) {
    /* Its first word: a request that got into the wrong column may hold secrets. */
    int shown = (int)strcspn(command, " \t\r\n{[\"':");
    rc = refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "unknown command '%.*s'; the commands are quota=N, validation=LEVEL, "
                "principal=TEXT, integrity-check and rekey",
                shown, command);
  }
  if (rc == SQLITE_OK) rc = set(settings, key, value, message);
  if (rc == SQLITE_OK) rc = store_write_setting(store, key->name, value);
  sqlite3_free(value);
  return rc;
}

sqlite3_int64 settings_limit(const Settings *settings) {
  return settings->quota ? settings->quota : INT64_MAX;
}
