/* SPDX-License-Identifier: MIT */
/*
** What stands in for libFuzzer in `make test`, where any C compiler will do: calls the target with
** every input of tests/fuzz/corpus/NAME, one a line in base64, and with mutations of it. The same
** inputs in the same order every time; LONG=1 makes a hundred times as many mutations, QUICK=1 a tenth.
**
**     build/tests/fuzz_NAME               as the test does, from a folder that has tests/
**     build/tests/fuzz_NAME FILE...       only these inputs, such as one that libFuzzer has found
*/
#define _XOPEN_SOURCE 700
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const unsigned long fuzz_mutations, fuzz_reach;
extern unsigned long fuzz_reached;

/* A sanitizer takes several times as long. */
#ifdef __SANITIZE_ADDRESS__
#define SLOWNESS 4
#else
#define SLOWNESS 1
#endif
#define INPUTS_MAX 2000
#define SIZE_MAX_BYTES 8192

typedef struct Input {
  uint8_t *bytes; /* owned */
  size_t size;
} Input;

static Input inputs[INPUTS_MAX];
static size_t input_count;
static unsigned long passed;

/* ---- Running one input. */

static const Input *running;

/* Shows the input that stopped the program, as bytes for printf(1). */
static void show_input(int signal_number) {
  static char line[4 * SIZE_MAX_BYTES + 1];
  size_t length = 0;
  for (size_t i = 0; running && i < running->size && length + 4 < sizeof(line); i++) {
    static const char digits[] = "01234567";
    uint8_t c = running->bytes[i];
    bool plain = c >= ' ' && c <= '~' && c != '\\' && c != '%' && c != '\'';
    if (plain) {
      line[length++] = (char)c;
      continue;
    }
    line[length++] = '\\';
    line[length++] = digits[c >> 6];
    line[length++] = digits[c >> 3 & 7];
    line[length++] = digits[c & 7];
  }
  static const char head[] = "the input: printf '", tail[] = "'\n";
  bool written = write(STDERR_FILENO, head, sizeof(head) - 1) > 0 &&
                 write(STDERR_FILENO, line, length) >= 0 &&
                 write(STDERR_FILENO, tail, sizeof(tail) - 1) > 0;
  signal(signal_number, SIG_DFL);
  if (written) raise(signal_number);
  _exit(1);
}

static void run_input(const Input *input) {
  /* A copy of its exact size: a sanitizer sees a read beyond its end. */
  uint8_t *copy = malloc(input->size ? input->size : 1);
  if (copy == NULL) exit(1);
  memcpy(copy, input->bytes, input->size);
  running = input;
  LLVMFuzzerTestOneInput(copy, input->size);
  running = NULL;
  free(copy);
  passed++;
}

/* ---- The corpus. */

static bool read_input(const char *path, Input *input) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return false;
  input->bytes = malloc(SIZE_MAX_BYTES);
  if (input->bytes == NULL) exit(1);
  input->size = fread(input->bytes, 1, SIZE_MAX_BYTES, file);
  fclose(file);
  return true;
}

/* Decodes a line of base64. Returns false for anything else, and for more bytes than an input has. */
static bool decode(const char *line, Input *input) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t n = strcspn(line, "=\n"), size = n * 3 / 4;
  if (size > SIZE_MAX_BYTES) return false;
  input->size = size;
  input->bytes = malloc(size + 1);
  if (input->bytes == NULL) exit(1);
  uint32_t bits = 0;
  for (size_t i = 0, at = 0; i < n; i++) {
    const char *digit = memchr(digits, line[i], 64);
    if (digit == NULL) return false;
    bits = bits << 6 | (uint32_t)(digit - digits);
    if (i % 4 != 0) input->bytes[at++] = (uint8_t)(bits >> (6 - i % 4 * 2));
  }
  return true;
}

/* Reads a file of inputs, one a line. Returns false where it is not there or a line is no input. */
static bool read_corpus(const char *path) {
  static char line[SIZE_MAX_BYTES * 4 / 3 + 8];
  FILE *file = fopen(path, "r");
  bool good = file != NULL;
  while (good && fgets(line, sizeof(line), file)) {
    good = input_count < INPUTS_MAX && strchr(line, '\n') && decode(line, &inputs[input_count]);
    input_count += good;
  }
  if (file) fclose(file);
  return good && input_count > 0;
}

/* ---- Mutations. */

static uint64_t random_state;

/* Splitmix64: the numbers below n. */
static size_t chance(size_t n) {
  uint64_t z = random_state += 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return (size_t)((z ^ z >> 31) % n);
}

