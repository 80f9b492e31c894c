/* SPDX-License-Identifier: MIT */
/*
** The checks that the rows of warnings.c name. A check is a question about one value; a row says
** where the values stand, what the check compares them with, and what the finding tells.
*/
#ifndef GLUE_MODEL_WARNING_CHECKS_H
#define GLUE_MODEL_WARNING_CHECKS_H

#include "model/connection.h"

struct WarningRule;

/* A value that a rule looks at. */
typedef struct WarningSubject {
  const Connection *connection;
  const JsonValue *container; /* what the value stands in; NULL for a column that is text */
  const char *key;            /* its key; NULL for an element, and for a column that is text */
  const char *text;           /* NUL-terminated but for a column; "" where it is no string */
  size_t length;
  const char *suggestion; /* out: a name that may have been meant; static, NULL for none */
  bool out_of_memory;     /* out: it cannot be said */
} WarningSubject;

/* Whether the warning is to be given. */
typedef bool WarningCheck(const struct WarningRule *rule, WarningSubject *subject);

typedef enum WarningWalk {
  WALK_TEXT,     /* a column that is text */
  WALK_VALUE,    /* the value at the rule's path */
  WALK_EACH,     /* each entry or element of it */
  WALK_DOCUMENT, /* each member of the JSON document that it holds as a string */
} WarningWalk;

typedef struct WarningRule {
  Rule rule;
  WarningWalk walk;
  ColumnId column;
  const char *path;   /* below the column, its parts separated by dots; NULL: the column itself */
  const char *report; /* a sibling the finding names in place of the value; NULL: the value */
  WarningCheck *check;
  const char *const *values; /* what the check compares with; NULL-terminated */
  const char *const *types;  /* the connection types it is about; NULL-terminated. NULL: all */
  const char *message;
} WarningRule;

/* The value is none of the values; is one of them, is none of them, ASCII case ignored. */
WarningCheck is_none_of, is_one_of_nocase, is_none_of_nocase;
/* The value holds a reference that only a template can resolve: ${Ref:Database}, ${var.password},
** {{resolve:...}}. Not the variables that connectors fill in, such as ${user}. What a reference
** will stand for is unknown: none of the checks for a value's form is true of one. */
WarningCheck is_reference;
/* The value has one of the forms, none of the forms. In a form, '@' is a run of lower case letters,
** '#' of digits, '$' of hexadecimal digits; every other character is itself. */
WarningCheck has_form, has_no_form;
/* The value holds one of the characters of values[0]. */
WarningCheck has_character;
/* None of the siblings is there (or it is an empty list). A sibling is named by its path. */
WarningCheck lacks_siblings;
/* AuthenticationType is values[0], and none of the siblings named after it is there. */
WarningCheck lacks_credentials;
/* The value is no port. */
WarningCheck is_no_port;
/* The value cannot be taken apart as the kind of URL that values[0] names: jdbc, mongodb, kafka. */
WarningCheck is_no_url;
/* The URL holds a password; has a port out of range. */
WarningCheck has_url_password, has_url_port;
/* Neither JDBC_ENFORCE_SSL nor the URL makes the connection use TLS. */
WarningCheck lacks_tls;
/* The key announces a secret, and the value is no placeholder for one; or the value looks like one. */
WarningCheck is_secret;
/* The text tells a secret. */
WarningCheck tells_secret;
/* The value is no JSON object. */
WarningCheck is_no_json;
/* The key is none of the known ones; suggests the nearest. */
WarningCheck is_unknown_property;

/* The member that a path of names separated by dots leads to from an object; NULL: none. */
const JsonValue *json_at(const JsonValue *object, const char *path);

#endif
