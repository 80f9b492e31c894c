-- SPDX-License-Identifier: MIT
-- The view `aws_glue_connection` on the table `connections`: the columns that Steampipe documents for
-- its table of that name, so that queries written for it run here, in SQLite's form or with ->>.
--
--   sqlite> .read sql/steampipe.sql
--   sqlite> SELECT name, connection_type, creation_time, description, region FROM aws_glue_connection;
--
-- Times are texts and JSON is text, as Steampipe's own extension for SQLite gives them; tags are NULL
-- where there are none. A URL with a password in it shows it (sql/reports.sql finds those). It works in
-- hosts that do not trust the schema too: no JSON function is called, because SQLite before 3.41 holds
-- them for unsafe. A table of another name: see sql/reports.sql.

DROP VIEW IF EXISTS aws_glue_connection;
CREATE VIEW aws_glue_connection AS
  SELECT name, arn, connection_type, creation_time, description, last_updated_by, last_updated_time,
         connection_properties, match_criteria, physical_connection_requirements, name AS title,
         nullif(tags, '{}') AS tags,
         '["' || replace(replace(replace(arn, '\', '\\'), '"', '\"'), char(9), '\t') || '"]' AS akas,
         -- arn:PARTITION:glue:REGION:ACCOUNT:connection/NAME, which is made anew at each mention
         (SELECT substr(a, 5, instr(a, ':glue:') - 5) FROM (SELECT arn AS a)) AS partition,
         region,
         (SELECT substr(a, instr(a, ':connection/') - 12, 12) FROM (SELECT arn AS a)) AS account_id
    FROM connections;
