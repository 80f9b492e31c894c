-- What is in the file. A row of the table's own catalog and region, which nearly all are, has '' for them in the shadow
-- tables; who reads the table always sees their names.
.open @TMP@/formats.db
.load dist/glue_connections
.dbconfig defensive off
CREATE VIRTUAL TABLE c USING glue_connections(account_id=500000000000);
INSERT INTO c(name, connection_type, connection_properties, catalog_id) VALUES
  ('a', 'CUSTOM', '{}', '600000000000'), ('a', 'CUSTOM', '{}', NULL), ('a', 'CUSTOM', '{}', '400000000000'), ('b', 'CUSTOM', '{}', '500000000000');
SELECT id, name, quote(catalog_id), quote(region) FROM c_data;
SELECT * FROM c_catalogs;

.print '--- it is found by its name, and stands where its name does'
SELECT name, catalog_id, arn FROM c ORDER BY name, catalog_id;
SELECT name, catalog_id FROM c ORDER BY name DESC, catalog_id DESC LIMIT 3;
SELECT name FROM c WHERE catalog_id = '500000000000';
SELECT rowid FROM c WHERE name = 'a' AND catalog_id = '500000000000';
SELECT rowid FROM c WHERE catalog_id IN ('400000000000', '500000000000') ORDER BY 1;
SELECT count(*) FROM c WHERE catalog_id = '' OR catalog_id IS NULL;
SELECT rowid FROM c WHERE catalog_id IN ('', '500000000000') ORDER BY 1;
SELECT rowid FROM c WHERE catalog_id = '' OR catalog_id = '500000000000' ORDER BY 1;
SELECT rowid FROM c WHERE name = 'a' AND catalog_id IN (SELECT '' UNION SELECT '500000000000');

.print '--- moved there and away'
UPDATE c SET catalog_id = '500000000000' WHERE catalog_id = '600000000000';
UPDATE c SET catalog_id = NULL, name = 'c' WHERE catalog_id = '600000000000';
UPDATE c SET catalog_id = '700000000000' WHERE name = 'b';
SELECT id, name, quote(catalog_id), quote(region) FROM c_data;
SELECT * FROM c_catalogs;
INSERT INTO c(c) VALUES('integrity-check');

.print '--- by its name it does not belong into the shadow table'
UPDATE c_data SET catalog_id = '500000000000' WHERE name = 'c';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE c_data SET catalog_id = '' WHERE name = 'c';

.print '--- of another account, that other account is its own'
CREATE VIRTUAL TABLE e USING glue_connections(account_id=400000000000);
INSERT INTO e SELECT * FROM c;
SELECT name, quote(catalog_id) FROM e_data;
SELECT * FROM c EXCEPT SELECT * FROM e;
PRAGMA integrity_check;

.print '--- account and region are recorded; where the arguments are others, the table is read only and says why'
SELECT * FROM c_config;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '500000000000', '999988887777') WHERE name = 'c';
.open @TMP@/formats.db
.load dist/glue_connections
.dbconfig defensive off
SELECT name, catalog_id, region, arn FROM c WHERE name = 'c';
INSERT INTO c(name, connection_type, connection_properties) VALUES('x', 'CUSTOM', '{}');
INSERT OR IGNORE INTO c(name, connection_type, connection_properties) VALUES('x', 'CUSTOM', '{}');
UPDATE c SET description = 'x';
DELETE FROM c;
INSERT INTO c(c) VALUES('quota=5');
INSERT INTO c(c) VALUES('rekey');
INSERT INTO c(c) VALUES('upgrade');
INSERT INTO c(c) VALUES('integrity-check');
SELECT count(*) FROM c;
.print '--- until they are as they were'
UPDATE c_config SET value = '999988887777' WHERE key = 'account_id';
UPDATE c SET description = 'x' WHERE name = 'c';
SELECT name, catalog_id, region, arn FROM c WHERE name = 'c';
INSERT INTO c(c) VALUES('integrity-check');

