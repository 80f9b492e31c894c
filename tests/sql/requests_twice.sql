-- glue_requests(): a name that stands in an object twice. Of what is around connections the first is read, and a row says
-- so; a connection that has a member twice is refused where it is inserted.
.load dist/glue_connections
.headers on
.mode list
.nullvalue null

CREATE TEMP TABLE c AS SELECT '{"Name": "a", "ConnectionType": "CUSTOM", "ConnectionProperties": {}}' AS a,
  '{"Name": "b", "ConnectionType": "CUSTOM", "ConnectionProperties": {}}' AS b;
CREATE TEMP TABLE t(what TEXT, document TEXT);
CREATE TEMP VIEW told AS SELECT t.rowid, what, r.place, r.kind, r.name, r.request IS NOT NULL AS has_request, r.problem
  FROM t, glue_requests(t.document) r;

.print --- answers: one page, one of several, an escape, three times; a page whose token stands there twice
INSERT INTO t SELECT 'empty first', '{"ConnectionList": [],
  "ConnectionList": [' || a || ']}' FROM c;
INSERT INTO t SELECT 'both', '{"ConnectionList": [' || a || '], "ConnectionList": [' || b || ']}' FROM c;
INSERT INTO t SELECT 'escaped', '{"Connection\u004cist": [' || a || '], "ConnectionList": [' || b || ']}' FROM c;
INSERT INTO t SELECT 'only escaped', '{"Connection\u004cist": [' || a || ']}' FROM c;
INSERT INTO t SELECT 'a page', '[{"ConnectionList": [' || a || ']}, {"ConnectionList": [], "ConnectionList": [], "ConnectionList": []}]' FROM c;
INSERT INTO t VALUES('both empty', '{"ConnectionList": [], "ConnectionList": []}');
INSERT INTO t VALUES('token', '{"ConnectionList": [], "NextToken": null, "NextToken": "x"}');
SELECT what, place, kind, name, has_request, problem FROM told;
DELETE FROM t;

.print --- one connection: it is refused, and not told here as well
INSERT INTO t SELECT 'answer', '{"Connection": ' || a || ', "Connection": ' || b || '}' FROM c;
INSERT INTO t SELECT 'answer, escaped', '{"Connection": ' || a || ', "Conne\u0063tion": ' || b || '}' FROM c;
INSERT INTO t SELECT 'request', '{"ConnectionInput": ' || a || ', "ConnectionInput": ' || b || '}' FROM c;
INSERT INTO t SELECT 'tags', '{"ConnectionInput": ' || a || ', "Tags": {}, "Tags": {}}' FROM c;
INSERT INTO t VALUES('in a list', '{"ConnectionList": [{"Name": "a", "Name": "b"}]}');
SELECT what, r.name, r.problem, f.message FROM t, glue_requests(t.document) r, glue_lint(r.request) f WHERE f.rule = 'duplicate-key';
DELETE FROM t;

.print --- templates in JSON: around the resources, and in them
INSERT INTO t SELECT 'Resources', '{"Resources": {"A": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": ' || a || '}}},
  "Resources": {"B": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": ' || b || '}}}}' FROM c;
INSERT INTO t SELECT 'a name', '{"Resources": {
  "A": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": ' || a || '}},
  "\u0041": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": ' || b || '}}}}' FROM c;
INSERT INTO t SELECT 'Type', '{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Type": "AWS::Glue::Connection"}}}' FROM c;
INSERT INTO t SELECT 'Properties', '{"Resources": {"A": {"Type": "AWS::Glue::Connection",
  "Properties": {"ConnectionInput": ' || a || '},
  "Properties": {"ConnectionInput": ' || b || '}}}}' FROM c;
INSERT INTO t SELECT 'ConnectionInput', '{"Resources": {"A": {"Type": "AWS::Glue::Connection",
  "Properties": {"ConnectionInput": ' || a || ', "ConnectionInput": ' || b || '}}}}' FROM c;
INSERT INTO t SELECT 'the others', '{"Parameters": {"P": {"Default": 1, "Default": 2}, "P": {}}, "Parameters": {},
  "Mappings": {"M": {"N": {"O": 1, "O": 2}, "N": {}}, "M": {}}, "Conditions": {"C": {}, "C": {}}, "Tags": [], "Tags": [],
  "Resources": {"A": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": ' || a || '}}}}' FROM c;
INSERT INTO t SELECT 'in functions', '{"Resources": {"A": {"Type": "AWS::Glue::Connection", "Properties": {
  "Tags": [{"Key": "k", "Value": "v", "Value": "w"}], "ConnectionInput": {"Name": "a", "ConnectionType": "CUSTOM",
    "Description": {"Fn::Sub": ["${V}", {"V": "v", "V": "w"}]}, "ConnectionProperties": {
      "HOST": {"Fn::FindInMap": ["M", "N", "O", {"DefaultValue": "v", "DefaultValue": "w"}]}}}}}}, "Mappings": {"M": {}}}' FROM c;
INSERT INTO t SELECT 'a body', '{"TemplateBody": {"Resources": {"A": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": ' || a || '}}},
  "Resources": {}}, "TemplateBody": "x"}' FROM c;
