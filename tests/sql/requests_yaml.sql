-- glue_requests(): templates in YAML, known by their content. Each place is the line of the YAML.
.load dist/glue_connections
.mode list
CREATE TEMP VIEW files AS SELECT name AS file, data FROM fsdir('tests/data/cloudformation') WHERE name LIKE '%yaml';

.print --- every short form, with every value that it takes
SELECT r.* FROM files, glue_requests(data) r WHERE file LIKE '%/forms.yaml';
.print --- as people write them: comments, blocks, flows, anchors, CRLF, a tab that is none of its indentation
SELECT r.* FROM files, glue_requests(data) r WHERE file LIKE '%/hand-written.yaml';
SELECT count(*) FROM files, glue_requests(replace(data, char(10), char(13, 10))) r JOIN (SELECT place, request FROM files, glue_requests(data) WHERE file LIKE '%/hand-written.yaml') u
  ON u.place = r.place AND u.request = r.request WHERE file LIKE '%/hand-written.yaml';
.print --- with parameters
SELECT r.name, r.catalog_id, r.region, r.request, r.problem FROM files, glue_requests(data, '{"Environment": "prod", "Subnets": null, "AWS::AccountId": "123456789012", "AWS::Region": "eu-west-1"}') r WHERE file LIKE '%/hand-written.yaml';
.print --- as the text that get-template prints
SELECT r.place, r.name FROM files, glue_requests(json_object('TemplateBody', CAST(data AS TEXT))) r WHERE file LIKE '%/hand-written.yaml';

.print --- what begins otherwise: ---, %YAML, a comment, a byte order mark, several documents
SELECT t.key, r.place, r.name, r.problem FROM json_each('[
  "---\nResources:\n  A: {Type: AWS::Glue::Connection}\n...\n---\nResources:\n  B:\n    Type: AWS::Glue::Connection\n",
  "%YAML 1.1\n---\nResources: {A: {Type: \"AWS::Glue::Connection\"}}",
  "# a comment\n\nResources:\n  A:\n    Type: AWS::Glue::Connection\n#  B:\n#    Type: AWS::Glue::Connection\n",
  "\ufeff\nResources:\n  A:\n    Type: ''AWS::Glue::Connection''"]') t, glue_requests(t.value) r;
.print --- a connection that is commented out gives nothing
SELECT count(*) FROM glue_requests('Resources:
  B: {Type: AWS::S3::Bucket}
#  A:
#    Type: AWS::Glue::Connection');
.print --- values that are null, and words that YAML would take for something else
SELECT request FROM glue_requests('Resources:
  A:
    Type: AWS::Glue::Connection
    Properties:
      ConnectionInput:
        Name: 007
        Description:
        ConnectionType: JDBC
        ValidateCredentials: false
        ConnectionProperties: {a: ~, b: null, c: "null", d: on, e: 1.10, f: 0x1F, g: 2001-01-01, h: "", i: ''it''''s'', j: !!int 5, k: ! x}');

.print --- what cannot be read says where
SELECT t.key, r.place, r.problem FROM json_each('[
  "Resources:\n  A: {Type: AWS::Glue::Connection\n  B: 5\n",
  "Resources:\n  ? [a, b]\n  : c\n",
  "Resources:\n  A: *nowhere\n",
  "Resources:\n  A: &a [*a]\n",
  "Resources:\n\tA: 5\n",
  "Resources:\n  A: \"\\q\"\n"]') t, glue_requests(t.value) r;
.print --- in lines as an editor counts them: NEL, LS and PS end none; a character that YAML does not take has one too
SELECT t.key, r.problem FROM json_each('[
  "Resources:\n  A: x\u0085y\u2028z\u2029\n  B: *nowhere\n",
  "Resources:\n  A: \"\u0085\u2028\u2029\"\n  B: {\nC: 5\n",
  "Resources:\n  A: \"\u0085\u2028\u2029é\"\n  B: \u0007\n",
  "Resources: \u0007\n"]') t, glue_requests(t.value) r;
SELECT problem FROM glue_requests('Resources:' || replace(hex(zeroblob(20000)), '00', char(10)) || '  A: ' || char(7));
.print --- too deep, too many anchors, aliases that stand for too much
SELECT problem FROM glue_requests('Resources: ' || replace(hex(zeroblob(50)), '00', '[[') );
SELECT problem FROM glue_requests('Resources:' || char(10) || (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001) SELECT group_concat(printf('  a%d: &a%d x', i, i), char(10)) FROM n));
SELECT problem FROM glue_requests('a0: &a0 [x, x, x, x, x, x, x, x, x, x]' || char(10) || (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
  SELECT group_concat(printf('a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]', i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1), char(10)) FROM n) || char(10) || 'Resources: {}');
