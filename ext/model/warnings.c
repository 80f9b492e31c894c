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
#include "text/suspect.h"
#include "text/text.h"

/* clang-format off */

#define NAMES(...) (const char *const[]){__VA_ARGS__, NULL}

/* The properties whose values are true or false; the reference calls only the last one
** case-insensitive. */
#define BOOLEAN(key) \
  {.rule = RULE_BOOLEAN_SPELLING, .member = key, \
   .check = warning_is_none_of, .values = NAMES("true", "false"), \
   .message = "Only true and false, in lower case, are understood when a job runs; spell it so"}

#define URL_PORT(key) \
  {.rule = RULE_PORT_RANGE, .member = key, .check = warning_has_url_port, .message = PORT_MESSAGE}
#define PORT_MESSAGE "The port must be a number from 1 to 65535"

#define ZONE_MESSAGE "Without an AvailabilityZone the connection cannot be used; give the zone of the subnet"
#define CREDENTIALS_MESSAGE \
  "The connection names no credentials; give SecretArn, or the credentials themselves"
#define VALIDATION_MESSAGE \
  "The server's certificate is not validated; set false, and give the certificate of its authority"

static const WarningRule warnings_physical_rules[] = {
  {.rule = RULE_AVAILABILITY_ZONE_MISSING, .is_about_object = true,
   .report = "AvailabilityZone", .check = warning_lacks_members,
   .values = NAMES("SubnetId", "SecurityGroupIdList", "", "AvailabilityZone"),
   .message = ZONE_MESSAGE},
  {.rule = RULE_AVAILABILITY_ZONE_MISSING, .is_about_object = true,
   .report = "AvailabilityZone", .check = warning_lacks_members, .types = NAMES("NETWORK"),
   .values = NAMES("", "SubnetId", "SecurityGroupIdList", "AvailabilityZone"),
   .message = ZONE_MESSAGE},
  {.rule = RULE_AVAILABILITY_ZONE_ID, .member = "AvailabilityZone",
   .check = warning_has_form, .values = NAMES("@#-az#"),
   .message = "This is the id of a zone; give its name, such as us-east-1a"},
  {.rule = RULE_AVAILABILITY_ZONE_FORMAT, .member = "AvailabilityZone",
   .check = warning_has_no_form,
   .values = NAMES("@-@-#@", "@-@-@-#@", "@-@-#-@-#@", "@-@-@-#-@-#@", "@#-az#"),
   .message = "This is no name of an availability zone; one looks like us-east-1a"},
  {.rule = RULE_SUBNET_ID_FORMAT, .member = "SubnetId",
   .check = warning_has_no_form, .values = NAMES("subnet-$"),
   .message = "This is no id of a subnet; give the id, such as subnet-0123456789abcdef0, not the name"},
  {.rule = RULE_SECURITY_GROUP_ID_FORMAT, .member = "SecurityGroupIdList",
   .check = warning_has_no_form, .values = NAMES("sg-$"),
   .message = "This is no id of a security group; give the id, such as sg-0123456789abcdef0, not the name"},
  {.rule = RULE_SECURITY_GROUP_MISSING, .is_about_object = true,
   .report = "SecurityGroupIdList", .check = warning_lacks_members,
   .values = NAMES("SubnetId", "", "SecurityGroupIdList"),
   .message = "A job cannot reach a subnet without a security group; give one that allows traffic from "
              "itself"},
};

/* A property whose value is a document of its own: one to be walked over. */
#define DOCUMENT(key) \
  {.rule = RULE_EMBEDDED_JSON, .member = key, .check = warning_is_no_document, \
   .message = "The value must be a JSON object, as a string; this one is not"}

