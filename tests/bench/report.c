/* SPDX-License-Identifier: MIT */
/*
** The figures in words: on the terminal, and as Markdown with the machine they were taken on.
*/
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "bench.h"
#include "glue_connections.h"

/* ---- tables ---- */

/* Pads to the width, counting code points. */
static void cell(FILE *out, const char *text, int width, bool right) {
  int points = 0;
  for (const char *z = text; *z; z++) points += ((unsigned char)*z & 0xc0) != 0x80;
  int padding = width > points ? width - points : 0;
  if (right) {
    fprintf(out, " %*s%s |", padding, "", text);
  } else {
    fprintf(out, " %s%*s |", text, padding, "");
  }
}

static void number_cell(FILE *out, const char *format, double value, int width) {
  char text[64];
  snprintf(text, sizeof(text), format, value);
  cell(out, text, width, true);
}

/* Empty without a limit; `verdict` stands behind it. */
static void limit_cell(FILE *out, const char *format, double limit, const char *verdict) {
  char number[32] = "", text[64];
  if (limit > 0) snprintf(number, sizeof(number), format, limit);
  snprintf(text, sizeof(text), "%s%s", number, verdict);
  cell(out, text, 7, false);
}

static void heading(FILE *out, const char *const *titles, const int *widths) {
  fputc('|', out);
  for (int i = 0; titles[i]; i++) cell(out, titles[i], widths[i], i > 0);
  fputs("\n|", out);
  for (int i = 0; titles[i]; i++) {
    fputc(i > 0 ? '-' : ':', out);
    for (int j = 0; j < widths[i]; j++) fputc('-', out);
    fputs(i > 0 ? ":|" : "-|", out);
  }
  fputc('\n', out);
}

/* ---- figures ---- */

Figure *add_figure(Results *results, Table table, const char *label, int rows) {
  if (results->figures == FIGURES_MAX) fail("FIGURES_MAX is too small");
  Figure *figure = &results->figure[results->figures++];
  *figure = (Figure){.table = table, .label = label, .rows = rows, .operations = 1};
  return figure;
}

double limited(int rows, double limit) {
  return rows == LIMITED_ROWS ? limit : 0;
}

const Figure *find_figure(const Results *results, Table table, const char *label, int rows) {
  for (int i = 0; i < results->figures; i++) {
    const Figure *figure = &results->figure[i];
    if (figure->table == table && strcmp(figure->label, label) == 0 &&
        (rows == 0 || figure->rows == rows)) {
      return figure;
    }
  }
  return NULL;
}

/* Whatever stands beside a figure takes more time with more rows too, for a lower tree and for pages that are in no
** cache. Where the ratio rises, the extension has something of its own that grows. It is compared with that of
** GROWTH_ROWS: with fewer, what is done once for a statement or a shell makes up too much of both. Ten times the
** rows raise some ratios by a quarter, caches being what they are, and each of the two differs by a fifth from run to
** run. Twice as much is no accident: what is quadratic and takes an eighth of the time makes it that. */
#define GROWTH_ROWS 10000
#define GROWTH_LIMIT 2

static bool grows(const Results *results, const Figure *figure) {
  const Figure *base = find_figure(results, figure->table, figure->label, GROWTH_ROWS);
  return base && figure->rows > base->rows &&
         figure->timing.ratio[1] > GROWTH_LIMIT * base->timing.ratio[1];
}

static bool holds(double value, double limit) {
  return limit <= 0 || value <= limit;
}

/* Times differ from run to run, instructions do not. */
static bool ratio_holds(const Figure *figure) {
  return holds(figure->timing.ratio[1], figure->limit * (figure->by_instructions ? 1.1 : 1));
}

static const char *verdict(bool holds, bool grows) {
  if (grows) return holds ? " GROWS" : " MISSED GROWS";
  return holds ? "" : " MISSED";
}

/* Ratios are extension / other; of the rules, the factor by which the extension is faster. */
static double factor(const Figure *figure) {
  return 1 / figure->timing.ratio[2];
}

