-- A password that is nothing but a reference says where the secret is, and is none: it stays readable,
-- so that lint and reports show where it leads and exports write it as it was.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties)
  SELECT key, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://h/d', 'USERNAME', 'u', 'PASSWORD', value)
    FROM json_each('{
      "secretsmanager": "{{resolve:secretsmanager:orders:SecretString:password}}",
      "joined": "{{resolve:secretsmanager:${Ref:Secret}:SecretString:password}}",
      "parameter": "${Ref:DbPassword}",
      "imported": "${ImportValue:\"db-password\"}",
      "chosen": "${If:[\"}\",{\"Ref\":\"A\"},\"{{resolve:ssm:b}}\"]}",
      "terraform": "${terraform:random_password.db[\"}\"].result}",
      "exported": "${secret:PASSWORD}",
      "planned": "${unknown:connection_properties.PASSWORD}",
      "two of them": "${terraform:var.a}${terraform:var.b}",
      "two of two kinds": "{{resolve:secretsmanager:orders:SecretString:a}}${Ref:B}"}');
SELECT name, connection_properties ->> 'PASSWORD' FROM c;
SELECT c.name, f.rule, f.path FROM c, glue_lint(c.request) f WHERE f.rule NOT IN ('tls-not-enforced');
.print -- no key was needed
SELECT glue_keyring() LIKE '%/keyring', count(*) FROM fsdir('home');

.print -- anything around it, or anything else in braces, is sealed
INSERT INTO c(name, connection_type, connection_properties)
  SELECT 'sealed ' || key, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://h/d', 'USERNAME', 'u', 'PASSWORD', value)
    FROM json_each('["${Ref:A}x", "x${Ref:A}", "${Ref:A}-${Ref:B}", "${Ref:A}${password}", "${password}${Ref:A}", "${Ref:A}${Ref:B", "${Ref:A", "${ref:A}", "${Reff:A}", "${password}", "${a:b}", "${ImportValue:db-password}", "${terraform:",
      "{{resolve}}", "{resolve:x}", "{{Resolve:x}}", "${}", "{{}}", "${", "{"]');
SELECT count(*), count(connection_properties ->> 'PASSWORD'), count(connection_properties ->> 'ENCRYPTED_PASSWORD')
  FROM c WHERE name LIKE 'sealed %';

