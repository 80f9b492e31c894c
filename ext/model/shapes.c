/* SPDX-License-Identifier: MIT */
/*
** The shapes of CreateConnection, as the published model of the AWS Glue API has them.
**
** Two enumerations are left open here, because they lag the service: ConnectionType (types.c has
** the known ones) and the keys of ConnectionProperties (an unknown one is a warning).
*/
#include "model/shapes.h"

#include <stdint.h>
#include <string.h>

/* The bits of the ASCII characters from a to b, in the half of the bitmap that both belong to. */
#define CHARACTERS(a, b) (~UINT64_C(0) >> (63 - ((b)&63)) & ~UINT64_C(0) << ((a)&63))
#define CHARACTER(c) (UINT64_C(1) << ((c)&63))
#define LETTERS (CHARACTERS('A', 'Z') | CHARACTERS('a', 'z'))
#define DIGITS CHARACTERS('0', '9')
#define ALL_ASCII (~UINT64_C(0))
/* Java's \s: tab, line feed, vertical tab, form feed, carriage return, space. */
#define WHITE_SPACE (CHARACTERS('\t', '\r') | CHARACTER(' '))

static const CharacterClass shape_single_line = {
    {CHARACTERS(' ', '?') | CHARACTER('\t'), ALL_ASCII}, BEYOND_BMP_VALID};
static const CharacterClass shape_multi_line = {
    {CHARACTERS(' ', '?') | CHARACTER('\t') | CHARACTER('\r') | CHARACTER('\n'), ALL_ASCII},
    BEYOND_BMP_VALID};
static const CharacterClass shape_no_space = {{~WHITE_SPACE, ALL_ASCII}, BEYOND_ALL};
static const CharacterClass shape_dot = {{~(CHARACTER('\n') | CHARACTER('\r')), ALL_ASCII},
                                         BEYOND_NOT_TERMINATOR};
static const CharacterClass shape_printable_ascii = {
    {CHARACTERS(' ', '?'), ALL_ASCII & ~CHARACTER(0x7f)}, BEYOND_NONE};
static const CharacterClass shape_lower_digit_hyphen = {
    {DIGITS | CHARACTER('-'), CHARACTERS('a', 'z')}, BEYOND_NONE};

/* Steps of a pattern: one of some literals; a run of a class, greedy. */
#define ONE_OF(literals_)                                                                          \
  { .literals = (literals_) }
#define RUN(class_)                                                                                \
  { .class = &(class_) }
#define RUN_OF_MIN(class_, min_)                                                                   \
  { .class = &(class_), .min = (min_) }
#define CHARACTER_OF(class_)                                                                       \
  { .class = &(class_), .min = 1, .max = 1 }

