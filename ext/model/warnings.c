/* SPDX-License-Identifier: MIT */
/*
** The warnings, as rows, and the one walk over every string of a request that asks them. A row says where
** to look, what to ask there (warning_checks.h), and what the finding tells: what is wrong, and what to do.
** No message shows a value.
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

/* Strings that hold a document that holds a string with a document... */
#define EMBEDDED_MAX 3

/* clang-format off */

#define NAMES(...) (const char *const[]){__VA_ARGS__, NULL}

#define PROPERTIES COLUMN_CONNECTION_PROPERTIES
#define PHYSICAL COLUMN_PHYSICAL_CONNECTION_REQUIREMENTS
#define AUTHENTICATION COLUMN_AUTHENTICATION_CONFIGURATION

/* The properties whose values are true or false; the reference calls only the last one
** case-insensitive. */
#define BOOLEAN(key) \
  {.rule = RULE_BOOLEAN_SPELLING, .column = PROPERTIES, .member = key, \
   .check = warning_is_none_of, .values = NAMES("true", "false"), \
   .message = "Only true and false, in lower case, are understood when a job runs; spell it so"}

#define URL_PORT(key) \
  {.rule = RULE_PORT_RANGE, .column = PROPERTIES, .member = key, .check = warning_has_url_port, \
   .message = PORT_MESSAGE}
#define PORT_MESSAGE "The port must be a number from 1 to 65535"

#define ZONE_MESSAGE "Without an AvailabilityZone the connection cannot be used; give the zone of the subnet"
#define CREDENTIALS_MESSAGE \
  "The connection names no credentials; give SecretArn, or the credentials themselves"
#define VALIDATION_MESSAGE \
  "The server's certificate is not validated; set false, and give the certificate of its authority"

