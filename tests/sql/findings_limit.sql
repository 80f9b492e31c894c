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
.print --- control characters are escaped, in values and in paths: C0, DEL and C1
INSERT INTO connections(name, connection_type, connection_properties) VALUES(char(10) || 'a' || char(27) || '[31m' || char(31, 127, 128, 159, 160), 'CUSTOM', '{}');
INSERT INTO connections(request) SELECT '{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"\u001b[31mK":1,"a\nInvalidInputException: fake":2,"\u007f\u0080\u009f\u00a0":3,"":4},"x\ny":1}';
SELECT path, message FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"\u001b[31mK":1,"\u007f\u0080":""},"X\ny":1}');
.print --- a long name is cut, but not before the longest that the API takes
SELECT length(path), substr(path, -4), length(message) FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"' || replace(hex(zeroblob(500000)), '0', 'k') || '":1}}');
SELECT value, f.path = 'connectionInput.connectionProperties.' || replace(hex(zeroblob(value)), '00', 'é')
  FROM json_each('[255,256]'), glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"' || replace(hex(zeroblob(value)), '00', 'é') || '":1}}') f WHERE f.rule = 'type';
SELECT length(path), substr(path, -4) FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},"' || replace(hex(zeroblob(300)), '00', 'M') || '":1}');
