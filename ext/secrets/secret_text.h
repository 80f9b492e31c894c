/* SPDX-License-Identifier: MIT */
/*
** A JSON text under construction that may hold secrets.
*/
#ifndef GLUE_SECRETS_SECRET_TEXT_H
#define GLUE_SECRETS_SECRET_TEXT_H

#include <stdbool.h>

#include "json/json.h"

/* What it outgrows is wiped. */
typedef struct SecretText {
  char *text;    /* owned, NUL-terminated */
  size_t length; /* bytes */
  size_t capacity;
  bool out_of_memory; /* sticky */
} SecretText;

void secret_text_append(SecretText *out, const char *piece, size_t size);
/* Makes room for a text of that many bytes in all, its NUL included. */
void secret_text_reserve(SecretText *out, size_t capacity);
/* As a JSON string with its quotes. */
void secret_text_append_string(SecretText *out, const char *text, size_t length);
/* A member of an object, with the comma before it unless it is the first: as it stands at the
** cursor; its key and colon alone; a key of our own and its colon. */
void secret_text_append_entry(SecretText *out, const JsonCursor *entry);
void secret_text_append_key(SecretText *out, const JsonCursor *entry);
void secret_text_append_own_key(SecretText *out, const char *key);
/* Wipes and frees it. */
void secret_text_discard(SecretText *out);

#endif
