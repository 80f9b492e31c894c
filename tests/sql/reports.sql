-- sql/reports.sql: each report on what the AWS CLI printed and on requests of real use.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/reports') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
.parameter set @file tests/data/aws/get-connections.json
.read sql/import.sql
.parameter set @file tests/data/requests.jsonl
.read sql/import.sql
INSERT INTO connections(name, connection_type, description, connection_properties, tags) VALUES
  ('o''d"d 😀', 'JDBC', 'the password is: s3cr3t', '{"JDBC_CONNECTION_URL":"jdbc:oracle:thin:@//db:1521/X","SECRET_ID":"s","o''d\"d.key":"v"}', '{"owner":""}'),
  ('bare', 'CUSTOM', NULL, '{}', '{}'),
  ('leaky', 'CUSTOM', NULL, '{"JDBC_CONNECTION_URL":"jdbc:postgresql://u:s3cr3t@H.example.com/D"}', '{"a \"tag\"":"v","owner":"me"}');
INSERT INTO connections(name, connection_type, connection_properties, spark_properties, authentication_configuration) VALUES
  ('federated', 'MYSQL', '{"HOST":"testhost","PORT":"3306","DATABASE":"gluedatabase"}', '{"sfPassword":"s3cr3t","secretId":"x"}',
   '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"s3cr3t"}}'),
  ('oauth', 'SALESFORCE', '{"INSTANCE_URL":"https://example.my.salesforce.com"}', NULL, '{"AuthenticationType":"OAUTH2"}');
.headers on
-- in a host that trusts nobody
.dbconfig defensive on
.dbconfig trusted_schema off
.read sql/reports.sql
.read sql/reports.sql

.print '--- properties'
SELECT * FROM report_properties WHERE name IN ('legacy CRM', 'o''d"d 😀', 'federated', 'tf-acc-test-4821-dynamodb');
.print '--- tags'
SELECT * FROM report_tags;
.print '--- types'
SELECT connection_type, connections, ready, in_progress, failed, substr(first_created, 1, 4) > '2025' AS new FROM report_types;
.print '--- ages'
SELECT name, catalog_id, connection_type, status, days_since_creation > 700, days_since_update > 700, last_updated_by
  FROM report_ages WHERE name IN ('orders-db', 'bare');
.print '--- secrets'
SELECT * FROM report_secrets WHERE name NOT GLOB 'tf-acc-*';
SELECT kept, count(*) FROM report_secrets GROUP BY 1;
.print '--- keys'
SELECT * FROM report_keys;
SELECT r.arn FROM report_keys r WHERE r.arn NOT IN (SELECT arn FROM glue_keys);
.print '--- TLS'
SELECT name, connection_type, rule FROM report_tls WHERE name NOT GLOB 'tf-acc-*';
.print '--- network'
SELECT * FROM report_network WHERE missing <> '' OR subnet_id LIKE 'sub-%' OR name = 'events';
.print '--- endpoints'
SELECT * FROM report_endpoints WHERE name NOT GLOB 'tf-acc-*-[dmrt]*';
.print '--- duplicates'
SELECT * FROM report_duplicates;
.print '--- stale'
UPDATE connections SET last_updated_time = datetime('now', '-2 days') WHERE name IN ('oauth', 'bare');
SELECT name, connection_type, status, reason FROM report_stale;
.print '--- tag policy'
SELECT missing_tag, count(*), min(name) FROM report_tag_policy GROUP BY 1;
SELECT count(*) FROM report_tag_policy WHERE name = 'o''d"d 😀';
INSERT INTO report_required_tags VALUES('a "tag"'), ('Project');
SELECT missing_tag, count(*), min(name) FROM report_tag_policy GROUP BY 1;
.read sql/reports.sql
SELECT * FROM report_required_tags;
.print '--- findings'
SELECT severity, rule, count(*), min(name) FROM report_findings GROUP BY 1, 2;
SELECT * FROM report_findings WHERE name = 'leaky';

.print '--- none shows what is sealed'
SELECT count(*) FROM report_properties WHERE value LIKE '%glue-connections:%';

.print '--- a table of another name; the views are still there when the database is opened again'
CREATE VIRTUAL TABLE "my ""inventory""" USING glue_connections(region=cn-north-1);
INSERT INTO "my ""inventory"""(request) SELECT json_object('CatalogId', catalog_id, 'Region', region, 'Connection', connection) FROM connections WHERE name IN ('events', 'legacy CRM');
DROP TABLE connections;
CREATE VIEW connections AS SELECT rowid, *, request, connection, credentials FROM "my ""inventory""";
VACUUM INTO 'reports.db';
.open reports.db
.load dist/glue_connections
.dbconfig trusted_schema off
SELECT name, kept, place FROM report_secrets;
SELECT name, missing FROM report_network;
SELECT count(*) FROM report_findings;
