#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Tables that are in a database: a file of SQLite, a PostgreSQL server of the test's own.
load helper

# profile TEXT...: p.ini of one dimension d over the column x, and the keys of [data] that are given.
profile() {
    printf '[profile]\nlanguage = en\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = x\n' >p.ini
    printf '%s\n' '[data]' "$@" >>p.ini
}

# SQL of the same table for both.
ROWS="CREATE TABLE county (code TEXT, name TEXT, year INTEGER, x DOUBLE PRECISION, big BIGINT);
INSERT INTO county VALUES ('0101', '甲', 2023, 0.1, 9007199254740993), ('0102', '乙', 2023, 1e-300, 5),
    ('0103', '丙' || chr(9) || 'c:\\t', 2023, 0.30000000000000004, NULL), ('0101', '甲', 2024, 7, 1), ('0102', '乙', 2024, NULL, 2);"

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    if [[ $BATS_TEST_DESCRIPTION = SQLite* ]]; then
        { [ -e "$BUILD/plugins/sqlite.so" ] && command -v sqlite3 >/dev/null; } || skip "no SQLite here"
        sqlite3 s.db "${ROWS//chr(/char(}"
    fi
    if [[ $BATS_TEST_DESCRIPTION = PostgreSQL* ]]; then
        [ -z "$no_server" ] || skip "$no_server"
        as_postgres psql -q -h "$server" -c "DROP TABLE IF EXISTS county; $ROWS" postgres 2>/dev/null
        printf '[stats]\nhost=%s\nuser=postgres\ndbname=postgres\n' "$server" >services
        export PGSERVICEFILE=$PWD/services
    fi
}

as_postgres() {
    (cd / && runuser -u postgres -- env -u PGSERVICEFILE "$@")
}

# A server of this file's own, of its user, in a folder and on a socket of its own.
setup_file() {
    export server='' no_server='' bin
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
    [ -e "$BUILD/plugins/postgres.so" ] || no_server="the plugin postgres is not built here"
    [ -n "$bin" ] || no_server="PostgreSQL is not installed"
    { [ "$(id -u)" = 0 ] && id postgres >/dev/null 2>&1; } || no_server="PostgreSQL is started as its own user, which root may"
    [ -z "$no_server" ] || return 0
    server=$(mktemp -d /tmp/heng-pg-XXXXXX)
    chown postgres "$server"
    as_postgres "$bin/initdb" -A trust -E UTF8 --locale=C --no-sync -D "$server/data" >/dev/null
    as_postgres "$bin/pg_ctl" -s -w -D "$server/data" -l "$server/log" -o "-c listen_addresses='' -k $server -c fsync=off" start 3>&-
}

teardown_file() {
    [ -z "$server" ] || {
        as_postgres "$bin/pg_ctl" -s -m immediate -D "$server/data" stop
        rm -rf "$server"
    }
}

# same_as_csv KEY...: what the keys of [data] yield is what the CSV of it yields.
same_as_csv() {
    printf 'code,name,year,x\n0101,甲,2023,0.1\n0102,乙,2023,1e-300\n0103,丙\tc:\\t,2023,0.30000000000000004\n' >t.csv
    profile 'path = t.csv' 'name = name' 'period = year'
    heng run p.ini -o csv
    exits 0
    profile "$@" 'name = name' 'period = year'
    heng run p.ini -o out
    exits 0
    cmp csv/scores.csv out/scores.csv
}

@test "SQLite: a query gives what the same table as CSV gives, to the last bit" {
    same_as_csv 'path = s.db' 'query = SELECT code, name, year, x FROM county WHERE year = 2023;'
    jq -e '.inputs | any(.role == "data" and (.path | endswith("s.db")))' out/run.json
    heng verify out/run.json
    exits 0
}

@test "SQLite: without a query it is the only table, or the one that sheet names" {
    profile 'path = s.db' 'period = year' 'text = name' 'ignore = big'
    heng run p.ini -o out
    exits 0
    [ "$(column out/scores.csv code | wc -l)" = 6 ]
    sqlite3 s.db 'CREATE VIEW "the latest" AS SELECT code, x FROM county WHERE year = 2024'
    heng check p.ini
    exits 65
    tells "more than one table; say which by query = SELECT ..., or sheet = NUMBER or NAME: there are 1 county, 2 the latest"
    for sheet in 2 'the latest' 'the*'; do
        profile 'path = s.db' "sheet = $sheet" '[normalise]' 'method = goalposts' '[indicator.x]' 'goalposts = 0, 10'
        heng run p.ini -o out
        exits 0
        [ "$(column out/scores.csv code | tr '\n' ' ')" = "0101 0102 " ]
    done
    profile 'path = s.db' 'sheet = town'
    heng check p.ini
    tells "no such table; say which"
    profile 'path = s.db' 'sheet = 1' 'query = SELECT 1'
    heng check p.ini
    exits 65
    tells "query and sheet are both given"
}

