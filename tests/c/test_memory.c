/* SPDX-License-Identifier: MIT */
/*
** Memory runs out: the n-th allocation fails, for every n, once and from there on, of SQLite's
** allocations and of the C library's (which cJSON uses). Whatever happens, a statement ends with
** success or SQLITE_NOMEM, nothing is half done, and nothing leaks.
**
** LONG=1 tries every n. Otherwise it is every 7th after the first thousand of a statement, and under a
** sanitizer from the first one on. ONLY=TEXT tries the statements that hold this text.
*/
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "glue_connections.h"

#if defined(__SANITIZE_ADDRESS__)
#define STRIDE 7L
#else
#define STRIDE 1L
#endif

/* After so many allocations (SQLite's own, of ALTER TABLE say) only every 7th fails, but with LONG=1. */
#define FEW 1000L
static bool is_long;

/* ---- allocators that fail ---- */

static long countdown = -1; /* allocations until the next failure; -1: none fails */
static int persistent;      /* all the later ones fail too */
static long failures;

static int fails(void) {
  if (countdown < 0) return 0;
  if (countdown > 0) {
    countdown--;
    return 0;
  }
  failures++;
  if (!persistent) countdown = -1;
  return 1;
}

static sqlite3_mem_methods real;

static void *test_malloc(int n) {
  return fails() ? NULL : real.xMalloc(n);
}

static void *test_realloc(void *p, int n) {
  return fails() ? NULL : real.xRealloc(p, n);
}

static void *library_malloc(size_t n) {
  return fails() ? NULL : malloc(n);
}

static void install(void) {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
  sqlite3_mem_methods methods = real;
  methods.xMalloc = test_malloc;
  methods.xRealloc = test_realloc;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
  cJSON_Hooks hooks = {library_malloc, free};
  cJSON_InitHooks(&hooks);
}

/* ---- scripts ---- */

#define THIRTY_KEYS TEN_KEYS("a") "," TEN_KEYS("b") "," TEN_KEYS("c")
#define TEN_KEYS(prefix)                                                                           \
  "\"" prefix "0\":\"\", \"" prefix "1\":\"\", \"" prefix "2\":\"\", \"" prefix                    \
  "3\":\"\", \"" prefix "4\":\"\", \"" prefix "5\":\"\", \"" prefix "6\":\"\", \"" prefix          \
  "7\":\"\", \"" prefix "8\":\"\", \"" prefix "9\":\"\""

#define CREATE                                                                                     \
  "CREATE VIRTUAL TABLE c USING glue_connections(account_id=123456789012, quota=3);"               \
  "INSERT INTO c(name, connection_type, connection_properties, tags) VALUES"                       \
  " ('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"PASSWORD\":\"s3cret\"}',"       \
  "  '{\"env\":\"prod\"}'),"                                                                       \
  " ('b', 'KAFKA', '{\"KAFKA_BOOTSTRAP_SERVERS\":\"b:9092\"}', NULL);"

/* A request with references of every kind, and a map that CloudFormation would misread. */
#define REFERENCES                                                                                 \
  "'{\"Name\":\"r\",\"ConnectionType\":\"X\",\"ConnectionProperties\":{\"a\":\"${Ref:A.B}\","      \
  "\"b\":\"${Ref:A}-${Select:[0,[]]}${x \",\"c\":\"$${terraform:x}%{\",\"${d\":\"${secret:x}\"},"  \
  "\"SparkProperties\":{\"Ref\":\"x\"},\"AuthenticationConfiguration\":{\"EncryptedCredentials\":" \
  "\"x\","                                                                                         \
  "\"Foo\":1}}' AS request"
#define NAMED(name) "{\"ConnectionInput\":{\"Name\":\"" name "\"}}"

