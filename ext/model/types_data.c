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

static const TypeRule jdbc_target = {
  .name = "required-property", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = DOCUMENTED,
  .any_of = {{PROPERTY("JDBC_CONNECTION_URL")},
             {PROPERTY("HOST"), PROPERTY("PORT"), PROPERTY("JDBC_ENGINE")}}};

/* Documented as required, but whether the service refuses a connection without is not known. */
static const TypeRule credentials = {
  .name = "missing-credentials", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = DOCUMENTED,
  .any_of = {{PROPERTY("USERNAME"), PROPERTY("PASSWORD")},
             {PROPERTY("SECRET_ID")},
             {MEMBER(AUTHENTICATION_CONFIGURATION)}},
  .advice = "The connection has no credentials; give USERNAME and PASSWORD, or SECRET_ID (an "
            "export made with HidePassword leaves the password out)"};

static const TypeRule mongodb_target = {
  .name = "required-property", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = DOCUMENTED,
  .any_of = {{PROPERTY("CONNECTION_URL")}}};

static const TypeRule kafka_target = {
  .name = "required-property", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = DOCUMENTED,
  .any_of = {{PROPERTY("KAFKA_BOOTSTRAP_SERVERS")}}};

static const TypeRule kafka_scram = {
  .name = "kafka-sasl-incomplete", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = DOCUMENTED,
  .when = PROPERTY("KAFKA_SASL_MECHANISM"), .equals = "SCRAM-SHA-512",
  .any_of = {{PROPERTY("KAFKA_SASL_SCRAM_SECRETS_ARN")},
             {PROPERTY("KAFKA_SASL_SCRAM_USERNAME"), PROPERTY("KAFKA_SASL_SCRAM_PASSWORD")},
             {PROPERTY("SECRET_ID")}},
  .advice = "SCRAM-SHA-512 needs credentials; give KAFKA_SASL_SCRAM_SECRETS_ARN, or "
            "KAFKA_SASL_SCRAM_USERNAME and KAFKA_SASL_SCRAM_PASSWORD"};

static const TypeRule kafka_plain = {
  .name = "kafka-sasl-incomplete", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = DOCUMENTED,
  .when = PROPERTY("KAFKA_SASL_MECHANISM"), .equals = "PLAIN",
  .any_of = {{PROPERTY("KAFKA_SASL_PLAIN_USERNAME"), PROPERTY("KAFKA_SASL_PLAIN_PASSWORD")},
             {PROPERTY("SECRET_ID")}},
  .advice = "PLAIN needs credentials; give KAFKA_SASL_PLAIN_USERNAME and "
            "KAFKA_SASL_PLAIN_PASSWORD, or SECRET_ID"};

static const TypeRule kafka_gssapi = {
  .name = "kafka-sasl-incomplete", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = DOCUMENTED,
  .when = PROPERTY("KAFKA_SASL_MECHANISM"), .equals = "GSSAPI",
  .any_of = {{PROPERTY("KAFKA_SASL_GSSAPI_KEYTAB"), PROPERTY("KAFKA_SASL_GSSAPI_KRB5_CONF"),
              PROPERTY("KAFKA_SASL_GSSAPI_SERVICE"), PROPERTY("KAFKA_SASL_GSSAPI_PRINCIPAL")}},
  .advice = "GSSAPI needs KAFKA_SASL_GSSAPI_KEYTAB, KAFKA_SASL_GSSAPI_KRB5_CONF, "
            "KAFKA_SASL_GSSAPI_SERVICE and KAFKA_SASL_GSSAPI_PRINCIPAL; add this one"};

static const TypeRule network_requirements = {
  .name = "required-member", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = DOCUMENTED,
  .any_of = {{MEMBER(PHYSICAL_CONNECTION_REQUIREMENTS)}}};

static const TypeRule connector = {
  .name = "required-property", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = DOCUMENTED,
  .any_of = {{PROPERTY("CONNECTOR_TYPE"), PROPERTY("CONNECTOR_URL"),
              PROPERTY("CONNECTOR_CLASS_NAME")}}};

