-- glue_requests(): states, plans and configurations of Terraform.
.load dist/glue_connections
.mode list

.print --- a state as it is kept: modules, keys, regions; a data source and a deposed object are passed over
SELECT * FROM glue_requests(readfile('tests/data/terraform/terraform.tfstate'));
SELECT * FROM glue_requests('{"version": 4, "terraform_version": "1.12.0", "resources": [
  {"mode": "managed", "type": "aws_s3_bucket", "name": "b", "instances": [{"attributes": {"name": "x"}}]},
  {"mode": "managed", "type": "aws_glue_connection", "name": "this", "instances": [
    {"index_key": "eu-west-1", "attributes": {"arn": "arn:aws:glue:eu-west-1:123456789012:connection/orders", "catalog_id": "123456789012", "connection_properties": {"SECRET_ID": "s"},
      "connection_type": "JDBC", "name": "orders", "region": "eu-west-1", "tags": null, "tags_all": {}, "physical_connection_requirements": [], "description": "", "match_criteria": []}},
    {"index_key": "us-east-1", "attributes": {"arn": "arn:aws:glue:us-east-1:123456789012:connection/orders", "catalog_id": "123456789012", "name": "orders"}},
    {"index_key": 0, "deposed": "00000001", "attributes": {"name": "old"}}]},
  {"mode": "data", "type": "aws_glue_connection", "name": "d", "module": "module.m", "instances": [
    {"attributes": {"name": "other"}}]}]}');
.print --- other versions
SELECT problem FROM glue_requests('{"version": 3, "terraform_version": "0.11.14", "modules": [{"resources": {"aws_glue_connection.a": {}}}]}');
SELECT problem FROM glue_requests('{"version": 5, "lineage": "x", "resources": []}');
SELECT count(*) FROM glue_requests('{"version": 4, "lineage": "x", "resources": []}');

.print --- terraform show -json of a state
SELECT * FROM glue_requests(readfile('tests/data/terraform/state.json'));
SELECT (SELECT count(*) FROM glue_requests('{"format_version": "1.0"}')), (SELECT count(*) FROM glue_requests('{"format_version": "1.0", "terraform_version": "1.0"}')),
  (SELECT count(*) FROM glue_requests('{"format_version": "1.0", "something": "else"}'));
.print --- and of a plan: what is not known yet
SELECT * FROM glue_requests(readfile('tests/data/terraform/plan.json'));
SELECT name, request, problem FROM glue_requests('{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
    {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "values": {"name": "a", "tags": {"x": "y"}, "connection_type": null}},
    {"address": "aws_glue_connection.b", "type": "aws_glue_connection", "values": {"physical_connection_requirements": [{"subnet_id": "s", "security_group_id_list": null}]}},
    {"address": "aws_glue_connection.c", "type": "aws_glue_connection", "values": {"name": "c", "connection_properties": {"a": null, "b": "", "d{": null}, "authentication_configuration": []}},
    {"address": "aws_glue_connection.d", "type": "aws_glue_connection", "mode": "data"}]}},
  "resource_changes": [
    {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "change": {"after_unknown": {"arn": true, "id": true, "catalog_id": true, "region": true, "tags_all": true, "connection_properties": true, "connection_type": true}}},
    {"address": "aws_glue_connection.b", "type": "aws_glue_connection", "change": {"after_unknown": {"name": true, "tags": true, "match_criteria": true, "physical_connection_requirements": [{"security_group_id_list": true}]}}},
    {"address": "aws_glue_connection.c", "type": "aws_glue_connection", "change": {"after_unknown": {"connection_properties": {"a": true, "c": true, "d{": true}, "authentication_configuration": [{"secret_arn": true, "oauth2_properties": [{"token_url": true}]}], "athena_properties": true}}}]}');

.print --- a configuration: blocks as objects and as lists
SELECT place, request, problem FROM glue_requests('{
  "//": {"metadata": {"stackName": "s"}}, "provider": {"aws": [{"region": "eu-west-1"}]},
  "resource": [
    {"aws_glue_connection": {"a": {"//": {"metadata": {"path": "p"}}, "name": "a", "physical_connection_requirements": [{"subnet_id": "s"}, {"subnet_id": "t"}]}}},
    {"aws_glue_connection": [
      {"b": {"name": "b", "connection_type": "NETWORK"}},
      {"c": [{"name": "c", "physical_connection_requirements": {}}, {"name": "c2"}]}]}],
  "data": {"aws_glue_connection": {"d": {"id": "123456789012:d"}}}}');
