/* SPDX-License-Identifier: MIT */
#include "documents/terraform.h"

#include <string.h>

#include "documents/lookup.h"
#include "documents/terraform_names.h"
#include "documents/terraform_values.h"
#include "json/json.h"

static const char terraform_state_kind[] = "terraform-state";
static const char terraform_configuration_kind[] = "terraform-configuration";

/* The members of an object of a state or a plan. */
static void terraform_members(Reading *reading, JsonMembers *members, Span object,
                              const char *kind) {
  reading_members(reading, members, object);
  reading_tell_twice(reading, members, kind, NULL);
}

/* Adds the row of a resource at an address, which is freed. Data sources are made elsewhere. */
static void terraform_add_at(Reading *reading, TerraformResource *resource, bool is_data,
                             sqlite3_str *address) {
  char *text = sqlite3_str_finish(address);
  if (text == NULL) {
    reading->out_of_memory = true;
    return;
  }
  resource->address = text;
  if (is_data) {
    reading_begin(reading, resource->kind, resource->start, NULL);
    reading->address = text;
    reading_note(reading, "a data source: the connection is another's, and passed over");
    reading_finish(reading);
  } else {
    terraform_add(reading, resource);
  }
  sqlite3_free(text);
}

static void terraform_append_piece(void *out, const char *piece, size_t n) {
  sqlite3_str_append(out, piece, (int)n);
}

static void terraform_append_string(sqlite3_str *out, Span string) {
  if (json_walk_type(string) == JSON_STRING) {
    json_walk_unescape(json_walk_inside(string), terraform_append_piece, out);
  }
}

/* ---- a state as it is kept ---- */

/* module.network["eu"].aws_glue_connection.this[0] */
static sqlite3_str *terraform_instance_address(Span module, Span name, Span key, bool is_data) {
  sqlite3_str *address = sqlite3_str_new(NULL);
  terraform_append_string(address, module);
  if (sqlite3_str_length(address)) sqlite3_str_appendchar(address, 1, '.');
  sqlite3_str_appendf(address, "%s" TERRAFORM_RESOURCE_TYPE ".", is_data ? "data." : "");
  terraform_append_string(address, name);
  if (json_walk_type(key) != JSON_NULL) {
    sqlite3_str_appendchar(address, 1, '[');
    json_walk_minify(key, terraform_append_piece, address);
    sqlite3_str_appendchar(address, 1, ']');
  }
  return address;
}

static void terraform_read_instances(Reading *reading, const JsonMembers *resource) {
  bool is_data = json_walk_string_is(json_members_find(resource, "mode"), "data");
  Span module = json_members_find(resource, "module"), name = json_members_find(resource, "name");
  JsonMembers instance;
  JsonWalk walk;
  for (json_walk_open(&walk, json_members_find(resource, "instances")); walk.value.text;
       json_walk_next(&walk)) {
    terraform_members(reading, &instance, walk.value, terraform_state_kind);
    TerraformResource one = {.kind = terraform_state_kind,
                             .start = walk.value.text,
                             .attributes = json_members_find(&instance, "attributes")};
    if (json_members_find(&instance, "deposed").text) {
      reading_pass_over(reading, terraform_state_kind, walk.value.text, NULL,
                        "a deposed object, which the next apply deletes");
    } else {
      Span key = json_members_find(&instance, "index_key");
      terraform_add_at(reading, &one, is_data,
                       terraform_instance_address(module, name, key, is_data));
    }
    json_members_free(&instance);
  }
}

void terraform_read_state(Reading *reading, const JsonMembers *state, const Place *place) {
  Span version = json_members_find(state, "version");
  reading_tell_twice(reading, state, terraform_state_kind, place);
  if (version.length != 1 || *version.text != '4') {
    bool is_old = version.length == 1 && *version.text < '4';
    reading_pass_over(reading, terraform_state_kind, version.text, place,
                      "a state of version %.*s, %s: read what `terraform show -json` prints",
                      (int)(version.length < 10 ? version.length : 10), version.text,
                      is_old ? "as Terraform 0.11 and older wrote it, which is not read"
                             : "which is not known here");
    return;
  }
  JsonMembers resource;
  JsonWalk walk;
  for (json_walk_open(&walk, json_members_find(state, "resources"));
       walk.value.text && !reading->out_of_memory; json_walk_next(&walk)) {
    terraform_members(reading, &resource, walk.value, terraform_state_kind);
    if (json_walk_string_is(json_members_find(&resource, "type"), TERRAFORM_RESOURCE_TYPE)) {
      terraform_read_instances(reading, &resource);
    }
    json_members_free(&resource);
  }
}

/* ---- terraform show -json ---- */

/* Whether these are the members of a connection, or of a change of one; then with its address. */
static bool terraform_is_connection(const JsonMembers *members, Span *address) {
  *address = json_members_find(members, "address");
  return json_walk_string_is(json_members_find(members, "type"), TERRAFORM_RESOURCE_TYPE) &&
         json_walk_type(*address) == JSON_STRING;
}

static void terraform_read_resource(Reading *reading, Span resource, const char *kind,
                                    Lookup *unknown) {
  JsonMembers members;
  Span address;
  terraform_members(reading, &members, resource, kind);
  if (terraform_is_connection(&members, &address)) {
    LookupEntry *entry = lookup_find(unknown, NULL, json_walk_inside(address));
    TerraformResource one = {.kind = kind,
                             .start = resource.text,
                             .attributes = json_members_find(&members, "values"),
                             .unknown = entry ? entry->value : span_absent};
    bool is_data = json_walk_string_is(json_members_find(&members, "mode"), "data");
    sqlite3_str *text = sqlite3_str_new(NULL);
    terraform_append_string(text, address);
    terraform_add_at(reading, &one, is_data, text);
  }
  json_members_free(&members);
}

