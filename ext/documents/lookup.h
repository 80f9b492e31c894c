/* SPDX-License-Identifier: MIT */
/*
** Members of objects, found by their names in a time that grows with the logarithm of their number: a
** document asks for each of its members as often as it likes.
*/
#ifndef GLUE_DOCUMENTS_LOOKUP_H
#define GLUE_DOCUMENTS_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "text/span.h"

typedef struct LookupEntry {
  const char *parent; /* where the text of the object begins; NULL: of no object */
  Span key;           /* as it is written, without its quotes */
  Span value;
  int state; /* whoever asks may keep something here, and in `memo`; 0 at first */
  Span memo;
} LookupEntry;

typedef struct Lookup {
  LookupEntry *entry; /* owned */
  size_t count, capacity;
  bool is_sorted;
  bool out_of_memory; /* sticky */
} Lookup;

void lookup_add(Lookup *lookup, const char *parent, Span key, Span value);
/* Adds the members of an object, and of the objects in it, so many levels deep. */
void lookup_add_object(Lookup *lookup, Span object, int levels);

/* The first member of that name of the object that begins at `parent`, or NULL. Nothing is added after
** the first time. */
LookupEntry *lookup_find(Lookup *lookup, const char *parent, Span key);

void lookup_free(Lookup *lookup);

#endif
