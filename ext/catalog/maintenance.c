/* SPDX-License-Identifier: MIT */
/*
** What concerns the whole table: its commands, and the integrity check.
*/
#include <stdarg.h>
#include <string.h>

#include "catalog/default_key.h"
#include "catalog/maintenance.h"
#include "catalog/rekey.h"
#include "catalog/walk.h"
#include "glue_connections.h"
#include "model/validate.h"
#include "request/timestamp.h"
#include "secrets/secret_check.h"
#include "text/message.h"

/* Lines of a report on damage; the rest is counted. */
#define MAINTENANCE_LINES_MAX 100

/* ---- integrity check ---- */

typedef struct MaintenanceReport {
  sqlite3_str *out;
  int lines;
  bool out_of_memory; /* a line is missing */
} MaintenanceReport;

static void maintenance_report_line(MaintenanceReport *report, const char *format, ...) {
  va_list arguments;
  if (report->lines++ >= MAINTENANCE_LINES_MAX) return;
  if (report->lines > 1) sqlite3_str_appendchar(report->out, 1, '\n');
  va_start(arguments, format);
  char *line = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  if (line) {
    message_append(report->out, line, strlen(line), MESSAGE_WHOLE);
  } else {
    report->out_of_memory = true;
  }
  sqlite3_free(line);
}

/* Numbers that the reading of a request lets through only within their bounds, and a reason that only a
** validation sets. */
static void maintenance_check_values(const Connection *row, sqlite3_int64 rowid,
                                     MaintenanceReport *report) {
  for (int id = 0; id < COLUMN_COUNT; id++) {
    const MemberValue *value = &row->member[id];
    if (!value->present) continue;
    if (columns[id].kind == KIND_BOOLEAN && value->number != 0 && value->number != 1) {
      maintenance_report_line(report, "row %lld: %s is neither 0 nor 1", rowid, columns[id].name);
    }
    if (columns[id].kind == KIND_TIME &&
        (value->number < TIMESTAMP_MIN || value->number > TIMESTAMP_MAX)) {
      maintenance_report_line(report, "row %lld: %s is no time", rowid, columns[id].name);
    }
  }
  if (row->member[COLUMN_STATUS_REASON].present &&
      !member_is(&row->member[COLUMN_STATUS], "FAILED") &&
      !row->member[COLUMN_IS_OBSERVATION].number) {
    maintenance_report_line(report, "row %lld: status_reason stands without the status FAILED",
                            rowid);
  }
}

/* Where the secrets of a row are looked at. */
typedef struct MaintenanceRowReport {
  MaintenanceReport *report;
  sqlite3_int64 rowid;
} MaintenanceRowReport;

static void maintenance_report_secret(void *context, const char *member, const char *problem) {
  const MaintenanceRowReport *row = context;
  maintenance_report_line(row->report, "row %lld: %s %s", row->rowid, member, problem);
}

/* Nothing of the row but its rowid is shown. */
static int maintenance_check_row(Catalog *catalog, sqlite3_int64 rowid, Request *request,
                                 void *context) {
  MaintenanceReport *report = context;
  const Connection *row = &request->connection;
  walk_validate(request);
  if (request->findings.out_of_memory) return SQLITE_NOMEM;
  for (size_t i = 0; i < request->findings.count; i++) {
    maintenance_report_line(report, "row %lld: %s", rowid, request->findings.list[i].message);
  }
  maintenance_check_values(row, rowid, report);
  if (request->findings.count) return SQLITE_OK;
  MaintenanceRowReport secrets = {report, rowid};
  return secret_check(catalog->keyring, row, maintenance_report_secret, &secrets);
}

static void maintenance_check_place(void *context, sqlite3_int64 rowid) {
  maintenance_report_line(
      context, "row %lld: catalog_id or region names the table's own, which is stored as ''",
      rowid);
}

static int maintenance_check_rows(Catalog *catalog, MaintenanceReport *report) {
  int rc = store_check_places(catalog->store, maintenance_check_place, report);
  return rc == SQLITE_OK ? walk_rows(catalog, maintenance_check_row, report) : rc;
}

static void maintenance_check_count(void *context, const char *catalog_id, const char *region,
                                    sqlite3_int64 counter, sqlite3_int64 rows) {
  maintenance_report_line(context, "catalog %s, region %s counts %lld connections but holds %lld",
                          catalog_id, region, counter, rows);
}

static void maintenance_check_table(void *context, const char *table, const char *suffix) {
  maintenance_report_line(context, "the shadow table %s_%s is missing or has been altered", table,
                          suffix);
}

static void maintenance_check_setting(void *context, const char *key) {
  maintenance_report_line(context, "the setting %s is unknown, missing or has a bad value", key);
}

