/* SPDX-License-Identifier: MIT */
/*
** The walk over a value and its shape. Nothing of the text that a tree was made of is written.
*/
#include "documents/writer.h"

#include <string.h>

#include "json/json_write.h"
#include "model/validate.h"

void writer_text(Writer *writer, const char *text) {
  secret_text_append(writer->out, text, strlen(text));
}

void writer_json_string(Writer *writer, const char *text, size_t length) {
  secret_text_append_string(writer->out, text, length);
}

void writer_warn(Writer *writer, Rule rule, const Path *path, const char *message) {
  findings_add(writer->findings, SEVERITY_WARNING, rule, path, "%s", message);
}

const char *writer_after(const Reference *reference) {
  bool may_hold_more =
      reference->kind == REFERENCE_VARIABLE || reference->kind == REFERENCE_RESOLVE;
  return may_hold_more ? reference->whole.text + strlen("${") : span_end(reference->whole);
}

/* Whether something is not there, or is not what it was. (A map that is text is read as a map.) */
static bool writer_is_unwritten(const Finding *finding) {
  return finding->severity == SEVERITY_WARNING && finding->rule != RULE_TARGET_MAP;
}

bool writer_has_warnings(const Writer *writer) {
  for (size_t i = writer->first_warning; i < writer->findings->count; i++) {
    if (writer_is_unwritten(&writer->findings->list[i])) return true;
  }
  return false;
}

void writer_warnings(Writer *writer) {
  const char *separator = "[";
  for (size_t i = writer->first_warning; i < writer->findings->count; i++) {
    const Finding *finding = &writer->findings->list[i];
    if (!writer_is_unwritten(finding)) continue;
    writer_text(writer, separator);
    writer_json_string(writer, finding->pointer, strlen(finding->pointer));
    separator = ",";
  }
  writer_text(writer, "]");
}

static void writer_refuse(Writer *writer, const Path *path, const char *words) {
  if (writer->is_trial) return;
  findings_add_constraint(writer->findings, RULE_TYPE, path, "Member must be %s", words);
}

static void writer_append(void *out, const char *piece, size_t size) {
  secret_text_append(out, piece, size);
}

/* ---- containers ---- */

static void writer_value(Writer *writer, const Shape *shape, const JsonValue *value,
                         const Path *path);

/* Counts an entry of a container; all but the first have a comma before them. */
static void writer_separate(Writer *writer, size_t *entries) {
  if ((*entries)++ > 0) writer_text(writer, ",");
}

/* Writes a list whose only element stands for all of its elements. */
static bool writer_list_of_one(Writer *writer, const JsonValue *list) {
  const JsonValue *only = json_first(list);
  Reference reference;
  if (writer->form->list == NULL || only == NULL || json_next(only)) return false;
  if (json_type(only) != JSON_STRING) return false;
  const char *text = json_string(only);
  return reference_is_list((Span){text, strlen(text)}, &reference) &&
         writer->form->list(writer, &reference);
}

static void writer_list(Writer *writer, const Shape *shape, const JsonValue *list,
                        const Path *path) {
  if (writer_list_of_one(writer, list)) return;
  size_t entries = 0;
  size_t index = 0;
  writer_text(writer, "[");
  for (const JsonValue *value = json_first(list); value; value = json_next(value)) {
    const Path place = PATH_ELEMENT(path, ++index);
    writer_separate(writer, &entries);
    writer_value(writer, shape->element, value, &place);
  }
  writer_text(writer, "]");
}

/* ---- maps, and the secrets among ConnectionProperties ---- */

static void writer_placeholder(Writer *writer, const SecretProperty *property) {
  writer->placeholders |= property ? 0 : WRITER_CREDENTIALS;
  for (unsigned i = 0; property && secret_property(i); i++) {
    if (secret_property(i) == property) writer->placeholders |= WRITER_PROPERTY(i);
  }
  writer->form->placeholder(writer, property);
}

/* Whether a text is the placeholder that an earlier export has left for a secret of that name. */
static bool writer_is_placeholder(const char *text, const char *name) {
  Reference reference;
  size_t length = strlen(text);
  return reference_at(text, text + length, &reference) && reference.kind == REFERENCE_SECRET &&
         reference.whole.length == length && span_equals(reference.argument, name);
}

