/* SPDX-License-Identifier: MIT */
/*
** Shadow tables that are damaged at random, by somebody who has not loaded the extension.
**
** By statements: every one of ours answers as test_corruption wants it, and where the integrity check
** says nothing the table is as good as any: all of it can be copied, opened and sealed anew, and the
** counters are right.
**
** By bytes anywhere behind the first page of the file: every statement ends with an error or rows,
** nothing crashes (the sanitizers look on), and no memory is lost.
**
** The seed is printed; $SEED sets another; LONG=1 runs twenty times as many.
*/
#define _XOPEN_SOURCE 700
#include "corruption.h"
#include "model/columns.h"
#include "random.h"

#if defined(__SANITIZE_ADDRESS__)
#define ROUNDS 150
#define BYTE_ROUNDS 60
#else
#define ROUNDS 600
#define BYTE_ROUNDS 400
#endif

/* ---- What a damage writes. */

/* A column of c_data; one that was not sound before will not become sound by chance. */
static const char *any_column(void) {
  const char *names[COLUMN_COUNT];
  int count = 0;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (columns[id].places & IS_STORED) names[count++] = columns[id].name;
  }
  return names[random_below(count)];
}

static const char *const any_value[] = {
    "NULL",
    "''",
    "'x'",
    "'{'",
    "'{}'",
    "'[]'",
    "'null'",
    "'\"\"'",
    "'{\"PASSWORD\":\"clear\"}'",
    "'{\"ENCRYPTED_PASSWORD\":\"glue-connections:2:\"}'",
    "'{\"AuthenticationType\":\"OAUTH2\",\"OAuth2Properties\":{\"OAuth2Credentials\":{}}}'",
    "'{\"BasicAuthenticationCredentials\":null}'",
    "'{\"EncryptedCredentials\":[\"x\"]}'",
    "'{\"a\":{\"b\":[1,{\"c\":\"\\u0000\"}]}}'",
    "'{\"k\":\"\\ud800\"}'",
    "printf('%%.*c', 3000, '[')",
    "printf('{\"k\":\"%%.*c\"}', 100000, 'v')",
    "printf('%%.*c', 70000, '9')",
    "CAST(x'7b22ff223a22fe227d' AS TEXT)",
    "CAST(x'ff' AS TEXT)",
    "char(0)",
    "char(0x10ffff, 1, 0, 65)",
    "'glue-connections:2:arn:aws:kms:x:1:key/x:AAAA'",
    "'glue-connections:'",
    "0",
    "-1",
    "7",
    "9223372036854775807",
    "-9223372036854775807 - 1",
    "253402300800000",
    "'1e400'",
};
#define VALUE_COUNT (int)(sizeof(any_value) / sizeof(any_value[0]))

/* A value, or the old one with a piece cut out of it, or with a character in the place of another. */
static char *random_value(const char *column) {
  int place = random_below(100000), length = 1 + random_below(40);
  switch (random_below(4)) {
  case 0:
    return sqlite3_mprintf("substr(%s, 1, %d %% max(length(%s), 1)) ||"
                           " substr(%s, %d %% max(length(%s), 1) + %d)",
                           column, place, column, column, place, column, 1 + length);
  case 1:
    return sqlite3_mprintf("substr(%s, 1, %d %% max(length(%s), 1)) || char(%d) ||"
                           " substr(%s, %d %% max(length(%s), 1) + 2)",
                           column, place, column, 1 + random_below(300), column, place, column);
  default: return sqlite3_mprintf(any_value[random_below(VALUE_COUNT)]);
  }
}

/* Never the row of the witness, which is the last one. */
static char *random_row_damage(void) {
  const char *column = any_column();
  char *value = random_value(column);
  char *sql = NULL;
  switch (random_below(10)) {
  case 0: sql = sqlite3_mprintf("DELETE FROM c_data WHERE id = %d", 1 + random_below(3)); break;
  case 1:
    sql = sqlite3_mprintf("UPDATE c_data SET id = %d WHERE id = %d", random_below(20) - 12,
                          1 + random_below(3));
    break;
  case 2:
    sql = sqlite3_mprintf("UPDATE c_catalogs SET connections = %d WHERE region = ''",
                          random_below(7) - 2);
    break;
  case 3:
    sql = sqlite3_mprintf("INSERT OR REPLACE INTO c_catalogs SELECT %s, region, %d FROM c_data",
                          value, random_below(9));
    break;
  case 4:
    sql = sqlite3_mprintf("INSERT OR REPLACE INTO c_config SELECT"
                          " %Q, %s FROM c_data WHERE %s IS NOT NULL",
                          random_below(2) ? "principal" : "quota", value, column);
    break;
  default:
    sql = sqlite3_mprintf("UPDATE OR IGNORE c_data SET %s = %s WHERE id = %d", column, value,
                          1 + random_below(3));
  }
  sqlite3_free(value);
  return sql;
}

