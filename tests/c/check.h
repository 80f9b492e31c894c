/* SPDX-License-Identifier: MIT */
/* What a C test needs: CHECK() counts, and says what failed; check_summary() closes main(). With FIRST=1 the first
** failure ends the program: more is not asked for. */
#ifndef GLUE_CHECK_H
#define GLUE_CHECK_H

#include <stdio.h>
#include <stdlib.h>

static int check_passed, check_failed;

/* Returns the condition, so that a test can stop where going on makes no sense. */
static inline int check(int ok, const char *file, int line, const char *expression) {
  if (ok) {
    check_passed++;
  } else {
    check_failed++;
    fprintf(stderr, "%s:%d: CHECK(%s)\n", file, line, expression);
    if (getenv("FIRST")) exit(1);
  }
  return ok;
}

#define CHECK(condition) check(!!(condition), __FILE__, __LINE__, #condition)

/* Prints the last line that tests/run wants; returns main()'s exit status. */
static inline int check_summary(void) {
  printf("%d passed, %d failed\n", check_passed, check_failed);
  return check_failed > 0 || check_passed == 0;
}

#endif
