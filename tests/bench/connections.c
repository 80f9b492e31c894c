/* SPDX-License-Identifier: MIT */
/*
** Connections as people make them: the shapes are those of public configurations (the Terraform
** provider's documentation and acceptance tests, CloudFormation templates), the names vary.
**
** In a template, # stands for the connection's number and @ for the member with its password.
*/
#include <string.h>

#include "bench.h"

#define NETWORK_A                                                                                  \
  "{\"AvailabilityZone\":\"us-west-2a\",\"SecurityGroupIdList\":[\"sg-0a1b2c3d4e5f60718\"],"       \
  "\"SubnetId\":\"subnet-0123456789abcdef0\"}"
#define NETWORK_B                                                                                  \
  "{\"SubnetId\":\"subnet-0fedcba9876543210\",\"SecurityGroupIdList\":[\"sg-0a1b2c3d4e5f60718\","  \
  "\"sg-0f1e2d3c4b5a69788\"],\"AvailabilityZone\":\"eu-west-1b\"}"

typedef struct Template {
  const char *field[FIELD_COUNT];
} Template;

/* clang-format off */
static const Template without_passwords[] = {
  {{"orders-db-#", "JDBC", NULL,
    "{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://orders-#.cluster-abcdefghijkl.us-west-2.rds.amazonaws.com:3306/orders\","
    "\"SECRET_ID\":\"prod/orders-#\"}",
    NULL, NULL, NETWORK_A, NULL, NULL}},
  {{"warehouse-#", "JDBC", "Warehouse of team #, read only",
    "{\"JDBC_CONNECTION_URL\":\"jdbc:redshift://c#.abc.eu-west-1.redshift.amazonaws.com:5439/dwh\","
    "\"JDBC_ENFORCE_SSL\":\"true\",\"SECRET_ID\":\"dwh-#\"}",
    NULL, NULL, NETWORK_B, NULL, "{\"env\":\"prod\",\"owner\":\"analytics\"}"}},
  {{"msk-serverless-#", "KAFKA", "Kafka connection to MSK Serverless - used by Glue streaming jobs",
    "{\"KAFKA_BOOTSTRAP_SERVERS\":\"boot-#.c1.kafka-serverless.us-east-1.amazonaws.com:9098\","
    "\"KAFKA_SSL_ENABLED\":\"false\"}",
    NULL, NULL, NETWORK_A, NULL, "{\"Name\":\"MSK Serverless Glue Connection\"}"}},
  {{"kafka-scram-#", "KAFKA", NULL,
    "{\"KAFKA_BOOTSTRAP_SERVERS\":\"b-1.demo#.abcde.c3.kafka.us-east-1.amazonaws.com:9096,"
    "b-2.demo#.abcde.c3.kafka.us-east-1.amazonaws.com:9096\",\"KAFKA_SASL_MECHANISM\":\"SCRAM-SHA-512\","
    "\"SECRET_ID\":\"AmazonMSK_#\",\"KAFKA_SSL_ENABLED\":\"true\"}",
    NULL, NULL, NETWORK_A, NULL, "{\"Project\":\"proj\",\"Environment\":\"dev\",\"ManagedBy\":\"terraform\"}"}},
  {{"vpc-endpoint-#", "NETWORK", NULL, "{}", NULL, NULL, NETWORK_A, NULL, NULL}},
  {{"snowflake-jdbc-#", "CUSTOM", NULL,
    "{\"CONNECTOR_CLASS_NAME\":\"net.snowflake.client.jdbc.SnowflakeDriver\",\"CONNECTOR_TYPE\":\"Jdbc\","
    "\"CONNECTOR_URL\":\"s3://bucket-#/scripts/glue/snowflake-jdbc.jar\","
    "\"JDBC_CONNECTION_URL\":\"jdbc:snowflake://acct#.snowflakecomputing.com/?user=${user}&password=${password}\","
    "\"SECRET_ID\":\"snowflake-#\"}",
    NULL, "[\"Connection\",\"snowflake-connector\"]", NULL, NULL, NULL}},
  {{"athenafederatedcatalog_mysql_#", "MYSQL", NULL,
    "{\"HOST\":\"db#.cluster-abc.us-east-1.rds.amazonaws.com\",\"PORT\":\"3306\",\"DATABASE\":\"gluedatabase\"}",
    "{\"lambda_function_arn\":\"arn:aws:lambda:us-west-2:123456789012:function:athenafederatedcatalog_mysql_#\","
    "\"spill_bucket\":\"spill-#\"}",
    NULL, NETWORK_A,
    "{\"AuthenticationType\":\"BASIC\",\"SecretArn\":\"arn:aws:secretsmanager:us-west-2:123456789012:secret:db#-AbCdEf\"}",
    NULL}},
  {{"snowflake-#", "SNOWFLAKE", NULL,
    "{\"SparkProperties\":\"{\\\"secretId\\\":\\\"snowflake-#\\\",\\\"sfRole\\\":\\\"ETLROLE\\\","
    "\\\"sfUrl\\\":\\\"https://acct#.snowflakecomputing.com\\\"}\"}",
    NULL, NULL, NULL, NULL, "{\"owner\":\"data-platform\"}"}},
  {{"dynamodb-#", "DYNAMODB", NULL, "{}",
    "{\"lambda_function_arn\":\"arn:aws:lambda:us-west-2:123456789012:function:athenafederatedcatalog_athena_#\","
    "\"disable_spill_encryption\":\"false\",\"spill_bucket\":\"spill-#\"}",
    NULL, NULL, NULL, NULL}},
  {{"mongo-#", "MONGODB", "Product catalogue",
    "{\"CONNECTION_URL\":\"mongodb://mongo#.example.com:27017/catalogue\",\"SECRET_ID\":\"mongo-#\"}",
    NULL, NULL, NULL, NULL, NULL}},
};

