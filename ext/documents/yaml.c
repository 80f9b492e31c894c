/* SPDX-License-Identifier: MIT */
/*
** YAML as JSON, event by event: no tree is built. An alias is a copy of the JSON that its anchor has
** become, so all of them together are bounded; so is a key <<, which merges other mappings into its own.
*/
#include "documents/yaml.h"

#ifdef GLUE_NO_YAML

bool yaml_to_json(Span text, Buffer *json, YamlError *error) {
  (void)text;
  (void)json;
  *error = (YamlError){"this build has no libyaml, and reads no YAML; convert it to JSON", 1};
  return false;
}

#else

#include <string.h>
#include <yaml.h>

#include "documents/lookup.h"
#include "json/json_walk.h"
#include "sqlite.h"

/* Bytes that all aliases of a text may become. */
#define YAML_ALIASES_MAX 4194304
#define YAML_ANCHORS_MAX 1000
#define YAML_TOO_MUCH "its aliases stand for more than 4 MB"
#define YAML_FOREIGN "it has a tag that is no template's, as a directive %TAG makes them"

typedef struct YamlAnchor {
  char *name;        /* owned */
  size_t start, end; /* in the JSON; end 0: not complete */
} YamlAnchor;

/* A mapping or a sequence that is open. */
typedef struct YamlFrame {
  bool is_mapping, wants_key;
  bool is_wrapped; /* it is the argument of a function: one more brace ends it */
  bool merges;     /* << is among its keys */
  size_t start;    /* in the JSON */
  size_t anchor;   /* its number from 1; 0: it has none */
  size_t members;  /* or elements, so far */
} YamlFrame;

typedef struct Yaml {
  yaml_parser_t parser;
  Buffer *json;
  size_t line;          /* in the JSON, from 0 */
  size_t length;        /* of the text, */
  const char *at, *end; /* in which: what has been counted, */
  size_t index;         /* in characters, */
  size_t text_line;     /* and in lines: the parser takes other characters for ends of lines too */
  size_t depth;         /* of the JSON: a function counts */
  YamlFrame frame[JSON_DEPTH_MAX];
  size_t frames;
  YamlAnchor *anchors; /* owned; YAML_ANCHORS_MAX of them at most, made at the first */
  size_t anchor_count;
  size_t aliased; /* bytes that aliases have become */
  YamlError *error;
} Yaml;

static bool yaml_fail(Yaml *yaml, const char *reason, size_t line) {
  *yaml->error = (YamlError){reason, line + 1};
  return false;
}

static YamlFrame *yaml_top(Yaml *yaml) {
  return yaml->frames ? &yaml->frame[yaml->frames - 1] : NULL;
}

static bool yaml_at_key(Yaml *yaml) {
  YamlFrame *top = yaml_top(yaml);
  return top && top->is_mapping && top->wants_key;
}

/* The line of a place in the text, from 0. The places come in order. */
static size_t yaml_line(Yaml *yaml, yaml_mark_t mark) {
  for (; yaml->index < mark.index && yaml->at < yaml->end; yaml->index++) {
    yaml->text_line += *yaml->at++ == '\n';
    while (yaml->at < yaml->end && ((unsigned char)*yaml->at & 0xc0) == 0x80) yaml->at++;
  }
  return yaml->text_line;
}

/* The line of what the parser does not take. A character that cannot be read has no mark, but a place in bytes, at
** or behind what has been counted. */
static size_t yaml_problem_line(Yaml *yaml) {
  const yaml_parser_t *parser = &yaml->parser;
  if (parser->error != YAML_READER_ERROR) return yaml_line(yaml, parser->problem_mark);
  size_t line = yaml->text_line, ahead = (size_t)(yaml->end - yaml->at);
  size_t left = yaml->length - parser->problem_offset;
  for (size_t i = 0; i + left < ahead; i++) line += yaml->at[i] == '\n';
  return line;
}

/* ---- anchors ---- */

