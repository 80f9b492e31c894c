-- No secret is seen where there is none: in the 42 real requests (but for the one whose URL holds user=u&password=p),
-- in the documents of tests/data, and in values that only look like one.
.load dist/glue_connections
.mode list
CREATE TABLE requests AS SELECT value AS request FROM json_each('[' || replace(rtrim(readfile('tests/data/requests.jsonl'), char(10)), char(10), ',') || ']');
SELECT count(*) FROM requests;
SELECT r.request ->> '$.ConnectionInput.Name', f.rule, f.pointer FROM requests r, glue_lint(r.request) f WHERE f.rule IN ('url-password', 'clear-text-secret', 'placeholder');
.print '--- documents of others'
SELECT d.value, r.name, f.rule, f.pointer
  FROM json_each('["aws/get-connections.json","cloudformation/template.json","cloudformation/sam.json","cloudformation/cdk.template.json","terraform/connections.tf.json","terraform/plan.json","terraform/state.json"]') d,
       glue_requests(readfile('tests/data/' || d.value)) r, glue_lint(r.request) f WHERE f.rule IN ('url-password', 'clear-text-secret', 'placeholder');
.print '--- values'
CREATE TABLE texts(text);
INSERT INTO texts VALUES ('arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf'), ('see arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db'),
 ('{{resolve:secretsmanager:prod/db:SecretString:password}}'), ('jdbc:postgresql://h/db?user=me&password=${password}'), ('jdbc:snowflake://h/?user=${user}&password={{resolve:secretsmanager:x}}'),
 ('jdbc:mysql://h/db?passwordCharacterEncoding=utf8&useSSL=true'), ('jdbc:oracle:thin:@//token:1521/secret'), ('token-1:9092,secret-2:9092'), ('https://h/oauth/token?tokenUrl=https://h2/x'),
 ('jdbc:redshift:iam://c:eu-west-1/d?AccessKeyID=AKIA'), ('secretId=prod/db'), ('aws_secret_arn=x'), ('credentialsProvider=com.example.Provider'), ('password='), ('password=***'), ('a==b'), ('SELECT * FROM t WHERE token = 5'),
 ('use_token=true;token=false'), ('com.amazonaws.auth.DefaultAWSCredentialsProviderChain'), ('s3://bucket/password.txt'), ('12:34:56'), ('mailto:a@b.example'), ('u@h:22'), ('urn:x:secret:y'), ('-----BEGIN CERTIFICATE-----'),
 ('Bearer token'), ('Basic authentication'), ('the token is required'), ('password is required'), ('tokens: 5'), ('[["default=jdbc:mysql://h/db?user=${Username}&password=${Password}"],","]');
SELECT t.text, f.rule FROM texts t, glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('CONNECTION_URL', t.text))) f WHERE f.rule IN ('url-password', 'clear-text-secret');
SELECT t.text, f.rule FROM texts t, glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'Description', t.text, 'ConnectionProperties', json('{}'))) f WHERE f.rule IN ('url-password', 'clear-text-secret');
