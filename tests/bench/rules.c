/* SPDX-License-Identifier: MIT */
/*
** The rules that the extension enforces, written in SQL as far as SQL can say them: what one would
** have without it. CHECK constraints for what one value says of itself, triggers for what takes a
** walk through a document, another table or a counter. Each document is walked once.
**
** Left out, to its advantage: a message that names each finding with its path and constraint,
** malformed UTF-8, nested structures of OAuth 2.0 below their members' names, sealed secrets.
*/
#include "bench.h"

/* clang-format off */

/* What NameString and DescriptionString exclude. */
#define CONTROL "char(1) || '-' || char(8) || char(10) || '-' || char(31)"
#define NO_CONTROL(value) " AND " value " NOT GLOB ('*[' || " CONTROL " || ']*')"
#define NAME(column)                                                                               \
  column " TEXT NOT NULL CHECK(length(" column ") BETWEEN 1 AND 255" NO_CONTROL(column) "),"
#define DOCUMENT(column, type) column " TEXT CHECK(json_type(" column ") = '" type "'),"

const char rules_columns[] =
    "id INTEGER PRIMARY KEY,"
    NAME("name")
    NAME("connection_type")
    "status TEXT NOT NULL CHECK(status IN ('READY', 'IN_PROGRESS', 'FAILED')),"
    "description TEXT CHECK(length(description) <= 2048"
    "  AND description NOT GLOB ('*[' || char(1) || '-' || char(8) || char(11) || char(12)"
    "                            || char(14) || '-' || char(31) || ']*')),"
    NAME("catalog_id")
    NAME("region")
    "connection_properties TEXT NOT NULL CHECK(json_type(connection_properties) = 'object'),"
    DOCUMENT("athena_properties", "object")
    DOCUMENT("spark_properties", "object")
    DOCUMENT("python_properties", "object")
    DOCUMENT("match_criteria", "array")
    DOCUMENT("physical_connection_requirements", "object")
    DOCUMENT("authentication_configuration", "object")
    "validate_credentials INTEGER NOT NULL CHECK(validate_credentials IN (0, 1)),"
    DOCUMENT("validate_for_compute_environments", "array")
    "tags TEXT NOT NULL CHECK(json_type(tags) = 'object'),"
    "connection_schema_version INTEGER NOT NULL CHECK(connection_schema_version IN (1, 2)),"
    DOCUMENT("compatible_compute_environments", "array")
    "status_reason TEXT CHECK(length(status_reason) BETWEEN 1 AND 16384),"
    "creation_time INTEGER NOT NULL CHECK(typeof(creation_time) = 'integer'),"
    "last_updated_time INTEGER NOT NULL CHECK(typeof(last_updated_time) = 'integer'),"
    "last_connection_validation_time INTEGER,"
    "last_updated_by TEXT CHECK(length(last_updated_by) BETWEEN 1 AND 255" NO_CONTROL("last_updated_by") "),"
    "credentials TEXT,"
    "UNIQUE(name, catalog_id, region)";

#define REFUSE(what) "SELECT RAISE(ABORT, 'InvalidInputException: " what "') "

/* A map of strings: how many entries, no key twice, each key and value as it must be. */
#define MAP_RULES(column, most, bad)                                                               \
  "CREATE TRIGGER " column "_rules BEFORE INSERT ON connections WHEN NEW." column " IS NOT NULL "  \
  "BEGIN "                                                                                         \
  REFUSE(column)                                                                                   \
  "FROM (SELECT count(*) AS entries, count(DISTINCT key) AS keys, sum(" bad ") AS bad"             \
  "      FROM json_each(NEW." column "))"                                                          \
  " WHERE entries > " most " OR entries <> keys OR bad > 0;"                                       \
  "END"

#define PROPERTY_MAP_RULES(column)                                                                 \
  MAP_RULES(column, "9223372036854775807",                                                         \
            "type <> 'text' OR length(key) NOT BETWEEN 1 AND 128"                                  \
            " OR length(value) NOT BETWEEN 1 AND 2048")

/* Whether that property is missing. */
#define LACKS(property) "NEW.connection_properties ->> '$." property "' IS NULL"

