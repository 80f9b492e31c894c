/* SPDX-License-Identifier: MIT */
/*
** A template of CloudFormation, with parameters (NoEcho) for sealed values. What stood in a template as a
** function is a function again.
*/
#include <string.h>

#include "documents/export_form.h"
#include "json/json_write.h"
#include "text/reference.h"

/* ---- functions ---- */

/* Those that only compute: what includes other text, as Transform does, no table may bring into a template. */
static const char *const export_cloudformation_functions[] = {
    "Base64", "Cidr",   "FindInMap", "GetAtt",      "GetAZs", "GetStackOutput", "If", "Join",
    "Length", "Select", "Split",     "ImportValue", "Sub",    "ToJsonString"};

static bool export_cloudformation_is_function(const char *name, size_t length) {
  const size_t count =
      sizeof(export_cloudformation_functions) / sizeof(*export_cloudformation_functions);
  for (size_t i = 0; i < count; i++) {
    const char *function = export_cloudformation_functions[i];
    if (strlen(function) == length && memcmp(function, name, length) == 0) return true;
  }
  return false;
}

/* Whether a key makes a function of the object that it stands in. */
static const char *export_cloudformation_function_key(const char *key) {
  return strncmp(key, "Fn::", 4) == 0 ? key + 4 : NULL;
}

/* Whether an argument holds nothing but values and functions that may be written. */
static bool export_cloudformation_is_harmless(const JsonValue *argument) {
  for (const JsonValue *value = json_first(argument); value; value = json_next(value)) {
    const char *key = json_key(value), *name = key ? export_cloudformation_function_key(key) : NULL;
    if (name && !export_cloudformation_is_function(name, strlen(name))) return false;
    if (!export_cloudformation_is_harmless(value)) return false;
  }
  return true;
}

/* Whether it is the name of a resource, a parameter or a pseudo parameter, with its attributes. */
static bool export_cloudformation_is_name(Span name) {
  for (size_t i = 0; i < name.length; i++) {
    char c = name.text[i];
    bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    bool is_inner = i > 0 && i + 1 < name.length && strchr(".:_-", c) != NULL;
    if (!is_plain && !is_inner) return false;
  }
  return name.length > 0;
}

static void export_cloudformation_append(void *out, const char *piece, size_t size) {
  secret_text_append(out, piece, size);
}

/* No resource of ours may take that name. */
static void export_cloudformation_keep_name(Writer *writer, Span name) {
  const char *dot = memchr(name.text, '.', name.length);
  size_t length = dot ? (size_t)(dot - name.text) : name.length;
  if (writer->names == NULL || memchr(name.text, ':', length)) return;
  secret_text_append(writer->names, name.text, length);
  secret_text_append(writer->names, "", 1);
}

/* Writes Ref, or Fn::GetAtt where there is an attribute. */
static void export_cloudformation_ref(Writer *writer, Span name) {
  const char *dot = memchr(name.text, '.', name.length);
  export_cloudformation_keep_name(writer, name);
  if (dot == NULL) {
    writer_text(writer, "{\"Ref\":");
    writer_json_string(writer, name.text, name.length);
    writer_text(writer, "}");
    return;
  }
  writer_text(writer, "{\"Fn::GetAtt\":[");
  writer_json_string(writer, name.text, (size_t)(dot - name.text));
  writer_text(writer, ",");
  writer_json_string(writer, dot + 1, (size_t)(span_end(name) - dot) - 1);
  writer_text(writer, "]}");
}

/* Writes a reference as what it stood for; false where there is none such here, and nothing is written: what
** stands for elements stands in no text. */
static bool export_cloudformation_reference(Writer *writer, const Reference *reference) {
  if (reference->is_list) return false;
  if (reference->kind == REFERENCE_REF) {
    if (!export_cloudformation_is_name(reference->argument)) return false;
    export_cloudformation_ref(writer, reference->argument);
    return true;
  }
  if (reference->kind != REFERENCE_FUNCTION) return false;
  if (!export_cloudformation_is_function(reference->head.text, reference->head.length))
    return false;
  JsonDocument argument;
  JsonError error;
  int rc = json_parse(reference->argument.text, reference->argument.length, &argument, &error);
  if (rc == SQLITE_NOMEM) writer->out->out_of_memory = true;
  if (rc != SQLITE_OK) return false;
  bool is_harmless = export_cloudformation_is_harmless(argument.root);
  if (is_harmless) {
    writer_text(writer, "{\"Fn::");
    secret_text_append(writer->out, reference->head.text, reference->head.length);
    writer_text(writer, "\":");
    json_write_value(argument.root, export_cloudformation_append, writer->out);
    writer_text(writer, "}");
  }
  json_free(&argument);
  return is_harmless;
}

/* ---- texts with references in them: Fn::Sub ---- */