static const WarningRule warnings_property_rules[] = {
  /* documents: before all others */
  DOCUMENT("SparkProperties"),
  DOCUMENT("PythonProperties"),

  /* TLS */
  {.rule = RULE_TLS_NOT_ENFORCED, .is_about_object = true,
   .report = "JDBC_ENFORCE_SSL", .check = warning_lacks_tls, .types = NAMES("JDBC", "MONGODB"),
   .message = "TLS is not enforced; set JDBC_ENFORCE_SSL to true"},
  {.rule = RULE_TLS_NOT_ENFORCED, .member = "KAFKA_SSL_ENABLED",
   .check = warning_is_one_of_nocase, .values = NAMES("false"), .types = NAMES("KAFKA"),
   .message = "TLS is switched off; set KAFKA_SSL_ENABLED to true, or leave it out"},
  {.rule = RULE_TLS_NOT_ENFORCED, .member = "ENFORCE_SSL",
   .check = warning_is_one_of_nocase, .values = NAMES("false"),
   .message = "TLS is not enforced; set ENFORCE_SSL to true"},
  {.rule = RULE_CERTIFICATE_NOT_VALIDATED,
   .member = "SKIP_CUSTOM_JDBC_CERT_VALIDATION", .check = warning_is_one_of_nocase,
   .values = NAMES("true"), .message = VALIDATION_MESSAGE},
  {.rule = RULE_CERTIFICATE_NOT_VALIDATED,
   .member = "KAFKA_SKIP_CUSTOM_CERT_VALIDATION", .check = warning_is_one_of_nocase,
   .values = NAMES("true"), .message = VALIDATION_MESSAGE},

  /* spellings */
  BOOLEAN("KAFKA_SSL_ENABLED"),
  BOOLEAN("KAFKA_SKIP_CUSTOM_CERT_VALIDATION"),
  BOOLEAN("SKIP_CUSTOM_JDBC_CERT_VALIDATION"),
  BOOLEAN("ENFORCE_SSL"),
  {.rule = RULE_BOOLEAN_SPELLING, .member = "JDBC_ENFORCE_SSL",
   .check = warning_is_none_of_nocase, .values = NAMES("true", "false"),
   .message = "Only true and false are understood; give one of them"},
  {.rule = RULE_KAFKA_SASL_MECHANISM, .member = "KAFKA_SASL_MECHANISM",
   .check = warning_is_none_of, .values = NAMES("SCRAM-SHA-512", "GSSAPI", "AWS_MSK_IAM", "PLAIN"),
   .message = "AWS Glue knows SCRAM-SHA-512, GSSAPI, AWS_MSK_IAM and PLAIN; give one of them"},

  /* URLs and ports */
  {.rule = RULE_URL_UNPARSABLE, .member = "JDBC_CONNECTION_URL",
   .check = warning_is_no_url, .values = NAMES("jdbc"),
   .message = "This is no JDBC URL that can be taken apart; write it as jdbc:ENGINE://HOST:PORT/DATABASE"},
  {.rule = RULE_URL_UNPARSABLE, .member = "CONNECTION_URL",
   .check = warning_is_no_url, .values = NAMES("mongodb"), .types = NAMES("MONGODB"),
   .message = "This is no MongoDB URL that can be taken apart; write it as mongodb://HOST:PORT/DATABASE"},
  {.rule = RULE_URL_UNPARSABLE, .member = "KAFKA_BOOTSTRAP_SERVERS",
   .check = warning_is_no_url, .values = NAMES("kafka"),
   .message = "This is no list of servers; write it as HOST:PORT,HOST:PORT"},
  {.rule = RULE_PORT_RANGE, .member = "PORT", .check = warning_is_no_port,
   .message = PORT_MESSAGE},
  URL_PORT("JDBC_CONNECTION_URL"),
  URL_PORT("CONNECTION_URL"),
  URL_PORT("KAFKA_BOOTSTRAP_SERVERS"),

  /* keys */
  {.rule = RULE_UNKNOWN_PROPERTY, .check = warning_is_unknown_property,
   .message = "The API does not know this property; check its spelling"},
};

