#!/bin/sh
# SPDX-License-Identifier: MIT
# The reports read no more than they need: a name and a type that a report is asked for are looked up by
# index in every part of it, a column that does not count is not read, and the work grows as the table does.
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

# steps COUNT: the steps of SQLite's virtual machine for each report on so many connections, and for a comparison
# with as many others.
steps() {
  {
    cat <<SQL
.load $EXTENSION
CREATE VIRTUAL TABLE connections USING glue_connections(quota=0);
CREATE VIRTUAL TABLE others USING glue_connections(quota=0, account_id=111122223333);
INSERT INTO connections(name, connection_type, connection_properties, physical_connection_requirements, tags, region)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
  SELECT 'connection ' || i, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:postgresql://app:s3cret@db-' || i || '/orders',
    'HOST', 'h' || i), json_object('SubnetId', 'Subnet ' || i), json_object('owner', 'me'), 'eu-west-' || (i % 3) FROM n;
INSERT INTO others SELECT * FROM connections;
UPDATE others SET description = 'other';
.read sql/reports.sql
.read sql/steampipe.sql
CREATE TEMP VIEW compare_before AS SELECT *, request FROM others;
CREATE TEMP VIEW compare_after AS SELECT *, request FROM connections;
.stats vmstep
SQL
    for view in $views; do
      printf '.print -- %s\nCREATE TEMP TABLE rows_of_%s AS SELECT * FROM %s;\n' "$view" "$view" "$view"
    done
    printf '.print -- comparison\n.read sql/compare.sql\n'
  } | "$SQLITE3" -batch -init /dev/null :memory: |
    awk '/^-- / { name = $2 } /^VM-steps/ { steps[name] += $2 } END { for (name in steps) print name, steps[name] }' |
    sort
}
views=$(sed -n 's/^CREATE VIEW \([a-z_]*\) AS.*/\1/p' sql/reports.sql sql/steampipe.sql)
steps 100 > "$TMP/few"
steps 400 > "$TMP/many"
join "$TMP/few" "$TMP/many" |
  awk '{ print } $3 > 5 * $2 { print "grows faster than the table: " $1; bad = 1 }
       END { exit bad || NR < 16 }'
