/* SPDX-License-Identifier: MIT */
/*
** What holds of every document that an export writes, whatever the connections are: it is what it claims to
** be, to a reader that knows nothing of the extension. Needs gives() and query() of table_fixture.h, or their
** like, for SQLite's own JSON functions.
*/
#ifndef GLUE_TESTS_EXPORTS_H
#define GLUE_TESTS_EXPORTS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The exports over a column `request` (and `connection`) of some rows. */
static const char *const export_calls[] = {
    "glue_export_requests(request)",
    "glue_export_requests(request, 'sealed')",
    "glue_export_script(request)",
    "glue_export_connections(connection, request)",
    "glue_export_connections(connection, request, 'sealed')",
    "glue_export_cloudformation(request)",
    "glue_export_cloudformation(request, 'sealed')",
    "glue_export_terraform(request)",
    "glue_export_terraform(request, 'sealed', 'no-import')",
};
#define EXPORT_CALLS ((int)(sizeof(export_calls) / sizeof(export_calls[0])))

/* The integer that a query answers with a text bound; -1 where there is none. */
static inline sqlite3_int64 export_ask(sqlite3 *db, const char *sql, const char *text, int length) {
  sqlite3_stmt *statement = NULL;
  sqlite3_int64 answer = -1;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_bind_text(statement, 1, text, length, SQLITE_STATIC) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    answer = sqlite3_column_int64(statement, 0);
  }
  sqlite3_finalize(statement);
  return answer;
}

static inline bool export_is_json(sqlite3 *db, const char *text, int length) {
  return export_ask(db, "SELECT json_valid(?1)", text, length) == 1;
}

/* Only line feeds; and no line but of one document. */
static inline bool export_is_plain(const char *text) {
  for (; *text; text++) {
    if ((unsigned char)*text < ' ' && *text != '\n') return false;
  }
  return true;
}

/* A line of requests: an object, to its end. Returns what follows it, NULL where it is none. */
static inline const char *export_after_request(sqlite3 *db, const char *line) {
  const char *end = strchr(line, '\n');
  if (end == NULL || *line != '{' || !export_is_json(db, line, (int)(end - line))) return NULL;
  return end + 1;
}

static inline bool export_are_requests(sqlite3 *db, const char *text, int count) {
  for (; text && *text; count--) text = export_after_request(db, text);
  return text && count == 0;
}

/* The calls of a script are these lines and nothing else: "create", a request, and the line that ends it. */
static inline bool export_is_script(sqlite3 *db, const char *text, int count) {
  static const char call[] = "create \"$@\"", end[] = "REQUEST\n", last[] = "exit $failed\n";
  const char *at = strstr(text, "\n}\n");
  if (strncmp(text, "#!/bin/sh\n# Creates ", 20) != 0 || at == NULL) return false;
  for (at += 3; strcmp(at, last) != 0; count--) {
    const char *line = strchr(at, '\n');
    if (line == NULL || strncmp(at, call, strlen(call)) != 0) return false;
    at += strlen(call);
    if (strncmp(at, " --region ", 10) == 0) {
      at += 10 + strspn(at + 10, "abcdefghijklmnopqrstuvwxyz0123456789-");
    }
    if (strncmp(at, " <<'REQUEST'\n", 13) != 0) return false;
    at = export_after_request(db, line + 1);
    if (at == NULL || strncmp(at, end, strlen(end)) != 0) return false;
    at += strlen(end);
  }
  return count == 0;
}

/* Whether a document of that call holds `count` connections, each under a name of its own. */
static inline bool export_is_valid(sqlite3 *db, const char *call, const char *text, int count) {
  static const char connections[] =
      "SELECT count(*) FROM json_each(?1, '$.ConnectionList') WHERE type = 'object'";
  static const char resources[] =
      "SELECT count(DISTINCT key) FROM (SELECT key FROM json_each(?1, '$.Resources') WHERE"
      " json_extract(value, '$.Type') = 'AWS::Glue::Connection' AND key NOT GLOB '*[^A-Za-z0-9]*'"
      " AND key <> '' AND length(key) < 256)";
  static const char terraform[] =
      "SELECT count(DISTINCT key) FROM (SELECT key FROM json_each(?1,"
      " '$.resource.aws_glue_connection') WHERE type = 'object' AND key GLOB '[A-Za-z_]*'"
      " AND key NOT GLOB '*[^A-Za-z0-9_-]*')";
  if (!export_is_plain(text)) return false;
  if (strstr(call, "requests")) return export_are_requests(db, text, count);
  if (strstr(call, "script")) return export_is_script(db, text, count);
  const char *sql = strstr(call, "connections") ? connections
                    : strstr(call, "terraform") ? terraform
                                                : resources;
  return export_is_json(db, text, -1) && export_ask(db, sql, text, -1) == count;
}

#endif