/* Notes where the value of an anchor begins; *number is 0 where there is none. */
static bool yaml_begin_anchor(Yaml *yaml, const char *name, size_t line, size_t *number) {
  *number = 0;
  if (name == NULL) return true;
  if (yaml->anchors == NULL) {
    yaml->anchors = sqlite3_malloc64(YAML_ANCHORS_MAX * sizeof(*yaml->anchors));
  }
  char *copy = sqlite3_mprintf("%s", name);
  if (yaml->anchors == NULL || copy == NULL) {
    sqlite3_free(copy);
    yaml->json->out_of_memory = true;
    return false;
  }
  if (yaml->anchor_count == YAML_ANCHORS_MAX) {
    sqlite3_free(copy);
    return yaml_fail(yaml, "it has more than 1,000 anchors", line);
  }
  yaml->anchors[yaml->anchor_count++] = (YamlAnchor){copy, yaml->json->length, 0};
  *number = yaml->anchor_count;
  return true;
}

static void yaml_end_anchor(Yaml *yaml, size_t number) {
  if (number) yaml->anchors[number - 1].end = yaml->json->length;
}

/* The one of that name that was set last, or NULL. */
static const YamlAnchor *yaml_find_anchor(const Yaml *yaml, const char *name) {
  for (size_t i = yaml->anchor_count; i > 0; i--) {
    if (strcmp(yaml->anchors[i - 1].name, name) == 0) return &yaml->anchors[i - 1];
  }
  return NULL;
}

/* ---- values ---- */

/* What stands before a value: the ends of lines up to its own, and a comma. */
static void yaml_before_value(Yaml *yaml, size_t line) {
  YamlFrame *top = yaml_top(yaml);
  bool in_order = top && (!top->is_mapping || top->wants_key);
  if (in_order && top->members++ > 0) buffer_append(yaml->json, ",", 1);
  if (!in_order && top) return; /* the value of a key */
  for (; yaml->line < line; yaml->line++) buffer_append(yaml->json, "\n", 1);
}

static void yaml_after_value(Yaml *yaml) {
  YamlFrame *top = yaml_top(yaml);
  if (top && top->is_mapping) {
    if (top->wants_key) buffer_append(yaml->json, ":", 1);
    top->wants_key = !top->wants_key;
  }
}

/* A tag that a directive has made of !Ref, or of any other, is no function any more. */
static bool yaml_is_foreign(const yaml_char_t *tag) {
  static const char own[] = "tag:yaml.org,2002:";
  return tag && *tag != '!' && strncmp((const char *)tag, own, sizeof(own) - 1) != 0;
}

/* Writes the beginning of a function where the tag is one: !Ref. Returns whether it is. */
static bool yaml_begin_function(Yaml *yaml, const char *tag) {
  if (tag == NULL || tag[0] != '!' || tag[1] == '\0') return false;
  const char *name = tag + 1;
  size_t length = strlen(name);
  if (strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:") != length) {
    return false;
  }
  bool is_whole =
      strcmp(name, "Ref") == 0 || strcmp(name, "Condition") == 0 || strncmp(name, "Fn::", 4) == 0;
  buffer_append_text(yaml->json, is_whole ? "{\"" : "{\"Fn::");
  buffer_append(yaml->json, name, length);
  buffer_append_text(yaml->json, "\":");
  return true;
}

static bool yaml_is_null(const yaml_event_t *event) {
  static const char *const words[] = {"", "~", "null", "Null", "NULL"};
  if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || event->data.scalar.tag) return false;
  for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
    if (strcmp((const char *)event->data.scalar.value, words[i]) == 0) return true;
  }
  return false;
}

/* The key << as it stands in the JSON of a mapping that is open, where no other key is written so. */
static const char yaml_merge_key[] = "\\u003c<";

static bool yaml_is_merge(const yaml_event_t *event) {
  return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && event->data.scalar.tag == NULL &&
         strcmp((const char *)event->data.scalar.value, "<<") == 0;
}

