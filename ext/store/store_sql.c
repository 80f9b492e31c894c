/* SPDX-License-Identifier: MIT */
/*
** What the shadow tables are, and the text of every statement on rows, counters and settings: formats
** with a few words of their own, each behind a "$", for the names of the tables and the stored columns.
**
**   $data, $catalogs, $config   a shadow table in its schema;  $schema: the schema alone
**   $names                      the columns that the tables have
**   $definitions                the same as CREATE TABLE has them
**   $parameters, $changes       their parameters; the same as assignments
**   $unindexed                  the assignments to those that are in no index: a statement that does
**                               not name an indexed column leaves its index be
**   $values                     the expressions that give their values
**   $catalog_id, $region        the expressions for these columns alone
**   $own_catalog, $own_region   what is stored as '' there, as texts
*/
#include <string.h>

#include "store/store_private.h"

/* Listed once for create, drop, rename, xShadowName and the integrity check. The index that finds a
** connection type is a constraint so that it follows a rename of the table. */
static const struct {
  const char *suffix, *body;
} store_sql_tables[] = {
    {"data", "(id INTEGER PRIMARY KEY, $definitions, UNIQUE(name, catalog_id, region),"
             " UNIQUE(connection_type, id)) STRICT"},
    {"catalogs", "(catalog_id TEXT NOT NULL, region TEXT NOT NULL,"
                 " connections INTEGER NOT NULL CHECK(connections >= 0),"
                 " PRIMARY KEY(catalog_id, region)) STRICT, WITHOUT ROWID"},
    {"config", "(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"},
};

static const char *const store_sql_formats[STORE_STATEMENT_COUNT] = {
    /* Without an id it is SQLite that chooses the rowid, and need not look whether it is taken. */
    [STORE_INSERT] = "INSERT INTO $data($names) VALUES($parameters)",
    [STORE_INSERT_AT] = "INSERT INTO $data(id, $names) VALUES(?1, $parameters)",
    [STORE_REPLACE] = "REPLACE INTO $data(id, $names) VALUES(?1, $parameters)",
    [STORE_UPDATE] = "UPDATE $data SET $unindexed WHERE id = ?2",
    [STORE_UPDATE_TAGS] = "UPDATE $data SET tags = ?1 WHERE id = ?2",
    [STORE_MOVE] = "UPDATE $data SET id = ?1, $changes WHERE id = ?2",
    [STORE_MOVE_REPLACING] = "UPDATE OR REPLACE $data SET id = ?1, $changes WHERE id = ?2",
    [STORE_DELETE] = "DELETE FROM $data WHERE id = ?1",
    [STORE_READ] = "SELECT $values FROM $data WHERE id = ?1",
    [STORE_READ_PLACE] = "SELECT $catalog_id, $region FROM $data WHERE id = ?1",
    [STORE_FIND_CONFLICTS] =
        "SELECT id, name = ?3 AND catalog_id = ?4 AND region = ?5 FROM $data"
        " WHERE (id = ?2 OR (name = ?3 AND catalog_id = ?4 AND region = ?5)) AND id IS NOT ?1",
    [STORE_FIND_NAMED_OWN] =
        "SELECT id FROM $data WHERE catalog_id = $own_catalog OR region = $own_region",
    [STORE_FIND_SEALED] = "SELECT 1 FROM $data WHERE credentials IS NOT NULL"
                          " OR instr(connection_properties, ?1) LIMIT 1",
    [STORE_READ_COUNT] = "SELECT connections FROM $catalogs WHERE catalog_id = ?1 AND region = ?2",
    [STORE_WRITE_COUNT] = "REPLACE INTO $catalogs VALUES(?1, ?2, ?3)",
    [STORE_CHECK_COUNTS] =
        "SELECT $catalog_id, $region, sum(counter), sum(rows) FROM ("
        " SELECT catalog_id, region, connections AS counter, 0 AS rows FROM $catalogs"
        " UNION ALL SELECT catalog_id, region, 0, count(*) FROM $data GROUP BY 1, 2)"
        " GROUP BY catalog_id, region HAVING sum(counter) <> sum(rows)",
    [STORE_READ_SETTINGS] = "SELECT key, value FROM $config",
    [STORE_WRITE_SETTING] = "REPLACE INTO $config VALUES(?1, ?2)",
    [STORE_READ_SCHEMA] = "SELECT sql FROM $schema.sqlite_schema WHERE type = 'table'"
                          " AND name = ?1 COLLATE NOCASE",
    [STORE_READ_FOREIGN] = "SELECT type, name FROM $schema.sqlite_schema"
                           " WHERE tbl_name = ?1 COLLATE NOCASE"
                           "  AND (type = 'trigger' OR (type = 'index' AND sql IS NOT NULL))"
                           " UNION SELECT type, name FROM sqlite_temp_schema"
                           " WHERE tbl_name = ?1 COLLATE NOCASE AND type = 'trigger'",
    [STORE_READ_JSONB] = "SELECT json(?1)",
};

