/* SPDX-License-Identifier: MIT */
/*
** Documents with a marker in every place that the API has for a secret, good ones and bad ones, and
** a search for the marker in whatever form bytes may have it.
*/
#ifndef GLUE_SECRET_DOCUMENTS_H
#define GLUE_SECRET_DOCUMENTS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* In every secret, and nowhere else. Letters and digits: so a token may hold it. */
#define MARK "zQ7markEr9"
#define M4 MARK MARK MARK MARK
#define M64 M4 M4 M4 M4 M4 M4 M4 M4 M4 M4 M4 M4 M4 M4 M4 M4 /* 640 characters */

/* Without white space, and with it: then the parser makes a copy. */
#define JDBC_PROPERTIES                                                                            \
  "{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://h/d\",\"USERNAME\":\"u\",\"PASSWORD\":\"" MARK "01\"}"
#define KAFKA_PROPERTIES                                                                           \
  "{ \"KAFKA_BOOTSTRAP_SERVERS\" : \"b:1\", \"KAFKA_CLIENT_KEYSTORE_PASSWORD\" : \"" MARK          \
  "02\", \"KAFKA_CLIENT_KEY_PASSWORD\" : \"" MARK "03\", \"KAFKA_SASL_PLAIN_PASSWORD\" : \"" MARK  \
  "04\", \"KAFKA_SASL_SCRAM_PASSWORD\" : \"" MARK "05\" }"
#define OAUTH2_CREDENTIALS                                                                         \
  "{\"UserManagedClientApplicationClientSecret\":\"" MARK "09\",\"AccessToken\":\"" MARK           \
  "10\", \"RefreshToken\":\"" MARK "11\",\"JwtToken\":\"" MARK "12.x." MARK "\"}"
#define AUTHENTICATION                                                                             \
  "{\"AuthenticationType\":\"OAUTH2\", \"BasicAuthenticationCredentials\":{\"Username\":\"" MARK   \
  "\",\"Password\":\"" MARK "06 \\\"\\u00e9\"},\"CustomAuthenticationCredentials\":{\"key\":"      \
  "\"" MARK "07\", \"" MARK "\":\"x\"},\"OAuth2Properties\":{\"TokenUrl\":\"https://t/o\","        \
  "\"AuthorizationCodeProperties\":{\"AuthorizationCode\":\"" MARK "08\",\"RedirectUri\":"         \
  "\"https://r/x\"},\"OAuth2Credentials\":" OAUTH2_CREDENTIALS "}}"
#define INPUT(name)                                                                                \
  "{\"Name\":\"" name "\",\"ConnectionType\":\"SALESFORCE\",\"ConnectionProperties\":"             \
  "{\"INSTANCE_URL\":\"https://x\",\"PASSWORD\":\"" MARK "13\",\"KAFKA_SASL_PLAIN_PASSWORD\":"     \
  "\"" MARK "14\"},\"AuthenticationConfiguration\":" AUTHENTICATION "}"

/* More than a kilobyte of secrets. */
#define LONG_PROPERTIES                                                                            \
  "{\"PASSWORD\":\"" M64 "\",\"KAFKA_CLIENT_KEY_PASSWORD\":\"" M64                                 \
  "\",\"KAFKA_SASL_SCRAM_PASSWORD\":\"" M64 "\"}"
#define LONG_CREDENTIALS                                                                           \
  "{\"CustomAuthenticationCredentials\":{\"a\":\"" M64 "\",\"b\":\"" M64 "\"},"                    \
  "\"OAuth2Properties\":{\"OAuth2Credentials\":{\"AccessToken\":\"" M64 "\"}}}"

/* Each is a parameter of the statements. */
typedef struct Document {
  const char *name, *text;
} Document;

static const Document good_documents[] = {
    {":jdbc", JDBC_PROPERTIES},
    {":kafka", KAFKA_PROPERTIES},
    {":authentication", AUTHENTICATION},
    {":long", LONG_PROPERTIES},
    {":tokens", LONG_CREDENTIALS},
    {":secret", MARK "15"},
    {":input", INPUT("bare")},
    {":request", "{ \"ConnectionInput\" : " INPUT("requested") ", \"Tags\":{\"k\":\"v\"}}"},
    {":response", "{\"Connection\":{\"Name\":\"got\",\"ConnectionType\":\"JDBC\","
                  "\"ConnectionProperties\":" JDBC_PROPERTIES ",\"CreationTime\":1700000000.5}}"},
};

