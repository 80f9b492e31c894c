-- What the service answered is kept: a Connection as GetConnections returns it is an observation, not a request. Whatever this
-- version does not know is taken at every level, shown again in `connection`, and told by glue_lint as newer-than-known.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/k');
CREATE VIRTUAL TABLE lenient USING glue_connections(validation=lenient);
CREATE VIRTUAL TABLE standard USING glue_connections(validation=standard);
CREATE VIRTUAL TABLE strict USING glue_connections(validation=strict);

CREATE TABLE base AS SELECT json('{"Name":"orders","ConnectionType":"JDBC","MatchCriteria":["a","b"],
  "ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","SECRET_ID":"orders"},
  "PhysicalConnectionRequirements":{"SubnetId":"subnet-0abc1234","SecurityGroupIdList":["sg-0abc1234"],"AvailabilityZone":"eu-west-1a"},
  "AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"},
  "CreationTime":1700000000.123,"LastUpdatedTime":1700000001,"LastUpdatedBy":"user/ann","Status":"READY",
  "LastConnectionValidationTime":1700000002.5,"ConnectionSchemaVersion":1,"CompatibleComputeEnvironments":["SPARK","ATHENA"]}') AS c;
CREATE TABLE answers(id INTEGER PRIMARY KEY, what TEXT UNIQUE, answer);
INSERT INTO answers(what, answer) SELECT 'nothing new', c FROM base;
INSERT INTO answers(what, answer) SELECT 'a member', json_set(c, '$.DataMesh', json('{"Domain":{"Id":[1,2.50,true,null,"x"]},"big":12345678901234567890}')) FROM base;
INSERT INTO answers(what, answer) SELECT 'members of every type', json_set(c, '$.A', 1, '$.B', 1.5, '$.C', json('true'), '$.D', 'text', '$.E', json('[]'), '$.F', json('{}')) FROM base;
INSERT INTO answers(what, answer) SELECT 'a member with / and ~ in its name', json_insert(json_remove(c, '$.Status'), '$."a/b~c~1"', 1, '$.Status', 'READY') FROM base;
INSERT INTO answers(what, answer) SELECT 'a member of PhysicalConnectionRequirements', json_set(c, '$.PhysicalConnectionRequirements.VpcEndpointId', 'vpce-1', '$.PhysicalConnectionRequirements.Ipv6', json('{"Only":false}')) FROM base;
INSERT INTO answers(what, answer) SELECT 'a member of AuthenticationConfiguration', json_set(c, '$.AuthenticationConfiguration.Passkey', json('{"Id":1}')) FROM base;
INSERT INTO answers(what, answer) SELECT 'one deeper in AuthenticationConfiguration', json_set(c, '$.AuthenticationConfiguration.OAuth2Properties', json('{"OAuth2GrantType":"CLIENT_CREDENTIALS","Proof":"x","OAuth2ClientApplication":{"UserManagedClientApplicationClientId":"id","Tier":"y"}}')) FROM base;
INSERT INTO answers(what, answer) SELECT 'an authentication type', json_set(c, '$.AuthenticationConfiguration.AuthenticationType', 'PASSKEY') FROM base;
INSERT INTO answers(what, answer) SELECT 'a grant type', json_set(c, '$.AuthenticationConfiguration.OAuth2Properties', json('{"OAuth2GrantType":"DEVICE_CODE"}')) FROM base;
INSERT INTO answers(what, answer) SELECT 'a connection type', json_set(c, '$.ConnectionType', 'TELEPATHY') FROM base;
INSERT INTO answers(what, answer) SELECT 'a status', json_set(c, '$.Status', 'DEGRADED') FROM base;
INSERT INTO answers(what, answer) SELECT 'an empty reason', json_set(c, '$.StatusReason', '') FROM base;
INSERT INTO answers(what, answer) SELECT 'a reason for READY', json_set(c, '$.StatusReason', 'all is well') FROM base;
INSERT INTO answers(what, answer) SELECT 'schema version 3', json_set(c, '$.ConnectionSchemaVersion', 3) FROM base;
INSERT INTO answers(what, answer) SELECT 'an environment', json_set(c, '$.CompatibleComputeEnvironments', json('["SPARK","QUANTUM"]')) FROM base;
INSERT INTO answers(what, answer) SELECT 'no environments', json_set(c, '$.CompatibleComputeEnvironments', json('[]')) FROM base;
INSERT INTO answers(what, answer) SELECT 'empty values', json_set(c, '$.Description', '', '$.LastUpdatedBy', '', '$.ConnectionProperties.CUSTOM_JDBC_CERT_STRING', '', '$.MatchCriteria', json('[""]'), '$.PhysicalConnectionRequirements.AvailabilityZone', '', '$.PhysicalConnectionRequirements.SecurityGroupIdList', json('[]')) FROM base;
INSERT INTO answers(what, answer) SELECT 'longer than today''s limits', json_set(c, '$.Name', hex(zeroblob(200)), '$.ConnectionProperties.JDBC_CONNECTION_URL', 'jdbc:mysql://h/' || hex(zeroblob(700)), '$.MatchCriteria', json('[1,2,3,4,5,6,7,8,9,10,11]') -> '$[#-12]') FROM base;
INSERT INTO answers(what, answer) SELECT 'a control character in a name', json_set(c, '$.Name', 'or' || char(27) || 'ders') FROM base;
INSERT INTO answers(what, answer) SELECT 'no status, nobody, no version, no environments', json_remove(c, '$.Status', '$.LastUpdatedBy', '$.ConnectionSchemaVersion', '$.CompatibleComputeEnvironments') FROM base;
INSERT INTO answers(what, answer) SELECT 'hardly anything', '{"Name":"least","ConnectionType":"JDBC","CreationTime":1700000000.0}';
INSERT INTO answers(what, answer) SELECT 'nulls', json_set(c, '$.Status', NULL, '$.StatusReason', NULL, '$.New', NULL, '$.PhysicalConnectionRequirements.New', NULL, '$.LastUpdatedBy', NULL) FROM base;
INSERT INTO answers(what, answer) SELECT 'without what its type needs', json_set(c, '$.ConnectionType', 'KAFKA', '$.ConnectionProperties', json('{}')) FROM base;
INSERT INTO answers(what, answer) SELECT 'what the service itself refuses', json_remove(json_set(c, '$.ConnectionType', 'MYSQL', '$.ConnectionProperties', json('{"HOST":"h"}')), '$.AuthenticationConfiguration') FROM base;

