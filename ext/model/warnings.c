/* SPDX-License-Identifier: MIT */
/*
** The warnings, as rows. Each says where to look, what to ask there (warning_checks.h), and what
** the finding tells: what is wrong, and what to do. No message shows a value.
**
** Sources: accepted by the service and failing later (observed): junk URLs, availability zone ids,
** names in place of ids, KAFKA_SSL_ENABLED=False, a missing AvailabilityZone. The rest is
** documented, or plain sense.
*/
#include "model/warnings.h"

#include <string.h>

#include "model/shapes.h"
#include "model/types.h"
#include "model/warning_checks.h"

/* The deepest place a rule can lead to. */
#define PATH_DEPTH_MAX 6

/* clang-format off */

#define NAMES(...) (const char *const[]){__VA_ARGS__, NULL}
#define ANY_TYPE NULL
#define PROPERTIES COLUMN_CONNECTION_PROPERTIES
#define PHYSICAL COLUMN_PHYSICAL_CONNECTION_REQUIREMENTS
#define AUTHENTICATION COLUMN_AUTHENTICATION_CONFIGURATION

/* The properties whose values are true or false; the reference calls only the last one
** case-insensitive. */
#define BOOLEAN_MESSAGE "Only true and false, in lower case, are understood when a job runs; spell it so"
#define BOOLEAN(key) \
  {RULE_BOOLEAN_SPELLING, WALK_VALUE, PROPERTIES, key, NULL, is_none_of, NAMES("true", "false"), \
   ANY_TYPE, BOOLEAN_MESSAGE}

#define URL_PASSWORD_MESSAGE \
  "The URL holds a password, in clear for whoever may read the connection; take it out, and give " \
  "SECRET_ID, or USERNAME and PASSWORD"
#define PORT_MESSAGE "The port must be a number from 1 to 65535"
#define SECRET_MESSAGE \
  "This looks like a secret in clear, where nothing encrypts it; keep it in AWS Secrets Manager, " \
  "and name it here"
#define CREDENTIALS_MESSAGE \
  "The connection names no credentials; give SecretArn, or the credentials themselves"
#define VALIDATION_MESSAGE \
  "The server's certificate is not validated; set false, and give the certificate of its authority"

/* A reference to what a template or a plan knows. */
#define REFERENCE_MESSAGE \
  "This is a reference that only the template it comes from can resolve; give the value itself, or " \
  "deploy the template"
#define REFERENCE(walk, column, path) \
  {RULE_UNRESOLVED_REFERENCE, walk, column, path, NULL, is_reference, NULL, ANY_TYPE, REFERENCE_MESSAGE}

