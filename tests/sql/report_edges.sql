-- sql/reports.sql: connections that are told apart or taken for one, references in the place of secrets,
-- ports that are none, and what of the user's own stays as it is.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
.read sql/reports.sql
.headers on

.print '--- no connection is a duplicate of itself; a name that two catalogs have is told with them'
INSERT INTO connections(name, catalog_id, connection_type, connection_properties) VALUES
  ('itself', NULL, 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h:3306/d","HOST":"H","PORT":"3306","DATABASE":"d","JDBC_ENGINE":"mysql","SECRET_ID":"s"}'),
  ('twice', NULL, 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"z-1:9092,z-1:9092"}'),
  ('a', NULL, 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://h2/d","SECRET_ID":"s"}'), ('b', NULL, 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://H2/d","SECRET_ID":"s"}'),
  ('x', NULL, 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:oracle:thin:@//h3/d","SECRET_ID":"s"}'), ('x', 'shared', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:oracle:thin:@//h3/d","SECRET_ID":"s"}');
SELECT * FROM report_duplicates;

.print '--- ports'
INSERT INTO connections(name, connection_type, connection_properties)
  SELECT 'port ' || value, 'JDBC', json_object('HOST', 'h', 'PORT', value, 'JDBC_ENGINE', 'mysql', 'SECRET_ID', 's') FROM json_each('["abc","12x","0077","${Ref:Db.Endpoint.Port}"]');
SELECT name, port, typeof(port) FROM report_endpoints WHERE name GLOB 'port *';

.print '--- where a reference leads'
INSERT INTO connections(name, connection_type, connection_properties) SELECT 'refers ' || key, 'CUSTOM', json_object('PASSWORD', value)
  FROM json_each('["{{resolve:secretsmanager:orders:SecretString:password}}","{{resolve:ssm-secure:orders}}","${Ref:Password}","${secret:PASSWORD}","{{resolve:ssm:a}}${Ref:B}","${Ref:A}{{resolve:ssm:b}}"]');
SELECT name, kept, place FROM report_secrets WHERE name GLOB 'refers *';

.print '--- required tags stay as the user has them'
SELECT * FROM report_required_tags;
DELETE FROM report_required_tags;
.read sql/reports.sql
SELECT * FROM report_required_tags;
INSERT INTO report_required_tags VALUES('env'), ('env');
SELECT * FROM report_tag_policy WHERE name = 'a';

.print '--- and so does a table with the name of a view'
DROP VIEW report_tags;
CREATE TABLE report_tags AS SELECT 'mine' AS whose;
.read sql/reports.sql
SELECT * FROM report_tags;
SELECT count(*) FROM report_findings WHERE name = 'a';
