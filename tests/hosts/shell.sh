#!/bin/sh
# SPDX-License-Identifier: MIT
# The steps at a sqlite3 prompt (that of $SQLITE3), and then what else a shell does with a file.
set -eu
shell() { "${SQLITE3:-sqlite3}" -batch -init /dev/null "$@"; }
echo "sqlite: $(shell --version | cut -d' ' -f1)"

# Each step as the shell takes it: parameters go into the table that `.parameter set` writes too.
awk -F '\t' '
  function quoted(value) { gsub(/\047/, "\047\047", value); return "\047" value "\047" }
  { print ".print @@@" $1 }
  $2 == "@reopen" { print ".open catalog.db\n.load ./dist/glue_connections"; next }
  # every value of a CSV file is text, and NULL is empty: it goes through a staging table
  $2 == "@copy" {
    print ".headers on\n.mode csv\n.once copy.csv\nSELECT * FROM connections;\n.mode list\n.headers off"
    print ".import --csv copy.csv staging"
    print "INSERT INTO " $3 " SELECT @COLUMNS@ FROM staging;\nDROP TABLE staging;"
    next
  }
  NF > 2 { print ".parameter init\nDELETE FROM temp.sqlite_parameters;" }
  {
    for (i = 3; i <= NF; i++) {
      value = $i
      print "INSERT INTO temp.sqlite_parameters VALUES(\047?" i - 2 "\047, " \
            (value ~ /^#/ ? substr(value, 2) : quoted(value)) ");"
    }
    print $2 ";"
  }' steps.tsv > script
columns=$(shell -cmd '.load ./dist/glue_connections' :memory: 'CREATE VIRTUAL TABLE x USING glue_connections' \
  "SELECT group_concat('nullif(' || name || ', '''')', ', ') FROM pragma_table_info('x')")
sed "s/@COLUMNS@/$columns/" script > session

# recipe
# sqlite3 catalog.db
# sqlite> .load ./dist/glue_connections
# end
shell -cmd '.load ./dist/glue_connections' catalog.db < session 2>&1 | awk '
  function flush() { if (label != "") print label ": " (text == "" ? "ok" : text); text = "" }
  sub(/^@@@/, "") { flush(); label = $0; next }
  { text = text (text == "" ? "" : "; ") $0 }
  END { flush() }'

# must SENTENCE VALUE: says what does not hold
must() { [ "$2" = "$3" ] || echo "not so: $1: $2"; }
count='SELECT count(*) FROM connections'
must 'a file can be read with -readonly' "$(shell -readonly -cmd '.load ./dist/glue_connections' catalog.db "$count")" 4
must 'and with -safe, where .load comes first' \
  "$(shell -cmd '.load ./dist/glue_connections' -safe catalog.db "$count")" 4
shell catalog.db .dump > dump.sql
shell restored.db < dump.sql
must 'a dump restores without the extension' \
  "$(shell -cmd '.load ./dist/glue_connections' restored.db "$count")" 4
shell catalog.db 'VACUUM INTO "vacuumed.db"'
must 'so does VACUUM INTO' "$(shell -cmd '.load ./dist/glue_connections' vacuumed.db "$count")" 4
must 'without the extension the shadow table can be read' \
  "$(shell catalog.db 'SELECT group_concat(name) FROM (SELECT name FROM connections_data ORDER BY name)')" clicks,events,net,orders-db
