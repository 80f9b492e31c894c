-- sql/import.sql: what has become of each request is told from what it has changed in the table, whatever
-- a view of it shows, at every level, with every row number.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/import') IS NOT NULL AS key;
.headers on
CREATE VIRTUAL TABLE inventory USING glue_connections(account_id=123456789012, region=eu-west-1);

.print '--- a view that shows a part of the table, with one that is refused'
CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM inventory WHERE connection_type = 'KAFKA';
CREATE TEMP TRIGGER connections_insert INSTEAD OF INSERT ON connections
  BEGIN INSERT INTO inventory(request) VALUES(new.request); END;
CREATE TEMP TRIGGER connections_update INSTEAD OF UPDATE ON connections
  BEGIN UPDATE inventory SET request = new.request WHERE rowid = old.rowid; END;
CREATE TEMP TRIGGER connections_delete INSTEAD OF DELETE ON connections
  BEGIN DELETE FROM inventory WHERE rowid = old.rowid; END;
.parameter set @file tests/data/aws/get-connections.json
.read sql/import.sql
SELECT count(*) FROM inventory;
.print '--- again: what it does not show counts as refused (warnings are no reason then)'
.read sql/import.sql
.print '--- a view that shows all'
DROP VIEW connections;
CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM inventory;
CREATE TEMP TRIGGER connections_insert INSTEAD OF INSERT ON connections
  BEGIN INSERT INTO inventory(request) VALUES(new.request); END;
CREATE TEMP TRIGGER connections_update INSTEAD OF UPDATE ON connections
  BEGIN UPDATE inventory SET request = new.request WHERE rowid = old.rowid; END;
CREATE TEMP TRIGGER connections_delete INSTEAD OF DELETE ON connections
  BEGIN DELETE FROM inventory WHERE rowid = old.rowid; END;
.read sql/import.sql
DROP VIEW connections;

.print '--- the highest row number is taken'
CREATE VIRTUAL TABLE connections USING glue_connections(region=eu-west-1, account_id = '210987654321');
INSERT INTO connections(rowid, name, connection_type, connection_properties) VALUES(9223372036854775807, 'last', 'CUSTOM', '{}');
.parameter set @file tests/data/aws/new-requests.jsonl
.read sql/import.sql

.print '--- a lenient table: what only it takes is there already when it comes again'
DELETE FROM connections;
INSERT INTO connections(connections) VALUES('validation=lenient');
SELECT writefile('lenient.json', '[{"Name":"a","ConnectionType":"NEW","ConnectionProperties":{}},{"Name":"b","ConnectionType":"JDBC","ConnectionProperties":{}}]') > 0;
.parameter set @file lenient.json
.read sql/import.sql
.read sql/import.sql
SELECT place, name, catalog_id, outcome, rule FROM import_documents LEFT JOIN import_findings USING(document);

.print '--- a strict table: refused for a warning, although another catalog has one of that name'
DELETE FROM connections;
INSERT INTO connections(connections) VALUES('validation=strict');
INSERT INTO connections(name, catalog_id, connection_type, connection_properties) VALUES('a', 'other', 'CUSTOM', '{}');
SELECT writefile('strict.json', '{"Name":"a","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"h:9092","KAFKA_SSL_ENABLED":"false"}}') > 0;
.parameter set @file strict.json
.read sql/import.sql
.parameter set @catalog_id other
.read sql/import.sql
.parameter unset @catalog_id

.print '--- sealed values cannot be opened in another catalog: they are refused there'
DELETE FROM connections;
INSERT INTO connections(connections) VALUES('validation=standard');
INSERT INTO connections(name, connection_type, description, connection_properties) VALUES
  ('secret', 'CUSTOM', NULL, '{"PASSWORD":"s3cr3t"}'), ('harmless', 'CUSTOM', 'glue-connections:2:x', '{}');
.parameter set @secrets sealed
.parameter set @out sealed.jsonl
.read sql/export_requests.sql
.parameter set @file sealed.jsonl
.parameter set @catalog_id 123456789012
.read sql/import.sql
.parameter set @catalog_id 210987654321
.read sql/import.sql
DELETE FROM connections;
.read sql/import.sql
SELECT name, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS password FROM connections;

.print '--- what only the table can tell: a sealed value that was sealed for another connection'
SELECT writefile('sealed.jsonl', replace(readfile('sealed.jsonl'), '"Name":"secret"', '"Name":"moved"')) > 0;
.parameter set @refused fail
.read sql/import.sql
.read sql/import.sql
SELECT name FROM connections;
