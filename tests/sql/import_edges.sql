-- sql/import.sql: files that are none, tables of other names, other levels, a full quota.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/import') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, quota=3);
.headers on

.print '--- no file, no such file, an empty one, one in UTF-16, one that is no JSON'
.read sql/import.sql
.parameter set @file nowhere.json
.read sql/import.sql
SELECT writefile('empty', ''), writefile('blank.json', char(10, 32, 10)), writefile('utf16.json', x'FFFE7B007D00'),
  writefile('my file.json', '{"ConnectionList":[]}');
.parameter set @file empty
.read sql/import.sql
.parameter set @file blank.json
.read sql/import.sql
.parameter set @file utf16.json
.read sql/import.sql
.parameter set @file "'my file.json'"
.read sql/import.sql
.parameter set @file tests/data/aws/empty.json
.read sql/import.sql
.parameter set @file tests/data/aws/broken.json
.read sql/import.sql
.parameter set @file sql/import.sql
.read sql/import.sql

.print '--- a full quota: nothing is kept'
.parameter set @file tests/data/aws/get-connections.json
.read sql/import.sql
SELECT count(*) FROM connections;
INSERT INTO connections(connections) VALUES('quota=0');

.print '--- a table of another name, in another database, that is strict'
ATTACH ':memory:' AS other;
CREATE VIRTUAL TABLE other."my ""table""" USING glue_connections(validation=strict);
CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM other."my ""table""";
CREATE TEMP TRIGGER connections_insert INSTEAD OF INSERT ON connections
  BEGIN INSERT INTO "my ""table"""(request) VALUES(new.request); END;
CREATE TEMP TRIGGER connections_update INSTEAD OF UPDATE ON connections
  BEGIN UPDATE "my ""table""" SET request = new.request WHERE rowid = old.rowid; END;
CREATE TEMP TRIGGER connections_delete INSTEAD OF DELETE ON connections
  BEGIN DELETE FROM "my ""table""" WHERE rowid = old.rowid; END;
.read sql/import.sql
.read sql/import.sql
SELECT name FROM other."my ""table""";
SELECT count(*) FROM main.connections;
DROP VIEW temp.connections;

.print '--- one that is lenient'
INSERT INTO connections(connections) VALUES('validation=lenient');
.parameter set @file tests/data/aws/requests.json
.read sql/import.sql

.print '--- with an untrusted schema, in a defensive host'
DELETE FROM connections;
.dbconfig defensive on
.dbconfig trusted_schema off
.parameter set @file tests/data/requests.jsonl
.read sql/import.sql
.parameter set @file tests/data/cloudformation/template.json
.read sql/import.sql
.parameter set @file tests/data/terraform/state.json
.read sql/import.sql

.print '--- what turns the direction of writing, or begins a line, does nothing: names, catalogs and regions are printed with escapes'
CREATE TEMP TABLE written AS SELECT writefile('@TMP@/odd.json', json_array(
  json_object('CatalogId', 'x' || char(0x202e) || 'y', 'ConnectionInput', json_object('Name', 'odd' || char(0x2028), 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'))),
  json_object('CatalogId', '123456789012', 'Region', 'z' || char(27) || '[2J', 'ConnectionInput', json_object('Name', 'refused' || char(10), 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}')))));
.parameter set @file @TMP@/odd.json
.read sql/import.sql
SELECT hex(name), hex(catalog_id), hex(region) FROM temp.import_documents;
DROP TABLE temp.written;

.print '--- nothing but what happened is left in temp'
SELECT name FROM sqlite_temp_schema WHERE name NOT LIKE 'sqlite_%';

.print '--- a database in UTF-16 knows an empty list, too'
.open :memory:
PRAGMA encoding = 'UTF-16';
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('gone', 'CUSTOM', '{}');
.parameter set @file tests/data/aws/get-connections.json
.read sql/import.sql
SELECT writefile('pages.json', x'5b7b22436f6e6e656374696f6e4c697374223a205b5d7d5d') > 0 AS written; -- the same as bytes: text would be written as UTF-16
.parameter set @file pages.json
.parameter set @missing delete
.read sql/import.sql
SELECT count(*) FROM connections;
