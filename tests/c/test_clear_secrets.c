/* SPDX-License-Identifier: MIT */
/*
** Secrets in clear, as a whole class: each kind of name that tells of one, at each position of each form of
** URL, in each string of a request.
**
**  - no column of glue_jdbc_url shows the value;
**  - glue_lint says so, and points to the string;
**  - no finding, no message of a refusal, no report and no comparison shows it.
**
** What a connection is known by, its name, its catalog and its type, stands in every row: lint says so, but
** reports show them. Values that a driver would read as one, with characters that nobody has escaped, are
** tried as well, and users with passwords before the host.
*/
#define _XOPEN_SOURCE 700
#include "requests.h"
#include "table_fixture.h"

/* It stands in no form, and is no part of a JSON document. */
#define SECRET "Zq7xK9wT"
/* What may follow it in a value, and must not show either. */
#define REST "Wm4rB8nL"

static const char *const names[] = {
    "password",      "PASSWORD",          "db_password",        "sfPassword",     "passwd",
    "PWD",           "trustStorePwd",     "passphrase",         "client_secret",  "secret",
    "SecurityToken", "Security Token",    "access-token",       "APIKey",         "api_key",
    "private.key",   "aws.credential",    "AccountKey",         "fs.azure.sas.c", "pass",
    "net.auth.pass", "AWS Access Key",    "SharedAccessKey",    "authKey",        "pass%77ord",
    "_password",     "oauth2.token_text", "ssl.key-password-2", "MyApiKey",       "credentials",
    "sig",           "vaultClientKey",    "passcode",           "OAuthPvtKey",    "LOGDATA",
};

