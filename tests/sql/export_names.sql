-- What a template and a configuration name have names that are unique and not too long, whatever the
-- connections are called; a template that is too big for CloudFormation is told.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/export') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO connections(name, connection_type, connection_properties) VALUES
  ('x', 'CUSTOM', '{"KAFKA_CLIENT_KEY_PASSWORD":"s3cr3t"}'), ('x_KAFKA_CLIENT_KEY', 'CUSTOM', '{"PASSWORD":"s3cr3t"}'),
  ('x_of_y', 'CUSTOM', '{"PASSWORD":"s3cr3t"}'), ('PASSWORDOfx', 'CUSTOM', '{"PASSWORD":"s3cr3t"}'),
  (replace(hex(zeroblob(255)), '00', 'n'), 'CUSTOM', '{"KAFKA_CLIENT_KEYSTORE_PASSWORD":"s3cr3t"}');

.parameter set @out template.json
.read sql/export_cloudformation.sql
CREATE TEMP VIEW names AS
  SELECT key FROM json_each(readfile('template.json'), '$.Parameters')
  UNION ALL
  SELECT key FROM json_each(readfile('template.json'), '$.Resources');
SELECT key FROM names;
SELECT count(*), count(DISTINCT key), max(length(key)) < 255 FROM names;

.parameter set @out connections.tf.json
.read sql/export_terraform.sql
SELECT key FROM json_each(readfile('connections.tf.json'), '$.variable');
SELECT count(*), count(DISTINCT key) FROM json_each(readfile('connections.tf.json'), '$.variable');

.print '--- without import blocks'
.parameter set @import_blocks no
.read sql/export_terraform.sql
SELECT group_concat(key) FROM json_each(readfile('connections.tf.json'));
.parameter unset @import_blocks

.print '--- too many for CloudFormation: of parameters, then of resources'
.headers on
.parameter set @out template.json
WITH n(i) AS (SELECT value FROM json_each('[' || substr(replace(hex(zeroblob(196)), '00', ',0'), 2) || ']'))
  INSERT INTO connections(name, connection_type, connection_properties)
    SELECT 'secret ' || row_number() OVER (), 'CUSTOM', '{"PASSWORD":"s3cr3t"}' FROM n;
.read sql/export_cloudformation.sql
DELETE FROM connections WHERE name = 'x';
.read sql/export_cloudformation.sql
DELETE FROM connections;
WITH n(i) AS (SELECT value FROM json_each('[' || substr(replace(hex(zeroblob(501)), '00', ',0'), 2) || ']'))
  INSERT INTO connections(name, connection_type, connection_properties)
    SELECT 'c ' || row_number() OVER (), 'CUSTOM', '{}' FROM n;
.read sql/export_cloudformation.sql
DELETE FROM connections WHERE name = 'c 1';
.read sql/export_cloudformation.sql
