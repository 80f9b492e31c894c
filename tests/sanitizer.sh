#!/bin/sh
# SPDX-License-Identifier: MIT
# sanitizer.sh CC FILE: finds out what the compiler's sanitizers can do here and writes it to FILE,
# which tests/run reads as shell assignments:
#   SANITIZER_PRELOAD   the runtime that must be loaded into a program before a sanitized extension
#   SANITIZER_LEAKS     1 if leaks are found (where ptrace is forbidden they are not)
#   SANITIZER_MISSING   why there is no AddressSanitizer
#   SANITIZER_NO_THREADS   why there is no ThreadSanitizer
set -u
cc=$1 file=$2
probe=$(mktemp -d) || exit 1
trap 'rm -rf "$probe"' EXIT
mkdir -p "$(dirname "$file")"
: > "$file"
flags='-fsanitize=address,undefined'

cat > "$probe/leak.c" <<'C'
#include <stdlib.h>
int main(void) {
  char *volatile leak = malloc(8);
  leak = 0;
  return leak != 0;
}
C
if ! $cc -fsanitize=thread "$probe/leak.c" -o "$probe/threads" 2>/dev/null ||
  ! "$probe/threads" 2>/dev/null; then
  echo "SANITIZER_NO_THREADS='$cc has no working -fsanitize=thread'" >> "$file"
fi
# shellcheck disable=SC2086  # words
if ! $cc $flags "$probe/leak.c" -o "$probe/leak" 2>/dev/null ||
  ! ASAN_OPTIONS=detect_leaks=0 "$probe/leak" 2>/dev/null; then
  echo "SANITIZER_MISSING='$cc has no working $flags'" >> "$file"
  exit 0
fi

# gcc links an extension with the runtime's library, where ldd finds it; clang leaves it to us.
$cc $flags -shared -fPIC -x c /dev/null -o "$probe/empty.so"
preload=$(ldd "$probe/empty.so" 2>/dev/null | awk '/libasan/ && $3 ~ /^\// { print $3; exit }')
[ -n "$preload" ] || preload=$($cc -print-file-name="libclang_rt.asan-$(uname -m).so")
if [ ! -f "$preload" ]; then
  echo "SANITIZER_MISSING='no runtime library of AddressSanitizer to preload'" >> "$file"
  exit 0
fi
leaks=1
ASAN_OPTIONS=detect_leaks=1 "$probe/leak" 2>&1 | grep -q 'SUMMARY.*leaked' || leaks=0
echo "SANITIZER_PRELOAD='$preload' SANITIZER_LEAKS=$leaks" >> "$file"
