/* SPDX-License-Identifier: MIT */
/*
** What all that read documents share: the text that is read, where in it something stands, and the rows
** that are made of it.
*/
#ifndef GLUE_DOCUMENTS_READING_H
#define GLUE_DOCUMENTS_READING_H

#include "documents/buffer.h"
#include "json/json_walk.h"
#include "sqlite.h"

/* ---- rows ---- */

typedef enum RowField {
  ROW_PLACE,
  ROW_KIND,
  ROW_NAME,
  ROW_CATALOG_ID,
  ROW_REGION,
  ROW_REQUEST,
  ROW_PROBLEM,
  ROW_FIELDS,
} RowField;

/* A connection that is complete (problem absent), one of which something was left out (request and
** problem), or something that is passed over (request absent). */
typedef struct DocumentRow {
  struct DocumentRow *next; /* owned by the list */
  Span field[ROW_FIELDS];   /* absent: NULL. Within the bytes */
  size_t size;              /* of the bytes */
  char bytes[];
} DocumentRow;

/* ---- places ---- */

/* A way down from the value with which a document begins. */
typedef struct Place {
  const struct Place *parent; /* NULL: the way begins here */
  Span key;                   /* of JSON, escaped; absent: an element of an array */
  size_t index;               /* of that element, counted from 0 */
} Place;

/* A text of JSON that is read. */
typedef struct Source {
  Span text;
  const char *before; /* shown before its places: where the text itself stands; "" */
  bool is_yaml;       /* it was YAML. The lines are the same */
  const char *at;     /* lines have been counted up to here */
  size_t line;        /* of it, from 1 */
} Source;

/* ---- reading ---- */

typedef struct Reading {
  Source source;
  Span parameters;    /* JSON, an object of plain values; absent: none */
  DocumentRow *first; /* owned: the rows, in the order of the text */
  DocumentRow *last;  /* of them */
  bool out_of_memory; /* sticky; whoever takes the rows asks for it */
  DocumentRow *held;  /* owned: a row that is added last, if nothing takes its place; NULL: none */
  bool holds;         /* the row that is made next is that one */
  JsonTexts texts;    /* owned: names of members that are written with escapes */
  /* The row that is being made: */
  bool is_begun;
  const char *kind;  /* static */
  const char *start; /* in the text of the source */
  const Place *place;
  const char *address; /* shown in the place of `place`, NUL-terminated; NULL: that is */
  Buffer name, catalog_id, region, request;
  sqlite3_str *problem; /* owned; NULL: none */
  size_t problems;
  const char *told; /* the member that was told last: a function is worked out more than once */
  bool unusable;    /* the request is not to be inserted: `problem` says why */
} Reading;

/* Begins a row. The kind is static, the text in the source, the place and the address stay until it
** is finished. */
void reading_begin(Reading *reading, const char *kind, const char *start, const Place *place);
/* Says, in the row that is being made, what was left out and why. Formatted as by sqlite3_mprintf();
** text from outside in it is shown as message.h has it. */
void reading_note(Reading *reading, const char *format, ...);
/* The same of something by its name, as it is written in JSON: "before name after". */
void reading_note_name(Reading *reading, const char *before, Span name, const char *after);
/* The same of something that stands within what the row is of: a way down from there. */
void reading_note_at(Reading *reading, const Place *way, const char *format, ...);
/* Adds the row. */
void reading_finish(Reading *reading);

/* A row that has nothing but a problem. */
void reading_pass_over(Reading *reading, const char *kind, const char *start, const Place *place,
                       const char *format, ...);

/* ---- what stands around connections ---- */

/* The members of an object; of anything else there are none. To be freed with json_members_free(). */
void reading_members(Reading *reading, JsonMembers *members, Span object);
/* Says which of them stand there more than once, since whoever looks for one takes the first: in the row that is
** being made (`place` is a way down from what it is of), or in a row of that kind. */
void reading_tell_twice(Reading *reading, const JsonMembers *members, const char *kind,
                        const Place *place);
/* Both, and for the objects in it, so many levels deep. */
void reading_check(Reading *reading, const char *kind, Span object, const Place *place, int levels);
/* Both, for one member that is wanted: the first of that name, or absent. */
Span reading_member(Reading *reading, Span object, const char *name, const Place *way);

/* The line of the source in which it stands, from 1. */
size_t reading_line(Reading *reading, const char *z);

/* Appends "line 12: Resources.Orders". */
void reading_append_place(Reading *reading, sqlite3_str *out, const char *start, const Place *place,
                          const char *address);
/* Appends what a string of JSON means (its text between the quotes) as it may be shown, at most so many
** code points. */
void reading_append_shown(Reading *reading, sqlite3_str *out, Span escaped, size_t points);

/* Marks the text as one that stands for the elements of a list, where it is nothing but a reference
** (reference.h). */
void reading_mark_elements(Buffer *text);

/* Adds the row that was held, or drops it. */
void reading_add_held(Reading *reading);
void reading_drop_held(Reading *reading);

/* Takes the first row off the list; the caller frees it. NULL: there is none. */
DocumentRow *reading_take(Reading *reading);
void reading_free_row(DocumentRow *row);
void reading_free(Reading *reading);

#endif
