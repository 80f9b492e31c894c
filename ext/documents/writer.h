/* SPDX-License-Identifier: MIT */
/*
** Writing the members of a connection into a document, from their trees and by their shapes. What differs
** between the kinds of documents is data and a few callbacks: a WriterForm.
**
** Sealed values go out as placeholders, or as they are. Whatever is not of its shape's type, as only a
** damaged or hostile table has it, is an error among the findings; what a document cannot hold as it is
** meant is a warning there, and goes out as the text that it is.
*/
#ifndef GLUE_DOCUMENTS_WRITER_H
#define GLUE_DOCUMENTS_WRITER_H

#include "model/connection.h"
#include "model/finding.h"
#include "model/shapes.h"
#include "secrets/secret.h"
#include "secrets/secret_text.h"
#include "text/reference.h"

typedef struct Writer Writer;

/* Every callback gets what stands in a tree: texts are NUL-terminated, well-formed UTF-8. */
typedef struct WriterForm {
  /* Writes the text of a value; what it cannot write it reports at the path. */
  void (*string)(Writer *writer, const char *text, const Path *path);
  /* Writes what a reference stands for, where that is all of a list; false where it cannot be written, and nothing
  ** is. NULL: nothing ever can. */
  bool (*list)(Writer *writer, const Reference *reference);
  /* Writes the key of an entry of a map, without the colon. */
  void (*key)(Writer *writer, const char *key);
  /* The name for a member of a structure; NULL: there is none. */
  const char *(*name)(const char *member);
  /* Writes what stands in the place of a sealed property, or (NULL) of the credentials. */
  void (*placeholder)(Writer *writer, const SecretProperty *property);
  /* Whether a map would be taken for something else, and has to be written as the text of its JSON. */
  bool (*is_misread)(const JsonValue *map);
  bool omits_credentials; /* sealed ones, for which nothing stands */
} WriterForm;

/* Bits of Writer.placeholders: of the i-th secret_property(), and of the credentials. */
#define WRITER_PROPERTY(i) (1u << (i))
#define WRITER_CREDENTIALS (1u << 31)

struct Writer {
  const WriterForm *form;
  SecretText *out;
  Findings *findings;
  bool sealed;           /* sealed values go out as they are */
  unsigned placeholders; /* that have been written */
  SecretText *names;     /* what references have named, each with a NUL */
  size_t first_warning;  /* of this document, among the findings */
  bool is_trial;         /* only for its warnings: errors are reported elsewhere */
};

/* Writes the value of a column that a request has. */
void writer_member(Writer *writer, const Connection *connection, ColumnId id);

/* Whether a request says something in that column that its absence does not mean. */
bool writer_has_member(const Connection *connection, ColumnId id);

/* ---- for the forms ---- */

void writer_text(Writer *writer, const char *text);
/* The text as a string of JSON. */
void writer_json_string(Writer *writer, const char *text, size_t length);
/* The name of a member where it is the API's. */
const char *writer_plain_name(const char *member);
/* Adds the warning that something cannot be written as it is meant. */
void writer_warn(Writer *writer, Rule rule, const Path *path, const char *message);

/* Where to look for the reference after this one: within it, where it is none, or CloudFormation's own. */
const char *writer_after(const Reference *reference);

bool writer_has_warnings(const Writer *writer);
/* Writes the places of what cannot be written as it is meant, as a list. */
void writer_warnings(Writer *writer);

/* The forms of the API's own documents: of requests, and of answers, which never hold credentials. */
extern const WriterForm writer_plain, writer_answer;

#endif
