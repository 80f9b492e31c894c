#!/bin/sh
# SPDX-License-Identifier: MIT
# The page of sql/page.sql: the hashes in its policy are right, the work that it takes grows as the table does, and a
# disk that is full is an error.
set -eu
tests/page/hashes.sh

# steps COUNT: the steps of SQLite's virtual machine for the page of so many connections
steps() {
  "$SQLITE3" -batch -init /dev/null :memory: <<SQL | sed -n 's/^VM-steps: *//p' | tail -n 1
.load $EXTENSION
CREATE VIRTUAL TABLE connections USING glue_connections(quota=0);
INSERT INTO connections(name, connection_type, connection_properties, tags, region)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
  SELECT 'connection ' || i, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:postgresql://app:s3cret@db-' || (i / 2) || '/orders',
    'USERNAME', 'app'), iif(i % 2, '{"owner":"me"}', '{}'), 'eu-west-' || (i % 3) FROM n;
.read sql/reports.sql
.read sql/page.sql
.stats vmstep
SELECT length(html) > 10000 FROM report_page;
SQL
}
few=$(steps 200) many=$(steps 800)
echo "$few steps for 200 connections, $many for 800"
[ "$few" -gt 0 ] && [ "$many" -lt $((few * 5)) ]

# page_to OUT
page_to() {
  "$SQLITE3" -bail -batch -init /dev/null :memory: 2>&1 <<SQL
.load $EXTENSION
CREATE VIRTUAL TABLE connections USING glue_connections;
.read sql/reports.sql
.parameter set @out $1
.read sql/page.sql
SQL
}
page_to /dev/null | grep -q '^written: /dev/null$'
if [ -c /dev/full ]; then
  said=$(page_to /dev/full) && exit 1
  echo "$said" | grep -q 'could not write /dev/full'
fi
