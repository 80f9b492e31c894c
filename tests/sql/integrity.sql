-- The command integrity-check finds what was done to the shadow tables behind the extension's back.
.load dist/glue_connections
.dbconfig defensive off
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(rowid, name, connection_type, connection_properties) VALUES (1, 'a', 'CUSTOM', '{}'), (2, 'b', 'CUSTOM', '{}');
INSERT INTO connections(connections) VALUES('integrity-check');

.print '--- a counter that is off'
UPDATE connections_catalogs SET connections = 7;
INSERT INTO connections(connections) VALUES('integrity-check');
UPDATE connections_catalogs SET connections = 2;

.print '--- rows that are no connections: all of them are named, but not what is in them'
UPDATE connections_data SET connection_properties = '{"a":}' WHERE id = 1;
UPDATE connections_data SET match_criteria = '["m", 5]' WHERE id = 2;
INSERT INTO connections(connections) VALUES('integrity-check');
UPDATE connections_data SET connection_properties = '{}', match_criteria = NULL;

.print '--- a secret in clear, a sealed value that was cut'
UPDATE connections_data SET connection_properties = '{"PASSWORD":"s3cret"}' WHERE id = 1;
UPDATE connections_data SET credentials = 'glue-connections:2:arn:aws:kms:x:AAAA' WHERE id = 2;
INSERT INTO connections(connections) VALUES('integrity-check');
UPDATE connections_data SET connection_properties = '{}', credentials = NULL;

.print '--- a null of JSON, which is never stored; a reason without the status that has one'
UPDATE connections_data SET tags = 'null', athena_properties = ' null ' WHERE id = 1;
UPDATE connections_data SET connection_properties = 'null', status_reason = 'no route' WHERE id = 2;
INSERT INTO connections(connections) VALUES('integrity-check');
UPDATE connections_data SET connection_properties = '{}', tags = '{}', athena_properties = NULL, status_reason = NULL;

.print '--- sealed values that were altered, or moved to another connection, by a rename too'
UPDATE connections SET connection_properties = '{"PASSWORD":"' || name || '"}',
  authentication_configuration = '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Password":"p"}}';
INSERT INTO connections(connections) VALUES('integrity-check');
CREATE TEMP TABLE before AS SELECT * FROM connections_data;
UPDATE connections_data SET connection_properties = (SELECT connection_properties FROM before WHERE id = 1);
INSERT INTO connections(connections) VALUES('integrity-check');
UPDATE connections_data SET connection_properties = (SELECT connection_properties FROM before WHERE before.id = connections_data.id),
  name = CASE id WHEN 1 THEN 'c' ELSE name END;
INSERT INTO connections(connections) VALUES('integrity-check');
UPDATE connections_data SET name = 'a' WHERE id = 1;
UPDATE connections_data SET credentials = CASE substr(credentials, -9, 1) WHEN 'A' THEN substr(credentials, 1, length(credentials) - 9) || 'B'
  ELSE substr(credentials, 1, length(credentials) - 9) || 'A' END || substr(credentials, -8) WHERE id = 2;
INSERT INTO connections(connections) VALUES('integrity-check');
.print '--- whose key is not at hand, of them nothing can be said'
SELECT glue_keyring('@TMP@/none');
INSERT INTO connections(connections) VALUES('integrity-check');
SELECT glue_keyring(NULL);
UPDATE connections SET connection_properties = '{}', authentication_configuration = NULL;
INSERT INTO connections(connections) VALUES('integrity-check');

.print '--- settings that are none'
INSERT OR REPLACE INTO connections_config VALUES('quota', 'many'), ('colour', 'blue');
INSERT INTO connections(connections) VALUES('integrity-check');
DELETE FROM connections_config WHERE key IN ('quota', 'colour', 'region');
INSERT INTO connections(connections) VALUES('integrity-check');
INSERT INTO connections_config VALUES('region', 'us-east-1');
INSERT INTO connections(connections) VALUES('integrity-check');

.print '--- a newer format is refused with what to do'
UPDATE connections_config SET value = '3' WHERE key = 'format';
UPDATE connections_config SET value = '1.2.0' WHERE key = 'version';
INSERT INTO connections(connections) VALUES('integrity-check');
SELECT name FROM connections;
.print '--- also when the table is connected anew'
ALTER TABLE connections_config RENAME TO kept;
ALTER TABLE kept RENAME TO connections_config;
SELECT name FROM connections;
UPDATE connections_config SET value = '1' WHERE key = 'format';
SELECT name FROM connections;

.print '--- a shadow table that is gone is damage, not an error of the statement; DROP works all the same'
DROP TABLE connections_data;
SELECT name FROM connections;
INSERT INTO connections(name, connection_type, connection_properties) VALUES ('c', 'CUSTOM', '{}');
INSERT INTO connections(connections) VALUES('integrity-check');
DROP TABLE connections;
SELECT name FROM sqlite_schema;