-- each has a name of its own in the tables
UPDATE answers SET answer = json_set(answer, '$.Name', printf('%02d %s', id, answer ->> 'Name'));

.print '--- taken at every level'
INSERT INTO lenient(request) SELECT answer FROM answers;
INSERT INTO standard(request) SELECT answer FROM answers;
INSERT INTO strict(request) SELECT answer FROM answers;
SELECT (SELECT count(*) FROM answers), (SELECT count(*) FROM lenient), (SELECT count(*) FROM standard), (SELECT count(*) FROM strict);

.print '--- and shown again as it was: what is missing or other is listed'
CREATE TABLE leaves(what, level, fullkey, atom, type);
INSERT INTO leaves SELECT a.what, 0, j.fullkey, j.atom, j.type FROM answers a, json_tree(a.answer) j WHERE j.type <> 'null' AND j.fullkey NOT LIKE '$.%Time';
INSERT INTO leaves SELECT a.what, 1, j.fullkey, j.atom, j.type FROM answers a JOIN lenient t ON t.name = a.answer ->> 'Name', json_tree(t.connection) j WHERE j.type <> 'null' AND j.fullkey NOT LIKE '$.%Time';
INSERT INTO leaves SELECT a.what, 2, j.fullkey, j.atom, j.type FROM answers a JOIN standard t ON t.name = a.answer ->> 'Name', json_tree(t.connection) j WHERE j.type <> 'null' AND j.fullkey NOT LIKE '$.%Time';
INSERT INTO leaves SELECT a.what, 3, j.fullkey, j.atom, j.type FROM answers a JOIN strict t ON t.name = a.answer ->> 'Name', json_tree(t.connection) j WHERE j.type <> 'null' AND j.fullkey NOT LIKE '$.%Time';
SELECT level, 'lost', * FROM (SELECT 1 AS level UNION ALL SELECT 2 UNION ALL SELECT 3) l,
  (SELECT what, fullkey, atom FROM leaves WHERE level = 0) x WHERE NOT EXISTS (SELECT 1 FROM leaves y WHERE y.level = l.level AND y.what = x.what AND y.fullkey = x.fullkey AND y.atom IS x.atom) ORDER BY 3, 1, 4;
SELECT level, 'invented', what, fullkey, atom FROM leaves x WHERE level > 0 AND NOT EXISTS (SELECT 1 FROM leaves y WHERE y.level = 0 AND y.what = x.what AND y.fullkey = x.fullkey AND y.atom IS x.atom) ORDER BY 3, 1, 4;
SELECT connection FROM strict WHERE name LIKE '02%' OR name LIKE '04%' OR name LIKE '05%';

