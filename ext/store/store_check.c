/* SPDX-License-Identifier: MIT */
/*
** Whether the shadow tables are sound: their columns and constraints, their counters, the places of
** their rows.
**
** SQLite keeps the text by which a table was made, and adds to it what ALTER TABLE adds. The
** text is taken apart into its definitions (columns, constraints, and the options behind the
** parenthesis), and these are compared, in any order, however they are spelt and spaced.
*/
#include <stdlib.h>
#include <string.h>

#include "store/store_private.h"

/* ---- definitions ---- */

/* As many as a table of ours can have, and some. */
#define STORE_DEFINITIONS_MAX (COLUMN_COUNT + 16)

typedef struct StoreDefinitions {
  char *list[STORE_DEFINITIONS_MAX]; /* owned */
  int count;
  bool is_table;  /* the text is that of a CREATE TABLE */
  bool is_faulty; /* there are too many; or memory is out, as rc says */
  int rc;
} StoreDefinitions;

/* A token of SQL in the text that SQLite keeps, which it has parsed before. */
typedef struct StoreToken {
  const char *text; /* without the quotes of an identifier that needs none */
  size_t length;
  bool is_word; /* a keyword, a number or an identifier */
} StoreToken;

static bool store_check_is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         c == '$' || (c & 0x80);
}

/* White space and comments. */
static const char *store_check_skip(const char *z) {
  for (;;) {
    const char *end = NULL;
    if (*z && strchr(" \t\n\f\r", *z)) {
      z++;
    } else if (z[0] == '-' && z[1] == '-') {
      z += strcspn(z, "\n");
    } else if (z[0] == '/' && z[1] == '*') {
      end = strstr(z + 2, "*/");
      z = end ? end + 2 : z + strlen(z);
    } else {
      return z;
    }
  }
}

/* Takes the token at z, which is no white space and not the end; returns where it ends. */
static const char *store_check_take(const char *z, StoreToken *token) {
  static const char opening[] = "\"`['", closing[] = "\"`]'";
  const char *quote = strchr(opening, *z);
  const char *end = z + 1;
  if (store_check_is_word(*z)) {
    while (store_check_is_word(*end)) end++;
    *token = (StoreToken){z, (size_t)(end - z), true};
  } else if (quote) {
    char last = closing[quote - opening];
    bool is_word = last != '\'' && *end != last;
    /* A doubled quote is one inside of the text. */
    while (*end && (*end != last || (last != ']' && end[1] == last))) {
      is_word = is_word && store_check_is_word(*end);
      end += *end == last ? 2 : 1;
    }
    if (*end) end++;
    *token = is_word ? (StoreToken){z + 1, (size_t)(end - z) - 2, true}
                     : (StoreToken){z, (size_t)(end - z), false};
  } else {
    *token = (StoreToken){z, 1, false};
  }
  return end;
}

