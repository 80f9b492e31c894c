#!/bin/sh
# SPDX-License-Identifier: MIT
# Instructions per operation, counted by valgrind (callgrind): the same in every run, unlike times.
#
#   tests/bench/instructions.sh [COUNT [OPERATION ...]]
#
# after `make build-bench`; COUNT operations of each, or of those that are named (see bench.c).
set -eu
cd "$(dirname "$0")/../.."
count=${1-5000}
[ $# -eq 0 ] || shift
wanted=" $* "
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
  case $wanted in "  " | *" $operation "*) ;; *) continue ;; esac
  extension=$(instructions "$operation" extension "$function")
  case $operation in
  lint*) # an ordinary table has nothing like it
    awk -v name="$operation" -v a="$extension" -v n="$count" \
      'BEGIN { printf "%-11s extension %7.0f\n", name, a / n }'
    continue ;;
  esac
  ordinary=$(instructions "$operation" ordinary "$function")
  awk -v name="$operation" -v a="$extension" -v b="$ordinary" -v n="$count" \
    'BEGIN { printf "%-11s extension %7.0f  ordinary %7.0f  ratio %.2f\n", name, a / n, b / n, a / b }'
done <<'OPERATIONS'
insert timed_insert*
seal timed_insert*
lookup timed_look_up*
scan timed_query*
select-all timed_query*
request timed_query*
tags timed_write*
tags-named timed_write*
tags-long timed_write*
json-set timed_write*
delete timed_write*
lint timed_query*
lint-one timed_query*
lint-secret timed_query*
OPERATIONS