.print '--- what is not known, and where it is kept'
SELECT name, unknown_members FROM strict WHERE unknown_members IS NOT NULL ORDER BY name;

.print '--- its warnings'
SELECT a.what, f.path, substr(f.message, 1, 200) FROM answers a, glue_lint(a.answer) f WHERE f.rule = 'newer-than-known' ORDER BY a.id, f.path;
SELECT a.what, f.severity, f.rule, f.path FROM answers a, glue_lint(a.answer) f WHERE f.severity = 'error' OR f.rule NOT IN ('newer-than-known') ORDER BY a.id, f.rule, f.path;

.print '--- what an answer does not say is not invented; what none holds is as for a request'
SELECT name, status, last_updated_by, connection_schema_version, compatible_compute_environments, last_updated_time, validate_credentials, tags FROM standard WHERE name LIKE '2_ %' ORDER BY name;
SELECT connection, request FROM standard WHERE name LIKE '% least';

.print '--- members that look like secrets are not kept, wherever they stand'
CREATE TABLE secrets(member, value);
INSERT INTO secrets VALUES('NewPassword', '"hunter2hunter2"'), ('Vault', '{"a":[{"ClientSecret":"hunter2hunter2"}]}'), ('Link', '"postgres://u:hunter2hunter2@h/d"'),
  ('Note', '"password=hunter2hunter2"'), ('password=hunter2hunter2', '1'), ('Key', '"-----BEGIN PRIVATE KEY-----hunter2"'), ('NewSecretArn', '"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"'), ('NewSecretId', '"orders"'),
  ('MasterPassword', '12345678'), ('ClientSecret', '{"Value":"hunter2hunter2"}'), ('AccessToken', '[{"v":"hunter2hunter2"}]'), ('Vaults', '{"Secret":[[1, {"a":"hunter2hunter2"}]]}'),
  ('MaxTokens', '5000'), ('NewSecret', '{"Name":"orders","Id":"o"}'), ('SecretSince', '[true, 123]');
INSERT INTO strict(request) SELECT json_object('Name', 'secret ' || s.rowid, 'ConnectionType', 'CUSTOM', 'CreationTime', 1700000000, s.member, json(s.value),
    'PhysicalConnectionRequirements', json_object(s.member, json(s.value))) FROM secrets s;
SELECT name, unknown_members FROM strict WHERE name LIKE 'secret %';
SELECT count(*) FROM strict_data WHERE unknown_members LIKE '%hunter2%' OR physical_connection_requirements LIKE '%hunter2%';
SELECT f.path, f.message FROM secrets s, glue_lint(json_object('Name', 'x', 'ConnectionType', 'CUSTOM', 'CreationTime', 1700000000, s.member, json(s.value))) f WHERE f.rule = 'newer-than-known';
INSERT INTO strict(name, connection_type, connection_properties, creation_time, unknown_members) VALUES('secret copy', 'CUSTOM', '{}', 1, '{"/ClientSecret":{"Value":"hunter2hunter2"}}');

.print '--- nor is what is nested so deeply that an export with it could not be read again'
CREATE TEMP VIEW deep AS SELECT n, json_object('Name', 'deep ' || n, 'ConnectionType', 'CUSTOM', 'CreationTime', 1, 'ConnectionProperties', json('{}'),
  'New', json(replace(hex(zeroblob(n)), '00', '[') || replace(hex(zeroblob(n)), '00', ']'))) AS answer FROM (SELECT column1 AS n FROM (VALUES (32), (33), (60)));
INSERT INTO strict(request) SELECT answer FROM deep;
SELECT name, length(unknown_members) FROM strict WHERE name GLOB 'deep *';
SELECT f.message FROM deep, glue_lint(answer) f WHERE f.rule = 'newer-than-known';
INSERT INTO strict(name, connection_type, connection_properties, creation_time, unknown_members)
  SELECT 'deep', 'CUSTOM', '{}', 1, json_object('/New', json(replace(hex(zeroblob(33)), '00', '[') || replace(hex(zeroblob(33)), '00', ']')));
SELECT count(*) FROM (SELECT glue_export_connections(connection, request) AS document FROM strict WHERE name GLOB 'deep *'), glue_requests(document) WHERE problem IS NULL;
DELETE FROM strict WHERE name GLOB 'deep*';

