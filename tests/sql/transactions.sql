-- Statements, savepoints and transactions: all of a statement or nothing, as with any table.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(quota=4);
CREATE VIEW names AS SELECT group_concat(name, ' ') AS names FROM (SELECT name FROM connections ORDER BY name);

.print '--- a statement that fails leaves nothing, OR FAIL what came before'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}'), ('', 'CUSTOM', '{}');
SELECT * FROM names;
INSERT OR FAIL INTO connections(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}'), ('', 'CUSTOM', '{}'), ('b', 'CUSTOM', '{}');
SELECT * FROM names;
INSERT OR IGNORE INTO connections(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}'), ('', 'CUSTOM', '{}'), ('b', 'CUSTOM', '{}');
SELECT * FROM names;

.print '--- a savepoint takes rows and counters back'
BEGIN;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('c', 'CUSTOM', '{}');
SAVEPOINT s;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('d', 'CUSTOM', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('e', 'CUSTOM', '{}');
ROLLBACK TO s;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('f', 'CUSTOM', '{}');
SELECT * FROM names;
COMMIT;
SELECT * FROM connections_catalogs;

.print '--- OR ROLLBACK ends the transaction'
BEGIN;
DELETE FROM connections WHERE name = 'a';
INSERT OR ROLLBACK INTO connections(name, connection_type, connection_properties) VALUES('b', 'CUSTOM', '{}');
COMMIT;
SELECT * FROM names;

.print '--- commands and the table itself are part of it'
BEGIN;
INSERT INTO connections(connections) VALUES('quota=5');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('g', 'CUSTOM', '{}');
ROLLBACK;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('g', 'CUSTOM', '{}');
BEGIN;
DROP TABLE connections;
CREATE VIRTUAL TABLE connections USING glue_connections;
SELECT count(*) FROM connections;
ROLLBACK;
SELECT * FROM names;
BEGIN;
CREATE VIRTUAL TABLE other USING glue_connections;
INSERT INTO other SELECT * FROM connections;
ROLLBACK;
SELECT count(*) FROM sqlite_schema WHERE name LIKE 'other%';

.print '--- last_insert_rowid() is that of the connection, changes() counts connections'
INSERT OR REPLACE INTO connections(rowid, name, connection_type, connection_properties) VALUES(70, 'a', 'CUSTOM', '{}');
SELECT last_insert_rowid(), changes();
UPDATE connections SET description = name WHERE name < 'c';
SELECT last_insert_rowid(), changes();
DELETE FROM connections WHERE name > 'b';
SELECT last_insert_rowid(), changes();
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA integrity_check;
