/* SPDX-License-Identifier: MIT */
/*
** References in strings: where each kind ends, what is no reference, and that a walk over any text takes
** time in proportion to its length.
*/
#include <string.h>
#include <time.h>

#include "check.h"
#include "text/reference.h"

static bool span_holds(Span span, const char *text) {
  return span.length == strlen(text) &&
         (span.length == 0 || memcmp(span.text, text, span.length) == 0);
}

/* The text begins with this reference. */
static void check_reads(const char *text, const char *whole, ReferenceKind kind, const char *head,
                        const char *argument) {
  Reference r = {.kind = REFERENCE_VARIABLE};
  bool found = reference_at(text, text + strlen(text), &r);
  bool ok = found && span_holds(r.whole, whole) && r.kind == kind && span_holds(r.head, head) &&
            span_holds(r.argument, argument);
  if (!ok) fprintf(stderr, "%s: %d %.*s\n", text, found, (int)r.whole.length, r.whole.text);
  CHECK(ok);
  CHECK(reference_length(text, text + strlen(text)) == strlen(whole));
  CHECK(reference_is_all(text, strlen(text)) ==
        (strlen(text) == strlen(whole) && kind != REFERENCE_VARIABLE));
}

static void check_whole(const char *text, ReferenceKind kind, const char *head,
                        const char *argument) {
  check_reads(text, text, kind, head, argument);
}

static void check_none(const char *text) {
  if (reference_length(text, text + strlen(text))) fprintf(stderr, "%s\n", text);
  CHECK(reference_length(text, text + strlen(text)) == 0);
}

static void kinds(void) {
  check_whole("{{resolve:ssm:/db/host}}", REFERENCE_RESOLVE, "resolve", "ssm:/db/host");
  check_whole("{{resolve:secretsmanager:${Ref:Secret}:SecretString:password}}", REFERENCE_RESOLVE,
              "resolve", "secretsmanager:${Ref:Secret}:SecretString:password");
  check_whole("${Ref:Database.Endpoint.Address}", REFERENCE_REF, "Ref",
              "Database.Endpoint.Address");
  check_whole("${Ref:AWS::Region}", REFERENCE_REF, "Ref", "AWS::Region");
  check_whole("${Select:[0,{\"Fn::GetAZs\":\"\"}]}", REFERENCE_FUNCTION, "Select",
              "[0,{\"Fn::GetAZs\":\"\"}]");
  check_whole("${ImportValue:\"net-subnet\"}", REFERENCE_FUNCTION, "ImportValue", "\"net-subnet\"");
  check_whole("${unknown:connection_properties.PASSWORD}", REFERENCE_UNKNOWN, "unknown",
              "connection_properties.PASSWORD");
  check_whole("${secret:PASSWORD}", REFERENCE_SECRET, "secret", "PASSWORD");
  check_whole("${terraform:aws_db_instance.x.endpoint}", REFERENCE_TERRAFORM, "terraform",
              "aws_db_instance.x.endpoint");
  check_whole("${Ref:Groups...}", REFERENCE_REF, "Ref", "Groups");
  check_whole("${GetAZs:\"\"...}", REFERENCE_FUNCTION, "GetAZs", "\"\"");
  check_whole("${terraform:var.groups...}", REFERENCE_TERRAFORM, "terraform", "var.groups");
  check_whole("${terraform:{for s in x : s.a => s.b...}}", REFERENCE_TERRAFORM, "terraform",
              "{for s in x : s.a => s.b...}");
  check_whole("${secret:a...}", REFERENCE_SECRET, "secret", "a...");
  check_whole("${Ref:...}", REFERENCE_REF, "Ref", "...");
  check_whole("${GetAZs:\"\"..}", REFERENCE_VARIABLE, "", "GetAZs:\"\"..");
  check_whole("${user}", REFERENCE_VARIABLE, "", "user");
  check_whole("{{name}}", REFERENCE_VARIABLE, "", "name");
  check_whole("${}", REFERENCE_VARIABLE, "", "");
  check_whole("{{}}", REFERENCE_VARIABLE, "", "");
  check_whole("${var.team}", REFERENCE_VARIABLE, "", "var.team");
}

static void ends(void) {
  check_reads("${Ref:A}x", "${Ref:A}", REFERENCE_REF, "Ref", "A");
  check_reads("${Ref:A}-${Ref:B}", "${Ref:A}", REFERENCE_REF, "Ref", "A");
  /* braces and quotes in the strings of JSON */
  check_whole("${If:[\"Prod\",\"a}b\",\"\\\"}\"]}", REFERENCE_FUNCTION, "If",
              "[\"Prod\",\"a}b\",\"\\\"}\"]");
  check_whole("${Sub:\"x${A}{\"}", REFERENCE_FUNCTION, "Sub", "\"x${A}{\"");
  /* and of Terraform, in which expressions stand again */
  check_whole("${terraform:{a = 1}[\"}\"]}", REFERENCE_TERRAFORM, "terraform", "{a = 1}[\"}\"]");
  check_whole("${terraform:f(\"a${g(\"}\")}b\")}", REFERENCE_TERRAFORM, "terraform",
              "f(\"a${g(\"}\")}b\")");
  check_whole("${terraform:\"$${ %%{ { \\\" %{ if x }a%{ endif }\"}", REFERENCE_TERRAFORM,
              "terraform", "\"$${ %%{ { \\\" %{ if x }a%{ endif }\"");
  check_whole("${terraform:x}", REFERENCE_TERRAFORM, "terraform", "x");
  /* a variable's braces are counted */
  check_reads("${a{b}c}d}", "${a{b}c}", REFERENCE_VARIABLE, "", "a{b}c");
}

