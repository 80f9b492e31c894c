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
  .lack = "The connection has no credentials",
  .advice = "give USERNAME and PASSWORD, or SECRET_ID (an export made with HidePassword leaves the "
            "password out)"};

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
  .lack = "SCRAM-SHA-512 needs credentials",
  .advice = "give KAFKA_SASL_SCRAM_SECRETS_ARN, or KAFKA_SASL_SCRAM_USERNAME and "
            "KAFKA_SASL_SCRAM_PASSWORD"};

static const TypeRule rule_kafka_plain = {
  .rule = RULE_KAFKA_SASL_INCOMPLETE, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_DOCUMENTED,
  .when = PROPERTY("KAFKA_SASL_MECHANISM"), .equals = "PLAIN",
  .any_of = {{PROPERTY("KAFKA_SASL_PLAIN_USERNAME"), PROPERTY("KAFKA_SASL_PLAIN_PASSWORD")},
             {PROPERTY("SECRET_ID")}},
  .lack = "PLAIN needs credentials",
  .advice = "give KAFKA_SASL_PLAIN_USERNAME and KAFKA_SASL_PLAIN_PASSWORD, or SECRET_ID"};

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
  .lack = "A Jdbc connector needs credentials",
  .advice = "give USERNAME and PASSWORD, or SECRET_ID"};

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

static const TypeRule rule_authentication_observed = {
  .rule = RULE_AUTHENTICATION_CONFIGURATION, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,
  .provenance = PROVENANCE_OBSERVED, .style_2 = true,
  .any_of = {{MEMBER(AUTHENTICATION_CONFIGURATION)}},
  .verbatim = "[ConnectionInput.AuthenticationConfiguration is required.]"};

/* Inferred for the other types: what is not observed refuses nothing. AWS's own toolkit publishes a
** BIGQUERY connection with SECRET_ID alone. */
static const TypeRule rule_authentication = {
  .rule = RULE_AUTHENTICATION_CONFIGURATION, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_INFERRED, .style_2 = true,
  .any_of = {{MEMBER(AUTHENTICATION_CONFIGURATION)}, {PROPERTY("SECRET_ID")}},
  .advice = "The service is known to require an AuthenticationConfiguration of some types like this one; "
            "give it, or SECRET_ID"};

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

static const TypeRule rule_database_target_inferred = {
  .rule = RULE_EXPECTED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_INFERRED, .style_2 = true,
  .any_of = {{PROPERTY("HOST"), PROPERTY("PORT"), PROPERTY("DATABASE")}}};

static const TypeRule rule_endpoint = {
  .rule = RULE_EXPECTED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_WARNING,
  .provenance = PROVENANCE_IN_USE,
  .any_of = {{PROPERTY("ENDPOINT")}}};

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

#define SPARK "[\"SPARK\"]"
#define ATHENA "[\"ATHENA\"]"
#define SPARK_ATHENA "[\"SPARK\",\"ATHENA\"]"
#define SPARK_ATHENA_PYTHON "[\"SPARK\",\"ATHENA\",\"PYTHON\"]"

/* What is known, its source, and the page of the guide that says so. */
#define FACT(source, title, ...) {NAMES(__VA_ARGS__), PROVENANCE_##source, title}

#define UNIFIED "Unified connections"
#define CONNECTION_PROPERTIES "AWS Glue connection properties"

static const TypeFamily family_jdbc = {
  .classic = true,
  .rules = RULES(&rule_jdbc_target, &rule_credentials),
  .optional = FACT(DOCUMENTED, NULL, "JDBC_ENFORCE_SSL", "CUSTOM_JDBC_CERT", "SKIP_CUSTOM_JDBC_CERT_VALIDATION",
                   "CUSTOM_JDBC_CERT_STRING", "JDBC_DRIVER_JAR_URI", "JDBC_DRIVER_CLASS_NAME",
                   "JDBC_ENGINE_VERSION", "INSTANCE_ID", "CONFIG_FILES"),
  /* IAM: IAM database authentication, by AWS's toolkit. */
  .authentication = FACT(DOCUMENTED, NULL, "BASIC", "IAM"),
  .environments = {SPARK, SPARK},
  .notes = "Give JDBC_ENFORCE_SSL=true: the default is false"};

