/*
** The extension and an independent reading of the API's shapes (facts.h) agree on generated
** requests: whether one is refused, and at which paths. Level lenient: the shapes and nothing else.
**
** First every mutation of every member of a request that has them all, then requests with up to
** three mutations anywhere: 20,000 in all; with LONG=1 100,000.
*/
#define _XOPEN_SOURCE 700
#include "requests.h"
#include "table_fixture.h"

#include "catalog/derived.h"

#define REQUESTS 20000
#define REQUESTS_LONG 100000
/* After so many disagreements there is no need for more. */
#define DISAGREEMENTS_MAX 20

static sqlite3 *db;
static sqlite3_stmt *insert;
static int requests, accepted, disagreements;

/* ---- What the extension says. */

static int compare(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The paths of the extension's findings; only for a text that is JSON. */
static void ask_extension(const char *text, Places *places) {
  Request *request = malloc(sizeof(*request));
  if (request == NULL) exit(1);
  request_init(request);
  places->count = 0;
  CHECK(request_set_document(request, text, strlen(text)) == SQLITE_OK);
  derived_validate_new(request, LEVEL_LENIENT, SCOPE_ERRORS);
  for (size_t i = 0; i < request->findings.count; i++) {
    CHECK(request->findings.list[i].severity == SEVERITY_ERROR);
    add_place(places, request->findings.list[i].path);
  }
  request_free(request);
  free(request);
}

/* Whether a table at level lenient takes it. That a key is not in the keyring comes after all
** that can be wrong with a request. */
static bool is_taken(const char *text) {
  static const char encryption[] = "GlueEncryptionException";
  sqlite3_reset(insert);
  sqlite3_bind_text(insert, 1, text, -1, SQLITE_STATIC);
  if (sqlite3_step(insert) == SQLITE_DONE) return true;
  int rc = sqlite3_reset(insert);
  const char *message = sqlite3_errmsg(db);
  if (rc == SQLITE_ERROR && strncmp(message, encryption, strlen(encryption)) == 0) return true;
  CHECK(sqlite3_extended_errcode(db) == SQLITE_CONSTRAINT_CHECK);
  CHECK(strncmp(message, "InvalidInputException: ", 23) == 0);
  return false;
}

/* ---- The comparison. */

static bool has_place(const Places *places, const char *path) {
  for (int i = 0; i < places->count; i++) {
    if (strcmp(places->path[i], path) == 0) return true;
  }
  return false;
}

static bool agree(Places *expected, Places *actual) {
  qsort(expected->path, (size_t)expected->count, sizeof(char *), compare);
  qsort(actual->path, (size_t)actual->count, sizeof(char *), compare);
  if (expected->repeated) { /* of each object one is reported, and one of the two is checked */
    for (int i = 0; i < actual->count; i++) {
      if (!has_place(expected, actual->path[i])) return false;
    }
    return actual->count > 0;
  }
  if (expected->count != actual->count) return false;
  /* In a text that is no JSON a key is named as it stands there, escapes and all. */
  if (expected->malformed) return expected->count == 1;
  for (int i = 0; i < expected->count; i++) {
    if (strcmp(expected->path[i], actual->path[i]) != 0) return false;
  }
  return true;
}

static void print_places(const char *whose, const Places *places) {
  fprintf(stderr, "  %s:", whose);
  for (int i = 0; i < places->count && i < 10; i++) fprintf(stderr, " %.200s", places->path[i]);
  fprintf(stderr, "\n");
}

/* Takes the request over. */
static void test_request(cJSON *request) {
  static Places expected, actual;
  /* A document without ConnectionInput is a bare ConnectionInput, for which the path differs. */
  bool is_request = cJSON_IsObject(request) && get(request, "ConnectionInput");
  char *text = print_request(request);
  if (is_request && disagreements < DISAGREEMENTS_MAX) {
    find_all(request, &expected);
    ask_extension(text, &actual);
    bool taken = is_taken(text);
    requests++;
    accepted += taken;
    if (!CHECK(agree(&expected, &actual) && taken == (expected.count == 0))) {
      fprintf(stderr, "%.2000s\n", text);
      print_places("the facts find", &expected);
      print_places("the extension", &actual);
      fprintf(stderr, "  and the table %s it\n", taken ? "takes" : "refuses");
      disagreements++;
    }
    places_free(&expected);
    places_free(&actual);
  }
  free(text);
  cJSON_Delete(request);
}

/* ---- The requests. */

/* A mutation of one value of the request that has everything. */
static void test_mutation(int which, int number, int *applied) {
  static Nodes nodes;
  random_state = 4711; /* always the same request */
  cJSON *request = generate_request(true);
  nodes.count = 0;
  collect(request, NULL, "CreateConnectionRequest", &nodes);
  const Node *node = &nodes.node[which];
  random_state = (uint64_t)which * 1000 + (uint64_t)number;
  if (mutate(node, shape_of(&nodes, node->parent), number)) {
    ++*applied;
    test_request(request);
  } else {
    cJSON_Delete(request);
  }
}

static int count_values(void) {
  static Nodes nodes;
  random_state = 4711;
  cJSON *request = generate_request(true);
  collect(request, NULL, "CreateConnectionRequest", &nodes);
  test_request(request);
  CHECK(accepted == 1);
  return nodes.count;
}

/* Every mutation applies somewhere, and every value is mutated in several ways. */
static void test_every_mutation(void) {
  int values = count_values();
  int *by_mutation = calloc((size_t)mutation_count(), sizeof(int));
  if (by_mutation == NULL) return;
  for (int which = 1; which < values; which++) {
    int of_value = 0;
    for (int number = 0; number < mutation_count(); number++) {
      int before = of_value;
      test_mutation(which, number, &of_value);
      by_mutation[number] += of_value - before;
    }
    CHECK(of_value >= 8);
  }
  for (int number = 0; number < mutation_count(); number++) CHECK(by_mutation[number] > 0);
  free(by_mutation);
}

static void test_at_random(int wanted) {
  for (uint64_t seed = 1; requests < wanted; seed++) {
    random_state = seed;
    cJSON *request = generate_request(chance(20) == 0);
    for (int i = chance(4); i > 0; i--) mutate_somewhere(request);
    test_request(request);
  }
}

int main(void) {
  if (!CHECK(facts_load())) return check_summary();
  if (!begin()) return check_summary();
  db = open_database("");
  must(db, "CREATE VIRTUAL TABLE t USING glue_connections(validation=lenient, quota=0)");
  sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO t(request) VALUES(?1)", -1, &insert, NULL);
  test_every_mutation();
  test_at_random(getenv("LONG") && *getenv("LONG") ? REQUESTS_LONG : REQUESTS);
  fprintf(stderr, "%d requests, %d accepted\n", requests, accepted);
  CHECK(accepted > requests / 10 && accepted < requests * 9 / 10);
  sqlite3_finalize(insert);
  CHECK(sound(db));
  close_database(db);
  facts_free();
  return end();
}
