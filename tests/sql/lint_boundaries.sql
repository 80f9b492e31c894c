-- Both sides of every line that a warning draws.
.load dist/glue_connections
.mode list
-- How often a rule finds fault with each of the values, as the member that is the key of the list.
CREATE TABLE probes(rule, template, input);
CREATE VIEW report AS SELECT p.rule, v.value, (SELECT count(*) FROM glue_lint(json_set(p.template, p.input, v.value)) f WHERE f.rule = p.rule)
  FROM probes p, json_each(probes_values.list) v, probes_values WHERE probes_values.rule = p.rule;
CREATE TABLE probes_values(rule, list);

INSERT INTO probes VALUES
  ('port-range', '{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{}}', '$.ConnectionProperties.PORT'),
  ('availability-zone-id', '{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},"PhysicalConnectionRequirements":{}}', '$.PhysicalConnectionRequirements.AvailabilityZone'),
  ('availability-zone-format', '{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},"PhysicalConnectionRequirements":{}}', '$.PhysicalConnectionRequirements.AvailabilityZone'),
  ('subnet-id-format', '{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},"PhysicalConnectionRequirements":{}}', '$.PhysicalConnectionRequirements.SubnetId'),
  ('tls-not-enforced', '{"Name":"n","ConnectionType":"JDBC","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d"}}', '$.ConnectionProperties.JDBC_ENFORCE_SSL'),
  ('unresolved-reference', '{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{}}', '$.Description'),
  ('url-unparsable', '{"Name":"n","ConnectionType":"MONGODB","ConnectionProperties":{}}', '$.ConnectionProperties.CONNECTION_URL');
INSERT INTO probes_values VALUES
  ('port-range', '["1","9","65535","65536","655350","0","00000080","099999","a","1a","9:","-1","18446744073709551617"]'),
  ('availability-zone-id', '["use1-az1","zza9-az09","apne1-az4","us1-az","1-az1","use-az1","use1-az1a","USE1-az1"]'),
  ('availability-zone-format', '["us-east-1a","us-gov-east-1z","us-west-2-lax-1a","us-gov-west-1-wl1-a","us-iso-west-1-abc-1a","use1-az1","us-east-1","us-east-a","-east-1a"]'),
  ('subnet-id-format', '["subnet-0","subnet-0123456789abcdef","subnet-g","subnet-a0G","subnet","subnet-","xsubnet-0"]'),
  ('tls-not-enforced', '["true","TRUE","tru","trux","truee","false","${x}"]'),
  ('unresolved-reference', '["${a.b}","${a:b}","${AZaz09_:x}","${Z.z}","${z.Z}","${0.a}","${9:a}","${_.x}","${a}","${.a}","${:a}","${[.a}","${@:a}","${/:a}","${`:a}","${{:a}}","{{a:b}}","{{a.b}}","{{a}}","{{resolve:x}} and ${user}","${a","$a:b","a${b:c}d"]'),
  ('url-unparsable', '["mongodb://h/d","mongodb+srv://h/d","jdbc:mysql://h/d","h:1","https://h/d","x"]');
SELECT * FROM report;

.print '--- TLS by the parameters of a URL'
SELECT u.value, (SELECT count(*) FROM glue_lint(json_object('Name', 'n', 'ConnectionType', 'JDBC', 'ConnectionProperties', json_object('JDBC_CONNECTION_URL', u.value))) f
                  WHERE f.rule = 'tls-not-enforced')
  FROM json_each('["jdbc:postgresql://h/d?sslmode=require","jdbc:mysql://h/d?sslMode=REQUIRED","jdbc:postgresql://h/d?sslmode=verify-ca","jdbc:mysql://h/d?sslMode=VERIFY_CA",
    "jdbc:postgresql://h/d?sslmode=verify-full","jdbc:mysql://h/d?sslMode=VERIFY_IDENTITY","jdbc:postgresql://h/d?sslmode=prefer","jdbc:mysql://h/d?ssl=true","jdbc:mysql://h/d?ssl=1",
    "jdbc:mysql://h/d?ssl=2","jdbc:x://h/d?tls=true","jdbc:x://h/d?tls=1","jdbc:mysql://h/d?useSSL=true","jdbc:mysql://h/d?useSSL=false&requireSSL=true","jdbc:sqlserver://h;encrypt=true",
    "jdbc:sqlserver://h;encrypt=mandatory","jdbc:sqlserver://h;encrypt=strict","jdbc:sqlserver://h;encrypt=optional","jdbc:db2://h/d:sslConnection=true;","jdbc:x://h/d?security=ssl",
    "jdbc:x://h/d?security=none"]') u;

