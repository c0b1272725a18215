#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast a large table is read: 1,000,000 rows x 50 columns, six decimals, 540 MB, beside
# data.table's fread with one and two threads. sh tests/bench/csv.sh PROGRAM [ROWS]
set -eu
program=${1:-build/tests/bench/csv}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
file=$scratch/large.csv
"$program" make "$file" "${2:-1000000}" 50
twin=
Rscript -e 'library(data.table)' >/dev/null 2>&1 && twin=yes || echo "bench: no data.table here; no ratio" >&2
for round in 1 2 3; do # the first may find the file not yet in memory
    "$program" read "$file" | awk -v k="$round" '{ printf "%-28s %d %8.2f s %6d MB/s, peak %d MB, table %d MB\n", "csv_read", k, $1, $2, $3, $4 }'
    for threads in 1 2; do
        [ -n "$twin" ] || continue
        Rscript tests/bench/csv_twin.R "$file" $threads |
            awk -v k="$round" -v t="$threads" '{ printf "%-28s %d %8.2f s %6d MB/s, peak %d MB\n", "fread, threads: " t, k, $1, $2, $3 }'
    done
done
