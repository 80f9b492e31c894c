-- What is different between two tables: yesterday's import and today's, or two accounts.
--
--   sqlite> ATTACH 'yesterday.db' AS yesterday;
--   sqlite> CREATE TEMP VIEW compare_before AS SELECT *, credentials FROM yesterday.connections;
--   sqlite> CREATE TEMP VIEW compare_after AS SELECT *, credentials FROM connections;
--   sqlite> .read sql/compare.sql
--   sqlite> SELECT * FROM comparison;
--
-- temp.comparison has a row for each connection that was created or deleted, and one for each property
-- of each other connection that has changed. Connections are the same if their name and catalog are;
-- where each table has one catalog alone, the name is enough, so that accounts can be compared. Times,
-- who updated a connection, and what is derived (ARN, schema version, environments) are not compared.
--
-- No secret is ever shown. Sealed twice, the same secret looks different: without the key such a one is
-- `sealed anew`, and may be the same. With the key, equal ones are told from changed ones:
--   .parameter set @secrets decrypt

DROP TABLE IF EXISTS temp.compare_rows;
DROP TABLE IF EXISTS temp.compare_properties;
DROP TABLE IF EXISTS temp.comparison;

-- ---- the connections of both, each as one document ----------------------------------------------

CREATE TEMP TABLE compare_rows(
  catalog TEXT, name TEXT, is_after INTEGER, catalog_id TEXT, document TEXT,
  PRIMARY KEY(name, catalog, is_after)) WITHOUT ROWID;
INSERT INTO compare_rows
  WITH
    both AS (
      SELECT 0 AS is_after, * FROM compare_before
      UNION ALL
      SELECT 1, * FROM compare_after),
    scope(has_catalogs) AS MATERIALIZED (
      SELECT max(catalogs) > 1 FROM (SELECT count(DISTINCT catalog_id) AS catalogs FROM both GROUP BY is_after))
  SELECT iif(has_catalogs, catalog_id, ''), name, is_after, catalog_id, json_object(
      'connection_type', connection_type, 'status', status, 'status_reason', status_reason,
      'description', description, 'connection_properties', json(connection_properties),
      'athena_properties', json(athena_properties), 'spark_properties', json(spark_properties),
      'python_properties', json(python_properties), 'match_criteria', json(match_criteria),
      'physical_connection_requirements', json(physical_connection_requirements),
      'authentication_configuration', json(authentication_configuration), 'credentials', credentials,
      'validate_credentials', validate_credentials,
      'validate_for_compute_environments', json(validate_for_compute_environments), 'tags', json(tags))
    FROM both, scope;

-- ---- the properties of those that are not the same ----------------------------------------------

CREATE TEMP TABLE compare_properties(
  catalog TEXT, name TEXT, property TEXT, is_after INTEGER, catalog_id TEXT, is_secret INTEGER, value,
  PRIMARY KEY(name, catalog, property, is_after)) WITHOUT ROWID;
INSERT INTO compare_properties
  SELECT r.catalog, r.name, c.key || coalesce('.' || p.key, ''), r.is_after, r.catalog_id,
         c.key = 'credentials' OR (c.key = 'connection_properties' AND p.key GLOB 'ENCRYPTED_*'),
         iif(p.key IS NULL, c.value, p.value)
    FROM compare_rows r
    JOIN compare_rows o ON o.name = r.name AND o.catalog = r.catalog AND o.is_after = 1 - r.is_after
         AND o.document <> r.document
    JOIN json_each(r.document) c
    LEFT JOIN json_each(iif(c.type = 'object', c.value, '{}')) p
    WHERE c.type <> 'null' AND NOT (c.key IN ('connection_properties', 'tags') AND c.value = '{}');

-- ---- the comparison -----------------------------------------------------------------------------

CREATE TEMP TABLE comparison(change TEXT, name TEXT, catalog_id TEXT, property TEXT, before, after);
INSERT INTO comparison
  WITH
    difference(name, catalog_before, catalog_id, property, is_secret, before, after) AS (
      SELECT b.name, b.catalog_id, coalesce(a.catalog_id, b.catalog_id), b.property, b.is_secret, b.value, a.value
        FROM compare_properties b LEFT JOIN compare_properties a
          ON a.name = b.name AND a.catalog = b.catalog AND a.property = b.property AND a.is_after = 1
        WHERE b.is_after = 0 AND b.value IS NOT a.value
      UNION ALL
      SELECT a.name, NULL, a.catalog_id, a.property, a.is_secret, NULL, a.value
        FROM compare_properties a LEFT JOIN compare_properties b
          ON b.name = a.name AND b.catalog = a.catalog AND b.property = a.property AND b.is_after = 0
        WHERE a.is_after = 1 AND b.name IS NULL),
    told(name, catalog_id, property, before, after) AS (
      SELECT name, catalog_id, property, iif(is_secret AND before IS NOT NULL, '(sealed)', before), CASE
          WHEN after IS NULL OR NOT is_secret THEN after
          WHEN before IS NULL THEN '(sealed)'
          WHEN @secrets IS NOT 'decrypt' THEN '(sealed anew)'
          WHEN before NOT GLOB 'glue-connections:*' OR after NOT GLOB 'glue-connections:*' THEN '(sealed anew)'
          WHEN glue_decrypt(before, catalog_before, name) <> glue_decrypt(after, catalog_id, name) THEN '(changed)'
          ELSE '(sealed)' END
        FROM difference)
  SELECT iif(r.is_after, 'created', 'deleted'), r.name, r.catalog_id, NULL, NULL, NULL
    FROM compare_rows r LEFT JOIN compare_rows o
      ON o.name = r.name AND o.catalog = r.catalog AND o.is_after = 1 - r.is_after
    WHERE o.name IS NULL
  UNION ALL
  SELECT 'changed', * FROM told WHERE before IS NOT after
  ORDER BY 2, 3, 1 DESC, 4;

DROP TABLE compare_properties;
DROP TABLE compare_rows;

SELECT count(DISTINCT iif(change = 'created', json_array(name, catalog_id), NULL)) AS created,
       count(DISTINCT iif(change = 'deleted', json_array(name, catalog_id), NULL)) AS deleted,
       count(DISTINCT iif(change = 'changed', json_array(name, catalog_id), NULL)) AS changed
  FROM comparison;
