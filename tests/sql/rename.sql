-- A new name renames a connection. The ARN follows; secrets are sealed again, for they are bound to the name.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/k');
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO connections(name, connection_type, connection_properties, tags, creation_time, last_updated_time) VALUES
  ('orders', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","USERNAME":"app","PASSWORD":"s3cret"}', '{"env":"prod"}', '2024-01-01', '2024-01-01'),
  ('users', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/u","SECRET_ID":"u"}', NULL, '2024-01-01', '2024-01-01');

UPDATE connections SET name = 'orders-db' WHERE name = 'orders';
SELECT rowid, name, arn, tags, creation_time, last_updated_time > '2025' AS moved,
       glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS password
  FROM connections ORDER BY rowid;
SELECT count(*) FROM connections WHERE name = 'orders';

.print '--- one that is taken is refused; its own is none'
UPDATE connections SET name = 'users' WHERE name = 'orders-db';
UPDATE connections SET name = 'orders-db' WHERE name = 'orders-db';
UPDATE connections SET name = '' WHERE name = 'orders-db';

.print '--- all at once, and in the other case'
UPDATE connections SET name = upper(name) || '/' || rowid;
SELECT name FROM connections ORDER BY name;

.print '--- two that change places need a third name'
UPDATE connections SET name = iif(rowid = 1, 'USERS/2', 'ORDERS-DB/1');
BEGIN;
UPDATE connections SET name = 'aside' WHERE rowid = 1;
UPDATE connections SET name = 'ORDERS-DB/1' WHERE rowid = 2;
UPDATE connections SET name = 'USERS/2' WHERE name = 'aside';
COMMIT;
SELECT rowid, name, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM connections ORDER BY rowid;

.print '--- without the key a connection with secrets cannot be renamed; one without can'
SELECT glue_keyring('@TMP@/none') LIKE '%none';
UPDATE connections SET name = 'x' WHERE rowid = 1;
UPDATE connections SET name = 'y' WHERE rowid = 2;
SELECT glue_keyring(NULL) LIKE '%/glue-connections/keyring';
SELECT rowid, name, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM connections ORDER BY rowid;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