/* Each statement is tried with every failure, on a database as CREATE makes it. */
static const char *const statements[] = {
    "CREATE VIRTUAL TABLE d USING glue_connections(region='eu-west-1', principal=\"user/x\")",
    "CREATE VIRTUAL TABLE d USING glue_connections(nonsense=1)",
    "INSERT INTO c(name, connection_type, connection_properties, description, match_criteria,"
    " physical_connection_requirements, athena_properties) VALUES('n', 'JDBC',"
    " '{\"JDBC_CONNECTION_URL\":\"jdbc:x\",\"USERNAME\":\"u\",\"PASSWORD\":\"p\"}', 'text',"
    " '[\"m\"]', '{\"SubnetId\":\"subnet-1\",\"SecurityGroupIdList\":[\"sg-1\"]}', "
    "'{\"k\":\"v\"}')",
    "INSERT INTO c(request) VALUES('{\"ConnectionInput\":{\"Name\":\"n\",\"ConnectionType\":"
    "\"SALESFORCE\",\"ConnectionProperties\":{\"INSTANCE_URL\":\"u\"},"
    "\"AuthenticationConfiguration\":{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":"
    "{\"OAuth2Credentials\":{\"AccessToken\":\"t\"}}}},\"Tags\":{\"k\":\"v\"}}')",
    "INSERT INTO c(name, connection_type, connection_properties) VALUES('', 'JBDC', '{\"\":1}')",
    "INSERT INTO c(name, connection_type, connection_properties) VALUES('x', 'JDBC', '{\"a\":')",
    "INSERT INTO c(request) VALUES('{\"Nme\":\"x\",\"ConnectionInput\":{\"Foo\":[]}}')",
    "INSERT OR REPLACE INTO c(name, connection_type, connection_properties) VALUES"
    "('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:x\"}')",
    "INSERT INTO c(name, connection_type, connection_properties) VALUES"
    "('a', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:x\"}')",
    "INSERT INTO c SELECT * FROM c WHERE 0 UNION ALL SELECT * FROM c",
    "UPDATE c SET description = 'new'",
    "UPDATE c SET tags = json_set(tags, '$.owner', 'me') WHERE name = 'a'",
    "UPDATE c SET name = 'renamed' WHERE name = 'a'",
    "UPDATE OR REPLACE c SET name = 'b' WHERE name = 'a'",
    "UPDATE c SET catalog_id = 'other' WHERE name = 'a'",
    "UPDATE c SET rowid = 77 WHERE name = 'a'",
    "UPDATE c SET request = json_set(request, '$.ConnectionInput.Name', 'n') WHERE name = 'a'",
    /* sealed values that come in: from another connection; beside others, as they were */
    "INSERT INTO c(request) SELECT json_set(request, '$.ConnectionInput.Name', 'copy') FROM c",
    "UPDATE c SET connection_properties = json_set(connection_properties, '$.EXTRA', 'x')",
    "UPDATE c SET status = 'FAILED' WHERE name = 'a'",
    "DELETE FROM c WHERE name = 'a'",
    "DELETE FROM c",
    "INSERT INTO c(c) VALUES('quota=7')",
    "INSERT INTO c(c) VALUES('nonsense')",
    "INSERT INTO c(c) VALUES('integrity-check')",
    "INSERT INTO c(c) VALUES('rekey')",
    "PRAGMA integrity_check",
    "SELECT * FROM c ORDER BY name DESC",
    "SELECT request, connection, credentials, arn FROM c WHERE name = 'a' AND catalog_id > ''",
    "SELECT name FROM c WHERE connection_type IN ('JDBC', 'KAFKA') AND rowid = 1",
    "SELECT count(*) FROM c x, c y WHERE x.name >= y.name",
    "SELECT glue_decrypt(request) FROM c",
    "SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c",
    "SELECT glue_decrypt(connection_properties ->> 'ENCRYPTED_PASSWORD', catalog_id, region, name) "
    "FROM c",
    "SELECT glue_keyring(), glue_version()",
    "SELECT glue_create_key('arn:aws:kms:x:y:key/' || hex(randomblob(8)))",
    "SELECT * FROM c, glue_lint(c.request)",
    "SELECT * FROM glue_lint('{\"Name\":\"n\",\"ConnectionType\":\"CUSTOM\","
    "\"ConnectionProperties\":{\"ENCRYPTED_PASSWORD\":\"glue-connections:2:x\"}}')",
    "SELECT * FROM glue_lint('{\"Name\":1,\"ConnectionType\":\"JDBK\",\"Tags\":{}}')",
    "SELECT * FROM glue_connection_types",
    "SELECT * FROM glue_jdbc_url('jdbc:postgresql://a:1,b:2/db?user=u&password=p')",
    "ALTER TABLE c RENAME TO d",
    "DROP TABLE c",
    "CREATE VIRTUAL TABLE d USING glue_connections(quota=x)",
    "CREATE VIRTUAL TABLE d USING glue_connections(quota=1, quota=2)",
    "CREATE VIRTUAL TABLE d USING glue_connections;"
    "INSERT INTO d(name, connection_type, connection_properties) VALUES('n', 'CUSTOM', ' { } ')",
    "INSERT INTO c(name, connection_type, connection_properties, arn) VALUES('n', 'CUSTOM', '{}',"
    " 'arn:aws:glue:us-east-1:123456789012:connection/n')",
    /* so many keys that they are sorted to find one that is given twice */
    "SELECT * FROM glue_lint('{\"Name\":\"n\",\"ConnectionType\":\"CUSTOM\","
    " \"ConnectionProperties\":{" TEN_KEYS("a") "," TEN_KEYS("b") "," TEN_KEYS("c") "}}')",
    "SELECT * FROM glue_lint('{\"Name\":\"n\",\"ConnectionType\":\"JDBC\","
    "\"ConnectionProperties\":{\"SparkProperties\":\"{\\\"a\\\": 1}\"},"
    "\"AuthenticationConfiguration\":{\"AuthenticationType\":\"X\",\"Foo\":1},"
    "\"ValidateForComputeEnvironments\":[\"X\"]}')",
    /* documents in a string, of which there is something to say */
    "SELECT * FROM glue_lint('{\"Name\":\"n\",\"ConnectionType\":\"SNOWFLAKE\","
    "\"ConnectionProperties\":{\"SparkProperties\":\"[1, 2]\","
    "\"PythonProperties\":\"{\\\"password\\\": \\\"hunter2\\\"}\"}}')",
    /* documents: labels alike, references, warnings, secrets, variables and parameters */
    "SELECT glue_export_requests(request, 'sealed') FROM c",
    "SELECT glue_export_script(glue_decrypt(request)) FROM c",
    "SELECT glue_export_connections(json_object('Name', name, 'CreationTime', 1.5), request) FROM "
    "c",
    "SELECT glue_export_terraform(request) FROM c",
    "SELECT glue_export_cloudformation(request) FROM c",
    "SELECT glue_export_terraform(request, 'sealed', 'no-import') FROM (SELECT " REFERENCES ")",
    "SELECT glue_export_cloudformation(request) FROM (SELECT " REFERENCES ")",
    "SELECT glue_export_terraform(value) FROM json_each('[" NAMED("a b") "," NAMED("a.b") "]')",
    "SELECT glue_export_cloudformation(value) FROM json_each('[" NAMED("a b") "," NAMED("a") "]')",
    "SELECT glue_export_requests(value) FROM json_each('[" NAMED("a") "," NAMED("") "]')",
    "SELECT glue_export_requests('{\"Name\":1}')",
    "SELECT glue_export_terraform(request, 'x') FROM c",
    "SELECT glue_export_connections(NULL, request), glue_export_terraform(NULL) FROM c",
    "SELECT glue_export_requests(x'7b7d')",
    "SELECT * FROM glue_lint((SELECT " REFERENCES "), 'terraform')",
    "SELECT * FROM glue_lint((SELECT " REFERENCES "), 'cloudformation') WHERE rule = 'target-map'",
    "SELECT * FROM glue_lint('{}', 'x')",
    "SELECT * FROM c x, c y, glue_diff(x.request, y.request)",
    "SELECT * FROM glue_diff('{\"SparkProperties\":{\"a\":1,\"b\":{}},\"Description\":\"pwd=x\"}',"
    " '{\"SparkProperties\":{\"b\":[true],\"a\":\"https://u:p@h\"},\"MatchCriteria\":[\"a\"]}')",
    "SELECT * FROM glue_diff('{', '{}')",
    "SELECT * FROM glue_diff('[]', '{}')",
    "SELECT glue_keyring('keyring'), glue_keyring(NULL)",
    "SELECT * FROM glue_keys",
    "SELECT * FROM glue_lint",
    "INSERT INTO c(request) VALUES(x'00')",
    /* JSON in a BLOB, which SQLite makes text of */
    "INSERT INTO c(request) VALUES(x'7b7d')",
    "SELECT * FROM glue_lint('{" THIRTY_KEYS ",\"ConnectionInput\":{" THIRTY_KEYS
    "},\"Tags\":{}}')",
    "SELECT * FROM glue_lint('{\"PhysicalConnectionRequirements\":{" THIRTY_KEYS
    "},\"ConnectionProperties\":{" THIRTY_KEYS "}}', 'cloudformation')",
    "SELECT * FROM glue_lint('{\"Name\":\"n\",\"CreationTime\":1," THIRTY_KEYS "}')",
    "SELECT glue_export_script('{\"Name\":\"n\",\"ConnectionType\":\"CUSTOM\","
    "\"ConnectionProperties\":{" THIRTY_KEYS ",\"a0\":\"\"}}')",
    /* documents of every kind */
    "SELECT * FROM "
    "glue_requests('{\"ConnectionList\":[{\"Name\":\"\\u00e9\",\"CatalogId\":\"c\"},5],"
    "\"NextToken\":\"t\"}{\"ConnectionList\":[{\"Name\":\"b\"}]}{\"Name\":}\n{\"a\":1}')",
    "SELECT * FROM glue_requests(x'FEFF007B002200410022003A0031007D', '{\"a\":[1]}')",
    "SELECT * FROM glue_requests('{\"Conditions\":{\"C\":{\"Fn::Equals\":[{\"Ref\":\"P\"},\"p\"]}},"
    "\"Mappings\":{\"M\":{\"a\":{\"k\":\"v\"}}},\"Parameters\":{\"P\":{\"Type\":\"String\","
    "\"Default\":\"p\"}},"
    "\"Resources\":{\"R\":{\"Type\":\"AWS::Glue::Connection\",\"Properties\":{\"CatalogId\":\"1\","
    "\"X\":1,"
    "\"ConnectionInput\":{\"ConnectionType\":{\"Fn::If\":[\"C\",\"JDBC\",\"x\"]},\"MatchCriteria\":"
    "{\"Fn::Split\":[\",\",\"a,b\"]},\"SparkProperties\":\"{}\",\"ConnectionProperties\":{\"a\":"
    "{\"Fn::Sub\":[\"${x}${P}${Q}\",{\"x\":{\"Fn::Join\":[\"-\",[\"a\",{\"Fn::GetAtt\":[\"A\","
    "\"B\"]}]]}}]},"
    "\"b\":{\"Fn::FindInMap\":[\"M\",\"a\",\"k\"]},\"c\":{\"Fn::Select\":[1,{\"Fn::Split\":[\":\","
    "\"a:b\"]}]}}},"
    "\"Tags\":[{\"Key\":\"k\",\"Value\":{\"Ref\":\"Q\"}}]}}}}', "
    "'{\"P\":null,\"AWS::Region\":\"r\"}')",
    "SELECT * FROM glue_requests('{\"TemplateBody\":\"a: &a {x: !Sub y}\\nResources:\\n  R: {Type: "
    "AWS::Glue::Connection,"
    " Properties: *a}\\n\"}')",
    "SELECT * FROM glue_requests('Resources: {a: *b}')",
    "SELECT * FROM glue_requests('\nAn error occurred (x)')",
    "SELECT * FROM "
    "glue_requests('{\"version\":4,\"lineage\":\"x\",\"resources\":[{\"type\":\"aws_glue_"
    "connection\","
    "\"name\":\"n\",\"module\":\"module.m\",\"instances\":[{\"index_key\":0,\"attributes\":{"
    "\"name\":\"n\","
    "\"arn\":\"arn:aws:glue:r:1:c\",\"tags\":{\"a\":\"b\"}}},{\"deposed\":\"x\"}]}]}')",
    "SELECT * FROM "
    "glue_requests('{\"format_version\":\"1\",\"planned_values\":{\"root_module\":{\"resources\":[{"
    "\"address\":"
    "\"a\",\"type\":\"aws_glue_connection\",\"values\":{\"name\":\"n\"}},{\"address\":\"d\","
    "\"mode\":\"data\",\"type\":"
    "\"aws_glue_connection\"}]}},\"resource_changes\":[{\"address\":\"a\",\"type\":\"aws_glue_"
    "connection\","
    "\"change\":{\"after_unknown\":{\"description\":true,\"tags\":true}}}]}')",
    "SELECT * FROM "
    "glue_requests('{\"resource\":{\"aws_glue_connection\":{\"a\":{\"name\":\"a${var.x}%{if "
    "b}\",\"count\":1,"
    "\"//"
    "\":{\"glue_connections\":{\"SparkProperties\":{}}},\"dynamic\":{\"physical_connection_"
    "requirements\":"
    "{\"content\":{\"subnet_id\":\"$${x}\"}}}}}}}')",
    "SELECT * FROM glue_requests('a: &a {x: 1, y: \"\u00e9\"}\nResources:\n  R:\n    <<: *a\n    "
    "x: 2\n"
    "    <<: [{Type: AWS::Glue::Connection}, {z: 3}]\n    y: {<<: b}\n')",
    /* a mapping that merges another one, and whose last brace is the 257th byte of the JSON */
    "SELECT * FROM glue_requests('x: {<<: {a: ' || printf('%.232c', 'x') || '}}')",
    "SELECT * FROM glue_requests('Resources:\r  R: {Type: AWS::Glue::Connection}\r')",
    /* references to all of a list, and back */
    "SELECT glue_export_cloudformation(r.request) FROM "
    "glue_requests('{\"Resources\":{\"R\":{\"Type\":"
    "\"AWS::Glue::Connection\",\"Properties\":{\"ConnectionInput\":{\"ConnectionType\":\"X\","
    "\"MatchCriteria\":{\"Ref\":\"L\"}}}}}}') r",
    "SELECT glue_export_terraform(r.request) FROM "
    "glue_requests('{\"resource\":{\"aws_glue_connection\":"
    "{\"a\":{\"name\":\"a\",\"match_criteria\":\"${var.l}\"}}}}') r",
    /* members that are not known here, one of them a secret */
    "SELECT * FROM "
    "glue_diff('{\"Connection\":{\"Name\":\"a\",\"ConnectionType\":\"X\",\"New\":{\"x\":1},"
    "\"NewPassword\":\"s3cret\"}}', "
    "'{\"Name\":\"a\",\"ConnectionType\":\"X\",\"CreationTime\":1,\"New\":{}}')",
    "SELECT glue_principal(5)",
    /* whole requests of which much is the same */
    "SELECT * FROM "
    "glue_diff('{\"Tags\":{\"a\":\"b\"},\"ConnectionInput\":{\"Name\":\"a\",\"ConnectionType\":"
    "\"X\"}}', "
    "'{\"ConnectionInput\":{\"Name\":\"a\",\"ConnectionType\":\"X\",\"Description\":\"d\"},"
    "\"Tags\":{}}')",
    /* BLOBs, whether SQLite reads them as JSON or not */
    "SELECT * FROM glue_diff(x'7b7d', '{}')",
    "SELECT * FROM glue_lint(x'7b7d')",
    /* two of each, so that there is more to read when memory runs out */
    "SELECT * FROM glue_requests('{\"version\":4,\"lineage\":\"x\",\"resources\":["
    "{\"type\":\"aws_glue_connection\",\"name\":\"a\",\"instances\":[{\"attributes\":{\"name\":"
    "\"a\"}}]},"
    "{\"type\":\"aws_glue_connection\",\"name\":\"b\",\"instances\":[{\"attributes\":{\"name\":"
    "\"b\"}}]}]}')",
    "SELECT * FROM glue_requests('{\"resource\":{\"aws_glue_connection\":{\"a\":{\"name\":\"a\"},"
    "\"b\":{\"name\":\"b\"}}}}')",
    "SELECT * FROM glue_requests('a: &key Resources\n*key : {A: {Type: AWS::Glue::Connection}}')",
    "SELECT * FROM "
    "glue_requests('{\"Resources\":{\"R\":{\"Typ\\u0065\":1,\"Type\":2,\"Type\":3}}}')",
    "SELECT * FROM glue_requests('{}', '[]')",
    "SELECT * FROM glue_requests('{}', '{\"a\":1,\"a\":2}')",
    "SELECT * FROM glue_requests('{}', '{\"\":1,\"\":2}')",
    "SELECT * FROM glue_requests('{\"Parameters\":{\"P\":{\"AllowedValues\":[\"\\u0061\"]}},"
    "\"Resources\":{\"R\":{\"Type\":\"AWS::Glue::Connection\",\"Condition\":\"C\"}}}',"
    " '{\"P\":\"\\u0062\",\"Q\":1}')",
    /* a document that SQLite makes only when it is looked at, parameters that it makes a text of */
    "SELECT * FROM glue_requests(zeroblob(1000001))",
    "SELECT * FROM glue_requests('{}', 5)",
    /* scopes that cannot be told apart */
    "SELECT glue_export_cloudformation(value) FROM "
    "json_each('[{\"Region\":\"eu-west-1\",\"ConnectionInput\":{\"Name\":\"a\"}},"
    "{\"Region\":\"eu-west-2\",\"ConnectionInput\":{\"Name\":\"a\"}}]')",
    "SELECT * FROM glue_requests(5)",
    "SELECT glue_principal('user/x')",
    "SELECT * FROM glue_settings",
    "UPDATE c SET tags = '{\"aws:x\":\"1\"}' WHERE name = 'a'",
    "UPDATE c SET tags = 5 WHERE name = 'a'",
    "INSERT INTO c(c) VALUES('default-key=arn:aws:kms:x:y:key/none')",
    /* a value that was sealed with another key */
    "SELECT glue_decrypt('glue-connections:2:arn:aws:kms:x:y:key/none:' ||"
    " substr(connection_properties ->> 'ENCRYPTED_PASSWORD', -96), catalog_id, region, name)"
    " FROM c WHERE name = 'a'",
    "SELECT * FROM glue_lint('{\"Name\":\"n\",\"ConnectionType\":\"CUSTOM\","
    "\"ConnectionProperties\":{\"ENCRYPTED_PASSWORD\":\"glue-connections:2:\\u0078\"}}')",
    /* answers: one that is newer in every way, one without the secret of its row, a copy of one */
    "INSERT INTO c(request) VALUES('{\"Connection\":{\"Name\":\"n\",\"ConnectionType\":\"X\","
    "\"Status\":\"NEW\",\"New\":{\"x\":\"\\u0061\"},\"NewPassword\":\"s3cret\","
    "\"PhysicalConnectionRequirements\":{\"SubnetId\":\"s\",\"New\":1}}}')",
    "SELECT * FROM glue_lint('{\"Name\":\"n\",\"ConnectionType\":\"X\",\"CreationTime\":1,"
    "\"Status\":\"NEW\"}')",
    "UPDATE c SET request = '{\"Connection\":{\"Name\":\"a\",\"ConnectionType\":\"JDBC\","
    "\"ConnectionProperties\":{\"k\":\"v\"}}}' WHERE name = 'a'",
    "INSERT INTO c(name, connection_type, creation_time, unknown_members) VALUES('n', 'X', 0,"
    " '{" TEN_KEYS("/a") "," TEN_KEYS("/b") "," TEN_KEYS("/c") "}')",
};

