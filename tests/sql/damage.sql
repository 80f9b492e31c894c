-- Shadow tables that somebody has written past the extension. Their constraints keep out what they can; what they cannot
-- the integrity check names, and no statement comes to more harm than an error.
.load dist/glue_connections
.dbconfig defensive off
CREATE VIRTUAL TABLE c USING glue_connections(quota=0);
INSERT INTO c(name, connection_type, connection_properties, tags) VALUES
  ('a', 'CUSTOM', '{"PASSWORD":"p"}', '{"k":"v"}'), ('b', 'CUSTOM', '{}', NULL), ('c', 'CUSTOM', '{}', NULL);
INSERT INTO c(c) VALUES('integrity-check');

.print '--- what the constraints keep out'
UPDATE c_data SET tags = NULL;
UPDATE c_data SET validate_credentials = 2;
UPDATE c_data SET connection_schema_version = 'x';
UPDATE c_data SET name = 'b' WHERE name = 'a';
UPDATE c_catalogs SET connections = -1;
UPDATE c_config SET value = NULL;

.print '--- a counter that is off: below 0, too few, too many, more than can be'
PRAGMA ignore_check_constraints = 1;
UPDATE c_catalogs SET connections = -5;
PRAGMA ignore_check_constraints = 0;
INSERT INTO c(name, connection_type, connection_properties) VALUES('d', 'CUSTOM', '{}');
SELECT connections FROM c_catalogs;
DELETE FROM c WHERE name = 'd';
SELECT connections FROM c_catalogs;
UPDATE c_catalogs SET connections = 2;
INSERT INTO c(c) VALUES('integrity-check');
DELETE FROM c WHERE name = 'c';
UPDATE c_catalogs SET connections = 0;
DELETE FROM c WHERE name = 'b';
UPDATE c_catalogs SET connections = 9223372036854775807;
INSERT INTO c(name, connection_type, connection_properties) VALUES('b', 'CUSTOM', '{}');
INSERT INTO c(c) VALUES('quota=5');
INSERT INTO c(name, connection_type, connection_properties) VALUES('c', 'CUSTOM', '{}');
SELECT name FROM c ORDER BY name;
UPDATE c_catalogs SET connections = 2;
INSERT INTO c(c) VALUES('integrity-check');

.print '--- a NUL in a text, which no statement lets in, cuts it short in no row'
UPDATE c_data SET description = name || char(0) || 'z';
SELECT hex(description) FROM c ORDER BY name;
SELECT hex(description) FROM c WHERE name = 'b';

.print '--- an answer whose members are damaged is shown as far as it goes; tags that are none are kept by nobody'
INSERT INTO c(request) VALUES('{"Connection":{"Name":"answer","ConnectionType":"CUSTOM","New":1,"PhysicalConnectionRequirements":{"SubnetId":"s"}},"Tags":{"aws:x":"1"}}');
UPDATE c_data SET physical_connection_requirements = '{"SubnetId":' WHERE name = 'answer';
SELECT connection FROM c WHERE name = 'answer';
UPDATE c_data SET physical_connection_requirements = '["s"]' WHERE name = 'answer';
SELECT connection FROM c WHERE name = 'answer';
UPDATE c_data SET physical_connection_requirements = '{"SubnetId":"s","Other":1}' WHERE name = 'answer';
SELECT connection FROM c WHERE name = 'answer';
UPDATE c_data SET authentication_configuration = '{"OAuth2Properties":5}' WHERE name = 'answer';
SELECT connection FROM c WHERE name = 'answer';
UPDATE c_data SET authentication_configuration = NULL WHERE name = 'answer';
UPDATE c_data SET tags = '{' WHERE name = 'answer';
UPDATE c SET tags = '{"aws:x":"1"}' WHERE name = 'answer';
UPDATE c_data SET tags = '{}', unknown_members = '{' WHERE name = 'answer';
INSERT INTO c(c) VALUES('integrity-check');
SELECT connection FROM c WHERE name = 'answer';
UPDATE c SET description = 'x' WHERE name = 'answer';
UPDATE c_data SET unknown_members = NULL, connection_properties = '{"ENCRYPTED_PASSWORD":5,"ENCRYPTED_KAFKA_CLIENT_KEYSTORE_PASSWORD":"in clear"}' WHERE name = 'answer';
UPDATE c SET request = '{"Connection":{"Name":"answer","ConnectionType":"CUSTOM","ConnectionProperties":{}}}' WHERE name = 'answer';
SELECT connection_properties FROM c WHERE name = 'answer';

.print '--- references that an answer would keep are not kept where they are none any more; what stands beside them is no harm'
CREATE VIRTUAL TABLE r USING glue_connections;
CREATE TABLE damage(name, configuration);
INSERT INTO damage SELECT key, value FROM json_each('{
  "a number": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":5,"Password":"${Ref:P}"}},
  "a list": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":["${Ref:P}"]},
  "a member too many": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Password":"${Ref:P}","Pasword":"${Ref:P}"}},
  "kept, properties that are none": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Password":"${Ref:P}"},"OAuth2Properties":5},
  "kept, a member too many beside them": {"Odd":1,"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Password":"${Ref:P}"}}}');
INSERT INTO r(name, connection_type, connection_properties) SELECT name, 'CUSTOM', '{}' FROM damage;
UPDATE r_data SET authentication_configuration = (SELECT configuration FROM damage WHERE name = r_data.name);
UPDATE r SET request = '{"Connection":{"Name":"' || name || '","ConnectionType":"CUSTOM","AuthenticationConfiguration":{"AuthenticationType":"BASIC","OAuth2Properties":{}}}}';
SELECT name, authentication_configuration FROM r;
.print '--- nor is anything, where there are no properties, no configuration, or none that can be read'
DELETE FROM r WHERE name <> 'a list';
UPDATE r_data SET connection_properties = '{', authentication_configuration = '5';
UPDATE r SET request = '{"Connection":{"Name":"a list","ConnectionType":"CUSTOM","ConnectionProperties":5,"AuthenticationConfiguration":5}}';
UPDATE r SET request = '{"Connection":{"Name":"a list","ConnectionType":"CUSTOM","ConnectionProperties":{"k":"v"},"AuthenticationConfiguration":{}}}';
SELECT connection_properties, authentication_configuration FROM r;
UPDATE r SET request = '{"Connection":{"Name":"a list","ConnectionType":"CUSTOM"}}';
SELECT connection_properties, authentication_configuration FROM r;
UPDATE r SET request = '{"Connection":{"Name":"a list","ConnectionType":"CUSTOM","ConnectionProperties":{"k":"v"}}}';
SELECT connection_properties FROM r;
INSERT INTO r(r) VALUES('integrity-check');