static const TypeFamily family_sftp = {
  .classic = true,
  .rules = RULES(&rule_sftp_unsupported),
  .notes = "Listed by the API, but not supported"};

static const TypeFamily family_mongodb = {
  .classic = true,
  .rules = RULES(&rule_mongodb_target, &rule_credentials),
  .optional = FACT(DOCUMENTED, NULL, "JDBC_ENFORCE_SSL", "SKIP_CUSTOM_JDBC_CERT_VALIDATION"),
  .authentication = FACT(DOCUMENTED, CONNECTION_PROPERTIES, "BASIC"),
  .environments = {SPARK, SPARK}};

static const TypeFamily family_kafka = {
  .classic = true,
  .rules = RULES(&rule_kafka_target, &rule_kafka_scram, &rule_kafka_plain, &rule_kafka_gssapi),
  .optional = FACT(DOCUMENTED, NULL, "KAFKA_SSL_ENABLED", "KAFKA_CUSTOM_CERT", "KAFKA_SKIP_CUSTOM_CERT_VALIDATION",
                   "KAFKA_CLIENT_KEYSTORE", "KAFKA_CLIENT_KEYSTORE_PASSWORD",
                   "KAFKA_CLIENT_KEY_PASSWORD", "KAFKA_SASL_MECHANISM",
                   "KAFKA_SASL_PLAIN_USERNAME", "KAFKA_SASL_PLAIN_PASSWORD",
                   "KAFKA_SASL_SCRAM_USERNAME", "KAFKA_SASL_SCRAM_PASSWORD",
                   "KAFKA_SASL_SCRAM_SECRETS_ARN", "KAFKA_SASL_GSSAPI_KEYTAB",
                   "KAFKA_SASL_GSSAPI_KRB5_CONF", "KAFKA_SASL_GSSAPI_SERVICE",
                   "KAFKA_SASL_GSSAPI_PRINCIPAL", "SECRET_ID"),
  .environments = {SPARK, SPARK},
  .notes = "KAFKA_SASL_MECHANISM is SCRAM-SHA-512, GSSAPI, AWS_MSK_IAM or PLAIN; "
           "KAFKA_SSL_ENABLED is true unless it says false"};

static const TypeFamily family_network = {
  .classic = true,
  .rules = RULES(&rule_network_requirements),
  .environments = {SPARK, SPARK},
  .notes = "ConnectionProperties is {}"};

static const TypeFamily family_marketplace = {
  .classic = true, .open = true,
  .rules = RULES(&rule_connector, &rule_connector_target, &rule_connector_credentials),
  .optional = FACT(DOCUMENTED, NULL, "USERNAME", "PASSWORD", "SECRET_ID"),
  .environments = {SPARK, SPARK},
  .notes = "Takes any key that its connector knows"};

static const TypeFamily family_custom = {
  .classic = true, .open = true, .needs_nothing = true,
  .rules = NO_RULES,
  .optional = FACT(DOCUMENTED, NULL, "CONNECTOR_TYPE", "CONNECTION_TYPE", "CONNECTOR_URL", "CONNECTOR_CLASS_NAME",
                   "CONNECTION_URL", "JDBC_CONNECTION_URL", "USERNAME", "PASSWORD", "SECRET_ID"),
  .environments = {SPARK, SPARK},
  .notes = "Takes any key that its connector knows, and needs what its connector needs"};

static const TypeFamily family_view_validation_redshift = {
  .classic = true,
  .rules = RULES(&rule_redshift_view),
  .optional = FACT(DOCUMENTED, NULL, "ROLE_ARN", "REGION", "WORKGROUP_NAME"),
  .notes = "For validating views of the Data Catalog"};

