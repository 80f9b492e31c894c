/* SPDX-License-Identifier: MIT */
/*
** SQLite's API, for every file of the extension: through the routine table the host hands over
** when the extension is loaded, or by direct calls when it is linked statically (SQLITE_CORE).
** extension.c alone defines the table's pointer.
*/
#ifndef GLUE_SQLITE_H
#define GLUE_SQLITE_H

#ifdef SQLITE_CORE
#include <sqlite3.h>
#define SQLITE_EXTENSION_INIT1
#define SQLITE_EXTENSION_INIT2(api) (void)(api)
#define SQLITE_EXTENSION_INIT3
#else
#include <sqlite3ext.h>
#endif

#if defined(GLUE_ONE_FILE) && !defined(SQLITE_CORE)
#undef SQLITE_EXTENSION_INIT1
#define SQLITE_EXTENSION_INIT1 static const sqlite3_api_routines *sqlite3_api;
SQLITE_EXTENSION_INIT1
#elif !defined(GLUE_EXTENSION_C)
SQLITE_EXTENSION_INIT3
#endif

/* The subtype by which SQLite's JSON functions know a text as JSON. */
#define GLUE_JSON_SUBTYPE 74

#endif