static const WarningRule warnings_rules[] = {
  /* physical connection requirements */
  {RULE_AVAILABILITY_ZONE_MISSING, WALK_VALUE, PHYSICAL, "SubnetId", "AvailabilityZone",
   lacks_siblings, NAMES("AvailabilityZone"), ANY_TYPE,
   "Without an AvailabilityZone the connection cannot be used; give the zone of the subnet"},
  {RULE_AVAILABILITY_ZONE_ID, WALK_VALUE, PHYSICAL, "AvailabilityZone", NULL,
   has_form, NAMES("@#-az#"), ANY_TYPE,
   "This is the id of a zone; give its name, such as us-east-1a"},
  {RULE_AVAILABILITY_ZONE_FORMAT, WALK_VALUE, PHYSICAL, "AvailabilityZone", NULL,
   has_no_form, NAMES("@-@-#@", "@-@-@-#@", "@-@-#-@-#@", "@-@-@-#-@-#@", "@#-az#"), ANY_TYPE,
   "This is no name of an availability zone; one looks like us-east-1a"},
  {RULE_SUBNET_ID_FORMAT, WALK_VALUE, PHYSICAL, "SubnetId", NULL,
   has_no_form, NAMES("subnet-$"), ANY_TYPE,
   "This is no id of a subnet; give the id, such as subnet-0123456789abcdef0, not the name"},
  {RULE_SECURITY_GROUP_ID_FORMAT, WALK_EACH, PHYSICAL, "SecurityGroupIdList", NULL,
   has_no_form, NAMES("sg-$"), ANY_TYPE,
   "This is no id of a security group; give the id, such as sg-0123456789abcdef0, not the name"},
  {RULE_SECURITY_GROUP_MISSING, WALK_VALUE, PHYSICAL, "SubnetId", "SecurityGroupIdList",
   lacks_siblings, NAMES("SecurityGroupIdList"), ANY_TYPE,
   "A job cannot reach a subnet without a security group; give one that allows traffic from itself"},

  /* TLS */
  {RULE_TLS_NOT_ENFORCED, WALK_VALUE, PROPERTIES, NULL, "JDBC_ENFORCE_SSL",
   lacks_tls, NULL, NAMES("JDBC", "MONGODB"),
   "TLS is not enforced; set JDBC_ENFORCE_SSL to true"},
  {RULE_TLS_NOT_ENFORCED, WALK_VALUE, PROPERTIES, "KAFKA_SSL_ENABLED", NULL,
   is_one_of_nocase, NAMES("false"), NAMES("KAFKA"),
   "TLS is switched off; set KAFKA_SSL_ENABLED to true, or leave it out"},
  {RULE_TLS_NOT_ENFORCED, WALK_VALUE, PROPERTIES, "ENFORCE_SSL", NULL,
   is_one_of_nocase, NAMES("false"), ANY_TYPE,
   "TLS is not enforced; set ENFORCE_SSL to true"},
  {RULE_CERTIFICATE_NOT_VALIDATED, WALK_VALUE, PROPERTIES, "SKIP_CUSTOM_JDBC_CERT_VALIDATION", NULL,
   is_one_of_nocase, NAMES("true"), ANY_TYPE, VALIDATION_MESSAGE},
  {RULE_CERTIFICATE_NOT_VALIDATED, WALK_VALUE, PROPERTIES, "KAFKA_SKIP_CUSTOM_CERT_VALIDATION", NULL,
   is_one_of_nocase, NAMES("true"), ANY_TYPE, VALIDATION_MESSAGE},

  /* spellings */
  BOOLEAN("KAFKA_SSL_ENABLED"),
  BOOLEAN("KAFKA_SKIP_CUSTOM_CERT_VALIDATION"),
  BOOLEAN("SKIP_CUSTOM_JDBC_CERT_VALIDATION"),
  BOOLEAN("ENFORCE_SSL"),
  {RULE_BOOLEAN_SPELLING, WALK_VALUE, PROPERTIES, "JDBC_ENFORCE_SSL", NULL,
   is_none_of_nocase, NAMES("true", "false"), ANY_TYPE,
   "Only true and false are understood; give one of them"},
  {RULE_KAFKA_SASL_MECHANISM, WALK_VALUE, PROPERTIES, "KAFKA_SASL_MECHANISM", NULL,
   is_none_of, NAMES("SCRAM-SHA-512", "GSSAPI", "AWS_MSK_IAM", "PLAIN"), ANY_TYPE,
   "AWS Glue knows SCRAM-SHA-512, GSSAPI, AWS_MSK_IAM and PLAIN; give one of them"},

  /* URLs */
  {RULE_URL_UNPARSABLE, WALK_VALUE, PROPERTIES, "JDBC_CONNECTION_URL", NULL,
   is_no_url, NAMES("jdbc"), ANY_TYPE,
   "This is no JDBC URL that can be taken apart; write it as jdbc:ENGINE://HOST:PORT/DATABASE"},
  {RULE_URL_UNPARSABLE, WALK_VALUE, PROPERTIES, "CONNECTION_URL", NULL,
   is_no_url, NAMES("mongodb"), NAMES("MONGODB"),
   "This is no MongoDB URL that can be taken apart; write it as mongodb://HOST:PORT/DATABASE"},
  {RULE_URL_UNPARSABLE, WALK_VALUE, PROPERTIES, "KAFKA_BOOTSTRAP_SERVERS", NULL,
   is_no_url, NAMES("kafka"), ANY_TYPE,
   "This is no list of servers; write it as HOST:PORT,HOST:PORT"},
  {RULE_URL_PASSWORD, WALK_VALUE, PROPERTIES, "JDBC_CONNECTION_URL", NULL,
   has_url_password, NULL, ANY_TYPE, URL_PASSWORD_MESSAGE},
  {RULE_URL_PASSWORD, WALK_VALUE, PROPERTIES, "CONNECTION_URL", NULL,
   has_url_password, NULL, ANY_TYPE, URL_PASSWORD_MESSAGE},
  {RULE_URL_PASSWORD, WALK_EACH, COLUMN_SPARK_PROPERTIES, NULL, NULL,
   has_url_password, NULL, ANY_TYPE, URL_PASSWORD_MESSAGE},
  {RULE_URL_PASSWORD, WALK_EACH, COLUMN_ATHENA_PROPERTIES, NULL, NULL,
   has_url_password, NULL, ANY_TYPE, URL_PASSWORD_MESSAGE},
  {RULE_URL_PASSWORD, WALK_EACH, COLUMN_PYTHON_PROPERTIES, NULL, NULL,
   has_url_password, NULL, ANY_TYPE, URL_PASSWORD_MESSAGE},
  {RULE_URL_PASSWORD, WALK_DOCUMENT, PROPERTIES, "SparkProperties", NULL,
   has_url_password, NULL, ANY_TYPE, URL_PASSWORD_MESSAGE},
  {RULE_URL_PASSWORD, WALK_DOCUMENT, PROPERTIES, "PythonProperties", NULL,
   has_url_password, NULL, ANY_TYPE, URL_PASSWORD_MESSAGE},
  {RULE_PORT_RANGE, WALK_VALUE, PROPERTIES, "PORT", NULL, is_no_port, NULL, ANY_TYPE, PORT_MESSAGE},
  {RULE_PORT_RANGE, WALK_VALUE, PROPERTIES, "JDBC_CONNECTION_URL", NULL,
   has_url_port, NULL, ANY_TYPE, PORT_MESSAGE},
  {RULE_PORT_RANGE, WALK_VALUE, PROPERTIES, "CONNECTION_URL", NULL,
   has_url_port, NULL, ANY_TYPE, PORT_MESSAGE},
  {RULE_PORT_RANGE, WALK_VALUE, PROPERTIES, "KAFKA_BOOTSTRAP_SERVERS", NULL,
   has_url_port, NULL, ANY_TYPE, PORT_MESSAGE},

  /* secrets in clear, where the service encrypts nothing */
  {RULE_CLEAR_TEXT_SECRET, WALK_EACH, PROPERTIES, NULL, NULL,
   is_secret, NULL, ANY_TYPE, SECRET_MESSAGE},
  {RULE_CLEAR_TEXT_SECRET, WALK_DOCUMENT, PROPERTIES, "SparkProperties", NULL,
   is_secret, NULL, ANY_TYPE, SECRET_MESSAGE},
  {RULE_CLEAR_TEXT_SECRET, WALK_DOCUMENT, PROPERTIES, "PythonProperties", NULL,
   is_secret, NULL, ANY_TYPE, SECRET_MESSAGE},
  {RULE_CLEAR_TEXT_SECRET, WALK_EACH, COLUMN_SPARK_PROPERTIES, NULL, NULL,
   is_secret, NULL, ANY_TYPE, SECRET_MESSAGE},
  {RULE_CLEAR_TEXT_SECRET, WALK_EACH, COLUMN_ATHENA_PROPERTIES, NULL, NULL,
   is_secret, NULL, ANY_TYPE, SECRET_MESSAGE},
  {RULE_CLEAR_TEXT_SECRET, WALK_EACH, COLUMN_PYTHON_PROPERTIES, NULL, NULL,
   is_secret, NULL, ANY_TYPE, SECRET_MESSAGE},
  {RULE_CLEAR_TEXT_SECRET, WALK_EACH, AUTHENTICATION, "OAuth2Properties.TokenUrlParametersMap", NULL,
   is_secret, NULL, ANY_TYPE, SECRET_MESSAGE},
  {RULE_CLEAR_TEXT_SECRET, WALK_EACH, COLUMN_TAGS, NULL, NULL,
   is_secret, NULL, ANY_TYPE, SECRET_MESSAGE},
  {RULE_CLEAR_TEXT_SECRET, WALK_TEXT, COLUMN_DESCRIPTION, NULL, NULL,
   tells_secret, NULL, ANY_TYPE,
   "The description seems to tell a secret, to whoever may read the connection; take it out"},

  /* credentials of AuthenticationConfiguration */
  {RULE_MISSING_CREDENTIALS, WALK_VALUE, AUTHENTICATION, "AuthenticationType", NULL,
   lacks_credentials,
   NAMES("BASIC", "SecretArn", "EncryptedCredentials", "BasicAuthenticationCredentials"),
   ANY_TYPE, CREDENTIALS_MESSAGE},
  {RULE_MISSING_CREDENTIALS, WALK_VALUE, AUTHENTICATION, "AuthenticationType", NULL,
   lacks_credentials,
   NAMES("CUSTOM", "SecretArn", "EncryptedCredentials", "CustomAuthenticationCredentials"),
   ANY_TYPE, CREDENTIALS_MESSAGE},
  {RULE_MISSING_CREDENTIALS, WALK_VALUE, AUTHENTICATION, "AuthenticationType", NULL,
   lacks_credentials,
   NAMES("OAUTH2", "SecretArn", "EncryptedCredentials", "OAuth2Properties.OAuth2Credentials",
         "OAuth2Properties.AuthorizationCodeProperties"),
   ANY_TYPE, CREDENTIALS_MESSAGE},

  /* references */
  REFERENCE(WALK_TEXT, COLUMN_NAME, NULL),
  REFERENCE(WALK_TEXT, COLUMN_DESCRIPTION, NULL),
  REFERENCE(WALK_TEXT, COLUMN_CATALOG_ID, NULL),
  REFERENCE(WALK_EACH, PROPERTIES, NULL),
  REFERENCE(WALK_EACH, COLUMN_ATHENA_PROPERTIES, NULL),
  REFERENCE(WALK_EACH, COLUMN_SPARK_PROPERTIES, NULL),
  REFERENCE(WALK_EACH, COLUMN_PYTHON_PROPERTIES, NULL),
  REFERENCE(WALK_VALUE, PHYSICAL, "SubnetId"),
  REFERENCE(WALK_EACH, PHYSICAL, "SecurityGroupIdList"),
  REFERENCE(WALK_VALUE, PHYSICAL, "AvailabilityZone"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "SecretArn"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "KmsKeyArn"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "BasicAuthenticationCredentials.Username"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "BasicAuthenticationCredentials.Password"),
  REFERENCE(WALK_EACH, AUTHENTICATION, "CustomAuthenticationCredentials"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "OAuth2Properties.TokenUrl"),
  REFERENCE(WALK_EACH, AUTHENTICATION, "OAuth2Properties.TokenUrlParametersMap"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "OAuth2Properties.OAuth2ClientApplication.UserManagedClientApplicationClientId"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "OAuth2Properties.OAuth2Credentials.UserManagedClientApplicationClientSecret"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "OAuth2Properties.OAuth2Credentials.AccessToken"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "OAuth2Properties.OAuth2Credentials.RefreshToken"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "OAuth2Properties.OAuth2Credentials.JwtToken"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "OAuth2Properties.AuthorizationCodeProperties.AuthorizationCode"),
  REFERENCE(WALK_VALUE, AUTHENTICATION, "OAuth2Properties.AuthorizationCodeProperties.RedirectUri"),
  REFERENCE(WALK_EACH, COLUMN_TAGS, NULL),

  /* keys, documents, tags */
  {RULE_UNKNOWN_PROPERTY, WALK_EACH, PROPERTIES, NULL, NULL, is_unknown_property, NULL, ANY_TYPE,
   "The API does not know this property; check its spelling"},
  {RULE_EMBEDDED_JSON, WALK_VALUE, PROPERTIES, "SparkProperties", NULL, is_no_json, NULL, ANY_TYPE,
   "The value must be a JSON object, as a string; this one is not"},
  {RULE_EMBEDDED_JSON, WALK_VALUE, PROPERTIES, "PythonProperties", NULL, is_no_json, NULL, ANY_TYPE,
   "The value must be a JSON object, as a string; this one is not"},
  {RULE_TAG_VALUE_CHARACTER, WALK_EACH, COLUMN_TAGS, NULL, NULL, has_character, NAMES(",*"), ANY_TYPE,
   "The service refuses tag values with a comma or an asterisk (Invalid Tag Parameters); take it "
   "out"},
  };
