/* SPDX-License-Identifier: MIT */
#include "documents/unknown.h"

#include <string.h>

#include "text/message.h"

#define UNKNOWN_KINDS                                                                              \
  "read are the output of `aws glue get-connections`, requests, templates of CloudFormation, "     \
  "`terraform show -json`, states and .tf.json"

/* Objects, by a member that only they have. */
static const struct {
  const char *member, *words;
} unknown_objects[] = {
    {"encrypted_data", "an encrypted state of OpenTofu: read what `tofu show -json` prints"},
    {"@level",
     "the log of `terraform plan -json`: have the plan written with -out=FILE, and read what "
     "`terraform show -json FILE` prints"},
    {"provider_schemas",
     "the schemas of Terraform's providers: read what `terraform show -json` prints"},
    {"artifacts", "the manifest of the CDK: read the templates beside it, cdk.out/*.template.json"},
    {"dockerImages",
     "a list of assets of the CDK: read the templates beside it, cdk.out/*.template.json"},
    {"tree", "the tree.json of the CDK: read the templates beside it, cdk.out/*.template.json"},
    {"deployment", "a stack of Pulumi, which is not read"},
    {"StackResources", "a list of resources without what is in them: read what `aws cloudformation "
                       "get-template` prints"},
    {"StackResourceSummaries", "a list of resources without what is in them: read what `aws "
                               "cloudformation get-template` prints"},
    {"Stacks", "a list of stacks: read what `aws cloudformation get-template` prints"},
    {"service",
     "a file of the Serverless Framework: read the template that `serverless package` writes"},
    {"hosts", "a play of Ansible, which is not read"},
};

/* Texts, by what they begin with or hold. */
static const struct {
  bool at_start;
  const char *part;
  size_t length;
  const char *words;
} unknown_texts[] = {
    {true, "\x1f\x8b", 2, "compressed by gzip: unpack it first, with gunzip"},
    {true, "PK\x03\x04", 4, "an archive of zip: unpack it first, with unzip"},
    {true, "BZh", 3, "compressed by bzip2: unpack it first"},
    {true, "\x28\xb5\x2f\xfd", 4, "compressed by zstd: unpack it first"},
    {true,
     "\xfd"
     "7zXZ",
     5, "compressed by xz: unpack it first"},
    {true, "SQLite format 3", 16, "a database of SQLite: attach it, and read its table"},
    {true, "<", 1, "HTML or XML; " UNKNOWN_KINDS},
    {false, "\0", 1, "binary, or UTF-16 without a byte order mark; " UNKNOWN_KINDS},
    {true, "An error occurred (", 19, "an error of the AWS CLI"},
    {true, "aws: error", 10, "an error of the AWS CLI"},
    {true, "Unable to locate credentials", 28, "an error of the AWS CLI"},
    {true, "usage: aws", 10, "an error of the AWS CLI"},
    {true, "CONNECTIONLIST\t", 15,
     "an answer of the AWS CLI as text: ask for it with --output json"},
    {false, "  GetConnections  ", 18,
     "an answer of the AWS CLI as a table: ask for it with --output json"},
    {false, "resource \"aws_", 14,
     "Terraform's own language: read what `terraform show -json` prints of "
     "its state or plan, or write it as .tf.json"},
    {false, "\n# aws_", 7,
     "what Terraform prints for people: read what `terraform show -json` prints"},
    {true, "# aws_", 6,
     "what Terraform prints for people: read what `terraform show -json` prints"},
    {false, "Terraform will perform", 22,
     "what Terraform prints for people: read what `terraform show "
     "-json` prints"},
};

/* Members of an object that its row names. */
#define UNKNOWN_MEMBERS_MAX 5
/* So much of a text is looked at. */
#define UNKNOWN_LOOK 65536
#define UNKNOWN_POINTS 200

/* Adds the row, unless the last one says the same: a log has thousands of lines. */
static void unknown_add(Reading *reading, const char *start, const Place *place, const char *text) {
  const DocumentRow *row = reading->last;
  Span last = row && row->field[ROW_KIND].text == NULL ? row->field[ROW_PROBLEM] : span_absent;
  if (last.text && last.length == strlen(text) && memcmp(last.text, text, last.length) == 0) return;
  reading_pass_over(reading, NULL, start, place, "%s", text);
}

static void unknown_finish(Reading *reading, const char *start, const Place *place,
                           sqlite3_str *text) {
  char *z = sqlite3_str_finish(text);
  if (z) {
    unknown_add(reading, start, place, z);
  } else {
    reading->out_of_memory = true;
  }
  sqlite3_free(z);
}

/* "JSON with the members a, b and others" */
static void unknown_object(Reading *reading, Span object, const Place *place) {
  sqlite3_str *text = sqlite3_str_new(NULL);
  sqlite3_str_appendf(text, "%s", reading->source.is_yaml ? "YAML" : "JSON");
  JsonWalk walk;
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    if (walk.index == UNKNOWN_MEMBERS_MAX) {
      sqlite3_str_appendall(text, ", …");
      break;
    }
    sqlite3_str_appendall(text, walk.index ? ", " : " with the members ");
    reading_append_shown(reading, text, walk.key, 40);
  }
  sqlite3_str_appendall(text, ", which is nothing that is known here; " UNKNOWN_KINDS);
  unknown_finish(reading, object.text, place, text);
}

