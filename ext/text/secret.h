/* SPDX-License-Identifier: MIT */
/*
** How secrets are recognised where nothing declares them: by the names people give them, and
** by their looks.
*/
#ifndef GLUE_TEXT_SECRET_H
#define GLUE_TEXT_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a key announces a secret: "sfPassword", "client_secret", "spark.cosmos.accountKey"; not
** what only leads to one: "secretId", "tokenUrl", "aws_secret_arn". */
bool secret_name(const char *name, size_t n);

/* Whether a value stands for a secret without being one: empty, a placeholder ("${password}",
** "{{resolve:...}}", "***"), an ARN, or true and false. */
bool secret_placeholder(const char *value, size_t n);

/* Whether a value is a secret, or holds one, whatever its name: a private key, "Bearer x", a connection
** string with AccountKey=x, the configuration of a JAAS login module. */
bool secret_value(const char *value, size_t n);

/* Whether free text tells a secret: "the password is: x", "pwd=x", "password is hunter2"; not where it
** says where to find it: "password: see the vault". */
bool secret_in_prose(const char *text, size_t n);

#endif