.print '--- beside {"Connection": ...} stand CatalogId, Region and Tags; it needs no CreationTime; tags may be the service''s own'
INSERT INTO strict(request) VALUES('{"Connection":{"Name":"wrapped","ConnectionType":"CUSTOM","New":1},"CatalogId":"111122223333","Region":"eu-west-1","Tags":{"aws:cloudformation:stack-name":"s","env":"prod"}}');
SELECT name, catalog_id, region, tags, creation_time, status, unknown_members, connection FROM strict WHERE name = 'wrapped';
INSERT INTO strict(request) VALUES('{"Name":"beside","ConnectionType":"CUSTOM","CreationTime":1,"CatalogId":"111122223333","Region":"eu-west-1","Tags":{"env":"prod"},"ValidateCredentials":false,"ValidateForComputeEnvironments":["SPARK"]}');
SELECT name, catalog_id, region, tags, validate_credentials, validate_for_compute_environments, unknown_members, connection FROM strict WHERE name = 'beside';

.print '--- what is no answer: no name, no type, another JSON type, a member twice, where it is kept'
CREATE TABLE bad(doc);
INSERT INTO bad VALUES('{"ConnectionType":"CUSTOM","CreationTime":1}'), ('{"Name":"","ConnectionType":"CUSTOM","CreationTime":1}'), ('{"Name":"x","CreationTime":1}'), ('{"Name":"x","ConnectionType":"","CreationTime":1}'),
  ('{"Name":5,"ConnectionType":"CUSTOM","CreationTime":1}'), ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":"soon"}'), ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"Status":7}'),
  ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"ConnectionProperties":[]}'), ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"ConnectionProperties":{"PORT":1}}'), ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"ConnectionProperties":{"PORT":null}}'),
  ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"PhysicalConnectionRequirements":{"SubnetId":1,"New":1}}'), ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"MatchCriteria":{}}'), ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"ConnectionSchemaVersion":"3"}'),
  ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"New":1,"New":2}'), ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"AuthenticationConfiguration":{"New":1,"New":2}}'), ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"Name":"y"}'),
  ('{"Name":"x","ConnectionType":"CUSTOM","CreationTime":1,"PhysicalConnectionRequirements":{"New":1,"New":2}}'), ('{"Connection":{"Name":"x","ConnectionType":"CUSTOM"},"CatalogId":""}'), ('{"Connection":{"Name":"x","ConnectionType":"CUSTOM"},"Region":"EU"}'), ('{"Connection":{"Name":"x","ConnectionType":"CUSTOM"},"Tag":{}}'), ('{"Connection":[]}');
SELECT f.severity, f.rule, f.path, f.message FROM bad, glue_lint(doc) f WHERE f.severity = 'error';
INSERT OR IGNORE INTO lenient(request) SELECT doc FROM bad;
SELECT count(*) FROM lenient WHERE name IN ('x', 'y', '');
SELECT severity, rule, path, message FROM glue_lint('{"Connection":5,"Connection":{"Name":"x","ConnectionType":"CUSTOM","New":1}}');
.print '--- a longer type is a newer one'
SELECT f.severity, f.rule, f.path FROM glue_lint(json_object('Name', 'x', 'ConnectionType', hex(zeroblob(130)), 'CreationTime', 1)) f;

.print '--- a request is none: what it must not have is an error at every level'
INSERT INTO lenient(request) VALUES('{"Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{},"New":1}');
INSERT INTO lenient(request) VALUES('{"Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{},"CreationTime":null,"New":1}');
INSERT INTO lenient(request) VALUES('{"ConnectionInput":{"Name":"x","ConnectionType":"CUSTOM","ConnectionProperties":{},"CreationTime":1}}');

.print '--- but for its enumerations, which are open at level lenient'
INSERT INTO standard(name, connection_type, connection_properties, authentication_configuration, validate_for_compute_environments) VALUES('open', 'SALESFORCE', '{"INSTANCE_URL":"https://x"}', '{"AuthenticationType":"PASSKEY"}', '["QUANTUM"]');
INSERT INTO lenient(name, connection_type, connection_properties, authentication_configuration, validate_for_compute_environments) VALUES('open', 'SALESFORCE', '{"INSTANCE_URL":"https://x"}', '{"AuthenticationType":"PASSKEY"}', '["QUANTUM"]');
SELECT authentication_configuration, validate_for_compute_environments, status FROM lenient WHERE name = 'open';
UPDATE lenient SET status = 'DEGRADED' WHERE name = 'open';

