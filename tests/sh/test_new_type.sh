#!/bin/sh
# SPDX-License-Identifier: MIT
# A new connection type is a row and its rules in one file, ext/model/types_data.c: with one added,
# INSERT, glue_lint and glue_connection_types know it, its own property is no unknown one, and of the
# golden files only those that print all types change.
set -eu
copy=$TMP/copy
mkdir -p "$copy"
cp -r ext include sql tests Makefile README.md "$copy"
cd "$copy"

awk '
  /^\/\* ---- the types ---- \*\// {
    print "static const TypeRule rule_widget = {"
    print "  .rule = RULE_REQUIRED_PROPERTY, .kind = TYPE_RULE_REQUIRES, .severity = SEVERITY_ERROR,"
    print "  .provenance = PROVENANCE_DOCUMENTED, .any_of = {{PROPERTY(\"WIDGET_NUMBER\")}}};"
    print "static const TypeFamily family_widget = {"
    print "  .classic = true, .rules = RULES(&rule_widget), .optional = FACT(DOCUMENTED, NULL, \"WIDGET_COLOUR\")};\n"
  }
  /^ *[{][.]name = NULL[}],/ && !added { print "  TYPE(\"WIDGET\", PROVENANCE_DOCUMENTED, family_widget),"; added = 1 }
  { print }' ext/model/types_data.c > "$TMP/types_data.c"
cmp -s "$TMP/types_data.c" ext/model/types_data.c && { echo "the type was not added"; exit 1; }
mv "$TMP/types_data.c" ext/model/types_data.c
make DEPS=skip WERROR= CFLAGS=-O0 all > "$TMP/built" 2>&1 || { tail "$TMP/built"; exit 1; }

"$SQLITE3" -batch -init /dev/null :memory: > "$TMP/printed" 2>&1 <<'SQL' || true
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections(validation=strict);
INSERT INTO c(name, connection_type, connection_properties) VALUES('a', 'WIDGET', '{"WIDGET_NUMBER":"1","WIDGET_COLOUR":"red"}');
SELECT count(*) FROM c;
SELECT path FROM glue_lint('{"Name":"b","ConnectionType":"WIDGET","ConnectionProperties":{}}');
SELECT path, message FROM glue_lint('{"Name":"b","ConnectionType":"WIDGET","ConnectionProperties":{"WIDGET_NUMBER":"1","WIDGET_COLOR":"red"}}');
SELECT required, optional FROM glue_connection_types WHERE connection_type = 'WIDGET';
SQL
cat > "$TMP/expected" <<'TEXT'
1
connectionInput.connectionProperties.WIDGET_NUMBER
connectionInput.connectionProperties.WIDGET_COLOR|The API does not know this property; check its spelling; did you mean WIDGET_COLOUR?
["WIDGET_NUMBER"]|["WIDGET_COLOUR"]
TEXT
diff "$TMP/expected" "$TMP/printed"

tests/run golden > "$TMP/golden" || true
changed=$(sed -n 's/^FAILED: golden //p' "$TMP/golden" | sort | tr '\n' ' ')
[ "$changed" = "connection_types types_in_full " ] || { echo "changed: $changed"; cat "$TMP/golden"; exit 1; }
