#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast a large table is read: 1,000,000 rows x 50 columns, six decimals, 540 MB, with one and two workers,
# beside data.table's fread with one and two threads; medians of three. sh tests/bench/csv.sh PROGRAM [ROWS]
set -eu
program=${1:-build/tests/bench/csv}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
file=$scratch/large.csv
"$program" make "$file" "${2:-1000000}" 50
twin=
Rscript -e 'library(data.table)' >/dev/null 2>&1 && twin=yes || echo "bench: no data.table here; no ratio" >&2
"$program" read "$file" >/dev/null # from here on the file is in memory
for round in 1 2 3; do
    for n in 1 2; do
        "$program" read "$file" $n >> "$scratch/heng$n"
        [ -z "$twin" ] || Rscript tests/bench/csv_twin.R "$file" $n >> "$scratch/fread$n"
    done
done
for n in 1 2; do
    touch "$scratch/fread$n"
    sort -n "$scratch/heng$n" | sed -n 2p > "$scratch/median"
    sort -n "$scratch/fread$n" | sed -n 2p >> "$scratch/median"
    awk -v n=$n 'NR == 1 { s = $1; rate = $2; peak = $3; table = $4 }
        NR == 2 { ratio = sprintf("; fread, threads %d: %.2f s, peak %d MB: %.2f of it, bar 1", n, $1, $3, s / $1) }
        END { printf "csv_read, workers %d %8.2f s %6d MB/s, peak of the process %d MB, table %d MB%s\n", n, s, rate, peak, table, ratio }' "$scratch/median"
done
"$program" sums "$file" 1 > "$scratch/one"
"$program" sums "$file" 2 > "$scratch/two"
cmp "$scratch/one" "$scratch/two" && echo "csv_read: the same bits with one worker and with two"
