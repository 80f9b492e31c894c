-- All findings of a request are reported at once, in the order of its members; after 20 of them the rest is counted.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(validation=lenient);

.print '--- one finding, two findings'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('', 'CUSTOM', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('', '', '{}');

.print '--- twenty are all shown'
INSERT INTO connections(name, connection_type, connection_properties, tags)
  SELECT 'x', 'CUSTOM', json_group_object('KEY_' || value, value), '{}'
    FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 20) SELECT value FROM n);

.print '--- of twenty-five twenty are shown'
INSERT INTO connections(name, connection_type, connection_properties, tags)
  SELECT 'x', 'CUSTOM', json_group_object('KEY_' || value, value), '{"aws:a":"1"}'
    FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 24) SELECT value FROM n);

.print '--- glue_lint gives all of them'
SELECT count(*) FROM glue_lint((SELECT json_object('Name', 'x', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_group_object('KEY_' || value, value))
    FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 100) SELECT value FROM n)));

.print '--- a long value is cut after 64 characters, whatever their bytes'
INSERT INTO connections(name, connection_type, connection_properties) VALUES(replace(hex(zeroblob(256)), '00', 'é'), 'CUSTOM', '{}');

.print '--- a refusal that is known from the service is the whole message, in its brackets; the form of a request comes first'
INSERT INTO connections(connections) VALUES('validation=standard');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'MYSQL', '{"HOST":"h","PORT":"3306","DATABASE":"d"}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('', 'MYSQL', '{"HOST":"h","PORT":"3306","DATABASE":"d"}');

SELECT count(*) FROM connections;
PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
