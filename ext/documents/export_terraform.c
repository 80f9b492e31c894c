/* SPDX-License-Identifier: MIT */
/*
** Terraform's configuration in JSON: resources, with sensitive variables for sealed values and an import block
** for each, so that a plan takes over what is already there.
*/
#include <string.h>

#include "documents/export_form.h"
#include "documents/terraform_names.h"
#include "text/reference.h"

/* What a comment of ours begins with, behind the arguments. */
#define EXPORT_TERRAFORM_COMMENT ",\"//\":{\"" TERRAFORM_COMMENT "\":{"

/* ---- templates: every string is one, but those in a comment ---- */

/* Appends literal text to a template. $ and % before a brace are written twice; where there are more of them, or
** an interpolation follows, each is interpolated itself: $$${ is not what one would think. */
static void export_terraform_literal(SecretText *out, const char *z, const char *end,
                                     bool is_followed) {
  while (z < end) {
    const char *from = z;
    while (z < end && *z != '$' && *z != '%') z++;
    secret_text_append(out, from, (size_t)(z - from));
    const char *run = z;
    while (z < end && (*z == '$' || *z == '%')) z++;
    size_t length = (size_t)(z - run);
    bool opens = z < end && *z == '{', joins = z == end && is_followed;
    if (!opens && !joins) {
      secret_text_append(out, run, length);
    } else if (opens && length == 1) {
      secret_text_append(out, run, 1);
      secret_text_append(out, run, 1);
    } else {
      for (; run < z; run++) {
        secret_text_append(out, "${\"", 3);
        secret_text_append(out, run, 1);
        secret_text_append(out, "\"}", 2);
      }
    }
  }
}

static bool export_terraform_is_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

/* Whether an expression may be written: one that reads files of whoever plans, or calls a provider, is nothing
** that a table may bring in. Names of attributes follow a dot. */
static bool export_terraform_is_harmless(Span expression) {
  static const char *const words[] = {"file", "template", "provider", "path"};
  const char *end = span_end(expression);
  for (const char *z = expression.text; z < end;) {
    if (!export_terraform_is_identifier(*z)) {
      z++;
      continue;
    }
    const char *from = z;
    while (z < end && export_terraform_is_identifier(*z)) z++;
    if (from > expression.text && from[-1] == '.') continue;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
      if (span_begins_with(span_of(from, z), words[i])) return false;
    }
  }
  return true;
}

/* What stands for elements stands in no text. */
static bool export_terraform_writes(const Reference *reference) {
  return reference->kind == REFERENCE_TERRAFORM && !reference->is_list &&
         export_terraform_is_harmless(reference->argument);
}

/* Whether a template has no words for a reference, which goes out as its text then. */
static bool export_terraform_lacks(const Reference *reference) {
  return reference->kind != REFERENCE_VARIABLE && reference->kind != REFERENCE_RESOLVE &&
         !export_terraform_writes(reference);
}

static void export_terraform_string(Writer *writer, const char *text, const Path *path) {
  size_t length = strlen(text);
  if (memchr(text, '$', length) == NULL && memchr(text, '%', length) == NULL) {
    writer_json_string(writer, text, length);
    return;
  }
  SecretText template = {.text = NULL};
  Span rest = {text, length};
  const char *literal = text, *end = text + length;
  Reference reference;
  bool is_lacking = false;
  for (; reference_next(rest, &reference); rest = span_of(writer_after(&reference), end)) {
    is_lacking = is_lacking || export_terraform_lacks(&reference);
    if (!export_terraform_writes(&reference)) continue;
    export_terraform_literal(&template, literal, reference.whole.text, true);
    secret_text_append(&template, "${", 2);
    secret_text_append(&template, reference.argument.text, reference.argument.length);
    secret_text_append(&template, "}", 1);
    literal = span_end(reference.whole);
  }
  export_terraform_literal(&template, literal, end, false);
  if (template.out_of_memory) writer->out->out_of_memory = true;
  if (template.text) writer_json_string(writer, template.text, template.length);
  secret_text_discard(&template);
  if (is_lacking) {
    writer_warn(
        writer, RULE_TARGET_REFERENCE, path,
        "Terraform has no such reference; it is written as a text, put an expression in its place");
  }
}

static bool export_terraform_list(Writer *writer, const Reference *reference) {
  Reference one = *reference;
  one.is_list = false;
  if (!export_terraform_writes(&one)) return false;
  SecretText template = {.text = NULL};
  secret_text_append(&template, "${", 2);
  secret_text_append(&template, one.argument.text, one.argument.length);
  secret_text_append(&template, "}", 1);
  if (template.out_of_memory) writer->out->out_of_memory = true;
  if (template.text) writer_json_string(writer, template.text, template.length);
  secret_text_discard(&template);
  return true;
}

/* In keys nothing is a reference. */
static void export_terraform_key(Writer *writer, const char *key) {
  SecretText template = {.text = NULL};
  export_terraform_literal(&template, key, key + strlen(key), false);
  if (template.out_of_memory) writer->out->out_of_memory = true;
  writer_json_string(writer, template.text ? template.text : "", template.length);
  secret_text_discard(&template);
}

