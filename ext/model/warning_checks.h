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
typedef struct Subject {
  const Connection *connection;
  const JsonValue *container; /* what the value stands in; NULL for a column that is text */
  const char *key;            /* its key; NULL for an element, and for a column that is text */
  const char *text;           /* NUL-terminated but for a column; "" where it is no string */
  size_t length;
  const char *suggestion; /* out: a name that may have been meant; static, NULL for none */
  bool out_of_memory;     /* out: it cannot be said */
} Subject;

/* Whether the warning is to be given. */
typedef bool Check(const struct WarningRule *rule, Subject *subject);

typedef enum Walk {
  WALK_TEXT,     /* a column that is text */
  WALK_VALUE,    /* the value at the rule's path */
  WALK_EACH,     /* each entry or element of it */
  WALK_DOCUMENT, /* each member of the JSON document that it holds as a string */
} Walk;

typedef struct WarningRule {
  const char *name;
  Walk walk;
  ColumnId column;
  const char *path;   /* below the column, its parts separated by dots; NULL: the column itself */
  const char *report; /* a sibling the finding names in place of the value; NULL: the value */
  Check *check;
  const char *const *values; /* what the check compares with; NULL-terminated */
  const char *const *types;  /* the connection types it is about; NULL-terminated. NULL: all */
  const char *message;
} WarningRule;

/* The value is none of the values; is one of them, is none of them, ASCII case ignored. */
Check is_none_of, is_one_of_nocase, is_none_of_nocase;
/* The value holds a reference that only a template can resolve: ${Ref:Database}, ${var.password},
** {{resolve:...}}. Not the variables that connectors fill in, such as ${user}. What a reference
** will stand for is unknown: none of the checks for a value's form is true of one. */
Check is_reference;
/* The value has one of the forms, none of the forms. In a form, '@' is a run of lower case letters,
** '#' of digits, '$' of hexadecimal digits; every other character is itself. */
Check has_form, has_no_form;
/* The value holds one of the characters of values[0]. */
Check has_character;
/* None of the siblings is there (or it is an empty list). A sibling is named by its path. */
Check lacks_siblings;
/* AuthenticationType is values[0], and none of the siblings named after it is there. */
Check lacks_credentials;
/* The value is no port. */
Check is_no_port;
/* The value cannot be taken apart as the kind of URL that values[0] names: jdbc, mongodb, kafka. */
Check is_no_url;
/* The URL holds a password; has a port out of range. */
Check has_url_password, has_url_port;
/* Neither JDBC_ENFORCE_SSL nor the URL makes the connection use TLS. */
Check lacks_tls;
/* The key announces a secret, and the value is no placeholder for one; or the value looks like one. */
Check is_secret;
/* The text tells a secret. */
Check tells_secret;
/* The value is no JSON object. */
Check is_no_json;
/* The key is none of the known ones; suggests the nearest. */
Check is_unknown_property;

/* The member that a path of names separated by dots leads to from an object; NULL: none. */
const JsonValue *json_at(const JsonValue *object, const char *path);

#endif
