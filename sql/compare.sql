-- SPDX-License-Identifier: MIT
-- What is different between two tables: yesterday's import and today's, or two accounts.
--
--   sqlite> ATTACH 'yesterday.db' AS yesterday;
--   sqlite> CREATE TEMP VIEW compare_before AS SELECT *, request, credentials FROM yesterday.connections;
--   sqlite> CREATE TEMP VIEW compare_after AS SELECT *, request, credentials FROM connections;
--   sqlite> .read sql/compare.sql
--   sqlite> SELECT * FROM comparison;
--
-- temp.comparison has a row for each connection that was created or deleted, and one for each value
-- of each other connection that has changed, in JSON too. Connections are the same if their name and
-- catalog are; where each table has one catalog alone, the name is enough, so that accounts can be
-- compared. Times, who updated a connection, and what is derived (ARN, schema version, environments) are
-- not compared. Nor is the status IN_PROGRESS: a connection has it that came without its history, as
-- from Terraform.
--
-- No secret is ever shown, nor what lint takes for one in clear: a URL with a password, a free-form
-- property. Sealed twice, the same secret looks different: without the key such a one is `sealed anew`,
-- and may be the same. With the key, equal ones are told from changed ones:
--   .parameter set @secrets decrypt

DROP TABLE IF EXISTS temp.comparison;
DROP TABLE IF EXISTS temp.glue_compare_values;
DROP TABLE IF EXISTS temp.glue_compare_rows;

-- ---- the connections of both, each as one document ----------------------------------------------

-- Each table is made by the statement that fills it: where that fails, no later one finds it, and
-- nothing is said of what has changed.
CREATE TEMP TABLE glue_compare_rows AS
  WITH
    both AS (
      SELECT 0 AS is_after, name, catalog_id, connection_type, status, status_reason, description,
             connection_properties, athena_properties, spark_properties, python_properties, match_criteria,
             physical_connection_requirements, authentication_configuration, credentials, validate_credentials,
             validate_for_compute_environments, tags, request
        FROM compare_before
      UNION ALL -- by name: views may have their columns in any order
      SELECT 1, name, catalog_id, connection_type, status, status_reason, description,
             connection_properties, athena_properties, spark_properties, python_properties, match_criteria,
             physical_connection_requirements, authentication_configuration, credentials, validate_credentials,
             validate_for_compute_environments, tags, request
        FROM compare_after),
    scope(has_catalogs) AS MATERIALIZED (
      SELECT max(catalogs) > 1 FROM (SELECT count(DISTINCT catalog_id) AS catalogs FROM both GROUP BY is_after))
  SELECT iif(has_catalogs, catalog_id, '') AS catalog, name, is_after, catalog_id, request, json_object(
      'connection_type', connection_type,
      'status', iif(status = 'IN_PROGRESS', NULL, status || coalesce(': ' || status_reason, '')),
      'description', description, 'connection_properties', json(connection_properties),
      'athena_properties', json(athena_properties), 'spark_properties', json(spark_properties),
      'python_properties', json(python_properties), 'match_criteria', json(match_criteria),
      'physical_connection_requirements', json(physical_connection_requirements),
      'authentication_configuration', json(authentication_configuration), 'credentials', credentials,
      'validate_credentials', validate_credentials,
      'validate_for_compute_environments', json(validate_for_compute_environments), 'tags', json(tags)) AS document
    FROM both, scope;

-- ---- every value of those that are not the same --------------------------------------------------

