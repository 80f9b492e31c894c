/* SPDX-License-Identifier: MIT */
/*
** The checks that the rows of warnings.c name. A check is a question about one string of a request, or
** about an object as a whole; a row says where these stand, what the check compares them with, and what
** the finding tells.
*/
#ifndef GLUE_MODEL_WARNING_CHECKS_H
#define GLUE_MODEL_WARNING_CHECKS_H

#include "json/json_walk.h"
#include "model/connection.h"
#include "url/url.h"

struct WarningRule;

/* URLs taken apart, once for all that ask. */
#define WARNING_URLS_MAX 4
typedef struct WarningUrls {
  struct WarningUrl {
    const char *text; /* whose it is */
    bool is_parsed;
    Url url;
  } list[WARNING_URLS_MAX];
  size_t count; /* of all so far: the next takes the place of the oldest */
} WarningUrls;

/* What a rule looks at. */
typedef struct WarningSubject {
  const Connection *connection;
  ColumnId column;
  Span container; /* JSON: the object or list that the string stands in; for a rule about an object,
                  ** that one; absent for a column that is text */
  Span member;    /* its key, or, of an element, that of its list; empty for a column */
  bool is_entry;  /* of a map, or of a document in a string: its key is the user's */
  bool is_embedded; /* it stands in a document in a string */
  bool is_document; /* it holds a document whose own strings are looked at one by one */
  bool is_sealed;   /* a secret of the API's own: it is encrypted */
  Span text;        /* empty for an object */
  unsigned marks;   /* what the text is made of, as text_marks() tells it */
  WarningUrls *urls;
  JsonTexts *texts;
  enum { SECRECY_UNKNOWN, SECRECY_NONE, SECRECY_URL, SECRECY_TEXT } secrecy;
  const char *suggestion; /* out: a name that may have been meant; static, NULL for none */
} WarningSubject;

/* Whether the warning is to be given. */
typedef bool WarningCheck(const struct WarningRule *rule, WarningSubject *subject);

typedef struct WarningRule {
  Rule rule;
  bool is_about_object; /* it is about the column's object as a whole */
  const char *member;   /* of the string, at whatever depth; NULL: every string of the column */
  const char *report; /* of a rule about an object: the member that the finding names; NULL: none */
  WarningCheck *check;
  const char *const *values; /* what the check compares with; NULL-terminated */
  const char *const *types;  /* the connection types it is about; NULL-terminated. NULL: all */
  const char *message;
} WarningRule;

/* Those about one column. */
typedef struct WarningRules {
  ColumnId column;
  const WarningRule *rows;
  size_t count;
} WarningRules;

/* ---- strings ---- */

/* The value is none of the values. Of a value with a reference nothing can be said, here and in the next two. */
WarningCheck warning_is_none_of;
/* The value is none of the values, in whatever case. */
WarningCheck warning_is_none_of_nocase;
/* The value is one of the values, in whatever case. */
WarningCheck warning_is_one_of_nocase;
/* The value has one of the forms, none of the forms. In a form, '@' is a run of lower case letters,
** '#' of digits, '$' of hexadecimal digits; every other character is itself. */
WarningCheck warning_has_form, warning_has_no_form;
/* The value holds one of the characters of values[0]; begins with values[0], ASCII case ignored. */
WarningCheck warning_has_character, warning_begins_with;
/* The value is no port. */
WarningCheck warning_is_no_port;
/* The value cannot be taken apart as the kind of URL that values[0] names: jdbc, mongodb, kafka. */
WarningCheck warning_is_no_url;
/* The URL has a port out of range. */
WarningCheck warning_has_url_port;
/* The value is none of a document that is looked into. */
WarningCheck warning_is_no_document;
/* The key is none of the known ones; suggests the nearest. */
WarningCheck warning_is_unknown_property;
/* The value holds a reference that only a template can resolve: ${Ref:Database}, ${var.password},
** {{resolve:...}}. Not the variables that connectors fill in, such as ${user}. */
WarningCheck warning_has_reference;
/* The value holds what a template or an example leaves to be filled in: <host>, REPLACE_ME, $HOST, or what a
** program writes that had no value: undefined. */
WarningCheck warning_has_placeholder;
/* The value tells a secret, as a URL; in another way, or its key announces one. */
WarningCheck warning_is_secret_url, warning_is_secret_text;

/* ---- objects ---- */

/* One of the members named before the first empty name is there (where none is named: always), and none of
** those named after it. An empty list is not there. */
WarningCheck warning_lacks_members;
/* AuthenticationType is values[0], and none of the members named after it is there. */
WarningCheck warning_lacks_credentials;
/* Neither JDBC_ENFORCE_SSL nor the URL makes the connection use TLS, as far as they are known. */
WarningCheck warning_lacks_tls;

#endif
