#!/bin/sh
# SPDX-License-Identifier: MIT
# The reports read no more than they need: a name and a type that a report is asked for are looked up by
# index in every part of it, and a column that does not count is not read.
set -eu
plan() {
  "$SQLITE3" -batch -init /dev/null :memory: <<SQL
.load $EXTENSION
CREATE VIRTUAL TABLE connections USING glue_connections;
.read sql/reports.sql
.read sql/steampipe.sql
.eqp on
$1;
SQL
}
fail() {
  printf '%s: %s\n%s\n' "$1" "$2" "$plan"
  exit 1
}

for view in report_properties report_tags report_types report_ages report_secrets report_tls report_network \
  report_endpoints report_stale report_tag_policy report_findings aws_glue_connection; do
  for column in name connection_type; do
    case $view.$column in report_types.name) continue ;; esac
    plan=$(plan "SELECT * FROM $view WHERE $column = 'x'")
    scans=$(echo "$plan" | grep -E 'SCAN (c|connections) ') || fail "$view" 'no scan of the table'
    echo "$scans" | grep -qv "$column = ?" && fail "$view" "$column is not looked up by index"
  done
done

# Of a report with much in it, the name alone is read.
plan=$(plan 'SELECT name FROM report_network')
echo "$plan" | grep -q ':0x1$' || fail report_network 'columns are read that do not count'
