# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What the tests of clusters share: checks that are counted, and the last line of a test.
PASSED=0 FAILED=0

# is WHAT ACTUAL EXPECTED
is() {
  if [ "$2" = "$3" ]; then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1))
    printf 'FAILED: %s\n  it is     %s\n  should be %s\n' "$1" "$2" "$3"
  fi
}

# has WHAT TEXT PIECE: the text has the piece in it.
has() {
  case $2 in
    *"$3"*) PASSED=$((PASSED + 1)) ;;
    *)
      FAILED=$((FAILED + 1))
      printf 'FAILED: %s\n  it is     %s\n  should have %s\n' "$1" "$2" "$3" ;;
  esac
}

# listens_elsewhere PROGRAM: the addresses (as the kernel writes them) at which it listens, other than 127.0.0.1's.
listens_elsewhere() {
  running "$1" | while read -r exe; do
    for socket in $(find "${exe%exe}fd" -lname 'socket:*' -printf '%l ' | tr -dc '0-9 '); do
      awk -v socket="$socket" '$10 == socket && $4 == "0A" && $2 !~ /^0100007F:/ { print $2 }' /proc/net/tcp /proc/net/tcp6
    done
  done
}

# running PROGRAM: the processes that run this file.
running() { find /proc/[0-9]*/exe -maxdepth 0 -lname "$1" 2>/dev/null || :; }

result() {
  echo "$PASSED passed, $FAILED failed"
  [ "$FAILED" -eq 0 ] && [ "$PASSED" -gt 0 ]
}
