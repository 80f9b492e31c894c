/* SPDX-License-Identifier: MIT */
#include "model/connection.h"

#include <string.h>

bool member_equal(const MemberValue *a, const MemberValue *b) {
  if (a->present != b->present) return false;
  if (!a->present) return true;
  if (a->text == NULL) return a->number == b->number;
  return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

bool member_is(const MemberValue *value, const char *text) {
  return value->present && value->length == strlen(text) &&
         memcmp(value->text, text, value->length) == 0;
}
