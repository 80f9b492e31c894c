-- What glue_decrypt() and the others are given by mistake; rare mixtures of what is sealed and what not.
.load dist/glue_connections
.headers off
SELECT glue_keyring('@TMP@/a');
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/a');
CREATE VIRTUAL TABLE c USING glue_connections(account_id=123456789012);
.print --- no request, no text
SELECT glue_decrypt('{}');
SELECT glue_decrypt('[1]');
SELECT glue_decrypt('"x"');
SELECT glue_decrypt('{"CatalogId":"x","Region":"r"}');
SELECT glue_decrypt('{"CatalogId":"x","Region":"r","ConnectionInput":5}');
SELECT glue_decrypt('{"CatalogId":"x","Region":"r","ConnectionInput":[{"Name":"n"}]}');
SELECT glue_decrypt('{"CatalogId":"x","Region":"r","ConnectionInput":{"Name":5}}');
SELECT glue_decrypt('{"CatalogId":5,"Region":"r","ConnectionInput":{"Name":"n"}}');
SELECT glue_decrypt('{"CatalogId":"x","Region":5,"ConnectionInput":{"Name":"n"}}');
SELECT glue_decrypt('{"CatalogId":"x","ConnectionInput":{"Name":"n"}}');
SELECT glue_decrypt('{"CatalogId":"x","Region":"r","ConnectionInput":{"Name":"n"');
SELECT glue_decrypt(5);
SELECT glue_decrypt(x'7b7d', 'x', 'r', 'y');
SELECT glue_decrypt('{}', 'x', 'r', NULL);
SELECT glue_keyring(5);
SELECT glue_create_key(NULL);
SELECT glue_create_key('finance');
SELECT glue_keyring();
.print --- what is not sealed comes back as it is
SELECT glue_decrypt('{"CatalogId":"x","Region":"r","ConnectionInput":{"Name":"n","ConnectionProperties":"p","AuthenticationConfiguration":["a"]},"Tags":null}');
SELECT glue_decrypt('{"CatalogId":"x","Region":"r","ConnectionInput":{"Name":"n","ConnectionProperties":{"PASSWORD":"p","ENCRYPTED_PASSWORD":5},"AuthenticationConfiguration":{"EncryptedCredentials":{"a":1}}}}');
SELECT glue_decrypt('{"ENCRYPTED_PASSWORD":5, "ENCRYPTED_X":"glue-connections:2:x", "PASSWORD":"p"}', 'x', 'r', 'y');
SELECT glue_decrypt('["a"]', 'x', 'r', 'y'), glue_decrypt('5', 'x', 'r', 'y'), glue_decrypt('', 'x', 'r', 'y'), glue_decrypt('{', 'x', 'r', 'y');
SELECT glue_decrypt('glue-connections:2:arn:aws:kms:x:y:AAAA', 'x', 'r', 'y');
SELECT glue_decrypt('{"ENCRYPTED_PASSWORD":"glue-connections:2:arn:aws:kms:x:y:AAAA"}', 'x', 'r', 'y');
SELECT glue_decrypt('{"ENCRYPTED_PASSWORD":"glue-connections:2:arn:aws:kms:x:y:key/lost:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}', 'x', 'r', 'y');
.print --- sealed, of the service and in clear, side by side; a rename seals again what is ours
INSERT INTO c(name, connection_type, connection_properties) VALUES('mixed', 'CUSTOM', '{"ENCRYPTED_PASSWORD":"AQICAHh","KAFKA_SASL_PLAIN_PASSWORD":"p1"}');
UPDATE c SET name = 'mixed2' WHERE name = 'mixed';
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c;
UPDATE c SET name = 'mixed3', connection_properties = json_object('KAFKA_SASL_SCRAM_PASSWORD', 'p2', 'ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD', connection_properties ->> 'ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD', 'ENCRYPTED_PASSWORD', 'AQICAHi');
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c;
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', 'p3', '$.KAFKA_SASL_PLAIN_PASSWORD', 'p4');
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c;
DELETE FROM c;
.print '--- a key that is written with escapes: its secret is sealed, and what claims to be sealed under it has to open'
INSERT INTO c(name, connection_type, connection_properties) VALUES('escapes', 'CUSTOM', '{"\u0050ASSWORD":"MARKER"}');
INSERT INTO c(name, connection_type, connection_properties) VALUES('escapes2', 'CUSTOM', '{"ENCRYPTED\u005fPASSWORD":"glue-connections:2:x"}');
SELECT (SELECT group_concat(key) FROM json_each(connection_properties)), glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties' FROM c WHERE name = 'escapes';
DELETE FROM c WHERE name = 'escapes';
.print --- null credentials beside others; clear ones beside the sealed
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('null', 'CUSTOM', '{}', '{"BasicAuthenticationCredentials":null,"CustomAuthenticationCredentials":{"k":"v"},"OAuth2Properties":{"OAuth2Credentials":null}}');
SELECT authentication_configuration, glue_decrypt(credentials, catalog_id, region, name) FROM c;
SELECT glue_decrypt(request) FROM c;
SELECT glue_decrypt(json_set(request, '$.ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials', json('{"Username":"u"}'), '$.ConnectionInput.AuthenticationConfiguration.OAuth2Properties', 'x')) FROM c;
INSERT OR REPLACE INTO c(request) SELECT json_set(request, '$.ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials', json('{"Username":"u","Password":"p"}')) FROM c;
SELECT glue_decrypt(credentials, catalog_id, region, name) FROM c;
-- a null beside sealed ones is no credential
INSERT OR REPLACE INTO c(request) SELECT json_set(request, '$.ConnectionInput.AuthenticationConfiguration.CustomAuthenticationCredentials', NULL) FROM c;
SELECT glue_decrypt(credentials, catalog_id, region, name) FROM c;
.print --- a description that tells a secret
SELECT d, count(f.rule) FROM (SELECT column1 AS d FROM (VALUES('password: x'), ('Password is: x'), ('the token = x'), ('pwd' || char(9) || '=' || char(9) || 'x'), ('password is  =  x'), ('password is x'), ('secret'), ('secret '), ('secret:'), ('secret: '), ('secret: ${x}'), ('secret: ****'), ('mypassword: x'), ('password is'), ('password i: x'))) v
 LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'Description', v.d)) f ON f.rule = 'clear-text-secret' GROUP BY d ORDER BY d;
