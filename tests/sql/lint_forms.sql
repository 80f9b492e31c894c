-- What glue_lint() takes: a CreateConnection request, a ConnectionInput, a Connection; text, JSONB,
-- NULL, and what is none of it.
.load dist/glue_connections
.mode list
.nullvalue NULL

.print '--- nothing to find fault with'
SELECT * FROM glue_lint('{"ConnectionInput":{"Name":"net","ConnectionType":"NETWORK","ConnectionProperties":{},"PhysicalConnectionRequirements":{"AvailabilityZone":"us-east-1a"}},"Tags":{"a":"b"}}');
SELECT * FROM glue_lint('{"Name":"net","ConnectionType":"NETWORK","ConnectionProperties":{},"PhysicalConnectionRequirements":{"AvailabilityZone":"us-east-1a"}}');
SELECT * FROM glue_lint('{"Name":"net","ConnectionType":"NETWORK","ConnectionProperties":{},"PhysicalConnectionRequirements":{"AvailabilityZone":"us-east-1a"},"CreationTime":1700000000.123,"LastUpdatedBy":"user/a","Status":"READY","ConnectionSchemaVersion":1}');

.print '--- NULL has no rows, and what is no request one'
SELECT count(*) FROM glue_lint(NULL);
SELECT severity, exception, path, rule, message FROM glue_lint('{"Name":"net",}');
SELECT severity, exception, path, rule, message FROM glue_lint('');
SELECT severity, exception, path, rule, message FROM glue_lint(1);
SELECT severity, exception, path, rule, message FROM glue_lint('[]');
SELECT * FROM glue_lint;

.print '--- the path of what is no JSON, or given twice, or unknown'
SELECT path, rule, message FROM glue_lint('{"ConnectionInput":{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{"K":"\u0000"}}}');
SELECT path, rule, message FROM glue_lint('{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{"K":"1","K":"2"}}');
SELECT path, rule, message FROM glue_lint('{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{},"Descripton":"x"}');

.print '--- errors come first, all of them, and each names its exception'
SELECT severity, exception, path, rule FROM glue_lint('{"Name":"","ConnectionType":"JDBC","ConnectionProperties":{"USERNAM":"u","PORT":"x"},"MatchCriteria":"m"}');

.print '--- joined with a file'
WITH file(document) AS (VALUES('{"ConnectionList":[
  {"Name":"a","ConnectionType":"SFTP","ConnectionProperties":{}},
  {"Name":"b","ConnectionType":"KAFKA","ConnectionProperties":{}},
  {"Name":"c","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"k:9092"}}]}'))
SELECT c.value ->> 'Name', f.severity, f.rule
  FROM file, json_each(document, '$.ConnectionList') c, glue_lint(c.value) f;

.print '--- in a view, with a left join, in a subquery, and the argument itself'
CREATE TABLE requests(request);
INSERT INTO requests VALUES ('{"Name":"a","ConnectionType":"SFTP","ConnectionProperties":{}}'), (NULL);
CREATE VIEW findings AS SELECT r.rowid AS r, f.rule FROM requests r LEFT JOIN glue_lint(r.request) f;
SELECT * FROM findings;
SELECT rowid, (SELECT count(*) FROM glue_lint(request)) FROM requests;
SELECT argument FROM glue_lint('{"Name":"a","ConnectionType":"SFTP","ConnectionProperties":{}}');

.print '--- over a table, whose secrets are sealed'
CREATE VIRTUAL TABLE connections USING glue_connections;
SELECT glue_keyring('@TMP@/keyring') IS NOT NULL;
SELECT glue_create_key('arn:aws:kms:us-east-1:000000000000:key/test');
INSERT INTO connections(name, connection_type, connection_properties) VALUES
  ('sealed', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h:3306/d","USERNAME":"u","PASSWORD":"p"}'),
  ('bare', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h:3306/d"}');
INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration) VALUES
  ('basic', 'MYSQL', '{"HOST":"h","PORT":"1","DATABASE":"d"}',
   '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"p"}}');
SELECT c.name, f.severity, f.rule FROM connections c, glue_lint(c.request) f;
.print '--- a sealed value that is not complete: what INSERT would say'
SELECT severity, exception, path, rule, message FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM",
  "ConnectionProperties":{"ENCRYPTED_PASSWORD":"glue-connections:2:garbage","ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD":"AQICAHi"},
  "AuthenticationConfiguration":{"EncryptedCredentials":"garbage"}}');
