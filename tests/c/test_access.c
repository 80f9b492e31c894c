/* SPDX-License-Identifier: MIT */
/*
** Hosts that trust little: an authorizer that denies, a defensive connection, an untrusted schema;
** and exactly which functions and modules the extension brings.
*/
#define _XOPEN_SOURCE 700
#include "table_fixture.h"

#define JDBC(name)                                                                                 \
  "('" name "', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"USERNAME\":\"u\","        \
  "\"PASSWORD\":\"s3cret\"}')"

/* ---- What is registered. */

#define DIRECTONLY "524288"
#define INNOCUOUS_DETERMINISTIC "2099200"

static void test_registered(void) {
  static const char functions[] = "SELECT name, narg, flags & 2623488 FROM pragma_function_list";
  static const char modules[] = "SELECT name FROM pragma_module_list";
  sqlite3 *db = NULL;
  CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
  must(db, "CREATE TABLE old_functions(name, narg, flags); CREATE TABLE old_modules(name)");
  CHECK(runf(db, "INSERT INTO old_functions %s", functions) == SQLITE_OK);
  CHECK(runf(db, "INSERT INTO old_modules %s", modules) == SQLITE_OK);
  char *message = NULL;
  CHECK(sqlite3_glueconnections_init(db, &message, NULL) == SQLITE_OK);
  char *sql = sqlite3_mprintf("%s EXCEPT SELECT * FROM old_functions ORDER BY 1, 2", functions);
  CHECK(gives(db, sql,
              "glue_create_key|1|" DIRECTONLY "\n"
              "glue_decrypt|1|" DIRECTONLY "\n"
              "glue_decrypt|4|" DIRECTONLY "\n"
              "glue_default_key|1|" DIRECTONLY "\n"
              "glue_export_cloudformation|1|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_cloudformation|2|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_connections|2|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_connections|3|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_requests|1|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_requests|2|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_script|1|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_script|2|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_terraform|1|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_terraform|2|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_export_terraform|3|" INNOCUOUS_DETERMINISTIC "\n"
              "glue_keyring|0|" DIRECTONLY "\n"
              "glue_keyring|1|" DIRECTONLY "\n"
              "glue_principal|1|" DIRECTONLY "\n"
              "glue_version|0|" INNOCUOUS_DETERMINISTIC));
  sqlite3_free(sql);
  sql = sqlite3_mprintf("%s EXCEPT SELECT * FROM old_modules ORDER BY 1", modules);
  CHECK(gives(
      db, sql,
      "glue_connection_types\nglue_connections\nglue_diff\nglue_jdbc_url\nglue_keys\nglue_lint\n"
      "glue_requests\nglue_settings"));
  sqlite3_free(sql);
  CHECK(gives(db, "SELECT glue_version()", GLUE_CONNECTIONS_VERSION));
  close_database(db);
}

/* The keyring in force, as the functions and the sealed values of the table see it. */
static const char which_keyring[] =
    "SELECT replace(glue_keyring(), rtrim(glue_keyring(), 'abcdefghijklmnopqrstuvwxyz'), ''),"
    " group_concat(glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD')"
    " FROM t";

/* The same version a second time is nothing, also while a statement is running: one database connection
** has one keyring. */
static void test_loaded_twice(void) {
  sqlite3_stmt *statement;
  char *message = NULL;
  sqlite3 *db = open_database("");
  CHECK(sqlite3_prepare_v2(db, "SELECT 1 UNION ALL SELECT 2", -1, &statement, NULL) == SQLITE_OK);
  CHECK(sqlite3_step(statement) == SQLITE_ROW);
  CHECK(sqlite3_glueconnections_init(db, &message, NULL) == SQLITE_OK && message == NULL);
  CHECK(sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_OK);
  CHECK(sqlite3_finalize(statement) == SQLITE_OK);
  must(db, "SELECT glue_keyring('first')");
  must(db, "SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/a')");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections");
  must(db, "INSERT INTO t(" COLUMNS ") VALUES" JDBC("a"));
  CHECK(sqlite3_glueconnections_init(db, &message, NULL) == SQLITE_OK);
  CHECK(gives(db, which_keyring, "first|s3cret"));
  /* What the functions name is what the table seals with. */
  must(db, "SELECT glue_keyring('second')");
  must(db, "SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/b')");
  must(db, "DELETE FROM t");
  must(db, "INSERT INTO t(t) VALUES('default-key=arn:aws:kms:eu-west-1:123456789012:key/b')");
  must(db, "INSERT INTO t(" COLUMNS ") VALUES" JDBC("b"));
  CHECK(gives(db, which_keyring, "second|s3cret"));
  CHECK(sound(db));
  close_database(db);
}

