#!/bin/sh
# SPDX-License-Identifier: MIT
# Instructions per operation, counted by valgrind (callgrind): the same in every run, unlike times.
#
#   tests/bench/instructions.sh [COUNT [OPERATION ...]]
#
# after `make build-bench`; COUNT operations of each, or of those that are named (see bench.c). Fails if one takes more
# than its limit: instructions, or with an x times those of the ordinary table (to two places), or of the other operation
# that stands behind the limit.
set -eu
cd "$(dirname "$0")/../.."
count=${1-2000}
[ $# -eq 0 ] || shift
wanted=" $* "
output=$(mktemp)
trap 'rm -f "$output"' EXIT
status=0

# instructions OPERATION KIND TIMED_FUNCTION
instructions() {
  valgrind --tool=callgrind --callgrind-out-file="$output" --toggle-collect="$3" \
    build/bench/bench profile "$1" "$2" "$count" 2>/dev/null
  sed -n 's/^\(summary\|totals\): //p' "$output" | head -n 1 | grep '[1-9]'
}

echo "instructions per operation, $count operations"
while read -r operation function limit beside; do
  case $wanted in "  " | *" $operation "*) ;; *) continue ;; esac
  extension=$(instructions "$operation" extension "$function")
  case $operation,$beside in
  *,?*) ordinary=$(instructions "$beside" extension "$function") ;;
  lint* | decrypt, | integrity-check, | rekey,) ordinary= ;; # an ordinary table has nothing like it
  *) ordinary=$(instructions "$operation" ordinary "$function") ;;
  esac
  awk -v name="$operation" -v a="$extension" -v b="$ordinary" -v n="$count" -v limit="$limit" -v rival="${beside:-ordinary}" 'BEGIN {
    printf "%-15s extension %7.0f", name, a / n
    printf b ? "  %s %7.0f  ratio %.2f" : "", rival, b / n, b ? a / b : 0
    if (limit) printf "  limit %s", limit
    if (limit ~ /x/) missed = sprintf("%.2f", a / b) + 0 > limit + 0
    else if (limit) missed = a / n > limit + 0
    print missed ? " MISSED" : ""
    exit missed
  }' || status=1
done <<'OPERATIONS'
insert timed_insert* 49000
seal timed_insert*
lookup timed_look_up*
scan timed_query*
select-all timed_query* 2.0x
request timed_query* 12000
tags timed_write* 5.0x
tags-named timed_write*
tags-long timed_write* 37700
json-set timed_write*
delete timed_write*
lint timed_query* 80000
lint-one timed_query* 40000
lint-secret timed_query* 40000
report-tls timed_query* 1.0x json-each
decrypt timed_query* 68500
integrity-check timed_write* 72000
rekey timed_write* 149000
OPERATIONS
exit $status
