-- Every warning about values: what fires it, and what is all right.
.load dist/glue_connections
.mode list
CREATE TABLE inputs(rule, input, about DEFAULT NULL);
-- id, and what is found of the rule in question
CREATE VIEW findings AS
  SELECT i.rowid AS id, f.path, f.message, f.severity
    FROM inputs i LEFT JOIN glue_lint(json_patch('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{}}', i.input)) f
      ON f.rule = i.rule;
CREATE VIEW report AS SELECT id, coalesce(path, 'fine'), coalesce(message, '') FROM findings ORDER BY id;

.print '--- availability-zone-missing, availability-zone-id, availability-zone-format'
INSERT INTO inputs(rule, input)
  SELECT 'availability-zone-missing', json_object('PhysicalConnectionRequirements', json(value))
    FROM json_each('[{"SubnetId":"subnet-1"},{"SubnetId":"subnet-1","AvailabilityZone":"us-east-1a"},{},{"AvailabilityZone":"us-east-1a"}]');
SELECT * FROM report;
DELETE FROM inputs;
INSERT INTO inputs(rule, input)
  SELECT r.value, json_object('PhysicalConnectionRequirements', json_object('AvailabilityZone', z.value))
    FROM json_each('["availability-zone-id","availability-zone-format"]') r,
         json_each('["us-east-1a","us-gov-west-1b","us-west-2-lax-1a","use1-az4","us-east-1","zone a"]') z;
SELECT * FROM report;
DELETE FROM inputs;

.print '--- subnet-id-format, security-group-id-format, security-group-missing'
INSERT INTO inputs(rule, input)
  SELECT 'subnet-id-format', json_object('PhysicalConnectionRequirements', json_object('SubnetId', value))
    FROM json_each('["subnet-0123456789abcdef0","subnet-0abc","private","subnet-","Subnet-0a"]');
INSERT INTO inputs(rule, input) VALUES
  ('security-group-id-format', '{"PhysicalConnectionRequirements":{"SecurityGroupIdList":["sg-0abc","default","sg-0abcx"]}}'),
  ('security-group-missing', '{"PhysicalConnectionRequirements":{"SubnetId":"subnet-0a","SecurityGroupIdList":[]}}'),
  ('security-group-missing', '{"PhysicalConnectionRequirements":{"SubnetId":"subnet-0a","SecurityGroupIdList":["sg-0a"]}}');
SELECT * FROM report;
DELETE FROM inputs;

.print '--- tls-not-enforced, certificate-not-validated'
INSERT INTO inputs(rule, input)
  SELECT 'tls-not-enforced', json_object('ConnectionType', 'JDBC', 'ConnectionProperties', json(value))
    FROM json_each('[{"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d"},
      {"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d","JDBC_ENFORCE_SSL":"false"},
      {"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d","JDBC_ENFORCE_SSL":"True"},
      {"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d?sslmode=verify-full"},
      {"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d?sslmode=disable"},
      {"JDBC_CONNECTION_URL":"jdbc:sqlserver://h;encrypt=true"},
      {"JDBC_CONNECTION_URL":"jdbc:oracle:thin:@tcps://h:2484/s"},
      {"JDBC_CONNECTION_URL":"jdbc:snowflake://a.snowflakecomputing.com"},
      {"JDBC_CONNECTION_URL":"jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=a)(PORT=1))(ADDRESS=(PROTOCOL=TCP)(HOST=b)(PORT=2)))"},
      {"JDBC_CONNECTION_URL":"jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=a)(PORT=1))(ADDRESS=(PROTOCOL=tcps)(HOST=b)(PORT=2)))"},
      {"JDBC_CONNECTION_URL":"jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=a)(PORT=1)))"},
      {"CONNECTION_URL":"SSL://a:1,PLAINTEXT://b:2"},{"CONNECTION_URL":"PLAINTEXT://a:1,SSL://b:2"},{"CONNECTION_URL":"a:1,SSL://b:2"},
      {"CONNECTION_URL":"SSL://a:1, SASL_SSL://b:2"},{"CONNECTION_URL":"SSL://a:1,b:2"}]');
