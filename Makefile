# SPDX-License-Identifier: MIT
# heng: build, run, test. `make help` lists the targets.
#
# The rooms, lowest first; each may include itself and those before it. `make layers` proves it.
ROOMS = base stats data config methods plugin lua launch plan run audit output explain freeze robust report cli

B ?= build
CC ?= gcc
ifeq ($(origin CC),default)
CC = gcc
endif
PREFIX ?= /usr/local
VERSION := $(shell sed -n 's/.*HENG_VERSION "\(.*\)"/\1/p' core/base/version.h)

CFLAGS ?= -O2 -g
WARN = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef
LIBRARIES = sqlite3 minizip xlsxwriter libcmark inih lua5.4 libutf8proc jansson nettle libseccomp
LIBRARY_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
LIBRARY_LIBS := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -ldl -lm
CHECK_CFLAGS := $(shell pkg-config --cflags check 2>/dev/null)
CHECK_LIBS := $(shell pkg-config --libs check 2>/dev/null)
# Names are looked up once, before the workers are forked, not in each of them again.
BIND_NOW = -Wl,-z,relro,-z,now
STRICT = -ffp-contract=off -fno-strict-overflow -fvisibility=hidden
# The same bytes in whatever folder they are built.
HERE = -ffile-prefix-map=$(CURDIR)=.
COMPILE = $(CC) -std=c11 -D_GNU_SOURCE -Icore -I$B/gen $(HERE) $(STRICT) $(WARN) $(LIBRARY_CFLAGS) $(CFLAGS)
PLUGIN = $(CC) -std=c11 -Icore $(HERE) -ffp-contract=off -fPIC -fvisibility=hidden -shared $(WARN) $(PLUGIN_CFLAGS)
PLUGIN_CFLAGS ?= -O2 -g

# One short line a command; make V=1 shows the commands themselves.
ifeq ($(V),)
Q = @printf '  %-5s %s\n' $(1) $@ &&
else
Q =
endif

# What Debian 12 has to have: to build and run, and to test on top of that.
BUILD_PACKAGES = gcc libc6-dev make pkg-config zlib1g-dev libminizip-dev libsqlite3-dev libxlsxwriter-dev libcmark-dev libinih-dev liblua5.4-dev libutf8proc-dev libjansson-dev \
	nettle-dev libseccomp-dev librandom123-dev
# clang-format and clang-tidy share the one large library that they need, and nothing else of clang.
TEST_PACKAGES = $(BUILD_PACKAGES) check bats g++ lua5.4 libopenmpi-dev openmpi-bin clang-format clang-tidy cppcheck \
	chromium chromium-driver curl jq unzip zip python3-pandas r-base-core
LINT_PACKAGES = $(TEST_PACKAGES) clang gcovr libclang-rt-14-dev

# What plugins/methods/*.mk say of each plugin: DESCRIBED_PLUGINS, NAME_HEADER and so on.
DESCRIBED_PLUGINS =
SOURCES_DESCRIBED =
include $(sort $(wildcard plugins/methods/*.mk plugins/sources/*.mk))

SOURCES := $(filter-out core/cli/main.c core/cli/c_names.c,$(foreach r,$(ROOMS),$(wildcard core/$r/*.c core/$r/*/*.c)))
OBJECTS := $(SOURCES:core/%.c=$B/obj/%.o)

