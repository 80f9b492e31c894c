-- What is exported and imported again is the same: in all four forms, for 42 requests of real use and
-- for generated ones that have what is special somewhere (to JSON, SQL, shells, CloudFormation and
-- Terraform) in every text.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/roundtrip') IS NOT NULL AS key;
CREATE VIRTUAL TABLE inventory USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0);

.print '--- the real requests'
CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM inventory;
CREATE TEMP TRIGGER connections_insert INSTEAD OF INSERT ON connections
  BEGIN INSERT INTO inventory(request) VALUES(new.request); END;
.parameter set @file tests/data/requests.jsonl
.read sql/import.sql

.print '--- the generated ones'
CREATE TEMP TABLE texts(number INTEGER PRIMARY KEY, text TEXT);
INSERT INTO texts(text) VALUES
  ('plain'), ('it''s'), ('say "hi"'), ('back\slash\\twice\'), ('$(touch pwned) `touch pwned` $HOME; & | > *'),
  ('${user}'), ('$${user}'), ('$$${user}'), ('$$$'), ('%{if x}'), ('%%{x}'), ('$%{x}%${y}'), ('${"$"}{x}'), ('%${"%"}{'),
  ('{{resolve:ssm:x}}'), ('{{x}}'), ('${Ref:X}'), ('${!x}'), ('{"Ref":"x"}'), ('[]'), ('{}'), ('null'), ('true'), ('05'),
  ('Zoë Ĳssel 東京 Ελλάδα'), ('😀👩‍👩‍👧‍👦 🏳️‍🌈'), (char(0x10FFFF) || char(0xE000) || char(0x200B)), ('tab' || char(9) || 'tab'),
  (' leading and trailing '), ('a:b,c/d;e=f'), ('-rf'), ('--profile'), ('a''b"c\d$e`f%g{h}i'), ('\u0041\n'), ('</script><!--'),
  ('Secret1'), ('Connection7'), ('connection_7'), ('@file'), ('NULL'), ('ENCRYPTED_x'), ('https://h/p?a=b&c=%7B%7D');
CREATE TEMP VIEW requests AS
  WITH RECURSIVE
    n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300),
    t(i, a, b, c, d, e, f) AS (
      SELECT i, (SELECT text FROM texts WHERE number = 1 + i % 42),
             (SELECT text FROM texts WHERE number = 1 + i * 5 % 42),
             (SELECT text FROM texts WHERE number = 1 + i * 11 % 42),
             (SELECT text FROM texts WHERE number = 1 + i * 13 % 42),
             (SELECT text FROM texts WHERE number = 1 + (i / 42 + i * 17) % 42),
             (SELECT text FROM texts WHERE number = 1 + (i / 42 + i * 19) % 42)
        FROM n)
  SELECT json_patch('{}', json_object(
      'CatalogId', iif(i % 7 = 0, 'catalog ' || i, NULL),
      'ConnectionInput', json_object(
        'Name', iif(i <= 42, a, a || ' ' || i),
        'Description', iif(i % 3, b || char(10) || c || char(13, 10) || d, ''),
        'ConnectionType', iif(i % 2, 'CUSTOM', 'MYSQL'),
        'MatchCriteria', json(CASE i % 4 WHEN 0 THEN '[]' WHEN 1 THEN json_array(c, d) END),
        'ConnectionProperties', json_object(c || i, d, 'HOST', e, 'PASSWORD', f, 'KAFKA_SASL_SCRAM_PASSWORD', b),
        'AthenaProperties', json(iif(i % 5, json_object(d || i, c), NULL)),
        'SparkProperties', json(CASE i % 5 WHEN 0 THEN json_object(c, d) WHEN 1 THEN '{}' WHEN 2 THEN '{"Ref":"Fn"}' END),
        'PythonProperties', json(iif(i % 6, NULL, json_object(e, f))),
        'PhysicalConnectionRequirements', json(CASE i % 3
           WHEN 0 THEN json_object('AvailabilityZone', b, 'SubnetId', c, 'SecurityGroupIdList', json_array(d, 'sg-1'))
           WHEN 1 THEN '{}' ELSE '{"SecurityGroupIdList":[]}' END),
        'AuthenticationConfiguration', json(CASE
           WHEN i % 2 THEN NULL
           WHEN i % 4 = 0 THEN json_object('SecretArn', 'arn:aws:secretsmanager:' || replace(f, char(9), ''),
             'AuthenticationType', 'OAUTH2', 'OAuth2Properties', json_object('OAuth2GrantType', 'JWT_BEARER',
             'TokenUrl', 'https://x.example.com/' || i, 'OAuth2ClientApplication', json_object('UserManagedClientApplicationClientId', 'id'),
             'TokenUrlParametersMap', json_object(b, c), 'OAuth2Credentials', json_object('RefreshToken', 'token' || i)))
           WHEN i % 6 = 0 THEN json_object('AuthenticationType', 'CUSTOM', 'CustomAuthenticationCredentials', json_object(e, f, 'username', c))
           ELSE json_object('AuthenticationType', 'BASIC', 'BasicAuthenticationCredentials',
                            json_object('Username', 'user' || i, 'Password', f)) END),
        'ValidateCredentials', json(iif(i % 3 = 1, 'false', NULL)),
        'ValidateForComputeEnvironments', json(iif(i % 8, NULL, '["SPARK","ATHENA"]'))),
      'Tags', json(CASE i % 4 WHEN 0 THEN json_object(e, f, c || 'x', '') WHEN 1 THEN '{"Ref":"x"}' WHEN 2 THEN '{"Fn::Sub":""}' END))) AS request
    FROM t;