#define UTF16 "PRAGMA encoding = 'UTF-16';"
#define DAMAGED                                                                                    \
  "UPDATE c_data SET tags = '{', match_criteria = '[5]' WHERE id = 1;"                             \
  "UPDATE c_data SET connection_properties = '{\"PASSWORD\":\"p\"}' WHERE id = 2;"
/* More than the counters that a transaction keeps in memory. */
#define MANY_CATALOGS                                                                              \
  "BEGIN; INSERT INTO c(name, connection_type, connection_properties, catalog_id)"                 \
  " WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 70)"                  \
  " SELECT 'm', 'CUSTOM', '{}', 'catalog ' || n FROM i;"
#define OAUTH2                                                                                     \
  "INSERT INTO c(name, connection_type, connection_properties, authentication_configuration)"      \
  " VALUES('o', 'SALESFORCE', '{}', '{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":"     \
  "{\"OAuth2Credentials\":{\"AccessToken\":\"t\"}}}');"

/* What the service answered, some of it odd. */
#define ANSWERED                                                                                   \
  "INSERT INTO c(request) VALUES('{\"Connection\":{\"Name\":\"o\",\"ConnectionType\":\"X\","       \
  "\"ConnectionProperties\":{\"a\":\"\",\"b\":\"c\"},\"MatchCriteria\":[\"\"],\"New\":1}}');"
/* With structures within structures, beside what is not known, and a tag of the service's own. */
#define ANSWERED_NESTED                                                                            \
  "INSERT INTO c(request) VALUES('{\"Connection\":{\"Name\":\"o\",\"ConnectionType\":\"X\","       \
  "\"New\":\"\\u00e9\",\"PhysicalConnectionRequirements\":{\"SubnetId\":\"s\",\"New\":1},"         \
  "\"AuthenticationConfiguration\":{\"OAuth2Properties\":{\"TokenUrl\":\"https://t/o\"},"          \
  "\"AuthenticationType\":\"OAUTH2\"}},\"Tags\":{\"aws:x\":\"y\"}}');"
#define DEFAULT_KEY(name) "SELECT glue_default_key('arn:aws:kms:x:y:key/" name "');"

/* Credentials that are references. */
#define REFERRED                                                                                   \
  "INSERT INTO c(name, connection_type, connection_properties, authentication_configuration)"      \
  " VALUES('o', 'SALESFORCE', '{}', '{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":"     \
  "{\"OAuth2Credentials\":{\"AccessToken\":\"${Ref:T}\"}}}');"

/* The same, after some preparation during which nothing fails: before and after CREATE. */
static const struct {
  const char *settings, *preparation, *sql;
} prepared[] = {
    {UTF16, "",
     "INSERT INTO c(name, connection_type, connection_properties, creation_time, status)"
     " VALUES('n', 'CUSTOM', '{}', '2024-01-01', 'FAILED')"},
    {"", "INSERT INTO c(c) VALUES('quota=1')",
     "INSERT INTO c(name, connection_type, connection_properties) VALUES('n', 'CUSTOM', '{}')"},
    {UTF16, "", "UPDATE c SET name = 'renamed', tags = '{}' WHERE name = 'a'"},
    {UTF16, "", "UPDATE OR REPLACE c SET name = 'b'"},
    {UTF16, "", "SELECT arn, request, connection, compatible_compute_environments FROM c"},
    {UTF16, "", "SELECT arn FROM c"},
    {UTF16, "", "SELECT compatible_compute_environments FROM c WHERE name IN ('a', 'b')"},
    {UTF16, "", "SELECT * FROM glue_connection_types WHERE connection_type = 'KAFKA'"},
    {UTF16, "", "SELECT * FROM glue_jdbc_url('jdbc:mysql://h/d')"},
    {UTF16, "", "SELECT * FROM glue_lint('{\"Name\":1}')"},
    {UTF16, "", "SELECT * FROM glue_lint('{\"Name\":1}', 'terraform') WHERE rule = 'json'"},
    {UTF16, "", "SELECT * FROM glue_lint('{\"Name\":1}') WHERE rule IN ('json', 'type', 'length')"},
    {UTF16, "", "SELECT glue_export_terraform(request, 'sealed') FROM c"},
    {UTF16, "", "SELECT glue_principal('somebody')"},
    {UTF16, "", "SELECT * FROM glue_requests('{\"Name\":\"a\",\"ConnectionType\":\"X\"}', '{}')"},
    {UTF16, "", "SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c"},
    {UTF16, "", "INSERT INTO c(request) VALUES(x'7b7d')"},
    {UTF16, "", "INSERT INTO c(c) VALUES('quota=7')"},
    {UTF16, "", "INSERT INTO c(c) VALUES('integrity-check')"},
    {"", DAMAGED, "INSERT INTO c(c) VALUES('integrity-check')"},
    {"", DAMAGED, "INSERT INTO c(c) VALUES('rekey')"},
    {"", DAMAGED, "UPDATE c SET description = 'x'"},
    {"", "UPDATE c_config SET value = '9'", "SELECT * FROM c"},
    {"", "UPDATE c_config SET value = '9'", "INSERT INTO c(c) VALUES('integrity-check')"},
    {"", "DROP TABLE c_catalogs", "INSERT INTO c(c) VALUES('integrity-check')"},
    {"", "INSERT INTO c(c) VALUES('principal=p'), ('quota=4')", "UPDATE c SET description = 'x'"},
    {"", "INSERT INTO c(c) VALUES('principal=p')", "CREATE TABLE t AS SELECT * FROM c"},
    {"", "INSERT INTO c(c) VALUES('principal=p'), ('quota=4')",
     "INSERT INTO c(c) VALUES('integrity-check')"},
    {"", "CREATE VIRTUAL TABLE d USING glue_connections",
     "INSERT INTO d(name, connection_type, connection_properties) VALUES('n', 'CUSTOM', '{}')"},
    {"", OAUTH2, "SELECT glue_decrypt(request) FROM c"},
    {"", OAUTH2, "INSERT INTO c(c) VALUES('rekey')"},
    {"", OAUTH2, "UPDATE c SET name = name || '2'"},
    /* credentials that are kept are not lost */
    {"", OAUTH2,
     "UPDATE c SET authentication_configuration = json(authentication_configuration);"
     "SELECT name, credentials IS NULL FROM c"},
    {"", ANSWERED,
     "UPDATE c SET connection_properties = json_set(connection_properties, '$.b', 'd')"
     " WHERE name = 'o'"},
    {"", ANSWERED,
     "UPDATE c SET connection_properties = json_set(connection_properties, '$.b', '')"
     " WHERE name = 'o'"},
    /* white space, which nothing that is stored has, and its reading leaves out */
    {"", ANSWERED "UPDATE c_data SET spark_properties = '{ }' WHERE name = 'o'",
     "UPDATE c SET connection_properties = json_set(connection_properties, '$.b', '')"
     " WHERE name = 'o'"},
    {"", REFERRED,
     "UPDATE c SET request = '{\"Connection\":{\"Name\":\"o\",\"ConnectionType\":\"SALESFORCE\","
     "\"AuthenticationConfiguration\":{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":{}}}}"
     "'"
     " WHERE name = 'o'"},
    {"", MANY_CATALOGS, "UPDATE c SET catalog_id = 'x' WHERE name = 'a'"},
    {"", MANY_CATALOGS, "DELETE FROM c WHERE name = 'a'"},
    {"", MANY_CATALOGS,
     "INSERT INTO c(name, connection_type, connection_properties) VALUES('n', 'CUSTOM', '{}')"},
    {"", MANY_CATALOGS,
     "INSERT OR REPLACE INTO c(name, connection_type, connection_properties)"
     " VALUES('a', 'CUSTOM', '{}')"},
    {UTF16, "CREATE TEMP TABLE t(x); CREATE VIRTUAL TABLE d USING glue_connections",
     "SELECT * FROM glue_settings"},
    {"", "CREATE VIRTUAL TABLE d USING glue_connections",
     "INSERT INTO d(name, connection_type, connection_properties) VALUES"
     "('n', 'CUSTOM', '{\"PASSWORD\":\"p\"}')"},
    {"", ANSWERED_NESTED, "SELECT connection FROM c WHERE name = 'o'"},
    {"", ANSWERED_NESTED,
     "UPDATE c SET tags = json_set(tags, '$.k', 'v'), description = 'x' WHERE name = 'o'"},
    {UTF16, "CREATE TRIGGER t AFTER INSERT ON c_data BEGIN SELECT 1; END",
     "INSERT INTO c(c) VALUES('integrity-check')"},
    {"", "CREATE TRIGGER t BEFORE INSERT ON c_catalogs BEGIN SELECT raise(IGNORE); END",
     "INSERT INTO c(name, connection_type, connection_properties) VALUES('n', 'CUSTOM', '{}')"},
    /* what was sealed for another name */
    {"", "UPDATE c_data SET name = 'moved' WHERE name = 'a'",
     "SELECT glue_decrypt(request) FROM c"},
    {"", "UPDATE c_data SET name = 'moved' WHERE name = 'a'", "INSERT INTO c(c) VALUES('rekey')"},
    /* a keyring that is not there, and what it is needed for */
    {"",
     "CREATE VIRTUAL TABLE d USING glue_connections; INSERT INTO d(request) SELECT request FROM c;"
     "SELECT glue_keyring('/nowhere/keyring')",
     "INSERT INTO d(name, connection_type, connection_properties) VALUES"
     "('n', 'CUSTOM', '{\"PASSWORD\":\"p\"}')"},
    {"", DEFAULT_KEY("one"), DEFAULT_KEY("two")},
    {"",
     DEFAULT_KEY("two") "INSERT INTO c(c) "
                        "VALUES('default-key=arn:aws:kms:x:y:key/two');" DEFAULT_KEY("one"),
     "INSERT INTO c(c) VALUES('default-key=arn:aws:kms:x:y:key/one')"},
};

