#!/bin/sh
# SPDX-License-Identifier: MIT
# The files that the exports write: with secrets in them they are their owner's alone before the first
# secret is written, and a disk that is full is an error, which ends `sqlite3 -bail` with 1; so is no file.
set -eu
cd "$TMP"
umask 022
fail() {
  echo "$1"
  exit 1
}
has_mode() { [ -n "$(find "$2" -prune -perm "$1")" ]; }
# export_to FORM FILE [SECRETS]: what the export of $inventory prints
export_to() {
  "$SQLITE3" -batch -bail -init /dev/null $inventory 2>&1 <<SQL
.load $EXTENSION
.parameter set @out $2
.parameter set @secrets ${3:-NULL}
.read sql/export_$1.sql
SQL
}
for length in 1 900; do
  "$SQLITE3" -batch -init /dev/null $length.db > output 2>&1 <<SQL
.load $EXTENSION
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(name, connection_type, description, connection_properties)
  SELECT 'c ' || value, 'CUSTOM', hex(randomblob($length)), '{"PASSWORD":"s3cr3t"}' FROM json_each('[1,2,3,4,5,6]');
SQL
done

for form in requests get_connections cloudformation terraform; do
  inventory=900.db
  export_to $form plain > output
  has_mode 644 plain || fail "$form: not an ordinary file"
  for secrets in decrypt sealed; do
    rm -f secret
    export_to $form secret $secrets > output
    grep -q -e s3cr3t -e glue-connections: secret || fail "$form: no secrets"
    has_mode 600 secret || fail "$form, $secrets: others can read the secrets"
    # One that is there already, and the disk gets full: what has been written nobody else can read.
    : > half
    chmod 644 half
    (
      trap '' XFSZ
      ulimit -f 8
      export_to $form half $secrets
    ) > output && fail "$form, $secrets: a full disk is no error"
    has_mode 600 half || fail "$form, $secrets: others can read them while they are written"
    grep -qi 'write' output || fail "$form, $secrets: a full disk is not told: $(cat output)"
  done
  # As long as all fits into a buffer, only what is read back tells.
  inventory=1.db
  if [ -c /dev/full ]; then
    export_to $form /dev/full > output && fail "$form: a full disk is no error"
    grep -q 'could not write /dev/full' output || fail "$form: a full disk is not told: $(cat output)"
  fi
  export_to $form /dev/null > output || fail "$form: nothing is wrong with /dev/null: $(cat output)"
  export_to $form NULL > output && fail "$form: no file is no error"
  grep -q 'no file is named' output || fail "$form: that no file is named is not told: $(cat output)"
  rm -f plain half
done
