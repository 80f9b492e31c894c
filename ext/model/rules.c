/* SPDX-License-Identifier: MIT */
#include "model/rules.h"

#include <string.h>

static const char *const rule_names[RULE_COUNT] = {
#define X(id, name) name,
    GLUE_RULES(X)
#undef X
};

const char *rule_name(Rule rule) {
  return rule_names[rule];
}

Rule rule_find(const char *name, size_t length) {
  for (int i = 0; i < RULE_COUNT; i++) {
    if (strlen(rule_names[i]) == length && memcmp(rule_names[i], name, length) == 0) return (Rule)i;
  }
  return RULE_COUNT;
}
