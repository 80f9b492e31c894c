/* SPDX-License-Identifier: MIT */
/*
** The benchmark: what its files share.
**
**     bench.c        the scenarios in their order, main()
**     measure.c      the clock, medians of interleaved rounds
**     connections.c  realistic connections to insert
**     contenders.c   the three tables that are compared, and what is done with them
**     rules.c        the rules of the extension once more, as CHECK constraints and triggers
**     reports.c      the views of sql/reports.sql
**     documents.c    exports and comparison
**     imports.c      sql/import.sql, in the shell
**     report.c       the figures on the terminal and in results.md
**     growth.c       the curve in growth.svg
*/
#ifndef GLUE_BENCH_H
#define GLUE_BENCH_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Prints why, and ends the program: a benchmark has no use for half a result. */
_Noreturn void fail(const char *format, ...);

/* ---- measure.c ---- */

/* The most contenders and rounds of one measurement. */
#define CONTENDERS_MAX 3
#define ROUNDS_MAX 101

/* Does one round of the work and returns the seconds it took; what it needs beforehand is not in
** them. */
typedef double (*Work)(void *contender, int round);

/* What one measurement yields. The rounds are interleaved: each runs every contender once, each
** round beginning with another one. */
typedef struct Timing {
  int contenders;
  double median[CONTENDERS_MAX]; /* seconds of a round */
  double ratio[CONTENDERS_MAX];  /* median of (first contender / this one), round by round */
} Timing;

double now(void);                         /* seconds */
double median(double *values, int count); /* sorts them */
Timing measure(Work work, void *const *contenders, int count, int rounds);

/* ---- connections.c ---- */

/* What becomes of the password in the properties. */
typedef enum Secrets {
  SECRETS_ELSEWHERE, /* none: SECRET_ID or SecretArn says where it is */
  SECRETS_CLEAR,     /* every connection has a PASSWORD */
  SECRETS_SEALED,    /* the same connections, with an ENCRYPTED_PASSWORD */
} Secrets;

typedef enum Field {
  FIELD_NAME,
  FIELD_TYPE,
  FIELD_DESCRIPTION,
  FIELD_PROPERTIES,
  FIELD_ATHENA_PROPERTIES,
  FIELD_MATCH_CRITERIA,
  FIELD_REQUIREMENTS,
  FIELD_AUTHENTICATION,
  FIELD_TAGS,
  FIELD_COUNT,
} Field;

/* A connection's columns as text, minified; NULL where it has none. */
typedef struct Row {
  char *field[FIELD_COUNT]; /* owned */
} Row;

/* How long a sealed password of the extension's is: that many bytes stand in for one. */
extern size_t sealed_length;

/* Makes the connection of that number, the same whenever it is called. */
void row_make(Row *row, Secrets secrets, int number);
void row_free(Row *row);
/* Its name alone; sqlite3_free() it. */
char *row_name(Secrets secrets, int number);

/* ---- contenders.c ---- */

typedef enum Kind {
  EXTENSION, /* the virtual table */
  ORDINARY,  /* a table with what the extension stores of a row, and no rule */
  RULES,     /* the same with the rules of rules.c */
} Kind;

typedef struct Contender {
  Kind kind;
  Secrets secrets;      /* of the connections that are inserted */
  int rows;             /* inserted so far; the next connection has this number */
  int batch;            /* rows, lookups or passes of one round */
  const char *sql;      /* of the query that is measured */
  bool prepare;         /* prepares the query anew each time */
  sqlite3 *db;          /* owned */
  sqlite3_stmt *insert; /* owned */
  char *path;           /* owned; NULL: in memory */
} Contender;

/* Creates the table "connections", in a WAL file of that folder or (NULL) in memory. */
void contender_create(Contender *table, Kind kind, Secrets secrets, const char *folder);
void contender_close(Contender *table);
/* The same table through another database connection, whose page cache holds 64 pages. Closing it
** leaves the file. */
void contender_open_small(Contender *small, const Contender *table);

sqlite3 *open_file(const char *path);
void execute(sqlite3 *db, const char *sql);
sqlite3_stmt *prepare(sqlite3 *db, const char *sql);
sqlite3_int64 query_integer(sqlite3 *db, const char *sql);

