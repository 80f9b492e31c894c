/* SPDX-License-Identifier: MIT */
/*
** Sealing and opening. What a sealed text looks like and what its tag covers
** stands in seal.h.
*/
#include "keyring/seal.h"

#include <string.h>

/* The version of the format that is known here. */
#define SEAL_FORMAT SEAL_OURS "2:"

/* The default of SQLITE_MAX_LENGTH: no value is longer. All sums below stay under 4 GiB. */
#define SEAL_PLAIN_MAX 1000000000u
#define SEAL_PADDED_MAX (SEAL_PLAIN_MAX + CIPHER_PADDING)
/* Bytes of the additional data. Names of 255 code points (the API's limit) in all three places and
** the longest ARN fit; so whatever does not was never sealed. */
#define SEAL_LABEL_MAX 8192
/* Bytes of a name that a message shows. */
#define SEAL_SHOWN_MAX 256

/* The additional data: every part with its length before it, so that no two contexts give the
** same bytes. */
typedef struct SealLabel {
  bool fits;
  size_t length;
  unsigned char bytes[SEAL_LABEL_MAX];
} SealLabel;

/* The parts of a sealed text, pointing into it. */
typedef struct SealParts {
  const char *arn;
  size_t arn_length;
  const char *base64;
  size_t base64_length;
  size_t binary_length; /* nonce, ciphertext and tag */
  size_t padded_length; /* of the secret */
} SealParts;

/* Base64 of what is public anyway; sodium_bin2base64() guards against timing and takes several
** times as long. Writes a NUL after it. */
static void seal_encode_base64(char *out, const unsigned char *in, size_t n) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (; n >= 3; n -= 3, in += 3, out += 4) {
    out[0] = digits[in[0] >> 2];
    out[1] = digits[(in[0] << 4 | in[1] >> 4) & 63];
    out[2] = digits[(in[1] << 2 | in[2] >> 6) & 63];
    out[3] = digits[in[2] & 63];
  }
  if (n > 0) {
    unsigned second = n > 1 ? in[1] : 0;
    out[0] = digits[in[0] >> 2];
    out[1] = digits[((unsigned)in[0] << 4 | second >> 4) & 63];
    out[2] = digits[second << 2 & 63];
    if (n == 1) out[2] = '=';
    out[3] = '=';
    out += 4;
  }
  *out = '\0';
}

/* The value of a base64 digit, or -1. */
static int seal_base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The number of bytes that the base64 stands for, or 0 where it is none: wrong digits or padding,
** or bits set beyond the last byte. */
static size_t seal_base64_size(const char *text, size_t n) {
  if (n == 0 || n % 4 != 0) return 0;
  size_t padding = text[n - 1] != '=' ? 0 : text[n - 2] != '=' ? 1 : 2;
  size_t digits = n - padding;
  for (size_t i = 0; i < digits; i++) {
    if (seal_base64_digit(text[i]) < 0) return 0;
  }
  int unused = padding == 0 ? 0 : padding == 1 ? 3 : 15;
  if ((seal_base64_digit(text[digits - 1]) & unused) != 0) return 0;
  return n / 4 * 3 - padding;
}

static bool seal_begins_with(const char *text, size_t n, const char *prefix, size_t prefix_length) {
  return n >= prefix_length && memcmp(text, prefix, prefix_length) == 0;
}

bool seal_is_ours(const char *text, size_t n) {
  return seal_begins_with(text, n, SEAL_OURS, strlen(SEAL_OURS));
}

/* False where the text is not well-formed. */
static bool seal_take_apart(const char *text, size_t n, SealParts *parts) {
  if (!seal_begins_with(text, n, SEAL_FORMAT, strlen(SEAL_FORMAT))) return false;
  const char *arn = text + strlen(SEAL_FORMAT);
  const char *end = text + n;
  const char *colon = end;
  while (colon > arn && colon[-1] != ':') colon--;
  if (colon == arn) return false;
  parts->arn = arn;
  parts->arn_length = (size_t)(colon - arn) - 1;
  parts->base64 = colon;
  parts->base64_length = (size_t)(end - colon);
  parts->binary_length = seal_base64_size(colon, parts->base64_length);
  if (parts->binary_length < CIPHER_OVERHEAD + CIPHER_PADDING) return false;
  parts->padded_length = parts->binary_length - CIPHER_OVERHEAD;
  return parts->padded_length % CIPHER_PADDING == 0 && parts->padded_length <= SEAL_PADDED_MAX &&
         key_arn_is_valid(parts->arn, parts->arn_length);
}

