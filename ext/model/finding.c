/* SPDX-License-Identifier: MIT */
/*
** Findings and the exception text made of them. The style of the text is the API's own:
** "2 validation errors detected: Value '' at 'connectionInput.name' failed to satisfy ...".
*/
#include "model/finding.h"

#include <stdarg.h>
#include <string.h>

#include "text/message.h"
#include "text/suspect.h"
#include "text/text.h"
#include "url/url.h"

/* Findings in one exception text; the rest is counted. */
#define MESSAGE_FINDINGS_MAX 20
/* Code points of a value that a finding shows; of a name in its path, where the longest key that the
** API takes has 255. */
#define VALUE_POINTS_MAX 64
#define NAME_POINTS_MAX 255
/* Digits of an index in a pointer, and a NUL. */
#define POINTER_INDEX_SIZE 21

void finding_free(Finding *finding) {
  sqlite3_free(finding->path);
  sqlite3_free(finding->pointer);
  sqlite3_free(finding->message);
}

void findings_free(Findings *findings) {
  for (size_t i = 0; i < findings->count; i++) finding_free(&findings->list[i]);
  sqlite3_free(findings->list);
}

static size_t finding_name_length(const Path *path) {
  return path->length == PATH_TERMINATED ? strlen(path->name) : path->length;
}

/* A key is the user's own text, and may tell a secret like any other: "password=x". */
static bool finding_is_secret_key(const Path *path) {
  return path->is_key && path->name && suspect_text(path->name, finding_name_length(path), false);
}

static void finding_append_path(sqlite3_str *out, const Path *path) {
  if (path->parent) finding_append_path(out, path->parent);
  if (path->name == NULL) {
    sqlite3_str_appendf(out, ".%llu.member", (unsigned long long)path->index);
    return;
  }
  if (path->parent) sqlite3_str_appendchar(out, 1, '.');
  if (finding_is_secret_key(path)) {
    sqlite3_str_appendall(out, "***");
    return;
  }
  size_t length = finding_name_length(path);
  /* After an empty name there is a NUL, or the quote of its JSON. */
  bool lower = !path->is_key && path->name[0] >= 'A' && path->name[0] <= 'Z';
  if (lower) sqlite3_str_appendchar(out, 1, (char)(path->name[0] + ('a' - 'A')));
  message_append(out, path->name + lower, length - lower, NAME_POINTS_MAX - lower);
}

/* Writes the pointer at *z, which goes on behind it. Returns whether the place is still one of the document, and
** what is in it can be led to. */
static bool finding_write_pointer(const Path *path, char **z) {
  if (path->parent && !finding_write_pointer(path->parent, z)) return false;
  if (path->is_embedded || finding_is_secret_key(path)) return false;
  *(*z)++ = '/';
  if (path->name == NULL) {
    sqlite3_snprintf(POINTER_INDEX_SIZE, *z, "%llu", (unsigned long long)path->index - 1);
    *z += strlen(*z);
    return true;
  }
  const char *from = path->name, *end = from + finding_name_length(path);
  for (; from < end; from++) {
    bool is_escaped = *from == '~' || *from == '/';
    if (is_escaped) *(*z)++ = '~';
    *(*z)++ = is_escaped ? *from == '~' ? '0' : '1' : *from;
  }
  return true;
}

char *path_pointer(const Path *path) {
  size_t size = 1;
  for (const Path *part = path; part; part = part->parent) {
    size += 1 + (part->name ? 2 * finding_name_length(part) : POINTER_INDEX_SIZE);
  }
  char *pointer = sqlite3_malloc64(size), *end = pointer;
  if (pointer == NULL) return NULL;
  finding_write_pointer(path, &end);
  *end = '\0';
  return pointer;
}

/* To be freed with sqlite3_free(); NULL: out of memory. */
static char *finding_path_text(const Path *path) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  finding_append_path(out, path);
  return message_finish(out);
}

/* Adds a finding of that kind, whose path and message are still to be set. Frees the text that the
** message shows. */
static void finding_add(Findings *findings, Finding finding, const Path *path, char *text) {
  char *place = finding_path_text(path), *pointer = path_pointer(path);
  char *message = text ? message_shown(text, strlen(text)) : NULL;
  sqlite3_free(text);
  if (findings->count == findings->capacity && !findings->out_of_memory) {
    size_t capacity = findings->capacity ? findings->capacity * 2 : 4;
    Finding *list = sqlite3_realloc64(findings->list, capacity * sizeof(*list));
    if (list) {
      findings->list = list;
      findings->capacity = capacity;
    } else {
      findings->out_of_memory = true;
    }
  }
  if (message == NULL || place == NULL || pointer == NULL || findings->out_of_memory) {
    findings->out_of_memory = true;
    sqlite3_free(message);
    sqlite3_free(place);
    sqlite3_free(pointer);
    return;
  }
  finding.path = place;
  finding.pointer = pointer;
  finding.message = message;
  findings->list[findings->count++] = finding;
}

static void finding_add_formatted(Findings *findings, Finding finding, const Path *path,
                                  const char *format, va_list arguments) {
  if (!findings_want(findings, RULE_SET(finding.rule))) return;
  finding_add(findings, finding, path, sqlite3_vmprintf(format, arguments));
}