.print '--- a copy by columns is an observation as well: it gives creation_time'
CREATE VIRTUAL TABLE copy USING glue_connections(account_id=111122223333, region=ap-south-1, validation=strict);
INSERT INTO copy SELECT * FROM strict WHERE creation_time IS NOT NULL;
SELECT count(*), count(unknown_members) FROM copy;
DELETE FROM copy;
INSERT INTO copy(name, connection_type, connection_properties, creation_time, status, unknown_members) SELECT name, connection_type, connection_properties, coalesce(creation_time, 0), status, unknown_members FROM strict;
SELECT count(*), count(unknown_members) FROM copy;
SELECT count(*) FROM copy JOIN strict USING(name) WHERE copy.unknown_members IS NOT strict.unknown_members OR copy.status IS NOT strict.status;
INSERT INTO copy(name, connection_type, connection_properties, unknown_members) VALUES('u', 'CUSTOM', '{}', '{"/New":1}');
INSERT INTO copy(name, connection_type, creation_time, unknown_members) VALUES('u', 'CUSTOM', 0, '[]');
INSERT INTO copy(name, connection_type, creation_time, unknown_members) VALUES('u', 'CUSTOM', 0, '{"New":1}');
INSERT INTO copy(name, connection_type, creation_time, unknown_members) VALUES('u', 'CUSTOM', 0, '{"/AuthenticationConfiguration/New":1}');
INSERT INTO copy(name, connection_type, creation_time, unknown_members) VALUES('u', 'CUSTOM', 0, '{"/New":{"Password":"hunter2hunter2"}}');
INSERT INTO copy(name, connection_type, creation_time, physical_connection_requirements, unknown_members) VALUES('u', 'CUSTOM', 0, '{"New":2,"SubnetId":"s"}', '{"/New":1}');
SELECT unknown_members, connection FROM copy WHERE name = 'u';

.print '--- an UPDATE by columns is refused for what it sets, not for what was there'
UPDATE strict SET description = 'seen';
SELECT count(*), count(unknown_members) > 3, sum(description = 'seen') = count(*) FROM strict;
UPDATE strict SET tags = '{"k":"v"}', connection_properties = connection_properties, authentication_configuration = authentication_configuration, match_criteria = match_criteria, status = status;
SELECT count(*) FROM strict WHERE tags = '{"k":"v"}';
UPDATE standard SET description = char(7) WHERE name LIKE '09%';
UPDATE standard SET connection_properties = '{"PORT":""}' WHERE name LIKE '09%';
UPDATE standard SET authentication_configuration = '{"AuthenticationType":"TELEPATHY"}' WHERE name LIKE '09%';
UPDATE standard SET unknown_members = '{"/Other":1}' WHERE name LIKE '02%';
UPDATE standard SET unknown_members = unknown_members WHERE name LIKE '02%';
UPDATE standard SET name = 'renamed', region = 'eu-west-1' WHERE name LIKE '02%';
SELECT connection ->> 'DataMesh' IS NOT NULL, status, connection_schema_version, last_updated_by FROM standard WHERE name = 'renamed';