/* Runs a script to its end; returns its code. */
static int run(sqlite3 *db, const char *sql) {
  return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* What a statement said: its rows, and the message it ended with. Not allocated, so that it can be
** filled while allocations fail. */
typedef struct Answer {
  int code;
  size_t length;
  char text[32768];
} Answer;

static void append(Answer *answer, const char *text) {
  size_t length = text ? strlen(text) : 0, room = sizeof(answer->text) - answer->length - 1;
  if (length > room) length = room;
  memcpy(answer->text + answer->length, text ? text : "", length);
  answer->length += length;
  answer->text[answer->length] = '\0';
}

/* sqlite3_exec() would lose a failure to allocate the text of a column. */
static void ask(sqlite3 *db, const char *sql, Answer *answer) {
  sqlite3_stmt *statement = NULL;
  answer->length = 0;
  answer->text[0] = '\0';
  answer->code = SQLITE_OK;
  while (*sql && answer->code == SQLITE_OK) {
    answer->code = sqlite3_prepare_v2(db, sql, -1, &statement, &sql);
    while (answer->code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
      for (int i = 0; i < sqlite3_column_count(statement); i++) {
        int is_null = sqlite3_column_type(statement, i) == SQLITE_NULL;
        const char *text = (const char *)sqlite3_column_text(statement, i);
        if (text == NULL && !is_null) answer->code = SQLITE_NOMEM;
        append(answer, is_null ? "NULL|" : text);
      }
      append(answer, "\n");
    }
    int rc = sqlite3_finalize(statement) & 0xff;
    if (answer->code == SQLITE_OK) answer->code = rc;
    statement = NULL;
  }
  if (answer->code != SQLITE_OK) append(answer, sqlite3_errmsg(db));
}

/* Whether it differs every time: sealed texts and new keys. */
static int is_random(const char *text) {
  return strstr(text, "glue-connections:2:") || strncmp(text, "arn:aws:kms:x:y:key/", 20) == 0;
}

/* Whether a statement that did without said what it says otherwise. SQLite keeps a message if it can, and has one for each
** code if not. */
static int is_same(const Answer *answer, const Answer *expected) {
  const char *a = answer->text, *b = expected->text;
  if (answer->code != expected->code) return 0;
  if (answer->code != SQLITE_OK && strcmp(a, sqlite3_errstr(answer->code)) == 0) return 1;
  return strcmp(a, b) == 0 || (strlen(a) == strlen(b) && is_random(a) && is_random(b));
}

/*
** All rows and, outside a transaction (within one they may be behind), the counters, as one text;
** NULL where the table is not there.
*/
static char *contents(sqlite3 *db) {
  static const char sql[] =
      "SELECT coalesce((SELECT group_concat(t, '|') FROM (SELECT name || rowid || status || tags ||"
      " connection_properties || coalesce(description, '') || catalog_id || region AS t FROM c"
      " ORDER BY rowid)), '') || (SELECT group_concat(catalog_id || region || connections)"
      " FROM c_catalogs WHERE connections > 0 AND ?1)";
  sqlite3_stmt *statement;
  char *text = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) return NULL;
  sqlite3_bind_int(statement, 1, sqlite3_get_autocommit(db));
  if (sqlite3_step(statement) == SQLITE_ROW) {
    text = sqlite3_mprintf("%s", sqlite3_column_text(statement, 0));
  }
  sqlite3_finalize(statement);
  return text;
}

