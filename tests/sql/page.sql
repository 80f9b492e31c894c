-- sql/page.sql: the page of an inventory, taken apart by SQL; a browser looks at it in `make test-page`.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/page') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);
INSERT INTO connections(name, connection_type, connection_properties, description, tags, catalog_id, region) VALUES
  ('orders', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://app:MARKER@db.example.com/orders","USERNAME":"app"}', NULL, '{"owner":"me"}', NULL, NULL),
  ('sealed', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://db.example.com/orders","USERNAME":"app","PASSWORD":"MARKER"}', NULL, '{}', NULL, NULL),
  ('</td></table><script>alert(1)</script>', '<b>', '{"HOST":"\" onmouseover=\"alert(2)"}', NULL, '{"owner":"me"}', '111122223333', 'us-east-1'),
  ('tab' || char(9), 'CUSTOM', '{"HOST":"' || char(0x202E) || '\u0007&amp;''"}', NULL, '{"owner":"me"}', '111122223333', 'us-east-1');
.read sql/reports.sql
.dbconfig defensive on
.dbconfig trusted_schema off
.parameter set @out page.html
.read sql/page.sql

.print '--- the file is what the view says, but for the minute'
SELECT length(readfile('page.html')) = length(CAST(html AS BLOB)) AS same FROM report_page;
.print '--- no secret, nothing sealed, no tag but its own'
SELECT instr(html, 'MARKER') AS secret, instr(html, 'glue-connections:') AS sealed, instr(html, '<b>T') AS b,
       (length(html) - length(replace(html, '<script', ''))) / 7 AS scripts, instr(html, 'onmouseover="') AS handlers,
       instr(html, 'http:') + instr(html, 'https:') + instr(html, 'src=') AS addresses
  FROM report_page;
.print '--- tiles'
WITH RECURSIVE tile(rest, text) AS (
  SELECT html, NULL FROM report_page
  UNION ALL
  SELECT substr(rest, instr(rest, '<a class="tile') + 5), substr(substr(rest, instr(rest, '<a class="tile')), 1, 90)
    FROM tile WHERE instr(rest, '<a class="tile') > 0)
SELECT substr(text, 1, instr(text, '</a>') - 1) FROM tile WHERE text IS NOT NULL;
.print '--- rows of two lists'
WITH line(text) AS (SELECT value FROM report_page, json_each('["' || replace(replace(replace(html, '\', '\\'), '"', '\"'), char(10), '","') || '"]'))
SELECT text FROM line WHERE text GLOB '<tr>*' AND (text GLOB '*in clear*' OR text GLOB '*alert*' OR text GLOB '*us-east-1*') AND text NOT GLOB '*warning*';
.print '--- what has changed, where a comparison was made before'
CREATE TEMP TABLE before AS SELECT *, request FROM connections;
UPDATE connections SET description = 'now <i>' WHERE name = 'orders';
DELETE FROM connections WHERE name = 'sealed';
DROP TABLE temp.comparison;
CREATE TEMP VIEW compare_before AS SELECT * FROM temp.before;
CREATE TEMP VIEW compare_after AS SELECT *, request FROM connections;
.read sql/compare.sql
.read sql/page.sql
SELECT substr(html, instr(html, '<section id="changes">'), 130) FROM report_page;
WITH line(text) AS (SELECT value FROM report_page, json_each('["' || replace(replace(replace(html, '\', '\\'), '"', '\"'), char(10), '","') || '"]'))
SELECT text FROM line WHERE text GLOB '<tr>*' AND (text GLOB '*deleted*' OR text GLOB '*/Description*');
.print '--- an empty table has a page too'
DELETE FROM connections;
SELECT instr(html, '<p>0 connections in 0 accounts and 0 regions') > 0, (length(html) - length(replace(html, 'class="none"', ''))) / 12 FROM report_page;
.print '--- without a file name'
.parameter unset @out
.read sql/page.sql
