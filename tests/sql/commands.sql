-- Commands: INSERT INTO connections(connections) VALUES('…'); the column has the name of the table.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(quota=10, validation=lenient, principal=user/ann);

.print '--- the level of validation'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('a', 'ANY', '{}');
INSERT INTO connections(connections) VALUES('validation=strict');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('b', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1","KAFKA_SSL_ENABLED":"False"}');
INSERT INTO connections(connections) VALUES(' validation = "standard" ');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('b', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b:1","KAFKA_SSL_ENABLED":"False"}');

.print '--- the quota, the principal'
INSERT INTO connections(connections) VALUES('quota=2');
INSERT INTO connections(connections) VALUES('principal=user/bob');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('c', 'CUSTOM', '{}');
UPDATE connections SET description = 'x' WHERE name = 'b';
SELECT name, last_updated_by FROM connections ORDER BY name;

.print '--- white space around a key and a value is none of them, and neither is a pair of quotes, inside of which they are doubled'
INSERT INTO connections(connections) VALUES(char(9, 13, 10) || 'quota' || char(10) || '=' || char(9) || '2' || char(13, 10));
INSERT INTO connections(connections) VALUES('principal=''it''''s me''');
SELECT value FROM connections_config WHERE key = 'principal';
INSERT INTO connections(connections) VALUES('principal="it''s me"');
SELECT value FROM connections_config WHERE key = 'principal';
.print '--- a quote that is no pair, or not doubled, is a letter'
INSERT INTO connections(connections) VALUES('principal=''me');
SELECT value FROM connections_config WHERE key = 'principal';
INSERT INTO connections(connections) VALUES('principal=''it''s me''');
SELECT value FROM connections_config WHERE key = 'principal';
INSERT INTO connections(connections) VALUES('principal=''mine''''');
SELECT value FROM connections_config WHERE key = 'principal';
INSERT INTO connections(connections) VALUES('principal=user/bob');

.print '--- what a command sets is stored with the table, and has a rollback'
SELECT * FROM connections_config;
BEGIN;
INSERT INTO connections(connections) VALUES('quota=100');
INSERT INTO connections(name, connection_type, connection_properties) VALUES('c', 'CUSTOM', '{}');
ROLLBACK;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('c', 'CUSTOM', '{}');

.print '--- a command is no row and changes no last_insert_rowid(), and nothing can stand beside it'
CREATE TABLE counters AS SELECT count(*) AS connections, last_insert_rowid() AS inserted FROM connections;
INSERT INTO connections(connections) VALUES('quota=3');
SELECT count(*) = c.connections, last_insert_rowid() = c.inserted FROM connections, counters c;
INSERT INTO connections(connections, name) VALUES('quota=4', 'd');
SELECT typeof(connections) FROM connections;

.print '--- one that is not known, or has a bad value, is refused'
INSERT INTO connections(connections) VALUES('optimize');
INSERT INTO connections(connections) VALUES('integrity_check');
INSERT INTO connections(connections) VALUES('QUOTA=1');
INSERT INTO connections(connections) VALUES('quota');
INSERT INTO connections(connections) VALUES('');
INSERT INTO connections(connections) VALUES(1);
INSERT INTO connections(connections) VALUES('quota=many');
INSERT INTO connections(connections) VALUES('validation=');
INSERT INTO connections(connections) VALUES('principal=a' || char(7) || 'b');
.print '--- account and region are part of every ARN and stay as they were created'
INSERT INTO connections(connections) VALUES('region=eu-west-1');
INSERT INTO connections(connections) VALUES('account_id=123456789012');
SELECT * FROM connections_config;

.print '--- NULL is no command but a row; an UPDATE, which would run it for every row, takes none'
INSERT INTO connections(connections) VALUES(NULL);
UPDATE connections SET connections = 'quota=9';
UPDATE connections SET connections = 'rekey', description = 'y' WHERE name = 'b';
UPDATE connections SET connections = NULL, description = 'z' WHERE name = 'b';
UPDATE connections SET connections = 'quota=9' WHERE name = 'no such row';
SELECT name, description FROM connections WHERE name = 'b';
SELECT value FROM connections_config WHERE key = 'quota';

.print '--- a table of another name has another command column'
CREATE VIRTUAL TABLE "my connections" USING glue_connections;
INSERT INTO "my connections"("my connections") VALUES('quota=7');
SELECT * FROM "my connections_config";

.print '--- rekey seals every secret again with the default key; integrity-check is silent if nothing is wrong'
INSERT INTO connections(connections) VALUES('rekey');
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA integrity_check;
.print '--- the command column is NULL in every row, for UPDATE too'
UPDATE connections SET description = 'x' WHERE connections = 'quota=1';
UPDATE connections SET description = 'x' WHERE connections IS NULL AND 0;
