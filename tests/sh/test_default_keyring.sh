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

# Another HOME, as with sudo or cron: it makes no second key for a table that has one, and one that has a
# keyring already does not seal with that either. The message names the key, the place and the ways on.
key=$(sed -n 's/^\(arn:[^ ]*\) .*/\1/p' "$keyring")
elsewhere() { HOME=$TMP/elsewhere XDG_CONFIG_HOME='' sql "$@"; }
mkdir "$TMP/elsewhere"
other="INSERT INTO c(name, connection_type, connection_properties) VALUES('o', 'CUSTOM', '{\"PASSWORD\":\"p\"}')"
for round in none made; do
  refusal=$(elsewhere 1.db "$other" || true)
  echo "$round: $refusal"
  for words in "$key" "$TMP/elsewhere/.config/glue-connections/keyring" glue_keyring GLUE_KEYRING default-key=; do
    case $refusal in *GlueEncryptionException*"$words"*) ;; *) echo "not said: $words"; exit 1 ;; esac
  done
  if [ $round = none ]; then
    [ -z "$(ls -A "$TMP/elsewhere")" ]
    elsewhere new.db "$make; $seal" # a keyring of its own, for a table of its own
    [ "$(elsewhere new.db "$opened")" = s3cret ]
  fi
done
[ "$(sql 1.db "SELECT count(*) FROM c")" = 1 ]
own=$(sed -n 's/^\(arn:[^ ]*\) .*/\1/p' "$TMP/elsewhere/.config/glue-connections/keyring")
elsewhere 1.db "INSERT INTO c(c) VALUES('default-key=$own'); $other"
[ "$(sql 1.db "SELECT count(*) FROM c")" = 2 ]

mkdir homeless
cd homeless
for home in '' relative; do
  refusal=$(unset XDG_CONFIG_HOME GLUE_KEYRING; HOME=$home; export HOME; sql :memory: "$make; $seal" || true)
  echo "$refusal"
  echo "$refusal" | grep -q 'GlueEncryptionException: there is no place for a keyring: .*glue_keyring.*GLUE_KEYRING'
done
[ -z "$(ls -A)" ]
