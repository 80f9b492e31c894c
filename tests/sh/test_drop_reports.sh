#!/bin/sh
# SPDX-License-Identifier: MIT
# sql/drop_reports.sql takes away every view that the scripts of sql/ leave in the database, in a shell that
# has not loaded the extension: then other tables can be renamed there again. What is the user's own stays.
set -eu
cd "$TMP"
"$SQLITE3" -batch -init /dev/null reports.db > /dev/null <<SQL
.load $EXTENSION
CREATE VIRTUAL TABLE connections USING glue_connections;
CREATE TABLE other(x);
CREATE VIEW mine AS SELECT x FROM other;
.read sql/reports.sql
$(grep -l '^CREATE VIEW [a-z]' sql/*.sql | sed 's/^/.read /')
INSERT INTO report_required_tags VALUES('kept');
SQL
plain() { "$SQLITE3" -batch -init /dev/null reports.db "$1"; }

if plain 'ALTER TABLE other RENAME TO another' 2> refused; then
  echo 'the views do no harm any more: say so in the manual'
  exit 1
fi
grep -q 'no such module: glue_connections\|no such table-valued function\|error in view' refused || { cat refused; exit 1; }
plain '.read sql/drop_reports.sql'
plain 'ALTER TABLE other RENAME TO another'
left=$(plain "SELECT group_concat(type || ' ' || name, ', ') FROM (SELECT * FROM sqlite_schema WHERE name LIKE 'report%' OR type = 'view' ORDER BY 1, 2)")
[ "$left" = 'table report_changes, table report_required_tags, view mine' ] || { echo "left: $left"; exit 1; }
[ "$(plain "SELECT count(*) FROM report_required_tags WHERE tag = 'kept'")" = 1 ]
plain '.read sql/drop_reports.sql'
# A table of the name of one is not ours, and keeps none of the others.
plain 'CREATE TABLE aws_glue_connection(name); CREATE VIEW report_tls AS SELECT * FROM aws_glue_connection'
plain '.read sql/drop_reports.sql' 2> refused && { echo 'a table was taken for a view'; exit 1; }
[ "$(plain "SELECT group_concat(name) FROM sqlite_schema WHERE name IN ('aws_glue_connection', 'report_tls')")" = aws_glue_connection ]