/* Writes an entry of ConnectionProperties that is a secret; false where it is none, or is to be written like
** any other. */
static bool writer_secret(Writer *writer, const JsonValue *map, const JsonValue *entry,
                          size_t *entries) {
  const char *key = json_key(entry), *value = json_string(entry);
  const SecretProperty *property = secret_property_of_twin(key);
  if (property) {
    if (writer->sealed || !secret_is_sealed(value)) return false;
    /* The clear value that is given beside it takes its place. */
    if (json_member(map, property->name)) return true;
  } else {
    property = secret_property_named(key);
    if (property == NULL || !writer_is_placeholder(value, key)) return false;
  }
  writer_separate(writer, entries);
  writer->form->key(writer, property->name);
  writer_text(writer, ":");
  writer_placeholder(writer, property);
  return true;
}

static void writer_map(Writer *writer, const Shape *shape, const JsonValue *map, const Path *path) {
  size_t entries = 0;
  writer_text(writer, "{");
  for (const JsonValue *entry = json_first(map); entry; entry = json_next(entry)) {
    const Path place = PATH_KEY(path, json_key(entry));
    if (json_type(entry) != JSON_STRING) {
      writer_refuse(writer, &place, "a string");
      continue;
    }
    bool may_be_secret = shape == &shape_connection_properties;
    if (may_be_secret && writer_secret(writer, map, entry, &entries)) continue;
    writer_separate(writer, &entries);
    writer->form->key(writer, json_key(entry));
    writer_text(writer, ":");
    writer->form->string(writer, json_string(entry), &place);
  }
  writer_text(writer, "}");
}

static void writer_misread_map(Writer *writer, const JsonValue *map, const Path *path) {
  SecretText text = {.text = NULL};
  json_write_value(map, writer_append, &text);
  if (text.out_of_memory) {
    writer->out->out_of_memory = true;
  } else {
    writer_json_string(writer, text.text, text.length);
  }
  secret_text_discard(&text);
  writer_warn(writer, RULE_TARGET_MAP, path,
              "The map would be taken for a function, and is written as the text of its JSON");
}

/* ---- structures, and the credentials of AuthenticationConfiguration ---- */

static void writer_name(Writer *writer, const char *name, size_t *entries) {
  writer_separate(writer, entries);
  writer_json_string(writer, name, strlen(name));
  writer_text(writer, ":");
}

static bool writer_has(const JsonValue *structure, const char *member) {
  const JsonValue *value = json_member(structure, member);
  return value && json_type(value) != JSON_NULL;
}

/* The sealed credentials: a SecretArn takes their place, where there is none; credentials in clear that are
** given beside them win. */
static void writer_credentials(Writer *writer, const JsonValue *authentication, size_t *entries) {
  if (writer->form->omits_credentials || writer_has(authentication, "SecretArn")) return;
  if (secret_has_credentials(&shape_authentication_configuration, authentication, true)) return;
  writer_name(writer, writer->form->name("SecretArn"), entries);
  writer_placeholder(writer, NULL);
}

/* Writes a member that is no more than its own text: sealed credentials, or what an earlier export has left in
** their place; false where it is any other. */
static bool writer_secret_member(Writer *writer, const JsonValue *authentication,
                                 const JsonValue *member, size_t *entries) {
  const char *name = json_key(member);
  if (json_type(member) != JSON_STRING) return false;
  if (!writer->sealed && strcmp(name, SECRET_ENCRYPTED_CREDENTIALS) == 0) {
    writer_credentials(writer, authentication, entries);
    return true;
  }
  if (strcmp(name, "SecretArn") != 0) return false;
  if (!writer_is_placeholder(json_string(member), SECRET_CREDENTIALS)) return false;
  writer_name(writer, writer->form->name(name), entries);
  writer_placeholder(writer, NULL);
  return true;
}

