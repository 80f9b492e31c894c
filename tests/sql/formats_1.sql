-- A file of format 1, the first that a release has made: tests/data/formats/1.db. Read, written, upgraded and checked.
.load dist/glue_connections
.output /dev/null
SELECT writefile('@TMP@/1.db', readfile('tests/data/formats/1.db')), writefile('@TMP@/keyring', readfile('tests/data/formats/keyring'), 33152);
.output
.open @TMP@/1.db
.load dist/glue_connections
SELECT glue_keyring('@TMP@/keyring') = '@TMP@/keyring' AS keyring;
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA integrity_check;

.print '--- what is in the file'
SELECT replace(sql, ',', ',' || char(10)) FROM sqlite_schema WHERE name GLOB 'connections_*' ORDER BY name;
SELECT * FROM connections_config;
SELECT * FROM connections_catalogs;
SELECT * FROM glue_settings;

.print '--- read'
.separator "\n" "\n\n"
SELECT rowid, name, connection_type, status, description, catalog_id, region, arn, athena_properties, spark_properties, python_properties, match_criteria,
  physical_connection_requirements, validate_credentials, validate_for_compute_environments, tags, connection_schema_version,
  compatible_compute_environments, status_reason, creation_time, last_connection_validation_time, last_updated_by, unknown_members,
  glue_decrypt(request) AS request, json_remove(connection, '$.LastUpdatedTime', '$.ConnectionProperties') AS connection,
  authentication_configuration, credentials GLOB 'glue-connections:*' AS credentials FROM connections ORDER BY rowid;
.separator "|" "\n"
SELECT name, last_updated_time FROM connections WHERE name IN ('crm', 'seen', 'answer') ORDER BY name;

.print '--- written'
INSERT INTO connections(name, connection_type, connection_properties, region) VALUES('new', 'CUSTOM', '{"PASSWORD":"n3w"}', 'us-east-1');
UPDATE connections SET tags = '{"env":"test"}' WHERE name = 'orders';
UPDATE connections SET region = 'eu-central-1' WHERE name = 'orders' AND region = 'us-east-1';
DELETE FROM connections WHERE catalog_id = 'lake';
SELECT name, catalog_id, region, tags FROM connections ORDER BY name, catalog_id, region;
SELECT glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.KAFKA_SASL_PLAIN_PASSWORD' FROM connections WHERE region = 'eu-central-1';
INSERT INTO connections(connections) VALUES('rekey');
INSERT INTO connections(connections) VALUES('integrity-check');

.print '--- upgraded and checked'
INSERT INTO connections(connections) VALUES('upgrade');
INSERT INTO connections(connections) VALUES('integrity-check');
SELECT format >= 1 FROM glue_settings;
SELECT name, catalog_id, region, tags FROM connections ORDER BY name, catalog_id, region;
PRAGMA integrity_check;
