/* SPDX-License-Identifier: MIT */
/*
** Labels are tried in turn, each row for itself, until no two are the same:
**
**     orders_db                                  the name, without what an identifier must not have
**     orders_db_123456789012_eu-west-1           and the catalog and the region (Terraform's alone: a
**                                                template is for one)
**     orders_db_9f86d081884c7d65                 and a hash of all three
**     orders_db_9f86d081884c7d65_17              and the number of the row
**
** Of those that want the same label, the one that has tried least keeps it.
*/
#include "documents/export_label.h"

#include <stdlib.h>
#include <string.h>

#include "glue_connections.h"
#include "text/message.h"

/* Bytes of a name that go into a label: an identifier of CloudFormation has at most 255. */
#define EXPORT_LABEL_NAME_MAX 180
/* No more than these are needed, but where somebody wants to make trouble. */
#define EXPORT_LABEL_ROUNDS 8

/* A label that is wanted. */
typedef struct LabelWish {
  size_t offset; /* into the texts, which grow */
  const char *text;
  size_t row;     /* LABEL_TAKEN: a name that references have named */
  unsigned tries; /* 0: of a name that is taken */
  bool is_rejected;
} LabelWish;
#define LABEL_TAKEN ((size_t)-1)

static bool export_label_is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool export_label_is_alphanumeric(char c) {
  return export_label_is_letter(c) || (c >= '0' && c <= '9');
}

/* Terraform's identifiers have letters, digits, _ and -, and begin with a letter or _. */
static void export_label_terraform(SecretText *out, const char *text) {
  bool was_kept = true;
  for (size_t i = 0; text[i] && i < EXPORT_LABEL_NAME_MAX; i++) {
    bool is_kept = export_label_is_alphanumeric(text[i]) || text[i] == '_' || text[i] == '-';
    if (is_kept) {
      secret_text_append(out, &text[i], 1);
    } else if (was_kept) {
      secret_text_append(out, "_", 1);
    }
    was_kept = is_kept;
  }
}

/* CloudFormation's have letters and digits alone. */
static void export_label_cloudformation(SecretText *out, const char *text) {
  for (size_t i = 0; text[i] && i < EXPORT_LABEL_NAME_MAX; i++) {
    if (export_label_is_alphanumeric(text[i])) secret_text_append(out, &text[i], 1);
  }
}

static void export_label_name(SecretText *out, ExportLabels kind, const char *name) {
  size_t kept = 0;
  for (size_t i = 0; name[i] && i < EXPORT_LABEL_NAME_MAX; i++) {
    kept += export_label_is_alphanumeric(name[i]);
  }
  if (kind == LABELS_TERRAFORM) {
    if (kept == 0) {
      export_text(out, "connection");
      return;
    }
    if (!export_label_is_letter(*name) && *name != '_') export_text(out, "_");
    export_label_terraform(out, name);
  } else {
    /* Parameters for secrets begin so. */
    if (kept == 0 || strncmp(name, "Secret", strlen("Secret")) == 0) export_text(out, "Connection");
    export_label_cloudformation(out, name);
  }
}

/* FNV-1a. */
static unsigned long long export_label_hash(const ExportRow *row) {
  unsigned long long hash = 0xcbf29ce484222325u;
  for (size_t i = 0; i < row->key_length; i++) {
    hash = ((hash ^ (unsigned char)row->key[i]) * 0x100000001b3u) & 0xffffffffffffffffu;
  }
  return hash;
}

/* Writes the label that a row wants at that try, and a NUL. */
static void export_label_write(SecretText *out, ExportLabels kind, const ExportRow *row,
                               size_t number, unsigned tries) {
  char text[64];
  const char *separator = kind == LABELS_TERRAFORM ? "_" : "";
  export_label_name(out, kind, export_name(row));
  if (tries == 2 && kind == LABELS_TERRAFORM) {
    const char *parts[] = {export_catalog_id(row), export_region(row)};
    for (size_t i = 0; i < 2; i++) {
      if (*parts[i]) export_text(out, "_");
      export_label_terraform(out, parts[i]);
    }
  } else if (tries > 1) {
    sqlite3_snprintf(sizeof(text), text, "%s%016llx", separator, export_label_hash(row));
    export_text(out, text);
  }
  if (tries > 3) {
    sqlite3_snprintf(sizeof(text), text, "%s%llu", *separator ? separator : "N",
                     (unsigned long long)number);
    export_text(out, text);
  }
  for (unsigned i = 4; i < tries; i++) export_text(out, "x");
  secret_text_append(out, "", 1);
}

