-- glue_connection_types: what is known of each connection type.
.load dist/glue_connections
.mode list
CREATE VIEW every_column AS SELECT connection_type, column.key || ': ' || coalesce(column.value, 'NULL') AS line
  FROM glue_connection_types, json_each(json_object('schema_version', schema_version, 'required', required || '',
    'expected', expected || '', 'optional', optional || '', 'authentication_types', authentication_types || '',
    'compute_environments', compute_environments || '', 'refused', refused || '', 'source', source,
    'rules', rules || '', 'notes', notes, 'sources', sources || '')) column;
SELECT line FROM every_column WHERE connection_type = 'KAFKA';
SELECT line FROM every_column WHERE connection_type = 'SNOWFLAKE';
SELECT line FROM every_column WHERE connection_type IN ('REDSHIFT', 'MARKETPLACE');
.print '--- the sources of the rules'
SELECT r.value ->> 'rule' AS rule, r.value ->> 'source', count(*), min(connection_type) FROM glue_connection_types, json_each(rules) r GROUP BY 1, 2 ORDER BY 1, 2;
.print '--- a source for each cell in which something is, and for no other'
CREATE TEMP TABLE cells AS SELECT connection_type, json(sources) AS sources, json_object('connection_type', connection_type, 'schema_version', schema_version,
  'required', required || '', 'expected', expected || '', 'optional', optional || '', 'authentication_types', authentication_types || '',
  'compute_environments', compute_environments || '', 'refused', refused || '') AS cells FROM glue_connection_types;
SELECT c.connection_type, e.key FROM cells c, json_each(c.cells) e WHERE (e.value IS NULL) <> (json_extract(c.sources, '$.' || e.key) IS NULL);
SELECT s.key, CASE WHEN s.value GLOB '*: *' THEN substr(s.value, 1, instr(s.value, ':')) || ' a page of the guide' ELSE s.value END, count(*) FROM cells c, json_each(c.sources) s GROUP BY 1, 2;
.print '--- the pages'
SELECT s.value, group_concat(DISTINCT c.connection_type) FROM cells c, json_each(c.sources) s WHERE s.value GLOB '*: *' GROUP BY 1;
.print '--- all types, in the order of the API, then those it lacks'
SELECT connection_type, schema_version, required, expected, refused, authentication_types,
       compute_environments, source FROM glue_connection_types;
.print '--- every column that is JSON is JSON, also to other functions'
SELECT count(sources), sum(json_valid(sources)), sum(json_valid(required)), sum(json_valid(expected)), sum(json_valid(optional)),
       sum(json_valid(refused)), sum(json_valid(rules)) FROM glue_connection_types;
SELECT json_object('required', required) FROM glue_connection_types WHERE connection_type = 'JDBC';
.print '--- looking up'
SELECT connection_type FROM glue_connection_types WHERE connection_type IN ('MYSQL', 'NO_SUCH', 'JDBC', NULL);
SELECT connection_type FROM glue_connection_types WHERE connection_type = 'kafka';
SELECT connection_type FROM glue_connection_types WHERE connection_type = 'kafka' COLLATE NOCASE;
SELECT count(*) FROM glue_connection_types WHERE connection_type = 5;
SELECT count(*) FROM glue_connection_types WHERE connection_type = CAST('KAFKA' AS BLOB);
SELECT connection_type FROM glue_connection_types WHERE connection_type LIKE 'VIEW%';
SELECT connection_type FROM glue_connection_types WHERE (connection_type = 'MYSQL' AND schema_version = 2) OR (connection_type = 'JDBC' AND schema_version = 1);
SELECT connection_type FROM glue_connection_types WHERE connection_type = 'JDBC' OR connection_type IN ('KAFKA', 'NETWORK');
SELECT count(*) FROM glue_connection_types t JOIN glue_connection_types u USING(connection_type) WHERE t.rowid <> u.rowid;
.print '--- which types need a warehouse, and which take OAuth2 and something else'
SELECT connection_type FROM glue_connection_types, json_each(required) WHERE value = 'WAREHOUSE';
SELECT connection_type, authentication_types FROM glue_connection_types t
 WHERE 'OAUTH2' IN (SELECT value FROM json_each(t.authentication_types))
   AND json_array_length(authentication_types) > 1;
.print '--- an unknown type is refused with the list of all; none is missing there'
SELECT f.message FROM glue_lint('{"Name":"n","ConnectionType":"JBDC","ConnectionProperties":{}}') f;
SELECT group_concat(t.connection_type) FROM glue_connection_types t, glue_lint('{"Name":"n","ConnectionType":"JBDC","ConnectionProperties":{}}') f
 WHERE f.message NOT LIKE '%[' || t.connection_type || ',%' AND f.message NOT LIKE '%, ' || t.connection_type || ',%'
   AND f.message NOT LIKE '%, ' || t.connection_type || ']%';
.print '--- it cannot be written'
DELETE FROM glue_connection_types;
