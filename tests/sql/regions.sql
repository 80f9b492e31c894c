-- A catalog of AWS Glue is one per account and region: a connection is known by its catalog, its region and its name, and
-- one table holds as many of each as one likes.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/k');
CREATE VIRTUAL TABLE c USING glue_connections(account_id=111122223333, region=eu-west-1, quota=3);
INSERT INTO c(name, connection_type, connection_properties, catalog_id, region) VALUES
  ('orders', 'CUSTOM', '{"PASSWORD":"one"}', NULL, NULL), ('orders', 'CUSTOM', '{"PASSWORD":"two"}', NULL, 'us-east-1'),
  ('orders', 'CUSTOM', '{"PASSWORD":"three"}', '444455556666', 'eu-west-1'), ('orders', 'CUSTOM', '{}', '444455556666', 'cn-north-1'),
  ('events', 'CUSTOM', '{}', NULL, 'us-gov-west-1');

.print '--- each has its own ARN, of its own account, region and partition'
SELECT catalog_id, region, arn FROM c ORDER BY rowid;

.print '--- the identity is all three'
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('orders', 'CUSTOM', '{}', 'us-east-1');
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('orders', 'CUSTOM', '{}', 'eu-west-1');
INSERT OR IGNORE INTO c(name, connection_type, connection_properties, region) VALUES('orders', 'CUSTOM', '{}', 'us-east-1');
INSERT OR REPLACE INTO c(name, connection_type, connection_properties, region, description) VALUES('orders', 'CUSTOM', '{}', 'cn-north-1', 'new');
SELECT name, catalog_id, region, description FROM c ORDER BY name, catalog_id, region;
DELETE FROM c WHERE name = 'orders' AND catalog_id = '111122223333' AND region = 'cn-north-1';

.print '--- found by region, in order, in a list; what is stored for the own one is no name of it'
SELECT name, catalog_id FROM c WHERE region = 'eu-west-1' ORDER BY catalog_id;
SELECT catalog_id, region FROM c WHERE name = 'orders' ORDER BY name DESC, catalog_id DESC, region DESC;
SELECT name, region FROM c WHERE region IN ('us-east-1', 'us-gov-west-1') ORDER BY 1;
SELECT rowid FROM c WHERE name = 'orders' AND catalog_id = '444455556666' AND region = 'cn-north-1';
SELECT count(*) FROM c WHERE region = '' OR region IS NULL;
SELECT rowid FROM c WHERE region IN ('', 'eu-west-1') ORDER BY 1;
SELECT count(*) FROM c WHERE region = 'EU-WEST-1' COLLATE NOCASE;
SELECT catalog_id, region, count(*) FROM c GROUP BY 1, 2;

.print '--- the quota is of each catalog and region, and so is its counter'
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('a', 'CUSTOM', '{}', 'us-east-1'), ('b', 'CUSTOM', '{}', 'us-east-1');
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('c', 'CUSTOM', '{}', 'us-east-1');
INSERT INTO c(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}'), ('b', 'CUSTOM', '{}');
SELECT * FROM c_catalogs;
SELECT id, name, catalog_id, region FROM c_data ORDER BY id;

.print '--- in request the region stands beside the catalog, always'
INSERT INTO c(c) VALUES('quota=0');
SELECT request FROM c WHERE name = 'events';
INSERT INTO c(request) VALUES('{"CatalogId":"777788889999","Region":"ap-south-1","ConnectionInput":{"Name":"orders","ConnectionType":"CUSTOM","ConnectionProperties":{}}}');
INSERT INTO c(request) VALUES('{"Region":null,"ConnectionInput":{"Name":"own","ConnectionType":"CUSTOM","ConnectionProperties":{}}}');
INSERT INTO c(request) VALUES('{"Region":"sa-east-1","Connection":{"Name":"seen","ConnectionType":"CUSTOM","ConnectionProperties":{},"CreationTime":0}}');
INSERT INTO c(request) VALUES('{"ConnectionInput":{"Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{},"Region":"eu-west-1"}}');
SELECT name, catalog_id, region FROM c WHERE name IN ('own', 'seen') OR region = 'ap-south-1' ORDER BY name;
SELECT count(*) FROM c WHERE connection ->> '$.Region' IS NOT NULL;

.print '--- a region is 1 to 64 of a to z, 0 to 9 and -'
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('x', 'CUSTOM', '{}', '');
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('x', 'CUSTOM', '{}', 'EU-WEST-1');
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('x', 'CUSTOM', '{}', 'eu west');
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('x', 'CUSTOM', '{}', printf('%.*c', 65, 'a'));
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('x', 'CUSTOM', '{}', 1);
INSERT INTO c(request) VALUES('{"Region":7,"ConnectionInput":{"Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{}}}');
INSERT INTO c(name, connection_type, connection_properties, region) VALUES('x', 'CUSTOM', '{}', printf('%.*c', 64, '9'));
SELECT length(region) FROM c WHERE name = 'x';

.print '--- SET region moves a connection: another ARN, other counters, and what is sealed opens there'
UPDATE c SET region = 'eu-central-1' WHERE name = 'orders' AND catalog_id = '111122223333' AND region = 'us-east-1';
UPDATE c SET region = NULL WHERE name = 'events';
UPDATE c SET region = 'us-east-1', catalog_id = '777788889999' WHERE name = 'orders' AND catalog_id = '444455556666' AND region = 'eu-west-1';
UPDATE c SET region = 'eu-central-1' WHERE name = 'orders' AND catalog_id = '111122223333';
UPDATE c SET arn = 'arn:aws:glue:eu-west-1:111122223333:connection/events' WHERE name = 'events';
UPDATE c SET arn = 'arn:aws:glue:us-gov-west-1:111122223333:connection/events' WHERE name = 'events';
SELECT arn, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS password FROM c
 WHERE name IN ('orders', 'events') ORDER BY 1;
SELECT * FROM c_catalogs;
INSERT INTO c(c) VALUES('integrity-check');

.print '--- copied into a table of another account and region each row keeps its own, and opens'
CREATE VIRTUAL TABLE d USING glue_connections(account_id=999988887777, region=us-east-1);
CREATE VIRTUAL TABLE e USING glue_connections(account_id=999988887777, region=us-east-1);
INSERT INTO d SELECT * FROM c;
INSERT INTO e(request) SELECT request FROM c;
SELECT * FROM c EXCEPT SELECT * FROM d;
SELECT request FROM c EXCEPT SELECT request FROM e;
SELECT count(DISTINCT arn) = count(*) FROM d;
SELECT catalog_id, region, name FROM d_data WHERE catalog_id = '' OR region = '' ORDER BY 1, 2, 3;
SELECT count(*) FROM c JOIN d USING(catalog_id, region, name) JOIN e USING(catalog_id, region, name)
 WHERE c.arn = d.arn AND d.arn = e.arn AND glue_decrypt(c.request) = glue_decrypt(d.request) AND glue_decrypt(d.request) = glue_decrypt(e.request);
INSERT INTO d(d) VALUES('integrity-check');
INSERT INTO e(e) VALUES('integrity-check');
PRAGMA integrity_check;
