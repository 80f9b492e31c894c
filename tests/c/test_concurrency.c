/* SPDX-License-Identifier: MIT */
/*
** Eight processes, then eight threads, each with a connection of its own, do the same to one file at
** the same time, in the rollback journal and in WAL:
**
**  - all insert the same names: each has one winner, all others are told AlreadyExistsException;
**  - all insert names of their own into two regions of a catalog, each with a quota: exactly so many get in;
**  - all rename and then delete the same rows: each row is renamed and deleted once.
**
** SQLITE_BUSY alone is tried again. Two readers look on all the time: no statement of theirs fails, and
** in each the counters of the quota are the numbers of the rows.
**
** Then each has a database of its own, and all at once need the default keyring, which is not there
** yet, again and again: there is one, and it opens the secrets of all.
**
** `make test` runs it under ThreadSanitizer as well.
**
** LONG=1: twenty times.
*/
#define _XOPEN_SOURCE 700
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* MAP_ANON */
#elif !defined(MAP_ANON)
#define _DEFAULT_SOURCE
#endif

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "table_fixture.h"

#define WRITERS 8
#define READERS 2
#define NAMES 25
#define QUOTA 60 /* of one region of a catalog; the writers bring WRITERS * NAMES names into two */
#define FIRST_USES 40

/* What one writer has seen. */
typedef struct Writer {
  int inserted[NAMES], renamed[NAMES], deleted[NAMES]; /* times */
  int refused;                                         /* inserts: AlreadyExistsException */
  int within;                                          /* the quota */
  int beyond;        /* the quota: ResourceNumberLimitExceededException */
  int unexpected;    /* anything else */
  char message[256]; /* the last of those */
} Writer;

typedef struct Reader {
  int reads, failures, wrong;
  char message[256]; /* of the last failure */
} Reader;

/* What the writers do, each when all have done with the one before. */
enum {
  PHASE_INSERT,
  PHASE_RENAME,
  PHASE_DELETE,
  PHASE_END,
  PHASES,
};

/* What one first user of the keyring has sealed. */
typedef struct FirstUser {
  char sealed[1024]; /* or why it could not */
} FirstUser;

/* In memory that the processes share. */
typedef struct Arena {
  atomic_int missing[PHASES]; /* writers, who have not reached the phase yet */
  Writer writer[WRITERS];
  Reader reader[READERS];
  FirstUser user[WRITERS];
  atomic_int steps;  /* that first users have come to, all together */
  int opened, lost;  /* secrets of theirs */
  char message[256]; /* of the last that was lost */
  bool wal;
} Arena;

static Arena *arena;

/* ---- What each does. It must not use CHECK(), which counts for one thread. */

static sqlite3 *connect(int timeout) {
  sqlite3 *db = NULL;
  if (sqlite3_open("shared.db", &db) != SQLITE_OK ||
      sqlite3_busy_timeout(db, timeout) != SQLITE_OK ||
      sqlite3_glueconnections_init(db, NULL, NULL) != SQLITE_OK) {
    sqlite3_close(db);
    return NULL;
  }
  return db;
}

/* Waits for all other writers. */
static void begin_phase(int phase) {
  atomic_fetch_sub(&arena->missing[phase], 1);
  while (atomic_load(&arena->missing[phase]) > 0) usleep(50);
}

static int run_until_free(sqlite3 *db, char *sql) {
  int rc = sql ? SQLITE_BUSY : SQLITE_NOMEM;
  while ((rc & 0xff) ==
         SQLITE_BUSY) { /* SQLITE_BUSY_RECOVERY too, where a WAL file is taken over */
    rc = run(db, sql);
    if ((rc & 0xff) == SQLITE_BUSY) usleep(1000);
  }
  sqlite3_free(sql);
  return rc;
}

static void note(Writer *writer, sqlite3 *db, int rc) {
  writer->unexpected++;
  snprintf(writer->message, sizeof(writer->message), "%d %s", rc, sqlite3_errmsg(db));
}

