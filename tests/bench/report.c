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

static void limit_cell(FILE *out, const char *sign, double limit, bool holds) {
  char text[64] = "";
  if (limit > 0) snprintf(text, sizeof(text), "%s %.1f%s", sign, limit, holds ? "" : " MISSED");
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

static double microseconds(const Figure *figure, int contender) {
  return figure->timing.median[contender] * 1e6 / figure->operations;
}

static bool holds(const Figure *figure) {
  return figure->limit <= 0 || figure->timing.ratio[1] <= figure->limit;
}

/* Ratios are extension / other; of the rules, the factor by which the extension is faster. */
static double factor(const Figure *figure) {
  return 1 / figure->timing.ratio[2];
}

static bool factor_holds(const Figure *figure) {
  return figure->factor <= 0 || factor(figure) >= figure->factor;
}

static void report_inserts(FILE *out, const Results *results) {
  static const char *const titles[] = {"µs per row",   "extension", "ordinary table", "ratio",
                                       "rules in SQL", "factor",    "limit",          NULL};
  static const int widths[] = {34, 9, 14, 5, 12, 6, 7};
  heading(out, titles, widths);
  for (int i = 0; i < results->figures; i++) {
    const Figure *figure = &results->figure[i];
    fputc('|', out);
    cell(out, figure->label, widths[0], false);
    number_cell(out, "%.2f", microseconds(figure, 0), widths[1]);
    number_cell(out, "%.2f", microseconds(figure, 1), widths[2]);
    number_cell(out, "%.2f", figure->timing.ratio[1], widths[3]);
    number_cell(out, "%.2f", microseconds(figure, 2), widths[4]);
    number_cell(out, "%.1f", factor(figure), widths[5]);
    limit_cell(out, "≥", figure->factor, factor_holds(figure));
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
              share->value <= share->limit ? "" : ", MISSED");
    }
    fputs(".\n", out);
  }
}

static void report_sizes(FILE *out, const Results *results) {
  static const char *const titles[] = {"µs per operation or row",
                                       "rows",
                                       "extension",
                                       "ordinary table",
                                       "ratio",
                                       "limit",
                                       "rules in SQL",
                                       NULL};
  static const int widths[] = {34, 7, 9, 14, 5, 7, 12};
  heading(out, titles, widths);
  for (int which = 0; which < results->size[0].count; which++) {
    for (int i = 0; i < results->sizes; i++) {
      const Figure *figure = &results->size[i].figure[which];
      fputc('|', out);
      cell(out, i ? "" : figure->label, widths[0], false);
      number_cell(out, "%.0f", results->size[i].rows, widths[1]);
      number_cell(out, "%.2f", microseconds(figure, 0), widths[2]);
      number_cell(out, "%.2f", microseconds(figure, 1), widths[3]);
      number_cell(out, "%.2f", figure->timing.ratio[1], widths[4]);
      limit_cell(out, "≤", figure->limit, holds(figure));
      number_cell(out, "%.2f", microseconds(figure, 2), widths[6]);
      fputc('\n', out);
    }
  }
}

/* The views of sql/reports.sql, in milliseconds. */
static void report_views(FILE *out, const Results *results) {
  static const char *const titles[] = {"ms", "extension", "ordinary table", "ratio", "limit", NULL};
  static const int widths[] = {25, 9, 14, 5, 7};
  heading(out, titles, widths);
  for (int i = 0; i < results->reports; i++) {
    const Figure *figure = &results->report[i];
    fputc('|', out);
    cell(out, figure->label, widths[0], false);
    number_cell(out, "%.1f", figure->timing.median[0] * 1e3, widths[1]);
    number_cell(out, "%.1f", figure->timing.median[1] * 1e3, widths[2]);
    number_cell(out, "%.2f", figure->timing.ratio[1], widths[3]);
    limit_cell(out, "≤", figure->limit, holds(figure));
    fputc('\n', out);
  }
}