static void say_version(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count, (void)values;
  sqlite3_result_text(context, sqlite3_user_data(context), -1, SQLITE_STATIC);
}

/* Where clients share the process they lose what the host has to read files; not where they do not. */
static void test_file_functions(void) {
  static const struct {
    const char *name;
    int arguments;
  } host[] = {{"readfile", 1}, {"writefile", -1}, {"edit", 1}, {"edit", 2}, {"other", 1}};
  /* and the functions that open secrets and manage keys */
  static const char *const off[] = {"SELECT glue_keyring()", "SELECT glue_keyring('keyring')",
                                    "SELECT glue_create_key('arn:aws:kms:x:y:key/z')",
                                    "SELECT glue_decrypt('{}')", "SELECT * FROM glue_keys"};
  for (int served = 0; served < 2; served++) {
    for (int running = 0; running < 2; running++) {
      sqlite3 *db = NULL;
      sqlite3_stmt *statement = NULL;
      char *message = NULL;
      CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
      for (size_t i = 0; i < sizeof(host) / sizeof(host[0]); i++) {
        CHECK(sqlite3_create_function_v2(db, host[i].name, host[i].arguments, SQLITE_UTF8, NULL,
                                         say_version, NULL, NULL, NULL) == SQLITE_OK);
      }
      CHECK(sqlite3_prepare_v2(db, "SELECT 1", -1, &statement, NULL) == SQLITE_OK);
      if (running) CHECK(sqlite3_step(statement) == SQLITE_ROW);
      if (served) setenv("GLUE_KEY_FUNCTIONS", "off", 1);
      int rc = sqlite3_glueconnections_init(db, &message, NULL);
      bool refused = served && running;
      CHECK(rc == (refused ? SQLITE_BUSY : SQLITE_OK));
      CHECK(refused ? message && strstr(message, "readfile()") : message == NULL);
      sqlite3_free(message);
      unsetenv("GLUE_KEY_FUNCTIONS");
      if (!refused) {
        CHECK(run(db, "SELECT readfile('x')") == (served ? SQLITE_ERROR : SQLITE_OK));
        CHECK(run(db, "SELECT writefile('x', 'y')") == (served ? SQLITE_ERROR : SQLITE_OK));
        CHECK(run(db, "SELECT edit('x')") == (served ? SQLITE_ERROR : SQLITE_OK));
        CHECK(run(db, "SELECT edit('x', 'y')") == (served ? SQLITE_ERROR : SQLITE_OK));
        CHECK(run(db, "SELECT other('x')") == SQLITE_OK);
        for (size_t i = 0; served && i < sizeof(off) / sizeof(*off); i++) {
          CHECK(run(db, off[i]) == SQLITE_ERROR);
        }
      } else {
        CHECK(run(db, "SELECT glue_version()") == SQLITE_ERROR);
      }
      CHECK(sqlite3_finalize(statement) == SQLITE_OK);
      close_database(db);
    }
  }
}

static int deny_functions(void *unused, int action, const char *a, const char *b, const char *c,
                          const char *d) {
  (void)unused, (void)a, (void)b, (void)c, (void)d;
  return action == SQLITE_FUNCTION ? SQLITE_DENY : SQLITE_OK;
}