# Methods: plugins/methods/NAME.c and its further parts NAME_*.c. One on a library of its own is described
# by NAME.mk: it is built where the library's header is found, and nothing else misses it.
has = $(shell printf '\043include <%s>\n' $(1) | $(CC) -E -x c - $(2) >/dev/null 2>&1 && echo yes)
METHOD_SOURCES := $(patsubst plugins/methods/%.c,%,$(wildcard plugins/methods/*.c))
METHOD_SOURCES := $(filter-out $(METHOD_SOURCES:%=%_%),$(METHOD_SOURCES))
METHOD_PLUGINS := $(foreach p,$(METHOD_SOURCES),$(if $($p_HEADER),$(if $(call has,$($p_HEADER)),$p),$p))
# Sources of data: plugins/sources/NAME.c, its further parts NAME_*.c, and what NAME.mk lists of the files that
# several share.
SOURCE_PLUGINS := $(foreach p,$(patsubst plugins/sources/%.mk,%,$(wildcard plugins/sources/*.mk)),$(if $(call has,$($p_HEADER),$($p_CFLAGS)),$p))
PLUGINS := $(patsubst plugins/dimensions/%.c,$B/plugins/%.so,$(wildcard plugins/dimensions/*.c)) \
	$(METHOD_PLUGINS:%=$B/plugins/%.so) $(SOURCE_PLUGINS:%=$B/plugins/%.so)
# Several processes as one: in a folder of its own, since heng loads it into itself (plugins/README.md).
MPICC ?= mpicc
RANKS := $(if $(shell command -v $(MPICC) 2>/dev/null),$B/ranks/mpi.so)
TESTS := $(patsubst tests/%.c,$B/tests/%,$(wildcard tests/*/test_*.c))
BAD_PLUGINS := $(patsubst tests/plugins/bad/%.c,$B/tests/plugins/bad/%.so,$(wildcard tests/plugins/bad/*.c))
SDK = core/heng.h core/heng_method.h core/heng_draft.h
HEADERS := $(wildcard core/*.h core/*/*.h core/*/*/*.h)

all: $B/heng plugins ## build heng and its plugins
plugins: $(PLUGINS) $(RANKS) ## build the plugins

help: ## this list
	@awk '{ while (sub(/\\$$/, "")) { getline more; $$0 = $$0 more } } \
		match($$0, /^[a-z][a-z_.-]*:[^=].*## /) { text = substr($$0, RLENGTH + 1); sub(/:.*/, ""); printf "  make %-24s %s\n", $$0, text }' \
		$(MAKEFILE_LIST)

# ---- what a newcomer runs -------------------------------------------------------------

run: deps ## install what is missing, build, run the county league tables of 2024
	@$(MAKE) --no-print-directory all
	$B/heng run config/zhejiang-counties.ini -o out/zhejiang-counties
	$B/heng report config/zhejiang-counties-robust.ini -o out/zhejiang-counties

check: deps-test ## install what the tests need, and pass them
	@$(MAKE) --no-print-directory check-built

check-built: all proofs $(TESTS) $(BAD_PLUGINS) $B/tests/tools/limit $B/tests/tools/workbook ## the same, without looking for packages
	@HENG=$B/heng HENG_TEST_PLUGINS=$B/tests/plugins/bad LIMITED=$B/tests/tools/limit sh tests/run.sh $(TESTS)

# What is proved without running anything, each where its tools are there (make deps-test brings them).
PROOFS = layers headers $(if $(shell command -v clang-format),format-check) \
	$(if $(and $(shell command -v cppcheck),$(shell command -v clang-tidy)),lint)
proofs: $(PROOFS) ## the layers, the headers, the format, the lint

check-new: all ## the test that `heng new dimension NAME` wrote: make check-new NAME=housing
	HENG=$B/heng sh tests/plugins/$(NAME).sh

check-hostile: deps-test ## nothing dropped in, written or fed can hang, crash, fool or stain a run
	@$(MAKE) --no-print-directory hostile-built
	@HENG=$B/heng HENG_TEST_PLUGINS=$B/tests/plugins/bad LIMITED=$B/tests/tools/limit sh tests/hostile/run.sh

hostile-built: all $(BAD_PLUGINS) $B/tests/tools/limit $B/tests/tools/workbook ## build what check-hostile runs
	@:

# ---- building ---------------------------------------------------------------------------

# What was built with other flags is built again.
$B/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$FLAGS_NOW" | cmp -s - $@ || printf '%s\n' "$$FLAGS_NOW" >$@
$B/flags: export FLAGS_NOW = $(COMPILE) + $(LDFLAGS) + $(PLUGIN) + $(MPICC)
FORCE:

# What programs are linked with: make mutate has a shared one.
LIBHENG ?= $B/libheng.a

# c_names.o answers for the C library's exp, pow ... whoever calls them: so it is not in the archive, and nothing else of heng is seen.
OWN_NAMES = -rdynamic -Wl,--exclude-libs,ALL
$B/heng: $B/obj/cli/main.o $B/obj/cli/c_names.o $(LIBHENG)
	$(call Q,link)$(CC) $(CFLAGS) $(BIND_NOW) $(OWN_NAMES) $(LDFLAGS) -o $@ $^ $(LIBRARY_LIBS)

$B/libheng.a: $(OBJECTS)
	@rm -f $@
	$(call Q,ar)$(AR) qcs $@ $^

# Which plugin would have a method that is not there: a line of C for each that the *.mk name.
$B/gen/plan/optional_methods.inc: $(wildcard plugins/methods/*.mk) Makefile
	@mkdir -p $(@D)
	@{ $(foreach p,$(DESCRIBED_PLUGINS),$(foreach m,$($p_METHODS),printf '{HENG_%s, "%s", "%s", "%s"},\n' \
		"$$(echo $(firstword $(subst :, ,$m)) | tr a-z A-Z)" $(lastword $(subst :, ,$m)) $p "$($p_LIBRARY)";)) } >$@
$B/obj/plan/methods.o: $B/gen/plan/optional_methods.inc
# And which library a source that is not there would need.
$B/gen/plan/optional_sources.inc: $(wildcard plugins/sources/*.mk) Makefile
	@mkdir -p $(@D)
	@{ $(foreach p,$(SOURCES_DESCRIBED),printf '{"%s", "%s"},\n' $p "$($p_LIBRARY)";) } >$@
$B/obj/plan/dataset_plugin.o: $B/gen/plan/optional_sources.inc

# The catalogue of messages: of each pair of lines in the *.zh one line of C.
$B/gen/config/twins.inc: $(wildcard core/config/messages/*.zh)
	@mkdir -p $(@D)
	@awk '/^\t/ { printf "{\"%s\", \"%s\", %d},\n", english, substr($$0, 2), FILENAME ~ /foreign/; next } !/^#/ { english = $$0 }' $^ >$@
$B/obj/config/translate.o: $B/gen/config/twins.inc

$B/obj/report/assets.o: $(addprefix core/report/,page.css page.js page_live.js whatif.wasm.gz)
$B/obj/cli/topics.o: $(wildcard core/help/*/*.md)
$B/obj/%.o: core/%.c $B/flags
	@mkdir -p $(@D)
	$(call Q,cc)$(COMPILE) -MMD -MP -c -o $@ $<

$B/plugins/%.so: plugins/dimensions/%.c $(SDK) $B/flags
	@mkdir -p $(@D)
	$(call Q,so)$(PLUGIN) -Wl,-z,defs -o $@ $< -lm

$(METHOD_PLUGINS:%=$B/plugins/%.so): $B/plugins/%.so: plugins/methods/%.c $(wildcard plugins/methods/*) $(SDK) $B/flags
	@mkdir -p $(@D)
	$(call Q,so)$(PLUGIN) -Wl,-z,defs -o $@ $< $(wildcard plugins/methods/$*_*.c) $($*_LIBS) -lm

$(SOURCE_PLUGINS:%=$B/plugins/%.so): $B/plugins/%.so: plugins/sources/%.c $(wildcard plugins/sources/*) $(SDK) $B/flags
	@mkdir -p $(@D)
	$(call Q,so)$(PLUGIN) -D_GNU_SOURCE $($*_CFLAGS) -Wl,-z,defs -o $@ $< $(wildcard plugins/sources/$*_*.c) $($*_PARTS:%=plugins/sources/%) $($*_LIBS) -lm

$B/ranks/%.so: plugins/ranks/%.c $(SDK) core/launch/processes_plugin.h core/base/version.h $B/flags
	@mkdir -p $(@D)
	$(call Q,so)$(MPICC) -std=c11 -D_GNU_SOURCE -Icore $(HERE) -fPIC -fvisibility=hidden -shared $(WARN) $(PLUGIN_CFLAGS) -o $@ $<

$B/tests/plugins/bad/%.so: tests/plugins/bad/%.c $(wildcard tests/plugins/bad/*.h) $(SDK) $B/flags
	@mkdir -p $(@D)
	$(call Q,so)$(PLUGIN) -Wno-missing-field-initializers -D_GNU_SOURCE -o $@ $< -lm

$B/tests/%: tests/%.c $(LIBHENG)
	@mkdir -p $(@D)
	$(call Q,test)$(COMPILE) -Itests $(CHECK_CFLAGS) -MMD -MP -o $@ $< $(LIBHENG) $(LIBRARY_LIBS) $(CHECK_LIBS)

$B/tests/tools/limit: tests/tools/limit.c $B/flags
	@mkdir -p $(@D)
	$(call Q,cc)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) $(CFLAGS) -o $@ $<

-include $(OBJECTS:.o=.d) $(TESTS:=.d) $B/obj/cli/main.d

# ---- installing --------------------------------------------------------------------------

SUDO = $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# $(call need,PACKAGES): apt-get install what is not there yet.
define need
@missing=; for p in $(1); do \
	dpkg-query -W -f '$${db:Status-Status}\n' $$p 2>/dev/null | grep -qx installed || missing="$$missing $$p"; done; \
[ -z "$$missing" ] || { echo "installing:$$missing"; \
	[ "$$(id -u)" = 0 ] || [ -n "$(SUDO)" ] || { echo "not root and no sudo: install these packages first:$$missing" >&2; exit 1; }; \
	$(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; }
endef

deps: ## install the packages that building needs
	$(call need,$(BUILD_PACKAGES))
deps-test: ## install the packages that the tests need
	@dpkg-query -W postgresql-common >/dev/null 2>&1 || $(MAKE) --no-print-directory deps-postgres
	$(call need,$(TEST_PACKAGES))
# Tests start a PostgreSQL of their own: where it was not there yet, it comes without one that runs.
deps-postgres: ## install PostgreSQL's scripts, and tell them to start no server
	$(call need,postgresql-common)
	$(SUDO) sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
deps-lint: ## install the packages that all further checks need
	$(call need,$(LINT_PACKAGES))

# Optional: what reads Parquet files is in no package of Debian 12. The plugin looks for it there.
DUCKDB_DIR ?= $(HOME)/.local/share/heng/duckdb
duckdb: ## fetch libduckdb, which reads Parquet files, by npm into DUCKDB_DIR (~/.local/share/heng/duckdb)
	mkdir -p $(DUCKDB_DIR)
	npm install --prefix $(DUCKDB_DIR) --no-save --ignore-scripts @duckdb/node-bindings-linux-x64

# What the program tells of itself: man pages, and completion for shells.
TOLD = $(addprefix $(DESTDIR)$(PREFIX)/share/,man/man1/heng.1 man/zh_CN/man1/heng.1 bash-completion/completions/heng \
	zsh/vendor-completions/_heng fish/vendor_completions.d/heng.fish)

install: all ## install under PREFIX (default /usr/local): program, plugins, scripts, headers, heng.pc
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/lib/pkgconfig \
		$(DESTDIR)$(PREFIX)/lib/heng/plugins $(DESTDIR)$(PREFIX)/share/heng
	install -m 755 $B/heng $(DESTDIR)$(PREFIX)/bin/heng
	install -m 644 $(SDK) $(DESTDIR)$(PREFIX)/include
	sed 's|@PREFIX@|$(PREFIX)|;s|@VERSION@|$(VERSION)|' plugins/heng.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/heng.pc
	install -m 755 $(PLUGINS) $(DESTDIR)$(PREFIX)/lib/heng/plugins
	[ -z "$(RANKS)" ] || { install -d $(DESTDIR)$(PREFIX)/lib/heng/ranks && \
		install -m 755 $(RANKS) $(DESTDIR)$(PREFIX)/lib/heng/ranks; }
	install -d $(dir $(TOLD))
	HENG_LANGUAGE=en $B/heng list --man >$(word 1,$(TOLD)) && HENG_LANGUAGE=zh $B/heng list --man >$(word 2,$(TOLD))
	$B/heng list --completion bash >$(word 3,$(TOLD)) && $B/heng list --completion zsh >$(word 4,$(TOLD))
	$B/heng list --completion fish >$(word 5,$(TOLD))
	rm -rf $(DESTDIR)$(PREFIX)/share/heng/scripts $(DESTDIR)$(PREFIX)/share/heng/config $(DESTDIR)$(PREFIX)/share/heng/templates
	cp -R scripts config $(DESTDIR)$(PREFIX)/share/heng/
	install -d $(DESTDIR)$(PREFIX)/share/heng/templates
	for d in plugins scripts config; do install -d $(DESTDIR)$(PREFIX)/share/heng/templates/$$d && \
		cp -R $$d/templates $(DESTDIR)$(PREFIX)/share/heng/templates/$$d/; done

uninstall: ## take away what make install has put under PREFIX
	rm -f $(TOLD) $(DESTDIR)$(PREFIX)/bin/heng $(SDK:core/%=$(DESTDIR)$(PREFIX)/include/%) $(DESTDIR)$(PREFIX)/lib/pkgconfig/heng.pc
	rm -rf $(DESTDIR)$(PREFIX)/lib/heng $(DESTDIR)$(PREFIX)/share/heng

# ---- the page's methods, as WebAssembly -----------------------------------------------------

# Built by Debian 12's clang-14, lld-14, wasi-libc and libclang-rt-14-dev-wasm32, whose output is the same on every machine, and kept:
# who builds heng needs none of them. tests/cli/whatif.bats builds it again where they are and compares.
WASM_SOURCES = $(wildcard core/report/whatif*.c core/methods/*.c core/methods/weights/*.c core/methods/aggregate/*.c \
	core/methods/rank/*.c) $(addprefix core/,$(addsuffix .c,stats/level stats/stats stats/order stats/sort stats/rank_sort \
	stats/normal stats/elementary stats/trigonometry stats/eigen stats/row_kernels stats/correlation stats/distribution base/arena base/error base/number base/text \
	config/param config/param_text))
WASM = clang-14 --target=wasm32-wasi -std=c11 -Os -ffp-contract=off -ffunction-sections -fdata-sections \
	-D_GNU_SOURCE -D_WASI_EMULATED_MMAN -DMADV_HUGEPAGE=14 -I$B/wasm/include -Icore $(HERE)
# The linker's 64 KB are too few for blocks of rows, and what runs over them would change the tables above: below all else, it stops.
WASM_LINK = -Wl,--gc-sections -Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=1048576
WASM_OBJECTS = $(WASM_SOURCES:core/%.c=$B/wasm/%.o)

wasm: $B/wasm/whatif.wasm ## build core/report/whatif.wasm.gz again, after a change of a method
	gzip -9nc $< >core/report/whatif.wasm.gz
$B/wasm/whatif.wasm: $(WASM_OBJECTS)
	clang-14 --target=wasm32-wasi -mexec-model=reactor -Os $(WASM_LINK) -o $@ $^ -lwasi-emulated-mman
$B/wasm/%.o: core/%.c $(HEADERS) | $B/wasm/include/utf8proc.h
	@mkdir -p $(@D)
	@$(WASM) -c -o $@ $<
$B/wasm/include/utf8proc.h:
	@mkdir -p $(@D)
	cp /usr/include/utf8proc.h $@

# ---- the tables of the elementary functions -----------------------------------------------------

# Made with MPFR (libmpfr-dev) and kept: who builds heng does not need it.
$B/elementary: tests/generate/elementary.c core/stats/elementary.c core/stats/trigonometry.c $(wildcard core/stats/*.h)
	@mkdir -p $(@D)
	$(COMPILE) -o $@ $(filter %.c,$^) -lmpfr -lm
elementary: $B/elementary ## make core/stats/elementary_tables.h and the cases of its test again (libmpfr-dev)
	$B/elementary tables | clang-format --assume-filename=core/stats/elementary_tables.h >$B/elementary_tables.h
	mv $B/elementary_tables.h core/stats/elementary_tables.h
	$B/elementary cases >tests/golden/elementary.txt
elementary-errors: $B/elementary ## the largest errors of the elementary functions: ARGUMENTS of each (libmpfr-dev)
	$B/elementary errors $(or $(ARGUMENTS),1000000)

# ---- further checks ------------------------------------------------------------------------

layers: $B/heng ## prove the order of the rooms: includes, calls, rings, statics, doors of libraries
	@sh tests/layers.sh $B/obj $(ROOMS)

headers: ## every header compiles alone; heng.h as C11 and C++11
	@for h in $(HEADERS:core/%=%); do \
		printf '#include "%s"\ntypedef int not_empty;\n' $$h | $(COMPILE) -fsyntax-only -x c - || exit 1; done
	@printf '#include "heng.h"\n' | $(CC) -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -Icore -fsyntax-only -x c -
	@printf '#include "heng.h"\n' | g++ -std=c++11 -Wall -Wextra -Wpedantic -Wconversion -Werror -Icore -fsyntax-only -x c++ -

check-gcc: ## build all and the tests with gcc, warnings as errors
	@$(MAKE) --no-print-directory B=$B/gcc CC=gcc CFLAGS='-O2 -g -Werror' PLUGIN_CFLAGS='-O2 -Werror' build-all
check-clang: ## build all and the tests with clang, warnings as errors
	@$(MAKE) --no-print-directory B=$B/clang CC=clang CFLAGS='-O2 -g -Werror' PLUGIN_CFLAGS='-O2 -Werror' build-all
build-all: all $(TESTS) ## build all and the tests

# The same bits of whatever compiler and level, as tests/cli/bits.bats compares them.
BUILDS = gcc-O0 gcc-O3 gcc-v3 clang-O2
gcc-O0_FLAGS = CC=gcc CFLAGS=-O0 PLUGIN_CFLAGS=-O0
gcc-O3_FLAGS = CC=gcc CFLAGS=-O3 PLUGIN_CFLAGS=-O3
gcc-v3_FLAGS = CC=gcc CFLAGS='-O2 -march=x86-64-v3' PLUGIN_CFLAGS='-O2 -march=x86-64-v3'
clang-O2_FLAGS = CC=clang CFLAGS=-O2 PLUGIN_CFLAGS=-O2
check-builds: all $(BUILDS:%=check-build-%) ## every profile and method built otherwise: the same bytes
check-build-%: all
	@$(MAKE) --no-print-directory B=$B/$* $($*_FLAGS) all
	OTHER=$(abspath $B/$*/heng) HENG=$B/heng bats tests/cli/bits.bats

SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
check-asan: ## all tests with AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory B=$B/asan CFLAGS='$(SANITIZE)' check-built

COVERAGE = -O0 -g --coverage -DHENG_COVERAGE
coverage: ## line coverage of core by all tests
	@rm -rf $B/coverage
	@$(MAKE) --no-print-directory B=$B/coverage CFLAGS='$(COVERAGE)' check-built
	gcovr -r . --filter 'core/' --sort-uncovered $(GCOVR) $B/coverage/obj

FORMATTED = $(shell find core plugins tests -name '*.[ch]' -not -path 'tests/fuzz/corpus/*')
format: ## lay all C out as .clang-format says
	@clang-format -i $(FORMATTED)
format-check: ## fail where C is laid out otherwise than .clang-format says
	@clang-format --dry-run -Werror $(FORMATTED)

# Casts between doubles and their bits are meant; cppcheck does not see through `key && ...` of a caller, nor
# into a compound literal.
CPPCHECK = cppcheck -q --enable=warning,portability,performance --inline-suppr --suppress=missingIncludeSystem \
	--suppress=invalidPointerCast --suppress=ctunullpointer --suppress=ignoredReturnValue --error-exitcode=1 -Icore -I$B/gen --std=c11
TIDY_FLAGS = -std=c11 -D_GNU_SOURCE -Icore -I$B/gen $(LIBRARY_CFLAGS) $(foreach p,$(SOURCES_DESCRIBED),$($p_CFLAGS))
LINTED = core plugins/dimensions plugins/methods plugins/sources
PROCESSORS := $(shell nproc)
lint: $B/gen/plan/optional_methods.inc $B/gen/plan/optional_sources.inc ## cppcheck, and clang-tidy with the checks of .clang-tidy
	@$(CPPCHECK) -j $(PROCESSORS) $(LINTED)
	@find $(LINTED) -name '*.c' | xargs -P $(PROCESSORS) -n 12 sh -c \
		'clang-tidy --quiet "$$@" -- $(TIDY_FLAGS) 2>/dev/null || exit 1' clang-tidy
	@echo "lint: $$(find $(LINTED) -name '*.c' | wc -l) files without a finding"

compare-revision: all ## what the profiles say beside another revision: make compare-revision REV=v0.1.0
	@sh tests/compare_revision.sh $(REV) $(PROFILES)

compile_commands.json: $(SOURCES) core/cli/main.c $B/flags ## what editors and clang's tools ask for: each file with its flags
	@{ printf '['; sep=; for file in $(SOURCES) core/cli/main.c; do \
		printf '%s\n{"directory": "%s", "file": "%s", "command": "%s"}' "$$sep" '$(CURDIR)' "$$file" "$(subst ",\",$(COMPILE)) -c $$file"; sep=,; \
	done; printf '\n]\n'; } >$@

docs: all ## write the list of keys into config/README.md
	@{ sed '/<!-- keys:begin -->/q' config/README.md; echo; echo '```'; $B/heng list keys; echo '```'; echo; \
		sed -n '/<!-- keys:end -->/,$$p' config/README.md; } > $B/README.new && mv $B/README.new config/README.md

include $(wildcard core/deb/deb.mk tests/fuzz/fuzz.mk tests/bench/bench.mk tests/mutate/mutate.mk)

clean: ## remove what was built
	rm -rf $B out compile_commands.json

.PHONY: FORCE check-builds duckdb deps-postgres elementary elementary-errors all plugins help run check check-built deps deps-test deps-lint install uninstall layers headers check-gcc \
	check-clang format format-check build-all check-asan coverage check-new check-hostile hostile-built proofs compare-revision lint docs wasm clean