static void insert(Writer *writer, sqlite3 *db, int number, int i) {
  int rc = run_until_free(
      db, sqlite3_mprintf("INSERT INTO c(name, connection_type, connection_properties, catalog_id)"
                          " VALUES('n%d', 'CUSTOM', '{\"PASSWORD\":\"of %d\"}', 'same')",
                          i, number));
  if (rc == SQLITE_OK) {
    writer->inserted[i]++;
  } else if (rc == SQLITE_CONSTRAINT_UNIQUE &&
             strstr(sqlite3_errmsg(db), "AlreadyExistsException")) {
    writer->refused++;
  } else {
    note(writer, db, rc);
  }
  rc = run_until_free(
      db, sqlite3_mprintf("INSERT INTO c(name, connection_type, connection_properties, catalog_id,"
                          " region) VALUES('w%d-%d', 'CUSTOM', '{}', 'full', 'eu-west-%d')",
                          number, i, 1 + i % 2));
  if (rc == SQLITE_OK) {
    writer->within++;
  } else if (rc == SQLITE_ERROR &&
             strstr(sqlite3_errmsg(db), "ResourceNumberLimitExceededException")) {
    writer->beyond++;
  } else {
    note(writer, db, rc);
  }
}

/* How many rows a statement changes. */
static int change(Writer *writer, sqlite3 *db, char *sql) {
  int rc = run_until_free(db, sql);
  if (rc != SQLITE_OK) note(writer, db, rc);
  return rc == SQLITE_OK ? sqlite3_changes(db) : 0;
}

static void be_writer(int number) {
  Writer *writer = &arena->writer[number];
  sqlite3 *db = connect(0);
  begin_phase(PHASE_INSERT);
  for (int i = 0; db && i < NAMES; i++) insert(writer, db, number, i);
  begin_phase(PHASE_RENAME);
  for (int i = 0; db && i < NAMES; i++) {
    writer->renamed[i] +=
        change(writer, db,
               sqlite3_mprintf("UPDATE c SET name = 'r%d-%d' WHERE name = 'n%d'", i, number, i));
  }
  begin_phase(PHASE_DELETE);
  for (int i = 0; db && i < NAMES / 2; i++) {
    writer->deleted[i] +=
        change(writer, db, sqlite3_mprintf("DELETE FROM c WHERE name GLOB 'r%d-*'", i));
  }
  if (db == NULL || sqlite3_close(db) != SQLITE_OK) writer->unexpected++;
  begin_phase(PHASE_END);
}

/* Without any patience in WAL, where nobody has to wait to read once the first reader or writer has
** rebuilt its index. In the other mode all the writers may be done before a reader's first turn. */
static void be_reader(int number) {
  static const char sql[] =
      "SELECT coalesce((SELECT group_concat(place || connections) FROM (SELECT"
      " coalesce(nullif(catalog_id, ''), '000000000000') || coalesce(nullif(region, ''),"
      " 'us-east-1') AS place, connections FROM c_catalogs WHERE connections > 0 ORDER BY 1)), ''),"
      " coalesce((SELECT group_concat(place || n) FROM (SELECT catalog_id || region AS place,"
      " count(DISTINCT name) AS n FROM c WHERE json_valid(request) AND status = 'READY' GROUP BY 1"
      " ORDER BY 1)), '')";
  Reader *reader = &arena->reader[number];
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = connect(60000);
  int rc = db ? sqlite3_prepare_v2(db, sql, -1, &statement, NULL) : SQLITE_NOMEM;
  while (rc == SQLITE_OK && (atomic_load(&arena->missing[PHASE_END]) > 0 || reader->reads == 0)) {
    if (sqlite3_step(statement) == SQLITE_ROW) {
      reader->wrong += strcmp((const char *)sqlite3_column_text(statement, 0),
                              (const char *)sqlite3_column_text(statement, 1)) != 0;
      reader->reads++;
    }
    rc = sqlite3_reset(statement);
    if (rc == SQLITE_OK && arena->wal) rc = sqlite3_busy_timeout(db, 0);
    usleep(500);
  }
  if (rc != SQLITE_OK) {
    reader->failures++;
    snprintf(reader->message, sizeof(reader->message), "%d %s", rc, db ? sqlite3_errmsg(db) : "");
  }
  sqlite3_finalize(statement);
  sqlite3_close(db);
}