static const WarningRule warnings_authentication_rules[] = {
  {.rule = RULE_AUTHENTICATION_TYPE, .is_about_object = true,
   .report = "AuthenticationType", .check = warning_lacks_members,
   .values = NAMES("", "AuthenticationType"),
   .message = "CloudFormation and Terraform ask for an AuthenticationType; give it"},
  {.rule = RULE_MISSING_CREDENTIALS, .is_about_object = true,
   .report = "AuthenticationType", .check = warning_lacks_credentials,
   .values = NAMES("BASIC", "SecretArn", "EncryptedCredentials", "BasicAuthenticationCredentials"),
   .message = CREDENTIALS_MESSAGE},
  {.rule = RULE_MISSING_CREDENTIALS, .is_about_object = true,
   .report = "AuthenticationType", .check = warning_lacks_credentials,
   .values = NAMES("CUSTOM", "SecretArn", "EncryptedCredentials", "CustomAuthenticationCredentials"),
   .message = CREDENTIALS_MESSAGE},
  {.rule = RULE_MISSING_CREDENTIALS, .is_about_object = true,
   .report = "AuthenticationType", .check = warning_lacks_credentials,
   .values = NAMES("OAUTH2", "SecretArn", "EncryptedCredentials", "OAuth2Properties.OAuth2Credentials",
                   "OAuth2Properties.AuthorizationCodeProperties"),
   .message = CREDENTIALS_MESSAGE},
};

static const WarningRule warnings_tag_rules[] = {
  {.rule = RULE_TAG_VALUE_CHARACTER, .check = warning_has_character,
   .values = NAMES(",*"),
   .message = "The service refuses tag values with a comma or an asterisk (Invalid Tag Parameters); take it "
              "out"},
  {.rule = RULE_TAG_VALUE_PREFIX, .check = warning_begins_with,
   .values = NAMES("aws:"),
   .message = "The prefix aws: is reserved, in values of tags too; take it out"},
};

/* About every string of every column. */
static const WarningRule warnings_text_rules[] = {
  {.rule = RULE_URL_PASSWORD, .check = warning_is_secret_url,
   .message = "The URL holds a secret, in clear for whoever may read the connection; take it out, and give "
              "SECRET_ID, or USERNAME and PASSWORD"},
  {.rule = RULE_CLEAR_TEXT_SECRET, .check = warning_is_secret_text,
   .message = "This looks like a secret in clear, where nothing encrypts it; keep it in AWS Secrets "
              "Manager, and name it here"},
  {.rule = RULE_UNRESOLVED_REFERENCE, .check = warning_has_reference,
   .message = "This is a reference that only the template it comes from can resolve; give the value itself, or "
              "deploy the template"},
  {.rule = RULE_PLACEHOLDER, .check = warning_has_placeholder,
   .message = "This was left to be filled in; give the value itself"},
};

#define RULES(rows) rows, sizeof(rows) / sizeof(*rows)
static const WarningRules warnings_column_rules[] = {
  {COLUMN_CONNECTION_PROPERTIES, RULES(warnings_property_rules)},
  {COLUMN_PHYSICAL_CONNECTION_REQUIREMENTS, RULES(warnings_physical_rules)},
  {COLUMN_AUTHENTICATION_CONFIGURATION, RULES(warnings_authentication_rules)},
  {COLUMN_TAGS, RULES(warnings_tag_rules)},
};
/* clang-format on */

static const WarningRules warnings_text = {COLUMN_COUNT, RULES(warnings_text_rules)};

static const WarningRules *warnings_rules_of(ColumnId column) {
  static const WarningRules none = {COLUMN_COUNT, NULL, 0};
  for (size_t i = 0; i < sizeof(warnings_column_rules) / sizeof(*warnings_column_rules); i++) {
    if (warnings_column_rules[i].column == column) return &warnings_column_rules[i];
  }
  return &none;
}

/* ---- the walk ---- */

/* A shorter number is no secret. */
#define WARNINGS_DIGITS_MIN 4

typedef struct WarningWalk {
  const Connection *connection;
  Findings *findings;
  ColumnId column;
  const WarningRules *rules; /* of the column */
  bool asks_column;          /* one of these is wanted */
  bool asks_texts;           /* of those about every string */
  JsonTexts texts;
  WarningUrls *urls;
  bool is_embedded; /* the string at hand stands in a document that is a string */
} WarningWalk;

/* Where the walk is: what stays the same for all that an object or a list holds. */
typedef struct WarningPlace {
  const Path *path;
  const Shape *shape; /* of the object or list; NULL: in a document in a string */
  Span list;          /* the member that the list is; absent for an object */
  Span secret;        /* a key of the user's own above that announces a secret; absent: none */
  bool is_sealed;
} WarningPlace;

