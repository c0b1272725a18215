#!/bin/sh
# SPDX-License-Identifier: MIT
# heng robust as one and as two ranks: medians of 3 whole runs, by turns, and their ratio. The files must be
# the same. sh tests/bench/mpi.sh PROGRAM; needs mpirun and two processors.
set -eu
heng=${1:-build/heng}
runs=${RUNS:-3}
replicates=${REPLICATES:-50000}
bar=1.6
profile=config/zhejiang-counties-robust.ini
command -v mpirun >/dev/null && [ -f "$(dirname "$heng")/ranks/mpi.so" ] ||
    { echo "bench: MPI: skipped: no mpirun here, or heng was built without mpicc"; exit 0; }
[ "$(nproc)" -ge 2 ] || { echo "bench: MPI: skipped: one processor"; exit 0; }
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# once RANKS: adds the seconds of a run to the list of RANKS.
once() {
    start=$(date +%s%N)
    mpirun --oversubscribe --bind-to none -np "$1" "$heng" robust $profile -o "$scratch/of$1" --set sensitivity.samples=0 \
        --set uncertainty.replicates="$replicates" >/dev/null 2>&1
    end=$(date +%s%N)
    echo "$start $end" | awk '{ printf "%.3f\n", ($2 - $1) / 1e9 }' >>"$scratch/times$1"
}

# median RANKS
median() {
    sort -n "$scratch/times$1" | sed -n "$(((runs + 1) / 2))p"
}

i=0
while [ $i -lt "$runs" ]; do
    once 1
    once 2
    i=$((i + 1))
done
diff -r "$scratch/of1" "$scratch/of2"
awk -v one="$(median 1)" -v two="$(median 2)" -v n="$replicates" -v bar=$bar 'BEGIN {
    printf "%-44s %8.2f s\n%-44s %8.2f s  %.2f times one rank; bar %.1f: %s\n",
        "MPI, 1 rank, " n " replicates", one, "MPI, 2 ranks", two, one / two, bar,
        (one / two >= bar) ? "reached" : "not reached" }'
