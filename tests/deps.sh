#!/bin/sh
# SPDX-License-Identifier: MIT
# Finds out what is missing to build and test, and installs that, and only that, with the system's
# package manager. Quick when all is there.
#
#   deps.sh          what `make demo` and `make test` need
#   deps.sh lint     and the tools of `make lint`; `deps.sh fuzz`: libFuzzer; `deps.sh matrix`: npm;
#                    `deps.sh page`: a browser; `deps.sh cluster`, `deps.sh dqlite`: what the engines need;
#                    `deps.sh dist`, `deps.sh test-dist`: what builds and tries the packages;
#                    `deps.sh test-arch`: compilers and emulators of other machines;
#                    `deps.sh compared`: what it is compared with
#   deps.sh name     installs nothing: names what is missing to compile, and fails if anything is
#
# CC, SQLITE3, FUZZ_CC, PKG_CONFIG and YAML are the Makefile's.
set -u
purpose=${1-}
cc=${CC:-cc}
shell=${SQLITE3:-sqlite3}
pkg_config=${PKG_CONFIG:-pkg-config}
have() { command -v "$1" >/dev/null 2>&1; }

# What is needed, and the packages that hold it: on Debian, Fedora, Alpine, and of Homebrew.
packages='
compiler         gcc libc6-dev        | gcc libasan libubsan | build-base         | gcc
pkg-config       pkg-config           | pkgconf-pkg-config   | pkgconf            | pkg-config
sqlite3-headers  libsqlite3-dev       | sqlite-devel         | sqlite-dev         | sqlite
sqlite3-shell    sqlite3              | sqlite               | sqlite             | sqlite
cjson            libcjson-dev         | cjson-devel          | cjson-dev          | cjson
libsodium        libsodium-dev        | libsodium-devel      | libsodium-dev      | libsodium
libyaml          libyaml-dev          | libyaml-devel        | yaml-dev           | libyaml
clang-format     clang-format         | clang-tools-extra    | clang-extra-tools  | clang-format
clang-tidy       clang-tidy           | clang-tools-extra    | clang-extra-tools  | cppcheck
shellcheck       shellcheck           | ShellCheck           | shellcheck         | shellcheck
libfuzzer        clang libclang-rt-dev | clang compiler-rt   | clang compiler-rt  | llvm
npm              npm                  | nodejs-npm           | npm                | node
python3          python3              | python3              | python3            | python3
venv             python3-venv         | python3              | python3            | python3
clang            clang                | clang                | clang              | llvm
musl             musl-tools           | musl-gcc             | build-base         | musl-cross
dpkg-source      dpkg-dev             | dpkg-dev             | dpkg-dev           | dpkg
archive-keys     debian-archive-keyring | debian-keyring     |                    |
gcc-x86_64       gcc-x86-64-linux-gnu | gcc-x86_64-linux-gnu |                    |
gcc-arm64        gcc-aarch64-linux-gnu | gcc-aarch64-linux-gnu |                  |
gcc-armhf        gcc-arm-linux-gnueabihf | gcc-arm-linux-gnu  |                   |
gcc-s390x        gcc-s390x-linux-gnu  | gcc-s390x-linux-gnu  |                    |
gcc-i386         gcc-i686-linux-gnu   |                      |                    |
qemu             qemu-user-static     | qemu-user-static     | qemu-aarch64       |
curl             curl                 | curl                 | curl               | curl
openssl          openssl              | openssl              | openssl            | openssl
chromium         chromium             | chromium             | chromium           |
go               golang-go            | golang               | go                 | go
dqlite           libdqlite-dev golang-github-canonical-go-dqlite-dev | dqlite-devel | |
compared         python3-boto3 python3-jsonschema python3-fastjsonschema python3-responses python3-werkzeug python3-xmltodict python3-jinja2 python3-cryptography | python3-boto3 python3-jsonschema python3-fastjsonschema python3-responses python3-werkzeug python3-xmltodict python3-jinja2 python3-cryptography | |
c++              g++                  | gcc-c++              | build-base         | gcc
'
# packages_of WHAT COLUMN
packages_of() {
  echo "$packages" | sed -n "s/^$1  *//p" | cut -d'|' -f"$2" | xargs
}

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
  need pkg-config have "$pkg_config"
  need sqlite3-headers "$pkg_config" --exists sqlite3
  need cjson "$pkg_config" --exists libcjson
  need libsodium "$pkg_config" --exists libsodium
  [ "${YAML-}" = no ] || need libyaml "$pkg_config" --exists yaml-0.1
  [ "$purpose" = name ] || need sqlite3-shell have "$shell"
  case $purpose in
    fuzz) need libfuzzer fuzzes ;;
    matrix) need npm have npm ;;
    page)
      need npm have npm
      need openssl have openssl
      need chromium have "${CHROMIUM:-chromium}" ;;
    compared) # the last ones for moto
      need npm have npm
      need compared "${PYTHON:-/usr/bin/python3}" -c \
        'import boto3, jsonschema, fastjsonschema, responses, werkzeug, xmltodict, jinja2, cryptography' ;;
    cluster)
      need npm have npm
      need curl have curl
      need openssl have openssl ;;
    dqlite)
      need openssl have openssl
      need go have go
      need dqlite "$pkg_config" --exists dqlite ;;
    dist | test-dist)
      need python3 have python3
      # The packages are built with Debian's own; elsewhere what can be made is made.
      if have apt-get; then
        need dpkg-source have dpkg-source
        need archive-keys test -f /usr/share/keyrings/debian-archive-keyring.gpg
        need gcc-x86_64 have x86_64-linux-gnu-gcc
        need gcc-arm64 have aarch64-linux-gnu-gcc
      fi
      [ "$purpose" = test-dist ] || return 0
      need npm have npm
      need c++ have g++ # for better-sqlite3
      need venv python3 -c 'import ensurepip'
      need clang have clang
      need musl have musl-gcc
      need qemu have qemu-aarch64-static ;;
    test-arch)
      need archive-keys test -f /usr/share/keyrings/debian-archive-keyring.gpg
      need gcc-arm64 have aarch64-linux-gnu-gcc
      need gcc-i386 have i686-linux-gnu-gcc
      need gcc-armhf have arm-linux-gnueabihf-gcc
      need gcc-s390x have s390x-linux-gnu-gcc
      need qemu have qemu-s390x-static ;;
    lint)
      need clang-format have clang-format
      # cppcheck takes the place of clang-tidy where that is not to be had
      have cppcheck || need clang-tidy have clang-tidy
      need shellcheck have shellcheck ;;
  esac
}

