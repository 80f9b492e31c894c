#!/bin/sh
# SPDX-License-Identifier: MIT
# Every rule of ext/model/rules.h is shown by a golden file and told of in sql/README.md.
set -eu
sed -n 's/^ *X([A-Z0-9_]*, "\([a-z0-9-]*\)").*/\1/p' ext/model/rules.h > "$TMP/rules"
[ "$(wc -l < "$TMP/rules")" -gt 40 ]
[ "$(sort -u "$TMP/rules" | wc -l)" -eq "$(wc -l < "$TMP/rules")" ] || echo "a rule stands twice"
while read -r rule; do
  grep -qwF -- "$rule" tests/sql/*.out || echo "no golden file shows $rule"
  grep -q "\`$rule\`" sql/README.md || echo "sql/README.md does not tell of \`$rule\`"
done < "$TMP/rules" > "$TMP/missing"
cat "$TMP/missing"
[ ! -s "$TMP/missing" ]