.print '-- a function or an expression with a text of its own, which may be the password, is sealed; names, indexes and delimiters are none'
CREATE TABLE functions(text, is_sealed);
INSERT INTO functions VALUES
  ('${If:["Prod","Pr0dS3cret","D3vS3cret"]}', 1), ('${If:["Prod",{"Ref":"A"},"s3cret"]}', 1), ('${If:["Prod",12345678,{"Ref":"A"}]}', 1),
  ('${If:["Prod",{"Ref":"A"},{"Fn::GetAtt":["B","Password"]}]}', 0), ('${If:["Prod",{"Fn::If":["Eu",{"Ref":"A"},{"Ref":"B"}]},{"Ref":"AWS::NoValue"}]}', 0),
  ('${If:["Prod",{"Fn::If":["Eu",{"Ref":"A"},"s3cret"]},{"Ref":"B"}]}', 1), ('${If:["Prod","{{resolve:secretsmanager:a:SecretString:p}}","${Ref:B}"]}', 0),
  ('${If:["Prod","x${Ref:B}",{"Ref":"A"}]}', 1), ('${If:["Prod","${user}",{"Ref":"A"}]}', 1), ('${If:[hunter2]}', 1),
  ('${Base64:"s3cret"}', 1), ('${Base64:{"Ref":"A"}}', 0), ('${Select:[{"Ref":"N"},["s3cret","x"]]}', 1), ('${Select:["s3cret",{"Ref":"L"}]}', 1),
  ('${Select:[1,{"Fn::Split":[":",{"Ref":"Pair"}]}]}', 0), ('${Select:["1",{"Ref":"L"}]}', 0), ('${Split:["s3cret",{"Ref":"A"}]}', 1),
  ('${Join:["",["s3cret",{"Ref":"A"}]]}', 1), ('${Join:["-",[{"Ref":"A"},{"Ref":"B"}]]}', 0), ('${Join:["s3cret",[{"Ref":"A"},{"Ref":"B"}]]}', 1),
  ('${Sub:["${A}-${B}",{"A":{"Ref":"A"},"B":{"Ref":"C"}}]}', 0), ('${Sub:["${A}",{"A":"s3cret"}]}', 1), ('${Sub:["s3cret${A}",{"A":{"Ref":"A"}}]}', 1), ('${Sub:"${!s3cret}"}', 1),
  ('${FindInMap:["Passwords",{"Ref":"AWS::Region"},"db"]}', 0), ('${FindInMap:["Passwords","eu","db",{"DefaultValue":"s3cret"}]}', 1),
  ('${ImportValue:{"Fn::Sub":"${Stack}-password"}}', 0), ('${GetStackOutput:{"StackName":"db","OutputName":"Password"}}', 0), ('${Sub:["${A}",{"A":{"Fn::FindInMap":["Passwords","eu",{"Ref":"K"},{"DefaultValue":{"Ref":"A"}}]}}]}', 0),
  ('${ToJsonString:{"password":"s3cret"}}', 1), ('${ToJsonString:{"password":{"Ref":"A"}}}', 0), ('${Transform:{"Name":"AWS::Include","Parameters":{"Location":"s3cret"}}}', 1),
  ('${Base64:{"Ref":"A"}}${Base64:"s3cret"}', 1), ('${If:["Prod",123,456]}', 1), ('${Join:["",[123,456,789]]}', 1), ('${Select:[1234,{"Ref":"L"}]}', 1),
  ('${If:["Prod",{"Fn::Sub":["${GetAtt}",{"GetAtt":"s3cret"}]},{"Ref":"B"}]}', 1), ('${If:["Prod","s3cret":1,{"Ref":"B"}]}', 1),
  ('${Join:["!@#$%^&*",[{"Ref":"A"},{"Ref":"B"}]]}', 1), ('${Join:["\r\n",[{"Ref":"A"},{"Ref":"B"}]]}', 0), ('${Sub:["${A}!@#$%^&*${B}",{"A":{"Ref":"A"},"B":{"Ref":"B"}}]}', 1),
  -- as the CDK writes a secret in a condition; a text behind it is none of the reference
  ('${If:["Prod",{"Fn::Join":["",["{{resolve:secretsmanager:",{"Ref":"S"},":SecretString:password::}}"]]},{"Ref":"B"}]}', 0),
  ('${If:["Prod",{"Fn::Join":["",["{{resolve:secretsmanager:",{"Ref":"S"},":SecretString:password::}}","s3cret"]]},{"Ref":"B"}]}', 1),
  ('${If:["Prod",{"Fn::Join":["",["{{resolve:secretsmanager:",{"Ref":"S"},":SecretString:password::}}s3cret"]]},{"Ref":"B"}]}', 1),
  ('${If:["Prod",{"Fn::Join":["",["x{{resolve:secretsmanager:",{"Ref":"S"},":SecretString:password::}}"]]},{"Ref":"B"}]}', 1),
  ('${terraform:var.env == "prod" ? "Pr0dS3cret" : "D3vS3cret"}', 1), ('${terraform:var.env == "prod" ? var.a : var.b}', 0), ('${terraform:"prod" != var.env ? var.a : var.b}', 0),
  ('${terraform:coalesce(var.a, "s3cret")}', 1), ('${terraform:var.a ? 12345678 : var.b}', 1), ('${terraform:var.a["s"].b[0]["t"]}', 0), ('${terraform:["s3cret"][0]}', 1),
  ('${terraform:jsondecode(data.aws_secretsmanager_secret_version.db.secret_string)["password"]}', 0), ('${terraform:data.aws_ssm_parameter.p12345678.value}', 0),
  ('${terraform:join("-", [var.a, var.b])}', 0), ('${terraform:"${var.a}${var.b}"}', 0), ('${terraform:"${var.a}s3cret"}', 1), ('${terraform:"${var.c ? "s3cret" : var.b}"}', 1),
  ('${terraform:[for s in["s3cret"]:s][0]}', 1), ('${terraform:/* " */ "s3cret" /* " */}', 1), ('${terraform:var.a // x}', 1), ('${terraform:var.a ? "!@#$%^&*" : var.b}', 1),
  ('${terraform:lookup(jsondecode(data.aws_secretsmanager_secret_version.db.secret_string), "password")}', 0), ('${terraform:lookup(var.passwords, "orders", "s3cret")}', 1),
  ('${terraform:contains(["prod", "stage"], var.env) ? var.a : var.b}', 0), ('${terraform:trimspace(file("${path.module}/db.password"))}', 0), ('${terraform:yamldecode(file("secrets.yaml"))["password"]}', 0),
  ('${terraform:var.n > 1000 ? var.a : var.b}', 0), ('${terraform:substr(var.a, 0, 1024)}', 0), ('${terraform:try(var.a, "")}', 0), ('${terraform:profile("s3cret")}', 1),
  ('${terraform:{for e in var.l : e => "s3cret"}[var.e]}', 1), ('${terraform:{for e in var.l : e => 12345678}[var.e]}', 1), ('${terraform:values({for e in var.l : e=>"s3cret"})[0]}', 1),
  ('${terraform:lookup({for e in var.l : e => "s3cret"}, var.e)}', 1), ('${terraform:{for e in var.l : e => var.m[e] if e >= "prod"}[var.e]}', 0), ('${terraform:"s3cret" => var.a}', 1),
  ('${Join:["",["{{resolve:","s3cret"]]}', 1), ('${Join:["",["{{resolve:ssm:",{"Ref":"A"},"s3cret"]]}', 1), ('${Join:["",["{{resolve:ssm:",{"Ref":"A"}]]}', 1),
  ('${terraform:"$${s3cret}"}', 1), ('${terraform:"%{ if var.a }${var.b}%{ else }s3cret%{ endif }"}', 1), 
  -- whatever stands in them
  ('${If:[ "Prod",	{"Ref":"A"},' || char(13, 10) || '{"Ref":"B"} ]}', 0), ('${Join:["é",[{"Ref":"A"}]]}', 1), ('${Join:["\\",[{"Ref":"A"}]]}', 0), ('${Sub:"\${A}"}', 0), ('${Sub:"{-${A}$"}', 0),
  ('${Sub:"${terraform:12345}"}', 1), ('${Join:["",["{{resolve:ssm:a}}",{"Ref":"B"}]]}', 0), ('${Join:["",["{{resolve:",{"Ref":"A"},":x:",{"Ref":"B"},"}}"]]}', 0), ('${Join:["",["{{resolve:a}b:",{"Ref":"A"},"}}"]]}', 0),
  ('${Join:["",[{"Ref":"A"},"-x}}"]]}', 1), ('${If:["Prod",true,null]}', 0), ('${If:["Prod",false,{"Ref":"A"}]}', 0), ('${GetAtt:["A",1]}', 0), ('${ToJsonString:{"a":123}}', 1),
  ('${If:[{"Condition":"C"},{"Ref":"A"},{"Ref":"B"}]}', 0), ('${If:["Prod";{"Ref":"A"}]}', 1), ('${terraform:"${var.a}$"}', 0), ('${terraform:"a\"b"}', 1), ('${terraform:join("\n", [var.a])}', 0),
  ('${terraform:1000 < var.n ? var.a : var.b}', 0), ('${terraform:{a = "s3cret"}.a}', 1), ('${terraform:"s3cret" %= 1}', 1), ('${terraform:(var.a)}', 0), ('${terraform:var.a / 2}', 0), ('${terraform:var.a /}', 0),
  ('${terraform:var.a # x}', 1), ('${terraform:"\${ \" }"}', 1), ('${terraform:"\${\"}"}', 1), ('${terraform:"\${\"\}"}', 1), ('${terraform:var.a)}', 0), ('${terraform:var.a<}', 0), ('${terraform:var.a < var.b}', 0),
  ('${terraform:' || replace(hex(zeroblob(20)), '0', '(') || '}', 1),
  ('${terraform:<<EOT
s3cret
EOT
}', 1);
DELETE FROM c;
INSERT INTO c(name, connection_type, connection_properties)
  SELECT 'function ' || rowid, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://h/d', 'USERNAME', 'u', 'PASSWORD', text) FROM functions;
