-- The four hidden columns: `request`, `connection`, `credentials` and the command column. SELECT * does not show them.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO connections(name, connection_type, connection_properties, creation_time, last_updated_time, last_updated_by, status,
    connection_schema_version, compatible_compute_environments) VALUES
  ('least', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:9092"}', '2024-05-06 07:08:09.123', '2024-05-06 07:08:09.123', 'user/local', 'READY', 1, '["SPARK"]');
INSERT INTO connections(name, connection_type, connection_properties, description, match_criteria, athena_properties, spark_properties,
    python_properties, physical_connection_requirements, authentication_configuration, validate_credentials,
    validate_for_compute_environments, tags, creation_time, status, status_reason, last_updated_time, last_updated_by, last_connection_validation_time,
    connection_schema_version, compatible_compute_environments)
  VALUES('most', 'MYSQL', '{"HOST":"h","PORT":"1","DATABASE":"d"}', 'a "quoted" text' || char(10), '["m"]', '{"a":"1"}', '{"s":"1"}', '{"p":"1"}',
    '{"SubnetId":"subnet-1"}', '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"s3cret"}}', 0,
    '["SPARK"]', '{"k":"v"}', 0, 'FAILED', 'why', 1.5, 'user/ann', '1970-01-01 00:00:02', 2, '["SPARK"]');

.print '--- request: what CreateConnection takes to make this connection, in the order of the API'
SELECT json_remove(request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials') FROM connections ORDER BY name;

.print '--- connection: the Connection of a GetConnection response; times as epoch seconds; no tags, no catalog, no credentials'
SELECT connection FROM connections ORDER BY name;

.print '--- both are JSON, and nest'
SELECT json_object('Connection', connection) ->> '$.Connection.Name', json_type(json_object('r', request), '$.r') FROM connections ORDER BY name;
SELECT json_group_array(connection) ->> '$[1].Name' FROM connections;

.print '--- credentials: sealed, NULL where there are none'
SELECT name, typeof(credentials), substr(credentials, 1, 17) FROM connections ORDER BY name;
SELECT request ->> '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials' = credentials FROM connections WHERE name = 'most';

.print '--- the command column is always NULL'
SELECT typeof(connections) FROM connections;

.print '--- connection and credentials are read only'
INSERT INTO connections(connection) VALUES('{}');
INSERT INTO connections(name, connection_type, connection_properties, credentials) VALUES('x', 'CUSTOM', '{}', 'c');
UPDATE connections SET connection = '{}';
UPDATE connections SET credentials = NULL;
UPDATE connections SET request = NULL;

.print '--- none of them is in SELECT *, nor needed by INSERT without a list of columns'
CREATE TABLE plain AS SELECT * FROM connections;
SELECT count(*) FROM pragma_table_info('plain');
SELECT name FROM pragma_table_info('plain') WHERE name IN ('request', 'connection', 'credentials', 'connections');

.print '--- they can be asked for in WHERE and ORDER BY as any other'
SELECT name FROM connections WHERE request ->> '$.Tags.k' = 'v';
SELECT name FROM connections ORDER BY connection ->> 'CreationTime';
SELECT name FROM connections WHERE credentials IS NOT NULL;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
