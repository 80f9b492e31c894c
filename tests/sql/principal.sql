-- glue_principal: who works with this database connection, whatever the table has as its principal.
.load dist/glue_connections
CREATE VIRTUAL TABLE a USING glue_connections(principal=user/table);
CREATE VIRTUAL TABLE b USING glue_connections;
INSERT INTO a(name, connection_type, connection_properties) VALUES('before', 'CUSTOM', '{}');
.print '--- for every table of the connection, from now on, on INSERT and UPDATE; not where it is given, nor for tags'
SELECT glue_principal('user/alice');
INSERT INTO a(name, connection_type, connection_properties) VALUES('new', 'CUSTOM', '{}');
INSERT INTO b(name, connection_type, connection_properties) VALUES('new', 'CUSTOM', '{}');
INSERT INTO a(name, connection_type, connection_properties, last_updated_by) VALUES('given', 'CUSTOM', '{}', 'user/carol');
INSERT INTO a(name, connection_type, connection_properties, creation_time) VALUES('answered', 'CUSTOM', '{}', 0);
UPDATE a SET tags = '{"k":"v"}' WHERE name = 'before';
SELECT name, last_updated_by FROM a UNION ALL SELECT name, last_updated_by FROM b;
UPDATE a SET description = 'x';
SELECT name, last_updated_by FROM a;
SELECT DISTINCT principal FROM glue_settings WHERE name = 'a';
.print '--- another one; NULL goes back'
SELECT glue_principal('user/bob');
UPDATE b SET description = 'x';
SELECT last_updated_by FROM b;
SELECT glue_principal(NULL) IS NULL;
UPDATE a SET description = 'y';
UPDATE b SET description = 'y';
SELECT DISTINCT last_updated_by FROM a UNION ALL SELECT last_updated_by FROM b;
.print '--- what can be none, and who may not call it; the one there is stays'
SELECT glue_principal('user/dave');
SELECT glue_principal('');
SELECT glue_principal(char(27) || '[31m');
SELECT glue_principal(hex(zeroblob(128)));
SELECT glue_principal(5);
SELECT glue_principal(x'61');
CREATE VIEW v AS SELECT glue_principal('user/mallory');
SELECT * FROM v;
SELECT glue_principal('user/' || char(0));
UPDATE b SET description = 'z';
SELECT last_updated_by FROM b;
INSERT INTO a(a) VALUES('integrity-check');
