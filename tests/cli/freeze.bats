#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng freeze: the yardstick of a run as given values, in a profile and as SQL.
load helper

# The server of a test that has started one.
teardown() {
    [ -z "${server:-}" ] || {
        as_postgres "$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)/pg_ctl" -s -m immediate -D "$server/data" stop
        rm -rf "$server"
    }
}

# table: eight units of two kinds, one outlier, one blank, values that are no round numbers.
table() {
    cat >t.csv <<'X'
code,kind,a,b,c,d
u1,east,1.5,20.25,3.125,0.7
u2,east,2.25,18.5,4.75,0.55
u3,east,3.75,,5.5,0.91
u4,east,97.5,11.25,6.1,0.33
u5,west,4.5,13.75,7.3,0.47
u6,west,5.25,9.5,8.9,0.81
u7,west,2.75,16.125,2.2,0.62
u8,west,6.5,7.75,9.6,0.28
X
}

# profile LINE...: an index of the table, and what the lines say.
profile() {
    printf '%s\n' '[data]' 'path = t.csv' '[index]' 'id = i' 'dimensions = x, y' '[dimension.x]' \
        'indicators = a, b' '[dimension.y]' 'indicators = c, d' 'weight = 2' '[indicator.b]' \
        'direction = negative' 'goalposts = 5, 25, 8' '[indicator.a]' 'goalposts = 0, 90, 80' '[indicator.c]' \
        'goalposts = 1, 10, 9' '[indicator.d]' 'goalposts = 0, 1, 0.9' "$@" >p.ini
}

# scores DIR: code, score, rank of every unit.
scores() {
    awk -F, 'NR==1{for(i=1;i<=NF;i++)k[$i]=i;next}{print $k["code"],$k["score"],$k["rank"]}' "$1/scores.csv" | sort
}

# frozen: the profile frozen gives the scores of its run; another unit changes none of them.
frozen() {
    heng run p.ini -o own
    exits 0
    heng freeze p.ini -o f.ini
    exits 0
    heng run f.ini -o again
    exits 0
    scores own | cut -d' ' -f1,3 >own.ranks
    scores again | cut -d' ' -f1,3 | cmp - own.ranks
    scores again | cut -d' ' -f1,2 >again.scores
    paste -d' ' <(scores own) again.scores | awk '{d = $2 - $5; d = d < 0 ? -d : d; m = $2 < 0 ? -$2 : $2; if (d > 1e-12 * (m > 1 ? m : 1)) exit 1}'
    cp t.csv kept.csv
    printf 'u9,west,1234.5,1.5,77.7,3\n' >>t.csv
    heng run f.ini -o more
    exits 0
    scores more | cut -d' ' -f1,2 | grep -v '^u9' | cmp - again.scores
    mv kept.csv t.csv
}

@test "freeze: every treatment and normalisation that can be given gives the same, and stands alone" {
    local m
    table
    for m in minmax zscore goalposts none scaled dist_target dist_reference dist_max fraction_max sum vector initial_value \
        mean_value efficacy logistic; do
        profile '[normalise]' "method = $m"
        frozen
    done
    for m in none winsorise log winsorise_quantile boxcox; do
        profile '[treat]' "method = $m"
        frozen
    done
    for m in ct ct_orig ct_plus log10; do
        profile '[treat]' 'method = log' "variant = $m"
        frozen
    done
    profile '[treat]' 'method = winsorise' 'max_points = 0' 'skewness = 0.5' 'kurtosis = -5'
    frozen
    grep -q 'function = ' f.ini
}

@test "freeze: weights of every kind, means, imputation by a value, directions to a best value" {
    local m
    table
    for m in equal given entropy critic cv sd pca merec gini; do
        profile '[weights]' "method = $m" '[normalise]' 'range = 1, 100'
        frozen
    done
    profile '[weights]' 'method = entropy' 'scope = index'
    frozen
    for m in arithmetic geometric harmonic power_mean mean_min; do
        profile '[aggregate]' "method = $m" '[normalise]' 'range = 1, 100'
        frozen
    done
    for m in mean median; do
        profile '[impute]' "method = $m"
        frozen
        grep -q 'method = constant' f.ini
    done
    profile '[impute]' 'method = constant' 'value = 12'
    frozen
    sed -i 's/direction = negative/direction = target\nbest = 14/; s/goalposts = 5, 25, 8//' p.ini
    frozen
    profile '[indicator.e]' 'formula = a / d' '[treat.x]' 'method = log' '[normalise.x]' 'method = zscore' \
        '[normalise.y]' 'method = zscore' '[normalise.c]' 'base_units = kind == "west"' '[normalise.d]' 'base_units = kind == "east"'
    sed -i 's/indicators = c, d/indicators = c, d, e/' p.ini
    frozen
    run ! grep -q '= kind' f.ini
}