/* @ is where NAME=VALUE stands. */
static const char *const forms[] = {
    "jdbc:postgresql:@",
    "jdbc:postgresql://@",
    "jdbc:postgresql://h/@",
    "jdbc:postgresql://h:5432/db/@",
    "jdbc:postgresql://h:5432/db?@",
    "jdbc:postgresql://h:5432/db?a=b&@",
    "jdbc:postgresql://h:5432/db?@&a=b",
    "jdbc:postgresql://h:5432/db?a=b;@",
    "jdbc:postgresql://h:5432/db?a=b&c=@",
    "jdbc:postgresql://h:5432/db?options=-c%20x -c @",
    "jdbc:postgresql://h:5432/db;@",
    "jdbc:postgresql://h:5432/db;a=b?@",
    "jdbc:postgresql://h:5432/db#@",
    "jdbc:postgresql://h:5432/db?a=b#@",
    "jdbc:postgresql://h:@/db",
    "jdbc:postgresql://h1:1,@/db",
    "jdbc:postgresql://h1:1,h2/@",
    "jdbc:aws-wrapper:postgresql://h/db?@",
    "jdbc:p6spy:mysql://h/db?@",
    "jdbc:mysql:@",
    "jdbc:mysql://@",
    "jdbc:mysql://(host=h,@)/db",
    "jdbc:mysql://(@,host=h)/db",
    "jdbc:mysql://address=(host=h)(@)/db",
    "jdbc:mysql://[(host=h,@),(host=h2)]/db",
    "jdbc:mysql://(host=h,a=@)/db",
    "jdbc:mysql:loadbalance://h1,h2/db?@",
    "jdbc:mysql:Server=h;Port=1;@",
    "jdbc:mariadb://address=(host=h1)(@),address=(host=h2)/db",
    "jdbc:oracle:thin:@",
    "jdbc:oracle:thin:\x40@",
    "jdbc:oracle:thin:\x40h:1521:@",
    "jdbc:oracle:thin:\x40//h:1521/@",
    "jdbc:oracle:thin:\x40//h:1521/s?@",
    "jdbc:oracle:thin:\x40h:1521/s?a=b&@",
    "jdbc:oracle:thin:\x40\x61lias?@",
    "jdbc:oracle:thin:\x40(DESCRIPTION=(ADDRESS=(HOST=h)(PORT=1))(CONNECT_DATA=(SID=s)(@)))",
    "jdbc:oracle:thin:\x40(DESCRIPTION=(ADDRESS=(HOST=@)(PORT=1))(CONNECT_DATA=(SERVICE_NAME=s)))",
    "jdbc:oracle:thin:\x40(DESCRIPTION=(ADDRESS=(HOST=h)(PORT=1))(CONNECT_DATA=(SERVICE_NAME=@)))",
    "jdbc:sqlserver://@",
    "jdbc:sqlserver://@;databaseName=d",
    "jdbc:sqlserver://h;@",
    "jdbc:sqlserver://h;a=b;@;c=d",
    "jdbc:sqlserver://h\\@;a=b",
    "jdbc:sqlserver://h:1433/@",
    "jdbc:sqlserver://h;databaseName=@",
    "jdbc:sqlserver://h;instanceName=@",
    "jdbc:sqlserver://;serverName=@;a=b",
    "jdbc:sqlserver://;serverName=h;@",
    "jdbc:jtds:sqlserver://h:1433/db;@",
    "jdbc:redshift://h:5439/db;@",
    "jdbc:redshift:iam://c:eu-west-1/@",
    "jdbc:redshift:iam://c:eu-west-1/d?@",
    "jdbc:redshift:iam://c:@/d",
    "jdbc:snowflake://a.snowflakecomputing.com/?@",
    "jdbc:snowflake://a.snowflakecomputing.com/?db=d&@",
    "jdbc:snowflake://a.snowflakecomputing.com/?db=@",
    "jdbc:db2://h:50000/d:@;",
    "jdbc:db2://h:50000/d:user=a;@;",
    "jdbc:informix-sqli://h:9088/d:INFORMIXSERVER=s;@",
    "jdbc:informix-sqli://h:9088:INFORMIXSERVER=s;@",
    "jdbc:teradata://h/@",
    "jdbc:teradata://h/DATABASE=d,@",
    "jdbc:teradata://h/@,DATABASE=d",
    "jdbc:teradata://h/DBS_PORT=1,@",
    "jdbc:hive2://h:10000/d;@",
    "jdbc:hive2://h:10000/d;a=b?@",
    "jdbc:hive2://h:10000/d;a=b?c=d#@",
    "jdbc:sap://h:30015/?databaseName=D&@",
    "jdbc:vertica://h:5433/@",
    "jdbc:databricks://h:443/default;transportMode=http;@",
    "jdbc:airtable:@",
    "jdbc:airtable:A=b;@",
    "jdbc:airtable:@;A=b",
    "jdbc:airtable:A=b;C=@",
    "jdbc:athena://@",
    "jdbc:athena://Region=r;@",
    "jdbc:sqlite:/tmp/x.db?@",
    "jdbc:h2:mem:t;@",
    "jdbc:@",
    "jdbc:x:y:z:@",
    "mongodb://h/db?@",
    "mongodb://h/@",
    "mongodb://h1,@/db",
    "mongodb+srv://h/db?a=b&@",
    "mongodb://h/db?authMechanismProperties=@",
    "h1:9092,@",
    "@",
    "SASL_SSL://h:9096,@",
    "https://h/x?@",
    "https://h/x#@",
    "https://h/@",
    "https://@/x",
    "https://h/x?redirect=https://h2/?@",
    "[[\"default=jdbc:snowflake://h/?@\"],\",\"]",
    "AccountName=a;@",
    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" @;",
    "see jdbc:postgresql://h/db?@",
};

/* With a password where it has no name; % is where it stands. */
static const char *const bare_forms[] = {
    "jdbc:postgresql://u:%@h/db",
    "jdbc:mysql://u:%@h1,h2/db",
    "jdbc:mysql://u:%@[h1,(host=h2)]/db",
    "jdbc:mysql://u:%@(host=h)/db",
    "jdbc:oracle:thin:u/%@//h:1521/s",
    "jdbc:oracle:thin:u/%@h:1521:s",
    "jdbc:oracle:thin:u/\"%\"@h:1521:s",
    "mongodb://u:%@h/db",
    "mongodb+srv://u:%@h/db",
    "https://u:%@h/x",
    "amqps://u:%@h",
    "jdbc:postgresql://h/db?target=postgresql://u:%@h2/db",
    "[[\"default=jdbc:mysql://u:%@h/db\"],\",\"]",
};