.print '--- nor is an entry held against the UPDATE of another one: what is refused is what the row had not already'
INSERT INTO standard(request) VALUES('{"Name":"odd","ConnectionType":"JDBC","CreationTime":1,"ConnectionProperties":{"EMPTY":"","OTHER":"x","Q":""},"MatchCriteria":["","a"],"AuthenticationConfiguration":{"AuthenticationType":"PASSKEY","SecretArn":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"}}');
UPDATE standard SET connection_properties = json_set(connection_properties, '$.OTHER', 'y', '$.NEW', 'z') WHERE name = 'odd';
UPDATE standard SET match_criteria = json_set(match_criteria, '$[1]', 'b'), authentication_configuration = json_set(authentication_configuration, '$.SecretArn', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:t') WHERE name = 'odd';
UPDATE standard SET connection_properties = json_set(connection_properties, '$.OTHER', '') WHERE name = 'odd';
UPDATE standard SET connection_properties = json_remove(connection_properties, '$.EMPTY'), match_criteria = '["b",""]' WHERE name = 'odd';
UPDATE standard SET connection_properties = json_remove(connection_properties, '$.EMPTY') WHERE name = 'odd';
UPDATE standard SET connection_properties = json_set(connection_properties, '$.EMPTY', '') WHERE name = 'odd';
UPDATE standard SET authentication_configuration = json_set(authentication_configuration, '$.AuthenticationType', 'TELEPATHY') WHERE name = 'odd';
UPDATE standard SET connection_type = 'MONGODB' WHERE name = 'odd';
UPDATE standard SET request = json_set(request, '$.ConnectionInput.Description', 'x') WHERE name = 'odd';
SELECT connection_properties, match_criteria, authentication_configuration FROM standard WHERE name = 'odd';
DELETE FROM standard WHERE name = 'odd';
.print '--- nor is it the same where only its end is another one, or it is a secret that no message shows'
INSERT INTO strict(request) VALUES(json_object('Name', 'long', 'ConnectionType', 'CUSTOM', 'CreationTime', 1, 'ConnectionProperties', json_object('long', printf('%.1100c', 'x'), 'sfPassword', 'hunter2hunter2'), 'MatchCriteria', json_array('a', '')));
UPDATE strict SET connection_properties = json_set(connection_properties, '$.other', 'x') WHERE name = 'long';
UPDATE strict SET connection_properties = json_set(connection_properties, '$.long', printf('%.1100c', 'x') || 'y') WHERE name = 'long';
UPDATE strict SET connection_properties = json_set(connection_properties, '$.sfPassword', 'hunter3hunter3') WHERE name = 'long';
UPDATE strict SET match_criteria = json_set(match_criteria, '$[0]', 'b') WHERE name = 'long';
UPDATE strict SET connection_properties = json_remove(connection_properties, '$.long', '$.sfPassword', '$.other'), match_criteria = '["a"]' WHERE name = 'long';
SELECT connection_properties, match_criteria FROM strict WHERE name = 'long';
DELETE FROM strict WHERE name = 'long';
INSERT INTO strict(request) SELECT json_object('Name', 'many', 'ConnectionType', 'CUSTOM', 'CreationTime', 1, 'ConnectionProperties', json('{}'),
  'PhysicalConnectionRequirements', json_object('SecurityGroupIdList', json_group_array(CASE value WHEN 10 THEN printf('%.1100c', 'x') ELSE 'sg-' || value END))) FROM json_each('[0,1,2,3,4,5,6,7,8,9,10,11]');
UPDATE strict SET physical_connection_requirements = json_set(physical_connection_requirements, '$.SecurityGroupIdList[11]', 'sg-12') WHERE name = 'many';
UPDATE strict SET physical_connection_requirements = json_set(physical_connection_requirements, '$.SecurityGroupIdList[10]', printf('%.1100c', 'x') || 'y') WHERE name = 'many';
SELECT physical_connection_requirements ->> '$.SecurityGroupIdList[11]', length(physical_connection_requirements) FROM strict WHERE name = 'many';
DELETE FROM strict WHERE name = 'many';
INSERT INTO strict(request) VALUES(json_object('Name', 'told', 'ConnectionType', 'CUSTOM', 'CreationTime', 1, 'ConnectionProperties', json('{}'), 'Description', printf('%.2100c', 'x')));
UPDATE strict SET description = description || 'y', match_criteria = '["a"]' WHERE name = 'told';
UPDATE strict SET match_criteria = '["b"]' WHERE name = 'told';
SELECT length(description), match_criteria FROM strict WHERE name = 'told';
DELETE FROM strict WHERE name = 'told';
.print '--- nor where a text is there that was not, of which the same is said'
INSERT INTO strict(request) VALUES('{"Name":"plain","ConnectionType":"JDBC","CreationTime":1,"ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d","SECRET_ID":"s"}}');
UPDATE strict SET connection_properties = json_set(connection_properties, '$.SECRET_ID', 't') WHERE name = 'plain';
UPDATE strict SET connection_properties = json_set(connection_properties, '$.JDBC_ENFORCE_SSL', 'false') WHERE name = 'plain';
SELECT connection_properties FROM strict WHERE name = 'plain';
DELETE FROM strict WHERE name = 'plain';
.print '--- of more than 500 texts the words are compared, not their ends'
WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 501)
INSERT INTO strict(request) SELECT json_object('Name', 'hundreds', 'ConnectionType', 'CUSTOM', 'CreationTime', 1, 'ConnectionProperties', json('{}'),
  'PhysicalConnectionRequirements', json_object('SecurityGroupIdList', json_group_array(printf('%.256c', 'x')))) FROM n;
UPDATE strict SET physical_connection_requirements = json_set(physical_connection_requirements, '$.SecurityGroupIdList[499]', printf('%.256c', 'x') || 'y') WHERE name = 'hundreds';
UPDATE strict SET physical_connection_requirements = json_set(physical_connection_requirements, '$.SecurityGroupIdList[500]', printf('%.256c', 'x') || 'y') WHERE name = 'hundreds';
SELECT length(physical_connection_requirements ->> '$.SecurityGroupIdList[499]'), length(physical_connection_requirements ->> '$.SecurityGroupIdList[500]') FROM strict WHERE name = 'hundreds';
DELETE FROM strict WHERE name = 'hundreds';
.print '--- where a row has been damaged, and has a member twice, what is looked up may not be in the first of the two'
.dbconfig defensive off
INSERT INTO strict(request) VALUES('{"Name":"twice","ConnectionType":"CUSTOM","CreationTime":1}');
UPDATE strict_data SET physical_connection_requirements = '{"SecurityGroupIdList":[],"SecurityGroupIdList":[""]}',
  authentication_configuration = '{"OAuth2Properties":{},"OAuth2Properties":{"OAuth2ClientApplication":{"UserManagedClientApplicationClientId":"' || printf('%.2100c', 'x') || '"}}}' WHERE name = 'twice';