SELECT count(*) FROM glue_requests('{"resource": {"aws_s3_bucket": {"b": {}}}}');
.print --- templates: references are marked, doubled signs stand for themselves, so do those that an export writes
SELECT json_extract(request, '$.ConnectionInput.ConnectionProperties'), problem FROM glue_requests(json_object('resource', json_object('aws_glue_connection', json_object('a', json_object('name', 'a',
  'connection_properties', json_object('whole', '${var.x}', 'part', 'a${var.x}b${aws.y["}"].z}', 'nested', '${f("a${g({b = "c"})}d")}', 'doubled', '$${a} %%{b} $$${c} $ % ${"$"}{d} ${"%"}{e}',
    'directive', 'a "q" \ %{ if var.x }b${"c"}%{ else }%%{%{ endif }' || char(10), 'open', 'a ${ b', 'strip', '${~ x ~}', 'number', 5432, 'real', json('1.50'), 'boolean', json('true'), 'nothing', json('null')))))));
.print --- an expression where a list or a map is wanted; an account, a region and a name that are one
SELECT name, catalog_id, region, request, problem FROM glue_requests('{"resource": {"aws_glue_connection": {
  "lists": {"name": "${var.name}", "catalog_id": "${data.x.account_id}", "region": "eu-${var.r}", "match_criteria": "${var.m}", "connection_properties": {},
    "physical_connection_requirements": {"security_group_id_list": "${var.groups}", "subnet_id": "${var.subnet}"}, "tags": "${merge(var.tags, {a = 1})}"},
  "maps": {"name": "maps", "region": "${var.r}", "connection_properties": "${var.properties}", "athena_properties": "${var.a}"},
  "block": {"name": "block", "catalog_id": "123456789012", "physical_connection_requirements": "${var.b}"}}}}');
.print --- count, for_each and dynamic are told, not expanded
SELECT place, request, problem FROM glue_requests('{"resource": {"aws_glue_connection": {
  "counted": {"count": 2, "name": "conn-${count.index}"},
  "each": {"for_each": "${var.c}", "name": "${each.key}"},
  "off": {"count": "${var.create ? 1 : 0}", "name": "off", "connection_type": "NETWORK", "depends_on": ["x"], "lifecycle": {}, "provider": "aws.eu"},
  "fixed": {"for_each": "${var.c}", "name": "fixed", "description": "${each.value}"},
  "dynamic": {"name": "dynamic", "dynamic": {"physical_connection_requirements": {"for_each": "${var.s}", "content": {"subnet_id": "${var.s}"}}}},
  "dynamics": {"name": "dynamics", "authentication_configuration": {"authentication_type": "BASIC",
    "dynamic": [{"basic_authentication_credentials": [{"for_each": [1], "content": {"username": "u", "password": "${var.p}"}}]}]}}}}}');
.print --- what the provider has no argument for, in a comment of ours alone; what it does not know
SELECT request, problem FROM glue_requests('{"resource": {"aws_glue_connection": {
  "ours": {"name": "o", "//": {"glue_connections": {"SparkProperties": {"a": "$${b}"}, "ValidateCredentials": false, "Name": "other"}}},
  "theirs": {"name": "t", "//": {"SparkProperties": {"a": "b"}, "Name": "other"}, "spark_properties": {"a": "b"},
    "physical_connection_requirements": {"//": "a comment", "subnet": "s"}},
  "text": {"name": "x", "//": "glue_connections"}}}}');

.print --- passwords that are references stay as they are
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(request) SELECT request FROM glue_requests('{"resource": {"aws_glue_connection": {
  "a": {"name": "a", "connection_properties": {"JDBC_CONNECTION_URL": "jdbc:mysql://${aws_db_instance.x.endpoint}/d", "USERNAME": "u", "PASSWORD": "${random_password.x.result}"}}}}}');
SELECT connection_properties FROM connections;

.print --- the name, where only the apply will tell it, or is no text: the row has what its request has
SELECT name, request ->> '$.ConnectionInput.Name' FROM glue_requests('{"format_version": "1.2", "terraform_version": "1.9.0",
  "planned_values": {"root_module": {"resources": [{"address": "aws_glue_connection.x", "mode": "managed", "type": "aws_glue_connection",
    "name": "x", "values": {"connection_type": "CUSTOM", "connection_properties": {}}}]}},
  "resource_changes": [{"address": "aws_glue_connection.x", "type": "aws_glue_connection", "change": {"after_unknown": {"name": true}}}]}')
UNION ALL
SELECT name, request ->> '$.ConnectionInput.Name' FROM glue_requests('{"resource": {"aws_glue_connection": {"a": {"name": 5, "connection_properties": {}}}}}');
