#!/bin/sh
# SPDX-License-Identifier: MIT
# A plain `make` names the package that is missing, by the names that systems give it, and says what
# installs it; `make YAML=no` does without libyaml.
set -u
failed=0

# A pkg-config that does not know the packages in $UNKNOWN.
cat > "$TMP/pkg-config" <<'SCRIPT'
#!/bin/sh
for unknown in $UNKNOWN; do
  case " $* " in *" $unknown "*) exit 1 ;; esac
done
exec pkg-config "$@"
SCRIPT
chmod +x "$TMP/pkg-config"

# without PACKAGES ARGUMENT...: what make says; $status is what it ended with
without() {
  UNKNOWN=$1
  export UNKNOWN
  shift
  make -s "PKG_CONFIG=$TMP/pkg-config" "$@" packages > "$TMP/said" 2>&1
  status=$?
}
# says TEXT...: all of these were said, and make failed
says() {
  [ $status -ne 0 ] || { echo "without $UNKNOWN, make went on"; failed=1; }
  for text in "$@"; do
    grep -qF "$text" "$TMP/said" && continue
    echo "without $UNKNOWN, make does not say: $text"
    cat "$TMP/said"
    failed=1
  done
}

without libsodium
says 'missing: libsodium (Debian: libsodium-dev; Fedora: libsodium-devel;' "'make deps' installs"
grep -q 'missing: cjson' "$TMP/said" && { echo 'a package that is there is called missing'; failed=1; }
without 'libcjson sqlite3'
says 'missing: cjson (Debian: libcjson-dev;' 'missing: sqlite3-headers (Debian: libsqlite3-dev;' \
  'Homebrew: sqlite)'
without yaml-0.1
says 'missing: libyaml (Debian: libyaml-dev;' 'make YAML=no'
without yaml-0.1 YAML=no
[ $status -eq 0 ] || { echo 'YAML=no asks for libyaml:'; cat "$TMP/said"; failed=1; }

make -s -n -B YAML=no build/static/ext/extension.o | grep -q -e '-DGLUE_NO_YAML' ||
  { echo 'YAML=no does not reach the compiler'; failed=1; }
exit $failed