void findings_add(Findings *findings, Severity severity, Rule rule, const Path *path,
                  const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  finding_add_formatted(findings, (Finding){.severity = severity, .rule = rule}, path, format,
                        arguments);
  va_end(arguments);
}

void findings_add_exception(Findings *findings, const char *exception, Rule rule, const Path *path,
                            const char *format, ...) {
  Finding finding = {.severity = SEVERITY_ERROR, .exception = exception, .rule = rule};
  va_list arguments;
  va_start(arguments, format);
  finding_add_formatted(findings, finding, path, format, arguments);
  va_end(arguments);
}

void findings_add_verbatim(Findings *findings, Rule rule, const Path *path, const char *message) {
  if (!findings_want(findings, RULE_SET(rule))) return;
  Finding finding = {.severity = SEVERITY_ERROR, .verbatim = true, .rule = rule};
  finding_add(findings, finding, path, sqlite3_mprintf("%s", message));
}

/* Of whatever member: as a value like others, or as prose. */
static bool finding_tells_secret(const char *value, size_t length) {
  return url_tells_secret(value, length, false) || url_tells_secret(value, length, true);
}

/* What is given as SecretArn and is no ARN may be the secret itself. */
static bool finding_is_misplaced(const Path *path, const char *value, size_t length) {
  return length > 0 && span_is((Span){path->name, finding_name_length(path)}, "SecretArn") &&
         !span_begins_with((Span){value, length}, "arn:");
}

/* The value in quotes. What tells a secret is not shown, nor is malformed UTF-8. */
static void finding_append_value(sqlite3_str *out, const Path *path, const char *value,
                                 size_t length) {
  if (text_malformed(value, length) < length || finding_tells_secret(value, length)) return;
  if (finding_is_misplaced(path, value, length)) return;
  sqlite3_str_appendall(out, " '");
  message_append(out, value, length, VALUE_POINTS_MAX);
  sqlite3_str_appendchar(out, 1, '\'');
}

/* "Value 'value' at 'path' failed to satisfy constraint: Member must ..." */
static void finding_add_constraint(Findings *findings, Rule rule, const Path *path,
                                   const char *value, size_t length, const char *format,
                                   va_list arguments) {
  if (!findings_want(findings, RULE_SET(rule))) return;
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendall(out, "Value");
  if (value) finding_append_value(out, path, value, length);
  sqlite3_str_appendall(out, " at '");
  finding_append_path(out, path);
  sqlite3_str_appendall(out, "' failed to satisfy constraint: ");
  sqlite3_str_vappendf(out, format, arguments);
  Finding finding = {.severity = SEVERITY_ERROR, .rule = rule};
  finding_add(findings, finding, path, sqlite3_str_finish(out));
}

void findings_add_constraint(Findings *findings, Rule rule, const Path *path, const char *format,
                             ...) {
  va_list arguments;
  va_start(arguments, format);
  finding_add_constraint(findings, rule, path, NULL, 0, format, arguments);
  va_end(arguments);
}

void findings_add_value_constraint(Findings *findings, Rule rule, const Path *path,
                                   const char *value, size_t length, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  finding_add_constraint(findings, rule, path, value, length, format, arguments);
  va_end(arguments);
}

void findings_add_null(Findings *findings, const Path *path) {
  char *place = finding_path_text(path);
  if (place == NULL) findings->out_of_memory = true;
  findings_add(findings, SEVERITY_ERROR, RULE_REQUIRED, path,
               "Value null at '%s' failed to satisfy constraint: Member must not be null", place);
  sqlite3_free(place);
}

/* The service checks a request's form first, and only a well-formed request gets one of its own
** refusals, which then is the whole message. */
static char *finding_verbatim_message(const Findings *findings) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  for (size_t i = 0; i < findings->count; i++) {
    if (i > 0) sqlite3_str_appendchar(out, 1, ' ');
    sqlite3_str_appendall(out, findings->list[i].message);
  }
  return sqlite3_str_finish(out);
}

char *findings_message(const Findings *findings) {
  size_t count = findings->count, verbatim = 0;
  for (size_t i = 0; i < count; i++) verbatim += findings->list[i].verbatim;
  if (verbatim == count) return finding_verbatim_message(findings);
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "%llu validation error%s detected: ", (unsigned long long)count,
                      count == 1 ? "" : "s");
  for (size_t i = 0; i < count && i < MESSAGE_FINDINGS_MAX; i++) {
    const Finding *finding = &findings->list[i];
    sqlite3_str_appendall(out, i > 0 ? "; " : "");
    /* A warning does not say by itself where it is. */
    if (finding->severity == SEVERITY_WARNING) {
      sqlite3_str_appendf(out, "Value at '%s' failed strict validation: ", finding->path);
    }
    sqlite3_str_appendall(out, finding->message);
  }
  if (count > MESSAGE_FINDINGS_MAX) {
    sqlite3_str_appendf(out, "; and %llu more", (unsigned long long)(count - MESSAGE_FINDINGS_MAX));
  }
  return sqlite3_str_finish(out);
}

#undef MESSAGE_FINDINGS_MAX
#undef NAME_POINTS_MAX
#undef POINTER_INDEX_SIZE
#undef VALUE_POINTS_MAX
