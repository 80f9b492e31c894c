/* SPDX-License-Identifier: MIT */
/*
** The names of the rules: what a finding says it is, and what glue_lint can be asked for.
**
** X(id, name): RULE_<id>, and the name that stays as it is from release to release.
*/
#ifndef GLUE_MODEL_RULES_H
#define GLUE_MODEL_RULES_H

#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#define GLUE_RULES(X) \
  /* the form of a request: always errors */ \
  X(TYPE, "type") \
  X(REQUIRED, "required") \
  X(LENGTH, "length") \
  X(PATTERN, "pattern") \
  X(RANGE, "range") \
  X(ENUMERATION, "enumeration") \
  X(MAP_KEY, "map-key") \
  X(RESERVED_TAG_KEY, "reserved-tag-key") \
  X(DUPLICATE_KEY, "duplicate-key") \
  X(UNKNOWN_MEMBER, "unknown-member") \
  X(JSON, "json") \
  X(DERIVED, "derived") \
  X(STATUS, "status") \
  X(SEALED_VALUE, "sealed-value") \
  /* what the service answered, and this version does not know: a warning */ \
  X(NEWER_THAN_KNOWN, "newer-than-known") \
  /* what a connection type asks for */ \
  X(CONNECTION_TYPE, "connection-type") \
  X(REQUIRED_PROPERTY, "required-property") \
  X(REQUIRED_MEMBER, "required-member") \
  X(REFUSED_PROPERTY, "refused-property") \
  X(AUTHENTICATION_CONFIGURATION, "authentication-configuration") \
  X(AUTHENTICATION_TYPE, "authentication-type") \
  X(EXPECTED_PROPERTY, "expected-property") \
  X(MISSING_CREDENTIALS, "missing-credentials") \
  X(KAFKA_SASL_INCOMPLETE, "kafka-sasl-incomplete") \
  X(CATALOG_CASING_FILTER, "catalog-casing-filter") \
  X(SFTP_UNSUPPORTED, "sftp-unsupported") \
  /* warnings about values */ \
  X(AVAILABILITY_ZONE_MISSING, "availability-zone-missing") \
  X(AVAILABILITY_ZONE_ID, "availability-zone-id") \
  X(AVAILABILITY_ZONE_FORMAT, "availability-zone-format") \
  X(SUBNET_ID_FORMAT, "subnet-id-format") \
  X(SECURITY_GROUP_ID_FORMAT, "security-group-id-format") \
  X(SECURITY_GROUP_MISSING, "security-group-missing") \
  X(TLS_NOT_ENFORCED, "tls-not-enforced") \
  X(CERTIFICATE_NOT_VALIDATED, "certificate-not-validated") \
  X(BOOLEAN_SPELLING, "boolean-spelling") \
  X(KAFKA_SASL_MECHANISM, "kafka-sasl-mechanism") \
  X(URL_UNPARSABLE, "url-unparsable") \
  X(URL_PASSWORD, "url-password") \
  X(PORT_RANGE, "port-range") \
  X(CLEAR_TEXT_SECRET, "clear-text-secret") \
  X(UNRESOLVED_REFERENCE, "unresolved-reference") \
  X(UNKNOWN_PROPERTY, "unknown-property") \
  X(EMBEDDED_JSON, "embedded-json") \
  X(TAG_VALUE_CHARACTER, "tag-value-character") \
  X(TAG_VALUE_PREFIX, "tag-value-prefix") \
  X(PLACEHOLDER, "placeholder") \
  /* what Terraform or CloudFormation cannot take, where one of them is asked about */ \
  X(TARGET_TYPE, "target-type") \
  X(TARGET_PROPERTY, "target-property") \
  X(TARGET_MEMBER, "target-member") \
  X(TARGET_VERSION, "target-version") \
  X(TARGET_REFERENCE, "target-reference") \
  X(TARGET_MAP, "target-map")
/* clang-format on */

typedef enum Rule {
#define X(id, name) RULE_##id,
  GLUE_RULES(X)
#undef X
      RULE_COUNT,
} Rule;

/* A set of rules: bit i is the i-th. */
typedef uint64_t RuleSet;
_Static_assert(RULE_COUNT <= 64, "a set of rules has a bit for each");
#define RULE_SET(rule) (UINT64_C(1) << (rule))
#define RULE_SET_ALL (~UINT64_C(0))
/* Those from one rule to another, both included. */
#define RULE_SET_RANGE(first, last) ((RULE_SET(last) - RULE_SET(first)) | RULE_SET(last))
/* The form of a request; what a connection type asks for. */
#define RULES_OF_FORM RULE_SET_RANGE(RULE_TYPE, RULE_SEALED_VALUE)
#define RULES_OF_TYPES RULE_SET_RANGE(RULE_CONNECTION_TYPE, RULE_SFTP_UNSUPPORTED)

const char *rule_name(Rule rule);

/* The rule of that name; RULE_COUNT where there is none. */
Rule rule_find(const char *name, size_t length);

#endif