/* Another version is refused, and brings nothing. */
static void test_another_version(void) {
  static char other[] = "0.9.3";
  static char *const versions[] = {other, NULL};
  for (size_t i = 0; i < 2; i++) {
    char *message = NULL;
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
    CHECK(sqlite3_create_function(db, "glue_version", 0, SQLITE_UTF8, versions[i], say_version,
                                  NULL, NULL) == SQLITE_OK);
    CHECK(sqlite3_glueconnections_init(db, &message, NULL) == SQLITE_ERROR);
    CHECK(message &&
          strstr(message, "glue_connections " GLUE_CONNECTIONS_VERSION " is not loaded"));
    CHECK(message && strstr(message, versions[i] ? "has glue_connections 0.9.3" : "of no version"));
    sqlite3_free(message);
    CHECK(sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_ERROR);
    CHECK(gives(db, "SELECT count(*) FROM pragma_module_list WHERE name LIKE 'glue%'", "0"));
    close_database(db);
  }
  /* Where nobody may ask, nothing is loaded twice either. */
  sqlite3 *db = open_database("");
  char *message = NULL;
  sqlite3_set_authorizer(db, deny_functions, NULL);
  CHECK(sqlite3_glueconnections_init(db, &message, NULL) != SQLITE_OK);
  CHECK(message && strstr(message, "not authorized to use function: glue_version"));
  sqlite3_free(message);
  close_database(db);
}

/* Opened by a host that loads it everywhere: what is asked leaves no error behind. */
static void test_auto_extension(void) {
  sqlite3 *db = NULL;
  CHECK(sqlite3_auto_extension((void (*)(void))sqlite3_glueconnections_init) == SQLITE_OK);
  for (int i = 0; i < 2; i++) {
    CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK && sqlite3_errcode(db) == SQLITE_OK);
    CHECK(gives(db, "SELECT glue_version()", GLUE_CONNECTIONS_VERSION));
    CHECK(sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_OK);
    close_database(db);
  }
  sqlite3_reset_auto_extension();
}

/* To load it the database is not looked at, which may be locked, or damaged. */
static void test_unreadable(void) {
  sqlite3 *writer = open_database("locked.db"), *db = NULL;
  must(writer, "CREATE TABLE t(x); BEGIN EXCLUSIVE");
  for (int damaged = 0; damaged < 2; damaged++) {
    CHECK(sqlite3_open("locked.db", &db) == SQLITE_OK);
    CHECK(sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_OK);
    CHECK(run(db, "SELECT * FROM t") == (damaged ? SQLITE_CORRUPT : SQLITE_BUSY));
    close_database(db);
    must(writer, damaged ? "SELECT 1"
                         : "COMMIT; PRAGMA writable_schema = ON;"
                           "UPDATE sqlite_schema SET sql = 'CREATE TABLE t(x, CHECK(y))'");
  }
  close_database(writer);
}

/* ---- Authorizers. */

static const char setup[] =
    "CREATE VIRTUAL TABLE t USING glue_connections;"
    "INSERT INTO t(" COLUMNS ") VALUES" JDBC("a") "," JDBC("b") "," ROW(
        "c") ";"
             "INSERT INTO t(" COLUMNS ", authentication_configuration) VALUES('o', 'SALESFORCE',"
             " '{\"INSTANCE_URL\":\"https://i\"}', "
             "'{\"AuthenticationType\":\"OAUTH2\",\"SecretArn\":"
             "\"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s\"}')";

static const char *const statements[] = {
    "SELECT * FROM t",
    "SELECT name, arn, request, connection, credentials FROM t WHERE name = 'a'",
    "SELECT count(*) FROM t WHERE connection_type = 'JDBC'",
    "SELECT name FROM t ORDER BY name DESC",
    "SELECT glue_decrypt(request) FROM t",
    "SELECT f.* FROM t, glue_lint(t.request) f",
    "INSERT INTO t(" COLUMNS ") VALUES" JDBC("new"),
    "INSERT INTO t(request) SELECT json_set(request, '$.CatalogId', 'other') FROM t WHERE rowid = "
    "3",
    "INSERT OR REPLACE INTO t(" COLUMNS ") VALUES" JDBC("b"),
    "UPDATE t SET description = 'x' WHERE rowid = 1",
    "UPDATE t SET name = name || '2'",
    "UPDATE t SET tags = '{\"a\":\"b\"}'",
    "UPDATE t SET catalog_id = 'other' WHERE name = 'b'",
    "UPDATE t SET rowid = rowid + 10",
    "UPDATE OR REPLACE t SET name = 'b' WHERE name = 'a'",
    "UPDATE t SET status = 'READY' WHERE name = 'o'",
    "DELETE FROM t WHERE name = 'a'",
    "DELETE FROM t",
    "INSERT INTO t(t) VALUES('quota=5')",
    "SELECT * FROM glue_settings",
    "INSERT INTO t(t) VALUES('integrity-check')",
    "INSERT INTO t(t) VALUES('rekey')",
    "CREATE VIRTUAL TABLE u USING glue_connections(quota=7)",
    "ALTER TABLE t RENAME TO u",
    "DROP TABLE t",
};
#define STATEMENTS (sizeof(statements) / sizeof(statements[0]))

