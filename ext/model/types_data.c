/* SPDX-License-Identifier: MIT */
/*
** The rules of the connection types.
**
** A new type is a new row of connection_types; a new rule is a new TypeRule in the list of a family
** (a family of its own for a type that departs from its kin). The order of the rows is that of the
** API's enumeration; those it lacks follow.
**
** Sources: the API reference of CreateConnection and ConnectionInput (documented); refusals and
** outcomes reported from the service (observed); acceptance and integration tests that run against
** it, and AWS's own SDK code (in use).
*/
#include "model/types.h"

/* clang-format off */

#define PROPERTY(key) {COLUMN_CONNECTION_PROPERTIES, key}
#define MEMBER(column) {COLUMN_##column, NULL}

/* ---- rules of the classic types: documented, by ConnectionInput ---- */

static const TypeRule rule_jdbc_target = {
  .rule = RULE_REQUIRED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{PROPERTY("JDBC_CONNECTION_URL")},
             {PROPERTY("HOST"), PROPERTY("PORT"), PROPERTY("JDBC_ENGINE")}}};

/* Documented as required, but whether the service refuses a connection without is not known. */
static const TypeRule rule_credentials = {
  .rule = RULE_MISSING_CREDENTIALS, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{PROPERTY("USERNAME"), PROPERTY("PASSWORD")},
             {PROPERTY("SECRET_ID")},
             {MEMBER(AUTHENTICATION_CONFIGURATION)}},
  .advice = "The connection has no credentials; give USERNAME and PASSWORD, or SECRET_ID (an "
            "export made with HidePassword leaves the password out)"};

static const TypeRule rule_mongodb_target = {
  .rule = RULE_REQUIRED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{PROPERTY("CONNECTION_URL")}}};

static const TypeRule rule_kafka_target = {
  .rule = RULE_REQUIRED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{PROPERTY("KAFKA_BOOTSTRAP_SERVERS")}}};

static const TypeRule rule_kafka_scram = {
  .rule = RULE_KAFKA_SASL_INCOMPLETE, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_DOCUMENTED,
  .when = PROPERTY("KAFKA_SASL_MECHANISM"), .equals = "SCRAM-SHA-512",
  .any_of = {{PROPERTY("KAFKA_SASL_SCRAM_SECRETS_ARN")},
             {PROPERTY("KAFKA_SASL_SCRAM_USERNAME"), PROPERTY("KAFKA_SASL_SCRAM_PASSWORD")},
             {PROPERTY("SECRET_ID")}},
  .advice = "SCRAM-SHA-512 needs credentials; give KAFKA_SASL_SCRAM_SECRETS_ARN, or "
            "KAFKA_SASL_SCRAM_USERNAME and KAFKA_SASL_SCRAM_PASSWORD"};

static const TypeRule rule_kafka_plain = {
  .rule = RULE_KAFKA_SASL_INCOMPLETE, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_DOCUMENTED,
  .when = PROPERTY("KAFKA_SASL_MECHANISM"), .equals = "PLAIN",
  .any_of = {{PROPERTY("KAFKA_SASL_PLAIN_USERNAME"), PROPERTY("KAFKA_SASL_PLAIN_PASSWORD")},
             {PROPERTY("SECRET_ID")}},
  .advice = "PLAIN needs credentials; give KAFKA_SASL_PLAIN_USERNAME and "
            "KAFKA_SASL_PLAIN_PASSWORD, or SECRET_ID"};

static const TypeRule rule_kafka_gssapi = {
  .rule = RULE_KAFKA_SASL_INCOMPLETE, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_DOCUMENTED,
  .when = PROPERTY("KAFKA_SASL_MECHANISM"), .equals = "GSSAPI",
  .any_of = {{PROPERTY("KAFKA_SASL_GSSAPI_KEYTAB"), PROPERTY("KAFKA_SASL_GSSAPI_KRB5_CONF"),
              PROPERTY("KAFKA_SASL_GSSAPI_SERVICE"), PROPERTY("KAFKA_SASL_GSSAPI_PRINCIPAL")}},
  .advice = "GSSAPI needs KAFKA_SASL_GSSAPI_KEYTAB, KAFKA_SASL_GSSAPI_KRB5_CONF, "
            "KAFKA_SASL_GSSAPI_SERVICE and KAFKA_SASL_GSSAPI_PRINCIPAL; add this one"};

