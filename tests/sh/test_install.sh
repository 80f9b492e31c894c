#!/bin/sh
# SPDX-License-Identifier: MIT
# `make install` puts everything where it belongs, and `make uninstall` takes it all away again.
set -eu
root=$TMP/root
# -o all: what was built for this run is installed, whatever flags it was built with
run() { make -s -o all DESTDIR="$root" PREFIX=/usr LIBDIR=/usr/lib/here "$1"; }

run install
cmp "$EXTENSION" "$root/usr/lib/here/$(basename "$EXTENSION")"
cmp dist/libglue_connections.a "$root/usr/lib/here/libglue_connections.a"
cmp include/glue_connections.h "$root/usr/include/glue_connections.h"
for file in sql/*.sql; do
  cmp "$file" "$root/usr/share/glue_connections/$(basename "$file")"
done
run uninstall
[ -z "$(find "$root" -type f)" ]
