-- A catalog has one connection of a name. What OR IGNORE, OR REPLACE and the others do with a second one, and with one
-- that is invalid.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
CREATE VIEW shown AS
  SELECT group_concat(name || '=' || description, ' ') FROM (SELECT * FROM connections ORDER BY name);
INSERT INTO connections(name, connection_type, connection_properties, description, creation_time) VALUES
  ('a', 'CUSTOM', '{}', '1', '2024-01-01'), ('b', 'CUSTOM', '{}', '1', '2024-01-01');

.print '--- refused, and the whole statement with it'
INSERT INTO connections(name, connection_type, connection_properties, description) VALUES('new', 'CUSTOM', '{}', '2'), ('a', 'CUSTOM', '{}', '2');
INSERT OR ABORT INTO connections(name, connection_type, connection_properties, description) VALUES('a', 'CUSTOM', '{}', '2');
SELECT * FROM shown;

.print '--- OR FAIL keeps what came before'
INSERT OR FAIL INTO connections(name, connection_type, connection_properties, description)
  VALUES('c', 'CUSTOM', '{}', '2'), ('a', 'CUSTOM', '{}', '2'), ('never', 'CUSTOM', '{}', '2');
SELECT * FROM shown;

.print '--- OR ROLLBACK takes the transaction back'
BEGIN;
INSERT INTO connections(name, connection_type, connection_properties, description) VALUES('gone', 'CUSTOM', '{}', '3');
INSERT OR ROLLBACK INTO connections(name, connection_type, connection_properties, description) VALUES('a', 'CUSTOM', '{}', '3');
COMMIT;
SELECT * FROM shown;

.print '--- OR IGNORE skips what is there and what is invalid, without a word'
INSERT OR IGNORE INTO connections(name, connection_type, connection_properties, description)
  VALUES('a', 'CUSTOM', '{}', '4'), ('d', 'CUSTOM', '{}', '4'), ('', 'CUSTOM', '{}', '4'), ('e', 'CUSTOM', '[', '4'), ('f', NULL, NULL, '4');
SELECT changes();
SELECT * FROM shown;
.print '--- nor does a later error tell of what was skipped'
INSERT OR IGNORE INTO connections(rowid, name, connection_type, connection_properties) VALUES(90, '', 'CUSTOM', '{}'), (90.5, 'g', 'CUSTOM', '{}');

.print '--- OR REPLACE takes the place of the one that is there: a new creation, with another rowid'
SELECT rowid, creation_time FROM connections WHERE name = 'a';
INSERT OR REPLACE INTO connections(name, connection_type, connection_properties, description) VALUES('a', 'CUSTOM', '{}', '5');
REPLACE INTO connections(name, connection_type, connection_properties, description) VALUES('b', 'CUSTOM', '{}', '5'), ('b', 'CUSTOM', '{}', '6');
SELECT * FROM shown;
SELECT name, rowid > 2, creation_time > '2025' FROM connections WHERE name IN ('a', 'b');

.print '--- but not where the new one is invalid'
INSERT OR REPLACE INTO connections(name, connection_type, connection_properties, description) VALUES('a', 'CUSTOM', '{}', '7'), ('a', '', '{}', '8');
SELECT * FROM shown;

.print '--- a rowid that is taken'
INSERT INTO connections(rowid, name, connection_type, connection_properties, description) SELECT rowid, 'z', 'CUSTOM', '{}', '9' FROM connections WHERE name = 'd';
INSERT OR IGNORE INTO connections(rowid, name, connection_type, connection_properties, description) SELECT rowid, 'z', 'CUSTOM', '{}', '9' FROM connections WHERE name = 'd';
INSERT OR REPLACE INTO connections(rowid, name, connection_type, connection_properties, description) SELECT rowid, 'c', 'CUSTOM', '{}', '9' FROM connections WHERE name = 'd';
SELECT * FROM shown;

.print '--- UPDATE: a name that is taken'
UPDATE connections SET name = 'a' WHERE name = 'b';
UPDATE OR IGNORE connections SET name = 'a' WHERE name = 'b';
SELECT * FROM shown;
UPDATE OR REPLACE connections SET name = 'a' WHERE name = 'b';
SELECT * FROM shown;
UPDATE connections SET name = 'same';
SELECT * FROM shown;

.print '--- of another catalog the same name is another connection'
INSERT INTO connections(name, catalog_id, connection_type, connection_properties, description) VALUES('a', '111122223333', 'CUSTOM', '{}', '10');
SELECT * FROM shown;
SELECT * FROM connections_catalogs;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