/* Inserts rows until there are that many, untimed. */
void contender_fill(Contender *table, int rows);

/* The works; each takes a Contender. */
double insert_batch(void *table, int round); /* `batch` new rows in one transaction */
double look_up(void *table, int round);      /* the query for `batch` names that are there */
double query(void *table, int round);        /* the query `batch` times, reading all rows */
/* One transaction with its COMMIT: the statement for all rows; where it has ?1, for `batch` names. ?2 alternates
** from round to round. */
double write_rows(void *table, int round);
double delete_rows(void *table,
                   int round); /* the same; in a file, the rows are put back, untimed */

/* Steps through all rows and reads every column. Returns the number of rows. */
int read_rows(sqlite3_stmt *statement);

/* ---- rules.c ---- */

extern const char rules_columns[];       /* the columns with their CHECK constraints */
extern const char *const rules_schema[]; /* tables and triggers for the rest, NULL-terminated */

/* ---- report.c ---- */

/* The numbers of rows, up to what ROWS in the environment says. Limits are judged at LIMITED_ROWS alone: with fewer,
** a round is short and what is done once counts. What nobody else can do is not measured with more. */
#define SIZES_MAX 4
#define LIMITED_ROWS 100000

/* The tables of figures, in their order. */
typedef enum Table {
  TABLE_INSERTS,
  TABLE_SIZES,
  TABLE_REPORTS,
  TABLE_DOCUMENTS,
  TABLE_IMPORTS,
  TABLE_COUNT,
} Table;

/* What was measured of one number of rows. A limit of 0 is none. */
typedef struct Figure {
  Table table;
  const char *label; /* the same with each number of rows */
  int rows;
  int operations;       /* in a round: the figure is the time of one */
  Timing timing;        /* extension, what stands beside it, rules; or fewer of them */
  double limit;         /* the most that extension / what stands beside it may be */
  bool by_instructions; /* instructions.sh judges it, too: within a tenth of the limit it alone */
  double factor;        /* the least that rules / extension may be */
  double most;          /* the most seconds of the extension */
  double memory, memory_limit; /* of an import: bytes, for each byte of the file */
} Figure;

/* The figures that growth.svg shows. */
#define INSERT_LABEL "insert, WAL file"
#define LOOKUP_LABEL "lookup by name"

/* A share of something, in percent; limit 0: none. */
typedef struct Share {
  const char *label;
  double value, limit;
} Share;

/* What so many rows take of the file and of memory: extension, ordinary. */
typedef struct Size {
  int rows;
  double row_bytes[2];          /* of the file */
  sqlite3_int64 scan_memory[2]; /* bytes at most beyond what was in use before */
  sqlite3_int64 insert_memory[2];
} Size;

#define FIGURES_MAX 256
#define SHARES_MAX 4
typedef struct Results {
  int figures, shares, sizes;
  Figure figure[FIGURES_MAX];
  Share share[SHARES_MAX];
  Size size[SIZES_MAX];
} Results;

/* Another figure, of one operation and without a limit. The label is kept as it is. */
Figure *add_figure(Results *results, Table table, const char *label, int rows);
/* The limit with that many rows. */
double limited(int rows, double limit);
/* The figure of that label and number of rows (0: any); NULL: there is none. */
const Figure *find_figure(const Results *results, Table table, const char *label, int rows);
/* Prints the results; as Markdown with headings and the machine where `markdown`. */
void report(FILE *out, const Results *results, bool markdown);
/* How many of the limits do not hold, and how many figures grow faster than what stands beside them. */
int report_missed(const Results *results);

/* ---- reports.c, documents.c, imports.c: each of so many connections ---- */

void measure_reports(Results *results, const char *folder, int rows);
/* The views of sql/reports.sql. */
void create_reports(sqlite3 *db);
/* What report_tls stands beside. */
extern const char json_each_sql[];
void measure_documents(Results *results, const char *folder, int rows);
void measure_imports(Results *results, const char *folder, int rows);

/* ---- growth.c ---- */

void draw_growth(FILE *out, const Results *results);

#endif