#define PROPERTY(value) "{\"JDBC_CONNECTION_URL\":\"jdbc:x\", \"PASSWORD\":" value "}"
#define BASIC(value) "{\"BasicAuthenticationCredentials\": " value "}"
#define BASIC_MEMBER(member, value) BASIC("{\"" member "\":" value "}")
#define OAUTH2(value) "{\"OAuth2Properties\":{\"OAuth2Credentials\": " value "}}"
#define OAUTH2_MEMBER(member, value) OAUTH2("{\"" member "\":" value "}")
#define CODE(value) "{\"OAuth2Properties\":{\"AuthorizationCodeProperties\": " value "}}"
#define CUSTOM(value) "{\"CustomAuthenticationCredentials\": " value "}"

/* connection_properties that are refused. */
static const char *const bad_properties[] = {
    PROPERTY("\"" M64 M64 "\""),
    PROPERTY("\"" MARK "\",\"PASSWORD\":\"" MARK "2\""),
    PROPERTY("\"" MARK "\\u0000" MARK "\""),
    PROPERTY("\"" MARK "\\ud800" MARK "\""),
    PROPERTY("\"" MARK "\\x" MARK "\""),
    PROPERTY("\"" MARK "\xff" MARK "\""),
    PROPERTY("\"" MARK "\n" MARK "\""),
    PROPERTY("\"" MARK "\""
             ", "),
    PROPERTY("\"" MARK "\"") " " MARK,
    "{ \"PASSWORD\": \"" MARK,
    PROPERTY("{\"a\":\"" MARK "\"}"),
    PROPERTY("[\"" MARK "\", \"" MARK "\"]"),
    PROPERTY("\"" MARK "\", \"KAFKA_SASL_PLAIN_PASSWORD\":null"),
    PROPERTY("\"" MARK "\", \"\":\"x\""),
    PROPERTY("\"" MARK "\", \"ENCRYPTED_PASSWORD\":\"glue-connections:2:" MARK "\""),
    "\"" MARK "\"",
    "[\"" MARK "\"]",
};

/* authentication_configuration that is refused. */
static const char *const bad_authentications[] = {
    BASIC("\"" MARK "\""),
    BASIC("[\"" MARK "\"]"),
    BASIC_MEMBER("Pasword", "\"" MARK "\""),
    BASIC_MEMBER("Password", "{\"a\":\"" MARK "\"}"),
    BASIC_MEMBER("Password", "\"" M64 "\""),
    BASIC_MEMBER("Password", "\"" MARK "\\n" MARK "\""),
    BASIC_MEMBER("Password", "\"" MARK "\",\"Password\":\"" MARK "\""),
    BASIC_MEMBER("Username", "\"" MARK " " MARK "\""),
    BASIC_MEMBER("Username", "\"" M64 "\""),
    CUSTOM("\"" MARK "\""),
    CUSTOM("{\"key\":\"" M64 M64 M64 M64 "\"}"),
    CUSTOM("{\"key\":{\"a\":\"" MARK "\"}}"),
    CUSTOM("{\"key\":\"\",\"a\":\"" MARK "\"}"),
    CUSTOM("{\"" M64 "\":\"" MARK "\"}"),
    OAUTH2("\"" MARK "\""),
    OAUTH2_MEMBER("AcessToken", "\"" MARK "\""),
    OAUTH2_MEMBER("AccessToken", "\"" MARK "\\t" MARK "\""),
    OAUTH2_MEMBER("RefreshToken", "[\"" MARK "\"]"),
    OAUTH2_MEMBER("RefreshToken", "\"" MARK "\\u00e9\""),
    OAUTH2_MEMBER("JwtToken", "\"" MARK "\""),
    OAUTH2_MEMBER("JwtToken", "\"" MARK "." MARK "." MARK "!\""),
    OAUTH2_MEMBER("UserManagedClientApplicationClientSecret", "\"" M64 "\""),
    CODE("\"" MARK "\""),
    CODE("{\"AuthorizationCode\":\"" MARK " " MARK "\"}"),
    CODE("{\"AuthorizationCode\":\"" MARK "\",\"RedirectUri\":\"" MARK "\"}"),
    CODE("{\"AuthorizationCode\":\"" MARK "\",\"RedirectURI\":\"https://r/" MARK "\"}"),
    "{\"EncryptedCredentials\":\"" MARK "\"}",
    "{\"AuthenticationType\":\"BASIC\", \"Password\":\"" MARK "\"}",
    "{ \"BasicAuthenticationCredentials\" : { \"Password\" : \"" MARK "\" , ",
};

