-- sql/import.sql: what a file may hold, and what is no file. Nothing is left out without a word.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
.headers on

.print '--- arrays of arrays'
SELECT writefile('in', '[[{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{}},
  {"Name":"b","ConnectionType":"CUSTOM","ConnectionProperties":{}}],[[{"Name":"c","ConnectionType":"CUSTOM","ConnectionProperties":{}}]]]') > 0;
.parameter set @file in
.read sql/import.sql
SELECT place, name FROM import_documents;

.print '--- arrays and objects one after the other'
SELECT writefile('in', '[{"Name":"d","ConnectionType":"CUSTOM","ConnectionProperties":{}}]
[
  {"Name":"e","ConnectionType":"CUSTOM","ConnectionProperties":{}}
]

{"ConnectionList":[{"Name":"f","ConnectionType":"CUSTOM","ConnectionProperties":{}}]}
[]
[{"Name":"g","ConnectionType":"CUSTOM","ConnectionProperties":{}}]') > 0;
.read sql/import.sql
SELECT place, name FROM import_documents;

.print '--- null, and other values that are no requests'
SELECT writefile('in', '[null, 5, "x", true]') > 0;
.read sql/import.sql

.print '--- lines with every character that JSON has escapes for, and the first of those that Unicode has none for'
SELECT writefile('in', replace('{"Name":"h","ConnectionType":"CUSTOM","Description":"a\\nb\\\\n\nc' || char(0xFDD0) || '","ConnectionProperties":{"k":"\\\u0001"}}
{"Name":"i","ConnectionType":"CUSTOM","Description":"' || char(0xFDD0, 0x2028, 0x85) || '","ConnectionProperties":{}}
{"Name":"broken"', char(13), '')) > 0;
.read sql/import.sql
SELECT name, hex(description) AS description, connection_properties FROM connections WHERE name IN ('h', 'i');

.print '--- a database in UTF-16, and a file in it; and one in UTF-8'
.open utf16.db
PRAGMA encoding = 'UTF-16';
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
SELECT writefile('in', '{"Name":"Zoë","ConnectionType":"CUSTOM","ConnectionProperties":{}}') > 0;
.parameter set @file in
.read sql/import.sql
.parameter set @file tests/data/aws/requests.json
.read sql/import.sql

.print '--- tables of the user stay'
.open
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
CREATE TEMP TABLE import_files AS SELECT 'mine' AS whose;
CREATE TEMP TABLE import_names AS SELECT 'mine' AS whose;
CREATE TEMP TABLE export_names AS SELECT 'mine' AS whose;
.parameter set @file tests/data/requests.jsonl
.read sql/import.sql
.parameter set @out out
.read sql/export_terraform.sql
SELECT * FROM import_files NATURAL JOIN import_names NATURAL JOIN export_names;
