# SPDX-License-Identifier: MIT
# make fuzz, fuzz-smoke: the targets here, with libFuzzer (clang).

FUZZ_CC ?= clang
FUZZ_SECONDS ?= 60
FUZZ_FLAGS = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FUZZ_OPTIONS = -max_len=4096 -timeout=25 -rss_limit_mb=2048 -close_fd_mask=1 -print_final_stats=1
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BUILD = $(MAKE) --no-print-directory B=$B/fuzz CC=$(FUZZ_CC) CFLAGS='$(FUZZ_FLAGS)' fuzz-built

fuzz: ## fuzz each target for FUZZ_SECONDS (60), one after the other; new inputs and findings stay under build/fuzz
	+@$(FUZZ_BUILD)
	@for t in $(FUZZERS); do echo "fuzz $$t"; mkdir -p $B/fuzz/corpus/$$t; dict=; \
		if [ -f tests/fuzz/$$t.dict ]; then dict=-dict=tests/fuzz/$$t.dict; fi; \
		$B/fuzz/tests/fuzz/fuzz_$$t -max_total_time=$(FUZZ_SECONDS) $(FUZZ_OPTIONS) $$dict \
			-artifact_prefix=$B/fuzz/finding-$$t- $B/fuzz/corpus/$$t tests/fuzz/corpus/$$t \
			>$B/fuzz/$$t.log 2>&1 || { tail -n 40 $B/fuzz/$$t.log; exit 1; }; \
		grep number_of_executed_units $B/fuzz/$$t.log; done

fuzz-smoke: ## the kept fuzz inputs once through each target
	+@command -v $(FUZZ_CC) >/dev/null || { echo "fuzz-smoke: skipped: there is no $(FUZZ_CC)"; exit 0; }; \
	$(FUZZ_BUILD) >/dev/null && for t in $(FUZZERS); do \
		$B/fuzz/tests/fuzz/fuzz_$$t -runs=0 $(FUZZ_OPTIONS) tests/fuzz/corpus/$$t >$B/fuzz/$$t.log 2>&1 || \
			{ tail -n 40 $B/fuzz/$$t.log; exit 1; }; \
		echo "fuzz-smoke $$t: $$(ls tests/fuzz/corpus/$$t | wc -l) inputs"; done

fuzz-built: $(patsubst %,$B/tests/fuzz/fuzz_%,$(FUZZERS)) ## the fuzz targets, built with what CC and CFLAGS say

# The workbooks' reader is in there whole, where its library is.
ifeq ($(call has,$(xlsx_HEADER)),)
FUZZERS := $(filter-out xlsx ods,$(FUZZERS))
endif
$B/tests/fuzz/fuzz_xlsx $B/tests/fuzz/fuzz_ods: LIBRARY_LIBS += $(xlsx_LIBS)
$B/tests/fuzz/fuzz_xlsx $B/tests/fuzz/fuzz_ods $B/tests/fuzz/fuzz_xls: $(wildcard plugins/sources/*) tests/fuzz/fuzz_source.h

$B/tests/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h $B/libheng.a
	@mkdir -p $(@D)
	$(COMPILE) -fsanitize=fuzzer -Itests/fuzz -o $@ $< $B/libheng.a $(LIBRARY_LIBS)

.PHONY: fuzz fuzz-smoke fuzz-built
