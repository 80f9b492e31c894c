-- A member the API does not have is an error that names it: a typo never loses data silently.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;

.print '--- in the request, in the ConnectionInput'
INSERT INTO connections(request) VALUES('{"CatalogID":"123456789012","Tag":{},"ConnectionInput":{
  "Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{},"Descripton":"typo","connectionProperties":{},"Foo":1}}');

.print '--- no name is none of them'
INSERT INTO connections(request) VALUES('{"":1,"ConnectionInput":{"Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{},"":1}}');

.print '--- a member in the wrong place'
INSERT INTO connections(request) VALUES('{"Name":"x","ConnectionInput":{"Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{},"Tags":{},"CatalogId":"1"}}');
INSERT INTO connections(request) VALUES('{"ConnectionInput":{"Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{},"CreationTime":0,"LastUpdatedBy":"me"}}');

.print '--- in every structure below'
INSERT INTO connections(name, connection_type, connection_properties, physical_connection_requirements, authentication_configuration)
  VALUES('x', 'CUSTOM', '{}', '{"SubnetID":"subnet-0abc","Zone":"a"}', '{
    "AuthenticationTyp":"BASIC",
    "BasicAuthenticationCredentials":{"User":"u"},
    "OAuth2Properties":{
      "GrantType":"x",
      "OAuth2ClientApplication":{"ClientId":"x"},
      "AuthorizationCodeProperties":{"Code":"x"},
      "OAuth2Credentials":{"Token":"x"}}}');

.print '--- a property key is not a member: an unknown one is only a warning, for the service takes keys that nobody has published'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('stored', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:9092","KAFKA_SSL_ENABLE":"true"}');
SELECT f.severity, f.path, f.message FROM connections c, glue_lint(c.request) f WHERE f.rule = 'unknown-property';

.print '--- nor are map keys; they are of the user'
INSERT INTO connections(name, connection_type, connection_properties, spark_properties, athena_properties, python_properties, tags)
  VALUES('maps', 'CUSTOM', '{"any":"1"}', '{"any.key":"1"}', '{"any":"1"}', '{"any":"1"}', '{"any":""}');

.print '--- nothing of what was refused is there'
SELECT name FROM connections ORDER BY name;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