@test "SQLite: a query reads, and does nothing else" {
    sha256sum s.db >before
    for query in 'DELETE FROM county' 'CREATE TABLE t (a)' "ATTACH '/etc/passwd' AS other" 'PRAGMA journal_mode = WAL' \
        "SELECT load_extension('x')" 'SELECT 1; SELECT 2' 'VACUUM INTO "elsewhere"' 'SELEKT' ''; do
        profile 'path = s.db' "query = $query" 'sheet = none'
        [ -z "$query" ] || profile 'path = s.db' "query = $query"
        heng check p.ini
        exits 65
        tells "s.db: "
    done
    sha256sum --check --quiet before
    [ ! -e elsewhere ]
    profile 'path = s.db' "query = SELECT 'a' AS code, x'00' AS x"
    heng check p.ini
    exits 65
    tells "column x, row 1: bytes (a BLOB) are no value of a table"
    profile 'path = s.db' 'query = WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS code, i AS x FROM n' 'limit_mb = 2'
    heng check p.ini
    exits 65
    tells "more than 2 MB come out of it; limit_mb says how much is taken"
    profile 'path = s.db' 'query = WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS x FROM n' 'limit_seconds = 0.5'
    heng check p.ini
    exits 65
    tells "stopped after 0.5 s (time limit)"
}