SELECT count(*), sum(is_sealed) FROM functions;
SELECT text, is_sealed FROM functions AS f LEFT JOIN c ON name = 'function ' || f.rowid WHERE is_sealed IS NOT (connection_properties ->> 'ENCRYPTED_PASSWORD' IS NOT NULL);
.print '-- and where nothing seals it, the linter tells; so for a password in a URL'
SELECT text, is_sealed FROM functions
  WHERE is_sealed <> EXISTS (SELECT 1 FROM glue_lint(json_object('Name', 'n', 'ConnectionType', 'SNOWFLAKE', 'ConnectionProperties', json_object('sfPassword', text)))
                               WHERE rule = 'clear-text-secret');
SELECT text, is_sealed FROM functions
  WHERE is_sealed <> EXISTS (SELECT 1 FROM glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('CONNECTION_URL', 'jdbc:mysql://u:' || text || '@h/d')))
                               WHERE rule = 'url-password');

.print -- a password takes its place, and the other way round
DELETE FROM c;
INSERT INTO c(name, connection_type, connection_properties)
  SELECT value ->> 0, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://h/d', 'USERNAME', 'u', 'PASSWORD', value ->> 1)
    FROM json_each('[["parameter", "${Ref:DbPassword}"], ["joined", "{{resolve:secretsmanager:${Ref:Secret}:SecretString:password}}"]]');
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', 's3cret') WHERE name = 'parameter';
SELECT connection_properties ->> 'PASSWORD', connection_properties ->> 'ENCRYPTED_PASSWORD' LIKE 'glue-connections:2:%' FROM c WHERE name = 'parameter';
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', '${Ref:DbPassword}') WHERE name = 'parameter';
SELECT connection_properties FROM c WHERE name = 'parameter';
SELECT glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM c WHERE name IN ('parameter', 'joined');
INSERT INTO c(c) VALUES('rekey');
INSERT INTO c(c) VALUES('integrity-check');
PRAGMA integrity_check;