bool seal_is_well_formed(const char *text, size_t n) {
  SealParts parts;
  return seal_take_apart(text, n, &parts);
}

void seal_key_arn(const char *sealed, size_t n, const char **arn, size_t *arn_length) {
  SealParts parts;
  bool known = seal_take_apart(sealed, n, &parts);
  *arn = known ? parts.arn : NULL;
  *arn_length = known ? parts.arn_length : 0;
}

static void seal_label_add(SealLabel *label, const char *text, size_t n) {
  if (n > SEAL_LABEL_MAX || label->length + 4 + n > SEAL_LABEL_MAX) label->fits = false;
  if (!label->fits) return;
  unsigned char *out = label->bytes + label->length;
  for (int i = 0; i < 4; i++) out[i] = (unsigned char)(n >> (8 * i) & 0xff);
  if (n > 0) memcpy(out + 4, text, n);
  label->length += 4 + n;
}

/* False where it does not fit. */
static bool seal_label_write(SealLabel *label, const char *arn, size_t arn_length,
                             const SealContext *context) {
  label->fits = true;
  label->length = 0;
  seal_label_add(label, SEAL_FORMAT, strlen(SEAL_FORMAT));
  seal_label_add(label, arn, arn_length);
  seal_label_add(label, context->catalog_id, context->catalog_id_length);
  seal_label_add(label, context->region, context->region_length);
  seal_label_add(label, context->name, context->name_length);
  seal_label_add(label, context->property, context->property_length);
  return label->fits;
}

/* How many bytes of a name a message shows: no part of a UTF-8 character. */
static int seal_shown(const char *text, size_t n) {
  if (n > SEAL_SHOWN_MAX) {
    for (n = SEAL_SHOWN_MAX; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--) continue;
  }
  return (int)n;
}

/* Says which secret it is: "PASSWORD of connection NAME in catalog ID, region REGION". */
static void seal_append_place(sqlite3_str *out, const SealContext *context) {
  sqlite3_str_appendf(out, "%.*s of connection %.*s in catalog %.*s, region %.*s",
                      seal_shown(context->property, context->property_length), context->property,
                      seal_shown(context->name, context->name_length), context->name,
                      seal_shown(context->catalog_id, context->catalog_id_length),
                      context->catalog_id, seal_shown(context->region, context->region_length),
                      context->region);
}

/* Refuses with the secret's place and a reason. */
static int seal_refuse(char **message, const SealContext *context, const char *reason) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  seal_append_place(out, context);
  sqlite3_str_appendf(out, " %s", reason);
  return key_refuse(message, sqlite3_str_finish(out));
}

int seal_refuse_opening(char **message, int rc, const SealContext *context) {
  if (rc != SQLITE_ERROR) return rc;
  char *cause = *message, *reason = sqlite3_mprintf("cannot be opened: %s", cause);
  sqlite3_free(cause);
  *message = NULL;
  rc = reason ? seal_refuse(message, context, reason) : SQLITE_NOMEM;
  sqlite3_free(reason);
  return rc;
}

