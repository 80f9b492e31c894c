-- References of a template go back into a template as what they were, into other exports as the texts
-- that an import has made of them; none becomes a secret of its own.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
SELECT writefile('template.json', json_object('Resources', json_object('Orders', json('{"Type":"AWS::Glue::Connection","Properties":{
  "CatalogId":{"Ref":"AWS::AccountId"},"ConnectionInput":{"Name":"orders","ConnectionType":"JDBC",
    "Description":{"Fn::Sub":"of ${Team}, not ${!Team} or ${!!Team}"},
    "ConnectionProperties":{"JDBC_CONNECTION_URL":{"Fn::Sub":"jdbc:mysql://${Db.Endpoint.Address}:${Db.Endpoint.Port}/orders"},
      "JDBC_ENFORCE_SSL":"true","USERNAME":"{{resolve:secretsmanager:orders:SecretString:username}}",
      "PASSWORD":"{{resolve:secretsmanager:orders:SecretString:password}}","KAFKA_SASL_SCRAM_PASSWORD":{"Ref":"Password"}},
    "PhysicalConnectionRequirements":{"SubnetId":{"Fn::Select":[0,{"Ref":"Subnets"}]},"SecurityGroupIdList":[{"Fn::GetAtt":["Group","GroupId"]}],
      "AvailabilityZone":{"Fn::Sub":"${AWS::Region}a"}},
    "AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":{"Ref":"Secret"},
      "KmsKeyArn":{"Fn::Sub":"arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/1"}}}}}')))) > 0;
.parameter set @file template.json
.read sql/import.sql
.parameter set @out again.json
.read sql/export_cloudformation.sql
SELECT CAST(readfile('again.json') AS TEXT);
CREATE TABLE before AS SELECT request FROM connections;
DELETE FROM connections;
.parameter set @file again.json
.read sql/import.sql
SELECT count(*) AS the_same FROM before NATURAL JOIN (SELECT request FROM connections);
.parameter set @out connections.tf.json
.read sql/export_terraform.sql
SELECT json_extract(readfile('connections.tf.json'), '$.variable', '$.resource.aws_glue_connection.orders.connection_properties');

.print '--- a map that looks like a function goes out as text, deep down too'
DELETE FROM connections;
INSERT INTO connections(connections) VALUES('validation=lenient');
INSERT INTO connections(request) VALUES('{"ConnectionInput":{"Name":"maps","ConnectionType":"SALESFORCE","ConnectionProperties":{"Ref":"x"},
  "SparkProperties":{"Fn::Sub":"x"},"AuthenticationConfiguration":{"AuthenticationType":"OAUTH2","OAuth2Properties":{
    "OAuth2GrantType":"CLIENT_CREDENTIALS","TokenUrlParametersMap":{"Fn::GetAtt":"x"}},
    "CustomAuthenticationCredentials":{"Ref":"x"}}},"Tags":{"Ref":"x"}}');
.parameter set @secrets decrypt
.parameter set @out again.json
.read sql/export_cloudformation.sql
SELECT CAST(readfile('again.json') AS TEXT);
DELETE FROM before;
INSERT INTO before SELECT glue_decrypt(request) FROM connections;
DELETE FROM connections;
.read sql/import.sql
SELECT count(*) AS the_same FROM before JOIN connections c ON glue_decrypt(c.request) = before.request;
