-- What each connection type requires: errors at level standard, and what is only expected.
.load dist/glue_connections
.mode list
CREATE TABLE inputs(id INTEGER PRIMARY KEY, input);
CREATE VIEW findings AS
  SELECT i.id, f.* FROM inputs i,
    glue_lint(json_set(i.input, '$.Name', 'n', '$.ConnectionProperties',
                       json(coalesce(i.input -> '$.ConnectionProperties', '{}')))) f
   WHERE f.rule <> 'tls-not-enforced';

.print '--- unknown types'
INSERT INTO inputs(input) VALUES ('{"ConnectionType":"JBDC"}'), ('{"ConnectionType":"S3"}'),
  ('{"ConnectionType":"jdbc"}'), ('{"ConnectionType":""}'), ('{"ConnectionType":"REST-"}'),
  ('{"ConnectionType":"REST-mine"}');
SELECT id, severity, path, rule, substr(message, 1, 150), substr(message, instr(message, ']'))
  FROM findings ORDER BY id;
DELETE FROM inputs;

.print '--- the classic types'
INSERT INTO inputs(input) VALUES
  ('{"ConnectionType":"JDBC"}'),
  ('{"ConnectionType":"JDBC","ConnectionProperties":{"HOST":"h","PORT":"1"}}'),
  ('{"ConnectionType":"JDBC","ConnectionProperties":{"HOST":"h","PORT":"1","JDBC_ENGINE":"mysql","SECRET_ID":"s"}}'),
  ('{"ConnectionType":"JDBC","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","USERNAME":"u"}}'),
  ('{"ConnectionType":"JDBC","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","USERNAME":"u","ENCRYPTED_PASSWORD":"e"}}'),
  ('{"ConnectionType":"JDBC","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:x"}}'),
  ('{"ConnectionType":"JDBC","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","USERNAME":"u","ENCRYPTED_PASSWORD":null}}'),
  ('{"ConnectionType":"KAFKA"}'),
  ('{"ConnectionType":"MONGODB"}'),
  ('{"ConnectionType":"NETWORK"}'),
  ('{"ConnectionType":"NETWORK","PhysicalConnectionRequirements":{}}'),
  ('{"ConnectionType":"MARKETPLACE","ConnectionProperties":{"CONNECTOR_TYPE":"Jdbc"}}'),
  ('{"ConnectionType":"MARKETPLACE","ConnectionProperties":{"CONNECTOR_TYPE":"Spark","CONNECTOR_URL":"u","CONNECTOR_CLASS_NAME":"c"}}'),
  ('{"ConnectionType":"CUSTOM"}'),
  ('{"ConnectionType":"SFTP"}'),
  ('{"ConnectionType":"VIEW_VALIDATION_REDSHIFT","ConnectionProperties":{"DATABASE":"d"}}'),
  ('{"ConnectionType":"VIEW_VALIDATION_ATHENA"}');
SELECT id, severity, path, rule, message FROM findings ORDER BY id;
DELETE FROM inputs;

.print '--- the newer types, in the newer style and in the older one'
INSERT INTO inputs(input) VALUES
  ('{"ConnectionType":"MYSQL","ConnectionProperties":{"HOST":"h","PORT":"1","DATABASE":"d"}}'),
  ('{"ConnectionType":"SALESFORCE","ConnectionProperties":{"INSTANCE_URL":"u"}}'),
  ('{"ConnectionType":"DYNAMODB"}'),
  ('{"ConnectionType":"CLOUDWATCH"}'),
  ('{"ConnectionType":"SNOWFLAKE","ConnectionProperties":{"HOST":"h","DATABASE":"d"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:x"}}'),
  ('{"ConnectionType":"SNOWFLAKE","ConnectionProperties":{"HOST":"h","DATABASE":"d","WAREHOUSE":"w","ROLE":"r"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:x"}}'),
  ('{"ConnectionType":"SNOWFLAKE","ConnectionProperties":{"HOST":"h","DATABASE":"d","WAREHOUSE":"w","CATALOG_CASING_FILTER":"LOWERCASE_ONLY"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:x"}}'),
  ('{"ConnectionType":"SNOWFLAKE","ConnectionProperties":{"SparkProperties":"{}","ROLE":"r"}}'),
  ('{"ConnectionType":"SNOWFLAKE","ConnectionProperties":{"PythonProperties":"{}"}}'),
  ('{"ConnectionType":"REDSHIFT","ConnectionProperties":{"HOST":"h","PORT":"1","DATABASE":"d","CATALOG_CASING_FILTER":"LOWERCASE_ONLY"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:x"},"AthenaProperties":{"MANAGED_CONNECTION":"true"}}'),
  ('{"ConnectionType":"REDSHIFT","ConnectionProperties":{"HOST":"h","PORT":"1","DATABASE":"d","CATALOG_CASING_FILTER":"LOWERCASE_ONLY"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:x"}}'),
  ('{"ConnectionType":"BIGQUERY","ConnectionProperties":{},"AuthenticationConfiguration":{"AuthenticationType":"CUSTOM","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:x"}}'),
  ('{"ConnectionType":"ICEBERGRESTCATALOG","ConnectionProperties":{"INSTANCE_URL":"u"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:x"}}'),
  ('{"ConnectionType":"MYSQL","ConnectionProperties":{"HOST":"h"},"AuthenticationConfiguration":{"AuthenticationType":"OAUTH2"}}'),
  ('{"ConnectionType":"ATHENA","ConnectionProperties":{"PythonProperties":"{}"}}');