static const WarningRule warnings_rules[] = {
  /* physical connection requirements */
  {.rule = RULE_AVAILABILITY_ZONE_MISSING, .column = PHYSICAL, .is_about_object = true,
   .report = "AvailabilityZone", .check = warning_lacks_members,
   .values = NAMES("SubnetId", "SecurityGroupIdList", "", "AvailabilityZone"),
   .message = ZONE_MESSAGE},
  {.rule = RULE_AVAILABILITY_ZONE_MISSING, .column = PHYSICAL, .is_about_object = true,
   .report = "AvailabilityZone", .check = warning_lacks_members, .types = NAMES("NETWORK"),
   .values = NAMES("", "SubnetId", "SecurityGroupIdList", "AvailabilityZone"),
   .message = ZONE_MESSAGE},
  {.rule = RULE_AVAILABILITY_ZONE_ID, .column = PHYSICAL, .member = "AvailabilityZone",
   .check = warning_has_form, .values = NAMES("@#-az#"),
   .message = "This is the id of a zone; give its name, such as us-east-1a"},
  {.rule = RULE_AVAILABILITY_ZONE_FORMAT, .column = PHYSICAL, .member = "AvailabilityZone",
   .check = warning_has_no_form,
   .values = NAMES("@-@-#@", "@-@-@-#@", "@-@-#-@-#@", "@-@-@-#-@-#@", "@#-az#"),
   .message = "This is no name of an availability zone; one looks like us-east-1a"},
  {.rule = RULE_SUBNET_ID_FORMAT, .column = PHYSICAL, .member = "SubnetId",
   .check = warning_has_no_form, .values = NAMES("subnet-$"),
   .message = "This is no id of a subnet; give the id, such as subnet-0123456789abcdef0, not the name"},
  {.rule = RULE_SECURITY_GROUP_ID_FORMAT, .column = PHYSICAL, .member = "SecurityGroupIdList",
   .check = warning_has_no_form, .values = NAMES("sg-$"),
   .message = "This is no id of a security group; give the id, such as sg-0123456789abcdef0, not the name"},
  {.rule = RULE_SECURITY_GROUP_MISSING, .column = PHYSICAL, .is_about_object = true,
   .report = "SecurityGroupIdList", .check = warning_lacks_members,
   .values = NAMES("SubnetId", "", "SecurityGroupIdList"),
   .message = "A job cannot reach a subnet without a security group; give one that allows traffic from "
              "itself"},

  /* TLS */
  {.rule = RULE_TLS_NOT_ENFORCED, .column = PROPERTIES, .is_about_object = true,
   .report = "JDBC_ENFORCE_SSL", .check = warning_lacks_tls, .types = NAMES("JDBC", "MONGODB"),
   .message = "TLS is not enforced; set JDBC_ENFORCE_SSL to true"},
  {.rule = RULE_TLS_NOT_ENFORCED, .column = PROPERTIES, .member = "KAFKA_SSL_ENABLED",
   .check = warning_is_one_of_nocase, .values = NAMES("false"), .types = NAMES("KAFKA"),
   .message = "TLS is switched off; set KAFKA_SSL_ENABLED to true, or leave it out"},
  {.rule = RULE_TLS_NOT_ENFORCED, .column = PROPERTIES, .member = "ENFORCE_SSL",
   .check = warning_is_one_of_nocase, .values = NAMES("false"),
   .message = "TLS is not enforced; set ENFORCE_SSL to true"},
  {.rule = RULE_CERTIFICATE_NOT_VALIDATED, .column = PROPERTIES,
   .member = "SKIP_CUSTOM_JDBC_CERT_VALIDATION", .check = warning_is_one_of_nocase,
   .values = NAMES("true"), .message = VALIDATION_MESSAGE},
  {.rule = RULE_CERTIFICATE_NOT_VALIDATED, .column = PROPERTIES,
   .member = "KAFKA_SKIP_CUSTOM_CERT_VALIDATION", .check = warning_is_one_of_nocase,
   .values = NAMES("true"), .message = VALIDATION_MESSAGE},

  /* spellings */
  BOOLEAN("KAFKA_SSL_ENABLED"),
  BOOLEAN("KAFKA_SKIP_CUSTOM_CERT_VALIDATION"),
  BOOLEAN("SKIP_CUSTOM_JDBC_CERT_VALIDATION"),
  BOOLEAN("ENFORCE_SSL"),
  {.rule = RULE_BOOLEAN_SPELLING, .column = PROPERTIES, .member = "JDBC_ENFORCE_SSL",
   .check = warning_is_none_of_nocase, .values = NAMES("true", "false"),
   .message = "Only true and false are understood; give one of them"},
  {.rule = RULE_KAFKA_SASL_MECHANISM, .column = PROPERTIES, .member = "KAFKA_SASL_MECHANISM",
   .check = warning_is_none_of, .values = NAMES("SCRAM-SHA-512", "GSSAPI", "AWS_MSK_IAM", "PLAIN"),
   .message = "AWS Glue knows SCRAM-SHA-512, GSSAPI, AWS_MSK_IAM and PLAIN; give one of them"},

  /* URLs and ports */
  {.rule = RULE_URL_UNPARSABLE, .column = PROPERTIES, .member = "JDBC_CONNECTION_URL",
   .check = warning_is_no_url, .values = NAMES("jdbc"),
   .message = "This is no JDBC URL that can be taken apart; write it as jdbc:ENGINE://HOST:PORT/DATABASE"},
  {.rule = RULE_URL_UNPARSABLE, .column = PROPERTIES, .member = "CONNECTION_URL",
   .check = warning_is_no_url, .values = NAMES("mongodb"), .types = NAMES("MONGODB"),
   .message = "This is no MongoDB URL that can be taken apart; write it as mongodb://HOST:PORT/DATABASE"},
  {.rule = RULE_URL_UNPARSABLE, .column = PROPERTIES, .member = "KAFKA_BOOTSTRAP_SERVERS",
   .check = warning_is_no_url, .values = NAMES("kafka"),
   .message = "This is no list of servers; write it as HOST:PORT,HOST:PORT"},
  {.rule = RULE_PORT_RANGE, .column = PROPERTIES, .member = "PORT", .check = warning_is_no_port,
   .message = PORT_MESSAGE},
  URL_PORT("JDBC_CONNECTION_URL"),
  URL_PORT("CONNECTION_URL"),
  URL_PORT("KAFKA_BOOTSTRAP_SERVERS"),

  /* AuthenticationConfiguration */
  {.rule = RULE_AUTHENTICATION_TYPE, .column = AUTHENTICATION, .is_about_object = true,
   .report = "AuthenticationType", .check = warning_lacks_members,
   .values = NAMES("", "AuthenticationType"),
   .message = "CloudFormation and Terraform ask for an AuthenticationType; give it"},
  {.rule = RULE_MISSING_CREDENTIALS, .column = AUTHENTICATION, .is_about_object = true,
   .report = "AuthenticationType", .check = warning_lacks_credentials,
   .values = NAMES("BASIC", "SecretArn", "EncryptedCredentials", "BasicAuthenticationCredentials"),
   .message = CREDENTIALS_MESSAGE},
  {.rule = RULE_MISSING_CREDENTIALS, .column = AUTHENTICATION, .is_about_object = true,
   .report = "AuthenticationType", .check = warning_lacks_credentials,
   .values = NAMES("CUSTOM", "SecretArn", "EncryptedCredentials", "CustomAuthenticationCredentials"),
   .message = CREDENTIALS_MESSAGE},
  {.rule = RULE_MISSING_CREDENTIALS, .column = AUTHENTICATION, .is_about_object = true,
   .report = "AuthenticationType", .check = warning_lacks_credentials,
   .values = NAMES("OAUTH2", "SecretArn", "EncryptedCredentials", "OAuth2Properties.OAuth2Credentials",
                   "OAuth2Properties.AuthorizationCodeProperties"),
   .message = CREDENTIALS_MESSAGE},

  /* keys, documents, tags */
  {.rule = RULE_UNKNOWN_PROPERTY, .column = PROPERTIES, .check = warning_is_unknown_property,
   .message = "The API does not know this property; check its spelling"},
  {.rule = RULE_TAG_VALUE_CHARACTER, .column = COLUMN_TAGS, .check = warning_has_character,
   .values = NAMES(",*"),
   .message = "The service refuses tag values with a comma or an asterisk (Invalid Tag Parameters); take it "
              "out"},
  {.rule = RULE_TAG_VALUE_PREFIX, .column = COLUMN_TAGS, .check = warning_begins_with,
   .values = NAMES("aws:"),
   .message = "The prefix aws: is reserved, in values of tags too; take it out"},

  /* whatever the string */
  {.rule = RULE_URL_PASSWORD, .column = WARNING_EVERYWHERE, .check = warning_is_secret_url,
   .message = "The URL holds a secret, in clear for whoever may read the connection; take it out, and give "
              "SECRET_ID, or USERNAME and PASSWORD"},
  {.rule = RULE_CLEAR_TEXT_SECRET, .column = WARNING_EVERYWHERE, .check = warning_is_secret_text,
   .message = "This looks like a secret in clear, where nothing encrypts it; keep it in AWS Secrets "
              "Manager, and name it here"},
  {.rule = RULE_UNRESOLVED_REFERENCE, .column = WARNING_EVERYWHERE, .check = warning_has_reference,
   .message = "This is a reference that only the template it comes from can resolve; give the value itself, or "
              "deploy the template"},
  {.rule = RULE_PLACEHOLDER, .column = WARNING_EVERYWHERE, .check = warning_has_placeholder,
   .message = "This was left to be filled in; give the value itself"},
};
/* clang-format on */