/* The one class of NameString is all that most members need. */
#define ONE_RUN(variable, text, class, min)                                                        \
  static const PatternStep variable##_steps[] = {RUN_OF_MIN(class, min)};                          \
  static const Pattern variable = {text, variable##_steps, 1, NULL, false}

ONE_RUN(shape_name_pattern, "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*",
        shape_single_line, 0);
ONE_RUN(shape_description_pattern,
        "[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*", shape_multi_line,
        0);
ONE_RUN(shape_region_pattern, "[a-z0-9-]*", shape_lower_digit_hyphen, 0);
ONE_RUN(shape_no_space_pattern, "\\S+", shape_no_space, 1);
ONE_RUN(shape_dot_pattern, ".*", shape_dot, 0);
ONE_RUN(shape_printable_pattern, "^[\\x20-\\x7E]*$", shape_printable_ascii, 0);

#define STEPS(variable, text, last, or_empty)                                                      \
  static const Pattern variable = {text, variable##_steps,                                         \
                                   sizeof(variable##_steps) / sizeof(PatternStep), last, or_empty}

static const char *const shape_http_schemes[] = {"https://", "http://", NULL};

static const CharacterClass shape_url_character = {
    {DIGITS | CHARACTER('-') | CHARACTER('+') | CHARACTER('&') | CHARACTER('#') | CHARACTER('/') |
         CHARACTER('%') | CHARACTER('?') | CHARACTER('=') | CHARACTER('!') | CHARACTER(':') |
         CHARACTER(',') | CHARACTER('.') | CHARACTER(';'),
     LETTERS | CHARACTER('@') | CHARACTER('~') | CHARACTER('_') | CHARACTER('|')},
    BEYOND_NONE};
static const uint64_t shape_url_last_character[2] = {
    DIGITS | CHARACTER('-') | CHARACTER('+') | CHARACTER('&') | CHARACTER('#') | CHARACTER('/') |
        CHARACTER('%') | CHARACTER('='),
    LETTERS | CHARACTER('@') | CHARACTER('~') | CHARACTER('_') | CHARACTER('|')};
static const PatternStep shape_token_url_pattern_steps[] = {ONE_OF(shape_http_schemes),
                                                            RUN_OF_MIN(shape_url_character, 1)};
STEPS(shape_token_url_pattern, "^(https?)://[-a-zA-Z0-9+&@#/%?=~_|!:,.;]*[-a-zA-Z0-9+&@#/%=~_|]",
      shape_url_last_character, false);

static const CharacterClass shape_redirect_first = {
    {~(WHITE_SPACE | CHARACTER('/') | CHARACTER('$') | CHARACTER('.') | CHARACTER('?') |
       CHARACTER('#')),
     ALL_ASCII},
    BEYOND_ALL};
static const PatternStep shape_redirect_uri_pattern_steps[] = {
    ONE_OF(shape_http_schemes), CHARACTER_OF(shape_redirect_first), CHARACTER_OF(shape_dot),
    RUN(shape_no_space)};
STEPS(shape_redirect_uri_pattern, "^(https?):\\/\\/[^\\s/$.?#].[^\\s]*$", NULL, false);

static const CharacterClass shape_jwt_part = {{DIGITS | CHARACTER('='), LETTERS | CHARACTER('_')},
                                              BEYOND_NONE};
static const CharacterClass shape_jwt_signature = {
    {DIGITS | CHARACTER('=') | CHARACTER('-') | CHARACTER('+') | CHARACTER('/'),
     LETTERS | CHARACTER('_')},
    BEYOND_NONE};
static const char *const shape_full_stop[] = {".", NULL};
static const PatternStep shape_jwt_pattern_steps[] = {
    RUN_OF_MIN(shape_jwt_part, 1), ONE_OF(shape_full_stop), RUN_OF_MIN(shape_jwt_part, 1),
    ONE_OF(shape_full_stop), RUN(shape_jwt_signature)};
STEPS(shape_jwt_pattern, "^([a-zA-Z0-9_=]+)\\.([a-zA-Z0-9_=]+)\\.([a-zA-Z0-9_\\-\\+\\/=]*)", NULL,
      false);

static const char *const shape_arn_aws[] = {"arn:aws", NULL};
static const char *const shape_partitions[] = {"-cn",    "-us-gov", "-iso-b", "-iso-e",
                                               "-iso-f", "-iso",    "",       NULL};
static const char *const shape_secretsmanager[] = {":secretsmanager:", NULL};
static const PatternStep shape_secret_arn_pattern_steps[] = {
    ONE_OF(shape_arn_aws), ONE_OF(shape_partitions), ONE_OF(shape_secretsmanager), RUN(shape_dot)};
STEPS(shape_secret_arn_pattern, "^arn:aws(-(cn|us-gov|iso(-[bef])?))?:secretsmanager:.*$", NULL,
      false);

static const char *const shape_kms[] = {":kms:", NULL};
static const PatternStep shape_kms_key_arn_pattern_steps[] = {
    ONE_OF(shape_arn_aws), RUN(shape_lower_digit_hyphen), ONE_OF(shape_kms), RUN(shape_dot)};
STEPS(shape_kms_key_arn_pattern, "^$|arn:aws[a-z0-9-]*:kms:.*", NULL, true);

#define STRING(variable, words, bits, least, most, expression)                                     \
  const Shape variable = {.name = words,                                                           \
                          .type = SHAPE_STRING,                                                    \
                          .flags = bits,                                                           \
                          .min = least,                                                            \
                          .max = most,                                                             \
                          .pattern = expression}
/* Of the values variable_values, declared before it. */
#define ENUMERATION(variable, words)                                                               \
  const Shape variable = {.name = words, .type = SHAPE_STRING, .values = variable##_values}
#define LIST(variable, words, most, of)                                                            \
  const Shape variable = {.name = words, .type = SHAPE_LIST, .max = most, .element = of}
#define MAP(variable, words, bits, most, from, to)                                                 \
  const Shape variable = {                                                                         \
      .name = words, .type = SHAPE_MAP, .flags = bits, .max = most, .key = from, .element = to}
#define MEMBER(words, shape)                                                                       \
  { words, &shape, false }
#define CREDENTIAL(words, shape)                                                                   \
  { words, &shape, true }
/* Of the members variable_members, declared before it. */
#define STRUCTURE(variable, words)                                                                 \
  const Shape variable = {.name = words,                                                           \
                          .type = SHAPE_STRUCTURE,                                                 \
                          .members = variable##_members,                                           \
                          .member_count = sizeof(variable##_members) / sizeof(Member)}

const Shape shape_boolean = {.name = "Boolean", .type = SHAPE_BOOLEAN};
const Shape shape_timestamp = {.name = "Timestamp", .type = SHAPE_TIMESTAMP};
const Shape shape_connection_schema_version = {
    .name = "ConnectionSchemaVersion", .type = SHAPE_INTEGER, .min = 1, .max = 2};

STRING(shape_name, "NameString", 0, 1, 255, &shape_name_pattern);
STRING(shape_catalog_id, "CatalogIdString", 0, 1, 255, &shape_name_pattern);
/* Ours: the API has the region in its address. */
STRING(shape_region, "Region", 0, 1, 64, &shape_region_pattern);
STRING(shape_description, "DescriptionString", SHAPE_UNPRINTED, 0, 2048,
       &shape_description_pattern);
STRING(shape_connection_type, "ConnectionType", 0, 1, 255, &shape_name_pattern);
/* The API gives it no pattern; control characters would only be a nuisance in a report. */
STRING(shape_status_reason, "LongValueString", SHAPE_UNPRINTED, 1, 16384,
       &shape_description_pattern);
static const char *const shape_connection_status_values[] = {"READY", "IN_PROGRESS", "FAILED",
                                                             NULL};
ENUMERATION(shape_connection_status, "ConnectionStatus");

LIST(shape_match_criteria, "MatchCriteria", 10, &shape_name);

static STRING(shape_property_name, "ConnectionPropertyKey", 0, 1, 255, &shape_name_pattern);
static STRING(shape_value_string, "ValueString", SHAPE_UNPRINTED, 1, 1024, NULL);
MAP(shape_connection_properties, "ConnectionProperties", 0, 100, &shape_property_name,
    &shape_value_string);

static STRING(shape_property_key, "PropertyKey", 0, 1, 128, NULL);
static STRING(shape_property_value, "PropertyValue", SHAPE_UNPRINTED, 1, 2048, NULL);
MAP(shape_property_map, "PropertyMap", 0, 0, &shape_property_key, &shape_property_value);

static LIST(shape_security_group_id_list, "SecurityGroupIdList", 50, &shape_name);
static const Member shape_physical_connection_requirements_members[] = {
    MEMBER("SubnetId", shape_name),
    MEMBER("SecurityGroupIdList", shape_security_group_id_list),
    MEMBER("AvailabilityZone", shape_name),
};
STRUCTURE(shape_physical_connection_requirements, "PhysicalConnectionRequirements");

static const char *const shape_authentication_type_values[] = {"BASIC", "OAUTH2", "CUSTOM", "IAM",
                                                               NULL};
static ENUMERATION(shape_authentication_type, "AuthenticationType");
static const char *const shape_grant_type_values[] = {"AUTHORIZATION_CODE", "CLIENT_CREDENTIALS",
                                                      "JWT_BEARER", "REFRESH_TOKEN", NULL};
static ENUMERATION(shape_grant_type, "OAuth2GrantType");

static STRING(shape_client_id, "UserManagedClientApplicationClientId", 0, 0, 2048,
              &shape_no_space_pattern);
static STRING(shape_client_reference, "AWSManagedClientApplicationReference", 0, 0, 2048,
              &shape_no_space_pattern);
static const Member shape_client_application_members[] = {
    MEMBER("UserManagedClientApplicationClientId", shape_client_id),
    MEMBER("AWSManagedClientApplicationReference", shape_client_reference),
};
static STRUCTURE(shape_client_application, "OAuth2ClientApplication");

static STRING(shape_token_url, "TokenUrl", SHAPE_UNPRINTED, 0, 256, &shape_token_url_pattern);
static STRING(shape_token_url_key, "TokenUrlParameterKey", 0, 1, 128, NULL);
static STRING(shape_token_url_value, "TokenUrlParameterValue", SHAPE_UNPRINTED, 1, 512, NULL);
static MAP(shape_token_url_parameters, "TokenUrlParametersMap", 0, 0, &shape_token_url_key,
           &shape_token_url_value);

static STRING(shape_authorization_code, "AuthorizationCode", SHAPE_SENSITIVE, 1, 4096,
              &shape_no_space_pattern);
static STRING(shape_redirect_uri, "RedirectUri", SHAPE_UNPRINTED, 0, 512,
              &shape_redirect_uri_pattern);
static const Member shape_authorization_code_properties_members[] = {
    MEMBER("AuthorizationCode", shape_authorization_code),
    MEMBER("RedirectUri", shape_redirect_uri),
};
static STRUCTURE(shape_authorization_code_properties, "AuthorizationCodeProperties");

static STRING(shape_client_secret, "UserManagedClientApplicationClientSecret", SHAPE_SENSITIVE, 0,
              512, &shape_printable_pattern);
static STRING(shape_access_token, "AccessToken", SHAPE_SENSITIVE, 0, 4096,
              &shape_printable_pattern);
static STRING(shape_refresh_token, "RefreshToken", SHAPE_SENSITIVE, 0, 4096,
              &shape_printable_pattern);
static STRING(shape_jwt_token, "JwtToken", SHAPE_SENSITIVE, 0, 8000, &shape_jwt_pattern);
static const Member shape_oauth2_credentials_members[] = {
    MEMBER("UserManagedClientApplicationClientSecret", shape_client_secret),
    MEMBER("AccessToken", shape_access_token),
    MEMBER("RefreshToken", shape_refresh_token),
    MEMBER("JwtToken", shape_jwt_token),
};
static STRUCTURE(shape_oauth2_credentials, "OAuth2Credentials");

static const Member shape_oauth2_properties_members[] = {
    MEMBER("OAuth2GrantType", shape_grant_type),
    MEMBER("OAuth2ClientApplication", shape_client_application),
    MEMBER("TokenUrl", shape_token_url),
    MEMBER("TokenUrlParametersMap", shape_token_url_parameters),
    CREDENTIAL("AuthorizationCodeProperties", shape_authorization_code_properties),
    CREDENTIAL("OAuth2Credentials", shape_oauth2_credentials),
};
static STRUCTURE(shape_oauth2_properties, "OAuth2Properties");

/* Sealed with its password, and where one is mixed up with the other. */
static STRING(shape_username, "Username", SHAPE_UNPRINTED, 0, 512, &shape_no_space_pattern);
static STRING(shape_password, "Password", SHAPE_SENSITIVE, 0, 512, &shape_dot_pattern);
static const Member shape_basic_credentials_members[] = {
    MEMBER("Username", shape_username),
    MEMBER("Password", shape_password),
};
static STRUCTURE(shape_basic_credentials, "BasicAuthenticationCredentials");

static STRING(shape_credential_key, "CredentialKey", 0, 1, 128, NULL);
static STRING(shape_credential_value, "CredentialValue", SHAPE_SENSITIVE, 1, 2048, NULL);
static MAP(shape_credential_map, "CredentialMap", SHAPE_SENSITIVE, 0, &shape_credential_key,
           &shape_credential_value);

static STRING(shape_secret_arn, "SecretArn", 0, 0, 0, &shape_secret_arn_pattern);
static STRING(shape_kms_key_arn, "KmsKeyArn", 0, 0, 0, &shape_kms_key_arn_pattern);
/* Ours alone: the credentials of a stored connection, sealed, as its request carries them. */
static STRING(shape_encrypted_credentials, "EncryptedCredentials", SHAPE_UNPRINTED, 1, 0, NULL);
static const Member shape_authentication_configuration_members[] = {
    MEMBER("AuthenticationType", shape_authentication_type),
    MEMBER("OAuth2Properties", shape_oauth2_properties),
    MEMBER("SecretArn", shape_secret_arn),
    MEMBER("KmsKeyArn", shape_kms_key_arn),
    CREDENTIAL("BasicAuthenticationCredentials", shape_basic_credentials),
    CREDENTIAL("CustomAuthenticationCredentials", shape_credential_map),
    CREDENTIAL("EncryptedCredentials", shape_encrypted_credentials),
};
STRUCTURE(shape_authentication_configuration, "AuthenticationConfiguration");

static const char *const shape_compute_environment_values[] = {"SPARK", "ATHENA", "PYTHON", NULL};
static ENUMERATION(shape_compute_environment, "ComputeEnvironment");
LIST(shape_compute_environment_list, "ComputeEnvironmentList", 0, &shape_compute_environment);

static STRING(shape_tag_key, "TagKey", SHAPE_RESERVED_AWS, 1, 128, NULL);
static STRING(shape_tag_value, "TagValue", 0, 0, 256, NULL);
MAP(shape_tags, "TagsMap", 0, 50, &shape_tag_key, &shape_tag_value);

const Member *shape_member(const Shape *structure, const char *name, size_t length) {
  for (size_t i = 0; i < structure->member_count; i++) {
    const Member *member = &structure->members[i];
    if (strncmp(member->name, name, length) == 0 && member->name[length] == '\0') return member;
  }
  return NULL;
}

static const char *const shape_property_keys[] = {"HOST",
                                                  "PORT",
                                                  "USERNAME",
                                                  "PASSWORD",
                                                  "ENCRYPTED_PASSWORD",
                                                  "JDBC_DRIVER_JAR_URI",
                                                  "JDBC_DRIVER_CLASS_NAME",
                                                  "JDBC_ENGINE",
                                                  "JDBC_ENGINE_VERSION",
                                                  "CONFIG_FILES",
                                                  "INSTANCE_ID",
                                                  "JDBC_CONNECTION_URL",
                                                  "JDBC_ENFORCE_SSL",
                                                  "CUSTOM_JDBC_CERT",
                                                  "SKIP_CUSTOM_JDBC_CERT_VALIDATION",
                                                  "CUSTOM_JDBC_CERT_STRING",
                                                  "CONNECTION_URL",
                                                  "KAFKA_BOOTSTRAP_SERVERS",
                                                  "KAFKA_SSL_ENABLED",
                                                  "KAFKA_CUSTOM_CERT",
                                                  "KAFKA_SKIP_CUSTOM_CERT_VALIDATION",
                                                  "KAFKA_CLIENT_KEYSTORE",
                                                  "KAFKA_CLIENT_KEYSTORE_PASSWORD",
                                                  "KAFKA_CLIENT_KEY_PASSWORD",
                                                  "ENCRYPTED_KAFKA_CLIENT_KEYSTORE_PASSWORD",
                                                  "ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD",
                                                  "KAFKA_SASL_MECHANISM",
                                                  "KAFKA_SASL_PLAIN_USERNAME",
                                                  "KAFKA_SASL_PLAIN_PASSWORD",
                                                  "ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD",
                                                  "KAFKA_SASL_SCRAM_USERNAME",
                                                  "KAFKA_SASL_SCRAM_PASSWORD",
                                                  "KAFKA_SASL_SCRAM_SECRETS_ARN",
                                                  "ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD",
                                                  "KAFKA_SASL_GSSAPI_KEYTAB",
                                                  "KAFKA_SASL_GSSAPI_KRB5_CONF",
                                                  "KAFKA_SASL_GSSAPI_SERVICE",
                                                  "KAFKA_SASL_GSSAPI_PRINCIPAL",
                                                  "SECRET_ID",
                                                  "CONNECTOR_URL",
                                                  "CONNECTOR_TYPE",
                                                  "CONNECTOR_CLASS_NAME",
                                                  "ENDPOINT",
                                                  "ENDPOINT_TYPE",
                                                  "ROLE_ARN",
                                                  "REGION",
                                                  "WORKGROUP_NAME",
                                                  "CLUSTER_IDENTIFIER",
                                                  "DATABASE",
                                                  NULL};

const char *property_key_name(size_t i) {
  return shape_property_keys[i];
}

bool property_is_known(const char *key, size_t length) {
  for (const char *const *known = shape_property_keys; *known && length > 0; known++) {
    if (**known != *key || strncmp(*known, key, length) != 0) continue;
    if ((*known)[length] == '\0') return true;
  }
  return false;
}

#define TWIN_PREFIX "ENCRYPTED_"
#define SECRET(name)                                                                               \
  { name, TWIN_PREFIX name, sizeof(name) - 1 }
static const SecretProperty shape_secret_properties[] = {
    SECRET("PASSWORD"),
    SECRET("KAFKA_CLIENT_KEYSTORE_PASSWORD"),
    SECRET("KAFKA_CLIENT_KEY_PASSWORD"),
    SECRET("KAFKA_SASL_PLAIN_PASSWORD"),
    SECRET("KAFKA_SASL_SCRAM_PASSWORD"),
    {.name = NULL},
};

const SecretProperty *secret_property(size_t i) {
  return shape_secret_properties[i].name ? &shape_secret_properties[i] : NULL;
}

const SecretProperty *secret_property_find(const char *key, size_t length) {
  for (const SecretProperty *property = shape_secret_properties; property->name; property++) {
    if (property->length == length && memcmp(property->name, key, length) == 0) return property;
  }
  return NULL;
}

const SecretProperty *secret_property_find_twin(const char *key, size_t length) {
  const size_t prefix = sizeof(TWIN_PREFIX) - 1;
  if (length <= prefix || memcmp(key, TWIN_PREFIX, prefix) != 0) return NULL;
  return secret_property_find(key + prefix, length - prefix);
}

#undef ALL_ASCII
#undef CHARACTER
#undef CHARACTERS
#undef CHARACTER_OF
#undef CREDENTIAL
#undef DIGITS
#undef ENUMERATION
#undef LETTERS
#undef LIST
#undef MAP
#undef MEMBER
#undef ONE_OF
#undef ONE_RUN
#undef RUN
#undef RUN_OF_MIN
#undef SECRET
#undef STEPS
#undef STRING
#undef STRUCTURE
#undef TWIN_PREFIX
#undef WHITE_SPACE