@test "freeze: each class has its own values; base_units and a fixed base are frozen, too" {
    table
    profile '[class]' 'by = kind' 'scale = own' '[treat]' 'method = winsorise_quantile' '[weights]' 'method = entropy'
    frozen
    grep -q '^at.east = ' f.ini
    grep -q '^values.west = ' f.ini
    profile '[class]' 'by = kind' 'scale = common'
    frozen
    run ! grep -q '\.east' f.ini
    profile '[normalise]' 'base_units = kind == "east"' 'method = zscore'
    frozen
    awk -F, 'NR==1{print "code,year" substr($0,5);next}{print $1 ",2023" substr($0,3)}' t.csv >p1
    sed -n '2,$p' t.csv | awk -F, '{printf "%s,2024,%s,%s,%s,%s,%s\n",$1,$2,$3*1.5,$4==""?"":$4+1,$5*0.9,$6}' >p2
    cat p1 p2 >t.csv
    profile '[normalise]' 'base = 2023'
    sed -i 's/path = t.csv/path = t.csv\nperiod = year/' p.ini
    heng freeze p.ini -o f.ini
    exits 0
    heng run p.ini -o own
    heng run f.ini -o again
    cmp own/scores.csv again/scores.csv
    sed -i '/,2023,/d; s/,2024,/,2025,/' t.csv # a table of another year alone
    heng run f.ini -o more
    exits 0
    paste -d' ' <(sed -n '10,$p' own/scores.csv | cut -d, -f3,6 | sort) <(sed 1d more/scores.csv | cut -d, -f3,6 | sort) | awk '$1 != $2 {exit 1}'
    sed -i 's/base = 2023//' p.ini
    heng freeze p.ini -o f.ini # one period: it is its own yardstick
    exits 0
}

@test "freeze: what has no closed form a row is refused by node and method" {
    local m
    table
    for m in rank percentile_rank borda; do
        profile '[normalise]' "method = $m"
        heng freeze p.ini -o f.ini
        exits 78
        tells "a: normalise $m: what a unit gets depends on other rows"
        [ ! -e f.ini ]
    done
    for m in topsis copeland promethee2 vikor; do
        profile '[aggregate.x]' "method = $m" '[aggregate]' 'method = topsis'
        heng freeze p.ini -o f.ini
        exits 78
        tells "x: aggregate $m: "
        tells "y: aggregate topsis: "
    done
    profile '[impute]' 'method = knn' 'k = 2'
    heng freeze p.ini -o f.ini
    exits 78
    tells 'b: impute knn: '
    profile '[aggregate]' 'missing = impute'
    heng freeze p.ini -o f.ini
    tells 'x: aggregate arithmetic: missing = impute puts the mean of the class'
    profile '[derive]' 'm = a / mean(a)'
    heng freeze p.ini -o f.ini
    tells 'm: formula a / mean(a): mean looks at all units of the run'
    profile
    heng freeze p.ini
    exits 64
    heng freeze p.ini -o p.ini
    exits 64
    heng freeze p.ini --sql oracle
    exits 64
    tells '--sql oracle: no such dialect; there are sqlite, postgres, duckdb, spark'
}

@test "freeze: a key for one class is none where scales are common, and none of another class" {
    table
    profile '[class]' 'by = kind' 'scale = common' '[normalise]' 'method = given' 'at = 0, 10' 'at.east = 0, 5'
    heng check p.ini
    exits 78
    tells 'at.east'
    profile '[class]' 'by = kind' '[normalise]' 'method = given' 'at = 0, 10' 'at.south = 0, 5'
    heng check p.ini
    exits 78
    tells 'at.south'
}

# sql DIALECT RUN...: the statement gives the scores within 1e-12 and the ranks of a run.
sql_is_run() {
    local dialect=$1
    shift
    heng run p.ini -o own
    exits 0
    heng freeze p.ini --sql "$dialect" --table units -o f.sql
    exits 0
    "$@" <f.sql >sql.csv
    paste -d' ' <(scores own) <(cut -d, -f1,3,4 sql.csv | sed 1d | tr , ' ' | sort) >both
    [ "$(wc -l <both)" = "$(sed 1d own/scores.csv | wc -l)" ]
    awk 'NF != 6 || $1 != $4 || $3 != $5 {exit 1} {d = $2 - $6; d = d < 0 ? -d : d; if (d > 1e-12 * ($2 < 0 ? -$2 : $2) + 1e-300) exit 1}' both
}