/* clang-format on */

/* ---- the engine ---- */

/* Where a rule has got to: a chain of paths, and the shape of the innermost. */
typedef struct WarningPlace {
  Path path[PATH_DEPTH_MAX];
  size_t depth;
  const Shape *shape; /* NULL: of a plain value */
} WarningPlace;

static void warnings_descend(WarningPlace *place, const char *name, size_t length) {
  const Shape *shape = place->shape;
  bool is_key = shape == NULL || shape->type != SHAPE_STRUCTURE;
  place->path[place->depth] = (Path){
      .parent = &place->path[place->depth - 1], .name = name, .length = length, .is_key = is_key};
  place->depth++;
  const Member *member = shape ? shape_member(shape, name, length) : NULL;
  place->shape = member ? member->shape : NULL;
}

/* Goes to the column, and from there along the path. */
static const Path *warnings_go(WarningPlace *place, ColumnId column, const char *path) {
  place->path[0] = column_path(column);
  place->depth = 1;
  place->shape = columns[column].shape;
  while (path && *path && place->depth < PATH_DEPTH_MAX) {
    size_t length = strcspn(path, ".");
    warnings_descend(place, path, length);
    path += length + (path[length] == '.');
  }
  return &place->path[place->depth - 1];
}

static bool warnings_applies_to(const WarningRule *rule, const Connection *connection) {
  const MemberValue *type = &connection->member[COLUMN_CONNECTION_TYPE];
  if (rule->types == NULL) return true;
  for (size_t i = 0; rule->types[i]; i++) {
    if (member_is(type, rule->types[i])) return true;
  }
  return false;
}

