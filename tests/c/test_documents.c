/* SPDX-License-Identifier: MIT */
/*
** Hostile documents: each about a megabyte of nothing but what costs most to read, and a few of a kilobyte
** that would become gigabytes if texts that are put in were looked at again. glue_requests() reads each in
** seconds, with a bounded memory, and what comes out is bounded. Then the paths through libyaml and the
** parameters that only a program gets to.
*/
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "glue_connections.h"

#define MEGABYTE 1000000
/* Seconds of the CPU, far above what is needed, for slow machines. */
#if defined(__SANITIZE_ADDRESS__)
#define SECONDS_MAX 40
#else
#define SECONDS_MAX 10
#endif
/* Bytes of SQLite's memory, for a document of a megabyte. */
#define MEMORY_MAX 100000000

static sqlite3 *db;

/* A document under construction. */
static sqlite3_str *document;

static void begin(const char *text) {
  document = sqlite3_str_new(NULL);
  sqlite3_str_appendall(document, text);
}

/* Appends the format, which has a %d for the number of the piece, until there is a megabyte. */
static void fill(const char *format) {
  for (int i = 0; sqlite3_str_length(document) < MEGABYTE; i++) {
    sqlite3_str_appendf(document, format, i);
  }
}

/* The same with a text that is no format. */
static void fill_with(const char *text) {
  while (sqlite3_str_length(document) < MEGABYTE) sqlite3_str_appendall(document, text);
}

static void repeat(const char *text, int n) {
  for (int i = 0; i < n; i++) sqlite3_str_appendall(document, text);
}

static void end(const char *text) {
  sqlite3_str_appendall(document, text);
}

typedef struct Outcome {
  int rows, requests, problems;
  sqlite3_int64 bytes; /* of the requests */
  char problem[200];   /* the first one */
} Outcome;

/* Reads the document, which is freed. Within the bounds, or the test says so. */
static Outcome read_document(const char *name, const char *parameters) {
  static const char sql[] = "SELECT request, problem FROM glue_requests(?1, ?2)";
  Outcome outcome = {0};
  sqlite3_stmt *statement;
  size_t length = (size_t)sqlite3_str_length(document);
  char *text = sqlite3_str_finish(document);
  if (!CHECK(text && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK))
    return outcome;
  sqlite3_bind_text64(statement, 1, text, length, sqlite3_free, SQLITE_UTF8);
  sqlite3_bind_text(statement, 2, parameters, -1, SQLITE_STATIC);
  sqlite3_memory_highwater(1);
  sqlite3_int64 memory = sqlite3_memory_used();
  clock_t before = clock();
  while (sqlite3_step(statement) == SQLITE_ROW) {
    const char *problem = (const char *)sqlite3_column_text(statement, 1);
    if (problem && outcome.problems++ == 0) {
      sqlite3_snprintf(sizeof(outcome.problem), outcome.problem, "%s", problem);
    }
    if (sqlite3_column_text(statement, 0)) outcome.requests++;
    outcome.bytes += sqlite3_column_bytes(statement, 0);
    outcome.rows++;
  }
  double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
  memory = sqlite3_memory_highwater(0) - memory;
  bool ok = seconds < SECONDS_MAX && memory < MEMORY_MAX;
  CHECK(sqlite3_finalize(statement) == SQLITE_OK);
  CHECK(ok);
  if (!ok || getenv("VERBOSE")) {
    printf("%s: %.2f s, %.1f MB for %zu bytes; %d rows, %d requests, %lld bytes, %s\n", name,
           seconds, (double)memory / 1e6, length, outcome.rows, outcome.requests, outcome.bytes,
           outcome.problem);
  }
  return outcome;
}

#define RESOURCE                                                                                   \
  "\"R%d\":{\"Type\":\"AWS::Glue::Connection\",\"Properties\":{\"ConnectionInput\":{"              \
  "\"ConnectionType\":\"X\",\"Description\":"
#define RESOURCE_END "}}}"

/* ---- texts in texts ---- */

/* ${a}${a} of ${a}${a} of ...: 2 to the power of the depth, in less than a kilobyte. */
static void test_doubling(void) {
  begin("{\"Resources\":{\"R\":{\"Type\":\"AWS::Glue::Connection\",\"Properties\":{"
        "\"ConnectionInput\":{"
        "\"ConnectionType\":\"X\",\"Description\":");
  repeat("{\"Fn::Sub\":[\"${a}${a}\",{\"a\":", 18);
  end("\"x\"");
  repeat("}]}", 18);
  end(RESOURCE_END "}}");
  Outcome outcome = read_document("doubling", NULL);
  CHECK(outcome.rows == 1 && outcome.requests == 0);
  CHECK(strstr(outcome.problem, "longer than any text of the API"));
}

