-- SPDX-License-Identifier: MIT
-- What is different between two tables: yesterday's import and today's, or two accounts; or two files.
--
--   sqlite> ATTACH 'yesterday.db' AS yesterday;
--   sqlite> CREATE TEMP VIEW compare_before AS SELECT *, request FROM yesterday.connections;
--   sqlite> CREATE TEMP VIEW compare_after AS SELECT *, request FROM connections;
--   sqlite> .read sql/compare.sql
--   sqlite> SELECT * FROM comparison;
--
-- Of a file: CREATE TEMP VIEW compare_before AS SELECT *, NULL AS status FROM glue_requests(readfile('before.json'));
--
-- temp.comparison has a row for each connection that was created or deleted, and one for each value of each
-- other one that has changed, as glue_diff() tells it: no secret is ever shown. Connections are the same if
-- their account (catalog_id), region and name are; where each side has one account and one region, the name is
-- enough. Times, and the status IN_PROGRESS of what came without its history, are not compared.
--   .parameter set @secrets decrypt     tells sealed secrets that are equal from changed ones
--   .parameter set @differences fail    ends with an error where anything is different
-- Both hold for one comparison.

DROP TABLE IF EXISTS temp.comparison;
DROP TABLE IF EXISTS temp.glue_compare;
DROP VIEW IF EXISTS temp.glue_compare_end;

-- Each table is made by the statement that fills it: where that fails, no later one finds it, and nothing is
-- said of what has changed. The scope is '' where the name is enough.
CREATE TEMP TABLE glue_compare AS
  WITH
    scope(is_after, catalog_id, region) AS (
      SELECT 0, catalog_id, region FROM compare_before UNION ALL SELECT 1, catalog_id, region FROM compare_after),
    scopes(is_one) AS MATERIALIZED (
      SELECT max(n) = 1 FROM (SELECT count(DISTINCT catalog_id || ' ' || region) AS n FROM scope GROUP BY is_after)),
    both AS (
      SELECT * FROM (SELECT 0 AS is_after, name, catalog_id, region, status, request FROM compare_before LIMIT -1) WHERE request IS NOT NULL
      UNION ALL
      SELECT 1, name, catalog_id, region, status, NULL FROM compare_after WHERE request IS NOT NULL)
  SELECT both.*, iif(is_one, '', coalesce(catalog_id, '') || ' ' || coalesce(region, '')) AS scope FROM scopes CROSS JOIN both;

-- Where one does, nothing is compared.
CREATE UNIQUE INDEX temp.no_connection_stands_twice ON glue_compare(name, scope, is_after);

CREATE TEMP TABLE comparison AS
  WITH
    pair AS (
      SELECT a.name, a.catalog_id, a.region, b.scope = '' AS is_by_name,
             b.request AS request_before, a.request AS request_after
        FROM (SELECT scope = '' AS is_one FROM glue_compare LIMIT 1)
        CROSS JOIN compare_after a JOIN glue_compare b INDEXED BY no_connection_stands_twice
          ON b.name = a.name AND b.scope = iif(is_one, '', coalesce(a.catalog_id, '') || ' ' || coalesce(a.region, ''))
             AND b.is_after = 0)
  SELECT iif(r.is_after, 'created', 'deleted') AS change, r.name AS name, r.catalog_id AS catalog_id, r.region AS region,
         NULL AS pointer, NULL AS before, NULL AS after
    FROM (SELECT max(rowid) AS id FROM glue_compare GROUP BY name, scope HAVING count(*) = 1) CROSS JOIN glue_compare r ON r.rowid = id
  UNION ALL
  SELECT 'changed', p.name, p.catalog_id, p.region, d.pointer, d.before, d.after
    FROM pair p JOIN glue_diff(iif(@secrets = 'decrypt', glue_decrypt(p.request_before), p.request_before),
                               iif(@secrets = 'decrypt', glue_decrypt(p.request_after), p.request_after)) d
    WHERE NOT (p.is_by_name AND d.pointer IN ('/CatalogId', '/Region'))
  UNION ALL
  SELECT 'changed', b.name, a.catalog_id, a.region, '/Status', b.status, a.status
    FROM glue_compare b NOT INDEXED CROSS JOIN glue_compare a ON a.name = b.name AND a.scope = b.scope AND a.is_after = 1
    WHERE b.is_after = 0 AND b.status <> a.status AND b.status <> 'IN_PROGRESS' AND a.status <> 'IN_PROGRESS'
  ORDER BY 2, 3, 4, 1 DESC, 5;

DROP TABLE IF EXISTS temp.glue_compare;
SELECT count(*) FILTER (WHERE change = 'created') AS created, count(*) FILTER (WHERE change = 'deleted') AS deleted,
       count(*) FILTER (WHERE change = 'changed') AS changed
  FROM (SELECT DISTINCT change, name, catalog_id, region FROM comparison);

CREATE TEMP VIEW glue_compare_end AS SELECT 0 AS differences;
CREATE TEMP TRIGGER glue_compare_fail INSTEAD OF INSERT ON glue_compare_end WHEN new.differences > 0
  BEGIN SELECT RAISE(ABORT, 'there are differences: temp.comparison'); END;
INSERT INTO glue_compare_end SELECT iif(@differences = 'fail', count(*), 0) FROM comparison;
DROP VIEW temp.glue_compare_end;

.parameter unset @secrets
.parameter unset @differences
