-- DELETE is DeleteConnection.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(name, connection_type, connection_properties, catalog_id) VALUES
  ('a', 'CUSTOM', '{}', NULL), ('b', 'CUSTOM', '{}', NULL), ('c', 'CUSTOM', '{}', NULL), ('a', 'CUSTOM', '{}', 'lake'), ('d', 'CUSTOM', '{}', 'lake');

DELETE FROM connections WHERE name = 'a' AND catalog_id = 'lake';
SELECT changes();
SELECT catalog_id, name FROM connections ORDER BY 1, 2;
SELECT * FROM connections_catalogs;

.print '--- what is not there is no error in SQL'
DELETE FROM connections WHERE name = 'nobody';
SELECT changes();

.print '--- a deleted name is free again'
DELETE FROM connections WHERE name = 'b';
INSERT INTO connections(name, connection_type, connection_properties, description) VALUES('b', 'CUSTOM', '{}', 'the second');
SELECT name, description FROM connections WHERE name = 'b';

.print '--- several, by any condition'
DELETE FROM connections WHERE description IS NULL AND catalog_id <> 'lake';
SELECT changes();
SELECT catalog_id, name FROM connections ORDER BY 1, 2;

.print '--- rolled back it is there again'
BEGIN;
DELETE FROM connections;
SELECT count(*) FROM connections;
ROLLBACK;
SELECT count(*) FROM connections;
SELECT * FROM connections_catalogs;

.print '--- all'
DELETE FROM connections;
SELECT changes(), count(*) FROM connections;
SELECT * FROM connections_catalogs;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