static bool factor_holds(const Figure *figure) {
  return figure->factor <= 0 || factor(figure) >= figure->factor;
}

int report_missed(const Results *results) {
  int missed = 0;
  for (int i = 0; i < results->figures; i++) {
    const Figure *figure = &results->figure[i];
    missed += !ratio_holds(figure) + !factor_holds(figure) +
              !holds(figure->timing.median[0], figure->most) +
              !holds(figure->memory, figure->memory_limit) + grows(results, figure);
  }
  for (int i = 0; i < results->shares; i++) {
    missed += !holds(results->share[i].value, results->share[i].limit);
  }
  return missed;
}

/* How a table of figures looks. */
typedef struct Form {
  const char *title, *unit, *rival, *extra[2]; /* headings; what else there is, NULL: nothing */
  int width;                                   /* of the labels */
  double scale;                                /* units of a second */
  const char *format;                          /* of a figure */
} Form;

static const Form forms[TABLE_COUNT] = {
    [TABLE_INSERTS] = {.title = "Inserts, 1000 a transaction, PRAGMA synchronous = NORMAL",
                       .scale = 1e6,
                       .format = "%.2f"},
    [TABLE_SIZES] = {.title = "By the number of rows: inserts, 100 a transaction; the rest in a "
                              "WAL file",
                     .unit = "µs per operation or row",
                     .rival = "ordinary table",
                     .extra = {"rules in SQL", NULL},
                     .width = 37,
                     .scale = 1e6,
                     .format = "%.2f"},
    [TABLE_REPORTS] = {.title = "The reports of sql/reports.sql",
                       .unit = "ms",
                       .rival = "ordinary table",
                       .extra = {"in ms", NULL},
                       .width = 36,
                       .scale = 1e3,
                       .format = "%.1f"},
    [TABLE_DOCUMENTS] = {.title = "Documents: exports beside group_concat() of the same sorted "
                                  "lines, comparison beside json_each() of one file",
                         .unit = "ms of CPU",
                         .rival = "plain SQLite",
                         .width = 28,
                         .scale = 1e3,
                         .format = "%.0f"},
    [TABLE_IMPORTS] = {.title = "The output of get-connections through sql/import.sql, in the "
                                "shell",
                       .unit = "ms of CPU",
                       .rival = "json_each",
                       .extra = {"memory / file", "limit"},
                       .width = 11,
                       .scale = 1e3,
                       .format = "%.0f"},
};

/* The time of that contender, if it took part. */
static void time_cell(FILE *out, const Figure *figure, int contender, int width) {
  const Form *form = &forms[figure->table];
  double time = figure->timing.median[contender] * form->scale / figure->operations;
  if (contender < figure->timing.contenders) {
    number_cell(out, form->format, time, width);
  } else {
    cell(out, "", width, true);
  }
}

/* How the extension compares with what stands beside it, if anything does. */
static void ratio_cell(FILE *out, const Figure *figure) {
  if (figure->timing.contenders > 1) {
    number_cell(out, "%.2f", figure->timing.ratio[1], 5);
  } else {
    cell(out, "", 5, true);
  }
}

static void report_inserts(FILE *out, const Results *results) {
  static const char *const titles[] = {"µs per row",   "extension", "ordinary table", "ratio",
                                       "rules in SQL", "factor",    "limit",          NULL};
  static const int widths[] = {34, 9, 14, 5, 12, 6, 7};
  heading(out, titles, widths);
  for (int i = 0; i < results->figures; i++) {
    const Figure *figure = &results->figure[i];
    if (figure->table != TABLE_INSERTS) continue;
    fputc('|', out);
    cell(out, figure->label, widths[0], false);
    for (int j = 0; j < 2; j++) time_cell(out, figure, j, widths[j + 1]);
    ratio_cell(out, figure);
    time_cell(out, figure, 2, widths[4]);
    number_cell(out, "%.1f", factor(figure), widths[5]);
    limit_cell(out, "≥ %.1f", figure->factor, verdict(factor_holds(figure), false));
    fputc('\n', out);
  }
}

