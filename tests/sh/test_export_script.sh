#!/bin/sh
# SPDX-License-Identifier: MIT
# The shell script that sql/export_requests.sql writes is run with an `aws` that only records what it
# gets: every request reaches it as it is, whatever is in it and however long it is, and so do the
# script's arguments.
set -eu
mkdir -p "$TMP/bin" "$TMP/tmp"
export TMPDIR="$TMP/tmp"
cat > "$TMP/bin/aws" <<'AWS'
#!/bin/sh
# One line for each call: the request; what stands around it goes into another file.
[ "$1 $2 $3" = "glue create-connection --cli-input-json" ] || exit 2
file=${4#file://}
[ "$file" != "$4" ] || exit 2
case $(ls -l "$file") in -rw-------*) ;; *) exit 2 ;; esac
cat "$file" >> "$RECORD"
shift 4
for argument; do printf '[%s]' "$argument"; done >> "$RECORD.arguments"
echo >> "$RECORD.arguments"
[ ! -e "$RECORD.fail" ]
AWS
chmod +x "$TMP/bin/aws"
export RECORD="$TMP/record"

inventory() {
  "$SQLITE3" -batch -init /dev/null "$TMP/inventory.db" 2>&1 <<SQL
.load $EXTENSION
$1
SQL
}
fail() {
  echo "$1"
  exit 1
}

inventory "
CREATE VIRTUAL TABLE connections USING glue_connections(validation=lenient);
INSERT INTO connections(request) SELECT json_object('ConnectionInput', json_object('Name', value || key,
    'ConnectionType', 'CUSTOM', 'Description', value || char(10, 13, 9) || value, 'ConnectionProperties', json_object(value, value)))
  FROM json_each(json_array('it''s', '''''', '\"', '\\', '\\''', '\$(touch pwned)', '\`touch pwned\`', '\$HOME', '\${x}', '!', '*',
    '-rf', ' ', char(0x1F600), 'Zoë', '%s\\n', '\\c', '; touch pwned #', '&&', 'REQUEST'));
INSERT INTO connections(name, connection_type, connection_properties, python_properties)
  SELECT 'big', 'CUSTOM', map, map FROM (SELECT json_group_object('k' || key, replace(hex(zeroblob(1024)), '00', 'x')) AS map FROM json_each(
    '[' || substr(replace(hex(zeroblob(100)), '00', ',0'), 2) || ']'));
.parameter set @out $TMP/create.sh
.read sql/export_requests.sql
.parameter set @out $TMP/expected.jsonl
.read sql/export_requests.sql" > "$TMP/output"
sh -n "$TMP/create.sh" || fail 'no shell script'
(cd "$TMP" && PATH="$TMP/bin:$PATH" sh create.sh --profile 'a b' --region eu-west-1) || fail 'the script fails'
cmp "$TMP/expected.jsonl" "$RECORD" || fail 'the requests are not what they were'
[ "$(sort -u "$RECORD.arguments")" = '[--profile][a b][--region][eu-west-1]' ] || fail 'arguments are lost'
[ ! -e "$TMP/pwned" ] || fail 'a text was executed'
[ "$(wc -c < "$RECORD")" -gt 200000 ] || fail 'no request is big'
[ -z "$(find "$TMP/tmp" -type f)" ] || fail 'a temporary file is left'

# A call that fails does not end the script, but is told by its status.
touch "$RECORD.fail"
(cd "$TMP" && PATH="$TMP/bin:$PATH" sh create.sh) && fail 'the script hides a failure'
[ "$(wc -l < "$RECORD")" -eq 42 ] || fail 'the script ends at a failure'

# A request with a placeholder is left out, and told, whichever way the script is started; the others are
# created, and so is that one when its value stands there. In clear, nobody but its owner can read the script.
inventory "
DELETE FROM connections;
INSERT INTO connections(name, connection_type, connection_properties) VALUES('plain', 'CUSTOM', '{\"x\":\"\${user} \${PORT:-1}\"}'),
  ('secret', 'CUSTOM', '{\"PASSWORD\":\"s3cr3t\"}'), ('reference', 'CUSTOM', '{\"HOST\":\"\${Ref:Db.Host}\"}'),
  ('template', 'CUSTOM', '{\"HOST\":\"\${terraform:var.x}\"}'), ('zone', 'CUSTOM', '{\"HOST\":\"{{resolve:ssm:x}}\"}');