/* These properties hold a document of their own. */
static const char *const warnings_documents[] = {"SparkProperties", "PythonProperties", NULL};
static const char warnings_document_message[] =
    "The value must be a JSON object, as a string; this one is not";

/* ---- the walk ---- */

typedef struct WarningWalk {
  const Connection *connection;
  Findings *findings;
  ColumnId column;
  WarningUrls urls;
  size_t embedded; /* documents in strings around the string at hand */
} WarningWalk;

/* Where the walk is: what stays the same for all that an object or a list holds. */
typedef struct WarningPlace {
  const Path *path;
  const Shape *shape; /* of the object or list; NULL: in a document in a string */
  const char *list;   /* the member that the list is; NULL for an object */
  bool is_sealed;
} WarningPlace;

static bool warnings_applies_to(const WarningRule *rule, const Connection *connection) {
  const MemberValue *type = &connection->member[COLUMN_CONNECTION_TYPE];
  if (rule->types == NULL) return true;
  for (size_t i = 0; rule->types[i]; i++) {
    if (member_is(type, rule->types[i])) return true;
  }
  return false;
}

static void warnings_ask(const WarningWalk *walk, const WarningRule *rule, WarningSubject *subject,
                         const Path *path) {
  subject->suggestion = NULL;
  if (!warnings_applies_to(rule, walk->connection) || !rule->check(rule, subject)) return;
  const char *name = subject->suggestion;
  findings_add(walk->findings, SEVERITY_WARNING, rule->rule, path, "%s%s%s%s", rule->message,
               name ? "; did you mean " : "", name ? name : "", name ? "?" : "");
}