/* Values as no driver would read them in every place: what follows a character that ends them. */
static const char *const rests[] = {"",       ";" REST, "&" REST, "," REST, "/" REST,
                                    "?" REST, "#" REST, ":" REST, " " REST};

static sqlite3 *db;
static sqlite3_stmt *url_statement, *lint_statement, *insert_statement, *diff_statement;
static int urls, requests, stored;

/* ---- What shows a value. */

static bool shows(const char *text) {
  return text && (strstr(text, SECRET) || strstr(text, REST));
}

/* Whether a column of a row shows it, but for the first few. */
static bool row_shows(sqlite3_stmt *row, int from) {
  for (int i = from; i < sqlite3_column_count(row); i++) {
    const char *name = sqlite3_column_name(row, i);
    if (strcmp(name, "argument") != 0 && shows((const char *)sqlite3_column_text(row, i)))
      return true;
  }
  return false;
}

static char *replaced(const char *form, char mark, const char *text) {
  const char *at = strchr(form, mark);
  return sqlite3_mprintf("%.*s%s%s", (int)(at - form), form, text, at + 1);
}

/* The text of a form, with @ in place of \x40: there an @ is the form's own. */
static char *filled(const char *form, const char *name, const char *rest) {
  char *pair = sqlite3_mprintf("%s=%s%s", name, SECRET, rest);
  const char *at = strrchr(form, '@');
  char *text = sqlite3_mprintf("%.*s%s%s", (int)(at - form), form, pair, at + 1);
  sqlite3_free(pair);
  return text;
}

static bool lint_tells(const char *request, const char *pointer) {
  bool told = false;
  sqlite3_bind_text(lint_statement, 1, request, -1, SQLITE_STATIC);
  while (sqlite3_step(lint_statement) == SQLITE_ROW) {
    const char *rule = (const char *)sqlite3_column_text(lint_statement, 0);
    const char *place = (const char *)sqlite3_column_text(lint_statement, 1);
    bool is_secret = strcmp(rule, "url-password") == 0 || strcmp(rule, "clear-text-secret") == 0;
    told = told || (is_secret && strcmp(place, pointer) == 0);
    CHECK(!row_shows(lint_statement, 0));
  }
  CHECK(sqlite3_reset(lint_statement) == SQLITE_OK);
  return told;
}

static const char *const reports[] = {"report_in_clear",   "report_properties", "report_tags",
                                      "report_types",      "report_ages",       "report_secrets",
                                      "report_tls",        "report_network",    "report_endpoints",
                                      "report_stale",      "report_tag_policy", "report_findings",
                                      "report_duplicates", "report_keys"};

/* Rows begin with what the connection is known by. */
static bool is_identity(const char *column) {
  return strcmp(column, "name") == 0 || strcmp(column, "names") == 0 ||
         strcmp(column, "catalog_id") == 0 || strcmp(column, "connection_type") == 0;
}

static void test_reports(void) {
  for (size_t i = 0; i < sizeof(reports) / sizeof(*reports); i++) {
    sqlite3_stmt *rows;
    char *sql = sqlite3_mprintf("SELECT * FROM %s", reports[i]);
    CHECK(sqlite3_prepare_v2(db, sql, -1, &rows, NULL) == SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
      for (int j = 0; j < sqlite3_column_count(rows); j++) {
        const char *text = (const char *)sqlite3_column_text(rows, j);
        if (is_identity(sqlite3_column_name(rows, j))) continue;
        if (!CHECK(!shows(text)))
          fprintf(stderr, "  %s.%s: %s\n", reports[i], sqlite3_column_name(rows, j), text);
      }
    }
    CHECK(sqlite3_finalize(rows) == SQLITE_OK);
    sqlite3_free(sql);
  }
}