static const TypeRule rule_network_requirements = {
  .rule = RULE_REQUIRED_MEMBER, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{MEMBER(PHYSICAL_CONNECTION_REQUIREMENTS)}}};

static const TypeRule rule_connector = {
  .rule = RULE_REQUIRED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{PROPERTY("CONNECTOR_TYPE"), PROPERTY("CONNECTOR_URL"),
              PROPERTY("CONNECTOR_CLASS_NAME")}}};

/* Documented as required; connections without it exist (in use). */
static const TypeRule rule_connector_target = {
  .rule = RULE_EXPECTED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{PROPERTY("CONNECTION_URL")}}};

static const TypeRule rule_connector_credentials = {
  .rule = RULE_MISSING_CREDENTIALS, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_DOCUMENTED,
  .when = PROPERTY("CONNECTOR_TYPE"), .equals = "JDBC",
  .any_of = {{PROPERTY("USERNAME"), PROPERTY("PASSWORD")},
             {PROPERTY("SECRET_ID")},
             {MEMBER(AUTHENTICATION_CONFIGURATION)}},
  .advice = "A Jdbc connector needs credentials; give USERNAME and PASSWORD, or SECRET_ID"};

static const TypeRule rule_redshift_view = {
  .rule = RULE_REQUIRED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{PROPERTY("DATABASE"), PROPERTY("CLUSTER_IDENTIFIER")}}};

static const TypeRule rule_athena_view = {
  .rule = RULE_REQUIRED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_DOCUMENTED,
  .any_of = {{PROPERTY("WORKGROUP_NAME")}}};

static const TypeRule rule_sftp_unsupported = {
  .rule = RULE_SFTP_UNSUPPORTED, .kind = TYPE_RULE_ADVISES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_DOCUMENTED,
  .advice = "AWS Glue lists SFTP but does not support it; use a CUSTOM connector, or AWS Transfer "
            "Family to bring the files to Amazon S3"};

/* ---- rules of the newer types ---- */

/* Observed with MYSQL and SALESFORCE; inferred for the other types. DYNAMODB does without (documented
** example), and so, by inference, do the other sources that take the caller's role and nothing else. */
#define AUTHENTICATION(variable, source)                                                           \
  static const TypeRule variable = {                                                               \
    .rule = RULE_AUTHENTICATION_CONFIGURATION, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,     \
    .provenance = source, .style_2 = true,                                                         \
    .any_of = {{MEMBER(AUTHENTICATION_CONFIGURATION)}},                                            \
    .verbatim = "[ConnectionInput.AuthenticationConfiguration is required.]"}
AUTHENTICATION(rule_authentication, PROVENANCE_INFERRED);
AUTHENTICATION(rule_authentication_observed, PROVENANCE_OBSERVED);

static const TypeRule rule_snowflake_warehouse = {
  .rule = RULE_REQUIRED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_OBSERVED, .style_2 = true,
  .any_of = {{PROPERTY("WAREHOUSE")}},
  .verbatim = "[WAREHOUSE are missing in the request object]"};

static const TypeRule rule_snowflake_role = {
  .rule = RULE_REFUSED_PROPERTY, .kind = TYPE_RULE_REFUSES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_OBSERVED, .style_2 = true,
  .any_of = {{PROPERTY("ROLE")}},
  .verbatim = "[ROLE are not allowed in the request object.]"};

/* Of the service's text only "are not allowed in the request object" is known. */
static const TypeRule rule_redshift_casing = {
  .rule = RULE_REFUSED_PROPERTY, .kind = TYPE_RULE_REFUSES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_OBSERVED, .style_2 = true,
  .when = {COLUMN_ATHENA_PROPERTIES, "MANAGED_CONNECTION"}, .equals = "true",
  .any_of = {{PROPERTY("CATALOG_CASING_FILTER")}}};

static const TypeRule rule_database_target = {
  .rule = RULE_EXPECTED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("HOST"), PROPERTY("PORT"), PROPERTY("DATABASE")}}};

static const TypeRule rule_snowflake_target = {
  .rule = RULE_EXPECTED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("HOST"), PROPERTY("DATABASE")}}};

static const TypeRule rule_documentdb_target = {
  .rule = RULE_EXPECTED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("HOST"), PROPERTY("PORT")}}};

static const TypeRule rule_bigquery_target = {
  .rule = RULE_EXPECTED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("PROJECT_ID")}}};

