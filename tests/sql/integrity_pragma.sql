-- requires: 3.44
-- From SQLite 3.44 on PRAGMA integrity_check asks the table too; quick_check leaves the rows out.
.load dist/glue_connections
.dbconfig defensive off
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(rowid, name, connection_type, connection_properties) VALUES (1, 'a', 'CUSTOM', '{}');
PRAGMA integrity_check;
UPDATE connections_data SET tags = '{"aws:x":"y"}';
PRAGMA integrity_check;
PRAGMA quick_check;
UPDATE connections_catalogs SET connections = 7;
PRAGMA quick_check;