/* A kilobyte of references to one long text. */
static void test_long_values(void) {
  begin("{\"Mappings\":{\"M\":{\"a\":{\"b\":\"");
  repeat("x", 30000);
  end("\"}}},\"Resources\":{");
  fill(RESOURCE "{\"Fn::FindInMap\":[\"M\",\"a\",\"b\"]}" RESOURCE_END ",");
  end("\"z\":{}}}");
  Outcome outcome = read_document("one entry of a mapping, many times", NULL);
  CHECK(outcome.rows > 5000 && outcome.bytes < 30000000);
  begin("{\"Resources\":{");
  fill(RESOURCE "{\"Ref\":\"P\"}" RESOURCE_END ",");
  end("\"z\":{}}}");
  char *parameters = sqlite3_mprintf("{\"P\":\"%.*c\"}", 30000, 'x');
  CHECK(read_document("one parameter, many times", parameters).bytes < 30000000);
  sqlite3_free(parameters);
  begin("{\"Tags\":{\"k\":\"");
  repeat("x", 30000);
  end("\"},\"Resources\":{");
  fill(RESOURCE "1" RESOURCE_END ",");
  end("\"z\":{}}}");
  CHECK(read_document("tags of all", NULL).bytes < 30000000);
}

static void test_functions(void) {
  begin("{\"Resources\":{\"R\":{\"Type\":\"AWS::Glue::Connection\",\"Properties\":{"
        "\"ConnectionInput\":{"
        "\"ConnectionType\":\"X\",\"Description\":{\"Fn::Sub\":[\"");
  for (int i = 0; i < 1200; i++) sqlite3_str_appendf(document, "${k%d}", i);
  end("\",{");
  fill("\"k%d\":\"${k1}\",");
  end("\"k\":\"\"}]}" RESOURCE_END "}}");
  CHECK(read_document("keys of one Fn::Sub", NULL).requests == 1);
  begin("{\"Resources\":{");
  fill(RESOURCE "{\"Fn::Sub\":\"${${${${${${${${${${${${${${${${${${${${${${${${\"}" RESOURCE_END
                ",");
  end("\"z\":{}}}");
  read_document("variables that are never closed", NULL);
  begin("{\"Resources\":{");
  fill(RESOURCE "{\"Fn::Join\":[\"----------------------------------------\",["
                "\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]]"
                "}" RESOURCE_END ",");
  end("\"z\":{}}}");
  read_document("delimiters", NULL);
  begin("{\"Resources\":{\"R\":{\"Type\":\"AWS::Glue::Connection\",\"Properties\":{"
        "\"ConnectionInput\":{"
        "\"ConnectionType\":\"X\",\"MatchCriteria\":[");
  fill("{\"Fn::Select\":[%d,[\"a\",\"b\"]]},");
  end("1]" RESOURCE_END "}}");
  read_document("elements of a list", NULL);
  begin("{\"Resources\":{");
  fill(RESOURCE "{\"Fn::If\":[\"C\",{\"Fn::If\":[\"C\",{\"Fn::If\":[\"C\",{\"Fn::If\":[\"C\",{\"Fn:"
                ":If\":[\"C\","
                "{\"Fn::If\":[\"C\",1,2]},3]},4]},5]},6]},7]}" RESOURCE_END ",");
  end("\"z\":{}}}");
  read_document("choices in choices", NULL);
}

static void test_conditions(void) {
  begin("{\"Resources\":{\"R\":{\"Type\":\"AWS::Glue::Connection\",\"Condition\":\"C1\"}},"
        "\"Conditions\":{");
  fill("\"C%d\":{\"Fn::And\":[{\"Condition\":\"C%d\"},{\"Condition\":\"C%d\"}]},");
  end("\"z\":{\"Fn::Equals\":[1,1]}}}");
  read_document("conditions that are their own", NULL);
  begin("{\"Resources\":{\"R\":{\"Type\":\"AWS::Glue::Connection\",\"Condition\":\"C0\"}},"
        "\"Conditions\":{");
  for (int i = 0; i < 20000; i++) {
    sqlite3_str_appendf(document,
                        "\"C%d\":{\"Fn::And\":[{\"Condition\":\"C%d\"},{\"Condition\":\"C%d\"}]},",
                        i, i + 1, i + 1);
  }
  end("\"z\":{}}}");
  CHECK(read_document("a chain of conditions", NULL).requests == 1);
}

