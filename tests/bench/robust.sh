#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast replicates are: 10,000 with noise on the weights of 90 units x 50 indicators beside a
# hand-vectorised numpy, with one thread and with as many as it takes; and replicates that rebuild
# everything on 51 x 49. sh tests/bench/robust.sh PROGRAM [REPLICATES]
set -eu
program=${1:-build/tests/bench/robust}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for python in python3 /usr/bin/python3 ""; do
    [ -z "$python" ] || "$python" -c 'import numpy' 2>/dev/null && break
done
[ -n "$python" ] || { echo "bench: no numpy here; no ratios" >&2; "$program" "$scratch" ${2:-}; exit 0; }
"$program" "$scratch" ${2:-} > "$scratch/times"
OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 "$python" tests/bench/robust_twin.py "$scratch" one > "$scratch/one"
"$python" tests/bench/robust_twin.py "$scratch" default > "$scratch/default"
"$python" tests/bench/robust_twin.py "$scratch" report
