#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast the methods are: every weighting and aggregation over 100,000 units x 100 columns (those
# that compare all pairs: 3,000) beside plain numpy in the same run. sh tests/bench/methods.sh PROGRAM
set -eu
program=${1:-build/tests/bench/methods}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for python in python3 /usr/bin/python3 ""; do
    [ -z "$python" ] || "$python" -c 'import numpy' 2>/dev/null && break
done
[ -n "$python" ] || { echo "bench: no numpy here; no ratios" >&2; "$program" "$scratch"; exit 0; }
"$program" "$scratch" > "$scratch/times"
OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 "$python" tests/bench/methods_twin.py "$scratch" "$scratch/times"
