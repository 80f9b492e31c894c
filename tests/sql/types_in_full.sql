-- All that is known of the connection types, and that the linter goes by it.
.load dist/glue_connections
.mode list
CREATE TABLE types AS SELECT rowid AS id, * FROM glue_connection_types;

.print '--- types that have everything in common, and what that is'
SELECT group_concat(connection_type, ' ') || char(10) || 'optional: ' || coalesce(optional, 'unknown') || char(10) || 'rules: ' || rules ||
       char(10) || 'notes: ' || coalesce(notes, 'none') || char(10)
  FROM (SELECT * FROM types ORDER BY id)
 GROUP BY schema_version, optional, rules, notes, authentication_types ORDER BY min(id);

.print '--- every key that a type takes or asks for, and every one the API names, is known'
SELECT t.connection_type, k.value FROM types t, json_tree(json_array(json(t.optional), json(t.required), json(t.expected))) k,
       glue_lint(json_object('Name', 'n', 'ConnectionType', t.connection_type,
                             'ConnectionProperties', json_object(k.value, '{}'))) f
 WHERE f.rule = 'unknown-property' AND k.type = 'text' AND k.value NOT IN ('AuthenticationConfiguration', 'PhysicalConnectionRequirements');
SELECT k.value FROM json_each(readfile('tests/data/shapes.json'), '$.ConnectionPropertyKey.enum') k,
       glue_lint(json_object('Name', 'n', 'ConnectionType', 'SFTP', 'ConnectionProperties', json_object(k.value, 'x'))) f
 WHERE f.rule = 'unknown-property';
SELECT k.value FROM json_each('["WAREHOUSE","CATALOG_CASING_FILTER","ENFORCE_SSL","SparkProperties","PROJECT_ID","INSTANCE_URL",
         "TABLE_DEPTH","ROLE","SOURCE_CATALOG_LIST","SCHEMA","CONNECTION_TYPE","PythonProperties"]') k,
       glue_lint(json_object('Name', 'n', 'ConnectionType', 'SFTP', 'ConnectionProperties', json_object(k.value, '{}'))) f
 WHERE f.rule = 'unknown-property';

.print '--- types that take any other key as well'
SELECT group_concat(connection_type, ' ') FROM (
  SELECT connection_type FROM types
   WHERE NOT EXISTS (SELECT * FROM glue_lint(json_object('Name', 'n', 'ConnectionType', connection_type,
                       'ConnectionProperties', json('{"COLOUR":"red"}'))) WHERE rule = 'unknown-property') ORDER BY id);

.print '--- the types that another way to authenticate is worth a warning for, by the ways they take'
SELECT a.value || ': ' || (SELECT group_concat(connection_type, ' ') FROM (
  SELECT connection_type FROM types
   WHERE EXISTS (SELECT * FROM glue_lint(json_object('Name', 'n', 'ConnectionType', connection_type, 'ConnectionProperties',
                   json('{}'), 'AuthenticationConfiguration', json_object('AuthenticationType', a.value)))
                  WHERE rule = 'authentication-type') ORDER BY id))
  FROM json_each('["BASIC","OAUTH2","CUSTOM","IAM"]') a;

.print '--- what is asked of each type in the older style, where ConnectionProperties has a document as a string'
SELECT severity, rule, path, group_concat(connection_type, ' ')
  FROM (SELECT f.severity, f.rule, f.path, t.connection_type
          FROM types t, json_each('[{"SparkProperties":"{}","ROLE":"r"},{"PythonProperties":"{}","CATALOG_CASING_FILTER":"LOWERCASE_ONLY"}]') p,
               glue_lint(json_object('Name', 'n', 'ConnectionType', t.connection_type, 'ConnectionProperties', json(p.value),
                                     'AthenaProperties', json('{"MANAGED_CONNECTION":"true"}'))) f
         ORDER BY 1, 2, 3, p.key, t.id)
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

.print '--- what is missing is said once: not again by the rules of the type'
SELECT i.value, f.path, f.rule FROM json_each('["{\"ConnectionType\":\"JDBC\",\"Name\":\"n\"}","{\"ConnectionType\":\"KAFKA\",\"ConnectionProperties\":{}}",
         "{\"ConnectionType\":\"JDBC\",\"Name\":\"n\",\"ConnectionProperties\":null}","{\"ConnectionType\":\"JDBC\",\"Name\":\"n\",\"ConnectionProperties\":[]}",
         "{\"ConnectionType\":\"NETWORK\",\"Name\":\"n\",\"ConnectionProperties\":{},\"PhysicalConnectionRequirements\":null}"]') i, glue_lint(i.value) f
 WHERE f.severity = 'error';
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties) VALUES('n', 'JDBC', '{');
INSERT INTO c(name, connection_type, connection_properties, physical_connection_requirements) VALUES('n', 'NETWORK', '{}', '{');