/* Beside the request without it, on either side. */
static void test_comparison(const char *before, const char *after) {
  sqlite3_bind_text(diff_statement, 1, before, -1, SQLITE_STATIC);
  sqlite3_bind_text(diff_statement, 2, after, -1, SQLITE_STATIC);
  while (sqlite3_step(diff_statement) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(diff_statement); i++) {
      const char *text = (const char *)sqlite3_column_text(diff_statement, i);
      if (!CHECK(!shows(text))) fprintf(stderr, "  compared: %s\n", text);
    }
  }
  CHECK(sqlite3_reset(diff_statement) == SQLITE_OK);
}

/* ---- URLs. */

/* What lint says of it in a request, and whether a comparison with one that has none shows it. It stays in the table. */
static void test_url_in_request(const char *url) {
  static const char empty[] = "{\"ConnectionType\":\"CUSTOM\",\"ConnectionProperties\":{}}";
  char name[16];
  cJSON *document = cJSON_Parse(empty);
  cJSON *properties = cJSON_GetObjectItem(document, "ConnectionProperties");
  cJSON_AddStringToObject(properties, "JDBC_CONNECTION_URL", url);
  sqlite3_snprintf(sizeof(name), name, "url %d", urls);
  cJSON_AddStringToObject(document, "Name", name);
  char *text = cJSON_PrintUnformatted(document);
  if (!CHECK(lint_tells(text, "/ConnectionProperties/JDBC_CONNECTION_URL")))
    fprintf(stderr, "  %s\n", url);
  test_comparison(empty, text);
  test_comparison(text, empty);
  sqlite3_bind_text(insert_statement, 1, text, -1, SQLITE_STATIC);
  CHECK(sqlite3_step(insert_statement) == SQLITE_DONE);
  CHECK(sqlite3_reset(insert_statement) == SQLITE_OK);
  free(text);
  cJSON_Delete(document);
}

static void test_url(const char *url) {
  urls++;
  sqlite3_bind_text(url_statement, 1, url, -1, SQLITE_STATIC);
  while (sqlite3_step(url_statement) == SQLITE_ROW) {
    bool has_password = sqlite3_column_type(url_statement, 0) == SQLITE_NULL ||
                        sqlite3_column_int(url_statement, 6);
    if (!CHECK(!row_shows(url_statement, 0)) || !CHECK(has_password))
      fprintf(stderr, "  %s\n", url);
  }
  CHECK(sqlite3_reset(url_statement) == SQLITE_OK);
  test_url_in_request(url);
}

static void test_urls(void) {
  for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
    for (size_t j = 0; j < sizeof(names) / sizeof(*names); j++) {
      for (size_t k = 0; k < (j ? 1 : sizeof(rests) / sizeof(*rests)); k++) {
        char *url = filled(forms[i], names[j], rests[k]);
        test_url(url);
        sqlite3_free(url);
      }
    }
  }
  for (size_t i = 0; i < sizeof(bare_forms) / sizeof(*bare_forms); i++) {
    for (size_t k = 0; k < sizeof(rests) / sizeof(*rests); k++) {
      char *password = sqlite3_mprintf("%s%s", SECRET, rests[k]);
      char *url = replaced(bare_forms[i], '%', password);
      test_url(url);
      sqlite3_free(url);
      sqlite3_free(password);
    }
  }
  test_reports();
  must(db, "DELETE FROM connections");
}

/* ---- Every string of a request. */

static char *without; /* the request as it was before a string was set */

static void test_request(const cJSON *request, const char *pointer) {
  char *text = print_request(request);
  requests++;
  test_comparison(without, text);
  test_comparison(text, without);
  if (!CHECK(lint_tells(text, pointer))) fprintf(stderr, "  %s of %.1500s\n", pointer, text);
  sqlite3_bind_text(insert_statement, 1, text, -1, SQLITE_STATIC);
  int rc = sqlite3_step(insert_statement);
  if (rc != SQLITE_DONE && !CHECK(!shows(sqlite3_errmsg(db))))
    fprintf(stderr, "  %s\n", sqlite3_errmsg(db));
  sqlite3_reset(insert_statement);
  if (rc == SQLITE_DONE) {
    stored++;
    test_reports();
    must(db, "DELETE FROM connections");
  }
  free(text);
}

