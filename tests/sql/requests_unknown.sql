-- glue_requests(): a document that is nothing of what is read gives one row that says what it seems to be.
.load dist/glue_connections
.mode list
CREATE TEMP TABLE documents(document);
INSERT INTO documents VALUES
  (''), (char(10, 32, 10)), (x''), (x'FFFE'), (char(0xFEFF)), ('{}'), ('[]'), ('5'), ('"text"'), ('null'), ('[5, "x", null, true]'), ('some text'),
  ('{"TableList": [], "a": 1, "b": 2, "c": 3, "d": 4, "e": 5}'), ('{"Name": "x"}'), ('{"ConnectionList": {}}'), ('{"Connection": 5}'), ('{"Resources": []}'), ('{"TemplateBody": 5}'),
  ('{"serial": 1, "lineage": "x", "version": 4, "encrypted_data": "AAAA", "encryption_version": "v0"}'),
  ('{"@level":"info","@message":"Terraform 1.9.0","type":"version"}' || char(10) || '{"@level":"info","@message":"aws_glue_connection.orders: Plan to create","type":"planned_change"}' || char(10)),
  ('{"version": "tree-0.1", "tree": {"id": "App"}}'), ('{"version": "36.0.0", "artifacts": {}}'), ('{"version": "36.0.0", "files": {}, "dockerImages": {}}'),
  ('{"version": 3, "deployment": {}}'), ('{"StackResources": []}'), ('{"Stacks": []}'), ('{"provider_schemas": {}}'),
  (x'1F8B0800'), ('PK' || char(3, 4)), ('BZh9'), (x'28B52FFD'), (x'FD377A585A'), (x'53514C69746520666F726D6174203300'), ('<!DOCTYPE html>'), (x'7B'), (CAST('a' || x'00' || 'b' AS BLOB)),
  (x'7B0022006100220000'),
  (char(10) || 'An error occurred (AccessDeniedException) when calling the GetConnections operation: User: x is not authorized' || char(27) || '[31m' || char(10) || 'more'),
  ('Unable to locate credentials. You can configure credentials by running "aws configure".'), ('usage: aws [options]'),
  ('resource "aws_glue_connection" "x" {' || char(10) || '  name = "x"' || char(10) || '}'),
  ('# aws_glue_connection.x:' || char(10) || 'resource "x"'), ('Terraform will perform the following actions:'),
  ('- name: create it' || char(10) || '  community.aws.glue_connection:' || char(10) || '    name: x'), ('- hosts: all' || char(10) || '  tasks: []'),
  ('[{"name": "create it", "amazon.aws.glue_connection": {"name": "x"}}]'), ('- a' || char(10) || '- b'), ('a: b'), ('ConnectionList: []'),
  ('apiVersion: glue.aws.upbound.io/v1beta1' || char(10) || 'kind: Connection'), ('{"apiVersion": "v1", "kind": "Pod"}'),
  ('service: shop' || char(10) || 'provider: {name: aws}' || char(10) || 'resources: {}'), ('a: b: c'), ('{"a": ' || char(27) || '}'),
  ('{"\u001b[31m\n\u202e": 1}');
SELECT d.rowid, r.place, r.kind, r.request, r.problem FROM documents d LEFT JOIN glue_requests(d.document) r;
.print --- said once of a log, and of each document that differs
SELECT place, name, substr(problem, 1, 30) FROM glue_requests('{"@level":"info"}
{"@level":"info"}
{"Name":"a","ConnectionType":"X"}
{"@level":"info"}
{"a":1}
{"b":1}');