INSERT INTO inventory(inventory) VALUES('validation=lenient');
INSERT INTO inventory(request) SELECT request FROM requests;
SELECT count(*), sum(status = 'IN_PROGRESS') FROM inventory;
UPDATE inventory SET status = 'FAILED', status_reason = 'it''s "so" ${x}' WHERE status = 'IN_PROGRESS' AND rowid % 3;
UPDATE inventory SET last_updated_by = 'user/o''d"d 😀', description = description || '!' WHERE rowid % 5 = 1;

-- The table, in clear, as it was and as it came back. What only get-connections keeps is compared for it.
CREATE TABLE before AS SELECT *, request, glue_decrypt(request) AS clear FROM inventory;
CREATE TABLE after AS SELECT * FROM before WHERE 0;
CREATE TEMP VIEW came_back AS
  SELECT count(*) AS connections,
         sum(a.name IS NULL) AS lost,
         sum(a.clear IS NOT b.clear) AS changed,
         sum((a.status, a.status_reason, a.creation_time, a.last_updated_time, a.last_updated_by,
              a.last_connection_validation_time, a.connection_schema_version, a.compatible_compute_environments) IS NOT
             (b.status, b.status_reason, b.creation_time, b.last_updated_time, b.last_updated_by,
              b.last_connection_validation_time, b.connection_schema_version, b.compatible_compute_environments)) > 0
           AS other_history
    FROM before b LEFT JOIN after a ON a.name = b.name AND a.catalog_id = b.catalog_id;

.print '--- in clear: everything comes back'
.parameter set @secrets decrypt

.print '--- get-connections'
.parameter set @out connections.json
.parameter set @file connections.json
.read sql/export_get_connections.sql
DELETE FROM inventory;
.read sql/import.sql
INSERT INTO after SELECT *, request, glue_decrypt(request) FROM inventory;
SELECT * FROM came_back;
DELETE FROM after;

.print '--- requests'
.parameter set @out requests.jsonl
.parameter set @file requests.jsonl
.read sql/export_requests.sql
DELETE FROM inventory;
.read sql/import.sql
INSERT INTO after SELECT *, request, glue_decrypt(request) FROM inventory;
SELECT * FROM came_back;
DELETE FROM after;

.print '--- CloudFormation'
.parameter set @out template.json
.parameter set @file template.json
.read sql/export_cloudformation.sql
DELETE FROM inventory;
.read sql/import.sql
INSERT INTO after SELECT *, request, glue_decrypt(request) FROM inventory;
SELECT * FROM came_back;
DELETE FROM after;

.print '--- Terraform'
.parameter set @out connections.tf.json
.parameter set @file connections.tf.json
.read sql/export_terraform.sql
DELETE FROM inventory;
.read sql/import.sql
INSERT INTO after SELECT *, request, glue_decrypt(request) FROM inventory;
SELECT * FROM came_back;
DELETE FROM after;

.print '--- requests, secrets as they are'
.parameter set @secrets sealed
.parameter set @out sealed.jsonl
.parameter set @file sealed.jsonl
DELETE FROM before;
INSERT INTO before SELECT *, request, glue_decrypt(request) FROM inventory;
.read sql/export_requests.sql
DELETE FROM inventory;
.read sql/import.sql
SELECT count(*) AS the_same FROM inventory i JOIN before b USING(name, catalog_id) WHERE i.request = b.request;

