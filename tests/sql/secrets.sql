-- No column shows a secret, and no key is needed but to seal and to open.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties) VALUES
 ('jdbc', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","USERNAME":"u","PASSWORD":"MARKER-1"}'),
 ('kafka', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1","KAFKA_CLIENT_KEYSTORE_PASSWORD":"MARKER-2","KAFKA_CLIENT_KEY_PASSWORD":"MARKER-3","KAFKA_SASL_PLAIN_PASSWORD":"MARKER-4","KAFKA_SASL_SCRAM_PASSWORD":"MARKER-5"}');
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES
 ('crm', 'SALESFORCE', '{"INSTANCE_URL":"https://x"}', '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"MARKER-6"},"CustomAuthenticationCredentials":{"key":"MARKER-7"},"OAuth2Properties":{"TokenUrl":"https://t/o","AuthorizationCodeProperties":{"AuthorizationCode":"MARKER-8","RedirectUri":"https://r/x"},"OAuth2Credentials":{"UserManagedClientApplicationClientSecret":"MARKER-9","AccessToken":"MARKER-10","RefreshToken":"MARKER-11","JwtToken":"MARKER.12.x"}}}');
.print --- what is stored, and what is shown
SELECT count(*) FROM c_data WHERE c_data.connection_properties || coalesce(authentication_configuration, '') || coalesce(credentials, '') LIKE '%MARKER%';
SELECT name, group_concat(key, ' ') FROM c, json_each(c.connection_properties) GROUP BY name;
SELECT authentication_configuration, credentials LIKE 'glue-connections:2:arn:aws:kms:%' FROM c WHERE name = 'crm';
SELECT count(*) FROM c WHERE request || connection LIKE '%MARKER%';
.print --- opened: the request that creates it again
SELECT glue_decrypt(request) FROM c ORDER BY name;
SELECT glue_decrypt(connection_properties ->> 'ENCRYPTED_PASSWORD', catalog_id, region, name), glue_decrypt(connection_properties, catalog_id, region, name) FROM c WHERE name = 'jdbc';
SELECT glue_decrypt(credentials, catalog_id, region, name) ->> '$.BasicAuthenticationCredentials.Password' FROM c WHERE name = 'crm';
SELECT glue_decrypt(NULL), glue_decrypt('AQICAH...', 'x', 'r', 'y');
.print --- setting it again replaces it, removing it removes it, the rest is left as it is
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', 'MARKER-13') WHERE name = 'jdbc';
SELECT glue_decrypt(connection_properties, catalog_id, region, name) FROM c WHERE name = 'jdbc';
CREATE TEMP TABLE kept AS SELECT name, connection_properties, credentials FROM c;
UPDATE c SET description = 'MARK' || 'ED';
SELECT count(*) FROM c JOIN kept k USING(name) WHERE c.connection_properties = k.connection_properties AND c.credentials IS k.credentials;
UPDATE c SET connection_properties = json_remove(connection_properties, '$.ENCRYPTED_PASSWORD') WHERE name = 'jdbc';
SELECT connection_properties FROM c WHERE name = 'jdbc';
UPDATE c SET authentication_configuration = json_set(authentication_configuration, '$.SecretArn', 'arn:aws:secretsmanager:x') WHERE name = 'crm';
SELECT credentials = (SELECT credentials FROM kept WHERE name = 'crm') FROM c WHERE name = 'crm';
.print --- a rename seals again; a value moved to another connection does not open
UPDATE c SET name = 'crm2' WHERE name = 'crm';
SELECT credentials = (SELECT credentials FROM kept WHERE name = 'crm'), glue_decrypt(request) LIKE '%MARKER-6%' FROM c WHERE name = 'crm2';
SELECT glue_decrypt(credentials, catalog_id, region, 'jdbc') FROM c WHERE name = 'crm2';
.print --- a copy by request needs no key; without it all but the secrets can be had
SELECT glue_keyring('@TMP@/none');
CREATE VIRTUAL TABLE d USING glue_connections;
INSERT INTO d(request) SELECT request FROM c;
SELECT count(*) FROM d JOIN c USING(name) WHERE d.request = c.request;
UPDATE d SET description = 'x';
DELETE FROM d WHERE name = 'kafka';
SELECT glue_decrypt(request) LIKE 'x' FROM d WHERE name = 'jdbc';
INSERT INTO d(name, connection_type, connection_properties) VALUES('new', 'JDBC', '{"JDBC_CONNECTION_URL":"x","PASSWORD":"MARKER-14"}');
SELECT count(*), count(DISTINCT f.rule) > 0 FROM d, glue_lint(d.request) f WHERE f.message LIKE '%MARKER%';
SELECT glue_keyring(NULL);
.print --- the service's own ciphertext is kept; what claims to be ours must be whole
INSERT INTO d(name, connection_type, connection_properties) VALUES('svc', 'JDBC', '{"JDBC_CONNECTION_URL":"x","ENCRYPTED_PASSWORD":"AQICAHh"}');
SELECT glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties' FROM d WHERE name = 'svc';
INSERT INTO d(name, connection_type, connection_properties) VALUES('cut', 'JDBC', '{"JDBC_CONNECTION_URL":"x","ENCRYPTED_PASSWORD":"glue-connections:2:arn:aws:kms:x"}');
.print --- limits hold for the value in clear, and no message shows it
INSERT INTO d(name, connection_type, connection_properties) VALUES('long', 'JDBC', json_object('JDBC_CONNECTION_URL', 'x', 'PASSWORD', printf('MARKER%2000s', '')));
INSERT INTO d(name, connection_type, connection_properties) VALUES('max', 'JDBC', json_object('JDBC_CONNECTION_URL', 'x', 'PASSWORD', printf('%.1024c', 'x')));
SELECT length(connection_properties ->> 'ENCRYPTED_PASSWORD') > 1024 FROM d WHERE name = 'max';
INSERT INTO c(c) VALUES('integrity-check');
INSERT INTO d(d) VALUES('integrity-check');
PRAGMA integrity_check;
