-- ConnectionSchemaVersion is derived from the type and the properties; a copy keeps the one it came with,
-- until these change.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties) VALUES('a', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d"}');

.print '--- another than the derived one is refused, by INSERT and by UPDATE'
INSERT INTO c(name, connection_type, connection_properties, connection_schema_version) VALUES('b', 'CUSTOM', '{}', 2);
UPDATE c SET connection_schema_version = 2;
UPDATE c SET connection_schema_version = 3;
UPDATE c SET connection_schema_version = 1;
UPDATE c SET connection_schema_version = NULL;
SELECT connection_schema_version FROM c;

.print '--- it follows the type, whatever else is set, and the properties'
UPDATE c SET connection_type = 'REST-x';
SELECT connection_schema_version FROM c;
UPDATE c SET connection_type = 'REST-x', connection_schema_version = 1;
UPDATE c SET connection_properties = '{"SparkProperties":"{}"}';
SELECT connection_schema_version FROM c;
UPDATE c SET connection_type = 'REST-y', connection_properties = '{}', connection_schema_version = 2;
SELECT connection_schema_version FROM c;
UPDATE c SET connection_type = 'CUSTOM', connection_schema_version = 2;
UPDATE c SET connection_type = 'CUSTOM';
SELECT connection_schema_version FROM c;
DELETE FROM c;

.print '--- that of a copy, and its compute environments, stay and may be given again, until the type or the properties change'
INSERT INTO c(request) VALUES('{"Name":"copy","ConnectionType":"CUSTOM","ConnectionProperties":{},"ConnectionSchemaVersion":2,"CompatibleComputeEnvironments":["PYTHON"],"CreationTime":1}');
UPDATE c SET description = 'd';
UPDATE c SET description = 'e', connection_schema_version = 2, compatible_compute_environments = '["PYTHON"]';
UPDATE c SET request = json_set(connection, '$.Description', 'f');
SELECT description, connection_schema_version, compatible_compute_environments FROM c;
UPDATE c SET connection_properties = '{"a":"b"}', connection_schema_version = 2, compatible_compute_environments = '["PYTHON"]';
UPDATE c SET connection_type = 'REST-x', connection_schema_version = 1;
UPDATE c SET connection_properties = '{"a":"b"}';
SELECT connection_schema_version FROM c;

.print '--- in a document it is an integer; of these the API knows 1 and 2; a newer one is kept'
SELECT v.column1, f.rule, f.message FROM (VALUES('1'), ('3'), ('1000000'), ('1000001'), ('1e9'), ('1.5'), ('-1')) v,
  glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},"CreationTime":1,"ConnectionSchemaVersion":' || v.column1 || '}') f;
INSERT INTO c(c) VALUES('integrity-check');
