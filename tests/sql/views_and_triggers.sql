-- No column shows a secret, so the table is as harmless as a built-in one: views and triggers may use
-- it, also where the host does not trust the schema (as the sqlite3 shell from 3.44 on, and Node).
.load dist/glue_connections
PRAGMA trusted_schema = off;
.dbconfig defensive on
CREATE VIRTUAL TABLE connections USING glue_connections;
CREATE TABLE log(event, name);

-- (Before 3.41 SQLite takes its own JSON functions for unsafe in views and triggers of such a host, by
-- mistake; json_each is not one of them.)
.print '--- a view, with the linter and a URL taken apart'
CREATE VIEW hosts AS
  SELECT c.name, u.engine, u.host, (SELECT count(*) FROM glue_lint(c.request)) AS findings
    FROM connections c, json_each(c.connection_properties) p, glue_jdbc_url(p.value) u
    WHERE p.key = 'JDBC_CONNECTION_URL';
INSERT INTO connections(name, connection_type, connection_properties)
  VALUES('orders', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://db.internal/orders","SECRET_ID":"orders","JDBC_ENFORCE_SSL":"true"}');
SELECT * FROM hosts;

.print '--- a trigger on a table writes connections, one on a view too'
CREATE TABLE staging(request);
CREATE TRIGGER take_over AFTER INSERT ON staging BEGIN
  INSERT INTO connections(request) VALUES(new.request);
  INSERT INTO log SELECT 'created', name FROM connections
    WHERE name = (SELECT value FROM json_each(new.request) WHERE key = 'Name');
END;
INSERT INTO staging VALUES('{"Name":"lake","ConnectionType":"CUSTOM","ConnectionProperties":{}}');
CREATE TRIGGER host_gone INSTEAD OF DELETE ON hosts BEGIN
  DELETE FROM connections WHERE name = old.name;
  INSERT INTO log VALUES('deleted', old.name);
END;
DELETE FROM hosts WHERE name = 'orders';
SELECT * FROM log;
SELECT name FROM connections;

.print '--- what the trigger is refused undoes the statement'
INSERT INTO staging VALUES('{"Name":"lake","ConnectionType":"CUSTOM","ConnectionProperties":{}}');
SELECT count(*) FROM staging;

.print '--- functions that open secrets or manage keys are for the top level alone'
CREATE VIEW leak AS SELECT glue_decrypt(request) FROM connections;
SELECT * FROM leak;
CREATE TRIGGER key AFTER INSERT ON staging BEGIN SELECT glue_create_key('arn:aws:kms:x'); END;
INSERT INTO staging VALUES('{"Name":"other","ConnectionType":"CUSTOM","ConnectionProperties":{}}');
DROP TRIGGER key;

.print '--- the shadow tables belong to the extension'
DELETE FROM connections_data;
UPDATE connections_catalogs SET connections = 0;
DROP TABLE connections_config;

.print '--- SQLite has no triggers and no indexes on a virtual table itself'
CREATE TRIGGER x AFTER INSERT ON connections BEGIN SELECT 1; END;
CREATE INDEX i ON connections(name);
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA integrity_check;

.print '--- a trigger of somebody else''s on the shadow table that fails for reasons of its own is not taken for a duplicate'
.dbconfig defensive off
CREATE TABLE once(id INTEGER PRIMARY KEY, word UNIQUE);
INSERT INTO once VALUES(1, 'x');
CREATE TRIGGER once BEFORE INSERT ON connections_data BEGIN INSERT INTO once(id, word) VALUES(CASE new.description WHEN 'id' THEN 1 END, CASE new.description WHEN 'word' THEN 'x' END); END;
INSERT INTO connections(name, connection_type, connection_properties, description) VALUES('lake', 'CUSTOM', '{}', 'id');
INSERT INTO connections(name, connection_type, connection_properties, description) VALUES('new', 'CUSTOM', '{}', 'id');
INSERT INTO connections(rowid, name, connection_type, connection_properties, description) VALUES(77, 'lake', 'CUSTOM', '{}', 'id');
INSERT INTO connections(rowid, name, connection_type, connection_properties, description) SELECT rowid, 'new', 'CUSTOM', '{}', 'word' FROM connections WHERE name = 'lake';
INSERT INTO connections(rowid, name, connection_type, connection_properties, description) SELECT rowid, 'new', 'CUSTOM', '{}', 'neither' FROM connections WHERE name = 'lake';
INSERT INTO connections(name, connection_type, connection_properties, description) VALUES('lake', 'CUSTOM', '{}', 'neither');
DROP TRIGGER once;
SELECT name FROM connections;
INSERT INTO connections(connections) VALUES('integrity-check');