/* A database with the catalog that CREATE makes; out: its contents, for the caller to free. */
static sqlite3 *open_database(const char *settings, char **created) {
  sqlite3 *db = NULL;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK || run(db, settings) != SQLITE_OK ||
      sqlite3_glueconnections_init(db, NULL, NULL) != SQLITE_OK || run(db, CREATE) != SQLITE_OK) {
    fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    sqlite3_close(db);
    return NULL;
  }
  *created = contents(db);
  return db;
}

/* A table that is not there any more is sound, and one that was damaged before is not asked. */
static int is_sound(sqlite3 *db, const char *preparation) {
  int rc = run(db, "INSERT INTO c(c) VALUES('integrity-check')") & 0xff;
  return rc == SQLITE_OK || rc == SQLITE_ERROR || (*preparation && rc == SQLITE_CORRUPT);
}

/*
** One statement with one failure. Returns whether the failure was reached. A statement that failed
** for want of memory has changed nothing, or has rolled back the transaction it was part of; one that
** did without has said what it says otherwise.
*/
static int try_failure(const char *settings, const char *preparation, const char *sql, long n,
                       const Answer *expected) {
  static Answer answer;
  char *created = NULL;
  sqlite3 *db = open_database(settings, &created);
  if (!CHECK(db != NULL)) return 0;
  CHECK(run(db, preparation) == SQLITE_OK);
  int was_autocommit = sqlite3_get_autocommit(db);
  char *before = contents(db);
  failures = 0;
  countdown = n;
  ask(db, sql, &answer);
  countdown = -1;
  int rc = answer.code;
  char *after = contents(db);
  int ok = is_same(&answer, expected) || rc == SQLITE_NOMEM;
  if (rc == SQLITE_NOMEM && before && after) {
    int is_rolled_back = sqlite3_get_autocommit(db) && !was_autocommit;
    ok = ok && strcmp(is_rolled_back ? created : before, after) == 0;
  }
  ok = ok && is_sound(db, preparation);
  if (!sqlite3_get_autocommit(db)) {
    ok = ok && run(db, "COMMIT") == SQLITE_OK && is_sound(db, "");
  }
  if (!CHECK(ok)) printf("  allocation %ld, code %d: %s\n  %s\n", n, rc, sql, answer.text);
  sqlite3_free(created);
  sqlite3_free(before);
  sqlite3_free(after);
  CHECK(sqlite3_close(db) == SQLITE_OK);
  return failures > 0;
}

