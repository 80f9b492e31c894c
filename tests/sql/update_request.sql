-- UPDATE … SET request = '…' is UpdateConnection with a whole ConnectionInput: what it does not name is gone, but for the
-- tags, which UpdateConnection does not know.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, principal=user/ann);
INSERT INTO connections(name, connection_type, connection_properties, description, match_criteria, tags, creation_time) VALUES
  ('orders', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","USERNAME":"app","PASSWORD":"s3cret"}', 'old', '["m"]', '{"env":"prod"}', '2024-01-01');

.print '--- a bare ConnectionInput'
UPDATE connections SET request = '{"Name":"orders","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:9092"}}' WHERE name = 'orders';
SELECT request, description, match_criteria FROM connections;
SELECT creation_time, last_updated_time > '2025' AS moved, last_updated_by FROM connections;

.print '--- a CreateConnection request may bring tags'
UPDATE connections SET request = '{"ConnectionInput":{"Name":"orders","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:9092"}},"Tags":{"env":"test"}}';
SELECT tags FROM connections;

.print '--- another name, catalog or region in it is refused, and how to rename or move is said; what it leaves out stays'
UPDATE connections SET request = '{"CatalogId":"lake","Region":"eu-west-1","ConnectionInput":{"Name":"events","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:9092"}}}';
UPDATE connections SET request = '{"CatalogId":null,"Region":null,"ConnectionInput":{"ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:9092"}}}';
UPDATE connections SET name = 'events', catalog_id = 'lake', region = 'eu-west-1';
UPDATE connections SET request = '{"CatalogId":null,"Region":null,"ConnectionInput":{"Name":"events","ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"b:9092"}}}';
SELECT name, catalog_id, region, tags FROM connections;
SELECT * FROM connections_catalogs;

.print '--- what is read can be changed and written back: json_set on the request'
UPDATE connections SET request = json_set(request, '$.ConnectionInput.Description', 'edited', '$.Tags.owner', 'me');
SELECT request FROM connections;

.print '--- sealed secrets in it stay as they are; those of a request that was decrypted are sealed again'
UPDATE connections SET request = json_set(request, '$.ConnectionInput.ConnectionProperties.KAFKA_SASL_PLAIN_PASSWORD', 'pl41n');
CREATE TABLE kept AS SELECT connection_properties AS p FROM connections;
UPDATE connections SET request = json_set(request, '$.ConnectionInput.Description', 'again');
SELECT connection_properties = p, description, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.KAFKA_SASL_PLAIN_PASSWORD' FROM connections, kept;
UPDATE connections SET request = glue_decrypt(request);
SELECT connection_properties = p, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.KAFKA_SASL_PLAIN_PASSWORD' FROM connections, kept;

.print '--- what is wrong is refused, nothing changes'
UPDATE connections SET request = '{}';
UPDATE connections SET request = 'x';
UPDATE connections SET request = NULL;
UPDATE connections SET request = '{"Name":"events","ConnectionType":"KAFKA","ConnectionProperties":{}}', description = 'both';
UPDATE connections SET request = request, tags = '{}';
UPDATE connections SET request = request, description = NULL; -- nothing is beside it
SELECT name, description, tags FROM connections;

.print '--- an unchanged request changes nothing but when and by whom'
DELETE FROM kept;
INSERT INTO kept SELECT connection_properties FROM connections;
UPDATE connections SET request = request;
SELECT connection_properties = p, name, catalog_id, description, tags FROM connections, kept;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