/* Takes a shadow table's types and constraints away, so that anything may stand in it. */
static char *random_table_damage(void) {
  static const char *const suffixes[] = {"data", "catalogs", "config"};
  const char *suffix = suffixes[random_below(5) % 3];
  static const char *const blobs[] = {"x''",     "x'00'", "1.5",         "NULL",
                                      "x'7b7d'", "'x'",   "x'00ff7b225c"};
  const char *value = blobs[random_below(7)];
  const char *column = strcmp(suffix, "data") == 0     ? any_column()
                       : strcmp(suffix, "config") == 0 ? "value"
                                                       : "catalog_id";
  return sqlite3_mprintf("CREATE TABLE IF NOT EXISTS x_%s AS SELECT * FROM c_%s;"
                         "DROP TABLE c_%s; CREATE TABLE c_%s AS SELECT * FROM x_%s;"
                         "UPDATE c_%s SET %s = %s WHERE rowid %% 2 = %d",
                         suffix, suffix, suffix, suffix, suffix, suffix, column, value,
                         random_below(2));
}

/* ---- Damage by statements. */

static uint64_t mix(uint64_t hash, const void *bytes, int n) {
  for (int i = 0; i < n; i++) hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3;
  return hash;
}

/* A number that changes with every value and type in the shadow tables, and with their schema. */
static uint64_t contents(sqlite3 *db) {
  static const char *const tables[] = {"SELECT sql FROM sqlite_schema", "SELECT * FROM c_data",
                                       "SELECT * FROM c_catalogs", "SELECT * FROM c_config"};
  uint64_t hash = 0xcbf29ce484222325;
  for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
    sqlite3_stmt *statement = NULL;
    CHECK(sqlite3_prepare_v2(db, tables[i], -1, &statement, NULL) == SQLITE_OK);
    while (statement && sqlite3_step(statement) == SQLITE_ROW) {
      for (int column = 0; column < sqlite3_column_count(statement); column++) {
        int type = sqlite3_column_type(statement, column);
        hash = mix(hash, &type, (int)sizeof(type));
        const void *bytes = sqlite3_column_blob(statement, column);
        hash = mix(hash, bytes, sqlite3_column_bytes(statement, column));
      }
    }
    CHECK(sqlite3_finalize(statement) == SQLITE_OK);
  }
  return hash;
}

/* Lets a stranger do one thing and another, as many as he is allowed to, until something has changed.
** Returns what he has done, for sqlite3_free(). */
static char *damage_at_random(bool is_row_damage) {
  sqlite3 *stranger = open_stranger();
  sqlite3_str *done = sqlite3_str_new(NULL);
  uint64_t before = contents(stranger);
  int wanted = 1 + random_below(3);
  while (wanted > 0 || contents(stranger) == before) {
    char *sql = is_row_damage || random_below(2) ? random_row_damage() : random_table_damage();
    must(stranger, "SAVEPOINT s");
    if (run(stranger, sql) == SQLITE_OK) {
      sqlite3_str_appendf(done, "%s;", sql);
    } else {
      must(stranger, "ROLLBACK TO s");
    }
    must(stranger, "RELEASE s");
    sqlite3_free(sql);
    wanted--;
  }
  close_database(stranger);
  return sqlite3_str_finish(done);
}

/* What a table can do with which nothing is wrong. Where the damage is in the ARN of a sealed value, the
** value is that of another key: it may be right, for whoever has the key, and nobody else opens it. */
static const struct {
  bool needs_key;
  const char *sql;
} works[] = {
    {false, "INSERT INTO copy SELECT * FROM c; INSERT INTO copy(copy) VALUES('integrity-check')"},
    {false, "INSERT INTO copy(request) SELECT request FROM c;"
            "INSERT INTO copy(copy) VALUES('integrity-check')"},
    {true, "SELECT glue_decrypt(request) FROM c"},
    {true, "INSERT INTO c(c) VALUES('rekey'); INSERT INTO c(c) VALUES('integrity-check');"
           "SELECT glue_decrypt(request) FROM c"},
};

static void check_soundness(sqlite3 *db, const char *damage) {
  static const char counters[] =
      "SELECT catalog_id, region, sum(n) FROM (SELECT catalog_id, region, connections AS n"
      " FROM c_catalogs UNION ALL SELECT catalog_id, region, -1 FROM c_data)"
      " GROUP BY 1, 2 HAVING sum(n) <> 0";
  for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
    must(db, "SAVEPOINT s");
    int rc = run(db, works[i].sql);
    const char *message = rc ? sqlite3_errmsg(db) : "";
    bool lacks_key = works[i].needs_key && strstr(message, "does not have it") != NULL;
    holds(rc == SQLITE_OK || lacks_key, damage, works[i].sql, message);
    must(db, "ROLLBACK TO s; RELEASE s");
  }
  char *wrong = query(db, counters);
  holds(*wrong == '\0', damage, counters, wrong);
  sqlite3_free(wrong);
}

static int silent; /* rounds in which the integrity check says nothing */

