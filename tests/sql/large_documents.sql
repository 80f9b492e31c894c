-- Time is linear in what comes from outside, whatever it is made of: each of these took minutes where something was
-- looked for again at every place that could begin it.
.load dist/glue_connections
CREATE TEMP VIEW input(document, name) AS WITH repeated(part, front, rest) AS (VALUES
    ('a:b://', 'x://', '?c=d@'), ('jdbc:mysql://', 'a: ', '?c=d@'), ('["default=x://a:', '', '?c=d@'), ('a:${terraform:"x://', '', '@'))
  SELECT json_object('Name', 'n', 'ConnectionType', 'JDBC', 'Description', text, 'ConnectionProperties', json_object('HOST', text)), part
    FROM (SELECT part, front || replace(printf('%.*c', 200000, '.'), '.', part) || rest AS text FROM repeated);

.print --- what may be a URL with a password, 200,000 times before one @
SELECT name, (SELECT count(*) > 0 FROM glue_lint(document)) FROM input;

.print --- functions in functions: 28 times Select, whose index is another one
WITH RECURSIVE nested(depth, value) AS (
  SELECT 0, '"9"' UNION ALL SELECT depth + 1, '{"Fn::Select": [' || value || ', ["x"]]}' FROM nested WHERE depth < 28)
SELECT substr(r.name, 1, 40), r.problem FROM (SELECT value FROM nested WHERE depth = 28),
  glue_requests('{"Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"Name": ' || value || ', "ConnectionType": "JDBC"}}}}}') r;
.print --- and one whose list is another one, whose index is the first again
WITH RECURSIVE nested(depth, value) AS (
  SELECT 0, '"9"' UNION ALL SELECT depth + 1, '{"Fn::Select": ["0", {"Fn::Select": [' || value || ', [["x", "y"]]]}]}' FROM nested WHERE depth < 13)
SELECT substr(r.name, 1, 40), r.problem FROM (SELECT value FROM nested WHERE depth = 13),
  glue_requests('{"Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"Name": ' || value || ', "ConnectionType": "JDBC"}}}}}') r;

.print --- a hundred of these: what functions may cost, they may cost in all
WITH RECURSIVE nested(depth, value) AS (
  SELECT 0, '"9"' UNION ALL SELECT depth + 1, '{"Fn::Select": ["0", {"Fn::Select": [' || value || ', [["x", "y"]]]}]}' FROM nested WHERE depth < 13),
  resource(id, text) AS (SELECT 1, '' UNION ALL SELECT id + 1, '"C' || id || '": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"Name": '
    || (SELECT value FROM nested WHERE depth = 13) || ', "ConnectionType": "JDBC"}}}' FROM resource WHERE id <= 100)
SELECT count(*), count(r.problem) FROM (SELECT group_concat(text, ', ') AS all_of_them FROM resource WHERE text <> ''), glue_requests('{"Resources": {' || all_of_them || '}}') r;

.print --- directives of Terraform, none of which ends
SELECT name, length(request) > 4000000 FROM glue_requests(json_object('resource', json_object('aws_glue_connection', json_object('o', json_object(
  'name', 'o', 'connection_properties', json_object('a', 'b'), 'description', replace(printf('%.*c', 600000, '.'), '.', '\%{\"'))))));
