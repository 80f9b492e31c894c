-- What a read takes from the index, and that every answer is that of an ordinary table.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections(account_id=123456789012, quota=0);
INSERT INTO c(name, connection_type, connection_properties, catalog_id, tags)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
  SELECT CASE WHEN i % 10 = 0 THEN printf('%02d', i) ELSE 'Name-' || i END,
         CASE i % 3 WHEN 0 THEN 'JDBC' WHEN 1 THEN 'CUSTOM' ELSE 'SNOWFLAKE' END,
         CASE i % 3 WHEN 0 THEN '{"JDBC_CONNECTION_URL":"jdbc:x"}' ELSE '{"SparkProperties":"{}"}' END,
         CASE i % 5 WHEN 0 THEN 'lake' END, json_object('n', '' || i)
  FROM n;
CREATE TABLE o AS SELECT rowid AS id, * FROM c;
.print --- plans
EXPLAIN QUERY PLAN SELECT status FROM c WHERE rowid = 1;
EXPLAIN QUERY PLAN SELECT status FROM c WHERE name = 'x' AND catalog_id = 'y';
EXPLAIN QUERY PLAN SELECT status FROM c WHERE name = 'x' AND catalog_id = 'y' AND region = 'z';
EXPLAIN QUERY PLAN SELECT status FROM c WHERE name IN ('x', 'y');
EXPLAIN QUERY PLAN SELECT status FROM c WHERE name > 'x' AND name <= 'y' ORDER BY name DESC;
EXPLAIN QUERY PLAN SELECT name FROM c WHERE connection_type = 'JDBC' ORDER BY rowid;
EXPLAIN QUERY PLAN SELECT arn FROM c WHERE catalog_id = 'lake';
EXPLAIN QUERY PLAN SELECT name FROM c WHERE region = 'r' ORDER BY name, catalog_id, region;
EXPLAIN QUERY PLAN SELECT name FROM c WHERE region IN ('r', 's') ORDER BY name, region;
EXPLAIN QUERY PLAN SELECT count(*) FROM c;
.print --- an UPDATE reads what it asks for, in the order of the rows
EXPLAIN QUERY PLAN UPDATE c SET tags = '{}';
EXPLAIN QUERY PLAN UPDATE c SET tags = '{}' WHERE name = 'x';
EXPLAIN QUERY PLAN UPDATE c SET tags = '{}' WHERE description = 'x';
SAVEPOINT reads;
UPDATE c SET description = name || ' of ' || region, tags = json_set(tags, '$.type', connection_type)
  WHERE arn LIKE '%name-7' AND tags ->> '$.type' IS NULL;
SELECT name, description, tags FROM c WHERE description LIKE '% of %';
ROLLBACK TO reads;
RELEASE reads;
.print --- another collation is not that of the index
EXPLAIN QUERY PLAN SELECT status FROM c WHERE name = 'x' COLLATE NOCASE;
SELECT count(*) FROM c WHERE name = 'NAME-7' COLLATE NOCASE;
SELECT count(*) FROM c WHERE name = 'NAME-7';
.print --- numbers: compared as an ordinary TEXT column compares them
CREATE TABLE t(i INTEGER, x TEXT);
INSERT INTO t VALUES(10, '10'), (20, NULL), (7, 'Name-7');
SELECT (SELECT count(*) FROM c JOIN t ON c.name = t.i), (SELECT count(*) FROM o JOIN t ON o.name = t.i);
SELECT (SELECT count(*) FROM c WHERE name = 10), (SELECT count(*) FROM o WHERE name = 10);
SELECT (SELECT count(*) FROM c WHERE name = CAST(10 AS INTEGER)), (SELECT count(*) FROM o WHERE name = CAST(10 AS INTEGER));
SELECT (SELECT count(*) FROM c WHERE name > 9), (SELECT count(*) FROM o WHERE name > 9);
.print --- a row value with numbers of a subquery: SQLite compares them with indexed columns of ours as text; a plus sign makes it an ordinary comparison
CREATE TABLE r(i REAL, x TEXT);
INSERT INTO r SELECT 10, connection_type FROM o WHERE name = '10';
INSERT INTO r SELECT 10, '10';
SELECT (SELECT count(*) FROM c WHERE (+name, +connection_type) IN (SELECT i, x FROM r)), (SELECT count(*) FROM o WHERE (name, connection_type) IN (SELECT i, x FROM r));
.print --- NULL, IS, LEFT JOIN, IN
SELECT (SELECT count(*) FROM c WHERE name = NULL), (SELECT count(*) FROM c WHERE name IS NULL), (SELECT count(*) FROM c WHERE description IS NULL);
SELECT t.i, c.rowid FROM t LEFT JOIN c ON c.name = t.x ORDER BY 1;
SELECT name FROM c WHERE name IN (SELECT x FROM t) ORDER BY name;
SELECT count(*) FROM c WHERE name IN (SELECT x FROM t WHERE i > 99);
SELECT t.i, c.rowid FROM t LEFT JOIN c ON c.name IN (SELECT x FROM t u WHERE u.i > t.i + 9) ORDER BY 1;
SELECT name, catalog_id FROM c WHERE name IN ('Name-7', 'Name-5', 'none', 'Name-7') ORDER BY name DESC;
.print --- ranges and orders
SELECT group_concat(name) FROM (SELECT name FROM c WHERE name >= 'Name-4' AND name < 'Name-42' ORDER BY name);
-- against a column of numbers, names that look like numbers are below every text
CREATE TEMP TABLE n AS SELECT CAST('' AS NUMERIC) AS v WHERE 0; INSERT INTO n VALUES('');
SELECT (SELECT count(*) FROM c JOIN n ON c.name <= n.v) = (SELECT count(*) FROM o JOIN n ON o.name <= n.v), (SELECT count(*) FROM c WHERE name <= '');
SELECT name FROM c WHERE connection_type = 'JDBC' ORDER BY name DESC LIMIT 3 OFFSET 1;
SELECT rowid FROM c ORDER BY rowid DESC LIMIT 2;
SELECT connection_type, count(*) FROM c GROUP BY 1 ORDER BY 1;
.print --- every column equals the ordinary table's
SELECT count(*) FROM (SELECT rowid, * FROM c EXCEPT SELECT * FROM o);
SELECT count(*) FROM c JOIN c d ON c.name = d.name AND c.catalog_id = d.catalog_id WHERE c.rowid <> d.rowid;
.print --- JSON columns nest; after a sorter they want json()
SELECT json_object('t', tags) FROM c WHERE name = 'Name-1';
SELECT json_group_array(json_object('t', json(tags))) FROM (SELECT * FROM c WHERE name LIKE 'Name-1%' ORDER BY tags LIMIT 2);
.print --- a write in the middle of a read by a view and a trigger
CREATE VIEW v AS SELECT name FROM c WHERE connection_type = 'JDBC';
CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE c SET description = NEW.x WHERE name = NEW.x; END;
INSERT INTO t(x) SELECT name FROM v;
SELECT count(*) FROM c WHERE description = name;
DELETE FROM c WHERE name IN (SELECT name FROM v);
SELECT count(*), (SELECT sum(connections) FROM c_catalogs) FROM c;
INSERT INTO c(c) VALUES('integrity-check');
PRAGMA integrity_check;
