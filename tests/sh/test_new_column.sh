#!/bin/sh
# SPDX-License-Identifier: MIT
# AWS adds a member; a later release has a column for it, and a file of today's must go on working. A
# copy of the sources gets the column, a version and a format of its own, and opens today's files and
# those of every released format: they are read, written and checked as they are, and upgraded by a
# command. Today's extension refuses what has been upgraded, and says what it takes.
set -eu
copy=$TMP/later
mkdir -p "$copy"
cp -r ext include Makefile README.md "$copy"
formats=$(sed -n 's/^#define STORE_FORMATS(X)//p' ext/store/store.h)
newest=$(echo "$formats" | grep -o '[0-9]*, ' | tail -n 1 | tr -d ', ')
next=$((newest + 1))
(
  cd "$copy"
  sed -i.bak "s/^#define STORE_FORMATS(X).*/& X($next, \"9.1.0\")/" ext/store/store.h
  sed -i.bak 's/^#define GLUE_CONNECTIONS_VERSION .*/#define GLUE_CONNECTIONS_VERSION "9.1.0"/' include/glue_connections.h
  awk -v next_format=$next '{ print } /^  X\(LAST_UPDATED_BY,/ {
    print "  X(NEW_MEMBER, \"new_member\", KIND_JSON, INPUT_AND_CONNECTION | SINCE_FORMAT(" next_format "), \"NewMember\", &shape_match_criteria) \\"
    print "  X(IS_NEW, \"is_new\", KIND_BOOLEAN, ONLY_INPUT | SINCE_FORMAT(" next_format "), \"IsNew\", &shape_boolean) \\"
  }' ext/model/columns.h > "$TMP/columns.h"
  mv "$TMP/columns.h" ext/model/columns.h
  make DEPS=skip WERROR= CFLAGS=-O0 all > "$TMP/built" 2>&1 || { tail "$TMP/built"; exit 1; }
) || exit 1
now=$EXTENSION
later=$copy/dist/${EXTENSION##*/}
failed=0

# A shell with one of them; what it prints is appended to $TMP/printed, without codes, which not all show.
session() {
  { echo ".load $1"; cat; } | (cd "$TMP" && "$SQLITE3" -batch -init /dev/null "$2") 2>&1 |
    sed -E 's/^(Runtime error|Parse error|Error):? near line [0-9]+:/Error:/; s/ \([0-9]{1,4}\)$//' >> "$TMP/printed"
}
# expect WHAT: the lines on the standard input are what has been printed since.
expect() {
  cat > "$TMP/expected"
  diff -u "$TMP/expected" "$TMP/printed" > "$TMP/diff" || { echo "--- $1"; cat "$TMP/diff"; failed=1; }
  : > "$TMP/printed"
}
: > "$TMP/printed"

session "$now" today.db <<'SQL'
CREATE VIRTUAL TABLE c USING glue_connections(account_id=111122223333);
INSERT INTO c(name, connection_type, connection_properties) VALUES('a', 'CUSTOM', '{"PASSWORD":"s3cret"}'), ('b', 'CUSTOM', '{}');
CREATE VIRTUAL TABLE new_member USING glue_connections;
INSERT INTO new_member(new_member) VALUES('quota=7');
INSERT INTO new_member(name, connection_type, connection_properties) VALUES('x', 'CUSTOM', '{}');
SQL
expect 'today' < /dev/null

session "$later" today.db <<'SQL'
SELECT name, new_member IS NULL, is_new IS NULL, last_updated_by FROM c ORDER BY name;
SELECT count(*) FROM c WHERE request ->> '$.ConnectionInput.NewMember' IS NOT NULL OR connection ->> '$.NewMember' IS NOT NULL;
INSERT INTO c(c) VALUES('integrity-check');
INSERT INTO c(name, connection_type, connection_properties) VALUES('c', 'CUSTOM', '{}');
UPDATE c SET description = 'written', name = 'bb' WHERE name = 'b';
UPDATE c SET request = request WHERE name = 'a';
INSERT INTO c(c) VALUES('rekey'), ('quota=9');
SELECT glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM c WHERE name = 'a';
INSERT INTO c(name, connection_type, connection_properties, new_member) VALUES('d', 'CUSTOM', '{}', '["m"]');
INSERT INTO c(name, connection_type, connection_properties, is_new) VALUES('d', 'CUSTOM', '{}', 0);
INSERT INTO c(request) VALUES('{"Name":"d","ConnectionType":"CUSTOM","ConnectionProperties":{},"NewMember":["m"]}');
UPDATE c SET new_member = '[]';
INSERT INTO c(name, connection_type, connection_properties, new_member) VALUES('d', 'CUSTOM', '{}', NULL);
DELETE FROM c WHERE name = 'd';
INSERT INTO c(c) VALUES('integrity-check');
SELECT schema, name, quota, format FROM glue_settings;
SELECT count(*) FROM pragma_table_info('c_data') WHERE name IN ('new_member', 'is_new');
SQL
expect 'a file of today, as it is' <<TEXT
a|1|1|user/local
b|1|1|user/local
0
s3cret
Error: InvalidInputException: new_member came with format $next of the file, and this table has format $newest: the command upgrade makes room for it
Error: InvalidInputException: is_new came with format $next of the file, and this table has format $newest: the command upgrade makes room for it
Error: InvalidInputException: new_member came with format $next of the file, and this table has format $newest: the command upgrade makes room for it
Error: InvalidInputException: new_member came with format $next of the file, and this table has format $newest: the command upgrade makes room for it
main|c|9|$newest
main|new_member|7|$newest
0
TEXT

session "$now" today.db <<'SQL'
SELECT name, description FROM c ORDER BY name;
INSERT INTO c(c) VALUES('integrity-check');
SQL
expect 'what the later one has written, today' <<'TEXT'
a|
bb|written
c|
TEXT

session "$later" today.db <<'SQL'
INSERT INTO new_member(new_member) VALUES('quota=8');
SELECT name FROM new_member;
INSERT INTO new_member(name, connection_type, connection_properties) VALUES('y', 'CUSTOM', '{}');
CREATE VIRTUAL TABLE is_new USING glue_connections;
ALTER TABLE c RENAME TO is_new;
ALTER TABLE new_member RENAME TO renamed;
INSERT INTO renamed(renamed) VALUES('upgrade');
INSERT INTO renamed(renamed) VALUES('integrity-check');
SELECT name, new_member FROM renamed ORDER BY name;
ALTER TABLE renamed RENAME TO new_member;
SQL
expect 'a table that has the name of the column' <<'TEXT'
Error: InvalidInputException: 4 validation errors detected: Value at 'connectionInput.newMember' failed to satisfy constraint: Member must be well-formed JSON (at byte 1); Value null at 'connectionInput.name' failed to satisfy constraint: Member must not be null; Value null at 'connectionInput.connectionType' failed to satisfy constraint: Member must not be null; Value null at 'connectionInput.connectionProperties' failed to satisfy constraint: Member must not be null
x
Error: InvalidInputException: the table cannot be named is_new, because one of its columns is
Error: InvalidInputException: the table cannot be named is_new, because one of its columns is
x|
y|
Error: InvalidInputException: the table cannot be named new_member, because one of its columns is
TEXT

session "$later" today.db <<'SQL'
.print in a transaction that is rolled back, wholly and in part
BEGIN;
SAVEPOINT s;
INSERT INTO c(c) VALUES('upgrade');
INSERT INTO c(name, connection_type, connection_properties, new_member) VALUES('d', 'CUSTOM', '{}', '["m"]');
SELECT name, new_member FROM c WHERE name = 'd';
SELECT format FROM glue_settings WHERE name = 'c';
ROLLBACK TO s;
SELECT format, (SELECT count(*) FROM c) FROM glue_settings WHERE name = 'c';
INSERT INTO c(name, connection_type, connection_properties, new_member) VALUES('d', 'CUSTOM', '{}', '["m"]');
INSERT INTO c(name, connection_type, connection_properties) VALUES('e', 'CUSTOM', '{}');
INSERT INTO c(c) VALUES('upgrade');
UPDATE c SET new_member = '["all"]';
SELECT new_member, count(*) FROM c GROUP BY 1;
ROLLBACK;
SELECT format, (SELECT count(*) FROM c) FROM glue_settings WHERE name = 'c';
.print in a statement that fails afterwards
INSERT INTO c(c) VALUES('upgrade'), ('nonsense');
SELECT format FROM glue_settings WHERE name = 'c';
INSERT INTO c(name, connection_type, connection_properties, new_member) VALUES('d', 'CUSTOM', '{}', '["m"]');
SELECT count(*), count(new_member) FROM c;
INSERT INTO c(c) VALUES('integrity-check');
.print for good, twice
INSERT INTO c(c) VALUES('upgrade'), ('upgrade');
INSERT INTO c(name, connection_type, connection_properties, new_member, is_new) VALUES('d', 'CUSTOM', '{}', '["m"]', 0);
UPDATE c SET new_member = '["n"]', is_new = 1 WHERE name = 'a';
UPDATE c SET request = json_set(request, '$.ConnectionInput.NewMember', json('["o"]')) WHERE name = 'bb';
SELECT name, new_member, is_new, description FROM c ORDER BY name;
SELECT json_remove(request, '$.ConnectionInput.ConnectionProperties') FROM c WHERE name IN ('a', 'd') ORDER BY name;
INSERT INTO c(c) VALUES('integrity-check');
SELECT format FROM glue_settings WHERE name = 'c';
SELECT value FROM c_config WHERE key IN ('format', 'version');
CREATE VIRTUAL TABLE made USING glue_connections;
INSERT INTO made SELECT * FROM c;
SELECT count(*) FROM (SELECT * FROM c EXCEPT SELECT * FROM made);
INSERT INTO made(made) VALUES('integrity-check'), ('upgrade');
SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('c_data') ORDER BY name)
EXCEPT SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('made_data') ORDER BY name);
SQL
expect 'upgraded' <<TEXT
in a transaction that is rolled back, wholly and in part
d|["m"]
$next
$newest|3
Error: InvalidInputException: new_member came with format $next of the file, and this table has format $newest: the command upgrade makes room for it
["all"]|4
$newest|3
in a statement that fails afterwards
Error: InvalidInputException: unknown command 'nonsense'; the commands are quota=N, validation=LEVEL, principal=TEXT, integrity-check, rekey, upgrade and default-key=ARN
$newest
Error: InvalidInputException: new_member came with format $next of the file, and this table has format $newest: the command upgrade makes room for it
3|0
for good, twice
a|["n"]|1|
bb|["o"]||written
c|||
d|["m"]|0|
{"CatalogId":"111122223333","Region":"us-east-1","ConnectionInput":{"Name":"a","ConnectionType":"CUSTOM","NewMember":["n"],"IsNew":true}}
{"CatalogId":"111122223333","Region":"us-east-1","ConnectionInput":{"Name":"d","ConnectionType":"CUSTOM","NewMember":["m"],"IsNew":false}}
$next
$next
9.1.0
0
TEXT