/* Whether a member's key holds the text. */
static bool unknown_has_key_with(Span object, const char *part) {
  JsonWalk walk;
  if (json_walk_type(object) != JSON_OBJECT) return false;
  for (json_walk_open(&walk, object); walk.value.text; json_walk_next(&walk)) {
    if (span_after_word(walk.key, part).text) return true;
  }
  return false;
}

/* A task, or a list of tasks or plays. */
static bool unknown_is_ansible(Span list) {
  JsonWalk walk;
  if (json_walk_type(list) != JSON_ARRAY) return unknown_has_key_with(list, "glue_connection");
  for (json_walk_open(&walk, list); walk.value.text; json_walk_next(&walk)) {
    if (unknown_has_key_with(walk.value, "glue_connection")) return true;
    if (json_walk_member(walk.value, "hosts").text) return true;
  }
  return false;
}

/* What the AWS CLI prints or takes as YAML: an answer, pages of one, a request; NULL: none of these. */
static const char *unknown_cli_yaml(Span value) {
  JsonWalk walk;
  json_walk_open(&walk, value);
  Span object = json_walk_type(value) == JSON_ARRAY ? walk.value : value;
  if (json_walk_type(object) != JSON_OBJECT) return NULL;
  if (json_walk_member(object, "ConnectionList").text ||
      json_walk_member(object, "Connection").text) {
    return "an answer of the AWS CLI in YAML: ask for it with --output json";
  }
  return json_walk_member(object, "ConnectionInput").text
             ? "a request to the AWS CLI in YAML: write it as JSON"
             : NULL;
}

void unknown_value(Reading *reading, Span value, const Place *place) {
  if (unknown_is_ansible(value)) {
    unknown_add(reading, value.text, place,
                "tasks of Ansible, which are not read: run them, and read what `aws glue "
                "get-connections` prints");
    return;
  }
  const char *cli_yaml = reading->source.is_yaml ? unknown_cli_yaml(value) : NULL;
  if (cli_yaml) {
    unknown_add(reading, value.text, place, cli_yaml);
    return;
  }
  if (json_walk_type(value) != JSON_OBJECT) {
    unknown_add(reading, value.text, place,
                reading->source.is_yaml ? "YAML that is no template; " UNKNOWN_KINDS
                                        : "no JSON object; " UNKNOWN_KINDS);
    return;
  }
  Span api = json_walk_member(value, "apiVersion");
  if (api.text) {
    unknown_add(
        reading, value.text, place,
        span_after_word(api, "glue.").text
            ? "a resource of Crossplane or another operator of Kubernetes, which is not read: "
              "apply it, and read what `aws glue get-connections` prints"
            : "a resource of Kubernetes, which is not read");
    return;
  }
  for (size_t i = 0; i < sizeof(unknown_objects) / sizeof(*unknown_objects); i++) {
    if (json_walk_member(value, unknown_objects[i].member).text == NULL) continue;
    unknown_add(reading, value.text, place, unknown_objects[i].words);
    return;
  }
  unknown_object(reading, value, place);
}

static bool unknown_holds(Span text, const char *part, size_t length) {
  for (const char *z = text.text, *end = span_end(text); (size_t)(end - z) >= length; z++) {
    z = memchr(z, part[0], (size_t)(end - z) - length + 1);
    if (z == NULL) return false;
    if (memcmp(z, part, length) == 0) return true;
  }
  return false;
}

bool unknown_text(Reading *reading, Span text) {
  const char *start = text.text;
  if (text.length > UNKNOWN_LOOK) text.length = UNKNOWN_LOOK;
  for (size_t i = 0; i < sizeof(unknown_texts) / sizeof(*unknown_texts); i++) {
    size_t length = unknown_texts[i].length;
    if (text.length < length) continue;
    Span where = {text.text, unknown_texts[i].at_start ? length : text.length};
    if (!unknown_holds(where, unknown_texts[i].part, length)) continue;
    sqlite3_str *words = sqlite3_str_new(NULL);
    sqlite3_str_appendall(words, unknown_texts[i].words);
    if (strstr(unknown_texts[i].words, "error of")) { /* it says itself what to do */
      const char *end = memchr(start, '\n', text.length);
      size_t line = end ? (size_t)(end - start) : text.length;
      sqlite3_str_appendall(words, ": ");
      message_append(words, start, line, UNKNOWN_POINTS);
    }
    unknown_finish(reading, start, NULL, words);
    return true;
  }
  return false;
}

void unknown_yaml(Reading *reading, Span text) {
  unknown_add(reading, text.text, NULL, "neither JSON nor YAML; " UNKNOWN_KINDS);
}

#undef UNKNOWN_KINDS
#undef UNKNOWN_MEMBERS_MAX
#undef UNKNOWN_LOOK
#undef UNKNOWN_POINTS