static bool warnings_is_about(const WarningRule *rule, const WarningSubject *subject) {
  if (rule->is_about_object) return false;
  if (rule->column == WARNING_EVERYWHERE) return !subject->is_document;
  if (rule->column != subject->column || subject->is_embedded) return false;
  return rule->member == NULL || strcmp(rule->member, subject->member) == 0;
}

/* There is nothing to ask about an empty string; its shape says so where it may not be. */
static void warnings_ask_string(WarningWalk *walk, WarningSubject *subject, const Path *path) {
  if (subject->length == 0) return;
  subject->connection = walk->connection;
  subject->column = walk->column;
  subject->urls = &walk->urls;
  subject->is_embedded = walk->embedded > 0;
  for (size_t i = 0; i < sizeof(warnings_rules) / sizeof(*warnings_rules); i++) {
    const WarningRule *rule = &warnings_rules[i];
    if (!findings_want(walk->findings, RULE_SET(rule->rule))) continue;
    if (warnings_is_about(rule, subject)) warnings_ask(walk, rule, subject, path);
  }
}

static void warnings_walk(WarningWalk *walk, const JsonValue *container, const WarningPlace *place);

/* Walks over the document that a string is; false where it is none. */
static bool warnings_walk_document(WarningWalk *walk, const char *text, const Path *path) {
  JsonDocument document;
  JsonError error;
  if (walk->embedded == EMBEDDED_MAX) return false;
  int rc = json_parse(text, strlen(text), &document, &error);
  if (rc == SQLITE_NOMEM) walk->findings->out_of_memory = true;
  if (rc != SQLITE_OK) return false;
  bool is_object = json_type(document.root) == JSON_OBJECT;
  if (is_object) {
    walk->embedded++;
    warnings_walk(walk, document.root, &(WarningPlace){.path = path});
    walk->embedded--;
    walk->urls.other.value = NULL; /* it may have been one of the document's */
  }
  json_free(&document);
  return is_object;
}

static bool warnings_is_document(const WarningWalk *walk, const char *key) {
  if (walk->column != PROPERTIES || walk->embedded > 0) return false;
  for (size_t i = 0; warnings_documents[i]; i++) {
    if (strcmp(warnings_documents[i], key) == 0) return true;
  }
  return false;
}

static void warnings_walk_string(WarningWalk *walk, const JsonValue *container,
                                 const JsonValue *value, const WarningPlace *place,
                                 const Path *path) {
  const char *key = json_key(value), *text = json_string(value);
  const Shape *shape = place->shape;
  WarningSubject subject = {.container = container,
                            .value = value,
                            .member = key ? key : place->list,
                            .is_entry = key && (shape == NULL || shape->type == SHAPE_MAP),
                            .is_sealed = place->is_sealed,
                            .text = text,
                            .length = strlen(text)};
  if (shape == &shape_connection_properties) {
    if (secret_property_of_twin(key)) return; /* encrypted, it says nothing */
    if (secret_property_named(key)) subject.is_sealed = true;
  }
  if (warnings_is_document(walk, key ? key : "") && subject.length > 0) {
    subject.is_document = warnings_walk_document(walk, text, path);
    if (!subject.is_document && !walk->findings->out_of_memory) {
      findings_add(walk->findings, SEVERITY_WARNING, RULE_EMBEDDED_JSON, path, "%s",
                   warnings_document_message);
    }
  }
  warnings_ask_string(walk, &subject, path);
}

/* Of an object, a list or a map: the shape of a member, and whether it is a credential. */
static const Shape *warnings_shape_below(const Shape *shape, const char *key, bool *is_credential) {
  if (shape == NULL) return NULL;
  if (shape->type != SHAPE_STRUCTURE) return shape->element;
  const Member *member = shape_member(shape, key, strlen(key));
  *is_credential = member && member->credential;
  return member ? member->shape : NULL;
}