const char *const rules_schema[] = {
    "CREATE TABLE known_types(name TEXT PRIMARY KEY) WITHOUT ROWID",
    "INSERT INTO known_types SELECT connection_type FROM glue_connection_types",
    "CREATE TABLE catalogs(catalog_id TEXT NOT NULL PRIMARY KEY,"
    " connections INTEGER NOT NULL CHECK(connections >= 0)) WITHOUT ROWID",
    "CREATE TABLE config(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "INSERT INTO config VALUES('quota', '1000000000')",

    MAP_RULES("connection_properties", "100",
              "type <> 'text' OR length(key) NOT BETWEEN 1 AND 255"
              " OR key GLOB ('*[' || " CONTROL " || ']*')"
              " OR (length(value) NOT BETWEEN 1 AND 1024 AND key NOT GLOB 'ENCRYPTED_*')"),
    PROPERTY_MAP_RULES("athena_properties"),
    PROPERTY_MAP_RULES("spark_properties"),
    PROPERTY_MAP_RULES("python_properties"),
    MAP_RULES("tags", "50",
              "type <> 'text' OR length(key) NOT BETWEEN 1 AND 128 OR length(value) > 256"
              " OR lower(substr(key, 1, 4)) = 'aws:'"),

    "CREATE TRIGGER match_criteria_rules BEFORE INSERT ON connections"
    " WHEN NEW.match_criteria IS NOT NULL BEGIN "
    REFUSE("match_criteria")
    "FROM (SELECT count(*) AS elements, sum(type <> 'text' OR length(value) NOT BETWEEN 1 AND 255"
    "        OR value GLOB ('*[' || " CONTROL " || ']*')) AS bad"
    "      FROM json_each(NEW.match_criteria)) WHERE elements > 10 OR bad > 0;"
    "END",

    "CREATE TRIGGER requirements_rules BEFORE INSERT ON connections"
    " WHEN NEW.physical_connection_requirements IS NOT NULL BEGIN "
    REFUSE("physical_connection_requirements")
    "FROM (SELECT count(*) AS members, count(DISTINCT key) AS keys, sum(CASE key"
    "        WHEN 'SecurityGroupIdList' THEN type <> 'array'"
    "        WHEN 'SubnetId' THEN type <> 'text' OR length(value) NOT BETWEEN 1 AND 255"
    "          OR value GLOB ('*[' || " CONTROL " || ']*')"
    "        WHEN 'AvailabilityZone' THEN type <> 'text' OR length(value) NOT BETWEEN 1 AND 255"
    "          OR value GLOB ('*[' || " CONTROL " || ']*')"
    "        ELSE 1 END) AS bad"
    "      FROM json_each(NEW.physical_connection_requirements)) WHERE members <> keys OR bad > 0;"
    REFUSE("security_group_id_list")
    "FROM (SELECT count(*) AS elements, sum(type <> 'text' OR length(value) NOT BETWEEN 1 AND 255"
    "        OR value GLOB ('*[' || " CONTROL " || ']*')) AS bad"
    "      FROM json_each(NEW.physical_connection_requirements, '$.SecurityGroupIdList'))"
    " WHERE elements > 50 OR bad > 0;"
    "END",

    "CREATE TRIGGER authentication_rules BEFORE INSERT ON connections"
    " WHEN NEW.authentication_configuration IS NOT NULL BEGIN "
    REFUSE("authentication_configuration")
    "FROM (SELECT count(*) AS members, count(DISTINCT key) AS keys, sum(CASE key"
    "        WHEN 'AuthenticationType' THEN value NOT IN ('BASIC', 'OAUTH2', 'CUSTOM', 'IAM')"
    "        WHEN 'SecretArn' THEN type <> 'text' OR value NOT GLOB 'arn:aws*:secretsmanager:*'"
    "        WHEN 'KmsKeyArn' THEN type <> 'text' OR value NOT GLOB 'arn:aws*:kms:*'"
    "        WHEN 'OAuth2Properties' THEN type <> 'object'"
    "        WHEN 'BasicAuthenticationCredentials' THEN type <> 'object'"
    "        WHEN 'CustomAuthenticationCredentials' THEN type <> 'object'"
    "        ELSE 1 END) AS bad"
    "      FROM json_each(NEW.authentication_configuration)) WHERE members <> keys OR bad > 0;"
    REFUSE("o_auth2_properties")
    "FROM (SELECT sum(CASE key"
    "        WHEN 'OAuth2GrantType' THEN value NOT IN"
    "          ('AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS', 'JWT_BEARER')"
    "        WHEN 'TokenUrl' THEN type <> 'text' OR length(value) > 256 OR value NOT GLOB 'http*://*'"
    "        WHEN 'OAuth2ClientApplication' THEN type <> 'object'"
    "        WHEN 'TokenUrlParametersMap' THEN type <> 'object'"
    "        WHEN 'AuthorizationCodeProperties' THEN type <> 'object'"
    "        WHEN 'OAuth2Credentials' THEN type <> 'object'"
    "        ELSE 1 END) AS bad"
    "      FROM json_each(NEW.authentication_configuration, '$.OAuth2Properties')) WHERE bad > 0;"
    "END",

    "CREATE TRIGGER environments_rules BEFORE INSERT ON connections"
    " WHEN NEW.validate_for_compute_environments IS NOT NULL BEGIN "
    REFUSE("validate_for_compute_environments")
    "FROM json_each(NEW.validate_for_compute_environments)"
    " WHERE value NOT IN ('SPARK', 'ATHENA', 'PYTHON');"
    "END",

    "CREATE TRIGGER type_rules BEFORE INSERT ON connections BEGIN "
    REFUSE("connection_type")
    "WHERE NOT EXISTS(SELECT 1 FROM known_types WHERE name = NEW.connection_type)"
    " AND NEW.connection_type NOT GLOB 'REST-?*';"
    REFUSE("required property")
    "WHERE CASE NEW.connection_type"
    "  WHEN 'JDBC' THEN " LACKS("JDBC_CONNECTION_URL") " AND (" LACKS("HOST") " OR " LACKS("PORT")
    "    OR " LACKS("JDBC_ENGINE") ")"
    "  WHEN 'KAFKA' THEN " LACKS("KAFKA_BOOTSTRAP_SERVERS")
    "  WHEN 'MONGODB' THEN " LACKS("CONNECTION_URL")
    "  WHEN 'NETWORK' THEN NEW.physical_connection_requirements IS NULL"
    "  WHEN 'MARKETPLACE' THEN " LACKS("CONNECTOR_TYPE") " OR " LACKS("CONNECTOR_URL")
    "    OR " LACKS("CONNECTOR_CLASS_NAME")
    "  WHEN 'VIEW_VALIDATION_REDSHIFT' THEN " LACKS("DATABASE") " OR " LACKS("CLUSTER_IDENTIFIER")
    "  WHEN 'VIEW_VALIDATION_ATHENA' THEN " LACKS("WORKGROUP_NAME")
    "  WHEN 'CUSTOM' THEN 0 WHEN 'SFTP' THEN 0 WHEN 'DYNAMODB' THEN 0"
    "  ELSE " LACKS("SparkProperties") " AND " LACKS("PythonProperties")
    "    AND (NEW.authentication_configuration IS NULL"
    "      OR (NEW.connection_type = 'SNOWFLAKE' AND " LACKS("WAREHOUSE") "))"
    "  END;"
    "END",

    "CREATE TRIGGER quota_rule BEFORE INSERT ON connections BEGIN "
    "SELECT RAISE(ABORT, 'ResourceNumberLimitExceededException: quota')"
    " WHERE (SELECT connections FROM catalogs WHERE catalog_id = NEW.catalog_id)"
    "   >= (SELECT CAST(value AS INTEGER) FROM config WHERE key = 'quota');"
    "END",
    "CREATE TRIGGER counter AFTER INSERT ON connections BEGIN "
    "INSERT INTO catalogs VALUES(NEW.catalog_id, 1)"
    " ON CONFLICT(catalog_id) DO UPDATE SET connections = connections + 1;"
    "END",
    NULL,
};