INSERT INTO inputs(rule, input) VALUES
  ('tls-not-enforced', '{"ConnectionType":"MONGODB","ConnectionProperties":{"CONNECTION_URL":"mongodb://h/d"}}'),
  ('tls-not-enforced', '{"ConnectionType":"MONGODB","ConnectionProperties":{"CONNECTION_URL":"mongodb+srv://h/d"}}'),
  ('tls-not-enforced', '{"ConnectionType":"KAFKA","ConnectionProperties":{"KAFKA_SSL_ENABLED":"False"}}'),
  ('tls-not-enforced', '{"ConnectionType":"KAFKA"}'),
  ('tls-not-enforced', '{"ConnectionType":"MYSQL","ConnectionProperties":{"KAFKA_SSL_ENABLED":"false"}}'),
  ('tls-not-enforced', '{"ConnectionType":"DOCUMENTDB","ConnectionProperties":{"ENFORCE_SSL":"false"}}'),
  ('certificate-not-validated', '{"ConnectionProperties":{"SKIP_CUSTOM_JDBC_CERT_VALIDATION":"true","KAFKA_SKIP_CUSTOM_CERT_VALIDATION":"true"}}');
SELECT * FROM report;
DELETE FROM inputs;

.print '--- boolean-spelling'
INSERT INTO inputs(rule, input)
  SELECT 'boolean-spelling', json_object('ConnectionProperties', json(value))
    FROM json_each('[{"KAFKA_SSL_ENABLED":"False"},{"KAFKA_SSL_ENABLED":"false"},{"JDBC_ENFORCE_SSL":"False"},
      {"JDBC_ENFORCE_SSL":"yes"},{"ENFORCE_SSL":"1","SKIP_CUSTOM_JDBC_CERT_VALIDATION":"TRUE","KAFKA_SKIP_CUSTOM_CERT_VALIDATION":"no"}]');
SELECT * FROM report;
DELETE FROM inputs;

.print '--- url-unparsable, url-password, port-range'
INSERT INTO inputs(rule, input) VALUES
  ('url-unparsable', '{"ConnectionProperties":{"JDBC_CONNECTION_URL":"your_jdbc_url"}}'),
  ('url-unparsable', '{"ConnectionProperties":{"JDBC_CONNECTION_URL":"mongodb://h/d"}}'),
  ('url-unparsable', '{"ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:postgresql://h/d"}}'),
  ('url-unparsable', '{"ConnectionType":"MONGODB","ConnectionProperties":{"CONNECTION_URL":"https://h/d"}}'),
  ('url-unparsable', '{"ConnectionProperties":{"CONNECTION_URL":"https://h/d"}}'),
  ('url-unparsable', '{"ConnectionProperties":{"KAFKA_BOOTSTRAP_SERVERS":"broker1,broker2"}}'),
  ('url-password', '{"ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://u:s3cr3t@h/d"}}'),
  ('url-password', '{"ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:sqlserver:h;password=s3cr3t"}}'),
  ('url-password', '{"ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:snowflake://h/?user=${user}&password=${password}"}}'),
  ('url-password', '{"ConnectionProperties":{"CONNECTION_URL":"mongodb://u:s3cr3t@h/d","SparkProperties":"{\"url\":\"jdbc:mysql://u:s3cr3t@h/d\"}"}}'),
  ('url-password', '{"SparkProperties":{"url":"jdbc:mysql://h/d?password=s3cr3t","other":"x"}}'),
  ('port-range', '{"ConnectionProperties":{"PORT":"0"}}'),
  ('port-range', '{"ConnectionProperties":{"PORT":"65535"}}'),
  ('port-range', '{"ConnectionProperties":{"PORT":"65536"}}'),
  ('port-range', '{"ConnectionProperties":{"PORT":"5432 "}}'),
  ('port-range', '{"ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h:70000/d","KAFKA_BOOTSTRAP_SERVERS":"a:1,b:99999"}}');
SELECT * FROM report;
DELETE FROM inputs;

