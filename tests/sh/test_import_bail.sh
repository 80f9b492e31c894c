#!/bin/sh
# SPDX-License-Identifier: MIT
# sql/import.sql under sqlite3 -bail: the status says whether anything was imported, and what is printed last
# says why not.
set -u
database=$TMP/catalog.db
ln -s "$PWD/sql" "$PWD/tests" "$PWD/dist" "$TMP/" 2>/dev/null
cd "$TMP" || exit 1

# import STATUS LINE SQL: the script after some SQL ends so, and prints that line.
import() {
  printf '.load dist/glue_connections\n%s\n.read sql/import.sql\n' "$3" |
    "$SQLITE3" -batch -bail -init /dev/null "$database" > out.txt 2>&1
  status=$?
  [ $status -eq "$1" ] || echo "ended with $status, not $1: $3"
  grep -Fq "$2" out.txt || { echo "not printed: $2"; cat out.txt; }
}

{
  import 0 '123456789012|eu-west-1|6|6|' 'CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
.parameter set @file tests/data/aws/get-connections.json'
  import 1 'no file is named' ''
  import 1 'no file that can be read: nowhere.json' '.parameter set @file nowhere.json'
  # how large a folder is, and so what the shell says of it, is the file system's matter
  import 1 '' '.parameter set @file tests'
  grep -Eq 'string or blob too big|out of memory|no file that can be read: tests' out.txt || cat out.txt
  import 1 'nothing could be read of tests/data/aws/empty.json' '.parameter set @file tests/data/aws/empty.json'
  import 1 '@existing is keep or replace' '.parameter set @file tests/data/aws/get-connections.json
.parameter set @existing both'
  import 1 'refused, and so nothing is imported' '.parameter set @file tests/data/aws/requests.json
.parameter set @refused fail'
  import 0 '123456789012|eu-west-1|5|2|' '.parameter set @file tests/data/aws/requests.json'
  import 1 'the quota of 3 connections' "INSERT INTO connections(connections) VALUES('quota=3');
.parameter set @file tests/data/requests.jsonl"
  import 1 'connections in main is a table' 'ALTER TABLE connections RENAME TO inventory; CREATE TABLE connections(request);
.parameter set @file tests/data/requests.jsonl'
  import 1 'connections in main is a view' 'DROP TABLE connections; CREATE VIEW connections AS SELECT rowid, *, request FROM inventory;
.parameter set @file tests/data/requests.jsonl'
  import 1 'there is no table connections' 'DROP VIEW connections;
.parameter set @file tests/data/requests.jsonl'

  # a shell that goes on: the reason is the last word, and no statement names a table of the script that is not there
  printf '.parameter set @file tests/data/requests.jsonl\n.read sql/import.sql\n' > script
  "$SQLITE3" -init /dev/null :memory: '.load dist/glue_connections' '.read script' > out.txt 2>&1
  [ "$(tail -n 1 out.txt)" = 'there is no table connections' ] || { echo 'not the last word'; cat out.txt; }
  grep 'no such table: [^c]' out.txt
  "$SQLITE3" -init /dev/null :memory: '.read script' > out.txt 2>&1
  [ "$(tail -n 1 out.txt)" = 'the extension is not loaded: .load ./dist/glue_connections' ] || { echo 'not the last word'; cat out.txt; }
  printf '.parameter set @file tests\n.read sql/import.sql\n' > script
  "$SQLITE3" -init /dev/null :memory: '.load dist/glue_connections' 'CREATE VIRTUAL TABLE connections USING glue_connections' \
    '.read script' > out.txt 2>&1
  grep -Eqx '(cannot be read|no file that can be read): tests' out.txt || { echo 'a folder is not named'; cat out.txt; }

  # more problems and refusals than are listed
  for i in $(seq 60); do printf '{"Name":"many %d","ConnectionType":"JBDC","ConnectionProperties":{}}\n{"odd %d":1}\n' "$i" "$i"; done > many.json
  import 0 '123456789012|eu-west-1|60|0|0|0|0|0|60|60' 'DROP TABLE IF EXISTS connections; ALTER TABLE inventory RENAME TO connections;
.parameter set @file many.json'
  [ "$(grep -c '^line ' out.txt)" -eq 100 ] || echo 'not 50 lines of each list'
  [ "$(grep -cEx '10 more: temp[.]import_(documents|findings)' out.txt)" -eq 2 ] || echo 'not told how many more'
} > findings.txt
cat findings.txt
[ ! -s findings.txt ]
