-- What is said shows text from outside with escapes in place of whatever could play tricks on a terminal or begin a line
-- of its own: control characters (C0, DEL, C1), separators of lines, characters that turn the direction of writing.
.load dist/glue_connections
CREATE TEMP TABLE tricks(trick);
INSERT INTO tricks VALUES(char(27) || '[31m'), (char(10) || 'Error: forged'), (char(13)), (char(9)), (char(127)), (char(0x9b)),
  (char(0x85)), (char(0x2028)), (char(0x2029)), (char(0x61c)), (char(0x200e)), (char(0x200f)), (char(0x202a)), (char(0x202e)), (char(0x2066)), (char(0x2069));
CREATE TEMP VIEW tricky AS SELECT group_concat(trick, '|') AS text FROM tricks;

.print '--- a finding: its path and its message'
SELECT path, message FROM tricky, glue_lint(json_object('Name', text, 'ConnectionType', 'CUSTOM', 'MatchCriteria', json_array(text), 'ConnectionProperties', json_object(text, '')));
SELECT path, message FROM tricky, glue_lint(json_object('Name', 'a', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), text, 1));
CREATE VIRTUAL TABLE c USING glue_connections(validation=lenient);
INSERT INTO c(name, connection_type, connection_properties, tags) SELECT text, text, json_object(text, text), json_object('aws:' || text, text) FROM tricky;

.print '--- a duplicate, the quota'
INSERT INTO c(name, connection_type, connection_properties) VALUES('a' || char(0x202e, 9, 0x2028), 'CUSTOM', '{}');
INSERT INTO c(name, connection_type, connection_properties) VALUES('a' || char(0x202e, 9, 0x2028), 'CUSTOM', '{}');
INSERT INTO c(c) VALUES('quota=1');
INSERT INTO c(name, connection_type, connection_properties, catalog_id) VALUES('b', 'CUSTOM', '{}', char(0x202e)), ('c', 'CUSTOM', '{}', char(0x202e));

.print '--- arguments, commands, names of tables'
INSERT INTO c(c) SELECT 'quota' || text FROM tricky;
INSERT INTO c(c) SELECT 'principal=' || text FROM tricky;
.dbconfig defensive off
CREATE TEMP TABLE written AS SELECT writefile('@TMP@/tricky.sql', replace(replace('CREATE VIRTUAL TABLE d USING glue_connections("@"=1);
CREATE VIRTUAL TABLE d USING glue_connections("principal@"=1);
CREATE VIRTUAL TABLE d USING glue_connections(region="@");
CREATE VIRTUAL TABLE "d@" USING glue_connections;
DROP TABLE "d@_config";
INSERT INTO "d@"("d@") VALUES(''integrity-check'');
INSERT INTO "d@"(name, connection_type, connection_properties) VALUES(''a'', ''CUSTOM'', ''{}'');
DROP TABLE "d@";
', '@', text), char(13) || '|', '')) FROM tricky;
.read @TMP@/tricky.sql

.print '--- what is in the shadow tables'
INSERT INTO c_catalogs VALUES('x' || char(27, 10), 'y' || char(0x9b), 1);
INSERT INTO c_config VALUES('x' || char(27, 10), 1);
INSERT INTO c(c) VALUES('integrity-check');

.print '--- a number where text belongs says so'
SELECT glue_principal(5);
SELECT * FROM glue_requests(5);
SELECT * FROM glue_requests(5.5);
SELECT * FROM glue_diff('{}', 5);
SELECT message FROM glue_lint(5);

.print '--- data is as it is, and no message: what a document names, where in a request something stands'
SELECT hex(pointer), path FROM glue_lint(json_object('Name', 'a', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('k' || char(27), '')));
SELECT hex(name), hex(catalog_id), place, problem FROM glue_requests(json_object('CatalogId', 'c' || char(0x202e), 'ConnectionInput', json_object('Name', 'n' || char(10), 'ConnectionType', 'CUSTOM')));
SELECT hex(pointer), hex(before), hex(after) FROM glue_diff(json_object('Name', 'a', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('k' || char(27), 'v')),
  json_object('Name', 'a', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('k' || char(27), 'w' || char(10))));
SELECT place, problem FROM glue_requests(json_object('Resources', json_object('R' || char(27), json_object('Type', 'AWS::Glue::Connection', 'Properties', json_object('N' || char(10), 1)))));

.print '--- what is given as SecretArn and is no ARN may be the secret itself: it is not shown'
SELECT f.message FROM json_each('["Spring2027!", "arn:aws:s3:::bucket", ""]') t,
  glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'AuthenticationConfiguration', json_object('AuthenticationType', 'BASIC', 'SecretArn', t.value))) f WHERE f.rule = 'pattern';