/* ---- variables in the place of secrets ---- */

static void export_terraform_variable(SecretText *out, const SecretProperty *property,
                                      const char *label) {
  export_text(out, property ? property->name : "secret_arn");
  export_text(out, "_of_");
  export_text(out, label);
}

static void export_terraform_placeholder(Writer *writer, const SecretProperty *property) {
  writer_text(writer, "\"${var.");
  export_terraform_variable(writer->out, property, EXPORT_LABEL);
  writer_text(writer, "}\"");
}

static bool export_terraform_is_misread(const JsonValue *map) {
  (void)map;
  return false;
}

static const WriterForm export_terraform_form = {
    .string = export_terraform_string,
    .list = export_terraform_list,
    .key = export_terraform_key,
    .name = terraform_argument,
    .placeholder = export_terraform_placeholder,
    .is_misread = export_terraform_is_misread,
};

/* ---- a resource ---- */

static bool export_terraform_is_in(ColumnId id) {
  return (columns[id].places & (MEMBER_OF_REQUEST | MEMBER_OF_INPUT)) && id != COLUMN_REGION;
}

/* What the provider has no argument for, as the API has it, and the places of what could not be written as it is
** meant. */
static void export_terraform_comment(Writer *writer, const Connection *connection) {
  Writer plain = *writer;
  plain.form = &writer_plain;
  size_t members = 0, start = writer->out->length;
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!export_terraform_is_in((ColumnId)id) || terraform_has_argument((ColumnId)id)) continue;
    if (!writer_has_member(connection, (ColumnId)id)) continue;
    writer_text(writer, members++ ? "," : EXPORT_TERRAFORM_COMMENT);
    writer_json_string(writer, columns[id].member, strlen(columns[id].member));
    writer_text(writer, ":");
    writer_member(&plain, connection, (ColumnId)id);
  }
  if (writer_has_warnings(writer)) {
    writer_text(writer, members ? "," : EXPORT_TERRAFORM_COMMENT);
    writer_text(writer, "\"" TERRAFORM_UNWRITTEN "\":");
    writer_warnings(writer);
  }
  if (writer->out->length > start) writer_text(writer, "}}");
}

static void export_terraform_row(Writer *writer, const ExportSource *source) {
  size_t members = 0;
  writer_text(writer, "{" EXPORT_REGION);
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!export_terraform_is_in((ColumnId)id) || !terraform_has_argument((ColumnId)id)) continue;
    if (!writer_has_member(source->request, (ColumnId)id)) continue;
    writer_text(writer, members++ ? ",\"" : "\"");
    writer_text(writer, columns[id].name);
    writer_text(writer, "\":");
    writer_member(writer, source->request, (ColumnId)id);
  }
  export_terraform_comment(writer, source->request);
  writer_text(writer, "}");
}

/* ---- the document ---- */

static const ExportDeclarations export_terraform_variables = {
    .begin = "\"variable\": {\n\"",
    .end = "\": {\"type\": \"string\", \"sensitive\": true}",
    .name = export_terraform_variable,
};

/* An id is a template, too. The provider cannot import what has a colon in its name, nor what names no catalog;
** of another region than its own it imports what ends with @ and that region. */
static void export_terraform_imports(const Export *export, SecretText *out) {
  size_t count = 0;
  for (size_t i = 0; i < export->count; i++) {
    const ExportRow *row = &export->rows[i];
    const char *name = export_name(row), *catalog_id = export_catalog_id(row);
    if (strchr(name, ':') || strchr(catalog_id, ':') || *catalog_id == '\0') continue;
    SecretText id = {.text = NULL};
    export_terraform_literal(&id, catalog_id, catalog_id + strlen(catalog_id), false);
    export_text(&id, ":");
    export_terraform_literal(&id, name, name + strlen(name), false);
    if (export->has_several_regions) {
      export_text(&id, "@");
      export_text(&id, export_region(row));
    }
    export_text(out, count++ ? ",\n{\"to\":\"" TERRAFORM_RESOURCE_TYPE "."
                             : "\"import\": [\n{\"to\":\"" TERRAFORM_RESOURCE_TYPE ".");
    export_text(out, row->label);
    export_text(out, "\",\"id\":");
    if (id.out_of_memory) out->out_of_memory = true;
    if (id.text) secret_text_append_string(out, id.text, id.length);
    export_text(out, "}");
    secret_text_discard(&id);
  }
  if (count > 0) export_text(out, "],\n");
}

static int export_terraform_document(const Export *export, SecretText *out, char **message) {
  (void)message;
  export_text(out, "{");
  export_declare(export, &export_terraform_variables, out);
  if (!export->without_imports) export_terraform_imports(export, out);
  export_text(out, "\"resource\": {\"" TERRAFORM_RESOURCE_TYPE "\": {\n");
  export_resources(export, out);
  export_text(out, "}}}\n");
  return SQLITE_OK;
}

const ExportForm export_terraform = {
    .writer = &export_terraform_form,
    .labels = LABELS_TERRAFORM,
    .row = export_terraform_row,
    .document = export_terraform_document,
};

#undef EXPORT_TERRAFORM_COMMENT