/* A text for Fn::Sub, and the map of what stands in it under names of our own. */
typedef struct Substitution {
  SecretText text, map;
  size_t references; /* that are written */
  size_t names;      /* of our own */
} Substitution;

/* What names of our own begin with. */
#define EXPORT_CLOUDFORMATION_OWN "Value"

/* Begins an entry of the map. */
static void export_cloudformation_entry(Substitution *substitution) {
  char name[48];
  sqlite3_snprintf(sizeof(name), name,
                   "%s\"" EXPORT_CLOUDFORMATION_OWN "%llu\":", substitution->names ? "," : "",
                   (unsigned long long)substitution->names + 1);
  export_text(&substitution->map, name);
}

/* Names the entry in the text. */
static void export_cloudformation_use_entry(Substitution *substitution) {
  char name[48];
  sqlite3_snprintf(sizeof(name), name, "${" EXPORT_CLOUDFORMATION_OWN "%llu}",
                   (unsigned long long)++substitution->names);
  export_text(&substitution->text, name);
}

/* Appends literal text: ${NAME} as ${!NAME}, and any other ${ as an entry of the map. */
static void export_cloudformation_literal(Substitution *substitution, const char *z,
                                          const char *end) {
  while (z < end) {
    const char *from = z;
    while (z < end && !(*z == '$' && end - z > 1 && z[1] == '{')) z++;
    secret_text_append(&substitution->text, from, (size_t)(z - from));
    if (z == end) return;
    const char *close = memchr(z, '}', (size_t)(end - z));
    z += 2;
    if (close && export_cloudformation_is_name(span_of(z, close))) {
      export_text(&substitution->text, "${!");
    } else {
      export_cloudformation_entry(substitution);
      export_text(&substitution->map, "\"${\"");
      export_cloudformation_use_entry(substitution);
    }
  }
}

/* Appends a reference, behind the literal text that begins at `literal`; false where it cannot be written, and
** nothing is appended. */
static bool export_cloudformation_substitute(Writer *writer, Substitution *substitution,
                                             const char *literal, const Reference *reference) {
  Span name = reference->argument;
  SecretText function = {.text = NULL};
  Writer alone = *writer;
  alone.out = &function;
  bool is_written = export_cloudformation_reference(&alone, reference);
  if (is_written) {
    export_cloudformation_literal(substitution, literal, reference->whole.text);
    substitution->references++;
    if (reference->kind == REFERENCE_REF && !span_begins_with(name, EXPORT_CLOUDFORMATION_OWN)) {
      export_text(&substitution->text, "${");
      secret_text_append(&substitution->text, name.text, name.length);
      export_text(&substitution->text, "}");
    } else {
      export_cloudformation_entry(substitution);
      secret_text_append(&substitution->map, function.text, function.length);
      export_cloudformation_use_entry(substitution);
    }
  }
  if (function.out_of_memory) writer->out->out_of_memory = true;
  secret_text_discard(&function);
  return is_written;
}

static void export_cloudformation_write_sub(Writer *writer, const Substitution *substitution) {
  writer_text(writer, substitution->names ? "{\"Fn::Sub\":[" : "{\"Fn::Sub\":");
  writer_json_string(writer, substitution->text.text, substitution->text.length);
  if (substitution->names) {
    writer_text(writer, ",{");
    secret_text_append(writer->out, substitution->map.text, substitution->map.length);
    writer_text(writer, "}]");
  }
  writer_text(writer, "}");
}

/* Whether a template has no words for a reference that it could not write. */
static bool export_cloudformation_lacks(const Reference *reference) {
  return reference->kind != REFERENCE_VARIABLE && reference->kind != REFERENCE_RESOLVE;
}

static void export_cloudformation_mixed(Writer *writer, const char *text, size_t length,
                                        const Path *path) {
  Substitution substitution = {.names = 0};
  const char *literal = text, *end = text + length;
  Reference reference;
  bool is_lacking = false;
  for (Span rest = {text, length}; reference_next(rest, &reference);
       rest = span_of(writer_after(&reference), end)) {
    if (export_cloudformation_substitute(writer, &substitution, literal, &reference)) {
      literal = span_end(reference.whole);
    } else if (export_cloudformation_lacks(&reference)) {
      is_lacking = true;
    }
  }
  if (substitution.references > 0) export_cloudformation_literal(&substitution, literal, end);
  if (substitution.text.out_of_memory || substitution.map.out_of_memory) {
    writer->out->out_of_memory = true;
  } else if (substitution.references > 0) {
    export_cloudformation_write_sub(writer, &substitution);
  } else {
    writer_json_string(writer, text, length);
  }
  secret_text_discard(&substitution.text);
  secret_text_discard(&substitution.map);
  if (is_lacking) {
    writer_warn(
        writer, RULE_TARGET_REFERENCE, path,
        "CloudFormation has no such reference; it is written as a text, put a function in its "
        "place");
  }
}