static const Template with_passwords[] = {
  {{"orders-db-#", "JDBC", NULL,
    "{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://orders-#.example.com/orders\",@,\"USERNAME\":\"app\"}",
    NULL, NULL, NULL, NULL, NULL}},
  {{"billing-#", "JDBC", "Billing, integration tests",
    "{\"JDBC_CONNECTION_URL\":\"jdbc:mysql://billing-#.cluster-abcdefghijkl.us-west-2.rds.amazonaws.com/billing\","
    "@,\"USERNAME\":\"billing\"}",
    NULL, NULL, NETWORK_A, NULL, "{\"env\":\"prod\",\"owner\":\"payments\"}"}},
  {{"mongo-#", "MONGODB", NULL,
    "{\"CONNECTION_URL\":\"mongodb://mongo#.example.com:27017/catalogue\",@,\"USERNAME\":\"reader\"}",
    NULL, NULL, NULL, NULL, NULL}},
  {{"dwh-#", "JDBC", NULL,
    "{\"JDBC_CONNECTION_URL\":\"jdbc:redshift://c#.abc.eu-west-1.redshift.amazonaws.com:5439/db\",@,"
    "\"USERNAME\":\"etl\",\"JDBC_ENFORCE_SSL\":\"true\"}",
    NULL, "[\"criteria1\",\"criteria2\"]", NETWORK_B, NULL, "{\"key1\":\"value1\"}"}},
};
/* clang-format on */

size_t sealed_length;

/* Numbers in no order, as names come in none: the same permutation in every run. */
static unsigned scatter(int number) {
  return (unsigned)number * 2654435761u;
}

static void append_password(sqlite3_str *out, Secrets secrets, unsigned id) {
  if (secrets == SECRETS_CLEAR) {
    sqlite3_str_appendf(out, "\"PASSWORD\":\"hunter-%08x\"", id);
    return;
  }
  /* Ciphertext of the service, as an import brings it: the extension keeps it as it is. */
  sqlite3_str_appendall(out, "\"ENCRYPTED_PASSWORD\":\"");
  sqlite3_str_appendchar(out, (int)sealed_length, 'A');
  sqlite3_str_appendchar(out, 1, '"');
}

/* The template's text for that connection; NULL for NULL. */
static char *expand(const char *text, Secrets secrets, unsigned id) {
  if (text == NULL) return NULL;
  sqlite3_str *out = sqlite3_str_new(NULL);
  for (;;) {
    size_t length = strcspn(text, "#@");
    sqlite3_str_append(out, text, (int)length);
    text += length;
    if (*text == '\0') break;
    if (*text == '#') {
      sqlite3_str_appendf(out, "%08x", id);
    } else {
      append_password(out, secrets, id);
    }
    text++;
  }
  char *expanded = sqlite3_str_finish(out);
  if (expanded == NULL) fail("out of memory");
  return expanded;
}

static const Template *template_of(Secrets secrets, int number) {
  if (secrets == SECRETS_ELSEWHERE) {
    return &without_passwords[(size_t)number % (sizeof(without_passwords) / sizeof(Template))];
  }
  return &with_passwords[(size_t)number % (sizeof(with_passwords) / sizeof(Template))];
}

void row_make(Row *row, Secrets secrets, int number) {
  const Template *template = template_of(secrets, number);
  for (int i = 0; i < FIELD_COUNT; i++) {
    row->field[i] = expand(template->field[i], secrets, scatter(number));
  }
}

void row_free(Row *row) {
  for (int i = 0; i < FIELD_COUNT; i++) sqlite3_free(row->field[i]);
}

char *row_name(Secrets secrets, int number) {
  return expand(template_of(secrets, number)->field[FIELD_NAME], secrets, scatter(number));
}