/* What a list of columns is made of. */
typedef enum StoreSqlForm {
  STORE_SQL_NAMES,
  STORE_SQL_DEFINITIONS,
  STORE_SQL_PARAMETERS,
  STORE_SQL_CHANGES,
  STORE_SQL_UNINDEXED,
  STORE_SQL_VALUES,
} StoreSqlForm;

static bool store_sql_is_indexed(int id) {
  return id == COLUMN_NAME || id == COLUMN_CATALOG_ID || id == COLUMN_REGION ||
         id == COLUMN_CONNECTION_TYPE;
}

/* What every row has, were it only that a service answered so. A column that comes with a later format
** cannot be among these: ADD COLUMN makes it. */
static bool store_sql_is_never_null(int id) {
  switch (id) {
  case COLUMN_NAME:
  case COLUMN_CONNECTION_TYPE:
  case COLUMN_CATALOG_ID:
  case COLUMN_REGION:
  case COLUMN_VALIDATE_CREDENTIALS:
  case COLUMN_TAGS: return true;
  default: return false;
  }
}

/* STRICT and the CHECK keep the rows honest where they are written without the extension. They test types
** alone: what the service answers tomorrow has to fit. */
void store_sql_append_definition(sqlite3_str *out, int id) {
  bool is_text = columns[id].kind == KIND_TEXT || columns[id].kind == KIND_JSON;
  sqlite3_str_appendf(out, "%s %s", columns[id].name, is_text ? "TEXT" : "INTEGER");
  if (store_sql_is_never_null(id)) sqlite3_str_appendall(out, " NOT NULL");
  if (columns[id].kind == KIND_BOOLEAN) {
    sqlite3_str_appendf(out, " CHECK(%s IN (0, 1))", columns[id].name);
  }
}

/* The expression that gives the value of a column as it is to be seen. */
static void store_sql_append_value(sqlite3_str *out, const Store *store, int id) {
  const char *own = store_own(store, id), *name = columns[id].name;
  if (own) {
    sqlite3_str_appendf(out, "CASE %s WHEN '' THEN %Q ELSE %s END", name, own, name);
  } else {
    sqlite3_str_appendall(out, name);
  }
}

/* What nothing is bound to is the own catalog or region: binding the empty text of nearly all rows would cost
** more. */
static void store_sql_append_parameter(sqlite3_str *out, const Store *store, int id) {
  sqlite3_str_appendf(out, store_own(store, id) ? "ifnull(?%d, '')" : "?%d",
                      STORE_FIRST_COLUMN + id);
}

/* One column in a list. */
static void store_sql_append_column(sqlite3_str *out, const Store *store, int id,
                                    StoreSqlForm form) {
  switch (form) {
  case STORE_SQL_NAMES: sqlite3_str_appendall(out, columns[id].name); break;
  case STORE_SQL_DEFINITIONS: store_sql_append_definition(out, id); break;
  case STORE_SQL_PARAMETERS: store_sql_append_parameter(out, store, id); break;
  case STORE_SQL_CHANGES:
  case STORE_SQL_UNINDEXED:
    sqlite3_str_appendf(out, "%s = ", columns[id].name);
    store_sql_append_parameter(out, store, id);
    break;
  case STORE_SQL_VALUES: store_sql_append_value(out, store, id); break;
  }
}

/* Columns out of a set that the tables have, each behind a separator: the first behind the one that is given. */
static void store_sql_append_columns(sqlite3_str *out, const Store *store, ColumnSet set,
                                     StoreSqlForm form, const char *separator) {
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!(set & store->columns & COLUMN_BIT(id))) continue;
    if (form == STORE_SQL_UNINDEXED && store_sql_is_indexed(id)) continue;
    sqlite3_str_appendall(out, separator);
    store_sql_append_column(out, store, id, form);
    separator = ", ";
  }
}

static bool store_sql_is(const char *word, size_t length, const char *name) {
  return strlen(name) == length && memcmp(word, name, length) == 0;
}

/* What a word of the formats stands for. */
static void store_sql_append_word(sqlite3_str *out, const Store *store, const char *word,
                                  size_t length) {
  static const char *const lists[] = {
      [STORE_SQL_NAMES] = "names",           [STORE_SQL_DEFINITIONS] = "definitions",
      [STORE_SQL_PARAMETERS] = "parameters", [STORE_SQL_CHANGES] = "changes",
      [STORE_SQL_UNINDEXED] = "unindexed",   [STORE_SQL_VALUES] = "values",
  };
  for (size_t form = 0; form < sizeof(lists) / sizeof(*lists); form++) {
    if (!store_sql_is(word, length, lists[form])) continue;
    store_sql_append_columns(out, store, COLUMNS_ALL, (StoreSqlForm)form, "");
    return;
  }
  if (store_sql_is(word, length, "catalog_id")) {
    store_sql_append_value(out, store, COLUMN_CATALOG_ID);
  } else if (store_sql_is(word, length, "region")) {
    store_sql_append_value(out, store, COLUMN_REGION);
  } else if (store_sql_is(word, length, "own_catalog")) {
    sqlite3_str_appendf(out, "%Q", store->own_catalog);
  } else if (store_sql_is(word, length, "own_region")) {
    sqlite3_str_appendf(out, "%Q", store->own_region);
  } else if (store_sql_is(word, length, "schema")) {
    sqlite3_str_appendf(out, "\"%w\"", store->schema);
  } else {
    sqlite3_str_appendf(out, "\"%w\".\"%w_%.*s\"", store->schema, store->table, (int)length, word);
  }
}