/* Documented as required; connections without it exist (in use). */
static const TypeRule connector_target = {
  .name = "expected-property", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = DOCUMENTED,
  .any_of = {{PROPERTY("CONNECTION_URL")}}};

static const TypeRule connector_credentials = {
  .name = "missing-credentials", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = DOCUMENTED,
  .when = PROPERTY("CONNECTOR_TYPE"), .equals = "JDBC",
  .any_of = {{PROPERTY("USERNAME"), PROPERTY("PASSWORD")},
             {PROPERTY("SECRET_ID")},
             {MEMBER(AUTHENTICATION_CONFIGURATION)}},
  .advice = "A Jdbc connector needs credentials; give USERNAME and PASSWORD, or SECRET_ID"};

static const TypeRule redshift_view = {
  .name = "required-property", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = DOCUMENTED,
  .any_of = {{PROPERTY("DATABASE"), PROPERTY("CLUSTER_IDENTIFIER")}}};

static const TypeRule athena_view = {
  .name = "required-property", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = DOCUMENTED,
  .any_of = {{PROPERTY("WORKGROUP_NAME")}}};

static const TypeRule sftp_unsupported = {
  .name = "sftp-unsupported", .kind = RULE_ADVISES, .severity = SEVERITY_WARNING,
  .provenance = DOCUMENTED,
  .advice = "AWS Glue lists SFTP but does not support it; use a CUSTOM connector, or AWS Transfer "
            "Family to bring the files to Amazon S3"};

/* ---- rules of the newer types ---- */

/* Observed with MYSQL and SALESFORCE; inferred for the other types. DYNAMODB does without (documented
** example), and so, by inference, do the other sources that take the caller's role and nothing else. */
#define AUTHENTICATION(variable, source)                                                           \
  static const TypeRule variable = {                                                               \
    .name = "authentication-configuration", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,     \
    .provenance = source, .style_2 = true,                                                         \
    .any_of = {{MEMBER(AUTHENTICATION_CONFIGURATION)}},                                            \
    .verbatim = "[ConnectionInput.AuthenticationConfiguration is required.]"}
AUTHENTICATION(authentication, INFERRED);
AUTHENTICATION(authentication_observed, OBSERVED);

static const TypeRule snowflake_warehouse = {
  .name = "required-property", .kind = RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = OBSERVED, .style_2 = true,
  .any_of = {{PROPERTY("WAREHOUSE")}},
  .verbatim = "[WAREHOUSE are missing in the request object]"};

static const TypeRule snowflake_role = {
  .name = "refused-property", .kind = RULE_REFUSES, .severity = SEVERITY_ERROR,
  .provenance = OBSERVED, .style_2 = true,
  .any_of = {{PROPERTY("ROLE")}},
  .verbatim = "[ROLE are not allowed in the request object.]"};

/* Of the service's text only "are not allowed in the request object" is known. */
static const TypeRule redshift_casing = {
  .name = "refused-property", .kind = RULE_REFUSES, .severity = SEVERITY_ERROR,
  .provenance = OBSERVED, .style_2 = true,
  .when = {COLUMN_ATHENA_PROPERTIES, "MANAGED_CONNECTION"}, .equals = "true",
  .any_of = {{PROPERTY("CATALOG_CASING_FILTER")}}};

static const TypeRule database_target = {
  .name = "expected-property", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("HOST"), PROPERTY("PORT"), PROPERTY("DATABASE")}}};

static const TypeRule snowflake_target = {
  .name = "expected-property", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("HOST"), PROPERTY("DATABASE")}}};

static const TypeRule documentdb_target = {
  .name = "expected-property", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("HOST"), PROPERTY("PORT")}}};

static const TypeRule bigquery_target = {
  .name = "expected-property", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("PROJECT_ID")}}};

static const TypeRule instance_target = {
  .name = "expected-property", .kind = RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = IN_USE, .style_2 = true,
  .any_of = {{PROPERTY("INSTANCE_URL")}}};

