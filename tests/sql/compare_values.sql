-- sql/compare.sql: what is compared are values, wherever they stand. How they are written is no change,
-- nor is a status that came without its history; a secret in clear is not shown.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/compare') IS NOT NULL AS key;
CREATE VIRTUAL TABLE before USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);
CREATE VIRTUAL TABLE after USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);
CREATE TEMP VIEW compare_before AS SELECT *, request, credentials FROM before;
CREATE TEMP VIEW compare_after AS SELECT rowid, *, connection, credentials, request FROM after;
.headers on

.print '--- the same, written in another way'
INSERT INTO before(request) VALUES('{"ConnectionInput":{"Name":"a","ConnectionType":"SALESFORCE","ConnectionProperties":{"x":"1","y":"2"},
  "MatchCriteria":["\u00e9t\u00e9"],"AuthenticationConfiguration":{"AuthenticationType":"OAUTH2","SecretArn":"arn:aws:secretsmanager:x",
  "OAuth2Properties":{"OAuth2GrantType":"JWT_BEARER","TokenUrl":"https://t","TokenUrlParametersMap":{"p":"\/","q":"2"}}}}}');
INSERT INTO after(request) VALUES('{"ConnectionInput":{"Name":"a","ConnectionType":"SALESFORCE","ConnectionProperties":{"y":"2","x":"\u0031"},
  "MatchCriteria":["été"],"AuthenticationConfiguration":{"SecretArn":"arn:aws:secretsmanager:x","AuthenticationType":"OAUTH2",
  "OAuth2Properties":{"TokenUrlParametersMap":{"q":"2","p":"/"},"TokenUrl":"https://t","OAuth2GrantType":"JWT_BEARER"}}}}');
.read sql/compare.sql
SELECT * FROM comparison;

.print '--- a status is compared with another that somebody knows'
UPDATE before SET status = 'READY';
.read sql/compare.sql
UPDATE after SET status = 'FAILED', status_reason = 'invalid_grant';
.read sql/compare.sql
SELECT * FROM comparison;
DELETE FROM before;
INSERT INTO before(request) SELECT request FROM after;
.read sql/compare.sql

.print '--- one value, deep down'
UPDATE after SET authentication_configuration = json_set(authentication_configuration, '$.OAuth2Properties.TokenUrlParametersMap.q', '3',
  '$.OAuth2Properties.OAuth2ClientApplication', json('{"UserManagedClientApplicationClientId":"i"}'));
.read sql/compare.sql
SELECT * FROM comparison;

.print '--- secrets in clear'
DELETE FROM before;
DELETE FROM after;
INSERT INTO before(name, connection_type, description, connection_properties, spark_properties, python_properties) VALUES('a', 'JDBC', 'the password is: s3cr3t-1',
  '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d?password=s3cr3t-1","SparkProperties":"{\"token\":\"s3cr3t-1\"}"}', '{"sfPassword":"s3cr3t-1","url":"https://h"}', '{"url":"jdbc:mysql://u:s3cr3t-1@h/d"}');
INSERT INTO after(name, connection_type, description, connection_properties, spark_properties, python_properties, authentication_configuration, tags) VALUES('a', 'JDBC', 'none',
  '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d?password=s3cr3t-2","SparkProperties":"{\"token\":\"s3cr3t-2\"}"}', '{"sfPassword":"s3cr3t-2","url":"https://u:s3cr3t-2@h"}', '{}',
  '{"OAuth2Properties":{"TokenUrlParametersMap":{"client_secret":"s3cr3t-2"}}}', '{"api_key":"s3cr3t-2"}');
.read sql/compare.sql
SELECT pointer, before, after FROM comparison;

.print '--- by pointer, whatever is in a key'
DELETE FROM before;
DELETE FROM after;
INSERT INTO before(name, connection_type, connection_properties, spark_properties) VALUES('a', 'CUSTOM', '{}', '{"client\tsecret":"s3cr3t-1","a/b":"1","c~d":"1"}');
INSERT INTO after(name, connection_type, connection_properties, spark_properties) VALUES('a', 'CUSTOM', '{}', '{"client\tsecret":"s3cr3t-2","a/b":"2","c~d":"2"}');
.read sql/compare.sql
SELECT pointer, before, after FROM comparison;