-- A value, or a list or an object with nothing in it. What a path leads through has no special
-- characters, but some versions write it in quotes.
CREATE TEMP TABLE glue_compare_values AS
  SELECT catalog, name, is_after, catalog_id, property, value, CASE
           WHEN property = 'credentials' OR property GLOB 'connection_properties.ENCRYPTED_*' THEN 'sealed'
           -- what stands at connectionInput.sparkProperties.x is spark_properties.x
           WHEN EXISTS (
             SELECT 1 FROM glue_lint(request) f
               WHERE f.rule IN ('url-password', 'clear-text-secret')
                 AND instr(lower(replace(replace(f.path, 'connectionInput.', ''), '_', '') || '.'),
                           lower(replace(property, '_', '') || '.')) = 1)
             THEN 'secret' END AS secrecy
    FROM (
      SELECT r.catalog, r.name, r.is_after, r.catalog_id, r.request, t.value,
             ltrim(replace(substr(t.path, 2), '"', '') ||
                   iif(typeof(t.key) = 'integer', '[' || t.key || ']', '.' || t.key), '.') AS property
        FROM glue_compare_rows r
        JOIN glue_compare_rows o ON o.name = r.name AND o.catalog = r.catalog AND o.is_after = 1 - r.is_after
             AND o.document <> r.document
        JOIN json_tree(r.document) t
        WHERE t.atom IS NOT NULL
           OR (t.value IN ('{}', '[]') AND NOT (t.path = '$' AND t.key IN ('connection_properties', 'tags'))));

-- ---- the comparison -----------------------------------------------------------------------------

CREATE TEMP TABLE comparison AS
  WITH
    difference(name, catalog_before, catalog_id, property, secrecy, before, after) AS (
      SELECT b.name, b.catalog_id, coalesce(a.catalog_id, b.catalog_id), b.property,
             coalesce(a.secrecy, b.secrecy), b.value, a.value
        FROM glue_compare_values b LEFT JOIN glue_compare_values a
          ON a.name = b.name AND a.catalog = b.catalog AND a.property = b.property AND a.is_after = 1
        WHERE b.is_after = 0 AND b.value IS NOT a.value AND (b.property <> 'status' OR a.value IS NOT NULL)
      UNION ALL
      SELECT a.name, NULL, a.catalog_id, a.property, a.secrecy, NULL, a.value
        FROM glue_compare_values a LEFT JOIN glue_compare_values b
          ON b.name = a.name AND b.catalog = a.catalog AND b.property = a.property AND b.is_after = 0
        WHERE a.is_after = 1 AND b.name IS NULL AND a.property <> 'status'),
    told(name, catalog_id, property, before, after) AS (
      SELECT name, catalog_id, property, iif(before IS NULL OR secrecy IS NULL, before, '(' || secrecy || ')'), CASE
          WHEN after IS NULL OR secrecy IS NULL THEN after
          WHEN before IS NULL THEN '(' || secrecy || ')'
          WHEN secrecy = 'secret' THEN '(changed)'
          WHEN @secrets IS NOT 'decrypt' THEN '(sealed anew)'
          WHEN before NOT GLOB 'glue-connections:*' OR after NOT GLOB 'glue-connections:*' THEN '(sealed anew)'
          WHEN glue_decrypt(before, catalog_before, name) <> glue_decrypt(after, catalog_id, name) THEN '(changed)'
          ELSE '(sealed)' END
        FROM difference)
  SELECT iif(r.is_after, 'created', 'deleted') AS change, r.name AS name, r.catalog_id AS catalog_id,
         NULL AS property, NULL AS before, NULL AS after
    FROM glue_compare_rows r LEFT JOIN glue_compare_rows o
      ON o.name = r.name AND o.catalog = r.catalog AND o.is_after = 1 - r.is_after
    WHERE o.name IS NULL
  UNION ALL
  SELECT 'changed', * FROM told WHERE before IS NOT after
  ORDER BY 2, 3, 1 DESC, 4;

DROP TABLE IF EXISTS temp.glue_compare_values;
DROP TABLE IF EXISTS temp.glue_compare_rows;

SELECT count(DISTINCT iif(change = 'created', json_array(name, catalog_id), NULL)) AS created,
       count(DISTINCT iif(change = 'deleted', json_array(name, catalog_id), NULL)) AS deleted,
       count(DISTINCT iif(change = 'changed', json_array(name, catalog_id), NULL)) AS changed
  FROM comparison;
