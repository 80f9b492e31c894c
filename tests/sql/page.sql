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
CREATE TEMP VIEW line AS SELECT value AS text FROM report_page, json_each('["' || replace(replace(replace(html, '\', '\\'), '"', '\"'), char(10), '","') || '"]');
.print '--- rows of two lists'
SELECT text FROM line WHERE text GLOB '<tr>*' AND (text GLOB '*in clear*' OR text GLOB '*alert*' OR text GLOB '*us-east-1*') AND text NOT GLOB '*warning*';
.print '--- what has changed, where a comparison was made before'
CREATE TEMP TABLE before AS SELECT *, request FROM connections;
UPDATE connections SET description = 'now <i>' WHERE name = 'orders';
DELETE FROM connections WHERE name = 'sealed';
SELECT name FROM temp.sqlite_schema WHERE name = 'comparison';
CREATE TEMP VIEW compare_before AS SELECT * FROM temp.before;
CREATE TEMP VIEW compare_after AS SELECT *, request FROM connections;
.read sql/compare.sql
.read sql/page.sql
SELECT substr(html, instr(html, '<section id="changes">'), 130) FROM report_page;
SELECT text FROM line WHERE text GLOB '<tr>*' AND (text GLOB '*deleted*' OR text GLOB '*/Description*');
.print '--- a secret in whatever is shown as it is: names, types, accounts, what the service said; also of what is gone'
DELETE FROM connections;
INSERT INTO connections(request) VALUES
  ('{"Connection":{"Name":"password: MARKER","ConnectionType":"JDBC","CreationTime":1700000000,"LastUpdatedTime":1700000000,"LastUpdatedBy":"password=MARKER",
     "Status":"FAILED","StatusReason":"no answer of jdbc:mysql://u:MARKER@h/d","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://u:MARKER@h/d"}}}'),
  ('{"Connection":{"Name":"b","ConnectionType":"token=MARKER","CreationTime":1700000000,"LastUpdatedTime":1700000000,"Status":"password=MARKER",
     "StatusReason":"the password is: MARKER","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","HOST":"h","password: MARKER":"password: MARKER"}},"Tags":{"password=MARKER":"x"}}'),
  ('{"CatalogId":"password=MARKER","ConnectionInput":{"Name":"c","ConnectionType":"JDBC","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:sqlserver://h\\i;databaseName=d"}}}');
CREATE TEMP TABLE changed AS SELECT *, request FROM connections
  UNION ALL SELECT *, request FROM connections WHERE name = 'c';
UPDATE temp.changed SET name = 'secret=MARKER' WHERE rowid = 4;
UPDATE temp.changed SET connection_type = 'token=MARKER2', status_reason = 'password=MARKER' WHERE name = 'b';
DROP VIEW temp.compare_before;
DROP VIEW temp.compare_after;
CREATE TEMP VIEW compare_before AS SELECT * FROM temp.changed;
CREATE TEMP VIEW compare_after AS SELECT *, request FROM connections;
.read sql/compare.sql
.read sql/page.sql
SELECT instr(lower(html), 'marker') AS secret, (length(html) - length(replace(html, '(secret)', ''))) / 8 > 30 AS hidden FROM report_page;
SELECT text FROM line WHERE text GLOB '*FAILED*' OR text GLOB '*failed: *' OR text GLOB '<tr>*not updated*' OR text GLOB '*sqlserver*' OR text GLOB '<tr><td>mysql*' OR text GLOB '*<td>deleted*' OR text GLOB '*>(secret) eu-west-1*';

.print '--- what is invisible, and an emoji; nothing looks the same as something else'
DELETE FROM connections;
INSERT INTO connections(name, connection_type, connection_properties, region)
  SELECT char(value) || 'x', 'CUSTOM', '{}', iif(value % 2, 'ap-southeast-1', 'ap-southeast-2')
    FROM json_each('[9,127,133,173,847,1564,4448,6069,6158,8203,8207,8238,8288,8294,12644,65024,65279,65440,65529,113824,119155,917505,917999,65039,128512,233]');
SELECT substr(text, 9, 2) AS shown, hex(substr(text, 9, 1)) AS bytes, count(*) FROM line WHERE text GLOB '<tr><td>?x<td>*<td>owner*' GROUP BY 1;
SELECT instr(html, '>123456789012 ap-southeast-1<') > 0 AND instr(html, '>123456789012 ap-southeast-2<') > 0 AS regions FROM report_page;

.print '--- a table that somebody else has written to: a NUL, bytes that are no text, numbers'
DELETE FROM report_changes;
INSERT INTO report_changes VALUES('changed', 'n' || char(0) || '<b>' || char(0x202E), x'3C623E', 1.5, NULL, CAST(x'FF3C62' AS TEXT), '''"&');
SELECT replace(text, CAST(x'FF' AS TEXT), '(FF)') FROM line WHERE text GLOB '<tr>*changed*';
DELETE FROM report_changes;

.print '--- what is long is cut, and says so; lists end after 1,000 rows, charts after 20'
DELETE FROM connections;
INSERT INTO connections(connections) VALUES('quota=0');
INSERT INTO connections(name, connection_type, connection_properties)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1003)
  SELECT printf('%.250c', 'n') || i, printf('%.30c', 't') || (i % 22), '{"HOST":"h"}' FROM n;
CREATE TEMP TABLE long_page AS SELECT text FROM line;
SELECT count(*) FROM temp.long_page WHERE text GLOB '<tr><td class="long" tabindex="0">nnn*';
SELECT DISTINCT substr(text, instr(text, '<p>and'), 50) FROM temp.long_page WHERE text GLOB '*<p>and*';
SELECT DISTINCT substr(text, instr(text, '>tt') + 1, 28) FROM temp.long_page WHERE text GLOB '<text*>tt*';
SELECT count(*), sum(text GLOB '*n…*') AS cut FROM temp.long_page WHERE text GLOB '<tr>*, nnn*';

.print '--- an empty table has a page too'
DELETE FROM connections;
SELECT instr(html, '<p>0 connections in 0 accounts and 0 regions') > 0, (length(html) - length(replace(html, 'class="none"', ''))) / 12 FROM report_page;
.print '--- without a file name'
.parameter unset @out
.read sql/page.sql

.print '--- a comparison that is none is an error'
DROP TABLE temp.comparison;
CREATE TEMP TABLE comparison(name);
.read sql/page.sql