.print '--- credentials whose secrets are references, all of them, stay readable, too; where one is none, all are sealed'
CREATE VIRTUAL TABLE a USING glue_connections(validation=lenient);
INSERT INTO a(name, connection_type, connection_properties, authentication_configuration) SELECT key, 'SALESFORCE', '{}', value FROM json_each('{
  "basic": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"app","Password":"${terraform:var.p}"}},
  "two": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"${Ref:U}","Password":"{{resolve:ssm:a}}${Ref:P}"},"CustomAuthenticationCredentials":{"k":"${Ref:K}"}},
  "oauth": {"AuthenticationType":"OAUTH2","OAuth2Properties":{"TokenUrl":"https://x.example","OAuth2Credentials":{"AccessToken":"${Ref:A}","JwtToken":"${Ref:J}"},"AuthorizationCodeProperties":{"AuthorizationCode":"${Ref:C}","RedirectUri":"https://y.example"}}},
  "sealed, a password": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"app","Password":"x${terraform:var.p}"}},
  "sealed, no password": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"app"}},
  "sealed, mixed up": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"password=s3cret","Password":"${Ref:P}"}},
  "sealed, a URL": {"AuthenticationType":"OAUTH2","OAuth2Properties":{"AuthorizationCodeProperties":{"AuthorizationCode":"${Ref:C}","RedirectUri":"https://u:s3cret@h.example"}}},
  "sealed, one of two": {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"app","Password":"${Ref:P}"},"CustomAuthenticationCredentials":{"k":"s3cret"}},
  "sealed, one of three": {"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2Credentials":{"AccessToken":"${Ref:A}","JwtToken":"a.b.s3cret"},"AuthorizationCodeProperties":{"AuthorizationCode":"${Ref:C}"}}}}');