static const TypeRule rule_instance_target = {
  .rule = RULE_EXPECTED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("INSTANCE_URL")}}};

/* Observed with both types: the connection becomes READY and its catalog shows nothing, because these
** engines keep unquoted names in upper case, and the filter selects names by their case. */
static const TypeRule rule_uppercase_engine = {
  .rule = RULE_CATALOG_CASING_FILTER, .kind = TYPE_RULE_REFUSES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_OBSERVED, .style_2 = true,
  .when = PROPERTY("CATALOG_CASING_FILTER"), .equals = "LOWERCASE_ONLY",
  .any_of = {{PROPERTY("CATALOG_CASING_FILTER")}},
  .advice = "LOWERCASE_ONLY hides every object of an engine that keeps names in upper case; leave "
            "CATALOG_CASING_FILTER out, or set UPPERCASE_ONLY"};

/* ---- families ---- */

#define RULES(...) (const TypeRule *const[]){__VA_ARGS__, NULL}
#define NO_RULES (const TypeRule *const[]){NULL}
#define NAMES(...) (const char *const[]){__VA_ARGS__, NULL}
#define NO_NAMES (const char *const[]){NULL}

#define SPARK "[\"SPARK\"]"
#define ATHENA "[\"ATHENA\"]"
#define SPARK_ATHENA "[\"SPARK\",\"ATHENA\"]"
#define SPARK_ATHENA_PYTHON "[\"SPARK\",\"ATHENA\",\"PYTHON\"]"

static const TypeFamily family_jdbc = {
  .classic = true, .strict_authentication = true,
  .rules = RULES(&rule_jdbc_target, &rule_credentials),
  .optional = NAMES("JDBC_ENFORCE_SSL", "CUSTOM_JDBC_CERT", "SKIP_CUSTOM_JDBC_CERT_VALIDATION",
                    "CUSTOM_JDBC_CERT_STRING", "JDBC_DRIVER_JAR_URI", "JDBC_DRIVER_CLASS_NAME",
                    "JDBC_ENGINE_VERSION", "INSTANCE_ID", "CONFIG_FILES"),
  .authentication_types = NAMES("BASIC"),
  .environments = {SPARK, SPARK},
  .notes = "Give JDBC_ENFORCE_SSL=true: the default is false"};

static const TypeFamily family_sftp = {
  .classic = true,
  .rules = RULES(&rule_sftp_unsupported), .optional = NO_NAMES, .authentication_types = NO_NAMES,
  .notes = "Listed by the API, but not supported"};

static const TypeFamily family_mongodb = {
  .classic = true, .strict_authentication = true,
  .rules = RULES(&rule_mongodb_target, &rule_credentials),
  .optional = NAMES("JDBC_ENFORCE_SSL", "SKIP_CUSTOM_JDBC_CERT_VALIDATION"),
  .authentication_types = NAMES("BASIC"),
  .environments = {SPARK, SPARK}};

static const TypeFamily family_kafka = {
  .classic = true,
  .rules = RULES(&rule_kafka_target, &rule_kafka_scram, &rule_kafka_plain, &rule_kafka_gssapi),
  .optional = NAMES("KAFKA_SSL_ENABLED", "KAFKA_CUSTOM_CERT", "KAFKA_SKIP_CUSTOM_CERT_VALIDATION",
                    "KAFKA_CLIENT_KEYSTORE", "KAFKA_CLIENT_KEYSTORE_PASSWORD",
                    "KAFKA_CLIENT_KEY_PASSWORD", "KAFKA_SASL_MECHANISM",
                    "KAFKA_SASL_PLAIN_USERNAME", "KAFKA_SASL_PLAIN_PASSWORD",
                    "KAFKA_SASL_SCRAM_USERNAME", "KAFKA_SASL_SCRAM_PASSWORD",
                    "KAFKA_SASL_SCRAM_SECRETS_ARN", "KAFKA_SASL_GSSAPI_KEYTAB",
                    "KAFKA_SASL_GSSAPI_KRB5_CONF", "KAFKA_SASL_GSSAPI_SERVICE",
                    "KAFKA_SASL_GSSAPI_PRINCIPAL", "SECRET_ID"),
  .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK},
  .notes = "KAFKA_SASL_MECHANISM is SCRAM-SHA-512, GSSAPI, AWS_MSK_IAM or PLAIN; "
           "KAFKA_SSL_ENABLED is true unless it says false"};

