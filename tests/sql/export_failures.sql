-- An export that fails says so, and leaves the file as it is: no half of it, and no empty configuration
-- that would mean "destroy everything" to Terraform. (A disk that is full: tests/sh/test_export_files.sh.)
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/export') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO connections(name, connection_type, connection_properties) VALUES('crm', 'CUSTOM', '{"PASSWORD":"s3cr3t"}');
.headers on
SELECT writefile('good', 'yesterday''s') AS bytes;
.parameter set @out good

.print '--- the key is not there'
SELECT glue_keyring('@TMP@/nowhere') IS NOT NULL;
.parameter set @secrets decrypt
.read sql/export_requests.sql
.parameter set @secrets decrypt
.read sql/export_get_connections.sql
.parameter set @secrets decrypt
.read sql/export_cloudformation.sql
.parameter set @secrets decrypt
.read sql/export_terraform.sql
SELECT CAST(readfile('good') AS TEXT) AS file;

.print '--- the file is a folder'
.parameter set @out tests
.read sql/export_requests.sql
.read sql/export_get_connections.sql
.read sql/export_cloudformation.sql
.read sql/export_terraform.sql

.print '--- a template is for one account'
.parameter set @out good
INSERT INTO connections(name, catalog_id, connection_type, connection_properties) VALUES('crm', '210987654321', 'CUSTOM', '{}');
.read sql/export_cloudformation.sql

.print '--- there is no such table'
ALTER TABLE connections RENAME TO inventory;
.read sql/export_requests.sql
.read sql/export_get_connections.sql
.read sql/export_cloudformation.sql
.read sql/export_terraform.sql
SELECT CAST(readfile('good') AS TEXT) AS file;
.print '--- of a long name the beginning is told, whole characters of it'
SELECT glue_export_terraform(json_object('Name', replace(printf('%.300c', 'x'), 'x', 'é'), 'ConnectionType', 5));
