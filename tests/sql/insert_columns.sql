-- INSERT is CreateConnection, here column by column.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);

.print '--- three columns are required; everything else has a default'
INSERT INTO connections(name, connection_type, connection_properties)
  VALUES('least', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"broker:9092"}');
SELECT key, coalesce(value, 'NULL') FROM connections, json_each(json_object(
    'name', name, 'connection_type', connection_type, 'status', status, 'description', description,
    'catalog_id', catalog_id, 'arn', arn, 'connection_properties', connection_properties,
    'athena_properties', athena_properties, 'spark_properties', spark_properties,
    'python_properties', python_properties, 'match_criteria', match_criteria,
    'physical_connection_requirements', physical_connection_requirements,
    'authentication_configuration', authentication_configuration, 'validate_credentials', validate_credentials,
    'validate_for_compute_environments', validate_for_compute_environments, 'tags', tags,
    'connection_schema_version', connection_schema_version,
    'compatible_compute_environments', compatible_compute_environments, 'status_reason', status_reason,
    'creation_time', creation_time GLOB '20[0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]',
    'last_updated_time', last_updated_time = creation_time,
    'last_connection_validation_time', last_connection_validation_time, 'last_updated_by', last_updated_by))
 WHERE connections.name = 'least';

.print '--- every column that a request can set'
INSERT INTO connections(name, connection_type, description, catalog_id, connection_properties, athena_properties,
    spark_properties, python_properties, match_criteria, physical_connection_requirements,
    authentication_configuration, validate_credentials, validate_for_compute_environments, tags) VALUES(
  'most', 'MYSQL', 'the orders', '999988887777', '{ "HOST" : "db" , "PORT" : "3306" , "DATABASE" : "orders" }',
  '{"lambda_function_arn":"arn:aws:lambda:eu-west-1:123456789012:function:f","spill_bucket":"b"}',
  '{"fetchsize":"1000"}', '{"timeout":"10"}', '["z","a","m"]',
  '{"SubnetId":"subnet-0abc","SecurityGroupIdList":["sg-0abc"],"AvailabilityZone":"eu-west-1a"}',
  '{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"}',
  0, '["SPARK","ATHENA"]', '{"owner":"payments","env":"prod"}');
SELECT key, coalesce(value, 'NULL') FROM connections, json_each(json_object(
    'name', name, 'connection_type', connection_type, 'status', status, 'description', description,
    'catalog_id', catalog_id, 'arn', arn, 'connection_properties', connection_properties,
    'athena_properties', athena_properties, 'spark_properties', spark_properties,
    'python_properties', python_properties, 'match_criteria', match_criteria,
    'physical_connection_requirements', physical_connection_requirements,
    'authentication_configuration', authentication_configuration, 'validate_credentials', validate_credentials,
    'validate_for_compute_environments', validate_for_compute_environments, 'tags', tags,
    'connection_schema_version', connection_schema_version,
    'compatible_compute_environments', compatible_compute_environments))
 WHERE connections.name = 'most';

.print '--- what is derived may be given, as it would be anyway'
INSERT INTO connections(name, connection_type, connection_properties, arn, connection_schema_version,
                        compatible_compute_environments, status)
  VALUES('derived', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}', 'arn:aws:glue:eu-west-1:123456789012:connection/derived',
         1, '["SPARK"]', 'READY');
INSERT INTO connections(name, connection_type, connection_properties, arn)
  VALUES('other', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}', 'arn:aws:glue:eu-west-1:123456789012:connection/derived');
INSERT INTO connections(name, connection_type, connection_properties, arn)
  VALUES('other', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}', 'arn:aws:glue:eu-west-1:123456789012:connection/0ther');
INSERT INTO connections(name, connection_type, connection_properties, connection_schema_version)
  VALUES('other', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}', 2);
INSERT INTO connections(name, connection_type, connection_properties, connection_schema_version)
  VALUES('other', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}', 3);
INSERT INTO connections(name, connection_type, connection_properties, compatible_compute_environments)
  VALUES('other', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}', '["PYTHON"]');
INSERT INTO connections(name, connection_type, connection_properties, compatible_compute_environments)
  VALUES('other', 'DYNAMODB', '{}', '["ATHENA","SPARK"]');
-- nothing is known of what runs a type that the customer has registered
INSERT INTO connections(name, connection_type, connection_properties, compatible_compute_environments)
  VALUES('other', 'REST-mine', '{}', '["SPARK"]');

.print '--- a value must have the type of its column'
INSERT INTO connections(name, connection_type, connection_properties, description, validate_credentials, tags,
                        match_criteria, physical_connection_requirements, creation_time, connection_schema_version)
  VALUES(1, 2.5, 3, x'00', 'yes', '[]', '{}', '"subnet"', 'yesterday', '1.5');
INSERT INTO connections(name, connection_type, connection_properties, validate_credentials)
  VALUES('x', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}', 2);

.print '--- several rows: all or, if one is wrong, none'
INSERT INTO connections(name, connection_type, connection_properties) VALUES
  ('one', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}'), ('two', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES
  ('three', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}'), ('four', 'KAFKA', '{}');
SELECT name FROM connections ORDER BY name;

.print '--- the rowid: its own, or one that is given; last_insert_rowid() is that of the connection'
INSERT INTO connections(rowid, name, connection_type, connection_properties)
  VALUES(1000, 'rowid', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}');
SELECT last_insert_rowid(), changes();
INSERT INTO connections(name, connection_type, connection_properties)
  VALUES('next', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}');
SELECT last_insert_rowid(), name FROM connections WHERE rowid = last_insert_rowid();
INSERT INTO connections(rowid, name, connection_type, connection_properties)
  VALUES('no number', 'text', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}');

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
