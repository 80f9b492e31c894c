-- SPDX-License-Identifier: MIT
-- Takes the views of sql/reports.sql away, and those of sql/page.sql, sql/spreadsheet.sql and sql/steampipe.sql. A
-- view over a table of the extension makes `ALTER TABLE x RENAME` of any other table fail (`error in view`) in
-- programs that have not loaded the extension; this needs it not.
-- The tables report_required_tags and report_changes are yours, and stay.
DROP VIEW IF EXISTS report_ages;
DROP VIEW IF EXISTS report_duplicates;
DROP VIEW IF EXISTS report_endpoints;
DROP VIEW IF EXISTS report_findings;
DROP VIEW IF EXISTS report_in_clear;
DROP VIEW IF EXISTS report_keys;
DROP VIEW IF EXISTS report_network;
DROP VIEW IF EXISTS report_page;
DROP VIEW IF EXISTS report_properties;
DROP VIEW IF EXISTS report_secrets;
DROP VIEW IF EXISTS report_spreadsheet;
DROP VIEW IF EXISTS report_stale;
DROP VIEW IF EXISTS report_tag_policy;
DROP VIEW IF EXISTS report_tags;
DROP VIEW IF EXISTS report_tls;
DROP VIEW IF EXISTS report_types;
-- The last: of that name there may be a table of somebody else.
DROP VIEW IF EXISTS aws_glue_connection;
