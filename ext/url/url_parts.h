/* SPDX-License-Identifier: MIT */
/*
** What the files that take URLs apart share: url.c has the whole and the common form, url_hosts.c
** the hosts, url_oracle.c and url_mysql.c what is these engines' own.
*/
#ifndef GLUE_URL_PARTS_H
#define GLUE_URL_PARTS_H

#include "url/url.h"

/* ---- url_hosts.c ---- */

bool url_is_host_character(char c);
bool url_port(Span s, int *port);
/* HOST, HOST:PORT, [IPv6], [IPv6]:PORT */
bool url_host(Span s, UrlHost *host);
/* Whether every host of the list is one; the first goes to url->host. */
bool url_check_hosts(Url *url);
/* The value of NAME in a descriptor's "(NAME=value)"; spaces may stand around each part. */
Span url_descriptor_value(Span s, const char *name);

/* ---- url.c ---- */

/* Notes a USER[:PASSWORD], where Oracle's separator is '/': the first user, and any password. */
void url_note_user(Url *url, Span user, char separator);
/* Whether a parameter is a secret by its name, and not a placeholder for one. */
bool url_is_secret(Span name, Span value);
/* Takes USER[:PASSWORD]@ off the front. */
Span url_take_user(Url *url, Span authority, char separator);
/* Sets what is known only from the parameters. */
void url_read_parameters(Url *url);

/* ---- url_oracle.c ---- */

/* What follows "jdbc:oracle:". */
bool url_parse_oracle(Url *url, Span rest);

/* ---- url_mysql.c ---- */

/* The end of what follows "//": a slash in a key's value is none. */
const char *url_mysql_authority_end(Span rest);
/* Takes over the hosts, users and passwords of an authority; false where it has the common form, or
** none. */
bool url_take_mysql_hosts(Url *url, Span authority);
bool url_next_mysql_host(Span list, size_t *at, UrlHost *host);

#endif