static bool yaml_scalar(Yaml *yaml, const yaml_event_t *event, size_t line) {
  size_t anchor;
  bool is_key = yaml_at_key(yaml);
  if (yaml_is_foreign(event->data.scalar.tag)) return yaml_fail(yaml, YAML_FOREIGN, line);
  yaml_before_value(yaml, line);
  if (!yaml_begin_anchor(yaml, (const char *)event->data.scalar.anchor, line, &anchor))
    return false;
  bool is_function = !is_key && yaml_begin_function(yaml, (const char *)event->data.scalar.tag);
  if (!is_key && !is_function && yaml_is_null(event)) {
    buffer_append_text(yaml->json, "null");
  } else if (is_key && yaml_is_merge(event)) {
    buffer_append_text(yaml->json, "\"");
    buffer_append_text(yaml->json, yaml_merge_key);
    buffer_append_text(yaml->json, "\"");
    yaml_top(yaml)->merges = true;
  } else {
    buffer_append_string(yaml->json,
                         (Span){(const char *)event->data.scalar.value, event->data.scalar.length});
  }
  if (is_function) buffer_append(yaml->json, "}", 1);
  yaml_end_anchor(yaml, anchor);
  yaml_after_value(yaml);
  return true;
}

static bool yaml_alias(Yaml *yaml, const yaml_event_t *event, size_t line) {
  const YamlAnchor *anchor = yaml_find_anchor(yaml, (const char *)event->data.alias.anchor);
  if (anchor == NULL) return yaml_fail(yaml, "it has an alias without an anchor", line);
  if (anchor->end == 0) return yaml_fail(yaml, "it has an alias within its own anchor", line);
  size_t length = anchor->end - anchor->start;
  yaml->aliased += length;
  if (yaml->aliased > YAML_ALIASES_MAX) return yaml_fail(yaml, YAML_TOO_MUCH, line);
  yaml_before_value(yaml, line);
  Buffer copy = {.text = NULL}; /* the JSON may move while it grows */
  buffer_append(&copy, yaml->json->text + anchor->start, length);
  yaml->json->out_of_memory |= copy.out_of_memory;
  if (yaml_at_key(yaml) && copy.length && *copy.text != '"') {
    buffer_free(&copy);
    return yaml_fail(yaml, "it has a key that is no text", line);
  }
  for (size_t i = 0; i < copy.length; i++) { /* the lines go on from here */
    if (copy.text[i] == '\n') copy.text[i] = ' ';
  }
  buffer_append_span(yaml->json, buffer_span(&copy));
  buffer_free(&copy);
  yaml_after_value(yaml);
  return true;
}

static bool yaml_begin(Yaml *yaml, bool is_mapping, const yaml_char_t *anchor_name,
                       const yaml_char_t *tag, size_t line) {
  size_t anchor;
  if (yaml_at_key(yaml)) return yaml_fail(yaml, "it has a key that is no text", line);
  if (yaml_is_foreign(tag)) return yaml_fail(yaml, YAML_FOREIGN, line);
  yaml_before_value(yaml, line);
  if (!yaml_begin_anchor(yaml, (const char *)anchor_name, line, &anchor)) return false;
  bool is_function = yaml_begin_function(yaml, (const char *)tag);
  yaml->depth += is_function ? 2 : 1;
  if (yaml->depth > JSON_DEPTH_MAX) return yaml_fail(yaml, "it goes deeper than 64 levels", line);
  yaml->frame[yaml->frames++] = (YamlFrame){.is_mapping = is_mapping,
                                            .wants_key = is_mapping,
                                            .is_wrapped = is_function,
                                            .start = yaml->json->length,
                                            .anchor = anchor};
  buffer_append(yaml->json, is_mapping ? "{" : "[", 1);
  return true;
}

/* ---- merge keys ---- */

/* Whether a value is what << takes: a mapping, or a list of such. */
static bool yaml_merges(Span value) {
  JsonWalk walk;
  if (json_walk_type(value) != JSON_ARRAY) return json_walk_type(value) == JSON_OBJECT;
  for (json_walk_open(&walk, value); walk.value.text; json_walk_next(&walk)) {
    if (json_walk_type(walk.value) != JSON_OBJECT) return false;
  }
  return true;
}

/* Whether it is a member that << has made. */
static bool yaml_is_merged(const JsonWalk *member) {
  return span_is(member->key, yaml_merge_key) && yaml_merges(member->value);
}

/* Calls for each mapping that << takes. */
typedef void (*YamlSource)(Span mapping, Lookup *members, Buffer *merged);