/* What goes out and what is compared, in milliseconds of CPU time. */
static void report_documents(FILE *out, const Results *results) {
  static const char *const titles[] = {"ms of CPU", "rows",  "extension", "plain SQLite",
                                       "ratio",     "limit", NULL};
  static const int widths[] = {28, 7, 9, 12, 5, 7};
  heading(out, titles, widths);
  for (int i = 0; i < results->documents; i++) {
    const Figure *figure = &results->document[i];
    fputc('|', out);
    cell(out, figure->label, widths[0], false);
    number_cell(out, "%.0f", results->document_rows[i], widths[1]);
    number_cell(out, "%.0f", figure->timing.median[0] * 1e3, widths[2]);
    number_cell(out, "%.0f", figure->timing.median[1] * 1e3, widths[3]);
    number_cell(out, "%.2f", figure->timing.ratio[1], widths[4]);
    limit_cell(out, "≤", figure->limit, holds(figure));
    fputc('\n', out);
  }
}

static bool import_holds(const Import *import) {
  return import->seconds <= import->limit * import->plain_seconds &&
         import->memory <= import->memory_limit;
}

/* sql/import.sql beside json_each. */
static void report_imports(FILE *out, const Results *results) {
  static const char *const titles[] = {"seconds of the processor",
                                       "rows",
                                       "import.sql",
                                       "json_each",
                                       "ratio",
                                       "limit",
                                       "memory / file",
                                       "limit",
                                       NULL};
  static const int widths[] = {25, 7, 10, 9, 5, 7, 13, 7};
  heading(out, titles, widths);
  for (int i = 0; i < results->imports; i++) {
    const Import *import = &results->import[i];
    double ratio = import->seconds / import->plain_seconds;
    fputc('|', out);
    cell(out, import->label, widths[0], false);
    number_cell(out, "%.0f", import->rows, widths[1]);
    number_cell(out, "%.2f", import->seconds, widths[2]);
    number_cell(out, "%.2f", import->plain_seconds, widths[3]);
    number_cell(out, "%.1f", ratio, widths[4]);
    limit_cell(out, "≤", import->limit, ratio <= import->limit);
    number_cell(out, "%.1f", import->memory, widths[6]);
    limit_cell(out, "≤", import->memory_limit, import->memory <= import->memory_limit);
    fputc('\n', out);
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

int report_missed(const Results *results) {
  int missed = 0;
  for (int i = 0; i < results->figures; i++) {
    missed += !holds(&results->figure[i]) + !factor_holds(&results->figure[i]);
  }
  for (int i = 0; i < results->reports; i++) missed += !holds(&results->report[i]);
  for (int i = 0; i < results->documents; i++) missed += !holds(&results->document[i]);
  for (int i = 0; i < results->imports; i++) missed += !import_holds(&results->import[i]);
  for (int i = 0; i < results->shares; i++) {
    const Share *share = &results->share[i];
    missed += share->limit > 0 && share->value > share->limit;
  }
  for (int i = 0; i < results->sizes; i++) {
    for (int j = 0; j < results->size[i].count; j++) missed += !holds(&results->size[i].figure[j]);
  }
  return missed;
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
    "*ordinary table* has the columns that the extension stores, the same UNIQUE constraint and "
    "the\n"
    "same index on the type, gets every value with its INSERT and has no rule at all. It names "
    "the\n"
    "catalog in every row, where the extension stores '' for that of its own account. *Rules in "
    "SQL*\n"
    "is that table with the extension's rules as CHECK constraints and triggers (rules.c).\n\n";

static void title(FILE *out, bool markdown, const char *text) {
  fprintf(out, markdown ? "\n## %s\n\n" : "\n%s\n\n", text);
}

void report(FILE *out, const Results *results, bool markdown) {
  if (markdown) fputs(introduction, out);
  report_machine(out);
  if (results->figures) {
    title(out, markdown, "Inserts, 1000 a transaction, PRAGMA synchronous = NORMAL");
    report_inserts(out, results);
    report_shares(out, results);
  }
  if (results->sizes) {
    title(out, markdown,
          "By the number of rows: inserts, 100 a transaction; the rest in a WAL file");
    report_sizes(out, results);
    if (markdown) fputs("\n![Insert and lookup by the number of rows](growth.svg)\n", out);
  }
  if (results->reports) {
    char heading_text[128];
    snprintf(heading_text, sizeof(heading_text),
             "The reports of sql/reports.sql, over %d connections", results->report_rows);
    title(out, markdown, heading_text);
    report_views(out, results);
  }
  if (results->documents) {
    title(out, markdown,
          "Documents: exports beside group_concat() of the same sorted lines, comparison beside "
          "json_each() of one file");
    report_documents(out, results);
  }
  if (results->imports) {
    title(out, markdown, "The output of get-connections through sql/import.sql, in the shell");
    report_imports(out, results);
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
