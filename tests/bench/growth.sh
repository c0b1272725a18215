#!/bin/sh
# SPDX-License-Identifier: MIT
# How time and memory grow with the units: 20 indicators, min-max, entropy weights, weighted mean, ranks;
# reading alone, the stages in memory and whole `heng run`s, from 10,000 units tenfold to $GROWTH (1,000,000
# as a rule; 10,000,000 needs 2 GB of disk and more memory than most have). Peak memory beside the bar: 1.5
# times the table of 9 bytes a cell, and 64 MB.
# sh tests/bench/growth.sh HENG CSV PIPELINE
set -eu
heng=${1:-build/heng}
csv=${2:-build/tests/bench/csv}
pipeline=${3:-build/tests/bench/pipeline}
most=${GROWTH:-1000000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# line WHAT UNITS SECONDS PEAK_MB
line() {
    awk -v what="$1" -v n="$2" -v s="$3" -v mb="$4" 'BEGIN {
        table = n * 20 * 9 / 1e6
        printf "%-28s %9d %8.2f s %7.3f us/unit, peak %6d MB = %5.2f of table %5d MB; bar %5d MB, %.2f of it\n",
            what, n, s, 1e6 * s / n, mb, mb / table, table, 1.5 * table + 64, mb / (1.5 * table + 64) }'
}

# timed COMMAND...: seconds and peak memory in MB, of all that it starts at its largest.
timed() {
    start=$(date +%s.%N)
    peak=$("$csv" peak "$@") || return 1
    end=$(date +%s.%N)
    echo "$(awk -v a="$start" -v b="$end" 'BEGIN { printf "%.3f", b - a }') $peak"
}

# profile FILE UNITS
profile() {
    printf '[data]\npath = %s\n[index]\nid = all\ndimensions = whole\n' "$1"
    printf '[dimension.whole]\nindicators = x1'
    for i in $(seq 2 20); do printf ', x%d' "$i"; done
    printf '\n[normalise]\nmethod = minmax\n[weights]\nmethod = entropy\n[aggregate]\nmethod = arithmetic\n'
    printf '[output]\nformats = csv\n'
}

units=10000
while [ "$units" -le "$most" ]; do
    file=$scratch/growth.csv
    room=$(df -Pk "$scratch" | awk 'NR == 2 { print int($4 / 1024) }')
    memory=$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
    if [ "$room" -lt $((units / 500)) ] || [ "$memory" -lt $((units / 500)) ]; then
        echo "bench: growth: $units units left out: $room MB of disk, $memory MB of memory here" >&2
        break
    fi
    "$csv" make "$file" "$units" 21
    set -- $("$csv" read "$file" 1)
    line "csv_read" "$units" "$1" "$3"
    profile "$file" > "$scratch/growth.ini"
    took=$(timed "$pipeline" "$scratch" "$units" 20 1) || { echo "bench: growth: $pipeline failed" >&2; exit 1; }
    line "in memory, two ways" "$units" $took
    rm -f "$scratch"/*.bin
    took=$(timed "$heng" run "$scratch/growth.ini" -o "$scratch/out" -j 1) || { echo "bench: growth: $heng failed" >&2; exit 1; }
    line "heng run -j 1" "$units" $took
    rm -rf "$scratch/out"
    units=$((units * 10))
done
