-- glue_requests(): encodings, parameters, bodies and keys of YAML that are not as they should be.
.load dist/glue_connections
.mode list

.print --- UTF-16 with halves of characters: each becomes U+FFFD, and a whole one is read
SELECT name, request, problem FROM glue_requests(x'FEFF007B0022004E0061006D00650022003A0022D800FFFDD83DDE000022002C00220043006F006E006E0065006300740069006F006E00540079007000650022003A002200580022007D');

.print --- parameters: one object of plain values and of lists of such, with white space around it
SELECT count(*) FROM glue_requests('{}', ' {"a": [1, null], "b": "c"} ');
SELECT count(*) FROM glue_requests('{}', '{} {}');
SELECT count(*) FROM glue_requests('{}', '{');
SELECT count(*) FROM glue_requests('{}', '{"a": [{"b": 1}]}');
SELECT count(*) FROM glue_requests('{}', '{"a": [["b"]]}');
SELECT count(*) FROM glue_requests('{}', '{"a": "b", "c": "d", "\u0061": "e"}');
SELECT count(*) FROM glue_requests('{}', (WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
  SELECT '{' || group_concat('"' || (i % 99) || '\n": 1') || '}' FROM n));
SELECT count(*) FROM glue_requests('{}', (SELECT '{"' || x || '": 1, "' || x || '": 1}' FROM (SELECT replace(printf('%.256c', '-'), '-', 'é') x)));

.print --- a TemplateBody in a TemplateBody, and one that is none
SELECT t.key, r.place, r.name, substr(r.problem, 1, 30) FROM json_each('[
  {"TemplateBody": {"TemplateBody": "x"}}, {"TemplateBody": 5},
  {"TemplateBody": "{\"TemplateBody\":\"{\\\"TemplateBody\\\":\\\"{}\\\"}\"}"}]') t, glue_requests(t.value) r;

.print --- answers of the AWS CLI in YAML, and as texts; a request in YAML
SELECT t.key, r.problem FROM json_each('["Connection: {Name: a}", "ConnectionList: []", "Connections: {Name: a}",
  "- ConnectionList: []\n- ConnectionList: []", "ConnectionInput: {Name: a}", "- - ConnectionList: []", "[]", "a",
  "CONNECTIONLIST\t2026-11-30\tnone", "----\n|  GetConnections  |\n----"]') t, glue_requests(t.value) r;

.print --- YAML: the long names in short form; keys that are aliases have to be texts
SELECT t.key, r.place, r.request, r.problem FROM json_each('[
  "Resources:\n  A: {Type: AWS::Glue::Connection, Properties: {ConnectionInput: {ConnectionType: X, Description: !Fn::Sub a}}}",
  "a: &key Resources\n*key : {A: {Type: AWS::Glue::Connection}}",
  "Resources:\n  a: &key [5]\n  ? *key\n  : 6",
  "Resources:\n  a: &key\n  *key : 6"]') t, glue_requests(t.value) r;

.print --- references in the place of a list: all of it where they are whole and not a list already, or one element
SELECT t.key, r.request ->> '$.ConnectionInput.MatchCriteria' FROM json_each('[
  {"Ref": "A"}, {"Fn::Sub": "${A}${B}"}, {"Fn::Sub": "{{resolve:ssm:a}}"}, {"Fn::Sub": "${!Ref:A...}"}, {"Fn::Sub": ""}]') t,
  glue_requests('{"Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"MatchCriteria": ' || t.value || '}}}}}') r;
SELECT length(r.request ->> '$.ConnectionInput.MatchCriteria[0]') FROM glue_requests('{"Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"MatchCriteria": {"Fn::Base64": "' || printf('%.4083c', 'x') || '"}}}}}}') r;