int maintenance_check(Catalog *catalog, bool quick, char **report_text) {
  MaintenanceReport report = {sqlite3_str_new(catalog->db), 0, false};
  char *message = NULL;
  *report_text = NULL;
  catalog->settings_stale = true;
  keyring_refresh(catalog->keyring);
  int rc = catalog_refresh(catalog, &message);
  bool is_readable = rc == SQLITE_OK;
  if (is_readable) rc = settings_refuse_foreign(&catalog->settings, &message);
  if (message) {
    maintenance_report_line(&report, "%s", message);
    rc = SQLITE_OK;
  }
  sqlite3_free(message);
  message = NULL;
  if (rc == SQLITE_OK && is_readable) {
    rc = settings_check(catalog->store, maintenance_check_setting, &report);
  }
  if (rc == SQLITE_OK) rc = store_check_tables(catalog->store, maintenance_check_table, &report);
  if (rc == SQLITE_OK) rc = catalog_write(catalog);
  if (rc == SQLITE_OK) rc = store_check_counts(catalog->store, maintenance_check_count, &report);
  if (rc == SQLITE_OK && !quick) rc = maintenance_check_rows(catalog, &report);
  rc = store_explain(catalog->store, rc, &message);
  if ((rc & 0xff) == SQLITE_CORRUPT) {
    maintenance_report_line(&report, "%s", message ? message : "the shadow tables are damaged");
    rc = SQLITE_OK;
  }
  if (report.lines > MAINTENANCE_LINES_MAX) {
    sqlite3_str_appendf(report.out, "\nand %d more", report.lines - MAINTENANCE_LINES_MAX);
  }
  if (rc == SQLITE_OK) rc = report.out_of_memory ? SQLITE_NOMEM : sqlite3_str_errcode(report.out);
  char *text = sqlite3_str_finish(report.out);
  *report_text = rc == SQLITE_OK ? text : message;
  sqlite3_free(rc == SQLITE_OK ? message : text);
  return rc;
}

/* ---- commands ---- */

static void maintenance_name_foreign(void *context, const char *type, const char *name,
                                     const char *shadow) {
  maintenance_report_line(context, "the %s %s on %s is not of this table's making", type, name,
                          shadow);
}

/* Triggers and indexes on the shadow tables that somebody else has made are no damage, but whoever asks
** should know of them. */
static int maintenance_report(Catalog *catalog, char **message) {
  char *damage;
  int rc = maintenance_check(catalog, false, &damage);
  sqlite3_free(*message);
  *message = damage;
  if (rc != SQLITE_OK) return rc;
  MaintenanceReport report = {sqlite3_str_new(catalog->db), 0, false};
  if (damage) sqlite3_str_appendall(report.out, damage);
  report.lines = damage != NULL;
  rc = store_check_foreign(catalog->store, maintenance_name_foreign, &report);
  if (rc == SQLITE_OK) rc = report.out_of_memory ? SQLITE_NOMEM : sqlite3_str_errcode(report.out);
  char *text = sqlite3_str_finish(report.out);
  if (rc != SQLITE_OK) {
    sqlite3_free(text);
    return rc;
  }
  *message = text;
  int code = damage ? SQLITE_CORRUPT_VTAB : text ? SQLITE_ERROR : SQLITE_OK;
  sqlite3_free(damage);
  return code;
}

static int maintenance_upgrade(Catalog *catalog, char **message) {
  int rc = catalog_begin(catalog, message);
  if (rc != SQLITE_OK || catalog->settings.format == STORE_FORMAT) return rc;
  catalog->settings_stale = true; /* whatever comes of it, the store knows best */
  rc = store_upgrade(catalog->store, message);
  if (rc == SQLITE_OK) rc = settings_store_format(&catalog->settings, catalog->store);
  return rc == SQLITE_OK ? catalog_load(catalog, message) : rc;
}

/* The commands that are no settings. */
static const struct {
  const char *name;
  int (*perform)(Catalog *catalog, char **message);
} maintenance_commands[] = {
    {"integrity-check", maintenance_report},
    {"rekey", rekey_perform},
    {"upgrade", maintenance_upgrade},
};
/* The one of them that has an argument. */
#define MAINTENANCE_DEFAULT_KEY "default-key="
#define MAINTENANCE_COMMANDS (sizeof(maintenance_commands) / sizeof(*maintenance_commands))

/* Names the first word: a request that got into the wrong column may hold secrets. */
static int maintenance_refuse_unknown(const char *command, char **message) {
  const char *forms[SETTING_COUNT + MAINTENANCE_COMMANDS + 1];
  size_t count = settings_commands(forms);
  for (size_t i = 0; i < MAINTENANCE_COMMANDS; i++) forms[count++] = maintenance_commands[i].name;
  forms[count++] = MAINTENANCE_DEFAULT_KEY "ARN";
  char *list = message_list(forms, count);
  int rc = list ? refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                         "unknown command '%.*s'; the commands are %s",
                         (int)strcspn(command, " \t\r\n{[\"':"), command, list)
                : SQLITE_NOMEM;
  sqlite3_free(list);
  return rc;
}

int maintenance_command(Catalog *catalog, const char *command, char **message) {
  for (size_t i = 0; i < MAINTENANCE_COMMANDS; i++) {
    if (strcmp(command, maintenance_commands[i].name) == 0) {
      return maintenance_commands[i].perform(catalog, message);
    }
  }
  bool known;
  int rc = catalog_begin(catalog, message);
  if (rc != SQLITE_OK) return rc;
  if (strncmp(command, MAINTENANCE_DEFAULT_KEY, strlen(MAINTENANCE_DEFAULT_KEY)) == 0) {
    return default_key_set(catalog, command + strlen(MAINTENANCE_DEFAULT_KEY), message);
  }
  catalog->settings_stale = true; /* whatever comes of it, the store knows best */
  rc = settings_command(&catalog->settings, catalog->store, command, &known, message);
  return rc == SQLITE_OK && !known ? maintenance_refuse_unknown(command, message) : rc;
}

#undef MAINTENANCE_COMMANDS
#undef MAINTENANCE_DEFAULT_KEY
#undef MAINTENANCE_LINES_MAX
