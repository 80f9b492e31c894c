-- sql/compare.sql: where it cannot compare, it does not say that nothing has changed.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/compare') IS NOT NULL AS key;
CREATE VIRTUAL TABLE before USING glue_connections(account_id=123456789012, region=eu-west-1);
CREATE VIRTUAL TABLE after USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO before(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{"PASSWORD":"s3cr3t-1"}'), ('gone', 'CUSTOM', '{}');
INSERT INTO after(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{"PASSWORD":"s3cr3t-2"}');
.headers on

.print '--- no view'
CREATE TEMP VIEW compare_after AS SELECT *, request FROM after;
.read sql/compare.sql
.print '--- one without a column'
CREATE TEMP VIEW compare_before AS SELECT * FROM before;
.read sql/compare.sql
.print '--- columns in another order are no matter'
DROP VIEW compare_before;
CREATE TEMP VIEW compare_before AS SELECT request, tags, status_reason, description, * FROM before;
.read sql/compare.sql
.print '--- the key is not there; what was found before is gone'
.parameter set @secrets decrypt
SELECT glue_keyring('@TMP@/nowhere') IS NOT NULL;
.read sql/compare.sql
SELECT * FROM comparison;

.print '--- a connection stands twice on one side'
DROP VIEW compare_before;
CREATE TEMP VIEW compare_before AS SELECT *, request FROM before UNION ALL SELECT *, request FROM before WHERE name = 'a';
.read sql/compare.sql
SELECT * FROM comparison;
.print '--- one of them cannot be read'
DROP VIEW compare_before;
CREATE TEMP VIEW compare_before AS SELECT name, catalog_id, region, status, replace(request, 'CUSTOM', 'CUSTOM"') AS request FROM before;
.read sql/compare.sql
SELECT * FROM comparison;
.print '--- and afterwards all is as it was'
DROP VIEW compare_before;
CREATE TEMP VIEW compare_before AS SELECT *, request FROM before;
.read sql/compare.sql
