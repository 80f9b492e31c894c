/* SPDX-License-Identifier: MIT */
/*
** The rules of each target as data; whether it has words for a reference, or misreads a map, is found out by
** writing the connection.
**
** Sources: the documentation of the provider's resource aws_glue_connection, and of the resource
** AWS::Glue::Connection.
*/
#include "documents/target.h"

#include <string.h>

#include "documents/export_form.h"
#include "documents/terraform_names.h"
#include "model/types.h"

/* Members of AuthenticationConfiguration, and members that must stand in them. */
typedef struct TargetRequired {
  const char *structure; /* NULL: AuthenticationConfiguration itself */
  const char *inner;     /* a structure in that one; NULL: none */
  const char *member;
} TargetRequired;

struct Target {
  const char *name;
  const ExportForm *form;
  const TargetRequired *required; /* ends with one without a member */
  const char *required_message;
  void (*lint)(const Connection *connection, Findings *findings); /* NULL: nothing more */
};

/* ---- Terraform ---- */

static const TargetRequired target_terraform_required[] = {
    {NULL, NULL, "AuthenticationType"},
    {"BasicAuthenticationCredentials", NULL, "Username"},
    {"BasicAuthenticationCredentials", NULL, "Password"},
    {"OAuth2Properties", "AuthorizationCodeProperties", "AuthorizationCode"},
    {"OAuth2Properties", "AuthorizationCodeProperties", "RedirectUri"},
    {.member = NULL},
};

/* The provider checks against the API's enumerations, and a few more. */
static bool target_terraform_takes_type(const MemberValue *type) {
  const ConnectionTypeRow *row = types_find(type->text, type->length);
  return (row && row->provenance == PROVENANCE_DOCUMENTED) || member_is(type, "SNOWFLAKE");
}

static void target_terraform_properties(const Connection *connection, Findings *findings) {
  const MemberValue *properties = &connection->member[COLUMN_CONNECTION_PROPERTIES];
  const Path column = column_path(COLUMN_CONNECTION_PROPERTIES);
  if (!properties->present || json_type(properties->json) != JSON_OBJECT) return;
  const JsonValue *entry = json_first(properties->json);
  for (; entry; entry = json_next(entry)) {
    const char *key = json_key(entry);
    const Path path = PATH_KEY(&column, key);
    if (property_is_known(key, strlen(key)) || strcmp(key, "SparkProperties") == 0) continue;
    findings_add(
        findings, SEVERITY_WARNING, RULE_TARGET_PROPERTY, &path,
        "Terraform's provider takes no such property: it knows those of the API alone, and "
        "SparkProperties");
  }
}

static void target_terraform_members(const Connection *connection, Findings *findings) {
  const Path authentication = column_path(COLUMN_AUTHENTICATION_CONFIGURATION);
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!(columns[id].places & (MEMBER_OF_REQUEST | MEMBER_OF_INPUT))) continue;
    const Path path = column_path((ColumnId)id);
    if (terraform_has_argument((ColumnId)id) || !writer_has_member(connection, (ColumnId)id)) {
      continue;
    }
    findings_add(findings, SEVERITY_WARNING, RULE_TARGET_MEMBER, &path,
                 "Terraform's provider has no argument for it; it stands in a comment");
  }
  if (writer_has_member(connection, COLUMN_AUTHENTICATION_CONFIGURATION)) {
    findings_add(
        findings, SEVERITY_WARNING, RULE_TARGET_VERSION, &authentication,
        "Terraform's provider has an argument for it since 2026 alone: require its newest version");
  }
}

static void target_terraform(const Connection *connection, Findings *findings) {
  const MemberValue *type = &connection->member[COLUMN_CONNECTION_TYPE];
  const MemberValue *name = &connection->member[COLUMN_NAME];
  const Path type_path = column_path(COLUMN_CONNECTION_TYPE), name_path = column_path(COLUMN_NAME);
  if (type->present && !target_terraform_takes_type(type)) {
    findings_add(findings, SEVERITY_WARNING, RULE_TARGET_TYPE, &type_path,
                 "Terraform's provider takes no such connection type");
  }
  if (name->present && memchr(name->text, ':', name->length)) {
    findings_add(
        findings, SEVERITY_WARNING, RULE_TARGET_MEMBER, &name_path,
        "Terraform's provider cannot import a name with a colon: there is no import block for "
        "it");
  }
  target_terraform_properties(connection, findings);
  target_terraform_members(connection, findings);
}

/* ---- CloudFormation ---- */

static const TargetRequired target_cloudformation_required[] = {
    {NULL, NULL, "AuthenticationType"},
    {.member = NULL},
};

/* ---- the walk ---- */

static const Target targets[] = {
    {"terraform", &export_terraform, target_terraform_required,
     "Terraform's provider requires it; give it", target_terraform},
    {"cloudformation", &export_cloudformation, target_cloudformation_required,
     "CloudFormation requires it; give it", NULL},
};

const Target *target_find(const char *name) {
  for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
    if (strcmp(targets[i].name, name) == 0) return &targets[i];
  }
  return NULL;
}

static const JsonValue *target_structure(const JsonValue *value, const char *name) {
  if (value == NULL || name == NULL || json_type(value) != JSON_OBJECT) return value;
  return json_member(value, name);
}

static void target_check_required(const Target *target, Request *request) {
  const MemberValue *value = &request->connection.member[COLUMN_AUTHENTICATION_CONFIGURATION];
  const Path column = column_path(COLUMN_AUTHENTICATION_CONFIGURATION);
  if (!value->present) return;
  for (const TargetRequired *required = target->required; required->member; required++) {
    const JsonValue *structure = target_structure(value->json, required->structure);
    structure = target_structure(structure, required->inner);
    if (structure == NULL || json_type(structure) != JSON_OBJECT) continue;
    const JsonValue *member = json_member(structure, required->member);
    if (member && json_type(member) != JSON_NULL) continue;
    const Path outer = PATH_MEMBER(&column, required->structure);
    const Path *parent = required->structure ? &outer : &column;
    const Path inner = PATH_MEMBER(parent, required->inner);
    const Path path = PATH_MEMBER(required->inner ? &inner : parent, required->member);
    findings_add(&request->findings, SEVERITY_WARNING, RULE_TARGET_MEMBER, &path, "%s",
                 target->required_message);
  }
}

void target_lint(const Target *target, Request *request) {
  SecretText out = {.text = NULL};
  Writer writer = {
      .form = target->form->writer, .out = &out, .findings = &request->findings, .is_trial = true};
  const ExportSource source = {.request = &request->connection};
  if (request->connection.member[COLUMN_REQUEST].faulty) return;
  target->form->row(&writer, &source);
  if (out.out_of_memory) request->findings.out_of_memory = true;
  secret_text_discard(&out);
  target_check_required(target, request);
  if (target->lint) target->lint(&request->connection, &request->findings);
}