static void test_statements(void) {
  sqlite3_int64 memory = sqlite3_memory_used();
  bool is_row_damage = random_below(5) > 0;
  sqlite3 *db = open_before(random_below(2));
  char *damage = damage_at_random(is_row_damage);
  db = open_after(db);
  if (check_report(db, damage, NULL)) {
    silent++;
    check_soundness(db, damage);
  }
  check_statements(db, damage, is_row_damage);
  check_drop(db, damage);
  memory += (sqlite3_int64)sqlite3_msize(damage);
  close_damaged(db, damage, memory);
  sqlite3_free(damage);
}

/* ---- Damage by bytes. */

/* The file of sound tables, in pages of that size. */
typedef struct Image {
  int page_size, size;
  unsigned char *bytes;
} Image;

static Image make_image(int page_size) {
  Image image = {.page_size = page_size};
  remove_database("damaged.db");
  sqlite3 *db = open_database("damaged.db");
  CHECK(runf(db, "PRAGMA page_size = %d", page_size) == SQLITE_OK);
  must(db, setup);
  image.size = (int)number(db, "SELECT page_count * page_size FROM pragma_page_count,"
                               " pragma_page_size");
  close_database(db);
  image.bytes = malloc((size_t)image.size);
  FILE *file = fopen("damaged.db", "rb");
  CHECK(file && image.bytes && fread(image.bytes, (size_t)image.size, 1, file) == 1);
  if (file) fclose(file);
  return image;
}

/* Every other one in the first bytes of a page, where its cells are described. */
static int random_offset(const Image *image) {
  int pages = image->size / image->page_size, size = random_below(2) ? 40 : image->page_size;
  return (1 + random_below(pages - 1)) * image->page_size + random_below(size);
}

/* Writes the file with some bytes changed. Returns which, for sqlite3_free(). */
static char *write_flipped(const Image *image) {
  unsigned char masks[8];
  int offsets[8], n = 1 + random_below(8);
  sqlite3_str *done = sqlite3_str_new(NULL);
  sqlite3_str_appendf(done, "pages of %d, flipped:", image->page_size);
  for (int i = 0; i < n; i++) {
    offsets[i] = random_offset(image);
    masks[i] = (unsigned char)(1 + random_below(255));
    image->bytes[offsets[i]] ^= masks[i];
    sqlite3_str_appendf(done, " %d^%d", offsets[i], masks[i]);
  }
  remove_database("damaged.db");
  FILE *file = fopen("damaged.db", "wb");
  CHECK(file && fwrite(image->bytes, (size_t)image->size, 1, file) == 1);
  CHECK(file && fclose(file) == 0);
  while (n-- > 0) image->bytes[offsets[n]] ^= masks[n];
  return sqlite3_str_finish(done);
}

static long spoiled; /* statements, for what the pages are like */

/* Between BEGIN and ROLLBACK: after an error from a damaged page SQLite refuses a RELEASE, of ordinary
** tables too. */
static void check_answers(sqlite3 *db, const char *damage, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++) {
    must(db, "BEGIN");
    int rc = run(db, list[i]);
    holds(is_fair(rc), damage, list[i], rc ? sqlite3_errmsg(db) : "");
    spoiled += (rc & 0xff) == SQLITE_CORRUPT;
    if (!sqlite3_get_autocommit(db)) must(db, "ROLLBACK");
  }
}

/* Nothing needs to be right in what comes back: SQLite takes what the pages say. */
static void test_bytes(const Image *image) {
  char *damage = write_flipped(image);
  sqlite3_int64 memory = sqlite3_memory_used();
  sqlite3 *db = open_database("damaged.db");
  check_report(db, damage, NULL);
  check_answers(db, damage, statements, STATEMENT_COUNT);
  check_answers(db, damage, copies, COPY_COUNT);
  int rc = run(db, "DROP TABLE c");
  holds(is_fair(rc), damage, "DROP TABLE c", rc ? sqlite3_errmsg(db) : "");
  close_damaged(db, damage, memory);
  sqlite3_free(damage);
}

static void test_all_bytes(int rounds) {
  Image images[] = {make_image(512), make_image(1024), make_image(4096)};
  for (int i = 0; i < rounds; i++) test_bytes(&images[i % 3]);
  for (int i = 0; i < 3; i++) free(images[i].bytes);
  printf("%d rounds by bytes, %ld statements find a damaged page\n", rounds, spoiled);
}

int main(void) {
  const char *seed = getenv("SEED");
  int times = getenv("LONG") ? 20 : 1;
  if (!begin() || !CHECK(fault_vfs_install())) return end();
  random_state = seed ? strtoull(seed, NULL, 10) : 20240229;
  printf("SEED=%llu\n", (unsigned long long)random_state);
  if (random_state == 0) random_state = 1;
  sqlite3 *db = open_sound(); /* makes the keyring, and whatever is made once */
  CHECK(sound(db));
  close_database(db);
  for (int i = 0; i < times * ROUNDS; i++) test_statements();
  printf("%d rounds by statements, the integrity check says nothing in %d\n", times * ROUNDS,
         silent);
  test_all_bytes(times * BYTE_ROUNDS);
  return end();
}
