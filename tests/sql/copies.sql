-- Three ways to copy a connection: with its history, as a request, and as the service shows it.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/k');
CREATE VIRTUAL TABLE a USING glue_connections(account_id=111122223333, principal=user/ann);
INSERT INTO a(name, connection_type, connection_properties, tags, creation_time, last_updated_time, last_updated_by, status) VALUES
  ('orders', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","USERNAME":"app","PASSWORD":"s3cret"}', '{"env":"prod"}', '2024-01-01', '2024-01-01', 'user/ann', 'READY');
INSERT INTO a(name, connection_type, connection_properties, authentication_configuration, creation_time, last_updated_time, last_updated_by, status) VALUES
  ('crm', 'SALESFORCE', '{"INSTANCE_URL":"https://x"}', '{"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2Credentials":{"AccessToken":"t0ken"}}}', '2024-02-02', '2024-02-02', 'user/ann', 'IN_PROGRESS');
UPDATE a SET status = 'FAILED', status_reason = 'expired' WHERE name = 'crm';
UPDATE a SET last_updated_time = '2024-03-03', description = 'shown' WHERE name = 'crm';

.print '--- SELECT * keeps the history: times, status, who; of the secrets all but the credentials of authentication_configuration'
CREATE VIRTUAL TABLE b USING glue_connections(account_id=999988887777, region=cn-north-1, principal=user/bob);
INSERT INTO b SELECT * FROM a;
SELECT name, catalog_id, status, status_reason, creation_time, last_updated_by, credentials IS NULL FROM b;
SELECT count(*) FROM a JOIN b USING(name, catalog_id)
 WHERE a.last_updated_time = b.last_updated_time AND a.tags = b.tags AND a.connection_properties = b.connection_properties
   AND a.last_connection_validation_time IS b.last_connection_validation_time
   AND a.authentication_configuration IS b.authentication_configuration;
SELECT glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM b WHERE name = 'orders';

.print '--- each row keeps its catalog and region, and so its ARN'
SELECT arn FROM a WHERE name = 'orders' UNION ALL SELECT arn FROM b WHERE name = 'orders';

.print '--- the request creates anew, credentials included'
CREATE VIRTUAL TABLE c USING glue_connections(account_id=999988887777, principal=user/bob);
INSERT INTO c(request) SELECT request FROM a;
SELECT name, catalog_id, status, creation_time > '2025' AS new, last_updated_by FROM c ORDER BY name;
SELECT glue_decrypt(request) ->> '$.ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.AccessToken' AS token,
       glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS password FROM c ORDER BY name;

.print '--- the connection, as GetConnections shows it, keeps the history, and has neither catalog nor tags nor credentials'
CREATE VIRTUAL TABLE d USING glue_connections(account_id=999988887777, principal=user/bob);
INSERT INTO d(request) SELECT connection FROM a WHERE name = 'crm';
SELECT name, catalog_id, status, status_reason, creation_time, last_updated_time, last_updated_by, tags, credentials IS NULL FROM d;

.print '--- its sealed properties are bound to the catalog they were sealed in: elsewhere they would not open'
INSERT INTO d(request) SELECT connection FROM a WHERE name = 'orders';
SELECT count(*) FROM d WHERE name = 'orders';

.print '--- none of it needs a key'
SELECT glue_keyring('@TMP@/none') LIKE '%none';
CREATE VIRTUAL TABLE e USING glue_connections(account_id=999988887777);
INSERT INTO e SELECT * FROM a;
DELETE FROM e;
INSERT INTO e(request) SELECT request FROM a;
SELECT count(*) FROM e JOIN a USING(name) WHERE e.request = a.request;

.print '--- into another catalog under another name it is decrypted on the way'
SELECT glue_keyring(NULL) LIKE '%/glue-connections/keyring';
INSERT INTO e(request) SELECT json_set(glue_decrypt(request), '$.CatalogId', 'lake', '$.ConnectionInput.Name', 'copy of ' || name) FROM a WHERE name = 'orders';
SELECT name, catalog_id, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM e WHERE name LIKE 'copy%';

PRAGMA integrity_check;
INSERT INTO a(a) VALUES('integrity-check');
INSERT INTO b(b) VALUES('integrity-check');
INSERT INTO e(e) VALUES('integrity-check');

.print '--- an answer without CreationTime: a row of columns that gives none is a request. It is copied as the answer that it is'
CREATE VIRTUAL TABLE g USING glue_connections(account_id=111122223333);
INSERT INTO g(request) VALUES('{"Connection":{"Name":"new","ConnectionType":"TELEPATHY","Status":"DEGRADED","New":1},"Tags":{"env":"prod"}}');
CREATE VIRTUAL TABLE h USING glue_connections(account_id=999988887777);
INSERT INTO h SELECT * FROM g;
INSERT INTO h(request) SELECT json_object('Connection', json(connection), 'CatalogId', catalog_id, 'Region', region, 'Tags', json(tags)) FROM g;
SELECT name, catalog_id, status, tags, unknown_members, creation_time FROM h;