/* ---- names that stand there twice ---- */

static void test_twice(void) {
  begin("{\"Resources\":{");
  for (int i = 0; i < 40000; i++) {
    sqlite3_str_appendf(document, "\"\\u0041%d\":{},\n\"A%d\":{},\n", i, i);
  }
  end("\"z\":{}}}");
  Outcome outcome = read_document("resources of the same names", NULL);
  CHECK(outcome.rows == 1 && strstr(outcome.problem, "stands there twice"));
  begin("{");
  fill("\"ConnectionList\":[%d],");
  end("\"ConnectionList\":[]}");
  outcome = read_document("lists", NULL);
  CHECK(outcome.rows == 2 && outcome.problems == 2);
  begin("{\"Resources\":{");
  fill("\"R%d\":{\"Type\":1,\n\"Type\":2\n},");
  end("\"z\":{}}}");
  CHECK(read_document("types", NULL).rows > 25000);
}

/* ---- YAML ---- */

static void test_yaml(void) {
  begin("Resources:\n");
  fill("  R%d:\n    Type: AWS::Glue::Connection\n    Properties:\n      ConnectionInput: "
       "{ConnectionType: X}\n");
  CHECK(read_document("a long template", NULL).requests > 9000);
  begin("a: &a ");
  repeat("x", 1000);
  end("\nResources:\n");
  fill("  R%d: *a\n");
  CHECK(strstr(read_document("aliases", NULL).problem, "more than 4 MB"));
  begin("Resources: ");
  fill_with("[");
  CHECK(strstr(read_document("sequences in sequences", NULL).problem, "deeper than 64 levels"));
  begin("Resources: ");
  fill_with("{a: ");
  CHECK(strstr(read_document("mappings in mappings", NULL).problem, "deeper than 64 levels"));
  begin("Resources:\n");
  fill_with("- ");
  CHECK(strstr(read_document("blocks in blocks", NULL).problem, "deeper than 64 levels"));
  begin("Resources:\n");
  fill_with("? ");
  read_document("keys of keys", NULL);
  begin("Resources: [");
  fill_with("a, ");
  end("]");
  read_document("a flow", NULL);
  begin("Resources: \"");
  fill_with("\\u00e9");
  end("\"");
  read_document("escapes", NULL);
  begin("Resources: ");
  fill_with("a ");
  read_document("a plain scalar", NULL);
  begin("Resources:\n  a: |\n");
  fill("   %d\n");
  read_document("a literal", NULL);
  begin("#");
  fill_with("# Resources:\n");
  read_document("comments", NULL);
  begin("Resources:\n");
  fill_with("---\n");
  read_document("documents", NULL);
  begin("Resources:\n");
  fill("  &a%d a%d: 1\n");
  read_document("anchors", NULL);
  begin("Resources: !");
  fill_with("a");
  read_document("a tag", NULL);
  begin("%TAG ! a\nResources: ");
  fill_with("!a ");
  read_document("tags", NULL);
}

/* ---- JSON ---- */

static void test_json(void) {
  begin("");
  fill_with("[");
  read_document("arrays", NULL);
  begin("");
  fill_with("[\n");
  read_document("arrays on lines", NULL);
  begin("");
  fill_with("{\"a\":");
  read_document("objects", NULL);
  begin("");
  fill_with("{\n");
  CHECK(read_document("broken lines", NULL).rows == 1);
  begin("");
  fill_with("{\"a\":1\n");
  read_document("lines that are never closed", NULL);
  begin("[");
  fill("%d,");
  end("0]");
  CHECK(read_document("numbers", NULL).rows == 1);
  begin("");
  fill("{\"a%d\":1}\n");
  read_document("unknown objects", NULL);
  begin("");
  fill_with("{\"ConnectionList\":[],\"NextToken\":\"t\"}");
  CHECK(read_document("pages", NULL).rows == 1);
  begin("{\"Name\":\"");
  fill_with("\\ud83d\\ude00");
  end("\",\"ConnectionType\":\"X\"}");
  CHECK(read_document("surrogates", NULL).requests == 1);
  begin("{\"Resources\":{\"");
  fill_with("k");
  end("\":{\"Type\":\"AWS::Glue::Connection\"}}}");
  CHECK(read_document("a long name", NULL).rows == 1);
  begin("{\"TemplateBody\":\"{\\\"TemplateBody\\\":\\\"{}\\\"");
  fill_with(" ");
  end("}\"}");
  read_document("a body in a body", NULL);
}