static bool warnings_want(const WarningRules *rules, const Findings *findings) {
  RuleSet set = 0;
  if (findings->unwanted == 0) return true;
  for (size_t i = 0; i < rules->count; i++) set |= RULE_SET(rules->rows[i].rule);
  return findings_want(findings, set);
}

/* Begins a walk. What the URLs are is left as it is: they are many bytes. */
static WarningWalk warnings_begin(const Connection *connection, ColumnId column, Findings *findings,
                                  WarningUrls *urls) {
  const WarningRules *rules = warnings_rules_of(column);
  urls->count = 0;
  return (WarningWalk){.connection = connection,
                       .findings = findings,
                       .column = column,
                       .rules = rules,
                       .asks_column = warnings_want(rules, findings),
                       .asks_texts = warnings_want(&warnings_text, findings),
                       .urls = urls};
}

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

static bool warnings_is_about(const WarningRule *rule, Span member) {
  if (rule->is_about_object) return false;
  if (rule->member == NULL) return true;
  return member.length && *rule->member == *member.text && span_is(member, rule->member);
}

/* Of an empty string there is but its key to ask about; its shape says so where it may not be. */
static void warnings_ask_string(WarningWalk *walk, WarningSubject *subject, const Path *path) {
  const WarningRules *rules = walk->rules;
  bool is_empty = subject->text.length == 0;
  if (is_empty && !subject->is_entry) return;
  subject->connection = walk->connection;
  subject->column = walk->column;
  subject->urls = walk->urls;
  subject->texts = &walk->texts;
  subject->is_embedded = walk->is_embedded;
  bool asks_column = walk->asks_column && !subject->is_embedded && !is_empty;
  for (size_t i = 0; asks_column && i < rules->count; i++) {
    if (!findings_want(walk->findings, RULE_SET(rules->rows[i].rule))) continue;
    if (!warnings_is_about(&rules->rows[i], subject->member)) continue;
    warnings_ask(walk, &rules->rows[i], subject, path);
  }
  if (!walk->asks_texts || subject->is_document) return;
  subject->marks = text_marks(subject->text.text, subject->text.length);
  for (size_t i = 0; i < warnings_text.count; i++) {
    if (!findings_want(walk->findings, RULE_SET(warnings_text.rows[i].rule))) continue;
    warnings_ask(walk, &warnings_text.rows[i], subject, path);
  }
}

static void warnings_walk(WarningWalk *walk, Span container, const WarningPlace *place);

/* Walks over the document that a string is; false where it is none. */
static bool warnings_walk_document(WarningWalk *walk, Span text, const Path *path) {
  Span root = json_walk_document(text);
  if (json_walk_type(root) != JSON_OBJECT) return false;
  walk->is_embedded = true;
  warnings_walk(walk, root, &(WarningPlace){.path = path, .list = span_absent});
  walk->is_embedded = false;
  return true;
}

/* Whether a rule says that the member holds a document: these rules come first. */
static bool warnings_is_document(const WarningWalk *walk, Span member) {
  for (size_t i = 0; i < walk->rules->count && !walk->is_embedded; i++) {
    const WarningRule *rule = &walk->rules->rows[i];
    if (rule->rule != RULE_EMBEDDED_JSON) return false;
    if (warnings_is_about(rule, member)) return true;
  }
  return false;
}

/* Whether it is a member of the API's, or one of its lists, whose name tells nothing; a key of a map is none, nor what
** stands in the place of a string. */
static bool warnings_is_known(const Shape *shape, Span key) {
  if (shape == NULL) return false;
  if (shape->type == SHAPE_LIST) return true;
  return shape->type == SHAPE_STRUCTURE && shape_member(shape, key.text, key.length);
}

static void warnings_walk_string(WarningWalk *walk, WarningSubject *subject,
                                 const WarningPlace *place, const Path *path) {
  Span key = path->name ? subject->member : span_absent;
  const Shape *shape = place->shape;
  subject->is_entry = subject->member.length && !warnings_is_known(shape, subject->member);
  subject->is_sealed = place->is_sealed;
  if (shape == &shape_connection_properties) {
    if (secret_property_find_twin(key.text, key.length)) return; /* encrypted, it says nothing */
    if (secret_property_find(key.text, key.length)) subject->is_sealed = true;
  }
  if (warnings_is_document(walk, key)) {
    subject->is_document = warnings_walk_document(walk, subject->text, path);
  }
  warnings_ask_string(walk, subject, path);
}