/* Observed with both types: the connection becomes READY and its catalog shows nothing, because these
** engines keep unquoted names in upper case, and the filter selects names by their case. */
static const TypeRule uppercase_engine = {
  .name = "catalog-casing-filter", .kind = RULE_REFUSES, .severity = SEVERITY_WARNING,
  .provenance = OBSERVED, .style_2 = true,
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

static const TypeFamily jdbc = {
  .classic = true, .strict_authentication = true,
  .rules = RULES(&jdbc_target, &credentials),
  .optional = NAMES("JDBC_ENFORCE_SSL", "CUSTOM_JDBC_CERT", "SKIP_CUSTOM_JDBC_CERT_VALIDATION",
                    "CUSTOM_JDBC_CERT_STRING", "JDBC_DRIVER_JAR_URI", "JDBC_DRIVER_CLASS_NAME",
                    "JDBC_ENGINE_VERSION", "INSTANCE_ID", "CONFIG_FILES"),
  .authentication_types = NAMES("BASIC"),
  .environments = {SPARK, SPARK},
  .notes = "Give JDBC_ENFORCE_SSL=true: the default is false"};

static const TypeFamily sftp = {
  .classic = true,
  .rules = RULES(&sftp_unsupported), .optional = NO_NAMES, .authentication_types = NO_NAMES,
  .notes = "Listed by the API, but not supported"};

static const TypeFamily mongodb = {
  .classic = true, .strict_authentication = true,
  .rules = RULES(&mongodb_target, &credentials),
  .optional = NAMES("JDBC_ENFORCE_SSL", "SKIP_CUSTOM_JDBC_CERT_VALIDATION"),
  .authentication_types = NAMES("BASIC"),
  .environments = {SPARK, SPARK}};

static const TypeFamily kafka = {
  .classic = true,
  .rules = RULES(&kafka_target, &kafka_scram, &kafka_plain, &kafka_gssapi),
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

static const TypeFamily network = {
  .classic = true,
  .rules = RULES(&network_requirements), .optional = NO_NAMES, .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK},
  .notes = "ConnectionProperties is {}"};

static const TypeFamily marketplace = {
  .classic = true, .open = true,
  .rules = RULES(&connector, &connector_target, &connector_credentials),
  .optional = NAMES("USERNAME", "PASSWORD", "SECRET_ID"), .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK},
  .notes = "Takes any key that its connector knows"};

static const TypeFamily custom = {
  .classic = true, .open = true,
  .rules = NO_RULES,
  .optional = NAMES("CONNECTOR_TYPE", "CONNECTION_TYPE", "CONNECTOR_URL", "CONNECTOR_CLASS_NAME",
                    "CONNECTION_URL", "JDBC_CONNECTION_URL", "USERNAME", "PASSWORD", "SECRET_ID"),
  .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK},
  .notes = "Takes any key that its connector knows, and needs what its connector needs"};

static const TypeFamily view_validation_redshift = {
  .classic = true,
  .rules = RULES(&redshift_view),
  .optional = NAMES("ROLE_ARN", "REGION", "WORKGROUP_NAME"), .authentication_types = NO_NAMES,
  .notes = "For validating views of the Data Catalog"};

static const TypeFamily view_validation_athena = {
  .classic = true,
  .rules = RULES(&athena_view),
  .optional = NAMES("ROLE_ARN", "REGION"), .authentication_types = NO_NAMES,
  .notes = "For validating views of the Data Catalog"};

#define TWO_STYLES                                                                                 \
  "In style 1 (schema version 1), ConnectionProperties holds the key SparkProperties, a JSON "     \
  "document as a string, and nothing else is required"

#define DATABASE_KEYS "ROLE_ARN", "ENFORCE_SSL", "CATALOG_CASING_FILTER"

#define DATABASE(authentication_rule)                                                               \
  .strict_authentication = true,                                                                   \
  .rules = RULES(&authentication_rule, &database_target),                                          \
  .optional = NAMES(DATABASE_KEYS), .authentication_types = NAMES("BASIC"),                        \
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES

static const TypeFamily database = {DATABASE(authentication)};
static const TypeFamily mysql = {DATABASE(authentication_observed)};