.print '--- a newer format is refused, with the version that knows it where the file names one'
UPDATE c_config SET value = '1.7.0' WHERE key = 'version';
UPDATE c_config SET value = '9' WHERE key = 'format';
SELECT count(*) FROM c;
INSERT INTO c(name, connection_type, connection_properties) VALUES('x', 'CUSTOM', '{}');
INSERT INTO c(c) VALUES('upgrade');
.open @TMP@/formats.db
.load dist/glue_connections
.dbconfig defensive off
SELECT count(*) FROM c;
UPDATE c_config SET value = 'soon' WHERE key = 'version';
SELECT count(*) FROM c;
UPDATE c_config SET value = '1.7.0.0.0.0.0.0.0.0.0' WHERE key = 'version';
SELECT count(*) FROM c;
UPDATE c_config SET value = '1.0.0' WHERE key = 'version';
SELECT count(*) FROM c;
DELETE FROM c_config WHERE key = 'version';
SELECT count(*) FROM c;
INSERT INTO c_config VALUES('version', '1.0.0');
UPDATE c_config SET value = '1' WHERE key = 'format';
SELECT count(*) FROM c;

.print '--- the tables are held against the format by their columns and constraints, however they are written and in any order'
INSERT INTO c(c) VALUES('upgrade');
UPDATE c_config SET value = '1.0.0' WHERE key = 'version';
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'create table "c_catalogs" ( [region] text NOT  NULL, /* of it */ PRIMARY KEY ("catalog_id", `region`)' || char(10) ||
  ', -- how many' || char(10) || ' connections INTEGER NOT NULL check(connections>=0), "catalog_id" TEXT NOT NULL) WITHOUT ROWID,STRICT' WHERE name = 'c_catalogs';
UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE(connection_type, id)', 'UNIQUE(connection_type,id)') WHERE name = 'c_data';
INSERT INTO c(c) VALUES('integrity-check');
CREATE TEMP TABLE told AS SELECT name AS told_of, sql AS was FROM sqlite_schema;
UPDATE sqlite_schema SET sql = replace(sql, 'check(connections>=0)', 'check(connections>=1)') WHERE name = 'c_catalogs';
UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ', CHECK(name <> ''x'')) STRICT') WHERE name = 'c_data';
UPDATE sqlite_schema SET sql = replace(sql, 'WITHOUT ROWID', '') WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');

.print '--- whatever stands in their definitions: other characters, more columns than there are, no table at all, half a text'
CREATE TABLE definitions(sql);
INSERT INTO definitions VALUES
  ('CREATE TABLE c_config(key TEXT PRIMARY KEY, value CHECK(1-value <> 4/2 AND value <> "" AND [a{b] <> [é$] <> "a""b{c" AND ''it''''s'' <> x''00''))'),
  ('CREATE TABLE c_config(a' || replace(hex(zeroblob(60)), '00', ',a') || ')'),
  ('CREATE VIEW c_config AS SELECT 1'), ('CREATE TEMPTABLE c_config(a)'), ('CREATE INDEX c_config(a)'), ('(a)'), (''),
  ('CREATE TABLE c_config("a'), ('CREATE TABLE c_config(a) /* and so on'), ('CREATE TABLE c_config(a) -- and so on');
UPDATE sqlite_schema SET sql = (SELECT was FROM told WHERE told_of = name) WHERE name GLOB 'c_*';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 1) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 2) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 3) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 4) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 5) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 6) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 7) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 8) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 9) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT sql FROM definitions WHERE rowid = 10) WHERE name = 'c_config';
INSERT INTO c(c) VALUES('integrity-check');
UPDATE sqlite_schema SET sql = (SELECT was FROM told WHERE told_of = name) WHERE name GLOB 'c_*';
INSERT INTO c(c) VALUES('integrity-check');
