-- glue_requests(): templates of CloudFormation, SAM and the CDK.
.load dist/glue_connections
.mode list
CREATE TEMP TABLE results(place, name, catalog_id, region, request, problem);

.print --- CloudFormation's own defaults: a name, no properties. A reference to the own account is no catalog
SELECT * FROM glue_requests('{
  "Resources": {
    "Other": {"Type": "AWS::Glue::Job", "Properties": {}},
    "Smallest": {"Type": "AWS::Glue::Connection", "Properties": {"CatalogId": {"Ref": "AWS::AccountId"},
      "ConnectionInput": {"ConnectionType": "NETWORK",
        "PhysicalConnectionRequirements": {
          "AvailabilityZone": {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
          "SecurityGroupIdList": [{"Fn::GetAtt": ["Group", "GroupId"]}],
          "SubnetId": {"Ref": "Subnet"}}}}},
    "Elsewhere": {"Type": "AWS::Glue::Connection", "Properties": {"CatalogId": {"Fn::ImportValue": "account"},
      "ConnectionInput": {"Name": "e", "ConnectionType": "DYNAMODB"}}},
    "Given": {"Type": "AWS::Glue::Connection", "Properties": {"CatalogId": 123456789012,
      "ConnectionInput": {"Name": "g", "ConnectionType": "DYNAMODB"}}},
    "Nothing": {"Type": "AWS::Glue::Connection"}
  }
}');

CREATE TEMP VIEW functions AS SELECT key, '{"Conditions": {
    "Prod": {"Fn::Equals": [{"Ref": "Environment"}, "prod"]},
    "NotProd": {"Fn::Not": [{"Condition": "Prod"}]},
    "Both": {"Fn::And": [{"Condition": "Prod"}, {"Fn::Equals": ["a", "a"]}]},
    "Either": {"Fn::Or": [{"Condition": "NotProd"}, {"Fn::Equals": ["a", "b"]}]},
    "Never": {"Fn::And": [{"Fn::Equals": ["a", "b"]}, {"Condition": "Prod"}]},
    "Circle": {"Condition": "Circle"}},
  "Mappings": {"Ports": {"prod": {"db": 5432, "hosts": ["h1", "h2"]}, "test": {"db": "5433"}}},
  "Parameters": {"Environment": {"Type": "String", "Default": "test"}, "Name": {"Type": "String"},
    "Subnets": {"Type": "CommaDelimitedList", "Default": "s-1, s-2"}, "Secret": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/secret"}},
  "Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"Name": "c", "ConnectionType": "X",
    "ConnectionProperties": {"p": ' || iif(type = 'text', json_quote(value), value) || '}}}}}}' AS document
  FROM json_each('[
    {"Ref": "Environment"}, {"Ref": "AWS::Region"}, {"Ref": "Resource"}, {"Fn::GetAtt": ["R", "A.B"]}, {"Fn::GetAtt": "R.A"},
    {"Fn::GetAtt": ["R", {"Ref": "Name"}]}, {"Ref": "AWS::NoValue"}, {"Ref": "Secret"},
    {"Fn::Join": ["-", ["a", {"Ref": "Name"}, {"Ref": "AWS::NoValue"}, 5, {"Fn::Join": ["", ["x", true]]}]]},
    {"Fn::Join": [",", {"Ref": "Subnets"}]}, {"Fn::Join": [",", {"Fn::GetAtt": ["B", "List"]}]}, {"Fn::Join": [",", {"Fn::Split": ["|", "a|b|"]}]},
    {"Fn::Join": [{"Ref": "Name"}, ["a", "b"]]},
    {"Fn::Sub": "a ${Environment} ${ Name } ${R.A} ${!Literal} ${AWS::Region} $ ${ {} $${x} ${} {{resolve:ssm:/x}}"},
    {"Fn::Sub": ["${a}${b}${a}${c}", {"a": {"Ref": "Name"}, "b": "${Environment}", "c": {"Ref": "AWS::NoValue"}}]},
    {"Fn::Sub": ["${a}", {"a": "1", "a": "2"}]}, {"Fn::Sub": {"Ref": "Environment"}}, {"Fn::Sub": {"Fn::ImportValue": "x"}},
    {"Fn::Select": [1, ["a", {"Ref": "Name"}, "c"]]}, {"Fn::Select": ["1", {"Ref": "Subnets"}]}, {"Fn::Select": [9, ["a"]]},
    {"Fn::Select": [0, {"Fn::Split": [":", "u:p"]}]}, {"Fn::Select": [0, {"Fn::Split": [":", {"Ref": "Name"}]}]},
    {"Fn::FindInMap": ["Ports", {"Ref": "Environment"}, "db"]}, {"Fn::FindInMap": ["Ports", "prod", "db"]},
    {"Fn::FindInMap": ["Ports", "nowhere", "db"]}, {"Fn::FindInMap": ["Ports", "nowhere", "db", {"DefaultValue": {"Ref": "Name"}}]},
    {"Fn::Join": ["+", {"Fn::FindInMap": ["Ports", "prod", "hosts"]}]},
    {"Fn::If": ["Prod", "p", {"Ref": "Name"}]}, {"Fn::If": ["NotProd", "n", "p"]}, {"Fn::If": ["Both", "b", "o"]}, {"Fn::If": ["Either", "e", "n"]},
    {"Fn::If": ["Never", "n", "always"]}, {"Fn::If": ["Circle", "c", "d"]}, {"Fn::If": ["Unknown", "c", {"Ref": "AWS::NoValue"}]},
    {"Fn::ImportValue": {"Fn::Sub": "${Name}-x"}}, {"Fn::Base64": "x"}, {"Fn::Transform": {"Name": "M"}}, {"Fn::Cidr": ["10.0.0.0/16", 2]},
    {"Ref": ["odd"]}, {"Fn::Split": [",", "a,b"]}, {"Ref": "a", "Fn::Sub": "b"}, {"deep": 1}, ["list"], null, 1.50, true, "", "${Ref:X} \u00e9\\n\"{"]');