static const TypeFamily family_view_validation_athena = {
  .classic = true,
  .rules = RULES(&rule_athena_view),
  .optional = FACT(DOCUMENTED, NULL, "ROLE_ARN", "REGION"),
  .notes = "For validating views of the Data Catalog"};

#define TWO_STYLES                                                                                 \
  "In style 1 (schema version 1), ConnectionProperties holds the key SparkProperties, a JSON "     \
  "document as a string, and nothing else is required"

#define DATABASE_KEYS "ROLE_ARN", "ENFORCE_SSL", "CATALOG_CASING_FILTER"

#define DATABASE                                                                                   \
  .optional = FACT(IN_USE, NULL, DATABASE_KEYS),                                                   \
  .authentication = FACT(DOCUMENTED, UNIFIED, "BASIC"),                                            \
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES

static const TypeFamily family_database = {
  .rules = RULES(&rule_authentication, &rule_database_target), DATABASE};

static const TypeFamily family_mysql = {
  .rules = RULES(&rule_authentication_observed, &rule_database_target), DATABASE};

static const TypeFamily family_oracle = {
  .rules = RULES(&rule_authentication, &rule_database_target, &rule_uppercase_engine), DATABASE};

/* Databases that Athena has a connector for, and Spark none. */
static const TypeFamily family_athena_database = {
  .rules = RULES(&rule_authentication, &rule_database_target_inferred),
  .authentication = FACT(DOCUMENTED, UNIFIED, "BASIC"),
  .environments = {SPARK, ATHENA}, .notes = TWO_STYLES};

static const TypeFamily family_redshift = {
  .rules = RULES(&rule_authentication, &rule_database_target, &rule_redshift_casing),
  .optional = FACT(IN_USE, NULL, DATABASE_KEYS, "PythonProperties"),
  .authentication = FACT(IN_USE, NULL, "BASIC", "IAM"),
  .environments = {SPARK_ATHENA_PYTHON, SPARK_ATHENA_PYTHON}, .notes = TWO_STYLES};

static const TypeFamily family_snowflake = {
  .rules = RULES(&rule_authentication, &rule_snowflake_warehouse, &rule_snowflake_role, &rule_snowflake_target,
                 &rule_uppercase_engine),
  .optional = FACT(IN_USE, NULL, "PORT", "SCHEMA", "ROLE_ARN", "CATALOG_CASING_FILTER", "PythonProperties"),
  .authentication = FACT(IN_USE, NULL, "BASIC", "OAUTH2", "CUSTOM"),
  .environments = {SPARK_ATHENA_PYTHON, SPARK_ATHENA_PYTHON}, .notes = TWO_STYLES};