/* ---- Terraform ---- */

#define ATTRIBUTES "{\"resource\":{\"aws_glue_connection\":{\"a\":{\"name\":\""

static void test_terraform(void) {
  const char *units[] = {"${", "%{", "$${", "%%{",          "${\\\"", "${a}", "${\\\"${",
                         "{",  "}",  "$",   "${\\\"$\\\"}", "%{if}",  "${{",  "${\\\"%{"};
  for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
    begin(ATTRIBUTES);
    fill_with(units[i]);
    end("\"}}}}");
    CHECK(read_document(units[i], NULL).rows == 1);
  }
  begin("{\"format_version\":\"1\",\"planned_values\":{\"root_module\":{\"resources\":[");
  for (int i = 0; i < 5000; i++) {
    sqlite3_str_appendf(
        document,
        "{\"address\":\"a%d\",\"type\":\"aws_glue_connection\",\"values\":{\"name\":\"n\"}},", i);
  }
  end("1]}},\"resource_changes\":[");
  for (int i = 0; i < 5000; i++) {
    sqlite3_str_appendf(
        document,
        "{\"address\":\"a%d\",\"type\":\"aws_glue_connection\",\"change\":{\"after_unknown\":{"
        "\"description\":true}}},",
        4999 - i);
  }
  end("1]}");
  CHECK(read_document("what is not known of many", NULL).requests == 5000);
  begin("{\"format_version\":\"1\",\"planned_values\":{\"root_module\":{\"resources\":[{"
        "\"address\":\"a\",\"type\":"
        "\"aws_glue_connection\",\"values\":{\"name\":\"n\",\"connection_properties\":{");
  for (int i = 0; i < 30000; i++) sqlite3_str_appendf(document, "\"k%d\":null,", i);
  end("\"k\":\"\"}}}]}},\"resource_changes\":[{\"address\":\"a\",\"type\":\"aws_glue_connection\","
      "\"change\":{"
      "\"after_unknown\":{\"connection_properties\":{");
  for (int i = 0; i < 30000; i++) sqlite3_str_appendf(document, "\"k%d\":true,", 29999 - i);
  end("\"k\":true}}}}]}");
  CHECK(read_document("what is not known of one", NULL).requests == 1);
  begin("{\"resource\":{\"aws_glue_connection\":{\"a\":{");
  fill("\"k%d\":1,");
  end("\"name\":\"n\"}}}}");
  CHECK(read_document("attributes that are none", NULL).problems == 1);
  begin("{\"resource\":{\"aws_glue_connection\":{\"a\":{\"name\":\"n\",\"dynamic\":[");
  fill("{\"physical_connection_requirements\":{\"content\":{\"subnet_id\":\"%d\"}}},");
  end("{}]}}}}");
  CHECK(read_document("dynamic blocks", NULL).rows == 1);
  begin("{\"version\":4,\"lineage\":\"\",\"resources\":[{\"type\":\"aws_glue_connection\","
        "\"name\":\"x\",\"instances\":[");
  fill("{\"attributes\":{\"name\":\"n%d\"}},");
  end("{}]}]}");
  CHECK(read_document("instances of one resource without a module", NULL).requests > 20000);
  begin("{\"version\":4,\"lineage\":\"\",\"resources\":[{\"type\":\"aws_glue_connection\","
        "\"module\":\"");
  repeat("m", 20000);
  end("\",\"instances\":[");
  for (int i = 0; i < 2000; i++) end("{\"attributes\":{\"name\":\"n\"}},");
  end("1]}]}");
  read_document("a long module, many times", NULL);
}

int main(void) {
  CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
  CHECK(sqlite3_glueconnections_init(db, NULL, NULL) == SQLITE_OK);
  test_doubling();
  test_long_values();
  test_functions();
  test_conditions();
  test_twice();
  test_yaml();
  test_json();
  test_terraform();
  sqlite3_close(db);
  return check_summary();
}