static int export_label_compare(const void *a, const void *b) {
  const LabelWish *left = a, *right = b;
  int order = strcmp(left->text, right->text);
  if (order != 0) return order;
  if (left->tries != right->tries) return left->tries < right->tries ? -1 : 1;
  return (left->row > right->row) - (left->row < right->row);
}

/* Of a group that wants one label, all must try another, but the first where it has tried less than the
** second. */
static void export_label_reject(LabelWish *wish, size_t count) {
  bool first_keeps = count == 1 || wish[0].tries < wish[1].tries;
  for (size_t i = first_keeps; i < count; i++) wish[i].is_rejected = wish[i].row != LABEL_TAKEN;
}

/* One round; returns how many want another label from now on. */
static size_t export_label_round(Export *export, ExportLabels kind, LabelWish *wishes,
                                 size_t count) {
  size_t rejected = 0;
  for (size_t i = 0; i < count; i++) {
    const SecretText *texts = wishes[i].row == LABEL_TAKEN ? &export->names : &export->labels;
    wishes[i].text = texts->text + wishes[i].offset;
    wishes[i].is_rejected = false;
  }
  qsort(wishes, count, sizeof(*wishes), export_label_compare);
  for (size_t i = 0, n; i < count; i += n) {
    for (n = 1; i + n < count && strcmp(wishes[i].text, wishes[i + n].text) == 0;) n++;
    export_label_reject(&wishes[i], n);
  }
  for (size_t i = 0; i < count; i++) { /* from here on the texts move */
    LabelWish *wish = &wishes[i];
    if (!wish->is_rejected) continue;
    wish->tries++;
    wish->offset = export->labels.length;
    export_label_write(&export->labels, kind, &export->rows[wish->row], wish->row, wish->tries);
    rejected++;
  }
  return rejected;
}

static int export_label_refuse_double(const Export *export, char **message) {
  for (size_t i = 1; i < export->count; i++) {
    const ExportRow *row = &export->rows[i], *before = row - 1;
    if (row->key_length != before->key_length) continue;
    if (memcmp(row->key, before->key, row->key_length) != 0) continue;
    return refuse(message, SQLITE_ERROR, GLUE_ALREADY_EXISTS,
                  "the connection %s (catalog %s, region %s) stands there twice", export_name(row),
                  export_catalog_id(row), export_region(row));
  }
  return SQLITE_OK;
}

/* The wishes of all rows, and behind them those names that are taken. */
static size_t export_label_begin(Export *export, ExportLabels kind, LabelWish *wishes) {
  size_t count = 0;
  for (; count < export->count; count++) {
    wishes[count] = (LabelWish){.offset = export->labels.length, .row = count, .tries = 1};
    export_label_write(&export->labels, kind, &export->rows[count], count, 1);
  }
  for (size_t offset = 0; offset < export->names.length; count++) {
    wishes[count] = (LabelWish){.offset = offset, .row = LABEL_TAKEN};
    offset += strlen(export->names.text + offset) + 1;
  }
  return count;
}

static size_t export_label_count_names(const SecretText *names) {
  size_t count = 0;
  for (size_t i = 0; i < names->length; i++) count += names->text[i] == '\0';
  return count;
}

int export_label_all(Export *export, ExportLabels kind, char **message) {
  int rc = export_label_refuse_double(export, message);
  if (rc != SQLITE_OK || export->count == 0) return rc;
  size_t count = export->count + export_label_count_names(&export->names);
  LabelWish *wishes = sqlite3_malloc64(count * sizeof(*wishes));
  if (wishes == NULL) return SQLITE_NOMEM;
  export_label_begin(export, kind, wishes);
  size_t rejected = 1;
  for (int round = 0; round < EXPORT_LABEL_ROUNDS && rejected > 0 && rc == SQLITE_OK; round++) {
    if (export->labels.out_of_memory) rc = SQLITE_NOMEM;
    if (rc == SQLITE_OK) rejected = export_label_round(export, kind, wishes, count);
  }
  if (export->labels.out_of_memory) rc = SQLITE_NOMEM;
  if (rc == SQLITE_OK && rejected > 0) {
    rc = refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                "the names of these connections give no labels that are unique");
  }
  for (size_t i = 0; i < count && rc == SQLITE_OK; i++) {
    if (wishes[i].row == LABEL_TAKEN) continue;
    export->rows[wishes[i].row].label = export->labels.text + wishes[i].offset;
  }
  sqlite3_free(wishes);
  return rc;
}

#undef EXPORT_LABEL_NAME_MAX
#undef EXPORT_LABEL_ROUNDS
#undef LABEL_TAKEN