/* Of an object, a list or a map: the shape of a member, and whether it is a credential. */
static const Shape *warnings_shape_below(const Shape *shape, Span key, bool *is_credential) {
  if (shape == NULL) return NULL;
  if (shape->type != SHAPE_STRUCTURE) return shape->element;
  const Member *member = shape_member(shape, key.text, key.length);
  *is_credential = member && member->credential;
  return member ? member->shape : NULL;
}

/* Our own EncryptedCredentials says nothing either. */
static bool warnings_is_encrypted(const WarningPlace *place, Span key) {
  if (place->shape == NULL || place->shape->type != SHAPE_STRUCTURE) return false;
  const Member *member = shape_member(place->shape, key.text, key.length);
  return member && member->credential && member->shape->type == SHAPE_STRING;
}

/* The key that tells what a value is: its own, or one above that announces a secret, unless its own tells that it
** is none. */
static Span warnings_telling_key(const WarningPlace *place, Span key, bool has_key) {
  if (place->secret.text == NULL) return has_key ? key : place->list;
  return suspect_harmless_name(key.text, key.length) ? key : place->secret;
}

/* An object or a list in another one. */
static void warnings_walk_container(WarningWalk *walk, Span value, JsonType type, Span key,
                                    const WarningPlace *place, const Path *path) {
  bool is_sealed = place->is_sealed;
  WarningPlace below = {.path = path, .list = span_absent};
  if (type == JSON_ARRAY) below.list = path->name ? key : place->list;
  below.shape = warnings_shape_below(place->shape, key, &is_sealed);
  below.is_sealed = is_sealed || place->is_sealed;
  below.secret = place->secret;
  if (!warnings_is_known(place->shape, key) && suspect_name(key.text, key.length)) {
    below.secret = key;
  }
  warnings_walk(walk, value, &below);
}

/* A number that may be a secret, in a document of the user's own: a string would be asked for its looks, too. */
static void warnings_walk_number(WarningWalk *walk, Span number, Span member, const Path *path) {
  if (number.length < WARNINGS_DIGITS_MIN) return;
  if (!suspect_announcing_name(member.text, member.length)) return;
  WarningSubject subject = {.member = member, .text = number, .is_entry = true};
  warnings_ask_string(walk, &subject, path);
}

/* One of what a container holds. */
static void warnings_walk_one(WarningWalk *walk, Span container, const JsonWalk *at,
                              const WarningPlace *place) {
  bool has_key = at->key.text;
  Span key = has_key ? json_texts_add(&walk->texts, at->key) : (Span){"", 0};
  Path path = PATH_ELEMENT(place->path, at->index + 1);
  if (has_key) path.name = key.text, path.length = key.length;
  path.is_key = place->shape == NULL || place->shape->type != SHAPE_STRUCTURE;
  path.is_embedded = walk->is_embedded;
  JsonType type = json_walk_type(at->value);
  if (type == JSON_STRING) {
    if (has_key && warnings_is_encrypted(place, key)) return;
    WarningSubject subject = {.container = container,
                              .member = warnings_telling_key(place, key, has_key)};
    subject.text = json_texts_add(&walk->texts, json_walk_inside(at->value));
    warnings_walk_string(walk, &subject, place, &path);
  } else if (type == JSON_NUMBER && place->shape == NULL) {
    warnings_walk_number(walk, at->value, warnings_telling_key(place, key, has_key), &path);
  } else if (type == JSON_OBJECT || type == JSON_ARRAY) {
    warnings_walk_container(walk, at->value, type, key, place, &path);
  }
}

static void warnings_walk(WarningWalk *walk, Span container, const WarningPlace *place) {
  JsonWalk at;
  for (json_walk_open(&at, container); at.value.text; json_walk_next(&at)) {
    warnings_walk_one(walk, container, &at, place);
  }
}

