-- glue_lint(request, target): what Terraform's provider or CloudFormation would refuse, or take for something
-- else. Without a target nobody hears of it.
.load dist/glue_connections
.mode list
CREATE TEMP TABLE requests(request);
INSERT INTO requests VALUES
  ('{"Name":"fine","ConnectionType":"JDBC","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","JDBC_ENFORCE_SSL":"true","SECRET_ID":"s"}}'),
  ('{"Name":"a:b","ConnectionType":"SNOWFLAKEICEBERGRESTCATALOG","ConnectionProperties":{"SparkProperties":"{}","WAREHOUSE":"w"},"SparkProperties":{"a":"b"},"PythonProperties":{"a":"b"},
    "ValidateCredentials":false,"ValidateForComputeEnvironments":["SPARK"],
    "AuthenticationConfiguration":{"BasicAuthenticationCredentials":{"Username":"u"},"OAuth2Properties":{"AuthorizationCodeProperties":{"RedirectUri":null}}}}'),
  ('{"Name":"snowflake","ConnectionType":"SNOWFLAKE","ConnectionProperties":{"SparkProperties":"{}","JDBC_CONNECTION_URL":"${Ref:Url}${terraform:x}"},"AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"${Ref:Secret}"}}'),
  ('{"Name":"map","ConnectionType":"CUSTOM","ConnectionProperties":{"Fn::GetAtt":"${terraform:x}"}}'),
  ('{"Name":5,"ConnectionProperties":[],"AuthenticationConfiguration":"x"}'),
  ('{"Name":'), (NULL);
.print '--- Terraform'
SELECT path, rule, message FROM requests r, glue_lint(r.request, 'terraform') WHERE rule GLOB 'target-*';
.print '--- CloudFormation'
SELECT path, rule, message FROM requests r, glue_lint(r.request, 'cloudformation') WHERE rule GLOB 'target-*';
.print '--- of no target'
SELECT count(*) FROM requests r, glue_lint(r.request) WHERE rule GLOB 'target-*';
SELECT count(*) FROM requests r, glue_lint(r.request, NULL) WHERE rule GLOB 'target-*';
.print '--- all that is said without a target is said with one'
SELECT * FROM (SELECT request, severity, exception, path, rule, message FROM requests r, glue_lint(r.request)
  EXCEPT SELECT request, severity, exception, path, rule, message FROM requests r, glue_lint(r.request, 'terraform'));
SELECT DISTINCT severity, exception FROM requests r, glue_lint(r.request, 'terraform') WHERE rule GLOB 'target-*';
.print '--- no such target'
SELECT * FROM glue_lint('{}', 'pulumi');
SELECT * FROM glue_lint('{}', 5);
SELECT count(*) FROM requests r JOIN (SELECT 'terraform' AS name UNION ALL SELECT 'cloudformation') t JOIN glue_lint(r.request, t.name);
