-- The exports: no file, an empty table, part of one, odd names, other encodings, resources that must not
-- have the same name, in a host that trusts nobody.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/export') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);
.headers on
.dbconfig defensive on
.dbconfig trusted_schema off

.print '--- no file is named; secrets are misspelt'
.read sql/export_requests.sql
.read sql/export_get_connections.sql
.read sql/export_cloudformation.sql
.read sql/export_terraform.sql
.parameter set @secrets decrypted
.parameter set @out out
.read sql/export_requests.sql
.read sql/export_terraform.sql
.parameter unset @secrets

.print '--- an empty table'
.read sql/export_requests.sql
SELECT CAST(readfile('out') AS TEXT) AS file;
.read sql/export_get_connections.sql
SELECT CAST(readfile('out') AS TEXT) AS file;
.read sql/export_cloudformation.sql
SELECT CAST(readfile('out') AS TEXT) AS file;
.read sql/export_terraform.sql
SELECT CAST(readfile('out') AS TEXT) AS file;
.parameter set @out out.sh
.read sql/export_requests.sql
SELECT substr(CAST(readfile('out.sh') AS TEXT), 3) AS file; -- this file is none for a linter of scripts

.print '--- names that are no identifiers, that are alike, that look like our own'
INSERT INTO connections(name, catalog_id, connection_type, connection_properties) VALUES
  ('orders db', NULL, 'CUSTOM', '{}'), ('orders.db', NULL, 'CUSTOM', '{}'), ('orders-db', NULL, 'CUSTOM', '{"PASSWORD":"s3cr3t"}'),
  ('twice', NULL, 'CUSTOM', '{}'), ('twice', 'other', 'CUSTOM', '{}'), ('1st', NULL, 'CUSTOM', '{}'),
  ('connection_1', NULL, 'CUSTOM', '{}'), ('Connection2', NULL, 'CUSTOM', '{}'), ('SecretX', NULL, 'CUSTOM', '{}'),
  ('o''d"d 😀', NULL, 'CUSTOM', '{"Ref":"x"}'), ('a:b', NULL, 'CUSTOM', '{"KAFKA_SASL_SCRAM_PASSWORD":"s3cr3t","ENCRYPTED_PASSWORD":"AQICAHservice"}'),
  (replace(hex(zeroblob(255)), '00', '😀'), NULL, 'CUSTOM', '{}'), (replace(hex(zeroblob(255)), '00', 'n'), NULL, 'CUSTOM', '{}');
INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration, validate_credentials, python_properties) VALUES
  ('custom', 'CUSTOM', '{"a":"${x} %{y} $${z}"}', '{"AuthenticationType":"CUSTOM","CustomAuthenticationCredentials":{"k":"s3cr3t"}}', 0, '{"p":"${q}"}'),
  ('arn', 'CUSTOM', '{}', '{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:x","BasicAuthenticationCredentials":{"Username":"u","Password":"s3cr3t"}}', 1, NULL);
.parameter set @out out.json
.read sql/export_cloudformation.sql
SELECT CAST(readfile('out.json') AS TEXT) AS file;
.read sql/export_terraform.sql
SELECT CAST(readfile('out.json') AS TEXT) AS file;

.print '--- part of them, of another table'
CREATE VIRTUAL TABLE "my ""table""" USING glue_connections(account_id=210987654321);
INSERT INTO "my ""table"""(request) SELECT request FROM main.connections WHERE name IN ('arn', 'custom', 'o''d"d 😀');
CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM "my ""table""" WHERE name <> 'arn';
.read sql/export_requests.sql
.read sql/export_cloudformation.sql
.read sql/export_terraform.sql
.read sql/export_get_connections.sql
SELECT value ->> '$.Name' AS name, value ->> '$.CatalogId' AS catalog, value ->> '$.ValidateCredentials' AS validate
  FROM json_each(readfile('out.json'), '$.ConnectionList');
DROP VIEW connections;

.print '--- nothing is left in temp'
SELECT name FROM sqlite_temp_schema WHERE name NOT LIKE 'sqlite_%';

.print '--- a database in UTF-16'
.open utf16.db
PRAGMA encoding = 'UTF-16';
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('Zoë', 'CUSTOM', '{}');
.parameter set @out utf16.jsonl
.parameter set @file utf16.jsonl
.read sql/export_requests.sql
DELETE FROM connections;
.read sql/import.sql
SELECT name FROM connections;