/* The resources of a module, and of the modules in it. */
static void terraform_read_module(Reading *reading, Span module, const char *kind,
                                  Lookup *unknown) {
  JsonMembers members;
  JsonWalk walk;
  terraform_members(reading, &members, module, kind);
  for (json_walk_open(&walk, json_members_find(&members, "resources"));
       walk.value.text && !reading->out_of_memory; json_walk_next(&walk)) {
    terraform_read_resource(reading, walk.value, kind, unknown);
  }
  json_walk_open(&walk, json_members_find(&members, "child_modules"));
  json_members_free(&members);
  for (; walk.value.text; json_walk_next(&walk)) {
    terraform_read_module(reading, walk.value, kind, unknown);
  }
}

/* Notes what of a connection is known after the apply alone. */
static void terraform_read_change(Reading *reading, Span entry, const char *kind, Lookup *unknown) {
  JsonMembers members, change;
  Span address;
  terraform_members(reading, &members, entry, kind);
  if (terraform_is_connection(&members, &address)) {
    terraform_members(reading, &change, json_members_find(&members, "change"), kind);
    Span after = json_members_find(&change, "after_unknown");
    reading_check(reading, kind, after, NULL, 2);
    lookup_add(unknown, NULL, json_walk_inside(address), after);
    json_members_free(&change);
  }
  json_members_free(&members);
}

void terraform_read_show(Reading *reading, const JsonMembers *show) {
  Span planned = json_members_find(show, "planned_values");
  const char *kind = planned.text ? "terraform-plan" : terraform_state_kind;
  Lookup unknown = {.entry = NULL};
  JsonMembers values;
  JsonWalk walk;
  reading_tell_twice(reading, show, kind, NULL);
  for (json_walk_open(&walk, json_members_find(show, "resource_changes")); walk.value.text;
       json_walk_next(&walk)) {
    terraform_read_change(reading, walk.value, kind, &unknown);
  }
  reading->out_of_memory |= unknown.out_of_memory;
  terraform_members(reading, &values, planned.text ? planned : json_members_find(show, "values"),
                    kind);
  terraform_read_module(reading, json_members_find(&values, "root_module"), kind, &unknown);
  json_members_free(&values);
  lookup_free(&unknown);
}

/* ---- .tf.json ---- */

typedef void (*TerraformBody)(Reading *reading, Span name, Span body);

/* Calls for each body of the blocks {"NAME": BODY}, which may be a list of such, and BODY a list too. */
static void terraform_each_body(Reading *reading, Span name, Span blocks, int levels,
                                TerraformBody body) {
  JsonWalk walk;
  bool is_list = json_walk_type(blocks) == JSON_ARRAY;
  if (levels == 0 && !is_list) {
    if (json_walk_type(blocks) == JSON_OBJECT) body(reading, name, blocks);
    return;
  }
  for (json_walk_open(&walk, blocks); walk.value.text && !reading->out_of_memory;
       json_walk_next(&walk)) {
    if (is_list) {
      if (json_walk_type(walk.value) == JSON_OBJECT) {
        terraform_each_body(reading, name, walk.value, levels, body);
      }
    } else if (!json_walk_key_is(walk.key, "//")) {
      terraform_each_body(reading, walk.key, walk.value, levels - 1, body);
    }
  }
}

static void terraform_add_block(Reading *reading, Span name, Span body, bool is_data) {
  TerraformResource one = {.kind = terraform_configuration_kind,
                           .start = name.text,
                           .attributes = body,
                           .is_configuration = true};
  sqlite3_str *address = sqlite3_str_new(NULL);
  sqlite3_str_appendf(address, "%s" TERRAFORM_RESOURCE_TYPE ".", is_data ? "data." : "");
  json_walk_unescape(name, terraform_append_piece, address);
  terraform_add_at(reading, &one, is_data, address);
}

static void terraform_resource_body(Reading *reading, Span name, Span body) {
  terraform_add_block(reading, name, body, false);
}

static void terraform_data_body(Reading *reading, Span name, Span body) {
  terraform_add_block(reading, name, body, true);
}

/* {"TYPE": {"NAME": BODY}}, or a list of such. */
static void terraform_read_blocks(Reading *reading, Span types, TerraformBody body) {
  JsonWalk walk;
  bool is_list = json_walk_type(types) == JSON_ARRAY;
  for (json_walk_open(&walk, types); walk.value.text; json_walk_next(&walk)) {
    if (is_list && json_walk_type(walk.value) == JSON_OBJECT) {
      terraform_read_blocks(reading, walk.value, body);
    } else if (json_walk_key_is(walk.key, TERRAFORM_RESOURCE_TYPE)) {
      terraform_each_body(reading, walk.key, walk.value, 1, body);
    }
  }
}

/* Here a name may stand in an object more than once, and Terraform takes all of them. */
void terraform_read_configuration(Reading *reading, const JsonMembers *configuration) {
  for (size_t i = 0; i < configuration->count; i++) {
    const JsonKey *member = &configuration->list[i];
    if (span_is(member->text, "resource")) {
      terraform_read_blocks(reading, member->value, terraform_resource_body);
    } else if (span_is(member->text, "data")) {
      terraform_read_blocks(reading, member->value, terraform_data_body);
    }
  }
}
