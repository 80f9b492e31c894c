-- glue_settings: a row for each table of the module in the database connection, with the settings in force.
.open @TMP@/settings.db
.load dist/glue_connections
SELECT * FROM glue_settings;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, principal='account_id=999999999999');
CREATE VIRTUAL TABLE "a ""b"" c" USING "Glue_Connections"(quota=0, validation=strict);
CREATE VIRTUAL TABLE temp.connections USING glue_connections(region=cn-north-1);
CREATE VIRTUAL TABLE glue_connections_of_others USING fts5(x);
CREATE TABLE glue_connections(sql);
CREATE VIEW v AS SELECT 'CREATE VIRTUAL TABLE x USING glue_connections';
ATTACH '@TMP@/other.db' AS other;
CREATE VIRTUAL TABLE other.connections USING glue_connections(region=us-gov-west-1);

.print '--- in every schema, whether a statement has used it or not'
SELECT * FROM glue_settings;
.open @TMP@/settings.db
.load dist/glue_connections
ATTACH '@TMP@/other.db' AS other;
SELECT * FROM glue_settings;

.print '--- as commands have changed them, in the transaction too'
INSERT INTO connections(connections) VALUES('quota=7');
BEGIN;
INSERT INTO connections(connections) VALUES('principal=user/ann');
INSERT INTO other.connections(connections) VALUES('validation=lenient');
SELECT schema, name, quota, validation, principal FROM glue_settings WHERE name = 'connections';
ROLLBACK;
SELECT schema, name, quota, validation, principal FROM glue_settings WHERE name = 'connections';

.print '--- renamed, dropped, detached'
ALTER TABLE "a ""b"" c" RENAME TO d;
DROP TABLE connections;
DETACH other;
SELECT * FROM glue_settings;
CREATE VIEW own AS SELECT account_id || ' ' || region AS own FROM glue_settings WHERE name = 'd';
PRAGMA trusted_schema = OFF;
SELECT * FROM own;

.print '--- whatever a file calls its own tables and views'
CREATE TABLE pragma_database_list(name);
SELECT schema, name FROM glue_settings;
DROP TABLE pragma_database_list;
CREATE VIEW pragma_database_list AS SELECT schema AS name FROM glue_settings;
SELECT schema, name FROM glue_settings;
DROP VIEW pragma_database_list;

.print '--- of as many tables as there are'
BEGIN;
CREATE VIRTUAL TABLE t1 USING glue_connections;
CREATE VIRTUAL TABLE t2 USING glue_connections;
CREATE VIRTUAL TABLE t3 USING glue_connections;
CREATE VIRTUAL TABLE t4 USING glue_connections;
CREATE VIRTUAL TABLE t5 USING glue_connections;
CREATE VIRTUAL TABLE t6 USING glue_connections;
CREATE VIRTUAL TABLE t7 USING glue_connections;
CREATE VIRTUAL TABLE t8 USING glue_connections;
SELECT count(*), group_concat(name) FROM glue_settings;
ROLLBACK;

.print '--- of a table that was made with another account that one; none of one that cannot be connected, or is damaged; where the format is not recorded, it is NULL'
.dbconfig defensive off
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'quota=0', 'account_id=123456789012, quota=0') WHERE name = 'd';
.open @TMP@/settings.db
.load dist/glue_connections
.dbconfig defensive off
SELECT * FROM glue_settings;
SELECT account_id FROM glue_settings WHERE account_id = (SELECT value FROM d_config WHERE key = 'account_id');
CREATE VIRTUAL TABLE e USING glue_connections;
DELETE FROM e_config WHERE key = 'format';
SELECT name, quote(format) FROM glue_settings;
UPDATE d_config SET value = 99 WHERE key = 'format';
SELECT name FROM glue_settings;
.open @TMP@/settings.db
.load dist/glue_connections
.dbconfig defensive off
SELECT name FROM glue_settings;
DROP TABLE e_config;
SELECT name FROM glue_settings;
