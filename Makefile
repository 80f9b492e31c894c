# SPDX-License-Identifier: MIT
# glue_connections: build, test, install.    `make help` lists the targets.
#
# Two commands set everything up on a fresh machine: `make demo` and `make test`. They install what
# is missing (tests/deps.sh; DEPS=skip leaves the machine alone) and then call make again, because
# pkg-config can only be asked once it is there: nothing here asks it while the file is parsed.
#
# CC, CFLAGS, LDFLAGS, PKG_CONFIG, SQLITE3 (the shell), PREFIX, LIBDIR, DESTDIR, JOBS are yours to set.
# YAML=no leaves out the templates in YAML, and with them libyaml; WERROR=-Werror makes warnings errors.
# STATIC=1 puts cJSON, libsodium and libyaml into what is built: it loads where they are not installed.
# CJSON=FOLDER has cJSON's sources, for STATIC=1 where there is no libcjson.a and Debian's cannot be had.

SOURCES := $(wildcard ext/*.c ext/*/*.c)
C_TESTS := $(patsubst tests/c/%.c,%,$(wildcard tests/c/test_*.c))
# The programs with threads of their own.
THREAD_TESTS := test_concurrency
BENCH := $(patsubst %.c,build/static/%.o,$(wildcard tests/bench/*.c))
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
SQLITE3 ?= sqlite3
PKG_CONFIG ?= pkg-config
YAML ?= yes
# The compiler knows the tools that go with it: with a cross compiler they are not the machine's own.
OBJCOPY ?= $(shell $(CC) -print-prog-name=objcopy)
STRIP ?= $(shell $(CC) -print-prog-name=strip)
ifeq ($(origin AR),default)
  AR = $(shell $(CC) -print-prog-name=ar)
endif
FUZZ_CC ?= clang
FUZZ_SECONDS ?= 60
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# A make called from here runs in parallel, unless the user's make already decides.
SUBMAKE = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

ifeq ($(shell uname -s),Darwin)
  # macOS: its own SQLite loads no extensions, and Homebrew's keeps out of the default paths.
  BREW_SQLITE := $(shell brew --prefix sqlite 2>/dev/null)
  export PATH := $(BREW_SQLITE)/bin:$(PATH)
  export PKG_CONFIG_PATH := $(BREW_SQLITE)/lib/pkgconfig:$(PKG_CONFIG_PATH)
  SO := dylib
  LINK_SHARED := -dynamiclib
else
  SO := so
  LINK_SHARED := -shared -Wl,-z,now -Wl,-z,relro -Wl,--exclude-libs,ALL
  # Every symbol must be found in the libraries named: a call to SQLite that goes round the host's
  # routine table is an error here. (Sanitized code gets its runtime from the program instead.)
  NO_UNDEFINED := -Wl,-z,defs
endif
EXTENSION := dist/glue_connections.$(SO)
ARCHIVE := dist/libglue_connections.a

# Paths may have blanks and quotes in them.
quoted = '$(subst ','\'',$(1))'

PACKAGES := libcjson libsodium $(if $(filter no,$(YAML)),,yaml-0.1)

# pkg-config, asked once at the first use.
once = $(eval $(1) := $(shell $(PKG_CONFIG) $(2)))$($(1))
COMPILE_PACKAGES = $(call once,COMPILE_PACKAGES,--cflags sqlite3 $(PACKAGES))
LINK_PACKAGES = $(call once,LINK_PACKAGES,--libs $(PACKAGES))
LINK_SQLITE = $(call once,LINK_SQLITE,--libs sqlite3)
# A program that holds the extension brings SQLite too; a loaded extension uses the host's.
LINK_PROGRAM = $(LINK_PACKAGES) $(LINK_SQLITE) -lm -ldl -pthread

# STATIC=1: the libraries' archives, from where the compiler looks for them. Where there is none of cJSON
# (Debian has none), it is compiled from its sources, in $(CJSON): Debian's, with Debian's patches.
ENTRY := sqlite3_glueconnections_init
ifdef STATIC
  CJSON_ARCHIVE := $(wildcard $(shell $(CC) -print-file-name=libcjson.a))
  CJSON ?= $(shell tests/packages/root sources "$$(. /etc/os-release; echo "$$VERSION_CODENAME")" cjson)
  PACKAGES_INSIDE = $(or $(CJSON_ARCHIVE),build/cjson/cJSON.o) \
    $(foreach name,libsodium $(if $(filter no,$(YAML)),,libyaml),$(shell $(CC) -print-file-name=$(name).a))
  COMPILE_STATIC := -ffunction-sections -fdata-sections
endif

DEPS_ENVIRONMENT = CC='$(CC)' SQLITE3='$(SQLITE3)' FUZZ_CC='$(FUZZ_CC)' YAML='$(YAML)' PKG_CONFIG='$(PKG_CONFIG)'

# What is made, in a word; V=1 shows the commands.
say = $(if $(V),,@echo '  $(1) $@';)

# Times beyond 2038 and large inodes, on 32 bits too.
LANGUAGE = -std=c11 -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 \
           $(if $(filter no,$(YAML)),-DGLUE_NO_YAML) -Iinclude -Iext $(COMPILE_PACKAGES)
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion
OUR_CFLAGS = $(LANGUAGE) $(WARNINGS) $(WERROR) \
             -O3 -g -fPIC -fvisibility=hidden -MMD -MP $(COMPILE_STATIC)
COMPILE = $(OUR_CFLAGS) $(CFLAGS)
SANITIZE := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
SANITIZE_THREADS := -O1 -fno-omit-frame-pointer -fsanitize=thread

.PHONY: all deps lint-deps fuzz-deps matrix-deps page-deps cluster-deps dqlite-deps compared-deps test-page \
        demo-cluster test-cluster bench-cluster test-litestream test-dqlite demo test check test-long test-results test-matrix test-hosts test-currency \
        bench bench-compared coverage fuzz fuzz-corpus mutation lint format install uninstall clean help build-tests build-sanitized \
        build-lint build-threads build-bench build-coverage build-fuzzers packages FORCE
.DELETE_ON_ERROR:
.SECONDARY: # keep the objects of test programs

all: $(EXTENSION) $(ARCHIVE)

# ---- compiling: each variant has its own folder of objects ---------------------------------------

# $(1): the folder under build/, $(2): more flags, $(3): the compiler
define variant
build/$(1)/%.o: %.c build/flags | packages
	@mkdir -p $$(@D)
	$$(call say,compile)$(3) $$(COMPILE) $(2) -c $$< -o $$@
-include $$(wildcard build/$(1)/*/*.d build/$(1)/*/*/*.d)
endef
objects = $(SOURCES:%.c=build/$(1)/%.o)

$(eval $(call variant,loadable,,$$(CC)))
$(eval $(call variant,static,-DSQLITE_CORE,$$(CC)))
# The strict warnings are the plain build's matter: optimizers warn falsely about sanitized code.
$(eval $(call variant,sanitized/loadable,$(SANITIZE) -Wno-error,$$(CC)))
$(eval $(call variant,sanitized/static,-DSQLITE_CORE $(SANITIZE) -Wno-error,$$(CC)))
$(eval $(call variant,threads/static,-DSQLITE_CORE $(SANITIZE_THREADS) -Wno-error,$$(CC)))
$(eval $(call variant,lint,-DSQLITE_CORE -Werror,$$(CC)))
# Threads count together.
COVERAGE := -O0 --coverage -fprofile-update=atomic
$(eval $(call variant,coverage/loadable,$(COVERAGE),$$(CC)))
$(eval $(call variant,coverage/static,-DSQLITE_CORE $(COVERAGE),$$(CC)))
$(eval $(call variant,fuzz,-DSQLITE_CORE $(SANITIZE) -fsanitize=fuzzer-no-link,$$(FUZZ_CC)))

packages:
	@$(PKG_CONFIG) --exists sqlite3 $(PACKAGES) 2>/dev/null || \
	  { $(DEPS_ENVIRONMENT) tests/deps.sh name; exit 1; }

# Other flags or another compiler than last time: everything is built again.
build/flags: FORCE | packages
	@mkdir -p build
	@echo '$(CC) $(COMPILE) $(LDFLAGS) $(STATIC)' | cmp -s - $@ || echo '$(CC) $(COMPILE) $(LDFLAGS) $(STATIC)' > $@

# One object, in which everything but the entry point becomes local: an archive of separate objects
# would show a host all our internal names. (Apple's ld -r does that to hidden symbols by itself.)
define one_object
build/$(1)/glue_connections.o: $(call objects,$(1)) $$(PACKAGES_INSIDE)
	$$(call say,link)$$(CC) $$(CFLAGS) -r -nostdlib -o $$@ $$^
	@if command -v $$(OBJCOPY) >/dev/null; then $$(OBJCOPY) --keep-global-symbol=$$(ENTRY) $$@; fi
endef
$(eval $(call one_object,loadable))
$(eval $(call one_object,static))

build/cjson/cJSON.o: build/flags
	@mkdir -p $(@D)
	$(call say,compile)cjson=$(call quoted,$(CJSON)); [ -f "$$cjson/cJSON.c" ] || \
	  { echo "STATIC=1: name the folder of cJSON's sources: make STATIC=1 CJSON=FOLDER" >&2; exit 1; }; \
	  $(CC) -O3 -fPIC -fvisibility=hidden $(COMPILE_STATIC) $(CFLAGS) -c "$$cjson/cJSON.c" -o $@

ifdef STATIC
libsodium.a libyaml.a:
	@echo "STATIC=1 needs $@, which Debian and Homebrew have beside the headers (Fedora: libsodium-static)" >&2
	@false

$(EXTENSION): build/loadable/glue_connections.o
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(LINK_SHARED) $(NO_UNDEFINED) -Wl,--gc-sections -o $@ $^ $(LDFLAGS)
else
$(EXTENSION): $(call objects,loadable)
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(LINK_SHARED) $(NO_UNDEFINED) -o $@ $^ $(LDFLAGS) $(LINK_PACKAGES)
endif

$(ARCHIVE): build/static/glue_connections.o
	@mkdir -p $(@D)
	@rm -f $@
	$(call say,archive)$(AR) rcs $@ $<

# ---- programs that hold the extension: C tests, benchmarks, fuzzers ------------------------------

build/tests/%: build/static/tests/c/%.o $(call objects,static)
	@mkdir -p $(@D)
	$(call say,link)$(CC) -o $@ $^ $(LDFLAGS) $(LINK_PROGRAM)

build/bench/bench: $(BENCH) $(call objects,static)
	@mkdir -p $(@D)
	$(call say,link)$(CC) -o $@ $^ $(LDFLAGS) $(LINK_PROGRAM)

build/sanitized/tests/%: build/sanitized/static/tests/c/%.o $(call objects,sanitized/static)
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(SANITIZE) -o $@ $^ $(LDFLAGS) $(LINK_PROGRAM)

build/sanitized/dist/glue_connections.$(SO): $(call objects,sanitized/loadable)
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(LINK_SHARED) $(SANITIZE) -o $@ $^ $(LDFLAGS) $(LINK_PACKAGES)

build/threads/tests/%: build/threads/static/tests/c/%.o $(call objects,threads/static)
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(SANITIZE_THREADS) -o $@ $^ $(LDFLAGS) $(LINK_PROGRAM)

build/coverage/tests/%: build/coverage/static/tests/c/%.o $(call objects,coverage/static)
	@mkdir -p $(@D)
	$(call say,link)$(CC) --coverage -o $@ $^ $(LDFLAGS) $(LINK_PROGRAM)

build/coverage/dist/glue_connections.$(SO): $(call objects,coverage/loadable)
	@mkdir -p $(@D)
	$(call say,link)$(CC) $(LINK_SHARED) --coverage -o $@ $^ $(LDFLAGS) $(LINK_PACKAGES)

# A fuzz target as a test, with a main() of its own; $(1): the folder, $(2): the variant, $(3): flags.
define fuzz_test
$(1)/fuzz_%: build/$(2)/tests/fuzz/fuzz_%.o build/$(2)/tests/fuzz/main.o $(call objects,$(2))
	@mkdir -p $$(@D)
	$$(call say,link)$$(CC) $(3) -o $$@ $$^ $$(LDFLAGS) $$(LINK_PROGRAM)
endef
$(eval $(call fuzz_test,build/tests,static,))
$(eval $(call fuzz_test,build/sanitized/tests,sanitized/static,$(SANITIZE)))
$(eval $(call fuzz_test,build/coverage/tests,coverage/static,--coverage))

# And with libFuzzer's.
build/fuzzers/%: build/fuzz/tests/fuzz/fuzz_%.o $(call objects,fuzz)
	@mkdir -p $(@D)
	$(call say,link)$(FUZZ_CC) $(SANITIZE) -fsanitize=fuzzer -o $@ $^ $(LDFLAGS) $(LINK_PROGRAM)

PROGRAMS = $(C_TESTS) $(FUZZERS:%=fuzz_%)
build-tests: all $(PROGRAMS:%=build/tests/%)
build-sanitized: build/sanitized/dist/glue_connections.$(SO) $(PROGRAMS:%=build/sanitized/tests/%)
build-threads: $(THREAD_TESTS:%=build/threads/tests/%)
build-coverage: build/coverage/dist/glue_connections.$(SO) $(PROGRAMS:%=build/coverage/tests/%)
build-bench: build/bench/bench $(EXTENSION)
build-fuzzers: $(FUZZERS:%=build/fuzzers/%)

# Warnings are errors here, for every C file; one who only builds, with a compiler of tomorrow, sees them.
build-lint: $(patsubst %.c,build/lint/%.o,$(SOURCES) $(wildcard tests/*/*.c))

# ---- using it ------------------------------------------------------------------------------------

deps:
ifneq ($(DEPS),skip)
	@$(DEPS_ENVIRONMENT) tests/deps.sh
endif

# What only some targets need.
lint-deps fuzz-deps matrix-deps page-deps cluster-deps dqlite-deps compared-deps:
ifneq ($(DEPS),skip)
	@$(DEPS_ENVIRONMENT) tests/deps.sh $(@:-deps=)
endif

# The demo shows refusals too, for which the shell ends with 1; it fails with more than that, or
# when the extension does not load.
demo: deps
	@$(SUBMAKE) all
	@tests/shell.sh '$(SQLITE3)' $(EXTENSION)
	@mkdir -p build && rm -f build/demo.db build/demo.db-*
	@$(SQLITE3) -batch -init /dev/null build/demo.db < sql/demo.sql 2>&1 || [ $$? -eq 1 ]

test check: deps
	@$(SUBMAKE) build-tests
	@tests/sanitizer.sh '$(CC)' build/sanitizer
	@grep -q MISSING build/sanitizer || $(SUBMAKE) build-sanitized
	@grep -q NO_THREADS build/sanitizer || $(SUBMAKE) build-threads
	@SQLITE3='$(SQLITE3)' CC='$(CC)' JOBS=$(JOBS) tests/run

test-long:
	@LONG=1 $(MAKE) --no-print-directory test

# How much the C tests check, for the manual (tests/results); LONG=1: in their longer loops.
test-results: deps
	@$(SUBMAKE) build-tests
	@SQLITE3='$(SQLITE3)' JOBS=$(JOBS) RESULTS=tests/results/programs.md \
	  tests/run $(C_TESTS:%=c/%)

# Every SQLite from 3.38 on that can be had, or the golden tests with certain shells:
# `make test-matrix SQLITE3S="a/sqlite3 b/sqlite3"`
test-matrix: deps $(if $(SQLITE3S),,matrix-deps)
	@$(SUBMAKE) build-tests
	@CC='$(CC)' SQLITE3='$(SQLITE3)' JOBS=$(JOBS) tests/matrix.sh $(SQLITE3S)

# The same steps in every host that can be had, or only some: `make test-hosts HOSTS="perl ruby"`
HOSTS ?=
test-hosts: deps
	@$(SUBMAKE) all
	@SQLITE3='$(SQLITE3)' tests/hosts/run $(HOSTS)

# The page of sql/page.sql in a real browser.
test-page: deps page-deps
	@$(SUBMAKE) all
	@SQLITE3='$(SQLITE3)' tests/page/run

# Beyond one machine (tests/cluster/README.md): sqld, litestream and dqlite on loopback.
demo-cluster test-cluster bench-cluster test-litestream: deps cluster-deps
	@$(SUBMAKE) all
	@SQLITE3='$(SQLITE3)' tests/cluster/$(cluster_script_$@)
cluster_script_demo-cluster := demo.sh
cluster_script_test-cluster := test_sqld.sh
cluster_script_bench-cluster := speed.sh
cluster_script_test-litestream := test_litestream.sh

test-dqlite: deps dqlite-deps
	@$(SUBMAKE) all
	@SQLITE3='$(SQLITE3)' tests/cluster/test_dqlite.sh

# What the newest SDK of AWS (from npm) knows of connections, and this version does not.
test-currency:
	@mkdir -p build/currency
	@npm install --ignore-scripts --no-audit --no-fund --loglevel=error --prefix build/currency \
	  @aws-sdk/client-glue@latest > build/currency/npm.log || { cat build/currency/npm.log; exit 1; }
	@node tests/currency.mjs

bench: deps
	@$(SUBMAKE) build-bench
	@build/bench/bench tests/bench

# What one would use instead: moto, jsonschema, DuckDB and others; MOTO=FOLDER: moto's sources (tests/bench/compare/run).
bench-compared: deps compared-deps
	@$(SUBMAKE) build-bench
	@tests/bench/compare/run

coverage: deps
	@$(SUBMAKE) build-coverage
	@find build/coverage -name '*.gcda' -exec rm -f {} +
	@SQLITE3='$(SQLITE3)' JOBS=$(JOBS) BUILT=build/coverage tests/run golden c
	@CC='$(CC)' tests/coverage.sh $(SOURCES)

# Hours: every small change of the rules in ext/model, and whether the tests notice.
mutation: deps
	@JOBS=$(JOBS) tests/mutation.sh

# Round after round until it is interrupted, or FUZZ_ROUNDS of them: each target for FUZZ_SECONDS, then
# what reaches more branches goes into tests/fuzz/corpus/NAME. FUZZ="json url" runs only these targets. New
# inputs are kept in build/corpus, and one that stops a target, and with it all of this, in
# build/NAME-crash-*; fuzz-corpus does the last step alone.
FUZZ ?= $(FUZZERS)
FUZZ_ROUNDS ?=
fuzz: fuzz-deps
	@$(SUBMAKE) build-fuzzers
	@round=0; while [ "$$round" != '$(FUZZ_ROUNDS)' ]; do \
	  for name in $(FUZZ); do tests/fuzz/run $$name $(FUZZ_SECONDS) || exit 1; done; \
	  for name in $(FUZZ); do tests/fuzz/run $$name merge || exit 1; done; \
	  round=$$((round + 1)); done

fuzz-corpus: fuzz-deps
	@$(SUBMAKE) build-fuzzers
	@for name in $(FUZZ); do tests/fuzz/run $$name merge || exit 1; done

lint: lint-deps
	@$(SUBMAKE) build-lint
	@LANGUAGE='$(LANGUAGE) $(WARNINGS)' JOBS=$(JOBS) tests/lint.sh

format: lint-deps
	@find ext include tests -name '*.[ch]' -exec clang-format -i {} +

INSTALL = DESTDIR=$(call quoted,$(DESTDIR)) PREFIX=$(call quoted,$(PREFIX)) LIBDIR=$(call quoted,$(LIBDIR)) \
          EXTENSION='$(EXTENSION)' ARCHIVE='$(ARCHIVE)' STRIP='$(STRIP)' REQUIRES='sqlite3 $(if $(STATIC),,$(PACKAGES))' \
          tests/packages/install

install: all
	@$(INSTALL)

uninstall:
	@$(INSTALL) remove

# The tests on other machines, in emulators: `make test-arch MACHINES="arm64 s390x"`
.PHONY: test-arch
test-arch: deps
	@$(if $(filter skip,$(DEPS)),,$(DEPS_ENVIRONMENT) tests/deps.sh test-arch)
	@JOBS=$(JOBS) tests/arch.sh $(MACHINES)

# Packages for people who do not build it themselves (tests/packages/dist). What cannot be installed here
# is left out, and named.
.PHONY: dist test-dist
dist: deps
	@$(if $(filter skip,$(DEPS)),,$(DEPS_ENVIRONMENT) tests/deps.sh dist || echo 'dist: going on with what is here')
	@MAKE='$(MAKE_COMMAND)' JOBS=$(JOBS) tests/packages/dist

test-dist: dist
	@$(if $(filter skip,$(DEPS)),,$(DEPS_ENVIRONMENT) tests/deps.sh test-dist || echo 'test-dist: going on with what is here')
	@SQLITE3='$(SQLITE3)' CC='$(CC)' JOBS=$(JOBS) tests/packages/test

clean:
	rm -rf build dist

help:
	@echo 'make                 the extension and the static library, in dist/'
	@echo 'make demo            the main job, in a sqlite3 shell, on build/demo.db'
	@echo 'make test, check     all tests; test-long: longer loops; test-matrix: every SQLite'
	@echo 'make test-arch       on arm64, i386, armhf and s390x, in emulators; MACHINES="s390x": only these'
	@echo 'make test-hosts      the same steps in Python, Perl, Java and others; HOSTS="perl ruby": only these'
	@echo 'make bench           the measurements;  coverage, mutation: what the tests reach and notice'
	@echo 'make bench-compared  the same work with moto, jsonschema, DuckDB and others'
	@echo 'make fuzz            libFuzzer until interrupted, FUZZ_SECONDS=60 a target; FUZZ_ROUNDS=n: n rounds'
	@echo 'make lint            format and static analysis; make format: applies the format'
	@echo 'make install         PREFIX=$(PREFIX) LIBDIR, DESTDIR; uninstall takes it away again'
	@echo 'make dist            the packages of a release, in dist/; test-dist: tries them'
	@echo 'make test-page       the HTML page in a browser; demo-cluster, test-cluster, test-litestream,'
	@echo '                     test-dqlite, bench-cluster: beyond one machine (tests/cluster/README.md)'
	@echo 'make test-currency   what the newest SDK of AWS knows of connections, and this version does not'
	@echo 'make deps            installs what is missing; DEPS=skip: no target installs anything'
	@echo 'make clean           removes build/ and dist/'