static void store_check_append(sqlite3_str *out, const StoreToken *token) {
  if (sqlite3_str_length(out)) sqlite3_str_appendchar(out, 1, ' ');
  for (size_t i = 0; i < token->length; i++) {
    char c = token->text[i];
    if (token->is_word && c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
    sqlite3_str_appendchar(out, 1, c);
  }
}

static void store_check_add(StoreDefinitions *definitions, sqlite3_str *out) {
  int rc = sqlite3_str_errcode(out);
  char *text = sqlite3_str_finish(out);
  if (rc != SQLITE_OK) definitions->rc = rc;
  if (text && definitions->count < STORE_DEFINITIONS_MAX) {
    definitions->list[definitions->count++] = text;
  } else {
    definitions->is_faulty = true;
    sqlite3_free(text);
  }
}

static bool store_check_is(const StoreToken *token, const char *word) {
  return token->is_word && token->length == strlen(word) &&
         sqlite3_strnicmp(token->text, word, (int)token->length) == 0;
}

static int store_check_compare(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Takes the text of a CREATE TABLE apart: what stands in its parenthesis, and the options behind it. */
static void store_check_parse(const char *sql, StoreDefinitions *definitions) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  StoreToken token;
  int depth = 0, tokens = 0;
  bool inside = false;
  const char *z = store_check_skip(sql);
  memset(definitions, 0, sizeof(*definitions));
  definitions->is_table = true;
  for (; *z && !definitions->is_faulty; z = store_check_skip(z), tokens++) {
    z = store_check_take(z, &token);
    if (tokens < 2 && !store_check_is(&token, tokens ? "table" : "create")) {
      definitions->is_table = false;
    }
    char c = token.is_word || token.length != 1 ? '\0' : *token.text;
    if (c == '(') depth++;
    if (c == ')') depth--;
    bool begins = !inside && c == '(';
    bool parts = inside && ((c == ',' && depth <= 1) || (c == ')' && depth == 0));
    if (begins) inside = true;
    if (parts) {
      store_check_add(definitions, out);
      out = sqlite3_str_new(NULL);
    }
    if (inside && !begins && !parts) store_check_append(out, &token);
  }
  store_check_add(definitions, out);
  qsort(definitions->list, (size_t)definitions->count, sizeof(*definitions->list),
        store_check_compare);
}

static void store_check_free(StoreDefinitions *definitions) {
  for (int i = 0; i < definitions->count; i++) sqlite3_free(definitions->list[i]);
}

static bool store_check_equal(const StoreDefinitions *a, const StoreDefinitions *b) {
  if (!a->is_table || a->is_faulty || a->count != b->count) return false;
  for (int i = 0; i < a->count; i++) {
    if (strcmp(a->list[i], b->list[i]) != 0) return false;
  }
  return true;
}

/* ---- tables ---- */

/* Whether one text makes the same table as the other: *same. */
static int store_check_texts(const char *sql, const char *expected, bool *same) {
  StoreDefinitions a, b;
  store_check_parse(sql, &a);
  store_check_parse(expected, &b);
  *same = store_check_equal(&a, &b);
  int rc = a.rc != SQLITE_OK ? a.rc : b.rc;
  store_check_free(&a);
  store_check_free(&b);
  return rc;
}

static int store_check_table(Store *store, size_t i, bool *good) {
  sqlite3_stmt *statement;
  char *name = sqlite3_mprintf("%s_%s", store->table, store_sql_suffix(i));
  char *body = store_sql_body(store, i);
  char *expected = body ? sqlite3_mprintf("CREATE TABLE x%s", body) : NULL;
  int rc = name && expected ? store_get(store, STORE_READ_SCHEMA, &statement) : SQLITE_NOMEM;
  *good = false;
  if (rc == SQLITE_OK) {
    rc = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK && store_step(store, statement) == SQLITE_ROW) {
      const char *sql = (const char *)sqlite3_column_text(statement, 0);
      if (sql) rc = store_check_texts(sql, expected, good);
    }
    int reset_rc = store_reset(store, statement);
    if (rc == SQLITE_OK) rc = reset_rc;
    sqlite3_clear_bindings(statement);
  }
  sqlite3_free(name);
  sqlite3_free(body);
  sqlite3_free(expected);
  return rc;
}

int store_check_tables(Store *store,
                       void (*each)(void *context, const char *table, const char *suffix),
                       void *context) {
  int rc = SQLITE_OK;
  for (size_t i = 0; store_sql_suffix(i) && rc == SQLITE_OK; i++) {
    bool good;
    rc = store_check_table(store, i, &good);
    if (rc == SQLITE_OK && !good) each(context, store->table, store_sql_suffix(i));
  }
  return rc;
}

int store_check_foreign(Store *store,
                        void (*each)(void *context, const char *type, const char *name,
                                     const char *shadow),
                        void *context) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_READ_FOREIGN, &statement);
  for (size_t i = 0; store_sql_suffix(i) && rc == SQLITE_OK; i++) {
    char *shadow = sqlite3_mprintf("%s_%s", store->table, store_sql_suffix(i));
    rc = shadow ? sqlite3_bind_text(statement, 1, shadow, -1, SQLITE_STATIC) : SQLITE_NOMEM;
    while (rc == SQLITE_OK && store_step(store, statement) == SQLITE_ROW) {
      const char *type = (const char *)sqlite3_column_text(statement, 0);
      const char *name = (const char *)sqlite3_column_text(statement, 1);
      if (type && name) each(context, type, name, shadow);
    }
    int step_rc = store_reset(store, statement);
    if (rc == SQLITE_OK) rc = step_rc;
    sqlite3_clear_bindings(statement);
    sqlite3_free(shadow);
  }
  return rc;
}

/* ---- rows ---- */

int store_check_places(Store *store, void (*each)(void *context, sqlite3_int64 rowid),
                       void *context) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_FIND_NAMED_OWN, &statement);
  if (rc != SQLITE_OK) return rc;
  while (store_step(store, statement) == SQLITE_ROW)
    each(context, sqlite3_column_int64(statement, 0));
  return store_reset(store, statement);
}

int store_check_counts(Store *store,
                       void (*each)(void *context, const char *catalog_id, const char *region,
                                    sqlite3_int64 counter, sqlite3_int64 rows),
                       void *context) {
  sqlite3_stmt *statement;
  int rc = store_get(store, STORE_CHECK_COUNTS, &statement);
  if (rc != SQLITE_OK) return rc;
  while (store_step(store, statement) == SQLITE_ROW) {
    const char *catalog_id = (const char *)sqlite3_column_text(statement, 0);
    const char *region = (const char *)sqlite3_column_text(statement, 1);
    each(context, catalog_id ? catalog_id : "", region ? region : "",
         sqlite3_column_int64(statement, 2), sqlite3_column_int64(statement, 3));
  }
  return store_reset(store, statement);
}

#undef STORE_DEFINITIONS_MAX
