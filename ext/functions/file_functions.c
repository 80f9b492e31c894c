/* SPDX-License-Identifier: MIT */
/*
** Takes away what reads or writes any file that the process can: where the key functions are off
** (keyring/environment.h), a client of readfile() would simply read the keyring. The SQLite of libSQL's
** server has readfile(), writefile() and fsdir, for everybody who may read.
**
** These are the names in SQLite's own sources; what else a host adds, it answers for.
*/
#include "functions/functions.h"
#include "keyring/environment.h"

static const struct {
  const char *name;
  int arguments;
} file_functions[] = {{"readfile", 1}, {"writefile", -1}, {"edit", 1}, {"edit", 2}};

static const char *const file_functions_modules[] = {"fsdir", "zipfile", "csv"};

int file_functions_close(sqlite3 *db) {
  int rc = SQLITE_OK;
  if (environment_has_key_functions()) return rc;
  for (size_t i = 0; i < sizeof(file_functions) / sizeof(file_functions[0]) && rc == SQLITE_OK;
       i++) {
    rc = sqlite3_create_function_v2(db, file_functions[i].name, file_functions[i].arguments,
                                    SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL);
  }
  for (size_t i = 0;
       i < sizeof(file_functions_modules) / sizeof(file_functions_modules[0]) && rc == SQLITE_OK;
       i++) {
    rc = sqlite3_create_module_v2(db, file_functions_modules[i], NULL, NULL, NULL);
  }
  return rc;
}