.print '--- with placeholders: everything but the secrets comes back, and the file holds none'
.parameter unset @secrets
CREATE TEMP VIEW without_secrets AS
  SELECT count(*) AS connections, sum(
      json_remove(a.request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials',
        '$.ConnectionInput.AuthenticationConfiguration.SecretArn', '$.ConnectionInput.ConnectionProperties.ENCRYPTED_PASSWORD',
        '$.ConnectionInput.ConnectionProperties.ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD',
        '$.ConnectionInput.ConnectionProperties.PASSWORD', '$.ConnectionInput.ConnectionProperties.KAFKA_SASL_SCRAM_PASSWORD') IS NOT
      json_remove(b.request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials',
        '$.ConnectionInput.AuthenticationConfiguration.SecretArn', '$.ConnectionInput.ConnectionProperties.ENCRYPTED_PASSWORD',
        '$.ConnectionInput.ConnectionProperties.ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD',
        '$.ConnectionInput.ConnectionProperties.PASSWORD', '$.ConnectionInput.ConnectionProperties.KAFKA_SASL_SCRAM_PASSWORD')) AS changed
    FROM before b LEFT JOIN after a ON a.name = b.name AND a.catalog_id = b.catalog_id;
CREATE TEMP VIEW placeholders AS
  SELECT e.key, replace(e.value, a.name, 'NAME') AS value, count(*)
    FROM after a, json_tree(a.clear) e
    WHERE e.key IN ('PASSWORD', 'SecretArn', 'EncryptedCredentials') AND a.name IN ('plain', 'connection_7', 'tf-acc-test-4821-vpc',
      'turbottest62741', 'true')
    GROUP BY 1, 2 ORDER BY 1, 2;
INSERT INTO inventory(request) SELECT '{"ConnectionInput":{"Name":"only here","ConnectionType":"CUSTOM","ConnectionProperties":{"PASSWORD":"s3cr3t-1"},
  "AuthenticationConfiguration":{"AuthenticationType":"CUSTOM","CustomAuthenticationCredentials":{"k":"s3cr3t-2"}}}}';

.print '--- requests'
.parameter set @out requests.jsonl
.parameter set @file requests.jsonl
DELETE FROM inventory WHERE name <> 'only here';
INSERT INTO inventory(request) SELECT clear FROM before;
.read sql/export_requests.sql
SELECT instr(readfile(@out), 's3cr3t') + instr(readfile(@out), 'glue-connections:') AS secrets;
DELETE FROM inventory WHERE name <> 'only here';
.read sql/import.sql
INSERT INTO after SELECT *, request, glue_decrypt(request) FROM inventory;
SELECT * FROM without_secrets;
SELECT * FROM placeholders;
DELETE FROM after;

.print '--- CloudFormation'
.parameter set @out template.json
.parameter set @file template.json
DELETE FROM inventory WHERE name <> 'only here';
INSERT INTO inventory(request) SELECT clear FROM before;
.read sql/export_cloudformation.sql
SELECT instr(readfile(@out), 's3cr3t') + instr(readfile(@out), 'glue-connections:') AS secrets;
DELETE FROM inventory WHERE name <> 'only here';
.read sql/import.sql
INSERT INTO after SELECT *, request, glue_decrypt(request) FROM inventory;
SELECT * FROM without_secrets;
SELECT * FROM placeholders;
DELETE FROM after;

.print '--- Terraform'
.parameter set @out connections.tf.json
.parameter set @file connections.tf.json
DELETE FROM inventory WHERE name <> 'only here';
INSERT INTO inventory(request) SELECT clear FROM before;
.read sql/export_terraform.sql
SELECT instr(readfile(@out), 's3cr3t') + instr(readfile(@out), 'glue-connections:') AS secrets;
DELETE FROM inventory WHERE name <> 'only here';
.read sql/import.sql
INSERT INTO after SELECT *, request, glue_decrypt(request) FROM inventory;
SELECT * FROM without_secrets;
SELECT * FROM placeholders;
DELETE FROM after;

.print '--- get-connections'
.parameter set @out connections.json
.parameter set @file connections.json
DELETE FROM inventory WHERE name <> 'only here';
INSERT INTO inventory(request) SELECT clear FROM before;
.read sql/export_get_connections.sql
SELECT instr(readfile(@out), 's3cr3t') + instr(readfile(@out), 'glue-connections:') AS secrets;
DELETE FROM inventory WHERE name <> 'only here';
.read sql/import.sql
INSERT INTO after SELECT *, request, glue_decrypt(request) FROM inventory;
SELECT * FROM without_secrets;
SELECT * FROM placeholders;
DELETE FROM after;