# What a query has yielded is noted, kept and read again; asks for s.db or the server by the lines given. ask
# SQL: changes the table there.
snapshots() {
    profile "$@" 'name = name' 'period = year' 'snapshot = yes'
    heng run p.ini -o out
    exits 0
    [ "$(cat out/snapshot-data.csv)" = 'code,name,year,x
0101,甲,2023,0.1
0102,乙,2023,1e-300
0103,丙	c:\t,2023,0.30000000000000004' ]
    [ "$(jq -r '.queries[0] | .section, .rows, .sha256' out/run.json)" = "data
3
$(sha256sum <out/snapshot-data.csv | cut -d ' ' -f 1)" ]
    [ "$(jq -r '.queries[0].server' out/run.json)" = "$(server_is)" ]
    jq -e '.outputs | any(.name == "snapshot-data.csv")' out/run.json
    heng verify out/run.json
    exits 0
    sed -i 's/"server": "[^ ]* [^"]*"/"server": "Other 1"/' out/run.json
    heng verify out/run.json
    tells "[data] query: answered by $(server_is), for the run by Other 1"
    ask "UPDATE county SET x = 0.2 WHERE code = '0101' AND year = 2023"
    heng verify out/run.json
    exits 65
    tells "[data] query: it yields other rows than for the run"
    cp out/scores.csv before
    heng run p.ini -o out --set data.snapshot=out/snapshot-data.csv
    exits 0
    cmp before out/scores.csv
    jq -e '(.queries | not) and (.inputs | any(.role == "data" and (.path | endswith("out/snapshot-data.csv"))))' out/run.json
    [ -e out/snapshot-data.csv ]
    heng verify out/run.json
    exits 0
}

@test "SQLite: what a query has yielded is noted, kept and read again" {
    ask() { sqlite3 s.db "$1"; }
    server_is() { echo "SQLite $(sqlite3 -version | cut -d ' ' -f 1)"; }
    snapshots 'path = s.db' 'query = SELECT code, name, year, x FROM county WHERE year = 2023 ORDER BY code'
}

@test "PostgreSQL: what a query has yielded is noted, kept and read again" {
    ask() { as_postgres psql -q -h "$server" -c "$1" postgres; }
    server_is() { echo "PostgreSQL $(as_postgres psql -A -t -h "$server" -c 'SHOW server_version' postgres)"; }
    snapshots 'source = postgres' 'service = stats' 'query = SELECT code, name, year, x FROM county WHERE year = 2023 ORDER BY code'
}

@test "heng robust keeps the rows of a query as heng run does, and what it leaves says so" {
    sqlite3 s.db "CREATE TABLE t(code, x, y); INSERT INTO t VALUES('a', 1, 5), ('b', 2, 1), ('c', 4, 3)"
    profile 'path = s.db' 'query = SELECT code, x, y FROM t ORDER BY code' 'snapshot = yes' \
        '[uncertainty]' 'replicates = 10' 'weights = uniform'
    sed -i 's/^indicators = x/indicators = x, y/' p.ini
    heng robust p.ini -o out
    exits 0
    [ "$(cat out/snapshot-data.csv)" = $'code,x,y\na,1,5\nb,2,1\nc,4,3' ]
    jq -e '.outputs | any(.name == "snapshot-data.csv")' out/robust.json
    heng verify out/robust.json
    exits 0
    heng robust p.ini -o again --set data.snapshot=out/snapshot-data.csv
    exits 0
    cmp out/robust.csv again/robust.csv
    [ ! -e again/snapshot-data.csv ]
    heng report p.ini -o both
    exits 0
    jq -e '.outputs | map(select(.name == "snapshot-data.csv")) | length == 1' both/run.json both/robust.json
    cmp out/snapshot-data.csv both/snapshot-data.csv
}

@test "SQLite as an output: the tables of a run with their keys, to the last bit, the same bytes again" {
    printf '"code",name,x\n"a,1",=1+1,0.1\nb,"""乙""",0.30000000000000004\nc,丙,\n' >t.csv
    profile 'path = t.csv' 'name = name' '[indicator.x]' 'title = x' '[dimension.Score]' 'indicators = x2' '[indicator.x2]' 'formula = x * 3' \
        '[output]' 'formats = csv, json, sqlite' '[panorama]' 'nodes = all' '[analysis.gap]' 'method = gini' 'of = x'
    sed -i 's/^dimensions = d/dimensions = d, Score/' p.ini
    heng run p.ini -o out
    exits 0
    cp out/run.sqlite first
    [ "$(sqlite3 first "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name)")" = \
        "analysis-gap indicators panorama run scores weights" ]
    [ "$(sqlite3 first "SELECT count(*) FROM indicators WHERE raw = 0.30000000000000004")" = 2 ]
    [ "$(sqlite3 first 'SELECT code, name, rank, typeof(score), typeof("Score_2") FROM scores ORDER BY code')" = 'a,1|=1+1|2|real|real
b|"乙"|1|real|real
c|丙||null|null' ]
    for table in scores indicators weights panorama analysis-gap; do
        [ "$(sqlite3 first "SELECT count(*) FROM \"$table\"")" = "$(($(wc -l <"out/$table.csv") - 1))" ]
    done
    [ "$(sqlite3 first "SELECT group_concat(name, ' ') FROM pragma_table_info('indicators') WHERE pk ORDER BY pk")" = "period code indicator" ]
    sqlite3 first 'SELECT manifest FROM run' | jq -e .heng
    [ "$(sqlite3 first 'PRAGMA integrity_check; PRAGMA foreign_key_check')" = ok ]
    cmp <(sqlite3 first 'SELECT manifest FROM run' | sed '$d') <(cat out/run.json)
    heng run p.ini -o again -f sqlite
    [ "$(ls again)" = run.sqlite ]
    heng verify out/run.json
    exits 0
    sqlite3 out/run.sqlite 'UPDATE scores SET score = 1'
    heng verify out/run.json
    exits 65
    tells "run.sqlite: is not as the run wrote it"
    cp first out/run.sqlite
    heng run p.ini -o out -f csv
    [ ! -e out/run.sqlite ]
    printf 'not ours' >again/run.sqlite
    sqlite3 again/other.sqlite 'CREATE TABLE t (a)'
    heng run p.ini -o again -f csv
    [ -e again/run.sqlite ]
    [ -e again/other.sqlite ]
    heng run p.ini -o again -f parquet
    exits 69
    tells "no such format is built in; there are csv, json and sqlite"
}

@test "SQLite as an output: robust has its own, and the report's run holds both" {
    profile 'path = t.csv' '[uncertainty]' 'replicates = 20' 'weights = uniform' 'keep_replicates = yes' '[output]' 'formats = csv, json, sqlite'
    sed -i 's/indicators = x/indicators = x, y/' p.ini
    printf 'code,x,y\na,1,2\nb,2,1\nc,3,5\n' >t.csv
    heng robust p.ini -o out
    exits 0
    [ "$(sqlite3 out/robust.sqlite 'SELECT count(*) FROM replicates')" = 60 ]
    [ "$(sqlite3 out/robust.sqlite 'SELECT count(*) FROM robust JOIN replicates USING (period, code)')" = 60 ]
    heng verify out/robust.json
    exits 0
}

@test "SQLite: a database in WAL mode is read, and that its log is not is said" {
    sqlite3 s.db 'PRAGMA journal_mode = WAL' >/dev/null
    profile 'path = s.db' 'query = SELECT code, x FROM county WHERE year = 2023'
    heng run p.ini -o out
    exits 0
    jq -e '.notes | any(contains("s.db: the database is in WAL mode: what its -wal file holds is not read"))' out/run.json
}

@test "SQLite: a damaged database ends in one line" {
    size=$(stat -c %s s.db)
    for at in $(seq 0 256 "$((size - 1))"); do
        cp s.db d.db
        printf '\377\377\377\377\377\377\377\377' | dd of=d.db bs=1 seek="$at" conv=notrunc status=none
        profile 'path = d.db' 'source = sqlite' 'period = year' 'text = name, big'
        heng check p.ini
        [ "$status" -eq 0 ] || [ "$status" -eq 65 ] || [ "$status" -eq 78 ]
        [[ $stderr != *crash* ]]
    done
    head -c 3000 s.db >d.db
    heng check p.ini
    exits 65
}

@test "PostgreSQL: a query gives what the same table as CSV gives, to the last bit" {
    same_as_csv 'source = postgres' 'service = stats' 'query = SELECT code, name, year, x FROM county WHERE year = 2023;'
    jq -e '.notes | any(contains("service stats: PostgreSQL "))' out/run.json
    heng verify out/run.json
    exits 0
    as_postgres psql -q -h "$server" -c "UPDATE county SET x = 0.2 WHERE code = '0101' AND year = 2023" postgres
    heng verify out/run.json
    exits 65
    profile 'source = postgres' 'service = stats' 'query = SELECT code, big AS name, x FROM county WHERE year = 2023 ORDER BY code' 'name = name'
    heng run p.ini -o names
    says 9007199254740993
    profile 'path = t.csv' 'name = name' 'period = year' '[data.more]' 'source = postgres' 'service = stats' \
        'query = SELECT code, count(*) AS years FROM county GROUP BY code'
    heng run p.ini -o joined
    exits 0
}

@test "PostgreSQL: it is read only, one statement, in time and in bounds" {
    for query in 'DELETE FROM county' "INSERT INTO county VALUES ('1') RETURNING code" 'SELECT 1; SELECT 2' \
        "SELECT 1) TO PROGRAM 'touch /tmp/heng-escaped' --" 'SELECT 1 /*' 'SELEKT' 'SET x = 1'; do
        profile 'source = postgres' 'service = stats' "query = $query"
        heng check p.ini
        exits 65
        tells "p.ini:8: [data]: "
    done
    [ ! -e /tmp/heng-escaped ]
    [ "$(as_postgres psql -A -t -h "$server" -c 'SELECT count(*) FROM county' postgres)" = 5 ]
    profile 'source = postgres' 'service = stats' 'query = SELECT pg_sleep(60) AS code' 'limit_seconds = 1'
    heng check p.ini
    exits 65
    [[ $stderr = *"statement timeout"* || $stderr = *"stopped after 1 s (time limit)"* ]]
    profile 'source = postgres' 'service = stats' 'query = SELECT i AS code, i AS x FROM generate_series(1, 100000000) i' 'limit_mb = 2'
    heng check p.ini
    exits 65
    tells "more than 2 MB come out of it"
    profile 'source = postgres' 'service = stats' "query = SELECT i AS code, 1 / (5000 - i) AS x FROM generate_series(1, 9000) i"
    heng check p.ini
    exits 65
    tells "division by zero"
}

@test "PostgreSQL: where the server is and who asks is no matter of a profile" {
    for service in 'password=secret' 'postgresql://me:secret@host/db' 'stats password=x' ''; do
        profile 'source = postgres' "service = $service" 'query = SELECT 1'
        heng check p.ini
        [ "$status" -eq 65 ] || [ "$status" -eq 78 ]
        tells "service"
    done
    profile 'source = postgres' 'service = none' 'query = SELECT 1'
    heng check p.ini
    exits 65
    tells "definition of service \"none\" not found"
    profile 'source = postgres' 'service = stats'
    heng check p.ini
    exits 78
    tells "a key is missing: query"
    profile 'source = postgres' 'path = t.csv' 'service = stats' 'query = SELECT 1'
    heng check p.ini
    exits 78
    tells "[data] path: source postgres reads no file; take it out"
}