UPDATE strict SET physical_connection_requirements = physical_connection_requirements || ' ', authentication_configuration = authentication_configuration || ' ', description = 'as it was' WHERE name = 'twice';
SELECT description, physical_connection_requirements, length(authentication_configuration) FROM strict WHERE name = 'twice';
DELETE FROM strict WHERE name = 'twice';

.print '--- tags that AWS itself has set may be given back as they are, and only so: TagResource leaves them, too'
INSERT INTO standard(request) VALUES('{"Connection":{"Name":"stack","ConnectionType":"CUSTOM","CreationTime":1},"Tags":{"aws:cloudformation:stack-name":"s","AWS:b":"","env":"dev"}}');
UPDATE standard SET tags = json_patch(tags, '{"env":"prod"}') WHERE name = 'stack';
UPDATE standard SET tags = json_patch(tags, '{"owner":"me"}'), description = 'tagged' WHERE name = 'stack';
UPDATE standard SET tags = json_patch(tags, '{"aws:new":"x"}') WHERE name = 'stack';
UPDATE standard SET tags = json_patch(tags, '{"aws:cloudformation:stack-name":"other"}') WHERE name = 'stack';
UPDATE standard SET tags = json_patch(tags, '{"aws:cloudformation:stack-name":"other"}'), description = 'other' WHERE name = 'stack';
SELECT tags, description FROM standard WHERE name = 'stack';
UPDATE standard SET tags = json_remove(tags, '$."AWS:b"') WHERE name = 'stack';
UPDATE standard SET request = json_set(request, '$.ConnectionInput.ConnectionProperties', json('{}')) WHERE name = 'stack';
SELECT tags FROM standard WHERE name = 'stack';
UPDATE standard SET tags = json_set(tags, '$."aws:cloudformation:stack-name"', 5) WHERE name = 'stack';
UPDATE standard SET tags = '["aws:x"]' WHERE name = 'stack';
INSERT INTO standard(request) VALUES('{"Connection":{"Name":"mine","ConnectionType":"CUSTOM"},"Tags":{"aws:x":"1"}}');
UPDATE standard SET tags = NULL WHERE name = 'mine';
SELECT tags FROM standard WHERE name = 'mine';

.print '--- what an export puts beside the members is no unknown member'
INSERT INTO copy(name, connection_type, creation_time, unknown_members) VALUES('exported', 'CUSTOM', 0, '{"/CatalogId":"x","/Region":"x","/Tags":{"a":"b"},"/ValidateCredentials":false,"/ValidateForComputeEnvironments":["SPARK"],"/New":1}');
SELECT connection FROM copy WHERE name = 'exported';
SELECT glue_export_connections(connection, request) FROM copy WHERE name = 'exported';

.print '--- beside unknown members a structure within another one is shown as it is; names that need an escape, or are none'
INSERT INTO copy(name, connection_type, creation_time, authentication_configuration, unknown_members) VALUES('nested', 'CUSTOM', 0,
  '{"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2GrantType":"CLIENT_CREDENTIALS","OAuth2ClientApplication":{"UserManagedClientApplicationClientId":"id"}}}', '{"/":1,"/a~2b~":2,"/c~0~1d":3,"/AuthenticationConfigurations":4}');
SELECT connection FROM copy WHERE name = 'nested';
INSERT INTO copy(name, connection_type, creation_time, unknown_members) VALUES('u', 'CUSTOM', 1, '{"/AuthenticationConfiguration":{"New":1}}');

.print '--- what was not said stays so; who changed it is said from then on'
UPDATE standard SET description = 'x' WHERE name LIKE '21%';
SELECT status, connection_schema_version, compatible_compute_environments, last_updated_by, last_updated_time > '2025' FROM standard WHERE name LIKE '21%';

.print '--- SET request with a newer answer: times, status, who and unknown members become the answer''s; what no answer holds stays'
CREATE VIRTUAL TABLE v USING glue_connections(validation=standard);
INSERT INTO v(name, connection_type, connection_properties, authentication_configuration, tags, validate_credentials, validate_for_compute_environments) VALUES('a', 'SALESFORCE',
  '{"INSTANCE_URL":"https://x","PASSWORD":"s3cret","KAFKA_CLIENT_KEYSTORE_PASSWORD":"k3y"}',
  '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"p4ss"}}', '{"env":"prod"}', 0, '["SPARK"]');
