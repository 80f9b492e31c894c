/* SPDX-License-Identifier: MIT */
/*
** Findings: all that is wrong with a request, and the exception text made of them.
*/
#ifndef GLUE_MODEL_FINDING_H
#define GLUE_MODEL_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "model/rules.h"
#include "sqlite.h"

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

/* Where a value stands in a request: a chain from the value up to the root, kept on the stack of
** whoever walks down, and written out only when there is something to report. */
typedef struct Path {
  const struct Path *parent; /* NULL at the root */
  const char *name;          /* a member of a structure (its first letter is lowered), or a key of
                             ** a map (as it is); NULL for an element of a list */
  size_t length;             /* bytes of the name, or PATH_TERMINATED: up to its NUL */
  bool is_key;
  size_t index;     /* of an element, counted from 1 as the API does: ".1.member" */
  bool is_embedded; /* it is no place of the document: it stands in one that a string holds */
} Path;
#define PATH_TERMINATED ((size_t)-1)
/* Initializers: a member of a structure, a key of a map, an element of a list. */
#define PATH_MEMBER(above, word)                                                                   \
  { .parent = (above), .name = (word), .length = PATH_TERMINATED }
#define PATH_KEY(above, word)                                                                      \
  { .parent = (above), .name = (word), .length = PATH_TERMINATED, .is_key = true }
#define PATH_ELEMENT(above, number)                                                                \
  { .parent = (above), .index = (number) }

typedef struct Finding {
  Severity severity;
  const char *exception; /* that an error raises, static; NULL: InvalidInputException */
  bool verbatim;         /* the service's own observed refusal: the message stands as it is */
  Rule rule;
  char *path; /* owned; lowerCamelCase, "" where the request as a whole is meant */
  char *
      pointer; /* owned; the JSON pointer to the place in a CreateConnection request, as deep as that
                 ** is JSON; of what only a Connection has, in {"Connection":...} */
  char *message; /* owned; never holds the value of a secret */
} Finding;

typedef struct Findings {
  Finding *list; /* owned */
  size_t count;
  size_t capacity;
  RuleSet unwanted;   /* what is found by these is not added */
  bool out_of_memory; /* sticky; whoever reports asks for it first */
} Findings;

/* What they own; the structures are of no use afterwards. */
void finding_free(Finding *finding);
void findings_free(Findings *findings);

/* Whether one of the rules is wanted: what is only of use to others need not be looked at. */
static inline bool findings_want(const Findings *findings, RuleSet rules) {
  return (rules & ~findings->unwanted) != 0;
}

/* Adds a finding. The message is formatted as by sqlite3_mprintf(). */
void findings_add(Findings *findings, Severity severity, Rule rule, const Path *path,
                  const char *format, ...);

/* Adds an error that is another exception's than an InvalidInputException. */
void findings_add_exception(Findings *findings, const char *exception, Rule rule, const Path *path,
                            const char *format, ...);

/* Adds an error in the API's words: "Value at 'path' failed to satisfy constraint: Member must ...". */
void findings_add_constraint(Findings *findings, Rule rule, const Path *path, const char *format,
                             ...);

/* The same that shows the value: "Value '...' at 'path' ...". NULL: it is a secret, or none that can be
** shown. */
void findings_add_value_constraint(Findings *findings, Rule rule, const Path *path,
                                   const char *value, size_t length, const char *format, ...);

/* Adds the error that a required member, an entry of a map or an element of a list is null. */
void findings_add_null(Findings *findings, const Path *path);

/* Adds the service's own refusal, word for word. */
void findings_add_verbatim(Findings *findings, Rule rule, const Path *path, const char *message);

/* The path as a JSON pointer, to be freed with sqlite3_free(); NULL: out of memory. */
char *path_pointer(const Path *path);

/* The text of the InvalidInputException made of all findings, warnings too (where they refuse nothing
** there are none); NULL: out of memory. */
char *findings_message(const Findings *findings);

#endif
