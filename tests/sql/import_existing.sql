-- sql/import.sql: what becomes of what is there already, of what is missing, of what is refused; catalogs and regions.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/import') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
.headers on
INSERT INTO connections(name, connection_type, connection_properties, authentication_configuration, description, tags, creation_time) VALUES
  ('sealed', 'CUSTOM', '{"USERNAME":"u","PASSWORD":"s3cret"}', NULL, 'before', '{"owner":"me"}', '2020-01-01'),
  ('credentials', 'MYSQL', '{"HOST":"h","PORT":"1","DATABASE":"d"}', '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"p"}}', 'before', '{}', '2020-01-01'),
  ('requested', 'CUSTOM', '{"a":"b"}', NULL, 'before', '{}', '2020-01-01'),
  ('same', 'CUSTOM', '{"a":"b"}', NULL, 'before', '{}', '2020-01-01'),
  ('gone', 'CUSTOM', '{}', NULL, NULL, '{}', '2020-01-01');
INSERT INTO connections(name, region, connection_type, connection_properties, creation_time) VALUES('gone', 'us-east-1', 'CUSTOM', '{}', '2020-01-01');
CREATE TEMP VIEW shown AS SELECT name, region, description, creation_time, last_updated_time > '2026-11-01' AS updated_now, last_updated_by, tags,
    glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS password,
    glue_decrypt(request) ->> '$.ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Password' AS credentials FROM connections ORDER BY name, region;

.print '--- an answer: what it cannot hold stays, times are its own'
SELECT writefile('answer.json', '{"ConnectionList":[
 {"Name":"sealed","ConnectionType":"CUSTOM","ConnectionProperties":{"USERNAME":"u"},"Description":"after","CreationTime":"2021-01-01T00:00:00Z","LastUpdatedTime":"2022-01-01T00:00:00Z","LastUpdatedBy":"user/aws"},
 {"Name":"credentials","ConnectionType":"MYSQL","ConnectionProperties":{"HOST":"h","PORT":"1","DATABASE":"d"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC"},"Description":"after"},
 {"Name":"new","ConnectionType":"CUSTOM","ConnectionProperties":{},"CreationTime":1.5}]}') > 0 AS written;
.parameter set @file answer.json
.read sql/import.sql
SELECT name, outcome FROM import_documents;
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents;
SELECT * FROM shown;
.print '--- again: the same; and @existing held for one import only'
.parameter set @existing replace
.read sql/import.sql
SELECT writefile('answer.json', replace(readfile('answer.json'), 'after', 'later')) > 0 AS written;
.read sql/import.sql

.print '--- a placeholder of our own exports is no secret that the answer holds'
UPDATE connections SET description = 'changed' WHERE name = 'sealed';
.parameter set @out exported.json
.output exported.txt
.read sql/export_get_connections.sql
.output
UPDATE connections SET description = 'changed again' WHERE name = 'sealed';
.parameter set @file exported.json
.read sql/import.sql
.parameter set @existing replace
.read sql/import.sql
SELECT name, description, password, credentials FROM shown WHERE name IN ('sealed', 'credentials');

.print '--- a connection does not say how it was validated, but our own exports do: that is compared with the request'
INSERT INTO connections(name, connection_type, connection_properties, validate_credentials, validate_for_compute_environments) VALUES
  ('v1', 'CUSTOM', '{}', 0, NULL), ('v2', 'CUSTOM', '{}', 1, '["SPARK"]'), ('v3', 'CUSTOM', '{}', 0, '["SPARK","ATHENA"]');
.parameter set @out exported.json
.output exported.txt
.read sql/export_get_connections.sql
.output
.read sql/import.sql
SELECT DISTINCT outcome FROM import_documents WHERE name GLOB 'v?';
.parameter set @existing replace
.read sql/import.sql
SELECT DISTINCT outcome FROM import_documents WHERE name GLOB 'v?';
UPDATE connections SET validate_credentials = 1 WHERE name = 'v1';
UPDATE connections SET validate_for_compute_environments = iif(name = 'v2', '["ATHENA"]', '["SPARK"]') WHERE name IN ('v2', 'v3');
.read sql/import.sql
SELECT name, outcome FROM import_documents WHERE name GLOB 'v?';
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents WHERE name GLOB 'v?';
SELECT name, validate_credentials, validate_for_compute_environments FROM connections WHERE name GLOB 'v?';
DELETE FROM connections WHERE name GLOB 'v?';

.print '--- what a later service answers and this version does not know is compared, as far as it is kept'
SELECT writefile('newer.json', '{"ConnectionList":[{"Name":"newer","ConnectionType":"CUSTOM","ConnectionProperties":{},"CreationTime":1,"New":{"x":1},"PhysicalConnectionRequirements":{"New":1},
  "AuthenticationConfiguration":{"AuthenticationType":"BASIC","Key":1},"NewPassword":"s3cret"}]}') > 0 AS written;