#define COUNT(list) (sizeof(list) / sizeof(list[0]))

/* ---- Searching. */

#define FORMS_MAX 8

/* What shows that a marker is among some bytes. */
typedef struct Form {
  size_t length;
  unsigned char bytes[64];
} Form;

static Form forms[FORMS_MAX];
static size_t form_count;

/* Base64 of n bytes; what is beyond a whole number of digits is left out. */
static inline size_t mark_base64(unsigned char *out, const unsigned char *in, size_t n) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t length = 0;
  for (size_t bit = 0; bit + 6 <= n * 8; bit += 6) {
    unsigned two = (unsigned)in[bit / 8] << 8 | (bit / 8 + 1 < n ? in[bit / 8 + 1] : 0u);
    out[length++] = (unsigned char)digits[two >> (10 - bit % 8) & 63];
  }
  return length;
}

static inline void make_forms(void) {
  static const char *const hex[] = {"0123456789ABCDEF", "0123456789abcdef"};
  const size_t n = sizeof(MARK) - 1;
  unsigned char padded[2 + sizeof(MARK)] = "xx" MARK, base64[64];
  memcpy(forms[0].bytes, MARK, n); /* as it is */
  forms[0].length = n;
  for (size_t i = 0; i < n; i++) { /* in UTF-16, in either order of bytes */
    forms[1].bytes[2 * i] = (unsigned char)MARK[i];
    for (size_t j = 0; j < 2; j++) {
      forms[2 + j].bytes[2 * i] = (unsigned char)hex[j][MARK[i] >> 4];
      forms[2 + j].bytes[2 * i + 1] = (unsigned char)hex[j][MARK[i] & 15];
    }
  }
  forms[1].length = 2 * n - 1;
  forms[2].length = forms[3].length = 2 * n;
  for (size_t before = 0; before < 3; before++) { /* in base64, behind so many bytes of a group */
    size_t length = mark_base64(base64, padded + 2 - before, before + n);
    size_t first = before == 0 ? 0 : before == 1 ? 2 : 3; /* the digits of MARK alone */
    memcpy(forms[4 + before].bytes, base64 + first, length - first);
    forms[4 + before].length = length - first;
  }
  form_count = 7;
}

/* Whether the marker is among the bytes, in any form. */
static inline bool has_mark(const void *bytes, size_t size) {
  const unsigned char *z = bytes;
  for (size_t i = 0; i < form_count; i++) {
    const Form *form = &forms[i];
    if (size < form->length) continue;
    const unsigned char *end = z + (size - form->length) + 1;
    for (const unsigned char *at = z; (at = memchr(at, form->bytes[0], (size_t)(end - at))); at++) {
      if (memcmp(at, form->bytes, form->length) == 0) return true;
    }
  }
  return false;
}

static inline bool text_has_mark(const char *text) {
  return text && has_mark(text, strlen(text));
}

/* The search finds what it should. */
static inline bool forms_work(void) {
  static const char *const found[] = {"-" MARK "-", "...elE3bWFya0V...", "7A51376D61726B457239",
                                      "7a51376d61726b457239"};
  if (form_count == 0) make_forms();
  for (size_t i = 0; i < COUNT(found); i++) {
    if (i != 1 && !text_has_mark(found[i])) return false;
  }
  unsigned char base64[64], plain[] = "ab" MARK "cd";
  for (size_t skip = 0; skip < 3; skip++) {
    if (!has_mark(base64, mark_base64(base64, plain + skip, sizeof(plain) - 1 - skip)))
      return false;
  }
  return has_mark("z\0Q\0007\0m\0a\0r\0k\0E\0r\0009\0", 20) && !text_has_mark("zQ7markEr8");
}

/* Binds the good documents to a statement's parameters of those names. */
static inline void bind_documents(sqlite3_stmt *statement) {
  for (size_t i = 0; i < COUNT(good_documents); i++) {
    int index = sqlite3_bind_parameter_index(statement, good_documents[i].name);
    if (index) sqlite3_bind_text(statement, index, good_documents[i].text, -1, SQLITE_STATIC);
  }
}

#endif