static void export_cloudformation_string(Writer *writer, const char *text, const Path *path) {
  size_t length = strlen(text);
  Reference reference;
  if (memchr(text, '$', length) == NULL) {
    writer_json_string(writer, text, length);
    return;
  }
  bool is_one = reference_at(text, text + length, &reference) && reference.whole.length == length;
  if (is_one && export_cloudformation_reference(writer, &reference)) return;
  export_cloudformation_mixed(writer, text, length, path);
}

static bool export_cloudformation_list(Writer *writer, const Reference *reference) {
  Reference one = *reference;
  one.is_list = false;
  return export_cloudformation_reference(writer, &one);
}

static void export_cloudformation_key(Writer *writer, const char *key) {
  writer_json_string(writer, key, strlen(key));
}

/* CloudFormation takes a map for a function whose only key is one; what includes other text may have others beside
** it. */
static bool export_cloudformation_is_misread(const JsonValue *map) {
  const JsonValue *first = json_first(map);
  for (const JsonValue *entry = first; entry; entry = json_next(entry)) {
    if (export_cloudformation_function_key(json_key(entry))) return true;
  }
  if (first == NULL || json_next(first)) return false;
  return strcmp(json_key(first), "Ref") == 0 || strcmp(json_key(first), "Condition") == 0;
}

/* ---- parameters in the place of secrets ---- */

/* A parameter has the name of the property first: none has Of in its name, so that no two parameters are the
** same. */
static void export_cloudformation_parameter(SecretText *out, const SecretProperty *property,
                                            const char *label) {
  export_text(out, "Secret");
  for (const char *z = property ? property->name : "Arn"; *z; z++) {
    if (*z != '_') secret_text_append(out, z, 1);
  }
  export_text(out, "Of");
  export_text(out, label);
}

static void export_cloudformation_placeholder(Writer *writer, const SecretProperty *property) {
  writer_text(writer, "{\"Ref\":\"");
  export_cloudformation_parameter(writer->out, property, EXPORT_LABEL);
  writer_text(writer, "\"}");
}

static const WriterForm export_cloudformation_form = {
    .string = export_cloudformation_string,
    .list = export_cloudformation_list,
    .key = export_cloudformation_key,
    .name = writer_plain_name,
    .placeholder = export_cloudformation_placeholder,
    .is_misread = export_cloudformation_is_misread,
};

/* ---- a resource ---- */

static void export_cloudformation_row(Writer *writer, const ExportSource *source) {
  const Connection *connection = source->request;
  size_t members = 0;
  writer_text(writer, "{\"Type\":\"AWS::Glue::Connection\",\"Properties\":{\"CatalogId\":");
  if (writer_has_member(connection, COLUMN_CATALOG_ID)) {
    writer_member(writer, connection, COLUMN_CATALOG_ID);
  } else {
    writer_text(writer, "{\"Ref\":\"AWS::AccountId\"}");
  }
  writer_text(writer, ",\"ConnectionInput\":{");
  for (int id = 0; id < COLUMN_COUNT; id++) {
    if (!(columns[id].places & MEMBER_OF_INPUT)) continue;
    if (!writer_has_member(connection, (ColumnId)id)) continue;
    writer_text(writer, members++ ? ",\"" : "\"");
    writer_text(writer, columns[id].member);
    writer_text(writer, "\":");
    writer_member(writer, connection, (ColumnId)id);
  }
  writer_text(writer, "}");
  if (writer_has_member(connection, COLUMN_TAGS)) {
    writer_text(writer, ",\"Tags\":");
    writer_member(writer, connection, COLUMN_TAGS);
  }
  writer_text(writer, "}");
  if (writer_has_warnings(writer)) {
    writer_text(writer, ",\"Metadata\":{\"glue_connections\":{\"unwritten\":");
    writer_warnings(writer);
    writer_text(writer, "}}");
  }
  writer_text(writer, "}");
}

/* ---- the document ---- */

static const ExportDeclarations export_cloudformation_parameters = {
    .begin = "\"Parameters\": {\n\"",
    .end = "\": {\"Type\": \"String\", \"NoEcho\": true}",
    .name = export_cloudformation_parameter,
};

static int export_cloudformation_document(const Export *export, SecretText *out, char **message) {
  if (export_has_several_scopes(export)) {
    return export_refuse_scopes(export, "a template is for one account and region", message);
  }
  export_text(out, "{\"AWSTemplateFormatVersion\": \"2010-09-09\",\n");
  export_declare(export, &export_cloudformation_parameters, out);
  export_text(out, "\"Resources\": {\n");
  export_resources(export, out);
  export_text(out, "}}\n");
  return SQLITE_OK;
}

const ExportForm export_cloudformation = {
    .writer = &export_cloudformation_form,
    .labels = LABELS_CLOUDFORMATION,
    .row = export_cloudformation_row,
    .document = export_cloudformation_document,
};

#undef EXPORT_CLOUDFORMATION_OWN
