-- Names: kept as they are sent, compared byte for byte.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);

.print '--- blanks, tabs, quotes, any script, emoji'
INSERT INTO connections(name, connection_type, connection_properties)
  SELECT value, 'NETWORK', '{}' FROM json_each('["orders", " orders", "orders ", "orders\t1", "it''s \"quoted\"", "a/b:c%d_e",
    "żółć", "接続", "😀", "👩‍👩‍👧", ";--", "\\", "null"]');
SELECT rowid, replace(name, char(9), '<tab>'), replace(arn, char(9), '<tab>') FROM connections ORDER BY rowid;

.print '--- each is found again by its name'
SELECT count(*) FROM connections a JOIN connections b ON b.name = a.name WHERE b.rowid = a.rowid;
SELECT rowid FROM connections WHERE name = 'it''s "quoted"';

.print '--- names that only look the same are different: case, blanks at the end, composed and decomposed letters'
INSERT INTO connections(name, connection_type, connection_properties)
  VALUES('ORDERS', 'NETWORK', '{}'), ('orders  ', 'NETWORK', '{}'), (char(233), 'NETWORK', '{}'), ('e' || char(769), 'NETWORK', '{}');
SELECT count(*) FROM connections WHERE name IN ('orders', 'ORDERS', 'Orders');
SELECT count(*) FROM connections WHERE name = 'orders' COLLATE NOCASE;
SELECT count(*) FROM connections WHERE name = 'orders' COLLATE RTRIM;
SELECT count(*) FROM connections WHERE name LIKE 'orders';

.print '--- the order of names is that of their bytes'
SELECT replace(name, char(9), '<tab>') FROM connections WHERE name >= 'a' AND name < 'z' ORDER BY name DESC;

.print '--- 255 characters are a name, 256 are not, and neither is none'
INSERT INTO connections(name, connection_type, connection_properties)
  VALUES(replace(hex(zeroblob(255)), '00', 'n'), 'NETWORK', '{}'), (replace(hex(zeroblob(255)), '00', '😀'), 'NETWORK', '{}');
SELECT length(name), length(CAST(name AS BLOB)), length(arn) FROM connections WHERE length(name) = 255;
INSERT INTO connections(name, connection_type, connection_properties) VALUES(replace(hex(zeroblob(256)), '00', '😀'), 'NETWORK', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('', 'NETWORK', '{}');

.print '--- no line ends, no other control characters, no U+0000'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('two' || char(10) || 'lines', 'NETWORK', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('bell' || char(7), 'NETWORK', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('cut' || char(0) || 'off', 'NETWORK', '{}');
INSERT INTO connections(request) VALUES('{"Name":"cut\u0000off","ConnectionType":"NETWORK","ConnectionProperties":{}}');

.print '--- what may be in a name, but plays tricks on a terminal (a tab, DEL, U+0080 to U+009F), is escaped in a message'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('tab' || char(9) || 'del' || char(127) || 'csi' || char(0x9b), 'NETWORK', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('tab' || char(9) || 'del' || char(127) || 'csi' || char(0x9b), 'NETWORK', '{}');

.print '--- no malformed UTF-8'
INSERT INTO connections(name, connection_type, connection_properties) VALUES(CAST(x'66ff' AS TEXT), 'NETWORK', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES(CAST(x'eda080' AS TEXT), 'NETWORK', '{}');
INSERT INTO connections(name, connection_type, connection_properties) VALUES(CAST(x'c080' AS TEXT), 'NETWORK', '{}');

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');

.print '--- a table whose name a later column has taken has no command column, and is read and written all the same'
.dbconfig defensive off
CREATE VIRTUAL TABLE older USING glue_connections;
ALTER TABLE older_data RENAME TO tags_data;
ALTER TABLE older_catalogs RENAME TO tags_catalogs;
ALTER TABLE older_config RENAME TO tags_config;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET name = 'tags', tbl_name = 'tags', sql = replace(sql, 'older', 'tags') WHERE name = 'older';
PRAGMA writable_schema = RESET;
INSERT INTO tags(name, connection_type, connection_properties, tags) VALUES('a', 'CUSTOM', '{}', '{"k":"v"}');
UPDATE tags SET description = 'x';
SELECT name, tags, description FROM tags;
DELETE FROM tags;
SELECT count(*) FROM tags;
