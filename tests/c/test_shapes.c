/* SPDX-License-Identifier: MIT */
/*
** The extension and an independent reading of the API's shapes (facts.h) agree on generated
** requests: whether one is refused, by which rules and at which paths, be it given as a whole or in
** columns. Level lenient: the shapes and nothing else, their enumerations open; what these are is asked
** for at level standard.
**
** First every mutation of every member of a request that has them all, then requests with up to
** three mutations anywhere: 100,000 in all, under a sanitizer 20,000; with LONG=1 500,000.
*/
#define _XOPEN_SOURCE 700
#include "requests.h"
#include "table_fixture.h"

#include "catalog/derived.h"

#if defined(__SANITIZE_ADDRESS__)
#define REQUESTS 20000
#else
#define REQUESTS 100000
#endif
#define REQUESTS_LONG 500000
/* After so many disagreements there is no need for more. */
#define DISAGREEMENTS_MAX 20

static sqlite3 *db;
static sqlite3_stmt *insert, *insert_columns;
static int requests, in_columns, accepted, disagreements;

/* ---- What the extension says. */

static int compare(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the extension's findings by these rules. */
static void ask_at_level(const char *text, ValidationLevel level, RuleSet rules, Places *places) {
  Request *request = malloc(sizeof(*request));
  if (request == NULL) exit(1);
  request_init(request);
  CHECK(request_set_document(request, text, strlen(text)) == SQLITE_OK);
  CHECK(derived_validate_new(request, level, SCOPE_ERRORS) == SQLITE_OK);
  for (size_t i = 0; i < request->findings.count; i++) {
    const Finding *finding = &request->findings.list[i];
    CHECK(finding->severity == SEVERITY_ERROR);
    if (!(rules & RULE_SET(finding->rule))) continue;
    add_place(places, rule_name(finding->rule), finding->path);
  }
  request_free(request);
  free(request);
}

/* The extension's findings; only for a text that is JSON. */
static void ask_extension(const char *text, Places *places) {
  places->count = 0;
  ask_at_level(text, LEVEL_LENIENT, RULE_SET_ALL, places);
  ask_at_level(text, LEVEL_STANDARD, RULE_SET(RULE_ENUMERATION), places);
}

/* Whether a table at level lenient takes what is bound. That a key is not in the keyring comes after
** all that can be wrong with a request. */
static bool is_taken(sqlite3_stmt *statement) {
  static const char encryption[] = "GlueEncryptionException";
  sqlite3_step(statement);
  int rc = sqlite3_reset(statement);
  const char *message = sqlite3_errmsg(db);
  sqlite3_clear_bindings(statement);
  if (rc == SQLITE_OK) return true;
  if (rc == SQLITE_ERROR && strncmp(message, encryption, strlen(encryption)) == 0) return true;
  CHECK(sqlite3_extended_errcode(db) == SQLITE_CONSTRAINT_CHECK);
  CHECK(strncmp(message, "InvalidInputException: ", 23) == 0);
  return false;
}

/* ---- The same request, its members as the values of columns. */

/* "ConnectionType" -> "connection_type" */
static void append_column_name(sqlite3_str *out, const char *member) {
  for (const char *z = member; *z; z++) {
    bool upper = *z >= 'A' && *z <= 'Z';
    if (upper && z > member) sqlite3_str_appendchar(out, 1, '_');
    sqlite3_str_appendchar(out, 1, (char)(upper ? *z + ('a' - 'A') : *z));
  }
}

static const cJSON *members_of(const char *structure) {
  return get(fact(structure), "members");
}

static void prepare_insert_columns(void) {
  sqlite3_str *names = sqlite3_str_new(NULL), *values = sqlite3_str_new(NULL);
  static const char *const structures[] = {"CreateConnectionRequest", "ConnectionInput"};
  for (int i = 0; i < 2; i++) {
    const cJSON *member;
    cJSON_ArrayForEach(member, members_of(structures[i])) {
      if (strcmp(member->string, "ConnectionInput") == 0) continue;
      sqlite3_str_appendall(names, sqlite3_str_length(names) ? ", " : "");
      append_column_name(names, member->string);
      sqlite3_str_appendall(values, sqlite3_str_length(values) ? ", ?" : "?");
    }
  }
  char *columns = sqlite3_str_finish(names), *parameters = sqlite3_str_finish(values);
  char *sql = sqlite3_mprintf("INSERT OR REPLACE INTO t(%s) VALUES(%s)", columns, parameters);
  CHECK(sqlite3_prepare_v2(db, sql, -1, &insert_columns, NULL) == SQLITE_OK);
  sqlite3_free(columns);
  sqlite3_free(parameters);
  sqlite3_free(sql);
}

/* A text is bound as it is and a truth value as 0 or 1; what the column holds as JSON, as JSON. What has
** no like in SQL, such as an object for a name, is bound as what cannot be meant. */
static void bind_value(int parameter, const cJSON *value, const char *shape_type) {
  bool is_text = strcmp(shape_type, "string") == 0, is_flag = strcmp(shape_type, "boolean") == 0;
  if (value == NULL || cJSON_IsNull(value)) return;
  if (is_text && cJSON_IsString(value)) {
    sqlite3_bind_text(insert_columns, parameter, value->valuestring, -1, SQLITE_STATIC);
  } else if (is_flag && cJSON_IsBool(value)) {
    sqlite3_bind_int(insert_columns, parameter, cJSON_IsTrue(value));
  } else if (is_text || is_flag) {
    sqlite3_bind_zeroblob(insert_columns, parameter, 1);
  } else {
    sqlite3_bind_text(insert_columns, parameter, cJSON_PrintUnformatted(value), -1, free);
  }
}

/* Binds the members of a structure from that parameter on, and returns the next one; 0 where the object
** has a member twice, or one that is no column. */
static int bind_members(const cJSON *object, const char *structure, int parameter) {
  const cJSON *member;
  cJSON_ArrayForEach(member, object) {
    if (get(object, member->string) != member) return 0;
    if (get(members_of(structure), member->string) == NULL) return 0;
  }
  cJSON_ArrayForEach(member, members_of(structure)) {
    if (strcmp(member->string, "ConnectionInput") == 0) continue;
    const cJSON *shape = fact(get_text(member, "shape"));
    bind_value(parameter++, get(object, member->string), get_text(shape, "type"));
  }
  return parameter;
}

/* Whether the table takes the columns; `otherwise` where the request cannot be put into columns. */
static bool is_taken_in_columns(const cJSON *request, bool otherwise) {
  const cJSON *input = get(request, "ConnectionInput");
  int next = bind_members(request, "CreateConnectionRequest", 1);
  if (next && cJSON_IsObject(input) && bind_members(input, "ConnectionInput", next)) {
    in_columns++;
    return is_taken(insert_columns);
  }
  sqlite3_clear_bindings(insert_columns);
  return otherwise;
}

/* ---- The comparison. */

static bool has_place(const Places *places, const char *place) {
  for (int i = 0; i < places->count; i++) {
    if (strcmp(places->place[i], place) == 0) return true;
  }
  return false;
}

/* Whether the place lies inside of a member that is given twice: it may be the one nobody looks at. */
static bool lies_in_repeated(const Places *places, const char *place) {
  for (int i = 0; i < places->count; i++) {
    size_t length = strlen(places->place[i]);
    if (strncmp(places->place[i], place, length) == 0 && place[length] == '.') return true;
  }
  return false;
}

static bool agree(Places *expected, Places *actual) {
  qsort(expected->place, (size_t)expected->count, sizeof(char *), compare);
  qsort(actual->place, (size_t)actual->count, sizeof(char *), compare);
  if (expected->repeated) { /* every such key is reported, and one of the two members is checked */
    for (int i = 0; i < actual->count; i++) {
      if (!has_place(expected, actual->place[i])) return false;
    }
    for (int i = 0; i < expected->count; i++) {
      const char *place = expected->place[i];
      bool is_repeated = strncmp(place, "duplicate-key ", 14) == 0;
      if (is_repeated && !has_place(actual, place) && !lies_in_repeated(expected, place)) {
        return false;
      }
    }
    return actual->count > 0;
  }
  if (expected->count != actual->count) return false;
  /* In a text that is no JSON a key is named as it stands there, escapes and all. */
  if (expected->malformed) return expected->count == 1;
  for (int i = 0; i < expected->count; i++) {
    if (strcmp(expected->place[i], actual->place[i]) != 0) return false;
  }
  return true;
}

/* Whether something is found that is refused at level lenient. */
static bool refuses(const Places *places) {
  for (int i = 0; i < places->count; i++) {
    if (strncmp(places->place[i], "enumeration ", 12) != 0) return true;
  }
  return false;
}

static void print_places(const char *whose, const Places *places) {
  fprintf(stderr, "  %s:", whose);
  for (int i = 0; i < places->count && i < 10; i++) fprintf(stderr, " %.200s", places->place[i]);
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
    sqlite3_bind_text(insert, 1, text, -1, SQLITE_STATIC);
    bool taken = is_taken(insert), taken_in_columns = is_taken_in_columns(request, taken);
    requests++;
    accepted += taken;
    if (!CHECK(agree(&expected, &actual) && taken == !refuses(&expected) &&
               taken_in_columns == taken)) {
      fprintf(stderr, "%.2000s\n", text);
      print_places("the facts find", &expected);
      print_places("the extension", &actual);
      fprintf(stderr, "  and the table %s it, in columns it %s it\n", taken ? "takes" : "refuses",
              taken_in_columns ? "takes" : "refuses");
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
  for (uint64_t seed = 1; requests < wanted && disagreements < DISAGREEMENTS_MAX; seed++) {
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
  prepare_insert_columns();
  test_every_mutation();
  test_at_random(getenv("LONG") && *getenv("LONG") ? REQUESTS_LONG : REQUESTS);
  fprintf(stderr, "%d requests, %d accepted; %d also in columns\n", requests, accepted, in_columns);
  CHECK(in_columns > requests * 3 / 4);
  CHECK(accepted > requests / 10 && accepted < requests * 9 / 10);
  sqlite3_finalize(insert);
  sqlite3_finalize(insert_columns);
  CHECK(sound(db));
  close_database(db);
  facts_free();
  return end();
}
