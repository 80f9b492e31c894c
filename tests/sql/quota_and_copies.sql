-- The quota of a catalog, duplicates, copies between tables, transactions.
.load dist/glue_connections
CREATE VIRTUAL TABLE a USING glue_connections(account_id=111122223333, quota=2);
INSERT INTO a(name, connection_type, connection_properties, creation_time) VALUES('one', 'CUSTOM', '{}', '2024-05-01T12:00:00+02:00');
INSERT INTO a(name, connection_type, connection_properties) VALUES('two', 'CUSTOM', '{}');
.print --- full: nothing is dropped in silence, a duplicate is a duplicate
INSERT INTO a(name, connection_type, connection_properties) VALUES('three', 'CUSTOM', '{}');
INSERT OR IGNORE INTO a(name, connection_type, connection_properties) VALUES('three', 'CUSTOM', '{}');
INSERT INTO a(name, connection_type, connection_properties) VALUES('two', 'CUSTOM', '{}');
INSERT OR IGNORE INTO a(name, connection_type, connection_properties) VALUES('two', 'CUSTOM', '{}');
INSERT OR REPLACE INTO a(name, connection_type, connection_properties) VALUES('two', 'CUSTOM', '{"k":"v"}');
INSERT INTO a(name, connection_type, connection_properties, catalog_id) VALUES('three', 'CUSTOM', '{}', 'another');
SELECT * FROM a_catalogs;
SELECT rowid, name, catalog_id FROM a ORDER BY name;
.print --- OR IGNORE skips what is invalid
INSERT OR IGNORE INTO a(name, connection_type, connection_properties, catalog_id) VALUES('', 'CUSTOM', '{}', 'x'), ('four', 'CUSTOM', '{}', 'x'), ('four', 'NOPE', '{}', 'x');
SELECT name, catalog_id FROM a WHERE catalog_id = 'x';
.print --- a rolled back savepoint takes the counter back as well
BEGIN;
INSERT INTO a(a) VALUES('quota=3');
SAVEPOINT s;
INSERT INTO a(name, connection_type, connection_properties) VALUES('five', 'CUSTOM', '{}');
ROLLBACK TO s;
COMMIT;
SELECT count(*), (SELECT connections FROM a_catalogs WHERE catalog_id = '111122223333') FROM a WHERE catalog_id = '111122223333';
.print --- a copy keeps its history, into a table of another account too
CREATE VIRTUAL TABLE b USING glue_connections(account_id=444455556666, region=eu-west-1);
INSERT INTO b SELECT * FROM a;
SELECT name, catalog_id, arn, creation_time FROM b WHERE name = 'one';
SELECT count(*) FROM (SELECT name, catalog_id, creation_time, last_updated_time, status FROM a EXCEPT SELECT name, catalog_id, creation_time, last_updated_time, status FROM b);
.print --- as does the service's own document, which has no catalog
INSERT INTO b(request) SELECT connection FROM a WHERE name = 'one';
SELECT count(*), count(DISTINCT creation_time) FROM b WHERE name = 'one';
.print --- a request creates anew
INSERT INTO b(request) SELECT json_set(request, '$.ConnectionInput.Name', 'again') FROM a WHERE name = 'one';
SELECT creation_time > '2026', catalog_id FROM b WHERE name = 'again';
.print --- rename and drop
ALTER TABLE b RENAME TO "o'd""d";
SELECT count(*) FROM "o'd""d";
INSERT INTO "o'd""d"("o'd""d") VALUES('integrity-check');
ALTER TABLE "o'd""d" RENAME TO status;
DROP TABLE "o'd""d";
SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name;
.print --- UPSERT is not there for virtual tables; RETURNING shows what was put in
INSERT INTO a(name, connection_type, connection_properties) VALUES('one', 'CUSTOM', '{}') ON CONFLICT DO NOTHING;
INSERT INTO a(name, connection_type, connection_properties) VALUES('six', 'CUSTOM', '{}') RETURNING rowid, name, status;
INSERT INTO a(a) VALUES('integrity-check');
PRAGMA integrity_check;
