-- SPDX-License-Identifier: MIT
-- The main job of glue_connections, on a real file. At the top of the repository:
--
--     make demo
--
-- which is `sqlite3 build/demo.db < sql/demo.sql` with a new file. Two of the statements are refused, on purpose.
.bail off
.load ./dist/glue_connections
.headers on
.mode box

.print '1. A SQLite file becomes a catalog of connections. What is secret in them is sealed with a key that is kept'
.print '   elsewhere: here in a keyring that the demo makes, else in ~/.config/glue-connections/keyring.'
.print

CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);

SELECT glue_keyring('build/demo.db-keyring') AS keyring,
       glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/demo') AS default_key;

.print
.print '2. INSERT is CreateConnection: 42 requests that people wrote for AWS Glue, one per line of a file.'
.print

INSERT INTO connections(request)
  SELECT value
    FROM json_each('[' || replace(rtrim(readfile('tests/data/requests.jsonl'), char(10)), char(10), ',') || ']');

SELECT connection_type, count(*) AS connections, sum(tags <> '{}') AS tagged,
       sum(connection_properties LIKE '%"ENCRYPTED_%') AS with_secret, min(name) AS for_example
  FROM connections GROUP BY connection_type ORDER BY 2 DESC, 1;

.print
.print '3. Or column by column. The same name again is refused.'
.print

INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES(
  'orders-db', 'JDBC',
  '{"JDBC_CONNECTION_URL":"jdbc:postgresql://db.internal:5432/orders","USERNAME":"app","PASSWORD":"s3cret"}',
  '{"env":"prod","owner":"payments"}');

SELECT name, status, arn FROM connections WHERE name = 'orders-db';

INSERT INTO connections(name, connection_type, connection_properties)
  VALUES('orders-db', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://other.internal/orders"}');

.print
.print '4. A request that is wrong is refused, and everything that is wrong with it is said.'
.print

INSERT INTO connections(request) VALUES('{
  "ConnectionInput": {
    "Name": "",
    "ConnectionType": "KAFKA",
    "ConnectionProperties": {"KAFKA_BOOTSTRAP_SERVERS": 9092},
    "PhysicalConnectionRequirement": {"SubnetId": "subnet-0abc"}
  },
  "Tags": {"aws:owner": "payments"}
}');

.print
.print '5. No column shows a secret, no byte of the file holds one; whoever has the key can have it back.'
.print

SELECT substr(connection_properties ->> 'ENCRYPTED_PASSWORD', 1, 45) || '…' AS sealed,
       instr(readfile('build/demo.db'), CAST('s3cret' AS BLOB)) > 0 AS in_the_file,
       glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS decrypted
  FROM connections WHERE name = 'orders-db';

.print
.print '6. UPDATE is UpdateConnection, of tags alone TagResource; a new name renames. An OAUTH2 connection is'
.print '   IN_PROGRESS until somebody has exchanged its token and says how that went.'
.print

UPDATE connections SET tags = json_set(tags, '$.env', 'test') WHERE name = 'orders-db';
UPDATE connections SET name = 'orders', description = 'test data only' WHERE name = 'orders-db';

INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration) VALUES(
  'crm', 'SALESFORCE', '{"INSTANCE_URL":"https://example.my.salesforce.com"}',
  '{"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2GrantType":"CLIENT_CREDENTIALS",
    "OAuth2Credentials":{"UserManagedClientApplicationClientSecret":"t0p"}}}');
SELECT name, status FROM connections WHERE name = 'crm';
UPDATE connections SET status = 'FAILED', status_reason = 'invalid_client' WHERE name = 'crm';

SELECT name, status, status_reason, description, tags FROM connections WHERE name IN ('orders', 'crm');

.print
.print '7. Reports are SQL. Who owns what?'
.print

SELECT coalesce(tags ->> 'env', tags ->> 'Environment', '(not tagged)') AS env, count(*) AS connections,
       sum(tags ->> 'owner' IS NULL) AS without_owner
  FROM connections GROUP BY 1 ORDER BY 2 DESC, 1;

.print
.print '   And what is accepted, but will fail or ought not to be so? glue_lint knows; sql/reports.sql has more.'
.print

SELECT f.rule, count(DISTINCT c.name) AS connections, min(c.name) AS for_example
  FROM connections c, glue_lint(c.request) f
 GROUP BY f.rule ORDER BY 2 DESC, 1 LIMIT 5;

.print
.print '8. The file outlives the session: opened again, everything is there.'
.print

.open build/demo.db
.load ./dist/glue_connections

SELECT count(*) AS connections, sum(status = 'READY') AS ready, sum(name = 'orders') AS orders,
       min(creation_time) > datetime('now', '-1 hour') AS just_created
  FROM connections;
PRAGMA integrity_check;
