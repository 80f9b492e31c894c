-- A row of the table's own catalog, which nearly all are, has '' for it in the shadow table;
-- who reads the table always sees its name.
.open @TMP@/formats.db
.load dist/glue_connections
.dbconfig defensive off
CREATE VIRTUAL TABLE c USING glue_connections(account_id=500000000000);
INSERT INTO c(name, connection_type, connection_properties, catalog_id) VALUES
  ('a', 'CUSTOM', '{}', '600000000000'), ('a', 'CUSTOM', '{}', NULL), ('a', 'CUSTOM', '{}', '400000000000'), ('b', 'CUSTOM', '{}', '500000000000');
SELECT id, name, quote(catalog_id) FROM c_data;
SELECT * FROM c_catalogs;

.print '--- it is found by its name, and stands where its name does'
SELECT name, catalog_id, arn FROM c ORDER BY name, catalog_id;
SELECT name, catalog_id FROM c ORDER BY name DESC, catalog_id DESC LIMIT 3;
SELECT name FROM c WHERE catalog_id = '500000000000';
SELECT rowid FROM c WHERE name = 'a' AND catalog_id = '500000000000';
SELECT rowid FROM c WHERE catalog_id IN ('400000000000', '500000000000') ORDER BY 1;
SELECT count(*) FROM c WHERE catalog_id = '' OR catalog_id IS NULL;
SELECT rowid FROM c WHERE catalog_id IN ('', '500000000000') ORDER BY 1;
SELECT rowid FROM c WHERE catalog_id = '' OR catalog_id = '500000000000' ORDER BY 1;
SELECT rowid FROM c WHERE name = 'a' AND catalog_id IN (SELECT '' UNION SELECT '500000000000');

.print '--- moved there and away'
UPDATE c SET catalog_id = '500000000000' WHERE catalog_id = '600000000000';
UPDATE c SET catalog_id = NULL, name = 'c' WHERE catalog_id = '600000000000';
UPDATE c SET catalog_id = '700000000000' WHERE name = 'b';
SELECT id, name, quote(catalog_id) FROM c_data;
SELECT * FROM c_catalogs;
INSERT INTO c(c) VALUES('integrity-check');

.print '--- by its name it does not belong into the shadow table'
UPDATE c_data SET catalog_id = '500000000000' WHERE name = 'c';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE c_data SET catalog_id = '' WHERE name = 'c';

.print '--- of another account, that other account is its own'
CREATE VIRTUAL TABLE e USING glue_connections(account_id=400000000000);
INSERT INTO e SELECT * FROM c;
SELECT name, quote(catalog_id) FROM e_data;
SELECT * FROM c EXCEPT SELECT * FROM e;
PRAGMA integrity_check;