UPDATE v SET request = '{"Name":"a","ConnectionType":"SALESFORCE","ConnectionProperties":{"INSTANCE_URL":"https://y"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s"},"CreationTime":1700000000,"LastUpdatedTime":1700000001,"Status":"DEGRADED","New":1}';
SELECT status, status_reason, creation_time, last_updated_time, last_updated_by, tags, validate_credentials, validate_for_compute_environments, unknown_members FROM v;
SELECT glue_decrypt(request) FROM v;
SELECT key, CASE WHEN key LIKE 'ENCRYPTED%' THEN value LIKE 'glue-connections:%' ELSE value END FROM v, json_each(v.connection, '$.ConnectionProperties');
SELECT json_remove(connection, '$.ConnectionProperties') FROM v;
UPDATE v SET request = '{"Name":"a","ConnectionType":"SALESFORCE","ConnectionProperties":{"INSTANCE_URL":"https://z","PASSWORD":"n3w"},"AuthenticationConfiguration":{"AuthenticationType":"OAUTH2"},"CreationTime":1700000000}';
SELECT glue_decrypt(request), status, last_updated_time, unknown_members FROM v;
SELECT name FROM v;
UPDATE v SET request = '{"Name":"b","ConnectionType":"SALESFORCE","CreationTime":1700000000}';
UPDATE v SET request = '{"Name":"a","CreationTime":1700000000}';

.print '--- SET request with a request ends it: the row is held against everything again'
UPDATE v SET request = '{"ConnectionInput":{"Name":"a","ConnectionType":"SALESFORCE","ConnectionProperties":{"INSTANCE_URL":"https://x"},"AuthenticationConfiguration":{"AuthenticationType":"PASSKEY"}}}';
UPDATE v SET request = '{"ConnectionInput":{"Name":"a","ConnectionType":"SALESFORCE","ConnectionProperties":{"INSTANCE_URL":"https://x"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC"}}}';
SELECT status, connection_schema_version, compatible_compute_environments, unknown_members, creation_time, last_updated_by, last_updated_time > '2025' FROM v;
UPDATE standard SET request = '{"Name":"' || name || '","ConnectionType":"CUSTOM","ConnectionProperties":{}}' WHERE name LIKE '22%' OR name LIKE '12%';
SELECT name, status, connection_schema_version, compatible_compute_environments, last_updated_by, creation_time FROM standard WHERE name LIKE '22%' OR name LIKE '12%' ORDER BY name;
INSERT INTO standard(request) VALUES('{"Name":"failed","ConnectionType":"CUSTOM","CreationTime":1,"Status":"FAILED","StatusReason":"no route"}'), ('{"Name":"failed too","ConnectionType":"CUSTOM","CreationTime":1,"Status":"FAILED","StatusReason":""}'),
  ('{"Name":"validated","ConnectionType":"CUSTOM","CreationTime":1,"Status":"IN_PROGRESS"}'), ('{"Name":"ready","ConnectionType":"CUSTOM","CreationTime":1,"Status":"READY","StatusReason":"fine"}');
UPDATE standard SET request = json_object('Name', name, 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}')) WHERE name IN ('failed', 'failed too', 'validated', 'ready');
SELECT name, status, status_reason FROM standard WHERE name IN ('failed', 'failed too', 'validated', 'ready') ORDER BY name;
.print '--- what the service itself has encrypted is no secret of ours, and a newer answer without it is the whole of it'
INSERT INTO standard(request) VALUES('{"Name":"theirs","ConnectionType":"CUSTOM","CreationTime":1,"ConnectionProperties":{"ENCRYPTED_PASSWORD":"AQICAHg="}}');
UPDATE standard SET request = '{"Name":"theirs","ConnectionType":"CUSTOM","CreationTime":1,"ConnectionProperties":{"a":"b"}}' WHERE name = 'theirs';
SELECT connection_properties FROM standard WHERE name = 'theirs';

.print '--- all of it is sound'
INSERT INTO lenient(lenient) VALUES('integrity-check');
INSERT INTO standard(standard) VALUES('integrity-check');
INSERT INTO strict(strict) VALUES('integrity-check');
INSERT INTO copy(copy) VALUES('integrity-check');
INSERT INTO v(v) VALUES('integrity-check');
INSERT INTO strict(strict) VALUES('rekey');
PRAGMA integrity_check;