static void writer_structure(Writer *writer, const Shape *shape, const JsonValue *structure,
                             const Path *path) {
  size_t entries = 0;
  writer_text(writer, "{");
  for (const JsonValue *value = json_first(structure); value; value = json_next(value)) {
    const char *key = json_key(value);
    const Path place = PATH_MEMBER(path, key);
    const Member *member = shape_member(shape, key, strlen(key));
    bool is_authentication = shape == &shape_authentication_configuration;
    if (json_type(value) == JSON_NULL) continue;
    if (is_authentication && writer_secret_member(writer, structure, value, &entries)) continue;
    const char *name = member ? writer->form->name(key) : NULL;
    if (name == NULL) {
      writer_warn(writer, RULE_TARGET_MEMBER, &place, "There is no such member; it is left out");
      continue;
    }
    writer_name(writer, name, &entries);
    writer_value(writer, member->shape, value, &place);
  }
  writer_text(writer, "}");
}

/* ---- values ---- */

static void writer_object(Writer *writer, const Shape *shape, const JsonValue *value,
                          const Path *path) {
  if (json_type(value) != JSON_OBJECT) {
    writer_refuse(writer, path, "a JSON object");
    return;
  }
  if (!writer->is_trial) {
    validate_duplicates(value, shape->type == SHAPE_MAP, path, writer->findings);
  }
  if (shape->type == SHAPE_STRUCTURE) {
    writer_structure(writer, shape, value, path);
  } else if (writer->form->is_misread(value)) {
    writer_misread_map(writer, value, path);
  } else {
    writer_map(writer, shape, value, path);
  }
}

static void writer_value(Writer *writer, const Shape *shape, const JsonValue *value,
                         const Path *path) {
  switch (shape->type) {
  case SHAPE_LIST:
    if (json_type(value) == JSON_ARRAY) {
      writer_list(writer, shape, value, path);
    } else {
      writer_refuse(writer, path, "a JSON array");
    }
    break;
  case SHAPE_MAP:
  case SHAPE_STRUCTURE: writer_object(writer, shape, value, path); break;
  default: /* no nested member is of any other type */
    if (json_type(value) == JSON_STRING) {
      writer->form->string(writer, json_string(value), path);
    } else {
      writer_refuse(writer, path, "a string");
    }
  }
}

bool writer_has_member(const Connection *connection, ColumnId id) {
  const MemberValue *value = &connection->member[id];
  if (!value->present) return false;
  if (id == COLUMN_VALIDATE_CREDENTIALS) return value->number == 0;
  return id != COLUMN_TAGS || json_type(value->json) != JSON_OBJECT || json_first(value->json);
}

void writer_member(Writer *writer, const Connection *connection, ColumnId id) {
  const MemberValue *value = &connection->member[id];
  const Path path = column_path(id);
  switch (columns[id].kind) {
  case KIND_TEXT: writer->form->string(writer, value->text, &path); break;
  case KIND_JSON: writer_value(writer, columns[id].shape, value->json, &path); break;
  default: writer_text(writer, value->number ? "true" : "false"); /* of a request, booleans */
  }
}

/* ---- the API's own documents ---- */

static void writer_plain_string(Writer *writer, const char *text, const Path *path) {
  (void)path;
  writer_json_string(writer, text, strlen(text));
}

static void writer_plain_key(Writer *writer, const char *key) {
  writer_json_string(writer, key, strlen(key));
}

const char *writer_plain_name(const char *member) {
  return member;
}

static void writer_plain_placeholder(Writer *writer, const SecretProperty *property) {
  writer_text(writer, "\"${secret:");
  writer_text(writer, property ? property->name : SECRET_CREDENTIALS);
  writer_text(writer, "}\"");
}

static bool writer_plain_is_misread(const JsonValue *map) {
  (void)map;
  return false;
}

const WriterForm writer_plain = {
    .string = writer_plain_string,
    .key = writer_plain_key,
    .name = writer_plain_name,
    .placeholder = writer_plain_placeholder,
    .is_misread = writer_plain_is_misread,
};

const WriterForm writer_answer = {
    .string = writer_plain_string,
    .key = writer_plain_key,
    .name = writer_plain_name,
    .placeholder = writer_plain_placeholder,
    .is_misread = writer_plain_is_misread,
    .omits_credentials = true,
};
