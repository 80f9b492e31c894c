-- Reports on one table with two accounts and two regions, in which the same names stand: each row tells its catalog and region,
-- and what is found in one of them is not taken for the other's.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=111122223333, region=eu-west-1);
INSERT INTO connections(name, connection_type, connection_properties, spark_properties, tags, catalog_id, region, creation_time)
  SELECT 'orders', 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://db/' || iif(number < 3, 'shared', number), 'USERNAME', 'app'),
         iif(number = 2, '{"note":"jdbc:mysql://h/d?user=u&password=hunter2"}', '{"note":"none"}'),
         iif(number = 4, '{"owner":"ann"}', '{}'), catalog_id, region, '2024-01-01'
    FROM (SELECT 1 AS number, '111122223333' AS catalog_id, 'eu-west-1' AS region UNION ALL SELECT 2, '111122223333', 'us-east-1'
          UNION ALL SELECT 3, '444455556666', 'eu-west-1' UNION ALL SELECT 4, '444455556666', 'us-east-1');
.read sql/reports.sql
.read sql/steampipe.sql
.headers on
SELECT catalog_id, region, property, value FROM report_properties WHERE map = 'spark' ORDER BY 1, 2;
SELECT name, catalog_id, region FROM report_in_clear;
SELECT names FROM report_duplicates;
SELECT name, catalog_id, region, missing_tag FROM report_tag_policy ORDER BY 2, 3;
SELECT name, catalog_id, region, reason FROM report_stale ORDER BY 2, 3;
SELECT name, catalog_id, region, rule FROM report_tls ORDER BY 2, 3;
SELECT name, catalog_id, region, host, database FROM report_endpoints ORDER BY 2, 3;
SELECT title, partition, region, account_id FROM aws_glue_connection ORDER BY account_id, region;
.print '--- wherever a catalog is told, a region is'
SELECT m.name, sum(c.name = 'catalog_id') AS catalogs, sum(c.name = 'region') AS regions
  FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.name LIKE 'report%' AND m.type = 'view' GROUP BY 1 HAVING catalogs <> regions;