/* One thing that an authorizer is asked about. */
typedef struct Action {
  int code;
  char first[48], second[48];
} Action;

#define ACTIONS_MAX 1000

typedef struct Authorizer {
  Action actions[ACTIONS_MAX]; /* the distinct ones seen */
  size_t count;
  const Action *denied; /* NULL: none */
  bool asked;           /* about the denied one */
} Authorizer;

static bool same_action(const Action *a, const Action *b) {
  return a->code == b->code && strcmp(a->first, b->first) == 0 && strcmp(a->second, b->second) == 0;
}

static int authorize(void *context, int code, const char *first, const char *second,
                     const char *database, const char *trigger) {
  Authorizer *authorizer = context;
  Action action = {.code = code};
  (void)database, (void)trigger;
  snprintf(action.first, sizeof(action.first), "%s", first ? first : "");
  snprintf(action.second, sizeof(action.second), "%s", second ? second : "");
  if (authorizer->denied) {
    bool denied = same_action(authorizer->denied, &action);
    authorizer->asked = authorizer->asked || denied;
    return denied ? SQLITE_DENY : SQLITE_OK;
  }
  for (size_t i = 0; i < authorizer->count; i++) {
    if (same_action(&authorizer->actions[i], &action)) return SQLITE_OK;
  }
  if (CHECK(authorizer->count < ACTIONS_MAX)) authorizer->actions[authorizer->count++] = action;
  return SQLITE_OK;
}

/* Everything in the database, past the extension. */
static char *contents(sqlite3 *db) {
  char *schema = query(db, "SELECT name, sql FROM sqlite_schema ORDER BY rowid");
  char *rows = query(db, "SELECT * FROM t_data");
  char *counters = query(db, "SELECT * FROM t_catalogs");
  char *settings = query(db, "SELECT * FROM t_config");
  char *all = sqlite3_mprintf("%z\n%z\n%z\n%z", schema, rows, counters, settings);
  return all;
}

/* A copy of the database of `image`, in which the table is connected already or is not yet. */
static sqlite3 *copy_of(const unsigned char *image, sqlite3_int64 size, bool connected) {
  sqlite3 *db = open_database("");
  unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)size);
  memcpy(copy, image, (size_t)size);
  CHECK(sqlite3_deserialize(db, "main", copy, size, size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) ==
        SQLITE_OK);
  if (connected) must(db, "INSERT OR IGNORE INTO t(" COLUMNS ") VALUES" ROW("c"));
  return db;
}

