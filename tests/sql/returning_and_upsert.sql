-- What SQLite itself does not do for virtual tables, and what to write instead.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;

.print '--- RETURNING shows what was put in: SQLite evaluates it before the table sees the row'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}') RETURNING rowid, name, status;
SELECT rowid, name, status FROM connections WHERE rowid = last_insert_rowid();
UPDATE connections SET description = 'x' WHERE name = 'a' RETURNING name;
DELETE FROM connections WHERE name = 'a' RETURNING name;

.print '--- UPSERT does not parse: OR REPLACE, or OR IGNORE and then UPDATE'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}') ON CONFLICT DO NOTHING;
INSERT OR IGNORE INTO connections(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}');
UPDATE connections SET description = 'kept its creation time' WHERE name = 'a';
SELECT name, description FROM connections;

.print '--- UPDATE FROM needs SQLite 3.44; a subquery does it everywhere'
CREATE TABLE owners(name, owner);
INSERT INTO owners VALUES('a', 'payments');
UPDATE connections SET tags = (SELECT json_object('owner', owner) FROM owners o WHERE o.name = connections.name)
  WHERE name IN (SELECT name FROM owners);
SELECT name, tags FROM connections;

.print '--- with a WITH, from a VALUES, DEFAULT VALUES'
WITH new(name) AS (VALUES('b'), ('c')) INSERT INTO connections(name, connection_type, connection_properties) SELECT name, 'CUSTOM', '{}' FROM new;
REPLACE INTO connections(name, connection_type, connection_properties) VALUES('c', 'CUSTOM', '{"k":"v"}');
INSERT INTO connections DEFAULT VALUES;
SELECT name, connection_properties FROM connections ORDER BY name;
DELETE FROM connections WHERE name IN (SELECT name FROM connections WHERE name > 'a' LIMIT 1);
SELECT name FROM connections ORDER BY name DESC;
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA integrity_check;
