-- UPDATE is UpdateConnection; where only tags are set it is TagResource.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, principal=user/ann);
INSERT INTO connections(name, connection_type, connection_properties, tags, creation_time, last_updated_time) VALUES
  ('orders', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","SECRET_ID":"s"}', '{"env":"prod"}', '2024-01-01', '2024-01-01');
.print --- tags alone leave the times as they are
UPDATE connections SET tags = json_set(tags, '$.owner', 'me');
SELECT tags, creation_time, last_updated_time FROM connections;
UPDATE connections SET tags = NULL;
SELECT tags, last_updated_time = creation_time FROM connections;
UPDATE connections SET tags = '{"AWS:x":"1"}';
.print --- anything else moves last_updated_time and last_updated_by, and creation_time stays
INSERT INTO connections(connections) VALUES('principal=user/bob');
UPDATE connections SET description = 'the orders';
SELECT description, creation_time, last_updated_time > '2024-01-02' AS moved, last_updated_by FROM connections;
UPDATE connections SET creation_time = '2020-01-01';
.print --- the whole new row is validated (that of a copy, once a request has taken its place), and nothing changes where it is refused
UPDATE connections SET request = request;
UPDATE connections SET connection_type = 'KAFKA', description = printf('%3000s', '');
SELECT connection_type, length(description) FROM connections;
.print --- a new name renames; a taken one is refused
INSERT INTO connections(name, connection_type, connection_properties) VALUES('users', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/u"}');
UPDATE connections SET name = 'users' WHERE name = 'orders';
UPDATE connections SET name = 'o''rd"ers' WHERE name = 'orders';
UPDATE OR IGNORE connections SET name = 'users' WHERE name LIKE 'o%';
SELECT rowid, name, arn FROM connections ORDER BY rowid;
.print --- OR REPLACE takes the place of the other
UPDATE OR REPLACE connections SET name = 'users' WHERE name LIKE 'o%';
SELECT rowid, name FROM connections;
SELECT * FROM connections_catalogs;
.print --- request replaces the whole input, but not the tags
UPDATE connections SET tags = '{"a":"b"}';
UPDATE connections SET request = '{"Name":"users","ConnectionType":"NETWORK","ConnectionProperties":{},"PhysicalConnectionRequirements":{"SubnetId":"subnet-1"}}';
SELECT connection_type, connection_properties, description IS NULL, tags FROM connections;
UPDATE connections SET request = '{}', name = 'x';
.print --- another catalog, another rowid
UPDATE connections SET catalog_id = 'lake';
UPDATE connections SET rowid = 42;
SELECT rowid, catalog_id, arn FROM connections;
SELECT * FROM connections_catalogs ORDER BY 1;
.print --- what cannot be set
UPDATE connections SET connection = '{}';
UPDATE connections SET credentials = 'x';
UPDATE connections SET arn = 'arn:aws:glue:us-east-1:1:connection/users';
.print --- delete
DELETE FROM connections WHERE name = 'users';
SELECT count(*) FROM connections;
SELECT * FROM connections_catalogs ORDER BY 1;
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA integrity_check;