static void test_statement(const char *settings, const char *preparation, const char *sql,
                           long stride) {
  const char *only = getenv("ONLY");
  if (only && strstr(sql, only) == NULL) return;
  char *created = NULL;
  sqlite3 *db = open_database(settings, &created);
  if (!CHECK(db != NULL && run(db, preparation) == SQLITE_OK)) return;
  static Answer expected;
  ask(db, sql, &expected);
  sqlite3_free(created);
  sqlite3_close(db);
  sqlite3_int64 baseline = sqlite3_memory_used();
  for (persistent = 0; persistent < 2; persistent++) {
    long n = 0;
    while (try_failure(settings, preparation, sql, n, &expected)) {
      n += n < FEW || is_long ? stride : 7 * stride;
    }
  }
  if (!CHECK(sqlite3_memory_used() == baseline)) printf("  leaks: %s\n", sql);
}

/* Where it is already it is not loaded again. */
static void test_loading_again(void) {
  sqlite3 *db = NULL;
  char *message = NULL;
  if (!CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK)) return;
  CHECK(sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_OK);
  int rc = SQLITE_NOMEM;
  for (long n = 0; rc != SQLITE_OK; n++) {
    countdown = n;
    rc = sqlite3_glueconnections_init(db, &message, NULL);
    countdown = -1;
    CHECK(rc == SQLITE_OK || rc == SQLITE_NOMEM);
    sqlite3_free(message);
    message = NULL;
  }
  CHECK(sqlite3_close(db) == SQLITE_OK);
}