.print '--- a URL that cannot be taken apart may hold a password all the same'
INSERT INTO inputs(rule, input)
  SELECT r.value, json_object('ConnectionProperties', json_object('JDBC_CONNECTION_URL', u.value))
    FROM json_each('["url-unparsable","url-password"]') r,
         json_each('["jdbc:mysql://u:s3/cr3t@h/db","jdbc:mysql://u:12/3@h/db","jdbc:mysql://u:12#w@h/db",
      "jdbc:oracle:thin:scott/s3?cr3t@h:1521:s","jdbc:oracle:thin:@h/s@x:y","jdbc:oracle:x/y@h","jdbc:mysql://u:${pw}/x@h",
      "jdbc:mysql://u:${pw}@h x","jdbc:mysql://<host>:3306/d?user=a@b","jdbc:mysql://<host>/a@b","jdbc:mysql://:@<h>","jdbc:mysql:x@y"]') u;
INSERT INTO inputs(rule, input)
  SELECT 'url-password', json_object('SparkProperties', json_object('url', value))
    FROM json_each('["mongodb://u:1?x@h/db","https://u:s3cr3t@<h>/","https://h:8080/@scope/x","https://h:x/@scope/x","s3://b/a:b@c","a:b@c"]');
SELECT * FROM report;
DELETE FROM inputs;

.print '--- clear-text-secret'
INSERT INTO inputs(rule, input) VALUES
  ('clear-text-secret', '{"ConnectionProperties":{"PASSWORD":"s3cr3t","ENCRYPTED_PASSWORD":"x","SECRET_ID":"id","KAFKA_SASL_SCRAM_SECRETS_ARN":"arn:x","KAFKA_SASL_GSSAPI_KEYTAB":"s3://b/k"}}'),
  ('clear-text-secret', '{"ConnectionProperties":{"sfPassword":"s3cr3t","API_KEY":"s3cr3t"}}'),
  ('clear-text-secret', '{"ConnectionProperties":{"sfPassword":"${password}","use_token":"true"}}'),
  ('clear-text-secret', '{"ConnectionProperties":{"SparkProperties":"{\"secretId\":\"id\",\"spark.cosmos.accountKey\":\"s3cr3t\"}"}}'),
  ('clear-text-secret', '{"SparkProperties":{"password":"s3cr3t"},"AthenaProperties":{"spill_bucket":"b"},"PythonProperties":{"aws_secret_arn":"arn:aws:x","token":"s3cr3t"}}'),
  ('clear-text-secret', '{"AuthenticationConfiguration":{"OAuth2Properties":{"TokenUrlParametersMap":{"client_secret":"s3cr3t","scope":"all"}}}}'),
  ('clear-text-secret', '{"Description":"ask Ann; password: s3cr3t"}'),
  ('clear-text-secret', '{"Description":"Passwords are kept in AWS Secrets Manager"}'),
  ('clear-text-secret', '{"Description":"password: ${password}"}');
SELECT * FROM report;
DELETE FROM inputs;
SELECT f.path FROM glue_lint('{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{}},"Tags":{"password":"s3cr3t"}}') f;
.print '--- in a description: a word, a URL, a header; not where it says where the secret is'
CREATE TABLE texts(text);
INSERT INTO texts VALUES('password is hunter2'), ('The password is pa$$word.'), ('password is required'), ('password is 90 days old'), ('password is stored in Vault7'),
  ('token is "abc123".'), ('mypassword is hunter2'), ('password is ${x123}'), ('password isx: y'), ('password: is in the vault'),
  ('dbpassword: x'), ('DB_PASSWORD=x'), ('keyStorePassword=x'), ('passwordCharacterEncoding=utf8'), ('passwords: x'),
  ('password: see vault'), ('Password: See vault'), ('password: (see vault)'), ('password: none.'), ('password: N/A'), ('password: seesaw'), ('password: "'), ('password: "x"'),
  ('token: see vault; password: x'), ('password: ${pw} of the vault'), ('password: **** of old'),
  ('see jdbc:postgresql://u:pw@h/d'), ('(see jdbc:postgresql://u:pw@h/d)'), ('see "mongodb://u:p/w@h"'), ('see jdbc:oracle:thin:scott/tiger@h:1:s'), ('see https://u:pw@h/x, please'),
  ('see jdbc:postgresql://h/d'), ('see https://h/@x'), ('jdbc:postgresql://u:${pw}@h/d'), ('u:pw@h'), ('jdbc'),
  ('authorization: Bearer abc'), ('Authorization:Basic dXNlcjpwdw=='), ('authorization: Bearer token'), ('authorization: Bearer ${x}'), ('authorization: Basic authentication'), ('authorization is Bearer abc'), ('authorization: OAuth2'), ('authorization: Bearer ');
