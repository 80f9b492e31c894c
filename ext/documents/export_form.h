/* SPDX-License-Identifier: MIT */
/*
** Exports: connections collected one by one, in any order, and written into one document of some form.
**
** Each is printed when it comes, into a fragment; so a row costs what its text costs, and memory is linear in
** the text. What only the last row decides (its label, whether its region has to be named) has marks in the
** fragments: control characters, which JSON has none of.
**
** This is what a form sees: export_requests.c, export_cloudformation.c, export_terraform.c.
*/
#ifndef GLUE_DOCUMENTS_EXPORT_FORM_H
#define GLUE_DOCUMENTS_EXPORT_FORM_H

#include "documents/writer.h"
#include "request/request.h"
#include "text/span.h"

/* The marks: of the label, and of what to write where the rows are of several regions. */
#define EXPORT_LABEL "\001"
#define EXPORT_REGION "\002"

typedef struct ExportRow {
  size_t key_offset; /* into Export.keys */
  size_t key_length;
  char *fragment; /* owned, not terminated */
  size_t fragment_length;
  unsigned placeholders; /* as of a Writer */
  const char *key;   /* catalog_id NUL region NUL name NUL, "" what it has none of; once sorted */
  const char *label; /* NUL-terminated, in Export.labels; NULL where the form has none */
} ExportRow;

typedef struct ExportForm ExportForm;

/* All zero is one without rows. */
typedef struct Export {
  ExportRow *rows; /* owned */
  size_t count, capacity;
  size_t length; /* bytes of all fragments */
  SecretText keys, labels;
  SecretText fragment;      /* what is being written */
  SecretText names;         /* what references have named, each with a NUL */
  Request *request;         /* owned: what is being read */
  bool sealed;              /* sealed values have gone out as they are */
  bool without_imports;     /* Terraform's import blocks are not wanted */
  bool has_several_regions; /* once sorted */
} Export;

/* What a row is made of. */
typedef struct ExportSource {
  const Connection *request;
  Span connection; /* JSON: the Connection structure, where the form takes one; else absent */
} ExportSource;

typedef enum ExportLabels { LABELS_NONE, LABELS_CLOUDFORMATION, LABELS_TERRAFORM } ExportLabels;

struct ExportForm {
  const WriterForm *writer;
  ExportLabels labels;
  /* Writes the fragment of a row. */
  void (*row)(Writer *writer, const ExportSource *source);
  /* Writes the document of all rows, which are sorted. SQLITE_ERROR with *message where these rows cannot
  ** stand in one. */
  int (*document)(const Export *export, SecretText *out, char **message);
};

extern const ExportForm export_requests, export_script, export_connections, export_cloudformation,
    export_terraform;

/* The parts of the key of a sorted row. */
const char *export_catalog_id(const ExportRow *row);
const char *export_region(const ExportRow *row);
const char *export_name(const ExportRow *row);

void export_text(SecretText *out, const char *text);

/* Appends the fragment of a row with its marks replaced. */
void export_fragment(const Export *export, const ExportRow *row, SecretText *out);

/* What a document declares in the place of secrets. */
typedef struct ExportDeclarations {
  const char *begin; /* before the first, if there is one, and with the quote before its name */
  const char *end;   /* behind each name, with the quote */
  /* Writes the name of what takes the place of a secret property; NULL: of the credentials. */
  void (*name)(SecretText *out, const SecretProperty *property, const char *label);
} ExportDeclarations;

/* Declares what takes the place of each secret of each row. */
void export_declare(const Export *export, const ExportDeclarations *declarations, SecretText *out);

/* Writes the members "label": {...} of the object of resources, one for each row. */
void export_resources(const Export *export, SecretText *out);

/* Whether the rows are of more than one catalog or region. */
bool export_has_several_scopes(const Export *export);
/* Refuses to write them into one document: "... are of A and B: choose with WHERE". */
int export_refuse_scopes(const Export *export, const char *document, char **message);

#endif