.print --- every function: without parameters, with the template's defaults, with values
SELECT f.key, json_extract(r.request, '$.ConnectionInput.ConnectionProperties.p') FROM functions f, glue_requests(f.document) r ORDER BY f.key;
.print
SELECT f.key, json_extract(r.request, '$.ConnectionInput.ConnectionProperties.p') AS known FROM functions f, glue_requests(f.document, '{"Environment": null, "Name": null, "Subnets": null, "Secret": null}') r
  WHERE known IS NOT (SELECT json_extract(request, '$.ConnectionInput.ConnectionProperties.p') FROM glue_requests(f.document)) ORDER BY f.key;
.print
SELECT f.key, json_extract(r.request, '$.ConnectionInput.ConnectionProperties.p') AS known FROM functions f,
  glue_requests(f.document, '{"Environment": "prod", "Name": "${Environment}", "Subnets": ["a", "b"], "Secret": "s", "AWS::Region": "eu-west-1"}') r
  WHERE known IS NOT (SELECT json_extract(request, '$.ConnectionInput.ConnectionProperties.p') FROM glue_requests(f.document)) ORDER BY f.key;
.print -- what is kept is a reference that can be written back
SELECT count(*) FROM functions f, glue_requests(f.document) r, glue_lint(r.request) l WHERE l.rule = 'unresolved-reference';

.print --- the account and the region of a stack
SELECT name, catalog_id, region, request, problem FROM glue_requests('{"Resources": {"C": {"Type": "AWS::Glue::Connection",
  "Properties": {"CatalogId": {"Ref": "AWS::AccountId"}, "ConnectionInput": {"Name": "c-${x}", "ConnectionType": "DYNAMODB"}}}}}',
  '{"AWS::AccountId": "123456789012", "AWS::Region": "eu-west-1"}');

.print --- the API's types: lists of one, numbers as text, booleans, maps as text; tags as a map or as pairs
SELECT request FROM glue_requests('{"Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {
  "Name": {"Fn::Sub": "n-${E}"}, "ConnectionType": "JDBC", "MatchCriteria": "one", "ValidateCredentials": "False", "ValidateForComputeEnvironments": "SPARK",
  "ConnectionProperties": "{\"PORT\": \"1\"}", "SparkProperties": {"a": 1, "Ref": 5, "b": {"Ref": "AWS::NoValue"}},
  "PhysicalConnectionRequirements": {"SecurityGroupIdList": {"Ref": "Groups"}, "SubnetId": {"Fn::Select": [0, {"Ref": "Subnets"}]}},
  "AuthenticationConfiguration": {"AuthenticationType": "BASIC", "SecretArn": {"Ref": "S"}, "BasicAuthenticationCredentials": {"Username": "u", "Password": {"Ref": "P"}}}},
  "Tags": [{"Key": "a", "Value": {"Ref": "A"}}, {"Key": {"Fn::Sub": "b"}, "Value": 2}]}}}}');
