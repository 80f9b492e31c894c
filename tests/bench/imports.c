/* SPDX-License-Identifier: MIT */
/*
** sql/import.sql on the output of get-connections, in the shell, beside what plain SQLite needs to take the
** same file apart with json_each and to store it in a table, in a shell as well. The time is that of the
** processor; the memory is the most that the shell had, less what it has for an empty file.
*/
#define _DEFAULT_SOURCE
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define PLAIN_ROUNDS 3
#define IMPORT_LIMIT 5.0
#define IMPORT_AGAIN_LIMIT 10.0
#define IMPORT_MEMORY_LIMIT 3.0

#define FIRST_TIME "2024-06-30T18:00:01.007000+02:00"
#define OTHER_TIME "2024-07-01T09:30:00.250000+02:00"

typedef struct Usage {
  double seconds, bytes;
} Usage;

static const char plain_sql[] =
    "CREATE TABLE connections(value);"
    "INSERT INTO connections SELECT value FROM json_each(readfile('%s'), '$.ConnectionList');\n";
static const char create_sql[] =
    ".load dist/glue_connections\n"
    "CREATE VIRTUAL TABLE connections USING glue_connections(quota=0);\n";
static const char import_sql[] = ".load dist/glue_connections\n"
                                 ".parameter set @file \"'%s'\"\n"
                                 "%s"
                                 ".read sql/import.sql\n";

/* Feeds the shell, and waits for it. */
static Usage run_shell(const char *database, char *script) {
  const char *shell = getenv("SQLITE3");
  FILE *input = tmpfile();
  if (input == NULL || fputs(script, input) < 0 || fflush(input) != 0) fail("no temporary file");
  rewind(input);
  sqlite3_free(script);
  pid_t child = fork();
  if (child == 0) {
    dup2(fileno(input), STDIN_FILENO);
    if (freopen("/dev/null", "w", stdout) == NULL) _exit(1);
    execlp(shell && *shell ? shell : "sqlite3", "sqlite3", "-batch", "-bail", "-init", "/dev/null",
           database, (char *)NULL);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0) {
    fail("the shell ended with %d (it needs dist/: make)", status);
  }
  fclose(input);
  return (Usage){(double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                     (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
                 (double)usage.ru_maxrss * 1024};
}

/* What get-connections prints of so many connections, indented. Returns the bytes. */
static double write_document(const char *path, int rows, const char *type, const char *words,
                             const char *time) {
  FILE *out = fopen(path, "w");
  if (out == NULL) fail("%s cannot be written", path);
  fputs("{\n    \"ConnectionList\": [", out);
  for (int i = 0; i < rows; i++) {
    fprintf(
        out,
        "%s\n        {\n            \"Name\": \"connection-%06d\",\n"
        "            \"Description\": \"number %d of the fleet, %s\",\n"
        "            \"ConnectionType\": %s,\n            \"MatchCriteria\": [],\n"
        "            \"ConnectionProperties\": {\n"
        "                \"JDBC_ENFORCE_SSL\": \"true\",\n"
        "                \"JDBC_CONNECTION_URL\": "
        "\"jdbc:postgresql://db-%d.cluster-c1a2b3c4d5e6.eu-west-1."
        "rds.amazonaws.com:5432/orders\",\n"
        "                \"SECRET_ID\": \"prod/orders/%d\"\n            },\n"
        "            \"PhysicalConnectionRequirements\": {\n"
        "                \"SubnetId\": \"subnet-0a1b2c3d4e5f60718\",\n"
        "                \"SecurityGroupIdList\": [\n                    \"sg-0123456789abcdef0\"\n"
        "                ],\n                \"AvailabilityZone\": \"eu-west-1a\"\n            },\n"
        "            \"CreationTime\": \"2021-03-04T09:15:27.482000+01:00\",\n"
        "            \"LastUpdatedTime\": \"%s\",\n"
        "            \"LastUpdatedBy\": \"assumed-role/DataPlatform/alice\",\n"
        "            \"Status\": \"READY\",\n            \"ConnectionSchemaVersion\": 1,\n"
        "            \"CompatibleComputeEnvironments\": [\n                \"SPARK\"\n            "
        "]\n"
        "        }",
        i ? "," : "", i, i, words, type, i, i, time);
  }
  fputs("\n    ]\n}\n", out);
  double bytes = (double)ftell(out);
  if (fclose(out) != 0) fail("%s cannot be written", path);
  return bytes;
}

/* The median: all four imports stand beside it, and one alone is often half as slow again. */
static double plain_seconds(const char *database, const char *file) {
  double seconds[PLAIN_ROUNDS];
  for (int i = 0; i < PLAIN_ROUNDS; i++) {
    remove(database);
    seconds[i] = run_shell(database, sqlite3_mprintf(plain_sql, file)).seconds;
  }
  return median(seconds, PLAIN_ROUNDS);
}

static void add_import(Results *results, const char *label, int rows, Usage import, double plain,
                       double limit, double memory) {
  Figure *figure = add_figure(results, TABLE_IMPORTS, label, rows);
  figure->timing = (Timing){
      .contenders = 2, .median = {import.seconds, plain}, .ratio = {1, import.seconds / plain}};
  figure->limit = limited(rows, limit);
  figure->memory = memory;
  figure->memory_limit = limited(rows, IMPORT_MEMORY_LIMIT);
}

void measure_imports(Results *results, const char *folder, int rows) {
  fprintf(stderr, "bench: imports, %d rows\n", rows);
  char *file = sqlite3_mprintf("%s/connections.json", folder);
  char *database = sqlite3_mprintf("%s/imports.db", folder);
  char *plain_database = sqlite3_mprintf("%s/plain.db", folder);
  write_document(file, 0, "", "", "");
  run_shell(database, sqlite3_mprintf("%s", create_sql));
  double base = run_shell(database, sqlite3_mprintf(import_sql, file, "")).bytes;
  double bytes = write_document(file, rows, "\"JDBC\"", "first", FIRST_TIME);
  double plain = plain_seconds(plain_database, file);
  Usage import = run_shell(database, sqlite3_mprintf(import_sql, file, ""));
  add_import(results, "all new", rows, import, plain, IMPORT_LIMIT, (import.bytes - base) / bytes);
  import = run_shell(database, sqlite3_mprintf(import_sql, file, ""));
  add_import(results, "all there", rows, import, plain, IMPORT_AGAIN_LIMIT,
             (import.bytes - base) / bytes);
  write_document(file, rows, "\"JDBC\"", "other", OTHER_TIME);
  import =
      run_shell(database, sqlite3_mprintf(import_sql, file, ".parameter set @existing replace\n"));
  add_import(results, "all changed", rows, import, plain, IMPORT_AGAIN_LIMIT,
             (import.bytes - base) / bytes);
  remove(database);
  run_shell(database, sqlite3_mprintf("%s", create_sql));
  write_document(file, rows, "5", "other", OTHER_TIME);
  import = run_shell(database, sqlite3_mprintf(import_sql, file, ""));
  add_import(results, "all refused", rows, import, plain, IMPORT_AGAIN_LIMIT,
             (import.bytes - base) / bytes);
  remove(file);
  remove(database);
  remove(plain_database);
  sqlite3_free(file);
  sqlite3_free(database);
  sqlite3_free(plain_database);
}