static void deny_each(const unsigned char *image, sqlite3_int64 size, const char *sql,
                      bool connected) {
  static Authorizer authorizer;
  authorizer = (Authorizer){.count = 0};
  sqlite3 *db = copy_of(image, size, connected);
  sqlite3_set_authorizer(db, authorize, &authorizer);
  if (!CHECK(run(db, sql) == SQLITE_OK)) fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
  sqlite3_set_authorizer(db, NULL, NULL);
  close_database(db);
  for (size_t i = 0; i < authorizer.count; i++) {
    const Action *action = authorizer.denied = &authorizer.actions[i];
    authorizer.asked = false;
    db = copy_of(image, size, connected);
    char *before = contents(db);
    sqlite3_set_authorizer(db, authorize, &authorizer);
    int rc = run(db, sql);
    bool denial = is_denial(db, rc);
    sqlite3_set_authorizer(db, NULL, NULL);
    char *after = contents(db);
    /* The encoding is only asked for to save copies. */
    bool needless = action->code == SQLITE_PRAGMA && strcmp(action->first, "encoding") == 0;
    bool ok = authorizer.asked && sqlite3_get_autocommit(db) &&
              (needless ? rc == SQLITE_OK : denial && strcmp(before, after) == 0);
    if (!CHECK(ok)) {
      fprintf(stderr, "%s, denied %d(%s, %s): %d %s\n", sql, action->code, action->first,
              action->second, rc, rc ? sqlite3_errmsg(db) : "");
    }
    CHECK(sound(db));
    sqlite3_free(before);
    sqlite3_free(after);
    close_database(db);
  }
}

static void test_authorizer(void) {
  sqlite3 *db = open_database("");
  sqlite3_int64 size;
  must(db, setup);
  unsigned char *image = sqlite3_serialize(db, "main", &size, 0);
  close_database(db);
  for (size_t i = 0; CHECK(image != NULL) && i < STATEMENTS; i++) {
    deny_each(image, size, statements[i], false);
    deny_each(image, size, statements[i], true);
  }
  sqlite3_free(image);
}

/* ---- glue_settings, which connects the tables: all of their rows, or an error. */

static int deny_once(void *context, int code, const char *first, const char *second,
                     const char *database, const char *trigger) {
  long *questions = context;
  (void)code, (void)first, (void)second, (void)database, (void)trigger;
  return (*questions)-- == 0 ? SQLITE_DENY : SQLITE_OK;
}

/* Tables of others say nothing, whatever keeps them from being connected. */
static const char settings_setup[] =
    "CREATE VIRTUAL TABLE a USING glue_connections;"
    "CREATE VIRTUAL TABLE b USING glue_connections;"
    "CREATE VIRTUAL TABLE glue_connections_of_others USING fts5(x);"
    "PRAGMA writable_schema = ON;"
    "UPDATE sqlite_schema SET sql = replace(sql, 'fts5', 'none') WHERE name LIKE '%others'";
static const char settings_asked[] = "SELECT name FROM glue_settings";

/* Returns whether the answer was whole. */
static bool check_settings(sqlite3 *db, const char *what, long n) {
  sqlite3_stmt *statement = NULL;
  int rows = 0, rc = sqlite3_prepare_v2(db, settings_asked, -1, &statement, NULL);
  while (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) rows++;
  if (rc == SQLITE_OK) rc = sqlite3_finalize(statement);
  if (!CHECK(rc == SQLITE_OK ? rows == 2 : strlen(sqlite3_errmsg(db)) > 0)) {
    fprintf(stderr, "  %s %ld: %d, %d rows\n", what, n, rc, rows);
  }
  return rc == SQLITE_OK;
}

static void test_settings(void) {
  remove_database("settings.db");
  sqlite3 *db = open_database("settings.db");
  must(db, settings_setup);
  close_database(db);
  long denials = 0, refusals = 0;
  for (long n = 0, left = -1; left < 0; n++) {
    db = open_database("settings.db");
    left = n;
    sqlite3_set_authorizer(db, deny_once, &left);
    denials += !check_settings(db, "denied at", n);
    sqlite3_set_authorizer(db, NULL, NULL);
    CHECK(gives(db, settings_asked, "a\nb"));
    close_database(db);
  }
  CHECK(denials > 20); /* before SQLite 3.44 there were twice as many questions */
  /* where they are not connected yet, and where they have to prepare their statements again */
  for (int connected = 0; connected < 2; connected++) {
    for (int id = 0; id <= SQLITE_LIMIT_TRIGGER_DEPTH; id++) {
      for (int low = 1; low < 200; low = low * 2 + 1) {
        db = open_database("settings.db");
        if (connected) must(db, "SELECT * FROM glue_settings; CREATE TABLE x(y); DROP TABLE x");
        int normal = sqlite3_limit(db, id, low);
        refusals += !check_settings(db, "limit", id);
        sqlite3_limit(db, id, normal);
        CHECK(gives(db, settings_asked, "a\nb"));
        close_database(db);
      }
    }
  }
  CHECK(refusals > 10);
}

