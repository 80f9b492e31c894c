-- Everything that is wrong with a request is said at once: also what is wrong with values that are derived,
-- beside others that are wrong in themselves.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
.print '--- INSERT'
INSERT INTO c(name, connection_type, connection_properties, status) VALUES('', 'CUSTOM', '{}', 'FAILED');
INSERT INTO c(name, connection_type, connection_properties, arn) VALUES('a' || char(10), 'CUSTOM', '{}', 'x');
INSERT INTO c(name, connection_type, connection_properties, status, status_reason, connection_schema_version, compatible_compute_environments, arn)
  VALUES('a', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d"}', 'FAILED', 'why', 2, '["PYTHON"]', 'x');
INSERT INTO c(name, connection_type, connection_properties, tags, last_updated_time, status_reason)
  VALUES('a', 'CUSTOM', '[]', '{"aws:x":"y"}', '2020-01-01', 'why');
.print '--- what cannot be told is not: without a type no schema version, without a name no ARN'
INSERT INTO c(connection_properties, connection_schema_version, arn) VALUES('{}', 1, 'x');
INSERT INTO c(name, connection_type, connection_properties, connection_schema_version) VALUES('a', 'CUSTOM', 5, 2);
INSERT INTO c(name, connection_type, connection_properties, status, authentication_configuration) VALUES('a', 'CUSTOM', '{}', 'IN_PROGRESS', '{');
.print '--- what is right among it is not complained about'
INSERT INTO c(name, connection_type, connection_properties, status, connection_schema_version, arn, tags)
  VALUES('a', 'CUSTOM', '{}', 'READY', 1, 'arn:aws:glue:us-east-1:000000000000:connection/a', '{"aws:x":"y"}');
.print '--- the linter'
SELECT path, message FROM glue_lint('{"Name":"","ConnectionType":"CUSTOM","ConnectionProperties":{},"Status":"FAILED","StatusReason":"why","ConnectionSchemaVersion":2,"CompatibleComputeEnvironments":["ATHENA"]}');
.print '--- UPDATE'
INSERT INTO c(name, connection_type, connection_properties) VALUES('a', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d"}');
UPDATE c SET name = 'b', arn = 'x', compatible_compute_environments = '["PYTHON"]', connection_schema_version = 2, creation_time = '2020-01-01';
UPDATE c SET name = '', arn = 'x', connection_type = 'JBDC', creation_time = '2020-01-01', status = 'FAILED';
SELECT name, arn, connection_schema_version, compatible_compute_environments, status FROM c;
.print --- a name too long to be shown in an ARN
INSERT INTO c(name, connection_type, connection_properties, arn) VALUES(printf('%.1021c', 'x'), 'CUSTOM', '{}', 'x');
INSERT INTO c(c) VALUES('integrity-check');
