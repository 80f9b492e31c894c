#!/bin/sh
# SPDX-License-Identifier: MIT
# mutation.sh [SOURCE...]: shows that the tests notice every small change of the rules in ext/model: a
# comparison the other way, a limit one off, another word in a table (tests/mutants.awk says which).
# Each mutant is built on a copy in build/mutation and tried with the tests that are about the model;
# one that all of them pass has survived.
#
# A survivor makes this fail unless tests/survivors.txt gives a reason for it. What became of each
# mutant stays in build/mutation/results; with RETRY=1 only those are tried that are new since then, or
# survived without a reason. JOBS mutants are tried at a time; it takes hours.
set -u
cd "$(dirname "$0")/.." || exit 1
top=$(pwd -P)
jobs=${JOBS:-2} work=$top/build/mutation survivors=tests/survivors.txt
all=
[ $# -gt 0 ] || { all=1 && set -- ext/model/*.c ext/model/columns.h ext/model/connection.h; }

# Golden tests are quick, and some files have their own: most mutants are noticed there.
golden='lengths patterns required_and_null unknown_members tags names lint_forms lint_references
  lint_types lint_warnings connection_types corpus findings_limit json_errors insert_columns
  insert_request times status update update_request tag_updates tag_updates_strict rename secrets copies levels
  types_in_full lint_boundaries lint_every_place lint_asked lint_placeholders lint_false_alarms lint_prose
  update_boundaries jdbc_url reports observations requests_answers messages catalogs regions formats formats_1'
own() {
  case $1 in
    *types*) echo types_in_full connection_types lint_types ;;
    *observed*) echo observations import_existing requests_answers ;;
    *warning*) echo lint_warnings lint_references lint_boundaries lint_every_place lint_placeholders ;;
    *shapes*) echo lengths patterns regions catalogs required_and_null tags times observations ;;
    *finding*) echo lint_asked lint_every_place findings_limit json_errors messages unknown_members ;;
    *) echo lengths patterns required_and_null update_boundaries ;;
  esac
}

mkdir -p "$work"
rm -f "$work"/mutants "$work"/results.*
tab=$(printf '\t')
for source in "$@"; do
  case $source in
    *shapes.c | *types_data.c | *warnings.c | *columns.h) strings=1 ;; # what they say is data
    *) strings=0 ;;
  esac
  awk -v strings=$strings -v source="$source" -f tests/mutants.awk "$source" | sed "s|^|$source	|"
done > "$work/mutants"
if [ -n "${RETRY-}" ] && [ -f "$work/results" ]; then
  awk -F '\t' -v listed="$survivors" -v kept="$work/results.kept" -v results="$work/results" '
    BEGIN {
      while ((getline entry < listed) > 0) reasoned[entry] = 1
      while ((getline < results) > 0) {
        if ($1 != "survived" || ($2 ": " $6) in reasoned) known[$2, $4, $5, $6] = $1
      }
    }
    !(($1, $4, $5, $6) in known) { print; next }
    { print known[$1, $4, $5, $6] "\t" $1 "\t" $2 "\t" $4 "\t" $5 "\t" $6 > kept }
  ' "$work/mutants" > "$work/mutants.new"
  mv "$work/mutants.new" "$work/mutants"
fi
echo "mutation: $(wc -l < "$work/mutants") mutants"

# build FOLDER TARGET...: what the tests need, in a copy of everything
build() {
  (
    cd "$1" || exit 1
    shift
    make -s DEPS=skip WERROR= CFLAGS='-O0 -g0 -w' "$@" > make.log 2>&1
  )
}

# notice FOLDER SOURCE LINE: whether a test fails. The quick ones come first, and programs are built when
# it is their turn. A line that has to do with memory is tried with memory that runs out, too.
notice() {
  early=test_facts late='test_lint test_shapes'
  case $2 in
    *shapes*) early='test_facts test_shapes' late=test_lint ;;
    *warning*) late='test_lint test_clear_secrets' ;; # test_shapes is about errors
  esac
  case $2:$3 in
    *memory* | *NOMEM* | *alloc* | *capacity* | *finding*NULL* | *observed*NULL*) late="$late test_memory" ;;
  esac
  case $2 in *finding* | *observed*) only=glue_lint ;; *) only= ;; esac
  # shellcheck disable=SC2046,SC2086  # words
  runs "$1" $(own "$2") && tries "$1" $early && runs "$1" $golden && tries "$1" $late && return 1
  return 0
}