static void yaml_each_source(Span mapping, YamlSource call, Lookup *members, Buffer *merged) {
  JsonWalk member, source;
  for (json_walk_open(&member, mapping); member.value.text; json_walk_next(&member)) {
    if (!yaml_is_merged(&member)) continue;
    if (json_walk_type(member.value) == JSON_OBJECT) call(member.value, members, merged);
    if (json_walk_type(member.value) != JSON_ARRAY) continue;
    for (json_walk_open(&source, member.value); source.value.text; json_walk_next(&source)) {
      call(source.value, members, merged);
    }
  }
}

static void yaml_note_source(Span mapping, Lookup *members, Buffer *merged) {
  JsonWalk walk;
  (void)merged;
  for (json_walk_open(&walk, mapping); walk.value.text; json_walk_next(&walk)) {
    lookup_add(members, yaml_merge_key, walk.key, walk.value);
  }
}

/* What stands in the mapping itself holds, and then the first that has it. */
static void yaml_append_source(Span mapping, Lookup *members, Buffer *merged) {
  JsonWalk walk;
  for (json_walk_open(&walk, mapping); walk.value.text; json_walk_next(&walk)) {
    const LookupEntry *first = lookup_find(members, yaml_merge_key, walk.key);
    if (lookup_find(members, NULL, walk.key)) continue;
    if (first == NULL || first->value.text != walk.value.text) continue;
    buffer_append(merged, ",\"", 2);
    buffer_append_span(merged, walk.key);
    buffer_append(merged, "\":", 2);
    buffer_append_span(merged, walk.value);
  }
}

/* The members of the JSON that << merges into a mapping, each behind a comma. */
static void yaml_append_merged(Yaml *yaml, Span mapping, Buffer *merged) {
  Lookup members = {.entry = NULL};
  JsonWalk walk;
  for (json_walk_open(&walk, mapping); walk.value.text; json_walk_next(&walk)) {
    if (!yaml_is_merged(&walk)) lookup_add(&members, NULL, walk.key, walk.value);
  }
  yaml_each_source(mapping, yaml_note_source, &members, NULL);
  yaml_each_source(mapping, yaml_append_source, &members, merged);
  for (size_t i = 0; i < merged->length; i++) {
    if (merged->text[i] == '\n') merged->text[i] = ' ';
  }
  yaml->json->out_of_memory |= members.out_of_memory || merged->out_of_memory;
  lookup_free(&members);
}

/* Makes space of a piece of the JSON. The ends of lines stay, and so does the place of all else. */
static void yaml_blank(Yaml *yaml, const char *from, const char *end) {
  for (char *z = yaml->json->text + (from - yaml->json->text); z < end; z++) {
    if (*z != '\n') *z = ' ';
  }
}

/* Takes the members that are << out of a mapping that is complete. Returns whether others are left. */
static bool yaml_take_merges(Yaml *yaml, Span mapping) {
  const char *from = NULL, *last = mapping.text + 1; /* what is taken out, the end of what is not */
  bool any = false;
  JsonWalk walk;
  for (json_walk_open(&walk, mapping); walk.value.text; json_walk_next(&walk)) {
    const char *key = walk.key.text - 1;
    bool is_merged = yaml_is_merged(&walk);
    if (from) yaml_blank(yaml, from, key);
    from = is_merged ? key : NULL;
    if (is_merged) continue;
    any = true;
    last = span_end(walk.value);
    if (span_is(walk.key, yaml_merge_key)) { /* of no mapping: a key like any other */
      memcpy(yaml->json->text + (key - yaml->json->text), "\"<<\"     ", walk.key.length + 2);
    }
  }
  if (from) yaml_blank(yaml, last, span_end(mapping) - 1);
  return any;
}

/* Whether an anchor stands in what a mapping merges: its place would be lost. */
static bool yaml_merges_anchor(const Yaml *yaml, Span mapping) {
  size_t start = (size_t)(mapping.text - yaml->json->text);
  JsonWalk walk;
  for (json_walk_open(&walk, mapping); walk.value.text; json_walk_next(&walk)) {
    size_t from = (size_t)(walk.value.text - yaml->json->text);
    if (!yaml_is_merged(&walk)) continue;
    for (size_t i = yaml->anchor_count; i > 0 && yaml->anchors[i - 1].start > start; i--) {
      size_t at = yaml->anchors[i - 1].start;
      if (at >= from && at < from + walk.value.length) return true;
    }
  }
  return false;
}

