#!/bin/sh
# SPDX-License-Identifier: MIT
# Instructions per operation, counted by valgrind (callgrind): the same in every run, unlike times.
#
#   tests/bench/instructions.sh [COUNT]     after `make build-bench`; COUNT operations of each
set -eu
cd "$(dirname "$0")/../.."
count=${1-5000}
output=$(mktemp)
trap 'rm -f "$output"' EXIT

# instructions OPERATION KIND TIMED_FUNCTION
instructions() {
  valgrind --tool=callgrind --callgrind-out-file="$output" --toggle-collect="$3" \
    build/bench/bench profile "$1" "$2" "$count" 2>/dev/null
  sed -n 's/^\(summary\|totals\): //p' "$output" | head -n 1
}

echo "instructions per operation, $count operations"
while read -r operation function; do
  extension=$(instructions "$operation" extension "$function")
  ordinary=$(instructions "$operation" ordinary "$function")
  awk -v name="$operation" -v a="$extension" -v b="$ordinary" -v n="$count" \
    'BEGIN { printf "%-8s extension %7.0f  ordinary %7.0f  ratio %.2f\n", name, a / n, b / n, a / b }'
done <<'OPERATIONS'
insert timed_insert*
seal timed_insert*
lookup timed_look_up*
scan timed_query*
OPERATIONS
