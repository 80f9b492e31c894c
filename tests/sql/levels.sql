-- How strict an INSERT is: lenient asks for the API's shapes, standard also for a known type and what
-- it requires, strict takes every warning for an error.
.load dist/glue_connections
CREATE VIRTUAL TABLE lenient USING glue_connections(validation=lenient);
CREATE VIRTUAL TABLE standard USING glue_connections;
CREATE VIRTUAL TABLE strict USING glue_connections(validation=strict);

.print '--- an unknown type: an error, but at lenient'
INSERT INTO lenient(name, connection_type, connection_properties) VALUES('a', 'JBDC', '{}');
INSERT INTO standard(name, connection_type, connection_properties) VALUES('a', 'JBDC', '{}');

.print '--- types that a customer has registered begin with REST-'
INSERT INTO standard(name, connection_type, connection_properties) VALUES('registered', 'REST-weather', '{"anything":"goes"}');
INSERT INTO standard(name, connection_type, connection_properties) VALUES('registered', 'REST-', '{}');

.print '--- what a type requires'
INSERT INTO lenient(name, connection_type, connection_properties) VALUES('b', 'KAFKA', '{}');
INSERT INTO standard(name, connection_type, connection_properties) VALUES('b', 'KAFKA', '{}');
INSERT INTO standard(name, connection_type, connection_properties) VALUES('b', 'JDBC', '{"HOST":"h","PORT":"1"}');

.print '--- the refusals of the service itself, word for word'
INSERT INTO standard(name, connection_type, connection_properties) VALUES('c', 'MYSQL', '{"HOST":"h","PORT":"3306","DATABASE":"d"}');
INSERT INTO standard(name, connection_type, connection_properties, authentication_configuration)
  VALUES('c', 'SNOWFLAKE', '{"HOST":"h","DATABASE":"d","ROLE":"r"}', '{"AuthenticationType":"BASIC"}');

.print '--- what the service accepts and users regret: an error at strict alone'
INSERT INTO standard(name, connection_type, connection_properties) VALUES('d', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"k:9092","KAFKA_SSL_ENABLED":"False"}');
INSERT INTO strict(name, connection_type, connection_properties) VALUES('d', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"k:9092","KAFKA_SSL_ENABLED":"False"}');
INSERT INTO strict(name, connection_type, connection_properties) VALUES('d', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"k:9092","KAFKA_SSL_ENABLED":"true"}');

.print '--- the shapes hold at every level'
INSERT INTO lenient(name, connection_type, connection_properties, tags) VALUES('', 'x', '{"":""}', '{"aws:x":"y"}');

.print '--- a change of level concerns what comes: an UPDATE is held against the new one'
INSERT INTO lenient(lenient) VALUES('validation=standard');
SELECT name, connection_type FROM lenient ORDER BY name;
UPDATE lenient SET tags = '{"owner":"me"}';
UPDATE lenient SET description = 'd' WHERE name = 'b';
SELECT name, description, tags FROM lenient ORDER BY name;
INSERT INTO lenient(lenient) VALUES('integrity-check');
PRAGMA integrity_check;

.print '--- the least level that refuses something is what the hidden column refused_at of glue_lint says: NULL, it refuses nothing'
SELECT DISTINCT rule, severity, refused_at FROM glue_lint('{"Name":"","ConnectionType":"JBDC","MatchCriteria":["é\u0001"],"ConnectionProperties":{"PASSWROD":""},"PhysicalConnectionRequirements":{"SubnetId":"x"}}', 'terraform');
SELECT rule, severity, refused_at FROM glue_lint('{"Name":"a","ConnectionType":"JBDC","ConnectionProperties":{"HOST":1},"CreationTime":1}');
SELECT count(*) FROM glue_lint('{"Name":"a","ConnectionType":"JBDC","ConnectionProperties":{}}') WHERE refused_at <= 'lenient';