# Each missing thing with the names of its packages.
name_missing() {
  for what in $missing; do
    echo "missing: $what (Debian: $(packages_of "$what" 1); Fedora: $(packages_of "$what" 2);" \
      "Alpine: $(packages_of "$what" 3); Homebrew: $(packages_of "$what" 4))"
  done
}

find_missing
if [ "$purpose" = name ]; then
  [ -n "$missing" ] || exit 0
  {
    name_missing
    case $missing in *libyaml*) echo "'make YAML=no' leaves YAML out and needs no libyaml." ;; esac
    echo "'make deps' installs what is missing."
  } >&2
  exit 1
fi
if [ -z "$missing" ]; then
  echo "deps: everything is here"
  exit 0
fi

manager='' column=0
for candidate in apt-get dnf apk brew; do
  column=$((column + 1))
  if have $candidate; then
    manager=$candidate
    break
  fi
done
if [ -z "$manager" ]; then
  {
    echo "deps: no package manager I know (apt, dnf, apk, brew). By whatever name your system gives them:"
    name_missing
    echo "Then: make DEPS=skip demo test"
  } >&2
  exit 1
fi

wanted=
for what in $missing; do
  for name in $(packages_of "$what" $column); do
    case " $wanted " in *" $name "*) ;; *) wanted="$wanted $name" ;; esac
  done
done

as_root=
if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ]; then
  if ! have sudo; then
    echo "deps: missing:$missing. As root: $manager install$wanted" >&2
    exit 1
  fi
  as_root=sudo
fi

echo "deps: missing:$missing. Installing:${as_root:+ $as_root} $manager install$wanted"
# shellcheck disable=SC2086  # $wanted and $as_root are lists of words
case $manager in
  apt-get)
    apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@" </dev/null; }
    # The package lists may be missing or out of date: fetched only if it does not work without.
    apt install --no-install-recommends $wanted >/dev/null 2>&1 ||
      { apt update && apt install --no-install-recommends $wanted; } ;;
  dnf)  $as_root dnf install -y $wanted ;;
  apk)  $as_root apk add $wanted ;;
  brew) brew install $wanted ;; # clang-tidy comes only with all of LLVM: cppcheck
esac || {
  echo "deps: $manager failed; needed:$wanted" >&2
  exit 1
}

[ "$manager" = brew ] && exit 0 # its SQLite is found through paths that the Makefile sets
find_missing
if [ -n "$missing" ]; then
  echo "deps: installed, but still not found:$missing" >&2
  exit 1
fi
