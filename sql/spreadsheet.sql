-- SPDX-License-Identifier: MIT
-- The table `connections` for spreadsheets, and back from there.
--
--   sqlite> .read sql/spreadsheet.sql
--   sqlite> .mode csv
--   sqlite> .headers on
--   sqlite> .once connections.csv
--   sqlite> SELECT * FROM report_spreadsheet;
--
-- A cell that begins with = + - @, a TAB, a CR or what a spreadsheet passes over or takes for one of these
-- would be run as a formula, and one that begins with a digit, a point or $ be taken for a number, which
-- loses the zeros of an account: a cell that begins with no letter gets a ' before it. What is sealed stays
-- sealed, and goes back into the same connection alone; credentials of an authentication_configuration are
-- not in the file. What is not sealed goes out as it is, a password in a URL too (sql/reports.sql finds those).
--
-- A shell of SQLite 3.50 or newer writes a CR as ^M, but for .mode csv --escape off.
--
-- Back: the file goes into temp.sheet, and the view temp.sheet_connections takes the ' away. Cells without
-- text are NULL. What is there already stays as it is; into a table of its own, it can be compared.
--   sqlite> .import --csv --skip 1 --schema temp connections.csv sheet
--   sqlite> INSERT OR IGNORE INTO connections(name, connection_type, description, catalog_id, region,
--      ...>     connection_properties, athena_properties, spark_properties, python_properties, match_criteria,
--      ...>     physical_connection_requirements, authentication_configuration, validate_credentials,
--      ...>     validate_for_compute_environments, tags)
--      ...>   SELECT * FROM sheet_connections;

DROP VIEW IF EXISTS report_spreadsheet;
CREATE VIEW report_spreadsheet AS
  SELECT substr('''', 1, name GLOB p) || name AS name,
         substr('''', 1, connection_type GLOB p) || connection_type AS connection_type,
         substr('''', 1, description GLOB p) || description AS description,
         substr('''', 1, catalog_id GLOB p) || catalog_id AS catalog_id,
         substr('''', 1, region GLOB p) || region AS region,
         connection_properties, athena_properties, spark_properties, python_properties, match_criteria,
         physical_connection_requirements, authentication_configuration, validate_credentials,
         validate_for_compute_environments, tags
    FROM connections, (SELECT '[' || char(1) || '-@[-`{-' || char(0xA0, 0x3000, 0xFEFF, 0xFF0B, 0xFF0D, 0xFF1D, 0xFF20) || ']*' AS p);

DROP VIEW IF EXISTS temp.sheet_connections;
DROP TABLE IF EXISTS temp.sheet;
CREATE TEMP TABLE sheet(name, connection_type, description, catalog_id, region, connection_properties,
  athena_properties, spark_properties, python_properties, match_criteria, physical_connection_requirements,
  authentication_configuration, validate_credentials, validate_for_compute_environments, tags);
CREATE TEMP VIEW sheet_connections AS
  SELECT nullif(substr(name, 1 + (name GLOB '''*')), '') AS name,
         nullif(substr(connection_type, 1 + (connection_type GLOB '''*')), '') AS connection_type,
         nullif(substr(description, 1 + (description GLOB '''*')), '') AS description,
         nullif(substr(catalog_id, 1 + (catalog_id GLOB '''*')), '') AS catalog_id,
         nullif(substr(region, 1 + (region GLOB '''*')), '') AS region,
         nullif(connection_properties, '') AS connection_properties, nullif(athena_properties, '') AS athena_properties,
         nullif(spark_properties, '') AS spark_properties, nullif(python_properties, '') AS python_properties,
         nullif(match_criteria, '') AS match_criteria,
         nullif(physical_connection_requirements, '') AS physical_connection_requirements,
         nullif(authentication_configuration, '') AS authentication_configuration,
         nullif(validate_credentials, '') AS validate_credentials,
         nullif(validate_for_compute_environments, '') AS validate_for_compute_environments, nullif(tags, '') AS tags
    FROM sheet;
