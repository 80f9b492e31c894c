-- The rowid: an integer, as in any table; a whole REAL or a text of one will do. Beside each statement: what an
-- ordinary table makes of it.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
CREATE TABLE plain(x);
.print '--- whole numbers, whatever their type; NULL is the next one'
INSERT INTO c(rowid, name, connection_type, connection_properties) VALUES(7.0, 'real', 'CUSTOM', '{}'), ('8', 'text', 'CUSTOM', '{}'), ('9.0', 'text of a real', 'CUSTOM', '{}'), (NULL, 'next', 'CUSTOM', '{}'), (-9e15, 'large', 'CUSTOM', '{}');
INSERT INTO plain(rowid) VALUES(7.0), ('8'), ('9.0'), (NULL), (-9e15);
SELECT c.rowid, name FROM c JOIN plain ON plain.rowid = c.rowid ORDER BY 1;
.print '--- what is none'
INSERT INTO c(rowid, name, connection_type, connection_properties) VALUES(1.5, 'x', 'CUSTOM', '{}');
INSERT INTO plain(rowid) VALUES(1.5);
INSERT INTO c(rowid, name, connection_type, connection_properties) VALUES('one', 'x', 'CUSTOM', '{}');
INSERT INTO plain(rowid) VALUES('one');
INSERT INTO c(rowid, name, connection_type, connection_properties) VALUES(1e300, 'x', 'CUSTOM', '{}');
INSERT INTO c(rowid, name, connection_type, connection_properties) VALUES(-1e300, 'x', 'CUSTOM', '{}');
INSERT INTO c(rowid, name, connection_type, connection_properties) VALUES(9223372036854775808, 'x', 'CUSTOM', '{}');
UPDATE c SET rowid = 1.5 WHERE name = 'real';
UPDATE c SET rowid = 'one' WHERE name = 'real';
UPDATE c SET rowid = x'31' WHERE name = 'real';
UPDATE c SET rowid = 1e300 WHERE name = 'real';
UPDATE c SET rowid = -1e300 WHERE name = 'real';
UPDATE c SET rowid = NULL WHERE name = 'real';
SELECT rowid FROM c WHERE name = 'real';
.print '--- of an UPDATE, a REAL near the end of the integers, where not every integer is one'
UPDATE c SET rowid = 9223372036854774784.0 WHERE name = 'real';
SELECT rowid FROM c WHERE name = 'real';
UPDATE c SET rowid = -9223372036854774784.0 WHERE name = 'real';
SELECT rowid FROM c WHERE name = 'real';
UPDATE c SET rowid = 9223372036854775808.0 WHERE name = 'real';
UPDATE c SET rowid = -9223372036854775808.0 WHERE name = 'real';
UPDATE plain SET rowid = 9223372036854774784.0 WHERE rowid = 7;
UPDATE plain SET rowid = -9223372036854775808.0 WHERE rowid = 8;
UPDATE c SET rowid = 9223372036854775807 WHERE name = 'real';
SELECT rowid FROM c WHERE name = 'real';
INSERT INTO c(c) VALUES('integrity-check');
