/* SPDX-License-Identifier: MIT */
#include "model/rules.h"

#include "text/span.h"

static const char *const rule_names[RULE_COUNT] = {
#define X(id, name) name,
    GLUE_RULES(X)
#undef X
};

const char *rule_name(Rule rule) {
  return rule_names[rule];
}

Rule rule_find(const char *name, size_t length) {
  const Span sought = {name, length};
  for (int i = 0; i < RULE_COUNT; i++) {
    if (length && *rule_names[i] == *name && span_is(sought, rule_names[i])) return (Rule)i;
  }
  return RULE_COUNT;
}
