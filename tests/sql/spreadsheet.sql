-- sql/spreadsheet.sql: a table as CSV that no spreadsheet runs, and back; recipes for Markdown.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=000000000012, region=eu-west-1, validation=lenient);
INSERT INTO connections(name, connection_type, connection_properties, match_criteria, physical_connection_requirements, authentication_configuration,
    validate_credentials, validate_for_compute_environments, athena_properties, spark_properties, python_properties)
  VALUES('all', 'OPENSEARCH', '{"HOST":"h"}', '["=1"]', '{"SubnetId":"=1"}', '{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:x"}',
    0, '["SPARK"]', '{"a":"=b"}', '{"a":"+b"}', '{"a":"-b"}');
INSERT INTO connections(name, connection_type, connection_properties, description, tags) VALUES
  ('=cmd|'' /C calc''!A0', 'CUSTOM', '{"a":"=1+1"}', NULL, '{}'),
  ('+1', 'CUSTOM', '{}', '-2', '{}'), ('-1', 'CUSTOM', '{}', '@SUM(A1)', '{}'), ('@x', '=TYPE', '{}', '''quoted', '{}'),
  (char(9) || '=1', 'CUSTOM', '{}', char(13, 10) || '=1', '{}'), ('''=1', 'CUSTOM', '{}', '''''', '{}'), ('007', 'CUSTOM', '{}', '1e5', '{}'),
 ('.5', 'CUSTOM', '{}', '$5', '{}'), (' =1', 'CUSTOM', '{}', char(10) || '=1', '{}'), (char(0xA0) || '=1', 'CUSTOM', '{}', 'two words', '{}'),
  ('＝1', 'CUSTOM', '{}', '＋1', '{}'), ('＠1', 'CUSTOM', '{}', '－1', '{}'), (char(0xFEFF) || '=1', 'CUSTOM', '{}', '(5)', '{}'), ('é', 'CUSTOM', '{}', '"', '{}'),
  ('o''d"d, 😀' , 'CUSTOM', '{"HOST":"two, \"words\""}', 'two' || char(10) || 'lines', '{"owner":"=me"}'),
  ('plain', 'CUSTOM', '{}', 'nothing to quote = + - @', '{"owner":"me"}');
.read sql/spreadsheet.sql
.mode csv
.headers on
.once connections.csv
SELECT * FROM report_spreadsheet;
.print '--- what a spreadsheet sees'
SELECT name, connection_type, description, catalog_id, region, tags FROM report_spreadsheet;
.headers off
.mode list
SELECT count(*) AS dangerous FROM (SELECT name AS t FROM report_spreadsheet UNION ALL SELECT connection_type FROM report_spreadsheet
    UNION ALL SELECT description FROM report_spreadsheet UNION ALL SELECT catalog_id FROM report_spreadsheet
    UNION ALL SELECT region FROM report_spreadsheet UNION ALL SELECT connection_properties FROM report_spreadsheet
    UNION ALL SELECT tags FROM report_spreadsheet)
  WHERE t NOT GLOB '[''a-zA-Z{é]*' AND t <> '';

.print '--- and back, the same'
.import --csv --skip 1 --schema temp connections.csv sheet
CREATE TEMP VIEW whole AS
  SELECT name, connection_type, description, catalog_id, region, connection_properties, athena_properties, spark_properties,
    python_properties, match_criteria, physical_connection_requirements, authentication_configuration, validate_credentials,
    validate_for_compute_environments, tags FROM connections;
CREATE TEMP TABLE before AS SELECT * FROM whole;
DELETE FROM connections;
INSERT INTO connections(name, connection_type, description, catalog_id, region, connection_properties, athena_properties,
    spark_properties, python_properties, match_criteria, physical_connection_requirements, authentication_configuration,
    validate_credentials, validate_for_compute_environments, tags)
  SELECT * FROM sheet_connections;
SELECT changes();
SELECT * FROM before EXCEPT SELECT * FROM whole;

.print '--- a CR alone, which newer shells write as ^M but for .mode csv --escape off'
DELETE FROM temp.sheet;
DELETE FROM connections;
INSERT INTO connections(name, connection_type, connection_properties, description) VALUES('cr', 'CUSTOM', '{}', char(13) || '=1' || char(10, 13));
INSERT INTO sheet SELECT * FROM report_spreadsheet;
SELECT hex(description) FROM sheet UNION ALL SELECT hex(description) FROM sheet_connections UNION ALL SELECT hex(description) FROM connections;

.print '--- for a ticket or a pull request'
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('plain', 'CUSTOM', '{}', '{"owner":"me"}');
.headers on
.mode markdown
SELECT name, catalog_id, region, tags ->> 'owner' AS owner FROM connections WHERE tags ->> 'owner' IS NOT NULL ORDER BY name;
