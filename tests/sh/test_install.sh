#!/bin/sh
# SPDX-License-Identifier: MIT
# `make install` puts everything where it belongs, under any name a folder may have: the library loads,
# a program links through pkg-config and the scripts run from there, with nothing of the sources at
# hand. `make uninstall` takes away what was installed, and nothing else.
set -eu
top=$PWD
root="$TMP/a root" prefix="$TMP/it's a prefix" here=$TMP/here
mkdir "$here"
fail() { echo "$*"; exit 1; }
git status --porcelain > "$TMP/before" 2> /dev/null || true
# -o all: what was built for this run is installed, whatever flags it was built with
run() { make -s -o all "$@"; }
files() { find "$1" ! -type d | sort; }

# For a package: everything below DESTDIR, which no file names.
(umask 077 && run DESTDIR="$root" PREFIX=/usr LIBDIR=/usr/lib/here install)
[ -z "$(find "$root" -type d ! -perm 755)" ] || fail "not for everybody: $(find "$root" -type d ! -perm 755)"
library=$(basename "$EXTENSION")
for file in "lib/here/$library" lib/here/libglue_connections.a include/glue_connections.h \
  lib/here/pkgconfig/glue_connections.pc share/glue_connections/requests.jsonl share/glue_connections/nightly.sh \
  share/doc/glue_connections/README.md share/doc/glue_connections/sql/page.png \
  share/doc/glue_connections/tests/hosts/README.md; do
  [ -f "$root/usr/$file" ] || fail "not installed: $file"
done
for script in sql/*.sql; do
  [ -f "$root/usr/share/glue_connections/$(basename "$script")" ] || fail "not installed: $script"
done
find "$root/usr/share/doc" -name README.md | while read -r manual; do
  awk '/^```/ { inside = !inside; next } !inside { gsub(/`[^`]*`/, "`"); print }' "$manual" |
    grep -o '](\([^)]*\))' | sed 's/^](//; s/[)#].*//' | grep -v '^https*:' | sort -u | while read -r link; do
    [ -e "$(dirname "$manual")/$link" ] || echo "$manual: not installed: $link"
  done
done > "$TMP/dead"
[ ! -s "$TMP/dead" ] || fail "$(cat "$TMP/dead")"
cmp include/glue_connections.h "$root/usr/include/glue_connections.h"
if grep -rF "$root" "$root"; then fail 'DESTDIR is in a file'; fi
if grep -rF "$top" "$root/usr/share" "$root/usr/lib/here/pkgconfig"; then fail 'the sources are in a file'; fi
run DESTDIR="$root" PREFIX=/usr LIBDIR=/usr/lib/here uninstall
[ -z "$(files "$root")" ] || fail "left: $(files "$root")"
[ ! -e "$root/usr/share/doc/glue_connections" ] || fail 'an empty folder is left'

# For use: what others put beside it stays.
run PREFIX="$prefix" install
share=$prefix/share/glue_connections
echo mine > "$share/mine.sql"
echo mine > "$prefix/lib/mine.a"
if readelf -S "$prefix/lib/$library" 2> /dev/null | grep -q '\.debug_info'; then fail 'not stripped'; fi

# The job of every night knows where the extension and the scripts are.
mkdir "$TMP/bin"
printf '#!/bin/sh\necho %s\n' "'{\"ConnectionList\": []}'" > "$TMP/bin/aws"
chmod +x "$TMP/bin/aws"
PATH="$TMP/bin:$PATH" NIGHTLY_FOLDER="$TMP/nightly" "$share/nightly.sh" | grep -q ': 0 connections in 0 accounts' ||
  fail 'nightly.sh does not run from there'

# The scripts, in a folder that has nothing.
(
  cd "$here"
  "$SQLITE3" -batch -init /dev/null demo.db < "$share/demo.sql" > demo.out 2>&1 || [ $? -eq 1 ]
)
sed 's|demo\.db|build/demo.db|g' "$here/demo.out" > "$TMP/demo.installed"
mkdir -p "$TMP/build"
(
  cd "$TMP"
  "$SQLITE3" -batch -init /dev/null build/demo.db < sql/demo.sql > demo.sources 2>&1 || [ $? -eq 1 ]
)
# times and sealed values differ from run to run, and boxes are as wide as the names of files in them
same() {
  sed -e 's/[0-9]\{4\}-[0-9][0-9]-[0-9: .]*/TIME/g' -e 's/glue-connections:[A-Za-z0-9+/=:_-]*/SEALED/g' \
    -e 's/sql.reports\.sql/reports.sql/' "$1" | LC_ALL=C tr -cd '[:alnum:]\n' | grep .
}
[ "$(grep -c . "$TMP/demo.installed")" -gt 50 ] || fail "the demo: $(cat "$here/demo.out")"
same "$TMP/demo.sources" > "$TMP/expected"
same "$TMP/demo.installed" | diff -u "$TMP/expected" - || fail 'the installed demo prints something else'
(
  cd "$here"
  "$SQLITE3" -batch -bail -init /dev/null :memory: ".load \"$prefix/lib/glue_connections\"" \
    'CREATE VIRTUAL TABLE connections USING glue_connections' ".read \"$share/reports.sql\"" \
    'SELECT count(*) FROM connections'
) | grep -qx 0 || fail 'the reports do not run from where they are'

# A program.
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
version=$(sed -n 's/^#define GLUE_CONNECTIONS_VERSION "\(.*\)"$/\1/p' include/glue_connections.h)
[ "$(pkg-config --modversion glue_connections)" = "$version" ] || fail 'glue_connections.pc has another version'
[ "$(pkg-config --variable=extension glue_connections)" = "$prefix/lib/$library" ] || fail 'no such extension'
cat > "$here/program.c" <<'C'
#include <glue_connections.h>
#include <stdio.h>

int main(void) {
  sqlite3 *db;
  char *message = 0;
  int rc = sqlite3_open(":memory:", &db);
  if (rc == SQLITE_OK) rc = sqlite3_glueconnections_init(db, &message, 0);
  if (rc == SQLITE_OK) {
    rc = sqlite3_exec(db, "CREATE VIRTUAL TABLE c USING glue_connections; SELECT * FROM c", 0, 0, &message);
  }
  printf("%d %s\n", rc, message ? message : GLUE_CONNECTIONS_VERSION);
  return rc;
}
C
for how in '' --static; do
  # shellcheck disable=SC2086  # words
  eval "${CC:-cc} -o \"$here/program\" \"$here/program.c\" $(pkg-config $how --cflags --libs glue_connections)"
  [ "$("$here/program")" = "0 $version" ] || fail "a program that links it: $("$here/program")"
done

run PREFIX="$prefix" uninstall
left=$(files "$prefix" | sed "s|.*prefix/||" | tr '\n' ' ')
[ "$left" = 'lib/mine.a share/glue_connections/mine.sql ' ] || fail "left, or taken away: $left"

# Self-contained: who has to bring cJSON's sources is told so.
mkdir "$TMP/static"
cp Makefile "$TMP/static/"
if make -s -C "$TMP/static" DEPS=skip PKG_CONFIG=true STATIC=1 CJSON=/nowhere build/cjson/cJSON.o > "$TMP/said" 2>&1 ||
  ! grep -q 'make STATIC=1 CJSON=FOLDER' "$TMP/said"; then
  fail "make STATIC=1 without cJSON: $(cat "$TMP/said")"
fi

git status --porcelain > "$TMP/after" 2> /dev/null || true
cmp "$TMP/before" "$TMP/after" || fail 'the sources are not what they were'
