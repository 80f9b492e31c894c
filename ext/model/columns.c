#include "model/columns.h"

#include "model/shapes.h"

const Column columns[COLUMN_COUNT] = {
#define X(id, name, kind, places, member, shape) {name, kind, places, member, shape},
    GLUE_COLUMNS(X)
#undef X
};

Path column_path(ColumnId id) {
  static const Path input = {NULL, "ConnectionInput", PATH_TERMINATED, false, 0};
  static const Path connection = {NULL, "Connection", PATH_TERMINATED, false, 0};
  const Column *column = &columns[id];
  const Path *parent = column->places & MEMBER_OF_INPUT        ? &input
                       : column->places & MEMBER_OF_CONNECTION ? &connection
                                                               : NULL;
  return (Path){parent, column->member ? column->member : column->name, PATH_TERMINATED, false, 0};
}
