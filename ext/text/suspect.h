/* SPDX-License-Identifier: MIT */
/*
** How secrets are recognised where nothing declares them: by the names people give them, and
** by their looks. All of it takes time in proportion to the text, and says the same whatever the
** letter case.
*/
#ifndef GLUE_TEXT_SUSPECT_H
#define GLUE_TEXT_SUSPECT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a name announces a secret: "sfPassword", "client_secret", "spark.cosmos.accountKey",
** "pass%77ord"; not what only leads to one: "secretId", "tokenUrl", "aws_secret_arn". */
bool suspect_name(const char *name, size_t n);

/* Whether a name says where something is, or something about it: "id", "tokenUrl", "userName". */
bool suspect_harmless_name(const char *name, size_t n);

/* Whether a name ends with a word that a secret follows, be it a number: "clientSecret", not "maxTokens". */
bool suspect_announcing_name(const char *name, size_t n);

/* Whether a value stands for a secret without being one: empty, a reference ("${password}",
** "{{resolve:...}}"), "***", an ARN, or true and false. */
bool suspect_placeholder(const char *value, size_t n);

/* Whether a text is a secret or holds one, whatever its own name: a private key, "Bearer x", NAME=VALUE or
** "NAME":"VALUE" where the name announces one, "password: x"; not where it says where to find it:
** "password: see the vault". In prose a sentence may tell one too: "the password is hunter2". */
bool suspect_text(const char *text, size_t n, bool is_prose);

#endif
