-- JSON columns come back as JSON, so that they nest in other JSON. Where SQLite stores a value in between (a sorter, a
-- temporary table, a subquery that is materialised), it is text again: write json(column) there.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(name, connection_type, connection_properties, tags, match_criteria, physical_connection_requirements) VALUES
  ('a', 'CUSTOM', '{"K":"1"}', '{"env":"prod"}', '["m"]', '{"SubnetId":"subnet-1"}'), ('b', 'CUSTOM', '{"K":"2"}', NULL, NULL, NULL);

.print '--- they nest'
SELECT json_object('properties', connection_properties, 'tags', tags, 'match', match_criteria, 'network', physical_connection_requirements) FROM connections ORDER BY name;
SELECT json_array(tags, match_criteria) FROM connections ORDER BY name;
SELECT json_group_object(name, tags) FROM (SELECT name, tags FROM connections);

.print '--- and are what ->, ->> and json_each read'
SELECT connection_properties -> 'K', connection_properties ->> 'K', typeof(tags) FROM connections ORDER BY name;
SELECT name, j.key, j.value FROM connections, json_each(tags) j;

.print '--- text columns are text'
SELECT json_object('name', name, 'status', status) FROM connections WHERE name = 'a';

.print '--- with json() it is right everywhere: through a sorter, a table, a subquery'
SELECT json_group_array(json(connection_properties)) FROM (SELECT connection_properties FROM connections ORDER BY creation_time, connection_properties);
CREATE TABLE kept AS SELECT name, tags FROM connections;
SELECT json_object('as text', tags, 'as JSON', json(tags)) FROM kept WHERE name = 'a';
SELECT json_object('tags', json((SELECT tags FROM connections WHERE name = 'a')));

.print '--- what is stored is minified, members in the order given'
UPDATE connections SET connection_properties = ' { "Z" : "1" ,' || char(10, 9, 13) || ' "A" : " 2 " } ' WHERE name = 'a';
SELECT connection_properties FROM connections WHERE name = 'a';

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