/* Carries out the keys << of a mapping, which ends with the JSON. */
static bool yaml_merge(Yaml *yaml, size_t start, size_t line) {
  Buffer *json = yaml->json, merged = {.text = NULL};
  if (json->out_of_memory) return false;
  Span mapping = {json->text + start, json->length - start};
  if (yaml_merges_anchor(yaml, mapping)) {
    return yaml_fail(yaml, "it has an anchor in what a key << merges", line);
  }
  yaml_append_merged(yaml, mapping, &merged);
  yaml->aliased += merged.length;
  bool any = yaml_take_merges(yaml, mapping);
  buffer_cut(json, json->length - 1);
  Span members = buffer_text(&merged);
  buffer_append_span(json, any || members.length == 0 ? members : span_after(members, 1));
  buffer_append(json, "}", 1);
  buffer_free(&merged);
  if (yaml->aliased > YAML_ALIASES_MAX) return yaml_fail(yaml, YAML_TOO_MUCH, line);
  return true;
}

static bool yaml_end(Yaml *yaml, size_t line) {
  YamlFrame frame = yaml->frame[--yaml->frames];
  buffer_append_text(yaml->json, frame.is_mapping ? "}" : "]");
  if (frame.merges && !yaml_merge(yaml, frame.start, line)) return false;
  if (frame.is_wrapped) buffer_append(yaml->json, "}", 1);
  yaml->depth -= frame.is_wrapped ? 2 : 1;
  yaml_end_anchor(yaml, frame.anchor);
  yaml_after_value(yaml);
  return true;
}

/* ---- the text ---- */

static bool yaml_event(Yaml *yaml, const yaml_event_t *event) {
  size_t line = yaml_line(yaml, event->start_mark);
  switch (event->type) {
  case YAML_SCALAR_EVENT: return yaml_scalar(yaml, event, line);
  case YAML_ALIAS_EVENT: return yaml_alias(yaml, event, line);
  case YAML_SEQUENCE_START_EVENT:
    return yaml_begin(yaml, false, event->data.sequence_start.anchor,
                      event->data.sequence_start.tag, line);
  case YAML_MAPPING_START_EVENT:
    return yaml_begin(yaml, true, event->data.mapping_start.anchor, event->data.mapping_start.tag,
                      line);
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT: return yaml_end(yaml, line);
  case YAML_DOCUMENT_END_EVENT: buffer_append(yaml->json, " ", 1); return true;
  default: return true;
  }
}

static bool yaml_parse(Yaml *yaml) {
  for (;;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&yaml->parser, &event)) {
      if (yaml->parser.error == YAML_MEMORY_ERROR) {
        yaml->json->out_of_memory = true;
        return false;
      }
      const char *problem = yaml->parser.problem;
      return yaml_fail(yaml, problem ? problem : "it is malformed", yaml_problem_line(yaml));
    }
    bool is_end = event.type == YAML_STREAM_END_EVENT;
    bool ok = yaml_event(yaml, &event);
    yaml_event_delete(&event);
    if (!ok || yaml->json->out_of_memory) return false;
    if (is_end) return true;
  }
}

bool yaml_to_json(Span text, Buffer *json, YamlError *error) {
  Yaml *yaml = sqlite3_malloc64(sizeof(*yaml));
  if (yaml == NULL) {
    json->out_of_memory = true;
    return false;
  }
  memset(yaml, 0, sizeof(*yaml));
  yaml->json = json;
  yaml->error = error;
  yaml->length = text.length;
  yaml->at = text.text;
  yaml->end = text.text + text.length;
  bool ok = yaml_parser_initialize(&yaml->parser);
  if (ok) {
    yaml_parser_set_encoding(&yaml->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&yaml->parser, (const unsigned char *)text.text, text.length);
    ok = yaml_parse(yaml);
  } else {
    json->out_of_memory = true;
  }
  yaml_parser_delete(&yaml->parser);
  for (size_t i = 0; i < yaml->anchor_count; i++) sqlite3_free(yaml->anchors[i].name);
  sqlite3_free(yaml->anchors);
  sqlite3_free(yaml);
  return ok;
}

#undef YAML_ALIASES_MAX
#undef YAML_FOREIGN
#undef YAML_TOO_MUCH
#undef YAML_ANCHORS_MAX

#endif
