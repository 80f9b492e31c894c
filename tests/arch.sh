#!/bin/sh
# SPDX-License-Identifier: MIT
# arch.sh [MACHINE...]: the tests on other machines: arm64, i386 and armhf (32 bits), s390x (big-endian).
# Everything is compiled here, for each against Debian's packages for it (tests/packages/root), in
# build/arch, and run in an emulator of the machine, or on this one where it can (i386 on x86_64). Where
# all of a machine's tests pass, its row goes to the table in tests/results/machines.md.
#
# The golden tests and the C tests run, but for those that do the same thing over and over with one fault
# more, at random, or with documents ever larger, which have nothing of the machine in them and would take
# an emulator hours; the fuzz targets make a tenth of their mutations.
set -u
cd "$(dirname "$0")/.." || exit 1
suite=bookworm failed=0
not_here=' test_faults test_memory test_secret_memory test_io_errors test_keyring_faults test_busy test_hostile '
not_here="$not_here test_crashes test_rekey test_corruption_random test_shapes test_documents "
all='arm64 i386 armhf s390x'
work=build/arch results=tests/results/machines.md
mkdir -p "$work"

# Debian's name, the compiler's, the emulator's; what is special
describe() {
  emulator=
  case $1 in
    arm64) triplet=aarch64-linux-gnu emulator=qemu-aarch64-static what='64 bits, little-endian' ;;
    i386) triplet=i686-linux-gnu emulator=qemu-i386-static what='32 bits, little-endian' ;;
    armhf) triplet=arm-linux-gnueabihf emulator=qemu-arm-static what='32 bits, little-endian' ;;
    s390x) triplet=s390x-linux-gnu emulator=qemu-s390x-static what='64 bits, big-endian' ;;
    *) echo "arch: no machine '$1'; there are: $all" >&2; exit 1 ;;
  esac
}

# tried MACHINE ROW: puts the row in its place in the table
tried() {
  {
    echo '| machine | | run | SQLite | gcc | golden tests | C tests | tried |'
    echo '|---|---|---|---|---|--:|--:|---|'
    for name in $all; do
      if [ "$name" = "$1" ]; then echo "$2"; else grep "^| $name |" "$results"; fi
    done
  } > "$work/table"
  cp "$work/table" "$results"
}

# shellcheck disable=SC2086  # words
[ $# -gt 0 ] || set -- $all
for machine in "$@"; do
  describe "$machine"
  command -v $triplet-gcc > /dev/null || { echo "arch: no $triplet-gcc: 'make deps' cannot install it here?" >&2; exit 1; }
  root=$(tests/packages/root $suite "$machine" libc6-dev sqlite3 libsqlite3-dev libcjson-dev libsodium-dev libyaml-dev) || exit 1
  libraries=$(cd "$root/usr/lib" && echo *-linux-gnu*)
  # Not every kernel of an x86_64 takes programs of 32 bits.
  if [ "$machine" = i386 ] && "$root/lib/ld-linux.so.2" --version > /dev/null 2>&1; then
    run="$root/lib/ld-linux.so.2 --library-path $root/lib/$libraries:$root/usr/lib/$libraries" how=natively
  else
    command -v $emulator > /dev/null || { echo "arch: no $emulator" >&2; exit 1; }
    run="$emulator -L $root" how="qemu $($emulator --version | sed -n '1s/.*version \([0-9.]*\).*/\1/p')"
  fi

  built=$work/$machine
  # In a folder of its own, with the sources as they are.
  mkdir -p "$built"
  rm -rf "${built:?}"/ext "$built/tests" "$built/include" "$built/sql"
  cp -R Makefile ext include sql tests "$built/"
  up=../../.. in_build=${root#"$PWD"/}
  echo "== $machine ($what): compiling"
  PKG_CONFIG_LIBDIR=$up/$in_build/usr/lib/$libraries/pkgconfig PKG_CONFIG_SYSROOT_DIR=$up/$in_build \
    make -s -C "$built" DEPS=skip CC="$triplet-gcc --sysroot=$up/$in_build -B$up/$in_build/usr/lib/$libraries" \
    CFLAGS="-O2 -g0" -j"${JOBS:-2}" build-tests > "$built/log" 2>&1 || {
    grep -E 'error|warning|undefined' "$built/log" | head -n 20
    echo "arch: $machine: does not compile; see $built/log" >&2
    exit 1
  }
  grep 'warning:' "$built/log" && failed=1

  printf '#!/bin/sh\nexec %s %s/usr/bin/sqlite3 "$@"\n' "$run" "$root" > "$built/sqlite3"
  chmod +x "$built/sqlite3"
  tests=golden
  for test in "$built"/build/tests/*; do
    case $not_here in *" $(basename "$test") "*) ;; *) tests="$tests c/$(basename "$test")" ;; esac
  done
  # shellcheck disable=SC2086  # words
  (cd "$built" && QUICK=1 EMULATOR=$run SQLITE3=$PWD/sqlite3 TEST_TIMEOUT=${TEST_TIMEOUT:-900} tests/run $tests) > "$built/log" 2>&1
  status=$?
  cat "$built/log"
  if [ $status -ne 0 ]; then
    failed=1
    continue
  fi
  passed() { sed -n "s/^$1: \([0-9]* of [0-9]*\) passed.*/\1/p" "$built/log"; }
  tried "$machine" "| $machine | $what | $how | $("$built/sqlite3" --version | cut -d' ' -f1) | $($triplet-gcc -dumpfullversion) | $(passed golden) | $(passed c) | $(date -u +%Y-%m-%d) |"
done
cat "$results"
exit $failed