static const TypeFamily family_network = {
  .classic = true,
  .rules = RULES(&rule_network_requirements), .optional = NO_NAMES, .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK},
  .notes = "ConnectionProperties is {}"};

static const TypeFamily family_marketplace = {
  .classic = true, .open = true,
  .rules = RULES(&rule_connector, &rule_connector_target, &rule_connector_credentials),
  .optional = NAMES("USERNAME", "PASSWORD", "SECRET_ID"), .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK},
  .notes = "Takes any key that its connector knows"};

static const TypeFamily family_custom = {
  .classic = true, .open = true,
  .rules = NO_RULES,
  .optional = NAMES("CONNECTOR_TYPE", "CONNECTION_TYPE", "CONNECTOR_URL", "CONNECTOR_CLASS_NAME",
                    "CONNECTION_URL", "JDBC_CONNECTION_URL", "USERNAME", "PASSWORD", "SECRET_ID"),
  .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK},
  .notes = "Takes any key that its connector knows, and needs what its connector needs"};

static const TypeFamily family_view_validation_redshift = {
  .classic = true,
  .rules = RULES(&rule_redshift_view),
  .optional = NAMES("ROLE_ARN", "REGION", "WORKGROUP_NAME"), .authentication_types = NO_NAMES,
  .notes = "For validating views of the Data Catalog"};

static const TypeFamily family_view_validation_athena = {
  .classic = true,
  .rules = RULES(&rule_athena_view),
  .optional = NAMES("ROLE_ARN", "REGION"), .authentication_types = NO_NAMES,
  .notes = "For validating views of the Data Catalog"};

#define TWO_STYLES                                                                                 \
  "In style 1 (schema version 1), ConnectionProperties holds the key SparkProperties, a JSON "     \
  "document as a string, and nothing else is required"

#define DATABASE_KEYS "ROLE_ARN", "ENFORCE_SSL", "CATALOG_CASING_FILTER"

#define DATABASE(authentication_rule)                                                               \
  .strict_authentication = true,                                                                   \
  .rules = RULES(&authentication_rule, &rule_database_target),                                          \
  .optional = NAMES(DATABASE_KEYS), .authentication_types = NAMES("BASIC"),                        \
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES

static const TypeFamily family_database = {DATABASE(rule_authentication)};
static const TypeFamily family_mysql = {DATABASE(rule_authentication_observed)};

