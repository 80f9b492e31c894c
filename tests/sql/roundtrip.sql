-- What is exported and read again is the same: in every form, for 42 requests of real use and for
-- generated ones that have what is special somewhere (to JSON, SQL, shells, CloudFormation and
-- Terraform) in every text, and references of every kind.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/roundtrip') IS NOT NULL AS key;
CREATE VIRTUAL TABLE inventory USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0, validation=lenient);
CREATE VIRTUAL TABLE back USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0, validation=lenient);
INSERT INTO inventory(request) SELECT request FROM glue_requests(readfile('tests/data/requests.jsonl'));

CREATE TEMP TABLE texts(number INTEGER PRIMARY KEY, text TEXT);
INSERT INTO texts(text) VALUES
  ('plain'), ('it''s'), ('say "hi"'), ('back\slash\\twice\'), ('$(touch pwned) `touch pwned` $HOME; & | > *'),
  ('${user}'), ('$${user}'), ('$$${user}'), ('$$$'), ('%{if x}'), ('%%{x}'), ('$%{x}%${y}'), ('${"$"}{x}'), ('%${"%"}{'),
  ('{{resolve:ssm:x}}'), ('{{x}}'), ('${Ref:X}'), ('${!x}'), ('{"Ref":"x"}'), ('[]'), ('{}'), ('null'), ('true'), ('05'),
  ('Zoë Ĳssel 東京 Ελλάδα'), ('😀👩‍👩‍👧‍👦 🏳️‍🌈'), (char(0x10FFFF) || char(0xE000) || char(0x200B)), ('tab' || char(9) || 'tab'),
  (' leading and trailing '), ('a:b,c/d;e=f'), ('-rf'), ('--profile'), ('a''b"c\d$e`f%g{h}i'), ('\u0041\n'), ('</script><!--'),
  ('Secret1'), ('Connection7'), ('connection_7'), ('@file'), ('NULL'), ('ENCRYPTED_x'), ('https://h/p?a=b&c=%7B%7D'),
  ('${Select:[0,{"Fn::GetAZs":""}]}'), ('a ${Ref:X.Y.Z} b ${ImportValue:"net-${x}"} ${c'), ('${FindInMap:["A",{"Ref":"B"},"}"]}$'),
  ('${terraform:var.x}'), ('$${terraform:"${a["}"]}"}%{x}${terraform:f(x)}'), ('${unknown:id}'), ('${secret:OTHER}'), ('${Ref:}${terraform:'),
  ('${Transform:{"Name":"x"}}'), ('${terraform:file("/etc/passwd")}');
CREATE TEMP VIEW requests AS
  WITH RECURSIVE
    n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 416),
    t(i, a, b, c, d, e, f) AS (
      SELECT i, (SELECT text FROM texts WHERE number = 1 + i % 52),
             (SELECT text FROM texts WHERE number = 1 + i * 5 % 52),
             (SELECT text FROM texts WHERE number = 1 + i * 11 % 52),
             (SELECT text FROM texts WHERE number = 1 + i * 15 % 52),
             (SELECT text FROM texts WHERE number = 1 + (i / 52 + i * 17) % 52),
             (SELECT text FROM texts WHERE number = 1 + (i / 52 + i * 19) % 52)
        FROM n)
  SELECT json_patch('{}', json_object(
      'CatalogId', iif(i % 7 = 0, 'catalog ' || (i % 2), NULL), 'Region', iif(i % 3 = 0, 'us-east-1', NULL),
      'ConnectionInput', json_object(
        'Name', iif(i <= 52, a, a || ' ' || i),
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
INSERT INTO inventory(request) SELECT request FROM requests;
SELECT count(*), sum(status = 'IN_PROGRESS') FROM inventory;
UPDATE inventory SET status = 'FAILED', status_reason = 'it''s "so" ${x}' WHERE status = 'IN_PROGRESS' AND rowid % 3;
UPDATE inventory SET last_updated_by = 'user/o''d"d 😀', description = description || '!' WHERE rowid % 5 = 1;

-- The table, in clear, as it was and as it comes back. What only get-connections keeps is compared for it.
CREATE TABLE before AS SELECT *, request, glue_decrypt(request) AS clear, connection FROM inventory;
CREATE TEMP VIEW came_back AS
  SELECT count(*) AS connections,
         sum(a.name IS NULL) AS lost,
         sum(glue_decrypt(a.request) IS NOT b.clear) AS changed,
         sum((a.status, a.status_reason, a.creation_time, a.last_updated_time, a.last_updated_by,
              a.last_connection_validation_time, a.connection_schema_version, a.compatible_compute_environments) IS NOT
             (b.status, b.status_reason, b.creation_time, b.last_updated_time, b.last_updated_by,
              b.last_connection_validation_time, b.connection_schema_version, b.compatible_compute_environments)) > 0
           AS other_history
    FROM before b LEFT JOIN back a ON a.name = b.name AND a.catalog_id = b.catalog_id AND a.region = b.region;

.print '--- in clear: everything comes back'
.headers on
INSERT INTO back(request) SELECT r.request FROM
  (SELECT glue_export_connections(connection, clear) AS document FROM before), glue_requests(document) r;
SELECT 'connections' AS form, * FROM came_back;
DELETE FROM back;
.headers off
INSERT INTO back(request) SELECT json_set(r.request, '$.Region', d.region) FROM -- a list of requests is of one region
  (SELECT region, glue_export_requests(clear) AS document FROM before GROUP BY region) d, glue_requests(document) r;
SELECT 'requests', * FROM came_back;
DELETE FROM back;
INSERT INTO back(request) SELECT json_set(r.request, '$.Region', d.region) FROM -- a template is for one account and region
  (SELECT region, glue_export_cloudformation(clear) AS document FROM before GROUP BY catalog_id, region) d, glue_requests(document) r;
SELECT 'CloudFormation', * FROM came_back;
DELETE FROM back;
INSERT INTO back(request) SELECT r.request FROM
  (SELECT glue_export_terraform(clear) AS document FROM before), glue_requests(document) r;
SELECT 'Terraform', * FROM came_back;
DELETE FROM back;

.print '--- sealed: everything comes back, and nothing had to be opened'
INSERT INTO back(request) SELECT r.request FROM
  (SELECT glue_export_connections(connection, request, 'sealed') AS document FROM before), glue_requests(document) r;
SELECT 'connections', * FROM came_back;
DELETE FROM back;
INSERT INTO back(request) SELECT json_set(r.request, '$.Region', d.region) FROM -- a list of requests is of one region
  (SELECT region, glue_export_requests(request, 'sealed') AS document FROM before GROUP BY region) d, glue_requests(document) r;
SELECT 'requests', * FROM came_back;
SELECT count(*) FROM back a JOIN before b USING(name, catalog_id, region) WHERE a.request = b.request;
DELETE FROM back;
INSERT INTO back(request) SELECT json_set(r.request, '$.Region', d.region) FROM
  (SELECT region, glue_export_cloudformation(request, 'sealed') AS document FROM before GROUP BY catalog_id, region) d, glue_requests(document) r;
SELECT 'CloudFormation', * FROM came_back;
DELETE FROM back;
INSERT INTO back(request) SELECT r.request FROM
  (SELECT glue_export_terraform(request, 'sealed', 'no-import') AS document FROM before), glue_requests(document) r;
SELECT 'Terraform', * FROM came_back;
DELETE FROM back;

.print '--- with placeholders: everything but the secrets comes back, and the document holds none'
CREATE TEMP VIEW without_secrets AS
  SELECT count(*) AS connections, sum(a.name IS NULL) AS lost, sum(
      json_remove(a.request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials',
        '$.ConnectionInput.AuthenticationConfiguration.SecretArn', '$.ConnectionInput.ConnectionProperties.ENCRYPTED_PASSWORD',
        '$.ConnectionInput.ConnectionProperties.ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD',
        '$.ConnectionInput.ConnectionProperties.PASSWORD', '$.ConnectionInput.ConnectionProperties.KAFKA_SASL_SCRAM_PASSWORD') IS NOT
      json_remove(b.request, '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials',
        '$.ConnectionInput.AuthenticationConfiguration.SecretArn', '$.ConnectionInput.ConnectionProperties.ENCRYPTED_PASSWORD',
        '$.ConnectionInput.ConnectionProperties.ENCRYPTED_KAFKA_SASL_SCRAM_PASSWORD',
        '$.ConnectionInput.ConnectionProperties.PASSWORD', '$.ConnectionInput.ConnectionProperties.KAFKA_SASL_SCRAM_PASSWORD')) AS changed
    FROM before b LEFT JOIN back a ON a.name = b.name AND a.catalog_id = b.catalog_id AND a.region = b.region;
CREATE TEMP VIEW placeholders AS
  SELECT e.key, replace(replace(e.value, a.name, 'NAME'), replace(a.name, '_', ''), 'NAME') AS value, count(*)
    FROM back a, json_tree(a.request) e
    WHERE e.key IN ('PASSWORD', 'SecretArn', 'EncryptedCredentials') AND a.name IN ('plain', 'connection_7', 'tf-acc-test-4821-vpc', 'turbottest62741', 'true')
    GROUP BY 1, 2 ORDER BY 1, 2;
CREATE TEMP TABLE documents(form, region, document);
INSERT INTO documents SELECT 'connections', NULL, glue_export_connections(connection, request) FROM before;
INSERT INTO documents SELECT 'requests', region, glue_export_requests(request) FROM before GROUP BY region;
INSERT INTO documents SELECT 'cloudformation', region, glue_export_cloudformation(request) FROM before GROUP BY catalog_id, region;
INSERT INTO documents SELECT 'script', NULL, glue_export_script(request) FROM before;
INSERT INTO documents SELECT 'terraform', NULL, glue_export_terraform(request) FROM before;
SELECT form, count(*), sum(instr(document, 'glue-connections:') + instr(document, '"RefreshToken"')) FROM documents GROUP BY form;
INSERT INTO back(request) SELECT r.request FROM documents d, glue_requests(document) r WHERE form = 'connections';
SELECT 'connections', * FROM without_secrets;
SELECT * FROM placeholders;
DELETE FROM back;
INSERT INTO back(request) SELECT json_set(r.request, '$.Region', d.region) FROM documents d, glue_requests(document) r WHERE form = 'requests';
SELECT 'requests', * FROM without_secrets;
SELECT * FROM placeholders;
DELETE FROM back;
INSERT INTO back(request) SELECT json_set(r.request, '$.Region', d.region) FROM documents d, glue_requests(document) r WHERE form = 'cloudformation';
SELECT 'CloudFormation', * FROM without_secrets;
SELECT * FROM placeholders;
DELETE FROM back;
INSERT INTO back(request) SELECT r.request FROM documents d, glue_requests(document) r WHERE form = 'terraform';
SELECT 'Terraform', * FROM without_secrets;
SELECT * FROM placeholders;
DELETE FROM back;