.parameter set @out $TMP/placeholders.sh
.read sql/export_requests.sql
.parameter set @secrets decrypt
.parameter set @out $TMP/clear.sh
.read sql/export_requests.sql" > "$TMP/output"
grep -q -e s3cr3t -e glue-connections: "$TMP/placeholders.sh" && fail 'a secret is in the script'
names() { sed 's/.*"Name":"\([a-z]*\)".*/\1/' "$RECORD" | tr '\n' ' '; }
rm "$RECORD" "$RECORD.fail"
PATH="$TMP/bin:$PATH" sh "$TMP/placeholders.sh" 2> "$TMP/refused" && fail 'the script hides that it leaves requests out'
[ "$(names)" = 'plain zone ' ] || fail "created in spite of placeholders: $(names)"
[ "$(grep -c 'left out: put the values' "$TMP/refused")" -eq 3 ] || fail 'the script does not say what is missing'
rm "$RECORD"
PATH="$TMP/bin:$PATH" sh < "$TMP/placeholders.sh" 2> "$TMP/refused" && fail 'the script hides that it leaves requests out'
[ "$(names)" = 'plain zone ' ] || fail "created from standard input in spite of placeholders: $(names)"
rm "$RECORD"
sed 's/[$]{secret:PASSWORD}/filled in/; s/[$]{Ref:Db.Host}/h/; s/[$]{terraform:var.x}/h/' "$TMP/placeholders.sh" > "$TMP/filled.sh"
PATH="$TMP/bin:$PATH" sh "$TMP/filled.sh" || fail 'the script fails though all values stand there'
[ "$(names)" = 'plain reference secret template zone ' ] || fail "not created: $(names)"
grep -q '"PASSWORD":"filled in"' "$RECORD" || fail 'the value is not what was filled in'
grep -q '"PASSWORD":"s3cr3t"' "$TMP/clear.sh" || fail 'the secret is not in clear'
case $(ls -l "$TMP/clear.sh") in -rw-------*) ;; *) fail 'anybody can read the secrets' ;; esac

# A database that somebody has edited without the extension: the export is refused, or its script runs nothing but calls of aws.
for damage in "name = 'x' || char(10) || 'REQUEST' || char(10) || 'touch pwned' || char(10)" "region = 'eu-west-1;touch pwned'" \
  "region = '\$(touch pwned)'" "region = char(10) || 'touch pwned' || char(10)" "catalog_id = char(10) || 'REQUEST' || char(10) || 'touch pwned'" \
  "connection_type = '\$(touch pwned)'" "connection_properties = '{\"a\":\"' || char(10) || 'REQUEST' || char(10) || 'touch pwned'" \
  "connection_properties = '{}' || char(10) || 'REQUEST' || char(10) || 'touch pwned'" "description = char(10) || 'REQUEST' || char(10) || 'touch pwned' || char(10)" \
  "match_criteria = '[' || char(10) || 'REQUEST' || char(10) || 'touch pwned' || char(10) || ']'" \
  "tags = '{\"a\":\"b\"}' || char(10) || 'REQUEST' || char(10) || 'touch pwned'"; do
  inventory "DELETE FROM connections WHERE name <> 'plain'; INSERT INTO connections(name, connection_type, region, connection_properties) VALUES('other', 'CUSTOM', 'eu-west-1', '{}')" > "$TMP/output"
  cp "$TMP/inventory.db" "$TMP/sound.db"
  "$SQLITE3" -batch -init /dev/null "$TMP/inventory.db" "UPDATE connections_data SET $damage WHERE name = 'other'" || fail "no damage: $damage"
  rm -f "$TMP/hostile.sh"
  inventory "
.parameter set @out $TMP/hostile.sh
.read sql/export_requests.sql" > "$TMP/output" || :
  if [ -s "$TMP/hostile.sh" ]; then
    sh -n "$TMP/hostile.sh" || fail "no shell script: $damage"
    (cd "$TMP" && PATH="$TMP/bin:$PATH" sh hostile.sh > "$TMP/refused" 2>&1) || fail "the script fails: $damage"
    [ ! -s "$TMP/refused" ] || fail "the script runs more than aws: $damage"
  fi
  [ ! -e "$TMP/pwned" ] || fail "a text was executed: $damage"
  mv "$TMP/sound.db" "$TMP/inventory.db"
done