bool warnings_tell_secret(const JsonCursor *member, bool *out_of_memory) {
  static const Connection none;
  Findings findings = {.unwanted =
                           ~(RULE_SET(RULE_CLEAR_TEXT_SECRET) | RULE_SET(RULE_URL_PASSWORD))};
  WarningUrls urls;
  WarningWalk walk = warnings_begin(&none, COLUMN_COUNT, &findings, &urls);
  const JsonWalk at = {.key = json_walk_inside((Span){member->key, member->key_length}),
                       .value = {member->text, member->length}};
  warnings_walk_one(&walk, span_absent, &at, &(WarningPlace){.list = span_absent});
  const char *name = json_key(member->value);
  bool is_unknown = findings.out_of_memory || walk.texts.out_of_memory;
  if (is_unknown) *out_of_memory = true;
  bool tells = findings.count > 0 || is_unknown || url_tells_secret(name, strlen(name), false);
  json_texts_free(&walk.texts);
  findings_free(&findings);
  return tells;
}

/* ---- columns ---- */

/* Asks the rules about the column's object as a whole. */
static void warnings_ask_object(WarningWalk *walk, Span object, const Path *path) {
  for (size_t i = 0; i < walk->rules->count; i++) {
    const WarningRule *rule = &walk->rules->rows[i];
    if (!rule->is_about_object || !findings_want(walk->findings, RULE_SET(rule->rule))) continue;
    WarningSubject subject = {.connection = walk->connection,
                              .column = walk->column,
                              .container = object,
                              .text = {"", 0},
                              .urls = walk->urls,
                              .texts = &walk->texts};
    Path place = PATH_MEMBER(path, rule->report);
    place.is_key = columns[walk->column].shape->type == SHAPE_MAP;
    warnings_ask(walk, rule, &subject, &place);
  }
}

static void warnings_of_json(WarningWalk *walk, Span document, const Path *path) {
  const Column *column = &columns[walk->column];
  bool is_list = column->shape->type == SHAPE_LIST;
  const WarningPlace place = {.path = path,
                              .shape = column->shape,
                              .list = is_list ? (Span){column->member, strlen(column->member)}
                                              : span_absent};
  if (json_walk_type(document) != (is_list ? JSON_ARRAY : JSON_OBJECT)) return;
  walk->texts = json_texts_of(document);
  warnings_walk(walk, document, &place);
  if (!is_list) warnings_ask_object(walk, document, path);
  if (walk->texts.out_of_memory) walk->findings->out_of_memory = true;
  json_texts_free(&walk->texts);
}

static void warnings_of_column(const Connection *connection, ColumnId column, Findings *findings) {
  const MemberValue *member = &connection->member[column];
  const Path path = column_path(column);
  const Span text = {member->text, member->length};
  WarningUrls urls;
  WarningWalk walk = warnings_begin(connection, column, findings, &urls);
  if (!member->present) return;
  if (columns[column].kind == KIND_JSON) {
    warnings_of_json(&walk, text, &path);
  } else {
    WarningSubject subject = {.text = text, .member = {"", 0}};
    warnings_ask_string(&walk, &subject, &path);
  }
}

void warnings_validate(const Connection *connection, Findings *findings) {
  types_warn(connection, findings);
  bool is_everywhere = warnings_want(&warnings_text, findings);
  for (int id = 0; id < COLUMN_COUNT; id++) {
    bool is_told = columns[id].kind == KIND_TEXT || columns[id].kind == KIND_JSON;
    if (!is_told || columns[id].shape == NULL || !connection->member[id].present) continue;
    if (is_everywhere || warnings_want(warnings_rules_of((ColumnId)id), findings)) {
      warnings_of_column(connection, (ColumnId)id, findings);
    }
  }
}

void warnings_validate_tags(const Connection *connection, Findings *findings) {
  warnings_of_column(connection, COLUMN_TAGS, findings);
}

#undef WARNINGS_DIGITS_MIN
#undef NAMES
#undef BOOLEAN
#undef DOCUMENT
#undef URL_PORT
#undef PORT_MESSAGE
#undef ZONE_MESSAGE
#undef CREDENTIALS_MESSAGE
#undef VALIDATION_MESSAGE
#undef RULES
