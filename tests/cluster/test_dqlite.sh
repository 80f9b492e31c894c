#!/bin/bash
# SPDX-License-Identifier: MIT
# `make test-dqlite`: three nodes of dqlite on loopback, which hold the extension (tests/cluster/dqlite).
set -u
ulimit -c 0 # two nodes are ended by what dqlite cannot do
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=/dev/null
. tests/cluster/check.sh
SQLITE3=${SQLITE3:-sqlite3}
WORK=$PWD/build/cluster/dqlite
SECONDS_OF_LOAD=${SECONDS_OF_LOAD:-30}

rm -rf "$WORK"
mkdir -p "$WORK/src" "$WORK/tmp"
export TMPDIR=$WORK/tmp # of Go and the C compiler
ln -s "$PWD/tests/cluster/dqlite" "$WORK/src/dqlite"
# Debian has Go's packages in a GOPATH.
CGO_CFLAGS="-I$PWD/include" CGO_LDFLAGS="-L$PWD/dist" CGO_LDFLAGS_ALLOW='-Wl,-z,now' \
  GO111MODULE=off GOFLAGS=-mod=mod GOPATH="$WORK:/usr/share/gocode" GOCACHE=$PWD/build/cluster/go-cache \
  go build -ldflags=-extldflags=-no-pie -o "$WORK/dqlite" dqlite || exit 1

export GLUE_KEYRING=$WORK/keyring
(umask 077 && printf 'arn:aws:kms:eu-west-1:123456789012:key/dqlite %s\n' "$(openssl rand -base64 32)" > "$GLUE_KEYRING")
GLUE_KEY_FUNCTIONS=off "$WORK/dqlite" test "$WORK" "$SECONDS_OF_LOAD"
is 'the cluster' $? 0
is 'all secrets open' "$(printf '%s\n' '.load dist/glue_connections' "SELECT count(*) > 100,
  sum(glue_decrypt(request) ->> '\$.ConnectionInput.ConnectionProperties.PASSWORD' IS NOT 's3cret')
    FROM connections WHERE name GLOB 'load-*'" | "$SQLITE3" -batch -init /dev/null "$WORK/inventory")" '1|0'
is 'no process is left' "$(running "$WORK/dqlite")" ''
result
