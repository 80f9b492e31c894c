/* SPDX-License-Identifier: MIT */
/*
** The benchmark: what its files share.
**
**     bench.c        the scenarios in their order, main()
**     measure.c      the clock, medians of interleaved rounds
**     connections.c  realistic connections to insert
**     contenders.c    the three tables that are compared, and what is done with them
**     rules.c        the rules of the extension once more, as CHECK constraints and triggers
**     imports.c      sql/import.sql, in the shell
**     report.c       the figures on the terminal and in results.md
**     documents.c    exports and comparison
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

double now(void); /* seconds */
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

typedef struct Figure {
  const char *label;
  Timing timing;  /* extension, ordinary, (but for the reports) rules */
  int operations; /* in a round: the figure is the time of one */
  double limit;   /* the most that extension / ordinary may be; 0: none */
  double factor;  /* the least that rules / extension may be; 0: none */
} Figure;

/* A share of something, in percent; limit 0: none. */
typedef struct Share {
  const char *label;
  double value, limit;
} Share;

/* Figures of one number of rows. */
#define SIZE_FIGURES_MAX 20
typedef struct Size {
  int rows;
  int count;
  Figure figure[SIZE_FIGURES_MAX]; /* the first is the insert, the second the lookup */
  double row_bytes[2];             /* of the file; extension, ordinary */
  sqlite3_int64 scan_memory[2];    /* bytes at most beyond what was in use before; of the same */
  sqlite3_int64 insert_memory[2];
} Size;

/* An import through sql/import.sql. */
typedef struct Import {
  const char *label;
  int rows;
  double seconds, plain_seconds; /* of the processor */
  double limit;                  /* the most that the one may be of the other */
  double memory, memory_limit;   /* bytes, for each byte of the file */
} Import;

#define FIGURES_MAX 16
#define SIZES_MAX 8
typedef struct Results {
  int figures, shares, sizes, reports;
  Figure figure[FIGURES_MAX];
  Share share[FIGURES_MAX];
  Size size[SIZES_MAX];
  int report_rows;
  Figure report[FIGURES_MAX]; /* their labels are owned */
  int documents;
  Figure document[FIGURES_MAX]; /* CPU time */
  int document_rows[FIGURES_MAX];
  int imports;
  Import import[FIGURES_MAX];
} Results;

/* Prints the results; as Markdown with headings and the machine where `markdown`. */
void report(FILE *out, const Results *results, bool markdown);
/* The imports alone. */
/* How many of the limits do not hold. */
int report_missed(const Results *results);

/* ---- reports.c ---- */

void measure_reports(Results *results, const char *folder);

/* ---- documents.c ---- */

void measure_documents(Results *results, const char *folder);
/* ---- imports.c ---- */

/* Of so many connections. */
void measure_imports(Results *results, const char *folder, int rows);

/* ---- growth.c ---- */

void draw_growth(FILE *out, const Results *results);

#endif
