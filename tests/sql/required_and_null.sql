-- What must be there, and what an explicit null means.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;

.print '--- three members are required: a missing one and a null one are the same'
INSERT INTO connections(name) VALUES(NULL);
INSERT INTO connections(description) VALUES('nothing else');
INSERT INTO connections(request) VALUES('{"ConnectionInput":{"Name":null,"ConnectionType":null,"ConnectionProperties":null}}');
INSERT INTO connections DEFAULT VALUES;

.print '--- a null optional member is an absent one'
INSERT INTO connections(request) VALUES('{"CatalogId":null,"ConnectionInput":{"Name":"nulls","ConnectionType":"NETWORK",
  "Description":null,"ConnectionProperties":{},"MatchCriteria":null,"SparkProperties":null,"AthenaProperties":null,
  "PythonProperties":null,"AuthenticationConfiguration":null,"ValidateCredentials":null,"ValidateForComputeEnvironments":null,
  "PhysicalConnectionRequirements":{"SubnetId":"subnet-0abc","SecurityGroupIdList":null,"AvailabilityZone":null}},"Tags":null}');
INSERT INTO connections(name, connection_type, connection_properties, physical_connection_requirements, match_criteria, tags, authentication_configuration)
  VALUES('json nulls', 'NETWORK', '{}', '{}', 'null', 'null', 'null');
SELECT name, catalog_id, description, match_criteria, authentication_configuration, validate_credentials, tags,
       physical_connection_requirements FROM connections ORDER BY rowid;

.print '--- a null in a map or in a list is an error'
INSERT INTO connections(name, connection_type, connection_properties, spark_properties, match_criteria, tags,
                        physical_connection_requirements, validate_for_compute_environments)
  VALUES('x', 'NETWORK', '{"HOST":null}', '{"k":null}', '["a",null]', '{"owner":null}', '{"SecurityGroupIdList":[null]}', '[null]');

.print '--- the column of a required member holds no JSON null either'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'CUSTOM', 'null');

.print '--- nor can an UPDATE take a required member away'
UPDATE connections SET connection_properties = NULL WHERE name = 'nulls';
UPDATE connections SET name = NULL, connection_type = NULL WHERE name = 'nulls';

.print '--- what a connection type requires beyond that (at `standard`), documented or observed'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'JDBC', '{"USERNAME":"u","PASSWORD":"p"}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'JDBC', '{"HOST":"h","PORT":"1"}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'KAFKA', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'MONGODB', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'NETWORK', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'MARKETPLACE', '{"CONNECTOR_TYPE":"Spark"}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'VIEW_VALIDATION_REDSHIFT', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'VIEW_VALIDATION_ATHENA', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'MYSQL', '{"HOST":"h","PORT":"3306","DATABASE":"d"}');
INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration)
  VALUES('x', 'SNOWFLAKE', '{"HOST":"h","DATABASE":"d","ROLE":"r"}', '{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:x"}');
INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration)
  VALUES('x', 'SNOWFLAKE', '{"HOST":"h","DATABASE":"d","WAREHOUSE":"w","ROLE":"r"}', '{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:x"}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'DYNAMODB', '{}');
SELECT name, connection_type FROM connections ORDER BY rowid;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