/* Sets each string below the value in turn. A secret of the API's own is sealed, and no matter here. */
static void test_strings(const cJSON *request, cJSON *value, const char *shape_name,
                         const char *pointer, const char *text) {
  const cJSON *shape = shape_name ? fact(shape_name) : NULL;
  int index = 0;
  cJSON *entry;
  if (cJSON_IsTrue(get(shape, "sensitive"))) return;
  cJSON_ArrayForEach(entry, value) {
    const cJSON *next = get(get(shape, "members"), entry->string ? entry->string : "");
    if (next == NULL) next = get(shape, cJSON_IsArray(value) ? "member" : "value");
    const char *below_name = next ? get_text(next, "shape") : NULL;
    const char *key = entry->string;
    bool is_credential =
        key && (strstr(key, "Credentials") || strcmp(key, "AuthorizationCodeProperties") == 0);
    bool is_sealed = shape_name && key && strcmp(shape_name, "ConnectionProperties") == 0 &&
                     strstr(key, "PASSWORD");
    if (is_credential || is_sealed || (key && strpbrk(key, "/~"))) continue;
    char *below =
        key ? sqlite3_mprintf("%s/%s", pointer, key) : sqlite3_mprintf("%s/%d", pointer, index++);
    if (cJSON_IsString(entry) && !cJSON_IsTrue(get(fact(below_name), "sensitive"))) {
      char *old = copy_text(entry->valuestring);
      cJSON_SetValuestring(entry, text);
      test_request(request, below);
      cJSON_SetValuestring(entry, old);
      free(old);
    } else {
      test_strings(request, entry, below_name, below, text);
    }
    sqlite3_free(below);
  }
}

static const char base[] =
    "{\"CatalogId\":\"1\",\"ConnectionInput\":{\"Name\":\"n\",\"Description\":\"d\","
    "\"ConnectionType\":\"CUSTOM\","
    "\"MatchCriteria\":[\"a\",\"b\"],\"ConnectionProperties\":{\"HOST\":\"h\",\"PORT\":\"1\","
    "\"DATABASE\":\"d\","
    "\"USERNAME\":\"u\",\"JDBC_ENGINE\":\"mysql\",\"JDBC_CONNECTION_URL\":\"u\",\"CONNECTION_URL\":"
    "\"u\","
    "\"KAFKA_BOOTSTRAP_SERVERS\":\"h:1\",\"INSTANCE_URL\":\"https://"
    "h\",\"SECRET_ID\":\"s\",\"REGION\":\"r\","
    "\"CONNECTOR_URL\":\"s3://"
    "b\",\"JDBC_ENFORCE_SSL\":\"true\",\"ENDPOINT\":\"e\",\"ROLE_ARN\":\"arn:aws:iam::1:role/r\","
    "\"SparkProperties\":\"{}\",\"custom\":\"c\",\"connection string\":\"x\"},"
    "\"AthenaProperties\":{\"spill_bucket\":\"b\"},\"SparkProperties\":{\"url\":\"u\"},"
    "\"PythonProperties\":{\"x\":\"y\"},"
    "\"PhysicalConnectionRequirements\":{\"SubnetId\":\"subnet-1\",\"SecurityGroupIdList\":[\"sg-"
    "1\",\"sg-2\"],"
    "\"AvailabilityZone\":\"us-east-1a\"},\"AuthenticationConfiguration\":{\"AuthenticationType\":"
    "\"OAUTH2\","
    "\"SecretArn\":\"arn:aws:secretsmanager:x\",\"KmsKeyArn\":\"arn:aws:kms:x\","
    "\"OAuth2Properties\":{"
    "\"OAuth2GrantType\":\"JWT_BEARER\",\"OAuth2ClientApplication\":{"
    "\"UserManagedClientApplicationClientId\":\"i\","
    "\"AWSManagedClientApplicationReference\":\"r\"},\"TokenUrl\":\"https://h/"
    "t\",\"TokenUrlParametersMap\":{\"a\":\"b\"}}},"
    "\"ValidateForComputeEnvironments\":[\"SPARK\"]},\"Tags\":{\"owner\":\"me\"}}";