SELECT count(*) FROM (VALUES('secret:' || char(13) || 'x'), ('secret:' || char(10) || 'x')) v, glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'Description', v.column1)) f WHERE f.rule = 'clear-text-secret';
.print --- the key that is not there is named whole
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('long', 'CUSTOM', '{"PASSWORD":"p"}', json_object('AuthenticationType', 'BASIC', 'KmsKeyArn', 'arn:aws:kms:' || replace(printf('%.1100c', 'x'), 'x', 'é')));
.print --- the encrypted value that an answer has takes the place of what was sealed here; others stay
INSERT INTO c(name, connection_type, connection_properties) VALUES('answered', 'CUSTOM', '{"PASSWORD":"p","KAFKA_CLIENT_KEYSTORE_PASSWORD":"k"}');
UPDATE c SET request = '{"Connection":{"Name":"answered","ConnectionType":"CUSTOM","ConnectionProperties":{"ENCRYPTED_PASSWORD":"AQICAHg="}}}' WHERE name = 'answered';
SELECT json_remove(connection_properties, '$.ENCRYPTED_KAFKA_CLIENT_KEYSTORE_PASSWORD'),
  glue_decrypt(connection_properties ->> 'ENCRYPTED_KAFKA_CLIENT_KEYSTORE_PASSWORD', catalog_id, region, name) FROM c WHERE name = 'answered';
