-- A database that was sealed on a big-endian machine (tests/data/machines, by s390x) is read, opened,
-- written to and found in order by this one.
CREATE TEMP TABLE copied AS
  SELECT writefile('@TMP@/s390x.db', readfile('tests/data/machines/s390x.db')),
         writefile('@TMP@/keyring', readfile('tests/data/machines/keyring'), 33152); -- mode 0600
.open @TMP@/s390x.db
.load dist/glue_connections
SELECT glue_keyring('@TMP@/keyring') IS NOT NULL;
SELECT name, catalog_id, region, status, connection_properties NOT LIKE '%s3cret%' AS sealed FROM connections ORDER BY name;
SELECT glue_decrypt(request) FROM connections ORDER BY name;
SELECT name FROM connections WHERE name = 'orders-db' AND catalog_id = '123456789012';
INSERT INTO connections(connections) VALUES('integrity-check');
UPDATE connections SET connection_properties = json_set(connection_properties, '$.PASSWORD', 'changed') WHERE name = 'orders-db';
INSERT INTO connections(name, connection_type, connection_properties) VALUES('orders-db', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://db/x"}');
SELECT json_extract(glue_decrypt(request), '$.ConnectionInput.ConnectionProperties.PASSWORD') FROM connections WHERE name = 'orders-db';
INSERT INTO connections(connections) VALUES('rekey');
INSERT INTO connections(connections) VALUES('integrity-check');
