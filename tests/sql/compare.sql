-- sql/compare.sql: what is different between two tables, property by property, and no secret shown.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/compare') IS NOT NULL AS key;
ATTACH 'yesterday.db' AS yesterday;
CREATE VIRTUAL TABLE yesterday.connections USING glue_connections(account_id=123456789012, region=eu-west-1);
CREATE VIRTUAL TABLE main.connections USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO yesterday.connections(request) SELECT value FROM json_each(json_array(
  '{"ConnectionInput":{"Name":"gone","ConnectionType":"CUSTOM","ConnectionProperties":{}}}',
  '{"ConnectionInput":{"Name":"same","ConnectionType":"CUSTOM","ConnectionProperties":{"PASSWORD":"s3cr3t-0","a.b [c] \"d\"":"x"}},"Tags":{"owner":"me"}}',
  '{"ConnectionInput":{"Name":"o''d\"d 😀","ConnectionType":"JDBC","Description":"one","MatchCriteria":["a","b"],
    "ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","SECRET_ID":"s","a.b [c] \"d\"":"x"},
    "PhysicalConnectionRequirements":{"SubnetId":"subnet-1","SecurityGroupIdList":["sg-1","sg-2"]}},"Tags":{"owner":"me","env":"prod"}}',
  '{"ConnectionInput":{"Name":"secrets","ConnectionType":"CUSTOM","ConnectionProperties":{"PASSWORD":"s3cr3t-1","KAFKA_SASL_SCRAM_PASSWORD":"s3cr3t-2",
    "ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD":"AQIC1"},
    "AuthenticationConfiguration":{"AuthenticationType":"CUSTOM","CustomAuthenticationCredentials":{"k":"s3cr3t-3"}}}}'));

.print '--- a copy is the same'
INSERT INTO main.connections(request) SELECT request FROM yesterday.connections;
CREATE TEMP VIEW compare_before AS SELECT *, request FROM yesterday.connections;
CREATE TEMP VIEW compare_after AS SELECT *, request FROM main.connections;
.headers on
.read sql/compare.sql
SELECT * FROM comparison;

.print '--- created, deleted, changed'
DELETE FROM main.connections WHERE name = 'gone';
INSERT INTO main.connections(name, connection_type, connection_properties) VALUES('new', 'CUSTOM', '{}');
UPDATE main.connections SET description = NULL, spark_properties = '{}', match_criteria = '["b","a"]', validate_credentials = 0,
    connection_properties = json_set(json_remove(connection_properties, '$.SECRET_ID'), '$.USERNAME', 'u', '$.PASSWORD', 's3cr3t-9',
      '$.JDBC_CONNECTION_URL', 'jdbc:mysql://h2/d'),
    physical_connection_requirements = json_set(physical_connection_requirements, '$.SecurityGroupIdList', json('["sg-1"]'), '$.AvailabilityZone', 'a'),
    tags = '{"owner":"you"}'
  WHERE name GLOB 'o*d*';
UPDATE main.connections SET connection_properties = json_set(connection_properties, '$.PASSWORD', 's3cr3t-8', '$.KAFKA_SASL_SCRAM_PASSWORD', 's3cr3t-2',
      '$.ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD', 'AQIC2'),
    authentication_configuration = '{"AuthenticationType":"CUSTOM","CustomAuthenticationCredentials":{"k":"s3cr3t-3"}}'
  WHERE name = 'secrets';
.read sql/compare.sql
SELECT * FROM comparison;

.print '--- with the key, secrets that are equal are told from those that are not'
.parameter set @secrets decrypt
.read sql/compare.sql
SELECT * FROM comparison WHERE before GLOB '(*' OR after GLOB '(*';
SELECT count(*) AS shown FROM comparison WHERE before || after LIKE '%s3cr3t%' OR before || after LIKE '%glue-connections:%';
.parameter unset @secrets

.print '--- two accounts: where each has one catalog, the name is enough'
CREATE VIRTUAL TABLE other USING glue_connections(account_id=210987654321, region=eu-west-1);
INSERT INTO other(name, connection_type, connection_properties, tags)
  SELECT name, connection_type, json_remove(connection_properties, '$.ENCRYPTED_PASSWORD'), tags FROM main.connections WHERE name IN ('new', 'same');
UPDATE other SET description = 'changed' WHERE name = 'new';
DROP VIEW temp.compare_before;
CREATE TEMP VIEW compare_before AS SELECT *, request FROM other;
.read sql/compare.sql
SELECT * FROM comparison;

.print '--- where one has more, both count'
INSERT INTO other(name, connection_type, connection_properties, catalog_id) VALUES('new', 'CUSTOM', '{}', '123456789012');
.read sql/compare.sql
SELECT change, name, catalog_id FROM comparison;

.print '--- one name in two regions; a region is part of what a connection is'
DELETE FROM other;
DELETE FROM main.connections;
INSERT INTO other(name, connection_type, connection_properties, region) VALUES('a', 'CUSTOM', '{}', 'eu-west-1'), ('a', 'CUSTOM', '{}', 'us-east-1'), ('b', 'CUSTOM', '{}', 'us-east-1');
INSERT INTO main.connections(name, catalog_id, connection_type, connection_properties, region, description)
  VALUES('a', '210987654321', 'CUSTOM', '{}', 'eu-west-1', NULL), ('a', '210987654321', 'CUSTOM', '{}', 'us-east-1', 'changed'), ('b', '210987654321', 'CUSTOM', '{}', 'eu-west-1', NULL);
.read sql/compare.sql
SELECT * FROM comparison;
.print '--- two regions, each side of one: the name is enough'
DELETE FROM other WHERE region = 'us-east-1';
DELETE FROM main.connections WHERE region <> 'us-east-1';
.read sql/compare.sql
SELECT * FROM comparison;

.print '--- two files'
DROP VIEW temp.compare_before;
DROP VIEW temp.compare_after;
CREATE TEMP VIEW compare_before AS SELECT *, NULL AS status FROM glue_requests('{"ConnectionList":[{"Name":"a","ConnectionType":"JDBC","ConnectionProperties":{"HOST":"h"}},
  {"Name":"b","ConnectionType":"JDBC","ConnectionProperties":{},"Status":"READY"}]}');
CREATE TEMP VIEW compare_after AS SELECT *, NULL AS status FROM glue_requests('{"resource":{"aws_glue_connection":{"x":{"name":"a","connection_properties":{"HOST":"${var.h}"}}}}}');
.read sql/compare.sql
SELECT * FROM comparison;

.print '--- an error where anything is different, for this one comparison'
.parameter set @differences fail
.read sql/compare.sql
.read sql/compare.sql
DROP VIEW temp.compare_after;
CREATE TEMP VIEW compare_after AS SELECT * FROM compare_before;
.parameter set @differences fail
.read sql/compare.sql
DROP VIEW temp.compare_before;
DROP VIEW temp.compare_after;
CREATE TEMP VIEW compare_before AS SELECT *, request FROM other;
CREATE TEMP VIEW compare_after AS SELECT *, request FROM main.connections;

.print '--- empty ones'
DELETE FROM other;
DELETE FROM main.connections;
.read sql/compare.sql
SELECT type, name FROM sqlite_temp_schema WHERE name NOT LIKE 'sqlite_%';
