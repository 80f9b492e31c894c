#include "model/columns.h"

#include <string.h>

#include "model/shapes.h"

const Column columns[COLUMN_COUNT] = {
#define X(id, name, kind, places, member, shape) {name, kind, places, member, shape},
    GLUE_COLUMNS(X)
#undef X
};

const Path *column_path(ColumnId id, Path storage[2]) {
  const Column *column = &columns[id];
  const char *name = column->member ? column->member : column->name;
  bool inside = (column->places & (MEMBER_OF_INPUT | MEMBER_OF_CONNECTION)) != 0;
  const char *root = column->places & MEMBER_OF_INPUT ? "ConnectionInput" : "Connection";
  storage[0] = (Path){NULL, root, strlen(root), false, 0};
  storage[1] = (Path){inside ? &storage[0] : NULL, name, strlen(name), false, 0};
  return &storage[1];
}
