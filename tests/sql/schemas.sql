-- A table may live in any schema: main, an attached file, temp.
.load dist/glue_connections
ATTACH '@TMP@/other.db' AS other;
CREATE VIRTUAL TABLE main.connections USING glue_connections(account_id=111111111111);
CREATE VIRTUAL TABLE other.connections USING glue_connections(account_id=222222222222);
CREATE VIRTUAL TABLE temp.scratch USING glue_connections;

INSERT INTO main.connections(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}');
INSERT INTO other.connections(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{}'), ('b', 'CUSTOM', '{}');
INSERT INTO scratch(request) SELECT request FROM other.connections;
SELECT 'main', name, arn FROM main.connections
 UNION ALL SELECT 'other', name, arn FROM other.connections
 UNION ALL SELECT 'temp', name, arn FROM scratch;

.print '--- one transaction over all of them'
BEGIN;
DELETE FROM main.connections;
DELETE FROM other.connections WHERE name = 'a';
ROLLBACK;
SELECT (SELECT count(*) FROM main.connections), (SELECT count(*) FROM other.connections);

.print '--- an attached file keeps its rows'
DETACH other;
SELECT count(*) FROM other.connections;
ATTACH '@TMP@/other.db' AS back;
SELECT name FROM back.connections;
ALTER TABLE back.connections RENAME TO inventory;
SELECT name FROM inventory;
SELECT name FROM back.sqlite_schema WHERE type = 'table' ORDER BY name;

.print '--- names that need quotes'
CREATE VIRTUAL TABLE "o'd""d 🐘" USING glue_connections;
INSERT INTO "o'd""d 🐘"(name, connection_type, connection_properties) VALUES('it''s "quoted"', 'CUSTOM', '{}');
INSERT INTO "o'd""d 🐘"("o'd""d 🐘") VALUES('quota=7');
SELECT name, arn FROM "o'd""d 🐘" WHERE name = 'it''s "quoted"';
ALTER TABLE "o'd""d 🐘" RENAME TO "[x] 'y'";
SELECT name FROM "[x] 'y'";
DROP TABLE "[x] 'y'";
SELECT count(*) FROM sqlite_schema WHERE name LIKE '%x%y%' OR name LIKE 'o''d%';
PRAGMA integrity_check;