/* Our own EncryptedCredentials says nothing either. */
static bool warnings_is_encrypted(const WarningPlace *place, const char *key) {
  if (place->shape == NULL || place->shape->type != SHAPE_STRUCTURE) return false;
  const Member *member = shape_member(place->shape, key, strlen(key));
  return member && member->credential && member->shape->type == SHAPE_STRING;
}

static void warnings_walk(WarningWalk *walk, const JsonValue *container,
                          const WarningPlace *place) {
  size_t index = 0;
  for (const JsonValue *value = json_first(container); value; value = json_next(value)) {
    const char *key = json_key(value);
    Path path = {.parent = place->path, .name = key, .length = PATH_TERMINATED, .index = ++index};
    path.is_key = place->shape == NULL || place->shape->type != SHAPE_STRUCTURE;
    path.is_embedded = walk->embedded > 0;
    JsonType type = json_type(value);
    if (type == JSON_STRING) {
      if (key && warnings_is_encrypted(place, key)) continue;
      warnings_walk_string(walk, container, value, place, &path);
    } else if (type == JSON_OBJECT || type == JSON_ARRAY) {
      bool is_sealed = place->is_sealed;
      WarningPlace below = {.path = &path,
                            .list = type == JSON_ARRAY ? key ? key : place->list : NULL};
      below.shape = warnings_shape_below(place->shape, key ? key : "", &is_sealed);
      below.is_sealed = is_sealed || place->is_sealed;
      warnings_walk(walk, value, &below);
    }
  }
}

/* ---- columns ---- */

/* Asks the rules about the column's object as a whole. */
static void warnings_ask_object(WarningWalk *walk, const JsonValue *object, const Path *path) {
  for (size_t i = 0; i < sizeof(warnings_rules) / sizeof(*warnings_rules); i++) {
    const WarningRule *rule = &warnings_rules[i];
    if (!rule->is_about_object || rule->column != walk->column) continue;
    if (!findings_want(walk->findings, RULE_SET(rule->rule))) continue;
    WarningSubject subject = {.connection = walk->connection,
                              .column = walk->column,
                              .container = object,
                              .text = "",
                              .urls = &walk->urls};
    Path place = PATH_MEMBER(path, rule->report);
    place.is_key = columns[walk->column].shape->type == SHAPE_MAP;
    warnings_ask(walk, rule, &subject, &place);
  }
}

static void warnings_of_column(const Connection *connection, ColumnId column, Findings *findings) {
  const MemberValue *member = &connection->member[column];
  const Path path = column_path(column);
  if (!member->present) return;
  WarningWalk walk = {.connection = connection, .findings = findings, .column = column};
  if (columns[column].kind == KIND_TEXT) {
    WarningSubject subject = {.text = member->text, .length = member->length, .member = ""};
    warnings_ask_string(&walk, &subject, &path);
    return;
  }
  const Shape *shape = columns[column].shape;
  bool is_list = shape->type == SHAPE_LIST;
  if (json_type(member->json) != (is_list ? JSON_ARRAY : JSON_OBJECT)) return;
  const WarningPlace place = {
      .path = &path, .shape = shape, .list = is_list ? columns[column].member : NULL};
  warnings_walk(&walk, member->json, &place);
  if (!is_list) warnings_ask_object(&walk, member->json, &path);
}

void warnings_validate(const Connection *connection, Findings *findings) {
  types_warn(connection, findings);
  for (int id = 0; id < COLUMN_COUNT; id++) {
    bool is_told = columns[id].kind == KIND_TEXT || columns[id].kind == KIND_JSON;
    if (is_told && columns[id].shape) warnings_of_column(connection, (ColumnId)id, findings);
  }
}

void warnings_validate_tags(const Connection *connection, Findings *findings) {
  warnings_of_column(connection, COLUMN_TAGS, findings);
}

#undef EMBEDDED_MAX
#undef NAMES
#undef PROPERTIES
#undef PHYSICAL
#undef AUTHENTICATION
#undef BOOLEAN
#undef URL_PORT
#undef PORT_MESSAGE
#undef ZONE_MESSAGE
#undef CREDENTIALS_MESSAGE
#undef VALIDATION_MESSAGE
