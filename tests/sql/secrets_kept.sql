-- What is sealed is kept, replaced and removed as the documents say; copies, opening again, wrong keys.
.load dist/glue_connections
.headers off
SELECT glue_keyring('@TMP@/a');
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/a');
CREATE VIRTUAL TABLE c USING glue_connections(account_id=123456789012);
INSERT INTO c(name, connection_type, connection_properties) VALUES
 ('jdbc', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","USERNAME":"u","PASSWORD":"one"}'),
 ('kafka', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1","KAFKA_CLIENT_KEYSTORE_PASSWORD":"k1","KAFKA_CLIENT_KEY_PASSWORD":"k2","KAFKA_SASL_PLAIN_PASSWORD":"k3","KAFKA_SASL_SCRAM_PASSWORD":"k4","PASSWORD":"k5"}');
INSERT INTO c(request) VALUES('{"ConnectionInput":{"Name":"crm","Description":"all of it","ConnectionType":"SALESFORCE","MatchCriteria":["m"],"ConnectionProperties":{"INSTANCE_URL":"https://x","PASSWORD":"\u00e9\"\\\/\n\t"},"SparkProperties":{"a":"b"},"PhysicalConnectionRequirements":{"SubnetId":"subnet-1"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","KmsKeyArn":"arn:aws:kms:eu-west-1:123456789012:key/a","BasicAuthenticationCredentials":{"Username":"u","Password":"c1"},"CustomAuthenticationCredentials":{"key":"c2","other":"c3"},"OAuth2Properties":{"OAuth2GrantType":"AUTHORIZATION_CODE","OAuth2ClientApplication":{"UserManagedClientApplicationClientId":"id"},"TokenUrl":"https://t/o","TokenUrlParametersMap":{"p":"q"},"AuthorizationCodeProperties":{"AuthorizationCode":"c4","RedirectUri":"https://r/x"},"OAuth2Credentials":{"UserManagedClientApplicationClientSecret":"c5","AccessToken":"c6","RefreshToken":"c7","JwtToken":"c.8.x"}}},"ValidateCredentials":false},"Tags":{"k":"v"}}');
CREATE TEMP TABLE before AS SELECT *, request, credentials, glue_decrypt(request) AS opened FROM c;
.print --- the opened request creates the same connection, in another table and in the same one
CREATE VIRTUAL TABLE again USING glue_connections;
INSERT INTO again(request) SELECT glue_decrypt(request) FROM c;
SELECT a.name, glue_decrypt(a.request) = b.opened, a.request <> b.request, a.connection_properties <> b.connection_properties, a.authentication_configuration IS b.authentication_configuration, a.tags = b.tags, a.status = b.status, a.connection_schema_version = b.connection_schema_version FROM again a JOIN before b USING(name) ORDER BY name;
DELETE FROM c;
INSERT INTO c(request) SELECT opened FROM before;
SELECT count(*) FROM c JOIN before b USING(name) WHERE glue_decrypt(c.request) = b.opened;
DELETE FROM c;
INSERT INTO c(request) SELECT request FROM before;
.print --- a copy of requests needs no key, and opens with it
SELECT glue_keyring('@TMP@/none');
CREATE VIRTUAL TABLE copy USING glue_connections;
INSERT INTO copy(request) SELECT request FROM c;
CREATE VIRTUAL TABLE columns USING glue_connections;
INSERT INTO columns SELECT * FROM c;
SELECT glue_keyring('@TMP@/a');
SELECT count(*) FROM copy JOIN before b USING(name) WHERE copy.request = b.request AND glue_decrypt(copy.request) = b.opened;
SELECT name, glue_decrypt(connection_properties, catalog_id, region, name) = (SELECT glue_decrypt(b.connection_properties, b.catalog_id, b.region, name) FROM before b WHERE b.name = columns.name), credentials FROM columns ORDER BY name;
.print --- a value moved to another connection, catalog or property, or altered, does not open
SELECT glue_keyring('@TMP@/none');
UPDATE copy SET connection_properties = json_set(connection_properties, '$.ENCRYPTED_PASSWORD', (SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' FROM c WHERE name = 'kafka')) WHERE name = 'jdbc';
UPDATE copy SET connection_properties = json_set(connection_properties, '$.ENCRYPTED_PASSWORD', connection_properties ->> 'ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD') WHERE name = 'kafka';
INSERT INTO copy(request) SELECT json_set(request, '$.CatalogId', 'other') FROM c WHERE name = 'jdbc';
SELECT glue_keyring('@TMP@/a');
SELECT glue_decrypt(request) FROM copy WHERE name = 'jdbc' AND catalog_id <> 'other';
SELECT glue_decrypt(request) FROM copy WHERE name = 'kafka';
SELECT glue_decrypt(request) FROM copy WHERE catalog_id = 'other';
SELECT glue_decrypt(json_set(request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials', (SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' FROM c WHERE name = 'crm'))) FROM c WHERE name = 'crm';
WITH v(s) AS (SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' FROM c WHERE name = 'jdbc')
SELECT glue_decrypt(substr(s, 1, length(s) - 6) || CASE substr(s, -6, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(s, -5), '123456789012', 'us-east-1', 'jdbc') FROM v;
DELETE FROM copy;
INSERT INTO copy(request) SELECT request FROM c;
.print --- with another key: everything but the secrets
SELECT glue_keyring('@TMP@/b');
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/b');
SELECT count(*) FROM copy JOIN before b USING(name) WHERE copy.request = b.request AND copy.connection_properties = b.connection_properties AND copy.credentials IS b.credentials;
SELECT count(DISTINCT c.name) FROM copy c, glue_lint(c.request) f;
UPDATE copy SET description = 'read and written', tags = '{"a":"b"}', connection_properties = json_set(connection_properties, '$.EXTRA', 'x');
UPDATE copy SET authentication_configuration = json_set(authentication_configuration, '$.SecretArn', 'arn:aws:secretsmanager:x') WHERE name = 'crm';
UPDATE copy SET connection_properties = json_remove(connection_properties, '$.ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD') WHERE name = 'kafka';
INSERT OR REPLACE INTO copy(request) SELECT request FROM copy WHERE name = 'kafka';
SELECT name, glue_decrypt(request) FROM copy WHERE name = 'crm';
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM copy WHERE name = 'kafka';
SELECT glue_decrypt(credentials, catalog_id, region, name) FROM copy WHERE name = 'crm';
UPDATE copy SET name = 'renamed' WHERE name = 'jdbc';
UPDATE copy SET catalog_id = 'other' WHERE name = 'jdbc';
INSERT INTO copy(copy) VALUES('rekey');
INSERT INTO copy(name, connection_type, connection_properties) VALUES('own', 'JDBC', '{"JDBC_CONNECTION_URL":"x","PASSWORD":"two"}');
SELECT glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM copy WHERE name = 'own';
.print --- what cannot be opened any more can be set again
CREATE VIRTUAL TABLE lost USING glue_connections;
INSERT INTO lost(request) SELECT request FROM copy WHERE name IN ('jdbc', 'crm');
UPDATE lost SET connection_properties = json_set(connection_properties, '$.PASSWORD', 'three');
UPDATE lost SET connection_properties = json_set(connection_properties, '$.PASSWORD', 'three') WHERE name = 'jdbc';
UPDATE lost SET connection_properties = json_set(connection_properties, '$.PASSWORD', 'three'), authentication_configuration = json_set(json_remove(authentication_configuration, '$.KmsKeyArn'), '$.BasicAuthenticationCredentials', json('{"Username":"u","Password":"four"}')) WHERE name = 'crm';
UPDATE lost SET name = name || '2';
INSERT INTO lost(lost) VALUES('rekey');
SELECT glue_decrypt(connection_properties, catalog_id, region, name), glue_decrypt(credentials, catalog_id, region, name) FROM lost ORDER BY name;
DELETE FROM copy WHERE name IN ('own', 'crm');
SELECT name, description, tags FROM copy ORDER BY name;
SELECT glue_keyring('@TMP@/a');
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM copy ORDER BY name;
.print --- one secret set again replaces its twin, the others stay to the byte; removed ones are gone
UPDATE c SET connection_properties = json_set(connection_properties, '$.KAFKA_SASL_PLAIN_PASSWORD', 'new') WHERE name = 'kafka';
SELECT n.key, n.value = o.value, n.value LIKE '%MARK%' FROM before b, json_each(b.connection_properties) o, c, json_each(c.connection_properties) n WHERE b.name = 'kafka' AND c.name = 'kafka' AND n.key = o.key ORDER BY 1;
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c WHERE name = 'kafka';
UPDATE c SET connection_properties = json_remove(connection_properties, '$.ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD', '$.ENCRYPTED_PASSWORD') WHERE name = 'kafka';
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c WHERE name = 'kafka';
UPDATE c SET connection_properties = '{"KAFKA_BOOTSTRAP_SERVERS":"b:1"}' WHERE name = 'kafka';
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c WHERE name = 'kafka';
UPDATE c SET authentication_configuration = json_set(authentication_configuration, '$.OAuth2Properties.TokenUrl', 'https://t/2') WHERE name = 'crm';
SELECT c.credentials = b.credentials FROM c JOIN before b USING(name) WHERE name = 'crm';
UPDATE c SET name = 'crm2', connection_properties = json_set(connection_properties, '$.PASSWORD', 'p2') WHERE name = 'crm';
SELECT glue_decrypt(connection_properties, catalog_id, region, name), glue_decrypt(credentials, catalog_id, region, name) = (SELECT glue_decrypt(b.credentials, b.catalog_id, b.region, b.name) FROM before b WHERE b.name = 'crm') FROM c WHERE name = 'crm2';
UPDATE c SET authentication_configuration = json_set(authentication_configuration, '$.BasicAuthenticationCredentials', json('{"Username":"u","Password":"c9"}')) WHERE name = 'crm2';
SELECT glue_decrypt(credentials, catalog_id, region, name) FROM c WHERE name = 'crm2';
UPDATE c SET authentication_configuration = json_set(authentication_configuration, '$.AuthenticationType', 'OAUTH2') WHERE name = 'crm2';
SELECT credentials, authentication_configuration FROM c WHERE name = 'crm2';
.print --- the limits are those of the value in clear; what is sealed may be longer, and stays good
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('max', 'JDBC', json_object('JDBC_CONNECTION_URL', 'x', 'PASSWORD', printf('%.*c', 1024, 'x')),
 json_object('AuthenticationType', 'BASIC', 'BasicAuthenticationCredentials', json_object('Username', 'u', 'Password', printf('%.*c', 512, 'x')), 'CustomAuthenticationCredentials', json_object('k', printf('%.*c', 2048, 'x')),
 'OAuth2Properties', json_object('AuthorizationCodeProperties', json_object('AuthorizationCode', printf('%.*c', 4096, 'x')), 'OAuth2Credentials', json_object('UserManagedClientApplicationClientSecret', printf('%.*c', 512, 'x'), 'AccessToken', printf('%.*c', 4096, 'x'), 'RefreshToken', printf('%.*c', 4096, 'x'), 'JwtToken', printf('%.*c', 7996, 'x') || '.x.x'))));
SELECT length(connection_properties ->> 'ENCRYPTED_PASSWORD') > 1024, length(credentials) > 8192 FROM c WHERE name = 'max';
UPDATE c SET description = 'changed', connection_properties = json_set(connection_properties, '$.USERNAME', 'u') WHERE name = 'max';
UPDATE c SET name = 'max2' WHERE name = 'max';
DELETE FROM copy;
INSERT INTO copy(request) SELECT request FROM c WHERE name = 'max2';
SELECT glue_decrypt(copy.request) = glue_decrypt(c.request), json_extract(glue_decrypt(c.request), '$.ConnectionInput.ConnectionProperties.PASSWORD') = printf('%.*c', 1024, 'x') FROM copy JOIN c USING(name);
SELECT f.severity, f.path, f.rule FROM copy c, glue_lint(c.request) f WHERE f.severity = 'error';
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', printf('%.*c', 1025, 'x')) WHERE name = 'max2';
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', printf('%.*c', 1025, 'é')) WHERE name = 'max2';
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', replace(printf('%.*c', 1024, 'x'), 'x', 'é')) WHERE name = 'max2';
SELECT length(json_extract(glue_decrypt(request), '$.ConnectionInput.ConnectionProperties.PASSWORD')) FROM c WHERE name = 'max2';
INSERT INTO c(c) VALUES('integrity-check');
INSERT INTO copy(copy) VALUES('integrity-check');