SELECT name, credentials IS NOT NULL AS sealed, authentication_configuration FROM a;
SELECT count(*) FROM a_data WHERE authentication_configuration LIKE '%s3cret%';
SELECT c.name, f.rule, f.path FROM a c, glue_lint(c.request) f WHERE f.rule = 'unresolved-reference';
SELECT glue_export_terraform(request, 'no-import') FROM a WHERE name = 'basic';
.print '--- new ones replace all that there are, references those that are sealed and the other way round; none there are none, of references'
UPDATE a SET authentication_configuration = json_set(authentication_configuration, '$.BasicAuthenticationCredentials.Password', 's3cret') WHERE name = 'basic';
UPDATE a SET authentication_configuration = '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"app","Password":"${Ref:P}"}}' WHERE name = 'sealed, a password';
UPDATE a SET description = 'x', authentication_configuration = json_set(authentication_configuration, '$.KmsKeyArn', 'arn:aws:kms:eu-west-1:123456789012:key/k') WHERE name = 'two';
UPDATE a SET authentication_configuration = '{"AuthenticationType":"OAUTH2"}' WHERE name = 'oauth';
SELECT name, credentials IS NOT NULL AS sealed, authentication_configuration FROM a WHERE name IN ('basic', 'sealed, a password', 'two', 'oauth');
SELECT glue_decrypt(request) ->> '$.ConnectionInput.AuthenticationConfiguration' FROM a WHERE name IN ('basic', 'sealed, a password', 'sealed, one of two');
.print '--- an answer, which can hold none, keeps them as long as it authenticates in the same way'
UPDATE a SET authentication_configuration = '{"AuthenticationType":"OAUTH2","OAuth2Properties":{"TokenUrl":"https://x.example","OAuth2Credentials":{"AccessToken":"${Ref:A}"}},"CustomAuthenticationCredentials":{"k":"${Ref:K}"}}' WHERE name = 'oauth';
UPDATE a SET request = '{"Connection":{"Name":"oauth","ConnectionType":"SALESFORCE","CreationTime":1,"ConnectionProperties":{},"AuthenticationConfiguration":{"AuthenticationType":"OAUTH2","SecretArn":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s","OAuth2Properties":{"TokenUrl":"https://z.example"}}}}' WHERE name = 'oauth';
UPDATE a SET request = '{"Connection":{"Name":"two","ConnectionType":"SALESFORCE","CreationTime":1,"ConnectionProperties":{},"AuthenticationConfiguration":{"AuthenticationType":"CUSTOM"}}}' WHERE name = 'two';
SELECT name, authentication_configuration FROM a WHERE name IN ('two', 'oauth');
.print '--- unless it brings some, which replace them'
UPDATE a SET request = '{"Connection":{"Name":"two","ConnectionType":"SALESFORCE","CreationTime":1,"ConnectionProperties":{},"AuthenticationConfiguration":{"AuthenticationType":"CUSTOM","CustomAuthenticationCredentials":{"k":"s3cret"}}}}' WHERE name = 'two';
SELECT name, credentials IS NOT NULL AS sealed, authentication_configuration FROM a WHERE name = 'two';
.print '--- a copy, a rename, a report, a check'
CREATE VIRTUAL TABLE b USING glue_connections(validation=lenient);
INSERT INTO b SELECT * FROM a;
UPDATE b SET name = 'renamed' WHERE name = 'oauth';
SELECT name, authentication_configuration FROM b WHERE name = 'renamed';
CREATE VIEW connections AS SELECT rowid, *, request, connection, credentials FROM b;
.read sql/reports.sql
SELECT name, kept, place FROM report_secrets;
INSERT INTO a(a) VALUES('rekey');
INSERT INTO a(a) VALUES('integrity-check');
INSERT INTO b(b) VALUES('integrity-check');
