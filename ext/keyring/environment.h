/* SPDX-License-Identifier: MIT */
/*
** What the environment of the process decides about keys.
**
** A process in secure mode (it runs with rights that whoever started it does not have: setuid, file
** capabilities) trusts no path that its environment names, and has no key functions.
*/
#ifndef GLUE_KEYRING_ENVIRONMENT_H
#define GLUE_KEYRING_ENVIRONMENT_H

#include <stdbool.h>

/* Whether the functions that open secrets and manage keys are on: $GLUE_KEY_FUNCTIONS is unset, empty
** or "on". Anything else closes them, a typing mistake too; so does GLUE_CONNECTIONS_NO_KEY_FUNCTIONS at
** compile time, for good. */
bool environment_has_key_functions(void);

/* A variable that names a path; NULL where it is unset or empty. Valid until the environment changes. */
const char *environment_path(const char *name);
/* The same for a folder, which counts only if it is absolute. */
const char *environment_folder(const char *name);

#endif
