-- SPDX-License-Identifier: MIT
-- Reports on the table `connections`, as views that stay in the database. Each says the question that
-- it answers; filter, sort and join them like tables.
--
--   sqlite> .read sql/reports.sql
--   sqlite> SELECT * FROM report_network WHERE missing <> '';
--
-- They work wherever the extension is loaded, in hosts that do not trust the schema too: for those they
-- take JSON apart with json_each alone, because SQLite before 3.41 holds its JSON functions for unsafe.
-- Reading this file again replaces them; a table of the name of one is an error, and stays. What is
-- sealed is never shown, nor what lint takes for a secret in clear: (sealed), (secret). To find that out
-- takes time, but only for the rows and columns that are asked for.
--
-- While they are there, programs that have not loaded the extension cannot rename any table of the
-- database (`error in view`): sql/drop_reports.sql takes them away.
--
-- A table of another name: a view of the same database leads to it.
--   CREATE VIEW connections AS SELECT rowid, *, request, connection, credentials FROM inventory;

-- In which place of which request does a secret stand in clear? A JSON pointer leads there.
DROP VIEW IF EXISTS report_in_clear;
CREATE VIEW report_in_clear AS
  SELECT i.name, i.catalog_id, i.region, i.connection_type, f.pointer, f.path, i.rowid AS id
    FROM connections i, glue_lint(i.request) f WHERE f.rule IN ('url-password', 'clear-text-secret');

-- Which property of which connection has which value?
DROP VIEW IF EXISTS report_properties;
CREATE VIEW report_properties AS
  SELECT c.name, c.catalog_id, c.region, c.connection_type, c.map, c.property, CASE
           WHEN c.value GLOB 'glue-connections:*' THEN '(sealed)'
           WHEN EXISTS (SELECT 1 FROM report_in_clear s
                          WHERE s.id = c.id AND s.pointer = c.place || replace(replace(c.property, '~', '~0'), '/', '~1'))
             THEN '(secret)'
           ELSE c.value END AS value
    FROM (
      SELECT c.rowid AS id, c.name, c.catalog_id, c.region, c.connection_type, 'connection' AS map, p.key AS property, p.value,
             '/ConnectionInput/ConnectionProperties/' AS place
        FROM connections c, json_each(c.connection_properties) p
      UNION ALL
      SELECT c.rowid AS id, c.name, c.catalog_id, c.region, c.connection_type, 'athena', p.key, p.value,
             '/ConnectionInput/AthenaProperties/'
        FROM connections c, json_each(c.athena_properties) p
      UNION ALL
      SELECT c.rowid AS id, c.name, c.catalog_id, c.region, c.connection_type, 'spark', p.key, p.value,
             '/ConnectionInput/SparkProperties/'
        FROM connections c, json_each(c.spark_properties) p
      UNION ALL
      SELECT c.rowid AS id, c.name, c.catalog_id, c.region, c.connection_type, 'python', p.key, p.value,
             '/ConnectionInput/PythonProperties/'
        FROM connections c, json_each(c.python_properties) p) c;

-- Which connection has which tags?
DROP VIEW IF EXISTS report_tags;
CREATE VIEW report_tags AS
  SELECT c.name, c.catalog_id, c.region, c.connection_type, t.key AS tag,
         iif(EXISTS (SELECT 1 FROM report_in_clear s
                       WHERE s.id = c.rowid AND s.pointer = '/Tags/' || replace(replace(t.key, '~', '~0'), '/', '~1')),
             '(secret)', t.value) AS value
    FROM connections c, json_each(c.tags) t;

-- How many connections are there of each type, in which status, and since when?
DROP VIEW IF EXISTS report_types;
CREATE VIEW report_types AS
  SELECT connection_type, count(*) AS connections,
         sum(status = 'READY') AS ready, sum(status = 'IN_PROGRESS') AS in_progress, sum(status = 'FAILED') AS failed,
         min(creation_time) AS first_created, max(creation_time) AS last_created,
         max(last_updated_time) AS last_updated
    FROM connections GROUP BY connection_type;

-- How long ago was each of them created and last updated, in days?
DROP VIEW IF EXISTS report_ages;
CREATE VIEW report_ages AS
  SELECT name, catalog_id, region, connection_type, status,
         CAST(julianday('now') - julianday(creation_time) AS INTEGER) AS days_since_creation,
         CAST(julianday('now') - julianday(last_updated_time) AS INTEGER) AS days_since_update,
         last_updated_by
    FROM connections;

