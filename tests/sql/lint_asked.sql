-- The pointer of a finding leads to the value; and glue_lint() looks only at what it is asked for.
.load dist/glue_connections
.mode list
.nullvalue NULL
CREATE TABLE requests(form, request);
INSERT INTO requests VALUES
 ('request', '{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM","Colour":"red","ConnectionProperties":{"apiKey":"s3cret","a/b~c token":"s3cret",
   "SparkProperties":"{\"password\":\"s3cret\"}","PORT":"x","token=s3cret":"x"},"MatchCriteria":["a","Bearer s3cret"]},"Tags":{"password":"s3cret"}}'),
 ('input', '{"Name":"n","ConnectionType":"CUSTOM","Colour":"red","ConnectionProperties":{"apiKey":"s3cret"}}'),
 ('connection', '{"Connection":{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"apiKey":"s3cret"},"Status":"X"},"Tags":{"password":"s3cret"}}'),
 ('no JSON', '{"Name":'), ('no object', '[]');
.print '--- every finding: its rule, where it leads to, and what stands there'
SELECT r.form, f.rule, f.path, f.pointer, CASE WHEN f.rule = 'json' THEN '-' ELSE (SELECT t.type FROM json_tree(r.request) t
    WHERE replace(replace(replace(t.fullkey, '$', ''), '"', ''), '.', '/') = replace(f.pointer, '/1', '[1]')) END
  FROM requests r, glue_lint(r.request) f ORDER BY r.rowid, f.rowid;
.print '--- one rule, some, one that there is none of'
SELECT r.form, f.rule, f.pointer FROM requests r, glue_lint(r.request) f WHERE f.rule = 'unknown-member';
SELECT r.form, f.rule, f.pointer FROM requests r, glue_lint(r.request) f WHERE f.rule IN ('port-range', 'json', 'nonsense', NULL, 5);
SELECT count(*) FROM requests r, glue_lint(r.request) f WHERE f.rule = 'nonsense';
SELECT count(*) FROM requests r, glue_lint(r.request) f WHERE f.rule = '';
SELECT count(*) FROM requests r, glue_lint(r.request) f WHERE f.rule IN (SELECT 'type' WHERE 0);
.print '--- each rule asked for alone finds what it finds among all'
CREATE TEMP TABLE found AS SELECT r.rowid AS id, f.* FROM requests r, glue_lint(r.request) f;
SELECT (SELECT count(*) FROM found) = (SELECT count(*) FROM (SELECT DISTINCT rule FROM found) w, requests r, glue_lint(r.request) f WHERE f.rule = w.rule);
SELECT count(*) FROM (SELECT DISTINCT rule FROM found) w, requests r, glue_lint(r.request) f
 WHERE f.rule = w.rule AND NOT EXISTS (SELECT 1 FROM found o WHERE o.id = r.rowid AND o.rule = f.rule AND o.path = f.path AND o.message = f.message);
.print '--- a hint is no filter of its own: other comparisons, a join that may find nothing, OR'
SELECT DISTINCT rule FROM requests r, glue_lint(r.request) f WHERE f.rule = 'UNKNOWN-MEMBER' COLLATE NOCASE;
SELECT r.form, f.rule FROM requests r LEFT JOIN glue_lint(r.request) f ON f.rule = 'unknown-member';
SELECT DISTINCT f.rule FROM requests r, glue_lint(r.request) f WHERE f.rule = 'json' OR f.rule LIKE 'enum%';
SELECT DISTINCT f.rule FROM requests r, glue_lint(r.request) f WHERE f.rule > 'type';
.print '--- OR: each term may have a hint of its own, and SQLite tells by the rowid which rows both have'
CREATE TEMP TABLE owners(form TEXT PRIMARY KEY, owner); INSERT INTO owners VALUES('request', 'a'), ('input', 'b');
SELECT count(*) = (SELECT count(*) FROM found WHERE rule = 'clear-text-secret' OR rule = 'unknown-member' AND path LIKE '%colour')
  FROM requests r, glue_lint(r.request) f WHERE f.rule = 'clear-text-secret' OR (f.rule = 'unknown-member' AND f.path LIKE '%colour');
SELECT r.form, f.rule, o.owner FROM requests r, glue_lint(r.request) f JOIN owners o USING(form) WHERE f.rule = 'unknown-member' OR (f.rule = 'clear-text-secret' AND r.rowid < 3) ORDER BY 1, 2;
SELECT r.form, sum(f.rowid IS NOT g.rowid), count(*) FROM requests r, glue_lint(r.request) f, glue_lint(r.request) g
 WHERE f.rule = 'clear-text-secret' AND +g.rule = f.rule AND g.path = f.path AND g.message = f.message AND g.pointer = f.pointer GROUP BY r.rowid;

.print '--- no message, path or pointer shows a secret, or the key that tells one'
SELECT count(*) FROM found WHERE instr(path || message || pointer, 's3cret');

.print '--- a pointer leads on through elements, and not through a key that tells a secret'
SELECT f.rule, f.pointer, f.path FROM glue_lint('{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM",
  "ConnectionProperties":{"password=s3cret":{"a":{"token":"x"},"token":"y"}},
  "PhysicalConnectionRequirements":{"SecurityGroupIdList":["sg-0",{"a/b":"password=x"}]}}}') f WHERE f.rule = 'clear-text-secret';

.print '--- a value that tells a secret is not shown, be it by a sign or in a sentence'
SELECT substr(message, 1, 60) FROM json_each('["hunter2","password=hunter2","The password is hunter2.","https://u:hunter2 x@h/"]') v,
  glue_lint(json_object('Name', 'n', 'ConnectionType', v.value, 'ConnectionProperties', json('{}'), 'Description', v.value || printf('%2048s', 'x'))) WHERE severity = 'error';
