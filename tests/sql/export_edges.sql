-- The scripts of sql/ that export: no file, parameters that hold for one export only, part of a table, other
-- tables and encodings, in a host that trusts nobody. (What the documents hold: export_functions.sql.)
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/export') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);
.headers on
.dbconfig defensive on
.dbconfig trusted_schema off

.print '--- secrets are misspelt'
.parameter set @out out
.parameter set @secrets decrypted
.read sql/export_requests.sql
.parameter set @secrets decrypted
.read sql/export_terraform.sql

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

.print '--- a parameter holds for one export; only @out stays'
INSERT INTO connections(name, connection_type, connection_properties, python_properties, creation_time, last_updated_time) VALUES
  ('custom', 'CUSTOM', '{"PASSWORD":"s3cr3t"}', '{"p":"q"}', '2026-01-02', '2026-01-02');
INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration, creation_time, last_updated_time) VALUES
  ('a:b', 'CUSTOM', '{}', '{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:x","BasicAuthenticationCredentials":{"Username":"u","Password":"s3cr3t"}}', '2026-01-02', '2026-01-02');
.parameter set @secrets decrypt
.parameter set @out out
.read sql/export_requests.sql
SELECT instr(readfile('out'), 's3cr3t') > 0 AS is_clear;
.read sql/export_requests.sql
SELECT instr(readfile('out'), 's3cr3t') > 0 AS is_clear;
.parameter set @secrets sealed
.read sql/export_get_connections.sql
SELECT instr(readfile('out'), 'EncryptedCredentials') > 0 AS is_sealed;
.read sql/export_get_connections.sql
SELECT instr(readfile('out'), 'EncryptedCredentials') > 0 AS is_sealed;
.parameter set @secrets decrypt
.read sql/export_cloudformation.sql
SELECT instr(readfile('out'), 's3cr3t') > 0 AS is_clear;
.read sql/export_cloudformation.sql
SELECT instr(readfile('out'), 's3cr3t') > 0 AS is_clear;
.parameter set @secrets decrypt
.parameter set @import_blocks no
.read sql/export_terraform.sql
SELECT instr(readfile('out'), 's3cr3t') > 0 AS is_clear, instr(readfile('out'), '"import"') > 0 AS has_imports;
.read sql/export_terraform.sql
SELECT instr(readfile('out'), 's3cr3t') > 0 AS is_clear, instr(readfile('out'), '"import"') > 0 AS has_imports;
.parameter list

.print '--- part of them, of another table'
CREATE VIRTUAL TABLE "my ""table""" USING glue_connections(account_id=210987654321);
INSERT INTO "my ""table"""(request) SELECT r.request
  FROM (SELECT glue_export_connections(connection, glue_decrypt(request)) AS document FROM main.connections), glue_requests(document) r;
CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM "my ""table""" WHERE name <> 'a:b';
.read sql/export_requests.sql
SELECT CAST(readfile('out') AS TEXT) AS file;
.read sql/export_cloudformation.sql
.read sql/export_terraform.sql
.read sql/export_get_connections.sql
SELECT value ->> '$.Name' AS name, value ->> '$.CatalogId' AS catalog
  FROM json_each(readfile('out'), '$.ConnectionList');
DROP VIEW connections;

.print '--- too many for CloudFormation: of parameters, then of resources'
DELETE FROM connections;
WITH n(i) AS (SELECT value FROM json_each('[' || substr(replace(hex(zeroblob(201)), '00', ',0'), 2) || ']'))
  INSERT INTO connections(name, connection_type, connection_properties)
    SELECT 'secret ' || row_number() OVER (), 'CUSTOM', '{"PASSWORD":"s3cr3t"}' FROM n;
.read sql/export_cloudformation.sql
.parameter set @secrets decrypt
.read sql/export_cloudformation.sql
DELETE FROM connections WHERE name = 'secret 1';
.read sql/export_cloudformation.sql
DELETE FROM connections;
WITH n(i) AS (SELECT value FROM json_each('[' || substr(replace(hex(zeroblob(501)), '00', ',0'), 2) || ']'))
  INSERT INTO connections(name, connection_type, connection_properties)
    SELECT 'c ' || row_number() OVER (), 'CUSTOM', '{}' FROM n;
.read sql/export_cloudformation.sql
DELETE FROM connections WHERE name = 'c 1';
.read sql/export_cloudformation.sql

.print '--- nothing is left in temp'
SELECT name FROM sqlite_temp_schema WHERE name NOT LIKE 'sqlite_%';

.print '--- a database in UTF-16'
.open utf16.db
PRAGMA encoding = 'UTF-16le';
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('Zoë', 'CUSTOM', '{}');
.parameter set @out utf16.jsonl
.read sql/export_requests.sql
SELECT name, problem FROM glue_requests(readfile('utf16.jsonl'));

.print '--- what a terminal would take for its own comes as an escape in every form, and is the same when it is read; what is beside it stays'
CREATE VIRTUAL TABLE shown USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO shown(request) SELECT json_object('Connection', json_object('Name', 'odd' || odd, 'ConnectionType', 'CUSTOM', 'CreationTime', 1,
    'ConnectionProperties', json_object('k' || odd, odd), 'New', odd)) FROM (SELECT char(126, 127, 128, 159, 160, 1564, 8205, 8206, 8207, 8232, 8238, 8239, 8294, 8297, 8298, 233, 128512) AS odd);
INSERT INTO shown(request) SELECT json_set(request, '$.ConnectionInput.Name', 'plain') FROM shown;
CREATE TEMP TABLE forms AS
  SELECT 1 AS form, glue_export_requests(request) AS text FROM shown UNION ALL SELECT 2, glue_export_script(request) FROM shown
  UNION ALL SELECT 3, glue_export_connections(connection, request) FROM shown
  UNION ALL SELECT 4, glue_export_cloudformation(request) FROM shown UNION ALL SELECT 5, glue_export_terraform(request) FROM shown;
SELECT text FROM forms WHERE form = 1;
SELECT form, count(*) FILTER (WHERE instr(text, char(code))) AS raw, count(*) FILTER (WHERE instr(text, printf('\u%04x', code))) AS escaped
  FROM forms, (SELECT column1 AS code FROM (VALUES(127), (128), (159), (1564), (8206), (8207), (8232), (8238), (8294), (8297))) GROUP BY form;
CREATE TEMP TABLE read_again AS SELECT form, name, coalesce(request -> '$.ConnectionInput', request -> '$.Connection', request) AS input FROM forms, glue_requests(text) WHERE form <> 2;
SELECT form, count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM glue_diff(input, iif(form = 3, s.connection, s.request)) d WHERE d.pointer LIKE '/ConnectionInput/%')) AS same,
    count(*) FILTER (WHERE (input ->> '$.New') = (s.connection ->> '$.New')) AS unknown FROM read_again r JOIN shown s USING(name) GROUP BY form;