/* ---- First users of the keyring. */

static const char keyring_folder[] = ".config/glue-connections";
static const char keyring_file[] = ".config/glue-connections/keyring";

/* Waits until all of them have come to that step. A sleep would let the first be done before the last
** wakes up. */
static void begin_step(int step) {
  atomic_fetch_add(&arena->steps, 1);
  while (atomic_load(&arena->steps) < step * WRITERS) sched_yield();
}

static sqlite3 *open_own(void) {
  static const char sql[] = "CREATE VIRTUAL TABLE c USING glue_connections";
  sqlite3 *db = NULL;
  if (sqlite3_open(":memory:", &db) == SQLITE_OK &&
      sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_OK && run(db, sql) == SQLITE_OK) {
    return db;
  }
  sqlite3_close(db);
  return NULL;
}

static void seal_secret(sqlite3 *db, int number) {
  FirstUser *user = &arena->user[number];
  runf(db,
       "INSERT INTO c(name, connection_type, connection_properties)"
       " VALUES('n', 'CUSTOM', '{\"PASSWORD\":\"of %d\"}')",
       number);
  char *sealed = query(db, "SELECT connection_properties FROM c");
  const char *text = *sealed ? sealed : sqlite3_errmsg(db);
  snprintf(user->sealed, sizeof(user->sealed), "%s", text);
  sqlite3_free(sealed);
}

/* Whether the keyring that is left opens them, for a connection that has not seen another. */
static void open_secrets(void) {
  sqlite3 *db = open_own();
  for (int i = 0; i < WRITERS; i++) {
    char *sql =
        sqlite3_mprintf("SELECT glue_decrypt(%Q, '000000000000', 'us-east-1', 'n') ->> 'PASSWORD'",
                        arena->user[i].sealed);
    char *expected = sqlite3_mprintf("of %d", i), *plain = query(db, sql);
    bool opens = strcmp(plain, expected) == 0;
    arena->opened += opens;
    arena->lost += !opens;
    if (!opens) snprintf(arena->message, sizeof(arena->message), "%s", plain);
    sqlite3_free(plain);
    sqlite3_free(expected);
    sqlite3_free(sql);
  }
  sqlite3_close(db);
}

/* The first of them also makes an end of each round. */
static void be_first_user(int number) {
  int step = 0;
  for (int i = 0; i < FIRST_USES; i++) {
    sqlite3 *db = open_own();
    begin_step(++step);
    seal_secret(db, number);
    sqlite3_close(db);
    begin_step(++step);
    if (number == 0) {
      open_secrets();
      unlink(keyring_file);
    }
    begin_step(++step);
  }
}

/* ---- All of them at once. */

typedef struct Task {
  void (*be)(int number);
  int number;
} Task;

static void be(int number) {
  if (number < WRITERS) {
    be_writer(number);
  } else {
    be_reader(number - WRITERS);
  }
}

static void *be_thread(void *argument) {
  const Task *task = argument;
  task->be(task->number);
  return NULL;
}

static void run_threads(void (*be_one)(int), int count) {
  pthread_t threads[WRITERS + READERS];
  Task tasks[WRITERS + READERS];
  for (int i = 0; i < count; i++) {
    tasks[i] = (Task){be_one, i};
    CHECK(pthread_create(&threads[i], NULL, be_thread, &tasks[i]) == 0);
  }
  for (int i = 0; i < count; i++) CHECK(pthread_join(threads[i], NULL) == 0);
}

