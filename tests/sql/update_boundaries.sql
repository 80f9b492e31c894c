-- What is and what is not a change.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties, description) VALUES('alpha', 'CUSTOM', '{"PASSWORD":"s3cr3t"}', 'old');

.print '--- another name of the same length, another catalog, another type'
UPDATE c SET name = 'omega';
SELECT name, glue_decrypt(connection_properties, catalog_id, region, name) FROM c WHERE name = 'omega';
UPDATE c SET catalog_id = '111122223333';
SELECT catalog_id, glue_decrypt(connection_properties, catalog_id, region, name) FROM c WHERE catalog_id = '111122223333';
SELECT * FROM c_catalogs;
UPDATE c SET connection_type = 'KAFKA', connection_properties = '{"KAFKA_BOOTSTRAP_SERVERS":"h:1"}';
SELECT name FROM c WHERE connection_type = 'KAFKA';

.print '--- what is derived of type and properties may be given as it is, and not otherwise'
UPDATE c SET compatible_compute_environments = compatible_compute_environments, connection_schema_version = connection_schema_version;
UPDATE c SET compatible_compute_environments = NULL, connection_schema_version = NULL;
UPDATE c SET compatible_compute_environments = '["QUANTUM"]', connection_schema_version = 7;

.print '--- a copy that has failed stays so while nothing decisive changes'
INSERT INTO c(name, connection_type, connection_properties, status, status_reason, creation_time) VALUES('copy', 'CUSTOM', '{}', 'FAILED', 'no route', '2024-01-01');
UPDATE c SET description = 'x' WHERE name = 'copy';
SELECT status, status_reason FROM c WHERE name = 'copy';
UPDATE c SET validate_credentials = 1 WHERE name = 'copy';
SELECT status, status_reason FROM c WHERE name = 'copy';
UPDATE c SET validate_credentials = 0 WHERE name = 'copy';
SELECT status, status_reason FROM c WHERE name = 'copy';
UPDATE c SET connection_type = 'REST-x' WHERE name = 'copy';
INSERT OR REPLACE INTO c(name, connection_type, connection_properties, status, status_reason, creation_time) VALUES('copy', 'CUSTOM', '{}', 'FAILED', 'no route', '2024-01-01');
UPDATE c SET authentication_configuration = '{"AuthenticationType":"BASIC"}' WHERE name = 'copy';
SELECT status, status_reason FROM c WHERE name = 'copy';

.print '--- a reason is of 1 to 16384 characters, and is not shown where it is refused; that of a copy is as it is'
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('late', 'SALESFORCE', '{"INSTANCE_URL":"https://x"}', '{"AuthenticationType":"OAUTH2"}');
UPDATE c SET status = 'FAILED', status_reason = printf('%.*c', 16385, 'x') WHERE name = 'late';
UPDATE c SET status = 'FAILED', status_reason = '' WHERE name = 'late';
UPDATE c SET status = 'FAILED', status_reason = 'a' || char(1) WHERE name = 'late';
UPDATE c SET status = 'FAILED', status_reason = printf('%.*c', 16384, 'x') WHERE name = 'late';
SELECT length(status_reason) FROM c WHERE name = 'late';
INSERT INTO c(name, connection_type, connection_properties, status, status_reason, creation_time) VALUES('longer', 'CUSTOM', '{}', 'FAILED', printf('%.*c', 16385, 'x'), '2024-01-01');
INSERT INTO c(name, connection_type, connection_properties, status, status_reason, creation_time) VALUES('none', 'CUSTOM', '{}', 'FAILED', '', '2024-01-01');
INSERT INTO c(name, connection_type, connection_properties, status, status_reason, creation_time) VALUES('odd', 'CUSTOM', '{}', 'FAILED', 'a' || char(1), '2024-01-01');
SELECT name, length(status_reason) FROM c WHERE status_reason IS NOT NULL ORDER BY name;

.print '--- of a configuration only the credentials are taken out'
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('all', 'CUSTOM', '{}', '{"AuthenticationType":"OAUTH2",
  "OAuth2Properties":{"OAuth2GrantType":"JWT_BEARER","OAuth2ClientApplication":{"UserManagedClientApplicationClientId":"id","AWSManagedClientApplicationReference":"ref"},
    "TokenUrl":"https://t/x","TokenUrlParametersMap":{"scope":"all"},"AuthorizationCodeProperties":{"AuthorizationCode":"s3cr3t","RedirectUri":"https://r/x"},
    "OAuth2Credentials":{"UserManagedClientApplicationClientSecret":"s3cr3t","AccessToken":"s3cr3t","RefreshToken":"s3cr3t","JwtToken":"s3.cr.3t"}},
  "SecretArn":"arn:aws:secretsmanager:x","BasicAuthenticationCredentials":{"Username":"u","Password":"s3cr3t"},"CustomAuthenticationCredentials":{"a":"s3cr3t"}}');
SELECT authentication_configuration FROM c WHERE name = 'all';
SELECT glue_decrypt(credentials, catalog_id, region, name) FROM c WHERE name = 'all';
INSERT INTO c(c) VALUES('integrity-check');
