-- glue_requests(): what is malformed in states, plans and configurations of Terraform.
.load dist/glue_connections
.mode list

.print --- a version of a state that nobody knows
SELECT problem FROM glue_requests('{"version": 12345678901, "lineage": "x", "resources": []}');

.print --- the region of an ARN, where it has one
SELECT r.name, r.region FROM glue_requests('{"version": 4, "lineage": "x", "resources": [{"mode": "managed", "type": "aws_glue_connection", "name": "c", "instances": [
  {"attributes": {"name": "short", "arn": "arn:aws"}}, {"attributes": {"name": "cut off", "arn": "arn:aws:glue:eu-west-1"}},
  {"attributes": {"name": "none", "arn": "arn:aws:glue::1:connection/c"}}, {"attributes": {"name": "empty", "region": "", "arn": "arn:aws:glue:eu-west-1:1:connection/c"}},
  {"attributes": {"name": "null", "region": null, "arn": null}}]}]}') r;

.print --- a plan: changes that are none of a connection, what is known although it stands among the unknown, blocks of which nothing is known
SELECT name, request, problem FROM glue_requests('{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
    {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "values": {"name": "a", "description": null, "connection_type": null, "match_criteria": "x", "tags_all": {"all": "t"}, "tags": {"a": "b"}}},
    {"address": "aws_glue_connection.b", "type": "aws_glue_connection", "values": {"name": "b", "tags_all": null, "tags": {"a": "b"}}},
    {"address": "aws_glue_connection.c", "type": "aws_glue_connection", "values": {"name": "c", "tags_all": {"x": "y"}, "tags": {"a": "b"}, "description": ["x"], "match_criteria": 5}},
    {"address": 5, "type": "aws_glue_connection", "values": {"name": "no address"}}, {"address": "aws_s3_bucket.b", "type": "aws_s3_bucket", "values": {}}]}},
  "resource_changes": [
    {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "change": {"after_unknown": {"description": false, "connection_type": null, "region": true, "region": true}}},
    {"address": "aws_glue_connection.b", "type": "aws_glue_connection", "change": {"after_unknown": {"athena_properties": {"a": true}, "physical_connection_requirements": [{"subnet_id": true}, {"subnet_id": true}], "tags": true, "tags": true}}},
    {"address": "aws_glue_connection.c", "type": "aws_glue_connection", "change": {"after_unknown": {"tags_all": true}}},
    {"address": 5, "type": "aws_glue_connection", "change": {}}, {"address": "aws_s3_bucket.b", "type": "aws_s3_bucket", "change": {}}]}');

.print --- a plan that has nothing but what it deletes, a configuration that has nothing but a source of data
SELECT t.key, r.place, r.name, r.problem FROM json_each('[
  {"format_version": "1.2", "resource_changes": [{"address": "aws_glue_connection.a", "type": "aws_glue_connection", "change": {"actions": ["delete"], "before": {"name": "a"}, "after": null}}]},
  {"data": {"aws_glue_connection": {"a": {"id": "123456789012:a"}}}}]') t LEFT JOIN glue_requests(t.value) r;

.print --- a configuration: comments, blocks that are none, arguments of another block
SELECT place, request, problem FROM glue_requests('{"resource": [5, {"aws_glue_connection": {"//": "a comment", "none": 5, "lists": [5, {"name": "l"}],
  "a": {"name": "a", "description": {"x": 1}, "match_criteria": 5, "physical_connection_requirements": {"username": "u", "subnet_id": "s",
      "an_argument_with_a_name_that_is_longer_than_any_of_the_provider_has": 1}},
  "dynamic": {"name": "d", "dynamic": [5, {"physical_connection_requirements": {"content": 5}}]}}}]}');

.print --- expressions of three characters, and signs in a template with a directive
SELECT json_extract(request, '$.ConnectionInput.ConnectionProperties'), problem FROM glue_requests(json_object('resource', json_object('aws_glue_connection', json_object('a', json_object('name', 'a',
  'connection_properties', json_object('name', '${abc}', 'quoted', '${"a"}', 'joined', '${""x}', 'signs', '%{ if var.x }$$5 %%5 $${a}%{ endif }', 'percent', '%%5 %', 'last', '%{ if var.x }a%{ endif }$', 'open', '%{ if var.x }a%{ endif }%{"b${c}%{d}'))))));
