-- An UPDATE that sets only `tags` is TagResource and UntagResource: the connection itself is not updated.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(principal=user/ann);
INSERT INTO connections(name, connection_type, connection_properties, tags, creation_time, last_updated_time, last_updated_by) VALUES
  ('a', 'CUSTOM', '{}', '{"env":"prod"}', '2024-01-01', '2024-01-01', 'user/old'), ('b', 'CUSTOM', '{}', NULL, '2024-01-02', '2024-01-02', 'user/old');

.print '--- add a tag, change one, take one away: the times and who updated it stay'
UPDATE connections SET tags = json_set(tags, '$.owner', 'me');
UPDATE connections SET tags = json_set(tags, '$.env', 'test') WHERE tags ->> 'env' = 'prod';
UPDATE connections SET tags = json_remove(tags, '$.owner') WHERE name = 'b';
SELECT name, tags, creation_time, last_updated_time, last_updated_by FROM connections;

.print '--- all of them at once'
UPDATE connections SET tags = '{"x":"1"}' WHERE name = 'a';
UPDATE connections SET tags = NULL WHERE name = 'b';
SELECT name, tags, last_updated_time FROM connections;

.print '--- the same tags again are no change to speak of'
UPDATE connections SET tags = tags;
SELECT changes(), count(DISTINCT last_updated_time) FROM connections;

.print '--- only the tags are validated, so that a connection of looser times can still be tagged'
INSERT INTO connections(connections) VALUES('validation=lenient');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('lenient', 'KAFKA', '{}');
INSERT INTO connections(connections) VALUES('validation=standard');
UPDATE connections SET description = 'to be refused' WHERE name = 'lenient';
UPDATE connections SET tags = '{"checked":"no"}' WHERE name = 'lenient';
SELECT tags, description FROM connections WHERE name = 'lenient';

.print '--- wrong tags are refused, and those that are there stay'
UPDATE connections SET tags = '{"aws:x":"1","n":2}' WHERE name = 'a';
UPDATE connections SET tags = '[]' WHERE name = 'a';
UPDATE connections SET tags = '{"x"' WHERE name = 'a';
UPDATE OR IGNORE connections SET tags = '{"x"' WHERE name = 'a';
UPDATE connections SET tags = 5 WHERE name = 'a';
SELECT tags FROM connections WHERE name = 'a';

.print '--- together with anything else it is UpdateConnection'
UPDATE connections SET tags = '{"y":"2"}', description = 'the first' WHERE name = 'a';
SELECT tags, description, creation_time, last_updated_time > '2025', last_updated_by FROM connections WHERE name = 'a';

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
