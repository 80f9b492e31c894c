-- One table may hold the connections of several catalogs; the one of the table's account is the default. A name is
-- unique in its catalog.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=111122223333, region=eu-west-1, quota=3);
INSERT INTO connections(name, connection_type, connection_properties, catalog_id, tags) VALUES
  ('orders', 'CUSTOM', '{}', NULL, '{"n":"1"}'), ('orders', 'CUSTOM', '{}', '444455556666', '{"n":"2"}'), ('orders', 'CUSTOM', '{}', 'lake', '{"n":"3"}');

.print '--- the ARN has the account of a catalog that is one, else that of the table'
SELECT catalog_id, name, arn FROM connections ORDER BY rowid;

.print '--- by name alone all come up, by both one'
SELECT catalog_id FROM connections WHERE name = 'orders' ORDER BY catalog_id;
SELECT tags FROM connections WHERE name = 'orders' AND catalog_id = 'lake';
SELECT catalog_id, count(*) FROM connections GROUP BY 1;

.print '--- an update may move a connection; a secret moves with it'
UPDATE connections SET connection_properties = '{"PASSWORD":"s3cret"}' WHERE catalog_id = 'lake';
UPDATE connections SET catalog_id = 'ocean' WHERE catalog_id = 'lake';
SELECT catalog_id, name, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM connections WHERE catalog_id = 'ocean';
SELECT * FROM connections_catalogs ORDER BY 1;

.print '--- not to where its name is taken, nor to where the quota is reached'
UPDATE connections SET catalog_id = '111122223333' WHERE catalog_id = 'ocean';
INSERT INTO connections(name, connection_type, connection_properties) VALUES('two', 'CUSTOM', '{}'), ('three', 'CUSTOM', '{}');
UPDATE connections SET catalog_id = '111122223333', name = 'four' WHERE catalog_id = 'ocean';
UPDATE OR REPLACE connections SET catalog_id = '111122223333' WHERE catalog_id = 'ocean';
SELECT catalog_id, name, tags FROM connections ORDER BY 1, 2;
SELECT * FROM connections_catalogs ORDER BY 1;

.print '--- NULL is the default catalog'
UPDATE connections SET catalog_id = NULL, name = 'moved' WHERE catalog_id = '444455556666';
DELETE FROM connections WHERE name = 'two';
UPDATE connections SET catalog_id = NULL, name = 'moved' WHERE catalog_id = '444455556666';
SELECT catalog_id, name FROM connections ORDER BY 1, 2;

.print '--- an id is a name as any other: 1 to 255 characters'
INSERT INTO connections(name, connection_type, connection_properties, catalog_id) VALUES('x', 'CUSTOM', '{}', '');
INSERT INTO connections(name, connection_type, connection_properties, catalog_id) VALUES('x', 'CUSTOM', '{}', 'a:b/ć d');
INSERT INTO connections(name, connection_type, connection_properties, catalog_id) VALUES('x', 'CUSTOM', '{}', 111122223333);
SELECT catalog_id, name FROM connections WHERE name = 'x';

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
