-- The quota: how many connections a catalog may hold, 1000 unless it says otherwise.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=111122223333, quota=2);

.print '--- full'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('one', 'CUSTOM', '{}'), ('two', 'CUSTOM', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('three', 'CUSTOM', '{}');

.print '--- nothing is dropped in silence: OR IGNORE does not skip what the quota refuses'
INSERT OR IGNORE INTO connections(name, connection_type, connection_properties) VALUES('three', 'CUSTOM', '{}');

.print '--- a duplicate is a duplicate, also at a full quota'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('two', 'CUSTOM', '{}');
INSERT OR IGNORE INTO connections(name, connection_type, connection_properties) VALUES('two', 'CUSTOM', '{}');
INSERT INTO connections(rowid, name, connection_type, connection_properties) VALUES(2, 'three', 'CUSTOM', '{}');

.print '--- and what is wrong is wrong'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('', 'CUSTOM', '{}');

.print '--- who takes the place of another needs no place'
INSERT OR REPLACE INTO connections(name, connection_type, connection_properties, description) VALUES('two', 'CUSTOM', '{}', 'replaced');
UPDATE connections SET name = 'deux' WHERE name = 'two';
UPDATE OR REPLACE connections SET name = 'one' WHERE name = 'deux';
SELECT name, description FROM connections;

.print '--- each catalog has its own'
INSERT INTO connections(name, connection_type, connection_properties, catalog_id) VALUES('three', 'CUSTOM', '{}', 'other'), ('four', 'CUSTOM', '{}', 'other');
INSERT INTO connections(name, connection_type, connection_properties, catalog_id) VALUES('five', 'CUSTOM', '{}', 'other');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('six', 'CUSTOM', '{}');
UPDATE connections SET catalog_id = 'other' WHERE name = 'one';
SELECT * FROM connections_catalogs;

.print '--- who goes makes room'
DELETE FROM connections WHERE name = 'three';
UPDATE connections SET catalog_id = 'other' WHERE name = 'one';
SELECT catalog_id, name FROM connections ORDER BY 1, 2;
SELECT * FROM connections_catalogs;

.print '--- raised and lowered by command; below what is there it only keeps more from coming'
INSERT INTO connections(connections) VALUES('quota=3');
INSERT INTO connections(name, connection_type, connection_properties, catalog_id) VALUES('five', 'CUSTOM', '{}', 'other');
INSERT INTO connections(connections) VALUES('quota=1');
INSERT INTO connections(name, connection_type, connection_properties, catalog_id) VALUES('seven', 'CUSTOM', '{}', 'other');
SELECT count(*) FROM connections WHERE catalog_id = 'other';
UPDATE connections SET description = 'still to be updated' WHERE name = 'five';

.print '--- 0 is none'
INSERT INTO connections(connections) VALUES('quota=0');
INSERT INTO connections(name, connection_type, connection_properties)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) SELECT 'n' || i, 'CUSTOM', '{}' FROM n;
SELECT catalog_id, connections FROM connections_catalogs;

.print '--- a statement of many rows is taken back as a whole'
DELETE FROM connections;
INSERT INTO connections(connections) VALUES('quota=1000');
INSERT INTO connections(name, connection_type, connection_properties)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001) SELECT 'n' || i, 'CUSTOM', '{}' FROM n;
SELECT count(*) FROM connections;
SELECT * FROM connections_catalogs;
INSERT INTO connections(name, connection_type, connection_properties)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT 'n' || i, 'CUSTOM', '{}' FROM n;
SELECT count(*) FROM connections;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