static const TypeFamily family_documentdb = {
  .rules = RULES(&rule_authentication, &rule_documentdb_target),
  .optional = FACT(IN_USE, NULL, "DATABASE", DATABASE_KEYS),
  .authentication = FACT(IN_USE, NULL, "BASIC", "IAM"),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

static const TypeFamily family_bigquery = {
  .rules = RULES(&rule_authentication, &rule_bigquery_target),
  .optional = FACT(IN_USE, NULL, "SECRET_ID"),
  .authentication = FACT(DOCUMENTED, UNIFIED, "CUSTOM"),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

/* Of other stores only the two styles are known. */
static const TypeFamily family_store = {
  .rules = RULES(&rule_authentication),
  .environments = {SPARK, SPARK_ATHENA}, .notes = TWO_STYLES};

static const TypeFamily family_athena_store = {
  .rules = RULES(&rule_authentication),
  .environments = {SPARK, ATHENA}, .notes = TWO_STYLES};

/* {} is a whole ConnectionProperties (a documented example); the console's reads back with IAM. */
static const TypeFamily family_dynamodb = {
  .needs_nothing = true,
  .rules = NO_RULES,
  .authentication = FACT(OBSERVED, NULL, "IAM"),
  .environments = {SPARK, SPARK_ATHENA},
  .notes = "Needs no credentials; ConnectionProperties may be {}"};

/* Sources of AWS's own, which take the caller's role as well. */
static const TypeFamily family_athena_source = {
  .rules = NO_RULES,
  .environments = {SPARK, ATHENA},
  .notes = "Needs no credentials (inferred from DYNAMODB)"};

static const TypeFamily family_iceberg = {
  .rules = RULES(&rule_authentication, &rule_instance_target),
  .optional = FACT(IN_USE, NULL, "ROLE_ARN", "CATALOG_CASING_FILTER", "TABLE_DEPTH", "SOURCE_CATALOG_LIST"),
  .authentication = FACT(IN_USE, NULL, "OAUTH2", "CUSTOM"),
  .environments = {SPARK, SPARK_ATHENA},
  .notes = "For catalogs federated into the Data Catalog"};

/* By the template of AWS's own connector for Hive, a function behind an API. */
static const TypeFamily family_hive_metastore = {
  .classic = true,
  .rules = RULES(&rule_endpoint),
  .optional = FACT(IN_USE, NULL, "ENDPOINT_TYPE", "ROLE_ARN", "REGION"),
  .notes = "For a Hive metastore federated into the Data Catalog; ENDPOINT_TYPE is API_GATEWAY"};

static const TypeFamily family_saas = {
  .rules = RULES(&rule_authentication), .environments = {SPARK, SPARK}};

static const TypeFamily family_salesforce = {
  .rules = RULES(&rule_authentication_observed, &rule_instance_target),
  .optional = FACT(DOCUMENTED, "Configuring Salesforce connections", "ROLE_ARN"),
  .authentication = FACT(DOCUMENTED, "Configuring Salesforce connections", "OAUTH2"),
  .environments = {SPARK, SPARK}};

static const TypeFamily family_servicenow = {
  .rules = RULES(&rule_authentication, &rule_instance_target),
  .authentication = FACT(DOCUMENTED, "Configuring ServiceNow connections", "BASIC", "OAUTH2"),
  .environments = {SPARK, SPARK}};

/* ---- the types ---- */

#define NAMED(word) .name = word, .length = sizeof(word) - 1
#define TYPE(word, source, family_of)                                                               \
  {NAMED(word), .provenance = source, .family = &family_of}
/* A source of software as a service whose page in the guide says how it authenticates, and perhaps
** that it takes an INSTANCE_URL. The guide has no page for SAPCONCUR, GITLAB and
** MICROSOFTDYNAMIC365FINANCEANDOPS. */
#define PAGE(words) "Configuring " words " connections"
#define GUIDE(word, title, ...)                                                                    \
  {NAMED(word), .provenance = PROVENANCE_DOCUMENTED,                                               \
   .family = &family_saas, .authentication = FACT(DOCUMENTED, title, __VA_ARGS__)}
#define GUIDE_INSTANCE(word, title, ...)                                                           \
  {NAMED(word), .provenance = PROVENANCE_DOCUMENTED,                                               \
   .family = &family_saas, .authentication = FACT(DOCUMENTED, title, __VA_ARGS__),                 \
   .optional = FACT(DOCUMENTED, title, "INSTANCE_URL")}

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
  GUIDE("GOOGLEADS", PAGE("Google Ads"), "OAUTH2"),
  GUIDE("GOOGLESHEETS", PAGE("Google Sheets"), "OAUTH2"),
  GUIDE_INSTANCE("GOOGLEANALYTICS4", PAGE("Google Analytics 4"), "OAUTH2"),
  TYPE("SERVICENOW", PROVENANCE_DOCUMENTED, family_servicenow),
  GUIDE_INSTANCE("MARKETO", PAGE("Adobe Marketo Engage"), "OAUTH2"),
  GUIDE("SAPODATA", "Connecting to SAP OData: Create connections", "OAUTH2", "CUSTOM"),
  GUIDE_INSTANCE("ZENDESK", PAGE("Zendesk"), "OAUTH2"),
  GUIDE("JIRACLOUD", PAGE("Jira Cloud"), "OAUTH2"),
  GUIDE("NETSUITEERP", PAGE("Oracle NetSuite"), "OAUTH2"),
  GUIDE("HUBSPOT", PAGE("HubSpot"), "OAUTH2"),
  GUIDE_INSTANCE("FACEBOOKADS", PAGE("Facebook Ads"), "OAUTH2"),
  GUIDE("INSTAGRAMADS", PAGE("Instagram Ads"), "OAUTH2"),
  GUIDE_INSTANCE("ZOHOCRM", PAGE("Zoho CRM"), "OAUTH2"),
  GUIDE_INSTANCE("SALESFORCEPARDOT", PAGE("Salesforce Marketing Cloud Account Engagement"), "OAUTH2"),
  GUIDE("SALESFORCEMARKETINGCLOUD", PAGE("Salesforce Marketing Cloud"), "OAUTH2"),
  GUIDE("ADOBEANALYTICS", PAGE("Adobe Analytics"), "OAUTH2"),
  GUIDE("SLACK", PAGE("Slack"), "OAUTH2"),
  GUIDE("LINKEDIN", PAGE("LinkedIn"), "OAUTH2"),
  GUIDE_INSTANCE("MIXPANEL", PAGE("Mixpanel"), "BASIC"),
  GUIDE("ASANA", PAGE("Asana"), "OAUTH2"),
  GUIDE("STRIPE", PAGE("Stripe"), "CUSTOM"),
  GUIDE_INSTANCE("SMARTSHEET", PAGE("Smartsheet"), "OAUTH2"),
  GUIDE_INSTANCE("DATADOG", PAGE("Datadog"), "CUSTOM"),
  GUIDE_INSTANCE("WOOCOMMERCE", PAGE("WooCommerce"), "CUSTOM"),
  GUIDE("INTERCOM", PAGE("Intercom"), "OAUTH2"),
  GUIDE("SNAPCHATADS", PAGE("Snapchat Ads"), "OAUTH2"),
  GUIDE_INSTANCE("PAYPAL", PAGE("PayPal"), "OAUTH2"),
  GUIDE("QUICKBOOKS", PAGE("QuickBooks"), "OAUTH2"),
  GUIDE("FACEBOOKPAGEINSIGHTS", "Configuring Facebook Page Insights", "OAUTH2"),
  GUIDE_INSTANCE("FRESHDESK", PAGE("Freshdesk"), "CUSTOM"),
  GUIDE("TWILIO", PAGE("Twilio"), "BASIC"),
  GUIDE("DOCUSIGNMONITOR", PAGE("Docusign Monitor"), "OAUTH2"),
  GUIDE_INSTANCE("FRESHSALES", PAGE("Freshsales"), "CUSTOM"),
  GUIDE("ZOOM", PAGE("Zoom Meetings"), "OAUTH2"),
  GUIDE("GOOGLESEARCHCONSOLE", PAGE("Google Search Console"), "OAUTH2"),
  GUIDE("SALESFORCECOMMERCECLOUD", PAGE("Salesforce Commerce Cloud"), "OAUTH2"),
  TYPE("SAPCONCUR", PROVENANCE_DOCUMENTED, family_saas),
  GUIDE_INSTANCE("DYNATRACE", PAGE("Dynatrace"), "CUSTOM"),
  TYPE("MICROSOFTDYNAMIC365FINANCEANDOPS", PROVENANCE_DOCUMENTED, family_saas),
  GUIDE("MICROSOFTTEAMS", PAGE("Microsoft Teams"), "OAUTH2"),
  GUIDE_INSTANCE("BLACKBAUDRAISEREDGENXT", PAGE("Blackbaud Raiser's Edge NXT"), "OAUTH2"),
  GUIDE_INSTANCE("MAILCHIMP", PAGE("Mailchimp"), "OAUTH2", "CUSTOM"),
  TYPE("GITLAB", PROVENANCE_DOCUMENTED, family_saas),
  GUIDE_INSTANCE("PENDO", PAGE("Pendo"), "CUSTOM"),
  GUIDE("PRODUCTBOARD", PAGE("Productboard"), "OAUTH2", "CUSTOM"),
  GUIDE("CIRCLECI", PAGE("CircleCI"), "CUSTOM"),
  GUIDE_INSTANCE("PIPEDIVE", PAGE("Pipedrive"), "OAUTH2"), /* Pipedrive, by the API reference */
  GUIDE_INSTANCE("SENDGRID", PAGE("SendGrid"), "CUSTOM"),
  TYPE("AZURECOSMOS", PROVENANCE_DOCUMENTED, family_store),
  TYPE("AZURESQL", PROVENANCE_DOCUMENTED, family_database),
  TYPE("BIGQUERY", PROVENANCE_DOCUMENTED, family_bigquery),
  /* Raiser's Edge NXT, by the guide's page on reading from it */
  GUIDE_INSTANCE("BLACKBAUD", PAGE("Blackbaud Raiser's Edge NXT"), "OAUTH2"),
  TYPE("CLOUDERAHIVE", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("CLOUDERAIMPALA", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("CLOUDWATCH", PROVENANCE_DOCUMENTED, family_athena_source),
  TYPE("CLOUDWATCHMETRICS", PROVENANCE_DOCUMENTED, family_athena_source),
  TYPE("CMDB", PROVENANCE_DOCUMENTED, family_athena_source),
  TYPE("DATALAKEGEN2", PROVENANCE_DOCUMENTED, family_athena_store),
  TYPE("DB2", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("DB2AS400", PROVENANCE_DOCUMENTED, family_athena_database),
  TYPE("DOCUMENTDB", PROVENANCE_DOCUMENTED, family_documentdb),
  GUIDE("DOMO", PAGE("Domo"), "OAUTH2"),
  TYPE("DYNAMODB", PROVENANCE_DOCUMENTED, family_dynamodb),
  TYPE("GOOGLECLOUDSTORAGE", PROVENANCE_DOCUMENTED, family_athena_store),
  TYPE("HBASE", PROVENANCE_DOCUMENTED, family_athena_store),
  /* The page asks for a secret with an apiKey, and does not say what that is called. */
  {NAMED("KUSTOMER"), .provenance = PROVENANCE_DOCUMENTED,
   .family = &family_saas, .authentication = FACT(INFERRED, PAGE("Kustomer"), "CUSTOM")},
  GUIDE_INSTANCE("MICROSOFTDYNAMICS365CRM", PAGE("Microsoft Dynamics 365 CRM"), "OAUTH2"),
  GUIDE_INSTANCE("MONDAY", PAGE("Monday"), "OAUTH2", "CUSTOM"),
  TYPE("MYSQL", PROVENANCE_DOCUMENTED, family_mysql),
  GUIDE("OKTA", PAGE("Okta"), "OAUTH2", "CUSTOM"),
  TYPE("OPENSEARCH", PROVENANCE_DOCUMENTED, family_store),
  TYPE("ORACLE", PROVENANCE_DOCUMENTED, family_oracle),
  GUIDE_INSTANCE("PIPEDRIVE", PAGE("Pipedrive"), "OAUTH2"),
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
  TYPE("HIVE_METASTORE", PROVENANCE_IN_USE, family_hive_metastore),
  {.name = NULL},
};
/* clang-format on */

const ConnectionTypeRow *const types_rows = connection_types;

#undef PROPERTY
#undef MEMBER
#undef RULES
#undef NO_RULES
#undef NAMES
#undef SPARK
#undef ATHENA
#undef SPARK_ATHENA
#undef SPARK_ATHENA_PYTHON
#undef TWO_STYLES
#undef DATABASE_KEYS
#undef DATABASE
#undef NAMED
#undef TYPE
#undef PAGE
#undef GUIDE
#undef GUIDE_INSTANCE
#undef FACT
#undef UNIFIED
#undef CONNECTION_PROPERTIES
