#!/bin/sh
# SPDX-License-Identifier: MIT
# Served databases: one process, many clients. GLUE_KEY_FUNCTIONS=off closes what opens secrets and manages
# keys, and leaves everything else. Two databases with a keyring each are served, and no client learns where
# one of them is; a process in secure mode, and a build without the functions, are closed too.
set -eu
umask 022
work=$TMP/served
mkdir "$work"
cd "$work"
key1=arn:aws:kms:eu-west-1:123456789012:key/one
key2=arn:aws:kms:eu-west-1:123456789012:key/two

# say DATABASE SQL: as a client of this process
say() { "$SQLITE3" -batch -init /dev/null "$1" ".load ${LOAD:-$EXTENSION}" "$2" 2>&1 || true; }
# serve NUMBER SQL: the same in the process that serves that database
serve() { GLUE_KEY_FUNCTIONS=off GLUE_KEYRING=$work/secret-place-$1/keyring say "$1.db" "$2"; }
# operate NUMBER SQL: the operator's own
operate() { GLUE_KEYRING=$work/secret-place-$1/keyring say "$1.db" "$2"; }
# is EXPECTED ACTUAL
is() { [ "$2" = "$1" ] || { printf 'expected: %s\nprinted:  %s\n' "$1" "$2"; exit 1; }; }
# refused WORDS ACTUAL: refused with these words, and without a path
refused() {
  case $2 in
    *"$work"* | *"$HOME"* | *secret-place*) printf 'names a path: %s\n' "$2"; exit 1 ;;
    *GlueEncryptionException:*"$1"*) ;;
    *) printf 'expected: %s\nprinted:  %s\n' "$1" "$2"; exit 1 ;;
  esac
}
off='the functions that open secrets and manage keys are off in this process'
each="glue_decrypt(request) FROM c|glue_decrypt(credentials, catalog_id, region, name) FROM c|glue_keyring()
glue_keyring('$work/mine')|glue_keyring(NULL)|glue_create_key('$key2')|glue_default_key('$key1')|* FROM glue_keys"
insert="INSERT INTO c(name, connection_type, connection_properties) VALUES"

# ---- the operator makes a keyring for each server ----
for i in 1 2; do mkdir -m 700 secret-place-$i; done
is $key1 "$(operate 1 "SELECT glue_create_key('$key1')")"
is $key2 "$(operate 2 "SELECT glue_create_key('$key2')")"

# ---- clients do all but opening ----
for i in 1 2; do
  is '' "$(serve $i "CREATE VIRTUAL TABLE c USING glue_connections(account_id=123456789012)")"
  is '' "$(serve $i "$insert('orders', 'JDBC', '{\"JDBC_CONNECTION_URL\":\"jdbc:x\",\"PASSWORD\":\"s3cret$i\"}'),
                            ('plain', 'CUSTOM', '{}')")"
  is '' "$(serve $i "UPDATE c SET name = 'orders2' WHERE name = 'orders'; INSERT INTO c(c) VALUES('integrity-check')")"
  eval "key=\$key$i"
  # shellcheck disable=SC2154  # key
  is "orders2|1" "$(serve $i "SELECT name, connection_properties ->> 'ENCRYPTED_PASSWORD' LIKE 'glue-connections:2:$key:%'
                             FROM c WHERE name LIKE 'orders%'")"
  echo "$each" | tr '|' '\n' | while read -r call; do refused "$off" "$(serve $i "SELECT $call")"; done
done

# ---- a client cannot go to the other keyring, nor to one of its own; the operator opens each ----
refused "$key2 is needed to seal with, and the keyring of this process does not have it" "$(serve 1 \
  "INSERT INTO c(request) VALUES('{\"Name\":\"other\",\"ConnectionType\":\"SALESFORCE\",\"ConnectionProperties\":{\"PASSWORD\":\"p\"},
   \"AuthenticationConfiguration\":{\"AuthenticationType\":\"OAUTH2\",\"KmsKeyArn\":\"$key2\"}}')")"
for i in 1 2; do
  is "s3cret$i" "$(operate $i "SELECT glue_decrypt(request) ->> '\$.ConnectionInput.ConnectionProperties.PASSWORD' FROM c
                               WHERE name = 'orders2'")"
done
# The operator has decided, where functions are on too.
refused "\$GLUE_KEYRING names the keyring of this process" \
  "$(GLUE_KEYRING=$work/secret-place-1/keyring say 1.db "SELECT glue_keyring('elsewhere')")"