/* What looks like one is a variable, which is sealed like any other password, or nothing. */
static void others(void) {
  const char *variables[] = {"${Ref:}",         "${Ref:a\"b}",   "${Ref:${A}}",     "${ref:A}",
                             "${Reff:A}",       "${Select:0,a}", "${Select:[0]x}",  "${Foo:\"x\"}",
                             "{{resolve:x} }",  "{{resolve}}",   "{{Resolve:x}}",   "{{resolve:}}",
                             "${unknown:}",     "${secret:}",    "${If:}",          "${a:b}",
                             "${terraformx:a}", "${Select:]}",   "${terraform:\"}", "${If:[\"}"};
  for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
    Reference r;
    const char *text = variables[i];
    CHECK(reference_at(text, text + strlen(text), &r) && r.kind == REFERENCE_VARIABLE &&
          r.whole.length == strlen(text));
    CHECK(!reference_is_all(text, strlen(text)));
  }
  const char *nothing[] = {"$",
                           "${",
                           "{",
                           "{{",
                           "{}",
                           "$x",
                           "$ {Ref:X}",
                           "{Ref:X}",
                           "${Ref:",
                           "${Ref:Open/x",
                           "{{resolve:a}",
                           "${If:[\"\\",
                           "${terraform:\"\\",
                           "x${Ref:A}",
                           "$${Ref:A}"};
  for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++) check_none(nothing[i]);
  CHECK(!reference_is_all("", 0));
  /* nothing but references, of any kinds */
  const char *several[] = {"${Ref:A}${Ref:B}", "{{resolve:x}}${Ref:A}${terraform:\"}\"}"};
  const char *mixed[] = {"${Ref:A} ${Ref:B}", "${Ref:A}${b}", "${b}${Ref:A}", "${Ref:A}${Ref:B"};
  for (size_t i = 0; i < 2; i++) CHECK(reference_is_all(several[i], strlen(several[i])));
  for (size_t i = 0; i < 4; i++) CHECK(!reference_is_all(mixed[i], strlen(mixed[i])));
  static const char zero[] = "${If:\0}";
  CHECK(reference_length(zero, &zero[7]) == 7); /* a variable: no NUL is JSON */
}

/* The text that is read ends where it is said to end. */
static void bounds(void) {
  const char text[] = "${terraform:\"a\"}";
  for (size_t n = 1; n < sizeof(text) - 1; n++) CHECK(reference_length(text, text + n) == 0);
  char deep[4 * REFERENCE_DEPTH_MAX];
  for (size_t depth = 1; depth <= REFERENCE_DEPTH_MAX + 2; depth++) {
    memset(deep, '{', sizeof(deep));
    memcpy(deep, "${", 2);
    memset(deep + 1 + depth, '}', depth);
    CHECK(reference_length(deep, deep + 1 + 2 * depth) ==
          (depth <= REFERENCE_DEPTH_MAX ? 1 + 2 * depth : 0));
  }
  static char longest[REFERENCE_LENGTH_MAX + 2];
  memset(longest, 'a', sizeof(longest));
  memcpy(longest, "${Ref:", 6);
  longest[REFERENCE_LENGTH_MAX - 1] = '}';
  CHECK(reference_length(longest, longest + sizeof(longest)) == REFERENCE_LENGTH_MAX);
  longest[REFERENCE_LENGTH_MAX - 1] = 'a';
  longest[REFERENCE_LENGTH_MAX] = '}';
  CHECK(reference_length(longest, longest + sizeof(longest)) == 0);
}

static void walk(void) {
  const char text[] = "a ${Ref:A}$b${user}{{resolve:x}}${ c";
  const char *expected[] = {"${Ref:A}", "${user}", "{{resolve:x}}"};
  Span all = {text, sizeof(text) - 1}, rest = all;
  Reference r;
  size_t count = 0;
  for (; reference_next(rest, &r); rest = span_of(span_end(r.whole), span_end(all))) {
    if (CHECK(count < 3)) CHECK(span_holds(r.whole, expected[count++]));
  }
  CHECK(count == 3);
}

static double seconds_for(const char *unit, size_t size) {
  static char text[1 << 20];
  size_t length = strlen(unit);
  for (size_t i = 0; i < size; i++) text[i] = unit[i % length];
  Span all = {text, size}, rest = all;
  Reference r;
  clock_t begin = clock();
  while (reference_next(rest, &r)) rest = span_of(span_end(r.whole), span_end(all));
  return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/* Texts made of nothing but beginnings. */
static void time_is_linear(void) {
  const char *units[] = {
      "${",      "{{",  "${terraform:\"", "${terraform:\"$",  "${If:[\"",  "${Sub:\"",
      "${Ref:x", "${a", "{{resolve:",     "${terraform:\"$$", "${If:\"\"", "{{x}"};
  for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
    double seconds = seconds_for(units[i], 1 << 20);
    if (seconds > 3) fprintf(stderr, "%s: %.1f s for a megabyte\n", units[i], seconds);
    CHECK(seconds <= 3);
  }
}

int main(void) {
  kinds();
  ends();
  others();
  bounds();
  walk();
  time_is_linear();
  return check_summary();
}