SELECT count(f.rule), t.text FROM texts t LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'Description', t.text)) f
    ON f.rule = 'clear-text-secret' GROUP BY t.rowid ORDER BY t.rowid;
.print '--- a key or a value that looks like a secret'
CREATE TABLE entries(key, value);
INSERT INTO entries VALUES('fs.azure.account.key.acct.dfs.core.windows.net', 'x'), ('fs.azure.sas.c.acct.blob.core.windows.net', 'x'), ('fs.azure.account.auth.type', 'OAuth'),
  ('connectionString', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc==;EndpointSuffix=core.windows.net'),
  ('connectionString', 'Endpoint=sb://x/;SharedAccessKeyName=k;SharedAccessKey=abc='), ('connectionString', 'Endpoint=sb://x/;SharedAccessKeyName=k'),
  ('options', 'user=a; password=b'), ('options', 'password=b'), ('options', 'password=${b};user=a'), ('options', 'user=a;x'), ('options', 'a/b;password=c'), ('options', 'a/b=1;password=c'), ('options', 'a=1;'), ('options', ';password=c'),
  ('pem', '-----BEGIN PRIVATE KEY-----' || char(10) || 'MIIE'), ('pem', ' -----BEGIN RSA PRIVATE KEY-----'), ('pem', '-----BEGIN CERTIFICATE-----'), ('pem', 'BEGIN PRIVATE KEY-----'),
  ('authorization', 'Bearer abc'), ('authorization', 'bearer ${x}'), ('authorization', 'Basic dXNlcjpwdw=='), ('hive.security.authorization', 'sql-standard'), ('auth', 'Basic authentication'), ('auth', 'Bearer token'), ('auth', 'Bearer'),
  ('sasl.jaas.config', 'org.apache.kafka.common.security.plain.PlainLoginModule required username="a" password="b";'),
  ('sasl.jaas.config', 'org.apache.kafka.common.security.plain.PlainLoginModule required username="a" password="${b}";'),
  ('query', 'SELECT * FROM t WHERE token = 5'), ('passwordCharacterEncoding', 'utf8'), ('tokenTimeout', '5'), ('passwordEncodingX', 'x'), ('secretUser', 'app'), ('secretUsers', 'app'),
  ('PASSWORD', 'a=1;password=b'), ('CONNECTION_URL', 'AccountName=a;AccountKey=b'), ('JDBC_CONNECTION_URL', 'jdbc:sqlserver://h;user=a;password=b');
SELECT count(f.rule), e.key, e.value FROM entries e LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object(e.key, e.value))) f
    ON f.rule = 'clear-text-secret' GROUP BY e.rowid ORDER BY e.rowid;
SELECT count(*) FROM glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://h/d?passwordCharacterEncoding=utf8'))) WHERE rule = 'url-password';

.print '--- missing-credentials of an AuthenticationConfiguration'
INSERT INTO inputs(rule, input)
  SELECT 'missing-credentials', json_object('ConnectionType', 'OPENSEARCH', 'AuthenticationConfiguration', json(value))
    FROM json_each('[{"AuthenticationType":"BASIC"},{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"s3cr3t"}},
      {"AuthenticationType":"CUSTOM"},{"AuthenticationType":"CUSTOM","SecretArn":"arn:aws:secretsmanager:r:1:secret:s"},
      {"AuthenticationType":"OAUTH2","OAuth2Properties":{}},{"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2Credentials":{"AccessToken":"s3cr3t"}}},
      {"AuthenticationType":"IAM"}]');