static void warnings_ask(const WarningRule *rule, WarningSubject *subject, const Path *path,
                         Findings *findings) {
  bool is_warned = rule->check(rule, subject);
  if (subject->out_of_memory) findings->out_of_memory = true;
  if (!is_warned) return;
  const char *name = subject->suggestion;
  findings_add(findings, SEVERITY_WARNING, rule->rule, path, "%s%s%s%s", rule->message,
               name ? "; did you mean " : "", name ? name : "", name ? "?" : "");
}

/* Asks about one value. There is nothing to ask about one that is no string or empty (its shape
** says so), but where the rule is about its container as a whole. */
static void warnings_ask_value(const WarningRule *rule, const Connection *connection,
                               const JsonValue *container, const JsonValue *value, const Path *path,
                               Findings *findings) {
  const char *text = json_string(value);
  if (text == NULL) text = "";
  if (*text == '\0' && value != container) return;
  WarningSubject subject = {.connection = connection,
                            .container = container,
                            .key = json_key(value),
                            .text = text,
                            .length = strlen(text)};
  warnings_ask(rule, &subject, path, findings);
}

static void warnings_ask_each(const WarningRule *rule, const Connection *connection,
                              const JsonValue *container, const Path *parent, Findings *findings) {
  size_t index = 0;
  for (const JsonValue *value = json_first(container); value; value = json_next(value)) {
    Path path = PATH_KEY(parent, json_key(value));
    path.index = ++index; /* an element of a list has no key */
    warnings_ask_value(rule, connection, container, value, &path, findings);
  }
}

