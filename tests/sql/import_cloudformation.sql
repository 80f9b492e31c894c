-- sql/import.sql: CloudFormation, SAM and CDK templates. References become placeholders.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/import') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
.headers on
.parameter set @file tests/data/cloudformation/template.json
.read sql/import.sql
SELECT place, name, outcome FROM temp.import_documents;
.parameter set @file tests/data/cloudformation/sam.json
.read sql/import.sql
.parameter set @file tests/data/cloudformation/cdk.template.json
.read sql/import.sql
.parameter set @file tests/data/cloudformation/get-template.json
.read sql/import.sql
.headers off
SELECT glue_decrypt(request) FROM connections ORDER BY rowid;

.print '--- lint says so'
SELECT c.name, f.path FROM connections c, glue_lint(c.request) f WHERE f.rule = 'unresolved-reference' ORDER BY c.rowid, f.path;

.print '--- functions in functions, choices, what is left out, odd names'
DELETE FROM connections;
SELECT writefile('functions.json', json_object('Resources', json_object(
  'A', json('{"Type":"AWS::Glue::Connection","Properties":{"CatalogId":{"Ref":"AWS::AccountId"},"ConnectionInput":{
    "Name":{"Fn::Sub":["a ${x} ${y} ${!z} ${AWS::Region}",{"x":{"Fn::Sub":"<${x}>"},"y":{"Fn::GetAtt":"R.Arn"}}]},
    "ConnectionType":"CUSTOM","Description":{"Fn::If":["C",{"Ref":"AWS::NoValue"},"else"]},
    "ConnectionProperties":{"Fn::If":["C",{"Ref":"AWS::NoValue"},{"P":{"Fn::Join":["",["a",{"Fn::Join":["-",["b",{"Ref":"C"}]]}]]}}]},
    "MatchCriteria":[{"Ref":"AWS::NoValue"},{"Ref":"M"}],
    "SparkProperties":{"key.with.dots":{"Ref":"D"},"o''d\"d [0] 😀":{"Fn::Base64":{"Fn::Sub":"${E}"}},"Ref":"no function","n":1.5,"b":false},
    "PhysicalConnectionRequirements":{"SecurityGroupIdList":{"Fn::Split":[",",{"Fn::ImportValue":"groups"}]},
      "SubnetId":{"Fn::Select":["0",{"Ref":"Subnets"}]},"AvailabilityZone":{"Fn::FindInMap":["Zones",{"Ref":"AWS::Region"},"a"]}},
    "ValidateCredentials":"true"},"Tags":{"Name":{"Ref":"AWS::StackName"}}}}'),
  'B', json('{"Type":"AWS::Glue::Connection","Properties":{"ConnectionInput":{"ConnectionType":"CUSTOM","ConnectionProperties":{},
    "AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":{"Ref":"S"},"KmsKeyArn":{"Fn::GetAtt":["K","Arn"]}}}}}'),
  'C', json('{"Type":"AWS::Glue::Connection"}'), 'D', json('{"Type":"AWS::Glue::Job","Properties":{}}'), 'E', 5,
  'Fn::ForEach::Loop', json('["X",["a"],{}]')))) > 0;
.parameter set @file functions.json
.read sql/import.sql
SELECT request FROM connections ORDER BY rowid;