static const TypeFamily oracle = {
  .strict_authentication = true,
  .rules = RULES(&authentication, &database_target, &uppercase_engine),
  .optional = NAMES(DATABASE_KEYS), .authentication_types = NAMES("BASIC"),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

/* Databases that Athena has a connector for, and Spark none. */
static const TypeFamily athena_database = {
  .strict_authentication = true,
  .rules = RULES(&authentication, &database_target),
  .optional = NAMES(DATABASE_KEYS), .authentication_types = NAMES("BASIC"),
  .environments = {SPARK, ATHENA}, .notes = TWO_STYLES};

static const TypeFamily redshift = {
  .strict_authentication = true,
  .rules = RULES(&authentication, &database_target, &redshift_casing),
  .optional = NAMES(DATABASE_KEYS, "PythonProperties"),
  .authentication_types = NAMES("BASIC", "IAM"),
  .environments = {SPARK_ATHENA_PYTHON, SPARK_ATHENA_PYTHON}, .notes = TWO_STYLES};

static const TypeFamily snowflake = {
  .strict_authentication = true,
  .rules = RULES(&authentication, &snowflake_warehouse, &snowflake_role, &snowflake_target,
                 &uppercase_engine),
  .optional = NAMES("PORT", "SCHEMA", "ROLE_ARN", "CATALOG_CASING_FILTER", "PythonProperties"),
  .authentication_types = NAMES("BASIC", "OAUTH2", "CUSTOM"),
  .environments = {SPARK_ATHENA_PYTHON, SPARK_ATHENA_PYTHON}, .notes = TWO_STYLES};

static const TypeFamily documentdb = {
  .strict_authentication = true,
  .rules = RULES(&authentication, &documentdb_target),
  .optional = NAMES("DATABASE", DATABASE_KEYS), .authentication_types = NAMES("BASIC", "IAM"),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

static const TypeFamily bigquery = {
  .strict_authentication = true,
  .rules = RULES(&authentication, &bigquery_target),
  .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("CUSTOM"),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

/* Of other stores only the two styles are known. */
static const TypeFamily store = {
  .rules = RULES(&authentication),
  .optional = NAMES("HOST", "PORT", "DATABASE", "ENDPOINT", DATABASE_KEYS),
  .authentication_types = NO_NAMES,
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

static const TypeFamily athena_store = {
  .rules = RULES(&authentication),
  .optional = NAMES("HOST", "PORT", "DATABASE", "ENDPOINT", DATABASE_KEYS),
  .authentication_types = NO_NAMES,
  .environments = {SPARK, ATHENA}, .notes = TWO_STYLES};

/* AWS's own sources, which take the caller's role: {} is a whole ConnectionProperties. */
static const TypeFamily dynamodb = {
  .rules = NO_RULES, .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("IAM"),
  .environments = {SPARK, SPARK_ATHENA},
  .notes = "Needs no credentials; ConnectionProperties may be {}"};

static const TypeFamily athena_source = {
  .rules = NO_RULES, .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("IAM"),
  .environments = {SPARK, ATHENA},
  .notes = "Needs no credentials (inferred from DYNAMODB)"};

static const TypeFamily iceberg = {
  .strict_authentication = true,
  .rules = RULES(&authentication, &instance_target),
  .optional = NAMES("ROLE_ARN", "CATALOG_CASING_FILTER", "TABLE_DEPTH", "SOURCE_CATALOG_LIST"),
  .authentication_types = NAMES("OAUTH2", "CUSTOM"),
  .environments = {SPARK, SPARK_ATHENA},
  .notes = "For catalogs federated into the Data Catalog"};

static const TypeFamily saas = {
  .rules = RULES(&authentication),
  .optional = NAMES("INSTANCE_URL", "ROLE_ARN"), .authentication_types = NAMES("OAUTH2"),
  .environments = {SPARK, SPARK}};

static const TypeFamily salesforce = {
  .rules = RULES(&authentication_observed, &instance_target),
  .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("OAUTH2"),
  .environments = {SPARK, SPARK}};

static const TypeFamily servicenow = {
  .strict_authentication = true,
  .rules = RULES(&authentication, &instance_target),
  .optional = NAMES("ROLE_ARN"), .authentication_types = NAMES("BASIC", "OAUTH2"),
  .environments = {SPARK, SPARK}};

/* ---- the types ---- */

#define TYPE(name, provenance, family) {name, sizeof(name) - 1, provenance, &family}

const ConnectionTypeRow connection_types[] = {
  TYPE("JDBC", DOCUMENTED, jdbc),
  TYPE("SFTP", DOCUMENTED, sftp),
  TYPE("MONGODB", DOCUMENTED, mongodb),
  TYPE("KAFKA", DOCUMENTED, kafka),
  TYPE("NETWORK", DOCUMENTED, network),
  TYPE("MARKETPLACE", DOCUMENTED, marketplace),
  TYPE("CUSTOM", DOCUMENTED, custom),
  TYPE("SALESFORCE", DOCUMENTED, salesforce),
  TYPE("VIEW_VALIDATION_REDSHIFT", DOCUMENTED, view_validation_redshift),
  TYPE("VIEW_VALIDATION_ATHENA", DOCUMENTED, view_validation_athena),
  TYPE("GOOGLEADS", DOCUMENTED, saas),
  TYPE("GOOGLESHEETS", DOCUMENTED, saas),
  TYPE("GOOGLEANALYTICS4", DOCUMENTED, saas),
  TYPE("SERVICENOW", DOCUMENTED, servicenow),
  TYPE("MARKETO", DOCUMENTED, saas),
  TYPE("SAPODATA", DOCUMENTED, saas),
  TYPE("ZENDESK", DOCUMENTED, saas),
  TYPE("JIRACLOUD", DOCUMENTED, saas),
  TYPE("NETSUITEERP", DOCUMENTED, saas),
  TYPE("HUBSPOT", DOCUMENTED, saas),
  TYPE("FACEBOOKADS", DOCUMENTED, saas),
  TYPE("INSTAGRAMADS", DOCUMENTED, saas),
  TYPE("ZOHOCRM", DOCUMENTED, saas),
  TYPE("SALESFORCEPARDOT", DOCUMENTED, saas),
  TYPE("SALESFORCEMARKETINGCLOUD", DOCUMENTED, saas),
  TYPE("ADOBEANALYTICS", DOCUMENTED, saas),
  TYPE("SLACK", DOCUMENTED, saas),
  TYPE("LINKEDIN", DOCUMENTED, saas),
  TYPE("MIXPANEL", DOCUMENTED, saas),
  TYPE("ASANA", DOCUMENTED, saas),
  TYPE("STRIPE", DOCUMENTED, saas),
  TYPE("SMARTSHEET", DOCUMENTED, saas),
  TYPE("DATADOG", DOCUMENTED, saas),
  TYPE("WOOCOMMERCE", DOCUMENTED, saas),
  TYPE("INTERCOM", DOCUMENTED, saas),
  TYPE("SNAPCHATADS", DOCUMENTED, saas),
  TYPE("PAYPAL", DOCUMENTED, saas),
  TYPE("QUICKBOOKS", DOCUMENTED, saas),
  TYPE("FACEBOOKPAGEINSIGHTS", DOCUMENTED, saas),
  TYPE("FRESHDESK", DOCUMENTED, saas),
  TYPE("TWILIO", DOCUMENTED, saas),
  TYPE("DOCUSIGNMONITOR", DOCUMENTED, saas),
  TYPE("FRESHSALES", DOCUMENTED, saas),
  TYPE("ZOOM", DOCUMENTED, saas),
  TYPE("GOOGLESEARCHCONSOLE", DOCUMENTED, saas),
  TYPE("SALESFORCECOMMERCECLOUD", DOCUMENTED, saas),
  TYPE("SAPCONCUR", DOCUMENTED, saas),
  TYPE("DYNATRACE", DOCUMENTED, saas),
  TYPE("MICROSOFTDYNAMIC365FINANCEANDOPS", DOCUMENTED, saas),
  TYPE("MICROSOFTTEAMS", DOCUMENTED, saas),
  TYPE("BLACKBAUDRAISEREDGENXT", DOCUMENTED, saas),
  TYPE("MAILCHIMP", DOCUMENTED, saas),
  TYPE("GITLAB", DOCUMENTED, saas),
  TYPE("PENDO", DOCUMENTED, saas),
  TYPE("PRODUCTBOARD", DOCUMENTED, saas),
  TYPE("CIRCLECI", DOCUMENTED, saas),
  TYPE("PIPEDIVE", DOCUMENTED, saas),
  TYPE("SENDGRID", DOCUMENTED, saas),
  TYPE("AZURECOSMOS", DOCUMENTED, store),
  TYPE("AZURESQL", DOCUMENTED, database),
  TYPE("BIGQUERY", DOCUMENTED, bigquery),
  TYPE("BLACKBAUD", DOCUMENTED, saas),
  TYPE("CLOUDERAHIVE", DOCUMENTED, athena_database),
  TYPE("CLOUDERAIMPALA", DOCUMENTED, athena_database),
  TYPE("CLOUDWATCH", DOCUMENTED, athena_source),
  TYPE("CLOUDWATCHMETRICS", DOCUMENTED, athena_source),
  TYPE("CMDB", DOCUMENTED, athena_source),
  TYPE("DATALAKEGEN2", DOCUMENTED, athena_store),
  TYPE("DB2", DOCUMENTED, athena_database),
  TYPE("DB2AS400", DOCUMENTED, athena_database),
  TYPE("DOCUMENTDB", DOCUMENTED, documentdb),
  TYPE("DOMO", DOCUMENTED, saas),
  TYPE("DYNAMODB", DOCUMENTED, dynamodb),
  TYPE("GOOGLECLOUDSTORAGE", DOCUMENTED, athena_store),
  TYPE("HBASE", DOCUMENTED, athena_store),
  TYPE("KUSTOMER", DOCUMENTED, saas),
  TYPE("MICROSOFTDYNAMICS365CRM", DOCUMENTED, saas),
  TYPE("MONDAY", DOCUMENTED, saas),
  TYPE("MYSQL", DOCUMENTED, mysql),
  TYPE("OKTA", DOCUMENTED, saas),
  TYPE("OPENSEARCH", DOCUMENTED, store),
  TYPE("ORACLE", DOCUMENTED, oracle),
  TYPE("PIPEDRIVE", DOCUMENTED, saas),
  TYPE("POSTGRESQL", DOCUMENTED, database),
  TYPE("SAPHANA", DOCUMENTED, database),
  TYPE("SQLSERVER", DOCUMENTED, database),
  TYPE("SYNAPSE", DOCUMENTED, athena_database),
  TYPE("TERADATA", DOCUMENTED, database),
  TYPE("TERADATANOS", DOCUMENTED, store),
  TYPE("TIMESTREAM", DOCUMENTED, athena_source),
  TYPE("TPCDS", DOCUMENTED, athena_source),
  TYPE("VERTICA", DOCUMENTED, database),
  /* outside of the enumeration: observed, or in use */
  TYPE("SNOWFLAKE", OBSERVED, snowflake),
  TYPE("REDSHIFT", OBSERVED, redshift),
  TYPE("SNOWFLAKEICEBERGRESTCATALOG", IN_USE, iceberg),
  TYPE("ICEBERGRESTCATALOG", IN_USE, iceberg),
  TYPE("DATABRICKSICEBERGRESTCATALOG", IN_USE, iceberg),
  {.name = NULL},
};

const char *const observed_property_keys[] = {
  "WAREHOUSE", "CATALOG_CASING_FILTER", "ENFORCE_SSL",                  /* observed */
  "SparkProperties", "PROJECT_ID", "INSTANCE_URL", "TABLE_DEPTH", "ROLE", /* in use */
  "SOURCE_CATALOG_LIST",       /* in use: SageMaker Studio asks it of Iceberg REST catalogs */
  "SCHEMA",                    /* documented: Snowflake, by the guide of Amazon DataZone */
  "CONNECTION_TYPE", "PythonProperties",                                /* documented examples */
  NULL,
};

const size_t observed_property_key_count =
  sizeof(observed_property_keys) / sizeof(*observed_property_keys) - 1;
/* clang-format on */