# tabled FILE...: CSVs as one table units of s.db, blanks as NULL.
tabled() {
    rm -f s.db
    printf '.mode csv\n.import %s a\n' "$1" | sqlite3 s.db
    [ $# = 1 ] || printf '.mode csv\n.import %s b\n' "$2" | sqlite3 s.db
    [ $# = 1 ] && sqlite3 s.db 'CREATE TABLE units AS SELECT * FROM a' || sqlite3 s.db 'CREATE TABLE units AS SELECT * FROM a LEFT JOIN b USING (code)'
    sqlite3 s.db "SELECT 'UPDATE units SET \"' || name || '\" = NULL WHERE \"' || name || '\" = '''';' FROM pragma_table_info('units')" >blanks.sql
    sqlite3 s.db <blanks.sql
}

in_sqlite() {
    sqlite3 -csv -header s.db
}

@test "freeze: the county index as one SELECT in SQLite" {
    command -v sqlite3 || skip "no sqlite3 here"
    tabled "$TOP/config/data/zhejiang_2024.csv" "$TOP/config/data/zhejiang_census_2020.csv"
    printf '[profile]\nextends = %s\n' "$COUNTIES" >p.ini
    sql_is_run sqlite in_sqlite
    run ! grep -q 'read as a column' f.sql
}

@test "freeze: in SQLite methods and means are those of the run" {
    local m
    command -v sqlite3 || skip "no sqlite3 here"
    table
    tabled t.csv
    for m in minmax zscore goalposts none scaled dist_target dist_reference dist_max fraction_max sum vector mean_value efficacy \
        logistic; do
        profile '[normalise]' "method = $m"
        sql_is_run sqlite in_sqlite
    done
    for m in winsorise log winsorise_quantile boxcox; do
        profile '[treat]' "method = $m" '[class]' 'by = kind' '[impute]' 'method = mean'
        sql_is_run sqlite in_sqlite
    done
    for m in geometric harmonic power_mean; do
        profile '[aggregate]' "method = $m" '[normalise]' 'range = 1, 100' '[units]' 'where = a < 90 and kind ~= "north"' '[derive]' 'a2 = where(a > 3, a, 3) ^ 2' '[indicator.e]' 'formula = a2 / max(c, d)' '[dimension.z]' 'indicators = e'
        sed -i 's/dimensions = x, y/dimensions = x, y, z/' p.ini
        sql_is_run sqlite in_sqlite
    done
    profile '[aggregate]' 'method = mean_min'
    heng freeze p.ini --sql sqlite
    exits 78
    tells 'x: mean_min: SQL: only arithmetic'
    profile '[rank]' 'ties = average'
    heng freeze p.ini --sql sqlite
    exits 78
    tells 'i: rank: SQL: RANK() gives equal scores the least rank'
}

# A server of the test's own, of its user, in a folder and on a socket of its own; as in databases.bats.
as_postgres() {
    (cd / && runuser -u postgres -- "$@")
}

in_postgres() {
    psql -q -h "$server" -U postgres --csv
}

@test "freeze: the county index as one SELECT in PostgreSQL" {
    local bin
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
    { [ -n "$bin" ] && [ "$(id -u)" = 0 ] && id postgres && command -v psql && command -v sqlite3; } >/dev/null 2>&1 || skip "no PostgreSQL that can be started here"
    server=$(mktemp -d /tmp/heng-pg-XXXXXX)
    chown postgres "$server"
    as_postgres "$bin/initdb" -A trust -E UTF8 --locale=C --no-sync -D "$server/data" >/dev/null
    as_postgres "$bin/pg_ctl" -s -w -D "$server/data" -l "$server/log" -o "-c listen_addresses='' -k $server -c fsync=off" start 3>&-
    tabled "$TOP/config/data/zhejiang_2024.csv" "$TOP/config/data/zhejiang_census_2020.csv"
    sqlite3 s.db '.dump units' | grep -v '^PRAGMA' | in_postgres
    printf '[profile]\nextends = %s\n' "$COUNTIES" >p.ini
    sql_is_run postgres in_postgres
}

# Where heng itself looks for it, too.
library_of_duckdb() {
    local file
    for file in "${HENG_DUCKDB:-}" "$HOME"/.local/share/heng/duckdb/node_modules/@duckdb/*/libduckdb.so; do
        [ -f "$file" ] && echo "$file" && return
    done
    return 1
}

in_duckdb() {
    python3 "$TOP/tests/tools/duckdb.py" "$duckdb" units.duckdb
}

@test "freeze: the county index, methods and means as one SELECT in DuckDB" {
    local m duckdb data=$TOP/config/data
    command -v python3 >/dev/null || skip "no python3 here"
    duckdb=$(library_of_duckdb) || skip "libduckdb is not found"
    echo 'SELECT 1' | in_duckdb >/dev/null || skip "libduckdb does not run here"
    rm -f units.duckdb
    echo "CREATE TABLE units AS SELECT * FROM read_csv('$data/zhejiang_2024.csv', all_varchar = true) a
        LEFT JOIN read_csv('$data/zhejiang_census_2020.csv', all_varchar = true) b USING (code)" | in_duckdb >/dev/null
    printf '[profile]\nextends = %s\n' "$COUNTIES" >p.ini
    sql_is_run duckdb in_duckdb
    rm units.duckdb
    table
    echo "CREATE TABLE units AS SELECT * FROM read_csv('t.csv', all_varchar = true)" | in_duckdb >/dev/null
    for m in minmax zscore goalposts efficacy logistic; do
        profile '[normalise]' "method = $m"
        sql_is_run duckdb in_duckdb
    done
    for m in winsorise log boxcox; do
        profile '[treat]' "method = $m" '[class]' 'by = kind' '[impute]' 'method = mean'
        sql_is_run duckdb in_duckdb
    done
    for m in geometric harmonic power_mean; do
        profile '[aggregate]' "method = $m" '[normalise]' 'range = 1, 100' '[units]' 'where = a < 90 and kind ~= "north"'
        sql_is_run duckdb in_duckdb
    done
}