/* The extension is loaded whole or not at all. */
static void test_loading(void) {
  sqlite3_int64 baseline = sqlite3_memory_used();
  for (persistent = 0; persistent < 2; persistent++) {
    int rc = SQLITE_NOMEM;
    for (long n = 0; rc != SQLITE_OK; n++) {
      sqlite3 *db = NULL;
      char *message = NULL;
      if (!CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK)) return;
      countdown = n;
      rc = sqlite3_glueconnections_init(db, &message, NULL);
      countdown = -1;
      CHECK(rc == SQLITE_OK || rc == SQLITE_NOMEM);
      sqlite3_free(message);
      CHECK(sqlite3_close(db) == SQLITE_OK);
    }
    test_loading_again();
  }
  CHECK(sqlite3_memory_used() == baseline);
}

int main(void) {
  install();
  char folder[] = "/tmp/glue_memory_XXXXXX", path[64];
  if (!CHECK(mkdtemp(folder) != NULL)) return check_summary();
  snprintf(path, sizeof(path), "%s/keyring", folder);
  unsetenv("GLUE_KEYRING");
  setenv("XDG_CONFIG_HOME", folder, 1);
  char *created = NULL;
  sqlite3 *db = open_database("", &created); /* makes the keyring, and whatever is made once */
  CHECK(db != NULL);
  CHECK(run(db, "SELECT glue_create_key('arn:aws:kms:x:y:key/one'),"
                " glue_create_key('arn:aws:kms:x:y:key/two')") == SQLITE_OK);
  sqlite3_free(created);
  sqlite3_close(db);
  const char *asked = getenv("LONG");
  is_long = asked && *asked;
  long stride = is_long ? 1 : STRIDE;
  for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
    test_statement("", "", statements[i], stride);
  }
  for (size_t i = 0; i < sizeof(prepared) / sizeof(*prepared); i++) {
    test_statement(prepared[i].settings, prepared[i].preparation, prepared[i].sql, stride);
  }
  test_loading();
  return check_summary();
}
