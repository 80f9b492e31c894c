/* SPDX-License-Identifier: MIT */
/*
** A request: what one statement says about a connection, read into its members.
*/
#ifndef GLUE_REQUEST_REQUEST_H
#define GLUE_REQUEST_REQUEST_H

#include "json/json_walk.h"
#include "model/connection.h"
#include "model/finding.h"

#define REQUEST_TEXTS_MAX (2 * COLUMN_COUNT)

typedef struct Request {
  Connection connection;    /* views into the statement's values and the documents */
  bool given[COLUMN_COUNT]; /* the statement sets this column (also to NULL) */
  bool is_observation;      /* a document that the service has answered: no request */
  bool has_unknown;         /* the same, and some of its members are no Connection's */
  const char *
      inner; /* the member of the document that holds a ConnectionInput or Connection; NULL: it is one */
  Findings findings; /* owned: what is wrong so far */
  ColumnSet trees;   /* the columns that get a tree as they are read, others by request_grow(): by
                   ** default those that nearly always need one. COLUMNS_ALL is for what writes
                   ** documents: strings end with a NUL, too */
  JsonTexts strings; /* of a document, where they have escapes or must end with a NUL */
  ColumnSet document_set;               /* which of these are there: */
  JsonDocument documents[COLUMN_COUNT]; /* owned: of each JSON column; COLUMN_REQUEST: of all */
  char *texts[REQUEST_TEXTS_MAX];       /* owned: JSONB as text, documents with sealed secrets */
  size_t text_count;
} Request;

void request_init(Request *request);
/* Wipes what it releases: any document may hold a secret, and be it in the wrong place. */
void request_free(Request *request);

/* Takes over a text of SQLite's that a member of the connection, or of a row made of it, points to. */
void request_own(Request *request, char *text);

/* Sets a column from a value of the statement, which must outlive the request. `utf8`: the
** database keeps text as UTF-8. What is wrong with the value becomes a finding; only a lack of
** memory is an error code. COLUMN_REQUEST is the whole document, as request_set_document() takes it. */
int request_set(Request *request, ColumnId id, sqlite3_value *value, bool utf8);

/* The same for a BLOB in a JSON column: the text of its JSONB, which the request takes over (to be
** freed by sqlite3_free()), or NULL where it is none. */
int request_set_jsonb(Request *request, ColumnId id, char *text, size_t length);

/* Makes the tree of a JSON column where it has none. SQLITE_OK or SQLITE_NOMEM. */
int request_grow(Request *request, ColumnId id);

/* Sets a JSON column from text which must outlive the request. */
int request_set_json(Request *request, ColumnId id, const char *text, size_t length);

/* Sets all members from one document: a CreateConnection request, a bare ConnectionInput, or an
** observation: a Connection as GetConnections returns it, which has CreationTime, or {"Connection": ...}
** as GetConnection does, where CatalogId and Tags may stand beside it. */
int request_set_document(Request *request, const char *text, size_t length);

/* A value of SQL as the affinity INTEGER makes it one: 7, 7.0 and ' 7 ' are. (A text becomes a number.) */
bool request_integer(sqlite3_value *value, sqlite3_int64 *integer);

/* For a message that says that text belongs where a value of that type (SQLITE_INTEGER, ...) was given:
** ": an integer was given; quote it". */
const char *request_given(int type);

/* Adds the error that a member is not as it must be: "Member ...". */
void request_refuse_member(Request *request, ColumnId id, Rule rule, const char *words);

#endif
