#!/bin/sh
# SPDX-License-Identifier: MIT
# Every source says under which license it is, where REUSE and scanners look for it: C on the first
# line, SQL on the first, scripts below their "#!". The text of the license closes the manual.
set -u
failed=0

# says LINE FILE...: names each file that does not have it on that line
says() {
  line=$1
  shift
  for file in "$@"; do
    sed -n "${line}p" "$file" | grep -Eq '^(/\*|--|//|#) SPDX-License-Identifier: MIT( \*/)?$' && continue
    echo "$file: line $line is not its SPDX-License-Identifier"
    failed=1
  done
}
# shellcheck disable=SC2046  # words
says 1 $(find ext include tests -name '*.[ch]' -o -name '*.[cm]js' -o -name '*.[cm]ts' -o -name '*.py') sql/*.sql Makefile
# shellcheck disable=SC2046
says 2 $(grep -rlE '^#!.*sh$' tests sql .ci)
# shellcheck disable=SC2046
says '1,2' $(find tests -name '*.awk' -o -name '*.pl' -o -name '*.rb' -o -name '*.php' -o -name '*.R' -o -name '*.go' -o -name '*.java')

if ! sed -n '/^## License$/,$p' README.md | grep -q '^The MIT License\. ' ||
  ! tail -n 1 README.md | grep -q 'SOFTWARE\.$'; then
  echo 'README.md does not end with the text of the license'
  failed=1
fi
exit $failed
