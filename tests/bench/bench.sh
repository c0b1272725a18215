#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast: medians of 21 runs of whole processes, in milliseconds, and the county run beside its bar of
# 50 ms and what a peer in Python takes only to start. sh tests/bench/bench.sh PROGRAM; needs hyperfine.
# The bar is for a machine that does nothing else: a run of 15 processes waits its turn on a busy one.
set -eu
heng=${1:-build/heng}
runs=${RUNS:-21}
command -v hyperfine >/dev/null || { echo "bench: hyperfine is not here: make deps-bench installs it" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# median COMMAND: milliseconds.
median() {
    hyperfine -N --warmup 2 --runs "$runs" --style none --export-csv "$scratch/times.csv" "$1" >"$scratch/told" 2>&1 ||
        { echo "bench: cannot be timed: $1: $(cat "$scratch/told")" >&2; return 1; }
    awk -F, 'NR == 2 { printf "%.1f", 1000 * $(NF - 4) }' "$scratch/times.csv"
}

# held MEDIAN BAR: one line.
held() {
    awk -v ms="$1" -v bar="$2" 'BEGIN {
        printf "%-44s %8.1f ms  %s\n", "    its bar", bar, ms < bar ? "held" : "not held" }'
}

# line NAME MEDIAN [BASE]: one line, with the ratio of BASE to MEDIAN.
line() {
    if [ -n "${3:-}" ]; then
        awk -v name="$1" -v ms="$2" -v base="$3" 'BEGIN { printf "%-44s %8.1f ms  1/%.0f of it\n", name, ms, base / ms }'
    else
        awk -v name="$1" -v ms="$2" 'BEGIN { printf "%-44s %8.1f ms\n", name, ms }'
    fi
}

peer=
for python in python3 /usr/bin/python3 ""; do # the first of these that has them
    [ -z "$python" ] || "$python" -c 'import numpy, pandas' 2>/dev/null && break
done
if [ -n "$python" ]; then
    peer=$(median "$python -c 'import numpy, pandas'")
    line "python3 -c 'import numpy, pandas'" "$peer"
else
    echo "bench: no numpy and pandas here; no ratio" >&2
fi
profile=config/zhejiang-counties.ini
for jobs in 1 2; do
    took=$(median "$heng run $profile -o $scratch/out -j $jobs")
    line "heng run $profile -j $jobs" "$took" "$peer"
    held "$took" 50
done
line "heng check $profile" "$(median "$heng check $profile")" "$peer"
line "heng list" "$(median "$heng list")" "$peer"