-- Where does each secret live? In AWS Secrets Manager, sealed here, encrypted by the service, or where
-- a reference leads to; or in clear: in a URL, in a free-form map, in a description.
DROP VIEW IF EXISTS report_secrets;
CREATE VIEW report_secrets AS
  SELECT c.name, c.catalog_id, c.region, c.connection_type, CASE
           WHEN p.value GLOB 'glue-connections:*' THEN 'sealed'
           WHEN p.key IN ('SECRET_ID', 'KAFKA_SASL_SCRAM_SECRETS_ARN', 'SparkProperties') THEN 'Secrets Manager'
           WHEN p.key GLOB 'ENCRYPTED_*' THEN 'encrypted by the service'
           WHEN p.value GLOB '{{resolve:secretsmanager:*' THEN 'Secrets Manager'
           ELSE 'reference' END AS kept,
         'connectionProperties.' || p.key AS place
    FROM connections c, json_each(c.connection_properties) p
    -- Every property is looked at, and comparisons are quicker than GLOB: references begin with $ or {, and nearly all
    -- other values with what lies between.
    WHERE p.key IN ('SECRET_ID', 'KAFKA_SASL_SCRAM_SECRETS_ARN')
       OR p.key BETWEEN 'ENCRYPTED_' AND 'ENCRYPTED_' || char(0x10FFFF)
       OR (p.key = 'SparkProperties' AND p.value LIKE '%"secretId"%')
       OR (p.value NOT BETWEEN '%' AND '{' AND p.key GLOB '*PASSWORD'
           AND (p.value GLOB '{{resolve:*}' OR p.value GLOB '${*}'))
  UNION ALL
  -- What most connections do not have is looked for in one scan.
  SELECT c.name, c.catalog_id, c.region, c.connection_type, k.kept, k.place
    FROM connections c
    CROSS JOIN (SELECT 'Secrets Manager' AS kept, 'sparkProperties.secretId' AS place
                UNION ALL SELECT 'Secrets Manager', 'authenticationConfiguration.secretArn'
                UNION ALL SELECT 'sealed', 'authenticationConfiguration'
                UNION ALL SELECT 'reference', 'authenticationConfiguration') k
    WHERE coalesce(c.spark_properties, c.authentication_configuration, c.credentials) IS NOT NULL
      AND CASE
            WHEN k.place = 'sparkProperties.secretId'
              THEN EXISTS (SELECT 1 FROM json_each(c.spark_properties, '$.secretId'))
            WHEN k.place = 'authenticationConfiguration.secretArn'
              THEN EXISTS (SELECT 1 FROM json_each(c.authentication_configuration, '$.SecretArn'))
            WHEN k.kept = 'sealed' THEN c.credentials IS NOT NULL
            ELSE EXISTS (SELECT 1 FROM json_tree(c.authentication_configuration)
                           WHERE key IN ('BasicAuthenticationCredentials', 'CustomAuthenticationCredentials',
                                         'OAuth2Credentials', 'AuthorizationCodeProperties') AND type = 'object') END
  UNION ALL
  SELECT name, catalog_id, region, connection_type, 'in clear', replace(path, 'connectionInput.', '')
    FROM report_in_clear;

-- Which key do the sealed secrets need, how many of them, in how many connections? Which keys are not at hand
-- only the host itself may ask: SELECT r.* FROM report_keys r WHERE r.arn NOT IN (SELECT arn FROM glue_keys);
DROP VIEW IF EXISTS report_keys;
CREATE VIEW report_keys AS
  SELECT substr(head, length('glue-connections:2::'), length(head) - length('glue-connections:2:') - 1) AS arn,
         count(*) AS secrets, count(DISTINCT id) AS connections
    FROM (
      SELECT id, rtrim(sealed, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=') AS head
        FROM (
          SELECT c.rowid AS id, p.value AS sealed FROM connections c, json_each(c.connection_properties) p
            WHERE p.key GLOB 'ENCRYPTED_*'
          UNION ALL
          SELECT rowid, credentials FROM connections)
        WHERE sealed GLOB 'glue-connections:2:*')
    GROUP BY 1;

-- Which connections do not enforce TLS, or do not check the server's certificate?
DROP VIEW IF EXISTS report_tls;
CREATE VIEW report_tls AS
  SELECT c.name, c.catalog_id, c.region, c.connection_type, f.rule, f.message
    FROM connections c, glue_lint(c.request) f
    WHERE f.rule IN ('tls-not-enforced', 'certificate-not-validated');

-- In which subnet, zone and security groups does each connection stand, and what of it is missing?
-- A connection outside of a VPC has none of it and misses nothing. What is an id tells no secret, and need not be
-- linted: lower case letters, digits and hyphens alone.
DROP VIEW IF EXISTS report_network;
CREATE VIEW report_network AS
  SELECT name, catalog_id, region, connection_type,
         iif(coalesce(subnet_id, '') NOT GLOB '*[^-a-z0-9]*' OR has_no_secret, subnet_id, '(secret)') AS subnet_id,
         iif(coalesce(availability_zone, '') NOT GLOB '*[^-a-z0-9]*' OR has_no_secret, availability_zone, '(secret)')
           AS availability_zone,
         iif(NOT EXISTS (SELECT 1 FROM json_each(physical, '$.SecurityGroupIdList') WHERE value GLOB '*[^-a-z0-9]*')
               OR has_no_secret,
             (SELECT group_concat(value, ', ') FROM json_each(physical, '$.SecurityGroupIdList')), '(secret)') AS security_groups,
         iif(subnet_id IS NULL AND availability_zone IS NULL AND security_group IS NULL
               AND connection_type <> 'NETWORK',
             '', rtrim(iif(subnet_id IS NULL, 'subnet, ', '') ||
                       iif(availability_zone IS NULL, 'availability zone, ', '') ||
                       iif(security_group IS NULL, 'security groups, ', ''), ', ')) AS missing
    FROM (
      SELECT c.name, c.catalog_id, c.region, c.connection_type, c.physical_connection_requirements AS physical,
             (SELECT value FROM json_each(c.physical_connection_requirements, '$.SubnetId')) AS subnet_id,
             (SELECT value FROM json_each(c.physical_connection_requirements, '$.AvailabilityZone'))
               AS availability_zone,
             (SELECT value FROM json_each(c.physical_connection_requirements, '$.SecurityGroupIdList[0]'))
               AS security_group,
             NOT EXISTS (SELECT 1 FROM report_in_clear s
                           WHERE s.id = c.rowid AND s.pointer GLOB '/ConnectionInput/PhysicalConnectionRequirements/*') AS has_no_secret
        FROM connections c);

-- Which engines, hosts, ports and databases do the connections lead to? One row for each host. Where no
-- port is given it is the engine's own, but where something else tells the port: the name of an instance of
-- SQL Server, the region of a cluster, an alias, a record of the name (+srv).
DROP VIEW IF EXISTS report_endpoints;
CREATE VIEW report_endpoints AS
  SELECT name, catalog_id, region, connection_type, engine, host, CASE
           WHEN port IS NOT NULL OR host IS NULL OR instance IS NOT NULL OR variant = 'srv' THEN port
           ELSE CASE engine
             WHEN 'postgresql' THEN 5432 WHEN 'redshift' THEN 5439 WHEN 'mysql' THEN 3306
             WHEN 'mariadb' THEN 3306 WHEN 'oracle' THEN 1521 WHEN 'sqlserver' THEN 1433
             WHEN 'mongodb' THEN 27017 WHEN 'snowflake' THEN 443 WHEN 'teradata' THEN 1025 END END AS port,
         database, instance
    FROM (
      SELECT c.name, c.catalog_id, c.region, c.connection_type,
             coalesce(nullif(u.engine, 'https'), lower(c.connection_type)) AS engine, u.host, u.port, u.database,
             u.instance, u.variant
        FROM connections c, json_each(c.connection_properties) p, glue_jdbc_url(p.value) u
        WHERE p.key IN ('JDBC_CONNECTION_URL', 'CONNECTION_URL', 'KAFKA_BOOTSTRAP_SERVERS', 'INSTANCE_URL')
          AND (u.engine = 'kafka') = (p.key = 'KAFKA_BOOTSTRAP_SERVERS') -- elsewhere HOST:PORT is a host alone
      UNION ALL
      SELECT c.name, c.catalog_id, c.region, c.connection_type,
             lower(coalesce((SELECT value FROM json_each(c.connection_properties, '$.JDBC_ENGINE')),
                            c.connection_type)),
             h.value, -- a port that is none is shown as it is
             (SELECT iif(value GLOB '*[^0-9]*', value, CAST(value AS INTEGER))
                FROM json_each(c.connection_properties, '$.PORT') WHERE value <> ''),
             (SELECT value FROM json_each(c.connection_properties, '$.DATABASE')), NULL, NULL
        FROM connections c, json_each(c.connection_properties, '$.HOST') h
        WHERE NOT EXISTS (SELECT 1 FROM report_in_clear s
                            WHERE s.id = c.rowid AND h.id >= 0 -- asked only where there is a host
                              AND s.pointer IN ('/ConnectionInput/ConnectionProperties/HOST',
                                                '/ConnectionInput/ConnectionProperties/PORT',
                                                '/ConnectionInput/ConnectionProperties/DATABASE',
                                                '/ConnectionInput/ConnectionProperties/JDBC_ENGINE'))
      UNION ALL
      -- JSON in a property, which may be none: lint knows
      SELECT c.name, c.catalog_id, c.region, c.connection_type,
             coalesce(nullif(u.engine, 'https'), lower(c.connection_type)), u.host, u.port, u.database, u.instance,
             u.variant
        FROM connections c, json_each(c.connection_properties, '$.SparkProperties') p,
             json_each(iif(EXISTS (SELECT 1 FROM glue_lint(c.request) WHERE rule = 'embedded-json'),
                           '{}', p.value)) s,
             glue_jdbc_url(s.value) u
        WHERE s.key IN ('url', 'sfUrl', 'opensearch.nodes', 'spark.cosmos.accountEndpoint') AND u.engine <> 'kafka')
    WHERE host IS NOT NULL OR database IS NOT NULL;

-- Which connections lead to the same database? A name tells its catalog and region where there are several.
DROP VIEW IF EXISTS report_duplicates;
CREATE VIEW report_duplicates AS
  SELECT engine, host, port, database, instance, count(*) AS connections,
         iif(min(catalog_id) = max(catalog_id) AND min(region) = max(region), group_concat(name, ', '),
             group_concat(name || ' (' || catalog_id || ' ' || region || ')', ', ')) AS names
    FROM (SELECT DISTINCT engine, lower(host) AS host, port, database, lower(instance) AS instance, name, catalog_id,
                 region
            FROM report_endpoints)
    GROUP BY engine, host, port, database, instance HAVING count(*) > 1;

-- Which connections does nobody seem to care for: not updated for a year, failed, or in progress for
-- more than a day?
DROP VIEW IF EXISTS report_stale;
CREATE VIEW report_stale AS
  SELECT name, catalog_id, region, connection_type, status, last_updated_time, last_updated_by, CASE
           WHEN status = 'FAILED' THEN 'failed: ' || iif(EXISTS (
               SELECT 1 FROM glue_lint(connection) f
                 WHERE f.rule IN ('url-password', 'clear-text-secret') AND f.pointer = '/StatusReason'),
             '(secret)', coalesce(status_reason, 'no reason is given'))
           WHEN status = 'IN_PROGRESS' THEN 'in progress for more than a day'
           ELSE 'not updated for a year' END AS reason
    FROM connections
    WHERE status = 'FAILED'
       OR coalesce(last_updated_time, creation_time)
            < strftime('%Y-%m-%d %H:%M:%f', 'now', iif(status = 'IN_PROGRESS', '-1 day', '-1 year'));

-- Which connections lack a tag that each must have? The table says which tags those are: `owner`, until
-- you say otherwise. It is yours, and stays as it is.
CREATE TABLE IF NOT EXISTS report_required_tags AS SELECT 'owner' AS tag;
DROP VIEW IF EXISTS report_tag_policy;
CREATE VIEW report_tag_policy AS
  SELECT c.name, c.catalog_id, c.region, c.connection_type, r.tag AS missing_tag
    FROM connections c CROSS JOIN (SELECT DISTINCT tag FROM report_required_tags) r
    WHERE NOT EXISTS (SELECT 1 FROM json_each(c.tags) t WHERE t.key = r.tag AND t.value <> '');

-- What does lint find fault with?
DROP VIEW IF EXISTS report_findings;
CREATE VIEW report_findings AS
  SELECT c.name, c.catalog_id, c.region, c.connection_type, f.severity, f.rule, f.path, f.message
    FROM connections c, glue_lint(c.request) f;
