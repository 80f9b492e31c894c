/* SPDX-License-Identifier: MIT */
#include "model/observed.h"

#include <stdlib.h>
#include <string.h>

#include "json/json_walk.h"

/* The form of the document itself. (What is unknown within the answer has been taken out before.) */
#define OBSERVED_ERRORS                                                                            \
  (RULE_SET(RULE_TYPE) | RULE_SET(RULE_REQUIRED) | RULE_SET(RULE_JSON) |                           \
   RULE_SET(RULE_DUPLICATE_KEY) | RULE_SET(RULE_UNKNOWN_MEMBER) | RULE_SET(RULE_SEALED_VALUE))

/* What the API's shapes of today have no room for. */
#define OBSERVED_NEWER                                                                             \
  (RULE_SET(RULE_LENGTH) | RULE_SET(RULE_PATTERN) | RULE_SET(RULE_RANGE) |                         \
   RULE_SET(RULE_ENUMERATION) | RULE_SET(RULE_MAP_KEY) | RULE_SET(RULE_CONNECTION_TYPE))

#define OBSERVED_TEXTS_MAX 500

RuleSet observed_rules(RuleSet wanted) {
  return wanted & RULE_SET(RULE_NEWER_THAN_KNOWN) ? wanted | OBSERVED_NEWER : wanted;
}

/* The place of a row is what the table says; what it is called and is may be newer, but is there. */
static bool observed_is_error(const Connection *connection, const Finding *finding) {
  const char *path = finding->path;
  if (OBSERVED_ERRORS & RULE_SET(finding->rule)) return true;
  if (strcmp(path, "catalogId") == 0 || strcmp(path, "region") == 0) return true;
  if (finding->rule != RULE_LENGTH) return false;
  if (strcmp(path, "connectionInput.name") == 0) return !connection->member[COLUMN_NAME].length;
  return strcmp(path, "connectionInput.connectionType") == 0 &&
         !connection->member[COLUMN_CONNECTION_TYPE].length;
}

/* "Value 'x' at 'path' failed ...", as the known shapes have it. */
static bool observed_rename(Finding *finding) {
  char *message = sqlite3_mprintf("Kept as the service answered it, which is newer than this "
                                  "version of glue_connections: %s",
                                  finding->message);
  if (message == NULL) return false;
  sqlite3_free(finding->message);
  finding->message = message;
  finding->rule = RULE_NEWER_THAN_KNOWN;
  return true;
}

/* Keeps the findings of which that is true, in their order. */
static void observed_filter(Findings *findings, bool (*keeps)(const Finding *, void *),
                            void *context) {
  size_t kept = 0;
  for (size_t i = 0; i < findings->count; i++) {
    Finding *finding = &findings->list[i];
    if (keeps(finding, context)) {
      findings->list[kept++] = *finding;
    } else {
      finding_free(finding);
    }
  }
  findings->count = kept;
}

/* An answer may have no properties, as requests need them. */
static bool observed_is_possible(const Finding *finding, void *ignored) {
  (void)ignored;
  return finding->rule != RULE_REQUIRED ||
         strcmp(finding->path, "connectionInput.connectionProperties") != 0;
}

void observed_soften(const Connection *connection, Findings *findings) {
  if (!connection->member[COLUMN_CONNECTION_PROPERTIES].present) {
    observed_filter(findings, observed_is_possible, NULL);
  }
  for (size_t i = 0; i < findings->count; i++) {
    Finding *finding = &findings->list[i];
    if (finding->severity == SEVERITY_WARNING || observed_is_error(connection, finding)) continue;
    finding->severity = SEVERITY_WARNING;
    bool is_newer = (OBSERVED_NEWER & RULE_SET(finding->rule)) != 0;
    if (is_newer && !observed_rename(finding)) findings->out_of_memory = true;
  }
}

static bool observed_refuses(const Finding *finding, void *ignored) {
  (void)ignored;
  return finding->severity == SEVERITY_ERROR;
}

void observed_drop_warnings(Findings *findings) {
  observed_filter(findings, observed_refuses, NULL);
}

/* ---- what has been known before ---- */

/* The token after the slash at z, which then is at the next one. */
static Span observed_token(const char **z) {
  const char *from = *z + 1;
  *z = from + strcspn(from, "/");
  return span_of(from, *z);
}

static Span observed_child(Span container, Span token) {
  JsonWalk walk;
  bool is_list = json_walk_type(container) == JSON_ARRAY;
  unsigned long long index = strtoull(token.text, NULL, 10);
  if (!is_list) return json_walk_find(container, token);
  for (json_walk_open(&walk, container); walk.value.text && walk.index < index;) {
    json_walk_next(&walk);
  }
  return walk.value;
}

/* The text in a request to which a finding's pointer leads; absent where it leads to none. (A token with an escape
** leads to what is not there.) What only an answer has is short, and stands in the message. */
static Span observed_text(const Connection *connection, const char *pointer) {
  ColumnId id = COLUMN_COUNT;
  while (id == COLUMN_COUNT && *pointer == '/') {
    Span token = observed_token(&pointer);
    id = column_find(token, MEMBER_OF_REQUEST | MEMBER_OF_INPUT);
  }
  if (id == COLUMN_COUNT || !connection->member[id].present) return span_absent;
  const MemberValue *value = &connection->member[id];
  Span found = {value->text, value->length};
  if (columns[id].kind != KIND_JSON) return found; /* of a number, absent */
  while (*pointer == '/' && found.text) found = observed_child(found, observed_token(&pointer));
  return json_walk_type(found) == JSON_STRING ? found : span_absent;
}

/* Findings in which others are looked for. Both come from the same walk, so that what is looked for is mostly the
** one after the last that was found. */
typedef struct ObservedKnown {
  const Connection *connection, *stored;
  const Findings *findings;
  size_t next;
  size_t looked_up; /* texts */
} ObservedKnown;

/* The same text, or none on either side: of what a message does not show, the end of a long one and secrets. Where
** there are more findings than any answer of the API has, so that looking them up would take its time, words do. */
static bool observed_is_same(ObservedKnown *known, const char *pointer) {
  if (known->looked_up == OBSERVED_TEXTS_MAX) return true;
  known->looked_up++;
  Span text = observed_text(known->connection, pointer);
  Span stored = observed_text(known->stored, pointer);
  if (text.text == NULL || stored.text == NULL) return text.text == stored.text;
  return text.length == stored.length && memcmp(text.text, stored.text, text.length) == 0;
}

static bool observed_is_new(const Finding *finding, void *context) {
  ObservedKnown *known = context;
  for (size_t i = 0; i < known->findings->count; i++) {
    size_t at = (known->next + i) % known->findings->count;
    const Finding *other = &known->findings->list[at];
    if (other->rule != finding->rule || strcmp(other->pointer, finding->pointer) != 0 ||
        strcmp(other->message, finding->message) != 0) {
      continue;
    }
    known->next = at + 1;
    return !observed_is_same(known, finding->pointer);
  }
  return true;
}

void observed_drop_known(Findings *findings, const Connection *connection, const Findings *known,
                         const Connection *stored) {
  ObservedKnown context = {connection, stored, known, 0, 0};
  observed_filter(findings, observed_is_new, &context);
}

#undef OBSERVED_ERRORS
#undef OBSERVED_NEWER
#undef OBSERVED_TEXTS_MAX