static void warnings_ask_document(const WarningRule *rule, const Connection *connection,
                                  const JsonValue *value, const Path *path, Findings *findings) {
  const char *text = json_string(value);
  JsonDocument document;
  JsonError error;
  if (text == NULL) return;
  int rc = json_parse(text, strlen(text), &document, &error);
  if (rc == SQLITE_NOMEM) findings->out_of_memory = true;
  if (rc != SQLITE_OK) return;
  if (json_type(document.root) == JSON_OBJECT) {
    warnings_ask_each(rule, connection, document.root, path, findings);
  }
  json_free(&document);
}

static void warnings_apply_to_tree(const WarningRule *rule, const Connection *connection,
                                   Findings *findings) {
  const JsonValue *root = connection->member[rule->column].json;
  if (json_type(root) != JSON_OBJECT) return;
  const JsonValue *value = rule->path ? json_at(root, rule->path) : root;
  if (value == NULL) return;
  WarningPlace place;
  const Path *path = warnings_go(&place, rule->column, rule->report ? rule->report : rule->path);
  if (rule->walk == WALK_EACH) {
    warnings_ask_each(rule, connection, value, path, findings);
  } else if (rule->walk == WALK_DOCUMENT) {
    warnings_ask_document(rule, connection, value, path, findings);
  } else {
    warnings_ask_value(rule, connection, root, value, path, findings);
  }
}

