/* SPDX-License-Identifier: MIT */
/*
** What all forms of documents need of the rows.
*/
#include "documents/export_form.h"

#include <string.h>

#include "glue_connections.h"
#include "text/message.h"

/* A refusal names that many accounts and regions. */
#define EXPORT_SCOPES_MAX 10

const char *export_catalog_id(const ExportRow *row) {
  return row->key;
}

const char *export_region(const ExportRow *row) {
  return row->key + strlen(row->key) + 1;
}

const char *export_name(const ExportRow *row) {
  const char *region = export_region(row);
  return region + strlen(region) + 1;
}

void export_text(SecretText *out, const char *text) {
  secret_text_append(out, text, strlen(text));
}

void export_fragment(const Export *export, const ExportRow *row, SecretText *out) {
  const char *from = row->fragment;
  const char *end = from + row->fragment_length;
  for (const char *z = from; row->label && z < end; z++) {
    if (*z != *EXPORT_LABEL && *z != *EXPORT_REGION) continue;
    secret_text_append(out, from, (size_t)(z - from));
    from = z + 1;
    if (*z == *EXPORT_LABEL) {
      export_text(out, row->label);
    } else if (export->has_several_regions) {
      export_text(out, "\"region\":\"");
      export_text(out, export_region(row));
      export_text(out, "\",");
    }
  }
  secret_text_append(out, from, (size_t)(end - from));
}

static void export_declare_one(const ExportDeclarations *declarations, const ExportRow *row,
                               const SecretProperty *property, size_t *count, SecretText *out) {
  export_text(out, (*count)++ ? ",\n\"" : declarations->begin);
  declarations->name(out, property, row->label);
  export_text(out, declarations->end);
}

void export_declare(const Export *export, const ExportDeclarations *declarations, SecretText *out) {
  size_t count = 0;
  for (size_t i = 0; i < export->count; i++) {
    const ExportRow *row = &export->rows[i];
    for (unsigned k = 0; row->placeholders && secret_property(k); k++) {
      if (!(row->placeholders & WRITER_PROPERTY(k))) continue;
      export_declare_one(declarations, row, secret_property(k), &count, out);
    }
    if (row->placeholders & WRITER_CREDENTIALS) {
      export_declare_one(declarations, row, NULL, &count, out);
    }
  }
  if (count > 0) export_text(out, "},\n");
}

void export_resources(const Export *export, SecretText *out) {
  for (size_t i = 0; i < export->count; i++) {
    export_text(out, "\"");
    export_text(out, export->rows[i].label);
    export_text(out, "\": ");
    export_fragment(export, &export->rows[i], out);
    export_text(out, i + 1 < export->count ? ",\n" : "");
  }
}

static bool export_same_scope(const ExportRow *a, const ExportRow *b) {
  size_t length = (size_t)(export_name(a) - a->key);
  return length == (size_t)(export_name(b) - b->key) && memcmp(a->key, b->key, length) == 0;
}

bool export_has_several_scopes(const Export *export) {
  /* They are sorted. */
  return export->count > 0 &&
         !export_same_scope(&export->rows[0], &export->rows[export->count - 1]);
}

int export_refuse_scopes(const Export *export, const char *document, char **message) {
  sqlite3_str *scopes = sqlite3_str_new(NULL);
  size_t count = 0;
  for (size_t i = 0; i < export->count; i++) {
    const ExportRow *row = &export->rows[i];
    if (i > 0 && export_same_scope(row, row - 1)) continue;
    if (count++ >= EXPORT_SCOPES_MAX) continue;
    const char *catalog_id = export_catalog_id(row), *region = export_region(row);
    sqlite3_str_appendf(scopes, "%s%s %s", count > 1 ? ", " : "",
                        *catalog_id ? catalog_id : "(no catalog)",
                        *region ? region : "(no region)");
  }
  if (count > EXPORT_SCOPES_MAX) {
    sqlite3_str_appendf(scopes, " and %llu more", (unsigned long long)(count - EXPORT_SCOPES_MAX));
  }
  char *text = sqlite3_str_finish(scopes);
  if (text == NULL) return SQLITE_NOMEM;
  int rc = refuse(message, SQLITE_ERROR, GLUE_INVALID_INPUT,
                  "%s, and these connections are of %s: choose with WHERE catalog_id = ... AND "
                  "region = ...",
                  document, text);
  sqlite3_free(text);
  return rc;
}

#undef EXPORT_SCOPES_MAX
