/* SPDX-License-Identifier: MIT */
/*
** Timing: medians of interleaved rounds.
**
** Machines slow down and speed up while a program runs. So the contenders take turns, round by
** round, and are compared within each round: the median of those ratios is far steadier than the
** ratio of two times that were taken one after the other.
*/
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("bench: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof(*values), compare);
  return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

Timing measure(Work work, void *const *contenders, int count, int rounds) {
  static double seconds[CONTENDERS_MAX][ROUNDS_MAX], ratios[CONTENDERS_MAX][ROUNDS_MAX];
  Timing timing = {.contenders = count};
  for (int i = 0; i < count; i++) work(contenders[i], -1); /* warms the caches up */
  for (int round = 0; round < rounds; round++) {
    for (int turn = 0; turn < count; turn++) {
      int i = (round + turn) % count;
      seconds[i][round] = work(contenders[i], round);
    }
    for (int i = 0; i < count; i++) ratios[i][round] = seconds[0][round] / seconds[i][round];
  }
  for (int i = 0; i < count; i++) {
    timing.median[i] = median(seconds[i], rounds);
    timing.ratio[i] = median(ratios[i], rounds);
  }
  return timing;
}