static void report_shares(FILE *out, const Results *results) {
  fputc('\n', out);
  for (int i = 0; i < results->shares; i++) {
    const Share *share = &results->share[i];
    fprintf(out, "Sealing's share of an insert with a password, %s: %.1f %%", share->label,
            share->value);
    if (share->limit > 0) {
      fprintf(out, " (limit %.0f %%%s)", share->limit,
              holds(share->value, share->limit) ? "" : ", MISSED");
    }
    fputs(".\n", out);
  }
}

static void report_figure(FILE *out, const Results *results, const Figure *figure, bool first) {
  fputc('|', out);
  cell(out, first ? figure->label : "", forms[figure->table].width, false);
  number_cell(out, "%.0f", figure->rows, 7);
  for (int i = 0; i < 2; i++) time_cell(out, figure, i, i ? 14 : 9);
  ratio_cell(out, figure);
  bool is_near = ratio_holds(figure) && !holds(figure->timing.ratio[1], figure->limit);
  limit_cell(out, "≤ %.1f", figure->limit,
             is_near ? " by instructions" : verdict(ratio_holds(figure), grows(results, figure)));
  if (figure->table == TABLE_SIZES) {
    time_cell(out, figure, 2, 13);
  } else if (figure->table == TABLE_REPORTS) {
    limit_cell(out, "≤ %.0f", figure->most * 1e3,
               verdict(holds(figure->timing.median[0], figure->most), false));
  } else if (figure->table == TABLE_IMPORTS) {
    number_cell(out, "%.1f", figure->memory, 13);
    limit_cell(out, "≤ %.1f", figure->memory_limit,
               verdict(holds(figure->memory, figure->memory_limit), false));
  }
  fputc('\n', out);
}

/* A table by the number of rows: the figures of one label below each other. */
static void report_table(FILE *out, const Results *results, Table table) {
  const Form *form = &forms[table];
  const char *titles[] = {form->unit, "rows",         "extension",    form->rival, "ratio",
                          "limit",    form->extra[0], form->extra[1], NULL};
  const int widths[] = {form->width, 7, 9, 14, 5, 7, table == TABLE_REPORTS ? 7 : 13, 7};
  heading(out, titles, widths);
  for (int i = 0; i < results->figures; i++) {
    const Figure *first = &results->figure[i];
    if (first->table != table || find_figure(results, table, first->label, 0) != first) continue;
    for (const Figure *figure = first; figure < &results->figure[results->figures]; figure++) {
      if (figure->table == table && strcmp(figure->label, first->label) == 0) {
        report_figure(out, results, figure, figure == first);
      }
    }
  }
}

static void report_memory(FILE *out, const Results *results) {
  static const char *const titles[] = {"KiB at most, while", "rows", "extension", "ordinary table",
                                       NULL};
  static const int widths[] = {25, 7, 9, 14};
  heading(out, titles, widths);
  for (int which = 0; which < 2; which++) {
    for (int i = 0; i < results->sizes; i++) {
      const Size *size = &results->size[i];
      const sqlite3_int64 *bytes = which ? size->insert_memory : size->scan_memory;
      fputc('|', out);
      cell(out, i ? "" : which ? "inserting 1000 rows" : "scanning all columns", widths[0], false);
      number_cell(out, "%.0f", size->rows, widths[1]);
      number_cell(out, "%.0f", (double)bytes[0] / 1024, widths[2]);
      number_cell(out, "%.0f", (double)bytes[1] / 1024, widths[3]);
      fputc('\n', out);
    }
  }
}