static const TypeFamily family_oracle = {
  .strict_authentication = true,
  .rules = RULES(&rule_authentication, &rule_database_target, &rule_uppercase_engine),
  .optional = NAMES(DATABASE_KEYS), .authentication_types = NAMES("BASIC"),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

/* Databases that Athena has a connector for, and Spark none. */
static const TypeFamily family_athena_database = {
  .strict_authentication = true,
  .rules = RULES(&rule_authentication, &rule_database_target),
  .optional = NAMES(DATABASE_KEYS), .authentication_types = NAMES("BASIC"),
  .environments = {SPARK, ATHENA}, .notes = TWO_STYLES};

static const TypeFamily family_redshift = {
  .strict_authentication = true,
  .rules = RULES(&rule_authentication, &rule_database_target, &rule_redshift_casing),
  .optional = NAMES(DATABASE_KEYS, "PythonProperties"),
  .authentication_types = NAMES("BASIC", "IAM"),
  .environments = {SPARK_ATHENA_PYTHON, SPARK_ATHENA_PYTHON}, .notes = TWO_STYLES};

static const TypeFamily family_snowflake = {
  .strict_authentication = true,
  .rules = RULES(&rule_authentication, &rule_snowflake_warehouse, &rule_snowflake_role, &rule_snowflake_target,
                 &rule_uppercase_engine),
  .optional = NAMES("PORT", "SCHEMA", "ROLE_ARN", "CATALOG_CASING_FILTER", "PythonProperties"),
  .authentication_types = NAMES("BASIC", "OAUTH2", "CUSTOM"),
  .environments = {SPARK_ATHENA_PYTHON, SPARK_ATHENA_PYTHON}, .notes = TWO_STYLES};

static const TypeFamily family_documentdb = {
  .strict_authentication = true,
  .rules = RULES(&rule_authentication, &rule_documentdb_target),
  .optional = NAMES("DATABASE", DATABASE_KEYS), .authentication_types = NAMES("BASIC", "IAM"),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

static const TypeFamily family_bigquery = {
  .strict_authentication = true,
  .rules = RULES(&rule_authentication, &rule_bigquery_target),
  .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("CUSTOM"),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

/* Of other stores only the two styles are known. */
static const TypeFamily family_store = {
  .rules = RULES(&rule_authentication),
  .optional = NAMES("HOST", "PORT", "DATABASE", "ENDPOINT", DATABASE_KEYS),
  .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

static const TypeFamily family_athena_store = {
  .rules = RULES(&rule_authentication),
  .optional = NAMES("HOST", "PORT", "DATABASE", "ENDPOINT", DATABASE_KEYS),
  .authentication_types = NO_NAMES,
  .environments = {SPARK, ATHENA}, .notes = TWO_STYLES};

/* AWS's own sources, which take the caller's role: {} is a whole ConnectionProperties. */
static const TypeFamily family_dynamodb = {
  .rules = NO_RULES, .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("IAM"),
  .environments = {SPARK, SPARK_ATHENA},
  .notes = "Needs no credentials; ConnectionProperties may be {}"};

static const TypeFamily family_athena_source = {
  .rules = NO_RULES, .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("IAM"),
  .environments = {SPARK, ATHENA},
  .notes = "Needs no credentials (inferred from DYNAMODB)"};

static const TypeFamily family_iceberg = {
  .strict_authentication = true,
  .rules = RULES(&rule_authentication, &rule_instance_target),
  .optional = NAMES("ROLE_ARN", "CATALOG_CASING_FILTER", "TABLE_DEPTH", "SOURCE_CATALOG_LIST"),
  .authentication_types = NAMES("OAUTH2", "CUSTOM"),
  .environments = {SPARK, SPARK_ATHENA},
  .notes = "For catalogs federated into the Data Catalog"};

static const TypeFamily family_saas = {
  .rules = RULES(&rule_authentication),
  .optional = NAMES("INSTANCE_URL", "ROLE_ARN"), .authentication_types = NAMES("OAUTH2"),
  .environments = {SPARK, SPARK}};

static const TypeFamily family_salesforce = {
  .rules = RULES(&rule_authentication_observed, &rule_instance_target),
  .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("OAUTH2"),
  .environments = {SPARK, SPARK}};

static const TypeFamily family_servicenow = {
  .strict_authentication = true,
  .rules = RULES(&rule_authentication, &rule_instance_target),
  .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("BASIC", "OAUTH2"),
  .environments = {SPARK, SPARK}};

/* ---- the types ---- */

#define TYPE(name, provenance, family) {name, sizeof(name) - 1, provenance, &family}

static const ConnectionTypeRow connection_types[] = {
  TYPE("JDBC", PROVENANCE_DOCUMENTED, family_jdbc),
  TYPE("SFTP", PROVENANCE_DOCUMENTED, family_sftp),
  TYPE("MONGODB", PROVENANCE_DOCUMENTED, family_mongodb),
  TYPE("KAFKA", PROVENANCE_DOCUMENTED, family_kafka),
  TYPE("NETWORK", PROVENANCE_DOCUMENTED, family_network),
  TYPE("MARKETPLACE", PROVENANCE_DOCUMENTED, family_marketplace),
  TYPE("CUSTOM", PROVENANCE_DOCUMENTED, family_custom),
  TYPE("SALESFORCE", PROVENANCE_DOCUMENTED, family_salesforce),
  TYPE("VIEW_VALIDATION_REDSHIFT", PROVENANCE_DOCUMENTED, family_view_validation_redshift),
  TYPE("VIEW_VALIDATION_ATHENA", PROVENANCE_DOCUMENTED, family_view_validation_athena),
  TYPE("GOOGLEADS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("GOOGLESHEETS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("GOOGLEANALYTICS4", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SERVICENOW", PROVENANCE_DOCUMENTED, family_servicenow),
  TYPE("MARKETO", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SAPODATA", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("ZENDESK", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("JIRACLOUD", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("NETSUITEERP", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("HUBSPOT", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("FACEBOOKADS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("INSTAGRAMADS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("ZOHOCRM", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SALESFORCEPARDOT", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SALESFORCEMARKETINGCLOUD", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("ADOBEANALYTICS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SLACK", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("LINKEDIN", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("MIXPANEL", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("ASANA", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("STRIPE", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SMARTSHEET", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("DATADOG", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("WOOCOMMERCE", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("INTERCOM", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SNAPCHATADS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("PAYPAL", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("QUICKBOOKS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("FACEBOOKPAGEINSIGHTS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("FRESHDESK", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("TWILIO", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("DOCUSIGNMONITOR", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("FRESHSALES", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("ZOOM", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("GOOGLESEARCHCONSOLE", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SALESFORCECOMMERCECLOUD", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SAPCONCUR", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("DYNATRACE", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("MICROSOFTDYNAMIC365FINANCEANDOPS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("MICROSOFTTEAMS", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("BLACKBAUDRAISEREDGENXT", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("MAILCHIMP", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("GITLAB", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("PENDO", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("PRODUCTBOARD", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("CIRCLECI", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("PIPEDIVE", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("SENDGRID", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("AZURECOSMOS", PROVENANCE_DOCUMENTED, family_store),
  TYPE("AZURESQL", PROVENANCE_DOCUMENTED, family_database),
  TYPE("BIGQUERY", PROVENANCE_DOCUMENTED, family_bigquery),
  TYPE("BLACKBAUD", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("CLOUDERAHIVE", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("CLOUDERAIMPALA", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("CLOUDWATCH", PROVENANCE_DOCUMENTED, family_athena_source),
  TYPE("CLOUDWATCHMETRICS", PROVENANCE_DOCUMENTED, family_athena_source),
  TYPE("CMDB", PROVENANCE_DOCUMENTED, family_athena_source),
  TYPE("DATALAKEGEN2", PROVENANCE_DOCUMENTED, family_athena_store),
  TYPE("DB2", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("DB2AS400", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("DOCUMENTDB", PROVENANCE_DOCUMENTED, family_documentdb),
  TYPE("DOMO", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("DYNAMODB", PROVENANCE_DOCUMENTED, family_dynamodb),
  TYPE("GOOGLECLOUDSTORAGE", PROVENANCE_DOCUMENTED, family_athena_store),
  TYPE("HBASE", PROVENANCE_DOCUMENTED, family_athena_store),
  TYPE("KUSTOMER", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("MICROSOFTDYNAMICS365CRM", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("MONDAY", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("MYSQL", PROVENANCE_DOCUMENTED, family_mysql),
  TYPE("OKTA", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("OPENSEARCH", PROVENANCE_DOCUMENTED, family_store),
  TYPE("ORACLE", PROVENANCE_DOCUMENTED, family_oracle),
  TYPE("PIPEDRIVE", PROVENANCE_DOCUMENTED, family_saas),
  TYPE("POSTGRESQL", PROVENANCE_DOCUMENTED, family_database),
  TYPE("SAPHANA", PROVENANCE_DOCUMENTED, family_database),
  TYPE("SQLSERVER", PROVENANCE_DOCUMENTED, family_database),
  TYPE("SYNAPSE", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("TERADATA", PROVENANCE_DOCUMENTED, family_database),
  TYPE("TERADATANOS", PROVENANCE_DOCUMENTED, family_store),
  TYPE("TIMESTREAM", PROVENANCE_DOCUMENTED, family_athena_source),
  TYPE("TPCDS", PROVENANCE_DOCUMENTED, family_athena_source),
  TYPE("VERTICA", PROVENANCE_DOCUMENTED, family_database),
  /* outside of the enumeration: observed, or in use */
  TYPE("SNOWFLAKE", PROVENANCE_OBSERVED, family_snowflake),
  TYPE("REDSHIFT", PROVENANCE_OBSERVED, family_redshift),
  TYPE("SNOWFLAKEICEBERGRESTCATALOG", PROVENANCE_IN_USE, family_iceberg),
  TYPE("ICEBERGRESTCATALOG", PROVENANCE_IN_USE, family_iceberg),
  TYPE("DATABRICKSICEBERGRESTCATALOG", PROVENANCE_IN_USE, family_iceberg),
  {.name = NULL},
};
/* clang-format on */

const ConnectionTypeRow *const types_rows = connection_types;

#undef PROPERTY
#undef MEMBER
#undef AUTHENTICATION
#undef RULES
#undef NO_RULES
#undef NAMES
#undef NO_NAMES
#undef SPARK
#undef ATHENA
#undef SPARK_ATHENA
#undef SPARK_ATHENA_PYTHON
#undef TWO_STYLES
#undef DATABASE_KEYS
#undef DATABASE
#undef TYPE
