#!/bin/sh
# SPDX-License-Identifier: MIT
# What containment costs: milliseconds a worker, and the whole county run beside that of a program
# whose workers are not confined (unconfined.c), medians of 21 runs each.
# sh tests/bench/containment.sh PROGRAM; needs hyperfine.
set -eu
heng=$(realpath "${1:-build/heng}")
build=${heng%/*}
runs=${RUNS:-21}
command -v hyperfine >/dev/null || { echo "containment: hyperfine is not here: make deps-bench installs it" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
libraries=$(sed -n 's/^LIBRARIES = //p' Makefile)
# shellcheck disable=SC2046,SC2086
${CC:-gcc} -std=c11 -D_GNU_SOURCE -O2 -Icore -o "$scratch/heng" "$build/obj/cli/main.o" tests/bench/unconfined.c \
    "$build/libheng.a" $(pkg-config --libs $libraries) -ldl -lm
[ ! -x "$build/tests/bench/worker" ] || "$build/tests/bench/worker"

flags="--plugins $build/plugins --scripts scripts"
# median NAME PROGRAM JOBS
median() {
    hyperfine -N --warmup 2 --runs "$runs" --style none --export-csv "$scratch/times.csv" \
        "$2 run config/zhejiang-counties.ini -o $scratch/out$1 -j $3 $flags" >/dev/null 2>&1
    awk -F, 'NR == 2 { printf "%.2f", 1000 * $(NF - 4) }' "$scratch/times.csv"
}
for jobs in 1 2; do
    with=$(median with "$heng" $jobs)
    without=$(median without "$scratch/heng" $jobs)
    awk -v a="$with" -v b="$without" -v j=$jobs 'BEGIN {
        printf "county run, -j %d, confined  %24.2f ms\n", j, a
        printf "county run, -j %d, unconfined %23.2f ms  (containment: %.2f ms, %.0f %%)\n", j, b, a - b, 100 * (a - b) / b }'
done
cmp "$scratch/outwith/scores.csv" "$scratch/outwithout/scores.csv"
