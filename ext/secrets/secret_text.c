/* SPDX-License-Identifier: MIT */
#include "secrets/secret_text.h"

#include <string.h>

#include "keyring/cipher.h"

/* The least that is allocated: most documents fit. */
#define SECRET_TEXT_MIN 1024

void secret_text_reserve(SecretText *out, size_t capacity) {
  if (out->out_of_memory || capacity <= out->capacity) return;
  char *text = sqlite3_malloc64(capacity);
  if (text == NULL) {
    out->out_of_memory = true;
    return;
  }
  if (out->length) memcpy(text, out->text, out->length);
  cipher_free(out->text, out->length);
  out->text = text;
  out->capacity = capacity;
}

void secret_text_append(SecretText *out, const char *piece, size_t size) {
  if (out->length + size + 1 > out->capacity) {
    size_t capacity = (out->length + size + 1) * 2;
    secret_text_reserve(out, capacity < SECRET_TEXT_MIN ? SECRET_TEXT_MIN : capacity);
  }
  if (out->out_of_memory) return;
  if (size) memcpy(out->text + out->length, piece, size);
  out->length += size;
  out->text[out->length] = '\0';
}

static void secret_text_append_piece(void *out, const char *piece, size_t size) {
  secret_text_append(out, piece, size);
}

void secret_text_append_string(SecretText *out, const char *text, size_t length) {
  json_write_string(text, length, secret_text_append_piece, out);
}

static void secret_text_append_comma(SecretText *out) {
  if (out->length && out->text[out->length - 1] != '{') secret_text_append(out, ",", 1);
}

void secret_text_append_key(SecretText *out, const JsonCursor *entry) {
  secret_text_append_comma(out);
  secret_text_append(out, entry->key, entry->key_length);
  secret_text_append(out, ":", 1);
}

void secret_text_append_own_key(SecretText *out, const char *key) {
  secret_text_append_comma(out);
  secret_text_append_string(out, key, strlen(key));
  secret_text_append(out, ":", 1);
}

void secret_text_append_entry(SecretText *out, const JsonCursor *entry) {
  secret_text_append_key(out, entry);
  secret_text_append(out, entry->text, entry->length);
}

void secret_text_discard(SecretText *out) {
  cipher_free(out->text, out->length);
  *out = (SecretText){.text = NULL};
}

#undef SECRET_TEXT_MIN