.parameter set @file newer.json
.read sql/import.sql
.read sql/import.sql
SELECT writefile('newer.json', replace(readfile('newer.json'), '{"x":1}', '{"x":2}')) > 0 AS written;
.read sql/import.sql
.print '--- a number beyond the doubles, too, is written back as it is, and told from its neighbour'
SELECT writefile('newer.json', '{"ConnectionList":[{"Name":"newer","ConnectionType":"CUSTOM","ConnectionProperties":{"PASSWORD":"${secret:PASSWORD}"},"New":{"x":9007199254740993}}]}') > 0 AS written;
.parameter set @existing replace
.parameter set @region eu-west-1
.read sql/import.sql
SELECT unknown_members FROM connections WHERE name = 'newer';
.read sql/import.sql
SELECT writefile('newer.json', replace(readfile('newer.json'), '9007199254740993', '9007199254740992')) > 0 AS written;
.read sql/import.sql
DELETE FROM connections WHERE name = 'newer';

.print '--- requests: what says the same leaves the times alone'
SELECT writefile('requests.jsonl', '{"ConnectionInput":{"Name":"requested","ConnectionType":"CUSTOM","ConnectionProperties":{"a":"c"}},"Tags":{"owner":"you"}}
{"ConnectionInput":{"Name":"same","ConnectionType":"CUSTOM","ConnectionProperties":{"a":"b"},"Description":"before"}}
{"ConnectionInput":{"Name":"same","ConnectionType":"JBDC","ConnectionProperties":{}}}
{"ConnectionInput":{"Name":"twice","ConnectionType":"CUSTOM","ConnectionProperties":{}}}
{"ConnectionInput":{"Name":"twice","ConnectionType":"CUSTOM","ConnectionProperties":{}}}
{"ConnectionInput":{"Name":"twice","ConnectionType":"CUSTOM","ConnectionProperties":{"b":"c"}}}') > 0 AS written;
.parameter set @file requests.jsonl
.parameter set @existing replace
.read sql/import.sql
SELECT document, name, outcome FROM import_documents;
SELECT * FROM shown WHERE name IN ('requested', 'same');

.print '--- a secret in clear that the file brings replaces what is there; else it cannot be compared with a sealed one'
SELECT writefile('secrets.jsonl', '{"Name":"same","ConnectionType":"CUSTOM","ConnectionProperties":{"a":"b","PASSWORD":"n3w"},"Description":"before"}
{"Name":"sealed","ConnectionType":"CUSTOM","ConnectionProperties":{"USERNAME":"u","PASSWORD":"changed"},"Description":"after"}') > 0 AS written;
.parameter set @file secrets.jsonl
.read sql/import.sql
SELECT name, outcome FROM import_documents;
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents;
.read sql/import.sql
SELECT name, outcome FROM import_documents;
SELECT name, password FROM shown WHERE name IN ('same', 'sealed');
UPDATE connections SET connection_properties = json_set(connection_properties, '$.PASSWORD', 's3cret') WHERE name = 'sealed';
UPDATE connections SET connection_properties = '{"a":"b"}' WHERE name = 'same';
.parameter set @file requests.jsonl

.print '--- of what a file has twice the first is taken, whether it was there or not, as often as it is imported'
SELECT writefile('twice.jsonl', '{"Name":"same","ConnectionType":"CUSTOM","ConnectionProperties":{"a":"b"},"Description":"first"}
{"Name":"same","ConnectionType":"CUSTOM","ConnectionProperties":{"a":"b"},"Description":"second"}
{"Name":"two","ConnectionType":"CUSTOM","ConnectionProperties":{},"Description":"first"}
{"Name":"two","ConnectionType":"CUSTOM","ConnectionProperties":{},"Description":"second"}') > 0 AS written;
.parameter set @file twice.jsonl
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents;
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents;
SELECT writefile('twice.json', (SELECT json_object('ConnectionList', json_group_array(json(line))) FROM (
  SELECT value AS line FROM json_each('[' || replace(readfile('twice.jsonl'), char(10), ',') || ']')))) > 0 AS written;
.parameter set @file twice.json
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents;
SELECT name, description FROM connections WHERE name IN ('same', 'two');
.print '--- written in the order of the file, whatever order SQLite would take'
DELETE FROM connections WHERE name = 'two';
PRAGMA reverse_unordered_selects = on;
.read sql/import.sql
PRAGMA reverse_unordered_selects = off;
SELECT name, description FROM connections WHERE name = 'two';
DELETE FROM connections WHERE name = 'two';

.print '--- a time that is null is none; placeholders stay where no secret is kept; parts of a millisecond are no change'
SELECT writefile('null.json', '{"ConnectionList":[
 {"Name":"sealed","ConnectionType":"CUSTOM","ConnectionProperties":{"USERNAME":"u","PASSWORD":"${secret:p}","KAFKA_CLIENT_KEYSTORE_PASSWORD":"${secret:k}"},"CreationTime":null,"LastUpdatedTime":null},
 {"Name":"newer","ConnectionType":"CUSTOM","ConnectionProperties":{"a":"b"},"CreationTime":"2021-01-01T00:00:00Z","LastUpdatedTime":"2022-01-01T00:00:00.123999Z"}]}') > 0 AS written;
.parameter set @file null.json
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents;
SELECT name, creation_time, last_updated_time IS NOT NULL AS updated, json_remove(connection_properties, '$.ENCRYPTED_PASSWORD') AS properties,
    glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS password FROM connections WHERE name IN ('sealed', 'newer');
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents;
.parameter unset @existing
DELETE FROM connections WHERE name = 'newer';
.parameter set @file requests.jsonl

.print '--- an export comes back into its own table: what it holds a placeholder for stays as it is sealed, in a request too'
SELECT writefile('input.json', json('{"Name":"login","ConnectionType":"SALESFORCE","ConnectionProperties":{},"Description":"old",
  "AuthenticationConfiguration":{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"app","Password":"s3cret-3"}}}')) > 0 AS written;
INSERT INTO connections(request) VALUES(readfile('input.json'));
SELECT writefile('requests-out.jsonl', glue_export_requests(request)) > 0 AS written FROM connections WHERE name IN ('sealed', 'login');
UPDATE connections SET description = 'changed since' WHERE name IN ('sealed', 'login');
.parameter set @file requests-out.jsonl
.parameter set @existing replace
.read sql/import.sql
SELECT name, outcome FROM import_documents WHERE name IN ('sealed', 'login');
SELECT name, description, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS password,
    glue_decrypt(request) ->> '$.ConnectionInput.AuthenticationConfiguration' AS authentication FROM connections WHERE name IN ('sealed', 'login');
.print '--- in a request without ConnectionInput, and beside what it was when it was sealed'
SELECT writefile('flat.jsonl', '{"Name":"sealed","Description":"new","ConnectionType":"CUSTOM","ConnectionProperties":{"USERNAME":"v","ENCRYPTED_PASSWORD":"abcd","PASSWORD":"${secret:PASSWORD}"}}
{"Name":"login","Description":"new","ConnectionType":"SALESFORCE","ConnectionProperties":{},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"${secret:credentials}"}}') > 0 AS written;
.parameter set @file flat.jsonl
.parameter set @existing replace
.read sql/import.sql
SELECT name, description, connection_properties ->> 'USERNAME' AS user, glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' AS password,
    glue_decrypt(request) ->> '$.ConnectionInput.AuthenticationConfiguration' AS authentication FROM connections WHERE name IN ('sealed', 'login');
DELETE FROM connections WHERE name = 'login';
.parameter unset @existing
.parameter set @file requests.jsonl

.print '--- missing: only where the file covers, and the file must be complete'
.parameter set @missing delete
.read sql/import.sql
SELECT writefile('page.json', '{"ConnectionList":[{"Name":"new","ConnectionType":"CUSTOM","ConnectionProperties":{}}],"NextToken":"t"}') > 0 AS written;
.parameter set @file page.json
.parameter set @missing delete
.read sql/import.sql
SELECT writefile('elsewhere.json', '{"ConnectionList":[{"Name":"new","ConnectionType":"CUSTOM","ConnectionProperties":{},"Region":"us-east-1"}]}') > 0 AS written;
.parameter set @file elsewhere.json
.parameter set @missing delete
.read sql/import.sql
SELECT writefile('refused.json', '{"ConnectionList":[{"Name":"new","ConnectionType":5,"ConnectionProperties":{}}]}') > 0 AS written;
.parameter set @file refused.json
.parameter set @missing delete
.read sql/import.sql
SELECT writefile('twice.json', '{"ConnectionList":[],"ConnectionList":[{"Name":"new","ConnectionType":"CUSTOM","ConnectionProperties":{}}]}') > 0 AS written;
.parameter set @file twice.json
.parameter set @missing delete
.read sql/import.sql
SELECT writefile('twice.json', '{"ConnectionList":[{"Name":"new","ConnectionType":"CUSTOM","ConnectionProperties":{}}],"ConnectionList":[]}') > 0 AS written;
.parameter set @missing delete
.read sql/import.sql
SELECT count(*) AS still FROM connections;
.parameter set @file elsewhere.json
.parameter set @missing delete
.parameter set @region us-east-1
.read sql/import.sql
SELECT name, region FROM connections ORDER BY region, name;
.parameter set @file answer.json
.parameter set @missing delete
.read sql/import.sql
SELECT name, region FROM connections ORDER BY region, name;
SELECT writefile('none.json', char(0xFEFF) || '{"ConnectionList":[]}') > 0 AS written;
.parameter set @file none.json
.parameter set @missing delete
.read sql/import.sql
.print '--- so it is in UTF-16, and where all pages of an array are empty'
CREATE TEMP TABLE empty(text);
INSERT INTO empty VALUES('{"ConnectionList":[]}'), ('[{"ConnectionList": []}, {"ConnectionList":[]}]');
CREATE TEMP VIEW bytes AS
  WITH RECURSIVE unit(id, at, le, be) AS (
    SELECT rowid, 0, 'FFFE', 'FEFF' FROM empty
    UNION ALL SELECT id, at + 1, le || hex(substr(text, at + 1, 1)) || '00', be || '00' || hex(substr(text, at + 1, 1))
      FROM unit JOIN empty ON empty.rowid = id WHERE at < length(text))
  SELECT id, max(at), le, be FROM unit GROUP BY id;
.headers off
.once utf16.sql
SELECT printf('SELECT writefile(''le%d'', x''%s'') + writefile(''be%d'', x''%s'') > 0 AS written;', id, le, id, be) FROM bytes;
.headers on
.read utf16.sql
SELECT writefile('pages', text) > 0 AS written FROM empty WHERE text LIKE '[%';
.parameter set @file le1
.parameter set @missing delete
.read sql/import.sql
INSERT INTO connections(name, connection_type, connection_properties) VALUES('gone', 'CUSTOM', '{}');
.parameter set @file be1
.parameter set @missing delete
.read sql/import.sql
INSERT INTO connections(name, connection_type, connection_properties) VALUES('gone', 'CUSTOM', '{}');
.parameter set @file le2
.parameter set @missing delete
.read sql/import.sql
INSERT INTO connections(name, connection_type, connection_properties) VALUES('gone', 'CUSTOM', '{}');
.parameter set @file pages
.parameter set @missing delete
.read sql/import.sql
SELECT name, region FROM connections ORDER BY region, name;
.print '--- but nothing else is'
.parameter set @file none.json
INSERT INTO connections(name, connection_type, connection_properties) VALUES('precious', 'CUSTOM', '{}');
SELECT writefile('none.json', '[{"ConnectionList":[]},{"Resources":{}}]') > 0 AS written;
.parameter set @missing delete
.read sql/import.sql
SELECT writefile('none.json', '[]') > 0 AS written;
.parameter set @missing delete
.read sql/import.sql
SELECT writefile('none.json', '{"Resources":{"B":{"Type":"AWS::S3::Bucket"}}}') > 0 AS written;
.parameter set @missing delete
.read sql/import.sql
SELECT name, region FROM connections ORDER BY region, name;

.print '--- refused: fail keeps nothing, also of what only the table refuses'
.parameter set @file requests.jsonl
.parameter set @refused fail
.read sql/import.sql
SELECT count(*) FROM connections;
INSERT INTO connections(connections) VALUES('validation=lenient');
SELECT writefile('requests.jsonl', '{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{}}
{"Name":"","ConnectionType":"CUSTOM","ConnectionProperties":{}}') > 0 AS written;
.parameter set @refused fail
.read sql/import.sql
SELECT count(*) FROM connections;
.print '--- nor where one that is there is not replaced; of an answer, a strict table refuses nothing for a warning'
SELECT writefile('answer.json', '{"ConnectionList":[{"Name":"precious","ConnectionType":"CUSTOM","ConnectionProperties":{"a":5}},
  {"Name":"requested","ConnectionType":"NEWER","ConnectionProperties":{"a":"b"}}]}') > 0 AS written;
.parameter set @file answer.json
.parameter set @existing replace
.parameter set @missing delete
.read sql/import.sql
SELECT count(*), max(connection_type = 'NEWER') FROM connections;
SELECT name, outcome FROM import_documents;
INSERT INTO connections(connections) VALUES('validation=strict');
SELECT writefile('answer.json', replace(readfile('answer.json'), '5', '"5"')) > 0 AS written;
.parameter set @existing replace
.parameter set @refused fail
.read sql/import.sql
INSERT INTO connections(connections) VALUES('validation=standard');

.print '--- catalogs and regions: where the file says, or where the parameters say'
SELECT writefile('regions.json', '{"version":4,"terraform_version":"1.12.0","resources":[{"mode":"managed","type":"aws_glue_connection","name":"this","instances":[
 {"attributes":{"name":"orders","catalog_id":"210987654321","region":"eu-west-1","connection_type":"CUSTOM"}},
 {"attributes":{"name":"orders","catalog_id":"210987654321","region":"us-east-1","connection_type":"CUSTOM"}},
 {"attributes":{"name":"orders","catalog_id":"210987654321","arn":"arn:aws:glue:eu-north-1:210987654321:connection/orders","connection_type":"CUSTOM"}}]}]}') > 0 AS written;
