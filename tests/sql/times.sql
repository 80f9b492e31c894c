-- Times are UTC to the millisecond, in the form that SQLite's own date functions write, so that they compare with them.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;

.print '--- NULL is now'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('now', 'CUSTOM', '{}');
SELECT creation_time BETWEEN strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 minute') AND strftime('%Y-%m-%d %H:%M:%f', 'now'),
       creation_time = last_updated_time, last_connection_validation_time IS NULL,
       creation_time > datetime('now', '-1 day'), creation_time = strftime('%Y-%m-%d %H:%M:%f', creation_time)
  FROM connections;

.print '--- every way to give one'
CREATE TABLE given(t);
INSERT INTO given VALUES('2024-02-29 23:59:59.999'), ('2024-02-29 23:59:59.99'), ('2024-02-29 23:59:59'), ('2024-02-29 23:59'), ('2024-02-29'),
  ('2024-02-29T23:59:59Z'), ('2024-02-29T23:59:59.123456+02:00'), ('2024-02-29T23:59:59-0530'), ('2024-02-29T00:00:00.000+14:00'),
  (0), (1709251199), (1709251199.999), (-1), (-0.001), ('0000-01-01'), ('9999-12-31 23:59:59.999'), (253402300799.5);
INSERT INTO connections(name, connection_type, connection_properties, creation_time)
  SELECT typeof(t) || ' ' || t, 'CUSTOM', '{}', t FROM given;
SELECT name, creation_time FROM connections WHERE name <> 'now' ORDER BY rowid;

.print '--- what is none is refused'
CREATE TABLE bad(t);
INSERT INTO bad VALUES('yesterday'), (''), ('2024-02-30'), ('2023-02-29'), ('2024-13-01'), ('2024-1-1'), ('2024-01-01 24:00:00'), ('2024-01-01 12:60'),
  ('2024-01-01 12:00:00.'), ('2024-01-01 12:00 +25:00'), ('0000-01-01 00:00+00:01'), ('9999-12-31 23:59-00:01'), ('2024-01-01 x'), (' 2024-01-01'), ('1709251199x'), ('now'), (253402300800000), (-62167219200.001), (9e999), (x'00');
SELECT quote(bad.t), f.path, f.rule FROM bad, glue_lint(json_object('Name', 'x', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'CreationTime', bad.t)) f WHERE typeof(bad.t) = 'text';
INSERT OR IGNORE INTO connections(name, connection_type, connection_properties, creation_time) SELECT 'bad', 'CUSTOM', '{}', t FROM bad;
SELECT count(*) FROM connections WHERE name = 'bad';
INSERT INTO connections(name, connection_type, connection_properties, creation_time, last_updated_time, last_connection_validation_time)
  VALUES('bad', 'CUSTOM', '{}', 'yesterday', 'today', 'tomorrow');

.print '--- a number is one as text, too, as some hosts bind all; beyond the year 9999 it is milliseconds'
CREATE TABLE numbers(t);
INSERT INTO numbers VALUES('1709251199'), (' 1709251199.5 '), ('1.709251199e9'), (1709251199999), ('1709251199999'), (253402300799), (253402300799.999), (253402300800), (253402300799999);
INSERT INTO connections(name, connection_type, connection_properties, creation_time) SELECT 'number ' || rowid, 'CUSTOM', '{}', t FROM numbers;
SELECT iif(typeof(numbers.t) = 'real', printf('%.3f', numbers.t), quote(numbers.t)), creation_time FROM numbers JOIN connections ON name = 'number ' || numbers.rowid;
SELECT f.path, f.rule FROM json_each('[1709251199999, 253402300800000]') j, glue_lint(json_object('Name', 'x', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'CreationTime', j.value)) f;

.print '--- they are kept as given, whatever their order; a copy keeps all three'
INSERT INTO connections(name, connection_type, connection_properties, creation_time, last_updated_time, last_connection_validation_time)
  VALUES('three', 'CUSTOM', '{}', '2024-03-03', '2024-02-02', '2024-01-01');
SELECT creation_time, last_updated_time, last_connection_validation_time FROM connections WHERE name = 'three';

.print '--- in `connection` they are epoch seconds with milliseconds, as the service sends them'
SELECT connection ->> 'CreationTime', connection -> 'LastUpdatedTime' FROM connections WHERE name = 'three';
SELECT connection -> 'CreationTime' FROM connections WHERE name IN ('real 1709251199.999', 'text 0000-01-01', 'integer -1') ORDER BY name;

.print '--- the creation time stays; the others can be set, or move by themselves'
UPDATE connections SET creation_time = '2025-01-01' WHERE name = 'three';
UPDATE connections SET last_updated_time = '2024-04-04' WHERE name = 'three';
SELECT creation_time, last_updated_time FROM connections WHERE name = 'three';
UPDATE connections SET description = 'x' WHERE name = 'three';
SELECT creation_time, last_updated_time > '2025' FROM connections WHERE name = 'three';

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
