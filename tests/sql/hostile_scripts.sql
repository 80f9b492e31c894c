-- A database that somebody hostile has written past the extension, and every script of sql/ run on it: no script runs a
-- command, prints a control character or a line that is not its own, shows a secret, or leaves a wrong counter.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/k') IS NOT NULL;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES
  ('a', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://db:3306/d","USERNAME":"u","PASSWORD":"Cl3ar-S3cret"}', '{"owner":"x"}'),
  ('b', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://db:3306/d","SECRET_ID":"s"}', '{"owner":"x"}'), ('c', 'CUSTOM', '{}', NULL);

.print '--- names, types, keys, values, who and where: each with an escape sequence, a line of its own, a command'
.dbconfig defensive off
PRAGMA ignore_check_constraints = on;
CREATE TEMP TABLE nasty(t);
INSERT INTO nasty VALUES(char(27) || '[2J' || char(27) || ']0;x' || char(7) || char(10) || 'forged: ok' || char(10) || '.shell touch pwned' || char(10) ||
  '$(touch pwned) `touch pwned` ''; touch pwned; "' || char(13) || char(155) || '31m' || char(8238) || '</script><script>alert(1)</script>${jndi}%{x}|cat');
UPDATE connections_data SET name = name || (SELECT t FROM nasty) WHERE name = 'b';
UPDATE connections_data SET description = (SELECT t FROM nasty), last_updated_by = (SELECT t FROM nasty), status_reason = (SELECT t FROM nasty), status = 'FAILED',
    is_observation = 1, tags = json_object((SELECT t FROM nasty), (SELECT t FROM nasty)), match_criteria = json_array((SELECT t FROM nasty)),
    connection_properties = json_set(connection_properties, '$."x' || hex(char(27)) || '"', (SELECT t FROM nasty)),
    physical_connection_requirements = json_object('SubnetId', (SELECT t FROM nasty), 'AvailabilityZone', (SELECT t FROM nasty)),
    unknown_members = json_object('/' || replace((SELECT t FROM nasty), '/', '~1'), (SELECT t FROM nasty)) WHERE name LIKE 'b%';
UPDATE connections_data SET connection_type = connection_type || (SELECT t FROM nasty) WHERE name = 'c';
INSERT INTO connections_config VALUES((SELECT t FROM nasty), (SELECT t FROM nasty)), ('principal', (SELECT t FROM nasty));
PRAGMA ignore_check_constraints = off;
CREATE TABLE log(x);
CREATE TRIGGER "hostile " AFTER UPDATE ON connections_data BEGIN INSERT INTO log VALUES(new.name); END;
CREATE INDEX "own index" ON connections_data(description);
CREATE VIEW pragma_encoding AS SELECT x AS encoding FROM log;
CREATE VIEW pragma_module_list AS SELECT x AS name FROM log;
CREATE VIEW pragma_table_list AS SELECT x AS name, x AS schema, x AS type FROM log;
CREATE TABLE pragma_database_list(name, file);

.print '--- every script'
.output all.txt
.headers on
.read sql/reports.sql
SELECT count(*) AS rows FROM report_findings;
.read sql/steampipe.sql
.read sql/spreadsheet.sql
CREATE TEMP VIEW compare_before AS SELECT *, request FROM connections WHERE name = 'a';
CREATE TEMP VIEW compare_after AS SELECT *, request FROM connections;
.read sql/compare.sql
.parameter set @out page.html
.read sql/page.sql
.parameter set @out out.jsonl
.read sql/export_requests.sql
.parameter set @out create.sh
.read sql/export_requests.sql
.parameter set @out template.json
.read sql/export_cloudformation.sql
.parameter set @out connections.tf.json
.read sql/export_terraform.sql
.parameter set @out connections.json
.read sql/export_get_connections.sql
.parameter set @file connections.json
.read sql/import.sql
.parameter set @file out.jsonl
.read sql/import.sql
SELECT writefile('nasty.json', json_object('ConnectionList', json_array(json_object('Name', (SELECT t FROM nasty), 'ConnectionType', 5, 'CreationTime', 1),
  json_object('Name', 'x', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object((SELECT t FROM nasty), 'y'), (SELECT t FROM nasty), 1)))) > 0;
.parameter set @file nasty.json
.read sql/import.sql
UPDATE connections_data SET catalog_id = 'lake' || (SELECT t FROM nasty), region = 'r' || (SELECT t FROM nasty) WHERE name = 'c';
.read sql/compare.sql
.parameter set @out none
.read sql/export_requests.sql
.read sql/export_terraform.sql
INSERT INTO connections(connections) VALUES('integrity-check');
UPDATE connections_data SET catalog_id = '', region = '' WHERE name = 'c';
.read sql/drop_reports.sql
INSERT INTO connections(connections) VALUES('integrity-check');
.headers off
.output stdout

.print '--- what they printed, and wrote: control characters, forged lines, secrets'
CREATE TEMP TABLE written AS SELECT column1 AS file, CAST(readfile(column1) AS TEXT) AS t FROM (VALUES('all.txt'), ('page.html'), ('out.jsonl'), ('create.sh'), ('template.json'), ('connections.tf.json'), ('connections.json'));
SELECT file, length(t) > 100 AS has_text, instr(t, char(27)) + instr(t, char(7)) + instr(t, char(13)) AS controls,
       instr(t, char(155)) + instr(t, char(8238)) AS others,
       instr(t, char(10) || 'forged') + instr(t, char(10) || '.shell') AS forged, instr(t, 'Cl3ar-S3cret') AS secret FROM written;
SELECT count(*) FROM written WHERE instr(t, '</script><script>alert') AND file = 'page.html';
.shell bash -n create.sh && echo 'the script parses'
.shell test ! -e pwned && echo 'no command has run'

.print '--- with what is not the extension''s taken away, it is as sound as it was left'
DROP TRIGGER "hostile ";
DROP INDEX "own index";
DELETE FROM connections_config WHERE key = (SELECT t FROM nasty) OR key = 'principal';
DELETE FROM connections WHERE name <> 'a';
INSERT INTO connections(connections) VALUES('integrity-check');
SELECT name, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM connections;
