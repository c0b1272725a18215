# SPDX-License-Identifier: MIT
# make mutate: random one-line changes to core, in a copy, and which of them no test notices. There
# core is a shared library, so that a change costs one object and one link, and each function notes
# that it was called, so that only the tests are run that come to what was changed.

SEED ?= 1
COUNT ?= 40
MUTATED = $B/mutate
MUTATED_FLAGS = -O1 -g1 -fPIC -fvisibility=default -finstrument-functions -falign-functions=16 \
	-Wl,-rpath,$(abspath $(MUTATED))/build

mutate: ## COUNT (40) random one-line changes to core by SEED (1): which of them does no test notice?
	@mkdir -p $(MUTATED)
	@rm -rf $(addprefix $(MUTATED)/,core tests config scripts plugins)
	@tar -cf - Makefile README.md core tests config scripts plugins | tar -xf - -C $(MUTATED)
	+@$(MAKE) --no-print-directory -C $(MUTATED) B=build CFLAGS='$(MUTATED_FLAGS)' LIBHENG=build/libheng.so mutate-built
	@cd $(MUTATED) && HENG=build/heng HENG_TEST_PLUGINS=build/tests/plugins/bad LIMITED=build/tests/tools/limit \
		lua5.4 tests/mutate/mutate.lua $(SEED) $(COUNT) '$(FILES)'

mutate-built: all $(TESTS) $(BAD_PLUGINS) $B/tests/tools/limit $B/tests/tools/workbook ## what make mutate changes and runs
	@echo '$(COMPILE)' >$B/compile
	@echo '$(CC) $(CFLAGS) -shared -Wl,-Bsymbolic,-soname,libheng.so' >$B/link
	@echo '$B/touched.o $(LIBRARY_LIBS)' >$B/libraries
	@$(CC) -print-file-name=liblsan.so >$B/leaks
	@echo '$(OBJECTS)' | tr ' ' '\n' >$B/objects

$B/libheng.so: $(OBJECTS) $B/touched.o
	$(call Q,link)$(CC) $(CFLAGS) -shared -Wl,-Bsymbolic,-soname,libheng.so -o $@ $^ $(LIBRARY_LIBS)

$B/touched.o: tests/mutate/touched.c $B/flags
	$(call Q,cc)$(COMPILE) -fno-instrument-functions -c -o $@ $<

.PHONY: mutate mutate-built