SELECT json_extract(request, '$.Tags'), json_extract(request, '$.ConnectionInput.MatchCriteria'), json_extract(request, '$.ConnectionInput.ValidateCredentials'), problem
  FROM glue_requests('{"Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "JDBC",
  "MatchCriteria": {"Fn::Split": [",", "a,b"]}, "ValidateCredentials": {"Fn::If": ["X", true, false]}},
  "Tags": {"a": 1, "b": {"Ref": "AWS::NoValue"}}}}, "D": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "JDBC"}, "Tags": [{"Key": "a"}, 5]}},
  "E": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "JDBC"}}}}, "Tags": {"stack": "s"}}');

.print --- structures that only a stack knows
SELECT place, request, problem FROM glue_requests('{"Resources": {
  "Choice": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "NETWORK",
    "PhysicalConnectionRequirements": {"Fn::If": ["Vpc", {"Ref": "AWS::NoValue"}, {"SubnetId": "s"}]}}}},
  "Input": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"Fn::If": ["X", {"Name": "i", "ConnectionType": "NETWORK"}, {}]}}},
  "Map": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "NETWORK", "AthenaProperties": {"Ref": "A"}}, "Tags": {"Fn::GetAtt": ["A", "Tags"]}}},
  "Properties": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "NETWORK", "ConnectionProperties": {"Ref": "A"}}}}}}');

.print --- what is in the wrong place, or not carried out here, is told; what the API does not know is refused by the INSERT
SELECT place, request, problem FROM glue_requests('{"Resources": {
  "C": {"Type": "AWS::Glue::Connection", "DependsOn": "X", "DeletionPolicy": "Retain", "Description": "d", "Properties": {"Description": "d", "Foo": 1,
    "ConnectionInput": {"ConnectionType": "NETWORK", "Fn::Transform": {"Name": "AWS::Include"}, "Nmae": "x", "ConnectionProperties": {"Fn::Transform": {}, "a": "b"}}}},
  "Fn::ForEach::Loop": ["X", ["a"], {"C${X}": {"Type": "AWS::Glue::Connection"}}],
  "Fn::ForEach::Harmless": ["X", ["a"], {"C${X}": {"Type": "AWS::Glue::Job"}}]}}');

.print --- a resource with a condition
SELECT p.value, r.name, r.request IS NOT NULL, r.problem FROM json_each('["{}", "{\"E\":\"prod\"}", "{\"E\":\"test\"}"]') p, glue_requests('{
  "Parameters": {"E": {"Type": "String"}}, "Conditions": {"Prod": {"Fn::Equals": [{"Ref": "E"}, "prod"]}},
  "Resources": {"C": {"Type": "AWS::Glue::Connection", "Condition": "Prod", "Properties": {"ConnectionInput": {"ConnectionType": "NETWORK"}}}}}', p.value) r;

.print --- parameters with which CloudFormation would make no stack: that the template has not, or with another value than one of AllowedValues
SELECT p.value, r.place, r.kind, r.name, r.problem FROM json_each('[{"Env": "prod", "AWS::Region": "eu-west-1", "AWS::NoSuch": 1}, {"Env": null}, {"Evn": "s3cret", "env": 1},
  {"Env": "s3cret"}, {"Env": ["prod"]}, {"Size": 2}, {"Size": "2"}, {"Size": 3}, {"Zones": "a,c"}, {"Odd": "x"}, {"Any": ""}, {"Any": "5"}, {"A\n\u00e9\u202e": 1}]') p,
  glue_requests('{"Parameters": {"Env": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "prod"]}, "Size": {"Type": "Number", "AllowedValues": [1, 2]},
    "Zones": {"Type": "CommaDelimitedList", "AllowedValues": ["a", "b"]}, "Odd": {"Type": "String", "AllowedValues": "y"}, "Any": {"AllowedValues": ["x", "", 5]}}, "Resources": {}}', p.value) r;

.print --- SAM, the output of get-template with a body as an object and as a text, several templates
SELECT place, name, problem FROM glue_requests('{"Transform": "AWS::Serverless-2016-10-31", "Globals": {"Function": {}},
 "Resources": {"S": {"Type": "AWS::Glue::Connection"}}}
{"TemplateBody": {"Resources": {
   "B": {"Type": "AWS::Glue::Connection"}}}}
[{"TemplateBody":
 "{\n \"Resources\": {\n \"T\": {\"Type\": \"AWS::Glue::Connection\"}}}"}]');
SELECT count(*) FROM glue_requests('{"Resources": {"A": {"Type": "AWS::S3::Bucket"}, "B": 5}}');