static void warnings_apply_to_text(const WarningRule *rule, const Connection *connection,
                                   Findings *findings) {
  const MemberValue *member = &connection->member[rule->column];
  WarningSubject subject = {connection, NULL, NULL, member->text, member->length, NULL, false};
  const Path path = column_path(rule->column);
  warnings_ask(rule, &subject, &path, findings);
}

static void warnings_apply(const WarningRule *rule, const Connection *connection,
                           Findings *findings) {
  if (!connection->member[rule->column].present || !warnings_applies_to(rule, connection)) return;
  if (rule->walk == WALK_TEXT) {
    warnings_apply_to_text(rule, connection, findings);
  } else {
    warnings_apply_to_tree(rule, connection, findings);
  }
}

#define RULES_COUNT (sizeof(warnings_rules) / sizeof(*warnings_rules))

void warnings_validate(const Connection *connection, Findings *findings) {
  types_warn(connection, findings);
  for (size_t i = 0; i < RULES_COUNT; i++) {
    warnings_apply(&warnings_rules[i], connection, findings);
  }
}

void warnings_validate_column(const Connection *connection, ColumnId column, Findings *findings) {
  for (size_t i = 0; i < RULES_COUNT; i++) {
    const WarningRule *rule = &warnings_rules[i];
    if (rule->column == column) warnings_apply(rule, connection, findings);
  }
}

#undef RULES_COUNT
#undef ANY_TYPE
#undef AUTHENTICATION
#undef BOOLEAN
#undef BOOLEAN_MESSAGE
#undef CREDENTIALS_MESSAGE
#undef NAMES
#undef PATH_DEPTH_MAX
#undef PHYSICAL
#undef PORT_MESSAGE
#undef PROPERTIES
#undef REFERENCE
#undef REFERENCE_MESSAGE
#undef SECRET_MESSAGE
#undef URL_PASSWORD_MESSAGE
#undef VALIDATION_MESSAGE