session "$now" today.db <<'SQL'
SELECT name FROM c;
DROP TABLE c;
SELECT name FROM made;
SQL
expect 'today refuses it' <<TEXT
Error: InvalidInputException: the table has format $next, which glue_connections 1.0.0 does not know: load version 9.1.0 or a newer one
Error: InvalidInputException: the table has format $next, which glue_connections 1.0.0 does not know: load version 9.1.0 or a newer one
Error: InvalidInputException: the table has format $next, which glue_connections 1.0.0 does not know: load version 9.1.0 or a newer one
TEXT

# Every released format, read and upgraded.
for file in tests/data/formats/*.db; do
  cp "$file" "$TMP/released.db"
  cp tests/data/formats/keyring "$TMP/keyring"
  chmod 600 "$TMP/keyring"
  session "$later" released.db <<'SQL'
SELECT glue_keyring('keyring');
CREATE TEMP TABLE before AS SELECT *, glue_decrypt(request) AS opened FROM connections;
INSERT INTO connections(connections) VALUES('upgrade'), ('integrity-check');
SELECT count(*) > 5, count(new_member) FROM connections;
SELECT count(*) FROM (SELECT * FROM before EXCEPT SELECT *, glue_decrypt(request) FROM connections);
UPDATE connections SET new_member = '["m"]';
SELECT count(*) = count(new_member) FROM connections;
INSERT INTO connections(connections) VALUES('integrity-check');
PRAGMA integrity_check;
SQL
  expect "$file" <<'TEXT'
keyring
1|0
0
1
ok
TEXT
done

exit $failed
