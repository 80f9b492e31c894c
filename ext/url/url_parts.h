/* SPDX-License-Identifier: MIT */
/*
** What the files that take URLs apart share, from the bottom up: url_secret.c knows what looks like a
** password, url_parts.c has the parts that every form is made of, url_mysql.c the hosts of MySQL, url_hosts.c all hosts, url_oracle.c Oracle's URLs;
** url.c the common form and the whole, url_text.c any text.
*/
#ifndef GLUE_URL_PARTS_H
#define GLUE_URL_PARTS_H

#include "url/url.h"

/* ---- url_parts.c ---- */

bool url_is_host_character(char c);
bool url_port(Span s, int *port);
/* HOST, HOST:PORT, [IPv6], [IPv6]:PORT */
bool url_host(Span s, UrlHost *host);
/* Whether a parameter is a secret, by its name, and not a placeholder for one; or its value tells one. */
bool url_is_secret(Span name, Span value);
/* Where the first NAME=VALUE begins in what stands in place of a host or a database: at its front, or after
** a colon; NULL where none does. */
const char *url_pairs(Span s);
/* Takes over parameters that follow no "?" or ";". The separator is told by the text where it is NUL. */
void url_set_pairs(Url *url, Span pairs, char separator);
/* What parameters tell in place of the URL itself; absent where they do not. No secret. */
typedef enum UrlRole {
  URL_ROLE_DATABASE,
  URL_ROLE_HOST,
  URL_ROLE_PORT,
  URL_ROLE_INSTANCE,
  URL_ROLE_COUNT,
} UrlRole;
typedef struct UrlTold {
  Span value[URL_ROLE_COUNT];
} UrlTold;

/* Goes over the parameters once: notes secrets, takes the database from them where the URL has none, and
** hands over what else they tell. */
void url_read_parameters(Url *url, UrlTold *told);
/* Notes a USER[:PASSWORD], where Oracle's separator is '/': the first user, and any password. */
void url_note_user(Url *url, Span user, char separator);
/* Takes USER[:PASSWORD]@ off the front. */
Span url_take_user(Url *url, Span authority, char separator);
/* [/DATABASE][?PARAMETERS], or with ";"; up to a "#". A database is what is no NAME=VALUE. */
void url_parse_path(Url *url, Span rest, char path_separator);

/* ---- url_mysql.c ---- */

/* The end of what follows "//": a slash in a key's value is none. */
const char *url_mysql_authority_end(Span rest);
/* Takes over the hosts, users and passwords of an authority; false where it has the common form, or
** none. */
bool url_take_mysql_hosts(Url *url, Span authority);
bool url_next_mysql_host(Span list, size_t *at, UrlHost *host);

/* ---- url_hosts.c ---- */

/* Whether every host of the list is one; the first goes to url->host. */
bool url_check_hosts(Url *url);
/* The value of NAME in a descriptor's "(NAME=value)"; spaces may stand around each part. */
Span url_descriptor_value(Span s, const char *name);

/* ---- url_oracle.c ---- */

/* What follows "jdbc:oracle:". */
bool url_parse_oracle(Url *url, Span rest);

#endif