static void run_processes(void (*be_one)(int), int count) {
  fflush(NULL); /* or every child prints it again */
  for (int i = 0; i < count; i++) {
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
      be_one(i);
      _exit(0);
    }
  }
  for (int i = 0; i < count; i++) {
    int status = 0;
    CHECK(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
}

static void check_writers(void) {
  int within = 0, beyond = 0, refused = 0;
  for (int i = 0; i < WRITERS; i++) {
    const Writer *writer = &arena->writer[i];
    within += writer->within;
    beyond += writer->beyond;
    refused += writer->refused;
    if (!CHECK(writer->unexpected == 0)) fprintf(stderr, "  %s\n", writer->message);
  }
  CHECK(refused == (WRITERS - 1) * NAMES);
  CHECK(within == 2 * QUOTA && beyond == WRITERS * NAMES - 2 * QUOTA);
  for (int i = 0; i < NAMES; i++) {
    int inserted = 0, renamed = 0, deleted = 0;
    for (int j = 0; j < WRITERS; j++) {
      inserted += arena->writer[j].inserted[i];
      renamed += arena->writer[j].renamed[i];
      deleted += arena->writer[j].deleted[i];
    }
    CHECK(inserted == 1 && renamed == 1 && deleted == (i < NAMES / 2));
  }
}

static void check_readers(const char *what) {
  int reads = 0;
  for (int i = 0; i < READERS; i++) {
    const Reader *reader = &arena->reader[i];
    reads += reader->reads;
    CHECK(reader->reads > 0);
    CHECK(reader->wrong == 0);
    if (!CHECK(reader->failures == 0)) fprintf(stderr, "  %s\n", reader->message);
  }
  printf("%s, %s: %d reads beside the writes\n", what, arena->wal ? "wal" : "delete", reads);
}

typedef void RunAll(void (*be_one)(int), int count);

static void test(const char *what, RunAll *run_all, bool wal) {
  memset((void *)arena, 0, sizeof(*arena));
  arena->wal = wal;
  for (int i = 0; i < PHASES; i++) atomic_store(&arena->missing[i], WRITERS);
  remove_database("shared.db");
  sqlite3 *db = open_database("shared.db");
  must(db, wal ? "PRAGMA journal_mode = wal" : "PRAGMA journal_mode = delete");
  CHECK(runf(db, "CREATE VIRTUAL TABLE c USING glue_connections(quota=%d)", QUOTA) == SQLITE_OK);
  close_database(db);
  run_all(be, WRITERS + READERS);
  check_writers();
  check_readers(what);
  db = open_database("shared.db");
  CHECK(sound(db));
  CHECK(number(db, "SELECT count(*) FROM c") == NAMES - NAMES / 2 + 2 * QUOTA);
  CHECK(number(db, "SELECT count(*) FROM c WHERE glue_decrypt(request) LIKE '%\"of _\"%'") ==
        NAMES - NAMES / 2);
  close_database(db);
}

/* What is written beside the keyring is gone, too. */
static void test_first_use(const char *what, RunAll *run_all) {
  memset((void *)arena, 0, sizeof(*arena));
  unlink(keyring_file);
  run_all(be_first_user, WRITERS);
  CHECK(arena->opened == WRITERS * FIRST_USES);
  if (!CHECK(arena->lost == 0)) {
    fprintf(stderr, "%s: %d secrets lost: %s\n", what, arena->lost, arena->message);
  }
  CHECK(rmdir(keyring_folder) == 0);
}

int main(void) {
  if (!begin()) return end();
  arena = mmap(NULL, sizeof(*arena), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
  if (!CHECK(arena != MAP_FAILED)) return end();
  for (int round = getenv("LONG") ? 20 : 1; round > 0; round--) {
    for (int wal = 0; wal < 2; wal++) {
      test("processes", run_processes, wal);
      test("threads", run_threads, wal);
    }
    test_first_use("processes", run_processes);
    test_first_use("threads", run_threads);
  }
  munmap(arena, sizeof(*arena));
  return end();
}