.print '--- ports of a URL'
SELECT u.value, (SELECT count(*) FROM glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('JDBC_CONNECTION_URL', u.value))) f
                  WHERE f.rule = 'port-range')
  FROM json_each('["jdbc:mysql://h/d","jdbc:mysql://h:1/d","jdbc:mysql://h:65535/d","jdbc:mysql://h:0/d","jdbc:mysql://h:65536/d","jdbc:mysql://h:1,g:0/d"]') u;

.print '--- property keys that are all but the name of a known one, of a type that takes any'
SELECT k.value, f.message FROM json_each('["KAFKA_SSL_ENABLE","KAFKA_SSL_ENABL","Password","passwordx","PASSWOR","PASSWORDX","PASSWORDXX","JDBC_CONNECTION_UR","JDBC_CONNECTION_URLS","JDBC_CONNECTION_URLES","JDBC_CONNECTION_URI",
    "HOSTS","Host","hast","PROT","R0LE_ARN","REG10N","ENDPOINTS","ENDPONT","xxxxxxxx"]') k
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object(k.value, 'x'))) f ON f.rule = 'unknown-property';

.print '--- secrets that one character gives away: a colon, an equals sign, a blank, an @, each alone'
SELECT u.value, f.rule FROM json_each('["password:hunter2","password=hunter2","Bearer hunter2","Bearer\thunter2","hunter2","https://h/password:hunter2","https://h/d?password=hunter2","https://u:hunter2@h/d",
    "https://h:8080/d","jdbc:x://h/d","jdbc:x://h/d?a=b","jdbc:oracle:thin:u/hunter2@h:1/s","jdbc:x://h/d\" password:hunter2","<https://u:hunter2@h/>","[[\"jdbc:x://h/d;pwd=hunter2\"],\",\"]","[[\"jdbc:x://h/d\"],\"password=hunter2\"]","://h/d?password=hunter2","x://u:hunter2@h/d"]') u
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('CONNECTOR_URL', u.value))) f
    ON f.rule IN ('', 'url-password', 'clear-text-secret');

.print '--- a member of one letter is no exception to the spelling of paths'
SELECT path FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},"X":1,"MatchCriteria":null,"PhysicalConnectionRequirements":{"Y":1,"":2}}');

.print '--- malformed JSON deep inside: members by their names, keys as they are'
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('n', 'CUSTOM', '{}', '{"OAuth2Properties":{"TokenUrl":tru}}');
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('n', 'CUSTOM', '{}', '{"OAuth2Properties":{"TokenUrlParametersMap":{"Key":tru}}}');
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('n', 'CUSTOM', '{}', '{"OAuth2Propertie":{"TokenUrl":tru}}');
INSERT INTO c(name, connection_type, connection_properties, authentication_configuration) VALUES('n', 'CUSTOM', '{}', '{"AuthenticationType":{"Deep":tru}}');
INSERT INTO c(name, connection_type, connection_properties, physical_connection_requirements) VALUES('n', 'CUSTOM', '{}', '{"SecurityGroupIdList":["sg-1",{"A":tru}]}');
INSERT INTO c(name, connection_type, connection_properties, physical_connection_requirements) VALUES('n', 'CUSTOM', '{}', '["sg-1",{"A":tru}]');