/* Puts n bytes in at a place, and takes away what is beyond the greatest size. */
static void insert(Input *input, size_t at, const uint8_t *bytes, size_t n) {
  if (n > SIZE_MAX_BYTES - at) n = SIZE_MAX_BYTES - at;
  size_t after = input->size - at;
  if (after > SIZE_MAX_BYTES - at - n) after = SIZE_MAX_BYTES - at - n;
  memmove(input->bytes + at + n, input->bytes + at, after);
  memmove(input->bytes + at, bytes, n);
  input->size = at + n + after;
}

static void erase(Input *input, size_t at, size_t n) {
  if (n > input->size - at) n = input->size - at;
  memmove(input->bytes + at, input->bytes + at + n, input->size - at - n);
  input->size -= n;
}

static void mutate(Input *input) {
  /* Bytes on both sides of what means something to JSON, UTF-8, URLs or a grammar's choices. */
  static const uint8_t notable[] = "\"\\{}[]:,.0123456789eE+-/*'();=%$#@?& \t\n\r"
                                   "\x01\x1f\x7f\x80\xbf\xc0\xc3\xe2\xed\xf0\xf4\xff";
  size_t at = chance(input->size + 1), run = 1 + chance(chance(8) ? 4 : 64);
  const Input *other = &inputs[chance(input_count)];
  switch (chance(8)) {
  case 0: erase(input, at, run); break;
  case 1: insert(input, at, notable + chance(sizeof(notable)), 1); break;
  case 2:
    if (at < input->size) input->bytes[at] = notable[chance(sizeof(notable))];
    break;
  case 3:
    if (at < input->size) input->bytes[at] ^= (uint8_t)(1u << chance(8));
    break;
  case 4:
    if (at < input->size) input->bytes[at] = (uint8_t)chance(256);
    break;
  case 5: /* a piece of it once more */
    if (run > input->size - at) run = input->size - at;
    insert(input, chance(input->size + 1), input->bytes + at, run);
    break;
  case 6: /* a piece of another one */
    if (other->size == 0) break;
    run = 1 + chance(other->size);
    insert(input, at, other->bytes + chance(other->size - run + 1), run);
    break;
  default: /* the beginning of it and the end of another one */
    input->size = at;
    run = chance(other->size + 1);
    insert(input, at, other->bytes + other->size - run, run);
  }
}

static void run_mutations(unsigned long count) {
  Input mutant = {malloc(SIZE_MAX_BYTES), 0};
  if (mutant.bytes == NULL) exit(1);
  for (unsigned long i = 0; i < count; i++) {
    random_state = i;
    const Input *input = &inputs[i % input_count];
    memcpy(mutant.bytes, input->bytes, input->size);
    mutant.size = input->size;
    for (size_t n = 1 + chance(4); n > 0; n--) mutate(&mutant);
    run_input(&mutant);
  }
  free(mutant.bytes);
}

/* Whether the target has got often enough to what it is for. */
static bool has_reached(void) {
  if (fuzz_reached * 100 >= fuzz_reach * passed) return true;
  fprintf(stderr, "%lu inputs reach it only %lu times: see FUZZ_REACH\n", passed, fuzz_reached);
  return false;
}

int main(int count, char **arguments) {
  signal(SIGABRT, show_input);
  signal(SIGSEGV, show_input);
  for (int i = 1; i < count; i++) {
    if (!read_input(arguments[i], &inputs[0])) {
      fprintf(stderr, "cannot read %s\n", arguments[i]);
      return 1;
    }
    run_input(&inputs[0]);
    free(inputs[0].bytes);
  }
  if (count == 1) {
    const char *name = strstr(arguments[0], "fuzz_"), *is_long = getenv("LONG"),
               *is_quick = getenv("QUICK");
    char path[256];
    snprintf(path, sizeof(path), "tests/fuzz/corpus/%s", name ? name + 5 : "");
    if (!read_corpus(path)) {
      fprintf(stderr, "%s: no inputs, or line %zu is none\n", path, input_count + 1);
      return 1;
    }
    for (size_t i = 0; i < input_count; i++) run_input(&inputs[i]);
    run_mutations((is_long && *is_long ? 100 : 1) * fuzz_mutations / SLOWNESS /
                  (is_quick && *is_quick ? 10 : 1));
    for (size_t i = 0; i < input_count; i++) free(inputs[i].bytes);
    if (!has_reached()) return 1;
  }
  printf("%lu passed, 0 failed\n", passed);
  return 0;
}
