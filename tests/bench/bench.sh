#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast: medians of 21 runs of whole processes, in milliseconds, and the county run beside what
# a peer in Python takes only to start. sh tests/bench/bench.sh PROGRAM; needs hyperfine.
set -eu
heng=${1:-build/heng}
runs=${RUNS:-21}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# median COMMAND: milliseconds.
median() {
    hyperfine -N --warmup 2 --runs "$runs" --style none --export-csv "$scratch/times.csv" "$1" >/dev/null 2>&1 ||
        { echo "bench: cannot be timed: $1" >&2; return 1; }
    awk -F, 'NR == 2 { printf "%.1f", 1000 * $(NF - 4) }' "$scratch/times.csv"
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
line "heng run $profile -j 1" "$(median "$heng run $profile -o $scratch/out -j 1")" "$peer"
line "heng run $profile" "$(median "$heng run $profile -o $scratch/out")" "$peer"
line "heng check $profile" "$(median "$heng check $profile")" "$peer"
line "heng list" "$(median "$heng list")" "$peer"
