/* SPDX-License-Identifier: MIT */
/*
** Any text, and any number, as a time. What timestamp_parse() takes it reads as SQLite's own date
** functions do, and what timestamp_format() writes is read back as the same moment, by both.
*/
#define _XOPEN_SOURCE 700
#include "fuzz.h"

#include "request/timestamp.h"

const unsigned long fuzz_mutations = 100000;

/* SQLite before 3.40 cuts off some milliseconds that the text does have. */
static bool is_same(sqlite3_int64 of_sqlite, sqlite3_int64 milliseconds) {
  return of_sqlite == milliseconds ||
         (sqlite3_libversion_number() < 3040000 && of_sqlite == milliseconds - 1);
}

/* SQLite's reading of a text in milliseconds since 1970; false where it has none. (Its %f is not
** used: versions differ in how they round it.) */
static bool ask_sqlite(const char *text, size_t length, sqlite3_int64 *milliseconds) {
  static sqlite3_stmt *statement;
  if (statement == NULL) {
    statement = fuzz_prepare(fuzz_open(), "SELECT round((julianday(?1) - 2440587.5) * 86400000.0)");
  }
  sqlite3_bind_text(statement, 1, text, (int)length, SQLITE_STATIC);
  MUST(sqlite3_step(statement) == SQLITE_ROW);
  bool known = sqlite3_column_type(statement, 0) != SQLITE_NULL;
  *milliseconds = sqlite3_column_int64(statement, 0);
  MUST(sqlite3_reset(statement) == SQLITE_OK);
  return known;
}

static void check_format(sqlite3_int64 milliseconds) {
  char text[TIMESTAMP_LENGTH + 1];
  sqlite3_int64 again, of_sqlite;
  timestamp_format(milliseconds, text);
  MUST(strlen(text) == TIMESTAMP_LENGTH);
  MUST(timestamp_parse(text, TIMESTAMP_LENGTH, &again) && again == milliseconds);
  MUST(ask_sqlite(text, TIMESTAMP_LENGTH, &of_sqlite) && is_same(of_sqlite, milliseconds));
}

static void check_text(const char *text, size_t length) {
  sqlite3_int64 milliseconds, of_sqlite;
  if (!timestamp_parse(text, length, &milliseconds)) return;
  MUST(milliseconds >= TIMESTAMP_MIN && milliseconds <= TIMESTAMP_MAX);
  check_format(milliseconds);
  /* SQLite knows no zone without a colon ("+0100") and no fraction of hundreds of digits; and it
  ** rounds what is beyond a millisecond, which we cut, even to a time that there is not. */
  if (length > 64) return;
  if (!ask_sqlite(text, length, &of_sqlite)) {
    bool has_bare_zone = length > 5 && (text[length - 5] == '+' || text[length - 5] == '-');
    MUST(has_bare_zone || milliseconds == TIMESTAMP_MAX);
  } else {
    MUST(is_same(of_sqlite, milliseconds) || of_sqlite == milliseconds + 1);
  }
}

static void check_number(double seconds) {
  sqlite3_int64 milliseconds;
  if (!timestamp_from_number(seconds, &milliseconds)) {
    MUST(!(seconds >= -62167219200.0 && seconds <= 253402300799.0)); /* the years 0 to 9999 */
    return;
  }
  MUST(milliseconds >= TIMESTAMP_MIN && milliseconds <= TIMESTAMP_MAX);
  /* Beyond the year 9999 they are milliseconds. */
  double given = seconds * 1000 <= (double)TIMESTAMP_MAX ? seconds * 1000 : seconds;
  double difference = (double)milliseconds - given;
  MUST(difference >= -0.51 && difference <= 0.51);
  check_format(milliseconds);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  double seconds;
  check_text((const char *)data, size);
  if (size >= sizeof(seconds)) {
    memcpy(&seconds, data, sizeof(seconds));
    check_number(seconds);
  }
  char digits[32]; /* a number as it is written, so that those of our time come up */
  size_t n = size < sizeof(digits) ? size : sizeof(digits) - 1;
  memcpy(digits, data, n);
  digits[n] = '\0';
  check_number(strtod(digits, NULL));
  return 0;
}
