-- A file with connections can be copied and dumped like any other; rows and rowids are the same.
.open @TMP@/original.db
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012);
INSERT INTO connections(rowid, name, connection_type, connection_properties, creation_time) VALUES
  (7, 'a', 'CUSTOM', '{"k":"v"}', 1700000000), (3, 'b', 'CUSTOM', '{}', 1700000001);
DELETE FROM connections WHERE name = 'b';
INSERT INTO connections(connections) VALUES('quota=5');

.print '--- VACUUM INTO, .backup'
VACUUM INTO '@TMP@/vacuumed.db';
.backup @TMP@/backup.db
.open @TMP@/vacuumed.db
.load dist/glue_connections
SELECT rowid, name, creation_time, arn FROM connections;
INSERT INTO connections(connections) VALUES('integrity-check');
.open @TMP@/backup.db
.load dist/glue_connections
SELECT rowid, name, creation_time, arn FROM connections;
INSERT INTO connections(connections) VALUES('integrity-check');
VACUUM;
SELECT rowid, name FROM connections;

.print '--- .dump restores it; the table shows once the file is opened again'
.output @TMP@/dump.sql
.dump
.output
.open @TMP@/restored.db
.dbconfig defensive off
.read @TMP@/dump.sql
SELECT count(*) FROM connections_data;
.open @TMP@/restored.db
.load dist/glue_connections
SELECT rowid, name, creation_time, arn FROM connections;
INSERT INTO connections(connections) VALUES('integrity-check');
SELECT * FROM connections_config;

.print '--- without the extension the shadow tables can be read'
.open @TMP@/restored.db
SELECT name, connection_properties, datetime(creation_time / 1000, 'unixepoch') FROM connections_data;
PRAGMA integrity_check;