SELECT id, severity, path, rule, message FROM findings ORDER BY id;
DELETE FROM inputs;

.print '--- SASL mechanisms of Kafka'
INSERT INTO inputs(input)
  SELECT json_object('ConnectionType', 'KAFKA', 'ConnectionProperties',
                     json_patch('{"KAFKA_BOOTSTRAP_SERVERS":"k:9096"}', value))
    FROM json_each('[{"KAFKA_SASL_MECHANISM":"SCRAM-SHA-512"},
      {"KAFKA_SASL_MECHANISM":"SCRAM-SHA-512","SECRET_ID":"s"},
      {"KAFKA_SASL_MECHANISM":"SCRAM-SHA-512","KAFKA_SASL_SCRAM_USERNAME":"u","ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD":"p"},
      {"KAFKA_SASL_MECHANISM":"PLAIN","KAFKA_SASL_PLAIN_USERNAME":"u"},
      {"KAFKA_SASL_MECHANISM":"GSSAPI","KAFKA_SASL_GSSAPI_SERVICE":"kafka","KAFKA_SASL_GSSAPI_KEYTAB":"s3://b/k"},
      {"KAFKA_SASL_MECHANISM":"AWS_MSK_IAM"},
      {"KAFKA_SASL_MECHANISM":"SCRAM-SHA-256"}]');
SELECT id, severity, path, rule, message FROM findings ORDER BY id;
.print '--- what is only inferred refuses nothing; IAM with JDBC and DYNAMODB; what is missing of credentials; a Hive metastore'
CREATE TABLE later(type, properties, authentication);
INSERT INTO later VALUES
 ('POSTGRESQL', '{"HOST":"h","PORT":"1","DATABASE":"d"}', NULL), ('MYSQL', '{"HOST":"h","PORT":"1","DATABASE":"d"}', NULL), ('SALESFORCE', '{"INSTANCE_URL":"https://h"}', NULL), ('SLACK', '{}', NULL),
 ('BIGQUERY', '{"PROJECT_ID":"p","SECRET_ID":"s"}', NULL), ('BIGQUERY', '{"SECRET_ID":"s"}', NULL),
 ('JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d","JDBC_ENFORCE_SSL":"true"}', '{"AuthenticationType":"IAM"}'), ('JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d","JDBC_ENFORCE_SSL":"true"}', '{"AuthenticationType":"OAUTH2","SecretArn":"arn:aws:secretsmanager:x"}'),
 ('DYNAMODB', '{}', '{"AuthenticationType":"IAM"}'), ('DYNAMODB', '{}', NULL), ('MYSQL', '{"HOST":"h","PORT":"1","DATABASE":"d"}', '{"AuthenticationType":"IAM"}'), ('STRIPE', '{}', '{"AuthenticationType":"OAUTH2","SecretArn":"arn:aws:secretsmanager:x"}'), ('GITLAB', '{}', '{"AuthenticationType":"OAUTH2","SecretArn":"arn:aws:secretsmanager:x"}'),
 ('JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d?sslmode=require","PASSWORD":"p"}', NULL), ('JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d?sslmode=require"}', NULL),
 ('HIVE_METASTORE', '{"ENDPOINT":"https://x.execute-api.eu-west-1.amazonaws.com","ENDPOINT_TYPE":"API_GATEWAY","ROLE_ARN":"arn:aws:iam::1:role/r","REGION":"eu-west-1"}', NULL), ('HIVE_METASTORE', '{}', NULL);
SELECT l.rowid, l.type, f.severity, f.path, f.message FROM later l LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', l.type, 'ConnectionProperties', json(l.properties), 'AuthenticationConfiguration', json(l.authentication))) f ORDER BY 1, 3;
CREATE VIRTUAL TABLE standard USING glue_connections;
INSERT INTO standard(name, connection_type, connection_properties, authentication_configuration) SELECT 'c' || rowid, type, properties, authentication FROM later WHERE type NOT IN ('MYSQL', 'SALESFORCE', 'JDBC');
SELECT name, connection_type, connection_schema_version FROM standard;
.print '--- a key that no rule asks for, but a type is known to take'
SELECT value, f.rule, f.message FROM json_each('["CATALOG_CASING_FILTER","TABLE_DEPTH","TABLE_DEPTHS"]')
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'SNOWFLAKE', 'ConnectionProperties', json_object(value, 'x'))) f ON f.rule = 'unknown-property';