int seal_close(Keyring *keyring, const char *key_arn, const KeyringDefault *table,
               const SealContext *context, const char *plain, size_t n, char **sealed,
               char **message) {
  const Key *key;
  SealLabel label;
  *sealed = NULL;
  *message = NULL;
  if (n > SEAL_PLAIN_MAX) return SQLITE_TOOBIG;
  int rc = keyring_sealing_key(keyring, key_arn, table, &key, message);
  if (rc) return rc;
  if (!seal_label_write(&label, key->arn, key->arn_length, context)) {
    return seal_refuse(message, context, "cannot be sealed: the names are too long");
  }
  size_t padded_length = cipher_padded(n), binary_length = padded_length + CIPHER_OVERHEAD;
  size_t head = strlen(SEAL_FORMAT) + key->arn_length + 1;
  size_t text_size = head + (binary_length + 2) / 3 * 4 + 1;
  /* One allocation: the text, and behind it the bytes it is made of. */
  char *text = sqlite3_malloc64((sqlite3_uint64)text_size + binary_length);
  if (text == NULL) return SQLITE_NOMEM;
  unsigned char *binary = (unsigned char *)text + text_size;
  unsigned char *padded = binary + CIPHER_NONCE_BYTES;
  if (n > 0) memcpy(padded, plain, n);
  cipher_pad(padded, n);
  keyring_nonce(keyring, key, (CipherPart){label.bytes, label.length},
                (CipherPart){padded, padded_length}, binary);
  cipher_encrypt(binary, padded_length, label.bytes, label.length, key->sealing);
  memcpy(text, SEAL_FORMAT, sizeof(SEAL_FORMAT));
  memcpy(text + strlen(SEAL_FORMAT), key->arn, key->arn_length);
  text[head - 1] = ':';
  seal_encode_base64(text + head, binary, binary_length);
  *sealed = text;
  return SQLITE_OK;
}

/* Opens parts with the key. SQLITE_AUTH where they do not open. */
static int seal_open_parts(const SealParts *parts, const Key *key, const SealContext *context,
                           char **plain, size_t *plain_length) {
  SealLabel label;
  if (!seal_label_write(&label, parts->arn, parts->arn_length, context)) return SQLITE_AUTH;
  /* One allocation: the padded secret, and behind it the bytes it is made of. */
  char *text = sqlite3_malloc64((sqlite3_uint64)parts->padded_length + parts->binary_length);
  if (text == NULL) return SQLITE_NOMEM;
  size_t n;
  unsigned char *padded = (unsigned char *)text, *binary = padded + parts->padded_length;
  if (!cipher_decode(binary, parts->binary_length, parts->base64, parts->base64_length) ||
      !cipher_decrypt(padded, binary, parts->binary_length, label.bytes, label.length,
                      key->sealing) ||
      !cipher_unpad(padded, parts->padded_length, &n)) {
    cipher_free(text, parts->padded_length);
    return SQLITE_AUTH;
  }
  text[n] = '\0'; /* in place of the padding */
  *plain = text;
  *plain_length = n;
  return SQLITE_OK;
}

int seal_open(Keyring *keyring, const SealContext *context, const char *sealed, size_t n,
              char **plain, size_t *plain_length, char **message) {
  SealParts parts;
  const Key *key;
  *plain = NULL;
  *plain_length = 0;
  *message = NULL;
  if (!seal_take_apart(sealed, n, &parts)) {
    return seal_refuse(message, context,
                       seal_is_ours(sealed, n)
                           ? "cannot be opened: the sealed value is damaged, or of another format"
                           : "cannot be opened: it is not a value sealed by this extension");
  }
  int rc = keyring_opening_key(keyring, parts.arn, parts.arn_length, &key, message);
  if (rc) return seal_refuse_opening(message, rc, context);
  rc = seal_open_parts(&parts, key, context, plain, plain_length);
  if (rc != SQLITE_AUTH) return rc;
  char *reason = sqlite3_mprintf(
      "does not open with the key %s: it was altered, or sealed for another connection, catalog, "
      "region or property, or with other bytes of that key",
      key->arn);
  if (reason == NULL) return SQLITE_NOMEM;
  rc = seal_refuse(message, context, reason);
  sqlite3_free(reason);
  return rc;
}

#undef SEAL_FORMAT
#undef SEAL_PLAIN_MAX
#undef SEAL_PADDED_MAX
#undef SEAL_LABEL_MAX
#undef SEAL_SHOWN_MAX