.parameter set @file regions.json
.read sql/import.sql
.parameter set @catalog_id 012345678901
.parameter set @region ap-south-1
.read sql/import.sql
SELECT name, catalog_id, region, arn FROM connections WHERE name = 'orders' ORDER BY catalog_id, region;
.print '--- values for parameters of a template'
SELECT writefile('template.yaml', 'Parameters: {Stage: {Type: String, Default: dev}}
Resources: {C: {Type: AWS::Glue::Connection, Properties: {CatalogId: !Ref AWS::AccountId, ConnectionInput: {Name: !Sub "${Stage}-c", ConnectionType: CUSTOM}}}}') > 0 AS written;
.parameter set @file template.yaml
.parameter set @parameters '{"Stage":null,"AWS::AccountId":"210987654321","AWS::Region":"eu-south-1"}'
.read sql/import.sql
.parameter set @parameters '{"Stage":{}}'
.read sql/import.sql

.print '--- words that are none, a view in the file, a view without triggers'
.parameter set @existing delete
.read sql/import.sql
.parameter set @missing drop
.read sql/import.sql
.parameter set @refused keep
.read sql/import.sql
ALTER TABLE connections RENAME TO inventory;
CREATE VIEW connections AS SELECT rowid, *, request, connection, credentials FROM inventory;
.read sql/import.sql
DROP VIEW connections;
.print '--- neither does it help to have another case, or what hides the names by which it is looked for'
CREATE TABLE kept(request);
CREATE VIEW Connections AS SELECT rowid, *, request, connection, credentials FROM inventory;
CREATE TRIGGER keeps INSTEAD OF INSERT ON Connections BEGIN INSERT INTO kept VALUES(new.request); END;
CREATE VIEW pragma_table_list AS SELECT 'main' AS schema, 'connections' AS name, 'virtual' AS type;
CREATE VIEW pragma_database_list AS SELECT 0 AS seq, 'main' AS name;
CREATE VIEW glue_settings AS SELECT 'main' AS schema, 'connections' AS name, '1' AS account_id, 'r' AS region, 'lenient' AS validation;
.parameter set @file requests.jsonl
.read sql/import.sql
SELECT count(*) FROM kept;
DROP VIEW Connections;
CREATE VIRTUAL TABLE connections USING fts5(name, catalog_id, region, request, connection, tags, creation_time, last_updated_time);
.read sql/import.sql
SELECT count(*) FROM connections;
DROP TABLE connections;
CREATE VIRTUAL TABLE Connections USING glue_connections;
.read sql/import.sql
DROP TABLE Connections;
DROP VIEW pragma_table_list;
DROP VIEW pragma_database_list;
DROP VIEW glue_settings;
CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM inventory;
.parameter set @missing delete
.parameter set @file none.json
.read sql/import.sql
DROP VIEW connections;
