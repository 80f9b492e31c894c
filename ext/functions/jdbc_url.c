/* SPDX-License-Identifier: MIT */
/*
** glue_jdbc_url(url) -> engine, host, port, database, parameters, user, has_password, variant,
**                       instance, host_index
**
**   A connection URL taken apart: JDBC (PostgreSQL, MySQL, MariaDB, Oracle, SQL Server, Redshift,
**   Snowflake and whatever else has their common form), MongoDB, Kafka's lists of servers, and
**   Glue's templates for custom connectors. One row for each host, host_index counting from 1. What
**   cannot be taken apart, and NULL, is one row of NULLs: a join with it never loses a connection.
**
**   parameters is JSON, '{}' where there are none; the value of one that is a secret is '***'. No
**   password is ever shown, but has_password tells that there is one. Nothing is decoded: %-escapes
**   stay as they are. database is the service name, SID or TNS alias with Oracle; instance is SQL
**   Server's, or the Region of redshift:iam://cluster:region.
**
**     SELECT c.name, u.engine, u.host FROM connections c,
**            glue_jdbc_url(c.connection_properties ->> 'JDBC_CONNECTION_URL') u;
*/
#include "functions/functions.h"
#include "functions/table_function.h"
#include "json/json.h"
#include "url/url.h"

enum {
  JDBC_URL_ENGINE,
  JDBC_URL_HOST,
  JDBC_URL_PORT,
  JDBC_URL_DATABASE,
  JDBC_URL_PARAMETERS,
  JDBC_URL_USER,
  JDBC_URL_HAS_PASSWORD,
  JDBC_URL_VARIANT,
  JDBC_URL_INSTANCE,
  JDBC_URL_HOST_INDEX,
  JDBC_URL_ARGUMENT
};

typedef struct JdbcUrlParts {
  Url url; /* spans of the argument */
  bool parsed;
  UrlHost host; /* of this row */
  size_t at;    /* where the next host is */
  int index;    /* rows so far */
} JdbcUrlParts;

static int jdbc_url_begin(void *state, TableFunctionCall *call) {
  JdbcUrlParts *parts = state;
  sqlite3_value *argument = call->argument[0];
  if (sqlite3_value_type(argument) == SQLITE_NULL) return SQLITE_OK;
  const char *text = (const char *)sqlite3_value_text(argument);
  if (text == NULL) return SQLITE_NOMEM;
  parts->parsed = url_parse(text, (size_t)sqlite3_value_bytes(argument), &parts->url);
  return SQLITE_OK;
}

static bool jdbc_url_next(void *state) {
  JdbcUrlParts *parts = state;
  bool more = parts->parsed && url_next_host(&parts->url, &parts->at, &parts->host);
  if (!more) parts->host = (UrlHost){{NULL, 0}, -1};
  return parts->index++ == 0 || more;
}

static void jdbc_url_result_span(sqlite3_context *context, Span span) {
  if (span.text) sqlite3_result_text(context, span.text, (int)span.length, SQLITE_TRANSIENT);
}

static int jdbc_url_result_parameters(sqlite3_context *context, const Url *url) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  UrlParameter parameter;
  size_t at = 0, count = 0;
  sqlite3_str_appendchar(out, 1, '{');
  while (url_next_parameter(url, &at, &parameter)) {
    if (count++ > 0) sqlite3_str_appendchar(out, 1, ',');
    json_append_string(out, parameter.name.text, parameter.name.length);
    sqlite3_str_appendchar(out, 1, ':');
    if (parameter.secret) {
      sqlite3_str_appendall(out, "\"***\"");
    } else if (parameter.value.text) {
      json_append_string(out, parameter.value.text, parameter.value.length);
    } else {
      sqlite3_str_appendall(out, "null");
    }
  }
  sqlite3_str_appendchar(out, 1, '}');
  return table_function_result_json(context, out);
}

static int jdbc_url_column(void *state, sqlite3_context *context, int index) {
  const JdbcUrlParts *parts = state;
  const Url *url = &parts->url;
  if (!parts->parsed) return SQLITE_OK;
  switch (index) {
  case JDBC_URL_ENGINE: jdbc_url_result_span(context, url->engine); break;
  case JDBC_URL_HOST: jdbc_url_result_span(context, parts->host.name); break;
  case JDBC_URL_PORT:
    if (parts->host.port >= 0) sqlite3_result_int(context, parts->host.port);
    break;
  case JDBC_URL_DATABASE: jdbc_url_result_span(context, url->database); break;
  case JDBC_URL_PARAMETERS: return jdbc_url_result_parameters(context, url);
  case JDBC_URL_USER: jdbc_url_result_span(context, url->user); break;
  case JDBC_URL_HAS_PASSWORD: sqlite3_result_int(context, url->has_password); break;
  case JDBC_URL_VARIANT: jdbc_url_result_span(context, url->variant); break;
  case JDBC_URL_INSTANCE: jdbc_url_result_span(context, url->instance); break;
  case JDBC_URL_HOST_INDEX: sqlite3_result_int(context, parts->index); break;
  default: break;
  }
  return SQLITE_OK;
}

static const TableFunction jdbc_url_function = {
    .name = "glue_jdbc_url",
    .declaration = "CREATE TABLE x(engine TEXT, host TEXT, port INTEGER, database TEXT, "
                   "parameters TEXT, user TEXT, has_password INTEGER, variant TEXT, "
                   "instance TEXT, host_index INTEGER, argument HIDDEN)",
    .first_argument = JDBC_URL_ARGUMENT,
    .arguments = 1,
    .required = 1,
    .rows = 1,
    .state_size = sizeof(JdbcUrlParts),
    .begin = jdbc_url_begin,
    .next = jdbc_url_next,
    .column = jdbc_url_column,
};

int jdbc_url_register(sqlite3 *db) {
  return table_function_register(db, &jdbc_url_function);
}
