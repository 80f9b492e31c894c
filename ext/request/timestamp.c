/* SPDX-License-Identifier: MIT */
#include "request/timestamp.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define TIMESTAMP_MILLISECONDS_PER_DAY 86400000LL
/* The Julian day of 1970-01-01 00:00 UTC, in milliseconds. */
#define TIMESTAMP_JULIAN_EPOCH 210866760000000LL

sqlite3_int64 timestamp_now(void) {
  sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
  sqlite3_int64 julian = TIMESTAMP_JULIAN_EPOCH;
  if (vfs == NULL) return 0;
  if (vfs->iVersion >= 2 && vfs->xCurrentTimeInt64) {
    vfs->xCurrentTimeInt64(vfs, &julian);
  } else {
    double days = 0;
    vfs->xCurrentTime(vfs, &days);
    julian = (sqlite3_int64)(days * (double)TIMESTAMP_MILLISECONDS_PER_DAY);
  }
  return julian - TIMESTAMP_JULIAN_EPOCH;
}

static void timestamp_put_digits(char *out, unsigned value) {
  out[0] = (char)('0' + value / 10);
  out[1] = (char)('0' + value % 10);
}

void timestamp_format(sqlite3_int64 milliseconds, char out[TIMESTAMP_LENGTH + 1]) {
  if (milliseconds < TIMESTAMP_MIN) milliseconds = TIMESTAMP_MIN;
  if (milliseconds > TIMESTAMP_MAX) milliseconds = TIMESTAMP_MAX;
  sqlite3_int64 since_year_zero = milliseconds - TIMESTAMP_MIN;
  unsigned day = (unsigned)(since_year_zero / TIMESTAMP_MILLISECONDS_PER_DAY);
  unsigned time = (unsigned)(since_year_zero % TIMESTAMP_MILLISECONDS_PER_DAY);
  /* The proleptic Gregorian calendar in years that begin on 1 March, so that the leap day is the
  ** last of its year: 146097 days are 400 years. Year 0 has 60 days before that 1 March. */
  day += 146097 - 60;
  unsigned era = day / 146097, day_of_era = day % 146097;
  unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  unsigned month = (5 * day_of_year + 2) / 153;
  unsigned day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
  unsigned year = era * 400 + year_of_era - 400 + (month >= 10);
  static const char form[TIMESTAMP_LENGTH + 1] = "YYYY-MM-DD HH:MM:SS.SSS";
  for (int i = 0; i <= TIMESTAMP_LENGTH; i++) out[i] = form[i];
  timestamp_put_digits(out, year / 100);
  timestamp_put_digits(out + 2, year % 100);
  timestamp_put_digits(out + 5, month < 10 ? month + 3 : month - 9);
  timestamp_put_digits(out + 8, day_of_month);
  timestamp_put_digits(out + 11, time / 3600000);
  timestamp_put_digits(out + 14, time / 60000 % 60);
  timestamp_put_digits(out + 17, time / 1000 % 60);
  timestamp_put_digits(out + 20, time % 1000 / 10);
  out[22] = (char)('0' + time % 10);
}

/* Reads `width` digits at *z, moving it behind them; -1 where there are fewer. */
static int timestamp_take_digits(const char **z, const char *end, int width) {
  int value = 0;
  for (; width > 0; width--, ++*z) {
    if (*z == end || **z < '0' || **z > '9') return -1;
    value = value * 10 + (**z - '0');
  }
  return value;
}

static bool timestamp_take(const char **z, const char *end, const char *any_of) {
  if (*z == end || **z == '\0' || strchr(any_of, **z) == NULL) return false;
  ++*z;
  return true;
}

static int timestamp_days_in_month(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (month == 2 && leap);
}

/* The days from 0000-01-01 to that date. */
static sqlite3_int64 timestamp_day_number(int year, int month, int day) {
  int before = year - 1;
  sqlite3_int64 days = year * 365LL + (year ? 1 + before / 4 - before / 100 + before / 400 : 0);
  for (int m = 1; m < month; m++) days += timestamp_days_in_month(year, m);
  return days + day - 1;
}

/* "HH:MM", then ":SS", then ".S..." as far as they go. Milliseconds, or -1. */
static sqlite3_int64 timestamp_take_time(const char **z, const char *end) {
  int hour = timestamp_take_digits(z, end, 2);
  if (hour < 0 || hour > 23 || !timestamp_take(z, end, ":")) return -1;
  int minute = timestamp_take_digits(z, end, 2), second = 0, thousandth = 0;
  if (minute < 0 || minute > 59) return -1;
  if (timestamp_take(z, end, ":")) {
    second = timestamp_take_digits(z, end, 2);
    if (second < 0 || second > 59) return -1;
    if (timestamp_take(z, end, ".")) {
      int scale = 100;
      const char *from = *z;
      for (; *z < end && **z >= '0' && **z <= '9'; ++*z, scale /= 10) {
        thousandth += scale * (**z - '0');
      }
      if (*z == from) return -1;
    }
  }
  return ((hour * 60LL + minute) * 60 + second) * 1000 + thousandth;
}

/* "Z", "+HH:MM", "-HHMM" or nothing: what is to be taken off. */
static bool timestamp_take_zone(const char **z, const char *end, sqlite3_int64 *offset) {
  *offset = 0;
  if (*z == end || timestamp_take(z, end, "Zz")) return true;
  int sign = **z == '-' ? -1 : 1;
  if (!timestamp_take(z, end, "+-")) return false;
  int hour = timestamp_take_digits(z, end, 2);
  timestamp_take(z, end, ":");
  int minute = timestamp_take_digits(z, end, 2);
  *offset = sign * (hour * 60LL + minute) * 60000;
  return hour >= 0 && hour <= 14 && minute >= 0 && minute <= 59;
}

bool timestamp_parse(const char *text, size_t length, sqlite3_int64 *milliseconds) {
  const char *z = text, *end = text + length;
  int year = timestamp_take_digits(&z, end, 4);
  if (year < 0 || !timestamp_take(&z, end, "-")) return false;
  int month = timestamp_take_digits(&z, end, 2);
  if (month < 1 || month > 12 || !timestamp_take(&z, end, "-")) return false;
  int day = timestamp_take_digits(&z, end, 2);
  if (day < 1 || day > timestamp_days_in_month(year, month)) return false;
  sqlite3_int64 time = 0, offset = 0;
  if (timestamp_take(&z, end, "T ")) {
    time = timestamp_take_time(&z, end);
    if (time < 0 || !timestamp_take_zone(&z, end, &offset)) return false;
  }
  *milliseconds = TIMESTAMP_MIN +
                  timestamp_day_number(year, month, day) * TIMESTAMP_MILLISECONDS_PER_DAY + time -
                  offset;
  return z == end && *milliseconds >= TIMESTAMP_MIN && *milliseconds <= TIMESTAMP_MAX;
}

bool timestamp_from_number(double number, sqlite3_int64 *milliseconds) {
  double exact = number * 1000 <= (double)TIMESTAMP_MAX ? number * 1000 : number;
  if (!(exact >= (double)TIMESTAMP_MIN && exact <= (double)TIMESTAMP_MAX)) return false;
  *milliseconds = (sqlite3_int64)(exact + (exact < 0 ? -0.5 : 0.5));
  return true;
}

#undef TIMESTAMP_MILLISECONDS_PER_DAY
#undef TIMESTAMP_JULIAN_EPOCH
