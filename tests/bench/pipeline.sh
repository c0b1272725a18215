#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast a table of 1,000,000 units x 50 columns is scored in memory, on one thread: min-max, entropy
# weights, weighted mean or TOPSIS, rank; beside numpy in blocks. sh tests/bench/pipeline.sh PROGRAM [UNITS]
set -eu
program=${1:-build/tests/bench/pipeline}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for python in python3 /usr/bin/python3 ""; do
    [ -z "$python" ] || "$python" -c 'import numpy' 2>/dev/null && break
done
[ -n "$python" ] || { echo "bench: no numpy here; no ratios" >&2; "$program" "$scratch" ${2:-}; exit 0; }
"$program" "$scratch" ${2:-} > "$scratch/times"
OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 "$python" tests/bench/pipeline_twin.py "$scratch" "$scratch/times"
