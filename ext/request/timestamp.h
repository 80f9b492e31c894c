/* SPDX-License-Identifier: MIT */
/*
** Times as they are stored (milliseconds since 1970, UTC) and as they are shown.
*/
#ifndef GLUE_REQUEST_TIMESTAMP_H
#define GLUE_REQUEST_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>

#include "sqlite.h"

/* Bytes of "YYYY-MM-DD HH:MM:SS.SSS". */
#define TIMESTAMP_LENGTH 23

/* The times that four digits of the year can show. */
#define TIMESTAMP_MIN (-62167219200000LL) /* 0000-01-01 00:00:00.000 */
#define TIMESTAMP_MAX 253402300799999LL   /* 9999-12-31 23:59:59.999 */

/* Now, by the clock of the default VFS, as SQLite's own date functions have it. */
sqlite3_int64 timestamp_now(void);

/* Writes the time as SQLite's date functions do, with a terminating NUL. */
void timestamp_format(sqlite3_int64 milliseconds, char out[TIMESTAMP_LENGTH + 1]);

/* Reads an ISO 8601 time: a date, then T or a space and HH:MM, then seconds and their fraction,
** then Z or an offset from UTC (UTC where there is none). */
bool timestamp_parse(const char *text, size_t length, sqlite3_int64 *milliseconds);

/* From seconds since 1970, as the API's own documents have them, or from milliseconds where these would be
** beyond the year 9999. */
bool timestamp_from_number(double number, sqlite3_int64 *milliseconds);

#endif
