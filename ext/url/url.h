/* SPDX-License-Identifier: MIT */
/*
** Connection URLs taken apart: JDBC, MongoDB, Kafka's server lists. Nothing is copied: what is
** found are spans of the text, which must outlive the Url. Nothing is decoded either: a %-escape
** in a name stays one.
*/
#ifndef GLUE_URL_H
#define GLUE_URL_H

#include "text/span.h"

typedef enum UrlKind {
  URL_JDBC,    /* jdbc:ENGINE:... */
  URL_MONGODB, /* mongodb://..., mongodb+srv://... */
  URL_KAFKA,   /* host:port,host:port */
  URL_OTHER,   /* SCHEME://... */
} UrlKind;

typedef struct UrlHost {
  Span name; /* without the brackets of an IPv6 address */
  int port;  /* -1: none; up to six digits as they stand, so that a bad one can be reported */
} UrlHost;

typedef struct UrlParameter {
  Span name;
  Span value; /* absent where there is no "=" */
  bool
      secret; /* the value is a secret, by its name, and not a placeholder for one; or it tells one */
} UrlParameter;

typedef struct Url {
  UrlKind kind;
  Span engine;       /* "postgresql", "oracle", ...; lower case where the engine is known */
  Span variant;      /* "thin", "iam", "srv", "loadbalance", ...; absent where there is none */
  Span user;         /* before the host; users among the parameters stay there */
  bool has_password; /* the URL holds a secret: before the host, among the parameters, anywhere */
  bool encrypted;    /* the protocol it names is encrypted: tcps, mongodb+srv, SSL, SASL_SSL */
  Span instance;     /* SQL Server's; of redshift:iam://cluster:region, the region */
  Span database;     /* or Oracle's service name or SID */
  Span hosts;        /* to be walked with url_next_host() */
  enum { HOSTS_LIST, HOSTS_DESCRIPTOR, HOSTS_MYSQL, HOSTS_ONE } host_form;
  UrlHost host;    /* the first host; its name absent where the URL has none (then a database is
                     ** given: Oracle's TNS alias, jdbc:postgresql:database; or parameters) */
  Span parameters; /* to be walked with url_next_parameter() */
  char separator;  /* between parameters */
} Url;

/* Takes a URL apart; false where that cannot be done, and then *url means nothing. Understands
** Glue's templates for custom connectors too: [["default=jdbc:..."],","]. */
bool url_parse(const char *text, size_t n, Url *url);

/* Whether a text that cannot be taken apart looks like a URL that holds a password. */
bool url_seems_to_hold_password(const char *text, size_t n);

/* Whether a text tells a secret: suspect_text(), and the passwords of a URL, which it may be or hold. */
bool url_tells_secret(const char *text, size_t n, bool is_prose);

/* Whether one of several words of a text is a URL that holds a password. */
bool url_words_tell_secret(const char *text, size_t n);

/* Walks the hosts, the parameters. *at is 0 at the start; false after the last. */
bool url_next_host(const Url *url, size_t *at, UrlHost *host);
bool url_next_parameter(const Url *url, size_t *at, UrlParameter *parameter);

#endif