static void store_sql_expand(sqlite3_str *out, const Store *store, const char *format) {
  for (const char *z = format; *z;) {
    size_t plain = strcspn(z, "$");
    sqlite3_str_append(out, z, (int)plain);
    z += plain;
    if (*z == '\0') break;
    size_t length = strspn(++z, "abcdefghijklmnopqrstuvwxyz_");
    store_sql_append_word(out, store, z, length);
    z += length;
  }
}

const char *store_sql_suffix(size_t i) {
  return i < sizeof(store_sql_tables) / sizeof(*store_sql_tables) ? store_sql_tables[i].suffix
                                                                  : NULL;
}

char *store_sql_body(const Store *store, size_t i) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  store_sql_expand(out, store, store_sql_tables[i].body);
  return sqlite3_str_finish(out);
}

char *store_sql(const Store *store, StoreStatement which) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  store_sql_expand(out, store, store_sql_formats[which]);
  return sqlite3_str_finish(out);
}

/* ---- scans ---- */

/* In the order of the bits PLAN_*. A restriction is followed by the number of its parameter. */
static const char *const store_sql_plans[] = {
    "rowid = ?",
    "name = ?",
    "name >= ?",
    "name <= ?",
    "catalog_id = ?",
    "region = ?",
    "connection_type = ?",
    "ORDER BY name",
    "ORDER BY name, catalog_id",
    "ORDER BY name, catalog_id, region",
    "ORDER BY connection_type",
    "ORDER BY rowid",
    "DESC",
};

const char *store_plan_text(unsigned bit) {
  int index = 0;
  while (bit >> index != 1) index++;
  return store_sql_plans[index];
}

/* The operand is looked for as it is stored. No catalog or region is called '', which stands for the
** own one. */
static void store_sql_append_restriction(sqlite3_str *out, const Store *store, unsigned bit,
                                         int parameter) {
  if (bit == PLAN_CATALOG_ID || bit == PLAN_REGION) {
    int id = bit == PLAN_REGION ? COLUMN_REGION : COLUMN_CATALOG_ID;
    sqlite3_str_appendf(out, "%s = CASE ?%d WHEN '' THEN NULL WHEN %Q THEN '' ELSE ?%d END",
                        columns[id].name, parameter, store_own(store, id), parameter);
  } else {
    sqlite3_str_appendf(out, "%s%d", store_plan_text(bit), parameter);
  }
}

static void store_sql_append_order(sqlite3_str *out, const Store *store, unsigned plan) {
  const char *direction = plan & PLAN_DESCENDING ? " DESC" : "";
  if (plan & PLAN_BY_ROWID) sqlite3_str_appendf(out, " ORDER BY id%s", direction);
  if (plan & PLAN_BY_CONNECTION_TYPE) {
    sqlite3_str_appendf(out, " ORDER BY connection_type%s, id%s", direction, direction);
  }
  if (plan & (PLAN_BY_NAME | PLAN_BY_CATALOG_ID | PLAN_BY_IDENTITY)) {
    sqlite3_str_appendf(out, " ORDER BY name%s", direction);
  }
  for (int id = COLUMN_CATALOG_ID; id <= COLUMN_REGION; id++) {
    if (!(plan & PLAN_BY_IDENTITY || (plan & PLAN_BY_CATALOG_ID && id == COLUMN_CATALOG_ID))) {
      continue;
    }
    sqlite3_str_appendall(out, ", ");
    store_sql_append_value(out, store, id);
    sqlite3_str_appendall(out, direction);
  }
}

char *store_sql_scan(const Store *store, StoreScan *scan) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  int8_t index = 1;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    bool is_read = (scan->columns & store->columns & COLUMN_BIT(id)) != 0;
    scan->index[id] = is_read ? index++ : -1;
  }
  sqlite3_str_appendall(out, "SELECT id");
  store_sql_append_columns(out, store, scan->columns, STORE_SQL_VALUES, ", ");
  store_sql_expand(out, store, " FROM $data");
  const char *conjunction = " WHERE ";
  int parameter = 0;
  for (unsigned bit = 1; bit & PLAN_OPERANDS; bit <<= 1) {
    if (!(scan->plan & bit)) continue;
    sqlite3_str_appendall(out, conjunction);
    store_sql_append_restriction(out, store, bit, ++parameter);
    conjunction = " AND ";
  }
  store_sql_append_order(out, store, scan->plan);
  return sqlite3_str_finish(out);
}
