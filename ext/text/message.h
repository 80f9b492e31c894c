/* SPDX-License-Identifier: MIT */
/*
** Messages, and how text from outside gets into them: names, paths, keys, arguments, places in a file.
** Whatever is said to a user (a refusal, a finding, a line of a report) takes such text from
** here, so that it can neither play tricks on a terminal nor begin a line of its own.
*/
#ifndef GLUE_TEXT_MESSAGE_H
#define GLUE_TEXT_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "sqlite.h"

/* As the limit of points: all of the text. */
#define MESSAGE_WHOLE ((size_t)-1)

/* Appends the text as it may be shown, at most so many of its code points; what is cut off leaves an
** ellipsis. These come as escapes: control characters (C0, DEL, C1), the separators of lines and
** paragraphs, what turns the direction of writing (all as \u202e), bytes that are no UTF-8 (as \xff). */
void message_append(sqlite3_str *out, const char *text, size_t length, size_t points);

/* The first of these in well-formed UTF-8, or `end`; *length are its bytes. */
const char *message_find_control(const char *z, const char *end, uint32_t *point, size_t *length);

/* The same text as a whole, to be freed with sqlite3_free(); NULL: out of memory. */
char *message_shown(const char *text, size_t length);

/* What was appended to a string of SQLite's, which this frees: "" where that is nothing, for which
** sqlite3_str_finish() has NULL, too. To be freed with sqlite3_free(); NULL: out of memory. */
char *message_finish(sqlite3_str *out);

/* "a, b and c", to be freed with sqlite3_free(); NULL: out of memory. */
char *message_list(const char *const *words, size_t count);

/* Sets *message to "<exception>: <text>" in place of what it was (which is freed; NULL is nothing),
** and returns the code, or SQLITE_NOMEM with *message NULL. The text is formatted as by
** sqlite3_mprintf(), and shown as above whatever its arguments hold. */
int refuse(char **message, int code, const char *exception, const char *format, ...);

#endif