/* ---- Defensive connections. */

static void test_defensive(void) {
  static const char *const refusals[] = {
      "INSERT INTO t_config VALUES('quota', '1')",
      "INSERT INTO t_catalogs VALUES('x', 1)",
      "UPDATE t_data SET connection_properties = '{\"PASSWORD\":\"x\"}'",
      "UPDATE t_catalogs SET connections = 0",
      "DELETE FROM t_data",
      "DELETE FROM t_catalogs",
      "DELETE FROM t_config",
      "DROP TABLE t_data",
      "DROP TABLE t_catalogs",
      "DROP TABLE t_config",
      "ALTER TABLE t_data RENAME TO x",
      "ALTER TABLE t_data ADD COLUMN x",
      "ALTER TABLE t_config RENAME COLUMN value TO x",
      "CREATE TABLE t_data(x)",
      "WITH x AS (SELECT 1) UPDATE t_catalogs SET connections = 99",
      "INSERT INTO sqlite_schema(name) VALUES('x')",
  };
  sqlite3 *db = open_database("");
  CHECK(sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK);
  CHECK(sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK);
  must(db, setup);
  char *before = contents(db);
  for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
    if (!CHECK(run(db, refusals[i]) == SQLITE_ERROR)) fprintf(stderr, "%s\n", refusals[i]);
  }
  char *after = contents(db);
  CHECK(strcmp(before, after) == 0);
  sqlite3_free(before);
  sqlite3_free(after);
  /* Reading them is allowed, and the table itself works as ever; a name that only begins as theirs
  ** do is anybody's. */
  must(db, "CREATE TABLE t_notes(x); INSERT INTO t_notes VALUES(1); DROP TABLE t_notes");
  CHECK(gives(db, "SELECT count(*) FROM t_data", "4"));
  for (size_t i = 0; i < STATEMENTS; i++) {
    must(db, "SAVEPOINT s");
    must(db, statements[i]);
    CHECK(sound(db));
    must(db, "ROLLBACK TO s; RELEASE s");
  }
  must(db, "ALTER TABLE t RENAME TO u");
  CHECK(run(db, "DELETE FROM u_data") == SQLITE_ERROR);
  must(db, "UPDATE u SET description = 'x'");
  must(db, "VACUUM");
  CHECK(sound(db));
  must(db, "DROP TABLE u");
  CHECK(gives(db, "SELECT count(*) FROM sqlite_schema", "0"));
  close_database(db);
}

/* ---- Untrusted schemas: what a database somebody else made may do through the table. */

static void test_schema_objects(int trusted) {
  static const char spy[] =
      "CREATE TRIGGER spy AFTER INSERT ON log BEGIN SELECT glue_keyring('/elsewhere'); END;"
      " INSERT INTO log VALUES('x', 'x')";
  static const char *const unsafe[] = {
      "CREATE VIEW leak AS SELECT glue_decrypt(request) FROM t; SELECT * FROM leak",
      "CREATE VIEW v AS SELECT glue_decrypt(tags, '1', region, name) FROM t; SELECT * FROM v",
      "CREATE VIEW leak AS SELECT glue_keyring('/elsewhere'); SELECT * FROM leak",
      "CREATE VIEW leak AS SELECT glue_keyring(); SELECT * FROM leak",
      "CREATE VIEW leak AS SELECT glue_create_key('arn:aws:kms:x:1:key/x'); SELECT * FROM leak",
      "CREATE TABLE x(y DEFAULT (glue_keyring('/elsewhere'))); INSERT INTO x DEFAULT VALUES",
      spy,
  };
  sqlite3 *db = open_database("");
  CHECK(sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, trusted, NULL) == SQLITE_OK);
  must(db, setup);
  must(db, "CREATE TABLE log(name, type)");
  for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++) {
    must(db, "SAVEPOINT s");
    CHECK(refused(db, unsafe[i], SQLITE_ERROR, "unsafe use of glue_"));
    must(db, "ROLLBACK TO s; RELEASE s");
  }
  /* Views over the table and the functions that show nothing secret. */
  must(db, "CREATE VIEW v AS SELECT c.name, c.request, f.rule, glue_version() AS version,"
           " y.schema_version FROM t AS c LEFT JOIN glue_lint(c.request) AS f"
           " JOIN glue_connection_types AS y ON y.connection_type = c.connection_type");
  CHECK(number(db, "SELECT count(DISTINCT name) FROM v") == 4);
  CHECK(gives(db, "SELECT count(*) FROM v WHERE request LIKE '%s3cret%'", "0"));
  close_database(db);
}

