# SPDX-License-Identifier: MIT
# make bench: whole runs, containment, methods, a large table and replicates beside what peers take.

BENCH_PACKAGES = $(BUILD_PACKAGES) time python3-numpy python3-pandas python3-openpyxl sqlite3 postgresql hyperfine r-cran-data.table libopenmpi-dev openmpi-bin
BENCHES = worker csv sources methods pipeline robust

bench: deps-bench all $(BENCHES:%=$B/tests/bench/%) ## how fast: runs, containment, methods, a large table, replicates, beside peers; reports and their sizes
	@sh tests/bench/bench.sh $B/heng
	@sh tests/bench/containment.sh $B/heng
	@sh tests/bench/csv.sh $B/tests/bench/csv
	@sh tests/bench/sources.sh $B/heng $B/tests/bench/csv $B/tests/bench/sources
	@sh tests/bench/growth.sh $B/heng $B/tests/bench/csv $B/tests/bench/pipeline
	@sh tests/bench/frozen.sh $B/heng $B/tests/bench/csv
	@sh tests/bench/methods.sh $B/tests/bench/methods
	@sh tests/bench/pipeline.sh $B/tests/bench/pipeline
	@sh tests/bench/robust.sh $B/tests/bench/robust
	@sh tests/bench/mpi.sh $B/heng
	@sh tests/bench/report.sh $B/heng

deps-bench: ## install what the benchmark needs: the peers it compares with
	$(call need,$(BENCH_PACKAGES))

.PHONY: bench deps-bench