SELECT * FROM report;
DELETE FROM inputs;

.print '--- unknown-property'
INSERT INTO inputs(rule, input) VALUES
  ('unknown-property', '{"ConnectionType":"JDBC","ConnectionProperties":{"USERNAM":"u","username":"u","JDBC_CONECTION_URL":"u","COLOUR":"red"}}'),
  ('unknown-property', '{"ConnectionType":"JDBC","ConnectionProperties":{"KAFKA_SSL_ENABLED":"false","WAREHOUSE":"w","SparkProperties":"{}"}}'),
  ('unknown-property', '{"ConnectionType":"CUSTOM","ConnectionProperties":{"dbtable":"t","JDBC_CONECTION_URL":"u","Username":"u"}}'),
  ('unknown-property', '{"ConnectionType":"CUSTOM","ConnectionProperties":{"JDBC_CONNECTION":"u"}}'),
  ('unknown-property', '{"ConnectionType":"REST-mine","ConnectionProperties":{"colour":"red"}}');
SELECT * FROM report;
DELETE FROM inputs;

.print '--- embedded-json, tag-value-character'
INSERT INTO inputs(rule, input) VALUES
  ('embedded-json', '{"ConnectionType":"BIGQUERY","ConnectionProperties":{"SparkProperties":"{secretId:1}"}}'),
  ('embedded-json', '{"ConnectionType":"BIGQUERY","ConnectionProperties":{"PythonProperties":"[]"}}'),
  ('embedded-json', '{"ConnectionType":"BIGQUERY","ConnectionProperties":{"SparkProperties":"{}"}}');
SELECT * FROM report;
SELECT f.path, f.rule, f.message FROM glue_lint('{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{}},"Tags":{"a":"b,c","d":"*","e":"f"}}') f;
.print '--- a zone for security groups alone, and for a NETWORK connection that has nothing'
DELETE FROM inputs;
INSERT INTO inputs(rule, input)
  SELECT 'availability-zone-missing', value FROM json_each('[{"PhysicalConnectionRequirements":{"SecurityGroupIdList":["sg-0a"]}},{"PhysicalConnectionRequirements":{"SecurityGroupIdList":[]}},
    {"ConnectionType":"NETWORK","PhysicalConnectionRequirements":{}},{"ConnectionType":"NETWORK","PhysicalConnectionRequirements":{"AvailabilityZone":"us-east-1a"}},
    {"ConnectionType":"NETWORK","PhysicalConnectionRequirements":{"SubnetId":"subnet-0a"}},{"PhysicalConnectionRequirements":{}}]');
SELECT * FROM report;
.print '--- AuthenticationConfiguration without AuthenticationType'
DELETE FROM inputs;
INSERT INTO inputs(rule, input) VALUES('authentication-type', '{"AuthenticationConfiguration":{"SecretArn":"arn:aws:secretsmanager:x"}}'), ('authentication-type', '{"AuthenticationConfiguration":{}}'),
  ('authentication-type', '{"AuthenticationConfiguration":{"AuthenticationType":null}}'), ('authentication-type', '{"AuthenticationConfiguration":{"AuthenticationType":"IAM"}}');
SELECT * FROM report;
.print '--- TLS, where the URL itself is not known'
DELETE FROM inputs;
INSERT INTO inputs(rule, input)
  SELECT 'tls-not-enforced', json_object('ConnectionType', 'JDBC', 'ConnectionProperties', json_object('JDBC_CONNECTION_URL', value))
    FROM json_each('["${Ref:Url}","${Ref:Base}/db","jdbc:postgresql://${Ref:Host}:5432/${Ref:Db}","{{resolve:ssm:/url}}"]');
SELECT * FROM report;
.print '--- tags whose value begins with aws:'
SELECT f.path, f.rule, f.message FROM glue_lint('{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{}},"Tags":{"a":"aws:x","b":"AWS:x","c":"x aws:","d":"aws"}}') f;
