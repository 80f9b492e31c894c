#!/bin/sh
# SPDX-License-Identifier: MIT
# Reports that cannot be made, in a shell that stops a script at its first error, leave no transaction
# open: what the user does afterwards is kept.
set -eu
cd "$TMP"
"$SQLITE3" -interactive -bail -init /dev/null bail.db > output 2>&1 <<SQL || true
.load $EXTENSION
CREATE VIRTUAL TABLE connections USING glue_connections;
CREATE TABLE report_tags(mine);
.read sql/reports.sql
INSERT INTO report_tags VALUES('kept');
.quit
SQL
grep -q 'report_tags' output || { echo "no error: $(cat output)"; exit 1; }
[ "$("$SQLITE3" -init /dev/null bail.db 'SELECT mine FROM report_tags')" = kept ] || { echo 'the work is lost'; cat output; exit 1; }
