-- SPDX-License-Identifier: MIT
-- Reads connections from a file into the table `connections`.
--
--   sqlite> .parameter set @file connections.json
--   sqlite> .read sql/import.sql
--
-- What the file holds is found out from its content, by the function glue_requests(): what the AWS CLI
-- prints and takes, templates of CloudFormation, SAM and the CDK in JSON or YAML, Terraform's states, plans
-- and .tf.json. For this one import:
--
--   @catalog_id  where all of it goes, whatever the file says; without them, where the file says, else into
--   @region      the table's own catalog and region
--   @parameters  JSON: values for the parameters of a template; null takes the template's default
--   @existing    what becomes of a connection that is there already: keep (it stays as it is), or replace.
--                An answer of the service keeps what an answer cannot hold: sealed secrets and credentials,
--                tags. Any other document keeps the time of creation. Of what a file has twice, the first is taken
--   @missing     what becomes of one that the file lacks, in the catalog and region that the file covers
--                (@catalog_id and @region, or the table's own): keep, or delete. Only for complete output of
--                get-connections; if anything of it cannot be read or is refused, nothing is written
--   @refused     report what is refused and keep the rest, or fail: then nothing is written
--
-- The first named holds where a parameter is not set. All is written by one statement; a full quota or a
-- secret that cannot be sealed is an error, and then nothing is kept. Where nothing could be read, too, the
-- script ends with an error (sqlite3 -bail returns it). The details stay until the next import:
--
--   temp.import_documents  document (a number), place (the line first), kind, name, catalog_id, region,
--                          outcome, problem (what was left out or passed over)
--   temp.import_findings   document, severity, path, rule, message, as glue_lint has them: of what is
--                          refused, all; else errors (a lenient table takes them), and references
--
-- Another table, or a part of one: a view and triggers of the name `connections` lead to it (TEMP ones hide
-- a table of that name as long as the shell runs):
--   CREATE TEMP VIEW connections AS SELECT rowid, *, request, connection, credentials FROM inventory;
--   CREATE TEMP TRIGGER connections_insert INSTEAD OF INSERT ON connections
--     BEGIN INSERT INTO inventory(request) VALUES(new.request); END;
--   CREATE TEMP TRIGGER connections_update INSTEAD OF UPDATE ON connections
--     BEGIN UPDATE inventory SET request = new.request WHERE rowid = old.rowid; END;
--   CREATE TEMP TRIGGER connections_delete INSTEAD OF DELETE ON connections
--     BEGIN DELETE FROM inventory WHERE rowid = old.rowid; END;
-- The triggers write nothing else: from what they change, what is taken is told from what is refused. Through
-- a view the account and region of the table cannot be seen: a request that names none is already there if any
-- has its name, and @missing delete needs both. A view that lies in the file itself is refused: it could keep
-- what it is given.
--
-- Secrets in clear pass through SQLite's temporary tables, which are gone with the shell; `PRAGMA temp_store
-- = memory` before anything else keeps them off the disk.

DROP TABLE IF EXISTS temp.import_documents; DROP TABLE IF EXISTS temp.import_findings; DROP TABLE IF EXISTS temp.glue_import_call;
DROP TABLE IF EXISTS temp.glue_import_rows; DROP TABLE IF EXISTS temp.glue_import_error; DROP TABLE IF EXISTS temp.glue_import_refusals;
DROP TABLE IF EXISTS temp.glue_import_missing; DROP TABLE IF EXISTS temp.glue_import_there; DROP TABLE IF EXISTS temp.glue_import_changes;
DROP TABLE IF EXISTS temp.glue_import_again; DROP TABLE IF EXISTS temp.glue_import_refused;
DROP TABLE IF EXISTS temp.glue_import_texts; DROP TABLE IF EXISTS temp.glue_import_summary; DROP VIEW IF EXISTS temp.glue_import_shown; DROP VIEW IF EXISTS temp.glue_import_stop; DROP VIEW IF EXISTS temp.glue_import_pairs; DROP VIEW IF EXISTS temp.glue_import_replacements;
DROP VIEW IF EXISTS temp.glue_import_write; DROP VIEW IF EXISTS temp.glue_import_invalid;

-- ---- what is asked for -------------------------------------------------------------------------------

-- A number has lost its leading zeros. Of schemas, the first that has the name is meant, in any case. In temp
-- these three are found although the file may have tables of their names; and so is the call, if this fails.
CREATE TEMP TABLE glue_import_call(
  catalog_id, region, existing, missing, refused, own_catalog_id, own_region, validation, schema, type, is_read, is_empty_list);
INSERT INTO temp.glue_import_call
  SELECT iif(typeof(@catalog_id) = 'integer', printf('%012d', @catalog_id), @catalog_id) AS catalog_id,
         @region AS region, coalesce(@existing, 'keep') AS existing, coalesce(@missing, 'keep') AS missing,
         coalesce(@refused, 'report') AS refused, own.account_id AS own_catalog_id, own.region AS own_region,
         own.validation, target.schema, target.type, NULL AS is_read, NULL AS is_empty_list
    FROM (SELECT 1)
    LEFT JOIN (SELECT t.schema, t.name, t.type
                 FROM temp.pragma_table_list('connections') t LEFT JOIN temp.pragma_database_list d ON d.name = t.schema
                 ORDER BY t.schema <> 'temp', d.seq LIMIT 1) target ON true
    LEFT JOIN temp.glue_settings own ON own.schema = target.schema AND own.name = target.name;

-- The document's own catalog and region, and where it goes.
CREATE TEMP TABLE glue_import_rows(
  document INTEGER PRIMARY KEY, place TEXT, kind TEXT, name TEXT, named_catalog_id TEXT, named_region TEXT,
  catalog_id TEXT, region TEXT, problem TEXT, request TEXT);
CREATE INDEX temp.glue_import_problems ON glue_import_rows(problem) WHERE problem IS NOT NULL;
INSERT INTO glue_import_rows
  SELECT NULL, r.place, r.kind, r.name, r.catalog_id, r.region, coalesce(c.catalog_id, r.catalog_id, own_catalog_id),
         coalesce(c.region, r.region, own_region), r.problem, r.request
    FROM glue_requests(readfile(@file), @parameters) r, glue_import_call c
  UNION ALL
  SELECT 9223372036854775807, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL; -- that it has worked
UPDATE glue_import_call SET is_read = CASE
      WHEN EXISTS (SELECT 1 FROM glue_import_rows WHERE document < 9223372036854775807) THEN true ELSE readfile(@file) IS NOT NULL END
  WHERE EXISTS (SELECT 1 FROM glue_import_rows WHERE document = 9223372036854775807);
DELETE FROM glue_import_rows WHERE document = 9223372036854775807;

-- A file without any connection may be an empty list, or an array of such pages. Of UTF-16, what is ASCII is looked at,
-- byte by byte, and so only of a short file; a database in UTF-16 would take any bytes for UTF-16.
UPDATE glue_import_call SET is_empty_list = (
    WITH RECURSIVE
      file(bytes) AS MATERIALIZED (SELECT readfile(@file)),
      byte(at, code) AS (
        SELECT iif(hex(substr(bytes, 1, 2)) IN ('FFFE', 'FEFF'), 2, 0), 0 FROM file
          WHERE length(bytes) <= 4096 AND (hex(substr(bytes, 1, 2)) IN ('FFFE', 'FEFF') OR CAST(x'41' AS TEXT) <> 'A')
        UNION ALL
        SELECT at + 1, instr('123456789ABCDEF', substr(hex(substr(bytes, at + 1, 1)), 1, 1)) * 16
                     + instr('123456789ABCDEF', substr(hex(substr(bytes, at + 1, 1)), 2, 1))
          FROM byte, file WHERE at < length(bytes)),
      text(document) AS (
        SELECT ltrim(coalesce((SELECT group_concat(char(code), '') FROM byte WHERE code BETWEEN 1 AND 127), CAST(bytes AS TEXT)), char(0xFEFF))
          FROM file)
    SELECT coalesce(min(iif(page.type = 'object', json_type(page.value, '$.ConnectionList') IS 'array', false)), false)
      FROM text, json_each(CASE WHEN NOT json_valid(document) THEN '[]'
                                WHEN json_type(document) = 'array' THEN document ELSE json_array(json(document)) END) page)
  WHERE missing = 'delete' AND NOT EXISTS (SELECT 1 FROM glue_import_rows);

CREATE TEMP TABLE glue_import_error AS
  SELECT CASE
      WHEN @file IS NULL THEN 'no file is named: .parameter set @file NAME'
      WHEN NOT EXISTS (SELECT 1 FROM temp.pragma_module_list WHERE name = 'glue_requests')
        THEN 'the extension is not loaded: .load ./dist/glue_connections'
      WHEN type IS NULL THEN 'there is no table connections'
      WHEN type <> 'virtual' AND NOT (type = 'view' AND schema = 'temp')
        THEN 'connections in ' || schema || ' is a ' || type || ': it has to be a virtual table, or a TEMP VIEW of one'
      WHEN type = 'virtual' AND own_catalog_id IS NULL THEN 'connections in ' || schema || ' is no table of glue_connections, or one that cannot be read: SELECT count(*) FROM connections says why'
      WHEN existing NOT IN ('keep', 'replace') THEN '@existing is keep or replace'
      WHEN missing NOT IN ('keep', 'delete') THEN '@missing is keep or delete'
      WHEN refused NOT IN ('report', 'fail') THEN '@refused is report or fail'
      WHEN type = 'view' AND 3 > (SELECT count(*) FROM sqlite_temp_schema t WHERE t.type = 'trigger' AND tbl_name LIKE 'connections')
        THEN 'the view connections needs triggers for INSERT, UPDATE and DELETE: see sql/import.sql'
      WHEN is_read IS NULL THEN 'cannot be read: ' || @file
      WHEN NOT is_read THEN 'no file that can be read: ' || @file
      WHEN NOT EXISTS (SELECT 1 FROM glue_import_rows WHERE request IS NOT NULL) AND EXISTS (SELECT 1 FROM glue_import_rows)
        THEN 'nothing could be read of ' || @file
      WHEN missing = 'keep' THEN NULL
      WHEN coalesce(catalog_id, own_catalog_id) IS NULL OR coalesce(region, own_region) IS NULL
        THEN '@missing delete through a view needs @catalog_id and @region'
      WHEN EXISTS (SELECT 1 FROM glue_import_rows WHERE problem IS NOT NULL OR kind IS NOT 'get-connections')
        OR NOT is_empty_list
        THEN '@missing delete is for complete output of get-connections alone, all of which can be read'
      WHEN EXISTS (SELECT 1 FROM glue_import_rows r WHERE r.named_catalog_id <> coalesce(c.catalog_id, own_catalog_id)
                                                      OR r.named_region <> coalesce(c.region, own_region))
        THEN '@missing delete: the file names another catalog or region than the one that it is to cover'
    END AS error, false AS is_told
    FROM (SELECT 1) LEFT JOIN glue_import_call c ON true;
DELETE FROM glue_import_error WHERE error IS NULL;

.parameter unset @catalog_id
.parameter unset @region
.parameter unset @parameters
.parameter unset @existing
.parameter unset @missing
.parameter unset @refused

-- ---- what stops it ------------------------------------------------------------------------------------

-- INSERT INTO glue_import_stop ends with an error, which has to be a literal text: the details are printed
-- before it. Where the shell goes on, nothing is done afterwards: glue_import_error has a row.
CREATE TEMP VIEW glue_import_stop(error) AS SELECT NULL WHERE 0;
CREATE TEMP TRIGGER glue_import_stopped INSTEAD OF INSERT ON glue_import_stop BEGIN
  SELECT RAISE(ABORT, 'import.sql: nothing is imported');
END;

-- At most 50 lines of each list.
-- Names, catalogs and regions as a terminal may show them: control characters, separators and marks of direction
-- become visible.
CREATE TEMP TABLE glue_import_texts(name); -- what is to be shown
CREATE TEMP VIEW glue_import_shown AS
  WITH RECURSIVE
    odd(name, length) AS (
      SELECT DISTINCT name, min(length(name), 255) FROM glue_import_texts
        WHERE name GLOB '*[' || char(1, 45, 31, 127, 45, 159, 8206, 8207, 8232, 45, 8238, 8294, 45, 8297) || ']*'),
    letters(name, length, at, code) AS (
      SELECT name, length, 1, unicode(name) FROM odd
      UNION ALL SELECT name, length, at + 1, unicode(substr(name, at + 1)) FROM letters WHERE at < length),
    shown(name, at, text) AS (
      SELECT name, 0, '' FROM odd
      UNION ALL
      SELECT l.name, l.at, s.text || iif(l.code < 32 OR l.code BETWEEN 127 AND 159 OR l.code IN (8206, 8207)
                                           OR l.code BETWEEN 8232 AND 8238 OR l.code BETWEEN 8294 AND 8297,
                                         printf('\u%04x', l.code), char(l.code))
        FROM shown s JOIN letters l ON l.name = s.name AND l.at = s.at + 1)
  SELECT name, text FROM shown JOIN odd USING(name) WHERE at = length;
INSERT INTO glue_import_texts SELECT name FROM glue_import_rows WHERE problem IS NOT NULL ORDER BY document LIMIT 50;
SELECT place, coalesce((SELECT text FROM glue_import_shown s WHERE s.name = r.name), name) AS name, problem
  FROM glue_import_rows r WHERE problem IS NOT NULL ORDER BY document LIMIT 50;
SELECT (count(*) - 50) || ' more: temp.import_documents' AS "and" FROM glue_import_rows WHERE problem IS NOT NULL GROUP BY NULL HAVING count(*) > 50;
SELECT error FROM glue_import_error;
UPDATE glue_import_error SET is_told = true;
INSERT INTO glue_import_stop SELECT error FROM glue_import_error;

-- What is written there says so.
UPDATE glue_import_rows SET request = json_object(iif(kind = 'request', 'ConnectionInput', 'Connection'), json(request))
  WHERE document IN (SELECT document FROM glue_import_call c CROSS JOIN glue_import_rows
                       WHERE coalesce(c.catalog_id, c.region) IS NOT NULL AND request IS NOT NULL
                         AND json_type(request, '$.ConnectionInput') IS NULL AND json_type(request, '$.Connection') IS NULL);
UPDATE glue_import_rows SET request = json_set(request, '$.CatalogId', catalog_id)
  WHERE document IN (SELECT document FROM glue_import_call c CROSS JOIN glue_import_rows
                       WHERE c.catalog_id IS NOT NULL AND request IS NOT NULL);
UPDATE glue_import_rows SET request = json_set(request, '$.Region', region)
  WHERE document IN (SELECT document FROM glue_import_call c CROSS JOIN glue_import_rows
                       WHERE c.region IS NOT NULL AND request IS NOT NULL);

-- What is refused for sure: what is sealed opens only where it was sealed, and where one refusal stops it all
-- they are looked for beforehand. Levels are in the order of their names.
CREATE TEMP TABLE glue_import_refusals(document INTEGER PRIMARY KEY, is_sealed);
INSERT INTO glue_import_refusals
  SELECT document, true FROM glue_import_call c CROSS JOIN glue_import_rows r
    WHERE coalesce(c.catalog_id, c.region) IS NOT NULL
      AND (r.catalog_id IS NOT named_catalog_id OR r.region IS NOT coalesce(named_region, r.region))
      AND request LIKE '%glue-connections:%'
      AND EXISTS (SELECT 1 FROM json_tree(request) t
                    WHERE t.value GLOB 'glue-connections:*' AND (t.key GLOB 'ENCRYPTED_*' OR t.key = 'EncryptedCredentials'));
CREATE TEMP VIEW glue_import_invalid AS
  SELECT document FROM glue_import_call c CROSS JOIN glue_import_rows r
    WHERE request IS NOT NULL
      AND EXISTS (SELECT 1 FROM glue_lint(r.request) f
                    WHERE f.refused_at <= coalesce(c.validation, 'standard'));
INSERT OR IGNORE INTO glue_import_refusals
  SELECT document, false FROM glue_import_invalid
    WHERE EXISTS (SELECT 1 FROM glue_import_call WHERE missing = 'delete' OR refused = 'fail');
INSERT INTO glue_import_error
  SELECT 'refused, and so nothing is imported', false FROM glue_import_call
    WHERE (missing = 'delete' OR refused = 'fail') AND NOT EXISTS (SELECT 1 FROM glue_import_error)
      AND EXISTS (SELECT 1 FROM glue_import_refusals);

-- ---- the table ------------------------------------------------------------------------------------------

CREATE TEMP TABLE glue_import_missing(name, catalog_id, region);
INSERT INTO glue_import_missing
  SELECT t.name, t.catalog_id, t.region
    FROM glue_import_call c JOIN connections t
      ON t.catalog_id = coalesce(c.catalog_id, c.own_catalog_id) AND t.region = coalesce(c.region, c.own_region)
    WHERE c.missing = 'delete' AND NOT EXISTS (SELECT 1 FROM glue_import_error)
      AND t.name NOT IN (SELECT name FROM glue_import_rows WHERE name IS NOT NULL);

-- Through a view the table's own catalog is not known: any will do.
UPDATE glue_import_rows SET (catalog_id, region) = (
    SELECT c.catalog_id, c.region FROM connections c
      WHERE c.name = glue_import_rows.name AND c.catalog_id = coalesce(glue_import_rows.catalog_id, c.catalog_id)
        AND c.region = coalesce(glue_import_rows.region, c.region))
  WHERE document IN (SELECT document FROM glue_import_call c CROSS JOIN glue_import_rows r
                       WHERE own_catalog_id IS NULL AND (r.catalog_id IS NULL OR r.region IS NULL) AND request IS NOT NULL);

-- The requests of what is there already, and whether they say something else. An answer does not say what it
-- cannot hold, and tags stay where none are given; what cannot be read is different. A secret cannot be compared
-- with one that is sealed: to be replaced, it is different, else the same. Where an answer is to replace it, and
-- has been updated at the same time, that is told afterwards from what was there before.
CREATE TEMP VIEW glue_import_pairs AS
  SELECT r.document, r.name, r.catalog_id, r.region,
         CASE WHEN p.existing = 'replace' AND r.kind LIKE 'get-connection%' THEN NULL
              WHEN EXISTS (SELECT 1 FROM glue_lint(r.request) f
                             WHERE f.rule IN ('json', 'type', 'unknown-member', 'duplicate-key', 'required')) THEN true
              ELSE EXISTS (
                SELECT 1 FROM glue_diff(iif(r.kind LIKE 'get-connection%',
                                            '{"Connection":' || c.connection || ',"Tags":' || c.tags || '}', c.request),
                                        r.request) d
                  WHERE d.pointer NOT IN ('/CatalogId', '/Region') AND coalesce(d.after, '') NOT GLOB '${secret:*}'
                    AND NOT (d.secret AND (d.before IS '(sealed)' AND (d.after IS NULL OR p.existing = 'keep')
                                           OR d.before IS NULL AND p.existing = 'keep' AND c.request LIKE '%"glue-connections:%'))
                    AND NOT (d.after IS NULL AND d.pointer GLOB '/Tags*' AND coalesce(json_type(r.request, '$.Tags'), 'null') = 'null')
                    AND NOT (r.kind LIKE 'get-connection%' AND d.pointer GLOB '/ConnectionInput/Validate*' -- a connection has none
                             AND (d.after IS NULL OR NOT EXISTS (SELECT 1 FROM glue_diff(c.request, r.request) v
                                                                   WHERE v.pointer GLOB substr(d.pointer, 1, 26) || '*')))
                    AND NOT (r.kind LIKE 'get-connection%' AND d.before IS NULL AND EXISTS ( -- it was not kept the first time
                      SELECT 1 FROM glue_lint(r.request) f
                        WHERE f.rule = 'newer-than-known' AND f.message GLOB '*it is not kept*'
                          AND d.pointer || '/' LIKE '/ConnectionInput' || replace(f.pointer, '/Connection/', '/') || '/%')))
         END AS differs,
         CASE WHEN p.existing = 'replace' AND r.kind LIKE 'get-connection%'
                AND coalesce(abs(julianday(c.last_updated_time) - julianday(r.request ->> '$.Connection.LastUpdatedTime', 'auto')) < 1e-7, true)
              THEN c.connection || c.tags || json_extract(c.request, '$.ConnectionInput.ValidateCredentials', '$.ConnectionInput.ValidateForComputeEnvironments') END AS before
    FROM glue_import_call p CROSS JOIN glue_import_rows r CROSS JOIN connections c
    WHERE r.request IS NOT NULL AND c.name = r.name AND c.catalog_id = r.catalog_id AND c.region = r.region;
CREATE TEMP TABLE glue_import_there(document INTEGER PRIMARY KEY, name, catalog_id, region, differs, before);
INSERT INTO glue_import_there
  SELECT * FROM glue_import_pairs
    WHERE document NOT IN (SELECT document FROM glue_import_refusals)
      AND EXISTS (SELECT 1 FROM connections) AND NOT EXISTS (SELECT 1 FROM glue_import_error);
-- What the file has a second time replaces nothing either: it is found to be there already.
DELETE FROM glue_import_there WHERE document NOT IN (SELECT min(document) FROM glue_import_there GROUP BY name, catalog_id, region);

-- The placeholders of our exports stand for secrets that these do not hold: where the table has such a secret, what is
-- sealed takes their place. An answer keeps the times that it does not have (null is none). Nearly all have both, and no
-- placeholder, and are taken as they are.
CREATE TEMP VIEW glue_import_replacements AS
  SELECT r.document, CASE WHEN r.request NOT LIKE '%"${secret:%' AND NOT r.lacks_times THEN r.request
    ELSE coalesce(
      (SELECT iif(r.lacks_times,
                  json_set(filled, '$.Connection.CreationTime', json(coalesce(
                             nullif(r.request -> '$.Connection.CreationTime', 'null'), json_quote(creation_time))),
                           '$.Connection.LastUpdatedTime', json(coalesce(
                             nullif(r.request -> '$.Connection.LastUpdatedTime', 'null'), json_quote(last_updated_time)))),
                  filled)
         FROM (
           SELECT iif(credentials IS NOT NULL AND with_properties ->> (r.member || '.AuthenticationConfiguration.SecretArn') = '${secret:credentials}',
                      json_set(json_remove(with_properties, r.member || '.AuthenticationConfiguration.SecretArn'),
                               r.member || '.AuthenticationConfiguration.EncryptedCredentials', credentials),
                      with_properties) AS filled, creation_time, last_updated_time
             FROM (
               SELECT iif(json_type(r.request, r.member || '.ConnectionProperties') IS NOT 'object', r.request,
                          json_set(r.request, r.member || '.ConnectionProperties', (
                            SELECT json_group_object(
                                     coalesce(kept.key, given.key),
                                     json(iif(given.type = 'text', json_quote(coalesce(kept.value, given.value)), coalesce(given.value, 'null'))))
                              FROM json_each(r.request, r.member || '.ConnectionProperties') given
                              LEFT JOIN json_each(c.request, '$.ConnectionInput.ConnectionProperties') kept
                                ON given.value GLOB '${secret:*}' AND kept.key = 'ENCRYPTED_' || given.key
                              WHERE given.key NOT GLOB 'ENCRYPTED_*' OR NOT EXISTS ( -- what takes a placeholder's place stands once
                                SELECT 1 FROM json_each(r.request, r.member || '.ConnectionProperties') other
                                  WHERE given.key = 'ENCRYPTED_' || other.key AND other.value GLOB '${secret:*}')))) AS with_properties,
                      c.request ->> '$.ConnectionInput.AuthenticationConfiguration.EncryptedCredentials' AS credentials, c.creation_time, c.last_updated_time
                 FROM connections c WHERE c.name = r.name AND c.catalog_id = r.catalog_id AND c.region = r.region))), r.request) END AS request
    FROM (SELECT document, name, catalog_id, region, request,
                 iif(json_type(request, '$.Connection') IS 'object', '$.Connection',
                     iif(json_type(request, '$.ConnectionInput') IS 'object', '$.ConnectionInput', '$')) AS member,
                 kind LIKE 'get-connection%' AND json_type(request, '$.Connection') IS 'object'
                   AND json_extract(request, '$.Connection.CreationTime', '$.Connection.LastUpdatedTime') LIKE '%null%' AS lacks_times
            FROM glue_import_rows) r;

-- INSERT INTO glue_import_write writes a request of glue_import_rows into the table or, without one, deletes
-- the connection of that name. What is taken makes changes, besides the row in glue_import_changes, which
-- are in the order of the documents.
CREATE TEMP TABLE glue_import_changes(document INTEGER PRIMARY KEY, total INTEGER, is_taken); -- total_changes() afterwards
CREATE TEMP VIEW glue_import_write(action, document, name, catalog_id, region) AS SELECT NULL, NULL, NULL, NULL, NULL WHERE 0;
CREATE TEMP TRIGGER glue_import_take INSTEAD OF INSERT ON glue_import_write WHEN new.action IN ('create', 'replace') BEGIN
  INSERT OR IGNORE INTO connections(request)
    SELECT request FROM glue_import_rows WHERE document = new.document AND new.action = 'create';
  UPDATE OR IGNORE connections SET request = (SELECT request FROM glue_import_replacements WHERE document = new.document)
    WHERE name = new.name AND catalog_id = new.catalog_id AND region = new.region AND new.action = 'replace';
  INSERT INTO glue_import_changes VALUES(
    new.document, total_changes(), total_changes() - (SELECT total FROM glue_import_changes ORDER BY document DESC LIMIT 1) > 1);
END;
CREATE TEMP TRIGGER glue_import_delete INSTEAD OF INSERT ON glue_import_write WHEN new.action = 'delete' BEGIN
  DELETE FROM connections WHERE name = new.name AND catalog_id = new.catalog_id AND region = new.region;
END;
-- At the end: some things only the table refuses.
CREATE TEMP TRIGGER glue_import_check INSTEAD OF INSERT ON glue_import_write WHEN new.action = 'check' BEGIN
  SELECT RAISE(ABORT, 'import.sql: one is refused, and so nothing is imported')
    FROM glue_import_call CROSS JOIN glue_import_changes JOIN glue_import_rows r USING(document)
    WHERE (refused = 'fail' OR missing = 'delete') AND NOT is_taken
      AND (r.document IN (SELECT document FROM glue_import_there) OR NOT EXISTS (
        SELECT 1 FROM connections c WHERE c.name = r.name AND c.catalog_id = r.catalog_id AND c.region = r.region));
  INSERT INTO glue_import_changes VALUES(new.document, NULL, NULL);
END;

INSERT INTO glue_import_changes VALUES(0, total_changes(), NULL);
INSERT INTO glue_import_write
  SELECT * FROM (
    SELECT iif(t.document IS NULL, 'create', 'replace'), r.document, t.name, t.catalog_id, t.region
      FROM glue_import_call CROSS JOIN glue_import_rows r LEFT JOIN glue_import_there t USING(document)
      WHERE request IS NOT NULL AND (t.document IS NULL OR existing = 'replace' AND t.differs IS NOT false)
        AND r.document NOT IN (SELECT document FROM glue_import_refusals) AND NOT EXISTS (SELECT 1 FROM glue_import_error)
      ORDER BY r.document LIMIT -1)
  UNION ALL SELECT 'delete', NULL, name, catalog_id, region FROM glue_import_missing
  UNION ALL SELECT 'check', 9223372036854775807, NULL, NULL, NULL;
INSERT INTO glue_import_error -- a full quota, a secret that cannot be sealed
  SELECT 'nothing is imported', false WHERE NOT EXISTS (SELECT 1 FROM glue_import_changes WHERE document = 9223372036854775807)
                                 AND NOT EXISTS (SELECT 1 FROM glue_import_error);

-- ---- what happened --------------------------------------------------------------------------------------

-- What the file has a second time is there by now.
CREATE TEMP TABLE glue_import_again AS
  SELECT document FROM glue_import_changes WHERE NOT is_taken AND document NOT IN (SELECT document FROM glue_import_there);
UPDATE glue_import_rows SET (catalog_id, region) = (
    SELECT c.catalog_id, c.region FROM connections c
      WHERE c.name = glue_import_rows.name AND c.catalog_id = coalesce(glue_import_rows.catalog_id, c.catalog_id)
        AND c.region = coalesce(glue_import_rows.region, c.region))
  WHERE document IN (SELECT document FROM glue_import_call c CROSS JOIN glue_import_rows r
                       WHERE own_catalog_id IS NULL AND (r.catalog_id IS NULL OR r.region IS NULL) AND request IS NOT NULL);
UPDATE glue_import_call SET existing = 'keep';
INSERT INTO glue_import_there SELECT * FROM glue_import_pairs WHERE document IN (SELECT document FROM glue_import_again);
DELETE FROM glue_import_again WHERE document NOT IN (SELECT document FROM glue_import_there);

CREATE TEMP TABLE import_documents(
  document INTEGER, place TEXT, kind TEXT, name TEXT, catalog_id TEXT, region TEXT, outcome TEXT, problem TEXT);
INSERT INTO import_documents
  SELECT r.document, r.place, r.kind, r.name, r.catalog_id, r.region,
         CASE
           WHEN r.request IS NULL THEN 'passed over'
           WHEN r.document IN (SELECT document FROM glue_import_refusals) THEN 'refused'
           WHEN EXISTS (SELECT 1 FROM glue_import_error) THEN NULL
           WHEN t.document IS NULL THEN iif(w.is_taken, 'created', iif(w.document IS NULL, NULL, 'refused'))
           WHEN w.document IS NULL OR r.document IN (SELECT document FROM glue_import_again)
             THEN iif(t.differs, 'different but kept', 'the same')
           WHEN NOT w.is_taken THEN 'refused'
           WHEN t.before IS NULL THEN 'replaced'
           ELSE iif(EXISTS (SELECT 1 FROM connections c WHERE c.name = t.name AND c.catalog_id = t.catalog_id
                              AND c.region = t.region AND c.connection || c.tags
                                || json_extract(c.request, '$.ConnectionInput.ValidateCredentials', '$.ConnectionInput.ValidateForComputeEnvironments') = t.before), 'the same', 'replaced')
         END AS outcome, r.problem
    FROM glue_import_rows r LEFT JOIN glue_import_changes w USING(document) LEFT JOIN glue_import_there t USING(document);
-- What is invalid is refused also where its name is there already, and it was not tried. (Of a table behind a view it is
-- not known what it takes.)
INSERT OR IGNORE INTO glue_import_refusals
  SELECT document, false FROM glue_import_invalid
    WHERE document IN (SELECT document FROM glue_import_call CROSS JOIN import_documents
                         WHERE outcome = 'different but kept' AND validation IS NOT NULL);
UPDATE import_documents SET outcome = 'refused'
  WHERE outcome = 'different but kept' AND document IN (SELECT document FROM glue_import_refusals);
CREATE TEMP TABLE import_findings(document INTEGER, severity TEXT, path TEXT, rule TEXT, message TEXT);
INSERT INTO import_findings
  SELECT document, f.severity, f.path, f.rule, f.message
    FROM import_documents d CROSS JOIN glue_import_rows r USING(document), glue_lint(r.request) f
    WHERE d.outcome = 'refused' AND document NOT IN (SELECT document FROM glue_import_refusals WHERE is_sealed);
INSERT INTO import_findings
  SELECT document, 'error', 'catalogId', 'sealed-elsewhere',
         'What is sealed opens only in the catalog and region that it was sealed for; export it with @secrets decrypt'
    FROM glue_import_refusals WHERE is_sealed;
INSERT INTO import_findings
  SELECT r.document, f.severity, f.path, f.rule, f.message
    FROM (SELECT document, iif(d.outcome = 'replaced' AND r.request LIKE '%"${secret:%',
                               (SELECT p.request FROM glue_import_replacements p WHERE p.document = r.document), r.request) AS request
            FROM glue_import_call c CROSS JOIN import_documents d CROSS JOIN glue_import_rows r USING(document)
            WHERE d.outcome IN ('created', 'replaced')
              AND (c.validation IS NOT 'standard' OR r.request LIKE '%${%' OR r.request LIKE '%{{resolve:%') LIMIT -1) r,
         glue_lint(r.request) f
    WHERE f.severity = 'error' OR f.rule = 'unresolved-reference';

-- Of each of the first 50, what is gravest.
CREATE INDEX temp.import_findings_document ON import_findings(document, severity);
CREATE TEMP TABLE glue_import_refused AS
  SELECT d.document, d.place, d.name, f.rule, f.message
    FROM (SELECT document, place, name FROM import_documents WHERE outcome = 'refused' ORDER BY document LIMIT 50) d
    LEFT JOIN import_findings f
      ON f.document = d.document AND f.severity = (SELECT min(severity) FROM import_findings WHERE document = d.document)
    ORDER BY d.document, f.rowid LIMIT 50;
DROP INDEX temp.import_findings_document;
INSERT INTO glue_import_texts SELECT name FROM glue_import_refused;
SELECT place, coalesce((SELECT text FROM glue_import_shown s WHERE s.name = glue_import_refused.name), name) AS name, rule,
       CASE WHEN length(message) > 300 THEN substr(message, 1, 220) || ' … ' || substr(message, -60)
            ELSE coalesce(message, 'Nothing is wrong with it: the view connections may not show one of this name')
       END AS refused
  FROM glue_import_refused;
SELECT count(*) || ' more: temp.import_findings' AS "and" FROM import_documents
  WHERE outcome = 'refused' AND document > (SELECT max(document) FROM glue_import_refused) GROUP BY NULL HAVING count(*) > 0;
SELECT count(DISTINCT document) || ' with unresolved references: temp.import_findings' AS warning
  FROM import_documents JOIN import_findings USING(document)
  WHERE outcome IN ('created', 'replaced') AND rule = 'unresolved-reference'
  GROUP BY rule;
CREATE TEMP TABLE glue_import_summary AS
  SELECT catalog_id, region, count(*) FILTER (WHERE outcome NOT IN ('passed over', 'deleted')) AS read,
         count(*) FILTER (WHERE outcome = 'created') AS created, count(*) FILTER (WHERE outcome = 'replaced') AS replaced,
         count(*) FILTER (WHERE outcome = 'the same') AS "the same",
         count(*) FILTER (WHERE outcome = 'different but kept') AS "different but kept",
         count(*) FILTER (WHERE outcome = 'deleted') AS deleted, count(*) FILTER (WHERE outcome = 'refused') AS refused,
         count(*) FILTER (WHERE outcome = 'passed over') AS "passed over"
    FROM (SELECT catalog_id, region, outcome FROM import_documents
          UNION ALL SELECT catalog_id, region, 'deleted' FROM glue_import_missing
          UNION ALL SELECT coalesce(catalog_id, own_catalog_id), coalesce(region, own_region), NULL FROM glue_import_call
            WHERE NOT EXISTS (SELECT 1 FROM glue_import_rows) AND NOT EXISTS (SELECT 1 FROM glue_import_missing))
    WHERE NOT EXISTS (SELECT 1 FROM glue_import_error)
    GROUP BY catalog_id, region ORDER BY catalog_id, region;
INSERT INTO glue_import_texts SELECT catalog_id FROM glue_import_summary UNION SELECT region FROM glue_import_summary;
UPDATE glue_import_summary SET
  catalog_id = coalesce((SELECT text FROM glue_import_shown WHERE name = catalog_id), catalog_id),
  region = coalesce((SELECT text FROM glue_import_shown WHERE name = region), region);
SELECT * FROM glue_import_summary;
SELECT error FROM glue_import_error WHERE NOT is_told;
INSERT INTO glue_import_stop SELECT error FROM glue_import_error WHERE NOT is_told;
-- A shell that goes on complains of each statement that names a table which is not there. The last word is the reason.
SELECT error FROM glue_import_error WHERE NOT EXISTS (SELECT 1 FROM glue_import_call WHERE type IS NOT NULL);

DROP VIEW glue_import_shown; DROP TABLE glue_import_texts; DROP TABLE glue_import_summary; DROP VIEW glue_import_pairs; DROP VIEW glue_import_replacements;
DROP VIEW glue_import_write; DROP VIEW glue_import_invalid; DROP VIEW glue_import_stop; DROP TABLE glue_import_refused; DROP TABLE glue_import_missing;
DROP TABLE glue_import_again; DROP TABLE glue_import_changes; DROP TABLE glue_import_refusals;
DROP TABLE glue_import_there; DROP TABLE glue_import_rows; DROP TABLE glue_import_error; DROP TABLE glue_import_call;
