-- sql/import.sql: what references were in what was created stays in temp.import_findings, also of those
-- in credentials, which nobody sees any more once they are sealed.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/import') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
SELECT writefile('template.json', json_object('Resources', json_object('Orders', json('{"Type":"AWS::Glue::Connection","Properties":{
  "ConnectionInput":{"Name":"orders","ConnectionType":"MYSQL","ConnectionProperties":{"HOST":"h","PORT":"3306","DATABASE":"d",
      "PASSWORD":{"Ref":"Password"}},
    "AuthenticationConfiguration":{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{
      "Username":"app","Password":{"Fn::Sub":"p-{{resolve:secretsmanager:${Secret}:SecretString:password}}"}}}}}}')))) > 0;
.parameter set @file template.json
.headers on
.read sql/import.sql
SELECT name, outcome, severity, rule, path FROM temp.import_documents JOIN temp.import_findings USING(document);
.print '--- of what is in the table, lint only sees the one that is not sealed'
SELECT f.rule, f.path FROM connections c, glue_lint(c.request) f;
