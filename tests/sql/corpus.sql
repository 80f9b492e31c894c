-- The 42 real requests of tests/data/requests.jsonl, which the service takes: all are accepted at `standard`, and read
-- back as they were, but for the passwords.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=us-west-2);

CREATE TABLE requests AS
  SELECT key + 1 AS line, value AS request
    FROM json_each('[' || replace(rtrim(readfile('tests/data/requests.jsonl'), char(10)), char(10), ',') || ']');
INSERT INTO connections(request) SELECT request FROM requests ORDER BY line;
SELECT count(*), sum(status = 'READY') FROM connections;

.print '--- line, schema version, name, type, properties'
SELECT rowid, connection_schema_version, name, connection_type,
       (SELECT group_concat(key, ' ') FROM json_each(connection_properties)) AS properties
  FROM connections ORDER BY rowid;

.print '--- what differs from the request, once the passwords are decrypted: only the catalog, which none of them names'
CREATE TABLE differences AS
  SELECT r.line, e.fullkey, e.value AS requested, n.value AS stored
    FROM requests r JOIN connections c ON c.rowid = r.line, json_tree(r.request) e
    LEFT JOIN json_tree(glue_decrypt(c.request)) n ON n.fullkey = e.fullkey
   WHERE e.atom IS NOT n.atom OR e.type IS NOT n.type;
SELECT count(*) FROM differences;
SELECT e.fullkey, e.value, count(*)
  FROM requests r JOIN connections c ON c.rowid = r.line, json_tree(glue_decrypt(c.request)) e
 WHERE e.fullkey NOT IN (SELECT fullkey FROM json_tree(r.request)) GROUP BY 1, 2;

.print '--- created again from what was read, nothing is different'
CREATE VIRTUAL TABLE again USING glue_connections(account_id=123456789012, region=us-west-2);
INSERT INTO again(request) SELECT request FROM connections ORDER BY rowid;
SELECT count(*) FROM connections c JOIN again a ON a.name = c.name WHERE a.request = c.request;
CREATE VIRTUAL TABLE decrypted USING glue_connections(account_id=123456789012, region=us-west-2);
INSERT INTO decrypted(request) SELECT glue_decrypt(request) FROM connections ORDER BY rowid;
SELECT count(*) FROM connections c JOIN decrypted d ON d.name = c.name WHERE glue_decrypt(d.request) = glue_decrypt(c.request);

.print '--- and so at `lenient`; `strict` takes those without a warning'
CREATE VIRTUAL TABLE lenient USING glue_connections(validation=lenient);
INSERT INTO lenient(request) SELECT request FROM requests;
SELECT count(*) FROM lenient;
CREATE VIRTUAL TABLE strict USING glue_connections(validation=strict);
INSERT OR IGNORE INTO strict(request) SELECT request FROM requests;
SELECT count(*) FROM strict;
SELECT count(*) FROM connections c WHERE NOT EXISTS(SELECT 1 FROM glue_lint(c.request));

.print '--- no password is in what any column shows'
SELECT count(*) FROM connections
 WHERE instr(request || connection || connection_properties, 'testpassword') OR instr(request, '"PASSWORD"');

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
INSERT INTO again(again) VALUES('integrity-check');