.print '--- a secret property is its whole name, and its twin the one that begins with ENCRYPTED_: not any ten characters'
SELECT p.value, (SELECT group_concat(rule) FROM glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object(p.value, 's3cret'))) f
                  WHERE f.rule = 'clear-text-secret')
  FROM json_each('["PASSWORD","ENCRYPTED_PASSWORD","SNOWFLAKE_PASSWORD","ENCRYPTED_","ENCRYPTED_TOKEN"]') p;

.print '--- what is told of an object is told once, however many members it has'
SELECT type.value, p.value, (SELECT count(*) FROM glue_lint(json_object('Name', 'n', 'ConnectionType', type.value, 'ConnectionProperties', json('{}'), 'PhysicalConnectionRequirements', json(p.value))) f
                  WHERE f.rule = 'availability-zone-missing')
  FROM json_each('["NETWORK","CUSTOM"]') type, json_each('["{}","{\"SubnetId\":\"subnet-1\"}","{\"SecurityGroupIdList\":[\"sg-1\"]}","{\"SubnetId\":\"subnet-1\",\"SecurityGroupIdList\":[\"sg-1\"]}"]') p;
SELECT type.value, f.rule, f.path FROM json_each('["BASIC","CUSTOM","OAUTH2"]') type,
  glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'),
                        'AuthenticationConfiguration', json_object('AuthenticationType', type.value, 'KmsKeyArn', 'arn:aws:kms:eu-west-1:123456789012:key/k'))) f;

.print '--- only the value of a property that is to be a document is read as one'
CREATE TABLE strings(value);
INSERT INTO strings VALUES('{"password":"s3cret"}'), ('{"a":"{\"password\":\"s3cret\"}"}'), (''),
  ('{"a":"{\"b\":\"{\\\"password\\\":\\\"s3cret\\\"}\"}"}'), ('{"a":"{\"password\":\"${secret:PASSWORD}\"}"}'), ('{"a":"{\"url\":\"jdbc:x://h/d?password=${secret:PASSWORD}\"}"}'),
  ('{"sfPassword":12345678}'), ('{"sfPassword":[[{"a":1234}]]}'), ('{"password":{"value":"s3cret"}}'), ('{"a":{"password":[{"user":"app","b":["s3cret"]}]}}'),
  ('{"sfPassword":123}'), ('{"maxTokens":5000}'), ('{"password":{"userName":"app","id":1234}}'), ('{"password":{"a":"${secret:PASSWORD}","b":true}}'), ('{"a":[12345678]}');
SELECT k.value, s.rowid, f.rule, f.path FROM json_each('["SparkProperties","SPARK_PROPERTIES"]') k, strings s
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object(k.value, s.value),
                                  'PythonProperties', json_object(k.value, s.value))) f WHERE f.rule IN ('clear-text-secret', 'embedded-json');

.print '--- a number where the API has a string is of the wrong type, and will be no secret'
SELECT f.rule, f.path FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"PASSWORD":12345678,"myToken":12345678}}') f;

.print '--- what will be sealed says nothing, nor what is sealed already'
SELECT a.value, (SELECT group_concat(path) FROM glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{"PASSWORD":"pwd=x"}'),
                                                                      'AuthenticationConfiguration', json(a.value))) WHERE rule IN ('clear-text-secret', 'url-password'))
  FROM json_each('[{"BasicAuthenticationCredentials":{"Username":"pwd=x","Password":"pwd=x"}},{"CustomAuthenticationCredentials":{"k":"pwd=x"}},
    {"OAuth2Properties":{"OAuth2Credentials":{"AccessToken":"pwd=x"}}},{"EncryptedCredentials":"glue-connections:2:arn:aws:kms:eu-west-1:123456789012:key/k:AApwd=="},
    {"OAuth2Properties":{"TokenUrl":"https://h/t?pwd=x"}}]') a;
