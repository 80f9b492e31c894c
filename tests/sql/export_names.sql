-- What a template and a configuration call their resources: the connection's name as far as an identifier
-- can be made of it, whatever else is exported; only those that would be called alike have more to it.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/export') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);
INSERT INTO connections(name, connection_type, connection_properties) VALUES
  ('orders', 'CUSTOM', '{}'), ('orders db', 'CUSTOM', '{}'), ('orders.db', 'CUSTOM', '{}'), ('orders-db', 'CUSTOM', '{"PASSWORD":"s3cr3t"}'),
  ('1st', 'CUSTOM', '{}'), ('-rf', 'CUSTOM', '{}'), ('_', 'CUSTOM', '{}'), ('東京', 'CUSTOM', '{}'), ('Zoë 😀!', 'CUSTOM', '{}'), ('SecretX', 'CUSTOM', '{}'),
  ('o''d"d', 'CUSTOM', '{}'), ('a${b}', 'CUSTOM', '{}'), (replace(hex(zeroblob(255)), '00', 'n'), 'CUSTOM', '{"KAFKA_CLIENT_KEYSTORE_PASSWORD":"s3cr3t"}'),
  (replace(hex(zeroblob(254)), '00', 'n') || 'm', 'CUSTOM', '{}'),
  -- what would be taken for the parameter or the variable of another
  ('x', 'CUSTOM', '{"KAFKA_CLIENT_KEY_PASSWORD":"s3cr3t"}'), ('x_KAFKA_CLIENT_KEY', 'CUSTOM', '{"PASSWORD":"s3cr3t"}'),
  ('x_of_y', 'CUSTOM', '{"PASSWORD":"s3cr3t"}'), ('PASSWORDOfx', 'CUSTOM', '{"PASSWORD":"s3cr3t"}'), ('SecretPASSWORDOfxofy', 'CUSTOM', '{}');
CREATE TEMP VIEW configuration AS SELECT glue_export_terraform(request) AS text FROM connections;
CREATE TEMP VIEW template AS SELECT glue_export_cloudformation(request) AS text FROM connections;
.print '--- Terraform'
SELECT iif(length(r.key) > 60, length(r.key), r.key), substr(r.value ->> '$.name', 1, 20) FROM configuration, json_each(text, '$.resource.aws_glue_connection') r;
SELECT iif(length(r.key) > 60, length(r.key), r.key) FROM configuration, json_each(text, '$.variable') r;
.print '--- CloudFormation'
SELECT iif(length(r.key) > 60, length(r.key), r.key), substr(r.value ->> '$.Properties.ConnectionInput.Name', 1, 20) FROM template, json_each(text, '$.Resources') r;
SELECT iif(length(r.key) > 60, length(r.key), r.key) FROM template, json_each(text, '$.Parameters') r;
.print '--- all different, and none too long'
SELECT count(*), count(DISTINCT key), max(length(key)) < 255 FROM (SELECT key FROM template, json_each(text, '$.Resources') UNION ALL SELECT key FROM template, json_each(text, '$.Parameters'));
SELECT count(*), count(DISTINCT key) FROM configuration, json_each(text, '$.resource.aws_glue_connection');
SELECT count(*), count(DISTINCT key) FROM configuration, json_each(text, '$.variable');

.print '--- the same, whatever else goes out'
SELECT key FROM json_each((SELECT glue_export_terraform(request) FROM connections WHERE name IN ('orders', 'x_of_y')), '$.resource.aws_glue_connection');

.print '--- one name in two accounts'
INSERT INTO connections(name, catalog_id, connection_type, connection_properties) VALUES('orders', '210987654321', 'CUSTOM', '{}'), ('orders', 'other catalog', 'CUSTOM', '{}');
SELECT key, value ->> '$.catalog_id' FROM json_each((SELECT glue_export_terraform(request) FROM connections WHERE name IN ('orders', 'x_of_y')), '$.resource.aws_glue_connection');
SELECT value FROM json_each((SELECT glue_export_terraform(request) FROM connections WHERE name = 'orders'), '$.import');
SELECT glue_export_cloudformation(request) FROM connections WHERE name = 'orders';

.print '--- names made to be in the way'
DELETE FROM connections;
INSERT INTO connections(name, catalog_id, connection_type, connection_properties) VALUES('a', '1', 'CUSTOM', '{}'), ('a', '2', 'CUSTOM', '{}'),
  ('a_1_eu-west-1', '3', 'CUSTOM', '{}'), ('a_1', '3', 'CUSTOM', '{}'), ('a b', '4', 'CUSTOM', '{}'), ('a_b', '4', 'CUSTOM', '{}'), ('a.b', '5', 'CUSTOM', '{}'), ('a_b_4', '6', 'CUSTOM', '{}');
SELECT key, value ->> '$.name', value ->> '$.catalog_id' FROM configuration, json_each(text, '$.resource.aws_glue_connection');

.print '--- what has a colon in its name, or no catalog, the provider cannot import'
SELECT glue_export_terraform(request) FROM (SELECT '{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{}}' AS request
  UNION ALL SELECT '{"CatalogId":"1","ConnectionInput":{"Name":"a:b","ConnectionType":"CUSTOM","ConnectionProperties":{}}}'
  UNION ALL SELECT '{"CatalogId":"1","ConnectionInput":{"Name":"a${b}","ConnectionType":"CUSTOM","ConnectionProperties":{}}}');
.print '--- names made to be every label that another connection tries: behind its hash comes its number, and x; a long row of them is refused'
CREATE TEMP TABLE labels(name);
CREATE TEMP VIEW requests AS SELECT json_object('Name', name, 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}')) AS request FROM labels;
INSERT INTO labels VALUES('a b'), ('a.b'), ('a b_591943d10007bfbc'), ('a_b_260779d0e35c1e9e'), ('ab260779d0e35c1e9e');
SELECT group_concat(key, ' ') FROM json_each((SELECT glue_export_terraform(request) FROM requests), '$.resource.aws_glue_connection') WHERE value ->> '$.name' = 'a b';
SELECT group_concat(key, ' ') FROM json_each((SELECT glue_export_cloudformation(request) FROM requests WHERE request NOT GLOB '*[_]*'), '$.Resources') WHERE value ->> '$.Properties.ConnectionInput.Name' = 'a b';
INSERT INTO labels VALUES('a_b_260779d0e35c1e9e_0'), ('ab260779d0e35c1e9eN0');
SELECT group_concat(key, ' ') FROM json_each((SELECT glue_export_terraform(request) FROM requests), '$.resource.aws_glue_connection') WHERE value ->> '$.name' = 'a b';
SELECT group_concat(key, ' ') FROM json_each((SELECT glue_export_cloudformation(request) FROM requests WHERE request NOT GLOB '*[_]*'), '$.Resources') WHERE value ->> '$.Properties.ConnectionInput.Name' = 'a b';
INSERT INTO labels SELECT 'a_b_260779d0e35c1e9e_0' || value FROM json_each('["x","xx","xxx","xxxx","xxxxx","xxxxxx"]');
SELECT glue_export_terraform(request) FROM requests;