# tries FOLDER PROGRAM...: whether all of them pass
tries() {
  built=$1
  shift
  for program in "$@"; do
    build "$built" "build/tests/$program" && runs "$built" "$program" || return 1
  done
}

# runs FOLDER TEST...: whether these tests pass. There are mutants that never end. For findings memory runs out where
# the linter asks for it: all of test_memory takes minutes.
runs() {
  (
    cd "$1" || exit 1
    shift
    case $1 in test_*) limit=600 ;; *) limit=30 ;; esac
    FIRST=1 ONLY=$only JOBS=1 TEST_TIMEOUT=${TEST_TIMEOUT:-$limit} tests/run "$@" > run.log 2>&1
  )
}

# try FOLDER: each mutant that stands on the input; says what became of it
try() {
  while IFS=$tab read -r source line column old new text; do
    mv "$1/$source" "$1/$source.original"
    awk -v line="$line" -v column="$column" -v old="$old" -v new="$new" '
      FNR == line { $0 = substr($0, 1, column - 1) new substr($0, column + length(old)) }
      { print }' "$1/$source.original" > "$1/$source"
    changed=$source
    case $text in
      X\(*) # a row of the list of columns is data for columns.c alone: nothing else is built anew for it
        changed=ext/model/columns.c
        touch -r "$1/$source.original" "$1/$source"
        ;;
    esac
    touch "$1/$changed"
    if ! build "$1" dist/glue_connections.so; then
      result=unbuildable
    elif notice "$1" "$source" "$text"; then
      result=noticed
    else
      result=survived
    fi
    mv "$1/$source.original" "$1/$source"
    touch "$1/$changed"
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$result" "$source" "$line" "$old" "$new" "$text"
    [ $result != survived ] || echo "survived: $source:$line: '$old' -> '$new': $text" >&2
  done
}

worker=0
while [ $worker -lt "$jobs" ]; do
  worker=$((worker + 1))
  folder=$work/$worker
  mkdir -p "$folder"
  cp -R Makefile ext include sql tests README.md "$folder/"
  build "$folder" dist/glue_connections.so || {
    cat "$folder/make.log"
    exit 1
  }
  if [ $worker -eq 1 ] && notice "$folder" none memory; then
    echo "mutation: the tests fail without any mutant" >&2
    cat "$folder/run.log"
    exit 1
  fi
  # Every jobs-th mutant, so that the workers end together.
  awk -v worker=$worker -v jobs="$jobs" 'NR % jobs == worker % jobs' "$work/mutants" |
    try "$folder" > "$work/results.$worker" &
done
wait
cat "$work"/results.* | sort -t "$tab" -k 2,2 > "$work/results"

# The list: a reason (lines that begin with #), and below it the mutants it holds for, each as
#   SOURCE: the line as the mutant has it
awk -F '\t' -v listed="$survivors" '
  BEGIN {
    while ((getline entry < listed) > 0) {
      if (entry ~ /^#/ || entry !~ /[^ ]/) continue
      split(entry, part, ": ")
      reasoned[part[1] "\t" substr(entry, length(part[1]) + 3)] = 1
    }
    printf "%-28s %8s %8s %8s %8s %8s\n", "", "mutants", "built", "noticed", "reasoned", "survived"
  }
  {
    all[$2]++
    all["total"]++
    if (!($2 in seen)) { seen[$2] = 1; order[++count] = $2 }
    result = $1
    if (result == "survived" && ($2 "\t" $6) in reasoned) result = "reasoned"
    found[$2, result]++
    found["total", result]++
    if (result == "survived") list[++survivors] = $2 ":" $3 ": " $4 " -> " $5 ": " $6
  }
  END {
    order[++count] = "total"
    for (i = 1; i <= count; i++) {
      name = order[i]
      printf "%-28s %8d %8d %8d %8d %8d\n", name, all[name], all[name] - found[name, "unbuildable"],
        found[name, "noticed"], found[name, "reasoned"], found[name, "survived"]
    }
    for (i = 1; i <= survivors; i++) print list[i]
    exit survivors > 0
  }' "$work/results" > "$work/table"
status=$?
cat "$work/table"
if [ $status -eq 0 ] && [ -n "$all" ]; then
  # rows end with the number of those that survived without a reason: none
  awk 'NR == 1 { print "| | mutants | not to be built | noticed | survived, with a reason |"
                 print "|---|--:|--:|--:|--:|"; next }
       { printf "| `%s` | %d | %d | %d | %d |\n", $1, $2, $2 - $3, $4, $5 }' "$work/table" > tests/results/mutation.md
fi
exit $status
