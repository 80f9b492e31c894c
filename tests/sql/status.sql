-- READY, except for OAUTH2 credentials that are to be validated: IN_PROGRESS until somebody has.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration, validate_credentials) VALUES
  ('plain', 'MYSQL', '{"HOST":"h","PORT":"3306","DATABASE":"d"}', '{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:s"}', NULL),
  ('oauth', 'SALESFORCE', '{"INSTANCE_URL":"https://x"}', '{"AuthenticationType":"OAUTH2"}', NULL),
  ('trust', 'SALESFORCE', '{"INSTANCE_URL":"https://x"}', '{"AuthenticationType":"OAUTH2"}', 0);
SELECT name, status, validate_credentials FROM connections ORDER BY name;
.print --- only a validation in progress can be completed
UPDATE connections SET status = 'FAILED' WHERE name = 'plain';
UPDATE connections SET status = 'DONE' WHERE name = 'oauth';
UPDATE connections SET status = 'PASSED' WHERE name = 'oauth';
UPDATE connections SET status = 'READY', status_reason = 'no' WHERE name = 'oauth';
UPDATE connections SET status_reason = 'no' WHERE name = 'oauth';
UPDATE connections SET status = 'FAILED', status_reason = 'invalid_client' WHERE name = 'oauth';
SELECT status, status_reason, last_connection_validation_time IS NOT NULL, last_updated_time = creation_time FROM connections WHERE name = 'oauth';
UPDATE connections SET status = 'READY' WHERE name = 'oauth';
.print --- other changes leave it, those of a whole request too; a new way to authenticate starts over
UPDATE connections SET description = 'x' WHERE name = 'oauth';
SELECT status FROM connections WHERE name = 'oauth';
UPDATE connections SET request = json_set(request, '$.ConnectionInput.Description', 'y') WHERE name = 'oauth';
UPDATE connections SET validate_credentials = NULL WHERE name = 'oauth';
SELECT status, status_reason, description FROM connections WHERE name = 'oauth';
UPDATE connections SET authentication_configuration = '{"AuthenticationType":"OAUTH2","OAuth2Properties":{"TokenUrl":"https://t/o"}}' WHERE name = 'oauth';
SELECT status, status_reason IS NULL FROM connections WHERE name = 'oauth';
UPDATE connections SET status = 'READY' WHERE name = 'oauth';
SELECT status FROM connections WHERE name = 'oauth';
.print --- a status of NULL is the one there is; who completes the validation may say when it was
UPDATE connections SET authentication_configuration = '{"AuthenticationType":"OAUTH2"}' WHERE name = 'oauth';
UPDATE connections SET status = NULL WHERE name = 'oauth';
SELECT status FROM connections WHERE name = 'oauth';
UPDATE connections SET status = 'READY', last_connection_validation_time = '2024-05-06 07:08:09' WHERE name = 'oauth';
SELECT status, last_connection_validation_time FROM connections WHERE name = 'oauth';
.print --- INSERT takes a status only from a copy, which gives its creation time, and then any, as the service answered it
INSERT INTO connections(name, connection_type, connection_properties, status) VALUES('x', 'CUSTOM', '{}', 'FAILED');
INSERT INTO connections(name, connection_type, connection_properties, status, status_reason, creation_time) VALUES('x', 'CUSTOM', '{}', 'FAILED', 'why', '2024-01-01');
SELECT name, status, status_reason FROM connections WHERE name = 'x';
INSERT INTO connections(name, connection_type, connection_properties, status, status_reason, creation_time) VALUES('y', 'CUSTOM', '{}', 'READY', 'why', '2024-01-01');
INSERT INTO connections(name, connection_type, connection_properties, status_reason) VALUES('z', 'CUSTOM', '{}', 'why');
INSERT INTO connections(name, connection_type, connection_properties, status_reason, creation_time) VALUES('z', 'CUSTOM', '{}', 'why', '2024-01-01');
SELECT name, status, status_reason FROM connections WHERE name IN ('y', 'z');
.print --- another type starts over, too
UPDATE connections SET connection_type = 'REST-x', connection_properties = '{}' WHERE name = 'x';
SELECT status, status_reason IS NULL FROM connections WHERE name = 'x';
.print --- a failure need not have a reason; once it is told there is no other
UPDATE connections SET authentication_configuration = '{"AuthenticationType":"OAUTH2","SecretArn":"arn:aws:secretsmanager:us-east-1:1:secret:s"}' WHERE name = 'oauth';
UPDATE connections SET status = 'FAILED' WHERE name = 'oauth';
SELECT status, status_reason IS NULL FROM connections WHERE name = 'oauth';
UPDATE connections SET status = 'FAILED', status_reason = 'late' WHERE name = 'oauth';
.print --- the time of a validation is set as it ends; a document brings the times that it has
UPDATE connections SET last_connection_validation_time = '1999-01-01' WHERE name IN ('plain', 'oauth');
UPDATE connections SET last_connection_validation_time = NULL WHERE name = 'oauth';
UPDATE connections SET last_connection_validation_time = last_connection_validation_time;
UPDATE connections SET authentication_configuration = '{"AuthenticationType":"OAUTH2"}' WHERE name = 'oauth';
UPDATE connections SET last_connection_validation_time = '1999-01-01' WHERE name = 'oauth';
UPDATE connections SET status = 'FAILED', last_connection_validation_time = '2024-05-06 07:08:10' WHERE name = 'oauth';
SELECT status, last_connection_validation_time FROM connections WHERE name = 'oauth';
UPDATE connections SET request = json_set(connection, '$.LastConnectionValidationTime', 1) WHERE name = 'oauth';
SELECT status, last_connection_validation_time FROM connections WHERE name = 'oauth';
UPDATE connections SET request = json_set(json_remove(connection, '$.CreationTime'), '$.LastConnectionValidationTime', 2) WHERE name = 'oauth';
SELECT status, last_connection_validation_time FROM connections WHERE name = 'oauth';
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA integrity_check;
.print --- credentials that come back sealed are the ones that are there, with another description or under another name; in clear they are new
UPDATE connections SET authentication_configuration = '{"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2Credentials":{"AccessToken":"t"}}}' WHERE name = 'oauth';
UPDATE connections SET status = 'READY' WHERE name = 'oauth';
UPDATE connections SET request = json_set(request, '$.ConnectionInput.Description', 'z') WHERE name = 'oauth';
UPDATE connections SET name = 'token' WHERE name = 'oauth';
UPDATE connections SET name = 'oauth', authentication_configuration = json(authentication_configuration) WHERE name = 'token';
SELECT status, description FROM connections WHERE name = 'oauth';
UPDATE connections SET request = glue_decrypt(request) WHERE name = 'oauth';
SELECT status FROM connections WHERE name = 'oauth';