static void report_files(FILE *out, const Results *results) {
  static const char *const titles[] = {
      "bytes of the file per row", "rows", "extension", "ordinary table", "ratio", NULL};
  static const int widths[] = {25, 7, 9, 14, 5};
  heading(out, titles, widths);
  for (int i = 0; i < results->sizes; i++) {
    const Size *size = &results->size[i];
    fputc('|', out);
    cell(out, i ? "" : "connections, no secrets", widths[0], false);
    number_cell(out, "%.0f", size->rows, widths[1]);
    number_cell(out, "%.0f", size->row_bytes[0], widths[2]);
    number_cell(out, "%.0f", size->row_bytes[1], widths[3]);
    number_cell(out, "%.2f", size->row_bytes[0] / size->row_bytes[1], widths[4]);
    fputc('\n', out);
  }
}

/* ---- the machine ---- */

/* The first line a command prints, or "unknown". */
static const char *line_of(const char *command, char *line, int size) {
  FILE *pipe = popen(command, "r");
  bool read = pipe && fgets(line, size, pipe);
  if (pipe) pclose(pipe);
  if (read) line[strcspn(line, "\n")] = '\0';
  return read && *line ? line : "unknown";
}

static void report_machine(FILE *out) {
  char processor[256], cores[32], date[32];
  struct utsname system;
  time_t today = time(NULL);
  uname(&system);
  strftime(date, sizeof(date), "%Y-%m-%d", gmtime(&today));
  fprintf(
      out, "%s, %s cores, %s %s, SQLite %s, %s %s, glue_connections %s, %s.\n",
      line_of("sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1 | grep . "
              "|| sysctl -n machdep.cpu.brand_string 2>/dev/null",
              processor, sizeof(processor)),
      line_of("getconf _NPROCESSORS_ONLN", cores, sizeof(cores)), system.sysname, system.machine,
      sqlite3_libversion(),
#ifdef __clang__
      "Clang", __clang_version__,
#else
      "GCC", __VERSION__,
#endif
      GLUE_CONNECTIONS_VERSION, date);
}

/* ---- the whole ---- */

static const char introduction[] =
    "# Measurements\n\n"
    "Written by `make bench` (`ROWS=100000 make bench` ends with 100,000 rows). Each figure is a\n"
    "median over interleaved rounds; a ratio is the median of the ratios within each round. The\n"
    "*ordinary table* has the columns that the extension stores, the same UNIQUE constraint and\n"
    "the same index on the type, gets every value with its INSERT and has no rule at all. It\n"
    "names the catalog and the region in every row, where the extension stores '' for its own.\n"
    "*Rules in SQL* is that table with the extension's rules as CHECK constraints and triggers\n"
    "(rules.c). Limits are judged with 100,000 rows; *by instructions* (instructions.md) where\n"
    "the time is within a tenth of the limit and these are counted. A row GROWS if its ratio is\n"
    "more than twice that with 10,000. What has no ratio has nothing to stand beside.\n\n";

static void title(FILE *out, bool markdown, const char *text) {
  fprintf(out, markdown ? "\n## %s\n\n" : "\n%s\n\n", text);
}

void report(FILE *out, const Results *results, bool markdown) {
  if (markdown) fputs(introduction, out);
  report_machine(out);
  for (Table table = 0; table < TABLE_COUNT; table++) {
    int first = 0;
    while (first < results->figures && results->figure[first].table != table) first++;
    if (first == results->figures) continue;
    title(out, markdown, forms[table].title);
    if (table == TABLE_INSERTS) {
      report_inserts(out, results);
      report_shares(out, results);
    } else {
      report_table(out, results, table);
    }
    if (table == TABLE_SIZES && markdown) {
      fputs("\n![Insert and lookup by the number of rows](growth.svg)\n", out);
    }
  }
  if (results->sizes) {
    title(out, markdown, "The file, filled in no order of the names");
    report_files(out, results);
    title(out, markdown, "Memory, with a page cache of 64 pages");
    report_memory(out, results);
  }
  int missed = report_missed(results);
  if (missed) {
    fprintf(out, "\n%d limit%s missed.\n", missed, missed == 1 ? "" : "s");
  } else {
    fputs("\nAll limits hold.\n", out);
  }
}
