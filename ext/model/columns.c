/* SPDX-License-Identifier: MIT */
#include "model/columns.h"

#include <string.h>

#include "model/shapes.h"

const Column columns[COLUMN_COUNT] = {
#define X(id, name, kind, places, member, shape) {name, kind, places, member, shape},
    GLUE_COLUMNS(X)
#undef X
};

ColumnId column_find(Span member, unsigned places) {
  for (int id = 0; id < COLUMN_COUNT; id++) {
    /* Most names differ in their first letter: it spares the call. */
    if (columns[id].places & places && member.length && *columns[id].member == *member.text &&
        span_is(member, columns[id].member)) {
      return (ColumnId)id;
    }
  }
  return COLUMN_COUNT;
}

Path column_path(ColumnId id) {
  static const Path input = PATH_MEMBER(NULL, "ConnectionInput");
  static const Path connection = PATH_MEMBER(NULL, "Connection");
  const Column *column = &columns[id];
  const Path *parent = column->places & MEMBER_OF_INPUT        ? &input
                       : column->places & MEMBER_OF_CONNECTION ? &connection
                                                               : NULL;
  Path path = PATH_MEMBER(parent, column->member ? column->member : column->name);
  path.is_embedded = column->member == NULL; /* the document does not have it */
  return path;
}
