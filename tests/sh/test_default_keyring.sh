#!/bin/sh
# SPDX-License-Identifier: MIT
# Eight shells need the default keyring at the same moment: one makes it, once, for its owner alone, and
# all of them open what any of them has sealed. Without a home there is none, and no file anywhere.
set -eu
mkdir "$TMP/at-once"
cd "$TMP/at-once"
keyring=$HOME/.config/glue-connections/keyring

# sql DATABASE SQL: the extension's own messages, and what is selected
sql() { "$SQLITE3" -batch -init /dev/null "$1" ".load $EXTENSION" "$2" 2>&1; }

make="CREATE VIRTUAL TABLE c USING glue_connections"
seal="INSERT INTO c(name, connection_type, connection_properties) VALUES('n', 'CUSTOM', '{\"PASSWORD\":\"s3cret\"}')"
opened="SELECT glue_decrypt(request) ->> '\$.ConnectionInput.ConnectionProperties.PASSWORD' FROM c"

for round in 1 2 3 4 5; do
  rm -rf "$HOME/.config" ./*.db
  for i in 1 2 3 4 5 6 7 8; do sql $i.db "$make"; done
  shells=
  for i in 1 2 3 4 5 6 7 8; do
    sql $i.db "$seal" > $i.log &
    shells="$shells $!"
  done
  for shell in $shells; do wait "$shell"; done
  cat ./*.log
  for i in 1 2 3 4 5 6 7 8; do [ "$(sql $i.db "$opened")" = s3cret ]; done
  [ "$(grep -c '^arn:' "$keyring")" = 1 ]
  [ "$(ls -A "$(dirname "$keyring")")" = keyring ]
  [ "$(find "$keyring" -type f -perm 600)" ]
  [ "$(find "$(dirname "$keyring")" -prune -type d -perm 700)" ]
  echo "round $round"
done

# Others may read it: refused, with the command that mends it.
chmod 644 "$keyring"
refusal=$(sql 1.db "$opened" || true)
echo "$refusal"
sh -c "$(echo "$refusal" | sed -n "s/.*run: \(chmod 600 '[^']*'\).*/\1/p")"
[ "$(sql 1.db "$opened")" = s3cret ]

mkdir homeless
cd homeless
for home in '' relative; do
  refusal=$(unset XDG_CONFIG_HOME GLUE_KEYRING; HOME=$home; export HOME; sql :memory: "$make; $seal" || true)
  echo "$refusal"
  echo "$refusal" | grep -q 'GlueEncryptionException: there is no place for a keyring: .*glue_keyring.*GLUE_KEYRING'
done
[ -z "$(ls -A)" ]
