#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast a large table is read from where tables lie: the same rows x 50 columns as CSV, workbook, SQLite and PostgreSQL by
# `heng check`, beside pandas (read_excel with openpyxl: ten times as fast is the bar); peak memory beside the table's size.
# sh tests/bench/sources.sh HENG BENCH_CSV BENCH_SOURCES [ROWS]; SOURCES_ROWS is the default for ROWS, 1,000,000 (a sheet has 1,048,576).
set -eu
heng=$(realpath "${1:-build/heng}")
csv=$(realpath "${2:-build/tests/bench/csv}")
book=$(realpath "${3:-build/tests/bench/sources}")
rows=${4:-${SOURCES_ROWS:-1000000}}
here=$(cd "${0%/*}" && pwd)
scratch=$(mktemp -d)
server=
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
stop() {
    [ -z "$server" ] || (cd / && runuser -u postgres -- "$bin/pg_ctl" -s -m immediate -D "$server/data" stop)
    rm -rf "$scratch" ${server:+"$server"}
}
trap stop EXIT
cd "$scratch"
python=
for python in python3 /usr/bin/python3 ""; do
    [ -z "$python" ] || "$python" -c 'import pandas, openpyxl' 2>/dev/null && break
done
[ -n "$python" ] || echo "bench: no pandas with openpyxl here; no ratios" >&2

"$csv" make t.csv "$rows" 50
"$book" t.csv t.xlsx
command -v sqlite3 >/dev/null && {
    { printf 'CREATE TABLE data (code TEXT'; for i in $(seq 49); do printf ', x%d REAL' "$i"; done; printf ');\n'; } >schema.sql
    sqlite3 t.db '.read schema.sql' '.mode csv' '.import --skip 1 t.csv data'
}
if [ "$(id -u)" = 0 ] && [ -n "$bin" ] && id postgres >/dev/null 2>&1; then
    server=$(mktemp -d /tmp/heng-bench-XXXXXX)
    chown postgres "$server"
    sed 's/REAL/DOUBLE PRECISION/g' schema.sql >pg.sql
    (cd / && runuser -u postgres -- "$bin/initdb" -A trust -E UTF8 --locale=C -D "$server/data" >/dev/null &&
        runuser -u postgres -- "$bin/pg_ctl" -s -w -D "$server/data" -l "$server/log" -o "-c listen_addresses='' -k $server -c fsync=off" start)
    (cd / && runuser -u postgres -- psql -q -h "$server" -c "$(cat "$scratch/pg.sql")" postgres &&
        runuser -u postgres -- psql -q -h "$server" -c 'COPY data FROM STDIN CSV HEADER' postgres <"$scratch/t.csv")
    printf '[bench]\nhost=%s\nuser=postgres\ndbname=postgres\n' "$server" >services
    export PGSERVICEFILE="$scratch/services"
fi

# read_by NAME LINE...: seconds and peak of heng check over these lines of [data].
read_by() {
    name=$1
    shift
    { printf '[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = x1\n[data]\nlimit_mb = 100000\nlimit_seconds = 3600\n'; printf '%s\n' "$@"; } |
        if [ "$name" = csv ]; then grep -v ^limit; else cat; fi >"$name.ini"
    from=$(date +%s.%N)
    "$csv" peak "$heng" check "$name.ini" >peak
    to=$(date +%s.%N)
    grep -q . peak && "$heng" check "$name.ini" >/dev/null || { echo "bench: $name cannot be read" >&2; return 1; }
    seconds=$(echo "$from $to" | awk '{ printf "%.2f", $2 - $1 }')
    twin=
    [ -z "$python" ] || [ ! -e "t.$name" ] || twin=$("$python" "$here/sources_twin.py" "$name" "t.$name" | cut -d ' ' -f 1)
    awk -v name="$name" -v rows="$rows" -v s="$seconds" -v twin="$twin" 'NR == 1 {
        table = rows * 50 * 8 / 1048576
        printf "%-9s %8.2f s, peak %5d MB: %4.1f times the table%s\n", name, s, $1, $1 / table,
            twin == "" ? "" : sprintf("; pandas %.2f s: %.1f times as long%s", twin, twin / s, name == "xlsx" ? ", bar 10" : "") }' peak
}

echo "sources: $rows rows x 50 columns, table $((rows * 50 * 8 / 1048576)) MB"
mv t.db t.sqlite 2>/dev/null || true
read_by csv 'path = t.csv'
read_by xlsx 'path = t.xlsx'
[ ! -e t.sqlite ] || read_by sqlite 'path = t.sqlite'
[ -z "$server" ] || read_by postgres 'source = postgres' 'service = bench' 'query = SELECT * FROM data'