/* A few of the texts in every string: as a URL, as pairs, by a name after another, with a user. */
static void test_members(void) {
  static const char *const texts[] = {
      "jdbc:postgresql://h/db?password=" SECRET,
      "jdbc:airtable:APIKey=" SECRET ";BaseId=b",
      "jdbc:mysql://u:" SECRET "@h/db",
      "password=" SECRET,
      "a=b;Security Token=" SECRET,
      "mongodb://u:" SECRET "@h1,h2/db",
      "Bearer " SECRET "a1",
      "{\"password\":\"" SECRET "\"}",
      "h1:9092,h2:9092?secret=" SECRET,
      "https://u:" SECRET "@h/x",
      "https://h/t?client_secret=" SECRET,
      "password: " SECRET,
  };
  for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
    cJSON *request = cJSON_Parse(base);
    if (!CHECK(request != NULL)) return;
    for (int j = 0; j < 2; j++) {
      without = print_request(request);
      test_strings(request, request, "CreateConnectionRequest", "", texts[i]);
      free(without);
      cJSON_Delete(request);
      random_state = 11 + i;
      request = j ? NULL : generate_request(true);
    }
  }
}

/* By a name alone: the key of a map tells, whatever the value. */
static void test_keys(void) {
  static const char *const maps[] = {"ConnectionProperties", "AthenaProperties", "SparkProperties",
                                     "PythonProperties", "Tags"};
  for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++) {
    for (size_t j = 0; j < sizeof(names) / sizeof(*names); j++) {
      cJSON *request = cJSON_Parse(base), *input = cJSON_GetObjectItem(request, "ConnectionInput");
      bool is_tag = strcmp(maps[i], "Tags") == 0;
      if (i == 0 && strcmp(names[j], "PASSWORD") == 0) { /* sealed */
        cJSON_Delete(request);
        continue;
      }
      without = print_request(request);
      cJSON_AddStringToObject(cJSON_GetObjectItemCaseSensitive(is_tag ? request : input, maps[i]),
                              names[j], SECRET);
      char *pointer =
          sqlite3_mprintf("%s/%s/%s", is_tag ? "" : "/ConnectionInput", maps[i], names[j]);
      test_request(request, pointer);
      sqlite3_free(pointer);
      free(without);
      cJSON_Delete(request);
    }
  }
}

int main(void) {
  if (!CHECK(facts_load())) return check_summary();
  char *script = read_file("sql/reports.sql");
  if (!begin()) return check_summary();
  db = open_database("");
  must(db, "CREATE VIRTUAL TABLE connections USING glue_connections(quota=0, validation=lenient)");
  must(db, script);
  sqlite3_prepare_v2(db, "SELECT * FROM glue_jdbc_url(?1)", -1, &url_statement, NULL);
  sqlite3_prepare_v2(db, "SELECT rule, pointer, path, message FROM glue_lint(?1)", -1,
                     &lint_statement, NULL);
  sqlite3_prepare_v2(db, "SELECT pointer, before, after FROM glue_diff(?1, ?2)", -1,
                     &diff_statement, NULL);
  sqlite3_prepare_v2(db, "INSERT INTO connections(request) VALUES(?1)", -1, &insert_statement,
                     NULL);
  test_urls();
  test_members();
  test_keys();
  fprintf(stderr, "%d URLs, %d requests, %d of them stored and reported\n", urls, requests, stored);
  CHECK(stored > requests / 4);
  sqlite3_finalize(url_statement);
  sqlite3_finalize(lint_statement);
  sqlite3_finalize(insert_statement);
  sqlite3_finalize(diff_statement);
  close_database(db);
  free(script);
  facts_free();
  return end();
}
