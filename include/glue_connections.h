/* SPDX-License-Identifier: MIT */
/*
** glue_connections: a Data Catalog of connections in a SQLite file, with the semantics of
** AWS Glue's CreateConnection API.
**
** This is the only public header. A program that loads dist/glue_connections.so with
** sqlite3_load_extension() does not need it; a program that links libglue_connections.a
** registers the extension with
**
**     sqlite3_auto_extension((void (*)(void))sqlite3_glueconnections_init);
**
** or calls sqlite3_glueconnections_init(db, &message, NULL) for one database connection.
*/
#ifndef GLUE_CONNECTIONS_H
#define GLUE_CONNECTIONS_H

#include <sqlite3.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GLUE_CONNECTIONS_VERSION "1.0.0"

/* Every refusal of the extension's own reads "<exception>: <text>", with one of these names.
** SQLite's own errors (SQLITE_BUSY, SQLITE_FULL, ...) pass through untouched. */
#define GLUE_ALREADY_EXISTS "AlreadyExistsException"               /* SQLITE_CONSTRAINT_UNIQUE */
#define GLUE_INVALID_INPUT "InvalidInputException"                 /* SQLITE_CONSTRAINT_CHECK */
#define GLUE_LIMIT_EXCEEDED "ResourceNumberLimitExceededException" /* SQLITE_ERROR */
#define GLUE_ENCRYPTION "GlueEncryptionException"                  /* SQLITE_ERROR */

#if defined(_WIN32)
#define GLUE_CONNECTIONS_API __declspec(dllexport)
#elif defined(__GNUC__)
#define GLUE_CONNECTIONS_API __attribute__((visibility("default")))
#else
#define GLUE_CONNECTIONS_API
#endif

struct sqlite3_api_routines;

/* The entry point. Returns SQLITE_OK, or an error code with *message set (sqlite3_free() it). */
GLUE_CONNECTIONS_API int sqlite3_glueconnections_init(sqlite3 *db, char **message,
                                                      const struct sqlite3_api_routines *api);

#ifdef __cplusplus
}
#endif
#endif
