#!/bin/sh
# SPDX-License-Identifier: MIT
# A yardstick that was frozen over 100,000 units, applied to $ROWS of them (1,000,000 as a rule; 10,000,000
# needs 4 GB of disk): by heng itself, and by the SELECT that heng freeze writes, in SQLite and, where `make duckdb` has been
# run, DuckDB. Seconds with and without reading the CSV; how far scores and ranks differ: two
# scores that are nearly equal may share a rank here and not there, where they are rounded.
# sh tests/bench/frozen.sh HENG CSV
set -eu
heng=$(realpath "${1:-build/heng}")
csv=$(realpath "${2:-build/tests/bench/csv}")
rows=${ROWS:-1000000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

"$csv" make base.csv 100000 6
"$csv" make units.csv "$rows" 6
printf '%s\n' '[data]' 'path = base.csv' '[index]' 'id = all' 'dimensions = whole' '[dimension.whole]' \
    'indicators = x1, x2, x3, x4, x5' '[treat]' 'method = winsorise_quantile' '[normalise]' 'method = minmax' \
    '[weights]' 'method = entropy' '[aggregate]' 'method = arithmetic' '[output]' 'tables = scores' 'formats = csv' >index.ini
"$heng" freeze index.ini -o frozen.ini >/dev/null 2>&1
for dialect in sqlite duckdb; do
    "$heng" freeze frozen.ini --sql "$dialect" --table units -o $dialect.sql >/dev/null 2>&1
done

now() { date +%s.%N; }

# line WHAT READING ALL: the seconds of both; READING "-": not apart.
line() {
    awk -v what="$1" -v r="$2" -v s="$3" -v n="$rows" 'BEGIN {
        printf "%-26s %9d rows %8.2f s, %6.2f us a row", what, n, s, 1e6 * s / n
        if (r != "-") printf "; reading %.2f s, the SELECT %.2f s", r, s - r
        print "" }'
}

# alike NAME: rows of NAME.csv beside heng's: code, rank and score are its first, third and fourth column.
alike() {
    sed 1d "$1.csv" | tr -d '"\r' | cut -d, -f1,3,4 | LC_ALL=C sort -t, -k1,1 | paste -d, heng.sorted - | awk -F, -v what="$1" '
        { d = $3 - $6; d = d < 0 ? -d : d; if (d > most) most = d; ranks += $2 != $5; codes += $1 != $4 }
        END { printf "%-26s %d rows: %d codes and %d ranks differ, scores by at most %.2g\n", what " beside heng", NR, codes, ranks, most
              exit codes > 0 || ranks > NR / 10000 || most > 1e-10 }'
}

begin=$(now)
"$heng" run frozen.ini --set data.path=units.csv -o out >/dev/null 2>&1
line "heng run" - "$(awk -v a="$begin" -v b="$(now)" 'BEGIN { print b - a }')"
sed 1d out/scores.csv | cut -d, -f3,5,6 | LC_ALL=C sort -t, -k1,1 >heng.sorted

if command -v sqlite3 >/dev/null; then
    begin=$(now)
    printf '%s\n' 'PRAGMA journal_mode = OFF;' 'PRAGMA synchronous = OFF;' \
        'CREATE TABLE units (code TEXT, x1 REAL, x2 REAL, x3 REAL, x4 REAL, x5 REAL);' \
        '.mode csv' '.import --skip 1 units.csv units' | sqlite3 units.db >/dev/null
    middle=$(now)
    sqlite3 -csv -header units.db <sqlite.sql >sqlite.csv
    end=$(now)
    line "SQLite $(sqlite3 --version | cut -d' ' -f1)" "$(awk -v a="$begin" -v b="$middle" 'BEGIN { print b - a }')" \
        "$(awk -v a="$begin" -v b="$end" 'BEGIN { print b - a }')"
    alike sqlite
else
    echo "bench: frozen: no sqlite3 here" >&2
fi

library=${DUCKDB_DIR:-$HOME/.local/share/heng/duckdb}/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so
[ -e "$library" ] && command -v python3 >/dev/null || {
    echo "bench: frozen: no libduckdb here (make duckdb)" >&2
    exit 0
}
python3 - "$library" >duckdb.times <<'X'
import ctypes, sys, time
lib = ctypes.CDLL(sys.argv[1])
lib.duckdb_library_version.restype = lib.duckdb_result_error.restype = ctypes.c_char_p
db, connection = ctypes.c_void_p(), ctypes.c_void_p()

def query(sql):
    result = (ctypes.c_uint64 * 8)()  # a duckdb_result, of 48 bytes
    if lib.duckdb_query(connection, sql.encode(), result):
        sys.exit("bench: frozen: DuckDB: " + (lib.duckdb_result_error(result) or b"?").decode())
    lib.duckdb_destroy_result(result)

if lib.duckdb_open(None, ctypes.byref(db)) or lib.duckdb_connect(db, ctypes.byref(connection)):
    sys.exit("bench: frozen: DuckDB cannot be opened")
query("SET threads = 1")
begin = time.monotonic()
query("CREATE TABLE units AS SELECT * FROM read_csv('units.csv', header = true)")
middle = time.monotonic()
select = open("duckdb.sql").read().rstrip().rstrip(";")
query("COPY (" + select + ") TO 'duckdb.csv' (HEADER)")
print(lib.duckdb_library_version().decode(), middle - begin, time.monotonic() - begin)
X
read -r version reading all <duckdb.times
line "DuckDB $version, 1 thread" "$reading" "$all"
alike duckdb
