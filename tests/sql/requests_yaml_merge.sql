-- glue_requests(): the key << of YAML merges mappings, as YAML 1.1 has it: what the mapping itself says holds, and then
-- the first that says something. Lines stay where they are.
.load dist/glue_connections
.mode list
CREATE TEMP TABLE texts(text);
INSERT INTO texts VALUES('defaults: &defaults
  ConnectionType: JDBC
  ConnectionProperties: &properties {JDBC_ENFORCE_SSL: "true", USERNAME: app}
  Description: of the defaults
more: &more
  Description: of more
  MatchCriteria: [a]
Resources:
  Own:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput:
        Description: its own
        <<: *defaults
        Name: own
  Last:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput:
        Name: last
        <<: [*more, *defaults]
  Only:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput:
        <<: *defaults
  Inline:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput:
        <<: {Name: inline,
             Description: of it}
        <<: *defaults
        ConnectionProperties:
          <<: *properties
          USERNAME: other
  Nested:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput: &nested
        <<:
          <<: *more
          ConnectionType: KAFKA
        Name: &name nested
        <<: *defaults
  Again:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput:
        <<: *nested
        Name: *name
  Nothing:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput: {<<: {}, Name: nothing, <<: [], ConnectionType: JDBC, <<: {}}
');
SELECT place, request, problem FROM texts, glue_requests(text);
.print --- no merge: a key in quotes or with a tag, a value that is no mapping
SELECT request FROM glue_requests('Resources:
  A:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput: {Name: a, ConnectionType: JDBC, ConnectionProperties: {"<<": x, y: {<<: [a]}, <<: z, k: v}}');
.print --- what is merged may have lines of its own, of which none is left; and where there is nothing else, nothing is
SELECT place, request FROM glue_requests('Resources:
  Lines:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput:
        <<: {Name: lines, ConnectionProperties: {A: b,
             C: d}}
        Description: x
  Next:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput: {<<: {}}');
.print --- what cannot be carried out is told
SELECT place, problem FROM glue_requests('Resources:
  A:
    <<: {x: &x 1}
    y: *x');
SELECT problem FROM glue_requests('a: &a {' || (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT group_concat(printf('key%d: value', i)) FROM n) || '}' || char(10) ||
  (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) SELECT group_concat(printf('b%d: {<<: *a}', i), char(10)) FROM n) || char(10) || 'Resources: {}');
.print --- a directive that is given twice, and one that makes of a function something else
SELECT place, problem FROM glue_requests('%TAG !e! tag:a,2000:
%TAG !e! tag:b,2000:
---
Resources:
  A: {Type: AWS::Glue::Connection}');
SELECT t.key, r.place, r.problem FROM json_each('["%TAG ! tag:a,2000:\n---\nResources:\n  A: {Type: AWS::Glue::Connection, Properties: {ConnectionInput: {Name: !Sub x}}}",
  "Resources:\n  A: {Type: AWS::Glue::Connection, Properties: !<tag:x> {ConnectionInput: {Name: !Sub x}}}"]') t, glue_requests(t.value) r;
.print --- lines that end with CR alone, in YAML and in JSON, in UTF-8 with a byte order mark and in UTF-16
SELECT count(*), sum(r.place = u.place AND r.request = u.request) FROM texts, glue_requests(replace(text, char(10), char(13))) r JOIN glue_requests(text) u USING(name);
SELECT place, name, problem FROM glue_requests(replace('{"Name":"a",
"ConnectionType":"JDBC"}
{"Name":"b"
"ConnectionType":"JDBC"}
{"Name":"c","ConnectionType":"JDBC"}', char(10), char(13)));
SELECT place, name FROM glue_requests(x'EFBBBF' || CAST(replace('
{"Name":"a"}', char(10), char(13)) AS BLOB));
SELECT place, name FROM glue_requests(x'FEFF000D007B0022004E0061006D00650022003A002200610022007D');