/* Triggers on other tables that write to the table, with all that they have to obey. */
static void test_triggers(void) {
  sqlite3 *db = open_database("");
  CHECK(sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK);
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections(quota=3)");
  must(db, "CREATE TABLE log(id INTEGER PRIMARY KEY, name, type);"
           "CREATE TRIGGER i AFTER INSERT ON log BEGIN"
           " INSERT INTO t(" COLUMNS ") VALUES(new.name, new.type, '{}'); END;"
           "CREATE TRIGGER u AFTER UPDATE ON log BEGIN"
           " UPDATE t SET name = new.name WHERE name = old.name; END;"
           "CREATE TRIGGER d AFTER DELETE ON log BEGIN DELETE FROM t WHERE name = old.name; END;"
           "CREATE VIEW v AS SELECT name FROM t;"
           "CREATE TRIGGER v INSTEAD OF INSERT ON v BEGIN"
           " INSERT OR IGNORE INTO t(" COLUMNS ") VALUES(new.name, 'CUSTOM', '{}'); END");
  must(db, "INSERT INTO log VALUES(70, 'a', 'CUSTOM'), (71, 'b', 'CUSTOM')");
  CHECK(gives(db, "SELECT last_insert_rowid(), changes()", "71|2"));
  must(db, "UPDATE log SET name = 'c' WHERE name = 'b'");
  must(db, "DELETE FROM log WHERE name = 'a'");
  CHECK(gives(db, "SELECT name FROM t", "c"));
  /* What the trigger refuses undoes the statement. */
  CHECK(refused(db, "INSERT INTO log VALUES(1, 'x', 'CUSTOM'), (2, 'y', 'JBDC')",
                SQLITE_CONSTRAINT_CHECK, "InvalidInputException"));
  CHECK(refused(db, "INSERT INTO log VALUES(1, 'x', 'CUSTOM'), (2, 'c', 'CUSTOM')",
                SQLITE_CONSTRAINT_UNIQUE, "AlreadyExistsException"));
  CHECK(gives(db, "SELECT * FROM log", "71|c|CUSTOM"));
  /* The mode of the outer statement is that of the inner one. */
  must(db, "INSERT OR IGNORE INTO log VALUES(1, 'x', 'CUSTOM'), (2, 'c', 'CUSTOM'),"
           " (3, 'y', 'JBDC')");
  CHECK(gives(db, "SELECT name FROM t ORDER BY name", "c\nx"));
  CHECK(gives(db, "SELECT id FROM log", "1\n2\n3\n71"));
  CHECK(refused(db, "INSERT OR FAIL INTO log VALUES(4, 'z', 'CUSTOM'), (5, 'c', 'CUSTOM')",
                SQLITE_CONSTRAINT_UNIQUE, "AlreadyExistsException"));
  CHECK(gives(db, "SELECT name FROM t ORDER BY name", "c\nx\nz"));
  must(db, "INSERT INTO v VALUES('x')");
  CHECK(refused(db, "INSERT INTO v VALUES('full')", SQLITE_ERROR,
                "ResourceNumberLimitExceededException"));
  CHECK(sound(db));
  close_database(db);
}

int main(void) {
  if (!begin()) return end();
  test_registered();
  test_loaded_twice();
  test_another_version();
  test_file_functions();
  test_auto_extension();
  test_unreadable();
  test_authorizer();
  test_settings();
  test_defensive();
  test_schema_objects(0);
  test_schema_objects(1);
  test_triggers();
  return end();
}