# ---- nor read the file that it is, by what the host has for files; the operator can ----
for call in "SELECT readfile('secret-place-1/keyring')" "SELECT data FROM fsdir('secret-place-1/keyring')" \
  "SELECT writefile('secret-place-1/keyring', '')" "CREATE VIRTUAL TABLE temp.f USING csv(filename='secret-place-1/keyring')" \
  "SELECT * FROM zipfile('secret-place-1/keyring')" "SELECT edit('x', 'cp secret-place-1/keyring')"; do
  case $(serve 1 "$call") in
    *'no such function'* | *'no such module'* | *'no such table'*) ;;
    *) printf 'a client can say %s\n' "$call"; exit 1 ;;
  esac
done
is 1 "$(operate 1 "SELECT CAST(readfile('secret-place-1/keyring') AS TEXT) LIKE '%$key1 %'")"

# ---- what is wrong with a keyring only its operator learns ----
chmod 644 secret-place-1/keyring
refused 'the keyring of this process cannot be used' "$(serve 1 "$insert('x', 'CUSTOM', '{\"PASSWORD\":\"p\"}')")"
chmod 600 secret-place-1/keyring
mv secret-place-1/keyring secret-place-1/moved
refused 'this process has no keyring' "$(serve 1 "$insert('x', 'CUSTOM', '{\"PASSWORD\":\"p\"}')")"
mv secret-place-1/moved secret-place-1/keyring

# ---- without a keyring nothing is sealed, and none is made ----
closed() { GLUE_KEY_FUNCTIONS=$1 say 3.db "$2"; }
is '' "$(closed off "CREATE VIRTUAL TABLE c USING glue_connections; $insert('plain', 'CUSTOM', '{}')")"
for typed in off Off 0 'on ' true; do
  refused 'this process has no keyring' "$(closed "$typed" "$insert('x', 'CUSTOM', '{\"PASSWORD\":\"p\"}')")"
  refused "$off" "$(closed "$typed" "SELECT glue_create_key('$key1')")"
done
[ -z "$(find "$HOME" -mindepth 1)" ] || { find "$HOME"; exit 1; }
is "$HOME/.config/glue-connections/keyring" "$(closed on 'SELECT glue_keyring()')"
is "$HOME/.config/glue-connections/keyring" "$(closed '' 'SELECT glue_keyring()')"

# ---- compiled without the functions: whatever the environment says ----
objects=$TOP/build/loadable/ext
if [ -d "$objects" ] && [ -z "${BUILT-}" ]; then
  mkdir without
  ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -fPIC -I"$TOP/ext" -DGLUE_CONNECTIONS_NO_KEY_FUNCTIONS \
    -c "$TOP/ext/keyring/environment.c" -o without/environment.o
  # shellcheck disable=SC2046  # objects, libraries
  ${CC:-cc} -shared -o without/glue_connections.so without/environment.o \
    $(cd "$TOP" && printf '%s\n' ext/*.c ext/*/*.c | grep -v /environment.c |
      sed "s|ext|$objects|; s/c\$/o/") $(pkg-config --libs libcjson libsodium yaml-0.1)
  LOAD=without/glue_connections.so
  for set in '' on off; do
    refused "$off" "$(GLUE_KEY_FUNCTIONS=$set say 2.db 'SELECT glue_decrypt(request) FROM c')"
    refused "$off" "$(GLUE_KEY_FUNCTIONS=$set say 2.db 'SELECT * FROM glue_keys')"
  done
  is 2 "$(GLUE_KEYRING=$work/secret-place-2/keyring say 2.db 'SELECT count(*) FROM c')"
  LOAD=
fi

# ---- a process with more rights than its user trusts no path of the environment ----
if [ "$(id -u)" = 0 ] && [ "$(uname)" = Linux ]; then
  public=$(mktemp -d /tmp/glue_served.XXXXXX)
  trap 'rm -rf "$public"' EXIT
  chmod 755 "$public"
  cp "$(command -v id)" "$SQLITE3" "$public/"
  cp "$EXTENSION" "$public/glue_connections.so"
  chown 12345 "$public"/*
  chmod 4755 "$public"/*
  if [ "$("$public/id" -u)" = 12345 ]; then
    setuid() { (cd "$public" && SQLITE3=$public/$(basename "$SQLITE3") LOAD=$public/glue_connections.so say :memory: "$1"); }
    refused "$off" "$(setuid 'SELECT glue_keyring()')"
    refused 'this process has no keyring' "$(GLUE_KEYRING=$work/secret-place-1/keyring setuid \
      "CREATE VIRTUAL TABLE c USING glue_connections; $insert('x', 'CUSTOM', '{\"PASSWORD\":\"p\"}')")"
    refused "$off" "$(GLUE_KEY_FUNCTIONS=on setuid 'SELECT glue_keyring()')"
    echo 'secure mode'
  fi
fi
echo 'served'