SELECT what, place, kind, name, has_request, problem FROM told;
DELETE FROM t;

.print --- and in YAML, where << replaces nothing that stands there
INSERT INTO t VALUES('Resources', 'Resources:
  A:
    Type: AWS::Glue::Connection
    Properties: {ConnectionInput: {Name: a, ConnectionType: CUSTOM}}
Resources:
  B:
    Type: AWS::Glue::Connection
    Properties: {ConnectionInput: {Name: b, ConnectionType: CUSTOM}}
'), ('a name', 'Resources:
  A:
    Type: AWS::Glue::Connection
    Properties: {ConnectionInput: {Name: a, ConnectionType: CUSTOM}}
  A:
    Type: AWS::Glue::Connection
    Properties: {ConnectionInput: {Name: b, ConnectionType: CUSTOM}}
'), ('in a resource', 'Resources:
  A:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput: {Name: a, ConnectionType: CUSTOM}
      ConnectionInput: {Name: b, ConnectionType: CUSTOM}
    Properties: {}
'), ('merged', 'Shared: &shared
  Type: AWS::Glue::Connection
Resources:
  A:
    <<: *shared
    Type: AWS::Glue::Connection
    Properties: {ConnectionInput: {Name: a, ConnectionType: CUSTOM}}
');
SELECT what, place, kind, name, has_request, problem FROM told;
DELETE FROM t;

.print --- Terraform: states and plans
INSERT INTO t VALUES('resources', '{"version": 4, "lineage": "", "resources": [], "resources": [
  {"type": "aws_glue_connection", "name": "a", "instances": [{"attributes": {"name": "a"}}]}]}'),
('instances', '{"version": 4, "lineage": "", "resources": [
  {"type": "aws_glue_connection", "name": "a", "instances": [], "instances": [{"attributes": {"name": "a"}}]}]}'),
('type', '{"version": 4, "lineage": "", "resources": [
  {"type": "aws_s3_bucket", "type": "aws_glue_connection", "name": "a", "instances": [{"attributes": {"name": "a"}}]}]}'),
('attributes', '{"version": 4, "lineage": "", "resources": [{"type": "aws_glue_connection", "name": "a", "instances": [
  {"attributes": {"name": "a"}, "attributes": {"name": "b"}}]}]}'),
('an attribute', '{"version": 4, "lineage": "", "resources": [{"type": "aws_glue_connection", "name": "a", "instances": [
  {"attributes": {"name": "a", "tags": {"k": "v"}, "t\u0061gs": {}}}]}]}'),
('values', '{"format_version": "1.0", "values": {}, "values": {"root_module": {"resources": [
  {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "values": {"name": "a"}}]}}}'),
('root_module', '{"format_version": "1.0", "values": {"root_module": {}, "root_module": {"resources": [
  {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "values": {"name": "a"}}]}}}'),
('modules', '{"format_version": "1.0", "planned_values": {"root_module": {"child_modules": [{"resources": [], "resources": [
  {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "values": {"name": "a"}}]}], "child_modules": []}}}'),
('in a resource', '{"format_version": "1.0", "planned_values": {"root_module": {"resources": [
  {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "values": {"name": "a"}, "values": {}}]}}}'),
('changes', '{"format_version": "1.0", "planned_values": {"root_module": {"resources": [
  {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "values": {"name": "a"}}]}}, "resource_changes": [
  {"address": "aws_glue_connection.a", "type": "aws_glue_connection", "change": {}, "change": {"after_unknown": {}, "after_unknown": {"name": true}}},
  {"address": "aws_glue_connection.b", "type": "aws_glue_connection", "change": {"after_unknown": {"name": false, "name": true}}}]}');
SELECT what, place, kind, name, has_request, problem FROM told;
DELETE FROM t;

.print --- a .tf.json may have a block twice: both are read. Of an argument the first is
INSERT INTO t VALUES('resource', '{"resource": {"aws_glue_connection": {"a": {"name": "a"}}}, "data": {},
  "resource": {"aws_glue_connection": {"b": {"name": "b"}}, "aws_glue_connection": {"c": {"name": "c"}}}}'),
('arguments', '{"resource": {"aws_glue_connection": {"a": {"name": "a", "region": "eu-west-1", "region": "eu-central-1",
  "dynamic": {"physical_connection_requirements": {"content": {"subnet_id": "s"}, "content": {}}}}}}}');
SELECT what, place, kind, name, has_request, problem FROM told;
DELETE FROM t;

.print --- a long name, and one of odd characters, are shown in part
INSERT INTO t SELECT 'long', '{"ConnectionList": [], "' || name || '": 1, "' || name || '": 2, "\u001b\"": 1, "\u001b\u0022": 2}'
  FROM (SELECT 'x' || replace(printf('%.300c', 'x'), 'x', 'ä') AS name);
SELECT length(problem), substr(problem, 1, 20), substr(problem, -90) FROM told;
DELETE FROM t;

.print --- many: one row for an object, whose first ten are named
INSERT INTO t SELECT 'many', '{"Resources": {' || group_concat(printf('"%04d": {}', i % 500)) || '}}'
  FROM (WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT i FROM n);
SELECT what, place, kind, name, has_request, problem FROM told;
