-- A sealed value is bound to its catalog, connection and property. One that comes from elsewhere is refused,
-- where its key is at hand; where it is not nothing can be said, and copies need no key.
.load dist/glue_connections
.headers off
SELECT glue_keyring('@TMP@/a');
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/a');
CREATE VIRTUAL TABLE c USING glue_connections(account_id=123456789012);
INSERT INTO c(request) VALUES('{"Name":"orders","ConnectionType":"CUSTOM","ConnectionProperties":{"PASSWORD":"s3cret","KAFKA_SASL_PLAIN_PASSWORD":"k"},
  "AuthenticationConfiguration":{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"p"}}}');

.print --- a copy under another name, in another catalog, under another property
INSERT INTO c(name, connection_type, connection_properties) SELECT 'clone', connection_type, connection_properties FROM c;
INSERT OR IGNORE INTO c(name, connection_type, connection_properties) SELECT 'clone', connection_type, connection_properties FROM c;
INSERT INTO c(name, connection_type, connection_properties, catalog_id) SELECT name, connection_type, connection_properties, 'lake' FROM c;
INSERT INTO c(request) SELECT json_set(request, '$.ConnectionInput.Name', 'clone', '$.ConnectionInput.ConnectionProperties', json('{}')) FROM c;
INSERT INTO c(name, connection_type, connection_properties) SELECT 'clone', 'CUSTOM', json_object('ENCRYPTED_PASSWORD', connection_properties ->> 'ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD') FROM c;
UPDATE c SET connection_properties = json_set(connection_properties, '$.ENCRYPTED_PASSWORD', connection_properties ->> 'ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD');
SELECT count(*), glue_decrypt(connection_properties, catalog_id, region, name) FROM c;

.print --- it goes through glue_decrypt(request); and a value that is given anew need not open
INSERT INTO c(request) SELECT json_set(glue_decrypt(request), '$.ConnectionInput.Name', 'clone') FROM c WHERE name = 'orders';
INSERT INTO c(name, connection_type, connection_properties) SELECT 'new', 'CUSTOM', json_set(json_remove(connection_properties, '$.ENCRYPTED_KAFKA_SASL_PLAIN_PASSWORD'), '$.PASSWORD', 'n3w') FROM c WHERE name = 'orders';
SELECT name, glue_decrypt(connection_properties, catalog_id, region, name), glue_decrypt(credentials, catalog_id, region, name) FROM c ORDER BY name;
INSERT INTO c(c) VALUES('rekey');

.print --- where it is the same connection it comes in: another table, another row of that name, OR REPLACE, UPDATE
CREATE VIRTUAL TABLE d USING glue_connections;
INSERT INTO d(request) SELECT request FROM c;
INSERT OR REPLACE INTO d(request) SELECT request FROM c;
UPDATE d SET request = (SELECT request FROM c WHERE name = d.name);
UPDATE d SET connection_properties = (SELECT connection_properties FROM c WHERE name = d.name);
SELECT count(*), sum(glue_decrypt(c.request) = glue_decrypt(d.request)) FROM c JOIN d USING(name);

.print --- without the key, without a keyring, with one that others can read, everything comes in: a copy needs none
CREATE VIRTUAL TABLE e USING glue_connections;
SELECT glue_keyring('@TMP@/b');
INSERT INTO e(name, connection_type, connection_properties) SELECT 'no keyring', connection_type, connection_properties FROM c WHERE name = 'orders';
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/b');
INSERT INTO e(name, connection_type, connection_properties) SELECT 'no key', connection_type, connection_properties FROM c WHERE name = 'orders';
INSERT INTO e(request) SELECT json_set(request, '$.ConnectionInput.Name', 'whole') FROM c WHERE name = 'orders';
.shell chmod 644 @TMP@/a
SELECT glue_keyring('@TMP@/a');
INSERT INTO e(name, connection_type, connection_properties) SELECT 'wide open', connection_type, connection_properties FROM c WHERE name = 'orders';
.shell chmod 600 @TMP@/a
SELECT name FROM e ORDER BY name;

.print --- what a row holds already it keeps, also where it does not open; another one it does not take
UPDATE e SET description = 'kept', connection_properties = json_set(connection_properties, '$.EXTRA', 'x');
UPDATE e SET request = request;
UPDATE e SET authentication_configuration = (SELECT request ->> '$.ConnectionInput.AuthenticationConfiguration' FROM c WHERE name = 'clone') WHERE name = 'whole';
UPDATE e SET connection_properties = json_set(json_remove(connection_properties, '$.ENCRYPTED_PASSWORD'), '$.EXTRA', 'y') WHERE name = 'wide open';
UPDATE e SET connection_properties = json_set(connection_properties, '$.ENCRYPTED_PASSWORD', (SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' FROM c WHERE name = 'clone')) WHERE name = 'wide open';
UPDATE e SET name = 'moved', connection_properties = json_set(connection_properties, '$.ENCRYPTED_PASSWORD', (SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' FROM c WHERE name = 'clone')) WHERE name = 'wide open';
UPDATE e SET connection_properties = json_set(connection_properties, '$.ENCRYPTED_PASSWORD', (SELECT connection_properties ->> 'ENCRYPTED_PASSWORD' FROM c WHERE name = 'clone')) WHERE name = 'no key';
SELECT name, description, connection_properties ->> 'EXTRA', credentials IS NULL FROM e ORDER BY name;

.print --- nor does a row whose own properties are damaged
.dbconfig defensive off
UPDATE e_data SET connection_properties = '{' WHERE name = 'wide open';
UPDATE e SET connection_properties = (SELECT connection_properties FROM c WHERE name = 'clone') WHERE name = 'wide open';
DELETE FROM e WHERE name = 'wide open';
INSERT INTO e(e) VALUES('rekey');
