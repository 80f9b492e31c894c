/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* issetugid() */
#ifdef __APPLE__
#define _DARWIN_C_SOURCE
#endif

#include "keyring/environment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

/* What secure_getenv() asks too, which not every system has. */
static bool environment_is_secure(void) {
#ifdef __linux__
  return getauxval(AT_SECURE) != 0;
#else
  return issetugid() != 0;
#endif
}

/* Asked without regard to secure mode, because it can only close. */
bool environment_has_key_functions(void) {
#ifdef GLUE_CONNECTIONS_NO_KEY_FUNCTIONS
  return false;
#else
  const char *value = getenv("GLUE_KEY_FUNCTIONS");
  bool is_on = value == NULL || *value == '\0' || strcmp(value, "on") == 0;
  return is_on && !environment_is_secure();
#endif
}

const char *environment_path(const char *name) {
  const char *value = environment_is_secure() ? NULL : getenv(name);
  return value && *value ? value : NULL;
}

const char *environment_folder(const char *name) {
  const char *value = environment_path(name);
  return value && *value == '/' ? value : NULL;
}
