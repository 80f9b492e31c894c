#!/bin/sh
# SPDX-License-Identifier: MIT
# Finds out what is missing to build and test, and installs that, and only that, with the system's
# package manager. `deps.sh lint` looks for the tools of `make lint` too, `deps.sh fuzz` for libFuzzer,
# `deps.sh matrix` for npm. Quick when all is there.
set -u
cc=${CC:-cc}
shell=${SQLITE3:-sqlite3}
have() { command -v "$1" >/dev/null 2>&1; }

missing=
# need WHAT TEST...: notes WHAT if the test fails
need() {
  what=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $what"
}
# A compiler alone is not enough: on Debian the C library's headers are a package of their own.
compiles() { echo '#include <stdlib.h>' | $cc -E -; }
fuzzes() {
  echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
    "${FUZZ_CC:-clang}" -fsanitize=fuzzer,address -x c - -o /dev/null
}

find_missing() {
  missing=
  need compiler compiles
  need pkg-config have pkg-config
  need sqlite3-headers pkg-config --exists sqlite3
  need sqlite3-shell have "$shell"
  need cjson pkg-config --exists libcjson
  need libsodium pkg-config --exists libsodium
  [ "${1-}" != fuzz ] || need libfuzzer fuzzes
  [ "${1-}" != matrix ] || need npm have npm
  [ "${1-}" = lint ] || return 0
  need clang-format have clang-format
  # cppcheck takes the place of clang-tidy where that is not to be had
  have cppcheck || need clang-tidy have clang-tidy
  need shellcheck have shellcheck
}

find_missing "$@"
if [ -z "$missing" ]; then
  echo "deps: everything is here"
  exit 0
fi

manager=
for candidate in apt-get dnf apk brew; do
  if have $candidate; then
    manager=$candidate
    break
  fi
done

# The package that holds a thing, by package manager.
package() {
  case $manager:$1 in
    apt-get:compiler)        echo gcc libc6-dev ;;
    apt-get:pkg-config)      echo pkg-config ;;
    apt-get:sqlite3-headers) echo libsqlite3-dev ;;
    apt-get:sqlite3-shell)   echo sqlite3 ;;
    apt-get:cjson)           echo libcjson-dev ;;
    apt-get:libsodium)       echo libsodium-dev ;;
    apt-get:libfuzzer)       echo clang libclang-rt-dev ;;
    dnf:compiler)            echo gcc libasan libubsan ;;
    dnf:pkg-config)          echo pkgconf-pkg-config ;;
    dnf:sqlite3-headers)     echo sqlite-devel ;;
    dnf:sqlite3-shell)       echo sqlite ;;
    dnf:cjson)               echo cjson-devel ;;
    dnf:libsodium)           echo libsodium-devel ;;
    dnf:clang-format)        echo clang-tools-extra ;;
    dnf:clang-tidy)          echo clang-tools-extra ;;
    dnf:shellcheck)          echo ShellCheck ;;
    dnf:libfuzzer)           echo clang compiler-rt ;;
    dnf:npm)                 echo nodejs-npm ;;
    apk:compiler)            echo build-base ;;
    apk:pkg-config)          echo pkgconf ;;
    apk:sqlite3-headers)     echo sqlite-dev ;;
    apk:sqlite3-shell)       echo sqlite ;;
    apk:cjson)               echo cjson-dev ;;
    apk:libsodium)           echo libsodium-dev ;;
    apk:clang-format)        echo clang-extra-tools ;;
    apk:clang-tidy)          echo clang-extra-tools ;;
    apk:libfuzzer)           echo clang compiler-rt ;;
    brew:npm)                echo node ;;
    brew:libfuzzer)          echo llvm ;;
    brew:sqlite3-*)          echo sqlite ;;
    brew:clang-tidy)         echo cppcheck ;; # clang-tidy comes only with all of LLVM
    brew:compiler)           echo gcc ;;
    *)                       echo "$1" ;;
  esac
}

if [ -z "$manager" ]; then
  cat >&2 <<LIST
deps: no package manager I know (apt, dnf, apk, brew). Missing here:$missing
Install, by whatever name your system gives them:
  - a C compiler (gcc or clang) with the C library's headers, make, pkg-config
  - SQLite, 3.38 or newer: library headers (sqlite3.pc) and the sqlite3 shell
  - cJSON with headers (libcjson.pc)
  - libsodium with headers (libsodium.pc)
  - for 'make lint' only: clang-format, clang-tidy (or cppcheck), shellcheck
  - for 'make fuzz' only: clang with libFuzzer; for 'make test-matrix' only: npm
Then: make DEPS=skip demo test
LIST
  exit 1
fi

packages=
for what in $missing; do
  for name in $(package "$what"); do
    case " $packages " in *" $name "*) ;; *) packages="$packages $name" ;; esac
  done
done

as_root=
if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ]; then
  if ! have sudo; then
    echo "deps: missing:$missing. As root: $manager install$packages" >&2
    exit 1
  fi
  as_root=sudo
fi

echo "deps: missing:$missing. Installing:${as_root:+ $as_root} $manager install$packages"
# shellcheck disable=SC2086  # $packages and $as_root are lists of words
case $manager in
  apt-get)
    apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@" </dev/null; }
    # The package lists may be missing or out of date: fetched only if it does not work without.
    apt install --no-install-recommends $packages >/dev/null 2>&1 ||
      { apt update && apt install --no-install-recommends $packages; } ;;
  dnf)  $as_root dnf install -y $packages ;;
  apk)  $as_root apk add $packages ;;
  brew) brew install $packages ;;
esac || {
  echo "deps: $manager failed; needed:$packages" >&2
  exit 1
}

[ "$manager" = brew ] && exit 0 # its SQLite is found through paths that the Makefile sets
find_missing "$@"
if [ -n "$missing" ]; then
  echo "deps: installed, but still not found:$missing" >&2
  exit 1
fi
